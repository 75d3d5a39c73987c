// SPDX-License-Identifier: MIT OR Apache-2.0
//! A driver, a card and adversarial memory; bursts of frames both ways by interrupts, and what must be so when all is
//! quiet again.

use std::cell::RefCell;
use std::rc::Rc;

use wirewright_host::device::{NetDevice, SendError, Transmit, TransmitMetadata};
use wirewright_host::driver::{
    Attention, BringUpError, Config, Driver, Event, Rearmed, RecoverError, RingConfig, memory_octets,
};
use wirewright_host::memory::Barrier;

use crate::soft_card::Sent;
use crate::world::{Handle, Setup, World, run};

pub const ADDRESS: [u8; 6] = [2, 0x11, 0x22, 0x33, 0x44, 0x55];

pub struct Rig {
    pub world: Rc<RefCell<World>>,
    pub driver: Driver<Handle, Handle>,
    /// Frames that were accepted, in order.
    pub accepted: Vec<Sent>,
    pub delivered: Vec<Vec<u8>>,
    pub events: Vec<Event>,
    pub waiting: bool,
    pub injected: usize,
}

/// What a run does besides frames.
#[derive(Clone, Copy, Default)]
pub struct Plan {
    pub rounds: usize,
    /// The user recovers without need, now and then.
    pub whims: bool,
    pub only_receive: bool,
    /// Interrupts come for nothing.
    pub spurious: bool,
}

/// Rings of 8 entries, three buffers for the longest frame to send, two for the longest received one.
pub fn config() -> Config {
    let mut config = Config::new(ADDRESS);
    config.settings.mtu = 68;
    config.transmit = RingConfig { size_log2: 3, buffer_octets: 32 };
    config.receive = RingConfig { size_log2: 3, buffer_octets: 48 };
    config.limits.polls = 4;
    config.self_test = false;
    config
}

pub fn world_for(seed: u64, config: &Config, setup: Setup) -> Rc<RefCell<World>> {
    let octets = memory_octets(config);
    let receive = usize::from(config.receive.buffer_octets) << config.receive.size_log2;
    // The base is 8 octets before a multiple of 64, and the buffers of the receive direction come last.
    let end = octets - 63 + 56;
    World::new(seed, octets, Setup { receive_buffers: (end - receive, end), ..setup })
}

impl Rig {
    pub fn new(seed: u64, config: Config, setup: Setup) -> Result<Rig, BringUpError> {
        let world = world_for(seed, &config, setup);
        Self::with(world, config)
    }

    pub fn with(world: Rc<RefCell<World>>, config: Config) -> Result<Rig, BringUpError> {
        let handle = Handle(Rc::clone(&world));
        let driver = run(Driver::bring_up(handle.clone(), handle, config))?;
        Ok(Rig {
            world,
            driver,
            accepted: Vec::new(),
            delivered: Vec::new(),
            events: Vec::new(),
            waiting: false,
            injected: 0,
        })
    }

    fn chance(&self, times: usize) -> bool {
        self.world.borrow_mut().random.once_in(times)
    }

    fn below(&self, end: usize) -> usize {
        self.world.borrow_mut().random.below(end)
    }

    pub fn now_ns(&self) -> u64 {
        self.world.borrow().now_ns
    }

    /// Sends a frame that is like no other, if there is room.
    pub fn send(&mut self) -> bool {
        let octets = 14 + self.below(69);
        self.send_one(octets)
    }

    pub fn send_one(&mut self, octets: usize) -> bool {
        let number = self.accepted.len();
        let mut frame: Vec<u8> = (0..octets).map(|at| (at * 7 + number * 13) as u8).collect();
        frame[..4].copy_from_slice(&(number as u32).to_be_bytes());
        let bits = self.below(8);
        let metadata = TransmitMetadata {
            insert_ipv4: bits & 1 == 1,
            insert_l4: bits & 2 == 2,
            tag: (bits & 4 == 4).then_some(number as u16 ^ 0x1234),
        };
        let (head, tail) = frame.split_at(octets / 2);
        match self.driver.split().0.send_parts(&[head, tail], metadata) {
            Ok(()) => {
                let (ipv4, l4, tag) = (metadata.insert_ipv4, metadata.insert_l4, metadata.tag);
                self.accepted.push(Sent { octets: frame, ipv4, l4, tag });
                true
            }
            Err(SendError::Full) => false,
            Err(error) => panic!("{error}"),
        }
    }

