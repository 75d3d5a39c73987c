// SPDX-License-Identifier: MIT OR Apache-2.0
//! Drives a MAC through the main job: reset, frames into the stream, the wire from transmitter to receiver, and at
//! the end a snapshot of the counters.

use std::collections::VecDeque;

use wirewright_spec::ethernet::TYPE_MAC_CONTROL;

use super::frames::{FrameSource, StimulusFrame};
use super::mac::MacDesign;
use super::scoreboard::OWN_ADDRESS;
use super::wire::{FaultCounts, Wire};
use crate::capture::{CaptureError, Skipped};
use crate::clocks::Event;
use crate::lockstep::Drive;

/// Edges of each clock for which its reset is held.
const RESET_EDGES: u32 = 8;
/// Edges of `clk` without any activity after which, all frames being through, the run is over.
const QUIET_EDGES: u32 = 512;
/// Edges of `clk` without any activity after which frames that are not through are given up.
const LOST_EDGES: u32 = 20_000;
/// The same when a PAUSE frame may hold them: longer than the longest pause that one can ask for.
const PAUSED_EDGES: u32 = 12_000_000;
/// Edges of `clk` for which a counter's address is held before the counter is read.
const READ_EDGES: u32 = 4;
/// Counters of a design: 16 of the receiver, 16 of the transmitter.
const COUNTERS: usize = 32;
/// Frames that are remembered, to find out later which of them a difference needs.
const RECENT_FRAMES: usize = 24;

/// What the run does at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Frames,
    Request,
    Wait,
    Read { counter: usize, edges: u32 },
    Done,
}

/// The driver of the main job.
pub struct CosimDrive<M: MacDesign> {
    source: Box<dyn FrameSource>,
    error: Option<CaptureError>,
    reset_edges: [u32; 3],
    phase: Phase,
    frame: StimulusFrame,
    /// The next octet of `frame`; its length when a new frame is due.
    next: usize,
    gap_edges: u32,
    offering: bool,
    ended: bool,
    tx_ready: bool,
    quiet_edges: u32,
    lost_edges: u32,
    frames: u64,
    wire: Wire,
    counters: [u64; COUNTERS],
    recent: VecDeque<StimulusFrame>,
    design: std::marker::PhantomData<fn() -> M>,
}

impl<M: MacDesign> CosimDrive<M> {
    /// A driver for the frames of `source`.
    pub fn new(source: Box<dyn FrameSource>) -> CosimDrive<M> {
        CosimDrive {
            source,
            error: None,
            reset_edges: [RESET_EDGES; 3],
            phase: Phase::Frames,
            frame: StimulusFrame::default(),
            next: 0,
            gap_edges: 0,
            offering: false,
            ended: false,
            tx_ready: false,
            quiet_edges: 0,
            lost_edges: LOST_EDGES,
            frames: 0,
            wire: Wire::new(M::BITS_PER_EDGE),
            counters: [0; COUNTERS],
            recent: VecDeque::with_capacity(RECENT_FRAMES),
            design: std::marker::PhantomData,
        }
    }

    /// Frames that went into the MAC.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Why the source ended early.
    pub fn take_error(&mut self) -> Option<CaptureError> {
        self.error.take()
    }

    /// The counters that were read at the end, by `stat_addr`; none if the run did not come so far.
    pub fn counters(&self) -> Option<&[u64; COUNTERS]> {
        (self.phase == Phase::Done).then_some(&self.counters)
    }

    /// What the wire did.
    pub fn faults(&self) -> FaultCounts {
        self.wire.counts()
    }

    /// What the source skipped.
    pub fn skipped(&self) -> Skipped {
        self.source.skipped()
    }

    /// The last frames that went in, oldest first, the one on its way included.
    pub fn recent(&self) -> impl Iterator<Item = &StimulusFrame> {
        self.recent.iter()
    }

