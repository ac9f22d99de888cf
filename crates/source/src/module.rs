//! A file's text and its syntax tree, from one parse.

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

use rustc_hash::FxHashMap;
use swc_core::{
    common::{BytePos, Span, Spanned, comments::Comment},
    ecma::ast::Module as Ast,
};

use crate::reading::Reading;
use crate::{Diagnostic, Language, Lines, Severity};

/// The parser's positions start at 1, because swc keeps 0 for "no place".
pub(crate) const FIRST: BytePos = BytePos(1);

/// How deep brackets may nest. Parsers, visitors and destructors recurse with them; this many fit the stacks that
/// parsing is done on many times over, and no program of a person's comes near.
const DEEPEST: usize = 2_500;

/// The comments of a text, by the position of the token that they stand before or after.
pub type CommentMap = FxHashMap<BytePos, Vec<Comment>>;

/// A parsed source text. It owns all it holds and can be shared between threads.
#[derive(Debug)]
pub struct Module {
    /// The module id or path as the caller gave it.
    pub path: String,
    pub text: Arc<str>,
    pub language: Language,
    pub ast: Ast,
    /// Comments that stand before a token: where JSDoc is found.
    pub leading_comments: CommentMap,
    /// Where the tree has semicolons that the text has not.
    ends: Vec<BytePos>,
    /// Found when a diagnostic needs them first.
    lines: OnceLock<Lines>,
}

impl Module {
    /// Parses `text` as the language that `path` asks for.
    ///
    /// Recursion follows the depth of the text: call it on a thread whose stack is large, 64 MiB or more.
    ///
    /// # Errors
    /// `MION_SYNTAX` with the place, when the text is not of that language; the same for a path that names none.
    /// `MION_TOO_DEEP` when its brackets nest more than 2,500 deep.
    pub fn parse(path: &str, text: Arc<str>) -> Result<Self, Diagnostic> {
        let Some(language) = Language::of(path) else {
            return Err(Diagnostic::new(
                "MION_SYNTAX",
                Severity::Error,
                path,
                &text,
                0..0,
                "is neither TypeScript nor JavaScript",
            ));
        };
        if let Some(offset) = too_deep(&text) {
            let message = format!("brackets nest more than {DEEPEST} deep");
            return Err(Diagnostic::new(
                "MION_TOO_DEEP",
                Severity::Error,
                path,
                &text,
                offset..offset + 1,
                message,
            ));
        }
        let reading = Reading::of(&text, language);
        let ast = reading.ast.map_err(|error| {
            let span = byte_range(error.span());
            Diagnostic::new("MION_SYNTAX", Severity::Error, path, &text, span, error.kind().msg())
        })?;
        let (leading_comments, ends) = (reading.leading, reading.ends);
        Ok(Self {
            path: path.to_owned(),
            text,
            language,
            ast,
            leading_comments,
            ends,
            lines: OnceLock::new(),
        })
    }

    /// The byte offset in the text of a parser position.
    #[must_use]
    pub fn offset(&self, position: BytePos) -> u32 {
        offset(position)
    }

    /// Where the text of a statement ends: its span goes on to a semicolon, which may be none of the text's.
    #[must_use]
    pub fn end_of(&self, statement: Span) -> BytePos {
        let before = BytePos(statement.hi.0 - 1);
        if self.ends.contains(&before) { before } else { statement.hi }
    }

    /// The byte range in the text of a span.
    #[must_use]
    pub fn range(&self, span: Span) -> Range<u32> {
        byte_range(span)
    }

    /// The text of a span; empty for a span that is not of this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let range = byte_range(span);
        self.text.get(range.start as usize..range.end as usize).unwrap_or("")
    }

    /// The byte ranges of the comments that stand before a token, in their order.
    pub(crate) fn comments(&self) -> Vec<Range<u32>> {
        let comments = self.leading_comments.values().flatten();
        let mut ranges: Vec<_> = comments.map(|comment| byte_range(comment.span)).collect();
        ranges.sort_unstable_by_key(|range| range.start);
        ranges
    }

    #[must_use]
    pub fn diagnostic(
        &self,
        code: &'static str,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        let lines = self.lines.get_or_init(|| Lines::new(&self.text));
        Diagnostic::within(lines, code, severity, &self.path, &self.text, byte_range(span), message)
    }
}

