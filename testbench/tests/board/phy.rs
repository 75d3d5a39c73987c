// SPDX-License-Identifier: MIT OR Apache-2.0
//! A PHY as the board's pins see one: an RTL8211F's management registers behind MDIO (IEEE 802.3-2022, 22.2.4), and
//! RGMII to a link of any speed (RGMII 2.0). It imports nothing of the design or its models.

use std::collections::{BTreeMap, VecDeque};

/// Speeds as RGMII codes them between frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speed {
    Mbit10,
    Mbit100,
    Mbit1000,
}

impl Speed {
    /// Half a period of RXC.
    pub fn half_ps(self) -> u64 {
        match self {
            Speed::Mbit10 => 200_000,
            Speed::Mbit100 => 20_000,
            Speed::Mbit1000 => 4000,
        }
    }

    pub fn code(self) -> u8 {
        self as u8
    }
}

/// What is on RD and RX_CTL for half a period of RXC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Half {
    pub data: u8,
    pub control: bool,
}

/// The symbols of frames to receive, and what lies between them.
#[derive(Debug)]
pub struct Sender {
    pub link: Option<Speed>,
    queue: VecDeque<Half>,
    /// The rising half of a symbol is out, the falling one is next.
    in_symbol: bool,
}

impl Sender {
    pub fn new() -> Sender {
        Sender { link: None, queue: VecDeque::new(), in_symbol: false }
    }

    /// A frame with its FCS: preamble and SFD before it, twelve octets of gap after it.
    pub fn frame(&mut self, frame: &[u8]) {
        let octets = [&[0x55; 7], &[0xd5][..], frame].concat();
        let half = |data: u8| Half { data, control: true };
        for octet in octets {
            let (low, high) = (octet & 0xf, octet >> 4);
            match self.link {
                Some(Speed::Mbit1000) => self.queue.extend([half(low), half(high)]),
                // A nibble is there at both edges of its period.
                _ => self.queue.extend([half(low), half(low), half(high), half(high)]),
            }
        }
        let halves = if self.link == Some(Speed::Mbit1000) { 24 } else { 48 };
        self.queue.extend(std::iter::repeat_n(self.gap(), halves));
    }

    /// One symbol of GMII: an octet at 1000 Mbit/s, else a nibble. Without a carrier and without an error the PHY says
    /// what link it has.
    pub fn symbol(&mut self, data: u8, dv: bool, er: bool) {
        let (rise, fall) = match self.link {
            Some(Speed::Mbit1000) => (data & 0xf, data >> 4),
            _ => (data, data),
        };
        let quiet = self.gap();
        let half = |data, control| if dv || er { Half { data, control } } else { quiet };
        self.queue.extend([half(rise, dv), half(fall, dv != er)]);
    }

    pub fn is_idle(&self) -> bool {
        self.queue.is_empty()
    }

    /// The half period after this edge of RXC. A frame begins at a rising one.
    pub fn next(&mut self, rising: bool) -> Half {
        if !rising && !self.in_symbol {
            return self.gap();
        }
        let half = self.queue.pop_front();
        self.in_symbol = rising && half.is_some();
        half.unwrap_or_else(|| self.gap())
    }

    /// What was to be sent is lost.
    pub fn clear(&mut self) {
        self.queue.clear();
        self.in_symbol = false;
    }

    /// The in-band status: link, clock and duplex between frames.
    fn gap(&self) -> Half {
        let data = self.link.map_or(0, |speed| 1 | speed.code() << 1 | 8);
        Half { data, control: false }
    }
}

/// The frames that the design sends, taken from TD and TX_CTL at the edges of TXC.
#[derive(Debug, Default)]
pub struct Receiver {
    nibbles: Vec<u8>,
    in_frame: bool,
    /// What was sampled at the rising edge.
    rise: Half,
    pub frames: Vec<Vec<u8>>,
    /// Frames with TX_ER in them or half an octet, or without SFD.
    pub faults: usize,
    errors: bool,
    /// Bits since the last frame, and the fewest that there were between two.
    gap_bits: Option<usize>,
    pub shortest_gap_bits: Option<usize>,
    /// All that was sampled, symbol by symbol of GMII, while this is there.
    pub symbols: Option<Vec<Symbol>>,
}

/// One symbol of GMII: an octet at 1000 Mbit/s, else a nibble.
#[derive(Clone, Copy, Debug)]
pub struct Symbol {
    pub data: u8,
    pub tx_en: bool,
    pub tx_er: bool,
}

impl Receiver {
    /// What is there at an edge.
    pub fn edge(&mut self, rising: bool, sample: Half, speed: Speed) {
        if rising {
            self.rise = sample;
            return;
        }
        let (tx_en, tx_er) = (self.rise.control, self.rise.control != sample.control);
        let symbol_bits = if speed == Speed::Mbit1000 { 8 } else { 4 };
        let upper = if speed == Speed::Mbit1000 { sample.data << 4 } else { 0 };
        if let Some(symbols) = &mut self.symbols {
            symbols.push(Symbol { data: self.rise.data | upper, tx_en, tx_er });
        }
        if tx_en {
            if let Some(gap_bits) = self.gap_bits.take() {
                let shortest = self.shortest_gap_bits.map_or(gap_bits, |bits| bits.min(gap_bits));
                self.shortest_gap_bits = Some(shortest);
            }
            self.in_frame = true;
            self.errors |= tx_er;
            self.nibbles.push(self.rise.data);
            if speed == Speed::Mbit1000 {
                self.nibbles.push(sample.data);
            }
        } else if self.in_frame {
            self.end();
            self.gap_bits = Some(symbol_bits);
        } else if let Some(gap_bits) = &mut self.gap_bits {
            *gap_bits += symbol_bits;
        }
    }

