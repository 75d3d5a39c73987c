// SPDX-License-Identifier: MIT OR Apache-2.0
//! Whole MACs: what the client gets and what it does not (IEEE 802.3-2022, clauses 3.4, 31.5).

use super::control::{GROUP, control_frame};
use crate::conformance::frames::{frame, typed, with_fcs};
use crate::conformance::rigs::control_rx::OWN_ADDRESS;
use crate::conformance::rigs::mac::{MEMORY_OCTETS, Mac, Received, Script, Trace};
use crate::conformance::rigs::wire::Carrier;
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};
use wirewright_model::reference::transmit::Request;
use wirewright_spec::counters::{RxCounter, TxCounter};

pub(super) const ALL: &[&str] = &["mac_gmii", "mac_mii", "mac_trispeed:octets", "mac_trispeed:nibbles"];

pub(super) const CASES: &[Case] = &[
    case(
        "802.3-3.4-invalid",
        "mac/invalid",
        "Frames with a wrong FCS, length, size or with an error signal do not reach the client; when it asks \
                for them, they come marked. Good ones between them come as they are.",
        invalid_frames,
        |trace| trace.received.push(trace.received[0].clone()),
    ),
    case(
        "802.3-31.5.1-not-passed",
        "mac/control_not_passed",
        "PAUSE and other MAC control frames between data frames do not reach the client, the data frames do.",
        |rig, check| {
            let control =
                [control_frame(GROUP, 1, 0), control_frame(OWN_ADDRESS, 0x77, 3), control_frame([2; 6], 1, 9)];
            let data: Vec<_> = (64..68).map(|size| typed(size, size as u64)).collect();
            let carriers = data.iter().zip(control.iter().cycle()).flat_map(|(data, control)| [data, control]);
            let carriers = carriers.map(|octets| Carrier::of(with_fcs(octets))).collect();
            let trace = rig.play(&Script { carriers, ..Script::default() });
            check.equal(format_args!("frames to the client"), trace.received, data.into_iter().map(good).collect())
        },
        |trace| trace.received.insert(1, good(control_frame(GROUP, 1, 0))),
    ),
    case(
        "802.3-31.5.1-unsupported",
        "mac/unsupported_opcode",
        "Frames with unknown opcodes neither pause the transmitter nor reach the client, and are counted.",
        |rig, check| {
            let opcodes = [0x0000, 0x0002, 0x0101];
            let carriers = opcodes.map(|opcode| Carrier::of(with_fcs(&control_frame(GROUP, opcode, 0xffff)))).to_vec();
            let frames: Vec<_> = (0..8).map(|seed| request(typed(200, seed))).collect();
            let trace = rig.play(&Script { carriers, frames, ..Script::default() });
            check.equal(format_args!("frames to the client"), trace.received.len(), 0)?;
            check.equal(format_args!("frames sent"), trace.packets().len(), 8)?;
            check.equal(format_args!("aUnsupportedOpcodesReceived"), trace.rx(RxCounter::UnsupportedOpcodesReceived), 3)
        },
        |trace| trace.counters[RxCounter::UnsupportedOpcodesReceived as usize] = 0,
    ),
    case(
        "wirewright-mac_tx-error",
        "mac/send_with_error",
        "A frame that the client marks is on the wire with the error signal and a wrong FCS; it is counted as \
                such and not as sent.",
        |rig, check| {
            let frames = [false, true, false].map(|error| Request { error, ..request(typed(100, 4)) }).to_vec();
            let trace = rig.play(&Script { frames, ..Script::default() });
            let spoilt: Vec<bool> = trace.packets().iter().map(|packet| packet.errors.contains(&true)).collect();
            check.equal(format_args!("packets with the error signal"), spoilt, vec![false, true, false])?;
            check.equal(format_args!("framesSentWithError"), trace.tx(TxCounter::FramesSentWithError), 1)?;
            check.equal(format_args!("aFramesTransmittedOK"), trace.tx(TxCounter::FramesTransmittedOk), 2)
        },
        |trace| trace.symbols.iter_mut().for_each(|symbol| symbol.er = false),
    ),
    case(
        "802.3-30.3.1.1.12-lost-sending",
        "mac/larger_than_memory",
        "Of frames of the client, those of 4097 octets and more never reach the wire and count as lost, once each, \
                alone, one after the other, and marked by the client; the others, 4096 octets included, are sent and \
                count as sent.",
        larger_than_the_memory,
        |trace| trace.counters[16 + TxCounter::FramesLostSending as usize] += 1,
    ),
    case(
        "wirewright-mac_gmii-loss",
        "mac/both_ways",
        "60 frames each way at once, of all sizes and back to back, arrive whole and in order, and the counters \
                say so.",
        both_ways,
        |trace| drop(trace.received.remove(3)),
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<Mac>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::Mac(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: ALL, not_on_reference: None, exam }
}

pub(super) fn good(octets: Vec<u8>) -> Received {
    Received { octets, bad: false }
}

pub(super) fn request(octets: Vec<u8>) -> Request {
    Request { octets, fcs_insert: true, ..Request::default() }
}

fn invalid_frames(rig: &mut dyn Rig<Mac>, check: &mut Check) -> Result<(), Mismatch> {
    let sound = typed(100, 1);
    let mut wrong_fcs = with_fcs(&sound);
    wrong_fcs[50] ^= 1;
    let bad = [
        Carrier::of(wrong_fcs),
        Carrier::of(with_fcs(&frame(100, 99, 2))),
        Carrier::of(with_fcs(&typed(63, 2))),
        Carrier::of(with_fcs(&typed(1519, 2))),
        Carrier { error_at: Some(33), ..Carrier::of(with_fcs(&typed(80, 2))) },
    ];
    for pass_bad in [false, true] {
        let carriers: Vec<_> = bad.iter().flat_map(|bad| [bad.clone(), Carrier::of(with_fcs(&sound))]).collect();
        let trace = rig.play(&Script { carriers: carriers.clone(), pass_bad, ..Script::default() });
        let expected: Vec<_> = carriers
            .iter()
            .enumerate()
            .map(|(index, carrier)| Received {
                octets: carrier.frame[..carrier.frame.len() - 4].to_vec(),
                bad: index % 2 == 0,
            })
            .filter(|frame| pass_bad || !frame.bad)
            .collect();
        check.equal(format_args!("frames to the client, bad ones passed: {pass_bad}"), trace.received, expected)?;
    }
    Ok(())
}

fn larger_than_the_memory(rig: &mut dyn Rig<Mac>, check: &mut Check) -> Result<(), Mismatch> {
    let sizes = [4097, 100, 5000, 60, 4096, 4097, 9000, 4098, 300, 4097];
    let mut frames: Vec<_> = sizes.iter().map(|&size| request(typed(size + 4, size as u64))).collect();
    frames[2].error = true;
    let fits = |frame: &&Request| frame.octets.len() <= MEMORY_OCTETS;
    let expected: Vec<_> = frames.iter().filter(fits).map(|frame| with_fcs(&frame.octets)).collect();
    let trace = rig.play(&Script { frames, ..Script::default() });
    let sent: Vec<_> = trace.packets().iter().map(|packet| packet.frame().to_vec()).collect();
    check.equal(format_args!("lengths of the frames sent"), lengths(&sent), lengths(&expected))?;
    for (index, (sent, expected)) in sent.iter().zip(&expected).enumerate() {
        check.equal(format_args!("frame {index}"), sent, expected)?;
    }
    let data = 86 + 46 + 4082 + 286;
    counted(&trace, check, &[(16, 4), (17, data), (16 + TxCounter::FramesLostSending as usize, 6)])
}

fn lengths(frames: &[Vec<u8>]) -> Vec<usize> {
    frames.iter().map(Vec::len).collect()
}

fn both_ways(rig: &mut dyn Rig<Mac>, check: &mut Check) -> Result<(), Mismatch> {
    let sizes = [64, 65, 1518, 128, 71, 600, 256, 1000, 67, 66];
    let frames: Vec<_> = (0..60).map(|index| typed(sizes[index % 10], index as u64)).collect();
    let idle_clocks = 96 / rig.bits_per_clock();
    let carriers = frames.iter().map(|octets| Carrier { idle_clocks, ..Carrier::of(with_fcs(octets)) }).collect();
    let script = Script { frames: frames.iter().cloned().map(request).collect(), carriers, ..Script::default() };
    let trace = rig.play(&script);
    let sent: Vec<_> = trace.packets().iter().map(|packet| packet.frame().to_vec()).collect();
    check.equal(format_args!("frames sent"), sent.len(), frames.len())?;
    check.equal(format_args!("frames received"), trace.received.len(), frames.len())?;
    for (index, frame) in frames.iter().enumerate() {
        check.equal(format_args!("frame {index} sent"), &sent[index], &with_fcs(frame))?;
        check.equal(format_args!("frame {index} received"), &trace.received[index], &good(frame.clone()))?;
    }
    let data: u64 = frames.iter().map(|frame| frame.len() as u64 - 14).sum();
    counted(&trace, check, [(0, 60), (1, data), (16, 60), (17, data)].as_slice())
}

/// Compares all counters: these, by address, and 0 for all others.
pub(super) fn counted(trace: &Trace, check: &mut Check, expected: &[(usize, u64)]) -> Result<(), Mismatch> {
    check.equal(format_args!("counters read"), trace.counters.len(), 32)?;
    for (address, &value) in trace.counters.iter().enumerate() {
        let wanted = expected.iter().find(|(counter, _)| *counter == address).map_or(0, |(_, value)| *value);
        check.equal(format_args!("counter {address}, {}", counter_name(address)), value, wanted)?;
    }
    Ok(())
}

fn counter_name(address: usize) -> &'static str {
    let rx = RxCounter::ALL.get(address).map(|counter| counter.managed_name());
    let tx =
        address.checked_sub(16).and_then(|address| TxCounter::ALL.get(address)).map(|counter| counter.managed_name());
    rx.or(tx).unwrap_or("unused")
}
