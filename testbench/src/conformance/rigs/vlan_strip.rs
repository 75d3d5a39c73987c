// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the block that takes tags out of received frames.

use super::frame_path::{Beat, Came, FramePath, Script, Seen, Trace};
use wirewright_model::reference::vlan::strip;
use wirewright_spec::ports::{self, vlan_strip};

/// The block that takes tags out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VlanStrip;

/// What it is to do.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Take tags out.
    pub strip: bool,
}

/// What is said of a frame.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// It is bad.
    pub bad: bool,
    /// Nobody wants it.
    pub unwanted: bool,
}

/// What is told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// It is bad.
    pub bad: bool,
    /// Nobody wants it.
    pub unwanted: bool,
    /// A tag was taken out.
    pub vlan_valid: bool,
    /// Its tag control information, else 0.
    pub vlan_tci: u16,
}

impl FramePath for VlanStrip {
    type Pins = ports::VlanStrip;
    type Settings = Settings;
    type Marks = Marks;
    type Told = Told;

    fn input(settings: &Settings, beat: Option<Beat<'_, Marks>>, _: bool) -> vlan_strip::In {
        vlan_strip::In {
            rst: false,
            s_axis_tdata: beat.map_or(0, |beat| beat.octet),
            s_axis_tvalid: beat.is_some(),
            s_axis_tlast: beat.is_none_or(|beat| beat.last),
            s_axis_tuser: beat.is_none_or(|beat| beat.at_last(|marks| marks.bad)),
            s_axis_tdrop: beat.is_none_or(|beat| beat.at_last(|marks| marks.unwanted)),
            cfg_strip: settings.strip,
        }
    }

    fn output(out: &vlan_strip::Out) -> Seen<Told> {
        Seen {
            ready: true,
            beat: out.m_axis_tvalid.then_some((out.m_axis_tdata, out.m_axis_tlast)),
            told: Told {
                bad: out.m_axis_tuser,
                unwanted: out.m_axis_tdrop,
                vlan_valid: out.m_axis_vlan_valid,
                vlan_tci: out.m_axis_vlan_tci,
            },
            strobe: None,
        }
    }

    fn reference(script: &Script<VlanStrip>) -> Trace<VlanStrip> {
        let frames = script.frames.iter().map(|frame| {
            let (octets, tci) = if frame.settings.strip { strip(&frame.octets) } else { (frame.octets.clone(), None) };
            let (bad, unwanted) = (frame.marks.bad, frame.marks.unwanted);
            Came { octets, told: Told { bad, unwanted, vlan_valid: tci.is_some(), vlan_tci: tci.unwrap_or(0) } }
        });
        Trace { frames: frames.collect(), ..Trace::default() }
    }
}
