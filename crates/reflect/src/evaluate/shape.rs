//! The structure behind a type: names and operators taken away from its head.

use std::sync::Arc;

use crate::context::FileId;
use crate::index::DeclId;
use crate::list::List;
use crate::ops;
use crate::symbols::is_own;
use crate::types::{Declared, Key, Member, Rest, SymbolId, Type};
use crate::universe::{EntryId, Use};

use super::findings::Question;
use super::object::member_key;
use super::parts::{Bindings, list};
use super::{Evaluator, MAX_DEPTH};

impl Evaluator<'_, '_> {
    /// The structure of a type. Its parts are types as they were, not evaluated yet. An enum stays its name.
    pub(super) fn shape(&mut self, ty: &Type) -> Option<Type> {
        if let Type::Keyword(_) | Type::Literal(_) | Type::Array(_) | Type::Function(_) = ty {
            return Some(ty.clone());
        }
        if self.is_exhausted() {
            return None;
        }
        self.steps += 1;
        self.depth += 1;
        self.context.instances.deepest = self.context.instances.deepest.max(self.depth);
        let shape = self.shape_of(ty);
        self.depth -= 1;
        shape
    }

    /// Whether a type takes more than one may.
    pub(super) fn is_exhausted(&mut self) -> bool {
        let budget = &mut self.context.instances.budget;
        if self.depth >= MAX_DEPTH {
            budget.exceed();
        }
        self.depth >= MAX_DEPTH || !budget.allows(self.steps)
    }

    fn shape_of(&mut self, ty: &Type) -> Option<Type> {
        match ty {
            Type::Variable(_) | Type::Received(_) | Type::Infer(_) | Type::Opaque(..) => None,
            Type::Named(symbol, arguments) => {
                if self.is_enum(*symbol) {
                    return Some(ty.clone());
                }
                let grown = list(arguments, |argument| self.grown(argument));
                self.shape_of_body(*symbol, grown.map(List::from).as_ref().unwrap_or(arguments))
            }
            Type::Readonly(inner) => Some(match self.shape(inner)? {
                shape @ (Type::Array(_) | Type::Tuple(_)) => Type::Readonly(Arc::new(shape)),
                shape => shape,
            }),
            Type::Tuple(elements) => self.tuple(elements),
            Type::Template(parts) => self.template(parts),
            Type::Intrinsic(case, inner) => self.intrinsic(*case, inner),
            Type::Union(types) => self.remembered(Question::Shape, ty, |own| own.union(types.to_vec())),
            Type::Intersection(types) => self.remembered(Question::Shape, ty, |own| own.intersection(types)),
            Type::Object(object) if !object.extends.is_empty() => self.merged(object).map(Type::Object),
            Type::Conditional(_) | Type::IndexAccess(..) => {
                let found = self.found(ty)?;
                self.shape(&found)
            }
            Type::Mapped(mapped) => self.remembered(Question::Shape, ty, |own| own.mapped(mapped)),
            Type::KeyOf(inner) => self.remembered(Question::Shape, ty, |own| own.keys_of(inner)),
            Type::ValueOf(value) => {
                let Some((file, id)) = value.declaration else { return Some(ty.clone()) };
                let Some(function) = self.function_of(file, id) else { return Some(ty.clone()) };
                // The metadata of the function itself says what is written.
                self.differs |= !self.context.writes_return_type(file, id);
                Some(function)
            }
            _ => Some(ty.clone()),
        }
    }

    /// The type that a conditional type or an indexed access comes to.
    fn found(&mut self, ty: &Type) -> Option<Type> {
        self.remembered(Question::Shape, ty, |own| match ty {
            Type::Conditional(conditional) => own.conditional(conditional),
            Type::IndexAccess(object, index) => own.access(object, index),
            _ => None,
        })
    }

    fn shape_of_body(&mut self, symbol: SymbolId, arguments: &List) -> Option<Type> {
        if let Some((of, arguments)) = self.context.instance_of(symbol) {
            // It is written resolved, so that the machine comes to the same.
            let differs = self.differs;
            let shape = self.shape_of_body(of, &arguments);
            self.differs = differs;
            return shape;
        }
        self.remembered(Question::Shape, &Type::Named(symbol, arguments.clone()), |own| {
            let body = own.body(symbol, arguments)?;
            own.shape(&body)
        })
    }

    /// Begins a finding; gives how deep the evaluation has been before.
    pub(super) fn begin(&mut self) -> u32 {
        self.context.begin(self.steps);
        std::mem::replace(&mut self.context.instances.deepest, self.depth)
    }

    /// Ends a finding. Gives its entry, if others can have it.
    pub(super) fn finish(&mut self, deepest_before: u32, is_kept: bool) -> Option<EntryId> {
        let deepest = self.context.instances.deepest;
        self.context.instances.deepest = deepest.max(deepest_before);
        self.context.finish(is_kept, self.steps, deepest - self.depth, false)
    }

    /// Takes over what is known. Gives whether it holds for this module.
    pub(super) fn adopt(&mut self, entry: EntryId) -> bool {
        let Some(steps) = self.context.adopt(entry) else { return false };
        self.context.note(Use::Entry(entry));
        self.steps = self.steps.saturating_add(steps);
        let depth = self.depth + self.context.universe.entry(entry).depth;
        let instances = &mut self.context.instances;
        instances.deepest = instances.deepest.max(depth);
        if depth >= MAX_DEPTH {
            instances.budget.exceed();
        }
        true
    }

