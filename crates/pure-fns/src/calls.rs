//! The calls that name a pure function: found by import, checked, and given the argument that the build adds.

use mion_source::{Diagnostic, Edits, Module, Severity};
use swc_core::{
    common::{Span, Spanned},
    ecma::{
        ast::*,
        visit::{Visit, VisitWith},
    },
};

use crate::{
    dependencies,
    function::{self, Function, Identity, PureFn},
    lookup::Node,
    purity,
    scopes::{Imported, Kind as BindingKind, Scopes},
    statics::{self, NoValue, peel, with_value},
};

/// The namespace of a function whose call names none; the runtime's `PURE_SERVER_FN_NAMESPACE`.
pub const DEFAULT_NAMESPACE: &str = "pureServerFn";

/// Which imports count, and what is asked of the calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The packages that export the three functions.
    pub packages: Vec<String>,
    /// Clients that no Vite builds call by name: each `pureServerFn` must have an explicit `fnName`.
    pub no_vite_client: bool,
}

impl Default for Options {
    fn default() -> Self {
        let packages = ["@mionkit/core", "@mionkit/client", "@mionjs/core", "@mionjs/client"];
        Self { packages: packages.map(str::to_owned).to_vec(), no_vite_client: false }
    }
}

/// Which call names a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `pureServerFn(fn | {pureFn, namespace?, fnName?, isFactory?})`
    PureServerFn,
    /// `registerPureFnFactory(namespace, name, factory)`
    RegisterPureFnFactory,
    /// `mapFrom(source, mapper)`
    MapFrom,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::PureServerFn, Self::RegisterPureFnFactory, Self::MapFrom];

    /// The name of the export.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PureServerFn => "pureServerFn",
            Self::RegisterPureFnFactory => "registerPureFnFactory",
            Self::MapFrom => "mapFrom",
        }
    }

    /// How many arguments the author writes.
    fn arity(self) -> usize {
        match self {
            Self::PureServerFn => 1,
            Self::RegisterPureFnFactory => 3,
            Self::MapFrom => 2,
        }
    }
}

/// The pure functions of a module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// In the order of their calls.
    pub functions: Vec<PureFn>,
    /// Every violation, in the order of their places; a call that has one is not among the functions.
    pub errors: Vec<Diagnostic>,
}

/// Finds the pure functions of a module and adds to `edits` what their calls lack. A call that has its last
/// argument already is left alone, and is not among the functions.
pub fn rewrite(module: &Module, options: &Options, edits: &mut Edits) -> Found {
    let mut found = Found::default();
    walk(module, options, &mut |call, _| {
        if call.is_complete {
            return;
        }
        match call.function() {
            Ok(function) => {
                edits.insert(module.range(call.last_argument()).end, added_argument(&function));
                found.functions.push(function);
            }
            Err(errors) => found.errors.extend(errors),
        }
    });
    tidy(&mut found.errors);
    found
}

/// Finds the pure functions of a module, those of completed calls too.
pub(crate) fn find(module: &Module, options: &Options) -> Found {
    let mut found = Found::default();
    walk(module, options, &mut |call, _| match call.function() {
        Ok(function) => found.functions.push(function),
        Err(errors) => found.errors.extend(errors),
    });
    tidy(&mut found.errors);
    found
}

/// Whether a text may have one of the calls: what is said of others is always true.
#[must_use]
pub fn may_have_calls(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"mapFrom").is_some()
        || memchr::memmem::find(text, b"pureServerFn").is_some()
        || memchr::memmem::find(text, b"registerPureFnFactory").is_some()
}

/// In the order of places; a function that two calls name has its violations once.
fn tidy(errors: &mut Vec<Diagnostic>) {
    errors.sort_by(|a, b| (a.line, a.column, a.code).cmp(&(b.line, b.column, b.code)));
    errors.dedup();
}

