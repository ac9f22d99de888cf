//! One call: what its arguments say of the function that it names.

use mion_source::{Diagnostic, Module, Severity};
use swc_core::{
    common::{Span, Spanned},
    ecma::ast::{CallExpr, Expr, KeyValueProp, Lit, ObjectLit, Prop, PropName, PropOrSpread},
};

use crate::{
    calls::{DEFAULT_NAMESPACE, Kind, Options, quote},
    dependencies,
    function::{self, Function, Identity, PureFn},
    lookup::Node,
    purity,
    scopes::Scopes,
    statics::{self, NoValue, peel, with_value},
};

/// One call of one of the three.
pub(crate) struct Call<'a> {
    pub(crate) module: &'a Module,
    pub(crate) options: &'a Options,
    pub(crate) scopes: &'a Scopes,
    pub(crate) kind: Kind,
    pub(crate) call: &'a CallExpr,
    /// Whether it has the argument that the build adds.
    pub(crate) is_complete: bool,
    pub(crate) changed_at: Option<u64>,
}

/// Every violation of one call.
pub(crate) type Errors = Vec<Diagnostic>;

/// What a call says of its function, beside the function itself.
struct Named {
    namespace: String,
    fn_name: Option<String>,
    is_factory: bool,
}

impl Call<'_> {
    pub(crate) fn last_argument(&self) -> Span {
        self.call.args.last().map_or(self.call.span, |argument| argument.expr.span())
    }

    /// The function that the call names, checked, hashed and printed.
    pub(crate) fn function(&self) -> Result<PureFn, Errors> {
        let arity = self.kind.arity();
        let name = self.kind.name();
        if let Some(spread) = self.call.args.iter().take(arity).find_map(|argument| argument.spread) {
            return Err(self.unresolved(
                spread,
                format!("the arguments of {name}() are spread"),
                "Write each argument out: the build reads them from the text.",
            ));
        }
        if self.call.args.len() < arity {
            return Err(self.unresolved(
                self.call.callee.span(),
                format!("{name}() has {} of its {arity} arguments", self.call.args.len()),
                "Pass the function.",
            ));
        }
        let argument = |index: usize| self.call.args[index].expr.as_ref();
        match self.kind {
            Kind::PureServerFn => self.definition(argument(0)),
            Kind::RegisterPureFnFactory => {
                let namespace = self.name(argument(0), "namespace");
                let fn_name = self.name(argument(1), "name");
                let (namespace, fn_name) = both(namespace, fn_name)?;
                let named = Named { namespace, fn_name: Some(fn_name), is_factory: true };
                self.resolved(argument(2), &named)
            }
            Kind::MapFrom => self.resolved(argument(1), &Named::bare()),
        }
    }

    /// The argument of `pureServerFn`: a function, or an object that has one.
    fn definition(&self, argument: &Expr) -> Result<PureFn, Errors> {
        with_value(self.module, self.scopes, argument, |node| match node {
            Node::Expression(Expr::Object(object)) => self.object(object),
            Node::Expression(Expr::Arrow(_) | Expr::Fn(_)) | Node::Function(_) => {
                self.explicitly_named(None, argument.span())?;
                self.node(node, argument, &Named::bare())
            }
            Node::Expression(_) => Err(self.not_a_function(argument)),
        })
        .unwrap_or_else(|reason| Err(self.no_value(argument, reason)))
    }

    fn object(&self, object: &ObjectLit) -> Result<PureFn, Errors> {
        let mut errors = Vec::new();
        let (mut function, mut method) = (None, None);
        let mut named = Named::bare();
        for property in &object.props {
            let result = match property {
                PropOrSpread::Spread(spread) => Err(self.unresolved(
                    spread.dot3_token,
                    "the definition of a pure function is spread from another object".to_owned(),
                    "Write its properties out: the build reads them from the text.",
                )),
                PropOrSpread::Prop(property) => match property.as_ref() {
                    Prop::KeyValue(KeyValueProp { key, value }) => match key_name(key) {
                        Some("pureFn") => {
                            function = Some(value.as_ref().clone());
                            Ok(())
                        }
                        Some(key) => self.field(key, value, &mut named),
                        None => Err(self.computed_key(key)),
                    },
                    Prop::Shorthand(name) if name.sym == "pureFn" => {
                        function = Some(Expr::Ident(name.clone()));
                        Ok(())
                    }
                    Prop::Shorthand(name) => self.field(&name.sym, &Expr::Ident(name.clone()), &mut named),
                    Prop::Method(definition) if key_name(&definition.key) == Some("pureFn") => {
                        method = Some(&definition.function);
                        Ok(())
                    }
                    _ => Ok(()),
                },
            };
            errors.extend(result.err().unwrap_or_default());
        }
        if let Err(more) = self.explicitly_named(named.fn_name.as_deref(), object.span) {
            errors.extend(more);
        }
        let result = match (function, method) {
            (_, Some(function)) => self.checked(Function::Classic(function), &named),
            (Some(value), None) => self.resolved(&value, &named),
            (None, None) => Err(self.unresolved(
                object.span,
                "the definition of a pure function has no `pureFn`".to_owned(),
                "Add the function: {pureFn: (a, b) => a + b}.",
            )),
        };
        match result {
            Ok(function) if errors.is_empty() => Ok(function),
            Ok(_) => Err(errors),
            Err(more) => {
                errors.extend(more);
                Err(errors)
            }
        }
    }

    fn field(&self, key: &str, value: &Expr, named: &mut Named) -> Result<(), Errors> {
        if let Expr::Ident(name) = peel(value)
            && name.sym == "undefined"
            && self.scopes.binding(name.span.lo).is_none()
        {
            return Ok(());
        }
        match key {
            "namespace" => named.namespace = self.name(value, "namespace")?,
            "fnName" => named.fn_name = Some(self.name(value, "name")?),
            "isFactory" => {
                named.is_factory = statics::boolean(self.module, self.scopes, value).ok_or_else(|| {
                    self.unresolved(
                        value.span(),
                        "`isFactory` is not `true` or `false`".to_owned(),
                        "Write the value out: the build reads it from the text.",
                    )
                })?;
            }
            // The type of the parameter refuses other keys; they mean nothing here.
            _ => {}
        }
        Ok(())
    }

    /// A namespace or a name.
    fn name(&self, value: &Expr, what: &str) -> Result<String, Errors> {
        let Some(name) = statics::string(self.module, self.scopes, value) else {
            return Err(self.unresolved(
                value.span(),
                format!("the {what} of a pure function is not in the text"),
                "Write it as a string, or as a constant of this file that is one.",
            ));
        };
        if name.is_empty() || name == "__proto__" || name.contains("::") {
            return Err(vec![self.error(
                "MION_PURE_FN_NAME",
                value.span(),
                format!("{} cannot be the {what} of a pure function", quote(&name)),
                "Use another: it is a key of an object, and `::` joins a namespace with a name.",
            )]);
        }
        Ok(name)
    }

    fn explicitly_named(&self, fn_name: Option<&str>, span: Span) -> Result<(), Errors> {
        if self.options.no_vite_client && fn_name.is_none() {
            return Err(vec![self.error(
                "MION_PURE_FN_NAME_REQUIRED",
                span,
                "a pure function without a name: clients that no Vite builds could not call it",
                "Name it: pureServerFn({pureFn, fnName: 'priceOf'}); or leave `noViteClient` out.",
            )]);
        }
        Ok(())
    }

    /// The function that an expression stands for.
    fn resolved(&self, argument: &Expr, named: &Named) -> Result<PureFn, Errors> {
        with_value(self.module, self.scopes, argument, |node| self.node(node, argument, named))
            .unwrap_or_else(|reason| Err(self.no_value(argument, reason)))
    }

    fn node(&self, node: Node<'_>, argument: &Expr, named: &Named) -> Result<PureFn, Errors> {
        let function = match node {
            Node::Function(function) => Some(function),
            Node::Expression(expression) => Function::of(expression),
        };
        function.map_or_else(|| Err(self.not_a_function(argument)), |function| self.checked(function, named))
    }

    fn checked(&self, function: Function<'_>, named: &Named) -> Result<PureFn, Errors> {
        let Named { namespace, fn_name, is_factory } = named;
        let pure = purity::check(self.module, self.scopes, function)?;
        let dependencies = if *is_factory {
            dependencies::of(self.module, self.scopes, function, namespace)?
        } else {
            Vec::new()
        };
        let identity = Identity {
            namespace,
            factory_name: fn_name.as_deref().filter(|_| *is_factory),
            is_factory: *is_factory,
        };
        let (code, body_hash) =
            function::print(self.module, function, &pure.params, pure.self_name.as_ref(), &identity)
                .map_err(|error| vec![*error])?;
        Ok(PureFn {
            kind: self.kind,
            namespace: namespace.clone(),
            fn_name: fn_name.clone().unwrap_or_else(|| body_hash.clone()),
            param_names: pure.params.iter().map(ToString::to_string).collect(),
            code,
            body_hash,
            dependencies,
            is_factory: *is_factory,
            changed_at: self.changed_at,
            place: self.module.diagnostic("", Severity::Error, self.call.callee.span(), "").into(),
        })
    }

    fn error(&self, code: &'static str, span: Span, message: impl Into<String>, hint: &str) -> Diagnostic {
        self.module.diagnostic(code, Severity::Error, span, message).with_hint(hint)
    }

    fn unresolved(&self, span: Span, message: String, hint: &str) -> Errors {
        vec![self.error("MION_PURE_FN_UNRESOLVED", span, message, hint)]
    }

    fn computed_key(&self, key: &PropName) -> Errors {
        self.unresolved(
            key.span(),
            "a key of the definition of a pure function is computed".to_owned(),
            "Write the key out: the build reads it from the text.",
        )
    }

    fn not_a_function(&self, argument: &Expr) -> Errors {
        self.unresolved(
            argument.span(),
            format!("what {}() gets is not a function that stands in this file", self.kind.name()),
            "Pass a function, or a constant of this file that is one.",
        )
    }

    fn no_value(&self, argument: &Expr, reason: NoValue) -> Errors {
        let name = self.module.slice(argument.span());
        let hint = "Pass a function, or a constant of this file that is one.";
        match reason {
            NoValue::Import => vec![self.error(
                "MION_PURE_FN_IMPORT",
                argument.span(),
                format!("`{name}` is imported: the build takes pure functions from the file of the call"),
                &format!("Move the function into this file, or call {}() in its own.", self.kind.name()),
            )],
            NoValue::Undeclared => {
                self.unresolved(argument.span(), format!("`{name}` is not declared in this file"), hint)
            }
            NoValue::Reassigned => self.unresolved(
                argument.span(),
                format!("`{name}` is assigned more than once: which function it is, only a run can tell"),
                "Make it a constant.",
            ),
            NoValue::Unknown => self.unresolved(
                argument.span(),
                format!("which function `{name}` is, only a run can tell"),
                hint,
            ),
        }
    }
}

impl Named {
    fn bare() -> Self {
        Self { namespace: DEFAULT_NAMESPACE.to_owned(), fn_name: None, is_factory: false }
    }
}

fn key_name(key: &PropName) -> Option<&str> {
    match key {
        PropName::Ident(name) => Some(&name.sym),
        PropName::Str(text) => text.value.as_str(),
        PropName::Computed(computed) => match peel(&computed.expr) {
            Expr::Lit(Lit::Str(text)) => text.value.as_str(),
            _ => None,
        },
        PropName::Num(_) | PropName::BigInt(_) => Some(""),
    }
}

fn both<A, B>(a: Result<A, Errors>, b: Result<B, Errors>) -> Result<(A, B), Errors> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (a, b) => Err(a.err().into_iter().chain(b.err()).flatten().collect()),
    }
}
