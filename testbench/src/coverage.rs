// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the default stimuli of a block reach in its Verilog: lines, branches and toggles. What lockstep never reaches
//! it has not compared.

use std::num::NonZeroU32;

use wirewright_bridge::{BridgeError, Coverage, Kind, Model, Options};

use crate::lockstep::play;
use crate::registry::Registered;
use crate::rungs::RunError;
use crate::stimulus::{Flavour, Player};

/// Runs the Verilog of `R` for `events` events in each seed and flavour and sums up what was reached.
///
/// # Errors
/// When a tool is missing or the coverage file cannot be written.
pub fn coverage<R: Registered>(seeds: &[u64], events: u64) -> Result<Coverage, RunError> {
    let model = Model::<R>::load(&R::source(), &Options::of(Kind::Coverage))?;
    let folder = tempfile::tempdir()
        .map_err(|error| BridgeError::File { path: std::env::temp_dir(), reason: error.to_string() })?;
    let mut sum = Coverage::default();
    for &seed in seeds {
        for flavour in [Flavour::Protocol, Flavour::Chaos] {
            let stimulus = R::stimulus(flavour, seed, events);
            let (mut player, mut clocks) = Player::<R::In, R::Out>::new(&stimulus, R::CLOCKS)?;
            let mut rtl = model.instance(NonZeroU32::MIN)?;
            play(&mut rtl, &mut clocks, &mut player, &mut (), events);
            sum.merge(&rtl.write_coverage(&folder.path().join("coverage.dat"))?);
        }
    }
    Ok(sum)
}
