// SPDX-License-Identifier: MIT OR Apache-2.0
//! The reference as a judge of a running MAC: every frame on the wire is what the reference makes of the client's,
//! every frame delivered what it makes of the wire's, and the counters are those it counts. Order is judged, time is
//! not. The monitors of all four interfaces look on as well.

use std::collections::VecDeque;
use std::path::Path;

use wirewright_model::reference::counters::Counters;
use wirewright_model::reference::pause::{Control, classify};
use wirewright_model::reference::receive::{Settings, Symbol, receive_nibbles, receive_octets};
use wirewright_model::reference::transmit::{Request, nibbles, transmit};
use wirewright_spec::counters::{RxCounter, TxCounter};
use wirewright_spec::ethernet::SFD;
use wirewright_spec::verdict::TxVerdict;

use super::attempts::{Attempt, Outbox};
use super::mac::MacDesign;
use crate::capture::{CaptureWriter, Direction, InterfaceId, WriteError};
use crate::clocks::Event;
use crate::lockstep::Watch;
use crate::monitor::{AxisMonitor, AxisSample, Carrier, Violation, WireMonitor, WireRules, WireSample};

/// Judgements that are kept in full.
const KEPT: usize = 16;
/// Own addresses of the MACs under cosim.
pub(super) const OWN_ADDRESSES: [[u8; 6]; 2] = [[0x02, 0, 0, 0, 0, 1], [0x02, 0, 0, 0, 0, 2]];
/// What they are called.
pub(super) const MAC_NAMES: [&str; 2] = ["a", "b"];

/// What the reference found.
#[derive(Debug, Default)]
pub struct Verdicts {
    /// Frames that the wire has shown, or that were given up.
    pub frames_sent: u64,
    /// Attempts to send that met a collision.
    pub collisions: u64,
    /// Frames delivered to the client.
    pub frames_delivered: u64,
    /// Comparisons: frames and counters.
    pub comparisons: u64,
    /// The first disagreements.
    pub disagreements: Vec<String>,
    /// All of them.
    pub disagreement_count: u64,
    /// What the monitors found.
    pub violations: Vec<Violation>,
    /// Samples that the monitors took.
    pub monitor_edges: u64,
    /// The counters as the reference counts them.
    pub counters: Counters,
}

/// Captures of both directions.
struct Tap {
    writer: CaptureWriter,
    sent: InterfaceId,
    received: InterfaceId,
}

/// The judge of one MAC.
pub struct Scoreboard<M: MacDesign> {
    mac: usize,
    half_duplex: bool,
    verdicts: Verdicts,
    sending: Vec<u8>,
    delivering: Vec<u8>,
    /// Frames that the wire has yet to show.
    to_send: Outbox,
    /// Frames that the client has yet to get.
    to_deliver: VecDeque<Vec<u8>>,
    tx_axis: AxisMonitor,
    rx_axis: AxisMonitor,
    tx_wire: WireMonitor,
    rx_wire: WireMonitor,
    tx_ready: bool,
    rx_offered: AxisSample,
    tap: Option<Tap>,
    tap_error: Option<WriteError>,
    design: std::marker::PhantomData<fn() -> M>,
}

impl<M: MacDesign> Scoreboard<M> {
    /// A judge of MAC 0 (A) or 1 (B) that has seen nothing; it writes what is on the wire to a capture in folder
    /// `capture`.
    ///
    /// # Errors
    /// When the capture cannot be begun.
    pub fn new(mac: usize, half_duplex: bool, capture: Option<&Path>) -> Result<Scoreboard<M>, WriteError> {
        let tap = capture.map(|folder| Tap::create::<M>(mac, folder)).transpose()?;
        let rules = WireRules { bits_per_edge: M::BITS_PER_EDGE, transmitter: true, makes_fcs: true };
        Ok(Scoreboard {
            mac,
            half_duplex,
            verdicts: Verdicts::default(),
            sending: Vec::new(),
            delivering: Vec::new(),
            to_send: Outbox::default(),
            to_deliver: VecDeque::new(),
            tx_axis: AxisMonitor::default(),
            rx_axis: AxisMonitor::default(),
            tx_wire: WireMonitor::new(rules),
            rx_wire: WireMonitor::new(WireRules { transmitter: false, ..rules }),
            tx_ready: false,
            rx_offered: AxisSample::default(),
            tap,
            tap_error: None,
            design: std::marker::PhantomData,
        })
    }

    /// Whether reference and monitors agree so far.
    pub fn agrees(&self) -> bool {
        self.verdicts.disagreement_count == 0
            && [self.tx_wire.violations(), self.rx_wire.violations()].iter().all(|found| found.count == 0)
            && [self.tx_axis.violations(), self.rx_axis.violations()].iter().all(|found| found.count == 0)
    }

