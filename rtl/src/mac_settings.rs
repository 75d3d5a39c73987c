// SPDX-License-Identifier: MIT OR Apache-2.0
//! Carries the settings of the MAC into the clocks of the PHY, over and over, so that no change is missed.
//!
//! ```text
//!                 +--------------+
//!   address[48]-->|              |-->cfg_tx_*
//! pause_*, ... -->| mac_settings |-->cfg_rx_*
//!                 +--------------+
//!             clk                   tx_clk, rx_clk
//! ```

use crate::prelude::*;
use crate::word_sync::WordSync;

/// The paragraph "Settings of the MAC" of `wirewright_spec::ports::nic`.
#[derive(LogicBlock, Default)]
pub struct MacSettings {
    name: ModuleName<Self>,
    /// The clock of the host side.
    pub clk: Signal<In, Clock>,
    /// Its reset.
    pub rst: Signal<In, Bit>,
    /// The clock of the transmitter.
    pub tx_clk: Signal<In, Clock>,
    /// Its reset.
    pub tx_rst: Signal<In, Bit>,
    /// The clock of the receiver.
    pub rx_clk: Signal<In, Clock>,
    /// Its reset.
    pub rx_rst: Signal<In, Bit>,
    /// Own address.
    pub address: Signal<In, Bits<48>>,
    /// Pause time to ask for.
    pub pause_quanta: Signal<In, Bits<16>>,
    /// Send PAUSE frames.
    pub pause_send: Signal<In, Bit>,
    /// Obey received PAUSE frames.
    pub pause_obey: Signal<In, Bit>,
    /// The receiver hears the transmitter, the wire nothing.
    pub loopback: Signal<In, Bit>,
    /// Pass bad frames.
    pub pass_bad: Signal<In, Bit>,
    /// Ignore carrier sense and collisions.
    pub full_duplex: Signal<In, Bit>,
    /// Own address, for the transmitter.
    pub cfg_tx_mac_address: Signal<Out, Bits<48>>,
    /// Pause time to ask for.
    pub cfg_tx_pause_quanta: Signal<Out, Bits<16>>,
    /// Send PAUSE frames.
    pub cfg_tx_pause_send: Signal<Out, Bit>,
    /// Obey received PAUSE frames.
    pub cfg_tx_pause_obey: Signal<Out, Bit>,
    /// The wire hears nothing.
    pub cfg_tx_loopback: Signal<Out, Bit>,
    /// Ignore carrier sense and collisions.
    pub cfg_tx_full_duplex: Signal<Out, Bit>,
    /// Own address, for the receiver.
    pub cfg_rx_mac_address: Signal<Out, Bits<48>>,
    /// Pass bad frames.
    pub cfg_rx_pass_bad: Signal<Out, Bit>,
    /// The receiver hears the transmitter.
    pub cfg_rx_loopback: Signal<Out, Bit>,

    tx_address_high: WordSync,
    tx_address_middle: WordSync,
    tx_address_low: WordSync,
    tx_pause: WordSync,
    tx_flags: WordSync,
    rx_address_high: WordSync,
    rx_address_middle: WordSync,
    rx_address_low: WordSync,
    rx_flags: WordSync,

    tx_settings: Signal<Local, TxSettings>,
    rx_settings: Signal<Local, RxSettings>,
    tx_address: Signal<Local, Address>,
    rx_address: Signal<Local, Address>,
}

/// Flags for the transmitter.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct TxSettings {
    pause_send: Bit,
    pause_obey: Bit,
    loopback: Bit,
    full_duplex: Bit,
}

/// Flags for the receiver.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct RxSettings {
    pass_bad: Bit,
    loopback: Bit,
}

/// An address that came in three words.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Address {
    low: Bits<16>,
    middle: Bits<16>,
    high: Bits<16>,
}

