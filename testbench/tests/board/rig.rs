// SPDX-License-Identifier: MIT OR Apache-2.0
//! The board in simulated time: its pins are driven and watched event by event, in picoseconds and in order. All delays
//! are here: how late RXC comes after RD and RX_CTL, and TXC before they are sampled, and the way of RXC through the
//! clock tree.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroU32;

use wirewright_bridge::{Model, Status, Verilated};
use wirewright_spec::{EdgeSet, Interface, Ports};

use crate::phy::{Half, Management, Receiver, Sender, Speed};

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct In {
    tick: bool,
    now_ps: u64,
    setup_ps: u64,
    hold_ps: u64,
    fault: u8,
    clk_25: bool,
    mdio_i: bool,
    rgmii_rxc: bool,
    #[port(width = 4)]
    rgmii_rxd: u8,
    rgmii_rx_ctl: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
pub struct Out {
    pub led_n: bool,
    pub phy_rst_n: bool,
    mdc: bool,
    mdio_o: bool,
    mdio_t: bool,
    rgmii_txc: bool,
    #[port(width = 4)]
    rgmii_txd: u8,
    rgmii_tx_ctl: bool,
}

pub enum Pins {}

impl Interface for Pins {
    const NAME: &'static str = "bench";
    const CLOCKS: &'static [&'static str] = &[];
    type In = In;
    type Out = Out;
}

/// Edges of the PLL's output, and of the 25 MHz.
const GRID_PS: u64 = 4000;
const CLK_25_HALF_PS: u64 = 20_000;
/// The way of RXC to the input registers, for which `ddr_input` makes up: 39 taps of 25 ps.
const CLOCK_TREE_PS: u64 = 975;
/// What the FPGA's data sheet wants around an edge of RXC at the pins (GDDRX1_RX.SCLK.Centered).
const WINDOW_PS: u64 = 520;
/// What the PHY wants around an edge of TXC as it has it (RGMII 2.0, TsetupR and TholdR).
const PHY_WINDOW_PS: u64 = 1000;
/// A PHY puts a bit of MDIO out 300 ns after MDC at the latest (22.3.4).
const MDIO_DELAY_PS: u64 = 300_000;

/// What happens at a time.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// A bit that was delayed comes out: nothing changes at the pins.
    Nothing,
    Rxc(bool),
    Rx(Half),
    Mdio(bool),
}

pub struct Rig {
    design: Verilated<Pins>,
    input: In,
    pub out: Out,
    pub now_ps: u64,
    events: BTreeMap<u64, Vec<Event>>,
    pub management: Management,
    pub sender: Sender,
    pub receiver: Receiver,
    /// The next half period of RXC, and its level; no time: the clock stands.
    rx_edge: Option<(u64, bool)>,
    /// RXC stands still while this is set.
    pub rxc_stands: bool,
    /// More or less than the 2 ns by which a PHY delays its clocks.
    pub rx_skew_ps: i64,
    pub tx_skew_ps: i64,
    /// RXC is off by parts in a million.
    pub rx_ppm: i64,
    /// Edges of TXC that the PHY is still to sample at, with the level.
    tx_edges: VecDeque<(u64, bool)>,
    /// What TD and TX_CTL were, from when on.
    tx_history: VecDeque<(u64, Half)>,
    /// Samples of TD or TX_CTL that were not still around the edge.
    pub tx_violations: usize,
    /// Periods of TXC, the last ones.
    pub txc_rises_ps: VecDeque<u64>,
}

impl Rig {
    pub fn new(model: &Model<Pins>, seed: u32) -> Rig {
        Rig::with_fault(model, seed, 0)
    }

    /// With one of the faults that are planted in the model; 0 is none.
    pub fn with_fault(model: &Model<Pins>, seed: u32, fault: u8) -> Rig {
        let seed = NonZeroU32::new(seed).expect("no seed is 0");
        let input = In { setup_ps: WINDOW_PS, hold_ps: WINDOW_PS, fault, mdio_i: true, ..In::default() };
        Rig {
            design: model.instance(seed).unwrap(),
            input,
            out: Out::default(),
            now_ps: 0,
            events: BTreeMap::new(),
            management: Management::new(0),
            sender: Sender::new(),
            receiver: Receiver::default(),
            rx_edge: None,
            rxc_stands: false,
            rx_skew_ps: 0,
            tx_skew_ps: 0,
            rx_ppm: 0,
            tx_edges: VecDeque::new(),
            tx_history: VecDeque::from([(0, Half::default())]),
            tx_violations: 0,
            txc_rises_ps: VecDeque::new(),
        }
    }

    /// The link goes up, down or to another speed. RXC has 25 MHz while it is down.
    pub fn link(&mut self, link: Option<Speed>) {
        self.sender.link = link;
        self.management.link(link);
    }

    fn speed(&self) -> Speed {
        self.sender.link.unwrap_or(Speed::Mbit100)
    }

