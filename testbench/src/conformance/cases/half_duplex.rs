// SPDX-License-Identifier: MIT OR Apache-2.0
//! Half duplex (IEEE 802.3-2022, 4.2.3.2, 4.2.8, 4.4.2, 21.8, 22.2.2.12). Four bits a clock: 24 clocks are the gap,
//! 128 a slot time.

use crate::conformance::frames::{fcs, typed, with_fcs};
use crate::conformance::rigs::half_duplex::{Attempt, COLLISION_LATENCY_NIBBLES, HalfDuplex, Script, Status, Trace};
use crate::conformance::rigs::medium::{self, OwnCarrier};
use crate::conformance::rigs::wire::TxSymbol;
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};
use wirewright_model::reference::transmit::Request;

const DEVICES: &[&str] = &["mac_tx_mii"];
const UNTIMED: Option<&str> = Some("deference is a matter of time, which the reference has not");

/// The clock at which the other station's carrier of most scripts ends.
const CARRIER_END: usize = 300;

pub(super) const CASES: &[Case] = &[
    case(
        "802.3-4.2.3.2.1-deference",
        "half_duplex/deference",
        "A frame offered during another station's carrier begins 96 to 112 bit times after its end, not before, \
                and counts as deferred.",
        UNTIMED,
        deference,
        Saboteur::Script(|script| script.medium.foreign.clear()),
    ),
    case(
        "802.3-4.2.3.2.2-gap-part-1",
        "half_duplex/gap_part_1",
        "Carrier that comes back 4 to 60 bit times into the gap starts it over: the frame begins 96 to 112 bit \
                times after the end of the second carrier.",
        UNTIMED,
        |rig, check| {
            for into_gap in [1, 2, 8, 14, 15] {
                let second = CARRIER_END + into_gap..CARRIER_END + into_gap + 60;
                let start = begin_after(rig, check, vec![10..CARRIER_END, second.clone()])?;
                begins_after(check, start, second.end)?;
            }
            Ok(())
        },
        Saboteur::Script(|script| script.medium.foreign.truncate(1)),
    ),
    case(
        "802.3-4.2.3.2.2-gap-part-2",
        "half_duplex/gap_part_2",
        "Carrier that comes back 64 to 92 bit times into the gap does not hold the frame back.",
        UNTIMED,
        |rig, check| {
            for into_gap in [16, 17, 20, 23] {
                let second = CARRIER_END + into_gap..CARRIER_END + into_gap + 60;
                let start = begin_after(rig, check, vec![10..CARRIER_END, second])?;
                begins_after(check, start, CARRIER_END)?;
            }
            Ok(())
        },
        Saboteur::Script(|script| {
            if let Some(second) = script.medium.foreign.get_mut(1) {
                second.start = CARRIER_END + 8;
            }
        }),
    ),
    case(
        "802.3-4.2.8-gap-own",
        "half_duplex/gap_own",
        "Between two frames of the station, carrier that comes and goes within the first 64 bit times of the \
                gap does not make it longer.",
        UNTIMED,
        gap_after_own_packet,
        Saboteur::Trace(|trace| {
            let end = trace.attempts()[0].end;
            trace.symbols.splice(end..end, [TxSymbol::default(); 24]);
        }),
    ),
    case(
        "802.3-4.2.3.2.4-preamble-first",
        "half_duplex/preamble_first",
        "A collision met anywhere in preamble and delimiter lets all 16 nibbles of them out before the jam.",
        None,
        |rig, check| {
            for nibble in 0..=12 {
                let attempt = &collide(rig, check, nibble)?[0];
                let preamble = attempt.nibbles.get(..16);
                let expected = [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 0xd];
                check.equal(format_args!("collision with nibble {nibble}"), preamble, Some(&expected[..]))?;
                check.equal(format_args!("nibbles of the attempt"), attempt.nibbles.len(), 16 + 8)?;
            }
            Ok(())
        },
        Saboteur::Trace(|trace| remove_nibbles(trace, 10, 1)),
    ),
    case(
        "802.3-4.2.3.2.4-jam-length",
        "half_duplex/jam_length",
        "Wherever a collision is met, the attempt is the beginning of the packet and then just 32 bits of jam.",
        None,
        |rig, check| {
            let packet = packet_nibbles(&frame());
            for nibble in [13, 14, 20, 21, 60, 100, 124] {
                let attempt = &collide(rig, check, nibble)?[0];
                let met = nibble + COLLISION_LATENCY_NIBBLES;
                check.equal(format_args!("nibbles of the attempt"), attempt.nibbles.len(), met + 8)?;
                check.equal(format_args!("nibbles before the jam"), &attempt.nibbles[..met], &packet[..met])?;
            }
            Ok(())
        },
        Saboteur::Trace(|trace| {
            let length = trace.attempts()[0].nibbles.len();
            remove_nibbles(trace, length - 1, 1);
        }),
    ),
    case(
        "802.3-4.2.3.2.4-jam-content",
        "half_duplex/jam_content",
        "The jam differs from the FCS of the octets sent before it, for 20 places of the collision.",
        None,
        |rig, check| {
            for octets in 1..=20 {
                let nibble = 16 + 2 * octets - COLLISION_LATENCY_NIBBLES;
                let attempt = &collide(rig, check, nibble)?[0];
                let sent = octets_of(attempt.nibbles.get(16..).unwrap_or_default());
                let (before, jam) = sent.split_at(octets.min(sent.len()));
                check.holds(format_args!("jam after {octets} octets"), jam != fcs(before), jam, "not their FCS")?;
            }
            Ok(())
        },
        Saboteur::Trace(jam_with_fcs),
    ),
    case(
        "802.3-4.2.3.2.5-retry",
        "half_duplex/retry",
        "After collisions early, late in the slot and twice, frames of 64, 70 and 1518 octets go out again from \
                their beginning, whole, and are reported with their collisions.",
        None,
        retries,
        Saboteur::Trace(|trace| {
            let start = trace.attempts()[1].start;
            trace.symbols[start + 40].data ^= 1;
        }),
    ),
    case(
        "802.3-4.2.3.2.5-backoff-slot",
        "half_duplex/backoff",
        "After each of 15 collisions the retry begins a whole number of slot times after the end of the jam, as \
                the random word says, give or take 16 bit times.",
        UNTIMED,
        backoff_delays,
        Saboteur::Trace(|trace| {
            let end = trace.attempts()[3].end;
            trace.symbols.splice(end..end, [TxSymbol::default(); 64]);
        }),
    ),
    case(
        "802.3-4.2.3.2.5-attempt-limit",
        "half_duplex/attempt_limit",
        "A frame with 15 collisions is sent by its 16th attempt; one with 16 is given up, with a verdict of its \
                own, and the next frame is sent.",
        None,
        attempt_limit,
        Saboteur::Trace(|trace| {
            trace.statuses.iter_mut().for_each(|status| status.verdict = 0);
        }),
    ),
    case(
        "802.3-4.2.3.2.3-late",
        "half_duplex/slot_boundary",
        "A collision that stops the packet within 512 bit times is retried; one that stops it a nibble later is \
                late. One nibble before, at and after the boundary.",
        None,
        slot_boundary,
        Saboteur::Trace(|trace| trace.statuses.iter_mut().for_each(|status| status.verdict = 0)),
    ),
    case(
        "802.3-4.2.3.2.3-late",
        "half_duplex/late_collision",
        "After a late collision, met anywhere from the slot time to the end of the frame, the jam goes out, the \
                frame is not tried again, and the next one is sent.",
        None,
        late_collisions,
        Saboteur::Trace(|trace| {
            let attempts = trace.attempts();
            let again = trace.symbols[attempts[0].start..attempts[0].end].to_vec();
            trace.symbols.extend(again);
        }),
    ),
    case(
        "802.3-4.2.8-excessive-deferral",
        "half_duplex/excessive_deferral",
        "A wait of 6072 nibble times (twice the longest frame) is reported, one of 6071 is not; the frame is \
                sent in both.",
        UNTIMED,
        excessive_deferral,
        Saboteur::Trace(|trace| trace.statuses.iter_mut().for_each(|status| status.excessive_deferral = false)),
    ),
    case(
        "802.3-21.8-col-to-jam",
        "half_duplex/col_to_jam",
        "From the nibble with which the collision signal rises, the first nibble of the jam can be sampled \
                after at most 16 bit times.",
        UNTIMED,
        |rig, check| {
            for nibble in [13, 14, 15, 20, 33, 64, 100] {
                let attempt = &collide(rig, check, nibble)?[0];
                let jam = attempt.nibbles.len().saturating_sub(8);
                // From just after nibble `nibble` came to just before the nibble after the first of the jam.
                let bits = (jam + 1).saturating_sub(nibble) * 4;
                check.holds(
                    format_args!("collision with nibble {nibble}"),
                    bits <= 16,
                    bits,
                    "16 bit times or less",
                )?;
            }
            Ok(())
        },
        Saboteur::Trace(|trace| {
            let start = trace.attempts()[0].start;
            trace.symbols.insert(start + 12, TxSymbol { data: 5, en: true, er: false });
        }),
    ),
    case(
        "802.3-21.8-crs-to-start",
        "half_duplex/crs_to_start",
        "A frame that is offered 16 bit times after carrier came, or later, does not begin before it has gone.",
        UNTIMED,
        |rig, check| {
            for late_clocks in [4, 5, 6, 8] {
                let medium = medium::Script { foreign: vec![100..CARRIER_END], ..Default::default() };
                let script =
                    Script { frames: vec![frame()], offer_at: vec![100 + late_clocks], medium, ..Default::default() };
                let attempts = rig.play(&script).attempts();
                check.equal(format_args!("attempts"), attempts.len(), 1)?;
                begins_after(check, attempts[0].start, CARRIER_END)?;
            }
            Ok(())
        },
        Saboteur::Script(|script| script.medium.foreign.clear()),
    ),
    case(
        "802.3-22.2.2.12-sqe",
        "half_duplex/quality_test",
        "A collision signal that comes after each of three packets and goes again makes no collision, no jam \
                and no retry.",
        UNTIMED,
        |rig, check| {
            let medium = medium::Script { quality_test: true, ..Default::default() };
            let trace = rig.play(&Script { frames: vec![frame(); 3], medium, ..Default::default() });
            let attempts = trace.attempts();
            check.equal(format_args!("packets"), attempts.len(), 3)?;
            for attempt in &attempts {
                check.equal(format_args!("packet"), &attempt.nibbles, &packet_nibbles(&frame()))?;
            }
            let collisions: Vec<_> = trace.statuses.iter().map(|status| (status.verdict, status.collisions)).collect();
            check.equal(format_args!("verdicts and collisions"), collisions, vec![(0, 0); 3])
        },
        Saboteur::Trace(|trace| trace.statuses[1].collisions = 1),
    ),
    case(
        "802.3-30.3.1.1.13-carrier-sense",
        "half_duplex/carrier_sense",
        "A frame during which carrier sense is missing or goes away is sent whole and reported; one with \
                carrier is not reported.",
        UNTIMED,
        carrier_sense,
        Saboteur::Trace(|trace| trace.statuses.iter_mut().for_each(|status| status.carrier_sense_error = false)),
    ),
];

