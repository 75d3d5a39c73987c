// SPDX-License-Identifier: MIT OR Apache-2.0
//! The receive half of a card: completions into frames, and buffers handed in again.
//!
//! ```text
//!      taken             completed            handed
//!       |  the stack's here  |  the card has it  |
//!  -----+--------------------+-------------------+-----> index of descriptors
//! ```
//!
//! The indices run freely (16 bits), `handed - taken` is never more than the size of the ring. Each entry of the ring
//! has its own buffer for good, so a descriptor is written once, and handing it in again is nothing but `RX_TAIL`.

use std::collections::VecDeque;

use wirewright_spec::card::registers;
use wirewright_spec::card::rings::descriptor;

use super::completion::{Asked, Completion, CompletionError};
use super::event::Fault;
use super::layout::Ring;
use super::registers::write;
use crate::bus::RegisterBus;
use crate::device::{Capabilities, Receive, ReceiveMetadata, ReceivedFrame};
use crate::memory::{Barrier, HostMemory, OutOfArea};

/// What became of the frames that the card completed. Each is counted in one of these or among
/// [`waiting`](CardReceive::waiting).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReceiveCounts {
    /// Frames that were taken by the stack.
    pub delivered: u64,
    /// Frames longer than the MTU allows: dropped here.
    pub too_long: u64,
}

/// The half of a card that receives.
#[derive(Debug)]
pub struct CardReceive<B, M> {
    bus: B,
    ring: Ring<M>,
    taken: u16,
    completed: u16,
    handed: u16,
    completions: u16,
    /// Frames that were completed and not taken, the oldest first.
    frames: VecDeque<Frame>,
    /// The octets of the oldest one are in `scratch`.
    copied: bool,
    scratch: Box<[u8]>,
    asked: Asked,
    counts: ReceiveCounts,
    stopped: Option<Fault>,
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    buffers: u16,
    octets: usize,
    metadata: ReceiveMetadata,
}

impl<B: RegisterBus, M: HostMemory> CardReceive<B, M> {
    pub(super) fn new(bus: B, ring: Ring<M>, capabilities: &Capabilities, asked: Asked) -> Self {
        CardReceive {
            bus,
            taken: 0,
            completed: 0,
            handed: 0,
            completions: 0,
            frames: VecDeque::with_capacity(ring.size().into()),
            copied: false,
            scratch: vec![0; capabilities.longest_frame()].into(),
            asked,
            counts: ReceiveCounts::default(),
            stopped: None,
            ring,
        }
    }

    /// What became of the frames.
    pub fn counts(&self) -> ReceiveCounts {
        self.counts
    }

    /// Frames that were seen complete and that nobody has taken. There may be more in the ring.
    pub fn waiting(&self) -> usize {
        self.frames.len()
    }

    /// Why it has stopped, if it has. Frames that are [`waiting`](Self::waiting) are still given.
    pub fn stopped(&self) -> Option<Fault> {
        self.stopped
    }

    pub(super) fn stop(&mut self, fault: Fault) {
        self.stopped.get_or_insert(fault);
    }

    pub(super) fn ring(&self) -> &Ring<M> {
        &self.ring
    }

    /// New settings, after [`harvest`](Self::harvest).
    pub(super) fn set_capabilities(&mut self, capabilities: &Capabilities, asked: Asked) {
        self.asked = asked;
        if self.scratch.len() != capabilities.longest_frame() {
            self.scratch = vec![0; capabilities.longest_frame()].into();
            self.copied = false;
        }
    }

    /// Whether there is a frame that has not been taken, or a completion that has not been looked at.
    pub(super) fn has_frame(&self) -> bool {
        let there = || self.stopped.is_none() && self.ring.has_completion(self.completions).unwrap_or(true);
        !self.frames.is_empty() || there()
    }

    /// Looks at the next completion: whether there is one.
    fn look(&mut self) -> Result<bool, Fault> {
        if !self.ring.has_completion(self.completions)? {
            return Ok(false);
        }
        self.ring.barrier(Barrier::RxPhase);
        let completion = Completion::new(self.ring.read_completion(self.completions)?);
        let metadata = completion.received(self.ring.phase(self.completions), self.asked)?;
        let buffers = completion.next.wrapping_sub(self.completed);
        if buffers == 0 || buffers > self.handed.wrapping_sub(self.completed) {
            return Err(CompletionError::Next { next: completion.next, expected: self.handed }.into());
        }
        let (octets, length) = (usize::from(completion.length), completion.length);
        let all = usize::from(self.ring.buffer_octets) << self.ring.size_log2;
        let cut = !metadata.truncated || buffers == self.ring.size() && octets == all;
        if octets == 0 || self.ring.buffers_of(octets) != usize::from(buffers) || !cut {
            return Err(CompletionError::Length { length, buffers }.into());
        }
        self.completed = completion.next;
        self.completions = self.completions.wrapping_add(1);
        self.frames.push_back(Frame { buffers, octets, metadata });
        Ok(true)
    }