impl Logic for MacSettings {
    #[hdl_gen]
    fn update(&mut self) {
        self.tx_settings.next.pause_send = self.pause_send.val();
        self.tx_settings.next.pause_obey = self.pause_obey.val();
        self.tx_settings.next.loopback = self.loopback.val();
        self.tx_settings.next.full_duplex = self.full_duplex.val();
        self.rx_settings.next.pass_bad = self.pass_bad.val();
        self.rx_settings.next.loopback = self.loopback.val();
        self.tx_address_high.src_clk.next = self.clk.val();
        self.tx_address_high.src_rst.next = self.rst.val();
        self.tx_address_high.src_valid.next = true;
        self.tx_address_high.src_data.next = self.address.val().get_bits::<16>(32);
        self.tx_address_high.dst_clk.next = self.tx_clk.val();
        self.tx_address_high.dst_rst.next = self.tx_rst.val();
        self.tx_address_middle.src_clk.next = self.clk.val();
        self.tx_address_middle.src_rst.next = self.rst.val();
        self.tx_address_middle.src_valid.next = true;
        self.tx_address_middle.src_data.next = self.address.val().get_bits::<16>(16);
        self.tx_address_middle.dst_clk.next = self.tx_clk.val();
        self.tx_address_middle.dst_rst.next = self.tx_rst.val();
        self.tx_address_low.src_clk.next = self.clk.val();
        self.tx_address_low.src_rst.next = self.rst.val();
        self.tx_address_low.src_valid.next = true;
        self.tx_address_low.src_data.next = self.address.val().get_bits::<16>(0);
        self.tx_address_low.dst_clk.next = self.tx_clk.val();
        self.tx_address_low.dst_rst.next = self.tx_rst.val();
        self.tx_pause.src_clk.next = self.clk.val();
        self.tx_pause.src_rst.next = self.rst.val();
        self.tx_pause.src_valid.next = true;
        self.tx_pause.src_data.next = self.pause_quanta.val();
        self.tx_pause.dst_clk.next = self.tx_clk.val();
        self.tx_pause.dst_rst.next = self.tx_rst.val();
        self.tx_flags.src_clk.next = self.clk.val();
        self.tx_flags.src_rst.next = self.rst.val();
        self.tx_flags.src_valid.next = true;
        self.tx_flags.src_data.next = bit_cast::<16, 4>(self.tx_settings.val().into());
        self.tx_flags.dst_clk.next = self.tx_clk.val();
        self.tx_flags.dst_rst.next = self.tx_rst.val();
        self.tx_address.next.high = self.tx_address_high.dst_data.val();
        self.tx_address.next.middle = self.tx_address_middle.dst_data.val();
        self.tx_address.next.low = self.tx_address_low.dst_data.val();
        self.cfg_tx_mac_address.next = self.tx_address.val().into();
        self.rx_address_high.src_clk.next = self.clk.val();
        self.rx_address_high.src_rst.next = self.rst.val();
        self.rx_address_high.src_valid.next = true;
        self.rx_address_high.src_data.next = self.address.val().get_bits::<16>(32);
        self.rx_address_high.dst_clk.next = self.rx_clk.val();
        self.rx_address_high.dst_rst.next = self.rx_rst.val();
        self.rx_address_middle.src_clk.next = self.clk.val();
        self.rx_address_middle.src_rst.next = self.rst.val();
        self.rx_address_middle.src_valid.next = true;
        self.rx_address_middle.src_data.next = self.address.val().get_bits::<16>(16);
        self.rx_address_middle.dst_clk.next = self.rx_clk.val();
        self.rx_address_middle.dst_rst.next = self.rx_rst.val();
        self.rx_address_low.src_clk.next = self.clk.val();
        self.rx_address_low.src_rst.next = self.rst.val();
        self.rx_address_low.src_valid.next = true;
        self.rx_address_low.src_data.next = self.address.val().get_bits::<16>(0);
        self.rx_address_low.dst_clk.next = self.rx_clk.val();
        self.rx_address_low.dst_rst.next = self.rx_rst.val();
        self.rx_flags.src_clk.next = self.clk.val();
        self.rx_flags.src_rst.next = self.rst.val();
        self.rx_flags.src_valid.next = true;
        self.rx_flags.src_data.next = bit_cast::<16, 2>(self.rx_settings.val().into());
        self.rx_flags.dst_clk.next = self.rx_clk.val();
        self.rx_flags.dst_rst.next = self.rx_rst.val();
        self.rx_address.next.high = self.rx_address_high.dst_data.val();
        self.rx_address.next.middle = self.rx_address_middle.dst_data.val();
        self.rx_address.next.low = self.rx_address_low.dst_data.val();
        self.cfg_rx_mac_address.next = self.rx_address.val().into();
        self.cfg_tx_pause_quanta.next = self.tx_pause.dst_data.val();
        self.cfg_tx_pause_send.next = self.tx_flags.dst_data.val().get_bit(0);
        self.cfg_tx_pause_obey.next = self.tx_flags.dst_data.val().get_bit(1);
        self.cfg_tx_loopback.next = self.tx_flags.dst_data.val().get_bit(2);
        self.cfg_tx_full_duplex.next = self.tx_flags.dst_data.val().get_bit(3);
        self.cfg_rx_pass_bad.next = self.rx_flags.dst_data.val().get_bit(0);
        self.cfg_rx_loopback.next = self.rx_flags.dst_data.val().get_bit(1);
    }
}
