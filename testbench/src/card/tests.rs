// SPDX-License-Identifier: MIT OR Apache-2.0
use super::axi::{DECERR, OKAY, SLVERR};
use super::*;
use wirewright_model::NicRegisters;
use wirewright_spec::Block;
use wirewright_spec::card::registers as map;
use wirewright_spec::ports::nic_registers;

fn fixed(edges: u32) -> Timing {
    Timing { latency: Latency::Fixed(edges), ..Timing::default() }
}

/// Reads bursts of (address, beats), each offered as soon as the one before has passed; the beats that come, each with
/// its edge, and the edges at which addresses passed.
fn read(slave: &mut ReadSlave, memory: &mut SparseMemory, bursts: &[(u64, u8)]) -> (Vec<(u32, ReadPins)>, Vec<u32>) {
    let (mut pins, mut beats, mut passed) = (ReadPins::default(), Vec::new(), Vec::new());
    for edge in 0..5000 {
        let burst = bursts.get(passed.len());
        let (araddr, arlen) = burst.map_or((0, 0), |(address, beats)| (*address, beats - 1));
        let view = ReadView { araddr, arlen, arvalid: burst.is_some(), rready: true };
        if view.arvalid && pins.arready {
            passed.push(edge);
        }
        if pins.rvalid {
            beats.push((edge, pins));
        }
        pins = slave.edge(&view, memory);
    }
    assert!(slave.is_idle());
    (beats, passed)
}

#[test]
fn data_come_after_the_latency_one_beat_an_edge_and_in_order() {
    let mut memory = SparseMemory::default();
    memory.put(0x1003, b"octets");
    for latency in [1, 2, 64] {
        let (beats, passed) = read(&mut ReadSlave::new(fixed(latency)), &mut memory, &[(0x1000, 3), (0x8000, 1)]);
        let edges: Vec<u32> = beats.iter().map(|(edge, _)| edge - passed[0]).collect();
        assert_eq!(edges, [latency, latency + 1, latency + 2, latency + 3], "{latency}");
        assert_eq!(beats[0].1.rdata.to_le_bytes()[3..], *b"octet");
        assert_eq!(beats[1].1.rdata.to_le_bytes()[0], b's');
        assert_eq!(beats[3].1.rdata, memory.word(0x8000));
        let lasts: Vec<bool> = beats.iter().map(|(_, pins)| pins.rlast).collect();
        assert_eq!(lasts, [false, false, true, true]);
    }
}

#[test]
fn what_stalls_and_is_late_at_random_says_the_same() {
    let bursts: Vec<(u64, u8)> = (0..30).map(|at| (at * 4096, 1 + at as u8 % 16)).collect();
    let data = |timing| -> Vec<(u64, bool)> {
        let (beats, _) = read(&mut ReadSlave::new(timing), &mut SparseMemory::default(), &bursts);
        beats.iter().map(|(_, pins)| (pins.rdata, pins.rlast)).collect()
    };
    let plain = data(fixed(1));
    assert_eq!(plain.len(), bursts.iter().map(|(_, beats)| usize::from(*beats)).sum::<usize>());
    assert_eq!(plain, data(Timing { latency: Latency::UpTo(64), stalls_per_million: 500_000, seed: 3 }));
}

#[test]
fn a_bad_address_is_answered_so_and_a_withholding_slave_waits() {
    let mut memory = SparseMemory::default();
    memory.spoil(0x1008..0x1010, SLVERR);
    memory.spoil(0x2000..0x3000, DECERR);
    let (beats, _) = read(&mut ReadSlave::new(fixed(3)), &mut memory, &[(0x1000, 3), (0x2000, 1)]);
    let responses: Vec<u8> = beats.iter().map(|(_, pins)| pins.rresp).collect();
    assert_eq!(responses, [OKAY, SLVERR, OKAY, DECERR]);

    let mut slave = ReadSlave::new(fixed(1));
    slave.withholds = true;
    let view = ReadView { arvalid: true, rready: true, ..ReadView::default() };
    assert!((0..100).all(|_| !slave.edge(&view, &mut memory).rvalid));
    (slave.withholds, slave.refuses) = (false, true);
    assert!((0..3).any(|_| slave.edge(&ReadView { rready: true, ..view }, &mut memory).rvalid));
    assert!(!slave.pins().arready);
}

