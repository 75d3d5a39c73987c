// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`address_filter`](wirewright_spec::ports::address_filter): says of each received frame whether its
//! destination is wanted (IEEE 802.3-2022, 3.2.3, 4.2.4.1.1).
//!
//! ```text
//!                        +----------------+
//!        s_axis_tdata[8]->                |->m_axis_tdata[8]
//!         s_axis_tvalid->|                |->m_axis_tvalid
//!          s_axis_tlast->|                |->m_axis_tlast
//!          s_axis_tuser->|                |->m_axis_tuser
//!            cfg_enable->| address_filter |->m_axis_tdrop
//!       cfg_promiscuous->|                |->stat_filtered
//!         cfg_broadcast->|                |
//!       cfg_address[48]->|                |
//!          cfg_hash[64]->|                |
//!          filter_write->|                |
//!       filter_index[4]->|                |
//!    filter_address[48]->|                |
//!          filter_valid->|                |
//!                        +----------------+
//! ```

use crate::fcs::Fcs;
use wirewright_spec::Block;
use wirewright_spec::ports::address_filter::{In, Out};

/// Octets of an address (3.2.3).
const ADDRESS_OCTETS: u8 = 6;
/// The broadcast address (3.2.3.1).
const BROADCAST: u64 = 0xffff_ffff_ffff;
/// The bit that is first on the wire: a group address (3.2.3 b).
const GROUP: u64 = 1 << 40;
const ENTRIES: usize = 16;

/// The filter.
#[derive(Clone, Copy, Debug)]
pub struct AddressFilter {
    /// The addresses of valid entries.
    table: [Option<u64>; ENTRIES],
    /// How many octets of the frame have passed, 6 at the most.
    passed: u8,
    destination: u64,
    /// Over the octets of the destination.
    fcs: Fcs,
    enabled: bool,
    /// Which edge after that of octet 5 comes next, from 1 on; 0 when none is waited for.
    edge_after: usize,
    /// The entry of the table that is compared at the next edge.
    candidate: Option<u64>,
    wanted: bool,
    pub(crate) out: Out,
}

impl AddressFilter {
    /// A block as after reset.
    pub fn new() -> Self {
        AddressFilter {
            table: [None; ENTRIES],
            passed: 0,
            destination: 0,
            fcs: Fcs::PRESET,
            enabled: false,
            edge_after: 0,
            candidate: None,
            wanted: false,
            out: Out::default(),
        }
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let wanted_before = self.wanted;
        if self.edge_after != 0 {
            self.judge(input);
        }
        if input.filter_write {
            let entry = &mut self.table[usize::from(input.filter_index) % ENTRIES];
            *entry = input.filter_valid.then_some(input.filter_address);
        }
        self.out = Out::default();
        if input.s_axis_tvalid {
            self.pass(input, wanted_before);
        }
    }

    /// One of the edges at which `wanted` can be set: the settings at the first one, an entry at each of the others.
    #[inline]
    fn judge(&mut self, input: &In) {
        self.wanted |= match self.edge_after {
            1 => self.is_set(input),
            _ => self.candidate == Some(self.destination),
        };
        // Entry i is looked at one edge before it is compared; after the last one nothing more is.
        self.candidate = self.table.get(self.edge_after - 1).copied().flatten();
        self.edge_after = if self.edge_after <= ENTRIES { self.edge_after + 1 } else { 0 };
    }

    /// Whether a setting takes the destination.
    fn is_set(&self, input: &In) -> bool {
        let broadcast = self.destination == BROADCAST;
        let multicast = self.destination & GROUP != 0 && !broadcast;
        input.cfg_promiscuous
            || self.destination == input.cfg_address
            || broadcast && input.cfg_broadcast
            || multicast && input.cfg_hash >> self.hash() & 1 != 0
    }

    /// The coefficients of x^31 (highest) to x^26 of the remainder (3.2.9): the FCS is its complement, bit 0 first.
    fn hash(&self) -> u32 {
        let first_octet = !self.fcs.value() as u8;
        u32::from(first_octet.reverse_bits() >> 2)
    }

    #[inline]
    fn pass(&mut self, input: &In, wanted: bool) {
        let octet = input.s_axis_tdata;
        if self.passed == 0 {
            (self.destination, self.fcs, self.enabled) = (0, Fcs::PRESET, input.cfg_enable);
        }
        if self.passed < ADDRESS_OCTETS {
            self.destination = self.destination << 8 | u64::from(octet);
            self.fcs.octet(octet);
            self.passed += 1;
            if self.passed == ADDRESS_OCTETS {
                self.edge_after = 1;
            }
        }
        (self.out.m_axis_tdata, self.out.m_axis_tvalid) = (octet, true);
        if input.s_axis_tlast {
            self.out.m_axis_tlast = true;
            self.out.m_axis_tuser = input.s_axis_tuser;
            self.out.m_axis_tdrop = !(self.enabled && wanted);
            self.out.stat_filtered = self.enabled && !wanted;
            (self.passed, self.edge_after, self.wanted) = (0, 0, false);
        }
    }
}

