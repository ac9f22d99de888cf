//! `keyof`.

use crate::ops;
use crate::types::{Literal, MemberKind, Rest, Type};

use super::Evaluator;
use super::object::{is_construct, member_key, member_type};
use super::union::{is_hidden, key_type, primitive_of};

/// The names that every array has, as of ES2022.
const ARRAY_NAMES: [&str; 34] = [
    "length",
    "toString",
    "toLocaleString",
    "pop",
    "push",
    "concat",
    "join",
    "reverse",
    "shift",
    "slice",
    "sort",
    "splice",
    "unshift",
    "indexOf",
    "lastIndexOf",
    "every",
    "some",
    "forEach",
    "map",
    "filter",
    "reduce",
    "reduceRight",
    "find",
    "findIndex",
    "fill",
    "copyWithin",
    "entries",
    "keys",
    "values",
    "includes",
    "flatMap",
    "flat",
    "at",
    "findLast",
];

/// The names that every string has, as of ES2022.
const STRING_NAMES: [&str; 49] = [
    "toString",
    "charAt",
    "charCodeAt",
    "concat",
    "indexOf",
    "lastIndexOf",
    "localeCompare",
    "match",
    "replace",
    "search",
    "slice",
    "split",
    "substring",
    "toLowerCase",
    "toLocaleLowerCase",
    "toUpperCase",
    "toLocaleUpperCase",
    "trim",
    "length",
    "substr",
    "valueOf",
    "codePointAt",
    "includes",
    "endsWith",
    "normalize",
    "repeat",
    "startsWith",
    "anchor",
    "big",
    "blink",
    "bold",
    "fixed",
    "fontcolor",
    "fontsize",
    "italics",
    "link",
    "small",
    "strike",
    "sub",
    "sup",
    "padStart",
    "padEnd",
    "trimEnd",
    "trimStart",
    "trimLeft",
    "trimRight",
    "matchAll",
    "replaceAll",
    "at",
];

/// The keys of a primitive type, as of ES2022.
fn primitive_keys(primitive: ops::Op) -> Vec<Type> {
    let (names, others): (&[&str], &[ops::Op]) = match primitive {
        ops::STRING => (&STRING_NAMES, &[ops::NUMBER, ops::SYMBOL]),
        ops::NUMBER => {
            (&["toString", "toFixed", "toExponential", "toPrecision", "valueOf", "toLocaleString"], &[])
        }
        ops::BIGINT => (&["toString", "toLocaleString", "valueOf"], &[ops::SYMBOL]),
        ops::SYMBOL => (&["toString", "valueOf", "description"], &[ops::SYMBOL]),
        _ => (&["valueOf"], &[]),
    };
    let names = names.iter().map(|name| Type::Literal(Literal::String((*name).into())));
    others.iter().map(|op| Type::Keyword(*op)).chain(names).collect()
}

impl Evaluator<'_, '_> {
    /// The keys of a type, as a union of literals and of the types of its indexes.
    pub(super) fn keys_of(&mut self, ty: &Type) -> Option<Type> {
        if let Some(keys) = self.written_keys(ty)? {
            return Some(keys);
        }
        let keywords = |list: &[ops::Op]| Type::Union(list.iter().map(|op| Type::Keyword(*op)).collect());
        match self.reduce(ty)? {
            Type::Keyword(ops::ANY) => Some(keywords(&[ops::STRING, ops::NUMBER, ops::SYMBOL])),
            Type::Keyword(ops::NEVER) => {
                self.differs = true;
                Some(keywords(&[ops::STRING, ops::NUMBER, ops::SYMBOL]))
            }
            Type::Keyword(ops::UNKNOWN | ops::OBJECT | ops::NULL | ops::UNDEFINED | ops::VOID) => {
                Some(Type::Keyword(ops::NEVER))
            }
            Type::Union(members) => {
                self.differs = true;
                let keys: Option<Vec<Type>> = members.iter().map(|member| self.keys_of(member)).collect();
                self.intersection(&keys?)
            }
            reduced => match primitive_of(&reduced) {
                Some(primitive) => {
                    self.differs = true;
                    self.union(primitive_keys(primitive))
                }
                None => self.object_keys(&reduced),
            },
        }
    }

