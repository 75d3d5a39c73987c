// SPDX-License-Identifier: MIT OR Apache-2.0
//! Watches an AXI4 master of 64 bits without IDs, and an AXI4-Lite slave of 32 bits, by AMBA AXI and ACE (IHI 0022H).
//!
//! What either end owes is judged; what a slave of ours owes nobody else, too, so that a bench with a faulty memory
//! tells itself.

use super::Violations;

/// A channel before one rising edge: what is offered, and whether it is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Channel<T> {
    /// What is offered.
    pub payload: T,
    /// It is offered.
    pub valid: bool,
    /// It is taken.
    pub ready: bool,
}

impl<T> Channel<T> {
    fn passes(&self) -> bool {
        self.valid && self.ready
    }
}

/// Address of a burst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// `addr`.
    pub address: u64,
    /// `len`: beats less one.
    pub len: u8,
    /// `size`: octets of a beat as a power of two.
    pub size: u8,
    /// `burst`: kind.
    pub burst: u8,
}

/// A beat that was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadBeat {
    /// `data`.
    pub data: u64,
    /// `resp`.
    pub response: u8,
    /// `last`.
    pub last: bool,
}

/// A beat that is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteBeat {
    /// `data`.
    pub data: u64,
    /// `strb`.
    pub strobes: u8,
    /// `last`.
    pub last: bool,
}

/// All of a master before one rising edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AxiSample {
    /// AR.
    pub read_address: Channel<Address>,
    /// R.
    pub read_data: Channel<ReadBeat>,
    /// AW.
    pub write_address: Channel<Address>,
    /// W.
    pub write_data: Channel<WriteBeat>,
    /// B, with its response.
    pub response: Channel<u8>,
}

/// One channel over time: an offer stays as it is until it is taken (A3.2.1), and there is none in reset (A3.1.2).
#[derive(Clone, Debug, Default)]
struct Offer<T> {
    waits: Option<T>,
}

impl<T: Copy + PartialEq + std::fmt::Debug> Offer<T> {
    #[inline]
    fn sample(&mut self, what: &str, now: &Channel<T>, judged: &mut Judged<'_>) {
        if let Some(offered) = self.waits
            && (!now.valid || now.payload != offered)
        {
            judged.note("IHI 0022H A3.2.1", || {
                let after = if now.valid { format!("{:x?}", now.payload) } else { "nothing".into() };
                format!("{what}: an offer changed before it was taken: {offered:x?} to {after}")
            });
        }
        self.waits = (now.valid && !now.ready).then_some(now.payload);
    }
}

struct Judged<'a> {
    violations: &'a mut Violations,
    time_ps: u64,
}

impl Judged<'_> {
    fn note(&mut self, clause: &'static str, message: impl FnOnce() -> String) {
        self.violations.note(self.time_ps, clause, message);
    }

    #[inline]
    fn require(&mut self, holds: bool, clause: &'static str, message: impl FnOnce() -> String) {
        if !holds {
            self.note(clause, message);
        }
    }

    /// A3.4.1: what a burst may be, with 8 octets a beat.
    #[inline]
    fn address(&mut self, what: &str, burst: &Address) {
        self.require(burst.size == 3 && burst.burst == 1, "IHI 0022H A3.4.1", || {
            format!("{what}: size {} and kind {} in place of 3 and 1 (INCR)", burst.size, burst.burst)
        });
        let octets = (u64::from(burst.len) + 1) * 8;
        let room = 4096 - (burst.address & !7) % 4096;
        self.require(octets <= room, "IHI 0022H A3.4.1", || {
            format!("{what}: {octets} octets at {:#x} cross a multiple of 4096", burst.address)
        });
    }
}

/// Bursts without end that are kept in count only; a master may have at most so many under way (docs/card.md: 8, each
/// direction), else the monitor could not follow.
const FOLLOWED: usize = 256;

