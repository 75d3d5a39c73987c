// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`checksum_insert`](wirewright_spec::ports::checksum_insert): holds a frame to send until it is
//! there as a whole, and puts its IPv4, TCP and UDP checksums in (RFC 791, 768, 9293, 1071).
//!
//! ```text
//!                     +-----------------+
//!     s_axis_tdata[8]->                 |->m_axis_tdata[8]
//!      s_axis_tvalid->|                 |->m_axis_tvalid
//!      s_axis_tready<-|                 |<-m_axis_tready
//!       s_axis_tlast->| checksum_insert |->m_axis_tlast
//!       s_axis_tuser->|                 |->stat_accepted
//!        s_axis_ipv4->|                 |->stat_dropped
//!          s_axis_l4->+-----------------+
//! ```

use crate::checksums::Checksums;
use wirewright_spec::Block;
use wirewright_spec::card::rings::LONGEST_SENT_OCTETS;
use wirewright_spec::ports::checksum_insert::{In, Out};

/// Edges from the last beat of a frame to its fate.
const CLOSING_EDGES: u8 = 7;

/// Two buffers, one being filled while the other is sent.
#[derive(Clone, Debug)]
pub struct ChecksumInsert {
    buffers: Box<[[u8; LONGEST_SENT_OCTETS]; 2]>,
    /// Octets of the frame in each buffer that is full, else 0.
    length: [usize; 2],
    fill: usize,
    send: usize,
    /// The frame on its way in.
    frame: Frame,
    closing: u8,
    /// The octet of the buffer `send` that is next.
    read: usize,
    /// The register between buffers and outputs: an octet, and whether it is the last one.
    fetched: Option<(u8, bool)>,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    /// How many octets have passed; one more than fit when there are more.
    octets: usize,
    checksums: Checksums,
    ipv4: bool,
    l4: bool,
    /// Its last beat said that it is not to be sent.
    forget: bool,
}

impl Frame {
    /// No octet yet.
    const START: Frame = Frame { octets: 0, checksums: Checksums::START, ipv4: false, l4: false, forget: false };
}

