// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a network stack sees of a device, be it a card, a queue in memory or an interface of the system.
//!
//! A device has two halves that are used at the same time, so that a stack can hold a place for its answer before it
//! takes the question:
//!
//! ```
//! use wirewright_host::device::{NetDevice, Receive, ReceivedFrame, Transmit, TransmitMetadata, TransmitSlot};
//!
//! /// Sends a received frame back to where it came from.
//! fn echo(device: &mut impl NetDevice) -> bool {
//!     let (transmit, receive) = device.split();
//!     let Some(slot) = transmit.reserve() else { return false };
//!     let Some(frame) = receive.next_frame() else { return false };
//!     let sent = slot.send(frame.octets().len(), TransmitMetadata::default(), |answer| {
//!         answer.copy_from_slice(frame.octets());
//!         let (destination, rest) = answer.split_at_mut(6);
//!         destination.swap_with_slice(&mut rest[..6]);
//!     });
//!     frame.done();
//!     sent.is_ok()
//! }
//!
//! let (mut near, mut far) = wirewright_host::queue::pair([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2], 8, 1500);
//! let question = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5, 42];
//! near.split().0.send(&question, TransmitMetadata::default()).unwrap();
//! assert!(echo(&mut far));
//! let (_, receive) = near.split();
//! assert_eq!(receive.next_frame().unwrap().octets()[..6], [2, 0, 0, 0, 0, 1]);
//! ```
//!
//! A frame is its octets from the destination address to the last one before the FCS. It is copied once on its way
//! into the device and once on its way out, and nothing is allocated for it.

pub use wirewright_spec::card::rings::ChecksumResult;

/// A network device.
pub trait NetDevice {
    /// Its half that sends.
    type Transmit: Transmit;
    /// Its half that receives.
    type Receive: Receive;

    /// Both halves.
    fn split(&mut self) -> (&mut Self::Transmit, &mut Self::Receive);

    /// What it can do. It stays the same.
    fn capabilities(&self) -> Capabilities;

    /// Whether it has a link, as far as it knows.
    fn link(&self) -> Link;

    /// Its own MAC address, the octet that is sent first at 0.
    fn address(&self) -> [u8; 6];
}

/// The half of a device that sends.
pub trait Transmit {
    /// Room for one frame.
    type Slot<'a>: TransmitSlot
    where
        Self: 'a;

    /// Room for one frame of any length, if there is room now. One that is dropped unused is there again.
    fn reserve(&mut self) -> Option<Self::Slot<'_>>;

    /// Sends a frame that lies in one piece.
    ///
    /// # Errors
    /// See [`SendError`].
    fn send(&mut self, frame: &[u8], metadata: TransmitMetadata) -> Result<(), SendError> {
        self.send_parts(&[frame], metadata)
    }

    /// Sends a frame that lies in several pieces, the first octets in the first one.
    ///
    /// # Errors
    /// See [`SendError`].
    fn send_parts(&mut self, parts: &[&[u8]], metadata: TransmitMetadata) -> Result<(), SendError> {
        let slot = self.reserve().ok_or(SendError::Full)?;
        let octets = parts.iter().map(|part| part.len()).sum();
        slot.send(octets, metadata, |frame| {
            let mut rest = frame;
            for part in parts {
                let (head, tail) = rest.split_at_mut(part.len());
                head.copy_from_slice(part);
                rest = tail;
            }
        })
    }
}

/// Room for one frame in a [`Transmit`] half.
pub trait TransmitSlot: Sized {
    /// Sends a frame of so many octets that `fill` writes; they are 0 before. `fill` is called only for a frame that is
    /// accepted.
    ///
    /// # Errors
    /// See [`SendError`]; nothing is sent then.
    fn send<R>(
        self,
        octets: usize,
        metadata: TransmitMetadata,
        fill: impl FnOnce(&mut [u8]) -> R,
    ) -> Result<R, SendError>;
}

/// The half of a device that receives.
pub trait Receive {
    /// A frame that was received.
    type Frame<'a>: ReceivedFrame
    where
        Self: 'a;

    /// The oldest frame that was received. It is given again until its [`done`](ReceivedFrame::done) is called.
    fn next_frame(&mut self) -> Option<Self::Frame<'_>>;
}

/// A frame that a [`Receive`] half has received.
pub trait ReceivedFrame {
    /// Its octets.
    fn octets(&self) -> &[u8];

    /// What the device knows of it.
    fn metadata(&self) -> ReceiveMetadata;

    /// It is not needed any more.
    fn done(self);
}

/// What a device can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Octets of payload in a frame at most: what is neither address, tag, type nor FCS.
    pub mtu: usize,
    /// Checksums it can insert into frames that are sent.
    pub insert: Checksums,
    /// Checksums it judges in frames that are received.
    pub verify: Checksums,
    /// It can insert an IEEE 802.1Q tag.
    pub vlan_insert: bool,
    /// It takes the outermost tag out of frames that are received.
    pub vlan_strip: bool,
}

impl Capabilities {
    /// Octets of the longest frame it sends or receives, with a tag among its octets.
    pub const fn longest_frame(&self) -> usize {
        self.mtu + ETHERNET_HEADER_OCTETS + TAG_OCTETS
    }
}

/// The two addresses and the type.
pub const ETHERNET_HEADER_OCTETS: usize = 14;
/// An IEEE 802.1Q tag.
pub const TAG_OCTETS: usize = 4;

/// Kinds of checksums. None of them is about IPv6.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checksums {
    /// Of the IPv4 header.
    pub ipv4: bool,
    /// Of TCP over IPv4.
    pub tcp: bool,
    /// Of UDP over IPv4.
    pub udp: bool,
}

impl Checksums {
    /// All three.
    pub const ALL: Checksums = Checksums { ipv4: true, tcp: true, udp: true };
}

/// What a device is to do with a frame that it sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TransmitMetadata {
    /// Insert the IPv4 header checksum, if the frame is IPv4.
    pub insert_ipv4: bool,
    /// Insert the TCP or UDP checksum, if the frame is an IPv4 packet of one of them and no fragment.
    pub insert_l4: bool,
    /// Insert a tag with this tag control information (IEEE 802.1Q, 9.6).
    pub tag: Option<u16>,
}

/// What a device knows of a frame that it received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReceiveMetadata {
    /// The IPv4 header checksum.
    pub ipv4: ChecksumResult,
    /// The TCP or UDP checksum.
    pub l4: ChecksumResult,
    /// Tag control information of the tag that was taken out.
    pub tag: Option<u16>,
    /// The MAC found the frame bad; such frames come only where they were asked for.
    pub bad: bool,
    /// The frame was longer than all buffers together; what is here is its begin.
    pub truncated: bool,
}

/// Whether a device has a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// It has none.
    #[default]
    Down,
    /// It has one.
    Up,
}

/// Why a frame was not accepted. One that was not, is counted nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// There is no room now.
    #[error("no room for a frame now")]
    Full,
    /// A frame has at least one octet.
    #[error("a frame of no octets")]
    Empty,
    /// The frame is too long.
    #[error("a frame of {octets} octets; {longest} are the most")]
    TooLong {
        /// Its octets.
        octets: usize,
        /// What the device takes of such frames.
        longest: usize,
    },
    /// The device cannot do what the metadata ask for.
    #[error("the device cannot {0}")]
    Unsupported(&'static str),
    /// The device has stopped and waits for its driver.
    #[error("the device has stopped")]
    Stopped,
}
