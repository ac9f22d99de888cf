//! The evaluator: what a type is to TypeScript, where the machine would come to something else.
//!
//! `@deepkit/type`'s machine evaluates conditional, mapped and indexed types at run time, as far as it can: it takes
//! no distribution over `boolean`, knows no `Capitalize`, counts a class's private members, and so on. Here each
//! such type is evaluated by TypeScript's rules, and every rule that the machine does not share marks the result
//! ([`Evaluator::differs`]). A marked type is emitted resolved, the others as they were written, so that the machine
//! still knows them by their names and arguments.
//!
//! A generic type with arguments becomes an *instance*: a program of its own with the same name and parameters,
//! whose body is resolved for those arguments. Recursive types refer to their instance.
//!
//! What depends on a caller's type argument stays as it is. `None` from a function of the evaluator means that: the
//! result cannot be told here.
//!
//! - [`parts`]: walks over a type's parts, substitution. [`shape`]: the structure behind a name or an operator.
//! - [`conditional`], [`infer`], [`assign`], [`identity`]: conditional types. [`mapped`], [`keys`], [`access`],
//!   [`object`]: mapped types, `keyof`, indexed access. [`union`], [`tuple`], [`template`]: normal forms.
//! - [`questions`]: what the inference from values asks.

mod access;
mod assign;
mod conditional;
mod identity;
mod infer;
mod keys;
mod mapped;
mod object;
mod parts;
mod questions;
mod shape;
mod template;
mod tuple;
mod union;

use std::rc::Rc;

use rustc_hash::FxHashMap;

use swc_core::atoms::Atom;

use crate::context::{Context, FileId};
use crate::index::DeclId;
use crate::ops;
use crate::program::{SymbolNames, assemble, assemble_declared};
use crate::symbols::Origin;
use crate::types::{Class, Declared, Key, Member, MemberKind, Object, SymbolId, Type, TypeParameter};

use object::ClassShape;
pub(crate) use object::overloaded;
use parts::{changed, closed, is_within, list, substituted};

/// How many instances may be open at once: a type that grows with each turn of its recursion has no end.
const MAX_OPEN: usize = 40;
/// How many steps one type may take: ten times what the types of an ordinary program do.
const MAX_STEPS: u32 = 10_000;
/// How many steps the types of one module may take together.
const MAX_MODULE_STEPS: u32 = 60_000;
/// How deep one evaluation may go: as deep as TypeScript follows tail recursion.
const MAX_DEPTH: u32 = 1000;

/// How many parts of types may be looked at for one module, each time anew: what is left then is left to the machine.
const MAX_PARTS: u32 = 150_000;
/// How many parts a type may have that stands for another one: what is larger is left to the machine.
const MAX_SIZE: usize = 20_000;

/// What became of generic types with certain arguments. One list a transform.
pub(crate) struct Instances {
    known: FxHashMap<SymbolId, Vec<Instance>>,
    /// Those that are being resolved, innermost last.
    open: Vec<(SymbolId, Rc<[Type]>)>,
    /// The steps taken for the whole module.
    steps: u32,
    /// How many parts of types may still be looked at.
    fuel: u32,
    /// Whether a declared type has nothing in it that needs an evaluator.
    plain: FxHashMap<SymbolId, bool>,
    /// What declared types stand for with certain arguments.
    bodies: FxHashMap<SymbolId, Vec<Body>>,
    classes: FxHashMap<(FileId, DeclId), Option<Rc<ClassShape>>>,
}

/// What a declared type stands for with its arguments.
struct Body {
    arguments: Rc<[Type]>,
    ty: Type,
    /// Its structure, and whether a step to it was one that the machine would not take.
    shape: Option<(Type, bool)>,
}

struct Instance {
    arguments: Rc<[Type]>,
    /// Its symbol, where something refers to it.
    symbol: Option<SymbolId>,
    state: State,
}

/// How far an instance is resolved.
#[derive(Clone)]
enum State {
    Open,
    /// It stays as it is written.
    Written,
    Replaced(Type),
}

