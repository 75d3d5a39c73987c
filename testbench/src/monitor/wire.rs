// SPDX-License-Identifier: MIT OR Apache-2.0
//! Watches GMII (octets) or MII (nibbles), in either direction, and puts carriers together: preamble, delimiter,
//! frame, gap (IEEE 802.3-2022, clauses 3, 4, 22, 35).

use super::Violations;

/// What the interface shows at one clock edge.
#[derive(Clone, Copy, Debug, Default)]
pub struct WireSample {
    /// `txd` or `rxd`: an octet, or a nibble in bits 3 to 0.
    pub data: u8,
    /// `tx_en` or `rx_dv`.
    pub enable: bool,
    /// `tx_er` or `rx_er`.
    pub error: bool,
    /// `col` of a half-duplex transmitter; low elsewhere.
    pub collision: bool,
}

/// Which rules hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireRules {
    /// 8 (GMII) or 4 (MII).
    pub bits_per_edge: u32,
    /// A transmitter: its preamble, gap and use of the error signal are checked. A receiver may hear anything.
    pub transmitter: bool,
    /// The transmitter pads and makes the FCS: frames without error have both right.
    pub makes_fcs: bool,
}

/// A carrier that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carrier<'a> {
    /// When its first sample was taken, in picoseconds.
    pub begin_ps: u64,
    /// The octets after the delimiter, FCS included; empty when there was no delimiter.
    pub octets: &'a [u8],
    /// A start frame delimiter was there.
    pub delimited: bool,
    /// The nibble that was left over at the end, half an octet.
    pub half_octet: Option<u8>,
    /// The error signal was high at some edge of it.
    pub error: bool,
    /// A collision was signalled during it.
    pub collision: bool,
}

/// The passive monitor of one direction of one interface.
#[derive(Debug)]
pub struct WireMonitor {
    rules: WireRules,
    violations: Violations,
    frames: u64,
    edges: u64,
    /// Bit times since the last carrier; `None` before the first.
    gap_bits: Option<u64>,
    inside: bool,
    begin_ps: u64,
    /// Samples before and with the delimiter.
    preamble_samples: u32,
    preamble_clean: bool,
    last_nibble: Option<u8>,
    delimited: bool,
    low_nibble: Option<u8>,
    octets: Vec<u8>,
    error: bool,
    collision: bool,
}

impl WireMonitor {
    /// A monitor that has seen nothing yet.
    pub fn new(rules: WireRules) -> WireMonitor {
        WireMonitor {
            rules,
            violations: Violations::default(),
            frames: 0,
            edges: 0,
            gap_bits: None,
            inside: false,
            begin_ps: 0,
            preamble_samples: 0,
            preamble_clean: true,
            last_nibble: None,
            delimited: false,
            low_nibble: None,
            octets: Vec::with_capacity(16 * 1024),
            error: false,
            collision: false,
        }
    }

    /// What was broken so far.
    pub fn violations(&self) -> &Violations {
        &self.violations
    }

    /// Carriers with a delimiter that have ended.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Samples taken.
    pub fn edges(&self) -> u64 {
        self.edges
    }

