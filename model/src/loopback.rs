// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`loopback`](wirewright_spec::ports::loopback): lets a MAC's receiver hear its transmitter in place
//! of the wire, while the wire hears nothing.
//!
//! ```text
//!                     +------------+
//!      mac_txd[8]---->|            |->phy_txd[8]
//! mac_tx_en, tx_er--->|            |->phy_tx_en, tx_er
//!      phy_rxd[8]---->|  loopback  |->mac_rxd[8]
//! phy_rx_dv, rx_er--->|            |->mac_rx_dv, rx_er
//! cfg_tx_loopback---->|            |
//! cfg_rx_loopback---->|            |
//!                     +------------+
//!      tx_clk tx_rst    rx_clk rx_rst
//! ```

use crate::async_fifo::AsyncFifo;
use wirewright_spec::ports::async_fifo;
use wirewright_spec::ports::loopback::{In, Out};
use wirewright_spec::{Design, EdgeSet};

/// Number of `tx_clk` among the clocks, and of the memory's `wr_clk`.
const TX_CLK: usize = 0;
/// Number of `rx_clk` among the clocks, and of the memory's `rd_clk`.
const RX_CLK: usize = 1;
/// Edges that the first symbol of a frame waits, less one.
const DELAY: u8 = 5;

/// The memory and the registers around it.
#[derive(Clone, Debug, Default)]
pub struct Loopback {
    writer: Writer,
    fifo: AsyncFifo,
    reader: Reader,
    pub(crate) out: Out,
}

/// A symbol, and the one that the memory is offered.
#[derive(Clone, Copy, Debug, Default)]
struct Writer {
    held: Symbol,
    offered: Symbol,
    offered_last: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Symbol {
    data: u8,
    er: bool,
    valid: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Reader {
    delay: u8,
    open: bool,
}

impl Loopback {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    /// One event.
    #[inline]
    pub(crate) fn event(&mut self, edges: EdgeSet, input: &In) {
        let read = self.fifo.out;
        self.fifo.event(edges, &self.writer.to_fifo(input, self.reader.open));
        if edges.contains(TX_CLK) {
            self.tx_edge(input);
        }
        if edges.contains(RX_CLK) {
            self.rx_edge(input, &read);
        }
    }

    /// An event has passed after which these resets are high: what crosses is cleared, clock or no clock.
    #[inline]
    pub(crate) fn clear(&mut self, tx_rst: bool, rx_rst: bool) {
        self.fifo.clear(tx_rst, rx_rst);
    }

    #[inline]
    fn tx_edge(&mut self, input: &In) {
        let in_frame = input.mac_tx_en && input.cfg_tx_loopback;
        let heard = Symbol { data: input.mac_txd, er: input.mac_tx_er, valid: in_frame };
        self.writer = Writer { held: heard, offered: self.writer.held, offered_last: !in_frame };
        let on_wire = !input.cfg_tx_loopback;
        self.out.phy_txd = if on_wire { input.mac_txd } else { 0 };
        self.out.phy_tx_en = input.mac_tx_en && on_wire;
        self.out.phy_tx_er = input.mac_tx_er && on_wire;
        if input.tx_rst {
            self.writer = Writer::default();
            (self.out.phy_txd, self.out.phy_tx_en, self.out.phy_tx_er) = Default::default();
        }
    }

    /// `fifo`: its outputs before the event.
    #[inline]
    fn rx_edge(&mut self, input: &In, fifo: &async_fifo::Out) {
        let heard = self.reader.hear(fifo);
        let Symbol { data, er, valid } = if input.cfg_rx_loopback {
            heard
        } else {
            Symbol { data: input.phy_rxd, er: input.phy_rx_er, valid: input.phy_rx_dv }
        };
        (self.out.mac_rxd, self.out.mac_rx_dv, self.out.mac_rx_er) = (data, valid, er);
        if input.rx_rst {
            self.reader = Reader::default();
            (self.out.mac_rxd, self.out.mac_rx_dv, self.out.mac_rx_er) = Default::default();
        }
    }
}

impl Writer {
    #[inline]
    fn to_fifo(self, input: &In, m_axis_tready: bool) -> async_fifo::In {
        async_fifo::In {
            wr_rst: input.tx_rst,
            s_axis_tdata: self.offered.data,
            s_axis_tvalid: self.offered.valid,
            s_axis_tlast: self.offered_last,
            s_axis_tuser: self.offered.er,
            rd_rst: input.rx_rst,
            m_axis_tready,
        }
    }
}

impl Reader {
    /// What is heard at an edge; all 0 when nothing is.
    #[inline]
    fn hear(&mut self, fifo: &async_fifo::Out) -> Symbol {
        match (self.open, fifo.m_axis_tvalid) {
            (false, false) => Symbol::default(),
            (false, true) => {
                self.open = self.delay == DELAY;
                self.delay = if self.open { 0 } else { self.delay + 1 };
                Symbol::default()
            }
            (true, true) => {
                self.open = !fifo.m_axis_tlast;
                Symbol { data: fifo.m_axis_tdata, er: fifo.m_axis_tuser, valid: true }
            }
            (true, false) => Symbol { data: 0, er: true, valid: true },
        }
    }
}

impl Design for Loopback {
    type In = In;
    type Out = Out;

    const CLOCKS: &'static [&'static str] = &["tx_clk", "rx_clk"];

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, edges: EdgeSet, input: &In, output: &mut Out) {
        self.event(edges, input);
        self.clear(input.tx_rst, input.rx_rst);
        *output = self.out;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Random};

