// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a write to the registers of the card does: settings, strobes, and the addresses of the filter. All of it but
//! `SCRATCH` is in its reset state while `rst` is high, which it is in the reset of the card, too.
//!
//! ```text
//!                       +--------------+
//!    write, word[10]--->|              |->known, resets
//! data[32], strobes[4]->|              |->a word for each setting
//!  tx_tail, rx_tail[16]>| nic_settings |->tx_tail_*, rx_tail_*
//!             busy----->|              |->filter_*, clear[7]
//!   read_filter[4]----->|              |->filter_low, filter_high[32]
//!                       +--------------+
//! ```
//!
//! Offsets, masks and reset values are those of `wirewright_spec::card::registers`.

use crate::prelude::*;
use crate::register_decoder::{REGISTERS, RegisterDecoder};
use crate::setting::Setting;
use std::array::from_fn;
use wirewright_spec::card::registers as map;

/// See the paragraph "Writes" of `wirewright_spec::ports::nic_registers`.
#[derive(LogicBlock)]
pub struct NicSettings {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset of all but `SCRATCH`.
    pub rst: Signal<In, Bit>,
    /// Synchronous reset of `SCRATCH`.
    pub scratch_rst: Signal<In, Bit>,
    /// A register is written at this edge.
    pub write: Signal<In, Bit>,
    /// Its offset in words.
    pub word: Signal<In, Bits<10>>,
    /// What is written.
    pub data: Signal<In, Bits<32>>,
    /// Which octets of it.
    pub strobes: Signal<In, Bits<4>>,
    /// `TX_TAIL`.
    pub tx_tail: Signal<In, Bits<16>>,
    /// `RX_TAIL`.
    pub rx_tail: Signal<In, Bits<16>>,
    /// A snapshot of the counters is being taken.
    pub busy: Signal<In, Bit>,
    /// Which address of the filter to read.
    pub read_filter: Signal<In, Bits<4>>,
    /// There is such a register.
    pub known: Signal<Out, Bit>,
    /// `RESET` is written at this edge.
    pub resets: Signal<Out, Bit>,
    /// `SCRATCH`.
    pub scratch: Signal<Out, Bits<32>>,
    /// `CONTROL`.
    pub control: Signal<Out, Bits<32>>,
    /// `ADDRESS_LOW`.
    pub address_low: Signal<Out, Bits<32>>,
    /// `ADDRESS_HIGH`.
    pub address_high: Signal<Out, Bits<32>>,
    /// `HASH_LOW`.
    pub hash_low: Signal<Out, Bits<32>>,
    /// `HASH_HIGH`.
    pub hash_high: Signal<Out, Bits<32>>,
    /// `PAUSE`.
    pub pause: Signal<Out, Bits<32>>,
    /// `INTERRUPT_MASK`.
    pub interrupt_mask: Signal<Out, Bits<32>>,
    /// `MODERATION`.
    pub moderation: Signal<Out, Bits<32>>,
    /// `TX_DESCRIPTORS_LOW`.
    pub tx_descriptors_low: Signal<Out, Bits<32>>,
    /// `TX_DESCRIPTORS_HIGH`.
    pub tx_descriptors_high: Signal<Out, Bits<32>>,
    /// `TX_COMPLETIONS_LOW`.
    pub tx_completions_low: Signal<Out, Bits<32>>,
    /// `TX_COMPLETIONS_HIGH`.
    pub tx_completions_high: Signal<Out, Bits<32>>,
    /// `TX_SIZE`.
    pub tx_size: Signal<Out, Bits<32>>,
    /// `RX_DESCRIPTORS_LOW`.
    pub rx_descriptors_low: Signal<Out, Bits<32>>,
    /// `RX_DESCRIPTORS_HIGH`.
    pub rx_descriptors_high: Signal<Out, Bits<32>>,
    /// `RX_COMPLETIONS_LOW`.
    pub rx_completions_low: Signal<Out, Bits<32>>,
    /// `RX_COMPLETIONS_HIGH`.
    pub rx_completions_high: Signal<Out, Bits<32>>,
    /// `RX_SIZE`.
    pub rx_size: Signal<Out, Bits<32>>,
    /// Strobe: `TX_TAIL` is written.
    pub tx_tail_write: Signal<Out, Bit>,
    /// What is written.
    pub tx_tail_data: Signal<Out, Bits<16>>,
    /// Strobe: `RX_TAIL` is written.
    pub rx_tail_write: Signal<Out, Bit>,
    /// What is written.
    pub rx_tail_data: Signal<Out, Bits<16>>,
    /// Strobe: an exact address of the filter is written.
    pub filter_write: Signal<Out, Bit>,
    /// Which one.
    pub filter_index: Signal<Out, Bits<4>>,
    /// The address.
    pub filter_address: Signal<Out, Bits<48>>,
    /// It counts.
    pub filter_valid: Signal<Out, Bit>,
    /// `FILTER_LOW` number `read_filter`.
    pub filter_low: Signal<Out, Bits<32>>,
    /// `FILTER_HIGH` number `read_filter`.
    pub filter_high: Signal<Out, Bits<32>>,
    /// Clear these causes.
    pub clear: Signal<Out, Bits<7>>,
    /// Strobe: set the cause `SOFTWARE`.
    pub software: Signal<Out, Bit>,
    /// Strobe: take a snapshot of all counters.
    pub snapshot: Signal<Out, Bit>,

