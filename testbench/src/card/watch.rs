// SPDX-License-Identifier: MIT OR Apache-2.0
//! The protocol monitors at the ports of a card, of a bus master or of a register file.

use wirewright_spec::ports::{dma_read, dma_write, nic, nic_mii, nic_registers};

use crate::clocks::Event;
use crate::lockstep::Watch;
use crate::monitor::{
    Address, AxiMonitor, AxiSample, AxilMonitor, AxilSample, Channel, ReadBeat, Violation, WriteBeat,
};

/// Ports with an AXI4 master, an AXI4-Lite slave, or both, for the monitors; what is not there is never offered.
pub trait Buses {
    /// The outputs that belong to these inputs.
    type Out;
    /// `rst`.
    fn reset(&self) -> bool;
    /// A reset that comes to the bus some edges later: of a card `rst`, too, by the contract of `nic`.
    fn restarts(&self) -> bool;
    /// The master before an edge.
    fn axi(&self, out: &Self::Out) -> AxiSample;
    /// The registers before an edge.
    fn axil(&self, out: &Self::Out) -> AxilSample;
}

/// Takes all of a bus, and tells what was broken.
#[derive(Debug)]
pub struct BusWatch<Out> {
    axi: AxiMonitor,
    axil: AxilMonitor,
    before: Out,
    /// Edges for which nobody looks: a reset is on its way.
    blind: u32,
}

/// Until a reset has come to all of a card.
const BLIND_EDGES: u32 = 16;

impl<Out: Default + Copy> Default for BusWatch<Out> {
    fn default() -> Self {
        BusWatch { axi: AxiMonitor::default(), axil: AxilMonitor::default(), before: Out::default(), blind: 0 }
    }
}

impl<Out> BusWatch<Out> {
    /// The first violations in full; empty when all was right.
    pub fn violations(&self) -> Vec<Violation> {
        self.axi.violations().first.iter().chain(&self.axil.violations().first).cloned().collect()
    }

    /// Bursts and register accesses that were seen.
    pub fn seen(&self) -> (u64, u64) {
        (self.axi.bursts(), self.axil.answers())
    }
}

impl<Out: Copy> BusWatch<Out> {
    /// One edge of `clk`: the inputs at it, and the outputs visible after it.
    #[inline]
    pub fn edge<In: Buses<Out = Out>>(&mut self, time_ps: u64, input: &In, output: &Out) {
        if self.blind > 0 {
            self.blind -= 1;
            self.axi.forget();
            self.axil.forget();
        } else {
            self.axi.sample(time_ps, input.reset(), &input.axi(&self.before));
            self.axil.sample(time_ps, input.reset(), &input.axil(&self.before));
        }
        self.before = *output;
    }
}

impl<In: Buses<Out = Out>, Out: Copy> Watch<In, Out> for BusWatch<Out> {
    /// `clk` is the first clock of all these.
    #[inline]
    fn event(&mut self, event: &Event, input: &In, output: &Out) {
        if input.restarts() {
            self.blind = BLIND_EDGES;
        }
        if event.edges.contains(0) {
            self.edge(event.time_ps, input, output);
        }
    }
}

fn at<T>(payload: T, valid: bool, ready: bool) -> Channel<T> {
    Channel { payload, valid, ready }
}

macro_rules! read_address {
    ($in:ident, $out:ident, $size:expr, $burst:expr) => {{
        let (address, len) = ($out.m_axi_araddr, $out.m_axi_arlen);
        at(Address { address, len, size: $size, burst: $burst }, $out.m_axi_arvalid, $in.m_axi_arready)
    }};
}

macro_rules! read_data {
    ($in:ident, $out:ident) => {{
        let (data, response, last) = ($in.m_axi_rdata, $in.m_axi_rresp, $in.m_axi_rlast);
        at(ReadBeat { data, response, last }, $in.m_axi_rvalid, $out.m_axi_rready)
    }};
}