    /// Lets time pass.
    pub fn run(&mut self, ps: u64) {
        let end_ps = self.now_ps + ps;
        loop {
            self.plan_rx();
            let grid_ps = (self.now_ps / GRID_PS + 1) * GRID_PS;
            let next_ps = self.events.keys().next().map_or(grid_ps, |&event_ps| event_ps.min(grid_ps));
            if next_ps > end_ps {
                break;
            }
            self.now_ps = next_ps;
            self.event();
        }
        assert_eq!(self.design.status(), Status::Running);
    }

    /// Lets time pass until `done`, at most this long.
    pub fn until(&mut self, limit_ps: u64, mut done: impl FnMut(&Rig) -> bool) {
        let limit_ps = self.now_ps + limit_ps;
        while !done(self) {
            assert!(self.now_ps < limit_ps, "it does not happen");
            self.run(1_000_000);
        }
    }

    /// The next half period of RXC, once the one before has begun: the data, its delayed change, and the edge.
    fn plan_rx(&mut self) {
        if self.rxc_stands {
            self.rx_edge = None;
            self.sender.clear();
            return;
        }
        let half_ps = self.speed().half_ps() as i64;
        let half_ps = (half_ps + half_ps * self.rx_ppm / 1_000_000) as u64;
        let (data_ps, rising) = self.rx_edge.unwrap_or((self.now_ps + half_ps, true));
        // Planned when the data of the last half period has come.
        if data_ps > self.now_ps + half_ps {
            return;
        }
        let delay_ps = if self.management.delays().1 { 2000 } else { 0 };
        let clock_ps = data_ps.saturating_add_signed(delay_ps + self.rx_skew_ps);
        let half = self.sender.next(rising);
        self.plan(data_ps, Event::Rx(half));
        self.plan(data_ps + CLOCK_TREE_PS, Event::Nothing);
        self.plan(clock_ps + CLOCK_TREE_PS, Event::Rxc(rising));
        self.rx_edge = Some((data_ps + half_ps, !rising));
    }

    fn plan(&mut self, at_ps: u64, event: Event) {
        self.events.entry(at_ps).or_default().push(event);
    }

    fn event(&mut self) {
        for event in self.events.remove(&self.now_ps).unwrap_or_default() {
            match event {
                Event::Nothing => {}
                Event::Rxc(level) => self.input.rgmii_rxc = level,
                Event::Rx(half) => (self.input.rgmii_rxd, self.input.rgmii_rx_ctl) = (half.data, half.control),
                Event::Mdio(level) => self.input.mdio_i = level,
            }
        }
        if self.now_ps.is_multiple_of(CLK_25_HALF_PS) {
            self.input.clk_25 = !self.input.clk_25;
        }
        self.input.now_ps = self.now_ps;
        self.input.tick = !self.input.tick;
        let before = self.out;
        self.design.step(EdgeSet::NONE, &self.input, &mut self.out);
        self.mdio();
        self.transmit(&before);
    }

    fn mdio(&mut self) {
        let before = self.management.drives;
        let master = (!self.out.mdio_t).then_some(self.out.mdio_o);
        self.management.pins(self.now_ps, self.out.mdc, master);
        if self.management.drives != before {
            let level = self.management.drives.unwrap_or(true);
            self.plan(self.now_ps + MDIO_DELAY_PS, Event::Mdio(level));
        }
    }

    fn transmit(&mut self, before: &Out) {
        let half = Half { data: self.out.rgmii_txd, control: self.out.rgmii_tx_ctl };
        if self.tx_history.back().is_some_and(|(_, last)| *last != half) {
            self.tx_history.push_back((self.now_ps, half));
        }
        if before.rgmii_txc != self.out.rgmii_txc {
            let delay_ps = if self.management.delays().0 { 2000 } else { 0 };
            self.tx_edges
                .push_back((self.now_ps.saturating_add_signed(delay_ps + self.tx_skew_ps), self.out.rgmii_txc));
            if self.out.rgmii_txc {
                self.txc_rises_ps.push_back(self.now_ps);
                while self.txc_rises_ps.len() > 8 {
                    self.txc_rises_ps.pop_front();
                }
            }
        }
        while let Some(&(edge_ps, rising)) = self.tx_edges.front() {
            // Decided when all that can change around the edge has.
            if edge_ps + PHY_WINDOW_PS >= self.now_ps {
                break;
            }
            self.tx_edges.pop_front();
            self.sample(edge_ps, rising);
        }
    }

    /// The PHY samples TD and TX_CTL. What is not still is wrong.
    fn sample(&mut self, edge_ps: u64, rising: bool) {
        while self.tx_history.get(1).is_some_and(|&(from_ps, _)| from_ps + PHY_WINDOW_PS <= edge_ps) {
            self.tx_history.pop_front();
        }
        let before = self.tx_history.iter().take_while(|(from_ps, _)| *from_ps <= edge_ps);
        let mut sample = before.last().map_or_else(Half::default, |(_, half)| *half);
        if self.tx_history.iter().any(|(from_ps, _)| from_ps.abs_diff(edge_ps) < PHY_WINDOW_PS) {
            self.tx_violations += 1;
            sample.data ^= 0xf;
        }
        self.receiver.edge(rising, sample, self.sender.link.unwrap_or(Speed::Mbit100));
    }
}
