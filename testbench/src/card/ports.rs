// SPDX-License-Identifier: MIT OR Apache-2.0
//! The ports of the cards and of the blocks that are bus masters, as this bench sees them.

use wirewright_spec::ports::{dma_read, dma_write, nic, nic_mii, nic_registers};

use super::{ReadPins, ReadView, RegisterPins, RegisterView, WritePins, WriteView};

/// Outputs of a master that reads.
pub trait ReadMaster {
    /// What it shows.
    fn read_view(&self) -> ReadView;
}

/// Inputs of a master that reads.
pub trait ReadPort {
    /// Puts the slave's pins at its ports.
    fn put_read(&mut self, pins: &ReadPins);
}

/// Outputs of a master that writes.
pub trait WriteMaster {
    /// What it shows.
    fn write_view(&self) -> WriteView;
}

/// Inputs of a master that writes.
pub trait WritePort {
    /// Puts the slave's pins at its ports.
    fn put_write(&mut self, pins: &WritePins);
}

/// Outputs of a slave with registers.
pub trait RegisterSlave {
    /// What it shows.
    fn register_view(&self) -> RegisterView;
}

/// Inputs of a slave with registers.
pub trait RegisterPort {
    /// Puts the master's pins at its ports.
    fn put_registers(&mut self, pins: &RegisterPins);
}

macro_rules! reads {
    ($($block:ident)+) => {$(
        impl ReadMaster for $block::Out {
            #[inline]
            fn read_view(&self) -> ReadView {
                ReadView {
                    araddr: self.m_axi_araddr,
                    arlen: self.m_axi_arlen,
                    arvalid: self.m_axi_arvalid,
                    rready: self.m_axi_rready,
                }
            }
        }

        impl ReadPort for $block::In {
            #[inline]
            fn put_read(&mut self, pins: &ReadPins) {
                (self.m_axi_arready, self.m_axi_rdata, self.m_axi_rresp) = (pins.arready, pins.rdata, pins.rresp);
                (self.m_axi_rlast, self.m_axi_rvalid) = (pins.rlast, pins.rvalid);
            }
        }
    )+};
}

macro_rules! writes {
    ($($block:ident)+) => {$(
        impl WriteMaster for $block::Out {
            #[inline]
            fn write_view(&self) -> WriteView {
                WriteView {
                    awaddr: self.m_axi_awaddr,
                    awlen: self.m_axi_awlen,
                    awvalid: self.m_axi_awvalid,
                    wdata: self.m_axi_wdata,
                    wstrb: self.m_axi_wstrb,
                    wlast: self.m_axi_wlast,
                    wvalid: self.m_axi_wvalid,
                    bready: self.m_axi_bready,
                }
            }
        }

        impl WritePort for $block::In {
            #[inline]
            fn put_write(&mut self, pins: &WritePins) {
                (self.m_axi_awready, self.m_axi_wready) = (pins.awready, pins.wready);
                (self.m_axi_bresp, self.m_axi_bvalid) = (pins.bresp, pins.bvalid);
            }
        }
    )+};
}

macro_rules! registers {
    ($($block:ident)+) => {$(
        impl RegisterSlave for $block::Out {
            #[inline]
            fn register_view(&self) -> RegisterView {
                RegisterView {
                    awready: self.s_axil_awready,
                    wready: self.s_axil_wready,
                    bresp: self.s_axil_bresp,
                    bvalid: self.s_axil_bvalid,
                    arready: self.s_axil_arready,
                    rdata: self.s_axil_rdata,
                    rresp: self.s_axil_rresp,
                    rvalid: self.s_axil_rvalid,
                }
            }
        }

        impl RegisterPort for $block::In {
            #[inline]
            fn put_registers(&mut self, pins: &RegisterPins) {
                (self.s_axil_awaddr, self.s_axil_awvalid) = (pins.awaddr, pins.awvalid);
                (self.s_axil_wdata, self.s_axil_wstrb, self.s_axil_wvalid) = (pins.wdata, pins.wstrb, pins.wvalid);
                (self.s_axil_bready, self.s_axil_rready) = (pins.bready, pins.rready);
                (self.s_axil_araddr, self.s_axil_arvalid) = (pins.araddr, pins.arvalid);
            }
        }
    )+};
}

reads! { dma_read nic nic_mii }
writes! { dma_write nic nic_mii }
registers! { nic_registers nic nic_mii }
