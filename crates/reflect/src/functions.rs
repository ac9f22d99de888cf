//! Functions: their metadata, the name they keep, the types they receive, and the walk inside of them.

use std::sync::Arc;

use swc_core::{
    atoms::Atom,
    common::{BytePos, Span, Spanned},
    ecma::{
        ast::{
            ArrowExpr, ArrowFunctionBody, BinaryOp, Expr, ExprOrSpread, Function, FunctionBody, TsType,
            TsTypeParamDecl,
        },
        visit::VisitWith,
    },
};

use crate::insert::Inserter;
use crate::jsdoc;
use crate::local_types::parameter_names;
use crate::ops;
use crate::signature::{FunctionSyntax, Param, parameters_of, parameters_of_arrow, received_type};
use crate::types::{Key, Signature, Type};

/// A function's body.
#[derive(Clone, Copy)]
pub(crate) enum Body<'a> {
    Block(&'a FunctionBody),
    Expression(&'a Expr),
}

pub(crate) fn arrow_body(arrow: &ArrowExpr) -> Body<'_> {
    match &*arrow.body {
        ArrowFunctionBody::FunctionBody(body) => Body::Block(body),
        ArrowFunctionBody::Expr(expression) => Body::Expression(expression),
    }
}

/// Callbacks of the language's own methods, which reflect nothing: without annotations their metadata would cost
/// an array for each time they are created, and tell nothing.
pub(crate) fn is_builtin_callback(method: &str) -> bool {
    matches!(
        method,
        "map"
            | "filter"
            | "forEach"
            | "reduce"
            | "reduceRight"
            | "find"
            | "findIndex"
            | "findLast"
            | "findLastIndex"
            | "some"
            | "every"
            | "sort"
            | "toSorted"
            | "flatMap"
            | "then"
            | "catch"
            | "finally"
            | "replace"
            | "replaceAll"
    )
}

/// Whether the last operator of an expression, or one beside it, is `<`.
pub(crate) fn ends_with_less(expression: &Expr) -> bool {
    match expression {
        Expr::Bin(binary) => {
            binary.op == BinaryOp::Lt || ends_with_less(&binary.left) || ends_with_less(&binary.right)
        }
        Expr::Assign(assign) => ends_with_less(&assign.right),
        Expr::Cond(condition) => ends_with_less(&condition.alt),
        Expr::Unary(unary) => ends_with_less(&unary.arg),
        Expr::Arrow(arrow) => match &*arrow.body {
            ArrowFunctionBody::Expr(body) => ends_with_less(body),
            ArrowFunctionBody::FunctionBody(_) => false,
        },
        _ => false,
    }
}

/// The constructor inside of itself; `this` is not there yet when a derived class's parameters are read.
pub(crate) const NEW_TARGET: &str = "new.target";

