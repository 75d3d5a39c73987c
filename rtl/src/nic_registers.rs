// SPDX-License-Identifier: MIT OR Apache-2.0
//! The registers of the card behind an AXI4-Lite slave, and the sequence of its reset (AMBA AXI and ACE, IHI 0022H,
//! B1; the map is `wirewright_spec::card::registers`).
//!
//! ```text
//!                       +---------------+
//! s_axil_aw*, w*, ar*-->|               |->s_axil_b*, r*, *ready
//!           status_*--->|               |->cfg_*
//!  tx_head, tx_tail[16]>|               |->tx_tail_write, data[16]
//!  rx_head, rx_tail[16]>| nic_registers |->rx_tail_write, data[16]
//!           cause[7]--->|               |->filter_*
//!  mac_busy, data[64]-->|               |->clear[7], software
//! card_busy, data[64]-->|               |->snapshot, counter[6]
//! read_idle, write_idle>|               |->flush, core_rst
//!                       +---------------+
//! ```
//!
//! What is written is in `nic_settings`, the sequence of a reset in `card_reset`. What is read is gathered in three
//! steps: the address is compared with that of each register, words are gathered in groups of eight, and the groups
//! together.

use crate::card_identity::CardIdentity;
use crate::card_reset::CardReset;
use crate::nic_settings::NicSettings;
use crate::prelude::*;
use crate::register_decoder::RegisterDecoder;

