// SPDX-License-Identifier: MIT OR Apache-2.0
//! The transmit half of a card: frames into buffers, descriptors, completions, and what became of each frame.
//!
//! ```text
//!      done              handed            tail
//!       |  the card has it  |  it waits here  |
//!  -----+-------------------+-----------------+-----> index of descriptors
//! ```
//!
//! The indices run freely (16 bits), `tail - done` is never more than the size of the ring. Normally all is handed over
//! at once. After an error of the bus the frames that the card had are handed over one by one, so that one that always
//! fails is known and does not take the others with it.

use std::collections::VecDeque;

use wirewright_spec::card::registers;
use wirewright_spec::card::rings::descriptor;

use super::completion::Completion;
use super::event::Fault;
use super::layout::Ring;
use super::registers::write;
use crate::bus::RegisterBus;
use crate::device::{Capabilities, SendError, TAG_OCTETS, Transmit, TransmitMetadata, TransmitSlot};
use crate::memory::{Barrier, HostMemory, OutOfArea};

/// What became of the frames that were accepted. Each is counted once in `accepted`, and once in one of the others or
/// among [`waiting`](CardTransmit::waiting).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TransmitCounts {
    /// Frames that were accepted.
    pub accepted: u64,
    /// The card confirmed them.
    pub sent: u64,
    /// The card confirmed them after a reset, when they were handed over again: they may have been sent twice.
    pub sent_again: u64,
    /// The card said that it did not send them.
    pub dropped: u64,
    /// They were given up, and an event said which.
    pub lost: u64,
}

/// The half of a card that sends.
#[derive(Debug)]
pub struct CardTransmit<B, M> {
    bus: B,
    ring: Ring<M>,
    done: u16,
    handed: u16,
    tail: u16,
    completions: u16,
    /// Second half of the descriptor of each buffer.
    descriptors: Box<[u64]>,
    /// Frames without a completion, the oldest first.
    frames: VecDeque<Frame>,
    /// How many of them the card has.
    handed_frames: usize,
    /// How many of them are handed over one by one.
    single: usize,
    scratch: Box<[u8]>,
    counts: TransmitCounts,
    stopped: Option<Fault>,
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    buffers: u16,
    octets: u16,
    /// How often it was handed over and the direction stopped.
    tries: u8,
    /// It was handed over before the last reset.
    again: bool,
}

impl<B: RegisterBus, M: HostMemory> CardTransmit<B, M> {
    pub(super) fn new(bus: B, ring: Ring<M>, capabilities: &Capabilities) -> Self {
        let size = usize::from(ring.size());
        CardTransmit {
            bus,
            ring,
            done: 0,
            handed: 0,
            tail: 0,
            completions: 0,
            descriptors: vec![0; size].into(),
            frames: VecDeque::with_capacity(size),
            handed_frames: 0,
            single: 0,
            scratch: vec![0; capabilities.longest_frame()].into(),
            counts: TransmitCounts::default(),
            stopped: None,
        }
    }

    /// What became of the frames.
    pub fn counts(&self) -> TransmitCounts {
        self.counts
    }

    /// Accepted frames that the card has not confirmed.
    pub fn waiting(&self) -> usize {
        self.frames.len()
    }

    /// Why it has stopped, if it has.
    pub fn stopped(&self) -> Option<Fault> {
        self.stopped
    }

    pub(super) fn stop(&mut self, fault: Fault) {
        self.stopped.get_or_insert(fault);
    }

    pub(super) fn ring(&self) -> &Ring<M> {
        &self.ring
    }

    /// A new MTU; what is in the ring already stays.
    pub(super) fn set_capabilities(&mut self, capabilities: &Capabilities) {
        if self.scratch.len() != capabilities.longest_frame() {
            self.scratch = vec![0; capabilities.longest_frame()].into();
        }
    }

    /// Takes the completions that are there: how many.
    pub(super) fn reap(&mut self) -> usize {
        if self.stopped.is_some() {
            return 0;
        }
        let taken = self.take_completions();
        if taken > 0 && self.stopped.is_none() {
            self.hand_over();
        }
        taken
    }