fn added_argument(function: &PureFn) -> String {
    let hash = quote(&function.body_hash);
    if function.kind != Kind::RegisterPureFnFactory {
        return format!(", {hash}");
    }
    let mut fields = format!(
        "bodyHash: {hash}, paramNames: {}, code: {}",
        quote_all(&function.param_names),
        quote(&function.code)
    );
    if !function.dependencies.is_empty() {
        fields += &format!(", pureFnDependencies: {}", quote_all(&function.dependencies));
    }
    format!(", {{{fields}}}")
}

/// A JavaScript string literal.
pub(crate) fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

pub(crate) fn quote_all(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| quote(text)).collect();
    format!("[{}]", quoted.join(", "))
}

fn walk(module: &Module, options: &Options, found: &mut dyn FnMut(&Call<'_>, &Scopes)) {
    if !imports_any(&module.ast, options) {
        return;
    }
    let scopes = Scopes::of(&module.ast);
    module.ast.visit_with(&mut Walk { module, options, scopes: &scopes, found });
}

fn imports_any(ast: &swc_core::ecma::ast::Module, options: &Options) -> bool {
    ast.body.iter().any(|item| match item {
        ModuleItem::ModuleDecl(ModuleDecl::Import(import)) if !import.type_only => {
            import.src.value.as_str().is_some_and(|source| is_ours(source, options))
        }
        _ => false,
    })
}

fn is_ours(source: &str, options: &Options) -> bool {
    options.packages.iter().any(|name| name == source)
}

struct Walk<'a> {
    module: &'a Module,
    options: &'a Options,
    scopes: &'a Scopes,
    found: &'a mut dyn FnMut(&Call<'_>, &Scopes),
}

impl Walk<'_> {
    fn kind(&self, callee: &Expr) -> Option<Kind> {
        let named = |name: &str| Kind::ALL.into_iter().find(|kind| kind.name() == name);
        let imported = |name: &Ident| match &self.scopes.binding(name.span.lo)?.kind {
            BindingKind::Import { source, imported } if is_ours(source, self.options) => Some(imported),
            _ => None,
        };
        match peel(callee) {
            Expr::Ident(name) => match imported(name)? {
                Imported::Name(name) => named(name),
                Imported::Namespace => None,
            },
            Expr::Member(member) => {
                let Expr::Ident(object) = peel(&member.obj) else { return None };
                if *imported(object)? != Imported::Namespace {
                    return None;
                }
                match &member.prop {
                    MemberProp::Ident(name) => named(&name.sym),
                    MemberProp::Computed(computed) => match peel(&computed.expr) {
                        Expr::Lit(Lit::Str(name)) => named(name.value.as_str()?),
                        _ => None,
                    },
                    MemberProp::PrivateName(_) => None,
                }
            }
            _ => None,
        }
    }
}

impl Visit for Walk<'_> {
    fn visit_call_expr(&mut self, call: &CallExpr) {
        if let Callee::Expr(callee) = &call.callee
            && let Some(kind) = self.kind(callee)
        {
            let Self { module, options, scopes, .. } = *self;
            let is_complete = call.args.len() > kind.arity();
            (self.found)(&Call { module, options, scopes, kind, call, is_complete }, scopes);
        }
        call.visit_children_with(self);
    }

    fn visit_ts_type(&mut self, _: &TsType) {}
}

/// One call of one of the three.
struct Call<'a> {
    module: &'a Module,
    options: &'a Options,
    scopes: &'a Scopes,
    kind: Kind,
    call: &'a CallExpr,
    /// Whether it has the argument that the build adds.
    is_complete: bool,
}

type Errors = Vec<Diagnostic>;

/// What a call says of its function, beside the function itself.
struct Named {
    namespace: String,
    fn_name: Option<String>,
    is_factory: bool,
}

impl Call<'_> {
    fn last_argument(&self) -> Span {
        self.call.args.last().map_or(self.call.span, |argument| argument.expr.span())
    }

    fn function(&self) -> Result<PureFn, Errors> {
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
