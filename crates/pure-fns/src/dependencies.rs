//! Which other pure functions a factory uses, as far as the text says it.

use std::collections::BTreeSet;

use mion_source::{Diagnostic, Module, Severity};
use swc_core::{
    common::BytePos,
    ecma::{
        ast::*,
        visit::{Visit, VisitWith},
    },
};

use crate::{
    function::Function,
    scopes::Scopes,
    statics::{peel, string},
};

/// The methods of the jit utilities that take `(namespace, name)` of a pure function.
const USES: [&str; 4] = ["usePureFn", "getPureFn", "getCompiledPureFn", "hasPureFn"];

/// The names that `factory` asks its first parameter for, sorted.
///
/// # Errors
/// `MION_PURE_FN_DEPENDENCY` for a function of another namespace: what is sent to a client names its
/// dependencies by bare names, so it would be incomplete.
pub(crate) fn of(
    module: &Module,
    scopes: &Scopes,
    factory: Function<'_>,
    namespace: &str,
) -> Result<Vec<String>, Vec<Diagnostic>> {
    let Some(Pat::Ident(utl)) = factory.params().first().copied() else { return Ok(Vec::new()) };
    let mut uses =
        Uses { module, scopes, namespace, utl: utl.span.lo, names: BTreeSet::new(), errors: Vec::new() };
    factory.visit_body(&mut uses);
    if uses.errors.is_empty() { Ok(uses.names.into_iter().collect()) } else { Err(uses.errors) }
}

struct Uses<'a> {
    module: &'a Module,
    scopes: &'a Scopes,
    namespace: &'a str,
    /// Where the parameter is declared.
    utl: BytePos,
    names: BTreeSet<String>,
    errors: Vec<Diagnostic>,
}

impl Visit for Uses<'_> {
    fn visit_call_expr(&mut self, call: &CallExpr) {
        call.visit_children_with(self);
        let Callee::Expr(callee) = &call.callee else { return };
        let Expr::Member(MemberExpr { obj, prop: MemberProp::Ident(method), .. }) = peel(callee) else {
            return;
        };
        let Expr::Ident(object) = peel(obj) else { return };
        if !USES.contains(&method.sym.as_str())
            || self.scopes.binding(object.span.lo).is_none_or(|binding| binding.at != self.utl)
        {
            return;
        }
        let [namespace, name, ..] = call.args.as_slice() else { return };
        if namespace.spread.is_some() || name.spread.is_some() {
            return;
        }
        let text = |argument: &ExprOrSpread| string(self.module, self.scopes, &argument.expr);
        let (Some(namespace), Some(name)) = (text(namespace), text(name)) else { return };
        if namespace == self.namespace {
            self.names.insert(name);
            return;
        }
        let error = self
            .module
            .diagnostic(
                "MION_PURE_FN_DEPENDENCY",
                Severity::Error,
                call.span,
                format!(
                    "a factory of \"{}\" uses \"{namespace}::{name}\", which clients would not get with it",
                    self.namespace
                ),
            )
            .with_hint("Register both functions in one namespace.");
        self.errors.push(error);
    }
}
