// SPDX-License-Identifier: MIT OR Apache-2.0
//! The wires of the MAC designs by their meaning: one bundle in and one out for all of them.

use crate::conformance::rigs::control_rx::OWN_ADDRESS;
use crate::conformance::rigs::transmit::Offer;
use crate::conformance::rigs::wire::{RxSymbol, TxSymbol};
use wirewright_spec::Interface;
use wirewright_spec::ports::{self, mac_gmii, mac_mii, mac_trispeed};

/// The inputs of a MAC.
#[derive(Clone, Copy, Default)]
pub(super) struct In {
    pub offer: Offer,
    pub sink_ready: bool,
    pub rx: RxSymbol,
    pub crs: bool,
    pub col: bool,
    /// The next edge of the transmitter, or receiver, counts.
    pub tx_enable: bool,
    pub rx_enable: bool,
    pub nibble: bool,
    pub half_duplex: bool,
    pub pause_send: bool,
    pub pause_quanta: u16,
    pub pause_obey: bool,
    pub pause_request: bool,
    pub pass_bad: bool,
    pub snapshot: bool,
    pub addr: u8,
    /// The reset of each clock.
    pub resets: [bool; 3],
}

/// The outputs of a MAC.
pub(super) struct Out {
    pub ready: bool,
    pub beat: Option<Beat>,
    pub symbol: TxSymbol,
    pub busy: bool,
    pub data: u64,
}

#[derive(Clone, Copy)]
pub(super) struct Beat {
    pub data: u8,
    pub last: bool,
    pub user: bool,
}

/// A MAC design.
pub(super) trait MacPins: Interface {
    /// Period of the clocks of the PHY.
    const PHY_PERIOD_PS: u64;

    fn input(input: &In) -> Self::In;
    fn output(out: &Self::Out) -> Out;

    /// Clocks from one that counts to the next.
    fn clock_enable_every(nibble: bool) -> usize {
        let _ = nibble;
        1
    }
}

/// What the ports of all designs have in common, and what `$more` adds.
macro_rules! common_input {
    ($module:ident, $input:expr, { $($port:ident: $value:expr),* $(,)? }) => {
        $module::In {
            rst: $input.resets[0],
            tx_rst: $input.resets[1],
            rx_rst: $input.resets[2],
            tx_axis_tdata: $input.offer.data,
            tx_axis_tvalid: $input.offer.valid,
            tx_axis_tlast: $input.offer.last,
            tx_axis_tuser: $input.offer.user,
            rx_axis_tready: $input.sink_ready,
            cfg_tx_fcs_insert: true,
            cfg_tx_pause_send: $input.pause_send,
            cfg_tx_pause_obey: $input.pause_obey,
            cfg_tx_pause_quanta: $input.pause_quanta,
            cfg_tx_mac_address: own_address(),
            cfg_rx_fcs_strip: true,
            cfg_rx_pass_bad: $input.pass_bad,
            cfg_rx_mac_address: own_address(),
            pause_request: $input.pause_request,
            stat_snapshot: $input.snapshot,
            stat_addr: $input.addr,
            $($port: $value,)*
            ..Default::default()
        }
    };
}

macro_rules! common_output {
    ($out:expr, $symbol:expr) => {
        Out {
            ready: $out.tx_axis_tready,
            beat: $out.rx_axis_tvalid.then_some(Beat {
                data: $out.rx_axis_tdata,
                last: $out.rx_axis_tlast,
                user: $out.rx_axis_tuser,
            }),
            symbol: $symbol,
            busy: $out.stat_busy,
            data: $out.stat_data,
        }
    };
}

impl MacPins for ports::MacGmii {
    const PHY_PERIOD_PS: u64 = 8_000;

    fn input(input: &In) -> mac_gmii::In {
        common_input!(mac_gmii, input, {
            gmii_rxd: input.rx.data,
            gmii_rx_dv: input.rx.dv,
            gmii_rx_er: input.rx.er,
        })
    }

    fn output(out: &mac_gmii::Out) -> Out {
        common_output!(out, TxSymbol { data: out.gmii_txd, en: out.gmii_tx_en, er: out.gmii_tx_er })
    }
}

impl MacPins for ports::MacMii {
    const PHY_PERIOD_PS: u64 = 40_000;

    fn input(input: &In) -> mac_mii::In {
        common_input!(mac_mii, input, {
            mii_rxd: input.rx.data,
            mii_rx_dv: input.rx.dv,
            mii_rx_er: input.rx.er,
            mii_crs: input.crs,
            mii_col: input.col,
            cfg_tx_full_duplex: !input.half_duplex,
        })
    }

    fn output(out: &mac_mii::Out) -> Out {
        common_output!(out, TxSymbol { data: out.mii_txd, en: out.mii_tx_en, er: out.mii_tx_er })
    }
}

impl MacPins for ports::MacTrispeed {
    const PHY_PERIOD_PS: u64 = 8_000;

    fn input(input: &In) -> mac_trispeed::In {
        common_input!(mac_trispeed, input, {
            tx_clk_en: input.tx_enable,
            rx_clk_en: input.rx_enable,
            cfg_tx_nibble: input.nibble,
            cfg_rx_nibble: input.nibble,
            gmii_rxd: input.rx.data,
            gmii_rx_dv: input.rx.dv,
            gmii_rx_er: input.rx.er,
        })
    }

    fn output(out: &mac_trispeed::Out) -> Out {
        common_output!(out, TxSymbol { data: out.gmii_txd, en: out.gmii_tx_en, er: out.gmii_tx_er })
    }

    fn clock_enable_every(nibble: bool) -> usize {
        if nibble { 5 } else { 1 }
    }
}

fn own_address() -> u64 {
    OWN_ADDRESS.iter().fold(0, |address, &octet| address << 8 | u64::from(octet))
}
