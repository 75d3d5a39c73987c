// SPDX-License-Identifier: MIT OR Apache-2.0
//! A first-in first-out memory for frames, in one clock: a frame comes out only when it is in as a whole. One
//! that does not fit, or that is bad, is dropped as a whole and counted, never cut.
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
//!
//! Three pointers count octets: `write`, `commit` (where the last whole frame ends) and `read`; `last_room` is where
//! one octet more fills the memory, so that no comparison waits for an addition. The memory's read register is the
//! first of two output stages, the `m_axis` registers are the second.

use crate::prelude::*;

/// A frame memory of 2^`A` octets; `P` is `A` + 1. See `wirewright_spec::ports::stream_fifo`.
#[derive(LogicBlock)]
pub struct StreamFifo<const A: usize, const P: usize> {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Octet of a frame.
    pub s_axis_tdata: Signal<In, Bits<8>>,
    /// An octet is offered.
    pub s_axis_tvalid: Signal<In, Bit>,
    /// There is room for a beat.
    pub s_axis_tready: Signal<Out, Bit>,
    /// It is the last of its frame.
    pub s_axis_tlast: Signal<In, Bit>,
    /// On the last beat: the frame is bad (or is to be sent with an error).
    pub s_axis_tuser: Signal<In, Bit>,
    /// On the last beat: drop the frame silently.
    pub s_axis_tdrop: Signal<In, Bit>,
    /// Octet of a frame.
    pub m_axis_tdata: Signal<Out, Bits<8>>,
    /// An octet is offered.
    pub m_axis_tvalid: Signal<Out, Bit>,
    /// The sink takes the beat.
    pub m_axis_tready: Signal<In, Bit>,
    /// It is the last of its frame.
    pub m_axis_tlast: Signal<Out, Bit>,
    /// On the last beat: as it came in.
    pub m_axis_tuser: Signal<Out, Bit>,
    /// The source waits for `tready`; else a beat offered while it is low overflows.
    pub cfg_wait: Signal<In, Bit>,
    /// Drop frames whose last beat has `tuser`.
    pub cfg_drop_bad: Signal<In, Bit>,
    /// At least half of the memory is in use.
    pub half_full: Signal<Out, Bit>,
    /// Strobe: a frame that was wanted did not fit.
    pub stat_overflow: Signal<Out, Bit>,
    /// Strobe: a bad frame was dropped.
    pub stat_bad: Signal<Out, Bit>,

    depth: Constant<Bits<P>>,
    half_or_more: Constant<Bits<P>>,

    frames: RamBlock<10, A>,
    write: Register<Bits<P>>,
    commit: Register<Bits<P>>,
    read: Register<Bits<P>>,
    last_room: Register<Bits<P>>,
    has_left: Register<Bit>,
    discarding: Register<Bit>,
    ready: Register<Bit>,
    half: Register<Bit>,
    overflow: Register<Bit>,
    bad: Register<Bit>,
    fetched: Register<Bit>,
    valid: Register<Bit>,

    beat: Signal<Local, Beat>,
    fill: Signal<Local, Bits<P>>,
    full_write: Signal<Local, Bits<P>>,
    store: Signal<Local, Bit>,
    lost: Signal<Local, Bit>,
    reject: Signal<Local, Bit>,
    frame_end: Signal<Local, Bit>,
    write_stored: Signal<Local, Bits<P>>,
    full_kept: Signal<Local, Bit>,
    full_stored: Signal<Local, Bit>,
    full_dropped: Signal<Local, Bit>,
    full_after: Signal<Local, Bit>,
    fetch: Signal<Local, Bit>,
    discarding_after: Signal<Local, Bit>,
    present_free: Signal<Local, Bit>,
    fetch_free: Signal<Local, Bit>,
    waiting: Signal<Local, Bit>,
}

impl<const A: usize, const P: usize> Default for StreamFifo<A, P> {
    fn default() -> Self {
        assert_eq!(P, A + 1, "a pointer has one bit more than an address");
        StreamFifo {
            name: ModuleName::named(module_name(1 << A)),
            clk: Signal::default(),
            rst: Signal::default(),
            s_axis_tdata: Signal::default(),
            s_axis_tvalid: Signal::default(),
            s_axis_tready: Signal::default(),
            s_axis_tlast: Signal::default(),
            s_axis_tuser: Signal::default(),
            s_axis_tdrop: Signal::default(),
            m_axis_tdata: Signal::default(),
            m_axis_tvalid: Signal::default(),
            m_axis_tready: Signal::default(),
            m_axis_tlast: Signal::default(),
            m_axis_tuser: Signal::default(),
            cfg_wait: Signal::default(),
            cfg_drop_bad: Signal::default(),
            half_full: Signal::default(),
            stat_overflow: Signal::default(),
            stat_bad: Signal::default(),
            depth: Constant::new((1 << A).into()),
            half_or_more: Constant::new((0b11 << (A - 1)).into()),
            frames: RamBlock::default(),
            write: Register::default(),
            commit: Register::default(),
            read: Register::default(),
            last_room: Register::reset_to((1 << A) - 1),
            has_left: Register::reset_to(true),
            discarding: Register::default(),
            ready: Register::default(),
            half: Register::default(),
            overflow: Register::default(),
            bad: Register::default(),
            fetched: Register::default(),
            valid: Register::default(),
            beat: Signal::default(),
            fill: Signal::default(),
            full_write: Signal::default(),
            store: Signal::default(),
            lost: Signal::default(),
            reject: Signal::default(),
            frame_end: Signal::default(),
            write_stored: Signal::default(),
            full_kept: Signal::default(),
            full_stored: Signal::default(),
            full_dropped: Signal::default(),
            full_after: Signal::default(),
            fetch: Signal::default(),
            discarding_after: Signal::default(),
            present_free: Signal::default(),
            fetch_free: Signal::default(),
            waiting: Signal::default(),
        }
    }
}

