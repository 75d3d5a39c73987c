// SPDX-License-Identifier: MIT OR Apache-2.0
//! The clause catalogue: what the standards ask of the MAC, one requirement an entry, in our own words
//! (`model/spec/clauses/*.toml`). Conformance cases name their requirement by its id.
//!
//! Ids are a contract: they are named in reports, saved runs and tests. `clauses/ids.txt` lists them, and a test
//! compares; whoever takes one away or gives it another meaning raises [`VERSION`].

use crate::ports;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The version of the catalogue, which each of its files repeats.
pub const VERSION: u32 = 2;

/// The files of the catalogue, in the order in which reports list them.
const FILES: [(&str, &str); 12] = [
    ("mac_frame.toml", include_str!("../clauses/mac_frame.toml")),
    ("mac_transmit.toml", include_str!("../clauses/mac_transmit.toml")),
    ("half_duplex.toml", include_str!("../clauses/half_duplex.toml")),
    ("mac_receive.toml", include_str!("../clauses/mac_receive.toml")),
    ("mac_control.toml", include_str!("../clauses/mac_control.toml")),
    ("mdio.toml", include_str!("../clauses/mdio.toml")),
    ("rgmii.toml", include_str!("../clauses/rgmii.toml")),
    ("management.toml", include_str!("../clauses/management.toml")),
    ("rmon.toml", include_str!("../clauses/rmon.toml")),
    ("house.toml", include_str!("../clauses/house.toml")),
    ("card_octet.toml", include_str!("../clauses/card_octet.toml")),
    ("card_bus.toml", include_str!("../clauses/card_bus.toml")),
];

/// Standards by the name that files give, and the prefix of their ids.
const STANDARDS: [(&str, &str); 5] = [
    ("IEEE 802.3-2022", "802.3"),
    ("RGMII 2.0", "rgmii"),
    ("RFC 2819", "rfc2819"),
    ("Wirewright", "wirewright"),
    ("Wirewright card", "nic"),
];

/// One requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// `<standard>-<clause>`, and `-<what>` where a clause holds more than one: `802.3-4.2.3.3-pad`.
    pub id: String,
    /// The standard: `IEEE 802.3-2022`, `RGMII 2.0`, `RFC 2819`, `Wirewright` for what the house asks beyond them, or
    /// `Wirewright card` for what the card promises to its driver and its blocks to each other.
    pub standard: String,
    /// The clause of the standard; for RGMII the signal, for RFC 2819 the object, for house and card the block.
    pub clause: String,
    /// What is required, in our own words.
    pub requirement: String,
    /// How binding it is.
    pub level: Level,
    /// The blocks and designs that must keep it.
    pub applies: Vec<String>,
}

/// How binding a requirement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It must be so.
    Must,
    /// It is recommended, and so in this house.
    Should,
    /// It is allowed, and this house does it.
    May,
}

impl Level {
    /// `must`, `should` or `may`.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Must => "must",
            Level::Should => "should",
            Level::May => "may",
        }
    }
}

/// What is wrong with a catalogue, and where.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The file is not TOML of the expected form.
    #[error("{file}: {source}")]
    Form {
        /// The file.
        file: String,
        /// What the parser says, with line and column.
        source: Box<toml::de::Error>,
    },
    /// The file is of another version.
    #[error("{file}: version is {found}, expected {VERSION}")]
    Version {
        /// The file.
        file: String,
        /// Its version.
        found: u32,
    },
    /// The file names a standard that we do not know.
    #[error("{file}: unknown standard `{standard}`")]
    Standard {
        /// The file.
        file: String,
        /// The standard named.
        standard: String,
    },
    /// The file holds no entry.
    #[error("{file}: no entry")]
    Empty {
        /// The file.
        file: String,
    },
    /// The id does not begin with its standard and clause, or has odd characters.
    #[error("{file}: {id}: the id must be `{expected}` or `{expected}-<what>` in letters, digits, `.`, `_` and `-`")]
    Id {
        /// The file.
        file: String,
        /// The entry.
        id: String,
        /// What its id must begin with.
        expected: String,
    },
    /// Two entries have the same id.
    #[error("{file}: {id}: there is an earlier entry with this id")]
    Duplicate {
        /// The file of the second one.
        file: String,
        /// The entry.
        id: String,
    },
    /// The requirement is empty or does not end as a sentence.
    #[error("{file}: {id}: the requirement must be a sentence that ends with a full stop")]
    Requirement {
        /// The file.
        file: String,
        /// The entry.
        id: String,
    },
    /// `applies` is empty.
    #[error("{file}: {id}: applies to no block")]
    AppliesToNone {
        /// The file.
        file: String,
        /// The entry.
        id: String,
    },
    /// `applies` names a block that is not among the ports.
    #[error("{file}: {id}: unknown block `{block}`")]
    Block {
        /// The file.
        file: String,
        /// The entry.
        id: String,
        /// The block named.
        block: String,
    },
}

/// The catalogue of this version of the kit.
pub fn catalogue() -> &'static [Clause] {
    static CATALOGUE: OnceLock<Vec<Clause>> = OnceLock::new();
    // Cannot fail: the files are part of the program, and a test parses them.
    CATALOGUE.get_or_init(|| parse(&FILES).expect("the catalogue is tested"))
}

/// The entry with this id.
pub fn find(id: &str) -> Option<&'static Clause> {
    catalogue().iter().find(|clause| clause.id == id)
}

