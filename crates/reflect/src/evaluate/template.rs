//! Template literal types and the intrinsic string types.

use std::sync::Arc;

use swc_core::atoms::Atom;

use crate::ops;
use crate::strings::Case;
use crate::types::{Literal, Type};

use super::Evaluator;
use super::union::MAX_PRODUCT;

impl Evaluator<'_, '_> {
    /// A template with all unions in it multiplied out.
    pub(super) fn template(&mut self, parts: &[Type]) -> Option<Type> {
        let mut products: Vec<Vec<Type>> = vec![Vec::new()];
        for part in parts {
            let reduced = self.reduce(part)?;
            if self.holds_enum(&reduced) || matches!(reduced, Type::Intrinsic(..)) {
                self.differs = true;
            }
            let units = match reduced {
                Type::Keyword(ops::ANY) => vec![reduced],
                reduced => self.units(&reduced)?,
            };
            if products.len() * units.len() > MAX_PRODUCT {
                return None;
            }
            let mut next = Vec::with_capacity(products.len() * units.len());
            for product in &products {
                for unit in &units {
                    let mut product = product.clone();
                    self.append(&mut product, unit)?;
                    next.push(product);
                }
            }
            products = next;
        }
        let types = products.into_iter().map(|parts| match parts.as_slice() {
            [] => Type::Literal(Literal::String(Atom::default())),
            [literal @ Type::Literal(_)] => literal.clone(),
            [keyword @ Type::Keyword(ops::STRING)] => keyword.clone(),
            [Type::Intrinsic(..)] => parts[0].clone(),
            _ => Type::Template(parts.into()),
        });
        let mut distinct: Vec<Type> = Vec::new();
        for ty in types {
            if !distinct.contains(&ty) {
                distinct.push(ty);
            }
        }
        Some(match distinct.len() {
            0 => Type::Keyword(ops::NEVER),
            1 => distinct.swap_remove(0),
            _ => Type::Union(distinct.into()),
        })
    }

    pub(super) fn holds_enum(&mut self, ty: &Type) -> bool {
        match ty {
            Type::Named(symbol, _) => self.is_enum(*symbol),
            Type::Union(types) => types.iter().any(|ty| self.holds_enum(ty)),
            _ => false,
        }
    }

    fn append(&mut self, parts: &mut Vec<Type>, unit: &Type) -> Option<()> {
        let text = match unit {
            Type::Literal(Literal::String(text)) => text.clone(),
            Type::Literal(Literal::Number(digits)) => {
                digits.parse::<f64>().map_or_else(|_| digits.clone(), |value| value.to_string().into())
            }
            Type::Literal(Literal::BigInt(digits)) => digits.trim_end_matches('n').to_owned().into(),
            Type::Literal(Literal::Boolean(value)) => value.to_string().into(),
            Type::Keyword(ops::NULL) => "null".into(),
            Type::Keyword(ops::UNDEFINED) => "undefined".into(),
            Type::Template(inner) => {
                for part in inner.iter() {
                    self.append(parts, part)?;
                }
                return Some(());
            }
            Type::Keyword(ops::STRING | ops::NUMBER | ops::BIGINT | ops::ANY) | Type::Intrinsic(..) => {
                parts.push(unit.clone());
                return Some(());
            }
            Type::Intersection(marked) => return self.append(parts, marked.first()?),
            _ => return None,
        };
        if text.is_empty() {
            return Some(());
        }
        if let Some(Type::Literal(Literal::String(last))) = parts.last_mut() {
            *last = format!("{last}{text}").into();
        } else {
            parts.push(Type::Literal(Literal::String(text)));
        }
        Some(())
    }

