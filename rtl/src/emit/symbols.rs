// SPDX-License-Identifier: MIT OR Apache-2.0
//! The names of a module: what each path of the kernel means, and what it is called in Verilog.

use super::collect::{AtomInfo, Scope};
use super::error::{Place, Refusal};
use super::ir::{Enumeration, Instance, Kind, Module, Net, NetId, Register, RegisterKind, Role};
use super::literal::{literal_value, variant_or_number};
use super::print::InstanceModule;
use crate::leaf::snake_case;
use rust_hdl::core::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a path in a kernel stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    Net(NetId),
    /// Variant of an enumeration.
    Variant(usize, usize),
    /// The clock of register `n`.
    RegisterClock(usize),
    /// The reset of register `n`.
    RegisterReset(usize),
}

/// The paths a kernel can use, as rust-hdl writes them (`$` for a dot and before an array index).
#[derive(Default)]
pub(super) struct Symbols {
    symbols: BTreeMap<String, Symbol>,
    taken: BTreeSet<String>,
}

impl Symbols {
    pub fn get(&self, path: &str) -> Option<Symbol> {
        self.symbols.get(path).copied()
    }

    /// Enters all names of `scope` into `module`. `modules` says what each instance became.
    pub fn of(scope: &Scope, modules: &[InstanceModule], module: &mut Module) -> Result<Symbols, Refusal> {
        // The sink for what is not used.
        let mut symbols = Symbols { taken: BTreeSet::from(["unused".into()]), ..Symbols::default() };
        for atom in &scope.atoms {
            symbols.enter_enumerations(module, &atom.descriptor)?;
        }
        for child in &scope.children {
            for atom in &child.atoms {
                symbols.enter_enumerations(module, &atom.descriptor)?;
            }
        }
        for atom in &scope.atoms {
            symbols.enter_atom(module, atom)?;
        }
        let mut instances = modules.iter();
        for child in &scope.children {
            if let Some(kind) = child.register {
                symbols.enter_register(module, child, kind)?;
            } else if let Some(instance) = instances.next() {
                symbols.enter_instance(module, child, instance)?;
            }
        }
        Ok(symbols)
    }

    fn enter_enumerations(&mut self, module: &mut Module, descriptor: &TypeDescriptor) -> Result<(), Refusal> {
        match &descriptor.kind {
            TypeKind::Enum(variants) if !module.enums.iter().any(|known| known.rust_name == descriptor.name) => {
                let width = clog2(variants.len());
                let mut named = vec![];
                for (index, variant) in variants.iter().enumerate() {
                    let path = variant.replace("::", "$");
                    let name =
                        path.split('$').map(|part| snake_case(part).to_uppercase()).collect::<Vec<_>>().join("_");
                    self.take(&name)?;
                    self.symbols.insert(path.clone(), Symbol::Variant(module.enums.len(), index));
                    named.push((path, name));
                }
                module.enums.push(Enumeration { rust_name: descriptor.name.clone(), width, variants: named });
            }
            TypeKind::Composite(fields) => {
                for field in fields {
                    self.enter_enumerations(module, &field.kind)?;
                }
            }
            TypeKind::Signed(_) => return Err(Refusal::Signed),
            _ => {}
        }
        Ok(())
    }

    fn enter_atom(&mut self, module: &mut Module, atom: &AtomInfo) -> Result<(), Refusal> {
        let name = verilog_name(&atom.name);
        let (name, role) = match atom.kind {
            AtomKind::InputParameter => (name, Role::Input),
            AtomKind::OutputParameter => (name, Role::Output),
            AtomKind::LocalSignal => (name, Role::Local),
            AtomKind::Constant => {
                let value = variant_or_number(module, &atom.descriptor, &atom.literal, atom.width)?;
                match value.kind {
                    Kind::Variant(enumeration, index) => {
                        self.symbols.insert(atom.name.clone(), Symbol::Variant(enumeration, index));
                        return Ok(());
                    }
                    _ => (name.to_uppercase(), Role::Constant(literal_value(&atom.literal)?)),
                }
            }
            _ => return Err(Refusal::Unsupported { what: "an inout port" }),
        };
        self.enter(module, atom.name.clone(), name, role, atom.width)
    }

    fn enter_register(&mut self, module: &mut Module, child: &Scope, kind: RegisterKind) -> Result<(), Refusal> {
        let index = module.registers.len();
        let name = verilog_name(&child.name);
        let atom = |wanted: &str| child.atoms.iter().find(|atom| atom.name == wanted);
        let (Some(q), Some(reset_value)) = (atom("q"), atom("reset_value")) else {
            return Err(Refusal::Unsupported { what: "a register that is not the leaf's" });
        };
        let reset_value = variant_or_number(module, &reset_value.descriptor, &reset_value.literal, q.width)?;
        let now = module.nets.len();
        self.enter(module, format!("{}$q", child.name), name.clone(), Role::Register(index), q.width)?;
        self.enter(module, format!("{}$d", child.name), format!("{name}_next"), Role::Next(index), q.width)?;
        self.symbols.insert(format!("{}$clock", child.name), Symbol::RegisterClock(index));
        self.symbols.insert(format!("{}$reset", child.name), Symbol::RegisterReset(index));
        module.registers.push(Register { kind, now, next: now + 1, clock: None, reset: None, reset_value });
        Ok(())
    }

