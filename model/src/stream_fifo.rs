// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`stream_fifo`](wirewright_spec::ports::stream_fifo): a memory for whole frames in one clock. A
//! frame that does not fit, or that is bad, is dropped whole and counted, never cut.
//!
//! ```text
//!                  +---------------+
//!  s_axis_tdata[8]->               |->m_axis_tdata[8]
//!   s_axis_tvalid->|               |->m_axis_tvalid
//!   s_axis_tready<-|  stream_fifo  |<-m_axis_tready
//!    s_axis_tlast->|               |->m_axis_tlast
//!    s_axis_tuser->|               |->m_axis_tuser
//!    s_axis_tdrop->|               |->half_full
//!        cfg_wait->|               |->stat_overflow
//!    cfg_drop_bad->|               |->stat_bad
//!                  +---------------+
//! ```

use crate::cell::Cell;
use wirewright_spec::Block;
use wirewright_spec::ports::stream_fifo::{In, Out};

/// The memory of 4096 octets.
pub type StreamFifo = StreamFifoOf<4096>;
/// The memory of 64 octets.
pub type StreamFifo64 = StreamFifoOf<64>;
/// The memory of 16384 octets, for jumbo frames.
pub type StreamFifo16k = StreamFifoOf<16384>;

/// The frame memory of `DEPTH` octets, a power of two.
#[derive(Clone, Debug)]
pub struct StreamFifoOf<const DEPTH: usize> {
    memory: Box<[Cell; DEPTH]>,
    /// Where the next beat goes, where the last whole frame ends, where the next beat out is: octets since
    /// reset, modulo 2^32.
    write: u32,
    commit: u32,
    read: u32,
    /// The rest of a frame is being thrown away.
    discarding: bool,
    /// The register between memory and outputs.
    fetched: Option<Cell>,
    pub(crate) out: Out,
}

impl<const DEPTH: usize> StreamFifoOf<DEPTH> {
    const DEPTH_OCTETS: u32 = {
        assert!(DEPTH.is_power_of_two());
        DEPTH as u32
    };

    /// A block as after reset.
    pub fn new() -> Self {
        // The slice has DEPTH cells by construction, so the conversion cannot fail.
        let memory = vec![Cell::default(); DEPTH].into_boxed_slice().try_into().unwrap();
        Self { memory, write: 0, commit: 0, read: 0, discarding: false, fetched: None, out: Out::default() }
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            return self.clear();
        }
        let read = self.read;
        self.read_side(input.m_axis_tready);
        self.out.half_full = self.write.wrapping_sub(read) >= Self::DEPTH_OCTETS / 2;
        self.write_side(input, read);
        self.out.s_axis_tready = self.discarding || self.write.wrapping_sub(read) != Self::DEPTH_OCTETS;
    }

    #[inline]
    fn read_side(&mut self, tready: bool) {
        let out_free = !self.out.m_axis_tvalid || tready;
        if out_free {
            self.out.m_axis_tvalid = self.fetched.is_some();
            if let Some(cell) = self.fetched {
                self.out.m_axis_tdata = cell.data();
                self.out.m_axis_tlast = cell.last();
                self.out.m_axis_tuser = cell.user();
            }
        }
        if out_free || self.fetched.is_none() {
            self.fetched = (self.read != self.commit).then(|| self.memory[self.read as usize % DEPTH]);
            self.read = self.read.wrapping_add(u32::from(self.fetched.is_some()));
        }
    }

    /// `read` is that pointer as it was before the edge.
    #[inline]
    fn write_side(&mut self, input: &In, read: u32) {
        self.out.stat_overflow = false;
        self.out.stat_bad = false;
        let offered = input.s_axis_tvalid;
        let passes = offered && self.out.s_axis_tready;
        if self.discarding {
            let counts = passes || offered && !input.cfg_wait;
            self.discarding = !(counts && input.s_axis_tlast);
        } else if passes {
            self.store(input);
        } else {
            let lost = offered && !input.cfg_wait;
            let full = self.write.wrapping_sub(read) == Self::DEPTH_OCTETS;
            let hopeless = input.cfg_wait && full && read == self.commit;
            if lost || hopeless {
                self.write = self.commit;
                self.out.stat_overflow = true;
                self.discarding = !(lost && input.s_axis_tlast);
            }
        }
    }

    #[inline]
    fn store(&mut self, input: &In) {
        let cell = Cell::new(input.s_axis_tdata, input.s_axis_tlast, input.s_axis_tuser);
        self.memory[self.write as usize % DEPTH] = cell;
        self.write = self.write.wrapping_add(1);
        if input.s_axis_tlast {
            let bad = input.s_axis_tuser && input.cfg_drop_bad;
            if bad || input.s_axis_tdrop {
                self.write = self.commit;
            } else {
                self.commit = self.write;
            }
            self.out.stat_bad = bad;
        }
    }

    /// As after an edge with `rst`; what the memory holds cannot be read any more.
    fn clear(&mut self) {
        (self.write, self.commit, self.read) = (0, 0, 0);
        (self.discarding, self.fetched, self.out) = (false, None, Out::default());
    }
}

impl<const DEPTH: usize> Default for StreamFifoOf<DEPTH> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const DEPTH: usize> Block for StreamFifoOf<DEPTH> {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        self.clear();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        *output = self.out;
    }
}
