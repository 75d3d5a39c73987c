// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a case talks to: a [`Rig`] plays a script on a device and gives the trace of what it did. One file for each
//! kind of device, with the rig over the reference and the rig over any design.

pub mod address_filter;
pub mod backoff;
pub mod card_bus;
pub mod checksum_insert;
pub mod checksum_verify;
pub mod control_rx;
pub mod control_tx;
pub mod counters;
pub mod crc;
pub mod fifo;
pub mod frame_path;
pub mod half_duplex;
pub mod lfsr;
pub mod mac;
pub mod mdio;
pub mod medium;
pub mod pace;
pub mod receive;
pub mod rgmii_rx;
pub mod rgmii_tx;
pub mod rx_buffer;
pub mod stream_narrow;
pub mod stream_widen;
pub mod transmit;
pub mod vlan_insert;
pub mod vlan_strip;
pub mod wire;

use super::{Check, Mismatch, NoDesign, Rung, Rungs};
use card_bus::{
    card, completion_ring, dma_read, dma_write, interrupts, loopback, nic_registers, read_arbiter, ring_fetch,
    rx_engine, tx_engine, write_arbiter,
};

/// A kind of device under test: what is played on it and what comes back.
pub trait Subject: Sized + 'static {
    /// What is played.
    type Script: Clone;
    /// What the device did.
    type Trace;

    /// The rig over a device, which is a block or `<block>:<mode>`, on a rung.
    ///
    /// # Errors
    /// Why there is none.
    fn open<R: Rungs>(device: &str, rung: Rung, rungs: &R) -> Result<Box<dyn Rig<Self>>, NoRig>;
}

/// Why there is no rig.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoRig {
    /// The rung cannot have one, for this reason.
    NotApplicable(&'static str),
    /// The rung could have one, but has not.
    Unavailable(NoDesign),
}

/// How a case went on a device, if there was one: what it counted, and the first difference.
pub type Examined = Result<(Check, Result<(), Mismatch>), NoRig>;

/// Plays scripts on one device.
pub trait Rig<S: Subject> {
    /// Resets the device, plays the script, and returns what it did.
    fn play(&mut self, script: &S::Script) -> S::Trace;

    /// Bits on the wire (or through the memory) in one clock that counts: 8 or 4.
    fn bits_per_clock(&self) -> usize {
        8
    }

    /// Octets that the memory of the device holds, where it has one.
    fn depth_octets(&self) -> usize {
        0
    }
}

/// How one case judges one kind of device.
pub struct Exam<S: Subject> {
    /// Plays and compares.
    pub run: fn(&mut dyn Rig<S>, &mut Check) -> Result<(), Mismatch>,
    /// Breaks just the requirement of this case.
    pub saboteur: Saboteur<S::Script, S::Trace>,
}

/// A fault put between case and device.
pub enum Saboteur<Script, Trace> {
    /// The device is told something else.
    Script(fn(&mut Script)),
    /// The device does something else.
    Trace(fn(&mut Trace)),
}

/// A rig with a saboteur in it.
pub struct Sabotaged<'a, S: Subject> {
    /// The rig proper.
    pub rig: Box<dyn Rig<S>>,
    /// The fault.
    pub saboteur: &'a Saboteur<S::Script, S::Trace>,
}

impl<S: Subject> Rig<S> for Sabotaged<'_, S> {
    fn play(&mut self, script: &S::Script) -> S::Trace {
        match self.saboteur {
            Saboteur::Script(spoil) => {
                let mut script = script.clone();
                spoil(&mut script);
                self.rig.play(&script)
            }
            Saboteur::Trace(spoil) => {
                let mut trace = self.rig.play(script);
                spoil(&mut trace);
                trace
            }
        }
    }

    fn bits_per_clock(&self) -> usize {
        self.rig.bits_per_clock()
    }

    fn depth_octets(&self) -> usize {
        self.rig.depth_octets()
    }
}

