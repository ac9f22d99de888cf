//! What `infer` finds in a type.

use std::sync::Arc;

use swc_core::atoms::Atom;

use crate::ops;
use crate::types::{Element, Inferred, Literal, MemberKind, Object, Rest, Signature, Type};

use super::Evaluator;
use super::assign::element_value;
use super::object::{
    erased, is_optional, key_text, member_key, member_type, parameters_tuple, property_type,
};
use super::parts::{Bindings, children, mentions};
use super::union::MAX_PRODUCT;

/// How deep recursive patterns are followed.
const MAX_PATTERN: usize = 24;

/// What was found for the names, in the order in which it was found.
#[derive(Default)]
struct Candidates {
    list: Vec<Candidate>,
    /// What names are by where they stand: without a candidate they are that.
    implied: Bindings,
    depth: usize,
}

struct Candidate {
    name: Atom,
    ty: Type,
    /// Found as a parameter.
    contra: bool,
}

impl Evaluator<'_, '_> {
    /// What the names of a pattern stand for, when it is held against a type.
    pub(super) fn inferred(&mut self, source: &Type, pattern: &Type, names: &[Inferred]) -> Option<Bindings> {
        let mut candidates = Candidates::default();
        imply(pattern, &mut candidates.implied);
        if !matches!(source, Type::Keyword(ops::ANY | ops::NEVER)) {
            self.infer(source, pattern, false, &mut candidates);
        }
        let mut bindings: Bindings = Vec::with_capacity(names.len());
        for Inferred { name, constraint } in names {
            let of = |contra: bool| -> Vec<Type> {
                let found =
                    candidates.list.iter().filter(|found| found.name == *name && found.contra == contra);
                found.map(|found| found.ty.clone()).collect()
            };
            let (covariant, contravariant) = (of(false), of(true));
            let mut found = if !covariant.is_empty() {
                self.united(covariant)?
            } else if !contravariant.is_empty() {
                let mut all = contravariant;
                if all.len() == 1 { all.swap_remove(0) } else { self.intersection(&all)? }
            } else if let Some(constraint) = constraint {
                constraint.clone()
            } else {
                let implied = candidates.implied.iter().find(|(implied, _)| implied == name);
                implied.map_or(Type::Keyword(ops::UNKNOWN), |(_, ty)| ty.clone())
            };
            if let Some(constraint) = constraint {
                if let Some(converted) = self.converted(&found, constraint) {
                    found = converted;
                }
                if !self.assignable(&found, constraint)? {
                    // The check then fails, as it does in TypeScript.
                    found = constraint.clone();
                }
            }
            bindings.push((name.clone(), found));
        }
        Some(bindings)
    }

    fn united(&mut self, mut types: Vec<Type>) -> Option<Type> {
        if types.len() == 1 { types.pop() } else { self.union(types) }
    }

    /// A text where a number, a bigint or a boolean is asked for: `infer N extends number`.
    fn converted(&mut self, found: &Type, constraint: &Type) -> Option<Type> {
        let Type::Literal(Literal::String(text)) = found else { return None };
        for unit in self.units(constraint)? {
            let converted = match unit {
                Type::Keyword(ops::STRING) => return None,
                Type::Keyword(ops::NUMBER) => match super::template::number_text(text) {
                    Some(digits) => Some(Literal::Number(digits.into())),
                    None if super::template::is_number_text(text) => return Some(unit),
                    None => None,
                },
                Type::Keyword(ops::BIGINT) => {
                    super::template::is_bigint_text(text).then(|| Literal::BigInt(format!("{text}n").into()))
                }
                Type::Literal(Literal::Boolean(value)) if value.to_string() == **text => {
                    Some(Literal::Boolean(value))
                }
                Type::Keyword(ops::NULL) if text == "null" => return Some(Type::Keyword(ops::NULL)),
                Type::Keyword(ops::UNDEFINED) if text == "undefined" => {
                    return Some(Type::Keyword(ops::UNDEFINED));
                }
                _ => None,
            };
            if let Some(converted) = converted {
                return Some(Type::Literal(converted));
            }
        }
        None
    }

    fn infer(&mut self, source: &Type, pattern: &Type, contra: bool, candidates: &mut Candidates) {
        if let Type::Infer(name) = pattern {
            candidates.list.push(Candidate { name: name.clone(), ty: source.clone(), contra });
            return;
        }
        if candidates.depth >= MAX_PATTERN || !has_infer(pattern) {
            return;
        }
        candidates.depth += 1;
        self.infer_part(source, pattern, contra, candidates);
        candidates.depth -= 1;
    }

