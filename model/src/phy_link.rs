// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`phy_link`](wirewright_spec::ports::phy_link): finds a PHY, brings it up and follows its link
//! (IEEE 802.3-2022, 22.2.4, 28.2.4, 40.5.1.1; data sheet of the RTL8211F).
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

use wirewright_spec::Block;
use wirewright_spec::ports::phy_link::{In, Out, PHY_ID};

/// Registers of clause 22 and 28.
const CONTROL: u8 = 0;
const STATUS: u8 = 1;
const ID_HIGH: u8 = 2;
const ID_LOW: u8 = 3;
const ADVERTISEMENT: u8 = 4;
const CONTROL_1000BASE_T: u8 = 9;
/// Registers of the RTL8211F.
const DELAY_TX: u8 = 17;
const DELAY_RX: u8 = 21;
const PHY_STATUS: u8 = 26;
const PAGE: u8 = 31;

/// What the block asks and knows.
#[derive(Clone, Debug, Default)]
pub struct PhyLink {
    /// None: the edge after reset is to come.
    step: Option<Step>,
    link_held: bool,
    out: Out,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    ReadIdHigh,
    ReadIdLow,
    Reset,
    AwaitReset,
    OpenDelays,
    ReadTxDelay,
    WriteTxDelay(u16),
    ReadRxDelay,
    WriteRxDelay(u16),
    CloseDelays,
    Advertise,
    Advertise1000,
    Negotiate,
    ReadStatus,
    OpenPhyStatus,
    ReadPhyStatus,
    ClosePhyStatus,
}

impl Step {
    /// The register, and what is written into it, if anything.
    fn frame(self) -> (u8, Option<u16>) {
        match self {
            Step::ReadIdHigh => (ID_HIGH, None),
            Step::ReadIdLow => (ID_LOW, None),
            Step::Reset => (CONTROL, Some(1 << 15)),
            Step::AwaitReset => (CONTROL, None),
            Step::OpenDelays => (PAGE, Some(0xd08)),
            Step::ReadTxDelay => (DELAY_TX, None),
            Step::WriteTxDelay(data) => (DELAY_TX, Some(data)),
            Step::ReadRxDelay => (DELAY_RX, None),
            Step::WriteRxDelay(data) => (DELAY_RX, Some(data)),
            Step::CloseDelays | Step::ClosePhyStatus => (PAGE, Some(0xa42)),
            // 28.2.4.1.3 and annex 28A: selector 1 is IEEE 802.3; 100BASE-TX and 10BASE-T, full duplex.
            Step::Advertise => (ADVERTISEMENT, Some(1 << 8 | 1 << 6 | 1)),
            // Table 40-3: 1000BASE-T, full duplex.
            Step::Advertise1000 => (CONTROL_1000BASE_T, Some(1 << 9)),
            // 22.2.4.1: auto-negotiation is enabled, and begins anew.
            Step::Negotiate => (CONTROL, Some(1 << 12 | 1 << 9)),
            Step::ReadStatus => (STATUS, None),
            Step::OpenPhyStatus => (PAGE, Some(0xa43)),
            Step::ReadPhyStatus => (PHY_STATUS, None),
        }
    }
}

