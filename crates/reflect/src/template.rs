//! The text of a program in which the names of the types that it refers to are left open: they are each module's own.

use std::borrow::Cow;

use crate::program::SymbolNames;
use crate::types::{Declared, SymbolId, Type};

/// What stands around a symbol's id in the text before it is cut; no program has it.
const MARK: char = '\u{0}';

#[derive(Debug)]
pub(crate) struct Template {
    /// The text up to each name, with the symbol that has it.
    parts: Vec<(String, SymbolId)>,
    rest: String,
}

/// Names that can be told from all else.
pub(crate) struct Marked;

impl SymbolNames for Marked {
    fn name(&self, id: SymbolId) -> Cow<'_, str> {
        format!("{MARK}{id}{MARK}").into()
    }
}

impl Template {
    /// That of a program whose names are [`Marked`].
    pub(crate) fn of(program: &str) -> Self {
        let mut parts = Vec::new();
        let mut pieces = program.split(MARK);
        let mut text = pieces.next().unwrap_or_default();
        while let (Some(id), Some(next)) = (pieces.next().and_then(|id| id.parse().ok()), pieces.next()) {
            parts.push((text.to_owned(), id));
            text = next;
        }
        Self { parts, rest: text.to_owned() }
    }

    /// The types that it refers to, in the order of its text.
    pub(crate) fn symbols(&self) -> impl Iterator<Item = SymbolId> {
        self.parts.iter().map(|(_, symbol)| *symbol)
    }

    /// The program of a module that has these names.
    pub(crate) fn named(&self, names: &dyn SymbolNames) -> String {
        let length: usize = self.parts.iter().map(|(text, _)| text.len() + 16).sum();
        let mut program = String::with_capacity(length + self.rest.len());
        for (text, symbol) in &self.parts {
            program.push_str(text);
            program.push_str(&names.name(*symbol));
        }
        program.push_str(&self.rest);
        program
    }
}

/// Whether nothing but the names in a program depends on the module that has it.
pub(crate) fn is_portable(declared: &Declared) -> bool {
    let defaults = declared.parameters.iter().filter_map(|parameter| parameter.default.as_ref());
    !defaults.chain([&declared.ty]).any(|ty| crate::evaluate::mentions(ty, &has_value))
}

fn has_value(ty: &Type) -> bool {
    match ty {
        Type::ClassReference(value, _) | Type::ValueOf(value) => value.declaration.is_some(),
        Type::Enum(members) => members.iter().any(|member| member.constant.is_none()),
        Type::Class(_) => true,
        _ => false,
    }
}
