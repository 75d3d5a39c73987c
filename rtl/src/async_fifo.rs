// SPDX-License-Identifier: MIT OR Apache-2.0
//! A first-in first-out memory of 16 beats between two clocks, with Gray-coded pointers. It knows nothing of
//! frames.
//!
//! ```text
//!                  +--------------+
//!  s_axis_tdata[8]->              |->m_axis_tdata[8]
//!   s_axis_tvalid->|              |->m_axis_tvalid
//!   s_axis_tready<-|  async_fifo  |<-m_axis_tready
//!    s_axis_tlast->|              |->m_axis_tlast
//!    s_axis_tuser->|              |->m_axis_tuser
//!                  +--------------+
//!         wr_clk  wr_rst      rd_clk  rd_rst
//! ```
//!
//! Of a Gray-coded pointer one bit changes at a time, so each bit may cross for itself: the other side sees the
//! pointer as it was or as it is, never a third value. A reset clears the pointer that crosses at once, so that the
//! other side sees it even when the clock of this side stands.

use crate::prelude::*;

/// See `wirewright_spec::ports::async_fifo`.
#[derive(LogicBlock)]
pub struct AsyncFifo {
    name: ModuleName<Self>,
    /// The clock of the write side.
    pub wr_clk: Signal<In, Clock>,
    /// Reset of the write side.
    pub wr_rst: Signal<In, Bit>,
    /// Octet to store.
    pub s_axis_tdata: Signal<In, Bits<8>>,
    /// An octet is offered.
    pub s_axis_tvalid: Signal<In, Bit>,
    /// There is room for a beat.
    pub s_axis_tready: Signal<Out, Bit>,
    /// Carried along.
    pub s_axis_tlast: Signal<In, Bit>,
    /// Carried along.
    pub s_axis_tuser: Signal<In, Bit>,
    /// The clock of the read side.
    pub rd_clk: Signal<In, Clock>,
    /// Reset of the read side.
    pub rd_rst: Signal<In, Bit>,
    /// Octet.
    pub m_axis_tdata: Signal<Out, Bits<8>>,
    /// An octet is offered.
    pub m_axis_tvalid: Signal<Out, Bit>,
    /// The sink takes the beat.
    pub m_axis_tready: Signal<In, Bit>,
    /// As it came in.
    pub m_axis_tlast: Signal<Out, Bit>,
    /// As it came in.
    pub m_axis_tuser: Signal<Out, Bit>,

    beats: RamDistributed<10, 4>,
    write: Register<Bits<5>>,
    write_gray: CrossingRegister<Bits<5>>,
    ready: Register<Bit>,
    read: Register<Bits<5>>,
    read_gray: CrossingRegister<Bits<5>>,
    /// One more than `write`, so that nothing adds before it is compared.
    ahead: Register<Bits<5>>,
    data: Register<Bits<8>>,
    valid: Register<Bit>,
    last: Register<Bit>,
    user: Register<Bit>,
    write_gray_sync: [SyncBit; 5],
    read_gray_sync: [SyncBit; 5],

    full_mark: Constant<Bits<5>>,
    beat: Signal<Local, Beat>,
    blocked: Signal<Local, Bit>,
    store: Signal<Local, Bit>,
    write_after: Signal<Local, Bits<5>>,
    full_gray: Signal<Local, Bits<5>>,
    read_gray_seen: Signal<Local, Bits<5>>,
    present_free: Signal<Local, Bit>,
    waiting: Signal<Local, Bit>,
    read_after: Signal<Local, Bits<5>>,
    write_gray_seen: Signal<Local, Bits<5>>,
}

impl Default for AsyncFifo {
    fn default() -> Self {
        AsyncFifo {
            name: ModuleName::default(),
            wr_clk: Signal::default(),
            wr_rst: Signal::default(),
            s_axis_tdata: Signal::default(),
            s_axis_tvalid: Signal::default(),
            s_axis_tready: Signal::default(),
            s_axis_tlast: Signal::default(),
            s_axis_tuser: Signal::default(),
            rd_clk: Signal::default(),
            rd_rst: Signal::default(),
            m_axis_tdata: Signal::default(),
            m_axis_tvalid: Signal::default(),
            m_axis_tready: Signal::default(),
            m_axis_tlast: Signal::default(),
            m_axis_tuser: Signal::default(),
            beats: RamDistributed::default(),
            write: Register::default(),
            write_gray: CrossingRegister::default(),
            ready: Register::default(),
            ahead: Register::reset_to(Bits::from(1)),
            read: Register::default(),
            read_gray: CrossingRegister::default(),
            data: Register::default(),
            valid: Register::default(),
            last: Register::default(),
            user: Register::default(),
            write_gray_sync: Default::default(),
            read_gray_sync: Default::default(),
            full_mark: Constant::new(0b11000.into()),
            beat: Signal::default(),
            blocked: Signal::default(),
            store: Signal::default(),
            write_after: Signal::default(),
            full_gray: Signal::default(),
            read_gray_seen: Signal::default(),
            present_free: Signal::default(),
            waiting: Signal::default(),
            read_after: Signal::default(),
            write_gray_seen: Signal::default(),
        }
    }
}