    fn infer_part(&mut self, source: &Type, pattern: &Type, contra: bool, candidates: &mut Candidates) {
        if let (Type::Named(symbol, arguments), Type::Named(other, patterns)) = (source, pattern)
            && symbol == other
        {
            for (argument, pattern) in arguments.iter().zip(patterns.iter()) {
                self.infer(argument, pattern, contra, candidates);
            }
            return;
        }
        match pattern {
            Type::Union(patterns) => return self.infer_union(source, patterns, contra, candidates),
            Type::Intersection(patterns) => {
                for pattern in patterns.iter() {
                    self.infer(source, pattern, contra, candidates);
                }
                return;
            }
            Type::Named(symbol, arguments) => {
                if let Some(body) = self.body(*symbol, arguments) {
                    self.infer(source, &body, contra, candidates);
                }
                return;
            }
            Type::Conditional(conditional) => {
                self.infer(source, &conditional.then, contra, candidates);
                self.infer(source, &conditional.otherwise, contra, candidates);
                return;
            }
            _ => {}
        }
        let Some(mut shape) = self.shape(source) else { return };
        if let (Type::ClassReference(..), Type::Array(_) | Type::Map(..) | Type::Set(_) | Type::Promise(_)) =
            (&shape, pattern)
            && let Some(base) = self.library_base(&shape)
        {
            shape = base;
        }
        if let Type::Union(members) = &shape {
            for member in members.iter() {
                self.infer(member, pattern, contra, candidates);
            }
            return;
        }
        match (pattern, &shape) {
            (Type::Readonly(pattern), Type::Readonly(source)) => {
                self.infer(source, pattern, contra, candidates);
            }
            (Type::Readonly(pattern), _) => self.infer(&shape, pattern, contra, candidates),
            (_, Type::Readonly(source)) if matches!(pattern, Type::Array(_) | Type::Tuple(_)) => {
                self.infer(source, pattern, contra, candidates);
            }
            (Type::Array(pattern), Type::Array(element)) => self.infer(element, pattern, contra, candidates),
            (Type::Array(pattern), Type::Tuple(elements)) => {
                if let Some(element) = self.element_type(elements) {
                    self.infer(&element, pattern, contra, candidates);
                }
            }
            (Type::Tuple(patterns), Type::Tuple(elements)) => {
                self.infer_tuple(elements, patterns, contra, candidates);
            }
            (Type::Tuple(patterns), Type::Array(element)) => {
                for pattern in patterns.iter() {
                    match pattern.rest {
                        Rest::Spread => self.infer(&shape, &pattern.ty, contra, candidates),
                        _ => self.infer(element, &pattern.ty, contra, candidates),
                    }
                }
            }
            (Type::Promise(pattern), Type::Promise(source)) | (Type::Set(pattern), Type::Set(source)) => {
                self.infer(source, pattern, contra, candidates);
            }
            (Type::Map(key, value), Type::Map(source_key, source_value)) => {
                self.infer(source_key, key, contra, candidates);
                self.infer(source_value, value, contra, candidates);
            }
            (Type::Template(parts), _) if parts.iter().any(is_many) => {
                for one in self.multiplied(parts) {
                    self.infer(&shape, &one, contra, candidates);
                }
            }
            (Type::Template(parts), _) => {
                if let Some(found) = self.matches(&shape, parts) {
                    let places = parts.iter().filter(|part| !matches!(part, Type::Literal(_)));
                    for (ty, place) in found.into_iter().zip(places) {
                        self.infer(&ty, place, contra, candidates);
                    }
                }
            }
            (Type::Function(pattern), _) => {
                let construct = pattern.key == crate::types::Key::Name("new".into());
                // TypeScript infers from the last of several signatures.
                let last = self.signatures(&shape, construct).and_then(|mut all| all.pop());
                if let Some(signature) = last {
                    self.infer_signature(&erased(&signature), pattern, contra, candidates);
                }
            }
            (Type::ClassReference(value, patterns), Type::ClassReference(..)) => {
                let mut source = shape.clone();
                loop {
                    if let Type::ClassReference(own, arguments) = &source
                        && own.declaration.is_some()
                        && own.declaration == value.declaration
                    {
                        for (argument, pattern) in arguments.iter().zip(patterns.iter()) {
                            self.infer(argument, pattern, contra, candidates);
                        }
                        return;
                    }
                    match self.base_class(&source) {
                        Some(base) => source = base,
                        None => return,
                    }
                }
            }
            (Type::Object(pattern), _) => self.infer_object(&shape, pattern, contra, candidates),
            (Type::Mapped(pattern), _) => {
                let Some(object) = self.members_of(&shape) else { return };
                if let Some(keys) = self.keys_of(&shape) {
                    self.infer(&keys, &pattern.constraint, contra, candidates);
                }
                let types: Vec<Type> = object.members.iter().filter_map(value_type).collect();
                if let Some(all) = self.union(types) {
                    self.infer(&all, &pattern.ty, contra, candidates);
                }
            }
            (Type::KeyOf(pattern), _) => self.infer(&shape, pattern, !contra, candidates),
            _ => {}
        }
    }

