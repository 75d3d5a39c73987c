// SPDX-License-Identifier: MIT OR Apache-2.0
//! Looks at the PHY's pins of a card: passive monitors of both directions, and of each frame a record for the
//! captures, with what became of it.

use wirewright_model::reference::receive::verdict;
use wirewright_spec::verdict::RxVerdict;

use super::channel::Fate;
use crate::capture::Direction;
use crate::card::{ReadPins, ReadView, RegisterPins, RegisterView, WritePins, WriteView};
use crate::monitor::{
    Address, AxiMonitor, AxiSample, AxilMonitor, AxilSample, Carrier, Channel, ReadBeat, Violations, WireMonitor,
    WireRules, WireSample, WriteBeat,
};

/// Silent edges after a frame that the monitor of the transmitter must see: a gap of 96 bits, in nibbles.
const GAP_EDGES: u32 = 24;

/// A frame that was at the pins of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// Number of the device.
    pub device: usize,
    /// When the first symbol of its preamble showed.
    pub begin_ps: u64,
    /// When it was over.
    pub end_ps: u64,
    /// Which way.
    pub direction: Direction,
    /// From the destination address to the FCS.
    pub octets: Vec<u8>,
    /// What became of it, where that is not all right.
    pub comment: Option<String>,
}

/// How many frames there were, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Frames that the card sent, collisions left out.
    pub sent: u64,
    /// Their octets, FCS included.
    pub sent_octets: u64,
    /// Frames that came to the card.
    pub heard: u64,
    /// Their octets, FCS included.
    pub heard_octets: u64,
    /// Of those sent, lost on the wire.
    pub lost: u64,
    /// Of those heard, with changed bits.
    pub spoilt: u64,
    /// Attempts that met a collision.
    pub collisions: u64,
}

/// The watcher of one card.
#[derive(Debug)]
pub(super) struct Watch {
    device: usize,
    tx: WireMonitor,
    rx: WireMonitor,
    silent_edges: u32,
    spoilt: bool,
    tx_begin_ps: Option<u64>,
    rx_begin_ps: Option<u64>,
    pub tally: Tally,
}

impl Watch {
    /// Of device number `device`.
    pub fn new(device: usize, bits_per_edge: u32) -> Watch {
        let rules = |transmitter| WireRules { bits_per_edge, transmitter, makes_fcs: transmitter };
        Watch {
            device,
            tx: WireMonitor::new(rules(true)),
            rx: WireMonitor::new(rules(false)),
            silent_edges: GAP_EDGES,
            spoilt: false,
            tx_begin_ps: None,
            rx_begin_ps: None,
            tally: Tally::default(),
        }
    }

    /// Nothing was sent for so long that further silence tells nothing.
    #[inline]
    pub fn is_silent(&self) -> bool {
        self.silent_edges >= GAP_EDGES
    }

    /// The card shows this. Gives the octets of a frame that ended.
    #[inline]
    pub fn sent(
        &mut self,
        time_ps: u64,
        sample: WireSample,
        fate: Option<Fate>,
        records: &mut Vec<Record>,
    ) -> Option<&[u8]> {
        if sample.enable {
            self.silent_edges = 0;
            self.tx_begin_ps.get_or_insert(time_ps);
        } else {
            self.silent_edges += 1;
        }
        let carrier = self.tx.sample(time_ps, sample)?;
        self.tx_begin_ps = None;
        let comment = sent_comment(&carrier, fate);
        let tally = &mut self.tally;
        if carrier.collision {
            tally.collisions += 1;
        } else {
            tally.sent += 1;
            tally.sent_octets += carrier.octets.len() as u64;
            tally.lost += u64::from(fate.is_some_and(|fate| fate.lost));
        }
        records.push(record(self.device, &carrier, time_ps, Direction::Out, comment));
        Some(carrier.octets)
    }

    /// The card hears this, changed on the way or not. Gives the octets of a frame that ended.
    #[inline]
    pub fn heard(
        &mut self,
        time_ps: u64,
        sample: WireSample,
        spoilt: bool,
        records: &mut Vec<Record>,
    ) -> Option<&[u8]> {
        if sample.enable {
            self.rx_begin_ps.get_or_insert(time_ps);
        }
        self.spoilt |= spoilt;
        let carrier = self.rx.sample(time_ps, sample)?;
        self.rx_begin_ps = None;
        let spoilt = std::mem::take(&mut self.spoilt);
        let comment = heard_comment(&carrier, spoilt);
        if !carrier.collision {
            self.tally.heard += 1;
            self.tally.heard_octets += carrier.octets.len() as u64;
            self.tally.spoilt += u64::from(spoilt);
        }
        records.push(record(self.device, &carrier, time_ps, Direction::In, comment));
        Some(carrier.octets)
    }

