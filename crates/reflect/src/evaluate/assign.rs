//! Whether a type is assignable to another, in strict mode.

use std::sync::Arc;

use crate::ops;
use crate::types::{Element, Literal, MemberKind, Object, Rest, Signature, Type};

use super::Evaluator;
use super::object::{
    erased, is_of_every_object, is_optional, key_text, member_key, member_type, property_type,
};
use super::parts::mentions;
use super::union::{is_hidden, is_nullish, primitive_of};

/// How many comparisons may be open at once: types that grow with each turn are taken for assignable.
const MAX_ASSUMED: usize = 60;

impl Evaluator<'_, '_> {
    pub(super) fn assignable(&mut self, source: &Type, target: &Type) -> Option<bool> {
        if source == target {
            return Some(true);
        }
        if let Some(same) = self.same_choice(source, target) {
            return Some(same);
        }
        // Whoever calls a generic function may take any type for its parameter.
        let anything = |ty: &Type| matches!(ty, Type::Keyword(ops::ANY | ops::UNKNOWN) | Type::AnyNamed(_));
        if anything(target) || *source == Type::Keyword(ops::NEVER) {
            return Some(true);
        }
        let (mut a, b) = (self.reduce(source)?, self.reduce(target)?);
        if let Type::Opaque(_, constraint) = &a {
            if matches!(b, Type::Opaque(..)) {
                return Some(a == b);
            }
            a = match constraint {
                Some(constraint) => (**constraint).clone(),
                None => Type::Keyword(ops::UNKNOWN),
            };
        }
        if matches!(b, Type::Opaque(..)) {
            return Some(matches!(a, Type::Keyword(ops::ANY | ops::NEVER)));
        }
        if a == b || anything(&b) || a == Type::Keyword(ops::NEVER) {
            return Some(true);
        }
        match (&a, &b) {
            (_, Type::Keyword(ops::NEVER)) => return Some(false),
            (Type::Keyword(ops::ANY) | Type::AnyNamed(_), _) => return Some(true),
            (Type::Keyword(ops::UNKNOWN), _) => return Some(false),
            _ => {}
        }
        if matches!(a, Type::Union(_) | Type::Keyword(ops::BOOLEAN)) || self.is_enum_type(&a) {
            let units = self.units(&a)?;
            if units.len() > 1 || units.first().is_some_and(|unit| *unit != a) {
                for unit in units {
                    if !self.assignable(&unit, &b)? {
                        return Some(false);
                    }
                }
                return Some(true);
            }
        }
        if matches!(b, Type::Union(_)) || self.is_enum_type(&b) {
            let units = self.units(&b)?;
            for unit in &units {
                if *unit != b && self.assignable(&a, unit)? {
                    return Some(true);
                }
            }
            return Some(false);
        }
        let pair = (a, b);
        if self.assumed.len() >= MAX_ASSUMED || self.assumed.contains(&pair) {
            self.assumptions += 1;
            return Some(true);
        }
        self.assumed.push(pair.clone());
        let result = match (self.shape(&pair.0), self.shape(&pair.1)) {
            (Some(a), Some(b)) => self.is_assignable(&a, &b),
            _ => None,
        };
        self.assumed.pop();
        result
    }

    fn is_enum_type(&mut self, ty: &Type) -> bool {
        matches!(ty, Type::Named(symbol, _) if self.is_enum(*symbol))
    }

