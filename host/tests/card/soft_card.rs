// SPDX-License-Identifier: MIT OR Apache-2.0
//! A card in software, written from docs/card.md alone: registers, rings, completions, causes, reset, loopback. What it
//! does next is up to chance: each step is one access to memory or less, of one direction.

use std::collections::{BTreeMap, VecDeque};

use crate::random::Random;

/// Memory as the card sees it.
pub trait Dma {
    /// Reads; `None` is an answer with an error.
    fn read(&mut self, address: u64, octets: usize) -> Option<Vec<u8>>;
    /// Writes; `false` is an answer with an error.
    fn write(&mut self, address: u64, octets: &[u8]) -> bool;
}

/// Kinds of accesses of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    TxDescriptor,
    TxPayload,
    TxCompletion,
    RxDescriptor,
    RxPayload,
    RxCompletion,
}

impl Access {
    pub const ALL: [Access; 6] = [
        Access::TxDescriptor,
        Access::TxPayload,
        Access::TxCompletion,
        Access::RxDescriptor,
        Access::RxPayload,
        Access::RxCompletion,
    ];
}

/// A frame that left for the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// As it was in memory.
    pub octets: Vec<u8>,
    pub ipv4: bool,
    pub l4: bool,
    pub tag: Option<u16>,
}

/// What goes wrong on the way through the loopback.
#[derive(Clone, Copy)]
pub enum LoopbackFault {
    Octet(usize),
    Length,
    Silence,
}

#[derive(Default)]
struct Gather {
    octets: Vec<u8>,
    first: Option<(u16, u16)>,
}

#[derive(Default)]
struct Side {
    head: u16,
    tail: u16,
    fetched: VecDeque<(u16, [u8; 16])>,
    /// Completions to be written: without the phase.
    ready: VecDeque<(u64, Option<Vec<u8>>)>,
    completions: u16,
    /// All before it are the driver's again.
    freed: u16,
    stopped: bool,
}

struct Filling {
    frame: Vec<u8>,
    put: usize,
    used: u16,
    next: u16,
}

#[derive(Default)]
pub struct SoftCard {
    settings: BTreeMap<u32, u32>,
    pub scratch: u32,
    cause: u32,
    /// Causes of completions that are written and whose response has come.
    coming: VecDeque<u32>,
    resetting: Option<u32>,
    /// The reset never ends.
    pub stuck: bool,
    snapshot: u32,
    snapshot_taken: bool,
    tx: Side,
    rx: Side,
    gather: Option<Gather>,
    filling: Option<Filling>,
    /// In the receive memory of the card.
    received: VecDeque<Vec<u8>>,
    pub wire_in: VecDeque<Vec<u8>>,
    pub wire_out: Vec<Sent>,
    /// Received frames whose completion is in memory.
    pub completed: Vec<Vec<u8>>,
    /// Which access is answered with an error: counts down to 0.
    pub fail: Option<(Access, u32)>,
    /// Every such access is.
    pub fail_always: Option<Access>,
    /// Payload in which these octets stand cannot be read.
    pub poison: Option<[u8; 4]>,
    pub failures: u32,
    pub link: bool,
    /// Nothing is sent, as when the link partner asks for a pause again and again.
    pub paused: bool,
    pub resets: u32,
    /// Frames that never leave the MAC.
    pub in_mac: u32,
    /// What completions of received frames say besides: in its place in the word.
    pub rx_says: u64,
    /// Frames come back over the loopback with an octet changed, or not at all.
    pub loopback_fault: Option<LoopbackFault>,
    /// Bits of `SCRATCH` that stay 0.
    pub scratch_holes: u32,
}

const CONTROL: u32 = 0x010;
const TX: u32 = 0x100;
const RX: u32 = 0x140;
const CAUSE_TX: u32 = 1;
const CAUSE_RX: u32 = 2;
const CAUSE_DMA: u32 = 4;
const CAUSE_RING: u32 = 8;
const CAUSE_LINK: u32 = 16;
const CAUSE_LOST: u32 = 32;

/// Not a value that any sum of other counters gives.
pub fn counter(index: u32) -> u64 {
    0x0003_0000_0005 * (u64::from(index) + 1) + (u64::from(index) << 40)
}

