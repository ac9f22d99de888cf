//! Which functions of a type a call needs: what run-types' own functions compile, and what flows into them through
//! functions that receive a type and hand it on.

use std::{fs, ops::BitOrAssign, path::Path};

use swc_core::{
    atoms::Atom,
    common::Span,
    ecma::{
        ast::{
            CallExpr, Callee, Class, ClassMember, Expr, ExprOrSpread, NewExpr, ParamOrTsParamProp, PropName,
            TsEntityName, TsType, TsTypeParamDecl, TsTypeParamInstantiation,
        },
        visit::{Visit, VisitWith},
    },
};

use crate::context::{Context, FileId};
use crate::index::{DeclId, ImportedName, Index, Kind, Node};
use crate::lower::Env;
use crate::methods::{Above, ClassId, own_method};
use crate::resolve::Target;
use crate::signature::{Param, parameters_of, parameters_of_arrow, received_type};
use crate::type_calls::narrowed;

const RUN_TYPES: [&str; 2] = ["@mionkit/run-types", "@mionjs/run-types"];

/// A set of a type's functions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fns(u16);

/// Their names, as `createJitFunction` knows them; the last is `createMockTypeFn`'s own.
const NAMES: [&str; 13] = [
    "isType",
    "typeErrors",
    "prepareForJson",
    "restoreFromJson",
    "stringifyJson",
    "toBinary",
    "fromBinary",
    "isStrictType",
    "hasUnknownKeys",
    "stripUnknownKeys",
    "unknownKeyErrors",
    "unknownKeysToUndefined",
    "mock",
];

impl Fns {
    /// No function: a mark of what is not known yet, or not all.
    const OPEN: Self = Self(1 << 15);

    /// All that `createJitFunction` makes.
    const ALL: Self = Self((1 << 12) - 1);

    pub(crate) fn named(name: &str) -> Option<Self> {
        NAMES.iter().position(|known| *known == name).map(|bit| Self(1 << bit))
    }

    /// What an export of run-types compiles for the type that it is given.
    fn of_export(name: &str) -> Option<Self> {
        match name {
            "runType" => Some(Self::ALL),
            "isType" => Self::named("isType"),
            "getTypeErrors" => Self::named("typeErrors"),
            "createMockTypeFn" => Self::named("mock"),
            // `createIsTypeFn`: isType.
            _ => {
                let name = name.strip_prefix("create")?.strip_suffix("Fn")?;
                let (first, rest) = name.split_at_checked(1)?;
                Self::named(&format!("{}{rest}", first.to_lowercase()))
            }
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().enumerate().filter(move |(bit, _)| self.0 & (1 << bit) != 0).map(|(_, name)| name)
    }
}

impl BitOrAssign for Fns {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// More type parameters than a function has.
const MAX_PARAMETERS: usize = 16;

/// What is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Called {
    /// A function, or a class that is constructed.
    Declaration(FileId, DeclId),
    /// A method of an instance of the class `of`, which is looked for from the class `from` upwards.
    Method { name: Atom, from: ClassId, of: ClassId },
}

/// Whether an expression is a name that a module imports from run-types, as `export`.
pub(crate) fn names_run_types(index: &Index, expression: &Expr, export: &str) -> bool {
    imported(index, expression).is_some_and(|name| name == export)
}

/// The export of run-types that an expression names by an import of its own module.
fn imported(index: &Index, expression: &Expr) -> Option<Atom> {
    let import = |name: &Atom| index.imports.get(name).filter(|import| RUN_TYPES.contains(&&*import.from));
    match expression {
        Expr::Ident(name) => match &import(&name.sym)?.name {
            ImportedName::Named(name) => Some(name.clone()),
            ImportedName::Namespace => None,
        },
        Expr::Member(member) => match import(&member.obj.as_ident()?.sym)?.name {
            ImportedName::Namespace => Some(member.prop.as_ident()?.sym.clone()),
            ImportedName::Named(_) => None,
        },
        _ => None,
    }
}

impl<'m> Context<'m> {
    /// The functions that a call of `callee` needs of each of its type arguments; empty if it needs none. `narrowed` is
    /// what is wanted of a `runType<T>()`, where that can be seen.
    pub(crate) fn wanted(&mut self, env: &Env<'_, 'm>, callee: &Expr, narrowed: Option<Fns>) -> Vec<Fns> {
        let index = env.handle.clone();
        let of = |fns: Fns| vec![if fns == Fns::ALL { narrowed.unwrap_or(fns) } else { fns }];
        if let Some(name) = imported(index.index(), callee) {
            return Fns::of_export(&name).map(of).unwrap_or_default();
        }
        let Some(called) = self.called(env, callee) else { return Vec::new() };
        let wanted = self.wanted_of(&called);
        match *wanted {
            [one] if one == Fns::ALL => of(one),
            _ => wanted,
        }
    }

