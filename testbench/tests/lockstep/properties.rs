// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model and Verilog are equal on whatever the strategies of proptest think of: frames, gaps, faults,
//! collisions, back-pressure, clock phase and drift.

use std::env;
use std::num::NonZeroU32;
use std::path::Path;

use proptest::test_runner::{Config, TestCaseError, TestRunner};
use wirewright_bridge::Options;
use wirewright_spec::PortSet;
use wirewright_spec::ports::{
    AsyncFifo, MacControlTx, MacGmii, MacMii, MacRx, MacRxMii, MacRxTrispeed, MacTrispeed, MacTx, MacTxMii,
    MacTxTrispeed, StreamFifo64,
};
use wirewright_testbench::check::Check;
use wirewright_testbench::registry::Registered;
use wirewright_testbench::shrink::Budget;
use wirewright_testbench::stimulus::strategies;

use crate::bench::load;

/// How far a property goes: cases unless `PROPTEST_CASES` says how many, events of each, and its frames.
struct Size {
    cases: u32,
    events: u64,
    frames: usize,
    max_octets: usize,
}

/// A block of one clock.
const BLOCK: Size = Size { cases: 60, events: 4000, frames: 8, max_octets: 300 };
/// One with nibbles, enables or a medium, where a frame takes longer.
const NIBBLES: Size = Size { cases: 60, events: 10_000, frames: 12, max_octets: 200 };
/// A design of three clocks.
const DESIGN: Size = Size { cases: 24, events: 20_000, frames: 12, max_octets: 200 };

/// Short runs, many of them. The check shrinks by itself and leaves a folder, so proptest need not.
fn hold_equal<R: Registered>(size: &Size) {
    let Some(rtl) = load::<R>(R::VERILOG) else { return };
    let cases = cases(env::var("PROPTEST_CASES").ok().as_deref(), size.cases);
    let config = Config { cases, max_shrink_iters: 0, failure_persistence: None, ..Config::default() };
    let any_stimulus = strategies::stimulus(PortSet::of::<R>(), size.events, size.frames, size.max_octets);
    let result = TestRunner::new(config).run(&any_stimulus, |stimulus| {
        let check = Check {
            source: &R::source(),
            options: &Options::default(),
            stimulus: &stimulus,
            stimulus_seed: 1,
            parent: &Path::new(env!("CARGO_TARGET_TMPDIR")).join("failures"),
            budget: Budget::default(),
        };
        let held = check.run_loaded::<R>(&rtl, NonZeroU32::MIN);
        held.map(drop).map_err(|error| TestCaseError::fail(error.to_string()))
    });
    // The stimulus itself is in the folder that the reason names.
    if let Err(error) = result {
        let text = error.to_string();
        panic!("{}", text.split("minimal failing input").next().unwrap_or(&text));
    }
}

/// As many cases as asked for: a number in a `Config` of its own would hide what `PROPTEST_CASES` says.
fn cases(asked: Option<&str>, everyday: u32) -> u32 {
    let Some(asked) = asked else { return everyday };
    asked.parse().unwrap_or_else(|_| panic!("PROPTEST_CASES: `{asked}` is no number"))
}

#[test]
fn the_number_of_cases_is_the_one_that_was_asked_for() {
    assert_eq!((cases(None, 60), cases(Some("20000"), 60)), (60, 20_000));
}

#[test]
fn mac_tx_on_any_frames() {
    hold_equal::<MacTx>(&BLOCK);
}

#[test]
fn mac_rx_on_any_wire() {
    hold_equal::<MacRx>(&Size { max_octets: 1600, ..BLOCK });
}

#[test]
fn stream_fifo_64_on_any_frames_and_pressure() {
    hold_equal::<StreamFifo64>(&Size { max_octets: 70, ..BLOCK });
}

#[test]
fn async_fifo_in_any_alignment() {
    hold_equal::<AsyncFifo>(&BLOCK);
}

#[test]
fn mac_control_tx_on_any_frames_and_pressure() {
    hold_equal::<MacControlTx>(&BLOCK);
}

#[test]
fn mac_tx_mii_on_any_frames_and_medium() {
    hold_equal::<MacTxMii>(&NIBBLES);
}

#[test]
fn mac_rx_mii_on_any_wire() {
    hold_equal::<MacRxMii>(&NIBBLES);
}

#[test]
fn mac_tx_trispeed_on_any_frames_and_enable() {
    hold_equal::<MacTxTrispeed>(&NIBBLES);
}

#[test]
fn mac_rx_trispeed_on_any_wire_and_enable() {
    hold_equal::<MacRxTrispeed>(&NIBBLES);
}

#[test]
fn mac_gmii_on_any_frames_wire_and_pressure() {
    hold_equal::<MacGmii>(&DESIGN);
}

#[test]
fn mac_mii_on_any_frames_wire_medium_and_pressure() {
    hold_equal::<MacMii>(&Size { events: 60_000, ..DESIGN });
}

#[test]
fn mac_trispeed_on_any_frames_wire_enable_and_pressure() {
    hold_equal::<MacTrispeed>(&DESIGN);
}
