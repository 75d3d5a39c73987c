// SPDX-License-Identifier: MIT OR Apache-2.0
//! Which checksums a frame has, where they are, and the sums over what they cover (RFC 791, 768, 9293, 1071).
//!
//! ```text
//!             +-----------------+
//!   octet[8]->|                 |->has_header, header_newest[8], header_is_ffff
//!     passes->|                 |->has_payload, payload_newest[8], payload_is_ffff
//!       last->| frame_checksums |->is_udp, is_odd
//!      blank->|                 |->at_header
//!     settle->|                 |->at_payload
//!             +-----------------+
//! ```
//!
//! The octets of a frame are numbered anew in each part of it: link header, IPv4 header, payload. A frame that breaks a
//! rule is at rest until its end, and has no checksum. The pseudo header's protocol and addresses are summed as they
//! pass, and its length in the place of the IPv4 header checksum, which does not belong to it.

use crate::octet_sum::OctetSum;
use crate::prelude::*;

/// In which part of the frame the next octet is.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum Part {
    /// Addresses, tag and type.
    Link,
    /// IPv4 header.
    Header,
    /// What the IPv4 packet carries.
    Payload,
    /// Padding, or a frame without checksums.
    Rest,
}

/// The rules of `wirewright_spec::card::checksum`: the common part of `checksum_verify` and `checksum_insert`.
#[derive(LogicBlock, Default)]
pub struct FrameChecksums {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Octet of a frame, destination address first, without FCS.
    pub octet: Signal<In, Bits<8>>,
    /// It passes.
    pub passes: Signal<In, Bit>,
    /// It is the last of its frame.
    pub last: Signal<In, Bit>,
    /// Take the octets of the checksums as 0; else a UDP checksum of 0 is none.
    pub blank: Signal<In, Bit>,
    /// The frame is over: add octets of 0 to both sums.
    pub settle: Signal<In, Bit>,
    /// From the last octet to the first of the next frame: the frame has an IPv4 header checksum.
    pub has_header: Signal<Out, Bit>,
    /// The newest half of its sum.
    pub header_newest: Signal<Out, Bits<8>>,
    /// Its sum is 0xffff.
    pub header_is_ffff: Signal<Out, Bit>,
    /// From the last octet to the first of the next frame: the frame has a TCP or UDP checksum.
    pub has_payload: Signal<Out, Bit>,
    /// The newest half of its sum: the low one after an even number of octets.
    pub payload_newest: Signal<Out, Bits<8>>,
    /// Its sum is 0xffff.
    pub payload_is_ffff: Signal<Out, Bit>,
    /// It is that of UDP.
    pub is_udp: Signal<Out, Bit>,
    /// It covers an odd number of octets.
    pub is_odd: Signal<Out, Bit>,
    /// `octet` belongs to the IPv4 header checksum.
    pub at_header: Signal<Out, Bit>,
    /// `octet` belongs to the TCP or UDP checksum, if there is one.
    pub at_payload: Signal<Out, Bit>,

    part: Register<Part>,
    /// Number of the octet in its part; 63 and more are 63.
    index: Register<Bits<6>>,
    octet_before: Register<Bits<8>>,
    /// The last group of four octets of the IPv4 header.
    last_group: Register<Bits<4>>,
    /// Octets of the payload; in the IPv4 header up to octet 4 those of the packet.
    length: Register<Bits<16>>,
    /// Octets of the payload that have not passed.
    left: Register<Bits<16>>,
    is_fragment: Register<Bit>,
    tcp: Register<Bit>,
    udp: Register<Bit>,
    /// The whole packet has passed.
    is_whole: Register<Bit>,
    header_sum: OctetSum,
    payload_sum: OctetSum,

    number: Signal<Local, Bits<16>>,
    in_header: Signal<Local, Bit>,
    in_payload: Signal<Local, Bit>,
    in_pseudo: Signal<Local, Bit>,
    is_header_checksum: Signal<Local, Bit>,
    is_payload_checksum: Signal<Local, Bit>,
    not_header: Signal<Local, Bits<16>>,
    rest_of_packet: Signal<Local, Bits<17>>,
    header_octet: Signal<Local, Bits<8>>,
    payload_octet: Signal<Local, Bits<8>>,
}