impl PhyLink {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        match self.step {
            None => {
                self.out.mdio_phy_address = input.cfg_phy_address;
                self.begin(Step::ReadIdHigh);
            }
            Some(_) if self.out.mdio_start => self.out.mdio_start = !input.mdio_ready,
            Some(step) if input.mdio_done => {
                let next = self.end(step, input);
                self.begin(next);
            }
            Some(_) => {}
        }
    }

    fn begin(&mut self, step: Step) {
        let (register, written) = step.frame();
        self.step = Some(step);
        self.out.mdio_start = true;
        self.out.mdio_write = written.is_some();
        self.out.mdio_register_address = register;
        self.out.mdio_write_data = written.unwrap_or(0);
    }

    /// What a step has given, and the step after it.
    fn end(&mut self, step: Step, input: &In) -> Step {
        let In { mdio_read_data: data, mdio_fault: fault, .. } = *input;
        let known = |mask: u32, id: u32| !fault && (id ^ PHY_ID) & mask == 0;
        match step {
            Step::ReadIdHigh => {
                let id = u32::from(data) << 16;
                self.out.phy_id = id | self.out.phy_id & 0xffff;
                if known(0xffff_0000, id) { Step::ReadIdLow } else { self.next_address() }
            }
            Step::ReadIdLow => {
                self.out.phy_id = self.out.phy_id & 0xffff_0000 | u32::from(data);
                if !known(0xfff0, data.into()) {
                    return self.next_address();
                }
                self.out.phy_found = true;
                if input.cfg_reset { Step::Reset } else { Step::OpenDelays }
            }
            _ if fault && step.frame().1.is_none() => {
                (self.out.phy_found, self.out.link) = (false, false);
                Step::ReadIdHigh
            }
            Step::AwaitReset if data >> 15 != 0 => Step::AwaitReset,
            Step::Reset => Step::AwaitReset,
            Step::AwaitReset => Step::OpenDelays,
            Step::OpenDelays => Step::ReadTxDelay,
            Step::ReadTxDelay => Step::WriteTxDelay(data & !(1 << 8) | u16::from(input.cfg_tx_delay) << 8),
            Step::WriteTxDelay(_) => Step::ReadRxDelay,
            Step::ReadRxDelay => Step::WriteRxDelay(data & !(1 << 3) | u16::from(input.cfg_rx_delay) << 3),
            Step::WriteRxDelay(_) => Step::CloseDelays,
            Step::CloseDelays => Step::Advertise,
            Step::Advertise => Step::Advertise1000,
            Step::Advertise1000 => Step::Negotiate,
            Step::Negotiate | Step::ClosePhyStatus => Step::ReadStatus,
            Step::ReadStatus => {
                self.link_held = data >> 2 & 1 != 0;
                Step::OpenPhyStatus
            }
            Step::OpenPhyStatus => Step::ReadPhyStatus,
            Step::ReadPhyStatus => {
                let speed = (data >> 4 & 3) as u8;
                self.out.link = self.link_held && data >> 2 & 1 != 0 && speed != 3;
                if self.out.link {
                    self.out.speed = speed;
                    self.out.full_duplex = data >> 3 & 1 != 0;
                }
                Step::ClosePhyStatus
            }
        }
    }

    fn next_address(&mut self) -> Step {
        self.out.mdio_phy_address = (self.out.mdio_phy_address + 1) % 32;
        Step::ReadIdHigh
    }
}

impl Block for PhyLink {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        *output = self.out;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use std::collections::BTreeMap;

    /// A PHY at an address behind a master that takes a few edges for a frame, and what was asked of it.
    struct Bench {
        block: PhyLink,
        out: Out,
        config: In,
        address: u8,
        /// By page and register; pages below register 16 are one.
        registers: BTreeMap<(u16, u8), u16>,
        page: u16,
        frames: Vec<String>,
    }

    impl Bench {
        fn new(address: u8) -> Bench {
            let registers = [((0, 2), 0x001c), ((0, 3), 0xc916), ((0xd08, 17), 0x0109), ((0xd08, 21), 0x0018)].into();
            let config = In { cfg_tx_delay: true, cfg_rx_delay: true, ..In::default() };
            let (block, out, page, frames) = (PhyLink::new(), Out::default(), 0, Vec::new());
            Bench { block, out, config, address, registers, page, frames }
        }

        fn step(&mut self, input: In) {
            self.block.step(&input, &mut self.out);
        }

        /// One frame of the block, answered.
        fn frame(&mut self) {
            self.step(self.config);
            assert!(self.out.mdio_start);
            self.step(In { mdio_ready: true, ..self.config });
            assert!(!self.out.mdio_start, "taken");
            self.step(self.config);
            let Out { mdio_write, mdio_phy_address, mdio_register_address: register, mdio_write_data, .. } = self.out;
            let here = mdio_phy_address == self.address;
            let key = if register < 16 { (0, register) } else { (self.page, register) };
            let mut input = In { mdio_done: true, mdio_fault: !here, mdio_read_data: 0xffff, ..self.config };
            if mdio_write {
                self.frames.push(format!("{mdio_phy_address}:{register}={mdio_write_data:04x}"));
                if here && register == 31 {
                    self.page = mdio_write_data;
                } else if here {
                    self.registers.insert(key, mdio_write_data);
                }
                input.mdio_fault = false;
            } else {
                self.frames.push(format!("{mdio_phy_address}:{register}"));
                if here {
                    input.mdio_read_data = self.registers.get(&key).copied().unwrap_or(0);
                }
            }
            self.step(input);
        }

