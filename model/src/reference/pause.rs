// SPDX-License-Identifier: MIT OR Apache-2.0
//! MAC control: which frames it takes, what PAUSE asks for, and how a PAUSE frame is made (IEEE 802.3-2022,
//! clause 31, annex 31B).

use wirewright_spec::ethernet::{OPCODE_PAUSE, PAUSE_ADDRESS, PAUSE_QUANTUM_BITS, TYPE_MAC_CONTROL};

/// What a good frame is to MAC control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Not for MAC control: the client gets it.
    None,
    /// PAUSE for this station: `quanta` pause quanta of silence. It is not passed on.
    Pause {
        /// The pause time; 0 ends a pause.
        quanta: u16,
    },
    /// PAUSE for another station. It is not passed on, and nothing else happens.
    PauseForAnother,
    /// An opcode that we do not know: not passed on, counted (31.5.1, 30.3.3.5).
    Unsupported,
}

/// Sorts a good frame, given from the destination address on, by type and opcode (31.5.1, 31B.3.3).
pub fn classify(frame: &[u8], own_address: [u8; 6]) -> Control {
    let Some(header) = frame.first_chunk::<18>() else { return Control::None };
    let field = |at: usize| u16::from_be_bytes([header[at], header[at + 1]]);
    let for_us = header[..6] == PAUSE_ADDRESS || header[..6] == own_address;
    match (field(12), field(14)) {
        (TYPE_MAC_CONTROL, OPCODE_PAUSE) if for_us => Control::Pause { quanta: field(16) },
        (TYPE_MAC_CONTROL, OPCODE_PAUSE) => Control::PauseForAnother,
        (TYPE_MAC_CONTROL, _) => Control::Unsupported,
        _ => Control::None,
    }
}

/// The octets of a PAUSE frame before padding and FCS (31.4.1, 31B.3.1).
pub fn pause_frame(own_address: [u8; 6], quanta: u16) -> Vec<u8> {
    let fields = [TYPE_MAC_CONTROL, OPCODE_PAUSE, quanta].map(u16::to_be_bytes).concat();
    [&PAUSE_ADDRESS[..], &own_address, &fields].concat()
}

/// How long a pause of `quanta` lasts, in bit times (31B.2).
pub fn pause_bits(quanta: u16) -> usize {
    usize::from(quanta) * PAUSE_QUANTUM_BITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use etherparse::Ethernet2HeaderSlice;

    const OWN: [u8; 6] = [2, 0, 0, 0, 0, 9];

    #[test]
    fn our_own_pause_frame_reads_as_one() {
        let frame = pause_frame(OWN, 0x1234);
        assert_eq!(frame.len(), 18);
        assert_eq!(classify(&frame, OWN), Control::Pause { quanta: 0x1234 });
        let header = Ethernet2HeaderSlice::from_slice(&frame).unwrap();
        assert_eq!(header.destination(), [0x01, 0x80, 0xc2, 0, 0, 1]);
        assert_eq!(header.source(), OWN);
        assert_eq!(header.ether_type().0, 0x8808);
        assert_eq!(pause_bits(2), 1024);
    }

    #[test]
    fn address_and_opcode_decide() {
        let mut frame = pause_frame(OWN, 7);
        frame[..6].copy_from_slice(&OWN);
        assert_eq!(classify(&frame, OWN), Control::Pause { quanta: 7 });
        frame[5] = 8;
        assert_eq!(classify(&frame, OWN), Control::PauseForAnother);
        frame[15] = 2;
        assert_eq!(classify(&frame, OWN), Control::Unsupported);
        frame[12] = 0x08;
        frame[13] = 0x00;
        assert_eq!(classify(&frame, OWN), Control::None);
        assert_eq!(classify(&frame[..17], OWN), Control::None);
    }
}
