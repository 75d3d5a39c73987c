// SPDX-License-Identifier: MIT OR Apache-2.0
//! Joins a TAP device of the machine: what the kernel sends there goes out by the card, what comes to the card goes to
//! the kernel.

use wirewright_host::device::{NetDevice, Receive, ReceivedFrame, SendError, Transmit, TransmitMetadata};

use super::{Next, ProgramError, Results, Run};
pub use system::TapDevice;

/// Octets of the longest frame, a tag among them.
const LONGEST_OCTETS: usize = 1518;

/// A TAP device cannot be joined.
#[derive(Debug, thiserror::Error)]
#[error("TAP {name}: {source}")]
pub struct TapError {
    /// Its name.
    pub name: String,
    /// Why.
    pub source: std::io::Error,
}

/// The program.
pub struct Tap {
    device: Option<TapDevice>,
    /// A frame of the kernel that the card has not taken, empty where there is none.
    frame: Vec<u8>,
    buffer: Box<[u8]>,
    results: Results,
}

impl Tap {
    /// Without a device it does nothing.
    pub fn new(device: Option<TapDevice>) -> Tap {
        let buffer = vec![0; 1 << 16].into_boxed_slice();
        Tap { device, frame: Vec::with_capacity(1 << 11), buffer, results: Results::default() }
    }
}

impl Run for Tap {
    fn poll<D: NetDevice>(&mut self, device: &mut D, _now_ps: u64, budget: u64) -> Result<Next, ProgramError> {
        let mut next = Next::default();
        let Some(tap) = &self.device else { return Ok(next) };
        let fail = |source| ProgramError::Tap { name: tap.name().to_owned(), source };
        let (transmit, receive) = device.split();
        while next.frames < budget {
            let before = next.frames;
            if let Some(frame) = receive.next_frame() {
                self.results.received += 1;
                self.results.received_octets += frame.octets().len() as u64;
                self.results.dropped += u64::from(!tap.send(frame.octets()).map_err(fail)?);
                frame.done();
                next.frames += 1;
            }
            if next.frames < budget {
                if self.frame.is_empty()
                    && let Some(octets) = tap.receive(&mut self.buffer).map_err(fail)?
                {
                    self.frame.extend(&self.buffer[..octets]);
                }
                if self.frame.len() > LONGEST_OCTETS {
                    self.results.dropped += 1;
                    self.frame.clear();
                    next.frames += 1;
                } else if !self.frame.is_empty() {
                    match transmit.send(&self.frame, TransmitMetadata::default()) {
                        Ok(()) => {
                            self.results.sent += 1;
                            self.frame.clear();
                            next.frames += 1;
                        }
                        Err(SendError::Full) => {}
                        Err(source) => return Err(ProgramError::Send { number: self.results.sent, source }),
                    }
                }
            }
            if next.frames == before {
                return Ok(next);
            }
        }
        Ok(Next { again: true, ..next })
    }

    fn results(&self) -> Results {
        self.results.clone()
    }

    fn is_done(&self) -> Option<bool> {
        None
    }

    fn waits_for(&self) -> String {
        "a frame".into()
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::io;
    use std::os::fd::{AsFd, BorrowedFd};
    use std::sync::Arc;

    use super::TapError;

    /// A TAP device that is joined. It goes away with the last of its values.
    #[derive(Clone)]
    pub struct TapDevice {
        name: String,
        device: Arc<tun_rs::SyncDevice>,
    }

    impl TapDevice {
        /// Makes the TAP device of this name, or joins one that is there.
        ///
        /// # Errors
        /// When the machine has no TAP devices, or does not let us.
        pub fn join(name: &str) -> Result<TapDevice, TapError> {
            let fail = |source| TapError { name: name.to_owned(), source };
            let builder = tun_rs::DeviceBuilder::new().name(name).layer(tun_rs::Layer::L2).inherit_enable_state();
            let device = builder.build_sync().map_err(fail)?;
            device.set_nonblocking(true).map_err(fail)?;
            Ok(TapDevice { name: name.to_owned(), device: Arc::new(device) })
        }

        /// Its name when it was joined.
        pub fn name(&self) -> &str {
            &self.name
        }

        /// For those who wait until there is something.
        pub fn as_fd(&self) -> BorrowedFd<'_> {
            self.device.as_fd()
        }

        /// The next frame of the kernel, if there is one: its octets in the buffer.
        pub(super) fn receive(&self, buffer: &mut [u8]) -> io::Result<Option<usize>> {
            ready(self.device.recv(buffer))
        }

        /// Gives a frame to the kernel. False: it does not take it now, as the device is down or full.
        pub(super) fn send(&self, frame: &[u8]) -> io::Result<bool> {
            ready(self.device.send(frame)).map(|sent| sent.is_some())
        }
    }

    /// A device that is not up (EIO) is one without frames and without room.
    fn ready<T>(result: io::Result<T>) -> io::Result<Option<T>> {
        const NOT_UP: i32 = 5;
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
            Err(error) if error.raw_os_error() == Some(NOT_UP) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::TapError;

    /// There are no TAP devices here.
    #[derive(Clone)]
    pub enum TapDevice {}

    impl TapDevice {
        /// Says that there are none.
        ///
        /// # Errors
        /// Always.
        pub fn join(name: &str) -> Result<TapDevice, TapError> {
            let source = std::io::Error::new(std::io::ErrorKind::Unsupported, "only Linux has such devices");
            Err(TapError { name: name.to_owned(), source })
        }

        /// Its name.
        pub fn name(&self) -> &str {
            match *self {}
        }

        pub(super) fn receive(&self, _: &mut [u8]) -> std::io::Result<Option<usize>> {
            match *self {}
        }

        pub(super) fn send(&self, _: &[u8]) -> std::io::Result<bool> {
            match *self {}
        }
    }
}