    scratch_held: Register<Bits<32>>,
    held: [Setting; 18],
    writes_tx_tail: Register<Bit>,
    tx_tail_held: Register<Bits<16>>,
    writes_rx_tail: Register<Bit>,
    rx_tail_held: Register<Bits<16>>,
    writes_filter: Register<Bit>,
    index_held: Register<Bits<4>>,
    address_held: Register<Bits<48>>,
    valid_held: Register<Bit>,
    clear_held: Register<Bits<7>>,
    sets_software: Register<Bit>,
    takes_snapshot: Register<Bit>,

    /// The addresses of the filter, once for writes and once for reads, which go on beside each other.
    low_written: RamDistributed<32, 4>,
    low_read: RamDistributed<32, 4>,
    high_written: RamDistributed<17, 4>,
    high_read: RamDistributed<17, 4>,
    /// Which of them were written since the reset: the memories have none.
    has_low: Register<Bits<16>>,
    has_high: Register<Bits<16>>,

    decoder: RegisterDecoder,
    mask: [Constant<Bits<32>>; 18],
    preset: [Constant<Bits<32>>; 18],
    scratch_mask: Constant<Bits<32>>,

    writes: Signal<Local, Bits<31>>,
    acts: Signal<Local, Bit>,
    kept: Signal<Local, Bits<32>>,
    written: Signal<Local, Bits<32>>,
    entry: Signal<Local, Bits<4>>,
    low_before: Signal<Local, Bits<32>>,
    high_before: Signal<Local, Bits<17>>,
    low_after: Signal<Local, Bits<32>>,
    high_after: Signal<Local, Bits<17>>,
    high_kept: Signal<Local, Bits<17>>,
    high_data: Signal<Local, HighHalf>,
    high_written_bits: Signal<Local, Bits<17>>,
    write_low: Signal<Local, Bit>,
    write_high: Signal<Local, Bit>,
    high_shown: Signal<Local, Bits<17>>,
    high_word: Signal<Local, HighWord>,
}

/// What `FILTER_HIGH` has.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct HighHalf {
    octets: Bits<16>,
    valid: Bit,
}

/// Where it stands in the register.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct HighWord {
    octets: Bits<16>,
    none: Bits<15>,
    valid: Bit,
}

