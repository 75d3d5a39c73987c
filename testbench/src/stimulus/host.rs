// SPDX-License-Identifier: MIT OR Apache-2.0
//! The host of a card: memory behind its bus master, and a script of what a driver does. A block that has only some of
//! the ports gets that part. A reset of the design is one of the host, too: the script begins again.

use serde::{Deserialize, Serialize};
use wirewright_spec::{EdgeSet, Ports};

use crate::card::{
    Access, ReadSlave, ReadView, RegisterMaster, RegisterView, SparseMemory, Timing, WriteSlave, WriteView,
};

/// A host: how its memory answers, what is in it, what its processor does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// The clock of bus and registers.
    pub clock: String,
    /// When the memory answers.
    pub timing: Timing,
    /// What is in the memory at the start; the rest is told by its address.
    pub contents: Vec<Contents>,
    /// What the processor does, step by step; after the last one it goes on with step `again`.
    pub script: Vec<Step>,
    /// Where the script goes on after its end.
    pub again: usize,
}

/// Octets in host memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// Of the first octet.
    pub address: u64,
    /// The octets.
    #[serde(with = "super::hex")]
    pub octets: Vec<u8>,
}

/// One thing that the processor does; the next begins when it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Writes a register: offset, data, a strobe for each octet.
    Write(u32, u32, u8),
    /// Reads the register at this offset.
    Read(u32),
    /// Reads an index at the first offset, and writes it with so many added to the second one: hands descriptors in.
    HandIn(u32, u32, u16),
    /// Waits for so many edges.
    Wait(u64),
    /// Waits until the word at `address` is `value` under `mask`, for so many edges at the most.
    Until {
        /// A multiple of 8.
        address: u64,
        /// The bits that count.
        mask: u64,
        /// What they are to be.
        value: u64,
        /// The most edges.
        edges: u64,
    },
    /// Writes to memory.
    Put(Contents),
    /// From now on so many of a million accesses are answered with this response.
    Fail(u32, u8),
    /// From now on no read is answered, or no write.
    Withhold(bool, bool),
}

/// The ports of a host as indices; each part where it is there.
#[derive(Clone, Debug, Default)]
pub(super) struct HostPorts {
    /// Inputs that reset the design.
    pub resets: Vec<usize>,
    /// Inputs `m_axi_` arready, rdata, rresp, rlast, rvalid; outputs araddr, arlen, arvalid, rready.
    pub read: Option<([usize; 5], [usize; 4])>,
    /// Inputs `m_axi_` awready, wready, bresp, bvalid; outputs awaddr, awlen, awvalid, wdata, wstrb, wlast, wvalid,
    /// bready.
    pub write: Option<([usize; 4], [usize; 8])>,
    /// Inputs `s_axil_` awaddr, awvalid, wdata, wstrb, wvalid, bready, araddr, arvalid, rready; outputs awready,
    /// wready, bresp, bvalid, arready, rdata, rresp, rvalid.
    pub registers: Option<([usize; 9], [usize; 8])>,
}

/// After a reset has ended, until it has reached all of a card (`nic`: two flip-flops of `clk` and one more).
const RESET_EDGES: u32 = 16;

