// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the transmitting side of RGMII: what a MAC sends in, what is on the wires out, in half clocks of 4 ns.

use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, rgmii_tx};

/// The transmitting side of RGMII.
pub struct RgmiiTx;

/// What a MAC sends, one symbol at each edge that counts.
#[derive(Clone, Debug)]
pub struct Script {
    /// 0 is 10, 1 is 100, 2 is 1000 Mbit/s.
    pub speed: u8,
    /// Data, TX_EN and TX_ER.
    pub symbols: Vec<(u8, bool, bool)>,
}

/// The wires between two edges of TXC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// TXC is high.
    pub high: bool,
    /// For so many half clocks.
    pub halves: usize,
    /// TD, TX_CTL; nothing when they have changed in between.
    pub wires: Option<(u8, bool)>,
}

impl Subject for RgmiiTx {
    type Script = Script;
    /// From the rising edge on with which the first symbol begins, two levels a symbol.
    type Trace = Vec<Level>;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<RgmiiTx>>, NoRig> {
        if rung == Rung::Reference {
            return Err(NoRig::NotApplicable("the reference knows frames, not their wires"));
        }
        Ok(Box::new(Timed(design(rung, rungs)?)))
    }
}

struct Timed(Box<dyn Device<ports::RgmiiTx>>);

/// Longer than two periods of the slowest clock.
const SETTLE_CLOCKS: usize = 120;
const PERIOD_CLOCKS: usize = 50;

impl Rig<RgmiiTx> for Timed {
    fn play(&mut self, script: &Script) -> Vec<Level> {
        self.0.reset();
        let mut out = rgmii_tx::Out::default();
        let mut input = rgmii_tx::In { cfg_speed: script.speed, ..Default::default() };
        for _ in 0..SETTLE_CLOCKS {
            self.0.step(EdgeSet::FIRST, &input, &mut out);
        }
        let mut symbols = script.symbols.iter();
        let mut levels: Vec<Level> = Vec::new();
        let mut started = false;
        for _ in 0..(script.symbols.len() + 2) * PERIOD_CLOCKS {
            let takes = out.tx_clk_en;
            self.0.step(EdgeSet::FIRST, &input, &mut out);
            if started {
                push(&mut levels, out.txc_rise, (out.txd_rise, out.tx_ctl_rise));
                push(&mut levels, out.txc_fall, (out.txd_fall, out.tx_ctl_fall));
            }
            // The MAC changes its outputs at an edge that counts; they are on the wires from the edge after.
            if takes {
                let Some(&(data, en, er)) = symbols.next() else { break };
                (input.gmii_txd, input.gmii_tx_en, input.gmii_tx_er) = (data, en, er);
                started = true;
            }
        }
        levels
    }
}

fn push(levels: &mut Vec<Level>, high: bool, wires: (u8, bool)) {
    match levels.last_mut() {
        Some(level) if level.high == high => {
            level.halves += 1;
            level.wires = level.wires.filter(|before| *before == wires);
        }
        _ => levels.push(Level { high, halves: 1, wires: Some(wires) }),
    }
}
