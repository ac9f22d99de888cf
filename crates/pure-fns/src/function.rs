//! One pure function, as found: its parts, its hash, its text as plain JavaScript.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use mion_source::{Diagnostic, Language, Module, Place, Severity};
use swc_core::{
    atoms::Atom,
    common::{Span, Spanned},
    ecma::{
        ast::{
            ArrowExpr, ArrowFunctionBody, Decl, Expr, Function as AstFunction, ModuleItem, Param, Pat, Stmt,
        },
        visit::{Visit, VisitWith},
    },
};

use crate::{calls::Kind, canonical::Canonical, statics::peel, strip};

/// How long a body hash is: 84 bits, as base64url.
const HASH_LENGTH: usize = 14;

/// A pure function that a call names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PureFn {
    pub kind: Kind,
    pub namespace: String,
    /// The body hash, where the call gives no name.
    pub fn_name: String,
    pub param_names: Vec<String>,
    /// The body as plain JavaScript without comments: what `new Function(...param_names, code)` takes.
    pub code: String,
    /// 14 characters of base64url.
    pub body_hash: String,
    /// For a factory: the names of the pure functions of its namespace that it uses; sorted.
    pub dependencies: Vec<String>,
    /// Whether the function takes the jit utilities and gives the function that is meant.
    pub is_factory: bool,
    /// Seconds since 1970: when the file of the call last changed, or what `SOURCE_DATE_EPOCH` says. None for a module
    /// that is no file.
    pub changed_at: Option<u64>,
    pub place: Place,
}

/// A function of the syntax tree.
#[derive(Clone, Copy)]
pub(crate) enum Function<'a> {
    Arrow(&'a ArrowExpr),
    Classic(&'a AstFunction),
}

impl<'a> Function<'a> {
    /// The function that an expression is, parentheses and types aside.
    pub(crate) fn of(expression: &'a Expr) -> Option<Self> {
        match peel(expression) {
            Expr::Arrow(arrow) => Some(Self::Arrow(arrow)),
            Expr::Fn(expression) => Some(Self::Classic(&expression.function)),
            _ => None,
        }
    }

    pub(crate) fn span(self) -> Span {
        match self {
            Self::Arrow(arrow) => arrow.span,
            Self::Classic(function) => function.span,
        }
    }

    pub(crate) fn is_async_or_generator(self) -> bool {
        match self {
            Self::Arrow(arrow) => arrow.is_async,
            Self::Classic(function) => function.is_async || function.is_generator,
        }
    }

    pub(crate) fn params(self) -> Vec<&'a Pat> {
        match self {
            Self::Arrow(arrow) => arrow.params.iter().collect(),
            Self::Classic(function) => function.params.iter().map(|Param { pat, .. }| pat).collect(),
        }
    }

    pub(crate) fn visit_body(self, visitor: &mut impl Visit) {
        match self {
            Self::Arrow(arrow) => arrow.body.visit_with(visitor),
            Self::Classic(function) => function.body.visit_with(visitor),
        }
    }
}

/// What a hash covers besides the function.
pub(crate) struct Identity<'a> {
    pub(crate) namespace: &'a str,
    /// For a factory with an explicit name.
    pub(crate) factory_name: Option<&'a str>,
    pub(crate) is_factory: bool,
}

