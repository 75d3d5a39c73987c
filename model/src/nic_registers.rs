// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`nic_registers`](wirewright_spec::ports::nic_registers): the registers of the card behind an
//! AXI4-Lite slave, and the sequence of its reset (AMBA AXI and ACE, IHI 0022H, B1).
//!
//! ```text
//!                       +---------------+
//! s_axil_aw*, w*, ar*-->|               |->s_axil_b*, r*, *ready
//!           status_*--->|               |->cfg_*
//!  tx_head, tx_tail[16]>|               |->tx_tail_write, data[16]
//!  rx_head, rx_tail[16]>| nic_registers |->rx_tail_write, data[16]
//!           cause[7]--->|               |->filter_*
//!  mac_busy, data[64]-->|               |->clear[7], software
//! card_busy, data[64]-->|               |->snapshot, counter[6]
//! read_idle, write_idle>|               |->flush, core_rst
//!                       +---------------+
//! ```

use wirewright_spec::Block;
use wirewright_spec::card::registers::{self, Access, Register, bits};
use wirewright_spec::ports::nic_registers::{In, Out};

/// Octets of a register.
const REGISTER_OCTETS: u32 = 4;
/// Registers that the address space has room for.
const SPACE: usize = (registers::SPACE_OCTETS / REGISTER_OCTETS) as usize;
/// Registers up to the last setting.
const SETTINGS: usize = number(&registers::RX_SIZE) + 1;
/// The counters that are the card's own begin here.
const CARD_COUNTERS: u32 = 32;
const OKAY: u8 = 0;
const SLVERR: u8 = 2;
/// Edges that a reset lasts, less one.
const HOLD: u8 = 15;

/// What is at each multiple of 4.
static MAP: [Slot; SPACE] = map();
/// Where there is nothing.
const NOTHING: Slot = Slot { exists: false, is_setting: false, mask: 0, reset: 0 };

#[derive(Clone, Copy, Debug)]
struct Slot {
    exists: bool,
    is_setting: bool,
    mask: u32,
    reset: u32,
}

/// Settings, both sides of the bus, and the reset.
#[derive(Clone, Debug)]
pub struct NicRegisters {
    settings: [u32; SETTINGS],
    write: Write,
    read: Read,
    stage: Stage,
    pub(crate) out: Out,
}

/// The write under way: what is kept of it.
#[derive(Clone, Copy, Debug, Default)]
struct Write {
    /// Number of the register.
    register: Option<usize>,
    /// Data and strobes.
    data: Option<(u32, u8)>,
}

/// The read under way.
#[derive(Clone, Copy, Debug, Default)]
enum Read {
    #[default]
    None,
    /// So many edges ago the address of this register passed.
    Kept {
        register: usize,
        edges: u8,
    },
    /// What was read.
    Taken {
        data: u32,
        response: u8,
    },
    Offered,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Run,
    Drain,
    Hold(u8),
}

impl NicRegisters {
    /// A block as after reset.
    pub fn new() -> Self {
        let mut block = Self {
            settings: std::array::from_fn(|number| MAP[number].reset_of_setting()),
            write: Write::default(),
            read: Read::default(),
            stage: Stage::Run,
            out: Out { core_rst: true, ..Out::default() },
        };
        block.show_settings();
        block
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        self.read_edge(input);
        let was_quiet = !(input.mac_busy || input.card_busy || self.out.snapshot);
        let out = &mut self.out;
        (out.tx_tail_write, out.rx_tail_write, out.filter_write) = (false, false, false);
        (out.software, out.snapshot, out.clear) = (false, false, 0);
        let resets = self.write_edge(input, was_quiet);
        self.reset_edge(input, resets);
    }

    #[inline]
    fn reset_edge(&mut self, input: &In, resets: bool) {
        match self.stage {
            Stage::Run => {
                self.out.core_rst = false;
                if resets {
                    self.out.flush = true;
                    self.stage = Stage::Drain;
                }
            }
            Stage::Drain => {
                if input.read_idle && input.write_idle {
                    self.out.core_rst = true;
                    self.stage = Stage::Hold(HOLD);
                }
            }
            Stage::Hold(left) => {
                self.clear();
                if left == 0 {
                    (self.out.core_rst, self.out.flush, self.stage) = (false, false, Stage::Run);
                } else {
                    self.stage = Stage::Hold(left - 1);
                }
            }
        }
    }

