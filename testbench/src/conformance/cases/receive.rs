// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reception of good frames: framing, preamble, gaps, lengths and types (IEEE 802.3-2022, clauses 3.2, 4.2.4,
//! 4.2.9, 22, 35).

use crate::conformance::frames::{fcs, frame, typed, with_fcs};
use crate::conformance::rigs::receive::{Receive, Received, Script, Trace};
use crate::conformance::rigs::wire::Carrier;
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const ALL: &[&str] = &["mac_rx", "mac_rx_mii", "mac_rx_trispeed:octets", "mac_rx_trispeed:nibbles"];
pub(super) const NIBBLES: &[&str] = &["mac_rx_mii", "mac_rx_trispeed:nibbles"];

pub(super) const CASES: &[Case] = &[
    Case {
        clause: "802.3-22.2.3.2.2-any-preamble",
        name: "receive/any_preamble",
        criterion: "Frames behind 0 to 15 octets of preamble and the delimiter are received.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| good_behind_preambles(rig, check, (0..=30).step_by(2)),
            |trace| drop(trace.received.remove(0)),
        ),
    },
    Case {
        clause: "802.3-22.2.3.2.2-any-nibble",
        name: "receive/any_nibble",
        criterion: "Frames behind 1 to 31 nibbles of preamble, odd numbers, and the delimiter are received.",
        devices: NIBBLES,
        not_on_reference: None,
        exam: exam(
            |rig, check| good_behind_preambles(rig, check, (1..=31).step_by(2)),
            |trace| drop(trace.received.remove(7)),
        ),
    },
    Case {
        clause: "802.3-4.2.9-no-delimiter",
        name: "receive/no_delimiter",
        criterion: "Carriers of 1 to 70 octets without a delimiter give neither octets nor a verdict, and the \
                frame after each is received.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let frame = with_fcs(&typed(64, 1));
                let mut carriers = Vec::new();
                for octets in [1, 2, 7, 8, 9, 64, 70] {
                    let nothing = Carrier { delimiter: false, preamble_nibbles: 2 * octets, ..Carrier::of(vec![]) };
                    carriers.extend([nothing, Carrier::of(frame.clone())]);
                }
                all_good(rig, check, Script::of(carriers), &[&frame; 7].map(|frame| frame[..60].to_vec()))
            },
            |trace| trace.received.push(Received { verdict: 6, ..trace.received[0].clone() }),
        ),
    },
    Case {
        clause: "802.3-3.2.7-transparency",
        name: "receive/transparency",
        criterion: "Frames full of delimiters, preamble, zeros, ones and all octet values are received unchanged.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let data = [vec![0xd5; 100], vec![0x55; 100], vec![0; 100], vec![0xff; 100], (0..=255).collect()];
                let frames = data.map(|data| [&typed(18, 0)[..], &data].concat());
                let carriers = frames.iter().map(|octets| Carrier::of(with_fcs(octets))).collect();
                all_good(rig, check, Script::of(carriers), &frames)
            },
            |trace| trace.received[0].client[50] ^= 0x80,
        ),
    },
    Case {
        clause: "802.3-22.2.3.3-nibble-order-rx",
        name: "receive/nibble_order",
        criterion: "A frame whose destination comes as the nibbles 2 1 4 3 0 f begins with the octets 8'h12 \
                8'h34 8'hf0.",
        devices: NIBBLES,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let mut octets = typed(64, 5);
                octets[..3].copy_from_slice(&[0x12, 0x34, 0xf0]);
                let carrier = Carrier::of(with_fcs(&octets));
                let nibbles: Vec<u8> = carrier.carrier(4)[16..22].iter().map(|symbol| symbol.data).collect();
                check.equal(format_args!("nibbles shown"), &nibbles[..], &[2, 1, 4, 3, 0, 0xf][..])?;
                let trace = rig.play(&Script::of(vec![carrier]));
                let client = trace.received.first().and_then(|frame| frame.client.get(..3));
                check.equal(format_args!("first octets"), client, Some(&[0x12, 0x34, 0xf0][..]))
            },
            |trace| {
                trace
                    .received
                    .iter_mut()
                    .flat_map(|frame| &mut frame.client)
                    .for_each(|octet| *octet = octet.rotate_left(4))
            },
        ),
    },
    Case {
        clause: "802.3-4.2.4.1.1-promiscuous",
        name: "receive/promiscuous",
        criterion: "Frames for several stations, for groups and for all stations are received alike.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let addresses =
                    [[0; 6], [2, 0, 0, 0, 0, 9], [0xfe; 6], [1, 0, 0x5e, 0, 0, 1], [0xff; 6], [0x33, 0x33, 0, 0, 0, 1]];
                let frames = addresses.map(|address| [&address[..], &typed(64, 2)[6..]].concat());
                let carriers = frames.iter().map(|octets| Carrier::of(with_fcs(octets))).collect();
                all_good(rig, check, Script::of(carriers), &frames)
            },
            |trace| drop(trace.received.remove(1)),
        ),
    },
    Case {
        clause: "802.3-4.2.9-fcs-strip",
        name: "receive/fcs_strip",
        criterion: "Of frames of 64 to 84 and of 1518 octets the client gets all but the last four.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let frames: Vec<_> = (64..=84).chain([1518]).map(|size| typed(size, size as u64)).collect();
                let carriers = frames.iter().map(|octets| Carrier::of(with_fcs(octets))).collect();
                all_good(rig, check, Script::of(carriers), &frames)
            },
            |trace| trace.received[3].client.extend(fcs(&[])),
        ),
    },
    Case {
        clause: "802.3-4.2.9-fcs-pass",
        name: "receive/fcs_pass",
        criterion: "With the FCS passed, the client gets all octets of frames of 64 to 84 and of 1518 octets, \
                and one with a wrong FCS is still found bad.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(fcs_is_passed, |trace| {
            for frame in &mut trace.received {
                frame.client.truncate(frame.client.len().saturating_sub(4));
            }
        }),
    },
    Case {
        clause: "802.3-4.4.2-shrunk-gap",
        name: "receive/shrunk_gap",
        criterion: "Good and bad frames behind gaps of 64 bit times, of 8 and of one clock are all received, in \
                order.",
        devices: ALL,
        not_on_reference: Some("the reference is given one carrier at a time"),
        exam: exam(frames_behind_short_gaps, |trace| drop(trace.received.remove(2))),
    },
    Case {
        clause: "802.3-4.3.2-one-status",
        name: "receive/one_status",
        criterion: "Each of 30 good, bad, short and long frames gives one verdict, with its length, at the end \
                of its octets.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(one_verdict_each, |trace| trace.received[4].octets += 1),
    },
    Case {
        clause: "802.3-3.2.6-length-type",
        name: "receive/length_type",
        criterion: "A field of 1536, 2048 or 65535 is a type, whatever the data; one of 1500 is a length, and \
                judged.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let frames =
                    [(1536, 46), (1536, 1500), (2048, 46), (2048, 333), (65535, 100), (1500, 1500), (1500, 1499)];
                verdicts(rig, check, &frames, &[0, 0, 0, 0, 0, 0, 2])
            },
            |trace| trace.received[0].verdict = 1,
        ),
    },
    Case {
        clause: "802.3-30.3.1.1.24-out-of-range",
        name: "receive/out_of_range",
        criterion: "A field of 1501 or 1535 is neither length nor type: the frame is accepted, with a verdict \
                of its own; 1500 and 1536 are not so.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let frames = [(1500, 1500), (1501, 1500), (1535, 46), (1536, 46)];
                verdicts(rig, check, &frames, &[0, 1, 1, 0])
            },
            |trace| trace.received[1].marked_bad = true,
        ),
    },
    Case {
        clause: "802.3-4.2.9-length-check",
        name: "receive/length_check",
        criterion: "Of 14 pairs of length field and data, those that agree are accepted, and those that do not \
                are length errors, padding of short frames allowed for.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let good = [(0, 46), (1, 46), (45, 46), (46, 46), (47, 47), (1499, 1499), (1500, 1500)];
                let bad = [(0, 47), (45, 47), (46, 47), (47, 46), (47, 48), (1499, 1500), (1500, 1499)];
                let frames = [good, bad].concat();
                verdicts(rig, check, &frames, &[[0; 7], [2; 7]].concat())
            },
            |trace| {
                trace.received[8].verdict = 0;
                trace.received[8].marked_bad = false;
            },
        ),
    },
];

