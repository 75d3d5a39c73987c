// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the transmit counters count, by `wirewright_spec::counters::TxCounter` (IEEE 802.3-2022, clause 30): one
//! register before `mac_counters`.
//!
//! ```text
//!                    +-----------+
//!       stat_tx_* -->| tx_events |--> events[16]
//!  stat_pause_sent ->|           |--> octets[16]
//!                    +-----------+
//! ```

use crate::prelude::*;

/// The events of the transmit direction.
#[derive(LogicBlock, Default)]
pub struct TxEvents {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
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
    /// Strobe: a PAUSE frame was sent.
    pub stat_pause_sent: Signal<In, Bit>,
    /// Strobe: a frame is longer than the memory; not beside an underrun.
    pub too_long: Signal<In, Bit>,
    /// Which counters count.
    pub events: Signal<Out, Bits<16>>,
    /// What `events[1]` adds.
    pub octets: Signal<Out, Bits<16>>,

    counted: Register<Bits<16>>,
    counted_octets: Register<Bits<16>>,
    good: Signal<Local, Bit>,
    single_collision_frames: Signal<Local, Bit>,
    multiple_collision_frames: Signal<Local, Bit>,
    deferred_transmissions: Signal<Local, Bit>,
    frames_sent_with_error: Signal<Local, Bit>,
    frames_lost_sending: Signal<Local, Bit>,
    late_collisions: Signal<Local, Bit>,
    excessive_collisions: Signal<Local, Bit>,
    carrier_sense_errors: Signal<Local, Bit>,
    excessive_deferral: Signal<Local, Bit>,
    count: Signal<Local, Count>,
}

/// One bit a counter, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Count {
    frames_transmitted_ok: Bit,
    octets_transmitted_ok: Bit,
    single_collision_frames: Bit,
    multiple_collision_frames: Bit,
    deferred_transmissions: Bit,
    late_collisions: Bit,
    excessive_collisions: Bit,
    frames_lost_sending: Bit,
    carrier_sense_errors: Bit,
    excessive_deferral: Bit,
    pause_frames_transmitted: Bit,
    frames_sent_with_error: Bit,
    spare: Bits<4>,
}

impl Logic for TxEvents {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, counted, counted_octets);
        self.events.next = self.counted.q.val();
        self.octets.next = self.counted_octets.q.val();

        self.good.next = self.stat_tx_valid.val() && (self.stat_tx_verdict.val() == 0);
        self.count.next.frames_transmitted_ok = self.good.val();
        self.count.next.octets_transmitted_ok = self.good.val();
        self.single_collision_frames.next = self.good.val() && (self.stat_tx_collisions.val() == 1);
        self.multiple_collision_frames.next = self.good.val() && (self.stat_tx_collisions.val() > 1);
        self.deferred_transmissions.next =
            self.good.val() && self.stat_tx_deferred.val() && (self.stat_tx_collisions.val() == 0);
        self.frames_sent_with_error.next = self.stat_tx_valid.val() && (self.stat_tx_verdict.val() == 1);
        self.frames_lost_sending.next = self.stat_tx_valid.val() && (self.stat_tx_verdict.val() == 2);
        self.late_collisions.next = self.stat_tx_valid.val() && (self.stat_tx_verdict.val() == 3);
        self.excessive_collisions.next = self.stat_tx_valid.val() && (self.stat_tx_verdict.val() == 4);
        self.carrier_sense_errors.next = self.stat_tx_valid.val() && self.stat_tx_carrier_sense_error.val();
        self.excessive_deferral.next = self.stat_tx_valid.val() && self.stat_tx_excessive_deferral.val();
        self.count.next.pause_frames_transmitted = self.stat_pause_sent.val();
        self.count.next.spare = 0.into();
        self.count.next.single_collision_frames = self.single_collision_frames.val();
        self.count.next.multiple_collision_frames = self.multiple_collision_frames.val();
        self.count.next.deferred_transmissions = self.deferred_transmissions.val();
        self.count.next.frames_sent_with_error = self.frames_sent_with_error.val();
        self.count.next.frames_lost_sending = self.frames_lost_sending.val() || self.too_long.val();
        self.count.next.late_collisions = self.late_collisions.val();
        self.count.next.excessive_collisions = self.excessive_collisions.val();
        self.count.next.carrier_sense_errors = self.carrier_sense_errors.val();
        self.count.next.excessive_deferral = self.excessive_deferral.val();
        self.counted.d.next = self.count.val().into();

        // Data and padding: without addresses, length/type field and FCS. A frame with an FCS of the client's can
        // be shorter than these.
        self.counted_octets.d.next = 0.into();
        if self.stat_tx_octets.val() >= 18 {
            self.counted_octets.d.next = self.stat_tx_octets.val() - 18;
        }
    }
}
