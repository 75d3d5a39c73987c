// SPDX-License-Identifier: MIT OR Apache-2.0
//! Hand-written Verilog through the whole bridge: clocks, resets, widths, start values, waves, coverage, the cache and
//! what is said when something is wrong.

mod common;

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Counter, CounterIn, CounterOut, TwoClocks, TwoClocksIn, TwoClocksOut, counter, options, two_clocks};
use wirewright_bridge::{BridgeError, Kind, Model, Options, PointKind, Source, Status, Tools, Verilated};
use wirewright_spec::{Design, EdgeSet, Interface, Ports};

const FIRST: EdgeSet = EdgeSet::FIRST;
const SECOND: EdgeSet = EdgeSet(2);
const BOTH: EdgeSet = EdgeSet(3);

#[test]
fn a_counter_counts_enabled_edges_and_resets() {
    let Some(options) = options() else { return };
    let mut design = Verilated::<Counter>::load(&counter(), &options).unwrap();
    let mut out = CounterOut::default();
    Design::reset(&mut design);
    let mut expected = 0u64;
    for edge in 0..1000u32 {
        let input = CounterIn { rst: edge == 700, enable: edge % 3 != 0, step: edge as u8 & 0xf };
        design.step(FIRST, &input, &mut out);
        expected = if input.rst { 0 } else { expected + if input.enable { u64::from(input.step) } else { 0 } };
        assert_eq!(out, CounterOut { count: expected, low: expected as u16 & 0xfff, odd: expected & 1 == 1 });
    }
    assert!(expected > 1000);
    assert_eq!(design.status(), Status::Running);
}

#[test]
fn unused_bits_of_an_input_do_not_reach_the_design() {
    let Some(options) = options() else { return };
    let mut design = Verilated::<Counter>::load(&counter(), &options).unwrap();
    let mut out = CounterOut::default();
    design.reset();
    design.step(FIRST, &CounterIn { rst: false, enable: true, step: 0xf1 }, &mut out);
    assert_eq!(out.count, 1);
}

#[test]
fn registers_swapped_across_coincident_clocks_sample_the_values_before() {
    let Some(options) = options() else { return };
    let mut design = Verilated::<TwoClocks>::load(&two_clocks(), &options).unwrap();
    let mut out = TwoClocksOut::default();
    let load = TwoClocksIn { load: true, a_in: 0x0123_4567_89ab_cdef, b_in: u64::MAX, ..TwoClocksIn::default() };
    let hold = TwoClocksIn::default();
    design.step(BOTH, &load, &mut out);
    assert_eq!((out.a, out.b), (load.a_in, load.b_in));
    design.step(BOTH, &hold, &mut out);
    assert_eq!((out.a, out.b), (load.b_in, load.a_in));
    design.step(FIRST, &hold, &mut out);
    assert_eq!((out.a, out.b), (load.a_in, load.a_in));
    design.step(BOTH, &load, &mut out);
    design.step(SECOND, &hold, &mut out);
    assert_eq!((out.a, out.b), (load.a_in, load.a_in));
}

#[test]
fn an_asynchronous_reset_acts_without_an_edge_and_nothing_else_does() {
    let Some(options) = options() else { return };
    let mut design = Verilated::<TwoClocks>::load(&two_clocks(), &options).unwrap();
    let mut out = TwoClocksOut::default();
    let load = TwoClocksIn { load: true, a_in: 5, b_in: 6, ..TwoClocksIn::default() };
    design.step(BOTH, &load, &mut out);
    design.step(EdgeSet::NONE, &TwoClocksIn { a_in: 9, b_in: 9, ..load }, &mut out);
    assert_eq!((out.a, out.b), (5, 6));
    design.step(EdgeSet::NONE, &TwoClocksIn { b_rst: true, ..load }, &mut out);
    assert_eq!((out.a, out.b), (5, 0));
}

