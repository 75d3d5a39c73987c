// SPDX-License-Identifier: MIT OR Apache-2.0
//! The card at the rate of the wire: both directions at once, frames back to back, with a host memory that answers
//! late. On the golden model, which is equal to the Verilog at every edge; all clocks rise together, so a clock is
//! 8 ns.

use serde::Serialize;

use super::BenchError;
use super::card_host::{CardHost, Load};
use crate::card::{Latency, Timing};

/// Frames in each direction of a measurement of the rate: short ones, long ones.
const FRAMES: [(usize, u64); 2] = [(64, 100_000), (1518, 10_000)];
/// The latency that must hold.
const LATENCY_CLOCKS: u32 = 64;
/// The longest latency that is tried.
const MOST_CLOCKS: u32 = 4000;
/// Frames in each direction of one try.
const TRY_FRAMES: [(usize, u64); 2] = [(64, 4000), (1518, 600)];
/// Sizes of frames in the table of latencies, in octets with FCS.
const SIZES: [usize; 6] = [64, 128, 256, 512, 1024, 1518];
/// Times of a driver for a frame, in nanoseconds.
const DRIVER_NS: [u32; 3] = [50, 100, 200];
/// Nanoseconds of a clock.
pub(super) const CLOCK_NS: f64 = 8.0;

/// Frames back to back in both directions at once.
#[derive(Clone, Debug, Serialize)]
pub struct RateRow {
    /// Octets of a frame, with FCS.
    pub octets: usize,
    /// How late the memory answers: from address to first data, from last data to response.
    pub latency: Latency,
    /// Frames in each direction.
    pub frames: u64,
    /// Frames that came in and did not reach the host.
    pub lost: u64,
    /// Clocks between frames sent beyond the gap of 12 octets, from the first frame on.
    pub idle_clocks: u64,
}

impl RateRow {
    /// Whether both directions kept the rate of the wire.
    pub fn holds(&self) -> bool {
        self.lost == 0 && self.idle_clocks == 0
    }
}

/// The longest fixed latency at which the rate still holds.
#[derive(Clone, Debug, Serialize)]
pub struct LongestRow {
    /// Octets of a frame, with FCS.
    pub octets: usize,
    /// Clocks, and whether longer ones were not tried.
    pub clocks: u32,
    /// Longer ones may hold, too.
    pub at_least: bool,
}

/// What a driver sustains that takes its time for each frame, sent or received.
#[derive(Clone, Debug, Serialize)]
pub struct DriverRow {
    /// Nanoseconds that the driver needs for a frame.
    pub driver_ns: u32,
    /// Octets of a frame, with FCS.
    pub octets: usize,
    /// Frames a second sent.
    pub sent_per_second: f64,
    /// Frames a second received.
    pub received_per_second: f64,
    /// Of those on the wire, the share in percent that was lost.
    pub lost_percent: f64,
}

/// Latency of a frame through the card alone on it.
#[derive(Clone, Debug, Serialize)]
pub struct CardLatencyRow {
    /// Octets of a frame, with FCS.
    pub octets: usize,
    /// Clocks from the first octet of the frame on the wire to its completion in memory.
    pub wire_to_completion: u64,
    /// Clocks from the `TAIL` that hands its descriptor in to the first octet of the frame on the wire.
    pub descriptor_to_wire: u64,
}

/// All of the card.
#[derive(Clone, Debug, Serialize)]
pub struct CardBench {
    /// The rate, with a fixed latency and one that is random up to it.
    pub rate: Vec<RateRow>,
    /// The longest latency that holds.
    pub longest: Vec<LongestRow>,
    /// What slow drivers sustain.
    pub driver: Vec<DriverRow>,
    /// Latencies with a memory that answers at once.
    pub latency: Vec<CardLatencyRow>,
}

/// Measures all.
///
/// # Errors
/// When the card does not come up, or a frame that is measured does not come out.
pub fn measure(mut progress: impl FnMut(&str)) -> Result<CardBench, BenchError> {
    let mut rate = Vec::new();
    for (octets, frames) in FRAMES {
        for latency in [Latency::Fixed(LATENCY_CLOCKS), Latency::UpTo(LATENCY_CLOCKS)] {
            progress(&format!("card: {frames} frames of {octets} octets in both directions"));
            rate.push(at_rate(octets, frames, latency)?);
        }
    }
    progress("card: longest latency");
    let longest = TRY_FRAMES.iter().map(|&(octets, frames)| longest(octets, frames)).collect::<Result<_, _>>()?;
    progress("card: slow drivers");
    let mut driver = Vec::new();
    for octets in [64, 1518] {
        for driver_ns in DRIVER_NS {
            driver.push(slow_driver(octets, driver_ns)?);
        }
    }
    progress("card: latencies");
    let latency = SIZES.iter().map(|&octets| latency(octets)).collect::<Result<_, _>>()?;
    Ok(CardBench { rate, longest, driver, latency })
}

