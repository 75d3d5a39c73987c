// SPDX-License-Identifier: MIT OR Apache-2.0
//! Expressions as text: every literal sized, parentheses as the tree has them.

use super::super::ir::{BinaryOperator, Expression, Kind, UnaryOperator};
use super::Page;

/// The expression, where nothing around it binds.
pub(super) fn expression(page: &Page, value: &Expression) -> String {
    match &value.kind {
        Kind::Net(id) => page.name(*id).to_string(),
        Kind::Number { value: number, hex } => sized_number(*number, value.width, *hex),
        Kind::Variant(enumeration, index) => page.module.enums[*enumeration].variants[*index].1.clone(),
        Kind::Slice(id, offset) if value.width == 1 => format!("{}[{offset}]", page.name(*id)),
        Kind::Slice(id, offset) => format!("{}[{}:{offset}]", page.name(*id), offset + value.width - 1),
        Kind::DynamicSlice(id, offset) if value.width == 1 => {
            format!("{}[{}]", page.name(*id), expression(page, offset))
        }
        Kind::DynamicSlice(id, offset) => {
            format!("{}[{} +: {}]", page.name(*id), operand(page, offset), value.width)
        }
        Kind::Extend(inner) => {
            let zeros = sized_number(0, value.width - inner.width, false);
            format!("{{{zeros}, {}}}", expression(page, inner))
        }
        Kind::Concat(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| expression(page, part)).collect();
            format!("{{{}}}", parts.join(", "))
        }
        Kind::Unary(operator, inner) => format!("{}{}", unary(*operator, inner.width), operand(page, inner)),
        Kind::Binary(operator, left, right) => binary(page, *operator, left, right),
    }
}

/// The expression as an operand: in parentheses where it is a binary operation.
fn operand(page: &Page, value: &Expression) -> String {
    match value.kind {
        Kind::Binary(..) => format!("({})", expression(page, value)),
        Kind::Unary(UnaryOperator::All | UnaryOperator::Any | UnaryOperator::Xor, _) => {
            format!("({})", expression(page, value))
        }
        _ => expression(page, value),
    }
}

fn binary(page: &Page, operator: BinaryOperator, left: &Expression, right: &Expression) -> String {
    // A chain of one associative operator reads better without parentheses, and means the same.
    let left = match left.kind {
        Kind::Binary(inner, ..) if inner == operator && operator.is_associative() => expression(page, left),
        _ => operand(page, left),
    };
    format!("{left} {} {}", operator.symbol(), operand(page, right))
}

fn unary(operator: UnaryOperator, width: usize) -> &'static str {
    match operator {
        UnaryOperator::Not if width == 1 => "!",
        UnaryOperator::Not => "~",
        UnaryOperator::All => "&",
        UnaryOperator::Any => "|",
        UnaryOperator::Xor => "^",
    }
}

/// `6'd59`, `8'h55`, `1'b0`.
pub(super) fn sized_number(value: u128, width: usize, hex: bool) -> String {
    match (width, hex) {
        (1, _) => format!("1'b{value}"),
        (_, true) if value > 0 => format!("{width}'h{value:0digits$x}", digits = width.div_ceil(4)),
        _ => format!("{width}'d{value}"),
    }
}
