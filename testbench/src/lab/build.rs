// SPDX-License-Identifier: MIT OR Apache-2.0
//! Puts a card of the topology onto its rung.

use std::num::NonZeroU32;
use std::rc::Rc;

use wirewright_bridge::{BridgeError, Model, Options};
use wirewright_spec::ports::{Nic, NicMii};

use super::bus::Shared;
use super::executor::Executor;
use super::pins::{Card, OnRung};
use super::station::{Pace, Place, Running, Station};
use super::topology::{Kind, Rung};
use crate::netlist;
use crate::registry::Registered;

/// The station of a device.
pub(super) fn station(
    place: &Place<'_>,
    pace: Pace,
    shared: Rc<Shared>,
    executor: Executor,
) -> Result<Box<dyn Station>, BridgeError> {
    match place.topology.devices[place.device].kind {
        Kind::Nic => on_rung::<Nic>(place, pace, shared, executor),
        Kind::NicMii => on_rung::<NicMii>(place, pace, shared, executor),
    }
}

fn on_rung<C: Card + Registered<Model: OnRung>>(
    place: &Place<'_>,
    pace: Pace,
    shared: Rc<Shared>,
    executor: Executor,
) -> Result<Box<dyn Station>, BridgeError> {
    let text = match place.topology.devices[place.device].rung {
        Rung::Model => {
            return Ok(Box::new(Running::<C, _>::new(C::Model::default(), place, pace, shared, executor)));
        }
        Rung::Rtl => C::VERILOG.to_owned(),
        Rung::Netlist => netlist::of(C::NAME, C::VERILOG)?,
    };
    let model: Model<C> = Model::load(&C::source_of(&text), &Options::default())?;
    let seed = place.topology.seed.wrapping_add(place.device as u64) as u32;
    let verilated = model.instance(NonZeroU32::new(seed).unwrap_or(NonZeroU32::MIN))?;
    Ok(Box::new(Running::<C, _>::new(verilated, place, pace, shared, executor)))
}
