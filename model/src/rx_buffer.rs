// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`rx_buffer`](wirewright_spec::ports::rx_buffer): the receive memory of the card, octets of frames
//! and a record of what is known of each.
//!
//! ```text
//!                         +-----------+
//!         s_axis_tdata[8]->           |->record_valid
//!          s_axis_tvalid->|           |<-record_ready
//!           s_axis_tlast->|           |->record_length[16]
//!           s_axis_tuser->|           |->record_bad
//!           s_axis_tdrop->|           |->record_vlan_valid, record_vlan_tci[16]
//!      s_axis_vlan_valid->| rx_buffer |->record_ipv4[2], record_l4[2]
//!    s_axis_vlan_tci[16]->|           |->m_axis_tdata[8]
//!         s_axis_ipv4[2]->|           |->m_axis_tvalid
//!           s_axis_l4[2]->|           |<-m_axis_tready
//!           cfg_pass_bad->|           |->m_axis_tlast
//!                         |           |->room
//!                         |           |->stat_lost
//!                         +-----------+
//! ```

use crate::stream_fifo::StreamFifo16k;
use wirewright_spec::Block;
use wirewright_spec::ports::rx_buffer::{In, Out};
use wirewright_spec::ports::stream_fifo;

/// Room for records.
const RECORDS: usize = 256;
/// A record holds the length modulo this.
const LENGTHS: u16 = 16_384;
/// Waiting records from which on frames are refused: two that have ended may still be on their way here.
const SHORT_RECORDS: u32 = 254;

/// The frame memory and the queue of records.
#[derive(Clone, Debug)]
pub struct RxBuffer {
    memory: StreamFifo16k,
    /// Octets of the frame that have passed.
    octets: u16,
    /// `kept` is the record of a frame that ended at the last edge.
    ended: bool,
    kept: Record,
    short: bool,
    refused: bool,
    records: [Record; RECORDS],
    /// Records since reset, modulo 2^32.
    written: u32,
    read: u32,
    /// The register between records and outputs.
    fetched: Option<Record>,
    pub(crate) out: Out,
}

/// What is known of a frame.
#[derive(Clone, Copy, Debug, Default)]
struct Record {
    length: u16,
    bad: bool,
    vlan_valid: bool,
    vlan_tci: u16,
    ipv4: u8,
    l4: u8,
}

impl RxBuffer {
    /// A block as after reset.
    pub fn new() -> Self {
        RxBuffer {
            memory: StreamFifo16k::new(),
            octets: 0,
            ended: false,
            kept: Record::default(),
            short: false,
            refused: false,
            records: [Record::default(); RECORDS],
            written: 0,
            read: 0,
            fetched: None,
            out: Out::default(),
        }
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        let memory = self.memory.out;
        self.memory_edge(input);
        if input.rst {
            return self.clear();
        }
        let waiting = self.written.wrapping_sub(self.read);
        self.out.stat_lost = memory.stat_overflow || self.refused;
        self.out.room = !(memory.half_full && memory.m_axis_tvalid) && waiting < RECORDS as u32 / 2;
        self.way_out(input.record_ready, waiting);
        if self.ended && !memory.stat_overflow && !memory.stat_bad {
            self.records[self.written as usize % RECORDS] = self.kept;
            self.written = self.written.wrapping_add(1);
        }
        self.pass(input);
        self.short = waiting >= SHORT_RECORDS;

        let memory = &self.memory.out;
        self.out.m_axis_tdata = memory.m_axis_tdata;
        self.out.m_axis_tvalid = memory.m_axis_tvalid;
        self.out.m_axis_tlast = memory.m_axis_tlast;
    }

    #[inline]
    fn memory_edge(&mut self, input: &In) {
        self.memory.edge(&stream_fifo::In {
            rst: input.rst,
            s_axis_tdata: input.s_axis_tdata,
            s_axis_tvalid: input.s_axis_tvalid,
            s_axis_tlast: input.s_axis_tlast,
            s_axis_tuser: input.s_axis_tuser,
            s_axis_tdrop: input.s_axis_tdrop || self.short,
            m_axis_tready: input.m_axis_tready,
            cfg_wait: false,
            cfg_drop_bad: !input.cfg_pass_bad,
        });
    }

