// SPDX-License-Identifier: MIT OR Apache-2.0
//! PAUSE from wire to wire, on whole MACs (IEEE 802.3-2022, 31.4.1, annex 31B).

use super::control::{GROUP, control_frame};
use super::mac::{ALL, request};
use crate::conformance::frames::{fcs_is_good, typed, with_fcs};
use crate::conformance::rigs::mac::{Mac, Script, Trace};
use crate::conformance::rigs::wire::{Carrier, TxPacket};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};
use wirewright_spec::counters::RxCounter;

const UNTIMED: Option<&str> = Some("a pause is a matter of time, which the reference has not");
const QUANTUM_BITS: usize = 512;

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
        "After a PAUSE frame for 20 quanta no frame begins for their time, save in the time allowed to stop; \
                the frames that waited follow.",
        ALL,
        |rig, check| {
            let trace = stream_with(rig, vec![(3000, 20)]);
            let end = trace.carrier_ends[0];
            let silent = silence_bits(&trace, end, rig.bits_per_clock());
            let what = format_args!("bit times of silence");
            let least = 20 * QUANTUM_BITS - bound_bits(rig.bits_per_clock());
            check.holds(what, silent >= least, silent, &format!("{least} or more"))?;
            let most = 20 * QUANTUM_BITS + 2048;
            check.holds(format_args!("bit times of silence"), silent <= most, silent, &format!("{most} or less"))?;
            check.equal(format_args!("frames sent"), trace.packets().len(), STREAM_FRAMES)
        },
        Saboteur::Script(|script| script.carriers[0].frame = with_fcs(&control_frame(GROUP, 1, 0))),
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
        Saboteur::Script(|script| script.carriers[1].frame = with_fcs(&control_frame(GROUP, 1, 200))),
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
            let carriers = vec![Carrier::of(with_fcs(&control_frame(GROUP, 1, 0xffff)))];
            let script = Script { carriers, half_duplex: true, pause_send: true, pause_quanta: 9, ..stream() };
            let trace = rig.play(&Script { pause_request: vec![100..2000], ..script });
            let packets = trace.packets();
            check.equal(format_args!("packets"), packets.len(), STREAM_FRAMES)?;
            let control = packets.iter().filter(|packet| packet.frame().get(12..14) == Some(&[0x88, 0x08])).count();
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

/// Time allowed from the end of a PAUSE frame to the last begin of a frame (31B.3.7).
fn bound_bits(bits_per_clock: usize) -> usize {
    if bits_per_clock == 8 { 2 * QUANTUM_BITS } else { QUANTUM_BITS }
}

/// Plays the stream with PAUSE frames whose carriers begin after so many bit times each, for so many quanta.
fn stream_with(rig: &mut dyn Rig<Mac>, pauses: Vec<(usize, u16)>) -> Trace {
    let bits = rig.bits_per_clock();
    let quanta: usize = pauses.iter().map(|&(_, quanta)| usize::from(quanta)).max().unwrap_or(0);
    let carrier = |&(delay_bits, quanta): &(usize, u16)| Carrier {
        idle_clocks: delay_bits / bits,
        ..Carrier::of(with_fcs(&control_frame(GROUP, 1, quanta)))
    };
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
