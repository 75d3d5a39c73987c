// SPDX-License-Identifier: MIT OR Apache-2.0
//! One device in lockstep, whoever drives its clocks: its sides, its inputs, and the events by which the first side is
//! ahead of the others.

use wirewright_spec::{EdgeSet, Ports};

use super::gate::{Gate, is_open};
use super::{Difference, LockstepError, Sides, Slot, Summary, Watch};
use crate::clocks::Event;

/// How many events the first side runs ahead.
const SLOTS: usize = 256;

/// A device in lockstep. Whoever has it lets the first side pass events ([`Station::pass`]) until it is full, and then
/// lets the others catch up ([`Station::catch_up`]).
pub struct Station<S: Sides> {
    sides: S,
    input: S::In,
    slots: Vec<Slot<S::In, S::Out>>,
    /// Slots that the first side has passed and the others have not.
    ahead: usize,
    gate: Gate,
    edges: [u64; 8],
    events: u64,
    time_ps: u64,
    compared: u64,
}

impl<S: Sides> Station<S> {
    /// Sides, and the inputs that hold at the first event. The sides are not reset: the inputs do that.
    pub fn new(sides: S, input: S::In) -> Station<S> {
        let gate = Gate::new::<S::In>(S::CLOCKS);
        let slots = vec![Slot::empty(); SLOTS];
        Station { sides, input, slots, ahead: 0, gate, edges: [0; 8], events: 0, time_ps: 0, compared: 0 }
    }

    /// The clocks of `edges` rise: the first side takes the inputs that hold. Gives the event, numbered by what this
    /// device has seen, the outputs after it, and the inputs to be changed for the next one.
    ///
    /// # Panics
    /// When the station is full.
    #[inline]
    pub fn pass(&mut self, time_ps: u64, edges: EdgeSet) -> (Event, &S::Out, &mut S::In) {
        let slot = &mut self.slots[self.ahead];
        slot.event = Event { number: self.events + self.ahead as u64, time_ps, edges };
        slot.input = self.input;
        slot.expected = *self.sides.step_first(edges, &self.input);
        if !self.gate.all_open() {
            self.gate.event(edges, &self.input);
        }
        slot.open = self.gate.open();
        self.ahead += 1;
        (slot.event, &slot.expected, &mut self.input)
    }

    /// Whether the others must catch up before the next event.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.ahead == SLOTS
    }

    /// All other sides pass what the first one has passed; `watch` sees it, up to the first difference.
    ///
    /// # Errors
    /// At the first difference. The run cannot go on after it.
    pub fn catch_up(&mut self, watch: &mut impl Watch<S::In, S::Out>) -> Result<(), LockstepError> {
        let counts = |slot: &Slot<S::In, S::Out>, got: &S::Out| differing_port::<S>(slot, got).is_some();
        match self.sides.follow(&self.slots[..self.ahead], counts) {
            None => {
                self.count(self.ahead, watch);
                self.ahead = 0;
                Ok(())
            }
            Some((slot, side)) => {
                self.count(slot + 1, watch);
                self.ahead = 0;
                Err(self.difference(slot, side))
            }
        }
    }

    /// All sides have passed this many slots.
    fn count(&mut self, passed: usize, watch: &mut impl Watch<S::In, S::Out>) {
        for slot in &self.slots[..passed] {
            watch.event(&slot.event, &slot.input, &slot.expected);
            for clock in 0..S::CLOCKS.len() {
                self.edges[clock] += u64::from(slot.event.edges.contains(clock));
            }
            self.compared += u64::from(!slot.open.is_empty());
            self.time_ps = slot.event.time_ps;
        }
        self.events += passed as u64;
    }

    /// Events that all sides have passed.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// What all sides have done so far.
    pub fn summary(&self) -> Summary {
        let edges = S::CLOCKS.iter().zip(self.edges).map(|(clock, count)| ((*clock).to_owned(), count)).collect();
        let others = self.sides.names().into_iter().skip(1);
        let comparisons = others.map(|name| (name, self.compared)).collect();
        Summary { events: self.events, time_ps: self.time_ps, edges, comparisons }
    }

    /// What the run has done.
    ///
    /// # Errors
    /// When nothing was compared.
    pub fn finish(&self) -> Result<Summary, LockstepError> {
        if self.compared == 0 {
            return Err(LockstepError::NothingCompared { events: self.events });
        }
        Ok(self.summary())
    }

    /// Names the port behind a difference.
    #[cold]
    fn difference(&self, slot: usize, side: usize) -> LockstepError {
        let slot = &self.slots[slot];
        let got = self.sides.output(side);
        // `follow` stops at no other slot.
        let index = differing_port::<S>(slot, got).expect("the side has stopped because a port differs");
        let port = S::Out::PORTS[index];
        let clock = S::CLOCKS.iter().position(|name| *name == port.clock);
        let names = self.sides.names();
        LockstepError::Difference(Box::new(Difference {
            time_ps: slot.event.time_ps,
            event: slot.event.number,
            clock: port.clock.to_owned(),
            edge: clock.map_or(slot.event.number, |clock| self.edges[clock].saturating_sub(1)),
            port: port.name.to_owned(),
            width: port.width,
            expected: slot.expected.get(index),
            got: got.get(index),
            expected_side: names[0].clone(),
            side: names[side].clone(),
        }))
    }
}

/// The first port that differs and is compared; none when all differences are in domains that are not compared yet.
#[cold]
fn differing_port<S: Sides>(slot: &Slot<S::In, S::Out>, got: &S::Out) -> Option<usize> {
    let differs = |index: &usize| slot.expected.get(*index) != got.get(*index);
    let open = |index: &usize| is_open(slot.open, S::CLOCKS, S::Out::PORTS[*index].clock);
    (0..S::Out::PORTS.len()).filter(differs).find(open)
}
