//! The parts of a type: walks over them, and the substitution of variables.

use std::sync::Arc;

use swc_core::atoms::Atom;

use crate::derived::Derived;
use crate::types::{
    Class, Conditional, Element, Inferred, Mapped, Member, MemberKind, Object, Parameter, Signature, Type,
};

/// A type with those of its direct parts replaced for which `change` gives something else; `None` where it does for
/// none of them, so that what stays the same stays shared.
pub(crate) fn changed(ty: &Type, change: &mut dyn FnMut(&Type) -> Option<Type>) -> Option<Type> {
    let mut boxed = |inner: &Arc<Type>| change(inner).map(Arc::new);
    Some(match ty {
        Type::Keyword(_)
        | Type::Brand(_)
        | Type::AnyNamed(_)
        | Type::Literal(_)
        | Type::Enum(_)
        | Type::FunctionReference(_)
        | Type::ValueOf(_)
        | Type::Received(_)
        | Type::Variable(_)
        | Type::Opaque(..)
        | Type::Infer(_) => return None,
        Type::Array(inner) => Type::Array(boxed(inner)?),
        Type::Readonly(inner) => Type::Readonly(boxed(inner)?),
        Type::Promise(inner) => Type::Promise(boxed(inner)?),
        Type::Set(inner) => Type::Set(boxed(inner)?),
        Type::KeyOf(inner) => Type::KeyOf(boxed(inner)?),
        Type::Intrinsic(case, inner) => Type::Intrinsic(*case, boxed(inner)?),
        Type::Map(key, value) => match (boxed(key), boxed(value)) {
            (None, None) => return None,
            (new_key, new_value) => Type::Map(or(new_key, key), or(new_value, value)),
        },
        Type::IndexAccess(object, index) => match (boxed(object), boxed(index)) {
            (None, None) => return None,
            (new_object, new_index) => Type::IndexAccess(or(new_object, object), or(new_index, index)),
        },
        Type::Template(types) => Type::Template(list(types, change)?.into()),
        Type::Union(types) => Type::Union(list(types, change)?.into()),
        Type::Intersection(types) => Type::Intersection(list(types, change)?.into()),
        Type::Named(symbol, types) => Type::Named(*symbol, list(types, change)?.into()),
        Type::ClassReference(value, types) => {
            Type::ClassReference(value.clone(), list(types, change)?.into())
        }
        Type::Tuple(elements) => Type::Tuple(
            list(elements, |element| Some(Element { ty: change(&element.ty)?, ..element.clone() }))?.into(),
        ),
        Type::Object(object) => {
            let extends = list(&object.extends, &mut *change);
            let members = list(&object.members, |part| member(part, change));
            if extends.is_none() && members.is_none() {
                return None;
            }
            Type::Object(Arc::new(Object {
                extends: or(extends, &object.extends),
                members: or(members, &object.members),
                description: object.description.clone(),
                is_interface: object.is_interface,
                facts: Derived::default(),
            }))
        }
        Type::Function(function) => Type::Function(Arc::new(signature(function, change)?)),
        Type::Class(class) => {
            let extends = class
                .extends
                .as_ref()
                .and_then(|(base, arguments)| Some((base.clone(), list(arguments, &mut *change)?.into())));
            let implements = list(&class.implements, &mut *change);
            let members = list(&class.members, |part| member(part, change));
            if extends.is_none() && implements.is_none() && members.is_none() {
                return None;
            }
            Type::Class(Arc::new(Class {
                extends: extends.or_else(|| class.extends.clone()),
                implements: or(implements, &class.implements),
                members: or(members, &class.members),
                name: class.name.clone(),
                description: class.description.clone(),
            }))
        }
        Type::Conditional(old) => {
            let check = change(&old.check);
            let over = old.over.as_ref().and_then(&mut *change);
            let extends = change(&old.extends);
            let infers = list(&old.infers, |inferred| {
                let constraint = change(inferred.constraint.as_ref()?)?;
                Some(Inferred { name: inferred.name.clone(), constraint: Some(constraint) })
            });
            let (then, otherwise) = (change(&old.then), change(&old.otherwise));
            return conditional(old, check, over, extends, infers, then, otherwise);
        }
        Type::Mapped(old) => {
            let constraint = change(&old.constraint);
            let source = old.source.as_ref().and_then(&mut *change);
            let name = old.name.as_ref().and_then(&mut *change);
            return mapped(old, constraint, source, name, change(&old.ty));
        }
    })
}

