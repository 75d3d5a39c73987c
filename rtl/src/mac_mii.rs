// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet MAC for MII, 10 and 100 Mbit/s, half or full duplex, with frame memories, PAUSE and counters (IEEE
//! 802.3-2022, clauses 4, 22, 31).
//!
//! A late collision gives the frame up, as its head is kept for the slot time only; TransmitLinkMgmt in 4.2.8 would
//! try again at 10 and 100 Mbit/s.
//!
//! ```text
//!                +-----------+    +------------+
//!   tx_axis_* -->|           |--->| mac_tx_mii |--> mii_txd, tx_en, tx_er
//!                |           |    |            |<-- mii_crs, mii_col
//!   rx_axis_* <--| mac_shell |    +------------+
//!   stat_*   <-->|           |<---| mac_rx_mii |<-- mii_rxd, rx_dv, rx_er
//!                +-----------+    +------------+
//!       clk                    tx_clk, rx_clk
//! ```

use crate::lfsr::Lfsr;
use crate::mac_rx_mii::MacRxMii;
use crate::mac_shell::MacShell;
use crate::mac_tx_mii::MacTxMii;
use crate::prelude::*;

/// See `wirewright_spec::ports::mac_mii`.
#[derive(LogicBlock, Default)]
pub struct MacMii {
    name: ModuleName<Self>,
    /// The clock of the client.
    pub clk: Signal<In, Clock>,
    /// Reset, synchronous to `clk`, from a flip-flop: the other domains take it at once. Each of the three resets all.
    pub rst: Signal<In, Bit>,
    /// The clock of the transmitter, from or to the PHY.
    pub tx_clk: Signal<In, Clock>,
    /// Reset, synchronous to `tx_clk`, from a flip-flop.
    pub tx_rst: Signal<In, Bit>,
    /// The clock of the receiver, from the PHY.
    pub rx_clk: Signal<In, Clock>,
    /// Reset, synchronous to `rx_clk`, from a flip-flop.
    pub rx_rst: Signal<In, Bit>,
    /// Octet of a frame to send, destination address first.
    pub tx_axis_tdata: Signal<In, Bits<8>>,
    /// An octet is offered.
    pub tx_axis_tvalid: Signal<In, Bit>,
    /// It is the last of its frame.
    pub tx_axis_tlast: Signal<In, Bit>,
    /// On the last beat: send the frame with an error.
    pub tx_axis_tuser: Signal<In, Bit>,
    /// The sink takes the beat.
    pub rx_axis_tready: Signal<In, Bit>,
    /// Nibble from the PHY.
    pub mii_rxd: Signal<In, Bits<4>>,
    /// `mii_rxd` is part of a carrier.
    pub mii_rx_dv: Signal<In, Bit>,
    /// The PHY saw an error in it.
    pub mii_rx_er: Signal<In, Bit>,
    /// Carrier sense, in no clock domain.
    pub mii_crs: Signal<In, Bit>,
    /// Collision, in no clock domain.
    pub mii_col: Signal<In, Bit>,
    /// Ignore carrier sense and collisions.
    pub cfg_tx_full_duplex: Signal<In, Bit>,
    /// Pad frames and append their FCS; else the stream carries it.
    pub cfg_tx_fcs_insert: Signal<In, Bit>,
    /// Send PAUSE frames on request and when the receive memory is half full.
    pub cfg_tx_pause_send: Signal<In, Bit>,
    /// Obey received PAUSE frames.
    pub cfg_tx_pause_obey: Signal<In, Bit>,
    /// Pause time to ask for, in units of 512 bit times.
    pub cfg_tx_pause_quanta: Signal<In, Bits<16>>,
    /// Source address of PAUSE frames; bits 47:40 are sent first.
    pub cfg_tx_mac_address: Signal<In, Bits<48>>,
    /// Strip the FCS; else the stream carries it.
    pub cfg_rx_fcs_strip: Signal<In, Bit>,
    /// Accept frames of up to 9018 octets.
    pub cfg_rx_jumbo: Signal<In, Bit>,
    /// Pass bad frames, marked by `rx_axis_tuser`; else drop and count them.
    pub cfg_rx_pass_bad: Signal<In, Bit>,
    /// Own address, to which PAUSE frames may be sent.
    pub cfg_rx_mac_address: Signal<In, Bits<48>>,
    /// Ask the link partner to pause, in any clock domain.
    pub pause_request: Signal<In, Bit>,
    /// Take a snapshot of all counters.
    pub stat_snapshot: Signal<In, Bit>,
    /// Which counter to read: 0 to 15 receive, 16 to 31 transmit, see docs/counters.md.
    pub stat_addr: Signal<In, Bits<5>>,
    /// The octet is taken.
    pub tx_axis_tready: Signal<Out, Bit>,
    /// Octet of a received frame.
    pub rx_axis_tdata: Signal<Out, Bits<8>>,
    /// An octet is offered.
    pub rx_axis_tvalid: Signal<Out, Bit>,
    /// It is the last of its frame.
    pub rx_axis_tlast: Signal<Out, Bit>,
    /// On the last beat: the frame is bad.
    pub rx_axis_tuser: Signal<Out, Bit>,
    /// The snapshot is being taken; it waits while the clock of the transmitter or receiver stands.
    pub stat_busy: Signal<Out, Bit>,
    /// The counter at `stat_addr` of the snapshot.
    pub stat_data: Signal<Out, Bits<64>>,
    /// Nibble to the PHY.
    pub mii_txd: Signal<Out, Bits<4>>,
    /// `mii_txd` is part of a frame.
    pub mii_tx_en: Signal<Out, Bit>,
    /// Send an error in its place.
    pub mii_tx_er: Signal<Out, Bit>,

