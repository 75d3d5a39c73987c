// SPDX-License-Identifier: MIT OR Apache-2.0
//! The one list of blocks on the test bench: adding a block adds one line here. A line joins the interface in `spec`,
//! the golden model of the same name, the committed Verilog of the same name, and the clause the block obeys.
//!
//! Code that works for every block is written once, generic over [`Registered`], and reached by name through a
//! [`Visitor`].

use wirewright_bridge::Source;
use wirewright_spec::{Design, Interface, PortSet};

use crate::stimulus::{Flavour, Stimulus, default_stimulus};

/// A block with its golden model and its Verilog.
pub trait Registered: Interface + Sized {
    /// The golden model.
    type Model: Design<In = Self::In, Out = Self::Out> + Default;

    /// The Verilog file `rtl/verilog/<name>.v`, its sub-modules in it.
    const VERILOG: &'static str;
    /// The clause that the block as a whole obeys.
    const CLAUSE: &'static str;

    /// The committed Verilog, ready for the bridge.
    fn source() -> Source {
        Self::source_of(Self::VERILOG)
    }

    /// Another text in its place: a mutant, a netlist, somebody else's design with the same ports.
    fn source_of(verilog: &str) -> Source {
        Source::new(Self::NAME).file(format!("{}.v", Self::NAME), verilog)
    }

    /// The default stimulus of this flavour.
    fn stimulus(flavour: Flavour, seed: u64, events: u64) -> Stimulus {
        default_stimulus(&PortSet::of::<Self>(), flavour, seed, events)
    }

    /// The clause behind a port: that of the port, where it has one of its own, else that of the block.
    fn clause(port: &str) -> &'static str {
        port_clause(port).unwrap_or(Self::CLAUSE)
    }
}

/// What to do with a block that is known by name only.
pub trait Visitor {
    /// What comes of it.
    type Output;
    /// Does it.
    fn visit<R: Registered>(self) -> Self::Output;
}

/// A name that is not in the list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no block or design `{name}`; there are: {}", known.join(", "))]
pub struct UnknownBlock {
    /// The name.
    pub name: String,
    /// The names that are known.
    pub known: Vec<&'static str>,
}

macro_rules! blocks {
    ($($interface:ident $name:ident: $clause:literal;)+) => {
        $(
            impl Registered for wirewright_spec::ports::$interface {
                type Model = wirewright_model::$interface;

                const VERILOG: &'static str =
                    include_str!(concat!("../../rtl/verilog/", stringify!($name), ".v"));
                const CLAUSE: &'static str = $clause;
            }
        )+

        /// The names of all blocks and designs.
        pub const NAMES: &[&str] = &[$(stringify!($name)),+];

        /// Does something with the block called `name`.
        ///
        /// # Errors
        /// When there is no such block; the message lists those that are there.
        pub fn with<V: Visitor>(name: &str, visitor: V) -> Result<V::Output, UnknownBlock> {
            match name {
                $(stringify!($name) => Ok(visitor.visit::<wirewright_spec::ports::$interface>()),)+
                _ => Err(UnknownBlock { name: name.to_owned(), known: NAMES.to_vec() }),
            }
        }
    };
}

blocks! {
    Crc32 crc32: "IEEE 802.3-2022, 3.2.9";
    Crc32Nibble crc32_nibble: "IEEE 802.3-2022, 3.2.9";
    StreamFifo stream_fifo: "contract of stream_fifo";
    StreamFifo64 stream_fifo_64: "contract of stream_fifo";
    StreamFifo16k stream_fifo_16k: "contract of stream_fifo";
    AsyncFifo async_fifo: "contract of async_fifo";
    WordSync word_sync: "contract of word_sync";
    MacTx mac_tx: "IEEE 802.3-2022, 4.2.8";
    MacRx mac_rx: "IEEE 802.3-2022, 4.2.9";
    MacControlTx mac_control_tx: "IEEE 802.3-2022, annex 31B";
    MacControlRx mac_control_rx: "IEEE 802.3-2022, annex 31B";
    MacCounters mac_counters: "IEEE 802.3-2022, 30.3";
    Lfsr lfsr: "IEEE 802.3-2022, 4.2.3.2.5";
    Backoff backoff: "IEEE 802.3-2022, 4.2.3.2.5";
    Mdio mdio: "IEEE 802.3-2022, 22.2.4.5 and 22.3.4";
    PhyLink phy_link: "IEEE 802.3-2022, 22.2.4 and 28.2.4";
    RgmiiTx rgmii_tx: "RGMII 2.0";
    RgmiiRx rgmii_rx: "RGMII 2.0";
    Echo echo: "IEEE 802.3-2022, 3.2.3";
    AddressFilter address_filter: "IEEE 802.3-2022, 3.2.3 and 4.2.4.1.1";
    VlanStrip vlan_strip: "IEEE 802.1Q-2022, 6.9 and 9.4 to 9.6";
    ChecksumVerify checksum_verify: "RFC 791, 768, 9293 and 1071";
    RxBuffer rx_buffer: "contract of rx_buffer";
    StreamWiden stream_widen: "contract of stream_widen";
    StreamNarrow stream_narrow: "contract of stream_narrow";
    VlanInsert vlan_insert: "IEEE 802.1Q-2022, 6.9 and 9.4 to 9.6";
    ChecksumInsert checksum_insert: "RFC 791, 768, 9293 and 1071";
    DmaRead dma_read: "AMBA AXI4 (ARM IHI 0022), A3, and docs/card.md";
    DmaWrite dma_write: "AMBA AXI4 (ARM IHI 0022), A3, and docs/card.md";
    ReadArbiter read_arbiter: "docs/card.md, What is inside";
    WriteArbiter write_arbiter: "docs/card.md, What is inside";
    RingFetch ring_fetch: "docs/card.md, Queues";
    CompletionRing completion_ring: "docs/card.md, Queues";
    TxEngine tx_engine: "docs/card.md, Queues";
    RxEngine rx_engine: "docs/card.md, Queues";
    Interrupts interrupts: "docs/card.md, Registers";
    NicRegisters nic_registers: "AMBA AXI4-Lite (ARM IHI 0022), B1, and docs/card.md";
    Loopback loopback: "docs/card.md, Loopback";
    MacGmii mac_gmii: "IEEE 802.3-2022, clauses 4, 31 and 35";
    MacGmiiJumbo mac_gmii_jumbo: "IEEE 802.3-2022, clauses 4, 31 and 35";
    MacGmiiPlain mac_gmii_plain: "IEEE 802.3-2022, clauses 4 and 35";
    MacRxMii mac_rx_mii: "IEEE 802.3-2022, 4.2.9";
    MacTxTrispeed mac_tx_trispeed: "IEEE 802.3-2022, 4.2.8";
    MacRxTrispeed mac_rx_trispeed: "IEEE 802.3-2022, 4.2.9";
    MacTxMii mac_tx_mii: "IEEE 802.3-2022, 4.2.3.2 and 4.2.8";
    MacMii mac_mii: "IEEE 802.3-2022, clauses 4, 22 and 31";
    MacTrispeed mac_trispeed: "IEEE 802.3-2022, clauses 4, 22, 31 and 35";
    MacTrispeedJumbo mac_trispeed_jumbo: "IEEE 802.3-2022, clauses 4, 22, 31 and 35";
    Nic nic: "docs/card.md";
    NicMii nic_mii: "docs/card.md";
}