impl ChecksumInsert {
    /// A block as after reset.
    pub fn new() -> Self {
        ChecksumInsert {
            buffers: Box::new([[0; LONGEST_SENT_OCTETS]; 2]),
            length: [0; 2],
            fill: 0,
            send: 0,
            frame: Frame::START,
            closing: 0,
            read: 0,
            fetched: None,
            out: Out::default(),
        }
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            return self.clear();
        }
        // Both ways go by what is full before the edge.
        let fill_is_full = self.length[self.fill] != 0;
        self.way_out(input.m_axis_tready);
        (self.out.stat_accepted, self.out.stat_dropped) = (false, false);
        if self.out.s_axis_tready {
            if input.s_axis_tvalid {
                self.pass(input);
            }
        } else if self.closing != 0 {
            self.closing -= 1;
            if self.closing == 0 {
                self.close();
            }
        } else {
            self.out.s_axis_tready = !fill_is_full;
        }
    }

    #[inline]
    fn way_out(&mut self, ready: bool) {
        let out_free = !self.out.m_axis_tvalid || ready;
        if out_free {
            self.out.m_axis_tvalid = self.fetched.is_some();
            if let Some(fetched) = self.fetched {
                (self.out.m_axis_tdata, self.out.m_axis_tlast) = fetched;
            }
        }
        if out_free || self.fetched.is_none() {
            self.fetched = self.fetch();
        }
    }

    /// The next octet of the buffer that is sent; with the last one the buffer is free.
    #[inline]
    fn fetch(&mut self) -> Option<(u8, bool)> {
        let length = self.length[self.send];
        if length == 0 {
            return None;
        }
        let octet = self.buffers[self.send][self.read];
        self.read += 1;
        let last = self.read == length;
        if last {
            self.length[self.send] = 0;
            (self.read, self.send) = (0, 1 - self.send);
        }
        Some((octet, last))
    }

    /// A beat passes.
    #[inline]
    fn pass(&mut self, input: &In) {
        let frame = &mut self.frame;
        if frame.octets == 0 {
            (frame.ipv4, frame.l4) = (input.s_axis_ipv4, input.s_axis_l4);
        }
        if let Some(place) = self.buffers[self.fill].get_mut(frame.octets) {
            *place = input.s_axis_tdata;
            frame.checksums.octet(input.s_axis_tdata);
            frame.octets += 1;
        } else {
            frame.octets = LONGEST_SENT_OCTETS + 1;
        }
        if input.s_axis_tlast {
            frame.forget = input.s_axis_tuser;
            self.out.s_axis_tready = false;
            self.closing = CLOSING_EDGES;
        }
    }

    /// The frame has its fate.
    fn close(&mut self) {
        let frame = std::mem::replace(&mut self.frame, Frame::START);
        if frame.forget {
            return;
        }
        if frame.octets > LONGEST_SENT_OCTETS {
            self.out.stat_dropped = true;
            return;
        }
        self.out.stat_accepted = true;
        let ipv4 = frame.checksums.ipv4().filter(|_| frame.ipv4);
        let l4 = frame.checksums.l4().filter(|_| frame.l4);
        let buffer = &mut self.buffers[self.fill];
        for checksum in [ipv4, l4].into_iter().flatten() {
            buffer[checksum.at..checksum.at + 2].copy_from_slice(&checksum.value().to_be_bytes());
        }
        self.length[self.fill] = frame.octets;
        self.fill = 1 - self.fill;
    }

    /// As after an edge with `rst`; what the buffers hold cannot be read any more.
    fn clear(&mut self) {
        (self.length, self.fill, self.send, self.read) = ([0; 2], 0, 0, 0);
        (self.frame, self.closing, self.fetched, self.out) = (Frame::START, 0, None, Out::default());
    }
}

impl Default for ChecksumInsert {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for ChecksumInsert {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        self.clear();
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
    use crate::reference::checksum;
    use crate::testing::{self, Random};
    use proptest::prelude::*;

    /// A frame to send.
    #[derive(Clone, Debug)]
    struct Sent {
        octets: Vec<u8>,
        user: bool,
        ipv4: bool,
        l4: bool,
    }

    #[derive(Debug, Default, PartialEq)]
    struct Came {
        frames: Vec<Vec<u8>>,
        /// Of each strobe whether it is `stat_accepted`.
        accepted: Vec<bool>,
    }

    fn plain(octets: Vec<u8>) -> Sent {
        Sent { octets, user: false, ipv4: true, l4: true }
    }

    fn expected(frames: &[Sent]) -> Came {
        let mut came = Came::default();
        for Sent { octets, ipv4, l4, .. } in frames.iter().filter(|frame| !frame.user) {
            let accepted = octets.len() <= 2048;
            came.accepted.push(accepted);
            if accepted {
                let mut octets = octets.clone();
                checksum::insert(&mut octets, *ipv4, *l4);
                came.frames.push(octets);
            }
        }
        came
    }