/// See `wirewright_spec::ports::nic_registers`.
#[derive(LogicBlock, Default)]
pub struct NicRegisters {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset of all, `SCRATCH` included.
    pub rst: Signal<In, Bit>,
    /// The card is one for MII; else for GMII.
    pub cfg_mii: Signal<In, Bit>,
    /// Address to write.
    pub s_axil_awaddr: Signal<In, Bits<10>>,
    /// It is offered.
    pub s_axil_awvalid: Signal<In, Bit>,
    /// Data to write.
    pub s_axil_wdata: Signal<In, Bits<32>>,
    /// Which octets of them.
    pub s_axil_wstrb: Signal<In, Bits<4>>,
    /// They are offered.
    pub s_axil_wvalid: Signal<In, Bit>,
    /// The response is taken.
    pub s_axil_bready: Signal<In, Bit>,
    /// Address to read.
    pub s_axil_araddr: Signal<In, Bits<10>>,
    /// It is offered.
    pub s_axil_arvalid: Signal<In, Bit>,
    /// The data read are taken.
    pub s_axil_rready: Signal<In, Bit>,
    /// The PHY has a link.
    pub status_link: Signal<In, Bit>,
    /// Frames to send are under way.
    pub status_tx_active: Signal<In, Bit>,
    /// Received frames are under way.
    pub status_rx_active: Signal<In, Bit>,
    /// The transmit direction has stopped.
    pub status_tx_stopped: Signal<In, Bit>,
    /// The receive direction has stopped.
    pub status_rx_stopped: Signal<In, Bit>,
    /// `TX_HEAD`.
    pub tx_head: Signal<In, Bits<16>>,
    /// `TX_TAIL`.
    pub tx_tail: Signal<In, Bits<16>>,
    /// `RX_HEAD`.
    pub rx_head: Signal<In, Bits<16>>,
    /// `RX_TAIL`.
    pub rx_tail: Signal<In, Bits<16>>,
    /// `INTERRUPT_CAUSE`.
    pub cause: Signal<In, Bits<7>>,
    /// The MAC is taking a snapshot of its counters.
    pub mac_busy: Signal<In, Bit>,
    /// Counter `counter[4:0]` of the MAC, two edges after its number.
    pub mac_data: Signal<In, Bits<64>>,
    /// A snapshot of the card's own counters is being taken.
    pub card_busy: Signal<In, Bit>,
    /// Counter `counter[3:0]` of the card, one edge after its number.
    pub card_data: Signal<In, Bits<64>>,
    /// Nothing is being read from host memory.
    pub read_idle: Signal<In, Bit>,
    /// Nothing is being written to host memory.
    pub write_idle: Signal<In, Bit>,
    /// The address to write is taken.
    pub s_axil_awready: Signal<Out, Bit>,
    /// The data to write are taken.
    pub s_axil_wready: Signal<Out, Bit>,
    /// Response: 0 OKAY, 2 SLVERR.
    pub s_axil_bresp: Signal<Out, Bits<2>>,
    /// It is offered.
    pub s_axil_bvalid: Signal<Out, Bit>,
    /// The address to read is taken.
    pub s_axil_arready: Signal<Out, Bit>,
    /// What was read.
    pub s_axil_rdata: Signal<Out, Bits<32>>,
    /// Response: 0 OKAY, 2 SLVERR.
    pub s_axil_rresp: Signal<Out, Bits<2>>,
    /// It is offered.
    pub s_axil_rvalid: Signal<Out, Bit>,
    /// `CONTROL`: take transmit descriptors.
    pub cfg_tx_enable: Signal<Out, Bit>,
    /// `CONTROL`: receive.
    pub cfg_rx_enable: Signal<Out, Bit>,
    /// `CONTROL`: the receiver hears the transmitter.
    pub cfg_loopback: Signal<Out, Bit>,
    /// `CONTROL`: take frames to any address.
    pub cfg_promiscuous: Signal<Out, Bit>,
    /// `CONTROL`: take frames to the broadcast address.
    pub cfg_broadcast: Signal<Out, Bit>,
    /// `CONTROL`: take bad frames, too.
    pub cfg_pass_bad: Signal<Out, Bit>,
    /// `CONTROL`: judge the checksums of received frames.
    pub cfg_checksum: Signal<Out, Bit>,
    /// `CONTROL`: take tags out of received frames.
    pub cfg_vlan_strip: Signal<Out, Bit>,
    /// `CONTROL`: ask the link partner for a pause.
    pub cfg_pause_send: Signal<Out, Bit>,
    /// `CONTROL`: pause when the link partner asks.
    pub cfg_pause_obey: Signal<Out, Bit>,
    /// `CONTROL`: half duplex.
    pub cfg_half_duplex: Signal<Out, Bit>,
    /// Own address; bits 47:40 are sent first.
    pub cfg_address: Signal<Out, Bits<48>>,
    /// Multicast hash bits.
    pub cfg_hash: Signal<Out, Bits<64>>,
    /// Pause time to ask for, in units of 512 bit times; 65535 after reset.
    pub cfg_pause_quanta: Signal<Out, Bits<16>>,
    /// Which causes raise the line.
    pub cfg_mask: Signal<Out, Bits<7>>,
    /// The least time between two rises of the line, in units of 16 clocks.
    pub cfg_moderation: Signal<Out, Bits<16>>,
    /// Transmit descriptors, in units of 64 octets.
    pub cfg_tx_descriptors: Signal<Out, Bits<58>>,
    /// Transmit completions, in units of 64 octets.
    pub cfg_tx_completions: Signal<Out, Bits<58>>,
    /// Entries of the transmit rings, as a power of two; 3 after reset.
    pub cfg_tx_size_log2: Signal<Out, Bits<4>>,
    /// Receive descriptors, in units of 64 octets.
    pub cfg_rx_descriptors: Signal<Out, Bits<58>>,
    /// Receive completions, in units of 64 octets.
    pub cfg_rx_completions: Signal<Out, Bits<58>>,
    /// Entries of the receive rings, as a power of two; 3 after reset.
    pub cfg_rx_size_log2: Signal<Out, Bits<4>>,
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
    /// The address; bits 47:40 are sent first.
    pub filter_address: Signal<Out, Bits<48>>,
    /// It counts.
    pub filter_valid: Signal<Out, Bit>,
    /// Clear these causes, for one clock.
    pub clear: Signal<Out, Bits<7>>,
    /// Strobe: set the cause `SOFTWARE`.
    pub software: Signal<Out, Bit>,
    /// Strobe: take a snapshot of all counters.
    pub snapshot: Signal<Out, Bit>,
    /// Which counter to read: 0 to 31 of the MAC, 32 to 47 of the card.
    pub counter: Signal<Out, Bits<6>>,
    /// Begin nothing on the bus: a reset is under way.
    pub flush: Signal<Out, Bit>,
    /// Reset of all else; 1 after reset.
    pub core_rst: Signal<Out, Bit>,

    settings: NicSettings,
    reset: CardReset,