    /// The same of a method of an instance of the class `of`, which is looked for from the class `from` upwards.
    pub(crate) fn wanted_of_method(&mut self, method: &Atom, from: ClassId, of: ClassId) -> Vec<Fns> {
        self.wanted_of(&Called::Method { name: method.clone(), from, of })
    }

    fn called(&mut self, env: &Env<'_, 'm>, callee: &Expr) -> Option<Called> {
        let value = |context: &mut Self, name: &swc_core::ecma::ast::Ident| {
            if env.scopes.iter().any(|scope| scope.values.contains(&name.sym)) {
                return None;
            }
            Some(context.find_value(env, &TsEntityName::Ident(name.clone()))?.0.target)
        };
        match callee {
            Expr::Ident(name) => match value(self, name)? {
                Target::Declaration(file, id) => Some(Called::Declaration(file, id)),
                Target::Module(_) => None,
            },
            Expr::Member(member) => {
                let method = &member.prop.as_ident()?.sym;
                match value(self, member.obj.as_ident()?)? {
                    Target::Module(file) => match self.find_export(file, method)?.target {
                        Target::Declaration(file, id) => Some(Called::Declaration(file, id)),
                        Target::Module(_) => None,
                    },
                    Target::Declaration(file, id) => self.member(file, id, method),
                }
            }
            _ => None,
        }
    }

    /// A function of a namespace, or a method of a class or of a variable that holds an instance of one.
    fn member(&mut self, file: FileId, id: DeclId, name: &Atom) -> Option<Called> {
        let method = |class: ClassId| Some(Called::Method { name: name.clone(), from: class, of: class });
        let handle = self.file(file);
        let index = handle.index();
        match index.declarations[id].kind {
            Kind::Namespace => Some(Called::Declaration(file, index.member(Some(id), name)?)),
            Kind::Class => method((file, id)),
            Kind::Variable => {
                let Some(Node::Variable(declarator, _)) = index.nodes(handle.module(), id).into_iter().next()
                else {
                    return None;
                };
                let class = match (Param::from(&declarator.name).annotation(), declarator.init.as_deref()) {
                    (Some(TsType::TsTypeRef(reference)), _) => reference.type_name.as_ident()?,
                    (None, Some(Expr::New(construct))) => construct.callee.as_ident()?,
                    _ => return None,
                };
                let env = self.env(file, None, &[]);
                match self.find_value(&env, &TsEntityName::Ident(class.clone()))?.0.target {
                    Target::Declaration(file, id) => method((file, id)),
                    Target::Module(_) => None,
                }
            }
            _ => None,
        }
    }

    fn wanted_of(&mut self, called: &Called) -> Vec<Fns> {
        if let Some(known) = self.wanted.get(called) {
            return known.clone();
        }
        let is_first = !self.wanted.values().any(|wanted| is_open(wanted));
        self.wanted.insert(called.clone(), vec![Fns::OPEN; MAX_PARAMETERS]);
        let wanted = self.wanted_anew(called);
        self.wanted.insert(called.clone(), wanted.clone());
        if !is_first {
            return wanted;
        }
        self.settle();
        self.wanted[called].clone()
    }

    /// Functions that call each other want what each of them does: asks again until no answer changes.
    fn settle(&mut self) {
        let open: Vec<Called> = self
            .wanted
            .iter()
            .filter(|(_, wanted)| is_open(wanted))
            .map(|(called, _)| called.clone())
            .collect();
        loop {
            let mut has_changed = false;
            for called in &open {
                let wanted = self.wanted_anew(called);
                has_changed |= self.wanted.insert(called.clone(), wanted.clone()) != Some(wanted);
            }
            if !has_changed {
                break;
            }
        }
        for called in open {
            let wanted = self.wanted.entry(called).or_default();
            *wanted = or_none(wanted.iter().map(|fns| Fns(fns.0 & !Fns::OPEN.0)).collect());
        }
    }

