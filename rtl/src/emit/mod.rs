// SPDX-License-Identifier: MIT OR Apache-2.0
//! The printer: from a rust-hdl block to Verilog that an engineer reads with pleasure.
//!
//! rust-hdl's kernel macro leaves a tree of each kernel, and its `Probe` shows a block's signals and sub-blocks.
//! From these the printer makes a module with every name resolved and every width known (`symbols`, `expression`,
//! `statement`), checks it (`flow`), tidies it (`tidy`) and writes it down (`render`). What Verilog would read
//! differently from Rust is refused with its place: [`EmitError`].

mod collect;
mod error;
mod expression;
mod flow;
mod index;
mod ir;
mod lint;
mod literal;
mod print;
mod render;
mod source;
mod statement;
mod symbols;
mod tidy;
mod wiring;

pub use error::{EmitError, Place, Refusal};
pub use lint::{SourceRefusal, lint_source};
pub use print::{Describe, Description, Port, interface, print};
