// SPDX-License-Identifier: MIT OR Apache-2.0
//! The registers of the card, by the letters of docs/card.md: offsets, masks and reset values are literals here.

use super::UNTIMED;
use crate::conformance::rigs::card_bus::nic_registers::{NicRegisters, Read, Step, Trace, Write, live};
use crate::conformance::rigs::{AnyExam, Exam, Rig, Saboteur};
use crate::conformance::{Case, Check, Mismatch};
use wirewright_spec::ports::nic_registers::In;

pub(super) const CASES: &[Case] = &[
    case(
        "nic-nic_registers-map",
        "nic_registers/map",
        "Each of the 256 words has the reset value, the bits and the access of the map, whatever the low two bits of \
         its address; reads and writes of a gap are answered with SLVERR, all others with OKAY, on both kinds of \
         card.",
        map,
        |trace| trace.reads.iter_mut().for_each(|answer| answer.response = 0),
    ),
    case(
        "nic-nic_registers-strobes",
        "nic_registers/strobes",
        "A write of each setting and tail with each of the 16 strobes changes just the octets whose strobe is set; one \
                without strobes is answered and does nothing; no action happens without the strobe of its octet.",
        strobes,
        |trace| trace.outs.iter_mut().for_each(|out| out.tx_tail_data |= 0xff00),
    ),
    case(
        "nic-nic_registers-axi",
        "nic_registers/axi",
        "With address and data 0 to 5 clocks apart either way, answers taken at once or after 10,000 clocks, and reads \
                beside writes, each access has one answer, which stays until it is taken.",
        axi,
        |trace| trace.unstable = 1,
    ),
    case(
        "nic-nic_registers-snapshot",
        "nic_registers/snapshot",
        "While all counters grow, those of a snapshot are of one moment, both halves, and stay until the next; \
         SNAPSHOT reads 1 until they are there, and another one meanwhile is not taken.",
        snapshot,
        |trace| trace.reads.iter_mut().rev().take(30).for_each(|answer| answer.data ^= 1 << 9),
    ),
    case(
        "nic-interrupts-set-wins",
        "nic_registers/clear",
        "A write to INTERRUPT_CAUSE clears just the causes whose bits are 1, for one clock.",
        |rig, check| {
            for bits in 0..128 {
                let trace = rig.play(&vec![write(0x40, bits), Step::Wait(5)]);
                let clears: Vec<_> = trace.outs.iter().map(|out| out.clear).filter(|clear| *clear != 0).collect();
                check.equal(
                    format_args!("`clear` for {bits:#x}"),
                    clears,
                    [bits as u8; 1][..usize::from(bits > 0)].to_vec(),
                )?;
            }
            Ok(())
        },
        |trace| trace.outs.iter_mut().for_each(|out| out.clear |= 1),
    ),
];

pub(super) const fn case(
    clause: &'static str,
    name: &'static str,
    criterion: &'static str,
    run: fn(&mut dyn Rig<NicRegisters>, &mut Check) -> Result<(), Mismatch>,
    saboteur: fn(&mut Trace),
) -> Case {
    let exam = AnyExam::NicRegisters(Exam { run, saboteur: Saboteur::Trace(saboteur) });
    Case { clause, name, criterion, devices: &["nic_registers"], not_on_reference: UNTIMED, exam }
}

/// What a register does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Setting,
    Tail,
    Fixed,
    Nothing,
}

