// SPDX-License-Identifier: MIT OR Apache-2.0
//! Transmission in full duplex (IEEE 802.3-2022, clauses 3, 4.2.3, 4.2.8, 22, 35).

use super::transmit_faults::{flip, flip_from_end, lengthen_gaps, remove_octet, reverse_fcs, shorten_gaps};
use crate::conformance::frames::{fcs, fcs_is_good, frame, typed, with_fcs};
use crate::conformance::rigs::transmit::{Script, Status, Trace, Transmit};
use crate::conformance::rigs::wire::{TxPacket, TxSymbol};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};
use wirewright_model::reference::transmit::Request;

const ALL: &[&str] = &["mac_tx", "mac_tx_mii", "mac_tx_trispeed:octets", "mac_tx_trispeed:nibbles"];
const NIBBLES: &[&str] = &["mac_tx_mii", "mac_tx_trispeed:nibbles"];
const MII: &[&str] = &["mac_tx_mii"];

const UNTIMED: Option<&str> = Some("the reference sends single frames and knows nothing of the time between them");
const NO_MEDIUM: Option<&str> = Some("the reference has no carrier sense and no collision signal");

pub(super) const CASES: &[Case] = &[
    Case {
        clause: "802.3-3.2.1-preamble",
        name: "transmit/preamble",
        criterion: "Each of 40 frames, short, long and back to back, begins with seven octets 8'h55.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                for packet in send_many(rig, check)? {
                    check.equal(format_args!("preamble"), packet.octets.get(..7), Some(&[0x55; 7][..]))?;
                }
                Ok(())
            },
            |trace| flip(trace, 3, 0x01),
        ),
    },
    Case {
        clause: "802.3-3.2.2-sfd",
        name: "transmit/sfd",
        criterion: "The eighth octet of each of 40 packets is 8'hd5, and no earlier one is.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                for packet in send_many(rig, check)? {
                    let delimiter = packet.octets.iter().position(|&octet| octet == 0xd5);
                    check.equal(format_args!("place of the delimiter"), delimiter, Some(7))?;
                }
                Ok(())
            },
            |trace| flip(trace, 7, 0x40),
        ),
    },
    Case {
        clause: "802.3-3.2.7-transparency",
        name: "transmit/transparency",
        criterion: "Frames full of delimiters, preamble, zeros, ones, all octet values and their own FCS go out \
                unchanged.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let frames = awkward_frames();
                let packets = send(rig, check, frames.iter().cloned().map(with_insertion).collect())?;
                for (packet, octets) in packets.iter().zip(&frames) {
                    check.equal(format_args!("data sent"), packet.frame().get(..octets.len()), Some(&octets[..]))?;
                }
                Ok(())
            },
            |trace| flip(trace, 8 + 30, 0x80),
        ),
    },
    Case {
        clause: "802.3-3.2.9-fcs",
        name: "transmit/fcs",
        criterion: "Frames of 64 to 140 and of 1518 octets end with the FCS that the crc crate gives them.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let frames: Vec<_> = (64..=140).chain([1518]).map(|size| typed(size, size as u64)).collect();
                let packets = send(rig, check, frames.iter().cloned().map(with_insertion).collect())?;
                for (packet, octets) in packets.iter().zip(&frames) {
                    let expected = fcs(octets);
                    let got = packet.frame().last_chunk::<4>();
                    check.equal(format_args!("FCS of {} octets", octets.len() + 4), got, Some(&expected))?;
                }
                Ok(())
            },
            |trace| flip_from_end(trace, 1, 0x08),
        ),
    },
    Case {
        clause: "802.3-3.2.9-fcs-order",
        name: "transmit/fcs_order",
        criterion: "The FCS of 60 octets of zero goes out as 8'h08 8'h89 8'h12 8'h04, in this order.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let packets = send(rig, check, vec![with_insertion(vec![0; 60])])?;
                check.equal(
                    format_args!("the last four octets"),
                    packets[0].frame().last_chunk(),
                    Some(&FCS_OF_60_ZEROS),
                )
            },
            reverse_fcs,
        ),
    },
    Case {
        clause: "802.3-4.2.3.3-pad",
        name: "transmit/pad",
        criterion: "Frames of 1 to 60 octets are sent with just 64 octets, FCS included, and those of 61 to 70 \
                with four more than they have.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let frames = (1..=70).map(|octets| with_insertion(vec![0xa5; octets])).collect();
                for (packet, octets) in send(rig, check, frames)?.iter().zip(1usize..) {
                    let expected = octets.max(60) + 4;
                    check.equal(format_args!("octets sent of {octets}"), packet.frame().len(), expected)?;
                }
                Ok(())
            },
            |trace| remove_octet(trace, 8 + 59),
        ),
    },
    Case {
        clause: "802.3-4.2.3.3-pad-covered",
        name: "transmit/pad_covered",
        criterion: "The octets between 1 to 59 octets of data and the FCS are zero, and the FCS is right over \
                both.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let frames = (1..60).map(|octets| with_insertion(vec![0xa5; octets])).collect();
                for (packet, octets) in send(rig, check, frames)?.iter().zip(1usize..) {
                    let padding = packet.frame().get(octets..60);
                    check.equal(format_args!("padding after {octets} octets"), padding, Some(&[0; 60][octets..]))?;
                    check.equal(format_args!("FCS over padding"), fcs_is_good(packet.frame()), true)?;
                }
                Ok(())
            },
            |trace| flip(trace, 8 + 59, 0xff),
        ),
    },
    Case {
        clause: "802.3-4.2.8-fcs-present",
        name: "transmit/fcs_present",
        criterion: "Frames of 20 to 80 octets that carry their FCS, right or wrong, go out as they are.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let mut frames: Vec<_> = (20..80).map(|size| with_fcs(&typed(size, 1))).collect();
                frames[7][2] ^= 0x10;
                let requests = frames.iter().cloned().map(as_it_is).collect();
                for (packet, octets) in send(rig, check, requests)?.iter().zip(&frames) {
                    check.equal(format_args!("octets sent"), packet.frame(), octets)?;
                }
                Ok(())
            },
            |trace| remove_octet(trace, 8 + 19),
        ),
    },
    Case {
        clause: "802.3-4.2.3.2.2-gap",
        name: "transmit/gap",
        criterion: "96 bit times or more lie between any two of 40 frames, offered at once, one clock late and \
                many.",
        devices: ALL,
        not_on_reference: UNTIMED,
        exam: exam(
            |rig, check| {
                for wait_clocks in [0, 1, 2, 3, 11, 12, 13, 14, 23, 24, 25, 26, 50] {
                    for gap in gaps_bits(rig, check, wait_clocks, false)? {
                        let what = format_args!("gap before a frame that came {wait_clocks} clocks late");
                        check.holds(what, gap >= 96, gap, "96 bit times or more")?;
                    }
                }
                Ok(())
            },
            shorten_gaps,
        ),
    },
    Case {
        clause: "802.3-4.2.3.2.6-back-to-back",
        name: "transmit/back_to_back",
        criterion: "Just 96 bit times lie between any two of 40 frames that wait for each other.",
        devices: ALL,
        not_on_reference: UNTIMED,
        exam: exam(
            |rig, check| {
                for gap in gaps_bits(rig, check, 0, false)? {
                    check.equal(format_args!("gap in bit times"), gap, 96)?;
                }
                Ok(())
            },
            lengthen_gaps,
        ),
    },
    Case {
        clause: "802.3-4.2.3.2.6-no-deference",
        name: "transmit/no_deference",
        criterion: "With carrier sense and collision signal at random, frames in full duplex still follow each \
                other after 96 bit times.",
        devices: MII,
        not_on_reference: NO_MEDIUM,
        exam: exam(
            |rig, check| {
                for gap in gaps_bits(rig, check, 0, true)? {
                    check.equal(format_args!("gap in bit times"), gap, 96)?;
                }
                Ok(())
            },
            lengthen_gaps,
        ),
    },
    Case {
        clause: "802.3-4.2.3.2.6-no-collision",
        name: "transmit/no_collision",
        criterion: "With carrier sense and collision signal at random, frames in full duplex go out once, whole \
                and with a good verdict.",
        devices: MII,
        not_on_reference: NO_MEDIUM,
        exam: exam(
            |rig, check| {
                let frames = usual_frames();
                let script = Script { frames: frames.clone(), noisy_medium: true, ..Script::default() };
                let trace = rig.play(&script);
                let packets = trace.packets();
                check.equal(format_args!("packets"), packets.len(), frames.len())?;
                for (packet, frame) in packets.iter().zip(&frames) {
                    let expected = frame.octets.len().max(60) + 4;
                    check.equal(format_args!("octets sent"), packet.frame().len(), expected)?;
                    check.equal(format_args!("FCS"), fcs_is_good(packet.frame()), true)?;
                }
                let good = trace.statuses.iter().filter(|status| status.verdict == 0).count();
                check.equal(format_args!("good verdicts"), good, frames.len())
            },
            |trace| remove_octet(trace, 8 + 40),
        ),
    },
    Case {
        clause: "802.3-22.2.2.3-tx-en",
        name: "transmit/tx_en",
        criterion: "The enable is high for just the octets of each of 40 packets, without a break, and low \
                before, between and after.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let packets = send_many(rig, check)?;
                for (packet, request) in packets.iter().zip(usual_frames()) {
                    let octets = 8 + request.octets.len().max(60) + 4;
                    check.equal(format_args!("octets under one enable"), packet.octets.len(), octets)?;
                    check.equal(format_args!("a half octet left over"), packet.odd, false)?;
                }
                Ok(())
            },
            |trace| {
                let start = trace.packets()[0].start;
                trace.symbols[start + 30].en = false;
            },
        ),
    },
    Case {
        clause: "802.3-22.2.3.3-nibble-order",
        name: "transmit/nibble_order",
        criterion: "The octets 8'h12 8'h34 8'hf0 of the destination go out as the nibbles 2 1 4 3 0 f.",
        devices: NIBBLES,
        not_on_reference: None,
        exam: exam(
            |rig, check| {
                let mut octets = typed(64, 5);
                octets[..3].copy_from_slice(&[0x12, 0x34, 0xf0]);
                let trace = rig.play(&Script { frames: vec![with_insertion(octets)], ..Script::default() });
                let start = trace.symbols.iter().position(|symbol| symbol.en).unwrap_or(0);
                let nibbles: Vec<u8> = trace.symbols[start..].iter().take(22).map(|symbol| symbol.data).collect();
                let expected = [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 0xd, 2, 1, 4, 3, 0, 0xf];
                check.equal(format_args!("the first 22 nibbles"), &nibbles[..], &expected[..])
            },
            |trace| {
                let start = trace.packets()[0].start;
                trace.symbols[start + 16..].chunks_exact_mut(2).for_each(|pair| pair.swap(0, 1));
            },
        ),
    },
    Case {
        clause: "802.3-22.2.1.6-tx-er",
        name: "transmit/tx_er",
        criterion: "A frame marked by the client carries the error signal within it, has a wrong FCS and the \
                verdict sent-with-error; those around it are sound.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(marked_frames_are_spoilt, |trace| trace.symbols.iter_mut().for_each(|symbol| symbol.er = false)),
    },
    Case {
        clause: "802.3-30.3.1.1.12-underrun",
        name: "transmit/underrun",
        criterion: "A frame whose octets stop coming after 1, 13, 59, 60 or 150 of 200 ends with the error \
                signal and a wrong FCS, is reported as underrun, and is followed by the next frame and nothing \
                else.",
        devices: ALL,
        not_on_reference: None,
        exam: exam(underruns_are_spoilt, |trace| {
            for symbol in trace.symbols.iter_mut().filter(|symbol| symbol.er) {
                let mask = if trace.bits_per_clock == 4 { 0xf } else { 0xff };
                *symbol = TxSymbol { data: !symbol.data & mask, er: false, ..*symbol };
            }
        }),
    },
    Case {
        clause: "802.3-35.2.2.4-idle",
        name: "transmit/idle",
        criterion: "While the enable is low, the error signal is low and the data wires are 0, also around \
                spoilt frames.",
        devices: ALL,
        not_on_reference: UNTIMED,
        exam: exam(
            |rig, check| {
                let mut frames = usual_frames();
                frames[3].error = true;
                let trace = rig.play(&Script { frames, ..Script::default() });
                for symbol in trace.symbols.iter().filter(|symbol| !symbol.en) {
                    check.equal(format_args!("wires between packets"), *symbol, TxSymbol::default())?;
                }
                Ok(())
            },
            |trace| {
                let end = trace.packets()[0].end;
                trace.symbols[end].er = true;
            },
        ),
    },
];