    /// Shapes, neither of them a union.
    fn is_assignable(&mut self, a: &Type, b: &Type) -> Option<bool> {
        if a == b {
            return Some(true);
        }
        match (a, b) {
            (Type::Intersection(parts), _) if !matches!(b, Type::Intersection(_)) => {
                for part in parts.iter() {
                    if self.assignable(part, b)? {
                        return Some(true);
                    }
                }
                return Some(false);
            }
            (_, Type::Intersection(parts)) => {
                for part in parts.iter() {
                    if !self.assignable(a, part)? {
                        return Some(false);
                    }
                }
                return Some(true);
            }
            _ => {}
        }
        if is_nullish(a) {
            return Some(match (a, b) {
                (Type::Keyword(ops::UNDEFINED), Type::Keyword(ops::UNDEFINED | ops::VOID)) => true,
                (Type::Keyword(one), Type::Keyword(other)) => one == other,
                _ => false,
            });
        }
        if is_nullish(b) {
            return Some(false);
        }
        if let Some(op) = primitive_of(b) {
            return self.fits_primitive(a, b, op);
        }
        // One of the well-known symbols, which nothing but a symbol is.
        if let Type::ValueOf(value) = b
            && value.expression.as_ref().is_some_and(|expression| expression.starts_with("Symbol."))
            && *a != Type::Keyword(ops::SYMBOL)
            && !matches!(a, Type::ValueOf(_))
        {
            return Some(false);
        }
        match b {
            Type::Keyword(ops::OBJECT) => return Some(primitive_of(a).is_none()),
            Type::Object(object) if object.members.is_empty() && object.extends.is_empty() => {
                return Some(true);
            }
            _ => {}
        }
        if primitive_of(a).is_some() {
            return self.primitive_to_object(a, b);
        }
        self.structures(a, b)
    }

    fn fits_primitive(&mut self, a: &Type, b: &Type, op: ops::Op) -> Option<bool> {
        if primitive_of(a) != Some(op) {
            return Some(false);
        }
        Some(match (a, b) {
            (_, Type::Keyword(_)) => true,
            (_, Type::Template(parts)) => self.matches(a, parts).is_some(),
            (Type::Literal(Literal::String(text)), Type::Intrinsic(case, inner)) => {
                *case.apply(text) == **text && self.assignable(a, inner)?
            }
            (Type::Template(parts), Type::Literal(_)) => {
                parts.is_empty() && *b == Type::Literal(Literal::String(String::new().into()))
            }
            _ => false,
        })
    }

    fn primitive_to_object(&mut self, a: &Type, b: &Type) -> Option<bool> {
        let Type::Object(target) = b else { return Some(false) };
        let source = self.library_members(a);
        for member in &target.members {
            let name = member_key(member).map(key_text);
            let own = source.as_deref().zip(name);
            if let Some((source, name)) = own.filter(|(source, name)| property_type(source, name).is_some()) {
                if !self.member_fits(source, member, name)? {
                    return Some(false);
                }
                continue;
            }
            match name {
                // What else a primitive has, the library's declarations would tell.
                Some(name) if is_primitive_method(name) => return None,
                Some(_) if member.flags.optional => {}
                _ => return Some(false),
            }
        }
        let shares = || source.is_some_and(|source| shares_a_member(&source, target));
        Some(target.members.is_empty() || !is_weak(target) || shares())
    }

