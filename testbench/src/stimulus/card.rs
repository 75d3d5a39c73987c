// SPDX-License-Identifier: MIT OR Apache-2.0
//! The host of a card for the default stimuli: rings full of descriptors that stay as they are, real packets behind
//! those to send, and a script that sets the card up, hands descriptors in, reads and changes whatever there is, lets
//! the bus fail, resets, and begins again. And how the pins of the blocks on the bus side behave.

use wirewright_spec::PortSet;
use wirewright_spec::card::registers::{self as map, Register, bits};
use wirewright_spec::card::rings::{COMPLETION_OCTETS, DESCRIPTOR_OCTETS};

use super::defaults::{OWN_ADDRESS, chunk_octets};
use super::host::{Contents, Step};
use super::server::ServerAnswer;
use super::{Follow, Host, Server, Shape, Source, packets};
use crate::card::{Latency, Timing};
use crate::random::Random;

/// Turns of the script between two resets of the card by its register.
const TURNS: u64 = 16;
/// So many times the card is set up anew.
const LIVES: usize = 24;

/// The host of a block with a bus or registers; the script is for one with registers.
pub(super) fn host(block: &PortSet, seed: u64) -> Host {
    let mut random = Random::named(seed, "host");
    let latency = match random.between(0, 2) {
        0 => Latency::Fixed(*random.choose(&[1, 2, 64, 200])),
        _ => Latency::UpTo(*random.choose(&[3, 64, 64, 300])),
    };
    let stalls_per_million = *random.choose(&[0, 0, 100_000, 500_000]);
    let timing = Timing { latency, stalls_per_million, seed: random.bits() };
    let mut host = Host { clock: "clk".to_owned(), timing, contents: vec![], script: vec![], again: 0, lives: vec![] };
    if block.inputs.iter().any(|port| port.name == "s_axil_awvalid") {
        for _ in 0..LIVES {
            host.lives.push(host.script.len());
            life(block, &mut random, &mut host);
        }
    }
    host
}

/// A host that keeps both directions of a card busy and does nothing else: for measurements.
pub(crate) fn busy_host(block: &PortSet) -> Host {
    let random = &mut Random::named(1, "busy host");
    let rings = Rings { size_log2: 6, bases: [0x1_0000, 0x2_0000, 0x3_0000, 0x4_0000] };
    let timing = Timing { latency: Latency::Fixed(64), ..Timing::default() };
    let mut host = Host { clock: "clk".to_owned(), timing, contents: vec![], script: vec![], again: 0, lives: vec![] };
    host.contents.extend(descriptors_to_send(random, &rings));
    host.contents.extend(descriptors_to_fill(random, &rings));
    set_up(block, random, &rings, &mut host.script);
    host.script.push(write(&map::CONTROL, 3 | 1 << bits::CONTROL::PROMISCUOUS | 1 << bits::CONTROL::CHECKSUM));
    host.again = host.script.len();
    for (head, tail) in [(&map::RX_HEAD, &map::RX_TAIL), (&map::TX_HEAD, &map::TX_TAIL)] {
        host.script.extend([Step::HandIn(head.offset, tail.offset, 1 << rings.size_log2), Step::Wait(200)]);
    }
    host
}

/// Where things are in memory, and how many entries the rings have.
struct Rings {
    size_log2: u32,
    /// Descriptors and completions of transmit, of receive.
    bases: [u64; 4],
}

