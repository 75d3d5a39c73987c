// SPDX-License-Identifier: MIT OR Apache-2.0
//! The counters of a design at the event that fails, read as its user reads them: a snapshot through `stat_*`.

use wirewright_spec::counters::{RxCounter, TxCounter};
use wirewright_spec::{Design, Ports};

use crate::clocks::Clocks;
use crate::lockstep::{Drive, reset_value};
use crate::registry::Registered;
use crate::stimulus::{Player, Stimulus, StimulusError};

/// Events within which a snapshot must be there, and within which a counter follows its address.
const SNAPSHOT_EVENTS: u32 = 1000;
const READ_EVENTS: u32 = 24;

/// The ports of a design with counters, by index.
struct StatPorts {
    snapshot: usize,
    addr: usize,
    busy: usize,
    data: usize,
}

impl StatPorts {
    /// None for a block without them.
    fn of<R: Registered>() -> Option<StatPorts> {
        let input = |name: &str| R::In::PORTS.iter().position(|port| port.name == name);
        let output = |name: &str| R::Out::PORTS.iter().position(|port| port.name == name);
        Some(StatPorts {
            snapshot: input("stat_snapshot")?,
            addr: input("stat_addr")?,
            busy: output("stat_busy")?,
            data: output("stat_data")?,
        })
    }
}

/// The counters that the golden model shows in a snapshot asked for after the last event of the stimulus, the other
/// inputs staying as they are; empty for a block without counters.
///
/// # Errors
/// When the stimulus is not one for this block.
pub(super) fn counters<R: Registered>(stimulus: &Stimulus) -> Result<Vec<(String, u64)>, StimulusError> {
    let (mut player, mut clocks) = Player::<R::In, R::Out>::new(stimulus, R::CLOCKS)?;
    let (mut input, mut output) = (R::In::default(), R::Out::default());
    let mut model = R::Model::default();
    player.start(&mut input);
    for _ in 0..stimulus.events {
        let event = clocks.next_event();
        model.step(event.edges, &input, &mut output);
        player.after(&event, &output, &mut input);
    }
    Ok(read_out::<R>(model, input, clocks))
}

/// The counters that a golden model in the midst of a run shows in a snapshot asked for now, the other inputs staying
/// as they are; empty for a block without counters.
pub(crate) fn read_out<R: Registered>(mut model: R::Model, mut input: R::In, mut clocks: Clocks) -> Vec<(String, u64)> {
    let Some(ports) = StatPorts::of::<R>() else { return Vec::new() };
    let mut output = R::Out::default();
    for (index, port) in R::In::PORTS.iter().enumerate() {
        if let Some(value) = reset_value(port.name) {
            input.set(index, 1 - value);
        }
    }
    input.set(ports.snapshot, 0);
    clocks.stand_no_more();
    let mut step = |input: &R::In, events: u32| {
        for _ in 0..events {
            model.step(clocks.next_event().edges, input, &mut output);
        }
        output
    };
    // Out of a reset, if it was in one.
    step(&input, READ_EVENTS);
    input.set(ports.snapshot, 1);
    // Until `clk`, the first clock, has risen: the strobe is over when the snapshot is being taken.
    let mut left = SNAPSHOT_EVENTS;
    while step(&input, 1).get(ports.busy) == 0 && left > 0 {
        left -= 1;
    }
    input.set(ports.snapshot, 0);
    while step(&input, 1).get(ports.busy) != 0 && left > 0 {
        left -= 1;
    }
    let rx = RxCounter::ALL.iter().map(|counter| (counter.managed_name(), *counter as u64));
    let tx = TxCounter::ALL.iter().map(|counter| (counter.managed_name(), 16 + *counter as u64));
    let mut read = |(name, address): (&str, u64)| {
        input.set(ports.addr, address);
        (name.to_owned(), step(&input, READ_EVENTS).get(ports.data))
    };
    rx.chain(tx).map(&mut read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stimulus::{Driver, Flavour, Pin, Source};
    use wirewright_spec::ports::{Crc32, MacGmii, MacMii};

    #[test]
    fn a_design_has_counters_and_a_block_has_none() {
        let counters_of = |events| {
            let mut stimulus = MacGmii::stimulus(Flavour::Protocol, 1, events);
            // The first reset only: a later one begins to count anew.
            for driver in &mut stimulus.drivers {
                if let Driver::Pin(Pin { port, source: Source::Runs(runs), .. }) = driver
                    && reset_value(port).is_some()
                {
                    runs.truncate(2);
                }
            }
            let all = counters::<MacGmii>(&stimulus).unwrap();
            assert_eq!(all.len(), RxCounter::ALL.len() + TxCounter::ALL.len());
            all.into_iter().find(|(name, _)| name == "aFramesTransmittedOK").unwrap().1
        };
        let (early, late) = (counters_of(100), counters_of(100_000));
        assert!(early == 0 && late > 5, "{early} {late}");
        assert!(!counters::<MacMii>(&MacMii::stimulus(Flavour::Chaos, 1, 1000)).unwrap().is_empty());
        assert!(counters::<Crc32>(&Crc32::stimulus(Flavour::Chaos, 1, 100)).unwrap().is_empty());
    }
}
