// SPDX-License-Identifier: MIT OR Apache-2.0
//! The octets of one frame on the wire in their order: preamble, delimiter, data, padding, FCS (IEEE 802.3-2022,
//! 3.1.1, 4.2.8). All transmitters send what this says; when an octet is due is their own business.

use crate::fcs::Fcs;
use wirewright_spec::ethernet::{FCS_OCTETS, MIN_FRAME_OCTETS, PREAMBLE, PREAMBLE_OCTETS, SFD};
use wirewright_spec::verdict::TxVerdict;

/// One octet of a client's frame, with what `tx_axis_*` says beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Beat {
    pub data: u8,
    pub last: bool,
    /// Of the last beat: send the frame with an error.
    pub user: bool,
    /// Pad the frame and append its FCS.
    pub fcs_insert: bool,
}

/// One octet on the wire, with `tx_en` high.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WireOctet {
    pub octet: u8,
    /// `tx_er` is high with it.
    pub error: bool,
}

/// One frame while it is sent.
#[derive(Clone, Debug)]
pub(crate) struct TxFrame {
    part: Part,
    fcs: Fcs,
    octets: u16,
    verdict: TxVerdict,
}

/// What the next octet is.
#[derive(Clone, Copy, Debug)]
enum Part {
    Preamble {
        sent: u8,
    },
    Data,
    Pad,
    /// Octets of the FCS, or of its complement with an error; the low octet of `rest` is next.
    Fcs {
        rest: u32,
        left: u8,
        error: bool,
    },
    Over,
}

impl TxFrame {
    /// A frame of which nothing is sent.
    pub const fn new() -> Self {
        Self { part: Part::Preamble { sent: 0 }, fcs: Fcs::PRESET, octets: 0, verdict: TxVerdict::Ok }
    }

    /// Whether the next octet is the client's.
    #[inline]
    pub fn wants_beat(&self) -> bool {
        matches!(self.part, Part::Data)
    }

    /// Whether all is sent.
    #[inline]
    pub fn is_over(&self) -> bool {
        matches!(self.part, Part::Over)
    }

    /// How the frame goes, as far as is known.
    pub fn verdict(&self) -> TxVerdict {
        self.verdict
    }

    /// Octets sent so far, less preamble and delimiter; saturates.
    pub fn octets(&self) -> u16 {
        self.octets
    }

    /// The next octet. When it is the client's, `beat` is it, and its absence an underrun; else `beat` means
    /// nothing. Past the end it is zero.
    #[inline]
    pub fn next(&mut self, beat: Option<Beat>) -> WireOctet {
        match self.part {
            Part::Preamble { sent } => self.preamble(sent),
            Part::Data => match beat {
                Some(beat) => self.data(beat),
                None => self.underrun(),
            },
            Part::Pad => {
                let sent = self.content(0);
                if self.octets >= UNPADDED_OCTETS {
                    self.begin_fcs();
                }
                sent
            }
            Part::Fcs { rest, left, error } => self.fcs(rest, left, error),
            Part::Over => WireOctet::default(),
        }
    }

    fn preamble(&mut self, sent: u8) -> WireOctet {
        let delimiter = usize::from(sent) == PREAMBLE_OCTETS;
        self.part = if delimiter { Part::Data } else { Part::Preamble { sent: sent + 1 } };
        WireOctet { octet: if delimiter { SFD } else { PREAMBLE }, error: false }
    }

    #[inline]
    fn data(&mut self, beat: Beat) -> WireOctet {
        let sent = self.content(beat.data);
        if beat.last {
            self.end_of_data(beat);
        }
        sent
    }

    fn end_of_data(&mut self, last: Beat) {
        if last.user {
            self.verdict = TxVerdict::SentWithError;
        }
        if last.fcs_insert && self.octets < UNPADDED_OCTETS {
            self.part = Part::Pad;
        } else if last.fcs_insert || last.user {
            self.begin_fcs();
        } else {
            self.part = Part::Over;
        }
    }

    fn underrun(&mut self) -> WireOctet {
        self.verdict = TxVerdict::Underrun;
        self.begin_fcs();
        self.next(None)
    }

    fn begin_fcs(&mut self) {
        let error = self.verdict != TxVerdict::Ok;
        let rest = if error { !self.fcs.value() } else { self.fcs.value() };
        self.part = Part::Fcs { rest, left: FCS_OCTETS as u8, error };
    }

    fn fcs(&mut self, rest: u32, left: u8, error: bool) -> WireOctet {
        self.part = if left > 1 { Part::Fcs { rest: rest >> 8, left: left - 1, error } } else { Part::Over };
        self.octets = self.octets.saturating_add(1);
        WireOctet { octet: rest as u8, error }
    }

    /// An octet that the FCS covers.
    #[inline]
    fn content(&mut self, octet: u8) -> WireOctet {
        self.fcs.octet(octet);
        self.octets = self.octets.saturating_add(1);
        WireOctet { octet, error: false }
    }
}

/// Octets of the shortest frame before its FCS.
const UNPADDED_OCTETS: u16 = (MIN_FRAME_OCTETS - FCS_OCTETS) as u16;
