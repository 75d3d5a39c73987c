// SPDX-License-Identifier: MIT OR Apache-2.0
//! The two sides of MAC control by themselves (IEEE 802.3-2022, clause 31, annex 31B). One octet a clock: a pause
//! quantum is 64 clocks.

use crate::conformance::frames::typed;
use crate::conformance::rigs::control_rx::{ControlRx, Frame, OWN_ADDRESS, Outcome};
use crate::conformance::rigs::control_tx::{ControlTx, Event, Script, Sent, Trace};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};
use wirewright_model::reference::transmit::Request;

const UNTIMED: Option<&str> = Some("what comes when is a matter of time, which the reference has not");
const QUANTUM_CLOCKS: usize = 64;
/// Octet times of the frames of the client, preamble and gap included.
const FRAME_CLOCKS: usize = 8 + 100 + 12;
const GAP_CLOCKS: usize = 12;

/// A MAC control frame as the receiver gives it: 60 octets.
pub(super) fn control_frame(destination: [u8; 6], opcode: u16, parameter: u16) -> Vec<u8> {
    let mut octets = [&destination[..], &[2, 0, 0, 0, 0, 7], &[0x88, 0x08]].concat();
    octets.extend(opcode.to_be_bytes());
    octets.extend(parameter.to_be_bytes());
    octets.resize(60, 0);
    octets
}

/// The group address of MAC control.
pub(super) const GROUP: [u8; 6] = [0x01, 0x80, 0xc2, 0x00, 0x00, 0x01];
/// Another station.
const OTHER: [u8; 6] = [0x02, 0x57, 0x57, 0x01, 0x02, 0x04];

/// The receiving side.
pub(super) const RECEIVING: &[Case] = &[
    receiving(
        "802.3-31.5.1-not-passed",
        "control_rx/not_passed",
        "MAC control frames of known and unknown opcodes, for this station and others, are taken out; data \
                frames, also with 88-08 in other places, pass unchanged.",
        not_passed,
        |outcomes| outcomes[1].dropped = false,
    ),
    receiving(
        "802.3-31.5.1-unsupported",
        "control_rx/unsupported",
        "Frames with the opcodes 0, 2, 00-FF and 01-01 are counted as unsupported, are no PAUSE and are taken out.",
        |rig, check| {
            let opcodes = [0x0000, 0x0002, 0x00ff, 0x0101];
            let outcomes = rig.play(&opcodes.map(|opcode| good(control_frame(GROUP, opcode, 9))).to_vec());
            let expected = Outcome {
                unchanged: true,
                dropped: true,
                counted_unsupported: true,
                counted_multicast: true,
                ..Outcome::default()
            };
            check.equal(format_args!("outcomes"), outcomes, vec![expected; 4])
        },
        |outcomes| outcomes[3].counted_unsupported = false,
    ),
    receiving(
        "802.3-31B.3.3-address",
        "control_rx/address",
        "PAUSE to the group address and to the own address is obeyed; to another station, to all, or one bit \
                off it is not.",
        |rig, check| {
            let (mut near_group, mut near_own) = (GROUP, OWN_ADDRESS);
            near_group[5] ^= 0x80;
            near_own[0] ^= 0x40;
            let addresses = [GROUP, OWN_ADDRESS, OTHER, [0xff; 6], near_group, near_own];
            let outcomes = rig.play(&addresses.map(|address| good(control_frame(address, 1, 0x1234))).to_vec());
            let pauses: Vec<_> = outcomes.iter().map(|outcome| (outcome.pause, outcome.counted_pause)).collect();
            let (obeyed, not) = ((Some(0x1234), true), (None, false));
            check.equal(format_args!("pauses"), pauses, vec![obeyed, obeyed, not, not, not, not])
        },
        |outcomes| outcomes[2].pause = Some(0x1234),
    ),
    receiving(
        "802.3-31B.3.3-good-only",
        "control_rx/good_only",
        "A PAUSE frame that the receiver found bad is not obeyed, not counted and not taken out; the good one \
                after it is.",
        |rig, check| {
            let bad = Frame { bad: true, ..good(control_frame(GROUP, 1, 7)) };
            let outcomes = rig.play(&vec![bad, good(control_frame(GROUP, 1, 8))]);
            let bad = Outcome { unchanged: true, bad: true, ..Outcome::default() };
            let good = Outcome {
                unchanged: true,
                dropped: true,
                pause: Some(8),
                counted_pause: true,
                counted_multicast: true,
                ..Outcome::default()
            };
            check.equal(format_args!("outcomes"), outcomes, vec![bad, good])
        },
        |outcomes| outcomes[0].pause = Some(7),
    ),
    receiving(
        "802.3-30.3.1.1.21-multicast",
        "control_rx/multicast",
        "Good frames for groups count as multicast; those for stations, for all, and bad ones do not.",
        |rig, check| {
            let outcomes = rig.play(&addressed());
            let counted: Vec<bool> = outcomes.iter().map(|outcome| outcome.counted_multicast).collect();
            check.equal(format_args!("multicast"), counted, vec![true, true, false, false, false, true])
        },
        |outcomes| outcomes[3].counted_multicast = true,
    ),
    receiving(
        "802.3-30.3.1.1.22-broadcast",
        "control_rx/broadcast",
        "Good frames for all count as broadcast; those for stations, for groups, and bad ones do not.",
        |rig, check| {
            let outcomes = rig.play(&addressed());
            let counted: Vec<bool> = outcomes.iter().map(|outcome| outcome.counted_broadcast).collect();
            check.equal(format_args!("broadcast"), counted, vec![false, false, false, true, false, false])
        },
        |outcomes| outcomes[3].counted_broadcast = false,
    ),
];

