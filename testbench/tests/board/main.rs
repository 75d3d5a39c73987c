// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is at the pins of a board, simulated: the behavioural models of the FPGA's cells, each alone, and the whole
//! Ethernet echo of the Colorlight 5A-75B with a PHY at its RGMII, among it the conformance cases that pins can show.

mod cells;
mod conformance;
mod echo;
mod phy;
mod pins;
mod planted;
mod ram;
mod rig;
mod tools;