    /// Takes the sample of one clock edge. Gives the carrier that ended at it.
    #[inline]
    pub fn sample(&mut self, time_ps: u64, sample: WireSample) -> Option<Carrier<'_>> {
        self.edges += 1;
        if !self.inside && !sample.enable {
            self.gap_bits = self.gap_bits.map(|bits| bits + u64::from(self.rules.bits_per_edge));
            if sample.error && self.rules.transmitter {
                self.violations.note(time_ps, "802.3 35.2.2.5", || "tx_er without tx_en in full duplex".into());
            }
            return None;
        }
        if !self.inside {
            self.begin(time_ps);
        }
        if sample.enable {
            self.take(sample);
            return None;
        }
        self.end(time_ps)
    }

    fn begin(&mut self, time_ps: u64) {
        self.inside = true;
        self.begin_ps = time_ps;
        self.preamble_samples = 0;
        self.preamble_clean = true;
        self.last_nibble = None;
        self.delimited = false;
        self.low_nibble = None;
        self.octets.clear();
        self.error = false;
        self.collision = false;
        // 802.3 4.4.2: interPacketGap is 96 bits at 10, 100 and 1000 Mbit/s.
        if let Some(bits) = self.gap_bits.filter(|&bits| bits < 96 && self.rules.transmitter) {
            self.violations.note(time_ps, "802.3 4.4.2", || format!("a gap of {bits} bit times; 96 are due"));
        }
    }

    fn take(&mut self, sample: WireSample) {
        self.error |= sample.error;
        self.collision |= sample.collision;
        if self.delimited {
            self.take_frame_bits(sample.data);
            return;
        }
        self.preamble_samples += 1;
        if self.rules.bits_per_edge == 8 {
            // 802.3 4.2.6: the delimiter is 10101011 in order of transmission, which is 8'hd5; preamble is 8'h55.
            self.delimited = sample.data == 0xd5;
            self.preamble_clean &= self.delimited || sample.data == 0x55;
        } else {
            let nibble = sample.data & 0xf;
            self.delimited = nibble == 0xd && self.last_nibble == Some(0x5);
            self.preamble_clean &= self.delimited || nibble == 0x5;
            self.last_nibble = Some(nibble);
        }
    }

    fn take_frame_bits(&mut self, data: u8) {
        if self.rules.bits_per_edge == 8 {
            self.octets.push(data);
            return;
        }
        let nibble = data & 0xf;
        match self.low_nibble.take() {
            None => self.low_nibble = Some(nibble),
            Some(low) => self.octets.push(nibble << 4 | low),
        }
    }

    fn end(&mut self, time_ps: u64) -> Option<Carrier<'_>> {
        self.inside = false;
        self.gap_bits = Some(u64::from(self.rules.bits_per_edge));
        if self.delimited {
            self.frames += 1;
        }
        if self.rules.transmitter {
            self.check_transmitted(time_ps);
        }
        Some(Carrier {
            begin_ps: self.begin_ps,
            octets: &self.octets,
            delimited: self.delimited,
            half_octet: self.low_nibble,
            error: self.error,
            collision: self.collision,
        })
    }

    fn check_transmitted(&mut self, time_ps: u64) {
        let begin_ps = self.begin_ps;
        // 802.3 4.2.5: 56 bits of preamble, 4.2.6: 8 bits of delimiter. A collision does not shorten them.
        let bits = self.preamble_samples * self.rules.bits_per_edge;
        if !self.delimited || !self.preamble_clean || bits != 64 {
            let delimited = self.delimited;
            self.violations.note(begin_ps, "802.3 4.2.5", || {
                format!("preamble and delimiter of {bits} bits, delimiter seen: {delimited}; 64 are due")
            });
        }
        if self.collision {
            return;
        }
        if self.low_nibble.is_some() {
            self.violations.note(time_ps, "802.3 4.2.3.3", || "a frame that is not whole octets was sent".into());
        }
        if self.error || !self.rules.makes_fcs {
            return;
        }
        let octets = self.octets.len();
        // 802.3 4.4.2: minFrameSize is 512 bits.
        if octets < 64 {
            self.violations.note(time_ps, "802.3 4.2.3.3", || format!("a frame of {octets} octets; 64 are due"));
        }
        // 802.3 3.2.9: over a whole frame, FCS included, the remainder is always the same.
        let remainder = remainder(&self.octets);
        if remainder != 0xdebb_20e3 {
            self.violations.note(time_ps, "802.3 3.2.9", || {
                format!("the frame check sequence is wrong: remainder {remainder:08x}; debb20e3 is due")
            });
        }
    }
}