/// The names behind [`HostPorts::read`].
pub(super) const READ: ([&str; 5], [&str; 4]) = (
    ["m_axi_arready", "m_axi_rdata", "m_axi_rresp", "m_axi_rlast", "m_axi_rvalid"],
    ["m_axi_araddr", "m_axi_arlen", "m_axi_arvalid", "m_axi_rready"],
);
/// The names behind [`HostPorts::write`].
pub(super) const WRITE: ([&str; 4], [&str; 8]) = (
    ["m_axi_awready", "m_axi_wready", "m_axi_bresp", "m_axi_bvalid"],
    [
        "m_axi_awaddr",
        "m_axi_awlen",
        "m_axi_awvalid",
        "m_axi_wdata",
        "m_axi_wstrb",
        "m_axi_wlast",
        "m_axi_wvalid",
        "m_axi_bready",
    ],
);
/// The names behind [`HostPorts::registers`].
pub(super) const REGISTERS: ([&str; 9], [&str; 8]) = (
    [
        "s_axil_awaddr",
        "s_axil_awvalid",
        "s_axil_wdata",
        "s_axil_wstrb",
        "s_axil_wvalid",
        "s_axil_bready",
        "s_axil_araddr",
        "s_axil_arvalid",
        "s_axil_rready",
    ],
    [
        "s_axil_awready",
        "s_axil_wready",
        "s_axil_bresp",
        "s_axil_bvalid",
        "s_axil_arready",
        "s_axil_rdata",
        "s_axil_rresp",
        "s_axil_rvalid",
    ],
);

/// A playing [`Host`].
#[derive(Clone, Debug)]
pub(super) struct HostPlayer {
    ports: HostPorts,
    /// The edges of its clock.
    edges: EdgeSet,
    /// Edges for which it stays in reset.
    rests: u32,
    memory: SparseMemory,
    reads: ReadSlave,
    writes: WriteSlave,
    registers: RegisterMaster,
    /// What showed after the last edge: before the next one.
    read_view: ReadView,
    write_view: WriteView,
    register_view: RegisterView,
    script: Vec<Step>,
    again: usize,
    step: usize,
    /// Edges into the present step.
    waited: u64,
    seed: u64,
    /// The tail to be written when the head has been read, and what to add to that.
    hand_in: Option<(u32, u16)>,
}

impl HostPlayer {
    pub(super) fn new(host: &Host, edges: EdgeSet, ports: HostPorts) -> HostPlayer {
        let mut memory = SparseMemory::default();
        host.contents.iter().for_each(|contents| memory.put(contents.address, &contents.octets));
        HostPlayer {
            ports,
            edges,
            rests: 0,
            memory,
            reads: ReadSlave::new(host.timing),
            writes: WriteSlave::new(host.timing),
            registers: RegisterMaster::default(),
            read_view: ReadView::default(),
            write_view: WriteView::default(),
            register_view: RegisterView::default(),
            script: host.script.clone(),
            again: host.again,
            step: 0,
            waited: 0,
            seed: host.timing.seed,
            hand_in: None,
        }
    }

    /// An event has passed: `output` is what shows after it.
    #[inline]
    pub(super) fn tick<In: Ports, Out: Ports>(&mut self, edges: EdgeSet, output: &Out, input: &mut In) {
        if self.ports.resets.iter().any(|&port| input.get(port) != 0) {
            self.rests = RESET_EDGES;
        }
        if edges.0 & self.edges.0 != 0 {
            self.edge(output, input);
        }
    }

    fn edge<In: Ports, Out: Ports>(&mut self, output: &Out, input: &mut In) {
        if self.rests > 0 {
            self.rests -= 1;
            self.reads.reset();
            self.writes.reset();
            self.registers.reset();
            self.memory.mend();
            (self.step, self.waited, self.hand_in) = (0, 0, None);
            (self.reads.withholds, self.writes.withholds) = (false, false);
        } else {
            self.reads.edge(&self.read_view, &mut self.memory);
            self.writes.edge(&self.write_view, &mut self.memory);
            if let Some(answer) = self.registers.edge(&self.register_view)
                && let Some((tail, entries)) = self.hand_in.take()
            {
                let data = u32::from((answer.data as u16).wrapping_add(entries));
                self.registers.ask(Access::Write { offset: tail, data, strobes: 0xf });
            }
            self.process();
        }
        self.show(input);
        self.look(output);
    }

