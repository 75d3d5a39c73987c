// SPDX-License-Identifier: MIT OR Apache-2.0
//! Lockstep on designs small enough to know every answer.

use super::*;
use crate::clocks::ClockPlan;
use wirewright_spec::{Block, EdgeSet, Ports};

/// A counter that can be made wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct In {
    /// Reset.
    rst: bool,
    /// Added at every edge.
    step: u8,
}

/// What it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct Out {
    /// Parity of the sum.
    odd: bool,
    /// The sum.
    sum: u16,
}

struct Counter {
    sum: u16,
    wrong_at: u16,
}

impl Block for Counter {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        self.sum = 0;
    }

    fn step(&mut self, input: &In, output: &mut Out) {
        self.sum = if input.rst { 0 } else { self.sum.wrapping_add(input.step.into()) };
        *output = Out { odd: self.sum & 1 != 0, sum: self.sum ^ u16::from(self.sum == self.wrong_at && !input.rst) };
    }
}

/// Reset for three edges, then one more at each edge.
struct Ones {
    edges: u64,
    release_at: u64,
}

impl Drive<In, Out> for Ones {
    fn start(&mut self, input: &mut In) {
        *input = In { rst: true, step: 1 };
    }

    fn after(&mut self, event: &Event, _: &Out, input: &mut In) -> bool {
        input.rst = event.number + 1 < self.release_at;
        event.number + 1 < self.edges
    }
}

fn counter(start: u16, wrong_at: u16) -> Counter {
    Counter { sum: start, wrong_at }
}

fn run(sides: impl Sides<In = In, Out = Out>, edges: u64, release_at: u64) -> Result<Summary, LockstepError> {
    let clocks = Clocks::new(&ClockPlan::single("clk", 8000)).unwrap();
    Lockstep::new(sides, clocks, Ones { edges, release_at }).run(u64::MAX)
}

#[test]
fn equal_sides_are_compared_at_every_edge_after_reset() {
    let sides = (Side::new("a", counter(0, 9999)), Side::new("b", counter(77, 9999)), Side::new("c", counter(5, 9999)));
    let summary = run(sides, 100, 3).unwrap();
    assert_eq!(summary.events, 100);
    assert_eq!(summary.time_ps, 800_000);
    assert_eq!(summary.edges, [("clk".to_owned(), 100)]);
    assert_eq!(summary.comparisons, [("b".to_owned(), 97), ("c".to_owned(), 97)]);
}

#[test]
fn the_first_difference_is_named_in_full() {
    let sides =
        (Side::new("model", counter(0, 9999)), Side::new("b", counter(0, 9999)), Side::new("rtl", counter(0, 20)));
    let Err(LockstepError::Difference(difference)) = run(sides, 100, 3) else { panic!("a difference") };
    let expected = Difference {
        time_ps: 23 * 8000,
        event: 22,
        clock: "clk".into(),
        edge: 22,
        port: "sum".into(),
        width: 16,
        expected: 20,
        got: 21,
        expected_side: "model".into(),
        side: "rtl".into(),
    };
    assert_eq!(*difference, expected);
    let text = "port sum after edge 22 of clk (184.000 ns): expected 16'h0014 (model), got 16'h0015 (rtl)";
    assert_eq!(difference.to_string(), text);
}

#[test]
fn of_two_sides_that_differ_the_earlier_difference_is_told() {
    let sides = (Side::new("model", counter(0, 9999)), Side::new("b", counter(0, 30)), Side::new("c", counter(0, 20)));
    let Err(LockstepError::Difference(difference)) = run(sides, 100, 3) else { panic!("a difference") };
    assert_eq!((difference.side.as_str(), difference.expected), ("c", 20));
}

/// Counts the events it is shown.
struct Shown(u64);

impl Watch<In, Out> for Shown {
    fn event(&mut self, event: &Event, _: &In, _: &Out) {
        assert_eq!(event.number, self.0);
        self.0 += 1;
    }
}

