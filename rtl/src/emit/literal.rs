// SPDX-License-Identifier: MIT OR Apache-2.0
//! Literals of the kernel tree: their private value shows through `{:x}` formatting.

use super::error::Refusal;
use super::ir::{Expression, Kind, Module};
use rust_hdl::core::prelude::*;

/// The value of a literal.
pub(super) fn literal_value(literal: &VerilogLiteral) -> Result<u128, Refusal> {
    let text = format!("{literal:x}");
    let digits = text.split_once("'h").map_or(text.as_str(), |(_, digits)| digits);
    u128::from_str_radix(digits, 16).map_err(|_| Refusal::LiteralTooLong)
}

/// Whether a literal was `true` or `false`: the only ones of one bit.
pub(super) fn is_bool(literal: &VerilogLiteral) -> bool {
    format!("{literal:x}").starts_with("1'h")
}

/// Bits needed for `value`; zero needs none.
pub(super) fn bit_length(value: u128) -> usize {
    (u128::BITS - value.leading_zeros()) as usize
}

/// A number of `width` bits.
pub(super) fn sized(value: u128, width: usize, hex: bool) -> Result<Expression, Refusal> {
    if bit_length(value) > width {
        return Err(Refusal::LiteralTooWide { value, width });
    }
    Ok(Expression { width, kind: Kind::Number { value, hex } })
}

/// The value of a constant: the variant of its enumeration, or a number.
pub(super) fn variant_or_number(
    module: &Module,
    descriptor: &TypeDescriptor,
    literal: &VerilogLiteral,
    width: usize,
) -> Result<Expression, Refusal> {
    let value = literal_value(literal)?;
    if matches!(descriptor.kind, TypeKind::Enum(_)) {
        let found = module.enums.iter().position(|known| known.rust_name == descriptor.name);
        let variant = usize::try_from(value).ok();
        if let (Some(enumeration), Some(variant)) = (found, variant) {
            return Ok(Expression { width, kind: Kind::Variant(enumeration, variant) });
        }
    }
    sized(value, width, value > 0xffff)
}
