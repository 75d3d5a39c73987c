// SPDX-License-Identifier: MIT OR Apache-2.0
//! The contract of a block: one `step` is one rising clock edge. Golden models, verilated Verilog and
//! verilated netlists all keep it, so one harness and one stimulus serve them all.

use crate::Ports;

/// The outside of a block or design: its Verilog name, clocks and ports, without behaviour.
pub trait Interface: 'static {
    /// The name everywhere: Verilog module, file, registry.
    const NAME: &'static str;
    /// The Verilog names of the clocks. Bit `n` of an [`EdgeSet`] is the clock `CLOCKS[n]`.
    const CLOCKS: &'static [&'static str];
    /// The inputs, without the clocks.
    type In: Ports;
    /// The outputs.
    type Out: Ports;
}

/// A synchronous block with one clock, `clk`. All outputs are registers.
pub trait Block {
    /// The inputs, named as the Verilog ports are, without the clock.
    type In: Ports;
    /// The outputs, named as the Verilog ports are.
    type Out: Ports;

    /// Puts every register into its reset value, as one edge with `rst` high does.
    fn reset(&mut self);

    /// One rising edge of `clk`: takes the inputs sampled at the edge, gives the outputs visible after it.
    fn step(&mut self, input: &Self::In, output: &mut Self::Out);
}

/// A block or a whole design with any number of clocks: the same contract for each named clock.
pub trait Design {
    /// The inputs of all clock domains, without the clocks.
    type In: Ports;
    /// The outputs of all clock domains.
    type Out: Ports;

    /// The Verilog names of the clocks. Bit `n` of an [`EdgeSet`] is the clock `CLOCKS[n]`.
    const CLOCKS: &'static [&'static str];

    /// Puts every register of every clock domain into its reset value.
    fn reset(&mut self);

    /// One event in time: every clock in `edges` rises, at once. All registers sample the values from
    /// before the event; inputs are those that hold at the event, for all domains. An empty set is an
    /// event at which only inputs change: asynchronous resets act, nothing else does.
    fn step(&mut self, edges: EdgeSet, input: &Self::In, output: &mut Self::Out);
}

impl<B: Block> Design for B {
    type In = B::In;
    type Out = B::Out;

    const CLOCKS: &'static [&'static str] = &["clk"];

    fn reset(&mut self) {
        Block::reset(self);
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &Self::In, output: &mut Self::Out) {
        if edges.contains(0) {
            Block::step(self, input, output);
        }
    }
}

/// The clocks that rise together at one event; bit `n` is the clock `CLOCKS[n]` of the design.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct EdgeSet(pub u8);

impl EdgeSet {
    /// No clock rises.
    pub const NONE: EdgeSet = EdgeSet(0);
    /// The first clock alone: the only one of a [`Block`].
    pub const FIRST: EdgeSet = EdgeSet(1);

    /// Whether clock `index` rises.
    #[inline]
    pub const fn contains(self, index: usize) -> bool {
        self.0 >> index & 1 != 0
    }

    /// This set and clock `index`.
    #[inline]
    #[must_use]
    pub const fn with(self, index: usize) -> EdgeSet {
        EdgeSet(self.0 | 1 << index)
    }

    /// Whether no clock rises.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::EdgeSet;

    #[test]
    fn an_edge_set_holds_the_clocks_put_in() {
        let set = EdgeSet::NONE.with(0).with(2);
        assert_eq!([0, 1, 2, 3].map(|clock| set.contains(clock)), [true, false, true, false]);
        assert!(!set.is_empty() && EdgeSet::NONE.is_empty());
    }
}
