// SPDX-License-Identifier: MIT OR Apache-2.0
//! Why a block was not printed, and where: what cannot be rendered faithfully is refused, never guessed.

use std::fmt::{self, Display};

/// Why a block was not printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {refusal}")]
pub struct EmitError {
    /// Where.
    pub place: Box<Place>,
    /// What was wrong, and what was expected.
    pub refusal: Refusal,
}

/// A place in a kernel: the block's path in the design and, where its source is known, file and line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The module's name, or the path of instances below the printed block.
    pub block: String,
    /// The source file, relative to the workspace.
    pub file: Option<&'static str>,
    /// The line of the statement in that file, from 1.
    pub line: Option<usize>,
}

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(file), Some(line)) = (self.file, self.line) {
            write!(f, "{file}:{line}: ")?;
        }
        write!(f, "block `{}`", self.block)
    }
}

impl Refusal {
    /// This refusal, at `place`.
    pub(super) fn at(self, place: &Place) -> EmitError {
        EmitError { place: Box::new(place.clone()), refusal: self }
    }
}

/// What a kernel asked for that the printer does not render.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The two operands of an operator, or the two sides of an assignment, differ in width.
    #[error("`{what}` joins {left} bits and {right} bits; widen one side with `bit_cast`")]
    UnequalWidths {
        /// The operator, or the signal assigned.
        what: String,
        /// Width of the left side, in bits.
        left: usize,
        /// Width of the right side, in bits.
        right: usize,
    },
    /// A literal needs more bits than its place has.
    #[error("the literal {value} does not fit {width} bits")]
    LiteralTooWide {
        /// The literal, in decimal.
        value: u128,
        /// Width of its place, in bits.
        width: usize,
    },
    /// A literal or constant above 128 bits, or below zero.
    #[error("a literal of more than 128 bits, or below zero")]
    LiteralTooLong,
    /// Nothing around a literal says its width.
    #[error("nothing gives this literal a width; write `bits::<N>({value})`")]
    LiteralWithoutWidth {
        /// The literal, in decimal.
        value: u128,
    },
    /// A shift whose left side is a literal.
    #[error("a shift of a bare literal; put it into a `Constant` or a local signal")]
    ShiftOfLiteral,
    /// A shift by the width of its operand, or more.
    #[error("a shift of {width} bits by up to {amount}; the most is {most}", most = .width - 1)]
    ShiftTooFar {
        /// Width of the shifted operand, in bits.
        width: usize,
        /// The largest amount.
        amount: u128,
    },
    /// A guard on a match arm, which rust-hdl's macro drops.
    #[error("a match guard, which rust-hdl drops; use `if` inside the arm")]
    MatchGuard,
    /// An inclusive range, whose last value rust-hdl's macro drops.
    #[error("an inclusive range, of which rust-hdl drops the last value; write `0..n`")]
    InclusiveRange,
    /// `.index()` elsewhere than as a bare argument of `get_bit`, `get_bits` or `replace_bit`.
    #[error("`.index()` in an expression, where rust-hdl drops it; compute in a local signal first")]
    IndexInArithmetic,
    /// A function that rust-hdl's macro takes for a cast, by its name.
    #[error("a call of `{name}`, which rust-hdl takes for a cast by the beginning of its name")]
    TakenForCast {
        /// The function.
        name: String,
    },
    /// Signed arithmetic; the tree has lost the widths of its casts.
    #[error("signed arithmetic; use unsigned `Bits`")]
    Signed,
    /// Multiplication: rust-hdl knows one width only.
    #[error("multiplication; give it a leaf of its own")]
    Multiplication,
    /// A slice, an index or a narrowing cast of something that is not a bare signal.
    #[error("{what} of an expression; put it into a local signal first")]
    NotABareSignal {
        /// `slice`, `bit` or `narrowing cast`.
        what: &'static str,
    },
    /// A slice or an index beyond the signal's last bit.
    #[error("bits up to {last} of `{signal}`, which has {width}")]
    PastTheEnd {
        /// The signal.
        signal: String,
        /// Its width, in bits.
        width: usize,
        /// The highest bit that can be addressed.
        last: u128,
    },
    /// A name that is neither a field of the block, a loop variable nor an enum variant.
    #[error("`{name}` has no value here: constants and generics are read from a `Constant` field")]
    UnknownIdentifier {
        /// As the kernel writes it.
        name: String,
    },
    /// Arithmetic on a loop variable that the printer cannot evaluate.
    #[error("the index `{index}` cannot be evaluated")]
    UnknownIndex {
        /// As the kernel writes it.
        index: String,
    },
    /// An input of the block itself is assigned.
    #[error("the kernel drives its own input `{signal}`")]
    DrivenInput {
        /// The input.
        signal: String,
    },
    /// A sub-block's input (or a register's `d`) is read back.
    #[error("the kernel reads `{signal}`, which it drives: Rust sees the settled value, Verilog the last one")]
    ReadsDrivenInput {
        /// The input.
        signal: String,
    },
    /// A signal is read before it has a value on every path.
    #[error("`{signal}` is read before it is written on every path")]
    ReadBeforeWritten {
        /// The signal.
        signal: String,
    },
    /// A signal has no value on some path.
    #[error("`{signal}` is not assigned on every path: a latch")]
    Latch {
        /// The signal.
        signal: String,
    },
    /// A signal that the kernel never assigns.
    #[error("`{signal}` is never driven")]
    Undriven {
        /// The signal.
        signal: String,
    },
    /// A signal that nothing reads.
    #[error("`{signal}` is never read")]
    NeverRead {
        /// The signal.
        signal: String,
    },
    /// A register's or sub-block's clock or reset that is not wired by one plain assignment.
    #[error("`{signal}` is not driven by one plain assignment from a signal")]
    NotPlainlyDriven {
        /// The clock or reset.
        signal: String,
    },
    /// A crossing register's reset comes from logic that may be high for a moment while it settles.
    #[error(
        "`{signal}` clears at once, so it must be a signal, or an `||` of signals, assigned once: others may glitch"
    )]
    ClearMayGlitch {
        /// The reset.
        signal: String,
    },
    /// A construct without rendering.
    #[error("{what} cannot be printed")]
    Unsupported {
        /// The construct.
        what: &'static str,
    },
    /// A block without kernel, or with Verilog of its own outside the leaves.
    #[error("this block has no kernel to print")]
    NoKernel,
    /// A block without a `ModuleName` field.
    #[error("this block has no `ModuleName` field")]
    NoModuleName,
    /// A name that Verilog reserves or cannot have, or that two things would share.
    #[error("the name `{name}` is taken, by Verilog or by another thing of the module")]
    NameTaken {
        /// The Verilog name.
        name: String,
    },
    /// Two modules of one name with different text.
    #[error("two different modules are called `{name}`; give each configuration its own `ModuleName`")]
    ModuleClash {
        /// The module name.
        name: String,
    },
}
