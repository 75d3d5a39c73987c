// SPDX-License-Identifier: MIT OR Apache-2.0
//! The one list of what a topology file may say. From it come the reader's checks, the table in `docs/lab.md` and the
//! JSON schema `docs/lab.schema.json`.

use serde_json::{Map, Value, json};

/// The version of the form: `version` at the top of a file.
pub const VERSION: i64 = 1;

/// The tables of a file; each holds a table for each name.
pub const TABLES: &[&str] = &["device", "wire", "host"];

/// What a key's value may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// Text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number from the first to the second.
    Integer(i64, i64),
    /// A number from the first to the second.
    Number(f64, f64),
    /// A power of two from the first to the second.
    Power(i64, i64),
    /// One of these whole numbers.
    Choice(&'static [i64]),
    /// Two texts.
    Pair,
}

/// A key that a table may have.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The table: one of [`TABLES`], or empty for the top of the file.
    pub table: &'static str,
    /// The key.
    pub name: &'static str,
    /// The programs of a host that know it; empty for all.
    pub programs: &'static [&'static str],
    /// What the value may be.
    pub form: Form,
    /// What holds without it; empty when it must be there.
    pub default: &'static str,
    /// What it means.
    pub doc: &'static str,
}

const fn key(table: &'static str, name: &'static str, form: Form, default: &'static str, doc: &'static str) -> Key {
    Key { table, name, programs: &[], form, default, doc }
}

const fn host(
    programs: &'static [&'static str],
    name: &'static str,
    form: Form,
    default: &'static str,
    doc: &'static str,
) -> Key {
    Key { table: "host", name, programs, form, default, doc }
}

/// A time in nanoseconds that is no typing error: a second at the most.
const SECOND: Form = Form::Number(0.0, 1e9);

/// All keys.
pub const KEYS: &[Key] = &[
    key("", "version", Form::Integer(VERSION, VERSION), "", "Version of this form."),
    key("", "seed", Form::Integer(0, i64::MAX), "1", "From it comes everything that is random."),
    key("device", "kind", Form::Word(&["nic", "nic_mii"]), "", "The card: for GMII, or for MII."),
    key("device", "rung", Form::Word(&["model", "rtl", "netlist"]), "`model`", "How it is run."),
    key("device", "clock_mhz", Form::Number(1.0, 1000.0), "125", "Its clock on the side of the host."),
    key("device", "ppm", Form::Integer(-1000, 1000), "0", "How much faster than nominal its oscillator runs."),
    key(
        "device",
        "memory_clocks",
        Form::Integer(1, 10_000),
        "16",
        "Latency of host memory: from an address to the first data, from the last data to the response.",
    ),
    key(
        "device",
        "memory_random",
        Form::Word(&["no", "yes"]),
        "`no`",
        "`yes`: the latency is random, from 1 up to `memory_clocks`.",
    ),
    key("wire", "ends", Form::Pair, "", "The two devices that it joins."),
    key(
        "wire",
        "rate_mbps",
        Form::Choice(&[10, 100, 1000]),
        "1000 for `nic`, 100 for `nic_mii`",
        "Its rate, which both cards must have.",
    ),
    key(
        "wire",
        "duplex",
        Form::Word(&["full", "half"]),
        "`full`",
        "`half`: both stations share it, with carrier sense and collisions (`nic_mii`).",
    ),
    key(
        "wire",
        "delay_ns",
        SECOND,
        "64 symbols",
        "From one end to the other; a symbol at least (8 ns, 40 ns, 400 ns by rate).",
    ),
    key("wire", "loss", Form::Number(0.0, 1.0), "0", "Share of the frames that are lost."),
    key("wire", "bit_error_rate", Form::Number(0.0, 1.0), "0", "Share of the bits that arrive wrong."),
    key("host", "device", Form::Text, "", "Its card."),
    key("host", "program", Form::Word(&["send", "reflect", "sink", "tap"]), "", "What it does."),
    key("host", "address", Form::Text, "02-00-00-00-00-01 and so on", "The MAC address of its card."),
    key("host", "ring", Form::Power(8, 4096), "256", "Entries of each of the card's rings."),
    key("host", "frame_ns", SECOND, "0", "Time that driver and program take for a frame, each way."),
    key("host", "moderation_ns", SECOND, "0", "The least time between two interrupts."),
    host(
        &["send"],
        "read",
        Form::Text,
        "frames are made",
        "Send the frames of this capture (a path from the folder of the topology).",
    ),
    host(&["send"], "frames", Form::Integer(1, 1_000_000_000), "1000, or those of the capture", "How many to send."),
    host(&["send"], "octets", Form::Integer(18, 1514), "60", "Octets of each, without FCS."),
    host(&["send"], "rate_mbps", Form::Number(0.001, 1000.0), "what the wire takes", "Send no faster than this."),
    host(
        &["send"],
        "begin_ns",
        SECOND,
        "500,000 bit times of the wire",
        "When it begins: the card at the other end should be up by then.",
    ),
    host(&["send"], "to", Form::Text, "the host at the other end", "The host to send to."),
    host(
        &["sink", "reflect"],
        "expect",
        Form::Integer(1, 1_000_000_000),
        "for ever",
        "End after so many frames; the run has failed when they do not come.",
    ),
    host(&["tap"], "tap", Form::Text, "", "The TAP device to join; only with `--live`."),
];

/// The keys of a table.
pub fn keys_of(table: &str) -> impl Iterator<Item = &'static Key> + Clone + use<'_> {
    KEYS.iter().filter(move |key| key.table == table)
}

