// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Ethernet echo of the Colorlight 5A-75B, pins and all, with a PHY at its RGMII: three speeds, skew on both sides
//! of what holds, a link that changes, a receive clock that stands still and comes back.

use wirewright_bridge::Model;

use crate::phy::Speed;
use crate::rig::{Pins, Rig};
use crate::tools::load;

const MS: u64 = 1_000_000_000;
const US: u64 = 1_000_000;
/// One turn of the board's looks at the link: four frames of MDIO, 4097 clocks of 8 ns each, and a little more.
const TURN_PS: u64 = 135 * US;

/// The design as it is synthesised.
pub const DESIGN: &str = include_str!("../../../fpga/boards/colorlight-5a-75b/ethernet_echo.v");

pub fn model() -> Option<Model<Pins>> {
    model_of(DESIGN)
}

/// With another text for the design.
pub fn model_of(design: &str) -> Option<Model<Pins>> {
    load(include_str!("../../../fpga/boards/colorlight-5a-75b/bench.v"), &[("ethernet_echo.v", design)])
}

/// A rig whose link is up and known to the board.
pub fn linked(model: &Model<Pins>, seed: u32, speed: Speed) -> Rig {
    let mut rig = Rig::new(model, seed);
    link_up(&mut rig, speed);
    rig
}

pub fn link_up(rig: &mut Rig, speed: Speed) {
    rig.link(Some(speed));
    // The PLL locks, and the light is that of a design that has been reset.
    rig.run(2 * US);
    assert!(rig.out.led_n);
    rig.until(2 * MS, |rig| !rig.out.led_n);
    // The transmitter ends its period of the speed before, and the receiver hears of the new one.
    rig.run(US);
    // What was on the wire before the PHY was set up does not count.
    (rig.receiver.faults, rig.tx_violations) = (0, 0);
}

/// A frame without FCS, to the board from a station, with its octets made from its number.
fn frame(number: usize, octets: usize) -> Vec<u8> {
    let mut frame: Vec<u8> = (0..octets).map(|at| (at * 7 + number * 31) as u8).collect();
    frame[..12].copy_from_slice(&[2, 0, 0, 0, 0, number as u8, 4, 1, 2, 3, 4, number as u8]);
    frame[12..14].copy_from_slice(&[0x88, 0xb5]);
    frame
}

pub fn with_fcs(frame: &[u8]) -> Vec<u8> {
    let fcs = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(frame);
    [frame, &fcs.to_le_bytes()].concat()
}

/// What is to come back: the addresses exchanged, padded to 60 octets, with FCS.
pub fn answer(frame: &[u8]) -> Vec<u8> {
    let mut answer = [&frame[6..12], &frame[..6], &frame[12..]].concat();
    answer.resize(answer.len().max(60), 0);
    with_fcs(&answer)
}

/// Sends frames of these lengths, one after the other, and gives what has come back when all is quiet.
fn exchange(rig: &mut Rig, lengths: &[usize]) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let sent: Vec<_> = lengths.iter().enumerate().map(|(number, &octets)| frame(number, octets)).collect();
    for frame in &sent {
        rig.sender.frame(&with_fcs(frame));
    }
    settle(rig, lengths.iter().copied().max().unwrap_or(0).max(60));
    (sent.iter().map(|frame| answer(frame)).collect(), std::mem::take(&mut rig.receiver.frames))
}

/// Until all is sent, and for as long as frames of this length take through the three memories on their way.
fn settle(rig: &mut Rig, longest_octets: usize) {
    rig.until(100 * MS, |rig| rig.sender.is_idle());
    let octet_ps = rig.sender.link.map_or(0, |speed| speed.half_ps() * if speed == Speed::Mbit1000 { 2 } else { 4 });
    rig.run(4 * (longest_octets as u64 + 30) * octet_ps);
}

/// Whether all that was expected has come back, in short.
fn same(expected: &[Vec<u8>], back: &[Vec<u8>]) -> Result<(), String> {
    if expected == back {
        return Ok(());
    }
    let lengths = |frames: &[Vec<u8>]| frames.iter().map(Vec::len).collect::<Vec<_>>();
    Err(format!("expected frames of {:?} octets, got {:?} octets", lengths(expected), lengths(back)))
}

