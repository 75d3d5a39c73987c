// SPDX-License-Identifier: MIT OR Apache-2.0
//! Fewer frames, then plainer ones: shorter, zero, without gaps, faults and marks. A frame whose FCS was right keeps a
//! right one.

use super::Search;
use crate::stimulus::frames::fcs;
use crate::stimulus::{Driver, Stimulus, StreamFrame, WireFrame};

/// Frames that are worth a look one by one.
const FRAMES_TO_SIMPLIFY: usize = 24;

impl<F: FnMut(&Stimulus) -> Option<u64>> Search<Stimulus, F> {
    pub(super) fn fewer_frames(&mut self) {
        for driver in 0..self.best.drivers.len() {
            // Frames that the run never comes to go first, all at once.
            let len = frame_count(&self.best.drivers[driver]);
            self.cut_pieces(len, |stimulus, range| match &mut stimulus.drivers[driver] {
                Driver::Stream(stream) => drop(stream.frames.drain(range)),
                Driver::Wire(wire) => drop(wire.frames.drain(range)),
                Driver::Host(host) => drop(host.script.drain(range)),
                _ => (),
            });
            self.cut_pieces(attempt_count(&self.best.drivers[driver]), |stimulus, range| {
                if let Driver::Medium(medium) = &mut stimulus.drivers[driver] {
                    medium.attempts.drain(range);
                }
            });
            self.cut_pieces(carrier_count(&self.best.drivers[driver]), |stimulus, range| {
                if let Driver::Medium(medium) = &mut stimulus.drivers[driver] {
                    medium.carriers.drain(range);
                }
            });
        }
    }

    pub(super) fn plainer_frames(&mut self) {
        for driver in 0..self.best.drivers.len() {
            self.change(|stimulus| match &mut stimulus.drivers[driver] {
                Driver::Stream(stream) => stream.noise = None,
                Driver::Wire(wire) => wire.noise = None,
                _ => (),
            });
            for frame in 0..frame_count(&self.best.drivers[driver]).min(FRAMES_TO_SIMPLIFY) {
                for plainer in [plain_marks, plain_gap, plain_zero_data] {
                    self.change(|stimulus| plainer(&mut stimulus.drivers[driver], frame));
                }
                self.shorter_frame(driver, frame);
            }
        }
    }

    /// Cuts data octets out of a frame, halves first.
    fn shorter_frame(&mut self, driver: usize, frame: usize) {
        let body = |driver: &Driver| octets(driver, frame).map_or(0, |octets| body_len(octets));
        let len = body(&self.best.drivers[driver]);
        self.cut_pieces(len, |stimulus, range| {
            let Some(octets) = octets_mut(&mut stimulus.drivers[driver], frame) else { return };
            let has_fcs = body_len(octets) < octets.len();
            octets.drain(range);
            if has_fcs {
                refresh_fcs(octets);
            }
        });
    }
}

fn frame_count(driver: &Driver) -> usize {
    match driver {
        Driver::Stream(stream) => stream.frames.len(),
        Driver::Wire(wire) => wire.frames.len(),
        Driver::Host(host) => host.script.len(),
        _ => 0,
    }
}

fn attempt_count(driver: &Driver) -> usize {
    if let Driver::Medium(medium) = driver { medium.attempts.len() } else { 0 }
}

fn carrier_count(driver: &Driver) -> usize {
    if let Driver::Medium(medium) = driver { medium.carriers.len() } else { 0 }
}

fn octets(driver: &Driver, frame: usize) -> Option<&Vec<u8>> {
    match driver {
        Driver::Stream(stream) => stream.frames.get(frame).map(|f| &f.octets),
        Driver::Wire(wire) => wire.frames.get(frame).map(|f| &f.octets),
        _ => None,
    }
}

fn octets_mut(driver: &mut Driver, frame: usize) -> Option<&mut Vec<u8>> {
    match driver {
        Driver::Stream(stream) => stream.frames.get_mut(frame).map(|f| &mut f.octets),
        Driver::Wire(wire) => wire.frames.get_mut(frame).map(|f| &mut f.octets),
        _ => None,
    }
}

/// Octets before the FCS, or all of them where there is no right FCS.
fn body_len(octets: &[u8]) -> usize {
    match octets.split_last_chunk::<4>() {
        Some((body, tail)) if fcs(body) == *tail => body.len(),
        _ => octets.len(),
    }
}

fn refresh_fcs(octets: &mut Vec<u8>) {
    octets.truncate(octets.len() - 4);
    let fcs = fcs(octets);
    octets.extend(fcs);
}

fn plain_marks(driver: &mut Driver, frame: usize) {
    match driver {
        Driver::Stream(stream) => {
            let StreamFrame { gap_edges, octets, levels, .. } = stream.frames[frame].clone();
            stream.frames[frame] = StreamFrame { gap_edges, octets, levels, ..StreamFrame::default() };
        }
        Driver::Wire(wire) => {
            let WireFrame { gap, octets, .. } = wire.frames[frame].clone();
            let preamble = if wire.nibbles { 15 } else { 7 };
            wire.frames[frame] = WireFrame { gap, preamble, octets, ..WireFrame::default() };
        }
        _ => (),
    }
}

fn plain_gap(driver: &mut Driver, frame: usize) {
    match driver {
        Driver::Stream(stream) => stream.frames[frame].gap_edges = 0,
        Driver::Wire(wire) => wire.frames[frame].gap = wire.frames[frame].gap.min(1),
        _ => (),
    }
}

fn plain_zero_data(driver: &mut Driver, frame: usize) {
    let Some(octets) = octets_mut(driver, frame) else { return };
    let body = body_len(octets);
    let has_fcs = body < octets.len();
    octets[..body].fill(0);
    if has_fcs {
        refresh_fcs(octets);
    }
}
