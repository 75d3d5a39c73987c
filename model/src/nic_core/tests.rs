// SPDX-License-Identifier: MIT OR Apache-2.0
//! Both cards behind a small driver: registers, rings in a host memory that judges AXI, frames through the loopback.

mod card;

use crate::testing::Random;
use crate::testing::host::Host;
use crate::{Nic, NicMii};
use card::*;
use wirewright_spec::card::registers::{self, bits};
use wirewright_spec::card::rings::{completion, descriptor};
use wirewright_spec::counters::CardCounter;
use wirewright_spec::{Design, EdgeSet};

/// `reset` is one event with `rst`, and an edge of `clk` after it.
fn reset_is_an_event_and_an_edge<D: Design>(new: fn() -> D) {
    for seed in 0..6 {
        let mut random = Random(seed);
        let (mut by_call, mut by_edge) = (new(), new());
        let (mut called, mut edged) = Default::default();
        for _ in 0..800 {
            let input: D::In = random.pins(false);
            let edges = EdgeSet(random.next() as u8 & 7);
            by_call.step(edges, &input, &mut called);
            by_edge.step(edges, &input, &mut edged);
        }
        assert!(called == edged);
        by_call.reset();
        by_edge.step(ALL, &random.pins(true), &mut edged);
        for event in 0..3000 {
            let input: D::In = random.pins(false);
            let edges = if event == 0 { ALL } else { EdgeSet(random.next() as u8 & 7) };
            by_call.step(edges, &input, &mut called);
            by_edge.step(edges, &input, &mut edged);
            assert_eq!(called, edged, "seed {seed}, event {event} after reset");
        }
    }
}

#[test]
fn reset_is_one_event_with_all_resets_and_an_edge_of_clk() {
    reset_is_an_event_and_an_edge(Nic::new);
    reset_is_an_event_and_an_edge(NicMii::new);
}

/// Frames of many lengths and cuts come back whole, over the end of the rings and of their phase.
fn frames_come_back<D: Design>(design: D, seed: u64, slow: u32, lengths: &[usize]) {
    let mut random = Random(seed);
    let mut card = Card::new(design, Host::new(seed, seed % 4 * 2, 10 * seed), slow);
    card.start(LOOPED);
    let (mut octets, mut rx_index) = (0, 0);
    for &length in lengths {
        let frame = frame_of(&mut random, length);
        let parts = random.next() as usize % 3;
        let cuts: Vec<usize> = (0..parts).map(|_| random.next() as usize % length).collect();
        let room = if random.one_in(3) { 300 } else { 2048 };
        let expected = padded(&frame);
        let buffers: Vec<u64> = (0..expected.len().div_ceil(room)).map(|_| card.give(room as u64)).collect();
        card.send(&frame, &cuts, 0);
        let sent = card.wait_sent();
        assert_eq!(sent, Completion { length: length as u16, tci: 0, next: card.tx_tail as u16, status: 0 });
        let received = card.wait_received();
        rx_index += buffers.len();
        let length = expected.len() as u16;
        assert_eq!(received, Completion { length, tci: 0, next: rx_index as u16, status: 0 });
        let arrived: Vec<u8> = buffers.iter().flat_map(|&at| card.host.octets(at, room)).take(expected.len()).collect();
        assert!(arrived == expected, "seed {seed}, {length} octets");
        octets += u32::from(length);
    }
    card.events(100);
    let counters = card.counters();
    let mut expected = [0; 16];
    let frames = lengths.len() as u32;
    expected[CardCounter::OctetsDelivered as usize] = octets;
    expected[CardCounter::FramesDelivered as usize] = frames;
    expected[CardCounter::FramesSubmitted as usize] = frames;
    // Once for the first completion: nobody clears a cause.
    expected[CardCounter::Interrupts as usize] = 1;
    expected[CardCounter::ReadBursts as usize] = card.host.read_bursts.len() as u32;
    expected[CardCounter::WriteBursts as usize] = card.host.write_bursts.len() as u32;
    assert_eq!(counters, expected);
    assert_eq!(card.get("irq"), 1);
    assert_eq!(card.read(&registers::INTERRUPT_CAUSE), 1 << bits::INTERRUPT_CAUSE::TX | 1 << bits::INTERRUPT_CAUSE::RX);
    assert_eq!(card.read(&registers::STATUS), 0);
}

