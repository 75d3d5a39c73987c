// SPDX-License-Identifier: MIT OR Apache-2.0
//! Arithmetic in array indices, which the kernel tree keeps as text: `slot[i + 1]`.

use syn::{BinOp, Expr, Lit};

/// The value of an index expression over literals and loop variables, with `+ - * / %` and parentheses.
pub(super) fn evaluate(index: &Expr, loops: &[(String, u128)]) -> Option<u128> {
    match index {
        Expr::Paren(inner) => evaluate(&inner.expr, loops),
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(value) => value.base10_parse().ok(),
            _ => None,
        },
        Expr::Path(path) => {
            let name = path.path.get_ident()?;
            loops.iter().rev().find(|(known, _)| name == known).map(|(_, value)| *value)
        }
        Expr::Binary(binary) => {
            let (left, right) = (evaluate(&binary.left, loops)?, evaluate(&binary.right, loops)?);
            match binary.op {
                BinOp::Add(_) => left.checked_add(right),
                BinOp::Sub(_) => left.checked_sub(right),
                BinOp::Mul(_) => left.checked_mul(right),
                BinOp::Div(_) => left.checked_div(right),
                BinOp::Rem(_) => left.checked_rem(right),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::evaluate;

    #[test]
    fn indices_are_evaluated_as_rust_does() {
        let loops = [("i".to_string(), 3)];
        let value = |text: &str| evaluate(&syn::parse_str(text).unwrap(), &loops);
        assert_eq!(value("i+1"), Some(4));
        assert_eq!(value("2*(i-1)%3"), Some(1));
        assert_eq!(value("i-4"), None);
        assert_eq!(value("n"), None);
    }
}
