// SPDX-License-Identifier: MIT OR Apache-2.0
//! Frames for the cases: built from literals, checked with the `crc` crate.

const JUDGE: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);

/// The FCS in the order of the wire, by the `crc` crate.
pub(crate) fn fcs(octets: &[u8]) -> [u8; 4] {
    JUDGE.checksum(octets).to_le_bytes()
}

/// `octets` and their FCS.
pub(crate) fn with_fcs(octets: &[u8]) -> Vec<u8> {
    [octets, &fcs(octets)].concat()
}

/// Whether the last four octets are the FCS of those before.
pub(crate) fn fcs_is_good(frame: &[u8]) -> bool {
    frame.split_last_chunk::<4>().is_some_and(|(protected, received)| fcs(protected) == *received)
}

/// A frame without FCS: unicast addresses, the length/type field given, `data` octets that differ from each other
/// and, by `seed`, from frame to frame.
pub(crate) fn frame(length_or_type: u16, data: usize, seed: u64) -> Vec<u8> {
    let mut octets = vec![0x02, 0, 0, 0, 0, 0x01, 0x02, 0, 0, 0, 0, 0x02];
    octets.extend(length_or_type.to_be_bytes());
    octets.extend(noise(seed).take(data));
    octets
}

/// A frame with type IPv4 that has `octets` octets with its FCS, at least 18; given without it.
pub(crate) fn typed(octets: usize, seed: u64) -> Vec<u8> {
    frame(0x0800, octets - 18, seed)
}

/// An endless row of octets that look random; the same for the same seed (splitmix64).
pub(crate) fn noise(seed: u64) -> impl Iterator<Item = u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x1234_5678_9abc_def1);
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = state;
        word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ word >> 31) as u8
    })
}
