//! Calls that need the functions of a type: `createIsTypeFn<User>()`, `runType<User>()`, and those of the user's own
//! functions that hand their type on to one of these. AOT compiles their types in a child, and gives each call what it
//! made.
//!
//! A call is known by its *key*: the how-manieth it is in its module, and the text of its type. The child's transform
//! and that of the bundle find the same calls in the same order.

use mion_source::{Diagnostic, Severity};
use rustc_hash::FxHashMap;
use swc_core::{
    common::{Span, Spanned},
    ecma::{
        ast::{CallExpr, Callee, Expr, Lit, TsType, TsTypeParamInstantiation},
        visit::{Visit, VisitWith},
    },
};

use crate::calls::{Injection, is_path};
use crate::insert::Inserter;
use crate::methods::{Above, own_method};
use crate::ops::quote;
use crate::scope::Local;
use crate::wanted::{Fns, names_run_types};

/// What a transform does about the calls that need the functions of a type.
#[derive(Clone, Copy, Debug, Default)]
pub enum TypeCalls<'a> {
    /// Nothing: their types are compiled at run time.
    #[default]
    AtRunTime,
    /// Warns of types that nothing can compile ahead of time.
    Checked,
    /// Also tells the runtime of each, which compiles its type; called or not.
    Registered,
    /// Gives each what was compiled. There is no other metadata then. `None`: nobody has compiled those of this module.
    Compiled(Option<&'a CompiledCalls>),
}

/// What became of the calls of one module, by their keys.
pub type CompiledCalls = FxHashMap<String, CompiledCall>;

/// What became of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompiledCall {
    /// A JavaScript expression that stands in for the type.
    Value(String),
    /// Why its type cannot be compiled, in a sentence.
    Failed { message: String },
}

/// Whether a text may have a call that needs the functions of a type: what is said of others is always true.
#[must_use]
pub fn may_have_type_calls(text: &str) -> bool {
    ["reflectFunction", "ReceiveType", ">("].iter().any(|mark| text.contains(mark))
}

/// The calls of the module that is transformed.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// How many there were so far.
    count: usize,
    /// What the runtime is told, each a JavaScript expression.
    registered: Vec<String>,
    /// Of the call at a place only this function is wanted: `runType<User>().getFn('isType')`.
    narrowed: Option<(Span, Fns)>,
    pub(crate) warnings: Vec<Diagnostic>,
}

impl Found {
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The statement that tells the runtime, if there is something to tell.
    pub(crate) fn registration(&self, module: &str) -> Option<String> {
        let calls = self.registered.join(", ");
        (!calls.is_empty())
            .then(|| format!("(globalThis.__mionTypeCalls ??= []).push([{}, [{calls}]]);", quote(module)))
    }
}

impl Inserter<'_, '_> {
    /// The functions that a call needs of each of its type arguments; empty for any other call.
    pub(crate) fn wanted_by(&mut self, callee: &Expr, at: Span) -> Vec<Fns> {
        if matches!(self.type_calls, TypeCalls::AtRunTime) {
            return Vec::new();
        }
        let narrowed = self.found.narrowed.take_if(|(span, _)| *span == at).map(|(_, fns)| fns);
        if let Some((method, inherited)) = own_method(callee) {
            let around = self.class_around();
            let from = match around {
                Some(class) if !inherited => Above::Class(class),
                _ => self.above_class_around(),
            };
            return match from {
                Above::Class(from) => self.context.wanted_of_method(method, from, around.unwrap_or(from)),
                Above::Nothing | Above::Unknown => Vec::new(),
            };
        }
        self.lower(|context, env| context.wanted(env, callee, narrowed))
    }

    /// Notes which function of a `runType<T>()` is called for.
    pub(crate) fn narrow(&mut self, call: &CallExpr) {
        self.found.narrowed = narrowed(call).or(self.found.narrowed);
    }

    /// What stands for the types of a call in the bundle; `None` when it keeps their metadata, whose programs are
    /// `programs`.
    pub(crate) fn compiled_types(
        &mut self,
        arguments: &TsTypeParamInstantiation,
        wanted: &[Fns],
        programs: &[String],
    ) -> Option<Vec<String>> {
        let call = self.found.count;
        self.found.count += 1;
        let mut values = Vec::new();
        for (position, argument) in arguments.params.iter().enumerate() {
            let fns = wanted.get(position).copied().unwrap_or_default();
            if fns.is_empty() {
                values.push("undefined".to_owned());
                continue;
            }
            let text = shown(self.module.slice(argument.span()));
            let key = format!("{call}.{position} {text}");
            values.push(match self.origin(argument) {
                Origin::Received(variable) => variable,
                Origin::Caller => {
                    self.warn_of_call(
                        argument.span(),
                        "MION_TYPE_GENERIC",
                        format!("the type `{text}` is known at run time only, and cannot be compiled ahead of time"),
                        "Hand it on: give the function around it a last parameter `type?: ReceiveType<T>`, and use \
                         just `T` in this call; then it is compiled where that function is called.",
                    );
                    no_functions(&text)
                }
                Origin::Written => self.written(&key, &text, argument.span(), || {
                    let names: Vec<String> = fns.names().map(quote).collect();
                    let program = programs.get(position).map_or("undefined", String::as_str);
                    format!("[{}, [{}], () => {program}]", quote(&key), names.join(", "))
                }),
            });
        }
        matches!(self.type_calls, TypeCalls::Compiled(_)).then_some(values)
    }