    /// `waiting` is how many records there were before the edge.
    #[inline]
    fn way_out(&mut self, ready: bool, waiting: u32) {
        let out_free = !self.out.record_valid || ready;
        if out_free {
            self.out.record_valid = self.fetched.is_some();
            if let Some(record) = self.fetched {
                self.out.record_length = record.length;
                self.out.record_bad = record.bad;
                self.out.record_vlan_valid = record.vlan_valid;
                self.out.record_vlan_tci = record.vlan_tci;
                self.out.record_ipv4 = record.ipv4;
                self.out.record_l4 = record.l4;
            }
        }
        if out_free || self.fetched.is_none() {
            self.fetched = (waiting != 0).then(|| self.records[self.read as usize % RECORDS]);
            self.read = self.read.wrapping_add(u32::from(self.fetched.is_some()));
        }
    }

    /// Counts the octets of the frame, and decides on it at its last beat.
    #[inline]
    fn pass(&mut self, input: &In) {
        (self.ended, self.refused) = (false, false);
        if !input.s_axis_tvalid {
            return;
        }
        self.octets = self.octets.wrapping_add(1);
        if !input.s_axis_tlast {
            return;
        }
        self.ended = !input.s_axis_tdrop && !self.short;
        let unwanted = input.s_axis_tdrop || input.s_axis_tuser && !input.cfg_pass_bad;
        self.refused = self.short && !unwanted;
        self.kept = Record {
            length: self.octets % LENGTHS,
            bad: input.s_axis_tuser,
            vlan_valid: input.s_axis_vlan_valid,
            vlan_tci: input.s_axis_vlan_tci,
            ipv4: input.s_axis_ipv4,
            l4: input.s_axis_l4,
        };
        self.octets = 0;
    }

    /// As after an edge with `rst`, the memory apart; what the queue holds cannot be read any more.
    fn clear(&mut self) {
        (self.octets, self.ended, self.short, self.refused) = (0, false, false, false);
        (self.written, self.read, self.fetched, self.out) = (0, 0, None, Out::default());
    }
}

impl Default for RxBuffer {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for RxBuffer {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        self.memory.reset();
        self.clear();
    }

    #[inline]
    fn step(&mut self, input: &In, output: &mut Out) {
        self.edge(input);
        *output = self.out;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Random};
    use std::collections::VecDeque;

    struct Bench(RxBuffer, Out);

    impl Bench {
        /// Past the edge after reset.
        fn new() -> Self {
            let mut bench = Bench(RxBuffer::new(), Out::default());
            assert!(bench.step(In::default()).room);
            bench
        }

        fn step(&mut self, input: In) -> Out {
            self.0.step(&input, &mut self.1);
            self.1
        }
    }

    fn beat(s_axis_tdata: u8, s_axis_tlast: bool) -> In {
        In { s_axis_tdata, s_axis_tvalid: true, s_axis_tlast, ..In::default() }
    }

