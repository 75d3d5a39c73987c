// SPDX-License-Identifier: MIT OR Apache-2.0
//! A stimulus for any block, made from its port list: frames on what looks like a stream or a wire, and pins for the
//! rest, with a table of the ports for which blind noise would never lead anywhere.

use wirewright_spec::{Port, PortSet};

use super::card;
use super::frames::{self, Profile};
use super::medium::Attempt;
use super::packets::{self, KNOWN_ADDRESSES};
use super::resets::{self, Who};
use super::{Driver, Medium, Pin, Shape, Source, Stimulus, Stream, StreamFrame, Wire, WireFrame};
use crate::clocks::{ClockPlan, Stands};
use crate::lockstep::reset_value;
use crate::random::Random;

/// What kind of stimulus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// Frames as sources and PHYs send them, with the faults that they can have.
    Protocol,
    /// Any value at any time: what is equal must be equal on all inputs.
    Chaos,
}

/// The own address that stimuli set and send frames to.
pub(super) const OWN_ADDRESS: u64 = 0x02_00_5e_10_20_30;

/// The default stimulus of a block.
pub fn default_stimulus(block: &PortSet, flavour: Flavour, seed: u64, events: u64) -> Stimulus {
    let clocks = Plan::of(block, seed, events).clocks();
    with_clocks(block, flavour, seed, events, clocks)
}

/// The same with other clocks, to which the resets keep.
pub(super) fn with_clocks(block: &PortSet, flavour: Flavour, seed: u64, events: u64, clocks: ClockPlan) -> Stimulus {
    let mut plan = Plan::of(block, seed, events);
    plan.resets(&clocks, flavour);
    plan.enables(flavour);
    if flavour == Flavour::Protocol {
        plan.streams();
        plan.wire();
        plan.medium();
        plan.card();
    }
    plan.pins(flavour);
    Stimulus { clocks, events, drivers: plan.drivers }
}

struct Plan<'a> {
    block: &'a PortSet,
    seed: u64,
    events: u64,
    drivers: Vec<Driver>,
    /// Inputs that nothing drives yet.
    left: Vec<&'a Port>,
}

impl<'a> Plan<'a> {
    fn of(block: &'a PortSet, seed: u64, events: u64) -> Plan<'a> {
        Plan { block, seed, events, drivers: Vec::new(), left: block.inputs.iter().collect() }
    }

    fn take(&mut self, chosen: impl Fn(&Port) -> bool) -> Option<&'a Port> {
        let index = self.left.iter().position(|port| chosen(port))?;
        Some(self.left.remove(index))
    }

