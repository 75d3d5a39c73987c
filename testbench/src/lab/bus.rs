// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a host in the lab shares with its card: registers, memory, the interrupt line and the time. The driver sees
//! the traits of `wirewright_host` alone.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

use wirewright_host::bus::{BusError, RegisterBus};
use wirewright_host::memory::{Barrier, HostMemory, OutOfArea};

use super::executor::{Wait, Waits};
use crate::card::axi::{BEAT_OCTETS, DECERR, OKAY};
use crate::card::{Access, Answer, RegisterMaster, Storage};

/// Where host memory begins for the card: beyond 32 bits, so that all of an address counts.
const BASE: u64 = 0x12_3456_0000;
/// All octets of a register.
const ALL: u8 = 0xf;

/// What host and card share. All of it is on one thread.
#[derive(Debug)]
pub struct Shared {
    now_ps: Cell<u64>,
    /// Accesses to the registers.
    pub(super) master: RefCell<RegisterMaster>,
    reads: RefCell<VecDeque<Rc<Read>>>,
    /// A posted write that was answered with an error, until a read tells it.
    refused: Cell<Option<u32>>,
    interrupt: Cell<bool>,
    /// Somebody outside has something.
    poked: Cell<bool>,
    /// Of who waits for a change of these two.
    change_waker: RefCell<Option<Waker>>,
    timers: RefCell<Vec<(u64, Waker)>>,
    /// The earliest of them; `u64::MAX` without one.
    deadline_ps: Cell<u64>,
    /// A task may have been woken since this was last taken.
    woken: Cell<bool>,
    waits: Waits,
    memory: RefCell<Vec<u8>>,
}

/// A read that is under way.
#[derive(Debug)]
struct Read {
    waker: RefCell<Option<Waker>>,
    answer: Cell<Option<(u32, u8)>>,
}

impl Shared {
    /// With so many octets of memory; tasks say at `waits` what they wait for.
    pub fn new(memory_octets: usize, waits: Waits) -> Rc<Shared> {
        Rc::new(Shared {
            now_ps: Cell::new(0),
            master: RefCell::default(),
            reads: RefCell::default(),
            refused: Cell::new(None),
            interrupt: Cell::new(false),
            poked: Cell::new(false),
            change_waker: RefCell::default(),
            timers: RefCell::default(),
            deadline_ps: Cell::new(u64::MAX),
            woken: Cell::new(true),
            waits,
            memory: RefCell::new(vec![0; memory_octets]),
        })
    }

    /// Simulated time.
    pub fn now_ps(&self) -> u64 {
        self.now_ps.get()
    }

    /// Where futures say what they wait for.
    pub fn waits(&self) -> &Waits {
        &self.waits
    }

    /// Waits for this moment, or at once goes on after it.
    pub async fn until(&self, time_ps: u64) {
        poll_fn(|context| {
            if self.now_ps() >= time_ps {
                return Poll::Ready(());
            }
            self.wake_at(time_ps, context.waker());
            self.waits.say(Wait::Until { time_ps });
            Poll::Pending
        })
        .await;
    }

    /// Wakes at this moment, if nothing does so before.
    pub fn wake_at(&self, time_ps: u64, waker: &Waker) {
        let mut timers = self.timers.borrow_mut();
        if !timers.iter().any(|(at_ps, other)| *at_ps == time_ps && other.will_wake(waker)) {
            timers.push((time_ps, waker.clone()));
        }
        self.deadline_ps.set(self.deadline_ps.get().min(time_ps));
    }

    /// Whether the interrupt line is high.
    pub fn interrupt(&self) -> bool {
        self.interrupt.get()
    }

    /// Wakes when the interrupt line rises, or somebody outside has something.
    pub fn wake_at_change(&self, waker: &Waker) {
        *self.change_waker.borrow_mut() = Some(waker.clone());
    }

    /// Does not wake at any time that was asked for.
    pub fn forget(&self, waker: &Waker) {
        let mut timers = self.timers.borrow_mut();
        if !timers.is_empty() {
            timers.retain(|(_, other)| !other.will_wake(waker));
            self.deadline_ps.set(timers.iter().map(|(at_ps, _)| *at_ps).min().unwrap_or(u64::MAX));
        }
    }

    /// Somebody outside has something for the host.
    pub(super) fn poke(&self) {
        self.poked.set(true);
        self.changed();
    }

