// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reads pcap (microseconds or nanoseconds, either byte order) and pcapng (any `if_tsresol`, several sections and
//! interfaces) record by record. What is wrong with a file is said with its name, the record and the offset.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use pcap_parser::pcapng::Block;
use pcap_parser::traits::PcapReaderIterator;
use pcap_parser::{OptionCode, PcapBlockOwned, PcapError, create_reader};

/// Link type of Ethernet in both formats.
const LINKTYPE_ETHERNET: i32 = 1;
/// pcapng option `if_fcslen`.
const IF_FCSLEN: OptionCode = OptionCode(13);
/// The buffer that a capture begins with, in octets.
const BUFFER_OCTETS: usize = 1 << 18;
/// The longest header that a capture begins with, in octets.
const HEADER_OCTETS: usize = 28;
/// No block or record may be longer than this, in octets: a corrupt length must not eat the memory.
const BLOCK_LIMIT_OCTETS: usize = 1 << 24;

/// What pcap and pcapng begin with, and the octets of the header that begins so.
const HEADERS: [([u8; 4], usize); 5] = [
    ([0xd4, 0xc3, 0xb2, 0xa1], 24),
    ([0xa1, 0xb2, 0xc3, 0xd4], 24),
    ([0x4d, 0x3c, 0xb2, 0xa1], 24),
    ([0xa1, 0xb2, 0x3c, 0x4d], 24),
    ([0x0a, 0x0d, 0x0d, 0x0a], 28),
];
/// What the headers of these files begin with, and what they are.
const UNSUPPORTED: [([u8; 4], &str); 2] = [
    ([0x34, 0xcd, 0xb2, 0xa1], "pcap with Kuznetzov's longer records (magic a1b2cd34)"),
    ([0xa1, 0xb2, 0xcd, 0x34], "pcap with Kuznetzov's longer records (magic a1b2cd34)"),
];

/// What is wrong with a capture file.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// The file cannot be opened.
    #[error("{file}: cannot open: {source}")]
    Open {
        /// The file as the user named it.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// The file is empty or begins like neither format.
    #[error("{file}: offset 0: neither pcap nor pcapng (expected one of their magic numbers)")]
    NotACapture {
        /// The file as the user named it.
        file: String,
    },
    /// A kind of pcap that is not read.
    #[error("{file}: offset 0: {variant} is not supported; convert it with `editcap -F pcapng`")]
    Unsupported {
        /// The file as the user named it.
        file: String,
        /// Which kind.
        variant: &'static str,
    },
    /// The interface is not Ethernet.
    #[error(
        "{file}: record {record}, offset {offset}: link type {link_type} is not Ethernet (1); \
         capture on an Ethernet interface, not on `any` or a tunnel, or convert with `editcap -T ether` if the \
         records are Ethernet frames"
    )]
    LinkType {
        /// The file as the user named it.
        file: String,
        /// The record that comes next, counted from 1.
        record: u64,
        /// Where the header or record is, in octets.
        offset: u64,
        /// The link type that was found.
        link_type: i32,
    },
    /// A record or block contradicts its format.
    #[error("{file}: record {record}, offset {offset}: {what}")]
    Corrupt {
        /// The file as the user named it.
        file: String,
        /// The record, counted from 1.
        record: u64,
        /// Where it begins, in octets.
        offset: u64,
        /// What was found and what was expected.
        what: String,
    },
    /// The file ends inside a record or block.
    #[error("{file}: record {record}, offset {offset}: the file ends inside this record; it is truncated")]
    Truncated {
        /// The file as the user named it.
        file: String,
        /// The record, counted from 1.
        record: u64,
        /// Where it begins, in octets.
        offset: u64,
    },
    /// The operating system failed to read.
    #[error("{file}: record {record}, offset {offset}: cannot read on: {why}")]
    Read {
        /// The file as the user named it.
        file: String,
        /// The record, counted from 1.
        record: u64,
        /// Where it begins, in octets.
        offset: u64,
        /// What it said.
        why: String,
    },
}

/// One record of a capture; its octets are in the buffer given to [`CaptureReader::next_record`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number, counted from 1 over the whole file.
    pub number: u64,
    /// Where it begins in the file, in octets.
    pub offset: u64,
    /// Time since the epoch in nanoseconds; 0 where the format has none.
    pub time_ns: u64,
    /// Length of the frame on the wire, without FCS, in octets. More than was captured if a snap length cut it.
    pub original_octets: u32,
}