    fn structures(&mut self, a: &Type, b: &Type) -> Option<bool> {
        match (a, b) {
            // What may not be changed is no array that may.
            (Type::Readonly(_), Type::Array(_) | Type::Tuple(_)) => return Some(false),
            (Type::Readonly(a), Type::Readonly(b)) => return self.is_assignable(a, b),
            (Type::Array(_) | Type::Tuple(_), Type::Readonly(b)) => return self.is_assignable(a, b),
            (Type::Array(a), Type::Array(b))
            | (Type::Promise(a), Type::Promise(b))
            | (Type::Set(a), Type::Set(b)) => return self.assignable(a, b),
            (Type::Map(a, b), Type::Map(c, d)) => {
                return Some(self.assignable(a, c)? && self.assignable(b, d)?);
            }
            (Type::Tuple(elements), Type::Array(target)) => {
                for element in elements.iter() {
                    if !self.assignable(&element_value(element), target)? {
                        return Some(false);
                    }
                }
                return Some(true);
            }
            (Type::Array(element), Type::Tuple(targets)) => {
                return match &**targets {
                    [Element { ty, rest: Rest::Of, .. }] => self.assignable(element, ty),
                    _ => Some(false),
                };
            }
            (Type::Tuple(elements), Type::Tuple(targets)) => return self.tuple_to_tuple(elements, targets),
            (_, Type::FunctionReference(name)) if **name == *"Function" => {
                return Some(
                    matches!(a, Type::Function(_) | Type::FunctionReference(_))
                        || matches!(a, Type::ValueOf(value) if value.declaration.is_some())
                        || !self.signatures(a, false)?.is_empty()
                        || !self.signatures(a, true)?.is_empty(),
                );
            }
            (Type::ClassReference(own, first), Type::ClassReference(other, second)) if own == other => {
                for (a, b) in first.iter().zip(second.iter()) {
                    if !self.assignable(a, b)? {
                        return Some(false);
                    }
                }
                return Some(true);
            }
            (Type::ClassReference(..), Type::ClassReference(..)) => {
                let mut base = a.clone();
                while let Some(next) = self.base_class(&base) {
                    if let (Type::ClassReference(next_value, _), Type::ClassReference(value, _)) = (&next, b)
                        && next_value.declaration.is_some()
                        && next_value.declaration == value.declaration
                    {
                        return self.structures(&next, b);
                    }
                    base = next;
                }
            }
            _ => {}
        }
        if let Type::ClassReference(..) = a
            && !matches!(b, Type::Object(_) | Type::ClassReference(..) | Type::Function(_))
            && let Some(base) = self.library_base(a)
        {
            return self.is_assignable(&base, b);
        }
        let target = match b {
            Type::Object(_) | Type::ClassReference(..) | Type::Function(_) => self.members_of(b),
            // Built-in classes are told by their names.
            Type::Array(_)
            | Type::Tuple(_)
            | Type::Readonly(_)
            | Type::Promise(_)
            | Type::Set(_)
            | Type::Map(..)
            | Type::Keyword(_) => return Some(false),
            _ => return None,
        };
        let Some(target) = target else {
            // A class that is not declared here: only its own instances are.
            return if matches!(b, Type::ClassReference(..)) { Some(false) } else { None };
        };
        self.fits_members(a, &target)
    }

    fn fits_members(&mut self, a: &Type, target: &Object) -> Option<bool> {
        // A function has no members but those of every function.
        if let Type::Function(_) | Type::FunctionReference(_) = a
            && target.members.iter().any(|member| {
                !member.flags.optional
                    && member_key(member).is_some_and(|key| !is_function_member(key_text(key)))
            })
        {
            return Some(false);
        }
        if let Type::Function(_) | Type::ValueOf(_) = a
            && target
                .members
                .iter()
                .any(|member| member_key(member).is_some_and(|key| is_function_member(key_text(key))))
        {
            return None;
        }
        let source = match a {
            Type::Object(_) | Type::ClassReference(..) | Type::Function(_) => self.members_of(a),
            Type::ValueOf(value) if value.declaration.is_some() => self.members_of(a),
            Type::Array(_) | Type::Tuple(_) | Type::Readonly(_) => self.iterable_members(a).map(Arc::new),
            a => self.library_members(a),
        };
        let Some(source) = source else {
            // Of the members of a built-in class the names are in sight alone.
            let asks_known = target.members.iter().any(|member| member_key(member).is_some());
            let lacks = |member: &crate::types::Member| {
                let name = member_key(member).map(key_text).filter(|_| !member.flags.optional);
                name.is_some_and(|name| {
                    !is_of_every_object(name) && !matches!(name, "then" | "catch" | "finally")
                })
            };
            if matches!(a, Type::Promise(_)) && target.members.iter().any(lacks) {
                return Some(false);
            }
            return if asks_known && !matches!(a, Type::Keyword(_)) { None } else { Some(false) };
        };
        if is_weak(target) && !source.members.is_empty() && !shares_a_member(&source, target) {
            return Some(false);
        }
        for member in &target.members {
            let fits = match (&member.kind, member_key(member)) {
                (MemberKind::Index { key, value }, _) => self.index_fits(a, &source, key, value)?,
                (MemberKind::Method(signature), None) => {
                    let construct = signature.op != ops::CALL_SIGNATURE;
                    let mut fits = false;
                    for own in self.signatures(a, construct)? {
                        fits = fits || self.signature_fits(&own, signature, false)?;
                    }
                    fits
                }
                (_, Some(key)) => self.member_fits(&source, member, key_text(key))?,
                _ => return None,
            };
            if !fits {
                return Some(false);
            }
        }
        Some(true)
    }

