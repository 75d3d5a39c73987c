// SPDX-License-Identifier: MIT OR Apache-2.0
//! A kernel's source beside its tree: lines for refusals, comments for the reader, the base of literals, and what the
//! block's fields are for.
//! The kernel macro makes one tree statement of each source statement, so the two are walked together.

use super::lint::{SourceRefusal, lint_kernel};
use std::collections::{BTreeMap, BTreeSet};
use syn::spanned::Spanned;
use syn::visit::Visit;

/// A statement of a kernel as the source has it.
#[derive(Debug, Clone, Default)]
pub(super) struct SourceStatement {
    /// From 1.
    pub line: usize,
    /// Whether an empty line is above it and its comments.
    pub is_apart: bool,
    /// The comment lines right above it.
    pub comments: Vec<String>,
    /// Values written in hexadecimal in the statement itself, not in its blocks.
    pub hex: BTreeSet<u128>,
    /// `then` and `else`; the arms; the loop's body.
    pub blocks: Vec<Vec<SourceStatement>>,
}

/// The `///` lines of each field of a block, by its name; fields without any are left out.
pub(super) type FieldDocs = BTreeMap<String, Vec<String>>;

/// The source of one kernel, and of its block.
#[derive(Debug, Clone, Default)]
pub(super) struct SourceKernel {
    pub statements: Vec<SourceStatement>,
    pub field_docs: FieldDocs,
    /// What must not be there.
    pub refusals: Vec<SourceRefusal>,
}

/// The kernel of `impl Logic for block` in the Rust text, if it is there.
pub(super) fn find_kernel(text: &str, block: &str) -> Option<SourceKernel> {
    let file = syn::parse_file(text).ok()?;
    let mut finder = Finder { block, found: None, field_docs: FieldDocs::new() };
    finder.visit_file(&file);
    let function = finder.found?;
    let lines: Vec<&str> = text.lines().collect();
    let refusals = lint_kernel(&function);
    let statements = statements(&function.block, &lines);
    Some(SourceKernel { statements, field_docs: finder.field_docs, refusals })
}

/// Finds `update` of `impl Logic for block`, and the comments of the fields of `struct block`.
struct Finder<'a> {
    block: &'a str,
    found: Option<syn::ImplItemFn>,
    field_docs: FieldDocs,
}

impl Visit<'_> for Finder<'_> {
    fn visit_item_struct(&mut self, item: &syn::ItemStruct) {
        for field in item.fields.iter().filter(|_| item.ident == self.block) {
            let doc: Vec<String> = field.attrs.iter().filter_map(doc_line).collect();
            if let (Some(name), false) = (&field.ident, doc.is_empty()) {
                self.field_docs.insert(name.to_string(), doc);
            }
        }
    }

    fn visit_item_impl(&mut self, item: &syn::ItemImpl) {
        let is_logic =
            item.trait_.as_ref().is_some_and(|(_, path, _)| path.segments.last().is_some_and(|s| s.ident == "Logic"));
        let is_block = matches!(&*item.self_ty, syn::Type::Path(path)
            if path.path.segments.last().is_some_and(|segment| segment.ident == self.block));
        if is_logic && is_block {
            self.found = item.items.iter().find_map(|item| match item {
                syn::ImplItem::Fn(function) if function.sig.ident == "update" => Some(function.clone()),
                _ => None,
            });
        }
    }
}

/// The text of a `///` line, without the space after the slashes.
fn doc_line(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::NameValue(meta) = &attribute.meta else { return None };
    match &meta.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) if meta.path.is_ident("doc") => {
            let text = text.value();
            Some(text.strip_prefix(' ').unwrap_or(&text).to_string())
        }
        _ => None,
    }
}

/// Collects the integers written with `0x`, outside blocks.
#[derive(Default)]
struct HexLiterals {
    values: BTreeSet<u128>,
}

impl Visit<'_> for HexLiterals {
    fn visit_lit_int(&mut self, literal: &syn::LitInt) {
        if literal.to_string().starts_with("0x") {
            self.values.extend(literal.base10_parse::<u128>());
        }
    }

    fn visit_block(&mut self, _block: &syn::Block) {}

    // The rest of an `if … else if` chain is a statement of its own.
    fn visit_expr_if(&mut self, conditional: &syn::ExprIf) {
        self.visit_expr(&conditional.cond);
    }

    fn visit_arm(&mut self, arm: &syn::Arm) {
        self.visit_pat(&arm.pat);
    }
}

fn statements(block: &syn::Block, lines: &[&str]) -> Vec<SourceStatement> {
    let expression = |statement: &syn::Stmt| match statement {
        syn::Stmt::Expr(expression, _) => blocks(expression, lines),
        _ => vec![],
    };
    let of = |statement: &syn::Stmt| {
        let line = statement.span().start().line;
        let comments = comments_above(line, lines);
        let above = lines.get((line - 1).saturating_sub(comments.len() + 1));
        let is_apart = above.is_some_and(|above| above.trim().is_empty());
        let mut hex = HexLiterals::default();
        hex.visit_stmt(statement);
        SourceStatement { line, is_apart, comments, hex: hex.values, blocks: expression(statement) }
    };
    block.stmts.iter().map(of).collect()
}

fn blocks(expression: &syn::Expr, lines: &[&str]) -> Vec<Vec<SourceStatement>> {
    match expression {
        syn::Expr::If(conditional) => {
            let mut blocks = vec![statements(&conditional.then_branch, lines)];
            if let Some((_, otherwise)) = &conditional.else_branch {
                blocks.push(body(otherwise, lines));
            }
            blocks
        }
        syn::Expr::Match(matching) => matching.arms.iter().map(|arm| body(&arm.body, lines)).collect(),
        syn::Expr::ForLoop(repeated) => vec![statements(&repeated.body, lines)],
        _ => vec![],
    }
}

/// The statements of a block, or the one statement that an arm or `else if` is.
fn body(expression: &syn::Expr, lines: &[&str]) -> Vec<SourceStatement> {
    match expression {
        syn::Expr::Block(block) => statements(&block.block, lines),
        other => {
            let line = other.span().start().line;
            let mut hex = HexLiterals::default();
            hex.visit_expr(other);
            vec![SourceStatement { line, hex: hex.values, blocks: blocks(other, lines), ..SourceStatement::default() }]
        }
    }
}

/// The `//` lines right above line `line`, without their slashes.
fn comments_above(line: usize, lines: &[&str]) -> Vec<String> {
    let above = lines.get(..line.saturating_sub(1)).unwrap_or_default().iter().rev();
    let mut comments: Vec<String> =
        above.map_while(|line| line.trim().strip_prefix("//")).map(|text| text.trim().to_string()).collect();
    comments.reverse();
    comments
}