    fn wanted_anew(&mut self, called: &Called) -> Vec<Fns> {
        let ((file, id), method) = match called {
            Called::Declaration(file, id) => ((*file, *id), None),
            Called::Method { name, from, .. } => match self.declaring(*from, name) {
                Above::Class(class) => (class, Some(name)),
                Above::Nothing | Above::Unknown => return Vec::new(),
            },
        };
        let handle = self.file(file);
        let index = handle.index();
        if let Some(fns) = Fns::of_export(&index.declarations[id].name)
            && method.is_none()
            && is_in_run_types(&handle.module().path)
        {
            return vec![fns];
        }
        let mut wanted: Vec<Fns> = Vec::new();
        for node in index.nodes(handle.module(), id) {
            for generic in generics(node, method) {
                wanted.resize(wanted.len().max(generic.parameters), Fns::default());
                for call in generic.calls {
                    let inner = match own_method(&call.callee) {
                        Some((name, inherited)) => self.wanted_of_own((file, id), called, name, inherited),
                        None => {
                            let env = self.env(file, index.declarations[id].parent, &[]);
                            self.wanted(&env, &call.callee, call.narrowed)
                        }
                    };
                    for (position, parameter) in call.types {
                        wanted[parameter] |= inner.get(position).copied().unwrap_or_default();
                    }
                    for parameter in call.handed_on {
                        for fns in &inner {
                            wanted[parameter] |= *fns;
                        }
                    }
                }
            }
        }
        or_none(wanted)
    }