/// The committed Verilog of the block called `name`, its sub-modules in it.
///
/// # Errors
/// As [`with`].
pub fn verilog(name: &str) -> Result<&'static str, UnknownBlock> {
    struct Text;

    impl Visitor for Text {
        type Output = &'static str;

        fn visit<R: Registered>(self) -> &'static str {
            R::VERILOG
        }
    }

    with(name, Text)
}

/// Clauses of ports that mean the same in every block.
fn port_clause(port: &str) -> Option<&'static str> {
    Some(match port {
        "fcs" => "IEEE 802.3-2022, 3.2.9",
        "gmii_txd" => "IEEE 802.3-2022, 35.2.2.4 and 4.2.8",
        "gmii_tx_en" => "IEEE 802.3-2022, 35.2.2.3 and 4.2.3.2.2",
        "gmii_tx_er" => "IEEE 802.3-2022, 35.2.2.5",
        "mii_txd" => "IEEE 802.3-2022, 22.2.2.4 and 4.2.8",
        "mii_tx_en" => "IEEE 802.3-2022, 22.2.2.3 and 4.2.3.2",
        "mii_tx_er" => "IEEE 802.3-2022, 22.2.2.5",
        "pause_valid" | "pause_quanta" | "paused" | "stat_pause" | "stat_pause_sent" => "IEEE 802.3-2022, annex 31B",
        "stat_rx_verdict" | "stat_rx_valid" | "stat_rx_octets" => "IEEE 802.3-2022, 4.2.9 and 30.3.1",
        "stat_tx_verdict" | "stat_tx_valid" | "stat_tx_octets" => "IEEE 802.3-2022, 4.2.8 and 30.3.1",
        "stat_data" => "IEEE 802.3-2022, 30.3",
        port if port.starts_with("m_axi_") => "AMBA AXI4 (ARM IHI 0022), A3",
        port if port.starts_with("s_axil_") => "AMBA AXI4-Lite (ARM IHI 0022), B1",
        port if port.contains("_axis_") => "the AXI4-Stream rules (ARM IHI 0051) and the block's contract",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name a block has in `spec`, and its clause.
    struct Describe;

    impl Visitor for Describe {
        type Output = (&'static str, &'static str);

        fn visit<R: Registered>(self) -> Self::Output {
            (R::NAME, R::CLAUSE)
        }
    }

    #[test]
    fn each_line_has_one_name_everywhere() {
        for name in NAMES {
            let (spec_name, clause) = with(name, Describe).unwrap();
            let has_module = verilog(name).unwrap().contains(&format!("module {name}"));
            assert_eq!(spec_name, *name);
            assert!(!clause.is_empty() && has_module, "{name}");
        }
    }

    #[test]
    fn every_interface_of_the_specification_is_here() {
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        let mut expected: Vec<_> = wirewright_spec::ports::ALL.iter().map(|block| block.name).collect();
        expected.sort_unstable();
        assert_eq!(names, expected);
    }

    #[test]
    fn an_unknown_block_is_told_the_known_ones() {
        let error = with("mac_txx", Describe).unwrap_err().to_string();
        assert!(error.contains("mac_txx") && error.contains("crc32"), "{error}");
    }
}
