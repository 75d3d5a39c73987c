// SPDX-License-Identifier: MIT OR Apache-2.0
//! Interrupts, polling, events, and what a received frame brings with it.

use wirewright_host::bus::RegisterBus;
use wirewright_host::device::{
    ChecksumResult, Link, NetDevice, Receive, ReceiveMetadata, ReceivedFrame, SendError, Transmit, TransmitMetadata,
};
use wirewright_host::driver::{Attention, CompletionError, Config, Direction, Event, Fault, Rearmed, RingConfig};

use crate::rig::{ADDRESS, Plan, Rig, config};
use crate::world::{Handle, Hostile, Setup, run};

const TAME: Setup = Setup { ignored: None, tame: true, no_promises: true, receive_buffers: (0, 0) };

fn tame(config: Config) -> Rig {
    let mut rig = Rig::new(1, config, TAME).unwrap();
    rig.take_events();
    assert_eq!(std::mem::take(&mut rig.events), [Event::LinkUp]);
    rig
}

fn register(rig: &Rig, offset: u32) -> u32 {
    run(Handle(rig.world.clone()).read(offset)).unwrap()
}

fn settle(rig: &Rig) {
    (0..200).for_each(|_| rig.world.borrow_mut().tick());
}

fn poll(rig: &mut Rig, budget: usize) -> (usize, Attention) {
    let delivered = &mut rig.delivered;
    let polled = rig.driver.poll(0, budget, |frame, _| delivered.push(frame.to_vec()));
    (polled.received, polled.attention)
}

/// A frame to us of so many octets.
fn put(rig: &Rig, octets: usize) {
    let mut frame = vec![0x5a; octets];
    frame[..6].copy_from_slice(&ADDRESS);
    rig.world.borrow_mut().card.wire_in.push_back(frame);
}

#[test]
fn under_load_the_ring_is_polled_and_then_the_interrupt_enabled() {
    let mut rig = tame(config());
    assert_eq!(run(rig.driver.rearm(0)), Rearmed::Wait);
    assert!(!rig.world.borrow().card.line());
    (0..7).for_each(|_| put(&rig, 40));
    settle(&rig);
    assert!(rig.world.borrow().card.line());
    rig.driver.interrupt();
    rig.driver.interrupt();
    settle(&rig);
    assert!(!rig.world.borrow().card.line());
    assert_eq!(poll(&mut rig, 3), (3, Attention::PollAgain));
    assert_eq!(poll(&mut rig, 3), (3, Attention::PollAgain));
    assert_eq!(register(&rig, 0x044), 0);
    assert_eq!(poll(&mut rig, 3), (1, Attention::Rearm));
    put(&rig, 40);
    settle(&rig);
    assert!(!rig.world.borrow().card.line());
    // The frame came before the interrupt was enabled: it is seen all the same.
    assert_eq!(run(rig.driver.rearm(0)), Rearmed::Poll);
    assert_eq!(poll(&mut rig, 3), (1, Attention::Rearm));
    assert_eq!(run(rig.driver.rearm(0)), Rearmed::Wait);
    assert_eq!((register(&rig, 0x040), register(&rig, 0x044)), (0, 0x7f));
}

#[test]
fn events_are_looked_for_however_many_frames_there_are() {
    let mut rig = tame(config());
    let mut asked = 0;
    for _ in 0..16 {
        (0..2).for_each(|_| put(&rig, 40));
        settle(&rig);
        if poll(&mut rig, 2) == (2, Attention::Rearm) {
            asked += 1;
            run(rig.driver.rearm(0));
        }
    }
    // `limits.polls` is 4 here.
    assert_eq!(asked, 4);
}

#[test]
fn interrupts_for_nothing_do_no_harm() {
    for seed in 0..40 {
        let mut rig = Rig::new(seed, config(), Setup::default()).unwrap();
        rig.traffic(Plan { rounds: 4, spurious: true, ..Plan::default() }).unwrap();
        rig.check_clean().unwrap();
    }
}

#[test]
fn the_line_can_be_tested() {
    let mut rig = tame(config());
    assert_eq!(run(rig.driver.rearm(0)), Rearmed::Wait);
    rig.driver.raise_interrupt();
    settle(&rig);
    assert!(rig.world.borrow().card.line());
    rig.driver.interrupt();
    assert_eq!(poll(&mut rig, 4), (0, Attention::Rearm));
    assert_eq!(run(rig.driver.rearm(0)), Rearmed::Wait);
    settle(&rig);
    assert!(!rig.world.borrow().card.line());
}

