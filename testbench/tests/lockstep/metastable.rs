// SPDX-License-Identifier: MIT OR Apache-2.0
//! Metastability injected at every synchroniser of a copy of the Verilog: frames and words still arrive in order and
//! whole, and the counters are right, as the reference says. A crossing that counts in binary, which no lockstep and no
//! run without injection notices, is caught.

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::sync::atomic::AtomicBool;

use wirewright_spec::ports::{AsyncFifo, MacGmii, WordSync, async_fifo, word_sync};
use wirewright_testbench::clocks::{ClockPlan, Clocks, Event};
use wirewright_testbench::cosim::{
    CosimJob, CosimOptions, CosimReport, Extras, Faulted, TimedRungs, TrafficSpec, VerilogRung,
};
use wirewright_testbench::lockstep::{Drive, play};
use wirewright_testbench::metastable::inject;
use wirewright_testbench::random::Random;
use wirewright_testbench::registry::{self, Registered, Visitor};

use crate::bench::{SEEDS, load};

/// Edges of each clock for which the resets are held.
const RESET_EDGES: u32 = 8;
const EVENTS: u64 = 200_000;
/// Read edges after which a beat that was written must have reached the output: three or, by chance, four through the
/// synchroniser and the output register, one to be seen there, one to spare.
const LATENCY_EDGES: u64 = 6;
/// Events at the end in which nothing new is sent, so that everything arrives.
const DRAIN_EVENTS: u64 = 400;

/// The pointers of `async_fifo` cross in binary: many bits may change at once, and each crosses for itself. As each
/// side moves by one and looks for equality only, a pointer that never was loses no beat, but it can look like the
/// reader's own: then the memory seems empty in the midst of a frame, and a transmitter runs dry.
fn binary_pointers(verilog: &str) -> String {
    let edits = [
        ("write_after ^ (write_after >> 3'd1)", "write_after"),
        ("(ahead ^ (ahead >> 3'd1))", "ahead"),
        ("read_after ^ (read_after >> 3'd1)", "read_after"),
        ("FULL_MARK = 5'd24", "FULL_MARK = 5'd16"),
    ];
    edits.iter().fold(verilog.to_owned(), |text, (old, new)| replaced(&text, old, new))
}

/// Replaces the only occurrence of `old`.
fn replaced(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "`{old}` is not there once: plant the fault elsewhere");
    text.replace(old, new)
}

#[test]
fn frames_and_counters_are_right_whatever_the_synchronisers_take() {
    for design in ["mac_gmii", "mac_mii", "mac_trispeed"] {
        let verilog = inject(text_of(design)).expect("a MAC has synchronisers");
        for seed in SEEDS {
            let Some(report) = cosim(design, &verilog, TimedRungs::Verilog(VerilogRung::Rtl), seed) else { return };
            assert!(report.passed, "{design}, seed {seed}: {:?} {:?}", report.disagreements, report.violations);
            assert!(report.frames_in == 250 && report.rungs[0].comparisons > 400, "{design}: {:?}", report.rungs);
        }
        let Some(report) = cosim(design, &verilog, TimedRungs::Both(VerilogRung::Rtl), 1) else { return };
        assert!(report.difference.is_some(), "{design}: nothing was metastable, as it equals the model");
    }
}

#[test]
fn a_mac_whose_pointers_cross_in_binary_is_caught_by_the_reference() {
    let verilog = binary_pointers(MacGmii::VERILOG);
    let Some(report) = cosim("mac_gmii", &verilog, TimedRungs::Verilog(VerilogRung::Rtl), 1) else { return };
    assert!(report.passed, "without metastability no run can notice: {:?}", report.disagreements);
    let verilog = inject(&verilog).expect("a MAC has synchronisers");
    let Some(report) = cosim("mac_gmii", &verilog, TimedRungs::Verilog(VerilogRung::Rtl), 1) else { return };
    assert!(!report.passed && report.disagreement_count + report.violations.len() as u64 > 0);
}

fn text_of(design: &str) -> &'static str {
    struct Text;
    impl Visitor for Text {
        type Output = &'static str;

        fn visit<R: Registered>(self) -> &'static str {
            R::VERILOG
        }
    }
    registry::with(design, Text).expect("the design is registered")
}