impl<'m> Context<'m> {
    /// The program of a type.
    pub(crate) fn program(&mut self, ty: &Type) -> String {
        let ty = self.ready(ty);
        assemble(&ty, &self.symbols)
    }

    /// The program of a declaration. `own` is its symbol.
    pub(crate) fn declared_program(&mut self, declared: &Declared, own: Option<SymbolId>) -> String {
        let settled = |context: &mut Self, ty: &Type| context.settled(ty).unwrap_or_else(|| ty.clone());
        let defaults: Vec<Option<Type>> = declared
            .parameters
            .iter()
            .map(|parameter| parameter.default.as_ref().map(|default| settled(self, default)))
            .collect();
        let ty = settled(self, &declared.ty);
        let parameters = declared.parameters.iter().zip(defaults).map(|(parameter, default)| {
            let default = default.map(|default| self.taken_in(&default).unwrap_or(default));
            TypeParameter { name: parameter.name.clone(), default }
        });
        let ready = Declared {
            parameters: parameters.collect(),
            ty: self.taken_in(&ty).unwrap_or(ty),
            name: declared.name.clone(),
            description: declared.description.clone(),
            nominal: declared.nominal,
        };
        assemble_declared(&ready, own, &self.symbols)
    }

    /// A type as it can be written: settled, and all that it refers to there at run time.
    fn ready(&mut self, ty: &Type) -> Type {
        let settled = self.settled(ty);
        let ty = settled.as_ref().unwrap_or(ty);
        self.taken_in(ty).unwrap_or_else(|| ty.clone())
    }

    fn settled(&mut self, ty: &Type) -> Option<Type> {
        Evaluator::new(self).settled(ty)
    }

    /// Sees to it that all that a type refers to is there at run time; what cannot be is opaque.
    fn taken_in(&mut self, ty: &Type) -> Option<Type> {
        match ty {
            Type::Named(symbol, _) if !self.use_symbol(*symbol) => {
                let name = self.declared_of(*symbol).and_then(|declared| declared.name.clone());
                return Some(Type::AnyNamed(name.unwrap_or_else(|| self.symbols.name(*symbol).to_owned())));
            }
            Type::ClassReference(value, _) | Type::ValueOf(value) => self.use_expression(&value.expression),
            Type::Enum(members) => {
                for value in members.iter().filter_map(|member| member.value.as_deref()) {
                    self.use_expression(value);
                }
            }
            Type::Class(class) => {
                if let Some((base, _)) = &class.extends {
                    self.use_expression(&base.expression);
                }
            }
            _ => {}
        }
        changed(ty, &mut |child| self.taken_in(child))
    }
}

pub(crate) struct Evaluator<'c, 'm> {
    context: &'c mut Context<'m>,
    /// Whether a step was taken that the machine would not take, or not in this way.
    differs: bool,
    /// How many types were replaced by what they resolve to.
    replaced: usize,
    steps: u32,
    depth: u32,
    /// What is being compared: a recursive type is assignable to another as long as nothing speaks against it.
    assumed: Vec<(Type, Type)>,
    /// How often such an assumption decided something: what it decided holds for that comparison alone.
    assumptions: usize,
}

impl<'c, 'm> Evaluator<'c, 'm> {
    pub(crate) fn new(context: &'c mut Context<'m>) -> Self {
        Self { context, differs: false, replaced: 0, steps: 0, depth: 0, assumed: Vec::new(), assumptions: 0 }
    }

    /// A type with all in it resolved that the machine would get wrong; `None` where that is the type itself.
    pub(crate) fn settled(&mut self, ty: &Type) -> Option<Type> {
        if is_annotation(ty) || self.context.instances.fuel == 0 {
            return None;
        }
        self.context.instances.fuel -= 1;
        let is_operator = matches!(
            ty,
            Type::Conditional(_)
                | Type::Mapped(_)
                | Type::KeyOf(_)
                | Type::IndexAccess(..)
                | Type::Intrinsic(..)
        );
        if is_operator && self.is_closed(ty) {
            match self.resolved(ty) {
                Outcome::Replaced(result) => return Some(result),
                Outcome::Same => return None,
                Outcome::Unknown => {}
            }
        }
        let inside = changed(ty, &mut |child| self.settled(child));
        let whole = self.settled_whole(inside.as_ref().unwrap_or(ty));
        whole.or(inside)
    }

