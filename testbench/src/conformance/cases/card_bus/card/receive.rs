// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a whole card does with received frames.

use super::driver::{
    CHECKSUM, Completion, Driver, PATIENCE, PROMISCUOUS, RX_BUFFERS, RX_COMPLETIONS, RX_ENABLE, VLAN_STRIP,
    completions, incoming,
};
use super::{case, played};
use crate::card::SparseMemory;
use crate::conformance::frames::{noise, with_fcs};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::card_bus::card::{Bus, BusEvent, Card, Condition, Step};
use crate::conformance::rigs::wire::Carrier;
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-rx_engine-scatter",
        "card/scatter",
        "Frames of 60 and 1514 octets into buffers of 1, 7, no, 64 and 2048 octets, at every alignment 0 to 63, lie in \
                their buffers one after the other, and no octet beside them is written.",
        scatter,
        |trace| trace.memory.put(RX_BUFFERS - 1, &[0x77]),
    ),
    case(
        "nic-rx_engine-next-descriptor",
        "card/next_descriptor",
        "Of frames of 63, 64, 65, 127, 128 and 129 octets into buffers of 64, each begins with the descriptor after \
         the last one of the frame before, which its completion names.",
        next_descriptor,
        |trace| trace.memory.put(RX_COMPLETIONS + 4, &[9]),
    ),
    case(
        "nic-rx_engine-truncated",
        "card/truncated",
        "A frame of 60 octets into rings of 8 buffers of 1, of no, and of 59 octets in all is cut and says so; with \
         60 and 61 it is not; the frame behind it is right.",
        truncated,
        |trace| trace.memory.put(RX_COMPLETIONS + 6, &[0]),
    ),
    case(
        "nic-rx_engine-waits",
        "card/waits",
        "Six frames without a descriptor for 10,000 clocks, and then one descriptor every 2000, are all delivered.",
        waits,
        |trace| trace.memory.put(RX_COMPLETIONS, &[0; 8]),
    ),
    case(
        "nic-rx_engine-completion-after-response",
        "card/completion_after_response",
        "With responses held back for 10,000 clocks the octets of three frames are written, and no completion; \
         afterwards all three.",
        completion_after_response,
        |trace| {
            let mark = trace.marks[0].bus;
            trace.bus.insert(mark, (0, BusEvent::Write(RX_COMPLETIONS, 1)));
        },
    ),
    case(
        "nic-rx_engine-verdict",
        "card/verdict",
        "Frames with every combination of a bad FCS, a tag, and no, a right and a wrong checksum of IPv4 and UDP say \
         so in their own completion.",
        verdict,
        |trace| trace.memory.put(RX_COMPLETIONS + 8 * 9 + 6, &[0]),
    ),
];

/// Where frames lie in these buffers, and their completions, with nothing cut.
fn laid(frames: &[Vec<u8>], buffers: &[(u64, usize)]) -> (Vec<(u64, Vec<u8>)>, Vec<Completion>) {
    let (mut places, mut done, mut next) = (vec![], vec![], 0);
    for frame in frames {
        let mut rest = &frame[..];
        while !rest.is_empty() {
            let (address, length) = buffers[next];
            let (here, after) = rest.split_at(rest.len().min(length));
            places.push((address, here.to_vec()));
            (rest, next) = (after, next + 1);
        }
        done.push(Completion { length: frame.len() as u16, vlan_tci: 0, next: next as u16, status: 0, phase: true });
    }
    (places, done)
}

/// Receives frames into buffers, and looks at both, and at what is around them.
fn delivered(
    rig: &mut dyn Rig<Card>,
    check: &mut Check,
    frames: &[Vec<u8>],
    buffers: &[(u64, usize)],
) -> Result<(), Mismatch> {
    let mut driver = Driver::new(10, RX_ENABLE | PROMISCUOUS);
    driver.provide(buffers.iter().copied());
    driver.receive(frames, rig.bits_per_clock());
    driver.until_received();
    driver.quiet(500);
    let trace = played(rig, check, &driver.script())?;
    let (places, expected) = laid(frames, buffers);
    let count = frames.len() as u64;
    check.equal(format_args!("completions"), completions(&trace, RX_COMPLETIONS, 1024, 0, count), expected)?;
    for (address, octets) in &places {
        let end = address + octets.len() as u64;
        check.equal(format_args!("octets at {address:#x}"), &trace.memory.octets(*address, octets.len()), octets)?;
        for at in (address - 16..*address).chain(end..end + 16) {
            check.equal(
                format_args!("octet at {at:#x}, beside a buffer"),
                trace.memory.octet(at),
                SparseMemory::untouched(at),
            )?;
        }
    }
    Ok(())
}