    /// A source that pauses in one of `pauses` edges, never for 0, and a sink that takes a beat in one of `slowness`.
    /// And for each edge what shows after it: `r` when the source may go on, `+` an octet, `A` or `D` a strobe.
    fn run(frames: &[Sent], pauses: u64, slowness: u64) -> (Came, Vec<String>) {
        let mut random = Random(pauses + slowness);
        let (mut block, mut out) = (ChecksumInsert::new(), Out::default());
        let beats: Vec<(usize, usize)> =
            frames.iter().enumerate().flat_map(|(n, frame)| (0..frame.octets.len()).map(move |at| (n, at))).collect();
        let (mut next, mut offered, mut quiet) = (0, false, 0);
        let (mut came, mut octets, mut shown) = (Came::default(), Vec::new(), Vec::new());
        while quiet < 20 + 20 * slowness {
            offered = next < beats.len() && (offered || pauses == 0 || !random.one_in(pauses));
            // What stands beside other beats than those that count means nothing.
            let mut input = In { s_axis_tvalid: offered, m_axis_tready: random.one_in(slowness), ..random.pins(false) };
            if offered {
                let (n, at) = beats[next];
                let frame = &frames[n];
                (input.s_axis_tdata, input.s_axis_tlast) = (frame.octets[at], at + 1 == frame.octets.len());
                if at == 0 {
                    (input.s_axis_ipv4, input.s_axis_l4) = (frame.ipv4, frame.l4);
                }
                if input.s_axis_tlast {
                    input.s_axis_tuser = frame.user;
                }
            }
            if out.m_axis_tvalid && input.m_axis_tready {
                octets.push(out.m_axis_tdata);
                if out.m_axis_tlast {
                    came.frames.push(std::mem::take(&mut octets));
                }
            }
            let passes = offered && out.s_axis_tready;
            block.step(&input, &mut out);
            next += usize::from(passes);
            offered &= !passes;
            assert!(!(out.stat_accepted && out.stat_dropped));
            came.accepted.extend((out.stat_accepted || out.stat_dropped).then_some(out.stat_accepted));
            let tokens =
                [(out.s_axis_tready, "r"), (out.m_axis_tvalid, "+"), (out.stat_accepted, "A"), (out.stat_dropped, "D")];
            shown.push(tokens.iter().filter(|(is_shown, _)| *is_shown).map(|(_, token)| *token).collect());
            quiet = if passes || out.m_axis_tvalid || next < beats.len() { 0 } else { quiet + 1 };
        }
        assert!(octets.is_empty());
        (came, shown)
    }

    /// Up to the last edge at which something shows but `r`.
    fn chart(frames: &[Sent]) -> String {
        let (_, shown) = run(frames, 0, 1);
        let end = shown.iter().rposition(|token| !token.is_empty() && token != "r").map_or(0, |last| last + 1);
        testing::chart(shown[..end].iter().map(|token| if token.is_empty() { ".".to_owned() } else { token.clone() }))
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(ChecksumInsert::new, &[Out::default()]);
    }

    #[test]
    fn a_frame_shows_nine_edges_after_its_last_beat_and_the_next_one_passes_then() {
        // Of a frame of 3 octets: the edge after reset, octets at edges 1 to 3 (`r` falls with the last), L = 3.
        assert_eq!(chart(&[plain(vec![1, 2, 3])]), "r*3 .*7 A r r+*3");
    }

    #[test]
    fn frames_that_wait_follow_each_other_without_a_gap() {
        let (mut block, mut out) = (ChecksumInsert::new(), Out::default());
        let mut passed = 0;
        for _ in 0..200 {
            passed += u32::from(out.s_axis_tready);
            let input =
                In { s_axis_tdata: 7, s_axis_tvalid: true, s_axis_tlast: passed.is_multiple_of(20), ..In::default() };
            block.step(&input, &mut out);
        }
        assert!(out.m_axis_tvalid && !out.s_axis_tready && passed == 40, "two frames wait: {passed}");
        let mut shown = 0;
        while out.m_axis_tvalid {
            shown += 1;
            block.step(&In { m_axis_tready: true, ..In::default() }, &mut out);
        }
        assert_eq!(shown, 40);
    }

    #[test]
    fn an_octet_a_clock_passes_and_eight_clocks_are_lost_between_frames() {
        let frames = vec![plain(vec![1; 100]); 10];
        let (_, shown) = run(&frames, 0, 1);
        // Edge 0 is the one after reset; the last frame shows from the ninth edge after its last beat on.
        let last_octet = shown.iter().rposition(|token| token.contains('+')).unwrap();
        assert_eq!(last_octet, 10 * 100 + 9 * 8 + 9 + 99);
    }

