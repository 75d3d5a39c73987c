// SPDX-License-Identifier: MIT OR Apache-2.0
//! Lowers the expressions of a kernel: finds every width, gives literals theirs, refuses what Verilog would
//! read differently from Rust.

use super::error::Refusal;
use super::ir::{BinaryOperator, Expression, Kind, Module, NetId, Role, UnaryOperator};
use super::literal::{is_bool, literal_value, sized};
use super::symbols::{Symbol, Symbols};
use rust_hdl::core::ast::{VerilogExpression, VerilogOp, VerilogOpUnary};
use rust_hdl::core::prelude::clog2;
use std::collections::BTreeSet;

/// Everything an expression's meaning depends on.
pub(super) struct Context<'a> {
    pub module: &'a Module,
    pub symbols: &'a Symbols,
    /// Loop variables and their values now, innermost last.
    pub loops: Vec<(String, u128)>,
    /// Values that the source statement writes in hexadecimal.
    pub hex: BTreeSet<u128>,
}

type Lowered = Result<Expression, Refusal>;

impl Context<'_> {
    /// The expression, `wanted` bits wide where it has no width of its own.
    pub fn lower(&self, expression: &VerilogExpression, wanted: Option<usize>) -> Lowered {
        use VerilogExpression::*;
        match expression {
            Paren(inner) => self.lower(inner, wanted),
            Signal(path) => self.signal(path, wanted),
            Literal(literal) => {
                let value = literal_value(literal)?;
                let bool_width = is_bool(literal).then_some(1);
                let width = wanted.or(bool_width).ok_or(Refusal::LiteralWithoutWidth { value })?;
                sized(value, width, self.hex.contains(&value))
            }
            Cast(inner, width) => self.cast(inner, *width),
            Binary(left, operator, right) => self.binary(left, operator, right, wanted),
            Unary(operator, inner) => self.unary(operator, inner, wanted),
            Index(base, index) => self.select("bit", base, index, 1),
            Slice(base, width, offset) => self.select("slice", base, offset, *width),
            IndexReplace(base, index, value) => self.replace_bit(base, index, value),
            Signed(_) | Unsigned(_) => Err(Refusal::Signed),
        }
    }

    /// The width of an expression that has one of its own.
    fn width_of(&self, expression: &VerilogExpression) -> Result<Option<usize>, Refusal> {
        use VerilogExpression::*;
        Ok(match expression {
            Paren(inner) => self.width_of(inner)?,
            Signal(path) => match self.resolve(path)? {
                Resolved::Index(_) => None,
                Resolved::Symbol(Symbol::Net(id)) => Some(self.module.nets[id].width),
                Resolved::Symbol(Symbol::Variant(enumeration, _)) => Some(self.module.enums[enumeration].width),
                Resolved::Symbol(_) => Some(1),
            },
            Literal(literal) => is_bool(literal).then_some(1),
            Cast(_, width) | Slice(_, width, _) => Some(*width),
            Binary(left, operator, right) => match binary_operator(operator)? {
                BinaryOperator::Shl | BinaryOperator::Shr => self.width_of(left)?,
                operator if is_one_bit(operator) => Some(1),
                _ => self.width_of(left)?.or(self.width_of(right)?),
            },
            Unary(VerilogOpUnary::Not, inner) => self.width_of(inner)?,
            Unary(..) | Index(..) => Some(1),
            IndexReplace(base, ..) => self.width_of(base)?,
            Signed(_) | Unsigned(_) => return Err(Refusal::Signed),
        })
    }

    fn signal(&self, path: &str, wanted: Option<usize>) -> Lowered {
        match self.resolve(path)? {
            Resolved::Index(value) => {
                sized(value, wanted.ok_or(Refusal::LiteralWithoutWidth { value })?, self.hex.contains(&value))
            }
            Resolved::Symbol(Symbol::Variant(enumeration, index)) => {
                let width = self.module.enums[enumeration].width;
                Ok(Expression { width, kind: Kind::Variant(enumeration, index) })
            }
            Resolved::Symbol(Symbol::Net(id)) => self.read(id),
            Resolved::Symbol(Symbol::RegisterClock(_) | Symbol::RegisterReset(_)) => {
                Err(Refusal::ReadsDrivenInput { signal: path.replace('$', ".") })
            }
        }
    }

    fn read(&self, id: NetId) -> Lowered {
        let net = &self.module.nets[id];
        match net.role {
            Role::Next(_) | Role::InstanceInput(_) => Err(Refusal::ReadsDrivenInput { signal: net.rust_name.clone() }),
            Role::Constant(value) if net.width == 1 => Ok(Expression::number(value, 1)),
            _ => Ok(Expression::net(id, net.width)),
        }
    }

    fn cast(&self, inner: &VerilogExpression, width: usize) -> Lowered {
        let inner = match self.width_of(inner)? {
            None => return self.lower(inner, Some(width)),
            Some(_) => self.lower(inner, None)?,
        };
        if inner.width == width {
            Ok(inner)
        } else if inner.width < width {
            Ok(Expression { width, kind: Kind::Extend(Box::new(inner)) })
        } else if let Kind::Net(id) = inner.kind {
            Ok(Expression { width, kind: Kind::Slice(id, 0) })
        } else {
            Err(Refusal::NotABareSignal { what: "narrowing cast" })
        }
    }

    fn binary(
        &self,
        left: &VerilogExpression,
        operator: &VerilogOp,
        right: &VerilogExpression,
        wanted: Option<usize>,
    ) -> Lowered {
        let operator = binary_operator(operator)?;
        if matches!(operator, BinaryOperator::Shl | BinaryOperator::Shr) {
            return self.shift(operator, left, right, wanted);
        }
        let own = self.width_of(left)?.or(self.width_of(right)?);
        let operand_width = if is_one_bit(operator) { own } else { own.or(wanted) };
        let left = self.lower(left, operand_width)?;
        let right = self.lower(right, operand_width)?;
        if left.width != right.width {
            let what = operator.symbol().into();
            return Err(Refusal::UnequalWidths { what, left: left.width, right: right.width });
        }
        let width = if is_one_bit(operator) { 1 } else { left.width };
        Ok(folded(Expression { width, kind: Kind::Binary(operator, Box::new(left), Box::new(right)) }))
    }

    fn shift(
        &self,
        operator: BinaryOperator,
        left: &VerilogExpression,
        right: &VerilogExpression,
        wanted: Option<usize>,
    ) -> Lowered {
        if self.width_of(left)?.is_none() {
            return Err(Refusal::ShiftOfLiteral);
        }
        let left = self.lower(left, wanted)?;
        let amount = match self.width_of(right)? {
            Some(_) => self.lower(right, None)?,
            None => self.lower(right, Some(32))?,
        };
        let amount = match amount.kind {
            Kind::Number { value, .. } if value >= left.width as u128 => {
                return Err(Refusal::ShiftTooFar { width: left.width, amount: value });
            }
            Kind::Number { value, .. } => sized(value, clog2(left.width).max(1), false)?,
            _ => amount,
        };
        let width = left.width;
        Ok(Expression { width, kind: Kind::Binary(operator, Box::new(left), Box::new(amount)) })
    }

    fn unary(&self, operator: &VerilogOpUnary, inner: &VerilogExpression, wanted: Option<usize>) -> Lowered {
        let operator = match operator {
            VerilogOpUnary::Not => {
                let inner = self.lower(inner, wanted)?;
                let width = inner.width;
                return Ok(folded(Expression { width, kind: Kind::Unary(UnaryOperator::Not, Box::new(inner)) }));
            }
            VerilogOpUnary::All => UnaryOperator::All,
            VerilogOpUnary::Any => UnaryOperator::Any,
            VerilogOpUnary::Xor => UnaryOperator::Xor,
            VerilogOpUnary::Neg => return Err(Refusal::Signed),
        };
        let inner = self.lower(inner, None)?;
        Ok(Expression { width: 1, kind: Kind::Unary(operator, Box::new(inner)) })
    }

    fn select(
        &self,
        what: &'static str,
        base: &VerilogExpression,
        offset: &VerilogExpression,
        width: usize,
    ) -> Lowered {
        let base = self.lower(base, None)?;
        let Kind::Net(id) = base.kind else {
            return Err(Refusal::NotABareSignal { what });
        };
        let past = |last: u128| Refusal::PastTheEnd {
            signal: self.module.nets[id].rust_name.clone(),
            width: base.width,
            last,
        };
        let offset_bits = clog2(base.width).max(1);
        match self.constant_index(offset)? {
            Some(offset) => {
                let last = (offset + width as u128).saturating_sub(1);
                if last >= base.width as u128 {
                    return Err(past(last));
                }
                if width == base.width {
                    return Ok(Expression::net(id, width));
                }
                // Below the width of a signal, so it fits.
                Ok(Expression { width, kind: Kind::Slice(id, offset as usize) })
            }
            None => {
                let offset = self.lower(offset, None)?;
                let last = (1u128 << offset.width.min(100)) - 2 + width as u128;
                if last >= base.width as u128 {
                    return Err(past(last));
                }
                let offset = match offset.width {
                    bits if bits < offset_bits => {
                        Expression { width: offset_bits, kind: Kind::Extend(Box::new(offset)) }
                    }
                    _ => offset,
                };
                Ok(Expression { width, kind: Kind::DynamicSlice(id, Box::new(offset)) })
            }
        }
    }

    /// `x & !(1 << index) | value << index`.
    fn replace_bit(&self, base: &VerilogExpression, index: &VerilogExpression, value: &VerilogExpression) -> Lowered {
        let base = self.lower(base, None)?;
        let width = base.width;
        let value = self.lower(value, Some(1))?;
        let index = match self.constant_index(index)? {
            Some(index) if index >= width as u128 => {
                return Err(Refusal::ShiftTooFar { width, amount: index });
            }
            Some(index) => sized(index, clog2(width).max(1), false)?,
            None => self.lower(index, None)?,
        };
        let make = |kind| Expression { width, kind };
        let binary = |operator, left, right| make(Kind::Binary(operator, Box::new(left), Box::new(right)));
        let value = if width == 1 { value } else { make(Kind::Extend(Box::new(value))) };
        let mask = binary(BinaryOperator::Shl, Expression::number(1, width), index.clone());
        let kept = binary(BinaryOperator::And, base, make(Kind::Unary(UnaryOperator::Not, Box::new(mask))));
        Ok(binary(BinaryOperator::Or, kept, binary(BinaryOperator::Shl, value, index)))
    }

    /// The value of an index that is known when the module is printed: literals and loop variables, with `+ - *`.
    pub fn constant_index(&self, index: &VerilogExpression) -> Result<Option<u128>, Refusal> {
        Ok(match index {
            VerilogExpression::Paren(inner) => self.constant_index(inner)?,
            VerilogExpression::Literal(literal) => Some(literal_value(literal)?),
            VerilogExpression::Signal(path) => match self.resolve(path)? {
                Resolved::Index(value) => Some(value),
                Resolved::Symbol(_) => None,
            },
            VerilogExpression::Binary(left, operator, right) => {
                match (self.constant_index(left)?, self.constant_index(right)?) {
                    (Some(left), Some(right)) => Some(evaluate(left, operator, right)?),
                    _ => None,
                }
            }
            _ => None,
        })
    }

    /// What a path means here, array indices evaluated.
    pub fn resolve(&self, path: &str) -> Result<Resolved, Refusal> {
        if let Some((_, value)) = self.loops.iter().rev().find(|(name, _)| name == path) {
            return Ok(Resolved::Index(*value));
        }
        let path = self.indexed(path)?;
        let path = path.strip_suffix("$next").unwrap_or(&path);
        let symbol = self.symbols.get(path).or_else(|| self.variant_by_longer_path(path));
        symbol.map(Resolved::Symbol).ok_or_else(|| Refusal::UnknownIdentifier { name: path.replace('$', ".") })
    }

    /// `crate$state$State$Idle` as `State$Idle`.
    fn variant_by_longer_path(&self, path: &str) -> Option<Symbol> {
        let (rest, variant) = path.rsplit_once('$')?;
        let (_, enumeration) = rest.rsplit_once('$')?;
        let symbol = self.symbols.get(&format!("{enumeration}${variant}"));
        symbol.filter(|symbol| matches!(symbol, Symbol::Variant(..)))
    }

    /// `slot[i+1]$q` as `slot$4$q`.
    fn indexed(&self, path: &str) -> Result<String, Refusal> {
        let mut plain = String::new();
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('[') {
            let unknown = || Refusal::UnknownIndex { index: after.into() };
            let (index, after) = after.split_once(']').ok_or_else(unknown)?;
            let parsed = syn::parse_str(index).map_err(|_| Refusal::UnknownIndex { index: index.into() })?;
            let value = super::index::evaluate(&parsed, &self.loops)
                .ok_or_else(|| Refusal::UnknownIndex { index: index.into() })?;
            plain += &format!("{before}${value}");
            rest = after;
        }
        Ok(plain + rest)
    }
}

