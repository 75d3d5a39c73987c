// SPDX-License-Identifier: MIT OR Apache-2.0
//! Octets as hexadecimal text in JSON: `#[serde(with = "hex")]`.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

pub(super) fn serialize<S: Serializer>(octets: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or('?');
    serializer.serialize_str(&octets.iter().flat_map(|o| [digit(o >> 4), digit(o & 15)]).collect::<String>())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let digits = text.chars().map(|c| c.to_digit(16)).collect::<Option<Vec<_>>>();
    match digits {
        Some(digits) if digits.len() % 2 == 0 => Ok(digits.chunks(2).map(|d| (d[0] << 4 | d[1]) as u8).collect()),
        _ => Err(D::Error::custom("octets are an even number of hexadecimal digits")),
    }
}
