// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the main job needs to know of a MAC design: where its stream, its PHY and its counters are among the ports.

use wirewright_spec::Interface;
use wirewright_spec::ports::{MacGmii, MacGmiiJumbo, MacMii, MacTrispeed, MacTrispeedJumbo};

use crate::monitor::{AxisSample, WireSample};

/// A MAC design with the clocks `clk`, `tx_clk`, `rx_clk`, in this order.
pub trait MacDesign: Interface {
    /// Bits that the PHY interface carries at an edge.
    const BITS_PER_EDGE: u32;
    /// Nominal period of the PHY's clocks.
    const PHY_PERIOD_PS: u64;
    /// Frames of up to 9018 octets are accepted.
    const JUMBO: bool;
    /// Octets that the memory for frames to send holds; longer ones are lost.
    const MEMORY_OCTETS: usize = if Self::JUMBO { 16384 } else { 4096 };

    /// It can run in half duplex.
    const HALF_DUPLEX: bool = false;

    /// Settings of the job: FCS inserted and stripped, PAUSE obeyed, bad frames dropped; half duplex where the design
    /// can and is asked to.
    fn configure(input: &mut Self::In, own_address: [u8; 6], half_duplex: bool);
    /// Sets carrier sense and collision, where there are such ports.
    fn set_medium(_input: &mut Self::In, _carrier: bool, _collision: bool) {}
    /// Whether a collision is signalled to the transmitter.
    fn collision(_input: &Self::In) -> bool {
        false
    }
    /// Sets the reset of clock `clock`.
    fn set_reset(input: &mut Self::In, clock: usize, reset: bool);
    /// Whether `clk`'s domain is in reset.
    fn in_reset(input: &Self::In) -> bool;
    /// Offers a beat to the transmitter.
    fn offer(input: &mut Self::In, tdata: u8, tvalid: bool, tlast: bool);
    /// The transmitter's stream, `ready` being what its `tready` was.
    fn tx_axis(input: &Self::In, ready: bool) -> AxisSample;
    /// `tx_axis_tready`.
    fn tx_ready(output: &Self::Out) -> bool;
    /// The receiver's stream as it is after an event.
    fn rx_axis(output: &Self::Out) -> AxisSample;
    /// What the MAC shows the PHY.
    fn phy_tx(output: &Self::Out) -> WireSample;
    /// What the PHY shows the MAC.
    fn phy_rx(input: &Self::In) -> WireSample;
    /// Sets what the PHY shows the MAC.
    fn set_phy_rx(input: &mut Self::In, sample: WireSample);
    /// Sets `stat_snapshot` and `stat_addr`.
    fn set_stat(input: &mut Self::In, snapshot: bool, addr: u8);
    /// `stat_busy` and `stat_data`.
    fn stat(output: &Self::Out) -> (bool, u64);
}

