// SPDX-License-Identifier: MIT OR Apache-2.0
//! Two network devices in memory, joined back to back: what one sends the other receives, in order, at once.
//!
//! They do nothing to frames: no checksums, no tags, no least length. Room is all allocated when they are made.

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use crate::device::{
    Capabilities, Link, NetDevice, Receive, ReceiveMetadata, ReceivedFrame, SendError, Transmit, TransmitMetadata,
    TransmitSlot,
};

/// Two devices with these addresses, each of which holds `frames` frames with up to `mtu` octets of payload for the
/// other.
///
/// # Examples
/// ```
/// use wirewright_host::device::{NetDevice, Receive, ReceivedFrame, Transmit, TransmitMetadata};
/// let (mut a, mut b) = wirewright_host::queue::pair([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2], 4, 1500);
/// a.split().0.send(b"hello", TransmitMetadata::default()).unwrap();
/// let (_, receive) = b.split();
/// let frame = receive.next_frame().unwrap();
/// assert_eq!(frame.octets(), b"hello");
/// frame.done();
/// assert!(receive.next_frame().is_none());
/// ```
pub fn pair(a: [u8; 6], b: [u8; 6], frames: usize, mtu: usize) -> (QueueDevice, QueueDevice) {
    let capabilities = Capabilities { mtu, ..Capabilities::default() };
    let (there, back) = (Ring::new(frames, &capabilities), Ring::new(frames, &capabilities));
    let first = QueueDevice::new(a, capabilities, Rc::clone(&there), Rc::clone(&back));
    (first, QueueDevice::new(b, capabilities, back, there))
}

/// One of two devices that are joined; [`pair`] makes them.
#[derive(Debug)]
pub struct QueueDevice {
    address: [u8; 6],
    capabilities: Capabilities,
    transmit: QueueTransmit,
    receive: QueueReceive,
}

impl QueueDevice {
    fn new(address: [u8; 6], capabilities: Capabilities, to: Rc<RefCell<Ring>>, from: Rc<RefCell<Ring>>) -> Self {
        let transmit = QueueTransmit { ring: to, longest: capabilities.longest_frame() };
        let receive = QueueReceive { ring: from, frame: Vec::with_capacity(capabilities.longest_frame()), held: false };
        QueueDevice { address, capabilities, transmit, receive }
    }
}

impl NetDevice for QueueDevice {
    type Transmit = QueueTransmit;
    type Receive = QueueReceive;

    fn split(&mut self) -> (&mut QueueTransmit, &mut QueueReceive) {
        (&mut self.transmit, &mut self.receive)
    }

    fn capabilities(&self) -> Capabilities {
        self.capabilities
    }

    /// Up as long as there is another side.
    fn link(&self) -> Link {
        if Rc::strong_count(&self.transmit.ring) > 1 { Link::Up } else { Link::Down }
    }

    fn address(&self) -> [u8; 6] {
        self.address
    }
}

/// The half that sends.
#[derive(Debug)]
pub struct QueueTransmit {
    ring: Rc<RefCell<Ring>>,
    longest: usize,
}

impl Transmit for QueueTransmit {
    type Slot<'a> = QueueSlot<'a>;

    fn reserve(&mut self) -> Option<QueueSlot<'_>> {
        // The other side only takes frames out: room that is there stays.
        let room = self.ring.borrow().has_room();
        room.then_some(QueueSlot { transmit: self })
    }
}

/// Room for one frame.
#[derive(Debug)]
pub struct QueueSlot<'a> {
    transmit: &'a mut QueueTransmit,
}

impl TransmitSlot for QueueSlot<'_> {
    fn send<R>(
        self,
        octets: usize,
        metadata: TransmitMetadata,
        fill: impl FnOnce(&mut [u8]) -> R,
    ) -> Result<R, SendError> {
        let longest = self.transmit.longest;
        match metadata {
            _ if octets == 0 => return Err(SendError::Empty),
            _ if octets > longest => return Err(SendError::TooLong { octets, longest }),
            TransmitMetadata { insert_ipv4: true, .. } | TransmitMetadata { insert_l4: true, .. } => {
                return Err(SendError::Unsupported("insert checksums"));
            }
            TransmitMetadata { tag: Some(_), .. } => return Err(SendError::Unsupported("insert a tag")),
            TransmitMetadata { .. } => {}
        }
        let ring = &self.transmit.ring;
        // The ring is not borrowed meanwhile: `fill` may well look at the other side.
        let mut frame = ring.borrow_mut().room().ok_or(SendError::Full)?;
        frame.clear();
        frame.resize(octets, 0);
        let filled = fill(&mut frame);
        ring.borrow_mut().push(frame);
        Ok(filled)
    }
}

/// The half that receives.
#[derive(Debug)]
pub struct QueueReceive {
    ring: Rc<RefCell<Ring>>,
    frame: Vec<u8>,
    held: bool,
}

impl Receive for QueueReceive {
    type Frame<'a> = QueueFrame<'a>;

    fn next_frame(&mut self) -> Option<QueueFrame<'_>> {
        self.held = self.held || self.ring.borrow_mut().pop(&mut self.frame);
        self.held.then_some(QueueFrame { receive: self })
    }
}