#[test]
fn frames_come_back_through_the_loopback_of_the_gigabit_card() {
    let lengths: Vec<usize> = (0..100).map(|n| 14 + n * 15).collect();
    for (seed, slow) in [(0, 1), (1, 1), (2, 2), (5, 1)] {
        frames_come_back(Nic::new(), seed, slow, &lengths);
    }
}

#[test]
fn frames_come_back_through_the_loopback_of_the_card_for_mii() {
    for (seed, slow) in [(0, 1), (3, 3)] {
        frames_come_back(NicMii::new(), seed, slow, &[14, 60, 61, 64, 300, 1514, 999, 100]);
    }
}

#[test]
fn a_soft_reset_in_mid_traffic_leaves_a_card_that_works() {
    for seed in 0..12 {
        let mut random = Random(seed);
        let mut card = Card::new(Nic::new(), Host::new(seed, 3, 20), 1);
        card.write(&registers::SCRATCH, 77);
        for _ in 0..3 {
            card.start(LOOPED);
            for _ in 0..4 {
                card.give(2048);
                let frame = frame_of(&mut random, 700);
                card.send(&frame, &[100], 0);
            }
            card.events(random.next() as u32 % 3000);
        }
        card.start(LOOPED);
        let (frame, at) = (frame_of(&mut random, 333), card.give(2048));
        card.send(&frame, &[], 0);
        assert_eq!((card.wait_sent().length, card.wait_received().length), (333, 333));
        assert!(card.host.octets(at, 333) == frame, "seed {seed}");
        assert_eq!(card.read(&registers::SCRATCH), 77);
    }
}

#[test]
fn a_tag_is_inserted_and_stripped_and_the_frame_with_it_is_four_octets_longer() {
    let mut random = Random(1);
    let mut card = Card::new(Nic::new(), Host::new(1, 0, 5), 1);
    card.start(LOOPED | 1 << bits::CONTROL::VLAN_STRIP);
    let (frame, at) = (frame_of(&mut random, 200), card.give(2048));
    card.send(&frame, &[], 1 << descriptor::VLAN | 0xa123 << descriptor::VLAN_TCI);
    assert_eq!(card.wait_sent().length, 200);
    assert_eq!(card.wait_received(), Completion { length: 200, tci: 0xa123, next: 1, status: 1 << completion::VLAN });
    assert!(card.host.octets(at, 200) == frame);
    card.write(&registers::CONTROL, LOOPED);
    let at = card.give(2048);
    card.send(&frame, &[], 1 << descriptor::VLAN | 0xa123 << descriptor::VLAN_TCI);
    assert_eq!(card.wait_received(), Completion { length: 204, tci: 0, next: 2, status: 0 });
    let tagged = [&frame[..12], &[0x81, 0, 0xa1, 0x23], &frame[12..]].concat();
    assert!(card.host.octets(at, 204) == tagged);
}

#[test]
fn a_frame_without_octets_and_one_too_long_are_not_sent() {
    let mut random = Random(1);
    let mut card = Card::new(Nic::new(), Host::new(1, 0, 5), 1);
    card.start(LOOPED);
    let dropped = |length, next| Completion { length, tci: 0, next, status: 1 << completion::DROPPED };
    card.send(&[], &[], 0);
    assert_eq!(card.wait_sent(), dropped(0, 1));
    let frame = frame_of(&mut random, 2049);
    card.send(&frame, &[], 0);
    assert_eq!(card.wait_sent(), dropped(2049, 2));
    let counters = card.counters();
    assert_eq!(
        (counters[CardCounter::FramesNotSent as usize], counters[CardCounter::FramesSubmitted as usize]),
        (2, 0)
    );
}

#[test]
fn an_error_of_the_bus_stops_its_direction_alone_until_a_reset() {
    let mut random = Random(1);
    let mut card = Card::new(Nic::new(), Host::new(1, 0, 5), 1);
    card.start(LOOPED);
    let word = RINGS[0] / 8;
    card.host.bad = word..word + 2;
    card.give(2048);
    let frame = frame_of(&mut random, 100);
    card.send(&frame, &[], 0);
    card.events(3000);
    assert_eq!(card.read(&registers::STATUS), 1 << bits::STATUS::TX_STOPPED);
    assert_eq!(card.read(&registers::INTERRUPT_CAUSE), 1 << bits::INTERRUPT_CAUSE::DMA_ERROR);
    assert_eq!(card.counters()[CardCounter::BusErrors as usize], 1);
    card.host.bad = 0..0;
    card.start(LOOPED);
    let at = card.give(2048);
    card.send(&frame, &[], 0);
    assert_eq!(card.wait_received().length, 100);
    assert!(card.host.octets(at, 100) == frame);
}