    fn enter_instance(&mut self, module: &mut Module, child: &Scope, made: &InstanceModule) -> Result<(), Refusal> {
        let index = module.instances.len();
        let name = verilog_name(&child.name);
        self.take(&name)?;
        let mut ports = vec![];
        let mut parameters = vec![];
        for atom in &child.atoms {
            let role = match atom.kind {
                AtomKind::InputParameter => Role::InstanceInput(index),
                AtomKind::OutputParameter => Role::InstanceOutput(index),
                AtomKind::Constant if made.is_leaf => {
                    parameters.push((atom.name.to_uppercase(), literal_value(&atom.literal)?, atom.width));
                    continue;
                }
                _ => continue,
            };
            let port = verilog_name(&atom.name);
            ports.push((port.clone(), module.nets.len()));
            self.enter(module, format!("{}${}", child.name, atom.name), format!("{name}_{port}"), role, atom.width)?;
        }
        let element = child.name.rsplit_once('$').and_then(|(array, at)| Some((verilog_name(array), at.parse().ok()?)));
        module.instances.push(Instance { name, element, module: made.name.clone(), parameters, ports });
        Ok(())
    }

    fn enter(
        &mut self,
        module: &mut Module,
        path: String,
        name: String,
        role: Role,
        width: usize,
    ) -> Result<(), Refusal> {
        self.take(&name)?;
        if width == 0 {
            return Err(Refusal::Unsupported { what: "a signal of no bits" });
        }
        let rust_name = path.replace('$', ".");
        self.symbols.insert(path, Symbol::Net(module.nets.len()));
        module.nets.push(Net { name, rust_name, role, width });
        Ok(())
    }

    /// Keeps `name` for one thing of the module.
    pub fn take(&mut self, name: &str) -> Result<(), Refusal> {
        check_name(name)?;
        match self.taken.insert(name.into()) {
            true => Ok(()),
            false => Err(Refusal::NameTaken { name: name.into() }),
        }
    }
}

/// Refuses what is no Verilog name.
pub(super) fn check_name(name: &str) -> Result<(), Refusal> {
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if !is_name || KEYWORDS.contains(&name) {
        return Err(Refusal::NameTaken { name: name.into() });
    }
    Ok(())
}

/// `bus$tdata` as `bus_tdata`, `slot$3` as `slot_3`.
pub(super) fn verilog_name(path: &str) -> String {
    path.replace('$', "_")
}

/// Where something is, when only the block is known.
pub(super) fn in_block(block: &str) -> Place {
    Place { block: block.into(), ..Place::default() }
}

/// Words of Verilog-2005 and SystemVerilog that a Rust field could be called by.
const KEYWORDS: &[&str] = &[
    "alias",
    "always",
    "and",
    "assert",
    "assign",
    "assume",
    "automatic",
    "before",
    "begin",
    "bind",
    "bit",
    "buf",
    "byte",
    "case",
    "cell",
    "checker",
    "class",
    "clocking",
    "config",
    "context",
    "cover",
    "cross",
    "deassign",
    "default",
    "defparam",
    "design",
    "disable",
    "dist",
    "edge",
    "end",
    "endcase",
    "event",
    "expect",
    "export",
    "final",
    "force",
    "forever",
    "fork",
    "function",
    "generate",
    "genvar",
    "global",
    "iff",
    "implements",
    "incdir",
    "include",
    "initial",
    "inout",
    "input",
    "inside",
    "instance",
    "int",
    "integer",
    "interface",
    "intersect",
    "join",
    "large",
    "liblist",
    "library",
    "local",
    "localparam",
    "logic",
    "longint",
    "macromodule",
    "matches",
    "medium",
    "modport",
    "module",
    "nand",
    "negedge",
    "nettype",
    "new",
    "nor",
    "not",
    "null",
    "or",
    "output",
    "package",
    "packed",
    "parameter",
    "posedge",
    "primitive",
    "priority",
    "program",
    "property",
    "protected",
    "pulldown",
    "pullup",
    "pure",
    "rand",
    "real",
    "realtime",
    "reg",
    "release",
    "repeat",
    "restrict",
    "return",
    "scalared",
    "sequence",
    "shortint",
    "shortreal",
    "signed",
    "small",
    "soft",
    "solve",
    "specify",
    "specparam",
    "static",
    "string",
    "strong",
    "struct",
    "super",
    "supply0",
    "supply1",
    "table",
    "tagged",
    "task",
    "this",
    "throughout",
    "time",
    "timeprecision",
    "timeunit",
    "tri",
    "type",
    "typedef",
    "union",
    "unique",
    "unsigned",
    "until",
    "use",
    "var",
    "vectored",
    "virtual",
    "void",
    "wait",
    "wand",
    "weak",
    "while",
    "wildcard",
    "wire",
    "with",
    "within",
    "wor",
    "xnor",
    "xor",
];
