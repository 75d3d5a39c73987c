// SPDX-License-Identifier: MIT OR Apache-2.0
//! Follows values through a kernel, bit by bit: every signal written on every path (else a latch), and before it
//! is read.

use super::error::{EmitError, Place, Refusal};
use super::ir::{Expression, Label, Module, NetId, Part, Role, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// Refuses latches, reads before writes and undriven signals of the module at `place`.
pub(super) fn check_flow(module: &Module, place: &Place) -> Result<(), EmitError> {
    let mut targets = BTreeSet::new();
    for_each_target(&module.body, &mut |target| {
        targets.insert(target);
    });
    for (id, net) in module.nets.iter().enumerate() {
        let is_wanted = matches!(net.role, Role::Output | Role::Next(_) | Role::InstanceInput(_));
        if is_wanted && !targets.contains(&id) {
            return Err(Refusal::Undriven { signal: net.rust_name.clone() }.at(place));
        }
    }
    let written = Flow { module }.block(&module.body, Written::default())?;
    match targets.iter().find(|target| !written.has(**target, None, module.nets[**target].width)) {
        Some(latch) => {
            let place = first_assignment(&module.body, *latch).unwrap_or(place);
            Err(Refusal::Latch { signal: module.nets[*latch].rust_name.clone() }.at(place))
        }
        None => Ok(()),
    }
}

/// Where `net` is assigned first.
fn first_assignment(body: &[Statement], net: NetId) -> Option<&Place> {
    body.iter().find_map(|statement| match statement {
        Statement::Assign { target, place, .. } => (*target == net).then_some(place),
        Statement::If { then, otherwise, .. } => {
            first_assignment(then, net).or_else(|| first_assignment(otherwise, net))
        }
        Statement::Case { arms, .. } => arms.iter().find_map(|(_, body)| first_assignment(body, net)),
        Statement::Comment(_) | Statement::Blank => None,
    })
}

/// The bits that have a value by now.
#[derive(Debug, Clone, Default)]
struct Written {
    bits: BTreeMap<NetId, Vec<bool>>,
}

impl Written {
    /// Whether `part` of a net of `width` bits, or all of it, is written.
    fn has(&self, id: NetId, part: Option<Part>, width: usize) -> bool {
        let part = part.unwrap_or(Part { offset: 0, width });
        self.bits.get(&id).is_some_and(|bits| bits[part.offset..part.offset + part.width].iter().all(|bit| *bit))
    }

    fn write(&mut self, id: NetId, part: Option<Part>, width: usize) {
        let part = part.unwrap_or(Part { offset: 0, width });
        let bits = self.bits.entry(id).or_insert_with(|| vec![false; width]);
        bits[part.offset..part.offset + part.width].fill(true);
    }

    /// What both have written.
    fn and(mut self, other: &Written) -> Written {
        self.bits.retain(|id, _| other.bits.contains_key(id));
        for (id, bits) in &mut self.bits {
            bits.iter_mut().zip(&other.bits[id]).for_each(|(bit, other)| *bit &= other);
        }
        self
    }
}

/// Calls `visit` for the target of every assignment.
pub(super) fn for_each_target(body: &[Statement], visit: &mut dyn FnMut(NetId)) {
    for statement in body {
        match statement {
            Statement::Assign { target, .. } => visit(*target),
            Statement::If { then, otherwise, .. } => {
                for_each_target(then, visit);
                for_each_target(otherwise, visit);
            }
            Statement::Case { arms, .. } => arms.iter().for_each(|(_, body)| for_each_target(body, visit)),
            Statement::Comment(_) | Statement::Blank => {}
        }
    }
}

/// Calls `visit` for every expression that is read.
pub(super) fn for_each_read(body: &[Statement], visit: &mut dyn FnMut(NetId, Option<Part>)) {
    for statement in body {
        match statement {
            Statement::Assign { value, .. } => value.for_each_read(visit),
            Statement::If { test, then, otherwise, .. } => {
                test.for_each_read(visit);
                for_each_read(then, visit);
                for_each_read(otherwise, visit);
            }
            Statement::Case { test, arms, .. } => {
                test.for_each_read(visit);
                arms.iter().for_each(|(_, body)| for_each_read(body, visit));
            }
            Statement::Comment(_) | Statement::Blank => {}
        }
    }
}

struct Flow<'a> {
    module: &'a Module,
}

impl Flow<'_> {
    /// The signals written on every path through `body`, when `written` are before it.
    fn block(&self, body: &[Statement], mut written: Written) -> Result<Written, EmitError> {
        for statement in body {
            match statement {
                Statement::Assign { target, part, value, place } => {
                    self.read(value, &written, place)?;
                    written.write(*target, *part, self.module.nets[*target].width);
                }
                Statement::If { test, then, otherwise, place } => {
                    self.read(test, &written, place)?;
                    let then = self.block(then, written.clone())?;
                    let otherwise = self.block(otherwise, written)?;
                    written = then.and(&otherwise);
                }
                Statement::Case { test, arms, place } => {
                    self.read(test, &written, place)?;
                    written = self.arms(arms, written)?;
                }
                Statement::Comment(_) | Statement::Blank => {}
            }
        }
        Ok(written)
    }

    fn arms(&self, arms: &[(Label, Vec<Statement>)], written: Written) -> Result<Written, EmitError> {
        let mut common: Option<Written> = None;
        for (_, body) in arms {
            let after = self.block(body, written.clone())?;
            common = Some(match common {
                Some(common) => common.and(&after),
                None => after,
            });
        }
        Ok(common.unwrap_or(written))
    }

    fn read(&self, value: &Expression, written: &Written, place: &Place) -> Result<(), EmitError> {
        let mut missing = None;
        value.for_each_read(&mut |id, part| {
            let net = &self.module.nets[id];
            if net.role.is_target() && !written.has(id, part, net.width) {
                missing.get_or_insert_with(|| net.rust_name.clone());
            }
        });
        match missing {
            Some(signal) => Err(Refusal::ReadBeforeWritten { signal }.at(place)),
            None => Ok(()),
        }
    }
}
