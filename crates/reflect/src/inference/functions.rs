//! The types of functions that are written out: what they return where they do not say.

use std::sync::Arc;

use swc_core::{
    atoms::Atom,
    ecma::{
        ast::{ArrowExpr, Expr, Function, Pat, ReturnStmt, Stmt, VarDeclKind},
        visit::{Visit, VisitWith},
    },
};

use crate::context::Context;
use crate::evaluate::Evaluator;
use crate::functions::{Body, arrow_body};
use crate::lower::Env;
use crate::ops;
use crate::signature::{FunctionSyntax, Param, parameters_of, parameters_of_arrow};
use crate::types::{Key, Parameter, Rest, Signature, Type};

use super::Keep;

impl<'m> Context<'m> {
    pub(crate) fn arrow_type(&mut self, env: &mut Env<'_, 'm>, arrow: &ArrowExpr) -> Type {
        let parameters = parameters_of_arrow(arrow);
        let syntax = FunctionSyntax {
            type_parameters: arrow.type_params.as_deref(),
            parameters: &parameters,
            returns: arrow.return_type.as_deref(),
            is_async: arrow.is_async,
        };
        let mut signature = self.signature(env, ops::FUNCTION, Key::Name(String::new().into()), syntax);
        if arrow.return_type.is_none()
            && let Some(returns) =
                self.returned(env, &parameters, &signature, arrow_body(arrow), arrow.is_async)
        {
            signature.returns = returns;
        }
        Type::Function(Arc::new(signature))
    }

    /// The signature of a function, with what it returns where that is not written.
    pub(crate) fn function_signature(&mut self, env: &mut Env<'_, 'm>, function: &Function) -> Signature {
        let parameters = parameters_of(function);
        let syntax = FunctionSyntax {
            type_parameters: function.type_params.as_deref(),
            parameters: &parameters,
            returns: function.return_type.as_deref(),
            is_async: function.is_async,
        };
        let mut signature = self.signature(env, ops::FUNCTION, Key::Name(String::new().into()), syntax);
        if function.return_type.is_none()
            && !function.is_generator
            && let Some(body) = &function.body
            && let Some(returns) =
                self.returned(env, &parameters, &signature, Body::Block(body), function.is_async)
        {
            signature.returns = returns;
        }
        signature
    }

    /// The type of what a body returns.
    pub(crate) fn returned(
        &mut self,
        env: &mut Env<'_, 'm>,
        parameters: &[Param<'_>],
        signature: &Signature,
        body: Body<'_>,
        is_async: bool,
    ) -> Option<Type> {
        let known = env.values.len();
        for (syntax, parameter) in parameters.iter().zip(&*signature.parameters) {
            if let Some(name) = syntax.name() {
                let is_known = syntax.annotation().is_some() || !parameter.ty.is_any();
                let ty = is_known.then(|| seen_inside(parameter));
                env.values.push((name.into(), ty));
            }
        }
        let returned = match body {
            Body::Expression(expression) => self.infer_widened(env, expression),
            Body::Block(block) => self.returned_by(env, &block.stmts),
        };
        env.values.truncate(known);
        let ty = returned?;
        if !is_async {
            return Some(ty);
        }
        let inner = Evaluator::new(self).awaited(&ty)?;
        Some(Type::Promise(Arc::new(inner)))
    }

    pub(super) fn returned_by(&mut self, env: &mut Env<'_, 'm>, statements: &[Stmt]) -> Option<Type> {
        let mut locals = Locals::default();
        statements.visit_with(&mut locals);
        for (name, value) in locals.constants {
            let ty = match value {
                Some(value) => self.infer(env, &value, Keep::Literal, 0),
                None => None,
            };
            env.values.push((name, ty));
        }
        let mut types: Vec<Type> = Vec::new();
        for value in locals.returns {
            let ty = match value {
                Some(value) => self.infer_widened(env, &value)?,
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
            _ => Evaluator::new(self).simplified(types),
        }
    }
}

/// What a parameter is to the body of its function.
fn seen_inside(parameter: &Parameter) -> Type {
    match parameter.rest {
        Rest::Of => Type::Array(Arc::new(parameter.ty.clone())),
        Rest::No if parameter.flags.optional => {
            Type::Union(vec![parameter.ty.clone(), Type::Keyword(ops::UNDEFINED)].into())
        }
        Rest::No | Rest::Spread => parameter.ty.clone(),
    }
}

/// What a body returns, and the constants that it may return.
#[derive(Default)]
struct Locals {
    returns: Vec<Option<Expr>>,
    /// `None` for what is no constant with a plain name, and hides one all the same.
    constants: Vec<(Atom, Option<Expr>)>,
}

impl Visit for Locals {
    fn visit_return_stmt(&mut self, statement: &ReturnStmt) {
        self.returns.push(statement.arg.as_deref().cloned());
    }
    fn visit_var_decl(&mut self, declaration: &swc_core::ecma::ast::VarDecl) {
        for declarator in &declaration.decls {
            if let Pat::Ident(name) = &declarator.name {
                let is_constant = declaration.kind == VarDeclKind::Const && name.type_ann.is_none();
                let value = declarator.init.as_deref().filter(|_| is_constant).cloned();
                self.constants.push((name.id.sym.clone(), value));
            }
        }
    }
    fn visit_function(&mut self, _: &Function) {}
    fn visit_arrow_expr(&mut self, _: &ArrowExpr) {}
    fn visit_class(&mut self, _: &swc_core::ecma::ast::Class) {}
    fn visit_expr(&mut self, _: &Expr) {}
}