/// What the memory keeps of a beat.
#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
struct Beat {
    data: Bits<8>,
    last: Bit,
    user: Bit,
}

impl Logic for AsyncFifo {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, wr_clk, write, write_gray, ahead, ready);
        dff_setup!(self, rd_clk, read, read_gray, data, valid, last, user);
        self.s_axis_tready.next = self.ready.q.val();
        self.m_axis_tdata.next = self.data.q.val();
        self.m_axis_tvalid.next = self.valid.q.val();
        self.m_axis_tlast.next = self.last.q.val();
        self.m_axis_tuser.next = self.user.q.val();

        self.read_gray_seen.next = 0.into();
        self.write_gray_seen.next = 0.into();
        for bit in 0..5 {
            self.read_gray_sync[bit].clk.next = self.wr_clk.val();
            self.read_gray_sync[bit].rst.next = self.wr_rst.val();
            self.read_gray_sync[bit].d.next = self.read_gray.q.val().get_bit(bit);
            self.read_gray_seen.next = self.read_gray_seen.val().replace_bit(bit, self.read_gray_sync[bit].q.val());

            self.write_gray_sync[bit].clk.next = self.rd_clk.val();
            self.write_gray_sync[bit].rst.next = self.rd_rst.val();
            self.write_gray_sync[bit].d.next = self.write_gray.q.val().get_bit(bit);
            self.write_gray_seen.next = self.write_gray_seen.val().replace_bit(bit, self.write_gray_sync[bit].q.val());
        }

        // Write side. Full: 16 ahead, which turns the two upper bits of the Gray code.
        // The reset wins over a beat too: a read side that is still to be reset sees what was there.
        self.blocked.next = self.wr_rst.val() || !self.ready.q.val();
        self.store.next = self.s_axis_tvalid.val() && self.ready.q.val();
        self.full_gray.next = self.read_gray_seen.val() ^ self.full_mark.val();
        self.write_after.next = self.write.q.val();
        self.ready.d.next = self.write_gray.q.val() != self.full_gray.val();
        if self.store.val() {
            self.write_after.next = self.write.q.val() + 1;
            self.ahead.d.next = self.ahead.q.val() + 1;
            self.ready.d.next = (self.ahead.q.val() ^ (self.ahead.q.val() >> 1)) != self.full_gray.val();
        }
        self.write.d.next = self.write_after.val();
        self.write_gray.d.next = self.write_after.val() ^ (self.write_after.val() >> 1);

        self.beat.next.data = self.s_axis_tdata.val();
        self.beat.next.last = self.s_axis_tlast.val();
        self.beat.next.user = self.s_axis_tuser.val();
        self.beats.write_clk.next = self.wr_clk.val();
        self.beats.write_enable.next = self.s_axis_tvalid.val() && !self.blocked.val();
        self.beats.write_address.next = self.write.q.val().get_bits::<4>(0);
        self.beats.write_data.next = self.beat.val().into();

        // Read side.
        self.present_free.next = !self.valid.q.val() || self.m_axis_tready.val();
        self.waiting.next = self.read_gray.q.val() != self.write_gray_seen.val();
        self.beats.read_address.next = self.read.q.val().get_bits::<4>(0);
        self.read_after.next = self.read.q.val();
        if self.present_free.val() {
            self.valid.d.next = self.waiting.val();
            if self.waiting.val() {
                self.data.d.next = self.beats.read_data.val().get_bits::<8>(0);
                self.last.d.next = self.beats.read_data.val().get_bit(8);
                self.user.d.next = self.beats.read_data.val().get_bit(9);
                self.read_after.next = self.read.q.val() + 1;
            }
        }
        self.read.d.next = self.read_after.val();
        self.read_gray.d.next = self.read_after.val() ^ (self.read_after.val() >> 1);
    }
}
