// SPDX-License-Identifier: MIT OR Apache-2.0
//! A station with its host, on the thread of the lab or on one of its own. Between two windows of time nodes do not
//! see each other, so it makes no difference where they run, and in which order.

use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::JoinHandle;

use super::build;
use super::executor::TaskError;
use super::host::{self, HostSide};
use super::program::TapDevice;
use super::report::{DeviceReport, HostReport, Waiting};
use super::run::LabError;
use super::station::{Exchange, Pace, Place, Station};
use super::topology::Topology;
use super::watch::Tally;
use crate::monitor::Violation;

/// Looks at a channel before a thread goes to sleep: a window takes some ten or hundred microseconds.
const SPINS: u32 = 2_000;

/// What a node is to do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    /// It is this time, and nothing has happened since the last order.
    pub from_ps: u64,
    /// Run up to here.
    pub to_ps: u64,
    /// Something from outside may be there for the host.
    pub poke: bool,
    /// The host is to shut its card down.
    pub close: bool,
}

/// How a node stands between two windows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NodeState {
    /// When it next does something by itself.
    pub next_ps: Option<u64>,
    /// Since when nothing is under way in its card.
    pub rests_since_ps: Option<u64>,
    /// When the earliest frame began that is at its pins now.
    pub open_frame_ps: Option<u64>,
    /// Its host will do something though nothing comes.
    pub will_act: bool,
    /// Whether its program has done all it was to do; `None` for one that goes on for ever, or none.
    pub is_done: Option<bool>,
    /// Its host, if there is one, has shut the card down.
    pub is_closed: bool,
}

/// What a node has come to.
#[derive(Debug)]
pub(super) struct Account {
    pub device: DeviceReport,
    pub tally: Tally,
    pub violations: Vec<Violation>,
    pub violation_count: u64,
    pub host: Option<HostReport>,
    /// What the host waits for.
    pub waiting: Option<Waiting>,
    /// Why the card stopped by itself.
    pub stopped: Option<String>,
}

/// A node on this thread.
pub(super) struct Node {
    topology: Topology,
    device: usize,
    station: Box<dyn Station>,
    host: Option<HostSide>,
}

impl Node {
    /// Builds the node of a device; `live` ones join the TAP device of their host.
    pub fn new(topology: Topology, device: usize, pace: Pace, tap: Option<TapDevice>) -> Result<Node, LabError> {
        let place = Place { topology: &topology, device };
        let (shared, executor, host) = host::begin(&place, tap)?;
        let station = build::station(&place, pace, shared, executor)?;
        Ok(Node { topology, device, station, host })
    }

    /// Does what it is told.
    pub fn run(&mut self, order: Order, exchange: &mut Exchange) -> Result<NodeState, TaskError> {
        self.station.hear(&exchange.heard);
        exchange.heard.clear();
        self.station.arrive(order.from_ps);
        if let Some(host) = &self.host {
            if order.close {
                host.close();
            }
            if order.poke {
                host.poke();
            }
        }
        self.station.run(order.to_ps, exchange)?;
        Ok(self.state())
    }

    fn state(&self) -> NodeState {
        let host = self.host.as_ref();
        NodeState {
            next_ps: self.station.next_ps(),
            rests_since_ps: self.station.rests_since_ps(),
            open_frame_ps: self.station.open_frame_ps(),
            will_act: host.is_some_and(HostSide::will_act),
            is_done: host.and_then(HostSide::is_done),
            is_closed: host.is_none_or(HostSide::is_closed),
        }
    }

    /// What it has come to.
    pub fn account(&self) -> Account {
        let device = &self.topology.devices[self.device];
        let host = self.host.as_ref();
        let violations = self.station.violations();
        let wait = self.station.executor().waiting().next().map(|(_, wait)| wait);
        Account {
            device: DeviceReport {
                name: device.name.clone(),
                kind: device.kind,
                rung: device.rung,
                edges: self.station.edges(),
                counters: host.map(HostSide::counters).unwrap_or_default(),
            },
            tally: self.station.tally(),
            violations: violations.iter().flat_map(|violations| violations.first.clone()).collect(),
            violation_count: violations.iter().map(|violations| violations.count).sum(),
            host: host.map(|host| host.report(&self.topology)),
            waiting: host.map(|host| host.waiting(&self.topology, wait)),
            stopped: self.station.stopped(),
        }
    }
}

