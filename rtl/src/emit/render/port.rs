// SPDX-License-Identifier: MIT OR Apache-2.0
//! The port list: in the contract's order, grouped by clock domain, each port with its comment. A module without a
//! contract has its ports in the order of its fields, with their comments.

use super::super::flow::for_each_target;
use super::super::ir::Role;
use super::super::source::FieldDocs;
use super::{Page, comment_line, range};
use std::collections::BTreeSet;
use wirewright_spec::PortSet;

/// One entry of the port list.
struct Entry {
    id: usize,
    banner: Option<String>,
    doc: Vec<String>,
}

/// The ports, without the parentheses around them.
pub(super) fn ports(page: &Page, contract: Option<PortSet>, field_docs: &FieldDocs) -> String {
    let mut procedural = BTreeSet::new();
    for_each_target(&page.tidied.procedural, &mut |target| {
        procedural.insert(target);
    });
    let entries = entries(page, contract, field_docs);
    let widths = entries.iter().map(|entry| range(page.module.nets[entry.id].width).len()).max().unwrap_or(0);
    let count = entries.len();
    let mut text = String::new();
    for (index, entry) in entries.iter().enumerate() {
        if let Some(banner) = &entry.banner {
            text += &format!("{}    // {banner}\n", if index > 0 { "\n" } else { "" });
        }
        entry.doc.iter().for_each(|line| text += &comment_line(line, 1));
        let net = &page.module.nets[entry.id];
        let kind = match net.role {
            Role::Input => "input  wire",
            _ if procedural.contains(&entry.id) || page.names.is_port(entry.id) => "output reg ",
            _ => "output wire",
        };
        let comma = if index + 1 < count { "," } else { "" };
        text += &format!("    {kind} {:widths$}{}{comma}\n", range(net.width), net.name);
    }
    text.trim_end().into()
}

/// All ports of the module: the contract's first, in its order, then any it does not know, with the comment of its
/// field.
fn entries(page: &Page, contract: Option<PortSet>, field_docs: &FieldDocs) -> Vec<Entry> {
    let is_port = |id: usize| matches!(page.module.nets[id].role, Role::Input | Role::Output);
    let find = |name: &str| (0..page.module.nets.len()).find(|id| is_port(*id) && page.module.nets[*id].name == name);
    let mut entries: Vec<Entry> = vec![];
    if let Some(contract) = contract {
        for domain in contract.clocks.iter().copied().chain(["async"]) {
            let mut banner = (contract.clocks.len() > 1).then(|| banner(domain));
            if let Some(id) = find(domain) {
                entries.push(Entry { id, banner: banner.take(), doc: vec![] });
            }
            let ports = contract.inputs.iter().chain(contract.outputs).filter(|port| port.clock == domain);
            for port in ports {
                if let Some(id) = find(port.name) {
                    let doc = port.doc.lines().map(str::to_string).collect();
                    entries.push(Entry { id, banner: banner.take(), doc });
                }
            }
        }
    }
    let known: BTreeSet<usize> = entries.iter().map(|entry| entry.id).collect();
    let others = (0..page.module.nets.len()).filter(|id| is_port(*id) && !known.contains(id));
    let doc = |id: usize| field_docs.get(&page.module.nets[id].rust_name).cloned().unwrap_or_default();
    entries.extend(others.map(|id| Entry { id, banner: None, doc: doc(id) }));
    entries
}

fn banner(domain: &str) -> String {
    match domain {
        "async" => "---- of no clock domain ----".into(),
        clock => format!("---- clock domain {clock} ----"),
    }
}
