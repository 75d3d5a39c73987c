// SPDX-License-Identifier: MIT OR Apache-2.0
//! Adversarial memory between a driver and a card: what no barrier keeps in order happens in any order.
//!
//! - A write of the driver waits in a store buffer and becomes visible to the card at any later time, also before
//!   earlier ones to other places; in every second world it stays there until a write barrier, however long that takes.
//! - A posted register write takes effect at any later time, in the order of such writes; a register read waits for
//!   them.
//! - A read of the driver may see any state of the memory since the last read barrier, each part of it another one.
//! - A read may also happen late, up to the next full barrier. Two ways to show it: completions of sent frames are seen
//!   before the card writes them, which it is then made to do at the next full barrier at the latest; and a read of a
//!   received frame that is still open when the card writes there again is noted, so that a second run with the same
//!   seed gives it what was written later (`prophecies`).
//! - The card works on in the middle of everything.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::future::{Future, ready};
use std::rc::Rc;

use wirewright_host::bus::{BusError, RegisterBus};
use wirewright_host::memory::{Barrier, HostMemory, Order, OutOfArea};

use crate::random::Random;
use crate::rules::Rules;
use crate::soft_card::{Dma, SoftCard};

/// Not a multiple of 64, and above 4 GiB.
pub const BASE: u64 = 0x1_2345_6788;

pub struct World {
    pub card: SoftCard,
    pub random: Random,
    ram: Ram,
    stores: Vec<(usize, Vec<u8>)>,
    lazy: bool,
    posted: VecDeque<(u32, u32)>,
    /// Completions that were seen before they were written: address and word.
    promised: VecDeque<(u64, u64)>,
    reads: u64,
    /// Number of a read, and what it gives instead.
    pub prophecies: BTreeMap<u64, Vec<u8>>,
    pub now_ns: u64,
    pub hostile: Option<Hostile>,
    pub setup: Setup,
    pub rules: Rules,
    /// Reads, writes and barriers of the driver.
    pub accesses: u64,
}

/// How bad the world is.
#[derive(Clone, Copy, Default)]
pub struct Setup {
    pub ignored: Option<Barrier>,
    /// Everything happens at once and in order.
    pub tame: bool,
    /// No completion is seen before it is written.
    pub no_promises: bool,
    /// Where frames are received to: only there late reads are noted.
    pub receive_buffers: (usize, usize),
}

/// What a hostile card does.
#[derive(Default)]
pub struct Hostile {
    /// What registers read as, one after the other; then as ever.
    pub reads: VecDeque<u32>,
    /// The bus answers with errors.
    pub silent: bool,
}

struct Ram {
    octets: Vec<u8>,
    /// Where the card wrote since the last read barrier, and what was there before.
    log: Vec<(usize, Vec<u8>)>,
    /// Reads since the last full barrier: number, first octet, length.
    open: Vec<(u64, usize, usize)>,
    late: BTreeMap<u64, Vec<u8>>,
    strayed: bool,
}

impl Ram {
    fn at(&mut self, address: u64, octets: usize) -> Option<usize> {
        let at = usize::try_from(address.wrapping_sub(BASE)).ok();
        let at = at.filter(|at| at.checked_add(octets).is_some_and(|end| end <= self.octets.len()));
        self.strayed |= at.is_none();
        at
    }
}

impl Dma for Ram {
    fn read(&mut self, address: u64, octets: usize) -> Option<Vec<u8>> {
        let at = self.at(address, octets)?;
        Some(self.octets[at..at + octets].to_vec())
    }

    fn write(&mut self, address: u64, octets: &[u8]) -> bool {
        let Some(at) = self.at(address, octets.len()) else { return false };
        let there = &mut self.octets[at..at + octets.len()];
        self.log.push((at, there.to_vec()));
        there.copy_from_slice(octets);
        for &(number, first, length) in &self.open {
            if first < at + octets.len() && at < first + length {
                self.late.insert(number, self.octets[first..first + length].to_vec());
            }
        }
        true
    }
}