const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    not_on_reference: Option<&'static str>,
    run: fn(&mut dyn Rig<HalfDuplex>, &mut Check) -> Result<(), Mismatch>,
    saboteur: Saboteur<Script, Trace>,
) -> Case {
    let exam = AnyExam::HalfDuplex(Exam { run, saboteur });
    Case { clause, name, criterion, devices: DEVICES, not_on_reference, exam }
}

fn frame() -> Request {
    sized(164)
}

fn sized(octets: usize) -> Request {
    Request { octets: typed(octets, octets as u64), fcs_insert: true, ..Request::default() }
}

/// The nibbles of the whole packet.
fn packet_nibbles(request: &Request) -> Vec<u8> {
    let octets = [&[0x55; 7][..], &[0xd5], &with_fcs(&request.octets)].concat();
    octets.iter().flat_map(|octet| [octet & 0xf, octet >> 4]).collect()
}

fn octets_of(nibbles: &[u8]) -> Vec<u8> {
    nibbles.chunks_exact(2).map(|pair| pair[0] | pair[1] << 4).collect()
}

/// Sends one frame whose first attempt meets a collision with this nibble on the pins; gives the two attempts.
fn collide(rig: &mut dyn Rig<HalfDuplex>, check: &mut Check, nibble: usize) -> Result<Vec<Attempt>, Mismatch> {
    let medium = medium::Script { collisions: vec![Some(nibble)], ..Default::default() };
    let attempts = rig.play(&Script { frames: vec![frame()], medium, ..Default::default() }).attempts();
    check.equal(format_args!("attempts with a collision at nibble {nibble}"), attempts.len(), 2)?;
    Ok(attempts)
}

