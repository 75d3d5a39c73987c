// SPDX-License-Identifier: MIT OR Apache-2.0
//! A reset in the middle of the traffic of a MAC: a clock stands in the middle of a frame, a reset port is high for one
//! edge of its clock, the others work on, and the clock returns. The trace begins anew with the reset.

use super::pins::In;
use super::{CLIENT, Carrier, Run, RxSymbol, Source, Trace, packets};
use wirewright_model::reference::transmit::Request;
use wirewright_spec::EdgeSet;

/// The clock domains of a MAC, as numbered in `CLOCKS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// `clk`, `rst`.
    Client,
    /// `tx_clk`, `tx_rst`.
    Transmitter,
    /// `rx_clk`, `rx_rst`.
    Receiver,
}

/// What is reset, when, and what happens then. All before it is given up: client and PHY begin anew.
#[derive(Clone, Debug)]
pub struct Reset {
    /// Its reset port is high for one edge of its clock.
    pub port: Domain,
    /// The clock that stands, from this moment until long after the reset; not that of `port`.
    pub standing: Option<Domain>,
    /// When it begins, in octet times of the wire.
    pub at_octets: usize,
    /// Frames of the client after the reset.
    pub frames: Vec<Request>,
    /// What the PHY receives after the reset, when its clock runs.
    pub carriers: Vec<Carrier>,
}

/// What a MAC did between the reset and the return of the clock that stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meanwhile {
    /// Packets that it sent.
    pub packets: usize,
    /// Frames that the client got.
    pub received: usize,
    /// The snapshot that was asked for after the reset is still being taken.
    pub busy: bool,
}

/// Octet times from the begin to the reset.
const RESET_AFTER_OCTETS: u64 = 90;
/// Octet times from the begin to the return of the clock.
const RETURN_AFTER_OCTETS: u64 = 2500;
/// Two edges hold the flip-flops of a reset synchroniser, the third one is the first that works.
const EDGES_TO_LEAVE_RESET: u32 = 4;

/// How far a reset is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Before,
    /// The clock stands, if one does.
    Stands,
    /// An edge of the port's clock has passed: the port is high until the next.
    High,
    Low,
    Returned,
}

/// A running reset.
pub(super) struct Resetting<'a> {
    reset: &'a Reset,
    begin_ps: u64,
    octet_ps: u64,
    phase: Phase,
    asks_snapshot: bool,
}

impl<'a> Resetting<'a> {
    pub(super) fn new(reset: &'a Reset, octet_ps: u64) -> Resetting<'a> {
        let begin_ps = reset.at_octets as u64 * octet_ps;
        Resetting { reset, begin_ps, octet_ps, phase: Phase::Before, asks_snapshot: true }
    }

    /// What is left of these edges when a clock stands.
    pub(super) fn running(&self, edges: EdgeSet) -> EdgeSet {
        let stands = !matches!(self.phase, Phase::Before | Phase::Returned);
        match self.reset.standing {
            Some(clock) if stands => EdgeSet(edges.0 & !(1 << clock as u8)),
            _ => edges,
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.phase == Phase::Returned
    }

    /// One event has passed. Sets what holds at the next.
    pub(super) fn event(&mut self, time_ps: u64, edges: EdgeSet, run: &mut Run<'a>, busy: bool) {
        let port = self.reset.port as usize;
        let since_ps = time_ps.saturating_sub(self.begin_ps);
        match self.phase {
            Phase::Before if time_ps >= self.begin_ps => self.phase = Phase::Stands,
            Phase::Stands if since_ps >= RESET_AFTER_OCTETS * self.octet_ps && edges.contains(port) => {
                run.input.resets[port] = true;
                self.phase = Phase::High;
            }
            Phase::High if edges.contains(port) => {
                self.begin_anew(run);
                self.phase = Phase::Low;
            }
            Phase::Low if since_ps >= RETURN_AFTER_OCTETS * self.octet_ps => {
                let packets = packets(&run.trace.symbols, run.trace.bits_per_clock).len();
                run.trace.meanwhile = Meanwhile { packets, received: run.trace.received.len(), busy };
                run.quiet_clocks = 0;
                self.phase = Phase::Returned;
            }
            Phase::Low | Phase::Returned if edges.contains(CLIENT) && run.resting_edges[CLIENT] <= 1 => {
                run.input.snapshot = std::mem::take(&mut self.asks_snapshot);
            }
            _ => (),
        }
    }

    /// All that was under way is forgotten.
    fn begin_anew(&self, run: &mut Run<'a>) {
        let bits_per_clock = run.trace.bits_per_clock;
        let wire: Vec<_> = self.reset.carriers.iter().flat_map(|carrier| carrier.symbols(bits_per_clock)).collect();
        run.wire = wire.into_iter();
        run.source = Source::new(&self.reset.frames, 0, 0);
        run.input =
            In { resets: [false; 3], offer: Default::default(), rx: RxSymbol::default(), snapshot: false, ..run.input };
        run.partial.clear();
        run.quiet_clocks = 0;
        run.resting_edges = [EDGES_TO_LEAVE_RESET; 3];
        run.trace = Trace { bits_per_clock, ..Trace::default() };
    }
}
