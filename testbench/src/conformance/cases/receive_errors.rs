// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reception of bad frames: FCS, size, alignment, errors from the PHY (IEEE 802.3-2022, clauses 3.2.9, 4.2.4,
//! 22.2.1.5, 22.2.3.5, 30).

use super::receive::{ALL, NIBBLES, all_good, exam};
use crate::conformance::frames::{frame, typed, with_fcs};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::receive::{Receive, Script, Trace};
use crate::conformance::rigs::wire::Carrier;
use crate::conformance::{Case, Check, Mismatch};
use crate::stimulus::frames::residue_error;

pub(super) const CASES: &[Case] = &[
    Case {
        clause: "802.3-3.2.9-single-bit",
        name: "receive/single_bit",
        criterion: "Each of the 512 frames of 64 octets with one bit changed is a frame check error, and the \
                frame unchanged is good.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let good = with_fcs(&typed(64, 11));
                let mut carriers: Vec<_> = (0..512).map(|bit| Carrier::of(flipped(&good, bit))).collect();
                carriers.push(Carrier::of(good));
                let trace = rig.play(&Script::of(carriers));
                check.equal(format_args!("frames received"), trace.received.len(), 513)?;
                for (bit, frame) in trace.received.iter().enumerate() {
                    let expected = if bit < 512 { (3, true) } else { (0, false) };
                    check.equal(
                        format_args!("verdict and mark with bit {bit} changed"),
                        (frame.verdict, frame.marked_bad),
                        expected,
                    )?;
                }
                Ok(())
            },
            |trace| accept(trace, 300),
        ),
    },
    Case {
        clause: "802.3-4.2.4.1.2-fcs-check",
        name: "receive/fcs_check",
        criterion: "Frames of 64, 65, 800 and 1518 octets with a wrong octet in data or FCS, and frames of which \
                the remainder is wrong in one bit, each in turn, are frame check errors; those between them are \
                good.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let mut carriers = Vec::new();
                for size in [64, 65, 800, 1518] {
                    let good = with_fcs(&typed(size, 3));
                    for octet in [0, 30, size - 4, size - 3, size - 2, size - 1] {
                        let mut bad = good.clone();
                        bad[octet] ^= 0xff;
                        carriers.extend([Carrier::of(bad), Carrier::of(good.clone())]);
                    }
                }
                let good = with_fcs(&typed(64, 5));
                for bit in 0..32 {
                    let mut bad = good.clone();
                    bad[60..].iter_mut().zip(residue_error(bit)).for_each(|(octet, error)| *octet ^= error);
                    carriers.extend([Carrier::of(bad), Carrier::of(good.clone())]);
                }
                let expected: Vec<u8> = carriers.iter().enumerate().map(|(index, _)| [3, 0][index % 2]).collect();
                expect(rig, check, Script::of(carriers), &expected)
            },
            |trace| accept(trace, 6),
        ),
    },
    Case {
        clause: "802.3-4.2.4.2.2-runt",
        name: "receive/runt",
        criterion: "Frames of 18 to 63 octets are undersize, or fragments where their FCS is wrong, those of \
                fewer than 4 always fragments; 64 octets are accepted.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let mut carriers: Vec<_> = [0, 1, 2, 3].iter().map(|&octets| Carrier::of(vec![9; octets])).collect();
                let mut expected = vec![6; 4];
                for size in 18..=66 {
                    let good = with_fcs(&typed(size, 3));
                    carriers.extend([Carrier::of(good.clone()), Carrier::of(flipped(&good, 77))]);
                    expected.extend(if size < 64 { [5, 6] } else { [0, 3] });
                }
                expect(rig, check, Script::of(carriers), &expected)
            },
            |trace| accept(trace, 4 + 2 * (63 - 18)),
        ),
    },
    Case {
        clause: "802.3-4.2.4.2.1-too-long",
        name: "receive/too_long",
        criterion: "1517 and 1518 octets are accepted, 1519 and 1600 are too long, and jabber where the FCS is \
                wrong.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let sizes = [1517, 1518, 1519, 1600];
                let good: Vec<_> = sizes.iter().map(|&size| with_fcs(&typed(size, 3))).collect();
                let bad = good.iter().map(|frame| flipped(frame, 500));
                let carriers = good.iter().cloned().chain(bad).map(Carrier::of).collect();
                expect(rig, check, Script::of(carriers), &[0, 0, 7, 7, 3, 3, 8, 8])
            },
            |trace| accept(trace, 2),
        ),
    },
    Case {
        clause: "802.3-3.2.7-tagged",
        name: "receive/tagged",
        criterion: "With a VLAN tag 1518, 1519, 1521 and 1522 octets are accepted and 1523 are too long; a tag \
                elsewhere does not help.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let tagged = |size: usize| Carrier::of(with_fcs(&frame(0x8100, size - 18, 3)));
                let mut carriers: Vec<_> = [1518, 1519, 1521, 1522, 1523].map(tagged).to_vec();
                let mut elsewhere = typed(1522, 3);
                elsewhere[14..18].copy_from_slice(&[0x81, 0x00, 0x81, 0x00]);
                carriers.push(Carrier::of(with_fcs(&elsewhere)));
                expect(rig, check, Script::of(carriers), &[0, 0, 0, 0, 7, 7])
            },
            |trace| trace.received[3].verdict = 7,
        ),
    },
    Case {
        clause: "wirewright-mac_rx-jumbo",
        name: "receive/jumbo",
        criterion: "With the setting 1519, 9017 and 9018 octets are accepted and 9019 are too long.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let carriers = [1519, 9017, 9018, 9019].map(|size| Carrier::of(with_fcs(&typed(size, 3))));
                expect(rig, check, Script { jumbo: true, ..Script::of(carriers.to_vec()) }, &[0, 0, 0, 7])
            },
            |trace| trace.received[2].verdict = 7,
        ),
    },
    Case {
        clause: "802.3-4.2.4.2.1-alignment",
        name: "receive/alignment",
        criterion: "Frames of 64 to 80 octets and a half, with a wrong FCS, are alignment errors; without the \
                half octet they are frame check errors.",
        devices: NIBBLES,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let bad = |size: usize| Carrier::of(flipped(&with_fcs(&typed(size, 3)), 200));
                let cut = |size: usize| Carrier { half_octet: Some(0x6), ..bad(size) };
                let carriers: Vec<_> = (64..=80).flat_map(|size| [cut(size), bad(size)]).collect();
                let expected = [4, 3].repeat(17);
                expect(rig, check, Script::of(carriers), &expected)
            },
            |trace| trace.received[0].verdict = 3,
        ),
    },
    Case {
        clause: "802.3-22.2.3.5-excess-nibble",
        name: "receive/excess_nibble",
        criterion: "Frames of 64 to 80 octets with a further nibble of any value are good, and the client gets \
                no part of it.",
        devices: NIBBLES,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let frames: Vec<_> = (64..=80).map(|size| typed(size, size as u64)).collect();
                let carriers = frames.iter().zip(0u8..);
                let carriers = carriers.map(|(octets, nibble)| Carrier {
                    half_octet: Some(nibble & 0xf),
                    ..Carrier::of(with_fcs(octets))
                });
                all_good(rig, check, Script::of(carriers.collect()), &frames)
            },
            |trace| trace.received[2].verdict = 4,
        ),
    },
    Case {
        clause: "802.3-22.2.1.5-rx-er",
        name: "receive/rx_er_in_frame",
        criterion: "An error signal in any one octet time of the frame makes a frame with a good FCS a frame \
                check error; the next one is good.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(|rig, check| error_signals(rig, check, 8..72), |trace| accept(trace, 20)),
    },
    Case {
        clause: "802.3-22.2.1.5-rx-er",
        name: "receive/rx_er_in_preamble",
        criterion: "An error signal in any one octet time of preamble and delimiter makes the frame after it a \
                frame check error; the next one is good.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(|rig, check| error_signals(rig, check, 0..8), |trace| accept(trace, 2)),
    },
    Case {
        clause: "802.3-22.2.2.10-rx-er-idle",
        name: "receive/rx_er_idle",
        criterion: "Frames around which the error signal is high with the codes of false carrier, low power \
                idle or others are good.",
        devices: ALL,
        not_on_reference: Some("the reference is given carriers only"),
        exam: exam(
            |rig, check| {
                let frames: Vec<_> = (64..72).map(|size| typed(size, size as u64)).collect();
                let codes = [0x0e, 0x01, 0x0f, 0x05].iter().cycle();
                let carriers = frames.iter().zip(codes);
                let carriers = carriers.map(|(octets, &idle_data)| Carrier {
                    idle_er: true,
                    idle_data,
                    ..Carrier::of(with_fcs(octets))
                });
                all_good(rig, check, Script::of(carriers.collect()), &frames)
            },
            |trace| trace.received[5].verdict = 3,
        ),
    },
    Case {
        clause: "802.3-30.3.2.1.5-symbol-error",
        name: "receive/symbol_error",
        criterion: "The verdict is qualified as a symbol error for frames of 64 and more octets with an error \
                signal, and not for shorter ones or for frames without it.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let with_error = |size: usize| Carrier { error_at: Some(20), ..Carrier::of(with_fcs(&typed(size, 4))) };
                let without = |size: usize| Carrier::of(flipped(&with_fcs(&typed(size, 4)), 100));
                let carriers =
                    [with_error(63), without(64), with_error(64), with_error(65), without(65), with_error(1600)];
                let trace = rig.play(&Script::of(carriers.to_vec()));
                let qualified: Vec<bool> = trace.received.iter().map(|frame| frame.symbol_error).collect();
                check.equal(format_args!("symbol errors"), qualified, vec![false, false, true, true, false, true])
            },
            |trace| trace.received[0].symbol_error = true,
        ),
    },
];

