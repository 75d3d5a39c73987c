// SPDX-License-Identifier: MIT OR Apache-2.0
//! RGMII on the wires (RGMII 2.0). Half clocks last 4 ns.

use crate::conformance::rigs::rgmii_rx::{self, Received};
use crate::conformance::rigs::rgmii_tx::{self, Level};
use crate::conformance::rigs::{AnyExam, Exam, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

const NOT_ON_REFERENCE: Option<&str> = Some("the reference knows frames, not their wires");

/// Data that differ in each bit from one to the next, and all that TX_EN and TX_ER can be.
const SYMBOLS: [(u8, bool, bool); 8] = [
    (0xa5, true, false),
    (0x5a, true, true),
    (0xc3, true, false),
    (0x3c, false, false),
    (0x0f, false, true),
    (0xf0, false, false),
    (0x96, true, true),
    (0x69, false, true),
];

fn sent(speed: u8) -> rgmii_tx::Script {
    rgmii_tx::Script { speed, symbols: SYMBOLS.to_vec() }
}

pub(super) const CASES: &[Case] = &[
    Case {
        clause: "rgmii-TXC",
        name: "rgmii/txc",
        criterion: "At each speed all levels of TXC last 1, 5 or 50 half clocks, high ones and low ones in turn.",
        devices: &["rgmii_tx"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::RgmiiTx(Exam {
            run: |rig, check| {
                for (speed, halves) in [(2, 1), (1, 5), (0, 50)] {
                    let levels = rig.play(&sent(speed));
                    check.equal(format_args!("levels at speed {speed}"), levels.len(), 2 * SYMBOLS.len())?;
                    for (number, level) in levels.iter().enumerate() {
                        let got = (level.high, level.halves);
                        check.equal(format_args!("level {number} at speed {speed}"), got, (number % 2 == 0, halves))?;
                    }
                }
                Ok(())
            },
            saboteur: Saboteur::Trace(|levels| levels[3].halves += 1),
        }),
    },
    Case {
        clause: "rgmii-TD",
        name: "rgmii/td",
        criterion: "At 1000 Mbit/s each octet is its lower nibble while TXC is high and its upper one while it is low.",
        devices: &["rgmii_tx"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::RgmiiTx(Exam {
            run: |rig, check| data(check, &rig.play(&sent(2)), |octet| [octet & 0xf, octet >> 4]),
            saboteur: Saboteur::Trace(|levels| levels.swap(2, 3)),
        }),
    },
    Case {
        clause: "rgmii-TD-nibble",
        name: "rgmii/td-nibble",
        criterion: "At 100 and at 10 Mbit/s each nibble stands for the whole period of TXC.",
        devices: &["rgmii_tx"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::RgmiiTx(Exam {
            run: |rig, check| {
                for speed in [1, 0] {
                    data(check, &rig.play(&sent(speed)), |octet| [octet & 0xf; 2])?;
                }
                Ok(())
            },
            saboteur: Saboteur::Script(|script| script.speed = 2),
        }),
    },
    Case {
        clause: "rgmii-TX_CTL",
        name: "rgmii/tx-ctl",
        criterion: "At each speed TX_CTL is TX_EN while TXC is high, and TX_EN exclusive or TX_ER while it is low, for \
                all four codes.",
        devices: &["rgmii_tx"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::RgmiiTx(Exam {
            run: |rig, check| {
                for speed in [2, 1, 0] {
                    let levels = rig.play(&sent(speed));
                    let control = levels.iter().map(|level| level.wires.map(|(_, control)| control)).collect();
                    let expected: Vec<_> = SYMBOLS.iter().flat_map(|&(_, en, er)| [Some(en), Some(en != er)]).collect();
                    check.equal(format_args!("TX_CTL at speed {speed}"), control, expected)?;
                }
                Ok(())
            },
            saboteur: Saboteur::Script(|script| script.symbols[1].2 = false),
        }),
    },
    Case {
        clause: "rgmii-RD",
        name: "rgmii/rd",
        criterion: "For each octet at 1000 Mbit/s its lower nibble is that of the rising edge.",
        devices: &["rgmii_rx"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::RgmiiRx(Exam {
            run: |rig, check| {
                let octets = || 0..=255_u8;
                let symbols = octets().map(|octet| [(octet & 0xf, true), (octet >> 4, true)]).collect();
                let received = rig.play(&rgmii_rx::Script { nibbles: false, symbols });
                let got = received.iter().map(|received| received.rxd).collect();
                check.equal(format_args!("octets"), got, octets().collect::<Vec<_>>())
            },
            saboteur: Saboteur::Script(|script| script.symbols[0x21].swap(0, 1)),
        }),
    },
    Case {
        clause: "rgmii-RD-nibble",
        name: "rgmii/rd-nibble",
        criterion: "For each nibble at 100 and 10 Mbit/s it is received, whatever is there at the falling edge.",
        devices: &["rgmii_rx"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::RgmiiRx(Exam {
            run: |rig, check| {
                let octets = || 0..=255_u8;
                let symbols = octets().map(|octet| [(octet & 0xf, true), (octet >> 4, true)]).collect();
                let received = rig.play(&rgmii_rx::Script { nibbles: true, symbols });
                let got = received.iter().map(|received| received.rxd).collect();
                check.equal(format_args!("nibbles"), got, octets().map(|octet| octet & 0xf).collect::<Vec<_>>())
            },
            saboteur: Saboteur::Script(|script| script.nibbles = false),
        }),
    },
    Case {
        clause: "rgmii-RX_CTL",
        name: "rgmii/rx-ctl",
        criterion: "The four codes of RX_CTL give RX_DV and RX_ER, at 1000 Mbit/s and below.",
        devices: &["rgmii_rx"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::RgmiiRx(Exam {
            run: |rig, check| {
                for nibbles in [false, true] {
                    let codes = [(false, false), (true, true), (true, false), (false, true)];
                    let symbols = codes.iter().map(|&(rise, fall)| [(5, rise), (5, fall)]).collect();
                    let received = rig.play(&rgmii_rx::Script { nibbles, symbols });
                    let got = received.iter().map(|received| (received.rx_dv, received.rx_er)).collect();
                    let expected = vec![(false, false), (true, false), (true, true), (false, true)];
                    check.equal(format_args!("RX_DV and RX_ER"), got, expected)?;
                }
                Ok(())
            },
            saboteur: Saboteur::Trace(|received| received[3].rx_er = false),
        }),
    },
    Case {
        clause: "rgmii-RD-inband",
        name: "rgmii/inband",
        criterion: "Each value of RD between frames is shown as status, and none of RD within frames, with an error or \
                without, or beside a carrier extension.",
        devices: &["rgmii_rx"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::RgmiiRx(Exam {
            run: |rig, check| {
                let symbol = |data: u8, rise, fall| [(data, rise), (data, fall)];
                let around = |data: u8| {
                    let other = !data & 0xf;
                    [
                        symbol(data, false, false),
                        symbol(other, true, true),
                        symbol(other, true, false),
                        symbol(other, false, true),
                    ]
                };
                let symbols = (0..16).flat_map(around).collect();
                let received = rig.play(&rgmii_rx::Script { nibbles: false, symbols });
                check.equal(format_args!("symbols"), received.len(), 64)?;
                for (index, Received { status, .. }) in received.into_iter().enumerate() {
                    let data = (index / 4) as u8;
                    let expected = (data & 1 != 0, data >> 1 & 3, data >> 3 != 0);
                    check.equal(format_args!("status after symbol {index}"), status, expected)?;
                }
                Ok(())
            },
            saboteur: Saboteur::Script(|script| script.symbols[0x1f][1].1 = false),
        }),
    },
];

/// Compares TD of each pair of levels with what it is to be of the octet.
fn data(check: &mut Check, levels: &[Level], expected: impl Fn(u8) -> [u8; 2]) -> Result<(), Mismatch> {
    let got: Vec<_> = levels.iter().map(|level| (level.high, level.wires.map(|(data, _)| data))).collect();
    let pair = |&(octet, ..): &(u8, bool, bool)| {
        let [high, low] = expected(octet);
        [(true, Some(high)), (false, Some(low))]
    };
    check.equal(format_args!("TD"), got, SYMBOLS.iter().flat_map(pair).collect())
}
