// SPDX-License-Identifier: MIT OR Apache-2.0
//! The ports and the timing contract of every block, one file a block. A contract says at which edge what
//! happens, so that model and RTL can be written from it and from the standard, and not from each other.
