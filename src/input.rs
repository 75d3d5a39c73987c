// SPDX-License-Identifier: MIT OR Apache-2.0
//! The frames of `wirewright cosim`: from a generator, a capture, or a pipe. What comes from a pipe is kept in a file
//! while the run lasts: a failure may need it again from its first frame on.

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tempfile::NamedTempFile;
use wirewright_testbench::capture::{CaptureReader, FrameReader};
use wirewright_testbench::cosim::{CaptureFrames, CosimError, CosimJob, FrameSource, Frames, JobError, Origin};

use crate::args::Cosim;
use crate::failure::Failure;
use crate::interrupt;

/// Octets that are read from a pipe at once, and how many such pieces may wait.
const PIECE_OCTETS: usize = 1 << 16;
const PIECES: usize = 4;
/// How often a reader that waits looks whether the user has had enough.
const LOOK: Duration = Duration::from_millis(50);

/// The frames of a run.
pub struct Input {
    /// The frames, once.
    pub source: Box<dyn FrameSource>,
    /// The same frames, again and again, as long as `spool` is there.
    pub origin: Origin,
    /// As the user named it.
    pub shown: Origin,
    /// What came from a pipe.
    pub spool: Option<Spool>,
}

impl Input {
    /// Opens what the user has asked for; what comes from a pipe is kept in `out`.
    pub fn open(args: &Cosim, job: &CosimJob, out: &Path) -> Result<Input, Failure> {
        let frames = match &args.read {
            Some(file) => Frames::Capture(file.clone()),
            None => Frames::Traffic(args.traffic.clone()),
        };
        let shown = Origin { frames, faults: args.faults, seed: args.seed };
        let limits = job.limits()?;
        let capture = |error| Failure::from(JobError::from(CosimError::from(error)));
        match &shown.frames {
            Frames::Traffic(traffic) => {
                let (longest, asked) = (job.longest_frame_octets()?, *traffic.length_octets.end());
                if asked > longest {
                    let text = format!("--traffic len={asked}: the memory of {} holds {longest} octets", job.design);
                    return Err(Failure::message(text));
                }
            }
            Frames::Capture(file) if is_pipe(file) => {
                let spool = Spool::new(out)?;
                let reader = if file.as_os_str() == "-" {
                    CaptureReader::new("standard input", spool.keep(Waiting::new(io::stdin())))
                } else {
                    let open =
                        File::open(file).map_err(|error| Failure::message(format!("{}: {error}", file.display())));
                    CaptureReader::new(&file.display().to_string(), spool.keep(Waiting::new(open?)))
                };
                let frames = Box::new(CaptureFrames(FrameReader::new(reader.map_err(capture)?, limits)));
                let source = shown.with_faults(frames);
                let origin = Origin { frames: Frames::Capture(spool.file.path().to_owned()), ..shown.clone() };
                return Ok(Input { source, origin, shown, spool: Some(spool) });
            }
            Frames::Capture(_) => {}
        }
        Ok(Input { source: shown.open(limits).map_err(capture)?, origin: shown.clone(), shown, spool: None })
    }
}

/// Whether it can be read only once.
fn is_pipe(file: &Path) -> bool {
    file.as_os_str() == "-" || fs::metadata(file).is_ok_and(|there| !there.is_file() && !there.is_dir())
}

/// What came from a pipe, in a file that goes away with this value.
pub struct Spool {
    file: NamedTempFile,
    trouble: Arc<OnceLock<String>>,
}

impl Spool {
    fn new(folder: &Path) -> Result<Spool, Failure> {
        let file = tempfile::Builder::new().prefix(".input-").tempfile_in(folder);
        let file = file.map_err(|error| Failure::message(format!("{}: cannot write: {error}", folder.display())))?;
        Ok(Spool { file, trouble: Arc::default() })
    }

    fn keep<R: Read>(&self, from: R) -> Kept<R> {
        Kept { from, to: self.file.reopen(), trouble: Arc::clone(&self.trouble) }
    }

    /// Why it is not whole.
    pub fn failure(&self) -> Option<Failure> {
        let error = self.trouble.get()?;
        Some(Failure::message(format!("{}: cannot write: {error}", self.file.path().display())))
    }
}

/// A reader of which all that is read is written down.
struct Kept<R> {
    from: R,
    to: io::Result<File>,
    trouble: Arc<OnceLock<String>>,
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let octets = self.from.read(buffer)?;
        let written = match &mut self.to {
            Ok(file) => file.write_all(&buffer[..octets]),
            Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
        };
        if let Err(error) = written {
            // Only the first reason counts.
            let _ = self.trouble.set(error.to_string());
            return Err(error);
        }
        Ok(octets)
    }
}

/// A reader that may wait for its writer, and that ends when the user interrupts the run.
struct Waiting {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: Cursor<Vec<u8>>,
}

impl Waiting {
    fn new(mut from: impl Read + Send + 'static) -> Waiting {
        let (sender, pieces) = sync_channel(PIECES);
        std::thread::spawn(move || {
            loop {
                let mut piece = vec![0; PIECE_OCTETS];
                let read = from.read(&mut piece).map(|octets| piece.truncate(octets));
                let more = read.is_ok() && !piece.is_empty();
                if sender.send(read.map(|()| piece)).is_err() || !more {
                    break;
                }
            }
        });
        Waiting { pieces, piece: Cursor::default() }
    }
}

impl Read for Waiting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let octets = self.piece.read(buffer)?;
            if octets > 0 || buffer.is_empty() {
                return Ok(octets);
            }
            match self.pieces.recv_timeout(LOOK) {
                Ok(piece) => self.piece = Cursor::new(piece?),
                Err(RecvTimeoutError::Timeout) if !interrupt::flag().load(Ordering::Relaxed) => {}
                Err(_) => return Ok(0),
            }
        }
    }
}
