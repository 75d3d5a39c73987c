// SPDX-License-Identifier: MIT OR Apache-2.0
//! Says of each received frame whether its destination is wanted (IEEE 802.3-2022, 3.2.3, 4.2.4.1.1): the card's own
//! address, 16 more, multicast by hash, broadcast, or anything.
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
//!
//! The destination is collected, and stands still while the entries of the table pass it, one a clock, through a
//! register of their own. The verdict is due at the last beat, so each rule has a bit that waits for it.

use crate::crc32::column;
use crate::prelude::*;
use std::array::from_fn;

/// See `wirewright_spec::ports::address_filter`.
#[derive(LogicBlock)]
pub struct AddressFilter {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Octet of a received frame, destination address first, without FCS.
    pub s_axis_tdata: Signal<In, Bits<8>>,
    /// There is an octet; it cannot wait.
    pub s_axis_tvalid: Signal<In, Bit>,
    /// It is the last of its frame.
    pub s_axis_tlast: Signal<In, Bit>,
    /// On the last beat: the frame is bad.
    pub s_axis_tuser: Signal<In, Bit>,
    /// Take frames; judged at the first octet of each.
    pub cfg_enable: Signal<In, Bit>,
    /// Take frames to any address.
    pub cfg_promiscuous: Signal<In, Bit>,
    /// Take frames to the broadcast address.
    pub cfg_broadcast: Signal<In, Bit>,
    /// Own address; bits 47:40 are sent first.
    pub cfg_address: Signal<In, Bits<48>>,
    /// Take multicast frames whose hash has its bit here.
    pub cfg_hash: Signal<In, Bits<64>>,
    /// Write an entry of the table.
    pub filter_write: Signal<In, Bit>,
    /// Which one.
    pub filter_index: Signal<In, Bits<4>>,
    /// Its address; bits 47:40 are sent first.
    pub filter_address: Signal<In, Bits<48>>,
    /// It counts from now on.
    pub filter_valid: Signal<In, Bit>,
    /// Octet of a frame.
    pub m_axis_tdata: Signal<Out, Bits<8>>,
    /// There is an octet.
    pub m_axis_tvalid: Signal<Out, Bit>,
    /// It is the last of its frame.
    pub m_axis_tlast: Signal<Out, Bit>,
    /// On the last beat: as it came in.
    pub m_axis_tuser: Signal<Out, Bit>,
    /// On the last beat: nobody here wants the frame.
    pub m_axis_tdrop: Signal<Out, Bit>,
    /// Strobe: a frame to somebody else is dropped.
    pub stat_filtered: Signal<Out, Bit>,

    data: Register<Bits<8>>,
    valid: Register<Bit>,
    last: Register<Bit>,
    user: Register<Bit>,
    drop: Register<Bit>,
    filtered: Register<Bit>,

    /// Number of the octet that comes next; 6 and more are 6.
    index: Register<Bits<3>>,
    destination: Register<Bits<48>>,
    is_all_ones: Register<Bit>,
    hash: Register<Bits<6>>,
    is_enabled: Register<Bit>,
    /// The destination has just become complete.
    judges: Register<Bit>,
    wants_any: Register<Bit>,
    wants_own: Register<Bit>,
    /// For each quarter of the hash table: the frame is for a group, and its bit of this quarter is set.
    wants_group: Register<Bits<4>>,
    wants_entry: Register<Bit>,

    filters: RamDistributed<48, 4>,
    valid_entries: Register<Bits<16>>,
    scans: Register<Bit>,
    entry: Register<Bits<4>>,
    candidate: Register<Bits<48>>,
    candidate_valid: Register<Bit>,

    hash_mask: [Constant<Bits<48>>; 6],
    hash_preset: Constant<Bits<6>>,
    shifted: Signal<Local, Bits<48>>,
    parities: Signal<Local, Bits<6>>,
    quarters: [Signal<Local, Bits<16>>; 4],
    place_in_quarter: Signal<Local, Bits<4>>,
    quarter: Signal<Local, Bits<2>>,
    hits: Signal<Local, Bits<4>>,
    frame_end: Signal<Local, Bit>,
    enabled: Signal<Local, Bit>,
    wanted: Signal<Local, Bit>,
}