/// From one reset by the register to the next.
fn life(block: &PortSet, random: &mut Random, host: &mut Host) {
    let size_log2 = *random.choose(&[3, 3, 3, 4, 4, 5, 6]);
    let base = |random: &mut Random| match random.between(0, 3) {
        // A ring across 2^32.
        0 => (random.bits() & 0xff << 32 | 0xffff_ffc0) & !63,
        1 => random.bits() & !63,
        _ => 0x1000_0000 + (random.bits() & 0xff_ffc0),
    };
    let bases = [0; 4].map(|_| base(random));
    let rings = Rings { size_log2, bases };
    host.contents.extend(descriptors_to_send(random, &rings));
    host.contents.extend(descriptors_to_fill(random, &rings));
    let script = &mut host.script;
    script.push(write(&map::RESET, 1));
    script.extend([Step::Fail(0, 0), Step::Withhold(false, false), Step::Read(map::RESET.offset), Step::Wait(60)]);
    set_up(block, random, &rings, script);
    let ends_badly = random.between(0, 2) == 0;
    for turn in 0..TURNS {
        if ends_badly && turn == TURNS - 10 {
            let response = *random.choose(&[2, 3]);
            let (ring, octets) = (*random.choose(&rings.bases), 16 << rings.size_log2);
            script.push(match random.between(0, 2) {
                0 => Step::Fail(20_000, response),
                _ => Step::Spoil(ring, octets, response),
            });
        }
        turn_of_work(random, &rings, script);
    }
}

fn write(register: &Register, data: u32) -> Step {
    Step::Write(register.offset, data, 0xf)
}

fn set_up(block: &PortSet, random: &mut Random, rings: &Rings, script: &mut Vec<Step>) {
    let own = OWN_ADDRESS;
    script.extend([write(&map::ADDRESS_LOW, own as u32), write(&map::ADDRESS_HIGH, (own >> 32) as u32)]);
    script.extend([write(&map::HASH_LOW, random.bits() as u32), write(&map::HASH_HIGH, random.bits() as u32)]);
    script.push(write(&map::PAUSE, *random.choose(&[0xffff, 3, 0])));
    for index in 0..random.between(0, 3) as u32 {
        filter(random, index, script);
    }
    let lows = [
        (&map::TX_DESCRIPTORS_LOW, &map::TX_DESCRIPTORS_HIGH),
        (&map::TX_COMPLETIONS_LOW, &map::TX_COMPLETIONS_HIGH),
        (&map::RX_DESCRIPTORS_LOW, &map::RX_DESCRIPTORS_HIGH),
        (&map::RX_COMPLETIONS_LOW, &map::RX_COMPLETIONS_HIGH),
    ];
    for ((low, high), base) in lows.into_iter().zip(rings.bases) {
        script.extend([write(low, base as u32), write(high, (base >> 32) as u32)]);
    }
    script.extend([write(&map::TX_SIZE, rings.size_log2), write(&map::RX_SIZE, rings.size_log2)]);
    script.push(write(&map::INTERRUPT_MASK, random.bits() as u32));
    script.push(write(&map::MODERATION, *random.choose(&[0, 0, 1, 20])));
    script.push(write(&map::CONTROL, control(block, random)));
}

/// Both directions on; of the others what comes.
fn control(block: &PortSet, random: &mut Random) -> u32 {
    use bits::CONTROL::*;
    let mut control = 1 << TX_ENABLE | 1 << RX_ENABLE;
    let mut sometimes = |bit: u32, of: u64| control |= u32::from(random.between(1, of) == 1) << bit;
    sometimes(LOOPBACK, 3);
    sometimes(PROMISCUOUS, 2);
    for bit in [BROADCAST, PASS_BAD, CHECKSUM, VLAN_STRIP, PAUSE_SEND, PAUSE_OBEY] {
        sometimes(bit, 2);
    }
    if block.name == "nic_mii" {
        sometimes(HALF_DUPLEX, 2);
    }
    control
}

fn filter(random: &mut Random, index: u32, script: &mut Vec<Step>) {
    let address = *random.choose(&packets::KNOWN_ADDRESSES);
    let valid = u32::from(random.between(0, 3) != 0) << 31;
    script.push(Step::Write(map::FILTER_LOW.at(index), address as u32, 0xf));
    script.push(Step::Write(map::FILTER_HIGH.at(index), (address >> 32) as u32 & 0xffff | valid, 0xf));
}

