// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`dma_read`](wirewright_spec::ports::dma_read): reads runs of octets from host memory (AMBA AXI4,
//! IHI 0022H, A3).
//!
//! ```text
//!                       +------------+
//!      command_valid--->|            |->command_ready
//! command_address[64]-->|            |->m_axi_araddr[64], arlen[8]
//!  command_octets[16]-->|            |->m_axi_arvalid
//!   command_client[2]-->|  dma_read  |->m_axi_rready
//!      m_axi_arready--->|            |->word_valid
//!    m_axi_rdata[64]--->|            |->word_data[64]
//! m_axi_rresp[2], rlast>|            |->word_client[2]
//!       m_axi_rvalid--->|            |->word_last, word_error
//!              flush--->|            |->idle
//!                       +------------+
//! ```

use crate::octet_run;
use crate::queue::Queue;
use wirewright_spec::Block;
use wirewright_spec::ports::dma_read::{In, OUTSTANDING_BURSTS, Out};

const BURSTS: usize = OUTSTANDING_BURSTS as usize;

/// The side of the commands and that of the data.
#[derive(Clone, Debug, Default)]
pub struct DmaRead {
    state: State,
    address: u64,
    octets: u16,
    client: u8,
    words: u16,
    beats: u16,
    bursts: Queue<Burst, BURSTS>,
    /// Beats of the oldest burst that have passed.
    beat: u16,
    failed: bool,
    pub(crate) out: Out,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Idle,
    Count,
    Cut,
    Ask,
    Offer,
}

/// One that was asked for.
#[derive(Clone, Copy, Debug, Default)]
struct Burst {
    beats: u16,
    client: u8,
    /// The last of its command.
    last: bool,
}

impl DmaRead {
    /// A block as after reset.
    pub fn new() -> Self {
        Self::default()
    }

    /// One edge of `clk`.
    #[inline]
    pub(crate) fn edge(&mut self, input: &In) {
        if input.rst {
            *self = Self::new();
            return;
        }
        let has_room = self.bursts.count() < BURSTS;
        self.data_edge(input);
        self.command_edge(input, has_room);
        self.out.command_ready = self.state == State::Idle;
        self.out.m_axi_rready = true;
        self.out.idle = !self.out.m_axi_arvalid && self.bursts.is_empty();
    }

    #[inline]
    fn command_edge(&mut self, input: &In, has_room: bool) {
        match self.state {
            State::Idle if input.command_valid && self.out.command_ready => {
                self.address = input.command_address;
                self.octets = input.command_octets;
                self.client = input.command_client;
                self.state = State::Count;
            }
            State::Count if self.octets == 0 => self.state = State::Idle,
            State::Count => {
                self.words = octet_run::words(self.address, self.octets);
                self.state = State::Cut;
            }
            State::Cut => {
                self.beats = self.words.min(octet_run::words_to_line(self.address));
                self.state = State::Ask;
            }
            State::Ask if !input.flush && has_room => self.ask(),
            State::Offer if input.m_axi_arready => {
                self.out.m_axi_arvalid = false;
                self.state = if self.words == 0 { State::Idle } else { State::Cut };
            }
            State::Idle | State::Ask | State::Offer => {}
        }
    }

    fn ask(&mut self) {
        self.out.m_axi_araddr = octet_run::of_word(self.address);
        self.out.m_axi_arlen = (self.beats - 1) as u8;
        self.out.m_axi_arvalid = true;
        self.bursts.put(Burst { beats: self.beats, client: self.client, last: self.words == self.beats });
        self.words -= self.beats;
        self.address = octet_run::next_line(self.address);
        self.state = State::Offer;
    }

