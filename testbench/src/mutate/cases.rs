// SPDX-License-Identifier: MIT OR Apache-2.0
//! The conformance cases of a block, asked of a mutant of it.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use wirewright_spec::{Design, EdgeSet, Interface};

use super::MutateError;
use super::judge::{Killer, SEEDS, start};
use super::mutant::Mutant;
use crate::conformance::{Case, Device, Ladder, NoDesign, Outcome, Rung, Rungs, cases, run_on};
use crate::registry::Registered;

/// A case for one device, which is the block in one of its modes.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    case: &'static Case,
    device: &'static str,
}

/// All cases of a block; none where it has none.
pub(super) fn of(block: &str) -> impl Iterator<Item = Asked> {
    let asked = cases().iter().flat_map(|&case| case.devices.iter().map(move |&device| Asked { case, device }));
    asked.filter(move |asked| asked.device.split(':').next() == Some(block))
}

/// The first of these cases that fails; none when all hold.
///
/// # Errors
/// When a case cannot be run.
pub(super) fn first_of<R: Registered>(asked: &[Asked], mutant: &Mutant<'_, R>) -> Result<Option<Killer>, MutateError> {
    for asked in asked {
        if let (Some(killer), _) = asked.of::<R>(mutant)? {
            return Ok(Some(killer));
        }
    }
    Ok(None)
}

impl Asked {
    /// Asks the case: who failed, and how many edges it took.
    ///
    /// # Errors
    /// When it cannot be run.
    pub fn of<R: Registered>(&self, mutant: &Mutant<'_, R>) -> Result<(Option<Killer>, u64), MutateError> {
        let rungs = Chosen { mutant, golden: Ladder::default(), edges: Arc::default() };
        let killer = match run_on(self.case, self.device, Rung::Rtl, &rungs) {
            Outcome::Passed { .. } | Outcome::NotApplicable { .. } => None,
            Outcome::Failed { message, expected, got, clause, .. } => {
                let (case, clause) = (self.case.name.to_owned(), clause.to_owned());
                let message = format!("{message}: expected {expected}, got {got}");
                Some(Killer::Conformance { case, clause, message })
            }
            Outcome::Unavailable { why } => {
                return Err(MutateError::Case { case: self.case.name, reason: why.to_string() });
            }
        };
        Ok((killer, rungs.edges.load(Ordering::Relaxed)))
    }
}

/// The rungs of a case: the mutant for its block, golden models for the rest.
struct Chosen<'a, R: Registered> {
    mutant: &'a Mutant<'a, R>,
    golden: Ladder,
    /// Steps of the mutant.
    edges: Arc<AtomicU64>,
}

impl<R: Registered> Rungs for Chosen<'_, R> {
    fn open<I: Interface>(&self, _: Rung) -> Result<Box<dyn Device<I>>, NoDesign> {
        if I::NAME != R::NAME {
            return self.golden.open::<I>(Rung::Model);
        }
        let refuse = |reason: String| NoDesign::Other(reason);
        let design = self.mutant.instance(start(SEEDS[0])).map_err(|error| refuse(error.to_string()))?;
        let device: Box<dyn Device<R>> = Box::new(Counted { design, edges: Arc::clone(&self.edges) });
        let device: Box<dyn Any> = Box::new(device);
        // Succeeds: the name of an interface is unique, a test of `spec` looks.
        let device = device.downcast::<Box<dyn Device<I>>>();
        device.map(|device| *device).map_err(|_| refuse(format!("another interface has the name {}", I::NAME)))
    }
}

/// A design whose steps are counted.
struct Counted<D> {
    design: D,
    edges: Arc<AtomicU64>,
}

impl<D: Design> Design for Counted<D> {
    type In = D::In;
    type Out = D::Out;

    const CLOCKS: &'static [&'static str] = D::CLOCKS;

    fn reset(&mut self) {
        self.design.reset();
    }

    fn step(&mut self, edges: EdgeSet, input: &D::In, output: &mut D::Out) {
        self.edges.fetch_add(1, Ordering::Relaxed);
        self.design.step(edges, input, output);
    }
}
