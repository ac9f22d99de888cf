//! Calls that hand a type to the function they call: `typeOf<User>()`, `createIsTypeFn<User>()`.
//!
//! The types go into the property `Ω` of the function, right before the call; the function takes them from there.

use rustc_hash::FxHashMap;
use swc_core::{
    atoms::Atom,
    common::{BytePos, Span, Spanned},
    ecma::{
        ast::{
            CallExpr, Class, ClassMember, ClassMethod, Expr, ExprOrSpread, MemberExpr, NewExpr,
            ParamOrTsParamProp, PropName, TsEntityName, TsType, TsTypeElement, TsTypeParamInstantiation,
        },
        visit::{Visit, VisitWith},
    },
};

use crate::context::{Context, FileId, OWN};
use crate::index::{DeclId, Kind, Node};
use crate::insert::{Inserter, TEMPORARY};
use crate::methods::{Above, ClassId, own_method};
use crate::resolve::Target;
use crate::signature::{Param, parameters_of, parameters_of_arrow, received_type};
use crate::wanted::Fns;

/// Which methods of a class receive a type.
#[derive(Debug, Default)]
pub(crate) struct Receivers {
    pub(crate) name: Option<Atom>,
    methods: FxHashMap<Atom, bool>,
    /// What it extends.
    clause: Option<Box<Expr>>,
    /// How many scopes are around it.
    scopes: usize,
    /// The class's own type parameters.
    pub(crate) parameters: Vec<Atom>,
}

/// What is inserted around a call.
pub(crate) enum Injection {
    /// `(fn.Ω = [...], fn(...))`.
    Before(String),
    /// `(temporary = object, temporary.method.Ω = [...], temporary).method(...)`.
    Object { method: Atom, types: String },
    /// The type as an argument: what `typeOf` and its like take, with the arguments before it that are missing.
    Argument { at: BytePos, text: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Yes,
    No,
    Unknown,
}

impl Receivers {
    pub(crate) fn of(class: &Class, name: Option<&str>, scopes: usize) -> Self {
        let mut methods = FxHashMap::default();
        for member in &class.body {
            if let ClassMember::Method(method) = member
                && let PropName::Ident(name) = &method.key
            {
                *methods.entry(name.sym.clone()).or_default() |= takes_types(method);
            }
        }
        let parameters = class.type_params.iter().flat_map(|list| &list.params);
        Self {
            name: name.map(Atom::from),
            methods,
            clause: class.super_class.clone(),
            scopes,
            parameters: parameters.map(|parameter| parameter.name.sym.clone()).collect(),
        }
    }
}

impl From<bool> for Takes {
    fn from(takes: bool) -> Self {
        if takes { Self::Yes } else { Self::No }
    }
}

impl Context<'_> {
    /// Whether a method of a class takes a type, own or inherited.
    fn class_takes(&mut self, class: ClassId, method: &Atom) -> Takes {
        match self.declaring(class, method) {
            Above::Class((file, id)) => {
                let handle = self.file(file);
                match handle.index().nodes(handle.module(), id).first() {
                    Some(Node::Class(class)) => method_takes_type(class, method).into(),
                    _ => Takes::Unknown,
                }
            }
            Above::Nothing => Takes::No,
            Above::Unknown => Takes::Unknown,
        }
    }
}

impl Inserter<'_, '_> {
    pub(crate) fn call_types(&mut self, call: &CallExpr, callee: &Expr) -> Option<Injection> {
        if !self.is_enabled() {
            return None;
        }
        let Some(arguments) = call.type_args.as_deref().filter(|list| !list.params.is_empty()) else {
            return self.reflected_function(call, callee);
        };
        let wanted = self.wanted_by(callee, call.span);
        if self.metadata
            && let Some(wanted) = self.takes_argument(callee)
        {
            let types = self.types(arguments);
            let mut text = String::new();
            for position in call.args.len()..wanted {
                let separator = if position == 0 { "" } else { ", " };
                text.push_str(&format!("{separator}[]"));
            }
            let separator = if wanted == 0 && call.args.is_empty() { "" } else { ", " };
            let ty = types.first()?;
            let at = call.args.last().map_or(BytePos(call.span.hi.0 - 1), |last| last.span().hi);
            return Some(Injection::Argument { at, text: format!("{text}{separator}{ty}") });
        }
        match self.takes(callee) {
            _ if !wanted.is_empty() => {}
            _ if !self.metadata => return None,
            Takes::Yes => {}
            // As far as it changes nothing but a property of a function: no module may be loaded for it.
            Takes::Unknown if !self.needs_import(arguments) && !is_builtin_method(callee) => {}
            Takes::Unknown | Takes::No => return None,
        }
        let types = format!("[{}]", self.handed_types(arguments, &wanted).join(", "));
        match callee {
            Expr::Ident(name) => Some(Injection::Before(format!("{}.Ω = {types}", name.sym))),
            Expr::Member(member) if is_path(callee) => {
                let text = self.module.slice(member.span);
                Some(Injection::Before(format!("{text}.Ω = {types}")))
            }
            Expr::Member(member) => {
                let method = member.prop.as_ident()?.sym.clone();
                self.uses_temporary = true;
                Some(Injection::Object { method, types })
            }
            // A method looks for its types at `this`, whichever class overrides it.
            Expr::SuperProp(_) => {
                own_method(callee).map(|(method, _)| Injection::Before(format!("this.{method}.Ω = {types}")))
            }
            _ => None,
        }
    }

