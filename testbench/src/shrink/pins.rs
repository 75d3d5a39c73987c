// SPDX-License-Identifier: MIT OR Apache-2.0
//! Quieter pins: constants where they do, else listed values with as few changes as possible.

use super::Search;
use crate::lockstep::reset_value;
use crate::stimulus::{Driver, Pin, Shape, Source, Stimulus};

/// Longest run whose pins are written down edge by edge.
const EVENTS_TO_FREEZE: u64 = 400_000;

impl<F: FnMut(&Stimulus) -> Option<u64>> Search<Stimulus, F> {
    /// Each pin constant, at 0 or all ones. Resets stay, one edge long where there is one clock: without one nothing is
    /// compared, and resets of several clocks must overlap, else what is found in the end is not what was found first.
    pub(super) fn quieter_pins(&mut self) {
        if self.best.clocks.clocks.len() > 1 {
            self.change(|stimulus| {
                for driver in &mut stimulus.drivers {
                    if let Driver::Pin(Pin { port, source: Source::Runs(runs), .. }) = driver
                        && reset_value(port).is_some()
                    {
                        runs.truncate(2);
                    }
                }
            });
        }
        for driver in 0..self.best.drivers.len() {
            let Driver::Pin(pin) = &self.best.drivers[driver] else { continue };
            if matches!(pin.source, Source::Constant(_) | Source::Reset { again_mean_edges: 0, edges: 1, .. }) {
                continue;
            }
            if let Source::Reset { value, edges, again_edges, seed, .. } = pin.source {
                for edges in [edges, if self.best.clocks.clocks.len() == 1 { 1 } else { edges }] {
                    let once = Source::Reset { value, edges, again_mean_edges: 0, again_edges, seed };
                    self.change(|stimulus| set_source(stimulus, driver, once));
                }
                continue;
            }
            // Sparse ports are so because the contract does not allow more.
            let sparse = matches!(pin.source, Source::Random { shape: Shape::Sparse | Shape::Dense, .. });
            for value in if sparse { &[0][..] } else { &[0, u64::MAX] } {
                let value = *value;
                if self.change(|stimulus| set_source(stimulus, driver, Source::Constant(value))) {
                    break;
                }
            }
        }
    }

    /// Random pins become lists of their values. This takes nothing away and needs no run to be right; but it is run,
    /// as everything is.
    pub(super) fn frozen_pins(&mut self) {
        if self.best.events > EVENTS_TO_FREEZE {
            return;
        }
        self.change(|stimulus| {
            let edges = stimulus.events;
            for driver in &mut stimulus.drivers {
                if let Driver::Pin(pin) = driver
                    && !matches!(pin.source, Source::Constant(_) | Source::Reset { again_mean_edges: 0, .. })
                {
                    pin.source = Source::Runs(pin.source.frozen(edges));
                }
            }
        });
    }

    /// Fewer changes on each listed pin: a run is given the value of the one before it. Resets of several clocks stay:
    /// one of them alone is another fault, as above.
    pub(super) fn fewer_changes(&mut self) {
        for driver in 0..self.best.drivers.len() {
            let Driver::Pin(pin) = &self.best.drivers[driver] else { continue };
            if self.best.clocks.clocks.len() > 1 && reset_value(&pin.port).is_some() {
                continue;
            }
            let Source::Runs(runs) = &pin.source else { continue };
            self.cut_pieces(runs.len().saturating_sub(1), |stimulus, range| {
                let Driver::Pin(pin) = &mut stimulus.drivers[driver] else { return };
                let Source::Runs(runs) = &mut pin.source else { return };
                let gone: u64 = runs.drain(range.start + 1..range.end + 1).map(|(edges, _)| edges).sum();
                runs[range.start].0 += gone;
            });
        }
    }
}

fn set_source(stimulus: &mut Stimulus, driver: usize, source: Source) {
    if let Driver::Pin(pin) = &mut stimulus.drivers[driver] {
        pin.source = source;
    }
}