impl SoftCard {
    pub fn new() -> Self {
        SoftCard { link: true, ..SoftCard::default() }
    }

    pub fn line(&self) -> bool {
        self.cause & self.setting(0x044) != 0
    }

    fn setting(&self, offset: u32) -> u32 {
        self.settings.get(&offset).copied().unwrap_or(match offset {
            0x030 => 0xffff,
            0x110 | 0x150 => 3,
            _ => 0,
        })
    }

    fn control(&self, bit: u32) -> bool {
        self.setting(CONTROL) >> bit & 1 == 1
    }

    pub fn read(&mut self, offset: u32, random: &mut Random) -> u32 {
        match offset {
            0x000 => 0x3143_4e57,
            0x004 => 0x0001_0000,
            0x008 => 0x0001_10c1,
            0x00c => self.scratch,
            0x014 => {
                u32::from(self.link)
                    | u32::from(self.tx_active()) << 1
                    | u32::from(self.rx_active()) << 2
                    | u32::from(self.tx.stopped) << 3
                    | u32::from(self.rx.stopped) << 4
            }
            0x018 => u32::from(self.resetting.is_some()),
            0x040 => self.cause,
            0x048 => 0,
            0x114 => self.tx.tail.into(),
            0x118 => self.tx.head.into(),
            0x154 => self.rx.tail.into(),
            0x158 => self.rx.head.into(),
            0x180 => {
                self.snapshot = self.snapshot.saturating_sub(random.below(2) as u32);
                u32::from(self.snapshot > 0)
            }
            0x200..0x380 if !self.snapshot_taken || self.snapshot > 0 => 0,
            // FramesSubmitted and what became of them there: all left the MAC but these.
            0x340 => self.in_mac,
            0x280..=0x2dc | 0x344 => 0,
            0x200..0x380 => (counter((offset - 0x200) / 8) >> (offset % 8 * 8)) as u32,
            _ => self.setting(offset),
        }
    }

    pub fn write(&mut self, offset: u32, value: u32, dma: &mut impl Dma, random: &mut Random) {
        if self.resetting.is_some() {
            return;
        }
        match offset {
            0x00c => self.scratch = value & !self.scratch_holes,
            0x018 if value & 1 == 1 => {
                // Bursts under way come to their end: some completions are still written.
                self.resetting = Some(random.below(6) as u32);
                self.finish(true, dma, random);
                self.finish(false, dma, random);
            }
            0x040 => self.cause &= !value,
            0x048 => self.cause |= (value & 1) << 6,
            0x114 => self.take_tail(true, value as u16),
            0x154 => self.take_tail(false, value as u16),
            0x180 => (self.snapshot, self.snapshot_taken) = (3, true),
            _ => drop(self.settings.insert(offset, value)),
        }
    }

    fn finish(&mut self, tx: bool, dma: &mut impl Dma, random: &mut Random) {
        let stopped = if tx { self.tx.stopped } else { self.rx.stopped };
        while !stopped && !random.once_in(3) && self.complete(tx, dma) {}
    }

    fn size(&self, tx: bool) -> u16 {
        1 << self.setting(if tx { TX } else { RX } + 0x10).clamp(3, 12)
    }

    fn take_tail(&mut self, tx: bool, tail: u16) {
        let size = self.size(tx);
        let side = if tx { &mut self.tx } else { &mut self.rx };
        let (after_head, before) = (tail.wrapping_sub(side.head), side.tail.wrapping_sub(side.head));
        if after_head > size || after_head < before {
            self.cause |= CAUSE_RING;
        } else {
            side.tail = tail;
        }
    }

    fn tx_active(&self) -> bool {
        self.gather.is_some() || !self.tx.ready.is_empty()
    }

    fn rx_active(&self) -> bool {
        self.filling.is_some() || !self.received.is_empty() || !self.rx.ready.is_empty()
    }

    /// Whether nothing happens any more without new frames or writes.
    pub fn idle(&self) -> bool {
        let tx = self.tx.stopped || (self.tx.head == self.tx.tail && self.tx.fetched.is_empty() && !self.tx_active());
        let hungry = self.rx.head == self.rx.tail && self.rx.fetched.is_empty() && self.rx.ready.is_empty();
        let rx = self.rx.stopped || hungry || !self.rx_active();
        tx && rx && self.coming.is_empty() && (self.wire_in.is_empty() || !self.control(1)) && self.resetting.is_none()
    }

