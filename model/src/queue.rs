// SPDX-License-Identifier: MIT OR Apache-2.0
//! A queue of fixed size, as the contracts of the card use the word ([`wirewright_spec::ports`]).
//!
//! What comes and what goes at one edge is decided from the count before it. So a block takes that count first, puts
//! what is put (which is lost when the queue is full), and then takes out what it decided to take.

/// `N` entries at the most, `N` a power of two; empty after reset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Queue<T, const N: usize> {
    entries: [T; N],
    /// Entries since reset that were put in, and that were taken out, modulo 2^32.
    put: u32,
    taken: u32,
}

impl<T: Copy + Default, const N: usize> Queue<T, N> {
    pub fn new() -> Self {
        const { assert!(N.is_power_of_two()) };
        Self { entries: [T::default(); N], put: 0, taken: 0 }
    }

    /// How many entries there are.
    #[inline]
    pub fn count(&self) -> usize {
        self.put.wrapping_sub(self.taken) as usize
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.put == self.taken
    }

    /// Adds an entry; it is lost when there are `N`.
    #[inline]
    pub fn put(&mut self, entry: T) {
        if self.count() < N {
            self.entries[self.put as usize % N] = entry;
            self.put = self.put.wrapping_add(1);
        }
    }

    /// The oldest entry; nothing of use when there is none.
    #[inline]
    pub fn oldest(&self) -> T {
        self.entries[self.taken as usize % N]
    }

    /// Takes out the oldest entry, of which there must be one.
    #[inline]
    pub fn take(&mut self) -> T {
        debug_assert!(!self.is_empty());
        let entry = self.oldest();
        self.taken = self.taken.wrapping_add(1);
        entry
    }
}

impl<T: Copy + Default, const N: usize> Default for Queue<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_leave_in_their_order_and_what_finds_no_room_is_lost() {
        let mut queue = Queue::<u8, 4>::new();
        for round in 0..10 {
            (0..6).for_each(|entry| queue.put(round + entry));
            assert_eq!(queue.count(), 4);
            assert_eq!(queue.oldest(), round);
            assert_eq!([0; 4].map(|_| queue.take()), [0, 1, 2, 3].map(|entry| round + entry));
            assert!(queue.is_empty());
        }
    }
}