/// A conditional type with the parts replaced that are given; `None` where none is.
fn conditional(
    old: &Conditional,
    check: Option<Type>,
    over: Option<Type>,
    extends: Option<Type>,
    infers: Option<Vec<Inferred>>,
    then: Option<Type>,
    otherwise: Option<Type>,
) -> Option<Type> {
    let all = [&check, &over, &extends, &then, &otherwise];
    if infers.is_none() && all.into_iter().all(Option::is_none) {
        return None;
    }
    Some(Type::Conditional(Arc::new(Conditional {
        check: or(check, &old.check),
        distributes: old.distributes.clone(),
        over: over.or_else(|| old.over.clone()),
        extends: or(extends, &old.extends),
        infers: or(infers, &old.infers),
        then: or(then, &old.then),
        otherwise: or(otherwise, &old.otherwise),
        facts: Derived::default(),
    })))
}

/// A mapped type with the parts replaced that are given; `None` where none is.
fn mapped(
    old: &Mapped,
    constraint: Option<Type>,
    source: Option<Type>,
    name: Option<Type>,
    value: Option<Type>,
) -> Option<Type> {
    if [&constraint, &source, &name, &value].into_iter().all(Option::is_none) {
        return None;
    }
    Some(Type::Mapped(Arc::new(Mapped {
        constraint: or(constraint, &old.constraint),
        source: source.or_else(|| old.source.clone()),
        name: name.or_else(|| old.name.clone()),
        ty: or(value, &old.ty),
        ..old.clone()
    })))
}

fn member(part: &Member, change: &mut dyn FnMut(&Type) -> Option<Type>) -> Option<Member> {
    let kind = match &part.kind {
        MemberKind::Property { key, ty, class } => {
            MemberKind::Property { ty: change(ty)?, key: key.clone(), class: *class }
        }
        MemberKind::Method(method) => MemberKind::Method(Arc::new(signature(method, change)?)),
        MemberKind::Index { key, value } => match (change(key), change(value)) {
            (None, None) => return None,
            (new_key, new_value) => MemberKind::Index { key: or(new_key, key), value: or(new_value, value) },
        },
    };
    let (flags, default, description) = (part.flags, part.default.clone(), part.description.clone());
    Some(Member { kind, flags, default, description })
}

fn signature(old: &Signature, change: &mut dyn FnMut(&Type) -> Option<Type>) -> Option<Signature> {
    let parameters = list(&old.parameters, |parameter| {
        let ty = change(&parameter.ty)?;
        Some(Parameter {
            ty,
            name: parameter.name.clone(),
            default: parameter.default.clone(),
            description: parameter.description.clone(),
            ..*parameter
        })
    });
    let returns = change(&old.returns);
    if parameters.is_none() && returns.is_none() {
        return None;
    }
    Some(Signature {
        parameters: parameters.map_or_else(|| Arc::clone(&old.parameters), Arc::from),
        returns: or(returns, &old.returns),
        key: old.key.clone(),
        description: old.description.clone(),
        op: old.op,
        facts: Derived::default(),
    })
}

/// A list with those items replaced for which `change` gives something else; `None` where it does for none.
pub(crate) fn list<T: Clone>(items: &[T], mut change: impl FnMut(&T) -> Option<T>) -> Option<Vec<T>> {
    let mut result: Option<Vec<T>> = None;
    for (position, item) in items.iter().enumerate() {
        match (change(item), &mut result) {
            (Some(new), Some(result)) => result.push(new),
            (Some(new), None) => {
                let mut begun = Vec::with_capacity(items.len());
                begun.extend_from_slice(&items[..position]);
                begun.push(new);
                result = Some(begun);
            }
            (None, Some(result)) => result.push(item.clone()),
            (None, None) => {}
        }
    }
    result
}

fn or<T: Clone>(new: Option<T>, old: &T) -> T {
    new.unwrap_or_else(|| old.clone())
}

