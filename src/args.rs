// SPDX-License-Identifier: MIT OR Apache-2.0
//! The command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use wirewright_testbench::cosim::{FAULTS_GRAMMAR, FaultSpec, TRAFFIC_GRAMMAR, TrafficSpec};

const EXIT_CODES: &str = "\
Exit codes: 0 all checks held, 1 a check failed, 2 wrong usage, unreadable input or nothing compared, \
3 a tool is missing, 130 interrupted (partial results are kept). NO_COLOR is respected.";

/// Ethernet hardware as reference, golden model and Verilog, held equal at every clock edge.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXIT_CODES, arg_required_else_help = true)]
pub struct Args {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Common {
    /// Say less: errors only.
    #[arg(short, long, global = true, display_order = 100, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more; twice: everything.
    #[arg(short, long, global = true, display_order = 101, action = ArgAction::Count)]
    pub verbose: u8,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Send frames through a MAC on several rungs in lockstep and judge what comes back.
    Cosim(Cosim),
    /// Judge the rungs by the requirements of the clause catalogue.
    Conformance(Conformance),
    /// List designs, blocks, conformance cases or faults.
    List(List),
    /// Run again what a failed run has left.
    Replay(Replay),
    /// Write the Verilog of a design or block, its sub-modules in the file.
    Verilog(Verilog),
    /// Plant faults in the Verilog and see who notices.
    Mutate(Mutate),
    /// Measure speeds, as ratios within one run, and latencies.
    Bench(Bench),
    /// Run devices, wires and hosts of a topology file.
    Lab(Lab),
    /// Synthesise a design or block for an FPGA: what it takes, how fast it can be, and the bitstream.
    Synth(Synth),
    /// Load a bitstream onto a board with openFPGALoader.
    Flash(Flash),
    /// Check the tools that the Verilog rungs need.
    Doctor,
    /// Print shell completions.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// A rung of the ladder of fidelity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Rung {
    /// Untimed functions on whole frames, written from the standard.
    Reference,
    /// The cycle-accurate golden model.
    Model,
    /// The generated Verilog, run by Verilator.
    Rtl,
    /// The generated Verilog after yosys' synthesis for ECP5, run by Verilator.
    Netlist,
}

/// A rung that is Verilog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VerilogRung {
    /// The generated Verilog.
    Rtl,
    /// The same after yosys' synthesis for ECP5.
    Netlist,
}

const COSIM_EXAMPLES: &str = "\
Examples:
  wirewright cosim --read web.pcapng
  wirewright cosim --traffic random:count=500,len=60-200 --faults flip=0.05
  wirewright cosim mac_mii --faults half --coverage
  tcpdump -c 1000 -U -w - | wirewright cosim --read - --json -

What does not vary: the client that receives is always ready (rx_axis_tready), the one that sends never gives up a \
frame (tx_axis_tuser), FCS are made and stripped by the MAC, mac_trispeed runs at 1000 Mbit/s. `conformance` and the \
lockstep tests vary these. Of a capture, frames that the receiver finds too long (more than 1514 octets without FCS, \
1518 with a tag 81-00, 9014 for jumbo) or that a snap length has cut are skipped with a warning.";

const LIST_EXAMPLES: &str = "\
Examples:
  wirewright list designs
  wirewright list cases --json - | jq -r .items[].clause";

const REPLAY_EXAMPLES: &str = "\
Examples:
  wirewright replay target/wirewright/cosim-1767225600/failure/mac_gmii-gmii_txd
  wirewright replay out/failure --rung netlist

Exit code 1: the failure is still there; 0: it is gone.";

const VERILOG_EXAMPLES: &str = "\
Examples:
  wirewright verilog mac_gmii --out my-project/rtl
  wirewright verilog crc32 --out - | less";

const BENCH_EXAMPLES: &str = "\
Examples:
  wirewright bench --json bench.json";

const CONFORMANCE_EXAMPLES: &str = "\
Examples:
  wirewright conformance --html report.html
  wirewright conformance --filter backoff --rung rtl";

const MUTATE_EXAMPLES: &str = "\
Examples:
  wirewright mutate mac_rx --count 300
  wirewright mutate --twin";

const LAB_EXAMPLES: &str = "\
Examples:
  wirewright lab examples/labs/two-cards.toml --live --for 60s
  wirewright lab my.toml --capture out --json -

Exit code 1: a program or a card could not go on, somebody waits for what never comes, or a rule of an interface was \
broken. docs/lab.md has the form of the file.";

