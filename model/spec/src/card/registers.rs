// SPDX-License-Identifier: MIT OR Apache-2.0
//! The register map, the one list of it: 32-bit registers at multiples of 4, on AXI4-Lite.
//!
//! Addresses without a register read as 0 and take no write; both are answered with SLVERR. Writes honour the byte
//! strobes; the low two bits of an address do not matter. A bit that the map does not name reads as 0.

/// What a register does with accesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reads as what was written; for a `TAIL` what was taken of it.
    ReadWrite,
    /// Reads as what the card says; a write is answered with OKAY and changes nothing.
    ReadOnly,
    /// Reads as what the card says; a 1 written to a bit clears it. A bit that is set at the same edge stays set.
    WriteOneToClear,
    /// A 1 written to a bit does something; reads as what the card says.
    Action,
}

/// A group of bits of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its lowest bit.
    pub bit: u32,
    /// How many bits it has.
    pub width: u32,
    /// What it means.
    pub doc: &'static str,
}

/// A register, or several of the same kind one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Register {
    /// Its name.
    pub name: &'static str,
    /// Offset of the first one, in octets.
    pub offset: u32,
    /// How many there are.
    pub count: u32,
    /// From one to the next, in octets.
    pub stride: u32,
    /// What it does with accesses.
    pub access: Access,
    /// Its value after reset.
    pub reset: u32,
    /// Its bits.
    pub fields: &'static [Field],
    /// What it is for.
    pub doc: &'static str,
}

impl Register {
    /// The bits that the map names.
    pub const fn mask(&self) -> u32 {
        let (mut mask, mut at) = (0, 0);
        while at < self.fields.len() {
            let field = self.fields[at];
            mask |= (u32::MAX >> (32 - field.width)) << field.bit;
            at += 1;
        }
        mask
    }

    /// Offset of register `index` of this kind, in octets.
    ///
    /// # Panics
    /// When there are not so many.
    pub const fn at(&self, index: u32) -> u32 {
        assert!(index < self.count, "no such register");
        self.offset + index * self.stride
    }
}

/// Octets of address space.
pub const SPACE_OCTETS: u32 = 1024;
/// Reads in [`IDENTITY`]: `WNC1`.
pub const IDENTITY_VALUE: u32 = 0x3143_4e57;
/// Reads in [`VERSION`]: 1.0.
pub const VERSION_VALUE: u32 = 0x0001_0000;
/// Exact addresses of the filter besides the card's own.
pub const FILTERS: u32 = 16;
/// Reads in [`CAPABILITIES`] of the card for MII; the map has that of the card for GMII.
pub const CAPABILITIES_MII_VALUE: u32 = 0x0002_10c1;
/// Counters: 0 to 15 receive, 16 to 31 transmit, 32 to 47 those of the card, as in `docs/counters.md`; one that is not
/// there reads as 0.
pub const COUNTERS: u32 = 48;
/// Clocks of `clk` in a unit of [`MODERATION`].
pub const MODERATION_UNIT_CLOCKS: u32 = 16;

