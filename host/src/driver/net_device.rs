// SPDX-License-Identifier: MIT OR Apache-2.0
//! A card that has been brought up, as stacks see it.

use super::{CardReceive, CardTransmit, Driver};
use crate::bus::RegisterBus;
use crate::device::{Capabilities, Link, NetDevice};
use crate::memory::HostMemory;

impl<B: RegisterBus + Clone, M: HostMemory + Clone> NetDevice for Driver<B, M> {
    type Transmit = CardTransmit<B, M>;
    type Receive = CardReceive<B, M>;

    fn split(&mut self) -> (&mut CardTransmit<B, M>, &mut CardReceive<B, M>) {
        (&mut self.transmit, &mut self.receive)
    }

    /// Those of the present settings.
    fn capabilities(&self) -> Capabilities {
        self.config.settings.capabilities()
    }

    /// As it was when events were last looked for.
    fn link(&self) -> Link {
        self.link
    }

    fn address(&self) -> [u8; 6] {
        self.config.settings.address
    }
}
