//! Tuples with what they spread.

use std::sync::Arc;

use crate::ops;
use crate::types::{Element, Rest, Type};

use super::Evaluator;
use super::assign::element_value;

impl Evaluator<'_, '_> {
    /// A tuple with the tuples that it spreads put in their places.
    pub(super) fn tuple(&mut self, elements: &[Element]) -> Option<Type> {
        if elements.iter().all(|element| element.rest == Rest::No) {
            return Some(Type::Tuple(elements.to_vec().into()));
        }
        let mut flat: Vec<Element> = Vec::with_capacity(elements.len());
        for (position, element) in elements.iter().enumerate() {
            if element.rest != Rest::Spread {
                flat.push(element.clone());
                continue;
            }
            let mut inner = self.shape(&element.ty)?;
            if let Type::Readonly(writable) = inner {
                inner = Arc::unwrap_or_clone(writable);
            }
            match inner {
                Type::Array(item) => {
                    flat.push(Element { ty: Arc::unwrap_or_clone(item), rest: Rest::Of, ..element.clone() });
                    // The machine would keep it an array within the array.
                    self.differs = true;
                }
                Type::Tuple(inner) => {
                    self.differs |= inner.iter().any(|element| element.rest != Rest::No || element.optional);
                    flat.extend(inner.iter().cloned());
                }
                Type::Keyword(ops::ANY) => {
                    flat.push(Element { ty: inner, rest: Rest::Of, ..element.clone() })
                }
                Type::Keyword(ops::NEVER) => return Some(inner),
                Type::Union(members) => {
                    self.differs = true;
                    let mut all = Vec::with_capacity(members.len());
                    for member in members.iter().cloned() {
                        let mut elements = elements.to_vec();
                        elements[position].ty = member;
                        all.push(self.tuple(&elements)?);
                    }
                    return self.union(all);
                }
                _ => return None,
            }
        }
        self.normalize(flat)
    }

    /// One rest at most, and no optional element before a required one.
    fn normalize(&mut self, mut elements: Vec<Element>) -> Option<Type> {
        let is_rest = |element: &Element| element.rest != Rest::No;
        if let (Some(first), Some(last)) =
            (elements.iter().position(is_rest), elements.iter().rposition(is_rest))
            && first < last
        {
            let merged: Vec<Type> = elements.drain(first..=last).map(|element| element.ty).collect();
            let ty = self.union(merged)?;
            elements.insert(first, Element { rest: Rest::Of, ..Element::of(ty) });
            self.differs = true;
        }
        let required = elements.iter().rposition(|element| !element.optional && element.rest == Rest::No);
        if let Some(required) = required {
            for element in &mut elements[..required] {
                if element.optional {
                    element.ty = element_value(element);
                    element.optional = false;
                    self.differs = true;
                }
            }
        }
        // Nothing but a rest is an array.
        if elements.len() == 1 && elements[0].rest == Rest::Of {
            self.differs = true;
            return elements.pop().map(|element| Type::Array(Arc::new(element.ty)));
        }
        Some(Type::Tuple(elements.into()))
    }

    /// What any element of a tuple may be.
    pub(super) fn element_type(&mut self, elements: &[Element]) -> Option<Type> {
        let types = elements.iter().map(element_value).collect();
        self.union(types)
    }
}