pub(super) const fn exam(
    run: fn(&mut dyn Rig<Receive>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> AnyExam {
    AnyExam::Receive(Exam { run, saboteur: Saboteur::Trace(saboteur) })
}

/// Plays the script and asks for these frames, all good, and nothing else.
pub(super) fn all_good(
    rig: &mut dyn Rig<Receive>,
    check: &mut Check,
    script: Script,
    clients: &[Vec<u8>],
) -> Result<(), Mismatch> {
    let trace = rig.play(&script);
    for (index, (frame, client)) in trace.received.iter().zip(clients).enumerate() {
        check.equal(format_args!("verdict on frame {index}"), frame.verdict, 0)?;
        check.equal(format_args!("octets of frame {index}"), &frame.client, client)?;
        check.equal(format_args!("frame {index} is marked as bad"), frame.marked_bad, false)?;
    }
    check.equal(format_args!("frames received"), trace.received.len(), clients.len())?;
    check.equal(format_args!("octets outside of frames"), trace.stray_beats, 0)
}

/// Shows good frames with these pairs of length/type field and octets of data, and compares verdict and mark.
fn verdicts(
    rig: &mut dyn Rig<Receive>,
    check: &mut Check,
    frames: &[(u16, usize)],
    verdicts: &[u8],
) -> Result<(), Mismatch> {
    let carrier = |&(field, data): &(u16, usize)| Carrier::of(with_fcs(&frame(field, data, u64::from(field))));
    let trace = rig.play(&Script::of(frames.iter().map(carrier).collect()));
    check.equal(format_args!("frames received"), trace.received.len(), frames.len())?;
    for ((received, (field, data)), &verdict) in trace.received.iter().zip(frames).zip(verdicts) {
        let what = format!("field {field} with {data} octets of data");
        check.equal(format_args!("verdict on {what}"), received.verdict, verdict)?;
        check.equal(format_args!("mark on {what}"), received.marked_bad, verdict > 1)?;
    }
    Ok(())
}

fn good_behind_preambles(
    rig: &mut dyn Rig<Receive>,
    check: &mut Check,
    preambles: impl Iterator<Item = usize>,
) -> Result<(), Mismatch> {
    let preambles: Vec<_> = preambles.collect();
    let frames: Vec<_> = preambles.iter().map(|&nibbles| typed(64 + nibbles, nibbles as u64)).collect();
    let carriers = frames.iter().zip(&preambles);
    let carriers =
        carriers.map(|(octets, &preamble_nibbles)| Carrier { preamble_nibbles, ..Carrier::of(with_fcs(octets)) });
    all_good(rig, check, Script::of(carriers.collect()), &frames)
}

fn fcs_is_passed(rig: &mut dyn Rig<Receive>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames: Vec<_> = (64..=84).chain([1518]).map(|size| with_fcs(&typed(size, size as u64))).collect();
    let carriers = frames.iter().cloned().map(Carrier::of).collect();
    all_good(rig, check, Script { fcs_strip: false, ..Script::of(carriers) }, &frames)?;

    frames[0][63] ^= 1;
    let bad = Carrier::of(frames[0].clone());
    let trace = rig.play(&Script { fcs_strip: false, ..Script::of(vec![bad]) });
    let expected =
        Received { client: frames[0].clone(), marked_bad: true, verdict: 3, symbol_error: false, octets: 64 };
    check.equal(format_args!("a frame with a wrong FCS"), trace.received, vec![expected])
}

fn frames_behind_short_gaps(rig: &mut dyn Rig<Receive>, check: &mut Check) -> Result<(), Mismatch> {
    let clocks_of_64_bits = 64 / rig.bits_per_clock();
    for idle_clocks in [clocks_of_64_bits, 8, 1] {
        let mut frames: Vec<_> = (64..90).map(|size| with_fcs(&typed(size, size as u64))).collect();
        frames[5][20] ^= 4;
        frames[6].truncate(3);
        let carriers = frames.iter().map(|octets| Carrier { idle_clocks, ..Carrier::of(octets.clone()) });
        let trace = rig.play(&Script::of(carriers.collect()));
        let lengths: Vec<usize> = trace.received.iter().map(|frame| usize::from(frame.octets)).collect();
        let expected: Vec<usize> = frames.iter().map(Vec::len).collect();
        check.equal(format_args!("lengths of frames {idle_clocks} clocks apart"), lengths, expected)?;
        for (index, (received, octets)) in trace.received.iter().zip(&frames).enumerate() {
            let verdict = [0, 0, 0, 0, 0, 3, 6].get(index).copied().unwrap_or(0);
            check.equal(
                format_args!("verdict on frame {index}, {idle_clocks} clocks apart"),
                received.verdict,
                verdict,
            )?;
            let client = &octets[..octets.len().saturating_sub(4)];
            check.equal(format_args!("octets of frame {index}"), &received.client[..], client)?;
        }
    }
    Ok(())
}

fn one_verdict_each(rig: &mut dyn Rig<Receive>, check: &mut Check) -> Result<(), Mismatch> {
    let sizes = [64, 1518, 5, 4, 0, 1, 63, 100, 1519, 1600];
    let mut frames: Vec<Vec<u8>> =
        sizes.iter().cycle().take(30).map(|&size| with_fcs(&typed(size.max(18), 1))[..size].to_vec()).collect();
    frames[20][9] ^= 0x20;
    let trace = rig.play(&Script::of(frames.iter().cloned().map(Carrier::of).collect()));
    let lengths: Vec<usize> = trace.received.iter().map(|frame| usize::from(frame.octets)).collect();
    check.equal(format_args!("lengths with the verdicts"), lengths, frames.iter().map(Vec::len).collect())?;
    check.equal(format_args!("octets outside of frames"), trace.stray_beats, 0)?;
    for (received, octets) in trace.received.iter().zip(&frames) {
        let client = &octets[..octets.len().saturating_sub(4)];
        check.equal(format_args!("octets given with the verdict"), &received.client[..], client)?;
        check.equal(
            format_args!("mark and verdict agree"),
            received.marked_bad,
            received.verdict > 1 && !client.is_empty(),
        )?;
    }
    Ok(())
}
