// SPDX-License-Identifier: MIT OR Apache-2.0
//! `cargo xtask record`: records the demo's capture anew with `examples/captures/record.sh`.

use std::env;
use std::io;
use std::process::{Command, ExitStatus};

use crate::house::House;

/// Programs that the recording needs, and the Debian packages that bring them.
const PROGRAMS: [(&str, &str); 8] = [
    ("ip", "iproute2"),
    ("ethtool", "ethtool"),
    ("dumpcap", "wireshark-common"),
    ("editcap", "wireshark-common"),
    ("tshark", "tshark"),
    ("dnsmasq", "dnsmasq-base"),
    ("curl", "curl"),
    ("ping", "iputils-ping"),
];

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// A program is missing.
    #[error("{programs} missing; install with: sudo apt-get install --no-install-recommends {packages}")]
    Missing {
        /// The programs.
        programs: String,
        /// The Debian packages that bring them.
        packages: String,
    },
    /// The script failed.
    #[error("examples/captures/record.sh ended with {0}")]
    Script(ExitStatus),
    /// The script could not be run.
    #[error("examples/captures/record.sh: {0}")]
    System(#[from] io::Error),
}

/// Checks for the programs, then runs the script.
pub fn run(house: &House) -> Result<(), RecordError> {
    let path = env::var_os("PATH").unwrap_or_default();
    let there = |program: &str| env::split_paths(&path).any(|folder| folder.join(program).is_file());
    if let Some(missing) = missing(there) {
        return Err(missing);
    }
    let status = Command::new("bash").arg("examples/captures/record.sh").current_dir(house.root()).status()?;
    if status.success() { Ok(()) } else { Err(RecordError::Script(status)) }
}

fn missing(there: impl Fn(&str) -> bool) -> Option<RecordError> {
    let absent = || PROGRAMS.iter().filter(|(program, _)| !there(program));
    let programs: Vec<&str> = absent().map(|&(program, _)| program).collect();
    let mut packages: Vec<&str> = absent().map(|&(_, package)| package).collect();
    packages.dedup();
    (!programs.is_empty()).then(|| RecordError::Missing { programs: programs.join(", "), packages: packages.join(" ") })
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn what_is_missing_is_named_with_its_package() {
        let told = missing(|program| !matches!(program, "dumpcap" | "editcap" | "curl")).unwrap().to_string();
        assert!(told.contains("dumpcap, editcap, curl") && told.ends_with("wireshark-common curl"), "{told}");
        assert!(missing(|_| true).is_none());
    }
}
