// SPDX-License-Identifier: MIT OR Apache-2.0
//! The address filter and frames as a whole: settings that change within one, frames that are too short.

use super::address_filter::{BROADCAST, GROUP, LEAST_OCTETS, OTHER, OWN, case, due, enabled, judged, to};
use super::same;
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::address_filter::{AddressFilter, Entry, Settings, Told};
use crate::conformance::rigs::frame_path::{Came, Offer, Script, Strobe};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-address_filter-enable",
        "address_filter/enable",
        "Frames in which the setting falls at any later octet are taken or counted as if it had not; those in which \
        it rises at any later octet, and those without it, are dropped and not counted.",
        enabled_frames,
        |trace| {
            // As if the setting were looked at beside the last octet: taken becomes dropped, and the other way round.
            trace.frames.iter_mut().for_each(|frame| frame.told.drop = !frame.told.drop);
        },
    ),
    case(
        "nic-address_filter-runt",
        "address_filter/runt",
        "Frames of 1 to 5 octets right behind one that was taken are dropped and counted with everything on; the \
        whole frames behind them, and those behind frames of 6 to 40 octets to an address of the table, are judged \
        by their own address.",
        runts,
        |trace| {
            let runt = |frame: &&mut Came<AddressFilter>| frame.octets.len() < 6;
            trace.frames.iter_mut().filter(runt).for_each(|frame| frame.told.drop = false);
        },
    ),
];

fn enabled_frames(rig: &mut dyn Rig<AddressFilter>, check: &mut Check) -> Result<(), Mismatch> {
    let off = Settings { enable: false, ..enabled() };
    let (mut frames, mut expected) = (Vec::new(), Vec::new());
    for octet in 1..60 {
        for (address, wanted) in [(OWN, true), (OTHER, false)] {
            let falling = Offer { later: Some((octet, off.clone())), ..to(address, 60, &enabled()) };
            expected.push(due(&falling, !wanted, !wanted));
            let rising = Offer { later: Some((octet, enabled())), ..to(address, 60, &off) };
            expected.push(due(&rising, true, false));
            let without = to(address, LEAST_OCTETS + octet, &off);
            expected.push(due(&without, true, false));
            frames.extend([falling, rising, without]);
        }
    }
    let counted = expected.iter().filter(|frame| frame.told.filtered).count();
    let trace = rig.play(&Script::of(frames));
    same(check, "enable", &trace, &expected)?;
    check.equal(format_args!("frames counted as filtered"), trace.strobes, vec![Strobe::Filtered; counted])
}

fn runts(rig: &mut dyn Rig<AddressFilter>, check: &mut Check) -> Result<(), Mismatch> {
    let all = Settings { promiscuous: true, broadcast: true, hash: u64::MAX, ..enabled() };
    let mut frames = Vec::new();
    for octets in 1..6 {
        for address in [OWN, BROADCAST, GROUP] {
            frames.extend([(to(OWN, 60, &all), true), (to(address, octets, &all), false)]);
            frames.extend([(to(OWN, octets, &enabled()), false), (to(OWN, 60, &enabled()), true)]);
            frames.extend([(to(OWN, octets, &all), false), (to(OTHER, 60, &enabled()), false)]);
        }
    }
    judged(rig, check, "runts", frames)?;

    // Behind a frame that ends while the table is searched. Whether that one is taken is a matter of its length.
    let mut frames = Vec::new();
    for index in 0..16 {
        let settings = Settings { write: Some(Entry { index, address: GROUP, valid: true }), ..enabled() };
        frames.push(Offer { gap_clocks: 2, ..to(OTHER, 60, &settings) });
        let pairs = (6..40).flat_map(|octets| [to(GROUP, octets, &enabled()), to(OTHER, LEAST_OCTETS, &enabled())]);
        frames.extend(pairs);
        let settings = Settings { write: Some(Entry { index, address: GROUP, valid: false }), ..enabled() };
        frames.push(Offer { gap_clocks: 2, ..to(OTHER, 60, &settings) });
    }
    let count = frames.len();
    let trace = rig.play(&Script::of(frames));
    check.equal(format_args!("frames behind others"), trace.frames.len(), count)?;
    for (index, frame) in trace.frames.iter().enumerate().filter(|(_, frame)| frame.octets[..6] == OTHER) {
        let told = Told { drop: true, filtered: true, bad: false };
        check.equal(format_args!("verdict on frame {index}, to somebody else"), &frame.told, &told)?;
    }
    Ok(())
}
