// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`mac_control_tx`](wirewright_spec::ports::mac_control_tx): obeys received PAUSE frames and
//! sends our own (IEEE 802.3-2022, clause 31, annex 31B).
//!
//! ```text
//!                  +------------------+
//!  s_axis_* ------>|                  |------> m_axis_*, m_fcs_insert
//!  s_axis_tready<--|  mac_control_tx  |<------ m_axis_tready, tx_start_ready
//!  pause_valid --->|                  |------> paused
//!  pause_request ->|                  |------> stat_pause_sent
//!                  +------------------+
//! ```

use crate::tx_frame::Beat;
use wirewright_spec::Block;
use wirewright_spec::ethernet::{OPCODE_PAUSE, PAUSE_ADDRESS, PAUSE_QUANTUM_BITS, TYPE_MAC_CONTROL};
use wirewright_spec::ports::mac_control_tx::{In, Out};

/// Octet times in one pause quantum.
const QUANTUM_OCTETS: u32 = PAUSE_QUANTUM_BITS as u32 / 8;
/// Octets of a PAUSE frame that are not padding or FCS.
const PAUSE_OCTETS: u8 = 18;

/// What passes, and what is to be sent or waited for.
#[derive(Clone, Debug)]
pub struct MacControlTx {
    phase: Phase,
    /// The beat that came when the outputs were not free.
    spare: Option<Beat>,
    /// What the link partner was told last is a pause that is not over.
    asked: bool,
    /// The last frame chosen is a PAUSE frame.
    client_first: bool,
    /// Octet times until a standing request is sent again.
    refresh_octets: u32,
    /// Octet times for which the link partner wants silence.
    pause_octets: u32,
    /// They are not counted before the frame under way is sent.
    pause_held: bool,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Wait,
    Client,
    /// A PAUSE frame with this time, of which `sent` octets are generated.
    Control {
        pause_time: u16,
        sent: u8,
    },
}

impl MacControlTx {
    /// A block as after reset.
    pub fn new() -> Self {
        Self {
            phase: Phase::Wait,
            spare: None,
            asked: false,
            client_first: false,
            refresh_octets: 0,
            pause_octets: 0,
            pause_held: false,
            out: Out::default(),
        }
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let phase_before = self.phase;
        let out_free = !self.out.m_axis_tvalid || input.m_axis_tready;
        self.out.stat_pause_sent = false;
        let (refresh_before, ticks) = (self.refresh_octets, u32::from(input.octet_tick));
        self.refresh_octets = refresh_before.saturating_sub(ticks);
        let between = phase_before == Phase::Wait && self.is_nothing_under_way(input);

        let beat = match phase_before {
            Phase::Wait => {
                if between {
                    self.choose(input, refresh_before == 0);
                }
                None
            }
            Phase::Client => self.accept(input),
            Phase::Control { pause_time, sent } if out_free => {
                Some(self.generate(pause_time, sent, input.cfg_mac_address))
            }
            Phase::Control { .. } => None,
        };
        if out_free {
            let next = self.spare.take().or(beat);
            self.show(next);
        } else if beat.is_some() {
            self.spare = beat;
        }
        self.out.s_axis_tready = self.phase == Phase::Client && self.spare.is_none();
        self.count_pause(input, between, ticks);
    }

    /// All that was passed on is sent.
    #[inline]
    fn is_nothing_under_way(&self, input: &In) -> bool {
        input.tx_start_ready && !self.out.m_axis_tvalid && self.spare.is_none()
    }

    /// Between frames: what comes next, if anything.
    #[inline]
    fn choose(&mut self, input: &In, refresh_is_over: bool) {
        let asking = input.pause_request && input.cfg_pause_quanta != 0;
        let due = if asking { !self.asked || refresh_is_over } else { self.asked };
        let client = input.s_axis_tvalid && !self.out.paused;
        if input.cfg_pause_send && due && !(self.client_first && client) {
            let pause_time = if asking { input.cfg_pause_quanta } else { 0 };
            self.phase = Phase::Control { pause_time, sent: 0 };
            (self.asked, self.client_first) = (asking, true);
            self.refresh_octets = u32::from(input.cfg_pause_quanta) * (QUANTUM_OCTETS / 2);
        } else if client {
            self.phase = Phase::Client;
            self.client_first = false;
        }
    }

    /// The client's beat, if one passes.
    #[inline]
    fn accept(&mut self, input: &In) -> Option<Beat> {
        if !(input.s_axis_tvalid && self.out.s_axis_tready) {
            return None;
        }
        if input.s_axis_tlast {
            self.phase = Phase::Wait;
        }
        Some(Beat {
            data: input.s_axis_tdata,
            last: input.s_axis_tlast,
            user: input.s_axis_tuser,
            fcs_insert: input.cfg_fcs_insert,
        })
    }