    /// Whether a completion is there that has not been taken.
    pub(super) fn has_completion(&self) -> bool {
        self.stopped.is_none() && self.handed_frames > 0 && self.ring.has_completion(self.completions).unwrap_or(true)
    }

    fn take_completions(&mut self) -> usize {
        let mut taken = 0;
        let fault = loop {
            match self.take_completion() {
                Ok(true) => taken += 1,
                Ok(false) => break None,
                Err(fault) => break Some(fault),
            }
        };
        if taken > 0 {
            self.ring.barrier(Barrier::TxReuse);
        }
        if let Some(fault) = fault {
            self.stop(fault);
        }
        taken
    }

    fn take_completion(&mut self) -> Result<bool, Fault> {
        let Some(&frame) = self.frames.front().filter(|_| self.handed_frames > 0) else { return Ok(false) };
        if !self.ring.has_completion(self.completions)? {
            return Ok(false);
        }
        self.ring.barrier(Barrier::TxPhase);
        let completion = Completion::new(self.ring.read_completion(self.completions)?);
        let next = self.done.wrapping_add(frame.buffers);
        let sent = completion.sent(self.ring.phase(self.completions), next, frame.octets)?;
        let count = match (sent, frame.again) {
            (false, _) => &mut self.counts.dropped,
            (true, true) => &mut self.counts.sent_again,
            (true, false) => &mut self.counts.sent,
        };
        *count += 1;
        self.completions = self.completions.wrapping_add(1);
        self.handed_frames -= 1;
        self.forget_first();
        Ok(true)
    }

    /// The first frame has got its end: its buffers are free.
    fn forget_first(&mut self) {
        if let Some(frame) = self.frames.pop_front() {
            self.done = self.done.wrapping_add(frame.buffers);
            self.single = self.single.saturating_sub(1);
        }
    }

    /// Tells the card of the frames that it is to have now.
    fn hand_over(&mut self) {
        let before = self.handed;
        if self.single == 0 {
            (self.handed, self.handed_frames) = (self.tail, self.frames.len());
        } else if let Some(frame) = self.frames.front().filter(|_| self.handed_frames == 0) {
            (self.handed, self.handed_frames) = (self.done.wrapping_add(frame.buffers), 1);
        }
        if self.handed != before {
            self.ring.barrier(Barrier::TxTail);
            write(&self.bus, registers::TX_TAIL, self.handed.into());
        }
    }

    /// After a reset: takes what the card still confirmed.
    pub(super) fn harvest(&mut self) {
        if self.stopped.is_none_or(Fault::leaves_completions) {
            self.take_completions();
        }
    }

    /// After a reset and [`harvest`](Self::harvest): gives the frame up that failed too often, and writes the ring anew
    /// for the others. `TX_TAIL` is not written yet. The number of the frame that was given up.
    pub(super) fn rewind(&mut self, most_tries: u8) -> Result<Option<u64>, OutOfArea> {
        let blamed = self.stopped.is_some_and(|fault| fault != Fault::Resetting);
        for frame in self.frames.iter_mut().take(self.handed_frames) {
            frame.again = true;
            frame.tries = frame.tries.saturating_add(blamed.into());
        }
        let mut lost = None;
        if blamed {
            self.single = self.single.max(self.handed_frames);
            let failed = self.frames.front().is_some_and(|frame| frame.tries >= most_tries);
            if self.handed_frames == 1 && failed {
                lost = Some(self.first_number());
                self.counts.lost += 1;
                self.forget_first();
            }
        }
        self.ring.rotate(self.done);
        self.tail = self.tail.wrapping_sub(self.done);
        (self.done, self.handed, self.handed_frames, self.completions) = (0, 0, 0, 0);
        self.ring.clear_completions()?;
        for index in 0..self.tail {
            self.ring.write_descriptor(index, self.descriptors[self.ring.slot(index)])?;
        }
        Ok(lost)
    }

