// SPDX-License-Identifier: MIT OR Apache-2.0
//! Writes pcapng: one interface per port, nanoseconds, direction, frames with their FCS where the port is a wire. The
//! file appears under its name only when it is whole.

use std::borrow::Cow;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::time::Duration;

use pcap_file::pcapng::blocks::enhanced_packet::{EnhancedPacketBlock, EnhancedPacketOption};
use pcap_file::pcapng::blocks::interface_description::{InterfaceDescriptionBlock, InterfaceDescriptionOption};
use pcap_file::pcapng::{PcapNgBlock, PcapNgWriter};
use pcap_file::{DataLink, PcapError};

use crate::whole::NewFile;

/// Octets of the FCS at the end of each frame.
const FCS_OCTETS: u8 = 4;

/// A capture cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot write: {source}", file.display())]
pub struct WriteError {
    /// The file that was to be written.
    pub file: PathBuf,
    /// Why.
    pub source: io::Error,
}

/// An interface of the capture, as [`CaptureWriter::interface`] gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InterfaceId(u32);

/// Which way a frame went, seen from the port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Received by the port.
    In,
    /// Sent by the port.
    Out,
}

/// A pcapng file being written.
pub struct CaptureWriter {
    file: PathBuf,
    writer: PcapNgWriter<BufWriter<NewFile>>,
    interfaces: u32,
}

impl CaptureWriter {
    /// Begins a capture that will be `path`.
    ///
    /// # Errors
    /// When its folder cannot be written to, or there is such a file already.
    pub fn create(path: &Path) -> Result<CaptureWriter, WriteError> {
        let fail = |source| WriteError { file: path.to_owned(), source };
        let file = NewFile::begin(path).map_err(fail)?;
        let writer = PcapNgWriter::new(BufWriter::new(file)).map_err(|error| fail(io_error(error)))?;
        Ok(CaptureWriter { file: path.to_owned(), writer, interfaces: 0 })
    }

    /// Adds an interface for the wire at port `name`, of `speed_bits_per_second`: its frames have their FCS.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn interface(&mut self, name: &str, speed_bits_per_second: u64) -> Result<InterfaceId, WriteError> {
        self.add_interface(name, speed_bits_per_second, FCS_OCTETS)
    }

    /// Adds an interface for the client at port `name`, of `speed_bits_per_second`: its frames have no FCS.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn interface_without_fcs(&mut self, name: &str, speed_bits_per_second: u64) -> Result<InterfaceId, WriteError> {
        self.add_interface(name, speed_bits_per_second, 0)
    }

    fn add_interface(&mut self, name: &str, speed: u64, fcs_octets: u8) -> Result<InterfaceId, WriteError> {
        let block = InterfaceDescriptionBlock {
            linktype: DataLink::ETHERNET,
            snaplen: 0,
            options: vec![
                InterfaceDescriptionOption::IfName(Cow::Borrowed(name)),
                InterfaceDescriptionOption::IfSpeed(speed),
                InterfaceDescriptionOption::IfTsResol(9),
                InterfaceDescriptionOption::IfFcsLen(fcs_octets),
            ],
        };
        let written = self.writer.write_block(&block.into_block());
        self.written(written)?;
        self.interfaces += 1;
        Ok(InterfaceId(self.interfaces - 1))
    }

    /// Writes one frame that began on the wire at `time_ns`; `comment` says what became of it. A frame without octets
    /// is left out: no capture holds one.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn frame(
        &mut self,
        interface: InterfaceId,
        time_ns: u64,
        direction: Direction,
        frame: &[u8],
        comment: Option<&str>,
    ) -> Result<(), WriteError> {
        if frame.is_empty() {
            return Ok(());
        }
        let flags = match direction {
            Direction::In => 1,
            Direction::Out => 2,
        };
        let mut options = vec![EnhancedPacketOption::Flags(flags)];
        options.extend(comment.map(|text| EnhancedPacketOption::Comment(Cow::Borrowed(text))));
        let block = EnhancedPacketBlock {
            interface_id: interface.0,
            timestamp: Duration::from_nanos(time_ns),
            original_len: frame.len() as u32,
            data: Cow::Borrowed(frame),
            options,
        };
        let written = self.writer.write_block(&block.into_block());
        self.written(written)
    }

    /// Completes the file and gives it its name.
    ///
    /// # Errors
    /// When the disk is full, or somebody else has made such a file meanwhile.
    pub fn finish(self) -> Result<(), WriteError> {
        let CaptureWriter { file, writer, .. } = self;
        let buffered = writer.into_inner();
        let finished = buffered.into_inner().map_err(io::IntoInnerError::into_error).and_then(NewFile::complete);
        finished.map_err(|source| WriteError { file, source })
    }

    fn written(&self, result: Result<usize, PcapError>) -> Result<(), WriteError> {
        result.map(drop).map_err(|error| WriteError { file: self.file.clone(), source: io_error(error) })
    }
}

fn io_error(error: PcapError) -> io::Error {
    match error {
        PcapError::IoError(source) => source,
        other => io::Error::other(other.to_string()),
    }
}