fn scatter(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let lengths = [1, 7, 0, 64, 1, 0, 0, 2048, 60, 59, 1, 1514, 1513];
    let place = |number: u64| {
        let alignment = number % 64;
        (RX_BUFFERS + 8192 * number + alignment, lengths[number as usize % lengths.len()])
    };
    let buffers: Vec<_> = (0..400).map(place).collect();
    let frames: Vec<_> = (0..70).map(|number| incoming(if number % 12 == 5 { 1514 } else { 60 }, number)).collect();
    delivered(rig, check, &frames, &buffers)
}

fn next_descriptor(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let buffers: Vec<_> = (0..200).map(|number| (RX_BUFFERS + 333 * number, 64)).collect();
    let sizes = [63, 64, 65, 127, 128, 129, 64, 64, 65, 63];
    let frames: Vec<_> = (0..30).map(|number| incoming(sizes[number % 10], number as u64)).collect();
    delivered(rig, check, &frames, &buffers)
}

fn truncated(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    for lengths in [[1; 8], [0; 8], [52, 1, 1, 1, 1, 1, 1, 1], [30, 30, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 58]] {
        let sum: usize = lengths.iter().sum();
        let frames = [incoming(60, 1), incoming(77, 2)];
        let mut driver = Driver::new(3, RX_ENABLE | PROMISCUOUS);
        driver.provide((0..).map(|number| RX_BUFFERS + 128 * number).zip(lengths));
        driver.receive(&frames, rig.bits_per_clock());
        driver.rx_frames = 1;
        driver.until_received();
        driver.steps.push(Step::Mark);
        let used = lengths
            .iter()
            .scan(0, |sum, length| {
                *sum += length;
                Some(*sum)
            })
            .position(|sum| sum >= 60);
        let used = used.map_or(8, |place| place + 1);
        // Those that are left of the first ring are used by the second frame.
        let left: usize = lengths[used..].iter().sum();
        driver.provide((0..used as u64).map(|number| (RX_BUFFERS + 0x1000 * (number + 1), 2048)));
        driver.rx_frames = 2;
        driver.until_received();
        driver.quiet(500);
        let trace = played(rig, check, &driver.script())?;
        let done = completions(&trace, RX_COMPLETIONS, 8, 0, 2);
        let cut = u16::from(sum < 60) << 1;
        let first = Completion { length: sum.min(60) as u16, vlan_tci: 0, next: used as u16, status: cut, phase: true };
        let second = Completion { length: 77, vlan_tci: 0, next: 9, status: 0, phase: true };
        check.equal(format_args!("completions with {sum} octets in the ring"), done, vec![first, second])?;
        let octets = trace.memory.octets(RX_BUFFERS + 0x1000, 77 - left);
        check.equal(format_args!("the frame behind it"), &octets[..], &frames[1][left..])?;
    }
    Ok(())
}

fn waits(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let frames: Vec<_> = (0..6).map(|number| incoming(60 + 100 * number as usize, number)).collect();
    let mut driver = Driver::new(3, RX_ENABLE | PROMISCUOUS);
    driver.receive(&frames, rig.bits_per_clock());
    driver.wait(10_000);
    for number in 0..6 {
        driver.provide([(RX_BUFFERS + 2048 * number, 2048)]);
        driver.wait(2000);
    }
    driver.until_received();
    driver.quiet(500);
    let trace = played(rig, check, &driver.script())?;
    for (number, frame) in (0..).zip(&frames) {
        let octets = trace.memory.octets(RX_BUFFERS + 2048 * number, frame.len());
        check.equal(format_args!("octets of frame {number}"), &octets, frame)?;
    }
    let lengths: Vec<_> =
        completions(&trace, RX_COMPLETIONS, 8, 0, 7).iter().map(|done| (done.length, done.phase)).collect();
    let expected = vec![(60, true), (160, true), (260, true), (360, true), (460, true), (560, true), (0, false)];
    check.equal(format_args!("lengths and phases"), lengths, expected)
}

