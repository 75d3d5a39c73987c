// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a synthesis has shown: schema `wirewright.synth`, version 1, as JSON, as one HTML file and as text.

mod html;
mod text;

use serde::Serialize;

/// The name of the schema.
pub const SCHEMA: &str = "wirewright.synth";
/// Its version.
pub const VERSION: u32 = 1;

/// The result of [`crate::flow::run`].
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// [`VERSION`].
    pub version: u32,
    /// The block or design.
    pub design: String,
    /// What it was synthesised for.
    pub target: Target,
    /// Versions of the tools.
    pub tools: Tools,
    /// The seeds of place and route.
    pub seeds: Vec<u32>,
    /// Every clock reached what is wanted, with every seed.
    pub timing_met: bool,
    /// The clocks that have a path from register to register.
    pub clocks: Vec<Clock>,
    /// What the whole design takes, without a wrapper.
    pub total: Resources,
    /// The same for each module, outermost first, each after its parent.
    pub modules: Vec<Module>,
    /// Where there is no board: the registers around the design's ports, not counted elsewhere.
    pub wrapper: Option<Resources>,
    /// How much of the device is used, wrapper included.
    pub device: Vec<Usage>,
    /// What stands at each pin, where there is a board.
    pub pins: Vec<Pin>,
}

/// A pin and what stands at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pin {
    /// Port, and number of the bit where it has several.
    pub name: String,
    /// What is behind it.
    pub at: AtPin,
}

/// What is behind a pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AtPin {
    /// A register in the pin's own cell.
    Register,
    /// A register of double data rate in the pin's own cell.
    DoubleDataRate,
    /// The pin is a clock.
    Clock,
    /// It never changes.
    Constant,
    /// Something else: its time at the pin is not constrained and changes from seed to seed.
    Logic,
}

impl Report {
    /// The pins without a register in their cell.
    pub fn unregistered(&self) -> impl Iterator<Item = &str> {
        self.pins.iter().filter(|pin| pin.at == AtPin::Logic).map(|pin| pin.name.as_str())
    }
}

/// The board, and the FPGA on it.
#[derive(Clone, Debug, Serialize)]
pub struct Target {
    /// Its name; `none` when the design stands alone.
    pub board: String,
    /// The FPGA.
    pub part: String,
    /// Its package.
    pub package: String,
    /// Its speed grade; 6 is the slowest.
    pub speed: u8,
}

/// What the tools say of their versions.
#[derive(Clone, Debug, Serialize)]
pub struct Tools {
    /// yosys.
    pub yosys: String,
    /// nextpnr-ecp5.
    pub nextpnr: String,
    /// ecppack.
    pub ecppack: String,
}

/// A clock and how fast it can be, in MHz.
#[derive(Clone, Debug, Serialize)]
pub struct Clock {
    /// Its name in the source.
    pub name: String,
    /// What is wanted.
    pub wanted_mhz: f64,
    /// Of all seeds the worst.
    pub worst_mhz: f64,
    /// The median of the seeds; of an even number the mean of the two in the middle.
    pub median_mhz: f64,
    /// The best.
    pub best_mhz: f64,
    /// What each seed has reached, in the order of [`Report::seeds`].
    pub reached_mhz: Vec<f64>,
    /// The longest path, with the worst seed.
    pub longest_path: Option<Path>,
}

/// A path from register to register.
#[derive(Clone, Debug, Serialize)]
pub struct Path {
    /// The seed with which it was found.
    pub seed: u32,
    /// Its length in ns, clock-to-output and set-up included.
    pub ns: f64,
    /// How much of it is routing.
    pub routing_ns: f64,
    /// Levels of logic.
    pub levels: u64,
    /// The register or memory where it begins.
    pub from: String,
    /// Where that is declared: file and line of the Verilog of its module.
    pub from_at: Option<String>,
    /// The register or memory where it ends.
    pub to: String,
    /// Where that is declared.
    pub to_at: Option<String>,
    /// The nets between.
    pub through: Vec<Hop>,
}

/// A net on a path.
#[derive(Clone, Debug, Serialize)]
pub struct Hop {
    /// When the signal is at its end, in ns after the clock edge.
    pub at_ns: f64,
    /// What the source calls it; a net that synthesis has made has no name there.
    pub name: Option<String>,
    /// Where it is declared.
    pub at: Option<String>,
    /// The cell at its end, as yosys calls it.
    pub cell: String,
}

