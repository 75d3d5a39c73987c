// SPDX-License-Identifier: MIT OR Apache-2.0
//! Runs a lab: all stations up to the moment at which one of them can hear another, then what they have sent to the
//! others, and so on. Where nobody has anything to do time jumps.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use wirewright_bridge::BridgeError;

use super::captures::Captures;
use super::executor::TaskError;
use super::host::{self, HostSide};
use super::live::Live;
use super::program::ProgramError;
use super::report::{
    DeviceReport, DeviceViolation, DirectionReport, End, HostReport, LabReport, LabSpeed, SCHEMA, Waiting, WireReport,
};
use super::station::{Exchange, Pace, PhyClocks, Place, Station};
use super::topology::Topology;
use super::{TapError, build};
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
}

impl Default for LabOptions {
    fn default() -> LabOptions {
        LabOptions { topology: String::new(), until_ps: None, captures: None, live: false, stop_clocks: true }
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
    /// A setting of a host that its driver does not take.
    #[error("host `{host}`: {message}")]
    Host {
        /// The host.
        host: String,
        /// Why.
        message: String,
    },
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
    stations: Vec<Box<dyn Station>>,
    exchanges: Vec<Exchange>,
    /// The device at the other end of each one's wire.
    peers: Vec<Option<usize>>,
    hosts: Vec<HostSide>,
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
        let (mut stations, mut hosts) = (Vec::new(), Vec::new());
        for device in 0..topology.devices.len() {
            let place = Place { topology: &topology, device };
            let (shared, executor, side) = host::begin(&place, live.as_mut())?;
            hosts.extend(side);
            stations.push(build::station(&place, pace, shared, executor)?);
        }
        let peer = |device: usize| {
            let wire = topology.wires.iter().find(|wire| wire.ends.contains(&device))?;
            Some(wire.ends[usize::from(wire.ends[0] == device)])
        };
        let devices = 0..topology.devices.len();
        let delay = |device| PhyClocks::of(&Place { topology: &topology, device }).delay_ps;
        let window_ps = devices.clone().map(delay).min().unwrap_or(u64::MAX).min(NO_WIRE_WINDOW_PS);
        let captures = options.captures.as_deref().map(|folder| Captures::begin(folder, &topology)).transpose()?;
        Ok(Lab {
            exchanges: devices.clone().map(|_| Exchange::default()).collect(),
            peers: devices.map(peer).collect(),
            topology,
            options,
            stations,
            hosts,
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
        let rest_ps = self.stations.iter().filter_map(|station| station.rests_since_ps()).max();
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
            let mut from_ps = next_ps.unwrap_or(u64::MAX).clamp(self.now_ps, until_ps);
            if let Some(live) = &mut self.live {
                from_ps = live.wait(self.now_ps, from_ps, until_ps).map_err(LabError::Wait)?;
            }
            let idle = from_ps > self.now_ps;
            let to_ps = if idle { from_ps } else { from_ps.saturating_add(self.window_ps).min(until_ps) };
            if let Err(error) = self.window(to_ps, idle)? {
                return Ok(End::Failed { message: error.to_string() });
            }
        }
        Ok(End::Time)
    }

    /// When something happens next; `None`: never.
    fn next_ps(&self) -> Option<u64> {
        self.stations.iter().filter_map(|station| station.next_ps()).min()
    }

    /// Whether a run that is not live is over: nothing is under way, and nobody will begin anything.
    fn is_over(&self, next_ps: Option<u64>, until_ps: u64) -> Option<End> {
        let rest = self.stations.iter().all(|station| station.rests_since_ps().is_some());
        if !rest || self.hosts.iter().any(HostSide::will_act) {
            return None;
        }
        let waiting = || self.hosts.iter().filter(|host| host.is_done() == Some(false));
        if waiting().next().is_some() {
            let named = |host: &HostSide| {
                let wait = self.stations[host.device()].executor().waiting().next();
                host.waiting(&self.topology, wait.map(|(_, wait)| wait))
            };
            // With an end that was asked for, to wait is no mistake.
            return (until_ps == u64::MAX).then(|| End::Stuck { waiting: waiting().map(named).collect() });
        }
        let some_end = self.hosts.iter().any(|host| host.is_done().is_some());
        (some_end || (next_ps.is_none() && until_ps == u64::MAX)).then_some(End::Finished)
    }

    /// All stations up to this time, and what they have sent to the others.
    fn window(&mut self, to_ps: u64, idle: bool) -> Result<Result<(), TaskError>, LabError> {
        let begun = (!idle).then(Instant::now);
        for (station, exchange) in self.stations.iter_mut().zip(&mut self.exchanges) {
            if let Err(error) = station.run(to_ps, exchange) {
                return Ok(Err(error));
            }
        }
        for (device, peer) in self.peers.iter().enumerate() {
            let exchange = &mut self.exchanges[device];
            if let Some(peer) = peer {
                self.stations[*peer].hear(&exchange.sent);
            }
            exchange.sent.clear();
            match &mut self.captures {
                Some(captures) => exchange.records.drain(..).for_each(|record| captures.take(record)),
                None => exchange.records.clear(),
            }
        }
        if let Some(captures) = &mut self.captures {
            let open_ps = self.stations.iter().filter_map(|station| station.open_frame_ps()).min();
            captures.write_before(open_ps.unwrap_or(to_ps).min(to_ps))?;
        }
        if let Some(begun) = begun {
            self.busy_seconds += begun.elapsed().as_secs_f64();
            self.busy_ps += to_ps - self.now_ps;
        }
        self.now_ps = to_ps;
        Ok(Ok(()))
    }

    /// Lets the hosts shut their cards down and read their counters.
    fn close(&mut self, end: End) -> Result<End, LabError> {
        self.hosts.iter().for_each(HostSide::close);
        let until_ps = self.now_ps.saturating_add(CLOSING_PS);
        while !self.hosts.iter().all(HostSide::is_closed) && self.now_ps < until_ps {
            let next_ps = self.next_ps().unwrap_or(u64::MAX).clamp(self.now_ps, until_ps);
            let to_ps = if next_ps > self.now_ps { next_ps } else { self.now_ps.saturating_add(self.window_ps) };
            if let Err(error) = self.window(to_ps.min(until_ps), false)? {
                return Ok(End::Failed { message: error.to_string() });
            }
        }
        Ok(end)
    }

    fn speed(&self) -> LabSpeed {
        LabSpeed::new(self.begun.elapsed().as_secs_f64(), self.busy_seconds, self.busy_ps as f64 / 1e12)
    }

    fn report(&self, end: End, time_ps: u64) -> LabReport {
        let stopped = self.stations.iter().zip(&self.topology.devices).find_map(|(station, device)| {
            let text = station.stopped()?;
            Some(End::Failed { message: format!("the Verilog of `{}` stopped: {text}", device.name) })
        });
        let end = stopped.unwrap_or(end);
        let (violations, violation_count) = self.violations();
        let passed = violation_count == 0 && !matches!(end, End::Stuck { .. } | End::Failed { .. });
        LabReport {
            schema: SCHEMA.0,
            version: SCHEMA.1,
            topology: self.options.topology.clone(),
            seed: self.topology.seed,
            end,
            passed,
            time_ns: time_ps / 1000,
            speed: self.speed(),
            devices: self.devices(),
            wires: self.wires(),
            hosts: self.hosts.iter().map(|host| host.report(&self.topology)).collect::<Vec<HostReport>>(),
            violations,
            violation_count,
        }
    }

    fn violations(&self) -> (Vec<DeviceViolation>, u64) {
        let (mut first, mut count) = (Vec::new(), 0);
        for (station, device) in self.stations.iter().zip(&self.topology.devices) {
            for violations in station.violations() {
                count += violations.count;
                first.extend(
                    violations
                        .first
                        .iter()
                        .map(|violation| DeviceViolation { device: device.name.clone(), violation: violation.clone() }),
                );
            }
        }
        (first, count)
    }

    fn devices(&self) -> Vec<DeviceReport> {
        let devices = self.topology.devices.iter().zip(&self.stations).enumerate();
        let report = |(number, (device, station)): (usize, (&super::topology::Device, &Box<dyn Station>))| {
            let host = self.hosts.iter().find(|host| host.device() == number);
            DeviceReport {
                name: device.name.clone(),
                kind: device.kind,
                rung: device.rung,
                edges: station.edges(),
                counters: host.map(HostSide::counters).unwrap_or_default(),
            }
        };
        devices.map(report).collect()
    }

    fn wires(&self) -> Vec<WireReport> {
        let direction = |from: usize, to: usize| {
            let (sender, receiver) = (self.stations[from].tally(), self.stations[to].tally());
            DirectionReport {
                from: self.topology.devices[from].name.clone(),
                to: self.topology.devices[to].name.clone(),
                frames: sender.sent,
                octets: sender.sent_octets,
                arrived: receiver.heard,
                arrived_octets: receiver.heard_octets,
                lost: sender.lost,
                spoilt: receiver.spoilt,
                collisions: sender.collisions,
            }
        };
        let report = |wire: &super::topology::Wire| {
            let [a, b] = wire.ends;
            let directions = vec![direction(a, b), direction(b, a)];
            WireReport { name: wire.name.clone(), rate_mbps: wire.rate_mbps, directions }
        };
        self.topology.wires.iter().map(report).collect()
    }
}

/// For a message: who waits for what.
impl std::fmt::Display for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "host `{}` waits for {}", self.host, self.waits_for)
    }
}