    /// The templates that one with unions in it stands for.
    fn multiplied(&mut self, parts: &[Type]) -> Vec<Type> {
        let mut products: Vec<Vec<Type>> = vec![Vec::new()];
        for part in parts {
            let units = match part {
                part if is_many(part) => match self.units(part) {
                    Some(units) => units,
                    None => return Vec::new(),
                },
                part => vec![part.clone()],
            };
            if products.len() * units.len() > MAX_PRODUCT {
                return Vec::new();
            }
            let longer = |product: &Vec<Type>, unit: &Type| {
                let mut product = product.clone();
                product.push(unit.clone());
                product
            };
            products = products
                .iter()
                .flat_map(|product| units.iter().map(move |unit| longer(product, unit)))
                .collect();
        }
        products.into_iter().map(|parts| Type::Template(parts.into())).collect()
    }

    fn infer_union(&mut self, source: &Type, patterns: &[Type], contra: bool, candidates: &mut Candidates) {
        let Some(mut sources) = self.units(source) else { return };
        let (open, fixed): (Vec<&Type>, Vec<&Type>) = patterns.iter().partition(|pattern| has_infer(pattern));
        // What the pattern says as it is, it does not ask for.
        sources.retain(|source| !fixed.iter().any(|fixed| self.identical(source, fixed) == Some(true)));
        let (naked, structured): (Vec<&Type>, Vec<&Type>) =
            open.into_iter().partition(|pattern| matches!(pattern, Type::Infer(_)));
        let mut rest = Vec::new();
        for source in sources {
            let before = candidates.list.len();
            for pattern in &structured {
                self.infer(&source, pattern, contra, candidates);
            }
            if candidates.list.len() == before {
                rest.push(source);
            }
        }
        if rest.is_empty() {
            return;
        }
        if let Some(rest) = self.union(rest) {
            for pattern in naked {
                self.infer(&rest, pattern, contra, candidates);
            }
        }
    }

    fn infer_tuple(
        &mut self,
        elements: &[Element],
        patterns: &[Element],
        contra: bool,
        candidates: &mut Candidates,
    ) {
        let is_rest = |element: &Element| element.rest != Rest::No;
        let Some(at) = patterns.iter().position(is_rest) else {
            for (element, pattern) in elements.iter().zip(patterns) {
                self.infer(&element.ty, &pattern.ty, contra, candidates);
            }
            return;
        };
        let own_rest = elements.iter().position(is_rest);
        let fixed_start = own_rest.unwrap_or(elements.len());
        let start = at.min(fixed_start);
        let after = patterns.len() - at - 1;
        let fixed_end = own_rest.map_or(elements.len() - start, |rest| elements.len() - rest - 1);
        let end = after.min(fixed_end);
        for (element, pattern) in elements.iter().zip(patterns).take(start) {
            self.infer(&element.ty, &pattern.ty, contra, candidates);
        }
        for offset in 1..=end {
            let (element, pattern) = (&elements[elements.len() - offset], &patterns[patterns.len() - offset]);
            self.infer(&element.ty, &pattern.ty, contra, candidates);
        }
        if start < at || end < after {
            // Fewer elements than the pattern asks for.
            return;
        }
        let middle = &elements[start..elements.len() - end];
        let pattern = &patterns[at];
        if pattern.rest == Rest::Spread {
            let middle = match middle {
                [Element { ty, rest: Rest::Of, .. }] => Type::Array(Arc::new(ty.clone())),
                middle => Type::Tuple(middle.to_vec().into()),
            };
            self.infer(&middle, &pattern.ty, contra, candidates);
        } else {
            for element in middle {
                self.infer(&element.ty, &pattern.ty, contra, candidates);
            }
        }
    }