    fn member_fits(&mut self, source: &Object, member: &crate::types::Member, name: &str) -> Option<bool> {
        let Some((own, flags)) = property_type(source, name) else {
            return Some(member.flags.optional && !is_hidden(member));
        };
        if is_hidden(member) || flags.visibility.is_some_and(|visibility| visibility != ops::PUBLIC) {
            // Such a member must come from the same declaration.
            return Some(
                member_type(member).as_ref() == Some(&own) && flags.visibility == member.flags.visibility,
            );
        }
        if flags.optional && !member.flags.optional {
            return Some(false);
        }
        let target = Object { members: vec![member.clone()], ..Object::default() };
        let Some((target, _)) = property_type(&target, name) else { return Some(false) };
        if let (MemberKind::Method(_), Type::Function(own), Type::Function(target)) =
            (&member.kind, &own, &target)
        {
            return self.signature_fits(own, target, true);
        }
        let target = if member.flags.optional {
            Type::Union(vec![target, Type::Keyword(ops::UNDEFINED)].into())
        } else {
            target
        };
        self.assignable(&own, &target)
    }

    /// Whether all that an index signature gives access to is of its type.
    fn index_fits(&mut self, a: &Type, source: &Object, key: &Type, value: &Type) -> Option<bool> {
        if *key == Type::Keyword(ops::STRING) && *value == Type::Keyword(ops::ANY) {
            return Some(true);
        }
        let mut own_index = false;
        for member in &source.members {
            match &member.kind {
                MemberKind::Index { key: own, value: own_value } => {
                    if own == key
                        || (*key == Type::Keyword(ops::STRING) && *own == Type::Keyword(ops::NUMBER))
                    {
                        own_index |= own == key;
                        if !self.assignable(own_value, value)? {
                            return Some(false);
                        }
                    } else if *own == Type::Keyword(ops::STRING) && *key == Type::Keyword(ops::NUMBER) {
                        own_index = true;
                        if !self.assignable(own_value, value)? {
                            return Some(false);
                        }
                    }
                }
                _ => {
                    let Some(name) = member_key(member) else { continue };
                    let counts = *key == Type::Keyword(ops::STRING)
                        || super::template::number_text(key_text(name)).is_some();
                    let Some(ty) = member_type(member).filter(|_| counts) else { continue };
                    if !self.assignable(&ty, value)? {
                        return Some(false);
                    }
                }
            }
        }
        // Only an object type that is written out, and no interface or class, has an index by itself.
        Some(own_index || matches!(a, Type::Object(object) if !object.is_interface))
    }

    /// `bivariant`: a method's parameters may be narrower than what is asked for.
    fn signature_fits(&mut self, own: &Signature, target: &Signature, bivariant: bool) -> Option<bool> {
        let is_waiting = |signature: &Signature| {
            mentions(&signature.returns, &|part| matches!(part, Type::Conditional(_)))
                && mentions(&signature.returns, &|part| matches!(part, Type::Opaque(..)))
        };
        let (own, target) = if is_waiting(own) && is_waiting(target) {
            (own.clone(), target.clone())
        } else {
            (erased(own), erased(target))
        };
        let required = own
            .parameters
            .iter()
            .filter(|parameter| !is_optional(parameter) && parameter.rest == Rest::No)
            .count();
        let takes_any = target.parameters.iter().any(|parameter| parameter.rest != Rest::No);
        if required > target.parameters.len() && !takes_any {
            return Some(false);
        }
        for position in 0..own.parameters.len().max(target.parameters.len()) {
            let (Some(a), Some(b)) =
                (self.parameter_at(&own, position), self.parameter_at(&target, position))
            else {
                break;
            };
            let fits = self.assignable(&b, &a)? || (bivariant && self.assignable(&a, &b)?);
            if !fits {
                return Some(false);
            }
        }
        if target.returns == Type::Keyword(ops::VOID) {
            return Some(true);
        }
        self.assignable(&own.returns, &target.returns)
    }

