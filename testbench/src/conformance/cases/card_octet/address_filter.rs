// SPDX-License-Identifier: MIT OR Apache-2.0
//! Which destination addresses the card takes.

use super::same;
use crate::conformance::frames::{fcs, noise};
use crate::conformance::rigs::address_filter::{AddressFilter, Entry, Settings, Told};
use crate::conformance::rigs::frame_path::{Came, Offer, Script, Strobe, Trace};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const OWN: [u8; 6] = [0x02, 0x12, 0x34, 0x56, 0x78, 0x9a];
pub(super) const OTHER: [u8; 6] = [0x02, 0x0f, 0x1e, 0x2d, 0x3c, 0x4b];
pub(super) const GROUP: [u8; 6] = [0x01, 0x00, 0x5e, 0x00, 0x00, 0x01];
pub(super) const BROADCAST: [u8; 6] = [0xff; 6];
/// The shortest frame that meets all of the filter.
pub(super) const LEAST_OCTETS: usize = 24;

pub(super) const CASES: &[Case] = &[
    Case {
        not_on_reference: None,
        ..case(
            "nic-address_filter-own",
            "address_filter/own",
            "For each of three own addresses, with all else off: frames to it are taken, frames to each of the 48 \
            that differ in one bit, right behind them, are dropped and counted, once each.",
            own_address,
            |trace| {
                let near =
                    |frame: &&mut Came<AddressFilter>| frame.octets[..5] == OWN[..5] && frame.octets[5] == OWN[5] ^ 1;
                trace.frames.iter_mut().filter(near).for_each(|frame| frame.told = Told::default());
            },
        )
    },
    Case {
        not_on_reference: None,
        ..case(
            "nic-address_filter-exact",
            "address_filter/exact",
            "Of 16 addresses that are written as valid into one entry after the other, made invalid again, written \
            again and overwritten by others, just those that are valid in the table are taken, after each write.",
            exact_addresses,
            |trace| {
                let last = |frame: &&mut Came<AddressFilter>| frame.octets[..6] == entry_address(15);
                let told = Told { drop: true, filtered: true, ..Told::default() };
                trace.frames.iter_mut().filter(last).for_each(|frame| frame.told = told.clone());
            },
        )
    },
    Case {
        not_on_reference: None,
        ..case(
            "nic-address_filter-broadcast",
            "address_filter/broadcast",
            "The broadcast address is taken with its setting and a hash of 0, dropped without it and a hash of all \
            ones; with all bits but one, which make no broadcast address, the setting does not help.",
            broadcast_address,
            |trace| {
                let broadcast = |frame: &&mut Came<AddressFilter>| frame.octets[..6] == BROADCAST;
                trace.frames.iter_mut().filter(broadcast).for_each(|frame| frame.told = Told::default());
            },
        )
    },
    Case {
        not_on_reference: None,
        ..case(
            "nic-address_filter-hash",
            "address_filter/hash",
            "For each n of 0 to 63: a group address whose CRC-32 has n in its upper six bits, by the crc crate, is \
            taken with bit n of the hash alone and dropped with all others; an address of one station is dropped \
            with all. 01:00:5e:00:00:01 has 31, 33:33:00:00:00:01 62, 01:80:c2:00:00:0e 33.",
            hashed_addresses,
            |trace| {
                let mirrored = |n: u32| n.reverse_bits() >> 26;
                let wrong = |frame: &&mut Came<AddressFilter>| {
                    let n = frame.octets.first_chunk().map_or(0, |address| hash(*address));
                    n != mirrored(n)
                };
                for frame in trace.frames.iter_mut().filter(wrong).filter(|frame| frame.octets[0] & 1 != 0) {
                    (frame.told.drop, frame.told.filtered) = (!frame.told.drop, !frame.told.filtered);
                }
            },
        )
    },
    Case {
        not_on_reference: None,
        ..case(
            "nic-address_filter-promiscuous",
            "address_filter/promiscuous",
            "With the setting and all else off, frames to other stations, groups and all stations are taken, and \
            nothing is counted; without it all of them are dropped.",
            any_address,
            |trace| {
                let group = |frame: &&mut Came<AddressFilter>| frame.octets[0] & 1 != 0;
                trace.frames.iter_mut().filter(group).for_each(|frame| frame.told.drop = true);
            },
        )
    },
];