    /// An argument that grows with each turn of a recursion, put together: it would be taken apart anew in each turn.
    fn grown(&mut self, argument: &Type) -> Option<Type> {
        let grows = match argument {
            Type::Tuple(elements) => elements.iter().any(|element| element.rest == Rest::Spread),
            Type::Union(_) | Type::Template(_) | Type::IndexAccess(..) => true,
            _ => false,
        };
        if grows { self.reduce(argument).filter(|reduced| reduced != argument) } else { None }
    }

    /// The type of a declared function.
    fn function_of(&mut self, file: FileId, id: DeclId) -> Option<Type> {
        self.context.quietly(|context| context.function_type(file, id))
    }

    /// A type without operators at its head. What has a name keeps it, unless it is a union or a primitive.
    pub(super) fn reduce(&mut self, ty: &Type) -> Option<Type> {
        match ty {
            Type::Opaque(..) => Some(ty.clone()),
            Type::Named(..) => {
                let shape = self.shape(ty)?;
                let is_flat = matches!(
                    shape,
                    Type::Union(_)
                        | Type::Keyword(_)
                        | Type::Literal(_)
                        | Type::Template(_)
                        | Type::Named(..)
                );
                Some(if is_flat { shape } else { ty.clone() })
            }
            Type::Conditional(_) => {
                if self.is_exhausted() {
                    return None;
                }
                self.depth += 1;
                let reduced = match self.found(ty) {
                    Some(found) => self.reduce(&found),
                    None => None,
                };
                self.depth -= 1;
                reduced
            }
            Type::IndexAccess(..) => {
                let found = self.found(ty)?;
                self.reduce(&found)
            }
            Type::ValueOf(_) => Some(ty.clone()),
            _ => self.shape(ty),
        }
    }

    /// The members of a union, with those of enums and of `boolean`; the type itself, where it is no union.
    pub(super) fn units(&mut self, ty: &Type) -> Option<Vec<Type>> {
        let mut units = Vec::new();
        match self.reduce(ty)? {
            Type::Opaque(..) => return None,
            Type::Union(types) => {
                for ty in types.iter() {
                    self.add_units(ty.clone(), &mut units);
                }
            }
            ty => self.add_units(ty, &mut units),
        }
        Some(units)
    }

    fn add_units(&mut self, ty: Type, units: &mut Vec<Type>) {
        match ty {
            Type::Keyword(ops::NEVER) => {}
            Type::Keyword(ops::BOOLEAN) => {
                units.extend([false, true].map(|value| Type::Literal(crate::types::Literal::Boolean(value))));
            }
            Type::Named(symbol, _) if self.is_enum(symbol) => match self.enum_units(symbol) {
                Some(members) => units.extend(members),
                None => units.push(ty),
            },
            ty => units.push(ty),
        }
    }

    pub(super) fn is_enum(&mut self, symbol: SymbolId) -> bool {
        self.context.is_enum(symbol)
    }

    /// The members of an enum as types.
    pub(super) fn enum_units(&mut self, symbol: SymbolId) -> Option<Vec<Type>> {
        let declared = self.context.declared_of(symbol)?;
        let Type::Enum(members) = &declared.ty else { return None };
        let mut units = Vec::with_capacity(members.len());
        for member in members.iter() {
            let unit = member.ty()?;
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        Some(units)
    }

    /// What a declared type stands for with certain arguments.
    pub(super) fn body(&mut self, symbol: SymbolId, arguments: &List) -> Option<Type> {
        if let Some((of, arguments)) = self.context.instance_of(symbol) {
            return self.body(of, &arguments);
        }
        self.remembered(Question::Body, &Type::Named(symbol, arguments.clone()), |own| {
            own.new_body(symbol, arguments)
        })
    }

    fn new_body(&mut self, symbol: SymbolId, arguments: &List) -> Option<Type> {
        let declared = self.context.declared_of(symbol)?;
        Some(self.with_arguments(&declared, &declared.ty, arguments))
    }

    /// The same as it is written: see [`Evaluator::ended`].
    pub(super) fn ended_body(&mut self, symbol: SymbolId, arguments: &List) -> Option<Type> {
        let declared = self.context.declared_of(symbol)?;
        let ended = self.ended(symbol, &declared)?;
        Some(self.with_arguments(&declared, &ended, arguments))
    }

    fn with_arguments(&mut self, declared: &Declared, ty: &Type, arguments: &List) -> Type {
        let mut bindings: Bindings = Vec::with_capacity(declared.parameters.len());
        for (position, parameter) in declared.parameters.iter().enumerate() {
            let argument = match (arguments.get(position), &parameter.default) {
                (Some(argument), _) => argument.clone(),
                (None, Some(default)) => self.substitute(default, &bindings),
                (None, None) => Type::Keyword(ops::ANY),
            };
            bindings.push((parameter.name.clone(), argument));
        }
        self.substitute(ty, &bindings)
    }
}

/// Whether a declared type with its arguments means the same to all modules.
pub(super) fn is_shared(symbol: SymbolId, arguments: &List) -> bool {
    !is_own(symbol) && !arguments.facts().is_private
}

pub(crate) fn has_computed_key(member: &Member) -> bool {
    matches!(member_key(member), Some(Key::Computed(_)))
}