    /// One step of one part.
    pub fn step(&mut self, dma: &mut impl Dma, random: &mut Random) {
        if let Some(left) = self.resetting {
            match left {
                _ if self.stuck => {}
                0 => self.reset(),
                _ => self.resetting = Some(left - 1),
            }
            return;
        }
        match random.below(8) {
            0 | 1 => self.fetch(true, dma),
            2 => self.fetch(false, dma),
            3 => self.take_tx(dma),
            4 => self.take_rx(dma),
            5 => drop(self.complete(true, dma)),
            6 => drop(self.complete(false, dma)),
            _ => self.cause |= self.coming.pop_front().unwrap_or(0),
        }
    }

    fn reset(&mut self) {
        let kept = std::mem::take(self);
        *self = SoftCard {
            scratch: kept.scratch,
            wire_in: kept.wire_in,
            wire_out: kept.wire_out,
            completed: kept.completed,
            fail: kept.fail,
            fail_always: kept.fail_always,
            poison: kept.poison,
            failures: kept.failures,
            link: kept.link,
            paused: kept.paused,
            resets: kept.resets + 1,
            in_mac: kept.in_mac,
            rx_says: kept.rx_says,
            loopback_fault: kept.loopback_fault,
            scratch_holes: kept.scratch_holes,
            cause: if kept.link { CAUSE_LINK } else { 0 },
            ..SoftCard::default()
        };
    }

    pub fn set_link(&mut self, link: bool) {
        self.cause |= if link == self.link { 0 } else { CAUSE_LINK };
        self.link = link;
    }

    /// A frame found no room in the receive memory.
    pub fn lose(&mut self) {
        self.cause |= CAUSE_LOST;
    }

    pub fn refuse_tail(&mut self) {
        self.cause |= CAUSE_RING;
    }

    /// Whether this access is answered with an error; the direction stops then.
    fn fails(&mut self, access: Access, bad: bool) -> bool {
        let planned = match &mut self.fail {
            Some((kind, 0)) if *kind == access => {
                self.fail = None;
                true
            }
            Some((kind, left)) if *kind == access => {
                *left -= 1;
                false
            }
            _ => false,
        };
        let fails = planned || bad || self.fail_always == Some(access);
        if fails {
            self.failures += 1;
            self.cause |= CAUSE_DMA;
            let tx = matches!(access, Access::TxDescriptor | Access::TxPayload | Access::TxCompletion);
            if tx { self.tx.stopped = true } else { self.rx.stopped = true }
        }
        fails
    }

    fn base(&self, offset: u32) -> u64 {
        u64::from(self.setting(offset) & !63) | u64::from(self.setting(offset + 4)) << 32
    }

    fn fetch(&mut self, tx: bool, dma: &mut impl Dma) {
        let side = if tx { &self.tx } else { &self.rx };
        let enabled = if tx { self.control(0) || self.gather.is_some() } else { self.control(1) };
        if side.stopped || side.head == side.tail || side.fetched.len() >= 17 || !enabled {
            return;
        }
        let entry = u64::from(side.head & (self.size(tx) - 1));
        let descriptor = dma.read(self.base(if tx { TX } else { RX }) + entry * 16, 16);
        if self.fails(if tx { Access::TxDescriptor } else { Access::RxDescriptor }, descriptor.is_none()) {
            return;
        }
        let side = if tx { &mut self.tx } else { &mut self.rx };
        let octets = descriptor.and_then(|octets| octets.try_into().ok()).unwrap_or([0; 16]);
        side.fetched.push_back((side.head, octets));
        side.head = side.head.wrapping_add(1);
    }