        fn frames(&mut self, count: usize) -> String {
            self.frames.clear();
            (0..count).for_each(|_| self.frame());
            self.frames.join(" ")
        }

        fn status(&mut self, latched: u16, phy: u16) -> (bool, u8, bool) {
            self.registers.insert((0, 1), 0x7949 | latched << 2);
            self.registers.insert((0xa43, 26), phy);
            assert_eq!(self.frames(4), format!("{0}:1 {0}:31=0a43 {0}:26 {0}:31=0a42", self.address));
            (self.out.link, self.out.speed, self.out.full_duplex)
        }
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(PhyLink::new, &[Out::default()]);
    }

    #[test]
    fn a_phy_is_found_set_up_and_read() {
        let mut bench = Bench::new(0);
        let up = "0:2 0:3 0:31=0d08 0:17 0:17=0109 0:21 0:21=0018 0:31=0a42 0:4=0141 0:9=0200 0:0=1200";
        assert_eq!(bench.frames(11), up);
        assert_eq!((bench.out.phy_found, bench.out.phy_id), (true, 0x001c_c916));
        assert!(!bench.out.link);
        // Speed in bits 5 and 4, duplex in bit 3, link in bit 2.
        assert_eq!(bench.status(1, 0x002c), (true, 2, true));
        assert_eq!(bench.status(1, 0x0014), (true, 1, false));
        assert_eq!(bench.status(1, 0x000c), (true, 0, true));
    }

    #[test]
    fn the_link_is_down_when_either_register_says_so_and_the_rest_holds() {
        let mut bench = Bench::new(0);
        bench.frames(11);
        assert_eq!(bench.status(1, 0x001c), (true, 1, true));
        assert_eq!(bench.status(0, 0x002c), (false, 1, true), "lost since the last look");
        assert_eq!(bench.status(1, 0x002c), (true, 2, true));
        assert_eq!(bench.status(1, 0x0008), (false, 2, true), "down now");
        assert_eq!(bench.status(1, 0x003c), (false, 2, true), "no such speed");
    }

    #[test]
    fn addresses_are_tried_in_turn_and_only_the_family_is_taken() {
        let mut bench = Bench::new(1);
        bench.config.cfg_phy_address = 30;
        assert_eq!(bench.frames(5), "30:2 31:2 0:2 1:2 1:3");
        assert!(bench.out.phy_found);
        let mut bench = Bench::new(0);
        bench.registers.insert((0, 3), 0xc900);
        assert_eq!(bench.frames(3), "0:2 0:3 1:2");
        assert!(!bench.out.phy_found);
    }

    #[test]
    fn the_delays_are_set_and_the_other_bits_kept() {
        let mut bench = Bench::new(0);
        (bench.config.cfg_tx_delay, bench.config.cfg_rx_delay) = (false, false);
        bench.frames(11);
        assert_eq!((bench.registers[&(0xd08, 17)], bench.registers[&(0xd08, 21)]), (0x0009, 0x0010));
    }

    #[test]
    fn a_reset_is_awaited() {
        let mut bench = Bench::new(0);
        bench.config.cfg_reset = true;
        assert_eq!(bench.frames(6), "0:2 0:3 0:0=8000 0:0 0:0 0:0");
        bench.registers.insert((0, 0), 0x1000);
        assert_eq!(bench.frames(2), "0:0 0:31=0d08");
    }

    #[test]
    fn a_phy_that_no_longer_answers_is_looked_for_again() {
        let mut bench = Bench::new(3);
        bench.config.cfg_phy_address = 3;
        bench.frames(11);
        bench.status(1, 0x002c);
        bench.address = 9;
        assert_eq!(bench.frames(3), "3:1 3:2 4:2");
        assert_eq!((bench.out.phy_found, bench.out.link), (false, false));
    }
}
