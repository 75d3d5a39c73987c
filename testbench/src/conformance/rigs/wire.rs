// SPDX-License-Identifier: MIT OR Apache-2.0
//! The wire as rigs see it: what a transmitter showed at each clock, cut into packets, and the carriers a receiver
//! is shown, in a form that fits eight wires (GMII) and four (MII) alike.

/// What the transmitter showed after one clock that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TxSymbol {
    /// `txd`: an octet or a nibble.
    pub data: u8,
    /// `tx_en`.
    pub en: bool,
    /// `tx_er`.
    pub er: bool,
}

/// One packet of a transmitter: a run of clocks with `tx_en` high.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TxPacket {
    /// The clock of its first symbol.
    pub start: usize,
    /// The first clock after it.
    pub end: usize,
    /// Its octets from the first of the preamble; nibbles are paired, low half first.
    pub octets: Vec<u8>,
    /// `tx_er` of each octet: set if it was high in any part of it.
    pub errors: Vec<bool>,
    /// A nibble is left over.
    pub odd: bool,
}

impl TxPacket {
    /// The octets after preamble and delimiter.
    pub fn frame(&self) -> &[u8] {
        self.octets.get(8..).unwrap_or_default()
    }
}

/// Cuts what a transmitter showed into packets.
pub fn packets(symbols: &[TxSymbol], bits_per_clock: usize) -> Vec<TxPacket> {
    let mut packets = Vec::new();
    let mut clock = 0;
    for run in symbols.chunk_by(|one, next| one.en == next.en) {
        if run[0].en {
            packets.push(packet(clock, run, bits_per_clock));
        }
        clock += run.len();
    }
    packets
}

fn packet(start: usize, run: &[TxSymbol], bits_per_clock: usize) -> TxPacket {
    let clocks_per_octet = 8 / bits_per_clock;
    let octets = run.chunks_exact(clocks_per_octet);
    TxPacket {
        start,
        end: start + run.len(),
        odd: !octets.remainder().is_empty(),
        errors: octets.clone().map(|parts| parts.iter().any(|part| part.er)).collect(),
        octets: octets
            .map(|parts| {
                parts.iter().enumerate().fold(0, |octet, (index, part)| octet | part.data << (index * bits_per_clock))
            })
            .collect(),
    }
}

/// What a receiver is shown at one clock that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RxSymbol {
    /// `rxd`: an octet or a nibble.
    pub data: u8,
    /// `rx_dv`.
    pub dv: bool,
    /// `rx_er`.
    pub er: bool,
}

/// A carrier shown to a receiver, and the silence before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// Clocks of silence before it, at least one.
    pub idle_clocks: usize,
    /// What `rx_er` is during the silence.
    pub idle_er: bool,
    /// What `rxd` is during the silence.
    pub idle_data: u8,
    /// Preamble nibbles 4'h5 before the delimiter; an even number on eight wires.
    pub preamble_nibbles: usize,
    /// Whether the delimiter comes.
    pub delimiter: bool,
    /// The octets after the delimiter.
    pub frame: Vec<u8>,
    /// A nibble after these, on four wires only.
    pub half_octet: Option<u8>,
    /// The octet time of the carrier, counted from its start, in which `rx_er` is high.
    pub error_at: Option<usize>,
}

impl Carrier {
    /// A whole packet: silence of 96 bit times, full preamble, delimiter, and these octets (FCS included).
    pub fn of(frame: Vec<u8>) -> Carrier {
        Carrier {
            idle_clocks: 24,
            idle_er: false,
            idle_data: 0,
            preamble_nibbles: 14,
            delimiter: true,
            frame,
            half_octet: None,
            error_at: None,
        }
    }

    /// The symbols of the silence and the carrier.
    pub fn symbols(&self, bits_per_clock: usize) -> Vec<RxSymbol> {
        let silence = RxSymbol { data: self.idle_data, dv: false, er: self.idle_er };
        let mut symbols = vec![silence; self.idle_clocks];
        symbols.extend(self.carrier(bits_per_clock));
        symbols
    }

    /// The symbols of the carrier alone.
    pub fn carrier(&self, bits_per_clock: usize) -> Vec<RxSymbol> {
        let delimiter: &[u8] = if self.delimiter { &[0x5, 0xd] } else { &[] };
        let mut nibbles = vec![0x5; self.preamble_nibbles];
        nibbles.extend(delimiter);
        nibbles.extend(self.frame.iter().flat_map(|octet| [octet & 0xf, octet >> 4]));
        nibbles.extend(self.half_octet);
        let nibbles_per_clock = bits_per_clock / 4;
        let clocks_per_octet = 8 / bits_per_clock;
        let data =
            nibbles.chunks(nibbles_per_clock).map(|part| part.iter().rev().fold(0, |data, nibble| data << 4 | nibble));
        data.enumerate()
            .map(|(clock, data)| RxSymbol { data, dv: true, er: self.error_at == Some(clock / clocks_per_octet) })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carrier_reads_back_as_a_packet_on_eight_and_on_four_wires() {
        let mut carrier = Carrier::of(vec![0x12, 0x34]);
        carrier.error_at = Some(9);
        for bits in [4, 8] {
            let symbols: Vec<_> = carrier
                .symbols(bits)
                .iter()
                .map(|symbol| TxSymbol { data: symbol.data, en: symbol.dv, er: symbol.er })
                .collect();
            let packets = packets(&symbols, bits);
            assert_eq!(packets.len(), 1);
            let clocks = 24 + 10 * 8 / bits;
            assert_eq!((packets[0].start, packets[0].end, packets[0].odd), (24, clocks, false));
            assert_eq!(packets[0].octets, [0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xd5, 0x12, 0x34]);
            assert_eq!(packets[0].errors.iter().position(|&error| error), Some(9));
        }
    }
}
