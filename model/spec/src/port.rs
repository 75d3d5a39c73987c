// SPDX-License-Identifier: MIT OR Apache-2.0
//! Ports as data: the name, width, clock domain and meaning of each field of a port bundle. From this one
//! list come the C++ side of the Verilator binding, wave names, printed differences and random stimulus.

use std::fmt::Debug;

/// A bundle of ports that all go in or all come out: a `repr(C)` struct of unsigned fields.
///
/// Derive it. Each field is one Verilog port of the same name; its type is `bool` (1 bit), `u8`, `u16`,
/// `u32` or `u64`, `#[port(width = n)]` narrows it to `n` bits, `#[port(clock = "tx_clk")]` names its clock
/// domain (`clk` where it is not said, `async` for a port of no domain). Doc comments become the port
/// comments of the Verilog.
pub trait Ports: Copy + Default + PartialEq + Debug + Send + Sync + 'static {
    /// The fields in order of declaration.
    const PORTS: &'static [Port];

    /// The value of port `index`.
    ///
    /// # Panics
    /// When there is no port `index`.
    fn get(&self, index: usize) -> u64;

    /// Sets port `index` to the low bits of `value`, as many as the port has.
    ///
    /// # Panics
    /// When there is no port `index`.
    fn set(&mut self, index: usize, value: u64);
}

/// One field of a port bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port {
    /// The Verilog name.
    pub name: &'static str,
    /// Width in bits, 1 to 64.
    pub width: u32,
    /// Offset in the `repr(C)` struct, in octets.
    pub offset: usize,
    /// Size of the field in the struct, in octets: 1, 2, 4 or 8.
    pub size: usize,
    /// The clock whose edges sample or change it; `async` for none.
    pub clock: &'static str,
    /// What it means: the field's doc comment, lines joined with `\n`.
    pub doc: &'static str,
}

/// The ports of a whole block as data, for code that meets many blocks: printers, reports, registries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortSet {
    /// The name of the block: Verilog module, file, registry.
    pub name: &'static str,
    /// Clock names, in the order of the design's `CLOCKS`.
    pub clocks: &'static [&'static str],
    /// Inputs without the clocks.
    pub inputs: &'static [Port],
    /// Outputs.
    pub outputs: &'static [Port],
}

impl PortSet {
    /// The ports of interface `I`.
    pub const fn of<I: crate::Interface>() -> PortSet {
        PortSet { name: I::NAME, clocks: I::CLOCKS, inputs: I::In::PORTS, outputs: I::Out::PORTS }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ports;

    /// Fields of every size and attribute.
    #[derive(Clone, Copy, Debug, Default, PartialEq, crate::Ports)]
    #[repr(C)]
    struct Sample {
        /// One bit.
        rst: bool,
        /// A nibble,
        /// in two lines.
        #[port(width = 4, clock = "tx_clk")]
        txd: u8,
        #[port(width = 14)]
        octets: u16,
        fcs: u32,
        #[port(width = 48, clock = "async")]
        address: u64,
    }

    #[test]
    fn the_derive_gives_name_width_offset_clock_and_doc() {
        let p = Sample::PORTS;
        assert_eq!(p.iter().map(|p| p.name).collect::<Vec<_>>(), ["rst", "txd", "octets", "fcs", "address"]);
        assert_eq!(p.iter().map(|p| p.width).collect::<Vec<_>>(), [1, 4, 14, 32, 48]);
        assert_eq!(p.iter().map(|p| p.size).collect::<Vec<_>>(), [1, 1, 2, 4, 8]);
        assert_eq!(p.iter().map(|p| p.offset).collect::<Vec<_>>(), [0, 1, 2, 4, 8]);
        assert_eq!(p.iter().map(|p| p.clock).collect::<Vec<_>>(), ["clk", "tx_clk", "clk", "clk", "async"]);
        assert_eq!(p[1].doc, "A nibble,\nin two lines.");
    }

    #[test]
    fn set_keeps_just_the_bits_of_the_port() {
        let mut s = Sample::default();
        for (index, port) in Sample::PORTS.iter().enumerate() {
            s.set(index, u64::MAX);
            assert_eq!(s.get(index), u64::MAX >> (64 - port.width), "{}", port.name);
        }
    }
}
