// SPDX-License-Identifier: MIT OR Apache-2.0
//! The behavioural models of ECP5 cells, each against what the vendor publishes of it (Lattice FPGA-TN-02035 for the
//! registers of double data rate and delays, FPGA-TN-02032 for those of single rate, FPGA-TN-02200 and FPGA-DS-02012
//! for the PLL). What these tests would notice is in `planted.rs`.

use std::cell::Cell;
use std::num::NonZeroU32;

use wirewright_bridge::{Model, Status, Verilated};
use wirewright_spec::{EdgeSet, Interface, Ports};

use crate::planted::planted;
use crate::tools;

thread_local! {
    /// The fault in the cells of this thread's benches; none: the cells are those that ship.
    pub static FAULT: Cell<Option<u8>> = const { Cell::new(None) };
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct In {
    tick: bool,
    now_ps: u64,
    setup_ps: u64,
    hold_ps: u64,
    fault: u8,
    pll_clki: bool,
    pll_rst: bool,
    fast_clki: bool,
    delay_a: bool,
    sclk: bool,
    ddr_rst: bool,
    iddr_d: bool,
    oddr_d0: bool,
    oddr_d1: bool,
    pin_enable: bool,
    pin_rst: bool,
    pin_d: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct Out {
    pll_clkop: bool,
    pll_clkos: bool,
    pll_clkos2: bool,
    pll_lock: bool,
    fast_lock: bool,
    delay_z3: bool,
    delay_z0: bool,
    delay_zc: bool,
    iddr_q0: bool,
    iddr_q1: bool,
    oddr_q: bool,
    ifs_q: bool,
    ofs_q: bool,
}

enum Cells {}

impl Interface for Cells {
    const NAME: &'static str = "bench";
    const CLOCKS: &'static [&'static str] = &[];
    type In = In;
    type Out = Out;
}

struct Bench {
    design: Verilated<Cells>,
    input: In,
    out: Out,
}

impl Bench {
    fn new(seed: u32) -> Option<Bench> {
        let fault = FAULT.get();
        let cells = tools::cells().map(|(name, text)| match fault {
            Some(_) => (name, planted(name, &text)),
            None => (name, text),
        });
        let model: Model<Cells> = tools::load_with(&cells, include_str!("../../../fpga/cells/sim/bench.v"), &[])?;
        let design = model.instance(NonZeroU32::new(seed)?).unwrap();
        let input = In { setup_ps: 500, hold_ps: 400, fault: fault.unwrap_or(0), ..In::default() };
        Some(Bench { design, input, out: Out::default() })
    }

    /// An event at `now_ps`.
    fn at(&mut self, now_ps: u64, change: impl FnOnce(&mut In)) -> Out {
        change(&mut self.input);
        self.input.now_ps = now_ps;
        self.input.tick = !self.input.tick;
        self.design.step(EdgeSet::NONE, &self.input, &mut self.out);
        self.out
    }

    fn runs(&self) {
        assert_eq!(self.design.status(), Status::Running);
    }

    fn stopped(&self, why: &str) {
        let Status::Failed(text) = self.design.status() else { panic!("{:?}", self.design.status()) };
        assert!(text.contains(why), "{text}");
    }

    /// Feeds the PLL from `from_ps` to `to_ps` with a clock of this period, with an event at each of its edges and at
    /// those of what it puts out: every twelfth of a period of 8 ns. Gives the rising edges of CLKOP, CLKOS and CLKOS2.
    fn pll(&mut self, from_ps: u64, to_ps: u64, period_ps: u64) -> [Vec<u64>; 3] {
        let mut rises: [Vec<u64>; 3] = Default::default();
        for index in 0.. {
            // Sixty events a period.
            let now_ps = from_ps + index * period_ps / 60;
            if now_ps >= to_ps {
                break;
            }
            let before = self.out;
            let out = self.at(now_ps, |input| input.pll_clki = index % 60 < 30);
            let clocks = |out: Out| [out.pll_clkop, out.pll_clkos, out.pll_clkos2];
            for (list, (low, high)) in rises.iter_mut().zip(clocks(before).into_iter().zip(clocks(out))) {
                if (low, high) == (false, true) {
                    list.push(now_ps);
                }
            }
        }
        rises
    }
}

#[test]
pub fn a_delay_is_25_ps_a_tap_and_keeps_pulses() {
    let Some(mut bench) = Bench::new(1) else { return };
    let z = |out: Out| (out.delay_z3, out.delay_z0, out.delay_zc);
    bench.at(1000, |_| {});
    assert_eq!(z(bench.at(2000, |input| input.delay_a = true)), (false, true, false));
    assert_eq!(z(bench.at(2050, |input| input.delay_a = false)), (false, false, false));
    assert_eq!(z(bench.at(2074, |_| {})), (false, false, false));
    assert_eq!(z(bench.at(2075, |_| {})), (true, false, false));
    assert_eq!(z(bench.at(2125, |_| {})), (false, false, false));
    assert_eq!(z(bench.at(2974, |_| {})), (false, false, false));
    assert_eq!(z(bench.at(2975, |_| {})), (false, false, true), "39 taps");
    assert_eq!(z(bench.at(3025, |_| {})), (false, false, false));
    bench.runs();
}

#[test]
pub fn a_delay_whose_event_is_missed_stops_the_simulation() {
    let Some(mut bench) = Bench::new(1) else { return };
    bench.at(1000, |input| input.delay_a = true);
    bench.at(1076, |_| {});
    bench.stopped("a delayed change has no event");
}

#[test]
pub fn an_input_register_pairs_a_rising_edge_with_the_falling_edge_after_it() {
    let Some(mut bench) = Bench::new(1) else { return };
    let bits = [true, false, false, true, true, true, false, false, true, false, true, true, false, true, false, false];
    let mut seen = Vec::new();
    for (index, &bit) in bits.iter().enumerate() {
        let edge_ps = 10_000 + index as u64 * 4000;
        bench.at(edge_ps - 2000, |input| input.iddr_d = bit);
        let out = bench.at(edge_ps, |input| input.sclk = index % 2 == 0);
        if index % 2 == 0 {
            seen.push((out.iddr_q0, out.iddr_q1));
        } else {
            assert_eq!(seen.last(), Some(&(out.iddr_q0, out.iddr_q1)), "changes at rising edges alone");
        }
    }
    // Shown at the next rising edge.
    let pairs: Vec<_> = bits.chunks(2).map(|pair| (pair[0], pair[1])).collect();
    assert_eq!(seen[1..], pairs[..pairs.len() - 1]);
    let out = bench.at(200_000, |input| input.ddr_rst = true);
    assert_eq!((out.iddr_q0, out.iddr_q1), (false, false), "at once");
    bench.runs();
}

/// How many of 64 samples, each of a bit that differs from the one before, are wrong when D changes `before_ps` before
/// each edge.
fn wrong_samples(seed: u32, before_ps: u64) -> Option<usize> {
    let mut bench = Bench::new(seed)?;
    let mut seen = Vec::new();
    for index in 0..66_u64 {
        let edge_ps = 10_000 + index * 4000;
        // High before rising edges, low before falling ones: each pair is (true, false).
        let change = |input: &mut In| input.iddr_d = index.is_multiple_of(2);
        let edge = |input: &mut In| input.sclk = index.is_multiple_of(2);
        let out = match before_ps {
            0 => bench.at(edge_ps, |input| {
                change(input);
                edge(input);
            }),
            _ => {
                bench.at(edge_ps - before_ps, change);
                bench.at(edge_ps, edge)
            }
        };
        if index.is_multiple_of(2) {
            seen.push((out.iddr_q0, out.iddr_q1));
        }
    }
    bench.runs();
    Some(seen[1..].iter().map(|&(rise, fall)| usize::from(!rise) + usize::from(fall)).sum())
}

#[test]
pub fn data_that_changes_in_the_window_is_taken_by_chance() {
    for seed in 1..=3 {
        let Some(right) = wrong_samples(seed, 500) else { return };
        assert_eq!(right, 0, "just at the set-up time");
        // D of the next edge changes 3600 ps before it, 400 ps after this one.
        assert_eq!(wrong_samples(seed, 3600), Some(0), "just at the hold time");
        for before_ps in [0, 1, 499, 3601, 3999] {
            let wrong = wrong_samples(seed, before_ps).unwrap();
            assert!((16..=48).contains(&wrong), "seed {seed}, {before_ps} ps before: {wrong} of 64");
        }
    }
}

#[test]
pub fn an_output_register_sends_d0_while_the_clock_is_high_and_d1_while_it_is_low() {
    let Some(mut bench) = Bench::new(1) else { return };
    let mut sent = Vec::new();
    let pairs = [(true, false), (false, true), (true, true), (false, false), (true, false)];
    for (index, &(d0, d1)) in pairs.iter().enumerate() {
        let edge_ps = 10_000 + index as u64 * 8000;
        bench.at(edge_ps - 1000, |input| (input.oddr_d0, input.oddr_d1) = (d0, d1));
        let high = bench.at(edge_ps, |input| input.sclk = true).oddr_q;
        // What D is between the edges has no effect.
        bench.at(edge_ps + 1000, |input| (input.oddr_d0, input.oddr_d1) = (!d0, !d1));
        assert_eq!(bench.out.oddr_q, high);
        let low = bench.at(edge_ps + 4000, |input| input.sclk = false).oddr_q;
        sent.push((high, low));
    }
    assert_eq!(sent, pairs);
    assert!(!bench.at(90_000, |input| input.ddr_rst = true).oddr_q);
    bench.runs();
}

#[test]
pub fn a_pll_multiplies_divides_and_shifts_and_is_in_phase_with_its_input() {
    let Some(mut bench) = Bench::new(1) else { return };
    let [clkop, clkos, clkos2] = bench.pll(40_000, 4_000_000, 40_000);
    assert!(bench.out.pll_lock);
    let differences = |rises: &[u64]| rises.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>();
    // 25 MHz times 5; the VCO has six periods in one of CLKOP: 750 MHz; a third of it is 250 MHz.
    assert!(clkop.len() > 300 && differences(&clkop).iter().all(|&ps| ps == 8000));
    assert!(clkos.len() > 600 && differences(&clkos).iter().all(|&ps| ps == 4000));
    assert!(clkop.iter().any(|ps| ps % 40_000 == 0), "in phase: {:?}", &clkop[..5]);
    assert!(clkop.iter().all(|ps| ps % 8000 == 0 && clkos.contains(ps)));
    // CPHASE is three periods of the VCO more than that of CLKOP: half a period of CLKOP.
    assert!(clkos2.iter().all(|ps| ps % 8000 == 4000));
    bench.runs();
}

#[test]
pub fn a_pll_loses_its_lock_with_its_clock_and_finds_it_again() {
    let Some(mut bench) = Bench::new(1) else { return };
    assert!(bench.pll(40_000, 400_000, 40_000)[0].is_empty(), "not yet locked");
    bench.pll(400_000, 1_000_000, 40_000);
    assert!(bench.out.pll_lock);
    let out = bench.at(1_000_000, |input| input.pll_rst = true);
    assert!(!out.pll_lock && !out.pll_clkop, "reset");
    bench.at(1_001_000, |input| input.pll_rst = false);
    bench.pll(1_040_000, 2_000_000, 40_000);
    assert!(bench.out.pll_lock);
    // CLKI stays high; the outputs go on for two periods of it at the most.
    for index in 0..40 {
        bench.at(2_000_000 + index * 4000, |input| input.pll_clki = true);
    }
    assert!(!bench.out.pll_lock && !bench.out.pll_clkop);
    bench.pll(2_200_000, 3_200_000, 40_000);
    assert!(bench.out.pll_lock);
    bench.runs();
}

#[test]
pub fn a_pll_whose_edge_is_missed_or_whose_vco_cannot_follow_stops_the_simulation() {
    let Some(mut bench) = Bench::new(1) else { return };
    bench.pll(40_000, 1_004_000, 40_000);
    bench.at(1_016_000, |_| {});
    bench.stopped("an edge of CLKOP has no event");
    let Some(mut bench) = Bench::new(1) else { return };
    // 13.3 MHz are just fast enough, 13.2 MHz not.
    bench.pll(75_000, 4_000_000, 75_000);
    bench.runs();
    let Some(mut bench) = Bench::new(1) else { return };
    bench.pll(75_060, 4_000_000, 75_060);
    bench.stopped("VCO below 400 MHz");
    let Some(mut bench) = Bench::new(1) else { return };
    bench.pll(37_500, 2_000_000, 37_500);
    bench.runs();
    let Some(mut bench) = Bench::new(1) else { return };
    bench.pll(37_440, 2_000_000, 37_440);
    bench.stopped("VCO above 800 MHz");
}

#[test]
pub fn a_pll_whose_input_or_output_is_out_of_range_stops_the_simulation() {
    for (period_ps, why) in [
        (126_000, "CLKI below 8 or above 400 MHz"),
        (2400, "CLKI below 8 or above 400 MHz"),
        (102_000, "phase detector below 10 MHz"),
    ] {
        let Some(mut bench) = Bench::new(1) else { return };
        bench.pll(period_ps, 30 * period_ps, period_ps);
        bench.stopped(why);
    }
    let Some(mut bench) = Bench::new(1) else { return };
    for half in 0..80 {
        bench.at(20_000 * half, |input| input.fast_clki = half % 2 == 1);
    }
    bench.stopped("CLKOP above 400 MHz");
}

/// IFS1P3DX and OFS1P3BX: what they are before the first edge, what an edge takes and what it does not, and the clear
/// and the preset, which need no edge.
#[test]
pub fn a_register_at_a_pin_takes_its_datum_at_a_rising_edge_while_it_is_enabled() {
    for seed in 1..=8 {
        let Some(mut bench) = Bench::new(seed) else { return };
        let q = |out: Out| (out.ifs_q, out.ofs_q);
        assert_eq!(q(bench.at(1000, |_| {})), (false, true), "as it is configured");
        let mut now_ps = 10_000;
        let mut kept = (false, true);
        // All of what D, SP and the level of the datum before it can be.
        for bits in [0b01_u8, 0b11, 0b01, 0b10, 0b00, 0b11, 0b10, 0b00, 0b01, 0b11] {
            let (datum, enable) = (bits & 1 != 0, bits & 2 != 0);
            let before = bench.at(now_ps, |input| (input.pin_d, input.pin_enable) = (datum, enable));
            assert_eq!(q(before), kept, "{bits:02b}: D and SP alone change nothing");
            if enable {
                kept = (datum, datum);
            }
            assert_eq!(q(bench.at(now_ps + 4000, |input| input.sclk = true)), kept, "{bits:02b}: rising edge");
            let after = bench.at(now_ps + 5000, |input| (input.pin_d, input.pin_enable) = (!datum, true));
            assert_eq!(q(after), kept, "{bits:02b}: after the edge");
            assert_eq!(q(bench.at(now_ps + 8000, |input| input.sclk = false)), kept, "{bits:02b}: falling edge");
            now_ps += 12_000;
        }
        for datum in [false, true] {
            bench.at(now_ps, |input| (input.pin_d, input.pin_enable) = (datum, true));
            assert_eq!(q(bench.at(now_ps + 1000, |input| input.sclk = true)), (datum, datum));
            assert_eq!(q(bench.at(now_ps + 2000, |input| input.pin_rst = true)), (false, true), "at once");
            bench.at(now_ps + 3000, |input| input.sclk = false);
            assert_eq!(q(bench.at(now_ps + 4000, |input| input.sclk = true)), (false, true), "and for as long");
            assert_eq!(q(bench.at(now_ps + 5000, |input| input.pin_rst = false)), (false, true), "until an edge");
            bench.at(now_ps + 6000, |input| input.sclk = false);
            assert_eq!(q(bench.at(now_ps + 7000, |input| input.sclk = true)), (datum, datum));
            bench.at(now_ps + 8000, |input| input.sclk = false);
            now_ps += 12_000;
        }
        bench.runs();
    }
}