/// Declares [`AnyExam`]: the exam of a case, whatever its kind of device.
macro_rules! any_exam {
    ($($(#[$doc:meta])* $subject:ident = $module:ident;)+) => {
        /// The exam of a case, whatever its kind of device.
        pub enum AnyExam {
            $($(#[$doc])* $subject(Exam<$module::$subject>),)+
        }

        impl AnyExam {
            /// Runs the exam on one device, with its saboteur or without.
            ///
            /// # Errors
            /// Why there is no rig to run it on.
            pub fn run_on<R: Rungs>(
                &self,
                device: &str,
                rung: Rung,
                rungs: &R,
                sabotage: bool,
            ) -> Examined {
                match self {
                    $(AnyExam::$subject(exam) => run_exam(exam, device, rung, rungs, sabotage),)+
                }
            }
        }
    };
}

any_exam! {
    /// A frame check sequence, octet by octet.
    Crc = crc;
    /// A full duplex transmitter.
    Transmit = transmit;
    /// A half duplex transmitter and the medium around it.
    HalfDuplex = half_duplex;
    /// A backoff timer.
    Backoff = backoff;
    /// A source of random words.
    Lfsr = lfsr;
    /// A receiver.
    Receive = receive;
    /// MAC control, receiving side.
    ControlRx = control_rx;
    /// MAC control, sending side.
    ControlTx = control_tx;
    /// A frame memory.
    Fifo = fifo;
    /// A bank of counters.
    Counters = counters;
    /// A whole MAC.
    Mac = mac;
    /// A master of MDIO.
    Mdio = mdio;
    /// The transmitting side of RGMII.
    RgmiiTx = rgmii_tx;
    /// The receiving side of RGMII.
    RgmiiRx = rgmii_rx;
    /// The address filter of a card.
    AddressFilter = address_filter;
    /// What takes tags out of received frames.
    VlanStrip = vlan_strip;
    /// What judges the checksums of received frames.
    ChecksumVerify = checksum_verify;
    /// The receive memory of a card.
    RxBuffer = rx_buffer;
    /// What makes frames of words.
    StreamNarrow = stream_narrow;
    /// What makes words of frames.
    StreamWiden = stream_widen;
    /// What puts tags into frames to send.
    VlanInsert = vlan_insert;
    /// What puts checksums into frames to send.
    ChecksumInsert = checksum_insert;
    /// A reader of host memory.
    DmaRead = dma_read;
    /// A writer of host memory.
    DmaWrite = dma_write;
    /// Three clients of one reader.
    ReadArbiter = read_arbiter;
    /// Three clients of one writer.
    WriteArbiter = write_arbiter;
    /// A fetcher of descriptors.
    RingFetch = ring_fetch;
    /// A writer of completions.
    CompletionRing = completion_ring;
    /// A transmit engine.
    TxEngine = tx_engine;
    /// A receive engine.
    RxEngine = rx_engine;
    /// Interrupt causes, mask and line.
    Interrupts = interrupts;
    /// The registers of a card.
    NicRegisters = nic_registers;
    /// What stands between a MAC and its PHY.
    Loopback = loopback;
    /// A whole card.
    Card = card;
}

fn run_exam<S: Subject, R: Rungs>(exam: &Exam<S>, device: &str, rung: Rung, rungs: &R, sabotage: bool) -> Examined {
    let mut rig = S::open(device, rung, rungs)?;
    let mut check = Check::default();
    let result = if sabotage {
        (exam.run)(&mut Sabotaged { rig, saboteur: &exam.saboteur }, &mut check)
    } else {
        (exam.run)(rig.as_mut(), &mut check)
    };
    Ok((check, result))
}

/// Opens the design of `I` for a rig on a timed rung.
pub(crate) fn design<I: wirewright_spec::Interface, R: Rungs>(
    rung: Rung,
    rungs: &R,
) -> Result<Box<dyn super::Device<I>>, NoRig> {
    rungs.open::<I>(rung).map_err(NoRig::Unavailable)
}
