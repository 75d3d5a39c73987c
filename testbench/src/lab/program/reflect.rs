// SPDX-License-Identifier: MIT OR Apache-2.0
//! Sends each frame back to where it came from.

use wirewright_host::device::{NetDevice, Receive, ReceivedFrame, Transmit, TransmitMetadata, TransmitSlot};

use super::{Next, ProgramError, Results, Run};

/// The program.
pub struct Reflect {
    expect: Option<u64>,
    results: Results,
}

impl Reflect {
    /// Done after so many frames.
    pub fn new(expect: Option<u64>) -> Reflect {
        Reflect { expect, results: Results::default() }
    }
}

impl Run for Reflect {
    fn poll<D: NetDevice>(&mut self, device: &mut D, _now_ps: u64, budget: u64) -> Result<Next, ProgramError> {
        let mut next = Next::default();
        let own = device.address();
        let (transmit, receive) = device.split();
        while next.frames < budget {
            // Room first: a frame that is taken can be answered.
            let Some(slot) = transmit.reserve() else { return Ok(next) };
            let Some(frame) = receive.next_frame() else { return Ok(next) };
            let octets = frame.octets();
            self.results.received += 1;
            self.results.received_octets += octets.len() as u64;
            if octets.len() >= 12 {
                let sent = slot.send(octets.len(), TransmitMetadata::default(), |answer| {
                    answer.copy_from_slice(octets);
                    let (destination, rest) = answer.split_at_mut(6);
                    destination.swap_with_slice(&mut rest[..6]);
                    // No frame comes from a group, or from all.
                    if rest[0] & 1 != 0 {
                        rest[..6].copy_from_slice(&own);
                    }
                });
                sent.map_err(|source| ProgramError::Send { number: self.results.sent, source })?;
                self.results.sent += 1;
            } else {
                self.results.dropped += 1;
            }
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

/// What a program waits for that expects so many frames.
pub(super) fn expected(received: u64, expect: Option<u64>) -> String {
    match expect {
        Some(expect) => format!("frame {} of {expect}", received + 1),
        None => format!("frame {}", received + 1),
    }
}
