// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rigs for the receiving side of MAC control: frames in, what was made of each out.

use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_model::reference::pause::{Control, classify};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, mac_control_rx};

/// MAC control, receiving side.
pub struct ControlRx;

/// The station's own address in all scripts.
pub const OWN_ADDRESS: [u8; 6] = [0x02, 0x57, 0x57, 0x01, 0x02, 0x03];

/// A frame from the receiver, without FCS.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Destination address to the end of the data.
    pub octets: Vec<u8>,
    /// The receiver found it bad.
    pub bad: bool,
}

/// What was made of a frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Its octets came out unchanged.
    pub unchanged: bool,
    /// It was marked as bad.
    pub bad: bool,
    /// It is not to be passed to the client.
    pub dropped: bool,
    /// The pause to be obeyed.
    pub pause: Option<u16>,
    /// Counted as PAUSE for this station.
    pub counted_pause: bool,
    /// Counted as unsupported.
    pub counted_unsupported: bool,
    /// Counted as multicast.
    pub counted_multicast: bool,
    /// Counted as broadcast.
    pub counted_broadcast: bool,
}

impl Subject for ControlRx {
    type Script = Vec<Frame>;
    type Trace = Vec<Outcome>;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<ControlRx>>, NoRig> {
        Ok(if rung == Rung::Reference { Box::new(Reference) } else { Box::new(Timed(design(rung, rungs)?)) })
    }
}

struct Reference;

impl Rig<ControlRx> for Reference {
    fn play(&mut self, frames: &Vec<Frame>) -> Vec<Outcome> {
        frames.iter().map(outcome).collect()
    }
}

fn outcome(frame: &Frame) -> Outcome {
    let passed = Outcome { unchanged: true, bad: frame.bad, ..Outcome::default() };
    if frame.bad {
        return passed;
    }
    let control = classify(&frame.octets, OWN_ADDRESS);
    let broadcast = frame.octets[..6] == [0xff; 6];
    Outcome {
        dropped: control != Control::None,
        pause: if let Control::Pause { quanta } = control { Some(quanta) } else { None },
        counted_pause: matches!(control, Control::Pause { .. }),
        counted_unsupported: control == Control::Unsupported,
        counted_broadcast: broadcast,
        counted_multicast: !broadcast && frame.octets[0] & 1 != 0,
        ..passed
    }
}

struct Timed(Box<dyn Device<ports::MacControlRx>>);

impl Rig<ControlRx> for Timed {
    fn play(&mut self, frames: &Vec<Frame>) -> Vec<Outcome> {
        self.0.reset();
        frames.iter().map(|frame| self.pass(frame)).collect()
    }
}

impl Timed {
    fn pass(&mut self, frame: &Frame) -> Outcome {
        let mut outcome = Outcome::default();
        let mut octets = Vec::new();
        let count = frame.octets.len();
        let own = OWN_ADDRESS.iter().fold(0, |address, &octet| address << 8 | u64::from(octet));
        // Beats come with holes, as the nibbles of MII leave them, and silence follows.
        for clock in 0..2 * count + 4 {
            let beat = (clock % 2 == 0).then(|| frame.octets.get(clock / 2)).flatten();
            let last = beat.is_some() && clock / 2 + 1 == count;
            let input = mac_control_rx::In {
                rx_axis_tdata: beat.copied().unwrap_or(0),
                rx_axis_tvalid: beat.is_some(),
                rx_axis_tlast: last,
                rx_axis_tuser: last && frame.bad,
                cfg_mac_address: own,
                cfg_pause_obey: true,
                ..Default::default()
            };
            let mut out = mac_control_rx::Out::default();
            self.0.step(EdgeSet::FIRST, &input, &mut out);
            octets.extend(out.m_axis_tvalid.then_some(out.m_axis_tdata));
            outcome.bad |= out.m_axis_tuser;
            outcome.dropped |= out.m_axis_tdrop;
            outcome.pause = if out.pause_valid { Some(out.pause_quanta) } else { outcome.pause };
            outcome.counted_pause |= out.stat_pause;
            outcome.counted_unsupported |= out.stat_unsupported;
            outcome.counted_multicast |= out.stat_multicast;
            outcome.counted_broadcast |= out.stat_broadcast;
        }
        Outcome { unchanged: octets == frame.octets, ..outcome }
    }
}