    /// The next octet of a PAUSE frame (31B.2, figure 31B-1).
    fn generate(&mut self, pause_time: u16, sent: u8, mac_address: u64) -> Beat {
        let data = match sent {
            0..=5 => PAUSE_ADDRESS[usize::from(sent)],
            6..=11 => (mac_address >> (8 * (11 - sent))) as u8,
            12..=13 => TYPE_MAC_CONTROL.to_be_bytes()[usize::from(sent - 12)],
            14..=15 => OPCODE_PAUSE.to_be_bytes()[usize::from(sent - 14)],
            _ => pause_time.to_be_bytes()[usize::from(sent & 1)],
        };
        let last = sent + 1 == PAUSE_OCTETS;
        self.phase = if last { Phase::Wait } else { Phase::Control { pause_time, sent: sent + 1 } };
        self.out.stat_pause_sent = last;
        Beat { data, last, user: false, fcs_insert: true }
    }

    /// Puts a beat on the outputs, or none.
    #[inline]
    fn show(&mut self, beat: Option<Beat>) {
        self.out.m_axis_tvalid = beat.is_some();
        if let Some(beat) = beat {
            self.out.m_axis_tdata = beat.data;
            self.out.m_axis_tlast = beat.last;
            self.out.m_axis_tuser = beat.user;
            self.out.m_fcs_insert = beat.fcs_insert;
        }
    }

    /// The time of a received PAUSE begins when no frame is under way (31B.3.3).
    #[inline]
    fn count_pause(&mut self, input: &In, between: bool, ticks: u32) {
        if !input.cfg_pause_obey {
            (self.pause_octets, self.pause_held) = (0, false);
        } else if input.pause_valid {
            (self.pause_octets, self.pause_held) = (u32::from(input.pause_quanta) * QUANTUM_OCTETS, true);
        } else if !self.pause_held {
            self.pause_octets = self.pause_octets.saturating_sub(ticks);
        } else if between {
            self.pause_held = false;
        }
        self.out.paused = self.pause_held || self.pause_octets != 0;
    }
}

impl Default for MacControlTx {
    fn default() -> Self {
        Self::new()
    }
}

impl Block for MacControlTx {
    type In = In;
    type Out = Out;