    fn take_tx(&mut self, dma: &mut impl Dma) {
        if self.tx.stopped || self.paused || !(self.control(0) || self.gather.is_some()) {
            return;
        }
        let Some((index, descriptor)) = self.tx.fetched.pop_front() else { return };
        let (address, length, tci, flags) = fields(&descriptor);
        let payload = dma.read(address, length.into());
        let poison = self
            .poison
            .filter(|poison| payload.as_ref().is_some_and(|payload| payload.windows(4).any(|octets| octets == poison)));
        let bad = length > 0 && (payload.is_none() || poison.is_some());
        if length > 0 && self.fails(Access::TxPayload, bad) {
            return;
        }
        let gather = self.gather.get_or_insert_default();
        let (first_tci, first_flags) = *gather.first.get_or_insert((tci, flags));
        gather.octets.extend(payload.unwrap_or_default());
        if flags & 1 == 0 {
            return;
        }
        let octets = std::mem::take(&mut gather.octets);
        self.gather = None;
        let tag = (first_flags >> 3 & 1 == 1).then_some(first_tci);
        let dropped = octets.is_empty() || octets.len() + if tag.is_some() { 4 } else { 0 } > 2048;
        let next = index.wrapping_add(1);
        let length = octets.len().min(65535) as u64;
        let word = length | u64::from(next) << 32 | u64::from(dropped) << 48;
        self.tx.ready.push_back((word, None));
        if dropped {
            return;
        }
        if self.control(2) {
            let mut heard = octets.clone();
            heard.resize(heard.len().max(60), 0);
            match self.loopback_fault {
                None => self.wire_in.push_back(heard),
                Some(LoopbackFault::Octet(at)) => {
                    heard[at] ^= 1;
                    self.wire_in.push_back(heard);
                }
                Some(LoopbackFault::Length) => {
                    heard.pop();
                    self.wire_in.push_back(heard);
                }
                Some(LoopbackFault::Silence) => {}
            }
        } else {
            let (ipv4, l4) = (first_flags >> 1 & 1 == 1, first_flags >> 2 & 1 == 1);
            self.wire_out.push(Sent { octets, ipv4, l4, tag });
        }
    }

    /// What the next completions of sent frames will say, as far as all their descriptors are handed over: without
    /// doing anything. Each with its address.
    pub fn promises(&self, dma: &mut impl Dma) -> Vec<(u64, u64)> {
        let mut words: Vec<u64> = self.tx.ready.iter().map(|(word, _)| *word).collect();
        let mut length = self.gather.as_ref().map_or(0, |gather| gather.octets.len() as u64);
        let first = self.tx.fetched.front().map_or(self.tx.head, |(index, _)| *index);
        for ahead in 0..self.tx.tail.wrapping_sub(first) {
            let index = first.wrapping_add(ahead);
            let entry = u64::from(index & (self.size(true) - 1));
            let fetched = self.tx.fetched.get(ahead.into()).map(|(_, descriptor)| descriptor.to_vec());
            let Some(octets) = fetched.or_else(|| dma.read(self.base(TX) + entry * 16, 16)) else { break };
            let (_, more, _, flags) = fields(&octets.try_into().unwrap_or([0; 16]));
            length += u64::from(more);
            if flags & 1 == 1 {
                words.push(length | u64::from(index.wrapping_add(1)) << 32);
                length = 0;
            }
        }
        let at = |ahead: usize| self.completion_at(true, self.tx.completions.wrapping_add(ahead as u16));
        words.into_iter().enumerate().map(|(ahead, word)| (at(ahead).0, word | at(ahead).1)).collect()
    }

    /// Whether a descriptor at this address is the card's now.
    pub fn holds_descriptor(&self, address: u64) -> bool {
        [true, false].into_iter().any(|tx| {
            let (side, size) = (if tx { &self.tx } else { &self.rx }, self.size(tx));
            let entry = address.wrapping_sub(self.base(if tx { TX } else { RX })) / 16;
            let ahead = (entry as u16).wrapping_sub(side.freed) & (size - 1);
            entry < size.into() && ahead < side.tail.wrapping_sub(side.freed)
        })
    }

    /// How many completions of sent frames it has written since the last reset.
    pub fn sent_completions(&self) -> u16 {
        self.tx.completions
    }

    fn completion_at(&self, tx: bool, index: u16) -> (u64, u64) {
        let size = self.size(tx);
        let phase = u64::from((index / size).is_multiple_of(2)) << 63;
        (self.base(if tx { TX } else { RX } + 8) + u64::from(index & (size - 1)) * 8, phase)
    }