/// Sends one frame, offered early in the first of these carriers; gives the clock at which it began.
fn begin_after(
    rig: &mut dyn Rig<HalfDuplex>,
    check: &mut Check,
    foreign: Vec<std::ops::Range<usize>>,
) -> Result<usize, Mismatch> {
    let medium = medium::Script { foreign, ..Default::default() };
    let trace = rig.play(&Script { frames: vec![frame()], offer_at: vec![50], medium, ..Default::default() });
    let attempts = trace.attempts();
    check.equal(format_args!("packets"), attempts.len(), 1)?;
    let expected = Status { octets: 164, deferred: true, ..Status::default() };
    // Carrier of its own is fine even where that of others overlaps.
    check.equal(format_args!("verdict"), trace.statuses.first().copied(), Some(expected))?;
    Ok(attempts[0].start)
}

/// The gap on the medium: 96 bit times, and up to 16 more for the way through the synchroniser.
fn begins_after(check: &mut Check, start: usize, carrier_end: usize) -> Result<(), Mismatch> {
    let gap = (start as i64 - carrier_end as i64) * 4;
    check.holds(format_args!("bit times from carrier to packet"), (96..=112).contains(&gap), gap, "96 to 112")
}

fn deference(rig: &mut dyn Rig<HalfDuplex>, check: &mut Check) -> Result<(), Mismatch> {
    for end in [CARRIER_END, CARRIER_END + 1, 2000] {
        let start = begin_after(rig, check, vec![10..end])?;
        begins_after(check, start, end)?;
    }
    Ok(())
}