#[test]
fn frames_come_back_at_each_speed() {
    let Some(model) = model() else { return };
    for (seed, speed) in [(1, Speed::Mbit1000), (2, Speed::Mbit100), (3, Speed::Mbit10)] {
        let mut rig = linked(&model, seed, speed);
        let lengths: &[usize] = if speed == Speed::Mbit10 { &[60, 61] } else { &[60, 61, 64, 127, 1514, 60, 300] };
        for ppm in [0, 100, -100] {
            rig.rx_ppm = ppm;
            let (expected, back) = exchange(&mut rig, lengths);
            assert_eq!(same(&expected, &back), Ok(()), "{speed:?}, {ppm} ppm");
        }
        assert_eq!((rig.receiver.faults, rig.tx_violations), (0, 0), "{speed:?}");
        // TXC has the speed's frequency.
        let rises: Vec<_> = rig.txc_rises_ps.iter().copied().collect();
        assert!(rises.windows(2).all(|pair| pair[1] - pair[0] == 2 * speed.half_ps()), "{speed:?}: {rises:?}");
    }
}

#[test]
fn the_phy_is_set_up_as_the_standard_and_its_data_sheet_say() {
    let Some(model) = model() else { return };
    let rig = linked(&model, 1, Speed::Mbit1000);
    let writes = [(0xd08, 17, 0x109), (0xd08, 21, 0x18), (0, 4, 0x141), (0, 9, 0x200), (0, 0, 0x1200)];
    assert_eq!(rig.management.writes, writes);
    assert_eq!(rig.management.delays(), (true, true));
    // 22.2.2.13.
    assert!(rig.management.shortest_ps >= 400_000, "{} ps", rig.management.shortest_ps);
    assert!(rig.out.phy_rst_n);
}

#[test]
fn bad_frames_and_frames_to_groups_do_not_come_back() {
    let Some(model) = model() else { return };
    let mut rig = linked(&model, 1, Speed::Mbit1000);
    let mut damaged = with_fcs(&frame(1, 80));
    damaged[40] ^= 4;
    let mut to_group = frame(2, 80);
    to_group[0] |= 1;
    rig.sender.frame(&with_fcs(&frame(0, 70)));
    rig.sender.frame(&damaged);
    rig.sender.frame(&with_fcs(&to_group));
    rig.sender.frame(&with_fcs(&frame(3, 40)));
    rig.sender.frame(&with_fcs(&frame(4, 90)));
    settle(&mut rig, 90);
    assert_eq!(same(&[answer(&frame(0, 70)), answer(&frame(4, 90))], &rig.receiver.frames), Ok(()));
    assert_eq!(rig.receiver.faults, 0);
    assert!(rig.out.led_n, "dark after a bad frame");
}

/// The limits of the MAC, at the pins (IEEE 802.3-2022, 3.2.7, 4.2.3.2.2, 4.2.4.2.1 and 4.4.2): frames shorter than 64
/// octets or longer than 1518 (1522 with a tag) do not come back, and what does has twelve octets of gap between.
#[test]
fn the_limits_of_length_and_the_gap_hold_at_the_pins() {
    let Some(model) = model() else { return };
    for speed in [Speed::Mbit1000, Speed::Mbit100] {
        let mut rig = linked(&model, 4, speed);
        let tagged = |octets| {
            let mut frame = frame(7, octets);
            frame[12..14].copy_from_slice(&[0x81, 0x00]);
            frame
        };
        let frames = [frame(1, 59), frame(2, 60), frame(3, 1514), frame(4, 1515), tagged(1518), tagged(1519)];
        for sent in frames.iter().chain([&frame(5, 60), &frame(6, 60)]) {
            rig.sender.frame(&with_fcs(sent));
        }
        settle(&mut rig, 1522);
        let expected = [&frames[1], &frames[2], &frames[4], &frame(5, 60), &frame(6, 60)].map(|sent| answer(sent));
        assert_eq!(same(&expected, &rig.receiver.frames), Ok(()), "{speed:?}");
        assert_eq!(rig.receiver.shortest_gap_bits, Some(96), "{speed:?}");
    }
}

