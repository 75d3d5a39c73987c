// SPDX-License-Identifier: MIT OR Apache-2.0
//! The reset of each clock domain of a design: its own port, or one of the two others through a reset synchroniser
//! that asserts at once and releases with this domain's clock, so that a stopped PHY clock is survived.

use wirewright_spec::EdgeSet;

/// Clock domains of a design, and so reset ports.
const DOMAINS: usize = 3;

/// The synchronisers of all domains.
#[derive(Clone, Debug)]
pub(crate) struct Resets {
    domains: [DomainReset; DOMAINS],
    /// All flip-flops are 0, as nearly always.
    quiet: bool,
}

/// Two flip-flops for each foreign port; bit n is the port of domain n.
#[derive(Clone, Copy, Debug)]
struct DomainReset {
    first: u8,
    second: u8,
}

impl Resets {
    /// All flip-flops set, as after power-up.
    pub fn new() -> Self {
        let domains = std::array::from_fn(|domain| {
            let foreign = foreign_of(domain, 0b111);
            DomainReset { first: foreign, second: foreign }
        });
        Self { domains, quiet: false }
    }

    /// One event. Bit n of `ports` is the reset port of domain n, bit n of the result the reset that the blocks of
    /// domain n sample at this event.
    #[inline]
    pub fn event(&mut self, edges: EdgeSet, ports: u8) -> u8 {
        if self.quiet && ports == 0 { 0 } else { self.busy_event(edges, ports) }
    }

    fn busy_event(&mut self, edges: EdgeSet, ports: u8) -> u8 {
        let mut resets = ports;
        for (domain, flops) in self.domains.iter_mut().enumerate() {
            resets |= u8::from(flops.second != 0) << domain;
            if edges.contains(domain) {
                flops.second = flops.first;
                flops.first = 0;
            }
            let foreign = foreign_of(domain, ports);
            flops.first |= foreign;
            flops.second |= foreign;
        }
        self.quiet = self.domains.iter().all(|flops| flops.first | flops.second == 0);
        resets
    }
}

/// The ports of the other domains.
#[inline]
fn foreign_of(domain: usize, ports: u8) -> u8 {
    ports & !(1 << domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_leaves_power_up_reset_at_its_third_edge() {
        let mut resets = Resets::new();
        let edges = EdgeSet::FIRST;
        assert_eq!([0; 3].map(|_| resets.event(edges, 0)), [0b111, 0b111, 0b110]);
    }

    #[test]
    fn an_own_port_acts_at_once_and_alone_on_its_edge() {
        let mut resets = Resets::new();
        (0..3).for_each(|_| _ = resets.event(EdgeSet(7), 0));
        assert_eq!(resets.event(EdgeSet(7), 0b010), 0b010, "the others see it from the next event on");
        assert_eq!([0; 3].map(|_| resets.event(EdgeSet(7), 0)), [0b101, 0b101, 0]);
    }

    #[test]
    fn a_foreign_port_is_held_while_this_clock_stands() {
        let mut resets = Resets::new();
        (0..3).for_each(|_| _ = resets.event(EdgeSet(7), 0));
        resets.event(EdgeSet::NONE, 0b001);
        for _ in 0..5 {
            assert_eq!(resets.event(EdgeSet(0b001), 0), 0b110);
        }
        assert_eq!([0; 3].map(|_| resets.event(EdgeSet(0b100), 0)), [0b110, 0b110, 0b010]);
    }
}