/// Reset value, bits that can be written, and kind of the word at an offset (docs/card.md, Registers).
pub(super) fn register(offset: u16) -> (u32, u32, Kind) {
    use Kind::{Fixed, Nothing, Setting, Tail};
    match offset {
        0x000 => (0x3143_4e57, 0, Fixed),
        0x004 => (0x0001_0000, 0, Fixed),
        0x008 => (0x0001_10c1, 0, Fixed),
        0x00c => (0, 0xffff_ffff, Setting),
        0x010 => (0, 0x0000_07ff, Setting),
        0x014 | 0x018 => (0, 0, Fixed),
        0x020 | 0x028 | 0x02c => (0, 0xffff_ffff, Setting),
        0x024 => (0, 0x0000_ffff, Setting),
        0x030 => (0xffff, 0x0000_ffff, Setting),
        0x040 | 0x048 => (0, 0, Fixed),
        0x044 => (0, 0x0000_007f, Setting),
        0x04c => (0, 0x0000_ffff, Setting),
        0x080..=0x0ff if offset.is_multiple_of(8) => (0, 0xffff_ffff, Setting),
        0x080..=0x0ff => (0, 0x8000_ffff, Setting),
        0x100 | 0x108 | 0x140 | 0x148 => (0, 0xffff_ffc0, Setting),
        0x104 | 0x10c | 0x144 | 0x14c => (0, 0xffff_ffff, Setting),
        0x110 | 0x150 => (3, 0x0000_000f, Setting),
        0x114 | 0x154 => (0, 0x0000_ffff, Tail),
        0x118 | 0x158 | 0x180 => (0, 0, Fixed),
        0x200..=0x37f => (0, 0, Fixed),
        _ => (0, 0, Nothing),
    }
}

pub(super) fn words() -> impl Iterator<Item = u16> + Clone {
    (0..256).map(|word| 4 * word)
}

pub(super) fn read(offset: u16) -> Step {
    Step::Access(None, Some(Read { offset, ..Read::default() }))
}

pub(super) fn write(offset: u16, data: u32) -> Step {
    write_with(offset, data, 15)
}

fn write_with(offset: u16, data: u32, strobes: u8) -> Step {
    Step::Access(Some(Write { offset, data, strobes, ..Write::default() }), None)
}

pub(super) const IDLE: In = In { read_idle: true, write_idle: true, ..NOTHING };
const NOTHING: In = In {
    rst: false,
    cfg_mii: false,
    s_axil_awaddr: 0,
    s_axil_awvalid: false,
    s_axil_wdata: 0,
    s_axil_wstrb: 0,
    s_axil_wvalid: false,
    s_axil_bready: false,
    s_axil_araddr: 0,
    s_axil_arvalid: false,
    s_axil_rready: false,
    status_link: false,
    status_tx_active: false,
    status_rx_active: false,
    status_tx_stopped: false,
    status_rx_stopped: false,
    tx_head: 0,
    tx_tail: 0,
    rx_head: 0,
    rx_tail: 0,
    cause: 0,
    mac_busy: false,
    mac_data: 0,
    card_busy: false,
    card_data: 0,
    read_idle: false,
    write_idle: false,
};

fn map(rig: &mut dyn Rig<NicRegisters>, check: &mut Check) -> Result<(), Mismatch> {
    for (cfg_mii, low) in [(false, 0), (true, 3)] {
        let around = Step::Around(In { cfg_mii, ..IDLE });
        for offset in words() {
            let (reset, mask, kind) = register(offset);
            let reset = if cfg_mii && offset == 8 { 0x0002_10c1 } else { reset };
            // RESET would take all back; it has a case of its own.
            let data = if offset == 0x18 { 0xffff_fffe } else { 0xffff_ffff };
            let at = offset | low;
            let script = [around, read(at), write(at, data), read(at), write(at, 0), read(at)].to_vec();
            let trace = rig.play(&script);
            let response = if kind == Kind::Nothing { 2 } else { 0 };
            // Tails read as what the ring says, here 0.
            let ones = if kind == Kind::Setting { mask } else { reset };
            let zeros = if kind == Kind::Setting { 0 } else { reset };
            let data: Vec<_> = trace.reads.iter().map(|answer| answer.data).collect();
            if offset == 0x180 {
                check.equal(format_args!("answers at {at:#x}"), data.len(), 3)?;
            } else {
                check.equal(format_args!("what {at:#x} reads"), data, vec![reset, ones, zeros])?;
            }
            let answers = trace.reads.iter().chain(&trace.writes).map(|answer| answer.response).collect::<Vec<_>>();
            check.equal(format_args!("responses of {at:#x}"), answers, vec![response; 5])?;
        }
        status(rig, check)?;
    }
    Ok(())
}

