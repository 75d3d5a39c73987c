// SPDX-License-Identifier: MIT OR Apache-2.0
//! Errors of the bus in the middle of traffic: every accepted frame has one end, every completed one is received.

use wirewright_host::device::{NetDevice, SendError, Transmit, TransmitMetadata};
use wirewright_host::driver::{Attention, BringUpError, Direction, Event, Fault, RecoverError, RegisterError};

use crate::rig::{Plan, Rig, config};
use crate::soft_card::Access;
use crate::world::{Setup, run};

/// A completion is not seen before it is written: here it may never be.
const ERRORS: Setup = Setup { ignored: None, tame: false, no_promises: true, receive_buffers: (0, 0) };

const PLAN: Plan = Plan { rounds: 3, whims: false, only_receive: false, spurious: false };

fn direction(access: Access) -> Direction {
    match access {
        Access::TxDescriptor | Access::TxPayload | Access::TxCompletion => Direction::Transmit,
        Access::RxDescriptor | Access::RxPayload | Access::RxCompletion => Direction::Receive,
    }
}

#[test]
fn one_error_of_any_kind_at_any_time_loses_no_frame() {
    for access in Access::ALL {
        let mut failures = 0;
        for at in 0..12 {
            for seed in 0..5 {
                let mut rig = Rig::new(seed, config(), ERRORS).unwrap();
                rig.world.borrow_mut().card.fail = Some((access, at));
                let run = rig.traffic(PLAN).and_then(|()| rig.check_accounts());
                assert_eq!(run, Ok(vec![]), "{access:?} {at}, seed {seed}");
                let failed = rig.world.borrow().card.failures;
                failures += failed;
                assert_eq!(rig.driver.recoveries(), failed.into());
                let stop = Event::Stopped { direction: direction(access), fault: Fault::Dma };
                assert_eq!(rig.events.contains(&stop), failed == 1, "{:?}", rig.events);
                let counts = rig.driver.transmit_counts();
                assert!(failed == 1 || counts.sent_again == 0, "{counts:?}");
                rig.world.borrow_mut().card.wire_out.clear();
            }
        }
        assert!(failures >= 30, "{access:?}: only {failures} runs met the error");
    }
}

#[test]
fn resets_at_any_time_lose_no_frame() {
    for seed in 0..60 {
        let mut rig = Rig::new(seed, config(), ERRORS).unwrap();
        rig.traffic(Plan { whims: true, spurious: true, ..PLAN }).unwrap();
        assert_eq!(rig.check_accounts(), Ok(vec![]), "seed {seed}");
    }
}

#[test]
fn a_frame_that_always_fails_is_lost_alone() {
    for seed in 0..20 {
        for number in [0, 3, 9] {
            let mut rig = Rig::new(seed, config(), ERRORS).unwrap();
            rig.world.borrow_mut().card.poison = Some([0, 0, 0, number]);
            rig.traffic(PLAN).unwrap();
            let lost: Vec<u64> = if rig.accepted.len() > number.into() { vec![number.into()] } else { vec![] };
            assert_eq!(rig.check_accounts(), Ok(lost.clone()), "seed {seed}");
            // Handed over with others, if there were any, and then alone: three times in all at least.
            assert!(rig.driver.recoveries() >= 3 * lost.len() as u64);
        }
    }
}

#[test]
fn a_bus_that_always_fails_is_given_up_and_all_is_reported() {
    for access in Access::ALL {
        let mut rig = Rig::new(7, config(), ERRORS).unwrap();
        rig.world.borrow_mut().card.fail_always = Some(access);
        let mut error = None;
        // Frames the other way would be a reason to go on.
        let sends = direction(access) == Direction::Transmit;
        for _ in 0..10_000 {
            if sends {
                rig.send();
            } else if rig.world.borrow().card.wire_in.len() < 4 {
                rig.inject();
            }
            error = rig.turn().err();
            if error.is_some() {
                break;
            }
        }
        assert_eq!(error, Some(RecoverError::GivenUp), "{access:?}");
        rig.check_accounts().unwrap();
        let counts = rig.driver.transmit_counts();
        assert_eq!((counts.lost > 0, counts.lost), (sends, counts.accepted));
        let (transmit, _) = rig.driver.split();
        assert_eq!(transmit.send(&[0; 60], TransmitMetadata::default()), Err(SendError::Full));
        assert_eq!(transmit.stopped(), Some(Fault::GivenUp));
        assert_eq!(rig.recover(), Err(RecoverError::GivenUp));
    }
}