fn completion_after_response(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    let frames: Vec<_> = (0..3).map(|number| incoming(200, number)).collect();
    let mut driver = Driver::new(3, RX_ENABLE | PROMISCUOUS);
    driver.provide((0..4).map(|number| (RX_BUFFERS + 2048 * number, 2048)));
    driver.steps.push(Step::Bus(Bus { withholds_responses: true, ..Bus::default() }));
    driver.receive(&frames, rig.bits_per_clock());
    // Two pieces each.
    driver.steps.push(Step::Until(Condition::Bursts(0, 6), PATIENCE));
    driver.wait(10_000);
    driver.steps.push(Step::Mark);
    driver.steps.push(Step::Bus(Bus::default()));
    driver.until_received();
    driver.quiet(500);
    let trace = played(rig, check, &driver.script())?;
    let writes = |events: &[(usize, BusEvent)]| {
        let of = |(_, event): &(usize, BusEvent)| match *event {
            BusEvent::Write(address, _) => Some((RX_COMPLETIONS..RX_COMPLETIONS + 64).contains(&address)),
            _ => None,
        };
        events.iter().filter_map(of).collect::<Vec<_>>()
    };
    let early = writes(&trace.bus[..trace.marks[0].bus]);
    let early = [early, writes(&trace.bus[trace.marks[0].bus..][..1])].concat();
    check.equal(
        format_args!("writes while responses are held back, whether of a completion"),
        early,
        vec![false; 6],
    )?;
    let done = completions(&trace, RX_COMPLETIONS, 8, 0, 3);
    check.equal(format_args!("lengths"), done.iter().map(|done| done.length).collect(), vec![200; 3])
}

/// The sum of all pairs, folded.
fn sum(octets: &[u8]) -> u16 {
    let pairs = octets.chunks(2).map(|pair| u32::from(pair[0]) << 8 | pair.get(1).map_or(0, |&low| u32::from(low)));
    let sum: u32 = pairs.sum();
    let folded = (sum & 0xffff) + (sum >> 16);
    ((folded & 0xffff) + (folded >> 16)) as u16
}

/// A frame with an IPv4 packet; the protocol is UDP where `l4` is not 0. 1: right, 2: wrong; no packet with `ipv4` 0.
fn packet(seed: u64, tag: Option<u16>, ipv4: u8, l4: u8) -> Vec<u8> {
    let mut frame = incoming(14, seed);
    if let Some(tci) = tag {
        frame.splice(12..12, [[0x81, 0x00], tci.to_be_bytes()].concat());
    }
    let data: Vec<u8> = noise(seed).take(40).collect();
    if ipv4 == 0 {
        return [frame, data.clone(), data].concat();
    }
    let begin = frame.len();
    frame.splice(begin - 2.., [0x08, 0x00]);
    let mut header = vec![0x45, 0, 0, 68, 1, 2, 0, 0, 64, if l4 == 0 { 1 } else { 17 }, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
    let check = !sum(&header);
    header[10..12].copy_from_slice(&check.to_be_bytes());
    let mut udp = [vec![1, 2, 3, 4, 0, 48, 0, 0], data].concat();
    let pseudo = [&header[12..20], &[0, 17, 0, 48], &udp].concat();
    let check = !sum(&pseudo);
    udp[6..8].copy_from_slice(&check.to_be_bytes());
    header[8] ^= if ipv4 == 2 { 1 } else { 0 };
    udp[30] ^= if l4 == 2 { 1 } else { 0 };
    [frame, header, udp].concat()
}

fn verdict(rig: &mut dyn Rig<Card>, check: &mut Check) -> Result<(), Mismatch> {
    const PASS_BAD: u32 = 0x20;
    let mut frames = Vec::new();
    for (ipv4, l4) in [(0, 0), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)] {
        for (bad, tag) in [(false, None), (true, Some(0x2345)), (false, Some(0xffff)), (true, None)] {
            let seed = frames.len() as u64;
            frames.push((packet(seed, tag, ipv4, l4), bad, tag, ipv4, l4));
        }
    }
    frames.sort_by_key(|(octets, ..)| octets[5]);
    let carriers = frames.iter().map(|(octets, bad, ..)| {
        let mut octets = with_fcs(octets);
        octets[3] ^= u8::from(*bad);
        Carrier { idle_clocks: 96 / rig.bits_per_clock(), ..Carrier::of(octets) }
    });
    let mut driver = Driver::new(6, RX_ENABLE | PROMISCUOUS | PASS_BAD | CHECKSUM | VLAN_STRIP);
    driver.provide((0..40).map(|number| (RX_BUFFERS + 2048 * number, 2048)));
    driver.steps.push(Step::Receive(carriers.collect()));
    driver.rx_frames = frames.len();
    driver.until_received();
    driver.quiet(500);
    let trace = played(rig, check, &driver.script())?;
    let done = completions(&trace, RX_COMPLETIONS, 64, 0, frames.len() as u64);
    for (number, (done, (octets, bad, tag, ipv4, l4))) in done.into_iter().zip(&frames).enumerate() {
        let status = u16::from(*bad) | u16::from(tag.is_some()) << 2 | u16::from(*ipv4) << 3 | u16::from(*l4) << 5;
        let length = octets.len() as u16 - if tag.is_some() { 4 } else { 0 };
        let next = number as u16 + 1;
        let expected = Completion { length, vlan_tci: tag.unwrap_or(0), next, status, phase: true };
        check.equal(format_args!("completion {number}"), done, expected)?;
    }
    Ok(())
}