const fn receiving(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<ControlRx>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Vec<Outcome>),
) -> Case {
    let exam = AnyExam::ControlRx(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["mac_control_rx"], not_on_reference: None, exam }
}

fn good(octets: Vec<u8>) -> Frame {
    Frame { octets, bad: false }
}

/// Frames for two groups, a station, all, a group but bad, and for all but one bit.
fn addressed() -> Vec<Frame> {
    let to = |address: [u8; 6]| good([&address[..], &typed(64, 1)[6..]].concat());
    let group = [0x01, 0, 0x5e, 0, 0, 5];
    let almost_all = [0xff, 0xff, 0xff, 0xff, 0xff, 0xfe];
    vec![
        to(group),
        to([0x33, 0x33, 0, 0, 0, 1]),
        to(OTHER),
        to([0xff; 6]),
        Frame { bad: true, ..to(group) },
        to(almost_all),
    ]
}

fn not_passed(rig: &mut dyn Rig<ControlRx>, check: &mut Check) -> Result<(), Mismatch> {
    let mut elsewhere = typed(64, 2);
    elsewhere[14..16].copy_from_slice(&[0x88, 0x08]);
    let mut near = control_frame(GROUP, 1, 5);
    near[13] = 0x09;
    let taken = [control_frame(GROUP, 1, 5), control_frame(OTHER, 1, 5), control_frame(OWN_ADDRESS, 0x0203, 5)];
    let passed = [typed(64, 1), elsewhere, near, typed(1518, 3)];
    let frames: Vec<_> = taken.iter().chain(&passed).cloned().map(good).collect();
    for (index, outcome) in rig.play(&frames).iter().enumerate() {
        check.equal(format_args!("frame {index} taken out"), outcome.dropped, index < taken.len())?;
        check.equal(format_args!("frame {index} unchanged"), outcome.unchanged, true)?;
    }
    Ok(())
}