    /// Whether somebody outside has something.
    pub(super) fn take_poked(&self) -> bool {
        self.poked.replace(false)
    }

    fn changed(&self) {
        self.change_waker.take().into_iter().for_each(Waker::wake);
        self.woken.set(true);
    }

    /// The next moment that a task waits for; `u64::MAX` for none.
    #[inline]
    pub(super) fn deadline_ps(&self) -> u64 {
        self.deadline_ps.get()
    }

    /// Whether tasks should run now.
    #[inline]
    pub(super) fn take_woken(&self) -> bool {
        self.woken.replace(false)
    }

    /// As [`Shared::take_woken`], without taking it.
    #[inline]
    pub(super) fn woken(&self) -> bool {
        self.woken.get()
    }

    /// It is this time; timers that are due wake their tasks.
    pub(super) fn set_now(&self, time_ps: u64) {
        self.now_ps.set(time_ps);
        if self.deadline_ps.get() > time_ps {
            return;
        }
        let mut timers = self.timers.borrow_mut();
        timers.retain(|(at_ps, waker)| {
            let waits = *at_ps > time_ps;
            if !waits {
                waker.wake_by_ref();
            }
            waits
        });
        self.deadline_ps.set(timers.iter().map(|(at_ps, _)| *at_ps).min().unwrap_or(u64::MAX));
        self.woken.set(true);
    }

    /// The interrupt line is so.
    #[inline]
    pub(super) fn set_interrupt(&self, high: bool) {
        if self.interrupt.replace(high) != high && high {
            self.changed();
        }
    }

    /// A register access was answered.
    pub(super) fn answered(&self, answer: Answer) {
        match answer.access {
            Access::Read { .. } => {
                // Accesses are answered in their order.
                let Some(read) = self.reads.borrow_mut().pop_front() else { return };
                read.answer.set(Some((answer.data, answer.response)));
                read.waker.take().into_iter().for_each(Waker::wake);
                self.woken.set(true);
            }
            Access::Write { offset, .. } if answer.response != OKAY => self.refused.set(Some(offset)),
            Access::Write { .. } => {}
        }
    }
}

impl RegisterBus for Shared {
    async fn read(&self, offset: u32) -> Result<u32, BusError> {
        let read = Rc::new(Read { waker: RefCell::default(), answer: Cell::new(None) });
        self.reads.borrow_mut().push_back(Rc::clone(&read));
        self.master.borrow_mut().ask(Access::Read { offset });
        let (data, response) = poll_fn(|context| match read.answer.get() {
            Some(answer) => Poll::Ready(answer),
            None => {
                *read.waker.borrow_mut() = Some(context.waker().clone());
                self.waits.say(Wait::Register { offset });
                Poll::Pending
            }
        })
        .await;
        let refused = self.refused.take().or((response != OKAY).then_some(offset));
        refused.map_or(Ok(data), |offset| Err(BusError::Refused { offset }))
    }

    fn write(&self, offset: u32, value: u32) {
        self.master.borrow_mut().ask(Access::Write { offset, data: value, strobes: ALL });
    }

    fn pause(&self, nanoseconds: u64) -> impl Future<Output = ()> {
        self.until(self.now_ps().saturating_add(nanoseconds.saturating_mul(1000)))
    }
}

impl HostMemory for Shared {
    fn bus_address(&self) -> u64 {
        BASE
    }

    fn octets(&self) -> usize {
        self.memory.borrow().len()
    }

    fn read(&self, at: usize, into: &mut [u8]) -> Result<(), OutOfArea> {
        let memory = self.memory.borrow();
        OutOfArea::check(at, into.len(), memory.len())?;
        into.copy_from_slice(&memory[at..at + into.len()]);
        Ok(())
    }

    fn write(&self, at: usize, from: &[u8]) -> Result<(), OutOfArea> {
        let mut memory = self.memory.borrow_mut();
        OutOfArea::check(at, from.len(), memory.len())?;
        memory[at..at + from.len()].copy_from_slice(from);
        Ok(())
    }

    /// Nothing to do: the card reaches memory only while simulated time passes, and it does not pass here.
    fn barrier(&self, _: Barrier) {}
}

/// The memory as the card's bus reaches it. Beyond it nobody answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct CardMemory<'s>(pub &'s Shared);

