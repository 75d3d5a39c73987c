// SPDX-License-Identifier: MIT OR Apache-2.0
//! Finds a gigabit PHY of the RTL8211F family through an MDIO master, brings it up and follows its link (IEEE
//! 802.3-2022, 22.2.4, 28.2.4 and 40.5.1.1; pages and registers above 15: data sheet of the RTL8211F).
//!
//! ```text
//!                       +------------+
//!           cfg_reset-->|            |-->mdio_start, write
//!  cfg_phy_address[5]-->|            |-->mdio_phy_address[5]
//!   cfg_tx/rx_delay --->|            |-->mdio_register_address[5]
//!                       |  phy_link  |-->mdio_write_data[16]
//!          mdio_ready-->|            |
//!    mdio_done, fault-->|            |-->phy_found, phy_id[32]
//! mdio_read_data[16] -->|            |-->link, speed[2], full_duplex
//!                       +------------+
//! ```

use crate::prelude::*;

/// The frame that is asked of the master.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
enum Step {
    /// Register 2.
    IdHigh,
    /// Register 3.
    IdLow,
    /// The PHY resets itself.
    Reset,
    /// Until it has.
    AwaitReset,
    /// The page of the delays.
    DelayPage,
    /// What stands beside the transmit delay.
    ReadTxDelay,
    /// The transmit delay.
    WriteTxDelay,
    /// What stands beside the receive delay.
    ReadRxDelay,
    /// The receive delay.
    WriteRxDelay,
    /// The page of the standard's registers.
    SetUpPage,
    /// 10 and 100 Mbit/s.
    Advertise,
    /// 1000 Mbit/s.
    AdvertiseGigabit,
    /// Auto-negotiation begins anew.
    Negotiate,
    /// Register 1.
    Status,
    /// The page of the PHY's own status.
    StatusPage,
    /// Speed, duplex and link.
    PhyStatus,
    /// The page of the standard's registers.
    StandardPage,
}

/// See `wirewright_spec::ports::phy_link`.
#[derive(LogicBlock, Default)]
pub struct PhyLink {
    name: ModuleName<Self>,
    /// The clock.
    pub clk: Signal<In, Clock>,
    /// Synchronous reset.
    pub rst: Signal<In, Bit>,
    /// Reset the PHY once it is found.
    pub cfg_reset: Signal<In, Bit>,
    /// Where to begin looking for it.
    pub cfg_phy_address: Signal<In, Bits<5>>,
    /// The PHY delays the transmit clock by 2 ns.
    pub cfg_tx_delay: Signal<In, Bit>,
    /// The PHY delays the receive clock by 2 ns.
    pub cfg_rx_delay: Signal<In, Bit>,
    /// The master takes a frame.
    pub mdio_ready: Signal<In, Bit>,
    /// Strobe: the frame is over.
    pub mdio_done: Signal<In, Bit>,
    /// No PHY has answered.
    pub mdio_fault: Signal<In, Bit>,
    /// What was read.
    pub mdio_read_data: Signal<In, Bits<16>>,
    /// A frame is offered.
    pub mdio_start: Signal<Out, Bit>,
    /// It writes; else it reads.
    pub mdio_write: Signal<Out, Bit>,
    /// Which PHY: the one that is tried, or was found.
    pub mdio_phy_address: Signal<Out, Bits<5>>,
    /// Which of its registers.
    pub mdio_register_address: Signal<Out, Bits<5>>,
    /// What to write.
    pub mdio_write_data: Signal<Out, Bits<16>>,
    /// There is a PHY of the family.
    pub phy_found: Signal<Out, Bit>,
    /// Its identifier: registers 2 and 3.
    pub phy_id: Signal<Out, Bits<32>>,
    /// The link is up.
    pub link: Signal<Out, Bit>,
    /// Its speed: 0 is 10, 1 is 100, 2 is 1000 Mbit/s.
    pub speed: Signal<Out, Bits<2>>,
    /// It is full duplex.
    pub full_duplex: Signal<Out, Bit>,

