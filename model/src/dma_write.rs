// SPDX-License-Identifier: MIT OR Apache-2.0
//! Golden model of [`dma_write`](wirewright_spec::ports::dma_write): writes runs of octets to host memory (AMBA AXI4,
//! IHI 0022H, A3).
//!
//! ```text
//!                       +-------------+
//!      command_valid--->|             |->command_ready
//! command_address[64]-->|             |->m_axi_awaddr[64], awlen[8]
//!  command_octets[16]-->|             |->m_axi_awvalid
//!   command_client[2]-->|             |->m_axi_wdata[64], wstrb[8]
//!         word_valid--->|  dma_write  |->m_axi_wlast, wvalid
//!      word_data[64]--->|             |->m_axi_bready
//! m_axi_awready, wready>|             |->word_ready
//!     m_axi_bresp[2]--->|             |->done, done_client[2]
//!       m_axi_bvalid--->|             |->done_error
//!              flush--->|             |->idle
//!                       +-------------+
//! ```

use crate::octet_run;
use crate::queue::Queue;
use wirewright_spec::Block;
use wirewright_spec::ports::dma_read::{BURST_BEATS, OUTSTANDING_BURSTS};
use wirewright_spec::ports::dma_write::{BUFFER_WORDS, In, Out};

const BURSTS: usize = OUTSTANDING_BURSTS as usize;
const WORDS: usize = BUFFER_WORDS as usize;
/// The last word of a line.
const LAST_PLACE: u16 = BURST_BEATS as u16 - 1;

/// Commands, words in, data out, responses.
#[derive(Clone, Debug, Default)]
pub struct DmaWrite {
    state: State,
    address: u64,
    octets: u16,
    client: u8,
    words: u16,
    beats: u16,
    bursts: Queue<Burst, BURSTS>,
    coming: Coming,
    buffer: Queue<Word, WORDS>,
    /// Entries of the buffer for which a burst was offered.
    granted: u16,
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

/// Words of the command that are still to come.
#[derive(Clone, Copy, Debug, Default)]
struct Coming {
    left: u16,
    /// Where the next one stands in its line.
    place: u16,
    first: bool,
    /// The first lane of the first word, the last one of the last.
    begin: u8,
    end: u8,
}

/// One that was offered.
#[derive(Clone, Copy, Debug, Default)]
struct Burst {
    client: u8,
    /// The last of its command.
    last: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Word {
    data: u64,
    strobes: u8,
    last: bool,
}

impl DmaWrite {
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
        let (stored, granted) = (self.buffer.count(), self.granted);
        let (has_room, held) = (self.bursts.count() < BURSTS, stored as u16 - granted);
        self.response_edge(input);
        self.data_edge(input.m_axi_wready);
        let passes = input.word_valid && self.out.word_ready;
        if passes {
            self.buffer.put(self.coming.word(input.word_data));
        }
        self.command_edge(input, has_room, held);
        self.out.command_ready = self.state == State::Idle;
        self.out.word_ready = self.coming.left != 0 && stored + usize::from(passes) < WORDS;
        self.out.m_axi_bready = true;
        let offers = self.out.m_axi_awvalid || self.out.m_axi_wvalid;
        self.out.idle = !offers && self.granted == 0 && self.bursts.is_empty();
    }

    /// `held`: entries of the buffer before the edge for which no burst was offered.
    #[inline]
    fn command_edge(&mut self, input: &In, has_room: bool, held: u16) {
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
                self.coming = Coming {
                    left: self.words,
                    place: octet_run::place(self.address),
                    first: true,
                    begin: octet_run::lane(self.address),
                    end: octet_run::lane(self.address.wrapping_add(u64::from(self.octets) - 1)),
                };
                self.state = State::Cut;
            }
            State::Cut => {
                self.beats = self.words.min(octet_run::words_to_line(self.address));
                self.state = State::Ask;
            }
            State::Ask if !input.flush && has_room && held >= self.beats => self.ask(),
            State::Offer if input.m_axi_awready => {
                self.out.m_axi_awvalid = false;
                self.state = if self.words == 0 { State::Idle } else { State::Cut };
            }
            State::Idle | State::Ask | State::Offer => {}
        }
    }

    fn ask(&mut self) {
        self.out.m_axi_awaddr = octet_run::of_word(self.address);
        self.out.m_axi_awlen = (self.beats - 1) as u8;
        self.out.m_axi_awvalid = true;
        self.bursts.put(Burst { client: self.client, last: self.words == self.beats });
        self.granted += self.beats;
        self.words -= self.beats;
        self.address = octet_run::next_line(self.address);
        self.state = State::Offer;
    }

    #[inline]
    fn data_edge(&mut self, wready: bool) {
        if self.out.m_axi_wvalid && !wready {
            return;
        }
        self.out.m_axi_wvalid = self.granted != 0;
        if self.granted != 0 {
            let word = self.buffer.take();
            self.out.m_axi_wdata = word.data;
            self.out.m_axi_wstrb = word.strobes;
            self.out.m_axi_wlast = word.last;
            self.granted -= 1;
        }
    }

    #[inline]
    fn response_edge(&mut self, input: &In) {
        let passes = input.m_axi_bvalid && self.out.m_axi_bready;
        self.out.done = false;
        if !passes || self.bursts.is_empty() {
            return;
        }
        let burst = self.bursts.take();
        let wrong = self.failed || input.m_axi_bresp & 2 != 0;
        self.failed = wrong && !burst.last;
        if burst.last {
            self.out.done = true;
            self.out.done_client = burst.client;
            self.out.done_error = wrong;
        }
    }
}

