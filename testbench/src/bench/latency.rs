// SPDX-License-Identifier: MIT OR Apache-2.0
//! Latencies of the MAC in clocks of the PHY, measured on the golden model, which is equal to the Verilog at every
//! edge: from the first frame octet on the wire to the first beat, and from the first beat offered to the first
//! preamble octet; for the MAC alone and for the whole design with its memories.

use serde::Serialize;
use wirewright_spec::ports::{MacGmii, mac_rx, mac_tx};
use wirewright_spec::{Block, Interface};

use super::BenchError;
use crate::clocks::{ClockPlan, Clocks, Event};
use crate::lockstep::{Drive, Watch, play};

/// Octets of the frame whose latency is measured, without FCS.
const FRAME_OCTETS: usize = 60;

/// One latency.
#[derive(Clone, Debug, Serialize)]
pub struct LatencyRow {
    /// What was measured.
    pub what: &'static str,
    /// Clocks of 8 ns.
    pub clocks: u64,
}

/// Measures the latencies.
///
/// # Errors
/// When an end of a way is not reached.
pub fn latencies() -> Result<Vec<LatencyRow>, BenchError> {
    let (store_rx, store_tx) = with_memories()?;
    Ok(vec![
        LatencyRow { what: "mac_rx: first frame octet on the wire to first beat", clocks: receive_alone()? },
        LatencyRow { what: "mac_tx: first beat offered to first preamble octet", clocks: transmit_alone()? },
        LatencyRow {
            what: "mac_gmii: first frame octet of 64 on the wire to first beat (stored and forwarded)",
            clocks: store_rx,
        },
        LatencyRow {
            what: "mac_gmii: first beat of 60 offered to first preamble octet (stored and forwarded)",
            clocks: store_tx,
        },
    ])
}

fn receive_alone() -> Result<u64, BenchError> {
    let mut mac = wirewright_model::MacRx::new();
    let mut output = mac_rx::Out::default();
    let carrier = std::iter::once(0xd5).chain(std::iter::repeat_n(0, FRAME_OCTETS + 4));
    for (edge, gmii_rxd) in carrier.enumerate() {
        let input = mac_rx::In { gmii_rxd, gmii_rx_dv: true, cfg_rx_fcs_strip: true, ..mac_rx::In::default() };
        Block::step(&mut mac, &input, &mut output);
        if output.rx_axis_tvalid {
            // Edge 0 is the delimiter, so this is how many edges have sampled octets of the frame.
            return Ok(edge as u64);
        }
    }
    Err(BenchError::Missing("beat from mac_rx"))
}

fn transmit_alone() -> Result<u64, BenchError> {
    let mut mac = wirewright_model::MacTx::new();
    let mut output = mac_tx::Out::default();
    Block::step(&mut mac, &mac_tx::In { rst: true, ..mac_tx::In::default() }, &mut output);
    let input = mac_tx::In { tx_axis_tvalid: true, tx_fcs_insert: true, ..mac_tx::In::default() };
    for edge in 1..100 {
        Block::step(&mut mac, &input, &mut output);
        if output.gmii_tx_en {
            return Ok(edge);
        }
    }
    Err(BenchError::Missing("preamble from mac_tx"))
}

/// Times of the first of each kind of event.
#[derive(Default)]
struct Firsts {
    offered: Option<u64>,
    preamble: Option<u64>,
    received: Option<u64>,
    delivered: Option<u64>,
    delimited: bool,
}

type In = <MacGmii as Interface>::In;
type Out = <MacGmii as Interface>::Out;

impl Watch<In, Out> for Firsts {
    fn event(&mut self, event: &Event, input: &In, output: &Out) {
        let now = event.number;
        let note = |slot: &mut Option<u64>, seen: bool| {
            if seen {
                slot.get_or_insert(now);
            }
        };
        note(&mut self.offered, input.tx_axis_tvalid);
        note(&mut self.preamble, output.gmii_tx_en);
        note(&mut self.received, input.gmii_rx_dv && self.delimited);
        self.delimited |= input.gmii_rx_dv && input.gmii_rxd == 0xd5;
        note(&mut self.delivered, output.rx_axis_tvalid);
    }
}

/// Sends one frame into a design whose PHY loops it back.
#[derive(Default)]
struct Loopback {
    /// Edges since the start; the reset is held for the first ones.
    edge: usize,
    /// Octets that were taken.
    taken: usize,
    tx_ready: bool,
}

/// Edges with reset, and then edges without an offer: longer than the crossings need to leave their reset.
const RESET_EDGES: usize = 8;
const IDLE_EDGES: usize = 8;

impl Drive<In, Out> for Loopback {
    fn start(&mut self, input: &mut In) {
        (input.rst, input.tx_rst, input.rx_rst) = (true, true, true);
        (input.cfg_tx_fcs_insert, input.cfg_rx_fcs_strip, input.rx_axis_tready) = (true, true, true);
    }

    fn after(&mut self, _: &Event, output: &Out, input: &mut In) -> bool {
        self.edge += 1;
        let reset = self.edge < RESET_EDGES;
        (input.rst, input.tx_rst, input.rx_rst) = (reset, reset, reset);
        self.taken += usize::from(input.tx_axis_tvalid && self.tx_ready);
        self.tx_ready = output.tx_axis_tready;
        input.tx_axis_tvalid = self.edge > RESET_EDGES + IDLE_EDGES && self.taken < FRAME_OCTETS;
        input.tx_axis_tlast = self.taken + 1 == FRAME_OCTETS;
        (input.gmii_rxd, input.gmii_rx_dv, input.gmii_rx_er) = (output.gmii_txd, output.gmii_tx_en, output.gmii_tx_er);
        true
    }
}

/// Receive and transmit latency of the whole design, all clocks being one.
fn with_memories() -> Result<(u64, u64), BenchError> {
    let mut plan = ClockPlan::seeded(&[("clk", 8000), ("tx_clk", 8000), ("rx_clk", 8000)], 0, 1);
    for clock in &mut plan.clocks {
        clock.phase_ps = 8000;
    }
    let mut clocks = Clocks::new(&plan)?;
    let mut drive = Loopback::default();
    let mut firsts = Firsts::default();
    play(&mut wirewright_model::MacGmii::default(), &mut clocks, &mut drive, &mut firsts, 5000);
    let span = |from: Option<u64>, to: Option<u64>, what| {
        let (from, to) = from.zip(to).ok_or(BenchError::Missing(what))?;
        Ok::<u64, BenchError>(to - from + 1)
    };
    Ok((
        span(firsts.received, firsts.delivered, "beat from mac_gmii")?,
        span(firsts.offered, firsts.preamble, "preamble from mac_gmii")?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mac_alone_is_as_quick_as_its_contract() {
        assert_eq!((receive_alone().unwrap(), transmit_alone().unwrap()), (6, 1));
    }

    #[test]
    fn the_design_stores_a_whole_frame_before_it_forwards() {
        let (receive, transmit) = with_memories().unwrap();
        assert!((64..120).contains(&receive) && (60..120).contains(&transmit), "{receive} {transmit}");
    }
}