    const TX: EdgeSet = EdgeSet(0b01);
    const BOTH: EdgeSet = EdgeSet(0b11);
    const QUIET: In = In {
        tx_rst: false,
        mac_txd: 0,
        mac_tx_en: false,
        mac_tx_er: false,
        cfg_tx_loopback: true,
        rx_rst: false,
        phy_rxd: 0x55,
        phy_rx_dv: true,
        phy_rx_er: true,
        cfg_rx_loopback: true,
    };

    /// A run of symbols as they are heard: data and error of each.
    type Heard = Vec<(u8, bool)>;

    fn symbol(frame: usize, at: usize) -> (u8, bool) {
        ((frame * 31 + at * 7) as u8, (frame + at).is_multiple_of(13))
    }

    /// Sends frames with gaps, `gap` symbols each, while `edges` says which clocks rise; gives what is heard.
    fn run(lengths: &[usize], gap: usize, mut edges: impl FnMut() -> EdgeSet) -> Vec<Heard> {
        let (mut block, mut out) = (Loopback::new(), Out::default());
        (0..4).for_each(|_| block.step(BOTH, &QUIET, &mut out));
        let mut symbols = Vec::new();
        for (frame, &length) in lengths.iter().enumerate() {
            symbols.extend((0..length).map(|at| Some(symbol(frame, at))));
            symbols.extend(vec![None; gap]);
        }
        let (mut frames, mut heard, mut sent) = (Vec::new(), Heard::new(), 0);
        while sent < symbols.len() + 100 {
            let rising = edges();
            let now = symbols.get(sent).copied().flatten();
            let (mac_txd, mac_tx_er) = now.unwrap_or((0xee, true));
            block.step(rising, &In { mac_txd, mac_tx_en: now.is_some(), mac_tx_er, ..QUIET }, &mut out);
            assert!(!out.phy_tx_en && !out.phy_tx_er && out.phy_txd == 0, "the wire hears nothing");
            sent += usize::from(rising.contains(TX_CLK));
            if rising.contains(RX_CLK) {
                if out.mac_rx_dv {
                    heard.push((out.mac_rxd, out.mac_rx_er));
                } else {
                    assert!(out.mac_rxd == 0 && !out.mac_rx_er);
                    frames.extend(Some(std::mem::take(&mut heard)).filter(|heard| !heard.is_empty()));
                }
            }
        }
        frames
    }

    fn expected(lengths: &[usize]) -> Vec<Heard> {
        lengths.iter().enumerate().map(|(frame, &length)| (0..length).map(|at| symbol(frame, at)).collect()).collect()
    }

    #[test]
    fn reset_is_one_event_with_both_resets() {
        testing::reset_is_one_edge(Loopback::new, &[Out::default()]);
    }

