// SPDX-License-Identifier: MIT OR Apache-2.0
//! Bring-up, self-test, settings, counters, shutdown.

use wirewright_host::bus::{BusError, RegisterBus};
use wirewright_host::device::{Link, NetDevice, Receive, ReceivedFrame, SendError, Transmit, TransmitMetadata};
use wirewright_host::driver::{
    BringUpError, Config, ConfigError, Direction, Event, Fault, Filter, RecoverError, RegisterError, RingConfig,
    SelfTestError, memory_octets,
};
use wirewright_spec::counters::{CardCounter, RxCounter, TxCounter};

use crate::rig::{ADDRESS, Plan, Rig, config, world_for};
use crate::soft_card::{LoopbackFault, counter};
use crate::world::{Handle, Hostile, Setup, World, run};

fn register(rig: &Rig, offset: u32) -> u32 {
    run(Handle(rig.world.clone()).read(offset)).unwrap()
}

/// What bring-up says of a card that `spoil` has changed.
fn refused(config: Config, spoil: impl FnOnce(&mut World)) -> BringUpError {
    let world = world_for(1, &config, Setup { tame: true, ..Setup::default() });
    spoil(&mut world.borrow_mut());
    Rig::with(world, config).err().expect("bring-up must fail")
}

fn reads(values: &[u32]) -> impl FnOnce(&mut World) {
    let reads = values.to_vec().into();
    |world| world.hostile = Some(Hostile { reads, silent: false })
}

#[test]
fn the_self_test_passes_in_every_world_and_leaves_a_fresh_card() {
    for seed in 0..30 {
        let config = Config { self_test: true, ..config() };
        let mut rig = Rig::new(seed, config, Setup::default()).unwrap();
        let tested = std::mem::take(&mut rig.world.borrow_mut().card.completed);
        assert!(tested.len() > 8 && tested.iter().any(|frame| frame.len() == 82));
        let resets = rig.world.borrow().card.resets;
        assert_eq!((resets, rig.driver.transmit_counts().accepted), (2, 0));
        rig.traffic(Plan { rounds: 2, ..Plan::default() }).unwrap();
        rig.check_clean().unwrap();
    }
}

#[test]
fn whole_frames_in_large_rings_pass_too() {
    let mut config = Config::new(ADDRESS);
    config.transmit = RingConfig { size_log2: 3, buffer_octets: 1536 };
    config.receive = RingConfig { size_log2: 4, buffer_octets: 100 };
    let mut rig = Rig::new(3, config, Setup { no_promises: true, ..Setup::default() }).unwrap();
    drop(std::mem::take(&mut rig.world.borrow_mut().card.completed));
    for octets in [14, 1514, 700, 60] {
        assert!(rig.send_one(octets));
    }
    rig.traffic(Plan { rounds: 3, ..Plan::default() }).unwrap();
    rig.check_clean().unwrap();
}

#[test]
fn the_card_gets_its_settings() {
    let mut config = config();
    config.settings.moderation_clocks = 33;
    config.settings.pause_quanta = Some(0x1234);
    config.settings.further_addresses = vec![[1, 0, 0x5e, 1, 2, 3]];
    config.receive.size_log2 = 5;
    let rig = Rig::new(1, config, Setup::default()).unwrap();
    // TX_ENABLE, RX_ENABLE, BROADCAST, CHECKSUM, VLAN_STRIP, PAUSE_SEND, PAUSE_OBEY.
    assert_eq!(register(&rig, 0x010), 0b11_1101_0011);
    assert_eq!((register(&rig, 0x020), register(&rig, 0x024)), (0x2233_4455, 0x0211));
    assert_eq!((register(&rig, 0x030), register(&rig, 0x04c)), (0x1234, 3));
    assert_eq!((register(&rig, 0x080), register(&rig, 0x084)), (0x5e01_0203, 0x8000_0100));
    assert_eq!((register(&rig, 0x08c), register(&rig, 0x044)), (0, 0));
    assert_eq!((register(&rig, 0x110), register(&rig, 0x150)), (3, 5));
    assert_eq!(register(&rig, 0x154), 32);
    for offset in [0x100, 0x108, 0x140, 0x148] {
        assert_eq!(register(&rig, offset) % 64, 0);
        assert_eq!(register(&rig, offset + 4), 1);
    }
    assert_eq!((rig.driver.link(), rig.driver.address()), (Link::Up, ADDRESS));
    assert!(rig.driver.identity().gigabit && !rig.driver.identity().mii);
}

