// SPDX-License-Identifier: MIT OR Apache-2.0
//! Collects what rust-hdl's `Probe` shows of a block: its scopes, their atoms and their kernels' trees.

use super::ir::RegisterKind;
use crate::leaf::{CROSSING_REGISTER_TIMING, MODULE_MARK, REGISTER_TIMING};
use rust_hdl::core::prelude::*;

/// One block of the design: the printed one or one below it.
pub(super) struct Scope {
    /// The field's name in the parent, `$` before an array index.
    pub name: String,
    /// The Verilog module name and the Rust path of the type, where a `ModuleName` field says them.
    pub module: Option<(String, String)>,
    /// Ports, local signals and constants, in order of declaration; `$` joins interface and field.
    pub atoms: Vec<AtomInfo>,
    /// The blocks inside.
    pub children: Vec<Scope>,
    /// The kernel.
    pub hdl: Verilog,
    /// Whether this is a leaf register, and which.
    pub register: Option<RegisterKind>,
}

/// A port, local signal or constant.
#[derive(Clone, Debug)]
pub(super) struct AtomInfo {
    pub name: String,
    pub kind: AtomKind,
    pub width: usize,
    pub descriptor: TypeDescriptor,
    /// The value: of use for constants.
    pub literal: VerilogLiteral,
}

/// The tree of scopes below `block`, itself the root under the name `top`.
pub(super) fn collect(block: &dyn Block) -> Option<Scope> {
    let mut collector = Collector { open: vec![], root: None };
    block.accept("top", &mut collector);
    collector.root
}

struct Collector {
    /// The scopes that are not closed yet, each with its open namespaces.
    open: Vec<(Scope, Vec<String>)>,
    root: Option<Scope>,
}

impl Probe for Collector {
    fn visit_start_scope(&mut self, name: &str, node: &dyn Block) {
        let name = self.qualified(name);
        let register = node.timing().iter().find_map(|timing| match timing.name.as_str() {
            REGISTER_TIMING => Some(RegisterKind::Plain),
            CROSSING_REGISTER_TIMING => Some(RegisterKind::Crossing),
            _ => None,
        });
        let scope = Scope { name, module: None, atoms: vec![], children: vec![], hdl: node.hdl(), register };
        self.open.push((scope, vec![]));
    }

    fn visit_start_namespace(&mut self, name: &str, _node: &dyn Block) {
        if let Some((scope, namespaces)) = self.open.last_mut() {
            if let Some((module, type_path)) = name.strip_prefix(MODULE_MARK).and_then(|mark| mark.split_once(' ')) {
                scope.module = Some((module.into(), type_path.into()));
            }
            namespaces.push(name.into());
        }
    }

    fn visit_atom(&mut self, name: &str, signal: &dyn Atom) {
        let name = self.qualified(name);
        if let Some((scope, _)) = self.open.last_mut() {
            scope.atoms.push(AtomInfo {
                name,
                kind: signal.kind(),
                width: signal.bits(),
                descriptor: signal.descriptor(),
                literal: signal.verilog(),
            });
        }
    }

    fn visit_end_namespace(&mut self, _name: &str, _node: &dyn Block) {
        if let Some((_, namespaces)) = self.open.last_mut() {
            namespaces.pop();
        }
    }

    fn visit_end_scope(&mut self, _name: &str, _node: &dyn Block) {
        if let Some((scope, _)) = self.open.pop() {
            match self.open.last_mut() {
                Some((parent, _)) => parent.children.push(scope),
                None => self.root = Some(scope),
            }
        }
    }
}

impl Collector {
    fn qualified(&self, name: &str) -> String {
        let namespaces = self.open.last().map(|(_, namespaces)| namespaces.as_slice()).unwrap_or_default();
        namespaces.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("$")
    }
}
