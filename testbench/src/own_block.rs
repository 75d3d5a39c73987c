// SPDX-License-Identifier: MIT OR Apache-2.0
//! A block of your own, written in Verilog, against a model of it in a few lines of Rust: [`block!`](crate::block) says
//! its ports, [`hold_equal`] compares all outputs at every edge. `testbench/examples/own_block.rs` is a whole program.

use std::marker::PhantomData;
use std::num::NonZeroU32;

use wirewright_bridge::{Model, Options, Source};
use wirewright_spec::{Block, Interface, PortSet, Ports};

use crate::lockstep::reset_value;
use crate::rungs::{RunError, model_against};
use crate::stimulus::{Flavour, default_stimulus};

/// Start values of registers, and seeds of the stimuli.
const SEEDS: [u32; 3] = [1, 2, 3];

/// Declares the outside of a block with one clock, `clk`: its Verilog name, inputs and outputs. Makes a module of that
/// name with the structs `In` and `Out` and the [`Interface`] `Block`. Ports are `bool`, `u8`, `u16`, `u32` or `u64`;
/// `#[port(width = 4)]` before one makes it narrower than its type.
///
/// ```
/// wirewright_testbench::block!(counter { rst: bool, #[port(width = 4)] step: u8 } -> { count: u8 });
/// # use wirewright_spec::PortSet;
/// assert_eq!(PortSet::of::<counter::Block>().inputs[1].width, 4);
/// ```
#[macro_export]
macro_rules! block {
    ($name:ident { $($(#[$in_is:meta])* $in:ident: $in_type:ident),* $(,)? }
        -> { $($(#[$out_is:meta])* $out:ident: $out_type:ident),* $(,)? }) => {
        #[allow(missing_docs)]
        pub mod $name {
            #[derive(Clone, Copy, Debug, Default, PartialEq, ::wirewright_spec::Ports)]
            #[repr(C)]
            pub struct In { $($(#[$in_is])* pub $in: $in_type),* }

            #[derive(Clone, Copy, Debug, Default, PartialEq, ::wirewright_spec::Ports)]
            #[repr(C)]
            pub struct Out { $($(#[$out_is])* pub $out: $out_type),* }

            pub enum Block {}

            impl ::wirewright_spec::Interface for Block {
                const NAME: &'static str = stringify!($name);
                const CLOCKS: &'static [&'static str] = &["clk"];
                type In = In;
                type Out = Out;
            }
        }
    };
}

/// Holds the Verilog of a block with one clock equal to its model: random inputs of any kind for `events` clock edges,
/// with resets among them, in three seeds, which also draw the start values of the registers. `model` is one rising
/// edge: it takes the inputs sampled there and gives the outputs visible after it; what it remembers it owns.
///
/// Gives the number of comparisons of all outputs.
///
/// # Errors
/// At the first difference, with port, edge and both values; when a tool is missing or Verilator refuses the Verilog;
/// when nothing was compared.
pub fn hold_equal<I: Interface>(
    verilog: &str,
    events: u64,
    mut model: impl FnMut(&I::In, &mut I::Out),
) -> Result<u64, RunError> {
    let source = Source::new(I::NAME).file(format!("{}.v", I::NAME), verilog);
    let rtl = Model::<I>::load(&source, &Options::default())?;
    let mut comparisons = 0;
    for seed in SEEDS {
        let stimulus = default_stimulus(&PortSet::of::<I>(), Flavour::Chaos, seed.into(), events);
        let start_values = NonZeroU32::new(seed).unwrap_or(NonZeroU32::MIN);
        let mut step = Step::<I, _>(&mut model, PhantomData);
        step.reset();
        let summary = model_against::<I, _>(step, "model", &rtl, &stimulus, start_values)?;
        comparisons += summary.comparisons.iter().map(|(_, count)| count).sum::<u64>();
    }
    Ok(comparisons)
}

/// A function that is one step.
struct Step<'a, I, F>(&'a mut F, PhantomData<I>);

impl<I: Interface, F: FnMut(&I::In, &mut I::Out)> Block for Step<'_, I, F> {
    type In = I::In;
    type Out = I::Out;

    fn reset(&mut self) {
        let mut input = I::In::default();
        for (index, port) in I::In::PORTS.iter().enumerate() {
            input.set(index, reset_value(port.name).unwrap_or(0));
        }
        self.step(&input, &mut I::Out::default());
    }

    fn step(&mut self, input: &I::In, output: &mut I::Out) {
        (self.0)(input, output);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lockstep::LockstepError;
    use wirewright_bridge::BridgeError;

    crate::block!(adder { rst: bool, #[port(width = 4)] step: u8 } -> { #[port(width = 6)] sum: u8 });

    const ADDER: &str = "module adder (input wire clk, input wire rst, input wire [3:0] step, output reg [5:0] sum);
        always @(posedge clk) if (rst) sum <= 6'd0; else sum <= sum + {2'd0, step};
        endmodule";

    /// Holds this Verilog equal to the model; none when a tool is missing.
    fn held(verilog: &str) -> Option<Result<u64, RunError>> {
        let mut sum = 0;
        let held = hold_equal::<adder::Block>(verilog, 5000, |input, output| {
            sum = if input.rst { 0 } else { (sum + input.step) & 0x3f };
            output.sum = sum;
        });
        if let Err(RunError::Bridge(BridgeError::ToolMissing(missing))) = &held {
            let required = std::env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
            assert!(!required.split([',', ' ']).any(|word| word == "tools"), "tools are required: {missing}");
            println!("skipped: tools: {missing}");
            return None;
        }
        Some(held)
    }

    #[test]
    fn a_block_of_ones_own_is_held_equal_and_a_fault_is_seen() {
        let Some(equal) = held(ADDER) else { return };
        assert!(equal.as_ref().is_ok_and(|&comparisons| comparisons > 10_000), "{equal:?}");
        let faulty = ADDER.replace("{2'd0, step}", "{3'd0, step[2:0]}");
        let Some(Err(RunError::Lockstep(LockstepError::Difference(found)))) = held(&faulty) else {
            panic!("the fault was not seen")
        };
        assert_eq!((&*found.port, &*found.expected_side, &*found.side), ("sum", "model", "rtl"));
    }

    #[test]
    fn the_program_in_the_readme_is_the_example() {
        let example = include_str!("../examples/own_block.rs");
        let program: String = example
            .lines()
            .skip_while(|line| line.starts_with("//") || line.is_empty())
            .fold(String::new(), |text, line| text + line + "\n");
        assert!(program.lines().count() <= 24, "{}", program.lines().count());
        let readme = include_str!("../../README.md");
        assert!(readme.contains(&format!("```rust\n{program}```\n")), "README.md has another program than\n{program}");
    }
}
