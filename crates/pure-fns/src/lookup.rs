//! Finds the node of a span again: names know where their values are written, not the nodes themselves.

use swc_core::{
    common::{Span, Spanned},
    ecma::{
        ast::{Expr, FnDecl, FnExpr, Module, ModuleItem, Stmt},
        visit::{Visit, VisitWith},
    },
};

use crate::function::Function;

/// What stands at a span.
#[derive(Clone, Copy)]
pub(crate) enum Node<'a> {
    Expression(&'a Expr),
    Function(Function<'a>),
}

/// Calls `found` with the outermost function declaration or expression of exactly `span`; without one, not at all.
pub(crate) fn with_node<T>(module: &Module, span: Span, found: impl FnMut(Node<'_>) -> T) -> Option<T> {
    let mut lookup = Lookup { span, found, result: None };
    module.visit_with(&mut lookup);
    lookup.result
}

struct Lookup<F, T> {
    span: Span,
    found: F,
    result: Option<T>,
}

impl<F: FnMut(Node<'_>) -> T, T> Lookup<F, T> {
    fn may_hold(&self, span: Span) -> bool {
        self.result.is_none() && span.lo <= self.span.lo && self.span.hi <= span.hi
    }
}

impl<F: FnMut(Node<'_>) -> T, T> Visit for Lookup<F, T> {
    fn visit_module_item(&mut self, item: &ModuleItem) {
        if self.may_hold(item.span()) {
            item.visit_children_with(self);
        }
    }

    fn visit_stmt(&mut self, statement: &Stmt) {
        if self.may_hold(statement.span()) {
            statement.visit_children_with(self);
        }
    }

    fn visit_fn_decl(&mut self, declaration: &FnDecl) {
        let function = &declaration.function;
        if function.span == self.span {
            self.result = Some((self.found)(Node::Function(Function::Classic(function))));
        } else {
            function.visit_with(self);
        }
    }

    /// Reached outside of `visit_expr` for `export default function` only.
    fn visit_fn_expr(&mut self, expression: &FnExpr) {
        let function = &expression.function;
        if self.may_hold(function.span) && function.span == self.span {
            self.result = Some((self.found)(Node::Function(Function::Classic(function))));
        } else {
            function.visit_with(self);
        }
    }

    fn visit_expr(&mut self, expression: &Expr) {
        let span = expression.span();
        if !self.may_hold(span) {
            return;
        }
        if span == self.span {
            self.result = Some((self.found)(Node::Expression(expression)));
        } else {
            expression.visit_children_with(self);
        }
    }
}