/// Numbers of cells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Resources {
    /// Lookup tables of four inputs.
    pub lut4: u64,
    /// Flip-flops.
    pub ff: u64,
    /// Block RAMs of 18 kbit: DP16KD.
    pub block_ram: u64,
    /// Distributed RAMs of 16 by 4 bits: TRELLIS_DPR16X4.
    pub distributed_ram: u64,
    /// Carry cells of two bits, each in the place of two lookup tables: CCU2C.
    pub carry: u64,
    /// Multipliers and their accumulators: MULT18X18D, ALU54B.
    pub dsp: u64,
    /// All other cells, but for the multiplexers between lookup tables, which take no place of their own.
    pub other: u64,
}

/// An instance of a module.
#[derive(Clone, Debug, Serialize)]
pub struct Module {
    /// Its path.
    pub path: String,
    /// The module.
    pub module: String,
    /// What it takes by itself.
    pub own: Resources,
    /// The same with all that is in it.
    pub total: Resources,
}

/// A kind of cell of the device.
#[derive(Clone, Debug, Serialize)]
pub struct Usage {
    /// The kind, as nextpnr calls it.
    pub cell: String,
    /// How many are used.
    pub used: u64,
    /// How many there are.
    pub available: u64,
}

impl Report {
    /// The clocks that missed what is wanted with some seed.
    pub fn missed(&self) -> impl Iterator<Item = &Clock> {
        self.clocks.iter().filter(|clock| clock.worst_mhz < clock.wanted_mhz)
    }

    /// As JSON.
    pub fn json(&self) -> String {
        // Cannot fail: only strings, numbers and lists, and no map.
        serde_json::to_string_pretty(self).expect("a plain document") + "\n"
    }

    /// As one HTML file.
    pub fn html(&self) -> String {
        html::render(self)
    }

    /// As a table for the terminal.
    pub fn text(&self) -> String {
        text::render(self)
    }
}

impl Clock {
    /// A clock with what each seed has reached, of which there is one at least.
    pub(crate) fn new(name: &str, wanted_mhz: f64, reached_mhz: Vec<f64>, longest_path: Option<Path>) -> Clock {
        let mut sorted = reached_mhz.clone();
        sorted.sort_by(f64::total_cmp);
        let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
        Clock {
            name: name.to_owned(),
            wanted_mhz,
            worst_mhz: sorted[0],
            median_mhz: f64::midpoint(low, high),
            best_mhz: sorted[sorted.len() - 1],
            reached_mhz,
            longest_path,
        }
    }
}

impl Module {
    /// An instance that has no cells yet.
    pub(crate) fn new(path: &str, module: &str) -> Module {
        let none = Resources::default();
        Module { path: path.to_owned(), module: module.to_owned(), own: none.clone(), total: none }
    }

    /// How deep it is in the hierarchy; 0 is the design.
    pub(crate) fn depth(&self, design: &Module) -> usize {
        let inside = self.path[design.path.len()..].trim_start_matches('.');
        if inside.is_empty() { 0 } else { 1 + inside.matches('.').count() }
    }

    /// Its name in its parent.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }
}