/// What the reader must remember of an interface.
struct Interface {
    link_type: i32,
    snap_octets: u32,
    /// Time units per second.
    units_per_second: u128,
    offset_seconds: i64,
    fcs_octets: u8,
}

/// A capture being read.
pub struct CaptureReader {
    file: String,
    blocks: Option<Box<dyn PcapReaderIterator + Send>>,
    interfaces: Vec<Interface>,
    records: u64,
    offset: u64,
    buffer_octets: usize,
    trouble: Arc<OnceLock<String>>,
}

impl CaptureReader {
    /// Opens `path`; `-` is standard input.
    ///
    /// # Errors
    /// When it cannot be opened or is no capture.
    pub fn open(path: &Path) -> Result<CaptureReader, CaptureError> {
        if path.as_os_str() == "-" {
            return Self::new("standard input", io::stdin());
        }
        let file = path.display().to_string();
        let open = File::open(path).map_err(|source| CaptureError::Open { file: file.clone(), source })?;
        Self::new(&file, open)
    }

    /// Reads from `source`; `file` is its name in messages.
    ///
    /// # Errors
    /// When it is no capture.
    pub fn new(file: &str, source: impl Read + Send + 'static) -> Result<CaptureReader, CaptureError> {
        let (file, trouble) = (file.to_owned(), Arc::default());
        let filled = |source| Filled { source, trouble: Arc::clone(&trouble) };
        let (mut source, mut head) = (filled(Box::new(source) as Box<dyn Read + Send>), [0; HEADER_OCTETS]);
        let octets = match source.read(&mut head) {
            Ok(octets) => octets,
            Err(error) => return Err(CaptureError::Read { file, record: 1, offset: 0, why: error.to_string() }),
        };
        let head = head[..octets].to_vec();
        if let Some((_, variant)) = UNSUPPORTED.iter().find(|(known, _)| head.starts_with(known)) {
            return Err(CaptureError::Unsupported { file, variant });
        }
        let begins = |magic: &[u8; 4]| !head.is_empty() && magic.starts_with(&head[..octets.min(4)]);
        match HEADERS.iter().find(|(magic, _)| begins(magic)) {
            None => return Err(CaptureError::NotACapture { file }),
            Some(&(_, whole)) if octets < whole => return Err(CaptureError::Truncated { file, record: 1, offset: 0 }),
            Some(_) => {}
        }
        match create_reader(BUFFER_OCTETS, filled(Box::new(Cursor::new(head).chain(source)))) {
            Ok(blocks) => Ok(CaptureReader {
                file,
                blocks: Some(blocks),
                interfaces: Vec::new(),
                records: 0,
                offset: 0,
                buffer_octets: BUFFER_OCTETS,
                trouble,
            }),
            Err(PcapError::ReadError) => Err(CaptureError::Read { file, record: 1, offset: 0, why: said(&trouble) }),
            Err(PcapError::Incomplete(_) | PcapError::UnexpectedEof) => {
                Err(CaptureError::Truncated { file, record: 1, offset: 0 })
            }
            Err(_) => Err(CaptureError::NotACapture { file }),
        }
    }

    /// The file as the user named it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Reads the next record and puts its octets, without FCS, into `data`. `None` at the end of the file.
    ///
    /// # Errors
    /// At the first thing that is wrong; the reader is at its end afterwards.
    pub fn next_record(&mut self, data: &mut Vec<u8>) -> Result<Option<Record>, CaptureError> {
        let result = self.next_inner(data);
        if !matches!(result, Ok(Some(_))) {
            self.blocks = None;
        }
        result
    }