fn gap_after_own_packet(rig: &mut dyn Rig<HalfDuplex>, check: &mut Check) -> Result<(), Mismatch> {
    let end = 16 + 2 * 164;
    for offset in [4, 6, 8, 10] {
        // The first packet begins with the first clock that can be; find out which that is.
        let alone = rig.play(&Script { frames: vec![frame(); 2], ..Default::default() }).attempts();
        check.equal(format_args!("packets"), alone.len(), 2)?;
        let end = alone[0].start + end;
        let medium = medium::Script { foreign: vec![end + offset..end + offset + 4], ..Default::default() };
        let attempts = rig.play(&Script { frames: vec![frame(); 2], medium, ..Default::default() }).attempts();
        check.equal(format_args!("packets"), attempts.len(), 2)?;
        let gap = (attempts[1].start - attempts[0].end) * 4;
        check.holds(
            format_args!("gap with carrier {offset} clocks into it"),
            (96..=112).contains(&gap),
            gap,
            "96 to 112",
        )?;
    }
    Ok(())
}

fn retries(rig: &mut dyn Rig<HalfDuplex>, check: &mut Check) -> Result<(), Mismatch> {
    for (octets, collisions) in [(164, vec![20]), (70, vec![3, 60]), (1518, vec![124, 124, 13]), (64, vec![124])] {
        let request = sized(octets);
        let met = collisions.iter().map(|&nibble| Some(nibble)).collect();
        let medium = medium::Script { collisions: met, ..Default::default() };
        let trace = rig.play(&Script { frames: vec![request.clone()], medium, ..Default::default() });
        let attempts = trace.attempts();
        check.equal(format_args!("attempts for {octets} octets"), attempts.len(), collisions.len() + 1)?;
        let last = attempts.last().map(|attempt| &attempt.nibbles);
        check.equal(format_args!("last attempt of {octets} octets"), last, Some(&packet_nibbles(&request)))?;
        // The wait for the gap before a retry may count as deferral or not: 30.3.1.1.9 is of first attempts.
        let verdicts: Vec<_> =
            trace.statuses.iter().map(|status| (status.verdict, status.octets, status.collisions)).collect();
        let expected = vec![(0, octets as u16, collisions.len() as u8)];
        check.equal(format_args!("verdict, octets, collisions"), verdicts, expected)?;
    }
    Ok(())
}

