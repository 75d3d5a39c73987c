// SPDX-License-Identifier: MIT OR Apache-2.0
//! Where rings and buffers lie in the memory that is shared with the card: one after the other, from the first octet
//! whose bus address is a multiple of 64.
//!
//! Entry `i` of a ring has buffer `i` for its own, turned by `rotation`: after a reset the card begins at entry 0
//! again, and no buffer has to move for that. The buffers of a direction are one range, and a frame fills buffer after
//! buffer, so the octets of a frame lie in one piece, or in two where they go beyond the last buffer.

use wirewright_spec::card::rings::{COMPLETION_OCTETS, DESCRIPTOR_OCTETS, RING_ALIGNMENT};

use super::config::{Config, ConfigError, RingConfig};
use crate::memory::{Barrier, HostMemory, OutOfArea};

/// Octets of memory that are enough for `config`, wherever they begin.
///
/// ```
/// use wirewright_host::driver::{Config, memory_octets};
/// assert_eq!(memory_octets(&Config::new([2, 0, 0, 0, 0, 1])), 2 * 256 * (16 + 8 + 1536) + 63);
/// ```
pub fn memory_octets(config: &Config) -> usize {
    direction_octets(config.transmit) + direction_octets(config.receive) + (RING_ALIGNMENT as usize - 1)
}

/// Rings and buffers of a direction; a multiple of 64 but for the buffers, which come last.
fn direction_octets(ring: RingConfig) -> usize {
    (DESCRIPTOR_OCTETS + COMPLETION_OCTETS + usize::from(ring.buffer_octets)) << ring.size_log2
}

/// Rings of both directions in `memory`: transmit, receive.
pub(super) fn lay_out<M: HostMemory + Clone>(memory: &M, config: &Config) -> Result<(Ring<M>, Ring<M>), ConfigError> {
    let address = memory.bus_address();
    let begin = (address.wrapping_neg() % RING_ALIGNMENT) as usize;
    let needed = begin + direction_octets(config.transmit) + direction_octets(config.receive);
    let end = u64::try_from(needed).ok().and_then(|octets| address.checked_add(octets));
    if memory.octets() < needed || end.is_none() {
        return Err(ConfigError::Memory { octets: memory.octets(), needed });
    }
    let rings = (DESCRIPTOR_OCTETS + COMPLETION_OCTETS) << config.transmit.size_log2;
    let transmit_buffers = begin + rings + ((DESCRIPTOR_OCTETS + COMPLETION_OCTETS) << config.receive.size_log2);
    let receive_buffers = transmit_buffers + (usize::from(config.transmit.buffer_octets) << config.transmit.size_log2);
    let ring = |config: RingConfig, descriptors: usize, buffers: usize| Ring {
        memory: memory.clone(),
        address,
        descriptors,
        completions: descriptors + (DESCRIPTOR_OCTETS << config.size_log2),
        buffers,
        size_log2: config.size_log2,
        buffer_octets: config.buffer_octets,
        rotation: 0,
    };
    Ok((ring(config.transmit, begin, transmit_buffers), ring(config.receive, begin + rings, receive_buffers)))
}

/// The two rings of a direction and its buffers.
#[derive(Debug)]
pub(super) struct Ring<M> {
    memory: M,
    /// Bus address of octet 0 of the memory.
    address: u64,
    /// Where in the memory the descriptors are.
    descriptors: usize,
    completions: usize,
    buffers: usize,
    pub size_log2: u32,
    pub buffer_octets: u16,
    rotation: u16,
}

impl<M: HostMemory> Ring<M> {
    pub fn size(&self) -> u16 {
        1 << self.size_log2
    }

    pub fn barrier(&self, barrier: Barrier) {
        self.memory.barrier(barrier);
    }

    /// For the registers: where the card finds the descriptors.
    pub fn descriptors_address(&self) -> u64 {
        self.address + self.descriptors as u64
    }

    /// For the registers: where the card puts the completions.
    pub fn completions_address(&self) -> u64 {
        self.address + self.completions as u64
    }

