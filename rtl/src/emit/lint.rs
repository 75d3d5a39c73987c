// SPDX-License-Identifier: MIT OR Apache-2.0
//! Refuses in a kernel's source what rust-hdl's macro drops before there is a tree: match guards, inclusive ranges,
//! `.index()` in arithmetic, and functions that it takes for casts by the beginning of their names.

use super::error::Refusal;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A refusal in a source text, with its line from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRefusal {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub refusal: Refusal,
}

/// What the kernels (functions under `#[hdl_gen]`) of a Rust source text must not hold.
///
/// # Errors
/// When the text is not Rust.
pub fn lint_source(text: &str) -> Result<Vec<SourceRefusal>, syn::Error> {
    let file = syn::parse_file(text)?;
    let mut kernels = Kernels { refusals: vec![] };
    kernels.visit_file(&file);
    Ok(kernels.refusals)
}

/// What one kernel must not hold.
pub(super) fn lint_kernel(kernel: &syn::ImplItemFn) -> Vec<SourceRefusal> {
    let mut lint = Lint { refusals: vec![] };
    lint.visit_block(&kernel.block);
    lint.refusals
}

/// Finds kernels, also inside macro calls' plain items and modules.
struct Kernels {
    refusals: Vec<SourceRefusal>,
}

impl Visit<'_> for Kernels {
    fn visit_impl_item_fn(&mut self, function: &syn::ImplItemFn) {
        if function.attrs.iter().any(|attribute| attribute.path().is_ident("hdl_gen")) {
            self.refusals.extend(lint_kernel(function));
        }
    }
}

struct Lint {
    refusals: Vec<SourceRefusal>,
}

impl Lint {
    fn refuse(&mut self, at: &impl Spanned, refusal: Refusal) {
        self.refusals.push(SourceRefusal { line: at.span().start().line, refusal });
    }
}

impl Visit<'_> for Lint {
    fn visit_arm(&mut self, arm: &syn::Arm) {
        if let Some((_, guard)) = &arm.guard {
            self.refuse(guard, Refusal::MatchGuard);
        }
        visit::visit_arm(self, arm);
    }

    fn visit_expr_range(&mut self, range: &syn::ExprRange) {
        if matches!(range.limits, syn::RangeLimits::Closed(_)) {
            self.refuse(range, Refusal::InclusiveRange);
        }
        visit::visit_expr_range(self, range);
    }

    fn visit_expr_method_call(&mut self, call: &syn::ExprMethodCall) {
        if call.method == "index" && call.args.is_empty() {
            self.refuse(call, Refusal::IndexInArithmetic);
        }
        self.visit_expr(&call.receiver);
        let takes_index = ["get_bit", "get_bits", "replace_bit"].iter().any(|method| call.method == method);
        for (position, argument) in call.args.iter().enumerate() {
            match bare_index(argument) {
                Some(receiver) if takes_index && position == 0 => self.visit_expr(receiver),
                _ => self.visit_expr(argument),
            }
        }
    }

    fn visit_expr_call(&mut self, call: &syn::ExprCall) {
        if let syn::Expr::Path(function) = &*call.func {
            let name = function.path.segments.iter().map(|s| s.ident.to_string()).collect::<Vec<_>>().join("::");
            let is_taken = ["bits", "Bits", "bit_cast", "signed_cast", "signed_bit_cast", "unsigned_cast"];
            if is_taken.iter().any(|start| name.starts_with(start)) && name != "bits" && name != "bit_cast" {
                self.refuse(call, Refusal::TakenForCast { name });
            }
        }
        visit::visit_expr_call(self, call);
    }
}

/// `x` of a bare `x.index()`.
fn bare_index(argument: &syn::Expr) -> Option<&syn::Expr> {
    match argument {
        syn::Expr::Paren(inner) => bare_index(&inner.expr),
        syn::Expr::MethodCall(call) if call.method == "index" => Some(&call.receiver),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The refusals of a kernel with this body.
    fn refusals(body: &str) -> Vec<Refusal> {
        let text = format!("impl Logic for Bad {{\n#[hdl_gen]\nfn update(&mut self) {{\n{body}\n}}\n}}");
        let found = lint_source(&text).unwrap();
        assert!(found.iter().all(|refusal| refusal.line == 4));
        found.into_iter().map(|refusal| refusal.refusal).collect()
    }

    #[test]
    fn match_guards_are_refused() {
        let body = "match self.state.q.val() { State::A if self.x.val() => {} _ => {} }";
        assert_eq!(refusals(body), [Refusal::MatchGuard]);
        assert_eq!(refusals("match self.state.q.val() { State::A => {} _ => {} }"), []);
    }

    #[test]
    fn inclusive_ranges_are_refused() {
        assert_eq!(refusals("for i in 0..=8 { self.x[i].next = true; }"), [Refusal::InclusiveRange]);
        assert_eq!(refusals("for i in 0..8 { self.x[i].next = true; }"), []);
    }

    #[test]
    fn an_index_is_a_bare_argument() {
        let of = |index: &str| refusals(&format!("self.x.next = self.y.val().get_bit({index});"));
        assert_eq!(of("self.i.val().index() + 1"), [Refusal::IndexInArithmetic]);
        assert_eq!(of("(self.i.val().index() * 2)"), [Refusal::IndexInArithmetic]);
        assert_eq!(of("self.i.val().index()"), []);
        assert_eq!(refusals("self.x.next = self.y.val().index() == 3;"), [Refusal::IndexInArithmetic]);
    }

    #[test]
    fn functions_that_look_like_casts_are_refused() {
        let taken = |name: &str| Refusal::TakenForCast { name: name.into() };
        assert_eq!(refusals("self.x.next = bits_reversed(self.y.val());"), [taken("bits_reversed")]);
        assert_eq!(refusals("self.x.next = bit_cast_signed::<4, 8>(self.y.val());"), [taken("bit_cast_signed")]);
        assert_eq!(refusals("self.x.next = unsigned_cast(self.y.val());"), [taken("unsigned_cast")]);
        assert_eq!(refusals("self.x.next = signed_cast(self.y.val());"), [taken("signed_cast")]);
        assert_eq!(refusals("self.x.next = Bits::<8>::from(1);"), [taken("Bits::from")]);
        assert_eq!(refusals("self.x.next = bits::<8>(1) + bit_cast::<8, 4>(self.y.val());"), []);
    }

    #[test]
    fn only_kernels_are_looked_at() {
        let text = "impl Bad { fn new() { for i in 0..=8 { bits_of(i); } } }";
        assert_eq!(lint_source(text).unwrap(), []);
    }
}
