// SPDX-License-Identifier: MIT OR Apache-2.0
//! Which destination addresses a card takes (IEEE 802.3-2022, 3.2.3, 4.2.4.1.1), for frames that are long enough to
//! meet all of the filter; the contract of `address_filter` says which are.

use super::fcs;

/// The broadcast address (3.2.3.1).
pub const BROADCAST: [u8; 6] = [0xff; 6];

/// What a card takes. Addresses are in the order of the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Anything.
    pub promiscuous: bool,
    /// The broadcast address.
    pub broadcast: bool,
    /// The card's own address.
    pub address: [u8; 6],
    /// Further addresses, the valid entries of the table.
    pub table: Vec<[u8; 6]>,
    /// Multicast: bit [`hash`] of an address says whether it is taken.
    pub hash: u64,
}

/// Whether a card with these settings takes frames to `destination`.
pub fn wanted(destination: [u8; 6], settings: &Settings) -> bool {
    let broadcast = destination == BROADCAST;
    let multicast = is_group(destination) && !broadcast;
    settings.promiscuous
        || destination == settings.address
        || settings.table.contains(&destination)
        || broadcast && settings.broadcast
        || multicast && settings.hash >> hash(destination) & 1 != 0
}

/// Whether this is a group address: the first bit on the wire is 1 (3.2.3 b).
pub fn is_group(address: [u8; 6]) -> bool {
    address[0] & 1 != 0
}

/// The hash of an address, 0 to 63: the coefficients of x^31 to x^26, the first one highest, of the remainder from
/// which the FCS of the six octets would be made (3.2.9). Drivers know it as `ether_crc(6, address) >> 26`.
pub fn hash(address: [u8; 6]) -> u32 {
    // The FCS is the complement of the remainder, x^31 first; an octet's bit 0 is its first on the wire.
    let remainder = !fcs::fcs(&address)[0];
    u32::from(remainder.reverse_bits() >> 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OWN: [u8; 6] = [2, 0, 0, 0, 0, 9];
    const OTHER: [u8; 6] = [2, 0, 0, 0, 0, 8];
    const ALL_SYSTEMS: [u8; 6] = [0x01, 0x00, 0x5e, 0, 0, 1];

    /// The CRC of Linux's `ether_crc`: octets bit 0 first, the register neither reflected nor complemented.
    const ETHER_CRC: crc::Algorithm<u32> = crc::Algorithm {
        width: 32,
        poly: 0x04c1_1db7,
        init: u32::MAX,
        refin: true,
        refout: false,
        xorout: 0,
        check: 0,
        residue: 0,
    };

    fn own() -> Settings {
        Settings { address: OWN, ..Settings::default() }
    }

    #[test]
    fn each_rule_takes_just_its_addresses() {
        let rules = [
            (own(), [true, false, false, false]),
            (Settings { promiscuous: true, ..own() }, [true; 4]),
            (Settings { table: vec![OTHER], ..own() }, [true, true, false, false]),
            (Settings { table: vec![ALL_SYSTEMS], ..own() }, [true, false, true, false]),
            (Settings { hash: 1 << hash(ALL_SYSTEMS), ..own() }, [true, false, true, false]),
            (Settings { hash: !(1 << hash(ALL_SYSTEMS)), ..own() }, [true, false, false, false]),
            (Settings { hash: u64::MAX, ..own() }, [true, false, true, false]),
            (Settings { broadcast: true, ..own() }, [true, false, false, true]),
            (Settings { table: vec![BROADCAST], ..own() }, [true, false, false, true]),
        ];
        for (settings, takes) in rules {
            let taken = [OWN, OTHER, ALL_SYSTEMS, BROADCAST].map(|destination| wanted(destination, &settings));
            assert_eq!(taken, takes, "{settings:?}");
        }
    }

    #[test]
    fn hashes_of_well_known_addresses() {
        let hashes = [ALL_SYSTEMS, [0x33, 0x33, 0, 0, 0, 1], [0x01, 0x80, 0xc2, 0, 0, 0x0e], BROADCAST].map(hash);
        assert_eq!(hashes, [31, 62, 33, 63]);
    }

    proptest! {
        #[test]
        fn the_hash_is_that_of_drivers(address: [u8; 6]) {
            let crc = crc::Crc::<u32>::new(&ETHER_CRC).checksum(&address);
            prop_assert_eq!(hash(address), crc >> 26);
        }
    }
}