/// The CRC remainder over `octets`, bit 0 of each octet first (802.3 3.2.9), before the final complement.
fn remainder(octets: &[u8]) -> u32 {
    octets.iter().fold(u32::MAX, |crc, &octet| {
        (0..8).fold(crc ^ u32::from(octet), |crc, _| if crc & 1 != 0 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GMII: WireRules = WireRules { bits_per_edge: 8, transmitter: true, makes_fcs: true };
    const MII: WireRules = WireRules { bits_per_edge: 4, transmitter: true, makes_fcs: true };

    fn frame(octets: usize) -> Vec<u8> {
        let mut frame: Vec<u8> = (0..octets - 4).map(|n| n as u8).collect();
        let fcs = !remainder(&frame);
        frame.extend(fcs.to_le_bytes());
        frame
    }

    fn on_wire(frame: &[u8]) -> Vec<u8> {
        [&[0x55; 7], &[0xd5][..], frame].concat()
    }

    /// Sends carriers, each followed by `gap` idle edges; gives what was broken and what was heard.
    fn watch(rules: WireRules, carriers: &[Vec<u8>], gap: usize) -> (Vec<&'static str>, Vec<Vec<u8>>) {
        let mut monitor = WireMonitor::new(rules);
        let mut heard = Vec::new();
        let mut time_ps = 0;
        for carrier in carriers {
            let nibbles = carrier.iter().flat_map(|octet| [octet & 0xf, octet >> 4]);
            let samples: Vec<u8> = if rules.bits_per_edge == 8 { carrier.clone() } else { nibbles.collect() };
            let on = samples.iter().map(|&data| WireSample { data, enable: true, ..WireSample::default() });
            for sample in on.chain(std::iter::repeat_n(WireSample::default(), gap)) {
                time_ps += 8000;
                heard.extend(monitor.sample(time_ps, sample).map(|carrier| carrier.octets.to_vec()));
            }
        }
        assert_eq!(monitor.violations().count as usize, monitor.violations().first.len());
        (monitor.violations().first.iter().map(|violation| violation.clause).collect(), heard)
    }

    #[test]
    fn good_frames_at_the_minimum_gap_break_nothing() {
        let frames = [frame(64), frame(1518)];
        let wire = frames.clone().map(|frame| on_wire(&frame));
        assert_eq!(watch(GMII, &wire, 12), (vec![], frames.to_vec()));
        assert_eq!(watch(MII, &wire, 24), (vec![], frames.to_vec()));
    }

    #[test]
    fn each_rule_can_be_broken() {
        let good = on_wire(&frame(64));
        assert_eq!(watch(GMII, &[good.clone(), good.clone()], 11).0, ["802.3 4.4.2"]);
        assert_eq!(watch(MII, &[good.clone(), good.clone()], 23).0, ["802.3 4.4.2"]);
        assert_eq!(watch(GMII, &[good[1..].to_vec()], 12).0, ["802.3 4.2.5"]);
        assert_eq!(watch(GMII, &[on_wire(&frame(63))], 12).0, ["802.3 4.2.3.3"]);
        let mut flipped = good.clone();
        flipped[20] ^= 1;
        assert_eq!(watch(GMII, &[flipped], 12).0, ["802.3 3.2.9"]);
        assert_eq!(watch(GMII, &[vec![0x55; 20]], 12).0[0], "802.3 4.2.5");
        let mut monitor = WireMonitor::new(GMII);
        monitor.sample(0, WireSample { error: true, ..WireSample::default() });
        assert_eq!(monitor.violations().first[0].clause, "802.3 35.2.2.5");
    }

    #[test]
    fn a_receiver_may_hear_anything() {
        let rules = WireRules { transmitter: false, ..GMII };
        assert_eq!(watch(rules, &[vec![0xd5, 1, 2, 3], vec![0x55; 3]], 1), (vec![], vec![vec![1, 2, 3], vec![]]));
    }
}