    fn infer_signature(
        &mut self,
        source: &Signature,
        pattern: &Signature,
        contra: bool,
        candidates: &mut Candidates,
    ) {
        let mut rest = parameters_tuple(&source.parameters);
        if let Some(Type::Tuple(elements)) = self.tuple(&rest) {
            rest = elements.to_vec();
        }
        for parameter in &*pattern.parameters {
            match parameter.rest {
                Rest::Spread => {
                    let all = match rest.as_slice() {
                        [Element { ty, rest: Rest::Of, .. }] => Type::Array(Arc::new(ty.clone())),
                        _ => Type::Tuple(std::mem::take(&mut rest).into()),
                    };
                    self.infer(&all, &parameter.ty, !contra, candidates);
                    break;
                }
                Rest::Of => {
                    for element in std::mem::take(&mut rest) {
                        self.infer(&element.ty, &parameter.ty, !contra, candidates);
                    }
                    break;
                }
                Rest::No => {
                    let Some(first) = rest.first().cloned() else { continue };
                    if first.rest == Rest::No {
                        rest.remove(0);
                    }
                    let ty = if is_optional(parameter) { first.ty } else { element_value(&first) };
                    self.infer(&ty, &parameter.ty, !contra, candidates);
                }
            }
        }
        self.infer(&source.returns, &pattern.returns, contra, candidates);
    }

    fn infer_object(&mut self, shape: &Type, pattern: &Object, contra: bool, candidates: &mut Candidates) {
        let object = match self.members_of(shape) {
            Some(object) => object,
            None => {
                match self.library_members(shape).or_else(|| self.iterable_members(shape).map(Arc::new)) {
                    Some(object) => object,
                    None => return,
                }
            }
        };
        for base in &pattern.extends {
            self.infer(shape, base, contra, candidates);
        }
        for member in &pattern.members {
            match &member.kind {
                MemberKind::Index { key, value } => {
                    let own = object.members.iter().find_map(|own| match &own.kind {
                        MemberKind::Index { key: known, value } if known == key => Some(value.clone()),
                        _ => None,
                    });
                    let found = own.or_else(|| {
                        let all: Vec<Type> = object.members.iter().filter_map(value_type).collect();
                        if all.is_empty() { None } else { self.union(all) }
                    });
                    if let Some(found) = found {
                        self.infer(&found, value, contra, candidates);
                    }
                }
                MemberKind::Method(signature) if member_key(member).is_none() => {
                    let construct = signature.op != ops::CALL_SIGNATURE;
                    let last = self.signatures(shape, construct).and_then(|mut all| all.pop());
                    if let Some(source) = last {
                        self.infer_signature(&erased(&source), signature, contra, candidates);
                    }
                }
                _ => {
                    let Some(name) = member_key(member).map(key_text) else { continue };
                    let (Some((source, _)), Some(pattern)) =
                        (property_type(&object, name), member_type(member))
                    else {
                        continue;
                    };
                    self.infer(&source, &pattern, contra, candidates);
                }
            }
        }
    }
}

/// Notes what names are by where they stand: an array after `...`, a string in a template.
fn imply(pattern: &Type, implied: &mut Bindings) {
    let mut note = |place: &Type, ty: Type| {
        if let Type::Infer(name) = place {
            implied.push((name.clone(), ty));
        }
    };
    let list = || Type::Array(Arc::new(Type::Keyword(ops::UNKNOWN)));
    match pattern {
        Type::Tuple(elements) => {
            for element in elements.iter().filter(|element| element.rest == Rest::Spread) {
                note(&element.ty, list());
            }
        }
        Type::Function(signature) => {
            for parameter in signature.parameters.iter().filter(|parameter| parameter.rest == Rest::Spread) {
                note(&parameter.ty, list());
            }
        }
        Type::Template(parts) => parts.iter().for_each(|part| note(part, Type::Keyword(ops::STRING))),
        _ => {}
    }
    children(pattern, &mut |child| imply(child, implied));
}

/// Whether a part of a template may stand for several texts that are known.
fn is_many(part: &Type) -> bool {
    !matches!(part, Type::Literal(_) | Type::Keyword(_) | Type::Infer(_) | Type::Intrinsic(..))
        && !has_infer(part)
}

fn has_infer(ty: &Type) -> bool {
    mentions(ty, &|part| matches!(part, Type::Infer(_)))
}

/// The type of a member that has a key.
fn value_type(member: &crate::types::Member) -> Option<Type> {
    match &member.kind {
        MemberKind::Index { value, .. } => Some(value.clone()),
        _ => member_key(member).and_then(|_| member_type(member)),
    }
}
