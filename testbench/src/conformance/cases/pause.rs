// SPDX-License-Identifier: MIT OR Apache-2.0
//! PAUSE from wire to wire, on whole MACs (IEEE 802.3-2022, 31.4.1, annex 31B).

use super::control::{GROUP, control_frame};
use super::mac::{ALL, request};
use crate::conformance::frames::{fcs_is_good, typed, with_fcs};
use crate::conformance::rigs::mac::{Mac, Script, Trace};
use crate::conformance::rigs::wire::{Carrier, TxPacket, TxSymbol};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};
use wirewright_spec::counters::{RxCounter, TxCounter};

const UNTIMED: Option<&str> = Some("a pause is a matter of time, which the reference has not");
const QUANTUM_BITS: usize = 512;
/// A PAUSE frame with preamble and delimiter.
const PAUSE_BITS: usize = 8 * (8 + 64);

pub(super) const CASES: &[Case] = &[
    case(
        "802.3-31.4.1-format",
        "pause/format",
        "A PAUSE frame on the wire has 64 octets, 42 of them zero, with a good FCS.",
        ALL,
        |rig, check| {
            for packet in requested(rig, check)? {
                check.equal(format_args!("octets"), packet.frame().len(), 64)?;
                check.equal(format_args!("octets 18 to 59"), packet.frame().get(18..60), Some(&[0; 42][..]))?;
                check.equal(format_args!("FCS is good"), fcs_is_good(packet.frame()), true)?;
            }
            Ok(())
        },
        Saboteur::Trace(|trace| {
            let packet = &trace.packets()[0];
            let at = packet.start + (8 + 30) * 8 / trace.bits_per_clock;
            trace.symbols[at].data ^= 1;
        }),
    ),
    case(
        "802.3-31B.3.1-request",
        "pause/request",
        "A request at the MAC's port puts a PAUSE frame with the pause time on the wire, and its end one with 0.",
        ALL,
        |rig, check| {
            let times: Vec<_> =
                requested(rig, check)?.iter().map(|packet| packet.frame().get(16..18).map(<[u8]>::to_vec)).collect();
            check.equal(format_args!("pause times"), times, vec![Some(vec![0x12, 0x34]), Some(vec![0, 0])])
        },
        Saboteur::Script(|script| script.pause_quanta = 0x1235),
    ),
    case(
        "802.3-31B.3.3-time",
        "pause/time",
        "After a PAUSE frame for 20 quanta to an idle transmitter no frame begins for their time; those that are \
                offered in it follow, within the time that a station has to act on PAUSE.",
        ALL,
        |rig, check| {
            let bits = rig.bits_per_clock();
            let pause = Carrier { idle_clocks: 100, ..pause_for(20) };
            // Two quanta after its end.
            let offer_from = 100 + (PAUSE_BITS + 2 * QUANTUM_BITS) / bits;
            let quiet_clocks = (20 * QUANTUM_BITS + 3000) / bits;
            let trace = rig.play(&Script { carriers: vec![pause], offer_from, quiet_clocks, ..stream() });
            let packets = trace.packets();
            check.equal(format_args!("frames sent"), packets.len(), STREAM_FRAMES)?;
            let silent = (packets[0].start - trace.carrier_ends[0]) * bits;
            let range = 20 * QUANTUM_BITS..=20 * QUANTUM_BITS + bound_bits(bits);
            check.holds(format_args!("bit times of silence"), range.contains(&silent), silent, &format!("{range:?}"))
        },
        Saboteur::Script(|script| script.carriers[0] = pause_for(0)),
    ),
    case(
        "802.3-31B.3.3-completion",
        "pause/completion",
        "A PAUSE frame for 1 or 3 quanta that comes within a frame of 1518 octets, and would be over before that is, \
                keeps the next frame back from its end on for at least that time, and less than a quantum more.",
        ALL,
        pause_after_the_frame,
        Saboteur::Script(|script| script.carriers.iter_mut().for_each(|carrier| *carrier = pause_for(0))),
    ),
    case(
        "802.3-31B.1-enabled",
        "pause/enabled",
        "A PAUSE frame counts but pauses nothing when it is not to be obeyed; a pause of 200 quanta ends when it no \
                longer is.",
        ALL,
        pause_while_enabled,
        Saboteur::Script(|script| script.pause_obey_until = usize::MAX),
    ),
    case(
        "wirewright-mac_control_tx-no-time",
        "pause/no_time",
        "A request with pause time 0, and its end, put no PAUSE frame on the wire; the client's frames are sent.",
        ALL,
        |rig, check| {
            let script = Script { pause_send: true, pause_quanta: 0, pause_request: vec![100..2000], ..stream() };
            let trace = rig.play(&script);
            let control = trace.packets().iter().filter(|packet| is_control(packet)).count();
            check.equal(format_args!("PAUSE frames sent"), control, 0)?;
            check.equal(format_args!("PAUSE frames counted"), trace.tx(TxCounter::PauseFramesTransmitted), 0)?;
            check.equal(format_args!("packets"), trace.packets().len(), STREAM_FRAMES)
        },
        Saboteur::Script(|script| script.pause_quanta = 1),
    ),
    case(
        "wirewright-mac_control_tx-client-first",
        "pause/client_first",
        "While a request with pause time 1 or 2 lasts, all 30 frames of the client are sent, and no two PAUSE frames \
                follow each other before the last of them.",
        ALL,
        client_between_pauses,
        Saboteur::Trace(|trace| {
            let client: Vec<_> = trace.packets().into_iter().filter(|packet| !is_control(packet)).collect();
            trace.symbols[client[9].start..client[9].end].fill(TxSymbol::default());
        }),
    ),
    case(
        "802.3-30.3.1.1.15-lost-receiving",
        "pause/memory_full",
        "With no room left for a frame of 60 octets, PAUSE is obeyed and counted, and so is an unknown opcode; as many \
                frames are lost as without them.",
        ALL,
        pause_with_a_full_memory,
        Saboteur::Trace(|trace| trace.counters[RxCounter::FramesLostReceiving as usize] += 1),
    ),
    case(
        "802.3-31B.3.3-resume",
        "pause/resume",
        "A PAUSE frame with time 0 ends a pause of 200 quanta at once.",
        ALL,
        |rig, check| {
            let trace = stream_with(rig, vec![(3000, 200), (20_000, 0)]);
            let bits = rig.bits_per_clock();
            let silent = silence_bits(&trace, trace.carrier_ends[0], bits);
            let until = (trace.carrier_ends[1] - trace.carrier_ends[0]) * bits;
            let range = until - 1200..=until + 1024;
            check.holds(
                format_args!("bit times of silence"),
                range.contains(&silent),
                silent,
                &format!("{range:?}"),
            )?;
            check.equal(format_args!("frames sent"), trace.packets().len(), STREAM_FRAMES)
        },
        Saboteur::Script(|script| script.carriers[1].frame = pause_for(200).frame),
    ),
    case(
        "802.3-31B.3.3-good-only",
        "pause/good_only",
        "PAUSE frames with a wrong FCS or an error signal do not pause the transmitter and are not counted.",
        ALL,
        |rig, check| {
            let pause = with_fcs(&control_frame(GROUP, 1, 0xffff));
            let mut wrong = pause.clone();
            wrong[17] ^= 1;
            let carriers = vec![Carrier::of(wrong), Carrier { error_at: Some(40), ..Carrier::of(pause) }];
            let trace = rig.play(&Script { carriers, ..stream() });
            check.equal(format_args!("frames sent"), trace.packets().len(), STREAM_FRAMES)?;
            check.equal(format_args!("PAUSE frames counted"), trace.rx(RxCounter::PauseFramesReceived), 0)
        },
        Saboteur::Trace(|trace| {
            let end = trace.packets()[2].end;
            trace.symbols.truncate(end);
        }),
    ),
    case(
        "802.3-31B.3.7-bound",
        "pause/bound",
        "Wherever in a frame of the client's stream a PAUSE frame ends, the last frame begins within 512 bit \
                times of it at four bits a clock, within 1024 at eight.",
        ALL,
        pause_within_bound,
        Saboteur::Trace(|trace| {
            for end in &mut trace.carrier_ends {
                *end = end.saturating_sub(3000 / trace.bits_per_clock);
            }
        }),
    ),
    case(
        "802.3-31B.3.7-whole",
        "pause/whole",
        "Wherever in a frame a PAUSE frame ends, all frames of the client are sent whole.",
        ALL,
        |rig, check| {
            for delay_bits in (2000..3000).step_by(160) {
                let trace = stream_with(rig, vec![(delay_bits, 3)]);
                let packets = trace.packets();
                check.equal(format_args!("frames sent"), packets.len(), STREAM_FRAMES)?;
                for (index, packet) in packets.iter().enumerate() {
                    let expected = with_fcs(&typed(84, index as u64));
                    check.equal(format_args!("frame {index}"), packet.frame(), &expected[..])?;
                }
            }
            Ok(())
        },
        Saboteur::Trace(|trace| {
            let end = trace.packets()[5].end;
            trace.symbols.drain(end - 8..end);
        }),
    ),
    case(
        "802.3-31B.1-full-duplex",
        "pause/not_in_half_duplex",
        "In half duplex a PAUSE frame does not pause the transmitter, and a request sends none.",
        &["mac_mii"],
        |rig, check| {
            let script = Script {
                carriers: vec![pause_for(0xffff)],
                half_duplex: true,
                pause_send: true,
                pause_quanta: 9,
                ..stream()
            };
            let trace = rig.play(&Script { pause_request: vec![100..2000], ..script });
            let packets = trace.packets();
            check.equal(format_args!("packets"), packets.len(), STREAM_FRAMES)?;
            let control = packets.iter().filter(|packet| is_control(packet)).count();
            check.equal(format_args!("PAUSE frames sent"), control, 0)
        },
        Saboteur::Script(|script| script.half_duplex = false),
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    devices: &'static [&'static str],
    run: fn(&mut dyn Rig<Mac>, &mut Check) -> Result<(), Mismatch>,
    saboteur: Saboteur<Script, Trace>,
) -> Case {
    let exam = AnyExam::Mac(Exam { run, saboteur });
    Case { clause, name, criterion, devices, not_on_reference: UNTIMED, exam }
}