/// The main job with faults of the wire; none when a tool is missing.
fn cosim(design: &str, verilog: &str, rungs: TimedRungs, seed: u32) -> Option<CosimReport> {
    load::<WordSync>(WordSync::VERILOG)?;
    let traffic: TrafficSpec = "random:count=250,len=14-400,gap=0-60".parse().expect("the traffic is well-formed");
    let faults = "flip=0.05,cut=0.05,error=0.05".parse().expect("the faults are well-formed");
    let source = Box::new(Faulted::new(traffic.frames(seed.into()), faults, seed.into()));
    let options = CosimOptions { seed: seed.into(), ..CosimOptions::default() };
    let job = CosimJob { design: design.into(), rungs, verilog: Some(verilog.into()), options };
    Some(
        job.run(source, Extras::default(), &AtomicBool::new(false), |_| ())
            .unwrap_or_else(|error| panic!("{design}: {error}")),
    )
}

#[test]
fn beats_arrive_in_order_whatever_the_pointers_bits_do() {
    let binary = binary_pointers(AsyncFifo::VERILOG);
    let metastable = |verilog: &str| inject(verilog).expect("async_fifo has synchronisers");
    let texts = [(metastable(AsyncFifo::VERILOG), true), (binary.clone(), true), (metastable(&binary), false)];
    for (number, (verilog, sound)) in texts.iter().enumerate() {
        let Some(model) = load::<AsyncFifo>(verilog) else { return };
        let mut broken = 0;
        for seed in SEEDS {
            for read_ps in [8000, 7300, 19_000] {
                let mut fifo = model.instance(NonZeroU32::new(seed).expect("no seed is 0")).expect("it is loaded");
                let mut clocks = clocks(&[("wr_clk", 8000), ("rd_clk", read_ps)], seed);
                let mut beats = Beats::new(seed);
                play(&mut fifo, &mut clocks, &mut beats, &mut (), EVENTS);
                let wrong = beats.wrong();
                assert!(wrong.is_none() || !sound, "text {number}, seed {seed}, {read_ps} ps: {wrong:?}");
                assert!(wrong.is_some() || beats.passed > 10_000, "{} beats", beats.passed);
                broken += u32::from(wrong.is_some());
            }
        }
        assert_eq!(broken > 0, !sound, "text {number}");
    }
}

#[test]
fn words_arrive_once_and_in_order_whatever_the_toggles_do() {
    let metastable = inject(WordSync::VERILOG).expect("word_sync has synchronisers");
    // The saboteur does not wait until a word has been fetched.
    let hasty = replaced(&metastable, "(request == acknowledge_sync_q)", "(request == request)");
    for (verilog, sound) in [(metastable, true), (hasty, false)] {
        let Some(model) = load::<WordSync>(&verilog) else { return };
        let mut broken = 0;
        for seed in SEEDS {
            for (dst_ps, gap_edges) in [(8000, 24), (7300, 24), (19_000, 60), (8000, 0), (19_000, 0)] {
                let mut sync = model.instance(NonZeroU32::new(seed).expect("no seed is 0")).expect("it is loaded");
                let mut clocks = clocks(&[("src_clk", 8000), ("dst_clk", dst_ps)], seed);
                let mut words = Words::new(seed, gap_edges);
                play(&mut sync, &mut clocks, &mut words, &mut (), EVENTS);
                let wrong = words.wrong();
                assert!(wrong.is_none() || !sound, "seed {seed}, {dst_ps} ps, gap {gap_edges}: {wrong:?}");
                assert!(wrong.is_some() || words.arrived > 1000, "{} words", words.arrived);
                broken += u32::from(wrong.is_some());
            }
        }
        assert_eq!(broken > 0, !sound);
    }
}

fn clocks(periods: &[(&str, u64)], seed: u32) -> Clocks {
    Clocks::new(&ClockPlan::seeded(periods, 100, seed.into())).expect("the clocks run")
}

/// Counts down the two resets; true while one is held.
fn in_reset(left: &mut [u32; 2], event: &Event) -> bool {
    for clock in (0..2).filter(|&clock| event.edges.contains(clock)) {
        left[clock] = left[clock].saturating_sub(1);
    }
    *left != [0; 2]
}

/// Beats into an `async_fifo` and, in the same order, out of it.
struct Beats {
    random: Random,
    reset: [u32; 2],
    before: async_fifo::Out,
    /// What is in the memory, and after how many read edges it came.
    expected: VecDeque<((u8, bool, bool), u64)>,
    read_edges: u64,
    passed: u64,
    wrong: Option<String>,
}

impl Beats {
    fn new(seed: u32) -> Beats {
        Beats {
            random: Random::named(seed.into(), "beats"),
            reset: [RESET_EDGES; 2],
            before: async_fifo::Out::default(),
            expected: VecDeque::new(),
            read_edges: 0,
            passed: 0,
            wrong: None,
        }
    }

    fn wrong(&self) -> Option<String> {
        let lost = || (!self.expected.is_empty()).then(|| format!("{} beats never came", self.expected.len()));
        self.wrong.clone().or_else(lost)
    }