/// What a path in an expression means.
pub(super) enum Resolved {
    /// A loop variable, with its value.
    Index(u128),
    Symbol(Symbol),
}

fn evaluate(left: u128, operator: &VerilogOp, right: u128) -> Result<u128, Refusal> {
    let result = match operator {
        VerilogOp::Add => left.checked_add(right),
        VerilogOp::Sub => left.checked_sub(right),
        VerilogOp::Mul => left.checked_mul(right),
        _ => None,
    };
    result.ok_or_else(|| Refusal::UnknownIndex { index: format!("{left} {operator:?} {right}") })
}

fn binary_operator(operator: &VerilogOp) -> Result<BinaryOperator, Refusal> {
    Ok(match operator {
        VerilogOp::Add => BinaryOperator::Add,
        VerilogOp::Sub => BinaryOperator::Sub,
        VerilogOp::Mul => return Err(Refusal::Multiplication),
        VerilogOp::LogicalAnd => BinaryOperator::LogicalAnd,
        VerilogOp::LogicalOr => BinaryOperator::LogicalOr,
        VerilogOp::BitXor => BinaryOperator::Xor,
        VerilogOp::BitAnd => BinaryOperator::And,
        VerilogOp::BitOr => BinaryOperator::Or,
        VerilogOp::Shl => BinaryOperator::Shl,
        VerilogOp::Shr => BinaryOperator::Shr,
        VerilogOp::Eq => BinaryOperator::Eq,
        VerilogOp::Lt => BinaryOperator::Lt,
        VerilogOp::Le => BinaryOperator::Le,
        VerilogOp::Ne => BinaryOperator::Ne,
        VerilogOp::Ge => BinaryOperator::Ge,
        VerilogOp::Gt => BinaryOperator::Gt,
    })
}