fn timing(latency: Latency) -> Timing {
    Timing { latency, ..Timing::default() }
}

/// Sends and receives so many frames back to back, with a driver that takes no time.
///
/// # Errors
/// When the card does not come up, or a frame is not the one that was sent.
pub fn at_rate(octets: usize, frames: u64, latency: Latency) -> Result<RateRow, BenchError> {
    let mut host = CardHost::new(timing(latency))?;
    let done = host.run(&Load { octets, send: frames, receive: frames, gap: 12, driver_clocks: 0.0 })?;
    Ok(RateRow { octets, latency, frames, lost: done.lost, idle_clocks: done.idle_clocks })
}

/// By halves: the rate holds up to some latency and not beyond it.
fn longest(octets: usize, frames: u64) -> Result<LongestRow, BenchError> {
    let holds = |clocks| at_rate(octets, frames, Latency::Fixed(clocks)).map(|row| row.holds());
    if holds(MOST_CLOCKS)? {
        return Ok(LongestRow { octets, clocks: MOST_CLOCKS, at_least: true });
    }
    let (mut good, mut bad) = (0, MOST_CLOCKS);
    while bad - good > 1 {
        let middle = good.midpoint(bad);
        if holds(middle)? { good = middle } else { bad = middle }
    }
    Ok(LongestRow { octets, clocks: good, at_least: false })
}

fn slow_driver(octets: usize, driver_ns: u32) -> Result<DriverRow, BenchError> {
    let frames = if octets < 1000 { 20_000 } else { 2000 };
    let mut host = CardHost::new(timing(Latency::Fixed(LATENCY_CLOCKS)))?;
    let driver_clocks = f64::from(driver_ns) / CLOCK_NS;
    let done = host.run(&Load { octets, send: frames, receive: frames, gap: 12, driver_clocks })?;
    let per_second = |frames: u64, clocks: u64| frames as f64 / (clocks as f64 * CLOCK_NS * 1e-9);
    Ok(DriverRow {
        driver_ns,
        octets,
        sent_per_second: per_second(frames, done.send_clocks),
        received_per_second: per_second(frames - done.lost, done.receive_clocks),
        lost_percent: 100.0 * done.lost as f64 / frames as f64,
    })
}

/// One frame in each direction, one after the other.
fn latency(octets: usize) -> Result<CardLatencyRow, BenchError> {
    let alone = |send, receive| -> Result<_, BenchError> {
        let mut host = CardHost::new(timing(Latency::Fixed(1)))?;
        host.run(&Load { octets, send, receive, gap: 12, driver_clocks: 0.0 })
    };
    let wire_to_completion = alone(0, 1)?.first_completion.ok_or(BenchError::Missing("completion"))?;
    let descriptor_to_wire = alone(1, 0)?.first_on_wire.ok_or(BenchError::Missing("frame on the wire"))?;
    Ok(CardLatencyRow { octets, wire_to_completion, descriptor_to_wire })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_keep_the_rate_of_the_wire() {
        for (octets, frames) in [(64, 300), (1518, 40)] {
            for latency in [Latency::Fixed(LATENCY_CLOCKS), Latency::UpTo(LATENCY_CLOCKS)] {
                let row = at_rate(octets, frames, latency).unwrap();
                assert!(row.holds(), "{row:?}");
            }
        }
    }

    #[test]
    fn a_memory_that_is_far_too_slow_is_noticed() {
        let row = at_rate(64, 600, Latency::Fixed(20_000)).unwrap();
        assert!(row.idle_clocks > 1000, "{row:?}");
    }

    #[test]
    fn a_driver_that_is_slower_than_the_wire_sets_the_rate() {
        let row = slow_driver(64, 2000).unwrap();
        // Half of its time for each direction.
        assert!(row.sent_per_second < 510_000.0 && row.lost_percent > 10.0, "{row:?}");
    }

    #[test]
    fn latency_grows_with_the_frame() {
        let rows = [64, 1518].map(|octets| latency(octets).unwrap());
        assert!(rows[0].wire_to_completion > 64 && rows[0].wire_to_completion < 400, "{rows:?}");
        assert!(rows[1].wire_to_completion > 1518 + 1000 && rows[1].descriptor_to_wire > 1514, "{rows:?}");
    }
}