    /// `reflectFunction(handler)`: what is known of the function comes as a second argument.
    pub(crate) fn reflected_function(&mut self, call: &CallExpr, callee: &Expr) -> Option<Injection> {
        if matches!(self.type_calls, TypeCalls::AtRunTime)
            || !names_run_types(self.index(), callee, "reflectFunction")
        {
            return None;
        }
        let [handler] = &*call.args else { return None };
        let key = format!("{}", self.found.count);
        self.found.count += 1;
        let expression = self.module.slice(handler.expr.span()).to_owned();
        let text = shown(&expression);
        let value = if is_path(&handler.expr) && self.is_of_module(&handler.expr) {
            self.written(&key, &text, handler.expr.span(), || {
                format!("[{}, 'reflectFunction', () => {expression}]", quote(&key))
            })
        } else {
            self.warn_of_call(
                handler.expr.span(),
                "MION_TYPE_GENERIC",
                "this function is there at run time only, and cannot be reflected ahead of time".into(),
                "Declare it at the top level of the module, and name it in this call.",
            );
            no_functions(&text)
        };
        let at = handler.expr.span().hi;
        matches!(self.type_calls, TypeCalls::Compiled(_))
            .then(|| Injection::Argument { at, text: format!(", {value}") })
    }

    /// What stands for a type that is written out.
    fn written(&mut self, key: &str, text: &str, at: Span, entry: impl FnOnce() -> String) -> String {
        let compiled = match self.type_calls {
            TypeCalls::Registered => {
                self.found.registered.push(entry());
                return String::new();
            }
            TypeCalls::Compiled(compiled) => compiled,
            TypeCalls::AtRunTime | TypeCalls::Checked => return String::new(),
        };
        match compiled.and_then(|calls| calls.get(key)) {
            Some(CompiledCall::Value(value)) => return value.clone(),
            Some(CompiledCall::Failed { message }) => {
                self.warn_of_call(at, "MION_TYPE_NOT_COMPILED", message.clone(), "This call will fail.");
            }
            None => {
                let message = format!(
                    "`{text}` was not compiled ahead of time: the start script does not load this module"
                );
                let hint = "This call will fail. Import the module from the start script, or name it in \
                            aotCaches.include.";
                self.warn_of_call(at, "MION_TYPE_NOT_COMPILED", message, hint);
            }
        }
        no_functions(text)
    }

    /// Who knows what a type is.
    fn origin(&mut self, argument: &TsType) -> Origin {
        let mut finder = Finder { inserter: self, parameter: None, local: false };
        argument.visit_with(&mut finder);
        let Finder { parameter, local, .. } = finder;
        let generic = self
            .scopes
            .iter()
            .any(|scope| scope.types.values().any(|local| matches!(local, Local::Parameter(_))));
        match parameter {
            Some(Some(variable)) if is_name(argument) => Origin::Received(variable),
            Some(_) => Origin::Caller,
            // A type that a generic function declares may be made of the function's parameters.
            None if local && generic => Origin::Caller,
            None => Origin::Written,
        }
    }

    /// Whether a path begins with a name of the module's own scope.
    fn is_of_module(&self, path: &Expr) -> bool {
        match path {
            Expr::Member(member) => self.is_of_module(&member.obj),
            Expr::Ident(name) => {
                let local = self.scopes.iter().any(|scope| scope.values.contains(&name.sym));
                let index = self.index();
                !local
                    && (index.find_value(None, &name.sym).is_some() || index.imports.contains_key(&name.sym))
            }
            _ => false,
        }
    }

    fn warn_of_call(&mut self, at: Span, code: &'static str, message: String, hint: &str) {
        let warning = self.module.diagnostic(code, Severity::Warning, at, message);
        self.found.warnings.push(warning.with_hint(hint));
    }
}

enum Origin {
    /// The text does.
    Written,
    /// Whoever called the function around the call.
    Caller,
    /// The same, and it is in this variable.
    Received(String),
}

/// What a type refers to of the functions around it.
struct Finder<'a, 'c, 'm> {
    inserter: &'a Inserter<'c, 'm>,
    /// A type parameter, and the variable that it was received in.
    parameter: Option<Option<String>>,
    local: bool,
}

impl Visit for Finder<'_, '_, '_> {
    fn visit_ident(&mut self, name: &swc_core::ecma::ast::Ident) {
        match self.inserter.scopes.iter().rev().find_map(|scope| scope.types.get(&name.sym)) {
            Some(Local::Parameter(binding)) => self.parameter = Some(binding.received().map(str::to_owned)),
            Some(Local::Symbol(_)) => self.local = true,
            Some(Local::Class) | None => {}
        }
    }
}

fn is_name(ty: &TsType) -> bool {
    matches!(ty, TsType::TsTypeRef(reference) if reference.type_params.is_none() && reference.type_name.is_ident())
}

/// What stands for a type without functions: the runtime's error names it.
fn no_functions(text: &str) -> String {
    quote(&format!("!{text}"))
}

/// A text on one line, of a length that an error message can bear.
fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let begin: String = line.chars().take(LONGEST).collect();
    format!("{begin}...")
}

/// `runType<T>().getFn('isType')` and the like: the inner call, and what is wanted of it.
pub(crate) fn narrowed(call: &CallExpr) -> Option<(Span, Fns)> {
    let Callee::Expr(callee) = &call.callee else { return None };
    let member = callee.as_member()?;
    if !member.prop.as_ident().is_some_and(|name| matches!(&*name.sym, "getFn" | "createJitFunction")) {
        return None;
    }
    let Expr::Lit(Lit::Str(name)) = &*call.args.first()?.expr else { return None };
    let mut object = &*member.obj;
    while let Expr::Paren(inner) = object {
        object = &inner.expr;
    }
    Some((object.as_call()?.span, Fns::named(name.value.as_str()?)?))
}
