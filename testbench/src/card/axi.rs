// SPDX-License-Identifier: MIT OR Apache-2.0
//! An AXI4 slave in two halves, read and write, in front of a [`Storage`]: 64 bits, INCR, all in order (AMBA AXI and
//! ACE, IHI 0022H, A3). It answers late and stalls as it is told.
//!
//! Each half is called once for each rising edge, with what the master shows before it, and gives the pins that hold
//! after it. Nothing is allocated once it runs.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::random::Random;

/// Octets of a beat.
pub const BEAT_OCTETS: u64 = 8;
/// The responses of AXI (A3.4.4).
pub const OKAY: u8 = 0;
/// The slave has an error.
pub const SLVERR: u8 = 2;
/// There is no slave at the address.
pub const DECERR: u8 = 3;
/// Bursts, or beats of data, that a half keeps before it lowers its `ready`: more than the master has under way.
const KEPT: usize = 64;

/// What is behind the bus.
pub trait Storage {
    /// The eight octets from `address`, a multiple of 8, and the response.
    fn read(&mut self, address: u64) -> (u64, u8);
    /// Writes those of the eight octets whose bit is set; gives the response.
    fn write(&mut self, address: u64, data: u64, strobes: u8) -> u8;
}

/// Edges from the edge at which the address passes to that at which the first data can pass, and from the last data to
/// the response; at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Latency {
    /// Always so many.
    Fixed(u32),
    /// From 1 to so many, at random.
    UpTo(u32),
}

/// When a slave answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// How long an answer takes.
    pub latency: Latency,
    /// In so many of a million edges a `ready` is low, or an answer that is due waits.
    pub stalls_per_million: u32,
    /// Seed of both.
    pub seed: u64,
}

impl Default for Timing {
    /// One edge, no stall.
    fn default() -> Timing {
        Timing { latency: Latency::Fixed(1), stalls_per_million: 0, seed: 1 }
    }
}

#[derive(Clone, Debug)]
struct Pace {
    timing: Timing,
    random: Random,
    edge: u64,
}

impl Pace {
    fn new(timing: Timing, half: &str) -> Pace {
        Pace { timing, random: Random::named(timing.seed, half), edge: 0 }
    }

    #[inline]
    fn stalls(&mut self) -> bool {
        let share = self.timing.stalls_per_million;
        share != 0 && self.random.per_million(share)
    }

    /// The edge after which the answer to something that happens now may show.
    fn due(&mut self) -> u64 {
        let edges = match self.timing.latency {
            Latency::Fixed(edges) => edges.max(1).into(),
            Latency::UpTo(most) => self.random.between(1, most.max(1).into()),
        };
        self.edge + edges - 1
    }
}

/// What a master that reads shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadView {
    /// `araddr`.
    pub araddr: u64,
    /// `arlen`: beats less one.
    pub arlen: u8,
    /// `arvalid`.
    pub arvalid: bool,
    /// `rready`.
    pub rready: bool,
}

/// The pins of a slave that is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadPins {
    /// `arready`.
    pub arready: bool,
    /// `rdata`.
    pub rdata: u64,
    /// `rresp`.
    pub rresp: u8,
    /// `rlast`.
    pub rlast: bool,
    /// `rvalid`.
    pub rvalid: bool,
}

#[derive(Clone, Copy, Debug)]
struct Burst {
    address: u64,
    beats: u32,
    due: u64,
    response: u8,
}

/// The half that is read.
#[derive(Clone, Debug)]
pub struct ReadSlave {
    pace: Pace,
    bursts: VecDeque<Burst>,
    pins: ReadPins,
    /// No address is taken.
    pub refuses: bool,
    /// No data are given, whatever is due.
    pub withholds: bool,
}

impl ReadSlave {
    /// With nothing under way.
    pub fn new(timing: Timing) -> ReadSlave {
        let pace = Pace::new(timing, "read slave");
        let bursts = VecDeque::with_capacity(KEPT);
        ReadSlave { pace, bursts, pins: ReadPins::default(), refuses: false, withholds: false }
    }

    /// The pins as they are.
    pub fn pins(&self) -> ReadPins {
        self.pins
    }

    /// Nothing is under way.
    pub fn is_idle(&self) -> bool {
        self.bursts.is_empty() && !self.pins.rvalid
    }

    /// Forgets what is under way: the master was reset without regard to the bus.
    pub fn reset(&mut self) {
        self.bursts.clear();
        self.pins = ReadPins::default();
    }

    /// One edge: `view` is what the master shows before it. Gives the pins after it.
    #[inline]
    pub fn edge<S: Storage>(&mut self, view: &ReadView, storage: &mut S) -> ReadPins {
        self.pace.edge += 1;
        if view.arvalid && self.pins.arready {
            let due = self.pace.due();
            let address = view.araddr & !(BEAT_OCTETS - 1);
            self.bursts.push_back(Burst { address, beats: u32::from(view.arlen) + 1, due, response: OKAY });
        }
        if self.pins.rvalid && view.rready {
            self.pins.rvalid = false;
        }
        if !self.pins.rvalid && !self.bursts.is_empty() {
            self.offer(storage);
        }
        self.pins.arready = !self.refuses && self.bursts.len() < KEPT && !self.pace.stalls();
        self.pins
    }

