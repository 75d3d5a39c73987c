// SPDX-License-Identifier: MIT OR Apache-2.0
//! The rising edges of a clock, by number: so a clock can be stopped and begun again without leaving its grid.

/// A clock. Edge `n` is at `phase + n * period`, the period in millionths of a picosecond, rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticks {
    phase_ps: u64,
    /// Of a picosecond: millionths.
    step: u128,
    /// Number of the next edge.
    index: u64,
    at_ps: u64,
    whole_ps: u64,
    part: u32,
    millionths: u32,
}

impl Ticks {
    /// A clock of this nominal period that runs faster by `ppm` millionths; edge 0 is at `phase_ps`.
    pub fn new(period_ps: u64, ppm: i32, phase_ps: u64) -> Ticks {
        // A share of the period that is lost is a share of the rate that is won, to the first order.
        let step = u128::from(period_ps) * (1_000_000 - i128::from(ppm)).unsigned_abs();
        let (whole_ps, part) = ((step / 1_000_000) as u64, (step % 1_000_000) as u32);
        Ticks { phase_ps, step, index: 0, at_ps: phase_ps, whole_ps, part, millionths: 0 }
    }

    /// Number of the next edge.
    #[inline]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Time of the next edge.
    #[inline]
    pub fn at_ps(&self) -> u64 {
        self.at_ps
    }

    /// Time of edge `index`.
    pub fn time_of(&self, index: u64) -> u64 {
        self.phase_ps + (u128::from(index) * self.step / 1_000_000) as u64
    }

    /// The next edge has been.
    #[inline]
    pub fn advance(&mut self) {
        self.index += 1;
        self.at_ps += self.whole_ps;
        self.millionths += self.part;
        if self.millionths >= 1_000_000 {
            self.millionths -= 1_000_000;
            self.at_ps += 1;
        }
    }

    /// Leaves out the edges before `time_ps`.
    pub fn skip_to(&mut self, time_ps: u64) {
        if time_ps <= self.at_ps {
            return;
        }
        let since = u128::from(time_ps - self.phase_ps) * 1_000_000;
        // The first edge that is not before it, rounding included: at most one less than this.
        let mut index = since.div_ceil(self.step) as u64;
        if self.time_of(index) < time_ps {
            index += 1;
        }
        self.index = index;
        self.at_ps = self.time_of(index);
        self.millionths = (u128::from(index) * self.step % 1_000_000) as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::Ticks;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn edges_that_are_left_out_are_those_that_would_have_been(
            period_ps in 1_000_u64..500_000, ppm in -1000..1000, phase_ps in 0_u64..1_000_000, edges in 1_u64..3000,
            within_ps in 0_u64..2_000,
        ) {
            let mut stepped = Ticks::new(period_ps, ppm, phase_ps);
            (0..edges).for_each(|_| stepped.advance());
            prop_assert_eq!(stepped.time_of(edges), stepped.at_ps());
            let target = stepped.at_ps() - within_ps.min(period_ps / 2);
            let mut skipped = Ticks::new(period_ps, ppm, phase_ps);
            skipped.skip_to(target);
            prop_assert_eq!(skipped, stepped);
            skipped.skip_to(target);
            prop_assert_eq!(skipped, stepped);
        }
    }

    #[test]
    fn a_fast_oscillator_gains() {
        let mut fast = Ticks::new(8000, 100, 0);
        (0..1_000_000).for_each(|_| fast.advance());
        assert_eq!(fast.at_ps(), 8_000_000_000 - 800_000);
        assert_eq!(fast.index(), 1_000_000);
    }
}
