// SPDX-License-Identifier: MIT OR Apache-2.0
//! The receiver behind the wire's width: carrier, delimiter, delay line, FCS and the verdict (IEEE 802.3-2022,
//! 4.2.9, clause 30; RFC 2819). `mac_rx` gives it octets, `mac_rx_mii` nibbles, `mac_rx_trispeed` either.

use crate::fcs::Fcs;
use wirewright_spec::ethernet::{
    HEADER_AND_FCS_OCTETS, MAX_DATA_OCTETS, MAX_FRAME_OCTETS, MAX_JUMBO_FRAME_OCTETS, MAX_TAGGED_FRAME_OCTETS,
    MIN_FRAME_OCTETS, MIN_TYPE, SFD, TYPE_VLAN,
};
use wirewright_spec::ports::mac_rx::Out;
use wirewright_spec::verdict::RxVerdict;

/// What the PHY and the settings say at one edge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wire {
    /// The octet; of a nibble only bits 3 to 0 count.
    pub data: u8,
    pub dv: bool,
    pub er: bool,
    pub fcs_strip: bool,
    pub jumbo: bool,
}

/// The receiver between two edges.
#[derive(Clone, Debug)]
pub(crate) struct Receiver {
    carrier: Carrier,
    /// `rx_er` was high in this carrier.
    symbol_error: bool,
    frame: RxFrame,
    /// The outputs.
    pub out: Out,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carrier {
    Off,
    /// Before the delimiter; `previous` is the nibble before, where nibbles come.
    Preamble {
        previous: u8,
    },
    /// Past the delimiter; `low` is the nibble that waits for its other half.
    Frame {
        low: Option<u8>,
    },
}

/// The low and the high nibble of the delimiter (22.2.3.2).
const SFD_NIBBLES: (u8, u8) = (SFD & 15, SFD >> 4);

impl Receiver {
    /// A receiver without carrier.
    pub const fn new() -> Self {
        Self { carrier: Carrier::Off, symbol_error: false, frame: RxFrame::new(), out: NO_OUTPUT }
    }

    /// Whether a carrier is on.
    #[inline]
    pub fn in_carrier(&self) -> bool {
        self.carrier != Carrier::Off
    }

    /// An edge at which the wire does not count: nothing comes out.
    #[inline]
    pub fn pass_over(&mut self) {
        self.out.rx_axis_tdata = 0;
        self.out.rx_axis_tvalid = false;
        self.out.rx_axis_tlast = false;
        self.out.rx_axis_tuser = false;
        self.out.stat_rx_valid = false;
    }

    /// An edge at which the wire carries an octet, if any.
    #[inline]
    pub fn octet_edge(&mut self, wire: Wire) {
        self.pass_over();
        if !wire.dv {
            return self.carrier_off(wire);
        }
        self.note_symbol_error(wire.er);
        if let Carrier::Frame { .. } = self.carrier {
            self.take(wire.data, wire.fcs_strip);
        } else if wire.data == SFD {
            self.begin();
        } else {
            self.carrier = Carrier::Preamble { previous: 0 };
        }
    }

    /// An edge at which the wire carries a nibble, if any.
    #[inline]
    pub fn nibble_edge(&mut self, wire: Wire) {
        self.pass_over();
        if !wire.dv {
            return self.carrier_off(wire);
        }
        self.note_symbol_error(wire.er);
        let nibble = wire.data & 15;
        match self.carrier {
            Carrier::Preamble { previous } if (previous, nibble) == SFD_NIBBLES => self.begin(),
            Carrier::Off | Carrier::Preamble { .. } => self.carrier = Carrier::Preamble { previous: nibble },
            Carrier::Frame { low: None } => self.carrier = Carrier::Frame { low: Some(nibble) },
            Carrier::Frame { low: Some(low) } => {
                self.carrier = Carrier::Frame { low: None };
                self.take(nibble << 4 | low, wire.fcs_strip);
            }
        }
    }

    #[inline]
    fn note_symbol_error(&mut self, er: bool) {
        self.symbol_error = er || self.symbol_error && self.in_carrier();
    }

    fn begin(&mut self) {
        self.carrier = Carrier::Frame { low: None };
        self.frame = RxFrame::new();
    }

