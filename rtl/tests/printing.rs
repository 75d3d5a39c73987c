// SPDX-License-Identifier: MIT OR Apache-2.0
//! How a design is printed: one committed example, which `WIREWRIGHT_BLESS=1` rewrites, and what must hold of it.

mod kernels;

use kernels::design::Crossing;
use wirewright_rtl::emit::{self, Description};
use wirewright_rtl::registry;

fn print_crossing() -> String {
    let text = include_str!("kernels/design.rs");
    let description = Description { file: "rtl/tests/kernels/design.rs", text, ports: None };
    emit::print(&Crossing::default(), &|_, _| Some(description)).unwrap()
}

/// The text of one module.
fn module<'a>(text: &'a str, name: &str) -> &'a str {
    let start = text.find(&format!("\nmodule {name} ")).unwrap_or_else(|| panic!("no module {name}"));
    let length = text[start..].find("\nendmodule").unwrap();
    &text[start..start + length]
}

#[test]
fn the_example_is_printed_as_it_was_reviewed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kernels/crossing.v");
    if std::env::var_os("WIREWRIGHT_BLESS").is_some() {
        std::fs::write(path, print_crossing()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), print_crossing());
}

#[test]
fn each_module_is_there_once_and_the_top_is_first() {
    let text = print_crossing();
    for module in ["crossing", "counter", "counter_saturating", "ram_block", "sync_bit", "reset_sync"] {
        assert_eq!(text.matches(&format!("\nmodule {module} ")).count(), 1, "{module}");
    }
    assert_eq!(text.matches("\nmodule ").count(), 6);
    assert!(text.find("\nmodule crossing ") == text.find("\nmodule "));
    assert_eq!(text.matches("`default_nettype none").count(), 1);
    assert!(text.ends_with("`default_nettype wire\n"));
}

#[test]
fn registers_have_their_clock_and_every_one_resets() {
    let text = print_crossing();
    let crossing = module(&text, "crossing");
    let (write_side, read_side) = crossing.split_once("always @(posedge rd_clk)").unwrap();
    let (_, write_side) = write_side.split_once("always @(posedge wr_clk)").unwrap();
    let (write_side, crossing) = write_side.split_once("always @(posedge wr_clk or negedge wr_reset_n)").unwrap();
    for (side, registers) in [(write_side, 5), (crossing, 1), (read_side, 3)] {
        let (reset, step) = side.split_once("end else begin").unwrap();
        assert_eq!(reset.matches("<=").count(), registers);
        assert_eq!(step.matches("<=").count(), registers);
    }
    assert!(write_side.contains("if (wr_reset)") && read_side.contains("if (rd_rst)"));
    assert!(write_side.contains("wire wr_reset_n = !wr_reset;") && crossing.contains("if (!wr_reset_n)"));
    assert!(module(&text, "counter").contains("count <= 4'd3;"));
}

#[test]
fn a_configuration_leaves_no_trace_of_the_other() {
    let text = print_crossing();
    assert!(module(&text, "counter_saturating").contains("4'd15"));
    assert!(!module(&text, "counter").contains("15"));
}

#[test]
fn arrays_of_crossings_and_their_bits_are_one_instance() {
    let text = print_crossing();
    let array =
        "sync_bit #(.RESET_VALUE(1'b0)) sync [3:0] (.clk(rd_clk), .rst(reset_rst), .d(crossing_count), .q(synced));";
    assert!(module(&text, "crossing").contains(array), "{text}");
}

#[test]
fn comments_come_along() {
    assert!(module(&print_crossing(), "crossing").contains("// The low field runs, the high one\n        // jumps.\n"));
}

#[test]
fn ports_without_a_contract_have_the_comments_of_their_fields() {
    let text = print_crossing();
    let counter = module(&text, "counter");
    let ports = "    input  wire       rst,\n    // Count at this edge;\n    // else hold.\n    \
                 input  wire       enable,\n    // How far it has come.\n    output reg  [3:0] count\n);";
    assert!(counter.contains(ports), "{counter}");
    assert!(!text.contains("Not a port"));
    let mut shells = 0;
    for entry in registry::ALL {
        let text = entry.verilog().unwrap();
        for (at, _) in text.match_indices("\nmodule mac_shell") {
            let (_, shell) = text[at..].split_once('(').unwrap();
            let (ports, _) = shell.split_once(");").unwrap();
            let lines: Vec<&str> = ports.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            assert!(lines.chunks(2).all(|pair| pair[0].starts_with("// ") && pair[1].contains("put ")), "{ports}");
            shells += 1;
        }
    }
    assert_eq!(shells, 7, "mac_gmii, mac_mii and mac_trispeed, two of them also for jumbo frames, and in two cards");
}

#[test]
fn a_module_says_where_it_is_in_its_own_file() {
    let mut said = 0;
    for entry in registry::ALL {
        let text = entry.verilog().unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let Some(rest) = line.strip_prefix("`line ") else { continue };
            let mut words = rest.split(' ');
            let number: usize = words.next().unwrap().parse().unwrap();
            let file = words.next().unwrap().trim_matches('"').trim_end_matches(".v").to_string();
            let own = match registry::find(&file) {
                Some(block) => block.verilog().unwrap(),
                None => match wirewright_rtl::leaf::LEAVES.iter().find(|(name, _)| *name == file) {
                    Some((_, text)) => text.to_string(),
                    None => continue,
                },
            };
            let own: Vec<&str> = own.lines().collect();
            assert_eq!(lines[index + 1], own[number - 1], "{} in {}", file, entry.name);
            said += 1;
        }
    }
    assert!(said > 0, "no file has a second module");
}