    /// The class around, if it is one that a module declares.
    pub(crate) fn class_around(&mut self) -> Option<ClassId> {
        let class = self.classes.last()?;
        let name = Expr::Ident(class.name.clone()?.into());
        let env = self.context.env(OWN, self.namespace, &self.scopes[..class.scopes]);
        match self.context.class_named(&env, &name) {
            Above::Class(class) => Some(class),
            Above::Nothing | Above::Unknown => None,
        }
    }

    /// What the class around extends.
    pub(crate) fn above_class_around(&mut self) -> Above {
        let Some(class) = self.classes.last() else { return Above::Unknown };
        let Some(clause) = &class.clause else { return Above::Nothing };
        let env = self.context.env(OWN, self.namespace, &self.scopes[..class.scopes]);
        self.context.class_named(&env, clause)
    }

    pub(crate) fn construct_types(&mut self, construct: &NewExpr) -> Option<Injection> {
        let arguments = construct.type_args.as_deref().filter(|list| !list.params.is_empty())?;
        if !self.is_enabled() || !is_path(&construct.callee) {
            return None;
        }
        let wanted = self.wanted_by(&construct.callee, construct.span);
        if wanted.is_empty() && (!self.metadata || self.takes(&construct.callee) != Takes::Yes) {
            return None;
        }
        let types = self.handed_types(arguments, &wanted).join(", ");
        let callee = self.module.slice(construct.callee.span());
        Some(Injection::Before(format!("{callee}.Ω = [{types}]")))
    }

    pub(crate) fn open_injection(&mut self, injection: Option<&Injection>, span: Span) {
        if let Some(Injection::Before(assignment)) = injection {
            self.open(span.lo, &format!("{assignment}, "));
        }
    }

    /// Walks over the callee, around whose object a method's injection goes.
    pub(crate) fn callee(&mut self, callee: &Expr, injection: Option<&Injection>) {
        let (Some(Injection::Object { method, types }), Expr::Member(member)) = (injection, callee) else {
            callee.visit_with(self);
            return;
        };
        self.open(member.obj.span().lo, &format!("{TEMPORARY} = "));
        member.obj.visit_with(self);
        let text = format!(", {TEMPORARY}.{method}.Ω = {types}, {TEMPORARY})");
        self.insert(member.obj.span().hi, text);
    }

    pub(crate) fn close_injection(&mut self, injection: Option<Injection>, span: Span) {
        match injection {
            Some(Injection::Before(_)) => self.insert(span.hi, ")".into()),
            Some(Injection::Argument { at, text }) => self.insert(at, text),
            Some(Injection::Object { .. }) | None => {}
        }
    }

    /// What a call hands over for its type arguments; `wanted` are the functions that it needs of them.
    fn handed_types(&mut self, arguments: &TsTypeParamInstantiation, wanted: &[Fns]) -> Vec<String> {
        let programs = if self.metadata { self.types(arguments) } else { Vec::new() };
        if wanted.is_empty() {
            return programs;
        }
        self.compiled_types(arguments, wanted, &programs).unwrap_or(programs)
    }

    fn types(&mut self, arguments: &TsTypeParamInstantiation) -> Vec<String> {
        let lowered: Vec<_> = self.lower(|context, env| {
            arguments.params.iter().map(|argument| context.ty(env, argument)).collect()
        });
        lowered.iter().map(|ty| self.program(ty)).collect()
    }

    /// For a function of `@deepkit/type` that takes its type as an argument: how many stand before it.
    fn takes_argument(&self, callee: &Expr) -> Option<usize> {
        let name = callee.as_ident()?;
        let import = self.imports().get(&name.sym)?;
        if import.from != "@deepkit/type" {
            return None;
        }
        match &import.name {
            crate::index::ImportedName::Named(imported) => {
                matches!(&**imported, "typeOf" | "valuesOf" | "propertiesOf" | "getNominalId").then_some(1)
            }
            crate::index::ImportedName::Namespace => None,
        }
    }

