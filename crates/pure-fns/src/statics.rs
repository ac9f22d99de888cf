//! Values that can be read from the text alone.

use mion_source::Module;
use swc_core::{
    common::Spanned,
    ecma::ast::{Expr, Lit},
};

use crate::{
    lookup::{Node, with_node},
    scopes::{Kind, Scopes},
};

/// How many names a value is followed through: `const a = b; const b = a;` must end.
const MAX_STEPS: u32 = 16;

/// The expression inside of parentheses, type assertions, `as const`, `satisfies` and `!`.
pub(crate) fn peel(expression: &Expr) -> &Expr {
    let mut expression = expression;
    loop {
        expression = match expression {
            Expr::Paren(inner) => &inner.expr,
            Expr::TsAs(inner) => &inner.expr,
            Expr::TsSatisfies(inner) => &inner.expr,
            Expr::TsConstAssertion(inner) => &inner.expr,
            Expr::TsTypeAssertion(inner) => &inner.expr,
            Expr::TsNonNull(inner) => &inner.expr,
            Expr::TsInstantiation(inner) => &inner.expr,
            other => return other,
        };
    }
}

/// A string that is written as one, or a constant of the file that is.
pub(crate) fn string(module: &Module, scopes: &Scopes, expression: &Expr) -> Option<String> {
    with_value(module, scopes, expression, |node| match node {
        Node::Expression(Expr::Lit(Lit::Str(text))) => text.value.as_str().map(str::to_owned),
        Node::Expression(Expr::Tpl(template)) if template.exprs.is_empty() => {
            template.quasis.first()?.cooked.as_ref()?.as_str().map(str::to_owned)
        }
        _ => None,
    })
    .ok()?
}

/// A boolean that is written as one, or a constant of the file that is.
pub(crate) fn boolean(module: &Module, scopes: &Scopes, expression: &Expr) -> Option<bool> {
    with_value(module, scopes, expression, |node| match node {
        Node::Expression(Expr::Lit(Lit::Bool(value))) => Some(value.value),
        _ => None,
    })
    .ok()?
}

/// Why the value of a name is not in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoValue {
    Import,
    Undeclared,
    Reassigned,
    /// A parameter, a destructured name, a class, a variable without an initialiser.
    Unknown,
}

/// Calls `found` with the value of an expression: names are followed through the file, parentheses and types
/// are left away, so that a [`Node::Expression`] is none of these.
pub(crate) fn with_value<T>(
    module: &Module,
    scopes: &Scopes,
    expression: &Expr,
    mut found: impl FnMut(Node<'_>) -> T,
) -> Result<T, NoValue> {
    follow(module, scopes, peel(expression), &mut found, MAX_STEPS)
}

fn follow<T>(
    module: &Module,
    scopes: &Scopes,
    expression: &Expr,
    found: &mut dyn FnMut(Node<'_>) -> T,
    steps: u32,
) -> Result<T, NoValue> {
    let Expr::Ident(name) = expression else {
        return Ok(found(Node::Expression(expression)));
    };
    let binding = scopes.binding(name.span.lo).ok_or(NoValue::Undeclared)?;
    if let Kind::Import { .. } = binding.kind {
        return Err(NoValue::Import);
    }
    if binding.reassigned {
        return Err(NoValue::Reassigned);
    }
    let span =
        binding.value.filter(|span| steps > 0 && *span != expression.span()).ok_or(NoValue::Unknown)?;
    with_node(&module.ast, span, |node| match node {
        Node::Function(_) => Ok(found(node)),
        Node::Expression(value) => follow(module, scopes, value, found, steps - 1),
    })
    .unwrap_or(Err(NoValue::Unknown))
}
