// SPDX-License-Identifier: MIT OR Apache-2.0
//! A host memory at the other end of AXI4 for tests: it answers late, at random, and judges the master by the rules
//! of AMBA AXI (IHI 0022H, A3).

use super::Random;
use std::collections::{HashMap, VecDeque};
use std::ops::Range;
use wirewright_spec::ports::{dma_read, dma_write};

const WORD_OCTETS: u64 = 8;
const PAGE_OCTETS: u64 = 4096;
/// The most beats of a burst of the card.
const BURST_BEATS: u64 = 16;
/// The response of addresses in `bad`.
const SLVERR: u8 = 2;

/// The memory and what is under way.
pub struct Host {
    random: Random,
    /// One clock in `stall` a `ready` is low or nothing is answered; 0: never.
    stall: u64,
    /// Clocks from an address to its answer at the least.
    latency: u64,
    clock: u64,
    words: HashMap<u64, u64>,
    /// Words (not octets) to which accesses are answered with an error; a burst that writes one of them writes nothing.
    pub bad: Range<u64>,
    /// Reads, or writes, are not answered for now.
    pub reads_wait: bool,
    pub writes_wait: bool,
    reads: VecDeque<Burst>,
    read_pins: ReadPins,
    read_offer: Option<(u64, u8)>,
    writes: VecDeque<Burst>,
    data: VecDeque<(u64, u8, bool)>,
    data_offer: Option<(u64, u8, bool)>,
    write_offer: Option<(u64, u8)>,
    write_pins: WritePins,
    responses: VecDeque<(u64, bool)>,
    /// Address and beats of every burst.
    pub read_bursts: Vec<(u64, u64)>,
    pub write_bursts: Vec<(u64, u64)>,
}

#[derive(Clone, Copy, Debug)]
struct Burst {
    word: u64,
    beats: u64,
    done: u64,
    bad: bool,
    ready_at: u64,
}

/// Pins to a master that reads.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadPins {
    pub arready: bool,
    pub rdata: u64,
    pub rresp: u8,
    pub rlast: bool,
    pub rvalid: bool,
}

/// Pins to a master that writes.
#[derive(Clone, Copy, Debug, Default)]
pub struct WritePins {
    pub awready: bool,
    pub wready: bool,
    pub bresp: u8,
    pub bvalid: bool,
}

impl ReadPins {
    /// These pins at their ports.
    pub fn put(self, input: &mut dma_read::In) {
        (input.m_axi_arready, input.m_axi_rdata, input.m_axi_rresp) = (self.arready, self.rdata, self.rresp);
        (input.m_axi_rlast, input.m_axi_rvalid) = (self.rlast, self.rvalid);
    }
}

impl WritePins {
    /// These pins at their ports.
    pub fn put(self, input: &mut dma_write::In) {
        (input.m_axi_awready, input.m_axi_wready) = (self.awready, self.wready);
        (input.m_axi_bresp, input.m_axi_bvalid) = (self.bresp, self.bvalid);
    }
}

impl Host {
    pub fn new(seed: u64, stall: u64, latency: u64) -> Self {
        Host {
            random: Random(seed),
            stall,
            latency,
            clock: 0,
            words: HashMap::new(),
            bad: 0..0,
            reads_wait: false,
            writes_wait: false,
            reads: VecDeque::new(),
            read_pins: ReadPins::default(),
            read_offer: None,
            writes: VecDeque::new(),
            data: VecDeque::new(),
            data_offer: None,
            write_offer: None,
            write_pins: WritePins::default(),
            responses: VecDeque::new(),
            read_bursts: Vec::new(),
            write_bursts: Vec::new(),
        }
    }

    pub fn octet(&self, address: u64) -> u8 {
        self.word(address / WORD_OCTETS).to_le_bytes()[(address % WORD_OCTETS) as usize]
    }

    pub fn octets(&self, address: u64, octets: usize) -> Vec<u8> {
        (0..octets as u64).map(|at| self.octet(address.wrapping_add(at))).collect()
    }

    pub fn put(&mut self, address: u64, octets: &[u8]) {
        for (at, &octet) in (0..).zip(octets) {
            self.put_octet(address.wrapping_add(at), octet);
        }
    }

    fn put_octet(&mut self, address: u64, octet: u8) {
        let mut word = self.word(address / WORD_OCTETS).to_le_bytes();
        word[(address % WORD_OCTETS) as usize] = octet;
        self.words.insert(address / WORD_OCTETS, u64::from_le_bytes(word));
    }

    /// A word that was never written is told by its address.
    pub fn word(&self, word: u64) -> u64 {
        self.words.get(&word).copied().unwrap_or_else(|| Random(word).next())
    }

    /// Nothing is under way.
    pub fn is_quiet(&self) -> bool {
        self.reads.is_empty() && self.writes.is_empty() && self.data.is_empty() && self.responses.is_empty()
    }

