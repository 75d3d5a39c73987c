// SPDX-License-Identifier: MIT OR Apache-2.0
//! Directed stimuli for the octet path of the card that take a pause at just one place of a frame, and a setting that
//! changes in it.

use wirewright_spec::PortSet;
use wirewright_spec::ethernet::TYPE_VLAN;

use super::directed::{pins, replace};
use super::{Driver, Flavour, Shape, Source, Stall, Stimulus, StreamFrame, default_stimulus};
use crate::random::Random;

/// The octet at which `vlan_strip` asks whether it is to take the tag out.
const STRIP_OCTET: usize = 16;

/// The directed stimuli of a block, by name; none for others.
pub(super) fn directed(block: &PortSet) -> Vec<(&'static str, Stimulus)> {
    match block.name {
        "vlan_strip" => vec![("a setting that changes behind a tag", setting_behind_tag(block))],
        _ => vec![],
    }
}

/// Tagged frames whose source pauses between tag and the next octet, while the setting comes and goes.
fn setting_behind_tag(block: &PortSet) -> Stimulus {
    let mut random = Random::named(41, "a setting that changes behind a tag");
    let frame = |_| {
        let length = random.between(15, 30) as usize;
        let mut octets = random.octets(length);
        octets[12..14].copy_from_slice(&TYPE_VLAN.to_be_bytes());
        let stalls = vec![Stall { before_octet: STRIP_OCTET, edges: random.between(1, 4) }];
        StreamFrame { octets, stalls, gap_edges: random.between(0, 2), ..StreamFrame::default() }
    };
    let frames: Vec<StreamFrame> = (0..500).map(frame).collect();
    let mut stimulus = default_stimulus(block, Flavour::Protocol, 41, 20_000);
    for driver in &mut stimulus.drivers {
        if let Driver::Stream(stream) = driver {
            stream.frames.clone_from(&frames);
        }
    }
    replace(&mut stimulus, "cfg_strip", Source::Random { seed: 41, shape: Shape::Any { mean_edges: 1 } });
    for pin in pins(&mut stimulus) {
        if let Source::Reset { again_mean_edges, .. } = &mut pin.source {
            *again_mean_edges = 0;
        }
    }
    stimulus
}

#[cfg(test)]
mod tests {
    use super::*;
    use wirewright_spec::ports;

    #[test]
    fn the_setting_changes_while_the_source_pauses_behind_a_tag() {
        let block = ports::ALL.iter().find(|block| block.name == "vlan_strip").unwrap();
        let (_, mut stimulus) = directed(block).pop().unwrap();
        let setting = pins(&mut stimulus).find(|pin| pin.port == "cfg_strip").unwrap().source.frozen(20_000);
        assert!(setting.len() > 5000, "{}", setting.len());
        let frames = stimulus.drivers.iter().find_map(|driver| match driver {
            Driver::Stream(stream) => Some(&stream.frames),
            _ => None,
        });
        let paused = frames.unwrap().iter().filter(|frame| frame.octets.len() > 16 && !frame.stalls.is_empty());
        assert!(paused.count() > 300);
        assert!(directed(ports::ALL.iter().find(|block| block.name == "vlan_insert").unwrap()).is_empty());
    }
}