#[test]
fn a_reset_that_does_not_end_is_told_and_can_be_tried_again() {
    let mut rig = Rig::new(2, config(), ERRORS).unwrap();
    rig.world.borrow_mut().card.paused = true;
    assert!(rig.send() && rig.send());
    rig.world.borrow_mut().card.stuck = true;
    let Err(RecoverError::Card(BringUpError::Register(RegisterError::Timeout { register, .. }))) = rig.recover() else {
        panic!("the reset cannot end");
    };
    assert_eq!(register, "RESET");
    assert_eq!(rig.driver.split().0.stopped(), Some(Fault::Resetting));
    assert!(!rig.send());
    let polled = rig.driver.poll(0, 1, |_, _| panic!("no frame can be there"));
    assert_eq!(polled.attention, Attention::Recover);
    let world = rig.world.clone();
    world.borrow_mut().card.stuck = false;
    world.borrow_mut().card.paused = false;
    rig.recover().unwrap();
    rig.traffic(PLAN).unwrap();
    assert_eq!(rig.check_accounts(), Ok(vec![]));
    let counts = rig.driver.transmit_counts();
    assert_eq!(counts.sent_again, 2);
}

#[test]
fn a_recovery_that_is_dropped_half_way_can_be_begun_again() {
    // A bus whose reads need several polls would be needed to drop it anywhere; an error of the bus ends it as well.
    for at in 0..6 {
        let mut rig = Rig::new(at, config(), ERRORS).unwrap();
        rig.send();
        // The first spares the wait for the MAC.
        let reads = [vec![u32::MAX], vec![1; at as usize]].concat();
        let world = rig.world.clone();
        world.borrow_mut().hostile =
            Some(crate::world::Hostile { reads: reads.into_iter().chain([0xffff_ffff]).collect(), silent: false });
        assert!(rig.recover().is_err());
        world.borrow_mut().hostile = None;
        assert!(!rig.send() && rig.driver.split().0.stopped().is_some());
        rig.recover().unwrap();
        rig.traffic(PLAN).unwrap();
        assert_eq!(rig.check_accounts(), Ok(vec![]));
    }
}

#[test]
fn confirmed_frames_that_a_reset_cuts_off_are_told() {
    let mut rig = Rig::new(3, config(), ERRORS).unwrap();
    rig.world.borrow_mut().card.in_mac = 2;
    let before_ns = rig.now_ns();
    rig.recover().unwrap();
    rig.take_events();
    assert!(rig.events.contains(&Event::MacReset { frames: 2 }), "{:?}", rig.events);
    assert!(rig.now_ns() - before_ns >= rig.driver.config().limits.drain_ns);
}

#[test]
fn a_stall_is_told_once_and_a_recovery_goes_on() {
    let mut rig = Rig::new(3, config(), ERRORS).unwrap();
    rig.world.borrow_mut().card.paused = true;
    assert_eq!(rig.driver.deadline_ns(), None);
    assert!(rig.send());
    let second = 1_000_000_000;
    let poll = |rig: &mut Rig, now_ns| {
        rig.driver.poll(now_ns, 0, |_, _| {});
        rig.take_events();
        rig.events.iter().filter(|event| matches!(event, Event::Stalled { frames: 1 })).count()
    };
    assert_eq!(poll(&mut rig, 7), 0);
    assert_eq!(rig.driver.deadline_ns(), Some(7 + 5 * second));
    assert_eq!(poll(&mut rig, 6 + 5 * second), 0);
    assert_eq!(poll(&mut rig, 7 + 5 * second), 1);
    assert_eq!(poll(&mut rig, 20 * second), 1);
    assert_eq!(rig.driver.deadline_ns(), None);
    rig.recover().unwrap();
    assert!(rig.driver.deadline_ns().is_some());
    rig.world.borrow_mut().card.paused = false;
    rig.traffic(PLAN).unwrap();
    assert_eq!(rig.check_accounts(), Ok(vec![]));
    assert_eq!(rig.driver.deadline_ns(), None);
    let shut = run(rig.driver.shut_down()).unwrap();
    assert_eq!(shut.lost, 0);
}
