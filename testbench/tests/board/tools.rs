// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the tests of this folder share: the Verilog of the cells, and how a model is loaded.

use wirewright_bridge::{BridgeError, Model, Options, Source, ToolMissing, Tools};
use wirewright_spec::Interface;

/// The behavioural models.
const CELLS: [(&str, &str); 6] = [
    ("EHXPLLL.v", include_str!("../../../fpga/cells/sim/EHXPLLL.v")),
    ("IDDRX1F.v", include_str!("../../../fpga/cells/sim/IDDRX1F.v")),
    ("ODDRX1F.v", include_str!("../../../fpga/cells/sim/ODDRX1F.v")),
    ("IFS1P3DX.v", include_str!("../../../fpga/cells/sim/IFS1P3DX.v")),
    ("OFS1P3BX.v", include_str!("../../../fpga/cells/sim/OFS1P3BX.v")),
    ("DELAYG.v", include_str!("../../../fpga/cells/sim/DELAYG.v")),
];

/// The behavioural models as they ship: names and texts.
pub fn cells() -> [(&'static str, String); 6] {
    CELLS.map(|(name, text)| (name, text.to_owned()))
}

/// Module `bench` of `text` with the cells, and what is between; none, with a line that says why, when a tool is
/// missing.
pub fn load<I: Interface>(text: &str, design: &[(&str, &str)]) -> Option<Model<I>> {
    load_with(&cells(), text, design)
}

/// The same with these cells.
pub fn load_with<I: Interface>(cells: &[(&str, String)], text: &str, design: &[(&str, &str)]) -> Option<Model<I>> {
    let source = cells.iter().fold(Source::new("bench"), |source, (name, text)| source.file(*name, text.as_str()));
    let source = design.iter().fold(source, |source, (name, text)| source.file(*name, *text));
    match Model::load(&source.file("bench.v", text), &Options::default()) {
        Ok(model) => Some(model),
        Err(BridgeError::ToolMissing(missing)) => {
            skip(&missing);
            None
        }
        Err(error) => panic!("{error}"),
    }
}

/// Whether Verilog can be simulated; if not, it is said that the test is skipped.
pub fn are_there() -> bool {
    Tools::of_process().verilator().map_err(|missing| skip(&missing)).is_ok()
}

/// Says that a test is skipped, which is a failure where `WIREWRIGHT_REQUIRE` names tools.
pub fn skip(missing: &ToolMissing) {
    let required = std::env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
    assert!(!required.split([',', ' ']).any(|word| word == "tools"), "tools are required: {missing}");
    println!("skipped: tools: {missing}");
}