    /// The oldest frame is not needed any more.
    fn forget_first(&mut self) {
        if let Some(frame) = self.frames.pop_front() {
            self.taken = self.taken.wrapping_add(frame.buffers);
            self.copied = false;
        }
    }

    /// Hands buffers in again, once `least` of them are free.
    fn hand_in(&mut self, least: u16) {
        let free = self.taken.wrapping_add(self.ring.size());
        let more = free.wrapping_sub(self.handed);
        if more >= least.max(1) && self.stopped.is_none() {
            self.ring.barrier(Barrier::RxReuse);
            self.handed = free;
            write(&self.bus, registers::RX_TAIL, free.into());
        }
    }

    /// Finds the oldest frame and copies it into `scratch`. One that is too long is dropped on the way.
    fn find(&mut self) -> Result<Option<Frame>, Fault> {
        loop {
            if self.frames.is_empty() {
                if self.stopped.is_some() {
                    return Ok(None);
                }
                if !self.look()? {
                    // There may be a frame for which the buffers that we still have are missing.
                    self.hand_in(1);
                    return Ok(None);
                }
            }
            let Some(&frame) = self.frames.front() else { return Ok(None) };
            if let Some(into) = self.scratch.get_mut(..frame.octets) {
                if !self.copied {
                    self.ring.read_frame(self.taken, into)?;
                    self.copied = true;
                }
                return Ok(Some(frame));
            }
            self.counts.too_long += 1;
            self.forget_first();
        }
    }

    /// How many buffers are handed in at once while frames come.
    fn batch(&self) -> u16 {
        self.ring.size() / 8
    }

    /// After a reset: takes what the card still completed.
    pub(super) fn harvest(&mut self) {
        while self.stopped.is_none_or(Fault::leaves_completions) {
            match self.look() {
                Ok(true) => {}
                Ok(false) => break,
                Err(fault) => self.stopped = Some(fault),
            }
        }
    }

    /// For good. Frames that wait can still be taken.
    pub(super) fn close(&mut self, fault: Fault) {
        self.stopped = Some(fault);
    }

    /// After a reset and [`harvest`](Self::harvest): writes the ring anew. Frames that wait stay where they are.
    pub(super) fn rewind(&mut self) -> Result<(), OutOfArea> {
        self.ring.rotate(self.completed);
        self.taken = self.taken.wrapping_sub(self.completed);
        (self.completed, self.completions, self.handed) = (0, 0, 0);
        self.ring.clear_completions()?;
        for index in 0..self.ring.size() {
            self.ring.write_descriptor(index, u64::from(self.ring.buffer_octets) << descriptor::LENGTH)?;
        }
        Ok(())
    }

    /// After [`rewind`](Self::rewind), when the registers have their values: hands all free buffers in.
    pub(super) fn restart(&mut self) {
        self.stopped = None;
        self.ring.barrier(Barrier::RxRing);
        self.handed = self.taken.wrapping_add(self.ring.size());
        write(&self.bus, registers::RX_TAIL, self.handed.into());
    }
}

impl<B: RegisterBus, M: HostMemory> Receive for CardReceive<B, M> {
    type Frame<'a>
        = CardFrame<'a, B, M>
    where
        Self: 'a;

    fn next_frame(&mut self) -> Option<CardFrame<'_, B, M>> {
        match self.find() {
            Ok(frame) => frame.map(|frame| CardFrame { receive: self, frame }),
            Err(fault) => {
                self.stop(fault);
                None
            }
        }
    }
}

/// A frame that a card has received.
#[derive(Debug)]
pub struct CardFrame<'a, B, M> {
    receive: &'a mut CardReceive<B, M>,
    frame: Frame,
}

impl<B: RegisterBus, M: HostMemory> ReceivedFrame for CardFrame<'_, B, M> {
    fn octets(&self) -> &[u8] {
        &self.receive.scratch[..self.frame.octets]
    }

    fn metadata(&self) -> ReceiveMetadata {
        self.frame.metadata
    }

    fn done(self) {
        self.receive.counts.delivered += 1;
        self.receive.forget_first();
        self.receive.hand_in(self.receive.batch());
    }
}