    fn write(&mut self, input: &mut async_fifo::In, more: bool) {
        if input.s_axis_tvalid && !self.before.s_axis_tready {
            return;
        }
        if input.s_axis_tvalid {
            let beat = (input.s_axis_tdata, input.s_axis_tlast, input.s_axis_tuser);
            self.expected.push_back((beat, self.read_edges));
        }
        let bits = self.random.bits();
        input.s_axis_tvalid = more && bits & 3 != 0;
        (input.s_axis_tdata, input.s_axis_tlast, input.s_axis_tuser) =
            ((bits >> 8) as u8, bits & 4 != 0, bits & 8 != 0);
    }

    fn read(&mut self, input: &mut async_fifo::In, more: bool) {
        let Beats { before, .. } = *self;
        self.read_edges += 1;
        let waits = |&(_, since): &(_, u64)| self.read_edges - since > LATENCY_EDGES;
        if !before.m_axis_tvalid && self.expected.front().is_some_and(waits) {
            self.wrong = Some(format!("beat {} is kept waiting", self.passed + 1));
        }
        if before.m_axis_tvalid && input.m_axis_tready {
            let got = (before.m_axis_tdata, before.m_axis_tlast, before.m_axis_tuser);
            let expected = self.expected.pop_front().map(|(beat, _)| beat);
            self.passed += 1;
            if expected != Some(got) {
                self.wrong = Some(format!("beat {} is {got:?}, due is {expected:?}", self.passed));
            }
        }
        // Now and then the reader rests, so that the memory fills.
        let rests = self.passed / 50 % 4 == 3;
        input.m_axis_tready = !more || self.random.per_million(if rests { 200_000 } else { 900_000 });
    }
}

impl Drive<async_fifo::In, async_fifo::Out> for Beats {
    fn start(&mut self, input: &mut async_fifo::In) {
        (input.wr_rst, input.rd_rst) = (true, true);
    }

    fn after(&mut self, event: &Event, output: &async_fifo::Out, input: &mut async_fifo::In) -> bool {
        let held = in_reset(&mut self.reset, event);
        (input.wr_rst, input.rd_rst) = (held, held);
        let more = event.number < EVENTS - DRAIN_EVENTS;
        if !held && event.edges.contains(0) {
            self.write(input, more);
        }
        if !held && event.edges.contains(1) {
            self.read(input, more);
        }
        self.before = *output;
        self.wrong.is_none()
    }
}

/// Words into a `word_sync`; far enough apart each arrives once, else the newest of those that wait.
struct Words {
    random: Random,
    reset: [u32; 2],
    gap_edges: u64,
    wait_edges: u64,
    sent: VecDeque<u16>,
    arrived: u64,
    wrong: Option<String>,
}

impl Words {
    fn new(seed: u32, gap_edges: u64) -> Words {
        Words {
            random: Random::named(seed.into(), "words"),
            reset: [RESET_EDGES; 2],
            gap_edges,
            wait_edges: 0,
            sent: VecDeque::new(),
            arrived: 0,
            wrong: None,
        }
    }

    fn wrong(&self) -> Option<String> {
        let lost = || (!self.sent.is_empty()).then(|| format!("the last {} words never came", self.sent.len()));
        self.wrong.clone().or_else(lost)
    }

    fn take(&mut self, word: u16) {
        self.arrived += 1;
        let skipped = self.sent.iter().position(|&sent| sent == word);
        match skipped {
            Some(skipped) if skipped == 0 || self.gap_edges == 0 => drop(self.sent.drain(..=skipped)),
            _ => self.wrong = Some(format!("word {} is {word:04x}, due is one of {:04x?}", self.arrived, self.sent)),
        }
    }
}

impl Drive<word_sync::In, word_sync::Out> for Words {
    fn start(&mut self, input: &mut word_sync::In) {
        (input.src_rst, input.dst_rst) = (true, true);
    }

    fn after(&mut self, event: &Event, output: &word_sync::Out, input: &mut word_sync::In) -> bool {
        let held = in_reset(&mut self.reset, event);
        (input.src_rst, input.dst_rst) = (held, held);
        if held {
            return true;
        }
        if event.edges.contains(1) && output.dst_valid {
            self.take(output.dst_data);
        }
        if event.edges.contains(0) {
            self.wait_edges = self.wait_edges.saturating_sub(1);
            input.src_valid = self.wait_edges == 0 && event.number < EVENTS - DRAIN_EVENTS;
            if input.src_valid {
                input.src_data = self.random.bits() as u16;
                self.sent.push_back(input.src_data);
                self.wait_edges = self.gap_edges + self.random.between(1, 8);
            }
        }
        self.wrong.is_none()
    }
}
