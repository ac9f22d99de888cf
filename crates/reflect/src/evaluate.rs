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
//! - [`instance`], [`endless`]: generic types with their arguments, and those that never end. [`early`]: what is asked of a
//!   type too early. [`traits`]: what is known of declared types. [`circular`]: operators that lead back to themselves. [`findings`]: what is found out once.
//! - [`questions`]: what the inference from values asks.

mod access;
mod assign;
mod circular;
mod conditional;
mod early;
mod endless;
mod findings;
mod identity;
mod infer;
mod instance;
mod keys;
mod mapped;
mod object;
mod parts;
mod questions;
mod shape;
mod template;
mod traits;
mod tuple;
mod union;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use swc_core::atoms::Atom;

use crate::budget::Budget;
use crate::context::{Context, FileId};
use crate::index::DeclId;
use crate::list::List;
use crate::ops;
use crate::types::{ByArguments, Class, Key, Member, MemberKind, Object, SymbolId, Type};

use endless::Circle;
pub(crate) use endless::{Flow, Generic};
use findings::Asked;
pub(crate) use findings::Findings;
pub(crate) use instance::Verdict;
use instance::{Open, State, Waiting};
pub(crate) use object::ClassShape;
pub(crate) use object::overloaded;
pub(crate) use parts::{changed, children, list, mentions};
use parts::{closed, substituted};
pub(crate) use shape::has_computed_key;
pub(crate) use traits::Traits;
use union::flat_intersection;
pub(crate) use union::primitive_of;

/// How many instances may be open at once: a type that grows with each turn of its recursion has no end.
pub(crate) const MAX_OPEN: usize = 40;
/// How deep one evaluation may go: as deep as TypeScript follows tail recursion.
const MAX_DEPTH: u32 = 1000;
/// How many parts a type may have that stands for another one: what is larger is left to the machine.
pub(crate) const MAX_SIZE: u32 = 20_000;

/// What became of generic types with certain arguments, as far as it depends on this module; and what may be spent on
/// others.
pub(crate) struct Instances {
    known: ByArguments<State>,
    /// Those that are being resolved, innermost last.
    open: Vec<Open>,
    /// Those that wait for their circle.
    waiting: Vec<Waiting>,
    /// The symbols of those that this module alone has.
    pub(crate) symbols: ByArguments<SymbolId>,
    pub(crate) budget: Budget,
    traits: Traits,
    /// Operators that lead back to themselves.
    circular: Vec<Type>,
    /// What was found of types, as far as it depends on this module.
    findings: Findings,
    asked: Asked,
    /// How deep the evaluation was, at most, since the finding began that is being made.
    deepest: u32,
    classes: FxHashMap<(FileId, DeclId), Option<Arc<ClassShape>>>,
}

pub(crate) struct Evaluator<'c, 'm> {
    context: &'c mut Context<'m>,
    /// Whether a step was taken that the machine would not take, or not in this way.
    differs: bool,
    /// How many types were replaced by what they resolve to.
    replaced: usize,
    /// How often an instance was met whose circle is open: whether it is replaced is not known yet.
    tentative: usize,
    steps: u32,
    depth: u32,
    /// What is being resolved, innermost last.
    resolving: Vec<Type>,
    /// What is being compared: a recursive type is assignable to another as long as nothing speaks against it.
    assumed: Vec<(Type, Type)>,
    /// The generic type whose instance is being resolved, and its arguments.
    within: Option<(SymbolId, List)>,
    /// How often such an assumption decided something: what it decided holds for that comparison alone.
    assumptions: usize,
    /// The classes whose bases are being asked, innermost last.
    heirs: Vec<(FileId, DeclId)>,
}

impl<'c, 'm> Evaluator<'c, 'm> {
    pub(crate) fn new(context: &'c mut Context<'m>) -> Self {
        // Within no other evaluation, this is for a program of its own.
        if context.records.is_empty() && context.instances.open.is_empty() && !context.is_taking_in {
            context.instances.budget.renew();
        }
        Self {
            context,
            differs: false,
            replaced: 0,
            tentative: 0,
            steps: 0,
            depth: 0,
            resolving: Vec::new(),
            assumed: Vec::new(),
            within: None,
            assumptions: 0,
            heirs: Vec::new(),
        }
    }

