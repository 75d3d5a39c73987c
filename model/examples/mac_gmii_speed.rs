// SPDX-License-Identifier: MIT OR Apache-2.0
//! How fast the golden `mac_gmii` runs: back-to-back frames of 64 and of 1518 octets, sent, looped back on the
//! wire and received. Run it with `cargo run --release -p wirewright-model --example mac_gmii_speed`.

use std::time::Instant;
use wirewright_model::MacGmii;
use wirewright_spec::ports::mac_gmii::{In, Out};
use wirewright_spec::{Design, EdgeSet};

const EVENTS: u64 = 20_000_000;

fn main() {
    let together = [EdgeSet(0b111); 3];
    let in_turn = [EdgeSet(0b001), EdgeSet(0b010), EdgeSet(0b100)];
    for octets in [60, 1514] {
        for (name, edges) in [("all clocks at each event", together), ("one clock at each event", in_turn)] {
            let start = Instant::now();
            let frames = run(octets, edges);
            let rate = EVENTS as f64 / start.elapsed().as_secs_f64() / 1e6;
            println!("{:4} octets, {name}: {rate:.1} M events/s, {frames} frames received", octets + 4);
        }
    }
}

/// Steps the design `EVENTS` times and gives the frames that came back.
fn run(octets: usize, edges: [EdgeSet; 3]) -> u64 {
    let mut design = MacGmii::new();
    let mut output = Out::default();
    let mut input = In { cfg_tx_fcs_insert: true, cfg_rx_fcs_strip: true, rx_axis_tready: true, ..In::default() };
    let frame: Vec<u8> = (0..octets).map(|index| if index == 12 { 8 } else { index as u8 }).collect();
    let mut next = 0;
    let mut frames = 0;
    for event in 0..EVENTS {
        let edges = edges[(event % 3) as usize];
        input.tx_axis_tdata = frame[next];
        input.tx_axis_tvalid = true;
        input.tx_axis_tlast = next + 1 == octets;
        input.gmii_rxd = output.gmii_txd;
        input.gmii_rx_dv = output.gmii_tx_en;
        input.gmii_rx_er = output.gmii_tx_er;
        let taken = edges.contains(0) && output.tx_axis_tready;
        let received = edges.contains(0) && output.rx_axis_tvalid && output.rx_axis_tlast && !output.rx_axis_tuser;
        design.step(edges, &input, &mut output);
        frames += u64::from(received);
        if taken {
            next = if next + 1 == octets { 0 } else { next + 1 };
        }
    }
    frames
}
