// SPDX-License-Identifier: MIT OR Apache-2.0
//! Simulated time in picoseconds, driven by clock edges: named clocks with period, phase and drift, their rising
//! edges given one event after the other. Clocks that rise at the same time are one event. A clock can stand for a
//! while and return.
//!
//! Edge times are rounded down to a grid. With a grid of an eighth of a period, two clocks that drift against each
//! other pass through eight alignments, exact coincidence among them, again and again: a clock crossing meets all.

use serde::{Deserialize, Serialize};
use wirewright_spec::EdgeSet;

use crate::random::Random;

/// One clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Its Verilog name.
    pub name: String,
    /// Nominal time from one rising edge to the next.
    pub period_ps: u64,
    /// Time of the first rising edge.
    pub phase_ps: u64,
    /// How much slower (above 0) or faster than nominal it runs, in millionths; above -1,000,000.
    pub drift_ppm: i32,
    /// It stands from time to time, as the clock of a PHY without a link does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands: Option<Stands>,
}

/// When a clock stands, and for how long: at random, by a seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stands {
    /// From it the moments are drawn.
    pub seed: u64,
    /// Mean number of edges from the start, or from its return, until it stands; half of it at least.
    pub mean_run_edges: u64,
    /// The longest time for which it stands, in its periods. Each time it is up to this, or up to a half of it, a
    /// fourth, ... a 64th, equally likely; and any part of one more.
    pub most_periods: u64,
}

/// The clocks of a design, in the order of its `CLOCKS`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockPlan {
    /// The clocks; bit `n` of an [`EdgeSet`] is clock `n`.
    pub clocks: Vec<Clock>,
    /// Every edge time is rounded down to a multiple of this; 1 for none.
    pub grid_ps: u64,
}

/// Why a [`ClockPlan`] cannot run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// No clock, or more than an [`EdgeSet`] holds.
    #[error("a plan has 1 to 8 clocks, not {0}")]
    Count(usize),
    /// A clock that would never get on.
    #[error("clock `{name}`: a period of {period_ps} ps with a drift of {drift_ppm} ppm does not pass time")]
    Period {
        /// The clock.
        name: String,
        /// Its period.
        period_ps: u64,
        /// Its drift.
        drift_ppm: i32,
    },
    /// A grid that would swallow edges.
    #[error("a grid of {grid_ps} ps is 0 or longer than a period ({period_ps} ps, drift included)")]
    Grid {
        /// The grid.
        grid_ps: u64,
        /// The shortest period.
        period_ps: u64,
    },
}

impl Clock {
    /// Without drift, and never standing.
    pub fn steady(name: &str, period_ps: u64, phase_ps: u64) -> Clock {
        Clock { name: name.to_owned(), period_ps, phase_ps, drift_ppm: 0, stands: None }
    }
}

impl ClockPlan {
    /// One clock, first edge after one period.
    pub fn single(name: &str, period_ps: u64) -> ClockPlan {
        ClockPlan { clocks: vec![Clock::steady(name, period_ps, period_ps)], grid_ps: 1 }
    }

    /// Clocks of these nominal periods, phase and drift (up to `max_drift_ppm` either way) drawn from `seed`, the
    /// grid an eighth of the shortest period.
    pub fn seeded(clocks: &[(&str, u64)], max_drift_ppm: i32, seed: u64) -> ClockPlan {
        let shortest = clocks.iter().map(|&(_, period_ps)| period_ps).min().unwrap_or(1);
        let clock = |&(name, period_ps): &(&str, u64)| {
            let mut random = Random::named(seed, name);
            let reach = u64::from(max_drift_ppm.unsigned_abs());
            let drift_ppm = random.between(0, 2 * reach) as i64 - reach as i64;
            Clock {
                name: name.to_owned(),
                period_ps,
                phase_ps: random.between(period_ps, 2 * period_ps - 1),
                drift_ppm: drift_ppm as i32,
                stands: None,
            }
        };
        ClockPlan { clocks: clocks.iter().map(clock).collect(), grid_ps: (shortest / 8).max(1) }
    }
}

/// One event: the clocks of `edges` rise at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Counted from 0.
    pub number: u64,
    /// Simulated time.
    pub time_ps: u64,
    /// Who rises.
    pub edges: EdgeSet,
}

/// The running clocks: an endless sequence of [`Event`]s.
#[derive(Clone, Debug)]
pub struct Clocks {
    running: Vec<Running>,
    grid_ps: u64,
    number: u64,
}

#[derive(Clone, Debug)]
struct Running {
    /// Time of the next edge on the grid: what is scheduled by.
    at_ps: u64,
    next_ps: u64,
    next_millionths: u64,
    step_ps: u64,
    step_millionths: u64,
    /// Edges before it stands; `u64::MAX` for never.
    edges_left: u64,
    standing: Option<Box<Standing>>,
}

