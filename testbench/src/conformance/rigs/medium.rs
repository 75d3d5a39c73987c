// SPDX-License-Identifier: MIT OR Apache-2.0
//! A half duplex medium around one station: carrier sense and collision signal as a PHY would drive them.

use super::wire::TxSymbol;
use std::ops::Range;

/// What happens on the medium.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// For each attempt of the station, in order: the nibble (from the first of the preamble) that is on its pins
    /// when the collision signal rises, if it meets a collision. The signal stays until the attempt is over.
    pub collisions: Vec<Option<usize>>,
    /// Clocks during which another station's carrier is on, counted from the first clock.
    pub foreign: Vec<Range<usize>>,
    /// What carrier sense makes of the station's own packets.
    pub own_carrier: OwnCarrier,
    /// The PHY raises the collision signal for a while after each packet (signal quality test).
    pub quality_test: bool,
}

/// What carrier sense makes of the station's own packets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OwnCarrier {
    /// It follows them, as it should.
    #[default]
    Follows,
    /// It does not see them.
    Absent,
    /// It loses them at this nibble.
    LostAt(usize),
}

/// Clocks from the end of a packet to the signal quality test, and the clock at which that ends.
const QUALITY_TEST_CLOCKS: Range<usize> = 6..18;

/// The medium while it runs.
pub(crate) struct Medium<'a> {
    script: &'a Script,
    clock: usize,
    attempts: usize,
    /// The nibble on the pins.
    nibble: Option<usize>,
    /// Clocks since the last packet ended.
    silent_clocks: Option<usize>,
}

impl<'a> Medium<'a> {
    pub fn new(script: &'a Script) -> Medium<'a> {
        Medium { script, clock: 0, attempts: 0, nibble: None, silent_clocks: None }
    }

    /// Attempts begun so far.
    pub fn attempts(&self) -> usize {
        self.attempts
    }

    /// Carrier sense and collision signal for the next edge, `shown` being on the pins before it.
    pub fn pins(&mut self, shown: TxSymbol) -> (bool, bool) {
        self.follow(shown.en);
        let foreign = self.script.foreign.iter().any(|range| range.contains(&self.clock));
        let own = self.nibble.is_some_and(|nibble| match self.script.own_carrier {
            OwnCarrier::Follows => true,
            OwnCarrier::Absent => false,
            OwnCarrier::LostAt(lost) => nibble < lost,
        });
        let met = self.attempts.checked_sub(1).and_then(|last| self.script.collisions.get(last).copied().flatten());
        let collision = matches!((self.nibble, met), (Some(nibble), Some(met)) if nibble >= met);
        let test = self.script.quality_test && self.silent_clocks.is_some_and(|n| QUALITY_TEST_CLOCKS.contains(&n));
        self.clock += 1;
        (foreign || own || collision, collision || test)
    }

    fn follow(&mut self, sending: bool) {
        if sending {
            self.attempts += usize::from(self.nibble.is_none());
            self.nibble = Some(self.nibble.map_or(0, |nibble| nibble + 1));
            self.silent_clocks = None;
        } else {
            self.silent_clocks = match self.nibble.take() {
                Some(_) => Some(0),
                None => self.silent_clocks.map(|clocks| clocks + 1),
            };
        }
    }
}
