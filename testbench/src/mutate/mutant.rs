// SPDX-License-Identifier: MIT OR Apache-2.0
//! Mutants that run. Building one takes as long as judging it, so many are built as one: the netlist has them all, and
//! an instance becomes the one whose number it finds in a file when it starts.

use std::fs;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use wirewright_bridge::{BridgeError, Model, Options, Verilated};
use wirewright_spec::{Port, PortSet};

use super::MutateError;
use super::yosys::{SELECT, Workshop};
use crate::registry::Registered;
use crate::rungs;

/// One mutant: a model, and its number where the model has many.
pub(super) struct Mutant<'a, R: Registered> {
    model: &'a Model<R>,
    chosen: Option<(&'a Choice, usize)>,
}

/// The file that says which mutant an instance becomes; who holds the lock chooses.
struct Choice {
    file: PathBuf,
    lock: Mutex<()>,
}

/// Many mutants of a block in one model.
pub(super) struct Batch<R: Registered> {
    model: Model<R>,
    choice: Choice,
}

impl<'a, R: Registered> Mutant<'a, R> {
    /// A model that is one mutant.
    pub fn alone(model: &'a Model<R>) -> Mutant<'a, R> {
        Mutant { model, chosen: None }
    }

    /// A new instance of it.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn instance(&self, seed: NonZeroU32) -> Result<Verilated<R>, BridgeError> {
        let Some((choice, number)) = self.chosen else { return self.model.instance(seed) };
        let _held = choice.lock.lock().unwrap_or_else(PoisonError::into_inner);
        fs::write(&choice.file, format!("{number:04x}\n"))
            .map_err(|error| BridgeError::File { path: choice.file.clone(), reason: error.to_string() })?;
        self.model.instance(seed)
    }
}

impl<R: Registered> Batch<R> {
    /// Builds the mutants that these commands make.
    ///
    /// # Errors
    /// When yosys fails, or what it wrote does not build.
    pub fn new(workshop: &Workshop, commands: &[&str]) -> Result<Batch<R>, MutateError> {
        let file = workshop.path("chosen.hex");
        let text = workshop.batch(R::NAME, commands)? + &wrapper(&PortSet::of::<R>(), &file);
        let model = load::<R>(&text).map_err(|error| match error {
            BridgeError::ToolMissing(missing) => missing.into(),
            error => MutateError::Gold { block: R::NAME, error },
        })?;
        Ok(Batch { model, choice: Choice { file, lock: Mutex::new(()) } })
    }

    /// Mutant `number`, counted from 1; 0 is the block as it was.
    pub fn mutant(&self, number: usize) -> Mutant<'_, R> {
        Mutant { model: &self.model, chosen: Some((&self.choice, number)) }
    }
}

/// Builds Verilog that is used once.
pub(super) fn load<R: Registered>(text: &str) -> Result<Model<R>, BridgeError> {
    rungs::load::<R>(&R::source_of(text), &Options { keep: false, ..Options::default() })
}

/// The block around its mutants: reads from `file` which one it is.
fn wrapper(block: &PortSet, file: &Path) -> String {
    let range = |port: &Port| if port.width == 1 { String::new() } else { format!("[{}:0] ", port.width - 1) };
    let clocks = block.clocks.iter().map(|clock| format!("input wire {clock}"));
    let inputs = block.inputs.iter().map(|port| format!("input wire {}{}", range(port), port.name));
    let outputs = block.outputs.iter().map(|port| format!("output wire {}{}", range(port), port.name));
    let ports: Vec<_> = clocks.chain(inputs).chain(outputs).collect();
    let names = block.inputs.iter().chain(block.outputs).map(|port| port.name);
    let wires: String = block.clocks.iter().copied().chain(names).map(|name| format!(".{name}({name}), ")).collect();
    let (name, ports) = (block.name, ports.join(", "));
    format!(
        "\nmodule {name}({ports});\n  reg [15:0] chosen [0:0];\n  initial $readmemh(\"{}\", chosen);\n  \
         {name}_mutants mutants({wires}.{SELECT}(chosen[0]));\nendmodule\n",
        file.display()
    )
}
