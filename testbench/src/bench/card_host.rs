// SPDX-License-Identifier: MIT OR Apache-2.0
//! A card, its memory and a processor that does the least: what is measured is the card.

use wirewright_spec::card::registers::bits::CONTROL::{PROMISCUOUS, RX_ENABLE, TX_ENABLE};
use wirewright_spec::card::registers::{self as map, Register};
use wirewright_spec::card::rings::{COMPLETION_OCTETS, DESCRIPTOR_OCTETS, completion, descriptor};
use wirewright_spec::ports::nic;
use wirewright_spec::{Design, EdgeSet};

use super::BenchError;
use crate::card::axi::OKAY;
use crate::card::{
    Access, ReadMaster, ReadPort, ReadSlave, RegisterMaster, RegisterPort, RegisterSlave, Storage, Timing, WriteMaster,
    WritePort, WriteSlave,
};
use crate::stimulus::frames::fcs;

/// All rings have so many entries: the most.
const RING: u64 = 4096;
const RING_LOG2: u32 = 12;
/// Octets from one buffer to the next, and of those to fill.
const BUFFER_OCTETS: u64 = 2048;
const TX_DESCRIPTORS: u64 = 0x1_0000;
const TX_COMPLETIONS: u64 = 0x2_0000;
const RX_DESCRIPTORS: u64 = 0x3_0000;
const RX_COMPLETIONS: u64 = 0x4_0000;
const TX_BUFFERS: u64 = 0x10_0000;
const RX_BUFFERS: u64 = TX_BUFFERS + RING * BUFFER_OCTETS;
const MEMORY_OCTETS: u64 = RX_BUFFERS + RING * BUFFER_OCTETS;
/// A tail is written when so many descriptors are ready, or nothing else is to be done.
const BATCH: u64 = 32;
/// Clocks without any progress after which a run is given up.
const STUCK_CLOCKS: u64 = 400_000;
/// Clocks without anything new after which nothing more will come.
const QUIET_CLOCKS: u64 = 30_000;
/// Octets of preamble and delimiter.
const PREAMBLE_OCTETS: usize = 8;

/// What is to be sent and received.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Load {
    /// Octets of a frame, with FCS.
    pub octets: usize,
    /// Frames to send.
    pub send: u64,
    /// Frames on the wire to the card.
    pub receive: u64,
    /// Clocks between those.
    pub gap: u64,
    /// Clocks that the driver needs for each frame sent or received.
    pub driver_clocks: f64,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Done {
    /// Frames that came in and did not reach the host.
    pub lost: u64,
    /// Clocks between frames sent beyond the gap.
    pub idle_clocks: u64,
    /// Clocks from the first to after the last frame sent.
    pub send_clocks: u64,
    /// The same of frames received: from the first octet on the wire to the last completion.
    pub receive_clocks: u64,
    /// Clocks from the first octet (of the frame, not of the preamble) on the wire to the first completion in memory.
    pub first_completion: Option<u64>,
    /// Clocks from the write response of the first tail to the first octet on the wire.
    pub first_on_wire: Option<u64>,
}

/// Octets from 0 on.
struct Flat(Vec<u8>);

impl Flat {
    fn word(&self, address: u64) -> u64 {
        let octets = self.0.get(address as usize..).and_then(|octets| octets.first_chunk());
        octets.map_or(0, |octets| u64::from_le_bytes(*octets))
    }

    fn put(&mut self, address: u64, octets: &[u8]) {
        self.0[address as usize..][..octets.len()].copy_from_slice(octets);
    }
}

impl Storage for Flat {
    fn read(&mut self, address: u64) -> (u64, u8) {
        (self.word(address), OKAY)
    }

    fn write(&mut self, address: u64, data: u64, strobes: u8) -> u8 {
        if let Some(octets) = self.0.get_mut(address as usize..) {
            let lanes = octets.iter_mut().zip(data.to_le_bytes()).enumerate();
            lanes.filter(|(lane, _)| strobes >> lane & 1 != 0).for_each(|(_, (octet, data))| *octet = data);
        }
        OKAY
    }
}

