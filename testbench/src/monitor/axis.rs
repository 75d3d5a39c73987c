// SPDX-License-Identifier: MIT OR Apache-2.0
//! Watches an AXI4-Stream (Arm IHI 0051B) that carries frames, one octet a beat.

use super::Violations;

/// What the stream shows before one clock edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AxisSample {
    /// The octet.
    pub tdata: u8,
    /// An octet is offered.
    pub tvalid: bool,
    /// It is taken.
    pub tready: bool,
    /// It is the last of its frame.
    pub tlast: bool,
    /// Said of the frame on its last beat.
    pub tuser: bool,
}

/// The passive monitor of one stream.
#[derive(Debug, Default)]
pub struct AxisMonitor {
    violations: Violations,
    waiting: Option<AxisSample>,
    was_reset: bool,
    frames: u64,
    beats: u64,
    edges: u64,
}

impl AxisMonitor {
    /// What was broken so far.
    pub fn violations(&self) -> &Violations {
        &self.violations
    }

    /// Frames that have passed.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Beats that have passed.
    pub fn beats(&self) -> u64 {
        self.beats
    }

    /// Samples taken.
    pub fn edges(&self) -> u64 {
        self.edges
    }

    /// Takes the signals as they are at one rising edge, `reset` being high at it. Gives the beat that passes.
    #[inline]
    pub fn sample(&mut self, time_ps: u64, reset: bool, sample: AxisSample) -> Option<AxisSample> {
        self.edges += 1;
        // IHI 0051B 2.8.2: TVALID is low while reset is on; a synchronous reset shows from its second edge.
        if reset {
            if self.was_reset && sample.tvalid {
                self.violations.note(time_ps, "AXI4-Stream 2.8.2", || "tvalid is high in reset".into());
            }
            self.was_reset = true;
            self.waiting = None;
            return None;
        }
        self.was_reset = false;
        // IHI 0051B 2.2.1: a beat that is offered stays as it is until it is taken.
        if let Some(offered) = self.waiting.filter(|offered| !same_beat(offered, &sample)) {
            self.violations.note(time_ps, "AXI4-Stream 2.2.1", || {
                format!("an offered beat changed before it was taken: {offered:02x?} to {sample:02x?}")
            });
        }
        self.waiting = (sample.tvalid && !sample.tready).then_some(sample);
        if !(sample.tvalid && sample.tready) {
            return None;
        }
        self.beats += 1;
        self.frames += u64::from(sample.tlast);
        Some(sample)
    }
}

fn same_beat(a: &AxisSample, b: &AxisSample) -> bool {
    b.tvalid && (a.tdata, a.tlast, a.tuser) == (b.tdata, b.tlast, b.tuser)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch(samples: &[(bool, AxisSample)]) -> (Vec<&'static str>, u64, u64) {
        let mut monitor = AxisMonitor::default();
        for (edge, &(reset, sample)) in samples.iter().enumerate() {
            monitor.sample(edge as u64, reset, sample);
        }
        let broken = monitor.violations().first.iter().map(|violation| violation.clause).collect();
        (broken, monitor.beats(), monitor.frames())
    }

    const BEAT: AxisSample = AxisSample { tdata: 7, tvalid: true, tready: false, tlast: true, tuser: false };
    const IDLE: AxisSample = AxisSample { tdata: 0, tvalid: false, tready: true, tlast: false, tuser: false };

    #[test]
    fn a_beat_that_waits_and_is_taken_breaks_nothing() {
        let taken = AxisSample { tready: true, ..BEAT };
        assert_eq!(watch(&[(true, IDLE), (false, BEAT), (false, BEAT), (false, taken), (false, IDLE)]), (vec![], 1, 1));
    }

    #[test]
    fn a_beat_may_not_change_or_go_while_it_waits() {
        for changed in [AxisSample { tdata: 8, ..BEAT }, AxisSample { tlast: false, ..BEAT }, IDLE] {
            assert_eq!(watch(&[(false, BEAT), (false, changed)]).0, ["AXI4-Stream 2.2.1"]);
        }
    }

    #[test]
    fn reset_withdraws_beats_and_forbids_them() {
        assert_eq!(watch(&[(false, BEAT), (true, BEAT), (true, BEAT)]).0, ["AXI4-Stream 2.8.2"]);
        assert_eq!(watch(&[(false, BEAT), (true, IDLE), (false, IDLE)]).0, [""; 0]);
    }
}
