// SPDX-License-Identifier: MIT OR Apache-2.0
//! The rung `netlist`: what the flow of `wirewright synth` makes of a block's Verilog for ECP5 (yosys, then the
//! registers behind block RAMs moved into these), with models of the cells of that part, as Verilog text that Verilator
//! takes in place of the block's own.
//!
//! The cell models are those of `fpga/cells/sim`. Unlike those of yosys, no flip-flop has a value before its first
//! clock or reset: the simulator chooses one, so a register without a reset shows. What is made is kept in the user's
//! cache folder under a hash of all it was made from.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

use sha2::{Digest, Sha256};
use wirewright_bridge::{BridgeError, ToolMissing, Tools, cache_folder};
use wirewright_fpga::{FlowError, output_register};

/// The modelled cells: name and Verilog.
pub const CELLS: [(&str, &str); 7] = [
    ("CCU2C", include_str!("../../fpga/cells/sim/CCU2C.v")),
    ("DP16KD", include_str!("../../fpga/cells/sim/DP16KD.v")),
    ("L6MUX21", include_str!("../../fpga/cells/sim/L6MUX21.v")),
    ("LUT4", include_str!("../../fpga/cells/sim/LUT4.v")),
    ("PFUMX", include_str!("../../fpga/cells/sim/PFUMX.v")),
    ("TRELLIS_DPR16X4", include_str!("../../fpga/cells/sim/TRELLIS_DPR16X4.v")),
    ("TRELLIS_FF", include_str!("../../fpga/cells/sim/TRELLIS_FF.v")),
];

/// What yosys does after the registers are moved.
const WRITE: &str = "read_json packed.json\nwrite_verilog -noattr netlist.v\n";

/// Why there is no netlist.
#[derive(Debug, thiserror::Error)]
pub enum NetlistError {
    /// yosys is missing.
    #[error(transparent)]
    Tool(#[from] ToolMissing),
    /// There is no folder for the cache.
    #[error(transparent)]
    Cache(#[from] BridgeError),
    /// yosys refused the Verilog.
    #[error("yosys does not synthesise `{block}`: {reason}")]
    Yosys {
        /// The block.
        block: String,
        /// The last line it wrote.
        reason: String,
    },
    /// The step after yosys.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// A file or program.
    #[error("{path}: {error}")]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

impl From<NetlistError> for BridgeError {
    /// For who loads Verilog, a netlist that is not there is Verilog that is not there.
    fn from(error: NetlistError) -> BridgeError {
        match error {
            NetlistError::Tool(missing) => BridgeError::ToolMissing(missing),
            NetlistError::Cache(error) => error,
            NetlistError::Yosys { block, reason } => {
                BridgeError::Source { top: block, reason: format!("yosys does not synthesise it: {reason}") }
            }
            NetlistError::Flow(error) => BridgeError::Source { top: "netlist".to_owned(), reason: error.to_string() },
            NetlistError::Io { path, error } => BridgeError::Cache { folder: path, reason: error.to_string() },
        }
    }
}

/// The netlist of the module `block`, the cell models in the text; from the cache of the user when it is there.
///
/// # Errors
/// [`NetlistError`].
pub fn of(block: &str, verilog: &str) -> Result<String, NetlistError> {
    of_in(block, verilog, &Tools::of_process(), &cache_folder()?.join("netlist"))
}

/// As [`of`], with these tools and this folder as the cache.
///
/// # Errors
/// [`NetlistError`].
pub fn of_in(block: &str, verilog: &str, tools: &Tools, cache: &Path) -> Result<String, NetlistError> {
    let script = format!("read_verilog {block}.v\nsynth_ecp5 -top {block}\nwrite_json mapped.json\n");
    let yosys = Yosys::of(&tools.yosys()?)?;
    let key =
        [yosys.version()?.as_str(), script.as_str(), WRITE, verilog].into_iter().fold(Sha256::new(), |hash, part| {
            let length = (part.len() as u64).to_le_bytes();
            hash.chain_update(length).chain_update(part)
        });
    let key: String = key.finalize().iter().take(16).map(|octet| format!("{octet:02x}")).collect();
    let place = cache.join(format!("{block}-{key}.v"));
    let made = match fs::read_to_string(&place) {
        Ok(made) => made,
        Err(_) => yosys.synthesise(block, verilog, &script, &place)?,
    };
    Ok(CELLS.iter().fold(made, |text, (_, cell)| text + "\n" + cell))
}

/// The program and its environment.
struct Yosys {
    program: PathBuf,
    environment: Vec<(std::ffi::OsString, PathBuf)>,
}

impl Yosys {
    /// Relative paths would mean something else in another working folder.
    fn of(command: &Command) -> Result<Yosys, NetlistError> {
        let full = |path: &Path| absolute(path).map_err(io_error(path));
        let set = command.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
        let environment = set.map(|(name, value)| Ok((name, full(Path::new(&value))?)));
        let environment = environment.collect::<Result<_, NetlistError>>()?;
        Ok(Yosys { program: full(Path::new(command.get_program()))?, environment })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    fn version(&self) -> Result<String, NetlistError> {
        let output = self.command().arg("-V").output().map_err(io_error(&self.program))?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn run(&self, block: &str, folder: &Path, script: &str) -> Result<(), NetlistError> {
        fs::write(folder.join("script.ys"), script).map_err(io_error(folder))?;
        let output = self.command().current_dir(folder).args(["-q", "script.ys"]).output();
        let output = output.map_err(io_error(&self.program))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let reason = said.lines().rev().find(|line| !line.is_empty()).unwrap_or("it said nothing").to_owned();
        Err(NetlistError::Yosys { block: block.to_owned(), reason })
    }

    /// Makes the netlist and puts it into its place, whole or not at all.
    fn synthesise(&self, block: &str, verilog: &str, script: &str, place: &Path) -> Result<String, NetlistError> {
        let folder = tempfile::Builder::new().prefix("wirewright-netlist-").tempdir();
        let folder = folder.map_err(io_error(&std::env::temp_dir()))?;
        let folder = folder.path();
        fs::write(folder.join(format!("{block}.v")), verilog).map_err(io_error(folder))?;
        self.run(block, folder, script)?;
        let mapped = folder.join("mapped.json");
        let (packed, _) = output_register::pack(&fs::read_to_string(&mapped).map_err(io_error(&mapped))?, block)?;
        fs::write(folder.join("packed.json"), packed).map_err(io_error(folder))?;
        self.run(block, folder, WRITE)?;
        let file = folder.join("netlist.v");
        let made = fs::read_to_string(&file).map_err(io_error(&file))?;
        let cache = place.parent().unwrap_or(folder);
        fs::create_dir_all(cache).map_err(io_error(cache))?;
        let keep = || {
            let mut fresh = tempfile::Builder::new().prefix("building-").tempfile_in(cache)?;
            fresh.write_all(made.as_bytes())?;
            fresh.persist(place).map_err(|error| error.error)
        };
        keep().map_err(io_error(place))?;
        Ok(made)
    }
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> NetlistError {
    let path = path.to_owned();
    move |error| NetlistError::Io { path, error }
}
