// SPDX-License-Identifier: MIT OR Apache-2.0
//! The flow with the tools themselves: small blocks through yosys, nextpnr-ecp5 and ecppack.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use wirewright_testbench::bridge::{BridgeError, Tools};
use wirewright_testbench::fpga::flow::{self, Done, Job, Outcome, Took};
use wirewright_testbench::fpga::report::AtPin;
use wirewright_testbench::fpga::{Board, FlowError, Programs};
use wirewright_testbench::synth::{self, SynthError};

/// The programs, unless one is missing: that is said, and the test is over.
fn programs() -> Option<Programs> {
    match synth::programs(&Tools::of_process()) {
        Ok(programs) => Some(programs),
        Err(SynthError::Bridge(BridgeError::ToolMissing(missing))) => {
            println!("skipped: nextpnr: {missing}");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

/// Runs the flow with two seeds; gives the outcome, and for each step whether it ran or was in the cache.
fn run(design: &str, board: &Board, programs: &Programs, cache: &Path) -> (Outcome, Vec<bool>) {
    let steps = Mutex::new(Vec::new());
    let never = AtomicBool::new(false);
    let job = Job { design, board, seeds: 2, parallel: 2, cache: cache.to_owned(), programs, interrupted: &never };
    let outcome = flow::run(&job, |_: Done, took| steps.lock().unwrap().push(matches!(took, Took::Time(_))));
    (outcome.unwrap_or_else(|error| panic!("{error}")), steps.into_inner().unwrap())
}

#[test]
fn a_block_alone_is_measured_and_a_rerun_goes_on_from_the_cache() {
    let Some(programs) = programs() else { return };
    let cache = tempfile::tempdir().unwrap();
    let board = Board::find("none").unwrap();
    let (outcome, ran) = run("async_fifo", &board, &programs, cache.path());
    let report = &outcome.report;
    assert_eq!(ran, [true, true, true]);
    assert_eq!((report.design.as_str(), report.seeds.as_slice()), ("async_fifo", &[1, 2][..]));
    assert_eq!(report.clocks.iter().map(|clock| clock.name.as_str()).collect::<Vec<_>>(), ["rd_clk", "wr_clk"]);
    for clock in &report.clocks {
        assert_eq!((clock.wanted_mhz, clock.reached_mhz.len()), (125.0, 2));
        let path = clock.longest_path.as_ref().unwrap();
        assert!((1000.0 / path.ns - clock.worst_mhz).abs() < 0.1, "{path:?}, {} MHz", clock.worst_mhz);
        assert!(path.from.starts_with("async_fifo.") || path.to.starts_with("async_fifo."), "{path:?}");
    }
    // The memory of 16 words of 10 bits is three distributed RAMs, and each synchroniser is two flip-flops.
    let total = &report.total;
    assert_eq!((total.distributed_ram, total.block_ram, total.dsp), (3, 0, 0));
    let crossings: Vec<_> = report.modules.iter().filter(|module| module.module == "sync_bit").collect();
    assert_eq!(crossings.len(), 10);
    assert!(crossings.iter().all(|module| module.total.ff == 2), "{crossings:?}");
    // The registers of the wrapper: on each side 8 bits of data, reset, valid, ready, last and user.
    assert_eq!(report.wrapper.as_ref().unwrap().ff, 26);

    // A file cut off, as after a power failure, is not taken: the rest is.
    let cut: Vec<PathBuf> =
        outcome.files.iter().filter(|(name, _)| name == "nextpnr-2.log").map(|(_, path)| path.clone()).collect();
    fs::write(cut[0].with_file_name("report.json"), "{\"fmax\": {").unwrap();
    let (again, mut ran) = run("async_fifo", &board, &programs, cache.path());
    ran.sort_unstable();
    assert_eq!(ran, [false, false, true]);
    assert_eq!(again.report.json(), report.json(), "the same seeds give the same result");
}

#[test]
fn the_register_behind_a_frame_memory_is_in_the_block_ram() {
    let Some(programs) = programs() else { return };
    let cache = tempfile::tempdir().unwrap();
    let (outcome, _) = run("stream_fifo", &Board::find("none").unwrap(), &programs, cache.path());
    let (_, netlist) = outcome.files.iter().find(|(name, _)| name == "netlist.json").unwrap();
    let netlist: serde_json::Value = serde_json::from_str(&fs::read_to_string(netlist).unwrap()).unwrap();
    let cells = netlist["modules"]["stream_fifo_alone"]["cells"].as_object().unwrap();
    let rams: Vec<_> = cells.values().filter(|cell| cell["type"] == "DP16KD").collect();
    // 4096 words of 10 bits, in memories 4 bits wide.
    assert_eq!((rams.len(), outcome.report.total.block_ram), (3, 3));
    for ram in rams {
        let modes = ["REGMODE_A", "REGMODE_B"].map(|name| ram["parameters"][name].as_str().unwrap());
        assert!(modes.contains(&"OUTREG"), "{modes:?}");
    }
}

#[test]
fn a_board_with_pins_gets_a_bitstream() {
    let Some(programs) = programs() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    file(
        "board.toml",
        "title = \"a\"\npart = \"LFE5U-25F\"\npackage = \"CABGA381\"\nspeed = 6\nmhz = 25.0\n[tops]\nblink = \"b.v\"\n",
    );
    file(
        "b.v",
        "module blink(input wire clk, output reg led);\nreg [9:0] count;\n\
         always @(posedge clk) {led, count} <= {count == 0, count + 10'd1};\nendmodule\n",
    );
    let clk = "LOCATE COMP \"clk\" SITE \"G2\";\nFREQUENCY PORT \"clk\" 500 MHZ;\n";
    file("pins.lpf", clk);
    let find = || Board::find(folder.path().to_str().unwrap()).unwrap();
    let cache = folder.path().join("cache");
    let never = AtomicBool::new(false);
    let job = |board, interrupted| Job {
        design: "blink",
        board,
        seeds: 1,
        parallel: 1,
        cache: cache.clone(),
        programs: &programs,
        interrupted,
    };
    let error = flow::run(&job(&find(), &never), |_, _| {}).unwrap_err();
    assert!(matches!(&error, FlowError::PinsMissing { ports, .. } if *ports == ["led"]), "{error}");

    file("pins.lpf", &format!("{clk}LOCATE COMP \"led\" SITE \"B2\";\n"));
    let (outcome, _) = run("blink", &find(), &programs, &cache);
    let length = |name: &str| {
        let (_, path) = outcome.files.iter().find(|(found, _)| found == name).unwrap();
        fs::metadata(path).unwrap().len()
    };
    assert!(length("blink.bit") > 10_000 && length("blink.svf") > 10_000);
    // 500 MHz is more than the part can do: that is told, with the path.
    let report = &outcome.report;
    assert!(!report.timing_met && report.wrapper.is_none());
    let missed: Vec<_> = report.missed().map(|clock| (clock.name.as_str(), clock.wanted_mhz)).collect();
    assert_eq!(missed, [("clk", 500.0)]);
    assert!(report.text().contains("count[") && report.text().contains("(blink.v:2)"), "{}", report.text());
}

#[test]
fn what_goes_wrong_is_told_and_leaves_nothing_half_done() {
    let Some(programs) = programs() else { return };
    let cache = tempfile::tempdir().unwrap();
    let board = Board::find("none").unwrap();
    let (interrupted, never) = (AtomicBool::new(true), AtomicBool::new(false));
    let job = |programs, interrupted| Job {
        design: "crc32",
        board: &board,
        seeds: 1,
        parallel: 1,
        cache: cache.path().to_owned(),
        programs,
        interrupted,
    };
    let error = flow::run(&job(&programs, &interrupted), |_, _| {}).unwrap_err();
    assert!(matches!(error, FlowError::Interrupted), "{error}");

    // A program that does something else: what it says is told.
    let wrong = Programs { nextpnr: programs.yosys.clone(), ..programs.clone() };
    let error = flow::run(&job(&wrong, &never), |_, _| {}).unwrap_err().to_string();
    assert!(error.starts_with("place and route with seed 1 failed"), "{error}");
    let entries = fs::read_dir(cache.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let folders: Vec<String> = entries.filter(|name| !name.ends_with(".lock")).collect();
    assert!(folders.len() == 1 && folders[0].starts_with("netlist-"), "{folders:?}");
}

#[test]
fn every_pin_of_the_echo_has_its_register_and_timing_is_met() {
    let Some(programs) = programs() else { return };
    let cache = tempfile::tempdir().unwrap();
    let board = Board::find("colorlight-5a-75b").unwrap();
    let never = AtomicBool::new(false);
    let job = Job {
        design: "ethernet_echo",
        board: &board,
        seeds: 1,
        parallel: 1,
        cache: cache.path().to_owned(),
        programs: &programs,
        interrupted: &never,
    };
    let report = flow::run(&job, |_, _| ()).unwrap_or_else(|error| panic!("{error}")).report;
    assert_eq!(report.unregistered().collect::<Vec<_>>(), [""; 0]);
    let count = |at| report.pins.iter().filter(|pin| pin.at == at).count();
    // RGMII both ways, TXC among it; mdc, mdio, led_n; RXC and the board's clock; phy_rst_n.
    let kinds = [AtPin::DoubleDataRate, AtPin::Register, AtPin::Clock, AtPin::Constant].map(count);
    assert_eq!(kinds, [5 + 6, 3, 2, 1], "{:?}", report.pins);
    assert!(report.timing_met, "{}", report.text());
    // Flip-flops are counted in the module they are in, whatever yosys has called their wires; what can never change,
    // as what asks for PAUSE, has none.
    for (module, ff) in [("crc32", 32), ("sync_bit", 2), ("reset_sync", 2)] {
        let counts = report.modules.iter().filter(|m| m.module == module).map(|m| m.total.ff);
        let counts: Vec<u64> = counts.filter(|&count| count > 0).collect();
        assert!(counts.len() > 1 && counts.iter().all(|&count| count == ff), "{module}: {counts:?}");
    }
}
