// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the receive memory of a card: frames in, frames and records out, each to a reader of its own.

use super::pace::Pace;
use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, rx_buffer};

/// Clocks after which nothing more comes when nothing has come.
const QUIET_CLOCKS: usize = 40;

/// The receive memory.
pub struct RxBuffer;

/// The frames, and who reads.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// In order.
    pub frames: Vec<Frame>,
    /// Keep bad frames.
    pub pass_bad: bool,
    /// The source goes on for so many clocks after it is told to stop; `None`: it does not listen.
    pub stops_after_clocks: Option<usize>,
    /// When the reader of octets is ready.
    pub octets: Pace,
    /// When the reader of records is ready.
    pub records: Pace,
}

/// A frame and what is said of it.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Its octets.
    pub octets: Vec<u8>,
    /// Clocks before it without an offer.
    pub gap_clocks: usize,
    /// Nobody wants it.
    pub unwanted: bool,
    /// What its record says; the length is that of the octets, whatever stands here.
    pub said: Record,
}

/// What is known of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its octets.
    pub length: u16,
    /// It is bad.
    pub bad: bool,
    /// A tag was taken out.
    pub vlan_valid: bool,
    /// Its tag control information.
    pub vlan_tci: u16,
    /// The IPv4 header checksum, two bits.
    pub ipv4: u8,
    /// The TCP or UDP checksum, two bits.
    pub l4: u8,
}

/// What came out.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Records in order.
    pub records: Vec<Record>,
    /// Frames in order.
    pub frames: Vec<Vec<u8>>,
    /// Octets after the last frame that came to its end.
    pub cut: Vec<u8>,
    /// Frames told as lost.
    pub lost: usize,
    /// Frames that were offered to their end.
    pub offered: usize,
    /// Clocks at which the source was told to stop.
    pub no_room_clocks: usize,
}

impl Subject for RxBuffer {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<RxBuffer>>, NoRig> {
        if rung == Rung::Reference {
            return Err(NoRig::NotApplicable("whether a frame fits depends on when octets leave, which is time"));
        }
        Ok(Box::new(Timed { device: design(rung, rungs)? }))
    }
}

struct Timed {
    device: Box<dyn Device<ports::RxBuffer>>,
}

impl Rig<RxBuffer> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let mut trace = Trace::default();
        let mut partial = Vec::new();
        let mut out = rx_buffer::Out::default();
        let mut source = Source { frames: &script.frames, octet: 0, wait_clocks: 1 };
        let (mut told_to_stop_clocks, mut quiet_clocks) = (0, 0);
        let quiet = QUIET_CLOCKS + script.octets.clocks_for(1) + script.records.clocks_for(1);
        for clock in 0..most_clocks(script) {
            let listens = script.stops_after_clocks.is_none_or(|late| told_to_stop_clocks <= late);
            let mut input = source.input(listens);
            input.cfg_pass_bad = script.pass_bad;
            input.m_axis_tready = script.octets.at(clock);
            input.record_ready = script.records.at(clock);
            let before = out;
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            let read = before.m_axis_tvalid && input.m_axis_tready;
            if read {
                partial.push(before.m_axis_tdata);
                if before.m_axis_tlast {
                    trace.frames.push(std::mem::take(&mut partial));
                }
            }
            let told = before.record_valid && input.record_ready;
            trace.records.extend(told.then(|| record(&before)));
            trace.lost += usize::from(out.stat_lost);
            trace.no_room_clocks += usize::from(!out.room);
            told_to_stop_clocks = if out.room || clock < 2 { 0 } else { told_to_stop_clocks + 1 };
            trace.offered += usize::from(source.goes_on(input.s_axis_tvalid));
            quiet_clocks = if read || told || !source.frames.is_empty() { 0 } else { quiet_clocks + 1 };
            if quiet_clocks > quiet {
                break;
            }
        }
        trace.cut = partial;
        trace
    }
}

/// More clocks than there is need for, however the source is stopped.
fn most_clocks(script: &Script) -> usize {
    let octets: usize = script.frames.iter().map(|frame| frame.octets.len() + frame.gap_clocks + 4).sum();
    let readers = script.octets.clocks_for(octets) + script.records.clocks_for(script.frames.len());
    2 * (octets + readers) + 1000
}

fn record(out: &rx_buffer::Out) -> Record {
    Record {
        length: out.record_length,
        bad: out.record_bad,
        vlan_valid: out.record_vlan_valid,
        vlan_tci: out.record_vlan_tci,
        ipv4: out.record_ipv4,
        l4: out.record_l4,
    }
}

/// Offers frames.
struct Source<'a> {
    /// Those that are not over, first that which is offered.
    frames: &'a [Frame],
    octet: usize,
    wait_clocks: usize,
}

impl Source<'_> {
    /// What it shows at a clock; what stands beside octets that are not the last of a frame must not matter.
    fn input(&self, goes: bool) -> rx_buffer::In {
        let offered = self.frames.first().filter(|_| goes && self.wait_clocks == 0);
        let Some(frame) = offered else {
            return rx_buffer::In { s_axis_tlast: true, s_axis_tuser: true, ..Default::default() };
        };
        let (last, said) = (self.octet + 1 == frame.octets.len(), frame.said);
        rx_buffer::In {
            s_axis_tdata: frame.octets[self.octet],
            s_axis_tvalid: true,
            s_axis_tlast: last,
            s_axis_tuser: said.bad == last,
            s_axis_tdrop: frame.unwanted == last,
            s_axis_vlan_valid: said.vlan_valid == last,
            s_axis_vlan_tci: if last { said.vlan_tci } else { !said.vlan_tci },
            s_axis_ipv4: if last { said.ipv4 } else { 3 - said.ipv4 },
            s_axis_l4: if last { said.l4 } else { 3 - said.l4 },
            ..Default::default()
        }
    }

    /// A clock has gone by; whether a frame came to its end at it.
    fn goes_on(&mut self, passed: bool) -> bool {
        let Some(frame) = self.frames.first() else { return false };
        self.wait_clocks = self.wait_clocks.saturating_sub(1);
        if !passed {
            return false;
        }
        self.octet += 1;
        let ended = self.octet == frame.octets.len();
        if ended {
            self.frames = &self.frames[1..];
            (self.octet, self.wait_clocks) = (0, self.frames.first().map_or(0, |frame| frame.gap_clocks));
        }
        ended
    }
}
