// SPDX-License-Identifier: MIT OR Apache-2.0
//! Kernels in which Rust and a careless Verilog differ: precedence, literal widths, casts, slices, shifts, order.

// Precedence without parentheses is the trap.
#![allow(clippy::precedence, clippy::nonminimal_bool)]

use super::design::{Mode, Pair};
use wirewright_rtl::prelude::*;

/// Expressions, each with its own output.
#[derive(LogicBlock)]
pub struct Traps {
    name: ModuleName<Self>,
    pub a: Signal<In, Bits<8>>,
    pub b: Signal<In, Bits<8>>,
    pub n: Signal<In, Bits<4>>,
    pub w: Signal<In, Bits<33>>,
    pub v: Signal<In, Bits<16>>,
    pub p: Signal<In, Bit>,
    pub q: Signal<In, Bit>,
    pub and_equals: Signal<Out, Bit>,
    pub wraps_to_zero: Signal<Out, Bit>,
    pub wide_sum: Signal<Out, Bits<9>>,
    pub cast_sum: Signal<Out, Bits<16>>,
    pub cast_not: Signal<Out, Bits<16>>,
    pub narrowed: Signal<Out, Bits<4>>,
    pub slice: Signal<Out, Bits<8>>,
    pub slice_at: Signal<Out, Bits<8>>,
    pub whole: Signal<Out, Bits<8>>,
    pub bit_at: Signal<Out, Bit>,
    pub replaced: Signal<Out, Bits<8>>,
    pub replaced_at: Signal<Out, Bits<16>>,
    pub replaced_sum: Signal<Out, Bits<8>>,
    pub left: Signal<Out, Bits<8>>,
    pub right: Signal<Out, Bits<8>>,
    pub wide_right: Signal<Out, Bits<33>>,
    pub sum_right: Signal<Out, Bits<8>>,
    pub cast_sum_right: Signal<Out, Bits<9>>,
    pub sum_left: Signal<Out, Bits<8>>,
    pub amount_wraps: Signal<Out, Bits<8>>,
    pub mixed: Signal<Out, Bits<8>>,
    pub chain: Signal<Out, Bits<8>>,
    pub nested: Signal<Out, Bits<8>>,
    pub compared: Signal<Out, Bit>,
    pub difference: Signal<Out, Bit>,
    pub carry: Signal<Out, Bits<8>>,
    pub not_equal: Signal<Out, Bit>,
    pub bits_and: Signal<Out, Bit>,
    pub logical: Signal<Out, Bit>,
    pub any_and: Signal<Out, Bit>,
    pub all_sum: Signal<Out, Bit>,
    pub parity: Signal<Out, Bit>,
    pub literal_first: Signal<Out, Bits<8>>,
    pub top_literal: Signal<Out, Bits<33>>,
    pub constant: Signal<Out, Bits<8>>,
    pub ones: Signal<Out, Bits<4>>,
    pub binary: Signal<Out, Bits<8>>,
    pub low: Signal<Out, Bits<4>>,
    pub high: Signal<Out, Bits<12>>,
    pub ordered: Signal<Out, Bits<8>>,
    pub chosen: Signal<Out, Bits<4>>,
    pub shifted_one: Signal<Out, Bits<8>>,
    count: Signal<Local, Bits<4>>,
    gray: Signal<Local, Bits<8>>,
    pair: Signal<Local, Pair>,
    running: Signal<Local, Bits<8>>,
    offset: Constant<Bits<8>>,
}

impl Default for Traps {
    fn default() -> Self {
        Traps {
            name: ModuleName::default(),
            a: Signal::default(),
            b: Signal::default(),
            n: Signal::default(),
            w: Signal::default(),
            v: Signal::default(),
            p: Signal::default(),
            q: Signal::default(),
            and_equals: Signal::default(),
            wraps_to_zero: Signal::default(),
            wide_sum: Signal::default(),
            cast_sum: Signal::default(),
            cast_not: Signal::default(),
            narrowed: Signal::default(),
            slice: Signal::default(),
            slice_at: Signal::default(),
            whole: Signal::default(),
            bit_at: Signal::default(),
            replaced: Signal::default(),
            replaced_at: Signal::default(),
            replaced_sum: Signal::default(),
            left: Signal::default(),
            right: Signal::default(),
            wide_right: Signal::default(),
            sum_right: Signal::default(),
            cast_sum_right: Signal::default(),
            sum_left: Signal::default(),
            amount_wraps: Signal::default(),
            mixed: Signal::default(),
            chain: Signal::default(),
            nested: Signal::default(),
            compared: Signal::default(),
            difference: Signal::default(),
            carry: Signal::default(),
            not_equal: Signal::default(),
            bits_and: Signal::default(),
            logical: Signal::default(),
            any_and: Signal::default(),
            all_sum: Signal::default(),
            parity: Signal::default(),
            literal_first: Signal::default(),
            top_literal: Signal::default(),
            constant: Signal::default(),
            ones: Signal::default(),
            binary: Signal::default(),
            low: Signal::default(),
            high: Signal::default(),
            ordered: Signal::default(),
            chosen: Signal::default(),
            shifted_one: Signal::default(),
            count: Signal::default(),
            gray: Signal::default(),
            pair: Signal::default(),
            running: Signal::default(),
            offset: Constant::new(bits::<8>(0xf9)),
        }
    }
}

