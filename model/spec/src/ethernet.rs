// SPDX-License-Identifier: MIT OR Apache-2.0
//! Constants of IEEE 802.3-2022 that more than one part of the kit needs. Sizes are in octets unless the name
//! says otherwise.

/// A preamble octet as sent, bit 0 first (4.2.5).
pub const PREAMBLE: u8 = 0x55;
/// Preamble octets before the delimiter (3.2.1).
pub const PREAMBLE_OCTETS: usize = 7;
/// The start frame delimiter as sent, bit 0 first (3.2.2).
pub const SFD: u8 = 0xd5;
/// Shortest frame, destination address to FCS (4.4.2, minFrameSize).
pub const MIN_FRAME_OCTETS: usize = 64;
/// Longest untagged frame (4.4.2, maxBasicFrameSize).
pub const MAX_FRAME_OCTETS: usize = 1518;
/// Longest frame with one VLAN tag (3.2.7, maxEnvelopeFrameSize of a Q-tagged frame).
pub const MAX_TAGGED_FRAME_OCTETS: usize = 1522;
/// Longest jumbo frame that `cfg_rx_jumbo` accepts; no number of the standard.
pub const MAX_JUMBO_FRAME_OCTETS: usize = 9018;
/// Length of the FCS (3.2.9).
pub const FCS_OCTETS: usize = 4;
/// Length of the two addresses, the length/type field and the FCS together.
pub const HEADER_AND_FCS_OCTETS: usize = 18;
/// Interpacket gap, 96 bit times (4.4.2, interPacketGap).
pub const INTER_PACKET_GAP_OCTETS: usize = 12;
/// Slot time up to 100 Mbit/s (4.4.2, slotTime).
pub const SLOT_TIME_BITS: usize = 512;
/// Jam (4.4.2, jamSize).
pub const JAM_BITS: usize = 32;
/// Attempts before a frame is given up (4.4.2, attemptLimit).
pub const ATTEMPT_LIMIT: u32 = 16;
/// Greatest exponent of the backoff (4.4.2, backoffLimit).
pub const BACKOFF_LIMIT: u32 = 10;
/// Longest data field, and largest value of the length/type field that is a length (3.2.6).
pub const MAX_DATA_OCTETS: u16 = 1500;
/// Smallest value of the length/type field that is a type (3.2.6).
pub const MIN_TYPE: u16 = 0x0600;
/// Type of a VLAN tag (IEEE 802.1Q-2022, 9.4).
pub const TYPE_VLAN: u16 = 0x8100;
/// Type of MAC control frames (31.4.1.3).
pub const TYPE_MAC_CONTROL: u16 = 0x8808;
/// Opcode of PAUSE (annex 31B).
pub const OPCODE_PAUSE: u16 = 0x0001;
/// Group address of MAC control (31B.1).
pub const PAUSE_ADDRESS: [u8; 6] = [0x01, 0x80, 0xc2, 0x00, 0x00, 0x01];
/// One pause quantum in bit times (31B.2).
pub const PAUSE_QUANTUM_BITS: usize = 512;
