// SPDX-License-Identifier: MIT OR Apache-2.0
//! Random numbers that stay the same for ever: a replayed stimulus must not depend on the version of a library, so
//! this is the published SplitMix64 (Steele, Lea, Flood 2014) and nothing else.

/// A sequence of random numbers that follows from its seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The sequence of `seed`.
    pub const fn new(seed: u64) -> Random {
        Random { state: seed }
    }

    /// A sequence of its own for the part of a stimulus that is called `name`, so that adding one part does not
    /// change another.
    pub fn named(seed: u64, name: &str) -> Random {
        // FNV-1a, then one round of mixing with the seed.
        let hash =
            name.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        Random::new(Random::new(seed ^ hash).bits())
    }

    /// The next 64 random bits.
    #[inline]
    pub const fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included; `low` when `high` is not above it.
    #[inline]
    pub const fn between(&mut self, low: u64, high: u64) -> u64 {
        if high <= low {
            return low;
        }
        let span = (high - low) as u128 + 1;
        // The bias of this multiplication is below 2^-40 for the spans in use.
        low + ((self.bits() as u128 * span) >> 64) as u64
    }

    /// True `count` times in a million.
    #[inline]
    pub const fn per_million(&mut self, count: u32) -> bool {
        self.between(0, 999_999) < count as u64
    }

    /// One of the items.
    ///
    /// # Panics
    /// When there is none.
    pub fn choose<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.between(0, items.len() as u64 - 1) as usize]
    }

    /// `count` random octets.
    pub fn octets(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.bits() as u8).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_sequence_is_the_published_one() {
        // The first values of SplitMix64 for seed 1234567, as other implementations give them.
        let mut random = Random::new(1_234_567);
        assert_eq!(random.bits(), 6_457_827_717_110_365_317);
        assert_eq!(random.bits(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn ranges_are_met_to_both_ends_and_not_left() {
        let mut random = Random::new(7);
        let mut seen = [0_u32; 6];
        for _ in 0..6000 {
            seen[random.between(3, 8) as usize - 3] += 1;
        }
        assert!(seen.iter().all(|&count| (800..1200).contains(&count)), "{seen:?}");
        assert_eq!(random.between(5, 5), 5);
        assert_eq!(random.between(5, 4), 5);
        let hits = (0..100_000).filter(|_| random.per_million(100_000)).count();
        assert!((9_500..10_500).contains(&hits), "{hits}");
    }

    #[test]
    fn parts_with_different_names_have_different_sequences() {
        assert_ne!(Random::named(1, "rst").bits(), Random::named(1, "data").bits());
        assert_ne!(Random::named(1, "rst").bits(), Random::named(2, "rst").bits());
        assert_eq!(Random::named(1, "rst").bits(), Random::named(1, "rst").bits());
    }
}
