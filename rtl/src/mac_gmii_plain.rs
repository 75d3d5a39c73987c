// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ethernet MAC for GMII, 1000 Mbit/s, full duplex, with frame memories, and without PAUSE and counters (IEEE
//! 802.3-2022, clauses 4 and 35).
//!
//! ```text
//!                +-------------+    +------------+    +--------+
//!   tx_axis_* -->| stream_fifo |--->| async_fifo |--->| mac_tx |--> gmii_txd, tx_en, tx_er; stat_tx_*
//!                +-------------+    +------------+    +--------+
//!                +------------+    +-------------+    +--------+
//!   rx_axis_* <--| async_fifo |<---| stream_fifo |<---| mac_rx |<-- gmii_rxd, rx_dv, rx_er; stat_rx_*
//!                +------------+    +-------------+    +--------+
//! ```

use crate::async_fifo::AsyncFifo;
use crate::mac_rx::MacRx;
use crate::mac_tx::MacTx;
use crate::prelude::*;
use crate::stream_fifo::StreamFifo;

/// See `wirewright_spec::ports::mac_gmii_plain`.
#[derive(LogicBlock, Default)]
pub struct MacGmiiPlain {
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
    /// Octet from the PHY.
    pub gmii_rxd: Signal<In, Bits<8>>,
    /// `gmii_rxd` is part of a carrier.
    pub gmii_rx_dv: Signal<In, Bit>,
    /// The PHY saw an error in it.
    pub gmii_rx_er: Signal<In, Bit>,
    /// Pad frames and append their FCS; else the stream carries it.
    pub cfg_tx_fcs_insert: Signal<In, Bit>,
    /// Strip the FCS; else the stream carries it.
    pub cfg_rx_fcs_strip: Signal<In, Bit>,
    /// Accept frames of up to 9018 octets.
    pub cfg_rx_jumbo: Signal<In, Bit>,
    /// Pass bad frames, marked by `rx_axis_tuser`; else drop them.
    pub cfg_rx_pass_bad: Signal<In, Bit>,
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
    /// Octet to the PHY.
    pub gmii_txd: Signal<Out, Bits<8>>,
    /// `gmii_txd` is part of a frame.
    pub gmii_tx_en: Signal<Out, Bit>,
    /// Send an error in its place.
    pub gmii_tx_er: Signal<Out, Bit>,
    /// Strobe: a frame is over, and this is its verdict.
    pub stat_tx_valid: Signal<Out, Bit>,
    /// How it ended: a `TxVerdict`.
    pub stat_tx_verdict: Signal<Out, Bits<3>>,
    /// Its length in octets.
    pub stat_tx_octets: Signal<Out, Bits<16>>,
    /// Strobe: a frame is over, and this is its verdict.
    pub stat_rx_valid: Signal<Out, Bit>,
    /// What it was: an `RxVerdict`.
    pub stat_rx_verdict: Signal<Out, Bits<4>>,
    /// The PHY reported an error in it.
    pub stat_rx_symbol_error: Signal<Out, Bit>,
    /// Its length in octets.
    pub stat_rx_octets: Signal<Out, Bits<16>>,
    /// Strobe: a frame did not fit into the memory and is lost.
    pub stat_rx_overflow: Signal<Out, Bit>,

    tx_rst_in_clk: ResetSync,
    rx_rst_in_clk: ResetSync,
    rst_in_tx_clk: ResetSync,
    rx_rst_in_tx_clk: ResetSync,
    rst_in_rx_clk: ResetSync,
    tx_rst_in_rx_clk: ResetSync,
    tx_frames: StreamFifo<12, 13>,
    tx_crossing: AsyncFifo,
    transmitter: MacTx,
    receiver: MacRx,
    rx_frames: StreamFifo<12, 13>,
    rx_crossing: AsyncFifo,

    client_reset: Signal<Local, Bit>,
    transmit_reset: Signal<Local, Bit>,
    receive_reset: Signal<Local, Bit>,
}