    /// The periods of IEEE 802.3 where the block has them, and pairs that stress a crossing where it has not.
    fn clocks(&self) -> ClockPlan {
        let mut random = Random::named(self.seed, "clocks");
        if let [name] = self.block.clocks {
            return ClockPlan::single(name, 8000);
        }
        let design = self.is_design();
        let nibbles = self.has("mii_rxd");
        let period = |name: &&'static str| match (design, *name) {
            (true, "tx_clk" | "rx_clk") if nibbles => (*name, 40_000),
            (true, _) => (*name, 8000),
            (false, _) => (*name, *random.choose(&[8000, 8000, 8000, 3000, 9000, 40_000])),
        };
        let periods: Vec<_> = self.block.clocks.iter().map(period).collect();
        let mut plan = ClockPlan::seeded(&periods, 200, self.seed);
        if self.is_calm() {
            return plan;
        }
        for clock in &mut plan.clocks {
            // Long after the first reset; for moments, or for so long that memories fill and frames starve.
            let mean_run_edges = (self.events / if design { 12 } else { 60 }).max(400);
            clock.stands = Some(Stands { seed: self.seed, mean_run_edges, most_periods: 600 });
        }
        plan
    }

    /// All resets are held until each clock has had 8 edges and a few more. Afterwards blocks of one clock are reset
    /// again now and then, and all others by resets as short as one edge, with preference while a clock stands.
    fn resets(&mut self, clocks: &ClockPlan, flavour: Flavour) {
        let slowest_ps = clocks.clocks.iter().map(|clock| clock.period_ps).max().unwrap_or(1);
        let mut sides = Vec::new();
        for (index, clock) in clocks.clocks.iter().enumerate() {
            let is_reset = |p: &Port| p.clock == clock.name && reset_value(p.name).is_some();
            let Some(port) = self.take(is_reset) else { continue };
            let edges = 8 * slowest_ps.div_ceil(clock.period_ps) + Random::named(self.seed, port.name).between(2, 8);
            sides.push(resets::Side::new(port, index, clock.period_ps, edges));
        }
        if let ([_], Some(side)) = (self.block.clocks, sides.first()) {
            let is_whole = self.is_for_giant() || (flavour == Flavour::Protocol && self.may_go_round());
            let again_mean_edges = if is_whole { 0 } else { self.events / 6 };
            let (port, value, edges) = (side.port(), side.value(), side.edges_left());
            let source = Source::Reset { value, edges, again_mean_edges, again_edges: 1, seed: self.seed };
            return self.pin(port, source);
        }
        let who = match (self.block.name, flavour) {
            _ if self.is_design() => Who::AnyOne,
            // Here each register of each side has its value whatever the other side does.
            ("async_fifo" | "word_sync", Flavour::Chaos) => Who::TogetherOrAlone,
            _ => Who::Together,
        };
        let mean_events = match self.events {
            events if self.is_calm() => 2 * events,
            events if self.is_design() => events / 12,
            events => events / 40,
        };
        self.drivers.extend(resets::play(clocks, sides, who, self.seed, (self.events, mean_events)));
    }

    /// Clock enables and nibble choice come before the wire that follows them.
    fn enables(&mut self, flavour: Flavour) {
        for name in ["tx_ce", "rx_ce", "tx_clk_en", "rx_clk_en"] {
            let Some(port) = self.take(|p| p.name == name) else { continue };
            let mut random = Random::named(self.seed, "enables");
            let shape = match (flavour, random.between(0, 3)) {
                (Flavour::Protocol, _) if self.is_for_giant() => Shape::Bursts { on_edges: 3000, off_edges: 1 },
                (Flavour::Chaos, _) | (_, 0) => Shape::Any { mean_edges: 1 },
                (_, 1) => Shape::Bursts { on_edges: 3000, off_edges: 1 },
                _ => Shape::Bursts { on_edges: 1, off_edges: random.between(1, 10) },
            };
            self.pin_random(port, shape);
        }
        for name in ["cfg_nibble", "cfg_tx_nibble", "cfg_rx_nibble"] {
            let Some(port) = self.take(|p| p.name == name) else { continue };
            match flavour {
                Flavour::Chaos => self.pin_random(port, Shape::Any { mean_edges: 50 }),
                // The giant has room in octets only.
                Flavour::Protocol if self.is_for_giant() => self.pin(port, Source::Constant(0)),
                Flavour::Protocol => self.pin_random(port, Shape::Any { mean_edges: self.events / 8 }),
            }
        }
    }

    /// Every input group `x_tdata`, `x_tvalid`, `x_tlast`.
    fn streams(&mut self) {
        let prefixes: Vec<_> = self.left.iter().filter_map(|p| p.name.strip_suffix("_tdata")).collect();
        for prefix in prefixes {
            let [data, valid, last] = ["tdata", "tvalid", "tlast"].map(|part| format!("{prefix}_{part}"));
            if !self.has(&valid) || !self.has(&last) {
                continue;
            }
            let clock = self.clock_of(&data);
            let mut taken = |name: String| self.take(|p| p.name == name).map(|p| p.name.to_owned());
            for name in [&data, &valid, &last] {
                taken(name.clone());
            }
            let mark_ports = ["tuser", "tdrop"].iter().filter_map(|m| taken(format!("{prefix}_{m}"))).collect();
            let level_ports = taken("tx_fcs_insert".into()).into_iter().collect();
            let ready = format!("{prefix}_tready");
            let ready = self.block.outputs.iter().any(|p| p.name == ready).then_some(ready);
            let mut random = Random::named(self.seed, prefix);
            let (profile, most_gap) = (self.profile(), self.events / 300);
            let mut frames = match packets::are_for(self.block) {
                true => packets::stream(&mut random, profile.faults_per_million, self.events, most_gap),
                false => frames::stream(&mut random, &profile, self.events, most_gap),
            };
            if let Some(octets) = self.giant_octets() {
                let octets = random.octets(octets);
                frames.insert(frames.len() / 8, StreamFrame { octets, levels: 1, ..StreamFrame::default() });
            }
            let noise = Some(random.bits());
            self.drivers.push(Driver::Stream(Stream {
                clock,
                data,
                valid,
                last,
                ready,
                mark_ports,
                level_ports,
                noise,
                frames,
            }));
        }
    }

    fn wire(&mut self) {
        for (kind, nibbles) in [("gmii", false), ("mii", true)] {
            let [data, valid, error] = ["rxd", "rx_dv", "rx_er"].map(|part| format!("{kind}_{part}"));
            if !self.has(&data) {
                continue;
            }
            for name in [&data, &valid, &error] {
                self.take(|p| p.name == name);
            }
            let known = |names: [&str; 2]| names.iter().find(|name| self.has(name)).map(|name| (*name).to_owned());
            let mut random = Random::named(self.seed, kind);
            let mut frames = frames::wire(&mut random, &self.profile(), nibbles, self.events);
            if let Some(octets) = self.giant_octets() {
                let octets = random.octets(octets);
                frames.insert(frames.len() / 8, WireFrame { gap: 12, preamble: 7, octets, ..WireFrame::default() });
            }
            let wire = Wire {
                clock: self.clock_of(&data),
                data,
                valid,
                error,
                enable: known(["rx_ce", "rx_clk_en"]),
                nibble_choice: known(["cfg_nibble", "cfg_rx_nibble"]),
                nibbles,
                noise: Some(random.bits()),
                frames,
            };
            self.drivers.push(Driver::Wire(wire));
        }
    }

    fn medium(&mut self) {
        if !self.has("mii_crs") {
            return;
        }
        for name in ["mii_crs", "mii_col"] {
            self.take(|p| p.name == name);
        }
        let mut random = Random::named(self.seed, "medium");
        let attempts = attempts(&mut random, self.events / 100);
        let carriers = (0..self.events / 500).map(|_| carrier(&mut random)).collect();
        let transmit = self.block.outputs.iter().find(|p| p.name == "mii_tx_en");
        let clock = transmit.map_or("clk", |p| p.clock).to_owned();
        let [transmit, carrier, collision] = ["mii_tx_en", "mii_crs", "mii_col"].map(str::to_owned);
        self.drivers.push(Driver::Medium(Medium { clock, transmit, carrier, collision, attempts, carriers }));
    }

    /// What serves the bus and the registers of a card, or the commands of a block inside of one.
    fn card(&mut self) {
        let prefixes = ["m_axi_", "s_axil_"];
        if self.left.iter().any(|port| prefixes.iter().any(|prefix| port.name.starts_with(prefix))) {
            self.left.retain(|port| !prefixes.iter().any(|prefix| port.name.starts_with(prefix)));
            self.drivers.push(Driver::Host(Box::new(card::host(self.block, self.seed))));
        }
        if let Some(server) = card::server(self.block, self.seed, self.may_go_round()) {
            const TAKEN: [&str; 8] = [
                "command_ready",
                "word_valid",
                "word_data",
                "word_last",
                "word_error",
                "word_ready",
                "done",
                "done_error",
            ];
            self.left.retain(|port| !TAKEN.contains(&port.name));
            self.drivers.push(Driver::Server(server));
        }
        if let Some(follow) = card::follow(self.block, self.seed) {
            self.left.retain(|port| port.name != follow.port);
            self.drivers.push(Driver::Follow(follow));
        }
    }

    /// All that is left.
    fn pins(&mut self, flavour: Flavour) {
        for port in std::mem::take(&mut self.left) {
            if flavour == Flavour::Protocol
                && self.may_go_round()
                && let Some(source) = card::round_source(port.name)
            {
                self.pin(port, source);
                continue;
            }
            let shape = match flavour {
                Flavour::Protocol => self.protocol_shape(port),
                Flavour::Chaos => self.chaos_shape(port),
            };
            match shape {
                Some(shape) => self.pin_random(port, shape),
                None => self.pin(port, Source::Constant(OWN_ADDRESS)),
            }
        }
    }

    /// None: the own address.
    fn protocol_shape(&self, port: &Port) -> Option<Shape> {
        let mut random = Random::named(self.seed, port.name);
        // A clock of a design has a part of the events only.
        let long = (self.events / if self.is_design() { 60 } else { 10 }).max(1);
        Some(match port.name {
            name if is_own_address(name) => return None,
            name if name.ends_with("_tready") || name == "record_ready" => match random.between(0, 2) {
                0 => Shape::Bursts { on_edges: 5000, off_edges: 1 },
                1 => Shape::Bursts { on_edges: 40, off_edges: 10 },
                _ => Shape::Bursts { on_edges: 600, off_edges: 1500 },
            },
            "tx_hold" => Shape::Bursts { on_edges: 30, off_edges: 200 },
            "pause_valid" | "src_valid" | "snapshot" | "stat_snapshot" | "load" => Shape::Rare { mean_edges: 500 },
            "pause_request" => Shape::Bursts { on_edges: 900, off_edges: 900 },
            "rx_valid" => Shape::Rare { mean_edges: 60 },
            "start" => Shape::Rare { mean_edges: 3000 },
            "init" => Shape::Rare { mean_edges: 80 },
            "valid" => Shape::Bursts { on_edges: 60, off_edges: 2 },
            "tx_start_ready" | "octet_tick" => Shape::Bursts { on_edges: 40, off_edges: 3 },
            "cfg_pause_quanta" | "cfg_tx_pause_quanta" => {
                Shape::Among { values: vec![0, 1, 3, 20, 0xffff, 0xaaaa], mean_edges: long / 4 + 1 }
            }
            // A long pause ends with the next word: half of the words are short.
            "pause_quanta" => Shape::Among { values: vec![0, 0, 1, 2, 6, 0xffff, 0x5555, 0xaaaa], mean_edges: 100 },
            "events" => Shape::Sparse,
            "mdio_done" => Shape::Rare { mean_edges: 3 },
            "mdio_fault" => Shape::Rare { mean_edges: 50 },
            // Identifiers of PHYs, and what their status registers say.
            "mdio_read_data" => Shape::Among {
                values: vec![0x001c, 0xc916, 0x001c, 0xc911, 0x36e9, 0x8000, 0x002c, 0x0014, 0x000c, 0x003c, 0xffff, 0],
                mean_edges: 2,
            },
            "seed" => Shape::Among { values: vec![0, 1, 0xffff_ffff, 0x1234_5678, 0xdead_beef], mean_edges: 3 },
            "addr" | "stat_addr" => Shape::Any { mean_edges: 4 },
            // Long delays for the few frames that meet many collisions would leave no time for others.
            "random" if self.has("mii_crs") => {
                Shape::Among { values: vec![0, 0, 0, 0, 0, 0, 1, 2, 5, 0x155, 0x3ff, 0x2aa], mean_edges: 20 }
            }
            "random" | "data" | "octets" => Shape::Any { mean_edges: 1 },
            name => {
                card::shape(self.block, name, long, &mut random).unwrap_or_else(|| self.octet_path_shape(name, long))
            }
        })
    }

    /// The ports of the octet path of the card, and what all blocks share. Commands and words of `stream_narrow` and
    /// `stream_widen` fit each other whatever they are: a chunk uses up as many words as it needs.
    fn octet_path_shape(&self, name: &str, long: u64) -> Shape {
        let mut random = Random::named(self.seed, name);
        match name {
            "cfg_enable" | "cfg_strip" | "cfg_verify" => Shape::Bursts { on_edges: long, off_edges: long / 4 + 1 },
            "cfg_promiscuous" => Shape::Bursts { on_edges: long / 8 + 1, off_edges: long },
            "cfg_hash" => {
                let values = vec![0, u64::MAX, random.bits(), random.bits(), random.bits() & random.bits()];
                Shape::Among { values, mean_edges: long / 2 + 1 }
            }
            "filter_write" => Shape::Rare { mean_edges: 150 },
            "filter_address" => Shape::Among { values: KNOWN_ADDRESSES.to_vec(), mean_edges: 1 },
            "command_valid" | "s_axis_tvalid" => match random.between(0, 2) {
                0 => Shape::Bursts { on_edges: 5000, off_edges: 1 },
                1 => Shape::Bursts { on_edges: 30, off_edges: 6 },
                _ => Shape::Bursts { on_edges: 1, off_edges: 9 },
            },
            "command_octets" => chunk_octets(),
            "command_discard" => Shape::Among { values: vec![0, 0, 0, 1], mean_edges: 1 },
            "command_lane" | "command_end" | "command_vlan_tci" | "s_axis_tdata" => Shape::Any { mean_edges: 1 },
            // Only where no stream has it: a word that the bus could not read.
            "s_axis_tuser" => Shape::Rare { mean_edges: 100 },
            "cfg_full_duplex" | "cfg_tx_full_duplex" => Shape::Bursts { on_edges: long / 4 + 1, off_edges: long },
            name if name.starts_with("cfg_") => Shape::Any { mean_edges: long },
            _ => Shape::Any { mean_edges: 3 },
        }
    }

    /// As [`Plan::protocol_shape`]; here any port may do anything, but for what would end all else: a pause of
    /// minutes, or more events than the contract of `mac_counters` allows.
    fn chaos_shape(&self, port: &Port) -> Option<Shape> {
        let mut random = Random::named(self.seed ^ 0xc4a0, port.name);
        Some(match port.name {
            // Counters that run as fast as they may: octets pass 2^32 in 75,000 edges.
            "events" if self.seed.is_multiple_of(2) => Shape::Dense,
            // A medium that is never free would let no frame pass.
            "mii_crs" => Shape::Bursts { on_edges: 40, off_edges: 300 },
            "mii_col" => Shape::Rare { mean_edges: 400 },
            "octets" if self.seed.is_multiple_of(2) => Shape::Among { values: vec![0xffff], mean_edges: 1 },
            "events" => Shape::Sparse,
            "pause_quanta" => Shape::Among { values: vec![0, 0, 1, 2, 3, 0xffff, 0x8001], mean_edges: 1 },
            name if is_own_address(name) && random.between(0, 1) == 0 => return None,
            // Some chunks and not one alone.
            "command_octets" if random.between(0, 2) != 0 => chunk_octets(),
            _ => match random.between(0, 5) {
                0 => Shape::Any { mean_edges: 1 },
                1 => Shape::Any { mean_edges: 7 },
                2 if port.width > 1 => Shape::Any { mean_edges: 40 },
                2 => Shape::Bursts { on_edges: 200, off_edges: 20 },
                3 => Shape::Bursts { on_edges: 20, off_edges: 3 },
                4 => Shape::Bursts { on_edges: 2, off_edges: 6 },
                _ => Shape::Among { values: vec![0, 0x55, 0xd5, 0xff, u64::MAX], mean_edges: 2 },
            },
        })
    }

    /// Frames fit the memory of the block, most of the time.
    fn profile(&self) -> Profile {
        let max_octets = match self.block.name {
            "stream_fifo_64" => 80,
            "stream_fifo_16k" | "mac_gmii_jumbo" | "mac_trispeed_jumbo" => 9020,
            "mac_tx" | "mac_rx" | "mac_rx_mii" | "mac_rx_trispeed" => 9020,
            _ => 1530,
        };
        let limits = self.block.name != "stream_fifo_64";
        Profile { max_octets, limits, faults_per_million: 120_000, own_address: OWN_ADDRESS }
    }

    fn may_go_round(&self) -> bool {
        card::may_go_round(self.block, self.seed, self.events)
    }

    fn is_design(&self) -> bool {
        self.block.clocks.len() == 3
    }

    /// Octets of one frame far beyond all limits: one that no memory of a design holds; for a block that counts, one
    /// whose length does not fit into 16 bits, in every second seed, for it fills a run.
    fn giant_octets(&self) -> Option<usize> {
        let counts = ["mac_tx", "mac_rx", "mac_tx_mii", "mac_rx_mii", "mac_tx_trispeed", "mac_rx_trispeed"];
        match self.events >= 150_000 {
            true if self.is_design() && self.block.name.ends_with("_jumbo") => Some(17_500),
            true if self.is_design() => Some(5000),
            true if self.seed.is_multiple_of(2) && self.block.name == "echo" => Some(5000),
            true if self.seed.is_multiple_of(2) && counts.contains(&self.block.name) => Some(65_600),
            _ => None,
        }
    }

    /// Whether the giant needs the whole run: no reset, all octets, no clock lost.
    fn is_for_giant(&self) -> bool {
        !self.is_design() && self.giant_octets().is_some()
    }

    /// Whether no clock stands and a second reset is rare, so that counters and memories fill.
    fn is_calm(&self) -> bool {
        self.seed.is_multiple_of(3)
    }

    fn has(&self, name: &str) -> bool {
        self.block.inputs.iter().any(|port| port.name == name)
    }

    fn clock_of(&self, name: &str) -> String {
        self.block.inputs.iter().find(|p| p.name == name).map_or("clk", |p| p.clock).to_owned()
    }

    fn pin_random(&mut self, port: &Port, shape: Shape) {
        let seed = Random::named(self.seed, port.name).bits();
        self.pin(port, Source::Random { seed, shape });
    }

    fn pin(&mut self, port: &Port, source: Source) {
        self.drivers.push(Driver::Pin(Pin { clock: port.clock.to_owned(), port: port.name.to_owned(), source }));
    }
}