impl Default for AddressFilter {
    fn default() -> Self {
        AddressFilter {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            s_axis_tdata: Signal::default(),
            s_axis_tvalid: Signal::default(),
            s_axis_tlast: Signal::default(),
            s_axis_tuser: Signal::default(),
            cfg_enable: Signal::default(),
            cfg_promiscuous: Signal::default(),
            cfg_broadcast: Signal::default(),
            cfg_address: Signal::default(),
            cfg_hash: Signal::default(),
            filter_write: Signal::default(),
            filter_index: Signal::default(),
            filter_address: Signal::default(),
            filter_valid: Signal::default(),
            m_axis_tdata: Signal::default(),
            m_axis_tvalid: Signal::default(),
            m_axis_tlast: Signal::default(),
            m_axis_tuser: Signal::default(),
            m_axis_tdrop: Signal::default(),
            stat_filtered: Signal::default(),
            data: Register::default(),
            valid: Register::default(),
            last: Register::default(),
            user: Register::default(),
            drop: Register::default(),
            filtered: Register::default(),
            index: Register::default(),
            destination: Register::default(),
            is_all_ones: Register::default(),
            hash: Register::default(),
            is_enabled: Register::default(),
            judges: Register::default(),
            wants_any: Register::default(),
            wants_own: Register::default(),
            wants_group: Register::default(),
            wants_entry: Register::default(),
            filters: RamDistributed::default(),
            valid_entries: Register::default(),
            scans: Register::default(),
            entry: Register::default(),
            candidate: Register::default(),
            candidate_valid: Register::default(),
            hash_mask: from_fn(|bit| Constant::new(hash_mask(bit).into())),
            hash_preset: Constant::new(hash(0).into()),
            shifted: Signal::default(),
            parities: Signal::default(),
            quarters: Default::default(),
            place_in_quarter: Signal::default(),
            quarter: Signal::default(),
            hits: Signal::default(),
            frame_end: Signal::default(),
            enabled: Signal::default(),
            wanted: Signal::default(),
        }
    }
}

