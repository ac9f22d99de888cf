//! Generic types that have no end: each turn of their recursion makes an argument larger, as in
//! `interface Schema<T> {array(): Schema<T[]>}`.
//!
//! A type parameter *flows* into another where a type refers to a generic type with an argument that has it: as it is, or
//! as a part of something larger. A type whose parameter flows in a circle, and grows on the way, has instances without
//! end (Kennedy and Pierce, "On Decidability of Nominal Subtyping with Variance", call its closure infinitary). Only what
//! is certain counts: what an operator makes of an argument, and when a conditional type ends, nobody knows before it is
//! evaluated.
//!
//! TypeScript looks no further than it is asked to. The machine does, and does not come back: so what closes such a circle
//! is `any` at run time, by its name.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use swc_core::atoms::Atom;

use crate::context::FileId;
use crate::index::DeclId;
use crate::list::List;
use crate::ops;
use crate::resolve::{Found, Target};
use crate::types::{Declared, SymbolId, Type, TypeParameter};

use super::{Evaluator, changed, is_annotation, is_operator, parts};

/// How many names of a structure are followed: `type Flatten<T> = Identity<{[K in keyof T]: T[K]}>`.
const MAX_NAMES: u32 = 8;

/// A type parameter, by the symbol of its type and its position.
type Node = (SymbolId, usize);

/// Where a type parameter flows to.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    /// The position of the type parameter.
    from: usize,
    to: Generic,
    /// The position of the one that it flows into.
    at: usize,
    way: Way,
}

/// How it does.
#[derive(Clone, Debug, Default)]
struct Way {
    /// Whether what arrives is larger.
    grows: bool,
    /// The names that stand around it. It is certain only where each has a structure, and so is no other name of its
    /// argument.
    within: Vec<SymbolId>,
}

/// A generic type that something refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Generic {
    Named(SymbolId),
    Class(FileId, DeclId),
}

impl Generic {
    /// What a type refers to, with its arguments.
    pub(super) fn of(ty: &Type) -> Option<(Self, &List)> {
        match ty {
            Type::Named(symbol, arguments) => Some((Self::Named(*symbol), arguments)),
            Type::ClassReference(class, arguments) => {
                class.declaration.map(|(file, id)| (Self::Class(file, id), arguments))
            }
            _ => None,
        }
    }
}

/// The circle that a declared type is in, if one grows.
#[derive(Debug, Default)]
pub(crate) struct Circle {
    /// Its types.
    symbols: FxHashSet<SymbolId>,
    /// The references in the declared type that close it: from which of its type parameters to which of another's.
    ends: Vec<(usize, Node)>,
}

impl Evaluator<'_, '_> {
    /// What a declared type stands for, without its references to ever larger types: the machine would follow them
    /// forever. `None` where it has none.
    pub(crate) fn ended(&mut self, symbol: SymbolId, declared: &Declared) -> Option<Type> {
        if !self.is_endless(symbol, declared) {
            return None;
        }
        self.context.warn_endless(symbol);
        let circle = self.circle(symbol);
        self.cut(&declared.ty, &declared.parameters, &circle.ends)
    }

    /// Whether a declared type refers to ever larger types.
    pub(crate) fn is_endless(&mut self, symbol: SymbolId, declared: &Declared) -> bool {
        !declared.parameters.is_empty() && !self.circle(symbol).ends.is_empty()
    }

    /// Whether a reference in an instance of one type leads on in the circle of both. Nothing is resolved for it then: it
    /// has as many turns as there are ways around.
    pub(super) fn goes_around(&mut self, from: SymbolId, to: SymbolId) -> bool {
        self.circle(from).symbols.contains(&to)
    }

    fn cut(&mut self, ty: &Type, parameters: &[TypeParameter], ends: &[(usize, Node)]) -> Option<Type> {
        if is_open(ty) {
            return None;
        }
        if let Some((generic, arguments)) = Generic::of(ty)
            && let Some(symbol) = self.symbol_of(generic)
        {
            let mut is_end = false;
            for (position, argument) in arguments.iter().enumerate() {
                variables(argument, &Way::default(), &mut |name, way| {
                    let from = parameters.iter().position(|parameter| parameter.name == *name);
                    is_end |=
                        way.grows && from.is_some_and(|from| ends.contains(&(from, (symbol, position))));
                });
            }
            if is_end {
                let name = self.context.declared_of(symbol).and_then(|declared| declared.name.clone());
                return Some(Type::AnyNamed(name.unwrap_or_default().into()));
            }
        }
        changed(ty, &mut |child| self.cut(child, parameters, ends))
    }

    fn circle(&mut self, symbol: SymbolId) -> Arc<Circle> {
        self.known(symbol, |traits| &mut traits.circles, |own| Arc::new(own.find_circle(symbol)))
    }