    takes_address: Register<Bit>,
    has_address: Register<Bit>,
    write_word: Register<Bits<10>>,
    takes_data: Register<Bit>,
    has_data: Register<Bit>,
    data: Register<Bits<32>>,
    strobes: Register<Bits<4>>,
    answered: Register<Bit>,
    write_response: Register<Bits<2>>,

    takes_read: Register<Bit>,
    reading: Register<Bit>,
    read_word: Register<Bits<10>>,
    /// Edges since the address came.
    step: Register<Bits<3>>,
    number: Register<Bits<6>>,
    hits: Register<Bits<31>>,
    is_filter: Register<Bit>,
    is_counter: Register<Bit>,
    is_known: Register<Bit>,
    group: [Register<Bits<32>>; 4],
    filter_word: Register<Bits<32>>,
    counter_word: Register<Bits<32>>,
    read_valid: Register<Bit>,
    read_data: Register<Bits<32>>,
    read_response: Register<Bits<2>>,

    decoder: RegisterDecoder,
    constants: CardIdentity,

    settings_reset: Signal<Local, Bit>,
    address_passes: Signal<Local, Bit>,
    data_passes: Signal<Local, Bit>,
    write_edge: Signal<Local, Bit>,
    response_passes: Signal<Local, Bit>,
    has_address_after: Signal<Local, Bit>,
    has_data_after: Signal<Local, Bit>,
    read_passes: Signal<Local, Bit>,
    answer_passes: Signal<Local, Bit>,
    reading_after: Signal<Local, Bit>,
    status: Signal<Local, Status>,
    status_bits: Signal<Local, Bits<5>>,
    busy: Signal<Local, Bit>,
    counter_value: Signal<Local, Bits<64>>,
    register: [Signal<Local, Bits<32>>; 31],
    gated: [Signal<Local, Bits<32>>; 31],
}

/// `STATUS`, from its low end.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Status {
    link: Bit,
    tx_active: Bit,
    rx_active: Bit,
    tx_stopped: Bit,
    rx_stopped: Bit,
}