impl Logic for FrameChecksums {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, part, index, octet_before, last_group, length, left, is_fragment, tcp, udp, is_whole);
        self.has_header.next = self.is_whole.q.val();
        self.has_payload.next = self.is_whole.q.val() && (self.tcp.q.val() || self.udp.q.val());
        self.is_udp.next = self.udp.q.val();
        self.is_odd.next = self.length.q.val().get_bit(0);

        self.number.next = (bit_cast::<16, 8>(self.octet_before.q.val()) << 8) | bit_cast::<16, 8>(self.octet.val());
        self.in_header.next = self.part.q.val() == Part::Header;
        self.in_payload.next = self.part.q.val() == Part::Payload;
        self.is_header_checksum.next = self.in_header.val() && (self.index.q.val().get_bits::<5>(1) == 5);
        self.is_payload_checksum.next = self.in_payload.val()
            && ((self.udp.q.val() && (self.index.q.val().get_bits::<5>(1) == 3))
                || (self.tcp.q.val() && (self.index.q.val().get_bits::<5>(1) == 8)));
        self.at_header.next = self.is_header_checksum.val();
        self.at_payload.next = self.is_payload_checksum.val();

        // The packet less its header, as a sum with the complement of one octet less than the header: bit 16 says that
        // the packet is not shorter.
        self.not_header.next = !((bit_cast::<16, 4>(self.last_group.q.val()) << 2) | 3);
        self.rest_of_packet.next = bit_cast::<17, 16>(self.length.q.val()) + bit_cast::<17, 16>(self.not_header.val());

        if self.passes.val() {
            self.octet_before.d.next = self.octet.val();
            if !self.index.q.val().all() {
                self.index.d.next = self.index.q.val() + 1;
            }
            match self.part.q.val() {
                Part::Link => {
                    self.tcp.d.next = false;
                    self.udp.d.next = false;
                    self.is_whole.d.next = false;
                    if (self.index.q.val() == 13) || (self.index.q.val() == 17) {
                        if self.number.val() == 0x0800 {
                            self.part.d.next = Part::Header;
                            self.index.d.next = 0.into();
                        } else if (self.number.val() != 0x8100) || self.index.q.val().get_bit(4) {
                            // Neither IPv4 nor the first tag.
                            self.part.d.next = Part::Rest;
                        }
                    }
                }
                Part::Header => {
                    if self.index.q.val() == 0 {
                        self.last_group.d.next = self.octet.val().get_bits::<4>(0) - 1;
                        if (self.octet.val().get_bits::<4>(4) != 4) || (self.octet.val().get_bits::<4>(0) < 5) {
                            self.part.d.next = Part::Rest;
                        }
                    }
                    if self.index.q.val() == 3 {
                        self.length.d.next = self.number.val();
                    }
                    if self.index.q.val() == 4 {
                        self.length.d.next = self.rest_of_packet.val().get_bits::<16>(0);
                        if !self.rest_of_packet.val().get_bit(16) {
                            self.part.d.next = Part::Rest;
                        }
                    }
                    if self.index.q.val() == 7 {
                        self.is_fragment.d.next = self.number.val().get_bits::<14>(0).any();
                    }
                    if self.index.q.val() == 9 {
                        self.tcp.d.next =
                            (self.octet.val() == 6) && !self.is_fragment.q.val() && (self.length.q.val() >= 20);
                        self.udp.d.next =
                            (self.octet.val() == 17) && !self.is_fragment.q.val() && (self.length.q.val() >= 8);
                    }
                    if (self.index.q.val().get_bits::<4>(2) == self.last_group.q.val())
                        && self.index.q.val().get_bits::<2>(0).all()
                    {
                        self.index.d.next = 0.into();
                        self.left.d.next = self.length.q.val();
                        self.part.d.next = Part::Payload;
                        if !self.length.q.val().any() {
                            self.part.d.next = Part::Rest;
                            self.is_whole.d.next = true;
                        }
                    }
                }
                Part::Payload => {
                    self.left.d.next = self.left.q.val() - 1;
                    if (self.index.q.val() == 5) && (self.number.val() != self.length.q.val()) {
                        self.udp.d.next = false;
                    }
                    if (self.index.q.val() == 7) && !self.blank.val() && !self.number.val().any() {
                        self.udp.d.next = false;
                    }
                    if self.left.q.val() == 1 {
                        self.part.d.next = Part::Rest;
                        self.is_whole.d.next = true;
                    }
                }
                Part::Rest => {}
            }
            if self.last.val() {
                self.part.d.next = Part::Link;
                self.index.d.next = 0.into();
            }
        }

        // What is added to the sums.
        self.in_pseudo.next = self.in_header.val() && (self.index.q.val() >= 9) && (self.index.q.val() < 20);
        self.header_octet.next = self.octet.val();
        self.payload_octet.next = self.octet.val();
        if self.is_header_checksum.val() {
            self.payload_octet.next = self.length.q.val().get_bits::<8>(8);
            if self.index.q.val().get_bit(0) {
                self.payload_octet.next = self.length.q.val().get_bits::<8>(0);
            }
        }
        if self.settle.val() || (self.blank.val() && self.is_header_checksum.val()) {
            self.header_octet.next = 0.into();
        }
        if self.settle.val() || (self.blank.val() && self.is_payload_checksum.val()) {
            self.payload_octet.next = 0.into();
        }
        self.header_sum.clk.next = self.clk.val();
        self.header_sum.rst.next = self.rst.val();
        self.header_sum.clear.next = self.passes.val() && (self.part.q.val() == Part::Link);
        self.header_sum.add.next = self.settle.val() || (self.passes.val() && self.in_header.val());
        self.header_sum.octet.next = self.header_octet.val();
        self.header_newest.next = self.header_sum.newest.val();
        self.header_is_ffff.next = self.header_sum.is_ffff.val();
        self.payload_sum.clk.next = self.clk.val();
        self.payload_sum.rst.next = self.rst.val();
        self.payload_sum.clear.next = self.passes.val() && (self.part.q.val() == Part::Link);
        self.payload_sum.add.next =
            self.settle.val() || (self.passes.val() && (self.in_pseudo.val() || self.in_payload.val()));
        self.payload_sum.octet.next = self.payload_octet.val();
        self.payload_newest.next = self.payload_sum.newest.val();
        self.payload_is_ffff.next = self.payload_sum.is_ffff.val();
    }
}