#[test]
fn a_tail_that_the_ring_cannot_hold_raises_its_cause_and_the_link_another() {
    let mut card = Card::new(Nic::new(), Host::new(1, 0, 5), 1);
    card.start(0);
    card.write(&registers::TX_TAIL, RING as u32 + 1);
    card.set("phy_link", 1);
    card.events(20);
    let causes = 1 << bits::INTERRUPT_CAUSE::RING_ERROR | 1 << bits::INTERRUPT_CAUSE::LINK;
    assert_eq!((card.read(&registers::INTERRUPT_CAUSE), card.get("irq")), (causes, 1));
    assert_eq!(card.read(&registers::STATUS), 1 << bits::STATUS::LINK);
    card.write(&registers::INTERRUPT_CAUSE, causes);
    card.events(4);
    assert_eq!((card.read(&registers::TX_TAIL), card.get("irq")), (0, 0));
    assert_eq!(card.counters()[CardCounter::RingErrors as usize], 1);
}

#[test]
fn a_frame_goes_out_on_the_wire_with_its_fcs_and_comes_in_from_it_for_this_address_alone() {
    let mut random = Random(9);
    let mut card = Card::new(Nic::new(), Host::new(1, 0, 5), 1);
    card.start(1 << bits::CONTROL::TX_ENABLE | 1 << bits::CONTROL::RX_ENABLE);
    card.write(&registers::ADDRESS_HIGH, 0x0211);
    card.write(&registers::ADDRESS_LOW, 0x2233_4455);
    let frame = frame_of(&mut random, 90);
    card.send(&frame, &[13], 0);
    let mut wire = Vec::new();
    for _ in 0..1500 {
        card.step();
        if card.get("gmii_tx_en") != 0 {
            assert_eq!(card.get("gmii_tx_er"), 0);
            wire.push(card.get("gmii_txd") as u8);
        }
    }
    let preamble = [0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xd5];
    assert!(wire == [preamble.as_slice(), &crate::testing::with_fcs(&frame)].concat());

    let at = card.give(2048);
    let mut ours = frame.clone();
    ours[..6].copy_from_slice(&[0x02, 0x11, 0x22, 0x33, 0x44, 0x55]);
    for frame in [&frame, &ours] {
        for octet in [preamble.as_slice(), &crate::testing::with_fcs(frame)].concat() {
            card.set("gmii_rx_dv", 1);
            card.set("gmii_rxd", octet.into());
            card.step();
        }
        card.set("gmii_rx_dv", 0);
        card.events(20);
    }
    assert_eq!(card.wait_received(), Completion { length: 90, tci: 0, next: 1, status: 0 });
    assert!(card.host.octets(at, 90) == ours);
    assert_eq!(card.counters()[CardCounter::FramesFiltered as usize], 1);
}

/// Frames of one length, handed over together, over a wire that ends where it begins: clocks from one beginning of a
/// frame on the wire to the next, and from the first `TAIL` to the last completion.
fn clocks_of(frames: u64, octets: usize, latency: u64) -> (Vec<u32>, u32) {
    let mut random = Random(1);
    let mut card = Card::new(Nic::new(), Host::new(1, 0, latency), 1);
    card.ring = 256;
    card.start(LOOPED & !(1 << bits::CONTROL::LOOPBACK));
    let sent: Vec<Vec<u8>> = (0..frames).map(|_| frame_of(&mut random, octets)).collect();
    let at = |frame: u64, to: u64| BUFFERS + (2 * frame + to) * BUFFER_OCTETS + frame % 64;
    for (index, frame) in (0..).zip(&sent) {
        card.host.put(at(index, 0), frame);
        card.put_descriptor(0, index, at(index, 0), octets as u64 | 1 << descriptor::END);
        card.put_descriptor(2, index, at(index, 1), 2048);
    }
    card.write(&registers::RX_TAIL, frames as u32);
    let begin = card.event;
    card.write(&registers::TX_TAIL, frames as u32);
    let mut begins = Vec::new();
    while card.look(3, frames - 1).is_none() {
        let before = card.loop_wire();
        if !before && card.get("gmii_tx_en") != 0 {
            begins.push(card.event);
        }
        assert!(card.event - begin < 2_000_000);
    }
    for (index, frame) in (0..).zip(&sent) {
        let completion = Completion { length: octets as u16, tci: 0, next: index as u16 + 1, status: 0 };
        assert_eq!(card.look(3, index), Some(completion));
        assert!(card.host.octets(at(index, 1), octets) == *frame);
    }
    (begins.windows(2).map(|pair| pair[1] - pair[0]).collect(), card.event - begin)
}

