//! What inference from values asks the evaluator.

use std::sync::Arc;

use swc_core::atoms::Atom;

use crate::context::GLOBALS;
use crate::ops::{self, Op};
use crate::types::{Element, Inferred, Literal, Member, MemberKind, Rest, Signature, Type};

use super::Evaluator;
use super::object::{member_key, member_type};
use super::parts::mentions;
use super::union::is_hidden;

impl Evaluator<'_, '_> {
    /// The union of types that values have, in its normal form: beside another array, one without elements adds nothing.
    pub(crate) fn simplified(&mut self, types: Vec<Type>) -> Option<Type> {
        let united = self.union(types)?;
        let Type::Union(members) = &united else { return Some(united) };
        let is_list = |ty: &&Type| matches!(ty, Type::Array(_) | Type::Tuple(_) | Type::Readonly(_));
        if !members.iter().any(is_empty_list) || members.iter().filter(is_list).count() < 2 {
            return Some(united);
        }
        let rest = members.iter().filter(|member| !is_empty_list(member)).cloned().collect();
        self.union(rest)
    }

    /// The type of a member of an object, a class or an instance.
    pub(crate) fn member(&mut self, object: &Type, name: &str) -> Option<Type> {
        let key = Type::Literal(Literal::String(name.to_owned().into()));
        let found = self.access(object, &key)?;
        self.reduce(&found)
    }

    /// The members of a union, or the type alone.
    pub(crate) fn all_of(&mut self, ty: &Type) -> Option<Vec<Type>> {
        Some(match self.reduce(ty)? {
            Type::Union(members) => members.to_vec(),
            ty => vec![ty],
        })
    }

    /// A type without some of `null` and `undefined`.
    pub(crate) fn without(&mut self, ty: &Type, ops: &[Op]) -> Option<Type> {
        let mut rest = self.all_of(ty)?;
        rest.retain(|unit| !matches!(unit, Type::Keyword(op) if ops.contains(op)));
        self.union(rest)
    }

    /// A type without `null` and `undefined`.
    pub(crate) fn without_nullish(&mut self, ty: &Type) -> Option<Type> {
        self.without(ty, &[ops::NULL, ops::UNDEFINED])
    }

    /// Whether a type is a tuple, or a union with one.
    pub(crate) fn is_tuple(&mut self, ty: &Type) -> Option<bool> {
        for unit in self.all_of(ty)? {
            let inner = match self.shape(&unit)? {
                Type::Readonly(inner) => (*inner).clone(),
                shape => shape,
            };
            if matches!(inner, Type::Tuple(_)) {
                return Some(true);
            }
        }
        Some(false)
    }

    /// What `await` makes of a type; of a type parameter, as if it were no promise.
    pub(crate) fn awaited(&mut self, ty: &Type) -> Option<Type> {
        match self.reduce(ty)? {
            open @ Type::Opaque(..) => Some(open),
            Type::Union(members) => {
                let all: Option<Vec<Type>> = members.iter().map(|member| self.awaited(member)).collect();
                self.union(all?)
            }
            Type::Promise(inner) => self.awaited(&inner),
            reduced => match self.shape(&reduced)? {
                Type::Promise(inner) => self.awaited(&inner),
                _ => Some(reduced),
            },
        }
    }

    /// What a call of a function returns, if that does not depend on the call.
    pub(crate) fn returned(&mut self, function: &Type) -> Option<Type> {
        let returns = self.only_signature(function)?.returns.clone();
        let depends = mentions(&returns, &|part| matches!(part, Type::Opaque(..) | Type::Variable(_)));
        (!depends && !returns.is_any()).then_some(returns)
    }

    /// The signature of a function that has one alone.
    pub(crate) fn only_signature(&mut self, function: &Type) -> Option<Arc<Signature>> {
        let mut signatures = self.signatures(function, false)?;
        signatures.pop().filter(|_| signatures.is_empty())
    }

    /// What names in the types of parameters stand for, when these are given arguments.
    pub(crate) fn inferred_from(
        &mut self,
        arguments: Vec<Type>,
        parameters: Vec<Type>,
        names: &[Inferred],
    ) -> Option<Vec<(Atom, Type)>> {
        let tuple = |types: Vec<Type>| Type::Tuple(types.into_iter().map(Element::of).collect());
        self.inferred(&tuple(arguments), &tuple(parameters), names)
    }