impl Coming {
    /// The next word has come.
    fn word(&mut self, data: u64) -> Word {
        let from_begin = if self.first { 0xff << self.begin } else { 0xff };
        let to_end = if self.left == 1 { 0xff >> (7 - self.end) } else { 0xff };
        let last = self.place == LAST_PLACE || self.left == 1;
        self.first = false;
        self.left -= 1;
        self.place = (self.place + 1) % (LAST_PLACE + 1);
        Word { data, strobes: from_begin & to_end, last }
    }
}

impl Block for DmaWrite {
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
    use std::collections::VecDeque;

    /// Address, octets, client.
    type Command = (u64, u16, u8);

    struct Bench {
        block: DmaWrite,
        out: Out,
        host: Host,
        /// Client and error.
        done: Vec<(u8, bool)>,
    }

    impl Bench {
        fn new(host: Host) -> Self {
            Bench { block: DmaWrite::new(), out: Out::default(), host, done: Vec::new() }
        }

        fn step(&mut self, mut input: In) -> Out {
            self.host.write_edge(&self.out).put(&mut input);
            self.block.step(&input, &mut self.out);
            self.done.extend(self.out.done.then_some((self.out.done_client, self.out.done_error)));
            self.out
        }

        /// Offers the commands and their words; octets beside a run are 0xaa and must not arrive.
        fn run(&mut self, commands: &[(Command, Vec<u8>)], random: &mut Random) {
            let mut waiting: VecDeque<Command> = commands.iter().map(|(command, _)| *command).collect();
            let mut words: VecDeque<u64> =
                commands.iter().flat_map(|((at, ..), octets)| to_words(*at, octets)).collect();
            let mut quiet = 0;
            while quiet < 100 {
                let command = waiting.front().copied().filter(|_| !random.one_in(4));
                let word = words.front().copied().filter(|_| !random.one_in(3));
                let (command_address, command_octets, command_client) = command.unwrap_or_default();
                if command.is_some() && self.out.command_ready {
                    waiting.pop_front();
                }
                if word.is_some() && self.out.word_ready {
                    words.pop_front();
                }
                let flush = random.one_in(9);
                let was_idle = flush && self.out.idle;
                self.step(In {
                    flush,
                    command_valid: command.is_some(),
                    command_address,
                    command_octets,
                    command_client,
                    word_valid: word.is_some(),
                    word_data: word.unwrap_or_default(),
                    ..In::default()
                });
                assert!(!was_idle || self.out.idle, "nothing is begun");
                let over = waiting.is_empty() && words.is_empty() && self.out.idle && self.host.is_quiet();
                quiet = if over { quiet + 1 } else { 0 };
            }
        }
    }

    fn to_words(address: u64, octets: &[u8]) -> Vec<u64> {
        let mut lanes = vec![0xaa; (address % 8) as usize];
        lanes.extend(octets);
        if octets.is_empty() {
            return Vec::new();
        }
        lanes.resize(lanes.len().next_multiple_of(8), 0xaa);
        lanes.chunks(8).map(|word| u64::from_le_bytes(word.try_into().unwrap())).collect()
    }

    fn octets_of(command: Command, number: usize) -> (Command, Vec<u8>) {
        (command, (0..usize::from(command.1)).map(|at| (at * 5 + number * 3) as u8).collect())
    }