/// Reads the files of a catalogue, each a name and its text.
pub fn parse(files: &[(&str, &str)]) -> Result<Vec<Clause>, CatalogueError> {
    let mut seen = BTreeSet::new();
    let mut clauses = Vec::new();
    for &(file, text) in files {
        for clause in parse_file(file, text)? {
            if !seen.insert(clause.id.clone()) {
                return Err(CatalogueError::Duplicate { file: file.into(), id: clause.id });
            }
            clauses.push(clause);
        }
    }
    Ok(clauses)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    standard: String,
    #[serde(default)]
    clause: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    clause: String,
    level: Level,
    applies: Vec<String>,
    requirement: String,
}

fn parse_file(file: &str, text: &str) -> Result<Vec<Clause>, CatalogueError> {
    let parsed: File =
        toml::from_str(text).map_err(|source| CatalogueError::Form { file: file.into(), source: Box::new(source) })?;
    if parsed.version != VERSION {
        return Err(CatalogueError::Version { file: file.into(), found: parsed.version });
    }
    let Some((_, prefix)) = STANDARDS.iter().find(|(name, _)| *name == parsed.standard) else {
        return Err(CatalogueError::Standard { file: file.into(), standard: parsed.standard });
    };
    if parsed.clause.is_empty() {
        return Err(CatalogueError::Empty { file: file.into() });
    }
    parsed.clause.into_iter().map(|entry| check_entry(file, &parsed.standard, prefix, entry)).collect()
}

fn check_entry(file: &str, standard: &str, prefix: &str, entry: Entry) -> Result<Clause, CatalogueError> {
    let Entry { id, clause, level, applies, requirement } = entry;
    let file = || file.to_owned();
    let expected = format!("{prefix}-{clause}");
    let plain = id.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
    let rest = id.strip_prefix(&expected);
    if !plain || !rest.is_some_and(|rest| rest.is_empty() || (rest.starts_with('-') && rest.len() > 1)) {
        return Err(CatalogueError::Id { file: file(), id, expected });
    }
    if requirement.trim() != requirement || requirement.len() < 2 || !requirement.ends_with('.') {
        return Err(CatalogueError::Requirement { file: file(), id });
    }
    if applies.is_empty() {
        return Err(CatalogueError::AppliesToNone { file: file(), id });
    }
    if let Some(block) = applies.iter().find(|block| ports::ALL.iter().all(|ports| ports.name != **block)) {
        return Err(CatalogueError::Block { file: file(), id, block: block.clone() });
    }
    Ok(Clause { id, standard: standard.to_owned(), clause, requirement, level, applies })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        version = 2
        standard = "IEEE 802.3-2022"
        [[clause]]
        id = "802.3-4.2.3.3-pad"
        clause = "4.2.3.3"
        level = "must"
        applies = ["mac_tx"]
        requirement = "Pad."
    "#;

    fn error(text: &str) -> String {
        parse(&[("x.toml", text)]).unwrap_err().to_string()
    }

    #[test]
    fn the_shipped_catalogue_is_well_formed() {
        let clauses = parse(&FILES).unwrap_or_else(|error| panic!("{error}"));
        let of_the_mac = clauses.iter().filter(|clause| !clause.standard.starts_with("Wirewright")).count();
        assert!(of_the_mac >= 45, "{of_the_mac} requirements of the standards");
        assert!(find("802.3-4.2.3.3-pad").is_some() && find("802.3-0-none").is_none());
    }

    #[test]
    fn ids_are_a_contract() {
        let mut ids: Vec<_> = catalogue().iter().map(|clause| clause.id.as_str()).collect();
        ids.sort_unstable();
        let listed: Vec<_> = include_str!("../clauses/ids.txt").lines().collect();
        assert_eq!(ids, listed, "ids.txt lists version {VERSION}; a change of meaning or a loss needs a new version");
    }

    #[test]
    fn errors_name_file_and_entry() {
        assert_eq!(parse(&[("x.toml", GOOD)]).unwrap().len(), 1);
        let id = "x.toml: 802.3-4.2.3.3-pad";
        assert!(error("version = ").starts_with("x.toml: "));
        assert!(error(&GOOD.replace("must", "shall")).starts_with("x.toml: "));
        assert_eq!(error(&GOOD.replace("version = 2", "version = 9")), "x.toml: version is 9, expected 2");
        assert_eq!(error(&GOOD.replace("IEEE", "ISO")), "x.toml: unknown standard `ISO 802.3-2022`");
        assert_eq!(error(GOOD.split("[[").next().unwrap()), "x.toml: no entry");
        assert!(
            error(&GOOD.replace("\"4.2.3.3\"", "\"4.2\"")).starts_with(&format!("{id}: the id must be `802.3-4.2`"))
        );
        assert!(error(&GOOD.replace("Pad.", "Pad")).starts_with(&format!("{id}: the requirement")));
        assert_eq!(error(&GOOD.replace("[\"mac_tx\"]", "[]")), format!("{id}: applies to no block"));
        assert_eq!(error(&GOOD.replace("mac_tx", "mac_xt")), format!("{id}: unknown block `mac_xt`"));
        let twice = parse(&[("x.toml", GOOD), ("y.toml", GOOD)]).unwrap_err().to_string();
        assert_eq!(twice, "y.toml: 802.3-4.2.3.3-pad: there is an earlier entry with this id");
    }
}
