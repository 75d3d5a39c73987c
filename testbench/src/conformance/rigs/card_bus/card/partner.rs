// SPDX-License-Identifier: MIT OR Apache-2.0
//! The link partner of a card: sends frames, and stops for a while when it is asked and obeys (IEEE 802.3-2022, annex
//! 31B).

use crate::conformance::rigs::wire::{Carrier, RxSymbol, TxSymbol};
use std::collections::VecDeque;

/// Bits of a unit of pause time (31B.2).
const QUANTUM_BITS: usize = 512;
/// What a PAUSE frame begins with after preamble and delimiter: its destination; then, at 12, type and opcode (31B.1).
const PAUSE_DESTINATION: [u8; 6] = [0x01, 0x80, 0xc2, 0x00, 0x00, 0x01];
const PAUSE_TYPE_AND_OPCODE: [u8; 4] = [0x88, 0x08, 0x00, 0x01];

pub(super) struct Partner {
    bits_per_clock: usize,
    obeys: bool,
    waiting: VecDeque<Carrier>,
    present: VecDeque<RxSymbol>,
    /// Clocks for which no frame is begun.
    pause_clocks: usize,
    /// The packet that the card sends, nibble by nibble or octet by octet.
    heard: Vec<u8>,
    /// Frames begun.
    pub begun: usize,
}

impl Partner {
    pub fn new(bits_per_clock: usize, obeys: bool) -> Partner {
        Partner {
            bits_per_clock,
            obeys,
            waiting: VecDeque::new(),
            present: VecDeque::new(),
            pause_clocks: 0,
            heard: vec![],
            begun: 0,
        }
    }

    pub fn send(&mut self, carriers: &[Carrier]) {
        self.waiting.extend(carriers.iter().cloned());
    }

    /// Nothing more is to be sent.
    pub fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.present.is_empty()
    }

    /// What was to be sent is forgotten.
    pub fn reset(&mut self) {
        self.waiting.clear();
        self.present.clear();
        self.heard.clear();
        self.pause_clocks = 0;
    }

    /// What the card is shown at the next clock of its receiver.
    pub fn next(&mut self) -> RxSymbol {
        self.pause_clocks = self.pause_clocks.saturating_sub(1);
        if self.present.is_empty()
            && self.pause_clocks == 0
            && let Some(carrier) = self.waiting.pop_front()
        {
            self.begun += 1;
            self.present.extend(carrier.symbols(self.bits_per_clock));
        }
        self.present.pop_front().unwrap_or_default()
    }

    /// What the card showed after a clock of its transmitter.
    pub fn hear(&mut self, symbol: TxSymbol) {
        if symbol.en {
            self.heard.push(symbol.data);
        } else if !self.heard.is_empty() {
            let octets: Vec<u8> = match self.bits_per_clock {
                8 => self.heard.clone(),
                _ => self.heard.chunks_exact(2).map(|pair| pair[0] | pair[1] << 4).collect(),
            };
            self.heard.clear();
            if let (true, Some(frame)) = (self.obeys, octets.get(8..)) {
                self.packet(frame);
            }
        }
    }

    fn packet(&mut self, frame: &[u8]) {
        if frame.len() == 64 && frame[..6] == PAUSE_DESTINATION && frame[12..16] == PAUSE_TYPE_AND_OPCODE {
            let quanta = usize::from(frame[16]) << 8 | usize::from(frame[17]);
            self.pause_clocks = quanta * QUANTUM_BITS / self.bits_per_clock;
        }
    }
}