#[test]
fn both_directions_keep_the_rate_of_the_wire() {
    // On the wire: preamble and SFD 8, FCS 4, inter-packet gap 12 (4.4.2). The first frame is stored whole in four
    // memories on its way: `checksum_insert`, both of the MAC, `rx_buffer`.
    for (octets, latency) in [(60, 64), (60, 200), (61, 64), (100, 64), (128, 64), (1514, 64), (1514, 400)] {
        let period = octets as u32 + 24;
        let (periods, clocks) = clocks_of(200, octets, latency);
        assert_eq!(periods, [period; 199], "{octets} octets, latency {latency}");
        let way = clocks - 199 * period;
        assert!((4 * period..5 * period + 500 + 12 * latency as u32).contains(&way), "{octets}, {latency}: {way}");
    }
}

#[test]
fn an_error_of_each_kind_of_access_stops_the_direction_it_belongs_to_and_not_the_other() {
    let (tx, rx) = (1 << bits::STATUS::TX_STOPPED, 1 << bits::STATUS::RX_STOPPED);
    // Descriptors, payload and completions of both directions, in words.
    let kinds = [
        (RINGS[0], 16, tx),
        (RINGS[1], 64, tx),
        (RINGS[2], 16, rx),
        (RINGS[3], 64, rx),
        (BUFFERS + BUFFER_OCTETS, 2048, tx),
        (BUFFERS, 2048, rx),
    ];
    let frame = frame_of(&mut Random(1), 300);
    for (number, (from, octets, stopped)) in kinds.into_iter().enumerate() {
        let mut card = Card::new(Nic::new(), Host::new(number as u64, 4, 20), 1);
        card.start(LOOPED & !(1 << bits::CONTROL::LOOPBACK));
        card.host.bad = from / 8..(from + octets) / 8;
        card.give(2048);
        card.send(&frame, &[], 0);
        let sends = (0..6000).filter(|_| card.loop_wire()).count();
        // A sent frame without a completion was sent all the same, when all of it could be read.
        let is_read = stopped == rx || from == RINGS[1];
        assert_eq!(sends, if is_read { 300 + 12 } else { 0 }, "kind {number}");
        let status = card.read(&registers::STATUS);
        assert_eq!(status & (tx | rx), stopped, "kind {number}");
        assert_eq!(card.look(1, 0).is_some(), stopped == rx, "kind {number}");
        assert_eq!(card.look(3, 0).is_some(), from == RINGS[1], "kind {number}");
        let cause = card.read(&registers::INTERRUPT_CAUSE);
        assert_ne!(cause & 1 << bits::INTERRUPT_CAUSE::DMA_ERROR, 0, "kind {number}");
        // Of a payload of 300 octets each command that meets the error counts.
        let errors = card.counters()[CardCounter::BusErrors as usize];
        assert!((1..=4).contains(&errors), "kind {number}: {errors}");
        card.host.bad = 0..0;
        card.start(LOOPED);
        let at = card.give(2048);
        card.send(&frame, &[], 0);
        assert_eq!((card.wait_sent().length, card.wait_received().length), (300, 300));
        assert!(card.host.octets(at, 300) == frame);
    }
}

