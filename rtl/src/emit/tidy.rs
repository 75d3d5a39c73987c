// SPDX-License-Identifier: MIT OR Apache-2.0
//! Makes a checked module pleasant: no net that nothing reads, and what is assigned once, unconditionally,
//! leaves the `always` block.

use super::error::{EmitError, Place, Refusal};
use super::flow::{for_each_read, for_each_target};
use super::ir::{Expression, Kind, Module, Net, NetId, Part, Role, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// A kernel sorted for printing.
#[derive(Debug, Default)]
pub(super) struct Tidied {
    /// Assigned once and unconditionally, comments before: `assign`, a port connection or `x <= value`.
    pub continuous: BTreeMap<NetId, (Vec<String>, Expression)>,
    /// The order of `continuous` in the kernel.
    pub order: Vec<NetId>,
    /// What stays in `always @*`.
    pub procedural: Vec<Statement>,
}

/// Sorts the kernel of `module`, which has passed the flow check, and removes what configuration made dead.
pub(super) fn tidy(module: &mut Module, place: &Place) -> Result<Tidied, EmitError> {
    remove_dead(module, place)?;
    drop_overwritten(&mut module.body, &module.nets);
    join_parts(module);
    let mut counts: BTreeMap<NetId, usize> = BTreeMap::new();
    for_each_target(&module.body, &mut |target| *counts.entry(target).or_default() += 1);
    let mut tidied = Tidied::default();
    let mut comments: Vec<Statement> = vec![];
    let body = std::mem::take(&mut module.body);
    for (index, statement) in body.iter().enumerate() {
        match statement {
            Statement::Comment(_) | Statement::Blank => comments.push(statement.clone()),
            Statement::Assign { target, part: None, value, .. }
                if counts[target] == 1 && is_settled(value, &body[index..]) =>
            {
                tidied.order.push(*target);
                if comments.iter().any(|comment| matches!(comment, Statement::Blank)) {
                    tidied.procedural.push(Statement::Blank);
                }
                let comments = std::mem::take(&mut comments).into_iter().filter_map(|comment| match comment {
                    Statement::Comment(text) => Some(text),
                    _ => None,
                });
                tidied.continuous.insert(*target, (comments.collect(), value.clone()));
            }
            other => {
                tidied.procedural.append(&mut comments);
                tidied.procedural.push(other.clone());
            }
        }
    }
    module.body = body;
    Ok(tidied)
}

/// Joins unconditional assignments to the parts of a net, where they make up the whole, into one.
fn join_parts(module: &mut Module) {
    let mut counts: BTreeMap<NetId, usize> = BTreeMap::new();
    for_each_target(&module.body, &mut |target| *counts.entry(target).or_default() += 1);
    for (target, count) in counts {
        let is_part = |s: &Statement| matches!(s, Statement::Assign { target: t, part: Some(_), .. } if *t == target);
        let places: Vec<usize> = (0..module.body.len()).filter(|index| is_part(&module.body[*index])).collect();
        if places.len() != count {
            continue;
        }
        let mut parts = vec![];
        let mut is_joinable = true;
        for index in &places {
            if let Statement::Assign { part: Some(part), value, .. } = &module.body[*index] {
                is_joinable &= is_settled(value, &module.body[*index..]);
                parts.push((part.offset, value.clone()));
            }
        }
        parts.sort_by_key(|(offset, _)| *offset);
        let end = parts.iter().try_fold(0, |end, (offset, value)| (*offset == end).then_some(end + value.width));
        let width = module.nets[target].width;
        let (true, Some(end), Some(last)) = (is_joinable, end, places.last()) else { continue };
        if end != width {
            continue;
        }
        let joined = Kind::Concat(parts.into_iter().rev().map(|(_, value)| value).collect());
        if let Statement::Assign { part, value, .. } = &mut module.body[*last] {
            (*part, *value) = (None, Expression { width, kind: joined });
        }
        for index in places[..places.len() - 1].iter().rev() {
            module.body.remove(*index);
        }
    }
}

/// Whether no statement from here on changes what `value` reads.
fn is_settled(value: &Expression, rest: &[Statement]) -> bool {
    let mut reads = BTreeSet::new();
    value.for_each_read(&mut |id, _| {
        reads.insert(id);
    });
    let mut is_settled = true;
    for_each_target(rest, &mut |target| is_settled &= !reads.contains(&target));
    is_settled
}

/// Drops an unconditional assignment (a default, a register's hold) that unconditional ones overwrite bit by bit
/// before anything else happens to the net.
fn drop_overwritten(body: &mut Vec<Statement>, nets: &[Net]) {
    let mut index = 0;
    while index < body.len() {
        match &body[index] {
            Statement::Assign { target, part: None, .. } if is_overwritten(*target, nets, &body[index + 1..]) => {
                body.remove(index);
            }
            _ => index += 1,
        }
    }
}

/// Whether the plain assignments at the start of `rest` write every bit of `target` before it is read.
fn is_overwritten(target: NetId, nets: &[Net], rest: &[Statement]) -> bool {
    let mut bits = vec![false; nets[target].width];
    for statement in rest {
        let (mut is_read, mut is_assigned) = (false, false);
        for_each_read(std::slice::from_ref(statement), &mut |id, _| is_read |= id == target);
        for_each_target(std::slice::from_ref(statement), &mut |id| is_assigned |= id == target);
        match statement {
            _ if is_read => return false,
            Statement::Assign { target: id, part, .. } if *id == target => {
                let part = part.unwrap_or(Part { offset: 0, width: nets[target].width });
                bits[part.offset..part.offset + part.width].fill(true);
            }
            _ if is_assigned => return false,
            _ => {}
        }
        if bits.iter().all(|bit| *bit) {
            return true;
        }
    }
    false
}

/// Removes local signals and registers that nothing alive reads; refuses them where no configuration did it.
fn remove_dead(module: &mut Module, place: &Place) -> Result<(), EmitError> {
    let alive = alive_nets(module);
    let is_dead = |id: NetId| match module.nets[id].role {
        Role::Local => !alive.contains(&id),
        Role::Next(register) => !alive.contains(&module.registers[register].now),
        _ => false,
    };
    let dead: BTreeSet<NetId> = (0..module.nets.len()).filter(|id| is_dead(*id)).collect();
    if let (false, Some(first)) = (module.is_configured, dead.first()) {
        let signal = module.nets[*first].rust_name.replace(".d", ".q");
        return Err(Refusal::NeverRead { signal }.at(place));
    }
    let body = std::mem::take(&mut module.body);
    module.body = without(body, &dead);
    Ok(())
}

/// The nets that an output or an instance depends on.
fn alive_nets(module: &Module) -> BTreeSet<NetId> {
    let mut sources: BTreeMap<NetId, BTreeSet<NetId>> = BTreeMap::new();
    collect_sources(&module.body, &mut vec![], &mut sources);
    for register in &module.registers {
        sources.entry(register.now).or_default().insert(register.next);
    }
    let is_root = |id: &NetId| matches!(module.nets[*id].role, Role::Output | Role::InstanceInput(_));
    let mut open: Vec<NetId> = (0..module.nets.len()).filter(is_root).collect();
    let mut alive = BTreeSet::new();
    while let Some(id) = open.pop() {
        if alive.insert(id) {
            open.extend(sources.get(&id).into_iter().flatten());
        }
    }
    alive
}

/// For each target, the nets its value depends on, enclosing conditions included.
fn collect_sources(body: &[Statement], tests: &mut Vec<Expression>, sources: &mut BTreeMap<NetId, BTreeSet<NetId>>) {
    for statement in body {
        match statement {
            Statement::Assign { target, value, .. } => {
                let reads = sources.entry(*target).or_default();
                for expression in tests.iter().chain([value]) {
                    expression.for_each_read(&mut |id, _| {
                        reads.insert(id);
                    });
                }
            }
            Statement::If { test, then, otherwise, .. } => {
                tests.push(test.clone());
                collect_sources(then, tests, sources);
                collect_sources(otherwise, tests, sources);
                tests.pop();
            }
            Statement::Case { test, arms, .. } => {
                tests.push(test.clone());
                arms.iter().for_each(|(_, body)| collect_sources(body, tests, sources));
                tests.pop();
            }
            Statement::Comment(_) | Statement::Blank => {}
        }
    }
}

/// `body` without assignments to `dead` nets and without conditions that then decide nothing.
fn without(body: Vec<Statement>, dead: &BTreeSet<NetId>) -> Vec<Statement> {
    let is_empty = |body: &[Statement]| body.iter().all(|s| matches!(s, Statement::Comment(_) | Statement::Blank));
    let keep = |statement| match statement {
        Statement::Assign { target, .. } if dead.contains(&target) => None,
        Statement::If { test, then, otherwise, place } => {
            let (then, otherwise) = (without(then, dead), without(otherwise, dead));
            let is_idle = is_empty(&then) && is_empty(&otherwise);
            (!is_idle).then_some(Statement::If { test, then, otherwise, place })
        }
        Statement::Case { test, arms, place } => {
            let arms: Vec<_> = arms.into_iter().map(|(label, body)| (label, without(body, dead))).collect();
            let is_idle = arms.iter().all(|(_, body)| is_empty(body));
            (!is_idle).then_some(Statement::Case { test, arms, place })
        }
        other => Some(other),
    };
    body.into_iter().filter_map(keep).collect()
}

/// The nets that the printed module reads, with the bits where they are known.
pub(super) fn bits_read(module: &Module) -> BTreeMap<NetId, Vec<bool>> {
    let mut read: BTreeMap<NetId, Vec<bool>> = BTreeMap::new();
    for_each_read(&module.body, &mut |id, part| {
        let width = module.nets[id].width;
        let bits = read.entry(id).or_insert_with(|| vec![false; width]);
        match part {
            Some(part) => bits[part.offset..part.offset + part.width].fill(true),
            None => bits.fill(true),
        }
    });
    read
}
