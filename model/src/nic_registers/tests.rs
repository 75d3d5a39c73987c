// SPDX-License-Identifier: MIT OR Apache-2.0
//! The registers walked over the whole map, and what their accesses do at which edge.

use super::*;
use crate::testing::{self, Random};

const EVERYTHING: u8 = 0xf;

struct Bench {
    block: NicRegisters,
    out: Out,
    random: Random,
    /// What other blocks show.
    pins: In,
    /// Strobes since they were last taken: tails, filter, software, snapshot, clear.
    strobes: [u32; 6],
}

impl Bench {
    fn new() -> Self {
        let pins = In { read_idle: true, write_idle: true, ..In::default() };
        let block = NicRegisters::new();
        let out = block.out;
        Bench { block, out, random: Random(1), pins, strobes: [0; 6] }
    }

    fn step(&mut self, input: In) -> Out {
        self.block.step(&input, &mut self.out);
        let out = self.out;
        let strobes =
            [out.tx_tail_write, out.rx_tail_write, out.filter_write, out.software, out.snapshot, out.clear != 0];
        for (count, strobe) in self.strobes.iter_mut().zip(strobes) {
            *count += u32::from(strobe);
        }
        out
    }

    fn idle(&mut self, edges: u32) {
        (0..edges).for_each(|_| _ = self.step(self.pins));
    }

    /// Writes with random gaps; the response, and the outputs after the write edge.
    fn write(&mut self, at: u32, data: u32, strobes: u8) -> (u8, Out) {
        let (mut address, mut word, mut acted) = (true, true, None);
        for _ in 0..1000 {
            let input = In {
                s_axil_awaddr: at as u16,
                s_axil_awvalid: address && self.random.one_in(2),
                s_axil_wdata: data,
                s_axil_wstrb: strobes,
                s_axil_wvalid: word && self.random.one_in(2),
                s_axil_bready: self.random.one_in(2),
                ..self.pins
            };
            address &= !(input.s_axil_awvalid && self.out.s_axil_awready);
            word &= !(input.s_axil_wvalid && self.out.s_axil_wready);
            let before = self.out;
            let out = self.step(input);
            if out.s_axil_bvalid && !before.s_axil_bvalid {
                acted = Some(out);
            }
            if before.s_axil_bvalid && input.s_axil_bready {
                return (before.s_axil_bresp, acted.unwrap());
            }
        }
        panic!("no response");
    }

    /// Reads with random gaps: data and response.
    fn read(&mut self, at: u32) -> (u32, u8) {
        let mut address = true;
        for _ in 0..1000 {
            let input = In {
                s_axil_araddr: at as u16,
                s_axil_arvalid: address && self.random.one_in(2),
                s_axil_rready: self.random.one_in(2),
                ..self.pins
            };
            address &= !(input.s_axil_arvalid && self.out.s_axil_arready);
            let before = self.out;
            self.step(input);
            if before.s_axil_rvalid && input.s_axil_rready {
                return (before.s_axil_rdata, before.s_axil_rresp);
            }
        }
        panic!("no answer");
    }
}

/// The register at an offset of the map, if there is one.
fn register_at(offset: u32) -> Option<&'static Register> {
    registers::ALL.iter().find(|register| (0..register.count).any(|index| register.at(index) == offset))
}

fn is_setting(register: &Register) -> bool {
    register.access == Access::ReadWrite && !register.name.ends_with("_TAIL")
}

#[test]
fn reset_is_one_edge_with_rst() {
    testing::reset_is_one_edge(NicRegisters::new, &[NicRegisters::new().out]);
}

#[test]
fn after_reset_every_address_reads_as_the_map_says() {
    let mut bench = Bench::new();
    for address in 0..registers::SPACE_OCTETS {
        let expected = register_at(address & !3).map_or((0, SLVERR), |register| (register.reset, OKAY));
        assert_eq!(bench.read(address), expected, "{address:#x}");
    }
    bench.pins.cfg_mii = true;
    assert_eq!(bench.read(registers::CAPABILITIES.offset), (registers::CAPABILITIES_MII_VALUE, OKAY));
}

