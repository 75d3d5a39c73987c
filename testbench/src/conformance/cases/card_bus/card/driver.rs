// SPDX-License-Identifier: MIT OR Apache-2.0
//! A driver in few words: it makes the steps of a script. Offsets and layouts are those of docs/card.md, as literals.

use crate::card::Access;
use crate::conformance::frames::{fcs_is_good, noise, with_fcs};
use crate::conformance::rigs::card_bus::card::{Condition, Script, Step, Trace};
use crate::conformance::rigs::wire::{Carrier, TxPacket};
use crate::conformance::{Check, Mismatch};

/// Registers.
pub(super) const SCRATCH: u32 = 0x0c;
pub(super) const CONTROL: u32 = 0x10;
pub(super) const STATUS: u32 = 0x14;
pub(super) const RESET: u32 = 0x18;
pub(super) const CAUSE: u32 = 0x40;
pub(super) const MASK: u32 = 0x44;
pub(super) const TX_TAIL: u32 = 0x114;
pub(super) const TX_HEAD: u32 = 0x118;
pub(super) const RX_TAIL: u32 = 0x154;
pub(super) const RX_HEAD: u32 = 0x158;
pub(super) const SNAPSHOT: u32 = 0x180;
/// Bits of `CONTROL`.
pub(super) const TX_ENABLE: u32 = 1;
pub(super) const RX_ENABLE: u32 = 2;
pub(super) const LOOPBACK: u32 = 4;
pub(super) const PROMISCUOUS: u32 = 8;
pub(super) const CHECKSUM: u32 = 0x40;
pub(super) const VLAN_STRIP: u32 = 0x80;
pub(super) const PAUSE_SEND: u32 = 0x100;
/// Bits of a descriptor's flags.
pub(super) const END: u8 = 1;
pub(super) const VLAN: u8 = 8;

/// Where the rings are: descriptors across 2^32 and completions before it.
pub(super) const TX_DESCRIPTORS: u64 = 0xffff_ff80;
pub(super) const TX_COMPLETIONS: u64 = 0x2_ffff_ffc0;
pub(super) const RX_DESCRIPTORS: u64 = 0x5_0000_0040;
pub(super) const RX_COMPLETIONS: u64 = 0x7_0000_0fc0;
/// Where the buffers of most cases are.
pub(super) const TX_BUFFERS: u64 = 0x20_0000_0000;
pub(super) const RX_BUFFERS: u64 = 0x30_0000_0000;
/// Clocks after which nothing that is waited for comes any more.
pub(super) const PATIENCE: usize = 400_000;

/// A buffer of a frame to send.
#[derive(Clone, Debug)]
pub(super) struct Buffer {
    pub address: u64,
    pub octets: Vec<u8>,
    pub flags: u8,
    pub vlan_tci: u16,
}

/// A frame in these buffers, each an address and a length.
pub(super) fn frame(seed: u64, buffers: &[(u64, usize)]) -> Vec<Buffer> {
    let mut octets = noise(seed);
    let mut frame: Vec<_> = buffers
        .iter()
        .map(|&(address, length)| Buffer {
            address,
            octets: octets.by_ref().take(length).collect(),
            flags: 0,
            vlan_tci: 0,
        })
        .collect();
    if let Some(last) = frame.last_mut() {
        last.flags = END;
    }
    frame
}

/// The octets of a frame.
pub(super) fn octets_of(frame: &[Buffer]) -> Vec<u8> {
    frame.iter().flat_map(|buffer| buffer.octets.clone()).collect()
}

/// A frame to be received, without FCS: to anybody, of a type that nobody looks into.
pub(super) fn incoming(octets: usize, seed: u64) -> Vec<u8> {
    let mut frame: Vec<u8> = noise(seed ^ 0x5555).take(octets).collect();
    frame[0] &= 0xfe;
    frame[12..14].copy_from_slice(&[0x88, 0xb5]);
    frame
}

/// The frames on the wire, an inter-packet gap apart.
pub(super) fn carriers(frames: &[Vec<u8>], bits_per_clock: usize) -> Vec<Carrier> {
    let of = |frame: &Vec<u8>| Carrier { idle_clocks: 96 / bits_per_clock, ..Carrier::of(with_fcs(frame)) };
    frames.iter().map(of).collect()
}

/// A completion as it lies in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Completion {
    pub length: u16,
    pub vlan_tci: u16,
    pub next: u16,
    pub status: u16,
    pub phase: bool,
}

/// The driver.
pub(super) struct Driver {
    pub steps: Vec<Step>,
    size: u64,
    /// The next descriptor of each direction, and frames so far.
    pub tx_next: u16,
    pub rx_next: u16,
    pub tx_frames: usize,
    pub rx_frames: usize,
}

impl Driver {
    /// Sets the card up with rings of 2^`size_log2` entries, and enables it as `control` says, in two steps.
    pub fn new(size_log2: u32, control: u32) -> Driver {
        let size = 1 << size_log2;
        let mut driver = Driver { steps: vec![], size, tx_next: 0, rx_next: 0, tx_frames: 0, rx_frames: 0 };
        driver.wait(20);
        driver.set_up(size_log2, control);
        driver
    }