#[test]
fn data_before_their_address_are_written_by_their_strobes_and_answered_after_the_latency() {
    let mut memory = SparseMemory::default();
    let mut slave = WriteSlave::new(fixed(10));
    let data =
        |wdata, wlast| WriteView { wdata, wstrb: 0x0f, wlast, wvalid: true, bready: true, ..WriteView::default() };
    let none = WriteView { bready: true, ..WriteView::default() };
    slave.edge(&none, &mut memory);
    slave.edge(&data(0x1111_1111_2222_2222, false), &mut memory);
    slave.edge(&data(0x3333_3333_4444_4444, true), &mut memory);
    let address = WriteView { awaddr: 0x4000, awlen: 1, awvalid: true, ..none };
    slave.edge(&address, &mut memory);
    let waited = (1..100).find(|_| slave.edge(&none, &mut memory).bvalid);
    assert_eq!(waited, Some(9), "the response can pass at the tenth edge");
    assert_eq!(slave.pins().bresp, OKAY);
    slave.edge(&none, &mut memory);
    assert!(slave.is_idle());
    assert_eq!(memory.octets(0x4000, 4), [0x22; 4]);
    assert_eq!(memory.octets(0x4008, 4), [0x44; 4]);
    assert_eq!(memory.octet(0x4004), SparseMemory::untouched(0x4004));
}

#[test]
fn a_burst_is_answered_with_its_worst_response_and_bad_addresses_keep_what_they_have() {
    let mut memory = SparseMemory::default();
    memory.spoil(0x4008..0x4010, SLVERR);
    let mut slave = WriteSlave::new(fixed(1));
    let before = memory.word(0x4008);
    slave.edge(&WriteView::default(), &mut memory);
    let view = WriteView { awaddr: 0x4000, awlen: 2, wdata: 7, wstrb: 0xff, wvalid: true, ..WriteView::default() };
    slave.edge(&WriteView { awvalid: true, ..view }, &mut memory);
    slave.edge(&view, &mut memory);
    slave.edge(&WriteView { wlast: true, ..view }, &mut memory);
    assert_eq!((slave.pins().bvalid, slave.pins().bresp), (true, SLVERR));
    assert_eq!([memory.word(0x4000), memory.word(0x4008), memory.word(0x4010)], [7, before, 7]);
}

#[test]
fn accesses_to_registers_are_answered_in_order() {
    let mut card = NicRegisters::default();
    let mut master = RegisterMaster::default();
    let scratch = map::SCRATCH.offset;
    master.ask(Access::Read { offset: map::IDENTITY.offset });
    master.ask(Access::Write { offset: scratch, data: 0x0102_0304, strobes: 0b0101 });
    master.ask(Access::Read { offset: scratch });
    master.ask(Access::Read { offset: map::SPACE_OCTETS - 4 });
    let (mut input, mut out) =
        (nic_registers::In { read_idle: true, write_idle: true, ..Default::default() }, Default::default());
    let mut answers = Vec::new();
    for edge in 0..100 {
        input.rst = edge < 3;
        let before: nic_registers::Out = out;
        card.step(&input, &mut out);
        if !input.rst {
            answers.extend(master.edge(&before.register_view()));
        }
        input.put_registers(&master.pins());
    }
    assert!(master.is_idle());
    let data: Vec<(u32, u8)> = answers.iter().map(|answer| (answer.data, answer.response)).collect();
    assert_eq!(data, [(map::IDENTITY_VALUE, OKAY), (0, OKAY), (0x0002_0004, OKAY), (0, SLVERR)]);
}