    #[inline]
    fn take(&mut self, octet: u8, fcs_strip: bool) {
        if let Some(delayed) = self.frame.delayed(fcs_strip) {
            self.out.rx_axis_tdata = delayed;
            self.out.rx_axis_tvalid = true;
        }
        self.frame.octet(octet);
    }

    #[inline]
    fn carrier_off(&mut self, wire: Wire) {
        if let Carrier::Frame { low } = self.carrier {
            self.end(wire, low.is_some());
        }
        self.carrier = Carrier::Off;
    }

    fn end(&mut self, wire: Wire, dribble: bool) {
        let verdict = self.frame.verdict(self.symbol_error, dribble, wire.jumbo);
        let out = &mut self.out;
        if let Some(delayed) = self.frame.delayed(wire.fcs_strip) {
            out.rx_axis_tdata = delayed;
            out.rx_axis_tvalid = true;
            out.rx_axis_tlast = true;
            out.rx_axis_tuser = !verdict.accepted();
        }
        out.stat_rx_valid = true;
        out.stat_rx_verdict = verdict as u8;
        out.stat_rx_symbol_error = self.symbol_error && usize::from(self.frame.octets) >= MIN_FRAME_OCTETS;
        out.stat_rx_octets = self.frame.octets;
    }
}

/// One frame while it is received.
#[derive(Clone, Debug)]
struct RxFrame {
    /// The last octets, the last one lowest.
    delay_line: u64,
    octets: u16,
    length_type: u16,
    fcs: Fcs,
}

impl RxFrame {
    const fn new() -> Self {
        Self { delay_line: 0, octets: 0, length_type: 0, fcs: Fcs::PRESET }
    }

    #[inline]
    fn octet(&mut self, octet: u8) {
        self.delay_line = self.delay_line << 8 | u64::from(octet);
        self.fcs.octet(octet);
        self.octets = self.octets.saturating_add(1);
        if self.octets == 14 {
            self.length_type = self.delay_line as u16;
        }
    }

    /// The octet to give to the client when one more comes or the frame ends: the fifth last if the FCS is
    /// stripped (so the last four never come out), else the last.
    #[inline]
    fn delayed(&self, fcs_strip: bool) -> Option<u8> {
        let depth = if fcs_strip { 5 } else { 1 };
        (self.octets >= depth).then_some((self.delay_line >> (8 * (depth - 1))) as u8)
    }

    /// The first that holds, in the order of the contract of `mac_rx`.
    fn verdict(&self, symbol_error: bool, dribble: bool, jumbo: bool) -> RxVerdict {
        let octets = usize::from(self.octets);
        let fcs_ok = self.fcs.is_residue() && octets >= 4 && !symbol_error;
        if octets > self.max_octets(jumbo) {
            return if fcs_ok { RxVerdict::FrameTooLong } else { RxVerdict::Jabber };
        }
        if octets < MIN_FRAME_OCTETS {
            return if fcs_ok { RxVerdict::Undersize } else { RxVerdict::Fragment };
        }
        if !fcs_ok {
            return if dribble { RxVerdict::AlignmentError } else { RxVerdict::FrameCheckError };
        }
        let length = usize::from(self.length_type);
        let shortest_data = MIN_FRAME_OCTETS - HEADER_AND_FCS_OCTETS;
        if self.length_type <= MAX_DATA_OCTETS && octets - HEADER_AND_FCS_OCTETS != length.max(shortest_data) {
            return RxVerdict::InRangeLengthError;
        }
        if self.length_type > MAX_DATA_OCTETS && self.length_type < MIN_TYPE {
            return RxVerdict::OutOfRangeLength;
        }
        RxVerdict::Ok
    }

    fn max_octets(&self, jumbo: bool) -> usize {
        match (jumbo, self.length_type) {
            (true, _) => MAX_JUMBO_FRAME_OCTETS,
            (false, TYPE_VLAN) => MAX_TAGGED_FRAME_OCTETS,
            (false, _) => MAX_FRAME_OCTETS,
        }
    }
}

/// The outputs after reset.
const NO_OUTPUT: Out = Out {
    rx_axis_tdata: 0,
    rx_axis_tvalid: false,
    rx_axis_tlast: false,
    rx_axis_tuser: false,
    stat_rx_valid: false,
    stat_rx_verdict: 0,
    stat_rx_symbol_error: false,
    stat_rx_octets: 0,
};
