//! Insertions and replacements over a text: the text between them stays as its author wrote it.

use std::ops::Range;

use string_wizard::{Hires, MagicString, SourceMapOptions, UpdateOptions};

/// A list of edits of one text, in any order.
#[derive(Debug, Default)]
pub struct Edits {
    list: Vec<Edit>,
}

#[derive(Debug)]
struct Edit {
    range: Range<u32>,
    text: String,
}

/// An edited text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    pub code: String,
    /// A source map (version 3, JSON) from `code` to the text that was edited.
    pub map: Option<String>,
}

impl Edits {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Puts `text` before the byte at `offset`. Several insertions at one offset keep the order of the calls.
    pub fn insert(&mut self, offset: u32, text: impl Into<String>) {
        self.list.push(Edit { range: offset..offset, text: text.into() });
    }

    /// Puts `text` in the place of a byte range, which must not overlap another replaced one.
    pub fn replace(&mut self, range: Range<u32>, text: impl Into<String>) {
        self.list.push(Edit { range, text: text.into() });
    }

    /// Applies the edits to the text that they were made for. `source` is the file's name in the map.
    ///
    /// # Errors
    /// When an edit lies outside of the text, inside of a character, or inside of a replaced range.
    pub fn apply(self, text: &str, source: &str, want_map: bool) -> Result<Edited, String> {
        let mut magic = MagicString::new(text);
        for Edit { range, text: new } in self.list {
            let inside = |offset: u32| text.is_char_boundary(offset as usize);
            if range.start > range.end || !inside(range.start) || !inside(range.end) {
                return Err(format!("an edit at {range:?} does not fit the text of {source}"));
            }
            if range.is_empty() {
                magic.append_left(range.start, new)?;
            } else {
                magic.update_with(range.start, range.end, new, UpdateOptions::default())?;
            }
        }
        let map = want_map.then(|| {
            magic
                .source_map(SourceMapOptions {
                    include_content: true,
                    source: source.into(),
                    // A mapping for each word: what is between the insertions maps to itself exactly.
                    hires: Hires::Boundary,
                })
                .to_json_string()
        });
        Ok(Edited { code: magic.to_string(), map })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insertions_keep_the_order_of_their_calls() {
        let mut edits = Edits::default();
        edits.insert(3, "1");
        edits.insert(0, "<");
        edits.insert(3, "2");
        edits.replace(1..2, "X");
        edits.insert(6, ">");
        let edited = edits.apply("abcdef", "a.ts", true).unwrap();
        assert_eq!(edited.code, "<aXc12def>");
        assert!(edited.map.unwrap().contains("\"sources\":[\"a.ts\"]"));
    }

    #[test]
    fn an_edit_that_does_not_fit_is_an_error() {
        for range in [1..1, 0..9, 7..7] {
            let mut edits = Edits::default();
            edits.replace(range, "x");
            assert!(edits.apply("éa", "a.ts", false).is_err());
        }
    }
}