/// Calls `each` with every type that a type is directly made of.
pub(crate) fn children(ty: &Type, each: &mut dyn FnMut(&Type)) {
    match ty {
        Type::Keyword(_)
        | Type::Brand(_)
        | Type::AnyNamed(_)
        | Type::Literal(_)
        | Type::Enum(_)
        | Type::FunctionReference(_)
        | Type::ValueOf(_)
        | Type::Received(_)
        | Type::Variable(_)
        | Type::Opaque(..)
        | Type::Infer(_) => {}
        Type::Array(inner)
        | Type::Readonly(inner)
        | Type::Promise(inner)
        | Type::Set(inner)
        | Type::KeyOf(inner)
        | Type::Intrinsic(_, inner) => each(inner),
        Type::Map(first, second) | Type::IndexAccess(first, second) => {
            each(first);
            each(second);
        }
        Type::Template(types)
        | Type::Union(types)
        | Type::Intersection(types)
        | Type::Named(_, types)
        | Type::ClassReference(_, types) => types.iter().for_each(each),
        Type::Tuple(elements) => elements.iter().for_each(|element| each(&element.ty)),
        Type::Object(object) => {
            object.extends.iter().for_each(&mut *each);
            object.members.iter().for_each(|member| member_children(member, each));
        }
        Type::Function(signature) => signature_children(signature, each),
        Type::Class(class) => {
            class.extends.iter().flat_map(|(_, arguments)| arguments.iter()).for_each(&mut *each);
            class.implements.iter().for_each(&mut *each);
            class.members.iter().for_each(|member| member_children(member, each));
        }
        Type::Conditional(conditional) => {
            let Conditional { check, over, extends, infers, then, otherwise, .. } = &**conditional;
            each(check);
            over.iter().for_each(&mut *each);
            each(extends);
            infers.iter().filter_map(|inferred| inferred.constraint.as_ref()).for_each(&mut *each);
            each(then);
            each(otherwise);
        }
        Type::Mapped(mapped) => {
            let Mapped { constraint, source, name, ty, .. } = &**mapped;
            each(constraint);
            source.iter().chain(name).for_each(&mut *each);
            each(ty);
        }
    }
}

fn member_children(member: &Member, each: &mut dyn FnMut(&Type)) {
    match &member.kind {
        MemberKind::Property { ty, .. } => each(ty),
        MemberKind::Method(signature) => signature_children(signature, each),
        MemberKind::Index { key, value } => {
            each(key);
            each(value);
        }
    }
}

fn signature_children(signature: &Signature, each: &mut dyn FnMut(&Type)) {
    signature.parameters.iter().for_each(|parameter| each(&parameter.ty));
    each(&signature.returns);
}

/// Whether a type or a part of it is such a one.
pub(crate) fn mentions(ty: &Type, is_such: &dyn Fn(&Type) -> bool) -> bool {
    if is_such(ty) {
        return true;
    }
    let mut found = false;
    children(ty, &mut |child| found = found || mentions(child, is_such));
    found
}

/// Whether each variable in a type is one of those that are `bound`. `fuel` is how many parts may be looked at.
pub(super) fn closed(ty: &Type, bound: &mut Vec<Atom>, fuel: &mut u32) -> bool {
    let facts = ty.facts();
    if !facts.has_variables {
        // As if it were walked over: large types are for no one to have many of.
        let enough = *fuel >= facts.size;
        *fuel = fuel.saturating_sub(facts.size);
        return enough;
    }
    let Some(less) = fuel.checked_sub(1) else { return false };
    *fuel = less;
    match ty {
        Type::Received(_) => false,
        Type::Variable(name) | Type::Infer(name) => bound.contains(name),
        Type::Conditional(conditional) => {
            let length = bound.len();
            if let (Some(variable), Some(over)) = (&conditional.distributes, &conditional.over) {
                if !closed(over, bound, fuel) {
                    return false;
                }
                bound.push(variable.clone());
            }
            let outside =
                closed(&conditional.check, bound, fuel) && closed(&conditional.otherwise, bound, fuel);
            bound.extend(conditional.infers.iter().map(|inferred| inferred.name.clone()));
            let inside = closed(&conditional.extends, bound, fuel)
                && closed(&conditional.then, bound, fuel)
                && conditional
                    .infers
                    .iter()
                    .filter_map(|inferred| inferred.constraint.as_ref())
                    .all(|constraint| closed(constraint, bound, fuel));
            bound.truncate(length);
            outside && inside
        }
        Type::Mapped(mapped) => {
            let outside = closed(&mapped.constraint, bound, fuel)
                && mapped.source.iter().all(|source| closed(source, bound, fuel));
            bound.push(mapped.variable.clone());
            let inside =
                closed(&mapped.ty, bound, fuel) && mapped.name.iter().all(|name| closed(name, bound, fuel));
            bound.pop();
            outside && inside
        }
        _ => {
            let mut all = true;
            children(ty, &mut |child| all = all && closed(child, bound, fuel));
            all
        }
    }
}

