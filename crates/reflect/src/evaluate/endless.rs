//! Generic types that have no end: each turn of their recursion makes an argument larger, as in
//! `interface Schema<T> {array(): Schema<T[]>}`.
//!
//! A type parameter *flows* into another where a type refers to a generic type with an argument that has it: as it is, or
//! as a part of something larger. A type whose parameter flows in a circle, and grows on the way, has instances without
//! end (Kennedy and Pierce, "On Decidability of Nominal Subtyping with Variance", call its closure infinitary). Only what
//! is certain counts: what an operator makes of an argument, and when a conditional type ends, nobody knows before it is
//! evaluated.

use rustc_hash::{FxHashMap, FxHashSet};
use swc_core::atoms::Atom;

use crate::symbols::is_own;
use crate::types::{Declared, SymbolId, Type, TypeParameter};

use super::{Evaluator, is_annotation, parts};

/// How many names of a structure are followed: `type Flatten<T> = Identity<{[K in keyof T]: T[K]}>`.
const MAX_NAMES: u32 = 8;

/// A type parameter, by the symbol of its type and its position.
type Node = (SymbolId, usize);

/// Where a type parameter flows to.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    /// The position of the type parameter.
    from: usize,
    to: Node,
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

impl Evaluator<'_, '_> {
    /// Whether a generic type has no end, whatever its arguments are.
    pub(super) fn is_endless(&mut self, symbol: SymbolId) -> bool {
        if let Some(known) = self.context.instances.endless.get(&symbol) {
            let known = *known;
            self.context.mark_private();
            return known;
        }
        if let Some(&(entry, known)) = self.context.universe.evaluated.endless.get(&symbol)
            && self.adopt(entry)
        {
            return known;
        }
        let started = self.begin();
        let is_endless = self.grows_in_a_circle(symbol);
        match self.finish(started, !is_own(symbol)) {
            Some(entry) => {
                self.context.universe.evaluated.endless.insert(symbol, (entry, is_endless));
            }
            None => {
                self.context.instances.endless.insert(symbol, is_endless);
            }
        }
        is_endless
    }

    fn grows_in_a_circle(&mut self, symbol: SymbolId) -> bool {
        let Some(declared) = self.context.declared_of(symbol) else { return false };
        let own = (0..declared.parameters.len()).map(|position| (symbol, position));
        let mut open = Vec::from_iter(own.clone());
        let mut edges = Edges::default();
        let mut seen = FxHashSet::from_iter(own.clone());
        while let Some(node) = open.pop() {
            let Some(declared) = self.context.declared_of(node.0) else { continue };
            for flow in flows(&declared).iter().filter(|flow| flow.from == node.1) {
                if !flow.way.within.iter().all(|name| self.has_structure(*name)) {
                    continue;
                }
                edges.add(node, flow.to, flow.way.grows);
                if seen.insert(flow.to) {
                    open.push(flow.to);
                }
            }
        }
        own.into_iter().any(|node| edges.grow_around(node))
    }

    /// Whether a name stands for a structure, so that it stays around its arguments.
    fn has_structure(&mut self, symbol: SymbolId) -> bool {
        self.context.declared_of(symbol).is_some_and(|declared| self.is_structure(&declared.ty, MAX_NAMES))
    }

    /// Whether a type is a structure, or a name of one. `names` is how many names may be followed.
    fn is_structure(&mut self, ty: &Type, names: u32) -> bool {
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
                ty.is_some_and(|ty| self.is_structure(ty, names - 1))
            }
            _ => false,
        }
    }
}

/// How type parameters flow into each other.
#[derive(Default)]
struct Edges {
    after: FxHashMap<Node, Vec<Node>>,
    before: FxHashMap<Node, Vec<Node>>,
    growing: Vec<(Node, Node)>,
}

impl Edges {
    fn add(&mut self, from: Node, to: Node, grows: bool) {
        self.after.entry(from).or_default().push(to);
        self.before.entry(to).or_default().push(from);
        if grows {
            self.growing.push((from, to));
        }
    }

    /// Whether a node flows back to itself, and grows on the way.
    fn grow_around(&self, node: Node) -> bool {
        if self.growing.is_empty() || !self.before.contains_key(&node) {
            return false;
        }
        let (after, before) = (reachable(&self.after, node), reachable(&self.before, node));
        self.growing.iter().any(|(from, to)| after.contains(from) && before.contains(to))
    }
}

/// A node, and all that edges lead to from it.
fn reachable(edges: &FxHashMap<Node, Vec<Node>>, from: Node) -> FxHashSet<Node> {
    let mut seen = FxHashSet::from_iter([from]);
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        let next = edges.get(&node).into_iter().flatten().copied();
        open.extend(next.filter(|to| seen.insert(*to)));
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
    match ty {
        _ if is_annotation(ty) => return,
        Type::Conditional(_)
        | Type::Mapped(_)
        | Type::KeyOf(_)
        | Type::IndexAccess(..)
        | Type::Intrinsic(..)
        | Type::Template(_) => return,
        Type::Named(symbol, arguments) => {
            for (position, argument) in arguments.iter().enumerate() {
                let mut found = |name: &Atom, way: &Way| {
                    let from = parameters.iter().position(|parameter| parameter.name == *name);
                    flows.extend(from.map(|from| Flow { from, to: (*symbol, position), way: way.clone() }));
                };
                variables(argument, &Way::default(), &mut found);
            }
        }
        _ => {}
    }
    parts::children(ty, &mut |child| collect(child, parameters, flows));
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
