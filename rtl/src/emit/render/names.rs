// SPDX-License-Identifier: MIT OR Apache-2.0
//! What each net is called in the text. An output that shows a register or a sub-block's output is that net:
//! the port's name takes over, and the copy is not printed.

use super::super::flow::{for_each_read, for_each_target};
use super::super::ir::{Expression, Kind, Module, NetId, Role};
use super::super::tidy::Tidied;
use std::collections::{BTreeMap, BTreeSet};

/// The names of a module's nets.
pub(super) struct Names {
    names: BTreeMap<NetId, String>,
    /// Nets without text of their own: connected in place, or named by another.
    absorbed: BTreeSet<NetId>,
    /// Targets that are assigned.
    alive: BTreeSet<NetId>,
    /// Registers that are output ports.
    ports: BTreeSet<NetId>,
    /// Nets whose bits sub-blocks drive.
    assembled: BTreeSet<NetId>,
}

impl Names {
    /// Names for `module`, sorted as `tidied` says.
    pub fn of(module: &Module, tidied: &Tidied) -> Names {
        let names = module.nets.iter().enumerate().map(|(id, net)| (id, net.name.clone())).collect();
        let mut alive = BTreeSet::new();
        for_each_target(&module.body, &mut |target| {
            alive.insert(target);
        });
        for register in &module.registers {
            if alive.contains(&register.next) {
                alive.insert(register.now);
            }
        }
        let mut names =
            Names { names, absorbed: BTreeSet::new(), alive, ports: BTreeSet::new(), assembled: BTreeSet::new() };
        names.absorb_outputs(module, tidied);
        names.absorb_connections(module, tidied);
        names.absorb_parts(module, tidied);
        names
    }

    pub fn name(&self, id: NetId) -> &str {
        // Every net of the module has an entry from the start.
        &self.names[&id]
    }

    /// Whether the net has no text of its own.
    pub fn is_absorbed(&self, id: NetId) -> bool {
        self.absorbed.contains(&id)
    }

    /// Whether the net has a value: a dead register or local has none.
    pub fn is_alive(&self, id: NetId) -> bool {
        self.alive.contains(&id)
    }

    /// Whether sub-blocks drive the net's bits, so that it needs no assignment.
    pub fn is_assembled(&self, id: NetId) -> bool {
        self.assembled.contains(&id)
    }

    /// Whether this output port is a register.
    pub fn is_port(&self, id: NetId) -> bool {
        self.ports.contains(&id)
    }

    /// `output = register` and `output = instance.output`: the source takes the port's name.
    fn absorb_outputs(&mut self, module: &Module, tidied: &Tidied) {
        let taken: BTreeSet<String> = self.names.values().cloned().collect();
        let mut renamed = BTreeSet::new();
        for id in &tidied.order {
            let (_, value) = &tidied.continuous[id];
            let (Role::Output, Kind::Net(source)) = (module.nets[*id].role, &value.kind) else { continue };
            let port = self.names[id].clone();
            if renamed.contains(source) {
                continue;
            }
            match module.nets[*source].role {
                Role::InstanceOutput(_) => {}
                Role::Register(register)
                    if !taken.contains(&format!("{port}_next")) || module.nets[*source].name == port =>
                {
                    self.names.insert(module.registers[register].next, format!("{port}_next"));
                    self.ports.insert(*id);
                }
                _ => continue,
            }
            renamed.insert(*source);
            self.names.insert(*source, port);
            self.absorbed.extend([*id, *source]);
        }
    }

    /// An instance's input that shows a plain signal or constant is connected to it in place.
    fn absorb_connections(&mut self, module: &Module, tidied: &Tidied) {
        for (id, (_, value)) in &tidied.continuous {
            if matches!(module.nets[*id].role, Role::InstanceInput(_)) && is_plain(value) {
                self.absorbed.insert(*id);
            }
        }
    }

    /// A net put together from sub-blocks' outputs alone: each is connected to its bits.
    fn absorb_parts(&mut self, module: &Module, tidied: &Tidied) {
        let mut reads: BTreeMap<NetId, usize> = BTreeMap::new();
        for_each_read(&module.body, &mut |id, _| *reads.entry(id).or_default() += 1);
        for (id, (_, value)) in &tidied.continuous {
            let (Role::Local | Role::Output, Kind::Concat(parts)) = (module.nets[*id].role, &value.kind) else {
                continue;
            };
            let is_output = |part: &Expression| match part.kind {
                Kind::Net(part) => {
                    matches!(module.nets[part].role, Role::InstanceOutput(_)) && reads.get(&part) == Some(&1)
                }
                _ => false,
            };
            if !parts.iter().all(is_output) {
                continue;
            }
            let mut high = value.width;
            for part in parts {
                let low = high - part.width;
                if let Kind::Net(part_id) = part.kind {
                    let bits = if part.width == 1 { format!("{low}") } else { format!("{}:{low}", high - 1) };
                    let name = format!("{}[{bits}]", self.names[id]);
                    self.names.insert(part_id, name);
                    self.absorbed.insert(part_id);
                }
                high = low;
            }
            self.assembled.insert(*id);
        }
    }
}

/// A signal, some of its bits, or a constant.
fn is_plain(value: &Expression) -> bool {
    matches!(value.kind, Kind::Net(_) | Kind::Slice(..) | Kind::Number { .. } | Kind::Variant(..))
}