    /// All but `SCRATCH`, the bus, and the reset itself as after reset.
    #[cold]
    fn clear(&mut self) {
        let Self { settings, out, .. } = Self::new();
        let scratch = self.settings[number(&registers::SCRATCH)];
        self.settings = settings;
        self.settings[number(&registers::SCRATCH)] = scratch;
        let Out { s_axil_awready, s_axil_wready, s_axil_bresp, s_axil_bvalid, .. } = self.out;
        let Out { s_axil_arready, s_axil_rdata, s_axil_rresp, s_axil_rvalid, flush, core_rst, .. } = self.out;
        self.out = Out {
            s_axil_awready,
            s_axil_wready,
            s_axil_bresp,
            s_axil_bvalid,
            s_axil_arready,
            s_axil_rdata,
            s_axil_rresp,
            s_axil_rvalid,
            flush,
            core_rst,
            ..out
        };
    }

    /// The side of the writes; whether `RESET` is written. `was_quiet`: no snapshot was under way before the edge.
    #[inline]
    fn write_edge(&mut self, input: &In, was_quiet: bool) -> bool {
        let mut resets = false;
        if self.out.s_axil_bvalid {
            if input.s_axil_bready {
                self.out.s_axil_bvalid = false;
                self.write = Write::default();
            }
        } else if let Write { register: Some(register), data: Some((data, strobes)) } = self.write {
            self.out.s_axil_bvalid = true;
            self.out.s_axil_bresp = if MAP[register].exists { OKAY } else { SLVERR };
            resets = self.act(input, register, data, strobes, was_quiet);
        } else {
            if input.s_axil_awvalid && self.out.s_axil_awready {
                self.write.register = Some(usize::from(input.s_axil_awaddr) / REGISTER_OCTETS as usize);
            }
            if input.s_axil_wvalid && self.out.s_axil_wready {
                self.write.data = Some((input.s_axil_wdata, input.s_axil_wstrb));
            }
        }
        self.out.s_axil_awready = self.write.register.is_none();
        self.out.s_axil_wready = self.write.data.is_none();
        resets
    }

    /// What a write does; whether it asks for a reset.
    fn act(&mut self, input: &In, register: usize, data: u32, strobes: u8, was_quiet: bool) -> bool {
        const TX_TAIL: usize = number(&registers::TX_TAIL);
        const RX_TAIL: usize = number(&registers::RX_TAIL);
        const CAUSE: usize = number(&registers::INTERRUPT_CAUSE);
        const SET: usize = number(&registers::INTERRUPT_SET);
        const SNAPSHOT: usize = number(&registers::SNAPSHOT);
        const RESET: usize = number(&registers::RESET);
        if MAP[register].is_setting {
            let kept = self.settings[register];
            self.settings[register] = merge(kept, data, strobes) & MAP[register].mask;
            self.show_settings();
        }
        let low = if strobes & 1 != 0 { data } else { 0 };
        let out = &mut self.out;
        match register {
            TX_TAIL if strobes & 3 != 0 => {
                out.tx_tail_write = true;
                out.tx_tail_data = merge(input.tx_tail.into(), data, strobes) as u16;
            }
            RX_TAIL if strobes & 3 != 0 => {
                out.rx_tail_write = true;
                out.rx_tail_data = merge(input.rx_tail.into(), data, strobes) as u16;
            }
            CAUSE => out.clear = low as u8 & registers::INTERRUPT_CAUSE.mask() as u8,
            SET => out.software = low >> bits::INTERRUPT_SET::SOFTWARE & 1 != 0,
            SNAPSHOT => out.snapshot = low >> bits::SNAPSHOT::BUSY & 1 != 0 && was_quiet,
            RESET => return low >> bits::RESET::BUSY & 1 != 0,
            _ => self.write_filter(register),
        }
        false
    }

