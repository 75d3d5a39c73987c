// SPDX-License-Identifier: MIT OR Apache-2.0
//! A module between kernel tree and text: every name resolved, every width known, every loop unrolled.

use super::error::Place;

/// Index of a [`Net`] in its module.
pub(super) type NetId = usize;

/// A module that can be printed.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// The Verilog module name.
    pub name: String,
    pub nets: Vec<Net>,
    pub enums: Vec<Enumeration>,
    pub registers: Vec<Register>,
    pub instances: Vec<Instance>,
    /// The kernel.
    pub body: Vec<Statement>,
    /// Whether an `if` over constants was decided.
    pub is_configured: bool,
}

/// A named bundle of wires.
#[derive(Debug, Clone)]
pub(super) struct Net {
    /// The Verilog name.
    pub name: String,
    /// As the kernel writes it.
    pub rust_name: String,
    pub role: Role,
    pub width: usize,
}

/// What a net is in its module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Input,
    Output,
    Local,
    /// `localparam`, with its value.
    Constant(u128),
    /// The value of register `n` now.
    Register(usize),
    /// The value of register `n` after the next edge.
    Next(usize),
    /// An input of instance `n`.
    InstanceInput(usize),
    /// An output of instance `n`.
    InstanceOutput(usize),
}

impl Role {
    /// Whether the kernel may assign it.
    pub fn is_target(self) -> bool {
        matches!(self, Role::Output | Role::Local | Role::Next(_) | Role::InstanceInput(_))
    }
}

/// A Rust enum, printed as one `localparam` a variant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Enumeration {
    pub rust_name: String,
    pub width: usize,
    /// Variants in order of value, from 0: the Rust path with `$` and the Verilog name.
    pub variants: Vec<(String, String)>,
}

/// Which of the leaf registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RegisterKind {
    /// Resets at an edge of its clock.
    Plain,
    /// Another clock samples it: resets at once.
    Crossing,
}

/// A leaf register.
#[derive(Debug)]
pub(super) struct Register {
    pub kind: RegisterKind,
    pub now: NetId,
    pub next: NetId,
    pub clock: Option<NetId>,
    pub reset: Option<NetId>,
    pub reset_value: Expression,
}

/// A sub-block.
#[derive(Debug)]
pub(super) struct Instance {
    /// The Verilog instance name.
    pub name: String,
    /// The array this is an element of, and its index there.
    pub element: Option<(String, usize)>,
    /// The Verilog module name.
    pub module: String,
    /// Verilog parameters, of leaves only: name, value, width.
    pub parameters: Vec<(String, u128, usize)>,
    /// Port name and the net that is connected, in the module's order.
    pub ports: Vec<(String, NetId)>,
}

/// One statement of a kernel.
#[derive(Debug, Clone)]
pub(super) enum Statement {
    Assign {
        target: NetId,
        part: Option<Part>,
        value: Expression,
        place: Place,
    },
    If {
        test: Expression,
        then: Vec<Statement>,
        otherwise: Vec<Statement>,
        place: Place,
    },
    Case {
        test: Expression,
        arms: Vec<(Label, Vec<Statement>)>,
        place: Place,
    },
    Comment(String),
    /// An empty line of the source.
    Blank,
}

/// What a case arm matches.
#[derive(Debug, Clone)]
pub(super) enum Label {
    Value(Expression),
    /// `_`, or the last arm of an exhaustive match, whose values are named.
    Default(Option<Expression>),
}

/// The bits of a target that are assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub offset: usize,
    pub width: usize,
}

/// A value with a known width.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expression {
    pub width: usize,
    pub kind: Kind,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Net(NetId),
    Number {
        value: u128,
        hex: bool,
    },
    /// A variant: enumeration and its index.
    Variant(usize, usize),
    /// Bits `offset` and up, as many as the expression is wide.
    Slice(NetId, usize),
    /// Bits from a computed offset up.
    DynamicSlice(NetId, Box<Expression>),
    /// Zeros above.
    Extend(Box<Expression>),
    /// The highest bits first.
    Concat(Vec<Expression>),
    Unary(UnaryOperator, Box<Expression>),
    Binary(BinaryOperator, Box<Expression>, Box<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnaryOperator {
    Not,
    All,
    Any,
    Xor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BinaryOperator {
    Add,
    Sub,
    And,
    Or,
    Xor,
    LogicalAnd,
    LogicalOr,
    Shl,
    Shr,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl BinaryOperator {
    /// As Verilog writes it.
    pub fn symbol(self) -> &'static str {
        use BinaryOperator::*;
        match self {
            Add => "+",
            Sub => "-",
            And => "&",
            Or => "|",
            Xor => "^",
            LogicalAnd => "&&",
            LogicalOr => "||",
            Shl => "<<",
            Shr => ">>",
            Eq => "==",
            Ne => "!=",
            Lt => "<",
            Le => "<=",
            Gt => ">",
            Ge => ">=",
        }
    }

    /// Whether a chain of this operator reads the same without parentheses.
    pub fn is_associative(self) -> bool {
        use BinaryOperator::*;
        matches!(self, Add | And | Or | Xor | LogicalAnd | LogicalOr)
    }
}

impl Expression {
    pub fn number(value: u128, width: usize) -> Self {
        Expression { width, kind: Kind::Number { value, hex: false } }
    }

    pub fn net(id: NetId, width: usize) -> Self {
        Expression { width, kind: Kind::Net(id) }
    }

    /// Calls `visit` for each net that is read, with the mask of bits read where they are known.
    pub fn for_each_read(&self, visit: &mut dyn FnMut(NetId, Option<Part>)) {
        match &self.kind {
            Kind::Net(id) => visit(*id, None),
            Kind::Slice(id, offset) => visit(*id, Some(Part { offset: *offset, width: self.width })),
            Kind::DynamicSlice(id, offset) => {
                visit(*id, None);
                offset.for_each_read(visit);
            }
            Kind::Extend(inner) | Kind::Unary(_, inner) => inner.for_each_read(visit),
            Kind::Binary(_, left, right) => {
                left.for_each_read(visit);
                right.for_each_read(visit);
            }
            Kind::Concat(parts) => parts.iter().for_each(|part| part.for_each_read(visit)),
            Kind::Number { .. } | Kind::Variant(..) => {}
        }
    }
}
