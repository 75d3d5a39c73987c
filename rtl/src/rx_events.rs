// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the receive counters count, by `wirewright_spec::counters::RxCounter` (IEEE 802.3-2022, clause 30; RFC
//! 2819): two registers before `mac_counters`, for the memory says late that a frame finds no room.
//!
//! ```text
//!                  +-----------+
//!        stat_* -->| rx_events |--> events[16]
//!  stat_octets  -->|           |--> octets[16]
//!                  +-----------+
//! ```

use crate::prelude::*;

/// The events of the receive direction.
#[derive(LogicBlock, Default)]
pub struct RxEvents {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Strobe: the verdict beside it is of a frame that is over.
    pub stat_valid: Signal<In, Bit>,
    /// An `RxVerdict`.
    pub stat_verdict: Signal<In, Bits<4>>,
    /// The PHY reported an error in it.
    pub stat_symbol_error: Signal<In, Bit>,
    /// Its length in octets.
    pub stat_octets: Signal<In, Bits<16>>,
    /// Strobe: a good frame for a group.
    pub stat_multicast: Signal<In, Bit>,
    /// Strobe: a good frame for all.
    pub stat_broadcast: Signal<In, Bit>,
    /// Strobe: a PAUSE frame for us.
    pub stat_pause: Signal<In, Bit>,
    /// Strobe: a MAC control frame with an unknown opcode.
    pub stat_unsupported: Signal<In, Bit>,
    /// Strobe, one clock after the others: a frame did not fit into the frame memory.
    pub stat_overflow: Signal<In, Bit>,
    /// Which counters count.
    pub events: Signal<Out, Bits<16>>,
    /// What `events[1]` adds.
    pub octets: Signal<Out, Bits<16>>,

    seen: Register<Bits<16>>,
    seen_octets: Register<Bits<16>>,
    counted: Register<Bits<16>>,
    counted_octets: Register<Bits<16>>,
    good: Signal<Local, Bit>,
    out_of_range_length_field: Signal<Local, Bit>,
    in_range_length_errors: Signal<Local, Bit>,
    frame_check_sequence_errors: Signal<Local, Bit>,
    alignment_errors: Signal<Local, Bit>,
    undersize_pkts: Signal<Local, Bit>,
    fragments: Signal<Local, Bit>,
    frame_too_long_errors: Signal<Local, Bit>,
    jabbers: Signal<Local, Bit>,
    symbol_error_during_carrier: Signal<Local, Bit>,
    count: Signal<Local, Count>,
}

/// One bit a counter, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Count {
    frames_received_ok: Bit,
    octets_received_ok: Bit,
    frame_check_sequence_errors: Bit,
    alignment_errors: Bit,
    in_range_length_errors: Bit,
    out_of_range_length_field: Bit,
    frame_too_long_errors: Bit,
    jabbers: Bit,
    undersize_pkts: Bit,
    fragments: Bit,
    symbol_error_during_carrier: Bit,
    multicast_frames_received_ok: Bit,
    broadcast_frames_received_ok: Bit,
    pause_frames_received: Bit,
    unsupported_opcodes_received: Bit,
    frames_lost_receiving: Bit,
}

impl Logic for RxEvents {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, seen, seen_octets, counted, counted_octets);
        self.events.next = self.counted.q.val();
        self.octets.next = self.counted_octets.q.val();

        // Verdicts 0 and 1 are good.
        self.good.next = self.stat_valid.val() && (self.stat_verdict.val() <= 1);
        self.count.next.frames_received_ok = self.good.val();
        self.count.next.octets_received_ok = self.good.val();
        self.out_of_range_length_field.next = self.stat_valid.val() && (self.stat_verdict.val() == 1);
        self.in_range_length_errors.next = self.stat_valid.val() && (self.stat_verdict.val() == 2);
        self.frame_check_sequence_errors.next = self.stat_valid.val() && (self.stat_verdict.val() == 3);
        self.alignment_errors.next = self.stat_valid.val() && (self.stat_verdict.val() == 4);
        self.undersize_pkts.next = self.stat_valid.val() && (self.stat_verdict.val() == 5);
        self.fragments.next = self.stat_valid.val() && (self.stat_verdict.val() == 6);
        // Too long with a good FCS or a bad one: the length is judged first.
        self.frame_too_long_errors.next =
            self.stat_valid.val() && ((self.stat_verdict.val() == 7) || (self.stat_verdict.val() == 8));
        self.jabbers.next = self.stat_valid.val() && (self.stat_verdict.val() == 8);
        self.symbol_error_during_carrier.next = self.stat_valid.val() && self.stat_symbol_error.val();
        self.count.next.multicast_frames_received_ok = self.stat_multicast.val();
        self.count.next.broadcast_frames_received_ok = self.stat_broadcast.val();
        self.count.next.pause_frames_received = self.stat_pause.val();
        self.count.next.unsupported_opcodes_received = self.stat_unsupported.val();
        self.count.next.frames_lost_receiving = false;
        self.count.next.out_of_range_length_field = self.out_of_range_length_field.val();
        self.count.next.in_range_length_errors = self.in_range_length_errors.val();
        self.count.next.frame_check_sequence_errors = self.frame_check_sequence_errors.val();
        self.count.next.alignment_errors = self.alignment_errors.val();
        self.count.next.undersize_pkts = self.undersize_pkts.val();
        self.count.next.fragments = self.fragments.val();
        self.count.next.frame_too_long_errors = self.frame_too_long_errors.val();
        self.count.next.jabbers = self.jabbers.val();
        self.count.next.symbol_error_during_carrier = self.symbol_error_during_carrier.val();
        self.seen.d.next = self.count.val().into();

        // Data and padding: without addresses, length/type field and FCS. A good frame has at least 64 octets.
        self.seen_octets.d.next = self.stat_octets.val() - 18;

        // A good frame that finds no room is lost, and counts nowhere else.
        self.counted.d.next = self.seen.q.val();
        self.counted_octets.d.next = self.seen_octets.q.val();
        if self.stat_overflow.val() && self.seen.q.val().get_bit(0) {
            self.counted.d.next = 0x8000.into();
            self.counted_octets.d.next = 0.into();
        }
    }
}
