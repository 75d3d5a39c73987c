// SPDX-License-Identifier: MIT OR Apache-2.0
//! An AXI4-Lite master, 32 bits: accesses one after the other, each to its response (AMBA AXI and ACE, IHI 0022H, B1).
//!
//! Called once for each rising edge, with what the slave shows before it; gives the pins that hold after it.

use std::collections::VecDeque;

/// An access to a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reads 32 bits.
    Read {
        /// Octets from the first register.
        offset: u32,
    },
    /// Writes those octets whose strobe is set.
    Write {
        /// Octets from the first register.
        offset: u32,
        /// The data.
        data: u32,
        /// A bit for each octet.
        strobes: u8,
    },
}

/// What came of an access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The access.
    pub access: Access,
    /// What was read; 0 of a write.
    pub data: u32,
    /// The response: 0 OKAY, 2 SLVERR, 3 DECERR.
    pub response: u8,
}

/// What a slave shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegisterView {
    /// `awready`.
    pub awready: bool,
    /// `wready`.
    pub wready: bool,
    /// `bresp`.
    pub bresp: u8,
    /// `bvalid`.
    pub bvalid: bool,
    /// `arready`.
    pub arready: bool,
    /// `rdata`.
    pub rdata: u32,
    /// `rresp`.
    pub rresp: u8,
    /// `rvalid`.
    pub rvalid: bool,
}

/// The pins of the master.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegisterPins {
    /// `awaddr`.
    pub awaddr: u16,
    /// `awvalid`.
    pub awvalid: bool,
    /// `wdata`.
    pub wdata: u32,
    /// `wstrb`.
    pub wstrb: u8,
    /// `wvalid`.
    pub wvalid: bool,
    /// `bready`.
    pub bready: bool,
    /// `araddr`.
    pub araddr: u16,
    /// `arvalid`.
    pub arvalid: bool,
    /// `rready`.
    pub rready: bool,
}

/// The master.
#[derive(Clone, Debug, Default)]
pub struct RegisterMaster {
    waiting: VecDeque<Access>,
    present: Option<Access>,
    pins: RegisterPins,
}

impl RegisterMaster {
    /// The pins as they are.
    pub fn pins(&self) -> RegisterPins {
        self.pins
    }

    /// Begins this access after those that were asked for before.
    pub fn ask(&mut self, access: Access) {
        self.waiting.push_back(access);
    }

    /// Nothing is under way or waits.
    pub fn is_idle(&self) -> bool {
        self.present.is_none() && self.waiting.is_empty()
    }

    /// Forgets what is under way: the slave was reset.
    pub fn reset(&mut self) {
        *self = RegisterMaster::default();
    }

    /// One edge: `view` is what the slave shows before it. Gives an answer that came at it; the pins after it are
    /// [`RegisterMaster::pins`].
    #[inline]
    pub fn edge(&mut self, view: &RegisterView) -> Option<Answer> {
        let answer = self.present.and_then(|access| self.take(access, view));
        if answer.is_some() {
            self.present = None;
        }
        if self.present.is_none()
            && let Some(access) = self.waiting.pop_front()
        {
            self.begin(access);
        }
        answer
    }

    fn begin(&mut self, access: Access) {
        self.present = Some(access);
        match access {
            Access::Read { offset } => {
                (self.pins.araddr, self.pins.arvalid, self.pins.rready) = (offset as u16, true, true);
            }
            Access::Write { offset, data, strobes } => {
                (self.pins.awaddr, self.pins.awvalid, self.pins.bready) = (offset as u16, true, true);
                (self.pins.wdata, self.pins.wstrb, self.pins.wvalid) = (data, strobes, true);
            }
        }
    }

    fn take(&mut self, access: Access, view: &RegisterView) -> Option<Answer> {
        let pins = &mut self.pins;
        pins.awvalid &= !view.awready;
        pins.wvalid &= !view.wready;
        pins.arvalid &= !view.arready;
        if matches!(access, Access::Read { .. }) {
            let comes = view.rvalid && pins.rready;
            pins.rready &= !comes;
            return comes.then_some(Answer { access, data: view.rdata, response: view.rresp });
        }
        let comes = view.bvalid && pins.bready;
        pins.bready &= !comes;
        comes.then_some(Answer { access, data: 0, response: view.bresp })
    }
}
