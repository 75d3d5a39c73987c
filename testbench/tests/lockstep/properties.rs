// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model and Verilog are equal on whatever the strategies of proptest think of: frames, gaps, faults,
//! collisions, back-pressure, clock phase and drift.

use std::num::NonZeroU32;
use std::path::Path;

use proptest::test_runner::{Config, TestCaseError, TestRunner};
use wirewright_bridge::Options;
use wirewright_spec::ports::{AsyncFifo, MacControlTx, MacRx, MacTx, StreamFifo64};
use wirewright_testbench::check::Check;
use wirewright_testbench::registry::Registered;
use wirewright_testbench::shrink::Budget;
use wirewright_testbench::stimulus::{Flavour, strategies};

use crate::bench::load;

/// Short runs, many of them. The check shrinks by itself and leaves a folder, so proptest need not.
fn hold_equal<R: Registered>(max_octets: usize) {
    let Some(rtl) = load::<R>(R::VERILOG) else { return };
    let config = Config { cases: 60, max_shrink_iters: 0, failure_persistence: None, ..Config::default() };
    let base = R::stimulus(Flavour::Protocol, 1, 4000);
    let result = TestRunner::new(config).run(&strategies::like(base, 8, max_octets), |stimulus| {
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

#[test]
fn mac_tx_on_any_frames() {
    hold_equal::<MacTx>(300);
}

#[test]
fn mac_rx_on_any_wire() {
    hold_equal::<MacRx>(1600);
}

#[test]
fn stream_fifo_64_on_any_frames_and_pressure() {
    hold_equal::<StreamFifo64>(70);
}

#[test]
fn async_fifo_in_any_alignment() {
    hold_equal::<AsyncFifo>(40);
}

#[test]
fn mac_control_tx_on_any_frames_and_pressure() {
    hold_equal::<MacControlTx>(200);
}
