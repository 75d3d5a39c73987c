// SPDX-License-Identifier: MIT OR Apache-2.0
//! Management frames (IEEE 802.3-2022, 22.2.2.13, 22.2.4.5 and 22.3.4). Times are clocks of 8 ns.

use crate::conformance::rigs::mdio::{Cycle, Exchange, Request};
use crate::conformance::rigs::{AnyExam, Exam, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

const NOT_ON_REFERENCE: Option<&str> = Some("the reference knows frames, not their management");

/// A request of each kind; the values differ in each bit.
const READ: Request =
    Request { write: false, phy: 0b10110, register: 0b01101, data: 0xa53c, answers: true, answer_clocks: 10 };
const READ_OTHER: Request = Request { phy: 0b01001, register: 0b10010, data: 0x5ac3, ..READ };
const WRITE: Request = Request { write: true, ..READ };
const WRITE_OTHER: Request = Request { write: true, ..READ_OTHER };

pub(super) const CASES: &[Case] = &[
    Case {
        clause: "802.3-22.2.2.13-mdc",
        name: "mdio/clock",
        criterion: "In frames of both kinds each period of MDC has 50 clocks or more, 20 or more of them high and 20 \
                or more low.",
        devices: &["mdio"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::Mdio(Exam {
            run: |rig, check| {
                for exchange in rig.play(&vec![READ, WRITE]) {
                    check.equal(format_args!("cycles of MDC"), exchange.cycles.len(), 64)?;
                    for (number, pair) in exchange.cycles.windows(2).enumerate() {
                        let (high, low) = (pair[0].high_clocks, pair[1].low_clocks);
                        let enough = high >= 20 && low >= 20 && high + low >= 50;
                        check.holds(format_args!("cycle {number}"), enough, (high, low), "20, 20 and 50 in all")?;
                    }
                }
                Ok(())
            },
            saboteur: Saboteur::Trace(|exchanges| exchanges[1].cycles[40].low_clocks = 19),
        }),
    },
    Case {
        clause: "802.3-22.2.4.5.1-idle",
        name: "mdio/idle",
        criterion: "For 100 clocks before and after frames of both kinds the station does not drive MDIO.",
        devices: &["mdio"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::Mdio(Exam {
            run: |rig, check| {
                for exchange in rig.play(&vec![WRITE, READ, WRITE_OTHER]) {
                    check.equal(format_args!("driven between frames"), exchange.driven_idle, false)?;
                }
                Ok(())
            },
            saboteur: Saboteur::Trace(|exchanges| exchanges[2].driven_idle = true),
        }),
    },
    Case {
        clause: "802.3-22.2.4.5.2-preamble",
        name: "mdio/preamble",
        criterion: "Frames of both kinds begin with 32 cycles of MDC in which the station drives 1.",
        devices: &["mdio"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::Mdio(Exam {
            run: |rig, check| fields(check, rig.play(&vec![READ, WRITE]), 0..32, |_| "1".repeat(32)),
            saboteur: Saboteur::Trace(|exchanges| {
                exchanges[0].cycles.remove(3);
            }),
        }),
    },
    Case {
        clause: "802.3-22.2.4.5.4-operation",
        name: "mdio/operation",
        criterion: "Bits 33 to 36 are 0110 when the station reads and 0101 when it writes.",
        devices: &["mdio"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::Mdio(Exam {
            run: |rig, check| {
                let expected = |index: usize| if index == 0 { "0110" } else { "0101" }.to_owned();
                fields(check, rig.play(&vec![READ, WRITE]), 32..36, expected)
            },
            saboteur: Saboteur::Script(|requests| requests.iter_mut().for_each(|r| r.write = !r.write)),
        }),
    },
    Case {
        clause: "802.3-22.2.4.5.5-addresses",
        name: "mdio/addresses",
        criterion: "Bits 37 to 46 are those of the PHY address and of the register address, the highest first, for \
                two pairs of addresses that differ in each bit.",
        devices: &["mdio"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::Mdio(Exam {
            run: |rig, check| {
                let expected = |index: usize| if index < 2 { "1011001101" } else { "0100110010" }.to_owned();
                fields(check, rig.play(&vec![READ, WRITE, READ_OTHER, WRITE_OTHER]), 36..46, expected)
            },
            saboteur: Saboteur::Script(|requests| requests[3].register ^= 0b10000),
        }),
    },
    Case {
        clause: "802.3-22.2.4.5.7-turnaround",
        name: "mdio/turnaround",
        criterion: "Bits 47 and 48 are driven 10 in a write frame; in a read frame bits 47 to 64 are not driven.",
        devices: &["mdio"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::Mdio(Exam {
            run: |rig, check| {
                let exchanges = rig.play(&vec![WRITE, READ]);
                fields(check, exchanges[..1].to_vec(), 46..48, |_| "10".to_owned())?;
                fields(check, exchanges[1..].to_vec(), 46..64, |_| "z".repeat(18))
            },
            saboteur: Saboteur::Trace(|exchanges| exchanges[1].cycles[46].bit = Some(true)),
        }),
    },
    Case {
        clause: "802.3-22.2.4.5.8-data",
        name: "mdio/data",
        criterion: "Bits 49 to 64 of a write frame are the value, the highest first; a read frame gives the value \
                that the PHY sent so, and none when no PHY answers.",
        devices: &["mdio"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::Mdio(Exam {
            run: |rig, check| {
                let expected =
                    |index: usize| if index == 0 { "1010010100111100" } else { "0101101011000011" }.to_owned();
                fields(check, rig.play(&vec![WRITE, WRITE_OTHER]), 48..64, expected)?;
                let absent = Request { answers: false, ..READ };
                let read = rig.play(&vec![READ, absent, READ_OTHER]).iter().map(|exchange| exchange.read).collect();
                check.equal(format_args!("values read"), read, vec![Some(0xa53c), None, Some(0x5ac3)])
            },
            saboteur: Saboteur::Script(|requests| requests[0].data = requests[0].data.rotate_left(1)),
        }),
    },
    Case {
        clause: "802.3-22.3.4-station",
        name: "mdio/station-timing",
        criterion: "In frames of both kinds the station changes what it drives no nearer than 2 clocks to a rising \
                edge of MDC.",
        devices: &["mdio"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::Mdio(Exam {
            run: |rig, check| {
                for exchange in rig.play(&vec![READ, WRITE]) {
                    for (number, cycle) in exchange.cycles.iter().enumerate() {
                        let Cycle { before_clocks, after_clocks, .. } = *cycle;
                        let holds = before_clocks >= 2 && after_clocks.is_none_or(|clocks| clocks >= 2);
                        let what = format_args!("bit {number}");
                        check.holds(what, holds, (before_clocks, after_clocks), "2 clocks before and after")?;
                    }
                }
                Ok(())
            },
            saboteur: Saboteur::Trace(|exchanges| exchanges[0].cycles[33].after_clocks = Some(1)),
        }),
    },
    Case {
        clause: "802.3-22.3.4-phy",
        name: "mdio/phy-timing",
        criterion: "A value is read whole from a PHY whose bits come 1 clock after the rising MDC, and from one whose \
                bits come 38 clocks (304 ns) after it.",
        devices: &["mdio"],
        not_on_reference: NOT_ON_REFERENCE,
        exam: AnyExam::Mdio(Exam {
            run: |rig, check| {
                let at = |answer_clocks| Request { answer_clocks, ..READ };
                let read = rig.play(&vec![at(1), at(38)]).iter().map(|exchange| exchange.read).collect();
                check.equal(format_args!("values read"), read, vec![Some(0xa53c); 2])
            },
            saboteur: Saboteur::Script(|requests| requests[1].answer_clocks = 80),
        }),
    },
];

/// Compares some bits of each frame, as text: `z` where the station drives nothing.
fn fields(
    check: &mut Check,
    exchanges: Vec<Exchange>,
    range: std::ops::Range<usize>,
    expected: impl Fn(usize) -> String,
) -> Result<(), Mismatch> {
    for (index, exchange) in exchanges.iter().enumerate() {
        let bits = exchange.cycles.get(range.clone()).unwrap_or_default();
        let text: String = bits.iter().map(|cycle| cycle.bit.map_or('z', |bit| if bit { '1' } else { '0' })).collect();
        check.equal(format_args!("bits {range:?} of frame {index}"), text, expected(index))?;
        check.equal(format_args!("bits of frame {index}"), exchange.cycles.len(), 64)?;
    }
    Ok(())
}
