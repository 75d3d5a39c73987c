// SPDX-License-Identifier: MIT OR Apache-2.0
//! The golden blocks judged by the untimed reference, over random frames: what is on the wire, what the client gets
//! and which verdict each frame has (IEEE 802.3-2022, 4.2.3, 4.2.4, 31B). When something comes is for the tests of
//! the blocks.

mod common;

use proptest::prelude::*;
use wirewright_model::reference::pause::{self, Control};
use wirewright_model::reference::receive::{self, Received};
use wirewright_model::reference::transmit::{self, Request};
use wirewright_model::reference::{fcs, half_duplex};
use wirewright_model::{MacControlRx, MacRx, MacRxMii, MacTx, MacTxMii};
use wirewright_spec::Block;
use wirewright_spec::ethernet::{PAUSE_ADDRESS, TYPE_MAC_CONTROL};
use wirewright_spec::ports::{mac_control_rx, mac_rx, mac_rx_mii, mac_tx, mac_tx_mii};
use wirewright_spec::verdict::{RxVerdict, TxVerdict};

fn request() -> impl Strategy<Value = Request> {
    let octets = prop::collection::vec(any::<u8>(), 1..150);
    (octets, any::<bool>(), any::<bool>(), prop::option::weighted(0.2, any::<prop::sample::Index>())).prop_map(
        |(octets, fcs_insert, error, underrun)| {
            let underrun_after = underrun.filter(|_| octets.len() > 1).map(|at| 1 + at.index(octets.len() - 1));
            Request { octets, fcs_insert, error, underrun_after }
        },
    )
}

/// A frame as it can be after the delimiter: any octets, mostly with a correct FCS, and telling length/type fields.
fn frame() -> impl Strategy<Value = Vec<u8>> {
    let length = prop_oneof![4 => 0..130usize, 1 => 1400..1530usize];
    let length_type =
        prop_oneof![Just(None), (0..80u16).prop_map(Some), (1495..1540u16).prop_map(Some), Just(Some(0x8100))];
    (length, length_type, any::<u8>(), prop::bool::weighted(0.8)).prop_map(|(length, length_type, seed, good)| {
        let mut frame: Vec<u8> = (0..length).map(|index| (index as u8).wrapping_mul(seed) ^ seed).collect();
        if let (Some(field), Some(value)) = (frame.get_mut(12..14), length_type) {
            field.copy_from_slice(&value.to_be_bytes());
        }
        let trailer = fcs::fcs(&frame);
        frame.extend(trailer);
        if !good {
            frame[length / 2] ^= 0x10;
        }
        frame
    })
}

/// Sends a request, and offers it at once; gives symbols and verdict.
fn send(request: &Request) -> (Vec<transmit::Symbol>, u8) {
    let (mut block, mut output, mut taken) = (MacTx::new(), mac_tx::Out::default(), 0);
    let mut symbols = Vec::new();
    while !output.stat_tx_valid {
        // The one edge of an underrun: ready, and no octet there.
        let underrun = request.underrun_after == Some(taken) && output.tx_axis_tready && !output.gmii_tx_er;
        let input = mac_tx::In {
            tx_axis_tdata: request.octets.get(taken).copied().unwrap_or_default(),
            tx_axis_tvalid: taken < request.octets.len() && !underrun,
            tx_axis_tlast: taken + 1 == request.octets.len(),
            tx_axis_tuser: request.error && taken + 1 == request.octets.len(),
            tx_fcs_insert: request.fcs_insert,
            ..Default::default()
        };
        taken += usize::from(input.tx_axis_tvalid && output.tx_axis_tready);
        Block::step(&mut block, &input, &mut output);
        if output.gmii_tx_en {
            symbols.push(transmit::Symbol { octet: output.gmii_txd, error: output.gmii_tx_er });
        }
    }
    assert_eq!(usize::from(output.stat_tx_octets), symbols.len() - 8);
    (symbols, output.stat_tx_verdict)
}

/// What the stream and the strobe of a receiver say of the only frame of a carrier.
#[derive(Default)]
struct Heard {
    client: Vec<u8>,
    ended_bad: Option<bool>,
    received: Option<Received>,
}

impl Heard {
    fn beat(&mut self, output: &mac_rx::Out) {
        if output.rx_axis_tvalid {
            self.client.push(output.rx_axis_tdata);
        }
        if output.rx_axis_tlast {
            self.ended_bad = Some(output.rx_axis_tuser);
        }
        if output.stat_rx_valid {
            assert!(self.received.is_none(), "one verdict a frame");
            self.received = Some(Received {
                client: self.client.clone(),
                verdict: RxVerdict::ALL[usize::from(output.stat_rx_verdict)],
                symbol_error: output.stat_rx_symbol_error,
                octets: output.stat_rx_octets.into(),
            });
        }
    }