    /// As after power-up.
    pub fn set_up(&mut self, size_log2: u32, control: u32) {
        (self.tx_next, self.rx_next, self.tx_frames, self.rx_frames) = (0, 0, 0, 0);
        let bases =
            [(0x100, TX_DESCRIPTORS), (0x108, TX_COMPLETIONS), (0x140, RX_DESCRIPTORS), (0x148, RX_COMPLETIONS)];
        for (offset, base) in bases {
            self.write(offset, base as u32);
            self.write(offset + 4, (base >> 32) as u32);
        }
        for (offset, data) in [(0x110, size_log2), (0x150, size_log2), (0x20, 0x0000_0001), (0x24, 0x0200)] {
            self.write(offset, data);
        }
        for ring in [TX_COMPLETIONS, RX_COMPLETIONS] {
            self.steps.push(Step::Put(ring, vec![0; 8 * self.size as usize]));
        }
        self.write(CONTROL, control & !(TX_ENABLE | RX_ENABLE));
        self.wait(100);
        self.write(CONTROL, control);
    }

    pub fn wait(&mut self, clocks: usize) {
        self.steps.push(Step::Wait(clocks));
    }

    pub fn quiet(&mut self, clocks: usize) {
        self.steps.push(Step::Until(Condition::Quiet(clocks), PATIENCE));
    }

    pub fn write(&mut self, offset: u32, data: u32) {
        self.steps.push(Step::Access(Access::Write { offset, data, strobes: 15 }));
    }

    pub fn read(&mut self, offset: u32) {
        self.steps.push(Step::Access(Access::Read { offset }));
    }

    /// Puts descriptors and buffers of these frames down; not the tail.
    pub fn queue(&mut self, frames: &[Vec<Buffer>]) {
        for buffer in frames.iter().flatten() {
            let descriptor = descriptor(buffer.address, buffer.octets.len(), buffer.vlan_tci, buffer.flags);
            let place = TX_DESCRIPTORS + 16 * (u64::from(self.tx_next) % self.size);
            self.steps.push(Step::Put(place, descriptor));
            self.steps.push(Step::Put(buffer.address, buffer.octets.clone()));
            self.tx_next = self.tx_next.wrapping_add(1);
        }
        self.tx_frames += frames.len();
    }

    /// Hands these frames over.
    pub fn send(&mut self, frames: &[Vec<Buffer>]) {
        self.queue(frames);
        self.write(TX_TAIL, self.tx_next.into());
    }

    /// Hands buffers over to be filled.
    pub fn provide(&mut self, buffers: impl IntoIterator<Item = (u64, usize)>) {
        for (address, length) in buffers {
            let place = RX_DESCRIPTORS + 16 * (u64::from(self.rx_next) % self.size);
            self.steps.push(Step::Put(place, descriptor(address, length, 0, 0)));
            self.rx_next = self.rx_next.wrapping_add(1);
        }
        self.write(RX_TAIL, self.rx_next.into());
    }

    /// The link partner sends these.
    pub fn receive(&mut self, frames: &[Vec<u8>], bits_per_clock: usize) {
        self.steps.push(Step::Receive(carriers(frames, bits_per_clock)));
        self.rx_frames += frames.len();
    }

    /// All frames so far have their completions.
    pub fn until_sent(&mut self) {
        self.until_completed(TX_COMPLETIONS, self.tx_frames);
    }

    /// All frames that came so far have their completions.
    pub fn until_received(&mut self) {
        self.until_completed(RX_COMPLETIONS, self.rx_frames);
    }

    fn until_completed(&mut self, ring: u64, frames: usize) {
        if let Some(last) = frames.checked_sub(1) {
            let (place, turn) = (last as u64 % self.size, last as u64 / self.size);
            self.steps.push(Step::Until(Condition::Phase(ring + 8 * place, turn % 2 == 0), PATIENCE));
        }
    }

    pub fn script(self) -> Script {
        Script { steps: self.steps, ..Script::default() }
    }
}

fn descriptor(address: u64, length: usize, vlan_tci: u16, flags: u8) -> Vec<u8> {
    let second = length as u64 & 0xffff | u64::from(vlan_tci) << 16 | u64::from(flags) << 32;
    [address.to_le_bytes(), second.to_le_bytes()].concat()
}

/// The completions of a ring from number `first` on, `count` of them, as they are in memory.
pub(super) fn completions(trace: &Trace, ring: u64, size: u64, first: u64, count: u64) -> Vec<Completion> {
    let of = |number: u64| {
        let word = trace.memory.word(ring + 8 * (number % size));
        let part = |bit: u32| (word >> bit) as u16;
        let status = part(48) & 0x7fff;
        Completion { length: part(0), vlan_tci: part(16), next: part(32), status, phase: word >> 63 == 1 }
    };
    (first..first + count).map(of).collect()
}

/// The packets are just these frames, padded, each with a good FCS.
pub(super) fn on_the_wire(check: &mut Check, packets: &[TxPacket], frames: &[Vec<u8>]) -> Result<(), Mismatch> {
    check.equal(format_args!("frames on the wire"), packets.len(), frames.len())?;
    for (number, (packet, frame)) in packets.iter().zip(frames).enumerate() {
        let sent = packet.frame();
        check.equal(format_args!("length of frame {number} on the wire"), sent.len(), frame.len().max(60) + 4)?;
        check.equal(format_args!("octets of frame {number} on the wire"), &sent[..frame.len()], &frame[..])?;
        check.holds(format_args!("FCS of frame {number}"), fcs_is_good(sent), sent, "a good one")?;
    }
    Ok(())
}