const STREAM_FRAMES: usize = 30;

/// A stream of frames of 84 octets, one after the other.
fn stream() -> Script {
    let frames = (0..STREAM_FRAMES as u64).map(|seed| request(typed(84, seed))).collect();
    // A pause that lasts is not the end of the run.
    Script { frames, quiet_clocks: 3 * QUANTUM_BITS, ..Script::default() }
}

/// A PAUSE frame for so many quanta, received.
fn pause_for(quanta: u16) -> Carrier {
    Carrier::of(with_fcs(&control_frame(GROUP, 1, quanta)))
}

fn is_control(packet: &TxPacket) -> bool {
    packet.frame().get(12..14) == Some(&[0x88, 0x08])
}

/// Time allowed from the end of a PAUSE frame to the last begin of a frame (31B.3.7).
fn bound_bits(bits_per_clock: usize) -> usize {
    if bits_per_clock == 8 { 2 * QUANTUM_BITS } else { QUANTUM_BITS }
}

/// Plays the stream with PAUSE frames whose carriers begin after so many bit times each, for so many quanta.
fn stream_with(rig: &mut dyn Rig<Mac>, pauses: Vec<(usize, u16)>) -> Trace {
    let bits = rig.bits_per_clock();
    let quanta: usize = pauses.iter().map(|&(_, quanta)| usize::from(quanta)).max().unwrap_or(0);
    let carrier =
        |&(delay_bits, quanta): &(usize, u16)| Carrier { idle_clocks: delay_bits / bits, ..pause_for(quanta) };
    let carriers = pauses.iter().map(carrier).collect();
    rig.play(&Script { carriers, quiet_clocks: (quanta * QUANTUM_BITS + 3000) / bits, ..stream() })
}

