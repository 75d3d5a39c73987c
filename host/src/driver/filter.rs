// SPDX-License-Identifier: MIT OR Apache-2.0
//! Which register says what of the addresses that are taken (docs/card.md, `FILTER_*`, `HASH_*`; the hash is that of
//! `address_filter`).

use wirewright_spec::card::registers::{self, FILTERS};

use super::registers::write;
use crate::bus::RegisterBus;

/// How further addresses are taken: 16 exactly, the rest of the groups by a hash, which takes some others too.
///
/// Addresses of single cards have the first places in the table, as they cannot be hashed; where even the table does
/// not hold them the card takes frames to any address.
///
/// ```
/// use wirewright_host::driver::Filter;
/// let filter = Filter::new(&[[1, 0, 0x5e, 0, 0, 1]]);
/// assert_eq!((filter.exact(), filter.hash(), filter.any()), (&[[1, 0, 0x5e, 0, 0, 1]][..], 0, false));
/// assert_eq!(Filter::hash_of([1, 0, 0x5e, 0, 0, 1]), 31);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    exact: Vec<[u8; 6]>,
    hash: u64,
    any: bool,
}

impl Filter {
    /// What takes all of `addresses`.
    pub fn new(addresses: &[[u8; 6]]) -> Self {
        let (groups, singles): (Vec<_>, Vec<_>) = addresses.iter().copied().partition(|address| address[0] & 1 == 1);
        let mut filter = Filter::default();
        for address in singles.into_iter().chain(groups) {
            if filter.exact.contains(&address) {
                continue;
            }
            if filter.exact.len() < FILTERS as usize {
                filter.exact.push(address);
            } else if address[0] & 1 == 1 {
                filter.hash |= 1 << Self::hash_of(address);
            } else {
                filter.any = true;
            }
        }
        filter
    }

    /// Those in the table.
    pub fn exact(&self) -> &[[u8; 6]] {
        &self.exact
    }

    /// `HASH_HIGH` and `HASH_LOW`.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// Frames to any address must be taken.
    pub fn any(&self) -> bool {
        self.any
    }

    /// The bit of the hash that an address has: the six highest coefficients of the remainder of IEEE 802.3-2022,
    /// 3.2.9, step d, over its six octets. (In other words `ether_crc(6, address) >> 26`.)
    pub fn hash_of(address: [u8; 6]) -> u32 {
        let bits = address.iter().flat_map(|octet| (0..8).map(move |bit| u32::from(octet >> bit & 1)));
        let remainder = bits.fold(u32::MAX, |remainder, bit| {
            let feedback = if remainder >> 31 ^ bit == 1 { GENERATOR } else { 0 };
            remainder << 1 ^ feedback
        });
        remainder >> 26
    }

    /// Writes all of it but [`any`](Self::any). `VALID` of an entry is cleared before it changes.
    pub(super) fn program<B: RegisterBus>(&self, bus: &B) {
        for index in 0..FILTERS {
            let (low, high) = (registers::FILTER_LOW.at(index), registers::FILTER_HIGH.at(index));
            bus.write(high, 0);
            if let Some(&address) = self.exact.get(index as usize) {
                let (first, rest) = halves(address);
                bus.write(low, rest);
                bus.write(high, 1 << registers::bits::FILTER_HIGH::VALID | first);
            }
        }
        write(bus, registers::HASH_LOW, self.hash as u32);
        write(bus, registers::HASH_HIGH, (self.hash >> 32) as u32);
    }
}

/// The generator polynomial of 3.2.9 but for x^32, the coefficient of x^31 in the highest bit.
const GENERATOR: u32 = 0x04c1_1db7;

/// An address as registers say it: octets 0 and 1, octets 2 to 5.
pub(super) fn halves(address: [u8; 6]) -> (u32, u32) {
    let [a, b, c, d, e, f] = address;
    (u32::from(u16::from_be_bytes([a, b])), u32::from_be_bytes([c, d, e, f]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_contract() {
        // The three examples of the contract of `address_filter`.
        assert_eq!(Filter::hash_of([0x01, 0x00, 0x5e, 0, 0, 1]), 31);
        assert_eq!(Filter::hash_of([0x33, 0x33, 0, 0, 0, 1]), 62);
        assert_eq!(Filter::hash_of([0x01, 0x80, 0xc2, 0, 0, 0x0e]), 33);
    }

    #[test]
    fn single_addresses_come_before_groups_and_groups_into_the_hash() {
        let group = |number| [1, 0, 0x5e, 0, 0, number];
        let single = |number| [2, 0, 0, 0, 0, number];
        let mut wanted: Vec<_> = (0..17).map(group).collect();
        wanted.extend([single(0), single(1), single(1)]);
        let filter = Filter::new(&wanted);
        assert_eq!(filter.exact()[..3], [single(0), single(1), group(0)]);
        assert_eq!(filter.exact().len(), 16);
        let hashed = (14..17).fold(0, |bits, number| bits | 1_u64 << Filter::hash_of(group(number)));
        assert_eq!((filter.hash(), filter.any()), (hashed, false));
        let singles: Vec<_> = (0..17).map(single).collect();
        let filter = Filter::new(&singles);
        assert_eq!((filter.exact().len(), filter.hash(), filter.any()), (16, 0, true));
        assert!(!Filter::new(&singles[..16]).any());
    }
}
