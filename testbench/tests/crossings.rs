// SPDX-License-Identifier: MIT OR Apache-2.0
//! Every block and design with more than one clock crosses as it must; and each kind of wrong crossing, planted, is
//! found, with both registers and their clocks.

use wirewright_spec::{PortSet, Ports};
use wirewright_testbench::bridge::ToolMissing;
use wirewright_testbench::bridge::Tools;
use wirewright_testbench::crossings::{self, Crossing, CrossingsError, Fault, Report, Through};
use wirewright_testbench::registry::{self, Registered, Visitor};

/// Ports and Verilog of a block.
struct Text;

impl Visitor for Text {
    type Output = (PortSet, &'static str);

    fn visit<R: Registered>(self) -> Self::Output {
        (PortSet::of::<R>(), R::VERILOG)
    }
}

#[test]
fn all_blocks_and_designs_cross_as_they_must() {
    for name in registry::NAMES {
        let (ports, verilog) = registry::with(name, Text).unwrap();
        let Some(report) = check(&ports, verilog) else { return };
        println!("{report}");
        assert_eq!(report.violations, [], "{report}");
        assert!(report.registers > 0, "{name}: nothing was looked at");
        // With one clock only ports of none can cross.
        let is_between = |crossing: &Crossing| crossing.from.clock != "async";
        assert_eq!(report.crossings.iter().any(is_between), ports.clocks.len() > 1, "{report}");
    }
}

#[test]
fn the_ways_of_a_design_are_known() {
    let (ports, verilog) = registry::with("mac_gmii", Text).unwrap();
    let Some(report) = check(&ports, verilog) else { return };
    let count = |through| report.crossings.iter().filter(|crossing| crossing.through == through).count();
    // Two FIFOs; two counters and the pause time, each with its toggles; two bits that ask for PAUSE, one that says
    // that a frame is too long; six resets.
    assert_eq!(count(Through::Gray), 4, "{report}");
    assert_eq!(count(Through::Bit), 2 * 2 + 2 + 3, "{report}");
    assert_eq!(count(Through::Reset), 6, "{report}");
    assert_eq!(count(Through::Held), 2 * 3 + 2 + 1, "{report}");
}

/// The echo of a board, within its cells at the pins, the PLL and the resets.
#[test]
fn the_board_s_echo_crosses_as_it_must() {
    let ports =
        PortSet { name: "echo_core", clocks: &["clk", "rx_clk"], inputs: EchoIn::PORTS, outputs: EchoOut::PORTS };
    let verilog = include_str!("../../fpga/boards/colorlight-5a-75b/ethernet_echo.v");
    let Some(report) = check(&ports, verilog) else { return };
    assert_eq!(report.violations, [], "{report}");
    let is_between = |crossing: &&Crossing| crossing.from.clock != "async";
    assert!(report.registers > 300 && report.crossings.iter().filter(is_between).count() > 15, "{report}");
    // Without its synchroniser the setting of the speed would be found.
    let raw = verilog.replacen("assign mac_cfg_rx_nibble = !octets_in_rx_q;", "assign mac_cfg_rx_nibble = !octets;", 1);
    let Some(report) = check(&ports, &raw) else { return };
    assert!(raw != verilog && report.violations.iter().any(|violation| violation.fault == Fault::Raw), "{report}");
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct EchoIn {
    rst: bool,
    #[port(clock = "rx_clk")]
    rx_rst: bool,
    #[port(width = 4, clock = "rx_clk")]
    rxd_rise: u8,
    #[port(width = 4, clock = "rx_clk")]
    rxd_fall: u8,
    #[port(clock = "rx_clk")]
    rx_ctl_rise: bool,
    #[port(clock = "rx_clk")]
    rx_ctl_fall: bool,
    #[port(clock = "async")]
    mdio_i: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Ports)]
#[repr(C)]
struct EchoOut {
    txc_rise: bool,
    txc_fall: bool,
    #[port(width = 4)]
    txd_rise: u8,
    #[port(width = 4)]
    txd_fall: u8,
    tx_ctl_rise: bool,
    tx_ctl_fall: bool,
    mdc: bool,
    mdio_o: bool,
    mdio_oe: bool,
    led: bool,
}

#[test]
fn a_register_read_by_another_clock() {
    finds(
        "word_sync",
        Fault::Raw,
        ["request (src_clk)", "dst_valid (dst_clk)"],
        &[("dst_valid <= request_sync_q != acknowledge;", "dst_valid <= request != acknowledge;")],
    );
}

#[test]
fn logic_before_a_synchroniser() {
    finds(
        "word_sync",
        Fault::LogicBeforeSynchroniser,
        ["request (src_clk)", "request_sync (dst_clk)"],
        &[(".rst(dst_rst), .d(request)", ".rst(dst_rst), .d(request && waiting)")],
    );
}

#[test]
fn a_binary_counter_bit_by_bit() {
    finds(
        "async_fifo",
        Fault::Bus,
        ["write (wr_clk)", "write_gray_sync[0] (rd_clk)"],
        &[(".d(write_gray)", ".d(write)")],
    );
}

#[test]
fn a_counter_that_is_gray_by_name_only() {
    finds(
        "async_fifo",
        Fault::Bus,
        ["write_gray (wr_clk)", "write_gray_sync[0] (rd_clk)"],
        &[("write_gray <= write_after ^ (write_after >> 3'd1);", "write_gray <= write_after;")],
    );
    finds(
        "async_fifo",
        Fault::Bus,
        ["write_gray (wr_clk)", "write_gray_sync[0] (rd_clk)"],
        &[("write_after = write + 5'd1;", "write_after = write + 5'd3;")],
    );
}

#[test]
fn bits_that_meet_again() {
    finds(
        "word_sync",
        Fault::Reconvergence,
        ["request (src_clk)", "dst_valid (dst_clk)"],
        &[
            (
                "    always @* begin\n",
                "    wire waiting_seen;\n    sync_bit waiting_sync (.clk(dst_clk), .rst(dst_rst), .d(waiting), \
             .q(waiting_seen));\n    always @* begin\n",
            ),
            (
                "dst_valid <= request_sync_q != acknowledge;",
                "dst_valid <= waiting_seen && request_sync_q != acknowledge;",
            ),
        ],
    );
}

#[test]
fn a_port_without_a_synchroniser() {
    finds(
        "mac_gmii",
        Fault::UnsynchronisedPort,
        ["pause_request (async)", "(tx_clk)"],
        &[("pause_request_sync_q || half_full_sync_q", "pause_request || half_full_sync_q")],
    );
    finds(
        "async_fifo",
        Fault::UnsynchronisedPort,
        ["m_axis_tready (rd_clk)", "s_axis_tready (wr_clk)"],
        &[("s_axis_tready_next = write_gray !=", "s_axis_tready_next = m_axis_tready && write_gray !=")],
    );
}

#[test]
fn a_reset_of_another_clock() {
    finds(
        "async_fifo",
        Fault::ForeignReset,
        ["wr_rst (wr_clk)", "m_axis_tvalid (rd_clk)"],
        &[("if (rd_rst) begin\n            read <= 5'd0;", "if (wr_rst) begin\n            read <= 5'd0;")],
    );
}

#[test]
fn a_reset_register_of_another_reset() {
    finds(
        "nic",
        Fault::ForeignReset,
        ["tx_rst (tx_clk)", "core_reset (clk)"],
        &[("reset_register core_reset (.clk(clk), .arst(rst)", "reset_register core_reset (.clk(clk), .arst(tx_rst)")],
    );
}

#[test]
fn a_bit_that_crosses_twice() {
    finds(
        "word_sync",
        Fault::Twice,
        ["request (src_clk)", "request_sync (dst_clk)"],
        &[(
            "    always @* begin\n",
            "    wire seen;\n    sync_bit request_too (.clk(dst_clk), .rst(dst_rst), .d(request), .q(seen));\n    \
         wire unused = seen;\n    always @* begin\n",
        )],
    );
}

#[test]
fn a_word_that_is_taken_at_any_time() {
    finds(
        "word_sync",
        Fault::Raw,
        ["held_word (src_clk)", "dst_data (dst_clk)"],
        &[(
            "if (request_sync_q != acknowledge) begin\n            dst_data_next = held_word;",
            "dst_data_next = held_word;\n        if (request_sync_q != acknowledge) begin",
        )],
    );
}

#[test]
fn a_word_that_changes_while_it_is_taken() {
    finds(
        "word_sync",
        Fault::Raw,
        ["held_word (src_clk)", "dst_data (dst_clk)"],
        &[("if (waiting && (request == acknowledge_sync_q)) begin", "if (waiting) begin")],
    );
}

#[test]
fn a_toggle_that_survives_its_reset() {
    finds(
        "word_sync",
        Fault::NotClearedAtOnce,
        ["request (src_clk)", "request_sync (dst_clk)"],
        &[("always @(posedge src_clk or negedge src_rst_n) begin", "always @(posedge src_clk) begin")],
    );
}

/// The block with these changes has this fault, told with both ends.
fn finds(name: &str, fault: Fault, ends: [&str; 2], changes: &[(&str, &str)]) {
    let (ports, verilog) = registry::with(name, Text).unwrap();
    let mut planted = verilog.to_owned();
    for (from, to) in changes {
        assert!(planted.contains(from), "`{from}` is not in {name}");
        planted = planted.replacen(from, to, 1);
    }
    let Some(report) = check(&ports, &planted) else { return };
    let told = report.violations.iter().filter(|violation| violation.fault == fault).map(ToString::to_string);
    let is_told = |text: &String| ends.iter().all(|end| text.contains(end));
    assert!(told.into_iter().any(|text| is_told(&text)), "{fault:?} between {ends:?} is not in:\n{report}");
}

/// The report; none, with a line that says why, when yosys is missing.
fn check(ports: &PortSet, verilog: &str) -> Option<Report> {
    match crossings::check(ports, verilog, &Tools::of_process()) {
        Ok(report) => Some(report),
        Err(CrossingsError::Tool(missing)) => {
            skip(&missing);
            None
        }
        Err(error) => panic!("{}: {error}", ports.name),
    }
}

fn skip(missing: &ToolMissing) {
    let required = std::env::var("WIREWRIGHT_REQUIRE").unwrap_or_default();
    assert!(!required.split([',', ' ']).any(|word| word == "tools"), "tools are required: {missing}");
    println!("skipped: tools: {missing}");
}
