// SPDX-License-Identifier: MIT OR Apache-2.0
//! Every counter of a whole MAC (IEEE 802.3-2022, clause 30; RFC 2819): traffic that makes it count, then a snapshot
//! of all counters, of which those named have their value and all others are 0.

use super::control::{GROUP, control_frame};
use super::mac::{ALL, counted, request};
use crate::conformance::Case;
use crate::conformance::frames::{frame, typed, with_fcs};
use crate::conformance::rigs::control_rx::OWN_ADDRESS;
use crate::conformance::rigs::mac::Script;
use crate::conformance::rigs::medium::{self, OwnCarrier};
use crate::conformance::rigs::wire::Carrier;
use crate::conformance::rigs::{AnyExam, Exam, Saboteur};
use wirewright_model::reference::transmit::Request;
use wirewright_spec::counters::{RxCounter, TxCounter};

const MII: &[&str] = &["mac_mii"];
const NIBBLES: &[&str] = &["mac_mii", "mac_trispeed:nibbles"];

const NO_MEDIUM: Option<&str> = Some("the medium around the station is a matter of time, which the reference has not");
const NO_CLOCKS: Option<&str> = Some("the reference has no clocks: nothing is too slow, and nothing comes at a moment");

/// The address of a receive counter.
const fn rx(counter: RxCounter) -> usize {
    counter as usize
}

/// The address of a transmit counter.
const fn tx(counter: TxCounter) -> usize {
    16 + counter as usize
}

/// Declares cases: clause, name, devices, why not on the reference, what happens, and which counters it leaves; the
/// first of these is the one that the saboteur holds at zero.
macro_rules! counter_cases {
    ($($clause:literal $name:literal $criterion:literal $devices:ident $not_on_reference:expr, $script:expr
        => [$stuck:expr, $value:expr $(; $counter:expr, $more:expr)*];)+) => {
        &[$(
            Case {
                clause: $clause,
                name: $name,
                criterion: $criterion,
                devices: $devices,
                not_on_reference: $not_on_reference,
                exam: AnyExam::Mac(Exam {
                    run: |rig, check| counted(&rig.play(&$script), check, &[($stuck, $value) $(, ($counter, $more))*]),
                    saboteur: Saboteur::Trace(|trace| trace.counters[$stuck] = 0),
                }),
            },
        )+]
    };
}

use RxCounter::*;
use TxCounter::*;

