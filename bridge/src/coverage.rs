// SPDX-License-Identifier: MIT OR Apache-2.0
//! Reads Verilator's coverage files (`.dat`) and sums them up: covered and total points of each Verilog file, and a
//! list of the points that nothing has reached.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::BridgeError;

/// Coverage points with their counts, from one run or from many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    points: BTreeMap<Point, u64>,
}

/// A place in the Verilog that a run reaches or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// The Verilog file, as its `Source` names it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is counted.
    pub kind: PointKind,
    /// The branch or the signal bit and its direction, for example `tdata[3]:0->1`.
    pub comment: String,
    /// The instance.
    pub hierarchy: String,
}

/// What a point counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointKind {
    /// A block of lines was run.
    Line,
    /// One arm of a branch was taken.
    Branch,
    /// A bit changed.
    Toggle,
    /// Something else that the Verilog itself asks for.
    Other,
}

/// The sum over one Verilog file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileCoverage {
    /// Points reached.
    pub covered: usize,
    /// All points.
    pub total: usize,
    /// The points not reached, by line.
    pub uncovered: Vec<Point>,
}

impl Coverage {
    /// Reads a file that Verilator has written.
    ///
    /// # Errors
    /// [`BridgeError::File`] when it cannot be read or is no coverage file.
    pub fn read(path: &Path) -> Result<Coverage, BridgeError> {
        let error = |reason: String| BridgeError::File { path: path.to_owned(), reason };
        let text = fs::read_to_string(path).map_err(|e| error(e.to_string()))?;
        Coverage::parse(&text).map_err(error)
    }

    fn parse(text: &str) -> Result<Coverage, String> {
        let mut coverage = Coverage::default();
        if !text.starts_with("# SystemC::Coverage") {
            return Err("not a coverage file of Verilator".into());
        }
        if !text.ends_with('\n') {
            return Err("the coverage file is cut short, is the disk full?".into());
        }
        for (number, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with("C ")) {
            let (point, count) = parse_point(line).ok_or_else(|| format!("line {}: not a point", number + 1))?;
            *coverage.points.entry(point).or_default() += count;
        }
        Ok(coverage)
    }

    /// Adds the counts of another run.
    pub fn merge(&mut self, other: &Coverage) {
        for (point, count) in &other.points {
            *self.points.entry(point.clone()).or_default() += count;
        }
    }

    /// All points with their counts, by file and line.
    pub fn points(&self) -> impl Iterator<Item = (&Point, u64)> {
        self.points.iter().map(|(point, &count)| (point, count))
    }

    /// The sum over each Verilog file, by name.
    pub fn files(&self) -> BTreeMap<&str, FileCoverage> {
        let mut files = BTreeMap::<&str, FileCoverage>::new();
        for (point, &count) in &self.points {
            let file = files.entry(&point.file).or_default();
            file.total += 1;
            if count > 0 {
                file.covered += 1;
            } else {
                file.uncovered.push(point.clone());
            }
        }
        files
    }
}

/// A line `C '\x01key\x02value\x01key\x02value...' count`.
fn parse_point(line: &str) -> Option<(Point, u64)> {
    let (keys, count) = line.strip_prefix("C '")?.rsplit_once("' ")?;
    let values: BTreeMap<&str, &str> = keys.split('\x01').filter_map(|pair| pair.split_once('\x02')).collect();
    let text = |key: &str| values.get(key).map_or("", |value| value);
    let number = |key: &str| text(key).parse::<u32>();
    let kind = match text("page").split('/').next()? {
        "v_line" => PointKind::Line,
        "v_branch" => PointKind::Branch,
        "v_toggle" => PointKind::Toggle,
        _ => PointKind::Other,
    };
    let point = Point {
        file: (*values.get("f")?).to_owned(),
        line: number("l").ok()?,
        column: number("n").unwrap_or(0),
        kind,
        comment: text("o").to_owned(),
        hierarchy: text("h").to_owned(),
    };
    Some((point, count.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# SystemC::Coverage-3\n\
        C '\x01f\x02mac_tx.v\x01l\x0212\x01n\x0217\x01page\x02v_toggle/mac_tx\
        \x01o\x02txd[3]:0->1\x01h\x02TOP.mac_tx' 0\n\
        C '\x01f\x02mac_tx.v\x01l\x024\x01n\x025\x01page\x02v_line/mac_tx\x01o\x02block\x01h\x02TOP.mac_tx' 123\n";

    #[test]
    fn points_are_read_and_summed_by_file() {
        let coverage = Coverage::parse(FILE).unwrap();
        let files = coverage.files();
        let file = &files["mac_tx.v"];
        assert_eq!((file.covered, file.total), (1, 2));
        let [point] = &file.uncovered[..] else { panic!("{file:?}") };
        assert_eq!((point.line, point.column, point.kind), (12, 17, PointKind::Toggle));
        assert_eq!((point.comment.as_str(), point.hierarchy.as_str()), ("txd[3]:0->1", "TOP.mac_tx"));
        assert_eq!(coverage.points().map(|(_, count)| count).sum::<u64>(), 123);
    }

    #[test]
    fn a_file_that_is_cut_or_something_else_is_refused() {
        for cut in 1..FILE.len() - 1 {
            let text = FILE.get(..cut).unwrap_or("");
            // Only a cut between two points cannot be seen.
            assert_eq!(Coverage::parse(text).is_ok(), text.ends_with('\n'), "{text:?}");
        }
        assert!(Coverage::parse("").is_err() && Coverage::parse("$version\n").is_err());
    }
}
