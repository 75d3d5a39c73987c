// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for `nic_registers`: a master of AXI4-Lite on one side; rings, counters and bus, as far as they answer the
//! block, on the other.

use super::{Held, UNTIMED};
use crate::conformance::rigs::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, nic_registers};

/// The registers of a card.
pub struct NicRegisters;

/// What is done, one step after the other.
pub type Script = Vec<Step>;

/// One step.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A write, a read, or both at once; over when both are answered.
    Access(Option<Write>, Option<Read>),
    /// So many clocks pass.
    Wait(usize),
    /// From now on all around the registers is so; the `s_axil` ports and those of the counters do not matter.
    Around(nic_registers::In),
}

/// A write.
#[derive(Clone, Copy, Debug, Default)]
pub struct Write {
    /// The address.
    pub offset: u16,
    /// The data.
    pub data: u32,
    /// The strobes.
    pub strobes: u8,
    /// Clocks of the step before the address is offered.
    pub address_after: usize,
    /// Clocks of the step before the data are offered.
    pub data_after: usize,
    /// Clocks of the step before the answer is taken.
    pub answer_after: usize,
}

/// A read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Read {
    /// The address.
    pub offset: u16,
    /// Clocks of the step before the address is offered.
    pub address_after: usize,
    /// Clocks of the step before the answer is taken.
    pub answer_after: usize,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The clock at which it was taken.
    pub clock: usize,
    /// What was read; 0 for a write.
    pub data: u32,
    /// The response.
    pub response: u8,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The answers to writes in order.
    pub writes: Vec<Answer>,
    /// The answers to reads in order.
    pub reads: Vec<Answer>,
    /// The outputs after each clock.
    pub outs: Vec<nic_registers::Out>,
    /// How often an answer that was not taken changed.
    pub unstable: usize,
    /// Steps that were given up, for no answer came.
    pub unanswered: usize,
    /// The clock of each snapshot, and that at which its counters were copied.
    pub snapshots: Vec<(usize, usize)>,
}

/// What counter `number` of the rig is at this clock: it grows over a multiple of 2^32 all the time.
pub fn live(number: usize, clock: usize) -> u64 {
    (number as u64 + 5) * (clock as u64 * 0x1357_9bdf)
}

/// Clocks from a snapshot to the copy, and for which it takes after that.
const SNAPSHOT_CLOCKS: [usize; 2] = [7, 13];
/// Clocks after which an access is given up.
const PATIENCE_CLOCKS: usize = 30_000;

impl Subject for NicRegisters {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<NicRegisters>>, NoRig> {
        match rung {
            Rung::Reference => Err(NoRig::NotApplicable(UNTIMED)),
            _ => Ok(Box::new(Timed { device: design(rung, rungs)? })),
        }
    }
}

struct Timed {
    device: Box<dyn Device<ports::NicRegisters>>,
}

impl Rig<NicRegisters> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.device.reset();
        let around = nic_registers::In { read_idle: true, write_idle: true, ..Default::default() };
        let mut run = Run {
            device: self.device.as_mut(),
            around,
            out: nic_registers::Out::default(),
            numbers: [0; 2],
            copied: 0,
            held: [Held::default(), Held::default()],
            trace: Trace::default(),
        };
        for step in script {
            match *step {
                Step::Access(write, read) => run.access(write, read),
                Step::Wait(clocks) => {
                    for _ in 0..clocks {
                        run.edge(nic_registers::In::default());
                    }
                }
                Step::Around(around) => run.around = around,
            }
        }
        run.trace.unstable = run.held.iter().map(|held| held.broken).sum();
        run.trace
    }
}

struct Run<'a> {
    device: &'a mut dyn Device<ports::NicRegisters>,
    around: nic_registers::In,
    out: nic_registers::Out,
    /// The number of the counter before the last edge, and before the one before that.
    numbers: [usize; 2],
    /// The clock of which the snapshot is.
    copied: usize,
    held: [Held; 2],
    trace: Trace,
}