impl<'m> Inserter<'_, 'm> {
    pub(crate) fn description(&self, at: BytePos) -> Option<Arc<str>> {
        let exported = self.documented.filter(|(declaration, _)| *declaration == at);
        jsdoc::description(self.module, exported.map_or(at, |(_, export)| export))
    }

    /// The metadata of a function, or `None` for one that has nothing to tell: without parameters, return type
    /// and description, the machine knows it from the function itself.
    pub(crate) fn function_program(
        &mut self,
        at: Span,
        name: &str,
        function: FunctionSyntax<'_>,
        body: Option<Body<'_>>,
    ) -> Option<String> {
        if !self.metadata {
            return None;
        }
        let description = self.description(at.lo);
        let handler = self.handler == Some(at.lo);
        if function.parameters.is_empty() && function.returns.is_none() && description.is_none() && !handler {
            return None;
        }
        let key = Key::Name(name.to_owned().into());
        let mut signature: Signature =
            self.lower(|context, env| context.signature(env, ops::FUNCTION, key, function));
        signature.description = description;
        if handler {
            self.check_handler(at, function, body, &mut signature);
        }
        let program = self.program(&Type::Function(Arc::new(signature)));
        if self.context.instances.budget.is_exceeded() {
            let name = if name.is_empty() { "this function" } else { name };
            self.context.warn_too_large(name, at.with_hi(at.lo));
        }
        Some(program)
    }

    /// Puts `__assignType(...)` around a function expression.
    pub(crate) fn assign_type(&mut self, span: Span, program: &str) -> String {
        self.assigns_type = true;
        // `new f()` would construct `f`, and not what it gives.
        let (open, close) = if self.constructed == Some(span.lo) { ("(", ")") } else { ("", "") };
        // Behind a `/` the comment would be another one, to the end of the line.
        let start = self.module.offset(span.lo) as usize;
        let space = if self.module.text[..start].ends_with('/') { " " } else { "" };
        self.insert(span.lo, format!("{space}{open}/*@__PURE__*/__assignType("));
        match &self.named {
            // Inside of a call the function is no longer the value of what it is named after.
            Some((at, name)) if *at == span.lo => format!(", {program}, {}){close}", ops::quote(name)),
            _ => format!(", {program}){close}"),
        }
    }

    /// The value of something that gives its name to an anonymous function.
    pub(crate) fn named_value(&mut self, value: &Expr, name: String) {
        let mut inner = value;
        loop {
            inner = match inner {
                Expr::Paren(paren) => &paren.expr,
                Expr::TsAs(cast) => &cast.expr,
                Expr::TsSatisfies(satisfies) => &satisfies.expr,
                Expr::TsConstAssertion(assertion) => &assertion.expr,
                Expr::TsNonNull(non_null) => &non_null.expr,
                Expr::TsTypeAssertion(cast) => &cast.expr,
                _ => break,
            };
        }
        if matches!(inner, Expr::Arrow(_)) || matches!(inner, Expr::Fn(function) if function.ident.is_none())
        {
            self.named = Some((inner.span().lo, name));
        }
        value.visit_with(self);
    }

    /// Walks over a function's own scope. `container` is the expression that gives the function inside of itself.
    pub(crate) fn inside(
        &mut self,
        type_parameters: Option<&TsTypeParamDecl>,
        parameters: &[Param<'_>],
        container: Option<&str>,
        walk_parameters: impl FnOnce(&mut Self),
        body: Option<Body<'_>>,
    ) {
        let path = std::mem::take(&mut self.path);
        let names: Vec<Atom> = match type_parameters {
            // A constructor receives its class's types.
            None if container == Some(NEW_TARGET) => {
                self.classes.last().map_or_else(Vec::new, |class| class.parameters.clone())
            }
            list => parameter_names(list),
        };
        self.function_scope(&names, parameters);
        walk_parameters(self);
        let receives = container
            .filter(|_| self.enabled && !names.is_empty())
            .filter(|container| self.receive(&names, parameters, container));
        match body {
            Some(Body::Block(block)) => {
                if let Some(container) = receives {
                    let outer = self.list_start;
                    self.list_start = self.module.offset(block.span.lo) + 1;
                    self.lead(format!("{container}.Ω = undefined;"));
                    self.list_start = outer;
                }
                self.body(block);
            }
            Some(Body::Expression(expression)) => {
                if let Some(container) = receives {
                    self.insert(expression.span().lo, format!("({container}.Ω = undefined, "));
                }
                expression.visit_with(self);
                if receives.is_some() {
                    self.insert(expression.span().hi, ")".into());
                }
            }
            None => {}
        }
        self.scopes.pop();
        self.path = path;
    }

    /// Gives each parameter of type `ReceiveType<T>` the default that takes the type a caller has left.
    pub(crate) fn receive(&mut self, names: &[Atom], parameters: &[Param<'_>], container: &str) -> bool {
        let mut receives = false;
        for parameter in parameters {
            let Param::Ident(ident) = parameter else { continue };
            let Some(annotation) = &ident.type_ann else { continue };
            let Some(TsType::TsTypeRef(received)) = received_type(&annotation.type_ann) else { continue };
            let name = received.type_name.as_ident().map(|name| &name.sym);
            let position = names.iter().position(|parameter| Some(parameter) == name);
            let Some(position) = position else { continue };
            receives = true;
            if ident.id.optional {
                // A parameter cannot be marked optional and have a default.
                let mark = self.module.text[self.module.offset(ident.id.span.lo) as usize..].find('?');
                if let Some(mark) = mark {
                    let at = BytePos(ident.id.span.lo.0 + mark as u32);
                    self.insert(at, "/*".into());
                    self.insert(BytePos(at.0 + 1), "*/".into());
                }
            }
            self.insert(annotation.span.hi, format!(" = {container}.Ω?.[{position}]"));
        }
        receives
    }

    pub(crate) fn arguments(&mut self, callee: &Expr, arguments: &[ExprOrSpread]) {
        let method = callee.as_member().and_then(|member| member.prop.as_ident()).map(|name| &*name.sym);
        let quiet = method.is_some_and(is_builtin_callback);
        let mut has_less = false;
        for argument in arguments {
            if quiet && let Expr::Arrow(arrow) = &*argument.expr {
                let annotated = arrow.return_type.is_some()
                    || parameters_of_arrow(arrow).iter().any(|parameter| parameter.annotation().is_some());
                if !annotated {
                    self.arrow_inside(arrow);
                    continue;
                }
            }
            self.item_of_list(&argument.expr, &mut has_less);
        }
    }

    /// An item of a list that commas divide. `has_less`: whether there is a `<` in one before it.
    pub(crate) fn item_of_list(&mut self, item: &Expr, has_less: &mut bool) {
        self.after_less = has_less.then_some(item.span().lo);
        item.visit_with(self);
        *has_less |= ends_with_less(item);
    }

    pub(crate) fn arrow_inside(&mut self, arrow: &ArrowExpr) {
        let parameters = parameters_of_arrow(arrow);
        let container = if self.path.is_empty() { None } else { Some(self.path.join(".")) };
        self.inside(
            arrow.type_params.as_deref(),
            &parameters,
            container.as_deref(),
            |this| arrow.params.visit_with(this),
            Some(arrow_body(arrow)),
        );
    }

    pub(crate) fn function_inside(&mut self, function: &Function, container: Option<&str>) {
        let parameters = parameters_of(function);
        function.decorators.visit_with(self);
        self.inside(
            function.type_params.as_deref(),
            &parameters,
            container,
            |this| function.params.visit_with(this),
            function.body.as_ref().map(Body::Block),
        );
    }

    pub(crate) fn function_metadata(
        &mut self,
        function: &Function,
        span: Span,
        name: &str,
    ) -> Option<String> {
        if !self.enabled {
            return None;
        }
        let parameters = parameters_of(function);
        let syntax = FunctionSyntax {
            type_parameters: function.type_params.as_deref(),
            parameters: &parameters,
            returns: function.return_type.as_deref(),
            is_async: function.is_async,
        };
        self.function_program(span, name, syntax, function.body.as_ref().map(Body::Block))
    }
}