/// The sending side.
pub(super) const SENDING: &[Case] = &[
    sending(
        "802.3-31B.3.1-frame",
        "control_tx/frame",
        "A request with pause time 12-34 gives the 18 octets of a PAUSE frame, to be padded and given an FCS.",
        |rig, check| {
            let trace = rig.play(&Script {
                events: vec![(50, Event::Request(true))],
                quanta: 0x1234,
                clocks: 300,
                ..Script::default()
            });
            check.equal(format_args!("frames"), trace.frames.len(), 1)?;
            let expected = [
                0x01, 0x80, 0xc2, 0x00, 0x00, 0x01, 0x02, 0x57, 0x57, 0x01, 0x02, 0x03, 0x88, 0x08, 0x00, 0x01, 0x12,
                0x34,
            ];
            check.equal(format_args!("octets"), &trace.frames[0].octets[..], &expected[..])?;
            check.equal(format_args!("padding and FCS asked for"), trace.frames[0].fcs_insert, true)
        },
        Saboteur::Trace(|trace| trace.frames[0].octets[17] ^= 1),
    ),
    sending(
        "802.3-31B.3.1-request",
        "control_tx/request",
        "A request of 2000 clocks gives one PAUSE frame with the pause time at its begin and one with 0 at its \
                end, both counted, among frames of the client.",
        |rig, check| {
            let events = vec![(50, Event::Request(true)), (2050, Event::Request(false))];
            let trace = rig.play(&Script { frames: client(40), events, quanta: 0xffff, clocks: 4000 });
            check.equal(format_args!("pause times sent"), pause_times(&trace), vec![0xffff, 0])?;
            check.equal(format_args!("PAUSE frames counted"), trace.pauses_counted, 2)?;
            for (frame, at) in trace.frames.iter().filter(|frame| frame.is_control()).zip([50, 2050]) {
                let late = frame.start - at;
                check.holds(
                    format_args!("clocks from request to frame"),
                    late <= FRAME_CLOCKS + 12,
                    late,
                    "one frame at most",
                )?;
            }
            Ok(())
        },
        Saboteur::Trace(|trace| trace.frames.retain(|frame| !frame.is_control() || frame.octets[16..18] != [0, 0])),
    ),
    sending(
        "802.3-31B.3.1-refresh",
        "control_tx/refresh",
        "While a request for 16 quanta lasts, PAUSE frames follow each other in less than 16 quanta.",
        |rig, check| {
            let events = vec![(50, Event::Request(true))];
            let trace = rig.play(&Script { frames: client(60), events, quanta: 16, clocks: 6000 });
            let starts: Vec<_> =
                trace.frames.iter().filter(|frame| frame.is_control()).map(|frame| frame.start).collect();
            check.holds(format_args!("PAUSE frames in 6000 clocks"), starts.len() >= 5, starts.len(), "5 or more")?;
            for pair in starts.windows(2) {
                let clocks = pair[1] - pair[0];
                check.holds(
                    format_args!("clocks between two"),
                    clocks < 16 * QUANTUM_CLOCKS,
                    clocks,
                    "less than 1024",
                )?;
            }
            Ok(())
        },
        Saboteur::Trace(|trace| {
            let mut control = 0;
            trace.frames.retain(|frame| {
                control += usize::from(frame.is_control());
                !frame.is_control() || control == 1
            });
        }),
    ),
    sending(
        "802.3-31B.3.1-while-paused",
        "control_tx/while_paused",
        "In a pause of 100 quanta a request still sends its PAUSE frame within 24 clocks, and no frame of the \
                client is sent.",
        |rig, check| {
            let events = vec![(500, Event::Pause(100)), (2000, Event::Request(true))];
            let trace = rig.play(&Script { frames: client(40), events, quanta: 0xffff, clocks: 6000 });
            let paused: Vec<_> = trace.frames.iter().filter(|frame| frame.start > 500 + QUANTUM_CLOCKS).collect();
            check.equal(format_args!("frames in the pause"), paused.len(), 1)?;
            check.equal(format_args!("it is a MAC control frame"), paused[0].is_control(), true)?;
            let late = paused[0].start.wrapping_sub(2000);
            check.holds(format_args!("clocks from request to frame"), late <= 24, late, "24 or less")
        },
        Saboteur::Trace(|trace| trace.frames.retain(|frame| !frame.is_control())),
    ),
    sending(
        "802.3-31B.3.3-time",
        "control_tx/time",
        "After PAUSE for 1, 2 and 20 quanta at 40 places no frame of the client begins for their time, counted \
                from the end of the frame that is sent; then the next begins at once.",
        |rig, check| {
            for (quanta, at) in
                [1, 2, 20].into_iter().flat_map(|quanta| (500..700).step_by(5).map(move |at| (quanta, at)))
            {
                paused_for(rig, check, client(60), &[(at, quanta)], vec![])?;
            }
            Ok(())
        },
        Saboteur::Script(|script| script.events.clear()),
    ),
    sending(
        "802.3-31B.3.3-completion",
        "control_tx/completion",
        "PAUSE at 12 places of a frame of 1000 octets, shorter than what is left of it, keeps the next one back its \
                whole time after that frame; so it does in a PAUSE frame of ours, and the newest of several counts.",
        pause_within_a_frame,
        Saboteur::Trace(|trace| {
            if let Some(frame) = trace.frames.get_mut(1) {
                frame.start -= 2 * GAP_CLOCKS;
            }
        }),
    ),
    sending(
        "802.3-31B.1-enabled",
        "control_tx/enabled",
        "When obeying PAUSE is switched off in a pause, or for a moment in the frame before one, the client's next \
                frame goes at once; so do all that follow, though PAUSE comes meanwhile and obeying returns.",
        obeyed_while_enabled,
        Saboteur::Script(|script| script.events.retain(|(_, event)| !matches!(event, Event::Obey(_)))),
    ),
    sending(
        "wirewright-mac_control_tx-no-time",
        "control_tx/no_time",
        "A request of 2000 clocks with pause time 0 among frames of the client gives no PAUSE frame, and none at its \
                end; all the client's frames are sent.",
        |rig, check| {
            let events = vec![(50, Event::Request(true)), (2050, Event::Request(false))];
            let trace = rig.play(&Script { frames: client(20), events, quanta: 0, clocks: 4000 });
            check.equal(format_args!("pause times sent"), pause_times(&trace), vec![])?;
            check.equal(format_args!("PAUSE frames counted"), trace.pauses_counted, 0)?;
            check.equal(format_args!("frames sent"), trace.frames.len(), 20)
        },
        Saboteur::Script(|script| script.quanta = 1),
    ),
    sending(
        "wirewright-mac_control_tx-client-first",
        "control_tx/client_first",
        "While a request with pause time 1 or 2 lasts, each PAUSE frame is followed by one of the 20 frames of the \
                client as long as there are some; where none waits, or may be sent, PAUSE frames follow each other.",
        client_between_pauses,
        Saboteur::Trace(|trace| trace.frames.sort_by_key(|frame| !frame.is_control())),
    ),
    sending(
        "802.3-31B.3.3-resume",
        "control_tx/resume",
        "PAUSE with time 0 in a pause of 1000 quanta lets the client's next frame begin at once.",
        |rig, check| paused_for(rig, check, client(60), &[(500, 1000), (1500, 0)], vec![]),
        Saboteur::Script(|script| script.events.truncate(1)),
    ),
    sending(
        "802.3-31B.3.3-newest",
        "control_tx/newest",
        "A second PAUSE, longer or shorter than what is left of the first, decides when the client's next frame \
                begins.",
        |rig, check| {
            for (first, second) in [(100, 10), (10, 30), (20, 20)] {
                paused_for(rig, check, client(60), &[(500, first), (900, second)], vec![])?;
            }
            Ok(())
        },
        Saboteur::Script(|script| script.events.truncate(1)),
    ),
    sending(
        "802.3-31B.3.7-whole",
        "control_tx/whole",
        "PAUSE at each of 130 clocks in and around a frame leaves all frames whole and in order.",
        |rig, check| {
            let frames = client(6);
            for at in 300..430 {
                let events = vec![(at, Event::Pause(3))];
                let trace = rig.play(&Script { frames: frames.clone(), events, quanta: 0, clocks: 1600 });
                check.equal(format_args!("frames"), trace.frames.len(), frames.len())?;
                for (sent, frame) in trace.frames.iter().zip(&frames) {
                    check.equal(
                        format_args!("frame with PAUSE at clock {at}"),
                        (sent.whole, &sent.octets),
                        (true, &frame.octets),
                    )?;
                }
            }
            Ok(())
        },
        Saboteur::Trace(|trace| trace.frames[2].octets.truncate(40)),
    ),
];

