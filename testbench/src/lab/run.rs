// SPDX-License-Identifier: MIT OR Apache-2.0
//! Runs a lab: all stations up to the moment at which one of them can hear another, then what they have sent to the
//! others, and so on. Where nobody has anything to do time jumps.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use wirewright_bridge::BridgeError;

use super::TapError;
use super::captures::Captures;
use super::executor::TaskError;
use super::live::Live;
use super::node::{Account, Node, NodeState, Order, Remote, Seat};
use super::program::{ProgramError, TapDevice};
use super::report::{
    DeviceViolation, DirectionReport, End, HostReport, LabReport, LabSpeed, SCHEMA, Waiting, WireReport,
};
use super::station::{Exchange, Pace, PhyClocks, Place};
use super::topology::{self, Topology};
use crate::capture::WriteError;

/// How far stations run by themselves where no wire joins any.
const NO_WIRE_WINDOW_PS: u64 = 1_000_000_000;
/// Simulated time in which hosts must have shut their cards down at the end.
const CLOSING_PS: u64 = 50_000_000_000;
/// Between two calls of the progress, and after how many windows the clock on the wall is looked at for it.
const PROGRESS: Duration = Duration::from_millis(100);
const PROGRESS_WINDOWS: u64 = 64;

/// How a lab is run.
#[derive(Clone, Debug)]
pub struct LabOptions {
    /// The topology file, for the report.
    pub topology: String,
    /// Ends at this simulated time.
    pub until_ps: Option<u64>,
    /// Folder for captures, which is there.
    pub captures: Option<PathBuf>,
    /// Joins TAP devices, and holds simulated time to the wall clock.
    pub live: bool,
    /// Stops the clocks of a quiet card. Without that all is the same, but slower.
    pub stop_clocks: bool,
    /// Runs cards on several threads, as many as the machine has processors. All is the same without.
    pub threads: bool,
}

impl Default for LabOptions {
    fn default() -> LabOptions {
        LabOptions {
            topology: String::new(),
            until_ps: None,
            captures: None,
            live: false,
            stop_clocks: true,
            threads: true,
        }
    }
}