/// The card and all around it.
pub(super) struct CardHost {
    card: wirewright_model::Nic,
    input: nic::In,
    output: nic::Out,
    memory: Flat,
    reads: ReadSlave,
    writes: WriteSlave,
    registers: RegisterMaster,
    clock: u64,
}

/// The wire to the card.
#[derive(Default)]
struct Source {
    octets: usize,
    left: u64,
    gap: u64,
    /// The frame on the wire, and the octet that comes next; beyond its end the gap.
    frame: Vec<u8>,
    at: u64,
    number: u64,
}

impl Source {
    fn next(&mut self) -> Option<u8> {
        let carrier = (PREAMBLE_OCTETS + self.octets) as u64;
        if self.at >= carrier + self.gap {
            self.at = 0;
        }
        if self.at == 0 {
            if self.left == 0 {
                return None;
            }
            self.left -= 1;
            self.frame.clear();
            self.frame.extend([0x55; PREAMBLE_OCTETS - 1]);
            self.frame.push(0xd5);
            self.frame.extend(body(self.number, self.octets));
            let fcs = fcs(&self.frame[PREAMBLE_OCTETS..]);
            self.frame.extend(fcs);
            self.number += 1;
        }
        self.at += 1;
        self.frame.get(self.at as usize - 1).copied()
    }
}

/// Frame `number`, without FCS.
fn body(number: u64, octets: usize) -> impl Iterator<Item = u8> {
    let head = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xb5];
    let rest = octets - 4 - head.len();
    head.into_iter().chain(number.to_be_bytes().into_iter().cycle().take(rest))
}

/// The wire from the card.
#[derive(Default)]
struct Sink {
    frame: Vec<u8>,
    frames: u64,
    idle: u64,
    idle_clocks: u64,
    first: Option<u64>,
    last: u64,
    wrong: bool,
}

impl Sink {
    fn take(&mut self, clock: u64, output: &nic::Out, octets: usize) {
        if output.gmii_tx_en {
            if self.frame.is_empty() && self.frames > 0 {
                self.idle_clocks += self.idle.saturating_sub(12);
            }
            if self.frame.len() == PREAMBLE_OCTETS {
                self.first.get_or_insert(clock);
            }
            self.frame.push(output.gmii_txd);
            self.idle = 0;
            return;
        }
        self.idle += 1;
        if !self.frame.is_empty() {
            let sent = &self.frame[PREAMBLE_OCTETS.min(self.frame.len())..];
            let (data, check) = sent.split_at(sent.len().saturating_sub(4));
            self.wrong |= fcs(data) != *check || !data.iter().copied().eq(body(self.frames, octets));
            self.frame.clear();
            self.frames += 1;
            self.last = clock;
        }
    }
}

/// What the processor has done of a direction.
#[derive(Default)]
struct Ring {
    /// Descriptors that are written, and the tail that was told.
    ready: u64,
    tail: u64,
    /// Completions that it has seen.
    seen: u64,
}

/// A load that is being played.
#[derive(Default)]
struct Play {
    load: Load,
    tx: Ring,
    rx: Ring,
    source: Source,
    sink: Sink,
    /// An octet was on the wire to the card.
    carrier: bool,
    /// When the driver has time again, in clocks.
    free_at: f64,
    /// When the driver saw or did something last.
    progress_at: u64,
    last_completion: u64,
    /// When the first tail had been written, the first octet came, and the first completion was in memory.
    told_at: Option<u64>,
    wire_at: Option<u64>,
    completed_at: Option<u64>,
}

impl Play {
    fn is_over(&self, now: u64) -> Result<bool, BenchError> {
        let quiet = now - self.progress_at;
        if quiet > STUCK_CLOCKS {
            return Err(BenchError::Missing("progress of the card"));
        }
        let sent = self.sink.frames == self.load.send && self.tx.seen == self.load.send;
        Ok(sent && self.source.left == 0 && !self.carrier && quiet > QUIET_CLOCKS)
    }

