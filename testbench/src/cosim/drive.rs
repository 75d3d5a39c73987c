// SPDX-License-Identifier: MIT OR Apache-2.0
//! Drives two MACs through the main job: reset, frames into the first, the wires between them, what the second
//! received back to the first, and at the end a snapshot of the counters of both.

use super::client::{COUNTERS, Echo, Feed, Readout, Sender};
use super::frames::{FrameSource, StimulusFrame};
use super::mac::MacDesign;
use super::scoreboard::OWN_ADDRESSES;
use super::wire::{FaultCounts, Medium, Wire, WireOptions};
use crate::capture::{CaptureError, Skipped};
use crate::clocks::Event;

/// Edges of each clock for which its reset is held.
const RESET_EDGES: u32 = 8;
/// Edges of `clk` without any activity, on a wire or beside it, after which, all frames being through, the run is over.
const QUIET_EDGES: u32 = 512;
/// Edges of `clk` without any activity after which frames that are not through are given up.
const LOST_EDGES: u32 = 20_000;
/// The same in half duplex: longer than the longest backoff, 1023 times 512 bit times.
const BACKOFF_EDGES: u32 = 150_000;
/// The same when a PAUSE frame may hold them: longer than the longest pause that one can ask for.
const PAUSED_EDGES: u32 = 12_000_000;

/// The MAC whose client has the frames of the stimulus.
const A: usize = 0;
/// The MAC whose client sends back what it receives.
const B: usize = 1;

/// The driver of the main job; MACs are counted 0 (A) and 1 (B).
pub struct CosimDrive<M: MacDesign> {
    feed: Feed,
    echo: Echo,
    senders: [Sender; 2],
    readouts: [Readout; 2],
    /// From A to B, from B to A.
    wires: [Wire; 2],
    medium: Option<Medium>,
    reset_edges: [[u32; 3]; 2],
    /// All frames are through, or given up: the counters are being read.
    over: bool,
    quiet_edges: u32,
    design: std::marker::PhantomData<fn() -> M>,
}

impl<M: MacDesign> CosimDrive<M> {
    /// A driver for the frames of `source`, over these wires.
    pub fn new(source: Box<dyn FrameSource>, options: WireOptions) -> CosimDrive<M> {
        let wire = || Wire::new(M::BITS_PER_EDGE, options.delay_bits);
        CosimDrive {
            feed: Feed::new(source),
            echo: Echo::default(),
            senders: Default::default(),
            readouts: Default::default(),
            wires: [wire(), wire()],
            medium: options.half_duplex.then(Medium::default),
            reset_edges: [[RESET_EDGES; 3]; 2],
            over: false,
            quiet_edges: 0,
            design: std::marker::PhantomData,
        }
    }

    /// Frames that the client of this MAC has sent.
    pub fn frames(&self, mac: usize) -> u64 {
        self.senders[mac].frames()
    }

    /// Frames of which it has offered the end.
    pub fn frames_ended(&self, mac: usize) -> u64 {
        self.senders[mac].ends()
    }

    /// Why the source ended early.
    pub fn take_error(&mut self) -> Option<CaptureError> {
        self.feed.take_error()
    }

    /// The counters of this MAC that were read at the end, by `stat_addr`; none if the run did not come so far.
    pub fn counters(&self, mac: usize) -> Option<&[u64; COUNTERS]> {
        self.readouts[mac].counters()
    }

    /// What the wire did to the frames that this MAC sent.
    pub fn faults(&self, mac: usize) -> FaultCounts {
        self.wires[mac].counts()
    }

    /// What the source skipped.
    pub fn skipped(&self) -> Skipped {
        self.feed.source().skipped()
    }

    /// The last frames that went in, oldest first, the one on its way included.
    pub fn recent(&self) -> impl Iterator<Item = &StimulusFrame> {
        self.feed.recent()
    }

    /// Sets the inputs of this MAC that hold at the first event.
    pub fn start(&self, mac: usize, input: &mut M::In) {
        M::configure(input, OWN_ADDRESSES[mac], self.medium.is_some());
        for clock in 0..3 {
            M::set_reset(input, clock, true);
        }
    }

    /// Called right after an event of this MAC with the outputs visible after it; sets its inputs for the next one.
    /// False: the counters of both MACs are read, the run is over.
    #[inline]
    pub fn after(&mut self, mac: usize, event: &Event, output: &M::Out, input: &mut M::In) -> bool {
        if self.reset_edges[mac] != [0; 3] {
            self.reset(mac, event, input);
            return true;
        }
        if event.edges.contains(1) {
            let sample = M::phy_tx(output);
            let collides = self.medium.as_mut().is_some_and(|medium| medium.send(mac, sample));
            if self.wires[mac].put(sample, collides) || sample.enable {
                self.quiet_edges = 0;
            }
        }
        if event.edges.contains(2) {
            let mut sample = self.wires[1 - mac].take();
            if let Some(medium) = &mut self.medium {
                medium.hear(mac, &mut sample);
            }
            M::set_phy_rx(input, sample);
        }
        if let Some(medium) = &self.medium {
            let (carrier, collision) = medium.sensed(mac);
            M::set_medium(input, carrier, collision);
        }
        !event.edges.contains(0) || self.stream(mac, output, input)
    }

    fn reset(&mut self, mac: usize, event: &Event, input: &mut M::In) {
        for clock in (0..3).filter(|&clock| event.edges.contains(clock)) {
            let left = &mut self.reset_edges[mac][clock];
            *left = left.saturating_sub(1);
            M::set_reset(input, clock, *left > 0);
        }
    }

    /// The side of the stream, after an edge of `clk`.
    #[inline]
    fn stream(&mut self, mac: usize, output: &M::Out, input: &mut M::In) -> bool {
        if self.over {
            self.readouts[mac].beat::<M>(output, input);
            return self.readouts.iter().any(|readout| readout.counters().is_none());
        }
        let beat = M::rx_axis(output);
        let CosimDrive { feed, echo, senders, wires, .. } = self;
        if mac == A {
            let full = echo.is_full();
            senders[A].beat::<M>(output, input, |frame| !full && feed.load(frame, wires));
        } else {
            echo.take(beat);
            senders[B].beat::<M>(output, input, |frame| echo.load(frame));
        }
        if beat.tvalid || self.senders[mac].is_busy() || !self.wires.iter().all(Wire::is_empty) {
            self.quiet_edges = 0;
        } else if mac == A {
            self.quiet_edges += 1;
            self.over = self.quiet_edges > QUIET_EDGES && self.ends();
        }
        true
    }

    /// Whether, it being quiet for a while, nothing more is to come.
    #[cold]
    fn ends(&self) -> bool {
        let idle = self.feed.ended() && self.echo.is_empty() && !self.senders.iter().any(Sender::is_busy);
        let through = self.wires.iter().zip(&self.senders).all(|(wire, sender)| wire.carriers() >= sender.frames());
        let lost_edges = match (self.feed.has_control(), self.medium.is_some()) {
            (true, false) => PAUSED_EDGES,
            (_, true) => BACKOFF_EDGES,
            (false, false) => LOST_EDGES,
        };
        idle && (through || self.quiet_edges > lost_edges)
    }
}
