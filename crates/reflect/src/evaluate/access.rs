//! Indexed access.

use crate::context::GLOBALS;
use crate::inference::{MemberId, Told};
use crate::ops;
use crate::types::{Element, Literal, MemberKind, Object, Rest, Type};

use super::Evaluator;
use super::assign::element_value;
use super::object::{member_key, property_type, tuple_length};

impl Evaluator<'_, '_> {
    /// `Object[Index]`, not evaluated further where it is a single member's type.
    pub(super) fn access(&mut self, object: &Type, index: &Type) -> Option<Type> {
        let reduced = self.reduce(index)?;
        self.differs |= self.holds_enum(&reduced);
        let indexes = self.units(&reduced)?;
        if indexes.is_empty() {
            self.differs = true;
            return Some(Type::Keyword(ops::NEVER));
        }
        let objects = match self.reduce(object)? {
            Type::Union(members) => {
                self.differs = true;
                members
            }
            Type::Keyword(ops::ANY) => return Some(Type::Keyword(ops::ANY)),
            Type::Keyword(ops::NEVER) => {
                self.differs = true;
                return Some(Type::Keyword(ops::NEVER));
            }
            reduced => vec![reduced].into(),
        };
        let mut found = Vec::with_capacity(objects.len() * indexes.len());
        for object in objects.iter() {
            for index in &indexes {
                found.push(self.access_one(object, index)?);
            }
        }
        match found.len() {
            1 => found.pop(),
            _ => self.union(found),
        }
    }

    fn access_one(&mut self, object: &Type, index: &Type) -> Option<Type> {
        let shape = self.shape(object)?;
        let name = match index {
            Type::Literal(Literal::String(text) | Literal::Number(text)) => Some(text.as_str()),
            _ => None,
        };
        match &shape {
            Type::Readonly(inner) => return self.access_one(inner, index),
            Type::Array(element) => {
                return match (name, index) {
                    (None, Type::Keyword(ops::NUMBER)) | (_, Type::Literal(Literal::Number(_))) => {
                        Some((**element).clone())
                    }
                    (Some("length"), _) => Some(Type::Keyword(ops::NUMBER)),
                    _ => None,
                };
            }
            Type::Tuple(elements) => return self.access_tuple(elements, index, name),
            Type::Keyword(ops::STRING) | Type::Literal(Literal::String(_)) | Type::Template(_)
                if name == Some("length") =>
            {
                self.differs = true;
                return Some(Type::Keyword(ops::NUMBER));
            }
            Type::Intersection(parts) => {
                for part in parts.iter() {
                    if let Some(found) = self.access_one(part, index) {
                        self.differs = true;
                        return Some(found);
                    }
                }
                return None;
            }
            _ => {}
        }
        if let Some(members) = self.library_members(&shape) {
            // What it lacks, the library may declare in a newer version.
            property_type(&members, name?)?;
            self.differs = true;
            return self.access_member(&members, index, name);
        }
        let members = self.members_of(&shape)?;
        if !matches!(shape, Type::Object(_)) {
            self.differs = true;
        }
        let found = self.access_member(&members, index, name)?;
        let is_unwritten = match &found {
            Type::Function(signature) => signature.returns == Type::Keyword(ops::ANY),
            found => *found == Type::Keyword(ops::ANY),
        };
        let told = name.filter(|_| is_unwritten).and_then(|name| self.unwritten(&shape, name));
        Some(told.unwrap_or(found))
    }

    /// The type of a member of a class that does not write it.
    pub(crate) fn unwritten(&mut self, object: &Type, name: &str) -> Option<Type> {
        let mut shape = self.shape(object)?;
        loop {
            let (class, is_static) = match &shape {
                Type::ClassReference(class, _) => (class, false),
                Type::ValueOf(class) => (class, true),
                _ => return None,
            };
            let class = class.declaration.filter(|(file, _)| *file != GLOBALS)?;
            match self.context.unwritten_member(&MemberId { class, name: name.into(), is_static }) {
                Told::Type(ty) => return self.of_class(&shape, class, &ty),
                Told::Unknown => return None,
                Told::Nothing => shape = self.base_class(&shape)?,
            }
        }
    }

    fn access_member(&mut self, object: &Object, index: &Type, name: Option<&str>) -> Option<Type> {
        if let Some(name) = name
            && let Some((ty, flags)) = property_type(object, name)
        {
            let is_method = object.members.iter().any(|member| {
                matches!(member.kind, MemberKind::Method(_))
                    && member_key(member).is_some_and(|key| super::object::key_text(key) == name)
            });
            // The machine gives the method itself, and forgets that it may be missing.
            self.differs |= is_method || flags.optional || matches!(ty, Type::Function(_));
            self.differs |=
                object.members.iter().any(|member| matches!(member.kind, MemberKind::Index { .. }));
            return Some(if flags.optional {
                Type::Union(vec![ty, Type::Keyword(ops::UNDEFINED)].into())
            } else {
                ty
            });
        }
        let indexes = object.members.iter().filter_map(|member| match &member.kind {
            MemberKind::Index { key, value } => Some((key.clone(), value.clone())),
            _ => None,
        });
        let is_number = match index {
            Type::Keyword(ops::NUMBER) | Type::Literal(Literal::Number(_)) => true,
            Type::Literal(Literal::String(text)) => super::template::number_text(text).is_some(),
            _ => false,
        };
        let mut found = None;
        for (key, value) in indexes {
            let fits = match &key {
                Type::Keyword(ops::NUMBER) => is_number,
                Type::Keyword(ops::STRING) => *index != Type::Keyword(ops::SYMBOL),
                key => self.assignable(index, key)?,
            };
            if fits && (found.is_none() || key == Type::Keyword(ops::NUMBER)) {
                found = Some(value);
            }
        }
        self.differs = true;
        // A parameter's constraint has what its argument lacks: `Options['strict']` of `{}` is unknown.
        found.or_else(|| {
            name.filter(|name| !super::object::is_of_every_object(name)).map(|_| Type::Keyword(ops::UNKNOWN))
        })
    }

    fn access_tuple(&mut self, elements: &[Element], index: &Type, name: Option<&str>) -> Option<Type> {
        if name == Some("length") {
            self.differs |= elements.iter().any(|element| element.optional || element.rest != Rest::No);
            return Some(tuple_length(elements));
        }
        if let Some(position) = name.and_then(|name| name.parse::<usize>().ok()) {
            self.differs |= matches!(index, Type::Literal(Literal::String(_)));
            let fixed = elements.iter().take_while(|element| element.rest == Rest::No).count();
            if position < fixed {
                return elements.get(position).map(element_value);
            }
            // Within the rest, or behind it.
            self.differs = true;
            return match fixed < elements.len() {
                true => self.element_type(&elements[fixed..]),
                false => Some(Type::Keyword(ops::UNDEFINED)),
            };
        }
        match index {
            Type::Keyword(ops::NUMBER) => {
                self.differs |= elements.iter().any(|element| element.optional);
                self.element_type(elements)
            }
            _ => None,
        }
    }
}