const SYNTH_EXAMPLES: &str = "\
Examples:
  wirewright synth mac_gmii --seeds 8 --html report.html
  wirewright synth mac_rx --json - | jq .total

Timing that is not met with every seed is exit code 1, with the longest path. Results are kept in the cache: a run \
that was ended goes on where it was.";

/// Frames go into one MAC (a), over a wire to a second one (b), out to its client, and all the way back. Each MAC is on
/// every rung named, in lockstep, with clocks of its own that drift.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{COSIM_EXAMPLES}\n\n{TRAFFIC_GRAMMAR}\n\n{FAULTS_GRAMMAR}"))]
pub struct Cosim {
    /// The MAC design: `wirewright list designs`.
    #[arg(default_value = "mac_gmii")]
    pub design: String,
    /// Frames from a pcap or pcapng file; `-` is standard input. What comes from a pipe is kept in a file while the run
    /// lasts: a failure may need it again.
    #[arg(long, value_name = "CAPTURE", conflicts_with = "traffic")]
    pub read: Option<PathBuf>,
    /// Frames from a generator; see below.
    #[arg(long, value_name = "SPEC", default_value = "random:count=1000")]
    pub traffic: TrafficSpec,
    /// What kind of wire it is and what it does to frames; see below.
    #[arg(long, value_name = "SPEC", default_value = "flip=0")]
    pub faults: FaultSpec,
    /// The rungs that take part; the reference judges always, named or not.
    #[arg(long, value_delimiter = ',', default_value = "reference,model,rtl")]
    pub rung: Vec<Rung>,
    /// Seed of clocks, traffic, faults and start values of registers.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Stop after so many clock edges, those of all six clocks together.
    #[arg(long, value_name = "N")]
    pub edges: Option<u64>,
    /// Write what was on the wires to this folder, as pcapng, one file for each MAC.
    #[arg(long, value_name = "DIR")]
    pub capture: Option<PathBuf>,
    /// Write the waves of the Verilog of both MACs (eight times slower).
    #[arg(long, conflicts_with = "coverage")]
    pub waves: bool,
    /// Synchronisers take the old or the new value by chance; the model takes no part, the reference judges.
    #[arg(long)]
    pub metastable: bool,
    /// Say which lines and toggles of the Verilog the run has reached; the report lists the others.
    #[arg(long)]
    pub coverage: bool,
    /// At a difference, do not look for the smallest stimulus that shows it: what is kept replays the whole run.
    #[arg(long)]
    pub fail_fast: bool,
    /// Folder for the results; a new one under target/wirewright by default. Nothing is overwritten, here and with
    /// --json and --capture.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write the report as JSON; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Use this Verilog in place of the design's own.
    #[arg(long, value_name = "FILE")]
    pub verilog: Option<PathBuf>,
}

/// What to list.
#[derive(Debug, clap::Args)]
#[command(after_help = LIST_EXAMPLES)]
pub struct List {
    /// The kind of thing.
    #[arg(default_value = "blocks")]
    pub what: Listed,
    /// Write the list as JSON; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// Things that can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// Designs for `cosim`.
    Designs,
    /// All blocks and designs.
    Blocks,
    /// The conformance cases.
    Cases,
    /// The boards for `synth`, with their own designs.
    Boards,
    /// The twin faults of `mutate --twin`.
    Faults,
}

