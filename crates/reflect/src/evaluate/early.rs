//! Types that are asked for what they do not have yet.
//!
//! The machine runs the program of a type from its start to its end. What leads back to the type meanwhile finds it
//! without members. A reference to it can wait; `keyof`, a mapped type, an indexed access or what it extends cannot: in
//! `interface User {id: string; friends: Pick<User, 'id'>[]}` it picks nothing out of nothing. So what is asked of a type
//! that leads back to where it is asked is resolved here.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::types::{Class, Member, Object, SymbolId, Type};

use super::endless::Generic;
use super::object::inherit;
use super::{Evaluator, parts};

/// How many types are followed from one: those that lead back do so on a short way.
const MAX_REACHED: usize = 512;

impl Evaluator<'_, '_> {
    /// Whether an operator in the program that is being settled asks a type for what may not be there yet.
    pub(super) fn is_early(&mut self, operator: &Type) -> bool {
        let mut asked = Vec::new();
        operands(operator, &mut asked);
        let program = self.running();
        program.is_some_and(|program| self.leads_back(asked, program))
    }

    /// Whether what an object extends there may not be there yet.
    pub(super) fn extends_early(&mut self, object: &Object) -> bool {
        let program = self.running();
        program.is_some_and(|program| self.extends_early_in(object, program))
    }

    /// Whether what a declared type extends may not be there when its own program runs.
    pub(super) fn has_early_base(&mut self, symbol: SymbolId, ty: &Type) -> bool {
        matches!(ty, Type::Object(object) if self.extends_early_in(object, symbol))
    }

    /// A class with the members of its base, where that may not be there yet; `None` where it is.
    pub(super) fn with_early_base(&mut self, class: &Class) -> Option<Arc<Class>> {
        let (base, arguments) = class.extends.as_ref()?;
        let base = Type::ClassReference(Arc::clone(base), arguments.clone());
        let program = self.running()?;
        let mut asked = Vec::new();
        references(&base, &mut asked);
        if !self.leads_back(asked, program) || !self.is_closed(&base) {
            return None;
        }
        let mut members = self.instance_shape(&base)?.members;
        members.iter_mut().for_each(Member::belong_to_class);
        let (statics, own): (Vec<Member>, Vec<Member>) =
            class.members.iter().cloned().partition(|member| member.flags.is_static);
        inherit(&mut members, own.into_iter());
        members.extend(statics);
        Some(Arc::new(Class { members, ..class.clone() }))
    }

    fn extends_early_in(&mut self, object: &Object, program: SymbolId) -> bool {
        let mut asked = Vec::new();
        object.extends.iter().for_each(|base| references(base, &mut asked));
        self.leads_back(asked, program)
    }

    /// Whether a declared type leads back to itself.
    pub(crate) fn is_circular(&mut self, symbol: SymbolId) -> bool {
        self.reached(symbol).contains(&symbol)
    }

    /// The declared type whose program is being settled.
    fn running(&self) -> Option<SymbolId> {
        self.within.as_ref().map(|(symbol, _)| *symbol).or(self.context.program)
    }

    fn leads_back(&mut self, types: Vec<Generic>, program: SymbolId) -> bool {
        types.into_iter().any(|generic| {
            self.symbol_of(generic).is_some_and(|symbol| self.reached(symbol).contains(&program))
        })
    }

    /// The declared types that one leads to: itself only where it leads back.
    fn reached(&mut self, symbol: SymbolId) -> Arc<FxHashSet<SymbolId>> {
        let symbol = self.context.instance_of(symbol).map_or(symbol, |(of, _)| of);
        self.known(symbol, |traits| &mut traits.reached, |own| Arc::new(own.find_reached(symbol)))
    }

    fn find_reached(&mut self, symbol: SymbolId) -> FxHashSet<SymbolId> {
        let mut reached = FxHashSet::default();
        let mut open = vec![symbol];
        while let Some(symbol) = open.pop() {
            // The library's are a web of hundreds, and no other types are in it.
            if reached.len() >= MAX_REACHED || self.context.is_of_library(symbol) {
                continue;
            }
            let Some(declared) = self.context.declared_of(symbol) else { continue };
            let references = declared.references.get(|| {
                let mut found = Vec::new();
                references(&declared.ty, &mut found);
                found
            });
            for generic in references {
                if let Some(next) = self.symbol_of(*generic) {
                    let next = self.context.instance_of(next).map_or(next, |(of, _)| of);
                    if reached.insert(next) {
                        open.push(next);
                    }
                }
            }
        }
        reached
    }
}

/// What the operators in a type are applied to. What they come to may be a name that can wait.
fn operands(ty: &Type, found: &mut Vec<Generic>) {
    match ty {
        Type::KeyOf(inner) | Type::Intrinsic(_, inner) => references(inner, found),
        Type::IndexAccess(object, index) => {
            references(object, found);
            references(index, found);
        }
        Type::Intersection(types) | Type::Template(types) => {
            types.iter().for_each(|part| references(part, found));
        }
        Type::Conditional(conditional) => {
            references(&conditional.check, found);
            references(&conditional.extends, found);
            conditional.over.iter().for_each(|over| references(over, found));
            operands(&conditional.then, found);
            operands(&conditional.otherwise, found);
        }
        Type::Mapped(mapped) => {
            references(&mapped.constraint, found);
            mapped.source.iter().chain(&mapped.name).for_each(|part| references(part, found));
            operands(&mapped.ty, found);
        }
        ty => parts::children(ty, &mut |child| operands(child, found)),
    }
}

/// What a type refers to, anywhere in it, each once.
fn references(ty: &Type, found: &mut Vec<Generic>) {
    if let Some((generic, _)) = Generic::of(ty)
        && !found.contains(&generic)
    {
        found.push(generic);
    }
    parts::children(ty, &mut |child| references(child, found));
}
