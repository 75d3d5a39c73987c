// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`vlan_strip`](wirewright_spec::ports::vlan_strip): takes the C-tag out of received frames and says
//! what it held (IEEE 802.1Q-2022, 6.9, 9.4 to 9.6).
//!
//! ```text
//!                   +------------+
//!   s_axis_tdata[8]->            |->m_axis_tdata[8]
//!    s_axis_tvalid->|            |->m_axis_tvalid
//!     s_axis_tlast->|            |->m_axis_tlast
//!     s_axis_tuser->| vlan_strip |->m_axis_tuser
//!     s_axis_tdrop->|            |->m_axis_tdrop
//!        cfg_strip->|            |->m_axis_vlan_valid
//!                   |            |->m_axis_vlan_tci[16]
//!                   +------------+
//! ```

use wirewright_spec::Block;
use wirewright_spec::ethernet::TYPE_VLAN;
use wirewright_spec::ports::vlan_strip::{In, Out};

/// Octets of a tag, and of the line.
const TAG_OCTETS: usize = 4;
/// The octet behind a tag.
const BEHIND_TAG: u8 = 16;

/// The line and what is known of the frame at its end.
#[derive(Clone, Copy, Debug, Default)]
pub struct VlanStrip {
    /// A ring: so many from the oldest one on.
    line: [Beat; TAG_OCTETS],
    oldest: usize,
    count: usize,
    /// Octets with `tlast` in the line.
    lasts: usize,
    /// How many octets of the frame have passed, 17 at the most.
    passed: u8,
    stripped: bool,
    tci: u16,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug, Default)]
struct Beat {
    octet: u8,
    last: bool,
    user: bool,
    drop: bool,
}

impl VlanStrip {
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
        self.out = Out::default();
        let passes = input.s_axis_tvalid;
        if passes && self.passed == BEHIND_TAG && input.cfg_strip && self.number(0) == TYPE_VLAN {
            (self.stripped, self.tci) = (true, self.number(2));
            self.count = 0;
        } else if self.lasts != 0 || self.count == TAG_OCTETS && passes {
            self.offer();
        }
        if passes {
            self.join(input);
        }
    }

    /// Two octets of the line, counted from the oldest one.
    fn number(&self, at: usize) -> u16 {
        let octet = |at: usize| self.line[(self.oldest + at) % TAG_OCTETS].octet;
        u16::from_be_bytes([octet(at), octet(at + 1)])
    }

    /// The oldest octet leaves the line.
    #[inline]
    fn offer(&mut self) {
        let beat = self.line[self.oldest];
        self.oldest = (self.oldest + 1) % TAG_OCTETS;
        self.count -= 1;
        (self.out.m_axis_tdata, self.out.m_axis_tvalid, self.out.m_axis_tlast) = (beat.octet, true, beat.last);
        if beat.last {
            self.lasts -= 1;
            (self.out.m_axis_tuser, self.out.m_axis_tdrop) = (beat.user, beat.drop);
            self.out.m_axis_vlan_valid = self.stripped;
            self.out.m_axis_vlan_tci = if self.stripped { self.tci } else { 0 };
            self.stripped = false;
        }
    }

    /// The octet of a beat joins the line.
    #[inline]
    fn join(&mut self, input: &In) {
        let (octet, last) = (input.s_axis_tdata, input.s_axis_tlast);
        let beat = Beat { octet, last, user: input.s_axis_tuser, drop: input.s_axis_tdrop };
        self.line[(self.oldest + self.count) % TAG_OCTETS] = beat;
        self.count += 1;
        self.lasts += usize::from(last);
        self.passed = if last { 0 } else { (self.passed + 1).min(BEHIND_TAG + 1) };
    }
}

impl Block for VlanStrip {
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

    /// Octets, `tuser`, `tdrop`, and the tag control information of the tag that was taken out.
    type Frame = (Vec<u8>, bool, bool, Option<u16>);

    /// What comes of frames, one pause in `pauses` edges, none for 0; and how many edges it took.
    fn run(frames: &[(Vec<u8>, bool, bool)], cfg_strip: bool, pauses: u64) -> (Vec<Frame>, usize) {
        let (mut block, mut out, mut random) = (VlanStrip::new(), Out::default(), Random(pauses));
        let (mut back, mut octets, mut edges) = (Vec::new(), Vec::new(), 0);
        let mut step = |input: In| {
            block.step(&input, &mut out);
            edges += 1;
            octets.extend(out.m_axis_tvalid.then_some(out.m_axis_tdata));
            if out.m_axis_tlast {
                assert!(out.m_axis_vlan_valid || out.m_axis_vlan_tci == 0);
                let tci = out.m_axis_vlan_valid.then_some(out.m_axis_vlan_tci);
                back.push((std::mem::take(&mut octets), out.m_axis_tuser, out.m_axis_tdrop, tci));
            } else {
                let plain = Out { m_axis_tdata: out.m_axis_tdata, m_axis_tvalid: out.m_axis_tvalid, ..Out::default() };
                assert_eq!(out, plain);
                assert!(out.m_axis_tvalid || out.m_axis_tdata == 0);
            }
        };
        for (frame, s_axis_tuser, s_axis_tdrop) in frames {
            for (at, &s_axis_tdata) in frame.iter().enumerate() {
                while pauses > 0 && random.one_in(pauses) {
                    step(In { s_axis_tvalid: false, cfg_strip, ..random.pins(false) });
                }
                let s_axis_tlast = at + 1 == frame.len();
                let marks = In { s_axis_tuser: *s_axis_tuser, s_axis_tdrop: *s_axis_tdrop, ..In::default() };
                step(In { s_axis_tdata, s_axis_tvalid: true, s_axis_tlast, cfg_strip, ..marks });
            }
        }
        (0..4).for_each(|_| step(In::default()));
        (back, edges)
    }

