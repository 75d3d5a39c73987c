// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the tests of all blocks share: three seeds, two flavours of stimulus, and the line that says why a test was
//! skipped.

use std::env;
use std::num::NonZeroU32;
use std::path::Path;

use wirewright_bridge::{BridgeError, Model, Options, ToolMissing};
use wirewright_testbench::check::Check;
use wirewright_testbench::registry::Registered;
use wirewright_testbench::rungs;
use wirewright_testbench::shrink::Budget;
use wirewright_testbench::stimulus::Flavour;

/// Start values of registers; Verilator's default, 0, would start them all at zero and hide a missing reset.
pub const SEEDS: [u32; 3] = [1, 2, 0x0bad_cafe];

/// Holds model and Verilog of `R` equal in each of three seeds and two flavours, for `events` events, or as many as
/// `WIREWRIGHT_EVENTS` says.
pub fn hold_equal<R: Registered>(events: u64) {
    let events = asked(env::var("WIREWRIGHT_EVENTS").ok().as_deref(), events);
    let Some(rtl) = load::<R>(R::VERILOG) else { return };
    for seed in SEEDS {
        for flavour in [Flavour::Protocol, Flavour::Chaos] {
            let check = Check {
                source: &R::source(),
                options: &Options::default(),
                stimulus: &R::stimulus(flavour, seed.into(), events),
                stimulus_seed: seed.into(),
                parent: &Path::new(env!("CARGO_TARGET_TMPDIR")).join("failures"),
                budget: Budget::default(),
            };
            let start_values = NonZeroU32::new(seed).expect("no seed is 0");
            match check.run_loaded::<R>(&rtl, start_values) {
                Ok(summary) => {
                    assert_eq!(summary.events, events, "{}: {summary:?}", R::NAME);
                    assert!(summary.comparisons[0].1 * 10 > events * 9, "{}: {summary:?}", R::NAME);
                }
                Err(error) => panic!("{}, {flavour:?}, seed {seed}: {error}", R::NAME),
            }
        }
    }
}

/// As many events as asked for.
fn asked(events: Option<&str>, everyday: u64) -> u64 {
    let Some(events) = events else { return everyday };
    events.parse().unwrap_or_else(|_| panic!("WIREWRIGHT_EVENTS: `{events}` is no number"))
}

#[test]
fn the_number_of_events_is_the_one_that_was_asked_for() {
    assert_eq!((asked(None, 60), asked(Some("2000000"), 60)), (60, 2_000_000));
}

/// The Verilog text as a running model; none, with a line that says why, when a tool is missing.
pub fn load<R: Registered>(verilog: &str) -> Option<Model<R>> {
    match rungs::load::<R>(&R::source_of(verilog), &Options::default()) {
        Ok(model) => Some(model),
        Err(BridgeError::ToolMissing(missing)) => {
            skip(&missing);
            None
        }
        Err(error) => panic!("{}: {error}", R::NAME),
    }
}

/// Says that a test is skipped, which is a failure where `WIREWRIGHT_REQUIRE` names tools.
pub fn skip(missing: &ToolMissing) {
    let required = std::env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
    assert!(!required.split([',', ' ']).any(|word| word == "tools"), "tools are required: {missing}");
    println!("skipped: tools: {missing}");
}