#[test]
fn a_bare_loop_does_what_steps_do() {
    let Some(options) = options() else { return };
    let model = Model::<TwoClocks>::load(&two_clocks(), &options).unwrap();
    let inputs: Vec<_> =
        (0..500u64).map(|n| TwoClocksIn { load: n % 7 == 0, a_in: n * n, b_in: n << 40, b_rst: n % 50 == 0 }).collect();
    let edges = [FIRST, BOTH, SECOND];
    let (mut stepped, mut looped) = (TwoClocksOut::default(), TwoClocksOut::default());
    let mut design = model.instance(options.seed).unwrap();
    for (n, input) in inputs.iter().enumerate() {
        design.step(edges[n % 3], input, &mut stepped);
    }
    model.instance(options.seed).unwrap().bare_loop(&edges, &inputs, &mut looped);
    assert_eq!(stepped, looped);
    let mut other = inputs.clone();
    let last = other.len() - 1;
    other[last].a_in ^= 1;
    other[last].load = true;
    model.instance(options.seed).unwrap().bare_loop(&edges, &other, &mut looped);
    assert_ne!(stepped, looped);
}

#[test]
fn a_register_without_reset_starts_at_a_value_of_the_seed() {
    let Some(options) = options() else { return };
    let model = Model::<TwoClocks>::load(&two_clocks(), &options).unwrap();
    let start = |seed| {
        let mut design = model.instance(NonZeroU32::new(seed).unwrap()).unwrap();
        let mut out = TwoClocksOut::default();
        design.step(EdgeSet::NONE, &TwoClocksIn::default(), &mut out);
        out.a
    };
    let starts: BTreeSet<_> = (1..=8).map(start).collect();
    assert_eq!(starts.len(), 8, "{starts:x?}");
    assert!(!starts.contains(&0));
    assert_eq!(start(3), start(3));
}

#[test]
fn instances_of_one_model_do_not_share_state_and_may_move_between_threads() {
    let Some(options) = options() else { return };
    let model = Model::<Counter>::load(&counter(), &options).unwrap();
    let run = |mut design: Verilated<Counter>, edges: u64| {
        let mut out = CounterOut::default();
        design.reset();
        for _ in 0..edges {
            design.step(FIRST, &CounterIn { rst: false, enable: true, step: 1 }, &mut out);
        }
        (design, out.count)
    };
    let started: Vec<_> = (0..4).map(|_| model.instance(options.seed).unwrap()).collect();
    std::thread::scope(|scope| {
        let runs: Vec<_> = started.into_iter().zip([10, 2000, 300, 40]).collect();
        let threads: Vec<_> = runs.into_iter().map(|(design, n)| (scope.spawn(move || run(design, n)), n)).collect();
        for (thread, n) in threads {
            let (mut design, count) = thread.join().unwrap();
            assert_eq!(count, n);
            let mut out = CounterOut::default();
            design.step(FIRST, &CounterIn { rst: false, enable: true, step: 1 }, &mut out);
            assert_eq!(out.count, n + 1);
        }
    });
}

#[test]
fn a_parameter_of_the_top_module_can_be_set() {
    let Some(options) = options() else { return };
    let source = counter().parameter("START", "64'd41");
    let mut design = Verilated::<Counter>::load(&source, &options).unwrap();
    let mut out = CounterOut::default();
    design.reset();
    design.step(FIRST, &CounterIn { rst: false, enable: true, step: 1 }, &mut out);
    assert_eq!(out.count, 42);
}

/// Names that C++ does not take as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
#[allow(non_snake_case)]
struct OddNames {
    class: u8,
    tx__data: u8,
}

struct OddlyNamed;

impl Interface for OddlyNamed {
    const NAME: &'static str = "oddly_named";
    type In = OddNames;
    type Out = OddOut;
    const CLOCKS: &'static [&'static str] = &["new"];
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct OddOut {
    int64_t: u8,
}

#[test]
fn ports_may_be_called_what_cpp_does_not_take() {
    let Some(options) = options() else { return };
    let text = "module oddly_named(input \\new , input [7:0] \\class , input [7:0] tx__data, \
                output reg [7:0] int64_t);\n\
                always @(posedge \\new ) int64_t <= \\class + tx__data;\nendmodule\n";
    let mut design = Verilated::<OddlyNamed>::load(&Source::new("oddly_named").file("odd.sv", text), &options).unwrap();
    let mut out = OddOut::default();
    design.step(FIRST, &OddNames { class: 5, tx__data: 6 }, &mut out);
    assert_eq!(out.int64_t, 11);
}

