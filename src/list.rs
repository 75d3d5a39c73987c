// SPDX-License-Identifier: MIT OR Apache-2.0
//! `wirewright list`.

use std::path::Path;

use serde::Serialize;
use wirewright_testbench::fpga::Board;
use wirewright_testbench::{conformance, cosim, mutate, registry};

use crate::Outcome;
use crate::args::{List, Listed};
use crate::failure::Failure;
use crate::output::{self, say};

/// The JSON form.
#[derive(Serialize)]
struct Listing {
    schema: &'static str,
    version: u32,
    items: Vec<Item>,
}

/// A thing that is listed.
#[derive(Default, Serialize)]
pub struct Item {
    name: String,
    /// The block, of a fault.
    #[serde(skip_serializing_if = "String::is_empty")]
    block: String,
    /// The clause, of a case.
    #[serde(skip_serializing_if = "String::is_empty")]
    clause: String,
    /// What it means, of a fault, a case or a board.
    #[serde(skip_serializing_if = "String::is_empty")]
    meaning: String,
}

/// Prints one name a line, faults with their block and meaning.
pub fn run(list: &List) -> Result<Outcome, Failure> {
    output::vacant(&list.json)?;
    let items = items(list.what)?;
    if let Some(path) = &list.json {
        write(path, items)?;
        return Ok(Outcome::Held);
    }
    for Item { name, block, meaning, .. } in items {
        match list.what {
            Listed::Faults => say!("{name:<28} {block:<18} {meaning}"),
            Listed::Boards => say!("{name:<20} {}", meaning.trim_end()),
            _ => say!("{name}"),
        }
    }
    Ok(Outcome::Held)
}

/// Writes the JSON form.
pub fn write(path: &Path, items: Vec<Item>) -> Result<(), Failure> {
    let listing = Listing { schema: "wirewright.list", version: 1, items };
    output::write(path, &(serde_json::to_string_pretty(&listing).map_err(Failure::input)? + "\n"))
}

/// A conformance case as it is listed.
pub fn case(case: &&'static conformance::Case) -> Item {
    Item {
        name: case.name.to_owned(),
        clause: case.clause.to_owned(),
        meaning: case.criterion.to_owned(),
        ..Item::default()
    }
}

fn items(what: Listed) -> Result<Vec<Item>, Failure> {
    let named =
        |names: &[&str]| names.iter().map(|name| Item { name: (*name).to_owned(), ..Item::default() }).collect();
    Ok(match what {
        Listed::Designs => named(cosim::DESIGNS),
        Listed::Blocks => named(registry::NAMES),
        Listed::Cases => conformance::cases().iter().map(case).collect(),
        Listed::Boards => {
            let item = |name: &str| {
                let board = Board::find(name).map_err(Failure::input)?;
                let tops: Vec<&str> = board.tops.keys().map(String::as_str).collect();
                let meaning = format!("{}, {} {}", board.sheet.title, board.sheet.part, tops.join(" "));
                Ok::<_, Failure>(Item { name: name.to_owned(), meaning, ..Item::default() })
            };
            Board::names().map(item).collect::<Result<_, _>>()?
        }
        Listed::Faults => {
            let faults = mutate::faults().map_err(Failure::input)?;
            let item = |fault: mutate::TwinFault| Item {
                name: fault.name,
                block: fault.block,
                meaning: fault.meaning,
                ..Item::default()
            };
            faults.into_iter().map(item).collect()
        }
    })
}