    fn reset(&mut self) {
        *self = Self::new();
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
    use crate::testing::{self, Random, chart};

    struct Bench(MacControlTx, Out);

    impl Bench {
        fn new() -> Self {
            Bench(MacControlTx::new(), Out::default())
        }

        fn step(&mut self, input: In) -> Out {
            Block::step(&mut self.0, &input, &mut self.1);
            self.1
        }

        /// Edges until a PAUSE frame is over; gives its octets.
        fn pause_frame(&mut self, input: In) -> Vec<u8> {
            let mut octets = Vec::new();
            for edge in 0.. {
                assert!(edge < 100, "no PAUSE frame");
                let out = self.step(input);
                octets.extend(out.m_axis_tvalid.then_some(out.m_axis_tdata));
                assert_eq!(out.stat_pause_sent, out.m_axis_tvalid && out.m_axis_tlast, "beside the last octet");
                if out.stat_pause_sent {
                    break;
                }
            }
            assert!(!self.step(In { pause_request: false, cfg_pause_send: false, ..input }).m_axis_tvalid);
            octets
        }
    }

    /// A MAC that is always ready.
    const IDLE: In = In {
        rst: false,
        s_axis_tdata: 0,
        s_axis_tvalid: false,
        s_axis_tlast: false,
        s_axis_tuser: false,
        m_axis_tready: true,
        tx_start_ready: true,
        octet_tick: true,
        pause_valid: false,
        pause_quanta: 0,
        pause_request: false,
        cfg_mac_address: 0x0200_5e10_0001,
        cfg_fcs_insert: false,
        cfg_pause_send: true,
        cfg_pause_obey: true,
        cfg_pause_quanta: 3,
    };

    fn beat(data: u8, last: bool) -> In {
        In { s_axis_tdata: data, s_axis_tvalid: true, s_axis_tlast: last, ..IDLE }
    }

    fn pause_with(time: u8) -> Vec<u8> {
        vec![1, 0x80, 0xc2, 0, 0, 1, 2, 0, 0x5e, 0x10, 0, 1, 0x88, 8, 0, 1, 0, time]
    }

    /// `+` ready; an octet with `|` behind the last one, `.` none.
    fn stream(outputs: &[Out]) -> String {
        chart(outputs.iter().map(|out| {
            let ready = if out.s_axis_tready { "+" } else { "" };
            let last = if out.m_axis_tlast { "|" } else { "" };
            if out.m_axis_tvalid { format!("{:x}{last}{ready}", out.m_axis_tdata) } else { format!(".{ready}") }
        }))
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(MacControlTx::new, &[Out::default()]);
    }

    #[test]
    fn a_client_frame_passes_one_edge_late_and_the_next_is_chosen_when_it_has_left() {
        let mut bench = Bench::new();
        let inputs = [(1, false), (1, false), (2, false), (3, true), (4, true), (4, true), (4, true), (4, true)];
        let outputs = inputs.map(|(data, last)| bench.step(beat(data, last)));
        assert_eq!(stream(&outputs), ".+ 1+ 2+ 3| . .+ 4| .");
        assert!(outputs.iter().all(|out| !out.m_fcs_insert && !out.stat_pause_sent && !out.paused));
    }

    #[test]
    fn a_beat_that_comes_when_the_mac_is_not_ready_waits_as_the_spare() {
        let mut bench = Bench::new();
        let busy = |data| In { m_axis_tready: false, cfg_fcs_insert: data == 2, ..beat(data, false) };
        bench.step(busy(1));
        let outputs = [bench.step(busy(1)), bench.step(busy(2)), bench.step(busy(3)), bench.step(busy(3))];
        assert_eq!(stream(&outputs), "1+ 1*3", "one beat more is taken, and then none");
        let outputs = [beat(3, false), beat(3, false), beat(4, false)].map(|input| bench.step(input));
        assert_eq!(stream(&outputs), "2+ 3+ 4+");
        assert_eq!(outputs.map(|out| out.m_fcs_insert), [true, false, false], "the setting goes with its beat");
    }

    #[test]
    fn nothing_starts_until_the_mac_can() {
        let mut bench = Bench::new();
        for _ in 0..5 {
            assert_eq!(bench.step(In { tx_start_ready: false, pause_request: true, ..beat(1, true) }), Out::default());
        }
        assert!(bench.step(beat(1, true)).s_axis_tready);
    }

    #[test]
    fn a_request_sends_pause_and_its_end_sends_time_zero_once() {
        let mut bench = Bench::new();
        let request = In { pause_request: true, ..IDLE };
        assert_eq!(bench.pause_frame(request), pause_with(3));
        assert!(bench.1.m_fcs_insert, "kept");
        assert_eq!(bench.pause_frame(IDLE), pause_with(0));
        for _ in 0..1000 {
            let out = bench.step(IDLE);
            assert!(!out.m_axis_tvalid && !out.stat_pause_sent);
        }
    }

    #[test]
    fn a_standing_request_is_sent_again_after_half_its_time() {
        let mut bench = Bench::new();
        let request = In { pause_request: true, ..IDLE };
        let sent: Vec<u32> = (0..400).filter(|_| bench.step(request).stat_pause_sent).collect();
        // Chosen at edge 0; 18 octets; the timer of 96 octet times, set at edge 0, is 0 after edge 96.
        assert_eq!(sent, [18, 97 + 18, 2 * 97 + 18, 3 * 97 + 18]);
    }

    #[test]
    fn a_request_for_no_time_asks_for_nothing_and_takes_back_what_was_asked() {
        let mut bench = Bench::new();
        let request = In { pause_request: true, cfg_pause_quanta: 0, ..IDLE };
        (0..200).for_each(|_| assert!(!bench.step(request).m_axis_tvalid));
        assert_eq!(bench.pause_frame(In { cfg_pause_quanta: 3, ..request }), pause_with(3));
        assert_eq!(bench.pause_frame(request), pause_with(0));
        (0..200).for_each(|_| assert!(!bench.step(request).m_axis_tvalid));
    }

    #[test]
    fn after_each_pause_frame_the_client_has_its_turn() {
        let mut bench = Bench::new();
        let mut frames = String::new();
        for edge in 0..200 {
            // Due again at once: half a quantum is less than a PAUSE frame takes.
            let out = bench.step(In { pause_request: edge % 50 != 0, cfg_pause_quanta: 1, ..beat(7, true) });
            if out.m_axis_tvalid && out.m_axis_tlast {
                frames.push(if out.stat_pause_sent { 'P' } else { 'c' });
            }
        }
        assert!(frames.matches("cP").count() > 4 && !frames.contains("PP"), "{frames}");
    }

    #[test]
    fn pause_goes_before_a_waiting_client_and_not_into_its_frame() {
        let mut bench = Bench::new();
        bench.step(beat(1, false));
        bench.step(beat(1, false));
        let request = |data, last| In { pause_request: true, ..beat(data, last) };
        bench.step(request(2, false));
        bench.step(request(3, true));
        assert_eq!((bench.1.m_axis_tdata, bench.1.m_axis_tlast), (3, true));
        let first = bench.step(request(4, true));
        assert!(!first.m_axis_tvalid && !first.s_axis_tready);
        assert_eq!(bench.pause_frame(request(4, true)), pause_with(3));
    }

    #[test]
    fn pause_is_not_sent_when_that_is_off() {
        let mut bench = Bench::new();
        for _ in 0..100 {
            assert_eq!(bench.step(In { pause_request: true, cfg_pause_send: false, ..IDLE }), Out::default());
        }
    }

    #[test]
    fn a_received_pause_stops_clients_for_64_octet_times_a_quantum_and_not_control() {
        let mut bench = Bench::new();
        let received = In { pause_valid: true, pause_quanta: 2, ..beat(1, true) };
        bench.step(In { tx_start_ready: false, ..received });
        // The first of them sees that nothing is under way.
        let edges = (1..).find(|_| !bench.step(beat(1, true)).paused).unwrap();
        assert_eq!(edges, 1 + 128);
        assert!(!bench.1.s_axis_tready);
        assert!(bench.step(beat(1, true)).s_axis_tready);

        let mut bench = Bench::new();
        bench.step(In { tx_start_ready: false, ..received });
        assert_eq!(bench.pause_frame(In { pause_request: true, ..beat(1, true) }), pause_with(3));
        assert!(bench.1.paused);
        let idle = In { cfg_pause_send: false, ..IDLE };
        assert!(bench.step(In { pause_valid: true, pause_quanta: 0, ..idle }).paused);
        assert!(!bench.step(idle).paused, "time zero ends it");
        assert!(!bench.step(In { cfg_pause_obey: false, ..received }).paused);
        bench.step(In { cfg_pause_send: false, ..received });
        assert!(bench.step(idle).paused);
        assert!(!bench.step(In { cfg_pause_obey: false, ..idle }).paused, "not obeyed any more");
        assert!(!bench.step(idle).paused);
    }

    #[test]
    fn a_pause_that_comes_within_a_frame_begins_when_the_frame_is_sent() {
        let mut bench = Bench::new();
        bench.step(beat(1, false));
        bench.step(In { pause_valid: true, pause_quanta: 1, ..beat(1, false) });
        for _ in 0..500 {
            assert!(bench.step(beat(2, false)).paused);
        }
        bench.step(beat(3, true));
        let sending = In { tx_start_ready: false, ..beat(4, true) };
        (0..500).for_each(|_| assert!(bench.step(sending).paused));
        assert_eq!((1..).find(|_| !bench.step(beat(4, true)).paused), Some(1 + 64));
        assert!(bench.step(beat(4, true)).s_axis_tready);
    }

    #[test]
    fn time_passes_with_the_octet_tick() {
        let mut bench = Bench::new();
        bench.step(In { pause_valid: true, pause_quanta: 1, ..IDLE });
        bench.step(IDLE);
        let slow = |edge| In { octet_tick: edge % 10 == 0, ..IDLE };
        assert_eq!((1..).find(|&edge| !bench.step(slow(edge)).paused), Some(640));
    }

    #[test]
    fn client_beats_come_through_in_their_order_under_any_pressure() {
        for seed in 0..100 {
            let mut random = Random(seed);
            let mut bench = Bench::new();
            let (mut next, mut expected, mut passed) = (0u8, 0u8, 0);
            let mut in_pause = false;
            for _ in 0..3000 {
                let input = In {
                    s_axis_tvalid: !random.one_in(4),
                    m_axis_tready: random.next() % 100 < 20 + seed % 80,
                    tx_start_ready: random.one_in(3),
                    pause_request: random.one_in(5),
                    pause_valid: random.one_in(200),
                    pause_quanta: 1,
                    ..beat(next, next % 16 == 15)
                };
                let before = bench.1;
                if before.m_axis_tvalid && input.m_axis_tready {
                    if in_pause || before.m_fcs_insert {
                        in_pause = !before.m_axis_tlast;
                    } else {
                        assert_eq!((before.m_axis_tdata, before.m_axis_tlast), (expected, expected % 16 == 15));
                        expected = expected.wrapping_add(1);
                        passed += 1;
                    }
                }
                next = next.wrapping_add(u8::from(before.s_axis_tready && input.s_axis_tvalid));
                bench.step(input);
            }
            assert!(passed > 10, "seed {seed}");
        }
    }
}
