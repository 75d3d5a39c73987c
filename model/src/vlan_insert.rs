// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`vlan_insert`](wirewright_spec::ports::vlan_insert): puts a C-tag into frames to send (IEEE
//! 802.1Q-2022, 6.9, 9.4 to 9.6).
//!
//! ```text
//!                       +-------------+
//!       s_axis_tdata[8]->             |->m_axis_tdata[8]
//!        s_axis_tvalid->|             |->m_axis_tvalid
//!        s_axis_tready<-|             |<-m_axis_tready
//!         s_axis_tlast->|             |->m_axis_tlast
//!         s_axis_tuser->| vlan_insert |->m_axis_tuser
//!          s_axis_vlan->|             |->m_axis_ipv4
//!  s_axis_vlan_tci[16]->|             |->m_axis_l4
//!          s_axis_ipv4->|             |
//!            s_axis_l4->+-------------+
//! ```

use wirewright_spec::Block;
use wirewright_spec::ethernet::TYPE_VLAN;
use wirewright_spec::ports::vlan_insert::{In, Out};

/// Octets of both addresses: the tag goes behind them.
const ADDRESSES_OCTETS: u8 = 12;
/// Octets of a tag.
const TAG_OCTETS: usize = 4;

/// The beat that waits, and the frame that leaves.
#[derive(Clone, Copy, Debug, Default)]
pub struct VlanInsert {
    /// The next beat that passes is not octet 0.
    within_frame: bool,
    /// S.
    waiting: Option<Beat>,
    /// Octets of a tag that the outputs have still to take.
    due: usize,
    /// How many octets of the frame the outputs have taken, 12 at the most.
    taken: u8,
    /// The tag of the frame in the outputs.
    vlan: bool,
    vlan_tci: u16,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug)]
struct Beat {
    octet: u8,
    last: bool,
    user: bool,
    /// It is octet 0, and these are the flags of its frame.
    begins: Option<Flags>,
}

#[derive(Clone, Copy, Debug)]
struct Flags {
    vlan: bool,
    vlan_tci: u16,
    ipv4: bool,
    l4: bool,
}

impl VlanInsert {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let passes = input.s_axis_tvalid && self.out.s_axis_tready;
        // A beat passes only when none waits: this is the next one either way.
        let next = if passes { Some(self.beat(input)) } else { self.waiting };
        let out_free = !self.out.m_axis_tvalid || input.m_axis_tready;
        if out_free && self.due == 0 {
            self.waiting = None;
            self.out.m_axis_tvalid = next.is_some();
            if let Some(beat) = next {
                self.take(beat);
            }
        } else {
            self.waiting = next;
            if out_free {
                self.take_tag();
            }
        }
        self.out.s_axis_tready = self.waiting.is_none();
    }

    /// The beat that passes.
    #[inline]
    fn beat(&mut self, input: &In) -> Beat {
        let flags = Flags {
            vlan: input.s_axis_vlan,
            vlan_tci: input.s_axis_vlan_tci,
            ipv4: input.s_axis_ipv4,
            l4: input.s_axis_l4,
        };
        let begins = (!self.within_frame).then_some(flags);
        self.within_frame = !input.s_axis_tlast;
        Beat { octet: input.s_axis_tdata, last: input.s_axis_tlast, user: input.s_axis_tuser, begins }
    }

    /// The outputs take a beat of a frame.
    #[inline]
    fn take(&mut self, beat: Beat) {
        if let Some(Flags { vlan, vlan_tci, ipv4, l4 }) = beat.begins {
            (self.taken, self.vlan, self.vlan_tci) = (0, vlan, vlan_tci);
            (self.out.m_axis_ipv4, self.out.m_axis_l4) = (ipv4, l4);
        }
        (self.out.m_axis_tdata, self.out.m_axis_tlast) = (beat.octet, beat.last);
        self.out.m_axis_tuser = beat.user && beat.last;
        if self.taken < ADDRESSES_OCTETS {
            self.taken += 1;
            if self.taken == ADDRESSES_OCTETS && self.vlan && !beat.last {
                self.due = TAG_OCTETS;
            }
        }
    }

    /// The outputs take the next octet of the tag.
    #[inline]
    fn take_tag(&mut self) {
        let [type_high, type_low] = TYPE_VLAN.to_be_bytes();
        let [tci_high, tci_low] = self.vlan_tci.to_be_bytes();
        self.out.m_axis_tdata = [type_high, type_low, tci_high, tci_low][TAG_OCTETS - self.due];
        (self.out.m_axis_tvalid, self.out.m_axis_tlast, self.out.m_axis_tuser) = (true, false, false);
        self.due -= 1;
    }
}

impl Block for VlanInsert {
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
    use crate::reference::vlan;
    use crate::testing::{self, Random};
    use proptest::prelude::*;