#[test]
fn the_link_is_told_also_when_it_came_back() {
    let mut rig = tame(config());
    run(rig.driver.rearm(0));
    rig.take_events();
    rig.events.clear();
    for (states, told, link) in [
        (&[false][..], &[Event::LinkDown][..], Link::Down),
        (&[true], &[Event::LinkUp], Link::Up),
        (&[false, true], &[Event::LinkDown, Event::LinkUp], Link::Up),
    ] {
        states.iter().for_each(|state| rig.world.borrow_mut().card.set_link(*state));
        assert!(rig.world.borrow().card.line());
        rig.driver.interrupt();
        assert_eq!(run(rig.driver.rearm(0)), Rearmed::Wait);
        rig.take_events();
        assert_eq!(std::mem::take(&mut rig.events), told);
        assert_eq!(rig.driver.link(), link);
        settle(&rig);
        assert!(!rig.world.borrow().card.line());
    }
}

#[test]
fn losses_and_refused_tails_are_told() {
    let mut rig = tame(config());
    run(rig.driver.rearm(0));
    rig.take_events();
    rig.events.clear();
    rig.world.borrow_mut().card.lose();
    assert_eq!(run(rig.driver.rearm(0)), Rearmed::Wait);
    rig.world.borrow_mut().card.refuse_tail();
    assert_eq!(run(rig.driver.rearm(0)), Rearmed::Recover);
    rig.take_events();
    let stopped = |direction| Event::Stopped { direction, fault: Fault::Tail };
    let expected = [Event::ReceiveLost, stopped(Direction::Transmit), stopped(Direction::Receive)];
    assert_eq!(std::mem::take(&mut rig.events), expected);
    rig.recover().unwrap();
    rig.traffic(Plan { rounds: 1, ..Plan::default() }).unwrap();
    assert_eq!(rig.check_accounts(), Ok(vec![]));
}

#[test]
fn an_error_without_a_direction_stops_both() {
    let mut rig = tame(config());
    run(rig.driver.rearm(0));
    // INTERRUPT_CAUSE: DMA_ERROR; STATUS: LINK alone.
    let reads = [4, 1].into();
    rig.world.borrow_mut().hostile = Some(Hostile { reads, silent: false });
    assert_eq!(run(rig.driver.rearm(0)), Rearmed::Recover);
    let (transmit, receive) = rig.driver.split();
    assert_eq!((transmit.stopped(), receive.stopped()), (Some(Fault::Dma), Some(Fault::Dma)));
}

#[test]
fn buffers_that_are_kept_back_are_handed_in_when_a_frame_may_wait_for_them() {
    let mut config = config();
    // Eight at once are handed in while frames come; a short frame takes 7, and the longest all 64.
    config.receive = RingConfig { size_log2: 6, buffer_octets: 2 };
    config.settings.mtu = 110;
    let mut rig = tame(config.clone());
    for octets in [20, 128, 14, 128, 30, 14, 127, 14, 128] {
        put(&rig, octets);
        settle(&rig);
        poll(&mut rig, 8);
        settle(&rig);
        poll(&mut rig, 8);
    }
    let lengths: Vec<usize> = rig.delivered.iter().map(Vec::len).collect();
    assert_eq!(lengths, [20, 128, 14, 128, 30, 14, 127, 14, 128]);
    for seed in 0..20 {
        let mut rig = Rig::new(seed, config.clone(), Setup::default()).unwrap();
        rig.traffic(Plan { rounds: 3, ..Plan::default() }).unwrap();
        rig.check_clean().unwrap();
    }
}

#[test]
fn metadata_say_what_the_completion_says() {
    let mut rig = tame(config());
    // Status: VLAN, IPv4 right, L4 wrong.
    rig.world.borrow_mut().card.rx_says = (1 << 2 | 1 << 3 | 2 << 5) << 48 | 0xabcd << 16;
    put(&rig, 60);
    settle(&rig);
    let (_, receive) = rig.driver.split();
    let frame = receive.next_frame().unwrap();
    let (ipv4, l4) = (ChecksumResult::Right, ChecksumResult::Wrong);
    let expected = ReceiveMetadata { ipv4, l4, tag: Some(0xabcd), ..ReceiveMetadata::default() };
    assert_eq!((frame.metadata(), frame.octets().len()), (expected, 60));
    frame.done();
    rig.world.borrow_mut().card.rx_says = 0;
    put(&rig, 60);
    settle(&rig);
    assert_eq!(rig.driver.split().1.next_frame().unwrap().metadata(), ReceiveMetadata::default());
    // It is the same frame until it is done.
    assert_eq!(rig.driver.split().1.next_frame().unwrap().octets().len(), 60);
}

