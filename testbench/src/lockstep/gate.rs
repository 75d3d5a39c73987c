// SPDX-License-Identifier: MIT OR Apache-2.0
//! When comparison begins: a clock domain is compared from the first edge with its reset low after one with its reset
//! high. A domain without a reset input is compared from its first edge.

use wirewright_spec::{EdgeSet, Ports};

/// Which clock domains are compared.
pub(super) struct Gate {
    /// For each clock the reset input and the value that means reset.
    resets: Vec<Option<(usize, u64)>>,
    seen: EdgeSet,
    open: EdgeSet,
    all: EdgeSet,
}

/// The value that holds the block in reset, when `name` is that of a reset input.
pub(crate) fn reset_value(name: &str) -> Option<u64> {
    let is = |word: &str| name == word || name.strip_suffix(word).is_some_and(|head| head.ends_with('_'));
    match () {
        () if is("rst") || is("reset") => Some(1),
        () if is("rst_n") || is("reset_n") || is("resetn") || is("aresetn") => Some(0),
        () => None,
    }
}

impl Gate {
    pub(super) fn new<In: Ports>(clocks: &[&str]) -> Gate {
        let reset_of = |clock: &&str| {
            let mut ports = In::PORTS.iter().enumerate().filter(|(_, port)| port.clock == *clock);
            ports.find_map(|(index, port)| Some((index, reset_value(port.name)?)))
        };
        let all = (0..clocks.len()).fold(EdgeSet::NONE, EdgeSet::with);
        Gate { resets: clocks.iter().map(reset_of).collect(), seen: EdgeSet::NONE, open: EdgeSet::NONE, all }
    }

    #[inline]
    pub(super) fn all_open(&self) -> bool {
        self.open == self.all
    }

    /// The domains that are compared now.
    #[inline]
    pub(super) fn open(&self) -> EdgeSet {
        self.open
    }

    pub(super) fn event<In: Ports>(&mut self, edges: EdgeSet, input: &In) {
        for (clock, reset) in self.resets.iter().enumerate().filter(|(clock, _)| edges.contains(*clock)) {
            match *reset {
                Some((port, value)) if input.get(port) == value => self.seen = self.seen.with(clock),
                Some(_) if !self.seen.contains(clock) => (),
                _ => self.open = self.open.with(clock),
            }
        }
    }
}

/// Whether outputs of `clock` are compared when the domains in `open` are; `async` ones are when all are.
pub(super) fn is_open(open: EdgeSet, clocks: &[&str], clock: &str) -> bool {
    let all = (0..clocks.len()).all(|index| open.contains(index));
    clocks.iter().position(|name| *name == clock).map_or(all, |index| open.contains(index))
}