    /// The stream's side, after an edge of `clk`.
    fn stream(&mut self, output: &M::Out, input: &mut M::In) -> bool {
        let taken = self.offering && self.tx_ready;
        self.tx_ready = M::tx_ready(output);
        let active = M::rx_axis(output).tvalid || self.offering;
        self.quiet_edges = if active { 0 } else { self.quiet_edges + 1 };
        match self.phase {
            Phase::Frames => {
                if taken || !self.offering {
                    self.offer_next(input);
                }
                let through = self.wire.carriers() >= self.frames && self.quiet_edges > QUIET_EDGES;
                if self.ended && !self.offering && (through || self.quiet_edges > self.lost_edges) {
                    self.phase = Phase::Request;
                    M::set_stat(input, true, 0);
                }
            }
            Phase::Request => {
                M::set_stat(input, false, 0);
                self.phase = Phase::Wait;
            }
            Phase::Wait if !M::stat(output).0 => self.phase = Phase::Read { counter: 0, edges: 0 },
            Phase::Wait => {}
            Phase::Read { counter, edges } => self.read(counter, edges, output, input),
            Phase::Done => return false,
        }
        true
    }

    fn read(&mut self, counter: usize, edges: u32, output: &M::Out, input: &mut M::In) {
        if edges < READ_EDGES {
            self.phase = Phase::Read { counter, edges: edges + 1 };
            return;
        }
        self.counters[counter] = M::stat(output).1;
        let next = counter + 1;
        self.phase = if next == COUNTERS { Phase::Done } else { Phase::Read { counter: next, edges: 0 } };
        M::set_stat(input, false, (next % COUNTERS) as u8);
    }

    fn offer_next(&mut self, input: &mut M::In) {
        if self.next == self.frame.octets.len() && !self.ended {
            self.load();
        }
        self.offering = self.next < self.frame.octets.len() && self.gap_edges == 0;
        self.gap_edges = self.gap_edges.saturating_sub(1);
        if self.offering {
            let last = self.next + 1 == self.frame.octets.len();
            M::offer(input, self.frame.octets[self.next], true, last);
            self.next += 1;
        } else {
            M::offer(input, 0, false, false);
        }
    }

    fn load(&mut self) {
        match self.source.next_frame(&mut self.frame) {
            Ok(true) => {
                self.next = 0;
                self.gap_edges = self.frame.gap_edges;
                self.frames += 1;
                self.wire.expect(self.frame.fault);
                if self.frame.octets.get(12..14) == Some(&TYPE_MAC_CONTROL.to_be_bytes()) {
                    self.lost_edges = PAUSED_EDGES;
                }
                self.remember();
            }
            Ok(false) => self.ended = true,
            Err(error) => {
                self.error = Some(error);
                self.ended = true;
            }
        }
    }

    fn remember(&mut self) {
        let mut kept =
            if self.recent.len() == RECENT_FRAMES { self.recent.pop_front() } else { None }.unwrap_or_default();
        kept.octets.clone_from(&self.frame.octets);
        (kept.gap_edges, kept.fault) = (self.frame.gap_edges, self.frame.fault);
        self.recent.push_back(kept);
    }
}

impl<M: MacDesign> Drive<M::In, M::Out> for CosimDrive<M> {
    fn start(&mut self, input: &mut M::In) {
        M::configure(input, OWN_ADDRESS);
        for clock in 0..3 {
            M::set_reset(input, clock, true);
        }
    }

    #[inline]
    fn after(&mut self, event: &Event, output: &M::Out, input: &mut M::In) -> bool {
        let running = self.reset_edges == [0; 3];
        if !running {
            for clock in (0..3).filter(|&clock| event.edges.contains(clock)) {
                self.reset_edges[clock] = self.reset_edges[clock].saturating_sub(1);
                M::set_reset(input, clock, self.reset_edges[clock] > 0);
            }
            return true;
        }
        if event.edges.contains(1) {
            let sample = M::phy_tx(output);
            if self.wire.put(sample) || sample.enable {
                self.quiet_edges = 0;
            }
        }
        if event.edges.contains(2) {
            M::set_phy_rx(input, self.wire.take());
        }
        !event.edges.contains(0) || self.stream(output, input)
    }
}
