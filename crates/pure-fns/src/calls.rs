//! The calls that name a pure function: found by import, checked, and given the argument that the build adds.

use mion_source::{Diagnostic, Edits, Module};
use swc_core::ecma::{
    ast::*,
    visit::{Visit, VisitWith},
};

use crate::{
    changed_at::changed_at,
    definition::Call,
    function::PureFn,
    lookup::Node,
    scopes::{Imported, Kind as BindingKind, Scopes},
    statics::{peel, with_value},
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
    pub(crate) fn arity(self) -> usize {
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
    walk(module, options, &mut |call| {
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
    walk(module, options, &mut |call| match call.function() {
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
        let changed_at = function.changed_at.map(|seconds| format!(", {seconds}")).unwrap_or_default();
        return format!(", {hash}{changed_at}");
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

fn walk(module: &Module, options: &Options, found: &mut dyn FnMut(&Call<'_>)) {
    if !imports_any(&module.ast, options) {
        return;
    }
    let scopes = Scopes::of(&module.ast);
    let changed_at = changed_at(&module.path);
    module.ast.visit_with(&mut Walk { module, options, scopes: &scopes, changed_at, found });
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
    changed_at: Option<u64>,
    found: &'a mut dyn FnMut(&Call<'_>),
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

impl Walk<'_> {
    /// Whether a `mapFrom` gets what a `pureServerFn` of this file gave: that call names the function.
    fn maps_by_name(&self, call: &CallExpr) -> bool {
        let Some(mapper) = call.args.get(1).filter(|mapper| mapper.spread.is_none()) else { return false };
        let is_named = |node: Node<'_>| {
            let Node::Expression(Expr::Call(CallExpr { callee: Callee::Expr(callee), .. })) = node else {
                return false;
            };
            self.kind(callee) == Some(Kind::PureServerFn)
        };
        with_value(self.module, self.scopes, &mapper.expr, is_named).unwrap_or(false)
    }
}

impl Visit for Walk<'_> {
    fn visit_call_expr(&mut self, call: &CallExpr) {
        if let Callee::Expr(callee) = &call.callee
            && let Some(kind) = self.kind(callee)
            && !(kind == Kind::MapFrom && self.maps_by_name(call))
        {
            let Self { module, options, scopes, changed_at, .. } = *self;
            let is_complete = call.args.len() > kind.arity();
            (self.found)(&Call { module, options, scopes, kind, call, is_complete, changed_at });
        }
        call.visit_children_with(self);
    }

    fn visit_ts_type(&mut self, _: &TsType) {}
}