    fn agrees(&self, expected: Option<Received>) -> Result<(), TestCaseError> {
        let bad = expected.as_ref().filter(|frame| !frame.client.is_empty()).map(|frame| !frame.verdict.accepted());
        prop_assert_eq!(self.ended_bad, bad);
        prop_assert_eq!(&self.received, &expected);
        Ok(())
    }
}

fn receive_octets(carrier: &[receive::Symbol], settings: receive::Settings) -> Heard {
    let (mut block, mut heard) = (MacRx::new(), Heard::default());
    for symbol in carrier.iter().map(Some).chain([None; 8]) {
        let input = mac_rx::In {
            gmii_rxd: symbol.map_or(0, |symbol| symbol.data),
            gmii_rx_dv: symbol.is_some(),
            gmii_rx_er: symbol.is_some_and(|symbol| symbol.error),
            cfg_rx_fcs_strip: settings.fcs_strip,
            cfg_rx_jumbo: settings.jumbo,
            ..Default::default()
        };
        let mut output = mac_rx::Out::default();
        Block::step(&mut block, &input, &mut output);
        heard.beat(&output);
    }
    heard
}

fn receive_nibbles(carrier: &[receive::Symbol], settings: receive::Settings) -> Heard {
    let (mut block, mut heard) = (MacRxMii::new(), Heard::default());
    for symbol in carrier.iter().map(Some).chain([None; 8]) {
        let input = mac_rx_mii::In {
            mii_rxd: symbol.map_or(0, |symbol| symbol.data),
            mii_rx_dv: symbol.is_some(),
            mii_rx_er: symbol.is_some_and(|symbol| symbol.error),
            cfg_rx_fcs_strip: settings.fcs_strip,
            cfg_rx_jumbo: settings.jumbo,
            ..Default::default()
        };
        let mut output = mac_rx_mii::Out::default();
        Block::step(&mut block, &input, &mut output);
        heard.beat(&mac_rx::Out {
            rx_axis_tdata: output.rx_axis_tdata,
            rx_axis_tvalid: output.rx_axis_tvalid,
            rx_axis_tlast: output.rx_axis_tlast,
            rx_axis_tuser: output.rx_axis_tuser,
            stat_rx_valid: output.stat_rx_valid,
            stat_rx_verdict: output.stat_rx_verdict,
            stat_rx_symbol_error: output.stat_rx_symbol_error,
            stat_rx_octets: output.stat_rx_octets,
        });
    }
    heard
}

/// Sends a frame in half duplex, with collisions at the given nibbles of its attempts and the random words after
/// them; gives the nibbles of each attempt, verdict and collisions.
fn send_half_duplex(octets: &[u8], collisions: &[Option<usize>], random: &[u32]) -> (Vec<Vec<u8>>, u8, u32) {
    let (mut block, mut output, mut taken) = (MacTxMii::new(), mac_tx_mii::Out::default(), 0);
    let mut attempts: Vec<Vec<u8>> = Vec::new();
    for _ in 0..1_000_000 {
        let nibble = if output.mii_tx_en { attempts.last().map_or(0, Vec::len) } else { 0 };
        let attempt = attempts.len().saturating_sub(1);
        // The pin is two edges ahead of what the transmitter sees (so nibble 3 is the first that can be told).
        let met = collisions.get(attempt).copied().flatten();
        let input = mac_tx_mii::In {
            tx_axis_tdata: octets.get(taken).copied().unwrap_or_default(),
            tx_axis_tvalid: taken < octets.len(),
            tx_axis_tlast: taken + 1 == octets.len(),
            tx_fcs_insert: true,
            mii_crs: output.mii_tx_en,
            mii_col: output.mii_tx_en && met == Some(nibble + 2),
            random: random.get(attempt).copied().unwrap_or_default() as u16,
            ..Default::default()
        };
        taken += usize::from(input.tx_axis_tvalid && output.tx_axis_tready);
        let was_sending = output.mii_tx_en;
        Block::step(&mut block, &input, &mut output);
        if output.mii_tx_en && !was_sending {
            attempts.push(Vec::new());
        }
        if let Some(attempt) = attempts.last_mut().filter(|_| output.mii_tx_en) {
            attempt.push(output.mii_txd);
        }
        if output.stat_tx_valid {
            return (attempts, output.stat_tx_verdict, output.stat_tx_collisions.into());
        }
    }
    panic!("the frame never ends: {} attempts", attempts.len());
}