    /// A type with all in it resolved that the machine would get wrong; `None` where that is the type itself.
    pub(crate) fn settled(&mut self, ty: &Type) -> Option<Type> {
        let instances = &mut self.context.instances;
        if is_annotation(ty) || instances.budget.is_exceeded() {
            return None;
        }
        if !instances.open.is_empty() {
            instances.budget.take_in();
        }
        self.context.instances.budget.parts -= 1;
        if is_operator(ty) && self.is_closed(ty) {
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
                let is_merged = object.extends.iter().any(is_class)
                    || (has_index && !object.extends.is_empty())
                    || self.extends_early(object);
                let merged = if is_merged && self.is_closed(ty) { self.merged(object) } else { None };
                self.replaced += usize::from(merged.is_some());
                let object = merged.as_ref().unwrap_or(object);
                match list(&object.members, |member| self.settled_never(member)) {
                    Some(members) => Some(Type::Object(Arc::new(Object { members, ..(**object).clone() }))),
                    None => merged.map(Type::Object),
                }
            }
            Type::Class(class) => {
                let whole = self.with_early_base(class);
                let class = whole.as_ref().unwrap_or(class);
                match list(&class.members, |member| self.settled_never(member)) {
                    Some(members) => Some(Type::Class(Arc::new(Class { members, ..(**class).clone() }))),
                    None => whole.map(Type::Class),
                }
            }
            Type::Named(symbol, arguments)
                if (!arguments.is_empty() || self.context.is_generic(*symbol)) && self.is_closed(ty) =>
            {
                self.instance(*symbol, arguments)
            }
            // What its variables stand for is known at run time alone: then `any` is the nearest that is no hole.
            Type::Named(symbol, arguments) if ty.facts().has_variables => {
                let filled = list(arguments, |argument| {
                    (*argument == Type::Keyword(ops::UNKNOWN)).then_some(Type::Keyword(ops::ANY))
                });
                Some(Type::Named(*symbol, filled?.into()))
            }
            // Of what, only a caller knows.
            Type::IndexAccess(_, index) if matches!(**index, Type::Opaque(..)) => {
                Some(Type::Keyword(ops::ANY))
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

    /// The machine leaves out a member of type `never`. One that may be missing must be, so that it is `undefined`; no
    /// value has one that must be there: that is a union of nothing, which the machine keeps.
    fn settled_never(&mut self, member: &Member) -> Option<Member> {
        let MemberKind::Property { key, ty, class } = &member.kind else { return None };
        let is_written = *ty == Type::Keyword(ops::NEVER);
        let is_never = match ty {
            Type::Keyword(_) => is_written,
            Type::Named(_, arguments) if arguments.is_empty() => false,
            ty => {
                (is_operator(ty) || matches!(ty, Type::Named(..)))
                    && self.is_closed(ty)
                    && self.comes_to_never(ty)
            }
        };
        if !is_never {
            return None;
        }
        let ty = if member.flags.optional {
            Type::Keyword(ops::UNDEFINED)
        } else {
            Type::KeyOf(Arc::new(Type::Object(Arc::default())))
        };
        self.replaced += usize::from(!is_written);
        Some(Member { kind: MemberKind::Property { key: key.clone(), ty, class: *class }, ..member.clone() })
    }

    fn comes_to_never(&mut self, ty: &Type) -> bool {
        let outer = (self.differs, self.steps, self.depth);
        (self.steps, self.depth) = (0, 0);
        let reduced = self.reduce(ty);
        self.context.instances.budget.take(self.steps);
        (self.differs, self.steps, self.depth) = outer;
        reduced == Some(Type::Keyword(ops::NEVER))
    }

    fn resolved_once(&mut self, ty: &Type) -> Outcome {
        let outer = (self.differs, self.steps, self.depth, self.replaced, self.tentative);
        (self.differs, self.steps, self.depth) = (false, 0, 0);
        let result = self.reduce(ty);
        let differs = self.differs;
        self.context.instances.budget.take(self.steps);
        (self.differs, self.steps, self.depth) = (outer.0, outer.1, outer.2);
        let Some(result) = result.filter(|_| self.context.instances.budget.parts > 0) else {
            return Outcome::Unknown;
        };
        let result = if result == *ty { result } else { self.settled(&result).unwrap_or(result) };
        let is_replaced = differs || self.replaced > outer.3 || self.is_early(ty);
        if !is_replaced && self.tentative == outer.4 {
            return Outcome::Same;
        }
        if result.facts().size > MAX_SIZE {
            return Outcome::Unknown;
        }
        self.replaced = outer.3 + usize::from(is_replaced);
        Outcome::Replaced(result)
    }

    /// Arguments in the form in which they are compared.
    fn reduced(&mut self, arguments: &List) -> List {
        let outer = (self.differs, self.steps, self.depth);
        (self.steps, self.depth) = (0, 0);
        let reduced =
            list(arguments, |argument| self.reduce(argument).or_else(|| flat_intersection(argument)));
        (self.differs, self.steps, self.depth) = outer;
        reduced.map_or_else(|| arguments.clone(), List::from)
    }

    /// Whether nothing in a type is known only to someone else: a caller's type argument, a variable around it.
    fn is_closed(&mut self, ty: &Type) -> bool {
        !ty.facts().has_opaque && closed(ty, &mut Vec::new(), &mut self.context.instances.budget.parts)
    }

    /// A type with its variables replaced.
    fn substitute(&mut self, ty: &Type, bindings: &[(Atom, Type)]) -> Type {
        substituted(ty, bindings, &mut self.context.instances.budget.parts).unwrap_or_else(|| ty.clone())
    }
}

impl Instances {
    pub(crate) fn new(budget: Budget) -> Self {
        Self {
            known: FxHashMap::default(),
            open: Vec::new(),
            waiting: Vec::new(),
            symbols: FxHashMap::default(),
            budget,
            traits: Traits::default(),
            circular: Vec::new(),
            findings: Findings::default(),
            asked: Asked::default(),
            deepest: 0,
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

/// Whether a type is what it comes to, and nothing of its own.
fn is_operator(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Conditional(_) | Type::Mapped(_) | Type::KeyOf(_) | Type::IndexAccess(..) | Type::Intrinsic(..)
    )
}

/// `{__meta?: never & [...]}`: a mark that the machine reads as it is written.
fn is_annotation(ty: &Type) -> bool {
    let Type::Object(object) = ty else { return false };
    object.members.iter().any(
        |member| matches!(&member.kind, MemberKind::Property { key: Key::Name(name), .. } if name == "__meta"),
    )
}
