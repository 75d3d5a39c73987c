// SPDX-License-Identifier: MIT OR Apache-2.0
//! A host in the lab: the driver of its card and its program, as one task.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use wirewright_host::driver::{Attention, Config, Driver, Event, Rearmed, RingConfig, memory_octets};

use super::bus::Shared;
use super::executor::{Executor, Wait, Waits};
use super::program::{Program, Run, TapDevice};
use super::report::{Count, HostReport, Waiting};
use super::run::LabError;
use super::station::Place;
use super::topology::{self, Topology};

/// Frames that a program handles in one go.
const BUDGET: u64 = 64;

/// What the lab knows of a host.
pub(super) struct HostSide {
    /// Its number in the topology.
    host: usize,
    device: usize,
    shared: Rc<Shared>,
    state: Rc<State>,
}

/// What the task of a host and the lab tell each other.
pub(super) struct State {
    program: RefCell<Program>,
    /// The driver works.
    up: Cell<bool>,
    /// The lab is at its end: the host is to shut its card down.
    closing: Cell<bool>,
    /// It has.
    closed: Cell<bool>,
    /// Of the card, as they were at the end.
    counters: RefCell<Vec<Count>>,
    driver: RefCell<Vec<Count>>,
}

/// What a host shares with the card of a device, the tasks of the host, and what the lab knows of it; without a host
/// there is nobody who would use the card.
pub(super) fn begin(
    place: &Place<'_>,
    tap: Option<TapDevice>,
) -> Result<(Rc<Shared>, Executor, Option<HostSide>), LabError> {
    let Place { topology, device } = *place;
    let waits = Waits::default();
    let mut executor = Executor::new(waits.clone());
    let found = topology.hosts.iter().position(|host| host.device == device);
    let Some(number) = found else { return Ok((Shared::new(0, waits), executor, None)) };
    let host = &topology.hosts[number];
    let config = config(host, topology);
    let shared = Shared::new(memory_octets(&config), waits);
    let named = || host.name.clone();
    let program = Program::open(host, topology.seed, tap);
    let program = program.map_err(|source| LabError::Program { host: named(), source })?;
    let state = Rc::new(State {
        program: RefCell::new(program),
        up: Cell::new(false),
        closing: Cell::new(false),
        closed: Cell::new(false),
        counters: RefCell::default(),
        driver: RefCell::default(),
    });
    let begin_ps = match host.program {
        topology::Program::Send { begin_ps, .. } => begin_ps,
        _ => 0,
    };
    let task = Task { shared: Rc::clone(&shared), state: Rc::clone(&state), frame_ps: host.frame_ps, begin_ps };
    executor.spawn(&format!("host `{}`", host.name), task.run(config));
    Ok((Rc::clone(&shared), executor, Some(HostSide { host: number, device, shared, state })))
}

/// How the driver of a host is to work.
fn config(host: &topology::Host, topology: &Topology) -> Config {
    let device = &topology.devices[host.device];
    let mut config = Config::new(host.address);
    let ring = RingConfig { size_log2: host.ring.trailing_zeros(), ..config.transmit };
    (config.transmit, config.receive) = (ring, ring);
    let settings = &mut config.settings;
    // Frames for others: those that a bridge behind a TAP device takes, and those of a capture.
    settings.promiscuous = matches!(host.program, topology::Program::Tap { .. } | topology::Program::Sink { .. });
    settings.vlan_strip = false;
    let wire = topology.wires.iter().find(|wire| wire.ends.contains(&host.device));
    settings.half_duplex = wire.is_some_and(|wire| wire.half_duplex);
    settings.moderation_clocks = (host.moderation_ps / device.clock_ps) as u32;
    config
}

impl HostSide {
    /// Whether its program has done all it was to do; `None` for one that goes on for ever.
    pub fn is_done(&self) -> Option<bool> {
        self.state.program.borrow().is_done()
    }

    /// Whether it will do something though nothing comes from outside.
    pub fn will_act(&self) -> bool {
        self.shared.woken() || self.shared.deadline_ps() != u64::MAX
    }

    /// What it waits for; `wait` is what its task says of it.
    pub fn waiting(&self, topology: &Topology, wait: Option<&Wait>) -> Waiting {
        let program = self.state.program.borrow();
        let waits_for = match wait {
            Some(wait) if !self.state.up.get() => format!("{wait}, to bring its card up"),
            _ => program.waits_for(),
        };
        Waiting { host: topology.hosts[self.host].name.clone(), waits_for }
    }

    /// It is to shut its card down.
    pub fn close(&self) {
        self.state.closing.set(true);
        self.shared.poke();
    }

    /// Something from outside may be there for it.
    pub fn poke(&self) {
        self.shared.poke();
    }

    /// It has shut its card down.
    pub fn is_closed(&self) -> bool {
        self.state.closed.get()
    }

    /// The counters of its card at the end.
    pub fn counters(&self) -> Vec<Count> {
        self.state.counters.borrow().clone()
    }