    /// After [`rewind`](Self::rewind), when the registers have their values: hands the frames over again.
    pub(super) fn restart(&mut self) {
        self.stopped = None;
        self.hand_over();
    }

    /// Gives all frames up, for good: the number of the first one, and how many.
    pub(super) fn give_up(&mut self, fault: Fault) -> (u64, u64) {
        let (first, count) = (self.first_number(), self.frames.len() as u64);
        self.counts.lost += count;
        self.frames.clear();
        (self.done, self.handed, self.handed_frames, self.single) = (self.tail, self.tail, 0, 0);
        self.stopped = Some(fault);
        (first, count)
    }

    /// The number of the oldest frame without an end, as counted since bring-up.
    pub(super) fn first_number(&self) -> u64 {
        self.counts.accepted - self.frames.len() as u64
    }

    /// Whether the ring has room for the longest frame.
    fn has_room(&self) -> bool {
        let used = usize::from(self.tail.wrapping_sub(self.done));
        used + self.ring.buffers_of(self.scratch.len()) <= usize::from(self.ring.size())
    }

    /// Puts the first octets of `scratch` into the ring.
    fn put(&mut self, octets: usize, metadata: TransmitMetadata) -> Result<(), OutOfArea> {
        self.ring.write_frame(self.tail, &self.scratch[..octets])?;
        let flags = u64::from(metadata.insert_ipv4) << descriptor::IPV4_CHECKSUM
            | u64::from(metadata.insert_l4) << descriptor::L4_CHECKSUM
            | metadata.tag.map_or(0, |tci| 1 << descriptor::VLAN | u64::from(tci) << descriptor::VLAN_TCI);
        let buffers = self.ring.buffers_of(octets) as u16;
        let mut rest = octets;
        for number in 0..buffers {
            let length = rest.min(self.ring.buffer_octets.into());
            rest -= length;
            let first = if number == 0 { flags } else { 0 };
            let second_half = (length as u64) << descriptor::LENGTH | first | u64::from(rest == 0) << descriptor::END;
            let index = self.tail.wrapping_add(number);
            self.ring.write_descriptor(index, second_half)?;
            self.descriptors[self.ring.slot(index)] = second_half;
        }
        self.tail = self.tail.wrapping_add(buffers);
        self.counts.accepted += 1;
        self.frames.push_back(Frame { buffers, octets: octets as u16, tries: 0, again: false });
        Ok(())
    }
}

impl<B: RegisterBus, M: HostMemory> Transmit for CardTransmit<B, M> {
    type Slot<'a>
        = CardSlot<'a, B, M>
    where
        Self: 'a;

    fn reserve(&mut self) -> Option<CardSlot<'_, B, M>> {
        if !self.has_room() {
            self.reap();
        }
        (self.stopped.is_none() && self.has_room()).then_some(CardSlot { transmit: self })
    }
}

/// Room for one frame in the ring of a card.
#[derive(Debug)]
pub struct CardSlot<'a, B, M> {
    transmit: &'a mut CardTransmit<B, M>,
}

impl<B: RegisterBus, M: HostMemory> TransmitSlot for CardSlot<'_, B, M> {
    fn send<R>(
        self,
        octets: usize,
        metadata: TransmitMetadata,
        fill: impl FnOnce(&mut [u8]) -> R,
    ) -> Result<R, SendError> {
        let transmit = self.transmit;
        let inserted = if metadata.tag.is_some() { TAG_OCTETS } else { 0 };
        let longest = transmit.scratch.len() - inserted;
        if octets == 0 {
            return Err(SendError::Empty);
        }
        if octets > longest {
            return Err(SendError::TooLong { octets, longest });
        }
        let frame = &mut transmit.scratch[..octets];
        frame.fill(0);
        let filled = fill(frame);
        if let Err(error) = transmit.put(octets, metadata) {
            transmit.stop(error.into());
            return Err(SendError::Stopped);
        }
        transmit.hand_over();
        Ok(filled)
    }
}