    #[test]
    fn frames_of_every_length_are_heard_whole_with_their_errors() {
        let lengths: Vec<usize> = (1..80).chain([1522]).collect();
        assert_eq!(run(&lengths, 12, || BOTH), expected(&lengths));
    }

    #[test]
    fn frames_of_1522_octets_are_heard_whole_where_the_clocks_differ_by_0_2_percent() {
        for (tx_period, rx_period) in [(1000, 1002), (1002, 1000), (1000, 1000), (1001, 1000)] {
            for phase in [0, 1, 499, 999] {
                let (mut next_tx, mut next_rx) = (0, phase);
                let edges = || {
                    let now = next_tx.min(next_rx);
                    let rising = EdgeSet(u8::from(next_tx == now) | u8::from(next_rx == now) << 1);
                    next_tx += if rising.contains(TX_CLK) { tx_period } else { 0 };
                    next_rx += if rising.contains(RX_CLK) { rx_period } else { 0 };
                    rising
                };
                let lengths = [1522, 64, 1522, 1522];
                assert_eq!(run(&lengths, 20, edges), expected(&lengths), "{tx_period} {rx_period} {phase}");
            }
        }
    }

    #[test]
    fn a_receiver_that_is_too_fast_hears_errors_in_the_frame() {
        let mut tick = 0;
        let edges = || {
            tick += 1;
            if tick % 3 == 0 { BOTH } else { EdgeSet(0b10) }
        };
        let frames = run(&[100], 12, edges);
        assert_eq!(frames.len(), 1);
        let octets = expected(&[100]).remove(0);
        assert!(frames[0].len() > 200);
        let gaps = frames[0].iter().filter(|&&symbol| symbol == (0, true)).count();
        assert_eq!(gaps, frames[0].len() - octets.iter().filter(|&&symbol| symbol != (0, true)).count());
    }

    #[test]
    fn without_loopback_both_ways_pass_with_one_clock_each() {
        let mut random = Random(3);
        let (mut block, mut out) = (Loopback::new(), Out::default());
        for _ in 0..500 {
            let pins: In = random.pins(false);
            let input = In { cfg_tx_loopback: false, cfg_rx_loopback: false, ..pins };
            block.step(BOTH, &input, &mut out);
            assert_eq!((out.phy_txd, out.phy_tx_en, out.phy_tx_er), (input.mac_txd, input.mac_tx_en, input.mac_tx_er));
            assert_eq!((out.mac_rxd, out.mac_rx_dv, out.mac_rx_er), (input.phy_rxd, input.phy_rx_dv, input.phy_rx_er));
        }
    }

    #[test]
    fn the_first_symbol_is_heard_after_six_edges_at_the_memory() {
        let (mut block, mut out) = (Loopback::new(), Out::default());
        (0..4).for_each(|_| block.step(BOTH, &QUIET, &mut out));
        let marks: String = (0..24)
            .map(|edge| {
                block.step(BOTH, &In { mac_tx_en: edge < 5, ..QUIET }, &mut out);
                if out.mac_rx_dv { '#' } else { '.' }
            })
            .collect();
        // held 0, offered 1, stored 2, Gray pointer through two registers, out of the memory 5; delay 6 to 11.
        assert_eq!(marks, "............#####.......");
    }

    #[test]
    fn a_reset_of_both_sides_empties_the_memory() {
        for seed in 0..50 {
            let mut random = Random(seed);
            let (mut block, mut out) = (Loopback::new(), Out::default());
            for _ in 0..100 {
                let pins: In = random.pins(false);
                let input = In { cfg_tx_loopback: true, cfg_rx_loopback: true, ..pins };
                block.step(EdgeSet(random.next() as u8 & 3), &input, &mut out);
            }
            block.step(TX, &In { tx_rst: true, rx_rst: true, ..QUIET }, &mut out);
            block.step(BOTH, &In { rx_rst: true, ..QUIET }, &mut out);
            for _ in 0..60 {
                block.step(BOTH, &QUIET, &mut out);
                assert!(!out.mac_rx_dv, "seed {seed}");
            }
        }
    }
}
