// SPDX-License-Identifier: MIT OR Apache-2.0
//! A card that says anything: errors with a type, a direction that stops, and nothing worse.

use proptest::collection::vec;
use proptest::prelude::*;
use wirewright_host::device::NetDevice;
use wirewright_host::driver::{Event, Fault};

use crate::cases;
use crate::rig::{Plan, Rig, config, world_for};
use crate::world::{BASE, Hostile, Setup, run};

/// Registers: what they should read as, all ones, or anything.
fn words() -> impl Strategy<Value = u32> {
    prop_oneof![
        Just(u32::MAX),
        Just(0),
        Just(0x3143_4e57),
        Just(0x0001_0000),
        Just(0x0001_10c1),
        0_u32..128,
        any::<u32>(),
    ]
}

/// Completions: anything, and what is nearly right.
fn completion() -> impl Strategy<Value = u64> {
    let nearly = (0_u64..200, prop_oneof![Just(0_u64), 1_u64..4], 0_u64..20, 0_u64..512, 0_u64..2);
    let nearly = nearly.prop_map(|(length, tci, next, status, phase)| {
        length | tci << 16 | next << 32 | (status & 0x7f) << 48 | phase << 63
    });
    prop_oneof![any::<u64>(), nearly]
}

/// Right completions of the first frame of either direction with one field changed, or anything.
fn one_wrong() -> impl Strategy<Value = u64> {
    let right = prop_oneof![
        Just((40_u64, 2_u64)),
        (1_u64..48).prop_map(|length| (length, 1)),
        (337_u64..385).prop_map(|length| (length, 8)),
        (385_u64..433).prop_map(|length| (length, 9)),
    ];
    let right = right.prop_map(|(length, next)| 1 << 63 | next << 32 | length);
    let fields = [(0_u32, 0_u32), (0, 0), (0, 16), (16, 16), (32, 16), (48, 15), (48, 7), (63, 1), (32, 4), (0, 9)];
    let field = proptest::sample::select(fields.to_vec());
    let changed = (right, field, any::<u64>()).prop_map(|(word, (bit, width), value)| {
        let mask = if width == 0 { 0 } else { u64::MAX >> (64 - width) << bit };
        word & !mask | value << bit & mask
    });
    prop_oneof![6 => changed, 1 => completion()]
}

/// Whether this can be the first received frame: 8 buffers of 48 octets are the card's, tags and checksums were asked
/// for.
fn is_received(word: u64) -> bool {
    let (length, tci, next, status) = (word & 0xffff, word >> 16 & 0xffff, word >> 32 & 0xffff, word >> 48 & 0x7fff);
    let cut = status & 2 != 0;
    let fits = (1..=8).contains(&next) && length > 48 * (next - 1) && length <= 48 * next;
    let status_right = status & !0x7e == 0 && status >> 3 & 3 != 3 && status >> 5 & 3 != 3;
    fits && status_right && (tci == 0 || status & 4 != 0) && (!cut || length == 384)
}

#[derive(Clone, Debug)]
enum Act {
    Spoil { transmit: bool, entry: usize, word: u64 },
    Reads(Vec<u32>),
    Silent(bool),
    Send,
    Inject,
    Interrupt,
    Poll(usize),
    Rearm,
    Recover,
    Counters,
    Filter(Vec<[u8; 6]>),
    Tick,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (any::<bool>(), 0_usize..8, completion())
            .prop_map(|(transmit, entry, word)| Act::Spoil { transmit, entry, word }),
        1 => vec(words(), 0..6).prop_map(Act::Reads),
        1 => any::<bool>().prop_map(Act::Silent),
        4 => Just(Act::Send),
        3 => Just(Act::Inject),
        1 => Just(Act::Interrupt),
        6 => (0_usize..4).prop_map(Act::Poll),
        3 => Just(Act::Rearm),
        2 => Just(Act::Recover),
        1 => Just(Act::Counters),
        1 => vec(any::<[u8; 6]>(), 0..20).prop_map(Act::Filter),
        4 => Just(Act::Tick),
    ]
}

fn register(rig: &Rig, offset: u32) -> u64 {
    let world = &mut *rig.world.borrow_mut();
    world.card.read(offset, &mut world.random).into()
}

fn play(rig: &mut Rig, act: Act) {
    let now_ns = rig.now_ns();
    match act {
        Act::Spoil { transmit, entry, word } => {
            let ring = if transmit { 0x108 } else { 0x148 };
            let at = register(rig, ring) | register(rig, ring + 4) << 32;
            if let Some(at) = at.checked_sub(BASE).map(|at| at as usize + 8 * entry) {
                rig.world.borrow_mut().octets()[at..at + 8].copy_from_slice(&word.to_le_bytes());
            }
        }
        Act::Reads(reads) => {
            rig.world.borrow_mut().hostile = Some(Hostile { reads: reads.into(), silent: false });
        }
        Act::Silent(silent) => {
            rig.world.borrow_mut().hostile = Some(Hostile { silent, ..Hostile::default() });
        }
        Act::Send => drop(rig.send()),
        Act::Inject => rig.inject(),
        Act::Interrupt => rig.driver.interrupt(),
        Act::Poll(budget) => drop(rig.driver.poll(now_ns, budget, |_, _| {})),
        Act::Rearm => drop(run(rig.driver.rearm(now_ns))),
        Act::Recover => drop(run(rig.driver.recover(now_ns))),
        Act::Counters => drop(run(rig.driver.counters())),
        Act::Filter(addresses) => rig.driver.set_further_addresses(&addresses),
        Act::Tick => (0..20).for_each(|_| rig.world.borrow_mut().tick()),
    }
}