    /// Tells the filter of entry `i`, if that is what was written.
    fn write_filter(&mut self, register: usize) {
        const FIRST: usize = number(&registers::FILTER_LOW);
        const LAST: usize = FIRST + 2 * registers::FILTERS as usize - 1;
        if !(FIRST..=LAST).contains(&register) {
            return;
        }
        let entry = (register - FIRST) / 2;
        let (low, high) = (self.settings[FIRST + 2 * entry], self.settings[FIRST + 2 * entry + 1]);
        self.out.filter_write = true;
        self.out.filter_index = entry as u8;
        self.out.filter_address = u64::from(high & 0xffff) << 32 | u64::from(low);
        self.out.filter_valid = high >> bits::FILTER_HIGH::VALID & 1 != 0;
    }

    /// The side of the reads, by everything as it was before the edge.
    #[inline]
    fn read_edge(&mut self, input: &In) {
        self.read = match self.read {
            Read::None if input.s_axil_arvalid && self.out.s_axil_arready => {
                Read::Kept { register: usize::from(input.s_axil_araddr) / REGISTER_OCTETS as usize, edges: 1 }
            }
            Read::None => Read::None,
            Read::Kept { register, edges: 4 } => {
                let response = if MAP[register].exists { OKAY } else { SLVERR };
                Read::Taken { data: self.value(input, register), response }
            }
            Read::Kept { register, edges } => {
                if edges == 1 {
                    self.out.counter = (register / 2) as u8 & 0x3f;
                }
                Read::Kept { register, edges: edges + 1 }
            }
            Read::Taken { data, response } => {
                self.out.s_axil_rdata = data;
                self.out.s_axil_rresp = response;
                self.out.s_axil_rvalid = true;
                Read::Offered
            }
            Read::Offered if input.s_axil_rready => {
                self.out.s_axil_rvalid = false;
                Read::None
            }
            Read::Offered => Read::Offered,
        };
        self.out.s_axil_arready = matches!(self.read, Read::None);
    }

    /// What register `register` reads as.
    fn value(&self, input: &In, register: usize) -> u32 {
        const CAPABILITIES: usize = number(&registers::CAPABILITIES);
        const STATUS: usize = number(&registers::STATUS);
        const RESET: usize = number(&registers::RESET);
        const CAUSE: usize = number(&registers::INTERRUPT_CAUSE);
        const TX_TAIL: usize = number(&registers::TX_TAIL);
        const TX_HEAD: usize = number(&registers::TX_HEAD);
        const RX_TAIL: usize = number(&registers::RX_TAIL);
        const RX_HEAD: usize = number(&registers::RX_HEAD);
        const SNAPSHOT: usize = number(&registers::SNAPSHOT);
        const COUNTERS: usize = number(&registers::COUNTER_LOW);
        let slot = MAP[register];
        if slot.is_setting {
            return self.settings[register];
        }
        match register {
            CAPABILITIES if input.cfg_mii => registers::CAPABILITIES_MII_VALUE,
            STATUS => status(input),
            RESET => self.out.flush.into(),
            CAUSE => input.cause.into(),
            TX_TAIL => input.tx_tail.into(),
            TX_HEAD => input.tx_head.into(),
            RX_TAIL => input.rx_tail.into(),
            RX_HEAD => input.rx_head.into(),
            SNAPSHOT => (self.out.snapshot || input.mac_busy || input.card_busy).into(),
            COUNTERS.. if slot.exists => {
                let is_card = (register - COUNTERS) as u32 / 2 >= CARD_COUNTERS;
                let count = if is_card { input.card_data } else { input.mac_data };
                if register.is_multiple_of(2) { count as u32 } else { (count >> 32) as u32 }
            }
            _ => slot.reset,
        }
    }

