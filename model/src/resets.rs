// SPDX-License-Identifier: MIT OR Apache-2.0
//! The reset of each clock domain of a design: its own port, or one of the two others through a reset synchroniser
//! that asserts at once and releases with this domain's clock. A domain whose clock stands stays in reset until it
//! returns, and what it shows other clocks is cleared meanwhile.

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

/// The resets of the domains around an event; bit n is that of domain n.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EventResets {
    /// What edges of the domain sample at the event.
    pub sampled: EdgeSet,
    /// The domains whose crossing registers are 0 after it.
    pub cleared: EdgeSet,
}

impl EventResets {
    const NONE: EventResets = EventResets { sampled: EdgeSet::NONE, cleared: EdgeSet::NONE };
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

    /// One event. Bit n of `ports` is the reset port of domain n.
    #[inline]
    pub fn event(&mut self, edges: EdgeSet, ports: u8) -> EventResets {
        self.event_at_once(edges, ports, ports)
    }

    /// One event at which ports that are registers may change: edges sample `ports`, and `at_once` is what they are
    /// after it.
    #[inline]
    pub fn event_at_once(&mut self, edges: EdgeSet, ports: u8, at_once: u8) -> EventResets {
        let none = self.quiet && ports | at_once == 0;
        if none { EventResets::NONE } else { self.busy_event(edges, ports, at_once) }
    }

    /// What the synchronisers of a domain say of the other ports.
    #[inline]
    pub fn foreign(&self, domain: usize) -> bool {
        self.domains[domain].second != 0
    }

    #[cold]
    fn busy_event(&mut self, edges: EdgeSet, ports: u8, at_once: u8) -> EventResets {
        let (mut sampled, mut cleared) = (ports, at_once);
        for (domain, flops) in self.domains.iter_mut().enumerate() {
            sampled |= u8::from(flops.second != 0) << domain;
            let mut foreign = foreign_of(domain, at_once);
            if edges.contains(domain) {
                flops.second = flops.first;
                flops.first = 0;
                foreign |= foreign_of(domain, ports);
            }
            flops.first |= foreign;
            flops.second |= foreign;
            cleared |= u8::from(flops.second != 0) << domain;
        }
        self.quiet = self.domains.iter().all(|flops| flops.first | flops.second == 0);
        EventResets { sampled: EdgeSet(sampled), cleared: EdgeSet(cleared) }
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

    /// What is sampled at each of three events without a port, and cleared after it.
    fn three(resets: &mut Resets, edges: u8) -> [(u8, u8); 3] {
        [0; 3].map(|_| event(resets, edges, 0))
    }

    fn event(resets: &mut Resets, edges: u8, ports: u8) -> (u8, u8) {
        let EventResets { sampled, cleared } = resets.event(EdgeSet(edges), ports);
        (sampled.0, cleared.0)
    }

    fn running() -> Resets {
        let mut resets = Resets::new();
        three(&mut resets, 7);
        resets
    }

    #[test]
    fn a_domain_leaves_power_up_reset_at_its_third_edge() {
        assert_eq!(three(&mut Resets::new(), 1), [(0b111, 0b111), (0b111, 0b110), (0b110, 0b110)]);
    }

    #[test]
    fn an_own_port_acts_at_once_and_alone_on_its_edge() {
        let mut resets = running();
        assert_eq!(event(&mut resets, 7, 0b010), (0b010, 0b111), "the edges of the others see it from the next on");
        assert_eq!(three(&mut resets, 7), [(0b101, 0b101), (0b101, 0), (0, 0)]);
    }

    #[test]
    fn a_port_that_is_a_register_acts_at_once_when_it_rises_and_is_sampled_when_it_falls() {
        let (own, all) = (0b001, EdgeSet(0b111));
        let mut resets = running();
        let rises = resets.event_at_once(all, 0, own);
        assert_eq!((rises.sampled.0, rises.cleared.0), (0, 0b111));
        let falls = resets.event_at_once(all, own, 0);
        assert_eq!((falls.sampled.0, falls.cleared.0), (0b111, 0b110), "an edge at which it falls still sees it");
        assert_eq!(three(&mut resets, 7), [(0b110, 0b110), (0b110, 0), (0, 0)]);
        let mut resets = running();
        resets.event_at_once(all, 0, own);
        resets.event_at_once(EdgeSet(own), own, 0);
        assert_eq!(three(&mut resets, 7), [(0b110, 0b110), (0b110, 0), (0, 0)], "others had no edge");
    }

    #[test]
    fn a_foreign_port_is_held_while_this_clock_stands() {
        let mut resets = running();
        assert_eq!(event(&mut resets, 0, 0b001), (0b001, 0b111));
        for _ in 0..5 {
            assert_eq!(event(&mut resets, 0b001, 0), (0b110, 0b110));
        }
        assert_eq!(three(&mut resets, 0b100), [(0b110, 0b110), (0b110, 0b010), (0b010, 0b010)]);
    }
}