    fn take_rx(&mut self, dma: &mut impl Dma) {
        if self.control(1)
            && self.received.len() < 16
            && let Some(frame) = self.wire_in.pop_front()
            && self.wanted(&frame)
        {
            self.received.push_back(frame);
        }
        if self.rx.stopped {
            return;
        }
        if self.filling.is_none() {
            let Some(frame) = self.received.pop_front() else { return };
            self.filling = Some(Filling { frame, put: 0, used: 0, next: 0 });
        }
        let Some((index, descriptor)) = self.rx.fetched.pop_front() else { return };
        let (address, length, _, _) = fields(&descriptor);
        let size = self.size(false);
        let Some(filling) = &mut self.filling else { return };
        let chunk = (filling.frame.len() - filling.put).min(length.into());
        let bad = !dma.write(address, &filling.frame[filling.put..filling.put + chunk]);
        filling.put += chunk;
        filling.used += 1;
        filling.next = index.wrapping_add(1);
        let over = filling.put == filling.frame.len() || filling.used == size;
        if self.fails(Access::RxPayload, bad) || !over {
            return;
        }
        let Some(filling) = self.filling.take() else { return };
        let truncated = filling.put < filling.frame.len();
        let word = filling.put as u64 | u64::from(filling.next) << 32 | u64::from(truncated) << 49 | self.rx_says;
        self.rx.ready.push_back((word, Some(filling.frame)));
    }

    /// Writes one completion: whether there was one.
    fn complete(&mut self, tx: bool, dma: &mut impl Dma) -> bool {
        let side = if tx { &mut self.tx } else { &mut self.rx };
        if side.stopped {
            return false;
        }
        let Some((word, frame)) = side.ready.pop_front() else { return false };
        let index = side.completions;
        let (at, phase) = self.completion_at(tx, index);
        let access = if tx { Access::TxCompletion } else { Access::RxCompletion };
        if self.fails(access, false) || !dma.write(at, &(word | phase).to_le_bytes()) && self.fails(access, true) {
            return false;
        }
        self.completed.extend(frame);
        self.coming.push_back(if tx { CAUSE_TX } else { CAUSE_RX });
        let side = if tx { &mut self.tx } else { &mut self.rx };
        side.completions = index.wrapping_add(1);
        side.freed = (word >> 32) as u16;
        true
    }

    /// The address filter.
    fn wanted(&self, frame: &[u8]) -> bool {
        let Some(destination) = frame.get(..6) else { return false };
        let number = |high: u32, low: u32| u64::from(high & 0xffff) << 32 | u64::from(low);
        let wanted = destination.iter().fold(0, |number, octet| number << 8 | u64::from(*octet));
        let own = number(self.setting(0x024), self.setting(0x020)) == wanted;
        let exact = (0..16).any(|index| {
            let (low, high) = (self.setting(0x080 + 8 * index), self.setting(0x084 + 8 * index));
            high >> 31 == 1 && number(high, low) == wanted
        });
        let broadcast = wanted == 0xffff_ffff_ffff;
        let hash = u64::from(self.setting(0x02c)) << 32 | u64::from(self.setting(0x028));
        let hashed = destination[0] & 1 == 1 && !broadcast && hash >> hash_of(destination) & 1 == 1;
        own || exact || hashed || self.control(3) || broadcast && self.control(4)
    }
}

/// By the FCS of the six octets: bit 5 of the hash is the inverse of bit 0 of its first octet, and so on.
fn hash_of(destination: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for octet in destination {
        crc ^= u32::from(*octet);
        for _ in 0..8 {
            crc = crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
        }
    }
    let fcs_first = !crc as u8;
    (0..6).fold(0, |hash, bit| hash << 1 | u32::from(!fcs_first >> bit & 1))
}

/// Address, length, tag, flags.
fn fields(descriptor: &[u8; 16]) -> (u64, u16, u16, u16) {
    let number = |at: usize| u16::from_le_bytes([descriptor[at], descriptor[at + 1]]);
    let address = descriptor[..8].iter().rev().fold(0, |address, octet| address << 8 | u64::from(*octet));
    (address, number(8), number(10), number(12))
}
