// SPDX-License-Identifier: MIT OR Apache-2.0
//! The harness: lockstep, stimulus, shrinking, monitors, conformance, captures and reports.
#![forbid(unsafe_code)]

pub mod capture;
