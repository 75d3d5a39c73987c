// SPDX-License-Identifier: MIT OR Apache-2.0
//! Two hand-written designs, the tools (or the reason to skip), and a reader of waves.

#![allow(dead_code)] // Each test file uses a part of it.

use std::path::{Path, PathBuf};

use wirewright_bridge::{Options, Source, Tools, Verilated};
use wirewright_spec::{EdgeSet, Interface, Ports};

pub const COUNTER: &str = "\
module counter #(parameter [63:0] START = 64'd0) (
    input wire clk, input wire rst, input wire enable, input wire [3:0] step,
    output reg [63:0] count, output reg [11:0] low, output reg odd
);
    wire [63:0] next = count + {60'd0, step};
    always @(posedge clk) begin
        if (rst) begin
            count <= START;
            low <= START[11:0];
            odd <= START[0];
        end else if (enable) begin
            count <= next;
            low <= next[11:0];
            odd <= next[0];
        end
        // STATEMENT
    end
endmodule
";

/// `a` has no reset; `b` has an asynchronous one. Without `load` they swap, each at its own clock.
pub const TWO_CLOCKS: &str = "\
module two_clocks (
    input wire a_clk, input wire b_clk, input wire load, input wire [63:0] a_in, input wire [63:0] b_in,
    input wire b_rst,
    output reg [63:0] a, output reg [63:0] b
);
    always @(posedge a_clk) a <= load ? a_in : b;
    always @(posedge b_clk or posedge b_rst) if (b_rst) b <= 64'd0; else b <= load ? b_in : a;
endmodule
";

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct CounterIn {
    pub rst: bool,
    pub enable: bool,
    #[port(width = 4)]
    pub step: u8,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct CounterOut {
    pub count: u64,
    #[port(width = 12)]
    pub low: u16,
    pub odd: bool,
}

pub struct Counter;

impl Interface for Counter {
    const NAME: &'static str = "counter";
    type In = CounterIn;
    type Out = CounterOut;
    const CLOCKS: &'static [&'static str] = &["clk"];
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct TwoClocksIn {
    #[port(clock = "async")]
    pub load: bool,
    #[port(clock = "a_clk")]
    pub a_in: u64,
    #[port(clock = "b_clk")]
    pub b_in: u64,
    #[port(clock = "async")]
    pub b_rst: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct TwoClocksOut {
    #[port(clock = "a_clk")]
    pub a: u64,
    #[port(clock = "b_clk")]
    pub b: u64,
}

pub struct TwoClocks;

impl Interface for TwoClocks {
    const NAME: &'static str = "two_clocks";
    type In = TwoClocksIn;
    type Out = TwoClocksOut;
    const CLOCKS: &'static [&'static str] = &["a_clk", "b_clk"];
}

pub fn counter() -> Source {
    Source::new("counter").file("counter.v", COUNTER)
}

pub fn two_clocks() -> Source {
    Source::new("two_clocks").file("two_clocks.v", TWO_CLOCKS)
}

/// Options with a cache of the tests' own, or `None` with the reason printed where the tools are missing and
/// `WIREWRIGHT_REQUIRE` does not ask for them.
pub fn options() -> Option<Options> {
    let tools = Tools::of_process();
    let missing = tools.verilator().err().or_else(|| tools.compiler().err());
    if let Some(reason) = missing {
        let required = std::env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
        assert!(!required.split(',').any(|name| name == "tools"), "required: {reason}");
        println!("skipped: tools: {reason}");
        return None;
    }
    let cache = Some(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cache"));
    Some(Options { cache, tools: Some(tools), ..Options::default() })
}

/// Ten edges of a counter.
pub fn assert_counts(design: &mut Verilated<Counter>) {
    let mut out = CounterOut::default();
    design.reset();
    for _ in 0..10 {
        design.step(EdgeSet::FIRST, &CounterIn { rst: false, enable: true, step: 3 }, &mut out);
    }
    assert_eq!(out.count, 30);
}

/// Times (ps) and values at which the signal of this name changes in a wave file, the first value included.
pub fn changes(file: &Path, signal: &str) -> Vec<(u64, u64)> {
    let mut waves = wellen::simple::read(file).unwrap();
    let hierarchy = waves.hierarchy();
    let timescale = hierarchy.timescale().unwrap();
    assert_eq!((timescale.factor, timescale.unit), (1, wellen::TimescaleUnit::PicoSeconds));
    let variable = hierarchy.all_vars().find(|&var| hierarchy[var].name(hierarchy) == signal).unwrap();
    let reference = hierarchy[variable].signal_ref();
    waves.load_signals(&[reference]);
    let times = waves.time_table().to_vec();
    let signal = waves.get_signal(reference).unwrap();
    let number = |value: wellen::SignalValueRef| u64::from_str_radix(&value.to_bit_string().unwrap(), 2).unwrap();
    signal.iter_changes().map(|(time, value)| (times[time as usize], number(value))).collect()
}