#[test]
fn every_setting_holds_its_bits_octet_by_octet_and_nothing_else_changes() {
    let mut bench = Bench::new();
    let mut random = Random(5);
    let mut values: Vec<u32> = (0..SPACE).map(|number| MAP[number].reset_of_setting()).collect();
    for round in 0..4000_u32 {
        let at = if round < 1024 { round } else { random.next() as u32 % registers::SPACE_OCTETS };
        let (data, strobes) = (random.next() as u32, if round < 1024 { EVERYTHING } else { random.next() as u8 & 0xf });
        let register = register_at(at & !3);
        if register.is_some_and(|register| register.name == "RESET") {
            continue;
        }
        let (response, _) = bench.write(at, data, strobes);
        assert_eq!(response, if register.is_some() { OKAY } else { SLVERR }, "{at:#x}");
        if let Some(register) = register.filter(|register| is_setting(register)) {
            let octets =
                (0..4).map(|octet| if strobes >> octet & 1 != 0 { 0xff << (8 * octet) } else { 0 }).sum::<u32>();
            let value = &mut values[at as usize / 4];
            *value = (*value & !octets | data & octets) & register.mask();
        }
        let look = if round % 4 == 0 { random.next() as u32 % registers::SPACE_OCTETS } else { at };
        if let Some(register) = register_at(look & !3) {
            let expected = if is_setting(register) { values[look as usize / 4] } else { register.reset };
            assert_eq!(bench.read(look), (expected, OKAY), "{} {look:#x}", register.name);
        }
    }
}

#[test]
fn outputs_are_the_settings_they_are_named_after() {
    let mut bench = Bench::new();
    let one = |bench: &mut Bench, register: &Register, data| bench.write(register.offset, data, EVERYTHING).1;
    for bit in 0..11 {
        let out = one(&mut bench, &registers::CONTROL, 1 << bit);
        let flags = [
            out.cfg_tx_enable,
            out.cfg_rx_enable,
            out.cfg_loopback,
            out.cfg_promiscuous,
            out.cfg_broadcast,
            out.cfg_pass_bad,
            out.cfg_checksum,
            out.cfg_vlan_strip,
            out.cfg_pause_send,
            out.cfg_pause_obey,
            out.cfg_half_duplex,
        ];
        assert!((0..11).all(|other| flags[other] == (other == bit)), "bit {bit}");
    }
    one(&mut bench, &registers::ADDRESS_LOW, 0x2345_6789);
    assert_eq!(one(&mut bench, &registers::ADDRESS_HIGH, 0xffff_abcd).cfg_address, 0xabcd_2345_6789);
    one(&mut bench, &registers::HASH_LOW, 0x2345_6789);
    assert_eq!(one(&mut bench, &registers::HASH_HIGH, 0xffff_abcd).cfg_hash, 0xffff_abcd_2345_6789);
    assert_eq!(one(&mut bench, &registers::PAUSE, 0x1_2345).cfg_pause_quanta, 0x2345);
    assert_eq!(one(&mut bench, &registers::INTERRUPT_MASK, 0xfff).cfg_mask, 0x7f);
    assert_eq!(one(&mut bench, &registers::MODERATION, 0x1_2345).cfg_moderation, 0x2345);
    one(&mut bench, &registers::TX_DESCRIPTORS_LOW, 0x1111_11ff);
    assert_eq!(
        one(&mut bench, &registers::TX_DESCRIPTORS_HIGH, 0x8000_0001).cfg_tx_descriptors << 6,
        0x8000_0001_1111_11c0
    );
    one(&mut bench, &registers::TX_COMPLETIONS_LOW, 0x2222_22ff);
    assert_eq!(one(&mut bench, &registers::TX_COMPLETIONS_HIGH, 2).cfg_tx_completions << 6, 0x2_2222_22c0);
    one(&mut bench, &registers::RX_DESCRIPTORS_LOW, 0x3333_33ff);
    assert_eq!(one(&mut bench, &registers::RX_DESCRIPTORS_HIGH, 3).cfg_rx_descriptors << 6, 0x3_3333_33c0);
    one(&mut bench, &registers::RX_COMPLETIONS_LOW, 0x4444_44ff);
    assert_eq!(one(&mut bench, &registers::RX_COMPLETIONS_HIGH, 4).cfg_rx_completions << 6, 0x4_4444_44c0);
    assert_eq!(one(&mut bench, &registers::TX_SIZE, 0x1f).cfg_tx_size_log2, 15);
    assert_eq!(one(&mut bench, &registers::RX_SIZE, 0x12).cfg_rx_size_log2, 2);
}

