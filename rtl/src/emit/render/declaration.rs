// SPDX-License-Identifier: MIT OR Apache-2.0
//! Declarations as text: named values, nets and registers.

use super::super::flow::for_each_target;
use super::super::ir::{Kind, Label, Role, Statement};
use super::expression::sized_number;
use super::{Page, range, used_bits};
use std::collections::BTreeSet;

/// One `localparam` a variant, for the enumerations that the text names.
pub(super) fn enumerations(page: &Page) -> String {
    let named = named_enumerations(page);
    let mut texts = vec![];
    for (_, enumeration) in page.module.enums.iter().enumerate().filter(|(index, _)| named.contains(index)) {
        let longest = enumeration.variants.iter().map(|(_, name)| name.len()).max().unwrap_or(0);
        let line = |(value, (_, name)): (usize, &(String, String))| {
            let number = sized_number(value as u128, enumeration.width, false);
            format!("    localparam {}{name:longest$} = {number};\n", range(enumeration.width))
        };
        let lines: String = enumeration.variants.iter().enumerate().map(line).collect();
        texts.push(format!("    // {}\n{lines}", enumeration.rust_name));
    }
    texts.join("\n")
}

/// The enumerations of which a variant is printed.
fn named_enumerations(page: &Page) -> BTreeSet<usize> {
    let mut named = BTreeSet::new();
    let mut look = |value: &super::super::ir::Expression| variants(value, &mut named);
    page.module.registers.iter().for_each(|register| look(&register.reset_value));
    each_expression(&page.module.body, &mut look);
    named
}

fn variants(value: &super::super::ir::Expression, named: &mut BTreeSet<usize>) {
    match &value.kind {
        Kind::Variant(enumeration, _) => {
            named.insert(*enumeration);
        }
        Kind::DynamicSlice(_, inner) | Kind::Extend(inner) | Kind::Unary(_, inner) => variants(inner, named),
        Kind::Binary(_, left, right) => {
            variants(left, named);
            variants(right, named);
        }
        Kind::Concat(parts) => parts.iter().for_each(|part| variants(part, named)),
        Kind::Net(_) | Kind::Number { .. } | Kind::Slice(..) => {}
    }
}

fn each_expression(body: &[Statement], look: &mut dyn FnMut(&super::super::ir::Expression)) {
    for statement in body {
        match statement {
            Statement::Assign { value, .. } => look(value),
            Statement::If { test, then, otherwise, .. } => {
                look(test);
                each_expression(then, look);
                each_expression(otherwise, look);
            }
            Statement::Case { test, arms, .. } => {
                look(test);
                for (label, body) in arms {
                    if let Label::Value(value) | Label::Default(Some(value)) = label {
                        look(value);
                    }
                    each_expression(body, look);
                }
            }
            Statement::Comment(_) | Statement::Blank => {}
        }
    }
}

/// The constants that the kernel reads.
pub(super) fn parameters(page: &Page) -> String {
    let read = used_bits(page);
    let constants = page.module.nets.iter().enumerate().filter(|(id, _)| read.contains_key(id));
    let line = |(id, net): (usize, &super::super::ir::Net)| match net.role {
        Role::Constant(value) => {
            let number = sized_number(value, net.width, value > 0xffff);
            Some(format!("    localparam {}{} = {number};\n", range(net.width), page.name(id)))
        }
        _ => None,
    };
    constants.filter_map(line).collect()
}

/// Registers, local signals and the nets to and from instances.
pub(super) fn nets(page: &Page) -> String {
    let mut procedural = BTreeSet::new();
    for_each_target(&page.tidied.procedural, &mut |target| {
        procedural.insert(target);
    });
    let mut registers = vec![];
    for register in page.module.registers.iter().filter(|register| page.names.is_alive(register.next)) {
        let mut names = vec![];
        if !page.names.is_absorbed(register.now) {
            names.push(page.name(register.now));
        }
        if procedural.contains(&register.next) {
            names.push(page.name(register.next));
        }
        if !names.is_empty() {
            registers.push(("reg", page.module.nets[register.now].width, names.join(", ")));
        }
    }
    let mut wires = vec![];
    for (id, net) in page.module.nets.iter().enumerate() {
        let is_declared = match net.role {
            Role::Local | Role::InstanceInput(_) => page.names.is_alive(id),
            Role::InstanceOutput(_) => true,
            _ => false,
        };
        if is_declared && !page.names.is_absorbed(id) {
            wires.push((if procedural.contains(&id) { "reg" } else { "wire" }, net.width, page.name(id).into()));
        }
    }
    [aligned(&registers), aligned(&wires)].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Declarations of kind, width and names, in columns.
fn aligned(declarations: &[(&str, usize, String)]) -> String {
    let kinds = declarations.iter().map(|(kind, ..)| kind.len()).max().unwrap_or(0);
    let ranges = declarations.iter().map(|(_, width, _)| range(*width).len()).max().unwrap_or(0);
    let line =
        |(kind, width, names): &(&str, usize, String)| format!("    {kind:kinds$} {:ranges$}{names};\n", range(*width));
    declarations.iter().map(line).collect()
}
