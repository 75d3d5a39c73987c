// SPDX-License-Identifier: MIT OR Apache-2.0
//! The conformance cases of the MAC at the pins of the echo: which apply there, and why others do not.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wirewright_testbench::conformance::{Case, cases, named};

use crate::echo::{DESIGN, link_up, linked, model, model_of};
use crate::phy::Speed;
use crate::pins::{Board, judge};
use crate::rig::Rig;

/// Cases that are judged at the pins, and whether their own saboteurs change what is there.
const HERE: &[(&str, bool)] = &[
    ("transmit/preamble", true),
    ("transmit/sfd", true),
    ("transmit/transparency", true),
    ("transmit/fcs", true),
    ("transmit/fcs_order", true),
    ("transmit/gap", true),
    ("transmit/back_to_back", true),
    ("transmit/tx_en", true),
    ("transmit/nibble_order", true),
    ("transmit/idle", true),
    ("receive/any_preamble", true),
    ("receive/any_nibble", true),
    ("receive/no_delimiter", false),
    ("receive/transparency", true),
    ("receive/nibble_order", true),
    ("receive/promiscuous", true),
    ("receive/fcs_strip", true),
    ("receive/shrunk_gap", true),
    ("receive/one_status", false),
    ("receive/length_type", false),
    ("receive/out_of_range", true),
    ("receive/length_check", true),
    ("receive/single_bit", true),
    ("receive/fcs_check", true),
    ("receive/runt", true),
    ("receive/too_long", true),
    ("receive/tagged", true),
    ("receive/alignment", false),
    ("receive/excess_nibble", true),
    ("receive/rx_er_in_frame", true),
    ("receive/rx_er_in_preamble", true),
    ("receive/rx_er_idle", true),
    ("mac/invalid", true),
    ("mac/control_not_passed", false),
    ("mac/both_ways", true),
];

/// Cases that do not apply, with the reason; a name that ends with `/` stands for all that begin so.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (&["transmit/pad", "transmit/pad_covered"], "what is shorter than 60 octets is not received, and so not sent back"),
    (&["transmit/fcs_present"], "the echo has the MAC make the FCS"),
    (&["transmit/tx_er", "transmit/underrun", "mac/send_with_error"], "the echo gives up no frame once it sends it"),
    (&["transmit/no_deference", "transmit/no_collision"], "RGMII has neither carrier sense nor collision signal"),
    (&["receive/fcs_pass"], "the echo has the MAC strip the FCS"),
    (&["receive/jumbo"], "the echo takes no jumbo frames"),
    (&["receive/symbol_error"], "it qualifies verdicts, which are not at the pins; all its frames are bad"),
    (&["mac/unsupported_opcode"], "it asks for a counter and for frames of a client"),
    (&["mac/larger_than_memory"], "no frame that is received is larger than a memory"),
    (&["half_duplex/", "backoff/"], "the echo has full duplex alone"),
    (&["control_rx/", "control_tx/", "pause/"], "PAUSE is switched off in the echo, and its requests are not at pins"),
    (&["counters/"], "the echo reads no counter"),
    (&["reset/"], "the domains have no resets at the pins, and one clock is client's and transmitter's"),
    (&["crc/", "fifo/"], "it judges a part of the MAC at its own ports, where no pin is"),
    (&["mdio/"], "not of the MAC: its requests are not at the pins; `Management` judges the frames that are"),
    (
        &[
            "dma_read/",
            "dma_write/",
            "read_arbiter/",
            "write_arbiter/",
            "ring_fetch/",
            "completion_ring/",
            "tx_engine/",
        ],
        "not of the MAC: the echo has no bus",
    ),
    (
        &[
            "address_filter/",
            "vlan_strip/",
            "checksum_verify/",
            "rx_buffer/",
            "stream_narrow/",
            "stream_widen/",
            "vlan_insert/",
            "checksum_insert/",
        ],
        "not of the MAC: the echo does not look into frames",
    ),
    (&["rx_engine/", "interrupts/", "nic_registers/", "loopback/", "card/"], "not of the MAC: the echo is no card"),
    (&["rgmii/"], "not of the MAC: it judges wires behind the cells; `Receiver` judges what they make of them"),
];

fn is_here(case: &Case) -> bool {
    HERE.iter().any(|(name, _)| *name == case.name)
}

fn reasons(case: &Case) -> usize {
    let names = ELSEWHERE.iter().flat_map(|(names, _)| names.iter());
    names.filter(|name| case.name == **name || (name.ends_with('/') && case.name.starts_with(**name))).count()
}