/// Whether the result is one bit, whatever the operands are.
fn is_one_bit(operator: BinaryOperator) -> bool {
    use BinaryOperator::*;
    matches!(operator, LogicalAnd | LogicalOr | Eq | Ne | Lt | Le | Gt | Ge)
}

/// Decides what constants decide: a configuration leaves no trace of the others.
fn folded(expression: Expression) -> Expression {
    let bit = |value: bool| Expression::number(u128::from(value), 1);
    match &expression.kind {
        Kind::Unary(UnaryOperator::Not, inner) if inner.width == 1 => match known(inner) {
            Some(value) => bit(value == 0),
            None => expression,
        },
        Kind::Binary(operator, left, right) => {
            let (known_left, known_right) = (known(left), known(right));
            match (operator, known_left, known_right) {
                (BinaryOperator::Eq, Some(left), Some(right)) => bit(left == right),
                (BinaryOperator::Ne, Some(left), Some(right)) => bit(left != right),
                (BinaryOperator::And | BinaryOperator::LogicalAnd, _, _) if left.width == 1 => {
                    match (known_left, known_right) {
                        (Some(0), _) | (_, Some(0)) => bit(false),
                        (Some(_), _) => *right.clone(),
                        (_, Some(_)) => *left.clone(),
                        _ => expression,
                    }
                }
                (BinaryOperator::Or | BinaryOperator::LogicalOr, _, _) if left.width == 1 => {
                    match (known_left, known_right) {
                        (Some(1), _) | (_, Some(1)) => bit(true),
                        (Some(_), _) => *right.clone(),
                        (_, Some(_)) => *left.clone(),
                        _ => expression,
                    }
                }
                _ => expression,
            }
        }
        _ => expression,
    }
}

/// The value of a number or a variant.
pub(super) fn known(expression: &Expression) -> Option<u128> {
    match expression.kind {
        Kind::Number { value, .. } => Some(value),
        Kind::Variant(_, index) => Some(index as u128),
        _ => None,
    }
}
