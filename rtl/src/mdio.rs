// SPDX-License-Identifier: MIT OR Apache-2.0
//! MDIO master: sends the management frames of a station to a PHY and takes its answers (IEEE 802.3-2022,
//! 22.2.2.13, 22.2.2.14, 22.2.4.5 and 22.3.4).
//!
//! ```text
//!                      +--------+
//!              start-->|        |-->ready
//!              write-->|        |-->done
//!     phy_address[5]-->|  mdio  |-->fault
//!register_address[5]-->|        |-->read_data[16]
//!     write_data[16]-->|        |
//!                      |        |-->mdc
//!             mdio_i-->|        |-->mdio_o, mdio_oe
//!                      +--------+
//! ```
//!
//! One counter runs through a frame: its upper six bits number the bit, the lower six the clock within it, and of
//! these the highest is `mdc`. A shift register holds what follows the preamble.

use crate::prelude::*;

/// See `wirewright_spec::ports::mdio`.
#[derive(LogicBlock)]
pub struct Mdio {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// A frame is offered.
    pub start: Signal<In, Bit>,
    /// It writes; else it reads.
    pub write: Signal<In, Bit>,
    /// Which PHY.
    pub phy_address: Signal<In, Bits<5>>,
    /// Which of its registers.
    pub register_address: Signal<In, Bits<5>>,
    /// What to write.
    pub write_data: Signal<In, Bits<16>>,
    /// The MDIO line.
    pub mdio_i: Signal<In, Bit>,
    /// A frame offered is taken.
    pub ready: Signal<Out, Bit>,
    /// Strobe: the frame is over.
    pub done: Signal<Out, Bit>,
    /// No PHY has answered the read frame.
    pub fault: Signal<Out, Bit>,
    /// What was read.
    pub read_data: Signal<Out, Bits<16>>,
    /// The management clock.
    pub mdc: Signal<Out, Bit>,
    /// What drives the MDIO line.
    pub mdio_o: Signal<Out, Bit>,
    /// It is driven; else it is released.
    pub mdio_oe: Signal<Out, Bit>,

    line: SyncBit,
    idle: Register<Bit>,
    finished: Register<Bit>,
    unanswered: Register<Bit>,
    data: Register<Bits<16>>,
    clock_high: Register<Bit>,
    level: Register<Bit>,
    driven: Register<Bit>,
    reading: Register<Bit>,
    /// The last edge of the frame that has passed.
    count: Register<Bits<12>>,
    shift: Register<Bits<32>>,

    next: Signal<Local, Bits<12>>,
    next_bit: Signal<Local, Bits<6>>,
    begins: Signal<Local, Bit>,
    rises: Signal<Local, Bit>,
    head: Signal<Local, Bits<16>>,
}

impl Default for Mdio {
    fn default() -> Self {
        Mdio {
            name: ModuleName::default(),
            clk: Signal::default(),
            rst: Signal::default(),
            start: Signal::default(),
            write: Signal::default(),
            phy_address: Signal::default(),
            register_address: Signal::default(),
            write_data: Signal::default(),
            mdio_i: Signal::default(),
            ready: Signal::default(),
            done: Signal::default(),
            fault: Signal::default(),
            read_data: Signal::default(),
            mdc: Signal::default(),
            mdio_o: Signal::default(),
            mdio_oe: Signal::default(),
            line: SyncBit::default(),
            idle: Register::reset_to(true),
            finished: Register::default(),
            unanswered: Register::default(),
            data: Register::default(),
            clock_high: Register::default(),
            level: Register::reset_to(true),
            driven: Register::default(),
            reading: Register::default(),
            count: Register::default(),
            shift: Register::default(),
            next: Signal::default(),
            next_bit: Signal::default(),
            begins: Signal::default(),
            rises: Signal::default(),
            head: Signal::default(),
        }
    }
}

impl Logic for Mdio {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, idle, finished, unanswered, data, clock_high, level, driven, reading, count, shift);
        self.ready.next = self.idle.q.val();
        self.done.next = self.finished.q.val();
        self.fault.next = self.unanswered.q.val();
        self.read_data.next = self.data.q.val();
        self.mdc.next = self.clock_high.q.val();
        self.mdio_o.next = self.level.q.val();
        self.mdio_oe.next = self.driven.q.val();
        self.line.clk.next = self.clk.val();
        self.line.rst.next = self.rst.val();
        self.line.d.next = self.mdio_i.val();

        self.next.next = self.count.q.val() + 1;
        self.next_bit.next = self.next.val().get_bits::<6>(6);
        self.begins.next = self.next.val().get_bits::<6>(0) == 0;
        self.rises.next = self.next.val().get_bits::<6>(0) == 32;
        // Start 01, then 01 to write or 10 to read, the addresses, and the turnaround of a write.
        self.head.next = bits::<16>(0x6002)
            | (bit_cast::<16, 5>(self.phy_address.val()) << 7)
            | (bit_cast::<16, 5>(self.register_address.val()) << 2);
        if self.write.val() {
            self.head.next = bits::<16>(0x5002)
                | (bit_cast::<16, 5>(self.phy_address.val()) << 7)
                | (bit_cast::<16, 5>(self.register_address.val()) << 2);
        }

        self.finished.d.next = false;
        if self.idle.q.val() {
            if self.start.val() {
                self.idle.d.next = false;
                self.unanswered.d.next = false;
                self.driven.d.next = true;
                self.reading.d.next = !self.write.val();
                self.count.d.next = 0.into();
                self.shift.d.next =
                    (bit_cast::<32, 16>(self.head.val()) << 16) | bit_cast::<32, 16>(self.write_data.val());
            }
        } else {
            self.count.d.next = self.next.val();
            self.clock_high.d.next = self.next.val().get_bit(5);
            if self.begins.val() {
                // The preamble is over when the upper half of the bits begins.
                if self.next_bit.val().get_bit(5) {
                    self.level.d.next = self.shift.q.val().get_bit(31);
                    self.shift.d.next = self.shift.q.val() << 1;
                }
                if self.reading.q.val() && (self.next_bit.val() >= 46) {
                    self.driven.d.next = false;
                    self.level.d.next = true;
                }
                if self.next_bit.val() == 0 {
                    self.idle.d.next = true;
                    self.finished.d.next = true;
                    self.driven.d.next = false;
                    self.level.d.next = true;
                }
            }
            if self.reading.q.val() && self.rises.val() {
                if self.next_bit.val() == 47 {
                    self.unanswered.d.next = self.line.q.val();
                } else if self.next_bit.val() >= 48 {
                    self.data.d.next = (self.data.q.val() << 1) | bit_cast::<16, 1>(self.line.q.val().into());
                }
            }
        }
    }
}
