// SPDX-License-Identifier: MIT OR Apache-2.0
//! One bad kernel for each refusal.

use wirewright_rtl::prelude::*;

pub(super) type Input<const N: usize> = Signal<In, Bits<N>>;
pub(super) type Output<const N: usize> = Signal<Out, Bits<N>>;
type Wire<const N: usize> = Signal<Local, Bits<N>>;

block! { LiteralTooWide { a: Input<4>, y: Output<4> } }

impl Logic for LiteralTooWide {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.a.val() + 16;
    }
}

block! { LiteralWithoutWidth { y: Signal<Out, Bit> } }

impl Logic for LiteralWithoutWidth {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = 3 < 4;
    }
}

block! { ShiftOfLiteral { a: Input<4>, y: Output<64> } }

impl Logic for ShiftOfLiteral {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = 1 << self.a.val();
    }
}

block! { ShiftTooFar { a: Input<4>, y: Output<4> } }

impl Logic for ShiftTooFar {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.a.val() << 4;
    }
}

block! { SignedArithmetic { a: Input<4>, y: Output<4> } }

impl Logic for SignedArithmetic {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = unsigned_cast(signed_cast(self.a.val()) + signed_cast(self.a.val()));
    }
}

block! { SignedPort { a: Signal<In, Signed<4>>, y: Signal<Out, Signed<4>> } }

impl Logic for SignedPort {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.a.val();
    }
}

block! { Multiplication { a: Input<16>, y: Output<32> } }

impl Logic for Multiplication {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.a.val() * self.a.val();
    }
}

block! { SliceOfExpression { a: Input<8>, y: Output<4> } }

impl Logic for SliceOfExpression {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = (self.a.val() + 1).get_bits::<4>(0);
    }
}

block! { BitOfExpression { a: Input<8>, y: Signal<Out, Bit> } }

impl Logic for BitOfExpression {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = (self.a.val() + 1).get_bit(0);
    }
}

block! { NarrowingCastOfExpression { a: Input<8>, y: Output<4> } }

impl Logic for NarrowingCastOfExpression {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = bit_cast::<4, 8>(self.a.val() + 1);
    }
}

block! { SlicePastTheEnd { a: Input<8>, y: Output<4> } }

impl Logic for SlicePastTheEnd {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.a.val().get_bits::<4>(5);
    }
}

block! { BitPastTheEnd { a: Input<6>, at: Input<3>, y: Signal<Out, Bit> } }

impl Logic for BitPastTheEnd {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.a.val().get_bit(self.at.val().index());
    }
}

block! { ReplacePastTheEnd { a: Input<6>, at: Input<3>, y: Output<6> } }

impl Logic for ReplacePastTheEnd {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.a.val().replace_bit(7, true);
    }
}

const LIMIT: u64 = 5;

block! { UnknownConstant { a: Input<8>, y: Output<8> } }

impl Logic for UnknownConstant {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.a.val() + LIMIT;
    }
}

// `.index()` is dropped in a comparison, and with it the width.
block! { UnequalWidths { a: Input<8>, b: Input<4>, y: Signal<Out, Bit> } }

impl Logic for UnequalWidths {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.a.val().index() == self.b.val().index();
    }
}

block! { DrivenInput { a: Input<8>, y: Output<8> } }

impl Logic for DrivenInput {
    #[hdl_gen]
    fn update(&mut self) {
        self.a.next = 1.into();
        self.y.next = self.a.val();
    }
}

block! { ReadBeforeWritten { a: Input<8>, x: Wire<8>, y: Output<8> } }

impl Logic for ReadBeforeWritten {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.x.val();
        self.x.next = self.a.val();
    }
}

block! { PartlyWritten { a: Input<8>, x: Wire<2>, y: Output<2> } }

impl Logic for PartlyWritten {
    #[hdl_gen]
    fn update(&mut self) {
        self.x.next = self.x.val().replace_bit(0, self.a.val().get_bit(0));
        self.y.next = self.x.val();
    }
}

block! { Latch { a: Input<8>, enable: Signal<In, Bit>, y: Output<8> } }

impl Logic for Latch {
    #[hdl_gen]
    fn update(&mut self) {
        if self.enable.val() {
            self.y.next = self.a.val();
        }
    }
}

block! { LatchInArm { mode: Signal<In, super::design::Mode>, y: Output<8> } }

impl Logic for LatchInArm {
    #[hdl_gen]
    fn update(&mut self) {
        match self.mode.val() {
            super::design::Mode::Off => {}
            _ => self.y.next = 1.into(),
        }
    }
}

block! { Undriven { a: Input<8>, y: Output<8>, z: Output<8> } }

impl Logic for Undriven {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.a.val();
    }
}

block! { NeverRead { a: Input<8>, x: Wire<8>, y: Output<8> } }

