// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask soak`: what takes too long for every day. More seeds of random traffic through each design, millions
//! of random events for each block, every conformance case on the synthesised netlist of its block, more cases of
//! every property, and a capture of 1 GiB that must stream through in constant memory.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

use crate::house::House;
use crate::judges;
use crate::progress::{Progress, clock};
use crate::tools::{self, Tools, ToolsError, Wanted};

/// Traffic on a good wire and on a bad one.
const FAULTS: [&str; 2] = ["flip=0", "flip=0.01,cut=0.005,error=0.01"];
/// Growth of the process between an eighth of the stream and its end that still counts as constant.
const GROWTH_KIB: u64 = 64 * 1024;
const LONGEST_FRAME_OCTETS: usize = 1514;

/// How long to soak.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// Seeds of random traffic for each design
    #[arg(long, default_value_t = 10)]
    seeds: u64,
    /// Frames for each seed
    #[arg(long, default_value_t = 2_000)]
    frames: u64,
    /// Size of the streamed capture in MiB
    #[arg(long, default_value_t = 1024)]
    capture_mib: u64,
    /// Random cases for each property
    #[arg(long, default_value_t = 2_000)]
    cases: u32,
    /// Random events for each block in lockstep, in each of three seeds and two flavours
    #[arg(long, default_value_t = 2_000_000)]
    events: u64,
    /// This part alone; without it all of them, one after the other
    #[arg(long, value_enum)]
    only: Option<Part>,
}

/// A part of the soak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Random traffic through each design, on good and bad wires
    Traffic,
    /// Golden model and Verilog of every block and design in lockstep
    Lockstep,
    /// Every conformance case on netlists
    Netlist,
    /// Link partners of third parties and every saboteur
    Judges,
    /// A capture in constant memory
    Stream,
    /// Random cases for each property
    Properties,
}

impl Options {
    fn wants(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }
}

