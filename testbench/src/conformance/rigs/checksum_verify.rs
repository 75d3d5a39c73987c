// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the block that judges the checksums of received frames.

use super::frame_path::{Beat, Came, FramePath, Script, Seen, Trace};
use wirewright_model::reference::checksum::{Judgement, judge};
use wirewright_spec::ports::{self, checksum_verify};

/// The block that judges checksums.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChecksumVerify;

/// What it is to do.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Judge.
    pub verify: bool,
}

/// What is said of a frame.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// It is bad.
    pub bad: bool,
    /// Nobody wants it.
    pub unwanted: bool,
    /// The tag control information of the tag that was taken out of it.
    pub vlan_tci: Option<u16>,
}

/// What is told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// It is bad.
    pub bad: bool,
    /// Nobody wants it.
    pub unwanted: bool,
    /// The tag control information of the tag that was taken out of it.
    pub vlan_tci: Option<u16>,
    /// The IPv4 header checksum: 0 none, 1 right, 2 wrong.
    pub ipv4: u8,
    /// The TCP or UDP checksum, likewise.
    pub l4: u8,
}

impl FramePath for ChecksumVerify {
    type Pins = ports::ChecksumVerify;
    type Settings = Settings;
    type Marks = Marks;
    type Told = Told;

    fn input(settings: &Settings, beat: Option<Beat<'_, Marks>>, _: bool) -> checksum_verify::In {
        let tci = beat.and_then(|beat| beat.marks.vlan_tci).unwrap_or(0);
        checksum_verify::In {
            rst: false,
            s_axis_tdata: beat.map_or(0, |beat| beat.octet),
            s_axis_tvalid: beat.is_some(),
            s_axis_tlast: beat.is_none_or(|beat| beat.last),
            s_axis_tuser: beat.is_none_or(|beat| beat.at_last(|marks| marks.bad)),
            s_axis_tdrop: beat.is_none_or(|beat| beat.at_last(|marks| marks.unwanted)),
            s_axis_vlan_valid: beat.is_none_or(|beat| beat.at_last(|marks| marks.vlan_tci.is_some())),
            s_axis_vlan_tci: if beat.is_some_and(|beat| beat.last) { tci } else { !tci },
            cfg_verify: settings.verify,
        }
    }

    fn output(out: &checksum_verify::Out) -> Seen<Told> {
        // A tag control information without a tag is shown as one with a tag, so that it does not get lost.
        let tagged = out.m_axis_vlan_valid || out.m_axis_vlan_tci != 0;
        Seen {
            ready: true,
            beat: out.m_axis_tvalid.then_some((out.m_axis_tdata, out.m_axis_tlast)),
            told: Told {
                bad: out.m_axis_tuser,
                unwanted: out.m_axis_tdrop,
                vlan_tci: tagged.then_some(out.m_axis_vlan_tci),
                ipv4: out.m_axis_ipv4,
                l4: out.m_axis_l4,
            },
            strobe: None,
        }
    }

    fn reference(script: &Script<ChecksumVerify>) -> Trace<ChecksumVerify> {
        let frames = script.frames.iter().map(|frame| {
            let judged = if frame.settings.verify { judge(&frame.octets) } else { Judgement::default() };
            let (bad, unwanted, vlan_tci) = (frame.marks.bad, frame.marks.unwanted, frame.marks.vlan_tci);
            let told = Told { bad, unwanted, vlan_tci, ipv4: judged.ipv4 as u8, l4: judged.l4 as u8 };
            Came { octets: frame.octets.clone(), told }
        });
        Trace { frames: frames.collect(), ..Trace::default() }
    }
}