#[test]
fn each_case_is_judged_at_the_pins_or_has_a_reason_why_not() {
    for case in cases() {
        assert_eq!(usize::from(is_here(case)) + reasons(case), 1, "{}: {}", case.name, case.criterion);
    }
    assert!(HERE.iter().all(|(name, _)| named(name).is_some()), "a case that is gone");
    for name in ELSEWHERE.iter().flat_map(|(names, _)| names.iter()) {
        assert!(cases().iter().any(|case| case.name.starts_with(name)), "{name}: a case that is gone");
    }
}

/// The cases for octets or for nibbles that begin so, one after the other on one board.
fn all_hold(speed: Speed, beginning: &str) {
    let Some(model) = model() else { return };
    let mode = if speed == Speed::Mbit1000 { ":octets" } else { ":nibbles" };
    let mut board = Board { rig: linked(&model, 21, speed), speed };
    let mut judged = 0;
    for (name, own_saboteur) in HERE.iter().filter(|(name, _)| name.starts_with(beginning)) {
        let case = named(name).unwrap();
        if case.devices.iter().any(|device| device.ends_with(mode)) {
            let comparisons = judge(&mut board, case, *own_saboteur).unwrap_or_else(|why| panic!("{name}: {why}"));
            assert!(comparisons > 0, "{name} compares nothing");
            judged += 1;
        }
    }
    assert!(judged > 1, "{judged} cases");
}

#[test]
fn cases_that_receive_hold_at_1000_mbit_s() {
    all_hold(Speed::Mbit1000, "receive/");
    all_hold(Speed::Mbit1000, "mac/");
}

#[test]
fn cases_that_send_hold_at_1000_mbit_s() {
    all_hold(Speed::Mbit1000, "transmit/");
}

#[test]
fn cases_that_receive_hold_at_100_mbit_s() {
    all_hold(Speed::Mbit100, "receive/");
    all_hold(Speed::Mbit100, "mac/");
}

#[test]
fn cases_that_send_hold_at_100_mbit_s() {
    all_hold(Speed::Mbit100, "transmit/");
}

/// Faults in the Verilog of the board, each with a case that notices it: a piece of the text that is there once, and
/// what stands in its place; `%` is "this fault is there".
const FAULTS: &[(&str, &str, &str)] = &[
    ("receive/rx_er_in_frame", "<= rx_ctl_rise ^ rx_ctl_fall;", "<= (rx_ctl_rise ^ rx_ctl_fall) & !%;"),
    ("receive/transparency", "({4'd0, rxd_fall} << 3'd4)", "({4'd0, rxd_fall & {!%, 3'd7}} << 3'd4)"),
    ("receive/fcs_check", "(crc_fcs == 32'h2144df1c)", "((crc_fcs & {31'h7fffffff, !%}) == 32'h2144df1c)"),
    ("receive/runt", "octets[5:0] == 6'd63", "octets[5:0] == (% ? 6'd62 : 6'd63)"),
    ("receive/too_long", "octets == 16'd1518", "octets == (% ? 16'd1519 : 16'd1518)"),
    ("receive/tagged", "length_type == 16'h8100;", "length_type == (% ? 16'h8101 : 16'h8100);"),
    ("receive/length_check", "is_length_wrong = is_length &", "is_length_wrong = !% & is_length &"),
    ("transmit/sfd", "octet = 8'hd5;", "octet = % ? 8'h95 : 8'hd5;"),
    ("transmit/fcs", "fcs_octet = crc_fcs[7:0];", "fcs_octet = crc_fcs[7:0] ^ {7'd0, %};"),
    ("transmit/gap", "gap_left = 4'd11;", "gap_left = % ? 4'd10 : 4'd11;"),
];

#[test]
fn faults_of_the_board_are_noticed_by_cases() {
    let design = FAULTS.iter().zip(1..).fold(DESIGN.to_owned(), |text, ((_, from, to), number)| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replace(from, &to.replace('%', &format!("(bench.fault == 8'd{number})")))
    });
    let Some(model) = model_of(&design) else { return };
    let linked_with = |fault| {
        let mut rig = Rig::with_fault(&model, 31, fault);
        link_up(&mut rig, Speed::Mbit1000);
        Board { rig, speed: Speed::Mbit1000 }
    };
    // A board that is far off may end a case by a panic.
    let holds = |board: &mut Board, name: &str| {
        let case = named(name).unwrap();
        catch_unwind(AssertUnwindSafe(|| judge(board, case, true))).is_ok_and(|judged| judged.is_ok())
    };
    let mut sound = linked_with(0);
    for ((name, _, to), number) in FAULTS.iter().zip(1..) {
        assert!(holds(&mut sound, name), "{name} fails without a fault");
        assert!(!holds(&mut linked_with(number), name), "{name} does not notice: {to}");
    }
}