/// Every accepted frame has one end or waits, whatever the card said.
fn accounts(rig: &mut Rig) {
    let counts = rig.driver.transmit_counts();
    let waiting = rig.driver.split().0.waiting();
    assert_eq!(counts.accepted, rig.accepted.len() as u64);
    assert_eq!(counts.accepted, counts.sent + counts.sent_again + counts.dropped + counts.lost + waiting as u64);
    assert!(waiting <= 8 && rig.driver.split().1.waiting() <= 8);
    while let Some(event) = rig.driver.next_event() {
        if let Event::TransmitLost { first, count } = event {
            assert!(count > 0 && first + count <= counts.accepted);
        }
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn bring_up_of_anything_ends(
        seed in any::<u64>(),
        right in 0_usize..3,
        reads in vec(words(), 0..60),
        self_test in any::<bool>(),
    ) {
        let mut config = config();
        config.self_test = self_test;
        let world = world_for(seed, &config, Setup { no_promises: true, ..Setup::default() });
        let right = [0x3143_4e57, 0x0001_0000, 0x0001_10c1].into_iter().take(right);
        let reads = right.chain(reads).collect();
        world.borrow_mut().hostile = Some(Hostile { reads, silent: false });
        let brought_up = Rig::with(world.clone(), config);
        prop_assert!(world.borrow().accesses < 3_000_000);
        // What looks like the card is the card when the reads are used up.
        drop(brought_up);
    }

    #[test]
    fn a_hostile_card_is_survived(seed in any::<u64>(), acts in vec(act(), 0..120)) {
        let mut rig = Rig::new(seed, config(), Setup { no_promises: true, ..Setup::default() }).unwrap();
        for act in acts {
            let before = rig.world.borrow().accesses;
            play(&mut rig, act);
            accounts(&mut rig);
            prop_assert!(rig.world.borrow().accesses - before < 3_000_000);
            prop_assert!(!rig.world.borrow().strayed(), "the card was sent out of the memory");
        }
        // Honest again, it works again, unless it was given up.
        rig.world.borrow_mut().hostile = None;
        if rig.driver.split().0.stopped() != Some(Fault::GivenUp) {
            prop_assert_eq!(rig.recover(), Ok(()));
            rig.world.borrow_mut().card.wire_in.clear();
            // What the card has taken of them already comes to its end.
            for _ in 0..20 {
                (0..100).for_each(|_| rig.world.borrow_mut().tick());
                rig.driver.poll(0, 8, |_, _| {});
            }
            rig.world.borrow_mut().card.completed.clear();
            // Who is lied to cannot keep all rules.
            rig.world.borrow_mut().rules.broken.clear();
            let traffic = rig.traffic(Plan { rounds: 1, ..Plan::default() });
            prop_assert_eq!(traffic, Ok(()));
            accounts(&mut rig);
        }
        let closed = run(rig.driver.shut_down());
        prop_assert!(closed.is_ok());
        prop_assert_eq!(rig.driver.split().0.waiting(), 0);
        accounts(&mut rig);
    }

    #[test]
    fn any_completion_is_a_frame_or_a_fault(word in one_wrong(), transmit in any::<bool>(), seed in any::<u64>()) {
        let mut rig = Rig::new(seed, config(), Setup { tame: true, no_promises: true, ..Setup::default() }).unwrap();
        rig.world.borrow_mut().card.paused = true;
        prop_assert!(rig.send_one(40));
        play(&mut rig, Act::Spoil { transmit, entry: 0, word });
        let mut lengths = vec![];
        let polled = rig.driver.poll(0, 1, |frame, _| lengths.push(frame.len()));
        let stopped = rig.driver.split();
        let stopped = [stopped.0.stopped().is_some(), stopped.1.stopped().is_some()];
        let long = rig.driver.receive_counts().too_long as usize;
        let there = word >> 63 == 1;
        if transmit {
            // 40 octets in two buffers, sent or dropped; nothing else is right.
            let right = word & !(1 << 48) == 40 | 2 << 32 | 1 << 63;
            prop_assert_eq!((polled.confirmed, stopped), (usize::from(right), [there && !right, false]));
        } else {
            let right = there && is_received(word);
            prop_assert_eq!(stopped, [false, there && !right]);
            let octets = usize::from(word as u16);
            let (short, too_long) = (right && octets <= 86, right && octets > 86);
            prop_assert_eq!((lengths, long), (vec![octets; short.into()], too_long.into()));
        }
    }
}

#[test]
fn a_card_that_is_gone_is_a_fault_and_no_loop() {
    let mut rig = Rig::new(1, config(), Setup::default()).unwrap();
    for silent in [true, false] {
        let reads = if silent { vec![] } else { vec![u32::MAX; 100] };
        rig.world.borrow_mut().hostile = Some(Hostile { reads: reads.into(), silent });
        run(rig.driver.rearm(0));
        let stopped = rig.driver.split().0.stopped();
        assert!(matches!(stopped, Some(Fault::Register(_))), "{stopped:?}");
        assert!(run(rig.driver.recover(0)).is_err());
        assert!(run(rig.driver.counters()).is_err());
        assert!(run(rig.driver.shut_down()).is_err());
        rig.world.borrow_mut().hostile = None;
        rig.recover().unwrap();
    }
}
