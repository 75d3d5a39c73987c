// SPDX-License-Identifier: MIT OR Apache-2.0
//! Takes frames, counts them, and sees by the numbers of those that were made which ones are missing.

use wirewright_host::device::{NetDevice, Receive, ReceivedFrame};

use super::reflect::expected;
use super::{Next, ProgramError, Results, Run, number_of};

/// The program.
pub struct Sink {
    expect: Option<u64>,
    /// The number that comes next, if none is missing.
    number: u32,
    results: Results,
}

impl Sink {
    /// Done after so many frames.
    pub fn new(expect: Option<u64>) -> Sink {
        Sink { expect, number: 0, results: Results::default() }
    }

    fn came(&mut self, frame: &[u8]) {
        self.results.received += 1;
        self.results.received_octets += frame.len() as u64;
        let Some(number) = number_of(frame) else { return };
        if number < self.number {
            self.results.disordered += 1;
        } else {
            self.results.missing += u64::from(number - self.number);
            self.number = number.wrapping_add(1);
        }
    }
}

impl Run for Sink {
    fn poll<D: NetDevice>(&mut self, device: &mut D, _now_ps: u64, budget: u64) -> Result<Next, ProgramError> {
        let mut next = Next::default();
        let (_, receive) = device.split();
        while next.frames < budget {
            let Some(frame) = receive.next_frame() else { return Ok(next) };
            self.came(frame.octets());
            frame.done();
            next.frames += 1;
        }
        Ok(Next { again: true, ..next })
    }

    fn results(&self) -> Results {
        self.results.clone()
    }

    fn is_done(&self) -> Option<bool> {
        self.expect.map(|expect| self.results.received >= expect)
    }

    fn waits_for(&self) -> String {
        expected(self.results.received, self.expect)
    }
}
