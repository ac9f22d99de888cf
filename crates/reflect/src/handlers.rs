//! Functions that are handed to a router: their parameters and what they return are the route's contract, so
//! what is missing there is worth a look at the body, and else a warning.

use swc_core::common::Span;

use crate::context::OWN;
use crate::functions::Body;
use crate::insert::Inserter;
use crate::signature::{FunctionSyntax, parameter_span};
use crate::types::Signature;

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
        for (syntax, parameter) in function.parameters.iter().zip(&*signature.parameters).skip(1) {
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
        let returned =
            body.and_then(|body| self.lower(|context, env| context.returned(env, function, signature, body)));
        match returned {
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
}