    const READ: In = In { record_ready: true, m_axis_tready: true, ..NOTHING };
    const NOTHING: In = In {
        rst: false,
        s_axis_tdata: 0,
        s_axis_tvalid: false,
        s_axis_tlast: false,
        s_axis_tuser: false,
        s_axis_tdrop: false,
        s_axis_vlan_valid: false,
        s_axis_vlan_tci: 0,
        s_axis_ipv4: 0,
        s_axis_l4: 0,
        cfg_pass_bad: false,
        record_ready: false,
        m_axis_tready: false,
    };

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(RxBuffer::new, &[Out::default()]);
    }

    #[test]
    fn a_record_is_shown_three_edges_after_the_last_beat_and_waits() {
        let mut bench = Bench::new();
        bench.step(beat(1, false));
        let (s_axis_vlan_valid, s_axis_vlan_tci, s_axis_ipv4, s_axis_l4) = (true, 0xabcd, 1, 2);
        let last = In { s_axis_vlan_valid, s_axis_vlan_tci, s_axis_ipv4, s_axis_l4, ..beat(2, true) };
        bench.step(In { s_axis_tuser: true, cfg_pass_bad: true, ..last });
        assert!(!bench.step(NOTHING).record_valid, "stored");
        assert!(!bench.step(NOTHING).record_valid, "A takes it");
        let shown = Out {
            record_valid: true,
            record_length: 2,
            record_bad: true,
            record_vlan_valid: true,
            record_vlan_tci: 0xabcd,
            record_ipv4: 1,
            record_l4: 2,
            m_axis_tdata: 1,
            m_axis_tvalid: true,
            room: true,
            ..Out::default()
        };
        assert_eq!(bench.step(NOTHING), shown);
        assert_eq!(bench.step(NOTHING), shown);
        let taken = Out { record_valid: false, m_axis_tdata: 2, m_axis_tlast: true, ..shown };
        assert_eq!(bench.step(READ), taken, "record and octet are taken alone");
        assert_eq!(bench.step(READ), Out { m_axis_tvalid: false, ..taken });
    }

    #[test]
    fn of_262_frames_of_an_octet_as_many_are_kept_as_the_queue_has_room_for_and_the_others_are_told() {
        let mut bench = Bench::new();
        let mut lost = 0;
        for number in 0..262_u32 {
            lost += u32::from(bench.step(beat(number as u8, true)).stat_lost);
        }
        (0..5).for_each(|_| lost += u32::from(bench.step(NOTHING).stat_lost));
        assert!(!bench.1.room);
        let mut kept = Vec::new();
        for _ in 0..600 {
            let before = bench.1;
            assert!(!before.record_valid || before.record_length == 1);
            if before.m_axis_tvalid {
                kept.push(before.m_axis_tdata);
            }
            bench.step(READ);
        }
        // 254 wait; one each in A and B; two more have ended before `short` says so.
        assert_eq!((kept.len(), lost), (258, 4));
        assert!(kept.iter().copied().eq((0..258).map(|number| number as u8)));
        assert!(bench.1.room);
    }

    #[test]
    fn frames_that_nobody_wants_are_never_told_as_lost() {
        for (marks, lost) in [
            (NOTHING, true),
            (In { s_axis_tdrop: true, ..NOTHING }, false),
            (In { s_axis_tuser: true, ..NOTHING }, false),
            (In { s_axis_tuser: true, cfg_pass_bad: true, ..NOTHING }, true),
            (In { s_axis_tuser: true, cfg_pass_bad: true, s_axis_tdrop: true, ..NOTHING }, false),
        ] {
            // Without room for records, and without room for octets.
            let mut records = Bench::new();
            (0..262).for_each(|_| _ = records.step(beat(0, true)));
            (0..5).for_each(|_| _ = records.step(NOTHING));
            let mut octets = Bench::new();
            octets.step(In { s_axis_tdrop: true, ..beat(0, true) });
            for at in 0..17_000 {
                assert!(!octets.step(beat(at as u8, false)).stat_lost);
            }
            for mut bench in [records, octets] {
                let told = [In { s_axis_tvalid: true, s_axis_tlast: true, ..marks }, NOTHING, NOTHING, NOTHING];
                let told = told.map(|input| bench.step(input).stat_lost);
                assert_eq!(told, [false, lost, false, false], "{marks:?}");
            }
        }
    }

    #[test]
    fn room_falls_at_half_of_the_octets_but_not_for_one_long_frame_alone() {
        let mut bench = Bench::new();
        for at in 0..16_384 {
            assert!(bench.step(beat(0, at == 16_383)).room, "{at}");
        }
        let room: Vec<bool> = (0..6).map(|_| bench.step(NOTHING).room).collect();
        // The first octet is shown after the second edge; until then nobody could read.
        assert_eq!(room, [true, true, false, false, false, false]);
        let mut edges = 0;
        while !bench.step(READ).room {
            edges += 1;
        }
        assert!((8180..8200).contains(&edges), "{edges}");
    }

    /// A frame that has passed: its octets, and its last beat.
    type Frame = (Vec<u8>, In);

    /// The beats of a frame; what stands beside others than the last means nothing.
    fn beats(random: &mut Random, longest: usize) -> Vec<In> {
        let length = 1 + random.below(longest);
        let beat = |at: usize| In { s_axis_tvalid: true, s_axis_tlast: at + 1 == length, ..random.pins(false) };
        let mut beats: Vec<In> = (0..length).map(beat).collect();
        beats[length - 1].s_axis_tuser = random.one_in(5);
        beats[length - 1].s_axis_tdrop = random.one_in(5);
        beats
    }

    /// What ought to come out, and what has come.
    #[derive(Default)]
    struct Board {
        octets: VecDeque<(u8, bool)>,
        records: VecDeque<Frame>,
        kept: usize,
        lost: usize,
    }

    impl Board {
        /// The edge after the last beat of a frame has passed: it is kept, or told as lost, or was not wanted.
        fn decided(&mut self, frame: Frame, lost: bool) {
            let (octets, last) = &frame;
            let wanted = !last.s_axis_tdrop && (!last.s_axis_tuser || last.cfg_pass_bad);
            assert!(wanted || !lost, "nobody wanted {last:?}");
            self.lost += usize::from(lost);
            if wanted && !lost {
                self.kept += 1;
                self.octets.extend(octets.iter().enumerate().map(|(at, &octet)| (octet, at + 1 == octets.len())));
                self.records.push_back(frame);
            }
        }

        /// These outputs are there before an edge with these inputs.
        fn taken(&mut self, out: &Out, input: &In) {
            if out.m_axis_tvalid && input.m_axis_tready {
                assert_eq!(self.octets.pop_front(), Some((out.m_axis_tdata, out.m_axis_tlast)));
            }
            if out.record_valid && input.record_ready {
                let (octets, last) = self.records.pop_front().expect("a record for each frame that was kept");
                assert_eq!(usize::from(out.record_length), octets.len());
                let got = (out.record_bad, out.record_vlan_valid, out.record_vlan_tci, out.record_ipv4, out.record_l4);
                let marks = (last.s_axis_vlan_valid, last.s_axis_vlan_tci, last.s_axis_ipv4, last.s_axis_l4);
                assert_eq!(got, (last.s_axis_tuser, marks.0, marks.1, marks.2, marks.3));
            }
        }
    }

    /// 50,000 edges of frames with a reader who pauses in `pauses - 1` of `pauses` edges, then all is read.
    fn run(seed: u64, longest: usize, pauses: u64) -> Board {
        let mut random = Random(seed);
        let (mut bench, mut board) = (Bench::new(), Board::default());
        let (mut coming, mut passed) = (Vec::new(), Vec::new());
        let mut over: Option<Frame> = None;
        for edge in 0..70_000 {
            let reads_all = edge >= 50_000;
            if coming.is_empty() && !reads_all {
                coming = beats(&mut random, longest);
                coming.reverse();
            }
            let beat = if random.one_in(4) { None } else { coming.pop() };
            let noise = In { s_axis_tvalid: false, ..random.pins(false) };
            let mut input = beat.unwrap_or(noise);
            input.cfg_pass_bad = edge / 1000 % 2 == 0;
            input.record_ready = reads_all || random.one_in(pauses);
            input.m_axis_tready = reads_all || random.one_in(pauses);
            board.taken(&bench.1, &input);
            let out = bench.step(input);
            match over.take() {
                Some(frame) => board.decided(frame, out.stat_lost),
                None => assert!(!out.stat_lost),
            }
            passed.extend(input.s_axis_tvalid.then_some(input.s_axis_tdata));
            if input.s_axis_tvalid && input.s_axis_tlast {
                over = Some((std::mem::take(&mut passed), input));
            }
        }
        assert!(board.octets.is_empty() && board.records.is_empty(), "all has come out");
        board
    }

    #[test]
    fn what_comes_out_are_whole_frames_with_their_records_and_each_is_kept_or_told() {
        for (seed, longest) in [(1, 3), (2, 30), (3, 300), (4, 2048)] {
            let fast = run(seed, longest, 1);
            assert!(fast.lost == 0 && fast.kept > 10, "{longest}: {} lost, {} kept", fast.lost, fast.kept);
            for pauses in [2, 5, 50] {
                let slow = run(seed, longest, pauses);
                assert!(slow.kept > 5, "{longest}, {pauses}: {} kept", slow.kept);
                assert!(slow.lost > 0 || pauses < 50, "{longest}, {pauses}: {} lost", slow.lost);
            }
        }
    }

    #[test]
    fn a_source_that_obeys_room_loses_nothing_and_is_never_stopped_for_ever() {
        for (seed, longest) in [(1, 1), (2, 60), (3, 1518), (4, 8000)] {
            let mut random = Random(seed);
            let (mut bench, mut coming, mut sent, mut received, mut stopped) = (Bench::new(), 0, 0, 0, 0);
            for edge in 0..100_000_u64 {
                stopped = if bench.1.room { 0 } else { stopped + 1 };
                let reads = edge / 3000 % 3 != 0;
                let mut input = In { record_ready: reads, m_axis_tready: reads, ..NOTHING };
                if coming == 0 && stopped < 20 && edge < 60_000 {
                    coming = 1 + random.below(longest);
                    sent += 1;
                }
                if coming > 0 && stopped < 20 {
                    coming -= 1;
                    (input.s_axis_tvalid, input.s_axis_tlast) = (true, coming == 0);
                }
                received += u64::from(bench.1.record_valid && reads);
                assert!(!bench.step(input).stat_lost, "longest {longest}, edge {edge}");
                assert!(stopped < 15_000, "longest {longest}, edge {edge}");
            }
            assert_eq!((received, coming), (sent, 0), "longest {longest}");
        }
    }

    #[test]
    fn octets_pass_at_one_a_clock_and_so_do_records() {
        let mut bench = Bench::new();
        let mut gaps = [0; 2];
        for edge in 0..5000_u32 {
            bench.step(In { s_axis_tvalid: true, s_axis_tlast: true, ..READ });
            if edge > 3 {
                gaps[0] += u32::from(!bench.1.record_valid);
                gaps[1] += u32::from(!bench.1.m_axis_tvalid);
            }
        }
        assert_eq!(gaps, [0, 0]);
    }
}
