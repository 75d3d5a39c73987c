// SPDX-License-Identifier: MIT OR Apache-2.0
//! Simulated time beside the clock on the wall: never ahead of it, behind it while there is too much to do, and with
//! it again as soon as there is nothing.

use std::io;
use std::time::{Duration, Instant};

use super::program::TapDevice;

/// Between two looks at TAP devices while there is much to do, in simulated time.
const LOOK_PS: u64 = 8_000_000;
/// The longest wait: Ctrl-C and the end of the time are looked for in between.
const WAIT: Duration = Duration::from_millis(20);

/// A delay that nobody feels.
const MOMENT_PS: u64 = 10_000_000_000;

/// The wall clock and the TAP devices.
pub(super) struct Live {
    begun: Instant,
    taps: Vec<TapDevice>,
    next_look_ps: u64,
}

impl Live {
    /// Without TAP devices.
    pub fn new() -> Live {
        Live { begun: Instant::now(), taps: Vec::new(), next_look_ps: 0 }
    }

    /// The time of both clocks is 0 now.
    pub fn begin(&mut self) {
        self.begun = Instant::now();
    }

    /// A TAP device that was joined.
    pub fn add(&mut self, tap: TapDevice) {
        self.taps.push(tap);
    }

    /// It is `now_ps`, and nothing happens in the lab before `next_ps`. Waits until the clock on the wall is there, or
    /// something comes from outside; gives the time up to which nothing happens, and whether something may have come.
    pub fn wait(&mut self, now_ps: u64, next_ps: u64, until_ps: u64) -> io::Result<(u64, bool)> {
        let wall_ps = self.wall_ps();
        if now_ps < wall_ps && next_ps == now_ps {
            // Behind, and busy.
            let look = now_ps >= self.next_look_ps;
            if look {
                self.next_look_ps = now_ps + LOOK_PS;
            }
            return Ok((now_ps, look));
        }
        let ahead_ps = next_ps.min(until_ps).saturating_sub(wall_ps);
        let time = WAIT.min(Duration::from_nanos(ahead_ps.div_ceil(1000)));
        let come = ahead_ps > 0 && self.wait_for_taps(time)?;
        Ok((self.wall_ps().clamp(now_ps, next_ps), come))
    }

    /// Whether simulated time is behind the clock on the wall, more than a moment.
    pub fn is_behind(&self, now_ps: u64) -> bool {
        self.wall_ps().saturating_sub(now_ps) > MOMENT_PS
    }

    fn wall_ps(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_nanos() * 1000).unwrap_or(u64::MAX)
    }

    /// Whether a TAP device has something.
    #[cfg(target_os = "linux")]
    fn wait_for_taps(&self, time: Duration) -> io::Result<bool> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let mut fds: Vec<_> =
            self.taps.iter().map(|tap| PollFd::from_borrowed_fd(tap.as_fd(), PollFlags::IN)).collect();
        let time = Timespec { tv_sec: time.as_secs() as i64, tv_nsec: i64::from(time.subsec_nanos()) };
        match poll(&mut fds, Some(&time)) {
            Ok(ready) => Ok(ready > 0 && fds.iter().any(|fd| fd.revents().contains(PollFlags::IN))),
            Err(rustix::io::Errno::INTR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn wait_for_taps(&self, time: Duration) -> io::Result<bool> {
        std::thread::sleep(time);
        Ok(false)
    }
}
