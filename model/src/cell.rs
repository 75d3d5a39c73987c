// SPDX-License-Identifier: MIT OR Apache-2.0
//! One beat as the frame memories hold it: an octet, `tlast` and `tuser`, packed.

/// A beat of `s_axis_*` or `m_axis_*`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cell(u16);

impl Cell {
    #[inline]
    pub fn new(data: u8, last: bool, user: bool) -> Self {
        Self(u16::from(data) | u16::from(last) << 8 | u16::from(user) << 9)
    }

    #[inline]
    pub fn data(self) -> u8 {
        self.0 as u8
    }

    #[inline]
    pub fn last(self) -> bool {
        self.0 & 1 << 8 != 0
    }

    #[inline]
    pub fn user(self) -> bool {
        self.0 & 1 << 9 != 0
    }
}