#[test]
fn an_edge_of_any_reset_port_in_mid_traffic_leaves_a_card_that_works() {
    let mut random = Random(3);
    for round in 0..24 {
        let mut card = Card::new(Nic::new(), Host::new(round, 3, 20), 1 + round as u32 % 3);
        card.write(&registers::SCRATCH, 77);
        card.start(LOOPED);
        let frame = frame_of(&mut random, 500);
        for _ in 0..4 {
            card.give(2048);
            card.send(&frame, &[100], 0);
        }
        card.events(random.next() as u32 % 3000);
        let (port, clock) = [("rst", 0), ("tx_rst", 1), ("rx_rst", 2)][round as usize % 3];
        card.set(port, 1);
        card.design.step(EdgeSet::NONE.with(clock), &card.input, &mut card.out);
        card.set(port, 0);
        // Without an edge of `clk` at the reset it acts at its next ones.
        card.host = Host::new(round, 3, 20);
        (0..8).for_each(|_| card.design.step(EdgeSet::FIRST, &card.input, &mut card.out));
        assert_eq!([card.get("m_axi_arvalid"), card.get("m_axi_awvalid"), card.get("irq")], [0; 3]);
        assert_eq!(card.read(&registers::SCRATCH), 0, "a port resets all, {port}");
        card.start(LOOPED);
        let at = card.give(2048);
        card.send(&frame, &[], 0);
        assert_eq!((card.wait_sent().length, card.wait_received().length), (500, 500));
        assert!(card.host.octets(at, 500) == frame, "round {round}");
    }
}

#[test]
fn frames_wait_for_descriptors_and_what_the_memory_does_not_hold_is_lost_and_told() {
    let mut random = Random(5);
    let mut card = Card::new(Nic::new(), Host::new(1, 0, 5), 1);
    card.start(LOOPED);
    let frames: Vec<Vec<u8>> = (0..20).map(|_| frame_of(&mut random, 1000)).collect();
    for frame in &frames {
        card.send(frame, &[], 0);
        card.wait_sent();
    }
    card.events(8000);
    let lost = card.counters()[CardCounter::FramesLost as usize];
    assert!((3..=5).contains(&lost), "of 20,000 octets 16,384 fit: {lost}");
    assert_ne!(card.read(&registers::INTERRUPT_CAUSE) & 1 << bits::INTERRUPT_CAUSE::RX_LOST, 0);
    assert_eq!(card.read(&registers::STATUS), 1 << bits::STATUS::RX_ACTIVE);
    for frame in &frames[..20 - lost as usize] {
        let at = card.give(2048);
        assert_eq!(card.wait_received().length, 1000);
        assert!(card.host.octets(at, 1000) == *frame, "the first ones, in order");
    }
    card.events(300);
    assert_eq!(card.read(&registers::STATUS), 0);
    let counters = card.counters();
    let counter = |number: CardCounter| counters[number as usize];
    assert_eq!((counter(CardCounter::FramesDelivered), counter(CardCounter::FramesLost)), (20 - lost, lost));
}

#[test]
fn a_reset_waits_for_the_memory_and_begins_nothing_meanwhile() {
    for reads_wait in [true, false] {
        let mut card = Card::new(Nic::new(), Host::new(1, 0, 5), 1);
        card.start(LOOPED);
        let frame = frame_of(&mut Random(1), 60);
        (0..30).for_each(|_| _ = card.give(2048));
        (0..3).for_each(|_| card.send(&frame, &[], 0));
        card.wait_received();
        (card.host.reads_wait, card.host.writes_wait) = (reads_wait, !reads_wait);
        // One access that is not answered, and more to do for the other side.
        (0..20).for_each(|_| card.send(&frame, &[], 0));
        card.events(20);
        card.write(&registers::RESET, 1);
        card.events(400);
        let begun = (card.host.read_bursts.len(), card.host.write_bursts.len());
        card.events(5000);
        assert_eq!((card.host.read_bursts.len(), card.host.write_bursts.len()), begun, "reads wait: {reads_wait}");
        assert_eq!(card.read(&registers::RESET), 1);
        (card.host.reads_wait, card.host.writes_wait) = (false, false);
        card.events(200);
        assert!(card.host.is_quiet() && card.read(&registers::RESET) == 0);
        assert_eq!((card.host.read_bursts.len(), card.host.write_bursts.len()), begun);
    }
}