fn backoff_delays(rig: &mut dyn Rig<HalfDuplex>, check: &mut Check) -> Result<(), Mismatch> {
    let random: Vec<u16> = vec![0x3fe, 0x3fd, 0x3fa, 0x3f3, 0x3e9, 0x3c5, 0x383, 0x307, 0x203, 5, 0, 9, 1, 2, 3];
    let medium = medium::Script { collisions: vec![Some(20); 15], ..Default::default() };
    let trace = rig.play(&Script { frames: vec![frame()], medium, random: random.clone(), ..Default::default() });
    let attempts = trace.attempts();
    check.equal(format_args!("attempts"), attempts.len(), 16)?;
    for (index, pair) in attempts.windows(2).enumerate() {
        let collision = index + 1;
        let slots = usize::from(random[index]) % (1 << collision.min(10));
        let bits = (pair[1].start - pair[0].end) * 4;
        // Nothing begins before the gap is over, whatever the delay.
        let least = (slots * 512).max(96);
        let what = format_args!("bit times after collision {collision}, {slots} slots");
        check.holds(what, (least..=least + 16).contains(&bits), bits, &format!("{least} to {}", least + 16))?;
    }
    Ok(())
}

fn attempt_limit(rig: &mut dyn Rig<HalfDuplex>, check: &mut Check) -> Result<(), Mismatch> {
    for collisions in [15, 16] {
        let medium = medium::Script { collisions: vec![Some(20); collisions], ..Default::default() };
        let trace = rig.play(&Script { frames: vec![frame(), sized(100)], medium, ..Default::default() });
        let attempts = trace.attempts();
        check.equal(format_args!("attempts for two frames, {collisions} collisions"), attempts.len(), 17)?;
        let last = &attempts[16].nibbles;
        check.equal(format_args!("the next frame"), last, &packet_nibbles(&sized(100)))?;
        let verdicts: Vec<_> = trace.statuses.iter().map(|status| (status.verdict, status.collisions)).collect();
        let expected = if collisions == 15 { vec![(0, 15), (0, 0)] } else { vec![(4, 16), (0, 0)] };
        check.equal(format_args!("verdicts and collisions"), verdicts, expected)?;
    }
    Ok(())
}

fn slot_boundary(rig: &mut dyn Rig<HalfDuplex>, check: &mut Check) -> Result<(), Mismatch> {
    // The nibbles sent before the jam: 127, 128 are within the slot time, 129 are not.
    for (sent, late) in [(127, false), (128, false), (129, true)] {
        let medium = medium::Script { collisions: vec![Some(sent - COLLISION_LATENCY_NIBBLES)], ..Default::default() };
        let trace = rig.play(&Script { frames: vec![frame()], medium, ..Default::default() });
        let attempts = trace.attempts();
        let first = attempts.first().map(|attempt| attempt.nibbles.len());
        check.equal(format_args!("nibbles of the first attempt"), first, Some(sent + 8))?;
        check.equal(
            format_args!("attempts, collision after {sent} nibbles"),
            attempts.len(),
            if late { 1 } else { 2 },
        )?;
        let verdict = trace.statuses.first().map(|status| (status.verdict, status.collisions));
        let expected = if late { (3, 1) } else { (0, 1) };
        check.equal(format_args!("verdict, collision after {sent} nibbles"), verdict, Some(expected))?;
    }
    Ok(())
}

