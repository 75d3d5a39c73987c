// SPDX-License-Identifier: MIT OR Apache-2.0
//! The cell models, each on its own. Those that yosys has models of too are proved to be the same circuit, with every
//! setting of every parameter; the tables with every entry alone set and alone clear, which tells all of a choice among
//! entries. yosys' models differ in one thing, on purpose: the value before the first clock, which no proof here sees.

use std::fmt::Write;
use std::fs;
use std::path::absolute;
use std::process::Command;

use wirewright_testbench::bridge::Tools;
use wirewright_testbench::netlist::CELLS;

use crate::skip;

/// For each cell, a text in its model and another one that makes it wrong.
const FAULTS: [(&str, &str, &str); 9] = [
    ("LUT4", "INIT[{D, C, B, A}]", "INIT[{C, D, B, A}]"),
    ("PFUMX", "(ALUT & C0) | (BLUT & !C0)", "(BLUT & C0) | (ALUT & !C0)"),
    ("L6MUX21", "(D1 & SD) | (D0 & !SD)", "(D1 & SD) | (D0 & SD)"),
    ("CCU2C", "propagate_1 ? carry : generate_1", "propagate_1 ? CIN : generate_1"),
    ("CCU2C", "INIT0[{2'b00, B0, A0}] && CARRIES_0", "INIT0[{2'b00, B0, A0}]"),
    ("TRELLIS_FF", "(CEMUX == \"INV\") ? !CE : CE", "(CEMUX == \"INV\") ? CE : CE"),
    ("TRELLIS_FF", "wire value = REGSET == \"SET\";", "wire value = REGSET != \"SET\";"),
    ("TRELLIS_FF", "wire resets = (LSRMUX == \"INV\") ? !LSR : LSR;", "wire resets = LSR && enable;"),
    (
        "TRELLIS_DPR16X4",
        "if (writes) words[WAD] <= DI;\n            end\n        end else",
        "words[WAD] <= DI;\n            end\n        end else",
    ),
];

#[test]
fn the_models_are_the_circuits_that_yosys_knows() {
    let Some(verdict) = equivalent(&ours(None), None) else { return };
    assert_eq!(verdict, Ok(()));
}

#[test]
fn each_model_could_be_wrong() {
    for fault in FAULTS {
        let Some(verdict) = equivalent(&ours(Some(fault)), Some(fault.0)) else { return };
        assert!(verdict.is_err_and(|told| told.contains("unproven")), "{fault:?} is not seen");
    }
}

/// Our models under other names, with a fault or without.
fn ours(fault: Option<(&str, &str, &str)>) -> String {
    let mut text = String::new();
    for (name, cell) in CELLS.iter().filter(|(name, _)| *name != "DP16KD") {
        let mut cell = (*cell).to_owned();
        if let Some((_, from, to)) = fault.filter(|(faulty, ..)| faulty == name) {
            assert_eq!(cell.matches(from).count(), 1, "{from}");
            cell = cell.replace(from, to);
        }
        // Registers and memories are paired by name.
        text += &cell.replace(&format!("module {name} "), &format!("module our_{name} ")).replace("words", "mem");
    }
    text
}

/// Whether all cells, or one, behave alike; else what yosys said. None when it is missing.
fn equivalent(ours: &str, only: Option<&str>) -> Option<Result<(), String>> {
    let yosys = match Tools::of_process().yosys() {
        Ok(yosys) => yosys,
        Err(missing) => {
            skip(&missing);
            return None;
        }
    };
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ours.v"), ours).unwrap();
    fs::write(folder.path().join("all.v"), all("gold", "", only) + &all("gate", "our_", only)).unwrap();
    let script = "read_verilog -nowb -overwrite +/ecp5/cells_sim.v\nread_verilog ours.v all.v\nhierarchy -check\nproc\n\
                  flatten gold gate\nmemory -nomap gold gate\nmemory_map gold gate\nasync2sync\n\
                  setattr -unset init w:*\nopt_clean gold gate\nequiv_make gold gate equiv\nhierarchy -top equiv\n\
                  opt_clean\nequiv_simple -undef\nequiv_induct -undef\nequiv_status -assert\n";
    fs::write(folder.path().join("script.ys"), script).unwrap();
    let mut command = Command::new(absolute(yosys.get_program()).unwrap());
    for (name, value) in yosys.get_envs() {
        command.env(name, absolute(value.unwrap()).unwrap());
    }
    let output = command.current_dir(folder.path()).args(["-s", "script.ys"]).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let end: Vec<&str> = said.lines().rev().take(30).collect();
    Some(if output.status.success() { Ok(()) } else { Err(end.join("\n")) })
}

