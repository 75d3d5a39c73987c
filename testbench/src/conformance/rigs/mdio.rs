// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for a master of MDIO: requests in, the line and what was read out. A PHY of the rig's own answers.

use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, mdio};

/// A master of MDIO.
pub struct Mdio;

/// One frame to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// It writes; else it reads.
    pub write: bool,
    /// Which PHY.
    pub phy: u8,
    /// Which of its registers.
    pub register: u8,
    /// What is written, or what the PHY answers.
    pub data: u16,
    /// There is a PHY to answer.
    pub answers: bool,
    /// How long after the rising MDC its bits come, in clocks of 8 ns.
    pub answer_clocks: usize,
}

/// One cycle of MDC, seen from its rising edge; times in clocks of 8 ns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cycle {
    /// What the station drove, if anything.
    pub bit: Option<bool>,
    /// For how long MDC had been low.
    pub low_clocks: usize,
    /// For how long it was high.
    pub high_clocks: usize,
    /// For how long the station had not changed what it drove.
    pub before_clocks: usize,
    /// For how long it did not change it then; nothing where it never did.
    pub after_clocks: Option<usize>,
}

/// What one request led to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// Each cycle of MDC.
    pub cycles: Vec<Cycle>,
    /// What was read; nothing when no PHY has answered.
    pub read: Option<u16>,
    /// The station drove MDIO before or after the frame.
    pub driven_idle: bool,
}

impl Subject for Mdio {
    type Script = Vec<Request>;
    type Trace = Vec<Exchange>;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Mdio>>, NoRig> {
        if rung == Rung::Reference {
            return Err(NoRig::NotApplicable("the reference knows frames, not their management"));
        }
        Ok(Box::new(Timed(design(rung, rungs)?)))
    }
}

struct Timed(Box<dyn Device<ports::Mdio>>);

/// Longer than any frame.
const PATIENCE_CLOCKS: usize = 20_000;
/// Between two frames.
const PAUSE_CLOCKS: usize = 100;

impl Rig<Mdio> for Timed {
    fn play(&mut self, requests: &Vec<Request>) -> Vec<Exchange> {
        self.0.reset();
        requests.iter().map(|request| self.exchange(request)).collect()
    }
}

/// What the rig knows of the line while a frame passes.
struct Line {
    mdc: bool,
    driven: Option<bool>,
    /// Clocks since MDC and the driven bit have changed.
    mdc_clocks: usize,
    driven_clocks: usize,
    /// What the PHY is about to drive, and when; what it drives.
    coming: Option<(usize, bool)>,
    level: bool,
}

impl Timed {
    fn exchange(&mut self, request: &Request) -> Exchange {
        let mut out = mdio::Out::default();
        let mut exchange = Exchange::default();
        let idle = mdio::In { mdio_i: true, ..Default::default() };
        for _ in 0..PAUSE_CLOCKS {
            self.0.step(EdgeSet::FIRST, &idle, &mut out);
            exchange.driven_idle |= out.mdio_oe;
        }
        let asked = mdio::In {
            start: true,
            write: request.write,
            phy_address: request.phy,
            register_address: request.register,
            write_data: request.data,
            ..idle
        };
        let mut line = Line { mdc: out.mdc, driven: None, mdc_clocks: 0, driven_clocks: 0, coming: None, level: true };
        for clock in 0..PATIENCE_CLOCKS {
            if let Some((_, level)) = line.coming.filter(|(due, _)| *due <= clock) {
                (line.level, line.coming) = (level, None);
            }
            let input = if clock == 0 { asked } else { idle };
            self.0.step(EdgeSet::FIRST, &mdio::In { mdio_i: line.level, ..input }, &mut out);
            line.watch(&out, &mut exchange.cycles);
            if line.mdc && line.mdc_clocks == 0 {
                let bit = answer(request, exchange.cycles.len());
                line.coming = Some((clock + request.answer_clocks.max(1), bit));
            }
            if out.done {
                exchange.read = (!request.write && !out.fault).then_some(out.read_data);
                break;
            }
        }
        for _ in 0..PAUSE_CLOCKS {
            self.0.step(EdgeSet::FIRST, &idle, &mut out);
            exchange.driven_idle |= out.mdio_oe;
        }
        exchange
    }
}

/// What the PHY drives after rising edge `number` of MDC, counted from 1; 1, the pull-up, when it drives nothing.
fn answer(request: &Request, number: usize) -> bool {
    match number {
        _ if request.write || !request.answers => true,
        // The second bit of the turnaround is the 48th of the frame.
        47 => false,
        48..64 => request.data >> (63 - number) & 1 != 0,
        _ => true,
    }
}

impl Line {
    fn watch(&mut self, out: &mdio::Out, cycles: &mut Vec<Cycle>) {
        (self.mdc_clocks, self.driven_clocks) = (self.mdc_clocks + 1, self.driven_clocks + 1);
        let driven = out.mdio_oe.then_some(out.mdio_o);
        if driven != self.driven {
            if let Some(cycle) = cycles.last_mut() {
                let since_rise = self.mdc_clocks + if self.mdc { 0 } else { cycle.high_clocks };
                cycle.after_clocks.get_or_insert(since_rise);
            }
            (self.driven, self.driven_clocks) = (driven, 0);
        }
        if out.mdc == self.mdc {
            return;
        }
        if out.mdc {
            cycles.push(Cycle {
                bit: driven,
                low_clocks: self.mdc_clocks,
                before_clocks: self.driven_clocks,
                ..Cycle::default()
            });
        } else if let Some(cycle) = cycles.last_mut() {
            cycle.high_clocks = self.mdc_clocks;
        }
        (self.mdc, self.mdc_clocks) = (out.mdc, 0);
    }
}