macro_rules! mac_design {
    ($design:ty, $bits:literal, $period_ps:literal, $jumbo:literal, $txd:ident $tx_en:ident $tx_er:ident,
     $rxd:ident $rx_dv:ident $rx_er:ident, |$input:ident, $half_duplex:ident| $extra:block $($item:item)*) => {
        impl MacDesign for $design {
            const BITS_PER_EDGE: u32 = $bits;
            const PHY_PERIOD_PS: u64 = $period_ps;
            const JUMBO: bool = $jumbo;

            $($item)*

            fn configure($input: &mut Self::In, own_address: [u8; 6], $half_duplex: bool) {
                let address = own_address.iter().fold(0, |address, &octet| address << 8 | u64::from(octet));
                $input.cfg_tx_fcs_insert = true;
                $input.cfg_tx_pause_obey = true;
                $input.cfg_tx_mac_address = address;
                $input.cfg_rx_mac_address = address;
                $input.cfg_rx_fcs_strip = true;
                $input.rx_axis_tready = true;
                $input.cfg_rx_jumbo = $jumbo;
                $extra
            }

            fn set_reset(input: &mut Self::In, clock: usize, reset: bool) {
                match clock {
                    0 => input.rst = reset,
                    1 => input.tx_rst = reset,
                    _ => input.rx_rst = reset,
                }
            }

            #[inline]
            fn in_reset(input: &Self::In) -> bool {
                input.rst || input.tx_rst || input.rx_rst
            }

            #[inline]
            fn offer(input: &mut Self::In, tdata: u8, tvalid: bool, tlast: bool) {
                input.tx_axis_tdata = tdata;
                input.tx_axis_tvalid = tvalid;
                input.tx_axis_tlast = tlast;
            }

            #[inline]
            fn tx_axis(input: &Self::In, tready: bool) -> AxisSample {
                AxisSample {
                    tdata: input.tx_axis_tdata,
                    tvalid: input.tx_axis_tvalid,
                    tready,
                    tlast: input.tx_axis_tlast,
                    tuser: input.tx_axis_tuser,
                }
            }

            #[inline]
            fn tx_ready(output: &Self::Out) -> bool {
                output.tx_axis_tready
            }

            #[inline]
            fn rx_axis(output: &Self::Out) -> AxisSample {
                AxisSample {
                    tdata: output.rx_axis_tdata,
                    tvalid: output.rx_axis_tvalid,
                    tready: true,
                    tlast: output.rx_axis_tlast,
                    tuser: output.rx_axis_tuser,
                }
            }

            #[inline]
            fn phy_tx(output: &Self::Out) -> WireSample {
                WireSample { data: output.$txd, enable: output.$tx_en, error: output.$tx_er, collision: false }
            }

            #[inline]
            fn phy_rx(input: &Self::In) -> WireSample {
                WireSample { data: input.$rxd, enable: input.$rx_dv, error: input.$rx_er, collision: false }
            }

            #[inline]
            fn set_phy_rx(input: &mut Self::In, sample: WireSample) {
                input.$rxd = sample.data;
                input.$rx_dv = sample.enable;
                input.$rx_er = sample.error;
            }

            fn set_stat(input: &mut Self::In, snapshot: bool, addr: u8) {
                input.stat_snapshot = snapshot;
                input.stat_addr = addr;
            }

            fn stat(output: &Self::Out) -> (bool, u64) {
                (output.stat_busy, output.stat_data)
            }
        }
    };
}

mac_design!(
    MacGmii, 8, 8_000, false, gmii_txd gmii_tx_en gmii_tx_er, gmii_rxd gmii_rx_dv gmii_rx_er, |_input, _half| {}
);
mac_design!(
    MacGmiiJumbo, 8, 8_000, true, gmii_txd gmii_tx_en gmii_tx_er, gmii_rxd gmii_rx_dv gmii_rx_er, |_input, _half| {}
);
mac_design!(MacMii, 4, 40_000, false, mii_txd mii_tx_en mii_tx_er, mii_rxd mii_rx_dv mii_rx_er, |input, half| {
    input.cfg_tx_full_duplex = !half;
}
const HALF_DUPLEX: bool = true;

#[inline]
fn set_medium(input: &mut Self::In, carrier: bool, collision: bool) {
    (input.mii_crs, input.mii_col) = (carrier, collision);
}

#[inline]
fn collision(input: &Self::In) -> bool {
    input.mii_col
});
mac_design!(
    MacTrispeed, 8, 8_000, false, gmii_txd gmii_tx_en gmii_tx_er, gmii_rxd gmii_rx_dv gmii_rx_er, |input, _half| {
        input.tx_clk_en = true;
        input.rx_clk_en = true;
    }
);
mac_design!(
    MacTrispeedJumbo, 8, 8_000, true, gmii_txd gmii_tx_en gmii_tx_er, gmii_rxd gmii_rx_dv gmii_rx_er, |input, _half| {
        input.tx_clk_en = true;
        input.rx_clk_en = true;
    }
);