#[test]
fn a_tail_is_told_with_the_octets_that_were_written() {
    let mut bench = Bench::new();
    (bench.pins.tx_tail, bench.pins.rx_tail, bench.pins.tx_head, bench.pins.rx_head) = (0x1122, 0x3344, 0x55, 0x66);
    for (strobes, tx, rx) in [(1, 0x11dd, 0x33dd), (2, 0xcc22, 0xcc44), (15, 0xccdd, 0xccdd)] {
        let (_, out) = bench.write(registers::TX_TAIL.offset, 0xaabb_ccdd, strobes);
        assert_eq!((out.tx_tail_write, out.tx_tail_data, out.rx_tail_write), (true, tx, false));
        let (_, out) = bench.write(registers::RX_TAIL.offset, 0xaabb_ccdd, strobes);
        assert_eq!((out.rx_tail_write, out.rx_tail_data, out.tx_tail_write), (true, rx, false));
    }
    assert_eq!(bench.write(registers::TX_TAIL.offset, 1, 0b1100).0, OKAY);
    assert_eq!(bench.write(registers::RX_TAIL.offset, 1, 0).0, OKAY);
    assert_eq!(bench.strobes, [3, 3, 0, 0, 0, 0], "each for one clock");
    assert_eq!(bench.read(registers::TX_TAIL.offset).0, 0x1122);
    assert_eq!(bench.read(registers::RX_TAIL.offset).0, 0x3344);
    assert_eq!(bench.read(registers::TX_HEAD.offset).0, 0x55);
    assert_eq!(bench.read(registers::RX_HEAD.offset).0, 0x66);
}

#[test]
fn each_write_of_a_filter_is_told_as_it_is_after_it() {
    let mut bench = Bench::new();
    for index in 0..registers::FILTERS {
        let (low, high) = (registers::FILTER_LOW.at(index), registers::FILTER_HIGH.at(index));
        let told = |out: Out| (out.filter_write, u32::from(out.filter_index), out.filter_address, out.filter_valid);
        let (_, out) = bench.write(low, 0x1234_5600 + index, EVERYTHING);
        assert_eq!(told(out), (true, index, 0x1234_5600 + u64::from(index), false));
        let (_, out) = bench.write(high, 0xffff_abcd, EVERYTHING);
        assert_eq!(told(out), (true, index, 0xabcd_1234_5600 + u64::from(index), true));
        let (_, out) = bench.write(high, 0, 0b1000);
        assert_eq!(told(out), (true, index, 0xabcd_1234_5600 + u64::from(index), false));
        let (_, out) = bench.write(low, 0, 0);
        assert_eq!(told(out), (true, index, 0xabcd_1234_5600 + u64::from(index), false));
    }
    assert_eq!(bench.strobes, [0, 0, 64, 0, 0, 0]);
}