    fn stalls(&mut self) -> bool {
        self.stall != 0 && self.random.one_in(self.stall)
    }

    fn burst(&mut self, address: u64, len: u8) -> Burst {
        let beats = u64::from(len) + 1;
        assert_eq!(address % WORD_OCTETS, 0, "a burst at {address:#x}");
        assert!(beats <= BURST_BEATS, "{beats} beats");
        assert!(address % PAGE_OCTETS + beats * WORD_OCTETS <= PAGE_OCTETS, "A3.4.1: {beats} beats at {address:#x}");
        let word = address / WORD_OCTETS;
        let bad = self.bad.start < word + beats && word < self.bad.end;
        let late = if self.stall == 0 { 0 } else { self.random.next() % (self.latency + 1) };
        Burst { word, beats, done: 0, bad, ready_at: self.clock + self.latency + late }
    }

    /// One edge of the master's reads: its outputs before the edge; gives its inputs at the edge.
    pub fn read_edge(&mut self, out: &dma_read::Out) -> ReadPins {
        self.clock += 1;
        let offer = out.m_axi_arvalid.then_some((out.m_axi_araddr, out.m_axi_arlen));
        assert!(self.read_offer.is_none() || self.read_offer == offer, "A3.2.1: an address that waits is kept");
        let arready = !self.stalls();
        self.read_offer = offer.filter(|_| !arready);
        if let Some((address, len)) = offer.filter(|_| arready) {
            let burst = self.burst(address, len);
            self.read_bursts.push((address, burst.beats));
            self.reads.push_back(burst);
        }
        if !self.read_pins.rvalid && !self.reads_wait && !self.stalls() {
            self.offer_data();
        }
        let pins = ReadPins { arready, ..self.read_pins };
        if pins.rvalid && out.m_axi_rready {
            self.read_pins.rvalid = false;
            let burst = self.reads.front_mut().unwrap();
            burst.done += 1;
            if burst.done == burst.beats {
                self.reads.pop_front();
            }
        }
        pins
    }

    fn offer_data(&mut self) {
        let Some(&burst) = self.reads.front().filter(|burst| burst.ready_at < self.clock) else { return };
        let word = burst.word + burst.done;
        let (rdata, bad) = (self.word(word), self.bad.contains(&word));
        let rlast = burst.done + 1 == burst.beats;
        let rresp = if bad { SLVERR | (word & 1) as u8 } else { (word >> 1 & 1) as u8 };
        self.read_pins = ReadPins { arready: false, rdata, rresp, rlast, rvalid: true };
    }

    /// One edge of the master's writes, likewise.
    pub fn write_edge(&mut self, out: &dma_write::Out) -> WritePins {
        self.clock += 1;
        let (awready, wready) = (!self.stalls(), !self.stalls());
        let offer = out.m_axi_awvalid.then_some((out.m_axi_awaddr, out.m_axi_awlen));
        assert!(self.write_offer.is_none() || self.write_offer == offer, "A3.2.1: an address that waits is kept");
        self.write_offer = offer.filter(|_| !awready);
        if let Some((address, len)) = offer.filter(|_| awready) {
            let burst = self.burst(address, len);
            self.write_bursts.push((address, burst.beats));
            self.writes.push_back(burst);
        }
        let data = out.m_axi_wvalid.then_some((out.m_axi_wdata, out.m_axi_wstrb, out.m_axi_wlast));
        assert!(self.data_offer.is_none() || self.data_offer == data, "A3.2.1: data that wait are kept");
        self.data_offer = data.filter(|_| !wready);
        self.data.extend(data.filter(|_| wready));
        self.store();
        if !self.write_pins.bvalid && !self.writes_wait && !self.stalls() {
            let answer = self.responses.front().filter(|(at, _)| *at < self.clock).copied();
            self.write_pins.bvalid = answer.is_some();
            self.write_pins.bresp = if answer.is_some_and(|(_, bad)| bad) { SLVERR } else { 0 };
        }
        let pins = WritePins { awready, wready, ..self.write_pins };
        if pins.bvalid && out.m_axi_bready {
            self.write_pins.bvalid = false;
            self.responses.pop_front();
        }
        pins
    }

    /// Data go to the oldest burst that lacks some.
    fn store(&mut self) {
        while let (Some(burst), Some((data, strobes, last))) = (self.writes.front_mut(), self.data.front().copied()) {
            let (word, bad) = (burst.word + burst.done, burst.bad);
            burst.done += 1;
            assert_eq!(last, burst.done == burst.beats, "WLAST at beat {} of {}", burst.done, burst.beats);
            if last {
                self.responses.push_back((burst.ready_at, burst.bad));
                self.writes.pop_front();
            }
            self.data.pop_front();
            for lane in (0..WORD_OCTETS).filter(|lane| strobes >> lane & 1 != 0 && !bad) {
                self.put_octet(word * WORD_OCTETS + lane, data.to_le_bytes()[lane as usize]);
            }
        }
    }
}
