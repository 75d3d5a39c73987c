// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`checksum_verify`](wirewright_spec::ports::checksum_verify): judges the IPv4, TCP and UDP checksums
//! of received frames (RFC 791, 768, 9293, 1071).
//!
//! ```text
//!                         +-----------------+
//!         s_axis_tdata[8]->                 |->m_axis_tdata[8]
//!          s_axis_tvalid->|                 |->m_axis_tvalid
//!           s_axis_tlast->|                 |->m_axis_tlast
//!           s_axis_tuser->|                 |->m_axis_tuser
//!           s_axis_tdrop->| checksum_verify |->m_axis_tdrop
//!      s_axis_vlan_valid->|                 |->m_axis_vlan_valid
//!    s_axis_vlan_tci[16]->|                 |->m_axis_vlan_tci[16]
//!             cfg_verify->|                 |->m_axis_ipv4[2]
//!                         |                 |->m_axis_l4[2]
//!                         +-----------------+
//! ```

use crate::checksums::{Checksum, Checksums};
use wirewright_spec::Block;
use wirewright_spec::card::rings::ChecksumResult;
use wirewright_spec::ports::checksum_verify::{In, Out};

/// The registers before the outputs.
const REGISTERS: usize = 3;

/// The sums over the frame under way, and the beats on their way out.
#[derive(Clone, Copy, Debug)]
pub struct ChecksumVerify {
    checksums: Checksums,
    /// A ring: the oldest beat is the next to be shown.
    line: [Out; REGISTERS],
    oldest: usize,
    pub(crate) out: Out,
}

impl ChecksumVerify {
    /// A block as after reset.
    pub fn new() -> Self {
        let (line, out) = ([Out::default(); REGISTERS], Out::default());
        ChecksumVerify { checksums: Checksums::START, line, oldest: 0, out }
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let beat = if input.s_axis_tvalid { self.pass(input) } else { Out::default() };
        self.out = std::mem::replace(&mut self.line[self.oldest], beat);
        self.oldest = if self.oldest + 1 == REGISTERS { 0 } else { self.oldest + 1 };
    }

    /// The beat that passes, as it is shown later. All that the sums tell is known with the last one.
    #[inline]
    fn pass(&mut self, input: &In) -> Out {
        self.checksums.octet(input.s_axis_tdata);
        let beat = Out { m_axis_tdata: input.s_axis_tdata, m_axis_tvalid: true, ..Out::default() };
        if !input.s_axis_tlast {
            return beat;
        }
        let checksums = std::mem::replace(&mut self.checksums, Checksums::START);
        let judge = |checksum: Option<Checksum>| {
            checksum.filter(|_| input.cfg_verify).map_or(ChecksumResult::None, |checksum| checksum.judge()) as u8
        };
        Out {
            m_axis_tlast: true,
            m_axis_tuser: input.s_axis_tuser,
            m_axis_tdrop: input.s_axis_tdrop,
            m_axis_vlan_valid: input.s_axis_vlan_valid,
            m_axis_vlan_tci: input.s_axis_vlan_tci,
            m_axis_ipv4: judge(checksums.ipv4()),
            m_axis_l4: judge(checksums.l4()),
            ..beat
        }
    }
}

impl Default for ChecksumVerify {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for ChecksumVerify {
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
    use crate::reference::checksum;
    use crate::testing::{self, Random};
    use proptest::prelude::*;