    /// A frame, its `tuser`, and beside its first octet the tag, if one is to be inserted, `ipv4`, `l4`.
    type Frame = (Vec<u8>, bool, Option<u16>, bool, bool);

    /// What comes of frames from a source that pauses in one of `pauses` edges, for a sink that takes a beat in one of
    /// `slowness`; and how many edges it took until the last one was taken.
    fn run(frames: &[Frame], pauses: u64, slowness: u64) -> (Vec<Frame>, usize) {
        let mut random = Random(pauses + slowness);
        let (mut block, mut out) = (VlanInsert::new(), Out::default());
        let beats: Vec<(usize, usize)> =
            frames.iter().enumerate().flat_map(|(n, frame)| (0..frame.0.len()).map(move |at| (n, at))).collect();
        let (mut next, mut offered, mut edges) = (0, false, 0);
        let (mut back, mut octets, mut first) = (Vec::new(), Vec::new(), (false, false));
        while back.len() < frames.len() {
            offered = next < beats.len() && (offered || pauses == 0 || !random.one_in(pauses));
            // What stands beside other beats than those that count means nothing.
            let mut input = In { s_axis_tvalid: offered, m_axis_tready: random.one_in(slowness), ..random.pins(false) };
            if offered {
                let (n, at) = beats[next];
                let (octets, user, tag, ipv4, l4) = &frames[n];
                (input.s_axis_tdata, input.s_axis_tlast) = (octets[at], at + 1 == octets.len());
                if at == 0 {
                    (input.s_axis_vlan, input.s_axis_vlan_tci) = (tag.is_some(), tag.unwrap_or(0xbad));
                    (input.s_axis_ipv4, input.s_axis_l4) = (*ipv4, *l4);
                }
                if input.s_axis_tlast {
                    input.s_axis_tuser = *user;
                }
            }
            if out.m_axis_tvalid && input.m_axis_tready {
                let flags = (out.m_axis_ipv4, out.m_axis_l4);
                if octets.is_empty() {
                    first = flags;
                }
                octets.push(out.m_axis_tdata);
                assert_eq!(flags, first, "the flags stay");
                assert!(out.m_axis_tlast || !out.m_axis_tuser);
                if out.m_axis_tlast {
                    back.push((std::mem::take(&mut octets), out.m_axis_tuser, None, flags.0, flags.1));
                }
            }
            let passes = offered && out.s_axis_tready;
            block.step(&input, &mut out);
            next += usize::from(passes);
            offered &= !passes;
            edges += 1;
        }
        assert_eq!(next, beats.len());
        (back, edges)
    }

    fn expected(frames: &[Frame]) -> Vec<Frame> {
        let of = |(octets, user, tag, ipv4, l4): &Frame| {
            let octets = tag.map_or(octets.clone(), |tci| vlan::insert(octets, tci));
            (octets, *user, None, *ipv4, *l4)
        };
        frames.iter().map(of).collect()
    }

    fn frame_of(octets: usize, tag: Option<u16>) -> Frame {
        let odd = octets % 2 == 1;
        ((0..octets).map(|at| at as u8).collect(), octets.is_multiple_of(5), tag, odd, !odd)
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(VlanInsert::new, &[Out::default()]);
    }

    #[test]
    fn frames_of_every_length_are_tagged_as_the_reference_does() {
        let tags = [Some(0xa064), None, Some(0xffff), Some(0)];
        let lengths = (1..20).chain([60, 1514, 1, 12, 13, 11]);
        let frames: Vec<Frame> = lengths.flat_map(|octets| tags.map(|tag| frame_of(octets, tag))).collect();
        for (pauses, slowness) in [(0, 1), (0, 2), (0, 9), (2, 1), (2, 2), (5, 3)] {
            assert_eq!(run(&frames, pauses, slowness).0, expected(&frames), "pauses {pauses}, slowness {slowness}");
        }
    }

    #[test]
    fn an_octet_a_clock_passes_and_a_tag_takes_four_clocks_more() {
        for (octets, tag, clocks) in
            [(64, None, 64), (64, Some(1), 68), (12, Some(1), 12), (13, Some(1), 17), (1, None, 1)]
        {
            let (_, edges) = run(&vec![frame_of(octets, tag); 10], 0, 1);
            // One edge after reset, one through the outputs.
            assert_eq!(edges, 10 * clocks + 2, "{octets} octets, {tag:?}");
        }
    }

    proptest! {
        #[test]
        fn random_frames_are_tagged_as_the_reference_does(
            frames in prop::collection::vec(
                (
                    prop::collection::vec(any::<u8>(), 1..30),
                    any::<bool>(),
                    any::<Option<u16>>(),
                    any::<bool>(),
                    any::<bool>(),
                ),
                1..20,
            ),
            pauses in prop::sample::select(vec![0, 2, 3, 8]),
            slowness in 1..5_u64,
        ) {
            prop_assert_eq!(run(&frames, pauses, slowness).0, expected(&frames));
        }
    }
}
