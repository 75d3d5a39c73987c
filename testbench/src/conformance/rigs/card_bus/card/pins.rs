// SPDX-License-Identifier: MIT OR Apache-2.0
//! The ports of the cards by their meaning.

use crate::card::Buses;
use crate::card::{ReadMaster, ReadPort, RegisterPort, RegisterSlave, WriteMaster, WritePort};
use crate::conformance::rigs::wire::{RxSymbol, TxSymbol};
use wirewright_spec::Interface;
use wirewright_spec::ports::{self, nic, nic_mii};

/// A card.
pub(super) trait CardPins:
    Interface<
        In: ReadPort + WritePort + RegisterPort + Buses<Out = Self::Out> + Default + Copy,
        Out: ReadMaster + WriteMaster + RegisterSlave + Default + Copy,
    >
{
    /// Period of the clocks of the PHY.
    const PHY_PERIOD_PS: u64;
    /// Bits of a symbol.
    const BITS_PER_CLOCK: usize;

    fn put_resets(input: &mut Self::In, resets: [bool; 3]);
    fn put_link(input: &mut Self::In, link: bool);
    fn put_symbol(input: &mut Self::In, symbol: RxSymbol);
    fn symbol(out: &Self::Out) -> TxSymbol;
    fn irq(out: &Self::Out) -> bool;

    /// Carrier sense and collision signal, where there are such pins.
    fn put_medium(_: &mut Self::In, _: (bool, bool)) {}
}

macro_rules! card {
    ($interface:ident $module:ident $period:literal $bits:literal $rxd:ident $dv:ident $rx_er:ident
        $txd:ident $en:ident $tx_er:ident $(; $crs:ident $col:ident)?) => {
        impl CardPins for ports::$interface {
            const PHY_PERIOD_PS: u64 = $period;
            const BITS_PER_CLOCK: usize = $bits;

            fn put_resets(input: &mut $module::In, resets: [bool; 3]) {
                [input.rst, input.tx_rst, input.rx_rst] = resets;
            }

            fn put_link(input: &mut $module::In, link: bool) {
                input.phy_link = link;
            }

            fn put_symbol(input: &mut $module::In, symbol: RxSymbol) {
                (input.$rxd, input.$dv, input.$rx_er) = (symbol.data, symbol.dv, symbol.er);
            }

            fn symbol(out: &$module::Out) -> TxSymbol {
                TxSymbol { data: out.$txd, en: out.$en, er: out.$tx_er }
            }

            fn irq(out: &$module::Out) -> bool {
                out.irq
            }

            $(
                fn put_medium(input: &mut $module::In, medium: (bool, bool)) {
                    (input.$crs, input.$col) = medium;
                }
            )?
        }
    };
}

card! { Nic nic 8_000 8 gmii_rxd gmii_rx_dv gmii_rx_er gmii_txd gmii_tx_en gmii_tx_er }
card! { NicMii nic_mii 40_000 4 mii_rxd mii_rx_dv mii_rx_er mii_txd mii_tx_en mii_tx_er; mii_crs mii_col }