/// What reads as the card says.
fn status(rig: &mut dyn Rig<NicRegisters>, check: &mut Check) -> Result<(), Mismatch> {
    for bit in 0..5 {
        let around = In {
            status_link: bit == 0,
            status_tx_active: bit == 1,
            status_rx_active: bit == 2,
            status_tx_stopped: bit == 3,
            status_rx_stopped: bit == 4,
            cause: 0x55 >> bit,
            tx_head: 0x1234 << bit,
            tx_tail: 0x4321 >> bit,
            rx_head: 0x0fed >> bit,
            rx_tail: 0xabcd >> bit,
            ..IDLE
        };
        let script =
            vec![Step::Around(around), read(0x14), read(0x40), read(0x114), read(0x118), read(0x154), read(0x158)];
        let trace = rig.play(&script);
        let expected = [
            1 << bit,
            u32::from(around.cause),
            around.tx_tail.into(),
            around.tx_head.into(),
            around.rx_tail.into(),
            around.rx_head.into(),
        ];
        let data: Vec<_> = trace.reads.iter().map(|answer| answer.data).collect();
        check.equal(format_args!("status, cause, tails and heads"), data, expected.to_vec())?;
    }
    Ok(())
}

/// The bits of these strobes.
fn bits_of(strobes: u8) -> u32 {
    (0..4).filter(|octet| strobes >> octet & 1 != 0).fold(0, |bits, octet| bits | 0xff << (8 * octet))
}

fn strobes(rig: &mut dyn Rig<NicRegisters>, check: &mut Check) -> Result<(), Mismatch> {
    let (tx_tail, rx_tail) = (0x1122, 0x3344);
    let around = Step::Around(In { tx_tail, rx_tail, ..IDLE });
    let (before, after) = (0xa5c3_963c, 0x5a3c_69c3_u32);
    for (offset, strobes) in words().flat_map(|offset| (0..16).map(move |strobes| (offset, strobes))) {
        let (_, mask, kind) = register(offset);
        let bits = bits_of(strobes);
        if kind == Kind::Setting {
            let trace =
                rig.play(&vec![around, write(offset, before), write_with(offset, after, strobes), read(offset)]);
            let expected = (before & !bits | after & bits) & mask;
            check.equal(format_args!("{offset:#x} after strobes {strobes:04b}"), trace.reads[0].data, expected)?;
        } else if kind == Kind::Tail {
            let trace = rig.play(&vec![around, write_with(offset, after, strobes), Step::Wait(4)]);
            let tail = |out: &wirewright_spec::ports::nic_registers::Out| match offset {
                0x114 => out.tx_tail_write.then_some(out.tx_tail_data),
                _ => out.rx_tail_write.then_some(out.rx_tail_data),
            };
            let tails: Vec<_> = trace.outs.iter().filter_map(tail).collect();
            let old = if offset == 0x114 { tx_tail } else { rx_tail };
            let new = old & !(bits as u16) | after as u16 & bits as u16;
            let expected = if strobes & 3 != 0 { vec![new] } else { vec![] };
            check.equal(format_args!("tail {offset:#x} with strobes {strobes:04b}"), tails, expected)?;
        }
    }
    for strobes in 0..16 {
        let all = [0x40, 0x48, 0x180, 0x18].map(|offset| write_with(offset, !0, strobes));
        let trace = rig.play(&[vec![around], all.to_vec(), vec![Step::Wait(4)]].concat());
        let expected = strobes & 1 != 0;
        let outs = &trace.outs;
        check.equal(
            format_args!("clear, strobes {strobes:04b}"),
            outs.iter().any(|out| out.clear == 0x7f),
            expected,
        )?;
        check.equal(format_args!("software, strobes {strobes:04b}"), outs.iter().any(|out| out.software), expected)?;
        check.equal(format_args!("snapshot, strobes {strobes:04b}"), outs.iter().any(|out| out.snapshot), expected)?;
        check.equal(format_args!("flush, strobes {strobes:04b}"), outs.iter().any(|out| out.flush), expected)?;
        check.equal(format_args!("answers"), trace.writes.len(), 4)?;
    }
    Ok(())
}

