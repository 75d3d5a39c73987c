// SPDX-License-Identifier: MIT OR Apache-2.0
//! Errors of the bus, on each kind of access: one direction stops, the other goes on.

use super::driver::{
    CAUSE, Driver, PROMISCUOUS, RX_BUFFERS, RX_COMPLETIONS, RX_DESCRIPTORS, RX_ENABLE, STATUS, TX_BUFFERS,
    TX_COMPLETIONS, TX_DESCRIPTORS, TX_ENABLE, completions, frame, incoming, octets_of, on_the_wire,
};
use super::{case, played};
use crate::conformance::rigs::Rig;
use crate::conformance::rigs::card_bus::card::{BusEvent, Card, Step, Trace};
use crate::conformance::{Case, Check, Mismatch};

pub(super) const CASES: &[Case] = &[
    case(
        "nic-ring_fetch-error",
        "card/descriptor_error",
        "SLVERR or DECERR for either word of each descriptor of a line stops its direction: no frame of this \
         descriptor or a later one is sent or delivered, nothing more is asked for, STATUS and DMA_ERROR say so.",
        |rig, check| {
            for (word, transmit) in (0..8).flat_map(|word| [(word, true), (word, false)]) {
                let ring = if transmit { TX_DESCRIPTORS } else { RX_DESCRIPTORS };
                let response = 2 + (word % 2) as u8;
                // Descriptors 4 to 7; those before the one in error may be used, two for a frame that is sent.
                let good = 4 + word as usize / 2;
                let most = if transmit { good / 2 } else { good };
                stops(rig, check, Fault { transmit, at: ring + 64 + 8 * word, response, most }, 10)?;
            }
            Ok(())
        },
        |trace| trace.answers.iter_mut().for_each(|(_, answer)| answer.data &= !4),
    ),
    case(
        "nic-completion_ring-error",
        "card/completion_error",
        "SLVERR or DECERR on the write of a completion stops its direction, and no further completion is begun; the \
         other direction completes its frames.",
        |rig, check| {
            for number in [0, 3, 7] {
                for (ring, transmit) in [(TX_COMPLETIONS, true), (RX_COMPLETIONS, false)] {
                    let fault = Fault { transmit, at: ring + 8 * number, response: 3, most: number as usize };
                    stops(rig, check, fault, 10)?;
                }
            }
            Ok(())
        },
        |trace| trace.answers.iter_mut().for_each(|(_, answer)| answer.data = 0),
    ),
    case(
        "nic-tx_engine-error",
        "card/transmit_error",
        "SLVERR for the first, a middle or the last word of the first or last buffer of a frame stops the transmit \
                direction: this frame and later ones are not sent and have no completion; 30 frames are received \
                meanwhile.",
        |rig, check| {
            for place in [0, 24, 60, 256, 272, 256 + 36] {
                let at = (TX_BUFFERS + 1024 * 4 + place) & !7;
                stops(rig, check, Fault { transmit: true, at, response: 2, most: 4 }, 30)?;
            }
            Ok(())
        },
        |trace| trace.memory.put(TX_COMPLETIONS + 8 * 4 + 7, &[0x80]),
    ),
    case(
        "nic-rx_engine-error",
        "card/receive_error",
        "SLVERR for each piece of a received frame stops the receive direction: neither it nor a later frame has a \
                completion, and nothing more is begun; 30 frames are sent and completed meanwhile.",
        |rig, check| {
            for place in [0, 56, 128, 199 & !7] {
                let at = RX_BUFFERS + 2048 * 4 + place;
                stops(rig, check, Fault { transmit: false, at, response: 2, most: 4 }, 30)?;
            }
            Ok(())
        },
        |trace| trace.memory.put(RX_COMPLETIONS + 8 * 4 + 7, &[0x80]),
    ),
    case(
        "nic-nic-directions",
        "card/directions",
        "After an error on each of the six kinds of access the other direction passes 120 frames, ten at a time.",
        |rig, check| {
            let places = [
                (true, TX_DESCRIPTORS + 64 + 64),
                (true, TX_BUFFERS + 1024 * 4),
                (true, TX_COMPLETIONS + 8 * 4),
                (false, RX_DESCRIPTORS + 64),
                (false, RX_BUFFERS + 2048 * 4),
                (false, RX_COMPLETIONS + 8 * 4),
            ];
            for (transmit, at) in places {
                stops(rig, check, Fault { transmit, at, response: 2, most: 4 }, 120)?;
            }
            Ok(())
        },
        |trace| trace.given_up.push(40),
    ),
];

/// An access that is answered with an error, and how many frames of its direction may have a completion.
#[derive(Clone, Copy)]
struct Fault {
    transmit: bool,
    at: u64,
    response: u8,
    most: usize,
}