    /// Does what the script says, as far as it can at this edge.
    fn process(&mut self) {
        self.waited += 1;
        if self.ports.registers.is_none() || !self.registers.is_idle() {
            return;
        }
        let Some(step) = self.script.get(self.step) else { return };
        let done = match step {
            Step::Write(offset, data, strobes) => {
                self.registers.ask(Access::Write { offset: *offset, data: *data, strobes: *strobes });
                true
            }
            Step::Read(offset) => {
                self.registers.ask(Access::Read { offset: *offset });
                true
            }
            Step::HandIn(head, tail, entries) => {
                self.hand_in = Some((*tail, *entries));
                self.registers.ask(Access::Read { offset: *head });
                true
            }
            Step::Wait(edges) => self.waited > *edges,
            Step::Until { address, mask, value, edges } => {
                self.memory.word(*address) & mask == *value || self.waited > *edges
            }
            Step::Put(contents) => {
                self.memory.put(contents.address, &contents.octets);
                true
            }
            Step::Fail(0, _) => {
                self.memory.mend();
                true
            }
            Step::Fail(per_million, response) => {
                self.memory.fail_at_random(*per_million, *response, self.seed);
                true
            }
            Step::Withhold(reads, writes) => {
                (self.reads.withholds, self.writes.withholds) = (*reads, *writes);
                true
            }
        };
        if done {
            self.waited = 0;
            self.step += 1;
            if self.step == self.script.len() {
                self.step = self.again;
            }
        }
    }

    /// Puts the pins at their ports.
    fn show<In: Ports>(&self, input: &mut In) {
        if let Some((ports, _)) = &self.ports.read {
            let pins = self.reads.pins();
            let values = [pins.arready.into(), pins.rdata, pins.rresp.into(), pins.rlast.into(), pins.rvalid.into()];
            set(input, ports, values);
        }
        if let Some((ports, _)) = &self.ports.write {
            let pins = self.writes.pins();
            set(input, ports, [pins.awready.into(), pins.wready.into(), pins.bresp.into(), pins.bvalid.into()]);
        }
        if let Some((ports, _)) = &self.ports.registers {
            let pins = self.registers.pins();
            let write = [pins.awaddr.into(), pins.awvalid.into(), pins.wdata.into(), pins.wstrb.into()];
            let rest = [pins.wvalid, pins.bready].map(u64::from);
            let read = [pins.araddr.into(), pins.arvalid.into(), pins.rready.into()];
            let values = write.into_iter().chain(rest).chain(read);
            ports.iter().zip(values).for_each(|(&port, value)| input.set(port, value));
        }
    }

    /// Takes what shows.
    fn look<Out: Ports>(&mut self, output: &Out) {
        if let Some((_, ports)) = &self.ports.read {
            let [araddr, arlen, arvalid, rready] = ports.map(|port| output.get(port));
            let (arvalid, rready) = (arvalid != 0, rready != 0);
            self.read_view = ReadView { araddr, arlen: arlen as u8, arvalid, rready };
        }
        if let Some((_, ports)) = &self.ports.write {
            let [awaddr, awlen, awvalid, wdata, wstrb, wlast, wvalid, bready] = ports.map(|port| output.get(port));
            self.write_view = WriteView {
                awaddr,
                awlen: awlen as u8,
                awvalid: awvalid != 0,
                wdata,
                wstrb: wstrb as u8,
                wlast: wlast != 0,
                wvalid: wvalid != 0,
                bready: bready != 0,
            };
        }
        if let Some((_, ports)) = &self.ports.registers {
            let [awready, wready, bresp, bvalid, arready, rdata, rresp, rvalid] = ports.map(|port| output.get(port));
            self.register_view = RegisterView {
                awready: awready != 0,
                wready: wready != 0,
                bresp: bresp as u8,
                bvalid: bvalid != 0,
                arready: arready != 0,
                rdata: rdata as u32,
                rresp: rresp as u8,
                rvalid: rvalid != 0,
            };
        }
    }
}

fn set<In: Ports, const N: usize>(input: &mut In, ports: &[usize; N], values: [u64; N]) {
    ports.iter().zip(values).for_each(|(&port, value)| input.set(port, value));
}
