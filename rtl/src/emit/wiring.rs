// SPDX-License-Identifier: MIT OR Apache-2.0
//! The clocks and resets of a module's registers, and what a reset must be that clears at once.

use super::error::Refusal;
use super::flow::for_each_target;
use super::ir::{BinaryOperator, Expression, Kind, Module, NetId, RegisterKind, Role, Statement};
use super::statement::Wiring;
use super::symbols::Symbols;
use std::collections::BTreeSet;

/// Gives each register its clock and reset: the reset is the one wired, or the clock's by name.
pub(super) fn wire_registers(module: &mut Module, wirings: Vec<Wiring>, symbols: &mut Symbols) -> Result<(), Refusal> {
    for wiring in wirings {
        let register = &mut module.registers[wiring.register];
        *if wiring.is_clock { &mut register.clock } else { &mut register.reset } = Some(wiring.driver);
    }
    for index in 0..module.registers.len() {
        let signal = |end: &str| module.nets[module.registers[index].now].rust_name.replace(".q", end);
        let missing = |end: &str| Refusal::NotPlainlyDriven { signal: signal(end) };
        let clock = module.registers[index].clock.ok_or_else(|| missing(".clock"))?;
        let reset_name = module.nets[clock].name.strip_suffix("clk").map(|domain| format!("{domain}rst"));
        let by_name = reset_name.and_then(|name| module.nets.iter().position(|net| net.name == name && net.width == 1));
        let reset = module.registers[index].reset.or(by_name).ok_or_else(|| missing(".reset"))?;
        module.registers[index].reset = Some(reset);
    }
    check_clears(module, symbols)
}

/// What the inverse of a reset is called, for the registers that it clears at once.
pub(super) fn clear_name(module: &Module, reset: NetId) -> String {
    format!("{}_n", module.nets[reset].name)
}

/// Takes a name for the inverse of each reset that clears at once, and refuses one that may rise by accident.
fn check_clears(module: &Module, symbols: &mut Symbols) -> Result<(), Refusal> {
    let crossing = module.registers.iter().filter(|register| register.kind == RegisterKind::Crossing);
    let resets: BTreeSet<NetId> = crossing.filter_map(|register| register.reset).collect();
    for reset in resets {
        symbols.take(&clear_name(module, reset))?;
        if !is_steady(module, reset) {
            return Err(Refusal::ClearMayGlitch { signal: module.nets[reset].rust_name.clone() });
        }
    }
    Ok(())
}

/// Whether the net comes from outside the kernel or a register, or is an `||` of such. While all of them are low it
/// stays low, whichever of them changes first; other logic may be high for a moment.
fn is_steady(module: &Module, net: NetId) -> bool {
    if module.nets[net].role != Role::Local {
        return true;
    }
    let mut assignments = 0;
    for_each_target(&module.body, &mut |target| assignments += usize::from(target == net));
    let value = module.body.iter().find_map(|statement| match statement {
        Statement::Assign { target, part: None, value, .. } if *target == net => Some(value),
        _ => None,
    });
    assignments == 1 && value.is_some_and(|value| is_steady_value(module, value))
}

fn is_steady_value(module: &Module, value: &Expression) -> bool {
    match &value.kind {
        Kind::Net(id) | Kind::Slice(id, _) => is_steady(module, *id),
        Kind::Binary(BinaryOperator::Or | BinaryOperator::LogicalOr, left, right) => {
            is_steady_value(module, left) && is_steady_value(module, right)
        }
        _ => false,
    }
}