    /// What it has come to.
    pub fn report(&self, topology: &Topology) -> HostReport {
        let host = &topology.hosts[self.host];
        HostReport {
            name: host.name.clone(),
            device: topology.devices[self.device].name.clone(),
            program: host.program.name(),
            results: self.state.program.borrow().results(),
            driver: self.state.driver.borrow().clone(),
        }
    }
}

type CardDriver = Driver<Rc<Shared>, Rc<Shared>>;

/// The task of a host.
struct Task {
    shared: Rc<Shared>,
    state: Rc<State>,
    frame_ps: u64,
    begin_ps: u64,
}

/// Events of the driver, counted.
#[derive(Default)]
struct Events {
    links: u64,
    receive_losses: u64,
    stops: u64,
    stalls: u64,
    mac_resets: u64,
}

impl Task {
    async fn run(self, config: Config) -> Result<(), String> {
        let (bus, memory) = (Rc::clone(&self.shared), Rc::clone(&self.shared));
        let mut driver = Driver::bring_up(bus, memory, config).await.map_err(|error| error.to_string())?;
        self.state.up.set(true);
        let mut events = Events::default();
        self.shared.until(self.begin_ps).await;
        while !self.state.closing.get() {
            let at_ps = self.handle_frames(&mut driver).await?;
            let again = driver.rearm(self.now_ns()).await != Rearmed::Wait;
            events.take(&mut driver);
            if !again {
                let deadline_ps = driver.deadline_ns().map(|ns| ns.saturating_mul(1000));
                self.change(at_ps.into_iter().chain(deadline_ps).min()).await;
                driver.interrupt();
            }
        }
        self.shut_down(&mut driver, events).await
    }

    /// Lets program and driver work until both have nothing to do; gives when the program wants to be called again.
    async fn handle_frames(&self, driver: &mut CardDriver) -> Result<Option<u64>, String> {
        loop {
            // A driver that takes time for a frame takes it for each alone.
            let budget = if self.frame_ps == 0 { BUDGET } else { 1 };
            let next = self.state.program.borrow_mut().poll(driver, self.shared.now_ps(), budget);
            let next = next.map_err(|error| error.to_string())?;
            if next.frames > 0 && self.frame_ps > 0 {
                self.shared.until(self.shared.now_ps() + next.frames * self.frame_ps).await;
            }
            let polled = driver.poll(self.now_ns(), 0, |_, _| ());
            if polled.attention == Attention::Recover {
                driver.recover(self.now_ns()).await.map_err(|error| error.to_string())?;
                continue;
            }
            if next.frames == 0 && polled.confirmed == 0 {
                return Ok(next.at_ps);
            }
        }
    }

    /// Waits for an interrupt, for this time, or for the lab.
    async fn change(&self, at_ps: Option<u64>) {
        let shared = &*self.shared;
        poll_fn(|context| {
            let due = at_ps.is_some_and(|at_ps| at_ps <= shared.now_ps());
            if shared.interrupt() || shared.take_poked() || due {
                return Poll::Ready(());
            }
            shared.wake_at_change(context.waker());
            at_ps.into_iter().for_each(|at_ps| shared.wake_at(at_ps, context.waker()));
            shared.waits().say(Wait::For("a frame".into()));
            Poll::Pending
        })
        .await;
        // What else it waited for does not matter any more.
        poll_fn(|context| {
            shared.forget(context.waker());
            Poll::Ready(())
        })
        .await;
    }

    fn now_ns(&self) -> u64 {
        self.shared.now_ps() / 1000
    }

    async fn shut_down(&self, driver: &mut CardDriver, mut events: Events) -> Result<(), String> {
        let counters = driver.counters().await.map_err(|error| error.to_string())?;
        let left = driver.shut_down().await.map_err(|error| error.to_string())?;
        events.take(driver);
        let count = |name: &str, value| Count { name: name.to_owned(), value };
        *self.state.counters.borrow_mut() = counters.iter().map(|(name, value)| count(name, value)).collect();
        let (sent, received) = (driver.transmit_counts(), driver.receive_counts());
        *self.state.driver.borrow_mut() = vec![
            count("accepted", sent.accepted),
            count("sent", sent.sent),
            count("sent_again", sent.sent_again),
            count("dropped", sent.dropped),
            count("lost", sent.lost),
            count("delivered", received.delivered),
            count("too_long", received.too_long),
            count("left", left.waiting as u64),
            count("recoveries", driver.recoveries()),
            count("links", events.links),
            count("receive_losses", events.receive_losses),
            count("stops", events.stops),
            count("stalls", events.stalls),
            count("mac_resets", events.mac_resets),
        ];
        self.state.closed.set(true);
        Ok(())
    }
}

impl Events {
    fn take(&mut self, driver: &mut CardDriver) {
        while let Some(event) = driver.next_event() {
            let count = match event {
                Event::LinkUp | Event::LinkDown => &mut self.links,
                Event::ReceiveLost => &mut self.receive_losses,
                Event::Stopped { .. } => &mut self.stops,
                Event::Stalled { .. } => &mut self.stalls,
                Event::MacReset { .. } => &mut self.mac_resets,
                // Counted by the driver, frame by frame.
                Event::TransmitLost { .. } => continue,
            };
            *count += 1;
        }
    }
}