/// The longest time without the begin of a frame after `clock`, less what the frame before it takes.
fn silence_bits(trace: &Trace, clock: usize, bits_per_clock: usize) -> usize {
    let packets = trace.packets();
    let gaps = packets.windows(2).filter(|pair| pair[1].start > clock);
    gaps.map(|pair| (pair[1].start - pair[0].end.max(clock)) * bits_per_clock).max().unwrap_or(0)
}

/// The packets that a request for pause time 12-34 gives, and its end.
fn requested(rig: &mut dyn Rig<Mac>, check: &mut Check) -> Result<Vec<TxPacket>, Mismatch> {
    let script = Script { pause_send: true, pause_quanta: 0x1234, pause_request: vec![100..1500], ..Script::default() };
    let packets = rig.play(&script).packets();
    check.equal(format_args!("packets"), packets.len(), 2)?;
    Ok(packets)
}

fn pause_within_bound(rig: &mut dyn Rig<Mac>, check: &mut Check) -> Result<(), Mismatch> {
    let bits = rig.bits_per_clock();
    let bound = bound_bits(bits);
    // The frames with preamble and gap are 832 bit times apart.
    for delay_bits in (2000..2832).step_by(64) {
        let trace = stream_with(rig, vec![(delay_bits, 30)]);
        let end = trace.carrier_ends[0];
        let begins_late = |packet: &&TxPacket| {
            let after_bits = packet.start.saturating_sub(end) * bits;
            (bound + 1..30 * QUANTUM_BITS).contains(&after_bits)
        };
        let late = trace.packets().iter().filter(begins_late).count();
        check.equal(format_args!("frames begun later than {bound} bit times into the pause"), late, 0)?;
    }
    Ok(())
}