    fn takes(&mut self, callee: &Expr) -> Takes {
        match callee {
            Expr::Ident(name) => {
                if self.scopes.iter().any(|scope| scope.values.contains(&name.sym)) {
                    return Takes::Unknown;
                }
                let entity = TsEntityName::Ident(name.clone());
                let found = self.lower(|context, env| context.find_value(env, &entity));
                match found {
                    Some((found, _)) => match found.target {
                        Target::Declaration(file, id) => self.function_takes(file, id),
                        Target::Module(_) => Takes::No,
                    },
                    // Imported from where nothing can be read, or of the platform's.
                    None if self.imports().contains_key(&name.sym) || is_global(&name.sym) => Takes::No,
                    None => Takes::Unknown,
                }
            }
            Expr::Member(member) => self.method_takes(member),
            Expr::SuperProp(_) => {
                own_method(callee).map_or(Takes::No, |(method, _)| self.own_takes(method, true))
            }
            _ => Takes::No,
        }
    }

    /// Whether a method of the class around takes a type. `inherited`: as the classes that it extends declare it.
    fn own_takes(&mut self, method: &Atom, inherited: bool) -> Takes {
        let own = self.classes.last().and_then(|class| class.methods.get(method));
        if let Some(takes) = own.filter(|_| !inherited) {
            return (*takes).into();
        }
        match self.above_class_around() {
            Above::Class(class) => self.context.class_takes(class, method),
            Above::Nothing => Takes::No,
            Above::Unknown => Takes::Unknown,
        }
    }

    fn function_takes(&mut self, file: FileId, id: DeclId) -> Takes {
        let handle = self.context.file(file);
        let nodes = handle.index().nodes(handle.module(), id);
        if let [Node::Destructured(..)] = nodes[..] {
            return Takes::Unknown;
        }
        let any = nodes.iter().any(|node| match node {
            Node::Function(function) => parameters_of(function).into_iter().any(takes_type),
            Node::Class(class) => class.body.iter().any(|member| {
                matches!(member, ClassMember::Constructor(constructor)
                if constructor.params.iter().any(|parameter| {
                    matches!(parameter, ParamOrTsParamProp::Param(parameter)
                        if takes_type(Param::from(&parameter.pat)))
                }))
            }),
            Node::Variable(declarator, _) => {
                let annotation = Param::from(&declarator.name).annotation();
                annotation.is_some_and(mentions_receive_type)
                    || match declarator.init.as_deref() {
                        Some(Expr::Arrow(arrow)) => parameters_of_arrow(arrow).into_iter().any(takes_type),
                        Some(Expr::Fn(function)) => {
                            parameters_of(&function.function).into_iter().any(takes_type)
                        }
                        _ => false,
                    }
            }
            _ => false,
        });
        any.into()
    }

    fn method_takes(&mut self, member: &MemberExpr) -> Takes {
        let Some(method) = member.prop.as_ident() else { return Takes::No };
        match &*member.obj {
            Expr::This(_) => self.own_takes(&method.sym, false),
            Expr::Ident(object) => {
                let entity = TsEntityName::Ident(object.clone());
                let found = self.lower(|context, env| context.find_value(env, &entity));
                match found.map(|(found, _)| found.target) {
                    Some(Target::Module(file)) => match self.context.find_export(file, &method.sym) {
                        Some(found) => match found.target {
                            Target::Declaration(file, id) => self.function_takes(file, id),
                            Target::Module(_) => Takes::No,
                        },
                        None => Takes::No,
                    },
                    Some(Target::Declaration(file, id)) => self.object_takes(file, id, &method.sym),
                    None if is_global(&object.sym) => Takes::No,
                    None => Takes::Unknown,
                }
            }
            _ => Takes::Unknown,
        }
    }

    /// Whether a method of a variable, a class or a namespace takes a type.
    fn object_takes(&mut self, file: FileId, id: DeclId, method: &Atom) -> Takes {
        let handle = self.context.file(file);
        let index = handle.index();
        if index.declarations[id].kind == Kind::Namespace {
            return match index.member(Some(id), method) {
                Some(member) => self.function_takes(file, member),
                None => Takes::No,
            };
        }
        match index.nodes(handle.module(), id).first() {
            Some(Node::Class(_)) => self.context.class_takes((file, id), method),
            Some(Node::Variable(declarator, _)) => {
                let annotation = Param::from(&declarator.name).annotation();
                let class = match (annotation, declarator.init.as_deref()) {
                    (Some(TsType::TsTypeRef(reference)), _) => {
                        reference.type_name.as_ident().map(|name| &name.sym)
                    }
                    (None, Some(Expr::New(construct))) => construct.callee.as_ident().map(|name| &name.sym),
                    _ => None,
                };
                let Some(class) = class else { return Takes::Unknown };
                let env = self.context.env(file, None, &[]);
                let Some(found) = self.context.find_type(&env, class) else { return Takes::Unknown };
                let Target::Declaration(file, id) = found.target else { return Takes::Unknown };
                let handle = self.context.file(file);
                match handle.index().nodes(handle.module(), id).first() {
                    Some(Node::Class(_)) => self.context.class_takes((file, id), method),
                    Some(Node::Interface(interface)) => {
                        let takes = interface.body.body.iter().any(|element| {
                            matches!(element, TsTypeElement::TsMethodSignature(signature)
                                if signature.key.as_ident().is_some_and(|key| key.sym == *method)
                                    && signature.params.iter().any(|parameter| takes_type(Param::from(parameter))))
                        });
                        takes.into()
                    }
                    _ => Takes::Unknown,
                }
            }
            _ => Takes::Unknown,
        }
    }

