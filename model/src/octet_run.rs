// SPDX-License-Identifier: MIT OR Apache-2.0
//! Arithmetic of runs of octets in host memory, as the bus side of the card cuts them: words of 8 octets, lines of
//! 128, ring entries.

/// Octets of a word.
const WORD_OCTETS: u64 = 8;
/// No piece goes over a multiple of this.
const LINE_OCTETS: u64 = 128;
/// Words of a line.
const LINE_WORDS: u16 = (LINE_OCTETS / WORD_OCTETS) as u16;

/// The lane of the octet at `address` in its word.
#[inline]
pub(crate) fn lane(address: u64) -> u8 {
    (address % WORD_OCTETS) as u8
}

/// Words, whole and in part, with octets of the run.
#[inline]
pub(crate) fn words(address: u64, octets: u16) -> u16 {
    (u64::from(lane(address)) + u64::from(octets)).div_ceil(WORD_OCTETS) as u16
}

/// The place of the word with the octet at `address` in its line.
#[inline]
pub(crate) fn place(address: u64) -> u16 {
    (address % LINE_OCTETS / WORD_OCTETS) as u16
}

/// Words to the end of the line, the one with the octet at `address` included.
#[inline]
pub(crate) fn words_to_line(address: u64) -> u16 {
    LINE_WORDS - place(address)
}

/// Octets to the end of the line, the one at `address` included.
#[inline]
pub(crate) fn octets_to_line(address: u64) -> u16 {
    (LINE_OCTETS - address % LINE_OCTETS) as u16
}

/// The beginning of the next line, modulo 2^64.
#[inline]
pub(crate) fn next_line(address: u64) -> u64 {
    (address - address % LINE_OCTETS).wrapping_add(LINE_OCTETS)
}

/// The address of the word with the octet at `address`.
#[inline]
pub(crate) fn of_word(address: u64) -> u64 {
    address - address % WORD_OCTETS
}

/// Entries of a ring, of `log2` as a register has it.
#[inline]
pub(crate) fn ring_size(log2: u8) -> u16 {
    1 << log2.clamp(3, 12)
}

/// The 27 bits `low` of a ring: where its line of 64 octets `line` is, modulo 2^26, and the carry.
#[inline]
pub(crate) fn ring_low(base: u64, line: u16) -> u32 {
    (base & 0x3ff_ffff) as u32 + u32::from(line)
}

/// The address of that line, `base` being that of the ring in units of 64 octets, modulo 2^64.
#[inline]
pub(crate) fn ring_line(base: u64, low: u32) -> u64 {
    let high = ((base >> 26) as u32).wrapping_add(low >> 26);
    u64::from(high) << 32 | u64::from(low & 0x3ff_ffff) << 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_that_hold_an_octet() {
        for address in 1000..1300_u64 {
            for octets in 1..300_u16 {
                let last = address + u64::from(octets) - 1;
                assert_eq!(u64::from(words(address, octets)), last / 8 - address / 8 + 1, "{octets} at {address}");
            }
            assert_eq!(u64::from(octets_to_line(address)), next_line(address) - address);
            assert_eq!(next_line(address) % 128, 0);
            assert_eq!(u64::from(words_to_line(address)), (next_line(address) - of_word(address)) / 8);
        }
        assert_eq!(next_line(u64::MAX - 5), 0);
        assert_eq!((words(7, 65535), words(0, 65535)), (8193, 8192));
    }

    #[test]
    fn ring_lines_are_64_octets_apart_and_wrap_at_the_end_of_the_address_space() {
        for base in [0, 5, (1 << 26) - 3, (1 << 40) + (1 << 26) - 1, (1 << 58) - 2] {
            for line in 0..1024 {
                let expected = (base + u64::from(line)).wrapping_mul(64);
                assert_eq!(ring_line(base, ring_low(base, line)), expected, "line {line} of {base:#x}");
            }
        }
    }

    #[test]
    fn sizes_are_8_to_4096() {
        assert_eq!([0, 2, 3, 4, 11, 12, 13, 15].map(ring_size), [8, 8, 8, 16, 2048, 4096, 4096, 4096]);
    }
}
