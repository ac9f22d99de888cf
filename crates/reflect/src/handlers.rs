//! Functions that are handed to a router: their parameters and what they return are the route's contract, so
//! what is missing there is worth a look at the body, and else a warning.

use swc_core::{
    common::Span,
    ecma::{
        ast::{Expr, ReturnStmt},
        visit::{Visit, VisitWith},
    },
};

use crate::context::OWN;
use crate::functions::Body;
use crate::insert::Inserter;
use crate::ops;
use crate::signature::{FunctionSyntax, parameter_span};
use crate::types::{Signature, Type};

impl Inserter<'_, '_> {
    /// Completes a handler's signature as far as syntax allows, and warns about what stays `any`.
    pub(crate) fn check_handler(
        &mut self,
        at: Span,
        function: FunctionSyntax<'_>,
        body: Option<Body<'_>>,
        signature: &mut Signature,
    ) {
        // The first parameter is the call's context, which the router itself provides.
        for (syntax, parameter) in function.parameters.iter().zip(&signature.parameters).skip(1) {
            if syntax.annotation().is_none() && parameter.ty.is_any() {
                self.context.warn(
                    OWN,
                    parameter_span(*syntax),
                    format!(
                        "the parameter `{}` of this handler has no type, so that anything is accepted",
                        parameter.name
                    ),
                    format!("Write its type: `{}: string`.", parameter.name),
                );
            }
        }
        if function.returns.is_some() {
            return;
        }
        match body.and_then(|body| self.returned(body)) {
            Some(ty) => signature.returns = ty,
            None => self.context.warn(
                OWN,
                Span::new(at.lo, at.lo),
                "what this handler returns cannot be told without its return type, so that it is `any`"
                    .into(),
                "Write the return type after the parameters: `(ctx): User => ...`.".into(),
            ),
        }
    }

    /// The type of what a body returns. `None` where syntax does not tell.
    fn returned(&mut self, body: Body<'_>) -> Option<Type> {
        let mut values = Returns::default();
        match body {
            Body::Expression(expression) => {
                return self.lower(|context, env| context.infer_widened(env, expression));
            }
            Body::Block(block) => block.stmts.visit_with(&mut values),
        }
        let mut types: Vec<Type> = Vec::new();
        for value in values.list {
            let ty = match value {
                Some(value) => self.lower(|context, env| context.infer_widened(env, &value))?,
                None => Type::Keyword(ops::UNDEFINED),
            };
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        match types.len() {
            0 => Some(Type::Keyword(ops::VOID)),
            1 => types.pop(),
            // A body that may also reach its end returns `undefined` there: only an annotation tells.
            _ => Some(Type::Union(types)),
        }
    }
}

#[derive(Default)]
struct Returns {
    list: Vec<Option<Expr>>,
}

impl Visit for Returns {
    fn visit_return_stmt(&mut self, statement: &ReturnStmt) {
        self.list.push(statement.arg.as_deref().cloned());
    }
    fn visit_function(&mut self, _: &swc_core::ecma::ast::Function) {}
    fn visit_arrow_expr(&mut self, _: &swc_core::ecma::ast::ArrowExpr) {}
    fn visit_class(&mut self, _: &swc_core::ecma::ast::Class) {}
    fn visit_expr(&mut self, _: &Expr) {}
}
