// SPDX-License-Identifier: MIT OR Apache-2.0
//! Every network device as a `phy::Device` of smoltcp.
//!
//! smoltcp composes its frames in the memory that the device gives it, so the one copy is that of the device.
//!
//! # Checksums
//! The IPv4 header checksum is left to the device where it can insert and verify it: it judges every IPv4 packet, and
//! one that it finds wrong does not reach smoltcp. TCP and UDP are another matter. smoltcp has one setting for IPv4 and
//! IPv6, and a card knows IPv4 alone; and a card does not judge fragments, which smoltcp puts together. So smoltcp
//! always verifies them, and computes them unless [`Smoltcp::insert_l4`] says that all is IPv4.
//!
//! # VLANs
//! smoltcp knows no tags. Frames of another VLAN than the one [chosen](Smoltcp::on_vlan) do not reach it; without one
//! these are all frames with a tag that was stripped, but for VLAN 0, which is no VLAN (IEEE 802.1Q, 9.6).

use std::cell::Cell;

use smoltcp::phy::{self, Checksum, DeviceCapabilities, Medium};
use smoltcp::time::Instant;

use crate::device::{
    ChecksumResult, ETHERNET_HEADER_OCTETS, NetDevice, Receive, ReceiveMetadata, ReceivedFrame, Transmit,
    TransmitMetadata, TransmitSlot,
};

/// A network device for smoltcp.
///
/// # Examples
/// ```
/// use smoltcp::iface::{Config, Interface};
/// use smoltcp::time::Instant;
/// use smoltcp::wire::EthernetAddress;
/// use wirewright_host::device::NetDevice;
/// use wirewright_host::smoltcp::Smoltcp;
///
/// let (device, _) = wirewright_host::queue::pair([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2], 8, 1500);
/// let mut device = Smoltcp::new(device);
/// let config = Config::new(EthernetAddress(device.device().address()).into());
/// let interface = Interface::new(config, &mut device, Instant::ZERO);
/// ```
#[derive(Debug)]
pub struct Smoltcp<D> {
    device: D,
    insert_l4: bool,
    vlan: Option<u16>,
    refused: Cell<u64>,
    filtered: u64,
}

/// The device can neither insert nor strip tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the device cannot insert and strip VLAN tags")]
pub struct NoVlan;

impl<D: NetDevice> Smoltcp<D> {
    /// `device` for smoltcp.
    pub fn new(device: D) -> Self {
        Smoltcp { device, insert_l4: false, vlan: None, refused: Cell::new(0), filtered: 0 }
    }

    /// TCP and UDP checksums are inserted by the device, if it can: for interfaces without IPv6.
    #[must_use]
    pub fn insert_l4(mut self) -> Self {
        let insert = self.device.capabilities().insert;
        self.insert_l4 = insert.tcp && insert.udp;
        self
    }

    /// Sends all frames in this VLAN (its lower 12 bits count), and takes those of no other.
    ///
    /// # Errors
    /// The device does not do this.
    pub fn on_vlan(mut self, vlan: u16) -> Result<Self, NoVlan> {
        let capabilities = self.device.capabilities();
        if !(capabilities.vlan_insert && capabilities.vlan_strip) {
            return Err(NoVlan);
        }
        self.vlan = Some(vlan & VLAN_IDENTIFIER);
        Ok(self)
    }

    /// The device.
    pub fn device(&self) -> &D {
        &self.device
    }

    /// The device, to look after it.
    pub fn device_mut(&mut self) -> &mut D {
        &mut self.device
    }

    /// Frames of smoltcp that the device did not accept.
    pub fn refused(&self) -> u64 {
        self.refused.get()
    }

    /// Received frames that smoltcp did not get: of another VLAN, with a wrong checksum, bad or cut.
    pub fn filtered(&self) -> u64 {
        self.filtered
    }
}

/// The VLAN in tag control information (IEEE 802.1Q, 9.6).
const VLAN_IDENTIFIER: u16 = 0xfff;