fn late_collisions(rig: &mut dyn Rig<HalfDuplex>, check: &mut Check) -> Result<(), Mismatch> {
    let whole = packet_nibbles(&frame()).len();
    for nibble in [126, 127, 150, 300, whole - COLLISION_LATENCY_NIBBLES - 1] {
        let medium = medium::Script { collisions: vec![Some(nibble)], ..Default::default() };
        let trace = rig.play(&Script { frames: vec![frame(), sized(100)], medium, ..Default::default() });
        let attempts = trace.attempts();
        check.equal(format_args!("attempts for two frames"), attempts.len(), 2)?;
        let jammed = nibble + COLLISION_LATENCY_NIBBLES + 8;
        check.equal(format_args!("nibbles of the first"), attempts[0].nibbles.len(), jammed)?;
        check.equal(format_args!("the second"), &attempts[1].nibbles, &packet_nibbles(&sized(100)))?;
        let verdicts: Vec<_> = trace.statuses.iter().map(|status| (status.verdict, status.collisions)).collect();
        check.equal(format_args!("verdicts and collisions"), verdicts, vec![(3, 1), (0, 0)])?;
    }
    Ok(())
}

fn excessive_deferral(rig: &mut dyn Rig<HalfDuplex>, check: &mut Check) -> Result<(), Mismatch> {
    for (wait_clocks, excessive) in [(6071, false), (6072, true), (7000, true)] {
        // Offered at clock 50, and begun 26 clocks after the carrier: the wait is what lies between.
        let medium = medium::Script { foreign: vec![10..wait_clocks + 50 - 26], ..Default::default() };
        let trace = rig.play(&Script { frames: vec![frame()], offer_at: vec![50], medium, ..Default::default() });
        let attempts = trace.attempts();
        check.equal(format_args!("packets"), attempts.len(), 1)?;
        check.equal(format_args!("clocks waited"), attempts[0].start - 50, wait_clocks)?;
        let expected = Status { octets: 164, deferred: true, excessive_deferral: excessive, ..Status::default() };
        check.equal(format_args!("verdict after {wait_clocks} clocks"), trace.statuses, vec![expected])?;
    }
    Ok(())
}

fn carrier_sense(rig: &mut dyn Rig<HalfDuplex>, check: &mut Check) -> Result<(), Mismatch> {
    for (own_carrier, error) in
        [(OwnCarrier::Follows, false), (OwnCarrier::Absent, true), (OwnCarrier::LostAt(60), true)]
    {
        let medium = medium::Script { own_carrier, ..Default::default() };
        let trace = rig.play(&Script { frames: vec![frame()], medium, ..Default::default() });
        let attempts = trace.attempts();
        check.equal(format_args!("packets"), attempts.len(), 1)?;
        check.equal(format_args!("packet"), &attempts[0].nibbles, &packet_nibbles(&frame()))?;
        let expected = Status { octets: 164, carrier_sense_error: error, ..Status::default() };
        check.equal(format_args!("verdict, carrier {own_carrier:?}"), trace.statuses, vec![expected])?;
    }
    Ok(())
}

// Saboteurs.

/// Takes nibbles out of the first attempt.
fn remove_nibbles(trace: &mut Trace, nibble: usize, count: usize) {
    let start = trace.attempts()[0].start;
    trace.symbols.drain(start + nibble..start + nibble + count);
}

/// Makes the jam the FCS of what was sent before it.
fn jam_with_fcs(trace: &mut Trace) {
    let attempt = trace.attempts()[0].clone();
    let jam = attempt.nibbles.len() - 8;
    let fcs = fcs(&octets_of(&attempt.nibbles[16..jam]));
    let nibbles = fcs.iter().flat_map(|octet| [octet & 0xf, octet >> 4]);
    for (symbol, nibble) in trace.symbols[attempt.start + jam..].iter_mut().zip(nibbles) {
        symbol.data = nibble;
    }
}