/// Which Verilog to write, and where.
#[derive(Debug, clap::Args)]
#[command(after_help = VERILOG_EXAMPLES)]
pub struct Verilog {
    /// The design or block: `wirewright list blocks`.
    pub design: String,
    /// The folder; the file is called after the design. A file that is there already is not overwritten. `-` is
    /// standard output.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// What to replay.
#[derive(Debug, clap::Args)]
#[command(after_help = REPLAY_EXAMPLES)]
pub struct Replay {
    /// The folder that a failed run names.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Run `rtl`, the Verilog that was left, or `netlist`, what yosys makes of it; by default what was run.
    #[arg(long)]
    pub rung: Option<VerilogRung>,
}

/// Where to write the measurements.
#[derive(Debug, clap::Args)]
#[command(after_help = BENCH_EXAMPLES)]
pub struct Bench {
    /// Write the measurements as JSON; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// Which cases on which rungs.
#[derive(Debug, clap::Args)]
#[command(after_help = CONFORMANCE_EXAMPLES)]
pub struct Conformance {
    /// The rungs that are judged.
    #[arg(long, value_delimiter = ',', default_value = "reference,model,rtl")]
    pub rung: Vec<Rung>,
    /// Only cases with this text in their name, clause or block.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub filter: String,
    /// Only the case of just this name, as replay lines have it.
    #[arg(long, value_name = "NAME", conflicts_with = "filter")]
    pub case: Option<String>,
    /// List the cases, name, clause, criterion, and run none; --json writes the list.
    #[arg(long, conflicts_with_all = ["html", "junit"])]
    pub list: bool,
    /// Write the results as JSON; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write the results as one HTML file; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write the results as JUnit XML; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
}

/// Which faults to plant.
#[derive(Debug, clap::Args)]
#[command(after_help = MUTATE_EXAMPLES)]
pub struct Mutate {
    /// The block or design: `wirewright list blocks`; with --twin all that have twin faults by default.
    #[arg(value_name = "BLOCK")]
    pub block: Option<String>,
    /// How many mutants, at least one.
    #[arg(long, value_name = "N", default_value = "300", value_parser = one_or_more)]
    pub count: NonZeroUsize,
    /// Seed of the choice of mutants.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Plant the listed faults that model and Verilog could have in common; lockstep has no say then.
    #[arg(long, conflicts_with_all = ["count", "seed", "keep"])]
    pub twin: bool,
    /// Plant them in the generated Verilog or in its netlist.
    #[arg(long, default_value = "rtl", conflicts_with = "twin")]
    pub rung: VerilogRung,
    /// Leave the Verilog of survivors in this folder.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// Write the report as JSON; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

fn one_or_more(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "expected a number from 1 on")
}

/// Cards, each on its rung, wires between them, and hosts with the driver and a program, in simulated time. It ends
/// when all programs that end have ended, at the time of --for, or with Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_help = LAB_EXAMPLES)]
pub struct Lab {
    /// The topology file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// End after so much simulated time: 500us, 20ms, 3s.
    #[arg(long = "for", value_name = "TIME", value_parser = picoseconds)]
    pub time_ps: Option<u64>,
    /// Join the TAP devices that hosts name, and hold simulated time to the clock on the wall.
    #[arg(long)]
    pub live: bool,
    /// Write what is on the wires to this folder, as pcapng, one file for each wire.
    #[arg(long, value_name = "DIR")]
    pub capture: Option<PathBuf>,
    /// Write the report as JSON; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Step the clocks of cards that have nothing to do, too: the same, only slower.
    #[arg(long)]
    pub every_edge: bool,
}

/// A time with its unit.
fn picoseconds(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, f64); 4] = [("ns", 1e3), ("us", 1e6), ("ms", 1e9), ("s", 1e12)];
    let parsed = UNITS.iter().find_map(|(unit, picoseconds)| {
        let number: f64 = text.strip_suffix(unit)?.trim_end().parse().ok()?;
        Some(number * picoseconds).filter(|time| *time >= 1.0 && *time < u64::MAX as f64)
    });
    let expected = || "expected a time above 0 with its unit: 500ns, 20us, 1.5ms, 3s".to_owned();
    parsed.map(|time| time as u64).ok_or_else(expected)
}

/// What to synthesise, and for which board.
#[derive(Debug, clap::Args)]
#[command(after_help = SYNTH_EXAMPLES)]
pub struct Synth {
    /// The design or block: `wirewright list blocks`; or a design of the board: `wirewright list boards`.
    pub design: String,
    /// The board, or the folder of one; `none`: alone, with a register at each port, so that figures compare.
    #[arg(long, default_value = "none")]
    pub board: String,
    /// Place and route with this many seeds.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub seeds: u32,
    /// Write the report as JSON; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write the report as one HTML file; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Folder for netlist, logs and bitstream; for a board with pins a new one under target/wirewright by default.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// What to load, and onto which board.
#[derive(Debug, clap::Args)]
pub struct Flash {
    /// The bitstream that `wirewright synth` has written, `.bit`.
    #[arg(value_name = "FILE")]
    pub bitstream: PathBuf,
    /// The board, or the folder of one.
    #[arg(long)]
    pub board: String,
    /// The JTAG cable, as `openFPGALoader --list-cables` has it, where the board has none or it is another one.
    #[arg(long)]
    pub cable: Option<String>,
    /// Write it to the board's flash memory too, so that it is there after power is off.
    #[arg(long)]
    pub keep: bool,
    /// Options of openFPGALoader in place of the board's: `-- --freq 1M`.
    #[arg(last = true)]
    pub options: Vec<String>,
}