    fn next_inner(&mut self, data: &mut Vec<u8>) -> Result<Option<Record>, CaptureError> {
        loop {
            let place = Place { record: self.records + 1, offset: self.offset };
            let Some(blocks) = &mut self.blocks else { return Ok(None) };
            let step = match blocks.next() {
                Ok((octets, block)) => match take_block(&block, &mut self.interfaces, data) {
                    Ok(found) => Step::Block(octets, found),
                    Err(fault) => Step::Fault(fault),
                },
                Err(PcapError::Eof) => Step::End,
                Err(PcapError::Incomplete(_)) => Step::Refill,
                Err(PcapError::BufferTooSmall) => Step::Grow,
                Err(PcapError::UnexpectedEof) => Step::Truncated,
                Err(PcapError::ReadError) => Step::ReadError,
                Err(PcapError::NomError(_, kind) | PcapError::OwnedNomError(_, kind)) => {
                    Step::Fault(Fault::Corrupt(format!("the block is malformed ({kind:?})")))
                }
                Err(PcapError::HeaderNotRecognized) => Step::Fault(Fault::Corrupt("unknown block".into())),
            };
            match step {
                Step::Block(octets, found) => {
                    blocks.consume(octets);
                    self.offset += octets as u64;
                    if let Some((time_ns, original_octets)) = found {
                        self.records += 1;
                        let Place { record: number, offset } = place;
                        return Ok(Some(Record { number, offset, time_ns, original_octets }));
                    }
                }
                Step::End => return Ok(None),
                Step::Refill => {
                    let before = blocks.data().len();
                    if blocks.refill().is_err() {
                        return Err(self.error(place, Fault::Read));
                    }
                    if blocks.reader_exhausted() && blocks.data().len() == before {
                        let fault = if before == 0 { return Ok(None) } else { Fault::Truncated };
                        return Err(self.error(place, fault));
                    }
                }
                Step::Grow => {
                    self.buffer_octets *= 2;
                    if self.buffer_octets > BLOCK_LIMIT_OCTETS || !blocks.grow(self.buffer_octets) {
                        let what = format!("the block says it is longer than {BLOCK_LIMIT_OCTETS} octets");
                        return Err(self.error(place, Fault::Corrupt(what)));
                    }
                }
                Step::Truncated => return Err(self.error(place, Fault::Truncated)),
                Step::ReadError => return Err(self.error(place, Fault::Read)),
                Step::Fault(fault) => return Err(self.error(place, fault)),
            }
        }
    }

    fn error(&self, place: Place, fault: Fault) -> CaptureError {
        let Place { record, offset } = place;
        let file = self.file.clone();
        match fault {
            Fault::Corrupt(what) => CaptureError::Corrupt { file, record, offset, what },
            Fault::LinkType(link_type) => CaptureError::LinkType { file, record, offset, link_type },
            Fault::Truncated => CaptureError::Truncated { file, record, offset },
            Fault::Read => CaptureError::Read { file, record, offset, why: said(&self.trouble) },
        }
    }
}

/// Where in the file something is.
#[derive(Clone, Copy)]
struct Place {
    record: u64,
    offset: u64,
}

/// What one look at the file gave.
enum Step {
    Block(usize, Option<(u64, u32)>),
    Fault(Fault),
    Refill,
    Grow,
    End,
    Truncated,
    ReadError,
}

/// What is wrong, before file and place are known.
enum Fault {
    Corrupt(String),
    LinkType(i32),
    Truncated,
    Read,
}

/// Takes one block: remembers interfaces; for a record puts the octets into `data` and gives time and original length.
fn take_block(
    block: &PcapBlockOwned<'_>,
    interfaces: &mut Vec<Interface>,
    data: &mut Vec<u8>,
) -> Result<Option<(u64, u32)>, Fault> {
    match block {
        PcapBlockOwned::LegacyHeader(header) => {
            let units_per_second = if header.is_nanosecond_precision() { 1_000_000_000 } else { 1_000_000 };
            // Bits 31 to 28: FCS length in 16-bit words, valid with bit 26; bits 15 to 0: the link type.
            let network = header.network.0 as u32;
            let fcs_octets = if network & 1 << 26 != 0 { (network >> 28) as u8 * 2 } else { 0 };
            let link_type = (network & 0xffff) as i32;
            let snap_octets = header.snaplen;
            interfaces.push(Interface { link_type, snap_octets, units_per_second, offset_seconds: 0, fcs_octets });
            if link_type == LINKTYPE_ETHERNET { Ok(None) } else { Err(Fault::LinkType(link_type)) }
        }
        PcapBlockOwned::Legacy(record) => {
            let interface = &interfaces[0];
            let units = u128::from(record.ts_sec) * interface.units_per_second + u128::from(record.ts_usec);
            let octets = record.data.get(..record.caplen as usize).ok_or_else(overlong)?;
            take_record(interface, units, octets, record.origlen, data).map(Some)
        }
        PcapBlockOwned::NG(Block::SectionHeader(_)) => {
            interfaces.clear();
            Ok(None)
        }
        PcapBlockOwned::NG(Block::InterfaceDescription(description)) => {
            let fcs = description.options.iter().find(|option| option.code == IF_FCSLEN);
            interfaces.push(Interface {
                link_type: description.linktype.0,
                snap_octets: description.snaplen,
                units_per_second: units_per_second(description.if_tsresol)?,
                offset_seconds: description.if_tsoffset,
                fcs_octets: fcs.and_then(|option| option.value().first()).map_or(0, |&length| fcs_octets(length)),
            });
            Ok(None)
        }
        PcapBlockOwned::NG(Block::EnhancedPacket(record)) => {
            let interface = interface(interfaces, record.if_id)?;
            let units = u128::from(record.ts_high) << 32 | u128::from(record.ts_low);
            let octets = record.data.get(..record.caplen as usize).ok_or_else(overlong)?;
            take_record(interface, units, octets, record.origlen, data).map(Some)
        }
        PcapBlockOwned::NG(Block::SimplePacket(record)) => {
            let interface = interface(interfaces, 0)?;
            let limit = if interface.snap_octets == 0 { u32::MAX } else { interface.snap_octets };
            let captured = record.origlen.min(limit) as usize;
            let octets = record.data.get(..captured).ok_or_else(overlong)?;
            take_record(interface, 0, octets, record.origlen, data).map(Some)
        }
        PcapBlockOwned::NG(_) => Ok(None),
    }
}

