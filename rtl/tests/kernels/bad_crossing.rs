// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bad kernels for the refusals about crossing registers.

use super::bad::{Input, Output};
use wirewright_rtl::prelude::*;

/// A block with a crossing register, ports for it and what else its kernel needs.
macro_rules! crossing {
    ($block:ident { $($field:ident: $type:ty),* } $($kernel:tt)+) => {
        block! {
            $block {
                clk: Signal<In, Clock>, rst: Signal<In, Bit>, a: Input<8>, y: Output<8>, x: CrossingRegister<Bits<8>>,
                $($field: $type),*
            }
        }

        impl Logic for $block {
            $($kernel)+
        }
    };
}

crossing! {
    NoClock {}
    #[hdl_gen]
    fn update(&mut self) {
        self.x.reset.next = self.rst.val();
        self.x.d.next = self.a.val();
        self.y.next = self.x.q.val();
    }
}

crossing! {
    ResetTwice {}
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, x);
        self.x.reset.next = self.rst.val();
        self.x.reset.next = self.a.val().get_bit(0);
        self.x.d.next = self.a.val();
        self.y.next = self.x.q.val();
    }
}

crossing! {
    ReadsInput {}
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, x);
        self.x.d.next = self.a.val();
        self.y.next = self.x.d.val();
    }
}

crossing! {
    NeverRead {}
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, x);
        self.x.d.next = self.a.val();
        self.y.next = self.a.val();
    }
}

crossing! {
    InverseTaken { rst_n: Signal<Out, Bit> }
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, x);
        self.x.d.next = self.a.val();
        self.y.next = self.x.q.val();
        self.rst_n.next = false;
    }
}

crossing! {
    ResetOfAnd { clear: Signal<Local, Bit>, z: Signal<Out, Bit> }
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, x);
        self.clear.next = self.rst.val() && self.a.val().get_bit(0);
        self.x.reset.next = self.clear.val();
        self.x.d.next = self.a.val();
        self.y.next = self.x.q.val();
        self.z.next = self.clear.val();
    }
}

crossing! {
    ResetUnderCondition { clear: Signal<Local, Bit>, z: Signal<Out, Bit> }
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, x);
        self.clear.next = self.rst.val();
        if self.a.val().any() {
            self.clear.next = false;
        }
        self.x.reset.next = self.clear.val();
        self.x.d.next = self.a.val();
        self.y.next = self.x.q.val();
        self.z.next = self.clear.val();
    }
}

crossing! {
    ResetOfNot { either: Signal<Local, Bit>, inverse: Signal<Local, Bit>, z: Signal<Out, Bit> }
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, x);
        self.inverse.next = !self.a.val().get_bit(0);
        self.either.next = self.rst.val() || self.inverse.val();
        self.x.reset.next = self.either.val();
        self.x.d.next = self.a.val();
        self.y.next = self.x.q.val();
        self.z.next = self.either.val();
    }
}

crossing! {
    Undriven {}
    #[hdl_gen]
    fn update(&mut self) {
        self.x.clock.next = self.clk.val();
        self.x.reset.next = self.rst.val();
        self.y.next = self.x.q.val() ^ self.a.val();
    }
}

// The good one.
crossing! {
    ResetOfOr { inner: Signal<Local, Bit>, either: Signal<Local, Bit>, z: Signal<Out, Bit> }
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, x);
        self.inner.next = self.rst.val() || self.a.val().get_bit(0);
        self.either.next = self.inner.val() || self.a.val().get_bit(1);
        self.x.reset.next = self.either.val();
        self.x.d.next = self.a.val();
        self.y.next = self.x.q.val();
        self.z.next = self.either.val();
    }
}
