// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ctrl-C: the first asks the running job to end with what it has, the second ends the program.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// The flag that Ctrl-C sets.
pub fn flag() -> &'static AtomicBool {
    static HANDLER: OnceLock<()> = OnceLock::new();
    HANDLER.get_or_init(|| {
        let set = ctrlc::set_handler(|| {
            if INTERRUPTED.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
        if let Err(error) = set {
            tracing::warn!("Ctrl-C ends the program at once: {error}");
        }
    });
    &INTERRUPTED
}

/// Whether Ctrl-C was pressed while a job listened to it.
pub fn is_set() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}