impl CardMemory<'_> {
    /// The eight octets from an address, where they are in memory.
    fn place(&self, address: u64) -> Option<usize> {
        let at = usize::try_from(address.checked_sub(BASE)?).ok()?;
        let end = at.checked_add(BEAT_OCTETS as usize)?;
        (end <= self.0.octets()).then_some(at)
    }
}

impl Storage for CardMemory<'_> {
    fn read(&mut self, address: u64) -> (u64, u8) {
        let Some(at) = self.place(address) else { return (0, DECERR) };
        let memory = self.0.memory.borrow();
        let octets = memory[at..].first_chunk().copied().unwrap_or_default();
        (u64::from_le_bytes(octets), OKAY)
    }

    fn write(&mut self, address: u64, data: u64, strobes: u8) -> u8 {
        let Some(at) = self.place(address) else { return DECERR };
        let mut memory = self.0.memory.borrow_mut();
        let octets = memory[at..].iter_mut().zip(data.to_le_bytes()).enumerate().take(BEAT_OCTETS as usize);
        octets.filter(|(lane, _)| strobes >> lane & 1 != 0).for_each(|(_, (octet, data))| *octet = data);
        OKAY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::executor::Executor;

    #[test]
    fn a_read_waits_for_its_answer_and_tells_a_write_that_was_refused() {
        let waits = Waits::default();
        let shared = Shared::new(64, waits.clone());
        let mut executor = Executor::new(waits);
        let seen = Rc::new(RefCell::new(Vec::new()));
        let (bus, into) = (Rc::clone(&shared), Rc::clone(&seen));
        executor.spawn("driver", async move {
            RegisterBus::write(&bus, 4, 7);
            let first = RegisterBus::read(&bus, 8).await;
            into.borrow_mut().push(first);
            let second = RegisterBus::read(&bus, 12).await;
            into.borrow_mut().push(second);
            Ok(())
        });
        executor.run_until_idle().unwrap();
        assert_eq!(executor.waiting().next(), Some(("driver", &Wait::Register { offset: 8 })));
        let write = Access::Write { offset: 4, data: 7, strobes: ALL };
        shared.answered(Answer { access: write, data: 0, response: 2 });
        shared.answered(Answer { access: Access::Read { offset: 8 }, data: 1, response: 0 });
        executor.run_until_idle().unwrap();
        shared.answered(Answer { access: Access::Read { offset: 12 }, data: 2, response: 0 });
        executor.run_until_idle().unwrap();
        assert_eq!(*seen.borrow(), [Err(BusError::Refused { offset: 4 }), Ok(2)]);
        assert_eq!(executor.waiting().count(), 0);
    }

    #[test]
    fn timers_wake_at_their_moment_and_not_before() {
        let waits = Waits::default();
        let shared = Shared::new(0, waits.clone());
        let mut executor = Executor::new(waits);
        let bus = Rc::clone(&shared);
        executor.spawn("sleeper", async move {
            bus.pause(5).await;
            assert_eq!(bus.now_ps(), 5_000);
            bus.pause(0).await;
            Ok(())
        });
        executor.run_until_idle().unwrap();
        assert_eq!(shared.deadline_ps(), 5_000);
        shared.set_now(4_999);
        executor.run_until_idle().unwrap();
        assert_eq!(executor.waiting().next(), Some(("sleeper", &Wait::Until { time_ps: 5_000 })));
        shared.set_now(5_000);
        executor.run_until_idle().unwrap();
        assert_eq!((executor.waiting().count(), shared.deadline_ps()), (0, u64::MAX));
    }

    #[test]
    fn the_card_reaches_the_memory_and_nothing_beyond() {
        let shared = Shared::new(16, Waits::default());
        let mut card = CardMemory(&shared);
        assert_eq!(card.write(BASE + 8, 0x0807_0605_0403_0201, 0b0000_0110), OKAY);
        let mut octets = [9; 8];
        HostMemory::read(&*shared, 8, &mut octets).unwrap();
        assert_eq!(octets, [0, 2, 3, 0, 0, 0, 0, 0]);
        HostMemory::write(&*shared, 0, &[1; 8]).unwrap();
        assert_eq!(Storage::read(&mut card, BASE), (0x0101_0101_0101_0101, OKAY));
        for beyond in [BASE - 8, BASE + 16, 0, u64::MAX - 7] {
            assert_eq!((Storage::read(&mut card, beyond), card.write(beyond, 0, 255)), ((0, DECERR), DECERR));
        }
    }
}