/// Why a lab cannot be built or its results cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// The Verilog of a device.
    #[error(transparent)]
    Bridge(#[from] BridgeError),
    /// A capture that cannot be written.
    #[error(transparent)]
    Capture(#[from] WriteError),
    /// A program that cannot begin.
    #[error("host `{host}`: {source}")]
    Program {
        /// The host.
        host: String,
        /// Why.
        source: ProgramError,
    },
    /// A TAP device that cannot be joined.
    #[error("host `{host}`: {source}")]
    Tap {
        /// The host.
        host: String,
        /// Why.
        source: TapError,
    },
    /// A program that only a live lab has.
    #[error("host `{host}`: program `tap` joins a device of the machine: only with --live")]
    NotLive {
        /// The host.
        host: String,
    },
    /// The machine gives no thread.
    #[error("no thread for a card: {0}")]
    Thread(std::io::Error),
    /// The machine does not let us wait for the devices of a live lab.
    #[error("cannot wait for TAP devices: {0}")]
    Wait(std::io::Error),
}

/// How far a run is.
#[derive(Clone, Copy, Debug)]
pub struct LabProgress {
    /// Simulated time.
    pub time_ps: u64,
    /// How fast it goes.
    pub speed: LabSpeed,
    /// A live lab that is behind the clock on the wall by a hundredth of a second or more.
    pub behind: bool,
}

/// A lab that is built.
pub struct Lab {
    topology: Topology,
    options: LabOptions,
    seats: Vec<Seat>,
    states: Vec<NodeState>,
    exchanges: Vec<Exchange>,
    /// The device at the other end of each one's wire.
    peers: Vec<Option<usize>>,
    captures: Option<Captures>,
    live: Option<Live>,
    window_ps: u64,
    now_ps: u64,
    begun: Instant,
    busy_seconds: f64,
    busy_ps: u64,
}

impl Lab {
    /// Builds all that the topology names.
    ///
    /// # Errors
    /// See [`LabError`].
    pub fn new(topology: Topology, options: LabOptions) -> Result<Lab, LabError> {
        let pace = Pace { stop_clocks: options.stop_clocks };
        let mut live = options.live.then(Live::new);
        let threads = if options.threads { std::thread::available_parallelism().map_or(1, usize::from) } else { 1 };
        let mut seats = Vec::new();
        for device in 0..topology.devices.len() {
            let tap = tap_of(&topology, device, live.as_mut())?;
            seats.push(match (1..threads).contains(&device) {
                true => Seat::There(Remote::new(topology.clone(), device, pace, tap)?),
                false => Seat::Here(Box::new(Node::new(topology.clone(), device, pace, tap)?)),
            });
        }
        let peer = |device: usize| {
            let wire = topology.wires.iter().find(|wire| wire.ends.contains(&device))?;
            Some(wire.ends[usize::from(wire.ends[0] == device)])
        };
        let devices = 0..topology.devices.len();
        let delay = |device| PhyClocks::of(&Place { topology: &topology, device }).delay_ps;
        let window_ps = devices.clone().map(delay).min().unwrap_or(u64::MAX).min(NO_WIRE_WINDOW_PS);
        let captures = options.captures.as_deref().map(|folder| Captures::begin(folder, &topology)).transpose()?;
        // At first all have something to do: hosts bring their cards up.
        let state = NodeState { next_ps: Some(0), will_act: true, is_done: None, ..NodeState::default() };
        Ok(Lab {
            states: vec![state; devices.len()],
            exchanges: devices.clone().map(|_| Exchange::default()).collect(),
            peers: devices.map(peer).collect(),
            topology,
            options,
            seats,
            captures,
            live,
            window_ps,
            now_ps: 0,
            begun: Instant::now(),
            busy_seconds: 0.0,
            busy_ps: 0,
        })
    }

    /// Runs it to its end; captures are complete then, also when it is interrupted.
    ///
    /// # Errors
    /// When a capture cannot be written, or a live lab cannot wait. What goes wrong inside is in the report instead.
    pub fn run(
        mut self,
        interrupted: &AtomicBool,
        mut progress: impl FnMut(LabProgress),
    ) -> Result<LabReport, LabError> {
        self.begun = Instant::now();
        self.live.iter_mut().for_each(Live::begin);
        let end = self.run_to_end(interrupted, &mut progress)?;
        // From here on the clock on the wall does not matter: hosts shut their cards down. Where the run is over
        // because nothing is under way, it is over since the last card came to rest.
        let rest_ps = self.states.iter().filter_map(|state| state.rests_since_ps).max();
        let time_ps = match end {
            End::Finished | End::Stuck { .. } => rest_ps.unwrap_or(self.now_ps),
            _ => self.now_ps,
        };
        let end = if matches!(end, End::Failed { .. }) { end } else { self.close(end)? };
        if let Some(captures) = self.captures.take() {
            captures.finish()?;
        }
        Ok(self.report(end, time_ps))
    }

    fn run_to_end(
        &mut self,
        interrupted: &AtomicBool,
        progress: &mut impl FnMut(LabProgress),
    ) -> Result<End, LabError> {
        let until_ps = self.options.until_ps.unwrap_or(u64::MAX);
        let mut told = Instant::now();
        for window in 0_u64.. {
            if interrupted.load(Ordering::Relaxed) {
                return Ok(End::Interrupted);
            }
            if self.now_ps >= until_ps {
                return Ok(End::Time);
            }
            if (window % PROGRESS_WINDOWS == 0 || self.live.is_some()) && told.elapsed() > PROGRESS {
                told = Instant::now();
                let behind = self.live.as_ref().is_some_and(|live| live.is_behind(self.now_ps));
                progress(LabProgress { time_ps: self.now_ps, speed: self.speed(), behind });
            }
            let next_ps = self.next_ps();
            if self.live.is_none()
                && let Some(end) = self.is_over(next_ps, until_ps)
            {
                return Ok(end);
            }
            // Nobody does anything up to there.
            let (mut from_ps, mut poke) = (next_ps.unwrap_or(u64::MAX).clamp(self.now_ps, until_ps), false);
            if let Some(live) = &mut self.live {
                (from_ps, poke) = live.wait(self.now_ps, from_ps, until_ps).map_err(LabError::Wait)?;
            }
            self.now_ps = from_ps;
            let some = poke || next_ps.is_some_and(|next_ps| next_ps <= from_ps);
            if some && let Err(error) = self.window(until_ps, poke, false)? {
                return Ok(End::Failed { message: error.to_string() });
            }
        }
        Ok(End::Time)
    }

    /// When something happens next; `None`: never.
    fn next_ps(&self) -> Option<u64> {
        // What is on its way to a node is not yet in its state.
        if self.exchanges.iter().any(|exchange| !exchange.heard.is_empty()) {
            return Some(self.now_ps);
        }
        self.states.iter().filter_map(|state| state.next_ps).min()
    }

    /// Whether a run that is not live is over: nothing is under way, and nobody will begin anything.
    fn is_over(&self, next_ps: Option<u64>, until_ps: u64) -> Option<End> {
        let under_way = |state: &NodeState| state.rests_since_ps.is_none() || state.will_act;
        if self.states.iter().any(under_way) || self.exchanges.iter().any(|exchange| !exchange.heard.is_empty()) {
            return None;
        }
        if self.states.iter().any(|state| state.is_done == Some(false)) {
            let waits = |(seat, state): (&Seat, &NodeState)| {
                if state.is_done == Some(false) { seat.account().waiting } else { None }
            };
            // With an end that was asked for, to wait is no mistake.
            let waiting = || self.seats.iter().zip(&self.states).filter_map(waits).collect();
            return (until_ps == u64::MAX).then(|| End::Stuck { waiting: waiting() });
        }
        let some_end = self.states.iter().any(|state| state.is_done.is_some());
        (some_end || (next_ps.is_none() && until_ps == u64::MAX)).then_some(End::Finished)
    }

    /// All nodes that have something to do for a window of time, and what they have sent to the others.
    fn window(&mut self, until_ps: u64, poke: bool, close: bool) -> Result<Result<(), TaskError>, LabError> {
        let begun = Instant::now();
        let from_ps = self.now_ps;
        let to_ps = from_ps.saturating_add(self.window_ps).min(until_ps);
        let order = Order { from_ps, to_ps, poke, close };
        let acts = |state: &NodeState, exchange: &Exchange| {
            poke || close || !exchange.heard.is_empty() || state.next_ps.is_some_and(|next_ps| next_ps < to_ps)
        };
        let act: Vec<bool> = self.states.iter().zip(&self.exchanges).map(|(state, other)| acts(state, other)).collect();
        let chosen = |device: &usize| act[*device];
        for device in (0..self.seats.len()).filter(chosen) {
            self.seats[device].begin(order, &mut self.exchanges[device]);
        }
        let mut failed = None;
        for device in (0..self.seats.len()).filter(chosen) {
            match self.seats[device].end(order, &mut self.exchanges[device]) {
                Ok(state) => self.states[device] = state,
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        if let Some(error) = failed {
            return Ok(Err(error));
        }
        self.exchange(to_ps)?;
        self.busy_seconds += begun.elapsed().as_secs_f64();
        self.busy_ps += to_ps - from_ps;
        self.now_ps = to_ps;
        Ok(Ok(()))
    }

    /// What the nodes have sent goes to the others, and what was seen to the captures.
    fn exchange(&mut self, to_ps: u64) -> Result<(), WriteError> {
        for (device, peer) in self.peers.iter().enumerate() {
            let mut sent = std::mem::take(&mut self.exchanges[device].sent);
            if let Some(peer) = peer {
                self.exchanges[*peer].heard.append(&mut sent);
            }
            sent.clear();
            let exchange = &mut self.exchanges[device];
            exchange.sent = sent;
            match &mut self.captures {
                Some(captures) => exchange.records.drain(..).for_each(|record| captures.take(record)),
                None => exchange.records.clear(),
            }
        }
        if let Some(captures) = &mut self.captures {
            let open_ps = self.states.iter().filter_map(|state| state.open_frame_ps).min();
            captures.write_before(open_ps.unwrap_or(to_ps).min(to_ps))?;
        }
        Ok(())
    }

    /// Lets the hosts shut their cards down and read their counters.
    fn close(&mut self, end: End) -> Result<End, LabError> {
        let until_ps = self.now_ps.saturating_add(CLOSING_PS);
        let mut close = true;
        while (close || !self.states.iter().all(|state| state.is_closed)) && self.now_ps < until_ps {
            if !close {
                self.now_ps = self.next_ps().unwrap_or(u64::MAX).clamp(self.now_ps, until_ps);
            }
            if let Err(error) = self.window(until_ps, false, close)? {
                return Ok(End::Failed { message: error.to_string() });
            }
            close = false;
        }
        Ok(end)
    }

    fn speed(&self) -> LabSpeed {
        LabSpeed::new(self.begun.elapsed().as_secs_f64(), self.busy_seconds, self.busy_ps as f64 / 1e12)
    }

    fn report(&self, end: End, time_ps: u64) -> LabReport {
        let accounts: Vec<Account> = self.seats.iter().map(Seat::account).collect();
        let stopped = accounts.iter().find_map(|account| {
            let text = account.stopped.as_ref()?;
            Some(End::Failed { message: format!("the Verilog of `{}` stopped: {text}", account.device.name) })
        });
        let end = stopped.unwrap_or(end);
        let violation_count = accounts.iter().map(|account| account.violation_count).sum();
        let violations = accounts.iter().flat_map(|account| {
            let device = &account.device.name;
            account.violations.iter().map(|violation| (device.clone(), violation.clone()))
        });
        LabReport {
            schema: SCHEMA.0,
            version: SCHEMA.1,
            topology: self.options.topology.clone(),
            seed: self.topology.seed,
            passed: violation_count == 0 && !matches!(end, End::Stuck { .. } | End::Failed { .. }),
            end,
            time_ns: time_ps / 1000,
            speed: self.speed(),
            wires: self.wires(&accounts),
            violations: violations.map(|(device, violation)| DeviceViolation { device, violation }).collect(),
            violation_count,
            hosts: self.hosts(&accounts),
            devices: accounts.into_iter().map(|account| account.device).collect(),
        }
    }

    /// In the order of the topology.
    fn hosts(&self, accounts: &[Account]) -> Vec<HostReport> {
        self.topology.hosts.iter().filter_map(|host| accounts[host.device].host.clone()).collect()
    }

    fn wires(&self, accounts: &[Account]) -> Vec<WireReport> {
        let direction = |from: usize, to: usize| {
            let (sender, receiver) = (accounts[from].tally, accounts[to].tally);
            DirectionReport {
                from: accounts[from].device.name.clone(),
                to: accounts[to].device.name.clone(),
                frames: sender.sent,
                octets: sender.sent_octets,
                arrived: receiver.heard,
                arrived_octets: receiver.heard_octets,
                lost: sender.lost,
                spoilt: receiver.spoilt,
                collisions: sender.collisions,
            }
        };
        let report = |wire: &topology::Wire| {
            let [a, b] = wire.ends;
            let directions = vec![direction(a, b), direction(b, a)];
            WireReport { name: wire.name.clone(), rate_mbps: wire.rate_mbps, directions }
        };
        self.topology.wires.iter().map(report).collect()
    }
}

/// The TAP device of a device's host, in a live lab.
fn tap_of(topology: &Topology, device: usize, live: Option<&mut Live>) -> Result<Option<TapDevice>, LabError> {
    let Some(host) = topology.hosts.iter().find(|host| host.device == device) else { return Ok(None) };
    let topology::Program::Tap { tap } = &host.program else { return Ok(None) };
    let named = || host.name.clone();
    let live = live.ok_or_else(|| LabError::NotLive { host: named() })?;
    let tap = TapDevice::join(tap).map_err(|source| LabError::Tap { host: named(), source })?;
    live.add(tap.clone());
    Ok(Some(tap))
}

/// For a message: who waits for what.
impl std::fmt::Display for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "host `{}` waits for {}", self.host, self.waits_for)
    }
}
