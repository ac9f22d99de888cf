//! Mapped types.

use std::sync::Arc;

use crate::ops;
use crate::types::{Element, Flags, Key, Literal, Mapped, Member, MemberKind, Object, Rest, Type};

use super::Evaluator;
use super::object::{key_text, member_key, property_type};
use super::parts::{changed, mentions};
use super::union::{is_hidden, key_type, primitive_of};

/// A key of a mapped type, with the member that it comes from.
struct Entry {
    /// What the variable stands for.
    key: Type,
    /// The key itself, where it has no type of its own: a symbol.
    symbol: Option<Key>,
    flags: Flags,
    /// The member's own type, of a homomorphic type.
    own: Option<Type>,
}

impl Evaluator<'_, '_> {
    pub(super) fn mapped(&mut self, mapped: &Mapped) -> Option<Type> {
        if mapped.over_parameter
            && let Some(source) = &mapped.source
        {
            let source = self.reduce(source)?;
            let shape = self.shape(&source)?;
            match &shape {
                Type::Union(members) => {
                    self.differs = true;
                    let all: Option<Vec<Type>> =
                        members.iter().map(|member| self.mapped(&over(mapped, member))).collect();
                    return self.union(all?);
                }
                Type::Array(_) | Type::Tuple(_) | Type::Readonly(_) if mapped.name.is_none() => {
                    self.differs = true;
                    return self.mapped_list(mapped, &shape);
                }
                Type::Keyword(ops::ANY) => {
                    self.differs = true;
                    let value =
                        self.substitute(&mapped.ty, &[(mapped.variable.clone(), Type::Keyword(ops::STRING))]);
                    let key = Type::Keyword(ops::STRING);
                    return Some(object(vec![index(key, value, modified(mapped, Flags::default()))]));
                }
                Type::Keyword(ops::OBJECT | ops::UNKNOWN) => {
                    self.differs = true;
                    return Some(object(Vec::new()));
                }
                // What has no members of its own stays what it is.
                Type::Keyword(ops::DATE | ops::REGEXP) => {}
                Type::Keyword(_) | Type::Literal(_) | Type::Template(_) | Type::Brand(_) => {
                    self.differs = true;
                    return Some(shape);
                }
                _ => {}
            }
        }
        let entries = self.entries(mapped)?;
        let mut members: Vec<Member> = Vec::with_capacity(entries.len());
        for entry in entries {
            self.add_entry(mapped, entry, &mut members)?;
        }
        Some(object(members))
    }

    fn add_entry(&mut self, mapped: &Mapped, entry: Entry, members: &mut Vec<Member>) -> Option<()> {
        let binding = [(mapped.variable.clone(), entry.key.clone())];
        let names = match &mapped.name {
            Some(name) => {
                let name = self.substitute(name, &binding);
                let names = self.units(&name)?;
                self.differs |= names.len() > 1;
                names
            }
            None => vec![entry.key.clone()],
        };
        let flags = modified(mapped, entry.flags);
        let is_same = is_identity(mapped);
        self.judge(mapped, &entry, is_same);
        for name in names {
            let key = match &name {
                Type::Literal(Literal::String(text)) => Key::Name(text.clone()),
                Type::Literal(Literal::Number(digits)) => Key::Number(digits.clone()),
                Type::Keyword(ops::SYMBOL) if entry.symbol.is_some() => entry.symbol.clone()?,
                Type::Keyword(ops::STRING | ops::NUMBER | ops::SYMBOL) | Type::Template(_) => {
                    let value = match (&entry.own, is_same) {
                        (Some(own), true) => own.clone(),
                        _ => self.substitute(&mapped.ty, &binding),
                    };
                    self.differs |= mapped.source.is_some() || matches!(name, Type::Template(_));
                    let flags = Flags { optional: false, ..flags };
                    let value = if mapped.modifier & ops::MAPPED_OPTIONAL != 0 {
                        Type::Union(vec![value, Type::Keyword(ops::UNDEFINED)].into())
                    } else {
                        value
                    };
                    members.push(index(name, value, flags));
                    continue;
                }
                Type::ValueOf(_) => return None,
                // A marked text or number: `Record<UserId, T>`.
                name if self.is_marked_primitive(name)? => {
                    let name = name.clone();
                    self.differs = true;
                    let value = self.substitute(&mapped.ty, &binding);
                    members.push(index(name, value, Flags { optional: false, ..flags }));
                    continue;
                }
                _ => continue,
            };
            let mut ty = match (&entry.own, is_same) {
                (Some(own), true) => own.clone(),
                _ => self.substitute(&mapped.ty, &binding),
            };
            if mapped.modifier & ops::MAPPED_REMOVE_OPTIONAL != 0 && entry.flags.optional
                || flags.optional && is_same
            {
                ty = self.without_undefined(&ty)?;
            }
            let known = members
                .iter_mut()
                .find(|known| member_key(known).is_some_and(|known| key_text(known) == key_text(&key)));
            match known {
                Some(Member { kind: MemberKind::Property { ty: known, .. }, .. }) => {
                    *known = Type::Union(vec![known.clone(), ty].into());
                    self.differs = true;
                }
                _ => {
                    let never = !self.is_structure(&ty) && self.is_never(&ty);
                    self.differs |= never;
                    let ty = if never { Type::Keyword(ops::NEVER) } else { ty };
                    members.push(Member::property(key, ty, false, flags));
                }
            }
        }
        Some(())
    }