    /// A type whose parts are settled.
    fn settled_whole(&mut self, ty: &Type) -> Option<Type> {
        match ty {
            Type::Object(object) => {
                // The machine takes in object types only.
                let is_class = |base: &Type| matches!(base, Type::ClassReference(value, _) if value.declaration.is_some());
                // An index beside an inherited one would be there twice.
                let has_index =
                    object.members.iter().any(|part| matches!(part.kind, MemberKind::Index { .. }));
                let is_merged =
                    object.extends.iter().any(is_class) || (has_index && !object.extends.is_empty());
                let merged = if is_merged && self.is_closed(ty) { self.merged(object) } else { None };
                self.replaced += usize::from(merged.is_some());
                let object = merged.as_ref().unwrap_or(object);
                match list(&object.members, settled_never) {
                    Some(members) => Some(Type::Object(Rc::new(Object { members, ..(**object).clone() }))),
                    None => merged.map(Type::Object),
                }
            }
            Type::Class(class) => {
                let members = list(&class.members, settled_never)?;
                Some(Type::Class(Rc::new(Class { members, ..(**class).clone() })))
            }
            Type::Named(symbol, arguments)
                if (!arguments.is_empty() || self.context.is_generic(*symbol)) && self.is_closed(ty) =>
            {
                self.instance(*symbol, arguments)
            }
            // TypeScript reads `string | any` as `any`. That a union was written is left for those to see who refuse it.
            Type::Union(members)
                if members.iter().any(|ty| matches!(ty, Type::Keyword(ops::ANY | ops::UNKNOWN))) =>
            {
                None
            }
            Type::Union(_) | Type::Tuple(_) | Type::Intersection(_) | Type::Template(_)
                if self.is_closed(ty) =>
            {
                match self.resolved(ty) {
                    Outcome::Replaced(result) => Some(result),
                    Outcome::Same | Outcome::Unknown => None,
                }
            }
            _ => None,
        }
    }

    /// What an operator, or a type that has a normal form, comes to.
    fn resolved(&mut self, ty: &Type) -> Outcome {
        let outer = (self.differs, self.steps, self.depth, self.replaced);
        (self.differs, self.steps, self.depth) = (false, 0, 0);
        let result = self.reduce(ty);
        let differs = self.differs;
        self.context.instances.steps += self.steps;
        (self.differs, self.steps, self.depth) = (outer.0, outer.1, outer.2);
        let Some(result) = result.filter(|_| self.context.instances.fuel > 0) else {
            return Outcome::Unknown;
        };
        // The parts of these are settled already.
        let is_settled = matches!(ty, Type::Union(_) | Type::Tuple(_) | Type::Template(_));
        let result =
            if is_settled || result == *ty { result } else { self.settled(&result).unwrap_or(result) };
        if !differs && self.replaced == outer.3 {
            return Outcome::Same;
        }
        if !is_within(&result, &mut { MAX_SIZE }) {
            return Outcome::Unknown;
        }
        self.replaced = outer.3 + 1;
        Outcome::Replaced(result)
    }

