// SPDX-License-Identifier: MIT OR Apache-2.0
//! Sends frames, made or of a capture, and looks which of them come back.

use std::collections::BTreeMap;
use std::path::Path;

use wirewright_host::device::{NetDevice, Receive, ReceivedFrame, SendError, Transmit, TransmitMetadata};

use super::{NUMBER, Next, ProgramError, Results, Run, TYPE, number_of};
use crate::capture::{CaptureReader, FrameReader, Limits};
use crate::random::Random;

/// Frames that are made where nobody says how many.
const USUAL_FRAMES: u64 = 1000;
/// Octets around a frame on the wire: preamble, delimiter, FCS and gap (IEEE 802.3-2022, 3.1.1 and 4.4.2).
const AROUND_OCTETS: u64 = 8 + 4 + 12;
/// The shortest frame without FCS.
const LEAST_OCTETS: u64 = 60;
/// Frames whose time of sending is remembered.
const REMEMBERED: usize = 1 << 16;

/// Frames that are made.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    pub to: [u8; 6],
    pub from: [u8; 6],
    /// Octets of each, without FCS.
    pub octets: usize,
    pub seed: u64,
}

enum Source {
    Made(Made, Random),
    Capture(FrameReader),
}

/// The program.
pub struct Send {
    source: Source,
    /// Frames that are still to be sent; `u64::MAX` for all of a capture.
    left: u64,
    rate_mbps: Option<f64>,
    /// No frame before this.
    next_ps: u64,
    /// The next frame, empty where none was fetched yet.
    frame: Vec<u8>,
    sent_ps: BTreeMap<u32, u64>,
    results: Results,
}

impl Send {
    /// Sends frames of the capture, or those that are made.
    pub fn open(
        read: Option<&Path>,
        made: Made,
        frames: Option<u64>,
        rate_mbps: Option<f64>,
    ) -> Result<Send, ProgramError> {
        let source = match read {
            Some(path) => Source::Capture(FrameReader::new(CaptureReader::open(path)?, Limits::BASIC)),
            None => Source::Made(made, Random::named(made.seed, "send")),
        };
        let usual = if read.is_some() { u64::MAX } else { USUAL_FRAMES };
        Ok(Send {
            source,
            left: frames.unwrap_or(usual),
            rate_mbps,
            next_ps: 0,
            frame: Vec::with_capacity(1536),
            sent_ps: BTreeMap::new(),
            results: Results::default(),
        })
    }

    /// Puts the next frame into `frame`. False: there is none.
    fn fetch(&mut self) -> Result<bool, ProgramError> {
        if !self.frame.is_empty() {
            return Ok(true);
        }
        if self.left == 0 {
            return Ok(false);
        }
        match &mut self.source {
            Source::Capture(reader) => {
                if reader.next_frame(&mut self.frame)?.is_none() {
                    self.left = 0;
                    return Ok(false);
                }
            }
            Source::Made(made, random) => {
                let number = (self.results.sent as u32).to_be_bytes();
                for part in [&made.to[..], &made.from, &TYPE, &number] {
                    self.frame.extend(part);
                }
                while self.frame.len() < made.octets {
                    self.frame.extend(random.bits().to_le_bytes());
                }
                self.frame.truncate(made.octets.max(NUMBER.end));
            }
        }
        Ok(true)
    }

    fn has_sent(&mut self, now_ps: u64) {
        if let Some(number) = number_of(&self.frame) {
            self.sent_ps.insert(number, now_ps);
            if self.sent_ps.len() > REMEMBERED {
                self.sent_ps.pop_first();
            }
        }
        if let Some(rate_mbps) = self.rate_mbps {
            let octets = (self.frame.len() as u64).max(LEAST_OCTETS) + AROUND_OCTETS;
            let time_ps = (octets as f64 * 8e6 / rate_mbps) as u64;
            self.next_ps = self.next_ps.max(now_ps.saturating_sub(time_ps)) + time_ps;
        }
        self.results.sent += 1;
        // All of a capture is without number.
        self.left -= u64::from(self.left != u64::MAX);
        self.frame.clear();
    }

    fn came(&mut self, frame: &[u8], now_ps: u64) {
        self.results.received += 1;
        self.results.received_octets += frame.len() as u64;
        let Some(sent_ps) = number_of(frame).and_then(|number| self.sent_ps.remove(&number)) else { return };
        self.results.returned += 1;
        let took_ns = (now_ps - sent_ps) / 1000;
        let [least, most] = self.results.round_trip_ns.unwrap_or([took_ns; 2]);
        self.results.round_trip_ns = Some([least.min(took_ns), most.max(took_ns)]);
    }
}

impl Run for Send {
    fn poll<D: NetDevice>(&mut self, device: &mut D, now_ps: u64, budget: u64) -> Result<Next, ProgramError> {
        let mut next = Next::default();
        let (transmit, receive) = device.split();
        while next.frames < budget {
            let before = next.frames;
            if let Some(frame) = receive.next_frame() {
                self.came(frame.octets(), now_ps);
                frame.done();
                next.frames += 1;
            }
            if next.frames < budget && self.fetch()? {
                if now_ps < self.next_ps {
                    next.at_ps = Some(self.next_ps);
                } else {
                    match transmit.send(&self.frame, TransmitMetadata::default()) {
                        Ok(()) => {
                            self.has_sent(now_ps);
                            next.frames += 1;
                        }
                        Err(SendError::Full) => {}
                        Err(source) => return Err(ProgramError::Send { number: self.results.sent, source }),
                    }
                }
            }
            if next.frames == before {
                return Ok(next);
            }
        }
        Ok(Next { again: true, ..next })
    }

    fn results(&self) -> Results {
        self.results.clone()
    }

    fn is_done(&self) -> Option<bool> {
        Some(self.left == 0 && self.frame.is_empty())
    }

    fn waits_for(&self) -> String {
        format!("room to send frame {}", self.results.sent + 1)
    }
}