/// What a driver does now and then; most often it hands descriptors in.
fn turn_of_work(random: &mut Random, rings: &Rings, script: &mut Vec<Step>) {
    let size = 1 << rings.size_log2;
    script.push(Step::HandIn(map::RX_HEAD.offset, map::RX_TAIL.offset, size));
    let entries = match random.between(0, 9) {
        0 => size + 1,
        1..=5 => size,
        _ => random.between(0, size.into()) as u16,
    };
    script.push(Step::HandIn(map::TX_HEAD.offset, map::TX_TAIL.offset, entries));
    script.push(Step::Wait(random.between(0, 400)));
    match random.between(0, 15) {
        0 => script.push(Step::Read(random.bits() as u32 & 0x3fc)),
        1 => script.push(Step::Write(random.bits() as u32 & 0x3ff, random.bits() as u32, random.bits() as u8 & 15)),
        2 => {
            script.extend([write(&map::SNAPSHOT, 1), Step::Read(map::SNAPSHOT.offset), Step::Wait(300)]);
            for _ in 0..3 {
                let index = random.between(0, u64::from(map::COUNTERS) - 1) as u32;
                script.extend([map::COUNTER_LOW.at(index), map::COUNTER_HIGH.at(index)].map(Step::Read));
            }
        }
        3 => script.push(write(&map::INTERRUPT_SET, 1)),
        4 => script.push(write(&map::INTERRUPT_MASK, random.bits() as u32)),
        5 => filter(random, random.clone().between(0, 15) as u32, script),
        6 => {
            // A direction, or both, off and on again.
            let present = bits_of(*random.choose(&[1, 2, 0]), random.bits() as u32);
            let wait = Step::Wait(random.between(0, 200));
            script.extend([write(&map::CONTROL, present), wait, write(&map::CONTROL, present | 3)]);
        }
        7 => {
            let (reads, writes) = (random.between(0, 1) == 0, random.between(0, 1) == 0);
            let wait = Step::Wait(random.between(0, 300));
            script.extend([Step::Withhold(reads, writes), wait, Step::Withhold(false, false)]);
        }
        8 | 9 => script.extend([Step::Read(map::STATUS.offset), Step::Read(map::TX_HEAD.offset)]),
        _ => {
            let cause = write(&map::INTERRUPT_CAUSE, random.bits() as u32 | random.bits() as u32);
            script.extend([Step::Read(map::INTERRUPT_CAUSE.offset), cause]);
        }
    }
}

/// `CONTROL` with these directions, no loopback, and other bits at random.
fn bits_of(directions: u32, others: u32) -> u32 {
    directions | others & 0x3f8
}

/// A ring of descriptors, each frame cut into buffers at random, and the buffers.
fn descriptors_to_send(random: &mut Random, rings: &Rings) -> Vec<Contents> {
    let size = 1_usize << rings.size_log2;
    let mut ring = Vec::with_capacity(size * DESCRIPTOR_OCTETS);
    let mut contents = Vec::new();
    let mut left = size;
    while left > 0 {
        let mut frame = packets::frame(random);
        if random.between(0, 19) == 0 {
            frame.clear();
        }
        let pieces = random.between(1, 4.min(left as u64)) as usize;
        let (vlan_tci, insert) = (random.bits() as u16, random.bits() as u16 & 0b1110);
        for piece in 0..pieces {
            let end = piece + 1 == pieces;
            let most = frame.len() as u64;
            let octets = if end { frame.len() } else { random.between(0, most) as usize };
            let address = buffer(random, 0x2000_0000);
            let octets: Vec<u8> = frame.drain(..octets).collect();
            ring.extend(address.to_le_bytes());
            ring.extend((octets.len() as u16).to_le_bytes());
            ring.extend(vlan_tci.to_le_bytes());
            ring.extend((insert | u16::from(end)).to_le_bytes());
            ring.extend([0, 0]);
            contents.push(Contents { address, octets });
        }
        left -= pieces;
    }
    contents.push(Contents { address: rings.bases[0], octets: ring });
    contents.push(Contents { address: rings.bases[1], octets: vec![0; size * COMPLETION_OCTETS] });
    contents
}