    #[inline]
    fn data_edge(&mut self, input: &In) {
        let passes = input.m_axi_rvalid && self.out.m_axi_rready;
        self.out.word_valid = passes && !self.bursts.is_empty();
        if !self.out.word_valid {
            return;
        }
        let burst = self.bursts.oldest();
        let ends = self.beat == burst.beats - 1;
        if ends {
            self.bursts.take();
        }
        self.beat = if ends { 0 } else { self.beat + 1 };
        self.out.word_data = input.m_axi_rdata;
        self.out.word_client = burst.client;
        self.out.word_last = ends && burst.last;
        self.out.word_error = self.failed || input.m_axi_rresp & 2 != 0 || input.m_axi_rlast != ends;
        self.failed = self.out.word_error && !self.out.word_last;
    }
}

impl Block for DmaRead {
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
    use crate::testing::host::Host;
    use crate::testing::{self, Random};

    /// Address, octets, client.
    type Command = (u64, u16, u8);

    /// A word as it comes: data, client, last, error.
    type Word = (u64, u8, bool, bool);

    struct Bench {
        block: DmaRead,
        out: Out,
        host: Host,
        words: Vec<Word>,
    }

    impl Bench {
        fn new(host: Host) -> Self {
            Bench { block: DmaRead::new(), out: Out::default(), host, words: Vec::new() }
        }

        fn step(&mut self, mut input: In) -> Out {
            self.host.read_edge(&self.out).put(&mut input);
            self.block.step(&input, &mut self.out);
            if self.out.word_valid {
                self.words.push((self.out.word_data, self.out.word_client, self.out.word_last, self.out.word_error));
            }
            self.out
        }

        /// Offers the commands one after the other, and gives the words that come of them.
        fn run(&mut self, commands: &[Command], random: &mut Random) -> Vec<Word> {
            let mut waiting = commands.iter().copied();
            let mut command = waiting.next();
            let mut quiet = 0;
            while quiet < 50 {
                let flush = random.one_in(9);
                let offered = command.filter(|_| !random.one_in(4));
                let (command_address, command_octets, command_client) = offered.unwrap_or_default();
                if offered.is_some() && self.out.command_ready {
                    command = waiting.next();
                }
                let command_valid = offered.is_some();
                let input =
                    In { flush, command_valid, command_address, command_octets, command_client, ..In::default() };
                let was_idle = flush && self.out.idle;
                self.step(input);
                assert!(!was_idle || self.out.idle, "nothing is begun");
                let moves = command.is_some() || !self.out.idle || !self.out.command_ready || !self.host.is_quiet();
                quiet = if moves { 0 } else { quiet + 1 };
            }
            std::mem::take(&mut self.words)
        }
    }

    fn expected(host: &Host, (address, octets, client): Command) -> Vec<Word> {
        let from = address / 8;
        let words = if octets == 0 { 0 } else { (address + u64::from(octets) - 1) / 8 - from + 1 };
        let bad = (from..from + words).find(|word| host.bad.contains(word));
        let word = |word| (host.word(word), client, word + 1 == from + words, bad.is_some_and(|bad| word >= bad));
        (from..from + words).map(word).collect()
    }

    /// Runs the commands and compares.
    fn check(host: Host, commands: &[Command], seed: u64) -> Host {
        let mut bench = Bench::new(host);
        let words = bench.run(commands, &mut Random(seed));
        let expected: Vec<Word> = commands.iter().flat_map(|&command| expected(&bench.host, command)).collect();
        assert_eq!(words, expected, "seed {seed}");
        bench.host
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(DmaRead::new, &[Out::default()]);
    }

    #[test]
    fn each_octet_comes_in_its_lane_at_every_alignment_and_length() {
        for address in 0x1f80..0x2000 + 64_u64 {
            let commands: Vec<_> =
                (0..300).step_by(7).map(|n| (address, n + (address % 7) as u16, n as u8 % 4)).collect();
            check(Host::new(address, 0, 2), &commands, address);
        }
    }

    #[test]
    fn random_commands_come_whole_and_in_order_from_a_memory_that_answers_late() {
        for seed in 0..40 {
            let mut random = Random(seed);
            let command = |_| {
                let address = 0x12_3456_7000 + random.next() % 0x2000;
                (address, (random.next() % 600) as u16 * u16::from(!random.one_in(10)), random.next() as u8 % 4)
            };
            let commands: Vec<_> = (0..60).map(command).collect();
            check(Host::new(seed, 2 + seed % 4, seed * 5), &commands, seed);
        }
    }