impl Form {
    /// What is expected, in words.
    pub fn expected(&self) -> String {
        let quoted = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        match self {
            Form::Text => "text".into(),
            Form::Word(words) => format!("one of {}", quoted(words)),
            Form::Integer(low, high) if low == high => format!("{low}"),
            Form::Integer(low, i64::MAX) => format!("a whole number from {low} on"),
            Form::Integer(low, high) => format!("a whole number from {low} to {high}"),
            Form::Number(low, high) => format!("a number from {low} to {high}"),
            Form::Power(low, high) => format!("a power of two from {low} to {high}"),
            Form::Choice(numbers) => {
                let numbers: Vec<_> = numbers.iter().map(i64::to_string).collect();
                format!("one of {}", numbers.join(", "))
            }
            Form::Pair => "a list of two devices".into(),
        }
    }

    fn json(&self) -> Value {
        match *self {
            Form::Text => json!({"type": "string"}),
            Form::Word(words) => json!({"enum": words}),
            Form::Integer(low, i64::MAX) => json!({"type": "integer", "minimum": low}),
            Form::Integer(low, high) => json!({"type": "integer", "minimum": low, "maximum": high}),
            Form::Number(low, high) => json!({"type": "number", "minimum": low, "maximum": high}),
            Form::Power(low, high) => {
                let powers: Vec<_> = (0..63).map(|n| 1_i64 << n).filter(|n| (low..=high).contains(n)).collect();
                json!({"enum": powers})
            }
            Form::Choice(numbers) => json!({"enum": numbers}),
            Form::Pair => json!({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}),
        }
    }
}

impl Key {
    /// What it means, for whom, and what holds without it.
    fn description(&self) -> String {
        let mut text = self.doc.to_owned();
        if !self.programs.is_empty() {
            text += &format!(" Program {}.", self.programs.join(", "));
        }
        if !self.default.is_empty() {
            text += &format!(" Default: {}.", self.default.replace('`', ""));
        }
        text
    }
}

fn properties(table: &str) -> (Map<String, Value>, Vec<&'static str>) {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for key in keys_of(table) {
        let mut form = key.form.json();
        form["description"] = key.description().into();
        properties.insert(key.name.into(), form);
        if key.default.is_empty() && key.programs.is_empty() {
            required.push(key.name);
        }
    }
    (properties, required)
}

/// The JSON schema of a topology file, as `docs/lab.schema.json` has it.
pub fn json_schema() -> Value {
    let (mut top, required) = properties("");
    for &table in TABLES {
        let (properties, required) = properties(table);
        let each = json!({
            "type": "object", "properties": properties, "required": required, "additionalProperties": false,
        });
        top.insert(table.into(), json!({"type": "object", "additionalProperties": each}));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Wirewright lab topology, version {VERSION}"),
        "type": "object", "properties": top, "required": required, "additionalProperties": false,
    })
}

/// The tables of `docs/lab.md`.
pub fn markdown() -> String {
    let mut text = String::new();
    for &table in [""].iter().chain(TABLES) {
        let head = if table.is_empty() { "top of the file".into() } else { format!("`[{table}.NAME]`") };
        text += &format!("| {head} | value | default | meaning |\n|---|---|---|---|\n");
        for key in keys_of(table) {
            let of = if key.programs.is_empty() { String::new() } else { format!(" ({})", key.programs.join(", ")) };
            let default = if key.default.is_empty() { "none" } else { key.default };
            text += &format!("| `{}`{of} | {} | {default} | {} |\n", key.name, key.form.expected(), key.doc);
        }
        text += "\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn committed(name: &str) -> (std::path::PathBuf, String) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        (path, text)
    }

    #[test]
    fn the_published_schema_is_that_of_the_reader() {
        let (path, published) = committed("lab.schema.json");
        let now = serde_json::to_string_pretty(&json_schema()).unwrap() + "\n";
        if std::env::var_os("WIREWRIGHT_BLESS").is_some() {
            std::fs::write(&path, &now).unwrap();
        } else {
            assert!(published == now, "docs/lab.schema.json is not\n{now}\nWIREWRIGHT_BLESS=1 writes it anew");
        }
    }

    #[test]
    fn the_page_has_the_tables_of_the_reader() {
        const MARKS: [&str; 2] = ["<!-- the keys -->\n\n", "<!-- their end -->"];
        let (path, page) = committed("lab.md");
        let (before, rest) = page.split_once(MARKS[0]).expect("the page has a place for the tables");
        let (tables, after) = rest.split_once(MARKS[1]).expect("the tables have an end");
        let now = markdown();
        if std::env::var_os("WIREWRIGHT_BLESS").is_some() {
            std::fs::write(&path, [before, MARKS[0], &now, MARKS[1], after].concat()).unwrap();
        } else {
            assert!(tables == now, "docs/lab.md has not\n{now}\nWIREWRIGHT_BLESS=1 writes it anew");
        }
    }

    #[test]
    fn every_key_is_of_a_table_and_has_a_meaning() {
        for key in KEYS {
            assert!(key.table.is_empty() || TABLES.contains(&key.table), "{}", key.name);
            assert!(key.doc.ends_with('.') && (key.programs.is_empty() || key.table == "host"), "{}", key.name);
            assert_eq!(KEYS.iter().filter(|k| (k.table, k.name) == (key.table, key.name)).count(), 1, "{}", key.name);
        }
    }
}
