// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the registers say of a card that never changes; the values are in `wirewright_spec::card::registers`.
//!
//! ```text
//!            +---------------+
//! cfg_mii--->| card_identity |-->identity[32], version[32], capabilities[32]
//!            +---------------+
//! ```

use crate::prelude::*;
use wirewright_spec::card::registers as map;

/// Constants of the card.
#[derive(LogicBlock)]
pub struct CardIdentity {
    name: ModuleName<Self>,
    /// The card is one for MII; else for GMII.
    pub cfg_mii: Signal<In, Bit>,
    /// `IDENTITY`.
    pub identity: Signal<Out, Bits<32>>,
    /// `VERSION`.
    pub version: Signal<Out, Bits<32>>,
    /// `CAPABILITIES`.
    pub capabilities: Signal<Out, Bits<32>>,

    what: Constant<Bits<32>>,
    which: Constant<Bits<32>>,
    gmii: Constant<Bits<32>>,
    mii: Constant<Bits<32>>,
}

impl Default for CardIdentity {
    fn default() -> Self {
        CardIdentity {
            name: ModuleName::default(),
            cfg_mii: Signal::default(),
            identity: Signal::default(),
            version: Signal::default(),
            capabilities: Signal::default(),
            what: Constant::new(u64::from(map::IDENTITY_VALUE).into()),
            which: Constant::new(u64::from(map::VERSION_VALUE).into()),
            gmii: Constant::new(u64::from(map::CAPABILITIES.reset).into()),
            mii: Constant::new(u64::from(map::CAPABILITIES_MII_VALUE).into()),
        }
    }
}

impl Logic for CardIdentity {
    #[hdl_gen]
    fn update(&mut self) {
        self.identity.next = self.what.val();
        self.version.next = self.which.val();
        self.capabilities.next = self.gmii.val();
        if self.cfg_mii.val() {
            self.capabilities.next = self.mii.val();
        }
    }
}