/// The text and the hash of a function whose parameters are known to be plain names.
///
/// `self_name` is the name by which the function calls itself, if it does.
///
/// # Errors
/// `MION_PURE_FN_SYNTAX` when the text without its types would mean something else.
pub(crate) fn print(
    module: &Module,
    function: Function<'_>,
    params: &[Atom],
    self_name: Option<&Atom>,
    identity: &Identity<'_>,
) -> Result<(String, String), Box<Diagnostic>> {
    let body = body_of(function);
    let bytes = body_bytes(&body);
    let mut text = plain_body(module, function, &body);
    if !means(&text, params, &bytes, module.language) {
        return Err(Box::new(
            module
                .diagnostic(
                    "MION_PURE_FN_SYNTAX",
                    Severity::Error,
                    function.span(),
                    "the function cannot be written without its types: plain JavaScript would read it differently",
                )
                .with_hint("Put parentheses around the assertions, or semicolons at the ends of the statements."),
        ));
    }
    if let Some(name) = self_name {
        let params: Vec<&str> = params.iter().map(Atom::as_str).collect();
        let params = params.join(",");
        text = format!("const {name}=function({params}){{{text}}};return {name}(...arguments);");
    }
    let mut canonical = Canonical::default();
    canonical.text("mion pure function 1");
    canonical.text(identity.namespace);
    canonical.text(identity.factory_name.unwrap_or(""));
    canonical.text(if identity.is_factory { "factory" } else { "function" });
    canonical.text(self_name.map_or("", Atom::as_str));
    canonical.count(params.len());
    for name in params {
        canonical.text(name);
    }
    canonical.bytes(&bytes);
    let mut hash = URL_SAFE_NO_PAD.encode(blake3::hash(&canonical.finish()).as_bytes());
    hash.truncate(HASH_LENGTH);
    Ok((format!("'use strict';{text}"), hash))
}

/// A function's statements, or the expression that an arrow function gives.
enum Body<'a> {
    Statements(&'a [Stmt], Span),
    Expression(&'a Expr),
}

fn body_of(function: Function<'_>) -> Body<'_> {
    match function {
        Function::Arrow(ArrowExpr { body, .. }) => match body.as_ref() {
            ArrowFunctionBody::FunctionBody(body) => Body::Statements(&body.stmts, body.span),
            ArrowFunctionBody::Expr(value) => Body::Expression(value),
        },
        Function::Classic(function) => match &function.body {
            Some(body) => Body::Statements(&body.stmts, body.span),
            None => Body::Statements(&[], Span::default()),
        },
    }
}

fn body_bytes(body: &Body<'_>) -> Vec<u8> {
    let mut canonical = Canonical::default();
    match body {
        Body::Statements(statements, _) => canonical.body(statements),
        Body::Expression(value) => canonical.returned(value),
    }
    canonical.finish()
}

fn plain_body(module: &Module, function: Function<'_>, body: &Body<'_>) -> String {
    match body {
        Body::Statements(_, span) => {
            let range = module.range(*span);
            let inner = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
            strip::plain_text(module, inner, |visitor| function.visit_body(visitor))
        }
        Body::Expression(value) => {
            let text =
                strip::plain_text(module, module.range(value.span()), |visitor| value.visit_with(visitor));
            format!("return {text};")
        }
    }
}

/// Whether `code` as the body of a function is read as the statements that `expected` was made of.
///
/// The text of the virtual module is read as TypeScript once more, where `a<b>(c)` means something else.
fn means(code: &str, params: &[Atom], expected: &[u8], language: Language) -> bool {
    let params: Vec<&str> = params.iter().map(Atom::as_str).collect();
    let text: std::sync::Arc<str> = format!("(function({}){{{code}\n}})", params.join(",")).into();
    let read_as = |path: &str| {
        let Ok(module) = Module::parse(path, text.clone()) else { return false };
        let [ModuleItem::Stmt(Stmt::Expr(statement))] = module.ast.body.as_slice() else { return false };
        Function::of(&statement.expr).is_some_and(|read| body_bytes(&body_of(read)) == expected)
    };
    read_as("code.js") && (language.is_typescript() || read_as("code.ts"))
}

/// Whether a declaration leaves nothing behind when types are removed.
pub(crate) fn is_type_only(declaration: &Decl) -> bool {
    match declaration {
        Decl::TsInterface(_) | Decl::TsTypeAlias(_) => true,
        Decl::Fn(function) => function.declare || function.function.body.is_none(),
        Decl::Class(class) => class.declare,
        Decl::Var(variable) => variable.declare,
        Decl::TsEnum(declaration) => declaration.declare,
        Decl::TsModule(declaration) => declaration.declare,
        Decl::Using(_) => false,
    }
}
