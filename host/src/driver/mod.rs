// SPDX-License-Identifier: MIT OR Apache-2.0
//! The driver of the card of `docs/card.md`.
//!
//! What it is given is a [`RegisterBus`] and a [`HostMemory`]; it knows no simulator and no board. `docs/driver.md`
//! tells how to bring it onto another bus.
//!
//! # How it is used
//! [`Driver::bring_up`] checks the card, resets it, tests it and starts it. Then the driver is a
//! [`NetDevice`](crate::device::NetDevice): frames go in and out by its two halves. One task looks after it:
//!
//! ```
//! use wirewright_host::bus::RegisterBus;
//! use wirewright_host::driver::{Attention, Driver, Rearmed, RecoverError};
//! use wirewright_host::memory::HostMemory;
//!
//! async fn look_after<B, M>(
//!     driver: &mut Driver<B, M>,
//!     now_ns: impl Fn() -> u64,
//!     interrupt: impl AsyncFn(),
//!     mut take: impl FnMut(&[u8]),
//! ) -> Result<(), RecoverError>
//! where
//!     B: RegisterBus + Clone,
//!     M: HostMemory + Clone,
//! {
//!     loop {
//!         match driver.poll(now_ns(), 64, |frame, _| take(frame)).attention {
//!             // Under load the ring is polled, and there is no interrupt; here others should have their turn.
//!             Attention::PollAgain => continue,
//!             Attention::Rearm => {}
//!             Attention::Recover => driver.recover(now_ns()).await?,
//!         }
//!         if driver.rearm(now_ns()).await == Rearmed::Wait {
//!             interrupt().await; // or until `driver.deadline_ns()`
//!             driver.interrupt();
//!         }
//!         while let Some(event) = driver.next_event() {
//!             println!("{event:?}");
//!         }
//!     }
//! }
//! ```
//!
//! What waits for the card is async, and may be dropped half-way only where that is said. Sending, receiving,
//! [`poll`](Driver::poll) and [`interrupt`](Driver::interrupt) touch memory and post writes, and never wait. They read
//! no register: completions are known by their phase. [`rearm`](Driver::rearm) reads one: a posted write that clears
//! a cause may take effect after the ring was looked at, and then rule 6 would be broken; the read is what says that
//! it has taken effect. It also brings what happened besides frames.
//!
//! The driver believes the card nothing that leads out of its rings: completions and registers that cannot be right are
//! a [`Fault`] or a [`RegisterError`], and stop the direction.
//!
//! All barriers are listed in [`Barrier`](crate::memory::Barrier).

mod bring_up;
mod completion;
mod config;
mod counters;
mod event;
mod filter;
mod layout;
mod net_device;
mod receive;
mod recover;
mod registers;
mod self_test;
mod serve;
mod transmit;

pub use bring_up::{BringUpError, Identity};
pub use completion::CompletionError;
pub use config::{Config, ConfigError, Limits, RingConfig, Settings};
pub use counters::Counters;
pub use event::{Direction, Event, Fault};
pub use filter::Filter;
pub use layout::memory_octets;
pub use receive::{CardFrame, CardReceive, ReceiveCounts};
pub use recover::{RecoverError, ShutDown};
pub use registers::RegisterError;
pub use self_test::SelfTestError;
pub use serve::{Attention, Polled, Rearmed};
pub use transmit::{CardSlot, CardTransmit, TransmitCounts};

use crate::bus::RegisterBus;
use crate::device::Link;
use crate::memory::HostMemory;

/// A card that has been brought up.
///
/// Dropping it does not stop the card, which goes on using the memory: [`shut_down`](Driver::shut_down) does.
#[derive(Debug)]
pub struct Driver<B, M> {
    bus: B,
    config: Config,
    identity: Identity,
    transmit: CardTransmit<B, M>,
    receive: CardReceive<B, M>,
    link: Link,
    events: event::Events,
    /// The card raises no interrupts now: the rings are polled.
    polling: bool,
    /// Polls since events were last looked for.
    polls: u32,
    watchdog: serve::Watchdog,
    /// Which stops were told of: transmit, receive.
    told: [bool; 2],
    recoveries: recover::Recoveries,
}

impl<B: RegisterBus + Clone, M: HostMemory + Clone> Driver<B, M> {
    /// What the card says it is.
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// How it works now.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What became of the frames that were accepted.
    pub fn transmit_counts(&self) -> TransmitCounts {
        self.transmit.counts()
    }

    /// What became of the frames that were received.
    pub fn receive_counts(&self) -> ReceiveCounts {
        self.receive.counts()
    }

    /// How often [`recover`](Self::recover) was called with success.
    pub fn recoveries(&self) -> u64 {
        self.recoveries.done
    }

    /// The oldest event that has not been told.
    pub fn next_event(&mut self) -> Option<Event> {
        self.events.pop()
    }

    /// Takes frames to these addresses too, from now on and in place of those before. Frames that are under way
    /// meanwhile may be taken or not.
    pub fn set_further_addresses(&mut self, addresses: &[[u8; 6]]) {
        self.config.settings.further_addresses = addresses.to_vec();
        // A direction that has stopped is started by `recover`, which programs the filter.
        if self.transmit.stopped().or(self.receive.stopped()).is_none() {
            let filter = Filter::new(addresses);
            filter.program(&self.bus);
            let control = bring_up::control(&self.config.settings, &filter) | bring_up::ENABLES;
            registers::write(&self.bus, wirewright_spec::card::registers::CONTROL, control);
        }
    }
}
