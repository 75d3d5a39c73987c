// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where the devices under test come from: a [`Rungs`] gives the design of a block on a rung, and [`Ladder`] is the
//! one over the registry of blocks.

use std::any::Any;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, PoisonError};

use wirewright_bridge::{BridgeError, Model, Options};
use wirewright_spec::{Design, EdgeSet, Interface};

use crate::netlist;
use crate::registry::{self, Registered, Visitor};

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

/// Why a rung has no design of a block.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDesign {
    /// A tool is missing; the text names the remedy.
    #[error("{0}")]
    ToolMissing(String),
    /// The rung does not have this block, or the block could not be loaded.
    #[error("{0}")]
    Other(String),
}

/// Gives the designs of the timed rungs.
pub trait Rungs: Sync {
    /// A fresh design of interface `I` on `rung`.
    ///
    /// # Errors
    /// Why there is none.
    fn open<I: Interface>(&self, rung: Rung) -> Result<Box<dyn Device<I>>, NoDesign>;
}

/// A model of some block, its type forgotten.
type Loaded = Box<dyn Any + Send>;

/// The rungs of the registry: golden models, and the committed Verilog and its netlist, verilated. A verilated design
/// is loaded once and then started anew for each case.
#[derive(Default)]
pub struct Ladder {
    options: Options,
    /// A block whose Verilog is another text, a mutant for example.
    replaced: Option<(String, String)>,
    loaded: Mutex<HashMap<(&'static str, Rung), Loaded>>,
}

impl Ladder {
    /// The rungs of the registry, loaded with these options.
    pub fn new(options: Options) -> Ladder {
        Ladder { options, ..Ladder::default() }
    }

    /// The same with another text for the Verilog of `block`.
    pub fn with_verilog(options: Options, block: &str, verilog: &str) -> Ladder {
        Ladder { options, replaced: Some((block.to_owned(), verilog.to_owned())), ..Ladder::default() }
    }

    fn load<R: Registered>(&self, rung: Rung) -> Result<Model<R>, NoDesign> {
        let text = match &self.replaced {
            Some((block, verilog)) if block == R::NAME => verilog,
            _ => R::VERILOG,
        };
        let source = match rung {
            Rung::Netlist => R::source_of(&netlist::of(R::NAME, text).map_err(|error| refused(error.into()))?),
            _ => R::source_of(text),
        };
        Model::load(&source, &self.options).map_err(refused)
    }

    fn verilated<R: Registered>(&self, rung: Rung) -> Result<Box<dyn Device<R>>, NoDesign> {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        let model = match loaded.entry((R::NAME, rung)) {
            Entry::Occupied(occupied) => occupied.into_mut(),
            Entry::Vacant(vacant) => vacant.insert(Box::new(self.load::<R>(rung)?)),
        };
        let model = model.downcast_ref::<Model<R>>();
        // Cannot fail: what is there under this name is of this type.
        let model = model.expect("a model under its own name");
        Ok(Box::new(model.instance(self.options.seed).map_err(refused)?))
    }
}

fn refused(error: BridgeError) -> NoDesign {
    match error {
        BridgeError::ToolMissing(missing) => NoDesign::ToolMissing(missing.to_string()),
        error => NoDesign::Other(error.to_string()),
    }
}

impl Rungs for Ladder {
    fn open<I: Interface>(&self, rung: Rung) -> Result<Box<dyn Device<I>>, NoDesign> {
        let device = registry::with(I::NAME, Opener { ladder: self, rung });
        let device = device.map_err(|unknown| NoDesign::Other(unknown.to_string()))??;
        // Succeeds: the name of an interface is unique, a test of `spec` looks.
        device
            .downcast::<Box<dyn Device<I>>>()
            .map(|device| *device)
            .map_err(|_| NoDesign::Other(format!("the registry has another interface under the name {}", I::NAME)))
    }
}

/// Opens a block that the registry knows by name. The device comes out as `Box<dyn Device<I>>`, its type forgotten.
struct Opener<'a> {
    ladder: &'a Ladder,
    rung: Rung,
}

impl Visitor for Opener<'_> {
    type Output = Result<Box<dyn Any>, NoDesign>;

    fn visit<R: Registered>(self) -> Self::Output {
        let device: Box<dyn Device<R>> = match self.rung {
            Rung::Model => Box::new(R::Model::default()),
            Rung::Rtl | Rung::Netlist => self.ladder.verilated::<R>(self.rung)?,
            Rung::Reference => {
                return Err(NoDesign::Other(format!("no design of {} on the rung {}", R::NAME, self.rung.name())));
            }
        };
        Ok(Box::new(device))
    }
}
