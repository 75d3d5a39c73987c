// SPDX-License-Identifier: MIT OR Apache-2.0
//! Checks a block of your own, written in Verilog, against its model, written in Rust: every output at every edge,
//! on 100,000 edges of random inputs. Change a line of the Verilog and see what is said.
//!
//! Run it with `cargo run -p wirewright-testbench --example own_block`.

use std::num::NonZeroU32;

use wirewright_spec::{Block, Interface, PortSet, Ports};
use wirewright_testbench::bridge::{Model, Options, Source};
use wirewright_testbench::rungs::model_against;
use wirewright_testbench::stimulus::{Flavour, default_stimulus};

const VERILOG: &str = "module counter (input wire clk, input wire rst, input wire enable, output reg [7:0] count);
    always @(posedge clk) if (rst) count <= 8'd0; else if (enable) count <= count + 8'd1;
endmodule";

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct In {
    rst: bool,
    enable: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct Out {
    count: u8,
}

/// The outside of the block: its Verilog name, clocks and ports.
enum Counter {}

impl Interface for Counter {
    const NAME: &'static str = "counter";
    const CLOCKS: &'static [&'static str] = &["clk"];
    type In = In;
    type Out = Out;
}

#[derive(Default)]
struct CounterModel(u8);

impl Block for CounterModel {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        self.0 = 0;
    }

    fn step(&mut self, input: &In, output: &mut Out) {
        self.0 = if input.rst { 0 } else { self.0.wrapping_add(input.enable.into()) };
        output.count = self.0;
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let source = Source::new("counter").file("counter.v", VERILOG);
    let rtl = Model::<Counter>::load(&source, &Options::default())?;
    let stimulus = default_stimulus(&PortSet::of::<Counter>(), Flavour::Chaos, 1, 100_000);
    let summary = model_against(CounterModel::default(), "model", &rtl, &stimulus, NonZeroU32::MIN)?;
    println!("equal at {} edges", summary.comparisons[0].1);
    Ok(())
}