    /// `Uppercase<...>` and its like.
    pub(super) fn intrinsic(&mut self, case: Case, inner: &Type) -> Option<Type> {
        self.differs = true;
        let reduced = self.reduce(inner)?;
        let mut changed = Vec::new();
        let units = match &reduced {
            Type::Union(_) | Type::Named(..) => self.units(&reduced)?,
            _ => vec![reduced],
        };
        for unit in units {
            changed.push(match unit {
                Type::Literal(Literal::String(text)) => {
                    Type::Literal(Literal::String(case.apply(&text).into()))
                }
                Type::Template(parts) => change_template(case, parts.to_vec()),
                Type::Keyword(ops::NEVER) => continue,
                Type::Intrinsic(own, _) if own == case => unit,
                Type::Keyword(ops::STRING) | Type::Intrinsic(..) => Type::Intrinsic(case, Arc::new(unit)),
                Type::Keyword(ops::ANY) => unit,
                _ => return None,
            });
        }
        match changed.len() {
            0 => Some(Type::Keyword(ops::NEVER)),
            1 => changed.pop(),
            _ => self.union(changed),
        }
    }

    /// What stands in the places of a template, if a string or another template fits it.
    pub(super) fn matches(&mut self, source: &Type, parts: &[Type]) -> Option<Vec<Type>> {
        let (source_texts, source_types) = match source {
            Type::Literal(Literal::String(text)) => (vec![text.clone()], Vec::new()),
            Type::Template(parts) => split(parts),
            Type::Keyword(ops::STRING) => (vec![Atom::default(), Atom::default()], vec![source.clone()]),
            _ => return None,
        };
        let (texts, places) = split(parts);
        let found = places_of(&source_texts, &source_types, &texts)?;
        for (ty, place) in found.iter().zip(&places) {
            if !self.fits_place(ty, place)? {
                return None;
            }
        }
        Some(found)
    }

    fn fits_place(&mut self, ty: &Type, place: &Type) -> Option<bool> {
        Some(match (place, ty) {
            (Type::Infer(_), _) | (Type::Keyword(ops::STRING | ops::ANY), _) => true,
            (Type::Keyword(ops::NUMBER), Type::Literal(Literal::String(text))) => is_number_text(text),
            (Type::Keyword(ops::BIGINT), Type::Literal(Literal::String(text))) => is_bigint_text(text),
            (Type::Keyword(_) | Type::Template(_), Type::Template(inner)) if inner.len() == 1 => {
                self.assignable(&inner[0], place)?
            }
            (Type::Template(parts), _) => self.matches(ty, parts).is_some(),
            (Type::Intrinsic(case, inner), Type::Literal(Literal::String(text))) => {
                *case.apply(text) == **text && self.fits_place(ty, inner)?
            }
            (Type::Union(_), _) => {
                for unit in self.units(place)? {
                    if self.fits_place(ty, &unit)? {
                        return Some(true);
                    }
                }
                false
            }
            (Type::Literal(_) | Type::Keyword(_), Type::Literal(Literal::String(text))) => {
                let mut written = Vec::new();
                self.append(&mut written, place)?;
                written == [Type::Literal(Literal::String(text.clone()))]
                    || (written.is_empty() && text.is_empty())
            }
            (Type::Named(..) | Type::Conditional(_) | Type::IndexAccess(..) | Type::KeyOf(_), _) => {
                let place = self.reduce(place)?;
                if matches!(place, Type::Named(..)) {
                    return Some(false);
                }
                self.fits_place(ty, &place)?
            }
            _ => self.assignable(ty, place)?,
        })
    }
}

fn change_template(case: Case, mut parts: Vec<Type>) -> Type {
    let change = |part: &mut Type| match part {
        Type::Literal(Literal::String(text)) => *text = case.apply(text).into(),
        part if *part == Type::Keyword(ops::STRING) => {
            *part = Type::Intrinsic(case, Arc::new(Type::Keyword(ops::STRING)));
        }
        _ => {}
    };
    if case.is_whole() {
        parts.iter_mut().for_each(change);
    } else {
        parts.iter_mut().take(1).for_each(change);
    }
    Type::Template(parts.into())
}

/// The texts around the places of a template, and the places: one text more than places.
fn split(parts: &[Type]) -> (Vec<Atom>, Vec<Type>) {
    let mut texts = vec![String::new()];
    let mut places = Vec::new();
    for part in parts {
        match part {
            Type::Literal(Literal::String(text)) => {
                if let Some(last) = texts.last_mut() {
                    last.push_str(text);
                }
            }
            place => {
                places.push(place.clone());
                texts.push(String::new());
            }
        }
    }
    (texts.into_iter().map(Atom::from).collect(), places)
}