impl World {
    pub fn new(seed: u64, octets: usize, setup: Setup) -> Rc<RefCell<Self>> {
        let ram = Ram {
            octets: vec![0xee; octets],
            log: Vec::new(),
            open: Vec::new(),
            late: BTreeMap::new(),
            strayed: false,
        };
        Rc::new(RefCell::new(World {
            card: SoftCard::new(),
            random: Random(seed),
            ram,
            stores: Vec::new(),
            lazy: seed % 2 == 1,
            posted: VecDeque::new(),
            promised: VecDeque::new(),
            reads: 0,
            prophecies: BTreeMap::new(),
            now_ns: 0,
            hostile: None,
            setup,
            rules: Rules::default(),
            accesses: 0,
        }))
    }

    /// Reads that could have seen what came later.
    pub fn late(&self) -> &BTreeMap<u64, Vec<u8>> {
        &self.ram.late
    }

    /// The card reached for what is not there.
    pub fn strayed(&self) -> bool {
        self.ram.strayed
    }

    /// Nothing will happen any more by itself.
    pub fn quiet(&self) -> bool {
        self.posted.is_empty() && self.card.idle()
    }

    /// The octets as the card sees them, to be spoilt.
    pub fn octets(&mut self) -> &mut [u8] {
        &mut self.ram.octets
    }

    /// Something happens: a step of the card, a store becomes visible, a posted write takes effect.
    pub fn tick(&mut self) {
        self.accesses += 1;
        if self.setup.tame {
            self.stores_visible();
            self.posted_effective();
            for _ in 0..16 {
                self.card.step(&mut self.ram, &mut self.random);
            }
            return;
        }
        for _ in 0..self.random.below(4) {
            match self.random.below(8) {
                0 if self.lazy => {}
                0 => self.store_visible(),
                1 | 2 => drop(self.post_effective()),
                _ => self.step(),
            }
        }
    }

    fn step(&mut self) {
        let before = self.card.sent_completions();
        self.card.step(&mut self.ram, &mut self.random);
        if self.card.sent_completions() == before.wrapping_add(1) {
            // Who saw it before must not see it go again.
            if let Some((address, _)) = self.promised.pop_front() {
                self.ram.log.retain(|(at, _)| *at as u64 + BASE != address);
            }
        }
    }

    /// Any store but those behind an earlier one to the same octets.
    fn store_visible(&mut self) {
        let chosen = self.random.below(self.stores.len());
        let Some((at, octets)) = self.stores.get(chosen) else { return };
        let (begin, end) = (*at, at + octets.len());
        let overtakes = self.stores[..chosen].iter().any(|(at, octets)| *at < end && begin < at + octets.len());
        if !overtakes {
            let (at, octets) = self.stores.remove(chosen);
            self.ram.octets[at..at + octets.len()].copy_from_slice(&octets);
        }
    }

    fn stores_visible(&mut self) {
        for (at, octets) in self.stores.drain(..) {
            self.ram.octets[at..at + octets.len()].copy_from_slice(&octets);
        }
    }

    fn post_effective(&mut self) -> bool {
        let Some((offset, value)) = self.posted.pop_front() else { return false };
        if offset == 0x018 {
            self.keep_promises();
        }
        self.rules.write(offset, value, self.now_ns);
        self.card.write(offset, value, &mut self.ram, &mut self.random);
        true
    }

    fn posted_effective(&mut self) {
        while self.post_effective() {}
    }

    /// The card writes what was seen of it before.
    fn keep_promises(&mut self) {
        for _ in 0..100_000 {
            if self.promised.is_empty() {
                return;
            }
            self.post_effective();
            self.step();
        }
        self.promised.clear();
    }

    fn barrier(&mut self, barrier: Barrier) {
        self.tick();
        if self.setup.ignored == Some(barrier) {
            return;
        }
        if matches!(barrier.order(), Order::Write | Order::Full) {
            self.stores_visible();
        }
        if matches!(barrier.order(), Order::Read | Order::Full) {
            self.ram.log.clear();
        }
        if barrier.order() == Order::Full {
            self.keep_promises();
            self.ram.log.clear();
            self.ram.open.clear();
        }
    }

    fn read(&mut self, at: usize, into: &mut [u8]) {
        self.tick();
        let split = self.random.below(into.len() + 1);
        let (head, tail) = into.split_at_mut(split);
        self.read_some_state(at, head);
        self.read_some_state(at + split, tail);
        self.promise(at, into);
        for (store, octets) in &self.stores {
            overlay(at, into, *store, octets);
        }
        let (from, to) = self.setup.receive_buffers;
        if (from..to).contains(&at) {
            self.ram.open.push((self.reads, at, into.len()));
        }
        if let Some(octets) = self.prophecies.get(&self.reads) {
            into.copy_from_slice(octets);
        }
        self.reads += 1;
    }

