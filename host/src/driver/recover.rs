// SPDX-License-Identifier: MIT OR Apache-2.0
//! Resets of a card that is in use: after an error, for other settings, and for good (docs/card.md, Errors of the bus,
//! Reset).
//!
//! A reset leaves the memory as it is. What the card has confirmed until its end is taken from the rings; all other
//! frames that were accepted are handed over again, from the same buffers. So every accepted frame is confirmed, said
//! to be dropped, or reported lost, and counted as such.

use wirewright_spec::card::registers;
use wirewright_spec::card::registers::bits::STATUS;

use super::bring_up::{self, BringUpError, reset};
use super::config::{ConfigError, Settings};
use super::event::{Event, Fault};
use super::registers::{LONGEST_PAUSE_NS, RegisterError, SHORTEST_PAUSE_NS, wait_clear, write};
use super::{Driver, Filter};
use crate::bus::RegisterBus;
use crate::memory::{Barrier, HostMemory};

/// Why a card does not work again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoverError {
    /// The card did not do what it must. Both directions stay stopped, and no frame is given up: try again.
    #[error("the card could not be brought back: {0}")]
    Card(#[from] BringUpError),
    /// It was tried too often without any frame sent or received between, or the card was shut down. All frames were
    /// given up, and an event said which.
    #[error("the card was given up")]
    GivenUp,
    /// The card cannot follow the new settings; the old ones go on.
    #[error(transparent)]
    Settings(#[from] ConfigError),
}

impl From<RegisterError> for RecoverError {
    fn from(error: RegisterError) -> Self {
        RecoverError::Card(error.into())
    }
}

/// What was left when a card was shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShutDown {
    /// Accepted frames that the card did not confirm in time. An event says which.
    pub lost: u64,
    /// Received frames that nobody has taken; they can still be.
    pub waiting: usize,
}

/// How often it was recovered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Recoveries {
    /// With success.
    pub done: u64,
    /// Attempts since the last frame.
    in_a_row: u32,
    /// Frames that were confirmed or received until the last attempt.
    frames: u64,
}

impl<B: RegisterBus + Clone, M: HostMemory + Clone> Driver<B, M> {
    /// Resets the card and starts it again, after [`Event::Stopped`] or [`Event::Stalled`] or whenever the user likes.
    /// Received frames that nobody has taken stay; frames that the card has not confirmed are handed over again.
    ///
    /// If the future is dropped half-way both directions are stopped; call it again.
    ///
    /// # Errors
    /// See [`RecoverError`]. While the reset has not come to its end the card may still use the memory.
    pub async fn recover(&mut self, now_ns: u64) -> Result<(), RecoverError> {
        let stops = [self.transmit.stopped(), self.receive.stopped()];
        if stops.into_iter().flatten().any(Fault::is_final) {
            return Err(RecoverError::GivenUp);
        }
        let frames = self.frames_that_arrived();
        if frames != self.recoveries.frames {
            self.recoveries.in_a_row = 0;
        }
        self.recoveries.frames = frames;
        if self.recoveries.in_a_row >= self.config.limits.recoveries {
            self.give_up(Fault::GivenUp);
            return Err(RecoverError::GivenUp);
        }
        self.recoveries.in_a_row += 1;
        self.start_again().await?;
        self.recoveries.done += 1;
        self.watch(now_ns);
        Ok(())
    }

    /// Changes the settings. The card is stopped between two frames where that is possible in the time of a reset, and
    /// then reset; what is in its receive memory is lost.
    ///
    /// If the future is dropped half-way both directions may be stopped, with the old or the new settings:
    /// [`recover`](Self::recover) goes on.
    ///
    /// # Errors
    /// See [`RecoverError`].
    pub async fn reconfigure(&mut self, settings: Settings) -> Result<(), RecoverError> {
        settings.check()?;
        let longest = settings.capabilities().longest_frame();
        let ring = [("transmit", self.config.transmit), ("receive", self.config.receive)];
        ring.into_iter().try_for_each(|(direction, ring)| ring.check(direction, longest))?;
        if [self.transmit.stopped(), self.receive.stopped()].into_iter().flatten().any(Fault::is_final) {
            return Err(RecoverError::GivenUp);
        }
        self.quiesce().await?;
        self.config.settings = settings;
        self.start_again().await
    }

