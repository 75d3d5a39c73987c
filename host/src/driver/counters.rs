// SPDX-License-Identifier: MIT OR Apache-2.0
//! The counters of the card, all of one moment (docs/counters.md).

use wirewright_spec::card::registers;
use wirewright_spec::counters::{CardCounter, RxCounter, TxCounter};

use super::Driver;
use super::registers::{RegisterError, read_at, wait_clear, write};
use crate::bus::RegisterBus;
use crate::memory::HostMemory;

const TX_FIRST: usize = 16;
const CARD_FIRST: usize = 32;

/// A snapshot of all counters. They count since the last reset: [`recover`](Driver::recover) begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counters([u64; registers::COUNTERS as usize]);

impl Counters {
    /// A counter of the receiver.
    pub fn receive(&self, counter: RxCounter) -> u64 {
        self.0[counter as usize]
    }

    /// A counter of the transmitter.
    pub fn transmit(&self, counter: TxCounter) -> u64 {
        self.0[TX_FIRST + counter as usize]
    }

    /// A counter of the card itself.
    pub fn card(&self, counter: CardCounter) -> u64 {
        self.0[CARD_FIRST + counter as usize]
    }

    /// Frames that were handed over to the MAC, confirmed, and have no end there: frames leave it in their order, and
    /// each is counted once when it has.
    pub(super) fn in_mac(&self) -> u64 {
        let ends = [
            TxCounter::FramesTransmittedOk,
            TxCounter::LateCollisions,
            TxCounter::ExcessiveCollisions,
            TxCounter::FramesLostSending,
            TxCounter::FramesSentWithError,
        ];
        let ended = ends.into_iter().fold(0_u64, |sum, counter| sum.saturating_add(self.transmit(counter)));
        // The MAC's own are among those that were sent.
        let ended = ended.saturating_sub(self.transmit(TxCounter::PauseFramesTransmitted));
        self.card(CardCounter::FramesSubmitted).saturating_sub(ended)
    }

    /// All of them with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let receive = RxCounter::ALL.iter().map(|&counter| (counter.managed_name(), self.receive(counter)));
        let transmit = TxCounter::ALL.iter().map(|&counter| (counter.managed_name(), self.transmit(counter)));
        let card = CardCounter::ALL.iter().map(|&counter| (counter.managed_name(), self.card(counter)));
        receive.chain(transmit).chain(card)
    }
}

impl<B: RegisterBus + Clone, M: HostMemory + Clone> Driver<B, M> {
    /// Takes a snapshot of all counters. The future may be dropped half-way.
    ///
    /// # Errors
    /// Registers could not be read, or the snapshot never came.
    pub async fn counters(&mut self) -> Result<Counters, RegisterError> {
        write(&self.bus, registers::SNAPSHOT, 1);
        wait_clear(&self.bus, registers::SNAPSHOT, 1, self.config.limits.snapshot_ns).await?;
        let mut counters = [0; registers::COUNTERS as usize];
        for (index, counter) in (0..registers::COUNTERS).zip(&mut counters) {
            let low = read_at(&self.bus, registers::COUNTER_LOW, index).await?;
            let high = read_at(&self.bus, registers::COUNTER_HIGH, index).await?;
            *counter = u64::from(high) << 32 | u64::from(low);
        }
        Ok(Counters(counters))
    }
}