    /// As it was at some time since the last read barrier; often as it is now.
    fn read_some_state(&mut self, at: usize, into: &mut [u8]) {
        into.copy_from_slice(&self.ram.octets[at..at + into.len()]);
        let now = self.setup.tame || self.random.once_in(2);
        let back_to = if now { self.ram.log.len() } else { self.random.below(self.ram.log.len() + 1) };
        for (written, before) in self.ram.log[back_to..].iter().rev() {
            overlay(at, into, *written, before);
        }
    }

    /// Completions that will be written can be seen already.
    fn promise(&mut self, at: usize, into: &mut [u8]) {
        if !self.setup.tame && !self.setup.no_promises && self.random.once_in(4) {
            let promises = self.card.promises(&mut self.ram);
            let next = promises.get(self.promised.len()).copied();
            let wanted = next.filter(|(address, _)| {
                let entry = address.wrapping_sub(BASE) as usize;
                (entry..entry + 8).contains(&at) && self.stores.is_empty()
            });
            self.promised.extend(wanted);
        }
        for (address, word) in &self.promised {
            overlay(at, into, address.wrapping_sub(BASE) as usize, &word.to_le_bytes());
        }
    }
}

/// Puts what of `octets`, which begin at `from`, stands in `into`, which begins at `at`.
fn overlay(at: usize, into: &mut [u8], from: usize, octets: &[u8]) {
    let (begin, end) = (at.max(from), (at + into.len()).min(from.saturating_add(octets.len())));
    if begin < end {
        into[begin - at..end - at].copy_from_slice(&octets[begin - from..end - from]);
    }
}

/// Registers and memory of a world.
#[derive(Clone)]
pub struct Handle(pub Rc<RefCell<World>>);

impl RegisterBus for Handle {
    fn read(&self, offset: u32) -> impl Future<Output = Result<u32, BusError>> {
        let world = &mut *self.0.borrow_mut();
        world.now_ns += 60;
        world.tick();
        world.posted_effective();
        world.rules.read(offset);
        let hostile = world.hostile.as_mut();
        let silent = hostile.as_ref().is_some_and(|hostile| hostile.silent);
        let value = match hostile.and_then(|hostile| hostile.reads.pop_front()) {
            Some(value) => value,
            None => world.card.read(offset, &mut world.random),
        };
        world.tick();
        ready(if silent { Err(BusError::NoAnswer { offset }) } else { Ok(value) })
    }

    fn write(&self, offset: u32, value: u32) {
        let world = &mut *self.0.borrow_mut();
        world.tick();
        world.posted.push_back((offset, value));
        world.tick();
    }

    fn pause(&self, nanoseconds: u64) -> impl Future<Output = ()> {
        let world = &mut *self.0.borrow_mut();
        world.now_ns += nanoseconds;
        (0..nanoseconds.min(1000) / 50).for_each(|_| world.tick());
        ready(())
    }
}

impl HostMemory for Handle {
    fn bus_address(&self) -> u64 {
        BASE
    }

    fn octets(&self) -> usize {
        self.0.borrow().ram.octets.len()
    }

    fn read(&self, at: usize, into: &mut [u8]) -> Result<(), OutOfArea> {
        OutOfArea::check(at, into.len(), self.octets())?;
        self.0.borrow_mut().read(at, into);
        Ok(())
    }

    fn write(&self, at: usize, from: &[u8]) -> Result<(), OutOfArea> {
        OutOfArea::check(at, from.len(), self.octets())?;
        let world = &mut *self.0.borrow_mut();
        world.tick();
        if world.card.holds_descriptor(BASE + at as u64) {
            world.rules.broken.push("a descriptor was changed that the card has".into());
        }
        world.stores.push((at, from.to_vec()));
        world.tick();
        Ok(())
    }

    fn barrier(&self, barrier: Barrier) {
        self.0.borrow_mut().barrier(barrier);
    }
}

/// Runs a future all of whose parts are ready at once.
pub fn run<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("a part of the future was not ready"),
    }
}
