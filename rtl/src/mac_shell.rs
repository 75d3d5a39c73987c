// SPDX-License-Identifier: MIT OR Apache-2.0
//! What stands between the client and the transmitter and receiver of every MAC design: frame memories both ways,
//! clock crossings, PAUSE, counters and resets (IEEE 802.3-2022, clauses 30 and 31). The wiring is that of the
//! contracts in `wirewright_spec::ports::{mac_gmii, mac_mii, mac_trispeed}`.
//!
//! ```text
//!                +------------------------------------------------------+
//!   tx_axis_* -->| stream_fifo -> async_fifo -> mac_control_tx          |--> mac_tx_axis_*
//!                |                                    ^                 |
//!                |                                word_sync             |
//!                |                                    |                 |
//!   rx_axis_* <--| async_fifo <- stream_fifo <- mac_control_rx          |<-- mac_rx_axis_*
//!                |                                                      |
//!      stat_* <->| mac_counters <- rx_events, mac_counters <- tx_events |<-- stat_tx_*, stat_rx_*
//!                +------------------------------------------------------+
//! ```

use crate::async_fifo::AsyncFifo;
use crate::mac_control_rx::MacControlRx;
use crate::mac_control_tx::MacControlTx;
use crate::mac_counters::MacCounters;
use crate::prelude::*;
use crate::rx_events::RxEvents;
use crate::stream_fifo::StreamFifo;
use crate::tx_events::TxEvents;
use crate::word_sync::WordSync;

/// The shell of a MAC design with frame memories of 2^`A` octets; `P` is `A` + 1.
#[derive(LogicBlock, Default)]
pub struct MacShell<const A: usize, const P: usize> {
    name: ModuleName<Self>,

    /// The clock of the client.
    pub clk: Signal<In, Clock>,
    /// Reset, synchronous to `clk`.
    pub rst: Signal<In, Bit>,
    /// The clock of the transmitter.
    pub tx_clk: Signal<In, Clock>,
    /// Reset, synchronous to `tx_clk`.
    pub tx_rst: Signal<In, Bit>,
    /// The clock of the receiver.
    pub rx_clk: Signal<In, Clock>,
    /// Reset, synchronous to `rx_clk`.
    pub rx_rst: Signal<In, Bit>,
    /// The reset of the transmitter: of all three.
    pub tx_reset: Signal<Out, Bit>,
    /// The reset of the receiver: of all three.
    pub rx_reset: Signal<Out, Bit>,

    /// Octet of a frame to send.
    pub tx_axis_tdata: Signal<In, Bits<8>>,
    /// An octet is offered.
    pub tx_axis_tvalid: Signal<In, Bit>,
    /// The octet is taken.
    pub tx_axis_tready: Signal<Out, Bit>,
    /// It is the last of its frame.
    pub tx_axis_tlast: Signal<In, Bit>,
    /// On the last beat: send the frame with an error.
    pub tx_axis_tuser: Signal<In, Bit>,
    /// Octet of a received frame.
    pub rx_axis_tdata: Signal<Out, Bits<8>>,
    /// An octet is offered.
    pub rx_axis_tvalid: Signal<Out, Bit>,
    /// The client takes the beat.
    pub rx_axis_tready: Signal<In, Bit>,
    /// It is the last of its frame.
    pub rx_axis_tlast: Signal<Out, Bit>,
    /// On the last beat: the frame is bad.
    pub rx_axis_tuser: Signal<Out, Bit>,
    /// Take a snapshot of all counters.
    pub stat_snapshot: Signal<In, Bit>,
    /// Which counter to read.
    pub stat_addr: Signal<In, Bits<5>>,
    /// The snapshot is being taken; it waits while the clock of the transmitter or receiver stands.
    pub stat_busy: Signal<Out, Bit>,
    /// The counter at `stat_addr` of the snapshot.
    pub stat_data: Signal<Out, Bits<64>>,