    /// What `this.method`, or `super.method`, needs in the body of `caller`, which the class `within` declares.
    fn wanted_of_own(
        &mut self,
        within: ClassId,
        caller: &Called,
        method: &Atom,
        inherited: bool,
    ) -> Vec<Fns> {
        let of = match caller {
            Called::Declaration(..) => within,
            Called::Method { of, .. } => *of,
        };
        // Of `this`, the instance's own class may override it.
        let from = if inherited { self.above(within) } else { Above::Class(of) };
        match from {
            Above::Class(from) => self.wanted_of_method(method, from, of),
            Above::Nothing | Above::Unknown => Vec::new(),
        }
    }
}

fn is_open(wanted: &[Fns]) -> bool {
    wanted.iter().any(|fns| fns.0 & Fns::OPEN.0 != 0)
}

/// Nothing for a list of nothing.
fn or_none(wanted: Vec<Fns>) -> Vec<Fns> {
    if wanted.iter().all(|fns| fns.is_empty()) { Vec::new() } else { wanted }
}

/// Whether a file belongs to the package run-types, whatever folder it is installed in.
fn is_in_run_types(path: &str) -> bool {
    let manifest =
        Path::new(path).ancestors().skip(1).find_map(|folder| fs::read(folder.join("package.json")).ok());
    let name = manifest
        .and_then(|text| serde_json::from_slice::<serde_json::Value>(&text).ok())
        .and_then(|manifest| Some(manifest.get("name")?.as_str()?.to_owned()));
    name.is_some_and(|name| RUN_TYPES.contains(&name.as_str()))
}

/// A function that receives types, and the calls of its body that they go to.
struct Generic {
    /// How many type parameters it has.
    parameters: usize,
    calls: Vec<InnerCall>,
}

struct InnerCall {
    callee: Expr,
    narrowed: Option<Fns>,
    /// Positions of its type arguments that are nothing but a received type, and which type parameter that is.
    types: Vec<(usize, usize)>,
    /// Type parameters that are handed on as an ordinary argument: `runType(type)`.
    handed_on: Vec<usize>,
}

fn generics(node: Node<'_>, method: Option<&Atom>) -> Vec<Generic> {
    match (node, method) {
        (Node::Function(function), None) => {
            Generic::of(function.type_params.as_deref(), &parameters_of(function), &function.body)
        }
        (Node::Variable(declarator, _), None) => match declarator.init.as_deref() {
            Some(Expr::Arrow(arrow)) => {
                Generic::of(arrow.type_params.as_deref(), &parameters_of_arrow(arrow), &arrow.body)
            }
            Some(Expr::Fn(expression)) => {
                let function = &expression.function;
                Generic::of(function.type_params.as_deref(), &parameters_of(function), &function.body)
            }
            _ => None,
        },
        (Node::Class(class), None) => constructor(class),
        (Node::Class(class), Some(name)) => class.body.iter().find_map(|member| match member {
            ClassMember::Method(method)
                if matches!(&method.key, PropName::Ident(key) if key.sym == *name)
                    && method.function.body.is_some() =>
            {
                let function = &method.function;
                Generic::of(function.type_params.as_deref(), &parameters_of(function), &function.body)
            }
            _ => None,
        }),
        _ => None,
    }
    .into_iter()
    .collect()
}

fn constructor(class: &Class) -> Option<Generic> {
    class.body.iter().find_map(|member| match member {
        ClassMember::Constructor(constructor) if constructor.body.is_some() => {
            let parameters: Vec<Param<'_>> = constructor
                .params
                .iter()
                .filter_map(|parameter| match parameter {
                    ParamOrTsParamProp::Param(parameter) => Some(Param::from(&parameter.pat)),
                    ParamOrTsParamProp::TsParamProp(_) => None,
                })
                .collect();
            Generic::of(class.type_params.as_deref(), &parameters, &constructor.body)
        }
        _ => None,
    })
}

impl Generic {
    /// `None` for a function that receives no type.
    fn of(
        type_parameters: Option<&TsTypeParamDecl>,
        parameters: &[Param<'_>],
        body: &impl VisitWith<Calls>,
    ) -> Option<Self> {
        let names: Vec<Atom> =
            type_parameters?.params.iter().map(|parameter| parameter.name.sym.clone()).collect();
        let received: Vec<(usize, Atom)> = parameters
            .iter()
            .filter_map(|parameter| {
                let TsType::TsTypeRef(reference) = received_type(parameter.annotation()?)? else {
                    return None;
                };
                let name = &reference.type_name.as_ident()?.sym;
                Some((names.iter().position(|known| known == name)?, parameter.name()?.into()))
            })
            .collect();
        if received.is_empty() {
            return None;
        }
        let count = names.len();
        let mut calls = Calls { names, received, narrowed: None, found: Vec::new() };
        body.visit_with(&mut calls);
        Some(Self { parameters: count, calls: calls.found })
    }
}

struct Calls {
    names: Vec<Atom>,
    received: Vec<(usize, Atom)>,
    narrowed: Option<(Span, Fns)>,
    found: Vec<InnerCall>,
}

impl Calls {
    fn note(
        &mut self,
        callee: &Expr,
        types: Option<&TsTypeParamInstantiation>,
        arguments: &[ExprOrSpread],
        at: Span,
    ) {
        let parameter = |ty: &TsType| {
            let TsType::TsTypeRef(reference) = ty else { return None };
            let name = &reference.type_name.as_ident()?.sym;
            let position = self.names.iter().position(|known| known == name)?;
            self.received.iter().any(|(received, _)| *received == position).then_some(position)
        };
        let types: Vec<(usize, usize)> = types
            .iter()
            .flat_map(|list| list.params.iter().enumerate())
            .filter_map(|(position, ty)| Some((position, parameter(ty)?)))
            .collect();
        let variable = |argument: &ExprOrSpread| {
            let name = &argument.expr.as_ident()?.sym;
            self.received.iter().find(|(_, variable)| variable == name).map(|(position, _)| *position)
        };
        let handed_on: Vec<usize> = arguments.iter().filter_map(variable).collect();
        let narrowed = self.narrowed.take_if(|(span, _)| *span == at).map(|(_, fns)| fns);
        if !types.is_empty() || !handed_on.is_empty() {
            self.found.push(InnerCall { callee: callee.clone(), narrowed, types, handed_on });
        }
    }
}

impl Visit for Calls {
    fn visit_call_expr(&mut self, call: &CallExpr) {
        self.narrowed = narrowed(call).or(self.narrowed);
        if let Callee::Expr(callee) = &call.callee {
            self.note(callee, call.type_args.as_deref(), &call.args, call.span);
        }
        call.visit_children_with(self);
    }

    fn visit_new_expr(&mut self, construct: &NewExpr) {
        let arguments = construct.args.as_deref().unwrap_or_default();
        self.note(&construct.callee, construct.type_args.as_deref(), arguments, construct.span);
        construct.visit_children_with(self);
    }

    fn visit_ts_type(&mut self, _: &TsType) {}
}