impl Resources {
    /// The names of the columns, and the numbers below them.
    pub(crate) const COLUMNS: [&'static str; 6] = ["LUT4", "FF", "block RAM", "LUT RAM", "carry", "DSP"];

    /// The numbers in the order of the columns.
    pub(crate) fn columns(&self) -> [u64; 6] {
        [self.lut4, self.ff, self.block_ram, self.distributed_ram, self.carry, self.dsp]
    }

    /// One cell more of this type.
    pub(crate) fn count(&mut self, cell: &str) {
        match cell {
            "LUT4" => self.lut4 += 1,
            "TRELLIS_FF" => self.ff += 1,
            "DP16KD" | "PDPW16KD" => self.block_ram += 1,
            "TRELLIS_DPR16X4" => self.distributed_ram += 1,
            "CCU2C" => self.carry += 1,
            "MULT18X18D" | "ALU54B" => self.dsp += 1,
            "PFUMX" | "L6MUX21" => {}
            _ => self.other += 1,
        }
    }

    /// These and those.
    pub(crate) fn add(&mut self, more: &Resources) {
        self.lut4 += more.lut4;
        self.ff += more.ff;
        self.block_ram += more.block_ram;
        self.distributed_ram += more.distributed_ram;
        self.carry += more.carry;
        self.dsp += more.dsp;
        self.other += more.other;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A report of one design with one module in it, whose second clock is too slow.
    pub(crate) fn sample() -> Report {
        let mut design = Module::new("pair", "pair");
        let mut inside = Module::new("pair.a", "count");
        ["LUT4", "LUT4", "TRELLIS_FF", "CCU2C", "PFUMX", "EHXPLLL"].iter().for_each(|cell| inside.own.count(cell));
        inside.total = inside.own.clone();
        design.own.count("DP16KD");
        design.total.add(&design.own.clone());
        design.total.add(&inside.total);
        let hop = |at_ns, name: Option<&str>| Hop {
            at_ns,
            name: name.map(str::to_owned),
            at: name.map(|_| "count.v:5".to_owned()),
            cell: "pair.a.q_LUT4_Z".to_owned(),
        };
        let path = Path {
            seed: 2,
            ns: 9.0,
            routing_ns: 6.5,
            levels: 1,
            from: "pair.a.q".to_owned(),
            from_at: Some("count.v:5".to_owned()),
            to: "pair.a.r".to_owned(),
            to_at: None,
            through: vec![hop(2.0, Some("pair.a.q")), hop(8.0, None)],
        };
        Report {
            schema: SCHEMA,
            version: VERSION,
            design: "pair".to_owned(),
            target: Target {
                board: "none".to_owned(),
                part: "LFE5U-25F".to_owned(),
                package: "CABGA381".to_owned(),
                speed: 6,
            },
            tools: Tools { yosys: "Yosys 0.70".to_owned(), nextpnr: "0.11".to_owned(), ecppack: "1.4".to_owned() },
            seeds: vec![1, 2],
            timing_met: false,
            clocks: vec![
                Clock::new("clk", 125.0, vec![150.0, 140.0], None),
                Clock::new("rx_clk", 125.0, vec![130.0, 111.1], Some(path)),
            ],
            total: design.total.clone(),
            modules: vec![design, inside],
            wrapper: Some(Resources { ff: 12, ..Resources::default() }),
            device: vec![Usage { cell: "TRELLIS_COMB".to_owned(), used: 4, available: 24288 }],
            pins: vec![Pin { name: "led".to_owned(), at: AtPin::Logic }],
        }
    }

    #[test]
    fn worst_median_and_best_are_of_the_seeds() {
        let clock = Clock::new("clk", 125.0, vec![3.0, 1.0, 2.0], None);
        assert_eq!((clock.worst_mhz, clock.median_mhz, clock.best_mhz), (1.0, 2.0, 3.0));
        assert_eq!(Clock::new("clk", 125.0, vec![4.0, 1.0, 2.0, 3.0], None).median_mhz, 2.5);
        assert_eq!(Clock::new("clk", 125.0, vec![7.0], None).median_mhz, 7.0);
    }

    #[test]
    fn the_json_has_its_schema_and_the_figures() {
        let json: serde_json::Value = serde_json::from_str(&sample().json()).unwrap();
        assert_eq!((json["schema"].as_str(), json["version"].as_u64()), (Some("wirewright.synth"), Some(1)));
        assert_eq!(json["total"]["lut4"], 2);
        assert_eq!(json["modules"][0]["own"]["block_ram"], 1);
        assert_eq!(json["clocks"][1]["worst_mhz"], 111.1);
        assert_eq!(json["wrapper"]["ff"], 12);
    }

    #[test]
    fn a_clock_that_missed_with_one_seed_has_missed() {
        assert_eq!(sample().missed().map(|clock| clock.name.as_str()).collect::<Vec<_>>(), ["rx_clk"]);
    }

    #[test]
    fn depth_and_name_are_those_in_the_design() {
        let report = sample();
        let depths: Vec<_> = report.modules.iter().map(|m| (m.depth(&report.modules[0]), m.name())).collect();
        assert_eq!(depths, [(0, "pair"), (1, "a")]);
    }
}