#[test]
fn logic_on_the_falling_edge_shows_after_the_next_event() {
    let Some(options) = options() else { return };
    let text = common::COUNTER.replace("always @(posedge clk)", "always @(negedge clk)");
    let mut design = Verilated::<Counter>::load(&Source::new("counter").file("counter.v", text), &options).unwrap();
    let mut out = CounterOut::default();
    design.reset();
    for edge in 0..10 {
        design.step(FIRST, &CounterIn { rst: false, enable: true, step: 1 }, &mut out);
        assert_eq!(out.count, edge);
    }
}

#[test]
fn broken_verilog_is_refused_with_file_and_line() {
    let Some(options) = options() else { return };
    let source =
        Source::new("broken").file("rtl/broken.v", "module broken(input clk);\n  assign nothing = = 1;\nendmodule\n");
    let Err(error) = Model::<Counter>::load(&source, &options) else { panic!("loaded") };
    assert!(matches!(error, BridgeError::Verilate { .. }));
    assert!(error.to_string().contains("rtl/broken.v:2:"), "{error}");
}

#[test]
fn ports_that_differ_from_the_interface_are_listed() {
    let Some(options) = options() else { return };
    let text = common::COUNTER.replace("[3:0] step", "[7:0] step").replace("output reg odd", "output reg even");
    let text = text.replace("odd <=", "even <=");
    let Err(error) = Model::<Counter>::load(&Source::new("counter").file("counter.v", text), &options) else {
        panic!("loaded")
    };
    let BridgeError::Ports { differences, .. } = error else { panic!("{error}") };
    assert_eq!(
        differences,
        [
            "`step` has 8 bits in Verilog, 4 here",
            "`odd` is not a port of the Verilog module",
            "output `even` of the Verilog module is not in the interface"
        ]
    );
}

/// The counter's inputs in another order: same names, same size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct Swapped {
    enable: bool,
    rst: bool,
    #[port(width = 4)]
    step: u8,
}

struct SwappedCounter;

impl Interface for SwappedCounter {
    const NAME: &'static str = "counter";
    type In = Swapped;
    type Out = CounterOut;
    const CLOCKS: &'static [&'static str] = &["clk"];
}

#[test]
fn an_object_built_for_another_layout_is_not_loaded() {
    let Some(options) = options() else { return };
    // In the place of the object for one layout there is one for another, as no build leaves it.
    let nonce = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let source = counter().file("nonce.v", format!("// {}\n", nonce.path().display()));
    let object = Model::<SwappedCounter>::load(&source, &options).unwrap().path().to_owned();
    let other = Model::<Counter>::load(&source, &options).unwrap().path().to_owned();
    std::fs::remove_file(&object).unwrap();
    std::fs::copy(&other, &object).unwrap();
    let Err(error) = Model::<SwappedCounter>::load(&source, &options) else { panic!("loaded") };
    assert!(matches!(error, BridgeError::Layout { .. }), "{error}");
    // The same Verilog is built for either layout, and works.
    let mut design = Verilated::<SwappedCounter>::load(&counter(), &options).unwrap();
    let mut out = CounterOut::default();
    design.reset();
    design.step(FIRST, &Swapped { rst: false, enable: true, step: 3 }, &mut out);
    assert_eq!(out.count, 3);
}

#[test]
fn a_missing_tool_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let tools = Some(Tools::in_places([folder.path().to_owned()], "".as_ref()));
    let options = Options { tools, cache: Some(folder.path().join("cache")), ..Options::default() };
    let Err(error) = Model::<Counter>::load(&counter(), &options) else { panic!("loaded") };
    assert!(matches!(error, BridgeError::ToolMissing(_)));
    assert_eq!(error.to_string().lines().count(), 1);
    assert!(error.to_string().contains("cargo xtask tools"), "{error}");
}