/// The passive monitor of an AXI4 master and its slave.
#[derive(Clone, Debug, Default)]
pub struct AxiMonitor {
    violations: Violations,
    was_reset: bool,
    read_address: Offer<Address>,
    read_data: Offer<ReadBeat>,
    write_address: Offer<Address>,
    write_data: Offer<WriteBeat>,
    response: Offer<u8>,
    /// Beats of the reads under way.
    reads: std::collections::VecDeque<u16>,
    /// Beats of the oldest of them that have passed.
    read_beats: u16,
    /// Beats of the writes whose data have not all passed; those whose data were ahead of their address.
    writes: std::collections::VecDeque<u16>,
    ahead: std::collections::VecDeque<u16>,
    /// Beats of the present write.
    write_beats: u16,
    /// Writes that have passed whole and have no response yet.
    unanswered: u64,
    bursts: u64,
    edges: u64,
}

impl AxiMonitor {
    /// What was broken so far.
    pub fn violations(&self) -> &Violations {
        &self.violations
    }

    /// Addresses that have passed.
    pub fn bursts(&self) -> u64 {
        self.bursts
    }

    /// Samples taken.
    pub fn edges(&self) -> u64 {
        self.edges
    }

    /// Forgets what is under way, with no judgement of it.
    pub fn forget(&mut self) {
        let (bursts, edges, was_reset) = (self.bursts, self.edges, self.was_reset);
        let violations = std::mem::take(&mut self.violations);
        *self = AxiMonitor { violations, bursts, edges, was_reset, ..AxiMonitor::default() };
    }

    /// Takes the signals as they are at one rising edge, `reset` being high at it.
    #[inline]
    pub fn sample(&mut self, time_ps: u64, reset: bool, now: &AxiSample) {
        self.edges += 1;
        let judged = &mut Judged { violations: &mut self.violations, time_ps };
        if reset {
            // A synchronous reset shows from its second edge.
            let offered = now.read_address.valid || now.write_address.valid || now.write_data.valid;
            judged.require(!(self.was_reset && offered), "IHI 0022H A3.1.2", || "a valid is high in reset".into());
            self.was_reset = true;
            self.forget();
            return;
        }
        self.was_reset = false;
        self.read_address.sample("AR", &now.read_address, judged);
        self.read_data.sample("R", &now.read_data, judged);
        self.write_address.sample("AW", &now.write_address, judged);
        self.write_data.sample("W", &now.write_data, judged);
        self.response.sample("B", &now.response, judged);
        if now.read_data.passes() {
            Self::read_beat(&mut self.reads, &mut self.read_beats, &now.read_data.payload, judged);
        }
        if now.read_address.passes() {
            self.bursts += 1;
            judged.address("AR", &now.read_address.payload);
            self.reads.push_back(u16::from(now.read_address.payload.len) + 1);
        }
        if now.response.passes() {
            // A3.3.1: after the last data and the address.
            judged.require(self.unanswered > 0, "IHI 0022H A3.3.1", || "B: a response to no write".into());
            self.unanswered = self.unanswered.saturating_sub(1);
        }
        if now.write_address.passes() {
            self.bursts += 1;
            judged.address("AW", &now.write_address.payload);
            self.writes.push_back(u16::from(now.write_address.payload.len) + 1);
        }
        if now.write_data.passes() {
            self.write_beats += 1;
            if now.write_data.payload.last {
                self.ahead.push_back(std::mem::take(&mut self.write_beats));
            }
        }
        while let (Some(beats), Some(expected)) = (self.ahead.front(), self.writes.front()) {
            judged.require(beats == expected, "IHI 0022H A3.4.1", || {
                format!("W: {beats} beats up to WLAST, {expected} were announced")
            });
            self.unanswered += 1;
            self.ahead.pop_front();
            self.writes.pop_front();
        }
        let followed = self.reads.len().max(self.writes.len()).max(self.ahead.len());
        judged.require(followed <= FOLLOWED, "monitor", || format!("{followed} bursts are under way"));
    }