macro_rules! write_address {
    ($in:ident, $out:ident, $size:expr, $burst:expr) => {{
        let (address, len) = ($out.m_axi_awaddr, $out.m_axi_awlen);
        at(Address { address, len, size: $size, burst: $burst }, $out.m_axi_awvalid, $in.m_axi_awready)
    }};
}

macro_rules! write_data {
    ($in:ident, $out:ident) => {{
        let (data, strobes, last) = ($out.m_axi_wdata, $out.m_axi_wstrb, $out.m_axi_wlast);
        at(WriteBeat { data, strobes, last }, $out.m_axi_wvalid, $in.m_axi_wready)
    }};
}

macro_rules! response {
    ($in:ident, $out:ident) => {
        at($in.m_axi_bresp, $in.m_axi_bvalid, $out.m_axi_bready)
    };
}

macro_rules! registers {
    ($in:ident, $out:ident) => {
        AxilSample {
            write_address: at($in.s_axil_awaddr.into(), $in.s_axil_awvalid, $out.s_axil_awready),
            write_data: at(($in.s_axil_wdata, $in.s_axil_wstrb), $in.s_axil_wvalid, $out.s_axil_wready),
            response: at($out.s_axil_bresp, $out.s_axil_bvalid, $in.s_axil_bready),
            read_address: at($in.s_axil_araddr.into(), $in.s_axil_arvalid, $out.s_axil_arready),
            read_data: at(($out.s_axil_rdata, $out.s_axil_rresp), $out.s_axil_rvalid, $in.s_axil_rready),
        }
    };
}

macro_rules! buses {
    ($($block:ident: |$in:ident, $out:ident| $axi:expr, $axil:expr, $foreign:expr;)+) => {$(
        impl Buses for $block::In {
            type Out = $block::Out;

            fn reset(&self) -> bool {
                self.rst
            }

            #[inline]
            fn restarts(&self) -> bool {
                #[allow(unused_variables, reason = "a block has one reset")]
                let $in = self;
                $foreign
            }

            #[inline]
            fn axi(&self, out: &Self::Out) -> AxiSample {
                #[allow(unused_variables, reason = "a block may have no bus")]
                let ($in, $out) = (self, out);
                $axi
            }

            #[inline]
            fn axil(&self, out: &Self::Out) -> AxilSample {
                #[allow(unused_variables, reason = "a block may have no registers")]
                let ($in, $out) = (self, out);
                $axil
            }
        }
    )+};
}

buses! {
    nic: |pins, out| AxiSample {
        read_address: read_address!(pins, out, out.m_axi_arsize, out.m_axi_arburst),
        read_data: read_data!(pins, out),
        write_address: write_address!(pins, out, out.m_axi_awsize, out.m_axi_awburst),
        write_data: write_data!(pins, out),
        response: response!(pins, out),
    }, registers!(pins, out), pins.rst || pins.tx_rst || pins.rx_rst;
    nic_mii: |pins, out| AxiSample {
        read_address: read_address!(pins, out, out.m_axi_arsize, out.m_axi_arburst),
        read_data: read_data!(pins, out),
        write_address: write_address!(pins, out, out.m_axi_awsize, out.m_axi_awburst),
        write_data: write_data!(pins, out),
        response: response!(pins, out),
    }, registers!(pins, out), pins.rst || pins.tx_rst || pins.rx_rst;
    dma_read: |pins, out| AxiSample {
        read_address: read_address!(pins, out, 3, 1),
        read_data: read_data!(pins, out),
        ..AxiSample::default()
    }, AxilSample::default(), false;
    dma_write: |pins, out| AxiSample {
        write_address: write_address!(pins, out, 3, 1),
        write_data: write_data!(pins, out),
        response: response!(pins, out),
        ..AxiSample::default()
    }, AxilSample::default(), false;
    nic_registers: |pins, out| AxiSample::default(), registers!(pins, out), false;
}
