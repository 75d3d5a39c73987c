// SPDX-License-Identifier: MIT OR Apache-2.0
//! Memory that the host shares with a card, and the barriers that order its accesses.
//!
//! Between two barriers the accesses of the driver may be seen by the card in any order, and the other way round. What
//! must not change places has a [`Barrier`] between; each place in the driver that needs one has its own name and
//! reason in that list, and nowhere else. A test leaves out each in turn and sees the driver fail.

use std::rc::Rc;
use std::sync::Arc;

/// An area of memory that both sides reach: one range of bus addresses without holes.
///
/// All methods take `&self`, as the card changes the memory whatever Rust's references say; a driver holds several
/// handles of it (`Clone`: a reference, an [`Rc`] or an [`Arc`] of a memory is a memory).
pub trait HostMemory {
    /// The address of octet 0 as the card sees it. Any alignment will do; it stays the same.
    fn bus_address(&self) -> u64;

    /// How many octets there are. It stays the same.
    fn octets(&self) -> usize;

    /// Copies octets `at` and those after it into `into`. Octets that the card writes meanwhile are old or new, each
    /// for itself.
    ///
    /// # Errors
    /// Some of them are not in the area; nothing is copied.
    fn read(&self, at: usize, into: &mut [u8]) -> Result<(), OutOfArea>;

    /// Copies `from` to octets `at` and those after it.
    ///
    /// # Errors
    /// Some of them are not in the area; nothing is copied.
    fn write(&self, at: usize, from: &[u8]) -> Result<(), OutOfArea>;

    /// Keeps accesses before it and after it in order, those of kinds that [`Barrier::order`] says. Registers count
    /// too: what [`RegisterBus::read`](crate::bus::RegisterBus::read) has read before it is a read, and a register
    /// write that is posted after it a write.
    fn barrier(&self, barrier: Barrier);
}

/// An access that is not in the area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{octets} octets at {at} of an area of {area_octets}")]
pub struct OutOfArea {
    /// The first octet.
    pub at: usize,
    /// How many.
    pub octets: usize,
    /// How many there are.
    pub area_octets: usize,
}

impl OutOfArea {
    /// Checks an access, for those who write a [`HostMemory`].
    ///
    /// # Errors
    /// The access is not in the area.
    ///
    /// ```
    /// use wirewright_host::memory::OutOfArea;
    /// assert!(OutOfArea::check(8, 8, 16).is_ok());
    /// assert!(OutOfArea::check(usize::MAX, 8, 16).is_err());
    /// ```
    pub fn check(at: usize, octets: usize, area_octets: usize) -> Result<(), OutOfArea> {
        match at.checked_add(octets) {
            Some(end) if end <= area_octets => Ok(()),
            _ => Err(OutOfArea { at, octets, area_octets }),
        }
    }
}

/// Which accesses a barrier keeps in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// Writes before it come before writes after it (Linux `dma_wmb`, ARM `dmb oshst`).
    Write,
    /// Reads before it come before reads after it (Linux `dma_rmb`, ARM `dmb oshld`).
    Read,
    /// All accesses before it come before all after it (Linux `mb`, ARM `dmb osh`).
    Full,
}

/// Every barrier of the driver, with its reason. Rules are those of `docs/card.md`, Driver's rules.
///
/// Where none is needed: the completion ring of a direction is cleared before the first `TAIL` of this direction, and
/// without one the card writes no completion; so [`TxTail`](Barrier::TxTail) and [`RxRing`](Barrier::RxRing) order
/// that, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Barrier {
    /// Rule 3. The octets and the descriptors of a frame, then the `TX_TAIL` that hands it over: else the card sends
    /// what was there before.
    TxTail,
    /// Rule 4. The phase of a transmit completion, then its other bits: else those may be of the last way round.
    TxPhase,
    /// Rule 5. A transmit completion, then new octets in the buffers that it gives back: else the card may still be
    /// reading the old ones.
    TxReuse,
    /// Rule 3. The receive descriptors, all at once at bring-up and after a reset, then the first `RX_TAIL`: else the
    /// card puts frames where an old descriptor points, or the clearing of a ring wipes a completion out.
    RxRing,
    /// Rule 4. The phase of a receive completion, then its other bits and the octets of the frame: else those may be
    /// of the frame that was there before.
    RxPhase,
    /// Rule 5. The octets of a received frame, then the `RX_TAIL` that hands its buffers in again: else they may be of
    /// the next frame already.
    RxReuse,
    /// `RESET` reads 0, then the last look at the rings, and their new content: else completions that the card wrote
    /// before the end of the reset are missed, and their frames lost.
    ResetDone,
    /// Rule 6. The read of `INTERRUPT_CAUSE`, by which is known that the cleared causes and the new mask have taken
    /// effect, then the look at the rings: else a completion whose cause was just cleared is missed, and no interrupt
    /// tells of it.
    RingsAgain,
}

impl Barrier {
    /// All of them.
    pub const ALL: [Barrier; 8] = [
        Barrier::TxTail,
        Barrier::TxPhase,
        Barrier::TxReuse,
        Barrier::RxRing,
        Barrier::RxPhase,
        Barrier::RxReuse,
        Barrier::ResetDone,
        Barrier::RingsAgain,
    ];

    /// What it must keep in order at least.
    pub const fn order(self) -> Order {
        match self {
            Barrier::TxTail | Barrier::RxRing => Order::Write,
            Barrier::TxPhase | Barrier::RxPhase | Barrier::RingsAgain => Order::Read,
            Barrier::TxReuse | Barrier::RxReuse | Barrier::ResetDone => Order::Full,
        }
    }
}

macro_rules! handle {
    ($($handle:ty),+) => {
        $(impl<M: HostMemory + ?Sized> HostMemory for $handle {
            fn bus_address(&self) -> u64 {
                (**self).bus_address()
            }

            fn octets(&self) -> usize {
                (**self).octets()
            }

            fn read(&self, at: usize, into: &mut [u8]) -> Result<(), OutOfArea> {
                (**self).read(at, into)
            }

            fn write(&self, at: usize, from: &[u8]) -> Result<(), OutOfArea> {
                (**self).write(at, from)
            }

            fn barrier(&self, barrier: Barrier) {
                (**self).barrier(barrier);
            }
        })+
    };
}

handle!(&M, Rc<M>, Arc<M>);
