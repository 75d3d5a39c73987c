// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the address filter: frames with a verdict each, and a table that is written between them.

use super::frame_path::{Beat, Came, FramePath, Script, Seen, Strobe, Trace};
use wirewright_model::reference::address_filter::{self as reference, wanted};
use wirewright_spec::ports::{self, address_filter};

/// The address filter.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AddressFilter;

/// What it is to take. Addresses are in the order of the wire.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Take frames.
    pub enable: bool,
    /// Those to any address.
    pub promiscuous: bool,
    /// Those to the broadcast address.
    pub broadcast: bool,
    /// The card's own address.
    pub address: [u8; 6],
    /// Multicast by hash.
    pub hash: u64,
    /// An entry that is written into the table in the gap before the frame, which must have a clock.
    pub write: Option<Entry>,
}

/// An entry of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Which one, 0 to 15.
    pub index: u8,
    /// Its address.
    pub address: [u8; 6],
    /// It counts.
    pub valid: bool,
}

/// What is said of a frame.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// It is bad.
    pub bad: bool,
}

/// The verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// It is bad.
    pub bad: bool,
    /// Nobody wants it.
    pub drop: bool,
    /// It is counted as one to somebody else.
    pub filtered: bool,
}

impl FramePath for AddressFilter {
    type Pins = ports::AddressFilter;
    type Settings = Settings;
    type Marks = Marks;
    type Told = Told;

    fn input(settings: &Settings, beat: Option<Beat<'_, Marks>>, _: bool) -> address_filter::In {
        let write = settings.write.filter(|_| beat.is_none());
        let entry = write.unwrap_or_default();
        address_filter::In {
            rst: false,
            s_axis_tdata: beat.map_or(0, |beat| beat.octet),
            s_axis_tvalid: beat.is_some(),
            s_axis_tlast: beat.is_none_or(|beat| beat.last),
            s_axis_tuser: beat.is_none_or(|beat| beat.at_last(|marks| marks.bad)),
            cfg_enable: settings.enable,
            cfg_promiscuous: settings.promiscuous,
            cfg_broadcast: settings.broadcast,
            cfg_address: number(settings.address),
            cfg_hash: settings.hash,
            filter_write: write.is_some(),
            filter_index: entry.index,
            filter_address: number(entry.address),
            filter_valid: entry.valid,
        }
    }

    fn output(out: &address_filter::Out) -> Seen<Told> {
        Seen {
            ready: true,
            beat: out.m_axis_tvalid.then_some((out.m_axis_tdata, out.m_axis_tlast)),
            told: Told { bad: out.m_axis_tuser, drop: out.m_axis_tdrop, filtered: out.stat_filtered },
            strobe: out.stat_filtered.then_some(Strobe::Filtered),
        }
    }

    fn reference(script: &Script<AddressFilter>) -> Trace<AddressFilter> {
        let mut table = [None; 16];
        let mut trace = Trace::default();
        for frame in &script.frames {
            let settings = &frame.settings;
            if let Some(entry) = settings.write {
                table[usize::from(entry.index)] = entry.valid.then_some(entry.address);
            }
            let asked = reference::Settings {
                promiscuous: settings.promiscuous,
                broadcast: settings.broadcast,
                address: settings.address,
                table: table.iter().flatten().copied().collect(),
                hash: settings.hash,
            };
            let destination = frame.octets.first_chunk().copied().unwrap_or_default();
            let drop = !wanted(destination, &asked);
            trace.strobes.extend(drop.then_some(Strobe::Filtered));
            let told = Told { bad: frame.marks.bad, drop, filtered: drop };
            trace.frames.push(Came { octets: frame.octets.clone(), told });
        }
        trace
    }
}

/// An address as a number, its first octet the highest.
fn number(address: [u8; 6]) -> u64 {
    address.iter().fold(0, |number, octet| number << 8 | u64::from(*octet))
}