/// The regions of memory of a direction: 2^36 octets each.
fn is_of(address: u64, transmit: bool) -> bool {
    let regions = if transmit {
        [TX_DESCRIPTORS, TX_COMPLETIONS, TX_BUFFERS]
    } else {
        [RX_DESCRIPTORS, RX_COMPLETIONS, RX_BUFFERS]
    };
    regions.iter().any(|region| (*region..region + 0x10_0000).contains(&address))
}

fn outgoing(number: u64) -> Vec<super::driver::Buffer> {
    let at = TX_BUFFERS + 1024 * (number % 12);
    frame(number, &[(at, 61), (at + 256, 37)])
}

/// The direction stops; then the other one passes so many frames, ten at a time.
fn stops(rig: &mut dyn Rig<Card>, check: &mut Check, fault: Fault, frames: u64) -> Result<(), Mismatch> {
    let mut driver = Driver::new(5, TX_ENABLE | RX_ENABLE | PROMISCUOUS);
    driver.steps.push(Step::Spoil(fault.at..fault.at + 8, fault.response));
    let first: Vec<_> = (0..10).map(outgoing).collect();
    let received: Vec<_> = (0..10).map(|number| incoming(200, number)).collect();
    let buffers = |from: u64| (from..from + 10).map(|number| (RX_BUFFERS + 2048 * (number % 32), 2048));
    driver.provide(buffers(0));
    driver.send(&first);
    driver.receive(&received, rig.bits_per_clock());
    driver.quiet(2000);
    driver.read(STATUS);
    driver.read(CAUSE);
    driver.steps.push(Step::Mark);
    for turn in 1..=frames.div_ceil(10) {
        if fault.transmit {
            driver.write(super::driver::TX_TAIL, u32::from(driver.tx_next) + 2);
            driver.provide(buffers(10 * turn));
            driver.receive(&received, rig.bits_per_clock());
            driver.until_received();
        } else {
            driver.write(super::driver::RX_TAIL, u32::from(driver.rx_next) + 2);
            driver.send(&first);
            driver.until_sent();
        }
    }
    driver.quiet(1000);
    driver.read(STATUS);
    let trace = played(rig, check, &driver.script())?;
    let reads = trace.reads();
    let stopped = if fault.transmit { 8 } else { 16 };
    for (status, what) in [(reads[0], "then"), (reads[2], "at the end")] {
        check.equal(format_args!("STOPPED, {what}, error at {:#x}", fault.at), status & 24, stopped)?;
    }
    check.equal(format_args!("DMA_ERROR, error at {:#x}", fault.at), reads[1] & 4, 4)?;
    asks_no_more(check, fault, &trace)?;
    confirmed(check, fault, &trace)?;
    let sent = first.iter().map(|frame| octets_of(frame)).collect::<Vec<_>>();
    let packets = trace.packets(0);
    if fault.transmit {
        let most = if is_completion(fault) { 10 } else { fault.most };
        check.holds(
            format_args!("frames sent"),
            packets.len() <= most,
            packets.len(),
            "none in error, none behind it",
        )?;
        return on_the_wire(check, &packets, &sent[..packets.len()]);
    }
    let all: Vec<_> = (0..=frames.div_ceil(10)).flat_map(|_| sent.clone()).collect();
    on_the_wire(check, &packets, &all)
}

fn is_completion(fault: Fault) -> bool {
    [TX_COMPLETIONS, RX_COMPLETIONS].iter().any(|ring| (*ring..ring + 256).contains(&fault.at))
}

/// Nothing of the direction is begun after it has stopped.
fn asks_no_more(check: &mut Check, fault: Fault, trace: &Trace) -> Result<(), Mismatch> {
    let late: Vec<_> = trace.bus[trace.marks[0].bus..]
        .iter()
        .filter(|(_, event)| match event {
            BusEvent::Read(address, _) | BusEvent::Write(address, _) => is_of(*address, fault.transmit),
            _ => false,
        })
        .collect();
    check.equal(format_args!("accesses of the direction after the stop, error at {:#x}", fault.at), late, vec![])
}

/// Completions of the direction: a part of them from the first on, never that of the frame in error.
fn confirmed(check: &mut Check, fault: Fault, trace: &Trace) -> Result<(), Mismatch> {
    let ring = if fault.transmit { TX_COMPLETIONS } else { RX_COMPLETIONS };
    let done = completions(trace, ring, 32, 0, 32);
    let count = done.iter().take_while(|done| done.phase).count();
    let what = format_args!("completions of the direction, error at {:#x}", fault.at);
    check.holds(what, count <= fault.most, count, "those before the frame in error at the most")?;
    let later = done[count..].iter().filter(|done| done.phase).count();
    // Of a batch some may stand in memory though it was answered with an error.
    if fault.at != ring + 8 * (count as u64) {
        check.equal(format_args!("completions behind a gap"), later, 0)?;
    }
    Ok(())
}