    /// Lets the frames that are under way come to their end, for a limited time, and stops the card. When this returns
    /// `Ok` the card uses the memory no more, and never again. Received frames that nobody has taken can still be.
    ///
    /// If the future is dropped half-way, call it again.
    ///
    /// # Errors
    /// The registers cannot be worked with, or the reset never ends: the card may still use the memory, which must not
    /// be given to others.
    pub async fn shut_down(&mut self) -> Result<ShutDown, RegisterError> {
        let (mut waited_ns, mut pause_ns) = (0, SHORTEST_PAUSE_NS);
        self.transmit.reap();
        while self.transmit.waiting() > 0
            && self.transmit.stopped().is_none()
            && waited_ns < self.config.limits.drain_ns
        {
            self.bus.pause(pause_ns).await;
            waited_ns += pause_ns;
            pause_ns = (2 * pause_ns).min(LONGEST_PAUSE_NS);
            self.transmit.reap();
        }
        self.quiesce().await?;
        self.stop_both(Fault::Resetting);
        self.empty_mac().await;
        reset(&self.bus, self.config.limits.reset_ns).await?;
        self.harvest();
        let lost = self.give_up(Fault::Closed);
        Ok(ShutDown { lost, waiting: self.receive.waiting() })
    }

    /// Reset, last look at the rings, rings and registers anew.
    async fn start_again(&mut self) -> Result<(), RecoverError> {
        self.polling = true;
        self.stop_both(Fault::Resetting);
        self.empty_mac().await;
        reset(&self.bus, self.config.limits.reset_ns).await?;
        self.harvest();
        let capabilities = self.config.settings.capabilities();
        self.transmit.set_capabilities(&capabilities);
        self.receive.set_capabilities(&capabilities, bring_up::asked(&self.config.settings));
        let lost = self.transmit.rewind(self.config.limits.transmit_tries).map_err(BringUpError::from)?;
        if let Some(first) = lost {
            self.events.push(Event::TransmitLost { first, count: 1 });
        }
        self.receive.rewind().map_err(BringUpError::from)?;
        Ok(self.start().await?)
    }

    /// Waits until the frames that the card has confirmed have left the MAC, for a limited time: a frame is confirmed
    /// when it is certain that it goes there, and a reset would throw it away. Where the registers fail, the reset
    /// tells.
    async fn empty_mac(&mut self) {
        let (mut waited_ns, mut pause_ns) = (0, SHORTEST_PAUSE_NS);
        while let Ok(counters) = self.counters().await {
            let frames = counters.in_mac();
            if frames == 0 {
                return;
            }
            if waited_ns >= self.config.limits.drain_ns {
                self.events.push(Event::MacReset { frames });
                return;
            }
            self.bus.pause(pause_ns).await;
            waited_ns += pause_ns;
            pause_ns = (2 * pause_ns).min(LONGEST_PAUSE_NS);
        }
    }

    fn harvest(&mut self) {
        self.transmit.ring().barrier(Barrier::ResetDone);
        self.transmit.harvest();
        self.receive.harvest();
    }

    /// Disables both directions and waits until they are idle, for as long as a reset may take.
    async fn quiesce(&mut self) -> Result<(), RegisterError> {
        let filter = Filter::new(&self.config.settings.further_addresses);
        write(&self.bus, registers::INTERRUPT_MASK, 0);
        write(&self.bus, registers::CONTROL, bring_up::control(&self.config.settings, &filter));
        self.polling = true;
        let active = 1 << STATUS::TX_ACTIVE | 1 << STATUS::RX_ACTIVE;
        match wait_clear(&self.bus, registers::STATUS, active, self.config.limits.reset_ns).await {
            // A direction that has stopped, or waits for buffers, never becomes idle: the reset ends it.
            Ok(()) | Err(RegisterError::Timeout { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn give_up(&mut self, fault: Fault) -> u64 {
        let (first, count) = self.transmit.give_up(fault);
        if count > 0 {
            self.events.push(Event::TransmitLost { first, count });
        }
        self.receive.close(fault);
        count
    }

    fn frames_that_arrived(&self) -> u64 {
        let (sent, received) = (self.transmit.counts(), self.receive.counts());
        sent.sent + sent.sent_again + sent.dropped + received.delivered + received.too_long
    }
}