    /// The outputs that are settings.
    fn show_settings(&mut self) {
        use bits::CONTROL;
        let value = |register: &Register| self.settings[number(register)];
        let wide = |high: &Register, low: &Register| u64::from(value(high)) << 32 | u64::from(value(low));
        let control = |bit: u32| value(&registers::CONTROL) >> bit & 1 != 0;
        self.out = Out {
            cfg_tx_enable: control(CONTROL::TX_ENABLE),
            cfg_rx_enable: control(CONTROL::RX_ENABLE),
            cfg_loopback: control(CONTROL::LOOPBACK),
            cfg_promiscuous: control(CONTROL::PROMISCUOUS),
            cfg_broadcast: control(CONTROL::BROADCAST),
            cfg_pass_bad: control(CONTROL::PASS_BAD),
            cfg_checksum: control(CONTROL::CHECKSUM),
            cfg_vlan_strip: control(CONTROL::VLAN_STRIP),
            cfg_pause_send: control(CONTROL::PAUSE_SEND),
            cfg_pause_obey: control(CONTROL::PAUSE_OBEY),
            cfg_half_duplex: control(CONTROL::HALF_DUPLEX),
            cfg_address: wide(&registers::ADDRESS_HIGH, &registers::ADDRESS_LOW),
            cfg_hash: wide(&registers::HASH_HIGH, &registers::HASH_LOW),
            cfg_pause_quanta: value(&registers::PAUSE) as u16,
            cfg_mask: value(&registers::INTERRUPT_MASK) as u8,
            cfg_moderation: value(&registers::MODERATION) as u16,
            cfg_tx_descriptors: wide(&registers::TX_DESCRIPTORS_HIGH, &registers::TX_DESCRIPTORS_LOW) >> 6,
            cfg_tx_completions: wide(&registers::TX_COMPLETIONS_HIGH, &registers::TX_COMPLETIONS_LOW) >> 6,
            cfg_tx_size_log2: value(&registers::TX_SIZE) as u8,
            cfg_rx_descriptors: wide(&registers::RX_DESCRIPTORS_HIGH, &registers::RX_DESCRIPTORS_LOW) >> 6,
            cfg_rx_completions: wide(&registers::RX_COMPLETIONS_HIGH, &registers::RX_COMPLETIONS_LOW) >> 6,
            cfg_rx_size_log2: value(&registers::RX_SIZE) as u8,
            ..self.out
        };
    }
}

impl Slot {
    fn reset_of_setting(self) -> u32 {
        if self.is_setting { self.reset } else { 0 }
    }
}

/// The number of a register, or of the first one of its kind.
const fn number(register: &Register) -> usize {
    (register.offset / REGISTER_OCTETS) as usize
}

const fn map() -> [Slot; SPACE] {
    let mut map = [NOTHING; SPACE];
    let mut kind = 0;
    while kind < registers::ALL.len() {
        let register = &registers::ALL[kind];
        let is_tail = register.offset == registers::TX_TAIL.offset || register.offset == registers::RX_TAIL.offset;
        let is_setting = matches!(register.access, Access::ReadWrite) && !is_tail;
        let mut index = 0;
        while index < register.count {
            let slot = Slot { exists: true, is_setting, mask: register.mask(), reset: register.reset };
            map[(register.at(index) / REGISTER_OCTETS) as usize] = slot;
            index += 1;
        }
        kind += 1;
    }
    map
}

/// `kept`, with the octets of `data` whose strobe is 1.
fn merge(kept: u32, data: u32, strobes: u8) -> u32 {
    let mask = (0..4).filter(|octet| strobes >> octet & 1 != 0).fold(0, |mask, octet| mask | 0xff << (8 * octet));
    kept & !mask | data & mask
}

fn status(input: &In) -> u32 {
    use bits::STATUS;
    u32::from(input.status_link) << STATUS::LINK
        | u32::from(input.status_tx_active) << STATUS::TX_ACTIVE
        | u32::from(input.status_rx_active) << STATUS::RX_ACTIVE
        | u32::from(input.status_tx_stopped) << STATUS::TX_STOPPED
        | u32::from(input.status_rx_stopped) << STATUS::RX_STOPPED
}

impl Default for NicRegisters {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for NicRegisters {
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
mod tests;