/// What a text, which may have places of its own, has between the texts of a pattern. Each place takes as little as
/// it can, a place before another one a single character.
fn places_of(source: &[Atom], types: &[Type], pattern: &[Atom]) -> Option<Vec<Type>> {
    let source: Vec<Vec<char>> = source.iter().map(|text| text.chars().collect()).collect();
    let pattern: Vec<Vec<char>> = pattern.iter().map(|text| text.chars().collect()).collect();
    let (first, last) = (source.first()?, source.last()?);
    let (start, end) = (pattern.first()?, pattern.last()?);
    if !first.starts_with(start)
        || !last.ends_with(end)
        || (source.len() == 1 && first.len() < start.len() + end.len())
    {
        return None;
    }
    if pattern.len() == 1 {
        return (source.len() == 1 && first == start).then(Vec::new);
    }
    let last_index = source.len() - 1;
    let remaining: Vec<char> = last[..last.len() - end.len()].to_vec();
    let text = |index: usize| if index < last_index { &source[index] } else { &remaining };
    let mut matches = Vec::with_capacity(pattern.len() - 1);
    let (mut segment, mut position) = (0, start.len());
    let mut take = |to_segment: usize, to: usize, segment: &mut usize, position: &mut usize| {
        let slice = |index: usize, from: usize, to: usize| -> String {
            text(index).get(from..to).unwrap_or_default().iter().collect()
        };
        let ty = if to_segment == *segment {
            Type::Literal(Literal::String(slice(to_segment, *position, to).into()))
        } else {
            let mut parts = Vec::new();
            let first = slice(*segment, *position, text(*segment).len());
            if !first.is_empty() {
                parts.push(Type::Literal(Literal::String(first.into())));
            }
            for (index, place) in types.iter().enumerate().take(to_segment).skip(*segment) {
                parts.push(place.clone());
                let next = index + 1;
                let end = if next < to_segment { text(next).len() } else { to };
                let text = slice(next, 0, end);
                if !text.is_empty() {
                    parts.push(Type::Literal(Literal::String(text.into())));
                }
            }
            match parts.as_slice() {
                [Type::Keyword(ops::STRING)] => parts.swap_remove(0),
                _ => Type::Template(parts.into()),
            }
        };
        matches.push(ty);
        (*segment, *position) = (to_segment, to);
    };
    for delimiter in &pattern[1..pattern.len() - 1] {
        if !delimiter.is_empty() {
            let (mut at, mut from) = (segment, position);
            let found = loop {
                if let Some(found) = find(text(at), delimiter, from) {
                    break found;
                }
                at += 1;
                if at == source.len() {
                    return None;
                }
                from = 0;
            };
            take(at, found, &mut segment, &mut position);
            position += delimiter.len();
        } else if position < text(segment).len() {
            let to = position + 1;
            take(segment, to, &mut segment, &mut position);
        } else if segment < last_index {
            take(segment + 1, 0, &mut segment, &mut position);
        } else {
            return None;
        }
    }
    take(last_index, remaining.len(), &mut segment, &mut position);
    Some(matches)
}

fn find(text: &[char], what: &[char], from: usize) -> Option<usize> {
    (from..=text.len().checked_sub(what.len())?).find(|&at| text[at..].starts_with(what))
}

/// The number that a text is, as JavaScript writes it. `None` where it would be written otherwise.
pub(super) fn number_text(text: &str) -> Option<String> {
    let value: f64 = text.parse().ok()?;
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    (plain && value.is_finite() && value.to_string() == text).then(|| ops::number(value))
}

/// Whether a text is what JavaScript reads as a finite number.
pub(super) fn is_number_text(text: &str) -> bool {
    let digits = text.trim();
    let radix = match digits.get(..2) {
        Some("0x" | "0X") => Some((16, &digits[2..])),
        Some("0o" | "0O") => Some((8, &digits[2..])),
        Some("0b" | "0B") => Some((2, &digits[2..])),
        _ => None,
    };
    match radix {
        Some((radix, digits)) => !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix)),
        None if digits.is_empty() => !text.is_empty(),
        None => {
            digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'))
                && digits.parse::<f64>().is_ok_and(f64::is_finite)
        }
    }
}

pub(super) fn is_bigint_text(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
}