    fn expected(frames: &[(Vec<u8>, bool, bool)], strip: bool) -> Vec<Frame> {
        let of = |(frame, user, drop): &(Vec<u8>, bool, bool)| {
            let (octets, tci) = if strip { vlan::strip(frame) } else { (frame.clone(), None) };
            (octets, *user, *drop, tci)
        };
        frames.iter().map(of).collect()
    }

    fn frame_of(octets: usize, kind: [u8; 2]) -> Vec<u8> {
        let mut frame: Vec<u8> = (0..octets).map(|at| (0x11 * (at + 1)) as u8).collect();
        frame.iter_mut().skip(12).zip(kind).for_each(|(octet, kind)| *octet = kind);
        frame
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(VlanStrip::new, &[Out::default()]);
    }

    #[test]
    fn tags_are_taken_out_of_frames_of_every_length_an_octet_a_clock_with_and_without_pauses() {
        let lengths = (1..40).chain([64, 1518, 17, 1, 17, 16, 2, 18]);
        let kinds = [[0x81, 0x00], [0x81, 0x01], [0x01, 0x81], [0x80, 0x00], [0x88, 0xa8]];
        let frames: Vec<_> = lengths
            .flat_map(|octets| kinds.map(|kind| (frame_of(octets, kind), octets % 2 == 0, octets % 3 == 0)))
            .collect();
        let beats: usize = frames.iter().map(|(frame, ..)| frame.len()).sum();
        for strip in [false, true] {
            for pauses in [0, 2, 3, 5, 50] {
                let (back, edges) = run(&frames, strip, pauses);
                assert_eq!(back, expected(&frames, strip), "pauses {pauses}");
                assert!(pauses > 0 || edges == beats + 4, "four edges after the last beat all is out");
            }
        }
    }

    #[test]
    fn the_inner_of_two_tags_stays() {
        let double = vlan::insert(&frame_of(30, [0x81, 0]), 0xfedc);
        let (back, _) = run(&[(double, false, false)], true, 0);
        assert_eq!(back, [(frame_of(30, [0x81, 0]), false, false, Some(0xfedc))]);
    }

    #[test]
    fn octets_leave_at_the_edges_that_the_contract_says() {
        let (mut block, mut out) = (VlanStrip::new(), Out::default());
        let mut chart = String::new();
        // A tagged frame of 18 octets, then one of 2, and a pause: '-' nothing, else the octet.
        for at in 0..26_usize {
            let octet = [0x81, 0, 0xa, 0xb].get(at.wrapping_sub(12)).copied().unwrap_or(at as u8);
            let (s_axis_tlast, s_axis_tvalid) = (at == 17 || at == 19, at < 20);
            block.step(
                &In { s_axis_tdata: octet, s_axis_tvalid, s_axis_tlast, cfg_strip: true, ..In::default() },
                &mut out,
            );
            let text = match (out.m_axis_tvalid, out.m_axis_tlast) {
                (false, _) => "- ".to_owned(),
                (true, false) => format!("{} ", out.m_axis_tdata),
                (true, true) => format!("{}/{:x} ", out.m_axis_tdata, out.m_axis_vlan_tci),
            };
            chart.push_str(&text);
        }
        assert_eq!(chart, "- - - - 0 1 2 3 4 5 6 7 8 9 10 11 - - 16 17/a0b 18 19/0 - - - - ");
    }

    proptest! {
        #[test]
        fn random_frames_come_as_the_reference_has_them(
            frames in prop::collection::vec(
                (prop::collection::vec(any::<u8>(), 1..40), any::<bool>(), any::<bool>(), 0..4_u8),
                1..20,
            ),
            strip: bool,
            pauses in 0..8_u64,
        ) {
            let tagged = |(mut frame, user, drop, kind): (Vec<u8>, bool, bool, u8)| {
                let tag = [[0x81, 0], [0x81, 0], [0x88, 0xa8], [frame[0], 0]][usize::from(kind)];
                frame.iter_mut().skip(12).zip(tag).for_each(|(octet, tag)| *octet = tag);
                (frame, user, drop)
            };
            let frames: Vec<_> = frames.into_iter().map(tagged).collect();
            let pauses = if pauses == 1 { 0 } else { pauses };
            prop_assert_eq!(run(&frames, strip, pauses).0, expected(&frames, strip));
        }
    }
}