/// A node, wherever it runs.
pub(super) enum Seat {
    /// On the thread of the lab.
    Here(Box<Node>),
    /// On one of its own.
    There(Remote),
}

enum Call {
    Run(Order, Exchange),
    Account,
}

enum Answer {
    Built(Result<(), LabError>),
    Ran(Exchange, Result<NodeState, TaskError>),
    Account(Box<Account>),
}

/// The other end of a node's thread.
pub(super) struct Remote {
    /// Gone when the node is to end.
    calls: Option<Sender<Call>>,
    answers: Receiver<Answer>,
    thread: Option<JoinHandle<()>>,
}

impl Remote {
    /// Builds a node on a thread of its own. What is shared inside a node never leaves it.
    pub fn new(topology: Topology, device: usize, pace: Pace, tap: Option<TapDevice>) -> Result<Remote, LabError> {
        let (calls, their_calls) = channel();
        let (their_answers, answers) = channel();
        let name = topology.devices[device].name.clone();
        let work = move || serve(Node::new(topology, device, pace, tap), &their_calls, &their_answers);
        let thread = std::thread::Builder::new().name(name).spawn(work).map_err(LabError::Thread)?;
        let remote = Remote { calls: Some(calls), answers, thread: Some(thread) };
        match remote.answer() {
            Answer::Built(built) => built.map(|()| remote),
            Answer::Ran(..) | Answer::Account(_) => unreachable!("a node tells first whether it was built"),
        }
    }

    fn call(&self, call: Call) {
        // A thread that has ended is told by its answer.
        let _ = self.calls.as_ref().map(|calls| calls.send(call));
    }

    fn answer(&self) -> Answer {
        receive(&self.answers).unwrap_or_else(|| panic!("the thread of a node has ended"))
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.calls = None;
        // Its panic has been told on its own thread.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// The thread of a node.
fn serve(built: Result<Node, LabError>, calls: &Receiver<Call>, answers: &Sender<Answer>) {
    // Who is not there any more needs no answer.
    let mut node = match built {
        Ok(node) => node,
        Err(error) => return drop(answers.send(Answer::Built(Err(error)))),
    };
    let _ = answers.send(Answer::Built(Ok(())));
    while let Some(call) = receive(calls) {
        let answer = match call {
            Call::Run(order, mut exchange) => {
                let ran = node.run(order, &mut exchange);
                Answer::Ran(exchange, ran)
            }
            Call::Account => Answer::Account(Box::new(node.account())),
        };
        if answers.send(answer).is_err() {
            return;
        }
    }
}

/// The next message; for a moment without going to sleep.
fn receive<T>(from: &Receiver<T>) -> Option<T> {
    for _ in 0..SPINS {
        match from.try_recv() {
            Ok(message) => return Some(message),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => std::hint::spin_loop(),
        }
    }
    from.recv().ok()
}

impl Seat {
    /// Tells a node on another thread what to do; one on this thread does it at [`Seat::end`].
    pub fn begin(&self, order: Order, exchange: &mut Exchange) {
        if let Seat::There(remote) = self {
            remote.call(Call::Run(order, std::mem::take(exchange)));
        }
    }

    /// The end of what was begun.
    pub fn end(&mut self, order: Order, exchange: &mut Exchange) -> Result<NodeState, TaskError> {
        match self {
            Seat::Here(node) => node.run(order, exchange),
            Seat::There(remote) => match remote.answer() {
                Answer::Ran(back, state) => {
                    *exchange = back;
                    state
                }
                Answer::Built(_) | Answer::Account(_) => unreachable!("an answer for each call, in their order"),
            },
        }
    }

    /// What the node has come to.
    pub fn account(&self) -> Account {
        match self {
            Seat::Here(node) => node.account(),
            Seat::There(remote) => {
                remote.call(Call::Account);
                match remote.answer() {
                    Answer::Account(account) => *account,
                    Answer::Built(_) | Answer::Ran(..) => unreachable!("an answer for each call, in their order"),
                }
            }
        }
    }
}
