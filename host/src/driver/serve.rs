// SPDX-License-Identifier: MIT OR Apache-2.0
//! Interrupts and polling: while frames come the rings are polled and the card raises no interrupt; when there are none
//! the interrupt is enabled and the rings looked at once more (docs/card.md, Driver's rules, 6 and 8).

use wirewright_spec::card::registers;
use wirewright_spec::card::registers::bits::{INTERRUPT_CAUSE, STATUS};

use super::Driver;
use super::event::{Direction, Event, Fault};
use super::registers::{RegisterError, read, write};
use crate::bus::RegisterBus;
use crate::device::{Link, Receive, ReceiveMetadata, ReceivedFrame};
use crate::memory::{Barrier, HostMemory};

/// What a poll did, and what is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polled {
    /// Frames that were given to the stack.
    pub received: usize,
    /// Frames that the card has confirmed.
    pub confirmed: usize,
    /// What is to be done next.
    pub attention: Attention,
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// There is more: poll again, soon.
    PollAgain,
    /// There is no more: [`rearm`](Driver::rearm).
    Rearm,
    /// A direction has stopped: [`recover`](Driver::recover).
    Recover,
}

/// What [`rearm`](Driver::rearm) found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rearmed {
    /// Nothing to do until the next interrupt, or [`deadline_ns`](Driver::deadline_ns).
    Wait,
    /// Poll again; there may be no interrupt.
    Poll,
    /// A direction has stopped: [`recover`](Driver::recover).
    Recover,
}

/// Since when frames wait without any being confirmed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Watchdog {
    /// The number of the oldest one, and when it was first seen to be that.
    oldest: Option<(u64, u64)>,
    barked: bool,
}

const RINGS: u32 = 1 << INTERRUPT_CAUSE::TX | 1 << INTERRUPT_CAUSE::RX;
const EVENTS: u32 = 1 << INTERRUPT_CAUSE::DMA_ERROR
    | 1 << INTERRUPT_CAUSE::RING_ERROR
    | 1 << INTERRUPT_CAUSE::LINK
    | 1 << INTERRUPT_CAUSE::RX_LOST
    | 1 << INTERRUPT_CAUSE::SOFTWARE;

impl<B: RegisterBus + Clone, M: HostMemory + Clone> Driver<B, M> {
    /// The interrupt line is high: lowers it and begins to poll. Calling it once too often does no harm.
    pub fn interrupt(&mut self) {
        if !self.polling {
            write(&self.bus, registers::INTERRUPT_MASK, 0);
            self.polling = true;
        }
    }

    /// Gives up to `budget` received frames to `take`, takes what was sent off the ring, and looks at the watchdog.
    ///
    /// A stack that takes frames itself, by the halves of the device, calls this with a budget of 0 when it has none
    /// left, and after it has sent.
    pub fn poll(&mut self, now_ns: u64, budget: usize, mut take: impl FnMut(&[u8], ReceiveMetadata)) -> Polled {
        let confirmed = self.transmit.reap();
        let mut received = 0;
        while received < budget {
            let Some(frame) = self.receive.next_frame() else { break };
            take(frame.octets(), frame.metadata());
            frame.done();
            received += 1;
        }
        self.watch(now_ns);
        self.polls += 1;
        let attention = if self.tell_stops() {
            Attention::Recover
        } else if received == budget && budget > 0 && self.polls < self.config.limits.polls {
            Attention::PollAgain
        } else {
            Attention::Rearm
        };
        Polled { received, confirmed, attention }
    }