impl Default for NicSettings {
    fn default() -> Self {
        NicSettings {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            scratch_rst: Signal::default(),
            write: Signal::default(),
            word: Signal::default(),
            data: Signal::default(),
            strobes: Signal::default(),
            tx_tail: Signal::default(),
            rx_tail: Signal::default(),
            busy: Signal::default(),
            read_filter: Signal::default(),
            known: Signal::default(),
            resets: Signal::default(),
            scratch: Signal::default(),
            control: Signal::default(),
            address_low: Signal::default(),
            address_high: Signal::default(),
            hash_low: Signal::default(),
            hash_high: Signal::default(),
            pause: Signal::default(),
            interrupt_mask: Signal::default(),
            moderation: Signal::default(),
            tx_descriptors_low: Signal::default(),
            tx_descriptors_high: Signal::default(),
            tx_completions_low: Signal::default(),
            tx_completions_high: Signal::default(),
            tx_size: Signal::default(),
            rx_descriptors_low: Signal::default(),
            rx_descriptors_high: Signal::default(),
            rx_completions_low: Signal::default(),
            rx_completions_high: Signal::default(),
            rx_size: Signal::default(),
            tx_tail_write: Signal::default(),
            tx_tail_data: Signal::default(),
            rx_tail_write: Signal::default(),
            rx_tail_data: Signal::default(),
            filter_write: Signal::default(),
            filter_index: Signal::default(),
            filter_address: Signal::default(),
            filter_valid: Signal::default(),
            filter_low: Signal::default(),
            filter_high: Signal::default(),
            clear: Signal::default(),
            software: Signal::default(),
            snapshot: Signal::default(),
            scratch_held: Register::reset_to(reset(&map::SCRATCH)),
            held: Default::default(),
            writes_tx_tail: Register::default(),
            tx_tail_held: Register::default(),
            writes_rx_tail: Register::default(),
            rx_tail_held: Register::default(),
            writes_filter: Register::default(),
            index_held: Register::default(),
            address_held: Register::default(),
            valid_held: Register::default(),
            clear_held: Register::default(),
            sets_software: Register::default(),
            takes_snapshot: Register::default(),
            low_written: RamDistributed::default(),
            low_read: RamDistributed::default(),
            high_written: RamDistributed::default(),
            high_read: RamDistributed::default(),
            has_low: Register::default(),
            has_high: Register::default(),
            decoder: RegisterDecoder::default(),
            mask: from_fn(|number| Constant::new(u64::from(REGISTERS[number].mask()).into())),
            preset: from_fn(|number| Constant::new(reset(&REGISTERS[number]))),
            scratch_mask: Constant::new(u64::from(map::SCRATCH.mask()).into()),
            writes: Signal::default(),
            acts: Signal::default(),
            kept: Signal::default(),
            written: Signal::default(),
            entry: Signal::default(),
            low_before: Signal::default(),
            high_before: Signal::default(),
            low_after: Signal::default(),
            high_after: Signal::default(),
            high_kept: Signal::default(),
            high_data: Signal::default(),
            high_written_bits: Signal::default(),
            write_low: Signal::default(),
            write_high: Signal::default(),
            high_shown: Signal::default(),
            high_word: Signal::default(),
        }
    }
}

/// The reset value of a register of the map.
fn reset(register: &map::Register) -> Bits<32> {
    u64::from(register.reset).into()
}