    /// Passes frames back to back, or with pauses; asserts of each beat all that its outputs show three edges later.
    fn assert_judged(frames: &[Vec<u8>], verify: bool, pauses: u64, seed: u64) {
        let mut random = Random(seed);
        let (mut block, mut out) = (ChecksumVerify::new(), Out::default());
        let mut due = [Out::default(); 3];
        let mut step = |input: In, shown: Out| {
            block.step(&input, &mut out);
            assert_eq!(out, due[0]);
            due = [due[1], due[2], shown];
        };
        for frame in frames {
            let judgement = checksum::judge(frame);
            for (at, &s_axis_tdata) in frame.iter().enumerate() {
                while pauses > 0 && random.one_in(pauses) {
                    step(In { s_axis_tvalid: false, ..random.pins(false) }, Out::default());
                }
                let last = at + 1 == frame.len();
                // On other beats nobody looks at these.
                let marks: In = random.pins(false);
                let cfg_verify = if last { verify } else { marks.cfg_verify };
                let input = In { s_axis_tdata, s_axis_tvalid: true, s_axis_tlast: last, cfg_verify, ..marks };
                let beat = Out { m_axis_tdata: s_axis_tdata, m_axis_tvalid: true, ..Out::default() };
                let judged = |result: ChecksumResult| if verify { result as u8 } else { 0 };
                let last_beat = Out {
                    m_axis_tlast: true,
                    m_axis_tuser: marks.s_axis_tuser,
                    m_axis_tdrop: marks.s_axis_tdrop,
                    m_axis_vlan_valid: marks.s_axis_vlan_valid,
                    m_axis_vlan_tci: marks.s_axis_vlan_tci,
                    m_axis_ipv4: judged(judgement.ipv4),
                    m_axis_l4: judged(judgement.l4),
                    ..beat
                };
                step(input, if last { last_beat } else { beat });
            }
        }
        (0..4).for_each(|_| step(In::default(), Out::default()));
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(ChecksumVerify::new, &[Out::default()]);
    }

    #[test]
    fn packets_are_judged_as_the_reference_does_an_octet_a_clock_and_with_pauses() {
        for pauses in [0, 0, 4, 100] {
            let mut random = Random(pauses);
            let frames: Vec<_> = (0..500).map(|_| testing::packet(&mut random)).collect();
            assert_judged(&frames, true, pauses, 1);
            assert_judged(&frames, false, pauses, 2);
        }
    }

    #[test]
    fn a_judgement_never_reaches_frames_of_one_octet_behind_it() {
        let packet = testing::right_packet(&mut Random(3), 100);
        let mut wrong = packet.clone();
        wrong[20] ^= 1;
        let octet = |octet| vec![octet];
        let frames = [octet(8), packet.clone(), octet(0), octet(0x45), wrong, octet(1), octet(2), packet];
        assert_judged(&frames, true, 0, 1);
    }

    #[test]
    fn a_frame_longer_than_any_packet_is_judged() {
        let packet = testing::right_packet(&mut Random(5), 1400);
        let long = [packet.clone(), vec![0xa5; 70_000]].concat();
        assert_eq!(checksum::judge(&long), checksum::judge(&packet));
        assert_judged(&[long, packet], true, 0, 1);
    }

    #[test]
    fn a_reset_forgets_the_frame_and_the_beats_on_their_way() {
        let packet = testing::right_packet(&mut Random(3), 10);
        let (mut block, mut out) = (ChecksumVerify::new(), Out::default());
        for &s_axis_tdata in &packet[..packet.len() / 2] {
            block.step(&In { s_axis_tdata, s_axis_tvalid: true, ..In::default() }, &mut out);
        }
        assert!(out.m_axis_tvalid);
        block.step(&In { rst: true, ..In::default() }, &mut out);
        for (at, &s_axis_tdata) in packet.iter().enumerate() {
            assert_eq!(out.m_axis_tvalid, at > 3, "{at}");
            let s_axis_tlast = at + 1 == packet.len();
            block.step(
                &In { s_axis_tdata, s_axis_tvalid: true, s_axis_tlast, cfg_verify: true, ..In::default() },
                &mut out,
            );
        }
        (0..3).for_each(|_| block.step(&In::default(), &mut out));
        assert_eq!((out.m_axis_tlast, out.m_axis_ipv4, out.m_axis_l4), (true, 1, 1));
    }

    proptest! {
        #[test]
        fn random_frames_are_judged_as_the_reference_does(
            frames in prop::collection::vec(
                prop_oneof![
                    any::<u64>().prop_map(|seed| testing::packet(&mut Random(seed))),
                    prop::collection::vec(any::<u8>(), 1..60),
                ],
                1..12,
            ),
            verify: bool,
            pauses in prop::sample::select(vec![0, 2, 5]),
            seed: u64,
        ) {
            assert_judged(&frames, verify, pauses, seed);
        }
    }
}
