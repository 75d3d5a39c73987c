// SPDX-License-Identifier: MIT OR Apache-2.0
//! Settings of the MAC on their way from the registers to the clocks of the PHY: words that are carried over and over.

use crate::design::{Now, both};
use crate::word_sync::WordSync;
use wirewright_spec::ports::{nic_registers, word_sync};

/// Words that cross to `tx_clk`: three of the address, the pause time, flags.
const TX_WORDS: usize = 5;
/// Words that cross to `rx_clk`: three of the address, flags.
const RX_WORDS: usize = 4;
/// Words of the address, the high one first.
const ADDRESS_WORDS: usize = 3;

/// The crossings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    tx: [WordSync; TX_WORDS],
    rx: [WordSync; RX_WORDS],
}

impl Settings {
    /// One event; `registers` as before it.
    #[inline]
    pub fn event(&mut self, now: Now, registers: &nic_registers::Out, is_mii: bool) {
        let address = [32, 16, 0].map(|bit| (registers.cfg_address >> bit) as u16);
        let full_duplex = is_mii && (registers.cfg_loopback || !registers.cfg_half_duplex);
        let tx_flags = u16::from(registers.cfg_pause_send)
            | u16::from(registers.cfg_pause_obey) << 1
            | u16::from(registers.cfg_loopback) << 2
            | u16::from(full_duplex) << 3;
        let rx_flags = u16::from(registers.cfg_pass_bad) | u16::from(registers.cfg_loopback) << 1;
        let [high, middle, low] = address;
        let tx_words = [high, middle, low, registers.cfg_pause_quanta, tx_flags];
        for (crossing, word) in self.tx.iter_mut().zip(tx_words) {
            crossing.event(both(now.clk, now.tx_clk), &carry(word, now.rst, now.tx_rst));
        }
        for (crossing, word) in self.rx.iter_mut().zip([high, middle, low, rx_flags]) {
            crossing.event(both(now.clk, now.rx_clk), &carry(word, now.rst, now.rx_rst));
        }
    }

    /// An event has passed after which these resets are high.
    pub fn clear(&mut self, core_rst: bool, tx_reset: bool, rx_reset: bool) {
        self.tx.iter_mut().for_each(|crossing| crossing.clear(core_rst, tx_reset));
        self.rx.iter_mut().for_each(|crossing| crossing.clear(core_rst, rx_reset));
    }

    #[inline]
    pub fn tx_mac_address(&self) -> u64 {
        address(&self.tx[..ADDRESS_WORDS])
    }

    #[inline]
    pub fn tx_pause_quanta(&self) -> u16 {
        self.tx[ADDRESS_WORDS].out.dst_data
    }

    #[inline]
    pub fn tx_pause_send(&self) -> bool {
        self.tx_flag(0)
    }

    #[inline]
    pub fn tx_pause_obey(&self) -> bool {
        self.tx_flag(1)
    }

    #[inline]
    pub fn tx_loopback(&self) -> bool {
        self.tx_flag(2)
    }

    /// Of the card for MII.
    #[inline]
    pub fn tx_full_duplex(&self) -> bool {
        self.tx_flag(3)
    }

    #[inline]
    pub fn rx_mac_address(&self) -> u64 {
        address(&self.rx[..ADDRESS_WORDS])
    }

    #[inline]
    pub fn rx_pass_bad(&self) -> bool {
        self.rx_flag(0)
    }

    #[inline]
    pub fn rx_loopback(&self) -> bool {
        self.rx_flag(1)
    }

    #[inline]
    fn tx_flag(&self, bit: u32) -> bool {
        self.tx[TX_WORDS - 1].out.dst_data >> bit & 1 != 0
    }

    #[inline]
    fn rx_flag(&self, bit: u32) -> bool {
        self.rx[RX_WORDS - 1].out.dst_data >> bit & 1 != 0
    }
}

#[inline]
fn carry(src_data: u16, src_rst: bool, dst_rst: bool) -> word_sync::In {
    word_sync::In { src_rst, src_valid: true, src_data, dst_rst }
}

#[inline]
fn address(words: &[WordSync]) -> u64 {
    words.iter().fold(0, |address, word| address << 16 | u64::from(word.out.dst_data))
}
