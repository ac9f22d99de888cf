//! Unions and intersections in their normal forms.

use std::sync::Arc;

use crate::ops;
use crate::types::{Flags, Key, Literal, Member, MemberKind, Object, Signature, Type};

use super::object::{key_text, member_key};
use super::{Evaluator, is_annotation};

/// How many members a product of unions may have.
pub(super) const MAX_PRODUCT: usize = 10_000;

impl Evaluator<'_, '_> {
    /// The union of types: flat, each member once, without what another one includes.
    pub(super) fn union(&mut self, types: Vec<Type>) -> Option<Type> {
        let written = types.len();
        let mut flat: Vec<Type> = Vec::with_capacity(types.len());
        for ty in types {
            match self.reduce(&ty)? {
                Type::Union(members) => {
                    for member in members.iter().cloned() {
                        push(&mut flat, member);
                    }
                }
                Type::Keyword(ops::NEVER) => {}
                ty => push(&mut flat, ty),
            }
        }
        let keywords =
            || flat.iter().filter_map(|ty| if let Type::Keyword(op) = ty { Some(*op) } else { None });
        for absorbing in [ops::ANY, ops::UNKNOWN] {
            if keywords().any(|op| op == absorbing) {
                self.differs |= written > 1;
                return Some(Type::Keyword(absorbing));
            }
        }
        // `string` takes in all texts; of a union without keywords nothing takes in anything.
        let keywords: Vec<ops::Op> = keywords().collect();
        if !keywords.is_empty() {
            let before = flat.len();
            flat.retain(|ty| {
                matches!(ty, Type::Keyword(_)) || !primitive_of(ty).is_some_and(|op| keywords.contains(&op))
            });
            self.differs |= flat.len() < before;
        }
        let boolean = |value| Type::Literal(Literal::Boolean(value));
        let mut booleans =
            flat.iter().enumerate().filter(|(_, ty)| matches!(ty, Type::Literal(Literal::Boolean(_))));
        if let (Some((first, _)), Some(_)) = (booleans.next(), booleans.next()) {
            flat[first] = Type::Keyword(ops::BOOLEAN);
            flat.retain(|ty| *ty != boolean(true) && *ty != boolean(false));
        }
        Some(match flat.len() {
            0 => Type::Keyword(ops::NEVER),
            1 => flat.swap_remove(0),
            _ => Type::Union(flat.into()),
        })
    }

    pub(super) fn intersection(&mut self, types: &[Type]) -> Option<Type> {
        // A mark beside a type is the machine's to read.
        if types.iter().any(is_annotation) {
            return None;
        }
        let mut parts: Vec<Type> = Vec::with_capacity(types.len());
        for ty in types {
            match self.reduce(ty)? {
                Type::Intersection(inner) => parts.extend(inner.iter().cloned()),
                Type::Keyword(ops::NEVER) => {
                    self.differs = true;
                    return Some(Type::Keyword(ops::NEVER));
                }
                Type::Opaque(..) => return None,
                part => parts.push(part),
            }
        }
        if parts.contains(&Type::Keyword(ops::ANY)) {
            return Some(Type::Keyword(ops::ANY));
        }
        let says_something = |part: &&Type| !is_empty_object(part) && **part != Type::Keyword(ops::UNKNOWN);
        if parts.iter().filter(says_something).count() > 1 {
            // Beside another type, an enum is one of its members.
            for part in &mut parts {
                if let Type::Named(symbol, _) = part
                    && self.is_enum(*symbol)
                    && let Some(units) = self.enum_units(*symbol)
                {
                    *part = Type::Union(units.into());
                }
            }
        }
        let before = parts.len();
        parts.retain(|part| *part != Type::Keyword(ops::UNKNOWN));
        self.differs |= parts.len() < before;
        if let Some(position) = parts.iter().position(|part| matches!(part, Type::Union(_))) {
            return self.distributed(&parts, position);
        }
        let mut distinct: Vec<Type> = Vec::with_capacity(parts.len());
        for part in parts {
            push(&mut distinct, part);
        }
        match distinct.len() {
            0 => Some(Type::Keyword(ops::UNKNOWN)),
            1 => distinct.pop(),
            _ => self.conjunction(distinct),
        }
    }