    /// Octet to the transmitter.
    pub mac_tx_axis_tdata: Signal<Out, Bits<8>>,
    /// An octet is offered.
    pub mac_tx_axis_tvalid: Signal<Out, Bit>,
    /// The transmitter takes the beat.
    pub mac_tx_axis_tready: Signal<In, Bit>,
    /// It is the last of its frame.
    pub mac_tx_axis_tlast: Signal<Out, Bit>,
    /// On the last beat: send the frame with an error.
    pub mac_tx_axis_tuser: Signal<Out, Bit>,
    /// Pad this frame and append its FCS.
    pub mac_tx_fcs_insert: Signal<Out, Bit>,
    /// The transmitter can start a frame without delay.
    pub tx_start_ready: Signal<In, Bit>,
    /// One octet time has passed.
    pub tx_octet_tick: Signal<In, Bit>,
    /// Strobe: a frame is over, and this is its verdict.
    pub stat_tx_valid: Signal<In, Bit>,
    /// How it ended: a `TxVerdict`.
    pub stat_tx_verdict: Signal<In, Bits<3>>,
    /// Its length in octets.
    pub stat_tx_octets: Signal<In, Bits<16>>,
    /// Collisions the frame met.
    pub stat_tx_collisions: Signal<In, Bits<5>>,
    /// The frame had to wait for the medium.
    pub stat_tx_deferred: Signal<In, Bit>,
    /// It waited longer than twice the longest frame.
    pub stat_tx_excessive_deferral: Signal<In, Bit>,
    /// Carrier sense failed while it was sent.
    pub stat_tx_carrier_sense_error: Signal<In, Bit>,
    /// Pad frames and append their FCS; else the stream carries it.
    pub cfg_tx_fcs_insert: Signal<In, Bit>,
    /// Send PAUSE frames on request and when the receive memory is half full.
    pub cfg_tx_pause_send: Signal<In, Bit>,
    /// Obey received PAUSE frames.
    pub cfg_tx_pause_obey: Signal<In, Bit>,
    /// Pause time to ask for, in units of 512 bit times.
    pub cfg_tx_pause_quanta: Signal<In, Bits<16>>,
    /// Source address of PAUSE frames.
    pub cfg_tx_mac_address: Signal<In, Bits<48>>,
    /// Ask the link partner to pause, in any clock domain.
    pub pause_request: Signal<In, Bit>,

    /// Octet from the receiver.
    pub mac_rx_axis_tdata: Signal<In, Bits<8>>,
    /// There is an octet.
    pub mac_rx_axis_tvalid: Signal<In, Bit>,
    /// It is the last of its frame.
    pub mac_rx_axis_tlast: Signal<In, Bit>,
    /// On the last beat: the frame is bad.
    pub mac_rx_axis_tuser: Signal<In, Bit>,
    /// Strobe: a frame is over, and this is its verdict.
    pub stat_rx_valid: Signal<In, Bit>,
    /// What it was: an `RxVerdict`.
    pub stat_rx_verdict: Signal<In, Bits<4>>,
    /// The PHY reported an error in it.
    pub stat_rx_symbol_error: Signal<In, Bit>,
    /// Its length in octets.
    pub stat_rx_octets: Signal<In, Bits<16>>,
    /// Pass bad frames, marked by `rx_axis_tuser`; else drop and count them.
    pub cfg_rx_pass_bad: Signal<In, Bit>,
    /// Own address, to which PAUSE frames may be sent.
    pub cfg_rx_mac_address: Signal<In, Bits<48>>,

    tx_rst_in_clk: ResetSync,
    rx_rst_in_clk: ResetSync,
    rst_in_tx_clk: ResetSync,
    rx_rst_in_tx_clk: ResetSync,
    rst_in_rx_clk: ResetSync,
    tx_rst_in_rx_clk: ResetSync,
    tx_frames: StreamFifo<A, P>,
    tx_crossing: AsyncFifo,
    tx_control: MacControlTx,
    rx_control: MacControlRx,
    rx_frames: StreamFifo<A, P>,
    rx_crossing: AsyncFifo,
    pause_crossing: WordSync,
    pause_request_sync: SyncBit,
    half_full: CrossingRegister<Bit>,
    half_full_sync: SyncBit,
    too_long: CrossingRegister<Bit>,
    too_long_sync: SyncBit,
    too_long_counted: Register<Bit>,
    rx_events: RxEvents,
    tx_events: TxEvents,
    rx_counters: MacCounters,
    tx_counters: MacCounters,
    busy: Register<Bit>,
    chosen_tx: Register<Bit>,
    data: Register<Bits<64>>,

    underrun: Signal<Local, Bit>,
    count_too_long: Signal<Local, Bit>,
    client_reset: Signal<Local, Bit>,
    transmit_reset: Signal<Local, Bit>,
    receive_reset: Signal<Local, Bit>,
}

impl<const A: usize, const P: usize> MacShell<A, P> {
    /// A shell with a module name of its own.
    pub fn named(name: &str) -> Self {
        MacShell { name: ModuleName::named(name), ..MacShell::default() }
    }
}

impl<const A: usize, const P: usize> Logic for MacShell<A, P> {
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
        self.tx_reset.next = self.transmit_reset.val();
        self.rx_reset.next = self.receive_reset.val();

        // Transmit: from the client to the frame memory, to the transmitter's clock, to MAC control.
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
        self.tx_crossing.m_axis_tready.next = self.tx_control.s_axis_tready.val();

