// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rig for the receiving side of RGMII: what was sampled at the edges of RXC in, GMII and the PHY's status out.

use super::{NoRig, Rig, Subject, design};
use crate::conformance::{Device, Rung, Rungs};
use wirewright_spec::EdgeSet;
use wirewright_spec::ports::{self, rgmii_rx};

/// The receiving side of RGMII.
pub struct RgmiiRx;

/// What a PHY sends.
#[derive(Clone, Debug)]
pub struct Script {
    /// 10 or 100 Mbit/s.
    pub nibbles: bool,
    /// RD and RX_CTL at a rising edge, and at the falling edge after it.
    pub symbols: Vec<[(u8, bool); 2]>,
}

/// What comes of a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received {
    /// Octet or nibble.
    pub rxd: u8,
    /// It is part of a carrier.
    pub rx_dv: bool,
    /// The PHY saw an error.
    pub rx_er: bool,
    /// Link, speed and full duplex as the PHY last said.
    pub status: (bool, u8, bool),
}

impl Subject for RgmiiRx {
    type Script = Script;
    type Trace = Vec<Received>;

    fn open<R: Rungs>(_: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<RgmiiRx>>, NoRig> {
        if rung == Rung::Reference {
            return Err(NoRig::NotApplicable("the reference knows frames, not their wires"));
        }
        Ok(Box::new(Timed(design(rung, rungs)?)))
    }
}

struct Timed(Box<dyn Device<ports::RgmiiRx>>);

impl Rig<RgmiiRx> for Timed {
    fn play(&mut self, script: &Script) -> Vec<Received> {
        self.0.reset();
        let mut out = rgmii_rx::Out::default();
        let receive = |[(rxd_rise, rx_ctl_rise), (rxd_fall, rx_ctl_fall)]: &[(u8, bool); 2]| {
            let cfg_nibble = script.nibbles;
            let input = rgmii_rx::In {
                rst: false,
                cfg_nibble,
                rxd_rise: *rxd_rise,
                rxd_fall: *rxd_fall,
                rx_ctl_rise: *rx_ctl_rise,
                rx_ctl_fall: *rx_ctl_fall,
            };
            self.0.step(EdgeSet::FIRST, &input, &mut out);
            Received {
                rxd: out.gmii_rxd,
                rx_dv: out.gmii_rx_dv,
                rx_er: out.gmii_rx_er,
                status: (out.inband_link, out.inband_speed, out.inband_full_duplex),
            }
        };
        script.symbols.iter().map(receive).collect()
    }
}