    /// When the earlier one of the frames began that are at the pins now.
    pub fn open_frame_ps(&self) -> Option<u64> {
        [self.tx_begin_ps, self.rx_begin_ps].into_iter().flatten().min()
    }

    /// Rules that were broken.
    pub fn violations(&self) -> [&Violations; 2] {
        [self.tx.violations(), self.rx.violations()]
    }
}

fn record(device: usize, carrier: &Carrier<'_>, end_ps: u64, direction: Direction, comment: Option<String>) -> Record {
    let (begin_ps, octets) = (carrier.begin_ps, carrier.octets.to_vec());
    Record { device, begin_ps, end_ps, direction, octets, comment }
}

/// What became of a frame that was sent.
fn sent_comment(carrier: &Carrier<'_>, fate: Option<Fate>) -> Option<String> {
    match fate {
        _ if carrier.collision => Some("collision".into()),
        None => Some("dropped: no wire".into()),
        Some(Fate { lost: true, .. }) => Some("dropped: lost on the wire".into()),
        Some(Fate { flipped_bits: 0, .. }) => None,
        Some(Fate { flipped_bits: 1, .. }) => Some("1 bit changes on the wire".into()),
        Some(Fate { flipped_bits, .. }) => Some(format!("{flipped_bits} bits change on the wire")),
    }
}

/// What a receiver must do with a frame that it hears, where it cannot take it. Only a frame that is spoilt is judged:
/// the others were judged when they were sent.
fn heard_comment(carrier: &Carrier<'_>, spoilt: bool) -> Option<String> {
    if carrier.collision {
        return Some("dropped: collision".into());
    }
    if !carrier.delimited {
        return Some("dropped: no start frame delimiter".into());
    }
    let short = carrier.octets.len() < 64;
    if !spoilt && !carrier.error && !short && carrier.half_octet.is_none() {
        return None;
    }
    match verdict(carrier.octets, carrier.half_octet.is_some(), carrier.error, false) {
        RxVerdict::Ok | RxVerdict::OutOfRangeLength => None,
        other => Some(format!("dropped: {other:?}")),
    }
}

/// The passive monitors of a card's buses. They are asked only while something is under way there: an offer that is
/// taken back is one that was there at the edge before.
#[derive(Debug, Default)]
pub(super) struct BusWatch {
    pub memory: AxiMonitor,
    pub registers: AxilMonitor,
}

impl BusWatch {
    /// One edge: what the card and what stands around it show before it.
    #[inline]
    pub fn edge(
        &mut self,
        time_ps: u64,
        (reads, writes, registers): (&ReadView, &WriteView, &RegisterView),
        shapes: [(u8, u8); 2],
        (read, write, master): (&ReadPins, &WritePins, &RegisterPins),
    ) {
        let address = |address, len, (size, burst)| Address { address, len, size, burst };
        let beat = ReadBeat { data: read.rdata, response: read.rresp, last: read.rlast };
        let word = WriteBeat { data: writes.wdata, strobes: writes.wstrb, last: writes.wlast };
        let memory = AxiSample {
            read_address: channel(address(reads.araddr, reads.arlen, shapes[0]), reads.arvalid, read.arready),
            read_data: channel(beat, read.rvalid, reads.rready),
            write_address: channel(address(writes.awaddr, writes.awlen, shapes[1]), writes.awvalid, write.awready),
            write_data: channel(word, writes.wvalid, write.wready),
            response: channel(write.bresp, write.bvalid, writes.bready),
        };
        self.memory.sample(time_ps, false, &memory);
        let slave = AxilSample {
            write_address: channel(master.awaddr.into(), master.awvalid, registers.awready),
            write_data: channel((master.wdata, master.wstrb), master.wvalid, registers.wready),
            response: channel(registers.bresp, registers.bvalid, master.bready),
            read_address: channel(master.araddr.into(), master.arvalid, registers.arready),
            read_data: channel((registers.rdata, registers.rresp), registers.rvalid, master.rready),
        };
        self.registers.sample(time_ps, false, &slave);
    }
}

#[inline]
fn channel<T>(payload: T, valid: bool, ready: bool) -> Channel<T> {
    Channel { payload, valid, ready }
}
