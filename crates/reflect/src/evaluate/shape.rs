//! The structure behind a type: names and operators taken away from its head.

use std::rc::Rc;

use crate::context::FileId;
use crate::index::DeclId;
use crate::ops;
use crate::types::{Rest, SymbolId, Type, Value};

use super::parts::{Bindings, list};
use super::{Body, Evaluator, MAX_DEPTH, MAX_MODULE_STEPS, MAX_STEPS};

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
        let shape = self.shape_of(ty);
        self.depth -= 1;
        shape
    }

    /// Whether a type takes more than one may.
    fn is_exhausted(&self) -> bool {
        self.depth >= MAX_DEPTH
            || self.steps >= MAX_STEPS
            || self.context.instances.steps + self.steps >= MAX_MODULE_STEPS
            || self.context.instances.fuel == 0
    }

    fn shape_of(&mut self, ty: &Type) -> Option<Type> {
        match ty {
            Type::Variable(_) | Type::Received(_) | Type::Infer(_) | Type::Opaque(..) => None,
            Type::Named(symbol, arguments) => {
                if self.is_enum(*symbol) {
                    return Some(ty.clone());
                }
                let grown = list(arguments, |argument| self.grown(argument));
                self.shape_of_body(*symbol, grown.as_deref().unwrap_or(arguments))
            }
            Type::Readonly(inner) => Some(match self.shape(inner)? {
                shape @ (Type::Array(_) | Type::Tuple(_)) => Type::Readonly(Rc::new(shape)),
                shape => shape,
            }),
            Type::Tuple(elements) => self.tuple(elements),
            Type::Template(parts) => self.template(parts),
            Type::Intrinsic(case, inner) => self.intrinsic(*case, inner),
            Type::Union(types) => self.union(types.to_vec()),
            Type::Intersection(types) => self.intersection(types),
            Type::Object(object) if !object.extends.is_empty() => self.merged(object).map(Type::Object),
            Type::Conditional(conditional) => {
                let chosen = self.conditional(conditional)?;
                self.shape(&chosen)
            }
            Type::Mapped(mapped) => self.mapped(mapped),
            Type::KeyOf(inner) => self.keys_of(inner),
            Type::IndexAccess(object, index) => {
                let found = self.access(object, index)?;
                self.shape(&found)
            }
            Type::ValueOf(Value { declaration: Some((file, id)), .. }) => {
                Some(self.function_of(*file, *id).unwrap_or_else(|| ty.clone()))
            }
            _ => Some(ty.clone()),
        }
    }

    fn shape_of_body(&mut self, symbol: SymbolId, arguments: &[Type]) -> Option<Type> {
        let body = self.body(symbol, arguments)?;
        if let Some((shape, differs)) =
            self.context.instances.body(symbol, arguments).and_then(|known| known.shape.clone())
        {
            self.differs |= differs;
            return Some(shape);
        }
        let outer = std::mem::replace(&mut self.differs, false);
        let assumptions = self.assumptions;
        let shape = self.shape(&body);
        if self.assumptions == assumptions
            && let Some(shape) = &shape
            && let Some(known) = self.context.instances.body(symbol, arguments)
        {
            known.shape = Some((shape.clone(), self.differs));
        }
        self.differs |= outer;
        shape
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
            Type::Conditional(conditional) => {
                if self.is_exhausted() {
                    return None;
                }
                self.depth += 1;
                let reduced = match self.conditional(conditional) {
                    Some(chosen) => self.reduce(&chosen),
                    None => None,
                };
                self.depth -= 1;
                reduced
            }
            Type::IndexAccess(object, index) => {
                let found = self.access(object, index)?;
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
    pub(super) fn body(&mut self, symbol: SymbolId, arguments: &[Type]) -> Option<Type> {
        if let Some(known) = self.context.instances.body(symbol, arguments) {
            return Some(known.ty.clone());
        }
        let declared = self.context.declared_of(symbol)?;
        if declared.parameters.is_empty() {
            return Some(declared.ty.clone());
        }
        let mut bindings: Bindings = Vec::with_capacity(declared.parameters.len());
        for (position, parameter) in declared.parameters.iter().enumerate() {
            let argument = match (arguments.get(position), &parameter.default) {
                (Some(argument), _) => argument.clone(),
                (None, Some(default)) => self.substitute(default, &bindings),
                (None, None) => Type::Keyword(ops::ANY),
            };
            bindings.push((parameter.name.clone(), argument));
        }
        let ty = self.substitute(&declared.ty, &bindings);
        let known = self.context.instances.bodies.entry(symbol).or_default();
        known.push(Body { arguments: arguments.into(), ty: ty.clone(), shape: None });
        Some(ty)
    }
}