/// Plays the script and compares verdicts; a frame is marked as bad where its verdict is.
fn expect(rig: &mut dyn Rig<Receive>, check: &mut Check, script: Script, verdicts: &[u8]) -> Result<(), Mismatch> {
    let trace = rig.play(&script);
    check.equal(format_args!("frames received"), trace.received.len(), verdicts.len())?;
    for ((received, &verdict), carrier) in trace.received.iter().zip(verdicts).zip(&script.carriers) {
        let octets = carrier.frame.len();
        check.equal(format_args!("verdict on {octets} octets"), received.verdict, verdict)?;
        check.equal(
            format_args!("mark on {octets} octets"),
            received.marked_bad,
            verdict > 1 && !received.client.is_empty(),
        )?;
    }
    Ok(())
}

/// Frames with an error signal in one octet time of the carrier each, a sound one after each.
fn error_signals(
    rig: &mut dyn Rig<Receive>,
    check: &mut Check,
    octet_times: std::ops::Range<usize>,
) -> Result<(), Mismatch> {
    let good = Carrier::of(with_fcs(&typed(64, 8)));
    let spoilt = |at| Carrier { error_at: Some(at), ..good.clone() };
    let carriers: Vec<_> = octet_times.clone().flat_map(|at| [spoilt(at), good.clone()]).collect();
    let expected = [3, 0].repeat(octet_times.len());
    expect(rig, check, Script::of(carriers), &expected)
}

fn flipped(frame: &[u8], bit: usize) -> Vec<u8> {
    let mut frame = frame.to_vec();
    frame[bit / 8] ^= 1 << (bit % 8);
    frame
}

/// The saboteur that takes a bad frame for a good one.
fn accept(trace: &mut Trace, index: usize) {
    trace.received[index].verdict = 0;
    trace.received[index].marked_bad = false;
}
