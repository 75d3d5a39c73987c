// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for `interrupts`: what is told to the block at each clock, and what it shows after it.

use super::UNTIMED;
use crate::conformance::rigs::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, interrupts};

/// Causes, mask and line.
pub struct Interrupts;

/// What is told at one clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Causes that happen, as bits of `INTERRUPT_CAUSE`: 0 TX, 1 RX, 2 transmit stopped, 3 `TX_TAIL` refused, 5
    /// received frame lost, 6 software.
    pub causes: u8,
    /// Receive stopped, and `RX_TAIL` refused.
    pub receive: [bool; 2],
    /// The link is up.
    pub link: bool,
    /// Causes that are cleared.
    pub clear: u8,
    /// `cfg_mask`.
    pub mask: u8,
    /// `cfg_moderation`.
    pub moderation: u16,
}

/// What is shown after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// `cause`.
    pub cause: u8,
    /// `irq`.
    pub irq: bool,
}

impl Subject for Interrupts {
    type Script = Vec<Told>;
    type Trace = Vec<Shown>;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Interrupts>>, NoRig> {
        match rung {
            Rung::Reference => Err(NoRig::NotApplicable(UNTIMED)),
            _ => Ok(Box::new(Timed { device: design(rung, rungs)? })),
        }
    }
}

struct Timed {
    device: Box<dyn Device<ports::Interrupts>>,
}

impl Rig<Interrupts> for Timed {
    fn play(&mut self, script: &Vec<Told>) -> Vec<Shown> {
        self.device.reset();
        let mut out = interrupts::Out::default();
        let edge = |told: &Told| {
            let cause = |bit: u8| told.causes >> bit & 1 != 0;
            let input = interrupts::In {
                tx_written: cause(0),
                rx_written: cause(1),
                tx_stopped: cause(2),
                rx_stopped: told.receive[0],
                tx_ring_error: cause(3),
                rx_ring_error: told.receive[1],
                link: told.link,
                rx_lost: cause(5),
                software: cause(6),
                clear: told.clear,
                cfg_mask: told.mask,
                cfg_moderation: told.moderation,
                ..Default::default()
            };
            self.device.step(EdgeSet::FIRST, &input, &mut out);
            Shown { cause: out.cause, irq: out.irq }
        };
        script.iter().map(edge).collect()
    }
}