    /// Ends the judging. A `complete` run has delivered every frame; `counters` are those the design showed at the end.
    ///
    /// # Errors
    /// When the capture cannot be completed.
    pub fn finish(mut self, complete: bool, counters: Option<&[u64; 32]>) -> Result<Verdicts, WriteError> {
        if complete {
            let (sends, delivers) = (self.to_send.len(), self.to_deliver.len());
            if sends + delivers > 0 {
                self.verdicts.disagree(format!("{sends} frames were never sent, {delivers} never delivered"));
            }
        }
        if let Some(counters) = counters {
            self.verdicts.judge_counters(counters, self.half_duplex);
        }
        if let Some(error) = self.tap_error {
            return Err(error);
        }
        if let Some(tap) = self.tap {
            tap.writer.finish()?;
        }
        let mut verdicts = self.verdicts;
        let name = MAC_NAMES[self.mac];
        for text in &mut verdicts.disagreements {
            *text = format!("MAC {name}: {text}");
        }
        verdicts.monitor_edges =
            self.tx_axis.edges() + self.rx_axis.edges() + self.tx_wire.edges() + self.rx_wire.edges();
        for found in
            [self.tx_axis.violations(), self.rx_axis.violations(), self.tx_wire.violations(), self.rx_wire.violations()]
        {
            let of_mac = |violation: &Violation| {
                let message = format!("MAC {name}: {}", violation.message);
                Violation { message, ..violation.clone() }
            };
            verdicts.violations.extend(found.first.iter().map(of_mac));
        }
        Ok(verdicts)
    }

    fn stream(&mut self, time_ps: u64, input: &M::In, output: &M::Out) {
        let reset = M::in_reset(input);
        let ready = std::mem::replace(&mut self.tx_ready, M::tx_ready(output));
        if let Some(beat) = self.tx_axis.sample(time_ps, reset, M::tx_axis(input, ready)) {
            self.sending.push(beat.tdata);
            if beat.tlast {
                let octets = std::mem::take(&mut self.sending);
                if octets.len() > M::MEMORY_OCTETS {
                    self.verdicts.counters.lose_before_sending();
                } else {
                    let request = Request { octets, fcs_insert: true, error: beat.tuser, underrun_after: None };
                    self.to_send.expect(transmit(&request).frame());
                }
            }
        }
        let offered = std::mem::replace(&mut self.rx_offered, M::rx_axis(output));
        if let Some(beat) = self.rx_axis.sample(time_ps, reset, offered) {
            self.delivering.push(beat.tdata);
            if beat.tlast {
                self.judge_delivered(time_ps);
            }
        }
    }

    fn judge_delivered(&mut self, time_ps: u64) {
        self.verdicts.frames_delivered += 1;
        self.verdicts.comparisons += 1;
        let expected = self.to_deliver.pop_front();
        if expected.as_deref() != Some(&self.delivering[..]) {
            let expected = expected.as_deref().map_or("none".into(), describe);
            let got = describe(&self.delivering);
            self.verdicts.disagree(format!("at {time_ps} ps the client got {got}; due is {expected}"));
        }
        self.delivering.clear();
    }
}

impl<M: MacDesign> Watch<M::In, M::Out> for Scoreboard<M> {
    #[inline]
    fn event(&mut self, event: &Event, input: &M::In, output: &M::Out) {
        if event.edges.contains(1) {
            let sample = WireSample { collision: M::collision(input), ..M::phy_tx(output) };
            let carrier = self.tx_wire.sample(event.time_ps, sample);
            if let Some(carrier) = carrier {
                let collision = judge_sent(&mut self.verdicts, &mut self.to_send, &carrier);
                if let Some(tap) = &mut self.tap {
                    let comment = collision.then_some("collision");
                    keep(&mut self.tap_error, tap.write(tap.sent, Direction::Out, &carrier, comment));
                }
            }
        }
        if event.edges.contains(2) {
            let carrier = self.rx_wire.sample(event.time_ps, M::phy_rx(input));
            if let Some(carrier) = carrier {
                let verdict = judge_received::<M>(self.mac, &mut self.verdicts, &mut self.to_deliver, &carrier);
                if let (Some(tap), Some(verdict)) = (&mut self.tap, verdict) {
                    keep(&mut self.tap_error, tap.write(tap.received, Direction::In, &carrier, Some(&verdict)));
                }
            }
        }
        if event.edges.contains(0) {
            self.stream(event.time_ps, input, output);
        }
    }
}

fn keep(slot: &mut Option<WriteError>, result: Result<(), WriteError>) {
    if let (None, Err(error)) = (&slot, result) {
        *slot = Some(error);
    }
}