impl Logic for NicRegisters {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, takes_address, has_address, write_word, takes_data, has_data, data, strobes);
        dff_setup!(self, clk, answered, write_response);
        dff_setup!(self, clk, takes_read, reading, read_word, step, number, hits, is_filter, is_counter, is_known);
        dff_setup!(self, clk, group[0], group[1], group[2], group[3], filter_word, counter_word);
        dff_setup!(self, clk, read_valid, read_data, read_response);
        self.s_axil_awready.next = self.takes_address.q.val();
        self.s_axil_wready.next = self.takes_data.q.val();
        self.s_axil_bvalid.next = self.answered.q.val();
        self.s_axil_bresp.next = self.write_response.q.val();
        self.s_axil_arready.next = self.takes_read.q.val();
        self.s_axil_rvalid.next = self.read_valid.q.val();
        self.s_axil_rdata.next = self.read_data.q.val();
        self.s_axil_rresp.next = self.read_response.q.val();
        self.counter.next = self.number.q.val();
        self.reset.clk.next = self.clk.val();
        self.reset.rst.next = self.rst.val();
        self.reset.request.next = self.settings.resets.val();
        self.reset.read_idle.next = self.read_idle.val();
        self.reset.write_idle.next = self.write_idle.val();
        self.flush.next = self.reset.busy.val();
        self.core_rst.next = self.reset.core_rst.val();
        self.constants.cfg_mii.next = self.cfg_mii.val();

        // Settings.
        self.cfg_tx_enable.next = self.settings.control.val().get_bit(0);
        self.cfg_rx_enable.next = self.settings.control.val().get_bit(1);
        self.cfg_loopback.next = self.settings.control.val().get_bit(2);
        self.cfg_promiscuous.next = self.settings.control.val().get_bit(3);
        self.cfg_broadcast.next = self.settings.control.val().get_bit(4);
        self.cfg_pass_bad.next = self.settings.control.val().get_bit(5);
        self.cfg_checksum.next = self.settings.control.val().get_bit(6);
        self.cfg_vlan_strip.next = self.settings.control.val().get_bit(7);
        self.cfg_pause_send.next = self.settings.control.val().get_bit(8);
        self.cfg_pause_obey.next = self.settings.control.val().get_bit(9);
        self.cfg_half_duplex.next = self.settings.control.val().get_bit(10);
        self.cfg_address.next = (bit_cast::<48, 16>(self.settings.address_high.val().get_bits::<16>(0)) << 32)
            | bit_cast::<48, 32>(self.settings.address_low.val());
        self.cfg_hash.next = (bit_cast::<64, 32>(self.settings.hash_high.val()) << 32)
            | bit_cast::<64, 32>(self.settings.hash_low.val());
        self.cfg_pause_quanta.next = self.settings.pause.val().get_bits::<16>(0);
        self.cfg_mask.next = self.settings.interrupt_mask.val().get_bits::<7>(0);
        self.cfg_moderation.next = self.settings.moderation.val().get_bits::<16>(0);
        self.cfg_tx_descriptors.next = (bit_cast::<58, 32>(self.settings.tx_descriptors_high.val()) << 26)
            | bit_cast::<58, 26>(self.settings.tx_descriptors_low.val().get_bits::<26>(6));
        self.cfg_tx_completions.next = (bit_cast::<58, 32>(self.settings.tx_completions_high.val()) << 26)
            | bit_cast::<58, 26>(self.settings.tx_completions_low.val().get_bits::<26>(6));
        self.cfg_tx_size_log2.next = self.settings.tx_size.val().get_bits::<4>(0);
        self.cfg_rx_descriptors.next = (bit_cast::<58, 32>(self.settings.rx_descriptors_high.val()) << 26)
            | bit_cast::<58, 26>(self.settings.rx_descriptors_low.val().get_bits::<26>(6));
        self.cfg_rx_completions.next = (bit_cast::<58, 32>(self.settings.rx_completions_high.val()) << 26)
            | bit_cast::<58, 26>(self.settings.rx_completions_low.val().get_bits::<26>(6));
        self.cfg_rx_size_log2.next = self.settings.rx_size.val().get_bits::<4>(0);
        self.tx_tail_write.next = self.settings.tx_tail_write.val();
        self.tx_tail_data.next = self.settings.tx_tail_data.val();
        self.rx_tail_write.next = self.settings.rx_tail_write.val();
        self.rx_tail_data.next = self.settings.rx_tail_data.val();
        self.filter_write.next = self.settings.filter_write.val();
        self.filter_index.next = self.settings.filter_index.val();
        self.filter_address.next = self.settings.filter_address.val();
        self.filter_valid.next = self.settings.filter_valid.val();
        self.clear.next = self.settings.clear.val();
        self.software.next = self.settings.software.val();
        self.snapshot.next = self.settings.snapshot.val();

        // Writes. Address and data come in any order, and are kept until the response has been taken.
        self.address_passes.next = self.s_axil_awvalid.val() && self.takes_address.q.val();
        self.data_passes.next = self.s_axil_wvalid.val() && self.takes_data.q.val();
        self.write_edge.next = self.has_address.q.val() && self.has_data.q.val() && !self.answered.q.val();
        self.response_passes.next = self.answered.q.val() && self.s_axil_bready.val();
        self.has_address_after.next =
            (self.has_address.q.val() || self.address_passes.val()) && !self.response_passes.val();
        self.has_data_after.next = (self.has_data.q.val() || self.data_passes.val()) && !self.response_passes.val();
        self.has_address.d.next = self.has_address_after.val();
        self.has_data.d.next = self.has_data_after.val();
        self.takes_address.d.next = !self.has_address_after.val();
        self.takes_data.d.next = !self.has_data_after.val();
        if self.address_passes.val() {
            self.write_word.d.next = self.s_axil_awaddr.val() >> 2;
        }
        if self.data_passes.val() {
            self.data.d.next = self.s_axil_wdata.val();
            self.strobes.d.next = self.s_axil_wstrb.val();
        }
        if self.write_edge.val() {
            self.answered.d.next = true;
            self.write_response.d.next = 2.into();
            if self.settings.known.val() {
                self.write_response.d.next = 0.into();
            }
        } else if self.response_passes.val() {
            self.answered.d.next = false;
        }

        // All that is written but SCRATCH is reset with the card.
        self.settings_reset.next = self.rst.val() || self.reset.holds.val();
        self.number.reset.next = self.settings_reset.val();
        self.settings.clk.next = self.clk.val();
        self.settings.rst.next = self.settings_reset.val();
        self.settings.scratch_rst.next = self.rst.val();
        self.settings.write.next = self.write_edge.val();
        self.settings.word.next = self.write_word.q.val();
        self.settings.data.next = self.data.q.val();
        self.settings.strobes.next = self.strobes.q.val();
        self.settings.tx_tail.next = self.tx_tail.val();
        self.settings.rx_tail.next = self.rx_tail.val();
        self.settings.busy.next = self.mac_busy.val() || self.card_busy.val();
        self.settings.read_filter.next = self.read_word.q.val().get_bits::<4>(1);

        // Reads. From the address on each edge has its number.
        self.read_passes.next = self.s_axil_arvalid.val() && self.takes_read.q.val();
        self.answer_passes.next = self.read_valid.q.val() && self.s_axil_rready.val();
        self.reading_after.next = (self.reading.q.val() || self.read_passes.val()) && !self.answer_passes.val();
        self.reading.d.next = self.reading_after.val();
        self.takes_read.d.next = !self.reading_after.val();
        if self.read_passes.val() {
            self.read_word.d.next = self.s_axil_araddr.val() >> 2;
            self.step.d.next = 1.into();
        } else if self.step.q.val() == 5 {
            self.step.d.next = 0.into();
        } else if self.step.q.val().any() {
            self.step.d.next = self.step.q.val() + 1;
        }
        if self.step.q.val() == 1 {
            self.number.d.next = self.read_word.q.val().get_bits::<6>(1);
        }
        self.decoder.word.next = self.read_word.q.val();
        self.hits.d.next = self.decoder.hits.val();
        self.is_filter.d.next = self.decoder.is_filter.val();
        self.is_counter.d.next = self.decoder.is_counter.val();
        self.is_known.d.next = self.decoder.known.val();

        // What each register reads as.
        self.status.next.link = self.status_link.val();
        self.status.next.tx_active = self.status_tx_active.val();
        self.status.next.rx_active = self.status_rx_active.val();
        self.status.next.tx_stopped = self.status_tx_stopped.val();
        self.status.next.rx_stopped = self.status_rx_stopped.val();
        self.status_bits.next = self.status.val().into();
        self.busy.next = self.settings.snapshot.val() || self.mac_busy.val() || self.card_busy.val();
        self.register[0].next = self.settings.control.val();
        self.register[1].next = self.settings.address_low.val();
        self.register[2].next = self.settings.address_high.val();
        self.register[3].next = self.settings.hash_low.val();
        self.register[4].next = self.settings.hash_high.val();
        self.register[5].next = self.settings.pause.val();
        self.register[6].next = self.settings.interrupt_mask.val();
        self.register[7].next = self.settings.moderation.val();
        self.register[8].next = self.settings.tx_descriptors_low.val();
        self.register[9].next = self.settings.tx_descriptors_high.val();
        self.register[10].next = self.settings.tx_completions_low.val();
        self.register[11].next = self.settings.tx_completions_high.val();
        self.register[12].next = self.settings.tx_size.val();
        self.register[13].next = self.settings.rx_descriptors_low.val();
        self.register[14].next = self.settings.rx_descriptors_high.val();
        self.register[15].next = self.settings.rx_completions_low.val();
        self.register[16].next = self.settings.rx_completions_high.val();
        self.register[17].next = self.settings.rx_size.val();
        self.register[18].next = self.constants.identity.val();
        self.register[19].next = self.constants.version.val();
        self.register[20].next = self.constants.capabilities.val();
        self.register[21].next = self.settings.scratch.val();
        self.register[22].next = bit_cast::<32, 5>(self.status_bits.val());
        self.register[23].next = bit_cast::<32, 1>(self.reset.busy.val().into());
        self.register[24].next = bit_cast::<32, 7>(self.cause.val());
        self.register[25].next = 0.into();
        self.register[26].next = bit_cast::<32, 16>(self.tx_tail.val());
        self.register[27].next = bit_cast::<32, 16>(self.tx_head.val());
        self.register[28].next = bit_cast::<32, 16>(self.rx_tail.val());
        self.register[29].next = bit_cast::<32, 16>(self.rx_head.val());
        self.register[30].next = bit_cast::<32, 1>(self.busy.val().into());
        for number in 0..31 {
            self.gated[number].next = 0.into();
            if self.hits.q.val().get_bit(number) {
                self.gated[number].next = self.register[number].val();
            }
        }
        self.counter_value.next = self.mac_data.val();
        if self.read_word.q.val().get_bit(6) {
            self.counter_value.next = self.card_data.val();
        }
        if self.step.q.val() == 4 {
            self.group[0].d.next = self.gated[0].val()
                | self.gated[1].val()
                | self.gated[2].val()
                | self.gated[3].val()
                | self.gated[4].val()
                | self.gated[5].val()
                | self.gated[6].val()
                | self.gated[7].val();
            self.group[1].d.next = self.gated[8].val()
                | self.gated[9].val()
                | self.gated[10].val()
                | self.gated[11].val()
                | self.gated[12].val()
                | self.gated[13].val()
                | self.gated[14].val()
                | self.gated[15].val();
            self.group[2].d.next = self.gated[16].val()
                | self.gated[17].val()
                | self.gated[18].val()
                | self.gated[19].val()
                | self.gated[20].val()
                | self.gated[21].val()
                | self.gated[22].val()
                | self.gated[23].val();
            self.group[3].d.next = self.gated[24].val()
                | self.gated[25].val()
                | self.gated[26].val()
                | self.gated[27].val()
                | self.gated[28].val()
                | self.gated[29].val()
                | self.gated[30].val();
            self.filter_word.d.next = 0.into();
            if self.is_filter.q.val() {
                self.filter_word.d.next = self.settings.filter_low.val();
                if self.read_word.q.val().get_bit(0) {
                    self.filter_word.d.next = self.settings.filter_high.val();
                }
            }
            self.counter_word.d.next = 0.into();
            if self.is_counter.q.val() {
                self.counter_word.d.next = self.counter_value.val().get_bits::<32>(0);
                if self.read_word.q.val().get_bit(0) {
                    self.counter_word.d.next = self.counter_value.val().get_bits::<32>(32);
                }
            }
        }
        if self.step.q.val() == 5 {
            // At most one of these is not 0.
            self.read_data.d.next = self.group[0].q.val()
                | self.group[1].q.val()
                | self.group[2].q.val()
                | self.group[3].q.val()
                | self.filter_word.q.val()
                | self.counter_word.q.val();
            self.read_response.d.next = 2.into();
            if self.is_known.q.val() {
                self.read_response.d.next = 0.into();
            }
            self.read_valid.d.next = true;
        } else if self.answer_passes.val() {
            self.read_valid.d.next = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use wirewright_spec::card::registers as map;

    #[test]
    fn the_bits_of_control_and_status_are_those_of_the_map() {
        let bits = |register: map::Register| -> Vec<(&str, u32)> {
            register.fields.iter().map(|field| (field.name, field.bit)).collect()
        };
        let control = [
            ("TX_ENABLE", 0),
            ("RX_ENABLE", 1),
            ("LOOPBACK", 2),
            ("PROMISCUOUS", 3),
            ("BROADCAST", 4),
            ("PASS_BAD", 5),
            ("CHECKSUM", 6),
            ("VLAN_STRIP", 7),
            ("PAUSE_SEND", 8),
            ("PAUSE_OBEY", 9),
            ("HALF_DUPLEX", 10),
        ];
        assert_eq!(bits(map::CONTROL), control);
        let status = [("LINK", 0), ("TX_ACTIVE", 1), ("RX_ACTIVE", 2), ("TX_STOPPED", 3), ("RX_STOPPED", 4)];
        assert_eq!(bits(map::STATUS), status);
    }

    #[test]
    fn what_the_outputs_slice_is_what_the_map_names() {
        for low in [map::TX_DESCRIPTORS_LOW, map::TX_COMPLETIONS_LOW, map::RX_DESCRIPTORS_LOW, map::RX_COMPLETIONS_LOW]
        {
            assert_eq!(low.mask(), 0xffff_ffc0);
        }
        for sixteen in [map::ADDRESS_HIGH, map::PAUSE, map::MODERATION] {
            assert_eq!(sixteen.mask(), 0xffff);
        }
        assert_eq!((map::INTERRUPT_MASK.mask(), map::TX_SIZE.mask(), map::RX_SIZE.mask()), (0x7f, 0xf, 0xf));
    }
}