    #[test]
    fn frames_longer_than_2048_octets_are_dropped_whole_and_all_are_told_in_order() {
        let frames = [2047, 2048, 2049, 5000, 60, 1].map(|octets| plain(vec![0xa5; octets]));
        let (came, _) = run(&frames, 0, 1);
        assert_eq!(came.accepted, [true, true, false, false, true, true]);
        assert_eq!(came, expected(&frames));
    }

    #[test]
    fn a_frame_with_tuser_is_forgotten_and_one_whose_end_never_comes_never_leaves() {
        let frames = [3000, 60, 2048].map(|octets| Sent { user: true, ..plain(vec![0xa5; octets]) });
        assert_eq!(run(&[&frames[..], &[plain(vec![1, 2])]].concat(), 0, 1).0.frames, [[1, 2]]);
        let (mut block, mut out) = (ChecksumInsert::new(), Out::default());
        for _ in 0..10_000 {
            block.step(&In { s_axis_tvalid: true, m_axis_tready: true, ..In::default() }, &mut out);
            assert_eq!(out, Out { s_axis_tready: true, ..Out::default() });
        }
    }

    #[test]
    fn checksums_are_inserted_as_the_reference_does() {
        let mut random = Random(9);
        let packet = |random: &mut Random| {
            let mut octets = testing::packet(random);
            // What the checksum held before does not matter.
            if random.one_in(2) && octets.len() > 26 {
                octets[24..26].fill(0);
            }
            let user = random.one_in(9);
            Sent { octets, user, ipv4: random.one_in(2), l4: random.one_in(2) }
        };
        for (pauses, slowness) in [(0, 1), (0, 3), (3, 1), (4, 4)] {
            let frames: Vec<Sent> = (0..600).map(|_| packet(&mut random)).collect();
            assert_eq!(run(&frames, pauses, slowness).0, expected(&frames), "pauses {pauses}, slowness {slowness}");
        }
    }

    #[test]
    fn what_is_computed_as_0_is_sent_as_all_ones_by_udp_alone() {
        for protocol in [6, 17] {
            let mut random = Random(4);
            let mut frame = loop {
                let frame = testing::right_packet(&mut random, 64);
                if frame[12..15] == [8, 0, 0x45] && frame[23] == protocol {
                    break frame;
                }
            };
            let own = 34 + if protocol == 17 { 6 } else { 16 };
            // A number of the payload takes over what the checksum had to make good.
            let at = 64;
            let word = u32::from(u16::from_be_bytes([frame[at], frame[at + 1]]));
            let sum = word + u32::from(u16::from_be_bytes([frame[own], frame[own + 1]]));
            let word = (sum & 0xffff) + (sum >> 16);
            frame[at..at + 2].copy_from_slice(&(word as u16).to_be_bytes());
            let (came, _) = run(&[plain(frame.clone())], 0, 1);
            let inserted = &came.frames[0][own..own + 2];
            assert_eq!(inserted, if protocol == 17 { [0xff; 2] } else { [0; 2] });
            assert_eq!(came, expected(&[plain(frame)]));
        }
    }

    proptest! {
        #[test]
        fn random_frames_leave_as_the_reference_makes_them(
            frames in prop::collection::vec(
                (
                    prop_oneof![
                        3 => any::<u64>().prop_map(|seed| testing::packet(&mut Random(seed))),
                        1 => prop::collection::vec(any::<u8>(), 1..60),
                    ],
                    prop::bool::weighted(0.1),
                    any::<bool>(),
                    any::<bool>(),
                ),
                1..10,
            ),
            pauses in prop::sample::select(vec![0, 2, 5]),
            slowness in 1..4_u64,
        ) {
            let sent = |(octets, user, ipv4, l4)| Sent { octets, user, ipv4, l4 };
            let frames: Vec<Sent> = frames.into_iter().map(sent).collect();
            prop_assert_eq!(run(&frames, pauses, slowness).0, expected(&frames));
        }
    }
}
