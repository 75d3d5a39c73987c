// SPDX-License-Identifier: MIT OR Apache-2.0
//! Two cards, back to back, each with its host: memory, registers, and the task that runs its driver.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use wirewright_host::bus::{BusError, RegisterBus};
use wirewright_host::memory::{Barrier, HostMemory, OutOfArea};
use wirewright_spec::ports::nic;
use wirewright_spec::{Design, EdgeSet};
use wirewright_testbench::card::{
    Access, BusWatch, Latency, ReadMaster, ReadPort, ReadSlave, RegisterMaster, RegisterPort, RegisterSlave, Storage,
    Timing, WriteMaster, WritePort, WriteSlave,
};

/// All clocks have this period, and rise together.
const PERIOD_NS: u64 = 8;
/// Above 4 GiB, and not a multiple of 64.
const BASE: u64 = 0x3_0000_0128;
const SLVERR: u8 = 2;

/// Where the answer of a register is put: data and response.
type Slot = Cell<Option<(u32, u8)>>;

/// What a host and its card share.
pub struct Host {
    now_ns: Cell<u64>,
    interrupt: Cell<bool>,
    master: RefCell<RegisterMaster>,
    answers: RefCell<VecDeque<Rc<Slot>>>,
    memory: RefCell<Vec<u8>>,
    /// The access of the card after so many more is answered with an error.
    pub fail_in: Cell<Option<u32>>,
    /// Something may have changed for the task.
    stir: Cell<bool>,
    due_ns: Cell<u64>,
}

/// The handle of a driver.
pub type Handle = Rc<Host>;

impl Host {
    pub fn new(octets: usize) -> Handle {
        Rc::new(Host {
            now_ns: Cell::new(0),
            interrupt: Cell::new(false),
            master: RefCell::default(),
            answers: RefCell::default(),
            memory: RefCell::new(vec![0xa5; octets]),
            fail_in: Cell::new(None),
            stir: Cell::new(true),
            due_ns: Cell::new(u64::MAX),
        })
    }

    pub fn now_ns(&self) -> u64 {
        self.now_ns.get()
    }

    /// Waits for the interrupt line, or this time.
    pub async fn interrupt(&self, until_ns: u64) {
        poll_fn(|_| {
            if self.interrupt.get() || self.now_ns() >= until_ns {
                return Poll::Ready(());
            }
            self.due_ns.set(until_ns);
            Poll::Pending
        })
        .await;
    }

    fn fails(&self) -> bool {
        let left = self.fail_in.get();
        self.fail_in.set(left.and_then(|left| left.checked_sub(1)));
        left == Some(0)
    }
}

impl RegisterBus for Host {
    async fn read(&self, offset: u32) -> Result<u32, BusError> {
        let answer = Rc::new(Cell::new(None));
        self.answers.borrow_mut().push_back(Rc::clone(&answer));
        self.master.borrow_mut().ask(Access::Read { offset });
        let (data, response) = poll_fn(|_| answer.get().map_or(Poll::Pending, Poll::Ready)).await;
        if response == 0 { Ok(data) } else { Err(BusError::Refused { offset }) }
    }

    fn write(&self, offset: u32, value: u32) {
        self.master.borrow_mut().ask(Access::Write { offset, data: value, strobes: 0xf });
    }

    async fn pause(&self, nanoseconds: u64) {
        let until_ns = self.now_ns() + nanoseconds;
        poll_fn(|_| {
            if self.now_ns() >= until_ns {
                return Poll::Ready(());
            }
            self.due_ns.set(until_ns);
            Poll::Pending
        })
        .await;
    }
}

impl HostMemory for Host {
    fn bus_address(&self) -> u64 {
        BASE
    }

    fn octets(&self) -> usize {
        self.memory.borrow().len()
    }

    fn read(&self, at: usize, into: &mut [u8]) -> Result<(), OutOfArea> {
        OutOfArea::check(at, into.len(), self.octets())?;
        into.copy_from_slice(&self.memory.borrow()[at..at + into.len()]);
        Ok(())
    }

    fn write(&self, at: usize, from: &[u8]) -> Result<(), OutOfArea> {
        OutOfArea::check(at, from.len(), self.octets())?;
        self.memory.borrow_mut()[at..at + from.len()].copy_from_slice(from);
        Ok(())
    }

    /// No time passes while a driver runs: all is in order.
    fn barrier(&self, _: Barrier) {}
}

/// The memory as the card sees it. It must never reach beyond it.
struct CardSide<'h>(&'h Host);

impl CardSide<'_> {
    /// Those of the eight octets at `address` that are there, with their lane.
    fn octets(&self, address: u64) -> impl Iterator<Item = (usize, usize)> + use<> {
        let end = BASE + self.0.octets() as u64;
        assert!(address + 8 > BASE && address < end, "the card reached for {address:#x}");
        (0..8).filter_map(move |lane| {
            let octet = address + lane as u64;
            (BASE..end).contains(&octet).then(|| (lane, (octet - BASE) as usize))
        })
    }
}

