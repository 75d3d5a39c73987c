// SPDX-License-Identifier: MIT OR Apache-2.0
//! What is wrong with a topology file: all of it, each with its place.

use std::fmt;
use std::ops::Range;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, in octets of the text.
    pub span: Range<usize>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong, and what is expected.
    pub message: String,
}

/// A topology file that cannot be used.
#[derive(Debug)]
pub struct TopologyError {
    file: String,
    source: NamedSource<String>,
    problems: Vec<Problem>,
}

impl TopologyError {
    /// What is wrong, in the order of the text: one thing at least.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for TopologyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let Problem { line, column, message, .. } = problem;
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{}:{line}:{column}: {message}", self.file)?;
        }
        Ok(())
    }
}

impl std::error::Error for TopologyError {}

impl Diagnostic for TopologyError {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = |problem: &Problem| LabeledSpan::new_with_span(Some("here".into()), problem.span.clone());
        Some(Box::new(self.problems.iter().map(label)))
    }
}

/// Collects what is wrong while a file is read.
#[derive(Debug)]
pub(super) struct Problems<'t> {
    text: &'t str,
    list: Vec<Problem>,
}

impl<'t> Problems<'t> {
    pub fn new(text: &'t str) -> Problems<'t> {
        Problems { text, list: Vec::new() }
    }

    /// Something is wrong there.
    pub fn note(&mut self, span: Range<usize>, message: impl Into<String>) {
        let floor = |mut at: usize| {
            at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (floor(span.start), floor(span.end.max(span.start)));
        let before = &self.text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        let column = self.text[line_start..start].chars().count() + 1;
        self.list.push(Problem { span: start..end, line, column, message: message.into() });
    }

    /// The error, when something was wrong.
    pub fn end(&mut self, file: &str) -> Result<(), TopologyError> {
        if self.list.is_empty() {
            return Ok(());
        }
        let mut problems = std::mem::take(&mut self.list);
        problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
        let source = NamedSource::new(file, self.text.to_owned()).with_language("TOML");
        Err(TopologyError { file: file.to_owned(), source, problems })
    }
}