/// Where a buffer is: with others, or anywhere.
fn buffer(random: &mut Random, base: u64) -> u64 {
    if random.between(0, 3) == 0 { random.bits() } else { base + (random.bits() & 0xff_ffff) }
}

/// A ring of descriptors of empty buffers.
fn descriptors_to_fill(random: &mut Random, rings: &Rings) -> Vec<Contents> {
    let size = 1_usize << rings.size_log2;
    let tiny = random.between(0, 3) == 0;
    let mut ring = Vec::with_capacity(size * DESCRIPTOR_OCTETS);
    for _ in 0..size {
        let address = buffer(random, 0x4000_0000);
        let length: u16 = match tiny {
            true => *random.choose(&[0, 1, 2, 7, 8, 30]),
            false => *random.choose(&[0, 1, 60, 64, 128, 256, 1514, 2048, 0xffff]),
        };
        ring.extend(address.to_le_bytes());
        ring.extend(length.to_le_bytes());
        ring.extend([0; 6]);
    }
    let completions = Contents { address: rings.bases[3], octets: vec![0; size * COMPLETION_OCTETS] };
    vec![Contents { address: rings.bases[2], octets: ring }, completions]
}

/// Who serves the commands of a block inside of the card; none where it gives none, or serves some itself.
pub(super) fn server(block: &PortSet, seed: u64, is_long: bool) -> Option<Server> {
    let input = |name: &str| block.inputs.iter().any(|port| port.name == name);
    let commands = input("command_ready") && block.outputs.iter().any(|port| port.name == "command_address");
    let answer = match (input("word_valid"), input("done")) {
        (true, false) => ServerAnswer::Words,
        (false, true) => ServerAnswer::Done,
        _ => return None,
    };
    let mut random = Random::named(seed, "server");
    commands.then(|| Server {
        clock: "clk".to_owned(),
        answer,
        latency: Latency::UpTo(if is_long { 1 } else { *random.choose(&[1, 20, 100]) }),
        stalls_per_million: if is_long { 0 } else { *random.choose(&[0, 100_000, 500_000]) },
        errors_per_million: if is_long { 0 } else { *random.choose(&[0, 100, 1000]) },
        seed: random.bits(),
    })
}

/// Whether a run is one in which an index may go round: the largest ring, and nothing that ends or holds anything.
pub(super) fn may_go_round(block: &PortSet, seed: u64, events: u64) -> bool {
    let has_index = ["ring_fetch", "completion_ring", "tx_engine", "rx_engine"].contains(&block.name);
    has_index && seed.is_multiple_of(3) && events >= 150_000
}

/// A port in such a run; none for those that are as always.
pub(super) fn round_source(name: &str) -> Option<Source> {
    match name {
        "halt" => Some(Source::Constant(0)),
        "cfg_size_log2" => Some(Source::Constant(12)),
        "cfg_enable" | "descriptor_ready" | "completion_valid" | "completion_ready" => Some(Source::Constant(1)),
        _ => None,
    }
}

/// The tail that is written lies near the one that is there.
pub(super) fn follow(block: &PortSet, seed: u64) -> Option<Follow> {
    let there = block.inputs.iter().any(|port| port.name == "tail_data");
    there.then(|| Follow {
        clock: "clk".to_owned(),
        port: "tail_data".to_owned(),
        output: "tail".to_owned(),
        offsets: vec![0, 1, 1, 2, 3, 4, 5, 8, 9, 16, 4096, 0xffff, 0x8000],
        mean_edges: 3,
        seed,
    })
}