/// A clock that stands from time to time.
#[derive(Clone, Debug)]
struct Standing {
    random: Random,
    mean_run_edges: u64,
    most_periods: u64,
}

impl Clocks {
    /// Starts the clocks at time 0.
    ///
    /// # Errors
    /// When a clock of the plan would stand still or the grid is longer than a period.
    pub fn new(plan: &ClockPlan) -> Result<Clocks, ClockError> {
        if plan.clocks.is_empty() || plan.clocks.len() > 8 {
            return Err(ClockError::Count(plan.clocks.len()));
        }
        let running = plan.clocks.iter().map(|clock| Running::new(clock, plan.grid_ps)).collect::<Result<_, _>>()?;
        Ok(Clocks { running, grid_ps: plan.grid_ps, number: 0 })
    }

    /// The next event.
    #[inline]
    pub fn next_event(&mut self) -> Event {
        let mut time_ps = u64::MAX;
        for clock in &self.running {
            time_ps = time_ps.min(clock.at_ps);
        }
        let mut edges = EdgeSet::NONE;
        for (index, clock) in self.running.iter_mut().enumerate() {
            if clock.at_ps == time_ps {
                edges = edges.with(index);
                clock.advance(self.grid_ps);
            }
        }
        let number = self.number;
        self.number += 1;
        Event { number, time_ps, edges }
    }

    /// From here on no clock stands; one that does returns within a period of it.
    pub fn stand_no_more(&mut self) {
        let soonest_ps = self.running.iter().map(|clock| clock.at_ps).min().unwrap_or(0);
        for clock in &mut self.running {
            clock.edges_left = u64::MAX;
            clock.next_ps = clock.next_ps.min(soonest_ps + clock.step_ps);
            clock.at_ps = clock.next_ps - clock.next_ps % self.grid_ps;
        }
    }
}

impl Running {
    fn new(clock: &Clock, grid_ps: u64) -> Result<Running, ClockError> {
        let Clock { period_ps, drift_ppm, .. } = *clock;
        let refuse = || ClockError::Period { name: clock.name.clone(), period_ps, drift_ppm };
        let rate = u64::try_from(1_000_000 + i64::from(drift_ppm)).map_err(|_| refuse())?;
        let step = u128::from(period_ps) * u128::from(rate);
        let step_ps = u64::try_from(step / 1_000_000).map_err(|_| refuse())?;
        if step_ps == 0 || step_ps > u64::MAX / 4 || clock.phase_ps > u64::MAX / 4 {
            return Err(refuse());
        }
        if grid_ps == 0 || grid_ps > step_ps {
            return Err(ClockError::Grid { grid_ps, period_ps: step_ps });
        }
        let at_ps = clock.phase_ps - clock.phase_ps % grid_ps;
        let step_millionths = (step % 1_000_000) as u64;
        let mut standing = clock.stands.as_ref().map(|stands| {
            let random = Random::named(stands.seed, &clock.name);
            let (mean_run_edges, most_periods) = (stands.mean_run_edges, stands.most_periods);
            Box::new(Standing { random, mean_run_edges, most_periods })
        });
        let edges_left = standing.as_mut().map_or(u64::MAX, |standing| standing.run_edges());
        let next_ps = clock.phase_ps;
        Ok(Running { at_ps, next_ps, next_millionths: 0, step_ps, step_millionths, edges_left, standing })
    }

    #[inline]
    fn advance(&mut self, grid_ps: u64) {
        self.next_ps += self.step_ps;
        self.next_millionths += self.step_millionths;
        if self.next_millionths >= 1_000_000 {
            self.next_millionths -= 1_000_000;
            self.next_ps += 1;
        }
        self.edges_left -= 1;
        if self.edges_left == 0 {
            self.stand();
        }
        self.at_ps = if grid_ps == 1 { self.next_ps } else { self.next_ps - self.next_ps % grid_ps };
    }

    /// The next edge is late.
    #[cold]
    fn stand(&mut self) {
        self.edges_left = u64::MAX;
        if let Some(standing) = &mut self.standing {
            let most = standing.most_periods >> standing.random.between(0, 6);
            let periods = standing.random.between(1, most);
            self.next_ps += self.step_ps * periods + standing.random.between(0, self.step_ps);
            self.edges_left = standing.run_edges();
        }
    }
}