/// What variables stand for.
pub(super) type Bindings = Vec<(Atom, Type)>;

/// A type with its variables replaced; `None` where none of them is in it. What they stand for is closed, so that
/// nothing can be captured. `fuel` is how many parts may be looked at: a type of many equal parts is a small one in
/// memory, and has no end all the same.
pub(super) fn substituted(ty: &Type, bindings: &[(Atom, Type)], fuel: &mut u32) -> Option<Type> {
    if bindings.is_empty() || *fuel == 0 {
        return None;
    }
    let facts = ty.facts();
    if !facts.has_variables {
        *fuel = fuel.saturating_sub(facts.size);
        return None;
    }
    *fuel -= 1;
    let find = |name: &Atom| bindings.iter().rev().find(|(bound, _)| bound == name).map(|(_, ty)| ty);
    let without = |hidden: &dyn Fn(&Atom) -> bool| -> Bindings {
        bindings.iter().filter(|(name, _)| !hidden(name)).cloned().collect()
    };
    match ty {
        Type::Variable(name) | Type::Infer(name) => find(name).cloned(),
        Type::Opaque(name, Some(constraint)) => {
            let constraint = substituted(constraint, bindings, fuel)?;
            Some(Type::Opaque(name.clone(), Some(Arc::new(constraint))))
        }
        Type::Conditional(old) => {
            // The evaluator replaces the variable itself, by one member of the union after the other. What it stands for
            // already is another variable of the same name.
            let variable = old.distributes.as_ref().filter(|_| old.over.is_none());
            let over = variable.and_then(find).cloned();
            let is_known = over.is_some() || old.over.is_some();
            let distributed = old.distributes.as_ref().filter(|_| is_known);
            let outside = without(&|name| Some(name) == distributed);
            let inside = without(&|name| {
                Some(name) == distributed || old.infers.iter().any(|inferred| inferred.name == *name)
            });
            let check = substituted(&old.check, &outside, fuel);
            let otherwise = substituted(&old.otherwise, &outside, fuel);
            let extends = substituted(&old.extends, &inside, fuel);
            let then = substituted(&old.then, &inside, fuel);
            let infers = list(&old.infers, |inferred| {
                let constraint = substituted(inferred.constraint.as_ref()?, &inside, fuel)?;
                Some(Inferred { name: inferred.name.clone(), constraint: Some(constraint) })
            });
            conditional(old, check, over, extends, infers, then, otherwise)
        }
        Type::Mapped(old) => {
            let constraint = substituted(&old.constraint, bindings, fuel);
            let source = old.source.as_ref().and_then(|source| substituted(source, bindings, fuel));
            let inside = without(&|name| *name == old.variable);
            let value = substituted(&old.ty, &inside, fuel);
            let name = old.name.as_ref().and_then(|name| substituted(name, &inside, fuel));
            mapped(old, constraint, source, name, value)
        }
        _ => changed(ty, &mut |child| substituted(child, bindings, fuel)),
    }
}

/// A signature as its callers see it who do not choose its type parameters: each is its constraint, or `unknown`.
pub(super) fn erased(ty: &Type) -> Option<Type> {
    let Type::Opaque(_, constraint) = ty else { return changed(ty, &mut erased) };
    let Some(constraint) = constraint else { return Some(Type::Keyword(crate::ops::UNKNOWN)) };
    // A constraint that mentions its own parameter ends here.
    let ended = changed(constraint, &mut |child| match child {
        Type::Opaque(_, Some(_)) => Some(Type::Keyword(crate::ops::UNKNOWN)),
        _ => None,
    });
    let ended = ended.unwrap_or_else(|| (**constraint).clone());
    Some(erased(&ended).unwrap_or(ended))
}