    fn offer<S: Storage>(&mut self, storage: &mut S) {
        let edge = self.pace.edge;
        if self.withholds || self.bursts.front().is_none_or(|burst| burst.due > edge) || self.pace.stalls() {
            return;
        }
        let Some(burst) = self.bursts.front_mut() else { return };
        let (data, response) = storage.read(burst.address);
        burst.address = burst.address.wrapping_add(BEAT_OCTETS);
        burst.beats -= 1;
        let last = burst.beats == 0;
        if last {
            self.bursts.pop_front();
        }
        let arready = self.pins.arready;
        self.pins = ReadPins { arready, rdata: data, rresp: response, rlast: last, rvalid: true };
    }
}

/// What a master that writes shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteView {
    /// `awaddr`.
    pub awaddr: u64,
    /// `awlen`: beats less one.
    pub awlen: u8,
    /// `awvalid`.
    pub awvalid: bool,
    /// `wdata`.
    pub wdata: u64,
    /// `wstrb`.
    pub wstrb: u8,
    /// `wlast`.
    pub wlast: bool,
    /// `wvalid`.
    pub wvalid: bool,
    /// `bready`.
    pub bready: bool,
}

/// The pins of a slave that is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WritePins {
    /// `awready`.
    pub awready: bool,
    /// `wready`.
    pub wready: bool,
    /// `bresp`.
    pub bresp: u8,
    /// `bvalid`.
    pub bvalid: bool,
}

/// The half that is written. Data that come before their address wait for it.
#[derive(Clone, Debug)]
pub struct WriteSlave {
    pace: Pace,
    bursts: VecDeque<Burst>,
    data: VecDeque<(u64, u8)>,
    /// Bursts that have all their data, with their response and when it is due.
    answers: VecDeque<(u64, u8)>,
    pins: WritePins,
    /// No address and no data are taken.
    pub refuses: bool,
    /// No response is given, whatever is due.
    pub withholds: bool,
}

impl WriteSlave {
    /// With nothing under way.
    pub fn new(timing: Timing) -> WriteSlave {
        WriteSlave {
            pace: Pace::new(timing, "write slave"),
            bursts: VecDeque::with_capacity(KEPT),
            data: VecDeque::with_capacity(KEPT),
            answers: VecDeque::with_capacity(2 * KEPT),
            pins: WritePins::default(),
            refuses: false,
            withholds: false,
        }
    }

    /// The pins as they are.
    pub fn pins(&self) -> WritePins {
        self.pins
    }

    /// Nothing is under way.
    pub fn is_idle(&self) -> bool {
        self.bursts.is_empty() && self.data.is_empty() && self.answers.is_empty() && !self.pins.bvalid
    }

    /// Forgets what is under way: the master was reset without regard to the bus.
    pub fn reset(&mut self) {
        self.bursts.clear();
        self.data.clear();
        self.answers.clear();
        self.pins = WritePins::default();
    }

    /// One edge: `view` is what the master shows before it. Gives the pins after it.
    #[inline]
    pub fn edge<S: Storage>(&mut self, view: &WriteView, storage: &mut S) -> WritePins {
        self.pace.edge += 1;
        if view.awvalid && self.pins.awready {
            let address = view.awaddr & !(BEAT_OCTETS - 1);
            self.bursts.push_back(Burst { address, beats: u32::from(view.awlen) + 1, due: 0, response: OKAY });
        }
        if view.wvalid && self.pins.wready {
            self.data.push_back((view.wdata, view.wstrb));
        }
        if !self.data.is_empty() {
            self.store(storage);
        }
        if self.pins.bvalid && view.bready {
            self.pins.bvalid = false;
        }
        if !self.pins.bvalid && !self.answers.is_empty() {
            self.answer();
        }
        self.pins.awready = !self.refuses && self.bursts.len() + self.answers.len() < KEPT && !self.pace.stalls();
        self.pins.wready = !self.refuses && self.data.len() < KEPT && !self.pace.stalls();
        self.pins
    }

    /// Data go to the oldest burst that lacks some.
    fn store<S: Storage>(&mut self, storage: &mut S) {
        while let (Some(burst), Some(&(data, strobes))) = (self.bursts.front_mut(), self.data.front()) {
            self.data.pop_front();
            burst.response = burst.response.max(storage.write(burst.address, data, strobes));
            burst.address = burst.address.wrapping_add(BEAT_OCTETS);
            burst.beats -= 1;
            if burst.beats == 0 {
                let response = burst.response;
                self.bursts.pop_front();
                let due = self.pace.due();
                self.answers.push_back((due, response));
            }
        }
    }

    fn answer(&mut self) {
        let edge = self.pace.edge;
        let Some(&(due, response)) = self.answers.front() else { return };
        if self.withholds || due > edge || self.pace.stalls() {
            return;
        }
        self.answers.pop_front();
        (self.pins.bresp, self.pins.bvalid) = (response, true);
    }
}
