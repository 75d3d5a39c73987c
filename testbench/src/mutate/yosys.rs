// SPDX-License-Identifier: MIT OR Apache-2.0
//! yosys at work in a folder of its own: it reads the Verilog of a block once, lists mutations, and writes the Verilog
//! of mutants, one alone or many in one text.
//!
//! A wheel of yosys sees only its working folder, so all files have plain names in it. The folder is in the cache,
//! where one that a killed run has left is swept.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

use wirewright_bridge::{Once, Tools, once};

use super::mutation::Mutation;
use super::{MutateError, MutateJob};

/// The netlist that all mutants start from, as yosys keeps it.
pub(super) const GOLD: &str = "gold.il";

/// Makes multiplexers of many ways into ones of two. A mutant of a select can ask for two ways at once, of which yosys
/// leaves open what comes out, and Verilator stops; a tree of two-way ones gives one of them, as a circuit does.
pub(super) const TWO_WAYS: &str = "pmuxtree";

/// The input that chooses a mutant.
pub(super) const SELECT: &str = "wirewright_mutant";

/// A folder with the netlist of a block.
pub(super) struct Workshop {
    folder: Once,
    yosys: Program,
}

/// The program and its environment, for many calls.
struct Program {
    path: PathBuf,
    environment: Vec<(OsString, OsString)>,
}

impl Workshop {
    /// Reads the Verilog of the module `top`.
    pub fn new(tools: &Tools, top: &str, verilog: &str) -> Result<Workshop, MutateError> {
        let yosys = Program::of(&tools.yosys()?)?;
        let workshop = Workshop { folder: once().map_err(MutateError::Folder)?, yosys };
        workshop.write(&format!("{top}.v"), verilog)?;
        workshop.yosys(
            "read the Verilog",
            "gold",
            &format!(
                "read_verilog {top}.v\nhierarchy -check -top {top}\nproc\nflatten\nopt_clean\nwrite_rtlil {GOLD}\n"
            ),
        )?;
        Ok(workshop)
    }

    /// As many mutations as the job wants, or as there are; fewer by those that no circuit can have.
    pub fn list(&self, job: &MutateJob) -> Result<Vec<Mutation>, MutateError> {
        let (count, seed) = (job.count, job.seed);
        let script = format!("read_rtlil {GOLD}\nmutate -list {count} -seed {seed} -o list.txt\n");
        self.yosys("list the mutations", "list", &script)?;
        let list = self.read("list.txt")?;
        let mutations = list.lines().map(|line| Ok(Mutation::parse(line)?));
        mutations.filter(|parsed| !parsed.as_ref().is_ok_and(Mutation::is_of_an_enable_that_is_none)).collect()
    }

    /// The Verilog of the design after this command; an empty one changes nothing.
    pub fn mutant(&self, name: &str, command: &str) -> Result<String, MutateError> {
        let file = format!("{name}.v");
        let script = format!("read_rtlil {GOLD}\n{command}\n{TWO_WAYS}\nwrite_verilog -noattr {file}\n");
        self.yosys("write a mutant", name, &script)?;
        let text = self.read(&file)?;
        self.remove(&file)?;
        Ok(text)
    }

    /// One Verilog for many mutants of the module `top`: mutant n, counted from 1, is there when the input [`SELECT`]
    /// of the module `<top>_mutants` is n; 0 is the design as it was.
    pub fn batch(&self, top: &str, commands: &[&str]) -> Result<String, MutateError> {
        let mut script = format!("read_rtlil {GOLD}\n");
        for (index, command) in commands.iter().enumerate() {
            script += &format!("{command} -ctrl {SELECT} 16 {}\n", index + 1);
        }
        script += &format!("{TWO_WAYS}\nrename {top} {top}_mutants\nwrite_verilog -noattr batch.v\n");
        self.yosys("write the mutants", "batch", &script)?;
        let text = self.read("batch.v")?;
        self.remove("batch.v")?;
        Ok(text)
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a script called `name` in the folder.
    pub fn yosys(&self, step: &'static str, name: &str, script: &str) -> Result<(), MutateError> {
        let file = format!("{name}.ys");
        self.write(&file, script)?;
        let refuse = |reason: String| MutateError::Yosys { step, reason };
        let output = self.yosys.command().current_dir(self.folder.path()).args(["-q", file.as_str()]).output();
        let output = output.map_err(|error| refuse(format!("{}: {error}", self.yosys.path.display())))?;
        if output.status.success() {
            return self.remove(&file);
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        Err(refuse(stderr.lines().rev().find(|line| !line.is_empty()).unwrap_or("it said nothing").to_owned()))
    }

    /// A file that yosys wrote.
    pub fn read(&self, name: &str) -> Result<String, MutateError> {
        let path = self.path(name);
        fs::read_to_string(&path).map_err(|error| MutateError::Io { path, error })
    }

    /// Removes a file of the folder.
    pub fn remove(&self, name: &str) -> Result<(), MutateError> {
        let path = self.path(name);
        fs::remove_file(&path).map_err(|error| MutateError::Io { path, error })
    }

    /// Writes a file for yosys.
    pub fn write(&self, name: &str, text: &str) -> Result<(), MutateError> {
        let path = self.path(name);
        fs::write(&path, text).map_err(|error| MutateError::Io { path, error })
    }
}

impl Program {
    /// Relative paths would mean something else in another working folder.
    fn of(command: &Command) -> Result<Program, MutateError> {
        let full = |path: &Path| absolute(path).map_err(|error| MutateError::Io { path: path.to_owned(), error });
        let mut environment = Vec::new();
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                environment.push((name.to_owned(), full(Path::new(value))?.into_os_string()));
            }
        }
        Ok(Program { path: full(Path::new(command.get_program()))?, environment })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }
}
