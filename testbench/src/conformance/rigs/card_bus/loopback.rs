// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for `loopback`: what the MAC sends and the PHY receives, with clocks of their own; what the PHY is shown and
//! the MAC hears.

use super::UNTIMED;
use crate::clocks::{Clock, ClockPlan, Clocks};
use crate::conformance::rigs::wire::{RxSymbol, TxSymbol};
use crate::conformance::rigs::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::ports::{self, loopback};

/// What stands between a MAC and its PHY.
pub struct Loopback;

/// What is sent on both sides.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// The MAC hears itself.
    pub loopback: bool,
    /// What the MAC sends, a symbol a clock of the transmitter.
    pub sent: Vec<TxSymbol>,
    /// What the PHY receives, a symbol a clock of the receiver.
    pub received: Vec<RxSymbol>,
    /// How much slower than the clock of the transmitter that of the receiver is, in millionths.
    pub drift_ppm: i32,
    /// When the first edge of the receiver comes, of 8000 ps.
    pub phase_ps: u64,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// What the PHY was shown after each clock of the transmitter.
    pub shown: Vec<TxSymbol>,
    /// What the MAC heard after each clock of the receiver.
    pub heard: Vec<RxSymbol>,
}

impl Subject for Loopback {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Loopback>>, NoRig> {
        match rung {
            Rung::Reference => Err(NoRig::NotApplicable(UNTIMED)),
            _ => Ok(Box::new(Timed { device: design(rung, rungs)? })),
        }
    }
}

struct Timed {
    device: Box<dyn Device<ports::Loopback>>,
}

const PERIOD_PS: u64 = 8_000;
/// Clocks after the last symbol.
const QUIET_CLOCKS: usize = 60;

impl Rig<Loopback> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let drift_ppm = script.drift_ppm;
        let clocks = vec![
            Clock::steady("tx_clk", PERIOD_PS, PERIOD_PS),
            Clock { drift_ppm, ..Clock::steady("rx_clk", PERIOD_PS, PERIOD_PS + script.phase_ps) },
        ];
        // Cannot fail: there are two clocks, and their periods are above 0.
        let mut clocks = Clocks::new(&ClockPlan { clocks, grid_ps: 1 }).expect("a sound plan");
        let (mut trace, mut out) = (Trace::default(), loopback::Out::default());
        let clocks_in_all = script.sent.len().max(script.received.len()) + QUIET_CLOCKS;
        while trace.shown.len() < clocks_in_all || trace.heard.len() < clocks_in_all {
            let edges = clocks.next_event().edges;
            let sent = script.sent.get(trace.shown.len()).copied().unwrap_or_default();
            let received = script.received.get(trace.heard.len()).copied().unwrap_or_default();
            let input = loopback::In {
                mac_txd: sent.data,
                mac_tx_en: sent.en,
                mac_tx_er: sent.er,
                cfg_tx_loopback: script.loopback,
                phy_rxd: received.data,
                phy_rx_dv: received.dv,
                phy_rx_er: received.er,
                cfg_rx_loopback: script.loopback,
                ..Default::default()
            };
            self.device.step(edges, &input, &mut out);
            if edges.contains(0) {
                trace.shown.push(TxSymbol { data: out.phy_txd, en: out.phy_tx_en, er: out.phy_tx_er });
            }
            if edges.contains(1) {
                trace.heard.push(RxSymbol { data: out.mac_rxd, dv: out.mac_rx_dv, er: out.mac_rx_er });
            }
        }
        trace
    }
}
