// SPDX-License-Identifier: MIT OR Apache-2.0
//! Prints how fast a block runs: `cargo run --release -p wirewright-testbench --example speed -- mac_gmii`.

use wirewright_bridge::Options;
use wirewright_testbench::registry::{self, Registered, Visitor};
use wirewright_testbench::rungs::{self, RunError};
use wirewright_testbench::speed::{Speed, measure};

struct Measure;

impl Visitor for Measure {
    type Output = Result<Speed, RunError>;

    fn visit<R: Registered>(self) -> Self::Output {
        measure(&rungs::load::<R>(&R::source(), &Options::default())?, 2_000_000, 5)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for name in std::env::args().skip(1) {
        println!("{:#?}", registry::with(&name, Measure)??);
    }
    Ok(())
}