const fn sending(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<ControlTx>, &mut Check) -> Result<(), Mismatch>,
    saboteur: Saboteur<Script, Trace>,
) -> Case {
    let exam = AnyExam::ControlTx(Exam { run, saboteur });
    Case { clause, name, criterion, devices: &["mac_control_tx"], not_on_reference: UNTIMED, exam }
}

/// Frames of 100 octets with FCS.
fn client(count: u64) -> Vec<Request> {
    (0..count).map(|seed| Request { octets: typed(100, seed), fcs_insert: true, ..Request::default() }).collect()
}

fn pause_times(trace: &Trace) -> Vec<u16> {
    let control = trace.frames.iter().filter(|frame| frame.is_control());
    control.map(|frame| frame.octets.get(16..18).map_or(0, |time| u16::from_be_bytes([time[0], time[1]]))).collect()
}

/// The clock after the last octet of a frame, padding and FCS included.
fn end_of(frame: &Sent) -> usize {
    frame.start + 8 + frame.octets.len().max(60) + 4
}

/// Plays `frames` with PAUSE at these clocks for so many quanta, and `more`, and asks for the begin of the client's
/// next frame when the time of the last PAUSE is over. That time begins at once, or when the frame has ended that is
/// sent then or was due within a quantum (31B.3.7). 24 clocks are granted: 12 for the gap, and as many for the way of
/// the first octet. In a pause no frame is due: only the first PAUSE has that quantum.
fn paused_for(
    rig: &mut dyn Rig<ControlTx>,
    check: &mut Check,
    frames: Vec<Request>,
    pauses: &[(usize, u16)],
    more: Vec<(usize, Event)>,
) -> Result<(), Mismatch> {
    let mut events = more;
    events.extend(pauses.iter().map(|&(at, quanta)| (at, Event::Pause(quanta))));
    let longest: usize =
        pauses.iter().map(|&(at, quanta)| at + usize::from(quanta) * QUANTUM_CLOCKS).max().unwrap_or(0);
    let clocks = longest.min(10_000) + 1500;
    let trace = rig.play(&Script { frames, events, quanta: 0xffff, clocks });
    let mut due = 0;
    for (index, &(at, quanta)) in pauses.iter().enumerate() {
        let begun_until = if index == 0 { at + QUANTUM_CLOCKS } else { at };
        let under_way = trace.frames.iter().filter(|frame| frame.start < begun_until);
        let begin = under_way.map(end_of).max().unwrap_or(0).max(at);
        due = begin + usize::from(quanta) * QUANTUM_CLOCKS;
    }
    let from = pauses[0].0 + QUANTUM_CLOCKS;
    let next = trace.frames.iter().find(|frame| !frame.is_control() && frame.start >= from);
    let next = next.map_or(usize::MAX, |frame| frame.start);
    check.holds(
        format_args!("begin of the next frame after PAUSE {pauses:?}, due at clock {due}"),
        (due..=due + 2 * GAP_CLOCKS).contains(&next),
        next,
        "24 clocks at most later",
    )
}

