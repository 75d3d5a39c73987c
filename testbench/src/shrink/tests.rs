// SPDX-License-Identifier: MIT OR Apache-2.0
//! Shrinking with failures whose smallest stimulus is known.

use wirewright_spec::ports;
use wirewright_spec::{Block, Design, Interface, PortSet};

use super::*;
use crate::clocks::Event;
use crate::lockstep::{Watch, play};
use crate::stimulus::{Driver, Flavour, Player, default_stimulus};

type TxIn = <ports::MacTx as Interface>::In;
type TxOut = <ports::MacTx as Interface>::Out;

/// Takes every beat, and knows when something happened that counts as the failure.
struct Sink<C>(C);

impl<C: FnMut(&TxIn) -> bool> Block for Sink<C> {
    type In = TxIn;
    type Out = TxOut;

    fn reset(&mut self) {}

    fn step(&mut self, input: &TxIn, output: &mut TxOut) {
        *output = TxOut { tx_axis_tready: true, stat_tx_valid: (self.0)(input), ..TxOut::default() };
    }
}

/// The first event after which the sink said so.
#[derive(Default)]
struct First(Option<u64>);

impl Watch<TxIn, TxOut> for First {
    fn event(&mut self, event: &Event, _: &TxIn, output: &TxOut) {
        if output.stat_tx_valid && self.0.is_none() {
            self.0 = Some(event.number);
        }
    }
}

fn fails_at(stimulus: &Stimulus, condition: impl FnMut(&TxIn) -> bool) -> Option<u64> {
    let (mut player, mut clocks) = Player::new(stimulus, <Sink<fn(&TxIn) -> bool> as Design>::CLOCKS).unwrap();
    let mut first = First::default();
    play(&mut Sink(condition), &mut clocks, &mut player, &mut first, stimulus.events);
    first.0
}

fn stimulus(flavour: Flavour) -> Stimulus {
    default_stimulus(&PortSet::of::<ports::MacTx>(), flavour, 11, 60_000)
}

/// True at the last beat of the second frame that has an octet 0xaa at index 20.
fn second_marked_frame() -> impl FnMut(&TxIn) -> bool {
    let (mut octet, mut seen, mut marked) = (0, 0, false);
    move |input| {
        if !input.tx_axis_tvalid {
            return false;
        }
        marked |= octet == 20 && input.tx_axis_tdata & 0x80 != 0;
        octet += 1;
        if !input.tx_axis_tlast {
            return false;
        }
        seen += u32::from(marked);
        (octet, marked) = (0, false);
        seen == 2
    }
}

#[test]
fn frames_that_do_not_matter_go_and_the_others_get_short() {
    let shrunk = shrink(&stimulus(Flavour::Protocol), Budget::default(), |s| fails_at(s, second_marked_frame()));
    assert!(!shrunk.exhausted, "{} runs", shrunk.runs);
    let streams = shrunk.stimulus.drivers.iter().filter_map(|d| if let Driver::Stream(s) = d { Some(s) } else { None });
    let frames: Vec<_> = streams.flat_map(|s| &s.frames).collect();
    assert_eq!(frames.len(), 2, "{}", shrunk.stimulus.to_json());
    for frame in frames {
        // The very first beat is seen twice: it waits for the first `tready`.
        assert!((20..=21).contains(&frame.octets.len()), "{frame:?}");
        assert!(frame.stalls.is_empty() && frame.marks == 0 && frame.gap_edges == 0, "{frame:?}");
    }
    assert!(shrunk.stimulus.events < 60, "{}", shrunk.stimulus.events);
}

/// True when `tx_hold` and `tx_fcs_insert` were high together, and both low some time later.
fn together_then_apart() -> impl FnMut(&TxIn) -> bool {
    let mut together = false;
    move |input| {
        together |= input.tx_hold && input.tx_fcs_insert && !input.rst;
        together && !input.tx_hold && !input.tx_fcs_insert
    }
}

#[test]
fn pins_get_quiet_and_the_run_short() {
    let shrunk = shrink(&stimulus(Flavour::Chaos), Budget::default(), |s| fails_at(s, together_then_apart()));
    assert!(!shrunk.exhausted, "{} runs", shrunk.runs);
    assert!(shrunk.stimulus.events <= 4, "{}", shrunk.stimulus.to_json());
    let restless = shrunk.stimulus.drivers.iter().filter(|driver| match driver {
        Driver::Pin(pin) => !matches!(pin.source, crate::stimulus::Source::Constant(0)),
        _ => true,
    });
    assert!(restless.count() <= 3, "{}", shrunk.stimulus.to_json());
}

#[test]
fn shrinking_is_the_same_each_time_and_keeps_to_its_budget() {
    let budget = Budget { events: 2_000_000, runs: 60 };
    let run = || shrink(&stimulus(Flavour::Protocol), budget, |s| fails_at(s, second_marked_frame()));
    let (first, second) = (run(), run());
    assert_eq!(first, second);
    assert!(first.exhausted && first.runs <= 60);
    assert!(fails_at(&first.stimulus, second_marked_frame()).is_some(), "what is given still fails");
}

#[test]
fn a_stimulus_that_does_not_fail_comes_back_as_it_was() {
    let stimulus = stimulus(Flavour::Protocol);
    let shrunk = shrink(&stimulus, Budget::default(), |_| None);
    assert_eq!((shrunk.stimulus, shrunk.runs), (stimulus, 1));
}