#[rustfmt::skip] // One counter a paragraph reads better than one argument a line.
pub(super) const CASES: &[Case] = counter_cases! {
    "802.3-30.3.1.1.2-transmitted-ok" "counters/transmitted_ok"
    "Five frames sent count five times, one sent with an error not at all." ALL None,
    sending(&[60, 61, 100, 1514, 20], true)
        => [tx(FramesTransmittedOk), 5; tx(OctetsTransmittedOk), 46 + 47 + 86 + 1500 + 46;
            tx(FramesSentWithError), 1];

    "802.3-30.3.1.1.8-octets-transmitted" "counters/octets_transmitted"
    "Frames of 1, 46, 47 and 1500 octets of data add 46, 46, 47 and 1500." ALL None,
    sending(&[15, 60, 61, 1514], false)
        => [tx(OctetsTransmittedOk), 46 + 46 + 47 + 1500; tx(FramesTransmittedOk), 4];

    "802.3-30.3.1.1.5-received-ok" "counters/received_ok"
    "Three data frames and a PAUSE frame count four times." ALL None,
    receiving(vec![good(64), good(1518), with_field((0x8100, 1504)), control(GROUP, 1)])
        => [rx(FramesReceivedOk), 4; rx(OctetsReceivedOk), 46 + 1500 + 1504 + 46;
            rx(MulticastFramesReceivedOk), 1; rx(PauseFramesReceived), 1];

    "802.3-30.3.1.1.14-octets-received" "counters/octets_received"
    "Frames of 46, 47 and 1500 octets of data add their octets, bad ones nothing." ALL None,
    receiving(vec![good(64), good(65), wrong_fcs(100), good(1518)])
        => [rx(OctetsReceivedOk), 46 + 47 + 1500; rx(FramesReceivedOk), 3; rx(FrameCheckSequenceErrors), 1];

    "802.3-30.3.1.1.6-fcs-errors" "counters/fcs_errors"
    "Three frames with a wrong FCS count three times." ALL None,
    receiving(vec![wrong_fcs(64), wrong_fcs(100), wrong_fcs(1518)])
        => [rx(FrameCheckSequenceErrors), 3];

    "802.3-30.3.1.1.7-alignment-errors" "counters/alignment_errors"
    "Two frames with a half octet and a wrong FCS count twice, one with a half octet and a good \
        FCS is good." NIBBLES None,
    receiving([wrong_fcs(64), wrong_fcs(99), good(64)].map(and_a_half).to_vec())
        => [rx(AlignmentErrors), 2; rx(FramesReceivedOk), 1; rx(OctetsReceivedOk), 46];

    "802.3-30.3.1.1.23-in-range-length" "counters/in_range_length"
    "Two frames whose length does not match count twice, one whose length does is good." ALL None,
    receiving([(100, 99), (10, 47), (100, 100)].map(with_field).to_vec())
        => [rx(InRangeLengthErrors), 2; rx(FramesReceivedOk), 1; rx(OctetsReceivedOk), 100];

    "802.3-30.3.1.1.24-out-of-range" "counters/out_of_range"
    "Frames with 1501 and 1535 in the field count, and are good." ALL None,
    receiving([(1501, 100), (1535, 46), (1536, 46)].map(with_field).to_vec())
        => [rx(OutOfRangeLengthField), 2; rx(FramesReceivedOk), 3; rx(OctetsReceivedOk), 192];

    "802.3-30.3.1.1.25-too-long" "counters/too_long"
    "Frames of 1519 and 1600 octets count, whether their FCS is good or not; one of 1518 with a wrong FCS counts as \
        such, and one of 1522 with a tag is good." ALL None,
    receiving(vec![good(1519), wrong_fcs(1519), wrong_fcs(1518), good(1600), with_field((0x8100, 1504))])
        => [rx(FrameTooLongErrors), 3; rx(Jabbers), 1; rx(FrameCheckSequenceErrors), 1; rx(FramesReceivedOk), 1;
            rx(OctetsReceivedOk), 1504];

    "rfc2819-etherStatsJabbers" "counters/jabbers"
    "Frames of 1519 and 1600 octets with a wrong FCS count, and as too long as well; one with a good FCS counts as \
        too long only." ALL None,
    receiving(vec![wrong_fcs(1519), good(1519), wrong_fcs(1600)])
        => [rx(Jabbers), 2; rx(FrameTooLongErrors), 3];

    "rfc2819-etherStatsUndersizePkts" "counters/undersize"
    "Frames of 18, 40 and 63 octets with a good FCS count, one of 64 is good." ALL None,
    receiving([18, 40, 63, 64].map(good).to_vec())
        => [rx(UndersizePkts), 3; rx(FramesReceivedOk), 1; rx(OctetsReceivedOk), 46];

    "rfc2819-etherStatsFragments" "counters/fragments"
    "Frames of 0, 3, 18 and 63 octets without a good FCS count." ALL None,
    receiving(vec![Carrier::of(vec![]), Carrier::of(vec![1, 2, 3]), wrong_fcs(18), wrong_fcs(63)])
        => [rx(Fragments), 4];

    "802.3-30.3.2.1.5-symbol-error" "counters/symbol_error"
    "Carriers of 64 and 1600 octets with an error signal count once each, whatever else they count as; \
        one of 63 does not." ALL None,
    receiving([63, 64, 1600].map(|size| Carrier { error_at: Some(30), ..good(size) }).to_vec())
        => [rx(SymbolErrorDuringCarrier), 2; rx(Fragments), 1; rx(FrameCheckSequenceErrors), 1; rx(Jabbers), 1;
            rx(FrameTooLongErrors), 1];

    "802.3-30.3.1.1.21-multicast" "counters/multicast"
    "Two good frames for groups count, a bad one and one for all do not." ALL None,
    receiving(vec![addressed([1, 0, 0x5e, 0, 0, 1]), addressed([0x33; 6]), addressed([0xff; 6]), bad_group()])
        => [rx(MulticastFramesReceivedOk), 2; rx(BroadcastFramesReceivedOk), 1; rx(FramesReceivedOk), 3;
            rx(OctetsReceivedOk), 138; rx(FrameCheckSequenceErrors), 1];

    "802.3-30.3.1.1.22-broadcast" "counters/broadcast"
    "Two good frames for all count, one for a station and one for a group do not." ALL None,
    receiving([[0xff; 6], [0xff; 6], [2; 6], [0xff, 0xff, 0xff, 0xff, 0xff, 0xfd]].map(addressed).to_vec())
        => [rx(BroadcastFramesReceivedOk), 2; rx(MulticastFramesReceivedOk), 1; rx(FramesReceivedOk), 4;
            rx(OctetsReceivedOk), 184];

    "802.3-30.3.4.3-pause-received" "counters/pause_received"
    "PAUSE frames to the group and to the own address count, one to another station does not." ALL None,
    receiving([GROUP, OWN_ADDRESS, [2; 6]].map(|address| control(address, 1)).to_vec())
        => [rx(PauseFramesReceived), 2; rx(FramesReceivedOk), 3; rx(OctetsReceivedOk), 138;
            rx(MulticastFramesReceivedOk), 1];

    "802.3-30.3.3.5-unsupported-opcodes" "counters/unsupported_opcodes"
    "MAC control frames with the opcodes 2 and 01-01 count, PAUSE does not." ALL None,
    receiving([2, 0x0101, 1].map(|opcode| control(OWN_ADDRESS, opcode)).to_vec())
        => [rx(UnsupportedOpcodesReceived), 2; rx(PauseFramesReceived), 1; rx(FramesReceivedOk), 3;
            rx(OctetsReceivedOk), 138];

    "802.3-30.3.4.2-pause-transmitted" "counters/pause_transmitted"
    "A request and its end send two PAUSE frames, which count, and count as frames sent." ALL NO_CLOCKS,
    Script { pause_send: true, pause_quanta: 0xffff, pause_request: vec![100..1500], ..Script::default() }
        => [tx(PauseFramesTransmitted), 2; tx(FramesTransmittedOk), 2; tx(OctetsTransmittedOk), 92];

    "802.3-30.3.1.1.15-lost-receiving" "counters/lost_receiving"
    "Of ten good frames of 1004 octets to a client that takes none, four fit into the memory of \
        4096 and count as good; six count as lost, and nowhere else." ALL None,
    Script { sink_ready: false, ..receiving(vec![good(1004); 10]) }
        => [rx(FramesLostReceiving), 6; rx(FramesReceivedOk), 4; rx(OctetsReceivedOk), 4 * 986];

    "802.3-30.3.1.1.15-lost-receiving" "counters/lost_of_all_kinds"
    "Good frames for a station, a group, all stations, and with 1501 in the field that do not fit are lost, and count \
        neither as multicast, broadcast nor out of range; bad ones that do not fit count by their error only." ALL None,
    into_full_memory(false)
        => [rx(FramesLostReceiving), 4; rx(FramesReceivedOk), 4; rx(OctetsReceivedOk), 4 * 986;
            rx(FrameCheckSequenceErrors), 1; rx(InRangeLengthErrors), 1; rx(FrameTooLongErrors), 3; rx(Jabbers), 2;
            rx(SymbolErrorDuringCarrier), 1];

    "802.3-30.3.1.1.15-lost-receiving" "counters/lost_where_bad_ones_pass"
    "The same holds where bad frames are for the client as well." ALL None,
    into_full_memory(true)
        => [rx(FramesLostReceiving), 4; rx(FramesReceivedOk), 4; rx(OctetsReceivedOk), 4 * 986;
            rx(FrameCheckSequenceErrors), 1; rx(InRangeLengthErrors), 1; rx(FrameTooLongErrors), 3; rx(Jabbers), 2;
            rx(SymbolErrorDuringCarrier), 1];

    "802.3-30.3.1.1.12-lost-sending" "counters/lost_sending"
    "Three frames from a client clock of a third of the speed of the wire run dry, count as lost, \
        and not as sent." ALL NO_CLOCKS,
    Script { slow_client: true, quiet_clocks: 4000, ..sending(&[200, 300, 1514], false) }
        => [tx(FramesLostSending), 3];

    "802.3-30.3.1.1.12-lost-sending" "counters/lost_sending_both_ways"
    "Of five frames from a client that slow, three run dry and two are larger than the memory of 4096: each counts \
        once." ALL NO_CLOCKS,
    Script { slow_client: true, quiet_clocks: 4000, ..sending(&[200, 4097, 300, 5000, 1514], false) }
        => [tx(FramesLostSending), 5];

    "802.3-30.3.1.1.3-single-collision" "counters/single_collision"
    "A frame with one collision counts; the one after it, which has to wait for the gap, is a \
        deferred one." MII NO_MEDIUM,
    colliding(&[100, 200], vec![Some(20)])
        => [tx(SingleCollisionFrames), 1; tx(DeferredTransmissions), 1; tx(FramesTransmittedOk), 2;
            tx(OctetsTransmittedOk), 86 + 186];

    "802.3-30.3.1.1.4-multiple-collision" "counters/multiple_collision"
    "Frames with two and with three collisions count once each, the one between them does not." MII NO_MEDIUM,
    colliding(&[100, 200, 60], vec![Some(20), Some(13), None, Some(5), Some(99), Some(80)])
        => [tx(MultipleCollisionFrames), 2; tx(DeferredTransmissions), 1; tx(FramesTransmittedOk), 3;
            tx(OctetsTransmittedOk), 86 + 186 + 46];

    "802.3-30.3.1.1.9-deferred" "counters/deferred"
    "A frame that waited for the medium counts once; the carrier of others is no frame received." MII NO_MEDIUM,
    around(medium::Script { foreign: vec![10..2000], ..Default::default() }, &[100])
        => [tx(DeferredTransmissions), 1; tx(FramesTransmittedOk), 1; tx(OctetsTransmittedOk), 86];

    "802.3-30.3.1.1.10-late-collisions" "counters/late_collisions"
    "A collision after the slot time counts; its frame is not sent and the next one is." MII NO_MEDIUM,
    colliding(&[300, 100], vec![Some(200)])
        => [tx(LateCollisions), 1; tx(FramesTransmittedOk), 1; tx(OctetsTransmittedOk), 86];

    "802.3-30.3.1.1.11-excessive-collisions" "counters/excessive_collisions"
    "A frame with sixteen collisions counts once, and the next frame is sent." MII NO_MEDIUM,
    Script { quiet_clocks: 140_000, ..colliding(&[300, 100], vec![Some(20); 16]) }
        => [tx(ExcessiveCollisions), 1; tx(FramesTransmittedOk), 1; tx(OctetsTransmittedOk), 86];

    "802.3-30.3.1.1.13-carrier-sense-errors" "counters/carrier_sense_errors"
    "Two frames without carrier sense count twice, and are sent; the second, which has to wait \
        for the gap, is a deferred one." MII NO_MEDIUM,
    around(medium::Script { own_carrier: OwnCarrier::Absent, ..Default::default() }, &[100, 60])
        => [tx(CarrierSenseErrors), 2; tx(DeferredTransmissions), 1; tx(FramesTransmittedOk), 2;
            tx(OctetsTransmittedOk), 86 + 46];

    "802.3-30.3.1.1.20-excessive-deferral" "counters/excessive_deferral"
    "A frame that waited longer than twice the longest frame counts once, and is sent." MII NO_MEDIUM,
    around(medium::Script { foreign: vec![10..8000], ..Default::default() }, &[100])
        => [tx(ExcessiveDeferral), 1; tx(DeferredTransmissions), 1; tx(FramesTransmittedOk), 1;
            tx(OctetsTransmittedOk), 86];
};