    /// `string & {mark}`.
    fn is_marked_primitive(&mut self, ty: &Type) -> Option<bool> {
        Some(match ty {
            Type::Named(symbol, _) if self.is_enum(*symbol) => false,
            Type::Named(..) | Type::Intersection(_) => match self.shape(ty)? {
                Type::Intersection(parts) => parts.iter().any(|part| primitive_of(part).is_some()),
                _ => false,
            },
            _ => false,
        })
    }

    /// Marks what the machine would do otherwise.
    fn judge(&mut self, mapped: &Mapped, entry: &Entry, is_same: bool) {
        let loses_marks = entry.flags.optional || entry.flags.readonly;
        self.differs |= !is_same && loses_marks;
        self.differs |= mapped.name.is_some() && loses_marks;
        self.differs |= entry.symbol.is_some();
        // A method is a member of its own kind to it.
        self.differs |= matches!(entry.own, Some(Type::Function(_))) && is_same;
        self.differs |= mapped.modifier & ops::MAPPED_REMOVE_OPTIONAL != 0 && !is_same;
    }

    fn is_never(&mut self, ty: &Type) -> bool {
        matches!(self.reduce(ty), Some(Type::Keyword(ops::NEVER)))
    }

    pub(super) fn without_undefined(&mut self, ty: &Type) -> Option<Type> {
        if self.is_structure(ty) {
            return Some(ty.clone());
        }
        let reduced = match self.reduce(ty) {
            Some(reduced) => reduced,
            None => return Some(ty.clone()),
        };
        match reduced {
            Type::Union(members) if members.contains(&Type::Keyword(ops::UNDEFINED)) => {
                let rest =
                    members.iter().filter(|ty| **ty != Type::Keyword(ops::UNDEFINED)).cloned().collect();
                self.union(rest)
            }
            Type::Keyword(ops::UNDEFINED) => Some(Type::Keyword(ops::NEVER)),
            _ => Some(ty.clone()),
        }
    }