    /// What `...` leaves of a list behind some first elements.
    pub(crate) fn rest_of_list(&mut self, ty: &Type, from: usize) -> Option<Type> {
        let shape = match self.shape(ty)? {
            Type::Readonly(inner) => (*inner).clone(),
            shape => shape,
        };
        Some(match shape {
            Type::Array(_) => shape,
            Type::Tuple(elements) if elements.iter().take(from).all(|element| element.rest == Rest::No) => {
                Type::Tuple(elements.iter().skip(from).cloned().collect())
            }
            _ => return None,
        })
    }

    /// What a loop over a value meets: the elements of an array, of a set, of anything that is `Iterable`.
    pub(crate) fn iterated(&mut self, ty: &Type) -> Option<Type> {
        self.iterated_as(ty, "Iterable")
    }

    /// The same of a loop with `await`.
    pub(crate) fn iterated_later(&mut self, ty: &Type) -> Option<Type> {
        let found = self.iterated_as(ty, "AsyncIterable").or_else(|| self.iterated_as(ty, "Iterable"))?;
        self.awaited(&found)
    }

    fn iterated_as(&mut self, ty: &Type, interface: &str) -> Option<Type> {
        let element = Atom::from("element");
        let id = *self.context.file(GLOBALS).index().names.types.get(&Atom::from(interface))?;
        let symbol = self.context.universe.symbol(GLOBALS, id);
        let pattern = Type::Named(symbol, vec![Type::Infer(element.clone())].into());
        let mut found = Vec::new();
        for unit in self.all_of(ty)? {
            let name = Inferred { name: element.clone(), constraint: None };
            found.push(match self.shape(&unit)? {
                Type::Array(element) if interface == "Iterable" => (*element).clone(),
                shape => self.inferred(&shape, &pattern, &[name])?.pop()?.1,
            });
        }
        self.union(found).filter(|ty| !matches!(ty, Type::Keyword(ops::UNKNOWN | ops::ANY)))
    }

    /// What the properties of an object are. `None` for one that may have more of them: to `Object.values` an interface is
    /// such a type.
    pub(crate) fn values(&mut self, ty: &Type) -> Option<Vec<Type>> {
        match self.shape(ty)? {
            Type::Object(object) if !object.is_interface => {}
            _ => return None,
        }
        let object = self.members_of(ty)?;
        let values = object.members.iter().map(|member| match &member.kind {
            MemberKind::Index { value, .. } => Some(vec![value.clone()]),
            _ if member.flags.optional => Some(vec![member_type(member)?, Type::Keyword(ops::UNDEFINED)]),
            _ => Some(vec![member_type(member)?]),
        });
        Some(values.collect::<Option<Vec<_>>>()?.concat())
    }

    /// The members that `...` takes from an object. Of one that may be nothing, `test ? {a: 1} : {}` or `test && {a: 1}`,
    /// each of them may be missing.
    pub(crate) fn spread(&mut self, ty: &Type) -> Option<Vec<Member>> {
        let units = self.all_of(ty)?;
        if let [only] = &units[..] {
            return self.spread_one(only);
        }
        let mut all = Vec::with_capacity(units.len());
        for unit in &units {
            all.push(match unit {
                Type::Keyword(ops::NULL | ops::UNDEFINED) | Type::Literal(_) => Vec::new(),
                unit => self.spread_one(unit)?,
            });
        }
        let is_nothing = |members: &Vec<Member>| {
            members.iter().all(|member| {
                member.flags.optional && member_type(member) == Some(Type::Keyword(ops::UNDEFINED))
            })
        };
        all.retain(|members| !is_nothing(members));
        let mut members = all.pop().filter(|_| all.is_empty())?;
        members.iter_mut().for_each(|member| member.flags.optional = true);
        Some(members)
    }

    fn spread_one(&mut self, ty: &Type) -> Option<Vec<Member>> {
        let object = self.members_of(ty)?;
        let mut members = Vec::with_capacity(object.members.len());
        for member in &object.members {
            if is_hidden(member) {
                continue;
            }
            let key = member_key(member)?.clone();
            let ty = member_type(member)?;
            members.push(Member::property(key, ty, false, member.flags));
        }
        Some(members)
    }
}

/// The type of `[]`.
fn is_empty_list(ty: &Type) -> bool {
    matches!(ty, Type::Array(element) if **element == Type::Keyword(ops::NEVER))
}

impl Member {
    pub(crate) fn has_key_of(&self, other: &Self) -> bool {
        member_key(self).is_some() && member_key(self) == member_key(other)
    }
}