/// Gives whether it was an attempt that met a collision.
fn judge_sent(verdicts: &mut Verdicts, to_send: &mut Outbox, carrier: &Carrier<'_>) -> bool {
    verdicts.comparisons += 1;
    let expected = if to_send.due() == Some(carrier.octets) { None } else { to_send.due().map(describe) };
    match to_send.judge(carrier) {
        Attempt::Over(sent) => {
            verdicts.frames_sent += 1;
            verdicts.counters.transmit(&sent);
            let collided = sent.verdict != TxVerdict::Ok;
            verdicts.collisions += u64::from(collided);
            collided
        }
        Attempt::Retried => {
            verdicts.collisions += 1;
            true
        }
        Attempt::Wrong => {
            verdicts.frames_sent += 1;
            let (got, expected) = (describe(carrier.octets), expected.unwrap_or_else(|| "none".into()));
            verdicts.disagree(format!("at {} ps the wire shows {got}; due is {expected}", carrier.begin_ps));
            false
        }
    }
}

/// Gives the verdict in words, for the capture; none when there was no delimiter, and so no frame.
fn judge_received<M: MacDesign>(
    mac: usize,
    verdicts: &mut Verdicts,
    to_deliver: &mut VecDeque<Vec<u8>>,
    carrier: &Carrier<'_>,
) -> Option<String> {
    if !carrier.delimited {
        return None;
    }
    let settings = Settings { fcs_strip: true, jumbo: M::JUMBO };
    let received = if M::BITS_PER_EDGE == 8 {
        let delimiter = Symbol { data: SFD, error: carrier.error };
        let frame = carrier.octets.iter().map(|&data| Symbol { data, error: false });
        receive_octets(&std::iter::once(delimiter).chain(frame).collect::<Vec<_>>(), settings)?
    } else {
        let nibbles = nibbles(&[&[SFD], carrier.octets].concat());

        let symbol = |data| Symbol { data, error: carrier.error };
        receive_nibbles(&nibbles.into_iter().chain(carrier.half_octet).map(symbol).collect::<Vec<_>>(), settings)?
    };
    let accepted = received.verdict.accepted();
    let control = if accepted { classify(&received.client, OWN_ADDRESSES[mac]) } else { Control::None };
    let destination = received.client.first_chunk::<6>().copied();
    verdicts.counters.receive(&received, control, destination);
    let text = format!("{:?}", received.verdict);
    if accepted && control == Control::None {
        to_deliver.push_back(received.client);
    }
    Some(text)
}

fn describe(frame: &[u8]) -> String {
    let head: String = frame.iter().take(18).map(|octet| format!("{octet:02x}")).collect();
    format!("{} octets {head}{}", frame.len(), if frame.len() > 18 { ".." } else { "" })
}

impl Verdicts {
    fn disagree(&mut self, what: String) {
        self.disagreement_count += 1;
        if self.disagreements.len() < KEPT {
            self.disagreements.push(what);
        }
    }

    /// In half duplex the reference, which knows no time, cannot tell which frames had to wait for the medium: of
    /// these two counters it knows a limit only.
    fn judge_counters(&mut self, counters: &[u64; 32], half_duplex: bool) {
        let rx = RxCounter::ALL.iter().map(|c| (c.managed_name(), *c as usize, self.counters.rx(*c)));
        let tx = TxCounter::ALL.iter().map(|c| (c.managed_name(), 16 + *c as usize, self.counters.tx(*c)));
        let all: Vec<_> = rx.chain(tx).collect();
        for (name, address, expected) in all {
            self.comparisons += 1;
            let got = counters[address];
            let limit = match name {
                _ if !half_duplex => None,
                "aFramesWithDeferredXmissions" => Some(self.counters.tx(TxCounter::FramesTransmittedOk)),
                "aFramesWithExcessiveDeferral" => Some(self.frames_sent),
                _ => None,
            };
            if let Some(limit) = limit {
                if got > limit {
                    self.disagree(format!("counter {name} is {got}; at most {limit} is due"));
                }
            } else if got != expected {
                self.disagree(format!("counter {name} is {got}; {expected} is due"));
            }
        }
    }
}

impl Tap {
    fn create<M: MacDesign>(mac: usize, folder: &Path) -> Result<Tap, WriteError> {
        let name = format!("{}-{}.pcapng", M::NAME, MAC_NAMES[mac]);
        let mut writer = CaptureWriter::create(&folder.join(name))?;
        let speed = u64::from(M::BITS_PER_EDGE) * 1_000_000_000_000 / M::PHY_PERIOD_PS;
        let sent = writer.interface("tx", speed)?;
        let received = writer.interface("rx", speed)?;
        Ok(Tap { writer, sent, received })
    }

    fn write(
        &mut self,
        interface: InterfaceId,
        direction: Direction,
        carrier: &Carrier<'_>,
        comment: Option<&str>,
    ) -> Result<(), WriteError> {
        self.writer.frame(interface, carrier.begin_ps / 1000, direction, carrier.octets, comment)
    }
}
