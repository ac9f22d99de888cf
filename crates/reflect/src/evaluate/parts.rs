//! The parts of a type: walks over them, and the substitution of variables.

use swc_core::atoms::Atom;

use crate::types::{MemberKind, Signature, Type};

/// Calls `each` with every type that a type is directly made of.
pub(super) fn children_mut(ty: &mut Type, each: &mut dyn FnMut(&mut Type)) {
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
        | Type::ClassReference(_, types) => types.iter_mut().for_each(each),
        Type::Tuple(elements) => elements.iter_mut().for_each(|element| each(&mut element.ty)),
        Type::Object(object) => {
            object.extends.iter_mut().for_each(&mut *each);
            object.members.iter_mut().for_each(|member| member_parts(&mut member.kind, each));
        }
        Type::Function(signature) => signature_parts(signature, each),
        Type::Class(class) => {
            if let Some((_, arguments)) = &mut class.extends {
                arguments.iter_mut().for_each(&mut *each);
            }
            class.implements.iter_mut().for_each(&mut *each);
            class.members.iter_mut().for_each(|member| member_parts(&mut member.kind, each));
        }
        Type::Conditional(conditional) => {
            each(&mut conditional.check);
            conditional.over.iter_mut().for_each(&mut *each);
            each(&mut conditional.extends);
            for inferred in &mut conditional.infers {
                inferred.constraint.iter_mut().for_each(&mut *each);
            }
            each(&mut conditional.then);
            each(&mut conditional.otherwise);
        }
        Type::Mapped(mapped) => {
            each(&mut mapped.constraint);
            mapped.source.iter_mut().for_each(&mut *each);
            mapped.name.iter_mut().for_each(&mut *each);
            each(&mut mapped.ty);
        }
    }
}

fn member_parts(kind: &mut MemberKind, each: &mut dyn FnMut(&mut Type)) {
    match kind {
        MemberKind::Property { ty, .. } => each(ty),
        MemberKind::Method(signature) => signature_parts(signature, each),
        MemberKind::Index { key, value } => {
            each(key);
            each(value);
        }
    }
}

fn signature_parts(signature: &mut Signature, each: &mut dyn FnMut(&mut Type)) {
    signature.parameters.iter_mut().for_each(|parameter| each(&mut parameter.ty));
    each(&mut signature.returns);
}

/// Calls `each` with every type that a type is directly made of.
pub(super) fn children(ty: &Type, each: &mut dyn FnMut(&Type)) {
    let member = |kind: &MemberKind, each: &mut dyn FnMut(&Type)| match kind {
        MemberKind::Property { ty, .. } => each(ty),
        MemberKind::Method(signature) => {
            signature.parameters.iter().for_each(|parameter| each(&parameter.ty));
            each(&signature.returns);
        }
        MemberKind::Index { key, value } => {
            each(key);
            each(value);
        }
    };
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
            object.members.iter().for_each(|part| member(&part.kind, each));
        }
        Type::Function(signature) => {
            signature.parameters.iter().for_each(|parameter| each(&parameter.ty));
            each(&signature.returns);
        }
        Type::Class(class) => {
            if let Some((_, arguments)) = &class.extends {
                arguments.iter().for_each(&mut *each);
            }
            class.implements.iter().for_each(&mut *each);
            class.members.iter().for_each(|part| member(&part.kind, each));
        }
        Type::Conditional(conditional) => {
            each(&conditional.check);
            conditional.over.iter().for_each(&mut *each);
            each(&conditional.extends);
            conditional
                .infers
                .iter()
                .filter_map(|inferred| inferred.constraint.as_ref())
                .for_each(&mut *each);
            each(&conditional.then);
            each(&conditional.otherwise);
        }
        Type::Mapped(mapped) => {
            each(&mapped.constraint);
            mapped.source.iter().for_each(&mut *each);
            mapped.name.iter().for_each(&mut *each);
            each(&mapped.ty);
        }
    }
}

/// Whether a type or a part of it is such a one.
pub(super) fn mentions(ty: &Type, is_such: &dyn Fn(&Type) -> bool) -> bool {
    if is_such(ty) {
        return true;
    }
    let mut found = false;
    children(ty, &mut |child| found = found || mentions(child, is_such));
    found
}

/// Whether nothing in a type is known only to someone else: a caller's type argument, a variable around it.
pub(super) fn is_closed(ty: &Type) -> bool {
    closed(ty, &mut Vec::new())
}