    /// Looks for events, enables the interrupt, and looks at the rings once more. With [`Rearmed::Poll`] the interrupt
    /// stays off.
    ///
    /// If the future is dropped half-way, the interrupt may be on or off; call it again.
    pub async fn rearm(&mut self, now_ns: u64) -> Rearmed {
        self.polls = 0;
        self.watch(now_ns);
        if self.tell_stops() {
            return Rearmed::Recover;
        }
        self.polling = false;
        write(&self.bus, registers::INTERRUPT_CAUSE, RINGS);
        write(&self.bus, registers::INTERRUPT_MASK, RINGS | EVENTS);
        if let Err(error) = self.take_events().await {
            self.stop_both(Fault::Register(error));
        }
        if self.tell_stops() {
            self.interrupt();
            return Rearmed::Recover;
        }
        self.transmit.ring().barrier(Barrier::RingsAgain);
        if self.transmit.has_completion() || self.receive.has_frame() {
            self.interrupt();
            return Rearmed::Poll;
        }
        Rearmed::Wait
    }

    /// When the driver wants to be polled again though there is no interrupt: the watchdog.
    pub fn deadline_ns(&self) -> Option<u64> {
        let (_, since_ns) = self.watchdog.oldest.filter(|_| !self.watchdog.barked)?;
        Some(since_ns.saturating_add(self.config.limits.watchdog_ns))
    }

    /// Lets the card raise an interrupt, for a test of the line.
    pub fn raise_interrupt(&self) {
        write(&self.bus, registers::INTERRUPT_SET, 1);
    }

    /// Reads the causes, clears those that are events, and tells them. When this returns the writes before it have
    /// taken effect.
    async fn take_events(&mut self) -> Result<(), RegisterError> {
        let causes = read(&self.bus, registers::INTERRUPT_CAUSE).await? & EVENTS;
        if causes == 0 {
            return Ok(());
        }
        // Cleared before `STATUS` is read: what changes after that raises the line again.
        write(&self.bus, registers::INTERRUPT_CAUSE, causes);
        let status = read(&self.bus, registers::STATUS).await?;
        let (cause, state) = (|bit: u32| causes >> bit & 1 == 1, |bit: u32| status >> bit & 1 == 1);
        if cause(INTERRUPT_CAUSE::LINK) {
            let up = state(STATUS::LINK);
            if (self.link == Link::Up) == up {
                self.set_link(!up);
            }
            self.set_link(up);
        }
        if cause(INTERRUPT_CAUSE::RX_LOST) {
            self.events.push(Event::ReceiveLost);
        }
        if cause(INTERRUPT_CAUSE::RING_ERROR) {
            self.stop_both(Fault::Tail);
        }
        let (transmit, receive) = (state(STATUS::TX_STOPPED), state(STATUS::RX_STOPPED));
        let unknown = cause(INTERRUPT_CAUSE::DMA_ERROR) && !transmit && !receive;
        if transmit || unknown {
            self.transmit.stop(Fault::Dma);
        }
        if receive || unknown {
            self.receive.stop(Fault::Dma);
        }
        Ok(())
    }

    pub(super) fn stop_both(&mut self, fault: Fault) {
        self.transmit.stop(fault);
        self.receive.stop(fault);
    }

    /// Tells of stops that were not told of: whether a direction has stopped.
    fn tell_stops(&mut self) -> bool {
        let stops = [(Direction::Transmit, self.transmit.stopped()), (Direction::Receive, self.receive.stopped())];
        for ((direction, fault), told) in stops.into_iter().zip(&mut self.told) {
            if let Some(fault) = fault.filter(|_| !*told) {
                *told = true;
                self.events.push(Event::Stopped { direction, fault });
            }
        }
        stops.iter().any(|(_, fault)| fault.is_some())
    }

    pub(super) fn watch(&mut self, now_ns: u64) {
        let frames = self.transmit.waiting();
        let first = self.transmit.first_number();
        match self.watchdog.oldest {
            _ if frames == 0 => self.watchdog = Watchdog::default(),
            Some((oldest, since_ns)) if oldest == first => {
                if !self.watchdog.barked && now_ns.saturating_sub(since_ns) >= self.config.limits.watchdog_ns {
                    self.watchdog.barked = true;
                    self.events.push(Event::Stalled { frames });
                }
            }
            _ => self.watchdog = Watchdog { oldest: Some((first, now_ns)), barked: false },
        }
    }
}
