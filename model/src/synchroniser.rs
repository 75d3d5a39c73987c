// SPDX-License-Identifier: MIT OR Apache-2.0
//! Two flip-flops in a row: how a value of another clock, or of none, enters a clock domain. What a block does
//! with it is decided from the second one as it was before the edge.

/// Two flip-flops for each bit of `T`; zero after reset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Synchroniser<T> {
    first: T,
    second: T,
}

impl<T: Copy> Synchroniser<T> {
    /// The second flip-flop.
    #[inline]
    pub fn value(&self) -> T {
        self.second
    }

    /// One edge of the clock of the flip-flops; `foreign` is what the other side showed before it.
    #[inline]
    pub fn edge(&mut self, foreign: T) {
        self.second = self.first;
        self.first = foreign;
    }
}
