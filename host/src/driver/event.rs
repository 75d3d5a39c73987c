// SPDX-License-Identifier: MIT OR Apache-2.0
//! What happens besides frames: links, losses, and why a direction stops.

use std::collections::VecDeque;

use super::completion::CompletionError;
use super::registers::RegisterError;
use crate::memory::OutOfArea;

/// One of the two directions of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From memory to the wire.
    Transmit,
    /// From the wire to memory.
    Receive,
}

/// Something that happened besides frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The PHY has a link.
    LinkUp,
    /// The PHY has no link any more.
    LinkDown,
    /// Frames were lost, as the receive memory of the card was full. The counter `framesLost` says how many.
    ReceiveLost,
    /// A direction has stopped; [`recover`](super::Driver::recover) starts it again.
    Stopped {
        /// Which one.
        direction: Direction,
        /// Why.
        fault: Fault,
    },
    /// Frames wait to be sent and none was completed for the time of the watchdog. It is told once, until one is.
    Stalled {
        /// How many wait.
        frames: usize,
    },
    /// So many frames that the card had confirmed were still in its MAC when it had to be reset, and may not have been
    /// sent: it had been waited for them for the time of [`Limits::drain_ns`](super::Limits::drain_ns).
    MacReset {
        /// How many.
        frames: u64,
    },
    /// Accepted frames were given up: those from `first` on, as counted from 0 since bring-up.
    TransmitLost {
        /// The first one.
        first: u64,
        /// How many, one after the other.
        count: u64,
    },
}

/// Why a direction stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The bus answered an access of the card with an error.
    #[error("the bus answered an access of the card with an error")]
    Dma,
    /// The card refused a `TAIL`.
    #[error("the card refused a tail")]
    Tail,
    /// A completion that cannot be right.
    #[error("a completion that cannot be right: {0}")]
    Completion(#[from] CompletionError),
    /// The memory is smaller than it was.
    #[error("the shared memory is smaller than it was: {0}")]
    Memory(#[from] OutOfArea),
    /// The registers cannot be worked with.
    #[error("the registers cannot be worked with: {0}")]
    Register(RegisterError),
    /// A reset was begun and has not come to its end.
    #[error("a reset was begun and has not come to its end")]
    Resetting,
    /// The card cannot be brought back.
    #[error("the card was given up")]
    GivenUp,
    /// The card was shut down.
    #[error("the card was shut down")]
    Closed,
}

impl Fault {
    /// What the card has written into the completion rings can still be believed.
    pub(super) fn leaves_completions(self) -> bool {
        matches!(self, Fault::Dma | Fault::Tail | Fault::Register(_) | Fault::Resetting)
    }

    /// Nothing starts the direction again.
    pub(super) fn is_final(self) -> bool {
        matches!(self, Fault::GivenUp | Fault::Closed)
    }
}

/// Events that nobody has asked for yet. It does not grow: the same event again right behind itself is one event, and
/// when there is no room the oldest goes.
#[derive(Debug)]
pub(super) struct Events(VecDeque<Event>);

const ROOM: usize = 64;

impl Events {
    pub fn new() -> Self {
        Events(VecDeque::with_capacity(ROOM))
    }

    pub fn push(&mut self, event: Event) {
        match (self.0.back_mut(), event) {
            (Some(last), _) if *last == event => return,
            (Some(Event::TransmitLost { first, count }), Event::TransmitLost { first: next, count: more })
                if *first + *count == next =>
            {
                *count += more;
                return;
            }
            _ => {}
        }
        if self.0.len() == ROOM {
            self.0.pop_front();
        }
        self.0.push_back(event);
    }

    pub fn pop(&mut self) -> Option<Event> {
        self.0.pop_front()
    }
}
