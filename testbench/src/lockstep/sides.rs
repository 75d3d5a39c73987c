// SPDX-License-Identifier: MIT OR Apache-2.0
//! The sides of a lockstep as a tuple, so that each is called directly: two, three or four designs with one
//! interface and different types behind it.

use wirewright_spec::{Design, EdgeSet, Ports};

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
    /// One event in all of them.
    fn step(&mut self, edges: EdgeSet, input: &Self::In);
    /// The outputs of the first.
    fn expected(&self) -> &Self::Out;
    /// The outputs of side `index`.
    ///
    /// # Panics
    /// When there is no such side.
    fn output(&self, index: usize) -> &Self::Out;
    /// The first side whose outputs are not those of side 0.
    fn differing(&self) -> Option<usize>;
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
            fn step(&mut self, edges: EdgeSet, input: &Self::In) {
                self.0.design.step(edges, input, &mut self.0.output);
                $(self.$index.design.step(edges, input, &mut self.$index.output);)*
            }

            #[inline]
            fn expected(&self) -> &Self::Out {
                &self.0.output
            }

            fn output(&self, index: usize) -> &Self::Out {
                match index {
                    0 => &self.0.output,
                    $($index => &self.$index.output,)*
                    _ => panic!("side {index} of {}", $count),
                }
            }

            #[inline]
            fn differing(&self) -> Option<usize> {
                $(
                    if self.$index.output != self.0.output {
                        return Some($index);
                    }
                )*
                None
            }
        }
    };
}

sides!(1: A);
sides!(2: A, B 1);
sides!(3: A, B 1, C 2);
sides!(4: A, B 1, C 2, E 3);