/// RXC comes 2 ns after the data in the middle; the FPGA wants 520 ps on either side of an edge.
#[test]
fn receive_skew_holds_up_to_the_window_and_not_beyond() {
    let Some(model) = model() else { return };
    for skew_ps in [-1480, -1000, 0, 1000, 1480] {
        let mut rig = linked(&model, 5, Speed::Mbit1000);
        rig.rx_skew_ps = skew_ps;
        let (expected, back) = exchange(&mut rig, &[60, 200]);
        assert_eq!(same(&expected, &back), Ok(()), "{skew_ps} ps");
    }
    for skew_ps in [-2000, -1481, 1481, 1900] {
        let mut rig = linked(&model, 6, Speed::Mbit1000);
        rig.rx_skew_ps = skew_ps;
        let (_, back) = exchange(&mut rig, &[60, 200]);
        assert_eq!(same(&[], &back), Ok(()), "{skew_ps} ps");
    }
}

/// TXC is delayed by 2 ns in the PHY, which wants 1 ns on either side of an edge.
#[test]
fn transmit_skew_holds_up_to_the_window_and_not_beyond() {
    let Some(model) = model() else { return };
    for (skew_ps, holds) in [(-1000, true), (0, true), (1000, true), (-1001, false), (1001, false), (-2000, false)] {
        let mut rig = linked(&model, 7, Speed::Mbit1000);
        rig.tx_skew_ps = skew_ps;
        let (expected, back) = exchange(&mut rig, &[60, 200]);
        assert_eq!(back == expected, holds, "{skew_ps} ps");
        assert_eq!(rig.tx_violations == 0, holds, "{skew_ps} ps");
    }
}

#[test]
fn the_link_goes_and_comes_back_at_another_speed() {
    let Some(model) = model() else { return };
    let mut rig = linked(&model, 8, Speed::Mbit1000);
    for speed in [Speed::Mbit100, Speed::Mbit1000, Speed::Mbit10, Speed::Mbit1000] {
        rig.link(None);
        rig.run(TURN_PS);
        rig.link(Some(speed));
        // The first look at register 1 finds the latched bit, and speed and duplex are read half a turn after it.
        rig.run(3 * TURN_PS);
        let (expected, back) = exchange(&mut rig, &[60, 61]);
        assert_eq!(same(&expected, &back), Ok(()), "{speed:?}");
    }
}

#[test]
fn the_receive_clock_stands_still_within_a_frame_and_comes_back() {
    let Some(model) = model() else { return };
    let mut rig = linked(&model, 9, Speed::Mbit1000);
    let (expected, back) = exchange(&mut rig, &[60, 61]);
    assert_eq!(same(&expected, &back), Ok(()));
    rig.sender.frame(&with_fcs(&frame(9, 400)));
    rig.run(2 * US);
    rig.rxc_stands = true;
    rig.run(50 * US);
    let rises = rig.txc_rises_ps.back().copied();
    assert!(rises.is_some_and(|rise_ps| rig.now_ps - rise_ps <= 8000), "TXC goes on");
    rig.rxc_stands = false;
    rig.run(10 * US);
    rig.receiver.frames.clear();
    let (expected, back) = exchange(&mut rig, &[60, 1514, 61]);
    assert_eq!(same(&expected, &back), Ok(()));
    assert_eq!(rig.receiver.faults, 0);
}

#[test]
fn the_receive_clock_may_come_after_all_else() {
    let Some(model) = model() else { return };
    for seed in 10..13 {
        let mut rig = Rig::new(&model, seed);
        rig.rxc_stands = true;
        link_up(&mut rig, Speed::Mbit1000);
        rig.rxc_stands = false;
        rig.run(US);
        let (expected, back) = exchange(&mut rig, &[60, 61, 700]);
        assert_eq!(same(&expected, &back), Ok(()), "seed {seed}");
        assert_eq!(rig.receiver.faults, 0, "seed {seed}");
    }
}
