// SPDX-License-Identifier: MIT OR Apache-2.0
//! The Verilog around a block that stands alone: one register on each port, in the port's clock domain, so that each
//! path of the block begins and ends in a register, as it does in a design, and no pin is part of it.
//!
//! ```text
//!              +---------------------------------------+
//!   feed_clk ->| FF -> FF -> ... one chain a clock     |
//!              |  |     |                              |
//!              |  v     v                              |
//!              | [      the block      ] -> FF, no load|
//!              +---------------------------------------+
//! ```
//!
//! The registers of the inputs form one chain for each clock, so that a design of 300 ports needs one pin a clock and
//! no logic of the wrapper's own. It is put around the block when that is already mapped to cells: what the block takes
//! is what it takes by itself, and the wrapper's flip-flops are counted apart. A port of no clock domain is a pin.

use std::fmt::Write;

use wirewright_spec::{Port, PortSet};

/// A flip-flop without enable and reset.
const FLIP_FLOP: &str = "TRELLIS_FF #(.GSR(\"DISABLED\"), .CEMUX(\"1\"), .CLKMUX(\"CLK\"), .LSRMUX(\"LSR\"), \
                         .REGSET(\"RESET\"), .SRMODE(\"LSR_OVER_CE\"))";

/// The clock of a port that has none.
const NO_CLOCK: &str = "async";

/// The wrapper's module name.
pub(crate) fn module(block: &str) -> String {
    format!("{block}_alone")
}

/// The wrapper of a block with these ports. The block's instance has the block's name.
pub(crate) fn verilog(block: &PortSet) -> String {
    let pins = block.inputs.iter().chain(block.outputs).filter(|port| port.clock == NO_CLOCK);
    let mut header: Vec<String> = block
        .clocks
        .iter()
        .flat_map(|clock| [format!("input wire {clock}"), format!("input wire feed_{clock}")])
        .collect();
    header.extend(pins.map(|port| {
        let direction = if block.inputs.contains(port) { "input" } else { "output" };
        format!("{direction} wire [{}:0] {}", port.width - 1, port.name)
    }));
    let mut text = format!("module {} ({});\n", module(block.name), header.join(", "));
    for clock in block.clocks {
        let mut feed = format!("feed_{clock}");
        for port in block.inputs.iter().filter(|port| port.clock == *clock) {
            registers(&mut text, port, |bit, from| match from {
                "q" => format!("{}[{bit}]", port.name),
                _ if bit == 0 => feed.clone(),
                _ => format!("{}[{}]", port.name, bit - 1),
            });
            feed = format!("{}[{}]", port.name, port.width - 1);
        }
    }
    for port in block.outputs.iter().filter(|port| port.clock != NO_CLOCK) {
        registers(&mut text, port, |bit, from| match from {
            "q" => format!("at_{}[{bit}]", port.name),
            _ => format!("{}[{bit}]", port.name),
        });
        // Writing to a string cannot fail.
        let _ = writeln!(text, "wire [{}:0] at_{};", port.width - 1, port.name);
    }
    let ports = block.inputs.iter().chain(block.outputs).map(|port| port.name);
    let connections: Vec<String> =
        block.clocks.iter().copied().chain(ports).map(|name| format!(".{name}({name})")).collect();
    let _ = writeln!(text, "{0} {0} ({1});\nendmodule", block.name, connections.join(", "));
    text
}

/// A wire and a flip-flop for each bit of `port`; `net` names what is at its "d" and its "q".
fn registers(text: &mut String, port: &Port, net: impl Fn(u32, &str) -> String) {
    let _ = writeln!(text, "wire [{}:0] {};", port.width - 1, port.name);
    for bit in 0..port.width {
        let (d, q) = (net(bit, "d"), net(bit, "q"));
        let _ = writeln!(
            text,
            "{FLIP_FLOP} ff_{}_{bit} (.CLK({}), .LSR(1'b0), .CE(1'b1), .DI({d}), .Q({q}));",
            port.name, port.clock
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wirewright_spec::ports::{AsyncFifo, MacGmii};

    #[test]
    fn each_port_has_one_register_a_bit_in_its_own_domain() {
        let text = verilog(&PortSet::of::<AsyncFifo>());
        let of = |clock: &str| text.matches(&format!("(.CLK({clock})")).count();
        let set = PortSet::of::<AsyncFifo>();
        let bits = |clock: &str| -> u32 {
            set.inputs.iter().chain(set.outputs).filter(|port| port.clock == clock).map(|port| port.width).sum()
        };
        assert_eq!(of("wr_clk"), bits("wr_clk") as usize);
        assert_eq!(of("rd_clk"), bits("rd_clk") as usize);
        assert!(
            text.contains("ff_s_axis_tdata_1 (.CLK(wr_clk), .LSR(1'b0), .CE(1'b1), .DI(s_axis_tdata[0])"),
            "{text}"
        );
        assert!(text.contains(".DI(m_axis_tdata[3]), .Q(at_m_axis_tdata[3])"), "{text}");
    }

    #[test]
    fn a_port_of_no_clock_is_a_pin() {
        let text = verilog(&PortSet::of::<MacGmii>());
        assert!(text.lines().next().unwrap().contains("input wire [0:0] pause_request"), "{text}");
        assert!(!text.contains("ff_pause_request"));
    }
}