    step: Register<Step>,
    running: Register<Bit>,
    asking: Register<Bit>,
    writes: Register<Bit>,
    address: Register<Bits<5>>,
    register_address: Register<Bits<5>>,
    data: Register<Bits<16>>,
    found: Register<Bit>,
    id_high: Register<Bits<16>>,
    id_low: Register<Bits<16>>,
    link_held: Register<Bit>,
    up: Register<Bit>,
    speed_held: Register<Bits<2>>,
    duplex_held: Register<Bit>,

    ends: Signal<Local, Bit>,
    lost: Signal<Local, Bit>,
    other: Signal<Local, Bit>,
    speed_now: Signal<Local, Bits<2>>,
    link_now: Signal<Local, Bit>,
    restart: Signal<Local, Bit>,
    next: Signal<Local, Step>,
    next_write: Signal<Local, Bit>,
    next_register: Signal<Local, Bits<5>>,
    next_data: Signal<Local, Bits<16>>,
}

impl Logic for PhyLink {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clk, step, running, asking, writes, address, register_address, data);
        dff_setup!(self, clk, found, id_high, id_low, link_held, up, speed_held, duplex_held);
        self.mdio_start.next = self.asking.q.val();
        self.mdio_write.next = self.writes.q.val();
        self.mdio_phy_address.next = self.address.q.val();
        self.mdio_register_address.next = self.register_address.q.val();
        self.mdio_write_data.next = self.data.q.val();
        self.phy_found.next = self.found.q.val();
        self.phy_id.next = (bit_cast::<32, 16>(self.id_high.q.val()) << 16) | bit_cast::<32, 16>(self.id_low.q.val());
        self.link.next = self.up.q.val();
        self.speed.next = self.speed_held.q.val();
        self.full_duplex.next = self.duplex_held.q.val();

        self.ends.next = self.running.q.val() && !self.asking.q.val() && self.mdio_done.val();
        self.lost.next = self.mdio_fault.val() && !self.writes.q.val();
        self.speed_now.next = self.mdio_read_data.val().get_bits::<2>(4);
        self.link_now.next =
            self.link_held.q.val() && self.mdio_read_data.val().get_bit(2) && (self.speed_now.val() != 3);

        // Where a step leads, if all is well.
        self.other.next = false;
        self.next.next = Step::IdHigh;
        match self.step.q.val() {
            Step::IdHigh => {
                self.other.next = self.mdio_fault.val() || (self.mdio_read_data.val() != 0x001c);
                self.next.next = Step::IdLow;
            }
            Step::IdLow => {
                self.other.next = self.mdio_fault.val() || (self.mdio_read_data.val().get_bits::<12>(4) != 0xc91);
                self.next.next = Step::DelayPage;
                if self.cfg_reset.val() {
                    self.next.next = Step::Reset;
                }
            }
            Step::Reset => {
                self.next.next = Step::AwaitReset;
            }
            Step::AwaitReset => {
                self.next.next = Step::DelayPage;
                if self.mdio_read_data.val().get_bit(15) {
                    self.next.next = Step::AwaitReset;
                }
            }
            Step::DelayPage => {
                self.next.next = Step::ReadTxDelay;
            }
            Step::ReadTxDelay => {
                self.next.next = Step::WriteTxDelay;
            }
            Step::WriteTxDelay => {
                self.next.next = Step::ReadRxDelay;
            }
            Step::ReadRxDelay => {
                self.next.next = Step::WriteRxDelay;
            }
            Step::WriteRxDelay => {
                self.next.next = Step::SetUpPage;
            }
            Step::SetUpPage => {
                self.next.next = Step::Advertise;
            }
            Step::Advertise => {
                self.next.next = Step::AdvertiseGigabit;
            }
            Step::AdvertiseGigabit => {
                self.next.next = Step::Negotiate;
            }
            Step::Negotiate => {
                self.next.next = Step::Status;
            }
            Step::Status => {
                self.next.next = Step::StatusPage;
            }
            Step::StatusPage => {
                self.next.next = Step::PhyStatus;
            }
            Step::PhyStatus => {
                self.next.next = Step::StandardPage;
            }
            Step::StandardPage => {
                self.next.next = Step::Status;
            }
        }
        // Beside the choice of the next frame, not before it: what was read is compared meanwhile.
        self.restart.next = !self.running.q.val() || self.lost.val() || self.other.val();

        // The frame of the next step, if all is well.
        self.next_write.next = false;
        self.next_register.next = 0.into();
        self.next_data.next = 0.into();
        match self.next.val() {
            Step::IdHigh => {
                self.next_register.next = 2.into();
            }
            Step::IdLow => {
                self.next_register.next = 3.into();
            }
            Step::Reset => {
                self.next_write.next = true;
                self.next_data.next = 0x8000.into();
            }
            Step::AwaitReset => {}
            Step::DelayPage => {
                self.next_write.next = true;
                self.next_register.next = 31.into();
                self.next_data.next = 0x0d08.into();
            }
            Step::ReadTxDelay => {
                self.next_register.next = 17.into();
            }
            Step::WriteTxDelay => {
                self.next_write.next = true;
                self.next_register.next = 17.into();
                self.next_data.next = self.mdio_read_data.val() & 0xfeff;
                if self.cfg_tx_delay.val() {
                    self.next_data.next = self.mdio_read_data.val() | 0x0100;
                }
            }
            Step::ReadRxDelay => {
                self.next_register.next = 21.into();
            }
            Step::WriteRxDelay => {
                self.next_write.next = true;
                self.next_register.next = 21.into();
                self.next_data.next = self.mdio_read_data.val() & 0xfff7;
                if self.cfg_rx_delay.val() {
                    self.next_data.next = self.mdio_read_data.val() | 0x0008;
                }
            }
            Step::SetUpPage => {
                self.next_write.next = true;
                self.next_register.next = 31.into();
                self.next_data.next = 0x0a42.into();
            }
            Step::Advertise => {
                self.next_write.next = true;
                self.next_register.next = 4.into();
                self.next_data.next = 0x0141.into();
            }
            Step::AdvertiseGigabit => {
                self.next_write.next = true;
                self.next_register.next = 9.into();
                self.next_data.next = 0x0200.into();
            }
            Step::Negotiate => {
                self.next_write.next = true;
                self.next_data.next = 0x1200.into();
            }
            Step::Status => {
                self.next_register.next = 1.into();
            }
            Step::StatusPage => {
                self.next_write.next = true;
                self.next_register.next = 31.into();
                self.next_data.next = 0x0a43.into();
            }
            Step::PhyStatus => {
                self.next_register.next = 26.into();
            }
            Step::StandardPage => {
                self.next_write.next = true;
                self.next_register.next = 31.into();
                self.next_data.next = 0x0a42.into();
            }
        }

        self.running.d.next = true;
        if self.asking.q.val() && self.mdio_ready.val() {
            self.asking.d.next = false;
        }
        if !self.running.q.val() {
            self.address.d.next = self.cfg_phy_address.val();
        }
        if !self.running.q.val() || self.ends.val() {
            self.asking.d.next = true;
            if self.restart.val() {
                self.step.d.next = Step::IdHigh;
                self.writes.d.next = false;
                self.register_address.d.next = 2.into();
                self.data.d.next = 0.into();
            } else {
                self.step.d.next = self.next.val();
                self.writes.d.next = self.next_write.val();
                self.register_address.d.next = self.next_register.val();
                self.data.d.next = self.next_data.val();
            }
        }
        if self.ends.val() {
            if self.other.val() {
                self.address.d.next = self.address.q.val() + 1;
            } else if self.lost.val() {
                self.found.d.next = false;
                self.up.d.next = false;
            } else if self.step.q.val() == Step::IdLow {
                self.found.d.next = true;
            } else if self.step.q.val() == Step::Status {
                self.link_held.d.next = self.mdio_read_data.val().get_bit(2);
            } else if self.step.q.val() == Step::PhyStatus {
                self.up.d.next = self.link_now.val();
                if self.link_now.val() {
                    self.speed_held.d.next = self.speed_now.val();
                    self.duplex_held.d.next = self.mdio_read_data.val().get_bit(3);
                }
            }
            if self.step.q.val() == Step::IdHigh {
                self.id_high.d.next = self.mdio_read_data.val();
            }
            if self.step.q.val() == Step::IdLow {
                self.id_low.d.next = self.mdio_read_data.val();
            }
        }
    }
}
