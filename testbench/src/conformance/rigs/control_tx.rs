// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the sending side of MAC control, with a plain imitation of the transmitter behind it: frames and PAUSE
//! events in, what reached the transmitter out.

use super::control_rx::OWN_ADDRESS;
use super::transmit::Source;
use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_model::reference::transmit::Request;
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, mac_control_tx};

/// MAC control, sending side.
pub struct ControlTx;

/// What is to be sent, and when PAUSE comes and goes. A clock is an octet time.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// Frames of the client, offered as early as they can be.
    pub frames: Vec<Request>,
    /// What happens at which clock.
    pub events: Vec<(usize, Event)>,
    /// The pause time that PAUSE frames ask for.
    pub quanta: u16,
    /// How long to watch.
    pub clocks: usize,
}

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A PAUSE frame with this pause time was received.
    Pause(u16),
    /// From now on the link partner is to be asked to pause, or no longer.
    Request(bool),
    /// From now on PAUSE frames are obeyed, as they are at first, or no longer.
    Obey(bool),
}

/// What reached the transmitter.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The frames in order.
    pub frames: Vec<Sent>,
    /// PAUSE frames that were counted as sent.
    pub pauses_counted: usize,
}

/// A frame that reached the transmitter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The clock at which it was first offered to the idle transmitter.
    pub start: usize,
    /// Its octets before padding and FCS.
    pub octets: Vec<u8>,
    /// The transmitter is to pad it and append the FCS.
    pub fcs_insert: bool,
    /// It came to its end.
    pub whole: bool,
}

impl Sent {
    /// Whether it is a MAC control frame.
    pub fn is_control(&self) -> bool {
        self.octets.get(12..14) == Some(&[0x88, 0x08])
    }
}

impl Subject for ControlTx {
    type Script = Script;
    type Trace = Trace;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<ControlTx>>, NoRig> {
        if rung == Rung::Reference {
            return Err(NoRig::NotApplicable("what comes when is a matter of time, which the reference has not"));
        }
        Ok(Box::new(Timed(design(rung, rungs)?)))
    }
}

struct Timed(Box<dyn Device<ports::MacControlTx>>);

impl Rig<ControlTx> for Timed {
    fn play(&mut self, script: &Script) -> Trace {
        self.0.reset();
        let mut source = Source::new(&script.frames, 0, 0);
        let mut transmitter = Transmitter::default();
        let mut trace = Trace::default();
        let (mut request, mut obey) = (false, true);
        let mut out = mac_control_tx::Out::default();
        for clock in 0..script.clocks {
            let mut pause = None;
            for (_, event) in script.events.iter().filter(|(at, _)| *at == clock) {
                match *event {
                    Event::Pause(quanta) => pause = Some(quanta),
                    Event::Request(on) => request = on,
                    Event::Obey(on) => obey = on,
                }
            }
            let offer = source.offer();
            let input = mac_control_tx::In {
                s_axis_tdata: offer.data,
                s_axis_tvalid: offer.valid,
                s_axis_tlast: offer.last,
                s_axis_tuser: offer.user,
                m_axis_tready: transmitter.ready(),
                tx_start_ready: transmitter.start_ready(),
                octet_tick: true,
                pause_valid: pause.is_some(),
                pause_quanta: pause.unwrap_or(0),
                pause_request: request,
                cfg_mac_address: OWN_ADDRESS.iter().fold(0, |address, &octet| address << 8 | u64::from(octet)),
                cfg_fcs_insert: true,
                cfg_pause_send: true,
                cfg_pause_obey: obey,
                cfg_pause_quanta: script.quanta,
                ..Default::default()
            };
            let (ready, before) = (out.s_axis_tready, out);
            self.0.step(EdgeSet::FIRST, &input, &mut out);
            source.passed(offer.valid && ready);
            transmitter.edge(clock, &before, &mut trace.frames);
            trace.pauses_counted += usize::from(out.stat_pause_sent);
        }
        trace
    }
}

/// A transmitter of one octet a clock as its contract has it: 8 clocks of preamble after the first offer, then a
/// beat a clock, padding, FCS, and 12 clocks of gap.
#[derive(Default)]
struct Transmitter {
    state: State,
}

#[derive(Default)]
enum State {
    #[default]
    Idle,
    /// Clocks until the first beat is taken.
    Preamble(usize),
    Data(usize),
    /// Clocks until idle, the gap included.
    Rest(usize),
}

const GAP_CLOCKS: usize = 12;

impl Transmitter {
    fn ready(&self) -> bool {
        matches!(self.state, State::Data(_))
    }

    fn start_ready(&self) -> bool {
        match self.state {
            State::Idle => true,
            State::Rest(clocks) => clocks <= GAP_CLOCKS - 8,
            State::Preamble(_) | State::Data(_) => false,
        }
    }

    /// One edge, `offer` being what was offered before it.
    fn edge(&mut self, clock: usize, offer: &mac_control_tx::Out, frames: &mut Vec<Sent>) {
        self.state = match self.state {
            State::Idle if offer.m_axis_tvalid => {
                frames.push(Sent { start: clock, fcs_insert: offer.m_fcs_insert, ..Sent::default() });
                State::Preamble(7)
            }
            State::Idle => State::Idle,
            State::Preamble(1) => State::Data(0),
            State::Preamble(clocks) => State::Preamble(clocks - 1),
            State::Data(octets) if offer.m_axis_tvalid => {
                // Cannot fail: a frame was begun on the way to this state.
                let frame = frames.last_mut().expect("a frame was begun");
                frame.octets.push(offer.m_axis_tdata);
                frame.whole = offer.m_axis_tlast;
                if offer.m_axis_tlast { State::Rest(rest_clocks(octets + 1)) } else { State::Data(octets + 1) }
            }
            // An underrun: the frame is never whole.
            State::Data(octets) => State::Rest(rest_clocks(octets)),
            State::Rest(1) => State::Idle,
            State::Rest(clocks) => State::Rest(clocks - 1),
        };
    }
}

fn rest_clocks(octets: usize) -> usize {
    60usize.saturating_sub(octets) + 4 + GAP_CLOCKS
}
