// SPDX-License-Identifier: MIT OR Apache-2.0
//! When somebody at a handshake is ready: always, now and then, from some clock on.

/// From a clock on, so many clocks ready, then so many not, and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The first clock at which he is ready.
    pub from_clock: usize,
    /// Clocks ready in a row, at least one.
    pub run_clocks: usize,
    /// Clocks not ready after them; 0: always ready.
    pub pause_clocks: usize,
}

impl Pace {
    /// At every clock.
    pub const ALWAYS: Pace = Pace { from_clock: 0, run_clocks: 1, pause_clocks: 0 };

    /// At one clock of so many, at least one.
    pub const fn every(clocks: usize) -> Pace {
        Pace { from_clock: 0, run_clocks: 1, pause_clocks: clocks - 1 }
    }

    /// So many clocks ready, at least one, so many not.
    pub const fn bursts(run_clocks: usize, pause_clocks: usize) -> Pace {
        Pace { from_clock: 0, run_clocks, pause_clocks }
    }

    /// Whether he is ready at this clock.
    pub fn at(self, clock: usize) -> bool {
        let period = self.run_clocks + self.pause_clocks;
        clock.checked_sub(self.from_clock).is_some_and(|since| since % period < self.run_clocks)
    }

    /// More clocks than he needs to take so many.
    pub fn clocks_for(self, count: usize) -> usize {
        let period = self.run_clocks + self.pause_clocks;
        self.from_clock + (count / self.run_clocks + 2) * period
    }
}

impl Default for Pace {
    fn default() -> Pace {
        Pace::ALWAYS
    }
}