impl Logic for NicSettings {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, writes_tx_tail, tx_tail_held, writes_rx_tail, rx_tail_held, writes_filter, index_held);
        dff_setup!(self, clk, address_held, valid_held, clear_held, sets_software, takes_snapshot, has_low, has_high);
        // The reset of the card does not reach what is there to test the bus.
        dff_setup!(self, clk, scratch_held);
        self.scratch_held.reset.next = self.scratch_rst.val();
        self.scratch.next = self.scratch_held.q.val();
        self.control.next = self.held[0].value.val();
        self.address_low.next = self.held[1].value.val();
        self.address_high.next = self.held[2].value.val();
        self.hash_low.next = self.held[3].value.val();
        self.hash_high.next = self.held[4].value.val();
        self.pause.next = self.held[5].value.val();
        self.interrupt_mask.next = self.held[6].value.val();
        self.moderation.next = self.held[7].value.val();
        self.tx_descriptors_low.next = self.held[8].value.val();
        self.tx_descriptors_high.next = self.held[9].value.val();
        self.tx_completions_low.next = self.held[10].value.val();
        self.tx_completions_high.next = self.held[11].value.val();
        self.tx_size.next = self.held[12].value.val();
        self.rx_descriptors_low.next = self.held[13].value.val();
        self.rx_descriptors_high.next = self.held[14].value.val();
        self.rx_completions_low.next = self.held[15].value.val();
        self.rx_completions_high.next = self.held[16].value.val();
        self.rx_size.next = self.held[17].value.val();
        self.tx_tail_write.next = self.writes_tx_tail.q.val();
        self.tx_tail_data.next = self.tx_tail_held.q.val();
        self.rx_tail_write.next = self.writes_rx_tail.q.val();
        self.rx_tail_data.next = self.rx_tail_held.q.val();
        self.filter_write.next = self.writes_filter.q.val();
        self.filter_index.next = self.index_held.q.val();
        self.filter_address.next = self.address_held.q.val();
        self.filter_valid.next = self.valid_held.q.val();
        self.clear.next = self.clear_held.q.val();
        self.software.next = self.sets_software.q.val();
        self.snapshot.next = self.takes_snapshot.q.val();

        // Which register it is.
        self.decoder.word.next = self.word.val();
        self.known.next = self.decoder.known.val();
        self.writes.next = 0.into();
        if self.write.val() {
            self.writes.next = self.decoder.hits.val();
        }

        // Octets without strobe are kept, the others written.
        self.kept.next = 0.into();
        if !self.strobes.val().get_bit(0) {
            self.kept.next = self.kept.val() | 0x0000_00ff;
        }
        if !self.strobes.val().get_bit(1) {
            self.kept.next = self.kept.val() | 0x0000_ff00;
        }
        if !self.strobes.val().get_bit(2) {
            self.kept.next = self.kept.val() | 0x00ff_0000;
        }
        if !self.strobes.val().get_bit(3) {
            self.kept.next = self.kept.val() | 0xff00_0000_u64;
        }
        self.written.next = self.data.val() & !self.kept.val();

        if self.writes.val().get_bit(21) {
            self.scratch_held.d.next =
                ((self.scratch_held.q.val() & self.kept.val()) | self.written.val()) & self.scratch_mask.val();
        }
        for number in 0..18 {
            self.held[number].clk.next = self.clk.val();
            self.held[number].rst.next = self.rst.val();
            self.held[number].data.next = self.data.val();
            self.held[number].mask.next = self.mask[number].val();
            self.held[number].preset.next = self.preset[number].val();
            self.held[number].write.next = 0.into();
            if self.writes.val().get_bit(number) {
                self.held[number].write.next = self.strobes.val();
            }
        }

        // Tails are judged by who owns them.
        self.writes_tx_tail.d.next = false;
        if self.writes.val().get_bit(26) && (self.strobes.val().get_bit(0) || self.strobes.val().get_bit(1)) {
            self.writes_tx_tail.d.next = true;
            self.tx_tail_held.d.next =
                (self.tx_tail.val() & self.kept.val().get_bits::<16>(0)) | self.written.val().get_bits::<16>(0);
        }
        self.writes_rx_tail.d.next = false;
        if self.writes.val().get_bit(28) && (self.strobes.val().get_bit(0) || self.strobes.val().get_bit(1)) {
            self.writes_rx_tail.d.next = true;
            self.rx_tail_held.d.next =
                (self.rx_tail.val() & self.kept.val().get_bits::<16>(0)) | self.written.val().get_bits::<16>(0);
        }

        // Causes are cleared, and things are done, by a 1 in an octet that is written.
        self.clear_held.d.next = 0.into();
        if self.writes.val().get_bit(24) {
            self.clear_held.d.next = self.written.val().get_bits::<7>(0);
        }
        self.acts.next = self.written.val().get_bit(0);
        self.sets_software.d.next = self.writes.val().get_bit(25) && self.acts.val();
        self.takes_snapshot.d.next =
            self.writes.val().get_bit(30) && self.acts.val() && !self.busy.val() && !self.takes_snapshot.q.val();
        self.resets.next = self.writes.val().get_bit(23) && self.acts.val();

        // The filter. An address that was not written since the reset is 0.
        self.entry.next = self.word.val().get_bits::<4>(1);
        self.low_written.read_address.next = self.entry.val();
        self.high_written.read_address.next = self.entry.val();
        self.low_before.next = 0.into();
        if self.has_low.q.val().get_bit(self.entry.val().index()) {
            self.low_before.next = self.low_written.read_data.val();
        }
        self.high_before.next = 0.into();
        if self.has_high.q.val().get_bit(self.entry.val().index()) {
            self.high_before.next = self.high_written.read_data.val();
        }
        self.write_low.next = self.write.val() && self.decoder.is_filter.val() && !self.word.val().get_bit(0);
        self.write_high.next = self.write.val() && self.decoder.is_filter.val() && self.word.val().get_bit(0);
        self.low_after.next = self.low_before.val();
        self.high_after.next = self.high_before.val();
        self.high_kept.next = bit_cast::<17, 16>(self.kept.val().get_bits::<16>(0));
        if !self.strobes.val().get_bit(3) {
            self.high_kept.next = self.high_kept.val() | 0x1_0000;
        }
        self.high_data.next.octets = self.written.val().get_bits::<16>(0);
        self.high_data.next.valid = self.written.val().get_bit(31);
        self.high_written_bits.next = self.high_data.val().into();
        self.writes_filter.d.next = self.write_low.val() || self.write_high.val();
        if self.write_low.val() {
            self.low_after.next = (self.low_before.val() & self.kept.val()) | self.written.val();
            self.has_low.d.next = self.has_low.q.val().replace_bit(self.entry.val().index(), true);
        }
        if self.write_high.val() {
            self.high_after.next = (self.high_before.val() & self.high_kept.val()) | self.high_written_bits.val();
            self.has_high.d.next = self.has_high.q.val().replace_bit(self.entry.val().index(), true);
        }
        if self.write_low.val() || self.write_high.val() {
            self.index_held.d.next = self.entry.val();
            self.address_held.d.next = (bit_cast::<48, 16>(self.high_after.val().get_bits::<16>(0)) << 32)
                | bit_cast::<48, 32>(self.low_after.val());
            self.valid_held.d.next = self.high_after.val().get_bit(16);
        }
        self.low_written.write_clk.next = self.clk.val();
        self.low_written.write_enable.next = self.write_low.val();
        self.low_written.write_address.next = self.entry.val();
        self.low_written.write_data.next = self.low_after.val();
        self.low_read.write_clk.next = self.clk.val();
        self.low_read.write_enable.next = self.write_low.val();
        self.low_read.write_address.next = self.entry.val();
        self.low_read.write_data.next = self.low_after.val();
        self.high_written.write_clk.next = self.clk.val();
        self.high_written.write_enable.next = self.write_high.val();
        self.high_written.write_address.next = self.entry.val();
        self.high_written.write_data.next = self.high_after.val();
        self.high_read.write_clk.next = self.clk.val();
        self.high_read.write_enable.next = self.write_high.val();
        self.high_read.write_address.next = self.entry.val();
        self.high_read.write_data.next = self.high_after.val();
        self.low_read.read_address.next = self.read_filter.val();
        self.high_read.read_address.next = self.read_filter.val();
        self.filter_low.next = 0.into();
        if self.has_low.q.val().get_bit(self.read_filter.val().index()) {
            self.filter_low.next = self.low_read.read_data.val();
        }
        self.high_shown.next = 0.into();
        if self.has_high.q.val().get_bit(self.read_filter.val().index()) {
            self.high_shown.next = self.high_read.read_data.val();
        }
        self.high_word.next.octets = self.high_shown.val().get_bits::<16>(0);
        self.high_word.next.none = 0.into();
        self.high_word.next.valid = self.high_shown.val().get_bit(16);
        self.filter_high.next = self.high_word.val().into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_bit_0() {
        assert_eq!(map::bits::RESET::BUSY, 0);
        assert_eq!(map::bits::SNAPSHOT::BUSY, 0);
        assert_eq!(map::bits::INTERRUPT_SET::SOFTWARE, 0);
        assert_eq!(map::INTERRUPT_CAUSE.mask(), 0x7f);
    }
}
