// SPDX-License-Identifier: MIT OR Apache-2.0
//! A small design of two clocks with everything the printer knows: sub-blocks, leaves, interfaces, structs,
//! configurations.

use wirewright_rtl::prelude::*;

/// A beat of a stream.
#[derive(Clone, Debug, Default, LogicInterface)]
#[join = "Sink"]
pub struct Source {
    pub tdata: Signal<Out, Bits<8>>,
    pub tvalid: Signal<Out, Bit>,
}

/// The other end of [`Source`].
#[derive(Clone, Debug, Default, LogicInterface)]
#[join = "Source"]
pub struct Sink {
    pub tdata: Signal<In, Bits<8>>,
    pub tvalid: Signal<In, Bit>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, LogicStruct)]
pub struct Pair {
    pub low: Bits<4>,
    pub high: Bits<12>,
}

#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum Mode {
    Off,
    Slow,
    Fast,
}

/// Counts while enabled.
#[derive(LogicBlock)]
pub struct Counter {
    name: ModuleName<Self>,
    pub clk: Signal<In, Clock>,
    pub rst: Signal<In, Bit>,
    /// Count at this edge;
    /// else hold.
    pub enable: Signal<In, Bit>,
    /// How far it has come.
    pub count: Signal<Out, Bits<4>>,
    /// Not a port.
    value: Register<Bits<4>>,
    saturates: Constant<Bit>,
}

impl Counter {
    pub fn new(saturates: bool) -> Self {
        Counter {
            name: ModuleName::named(if saturates { "counter_saturating" } else { "counter" }),
            clk: Signal::default(),
            rst: Signal::default(),
            enable: Signal::default(),
            count: Signal::default(),
            value: Register::reset_to(3),
            saturates: Constant::new(saturates),
        }
    }
}

impl Logic for Counter {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, value);
        self.count.next = self.value.q.val();
        if self.saturates.val() & (self.value.q.val() == 15) {
            self.value.d.next = self.value.q.val();
        } else if self.enable.val() {
            self.value.d.next = self.value.q.val() + 1;
        }
    }
}

/// Two clocks, each with counters; a memory between them.
#[derive(LogicBlock)]
pub struct Crossing {
    name: ModuleName<Self>,
    pub wr_clk: Signal<In, Clock>,
    pub wr_rst: Signal<In, Bit>,
    pub s_axis: Sink,
    pub rd_clk: Signal<In, Clock>,
    pub rd_rst: Signal<In, Bit>,
    pub m_axis: Source,
    pub seen: Signal<Out, Bits<4>>,
    pub level: Signal<Out, Bits<16>>,
    counters: [Counter; 2],
    limited: Counter,
    ram: RamBlock<8, 4>,
    sync: [SyncBit; 4],
    reset: ResetSync,
    wr_reset: Signal<Local, Bit>,
    synced: Signal<Local, Bits<4>>,
    mode: Register<Mode>,
    fields: Register<Pair>,
    next_fields: Signal<Local, Pair>,
    flags: [Register<Bit>; 3],
    crossing_count: CrossingRegister<Bits<4>>,
    data: Register<Bits<8>>,
    valid: Register<Bit>,
    seen_value: Register<Bits<4>>,
    step: Constant<Bits<12>>,
}

impl Default for Crossing {
    fn default() -> Self {
        Crossing {
            name: ModuleName::default(),
            wr_clk: Signal::default(),
            wr_rst: Signal::default(),
            s_axis: Sink::default(),
            rd_clk: Signal::default(),
            rd_rst: Signal::default(),
            m_axis: Source::default(),
            seen: Signal::default(),
            level: Signal::default(),
            counters: [Counter::new(false), Counter::new(false)],
            limited: Counter::new(true),
            ram: RamBlock::default(),
            sync: Default::default(),
            reset: ResetSync::default(),
            wr_reset: Signal::default(),
            synced: Signal::default(),
            mode: Register::reset_to(Mode::Slow),
            fields: Register::default(),
            next_fields: Signal::default(),
            flags: Default::default(),
            crossing_count: CrossingRegister::default(),
            data: Register::default(),
            valid: Register::reset_to(true),
            seen_value: Register::default(),
            step: Constant::new(bits::<12>(100)),
        }
    }
}

impl Logic for Crossing {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, wr_clk, mode, fields, crossing_count);
        self.mode.reset.next = self.wr_reset.val();
        self.fields.reset.next = self.wr_reset.val();
        self.crossing_count.reset.next = self.wr_reset.val();
        for i in 0..3 {
            self.flags[i].clock.next = self.wr_clk.val();
            self.flags[i].reset.next = self.wr_reset.val();
        }
        dff_setup!(self, rd_clk, data, valid, seen_value);

        self.wr_reset.next = self.wr_rst.val() | self.s_axis.tvalid.val();
        // Sub-blocks.
        for i in 0..2 {
            self.counters[i].clk.next = self.wr_clk.val();
            self.counters[i].rst.next = self.wr_reset.val();
            self.counters[i].enable.next = self.s_axis.tvalid.val();
        }
        self.limited.clk.next = self.wr_clk.val();
        self.limited.rst.next = self.wr_reset.val();
        self.limited.enable.next = self.counters[0].count.val() == self.counters[1].count.val();
        self.crossing_count.d.next = self.limited.count.val();
        self.ram.clk.next = self.wr_clk.val();
        self.ram.write_enable.next = self.s_axis.tvalid.val();
        self.ram.write_address.next = self.counters[0].count.val();
        self.ram.write_data.next = self.s_axis.tdata.val();
        self.ram.rst.next = self.wr_reset.val();
        self.ram.read_enable.next = true;
        self.ram.present_enable.next = true;
        self.reset.clk.next = self.rd_clk.val();
        self.reset.arst.next = self.wr_rst.val();

        for i in 0..4 {
            self.sync[i].clk.next = self.rd_clk.val();
            self.sync[i].rst.next = self.reset.rst.val();
            self.sync[i].d.next = self.crossing_count.q.val().get_bit(i);
            self.synced.next = self.synced.val().replace_bit(i, self.sync[i].q.val());
        }

        self.ram.read_address.next = self.synced.val();

        self.next_fields.next = self.fields.q.val();
        // The low field runs, the high one
        // jumps.
        self.next_fields.next.low = self.fields.q.val().low + 1;
        if self.fields.q.val().low == 0xf {
            self.next_fields.next.high = self.fields.q.val().high + self.step.val();
        }

        match self.mode.q.val() {
            Mode::Off => {}
            Mode::Slow => {
                self.fields.d.next = self.next_fields.val();
                if self.flags[2].q.val() & !self.flags[0].q.val() {
                    self.mode.d.next = Mode::Fast;
                } else if self.flags[1].q.val() {
                    self.mode.d.next = Mode::Off;
                }
            }
            Mode::Fast => self.mode.d.next = Mode::Slow,
        }
        for i in 0..2 {
            self.flags[i + 1].d.next = self.flags[i].q.val();
        }
        self.flags[0].d.next = !self.flags[2].q.val();

        self.data.d.next = self.ram.read_data.val();
        self.valid.d.next = !self.rd_rst.val() && self.synced.val().any();
        self.seen_value.d.next = self.synced.val();
        self.m_axis.tdata.next = self.data.q.val();
        self.m_axis.tvalid.next = self.valid.q.val();
        self.seen.next = self.seen_value.q.val();
        self.level.next = bit_cast::<16, 12>(self.fields.q.val().high);
    }
}
