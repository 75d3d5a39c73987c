// SPDX-License-Identifier: MIT OR Apache-2.0
//! The ports and the timing contract of every block, one file a block. A contract says at which edge what
//! happens, so that model and RTL can be written from it and from the standard, and not from each other.
//!
//! Words used in all contracts:
//!
//! - *At an edge* a block samples its inputs and its own registers as they were before the edge; *after an
//!   edge* its outputs show what it decided at that edge. `x <= y` at an edge: after it, `x` is what `y` was.
//! - Every output is a register that is zero after reset unless the contract says otherwise. `rst` is
//!   synchronous, active high and wins over everything. `strobe`: high for one clock.
//! - A *crossing register* is one whose value another clock samples. The reset of its domain clears it *at once*,
//!   clock or no clock: after every event at which that reset is high it is 0, whether its own clock has an edge
//!   at the event or not (`always @(posedge clk or posedge rst)`). An edge of the other clock at this very event
//!   still samples what it was before the event. So a domain whose clock stands shows the others its reset state
//!   while it is in reset; all its other registers follow at the first edge of their clock at which the reset is
//!   high. Resets are released by the clock of their domain, after at least one edge with the reset high.
//! - Frame octets are counted from the first octet of the destination address to the last of the FCS.
//! - `cfg_*` inputs are level settings. They are sampled at every edge, so a change in mid-frame has a
//!   defined effect, but only a change while the direction is idle or in reset is useful.
//! - A *beat* passes at an edge at which `tvalid` and `tready` were both high before it. So does a command, a word or
//!   anything else that is offered with a `valid` and taken with a `ready`.
//! - A *queue of n* holds n entries at the most, first in, first out, and is empty after reset; its *count* is the
//!   number of entries in it. An entry that is put in at an edge can be taken out at the next one at the earliest.
//!   What is put into a queue that holds n entries before the edge is lost, even if one is taken out at this edge.
//! - The *output register* of a queue is a group of outputs `x_*` with `x_valid`. At an edge it is *free* when
//!   `x_valid` is low or `x_ready` is high, both before it. A free one takes the oldest entry out of the queue and
//!   `x_valid` becomes high, if the count before the edge is not 0; else `x_valid` becomes low and the others keep
//!   their values. One that is not free holds. An entry in the output register does not count as one of the queue.

use crate::PortSet;

/// Declares the port modules, and the list of all interfaces: one line a block.
macro_rules! interfaces {
    ($($module:ident $interface:ident $clocks:tt $($alias:ident = $alias_name:literal)*;)+) => {
        $(pub mod $module;)+

        $(
            #[doc = concat!("The interface of [`", stringify!($module), "`].")]
            #[derive(Clone, Copy, Debug)]
            pub enum $interface {}

            impl crate::Interface for $interface {
                const NAME: &'static str = stringify!($module);
                const CLOCKS: &'static [&'static str] = &$clocks;
                type In = $module::In;
                type Out = $module::Out;
            }

            $(
                #[doc = concat!("A configuration of [`", stringify!($module), "`] with a module name of its own.")]
                #[derive(Clone, Copy, Debug)]
                pub enum $alias {}

                impl crate::Interface for $alias {
                    const NAME: &'static str = $alias_name;
                    const CLOCKS: &'static [&'static str] = &$clocks;
                    type In = $module::In;
                    type Out = $module::Out;
                }
            )*
        )+

        /// Every interface, blocks first, then designs, each followed by its further configurations.
        pub const ALL: &[PortSet] = &[$(PortSet::of::<$interface>(), $(PortSet::of::<$alias>(),)*)+];
    };
}

interfaces! {
    crc32 Crc32 ["clk"];
    crc32_nibble Crc32Nibble ["clk"];
    lfsr Lfsr ["clk"];
    backoff Backoff ["clk"];
    stream_fifo StreamFifo ["clk"] StreamFifo64 = "stream_fifo_64" StreamFifo16k = "stream_fifo_16k";
    async_fifo AsyncFifo ["wr_clk", "rd_clk"];
    word_sync WordSync ["src_clk", "dst_clk"];
    mac_tx MacTx ["clk"];
    mac_rx MacRx ["clk"];
    mac_tx_mii MacTxMii ["clk"];
    mac_rx_mii MacRxMii ["clk"];
    mac_tx_trispeed MacTxTrispeed ["clk"];
    mac_rx_trispeed MacRxTrispeed ["clk"];
    mac_control_tx MacControlTx ["clk"];
    mac_control_rx MacControlRx ["clk"];
    mac_counters MacCounters ["clk", "count_clk"];
    mdio Mdio ["clk"];
    phy_link PhyLink ["clk"];
    rgmii_tx RgmiiTx ["clk"];
    rgmii_rx RgmiiRx ["clk"];
    echo Echo ["clk"];
    address_filter AddressFilter ["clk"];
    vlan_strip VlanStrip ["clk"];
    checksum_verify ChecksumVerify ["clk"];
    rx_buffer RxBuffer ["clk"];
    stream_widen StreamWiden ["clk"];
    stream_narrow StreamNarrow ["clk"];
    vlan_insert VlanInsert ["clk"];
    checksum_insert ChecksumInsert ["clk"];
    dma_read DmaRead ["clk"];
    dma_write DmaWrite ["clk"];
    read_arbiter ReadArbiter ["clk"];
    write_arbiter WriteArbiter ["clk"];
    ring_fetch RingFetch ["clk"];
    completion_ring CompletionRing ["clk"];
    tx_engine TxEngine ["clk"];
    rx_engine RxEngine ["clk"];
    interrupts Interrupts ["clk"];
    nic_registers NicRegisters ["clk"];
    loopback Loopback ["tx_clk", "rx_clk"];
    mac_gmii MacGmii ["clk", "tx_clk", "rx_clk"] MacGmiiJumbo = "mac_gmii_jumbo";
    mac_gmii_plain MacGmiiPlain ["clk", "tx_clk", "rx_clk"];
    mac_mii MacMii ["clk", "tx_clk", "rx_clk"];
    mac_trispeed MacTrispeed ["clk", "tx_clk", "rx_clk"] MacTrispeedJumbo = "mac_trispeed_jumbo";
    nic Nic ["clk", "tx_clk", "rx_clk"];
    nic_mii NicMii ["clk", "tx_clk", "rx_clk"];
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_port_is_documented_and_in_a_clock_of_its_block() {
        for block in ALL {
            for port in block.inputs.iter().chain(block.outputs) {
                assert!(!port.doc.is_empty(), "{}.{} has no doc", block.name, port.name);
                let known = port.clock == "async" || block.clocks.contains(&port.clock);
                assert!(known, "{}.{}: clock {}", block.name, port.name, port.clock);
            }
        }
    }

    #[test]
    fn names_are_unique() {
        for block in ALL {
            assert_eq!(ALL.iter().filter(|other| other.name == block.name).count(), 1, "{}", block.name);
            let ports = || block.inputs.iter().chain(block.outputs);
            for port in ports() {
                assert_eq!(ports().filter(|p| p.name == port.name).count(), 1, "{}.{}", block.name, port.name);
            }
        }
    }
}