fn pause_within_a_frame(rig: &mut dyn Rig<ControlTx>, check: &mut Check) -> Result<(), Mismatch> {
    let frames = || {
        let octets = typed(1000, 1);
        vec![Request { octets, fcs_insert: true, ..Request::default() }, client(1).remove(0)]
    };
    for (quanta, at) in [1, 2, 5].into_iter().flat_map(|quanta| [20, 100, 300, 650].map(|at| (quanta, at))) {
        paused_for(rig, check, frames(), &[(at, quanta)], vec![])?;
    }
    for pauses in [[(100, 3), (700, 5)], [(100, 5), (700, 3)], [(100, 500), (700, 0)], [(100, 0), (700, 2)]] {
        paused_for(rig, check, frames(), &pauses, vec![])?;
    }
    // A PAUSE frame of ours is under way, of 84 octet times, and the client waits.
    for at in [10, 30, 60] {
        paused_for(rig, check, client(1), &[(at, 3)], vec![(0, Event::Request(true))])?;
    }
    Ok(())
}

fn obeyed_while_enabled(rig: &mut dyn Rig<ControlTx>, check: &mut Check) -> Result<(), Mismatch> {
    let in_a_pause =
        [(500, Event::Pause(1000)), (1500, Event::Obey(false)), (1550, Event::Pause(1000)), (1600, Event::Obey(true))];
    let in_a_frame = [(1480, Event::Pause(1000)), (1481, Event::Obey(false)), (1482, Event::Obey(true))];
    for (events, off) in [(in_a_pause.to_vec(), 1500), (in_a_frame.to_vec(), 1481)] {
        let trace = rig.play(&Script { frames: client(60), events, quanta: 0, clocks: 3000 });
        let starts: Vec<_> = trace.frames.iter().map(|frame| frame.start).filter(|&start| start >= off).collect();
        let first = starts.first().copied().unwrap_or(usize::MAX);
        let most = off + FRAME_CLOCKS + 2 * GAP_CLOCKS;
        check.holds(format_args!("begin of the next frame"), first <= most, first, &format!("{most} or earlier"))?;
        for pair in starts.windows(2) {
            check.equal(
                format_args!("clocks to the frame after clock {}", pair[0]),
                pair[1] - pair[0],
                FRAME_CLOCKS,
            )?;
        }
        check.holds(format_args!("frames sent from then on"), starts.len() >= 11, starts.len(), "11 or more")?;
    }
    Ok(())
}

