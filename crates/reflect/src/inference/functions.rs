//! The types of functions that are written out: what they return where they do not say.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use swc_core::{
    common::BytePos,
    ecma::ast::{ArrowExpr, Function},
};

use crate::context::{Context, FileId};
use crate::evaluate::Evaluator;
use crate::functions::{Body, arrow_body};
use crate::lower::Env;
use crate::ops;
use crate::signature::{FunctionSyntax, parameters_of, parameters_of_arrow};
use crate::types::{Key, Parameter, Rest, Signature, Type};

/// The functions in an expression that is looked at twice: once as it is, once with its literals widened. What a function
/// returns is the same both times.
#[derive(Debug, Default)]
pub(crate) struct LookedInto {
    types: FxHashMap<(FileId, BytePos), Type>,
    pub(super) is_second_look: bool,
}

impl<'m> Context<'m> {
    /// The type of a function in an expression, which is found once.
    fn once(&mut self, at: (FileId, BytePos), find: impl FnOnce(&mut Self) -> Type) -> Type {
        let second_look = self.inference.looked_into.last().filter(|seen| seen.is_second_look);
        if let Some(known) = second_look.and_then(|seen| seen.types.get(&at)) {
            return known.clone();
        }
        let ty = find(self);
        if let Some(seen) = self.inference.looked_into.last_mut() {
            seen.types.insert(at, ty.clone());
        }
        ty
    }

    pub(crate) fn arrow_type(&mut self, env: &mut Env<'_, 'm>, arrow: &ArrowExpr) -> Type {
        self.once((env.file, arrow.span.lo), |context| context.read_arrow(env, arrow))
    }

    fn read_arrow(&mut self, env: &mut Env<'_, 'm>, arrow: &ArrowExpr) -> Type {
        let parameters = parameters_of_arrow(arrow);
        let syntax = FunctionSyntax {
            type_parameters: arrow.type_params.as_deref(),
            parameters: &parameters,
            returns: arrow.return_type.as_deref(),
            is_async: arrow.is_async,
        };
        let mut signature = self.signature(env, ops::FUNCTION, Key::Name(String::new().into()), syntax);
        if arrow.return_type.is_none()
            && let Some(returns) = self.returned(env, syntax, &signature, arrow_body(arrow))
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
            && let Some(returns) = self.returned(env, syntax, &signature, Body::Block(body))
        {
            signature.returns = returns;
        }
        signature
    }

    /// The type of a function that is no arrow function: its `this` is its own.
    pub(super) fn function_value(&mut self, env: &mut Env<'_, 'm>, function: &Function) -> Type {
        let outer = env.this.take();
        let ty = self.once((env.file, function.span.lo), |context| {
            Type::Function(Arc::new(context.function_signature(env, function)))
        });
        env.this = outer;
        ty
    }

    /// The type of what a body returns.
    pub(crate) fn returned(
        &mut self,
        env: &mut Env<'_, 'm>,
        function: FunctionSyntax<'_>,
        signature: &Signature,
        body: Body<'_>,
    ) -> Option<Type> {
        let (mark, bound) = (env.sight(), env.bound.len());
        self.bind_opaque(env, function.type_parameters);
        for (syntax, parameter) in function.parameters.iter().zip(&*signature.parameters) {
            let is_known = syntax.annotation().is_some() || !parameter.ty.is_any();
            let ty = is_known.then(|| seen_inside(parameter));
            self.bind_parameter(env, *syntax, ty);
        }
        let returned = self.returned_by_body(env, body, function.is_async);
        env.bound.truncate(bound);
        env.see_again(mark);
        returned
    }

    /// The type of what a body returns whose parameters are in sight.
    pub(super) fn returned_by_body(
        &mut self,
        env: &mut Env<'_, 'm>,
        body: Body<'_>,
        is_async: bool,
    ) -> Option<Type> {
        let ty = match body {
            Body::Expression(expression) => self.returned_expression(env, expression)?,
            Body::Block(block) => self.returned_by(env, &block.stmts)?,
        };
        if !is_async {
            return Some(ty);
        }
        let inner = Evaluator::new(self).awaited(&ty)?;
        Some(Type::Promise(Arc::new(inner)))
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
