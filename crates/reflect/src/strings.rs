//! The intrinsic string types: `Uppercase`, `Lowercase`, `Capitalize`, `Uncapitalize`.

use crate::ops;
use crate::types::{Literal, Type};

pub(crate) fn is_intrinsic(name: &str) -> bool {
    matches!(name, "Uppercase" | "Lowercase" | "Capitalize" | "Uncapitalize")
}

/// Whether [`intrinsic`] gives what TypeScript does.
pub(crate) fn is_known(argument: &Type) -> bool {
    match argument {
        Type::Literal(Literal::String(_)) => true,
        Type::Keyword(op) => matches!(*op, ops::STRING | ops::ANY | ops::NEVER),
        Type::Union(types) => types.iter().all(is_known),
        _ => false,
    }
}

/// The type of an intrinsic string type over its argument. The machine has no op for these: a literal is
/// computed here, anything else is a `string`.
pub(crate) fn intrinsic(name: &str, argument: &Type) -> Type {
    let change: fn(&str) -> String = match name {
        "Uppercase" => str::to_uppercase,
        "Lowercase" => str::to_lowercase,
        "Capitalize" => |text| first(text, |c| c.to_uppercase().collect()),
        _ => |text| first(text, |c| c.to_lowercase().collect()),
    };
    apply(argument, change)
}

fn apply(ty: &Type, change: fn(&str) -> String) -> Type {
    match ty {
        Type::Literal(Literal::String(text)) => Type::Literal(Literal::String(change(text))),
        Type::Union(types) => Type::Union(types.iter().map(|ty| apply(ty, change)).collect()),
        Type::Keyword(ops::NEVER) => Type::Keyword(ops::NEVER),
        _ => Type::Keyword(ops::STRING),
    }
}

fn first(text: &str, change: impl Fn(char) -> String) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |c| change(c) + rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Type {
        Type::Literal(Literal::String(text.into()))
    }

    #[test]
    fn literals_are_computed() {
        assert_eq!(intrinsic("Uppercase", &literal("aé")), literal("AÉ"));
        assert_eq!(intrinsic("Capitalize", &literal("get")), literal("Get"));
        assert_eq!(intrinsic("Uncapitalize", &literal("Get")), literal("get"));
        assert_eq!(intrinsic("Lowercase", &Type::Keyword(ops::STRING)), Type::Keyword(ops::STRING));
    }
}