    fn done(&self) -> Result<Done, BenchError> {
        if self.sink.wrong {
            return Err(BenchError::Missing("frame as it was to be sent"));
        }
        Ok(Done {
            lost: self.load.receive - self.rx.seen,
            idle_clocks: self.sink.idle_clocks,
            send_clocks: self.sink.last.saturating_sub(self.sink.first.unwrap_or(0)),
            receive_clocks: self.last_completion.saturating_sub(self.wire_at.unwrap_or(0)),
            first_completion: self.completed_at.zip(self.wire_at).map(|(to, from)| to - from),
            first_on_wire: self.sink.first.zip(self.told_at).map(|(to, from)| to - from),
        })
    }
}

impl CardHost {
    /// A card that has been set up, both directions on.
    pub(super) fn new(timing: Timing) -> Result<CardHost, BenchError> {
        let mut host = CardHost {
            card: wirewright_model::Nic::default(),
            input: nic::In::default(),
            output: nic::Out::default(),
            memory: Flat(vec![0; MEMORY_OCTETS as usize]),
            reads: ReadSlave::new(timing),
            writes: WriteSlave::new(timing),
            registers: RegisterMaster::default(),
            clock: 0,
        };
        (host.input.rst, host.input.tx_rst, host.input.rx_rst) = (true, true, true);
        (0..20).for_each(|_| host.step());
        (host.input.rst, host.input.tx_rst, host.input.rx_rst) = (false, false, false);
        (0..20).for_each(|_| host.step());
        for (register, value) in [
            (&map::TX_DESCRIPTORS_LOW, TX_DESCRIPTORS),
            (&map::TX_COMPLETIONS_LOW, TX_COMPLETIONS),
            (&map::RX_DESCRIPTORS_LOW, RX_DESCRIPTORS),
            (&map::RX_COMPLETIONS_LOW, RX_COMPLETIONS),
            (&map::TX_SIZE, RING_LOG2.into()),
            (&map::RX_SIZE, RING_LOG2.into()),
            (&map::CONTROL, 1 << TX_ENABLE | 1 << RX_ENABLE | 1 << PROMISCUOUS),
        ] {
            host.write(register, value as u32);
        }
        for _ in 0..1000 {
            host.step();
            if host.registers.is_idle() {
                return Ok(host);
            }
        }
        Err(BenchError::Missing("answer of a register"))
    }

    fn write(&mut self, register: &Register, data: u32) {
        self.registers.ask(Access::Write { offset: register.offset, data, strobes: 0xf });
    }

    #[inline]
    fn step(&mut self) {
        self.clock += 1;
        let before = self.output;
        self.card.step(EdgeSet(0b111), &self.input, &mut self.output);
        self.input.put_read(&self.reads.edge(&before.read_view(), &mut self.memory));
        self.input.put_write(&self.writes.edge(&before.write_view(), &mut self.memory));
        self.registers.edge(&before.register_view());
        self.input.put_registers(&self.registers.pins());
    }

    /// Plays a load to its end.
    pub(super) fn run(&mut self, load: &Load) -> Result<Done, BenchError> {
        let mut play = Play {
            load: *load,
            source: Source { octets: load.octets, left: load.receive, gap: load.gap, ..Source::default() },
            progress_at: self.clock,
            ..Play::default()
        };
        (0..RING).for_each(|index| self.fill(index));
        play.rx.ready = RING;
        self.tell(&map::RX_TAIL, &mut play.rx, true);
        while !self.registers.is_idle() {
            self.step();
        }
        while !play.is_over(self.clock)? {
            self.process(&mut play)?;
            self.tails(&mut play);
            self.wires(&mut play);
        }
        play.done()
    }

    /// The driver works on one frame at a time, each for its time.
    fn process(&mut self, play: &mut Play) -> Result<(), BenchError> {
        let now = self.clock;
        while play.free_at <= now as f64 {
            let sends = play.tx.ready < play.load.send && play.tx.ready - play.tx.seen < RING;
            if self.complete(TX_COMPLETIONS, play.tx.seen) {
                // Nothing is to be done for it: its descriptor was counted.
                play.tx.seen += 1;
                play.progress_at = now;
                continue;
            }
            if self.complete(RX_COMPLETIONS, play.rx.seen) {
                self.check(play.rx.seen, play.load.octets)?;
                self.fill(play.rx.ready);
                (play.rx.seen, play.rx.ready) = (play.rx.seen + 1, play.rx.ready + 1);
                play.last_completion = now;
            } else if sends {
                self.put(play.tx.ready, play.load.octets);
                play.tx.ready += 1;
            } else {
                break;
            }
            play.free_at = play.free_at.max(now as f64) + play.load.driver_clocks;
            play.progress_at = now;
        }
        Ok(())
    }

