// SPDX-License-Identifier: MIT OR Apache-2.0
//! The programs on devices in memory.

use super::reflect::Reflect;
use super::send::{Made, Send};
use super::sink::Sink;
use super::*;
use wirewright_host::queue::{QueueDevice, pair};

const A: [u8; 6] = [2, 0, 0, 0, 0, 1];
const B: [u8; 6] = [2, 0, 0, 0, 0, 2];
const MADE: Made = Made { to: B, from: A, octets: 70, seed: 3 };

/// Polls both until neither has anything to do; the time stands.
fn settle(a: (&mut impl Run, &mut QueueDevice), b: (&mut impl Run, &mut QueueDevice), now_ps: u64) {
    loop {
        let frames = a.0.poll(a.1, now_ps, 7).unwrap().frames + b.0.poll(b.1, now_ps, 7).unwrap().frames;
        if frames == 0 {
            return;
        }
    }
}

#[test]
fn what_is_sent_is_reflected_and_timed() {
    let (mut near, mut far) = pair(A, B, 4, 1500);
    let mut send = Send::open(None, MADE, Some(100), None).unwrap();
    let mut reflect = Reflect::new(Some(100));
    assert_eq!((send.is_done(), reflect.is_done()), (Some(false), Some(false)));
    assert_eq!((send.waits_for(), reflect.waits_for()), ("room to send frame 1".into(), "frame 1 of 100".into()));
    settle((&mut send, &mut near), (&mut reflect, &mut far), 5_000);
    assert_eq!((send.is_done(), reflect.is_done()), (Some(true), Some(true)));
    let back = Results { received: 100, received_octets: 7000, sent: 100, ..Results::default() };
    assert_eq!(reflect.results(), back);
    assert_eq!(send.results(), Results { returned: 100, round_trip_ns: Some([0, 0]), ..back });
}

#[test]
fn the_rate_is_kept() {
    let (mut near, mut far) = pair(A, B, 1000, 1500);
    let mut send = Send::open(None, MADE, Some(1000), Some(10.0)).unwrap();
    let mut sink = Sink::new(None);
    // 94 octets with what is around them are 75.2 us at 10 Mbit/s.
    for (now_ps, sent) in [(0, 1), (75_199_999, 1), (75_200_000, 2), (150_400_000, 3)] {
        let next = send.poll(&mut near, now_ps, 7).unwrap();
        assert_eq!((send.results().sent, next.at_ps), (sent, Some(sent * 75_200_000)), "{now_ps}");
        sink.poll(&mut far, now_ps, 7).unwrap();
    }
    assert_eq!((sink.results().received, sink.is_done()), (3, None));
}

#[test]
fn a_sink_sees_what_is_missing_and_what_comes_late() {
    let (mut near, mut far) = pair(A, B, 16, 1500);
    let mut sink = Sink::new(Some(5));
    for number in [0_u32, 1, 4, 3, 5] {
        let frame = [&B[..], &A, &TYPE, &number.to_be_bytes()].concat();
        let (transmit, _) = near.split();
        wirewright_host::device::Transmit::send(transmit, &frame, Default::default()).unwrap();
    }
    assert!(sink.poll(&mut far, 0, 99).unwrap().frames == 5);
    let expected = Results { received: 5, received_octets: 90, missing: 2, disordered: 1, ..Results::default() };
    assert_eq!((sink.results(), sink.is_done()), (expected, Some(true)));
}

#[test]
fn a_capture_is_sent_as_it_is() {
    let (mut near, mut far) = pair(A, B, 300, 1500);
    let capture = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/captures/web.pcapng");
    let mut send = Send::open(Some(capture.as_ref()), MADE, None, None).unwrap();
    while send.poll(&mut near, 0, 1).unwrap().again {}
    assert_eq!((send.results().sent, send.is_done()), (246, Some(true)));
    let mut sink = Sink::new(None);
    sink.poll(&mut far, 0, 1000).unwrap();
    assert_eq!((sink.results().received, sink.results().missing), (246, 0));
    let few = Send::open(Some(capture.as_ref()), MADE, Some(10), None).unwrap();
    assert_eq!(few.is_done(), Some(false));
    assert!(Send::open(Some("/nowhere.pcap".as_ref()), MADE, None, None).is_err());
}
