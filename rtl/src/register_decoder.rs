// SPDX-License-Identifier: MIT OR Apache-2.0
//! Which register of the card an address means; the map is `wirewright_spec::card::registers`.
//!
//! ```text
//!             +------------------+
//!             |                  |-->hits[31]
//!  word[10]-->| register_decoder |-->is_filter, is_counter
//!             |                  |-->known
//!             +------------------+
//! ```

use crate::prelude::*;
use std::array::from_fn;
use wirewright_spec::card::registers as map;

/// The registers of which there is one each, the settings but `SCRATCH` first: bit n of `hits` is the n-th of these.
pub(crate) const REGISTERS: [map::Register; 31] = [
    map::CONTROL,
    map::ADDRESS_LOW,
    map::ADDRESS_HIGH,
    map::HASH_LOW,
    map::HASH_HIGH,
    map::PAUSE,
    map::INTERRUPT_MASK,
    map::MODERATION,
    map::TX_DESCRIPTORS_LOW,
    map::TX_DESCRIPTORS_HIGH,
    map::TX_COMPLETIONS_LOW,
    map::TX_COMPLETIONS_HIGH,
    map::TX_SIZE,
    map::RX_DESCRIPTORS_LOW,
    map::RX_DESCRIPTORS_HIGH,
    map::RX_COMPLETIONS_LOW,
    map::RX_COMPLETIONS_HIGH,
    map::RX_SIZE,
    map::IDENTITY,
    map::VERSION,
    map::CAPABILITIES,
    map::SCRATCH,
    map::STATUS,
    map::RESET,
    map::INTERRUPT_CAUSE,
    map::INTERRUPT_SET,
    map::TX_TAIL,
    map::TX_HEAD,
    map::RX_TAIL,
    map::RX_HEAD,
    map::SNAPSHOT,
];

/// Decodes an address, for writes and for reads.
#[derive(LogicBlock)]
pub struct RegisterDecoder {
    name: ModuleName<Self>,
    /// An offset in words.
    pub word: Signal<In, Bits<10>>,
    /// Which of the registers of which there is one each it is.
    pub hits: Signal<Out, Bits<31>>,
    /// It is an address of the filter: low half and high half by turns.
    pub is_filter: Signal<Out, Bit>,
    /// It is a counter: low half and high half by turns.
    pub is_counter: Signal<Out, Bit>,
    /// It is any of them.
    pub known: Signal<Out, Bit>,

    offset: [Constant<Bits<10>>; 31],
    filter_begin: Constant<Bits<10>>,
    filter_end: Constant<Bits<10>>,
    counter_begin: Constant<Bits<10>>,
    counter_end: Constant<Bits<10>>,

    found: Signal<Local, Bits<31>>,
    in_filter: Signal<Local, Bit>,
    in_counters: Signal<Local, Bit>,
}

impl Default for RegisterDecoder {
    fn default() -> Self {
        RegisterDecoder {
            name: ModuleName::default(),
            word: Signal::default(),
            hits: Signal::default(),
            is_filter: Signal::default(),
            is_counter: Signal::default(),
            known: Signal::default(),
            offset: from_fn(|number| Constant::new(words(REGISTERS[number].offset))),
            filter_begin: Constant::new(words(map::FILTER_LOW.offset)),
            filter_end: Constant::new(end(&map::FILTER_LOW)),
            counter_begin: Constant::new(words(map::COUNTER_LOW.offset)),
            counter_end: Constant::new(end(&map::COUNTER_LOW)),
            found: Signal::default(),
            in_filter: Signal::default(),
            in_counters: Signal::default(),
        }
    }
}

/// An offset in words.
fn words(offset: u32) -> Bits<10> {
    (u64::from(offset) / 4).into()
}

/// The first word behind the registers of this kind, which come in pairs with those of another.
fn end(register: &map::Register) -> Bits<10> {
    words(register.offset + register.count * register.stride)
}

impl Logic for RegisterDecoder {
    #[hdl_gen]
    fn update(&mut self) {
        self.found.next = 0.into();
        for number in 0..31 {
            self.found.next = self.found.val().replace_bit(number, self.word.val() == self.offset[number].val());
        }
        self.in_filter.next = (self.word.val() >= self.filter_begin.val()) && (self.word.val() < self.filter_end.val());
        self.in_counters.next =
            (self.word.val() >= self.counter_begin.val()) && (self.word.val() < self.counter_end.val());
        self.hits.next = self.found.val();
        self.is_filter.next = self.in_filter.val();
        self.is_counter.next = self.in_counters.val();
        self.known.next = self.found.val().any() || self.in_filter.val() || self.in_counters.val();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_register_of_the_map_is_known_once() {
        let single: Vec<&str> = map::ALL.iter().filter(|r| r.count == 1).map(|r| r.name).collect();
        let mut known = REGISTERS.to_vec();
        known.sort_by_key(|register| register.offset);
        assert_eq!(known.iter().map(|r| r.name).collect::<Vec<_>>(), single);
        let several: Vec<&str> = map::ALL.iter().filter(|r| r.count != 1).map(|r| r.name).collect();
        assert_eq!(several, ["FILTER_LOW", "FILTER_HIGH", "COUNTER_LOW", "COUNTER_HIGH"]);
    }

    #[test]
    fn settings_stand_first() {
        let is_setting = |r: &map::Register| r.access == map::Access::ReadWrite && !r.name.ends_with("_TAIL");
        let others: Vec<&str> = REGISTERS[18..].iter().filter(|r| is_setting(r)).map(|r| r.name).collect();
        assert!(REGISTERS[..18].iter().all(is_setting));
        assert_eq!(others, ["SCRATCH"]);
    }

    #[test]
    fn pairs_of_registers_stand_beside_each_other() {
        for (low, high) in [(map::FILTER_LOW, map::FILTER_HIGH), (map::COUNTER_LOW, map::COUNTER_HIGH)] {
            assert_eq!((low.stride, high.offset, high.stride), (8, low.offset + 4, 8));
            assert_eq!((low.count, low.offset % 128), (high.count, 0));
        }
        assert_eq!(map::FILTER_HIGH.mask(), 0x8000_ffff);
        assert_eq!((map::FILTER_LOW.reset, map::FILTER_HIGH.reset), (0, 0));
    }
}