#[test]
fn what_was_not_asked_for_is_a_fault() {
    for (says, status, vlan_tci) in [
        (1_u64 << 48, 1, 0),
        (1 << 50, 1 << 2, 0),
        (1 << 51, 1 << 3, 0),
        (2 << 53, 2 << 5, 0),
        (3 << 51, 3 << 3, 0),
        (1 << 55, 1 << 7, 0),
        (7 << 16, 0, 7),
    ] {
        let mut config = config();
        config.settings.vlan_strip = false;
        config.settings.verify_checksums = false;
        let mut rig = tame(config);
        rig.world.borrow_mut().card.rx_says = says;
        put(&rig, 60);
        settle(&rig);
        assert_eq!(poll(&mut rig, 1), (0, Attention::Recover));
        rig.take_events();
        let fault = Fault::Completion(CompletionError::Status { status, vlan_tci });
        assert_eq!(rig.events, [Event::Stopped { direction: Direction::Receive, fault }]);
    }
}

#[test]
fn bad_frames_come_where_they_were_asked_for() {
    let mut config = config();
    config.settings.pass_bad = true;
    let mut rig = tame(config);
    rig.world.borrow_mut().card.rx_says = 1 << 48;
    put(&rig, 60);
    settle(&rig);
    assert!(rig.driver.split().1.next_frame().unwrap().metadata().bad);
}

#[test]
fn frames_beyond_the_mtu_are_dropped_and_counted() {
    let mut rig = tame(config());
    // The longest frame that may be received has 86 octets; all buffers together have 384.
    for octets in [86, 87, 300, 384, 60, 385, 1000, 61] {
        put(&rig, octets);
        for _ in 0..4 {
            settle(&rig);
            poll(&mut rig, 1);
        }
    }
    let lengths: Vec<usize> = rig.delivered.iter().map(Vec::len).collect();
    assert_eq!(lengths, [86, 60, 61]);
    let counts = rig.driver.receive_counts();
    assert_eq!((counts.delivered, counts.too_long), (3, 5));
    assert_eq!(rig.driver.split().1.stopped(), None);
}

#[test]
fn a_frame_that_fills_the_ring_is_cut_and_says_so() {
    let mut config = config();
    config.receive.buffer_octets = 11;
    let mut rig = tame(config);
    put(&rig, 100);
    settle(&rig);
    // 8 buffers of 11 octets are two more than the MTU allows: such a ring cannot give a cut frame.
    assert_eq!(poll(&mut rig, 1).0, 0);
    assert_eq!(rig.driver.receive_counts().too_long, 1);
    let mut settings = rig.driver.config().settings.clone();
    settings.mtu = 70;
    run(rig.driver.reconfigure(settings)).unwrap();
    put(&rig, 100);
    settle(&rig);
    let frame = rig.driver.split().1.next_frame().unwrap();
    assert_eq!((frame.octets().len(), frame.metadata().truncated), (88, true));
}

#[test]
fn frames_that_cannot_be_sent_are_refused() {
    let mut rig = tame(config());
    let (transmit, _) = rig.driver.split();
    let plain = TransmitMetadata::default();
    let tagged = TransmitMetadata { tag: Some(1), ..plain };
    assert_eq!(transmit.send(&[], plain), Err(SendError::Empty));
    assert_eq!(transmit.send(&[0; 87], plain), Err(SendError::TooLong { octets: 87, longest: 86 }));
    assert_eq!(transmit.send(&[0; 83], tagged), Err(SendError::TooLong { octets: 83, longest: 82 }));
    assert_eq!(transmit.counts().accepted, 0);
    transmit.send(&[1; 86], plain).unwrap();
    transmit.send(&[2; 82], tagged).unwrap();
    settle(&rig);
    let sent: Vec<usize> = rig.world.borrow().card.wire_out.iter().map(|sent| sent.octets.len()).collect();
    assert_eq!(sent, [86, 82]);
}

#[test]
fn a_full_ring_takes_frames_again_when_some_are_sent() {
    let mut rig = tame(config());
    rig.world.borrow_mut().card.paused = true;
    // Three buffers each for the longest frame, and eight of them; short frames take one, but need room for three.
    let mut sent = 0;
    while rig.send_one(20) {
        sent += 1;
    }
    assert_eq!((sent, rig.driver.split().0.waiting()), (6, 6));
    rig.world.borrow_mut().card.paused = false;
    settle(&rig);
    assert!(rig.send_one(20));
    settle(&rig);
    poll(&mut rig, 0);
    rig.check_clean().unwrap();
}