/// The limit is tighter than the reaction time of 31B.3.7: the next frame has nothing to wait for but the gap of 96 bit
/// times and its way through the transmitter.
fn pause_after_the_frame(rig: &mut dyn Rig<Mac>, check: &mut Check) -> Result<(), Mismatch> {
    let bits = rig.bits_per_clock();
    let frames = vec![request(typed(1518, 1)), request(typed(84, 2))];
    let script = Script { frames, quiet_clocks: (3 * QUANTUM_BITS + 3000) / bits, ..Script::default() };
    let begin = rig.play(&Script { carriers: vec![], ..script.clone() }).packets()[0].start;
    // The frame takes 12208 bit times.
    for (quanta, delay_bits) in [1, 3].into_iter().flat_map(|quanta| [100, 3000, 9000].map(|delay| (quanta, delay))) {
        let pause = Carrier { idle_clocks: begin + delay_bits / bits, ..pause_for(quanta) };
        let trace = rig.play(&Script { carriers: vec![pause], ..script.clone() });
        let packets = trace.packets();
        check.equal(format_args!("frames sent"), packets.len(), 2)?;
        let spent_bits = (packets[0].end - trace.carrier_ends[0]) * bits;
        let pause_bits = usize::from(quanta) * QUANTUM_BITS;
        check.holds(
            format_args!("bit times from the end of PAUSE to that of the frame"),
            spent_bits > pause_bits,
            spent_bits,
            "more than the pause time",
        )?;
        let silent = (packets[1].start - packets[0].end) * bits;
        let range = pause_bits..pause_bits + QUANTUM_BITS;
        check.holds(format_args!("bit times of silence"), range.contains(&silent), silent, &format!("{range:?}"))?;
    }
    Ok(())
}

fn pause_while_enabled(rig: &mut dyn Rig<Mac>, check: &mut Check) -> Result<(), Mismatch> {
    let bits = rig.bits_per_clock();
    let carriers = vec![Carrier { idle_clocks: 3000 / bits, ..pause_for(200) }];
    let script = Script { carriers, quiet_clocks: (200 * QUANTUM_BITS + 3000) / bits, ..stream() };
    for pause_obey_until in [0, 20_000 / bits] {
        let trace = rig.play(&Script { pause_obey_until, ..script.clone() });
        check.equal(format_args!("frames sent"), trace.packets().len(), STREAM_FRAMES)?;
        check.equal(format_args!("PAUSE frames counted"), trace.rx(RxCounter::PauseFramesReceived), 1)?;
        let end = trace.carrier_ends[0];
        let silent = silence_bits(&trace, end, bits);
        let until = pause_obey_until.saturating_sub(end) * bits;
        // A frame of 736 bit times may be under way, and begins a little after the PAUSE frame at the latest.
        let range = until.saturating_sub(1200)..=until + QUANTUM_BITS;
        check.holds(format_args!("bit times of silence"), range.contains(&silent), silent, &format!("{range:?}"))?;
    }
    Ok(())
}

