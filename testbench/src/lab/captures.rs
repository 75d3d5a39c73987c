// SPDX-License-Identifier: MIT OR Apache-2.0
//! The captures of a run: a pcapng file for each wire, an interface for each port at it, frames in the order in which
//! they began.

use std::collections::BTreeMap;
use std::path::Path;

use super::topology::Topology;
use super::watch::Record;
use crate::capture::{CaptureWriter, Direction, InterfaceId, WriteError};

/// What a record is put in order by: begin, device, direction, and a number for those that are alike.
type Order = (u64, usize, bool, u64);

/// Captures that are being written.
pub(super) struct Captures {
    wires: Vec<(CaptureWriter, [InterfaceId; 2])>,
    /// Wire and end of each device.
    ports: Vec<Option<(usize, usize)>>,
    /// Records that an earlier one may still come before.
    waiting: BTreeMap<Order, Record>,
    records: u64,
}

impl Captures {
    /// Begins a file for each wire in this folder.
    ///
    /// # Errors
    /// When one cannot be begun.
    pub fn begin(folder: &Path, topology: &Topology) -> Result<Captures, WriteError> {
        let mut ports = vec![None; topology.devices.len()];
        let mut wires = Vec::new();
        for (number, wire) in topology.wires.iter().enumerate() {
            let mut writer = CaptureWriter::create(&folder.join(format!("{}.pcapng", wire.name)))?;
            let speed = u64::from(wire.rate_mbps) * 1_000_000;
            let mut interface = |end: usize| {
                ports[wire.ends[end]] = Some((number, end));
                writer.interface(&topology.devices[wire.ends[end]].name, speed)
            };
            let interfaces = [interface(0)?, interface(1)?];
            wires.push((writer, interfaces));
        }
        Ok(Captures { wires, ports, waiting: BTreeMap::new(), records: 0 })
    }

    /// Takes a record.
    pub fn take(&mut self, record: Record) {
        self.records += 1;
        let order = (record.begin_ps, record.device, record.direction == Direction::In, self.records);
        self.waiting.insert(order, record);
    }

    /// Writes the records of frames that began before this time: no other one will.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn write_before(&mut self, time_ps: u64) -> Result<(), WriteError> {
        while let Some(entry) = self.waiting.first_entry().filter(|entry| entry.key().0 < time_ps) {
            let record = entry.remove();
            let Some((wire, end)) = self.ports[record.device] else { continue };
            let (writer, interfaces) = &mut self.wires[wire];
            let comment = record.comment.as_deref();
            writer.frame(interfaces[end], record.begin_ps / 1000, record.direction, &record.octets, comment)?;
        }
        Ok(())
    }

    /// Completes the files.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn finish(mut self) -> Result<(), WriteError> {
        self.write_before(u64::MAX)?;
        self.wires.into_iter().try_for_each(|(writer, _)| writer.finish())
    }
}