impl Logic for MacGmiiPlain {
    #[hdl_gen]
    fn update(&mut self) {
        // Resets. Any of the three resets all domains.
        self.tx_rst_in_clk.clk.next = self.clk.val();
        self.tx_rst_in_clk.arst.next = self.tx_rst.val();
        self.rx_rst_in_clk.clk.next = self.clk.val();
        self.rx_rst_in_clk.arst.next = self.rx_rst.val();
        self.client_reset.next = self.rst.val() || self.tx_rst_in_clk.rst.val() || self.rx_rst_in_clk.rst.val();
        self.rst_in_tx_clk.clk.next = self.tx_clk.val();
        self.rst_in_tx_clk.arst.next = self.rst.val();
        self.rx_rst_in_tx_clk.clk.next = self.tx_clk.val();
        self.rx_rst_in_tx_clk.arst.next = self.rx_rst.val();
        self.transmit_reset.next = self.tx_rst.val() || self.rst_in_tx_clk.rst.val() || self.rx_rst_in_tx_clk.rst.val();
        self.rst_in_rx_clk.clk.next = self.rx_clk.val();
        self.rst_in_rx_clk.arst.next = self.rst.val();
        self.tx_rst_in_rx_clk.clk.next = self.rx_clk.val();
        self.tx_rst_in_rx_clk.arst.next = self.tx_rst.val();
        self.receive_reset.next = self.rx_rst.val() || self.rst_in_rx_clk.rst.val() || self.tx_rst_in_rx_clk.rst.val();

        // Transmit: from the client to the frame memory, to the transmitter's clock.
        self.tx_frames.clk.next = self.clk.val();
        self.tx_frames.rst.next = self.client_reset.val();
        self.tx_frames.s_axis_tdata.next = self.tx_axis_tdata.val();
        self.tx_frames.s_axis_tvalid.next = self.tx_axis_tvalid.val();
        self.tx_axis_tready.next = self.tx_frames.s_axis_tready.val();
        self.tx_frames.s_axis_tlast.next = self.tx_axis_tlast.val();
        self.tx_frames.s_axis_tuser.next = self.tx_axis_tuser.val();
        self.tx_frames.s_axis_tdrop.next = false;
        self.tx_frames.m_axis_tready.next = self.tx_crossing.s_axis_tready.val();
        self.tx_frames.cfg_wait.next = true;
        self.tx_frames.cfg_drop_bad.next = false;

        self.tx_crossing.wr_clk.next = self.clk.val();
        self.tx_crossing.wr_rst.next = self.client_reset.val();
        self.tx_crossing.s_axis_tdata.next = self.tx_frames.m_axis_tdata.val();
        self.tx_crossing.s_axis_tvalid.next = self.tx_frames.m_axis_tvalid.val();
        self.tx_crossing.s_axis_tlast.next = self.tx_frames.m_axis_tlast.val();
        self.tx_crossing.s_axis_tuser.next = self.tx_frames.m_axis_tuser.val();
        self.tx_crossing.rd_clk.next = self.tx_clk.val();
        self.tx_crossing.rd_rst.next = self.transmit_reset.val();
        self.tx_crossing.m_axis_tready.next = self.transmitter.tx_axis_tready.val();

        self.transmitter.clk.next = self.tx_clk.val();
        self.transmitter.rst.next = self.transmit_reset.val();
        self.transmitter.tx_axis_tdata.next = self.tx_crossing.m_axis_tdata.val();
        self.transmitter.tx_axis_tvalid.next = self.tx_crossing.m_axis_tvalid.val();
        self.transmitter.tx_axis_tlast.next = self.tx_crossing.m_axis_tlast.val();
        self.transmitter.tx_axis_tuser.next = self.tx_crossing.m_axis_tuser.val();
        self.transmitter.tx_fcs_insert.next = self.cfg_tx_fcs_insert.val();
        self.transmitter.tx_hold.next = false;
        self.gmii_txd.next = self.transmitter.gmii_txd.val();
        self.gmii_tx_en.next = self.transmitter.gmii_tx_en.val();
        self.gmii_tx_er.next = self.transmitter.gmii_tx_er.val();
        self.stat_tx_valid.next = self.transmitter.stat_tx_valid.val();
        self.stat_tx_verdict.next = self.transmitter.stat_tx_verdict.val();
        self.stat_tx_octets.next = self.transmitter.stat_tx_octets.val();

        // Receive: from the receiver to the frame memory, to the client's clock.
        self.receiver.clk.next = self.rx_clk.val();
        self.receiver.rst.next = self.receive_reset.val();
        self.receiver.gmii_rxd.next = self.gmii_rxd.val();
        self.receiver.gmii_rx_dv.next = self.gmii_rx_dv.val();
        self.receiver.gmii_rx_er.next = self.gmii_rx_er.val();
        self.receiver.cfg_rx_fcs_strip.next = self.cfg_rx_fcs_strip.val();
        self.receiver.cfg_rx_jumbo.next = self.cfg_rx_jumbo.val();
        self.stat_rx_valid.next = self.receiver.stat_rx_valid.val();
        self.stat_rx_verdict.next = self.receiver.stat_rx_verdict.val();
        self.stat_rx_symbol_error.next = self.receiver.stat_rx_symbol_error.val();
        self.stat_rx_octets.next = self.receiver.stat_rx_octets.val();

        self.rx_frames.clk.next = self.rx_clk.val();
        self.rx_frames.rst.next = self.receive_reset.val();
        self.rx_frames.s_axis_tdata.next = self.receiver.rx_axis_tdata.val();
        self.rx_frames.s_axis_tvalid.next = self.receiver.rx_axis_tvalid.val();
        self.rx_frames.s_axis_tlast.next = self.receiver.rx_axis_tlast.val();
        self.rx_frames.s_axis_tuser.next = self.receiver.rx_axis_tuser.val();
        self.rx_frames.s_axis_tdrop.next = false;
        self.rx_frames.m_axis_tready.next = self.rx_crossing.s_axis_tready.val();
        self.rx_frames.cfg_wait.next = false;
        self.rx_frames.cfg_drop_bad.next = !self.cfg_rx_pass_bad.val();
        self.stat_rx_overflow.next = self.rx_frames.stat_overflow.val();

        self.rx_crossing.wr_clk.next = self.rx_clk.val();
        self.rx_crossing.wr_rst.next = self.receive_reset.val();
        self.rx_crossing.s_axis_tdata.next = self.rx_frames.m_axis_tdata.val();
        self.rx_crossing.s_axis_tvalid.next = self.rx_frames.m_axis_tvalid.val();
        self.rx_crossing.s_axis_tlast.next = self.rx_frames.m_axis_tlast.val();
        self.rx_crossing.s_axis_tuser.next = self.rx_frames.m_axis_tuser.val();
        self.rx_crossing.rd_clk.next = self.clk.val();
        self.rx_crossing.rd_rst.next = self.client_reset.val();
        self.rx_axis_tdata.next = self.rx_crossing.m_axis_tdata.val();
        self.rx_axis_tvalid.next = self.rx_crossing.m_axis_tvalid.val();
        self.rx_crossing.m_axis_tready.next = self.rx_axis_tready.val();
        self.rx_axis_tlast.next = self.rx_crossing.m_axis_tlast.val();
        self.rx_axis_tuser.next = self.rx_crossing.m_axis_tuser.val();
    }
}