    /// Whether a type names something that is imported as a type only.
    fn needs_import(&self, arguments: &TsTypeParamInstantiation) -> bool {
        struct Finder<'a, 'c, 'm> {
            inserter: &'a Inserter<'c, 'm>,
            found: bool,
        }
        impl Visit for Finder<'_, '_, '_> {
            fn visit_ident(&mut self, name: &swc_core::ecma::ast::Ident) {
                self.found |= self.inserter.imports().get(&name.sym).is_some_and(|import| import.type_only);
            }
            fn visit_ts_import_type(&mut self, _: &swc_core::ecma::ast::TsImportType) {
                self.found = true;
            }
        }
        let mut finder = Finder { inserter: self, found: false };
        arguments.visit_with(&mut finder);
        finder.found
    }

    /// Remembers the function that a router is given, whose parameters are the route's.
    pub(crate) fn note_handler(&mut self, callee: &Expr, arguments: &[ExprOrSpread]) {
        let Some(name) = callee.as_ident() else { return };
        let Some(import) = self.imports().get(&name.sym) else { return };
        let router = matches!(&*import.from, "@mionkit/router" | "@mionjs/router")
            && matches!(&*name.sym, "route" | "middleFn" | "headersFn" | "query" | "mutation");
        if router && let Some(first) = arguments.first() {
            let at = match &*first.expr {
                Expr::Fn(function) => function.function.span.lo,
                other => other.span().lo,
            };
            self.handler = Some(at);
            self.has_handlers = true;
        }
    }

    fn imports(&self) -> &FxHashMap<Atom, crate::index::Import> {
        &self.index().imports
    }
}

fn takes_types(method: &ClassMethod) -> bool {
    parameters_of(&method.function).into_iter().any(takes_type)
}

/// Whether a method that the class declares takes a type, in one of its overloads.
fn method_takes_type(class: &Class, name: &Atom) -> bool {
    class.body.iter().any(|member| {
        matches!(member, ClassMember::Method(method)
            if matches!(&method.key, PropName::Ident(key) if key.sym == *name) && takes_types(method))
    })
}

fn takes_type(parameter: Param<'_>) -> bool {
    parameter.annotation().is_some_and(|annotation| received_type(annotation).is_some())
}

fn mentions_receive_type(annotation: &TsType) -> bool {
    #[derive(Default)]
    struct Finder(bool);
    impl Visit for Finder {
        fn visit_ts_type_ref(&mut self, reference: &swc_core::ecma::ast::TsTypeRef) {
            self.0 |= reference.type_name.as_ident().is_some_and(|name| name.sym == "ReceiveType");
            reference.visit_children_with(self);
        }
    }
    let mut finder = Finder::default();
    annotation.visit_with(&mut finder);
    finder.0
}

/// Whether an expression can be written twice: names and `this`, with properties.
pub(crate) fn is_path(expression: &Expr) -> bool {
    match expression {
        Expr::Ident(_) | Expr::This(_) => true,
        Expr::Member(member) => member.prop.is_ident() && is_path(&member.obj),
        _ => false,
    }
}

fn is_builtin_method(callee: &Expr) -> bool {
    let name = callee.as_member().and_then(|member| member.prop.as_ident());
    name.is_some_and(|name| {
        matches!(
            &*name.sym,
            "reduce"
                | "reduceRight"
                | "map"
                | "flatMap"
                | "filter"
                | "find"
                | "then"
                | "catch"
                | "all"
                | "from"
                | "of"
                | "assign"
                | "entries"
                | "fromEntries"
                | "querySelector"
                | "querySelectorAll"
                | "closest"
        )
    })
}

fn is_global(name: &str) -> bool {
    crate::globals::is_global_value(name)
        || matches!(
            name,
            "Array" | "Map" | "Set" | "Promise" | "Record" | "Proxy" | "Reflect" | "structuredClone"
        )
}