    fn entries(&mut self, mapped: &Mapped) -> Option<Vec<Entry>> {
        let is_direct = matches!(mapped.constraint, Type::KeyOf(_));
        if is_direct && let Some(source) = &mapped.source {
            let shape = self.shape(source)?;
            self.differs |= self.is_composed(source);
            if let Some(object) = self.members_or_list(&shape) {
                self.differs |= matches!(shape, Type::ClassReference(..) | Type::ValueOf(_));
                return Some(self.own_entries(&object));
            }
        }
        let keys = self.reduce(&mapped.constraint)?;
        // The machine lets modifiers carry over with the keys, also of `keyof` behind a name.
        self.differs |= mapped.source.is_none()
            && mentions(&mapped.constraint, &|part| matches!(part, Type::KeyOf(_) | Type::Named(..)));
        let units = match &keys {
            Type::Keyword(ops::ANY) => {
                vec![Type::Keyword(ops::STRING), Type::Keyword(ops::NUMBER), Type::Keyword(ops::SYMBOL)]
            }
            keys => {
                let units = self.units(keys)?;
                let is_written = match keys {
                    Type::Union(members) => members.len() == units.len(),
                    Type::Keyword(ops::NEVER) => false,
                    Type::Named(..) => false,
                    _ => units.len() == 1,
                };
                self.differs |= !is_written;
                units
            }
        };
        let object = match &mapped.source {
            Some(source) => {
                let shape = self.shape(source)?;
                self.differs |= matches!(shape, Type::ClassReference(..) | Type::ValueOf(_));
                self.members_or_list(&shape)
            }
            None => None,
        };
        let entries = units.into_iter().map(|key| {
            let name = match &key {
                Type::Literal(Literal::String(text) | Literal::Number(text)) => Some(text.clone()),
                _ => None,
            };
            let found = name.and_then(|name| property_type(object.as_ref()?, &name));
            match found {
                Some((own, flags)) => Entry { key, symbol: None, flags: marks(flags), own: Some(own) },
                None => Entry { key, symbol: None, flags: Flags::default(), own: None },
            }
        });
        Some(entries.collect())
    }

    /// Whether a type is an intersection: what the machine puts together, it does not take apart well.
    fn is_composed(&mut self, ty: &Type) -> bool {
        match ty {
            Type::Intersection(_) => true,
            Type::Named(symbol, arguments) if !self.is_enum(*symbol) => {
                matches!(self.body(*symbol, arguments), Some(Type::Intersection(_)))
            }
            _ => false,
        }
    }

    fn members_or_list(&mut self, shape: &Type) -> Option<Arc<Object>> {
        match shape {
            Type::Array(_) | Type::Tuple(_) | Type::Readonly(_) => self.array_members(shape).map(Arc::new),
            _ => self.members_of(shape),
        }
    }

    fn own_entries(&mut self, object: &Object) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(object.members.len());
        for member in &object.members {
            if is_hidden(member) {
                continue;
            }
            match (&member.kind, member_key(member)) {
                (MemberKind::Index { key, value }, _) => {
                    self.differs = true;
                    let flags = Flags { optional: false, ..marks(member.flags) };
                    entries.push(Entry { key: key.clone(), symbol: None, flags, own: Some(value.clone()) });
                }
                (_, Some(key)) => {
                    let Some((own, flags)) = property_type(object, key_text(key)) else { continue };
                    if own == Type::Keyword(ops::NEVER) {
                        self.differs = true;
                    }
                    let ty = key_type(key);
                    let symbol = ty.is_none().then(|| key.clone());
                    let key = ty.unwrap_or(Type::Keyword(ops::SYMBOL));
                    if symbol.is_some() || !entries.iter().any(|known| known.key == key) {
                        entries.push(Entry { key, symbol, flags: marks(flags), own: Some(own) });
                    }
                }
                _ => {}
            }
        }
        entries
    }

    /// What a mapped type gives for a key.
    fn value_at(&mut self, mapped: &Mapped, key: Type) -> Type {
        self.substitute(&mapped.ty, &[(mapped.variable.clone(), key)])
    }

    /// A mapped type over an array or a tuple: each element is mapped.
    fn mapped_list(&mut self, mapped: &Mapped, shape: &Type) -> Option<Type> {
        let (inner, was_readonly) = match shape {
            Type::Readonly(inner) => (&**inner, true),
            shape => (shape, false),
        };
        let is_same = is_identity(mapped);
        let adds = mapped.modifier & ops::MAPPED_OPTIONAL != 0;
        let removes = mapped.modifier & ops::MAPPED_REMOVE_OPTIONAL != 0;
        let list = match inner {
            Type::Array(element) => {
                let ty = if is_same {
                    (**element).clone()
                } else {
                    self.value_at(mapped, Type::Keyword(ops::NUMBER))
                };
                let ty = if adds {
                    Type::Union(vec![ty, Type::Keyword(ops::UNDEFINED)].into())
                } else if removes {
                    self.without_undefined(&ty)?
                } else {
                    ty
                };
                Type::Array(Arc::new(ty))
            }
            Type::Tuple(elements) => {
                let mut changed = Vec::with_capacity(elements.len());
                for (position, element) in elements.iter().enumerate() {
                    let key = if element.rest == Rest::No {
                        Type::Literal(Literal::String(position.to_string().into()))
                    } else {
                        Type::Keyword(ops::NUMBER)
                    };
                    let mut ty = match (is_same, element.rest) {
                        (true, _) => element.ty.clone(),
                        (false, Rest::No) => self.value_at(mapped, key),
                        // Only what the rest itself holds.
                        (false, _) => {
                            let alone = over(mapped, &Type::Array(Arc::new(element.ty.clone())));
                            self.value_at(&alone, key)
                        }
                    };
                    let is_element = element.rest == Rest::No;
                    let optional = is_element && (adds || (element.optional && !removes));
                    if removes && element.optional {
                        ty = self.without_undefined(&ty)?;
                    }
                    changed.push(Element { ty, optional, ..element.clone() });
                }
                Type::Tuple(changed.into())
            }
            _ => return None,
        };
        let readonly = (was_readonly && mapped.modifier & ops::MAPPED_REMOVE_READONLY == 0)
            || mapped.modifier & ops::MAPPED_READONLY != 0;
        Some(if readonly { Type::Readonly(Arc::new(list)) } else { list })
    }
}