    /// Puts a frame for the card onto the wire.
    pub fn inject(&mut self) {
        let octets = 18 + self.below(69);
        let number = self.injected;
        self.injected += 1;
        let mut frame: Vec<u8> = (0..octets).map(|at| (at * 5 + number * 17 + 3) as u8).collect();
        frame[..6].copy_from_slice(&ADDRESS);
        frame[6..10].copy_from_slice(&(number as u32).to_be_bytes());
        self.world.borrow_mut().card.wire_in.push_back(frame);
    }

    /// One turn of whoever looks after the driver: whether it waits for an interrupt now.
    pub fn turn(&mut self) -> Result<bool, RecoverError> {
        let now_ns = self.now_ns();
        if self.waiting {
            if self.world.borrow().card.line() {
                self.driver.interrupt();
                self.waiting = false;
            } else {
                self.world.borrow_mut().tick();
            }
            return Ok(self.waiting);
        }
        let budget = 1 + self.below(4);
        let delivered = &mut self.delivered;
        let polled = self.driver.poll(now_ns, budget, |frame, _| delivered.push(frame.to_vec()));
        let recover = match polled.attention {
            Attention::PollAgain => false,
            Attention::Recover => true,
            Attention::Rearm => match run(self.driver.rearm(now_ns)) {
                Rearmed::Wait => {
                    self.waiting = true;
                    false
                }
                Rearmed::Poll => false,
                Rearmed::Recover => true,
            },
        };
        self.take_events();
        if recover {
            run(self.driver.recover(now_ns))?;
        }
        Ok(self.waiting)
    }

    pub fn take_events(&mut self) {
        while let Some(event) = self.driver.next_event() {
            self.events.push(event);
        }
    }

    pub fn recover(&mut self) -> Result<(), RecoverError> {
        self.waiting = false;
        run(self.driver.recover(self.now_ns()))
    }

    /// Bursts both ways, and after each one quiet.
    pub fn traffic(&mut self, plan: Plan) -> Result<(), String> {
        for _ in 0..plan.rounds {
            let mut to_send = if plan.only_receive { 0 } else { self.below(14) };
            let mut to_receive = self.below(14);
            let mut turns = 0;
            loop {
                turns += 1;
                if turns > 100_000 {
                    return Err("never quiet".into());
                }
                to_send -= usize::from(to_send > 0 && self.chance(3) && self.send());
                if to_receive > 0 && self.chance(3) {
                    to_receive -= 1;
                    self.inject();
                }
                if plan.whims && self.chance(60) {
                    self.recover().map_err(|error| error.to_string())?;
                }
                if plan.spurious && self.chance(10) {
                    self.driver.interrupt();
                    self.waiting = false;
                }
                let waits = self.turn().map_err(|error| error.to_string())?;
                let stopped = self.driver.split().0.stopped().is_some();
                if waits && !stopped && to_send + to_receive == 0 && self.world.borrow().quiet() && !self.line() {
                    break;
                }
            }
            self.check_quiet()?;
        }
        Ok(())
    }

    fn line(&self) -> bool {
        self.world.borrow().card.line()
    }

    /// Nothing is left to do: all frames have got where they were to go.
    pub fn check_quiet(&mut self) -> Result<(), String> {
        let (waiting, delivered) = (self.driver.split().0.waiting(), self.delivered.len());
        let world = self.world.borrow();
        if waiting > 0 {
            return Err(format!("stuck: {waiting} frames wait to be sent, and nothing happens any more"));
        }
        if delivered != world.card.completed.len() {
            let completed = world.card.completed.len();
            return Err(format!("stuck: {delivered} frames received, but the card has completed {completed}"));
        }
        if let Some(rule) = world.rules.broken.first() {
            return Err(rule.clone());
        }
        if world.strayed() {
            return Err("the card reached for what is not there".into());
        }
        if let Some(number) = (0..delivered).find(|&at| self.delivered[at] != world.card.completed[at]) {
            return Err(format!("received frame {number} is changed"));
        }
        Ok(())
    }