#[test]
fn actions_need_their_octet_and_their_bit() {
    let mut bench = Bench::new();
    bench.pins.cause = 0x55;
    assert_eq!(bench.read(registers::INTERRUPT_CAUSE.offset).0, 0x55);
    assert_eq!(bench.write(registers::INTERRUPT_CAUSE.offset, 0xffff_fff1, 0b0001).1.clear, 0x71);
    assert_eq!(bench.write(registers::INTERRUPT_CAUSE.offset, 0x7f, 0b1110).1.clear, 0);
    assert!(bench.write(registers::INTERRUPT_SET.offset, 1, 1).1.software);
    assert!(!bench.write(registers::INTERRUPT_SET.offset, 0xffff_fffe, 15).1.software);
    assert!(!bench.write(registers::INTERRUPT_SET.offset, 1, 14).1.software);
    assert!(bench.write(registers::SNAPSHOT.offset, 1, 1).1.snapshot);
    assert!(!bench.write(registers::SNAPSHOT.offset, 0xffff_fffe, 15).1.snapshot);
    assert!(!bench.write(registers::SNAPSHOT.offset, 1, 14).1.snapshot);
    assert!(!bench.write(registers::RESET.offset, 0xffff_fffe, 15).1.flush);
    assert!(!bench.write(registers::RESET.offset, 1, 14).1.flush);
    assert_eq!(bench.strobes, [0, 0, 0, 1, 1, 1]);
    for (mac_busy, card_busy) in [(true, false), (false, true)] {
        (bench.pins.mac_busy, bench.pins.card_busy) = (mac_busy, card_busy);
        assert!(!bench.write(registers::SNAPSHOT.offset, 1, 1).1.snapshot);
        assert_eq!(bench.read(registers::SNAPSHOT.offset).0, 1);
    }
    (bench.pins.mac_busy, bench.pins.card_busy) = (false, false);
    assert_eq!(bench.read(registers::SNAPSHOT.offset).0, 0);
}

#[test]
fn status_shows_each_input_in_its_bit() {
    let mut bench = Bench::new();
    for bit in 0..5 {
        let on = |other| bit == other;
        bench.pins.status_link = on(0);
        bench.pins.status_tx_active = on(1);
        bench.pins.status_rx_active = on(2);
        bench.pins.status_tx_stopped = on(3);
        bench.pins.status_rx_stopped = on(4);
        assert_eq!(bench.read(registers::STATUS.offset), (1 << bit, OKAY));
    }
}

#[test]
fn a_read_takes_five_edges_and_the_counter_its_number_at_the_first() {
    let mut bench = Bench::new();
    for index in 0..registers::COUNTERS {
        for (half, register) in [&registers::COUNTER_LOW, &registers::COUNTER_HIGH].into_iter().enumerate() {
            bench.idle(2);
            let input = In { s_axil_araddr: register.at(index) as u16, s_axil_arvalid: true, ..bench.pins };
            bench.step(input);
            for edge in 1..=5_u64 {
                // What the counters show before each edge tells the edge.
                bench.step(In {
                    mac_data: (edge << 32) + edge + 10,
                    card_data: ((edge + 20) << 32) + edge + 30,
                    ..bench.pins
                });
                assert_eq!(u32::from(bench.out.counter), index);
                assert_eq!(bench.out.s_axil_rvalid, edge == 5);
                assert!(!bench.out.s_axil_arready);
            }
            let expected = [[14, 4], [34, 24]][usize::from(index >= 32)][half];
            assert_eq!((bench.out.s_axil_rdata, bench.out.s_axil_rresp), (expected, OKAY));
            bench.step(In { s_axil_rready: true, ..bench.pins });
            assert!(bench.out.s_axil_arready && !bench.out.s_axil_rvalid);
        }
    }
}

