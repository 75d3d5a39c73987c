// SPDX-License-Identifier: MIT OR Apache-2.0
//! Constants of IEEE 802.3-2022 that more than one part of the kit needs.