fn closed(ty: &Type, bound: &mut Vec<Atom>) -> bool {
    match ty {
        Type::Received(_) => false,
        Type::Variable(name) => bound.contains(name),
        Type::Conditional(conditional) => {
            let length = bound.len();
            if let (Some(variable), Some(over)) = (&conditional.distributes, &conditional.over) {
                if !closed(over, bound) {
                    return false;
                }
                bound.push(variable.clone());
            }
            let outside = closed(&conditional.check, bound) && closed(&conditional.otherwise, bound);
            bound.extend(conditional.infers.iter().map(|inferred| inferred.name.clone()));
            let inside = closed(&conditional.extends, bound)
                && closed(&conditional.then, bound)
                && conditional
                    .infers
                    .iter()
                    .filter_map(|inferred| inferred.constraint.as_ref())
                    .all(|constraint| closed(constraint, bound));
            bound.truncate(length);
            outside && inside
        }
        Type::Mapped(mapped) => {
            let outside =
                closed(&mapped.constraint, bound) && mapped.source.iter().all(|source| closed(source, bound));
            bound.push(mapped.variable.clone());
            let inside = closed(&mapped.ty, bound) && mapped.name.iter().all(|name| closed(name, bound));
            bound.pop();
            outside && inside
        }
        _ => {
            let mut all = true;
            children(ty, &mut |child| all = all && closed(child, bound));
            all
        }
    }
}

/// What variables stand for.
pub(super) type Bindings = Vec<(Atom, Type)>;

/// A type with its variables replaced. What they stand for is closed, so that nothing can be captured.
pub(super) fn substitute(ty: &Type, bindings: &[(Atom, Type)]) -> Type {
    let mut ty = ty.clone();
    replace(&mut ty, bindings);
    ty
}

fn replace(ty: &mut Type, bindings: &[(Atom, Type)]) {
    if bindings.is_empty() {
        return;
    }
    let find = |name: &Atom| bindings.iter().rev().find(|(bound, _)| bound == name).map(|(_, ty)| ty);
    let without = |hidden: &dyn Fn(&Atom) -> bool| -> Bindings {
        bindings.iter().filter(|(name, _)| !hidden(name)).cloned().collect()
    };
    match ty {
        Type::Variable(name) | Type::Infer(name) => {
            if let Some(found) = find(name) {
                *ty = found.clone();
            }
        }
        Type::Conditional(conditional) => {
            if let Some(variable) = &conditional.distributes
                && let Some(over) = find(variable)
            {
                // The evaluator replaces the variable itself, by one member of the union after the other.
                conditional.over = Some(over.clone());
            }
            let distributed = conditional.distributes.clone().filter(|_| conditional.over.is_some());
            let outside = without(&|name| Some(name) == distributed.as_ref());
            let inside = without(&|name| {
                Some(name) == distributed.as_ref()
                    || conditional.infers.iter().any(|inferred| inferred.name == *name)
            });
            replace(&mut conditional.check, &outside);
            replace(&mut conditional.otherwise, &outside);
            replace(&mut conditional.extends, &inside);
            replace(&mut conditional.then, &inside);
            for inferred in &mut conditional.infers {
                inferred.constraint.iter_mut().for_each(|constraint| replace(constraint, &inside));
            }
        }
        Type::Mapped(mapped) => {
            replace(&mut mapped.constraint, bindings);
            mapped.source.iter_mut().for_each(|source| replace(source, bindings));
            let inside = without(&|name| *name == mapped.variable);
            replace(&mut mapped.ty, &inside);
            mapped.name.iter_mut().for_each(|name| replace(name, &inside));
        }
        _ => children_mut(ty, &mut |child| replace(child, bindings)),
    }
}

/// A signature as its callers see it who do not choose its type parameters: each is its constraint, or `unknown`.
pub(super) fn erase(ty: &mut Type) {
    if let Type::Opaque(_, constraint) = ty {
        *ty = match constraint.take() {
            Some(constraint) => *constraint,
            None => Type::Keyword(crate::ops::UNKNOWN),
        };
        // A constraint that mentions its own parameter ends here.
        children_mut(ty, &mut |child| {
            if let Type::Opaque(_, constraint) = child {
                *constraint = None;
            }
        });
    }
    children_mut(ty, &mut erase);
}