#[test]
fn the_write_edge_is_the_one_after_that_of_address_or_data() {
    for (address_at, data_at) in [(0, 0), (0, 3), (3, 0), (1, 2)] {
        let mut bench = Bench::new();
        bench.idle(1);
        let edges: String = (0..8)
            .map(|edge| {
                let out = bench.step(In {
                    s_axil_awaddr: registers::INTERRUPT_SET.offset as u16,
                    s_axil_awvalid: edge >= address_at && edge < 5,
                    s_axil_wdata: 1,
                    s_axil_wstrb: 1,
                    s_axil_wvalid: edge >= data_at && edge < 5,
                    ..bench.pins
                });
                let ready = out.s_axil_awready || out.s_axil_wready;
                if out.software {
                    's'
                } else if out.s_axil_bvalid {
                    'b'
                } else if ready {
                    '.'
                } else {
                    'k'
                }
            })
            .collect();
        let both = address_at.max(data_at);
        assert_eq!(edges, ".".repeat(both) + "ks" + &"b".repeat(6 - both));
        assert!(!bench.out.s_axil_awready && !bench.out.s_axil_wready);
        bench.step(In { s_axil_bready: true, ..bench.pins });
        assert!(bench.out.s_axil_awready && bench.out.s_axil_wready && !bench.out.s_axil_bvalid);
    }
}

#[test]
fn a_reset_waits_for_the_bus_and_holds_16_clocks() {
    let mut bench = Bench::new();
    bench.idle(1);
    assert!(!bench.out.core_rst);
    for register in registers::ALL {
        if register.name != "RESET" {
            bench.write(register.offset, 0xa5a5_a5a5, EVERYTHING);
        }
    }
    (bench.pins.read_idle, bench.pins.write_idle) = (false, true);
    assert!(bench.write(registers::RESET.offset, 1, 1).1.flush);
    bench.idle(50);
    assert_eq!(bench.read(registers::RESET.offset).0, 1);
    bench.write(registers::RX_SIZE.offset, 7, 1);
    assert_eq!(bench.out.cfg_rx_size_log2, 7, "writes act in Drain");
    (bench.pins.read_idle, bench.pins.write_idle) = (true, false);
    bench.idle(50);
    assert!(bench.out.flush && !bench.out.core_rst);
    bench.pins.write_idle = true;
    let clocks: String = (0..20)
        .map(|_| {
            let out = bench.step(bench.pins);
            if out.core_rst && out.flush {
                'r'
            } else if out.core_rst || out.flush {
                '?'
            } else {
                '.'
            }
        })
        .collect();
    assert_eq!(clocks, "r".repeat(16) + "....");
    for register in registers::ALL {
        let expected = if register.name == "SCRATCH" { 0xa5a5_a5a5 } else { register.reset };
        assert_eq!(bench.read(register.offset), (expected, OKAY), "{}", register.name);
    }
    let Out { tx_tail_data, rx_tail_data, filter_address, filter_index, filter_valid, .. } = bench.out;
    assert_eq!((tx_tail_data, rx_tail_data, filter_address, filter_index, filter_valid), (0, 0, 0, 0, false));
}

#[test]
fn a_write_while_the_reset_holds_changes_scratch_alone() {
    for register in registers::ALL {
        let mut bench = Bench::new();
        bench.write(registers::RESET.offset, 1, 1);
        while !bench.out.core_rst {
            bench.idle(1);
        }
        bench.strobes = [0; 6];
        let both = In { s_axil_awvalid: true, s_axil_wvalid: true, s_axil_bready: true, ..bench.pins };
        let write = In { s_axil_awaddr: register.offset as u16, s_axil_wdata: !0, s_axil_wstrb: 0xf, ..both };
        bench.step(write);
        bench.step(bench.pins);
        assert!(bench.out.core_rst && bench.out.s_axil_bvalid && bench.out.s_axil_bresp == OKAY);
        bench.step(In { s_axil_bready: true, ..bench.pins });
        bench.idle(30);
        assert!(!bench.out.core_rst && !bench.out.flush && bench.strobes == [0; 6], "{}", register.name);
        let expected = if register.name == "SCRATCH" { !0 } else { register.reset };
        assert_eq!(bench.read(register.offset), (expected, OKAY), "{}", register.name);
    }
}