    /// The union of the intersections with each member of a union.
    fn distributed(&mut self, parts: &[Type], position: usize) -> Option<Type> {
        let Type::Union(members) = &parts[position] else { return None };
        if members.len() > MAX_PRODUCT {
            return None;
        }
        self.differs = true;
        let mut results = Vec::with_capacity(members.len());
        for member in members.iter().cloned() {
            let mut parts = parts.to_vec();
            parts[position] = member;
            results.push(self.intersection(&parts)?);
        }
        self.union(results)
    }

    /// Several types, none of them a union.
    fn conjunction(&mut self, mut parts: Vec<Type>) -> Option<Type> {
        // `T & {}`: all but nothing, and what is left of an object type is itself.
        if parts.iter().any(|part| !is_empty_object(part) && !is_nullish(part)) {
            let before = parts.len();
            parts.retain(|part| !is_empty_object(part));
            self.differs |= parts.len() < before;
            if parts.len() == 1 {
                return parts.pop();
            }
        }
        let (mut primitives, others): (Vec<Type>, Vec<Type>) =
            parts.into_iter().partition(|part| primitive_of(part).is_some() || is_nullish(part));
        if primitives.len() > 1 {
            // The narrowest is left, if it is within all of them.
            let mut narrowest = primitives.swap_remove(0);
            for other in primitives {
                narrowest = if self.assignable(&narrowest, &other)? {
                    narrowest
                } else if self.assignable(&other, &narrowest)? {
                    other
                } else {
                    self.differs = true;
                    return Some(Type::Keyword(ops::NEVER));
                };
            }
            primitives = vec![narrowest];
        }
        let Some(primitive) = primitives.pop() else { return self.merge(&others) };
        let mut marks = Vec::new();
        for other in others {
            match self.shape(&other)? {
                Type::Object(object) if is_annotation(&Type::Object(object.clone())) => return None,
                Type::Object(object) if object.members.is_empty() => {
                    if is_nullish(&primitive) {
                        self.differs = true;
                        return Some(Type::Keyword(ops::NEVER));
                    }
                    self.differs = true;
                }
                Type::Object(_) if !is_nullish(&primitive) => marks.push(other),
                _ => {
                    self.differs = true;
                    return Some(Type::Keyword(ops::NEVER));
                }
            }
        }
        if marks.is_empty() {
            return Some(primitive);
        }
        marks.insert(0, primitive);
        Some(Type::Intersection(marks.into()))
    }

    /// The members of all objects in one.
    fn merge(&mut self, parts: &[Type]) -> Option<Type> {
        let mut merged = Object::default();
        for part in parts {
            let object = match self.shape(part)? {
                Type::Keyword(ops::OBJECT) => continue,
                ty if is_annotation(&ty) => return None,
                Type::Object(object) => object,
                shape @ Type::ClassReference(..) => Arc::new(self.instance_shape(&shape)?),
                Type::Function(signature) => {
                    // The machine keeps the function alone.
                    self.differs = true;
                    let called = Signature { op: ops::CALL_SIGNATURE, ..(*signature).clone() };
                    let members = vec![Member::method(called, Flags::default())];
                    Arc::new(Object { members, ..Object::default() })
                }
                _ => return None,
            };
            for member in &object.members {
                // Of two classes: no object type holds what both hide.
                let is_known =
                    |known: &Member| member_key(known).map(key_text) == member_key(member).map(key_text);
                if merged
                    .members
                    .iter()
                    .any(|known| is_known(known) && (is_hidden(known) || is_hidden(member)))
                {
                    return None;
                }
                self.differs |= is_hidden(member);
                self.add_member(&mut merged, member.clone())?;
            }
        }
        for position in 0..merged.members.len() {
            let MemberKind::Property { ty, .. } = &merged.members[position].kind else { continue };
            let Type::Intersection(both) = ty.clone() else { continue };
            let reduced = self.reduce(&Type::Intersection(both.clone()))?;
            // Members that tell union members apart, and contradict each other.
            if reduced == Type::Keyword(ops::NEVER) && self.tells_apart(&both)? {
                self.differs = true;
                return Some(reduced);
            }
        }
        Some(Type::Object(Arc::new(merged)))
    }

    fn tells_apart(&mut self, types: &[Type]) -> Option<bool> {
        for ty in types {
            let units = self.units(ty)?;
            let is_unit =
                |ty: &Type| matches!(ty, Type::Literal(_) | Type::Keyword(ops::NULL | ops::UNDEFINED));
            if !units.is_empty() && units.iter().all(is_unit) {
                return Some(true);
            }
        }
        Some(false)
    }