    /// Which buffer an index has.
    pub fn slot(&self, index: u16) -> usize {
        usize::from(index.wrapping_add(self.rotation) & (self.size() - 1))
    }

    /// How many buffers so many octets take; one at least.
    pub fn buffers_of(&self, octets: usize) -> usize {
        octets.div_ceil(usize::from(self.buffer_octets)).max(1)
    }

    /// From now on index 0 has the buffer that `index` had.
    pub fn rotate(&mut self, index: u16) {
        self.rotation = self.rotation.wrapping_add(index);
    }

    /// Writes the descriptor of an index: its buffer, and `second_half` (octets 8 to 15).
    pub fn write_descriptor(&self, index: u16, second_half: u64) -> Result<(), OutOfArea> {
        let buffer = self.buffers + self.slot(index) * usize::from(self.buffer_octets);
        let address = self.address + buffer as u64;
        let mut octets = [0; DESCRIPTOR_OCTETS];
        octets[..8].copy_from_slice(&address.to_le_bytes());
        octets[8..].copy_from_slice(&second_half.to_le_bytes());
        let entry = usize::from(index & (self.size() - 1));
        self.memory.write(self.descriptors + entry * DESCRIPTOR_OCTETS, &octets)
    }

    /// Clears the completion ring: no entry of it has the phase of the first way round.
    pub fn clear_completions(&self) -> Result<(), OutOfArea> {
        const LINE: [u8; 64] = [0; 64];
        let octets = COMPLETION_OCTETS << self.size_log2;
        (0..octets).step_by(LINE.len()).try_for_each(|at| self.memory.write(self.completions + at, &LINE))
    }

    /// Whether the completion `index` is there. Nothing else of it has been looked at.
    pub fn has_completion(&self, index: u16) -> Result<bool, OutOfArea> {
        let mut high = [0];
        self.memory.read(self.completion_at(index) + COMPLETION_OCTETS - 1, &mut high)?;
        Ok(high[0] >> 7 == self.phase(index))
    }

    /// The completion `index`, which is there: a barrier stands between.
    pub fn read_completion(&self, index: u16) -> Result<u64, OutOfArea> {
        let mut octets = [0; COMPLETION_OCTETS];
        self.memory.read(self.completion_at(index), &mut octets)?;
        Ok(u64::from_le_bytes(octets))
    }

    /// The phase of the completion `index`: 1 on the first way round. (2^16 is an even number of ways round, so this
    /// goes on beyond the last index.)
    pub fn phase(&self, index: u16) -> u8 {
        u8::from(index >> self.size_log2 & 1 == 0)
    }

    fn completion_at(&self, index: u16) -> usize {
        self.completions + usize::from(index & (self.size() - 1)) * COMPLETION_OCTETS
    }

    /// Copies a frame into the buffers from that of `index` on.
    pub fn write_frame(&self, index: u16, frame: &[u8]) -> Result<(), OutOfArea> {
        let (at, before_end) = self.frame_at(index);
        let (head, tail) = frame.split_at(frame.len().min(before_end));
        self.memory.write(at, head)?;
        if tail.is_empty() { Ok(()) } else { self.memory.write(self.buffers, tail) }
    }

    /// Copies a frame out of the buffers from that of `index` on.
    pub fn read_frame(&self, index: u16, frame: &mut [u8]) -> Result<(), OutOfArea> {
        let (at, before_end) = self.frame_at(index);
        let (head, tail) = frame.split_at_mut(frame.len().min(before_end));
        self.memory.read(at, head)?;
        if tail.is_empty() { Ok(()) } else { self.memory.read(self.buffers, tail) }
    }

    /// Where the buffer of `index` is, and how many octets there are from there to the end of the last buffer.
    fn frame_at(&self, index: u16) -> (usize, usize) {
        let at = self.slot(index) * usize::from(self.buffer_octets);
        (self.buffers + at, (usize::from(self.buffer_octets) << self.size_log2) - at)
    }
}