/// The ports on the bus side of the card; none for others.
pub(super) fn shape(block: &PortSet, name: &str, long: u64, random: &mut Random) -> Option<Shape> {
    let is_dma = block.name.starts_with("dma_");
    Some(match name {
        "descriptor_length" | "record_length" => long_octets(),
        "payload_octets" | "tx_ring_octets" | "rx_ring_octets" => chunk_octets(),
        "command_octets" if is_dma => long_octets(),
        name if name.ends_with("_address") && name != "filter_address" => addresses(random),
        "descriptor_flags" => Shape::Among { values: vec![0, 1, 1, 1, 3, 5, 9, 15, 14], mean_edges: 1 },
        "halt" => Shape::Bursts { on_edges: 40, off_edges: long / 2 + 1 },
        "flush" => Shape::Bursts { on_edges: 60, off_edges: long / 2 + 1 },
        "cfg_size_log2" => {
            Shape::Among { values: vec![3, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 12, 13, 15], mean_edges: long / 2 + 1 }
        }
        "cfg_base" => {
            let values = vec![0, u64::MAX, 0x3ff_ffff, 0x3ff_fffe, random.bits(), random.bits()];
            Shape::Among { values, mean_edges: long / 2 + 1 }
        }
        "accepted" => Shape::Rare { mean_edges: *random.choose(&[6, 40, 400]) },
        "dropped" => Shape::Rare { mean_edges: 300 },
        "tail_write" | "clear" => Shape::Rare { mean_edges: 20 },
        "tx_written" | "rx_written" | "software" | "rx_lost" => Shape::Rare { mean_edges: 60 },
        "tx_ring_error" | "rx_ring_error" => Shape::Rare { mean_edges: 200 },
        "tx_stopped" | "rx_stopped" | "link" => Shape::Bursts { on_edges: 300, off_edges: 300 },
        "cfg_moderation" => Shape::Among { values: vec![0, 0, 1, 2, 5, 100], mean_edges: long / 2 + 1 },
        "chunk_ready" | "plan_ready" | "completion_ready" | "descriptor_ready" | "word_ready" | "command_ready"
        | "descriptor_valid" | "record_valid" | "completion_valid" | "payload_valid" | "tx_ring_valid"
        | "rx_ring_valid" | "word_valid" | "payload_word_valid" | "tx_ring_word_valid" | "rx_ring_word_valid" => {
            match random.between(0, 3) {
                0 => Shape::Bursts { on_edges: 5000, off_edges: 1 },
                1 | 2 => Shape::Bursts { on_edges: 30, off_edges: 6 },
                _ => Shape::Bursts { on_edges: 1, off_edges: 9 },
            }
        }
        _ => return None,
    })
}

/// The same as [`chunk_octets`], and now and then up to the most.
fn long_octets() -> Shape {
    let Shape::Among { values, mean_edges } = chunk_octets() else { return chunk_octets() };
    let values = [values.clone(), values.clone(), values, vec![2049, 4097, 9000, 20_000, 33_000, 65_535]].concat();
    Shape::Among { values, mean_edges }
}