#[test]
fn a_design_that_stops_says_so_and_ends_nothing() {
    let Some(options) = options() else { return };
    let run = |statement: &str| {
        let text = common::COUNTER.replace("// STATEMENT", statement);
        let source = Source::new("counter").file("counter.sv", text);
        let mut design = Verilated::<Counter>::load(&source, &options).unwrap();
        let mut out = CounterOut::default();
        design.reset();
        for _ in 0..20 {
            design.step(FIRST, &CounterIn { rst: false, enable: true, step: 1 }, &mut out);
        }
        (design.status(), design.take_text(), out.count)
    };
    let (status, _, _) = run("if (count == 7) $finish;");
    assert!(matches!(&status, Status::Finished(text) if text.contains("counter.sv:")), "{status:?}");
    let (status, _, count) = run("if (count == 7) $fatal(1, \"seven is too many\");");
    assert!(matches!(&status, Status::Failed(text) if text.contains("seven is too many")), "{status:?}");
    assert!(count <= 8, "{count}");
    let (status, _, _) = run("assert (count != 7) else $error(\"count is %0d\", count);");
    assert!(matches!(&status, Status::Failed(text) if text.contains("count is 7")), "{status:?}");
    let (status, text, count) = run("if (count == 7) $display(\"seen %0d\", count);");
    assert_eq!((status, text.as_str(), count), (Status::Running, "seen 7\n", 20));
}

#[test]
fn waves_are_written_and_read_back() {
    let Some(options) = options() else { return };
    let options = Options { kind: Kind::Trace, ..options };
    let folder = tempfile::tempdir().unwrap();
    let mut design = Verilated::<Counter>::load(&counter(), &options).unwrap();
    let mut out = CounterOut::default();
    design.reset();
    for (name, first) in [("one.fst", 0u64), ("two.fst", 100)] {
        design.trace_to(&folder.path().join(name)).unwrap();
        for edge in first..first + 100 {
            design.set_time_ps(10_000_000 + edge * 8000);
            design.step(FIRST, &CounterIn { rst: false, enable: true, step: 1 }, &mut out);
        }
    }
    design.end_trace().unwrap();
    design.end_trace().unwrap();
    for (name, first) in [("one.fst", 0u64), ("two.fst", 100)] {
        let changes = common::changes(&folder.path().join(name), "count");
        // The first event is dumped in full; each one after it changes the count, at its time.
        let expected: Vec<_> = (first..first + 100).map(|edge| (10_000_000 + edge * 8000, edge + 1)).collect();
        assert_eq!(changes, expected, "{name}");
        let clock = common::changes(&folder.path().join(name), "clk");
        assert_eq!(clock.iter().filter(|&&(_, level)| level == 1).count(), 100);
        assert!(clock.contains(&(10_000_000 + first * 8000 + 4000, 0)), "{clock:?}");
    }
}

#[test]
fn waves_are_completed_when_the_design_is_dropped() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut design = Verilated::<Counter>::load(&counter(), &Options { kind: Kind::Trace, ..options }).unwrap();
    design.trace_to(&folder.path().join("a.fst")).unwrap();
    design.reset();
    drop(design);
    let expected = [(0, 1), (500, 0), (1000, 1), (1500, 0), (2000, 1), (2500, 0), (3000, 1), (3500, 0)];
    assert_eq!(common::changes(&folder.path().join("a.fst"), "clk"), expected);
}

#[test]
fn waves_that_cannot_be_written_are_an_error() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut plain = Verilated::<Counter>::load(&counter(), &options).unwrap();
    assert!(matches!(plain.trace_to(&folder.path().join("a.fst")), Err(BridgeError::File { .. })));
    let mut traced = Verilated::<Counter>::load(&counter(), &Options { kind: Kind::Trace, ..options }).unwrap();
    assert!(matches!(traced.trace_to(&folder.path().join("none/a.fst")), Err(BridgeError::File { .. })));
    assert!(traced.trace_to(&folder.path().join("a.fst")).is_ok());
    traced.end_trace().unwrap();
    // A device that is always full takes the file but not its content.
    traced.trace_to("/dev/full".as_ref()).unwrap();
    let error = traced.end_trace().unwrap_err();
    assert!(error.to_string().contains("/dev/full"), "{error}");
}

