// SPDX-License-Identifier: MIT OR Apache-2.0
//! Whose turn it is among the three clients of an arbiter.

/// Clients of an arbiter.
pub(crate) const CLIENTS: u8 = 3;

/// The client that was chosen last; the last one after reset, so that the first is looked at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn(u8);

impl Default for Turn {
    fn default() -> Self {
        Self(CLIENTS - 1)
    }
}

impl Turn {
    /// Who was chosen.
    #[inline]
    pub fn client(self) -> u8 {
        self.0
    }

    /// Chooses the next one with `valid`, the present one last; whether there is one.
    #[inline]
    pub fn pass(&mut self, valid: [bool; CLIENTS as usize]) -> bool {
        for step in 1..=CLIENTS {
            let client = (self.0 + step) % CLIENTS;
            if valid[usize::from(client)] {
                self.0 = client;
                return true;
            }
        }
        false
    }
}