    fn read_beat(
        reads: &mut std::collections::VecDeque<u16>,
        beats: &mut u16,
        beat: &ReadBeat,
        judged: &mut Judged<'_>,
    ) {
        let Some(&expected) = reads.front() else {
            return judged.note("IHI 0022H A3.3.1", || "R: data to no address".into());
        };
        *beats += 1;
        judged.require(beat.last == (*beats == expected), "IHI 0022H A3.4.1", || {
            format!("R: RLAST is {} at beat {beats} of {expected}", beat.last)
        });
        if *beats == expected {
            reads.pop_front();
            *beats = 0;
        }
    }
}

/// All of an AXI4-Lite slave before one rising edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AxilSample {
    /// AW, with its address.
    pub write_address: Channel<u32>,
    /// W: data and strobes.
    pub write_data: Channel<(u32, u8)>,
    /// B, with its response.
    pub response: Channel<u8>,
    /// AR, with its address.
    pub read_address: Channel<u32>,
    /// R: data and response.
    pub read_data: Channel<(u32, u8)>,
}

/// The passive monitor of an AXI4-Lite slave and its master.
#[derive(Clone, Debug, Default)]
pub struct AxilMonitor {
    violations: Violations,
    was_reset: bool,
    write_address: Offer<u32>,
    write_data: Offer<(u32, u8)>,
    response: Offer<u8>,
    read_address: Offer<u32>,
    read_data: Offer<(u32, u8)>,
    /// Addresses, data, reads that have passed and are not answered.
    addresses: u64,
    data: u64,
    reads: u64,
    answers: u64,
}

impl AxilMonitor {
    /// What was broken so far.
    pub fn violations(&self) -> &Violations {
        &self.violations
    }

    /// Accesses that were answered.
    pub fn answers(&self) -> u64 {
        self.answers
    }

    /// Forgets what is under way, with no judgement of it.
    pub fn forget(&mut self) {
        let (answers, was_reset) = (self.answers, self.was_reset);
        let violations = std::mem::take(&mut self.violations);
        *self = AxilMonitor { violations, answers, was_reset, ..AxilMonitor::default() };
    }

    /// Takes the signals as they are at one rising edge, `reset` being high at it.
    #[inline]
    pub fn sample(&mut self, time_ps: u64, reset: bool, now: &AxilSample) {
        let judged = &mut Judged { violations: &mut self.violations, time_ps };
        if reset {
            let offered = now.response.valid || now.read_data.valid;
            judged.require(!(self.was_reset && offered), "IHI 0022H A3.1.2", || "a valid is high in reset".into());
            self.was_reset = true;
            self.forget();
            return;
        }
        self.was_reset = false;
        self.write_address.sample("AW", &now.write_address, judged);
        self.write_data.sample("W", &now.write_data, judged);
        self.response.sample("B", &now.response, judged);
        self.read_address.sample("AR", &now.read_address, judged);
        self.read_data.sample("R", &now.read_data, judged);
        // A3.3.1: a response is offered only after both address and data have passed, at an edge before.
        judged.require(!now.response.valid || (self.addresses > 0 && self.data > 0), "IHI 0022H A3.3.1", || {
            "B: a response before address and data".into()
        });
        judged.require(!now.read_data.valid || self.reads > 0, "IHI 0022H A3.3.1", || "R: data to no address".into());
        // B1.1.1: there is no exclusive access, so no EXOKAY.
        let exclusive =
            (now.response.valid && now.response.payload == 1) || (now.read_data.valid && now.read_data.payload.1 == 1);
        judged.require(!exclusive, "IHI 0022H B1.1.1", || "a response EXOKAY".into());
        self.addresses += u64::from(now.write_address.passes());
        self.data += u64::from(now.write_data.passes());
        self.reads += u64::from(now.read_address.passes());
        if now.response.passes() {
            self.answers += 1;
            (self.addresses, self.data) = (self.addresses.saturating_sub(1), self.data.saturating_sub(1));
        }
        if now.read_data.passes() {
            self.answers += 1;
            self.reads = self.reads.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests;