/// Each depth is a module of its own.
fn module_name(depth_octets: u64) -> String {
    match depth_octets {
        4096 => "stream_fifo".into(),
        depth if depth >= 1024 => format!("stream_fifo_{}k", depth / 1024),
        depth => format!("stream_fifo_{depth}"),
    }
}

/// What the memory keeps of a beat.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Beat {
    data: Bits<8>,
    last: Bit,
    user: Bit,
}

impl<const A: usize, const P: usize> Logic for StreamFifo<A, P> {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self, clk, write, commit, read, last_room, has_left, discarding, ready, half, overflow, bad, fetched, valid
        );
        self.s_axis_tready.next = self.ready.q.val();
        self.half_full.next = self.half.q.val();
        self.stat_overflow.next = self.overflow.q.val();
        self.stat_bad.next = self.bad.q.val();
        self.m_axis_tvalid.next = self.valid.q.val();
        self.m_axis_tdata.next = self.frames.read_data.val().get_bits::<8>(0);
        self.m_axis_tlast.next = self.frames.read_data.val().get_bit(8);
        self.m_axis_tuser.next = self.frames.read_data.val().get_bit(9);

        self.fill.next = self.write.q.val() - self.read.q.val();
        // The fill is the depth at most, so one of its two high bits says half or more.
        self.half.d.next = (self.fill.val() & self.half_or_more.val()) != 0;

        // Will the memory be full? Compared for each place where the write pointer can go, before it is known where.
        self.full_write.next = self.read.q.val() ^ self.depth.val();
        self.full_kept.next = self.write.q.val() == self.full_write.val();
        self.full_stored.next = self.write.q.val() == self.last_room.q.val();
        self.full_dropped.next = self.commit.q.val() == self.full_write.val();

        self.waiting.next = self.read.q.val() != self.commit.q.val();
        self.store.next = !self.discarding.q.val() && self.s_axis_tvalid.val() && self.ready.q.val();
        // Either the source cannot wait, or the frame has the memory for itself and does not fit: the memory is full,
        // now that no octet has left since tready was judged.
        self.lost.next = !self.discarding.q.val()
            && !self.ready.q.val()
            && ((!self.cfg_wait.val() && self.s_axis_tvalid.val())
                || (self.cfg_wait.val() && !self.has_left.q.val() && !self.waiting.val()));
        self.reject.next = self.s_axis_tuser.val() && self.cfg_drop_bad.val();
        // Judged at the end of a frame: what was not wanted is not lost.
        self.frame_end.next =
            self.s_axis_tvalid.val() && self.s_axis_tlast.val() && (self.ready.q.val() || !self.cfg_wait.val());
        self.bad.d.next = self.frame_end.val() && self.reject.val();
        self.overflow.d.next =
            self.frame_end.val() && !self.store.val() && !self.reject.val() && !self.s_axis_tdrop.val();

        self.write_stored.next = self.write.q.val() + 1;
        self.full_after.next = self.full_kept.val();
        self.discarding_after.next = self.discarding.q.val();
        if self.store.val() {
            if self.s_axis_tlast.val() && (self.reject.val() || self.s_axis_tdrop.val()) {
                self.write.d.next = self.commit.q.val();
                self.full_after.next = self.full_dropped.val();
            } else {
                self.write.d.next = self.write_stored.val();
                self.full_after.next = self.full_stored.val();
                if self.s_axis_tlast.val() {
                    self.commit.d.next = self.write_stored.val();
                }
            }
        } else if self.lost.val() {
            self.write.d.next = self.commit.q.val();
            self.full_after.next = self.full_dropped.val();
            self.discarding_after.next = self.cfg_wait.val() || !self.s_axis_tlast.val();
        } else if self.s_axis_tvalid.val() && self.s_axis_tlast.val() {
            // Tready is high while discarding, so each beat counts.
            self.discarding_after.next = false;
        }
        self.discarding.d.next = self.discarding_after.val();
        self.ready.d.next = self.discarding_after.val() || !self.full_after.val();

        self.beat.next.data = self.s_axis_tdata.val();
        self.beat.next.last = self.s_axis_tlast.val();
        self.beat.next.user = self.s_axis_tuser.val();
        self.frames.clk.next = self.clk.val();
        self.frames.rst.next = self.rst.val();
        self.frames.write_enable.next = self.store.val();
        self.frames.write_address.next = self.write.q.val().get_bits::<A>(0);
        self.frames.write_data.next = self.beat.val().into();

        // A committed octet waits in the memory, is fetched, then presented at the port.
        self.present_free.next = !self.valid.q.val() || self.m_axis_tready.val();
        self.fetch_free.next = !self.fetched.q.val() || self.present_free.val();
        self.fetch.next = self.fetch_free.val() && self.waiting.val();
        if self.fetch_free.val() {
            self.fetched.d.next = self.waiting.val();
        }
        self.has_left.d.next = self.fetch.val();
        if self.fetch.val() {
            self.read.d.next = self.read.q.val() + 1;
            self.last_room.d.next = self.last_room.q.val() + 1;
        }
        // What is read while none waits is not used.
        self.frames.read_enable.next = self.fetch_free.val();
        self.frames.read_address.next = self.read.q.val().get_bits::<A>(0);
        self.frames.present_enable.next = self.present_free.val() && self.fetched.q.val();
        if self.present_free.val() {
            self.valid.d.next = self.fetched.q.val();
        }
    }
}