    fn add_member(&mut self, object: &mut Object, member: Member) -> Option<()> {
        let known = object.members.iter_mut().find(|known| match (&known.kind, &member.kind) {
            (MemberKind::Index { key: a, .. }, MemberKind::Index { key: b, .. }) => a == b,
            _ => {
                let key = member_key(&member).map(key_text);
                key.is_some() && member_key(known).map(key_text) == key
            }
        });
        let Some(known) = known else {
            object.members.push(member);
            return Some(());
        };
        if let (MemberKind::Index { value: a, .. }, MemberKind::Index { value: b, .. }) =
            (&mut known.kind, &member.kind)
        {
            if a != b {
                self.differs = true;
                *a = Type::Intersection(vec![a.clone(), b.clone()].into());
            }
            return Some(());
        }
        let (a, b) = (super::object::member_type(known)?, super::object::member_type(&member)?);
        let flags = Flags {
            optional: known.flags.optional && member.flags.optional,
            readonly: known.flags.readonly && member.flags.readonly,
            ..known.flags
        };
        // The machine lets the later one win.
        if a != b || flags != member.flags {
            self.differs = true;
        }
        let ty = if a == b { a } else { Type::Intersection(vec![a, b].into()) };
        if let MemberKind::Method(signature) = &known.kind {
            let key = signature.key.clone();
            known.kind = MemberKind::Property { key, ty, class: false };
        } else if let MemberKind::Property { ty: known, .. } = &mut known.kind {
            *known = ty;
        }
        known.flags = flags;
        Some(())
    }
}

/// An intersection that only a caller can merge: flat, each part once, so that a recursion that adds the same part in
/// each turn comes to an end. `None` where it is that already.
pub(super) fn flat_intersection(ty: &Type) -> Option<Type> {
    let Type::Intersection(types) = ty else { return None };
    let mut flat = Vec::with_capacity(types.len());
    for ty in types.iter() {
        match flat_intersection(ty).as_ref().unwrap_or(ty) {
            Type::Intersection(inner) => inner.iter().for_each(|ty| push(&mut flat, ty.clone())),
            ty => push(&mut flat, ty.clone()),
        }
    }
    (flat.len() != types.len() || types.iter().any(|ty| matches!(ty, Type::Intersection(_))))
        .then(|| Type::Intersection(flat.into()))
}

/// Whether a member is one that only its class sees.
pub(super) fn is_hidden(member: &Member) -> bool {
    member.flags.visibility.is_some_and(|visibility| visibility != ops::PUBLIC)
}

/// `{}`.
fn is_empty_object(ty: &Type) -> bool {
    matches!(ty, Type::Object(object) if object.members.is_empty() && object.extends.is_empty())
}

fn push(list: &mut Vec<Type>, ty: Type) {
    if !list.contains(&ty) {
        list.push(ty);
    }
}

pub(super) fn is_nullish(ty: &Type) -> bool {
    matches!(ty, Type::Keyword(ops::NULL | ops::UNDEFINED | ops::VOID))
}

/// The keyword of the primitive type that a type belongs to.
pub(crate) fn primitive_of(ty: &Type) -> Option<ops::Op> {
    Some(match ty {
        Type::Keyword(op @ (ops::STRING | ops::NUMBER | ops::BOOLEAN | ops::BIGINT | ops::SYMBOL)) => *op,
        Type::Literal(Literal::String(_)) | Type::Template(_) | Type::Intrinsic(..) => ops::STRING,
        Type::Literal(Literal::Number(_)) | Type::Brand(_) => ops::NUMBER,
        Type::Literal(Literal::BigInt(_)) => ops::BIGINT,
        Type::Literal(Literal::Boolean(_)) => ops::BOOLEAN,
        _ => return None,
    })
}

/// Whether a key is the number that it is written as.
pub(super) fn key_type(key: &Key) -> Option<Type> {
    Some(match key {
        Key::Name(name) => Type::Literal(Literal::String(name.clone())),
        Key::Number(number) => Type::Literal(Literal::Number(number.clone())),
        Key::Computed(_) | Key::Unseen(_) => return None,
    })
}