    /// Writes a tail when the registers are free.
    fn tails(&mut self, play: &mut Play) {
        if !self.registers.is_idle() {
            return;
        }
        if play.tx.tail > 0 {
            play.told_at.get_or_insert(self.clock);
        }
        if play.tx.ready > play.tx.tail {
            self.tell(&map::TX_TAIL, &mut play.tx, true);
        } else {
            self.tell(&map::RX_TAIL, &mut play.rx, false);
        }
    }

    /// One clock, with an octet of each wire.
    fn wires(&mut self, play: &mut Play) {
        let octet = play.source.next();
        play.carrier = octet.is_some();
        (self.input.gmii_rx_dv, self.input.gmii_rxd) = (play.carrier, octet.unwrap_or(0));
        if play.carrier && play.source.at as usize == PREAMBLE_OCTETS + 1 {
            play.wire_at.get_or_insert(self.clock);
        }
        let is_there = self.complete(RX_COMPLETIONS, 0);
        self.step();
        play.sink.take(self.clock, &self.output, play.load.octets);
        if !is_there && play.completed_at.is_none() && self.complete(RX_COMPLETIONS, 0) {
            play.completed_at = Some(self.clock);
        }
    }

    /// Tells the card of what is ready, when it is worth it.
    fn tell(&mut self, tail: &Register, ring: &mut Ring, at_once: bool) {
        if ring.ready > ring.tail && (at_once || ring.ready - ring.tail >= BATCH) {
            ring.tail = ring.ready;
            self.write(tail, ring.tail as u16 as u32);
        }
    }

    fn word_of(&self, ring: u64, index: u64) -> u64 {
        self.memory.word(ring + index % RING * COMPLETION_OCTETS as u64)
    }

    /// Whether completion `index` is there.
    fn complete(&self, ring: u64, index: u64) -> bool {
        self.word_of(ring, index) >> completion::PHASE == 1 - (index / RING) % 2
    }

    /// Whether the frame behind completion `index` is one that was on the wire, in its place in the order.
    fn check(&self, index: u64, octets: usize) -> Result<(), BenchError> {
        let word = self.word_of(RX_COMPLETIONS, index);
        let length = (word >> completion::LENGTH & 0xffff) as usize;
        let from = (RX_BUFFERS + index % RING * BUFFER_OCTETS) as usize;
        let frame = &self.memory.0[from..from + length];
        let number = frame.get(14..22).and_then(|octets| octets.try_into().ok()).map_or(0, u64::from_be_bytes);
        let right = word >> completion::STATUS & 0x7fff == 0 && frame.iter().copied().eq(body(number, octets));
        if right && number >= index { Ok(()) } else { Err(BenchError::Missing("frame as it was received")) }
    }

    /// Writes the descriptor of an empty buffer.
    fn fill(&mut self, index: u64) {
        let slot = index % RING;
        let second = BUFFER_OCTETS << descriptor::LENGTH;
        self.describe(RX_DESCRIPTORS + slot * DESCRIPTOR_OCTETS as u64, RX_BUFFERS + slot * BUFFER_OCTETS, second);
    }

    /// Writes a frame and its descriptor.
    fn put(&mut self, index: u64, octets: usize) {
        let slot = index % RING;
        let buffer = TX_BUFFERS + slot * BUFFER_OCTETS;
        for (place, octet) in self.memory.0[buffer as usize..].iter_mut().zip(body(index, octets)) {
            *place = octet;
        }
        let second = (octets as u64 - 4) << descriptor::LENGTH | 1 << descriptor::END;
        self.describe(TX_DESCRIPTORS + slot * DESCRIPTOR_OCTETS as u64, buffer, second);
    }

    fn describe(&mut self, at: u64, first: u64, second: u64) {
        self.memory.put(at, &first.to_le_bytes());
        self.memory.put(at + 8, &second.to_le_bytes());
    }
}