impl Default for AddressFilter {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for AddressFilter {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        *output = self.out;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::address_filter::{self, Settings};
    use crate::testing::{self, Random};
    use proptest::prelude::*;

    const OWN: u64 = 0x02_00_00_00_00_09;
    const OTHER: u64 = 0x02_00_00_00_00_08;

    struct Bench(AddressFilter, Out);

    impl Bench {
        fn new() -> Self {
            Bench(AddressFilter::new(), Out::default())
        }

        fn step(&mut self, input: In) -> Out {
            self.0.step(&input, &mut self.1);
            self.1
        }

        fn write(&mut self, index: u8, address: u64, valid: bool) {
            let (filter_index, filter_address, filter_valid) = (index, address, valid);
            self.step(In { filter_write: true, filter_index, filter_address, filter_valid, ..In::default() });
        }

        /// A frame of this destination without pauses; the last beat's `tdrop` and `stat_filtered`.
        fn frame(&mut self, settings: In, destination: u64, octets: usize) -> (bool, bool) {
            let head = destination.to_be_bytes();
            for at in 0..octets {
                let s_axis_tdata = if at < 6 { head[at + 2] } else { at as u8 };
                let s_axis_tlast = at + 1 == octets;
                let out = self.step(In { s_axis_tdata, s_axis_tvalid: true, s_axis_tlast, ..settings });
                let beat = (out.m_axis_tvalid, out.m_axis_tdata, out.m_axis_tlast);
                assert_eq!(beat, (true, s_axis_tdata, s_axis_tlast), "an octet a clock");
                assert!(s_axis_tlast || !out.m_axis_tdrop && !out.stat_filtered);
            }
            (self.1.m_axis_tdrop, self.1.stat_filtered)
        }
    }

    const TAKEN: (bool, bool) = (false, false);
    const FILTERED: (bool, bool) = (true, true);
    const IGNORED: (bool, bool) = (true, false);

    fn enabled() -> In {
        In { cfg_enable: true, cfg_address: OWN, ..In::default() }
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(AddressFilter::new, &[Out::default()]);
    }

    #[test]
    fn a_frame_in_each_length_meets_just_the_rules_whose_edges_come_before_its_last_beat() {
        for index in 0..ENTRIES as u8 {
            for octets in 1..40 {
                let mut bench = Bench::new();
                bench.write(index, OTHER, true);
                let expected = if octets >= 9 + usize::from(index) { TAKEN } else { FILTERED };
                assert_eq!(bench.frame(enabled(), OTHER, octets), expected, "entry {index}, {octets} octets");
                assert_eq!(bench.frame(enabled(), OWN, 64), TAKEN);
            }
        }
        for octets in 1..40 {
            let promiscuous = In { cfg_promiscuous: true, ..enabled() };
            let expected = if octets >= 8 { TAKEN } else { FILTERED };
            for (settings, destination) in [(promiscuous, OTHER), (enabled(), OWN)] {
                assert_eq!(Bench::new().frame(settings, destination, octets), expected, "{octets} octets");
            }
        }
    }

    #[test]
    fn a_write_is_seen_from_the_edge_after_it_on_and_counts_no_more_when_it_is_taken_back() {
        // Octet 5 passes at edge 5 = T; entry 3 is looked at, as before edge T + 4, and seen at edge T + 5.
        for edge in 0..20 {
            for valid in [true, false] {
                let mut bench = Bench::new();
                bench.write(3, OTHER, !valid);
                let mut out = Out::default();
                for at in 0..24_usize {
                    let octet = OTHER.to_be_bytes().get(at + 2).copied().unwrap_or(0);
                    let beat = In { s_axis_tdata: octet, s_axis_tvalid: true, s_axis_tlast: at == 23, ..enabled() };
                    let (filter_write, filter_index) = (at == edge, 3);
                    out = bench.step(In {
                        filter_write,
                        filter_index,
                        filter_address: OTHER,
                        filter_valid: valid,
                        ..beat
                    });
                }
                assert_eq!(!out.m_axis_tdrop, (edge < 5 + 4) == valid, "written at edge {edge} with {valid}");
            }
        }
    }

    #[test]
    fn settings_count_as_they_are_at_one_edge() {
        for edge in 0..12_usize {
            let mut bench = Bench::new();
            for at in 0..12_usize {
                let cfg_promiscuous = at == edge;
                bench.step(In { s_axis_tvalid: true, s_axis_tlast: at == 11, cfg_promiscuous, ..enabled() });
            }
            assert_eq!(!bench.1.m_axis_tdrop, edge == 6, "{edge}");
        }
    }