fn client_between_pauses(rig: &mut dyn Rig<Mac>, check: &mut Check) -> Result<(), Mismatch> {
    let bits = rig.bits_per_clock();
    // From when the client has frames waiting until all are sent, a PAUSE frame before each.
    let request = 2000 / bits..(2000 + 2 * 8 * 100 * STREAM_FRAMES) / bits;
    for pause_quanta in [1, 2] {
        let script = Script { pause_send: true, pause_quanta, pause_request: vec![request.clone()], ..stream() };
        let packets = rig.play(&script).packets();
        let sent: Vec<_> =
            packets.iter().filter(|packet| !is_control(packet)).map(|packet| packet.frame().to_vec()).collect();
        let expected = (0..STREAM_FRAMES as u64).map(|seed| with_fcs(&typed(84, seed))).collect();
        check.equal(format_args!("frames of the client"), sent, expected)?;
        let last = packets.iter().rposition(|packet| !is_control(packet)).unwrap_or(0);
        let pairs = packets[..last].windows(2).filter(|pair| is_control(&pair[0]) && is_control(&pair[1])).count();
        check.equal(format_args!("PAUSE frames right after another"), pairs, 0)?;
        let control = packets[..last].iter().filter(|packet| is_control(packet)).count();
        check.holds(format_args!("PAUSE frames among them"), control >= 20, control, "20 or more")?;
    }
    Ok(())
}

fn pause_with_a_full_memory(rig: &mut dyn Rig<Mac>, check: &mut Check) -> Result<(), Mismatch> {
    let bits = rig.bits_per_clock();
    let good = |octets: usize| Carrier::of(with_fcs(&typed(octets, 1)));
    // Four leave less than 1000 octets of room; what is left of that, the small ones take.
    let data: Vec<_> = [vec![good(1004); 4], vec![good(64); 30]].concat();
    let unknown = Carrier::of(with_fcs(&control_frame(GROUP, 9, 0)));
    let control = [unknown.clone(), pause_for(500), unknown, pause_for(20)];
    // Two quanta after the end of the last carrier.
    let clocks = |carrier: &Carrier| carrier.symbols(bits).len();
    let offer_from = data.iter().chain(&control).map(clocks).sum::<usize>() + 2 * QUANTUM_BITS / bits;
    let quiet_clocks = (20 * QUANTUM_BITS + 3000) / bits;
    let script = Script { sink_ready: false, quiet_clocks, offer_from, ..stream() };
    let without = rig.play(&Script { carriers: data.clone(), ..script.clone() });
    let trace = rig.play(&Script { carriers: [data, control.to_vec()].concat(), ..script });

    let lost = trace.rx(RxCounter::FramesLostReceiving);
    check.equal(format_args!("frames lost"), lost, without.rx(RxCounter::FramesLostReceiving))?;
    check.holds(format_args!("frames lost"), lost > 10, lost, "more than 10")?;
    check.equal(format_args!("frames received"), trace.rx(RxCounter::FramesReceivedOk) + lost, 34 + 4)?;
    check.equal(format_args!("PAUSE frames"), trace.rx(RxCounter::PauseFramesReceived), 2)?;
    check.equal(format_args!("unknown opcodes"), trace.rx(RxCounter::UnsupportedOpcodesReceived), 2)?;
    check.equal(format_args!("frames for a group"), trace.rx(RxCounter::MulticastFramesReceivedOk), 4)?;
    let packets = trace.packets();
    check.equal(format_args!("frames sent"), packets.len(), STREAM_FRAMES)?;
    // The transmitter is idle: the pause began with the last PAUSE frame.
    let silent = (packets[0].start - trace.carrier_ends[trace.carrier_ends.len() - 1]) * bits;
    let range = 20 * QUANTUM_BITS..=20 * QUANTUM_BITS + bound_bits(bits);
    check.holds(format_args!("bit times of silence"), range.contains(&silent), silent, &format!("{range:?}"))
}
