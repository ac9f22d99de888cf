//! The words of the language that are no names.

/// The words that name no value of a module: it is strict code.
const RESERVED: [&str; 44] = [
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "switch",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// Whether a word names no value. Some the parser takes for a name where one is declared, and not where it is used.
pub(crate) fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}