/// A module with every cell, or one, in every setting, the cells' names prefixed.
fn all(module: &str, prefix: &str, only: Option<&str>) -> String {
    let tables: Vec<u16> = (0..16).flat_map(|bit| [1 << bit, !(1 << bit)]).collect();
    let mut cells = String::new();
    let mut count = 0;
    let mut add = |cell: &str, settings: &[(&str, String)], pins: &str| {
        if only.is_some_and(|only| only != cell) {
            return;
        }
        let settings: Vec<_> = settings.iter().map(|(name, value)| format!(".{name}({value})")).collect();
        let pins = pins.replace('@', &count.to_string());
        let settings = if settings.is_empty() { String::new() } else { format!("#({}) ", settings.join(", ")) };
        writeln!(cells, "    {prefix}{cell} {settings}u{count} ({pins});").unwrap();
        count += 1;
    };
    let text = |value: &str| format!("\"{value}\"");
    for table in &tables {
        add("LUT4", &[("INIT", format!("16'd{table}"))], ".A(in[0]), .B(in[1]), .C(in[2]), .D(in[3]), .Z(out[4 * @])");
    }
    add("PFUMX", &[], ".ALUT(in[0]), .BLUT(in[1]), .C0(in[2]), .Z(out[4 * @])");
    add("L6MUX21", &[], ".D0(in[0]), .D1(in[1]), .SD(in[2]), .Z(out[4 * @])");
    for inject in [["YES", "YES"], ["YES", "NO"], ["NO", "YES"], ["NO", "NO"]] {
        for (first, second) in tables.iter().zip(tables.iter().cycle().skip(9)) {
            let settings = [
                ("INIT0", format!("16'd{first}")),
                ("INIT1", format!("16'd{second}")),
                ("INJECT1_0", text(inject[0])),
                ("INJECT1_1", text(inject[1])),
            ];
            let pins = ".CIN(in[0]), .A0(in[1]), .B0(in[2]), .C0(in[3]), .D0(in[4]), .A1(in[5]), .B1(in[6]), \
                        .C1(in[7]), .D1(in[8]), .S0(out[4 * @]), .S1(out[4 * @ + 1]), .COUT(out[4 * @ + 2])";
            add("CCU2C", &settings, pins);
        }
    }
    for choice in 0..64 {
        let settings = [
            ("CEMUX", text(["1", "0", "INV", "CE"][choice % 4])),
            ("CLKMUX", text(["CLK", "INV"][choice / 4 % 2])),
            ("LSRMUX", text(["LSR", "INV"][choice / 8 % 2])),
            ("SRMODE", text(["LSR_OVER_CE", "ASYNC"][choice / 16 % 2])),
            ("REGSET", text(["RESET", "SET"][choice / 32])),
        ];
        add("TRELLIS_FF", &settings, ".CLK(clk), .LSR(in[0]), .CE(in[1]), .DI(in[2]), .M(in[3]), .Q(out[4 * @])");
    }
    for choice in 0..6 {
        let settings =
            [("WCKMUX", text(["WCK", "INV"][choice / 3])), ("WREMUX", text(["1", "INV", "WRE"][choice % 3]))];
        let pins = ".WCK(clk), .WRE(in[0]), .DI(in[4:1]), .WAD(in[8:5]), .RAD(in[12:9]), .DO(out[4 * @ +: 4])";
        add("TRELLIS_DPR16X4", &settings, pins);
    }
    format!("module {module} (input clk, input [12:0] in, output [{}:0] out);\n{cells}endmodule\n", 4 * count - 1)
}
