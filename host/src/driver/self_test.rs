// SPDX-License-Identifier: MIT OR Apache-2.0
//! Frames of several lengths to ourselves, through rings, memory and MAC, and a comparison of every octet
//! (docs/card.md, Loopback).

use wirewright_spec::card::registers;
use wirewright_spec::card::registers::bits::{CONTROL, STATUS};

use super::completion::Asked;
use super::config::{Config, Settings};
use super::event::Fault;
use super::layout::lay_out;
use super::registers::{LONGEST_PAUSE_NS, SHORTEST_PAUSE_NS, read};
use super::{BringUpError, CardReceive, CardTransmit, Filter, bring_up};
use crate::bus::RegisterBus;
use crate::device::{Receive, ReceivedFrame, Transmit, TransmitMetadata};
use crate::memory::HostMemory;

/// What the self-test found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelfTestError {
    /// Frames are missing.
    #[error("{received} of {sent} frames came back in {waited_ns} ns")]
    Missing {
        /// Frames that were sent.
        sent: usize,
        /// Frames that came back, right and in order.
        received: usize,
        /// How long was waited.
        waited_ns: u64,
    },
    /// A frame came back with another length.
    #[error("frame {frame} of {sent_octets} octets came back with {received_octets}")]
    Length {
        /// Which one, from 0.
        frame: usize,
        /// Its length as sent.
        sent_octets: usize,
        /// Its length as received.
        received_octets: usize,
    },
    /// A frame came back changed.
    #[error("octet {octet} of frame {frame} is {received:#04x}, {sent:#04x} was sent")]
    Octet {
        /// Which frame, from 0.
        frame: usize,
        /// Which octet, from 0.
        octet: usize,
        /// As sent.
        sent: u8,
        /// As received.
        received: u8,
    },
    /// A direction stopped.
    #[error("a direction stopped: {0}")]
    Stopped(Fault),
}

/// Octets of the frames: shortest, each alignment of the end, what needs several bursts; the longest come with the MTU.
const LENGTHS: [usize; 14] = [60, 61, 62, 63, 64, 65, 66, 67, 127, 128, 129, 255, 256, 1021];
/// IEEE 802 local experimental.
const TYPE: u16 = 0x88b5;

/// Runs it on a card that was reset; another reset must follow.
pub(super) async fn run<B, M>(bus: &B, memory: &M, config: &Config) -> Result<(), BringUpError>
where
    B: RegisterBus + Clone,
    M: HostMemory + Clone,
{
    let settings = Settings {
        promiscuous: false,
        broadcast: false,
        pass_bad: false,
        verify_checksums: false,
        vlan_strip: false,
        pause_quanta: None,
        pause_obey: false,
        half_duplex: false,
        further_addresses: Vec::new(),
        ..config.settings.clone()
    };
    let filter = Filter::default();
    let capabilities = settings.capabilities();
    let (transmit, receive) = lay_out(memory, config)?;
    let asked = Asked { bad: false, tags: false, checksums: false };
    let mut transmit = CardTransmit::new(bus.clone(), transmit, &capabilities);
    let mut receive = CardReceive::new(bus.clone(), receive, &capabilities, asked);
    transmit.rewind(u8::MAX)?;
    receive.rewind()?;
    bring_up::program(bus, &settings, &filter);
    let control = bring_up::control(&settings, &filter) | 1 << CONTROL::LOOPBACK;
    bring_up::enable(bus, control, &mut transmit, &mut receive).await?;
    let longest = settings.mtu + crate::device::ETHERNET_HEADER_OCTETS;
    let lengths: Vec<usize> = LENGTHS.into_iter().filter(|&octets| octets < longest).chain([longest]).collect();
    let limit_ns = config.limits.self_test_ns;
    let result = exchange(bus, limit_ns, settings.address, &lengths, &mut transmit, &mut receive).await;
    if let Err(SelfTestError::Missing { .. }) = result {
        let status = read(bus, registers::STATUS).await?;
        if status & (1 << STATUS::TX_STOPPED | 1 << STATUS::RX_STOPPED) != 0 {
            return Err(SelfTestError::Stopped(Fault::Dma).into());
        }
    }
    Ok(result?)
}

/// Sends frames of these lengths and compares what comes back, until all are done.
async fn exchange<B: RegisterBus, M: HostMemory>(
    bus: &B,
    limit_ns: u64,
    address: [u8; 6],
    lengths: &[usize],
    transmit: &mut CardTransmit<B, M>,
    receive: &mut CardReceive<B, M>,
) -> Result<(), SelfTestError> {
    let (mut sent, mut received, mut waited_ns, mut pause_ns) = (0, 0, 0, SHORTEST_PAUSE_NS);
    while received < lengths.len() || transmit.waiting() > 0 {
        while let Some(slot) = transmit.reserve().filter(|_| sent < lengths.len()) {
            let frame = frame(address, sent, lengths[sent]);
            let put = crate::device::TransmitSlot::send(slot, frame.len(), TransmitMetadata::default(), |octets| {
                octets.copy_from_slice(&frame);
            });
            if put.is_err() {
                break;
            }
            sent += 1;
        }
        while let Some(got) = receive.next_frame() {
            let Some(&octets) = lengths.get(received).filter(|_| received < sent) else { break };
            compare(received, &frame(address, received, octets), got.octets())?;
            got.done();
            received += 1;
        }
        transmit.reap();
        if let Some(fault) = transmit.stopped().or(receive.stopped()) {
            return Err(SelfTestError::Stopped(fault));
        }
        if waited_ns >= limit_ns {
            return Err(SelfTestError::Missing { sent, received, waited_ns });
        }
        bus.pause(pause_ns).await;
        waited_ns += pause_ns;
        pause_ns = (2 * pause_ns).min(LONGEST_PAUSE_NS);
    }
    Ok(())
}

/// Frame `number` of so many octets, which differ from frame to frame.
fn frame(address: [u8; 6], number: usize, octets: usize) -> Vec<u8> {
    let mut frame: Vec<u8> = (0..octets).map(|at| (at * 37 + at / 256 + number * 11 + 0x5a) as u8).collect();
    frame[..6].copy_from_slice(&address);
    frame[6..12].copy_from_slice(&address);
    frame[12..14].copy_from_slice(&TYPE.to_be_bytes());
    frame
}

fn compare(number: usize, sent: &[u8], received: &[u8]) -> Result<(), SelfTestError> {
    if sent.len() != received.len() {
        let (sent_octets, received_octets) = (sent.len(), received.len());
        return Err(SelfTestError::Length { frame: number, sent_octets, received_octets });
    }
    match sent.iter().zip(received).position(|(sent, received)| sent != received) {
        Some(octet) => Err(SelfTestError::Octet { frame: number, octet, sent: sent[octet], received: received[octet] }),
        None => Ok(()),
    }
}