/// Whether a port is for the address of the station.
fn is_own_address(name: &str) -> bool {
    name.ends_with("mac_address") || name == "cfg_address"
}

/// Octets of chunks of host memory: around the words, and now and then a frame.
pub(super) fn chunk_octets() -> Shape {
    let values = vec![0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 17, 23, 24, 25, 33, 64, 65, 127, 1514];
    Shape::Among { values, mean_edges: 1 }
}

/// What comes of attempts: mostly nothing, else a collision anywhere, often close to the slot time, and from time to
/// time so many in a row that the frame is given up.
fn attempts(random: &mut Random, count: u64) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    while (attempts.len() as u64) < count {
        let in_a_row = match random.between(0, 29) {
            0 => 16,
            1 => random.between(3, 15),
            _ => 0,
        };
        for _ in 0..in_a_row {
            let collide_after = Some(random.between(0, 100));
            attempts.push(Attempt { collide_after, collision_edges: random.between(1, 20), no_carrier: false });
        }
        attempts.push(attempt(random));
    }
    attempts
}

fn attempt(random: &mut Random) -> Attempt {
    let collide_after = match random.between(0, 9) {
        0..=3 => None,
        4..=7 => Some(random.between(0, 125)),
        8 => Some(random.between(118, 136)),
        _ => Some(random.between(0, 400)),
    };
    let collision_edges = random.between(1, 40);
    Attempt { collide_after, collision_edges, no_carrier: random.between(0, 5) == 0 }
}

/// Silence and carrier of others, now and then longer than two of the longest frames, which is excessive deferral.
fn carrier(random: &mut Random) -> (u64, u64) {
    let carrier = if random.between(0, 9) == 0 { random.between(6000, 8000) } else { random.between(0, 300) };
    (random.between(1, 5000), carrier)
}
