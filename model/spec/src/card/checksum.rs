// SPDX-License-Identifier: MIT OR Apache-2.0
//! Which checksums a frame has, and where: the one set of rules by which `checksum_verify` judges received frames and
//! `checksum_insert` completes sent ones (RFC 791, RFC 768, RFC 9293, RFC 1071).
//!
//! # The rules
//! The octets of a frame are numbered from 0, the first of the destination address; N is how many there are. There is
//! no FCS among them. Two octets `a`, `a + 1` are a number, `a` the high one. N is known when the frame is over: all
//! conditions hold or fail for the whole frame, however it began, and one on an octet that is not there fails.
//!
//! 1. *Where it begins.* When octets 12, 13 are 0x8100 (one C-tag, IEEE 802.1Q), the type stands at 16, 17 and the
//!    packet begins at B = 18; else the type stands at 12, 13 and B = 14. A tag behind a tag is a type like others.
//! 2. *IPv4.* The frame holds an IPv4 packet when all of this is so: the type is 0x0800; N is at least B + 20; the
//!    high nibble of octet B is 4; its low nibble, the header length in units of 4 octets, is at least 5; H <= T and
//!    B + T <= N, where H is 4 times this nibble and T the number at B + 2, B + 3, the total length. Octets from B + T
//!    on are padding and belong to nothing. A frame that fails one of these has neither checksum; nothing else of it
//!    is looked at.
//! 3. *IPv4 header checksum.* Every IPv4 packet has one, at B + 10, B + 11; it covers octets B to B + H - 1. What
//!    options there are does not matter.
//! 4. *Fragments.* The packet is a fragment when octet B + 6 and 0x3f is not 0, or octet B + 7 is not 0 (more
//!    fragments, or an offset; the reserved bit and "don't fragment" do not matter). It has no checksum above IPv4.
//! 5. *TCP and UDP.* Let P be the protocol, octet B + 9, and L = T - H. A packet that is no fragment has
//!    - a TCP checksum, at B + H + 16, B + H + 17, when P = 6 and L >= 20 (the data offset is not looked at);
//!    - a UDP checksum, at B + H + 6, B + H + 7, when P = 17, L >= 8, and the UDP length, the number at B + H + 4,
//!      B + H + 5, is just L;
//!    - none else.
//!
//!    Each covers octets B + H to B + T - 1 and the pseudo header: the four numbers at B + 12 to B + 19 (source and
//!    destination), P, and L. It does not matter whether the IPv4 header checksum is right, nor what addresses the
//!    options name.
//!
//! *The sum* over some octets: they are taken in pairs as numbers, the first of a pair the high half; an odd one at
//! the end is the high half of a number whose low half is 0. S is the sum of all the numbers (of the pseudo header,
//! too, where it counts), without any bound. Folded to 16 bits with end-around carry: 0 when S is 0, else the one
//! number of 1 to 65535 that leaves the same remainder as S when divided by 65535. (So it is 0xffff, never 0, when S
//! is a multiple of 65535. S is never 0 here: the header's first octet is not, nor P.)
//!
//! # Verifying
//! A checksum is *right* when the folded sum over what it covers, itself included, is 0xffff, else *wrong*. A UDP
//! checksum of 0 says that the sender made none: then there is nothing to judge (`None`). A checksum that the frame
//! does not have is `None`.
//!
//! # Inserting
//! The checksum is computed with its own two octets taken as 0, whatever they hold: the complement (all 16 bits
//! inverted) of the folded sum. For UDP alone a result of 0 becomes 0xffff (RFC 768). The two checksums do not touch
//! each other: neither covers the other's octets. A checksum that the frame does not have is not inserted. (A UDP
//! checksum of 0 is inserted like any other: what the octets held before does not matter.)

/// Type of IPv4 (RFC 894).
pub const TYPE_IPV4: u16 = 0x0800;
/// Protocol of TCP (RFC 9293, 3.1).
pub const PROTOCOL_TCP: u8 = 6;
/// Protocol of UDP (RFC 768).
pub const PROTOCOL_UDP: u8 = 17;
/// The shortest IPv4 header in octets (RFC 791, 3.1).
pub const LEAST_IPV4_HEADER_OCTETS: usize = 20;
/// The shortest TCP header in octets (RFC 9293, 3.1).
pub const LEAST_TCP_OCTETS: usize = 20;
/// The UDP header in octets (RFC 768).
pub const LEAST_UDP_OCTETS: usize = 8;
/// Where the checksum stands in the IPv4 header, in octets from its begin.
pub const IPV4_CHECKSUM_OFFSET: usize = 10;
/// Where the checksum stands in the TCP header.
pub const TCP_CHECKSUM_OFFSET: usize = 16;
/// Where the checksum stands in the UDP header.
pub const UDP_CHECKSUM_OFFSET: usize = 6;