    /// A generic type with its arguments; `None` where it stays as it is written.
    fn instance(&mut self, symbol: SymbolId, written: &Rc<[Type]>) -> Option<Type> {
        if self.is_plain(symbol) {
            return None;
        }
        let arguments = &self.reduced(written);
        if let Some(instance) = self.context.instances.find(symbol, arguments) {
            return match instance.state.clone() {
                State::Written => None,
                State::Replaced(result) => {
                    self.replaced += 1;
                    Some(result)
                }
                State::Open => {
                    let own = self.context.instances.open.last();
                    let is_own = own.is_some_and(|(open, known)| *open == symbol && known == arguments);
                    // What refers to something around it that is not resolved yet must refer to what that becomes.
                    self.replaced += usize::from(!is_own);
                    Some(Type::Named(self.instance_symbol(symbol, arguments), Rc::clone(arguments)))
                }
            };
        }
        let declared = self.context.declared_of(symbol)?;
        let instances = &self.context.instances;
        let is_exhausted =
            instances.open.len() >= MAX_OPEN || instances.steps >= MAX_MODULE_STEPS || instances.fuel == 0;
        if is_exhausted || matches!(declared.ty, Type::Enum(_)) {
            return None;
        }
        let body = self.body(symbol, arguments)?;
        self.context.instances.start(symbol, arguments);
        let before = self.replaced;
        let body = self.settled(&body).unwrap_or(body);
        let is_replaced = self.replaced > before;
        self.context.instances.open.pop();
        let handed_out = self.context.instances.find(symbol, arguments).and_then(|instance| instance.symbol);
        let takes_keys = matches!(&declared.ty, Type::Mapped(mapped) if mapped.source.is_none())
            && written.iter().any(|argument| matches!(argument, Type::KeyOf(_)));
        let result = if !is_replaced && takes_keys {
            // As keys of a type they would bring its modifiers along.
            Some(Type::Named(symbol, Rc::clone(arguments)))
        } else if !is_replaced {
            None
        } else if handed_out.is_none() && !has_name(&body) {
            Some(body.clone())
        } else {
            Some(Type::Named(self.instance_symbol(symbol, arguments), Rc::clone(arguments)))
        };
        if let Some(instance) = self.context.instances.find(symbol, arguments).and_then(|known| known.symbol)
        {
            let parameters = declared.parameters.iter().take(arguments.len());
            let resolved = Declared {
                parameters: parameters
                    .map(|parameter| TypeParameter { name: parameter.name.clone(), default: None })
                    .collect(),
                ty: body,
                ..(*declared).clone()
            };
            self.context.declared.insert(instance, Some(Rc::new(resolved)));
        }
        self.context.instances.finish(symbol, arguments, result.clone());
        self.replaced = before + usize::from(result.is_some());
        result
    }

    /// Arguments in the form in which they are compared.
    fn reduced(&mut self, arguments: &Rc<[Type]>) -> Rc<[Type]> {
        let outer = (self.differs, self.steps, self.depth);
        (self.steps, self.depth) = (0, 0);
        let reduced = list(arguments, |argument| self.reduce(argument));
        (self.differs, self.steps, self.depth) = outer;
        reduced.map_or_else(|| Rc::clone(arguments), Rc::from)
    }

    /// Whether nothing in a type is known only to someone else: a caller's type argument, a variable around it.
    fn is_closed(&mut self, ty: &Type) -> bool {
        closed(ty, &mut Vec::new(), &mut self.context.instances.fuel)
    }

    /// A type with its variables replaced.
    fn substitute(&mut self, ty: &Type, bindings: &[(Atom, Type)]) -> Type {
        substituted(ty, bindings, &mut self.context.instances.fuel).unwrap_or_else(|| ty.clone())
    }

    fn instance_symbol(&mut self, symbol: SymbolId, arguments: &[Type]) -> SymbolId {
        if let Some(known) =
            self.context.instances.find(symbol, arguments).and_then(|instance| instance.symbol)
        {
            return known;
        }
        let base = self.context.symbols.name(symbol).to_owned();
        let name = self.context.symbols.unique(&base);
        let instance = self.context.symbols.add(crate::context::OWN, None, name, Origin::Instance);
        self.context.instances.plain.insert(instance, true);
        self.context.instances.set_symbol(symbol, arguments, instance);
        instance
    }

    /// Whether nothing in a declared type needs an evaluator, whatever its arguments are.
    fn is_plain(&mut self, symbol: SymbolId) -> bool {
        if let Some(known) = self.context.instances.plain.get(&symbol) {
            return *known;
        }
        // A type that refers to itself is plain if all the rest is.
        self.context.instances.plain.insert(symbol, true);
        let plain = match self.context.declared_of(symbol) {
            Some(declared) => !self.needs_evaluation(&declared.ty),
            None => true,
        };
        self.context.instances.plain.insert(symbol, plain);
        plain
    }

