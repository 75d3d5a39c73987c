// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where the devices under test come from: a [`Rungs`] gives the design of a block on a rung. The golden models are
//! here; verilated rungs are given by the caller, since they need tools.

use std::any::Any;
use wirewright_spec::{Design, EdgeSet, Interface, ports};

/// A rung of the ladder of fidelity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// The untimed functions.
    Reference,
    /// The golden model.
    Model,
    /// The generated Verilog, verilated.
    Rtl,
    /// The synthesised netlist, verilated.
    Netlist,
}

impl Rung {
    /// All rungs, from the top.
    pub const ALL: [Rung; 4] = [Rung::Reference, Rung::Model, Rung::Rtl, Rung::Netlist];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Rung::Reference => "reference",
            Rung::Model => "model",
            Rung::Rtl => "rtl",
            Rung::Netlist => "netlist",
        }
    }
}

/// A [`Design`] of interface `I` behind a pointer.
pub trait Device<I: Interface> {
    /// As [`Design::reset`].
    fn reset(&mut self);
    /// As [`Design::step`].
    fn step(&mut self, edges: EdgeSet, input: &I::In, output: &mut I::Out);
}

impl<I: Interface, D: Design<In = I::In, Out = I::Out>> Device<I> for D {
    fn reset(&mut self) {
        Design::reset(self);
    }

    fn step(&mut self, edges: EdgeSet, input: &I::In, output: &mut I::Out) {
        Design::step(self, edges, input, output);
    }
}

/// Gives the designs of the timed rungs.
pub trait Rungs: Sync {
    /// A fresh design of interface `I` on `rung`.
    ///
    /// # Errors
    /// Why there is none: a missing tool, a block that this rung does not have.
    fn open<I: Interface>(&self, rung: Rung) -> Result<Box<dyn Device<I>>, String>;
}

/// The golden models, and no other rung.
#[derive(Clone, Copy, Debug, Default)]
pub struct Golden;

impl Rungs for Golden {
    fn open<I: Interface>(&self, rung: Rung) -> Result<Box<dyn Device<I>>, String> {
        if rung != Rung::Model {
            return Err(format!("no {} rung here", rung.name()));
        }
        golden::<I>().ok_or_else(|| format!("no golden model of {}", I::NAME))
    }
}

/// The golden model of `I`.
pub fn golden<I: Interface>() -> Option<Box<dyn Device<I>>> {
    use wirewright_model as model;
    let device = match I::NAME {
        "crc32" => erase::<ports::Crc32>(model::Crc32::new()),
        "crc32_nibble" => erase::<ports::Crc32Nibble>(model::Crc32Nibble::new()),
        "lfsr" => erase::<ports::Lfsr>(model::Lfsr::new()),
        "backoff" => erase::<ports::Backoff>(model::Backoff::new()),
        "stream_fifo" => erase::<ports::StreamFifo>(model::StreamFifo::new()),
        "stream_fifo_64" => erase::<ports::StreamFifo64>(model::StreamFifo64::new()),
        "stream_fifo_16k" => erase::<ports::StreamFifo16k>(model::StreamFifo16k::new()),
        "async_fifo" => erase::<ports::AsyncFifo>(model::AsyncFifo::new()),
        "word_sync" => erase::<ports::WordSync>(model::WordSync::new()),
        "mac_tx" => erase::<ports::MacTx>(model::MacTx::new()),
        "mac_rx" => erase::<ports::MacRx>(model::MacRx::new()),
        "mac_tx_mii" => erase::<ports::MacTxMii>(model::MacTxMii::new()),
        "mac_rx_mii" => erase::<ports::MacRxMii>(model::MacRxMii::new()),
        "mac_tx_trispeed" => erase::<ports::MacTxTrispeed>(model::MacTxTrispeed::new()),
        "mac_rx_trispeed" => erase::<ports::MacRxTrispeed>(model::MacRxTrispeed::new()),
        "mac_control_tx" => erase::<ports::MacControlTx>(model::MacControlTx::new()),
        "mac_control_rx" => erase::<ports::MacControlRx>(model::MacControlRx::new()),
        "mac_counters" => erase::<ports::MacCounters>(model::MacCounters::new()),
        "mac_gmii" => erase::<ports::MacGmii>(model::MacGmii::new()),
        "mac_mii" => erase::<ports::MacMii>(model::MacMii::new()),
        "mac_trispeed" => erase::<ports::MacTrispeed>(model::MacTrispeed::new()),
        _ => return None,
    };
    // Succeeds: the name of an interface is unique, a test of `spec` looks.
    device.downcast::<Box<dyn Device<I>>>().ok().map(|device| *device)
}

fn erase<I: Interface>(design: impl Device<I> + 'static) -> Box<dyn Any> {
    let device: Box<dyn Device<I>> = Box::new(design);
    Box::new(device)
}