    fn parameter_at(&mut self, signature: &Signature, position: usize) -> Option<Type> {
        let last = signature.parameters.len().checked_sub(1)?;
        let parameter = &signature.parameters[position.min(last)];
        match parameter.rest {
            Rest::No if position > last => None,
            Rest::No if is_optional(parameter) => {
                Some(Type::Union(vec![parameter.ty.clone(), Type::Keyword(ops::UNDEFINED)].into()))
            }
            Rest::No | Rest::Of => Some(parameter.ty.clone()),
            Rest::Spread => match self.shape(&parameter.ty)? {
                Type::Array(element) => Some((*element).clone()),
                Type::Tuple(elements) => elements.get(position - last).map(element_value),
                Type::Keyword(ops::NEVER) => Some(Type::Keyword(ops::NEVER)),
                _ => Some(Type::Keyword(ops::ANY)),
            },
        }
    }

    fn tuple_to_tuple(&mut self, elements: &[Element], targets: &[Element]) -> Option<bool> {
        let required = |list: &[Element]| {
            list.iter().filter(|element| !element.optional && element.rest == Rest::No).count()
        };
        let is_open = |list: &[Element]| list.iter().any(|element| element.rest != Rest::No);
        if required(elements) < required(targets) {
            return Some(false);
        }
        if !is_open(targets) && (is_open(elements) || elements.len() > targets.len()) {
            return Some(false);
        }
        let rest = targets.iter().position(|target| target.rest != Rest::No);
        let after = rest.map_or(0, |rest| targets.len() - rest - 1);
        for (position, element) in elements.iter().enumerate() {
            let target = match rest {
                Some(rest) if position >= rest => {
                    let from_end = elements.len() - position;
                    if from_end <= after { &targets[targets.len() - from_end] } else { &targets[rest] }
                }
                _ => match targets.get(position) {
                    Some(target) => target,
                    None => break,
                },
            };
            if element.optional && !target.optional && target.rest == Rest::No {
                return Some(false);
            }
            let wanted = match target.rest {
                Rest::Spread => match self.shape(&target.ty)? {
                    Type::Array(element) => (*element).clone(),
                    _ => return None,
                },
                _ => element_value(target),
            };
            if !self.assignable(&element_value(element), &wanted)? {
                return Some(false);
            }
        }
        Some(true)
    }
}

/// What an element of a tuple may be when it is read.
pub(super) fn element_value(element: &Element) -> Type {
    if element.optional {
        Type::Union(vec![element.ty.clone(), Type::Keyword(ops::UNDEFINED)].into())
    } else {
        element.ty.clone()
    }
}

/// Whether all members may be missing: such a type asks for at least one of them all the same.
fn is_weak(object: &Object) -> bool {
    !object.members.is_empty()
        && object.members.iter().all(|member| member.flags.optional && member_key(member).is_some())
}

fn shares_a_member(a: &Object, b: &Object) -> bool {
    a.members
        .iter()
        .filter_map(member_key)
        .any(|key| b.members.iter().filter_map(member_key).any(|other| key_text(other) == key_text(key)))
}

fn is_function_member(name: &str) -> bool {
    is_of_every_object(name)
        || matches!(
            name,
            "apply" | "call" | "bind" | "name" | "length" | "prototype" | "arguments" | "caller"
        )
}

fn is_primitive_method(name: &str) -> bool {
    matches!(
        name,
        "toString" | "valueOf" | "toLocaleString" | "charAt" | "slice" | "at" | "includes" | "toFixed"
    )
}
