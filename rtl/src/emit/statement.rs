// SPDX-License-Identifier: MIT OR Apache-2.0
//! Lowers the statements of a kernel: loops unrolled, constant conditions decided, registers' clocks taken out.

use super::error::{EmitError, Place, Refusal};
use super::expression::{Context, Resolved, known};
use super::ir::{Expression, Kind, Label, Module, NetId, Part, Role, Statement};
use super::literal::{literal_value, sized};
use super::source::SourceStatement;
use super::symbols::{Symbol, Symbols};
use rust_hdl::core::ast::*;
use std::collections::BTreeSet;

/// A clock or reset of a register, and what drives it.
pub(super) struct Wiring {
    pub register: usize,
    pub is_clock: bool,
    pub driver: NetId,
}

/// What a kernel says.
pub(super) struct Kernel {
    pub body: Vec<Statement>,
    pub wirings: Vec<Wiring>,
    pub is_configured: bool,
}

/// Lowers the kernel `block` of `module`.
pub(super) fn lower_kernel(
    module: &Module,
    symbols: &Symbols,
    block: &VerilogBlock,
    place: Place,
    source: &[SourceStatement],
) -> Result<Kernel, EmitError> {
    let context = Context { module, symbols, loops: vec![], hex: BTreeSet::new() };
    let mut lowering =
        Lowering { context, place, wirings: vec![], is_configured: false, depth: 0, first_rounds: vec![] };
    let mut body = vec![];
    lowering.block(block, source, &mut body)?;
    Ok(Kernel { body, wirings: lowering.wirings, is_configured: lowering.is_configured })
}

struct Lowering<'a> {
    context: Context<'a>,
    /// Where we are: the line changes from statement to statement.
    place: Place,
    wirings: Vec<Wiring>,
    is_configured: bool,
    /// How many conditions enclose the statement.
    depth: usize,
    /// The first values of the open loops' variables.
    first_rounds: Vec<u128>,
}