    #[test]
    fn the_longest_command_is_read_in_bursts_of_a_line() {
        let host = check(Host::new(1, 0, 64), &[(0x1007, 65535, 3)], 1);
        assert_eq!(host.read_bursts.len(), 513);
        assert!(host.read_bursts[..512].iter().all(|&(_, beats)| beats == 16));
        assert_eq!(host.read_bursts[512], (0x1000 + 65536, 1));
    }

    #[test]
    fn errors_are_told_from_the_first_beat_in_error_to_the_end_of_the_command_and_not_beyond() {
        for seed in 0..60 {
            let mut host = Host::new(seed, 3, 10);
            host.bad = 0x440..0x440 + 1 + seed % 20;
            let commands: Vec<_> = (0..24).map(|n| (0x2000 + n * 90, 200, n as u8 % 3)).collect();
            check(host, &commands, seed);
        }
    }

    /// What the words of one command of two bursts say when RLAST is where it should not be.
    fn errors(rlast: impl Fn(u32) -> bool) -> Vec<bool> {
        let (mut block, mut out, mut beat, mut errors) = (DmaRead::new(), Out::default(), 0, Vec::new());
        for edge in 0..60 {
            let command = In { command_valid: edge < 2, command_address: 120, command_octets: 40, ..In::default() };
            let data = In { m_axi_rvalid: edge > 20, m_axi_rlast: rlast(beat), m_axi_arready: true, ..command };
            block.step(&data, &mut out);
            beat += u32::from(edge > 20);
            errors.extend(out.word_valid.then_some(out.word_error));
        }
        assert!(out.idle);
        errors
    }

    #[test]
    fn rlast_must_be_at_the_last_beat_of_each_burst() {
        assert_eq!(errors(|beat| beat == 0 || beat == 4), [false; 5]);
        assert_eq!(errors(|beat| beat == 4), [true; 5]);
        assert_eq!(errors(|beat| beat == 0 || beat == 2), [false, false, true, true, true]);
        assert_eq!(errors(|beat| beat == 0), [false, false, false, false, true]);
    }

    #[test]
    fn a_command_asks_at_its_third_edge_and_then_each_third_one() {
        let (mut block, mut out) = (DmaRead::new(), Out::default());
        let offer = In { command_valid: true, command_octets: 512, m_axi_arready: true, ..In::default() };
        let mut edge = || {
            block.step(&offer, &mut out);
            format!("{}{}", if out.command_ready { "r" } else { "." }, if out.m_axi_arvalid { "A" } else { "." })
        };
        let edges: Vec<_> = (0..18).map(|_| edge()).collect();
        assert_eq!(edges.join(" "), "r. .. .. .. .A .. .. .A .. .. .A .. .. .A r. .. .. ..");
    }

    #[test]
    fn no_more_than_eight_bursts_are_under_way_and_an_address_that_waits_is_not_idle() {
        let (mut block, mut out, mut asked) = (DmaRead::new(), Out::default(), 0);
        for edge in 0..100 {
            let taken = In { command_valid: true, command_octets: 2000, m_axi_arready: edge > 50, ..In::default() };
            block.step(&taken, &mut out);
            asked += u32::from(out.m_axi_arvalid && edge >= 50);
            assert_eq!(out.idle, edge < 4, "edge {edge}");
        }
        assert_eq!(asked, OUTSTANDING_BURSTS);
    }

    #[test]
    fn a_beat_that_nobody_asked_for_is_thrown_away() {
        let (mut block, mut out) = (DmaRead::new(), Out::default());
        for _ in 0..9 {
            block.step(&In { m_axi_rvalid: true, m_axi_rresp: 3, m_axi_rdata: 5, ..In::default() }, &mut out);
            assert!(!out.word_valid && !out.word_error && out.word_data == 0 && out.idle);
        }
    }
}
