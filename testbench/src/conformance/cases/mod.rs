// SPDX-License-Identifier: MIT OR Apache-2.0
//! The cases, one file for each kind of device.

mod backoff;
mod control;
mod counters;
mod crc;
mod fifo;
mod half_duplex;
mod mac;
mod pause;
mod receive;
mod receive_errors;
mod transmit;

use super::Case;
use std::sync::OnceLock;

/// All cases, in the order in which reports list them.
pub fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| {
        let groups = [
            crc::cases(),
            transmit::cases(),
            half_duplex::cases(),
            backoff::cases(),
            receive::cases(),
            receive_errors::cases(),
            control::cases(),
            fifo::cases(),
            mac::cases(),
            pause::cases(),
            counters::cases(),
        ];
        groups.into_iter().flatten().collect()
    })
}