#[test]
fn another_card_is_refused() {
    assert_eq!(refused(config(), reads(&[0xffff_ffff])), BringUpError::Identity { value: 0xffff_ffff });
    let version = refused(config(), reads(&[0x3143_4e57, 0x0002_0003]));
    assert_eq!(version, BringUpError::Version { version: (2, 3), known: 1 });
    // A minor version only adds.
    assert!(matches!(
        refused(config(), reads(&[0x3143_4e57, 0x0001_0003, 0])),
        BringUpError::Capabilities { what: "queue pair", value: 0 }
    ));
    for (capabilities, what) in [(0x0001_1021, "ring of this size"), (0x0001_0fc1, "filter of 16 addresses")] {
        let error = refused(config(), reads(&[0x3143_4e57, 0x0001_0000, capabilities]));
        assert_eq!(error, BringUpError::Capabilities { what, value: capabilities });
    }
    let mut half = config();
    half.settings.half_duplex = true;
    assert!(matches!(refused(half, |_| {}), BringUpError::Capabilities { what: "half duplex", .. }));
}

#[test]
fn a_bus_that_fails_is_told() {
    let silent = |world: &mut World| world.hostile = Some(Hostile { silent: true, ..Hostile::default() });
    let no_answer = BusError::NoAnswer { offset: 0 };
    assert_eq!(refused(config(), silent), BringUpError::Register(RegisterError::Bus(no_answer)));
    let holes = refused(config(), |world| world.card.scratch_holes = 1 << 17);
    assert_eq!(
        holes,
        BringUpError::ReadBack { register: "SCRATCH", written: 0xaaaa_aaaa, read: 0xaaaa_aaaa & !(1 << 17) }
    );
    let stuck = refused(config(), |world| world.card.stuck = true);
    assert!(matches!(stuck, BringUpError::Register(RegisterError::Timeout { register: "RESET", waited_ns })
        if (100_000_000..101_000_000).contains(&waited_ns)));
}

#[test]
fn a_card_that_fails_its_self_test_is_told() {
    let config = || Config { self_test: true, ..config() };
    let fault = |fault| move |world: &mut World| world.card.loopback_fault = Some(fault);
    let octet = refused(config(), fault(LoopbackFault::Octet(33)));
    let BringUpError::SelfTest(SelfTestError::Octet { frame: 0, octet: 33, sent, received }) = octet else {
        panic!("{octet}");
    };
    assert_eq!(sent ^ 1, received);
    let length = SelfTestError::Length { frame: 0, sent_octets: 60, received_octets: 59 };
    assert_eq!(refused(config(), fault(LoopbackFault::Length)), BringUpError::SelfTest(length));
    let silence = refused(config(), fault(LoopbackFault::Silence));
    assert!(matches!(silence, BringUpError::SelfTest(SelfTestError::Missing { received: 0, .. })), "{silence}");
    let stopped = refused(config(), |world| world.card.fail_always = Some(crate::soft_card::Access::TxPayload));
    assert_eq!(stopped, BringUpError::SelfTest(SelfTestError::Stopped(Fault::Dma)));
}