fn client_between_pauses(rig: &mut dyn Rig<ControlTx>, check: &mut Check) -> Result<(), Mismatch> {
    for quanta in [1, 2] {
        let events = vec![(0, Event::Request(true))];
        let frames = client(20);
        let trace = rig.play(&Script { frames: frames.clone(), events, quanta, clocks: 6000 });
        let sent: Vec<_> = trace.frames.iter().filter(|frame| !frame.is_control()).map(|frame| &frame.octets).collect();
        check.equal(format_args!("frames of the client"), sent, frames.iter().map(|frame| &frame.octets).collect())?;
        let last = trace.frames.iter().rposition(|frame| !frame.is_control()).unwrap_or(0);
        for (index, pair) in trace.frames[..last].windows(2).enumerate() {
            let kinds = (pair[0].is_control(), pair[1].is_control());
            check.holds(
                format_args!("frames {index} and the next"),
                kinds != (true, true),
                kinds,
                "one of the client",
            )?;
        }
        let asked = trace.frames[..last].iter().filter(|frame| frame.is_control()).count();
        check.holds(format_args!("PAUSE frames among them"), asked >= 19, asked, "19 or more")?;
        let after = trace.frames[last..].len();
        check.holds(format_args!("PAUSE frames afterwards"), after > 10, after, "more than 10")?;

        let events = vec![(0, Event::Request(true)), (500, Event::Pause(30))];
        let trace = rig.play(&Script { frames, events, quanta, clocks: 2300 });
        let paused: Vec<_> = trace.frames.iter().filter(|frame| (700..2200).contains(&frame.start)).collect();
        let control = paused.iter().filter(|frame| frame.is_control()).count();
        check.equal(format_args!("frames in the pause that are PAUSE frames"), control, paused.len())?;
        check.holds(format_args!("PAUSE frames in the pause"), control > 10, control, "more than 10")?;
    }
    Ok(())
}