        self.tx_control.clk.next = self.tx_clk.val();
        self.tx_control.rst.next = self.transmit_reset.val();
        self.tx_control.s_axis_tdata.next = self.tx_crossing.m_axis_tdata.val();
        self.tx_control.s_axis_tvalid.next = self.tx_crossing.m_axis_tvalid.val();
        self.tx_control.s_axis_tlast.next = self.tx_crossing.m_axis_tlast.val();
        self.tx_control.s_axis_tuser.next = self.tx_crossing.m_axis_tuser.val();
        self.mac_tx_axis_tdata.next = self.tx_control.m_axis_tdata.val();
        self.mac_tx_axis_tvalid.next = self.tx_control.m_axis_tvalid.val();
        self.tx_control.m_axis_tready.next = self.mac_tx_axis_tready.val();
        self.mac_tx_axis_tlast.next = self.tx_control.m_axis_tlast.val();
        self.mac_tx_axis_tuser.next = self.tx_control.m_axis_tuser.val();
        self.mac_tx_fcs_insert.next = self.tx_control.m_fcs_insert.val();
        self.tx_control.tx_start_ready.next = self.tx_start_ready.val();
        self.tx_control.octet_tick.next = self.tx_octet_tick.val();
        self.tx_control.cfg_mac_address.next = self.cfg_tx_mac_address.val();
        self.tx_control.cfg_fcs_insert.next = self.cfg_tx_fcs_insert.val();
        self.tx_control.cfg_pause_send.next = self.cfg_tx_pause_send.val();
        self.tx_control.cfg_pause_obey.next = self.cfg_tx_pause_obey.val();
        self.tx_control.cfg_pause_quanta.next = self.cfg_tx_pause_quanta.val();

        // Receive: from the receiver to MAC control, to the frame memory, to the client's clock.
        self.rx_control.clk.next = self.rx_clk.val();
        self.rx_control.rst.next = self.receive_reset.val();
        self.rx_control.rx_axis_tdata.next = self.mac_rx_axis_tdata.val();
        self.rx_control.rx_axis_tvalid.next = self.mac_rx_axis_tvalid.val();
        self.rx_control.rx_axis_tlast.next = self.mac_rx_axis_tlast.val();
        self.rx_control.rx_axis_tuser.next = self.mac_rx_axis_tuser.val();
        self.rx_control.rx_valid.next = self.stat_rx_valid.val();
        self.rx_control.rx_verdict.next = self.stat_rx_verdict.val();
        self.rx_control.rx_symbol_error.next = self.stat_rx_symbol_error.val();
        self.rx_control.rx_octets.next = self.stat_rx_octets.val();
        self.rx_control.cfg_mac_address.next = self.cfg_rx_mac_address.val();
        self.rx_control.cfg_pause_obey.next = true;

        self.rx_frames.clk.next = self.rx_clk.val();
        self.rx_frames.rst.next = self.receive_reset.val();
        self.rx_frames.s_axis_tdata.next = self.rx_control.m_axis_tdata.val();
        self.rx_frames.s_axis_tvalid.next = self.rx_control.m_axis_tvalid.val();
        self.rx_frames.s_axis_tlast.next = self.rx_control.m_axis_tlast.val();
        self.rx_frames.s_axis_tuser.next = self.rx_control.m_axis_tuser.val();
        self.rx_frames.s_axis_tdrop.next = self.rx_control.m_axis_tdrop.val();
        self.rx_frames.m_axis_tready.next = self.rx_crossing.s_axis_tready.val();
        self.rx_frames.cfg_wait.next = false;
        self.rx_frames.cfg_drop_bad.next = !self.cfg_rx_pass_bad.val();

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

        // PAUSE: from the receiver to the transmitter; and what makes us send one.
        self.pause_crossing.src_clk.next = self.rx_clk.val();
        self.pause_crossing.src_rst.next = self.receive_reset.val();
        self.pause_crossing.src_valid.next = self.rx_control.pause_valid.val();
        self.pause_crossing.src_data.next = self.rx_control.pause_quanta.val();
        self.pause_crossing.dst_clk.next = self.tx_clk.val();
        self.pause_crossing.dst_rst.next = self.transmit_reset.val();
        self.tx_control.pause_valid.next = self.pause_crossing.dst_valid.val();
        self.tx_control.pause_quanta.next = self.pause_crossing.dst_data.val();
        self.pause_request_sync.clk.next = self.tx_clk.val();
        self.pause_request_sync.rst.next = self.transmit_reset.val();
        self.pause_request_sync.d.next = self.pause_request.val();
        // A receiver that was reset while its clock stands asks for no PAUSE.
        self.half_full.clock.next = self.rx_clk.val();
        self.half_full.reset.next = self.receive_reset.val();
        self.half_full.d.next = self.rx_frames.half_full.val();
        self.half_full_sync.clk.next = self.tx_clk.val();
        self.half_full_sync.rst.next = self.transmit_reset.val();
        self.half_full_sync.d.next = self.half_full.q.val();
        self.tx_control.pause_request.next = self.pause_request_sync.q.val() || self.half_full_sync.q.val();

