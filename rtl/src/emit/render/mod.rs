// SPDX-License-Identifier: MIT OR Apache-2.0
//! Writes a module down. Order: ports, named values, nets, instances, wires, logic, registers.

mod declaration;
mod expression;
mod instance;
mod names;
mod port;
mod statement;

use super::ir::{Module, NetId, RegisterKind, Role};
use super::print::Description;
use super::source::FieldDocs;
use super::tidy::{Tidied, bits_read};
use super::wiring::clear_name;
use declaration::{enumerations, nets, parameters};
use expression::expression;
use instance::instances;
use names::Names;
use statement::block;
use std::collections::BTreeMap;

/// Longest line, in characters.
const LINE: usize = 120;

/// Why a crossing register has another kind of reset than its neighbours.
const CROSSING_REASON: &[&str] = &[
    "Another clock samples what follows: the reset clears it at once, clock or no clock, so that this domain looks",
    "reset to the others even while its own clock stands. The inverse keeps it apart from the reset at an edge.",
];

/// The Verilog of one module.
pub(super) fn render_module(
    module: &Module,
    tidied: &Tidied,
    description: Option<Description>,
    field_docs: &FieldDocs,
) -> String {
    let names = Names::of(module, tidied);
    let page = Page { module, tidied, names };
    let ports = description.and_then(|known| known.ports);
    let sections = [
        enumerations(&page),
        parameters(&page),
        nets(&page),
        instances(&page),
        assigns(&page),
        procedural(&page),
        clocked(&page),
        unused(&page),
    ];
    let sections: Vec<String> = sections.into_iter().filter(|section| !section.is_empty()).collect();
    let purpose = description.map(|known| purpose(known.text)).unwrap_or_default();
    let ports = port::ports(&page, ports, field_docs);
    format!("{purpose}module {} (\n{ports}\n);\n\n{}\nendmodule\n", module.name, sections.join("\n"))
}

/// What every section looks at.
struct Page<'a> {
    module: &'a Module,
    tidied: &'a Tidied,
    names: Names,
}

impl Page<'_> {
    fn name(&self, id: NetId) -> &str {
        self.names.name(id)
    }
}

/// The `//!` paragraph of a source file, as a comment.
fn purpose(text: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.starts_with("//!"));
    let lines = lines.map_while(|line| line.strip_prefix("//!")).filter(|line| !line.trim().starts_with("```"));
    lines.map(|line| format!("//{line}\n")).collect::<String>().replace("// \n", "//\n")
}

/// `assign x = value;` for what is assigned once and is not a connection or a register's next value.
fn assigns(page: &Page) -> String {
    let mut text = String::new();
    for id in &page.tidied.order {
        let (comments, value) = &page.tidied.continuous[id];
        let is_local = matches!(page.module.nets[*id].role, Role::Output | Role::Local | Role::InstanceInput(_));
        if !is_local || page.names.is_absorbed(*id) || page.names.is_assembled(*id) {
            continue;
        }
        comments.iter().for_each(|comment| text += &comment_line(comment, 1));
        text += &wrapped(&format!("assign {} = {};", page.name(*id), expression(page, value)), 1);
    }
    text
}

/// The kernel's decisions.
fn procedural(page: &Page) -> String {
    if page
        .tidied
        .procedural
        .iter()
        .all(|s| matches!(s, super::ir::Statement::Comment(_) | super::ir::Statement::Blank))
    {
        return String::new();
    }
    format!("    always @* begin\n{}    end\n", block(page, &page.tidied.procedural, 2))
}

/// One `always @(posedge clk)` a clock domain, and one more for the crossing registers in it.
fn clocked(page: &Page) -> String {
    let mut domains: Vec<Domain> = vec![];
    for register in live_registers(page) {
        if let (Some(clock), Some(reset)) = (register.clock, register.reset)
            && !domains.contains(&(register.kind, clock, reset))
        {
            domains.push((register.kind, clock, reset));
        }
    }
    domains.into_iter().map(|known| domain(page, known)).collect::<Vec<_>>().join("\n")
}

/// The registers of one `always`: which, of what clock, with what reset.
type Domain = (RegisterKind, NetId, NetId);

