// SPDX-License-Identifier: MIT OR Apache-2.0
//! The host side of the card: bus, rings, engines, control, and the whole card (docs/card.md).

mod card;
mod completion_ring;
mod dma_read;
mod dma_write;
mod interrupts;
mod loopback;
mod nic_registers;
mod nic_registers_reset;
mod read_arbiter;
mod ring_fetch;
mod rx_engine;
mod rx_engine_faults;
mod tx_engine;
mod tx_engine_faults;
mod write_arbiter;

use crate::conformance::Case;
use crate::conformance::rigs::card_bus;

/// Why none of them is asked of the untimed reference.
const UNTIMED: Option<&str> = Some(card_bus::UNTIMED);

/// The cases in the order in which reports list them.
pub(super) const GROUPS: [&[Case]; 22] = [
    dma_read::CASES,
    dma_write::CASES,
    read_arbiter::CASES,
    write_arbiter::CASES,
    ring_fetch::CASES,
    completion_ring::CASES,
    tx_engine::CASES,
    tx_engine_faults::CASES,
    rx_engine::CASES,
    rx_engine_faults::CASES,
    interrupts::CASES,
    nic_registers::CASES,
    nic_registers_reset::CASES,
    loopback::CASES,
    card::GROUPS[0],
    card::GROUPS[1],
    card::GROUPS[2],
    card::GROUPS[3],
    card::GROUPS[4],
    card::GROUPS[5],
    card::GROUPS[6],
    card::GROUPS[7],
];

/// Whether a burst breaks a rule of AXI4 or of the card: 16 beats of 8 octets at the most, at a multiple of 8, never
/// across a multiple of 4096 octets (ARM IHI 0022, A3.4.1).
fn is_sound(address: u64, beats: usize) -> bool {
    let last = address.wrapping_add(8 * beats as u64 - 1);
    address.is_multiple_of(8) && (1..=16).contains(&beats) && address / 4096 == last / 4096
}