macro_rules! registers {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident $offset:literal $([$count:ident; $stride:literal])? $access:ident = $reset:expr;
        { $($(#[doc = $field_doc:literal])+ $field:ident $bit:literal +: $width:literal;)* }
    )+) => {
        $(
            $(#[doc = $doc])+
            pub const $name: Register = Register {
                name: stringify!($name),
                offset: $offset,
                count: registers!(@count $($count)?),
                stride: registers!(@stride $($stride)?),
                access: Access::$access,
                reset: $reset,
                fields: &[$(Field {
                    name: stringify!($field),
                    bit: $bit,
                    width: $width,
                    doc: concat!($($field_doc),+),
                }),*],
                doc: concat!($($doc),+),
            };
        )+

        /// Every register, by offset.
        pub const ALL: &[Register] = &[$($name),+];

        /// The lowest bit of each field, by the name of its register.
        pub mod bits {
            $(
                #[doc = concat!("Fields of [`", stringify!($name), "`](super::", stringify!($name), ").")]
                #[allow(non_snake_case, reason = "the name of the register")]
                pub mod $name {
                    $($(#[doc = $field_doc])+ pub const $field: u32 = $bit;)*
                }
            )+
        }
    };
    (@count) => { 1 };
    (@count $count:ident) => { $count };
    (@stride) => { 4 };
    (@stride $stride:literal) => { $stride };
}

registers! {
    /// What this is: `WNC1`.
    IDENTITY 0x000 ReadOnly = IDENTITY_VALUE;
    {
        /// Four letters, the first in the low octet.
        NAME 0 +: 32;
    }
    /// Of this contract. A driver refuses a `MAJOR` that it does not know.
    VERSION 0x004 ReadOnly = VERSION_VALUE;
    {
        /// Grows with what is added.
        MINOR 0 +: 16;
        /// Grows with what is changed.
        MAJOR 16 +: 16;
    }
    /// What this card has; here that for GMII.
    CAPABILITIES 0x008 ReadOnly = 0x0001_10c1;
    {
        /// Queue pairs.
        QUEUE_PAIRS 0 +: 4;
        /// The most entries of a ring, as a power of two.
        RING_SIZE_LOG2 4 +: 4;
        /// Exact addresses of the filter besides the card's own.
        FILTERS 8 +: 8;
        /// Gigabit, full duplex.
        GIGABIT 16 +: 1;
        /// 10 and 100 Mbit/s, half and full duplex.
        MII 17 +: 1;
    }
    /// Holds what is written, also over a reset; for tests of the bus.
    SCRATCH 0x00c ReadWrite = 0;
    {
        /// Anything.
        VALUE 0 +: 32;
    }
    /// How the card works. `TX_ENABLE` and `RX_ENABLE` are set last.
    CONTROL 0x010 ReadWrite = 0;
    {
        /// Begin frames to send. Cleared, one that was begun is still taken and sent; `TX_ACTIVE` says until when.
        TX_ENABLE 0 +: 1;
        /// Receive. Cleared, no further frame is taken from the wire.
        RX_ENABLE 1 +: 1;
        /// The receiver hears the transmitter, the wire nothing.
        LOOPBACK 2 +: 1;
        /// Take frames to any address.
        PROMISCUOUS 3 +: 1;
        /// Take frames to the broadcast address.
        BROADCAST 4 +: 1;
        /// Take bad frames, too, and say so in their completion.
        PASS_BAD 5 +: 1;
        /// Judge the checksums of received frames.
        CHECKSUM 6 +: 1;
        /// Take tags out of received frames.
        VLAN_STRIP 7 +: 1;
        /// Ask the link partner for a pause when the receive memory is half full.
        PAUSE_SEND 8 +: 1;
        /// Pause when the link partner asks.
        PAUSE_OBEY 9 +: 1;
        /// Half duplex (MII).
        HALF_DUPLEX 10 +: 1;
    }
    /// What the card does.
    STATUS 0x014 ReadOnly = 0;
    {
        /// The PHY has a link.
        LINK 0 +: 1;
        /// Frames to send are being taken, or completions of sent ones written.
        TX_ACTIVE 1 +: 1;
        /// Received frames are on their way to host memory, or their completions.
        RX_ACTIVE 2 +: 1;
        /// An error of the bus has stopped the transmit direction.
        TX_STOPPED 3 +: 1;
        /// An error of the bus has stopped the receive direction.
        RX_STOPPED 4 +: 1;
    }
    /// Write 1 to reset; reads 1 until that is done.
    RESET 0x018 Action = 0;
    {
        /// Reset; it is under way.
        BUSY 0 +: 1;
    }
    /// The card's own address, octets 2 to 5: octet 5, which is sent last, in the low bits.
    ADDRESS_LOW 0x020 ReadWrite = 0;
    {
        /// Octets 2 to 5.
        OCTETS 0 +: 32;
    }
    /// The card's own address, octets 0 and 1.
    ADDRESS_HIGH 0x024 ReadWrite = 0;
    {
        /// Octets 0 and 1: octet 1 in the low bits.
        OCTETS 0 +: 16;
    }
    /// Multicast frames are taken whose destination has its bit here: bit `n` is FCS remainder `n` (see
    /// `address_filter`).
    HASH_LOW 0x028 ReadWrite = 0;
    {
        /// Bits 0 to 31.
        BITS 0 +: 32;
    }
    /// Multicast frames, the upper half.
    HASH_HIGH 0x02c ReadWrite = 0;
    {
        /// Bits 32 to 63.
        BITS 0 +: 32;
    }
    /// PAUSE.
    PAUSE 0x030 ReadWrite = 0xffff;
    {
        /// The time to ask for, in units of 512 bit times.
        QUANTA 0 +: 16;
    }
    /// What has happened.
    INTERRUPT_CAUSE 0x040 WriteOneToClear = 0;
    {
        /// Completions of sent frames were written.
        TX 0 +: 1;
        /// Completions of received frames were written.
        RX 1 +: 1;
        /// The bus has answered with an error.
        DMA_ERROR 2 +: 1;
        /// A `TAIL` was written that the ring cannot hold.
        RING_ERROR 3 +: 1;
        /// The link came or went. One that is there after a reset counts as one that came.
        LINK 4 +: 1;
        /// A frame found no room in the receive memory.
        RX_LOST 5 +: 1;
        /// `INTERRUPT_SET` was written.
        SOFTWARE 6 +: 1;
    }
    /// Which causes raise the line.
    INTERRUPT_MASK 0x044 ReadWrite = 0;
    {
        /// A bit for each cause.
        CAUSES 0 +: 7;
    }
    /// Write 1 to set the cause `SOFTWARE`.
    INTERRUPT_SET 0x048 Action = 0;
    {
        /// Set `SOFTWARE`.
        SOFTWARE 0 +: 1;
    }
    /// The least time from one rise of the line to the next.
    MODERATION 0x04c ReadWrite = 0;
    {
        /// In units of 16 clocks.
        TIME 0 +: 16;
    }
    /// Further addresses that are taken, octets 2 to 5 each. Each write counts at once: clear `VALID` before a change.
    FILTER_LOW 0x080 [FILTERS; 8] ReadWrite = 0;
    {
        /// Octets 2 to 5.
        OCTETS 0 +: 32;
    }
    /// Further addresses that are taken, octets 0 and 1 each.
    FILTER_HIGH 0x084 [FILTERS; 8] ReadWrite = 0;
    {
        /// Octets 0 and 1.
        OCTETS 0 +: 16;
        /// The address counts.
        VALID 31 +: 1;
    }
    /// Where the transmit descriptors are, a multiple of 64.
    TX_DESCRIPTORS_LOW 0x100 ReadWrite = 0;
    {
        /// Bits 31:6 of the address.
        ADDRESS 6 +: 26;
    }
    /// The upper half.
    TX_DESCRIPTORS_HIGH 0x104 ReadWrite = 0;
    {
        /// Bits 63:32 of the address.
        ADDRESS 0 +: 32;
    }
    /// Where the transmit completions go, a multiple of 64.
    TX_COMPLETIONS_LOW 0x108 ReadWrite = 0;
    {
        /// Bits 31:6 of the address.
        ADDRESS 6 +: 26;
    }
    /// The upper half.
    TX_COMPLETIONS_HIGH 0x10c ReadWrite = 0;
    {
        /// Bits 63:32 of the address.
        ADDRESS 0 +: 32;
    }
    /// Entries of both transmit rings.
    TX_SIZE 0x110 ReadWrite = 3;
    {
        /// As a power of two, 3 to 12; anything else is taken as 3 or 12.
        LOG2 0 +: 4;
    }
    /// The index after the last transmit descriptor that is handed over. It is taken or not a few clocks later.
    TX_TAIL 0x114 ReadWrite = 0;
    {
        /// Runs freely.
        INDEX 0 +: 16;
    }
    /// The index of the first transmit descriptor that has not been fetched.
    TX_HEAD 0x118 ReadOnly = 0;
    {
        /// Runs freely.
        INDEX 0 +: 16;
    }
    /// Where the receive descriptors are, a multiple of 64.
    RX_DESCRIPTORS_LOW 0x140 ReadWrite = 0;
    {
        /// Bits 31:6 of the address.
        ADDRESS 6 +: 26;
    }
    /// The upper half.
    RX_DESCRIPTORS_HIGH 0x144 ReadWrite = 0;
    {
        /// Bits 63:32 of the address.
        ADDRESS 0 +: 32;
    }
    /// Where the receive completions go, a multiple of 64.
    RX_COMPLETIONS_LOW 0x148 ReadWrite = 0;
    {
        /// Bits 31:6 of the address.
        ADDRESS 6 +: 26;
    }
    /// The upper half.
    RX_COMPLETIONS_HIGH 0x14c ReadWrite = 0;
    {
        /// Bits 63:32 of the address.
        ADDRESS 0 +: 32;
    }
    /// Entries of both receive rings.
    RX_SIZE 0x150 ReadWrite = 3;
    {
        /// As a power of two, 3 to 12; anything else is taken as 3 or 12.
        LOG2 0 +: 4;
    }
    /// The index after the last receive descriptor that is handed over. It is taken or not a few clocks later.
    RX_TAIL 0x154 ReadWrite = 0;
    {
        /// Runs freely.
        INDEX 0 +: 16;
    }
    /// The index of the first receive descriptor that has not been fetched.
    RX_HEAD 0x158 ReadOnly = 0;
    {
        /// Runs freely.
        INDEX 0 +: 16;
    }
    /// Write 1 to take a snapshot of all counters; reads 1 until it is there.
    SNAPSHOT 0x180 Action = 0;
    {
        /// Take a snapshot; it is being taken.
        BUSY 0 +: 1;
    }
    /// The counters of the snapshot, low halves.
    COUNTER_LOW 0x200 [COUNTERS; 8] ReadOnly = 0;
    {
        /// Bits 31:0.
        COUNT 0 +: 32;
    }
    /// The counters of the snapshot, high halves.
    COUNTER_HIGH 0x204 [COUNTERS; 8] ReadOnly = 0;
    {
        /// Bits 63:32.
        COUNT 0 +: 32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registers_stand_in_order_apart_and_inside() {
        let mut taken = std::collections::BTreeSet::new();
        for register in ALL {
            for index in 0..register.count {
                let offset = register.at(index);
                assert!(offset % 4 == 0 && offset < SPACE_OCTETS, "{}", register.name);
                assert!(taken.insert(offset), "{} at {offset:#x}", register.name);
            }
        }
        assert!(ALL.is_sorted_by_key(|register| register.offset));
    }

    #[test]
    fn fields_stand_apart_and_hold_the_reset_value() {
        for register in ALL {
            let mut taken = 0_u32;
            for field in register.fields {
                let bits = (u32::MAX >> (32 - field.width)) << field.bit;
                assert_eq!(taken & bits, 0, "{}.{}", register.name, field.name);
                taken |= bits;
            }
            assert_eq!(taken, register.mask());
            assert_eq!(register.reset & !taken, 0, "{}", register.name);
        }
    }

    #[test]
    fn the_capabilities_are_those_of_the_constants() {
        use super::super::rings::GREATEST_SIZE_LOG2;
        let speeds = (1 << bits::CAPABILITIES::GIGABIT, 1 << bits::CAPABILITIES::MII);
        assert_eq!(CAPABILITIES_MII_VALUE, CAPABILITIES.reset & !speeds.0 | speeds.1);
        assert_eq!(CAPABILITIES.reset >> bits::CAPABILITIES::RING_SIZE_LOG2 & 0xf, GREATEST_SIZE_LOG2);
        assert_eq!(CAPABILITIES.reset >> bits::CAPABILITIES::FILTERS & 0xff, FILTERS);
    }
}
