// SPDX-License-Identifier: MIT OR Apache-2.0
//! The cells of ECP5 that a design on a board has at its pins, as leaves of rust-hdl: a PLL and registers of single and
//! double data rate. Their Verilog is in `fpga/cells`; how the vendor's cells behave is in `fpga/cells/sim`.
//!
//! ```text
//!           +---------------+           +-----------+               +------------+
//!   clk_25->| pll_25_to_125 |->clk_125  |           |->rise   rise->|            |
//!           |               |     pin ->| ddr_input |         fall->| ddr_output |-> pin
//!           +---------------+->locked   |           |->fall         |            |
//!                                       +-----------+               +------------+
//!                                            clk                         clk
//!                                    +----------------+         +-----------------+
//!                              pin ->| input_register |->q   d->| output_register |-> pin
//!                                    +----------------+         +-----------------+
//!                                            clk                         clk
//! ```

use wirewright_rtl::prelude::*;

/// 125 MHz from 25 MHz, in phase with it.
#[derive(LogicBlock, Default)]
pub struct Pll25To125 {
    /// 25 MHz.
    pub clk_25: Signal<In, Clock>,
    /// 125 MHz.
    pub clk_125: Signal<Out, Clock>,
    /// The output has its frequency.
    pub locked: Signal<Out, Bit>,
}

/// An input pin of double data rate, its clock centred in the data.
#[derive(LogicBlock, Default)]
pub struct DdrInput {
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// The pin.
    pub pin: Signal<In, Bit>,
    /// The pin at a rising edge.
    pub rise: Signal<Out, Bit>,
    /// The pin at the falling edge after it.
    pub fall: Signal<Out, Bit>,
}

/// An output pin of double data rate.
#[derive(LogicBlock, Default)]
pub struct DdrOutput {
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Sent while the clock is high.
    pub rise: Signal<In, Bit>,
    /// Sent while it is low.
    pub fall: Signal<In, Bit>,
    /// The pin.
    pub pin: Signal<Out, Bit>,
}

/// An input pin and its register.
#[derive(LogicBlock, Default)]
pub struct InputRegister {
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// The pin.
    pub pin: Signal<In, Bit>,
    /// The pin at the last rising edge.
    pub q: Signal<Out, Bit>,
}

/// An output pin and its register, 1 when the FPGA wakes up.
#[derive(LogicBlock, Default)]
pub struct OutputRegister {
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Taken at a rising edge.
    pub d: Signal<In, Bit>,
    /// The pin.
    pub pin: Signal<Out, Bit>,
}

/// A cell has no kernel: what it does is told by its Verilog alone.
macro_rules! cell {
    ($cell:ident $module:literal: $($output:ident)+) => {
        impl Logic for $cell {
            fn update(&mut self) {}

            fn connect(&mut self) {
                $(self.$output.connect();)+
            }

            fn hdl(&self) -> Verilog {
                let code = include_str!(concat!("../cells/", $module, ".v")).into();
                Verilog::Blackbox(BlackBox { name: $module.into(), code })
            }
        }
    };
}

cell!(Pll25To125 "pll_25_to_125": clk_125 locked);
cell!(DdrInput "ddr_input": rise fall);
cell!(DdrOutput "ddr_output": pin);
cell!(InputRegister "input_register": q);
cell!(OutputRegister "output_register": pin);
