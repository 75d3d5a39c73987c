// SPDX-License-Identifier: MIT OR Apache-2.0
//! The saboteurs of the transmit cases: changes of what a transmitter showed.

use crate::conformance::rigs::transmit::Trace;
use crate::conformance::rigs::wire::TxSymbol;

/// Changes bits of one octet, counted from the first of the preamble, of each packet that has it.
pub(super) fn flip(trace: &mut Trace, octet: usize, bits: u8) {
    for packet in trace.packets() {
        if octet < packet.octets.len() {
            flip_at(trace, packet.start, octet, bits);
        }
    }
}

/// The same, counted back from the end of the packet: 1 is the last octet.
pub(super) fn flip_from_end(trace: &mut Trace, back: usize, bits: u8) {
    for packet in trace.packets() {
        flip_at(trace, packet.start, packet.octets.len() - back, bits);
    }
}

fn flip_at(trace: &mut Trace, start: usize, octet: usize, bits: u8) {
    let width = trace.bits_per_clock;
    for part in 0..8 / width {
        trace.symbols[start + octet * 8 / width + part].data ^= bits >> (part * width) & (0xff >> (8 - width)) as u8;
    }
}

pub(super) fn reverse_fcs(trace: &mut Trace) {
    for packet in trace.packets() {
        let count = packet.octets.len();
        for back in 1..=4 {
            let bits = packet.octets[count - back] ^ packet.octets[count - (5 - back)];
            flip_at(trace, packet.start, count - back, bits);
        }
    }
}

/// Takes one octet out of each packet that has it.
pub(super) fn remove_octet(trace: &mut Trace, octet: usize) {
    let clocks = 8 / trace.bits_per_clock;
    for packet in trace.packets().iter().rev().filter(|packet| octet < packet.octets.len()) {
        let at = packet.start + octet * clocks;
        trace.symbols.drain(at..at + clocks);
    }
}

/// Makes each gap an octet shorter.
pub(super) fn shorten_gaps(trace: &mut Trace) {
    let clocks = 8 / trace.bits_per_clock;
    for packet in trace.packets().iter().rev() {
        trace.symbols.drain(packet.end..(packet.end + clocks).min(trace.symbols.len()));
    }
}

/// Makes each gap a clock longer.
pub(super) fn lengthen_gaps(trace: &mut Trace) {
    for packet in trace.packets().iter().rev() {
        trace.symbols.insert(packet.end, TxSymbol::default());
    }
}
