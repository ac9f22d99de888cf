//! Whether two types are the same one to TypeScript: what `Equals` of many libraries asks.

use crate::ops;
use crate::types::{Element, Flags, MemberKind, Object, Rest, Signature, Type};

use super::Evaluator;
use super::object::{is_optional, key_text, member_key, property_type};

impl Evaluator<'_, '_> {
    pub(super) fn identical(&mut self, a: &Type, b: &Type) -> Option<bool> {
        if a == b {
            return Some(true);
        }
        let (a, b) = (self.shape(a)?, self.shape(b)?);
        if a == b {
            return Some(true);
        }
        let pair = (a, b);
        if self.assumed.contains(&pair) {
            self.assumptions += 1;
            return Some(true);
        }
        self.assumed.push(pair.clone());
        let same = self.same_shape(&pair.0, &pair.1);
        self.assumed.pop();
        same
    }

    fn same_shape(&mut self, a: &Type, b: &Type) -> Option<bool> {
        Some(match (a, b) {
            (Type::Union(_), Type::Union(_)) => {
                let (a, b) = (self.units(a)?, self.units(b)?);
                a.len() == b.len() && self.each_in(&a, &b)? && self.each_in(&b, &a)?
            }
            (Type::Array(a), Type::Array(b))
            | (Type::Readonly(a), Type::Readonly(b))
            | (Type::Promise(a), Type::Promise(b))
            | (Type::Set(a), Type::Set(b)) => self.identical(a, b)?,
            (Type::Map(a, b), Type::Map(c, d)) => self.identical(a, c)? && self.identical(b, d)?,
            (Type::Tuple(a), Type::Tuple(b)) => self.same_elements(a, b)?,
            (Type::ClassReference(a, first), Type::ClassReference(b, second)) => {
                if a.declaration != b.declaration || first.len() != second.len() {
                    return Some(false);
                }
                for (a, b) in first.iter().zip(second.iter()) {
                    if !self.identical(a, b)? {
                        return Some(false);
                    }
                }
                true
            }
            (Type::Intersection(a), Type::Intersection(b)) => {
                a.len() == b.len() && self.each_in(a, b)? && self.each_in(b, a)?
            }
            (Type::Function(a), Type::Function(b)) => self.same_signature(a, b)?,
            (Type::Object(a), Type::Object(b)) => self.same_members(a, b)?,
            _ => false,
        })
    }

    fn each_in(&mut self, a: &[Type], b: &[Type]) -> Option<bool> {
        for one in a {
            let mut found = false;
            for other in b {
                if self.identical(one, other)? {
                    found = true;
                    break;
                }
            }
            if !found {
                return Some(false);
            }
        }
        Some(true)
    }

    fn same_elements(&mut self, a: &[Element], b: &[Element]) -> Option<bool> {
        if a.len() != b.len() {
            return Some(false);
        }
        for (a, b) in a.iter().zip(b) {
            if a.optional != b.optional || a.rest != b.rest || !self.identical(&a.ty, &b.ty)? {
                return Some(false);
            }
        }
        Some(true)
    }

    fn same_signature(&mut self, a: &Signature, b: &Signature) -> Option<bool> {
        if a.parameters.len() != b.parameters.len() {
            return Some(false);
        }
        for (a, b) in a.parameters.iter().zip(&*b.parameters) {
            if is_optional(a) != is_optional(b)
                || (a.rest == Rest::No) != (b.rest == Rest::No)
                || !self.identical(&a.ty, &b.ty)?
            {
                return Some(false);
            }
        }
        self.identical(&a.returns, &b.returns)
    }

    fn same_members(&mut self, a: &Object, b: &Object) -> Option<bool> {
        if a.members.len() != b.members.len() {
            return Some(false);
        }
        for (position, member) in a.members.iter().enumerate() {
            let same = match (&member.kind, member_key(member).map(key_text)) {
                (_, Some(name)) => {
                    let (Some((first, own)), Some((second, other))) =
                        (property_type(a, name), property_type(b, name))
                    else {
                        return Some(false);
                    };
                    let marks = |flags: Flags| (flags.optional, flags.readonly);
                    marks(own) == marks(other) && self.identical(&first, &second)?
                }
                (MemberKind::Index { key, value }, _) => {
                    let mut found = false;
                    for other in &b.members {
                        if let MemberKind::Index { key: other_key, value: other_value } = &other.kind
                            && key == other_key
                        {
                            found = member.flags.readonly == other.flags.readonly
                                && self.identical(value, other_value)?;
                        }
                    }
                    found
                }
                (MemberKind::Method(own), _) => match &b.members[position].kind {
                    MemberKind::Method(other) => own.op == other.op && self.same_signature(own, other)?,
                    _ => false,
                },
                _ => false,
            };
            if !same {
                return Some(false);
            }
        }
        Some(true)
    }

    /// Whether two conditional types that wait for a type parameter choose alike: `X` and `Y` of
    /// `(<T>() => T extends X ? 1 : 2) extends (<T>() => T extends Y ? 1 : 2)`.
    pub(super) fn same_choice(&mut self, a: &Type, b: &Type) -> Option<bool> {
        let (Type::Conditional(a), Type::Conditional(b)) = (a, b) else { return None };
        if !matches!((&a.check, &b.check), (Type::Opaque(..), Type::Opaque(..))) {
            return None;
        }
        let is_any = |ty: &Type| *ty == Type::Keyword(ops::ANY);
        let (first, second) = (self.reduce(&a.extends)?, self.reduce(&b.extends)?);
        let same = is_any(&first) == is_any(&second) && self.identical(&first, &second)?;
        Some(same && self.assignable(&a.then, &b.then)? && self.assignable(&a.otherwise, &b.otherwise)?)
    }
}
