// SPDX-License-Identifier: MIT OR Apache-2.0
//! Runs a proof: the committed Verilog of a block with the properties of `rtl/formal` put into its modules, by sby and
//! a solver.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf, absolute};
use std::process::{Command, Stdio};

use wirewright_testbench::bridge::Tools;

/// Longer than any proof takes, on a machine that does much else.
const TIMEOUT_S: u32 = 1200;

/// The files of `rtl/formal`, by name.
macro_rules! formal {
    ($($name:literal),+) => {
        const FORMAL: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../rtl/formal/", $name, ".sv")))),+];
    };
}

formal!("async_fifo", "ram_block", "ram_distributed", "reset_sync", "stream_fifo", "sync_bit", "sync_bit_metastable");

/// Names of the files of `rtl/formal`, without their ending.
pub fn formal_names() -> Vec<&'static str> {
    FORMAL.iter().map(|(name, _)| *name).collect()
}

/// What is proved, or refuted.
#[derive(Clone)]
pub struct Claim {
    top: String,
    verilog: String,
    /// With several clocks, or one that is looked at itself, each step of the proof is a moment in which any of them
    /// may rise.
    is_multiclock: bool,
}

/// How it ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All assertions hold, for ever.
    Proved,
    /// No assertion fails within the steps looked at.
    NotRefuted,
    /// These assertions fail, some steps after power-up.
    Refuted(Vec<String>),
}

impl Claim {
    /// The module `top` of `verilog`, as it is.
    pub fn of(top: &str, verilog: &str) -> Claim {
        Claim { top: top.to_owned(), verilog: verilog.to_owned(), is_multiclock: false }
    }

    /// Each step is a moment in which any clock may rise.
    pub fn multiclock(self) -> Claim {
        Claim { is_multiclock: true, ..self }
    }

    /// Puts the properties of the file `formal` before the end of a module.
    pub fn with(mut self, module: &str, formal: &str) -> Claim {
        let (_, end) = self.module(module);
        self.verilog.insert_str(end - "endmodule".len(), text(formal));
        self
    }

    /// Takes the file `formal` in place of a module.
    pub fn replacing(mut self, module: &str, formal: &str) -> Claim {
        let (begin, end) = self.module(module);
        self.verilog.replace_range(begin..end, text(formal));
        self
    }

    /// Another text in place of `from`, which is there once.
    pub fn planting(mut self, from: &str, to: &str) -> Claim {
        assert_eq!(self.verilog.matches(from).count(), 1, "`{from}` in {}", self.top);
        self.verilog = self.verilog.replace(from, to);
        self
    }

    /// Only the assertions whose name begins with `group`.
    pub fn only(mut self, group: &str) -> Claim {
        let keep = |line: &str| match line.trim().split_once(": assert (") {
            Some((name, _)) if !name.starts_with(group) => format!("{name}: assert (1'b1);"),
            _ => line.to_owned(),
        };
        self.verilog = self.verilog.lines().map(keep).collect::<Vec<_>>().join("\n");
        self
    }

    /// Proves by induction over `steps` steps.
    pub fn prove(&self, steps: u32) -> Option<Verdict> {
        self.run("prove", steps)
    }

    /// Looks for a counterexample within `steps` steps from power-up.
    pub fn refute(&self, steps: u32) -> Option<Verdict> {
        self.run("bmc", steps)
    }

    /// Where a module begins and ends.
    fn module(&self, module: &str) -> (usize, usize) {
        let heads = [format!("\nmodule {module} ("), format!("\nmodule {module} #(")];
        let begin = heads.iter().find_map(|head| self.verilog.find(head)).expect("the module is there") + 1;
        let length = self.verilog[begin..].find("endmodule").expect("it ends") + "endmodule".len();
        (begin, begin + length)
    }

    /// The verdict; none, with a line that says why, when a tool is missing.
    fn run(&self, mode: &str, steps: u32) -> Option<Verdict> {
        let folder = tempfile::Builder::new().prefix("wirewright-proof-").tempdir().expect("a temporary folder");
        let folder = folder.path();
        let mut sby = sby(folder)?;
        let (top, multiclock) = (&self.top, if self.is_multiclock { "on" } else { "off" });
        let script = format!(
            "[options]\nmode {mode}\ndepth {steps}\nmulticlock {multiclock}\ntimeout {TIMEOUT_S}\n\
             [engines]\nsmtbmc boolector\n[script]\nread_verilog -formal -sv {top}.v\nprep -flatten -top {top}\n\
             [files]\n{top}.v\n"
        );
        fs::write(folder.join("proof.sby"), script).expect("a file in a new folder");
        fs::write(folder.join(format!("{top}.v")), &self.verilog).expect("a file in a new folder");
        let output = sby.args(["-f", "proof.sby"]).current_dir(folder).stdin(Stdio::null()).output();
        let output = output.expect("sby is a program");
        let said = String::from_utf8_lossy(&output.stdout);
        let failed = said.lines().filter_map(|line| line.split_once(&format!("Assert failed in {top}: ")));
        let mut failed: Vec<_> = failed.map(|(_, name)| name.trim().to_owned()).collect();
        failed.dedup();
        let status = fs::read_to_string(folder.join("proof/status")).unwrap_or_default();
        match (status.split_whitespace().next(), mode) {
            (Some("PASS"), "prove") => Some(Verdict::Proved),
            (Some("PASS"), _) => Some(Verdict::NotRefuted),
            (Some("FAIL"), "bmc") if !failed.is_empty() => Some(Verdict::Refuted(failed)),
            (status, _) => panic!("{top}: {status:?}, {failed:?}\n{said}\n{}", String::from_utf8_lossy(&output.stderr)),
        }
    }
}

fn text(formal: &str) -> &'static str {
    FORMAL.iter().find(|(name, _)| *name == formal).expect("a file of rtl/formal").1
}

/// sby, which finds its helpers by their plain names in the folder `bin`.
fn sby(folder: &Path) -> Option<Command> {
    let yosys = match Tools::of_process().yosys() {
        Ok(command) => command,
        Err(missing) => return skip("tools", &missing.to_string()),
    };
    let program = absolute(yosys.get_program()).expect("a working folder");
    let prefix = program.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix("yosys"));
    let beside = |name: &str| program.with_file_name(format!("{}{name}", prefix.unwrap_or_default()));
    let bin = folder.join("bin");
    fs::create_dir(&bin).expect("a new folder");
    for name in ["yosys", "yosys-smtbmc", "yosys-witness", "boolector", "sby"] {
        let tool = beside(name);
        if !tool.is_file() {
            return skip("solver", &format!("{} is missing: `cargo xtask tools` installs it", tool.display()));
        }
        symlink(tool, bin.join(name)).expect("a link in a new folder");
    }
    let mut command = Command::new(beside("sby"));
    for (name, value) in yosys.get_envs() {
        if let Some(value) = value {
            command.env(name, absolute(PathBuf::from(value)).expect("a working folder"));
        }
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::iter::once(bin).chain(std::env::split_paths(&path));
    command.env("PATH", std::env::join_paths(paths).expect("a plain folder"));
    Some(command)
}

/// Says that a test is skipped for want of `what`, which is a failure where `WIREWRIGHT_REQUIRE` names it.
fn skip<T>(what: &str, missing: &str) -> Option<T> {
    let required = std::env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
    assert!(!required.split([',', ' ']).any(|word| word == what), "{what} required: {missing}");
    println!("skipped: {what}: {missing}");
    None
}
