// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the block that puts tags into frames to send.

use super::frame_path::{Beat, Came, FramePath, Script, Seen, Trace};
use wirewright_model::reference::vlan::insert;
use wirewright_spec::ports::{self, vlan_insert};

/// The block that puts tags in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VlanInsert;

/// What is asked for a frame.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// It is not to be sent.
    pub bad: bool,
    /// A tag with this tag control information.
    pub vlan_tci: Option<u16>,
    /// The IPv4 header checksum.
    pub ipv4: bool,
    /// The TCP or UDP checksum.
    pub l4: bool,
}

/// What goes on with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// It is not to be sent.
    pub bad: bool,
    /// The IPv4 header checksum is asked for.
    pub ipv4: bool,
    /// The TCP or UDP checksum is asked for.
    pub l4: bool,
}

impl FramePath for VlanInsert {
    type Pins = ports::VlanInsert;
    type Settings = ();
    type Marks = Marks;
    type Told = Told;

    fn input((): &(), beat: Option<Beat<'_, Marks>>, sink_ready: bool) -> vlan_insert::In {
        let tci = beat.and_then(|beat| beat.marks.vlan_tci).unwrap_or(0);
        vlan_insert::In {
            rst: false,
            s_axis_tdata: beat.map_or(0, |beat| beat.octet),
            s_axis_tvalid: beat.is_some(),
            s_axis_tlast: beat.is_none_or(|beat| beat.last),
            s_axis_tuser: beat.is_none_or(|beat| beat.at_last(|marks| marks.bad)),
            s_axis_vlan: beat.is_none_or(|beat| beat.at_first(|marks| marks.vlan_tci.is_some())),
            s_axis_vlan_tci: if beat.is_some_and(|beat| beat.first) { tci } else { !tci },
            s_axis_ipv4: beat.is_none_or(|beat| beat.at_first(|marks| marks.ipv4)),
            s_axis_l4: beat.is_none_or(|beat| beat.at_first(|marks| marks.l4)),
            m_axis_tready: sink_ready,
        }
    }

    fn output(out: &vlan_insert::Out) -> Seen<Told> {
        Seen {
            ready: out.s_axis_tready,
            beat: out.m_axis_tvalid.then_some((out.m_axis_tdata, out.m_axis_tlast)),
            told: Told { bad: out.m_axis_tuser, ipv4: out.m_axis_ipv4, l4: out.m_axis_l4 },
            strobe: None,
        }
    }

    /// What is asked for stands beside all octets.
    fn told_early(last: &Told) -> Told {
        Told { bad: false, ..last.clone() }
    }

    fn reference(script: &Script<VlanInsert>) -> Trace<VlanInsert> {
        let frames = script.frames.iter().map(|frame| {
            let Marks { bad, vlan_tci, ipv4, l4 } = frame.marks;
            let octets = vlan_tci.map_or_else(|| frame.octets.clone(), |tci| insert(&frame.octets, tci));
            Came { octets, told: Told { bad, ipv4, l4 } }
        });
        Trace { frames: frames.collect(), ..Trace::default() }
    }
}