impl Storage for CardSide<'_> {
    fn read(&mut self, address: u64) -> (u64, u8) {
        let memory = self.0.memory.borrow();
        let word = self.octets(address).fold(0, |word, (lane, at)| word | u64::from(memory[at]) << (8 * lane));
        if self.0.fails() { (0, SLVERR) } else { (word, 0) }
    }

    fn write(&mut self, address: u64, data: u64, strobes: u8) -> u8 {
        if self.0.fails() {
            return SLVERR;
        }
        let octets = self.octets(address);
        let mut memory = self.0.memory.borrow_mut();
        for (lane, at) in octets.filter(|(lane, _)| strobes >> lane & 1 == 1) {
            memory[at] = data.to_le_bytes()[lane];
        }
        0
    }
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

struct Station<D> {
    card: D,
    input: nic::In,
    output: nic::Out,
    read: ReadSlave,
    write: WriteSlave,
    watch: BusWatch<nic::Out>,
    host: Handle,
    task: Option<Task>,
}

impl<D: Design<In = nic::In, Out = nic::Out>> Station<D> {
    fn new(mut card: D, host: Handle, task: Task, seed: u64) -> Self {
        card.reset();
        let timing = Timing { latency: Latency::UpTo(40), stalls_per_million: 100_000, seed };
        let input = nic::In { phy_link: true, ..nic::In::default() };
        Station {
            card,
            input,
            output: nic::Out::default(),
            read: ReadSlave::new(timing),
            write: WriteSlave::new(timing),
            watch: BusWatch::default(),
            host,
            task: Some(task),
        }
    }

    /// One edge of all clocks, with what the other card sends.
    fn edge(&mut self, heard: (u8, bool, bool)) {
        let host = &*self.host;
        host.now_ns.set(host.now_ns() + PERIOD_NS);
        (self.input.gmii_rxd, self.input.gmii_rx_dv, self.input.gmii_rx_er) = heard;
        let input = self.input;
        let (reads, writes) = (self.output.read_view(), self.output.write_view());
        let registers = self.output.register_view();
        self.card.step(EdgeSet(0b111), &input, &mut self.output);
        self.watch.edge(host.now_ns() * 1000, &input, &self.output);
        self.input.put_read(&self.read.edge(&reads, &mut CardSide(host)));
        self.input.put_write(&self.write.edge(&writes, &mut CardSide(host)));
        let mut master = host.master.borrow_mut();
        if let Some(answer) = master.edge(&registers)
            && let Access::Read { .. } = answer.access
            && let Some(waiting) = host.answers.borrow_mut().pop_front()
        {
            waiting.set(Some((answer.data, answer.response)));
            host.stir.set(true);
        }
        self.input.put_registers(&master.pins());
        drop(master);
        if host.interrupt.replace(self.output.irq) != self.output.irq || host.now_ns() >= host.due_ns.get() {
            host.stir.set(true);
        }
        if host.stir.take() {
            self.work();
        }
    }

    fn work(&mut self) {
        self.host.due_ns.set(u64::MAX);
        let Some(task) = &mut self.task else { return };
        if task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
            self.task = None;
        }
    }

    fn sends(&self) -> (u8, bool, bool) {
        (self.output.gmii_txd, self.output.gmii_tx_en, self.output.gmii_tx_er)
    }
}

/// Runs two hosts until both tasks are over, for `limit_ns` at most: the simulated time that it took.
///
/// # Panics
/// When it takes longer, or a bus or a card breaks a rule.
pub fn run<D: Design<In = nic::In, Out = nic::Out>>(
    cards: [D; 2],
    hosts: [Handle; 2],
    tasks: [Task; 2],
    limit_ns: u64,
) -> u64 {
    let mut seed = 0;
    let mut stations = cards.into_iter().zip(hosts).zip(tasks).map(|((card, host), task)| {
        seed += 1;
        Station::new(card, host, task, seed)
    });
    let (Some(mut a), Some(mut b)) = (stations.next(), stations.next()) else { panic!("two stations") };
    while a.task.is_some() || b.task.is_some() {
        let (from_a, from_b) = (a.sends(), b.sends());
        a.edge(from_b);
        b.edge(from_a);
        assert!(a.host.now_ns() < limit_ns, "not over after {limit_ns} ns");
    }
    for station in [&a, &b] {
        assert!(station.watch.violations().is_empty(), "{:?}", station.watch.violations());
        assert!(station.watch.seen().0 > 0 && station.watch.seen().1 > 0);
    }
    a.host.now_ns()
}
