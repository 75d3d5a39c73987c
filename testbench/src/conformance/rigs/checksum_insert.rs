// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the block that completes the checksums of frames to send.

use super::frame_path::{Beat, Came, FramePath, Script, Seen, Strobe, Trace};
use wirewright_model::reference::checksum::insert;
use wirewright_spec::ports::{self, checksum_insert};

/// The block that puts checksums in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChecksumInsert;

/// What is asked for a frame.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// It is to be forgotten.
    pub bad: bool,
    /// The IPv4 header checksum.
    pub ipv4: bool,
    /// The TCP or UDP checksum.
    pub l4: bool,
}

impl FramePath for ChecksumInsert {
    type Pins = ports::ChecksumInsert;
    type Settings = ();
    type Marks = Marks;
    type Told = ();

    fn input((): &(), beat: Option<Beat<'_, Marks>>, sink_ready: bool) -> checksum_insert::In {
        checksum_insert::In {
            rst: false,
            s_axis_tdata: beat.map_or(0, |beat| beat.octet),
            s_axis_tvalid: beat.is_some(),
            s_axis_tlast: beat.is_none_or(|beat| beat.last),
            s_axis_tuser: beat.is_none_or(|beat| beat.at_last(|marks| marks.bad)),
            s_axis_ipv4: beat.is_none_or(|beat| beat.at_first(|marks| marks.ipv4)),
            s_axis_l4: beat.is_none_or(|beat| beat.at_first(|marks| marks.l4)),
            m_axis_tready: sink_ready,
        }
    }

    fn output(out: &checksum_insert::Out) -> Seen<()> {
        let accepted = out.stat_accepted.then_some(Strobe::Accepted);
        Seen {
            ready: out.s_axis_tready,
            beat: out.m_axis_tvalid.then_some((out.m_axis_tdata, out.m_axis_tlast)),
            told: (),
            strobe: accepted.or(out.stat_dropped.then_some(Strobe::Dropped)),
        }
    }

    fn reference(script: &Script<ChecksumInsert>) -> Trace<ChecksumInsert> {
        let frames = script.frames.iter().map(|frame| {
            let mut octets = frame.octets.clone();
            insert(&mut octets, frame.marks.ipv4, frame.marks.l4);
            Came { octets, told: () }
        });
        let strobes = vec![Strobe::Accepted; script.frames.len()];
        Trace { frames: frames.collect(), strobes, ..Trace::default() }
    }
}
