// SPDX-License-Identifier: MIT OR Apache-2.0
//! Takes values out of a TOML table by the list of keys, and notes what is wrong with its place.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::Problems;
use super::schema::{Form, Key, TABLES, keys_of};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    pub value: T,
    pub span: Range<usize>,
}

/// A value that has the form of its key.
#[derive(Clone, Debug)]
enum Taken {
    Text(String),
    Integer(i64),
    Number(f64),
    Pair([Placed<String>; 2]),
}

/// The values of a table, those that are as they should be.
#[derive(Debug)]
pub(super) struct Section {
    /// Its name, where it has one.
    pub name: String,
    /// Its head, or its first key.
    pub span: Range<usize>,
    values: BTreeMap<&'static str, Placed<Taken>>,
    /// Keys that are there, right or wrong.
    present: Vec<&'static str>,
}

impl Section {
    /// Reads a table. `program` is looked at first: it says which keys there may be.
    pub fn read(
        table: &'static str,
        name: &str,
        span: Range<usize>,
        content: &DeTable<'_>,
        problems: &mut Problems<'_>,
    ) -> Section {
        let mut section = Section { name: name.to_owned(), span, values: BTreeMap::new(), present: Vec::new() };
        let known = || keys_of(table);
        for (key, value) in content {
            let word: &str = key.get_ref();
            if table.is_empty() && TABLES.contains(&word) {
                continue;
            }
            let Some(found) = known().find(|known| known.name == word) else {
                let names = known().map(|key| key.name).chain(TABLES.iter().copied().filter(|_| table.is_empty()));
                let near = nearest(word, names.clone()).map(|near| format!("; did you mean `{near}`?"));
                let list = || format!("; there are: {}", names.clone().collect::<Vec<_>>().join(", "));
                problems.note(key.span(), format!("unknown key `{word}`{}", near.unwrap_or_else(list)));
                continue;
            };
            section.present.push(found.name);
            if let Some(taken) = take(found, value, problems) {
                section.values.insert(found.name, Placed { value: taken, span: value.span() });
            }
        }
        section.judge_keys(table, content, problems);
        section
    }

    /// Keys that must be there, and those that are for other programs.
    fn judge_keys(&self, table: &'static str, content: &DeTable<'_>, problems: &mut Problems<'_>) {
        let program = self.text("program").map(|program| program.value);
        for key in keys_of(table) {
            let applies = key.programs.is_empty() || program.as_deref().is_some_and(|is| key.programs.contains(&is));
            let present = self.present.contains(&key.name);
            if present
                && !applies
                && let Some(program) = &program
            {
                let span = content.iter().find(|(name, _)| name.get_ref() == key.name).map(|(name, _)| name.span());
                let of = key.programs.join("`, `");
                let text = format!("`{}` is for program `{of}`, and this is `{program}`", key.name);
                problems.note(span.unwrap_or(self.span.clone()), text);
            }
            if !present && applies && key.default.is_empty() {
                let whose = if table.is_empty() { "the file".into() } else { format!("{table} `{}`", self.name) };
                let text = format!("{whose} needs `{}`: {}", key.name, key.form.expected());
                problems.note(self.span.clone(), text);
            }
        }
    }

    /// The text of a key, where it is there and right.
    pub fn text(&self, key: &str) -> Option<Placed<String>> {
        let Placed { value, span } = self.values.get(key)?;
        let Taken::Text(text) = value else { return None };
        Some(Placed { value: text.clone(), span: span.clone() })
    }

    /// Whether the word of a key is this one.
    pub fn is(&self, key: &str, word: &str) -> bool {
        self.text(key).is_some_and(|text| text.value == word)
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Option<i64> {
        match self.values.get(key)?.value {
            Taken::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// A number.
    pub fn number(&self, key: &str) -> Option<f64> {
        match self.values.get(key)?.value {
            Taken::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Two texts.
    pub fn pair(&self, key: &str) -> Option<[Placed<String>; 2]> {
        match &self.values.get(key)?.value {
            Taken::Pair(pair) => Some(pair.clone()),
            _ => None,
        }
    }

    /// Where the value of a key stands; without it the table.
    pub fn place(&self, key: &str) -> Range<usize> {
        self.values.get(key).map_or(self.span.clone(), |placed| placed.span.clone())
    }
}

/// The value as its key wants it; a problem is noted where it is not so.
fn take(key: &Key, value: &Spanned<DeValue<'_>>, problems: &mut Problems<'_>) -> Option<Taken> {
    let content = value.get_ref();
    let integer = || {
        content
            .as_integer()
            .and_then(|number| i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok())
    };
    let number = || match content.as_float() {
        Some(number) => number.as_str().replace('_', "").parse().ok(),
        None => integer().map(|number| number as f64),
    };
    let taken = match key.form {
        Form::Text => content.as_str().filter(|text| !text.is_empty()).map(|text| Taken::Text(text.to_owned())),
        Form::Word(words) => return word(key, words, value, problems),
        Form::Integer(low, high) => integer().filter(|n| (low..=high).contains(n)).map(Taken::Integer),
        Form::Power(low, high) => {
            integer().filter(|n| (low..=high).contains(n) && n.count_ones() == 1).map(Taken::Integer)
        }
        Form::Choice(numbers) => integer().filter(|n| numbers.contains(n)).map(Taken::Integer),
        Form::Number(low, high) => number().filter(|n| (low..=high).contains(n)).map(Taken::Number),
        Form::Pair => pair(content).map(Taken::Pair),
    };
    if taken.is_none() {
        let got = match content.as_array() {
            Some(array) if key.form == Form::Pair && array.iter().all(|item| item.get_ref().is_str()) => {
                format!("a list of {}", array.iter().count())
            }
            _ => shown(content),
        };
        problems.note(value.span(), format!("`{}` is {got}; expected {}", key.name, key.form.expected()));
    }
    taken
}

fn word(
    key: &Key,
    words: &'static [&'static str],
    value: &Spanned<DeValue<'_>>,
    problems: &mut Problems<'_>,
) -> Option<Taken> {
    let text = value.get_ref().as_str();
    if let Some(text) = text.filter(|text| words.contains(text)) {
        return Some(Taken::Text(text.to_owned()));
    }
    let near = text.and_then(|text| nearest(text, words.iter().copied()));
    let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    let got = shown(value.get_ref());
    problems.note(value.span(), format!("`{}` is {got}; expected {}{near}", key.name, key.form.expected()));
    None
}

fn pair(content: &DeValue<'_>) -> Option<[Placed<String>; 2]> {
    let items: Option<Vec<_>> = content
        .as_array()?
        .iter()
        .map(|item| Some(Placed { value: item.get_ref().as_str()?.to_owned(), span: item.span() }))
        .collect();
    items?.try_into().ok()
}

/// A value as an error names it.
fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("\"{text}\""),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        other => match other.type_str() {
            kind @ "array" => format!("an {kind}"),
            kind => format!("a {kind}"),
        },
    }
}

/// The known name most like `name`, if one is like it at all.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |known: &str| strsim::jaro_winkler(name, known);
    let best = known.into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.75).then_some(best)
}