impl Logic for NeverRead {
    #[hdl_gen]
    fn update(&mut self) {
        self.x.next = self.a.val();
        self.y.next = self.a.val();
    }
}

block! { ReservedName { a: Input<8>, initial: Output<8> } }

impl Logic for ReservedName {
    #[hdl_gen]
    fn update(&mut self) {
        self.initial.next = self.a.val();
    }
}

block! { Sequence { a: Input<8>, y: Output<8> } }

impl Logic for Sequence {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.a.val();
    }
}

block! {
    NameTwice {
        a: Input<8>, x_next: Output<8>, clk: Signal<In, Clock>, rst: Signal<In, Bit>, x: Register<Bits<8>>,
        y: Output<8>
    }
}

impl Logic for NameTwice {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, x);
        self.x.d.next = self.a.val();
        self.x_next.next = self.a.val();
        self.y.next = self.x.q.val();
    }
}

block! { InOutPort { a: Signal<InOut, Bits<8>>, b: Input<8>, y: Output<8> } }

impl Logic for InOutPort {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.b.val();
    }
}

block! { Registered { clk: Signal<In, Clock>, rst: Signal<In, Bit>, a: Input<8>, y: Output<8>, x: Register<Bits<8>> } }

impl Logic for Registered {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, x);
        self.x.d.next = self.a.val();
        self.y.next = self.x.q.val();
    }
}

block! { NoBits { a: Input<0>, y: Output<8> } }

impl Logic for NoBits {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = 1.into();
    }
}

/// An array picked by a signal: the kernel tree has the index as text only.
#[derive(LogicBlock, Default)]
pub struct PickedElement {
    name: ModuleName<Self>,
    pub at: Input<2>,
    pub y: Output<8>,
    x: [Wire<8>; 4],
}

impl Logic for PickedElement {
    #[hdl_gen]
    fn update(&mut self) {
        for i in 0..4 {
            self.x[i].next = 1.into();
        }
        self.y.next = self.x[self.at.val().index()].val();
    }
}

/// Two modules of one name that differ.
#[derive(LogicBlock)]
pub struct Clash {
    name: ModuleName<Self>,
    pub clk: Signal<In, Clock>,
    pub rst: Signal<In, Bit>,
    pub y: Output<4>,
    pub z: Output<4>,
    one: Renamed<1>,
    two: Renamed<2>,
}

impl Default for Clash {
    fn default() -> Self {
        Clash {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            y: Signal::default(),
            z: Signal::default(),
            one: Renamed::new(),
            two: Renamed::new(),
        }
    }
}

impl Logic for Clash {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.one.y.val();
        self.z.next = self.two.y.val();
    }
}

/// Gives `VALUE`, under one name whatever it is.
#[derive(LogicBlock)]
pub struct Renamed<const VALUE: u64> {
    name: ModuleName<Self>,
    pub y: Output<4>,
    value: Constant<Bits<4>>,
}

impl<const VALUE: u64> Renamed<VALUE> {
    fn new() -> Self {
        Renamed { name: ModuleName::default(), y: Signal::default(), value: Constant::new(VALUE.into()) }
    }
}

impl<const VALUE: u64> Logic for Renamed<VALUE> {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.value.val();
    }
}

/// A constant of more than 128 bits.
#[derive(LogicBlock)]
pub struct LiteralTooLong {
    name: ModuleName<Self>,
    pub y: Output<200>,
    value: Constant<Bits<200>>,
}

impl Default for LiteralTooLong {
    fn default() -> Self {
        let value = Constant::new(bits::<200>(1) << 199);
        LiteralTooLong { name: ModuleName::default(), y: Signal::default(), value }
    }
}

impl Logic for LiteralTooLong {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.value.val();
    }
}

/// Verilog of its own, outside the leaves.
#[derive(LogicBlock, Default)]
pub struct Handwritten {
    name: ModuleName<Self>,
    pub y: Output<8>,
}

impl Logic for Handwritten {
    fn update(&mut self) {}

    fn hdl(&self) -> Verilog {
        Verilog::Custom("assign y = 8'd0;".into())
    }
}

/// No marker field.
#[derive(LogicBlock, Default)]
pub struct Nameless {
    pub a: Input<8>,
    pub y: Output<8>,
}

impl Logic for Nameless {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = self.a.val();
    }
}

/// What rust-hdl's macro drops before there is a tree.
#[derive(LogicBlock, Default)]
pub struct Dropped {
    name: ModuleName<Self>,
    pub mode: Signal<In, super::design::Mode>,
    pub a: Input<8>,
    pub y: Output<8>,
}

impl Logic for Dropped {
    #[hdl_gen]
    fn update(&mut self) {
        self.y.next = 0.into();
        match self.mode.val() {
            super::design::Mode::Off if self.a.val().any() => {
                self.y.next = self.a.val();
            }
            _ => {}
        }
    }
}
