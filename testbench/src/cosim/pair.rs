// SPDX-License-Identifier: MIT OR Apache-2.0
//! Two MACs and the wires between them: six clocks in time order, each MAC on its rungs in lockstep.

use wirewright_spec::EdgeSet;

use super::drive::CosimDrive;
use super::mac::MacDesign;
use super::{CosimError, CosimOptions};
use crate::clocks::{ClockPlan, Clocks};
use crate::lockstep::{Difference, LockstepError, Sides, Station, Watch};

/// Clocks of a MAC.
const CLOCKS: usize = 3;

/// Two MACs in lockstep, each with somebody looking on.
pub(super) struct Pair<M: MacDesign, S: Sides, W> {
    clocks: Clocks,
    stations: [Station<S>; 2],
    drive: CosimDrive<M>,
    watches: [W; 2],
    edges: u64,
}

impl<M: MacDesign, S: Sides<In = M::In, Out = M::Out>, W: Watch<M::In, M::Out>> Pair<M, S, W> {
    pub(super) fn new(
        sides: [S; 2],
        drive: CosimDrive<M>,
        watches: [W; 2],
        options: &CosimOptions,
    ) -> Result<Pair<M, S, W>, CosimError> {
        debug_assert_eq!(M::CLOCKS.len(), CLOCKS);
        let clocks = Clocks::new(&plan_of_both::<M>(options))?;
        let mut mac = 0;
        let stations = sides.map(|sides| {
            let mut input = M::In::default();
            drive.start(mac, &mut input);
            mac += 1;
            Station::new(sides, input)
        });
        Ok(Pair { clocks, stations, drive, watches, edges: 0 })
    }

    /// Runs until so many edges have passed, or the drive has ended. True: there may be more. Coincident edges are not
    /// divided.
    ///
    /// # Errors
    /// At the first difference, with the MAC that shows it.
    pub(super) fn advance(&mut self, edges: u64) -> Result<bool, (usize, Box<Difference>)> {
        let until = self.edges.saturating_add(edges);
        let mut more = true;
        while more && self.edges < until {
            while more && self.edges < until && !self.stations.iter().any(Station::is_full) {
                more = self.event();
            }
            self.catch_up()?;
        }
        Ok(more)
    }

    /// One event; a MAC of which no clock rises does not see it.
    #[inline]
    fn event(&mut self) -> bool {
        let event = self.clocks.next_event();
        self.edges += u64::from(event.edges.0.count_ones());
        let mut more = true;
        for mac in 0..2 {
            let edges = edges_of(event.edges, mac);
            if !edges.is_empty() {
                let (event, output, input) = self.stations[mac].pass(event.time_ps, edges);
                more &= self.drive.after(mac, &event, output, input);
            }
        }
        more
    }

    /// The other sides of both follow. Of two differences the one that came first is told.
    fn catch_up(&mut self) -> Result<(), (usize, Box<Difference>)> {
        let mut first: Option<(usize, Box<Difference>)> = None;
        for mac in 0..2 {
            if let Err(LockstepError::Difference(found)) = self.stations[mac].catch_up(&mut self.watches[mac])
                && first.as_ref().is_none_or(|(_, known)| found.time_ps < known.time_ps)
            {
                first = Some((mac, found));
            }
        }
        first.map_or(Ok(()), Err)
    }

    /// Edges of all clocks of both.
    pub(super) fn edges(&self) -> u64 {
        self.edges
    }

    /// The two devices.
    pub(super) fn stations(&self) -> &[Station<S>; 2] {
        &self.stations
    }

    pub(super) fn drive(&self) -> &CosimDrive<M> {
        &self.drive
    }

    pub(super) fn watches(&self) -> &[W; 2] {
        &self.watches
    }

    /// Ends the run.
    pub(super) fn end(self) -> ([Station<S>; 2], CosimDrive<M>, [W; 2]) {
        (self.stations, self.drive, self.watches)
    }
}

/// The edges of one MAC among those of both.
#[inline]
fn edges_of(edges: EdgeSet, mac: usize) -> EdgeSet {
    EdgeSet(edges.0 >> (CLOCKS * mac) & ((1 << CLOCKS) - 1))
}

/// The clocks of MAC 0 (A) or 1 (B) by themselves: they rise at the same times as in the run of both.
pub(super) fn plan_of<M: MacDesign>(mac: usize, options: &CosimOptions) -> ClockPlan {
    let ClockPlan { clocks, grid_ps } = plan_of_both::<M>(options);
    let mut clocks: Vec<_> = clocks.into_iter().skip(CLOCKS * mac).take(CLOCKS).collect();
    for (clock, name) in clocks.iter_mut().zip(M::CLOCKS) {
        clock.name = (*name).to_owned();
    }
    ClockPlan { clocks, grid_ps }
}

/// The clocks of two MACs under cosim. Those of the PHYs run at the line rate, each transmitter's with its own drift,
/// and a receiver's, being recovered from the other's transmitter, like that one but for its phase; the streams' are a
/// little faster, and drift on their own.
fn plan_of_both<M: MacDesign>(options: &CosimOptions) -> ClockPlan {
    let phy_ps = M::PHY_PERIOD_PS;
    let clk_ps = phy_ps - phy_ps / 64;
    let names = ["clk", "tx_clk", "rx_clk", "b.clk", "b.tx_clk", "b.rx_clk"];
    let periods = [clk_ps, phy_ps, phy_ps, clk_ps, phy_ps, phy_ps];
    let clocks: Vec<_> = names.into_iter().zip(periods).collect();
    let mut plan = ClockPlan::seeded(&clocks, options.drift_ppm, options.seed);
    plan.clocks[2].drift_ppm = plan.clocks[4].drift_ppm;
    plan.clocks[5].drift_ppm = plan.clocks[1].drift_ppm;
    plan
}

#[cfg(test)]
mod tests {
    use super::*;
    use wirewright_spec::ports::MacGmii;

    #[test]
    fn the_clocks_of_one_mac_rise_as_they_do_among_those_of_both() {
        let options = CosimOptions { seed: 5, ..CosimOptions::default() };
        let mut both = Clocks::new(&plan_of_both::<MacGmii>(&options)).unwrap();
        let mut alone = [0, 1].map(|mac| Clocks::new(&plan_of::<MacGmii>(mac, &options)).unwrap());
        for _ in 0..100_000 {
            let event = both.next_event();
            for (mac, clocks) in alone.iter_mut().enumerate() {
                let edges = edges_of(event.edges, mac);
                if !edges.is_empty() {
                    let own = clocks.next_event();
                    assert_eq!((own.time_ps, own.edges), (event.time_ps, edges));
                }
            }
        }
    }

    #[test]
    fn a_receiver_runs_at_the_rate_of_the_other_transmitter() {
        let clocks = plan_of_both::<MacGmii>(&CosimOptions::default()).clocks;
        let drift = |index: usize| clocks[index].drift_ppm;
        assert_eq!((drift(2), drift(5)), (drift(4), drift(1)));
        assert_ne!(drift(1), drift(4));
        assert_ne!(clocks[1].phase_ps, clocks[5].phase_ps);
    }
}