#[test]
fn what_the_card_cannot_do_is_refused_before_it_is_touched() {
    type Change = fn(&mut Config);
    type Told = fn(&ConfigError) -> bool;
    let changes: [(Change, Told); 8] = [
        (|config| config.settings.address[0] = 1, |error| matches!(error, ConfigError::Address { .. })),
        (|config| config.settings.address = [0; 6], |error| matches!(error, ConfigError::Address { .. })),
        (|config| config.settings.mtu = 67, |error| matches!(error, ConfigError::Mtu { mtu: 67 })),
        (|config| config.settings.mtu = 1501, |error| matches!(error, ConfigError::Mtu { mtu: 1501 })),
        (
            |config| config.settings.moderation_clocks = 16 * 65535 + 1,
            |error| matches!(error, ConfigError::Moderation { clocks: 1_048_561 }),
        ),
        (
            |config| config.transmit.size_log2 = 13,
            |error| matches!(error, ConfigError::RingSize { direction: "transmit", size_log2: 13 }),
        ),
        (
            |config| config.receive.buffer_octets = 10,
            |error| matches!(error, ConfigError::Buffers { direction: "receive", octets: 80, longest: 86 }),
        ),
        (|config| config.transmit.buffer_octets = 0, |error| matches!(error, ConfigError::Buffers { .. })),
    ];
    for (change, told) in changes {
        let mut config = config();
        change(&mut config);
        let world = world_for(1, &self::config(), Setup::default());
        match Rig::with(world.clone(), config).err() {
            Some(BringUpError::Config(error)) if told(&error) => {}
            other => panic!("{other:?}"),
        }
        assert_eq!(world.borrow().accesses, 0);
    }
    let world = World::new(1, memory_octets(&config()) - 8, Setup::default());
    assert!(matches!(
        Rig::with(world, config()).err(),
        Some(BringUpError::Config(ConfigError::Memory { octets, needed })) if needed == octets + 1
    ));
}

#[test]
fn frames_are_taken_by_their_address() {
    let single = |number: u8| [2, 9, 9, 9, 9, number];
    let group = |number: u8| [3, 9, 9, 9, 9, number];
    let mut rig = Rig::new(4, config(), Setup::default()).unwrap();
    let mut wanted: Vec<[u8; 6]> = (0..10).map(single).collect();
    wanted.extend((0..10).map(group));
    let hashes: Vec<u32> = (6..10).map(|number| Filter::hash_of(group(number))).collect();
    rig.driver.set_further_addresses(&wanted);
    // A reset keeps the filter.
    rig.recover().unwrap();
    let mut expected = 0;
    let all = (0..40).flat_map(|number| [single(number), group(number)]);
    for address in all.chain([ADDRESS, [0xff; 6], [2, 0, 0, 0, 0, 0]]) {
        let taken = wanted.contains(&address)
            || address == ADDRESS
            || address == [0xff; 6]
            || address[0] & 1 == 1 && hashes.contains(&Filter::hash_of(address));
        expected += usize::from(taken);
        let mut frame = vec![0x77; 30];
        frame[..6].copy_from_slice(&address);
        rig.world.borrow_mut().card.wire_in.push_back(frame);
    }
    rig.injected = expected;
    rig.traffic(Plan { rounds: 1, ..Plan::default() }).unwrap();
    rig.check_clean().unwrap();
    // Others in their place: those of before count no more.
    rig.driver.set_further_addresses(&[single(30), single(2)]);
    register(&rig, 0);
    for address in [single(0), single(2), single(30), group(0), group(9)] {
        let mut frame = vec![0x78; 30];
        frame[..6].copy_from_slice(&address);
        rig.world.borrow_mut().card.wire_in.push_back(frame);
    }
    rig.injected += 2;
    rig.traffic(Plan { rounds: 1, ..Plan::default() }).unwrap();
    rig.check_clean().unwrap();
    let seen = |address: [u8; 6]| rig.delivered.iter().any(|frame| frame[..6] == address);
    assert!(wanted.iter().copied().all(seen) && !seen([2, 0, 0, 0, 0, 0]) && !seen(single(11)));
}

#[test]
fn counters_come_from_their_own_registers() {
    let mut rig = Rig::new(5, config(), Setup::default()).unwrap();
    let counters = run(rig.driver.counters()).unwrap();
    assert_eq!(counters.receive(RxCounter::FramesLostReceiving), counter(15));
    assert_eq!(counters.transmit(TxCounter::FramesTransmittedOk), 0);
    assert_eq!(counters.card(CardCounter::WriteBursts), counter(46));
    let named: Vec<_> = counters.iter().collect();
    assert_eq!(named.len(), 16 + 12 + 15);
    let of = |name: &str| named.iter().find(|(known, _)| *known == name).unwrap().1;
    assert_eq!((of("aFramesReceivedOK"), of("framesSentWithError"), of("framesLost")), (counter(0), 0, counter(35)));
}