        // A frame that the transmit memory cannot hold turns a bit, which the transmitter's clock follows. The
        // counter takes one frame a clock: an underrun goes first.
        self.too_long.clock.next = self.clk.val();
        self.too_long.reset.next = self.client_reset.val();
        self.too_long.d.next = self.too_long.q.val() ^ self.tx_frames.stat_overflow.val();
        self.too_long_sync.clk.next = self.tx_clk.val();
        self.too_long_sync.rst.next = self.transmit_reset.val();
        self.too_long_sync.d.next = self.too_long.q.val();
        self.underrun.next = self.stat_tx_valid.val() && (self.stat_tx_verdict.val() == 2);
        self.count_too_long.next =
            (self.too_long_sync.q.val() != self.too_long_counted.q.val()) && !self.underrun.val();
        self.too_long_counted.clock.next = self.tx_clk.val();
        self.too_long_counted.reset.next = self.transmit_reset.val();
        self.too_long_counted.d.next = self.too_long_counted.q.val() ^ self.count_too_long.val();
        self.tx_events.too_long.next = self.count_too_long.val();

        // Counters.
        self.rx_events.clk.next = self.rx_clk.val();
        self.rx_events.rst.next = self.receive_reset.val();
        self.rx_events.stat_valid.next = self.rx_control.stat_valid.val();
        self.rx_events.stat_verdict.next = self.rx_control.stat_verdict.val();
        self.rx_events.stat_symbol_error.next = self.rx_control.stat_symbol_error.val();
        self.rx_events.stat_octets.next = self.rx_control.stat_octets.val();
        self.rx_events.stat_multicast.next = self.rx_control.stat_multicast.val();
        self.rx_events.stat_broadcast.next = self.rx_control.stat_broadcast.val();
        self.rx_events.stat_pause.next = self.rx_control.stat_pause.val();
        self.rx_events.stat_unsupported.next = self.rx_control.stat_unsupported.val();
        self.rx_events.stat_overflow.next = self.rx_frames.stat_overflow.val();

        self.tx_events.clk.next = self.tx_clk.val();
        self.tx_events.rst.next = self.transmit_reset.val();
        self.tx_events.stat_tx_valid.next = self.stat_tx_valid.val();
        self.tx_events.stat_tx_verdict.next = self.stat_tx_verdict.val();
        self.tx_events.stat_tx_octets.next = self.stat_tx_octets.val();
        self.tx_events.stat_tx_collisions.next = self.stat_tx_collisions.val();
        self.tx_events.stat_tx_deferred.next = self.stat_tx_deferred.val();
        self.tx_events.stat_tx_excessive_deferral.next = self.stat_tx_excessive_deferral.val();
        self.tx_events.stat_tx_carrier_sense_error.next = self.stat_tx_carrier_sense_error.val();
        self.tx_events.stat_pause_sent.next = self.tx_control.stat_pause_sent.val();

        self.rx_counters.count_clk.next = self.rx_clk.val();
        self.rx_counters.count_rst.next = self.receive_reset.val();
        self.rx_counters.events.next = self.rx_events.events.val();
        self.rx_counters.octets.next = self.rx_events.octets.val();
        self.rx_counters.clk.next = self.clk.val();
        self.rx_counters.rst.next = self.client_reset.val();
        self.rx_counters.snapshot.next = self.stat_snapshot.val();
        self.rx_counters.addr.next = self.stat_addr.val().get_bits::<4>(0);

        self.tx_counters.count_clk.next = self.tx_clk.val();
        self.tx_counters.count_rst.next = self.transmit_reset.val();
        self.tx_counters.events.next = self.tx_events.events.val();
        self.tx_counters.octets.next = self.tx_events.octets.val();
        self.tx_counters.clk.next = self.clk.val();
        self.tx_counters.rst.next = self.client_reset.val();
        self.tx_counters.snapshot.next = self.stat_snapshot.val();
        self.tx_counters.addr.next = self.stat_addr.val().get_bits::<4>(0);

        self.busy.clock.next = self.clk.val();
        self.busy.reset.next = self.client_reset.val();
        self.busy.d.next = self.rx_counters.busy.val() || self.tx_counters.busy.val() || self.stat_snapshot.val();
        self.stat_busy.next = self.busy.q.val();
        // Stands beside the data of the same address.
        self.chosen_tx.clock.next = self.clk.val();
        self.chosen_tx.reset.next = self.client_reset.val();
        self.chosen_tx.d.next = self.stat_addr.val().get_bit(4);
        self.data.clock.next = self.clk.val();
        self.data.reset.next = self.client_reset.val();
        self.data.d.next = self.rx_counters.data.val();
        if self.chosen_tx.q.val() {
            self.data.d.next = self.tx_counters.data.val();
        }
        self.stat_data.next = self.data.q.val();
    }
}
