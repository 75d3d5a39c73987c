// SPDX-License-Identifier: MIT OR Apache-2.0
//! A source of frames on an AXI4-Stream of one octet a beat (ARM IHI 0051: once `tvalid` is high, it and the data stay
//! until the beat has passed).

use serde::{Deserialize, Serialize};
use wirewright_spec::Ports;

use crate::random::Random;

/// A stream source: its ports and its frames.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stream {
    /// The clock of the stream.
    pub clock: String,
    /// `tdata`.
    pub data: String,
    /// `tvalid`.
    pub valid: String,
    /// `tlast`.
    pub last: String,
    /// The output `tready`; without one every beat passes at once.
    pub ready: Option<String>,
    /// Inputs that bit n of [`StreamFrame::marks`] sets on the last beat: `tuser` and the like.
    pub mark_ports: Vec<String>,
    /// Inputs that bit n of [`StreamFrame::levels`] sets on every beat.
    pub level_ports: Vec<String>,
    /// With a seed, the ports carry random values while `tvalid` is low; else 0.
    pub noise: Option<u64>,
    /// The frames, in order.
    pub frames: Vec<StreamFrame>,
}

/// One frame on a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamFrame {
    /// Edges without `tvalid` before it.
    pub gap_edges: u64,
    /// The octets; a frame of none is left out.
    #[serde(with = "super::hex")]
    pub octets: Vec<u8>,
    /// Bit n: `mark_ports[n]` is high on the last beat.
    #[serde(default)]
    pub marks: u8,
    /// Bit n: `level_ports[n]` is high on every beat.
    #[serde(default)]
    pub levels: u8,
    /// Edges without `tvalid` inside the frame, by octet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stalls: Vec<Stall>,
}

/// The source has no octet for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stall {
    /// Before the octet of this index; stalls are in order of it.
    pub before_octet: usize,
    /// For so long.
    pub edges: u64,
}

/// A playing [`Stream`].
#[derive(Clone, Debug)]
pub(super) struct StreamPlayer {
    pub(super) data: usize,
    pub(super) valid: usize,
    pub(super) last: usize,
    pub(super) ready: Option<usize>,
    pub(super) mark_ports: Vec<usize>,
    pub(super) level_ports: Vec<usize>,
    noise: Option<Random>,
    frames: Vec<StreamFrame>,
    /// The frame and octet that is offered, or comes next.
    frame: usize,
    octet: usize,
    stall: usize,
    wait: u64,
    offered: bool,
    was_ready: bool,
}

/// The ports of a stream as indices: data, valid, last, ready, marks, levels.
pub(super) type StreamPorts = (usize, usize, usize, Option<usize>, Vec<usize>, Vec<usize>);

impl StreamPlayer {
    pub(super) fn new(stream: &Stream, ports: StreamPorts) -> StreamPlayer {
        let (data, valid, last, ready, mark_ports, level_ports) = ports;
        let frames: Vec<_> = stream.frames.iter().filter(|frame| !frame.octets.is_empty()).cloned().collect();
        let wait = frames.first().map_or(0, |frame| frame.gap_edges);
        StreamPlayer {
            data,
            valid,
            last,
            ready,
            mark_ports,
            level_ports,
            noise: stream.noise.map(Random::new),
            frames,
            frame: 0,
            octet: 0,
            stall: 0,
            wait,
            offered: false,
            was_ready: false,
        }
    }

    /// An edge has passed: `output` is what shows after it.
    #[inline]
    pub(super) fn tick<In: Ports, Out: Ports>(&mut self, output: &Out, input: &mut In) {
        let passed = self.offered && self.was_ready;
        self.was_ready = self.ready.is_none_or(|port| output.get(port) != 0);
        if self.offered && !passed {
            return;
        }
        if passed {
            self.next_octet();
        }
        self.offer(input);
    }

    /// Before the first edge.
    pub(super) fn start<In: Ports>(&mut self, input: &mut In) {
        self.was_ready = self.ready.is_none();
        self.offer(input);
    }

    fn next_octet(&mut self) {
        self.octet += 1;
        if self.octet == self.frames[self.frame].octets.len() {
            self.frame += 1;
            self.octet = 0;
            self.stall = 0;
            self.wait = self.frames.get(self.frame).map_or(0, |frame| frame.gap_edges);
        }
        if let Some(stall) = self.frames.get(self.frame).and_then(|frame| frame.stalls.get(self.stall))
            && stall.before_octet == self.octet
        {
            self.wait += stall.edges;
            self.stall += 1;
        }
    }

    fn offer<In: Ports>(&mut self, input: &mut In) {
        let Some(frame) = self.frames.get(self.frame) else { return self.idle(input) };
        if self.wait > 0 {
            self.wait -= 1;
            return self.idle(input);
        }
        self.offered = true;
        let last = self.octet + 1 == frame.octets.len();
        input.set(self.data, frame.octets[self.octet].into());
        input.set(self.valid, 1);
        input.set(self.last, last.into());
        for (bit, &port) in self.mark_ports.iter().enumerate() {
            input.set(port, u64::from(last && frame.marks >> bit & 1 != 0));
        }
        for (bit, &port) in self.level_ports.iter().enumerate() {
            input.set(port, u64::from(frame.levels >> bit & 1));
        }
    }

    fn idle<In: Ports>(&mut self, input: &mut In) {
        self.offered = false;
        let bits = self.noise.as_mut().map_or(0, Random::bits);
        input.set(self.valid, 0);
        input.set(self.data, bits);
        input.set(self.last, bits >> 8);
        for (bit, &port) in self.mark_ports.iter().chain(&self.level_ports).enumerate() {
            input.set(port, bits >> (9 + bit));
        }
    }
}
