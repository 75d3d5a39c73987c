// SPDX-License-Identifier: MIT OR Apache-2.0
//! Follows values through a kernel: every signal written on every path (else a latch), and before it is read.

use super::error::{EmitError, Place, Refusal};
use super::ir::{Expression, Label, Module, NetId, Part, Role, Statement};
use std::collections::BTreeSet;

/// Refuses latches, reads before writes and undriven signals.
pub(super) fn check_flow(module: &Module) -> Result<(), EmitError> {
    let mut targets = BTreeSet::new();
    for_each_target(&module.body, &mut |target| {
        targets.insert(target);
    });
    let at_end = |refusal| EmitError { place: super::symbols::in_block(&module.name), refusal };
    for (id, net) in module.nets.iter().enumerate() {
        let is_wanted = matches!(net.role, Role::Output | Role::Next(_) | Role::InstanceInput(_));
        if is_wanted && !targets.contains(&id) {
            return Err(at_end(Refusal::Undriven { signal: net.rust_name.clone() }));
        }
    }
    let written = Flow { module }.block(&module.body, BTreeSet::new())?;
    match targets.difference(&written).next() {
        Some(latch) => Err(at_end(Refusal::Latch { signal: module.nets[*latch].rust_name.clone() })),
        None => Ok(()),
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
            Statement::Comment(_) => {}
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
            Statement::Comment(_) => {}
        }
    }
}

struct Flow<'a> {
    module: &'a Module,
}

impl Flow<'_> {
    /// The signals written on every path through `body`, when `written` are before it.
    fn block(&self, body: &[Statement], mut written: BTreeSet<NetId>) -> Result<BTreeSet<NetId>, EmitError> {
        for statement in body {
            match statement {
                Statement::Assign { target, part, value, place } => {
                    self.read(value, &written, place)?;
                    if part.is_some() && !written.contains(target) {
                        let signal = self.module.nets[*target].rust_name.clone();
                        return Err(EmitError { place: place.clone(), refusal: Refusal::ReadBeforeWritten { signal } });
                    }
                    written.insert(*target);
                }
                Statement::If { test, then, otherwise, place } => {
                    self.read(test, &written, place)?;
                    let then = self.block(then, written.clone())?;
                    let otherwise = self.block(otherwise, written)?;
                    written = then.intersection(&otherwise).copied().collect();
                }
                Statement::Case { test, arms, place } => {
                    self.read(test, &written, place)?;
                    written = self.arms(arms, written)?;
                }
                Statement::Comment(_) => {}
            }
        }
        Ok(written)
    }

    fn arms(&self, arms: &[(Label, Vec<Statement>)], written: BTreeSet<NetId>) -> Result<BTreeSet<NetId>, EmitError> {
        let mut common: Option<BTreeSet<NetId>> = None;
        for (_, body) in arms {
            let after = self.block(body, written.clone())?;
            common = Some(match common {
                Some(common) => common.intersection(&after).copied().collect(),
                None => after,
            });
        }
        Ok(common.unwrap_or(written))
    }

    fn read(&self, value: &Expression, written: &BTreeSet<NetId>, place: &Place) -> Result<(), EmitError> {
        let mut missing = None;
        value.for_each_read(&mut |id, _| {
            let net = &self.module.nets[id];
            if net.role.is_target() && !written.contains(&id) {
                missing.get_or_insert_with(|| net.rust_name.clone());
            }
        });
        match missing {
            Some(signal) => Err(EmitError { place: place.clone(), refusal: Refusal::ReadBeforeWritten { signal } }),
            None => Ok(()),
        }
    }
}