    /// The keys of a mapped type are what it was written over.
    fn written_keys(&mut self, ty: &Type) -> Option<Option<Type>> {
        let mut head = ty.clone();
        for _ in 0..super::MAX_OPEN {
            match &head {
                Type::Named(symbol, arguments) if !self.is_enum(*symbol) => {
                    head = self.body(*symbol, arguments)?;
                }
                Type::Mapped(mapped) if mapped.name.is_none() && !mapped.over_parameter => {
                    let keys = self.reduce(&mapped.constraint)?;
                    let is_keyword = matches!(keys, Type::Keyword(ops::STRING | ops::NUMBER | ops::SYMBOL));
                    self.differs |= is_keyword;
                    return Some(is_keyword.then_some(keys));
                }
                _ => break,
            }
        }
        Some(None)
    }

    fn object_keys(&mut self, reduced: &Type) -> Option<Type> {
        let shape = self.shape(reduced)?;
        if let Type::Array(_) | Type::Tuple(_) | Type::Readonly(_) = &shape {
            self.differs = true;
            return self.array_keys(&shape);
        }
        // A primitive with marks: the library's declarations would tell its own keys.
        if matches!(shape, Type::Intersection(_)) {
            return None;
        }
        let object = self.members_of(&shape)?;
        self.differs |= matches!(shape, Type::ClassReference(..) | Type::ValueOf(_));
        let mut keys: Vec<Type> = Vec::with_capacity(object.members.len());
        for member in &object.members {
            if is_hidden(member) {
                self.differs = true;
                continue;
            }
            match (&member.kind, member_key(member)) {
                (MemberKind::Index { key, .. }, _) => {
                    self.differs = true;
                    keys.push(key.clone());
                    if *key == Type::Keyword(ops::STRING) {
                        keys.push(Type::Keyword(ops::NUMBER));
                    }
                }
                (_, Some(key)) => {
                    let ty = key_type(key).unwrap_or(Type::Keyword(ops::SYMBOL));
                    if !keys.contains(&ty) {
                        keys.push(ty);
                    }
                }
                _ => {}
            }
        }
        self.differs |= keys.is_empty();
        // It takes a construct signature for a method.
        self.differs |=
            object.members.iter().any(|member| member.signature().is_some_and(|it| is_construct(it)));
        // The machine leaves out members of a type that it takes for `never` while it is not resolved yet.
        self.differs |= object.members.iter().filter_map(member_type).any(|ty| self.needs_evaluation(&ty));
        match keys.len() {
            0 => Some(Type::Keyword(ops::NEVER)),
            1 => keys.pop(),
            _ => self.union(keys),
        }
    }

    fn array_keys(&mut self, shape: &Type) -> Option<Type> {
        let text = |text: &str| Type::Literal(Literal::String(text.into()));
        let mut keys = vec![Type::Keyword(ops::NUMBER)];
        let (inner, readonly) = match shape {
            Type::Readonly(inner) => (&**inner, true),
            shape => (shape, false),
        };
        if let Type::Tuple(elements) = inner {
            let fixed = elements.iter().take_while(|element| element.rest == Rest::No).count();
            keys.extend((0..fixed).map(|position| text(&position.to_string())));
        }
        let changes = ["pop", "push", "reverse", "shift", "sort", "splice", "unshift", "fill", "copyWithin"];
        let names = ARRAY_NAMES.iter().filter(|name| !readonly || !changes.contains(name));
        keys.extend(names.map(|name| text(name)));
        keys.push(text("findLastIndex"));
        keys.push(Type::Keyword(ops::SYMBOL));
        self.union(keys)
    }
}
