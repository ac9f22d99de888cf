//! What is wrong with a text: data for whoever shows it.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::Lines;

/// How many lines above and below the offending one a frame shows.
const FRAME_CONTEXT: u32 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The result is usable; something in it is less than the user meant.
    Warning,
    /// There is no result.
    Error,
}

/// One finding about a source text, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable and searchable: `MION_PURE_FN_CLOSURE`, `MION_REFLECT_UNRESOLVED`.
    pub code: &'static str,
    pub severity: Severity,
    /// One sentence: what is wrong.
    pub message: String,
    /// The module id or path as the caller gave it.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 0, in UTF-16 units, as Rollup counts.
    pub column: u32,
    /// The lines around the place with the offending text underlined; plain text, no colours.
    pub frame: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A place in a source text, of its own when the finding about it is told in other words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The module id or path as the caller gave it.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 0, in UTF-16 units.
    pub column: u32,
    /// The lines around it; empty when they could not be read.
    pub frame: String,
}

impl From<Diagnostic> for Place {
    fn from(found: Diagnostic) -> Self {
        let Diagnostic { file, line, column, frame, .. } = found;
        Self { file, line, column, frame }
    }
}

impl Diagnostic {
    /// Builds a diagnostic over the byte range `span` of `text`. A range outside of the text is clamped.
    #[must_use]
    pub fn new(
        code: &'static str,
        severity: Severity,
        file: &str,
        text: &str,
        span: Range<u32>,
        message: impl Into<String>,
    ) -> Self {
        Self::within(&Lines::new(text), code, severity, file, text, span, message)
    }

    /// The same for a text whose lines are known.
    pub(crate) fn within(
        lines: &Lines,
        code: &'static str,
        severity: Severity,
        file: &str,
        text: &str,
        span: Range<u32>,
        message: impl Into<String>,
    ) -> Self {
        let (line, column) = lines.position(text, span.start);
        Self {
            code,
            severity,
            message: message.into(),
            file: file.to_owned(),
            line,
            column,
            frame: frame(text, lines, line, span, severity),
            hint: None,
        }
    }

    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

fn frame(text: &str, lines: &Lines, line: u32, span: Range<u32>, severity: Severity) -> String {
    let first = line.saturating_sub(FRAME_CONTEXT).max(1);
    let start = lines.start(first) as usize;
    let end = match lines.start(line + FRAME_CONTEXT + 1) as usize {
        next if next > span.start as usize => next,
        _ => text.len(),
    };
    let shown = &text[start..end];
    let shown = shown.trim_end_matches(['\r', '\n']);
    let clamp = |offset: u32| {
        let mut offset = (offset as usize).saturating_sub(start).min(shown.len());
        while !shown.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let range = clamp(span.start)..clamp(span.end).max(clamp(span.start));
    let level = match severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let snippet = Snippet::source(shown)
        .line_start(first as usize)
        .fold(false)
        .annotation(AnnotationKind::Primary.span(range));
    Renderer::plain().render(&[Group::with_level(level).element(snippet)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, needle: &str) -> Diagnostic {
        let start = text.find(needle).unwrap() as u32;
        Diagnostic::new("MION_TEST", Severity::Error, "/a.ts", text, start..start + needle.len() as u32, "no")
    }

    #[test]
    fn a_frame_shows_two_lines_around_and_underlines_the_text() {
        let found = at("one\ntwo\nthree\nfour\nfive\nsix\nseven", "four");
        assert_eq!((found.line, found.column), (4, 0));
        assert_eq!(found.frame, "  |\n2 | two\n3 | three\n4 | four\n  | ^^^^\n5 | five\n6 | six\n  |");
    }

    #[test]
    fn no_range_is_out_of_a_text() {
        for text in ["", "a", "é\n", "\r\n\r\n"] {
            for start in 0..6 {
                for end in 0..6 {
                    let found =
                        Diagnostic::new("MION_TEST", Severity::Warning, "a.ts", text, start..end, "no");
                    assert!(!found.frame.is_empty() && found.line >= 1, "{text:?} {start}..{end}");
                }
            }
        }
    }
}