    fn find_circle(&mut self, symbol: SymbolId) -> Circle {
        let Some(declared) = self.context.declared_of(symbol) else { return Circle::default() };
        let own: Vec<Node> = (0..declared.parameters.len()).map(|position| (symbol, position)).collect();
        let mut open = own.clone();
        let mut seen = FxHashSet::from_iter(own.iter().copied());
        let mut before: FxHashMap<Node, Vec<Node>> = FxHashMap::default();
        let mut growing = Vec::new();
        while let Some(node) = open.pop() {
            let Some(declared) = self.context.declared_of(node.0) else { continue };
            for flow in flows(&declared).iter().filter(|flow| flow.from == node.1) {
                if !flow.way.within.iter().all(|name| self.has_structure(*name)) {
                    continue;
                }
                let Some(to) = self.symbol_of(flow.to) else { continue };
                let to = (to, flow.at);
                before.entry(to).or_default().push(node);
                if flow.way.grows {
                    growing.push((node, to));
                }
                if seen.insert(to) {
                    open.push(to);
                }
            }
        }
        let mut circle = Circle::default();
        for node in own {
            // All of them are reached from here.
            let around = leading_to(&before, node);
            let is_around = |(from, to): &&(Node, Node)| around.contains(from) && around.contains(to);
            let growing: Vec<(Node, Node)> = growing.iter().filter(is_around).copied().collect();
            if !growing.is_empty() {
                circle.symbols.extend(around.iter().map(|(symbol, _)| *symbol));
                let own = growing.into_iter().filter(|(from, _)| from.0 == symbol);
                circle.ends.extend(own.map(|(from, to)| (from.1, to)));
            }
        }
        circle
    }

    pub(super) fn symbol_of(&mut self, generic: Generic) -> Option<SymbolId> {
        match generic {
            Generic::Named(symbol) => Some(symbol),
            Generic::Class(file, id) => {
                let found = Found { target: Target::Declaration(file, id), type_only: true };
                self.context.symbol(file, id, found)
            }
        }
    }

    /// Whether a type is a structure for certain, without a look into it: it may lead back to where it is asked.
    pub(super) fn is_structure(&mut self, ty: &Type) -> bool {
        match ty {
            Type::Object(_)
            | Type::Array(_)
            | Type::Function(_)
            | Type::Promise(_)
            | Type::Set(_)
            | Type::Map(..) => true,
            Type::ClassReference(class, _) => class.declaration.is_some(),
            Type::Named(symbol, arguments) => {
                let is_solid = |own: &mut Self, argument: &Type| {
                    matches!(
                        argument,
                        Type::Literal(_)
                            | Type::Keyword(ops::STRING | ops::NUMBER | ops::BOOLEAN | ops::DATE)
                    ) || own.is_structure(argument)
                };
                self.has_structure(*symbol) && arguments.iter().all(|argument| is_solid(self, argument))
            }
            _ => false,
        }
    }

    /// Whether a name stands for a structure, so that it stays around its arguments.
    fn has_structure(&mut self, symbol: SymbolId) -> bool {
        self.context
            .declared_of(symbol)
            .is_some_and(|declared| self.stands_for_structure(&declared.ty, MAX_NAMES))
    }

    /// Whether a type is a structure, or a name of one. `names` is how many names may be followed.
    fn stands_for_structure(&mut self, ty: &Type, names: u32) -> bool {
        match ty {
            Type::Object(_) | Type::Mapped(_) => true,
            Type::Named(symbol, arguments) if names > 0 => {
                let Some(declared) = self.context.declared_of(*symbol) else { return false };
                let ty = match &declared.ty {
                    Type::Variable(name) => {
                        let position =
                            declared.parameters.iter().position(|parameter| parameter.name == *name);
                        position.and_then(|position| arguments.get(position))
                    }
                    ty => Some(ty),
                };
                ty.is_some_and(|ty| self.stands_for_structure(ty, names - 1))
            }
            _ => false,
        }
    }
}

/// A node, and all that lead to it.
fn leading_to(before: &FxHashMap<Node, Vec<Node>>, node: Node) -> FxHashSet<Node> {
    let mut seen = FxHashSet::from_iter([node]);
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        let next = before.get(&node).into_iter().flatten().copied();
        open.extend(next.filter(|node| seen.insert(*node)));
    }
    seen
}

/// Where the type parameters of a declared type flow to.
fn flows(declared: &Declared) -> &[Flow] {
    declared.flows.get(|| {
        let mut found = Vec::new();
        if !declared.parameters.is_empty() {
            collect(&declared.ty, &declared.parameters, &mut found);
        }
        found
    })
}

fn collect(ty: &Type, parameters: &[TypeParameter], flows: &mut Vec<Flow>) {
    if is_open(ty) {
        return;
    }
    if let Some((to, arguments)) = Generic::of(ty) {
        for (at, argument) in arguments.iter().enumerate() {
            let mut found = |name: &Atom, way: &Way| {
                let from = parameters.iter().position(|parameter| parameter.name == *name);
                flows.extend(from.map(|from| Flow { from, to, at, way: way.clone() }));
            };
            variables(argument, &Way::default(), &mut found);
        }
    }
    parts::children(ty, &mut |child| collect(child, parameters, flows));
}

/// Whether nobody knows what a type refers to before it is evaluated.
fn is_open(ty: &Type) -> bool {
    is_annotation(ty) || is_operator(ty) || matches!(ty, Type::Template(_))
}

/// Calls `found` with the variables that an argument has for certain, and with the way in which it has them.
fn variables(ty: &Type, way: &Way, found: &mut dyn FnMut(&Atom, &Way)) {
    let inner = match ty {
        Type::Variable(name) => return found(name, way),
        Type::Array(_)
        | Type::Promise(_)
        | Type::Set(_)
        | Type::Map(..)
        | Type::Tuple(_)
        | Type::Object(_)
        | Type::Function(_)
        | Type::ClassReference(..) => Way { grows: true, within: way.within.clone() },
        Type::Named(symbol, _) => {
            Way { grows: true, within: way.within.iter().copied().chain([*symbol]).collect() }
        }
        Type::Union(_) | Type::Readonly(_) => way.clone(),
        _ => return,
    };
    parts::children(ty, &mut |child| variables(child, &inner, found));
}