fn interface(interfaces: &[Interface], id: u32) -> Result<&Interface, Fault> {
    interfaces.get(id as usize).ok_or_else(|| {
        Fault::Corrupt(format!("the record is of interface {id}, but its section describes {}", interfaces.len()))
    })
}

/// The format's text says bits, its example and its programs say octets: 32 and 4 can only mean the same.
fn fcs_octets(if_fcslen: u8) -> u8 {
    if if_fcslen >= 8 { if_fcslen / 8 } else { if_fcslen }
}

fn overlong() -> Fault {
    Fault::Corrupt("the captured length is longer than the record".into())
}

/// pcapng `if_tsresol`: a negative power of 10, or of 2 with the top bit.
fn units_per_second(if_tsresol: u8) -> Result<u128, Fault> {
    let (base, exponent) = if if_tsresol & 0x80 == 0 { (10u128, if_tsresol) } else { (2, if_tsresol & 0x7f) };
    // Times have 64 bits: a finer unit than 2^-64 s cannot hold one second.
    base.checked_pow(exponent.into())
        .filter(|&units| units <= 1 << 64)
        .ok_or_else(|| Fault::Corrupt(format!("if_tsresol {if_tsresol:#04x} is finer than any clock")))
}

fn take_record(
    interface: &Interface,
    units: u128,
    octets: &[u8],
    original: u32,
    data: &mut Vec<u8>,
) -> Result<(u64, u32), Fault> {
    if interface.link_type != LINKTYPE_ETHERNET {
        return Err(Fault::LinkType(interface.link_type));
    }
    if original == 0 || octets.is_empty() {
        return Err(Fault::Corrupt("the record has no octets; an Ethernet frame has at least its addresses".into()));
    }
    if octets.len() > original as usize {
        let what = format!("{} octets captured of a frame of {original}", octets.len());
        return Err(Fault::Corrupt(what));
    }
    // What was captured of the FCS goes: the transmitter makes it anew.
    let without_fcs = original.saturating_sub(interface.fcs_octets.into());
    data.clear();
    data.extend_from_slice(&octets[..octets.len().min(without_fcs as usize)]);
    let ns = units * 1_000_000_000 / interface.units_per_second;
    let offset_ns = i128::from(interface.offset_seconds) * 1_000_000_000;
    let time_ns = u64::try_from(i128::try_from(ns).unwrap_or(i128::MAX).saturating_add(offset_ns)).unwrap_or(0);
    Ok((time_ns, without_fcs))
}

/// Reads until the buffer is full or the source ends, so that a pipe's short reads do not look like a short file.
/// Keeps what the source has said of an error: the parser only says that there was one.
struct Filled {
    source: Box<dyn Read + Send>,
    trouble: Arc<OnceLock<String>>,
}

fn said(trouble: &OnceLock<String>) -> String {
    trouble.get().cloned().unwrap_or_default()
}

impl Read for Filled {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.source.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(octets) => filled += octets,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    // Only the first reason counts.
                    let _ = self.trouble.set(error.to_string());
                    return Err(error);
                }
            }
        }
        Ok(filled)
    }
}
