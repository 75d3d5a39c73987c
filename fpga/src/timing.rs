// SPDX-License-Identifier: MIT OR Apache-2.0
//! The timing report that nextpnr writes as JSON: how fast each clock can be, and the longest path of each.

use std::collections::BTreeMap;
use std::path::Path as File;

use serde::Deserialize;

use crate::error::FlowError;
use crate::names::Names;
use crate::report::{Hop, Path};

/// One run of place and route.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Timing {
    fmax: BTreeMap<String, Fmax>,
    critical_paths: Vec<CriticalPath>,
    /// How much of what the device has is used.
    pub utilization: BTreeMap<String, Usage>,
}

/// A kind of cell of the device.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Usage {
    pub available: u64,
    pub used: u64,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Fmax {
    achieved: f64,
    constraint: f64,
}

#[derive(Clone, Debug, Deserialize)]
struct CriticalPath {
    from: String,
    to: String,
    path: Vec<Step>,
}

#[derive(Clone, Debug, Deserialize)]
struct Step {
    delay: f64,
    #[serde(rename = "type")]
    kind: String,
    from: Pin,
    to: Pin,
    net: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Pin {
    cell: String,
}

/// What nextpnr says of one clock.
pub(crate) struct ClockTiming<'t> {
    /// The clock, as the source calls it.
    pub name: String,
    /// The wanted frequency in MHz.
    pub wanted_mhz: f64,
    /// The reached one.
    pub reached_mhz: f64,
    path: Option<&'t CriticalPath>,
}

impl Timing {
    /// Reads the report `report.json` in `folder`.
    pub fn read(folder: &File) -> Result<Timing, FlowError> {
        let path = folder.join("report.json");
        let text = std::fs::read_to_string(&path).map_err(FlowError::io(&path))?;
        Timing::parse(&text)
    }

    fn parse(text: &str) -> Result<Timing, FlowError> {
        serde_json::from_str(text)
            .map_err(|error| FlowError::Output { file: "report.json of nextpnr".to_owned(), reason: error.to_string() })
    }

    /// The clocks that have a path from register to register, in the order of their names.
    pub fn clocks(&self) -> impl Iterator<Item = ClockTiming<'_>> {
        self.fmax.iter().map(|(net, fmax)| {
            let within = |path: &&CriticalPath| edge(&path.from) == Some(net) && edge(&path.to) == Some(net);
            // A path from one edge to the other has half the time.
            let strain = |path: &CriticalPath| path.delay() * if path.from == path.to { 1.0 } else { 2.0 };
            let paths = self.critical_paths.iter().filter(within);
            let path = paths.max_by(|a, b| strain(a).total_cmp(&strain(b)));
            let name = clock_name(net).to_owned();
            ClockTiming { name, wanted_mhz: fmax.constraint, reached_mhz: fmax.achieved, path }
        })
    }
}

impl ClockTiming<'_> {
    /// The longest path in names of the source; `seed` is that of this run.
    pub fn longest(&self, names: &Names, seed: u32) -> Option<Path> {
        let steps = &self.path?.path;
        let (first, last) = (steps.first()?, steps.last()?);
        let of = |kinds: &[&str]| -> f64 {
            steps.iter().filter(|step| kinds.contains(&step.kind.as_str())).map(|step| step.delay).sum()
        };
        let mut at_ns = 0.0;
        let mut through = Vec::new();
        for step in steps {
            at_ns += step.delay;
            let Some(net) = step.net.as_deref().filter(|_| step.kind == "routing") else { continue };
            let (name, at) = names.source_net(net).unzip();
            through.push(Hop { at_ns, name, at, cell: step.to.cell.clone() });
        }
        let (from, from_at) = names.cell(&first.from.cell);
        let (to, to_at) = names.cell(&last.to.cell);
        Some(Path {
            seed,
            ns: at_ns,
            routing_ns: of(&["routing"]),
            levels: steps.iter().filter(|step| step.kind == "logic").count() as u64,
            from,
            from_at,
            to,
            to_at,
            through,
        })
    }
}

impl CriticalPath {
    fn delay(&self) -> f64 {
        self.path.iter().map(|step| step.delay).sum()
    }
}

/// The net of `posedge net`.
fn edge(text: &str) -> Option<&str> {
    text.strip_prefix("posedge ").or_else(|| text.strip_prefix("negedge "))
}

/// What the source calls a clock net: `tx_clk` for `$glbnet$tx_clk$TRELLIS_IO_IN`.
fn clock_name(net: &str) -> &str {
    let net = net.strip_prefix("$glbnet$").unwrap_or(net);
    net.strip_suffix("$TRELLIS_IO_IN").unwrap_or(net)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"{
        "fmax": {"$glbnet$clk$TRELLIS_IO_IN": {"achieved": 200.0, "constraint": 125.0}},
        "utilization": {"TRELLIS_COMB": {"available": 24288, "used": 7}},
        "critical_paths": [
            {"from": "<async>", "to": "posedge $glbnet$clk$TRELLIS_IO_IN", "path": []},
            {"from": "posedge $glbnet$clk$TRELLIS_IO_IN", "to": "posedge $glbnet$clk$TRELLIS_IO_IN", "path": [
                {"type": "clk-to-q", "delay": 0.5, "from": {"cell": "a_TRELLIS_FF_Q"},
                    "to": {"cell": "a_TRELLIS_FF_Q"}},
                {"type": "routing", "delay": 1.0, "net": "a", "from": {"cell": "a_TRELLIS_FF_Q"}, "to": {"cell": "l"}},
                {"type": "logic", "delay": 0.25, "from": {"cell": "l"}, "to": {"cell": "l"}},
                {"type": "routing", "delay": 3.0, "net": "b_LUT4_Z", "from": {"cell": "l"}, "to": {"cell": "b.0.1"}},
                {"type": "setup", "delay": 0.25, "from": {"cell": "b.0.1"}, "to": {"cell": "b.0.1"}}
            ]}
        ]}"#;

    #[test]
    fn the_path_of_a_clock_is_told_in_names_of_the_source() {
        let mut names = Names::default();
        names.instance("", "top.v:1.1");
        names.net("a", 0, 1, 5, "top.v:7.3-7.9");
        names.register("a_TRELLIS_FF_Q", 5, "top.v:9.3-9.9");
        let timing = Timing::parse(REPORT).unwrap();
        let clocks: Vec<_> = timing.clocks().collect();
        assert_eq!(clocks.len(), 1);
        assert_eq!((clocks[0].name.as_str(), clocks[0].wanted_mhz, clocks[0].reached_mhz), ("clk", 125.0, 200.0));
        let path = clocks[0].longest(&names, 4).unwrap();
        assert_eq!((path.seed, path.ns, path.routing_ns, path.levels), (4, 5.0, 4.0, 1));
        assert_eq!((path.from.as_str(), path.from_at.as_deref()), ("a", Some("top.v:7")));
        assert_eq!((path.to.as_str(), path.to_at.as_deref()), ("b.0.1", None));
        let hops: Vec<_> = path.through.iter().map(|hop| (hop.at_ns, hop.name.as_deref())).collect();
        assert_eq!(hops, [(1.5, Some("a")), (4.75, None)]);
    }

    #[test]
    fn a_report_cut_off_is_told() {
        assert!(matches!(Timing::parse(&REPORT[..300]), Err(FlowError::Output { .. })));
    }
}
