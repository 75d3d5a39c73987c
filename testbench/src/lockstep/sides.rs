// SPDX-License-Identifier: MIT OR Apache-2.0
//! The sides of a lockstep as a tuple, so that each is called directly: two, three or four designs with one
//! interface and different types behind it.

use wirewright_spec::{Design, EdgeSet, Ports};

use crate::clocks::Event;

/// One side: a design, what it is called in messages, and its outputs after the last event.
pub struct Side<D: Design> {
    name: String,
    design: D,
    output: D::Out,
}

impl<D: Design> Side<D> {
    /// A side, called by its rung.
    pub fn new(name: impl Into<String>, design: D) -> Side<D> {
        Side { name: name.into(), design, output: D::Out::default() }
    }
}

impl<D: Design> Side<D> {
    /// Steps through the slots, to the first in which the outputs differ from the expected ones and that counts.
    #[inline]
    fn follow(
        &mut self,
        slots: &[Slot<D::In, D::Out>],
        counts: impl Fn(&Slot<D::In, D::Out>, &D::Out) -> bool,
    ) -> Option<usize> {
        for (number, slot) in slots.iter().enumerate() {
            self.design.step(slot.event.edges, &slot.input, &mut self.output);
            if self.output != slot.expected && counts(slot, &self.output) {
                return Some(number);
            }
        }
        None
    }
}

/// One event that the first side has passed and the others are to follow.
#[derive(Clone, Copy, Debug)]
pub struct Slot<In, Out> {
    pub(super) event: Event,
    pub(super) input: In,
    pub(super) expected: Out,
    /// The clock domains that are compared.
    pub(super) open: EdgeSet,
}

impl<In: Default, Out: Default> Slot<In, Out> {
    pub(super) fn empty() -> Slot<In, Out> {
        let event = Event { number: 0, time_ps: 0, edges: EdgeSet::NONE };
        Slot { event, input: In::default(), expected: Out::default(), open: EdgeSet::NONE }
    }
}

/// A design that somebody else owns and wants back.
pub struct Borrowed<'a, D>(pub &'a mut D);

impl<D: Design> Design for Borrowed<'_, D> {
    type In = D::In;
    type Out = D::Out;

    const CLOCKS: &'static [&'static str] = D::CLOCKS;

    fn reset(&mut self) {
        self.0.reset();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &D::In, output: &mut D::Out) {
        self.0.step(edges, input, output);
    }
}

/// Designs that are held equal; the first is the one that is right. One alone has nothing to be equal to: it is for
/// runs in which only the reference judges.
pub trait Sides {
    /// The inputs of all.
    type In: Ports;
    /// The outputs of all.
    type Out: Ports;
    /// The clocks of all.
    const CLOCKS: &'static [&'static str];
    /// How many there are.
    const COUNT: usize;

    /// What they are called.
    fn names(&self) -> Vec<String>;
    /// One event in the first; gives its outputs.
    fn step_first(&mut self, edges: EdgeSet, input: &Self::In) -> &Self::Out;
    /// The same events in all others: the number of the first slot in which one of them differs in a port that is
    /// compared (`counts`), and which one. That side has stopped there.
    fn follow(
        &mut self,
        slots: &[Slot<Self::In, Self::Out>],
        counts: impl Fn(&Slot<Self::In, Self::Out>, &Self::Out) -> bool,
    ) -> Option<(usize, usize)>;
    /// The outputs of side `index`, where it has come to.
    ///
    /// # Panics
    /// When there is no such side.
    fn output(&self, index: usize) -> &Self::Out;
}

macro_rules! sides {
    ($count:literal: $first:ident $(, $side:ident $index:tt)*) => {
        impl<$first: Design, $($side: Design<In = $first::In, Out = $first::Out>),*> Sides
            for (Side<$first>, $(Side<$side>),*)
        {
            type In = $first::In;
            type Out = $first::Out;

            const CLOCKS: &'static [&'static str] = $first::CLOCKS;
            const COUNT: usize = $count;

            fn names(&self) -> Vec<String> {
                vec![self.0.name.clone(), $(self.$index.name.clone()),*]
            }

            #[inline]
            fn step_first(&mut self, edges: EdgeSet, input: &Self::In) -> &Self::Out {
                self.0.design.step(edges, input, &mut self.0.output);
                &self.0.output
            }

            #[inline]
            #[allow(unused_mut, unused_variables, reason = "one side alone has none to follow it")]
            fn follow(
                &mut self,
                slots: &[Slot<Self::In, Self::Out>],
                counts: impl Fn(&Slot<Self::In, Self::Out>, &Self::Out) -> bool,
            ) -> Option<(usize, usize)> {
                let mut found: Option<(usize, usize)> = None;
                $(
                    let until = found.map_or(slots.len(), |(number, _)| number);
                    found = self.$index.follow(&slots[..until], &counts).map(|number| (number, $index)).or(found);
                )*
                found
            }

            fn output(&self, index: usize) -> &Self::Out {
                match index {
                    0 => &self.0.output,
                    $($index => &self.$index.output,)*
                    _ => panic!("side {index} of {}", $count),
                }
            }
        }
    };
}

sides!(1: A);
sides!(2: A, B 1);
sides!(3: A, B 1, C 2);
sides!(4: A, B 1, C 2, E 3);