impl Run<'_> {
    /// One edge with these inputs of AXI4-Lite; gives the outputs as they were before it.
    fn edge(&mut self, axi: nic_registers::In) -> nic_registers::Out {
        let clock = self.trace.outs.len();
        let busy = self.trace.snapshots.last().is_some_and(|(_, copied)| clock <= copied + SNAPSHOT_CLOCKS[1]);
        if let Some(&(_, copied)) = self.trace.snapshots.last().filter(|(_, copied)| clock >= *copied) {
            self.copied = copied;
        }
        let input = nic_registers::In {
            s_axil_awaddr: axi.s_axil_awaddr,
            s_axil_awvalid: axi.s_axil_awvalid,
            s_axil_wdata: axi.s_axil_wdata,
            s_axil_wstrb: axi.s_axil_wstrb,
            s_axil_wvalid: axi.s_axil_wvalid,
            s_axil_bready: axi.s_axil_bready,
            s_axil_araddr: axi.s_axil_araddr,
            s_axil_arvalid: axi.s_axil_arvalid,
            s_axil_rready: axi.s_axil_rready,
            mac_busy: busy,
            card_busy: busy,
            // Contract: that of the MAC is there two edges after its number, that of the card one edge.
            mac_data: live(self.numbers[1] % 32, self.copied),
            card_data: live(32 + self.numbers[0] % 16, self.copied),
            ..self.around
        };
        let before = self.out;
        self.numbers = [before.counter.into(), self.numbers[0]];
        self.device.step(EdgeSet::FIRST, &input, &mut self.out);
        if before.snapshot {
            self.trace.snapshots.push((clock, clock + SNAPSHOT_CLOCKS[0]));
        }
        let write = |out: &nic_registers::Out| out.s_axil_bvalid.then_some((out.s_axil_bresp, 0));
        let read = |out: &nic_registers::Out| out.s_axil_rvalid.then_some((out.s_axil_rresp, out.s_axil_rdata));
        self.held[0].edge(write(&before), input.s_axil_bready, write(&self.out));
        self.held[1].edge(read(&before), input.s_axil_rready, read(&self.out));
        if let Some((response, data)) = write(&before).filter(|_| input.s_axil_bready) {
            self.trace.writes.push(Answer { clock, data, response });
        }
        if let Some((response, data)) = read(&before).filter(|_| input.s_axil_rready) {
            self.trace.reads.push(Answer { clock, data, response });
        }
        self.trace.outs.push(self.out);
        before
    }

    fn access(&mut self, write: Option<Write>, read: Option<Read>) {
        let answers = [self.trace.writes.len(), self.trace.reads.len()];
        let expected = [answers[0] + usize::from(write.is_some()), answers[1] + usize::from(read.is_some())];
        let [mut address, mut data, mut read_address] = [write.is_some(), write.is_some(), read.is_some()];
        let (write, read) = (write.unwrap_or_default(), read.unwrap_or_default());
        for clock in 0..PATIENCE_CLOCKS {
            // What is not offered is something else, to be ignored.
            let mut axi = nic_registers::In {
                s_axil_awaddr: 0x10,
                s_axil_wdata: !0,
                s_axil_wstrb: 15,
                s_axil_araddr: 0x3fc,
                s_axil_bready: clock >= write.answer_after && expected[0] > answers[0],
                s_axil_rready: clock >= read.answer_after && expected[1] > answers[1],
                ..Default::default()
            };
            if address && clock >= write.address_after {
                (axi.s_axil_awvalid, axi.s_axil_awaddr) = (true, write.offset);
            }
            if data && clock >= write.data_after {
                (axi.s_axil_wvalid, axi.s_axil_wdata, axi.s_axil_wstrb) = (true, write.data, write.strobes);
            }
            if read_address && clock >= read.address_after {
                (axi.s_axil_arvalid, axi.s_axil_araddr) = (true, read.offset);
            }
            let before = self.edge(axi);
            address &= !(axi.s_axil_awvalid && before.s_axil_awready);
            data &= !(axi.s_axil_wvalid && before.s_axil_wready);
            read_address &= !(axi.s_axil_arvalid && before.s_axil_arready);
            if [self.trace.writes.len(), self.trace.reads.len()] == expected {
                return;
            }
        }
        self.trace.unanswered += 1;
    }
}