/// Addresses before and after what matters: a burst's end, a page, 2^32, the end of all.
fn addresses(random: &mut Random) -> Shape {
    let mut near = |base: u64| base.wrapping_add(random.between(0, 200)).wrapping_sub(100);
    let mut values: Vec<u64> = [0x1000, 0x1_0000_0000, 0, 0x7fff_ffff_0000_0000, 0x80, 0x2000].map(&mut near).to_vec();
    values.extend((0..6).map(|_| random.bits()));
    Shape::Among { values, mean_edges: 1 }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::marker::PhantomData;

    use crate::card::{BusWatch, Buses};
    use crate::clocks::Event;
    use crate::lockstep::{Watch, play};
    use crate::registry::Registered;
    use crate::stimulus::{Flavour, Player};
    use wirewright_spec::Ports;
    use wirewright_spec::ports::{CompletionRing, DmaRead, DmaWrite, Nic, NicMii, RingFetch, RxEngine, TxEngine};

    /// Counts the edges after which an output is high and was not.
    #[derive(Default)]
    struct Rises<R>(BTreeMap<&'static str, (u64, u64)>, PhantomData<R>);

    impl<R: Registered> Watch<R::In, R::Out> for Rises<R> {
        fn event(&mut self, _: &Event, _: &R::In, output: &R::Out) {
            for (index, port) in R::Out::PORTS.iter().enumerate().filter(|(_, port)| port.width == 1) {
                let (count, before) = self.0.entry(port.name).or_default();
                let now = output.get(index);
                *count += u64::from(now != 0 && *before == 0);
                *before = now;
            }
        }
    }

    fn played<R: Registered, W: Watch<R::In, R::Out>>(seed: u64, events: u64, watch: &mut W) {
        let stimulus = R::stimulus(Flavour::Protocol, seed, events);
        let (mut player, mut clocks) = Player::<R::In, R::Out>::new(&stimulus, R::CLOCKS).unwrap();
        play(&mut R::Model::default(), &mut clocks, &mut player, watch, events);
    }

    fn rises<R: Registered>(names: &[&str]) -> Vec<u64> {
        let mut rises = Rises::<R>(BTreeMap::new(), PhantomData);
        for seed in 1..=3 {
            played::<R, _>(seed, 200_000, &mut rises);
        }
        names.iter().map(|name| rises.0[name].0).collect()
    }

    #[test]
    fn a_card_is_led_to_frames_on_the_wire_completions_interrupts_and_errors() {
        for (name, met) in [
            ("nic", rises::<Nic>(&["gmii_tx_en", "irq", "m_axi_arvalid", "m_axi_awvalid", "s_axil_bvalid"])),
            ("nic_mii", rises::<NicMii>(&["mii_tx_en", "irq", "m_axi_arvalid", "m_axi_awvalid", "s_axil_bvalid"])),
        ] {
            let least = [20, 20, 1000, 200, 500];
            assert!(met.iter().zip(least).all(|(met, least)| *met >= least), "{name}: {met:?}");
        }
    }

    #[test]
    fn blocks_inside_are_served_and_served_badly() {
        for (name, met) in [
            ("ring_fetch", rises::<RingFetch>(&["command_valid", "descriptor_valid", "ring_error", "stopped"])),
            ("completion_ring", rises::<CompletionRing>(&["command_valid", "word_valid", "written", "stopped"])),
            ("tx_engine", rises::<TxEngine>(&["command_valid", "completion_valid", "m_axis_tvalid", "stopped"])),
            ("rx_engine", rises::<RxEngine>(&["command_valid", "completion_valid", "plan_valid", "stopped"])),
            ("dma_read", rises::<DmaRead>(&["m_axi_arvalid", "word_valid", "word_last", "idle"])),
            ("dma_write", rises::<DmaWrite>(&["m_axi_awvalid", "m_axi_wvalid", "done", "idle"])),
        ] {
            let least = [300, 300, 10, 1];
            assert!(met.iter().zip(least).all(|(met, least)| *met >= least), "{name}: {met:?}");
        }
    }

    #[test]
    fn the_buses_keep_to_their_rules_under_every_host() {
        fn watched<R: Registered<In: Buses<Out = R::Out>, Out: Copy + Default>>() -> (u64, u64) {
            let mut watch = BusWatch::default();
            for seed in 1..=6 {
                played::<R, _>(seed, 60_000, &mut watch);
            }
            assert_eq!(watch.violations(), [], "{}", R::NAME);
            watch.seen()
        }
        for (bursts, accesses) in [watched::<Nic>(), watched::<NicMii>()] {
            assert!(bursts > 2000 && accesses > 1000, "{bursts}, {accesses}");
        }
        assert!(watched::<DmaRead>().0 > 1000 && watched::<DmaWrite>().0 > 1000);
    }
}