#[test]
fn settings_can_be_changed_without_losing_frames() {
    for seed in 0..20 {
        let mut rig = Rig::new(seed, config(), Setup::default()).unwrap();
        rig.traffic(Plan { rounds: 1, ..Plan::default() }).unwrap();
        while rig.send() {}
        let mut settings = rig.driver.config().settings.clone();
        settings.address = [2, 0, 0, 0, 0, 9];
        settings.promiscuous = true;
        settings.mtu = 100;
        rig.waiting = false;
        run(rig.driver.reconfigure(settings)).unwrap();
        assert_eq!((rig.driver.address(), rig.driver.capabilities().mtu), ([2, 0, 0, 0, 0, 9], 100));
        assert_eq!(register(&rig, 0x020), 9);
        while !rig.send_one(114) {
            rig.turn().unwrap();
        }
        rig.traffic(Plan { rounds: 1, ..Plan::default() }).unwrap();
        assert_eq!(rig.check_accounts().unwrap(), []);
        // The card was stopped between two frames: none was sent twice.
        assert_eq!(rig.world.borrow().card.wire_out.len(), rig.accepted.len());
        let mut settings = rig.driver.config().settings.clone();
        settings.mtu = 1500;
        let refused = run(rig.driver.reconfigure(settings));
        assert!(matches!(refused, Err(RecoverError::Settings(ConfigError::Buffers { .. }))));
        assert_eq!(rig.driver.capabilities().mtu, 100);
    }
}

#[test]
fn nothing_is_touched_after_shutdown() {
    for seed in 0..30 {
        let mut rig = Rig::new(seed, config(), Setup::default()).unwrap();
        rig.traffic(Plan { rounds: 2, ..Plan::default() }).unwrap();
        while rig.send() {}
        (0..6).for_each(|_| rig.inject());
        (0..40).for_each(|_| rig.world.borrow_mut().tick());
        let left = run(rig.driver.shut_down()).unwrap();
        // All was sent in the time that there was.
        assert_eq!((left.lost, rig.check_accounts().unwrap()), (0, vec![]));
        let before = rig.world.borrow_mut().octets().to_vec();
        (0..2000).for_each(|_| rig.world.borrow_mut().tick());
        assert_eq!(rig.world.borrow_mut().octets(), before);
        assert_eq!(register(&rig, 0x010), 0);
        // What was received can still be taken, and nothing else can be done.
        let (transmit, receive) = rig.driver.split();
        assert!(transmit.reserve().is_none());
        assert_eq!(transmit.send(&[0; 60], TransmitMetadata::default()), Err(SendError::Full));
        assert_eq!(receive.stopped(), Some(Fault::Closed));
        for _ in 0..left.waiting {
            let frame = receive.next_frame().unwrap();
            rig.delivered.push(frame.octets().to_vec());
            frame.done();
        }
        assert!(receive.next_frame().is_none());
        assert_eq!(rig.delivered, rig.world.borrow().card.completed);
        assert_eq!(run(rig.driver.recover(0)), Err(RecoverError::GivenUp));
        assert_eq!(run(rig.driver.shut_down()).unwrap().lost, 0);
    }
}

#[test]
fn frames_that_cannot_leave_in_time_are_reported_at_shutdown() {
    let mut rig = Rig::new(1, config(), Setup { no_promises: true, ..Setup::default() }).unwrap();
    rig.world.borrow_mut().card.paused = true;
    assert!(rig.send() && rig.send());
    assert_eq!(run(rig.driver.shut_down()).unwrap().lost, 2);
    assert_eq!(rig.check_accounts().unwrap(), [0, 1]);
    let stopped = |event: &Event| matches!(event, Event::Stopped { direction: Direction::Transmit, .. });
    assert!(!rig.events.iter().any(stopped), "a shutdown is no fault");
}
