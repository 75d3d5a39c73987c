// SPDX-License-Identifier: MIT OR Apache-2.0
//! The cases, one file for each kind of device.

mod backoff;
mod card_bus;
mod card_octet;
mod control;
mod counters;
mod crc;
mod fifo;
mod half_duplex;
mod mac;
mod mdio;
mod pause;
mod receive;
mod receive_errors;
mod reset;
mod rgmii;
mod transmit;
mod transmit_faults;

use super::Case;
use std::sync::LazyLock;

/// The cases in the order in which reports list them.
const GROUPS: [&[Case]; 15] = [
    crc::CASES,
    transmit::CASES,
    half_duplex::CASES,
    backoff::CASES,
    receive::CASES,
    receive_errors::CASES,
    control::RECEIVING,
    control::SENDING,
    fifo::CASES,
    mac::CASES,
    reset::CASES,
    pause::CASES,
    counters::CASES,
    mdio::CASES,
    rgmii::CASES,
];

/// All cases, in the order in which reports list them.
pub fn cases() -> &'static [&'static Case] {
    static CASES: LazyLock<Vec<&'static Case>> =
        LazyLock::new(|| GROUPS.into_iter().chain(card_octet::GROUPS).chain(card_bus::GROUPS).flatten().collect());
    &CASES
}