impl Standing {
    fn run_edges(&mut self) -> u64 {
        let mean = self.mean_run_edges.max(1);
        self.random.between(mean.div_ceil(2), mean + mean / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn one_clock_rises_every_period() {
        let mut clocks = Clocks::new(&ClockPlan::single("clk", 8000)).unwrap();
        let events: Vec<_> = (0..3).map(|_| clocks.next_event()).collect();
        assert_eq!(events.iter().map(|e| e.time_ps).collect::<Vec<_>>(), [8000, 16000, 24000]);
        assert!(events.iter().enumerate().all(|(n, e)| e.number == n as u64 && e.edges == EdgeSet::FIRST));
    }

    #[test]
    fn coincident_edges_are_one_event() {
        let clock = |name: &str, period_ps| Clock::steady(name, period_ps, 0);
        let plan = ClockPlan { clocks: vec![clock("a", 2), clock("b", 3)], grid_ps: 1 };
        let mut clocks = Clocks::new(&plan).unwrap();
        let events: Vec<_> = (0..5).map(|_| clocks.next_event()).map(|e| (e.time_ps, e.edges.0)).collect();
        assert_eq!(events, [(0, 3), (2, 1), (3, 2), (4, 1), (6, 3)]);
    }

    #[test]
    fn drift_adds_up_exactly() {
        let mut plan = ClockPlan::single("clk", 8000);
        plan.clocks[0].drift_ppm = 100;
        plan.clocks[0].phase_ps = 0;
        let mut clocks = Clocks::new(&plan).unwrap();
        let last = (0..=1_000_000).map(|_| clocks.next_event()).last().unwrap();
        assert_eq!(last.time_ps, 8_000_800_000);
    }

    #[test]
    fn drifting_clocks_meet_every_alignment() {
        for seed in 0..20 {
            let plan = ClockPlan::seeded(&[("wr_clk", 8000), ("rd_clk", 8000)], 100, seed);
            if plan.clocks[0].drift_ppm.abs_diff(plan.clocks[1].drift_ppm) < 20 {
                continue;
            }
            let mut clocks = Clocks::new(&plan).unwrap();
            let (mut last_write_ps, mut seen, mut coincident) = (0, BTreeSet::new(), 0);
            for _ in 0..1_200_000 {
                let event = clocks.next_event();
                if event.edges.contains(0) {
                    last_write_ps = event.time_ps;
                }
                if event.edges.contains(1) {
                    seen.insert((event.time_ps - last_write_ps) / 1000);
                    coincident += u32::from(event.edges.contains(0));
                }
            }
            assert!((0..8).all(|alignment| seen.contains(&alignment)), "seed {seed}: {seen:?}");
            assert!(coincident > 1000, "seed {seed}: {coincident}");
        }
    }

    #[test]
    fn one_seed_gives_one_plan() {
        let periods = [("clk", 8000), ("tx_clk", 8000), ("rx_clk", 40_000)];
        assert_eq!(ClockPlan::seeded(&periods, 100, 3), ClockPlan::seeded(&periods, 100, 3));
        assert_ne!(ClockPlan::seeded(&periods, 100, 3), ClockPlan::seeded(&periods, 100, 4));
    }

    #[test]
    fn a_clock_stands_and_returns_while_the_other_goes_on() {
        let mut plan = ClockPlan::seeded(&[("wr_clk", 8000), ("rd_clk", 8000)], 0, 1);
        plan.clocks[1].stands = Some(Stands { seed: 5, mean_run_edges: 100, most_periods: 640 });
        let mut clocks = Clocks::new(&plan).unwrap();
        let (mut since, mut pauses, mut runs, mut run) = (0, Vec::new(), Vec::new(), 0);
        for _ in 0..100_000 {
            let edges = clocks.next_event().edges;
            if edges.contains(1) {
                run += 1;
                if since > 1 {
                    pauses.push(since);
                    runs.push(std::mem::replace(&mut run, 0));
                }
                since = 0;
            }
            since += u64::from(edges.contains(0));
        }
        let mean = |list: &[u64]| list.iter().sum::<u64>() / list.len() as u64;
        // 640 and its parts, down to 10, have a mean of 181; half of that.
        assert!(pauses.len() > 300 && (75..105).contains(&mean(&pauses)), "{}, {}", pauses.len(), mean(&pauses));
        assert!((95..105).contains(&mean(&runs)) && runs.iter().all(|&run| (49..=151).contains(&run)));
        let longest = pauses.iter().max();
        assert!((Some(&500)..=Some(&642)).contains(&longest), "{longest:?}");
        clocks.stand_no_more();
        let edges = [0; 2000].map(|_| clocks.next_event().edges.contains(1));
        assert!(edges.windows(4).all(|four| four.contains(&true)), "no pause longer than a period");
    }

    #[test]
    fn plans_that_stand_still_are_refused() {
        let mut plan = ClockPlan::single("clk", 0);
        assert!(matches!(Clocks::new(&plan), Err(ClockError::Period { .. })));
        plan.clocks[0].period_ps = 8000;
        plan.grid_ps = 8001;
        assert!(matches!(Clocks::new(&plan), Err(ClockError::Grid { .. })));
        plan.clocks.clear();
        assert_eq!(Clocks::new(&plan).err(), Some(ClockError::Count(0)));
    }
}