/// Where brackets nest too deep, if they do. Those in strings and comments count as well: this only has to be fast,
/// and above what is written by hand.
fn too_deep(text: &str) -> Option<u32> {
    // Nearly no text has that many to begin with, and to count them takes no branches: of as many as fit into a byte at
    // once, which the compiler makes vectors of.
    let opened =
        |chunk: &[u8]| chunk.iter().map(|byte| u8::from(matches!(byte, b'(' | b'[' | b'{'))).sum::<u8>();
    if text.as_bytes().chunks(255).map(|chunk| usize::from(opened(chunk))).sum::<usize>() <= DEEPEST {
        return None;
    }
    let mut depth = 0_usize;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => {
                depth += 1;
                if depth > DEEPEST {
                    return Some(offset as u32);
                }
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

pub(crate) fn offset(position: BytePos) -> u32 {
    position.0.saturating_sub(FIRST.0)
}

pub(crate) fn byte_range(span: Span) -> Range<u32> {
    offset(span.lo)..offset(span.hi)
}

#[cfg(test)]
mod tests {
    use swc_core::ecma::ast::{Decl, ModuleItem, Stmt};

    use super::*;

    #[test]
    fn spans_are_byte_ranges_of_the_text() {
        let text = "/** é */ const a: number = 1;";
        let module = Module::parse("/a.ts", text.into()).unwrap();
        let item = &module.ast.body[0];
        let span = item.span();
        assert_eq!(module.slice(span), "const a: number = 1;");
        assert_eq!(module.leading_comments[&span.lo][0].text.trim(), "* é");
    }

    #[test]
    fn a_syntax_error_names_its_place() {
        let error = Module::parse("/a.ts", "let a = 1;\nlet = = 2;".into()).unwrap_err();
        assert_eq!((error.code, error.line), ("MION_SYNTAX", 2));
        assert!(error.frame.contains("let = = 2;"), "{}", error.frame);
    }

    #[test]
    fn a_body_ends_its_statement_before_an_operator_of_the_next_line() {
        let rest = ["+1", "/a b/.test('a')", "`${1}`", "<T,>() => {}", "/** é */ -1"];
        for gap in ["\n", "\r\n  ", " // é\n", "//\n//\n", "/*\n*/", "/**/ \u{2028}"] {
            for rest in rest {
                for start in ["", "async ", "(a: 1) => async ", "<T,>(a: T) => async "] {
                    // What the parser only tries to read, it does not go on with.
                    if start.starts_with('<') && rest.starts_with(['/', '<']) {
                        continue;
                    }
                    let text = format!("let f = {start}(b: 2) => {{}}{gap}{rest}");
                    let module = Module::parse("/a.ts", text.as_str().into());
                    let module = module.unwrap_or_else(|error| panic!("{text}: {}", error.message));
                    assert_eq!(module.ast.body.len(), 2, "{text}: {:?}", module.ast.body);
                }
            }
        }
    }

    #[test]
    fn braces_in_comments_are_looked_behind_of_once() {
        let text = format!("f();\n{}", "// }\n".repeat(200_000));
        assert!(Module::parse("/a.ts", text.into()).is_ok());
    }

    #[test]
    fn a_body_ends_its_property_before_a_generator() {
        let text = "class A { f = (a: 1) => {}\n  *g() { }\n  h = async (b: 2) => {} // c\n  *[i]() {} }";
        let module = Module::parse("/a.ts", text.into()).unwrap();
        let ModuleItem::Stmt(Stmt::Decl(Decl::Class(class))) = &module.ast.body[0] else {
            panic!("{module:?}")
        };
        assert_eq!(class.class.body.iter().filter(|member| !member.is_empty()).count(), 4);
    }

    #[test]
    fn a_text_that_would_exhaust_the_stack_is_an_error() {
        let nested = "[".repeat(1_000_000);
        assert_eq!(Module::parse("/a.ts", nested.into()).unwrap_err().code, "MION_TOO_DEEP");
        let flat = "f([]);".repeat(100_000);
        assert!(Module::parse("/a.ts", flat.into()).is_ok());
    }

    #[test]
    fn a_module_can_be_shared() {
        fn shared<T: Send + Sync>() {}
        shared::<Module>();
    }
}
