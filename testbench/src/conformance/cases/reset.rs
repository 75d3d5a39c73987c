// SPDX-License-Identifier: MIT OR Apache-2.0
//! Resets of whole MACs: one edge of any reset port, whichever clock stands meanwhile.

use super::control::{GROUP, control_frame};
use super::mac::{ALL, counted, good, request};
use crate::conformance::frames::{typed, with_fcs};
use crate::conformance::rigs::mac::{Domain, Mac, Meanwhile, Reset, Script, Trace};
use crate::conformance::rigs::wire::{Carrier, TxSymbol};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

const UNTIMED: Option<&str> = Some("the reference has no clock, and nothing under way that a reset could give up");

const ONE_EDGE: &str = "wirewright-mac_gmii-reset";
const STANDING: &str = "wirewright-mac_gmii-reset-standing-clock";

pub(super) const CASES: &[Case] = &[
    case(
        ONE_EDGE,
        "reset/one_edge",
        "One edge of each of the three reset ports at six moments in traffic both ways: after it only frames \
                of after it come, whole, and only they are counted.",
        |rig, check| {
            for port in [Domain::Client, Domain::Transmitter, Domain::Receiver] {
                for at_octets in [130, 201, 302, 403, 514, 615] {
                    reset(rig, check, port, None, at_octets)?;
                }
            }
            Ok(())
        },
        |trace| trace.received.insert(0, good(typed(64, 99))),
    ),
    case(
        STANDING,
        "reset/receiver_stands",
        "rx_clk stands in the middle of a frame, rst or tx_rst is high for one edge: the MAC transmits meanwhile, \
                whatever PAUSE came before; rx_clk returns, no piece of an old frame comes out, the next frames \
                are whole, and the counters are right.",
        |rig, check| {
            for (port, at_octets) in [(Domain::Client, 280), (Domain::Transmitter, 281), (Domain::Client, 650)] {
                let meanwhile = reset(rig, check, port, Some(Domain::Receiver), at_octets)?;
                let expected = Meanwhile { packets: AFTER.len(), received: 0, busy: true };
                check.equal(format_args!("what happened while rx_clk stood"), meanwhile, expected)?;
            }
            Ok(())
        },
        |trace| trace.received.insert(0, good(typed(64, 99)[..20].to_vec())),
    ),
    case(
        STANDING,
        "reset/transmitter_stands",
        "tx_clk stands in the middle of a frame, rst or rx_rst is high for one edge: the MAC receives meanwhile; \
                tx_clk returns, no piece of an old frame is sent, the next frames are, and the counters are right.",
        |rig, check| {
            for (port, at_octets) in [(Domain::Client, 280), (Domain::Receiver, 281), (Domain::Client, 650)] {
                let meanwhile = reset(rig, check, port, Some(Domain::Transmitter), at_octets)?;
                let expected = Meanwhile { packets: 0, received: AFTER.len(), busy: true };
                check.equal(format_args!("what happened while tx_clk stood"), meanwhile, expected)?;
            }
            Ok(())
        },
        |trace| {
            let piece = TxSymbol { en: true, ..TxSymbol::default() };
            drop(trace.symbols.splice(0..0, [piece, piece, TxSymbol::default()]));
        },
    ),
    case(
        STANDING,
        "reset/client_stands",
        "clk stands in the middle of frames both ways, tx_rst or rx_rst is high for one edge: nothing is sent \
                until clk returns, then no piece of an old frame comes out either way, the next frames are whole, \
                and the counters are right.",
        |rig, check| {
            for (port, at_octets) in [(Domain::Transmitter, 280), (Domain::Receiver, 281), (Domain::Receiver, 650)] {
                let meanwhile = reset(rig, check, port, Some(Domain::Client), at_octets)?;
                let nothing = (0, 0);
                let got = (meanwhile.packets, meanwhile.received);
                check.equal(format_args!("packets and frames while clk stood"), got, nothing)?;
            }
            Ok(())
        },
        |trace| drop(trace.received.pop()),
    ),
    case(
        STANDING,
        "reset/full_memory",
        "The receive memory is more than half full when rx_clk stands: after one edge of rst the MAC asks for no \
                PAUSE any more, and transmits.",
        full_memory,
        |trace| trace.counters[16 + wirewright_spec::counters::TxCounter::PauseFramesTransmitted as usize] = 1,
    ),
    case(
        STANDING,
        "reset/frame_larger_than_memory",
        "One frame of the client, or two, were larger than the memory when clk or tx_clk stands: after one edge of a \
                reset port they do not count, and the next frames are sent.",
        larger_than_the_memory,
        |trace| trace.counters[16 + wirewright_spec::counters::TxCounter::FramesLostSending as usize] = 1,
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
    Case { clause, name, criterion, devices: ALL, not_on_reference: UNTIMED, exam }
}

/// Octets of the frames after the reset, with FCS.
const AFTER: [usize; 3] = [90, 64, 333];

fn after() -> Vec<Vec<u8>> {
    AFTER.iter().zip(70..).map(|(&octets, seed)| typed(octets, seed)).collect()
}

/// Traffic both ways, an odd number of PAUSE frames in it, the last of them for longer than the run; a reset; and
/// frames both ways after it. Judges all that comes after the reset, and gives what the MAC did meanwhile.
fn reset(
    rig: &mut dyn Rig<Mac>,
    check: &mut Check,
    port: Domain,
    standing: Option<Domain>,
    at_octets: usize,
) -> Result<Meanwhile, Mismatch> {
    let sizes = [77, 64, 150, 400, 83, 700];
    let before: Vec<_> = sizes.iter().zip(1..).map(|(&octets, seed)| typed(octets, seed)).collect();
    let mut carriers: Vec<_> = before.iter().map(|octets| Carrier::of(with_fcs(octets))).collect();
    carriers.insert(1, Carrier::of(with_fcs(&control_frame(GROUP, 1, 0xffff))));
    let reset = Reset {
        port,
        standing,
        at_octets,
        frames: after().into_iter().map(request).collect(),
        carriers: after().iter().map(|octets| Carrier::of(with_fcs(octets))).collect(),
    };
    let frames = before.iter().cycle().take(20).cloned().map(request).collect();
    let trace = rig.play(&Script { frames, carriers, reset: Some(reset), ..Script::default() });
    let what = format!("one edge in {port:?} after {at_octets} octets, {standing:?} standing");
    let sent: Vec<_> = trace.packets().iter().map(|packet| packet.frame().to_vec()).collect();
    let expected: Vec<_> = after().iter().map(|octets| with_fcs(octets)).collect();
    check.equal(format_args!("{what}: frames sent"), sent, expected)?;
    let expected: Vec<_> = after().into_iter().map(good).collect();
    check.equal(format_args!("{what}: frames received"), &trace.received, &expected)?;
    check.equal(format_args!("{what}: octets after the last of them"), trace.cut_octets, 0)?;
    let (frames, data) = (AFTER.len() as u64, AFTER.iter().map(|&octets| octets as u64 - 18).sum());
    counted(&trace, check, &[(0, frames), (1, data), (16, frames), (17, data)])?;
    Ok(trace.meanwhile)
}

fn full_memory(rig: &mut dyn Rig<Mac>, check: &mut Check) -> Result<(), Mismatch> {
    let reset = Reset {
        port: Domain::Client,
        standing: Some(Domain::Receiver),
        at_octets: 3300,
        frames: after().into_iter().map(request).collect(),
        carriers: vec![],
    };
    let script = Script {
        carriers: (0..3).map(|seed| Carrier::of(with_fcs(&typed(1500, seed)))).collect(),
        sink_ready: false,
        pause_send: true,
        pause_quanta: 0xffff,
        reset: Some(reset),
        ..Script::default()
    };
    let trace = rig.play(&script);
    check.equal(format_args!("packets while rx_clk stood"), trace.meanwhile.packets, AFTER.len())?;
    let sent: Vec<_> = trace.packets().iter().map(|packet| packet.frame().to_vec()).collect();
    let expected: Vec<_> = after().iter().map(|octets| with_fcs(octets)).collect();
    check.equal(format_args!("frames sent"), sent, expected)?;
    let (frames, data) = (AFTER.len() as u64, AFTER.iter().map(|&octets| octets as u64 - 18).sum());
    counted(&trace, check, &[(16, frames), (17, data)])
}

fn larger_than_the_memory(rig: &mut dyn Rig<Mac>, check: &mut Check) -> Result<(), Mismatch> {
    for (port, standing, count) in [
        (Domain::Transmitter, Domain::Client, 1),
        (Domain::Receiver, Domain::Client, 2),
        (Domain::Client, Domain::Transmitter, 1),
    ] {
        let reset = Reset {
            port,
            standing: Some(standing),
            at_octets: 4500 * count,
            frames: after().into_iter().map(request).collect(),
            carriers: vec![],
        };
        let frames = vec![request(typed(4101, 1)); count];
        let trace = rig.play(&Script { frames, reset: Some(reset), ..Script::default() });
        let sent: Vec<_> = trace.packets().iter().map(|packet| packet.frame().to_vec()).collect();
        let expected: Vec<_> = after().iter().map(|octets| with_fcs(octets)).collect();
        check.equal(format_args!("frames sent, {standing:?} standing"), sent, expected)?;
        let (frames, data) = (AFTER.len() as u64, AFTER.iter().map(|&octets| octets as u64 - 18).sum());
        counted(&trace, check, &[(16, frames), (17, data)])?;
    }
    Ok(())
}
