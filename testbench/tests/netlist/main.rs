// SPDX-License-Identifier: MIT OR Apache-2.0
//! The rung `netlist`: what yosys makes of a block for ECP5 is held equal to the golden model after reset, from three
//! random starts of all flip-flops; and what is wrong with a netlist is found.

mod cells;

use std::num::NonZeroU32;

use wirewright_spec::Interface;
use wirewright_spec::ports::{Crc32, MacRx, MacTx, StreamFifo};
use wirewright_testbench::bridge::{BridgeError, Options, ToolMissing};
use wirewright_testbench::lockstep::LockstepError;
use wirewright_testbench::netlist::{self, NetlistError};
use wirewright_testbench::registry::Registered;
use wirewright_testbench::rungs::{self, RunError};
use wirewright_testbench::stimulus::Flavour;

/// Start values of the flip-flops.
const SEEDS: [u32; 3] = [1, 2, 0x0bad_cafe];

/// Events of each run.
const EVENTS: u64 = 50_000;

#[test]
fn crc32() {
    hold_equal::<Crc32>();
}

#[test]
fn mac_tx() {
    hold_equal::<MacTx>();
}

#[test]
fn mac_rx() {
    hold_equal::<MacRx>();
}

#[test]
fn stream_fifo() {
    hold_equal::<StreamFifo>();
    // Its memory is in block RAMs, and so is the register behind it.
    let Some(text) = netlist::<StreamFifo>(StreamFifo::VERILOG) else { return };
    assert_eq!(text.matches("REGMODE_B(\"OUTREG\")").count() + text.matches("REGMODE_A(\"OUTREG\")").count(), 3);
}

#[test]
fn a_fault_in_a_netlist_is_found() {
    let Some(text) = netlist::<Crc32>(Crc32::VERILOG) else { return };
    let (before, after) = text.split_once("LUT4 #(\n    .INIT(16'h").expect("a table");
    let entries = u16::from_str_radix(&after[..4], 16).unwrap();
    let faulty = format!("{before}LUT4 #(\n    .INIT(16'h{:04x}{}", !entries, &after[4..]);
    assert!(differs::<Crc32>(&faulty), "an inverted table is not found");
}

#[test]
fn a_flip_flop_without_a_reset_is_found() {
    let Some(text) = netlist::<Crc32>(Crc32::VERILOG) else { return };
    assert!(text.contains(".LSR(rst)"));
    assert!(differs::<Crc32>(&text.replacen(".LSR(rst)", ".LSR(1'h0)", 1)), "a missing reset is not found");
}

#[test]
fn a_register_without_a_reset_is_found() {
    let text = without_first_reset(Crc32::VERILOG);
    let Some(text) = netlist::<Crc32>(&text) else { return };
    assert!(differs::<Crc32>(&text), "a missing reset is not found");
}

#[test]
fn a_netlist_is_made_once() {
    let cache = tempfile::tempdir().unwrap();
    let tools = wirewright_testbench::bridge::Tools::of_process();
    let make = || netlist::of_in(Crc32::NAME, Crc32::VERILOG, &tools, cache.path());
    let first = match make() {
        Ok(first) => first,
        Err(NetlistError::Tool(missing)) => return skip(&missing),
        Err(error) => panic!("{error}"),
    };
    let files: Vec<_> = std::fs::read_dir(cache.path()).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    std::fs::write(&files[0], "module kept; endmodule").unwrap();
    assert!(make().unwrap().starts_with("module kept; endmodule") && first != make().unwrap());
}

#[test]
fn what_yosys_refuses_is_told() {
    match netlist::of_in("crc32", "module crc32 (", &wirewright_testbench::bridge::Tools::of_process(), "none".as_ref())
    {
        Err(NetlistError::Tool(missing)) => skip(&missing),
        Err(error @ NetlistError::Yosys { .. }) => assert!(error.to_string().contains("syntax error"), "{error}"),
        other => panic!("{other:?}"),
    }
}

/// The Verilog in which one register is not reset.
fn without_first_reset(verilog: &str) -> String {
    let (before, after) = verilog.split_once("if (rst) begin\n").expect("a reset");
    let (_, rest) = after.split_once('\n').expect("a register");
    format!("{before}if (rst) begin\n{rest}")
}

fn hold_equal<R: Registered>() {
    let Some(text) = netlist::<R>(R::VERILOG) else { return };
    let Some(model) = load::<R>(&text) else { return };
    for seed in SEEDS {
        for flavour in [Flavour::Protocol, Flavour::Chaos] {
            let stimulus = R::stimulus(flavour, seed.into(), EVENTS);
            let start = NonZeroU32::new(seed).expect("no seed is 0");
            let summary = rungs::model_against_rtl::<R>(&model, &stimulus, start);
            let summary = summary.unwrap_or_else(|error| panic!("{}, {flavour:?}, seed {seed}: {error}", R::NAME));
            assert!(summary.events == EVENTS && summary.comparisons[0].1 * 10 > EVENTS * 9, "{summary:?}");
        }
    }
}

/// Whether some start shows a difference from the model.
fn differs<R: Registered>(text: &str) -> bool {
    let Some(model) = load::<R>(text) else { return true };
    SEEDS.iter().any(|&seed| {
        let stimulus = R::stimulus(Flavour::Protocol, seed.into(), EVENTS);
        let start = NonZeroU32::new(seed).expect("no seed is 0");
        let result = rungs::model_against_rtl::<R>(&model, &stimulus, start);
        matches!(result, Err(RunError::Lockstep(LockstepError::Difference(_))))
    })
}

fn netlist<R: Registered>(verilog: &str) -> Option<String> {
    match netlist::of(R::NAME, verilog) {
        Ok(text) => Some(text),
        Err(NetlistError::Tool(missing)) => {
            skip(&missing);
            None
        }
        Err(error) => panic!("{error}"),
    }
}

fn load<R: Registered>(text: &str) -> Option<wirewright_testbench::bridge::Model<R>> {
    match rungs::load::<R>(&R::source_of(text), &Options::default()) {
        Ok(model) => Some(model),
        Err(BridgeError::ToolMissing(missing)) => {
            skip(&missing);
            None
        }
        Err(error) => panic!("{}: {error}", R::NAME),
    }
}

/// Says that a test is skipped, which is a failure where `WIREWRIGHT_REQUIRE` names tools.
fn skip(missing: &ToolMissing) {
    let required = std::env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
    assert!(!required.split([',', ' ']).any(|word| word == "tools"), "tools are required: {missing}");
    println!("skipped: tools: {missing}");
}