    #[test]
    fn enabling_acts_on_whole_frames_and_what_is_dropped_while_disabled_is_not_counted() {
        let off = In { cfg_enable: false, ..enabled() };
        let mut bench = Bench::new();
        assert_eq!(bench.frame(off, OWN, 64), IGNORED);
        assert_eq!(bench.frame(off, OTHER, 1), IGNORED);
        assert_eq!(bench.frame(enabled(), OTHER, 1), FILTERED);
        for (first, rest, expected) in [(enabled(), off, TAKEN), (off, enabled(), IGNORED)] {
            bench.step(In { s_axis_tdata: 2, s_axis_tvalid: true, ..first });
            for at in 1..64 {
                let octet = OWN.to_be_bytes().get(at + 2).copied().unwrap_or(0);
                bench.step(In { s_axis_tdata: octet, s_axis_tvalid: true, s_axis_tlast: at == 63, ..rest });
            }
            assert_eq!((bench.1.m_axis_tdrop, bench.1.stat_filtered), expected);
        }
    }

    #[test]
    fn pauses_give_short_frames_time_and_outputs_are_0_in_them() {
        let mut bench = Bench::new();
        bench.write(15, OTHER, true);
        for at in 0..6 {
            bench.step(In { s_axis_tdata: OTHER.to_be_bytes()[at + 2], s_axis_tvalid: true, ..enabled() });
        }
        for _ in 0..17 {
            let noise = In { s_axis_tdata: 0xff, s_axis_tlast: true, s_axis_tuser: true, ..enabled() };
            assert_eq!(bench.step(noise), Out::default());
        }
        let out = bench.step(In { s_axis_tvalid: true, s_axis_tlast: true, s_axis_tuser: true, ..enabled() });
        let shown = Out { m_axis_tvalid: true, m_axis_tlast: true, m_axis_tuser: true, ..Out::default() };
        assert_eq!(out, shown);
    }

    #[test]
    fn the_verdict_on_a_frame_does_not_reach_the_next_one() {
        let promiscuous = In { cfg_promiscuous: true, ..enabled() };
        let mut bench = Bench::new();
        for octets in 1..6 {
            assert_eq!(bench.frame(promiscuous, OWN, 64), TAKEN);
            assert_eq!(bench.frame(promiscuous, OWN, octets), FILTERED);
        }
        // Entries that would be compared while the next frame is there already.
        (0..16).for_each(|index| bench.write(index, OTHER, true));
        for octets in 6..30 {
            bench.frame(enabled(), OTHER, octets);
            assert_eq!(bench.frame(enabled(), OTHER, 5), FILTERED, "after {octets}");
        }
    }

    /// Drawn from few octets, so that addresses meet.
    fn address() -> impl Strategy<Value = [u8; 6]> {
        let few = prop::sample::select(vec![0, 1, 2, 0xff]);
        prop_oneof![prop::array::uniform6(few), any::<[u8; 6]>(), Just([0xff; 6])]
    }

    fn number(address: [u8; 6]) -> u64 {
        address.iter().fold(0, |number, &octet| number << 8 | u64::from(octet))
    }

    proptest! {
        #[test]
        fn long_frames_are_taken_as_the_reference_takes_them(
            promiscuous: bool,
            broadcast: bool,
            own in address(),
            table in prop::collection::vec(prop::option::of(address()), 16),
            hash: u64,
            frames in prop::collection::vec((address(), 0..24_usize, any::<u64>()), 1..20),
        ) {
            let mut bench = Bench::new();
            for (index, entry) in table.iter().enumerate() {
                bench.write(index as u8, number(entry.unwrap_or(own)), entry.is_some());
            }
            let entries: Vec<_> = table.iter().copied().flatten().collect();
            for (drawn, choice, seed) in frames {
                let destination = match choice {
                    0..16 => table[choice].unwrap_or(drawn),
                    16 => own,
                    _ => drawn,
                };
                let cfg_promiscuous = promiscuous && choice % 5 == 0;
                let settings = In {
                    cfg_promiscuous,
                    cfg_broadcast: broadcast,
                    cfg_address: number(own),
                    cfg_hash: hash,
                    ..enabled()
                };
                let mut random = Random(seed);
                let octets = 24 + random.next() as usize % 60;
                let (drop, filtered) = bench.frame(settings, number(destination), octets);
                let (promiscuous, table) = (cfg_promiscuous, entries.clone());
                let known = Settings { promiscuous, broadcast, address: own, table, hash };
                let wanted = address_filter::wanted(destination, &known);
                prop_assert_eq!((drop, filtered), (!wanted, !wanted));
            }
        }
    }
}