    fn end(&mut self) {
        self.in_frame = false;
        let nibbles = std::mem::take(&mut self.nibbles);
        let octets: Vec<u8> = nibbles.chunks_exact(2).map(|pair| pair[0] | pair[1] << 4).collect();
        let errors = std::mem::take(&mut self.errors);
        match octets.strip_prefix(&[0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xd5]) {
            Some(frame) if !errors && nibbles.len().is_multiple_of(2) => self.frames.push(frame.to_vec()),
            _ => self.faults += 1,
        }
    }
}

/// The management side. Registers below 16 are the same on all pages.
#[derive(Debug)]
pub struct Management {
    address: u8,
    pub registers: BTreeMap<(u16, u8), u16>,
    page: u16,
    mdc: bool,
    /// Ones in a row, while no frame is on its way.
    preamble: u32,
    /// The bits of the frame from its start on, and how many.
    bits: u64,
    count: u32,
    /// What the PHY drives, if anything.
    pub drives: Option<bool>,
    answer: u16,
    /// What was written into this PHY: page, register, value.
    pub writes: Vec<(u16, u8, u16)>,
    rose_ps: Option<u64>,
    /// The shortest period of MDC.
    pub shortest_ps: u64,
}

const STATUS: (u16, u8) = (0, 1);
const OWN_STATUS: (u16, u8) = (0xa43, 26);
const TX_DELAY: (u16, u8) = (0xd08, 17);
const RX_DELAY: (u16, u8) = (0xd08, 21);

impl Management {
    pub fn new(address: u8) -> Management {
        let registers =
            [((0, 0), 0x1140), (STATUS, 0x7949), ((0, 2), 0x001c), ((0, 3), 0xc916), (TX_DELAY, 9), (RX_DELAY, 0x10)];
        Management {
            address,
            registers: registers.into(),
            page: 0,
            mdc: false,
            preamble: 0,
            bits: 0,
            count: 0,
            drives: None,
            answer: 0,
            writes: Vec::new(),
            rose_ps: None,
            shortest_ps: u64::MAX,
        }
    }

    /// What the registers say of the link: the PHY's own at once; register 1 keeps a lost link until it is read.
    pub fn link(&mut self, link: Option<Speed>) {
        let own = link.map_or(0, |speed| 0x0c | u16::from(speed.code()) << 4);
        self.registers.insert(OWN_STATUS, own);
        if link.is_none() {
            *self.registers.entry(STATUS).or_default() &= !4;
        }
    }

    /// Whether TXC and RXC are delayed by 2 ns.
    pub fn delays(&self) -> (bool, bool) {
        let bit = |key, bit: u16| self.registers.get(&key).is_some_and(|value| value >> bit & 1 != 0);
        (bit(TX_DELAY, 8), bit(RX_DELAY, 3))
    }

    /// MDC as it is now, and what the master drives, if anything.
    pub fn pins(&mut self, now_ps: u64, mdc: bool, master: Option<bool>) {
        let rises = mdc && !self.mdc;
        self.mdc = mdc;
        if !rises {
            return;
        }
        if let Some(before_ps) = self.rose_ps.replace(now_ps) {
            self.shortest_ps = self.shortest_ps.min(now_ps - before_ps);
        }
        assert!(master.is_none() || self.drives.is_none(), "both drive MDIO at {now_ps} ps");
        // The pull-up makes a line that nobody drives 1.
        let bit = master.or(self.drives).unwrap_or(true);
        match (self.count, bit) {
            (0, true) => self.preamble += 1,
            (0, false) if self.preamble >= 32 => (self.count, self.bits) = (1, 0),
            (0, false) => self.preamble = 0,
            _ => self.bit(bit),
        }
    }

    fn bit(&mut self, bit: bool) {
        self.bits = self.bits << 1 | u64::from(bit);
        self.count += 1;
        match self.count {
            14 => self.header(),
            // The second bit of the turnaround, then the data.
            15 if self.is_read() => self.drives = Some(false),
            16..32 if self.is_read() => self.drives = Some(self.answer >> (31 - self.count) & 1 != 0),
            32 => self.end(),
            _ => {}
        }
    }

    /// Start, operation and addresses are there.
    fn header(&mut self) {
        assert_eq!(self.bits >> 12, 1, "start of frame");
        if self.is_read() {
            self.answer = self.registers.get(&self.key(self.bits)).copied().unwrap_or(0);
        }
    }

    /// A read frame to this PHY.
    fn is_read(&self) -> bool {
        let header = self.bits >> (self.count - 14);
        header >> 10 & 3 == 2 && self.is_mine(header)
    }

    fn is_mine(&self, header: u64) -> bool {
        header >> 5 & 31 == u64::from(self.address)
    }

    fn key(&self, header: u64) -> (u16, u8) {
        let register = (header & 31) as u8;
        (if register < 16 { 0 } else { self.page }, register)
    }

    fn end(&mut self) {
        let (header, data) = (self.bits >> 18, self.bits as u16);
        let (key, read) = (self.key(header), self.is_read());
        (self.drives, self.count, self.preamble) = (None, 0, 0);
        if !self.is_mine(header) {
            return;
        }
        if read {
            if key == STATUS {
                let up = self.registers.get(&OWN_STATUS).is_some_and(|own| own & 4 != 0);
                *self.registers.entry(STATUS).or_default() |= u16::from(up) << 2;
            }
            return;
        }
        assert_eq!((header >> 10 & 3, self.bits >> 16 & 3), (1, 2), "operation and turnaround of a write frame");
        if key.1 == 31 {
            self.page = data;
        } else {
            self.writes.push((key.0, key.1, data));
            self.registers.insert(key, data);
        }
    }
}
