// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bad kernels for the refusals about registers and sub-blocks.

use super::bad::{Input, Latch, Output, Registered};
use wirewright_rtl::prelude::*;

block! { NoClock { clk: Signal<In, Clock>, rst: Signal<In, Bit>, a: Input<8>, y: Output<8>, x: Register<Bits<8>> } }

impl Logic for NoClock {
    #[hdl_gen]
    fn update(&mut self) {
        self.x.d.next = self.a.val();
        self.y.next = self.x.q.val();
    }
}

block! { NoReset { clk: Signal<In, Clock>, a: Input<8>, y: Output<8>, x: Register<Bits<8>> } }

impl Logic for NoReset {
    #[hdl_gen]
    fn update(&mut self) {
        self.x.clock.next = self.clk.val();
        self.x.d.next = self.a.val();
        self.y.next = self.x.q.val();
    }
}

block! {
    ClockUnderCondition {
        clk: Signal<In, Clock>, rst: Signal<In, Bit>, a: Input<8>, y: Output<8>, x: Register<Bits<8>>
    }
}

impl Logic for ClockUnderCondition {
    #[hdl_gen]
    fn update(&mut self) {
        if self.a.val().any() {
            self.x.clock.next = self.clk.val();
        }
        self.x.d.next = self.a.val();
        self.y.next = self.x.q.val();
    }
}

block! { ResetTwice { clk: Signal<In, Clock>, rst: Signal<In, Bit>, a: Input<8>, y: Output<8>, x: Register<Bits<8>> } }

impl Logic for ResetTwice {
    #[hdl_gen]
    fn update(&mut self) {
        self.x.clock.next = self.clk.val();
        self.x.reset.next = self.rst.val();
        self.x.reset.next = self.a.val().get_bit(0);
        self.x.d.next = self.a.val();
        self.y.next = self.x.q.val();
    }
}

block! { RegisterUndriven { clk: Signal<In, Clock>, rst: Signal<In, Bit>, y: Output<8>, x: Register<Bits<8>> } }

impl Logic for RegisterUndriven {
    #[hdl_gen]
    fn update(&mut self) {
        self.x.clock.next = self.clk.val();
        self.y.next = self.x.q.val();
    }
}

block! { RegisterNeverRead { clk: Signal<In, Clock>, rst: Signal<In, Bit>, y: Signal<Out, Bit>, x: Register<Bits<8>> } }

impl Logic for RegisterNeverRead {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, x);
        self.y.next = true;
    }
}

block! {
    ReadsRegisterInput {
        clk: Signal<In, Clock>, rst: Signal<In, Bit>, a: Input<8>, y: Output<8>, x: Register<Bits<8>>
    }
}

impl Logic for ReadsRegisterInput {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, x);
        self.x.d.next = self.a.val();
        self.y.next = self.x.d.val();
    }
}

block! {
    ReadsSubBlockInput {
        clk: Signal<In, Clock>, rst: Signal<In, Bit>, a: Input<8>, y: Output<8>, z: Output<8>, inner: Registered
    }
}

impl Logic for ReadsSubBlockInput {
    #[hdl_gen]
    fn update(&mut self) {
        self.inner.clk.next = self.clk.val();
        self.inner.rst.next = self.rst.val();
        self.inner.a.next = self.a.val();
        self.y.next = self.inner.a.val();
        self.z.next = self.inner.y.val();
    }
}

block! { SubBlockUndriven { clk: Signal<In, Clock>, rst: Signal<In, Bit>, y: Output<8>, inner: Registered } }

impl Logic for SubBlockUndriven {
    #[hdl_gen]
    fn update(&mut self) {
        self.inner.clk.next = self.clk.val();
        self.inner.rst.next = self.rst.val();
        self.y.next = self.inner.y.val();
    }
}

block! { InnerLatch { a: Input<8>, enable: Signal<In, Bit>, y: Output<8>, inner: Latch } }

impl Logic for InnerLatch {
    #[hdl_gen]
    fn update(&mut self) {
        self.inner.a.next = self.a.val();
        self.inner.enable.next = self.enable.val();
        self.y.next = self.inner.y.val();
    }
}