#[test]
fn a_file_appears_when_it_is_whole() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let waves = folder.path().join("a.fst");
    let options = Options { kind: Kind::Trace, ..options };
    let mut design = Verilated::<Counter>::load(&counter(), &options).unwrap();
    design.trace_to(&waves).unwrap();
    design.reset();
    assert!(!waves.exists());
    design.end_trace().unwrap();
    assert_eq!(names(folder.path()), ["a.fst"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_fills_up_keeps_no_cut_waves_and_no_cut_coverage() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let Some(mount) = Mount::new(folder.path()) else {
        println!("skipped: root: a small file system cannot be mounted");
        return;
    };
    let load = |kind| Verilated::<Counter>::load(&counter(), &Options { kind, ..options.clone() }).unwrap();
    let mut out = CounterOut::default();
    let mut random = 1u64;
    let mut run = |design: &mut Verilated<Counter>| {
        design.reset();
        for _ in 0..200_000 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let input = CounterIn { rst: false, enable: random >> 63 == 1, step: (random >> 40) as u8 & 0xf };
            design.step(FIRST, &input, &mut out);
        }
    };
    let mut design = load(Kind::Trace);
    design.trace_to(&mount.0.join("a.fst")).unwrap();
    run(&mut design);
    let error = design.end_trace().unwrap_err();
    assert!(error.to_string().contains("full/a.fst") && error.to_string().contains("full?"), "{error}");
    drop(design);
    assert_eq!(names(&mount.0), [""; 0]);

    std::fs::write(mount.0.join("filler"), vec![0; 8 * 1024]).unwrap();
    let mut design = load(Kind::Coverage);
    run(&mut design);
    let error = design.write_coverage(&mount.0.join("a.dat")).unwrap_err();
    assert!(error.to_string().contains("full/a.dat"), "{error}");
    assert_eq!(names(&mount.0), ["filler"]);
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    entries.map(|name| name.to_string_lossy().into_owned()).collect()
}

/// A file system of 16 KiB, as long as the value lives.
#[cfg(target_os = "linux")]
struct Mount(PathBuf);

#[cfg(target_os = "linux")]
impl Mount {
    fn new(folder: &Path) -> Option<Mount> {
        let at = folder.join("full");
        std::fs::create_dir(&at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=16k", "tmpfs"]).arg(&at).output();
        mounted.is_ok_and(|output| output.status.success()).then_some(Mount(at))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Mount {
    fn drop(&mut self) {
        // Lazily: Verilator's writer may hold a file open. What stays mounted keeps the folder from going away.
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

#[test]
fn coverage_counts_lines_and_bits() {
    let Some(options) = options() else { return };
    let options = Options { kind: Kind::Coverage, ..options };
    let folder = tempfile::tempdir().unwrap();
    let mut design = Verilated::<Counter>::load(&counter(), &options).unwrap();
    let mut out = CounterOut::default();
    design.reset();
    let idle = CounterIn { rst: false, enable: false, step: 0 };
    design.step(FIRST, &idle, &mut out);
    let first = design.write_coverage(&folder.path().join("first.dat")).unwrap();
    let uncovered = &first.files()["counter.v"].uncovered;
    let line_of = |text: &str| 1 + common::COUNTER.lines().position(|line| line.contains(text)).unwrap() as u32;
    let counting = line_of("else if (enable)");
    assert!(uncovered.iter().any(|p| p.kind != PointKind::Toggle && p.line.abs_diff(counting) <= 1), "{uncovered:#?}");
    assert!(uncovered.iter().any(|p| p.kind == PointKind::Toggle && p.comment.contains("enable")), "{uncovered:#?}");

    for edge in 0..40u8 {
        design.step(FIRST, &CounterIn { rst: false, enable: edge % 2 == 0, step: edge & 0xf }, &mut out);
    }
    let mut second = design.write_coverage(&folder.path().join("second.dat")).unwrap();
    let file = &second.files()["counter.v"];
    assert_eq!(file.total, first.files()["counter.v"].total);
    assert_eq!(file.covered + file.uncovered.len(), file.total);
    assert!(file.uncovered.iter().all(|p| p.kind == PointKind::Toggle), "{:#?}", file.uncovered);
    assert!(file.uncovered.iter().any(|p| p.comment.starts_with("count[63]")), "{:#?}", file.uncovered);
    assert!(file.uncovered.iter().all(|p| !p.comment.contains("enable")), "{:#?}", file.uncovered);

    let before = second.points().map(|(_, count)| count).sum::<u64>();
    second.merge(&first);
    let added = first.points().map(|(_, count)| count).sum::<u64>();
    assert_eq!(second.points().map(|(_, count)| count).sum::<u64>(), before + added);
}