/// CRC-32 of 60 octets of zero, in the order of the wire.
const FCS_OF_60_ZEROS: [u8; 4] = [0x08, 0x89, 0x12, 0x04];

const fn exam(
    run: fn(&mut dyn Rig<Transmit>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> AnyExam {
    AnyExam::Transmit(Exam { run, saboteur: Saboteur::Trace(saboteur) })
}

fn with_insertion(octets: Vec<u8>) -> Request {
    Request { octets, fcs_insert: true, ..Request::default() }
}

fn as_it_is(octets: Vec<u8>) -> Request {
    Request { octets, ..Request::default() }
}

/// 40 frames of various lengths.
fn usual_frames() -> Vec<Request> {
    (0..40)
        .map(|index| with_insertion(frame(0x0800, [46, 1, 47, 300, 20, 64, 111, 1500][index % 8], index as u64)))
        .collect()
}

fn awkward_frames() -> Vec<Vec<u8>> {
    let header = typed(18, 0);
    let all_values: Vec<u8> = (0..=255).collect();
    let own_fcs = fcs(&[&header[..], &[7; 46]].concat()).to_vec();
    [vec![0xd5; 100], vec![0x55; 100], vec![0; 100], vec![0xff; 100], all_values, [vec![7; 46], own_fcs].concat()]
        .iter()
        .map(|data| [&header[..], data].concat())
        .collect()
}

/// Sends the frames and asks for as many packets.
fn send(rig: &mut dyn Rig<Transmit>, check: &mut Check, frames: Vec<Request>) -> Result<Vec<TxPacket>, Mismatch> {
    let count = frames.len();
    let packets = rig.play(&Script { frames, ..Script::default() }).packets();
    check.equal(format_args!("packets sent"), packets.len(), count)?;
    Ok(packets)
}

fn send_many(rig: &mut dyn Rig<Transmit>, check: &mut Check) -> Result<Vec<TxPacket>, Mismatch> {
    send(rig, check, usual_frames())
}

fn gaps_bits(
    rig: &mut dyn Rig<Transmit>,
    check: &mut Check,
    wait_clocks: usize,
    noisy_medium: bool,
) -> Result<Vec<usize>, Mismatch> {
    let frames = usual_frames();
    let count = frames.len();
    let trace = rig.play(&Script { frames, wait_clocks, noisy_medium });
    let packets = trace.packets();
    check.equal(format_args!("packets sent"), packets.len(), count)?;
    Ok(packets.windows(2).map(|pair| (pair[1].start - pair[0].end) * trace.bits_per_clock).collect())
}

fn marked_frames_are_spoilt(rig: &mut dyn Rig<Transmit>, check: &mut Check) -> Result<(), Mismatch> {
    for fcs_insert in [true, false] {
        let octets = |seed| if fcs_insert { typed(90, seed) } else { with_fcs(&typed(90, seed)) };
        let frames =
            [false, true, false].map(|error| Request { octets: octets(3), fcs_insert, error, ..Request::default() });
        let trace = rig.play(&Script { frames: frames.to_vec(), ..Script::default() });
        let packets = trace.packets();
        check.equal(format_args!("packets sent"), packets.len(), 3)?;
        for (packet, error) in packets.iter().zip([false, true, false]) {
            let raised = packet.errors.iter().skip(8).any(|&raised| raised);
            check.equal(format_args!("error signal, FCS inserted: {fcs_insert}"), raised, error)?;
            check.equal(format_args!("FCS good, inserted: {fcs_insert}"), fcs_is_good(packet.frame()), !error)?;
        }
        let verdicts: Vec<u8> = trace.statuses.iter().map(|status| status.verdict).collect();
        check.equal(format_args!("verdicts"), verdicts, vec![0, 1, 0])?;
    }
    Ok(())
}

fn underruns_are_spoilt(rig: &mut dyn Rig<Transmit>, check: &mut Check) -> Result<(), Mismatch> {
    for after in [1, 13, 59, 60, 150] {
        let cut = Request { underrun_after: Some(after), ..with_insertion(typed(204, 1)) };
        let next = typed(100, 2);
        let trace = rig.play(&Script { frames: vec![cut.clone(), with_insertion(next.clone())], ..Script::default() });
        let packets = trace.packets();
        check.equal(format_args!("packets sent, underrun after {after}"), packets.len(), 2)?;
        let sent = packets[0].frame();
        check.equal(format_args!("octets before the underrun"), sent.get(..after), cut.octets.get(..after))?;
        check.equal(format_args!("FCS of the cut frame is good"), fcs_is_good(sent), false)?;
        let raised = packets[0].errors.iter().any(|&raised| raised);
        check.equal(format_args!("error signal in the cut frame"), raised, true)?;
        check.equal(format_args!("the frame after it"), packets[1].frame(), &with_fcs(&next)[..])?;
        let expected = vec![Status { verdict: 2, octets: sent.len() as u16 }, Status { verdict: 0, octets: 100 }];
        check.equal(format_args!("verdicts"), trace.statuses, expected)?;
    }
    Ok(())
}