impl Logic for Traps {
    #[hdl_gen]
    fn update(&mut self) {
        self.and_equals.next = self.a.val() & self.b.val() == self.b.val();
        self.wraps_to_zero.next = self.a.val() + 1 == 0;
        self.wide_sum.next = bit_cast::<9, 8>(self.a.val()) + bit_cast::<9, 8>(self.b.val());
        self.cast_sum.next = bit_cast::<16, 8>(self.a.val() + self.b.val());
        self.cast_not.next = bit_cast::<16, 8>(!self.a.val());
        self.narrowed.next = bit_cast::<4, 8>(self.a.val());
        self.slice.next = self.w.val().get_bits::<8>(25);
        self.slice_at.next = self.w.val().get_bits::<8>(self.n.val().index());
        self.whole.next = self.a.val().get_bits::<8>(0);
        self.bit_at.next = self.v.val().get_bit(self.n.val().index());
        self.replaced.next = self.a.val().replace_bit(7, self.p.val());
        self.replaced_at.next = self.v.val().replace_bit(self.n.val().index(), self.p.val());
        self.replaced_sum.next = (self.a.val() + self.b.val()).replace_bit(3, !self.p.val());
        self.left.next = self.a.val() << self.n.val();
        self.right.next = self.a.val() >> self.n.val();
        self.wide_right.next = self.w.val() >> self.n.val();
        self.sum_right.next = (self.a.val() + self.b.val()) >> 1;
        self.cast_sum_right.next = bit_cast::<9, 8>((self.a.val() + self.b.val()) >> 1);
        self.sum_left.next = self.a.val() + self.b.val() << 3;
        self.amount_wraps.next = self.a.val() << (self.n.val() + 1);
        self.mixed.next = self.a.val() ^ self.b.val() & self.a.val() >> 2 | 0x41;
        self.chain.next = self.a.val() - self.b.val() - 3;
        self.nested.next = self.a.val() - (self.b.val() - (self.a.val() + 7));
        self.compared.next = (self.a.val() < self.b.val()) ^ self.p.val();
        self.difference.next = self.a.val() - self.b.val() < 5;
        self.carry.next = bit_cast::<8, 1>((self.a.val() + self.b.val() < self.a.val()).into());
        self.not_equal.next = !(self.a.val() == !self.b.val());
        self.bits_and.next = self.p.val() & self.q.val() | !self.p.val() ^ self.q.val();
        self.logical.next = self.p.val() && self.q.val() || self.a.val() >= self.b.val() && !self.q.val();
        self.any_and.next = (self.a.val() & self.b.val()).any();
        self.all_sum.next = (self.a.val() + self.b.val()).all();
        self.parity.next = (self.a.val() ^ self.b.val()).xor() != self.p.val();
        self.literal_first.next = 0x80 - self.a.val() | 1;
        self.top_literal.next = self.w.val() - 0x1_0000_0001_u64;
        self.constant.next = self.offset.val() + self.a.val();
        self.shifted_one.next = bits::<8>(1) << self.n.val();

        // Accumulation.
        self.count.next = 0.into();
        for i in 0..8 {
            if self.a.val().get_bit(i) {
                self.count.next = self.count.val() + 1;
            }
        }
        self.ones.next = self.count.val();
        self.gray.next = self.gray.val().replace_bit(7, self.a.val().get_bit(7));
        for i in 0..7 {
            self.gray.next =
                self.gray.val().replace_bit(6 - i, self.gray.val().get_bit(7 - i) ^ self.a.val().get_bit(6 - i));
        }
        self.binary.next = self.gray.val();

        // Fields.
        self.pair.next.low = self.n.val();
        self.pair.next.high = self.v.val().get_bits::<12>(3);
        if self.q.val() {
            self.pair.next.high = self.pair.val().high + 1;
        }
        self.low.next = self.pair.val().low;
        self.high.next = self.pair.val().high;

        // Order.
        self.running.next = self.a.val();
        self.ordered.next = self.running.val();
        self.running.next = self.running.val() + self.b.val();
        if self.p.val() {
            self.ordered.next = self.running.val();
        }
        match self.q.val() {
            true => self.chosen.next = self.n.val(),
            false => self.chosen.next = 9.into(),
        }
    }
}