fn wanted(vlan: Option<u16>, metadata: ReceiveMetadata) -> bool {
    let tag = metadata.tag.map(|tci| tci & VLAN_IDENTIFIER).filter(|&vlan| vlan != 0);
    let wrong = metadata.ipv4 == ChecksumResult::Wrong || metadata.l4 == ChecksumResult::Wrong;
    tag == vlan.filter(|&vlan| vlan != 0) && !wrong && !metadata.bad && !metadata.truncated
}

impl<D: NetDevice> phy::Device for Smoltcp<D> {
    type RxToken<'a>
        = ReceiveToken<<D::Receive as Receive>::Frame<'a>>
    where
        Self: 'a;
    type TxToken<'a>
        = TransmitToken<'a, <D::Transmit as Transmit>::Slot<'a>>
    where
        Self: 'a;

    fn receive(&mut self, _: Instant) -> Option<(Self::RxToken<'_>, Self::TxToken<'_>)> {
        let metadata = self.transmit_metadata();
        let (transmit, receive) = self.device.split();
        let slot = transmit.reserve()?;
        while let Some(frame) = receive.next_frame() {
            if wanted(self.vlan, frame.metadata()) {
                break;
            }
            frame.done();
            self.filtered += 1;
        }
        let frame = receive.next_frame()?;
        Some((ReceiveToken { frame }, TransmitToken { slot, metadata, refused: &self.refused }))
    }

    fn transmit(&mut self, _: Instant) -> Option<Self::TxToken<'_>> {
        let metadata = self.transmit_metadata();
        let slot = self.device.split().0.reserve()?;
        Some(TransmitToken { slot, metadata, refused: &self.refused })
    }

    fn capabilities(&self) -> DeviceCapabilities {
        let device = self.device.capabilities();
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ethernet;
        capabilities.max_transmission_unit = device.mtu + ETHERNET_HEADER_OCTETS;
        capabilities.checksum.ipv4 = match (device.insert.ipv4, device.verify.ipv4) {
            (true, true) => Checksum::None,
            (true, false) => Checksum::Rx,
            (false, true) => Checksum::Tx,
            (false, false) => Checksum::Both,
        };
        let l4 = if self.insert_l4 { Checksum::Rx } else { Checksum::Both };
        (capabilities.checksum.tcp, capabilities.checksum.udp) = (l4, l4);
        capabilities
    }
}

impl<D: NetDevice> Smoltcp<D> {
    fn transmit_metadata(&self) -> TransmitMetadata {
        let insert_ipv4 = self.device.capabilities().insert.ipv4;
        TransmitMetadata { insert_ipv4, insert_l4: self.insert_l4, tag: self.vlan }
    }
}

/// A frame for smoltcp.
#[derive(Debug)]
pub struct ReceiveToken<F> {
    frame: F,
}

impl<F: ReceivedFrame> phy::RxToken for ReceiveToken<F> {
    fn consume<R, C: FnOnce(&[u8]) -> R>(self, read: C) -> R {
        let result = read(self.frame.octets());
        self.frame.done();
        result
    }
}

/// Room for a frame of smoltcp.
#[derive(Debug)]
pub struct TransmitToken<'a, S> {
    slot: S,
    metadata: TransmitMetadata,
    refused: &'a Cell<u64>,
}

impl<S: TransmitSlot> phy::TxToken for TransmitToken<'_, S> {
    /// A frame that the device does not accept is composed all the same, and counted.
    fn consume<R, C: FnOnce(&mut [u8]) -> R>(self, octets: usize, fill: C) -> R {
        let (mut fill, mut filled) = (Some(fill), None);
        let sent = self.slot.send(octets, self.metadata, |frame| filled = fill.take().map(|fill| fill(frame)));
        if sent.is_err() {
            self.refused.set(self.refused.get() + 1);
        }
        match (filled, fill) {
            (Some(result), _) => result,
            (None, Some(fill)) => fill(&mut vec![0; octets]),
            // `fill` is taken only to make `filled`.
            (None, None) => unreachable!("a frame was composed without a result"),
        }
    }
}