    /// Runs the commands; then memory holds what a plain copy leaves there, and each has its answer.
    fn check(host: Host, commands: &[Command], seed: u64) -> Host {
        let mut expected = Host::new(0, 0, 0);
        let commands: Vec<_> = commands.iter().enumerate().map(|(at, &command)| octets_of(command, at)).collect();
        let (mut done, mut least, mut greatest) = (Vec::new(), u64::MAX, 0);
        for ((address, octets, client), data) in &commands {
            let octets_there = (*address..).zip(data).filter(|(at, _)| !host.bad.contains(&(at / 8)));
            octets_there.for_each(|(at, &octet)| expected.put(at, &[octet]));
            let words = address / 8..(address + u64::from(*octets)).div_ceil(8);
            let wrong = host.bad.start < words.end && words.start < host.bad.end;
            done.extend((*octets != 0).then_some((*client, wrong)));
            (least, greatest) = (least.min(address - 8), greatest.max(address + u64::from(*octets) + 8));
        }
        let mut bench = Bench::new(host);
        bench.run(&commands, &mut Random(seed));
        let octets = (greatest - least) as usize;
        assert!(bench.host.octets(least, octets) == expected.octets(least, octets), "seed {seed}");
        assert_eq!(bench.done, done, "seed {seed}");
        bench.host
    }

    #[test]
    fn reset_is_one_edge_with_rst() {
        testing::reset_is_one_edge(DmaWrite::new, &[Out::default()]);
    }

    #[test]
    fn just_the_octets_of_the_run_are_written_at_every_alignment_and_length() {
        for address in 0x1f80..0x2000 + 64_u64 {
            let command = |n: u64| (address + 400 * n, (n * 7 + address % 7) as u16, (n % 4) as u8);
            check(Host::new(address, 0, 2), &(0..43).map(command).collect::<Vec<_>>(), address);
        }
    }

    #[test]
    fn random_commands_arrive_whole_and_in_order_in_a_memory_that_answers_late() {
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
    fn the_longest_command_is_written_in_bursts_of_a_line() {
        let host = check(Host::new(1, 0, 20), &[(0x1007, 65535, 3)], 1);
        assert_eq!(host.write_bursts.len(), 513);
        assert!(host.write_bursts[..512].iter().all(|&(_, beats)| beats == 16));
        assert_eq!(host.write_bursts[512], (0x1000 + 65536, 1));
    }

    #[test]
    fn an_error_of_any_burst_is_told_with_the_answer_of_its_command_alone() {
        for seed in 0..60 {
            let mut host = Host::new(seed, 3, 10);
            // In whole lines, as the error of a burst is that of all its words.
            host.bad = 0x440..0x450 + 16 * (seed % 3);
            let commands: Vec<_> = (0..12).map(|n| (0x2000 + n * 256, 200, n as u8 % 3)).collect();
            check(host, &commands, seed);
        }
    }

    #[test]
    fn a_burst_is_offered_when_all_its_words_are_there_and_data_follow_by_one_edge() {
        let (mut block, mut out) = (DmaWrite::new(), Out::default());
        let (mut edges, mut words) = (Vec::new(), 0);
        for edge in 0..24 {
            let word_valid = edge > 3;
            words += u32::from(word_valid && out.word_ready);
            let command = In { command_valid: edge < 2, command_address: 0x70, command_octets: 40, ..In::default() };
            block.step(&In { word_valid, m_axi_wready: true, ..command }, &mut out);
            let mark = |flag, mark| if flag { mark } else { '.' };
            let marks =
                [('w', out.word_ready), ('A', out.m_axi_awvalid), ('D', out.m_axi_wvalid), ('L', out.m_axi_wlast)];
            edges.push(marks.map(|(name, flag)| mark(flag, name)).iter().collect::<String>());
        }
        assert_eq!(words, 5);
        assert_eq!(edges[..12].join(" "), ".... .... w... w... w... w... wA.. wAD. .ADL .A.L .A.L .A.L");
        assert!(!out.idle && out.m_axi_awaddr == 0x70 && out.m_axi_awlen == 1, "the address waits");
    }

    #[test]
    fn the_buffer_holds_32_words_and_no_more_than_eight_bursts_are_under_way() {
        let (mut block, mut out, mut words, mut bursts) = (DmaWrite::new(), Out::default(), 0, 0);
        for _ in 0..200 {
            words += u32::from(out.word_ready);
            let stands = In { command_valid: true, command_octets: 5000, word_valid: true, ..In::default() };
            block.step(&stands, &mut out);
        }
        assert_eq!(words, BUFFER_WORDS + 1, "and one in the output register");
        for _ in 0..2000 {
            bursts += u32::from(out.m_axi_awvalid);
            let answered = In { m_axi_awready: true, m_axi_wready: true, ..In::default() };
            block.step(&In { command_valid: true, command_octets: 8, word_valid: true, ..answered }, &mut out);
        }
        assert_eq!(bursts, OUTSTANDING_BURSTS);
    }

    #[test]
    fn a_response_that_nobody_waits_for_is_thrown_away() {
        let (mut block, mut out) = (DmaWrite::new(), Out::default());
        for _ in 0..9 {
            block.step(&In { m_axi_bvalid: true, m_axi_bresp: 3, ..In::default() }, &mut out);
            assert!(!out.done && !out.done_error && out.idle);
        }
    }
}