/// Frames of the client, of so many octets without FCS, and one more to be sent with an error.
fn sending(sizes: &[usize], one_with_error: bool) -> Script {
    let frame = |&size: &usize| request(typed(size.max(14) + 4, 1)[..size].to_vec());
    let mut frames: Vec<Request> = sizes.iter().map(frame).collect();
    if one_with_error {
        frames.push(Request { error: true, ..request(typed(99, 1)) });
    }
    Script { frames, ..Script::default() }
}

fn receiving(carriers: Vec<Carrier>) -> Script {
    Script { carriers, ..Script::default() }
}

/// Four good frames fill the memory of a client that takes none; then four good ones and five bad ones, of which none
/// fits.
fn into_full_memory(pass_bad: bool) -> Script {
    let to = |destination: [u8; 6]| Carrier::of(with_fcs(&[&destination[..], &typed(504, 1)[6..]].concat()));
    let mut carriers = vec![good(1004); 4];
    carriers.extend([good(504), to([1, 0, 0x5e, 0, 0, 1]), to([0xff; 6]), with_field((1501, 486))]);
    let field = with_field((485, 486));
    carriers.extend([wrong_fcs(504), field, good(1519), wrong_fcs(1519)]);
    carriers.push(Carrier { error_at: Some(30), ..good(1600) });
    Script { sink_ready: false, pass_bad, ..receiving(carriers) }
}

