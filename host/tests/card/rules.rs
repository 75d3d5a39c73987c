// SPDX-License-Identifier: MIT OR Apache-2.0
//! The rules that docs/card.md has for drivers, watched at the registers and at the memory.

use std::collections::BTreeMap;

/// What a rule needs to know, and which were broken.
#[derive(Default)]
pub struct Rules {
    registers: BTreeMap<u32, u32>,
    /// When a setting of the MAC was last changed.
    changed_ns: Option<u64>,
    identified: u32,
    pub broken: Vec<String>,
}

/// Ten clocks of the slowest PHY.
const SETTLE_NS: u64 = 4000;
const CONTROL: u32 = 0x010;
/// TX_ENABLE and RX_ENABLE.
const ENABLES: u32 = 3;
/// LOOPBACK, PASS_BAD, PAUSE_SEND, PAUSE_OBEY, HALF_DUPLEX.
const MAC: u32 = 1 << 2 | 1 << 5 | 1 << 8 | 1 << 9 | 1 << 10;

impl Rules {
    fn break_it(&mut self, what: String) {
        self.broken.push(what);
    }

    fn register(&self, offset: u32) -> u32 {
        self.registers.get(&offset).copied().unwrap_or(if offset == 0x030 { 0xffff } else { 0 })
    }

    pub fn read(&mut self, offset: u32) {
        self.identified |= match offset {
            0x000 => 1,
            0x004 => 2,
            _ => 0,
        };
    }

    /// A write takes effect.
    pub fn write(&mut self, offset: u32, value: u32, now_ns: u64) {
        let (before, control) = (self.register(offset), self.register(CONTROL));
        let changes = before != value;
        let enabled = control & ENABLES != 0;
        if self.identified != 3 {
            self.break_it(format!("rule 1: {offset:#x} written before the card was known"));
        }
        let of_mac = match offset {
            0x020 | 0x024 | 0x030 => changes,
            CONTROL => (before ^ value) & MAC != 0,
            _ => false,
        };
        if of_mac {
            self.changed_ns = Some(now_ns);
            if enabled || offset == CONTROL && value & ENABLES != 0 {
                self.break_it(format!("rule 7: {offset:#x} changed while a direction is enabled"));
            }
        }
        match offset {
            CONTROL if value & ENABLES & !control != 0 => {
                if self.changed_ns.is_some_and(|changed_ns| now_ns - changed_ns < SETTLE_NS) {
                    self.break_it("rule 7: enabled before the clocks of the PHY have the settings".into());
                }
                for base in [0x100, 0x108, 0x140, 0x148] {
                    if self.register(base) == 0 && self.register(base + 4) == 0 {
                        self.break_it(format!("rule 2: enabled without the base {base:#x}"));
                    }
                }
            }
            0x100..=0x110 | 0x140..=0x150 if enabled => {
                self.break_it(format!("rule 2: {offset:#x} changed while a direction is enabled"));
            }
            0x080..0x100 if offset & 4 == 0 && self.register(offset + 4) >> 31 == 1 && changes => {
                self.break_it(format!("FILTER_LOW {offset:#x} changed while VALID"));
            }
            _ => {}
        }
        self.registers.insert(offset, value);
        if offset == 0x018 {
            (self.registers, self.changed_ns) = (BTreeMap::new(), None);
        }
    }
}
