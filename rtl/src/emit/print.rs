// SPDX-License-Identifier: MIT OR Apache-2.0
//! From a block to its Verilog file: modules bottom-up, each once.

use super::collect::{Scope, collect};
use super::error::{EmitError, Refusal};
use super::flow::check_flow;
use super::ir::Module;
use super::render::render_module;
use super::source::find_kernel;
use super::statement::lower_kernel;
use super::symbols::{Symbols, check_name, in_block, verilog_name};
use super::tidy::tidy;
use super::wiring::wire_registers;
use rust_hdl::core::prelude::{AtomKind, Block, Verilog};

/// What the printer is told of a module beyond its kernel: where it comes from and what it is for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Description {
    /// The source file, relative to the workspace: `rtl/src/mac_tx.rs`.
    pub file: &'static str,
    /// Its text: purpose (`//!`), comments, lines and the base of literals are taken from it, and what a port is for
    /// where no contract says it.
    pub text: &'static str,
    /// The ports' contract: their order, domains and comments.
    pub ports: Option<wirewright_spec::PortSet>,
}

/// Finds the description of a block by its Verilog module name and the Rust path of its type.
pub type Describe<'a> = &'a dyn Fn(&str, &str) -> Option<Description>;

/// The name and the text of a printed module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PrintedModule {
    pub name: String,
    pub text: String,
    /// The line of its own file in which the text begins, from 1.
    pub line: usize,
}

/// Lines before a module in a printed file, and one.
const FIRST_LINE: usize = 6;

/// The module that an instance became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InstanceModule {
    pub name: String,
    /// Hand-written: its constants are Verilog parameters.
    pub is_leaf: bool,
}

/// The Verilog file of `block`: its module first, then those below it, each once.
///
/// # Errors
/// Whatever Verilog would read differently from Rust, with its place.
pub fn print(block: &dyn Block, describe: Describe) -> Result<String, EmitError> {
    let refuse = |refusal: Refusal| refusal.at(&in_block("top"));
    let scope = collect(block).ok_or_else(|| refuse(Refusal::NoKernel))?;
    let mut printer = Printer { describe, modules: vec![], order: vec![] };
    printer.module(&scope, "")?;
    let origin = match scope.module.as_ref().and_then(|(name, type_path)| describe(name, type_path)) {
        Some(known) => format!("// Generated from {}; do not edit.\n", known.file),
        None => String::new(),
    };
    Ok(format!(
        "// SPDX-License-Identifier: MIT OR Apache-2.0\n{origin}\n`default_nettype none\n\n{}\n`default_nettype wire\n",
        printer.texts().join("\n")
    ))
}

/// A port as the block has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// The Verilog name.
    pub name: String,
    /// Width in bits.
    pub width: usize,
    /// Whether it goes in.
    pub is_input: bool,
    /// Whether its type is rust-hdl's clock.
    pub is_clock: bool,
}

/// The ports of `block`, in order of declaration.
///
/// # Errors
/// When `block` shows nothing of itself.
pub fn interface(block: &dyn Block) -> Result<Vec<Port>, EmitError> {
    let scope = collect(block).ok_or_else(|| Refusal::NoKernel.at(&in_block("top")))?;
    let ports = scope.atoms.iter().filter(|atom| atom.kind.is_parameter());
    let port = |atom: &super::collect::AtomInfo| Port {
        name: verilog_name(&atom.name),
        width: atom.width,
        is_input: atom.kind == AtomKind::InputParameter,
        is_clock: atom.descriptor.name == "clock",
    };
    Ok(ports.map(port).collect())
}

struct Printer<'a> {
    describe: Describe<'a>,
    /// Each after those below it.
    modules: Vec<PrintedModule>,
    /// Module names, each before those below it.
    order: Vec<String>,
}

impl Printer<'_> {
    /// The modules' texts, the top first. A linter wants each module in the file of its name; the line directive
    /// tells it where that is.
    fn texts(&self) -> Vec<String> {
        let mut texts: Vec<String> = vec![];
        for name in &self.order {
            let Some(module) = self.modules.iter().find(|module| module.name == *name) else { continue };
            let origin = match texts.is_empty() {
                true => String::new(),
                false => format!("`line {} \"{name}.v\" 0\n", module.line),
            };
            texts.push(format!("{origin}{}", module.text));
        }
        texts
    }

    /// Prints what is below `scope`, then its own module.
    fn module(&mut self, scope: &Scope, path: &str) -> Result<InstanceModule, EmitError> {
        let path = if path.is_empty() { scope.name.clone() } else { format!("{path}.{}", scope.name) };
        let path = scope.module.as_ref().filter(|_| !path.contains('.')).map_or(path, |(name, _)| name.clone());
        let place = in_block(&path);
        let refuse = |refusal: Refusal| refusal.at(&place);
        let block = match &scope.hdl {
            Verilog::Combinatorial(block) => block,
            Verilog::Blackbox(leaf) => {
                // The file has its own licence line.
                let text = leaf.code.trim_start_matches("// SPDX-License-Identifier: MIT OR Apache-2.0\n");
                self.enter(&leaf.name);
                self.add(PrintedModule { name: leaf.name.clone(), text: text.into(), line: 2 }, &path)?;
                return Ok(InstanceModule { name: leaf.name.clone(), is_leaf: true });
            }
            _ => return Err(refuse(Refusal::NoKernel)),
        };
        let (name, type_path) = scope.module.clone().ok_or_else(|| refuse(Refusal::NoModuleName))?;
        check_name(&name).map_err(refuse)?;
        self.enter(&name);
        let below: Vec<&Scope> = scope.children.iter().filter(|child| child.register.is_none()).collect();
        let below = below.into_iter().map(|child| self.module(child, &path)).collect::<Result<Vec<_>, _>>()?;

        let description = (self.describe)(&name, &type_path);
        let kernel_name = type_path.rsplit("::").next().unwrap_or(&type_path);
        let source = description.and_then(|known| find_kernel(known.text, kernel_name)).unwrap_or_default();
        let mut place = place.clone();
        place.file = description.map(|known| known.file);
        if let Some(found) = source.refusals.first() {
            place.line = Some(found.line);
            return Err(found.refusal.clone().at(&place));
        }

        let mut module = Module { name: name.clone(), ..Module::default() };
        let mut symbols = Symbols::of(scope, &below, &mut module).map_err(refuse)?;
        let kernel = lower_kernel(&module, &symbols, block, place.clone(), &source.statements)?;
        module.body = kernel.body;
        module.is_configured = kernel.is_configured;
        wire_registers(&mut module, kernel.wirings, &mut symbols).map_err(refuse)?;
        check_flow(&module, &place)?;
        let tidied = tidy(&mut module, &place)?;
        let text = render_module(&module, &tidied, description, &source.field_docs);
        self.add(PrintedModule { name: name.clone(), text, line: FIRST_LINE }, &path)?;
        Ok(InstanceModule { name, is_leaf: false })
    }

    fn enter(&mut self, name: &str) {
        if !self.order.iter().any(|known| known == name) {
            self.order.push(name.into());
        }
    }

    /// Keeps each module once; two of one name must be the same.
    fn add(&mut self, module: PrintedModule, path: &str) -> Result<(), EmitError> {
        match self.modules.iter().find(|known| known.name == module.name) {
            Some(known) if *known != module => Err(Refusal::ModuleClash { name: module.name }.at(&in_block(path))),
            Some(_) => Ok(()),
            None => {
                self.modules.push(module);
                Ok(())
            }
        }
    }
}
