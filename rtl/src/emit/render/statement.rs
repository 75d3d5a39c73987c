// SPDX-License-Identifier: MIT OR Apache-2.0
//! Statements of an `always @*` as text.

use super::super::ir::{Label, Statement};
use super::expression::expression;
use super::{Page, comment_line, wrapped};

/// The statements at `depth`.
pub(super) fn block(page: &Page, body: &[Statement], depth: usize) -> String {
    let mut text = String::new();
    for statement in body {
        match statement {
            // One empty line between groups, none at the edges.
            Statement::Blank if text.is_empty() || text.ends_with("\n\n") => {}
            _ => text += &one(page, statement, depth),
        }
    }
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn one(page: &Page, statement: &Statement, depth: usize) -> String {
    let indent = "    ".repeat(depth);
    match statement {
        Statement::Comment(text) => comment_line(text, depth),
        Statement::Blank => "\n".into(),
        Statement::Assign { target, part, value, .. } => {
            let bits = match part {
                None => String::new(),
                Some(part) if part.width == 1 => format!("[{}]", part.offset),
                Some(part) => format!("[{}:{}]", part.offset + part.width - 1, part.offset),
            };
            wrapped(&format!("{}{bits} = {};", page.name(*target), expression(page, value)), depth)
        }
        Statement::If { .. } => format!("{indent}{}\n", conditional(page, statement, depth)),
        Statement::Case { test, arms, .. } => {
            let arms: String = arms.iter().map(|(label, body)| arm(page, label, body, depth + 1)).collect();
            format!("{indent}case ({})\n{arms}{indent}endcase\n", expression(page, test))
        }
    }
}

/// `if … end else if … end`, without indent before and line end after.
fn conditional(page: &Page, statement: &Statement, depth: usize) -> String {
    let Statement::If { test, then, otherwise, .. } = statement else {
        return one(page, statement, depth);
    };
    let indent = "    ".repeat(depth);
    let mut head = wrapped(&format!("if ({}) begin", expression(page, test)), depth);
    head.replace_range(..indent.len(), "");
    let mut text = format!("{head}{}{indent}end", block(page, then, depth + 1));
    match otherwise.as_slice() {
        [] => {}
        [inner @ Statement::If { .. }] => text += &format!(" else {}", conditional(page, inner, depth)),
        _ => text += &format!(" else begin\n{}{indent}end", block(page, otherwise, depth + 1)),
    }
    text
}

fn arm(page: &Page, label: &Label, body: &[Statement], depth: usize) -> String {
    let indent = "    ".repeat(depth);
    let (label, note) = match label {
        Label::Value(value) => (expression(page, value), String::new()),
        Label::Default(None) => ("default".into(), String::new()),
        Label::Default(Some(value)) => ("default".into(), format!(" // {}", expression(page, value))),
    };
    if body.iter().all(|statement| matches!(statement, Statement::Blank)) {
        return format!("{indent}{label}: ;{note}\n");
    }
    format!("{indent}{label}: begin{note}\n{}{indent}end\n", block(page, body, depth + 1))
}