/// A frame that was received.
#[derive(Debug)]
pub struct QueueFrame<'a> {
    receive: &'a mut QueueReceive,
}

impl ReceivedFrame for QueueFrame<'_> {
    fn octets(&self) -> &[u8] {
        &self.receive.frame
    }

    fn metadata(&self) -> ReceiveMetadata {
        ReceiveMetadata::default()
    }

    fn done(self) {
        self.receive.held = false;
    }
}

/// Frames on their way in one direction.
#[derive(Debug)]
struct Ring {
    frames: Vec<Vec<u8>>,
    first: usize,
    count: usize,
}

impl Ring {
    fn new(frames: usize, capabilities: &Capabilities) -> Rc<RefCell<Self>> {
        let frames = (0..frames).map(|_| Vec::with_capacity(capabilities.longest_frame())).collect();
        Rc::new(RefCell::new(Ring { frames, first: 0, count: 0 }))
    }

    fn has_room(&self) -> bool {
        self.count < self.frames.len()
    }

    /// Takes the memory for the next frame out.
    fn room(&mut self) -> Option<Vec<u8>> {
        let at = (self.first + self.count) % self.frames.len().max(1);
        if self.has_room() { self.frames.get_mut(at).map(mem::take) } else { None }
    }

    /// Puts the next frame in.
    fn push(&mut self, frame: Vec<u8>) {
        let at = (self.first + self.count) % self.frames.len();
        self.frames[at] = frame;
        self.count += 1;
    }

    /// Gives the oldest frame for the room of another one.
    fn pop(&mut self, into: &mut Vec<u8>) -> bool {
        if self.count == 0 {
            return false;
        }
        mem::swap(&mut self.frames[self.first], into);
        self.first = (self.first + 1) % self.frames.len();
        self.count -= 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn devices() -> (QueueDevice, QueueDevice) {
        pair([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2], 3, 46)
    }

    fn receive(device: &mut QueueDevice) -> Option<Vec<u8>> {
        let frame = device.receive.next_frame()?;
        let octets = frame.octets().to_vec();
        frame.done();
        Some(octets)
    }

    #[test]
    fn frames_come_in_order_up_to_the_room_there_is() {
        let (mut a, mut b) = devices();
        for round in 0..5 {
            for number in 0..3 {
                let frame = [round, number];
                a.transmit.send_parts(&[&frame[..1], &[], &frame[1..]], TransmitMetadata::default()).unwrap();
            }
            assert_eq!(a.transmit.send(&[9], TransmitMetadata::default()), Err(SendError::Full));
            assert!((0..3).all(|number| receive(&mut b) == Some(vec![round, number])));
            assert_eq!(receive(&mut b), None);
        }
        assert_eq!(receive(&mut a), None);
    }

    #[test]
    fn a_frame_stays_until_it_is_done_and_a_slot_until_it_is_used() {
        let (mut a, mut b) = devices();
        for _ in 0..9 {
            assert!(a.transmit.reserve().is_some());
        }
        a.transmit.send(&[1], TransmitMetadata::default()).unwrap();
        for _ in 0..9 {
            assert_eq!(b.receive.next_frame().unwrap().octets(), [1]);
        }
        assert_eq!(receive(&mut b), Some(vec![1]));
        assert_eq!(receive(&mut b), None);
    }

    #[test]
    fn a_frame_may_be_composed_from_what_the_other_side_receives() {
        let (mut a, mut b) = devices();
        a.transmit.send(&[1], TransmitMetadata::default()).unwrap();
        let slot = a.transmit.reserve().unwrap();
        slot.send(1, TransmitMetadata::default(), |frame| frame[0] = receive(&mut b).unwrap()[0] + 1).unwrap();
        assert_eq!(receive(&mut b), Some(vec![2]));
        assert_eq!(receive(&mut b), None);
    }

    #[test]
    fn what_cannot_be_sent_is_told() {
        let (mut a, mut b) = devices();
        let plain = TransmitMetadata::default();
        assert_eq!(a.transmit.send(&[], plain), Err(SendError::Empty));
        assert_eq!(a.transmit.send(&[0; 65], plain), Err(SendError::TooLong { octets: 65, longest: 64 }));
        for asked in [
            TransmitMetadata { insert_ipv4: true, ..plain },
            TransmitMetadata { insert_l4: true, ..plain },
            TransmitMetadata { tag: Some(1), ..plain },
        ] {
            assert!(matches!(a.transmit.send(&[0; 64], asked), Err(SendError::Unsupported(_))));
        }
        assert_eq!(receive(&mut b), None);
        a.transmit.send(&[7; 64], plain).unwrap();
        assert_eq!(receive(&mut b), Some(vec![7; 64]));
    }

    #[test]
    fn the_link_goes_with_the_other_side() {
        let (a, b) = devices();
        assert_eq!((a.link(), a.address()), (Link::Up, [2, 0, 0, 0, 0, 1]));
        drop(b);
        assert_eq!(a.link(), Link::Down);
    }
}