proptest! {
    #[test]
    fn mac_tx_sends_what_the_reference_sends(request in request()) {
        let expected = transmit::transmit(&request);
        let (symbols, verdict) = send(&request);
        prop_assert_eq!(symbols, expected.symbols);
        prop_assert_eq!(verdict, expected.verdict as u8);
    }

    #[test]
    fn the_receivers_judge_as_the_reference_judges(
        frame in frame(),
        preamble in prop::collection::vec(prop_oneof![8 => Just(0x55u8), 1 => any::<u8>()], 1..9),
        error in prop::option::weighted(0.3, any::<prop::sample::Index>()),
        dribble in any::<bool>(),
        fcs_strip in any::<bool>(),
        jumbo in prop::bool::weighted(0.2),
    ) {
        let settings = receive::Settings { fcs_strip, jumbo };
        let octets = [&preamble[..], &[0xd5], &frame].concat();
        let symbols = |data: Vec<u8>| -> Vec<receive::Symbol> {
            let error = error.map(|at| at.index(data.len()));
            let symbol = |(index, data)| receive::Symbol { data, error: error == Some(index) };
            data.into_iter().enumerate().map(symbol).collect()
        };
        let carrier = symbols(octets.clone());
        receive_octets(&carrier, settings).agrees(receive::receive_octets(&carrier, settings))?;
        let mut nibbles = transmit::nibbles(&octets);
        nibbles.extend(dribble.then_some(9));
        let carrier = symbols(nibbles);
        receive_nibbles(&carrier, settings).agrees(receive::receive_nibbles(&carrier, settings))?;
    }

    #[test]
    fn mac_control_rx_takes_out_what_the_reference_takes_out(
        destination in prop_oneof![Just(PAUSE_ADDRESS), Just([2, 0, 0, 0, 0, 7]), any::<[u8; 6]>()],
        length_type in prop_oneof![4 => Just(TYPE_MAC_CONTROL), 1 => any::<u16>()],
        opcode in prop_oneof![4 => Just(1u16), 1 => any::<u16>()],
        quanta in any::<u16>(),
        length in 1..70usize,
    ) {
        let fields = [length_type, opcode, quanta].map(u16::to_be_bytes).concat();
        let mut frame = [&destination[..], &[9; 6], &fields].concat();
        frame.resize(length, 0);
        let (mut block, mut output) = (MacControlRx::new(), mac_control_rx::Out::default());
        for (index, &rx_axis_tdata) in frame.iter().enumerate() {
            let input = mac_control_rx::In {
                rx_axis_tdata, rx_axis_tvalid: true, rx_axis_tlast: index + 1 == length,
                cfg_mac_address: 0x0200_0000_0007, cfg_pause_obey: true, ..Default::default()
            };
            Block::step(&mut block, &input, &mut output);
        }
        let got = match (output.m_axis_tdrop, output.pause_valid, output.stat_unsupported) {
            (false, false, false) => Control::None,
            (true, true, false) => Control::Pause { quanta: output.pause_quanta },
            (true, false, false) => Control::PauseForAnother,
            (true, false, true) => Control::Unsupported,
            strobes => panic!("{strobes:?} do not go together"),
        };
        prop_assert_eq!(output.stat_pause, output.pause_valid);
        prop_assert_eq!(got, pause::classify(&frame, [2, 0, 0, 0, 0, 7]));
    }
}

proptest! {
    #![proptest_config(common::cases(64))]

    #[test]
    fn half_duplex_goes_as_the_reference_tells(
        octets in prop::collection::vec(any::<u8>(), 1..120),
        collisions in prop::collection::vec(prop_oneof![10 => 3..129usize, 1 => 120..180usize], 0..18),
        random in prop::collection::vec(0..8u32, 18),
    ) {
        let collisions: Vec<Option<usize>> = collisions.into_iter().map(Some).collect();
        let packet = transmit::transmit(&Request { octets: octets.clone(), fcs_insert: true, ..Request::default() });
        let packet: Vec<u8> = packet.symbols.iter().map(|symbol| symbol.octet).collect();
        let story = half_duplex::send(&transmit::nibbles(&packet), &collisions, &random);
        let (attempts, verdict, count) = send_half_duplex(&octets, &collisions, &random);
        prop_assert_eq!(attempts, story.attempts);
        prop_assert_eq!((TxVerdict::ALL[usize::from(verdict)], count), (story.verdict, story.collisions));
    }
}