impl Logic for AddressFilter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, data, valid, last, user, drop, filtered);
        dff_setup!(self, clk, index, destination, is_all_ones, hash, is_enabled, judges);
        dff_setup!(self, clk, wants_any, wants_own, wants_group, wants_entry);
        dff_setup!(self, clk, valid_entries, scans, entry, candidate, candidate_valid);
        self.m_axis_tdata.next = self.data.q.val();
        self.m_axis_tvalid.next = self.valid.q.val();
        self.m_axis_tlast.next = self.last.q.val();
        self.m_axis_tuser.next = self.user.q.val();
        self.m_axis_tdrop.next = self.drop.q.val();
        self.stat_filtered.next = self.filtered.q.val();

        self.frame_end.next = self.s_axis_tvalid.val() && self.s_axis_tlast.val();
        self.shifted.next = (self.destination.q.val() << 8) | bit_cast::<48, 8>(self.s_axis_tdata.val());

        // The CRC of 48 bits is linear: each bit of the hash is the parity of some of them.
        self.parities.next = 0.into();
        for bit in 0..6 {
            self.parities.next =
                self.parities.val().replace_bit(bit, (self.shifted.val() & self.hash_mask[bit].val()).xor());
        }

        self.judges.d.next = false;
        if self.s_axis_tvalid.val() {
            if self.index.q.val() == 0 {
                self.is_enabled.d.next = self.cfg_enable.val();
            }
            if self.index.q.val() != 6 {
                self.index.d.next = self.index.q.val() + 1;
                self.destination.d.next = self.shifted.val();
                self.hash.d.next = self.parities.val() ^ self.hash_preset.val();
                self.is_all_ones.d.next =
                    (self.is_all_ones.q.val() || (self.index.q.val() == 0)) && self.s_axis_tdata.val().all();
            }
            self.judges.d.next = self.index.q.val() == 5;
        }

        // Of the hash table a bit of each quarter is kept; which quarter counts is asked at the end of the frame.
        self.quarter.next = self.hash.q.val().get_bits::<2>(4);
        self.place_in_quarter.next = self.hash.q.val().get_bits::<4>(0);
        self.hits.next = 0.into();
        for i in 0..4 {
            self.quarters[i].next = self.cfg_hash.val().get_bits::<16>(i * 16);
            self.hits.next =
                self.hits.val().replace_bit(i, self.quarters[i].val().get_bit(self.place_in_quarter.val().index()));
        }

        // All rules but the table are judged at once.
        if self.judges.q.val() {
            self.wants_any.d.next =
                self.cfg_promiscuous.val() || (self.is_all_ones.q.val() && self.cfg_broadcast.val());
            self.wants_own.d.next = self.destination.q.val() == self.cfg_address.val();
            if self.destination.q.val().get_bit(40) && !self.is_all_ones.q.val() {
                self.wants_group.d.next = self.hits.val();
            }
        }

        self.filters.write_clk.next = self.clk.val();
        self.filters.write_enable.next = self.filter_write.val();
        self.filters.write_address.next = self.filter_index.val();
        self.filters.write_data.next = self.filter_address.val();
        if self.filter_write.val() {
            self.valid_entries.d.next =
                self.valid_entries.q.val().replace_bit(self.filter_index.val().index(), self.filter_valid.val());
        }

        // An entry is read at one edge and compared at the next.
        self.filters.read_address.next = self.entry.q.val();
        self.candidate.d.next = self.filters.read_data.val();
        self.candidate_valid.d.next =
            self.scans.q.val() && self.valid_entries.q.val().get_bit(self.entry.q.val().index());
        if self.scans.q.val() {
            self.entry.d.next = self.entry.q.val() + 1;
            self.scans.d.next = !self.entry.q.val().all();
        }
        if self.s_axis_tvalid.val() && (self.index.q.val() == 5) {
            self.entry.d.next = 0.into();
            self.scans.d.next = true;
        }
        if self.candidate_valid.q.val() && (self.candidate.q.val() == self.destination.q.val()) {
            self.wants_entry.d.next = true;
        }

        // The last beat ends all of it. A frame of one octet is not enabled yet, but nobody wants it either.
        self.enabled.next = self.is_enabled.q.val();
        if self.index.q.val() == 0 {
            self.enabled.next = self.cfg_enable.val();
        }
        self.wanted.next = self.wants_any.q.val()
            || self.wants_own.q.val()
            || self.wants_group.q.val().get_bit(self.quarter.val().index())
            || self.wants_entry.q.val();
        if self.frame_end.val() {
            self.index.d.next = 0.into();
            self.judges.d.next = false;
            self.scans.d.next = false;
            self.candidate_valid.d.next = false;
            self.wants_any.d.next = false;
            self.wants_own.d.next = false;
            self.wants_group.d.next = 0.into();
            self.wants_entry.d.next = false;
        }

        self.valid.d.next = self.s_axis_tvalid.val();
        self.data.d.next = 0.into();
        if self.s_axis_tvalid.val() {
            self.data.d.next = self.s_axis_tdata.val();
        }
        self.last.d.next = self.frame_end.val();
        self.user.d.next = self.frame_end.val() && self.s_axis_tuser.val();
        self.drop.d.next = self.frame_end.val() && !(self.enabled.val() && self.wanted.val());
        self.filtered.d.next = self.frame_end.val() && self.enabled.val() && !self.wanted.val();
    }
}

/// The hash of an address, bits 47:40 of which are its first octet: the six highest coefficients of the remainder of
/// 3.2.9, step d, before it is complemented.
fn hash(address: u64) -> u64 {
    let octets = address.to_be_bytes();
    let remainder = octets[2..].iter().fold(0xffff_ffff, |remainder: u64, &octet| {
        let leaving = (remainder & 0xff) ^ u64::from(octet);
        (0..8).filter(|bit| leaving >> bit & 1 == 1).fold(remainder >> 8, |sum, bit| sum ^ column(bit, 8))
    });
    // Bit 0 of the remainder is its highest power, as on the wire.
    (remainder & 0x3f).reverse_bits() >> 58
}

/// Which bits of an address change bit `bit` of its hash.
fn hash_mask(bit: usize) -> u64 {
    let changes = |place: &u32| (hash(1 << place) ^ hash(0)) >> bit & 1 == 1;
    (0..48).filter(changes).fold(0, |mask, place| mask | 1 << place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_contract() {
        assert_eq!(hash(0x0100_5e00_0001), 31);
        assert_eq!(hash(0x3333_0000_0001), 62);
        assert_eq!(hash(0x0180_c200_000e), 33);
    }

    #[test]
    fn parities_and_preset_make_the_hash() {
        for address in [0, 0x0100_5e00_0001, 0x3333_ff12_3456, 0xffff_ffff_ffff, 0x0123_4567_89ab] {
            let parity = |bit: usize| u64::from((address & hash_mask(bit)).count_ones() % 2) << bit;
            assert_eq!((0..6).map(parity).sum::<u64>() ^ hash(0), hash(address));
        }
    }
}