#[test]
fn what_is_counted_and_watched_ends_with_the_difference_wherever_it_is() {
    for wrong_at in [1, 2, 60, 61, 62, 63, 64, 65, 200] {
        for stride in [1, 7, 64, 1000] {
            let sides = (Side::new("model", counter(0, 9999)), Side::new("rtl", counter(0, wrong_at)));
            let clocks = Clocks::new(&ClockPlan::single("clk", 8000)).unwrap();
            let drive = Ones { edges: 1000, release_at: 3 };
            let mut lockstep = Lockstep::watched(sides, clocks, drive, Shown(0));
            let error = loop {
                if let Err(error) = lockstep.advance(stride) {
                    break error;
                }
            };
            let LockstepError::Difference(difference) = error else { panic!("{error}") };
            let event = u64::from(wrong_at) + 2;
            assert_eq!((difference.event, difference.edge), (event, event), "{wrong_at}, {stride}");
            assert_eq!((lockstep.events(), lockstep.watch().0), (event + 1, event + 1), "{wrong_at}, {stride}");
            assert_eq!(lockstep.summary().comparisons[0].1, event + 1 - 3);
        }
    }
}

#[test]
fn a_run_that_compared_nothing_is_an_error() {
    let sides = (Side::new("a", counter(0, 1)), Side::new("b", counter(0, 1)));
    assert_eq!(run(sides, 50, 99), Err(LockstepError::NothingCompared { events: 50 }));
}

/// Two counters in two clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct TwoIn {
    /// Reset of a.
    #[port(clock = "a_clk")]
    a_rst: bool,
    /// Reset of b.
    #[port(clock = "b_clk")]
    b_rst_n: bool,
}

/// What they show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct TwoOut {
    /// Edges of a.
    #[port(clock = "a_clk")]
    a: u8,
    /// Edges of b.
    #[port(clock = "b_clk")]
    b: u8,
}

struct Two {
    out: TwoOut,
    b_wrong: u8,
}

impl Design for Two {
    type In = TwoIn;
    type Out = TwoOut;

    const CLOCKS: &'static [&'static str] = &["a_clk", "b_clk"];

    fn reset(&mut self) {}

    fn step(&mut self, edges: EdgeSet, input: &TwoIn, output: &mut TwoOut) {
        if edges.contains(0) {
            self.out.a = if input.a_rst { 0 } else { self.out.a.wrapping_add(1) };
        }
        if edges.contains(1) {
            self.out.b = if input.b_rst_n { self.out.b.wrapping_add(1) } else { self.b_wrong };
        }
        *output = self.out;
    }
}

/// a leaves reset after 2 of its edges, b after 10 of its own.
struct TwoDrive([u64; 2]);

impl Drive<TwoIn, TwoOut> for TwoDrive {
    fn start(&mut self, input: &mut TwoIn) {
        *input = TwoIn { a_rst: true, b_rst_n: false };
    }

    fn after(&mut self, event: &Event, _: &TwoOut, input: &mut TwoIn) -> bool {
        for clock in 0..2 {
            self.0[clock] += u64::from(event.edges.contains(clock));
        }
        *input = TwoIn { a_rst: self.0[0] < 2, b_rst_n: self.0[1] >= 10 };
        event.number < 200
    }
}

#[test]
fn each_domain_is_compared_from_its_own_reset_on() {
    let two = |b_wrong| Two { out: TwoOut::default(), b_wrong };
    let clocks = Clocks::new(&ClockPlan::seeded(&[("a_clk", 8000), ("b_clk", 9000)], 0, 1)).unwrap();
    let sides = (Side::new("model", two(0)), Side::new("rtl", two(3)));
    let result = Lockstep::new(sides, clocks, TwoDrive([0; 2])).run(1000);
    // While b is in reset its outputs differ and nobody looks; its first edge out of reset shows it.
    let Err(LockstepError::Difference(difference)) = result else { panic!("a difference") };
    assert_eq!((difference.clock.as_str(), difference.port.as_str(), difference.edge), ("b_clk", "b", 10));
    assert_eq!((difference.expected, difference.got), (1, 4));
}