    /// Without resets: every frame once, in order, unchanged, and nothing told.
    pub fn check_clean(&self) -> Result<(), String> {
        let world = self.world.borrow();
        let wrong = self.accepted.iter().zip(&world.card.wire_out).position(|(accepted, sent)| accepted != sent);
        if let Some(number) = wrong {
            return Err(format!("sent frame {number} is changed"));
        }
        let counts = self.driver.transmit_counts();
        let accepted = self.accepted.len();
        if world.card.wire_out.len() != accepted || counts.sent != accepted as u64 || counts.accepted != counts.sent {
            return Err(format!("{accepted} frames accepted, {} on the wire, {counts:?}", world.card.wire_out.len()));
        }
        if self.delivered.len() != self.injected {
            return Err(format!("{} frames injected, {} delivered", self.injected, self.delivered.len()));
        }
        match self.events.as_slice() {
            [] | [Event::LinkUp] => Ok(()),
            events => Err(format!("{events:?}")),
        }
    }

    /// With resets: every accepted frame has one end, all but the lost ones were on the wire, and first in order.
    pub fn check_accounts(&mut self) -> Result<Vec<u64>, String> {
        self.take_events();
        let counts = self.driver.transmit_counts();
        let waiting = self.driver.split().0.waiting() as u64;
        let ends = counts.sent + counts.sent_again + counts.dropped + counts.lost + waiting;
        if counts.accepted != ends || counts.accepted != self.accepted.len() as u64 {
            return Err(format!("{} frames accepted, {counts:?}, {waiting} waiting", self.accepted.len()));
        }
        let mut lost = Vec::new();
        for event in &self.events {
            if let Event::TransmitLost { first, count } = event {
                lost.extend(*first..first + count);
            }
        }
        if lost.len() as u64 != counts.lost {
            return Err(format!("lost frames {lost:?}, {counts:?}"));
        }
        let world = self.world.borrow();
        let mut on_wire = vec![false; self.accepted.len()];
        for sent in &world.card.wire_out {
            let number = u32::from_be_bytes(sent.octets[..4].try_into().map_err(|_| "short frame")?) as usize;
            if self.accepted.get(number) != Some(sent) {
                return Err(format!("frame {number} on the wire is changed"));
            }
            if number > 0 && !on_wire[number - 1] && !lost.contains(&(number as u64 - 1)) {
                return Err(format!("frame {number} came before the one before it"));
            }
            on_wire[number] = true;
        }
        let missing = (0..on_wire.len()).find(|&at| !on_wire[at] && !lost.contains(&(at as u64)));
        match missing.filter(|_| waiting == 0) {
            Some(number) => Err(format!("frame {number} never was on the wire, {counts:?}")),
            None => Ok(lost),
        }
    }
}

/// A whole run from a seed: what was wrong.
pub fn clean_run(seed: u64, ignored: Option<Barrier>, plan: Plan) -> Result<(), String> {
    let (result, late) = one_run(seed, ignored, plan, None);
    result?;
    // A read that could have been late is late in a second run, in which all else is the same.
    match late {
        Some(_) if ignored.is_none() => Err("a read could have been late".into()),
        Some(late) => one_run(seed, ignored, plan, Some(late)).0,
        None => Ok(()),
    }
}

type Late = (u64, Vec<u8>);

fn one_run(seed: u64, ignored: Option<Barrier>, plan: Plan, late: Option<Late>) -> (Result<(), String>, Option<Late>) {
    let mut rig = match Rig::new(seed, config(), Setup { ignored, ..Setup::default() }) {
        Ok(rig) => rig,
        Err(error) => return (Err(error.to_string()), None),
    };
    rig.world.borrow_mut().prophecies.extend(late);
    let mut result = rig.traffic(plan);
    if result.is_ok() {
        result = if plan.whims { rig.check_accounts().map(drop) } else { rig.check_clean() };
    }
    let world = rig.world.borrow();
    let late = world.late().first_key_value().map(|(number, octets)| (*number, octets.clone()));
    drop(world);
    (result, late)
}