/// Why the soak did not hold.
#[derive(Debug, thiserror::Error)]
pub enum SoakError {
    /// The tools could not be set up.
    #[error(transparent)]
    Tools(#[from] ToolsError),
    /// A run ended with something else than success.
    #[error("{run} ended with {status}")]
    Run {
        /// The command, as one can repeat it.
        run: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// The memory in use grew with the capture.
    #[error("memory grew from {early_kib} KiB at an eighth of the capture to {peak_kib} KiB")]
    Memory {
        /// Highest use in the first eighth.
        early_kib: u64,
        /// Highest use of all.
        peak_kib: u64,
    },
    /// A child could not be run or spoken to.
    #[error("{what}: {source}")]
    System {
        /// The program.
        what: String,
        /// What the system said.
        source: io::Error,
    },
}

/// Soaks; stops at the first thing that does not hold.
pub fn run(house: &House, options: &Options) -> Result<(), SoakError> {
    let mut progress = Progress::new(house);
    let tools = tools::set_up(house, Wanted::Check)?;
    let mut build = house.cargo("build");
    build.args(["--release", "--locked", "--package", "wirewright"]);
    ended("cargo build --release", &mut build)?;
    if options.wants(Part::Traffic) {
        for design in designs(house, &tools)? {
            let what = format!("{} seeds of traffic through {design}", options.seeds);
            let stage = progress.begin("traffic", &what, options.seeds * options.frames / 30);
            traffic(house, &tools, options, &design)?;
            progress.end(stage, "no difference");
        }
    }
    if options.wants(Part::Lockstep) {
        let what = format!("6 runs of {} events for each block, model and Verilog equal at each", options.events);
        let stage = progress.begin("lockstep", &what, options.events / 4_000);
        const EQUAL: &str = "model_and_verilog_are_equal_at_every_edge";
        let mut tests = house.cargo("test");
        tests.args(["--package", "wirewright-testbench", "--release", "--locked", "--test", "lockstep", EQUAL]);
        tests.env("WIREWRIGHT_EVENTS", options.events.to_string()).env("WIREWRIGHT_REQUIRE", "tools");
        ended("cargo test --release --test lockstep", tools.lend(&mut tests))?;
        progress.end(stage, "no difference");
    }
    if options.wants(Part::Netlist) {
        let stage = progress.begin("netlist", "every conformance case on what yosys makes of its block", 180);
        const NETLISTS: [&str; 4] = ["conformance", "--rung", "netlist", "--quiet"];
        ended(&format!("wirewright {}", NETLISTS.join(" ")), wirewright(house, &tools).args(NETLISTS))?;
        progress.end(stage, "all held");
    }
    if options.wants(Part::Judges)
        && let Some(mut command) = judges::set_up(house)?.with_all_saboteurs(house, &tools)
    {
        let stage = progress.begin("judges", "link partners of third parties and every saboteur they can notice", 600);
        ended("testbench/judges/judge.py --saboteurs all", &mut command)?;
        progress.end(stage, "all held, all noticed");
    }
    if options.wants(Part::Stream) {
        let what = format!("a capture of {} MiB in constant memory", options.capture_mib);
        let stage = progress.begin("stream", &what, options.capture_mib * 2);
        let peak = stream(house, &tools, options.capture_mib << 20)?;
        let held = "held; memory is only measured on Linux".to_string();
        progress.end(stage, &peak.map_or(held, |kib| format!("peak {kib} KiB")));
    }
    if options.wants(Part::Properties) {
        println!("{:<10} {} random cases for each property", "properties", options.cases);
        let mut tests = house.cargo("test");
        tests.args(["--workspace", "--release", "--locked"]).env("PROPTEST_CASES", options.cases.to_string());
        ended("cargo test --release", tools.lend(&mut tests).env("WIREWRIGHT_REQUIRE", "tools"))?;
    }
    println!("all of it held, {}", clock(progress.elapsed()));
    Ok(())
}

/// The designs that `cosim` knows.
fn designs(house: &House, tools: &Tools) -> Result<Vec<String>, SoakError> {
    const RUN: &str = "wirewright list designs";
    let output = wirewright(house, tools).args(["list", "designs"]).output().map_err(|source| system(RUN, source))?;
    let names: Vec<String> = String::from_utf8_lossy(&output.stdout).split_whitespace().map(str::to_string).collect();
    if output.status.success() && !names.is_empty() {
        Ok(names)
    } else {
        Err(SoakError::Run { run: RUN.to_string(), status: output.status })
    }
}

/// Every seed through one design, on a good and on a bad wire.
fn traffic(house: &House, tools: &Tools, options: &Options, design: &str) -> Result<(), SoakError> {
    let frames = format!("random:count={}", options.frames);
    for seed in 1..=options.seeds {
        let seed = seed.to_string();
        for faults in FAULTS {
            let arguments = ["cosim", design, "--traffic", &frames, "--faults", faults, "--seed", &seed, "--quiet"];
            // Once more with metastable synchronisers: the reference judges what the Verilog then does. And once more
            // on what yosys makes of the Verilog for the FPGA.
            for more in [&[][..], &["--metastable"], &["--rung", "reference,model,netlist"]] {
                let arguments = [&arguments[..], more].concat();
                let run = format!("wirewright {}", arguments.join(" "));
                ended(&run, wirewright(house, tools).args(arguments))?;
            }
        }
    }
    Ok(())
}

fn wirewright(house: &House, tools: &Tools) -> Command {
    let mut command = Command::new(house.target().join("release/wirewright"));
    tools.lend(command.current_dir(house.root()));
    command
}

fn ended(run: &str, command: &mut Command) -> Result<(), SoakError> {
    let status = command.stdin(Stdio::null()).status().map_err(|source| system(run, source))?;
    if status.success() { Ok(()) } else { Err(SoakError::Run { run: run.to_string(), status }) }
}

/// Writes a capture of `octets` octets into a run that reads it from standard input. Gives the highest memory use
/// in KiB where the system tells it.
fn stream(house: &House, tools: &Tools, octets: u64) -> Result<Option<u64>, SoakError> {
    const RUN: &str = "wirewright cosim mac_gmii --read -";
    let mut command = wirewright(house, tools);
    command.args(["cosim", "mac_gmii", "--quiet", "--read", "-"]).stdin(Stdio::piped());
    let mut child = command.spawn().map_err(|source| system(RUN, source))?;
    let status_file = PathBuf::from(format!("/proc/{}/status", child.id()));
    let memory_kib = || memory_kib(&fs::read_to_string(&status_file).unwrap_or_default());
    let (mut early_kib, mut peak_kib) = (0, 0);
    // A child that ends early closes the pipe; its exit code then says more than the broken pipe.
    if let Some(pipe) = child.stdin.take() {
        let _ = write_capture(BufWriter::new(pipe), octets, |written| {
            peak_kib = memory_kib().max(peak_kib);
            if written <= octets / 8 {
                early_kib = peak_kib;
            }
        });
    }
    let status = child.wait().map_err(|source| system(RUN, source))?;
    if !status.success() {
        return Err(SoakError::Run { run: RUN.to_string(), status });
    }
    if peak_kib > early_kib + GROWTH_KIB {
        return Err(SoakError::Memory { early_kib, peak_kib });
    }
    Ok((peak_kib > 0).then_some(peak_kib))
}

/// The highest resident memory so far, `VmHWM` of `/proc/PID/status`.
fn memory_kib(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// A capture (classic, microseconds, Ethernet) of at least `octets` octets; `seen` is told now and then how many
/// are written.
fn write_capture(mut to: impl Write, octets: u64, mut seen: impl FnMut(u64)) -> io::Result<()> {
    const HEADER: [u32; 6] = [0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, 1];
    for word in HEADER {
        to.write_all(&word.to_le_bytes())?;
    }
    let mut frame: Vec<u8> = (0..LONGEST_FRAME_OCTETS).map(|place| place as u8).collect();
    let (mut written, mut count, mut reported) = (24, 0u32, 0);
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    while written < octets {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let length = 60 + (random % (LONGEST_FRAME_OCTETS as u64 - 59)) as u32;
        frame[..12].copy_from_slice(&[2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]);
        frame[12..14].copy_from_slice(&[0x88, 0xb5]);
        frame[14..22].copy_from_slice(&random.to_be_bytes());
        for word in [count / 10_000, count % 10_000 * 100, length, length] {
            to.write_all(&word.to_le_bytes())?;
        }
        to.write_all(&frame[..length as usize])?;
        written += 16 + u64::from(length);
        count += 1;
        if written >> 22 != reported {
            reported = written >> 22;
            seen(written);
        }
    }
    to.flush()
}

fn system(what: &str, source: io::Error) -> SoakError {
    SoakError::System { what: what.to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_capture_has_whole_records_of_lengths_a_wire_carries() {
        let mut capture = Vec::new();
        let mut seen = 0;
        write_capture(&mut capture, 9 << 20, |written| seen = written).unwrap();
        assert!(capture.len() >= 9 << 20 && seen > 4 << 20);
        let (mut rest, mut lengths) = (&capture[24..], Vec::new());
        while let [_, _, _, _, _, _, _, _, a, b, c, d, ..] = *rest {
            let length = u32::from_le_bytes([a, b, c, d]) as usize;
            lengths.push(length);
            rest = &rest[16 + length..];
        }
        assert!(rest.is_empty());
        assert!(lengths.iter().all(|length| (60..=1514).contains(length)));
        assert!(lengths.contains(&60) && lengths.contains(&1514));
    }

    #[test]
    fn memory_is_read_from_the_status_of_the_process() {
        assert_eq!(memory_kib("Name:\tx\nVmHWM:\t  123456 kB\n"), 123_456);
        assert_eq!(memory_kib(""), 0);
    }
}