fn axi(rig: &mut dyn Rig<NicRegisters>, check: &mut Check) -> Result<(), Mismatch> {
    let mut script = Vec::new();
    let mut expected = Vec::new();
    for (address_after, data_after) in (0..6).flat_map(|address| (0..6).map(move |data| (address, data))) {
        for answer_after in [0, 3, 30] {
            let data = (script.len() as u32).wrapping_mul(0x0101_0307) + 1;
            let ordering = Write { offset: 0x0c, data, strobes: 15, address_after, data_after, answer_after };
            // The other access goes on beside it.
            let beside = Read { offset: 0x20, address_after: data_after, answer_after: address_after };
            script.extend([Step::Access(Some(ordering), Some(beside)), read(0x0c), write(0x20, data)]);
            expected.push(data);
        }
    }
    let late = Write { offset: 0x0c, data: 77, strobes: 15, answer_after: 10_000, ..Write::default() };
    let late_read = Read { offset: 0x0c, answer_after: 10_000, ..Read::default() };
    let apart = Write { data: 78, answer_after: 0, data_after: 10_000, ..late };
    script.extend([Step::Access(Some(late), Some(Read { offset: 0x20, ..Read::default() })), read(0x0c)]);
    script.extend([write(0x20, 9), Step::Access(Some(Write { offset: 0x20, ..late }), Some(late_read)), read(0x0c)]);
    script.extend([Step::Access(Some(apart), Some(Read { offset: 0x0c, ..Read::default() })), read(0x0c)]);
    let trace = rig.play(&script);
    check.equal(format_args!("answers that changed or went"), trace.unstable, 0)?;
    check.equal(format_args!("accesses without an answer"), trace.unanswered, 0)?;
    check.equal(format_args!("writes answered"), trace.writes.len(), 2 * expected.len() + 4)?;
    check.equal(format_args!("reads answered"), trace.reads.len(), 2 * expected.len() + 6)?;
    let data: Vec<_> = trace.reads.iter().map(|answer| answer.data).collect();
    for (number, &written) in expected.iter().enumerate() {
        let before = if number == 0 { 0 } else { expected[number - 1] };
        check.equal(
            format_args!("what was read, number {number}"),
            data[2 * number..][..2].to_vec(),
            vec![before, written],
        )?;
    }
    let last = expected.last().copied().unwrap_or(0);
    let end = data[2 * expected.len()..].to_vec();
    check.equal(format_args!("what was read at the end"), end, vec![last, 77, 77, 77, 77, 78])
}

fn snapshot(rig: &mut dyn Rig<NicRegisters>, check: &mut Check) -> Result<(), Mismatch> {
    let counters = || (0..96).map(|word| read(0x200 + 4 * word));
    let mut script = vec![Step::Wait(5000), write(0x180, 1), read(0x180), write(0x180, 1), Step::Wait(40), read(0x180)];
    script.extend(counters().chain(counters()));
    script.extend([write(0x180, 1), Step::Wait(60)]);
    script.extend(counters());
    let trace = rig.play(&script);
    check.equal(format_args!("snapshots"), trace.snapshots.len(), 2)?;
    check.equal(
        format_args!("SNAPSHOT while one is taken, and after it"),
        (trace.reads[0].data, trace.reads[1].data),
        (1, 0),
    )?;
    for (turn, snapshot) in [0, 0, 1].into_iter().enumerate() {
        let (_, moment) = trace.snapshots[snapshot];
        for number in 0..48 {
            let halves = &trace.reads[2 + 96 * turn + 2 * number..][..2];
            let count = u64::from(halves[0].data) | u64::from(halves[1].data) << 32;
            check.equal(format_args!("counter {number}, reading {turn}"), count, live(number, moment))?;
        }
    }
    Ok(())
}