impl Lowering<'_> {
    fn block(
        &mut self,
        block: &VerilogBlock,
        source: &[SourceStatement],
        out: &mut Vec<Statement>,
    ) -> Result<(), EmitError> {
        let outer_line = self.place.line;
        for (index, statement) in block.iter().enumerate() {
            let source = source.get(index);
            self.place.line = source.map(|source| source.line).or(outer_line);
            self.context.hex = source.map(|source| source.hex.clone()).unwrap_or_default();
            if let Some(source) = source.filter(|_| self.is_first_round()) {
                out.extend(source.is_apart.then_some(Statement::Blank));
                out.extend(source.comments.iter().cloned().map(Statement::Comment));
            }
            self.statement(statement, source.map(|source| source.blocks.as_slice()).unwrap_or_default(), out)?;
        }
        self.place.line = outer_line;
        Ok(())
    }

    /// Whether every loop is in its first round: what the source says once is said once.
    fn is_first_round(&self) -> bool {
        self.context.loops.iter().zip(&self.first_rounds).all(|((_, value), first)| value == first)
    }

    fn statement(
        &mut self,
        statement: &VerilogStatement,
        source: &[Vec<SourceStatement>],
        out: &mut Vec<Statement>,
    ) -> Result<(), EmitError> {
        let blocks = |index: usize| source.get(index).map(Vec::as_slice).unwrap_or_default();
        match statement {
            VerilogStatement::Assignment(target, value) => self.assignment(target, value, out),
            VerilogStatement::SliceAssignment { base, width, offset, replacement } => {
                self.slice_assignment(base, *width, offset, replacement, out)
            }
            VerilogStatement::If(conditional) => self.conditional(conditional, source, out),
            VerilogStatement::Match(matching) => self.matching(matching, source, out),
            VerilogStatement::Loop(repeated) => {
                let bound = |literal| literal_value(literal).map_err(|refusal| self.refuse(refusal));
                let (from, to) = (bound(&repeated.from)?, bound(&repeated.to)?);
                self.first_rounds.push(from);
                for value in from..to {
                    self.context.loops.push((repeated.index.clone(), value));
                    self.block(&repeated.block, blocks(0), out)?;
                    self.context.loops.pop();
                }
                self.first_rounds.pop();
                Ok(())
            }
            VerilogStatement::Comment(text) => {
                out.push(Statement::Comment(text.trim().into()));
                Ok(())
            }
            VerilogStatement::Macro(block) => self.block(block, &[], out),
            VerilogStatement::Link(_) => Err(self.refuse(Refusal::Unsupported { what: "an interface link" })),
        }
    }

    fn assignment(
        &mut self,
        target: &VerilogExpression,
        value: &VerilogExpression,
        out: &mut Vec<Statement>,
    ) -> Result<(), EmitError> {
        let target = match self.target(target)? {
            Symbol::Net(target) => target,
            Symbol::RegisterClock(register) => return self.wiring(register, true, value),
            Symbol::RegisterReset(register) => return self.wiring(register, false, value),
            Symbol::Variant(..) => return Err(self.refuse(Refusal::Unsupported { what: "assigning a variant" })),
        };
        if let VerilogExpression::IndexReplace(base, index, bit) = value
            && matches!(&**base, VerilogExpression::Signal(path) if self.is(path, target))
        {
            return self.slice_assignment(base, 1, index, bit, out);
        }
        let width = self.context.module.nets[target].width;
        let value = self.lower(value, Some(width))?;
        self.assign(target, None, width, value, out)
    }

    /// Whether `path` is the net `target`.
    fn is(&self, path: &str, target: NetId) -> bool {
        matches!(self.context.resolve(path), Ok(Resolved::Symbol(Symbol::Net(id))) if id == target)
    }

    fn slice_assignment(
        &mut self,
        base: &VerilogExpression,
        width: usize,
        offset: &VerilogExpression,
        replacement: &VerilogExpression,
        out: &mut Vec<Statement>,
    ) -> Result<(), EmitError> {
        let Symbol::Net(target) = self.target(base)? else {
            return Err(self.refuse(Refusal::Unsupported { what: "assigning a field of a clock" }));
        };
        let offset = self.context.constant_index(offset).map_err(|refusal| self.refuse(refusal))?;
        let Some(offset) = offset else {
            return Err(self.refuse(Refusal::Unsupported { what: "an assignment to computed bits" }));
        };
        let net = &self.context.module.nets[target];
        let last = (offset + width as u128).saturating_sub(1);
        if last >= net.width as u128 {
            return Err(self.refuse(Refusal::PastTheEnd { signal: net.rust_name.clone(), width: net.width, last }));
        }
        let value = self.lower(replacement, Some(width))?;
        // Below the width of a signal, so it fits.
        self.assign(target, Some(Part { offset: offset as usize, width }), width, value, out)
    }

    fn assign(
        &self,
        target: NetId,
        part: Option<Part>,
        width: usize,
        value: Expression,
        out: &mut Vec<Statement>,
    ) -> Result<(), EmitError> {
        let net = &self.context.module.nets[target];
        if value.width != width {
            let what = format!("{} = ", net.rust_name);
            return Err(self.refuse(Refusal::UnequalWidths { what, left: width, right: value.width }));
        }
        let part = part.filter(|part| part.width < net.width);
        out.push(Statement::Assign { target, part, value, place: self.place.clone() });
        Ok(())
    }

    /// A register's clock or reset: one plain, unconditional assignment from a signal.
    fn wiring(&mut self, register: usize, is_clock: bool, value: &VerilogExpression) -> Result<(), EmitError> {
        let value = self.lower(value, Some(1))?;
        let plain = self.depth == 0 && self.wirings.iter().all(|w| w.register != register || w.is_clock != is_clock);
        match value.kind {
            Kind::Net(driver) if plain => {
                self.wirings.push(Wiring { register, is_clock, driver });
                Ok(())
            }
            _ => {
                let q = &self.context.module.nets[self.context.module.registers[register].now].rust_name;
                let signal = q.replace(".q", if is_clock { ".clock" } else { ".reset" });
                Err(self.refuse(Refusal::NotPlainlyDriven { signal }))
            }
        }
    }

    fn conditional(
        &mut self,
        conditional: &VerilogConditional,
        source: &[Vec<SourceStatement>],
        out: &mut Vec<Statement>,
    ) -> Result<(), EmitError> {
        let place = self.place.clone();
        let blocks = |index: usize| source.get(index).map(Vec::as_slice).unwrap_or_default();
        let test = self.lower(&conditional.test, Some(1))?;
        if test.width != 1 {
            return Err(self.refuse(Refusal::UnequalWidths { what: "if".into(), left: 1, right: test.width }));
        }
        let decided = known(&test);
        self.is_configured |= decided.is_some();
        self.depth += usize::from(decided.is_none());
        let mut then = vec![];
        if decided != Some(0) {
            self.block(&conditional.then, blocks(0), &mut then)?;
        }
        let mut otherwise = vec![];
        if decided != Some(1) {
            match &conditional.otherwise {
                VerilogBlockOrConditional::Block(block) => self.block(block, blocks(1), &mut otherwise)?,
                VerilogBlockOrConditional::Conditional(inner) => {
                    self.block(&vec![*inner.clone()], blocks(1), &mut otherwise)?
                }
                VerilogBlockOrConditional::None => {}
            }
        }
        self.depth -= usize::from(decided.is_none());
        match decided {
            Some(0) => out.extend(otherwise),
            Some(_) => out.extend(then),
            None => out.push(Statement::If { test, then, otherwise, place }),
        }
        Ok(())
    }

    fn matching(
        &mut self,
        matching: &VerilogMatch,
        source: &[Vec<SourceStatement>],
        out: &mut Vec<Statement>,
    ) -> Result<(), EmitError> {
        let place = self.place.clone();
        let test = self.lower(&matching.test, None)?;
        let decided = known(&test);
        self.is_configured |= decided.is_some();
        self.depth += usize::from(decided.is_none());
        let labels = matching.cases.iter().map(|case| self.label(&case.condition, test.width));
        let labels = labels.collect::<Result<Vec<_>, _>>()?;
        let mut arms = vec![];
        for (index, (case, label)) in matching.cases.iter().zip(labels).enumerate() {
            let mut body = vec![];
            self.block(&case.block, source.get(index).map(Vec::as_slice).unwrap_or_default(), &mut body)?;
            arms.push((label, body));
        }
        self.depth -= usize::from(decided.is_none());
        match decided {
            Some(value) => out.extend(chosen(arms, value)),
            None => out.push(Statement::Case { arms: self.complete(arms, test.width), test, place }),
        }
        Ok(())
    }

    fn label(&self, condition: &str, width: usize) -> Result<Label, EmitError> {
        let value = match condition {
            "default" => return Ok(Label::Default(None)),
            "false" => Ok(Expression::number(0, 1)),
            "true" => Ok(Expression::number(1, 1)),
            _ => match syn::parse_str::<syn::LitInt>(condition).and_then(|literal| literal.base10_parse()) {
                Ok(value) => sized(value, width, condition.starts_with("0x")),
                Err(_) => self.context.lower(&VerilogExpression::Signal(condition.into()), None),
            },
        };
        let value = value.map_err(|refusal| self.refuse(refusal))?;
        if known(&value).is_none() {
            return Err(self.refuse(Refusal::UnknownIdentifier { name: condition.into() }));
        }
        Ok(Label::Value(value))
    }

    /// Without a `_`, Rust says the match is exhaustive: where Verilog has values left, the last arm takes them.
    fn complete(&self, mut arms: Vec<(Label, Vec<Statement>)>, width: usize) -> Vec<(Label, Vec<Statement>)> {
        let has_default = arms.iter().any(|(label, _)| matches!(label, Label::Default(_)));
        let is_full = width < 64 && arms.len() as u128 == 1 << width;
        if let (false, false, Some((label, _))) = (has_default, is_full, arms.last_mut())
            && let Label::Value(value) = label.clone()
        {
            *label = Label::Default(Some(value));
        }
        arms
    }

    fn target(&self, target: &VerilogExpression) -> Result<Symbol, EmitError> {
        let VerilogExpression::Signal(path) = target else {
            return Err(self.refuse(Refusal::Unsupported { what: "this assignment" }));
        };
        match self.context.resolve(path).map_err(|refusal| self.refuse(refusal))? {
            Resolved::Symbol(Symbol::Net(id)) => {
                let net = &self.context.module.nets[id];
                match net.role {
                    role if role.is_target() => Ok(Symbol::Net(id)),
                    Role::Input => Err(self.refuse(Refusal::DrivenInput { signal: net.rust_name.clone() })),
                    _ => Err(self.refuse(Refusal::Unsupported { what: "an assignment to what is not driven here" })),
                }
            }
            Resolved::Symbol(symbol) => Ok(symbol),
            Resolved::Index(_) => Err(self.refuse(Refusal::Unsupported { what: "an assignment to a loop variable" })),
        }
    }

    fn lower(&self, expression: &VerilogExpression, wanted: Option<usize>) -> Result<Expression, EmitError> {
        self.context.lower(expression, wanted).map_err(|refusal| self.refuse(refusal))
    }

    fn refuse(&self, refusal: Refusal) -> EmitError {
        refusal.at(&self.place)
    }
}

/// The arm that a known value takes.
fn chosen(arms: Vec<(Label, Vec<Statement>)>, value: u128) -> Vec<Statement> {
    let takes = |label: &Label| match label {
        Label::Value(expression) => known(expression) == Some(value),
        Label::Default(_) => true,
    };
    arms.into_iter().find(|(label, _)| takes(label)).map(|(_, body)| body).unwrap_or_default()
}
