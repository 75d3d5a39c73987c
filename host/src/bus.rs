// SPDX-License-Identifier: MIT OR Apache-2.0
//! The registers of a card, as a driver reaches them.
//!
//! A write is *posted*: it returns at once and takes effect later, in the order of the writes. A read waits: it comes
//! after all earlier writes have taken effect, so it is also the way to know that they have. That is what PCI Express,
//! AXI4-Lite behind a buffer and most simulated buses do.
//!
//! So a driver has two kinds of code. What waits for the card (bring-up, reset, counters, recovery) is async, and runs
//! in simulated time, on a board whose reads are ready at once, or in a unit test. What is done for each frame only
//! touches memory and posts writes, and is plain synchronous code.
//!
//! All methods take `&self`: the transmit half, the receive half and the driver around them each write registers of
//! their own, and hold a handle of the same bus (`Clone`: a reference, an [`Rc`] or an [`Arc`] of a bus is a bus).

use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

/// 32-bit registers at the offsets of [`wirewright_spec::card::registers`], in octets from the begin of the card.
///
/// # Examples
/// A board on which the registers are words of memory; its reads are ready at once.
///
/// ```
/// use std::cell::Cell;
/// use std::future::{Future, ready};
/// use wirewright_host::bus::{BusError, RegisterBus};
///
/// struct Board {
///     words: Vec<Cell<u32>>,
/// }
///
/// impl RegisterBus for Board {
///     fn read(&self, offset: u32) -> impl Future<Output = Result<u32, BusError>> {
///         let word = self.words.get(offset as usize / 4);
///         ready(word.map(Cell::get).ok_or(BusError::Refused { offset }))
///     }
///
///     fn write(&self, offset: u32, value: u32) {
///         if let Some(word) = self.words.get(offset as usize / 4) {
///             word.set(value);
///         }
///     }
///
///     fn pause(&self, nanoseconds: u64) -> impl Future<Output = ()> {
///         std::thread::sleep(std::time::Duration::from_nanos(nanoseconds));
///         ready(())
///     }
/// }
/// ```
pub trait RegisterBus {
    /// Reads a register, after all earlier writes have taken effect.
    ///
    /// # Errors
    /// The bus answered with an error, or not at all. An error of an earlier posted write is told by the next read.
    fn read(&self, offset: u32) -> impl Future<Output = Result<u32, BusError>>;

    /// Posts a write of a register. It takes effect after all earlier writes.
    ///
    /// It keeps its place behind accesses of [`HostMemory`](crate::memory::HostMemory) only where a barrier stands
    /// between.
    fn write(&self, offset: u32, value: u32);

    /// Lets at least this much time pass: for a driver that polls a register with a time limit.
    fn pause(&self, nanoseconds: u64) -> impl Future<Output = ()>;
}

/// Why a register could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BusError {
    /// The card or the bus before it refused the access (SLVERR, DECERR).
    #[error("the bus refused the access to register {offset:#05x}")]
    Refused {
        /// Which register.
        offset: u32,
    },
    /// No answer came.
    #[error("no answer to the access to register {offset:#05x}")]
    NoAnswer {
        /// Which register.
        offset: u32,
    },
}

macro_rules! handle {
    ($($handle:ty),+) => {
        $(impl<B: RegisterBus + ?Sized> RegisterBus for $handle {
            fn read(&self, offset: u32) -> impl Future<Output = Result<u32, BusError>> {
                (**self).read(offset)
            }

            fn write(&self, offset: u32, value: u32) {
                (**self).write(offset, value);
            }

            fn pause(&self, nanoseconds: u64) -> impl Future<Output = ()> {
                (**self).pause(nanoseconds)
            }
        })+
    };
}

handle!(&B, Rc<B>, Arc<B>);
