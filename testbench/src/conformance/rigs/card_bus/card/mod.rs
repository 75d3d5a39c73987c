// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for whole cards: a driver that follows its steps, a host memory on the bus, a link partner on the wire. The
//! clocks of host, transmitter and receiver have phases of their own. A protocol monitor watches both buses.

mod partner;
mod pins;
mod run;

use crate::card::{Access, Answer, SparseMemory, Timing};
use crate::clocks::{Clock, ClockPlan, Clocks};
use crate::conformance::rigs::medium;
use crate::conformance::rigs::wire::{Carrier, TxPacket, TxSymbol, packets};
use crate::conformance::rigs::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use crate::monitor::Violation;
use pins::CardPins;
use run::Run;
use wirewright_spec::ports;

/// Why no whole card is on the rung `reference`.
pub const UNTIMED: &str = "a card is judged by what it does on its bus in time; the untimed reference has no bus";

/// A whole card.
pub struct Card;

/// What the driver does, and how memory and link partner behave.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// One after the other.
    pub steps: Vec<Step>,
    /// How memory answers.
    pub timing: Timing,
    /// The link partner obeys PAUSE frames.
    pub obeys: bool,
    /// The medium of a card for MII, where it is in half duplex.
    pub medium: Option<medium::Script>,
    /// How much slower than that of the transmitter the clock of the receiver is, in millionths.
    pub drift_ppm: i32,
}

/// One step.
#[derive(Clone, Debug)]
pub enum Step {
    /// A register access, to its answer.
    Access(Access),
    /// The driver writes memory.
    Put(u64, Vec<u8>),
    /// So many clocks of the host pass.
    Wait(usize),
    /// Until this is so, or so many clocks have passed.
    Until(Condition, usize),
    /// From now on the bus does this.
    Bus(Bus),
    /// Accesses to these addresses are answered like this from now on.
    Spoil(std::ops::Range<u64>, u8),
    /// All accesses are answered well again.
    Mend,
    /// The link partner sends these, after what it was told before.
    Receive(Vec<Carrier>),
    /// The PHY has a link, or has none.
    Link(bool),
    /// One edge of a reset port: of `rst`, `tx_rst` or `rx_rst`. A clock that is not the port's may stand around it.
    Reset(usize, Option<usize>),
    /// Notes how far all is.
    Mark,
}

/// What the driver waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Bit 63 of the word at this address of memory is so.
    Phase(u64, bool),
    /// So many clocks without anything on bus or wire, and without an access to a register.
    Quiet(usize),
    /// So many addresses of reads, or of writes, have passed since the last mark.
    Bursts(usize, usize),
    /// The interrupt line is so.
    Irq(bool),
}

/// Channels that stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bus {
    /// No address of a read is taken.
    pub refuses_reads: bool,
    /// No data are given.
    pub withholds_data: bool,
    /// No address and no data of a write are taken.
    pub refuses_writes: bool,
    /// No response is given.
    pub withholds_responses: bool,
}

/// What happened on the bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusEvent {
    /// An address of a read passed, with its beats.
    Read(u64, usize),
    /// The last data of a read passed.
    ReadEnd,
    /// An address of a write passed, with its beats.
    Write(u64, usize),
    /// A response passed.
    Answered(u8),
}

/// How far all was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Clocks of the host.
    pub clock: usize,
    /// Events on the bus.
    pub bus: usize,
    /// Clocks of the transmitter.
    pub symbols: usize,
    /// Edges of the interrupt line.
    pub irq: usize,
    /// Frames that the link partner had begun to send.
    pub carriers: usize,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Bits of a symbol on the wire.
    pub bits_per_clock: usize,
    /// The answers to register accesses, with the clock.
    pub answers: Vec<(usize, Answer)>,
    /// All that happened on the bus, with the clock.
    pub bus: Vec<(usize, BusEvent)>,
    /// Memory at the end.
    pub memory: SparseMemory,
    /// What the card sent, a symbol a clock of the transmitter.
    pub symbols: Vec<TxSymbol>,
    /// Edges of the interrupt line: the clock after which it was so.
    pub irq: Vec<(usize, bool)>,
    /// Rules of AXI that were broken.
    pub violations: Vec<Violation>,
    /// Steps that were given up, by their number.
    pub given_up: Vec<usize>,
    /// Where the marks were set.
    pub marks: Vec<Mark>,
    /// How far all was at the end.
    pub end: Mark,
}

impl Trace {
    /// What it sent from this clock of the transmitter on.
    pub fn packets(&self, from: usize) -> Vec<TxPacket> {
        packets(&self.symbols[from.min(self.symbols.len())..], self.bits_per_clock)
    }

    /// What the reads of registers gave, in order.
    pub fn reads(&self) -> Vec<u32> {
        let reads = self.answers.iter().filter(|(_, answer)| matches!(answer.access, Access::Read { .. }));
        reads.map(|(_, answer)| answer.data).collect()
    }
}

impl Subject for Card {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(device: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Card>>, NoRig> {
        Ok(match (rung, device) {
            (Rung::Reference, _) => return Err(NoRig::NotApplicable(UNTIMED)),
            (_, "nic") => Box::new(Timed::<ports::Nic> { device: design(rung, rungs)? }),
            _ => Box::new(Timed::<ports::NicMii> { device: design(rung, rungs)? }),
        })
    }
}

struct Timed<I: CardPins> {
    device: Box<dyn Device<I>>,
}

/// The clocks of the designs, by their number in `CLOCKS`.
const HOST: usize = 0;
const TRANSMITTER: usize = 1;
const RECEIVER: usize = 2;

/// Where a run is given up, in events.
const PATIENCE_EVENTS: usize = 20_000_000;

impl<I: CardPins> Rig<Card> for Timed<I> {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let mut clocks = clocks(I::PHY_PERIOD_PS, script.drift_ppm);
        let mut run = Run::<I>::new(script);
        let mut out = I::Out::default();
        for _ in 0..PATIENCE_EVENTS {
            let event = clocks.next_event();
            let edges = run.running(event.edges);
            let before = out;
            self.device.step(edges, &run.input, &mut out);
            run.event(event.time_ps, edges, &before, &out);
            if run.is_over() {
                break;
            }
        }
        run.finish()
    }

    fn bits_per_clock(&self) -> usize {
        I::BITS_PER_CLOCK
    }
}

/// The host's clock is as fast as the wire's: that of 125 MHz for a gigabit.
fn clocks(phy_ps: u64, drift_ppm: i32) -> Clocks {
    let clocks = vec![
        Clock::steady("clk", phy_ps, phy_ps),
        Clock::steady("tx_clk", phy_ps, phy_ps + phy_ps * 3 / 8),
        Clock { drift_ppm, ..Clock::steady("rx_clk", phy_ps, phy_ps + phy_ps * 5 / 8) },
    ];
    // Cannot fail: there are three clocks, and their periods are above 0.
    Clocks::new(&ClockPlan { clocks, grid_ps: 1 }).expect("a sound plan")
}