fn colliding(sizes: &[usize], collisions: Vec<Option<usize>>) -> Script {
    // Long enough for the delay after three collisions, at most 7 slots of 128 clocks.
    let quiet_clocks = 2000;
    let medium = medium::Script { collisions, ..Default::default() };
    Script { half_duplex: true, medium, quiet_clocks, ..sending(sizes, false) }
}

/// Frames of the client in half duplex, and this medium around the station.
fn around(medium: medium::Script, sizes: &[usize]) -> Script {
    Script { medium, ..colliding(sizes, vec![]) }
}

fn good(size: usize) -> Carrier {
    Carrier::of(with_fcs(&typed(size, 1)))
}

/// A frame with this length/type field and so many octets of data.
fn with_field((field, data): (u16, usize)) -> Carrier {
    Carrier::of(with_fcs(&frame(field, data, 1)))
}

fn control(destination: [u8; 6], opcode: u16) -> Carrier {
    Carrier::of(with_fcs(&control_frame(destination, opcode, 0)))
}

fn wrong_fcs(size: usize) -> Carrier {
    let mut frame = with_fcs(&typed(size, 1));
    frame[size - 3] ^= 0x10;
    Carrier::of(frame)
}

fn and_a_half(carrier: Carrier) -> Carrier {
    Carrier { half_octet: Some(1), ..carrier }
}

fn addressed(destination: [u8; 6]) -> Carrier {
    Carrier::of(with_fcs(&[&destination[..], &typed(64, 1)[6..]].concat()))
}

fn bad_group() -> Carrier {
    let mut carrier = addressed([1, 0, 0x5e, 0, 0, 1]);
    carrier.frame[40] ^= 1;
    carrier
}