/// A case that the reference cannot be asked.
pub(super) const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<AddressFilter>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace<AddressFilter>),
) -> Case {
    let exam = AnyExam::AddressFilter(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    let not_on_reference = Some("the reference is given whole addresses, one at a time, and no octets");
    Case { clause, name, criterion, devices: &["address_filter"], not_on_reference, exam }
}

pub(super) fn enabled() -> Settings {
    Settings { enable: true, address: OWN, ..Settings::default() }
}

/// A frame of so many octets, cut where that is less than an address.
pub(super) fn to(address: [u8; 6], octets: usize, settings: &Settings) -> Offer<AddressFilter> {
    let data = noise(octets as u64 + u64::from(address[5]));
    Offer::of(address.into_iter().chain(data).take(octets).collect(), settings)
}

pub(super) fn due(offer: &Offer<AddressFilter>, drop: bool, filtered: bool) -> Came<AddressFilter> {
    Came { octets: offer.octets.clone(), told: Told { bad: offer.marks.bad, drop, filtered } }
}

/// Offers the frames; of each is said whether it is taken, else it is dropped and counted.
pub(super) fn judged(
    rig: &mut dyn Rig<AddressFilter>,
    check: &mut Check,
    what: &str,
    frames: Vec<(Offer<AddressFilter>, bool)>,
) -> Result<(), Mismatch> {
    let expected: Vec<_> = frames.iter().map(|(offer, taken)| due(offer, !taken, !taken)).collect();
    let counted = frames.iter().filter(|(_, taken)| !taken).count();
    let trace = rig.play(&Script::of(frames.into_iter().map(|(offer, _)| offer).collect()));
    same(check, what, &trace, &expected)?;
    check.equal(format_args!("{what}: frames counted as filtered"), trace.strobes, vec![Strobe::Filtered; counted])
}

fn own_address(rig: &mut dyn Rig<AddressFilter>, check: &mut Check) -> Result<(), Mismatch> {
    for own in [OWN, [0xfc, 0xed, 0xcb, 0xa9, 0x87, 0x65], [0x00, 0xff, 0x00, 0xff, 0x00, 0xff]] {
        let settings = Settings { address: own, ..enabled() };
        let mut frames = Vec::new();
        for bit in 0..48 {
            let mut near = own;
            near[bit / 8] ^= 1 << (bit % 8);
            let mut bad = to(own, LEAST_OCTETS, &settings);
            bad.marks.bad = bit % 3 == 0;
            frames.extend([(bad, true), (to(near, LEAST_OCTETS + bit, &settings), false)]);
        }
        judged(rig, check, "own address and its neighbours", frames)?;
    }
    Ok(())
}

/// The address that is written into an entry; those of odd entries are groups.
fn entry_address(index: u8) -> [u8; 6] {
    [index & 1, 0x80 | index, 0x11, 0x22, 0x33, 0x44 ^ index << 2]
}

/// Another one for the same entry.
fn other_address(index: u8) -> [u8; 6] {
    let mut address = entry_address(index);
    address[2] = 0x91;
    address
}

fn exact_addresses(rig: &mut dyn Rig<AddressFilter>, check: &mut Check) -> Result<(), Mismatch> {
    // What each entry is to be, in rounds; an entry that is made invalid holds its address still.
    type Round = (fn(u8) -> [u8; 6], bool);
    let rounds: [Round; 5] = [
        (entry_address, true),
        (entry_address, false),
        (other_address, true),
        (entry_address, true),
        (entry_address, false),
    ];
    let mut table = [None; 16];
    let mut frames = Vec::new();
    for (address, valid) in rounds {
        for index in 0..16 {
            // Not in order, so that a write that hits a neighbour is seen before that is written, too.
            let index = index * 7 % 16;
            let entry = Entry { index, address: address(index), valid };
            table[usize::from(index)] = valid.then_some(entry.address);
            let settings = Settings { write: Some(entry), ..enabled() };
            let mut written = to(OTHER, LEAST_OCTETS, &settings);
            written.gap_clocks = 3;
            frames.push((written, false));
            for seen in 0..16 {
                for address in [entry_address(seen), other_address(seen)] {
                    let offer = to(address, LEAST_OCTETS, &enabled());
                    frames.push((offer, table.contains(&Some(address))));
                }
            }
        }
    }
    judged(rig, check, "table", frames)
}

fn broadcast_address(rig: &mut dyn Rig<AddressFilter>, check: &mut Check) -> Result<(), Mismatch> {
    let on = Settings { broadcast: true, ..enabled() };
    let hashed = Settings { hash: u64::MAX, ..enabled() };
    let mut frames = vec![(to(BROADCAST, 60, &on), true), (to(BROADCAST, 60, &hashed), false)];
    frames.extend([(to(BROADCAST, 60, &enabled()), false), (to(BROADCAST, LEAST_OCTETS, &on), true)]);
    for bit in 0..48 {
        let mut near = BROADCAST;
        near[bit / 8] ^= 1 << (bit % 8);
        frames.push((to(near, LEAST_OCTETS, &on), false));
        frames.push((to(near, LEAST_OCTETS, &hashed), near[0] & 1 != 0));
    }
    judged(rig, check, "broadcast", frames)
}

/// The upper six bits of the CRC-32 of an address: the first six bits of its FCS on the wire, inverted.
fn hash(address: [u8; 6]) -> u32 {
    let first = !fcs(&address)[0];
    (0..6).fold(0, |hash, bit| hash << 1 | u32::from(first >> bit & 1))
}

/// An address with this hash that begins with this octet.
fn with_hash(first: u8, n: u32) -> [u8; 6] {
    let mut addresses = (0..=u16::MAX).map(|tail| [first, 0, 0x5e, 0x7f, (tail >> 8) as u8, tail as u8]);
    // Succeeds: each hash has a thousand of the addresses.
    addresses.find(|address| hash(*address) == n).expect("an address for each hash")
}

fn hashed_addresses(rig: &mut dyn Rig<AddressFilter>, check: &mut Check) -> Result<(), Mismatch> {
    let mut frames = Vec::new();
    let mut add = |address: [u8; 6], n: u32| {
        let station = Settings { hash: u64::MAX, ..enabled() };
        frames.push((to(address, LEAST_OCTETS, &Settings { hash: 1 << n, ..enabled() }), true));
        frames.push((to(address, LEAST_OCTETS, &Settings { hash: !(1 << n), ..enabled() }), false));
        frames.push((to(with_hash(0x02, n), LEAST_OCTETS, &station), false));
    };
    add(GROUP, 31);
    add([0x33, 0x33, 0, 0, 0, 1], 62);
    add([0x01, 0x80, 0xc2, 0, 0, 0x0e], 33);
    for n in 0..64 {
        add(with_hash(0x01, n), n);
        add(with_hash(0xff, n), n);
    }
    judged(rig, check, "hash", frames)
}

fn any_address(rig: &mut dyn Rig<AddressFilter>, check: &mut Check) -> Result<(), Mismatch> {
    let addresses = [OTHER, GROUP, BROADCAST, [0; 6], [0x33, 0x33, 0, 0, 0, 1], [0xfe; 6]];
    for promiscuous in [true, false] {
        let settings = Settings { promiscuous, ..enabled() };
        let frames =
            [60, LEAST_OCTETS, 1514].iter().flat_map(|&octets| addresses.map(|address| to(address, octets, &settings)));
        judged(rig, check, "any address", frames.map(|offer| (offer, promiscuous)).collect())?;
    }
    Ok(())
}