/// A register that another clock samples, and one beside it that resets at an edge. `still` holds the clock.
#[derive(LogicBlock, Default)]
pub struct Standing {
    name: ModuleName<Self>,
    pub clk: Signal<In, Clock>,
    pub rst: Signal<In, Bit>,
    pub still: Signal<In, Bit>,
    pub a: Signal<In, Bits<4>>,
    pub crossing: Signal<Out, Bits<4>>,
    pub plain: Signal<Out, Bits<4>>,
    pub mode: Signal<Out, Bit>,
    shown: CrossingRegister<Bits<4>>,
    beside: Register<Bits<4>>,
    crossing_mode: CrossingRegister<Mode>,
}

impl Logic for Standing {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, shown, beside, crossing_mode);
        self.shown.d.next = self.a.val() ^ self.beside.q.val();
        self.beside.d.next = self.shown.q.val() + self.a.val();
        if self.a.val().get_bit(0) {
            self.crossing_mode.d.next = Mode::Fast;
        } else if self.a.val().get_bit(1) {
            self.crossing_mode.d.next = Mode::Slow;
        }
        self.crossing.next = self.shown.q.val();
        self.plain.next = self.beside.q.val();
        self.mode.next = self.crossing_mode.q.val() == Mode::Fast;
    }
}

/// Registers: reset values, holding, enumerations, a match without default, a configuration.
#[derive(LogicBlock)]
pub struct Sequencer {
    name: ModuleName<Self>,
    pub clk: Signal<In, Clock>,
    pub rst: Signal<In, Bit>,
    pub go: Signal<In, Bit>,
    pub step: Signal<In, Bits<3>>,
    pub state: Signal<Out, Bits<2>>,
    pub total: Signal<Out, Bits<12>>,
    pub stage: Signal<Out, Bits<3>>,
    mode: Register<Mode>,
    sum: Register<Bits<12>>,
    delay: [Register<Bit>; 3],
    joined: Signal<Local, Bits<3>>,
    is_slow: Constant<Bit>,
    first: Constant<Mode>,
}

impl Default for Sequencer {
    fn default() -> Self {
        Sequencer {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            go: Signal::default(),
            step: Signal::default(),
            state: Signal::default(),
            total: Signal::default(),
            stage: Signal::default(),
            mode: Register::reset_to(Mode::Fast),
            sum: Register::reset_to(0xabc_u64),
            delay: [Register::reset_to(true), Register::reset_to(false), Register::reset_to(true)],
            joined: Signal::default(),
            is_slow: Constant::new(false),
            first: Constant::new(Mode::Slow),
        }
    }
}

impl Logic for Sequencer {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, mode, sum, delay[0], delay[1], delay[2]);
        self.total.next = self.sum.q.val();
        match self.mode.q.val() {
            Mode::Off => {
                self.state.next = 1.into();
                if self.go.val() {
                    self.mode.d.next = self.first.val();
                }
            }
            Mode::Slow => {
                self.state.next = 2.into();
                self.sum.d.next = self.sum.q.val() + bit_cast::<12, 3>(self.step.val());
                if self.is_slow.val() | (self.step.val() == 0) {
                    self.mode.d.next = Mode::Off;
                } else if self.go.val() {
                    self.mode.d.next = Mode::Fast;
                }
            }
            Mode::Fast => {
                self.state.next = 3.into();
                self.sum.d.next = self.sum.q.val() - 5;
                if self.first.val() == Mode::Slow && !self.go.val() {
                    self.mode.d.next = Mode::Slow;
                }
            }
        }
        self.delay[0].d.next = self.go.val();
        for i in 0..2 {
            self.delay[i + 1].d.next = self.delay[i].q.val();
        }
        for i in 0..3 {
            self.joined.next = self.joined.val().replace_bit(i, self.delay[i].q.val());
        }
        self.stage.next = self.joined.val();
    }
}
