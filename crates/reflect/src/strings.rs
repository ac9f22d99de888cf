//! The intrinsic string types: `Uppercase`, `Lowercase`, `Capitalize`, `Uncapitalize`.

use crate::ops;
use crate::types::{Literal, Type};

/// The type of an intrinsic string type over its arguments. The machine has no op for these: a literal is
/// computed here, anything else is a `string`.
pub(crate) fn intrinsic(name: &str, arguments: &[Type]) -> Option<Type> {
    let change: fn(&str) -> String = match name {
        "Uppercase" => str::to_uppercase,
        "Lowercase" => str::to_lowercase,
        "Capitalize" => |text| first(text, |c| c.to_uppercase().collect()),
        "Uncapitalize" => |text| first(text, |c| c.to_lowercase().collect()),
        _ => return None,
    };
    Some(arguments.first().map_or(Type::Keyword(ops::STRING), |argument| apply(argument, change)))
}

fn apply(ty: &Type, change: fn(&str) -> String) -> Type {
    match ty {
        Type::Literal(Literal::String(text)) => Type::Literal(Literal::String(change(text))),
        Type::Union(types) => Type::Union(types.iter().map(|ty| apply(ty, change)).collect()),
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
        assert_eq!(intrinsic("Uppercase", &[literal("aé")]), Some(literal("AÉ")));
        assert_eq!(intrinsic("Capitalize", &[literal("get")]), Some(literal("Get")));
        assert_eq!(intrinsic("Uncapitalize", &[literal("Get")]), Some(literal("get")));
        assert_eq!(intrinsic("Lowercase", &[Type::Keyword(ops::STRING)]), Some(Type::Keyword(ops::STRING)));
        assert_eq!(intrinsic("Pick", &[]), None);
    }
}