fn domain(page: &Page, (kind, clock, reset): Domain) -> String {
    let mut resets = String::new();
    let mut steps = String::new();
    for register in live_registers(page) {
        if (register.kind, register.clock, register.reset) != (kind, Some(clock), Some(reset)) {
            continue;
        }
        let name = page.name(register.now);
        resets += &wrapped(&format!("{name} <= {};", expression(page, &register.reset_value)), 3);
        let next = match page.tidied.continuous.get(&register.next) {
            Some((comments, value)) => {
                comments.iter().for_each(|comment| steps += &comment_line(comment, 3));
                expression(page, value)
            }
            None => page.name(register.next).to_string(),
        };
        steps += &wrapped(&format!("{name} <= {next};"), 3);
    }
    let (clock_name, reset_name) = (page.name(clock), page.name(reset));
    let (before, edge, test) = match kind {
        RegisterKind::Plain => (String::new(), String::new(), reset_name.to_string()),
        RegisterKind::Crossing => {
            let clear = clear_name(page.module, reset);
            let reason: String = CROSSING_REASON.iter().map(|line| comment_line(line, 1)).collect();
            let wire = format!("{reason}    wire {clear} = !{reset_name};\n\n");
            (wire, format!(" or negedge {clear}"), format!("!{clear}"))
        }
    };
    format!(
        "{before}    always @(posedge {clock_name}{edge}) begin\n        if ({test}) begin\n{resets}        end else \
         begin\n{steps}        end\n    end\n"
    )
}

/// The registers whose value is read, or was asked to be kept.
fn live_registers<'a>(page: &'a Page) -> impl Iterator<Item = &'a super::ir::Register> {
    page.module.registers.iter().filter(|register| page.names.is_alive(register.next))
}

/// A sink for what a contract gives and this block does not need, so that a linter knows it is meant.
fn unused(page: &Page) -> String {
    let read = used_bits(page);
    let mut parts = vec![];
    for (id, net) in page.module.nets.iter().enumerate() {
        let is_declared = match net.role {
            Role::Input | Role::InstanceOutput(_) => true,
            Role::Local => page.names.is_alive(id),
            Role::Register(_) => page.names.is_alive(id),
            _ => false,
        };
        if !is_declared || page.names.is_absorbed(id) {
            continue;
        }
        match read.get(&id) {
            None => parts.push(page.name(id).to_string()),
            Some(bits) => parts.extend(unread_runs(bits).into_iter().map(|(low, high)| match low == high {
                true => format!("{}[{low}]", page.name(id)),
                false => format!("{}[{high}:{low}]", page.name(id)),
            })),
        }
    }
    if parts.is_empty() {
        return String::new();
    }
    wrapped(&format!("wire unused = &{{1'b0, {}}};", parts.join(", ")), 1)
}

/// The bits of each net that the text reads.
fn used_bits(page: &Page) -> BTreeMap<NetId, Vec<bool>> {
    let mut read = bits_read(page.module);
    for register in live_registers(page) {
        for id in [register.clock, register.reset].into_iter().flatten() {
            read.insert(id, vec![true]);
        }
    }
    read
}

/// The runs of bits that are not read: lowest and highest bit.
fn unread_runs(bits: &[bool]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = vec![];
    for (bit, _) in bits.iter().enumerate().filter(|(_, read)| !**read) {
        match runs.last_mut() {
            Some((_, high)) if *high + 1 == bit => *high = bit,
            _ => runs.push((bit, bit)),
        }
    }
    runs
}

fn comment_line(comment: &str, depth: usize) -> String {
    format!("{}// {comment}\n", "    ".repeat(depth)).replace("//  ", "// ").replace("// \n", "//\n")
}

/// `text` at `depth`, broken after operators and commas where it is too long.
fn wrapped(text: &str, depth: usize) -> String {
    const BREAKS: [&str; 9] = ["^ ", "| ", "& ", "+ ", "- ", "|| ", "&& ", ", ", "= "];
    let indent = "    ".repeat(depth);
    let mut lines = vec![String::new()];
    let mut chunk = String::new();
    let mut words = text.split_inclusive(' ').peekable();
    while let Some(word) = words.next() {
        // What an operator follows stays with it.
        chunk.push_str(word);
        if words.peek().is_some() && !BREAKS.iter().any(|end| chunk.ends_with(end)) {
            continue;
        }
        let room = LINE.saturating_sub(indent.len() + if lines.len() > 1 { 4 } else { 0 });
        if lines.last().is_some_and(|line| !line.is_empty() && line.len() + chunk.trim_end().len() > room) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(&chunk);
        }
        chunk.clear();
    }
    let lines = lines.iter().enumerate();
    lines.map(|(index, line)| format!("{indent}{}{}\n", if index > 0 { "    " } else { "" }, line.trim_end())).collect()
}

/// `[7:0] ` for eight bits, nothing for one.
fn range(width: usize) -> String {
    if width == 1 { String::new() } else { format!("[{}:0] ", width - 1) }
}