    shell: MacShell<12, 13>,
    transmitter: MacTxMii,
    receiver: MacRxMii,
    lfsr: Lfsr,
    seeded: Register<Bit>,
}

impl Logic for MacMii {
    #[hdl_gen]
    fn update(&mut self) {
        self.shell.clk.next = self.clk.val();
        self.shell.tx_clk.next = self.tx_clk.val();
        self.shell.rx_clk.next = self.rx_clk.val();
        self.shell.rst.next = self.rst.val();
        self.shell.tx_rst.next = self.tx_rst.val();
        self.shell.rx_rst.next = self.rx_rst.val();
        self.shell.tx_axis_tdata.next = self.tx_axis_tdata.val();
        self.shell.tx_axis_tvalid.next = self.tx_axis_tvalid.val();
        self.shell.tx_axis_tlast.next = self.tx_axis_tlast.val();
        self.shell.tx_axis_tuser.next = self.tx_axis_tuser.val();
        self.shell.rx_axis_tready.next = self.rx_axis_tready.val();
        self.shell.stat_snapshot.next = self.stat_snapshot.val();
        self.shell.stat_addr.next = self.stat_addr.val();
        self.shell.cfg_tx_fcs_insert.next = self.cfg_tx_fcs_insert.val();
        self.shell.cfg_tx_pause_send.next = self.cfg_tx_pause_send.val() && self.cfg_tx_full_duplex.val();
        self.shell.cfg_tx_pause_obey.next = self.cfg_tx_pause_obey.val() && self.cfg_tx_full_duplex.val();
        self.shell.cfg_tx_pause_quanta.next = self.cfg_tx_pause_quanta.val();
        self.shell.cfg_tx_mac_address.next = self.cfg_tx_mac_address.val();
        self.shell.pause_request.next = self.pause_request.val();
        self.shell.cfg_rx_pass_bad.next = self.cfg_rx_pass_bad.val();
        self.shell.cfg_rx_mac_address.next = self.cfg_rx_mac_address.val();
        self.tx_axis_tready.next = self.shell.tx_axis_tready.val();
        self.rx_axis_tdata.next = self.shell.rx_axis_tdata.val();
        self.rx_axis_tvalid.next = self.shell.rx_axis_tvalid.val();
        self.rx_axis_tlast.next = self.shell.rx_axis_tlast.val();
        self.rx_axis_tuser.next = self.shell.rx_axis_tuser.val();
        self.stat_busy.next = self.shell.stat_busy.val();
        self.stat_data.next = self.shell.stat_data.val();

        // Transmitter.
        self.transmitter.clk.next = self.tx_clk.val();
        self.transmitter.rst.next = self.shell.tx_reset.val();
        self.transmitter.tx_axis_tdata.next = self.shell.mac_tx_axis_tdata.val();
        self.transmitter.tx_axis_tvalid.next = self.shell.mac_tx_axis_tvalid.val();
        self.transmitter.tx_axis_tlast.next = self.shell.mac_tx_axis_tlast.val();
        self.transmitter.tx_axis_tuser.next = self.shell.mac_tx_axis_tuser.val();
        self.shell.mac_tx_axis_tready.next = self.transmitter.tx_axis_tready.val();
        self.transmitter.tx_fcs_insert.next = self.shell.mac_tx_fcs_insert.val();
        self.transmitter.tx_hold.next = false;
        self.transmitter.mii_crs.next = self.mii_crs.val();
        self.transmitter.mii_col.next = self.mii_col.val();
        self.transmitter.cfg_full_duplex.next = self.cfg_tx_full_duplex.val();
        self.transmitter.random.next = self.lfsr.random.val();
        self.shell.tx_start_ready.next = self.transmitter.tx_start_ready.val();
        self.shell.tx_octet_tick.next = self.transmitter.tx_octet_tick.val();
        self.shell.stat_tx_valid.next = self.transmitter.stat_tx_valid.val();
        self.shell.stat_tx_verdict.next = self.transmitter.stat_tx_verdict.val();
        self.shell.stat_tx_octets.next = self.transmitter.stat_tx_octets.val();
        self.shell.stat_tx_collisions.next = self.transmitter.stat_tx_collisions.val();
        self.shell.stat_tx_deferred.next = self.transmitter.stat_tx_deferred.val();
        self.shell.stat_tx_excessive_deferral.next = self.transmitter.stat_tx_excessive_deferral.val();
        self.shell.stat_tx_carrier_sense_error.next = self.transmitter.stat_tx_carrier_sense_error.val();
        self.mii_txd.next = self.transmitter.mii_txd.val();
        self.mii_tx_en.next = self.transmitter.mii_tx_en.val();
        self.mii_tx_er.next = self.transmitter.mii_tx_er.val();

        // Receiver.
        self.receiver.clk.next = self.rx_clk.val();
        self.receiver.rst.next = self.shell.rx_reset.val();
        self.receiver.mii_rxd.next = self.mii_rxd.val();
        self.receiver.mii_rx_dv.next = self.mii_rx_dv.val();
        self.receiver.mii_rx_er.next = self.mii_rx_er.val();
        self.receiver.cfg_rx_fcs_strip.next = self.cfg_rx_fcs_strip.val();
        self.receiver.cfg_rx_jumbo.next = self.cfg_rx_jumbo.val();
        self.shell.mac_rx_axis_tdata.next = self.receiver.rx_axis_tdata.val();
        self.shell.mac_rx_axis_tvalid.next = self.receiver.rx_axis_tvalid.val();
        self.shell.mac_rx_axis_tlast.next = self.receiver.rx_axis_tlast.val();
        self.shell.mac_rx_axis_tuser.next = self.receiver.rx_axis_tuser.val();
        self.shell.stat_rx_valid.next = self.receiver.stat_rx_valid.val();
        self.shell.stat_rx_verdict.next = self.receiver.stat_rx_verdict.val();
        self.shell.stat_rx_symbol_error.next = self.receiver.stat_rx_symbol_error.val();
        self.shell.stat_rx_octets.next = self.receiver.stat_rx_octets.val();

        // Random words for the backoff, begun with the address, so that stations differ.
        self.seeded.clock.next = self.tx_clk.val();
        self.seeded.reset.next = self.shell.tx_reset.val();
        self.seeded.d.next = true;
        self.lfsr.clk.next = self.tx_clk.val();
        self.lfsr.rst.next = self.shell.tx_reset.val();
        self.lfsr.load.next = !self.seeded.q.val();
        self.lfsr.seed.next = self.cfg_tx_mac_address.val().get_bits::<32>(0);
    }
}