    fn needs_evaluation(&mut self, ty: &Type) -> bool {
        match ty {
            _ if is_annotation(ty) => false,
            Type::Conditional(_)
            | Type::Mapped(_)
            | Type::KeyOf(_)
            | Type::IndexAccess(..)
            | Type::Template(_)
            | Type::Intrinsic(..)
            | Type::Intersection(_) => true,
            Type::Tuple(elements)
                if elements.iter().any(|element| element.rest == crate::types::Rest::Spread) =>
            {
                true
            }
            Type::Named(symbol, arguments) if !arguments.is_empty() && !self.is_plain(*symbol) => true,
            _ => {
                let mut found = false;
                parts::children(ty, &mut |child| found = found || self.needs_evaluation(child));
                found
            }
        }
    }
}

impl Instances {
    fn find(&self, symbol: SymbolId, arguments: &[Type]) -> Option<&Instance> {
        self.known.get(&symbol)?.iter().find(|instance| *instance.arguments == *arguments)
    }

    fn start(&mut self, symbol: SymbolId, arguments: &Rc<[Type]>) {
        let instance = Instance { arguments: Rc::clone(arguments), symbol: None, state: State::Open };
        self.known.entry(symbol).or_default().push(instance);
        self.open.push((symbol, Rc::clone(arguments)));
    }

    fn body(&mut self, symbol: SymbolId, arguments: &[Type]) -> Option<&mut Body> {
        self.bodies.get_mut(&symbol)?.iter_mut().find(|known| *known.arguments == *arguments)
    }

    fn find_mut(&mut self, symbol: SymbolId, arguments: &[Type]) -> Option<&mut Instance> {
        self.known.get_mut(&symbol)?.iter_mut().find(|instance| *instance.arguments == *arguments)
    }

    fn set_symbol(&mut self, symbol: SymbolId, arguments: &[Type], name: SymbolId) {
        if let Some(instance) = self.find_mut(symbol, arguments) {
            instance.symbol = Some(name);
        }
    }

    fn finish(&mut self, symbol: SymbolId, arguments: &[Type], result: Option<Type>) {
        if let Some(instance) = self.find_mut(symbol, arguments) {
            instance.state = result.map_or(State::Written, State::Replaced);
        }
    }
}

impl Default for Instances {
    fn default() -> Self {
        Self {
            known: FxHashMap::default(),
            open: Vec::new(),
            steps: 0,
            fuel: MAX_PARTS,
            plain: FxHashMap::default(),
            bodies: FxHashMap::default(),
            classes: FxHashMap::default(),
        }
    }
}

/// What evaluating a type came to.
enum Outcome {
    Replaced(Type),
    /// The machine comes to the same.
    Same,
    /// Only a caller knows.
    Unknown,
}

/// Whether the machine keeps a name for a type, so that an instance has a use beside its body.
fn has_name(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::ClassReference(..) | Type::ValueOf(_) | Type::FunctionReference(_) | Type::AnyNamed(_)
    )
}

/// `{__meta?: never & [...]}`: a mark that the machine reads as it is written.
fn is_annotation(ty: &Type) -> bool {
    let Type::Object(object) = ty else { return false };
    object.members.iter().any(
        |member| matches!(&member.kind, MemberKind::Property { key: Key::Name(name), .. } if name == "__meta"),
    )
}

/// The machine leaves out a member of type `never`. One that may be missing must be, so that it is `undefined`; no
/// value has one that must be there: that is a union of nothing, which the machine keeps.
fn settled_never(member: &Member) -> Option<Member> {
    let MemberKind::Property { key, ty: Type::Keyword(ops::NEVER), class } = &member.kind else {
        return None;
    };
    let ty = if member.flags.optional {
        Type::Keyword(ops::UNDEFINED)
    } else {
        Type::KeyOf(Rc::new(Type::Object(Rc::default())))
    };
    Some(Member { kind: MemberKind::Property { key: key.clone(), ty, class: *class }, ..member.clone() })
}