/// The same mapped type over another source.
fn over(mapped: &Mapped, source: &Type) -> Mapped {
    let Some(own) = &mapped.source else { return mapped.clone() };
    let swap = |ty: &Type| swapped(ty, own, source);
    Mapped {
        constraint: swap(&mapped.constraint),
        source: Some(source.clone()),
        name: mapped.name.as_ref().map(swap),
        ty: swap(&mapped.ty),
        ..mapped.clone()
    }
}

/// A type in which another one stands for the mapped type's source.
fn swapped(ty: &Type, from: &Type, to: &Type) -> Type {
    swap(ty, from, to).unwrap_or_else(|| ty.clone())
}

fn swap(ty: &Type, from: &Type, to: &Type) -> Option<Type> {
    match ty {
        Type::IndexAccess(object, index) if **object == *from => {
            let index = swap(index, from, to).map_or_else(|| Arc::clone(index), Arc::new);
            Some(Type::IndexAccess(Arc::new(to.clone()), index))
        }
        Type::KeyOf(inner) if **inner == *from => Some(Type::KeyOf(Arc::new(to.clone()))),
        _ => changed(ty, &mut |child| swap(child, from, to)),
    }
}

/// `{[K in keyof T]: T[K]}`.
fn is_identity(mapped: &Mapped) -> bool {
    match (&mapped.ty, &mapped.source) {
        (Type::IndexAccess(object, key), Some(source)) => {
            **object == *source && **key == Type::Variable(mapped.variable.clone())
        }
        _ => false,
    }
}

fn modified(mapped: &Mapped, flags: Flags) -> Flags {
    let modifier = |add: u32, remove: u32, own: bool| {
        (own || mapped.modifier & add != 0) && mapped.modifier & remove == 0
    };
    Flags {
        optional: modifier(ops::MAPPED_OPTIONAL, ops::MAPPED_REMOVE_OPTIONAL, flags.optional),
        readonly: modifier(ops::MAPPED_READONLY, ops::MAPPED_REMOVE_READONLY, flags.readonly),
        ..Flags::default()
    }
}

fn marks(flags: Flags) -> Flags {
    Flags { optional: flags.optional, readonly: flags.readonly, ..Flags::default() }
}

fn object(members: Vec<Member>) -> Type {
    Type::Object(Arc::new(Object { members, ..Object::default() }))
}

fn index(key: Type, value: Type, flags: Flags) -> Member {
    Member { kind: MemberKind::Index { key, value }, flags, default: None, description: None }
}
