// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the rules want to know of a Rust file: its tokens with their lines, its functions with their lengths,
//! and which lines are test code.

use std::ops::RangeInclusive;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A parsed file.
#[derive(Debug)]
pub struct RustSource {
    /// Every token, groups opened: text and line. Comments are no tokens; strings are one.
    pub tokens: Vec<(String, usize)>,
    /// Every function with a body.
    pub functions: Vec<Function>,
    tests: Vec<RangeInclusive<usize>>,
}

/// A function with a body.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of its `fn`.
    pub line: usize,
    /// Lines from `fn` to the closing brace.
    pub lines: usize,
    /// Whether it is a method without other arguments than `&mut self`, as a rust-hdl kernel is.
    pub lone_mut_self: bool,
}

impl RustSource {
    /// Parses `text`; the error names line and reason.
    pub fn parse(text: &str) -> Result<RustSource, String> {
        let told = |error: syn::Error| format!("{}: {error}", error.span().start().line);
        let stream: TokenStream = text.parse().map_err(|error: proc_macro2::LexError| told(error.into()))?;
        let file = syn::parse_file(text).map_err(told)?;
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        let mut finder = Finder::default();
        finder.visit_file(&file);
        Ok(RustSource { tokens, functions: finder.functions, tests: finder.tests })
    }

    /// Whether `line` lies in an item marked `#[cfg(test)]` or `#[test]`.
    pub fn is_test(&self, line: usize) -> bool {
        self.tests.iter().any(|lines| lines.contains(&line))
    }

    /// The lines on which `words` stand as consecutive tokens.
    pub fn lines_with(&self, words: &[&str]) -> Vec<usize> {
        let matches = |window: &&[(String, usize)]| window.iter().zip(words).all(|((token, _), word)| token == word);
        self.tokens.windows(words.len()).filter(matches).map(|window| window[0].1).collect()
    }
}

fn flatten(stream: TokenStream, tokens: &mut Vec<(String, usize)>) {
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                tokens.push((open.to_string(), line));
                flatten(group.stream(), tokens);
                tokens.push((close.to_string(), group.span_close().start().line));
            }
            TokenTree::Ident(ident) => tokens.push((ident.to_string(), line)),
            TokenTree::Punct(punct) => tokens.push((punct.as_char().to_string(), line)),
            TokenTree::Literal(literal) => tokens.push((literal.to_string(), line)),
        }
    }
}

#[derive(Default)]
struct Finder {
    functions: Vec<Function>,
    tests: Vec<RangeInclusive<usize>>,
}

impl Finder {
    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let (first, last) = (signature.fn_token.span().start().line, block.span().end().line);
        let only = signature.inputs.len() == 1;
        let receiver = signature.receiver().is_some_and(|receiver| receiver.mutability.is_some());
        self.functions.push(Function {
            name: signature.ident.to_string(),
            line: first,
            lines: last - first + 1,
            lone_mut_self: only && receiver,
        });
    }

    fn attributes(&mut self, attributes: &[syn::Attribute], item: &impl Spanned) {
        let is_test = attributes.iter().any(|attribute| {
            let tests = |list: &syn::MetaList| list.path.is_ident("cfg") && list.tokens.to_string() == "test";
            attribute.path().is_ident("test") || matches!(&attribute.meta, syn::Meta::List(list) if tests(list))
        });
        if is_test {
            self.tests.push(item.span().start().line..=item.span().end().line);
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.attributes(&item.attrs, item);
        self.function(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.attributes(&item.attrs, item);
        self.function(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.attributes(&item.attrs, item);
        visit::visit_item_mod(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::RustSource;

    #[test]
    fn functions_tests_and_tokens_are_found() {
        let text = "fn a() {\n    b();\n}\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn c() {}\n}\n\
                    impl X {\n    fn update(&mut self) {}\n}\n";
        let source = RustSource::parse(text).unwrap();
        let found: Vec<(&str, usize, usize)> =
            source.functions.iter().map(|f| (f.name.as_str(), f.line, f.lines)).collect();
        assert_eq!(found, [("a", 1, 3), ("c", 7, 1), ("update", 10, 1)]);
        assert!(source.is_test(7) && !source.is_test(2));
        assert!(source.functions[2].lone_mut_self && !source.functions[0].lone_mut_self);
        assert_eq!(source.lines_with(&["b", "("]), [2]);
    }

    #[test]
    fn an_error_names_its_line() {
        assert!(RustSource::parse("fn a() {}\nfn {").unwrap_err().starts_with('2'));
    }
}