#[test]
fn flush_holds_back_reads_that_would_be_begun_while_writes_wait() {
    let mut card = Card::new(Nic::new(), Host::new(1, 0, 5), 1);
    card.start(LOOPED);
    let frame = frame_of(&mut Random(1), 60);
    card.give(2048);
    card.host.writes_wait = true;
    card.send(&frame, &[], 0);
    card.events(1000);
    card.write(&registers::RESET, 1);
    let begun = (card.host.read_bursts.len(), card.host.write_bursts.len());
    // Tails are taken while the reset waits; their descriptors are not fetched.
    (0..4).for_each(|_| card.send(&frame, &[], 0));
    card.give(2048);
    card.events(1000);
    assert_eq!(card.read(&registers::TX_TAIL), 5);
    assert_eq!((card.host.read_bursts.len(), card.host.write_bursts.len()), begun);
    assert_eq!(card.read(&registers::RESET), 1);
}

#[test]
fn each_direction_fetches_when_it_is_enabled_or_has_work() {
    let heads = |card: &mut Card<Nic>| (card.read(&registers::TX_HEAD), card.read(&registers::RX_HEAD));
    let frame = frame_of(&mut Random(1), 60);
    for (control, expected) in [
        (0, (0, 0)),
        (1 << bits::CONTROL::TX_ENABLE, (1, 0)),
        (1 << bits::CONTROL::RX_ENABLE, (0, 1)),
        (LOOPED, (1, 1)),
    ] {
        let mut card = Card::new(Nic::new(), Host::new(1, 0, 5), 1);
        card.start(control);
        card.give(2048);
        card.send(&frame, &[], 0);
        card.events(1000);
        assert_eq!(heads(&mut card), expected, "{control:#x}");
    }

    // A frame of 30 buffers, of which 17 at the most are fetched ahead, is finished without its enable.
    let mut card = Card::new(Nic::new(), Host::new(1, 0, 100), 1);
    card.start(LOOPED);
    let at = card.give(2048);
    let long = frame_of(&mut Random(2), 600);
    card.send(&long, &[20; 29], 0);
    while card.read(&registers::STATUS) & 1 << bits::STATUS::TX_ACTIVE == 0 {}
    card.write(&registers::CONTROL, LOOPED & !(1 << bits::CONTROL::TX_ENABLE));
    assert!(card.read(&registers::TX_HEAD) < 30);
    assert_eq!(card.wait_sent(), Completion { length: 600, tci: 0, next: 30, status: 0 });
    assert_eq!(card.wait_received().length, 600);
    assert!(card.host.octets(at, 600) == long);
    card.send(&frame, &[], 0);
    card.events(1000);
    assert_eq!(card.read(&registers::TX_HEAD), 30, "and no further one is begun");

    // A frame that waits for a buffer gets it without the enable of its direction.
    card.write(&registers::CONTROL, LOOPED);
    card.wait_sent();
    card.events(500);
    card.write(&registers::CONTROL, LOOPED & !(1 << bits::CONTROL::RX_ENABLE));
    let at = card.give(2048);
    assert_eq!(card.wait_received().length, 60);
    assert!(card.host.octets(at, 60) == frame);
}

#[test]
fn rst_of_an_instant_resets_the_side_of_the_phy_at_its_next_edge() {
    let mut card = Card::new(Nic::new(), Host::new(1, 0, 5), 1);
    card.start(1 << bits::CONTROL::TX_ENABLE);
    let frame = frame_of(&mut Random(1), 1000);
    card.send(&frame, &[], 0);
    while card.get("gmii_tx_en") == 0 {
        card.step();
    }
    card.events(50);
    let event = |card: &mut Card<Nic>, edges: u8, rst: u64| {
        card.set("rst", rst);
        card.design.step(EdgeSet(edges), &card.input, &mut card.out);
        card.get("gmii_tx_en")
    };
    assert_eq!(event(&mut card, 0b000, 1), 1, "no edge");
    assert_eq!(event(&mut card, 0b010, 0), 0);
    let mut card = Card::new(Nic::new(), Host::new(1, 0, 5), 1);
    card.start(1 << bits::CONTROL::TX_ENABLE);
    card.send(&frame, &[], 0);
    while card.get("gmii_tx_en") == 0 {
        card.step();
    }
    card.events(50);
    assert_eq!(event(&mut card, 0b111, 1), 1, "an edge at the event sees the synchroniser as it was");
    assert_eq!(event(&mut card, 0b010, 0), 0);
}
