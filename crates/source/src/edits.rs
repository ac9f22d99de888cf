//! Insertions and replacements over a text: the text between them stays as its author wrote it.

use std::{iter::Peekable, ops::Range};

use crate::{Module, source_map::SourceMap};

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
        self.apply_around(&[], text, source, want_map)
    }

    /// The same for the text of a module, whose comments need no mappings.
    ///
    /// # Errors
    /// As those of [`apply`](Self::apply).
    pub fn apply_to(self, module: &Module, want_map: bool) -> Result<Edited, String> {
        let comments = if want_map { module.comments() } else { Vec::new() };
        self.apply_around(&comments, &module.text, &module.path, want_map)
    }

    /// `comments` are byte ranges, in their order.
    fn apply_around(
        mut self,
        comments: &[Range<u32>],
        text: &str,
        source: &str,
        want_map: bool,
    ) -> Result<Edited, String> {
        // What is inserted where a replaced range starts stands before it.
        self.list.sort_by_key(|edit| (edit.range.start, !edit.range.is_empty()));
        let inserted: usize = self.list.iter().map(|edit| edit.text.len()).sum();
        let mut code = String::with_capacity(text.len() + inserted);
        let mut map = want_map.then(|| SourceMap::new(source, text.len()));
        let mut comments =
            comments.iter().map(|comment| comment.start as usize..comment.end as usize).peekable();
        let mut at = 0;
        for Edit { range, text: new } in &self.list {
            let (start, end) = (range.start as usize, range.end as usize);
            let (Some(kept), Some(old)) = (text.get(at..start), text.get(start..end)) else {
                return Err(format!("an edit at {range:?} does not fit the text of {source}"));
            };
            code.push_str(kept);
            code.push_str(new);
            if let Some(map) = &mut map {
                keep(map, text, at..start, &mut comments);
                if old.is_empty() { map.insert(new) } else { map.replace(old, new) }
            }
            at = end;
        }
        let rest = text.get(at..).unwrap_or("");
        code.push_str(rest);
        let map = map.map(|mut map| {
            keep(&mut map, text, at..text.len(), &mut comments);
            map.json()
        });
        Ok(Edited { code, map })
    }
}

/// A range of the text that stays, with mappings but for the comments in it.
fn keep(
    map: &mut SourceMap,
    text: &str,
    kept: Range<usize>,
    comments: &mut Peekable<impl Iterator<Item = Range<usize>>>,
) {
    let part = |range: Range<usize>| text.get(range).unwrap_or("");
    let mut at = kept.start;
    while let Some(comment) = comments.next_if(|comment| comment.end <= kept.end) {
        if comment.start >= at {
            map.keep(part(at..comment.start));
            map.pass(part(comment.clone()));
            at = comment.end;
        }
    }
    map.keep(part(at..kept.end));
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
        #[expect(clippy::reversed_empty_ranges, reason = "one that does not fit")]
        for range in [1..1, 0..9, 7..7, 3..2] {
            let mut edits = Edits::default();
            edits.replace(range, "x");
            assert!(edits.apply("éa", "a.ts", false).is_err());
        }
    }

    #[test]
    fn replaced_ranges_that_overlap_are_an_error() {
        let mut edits = Edits::default();
        edits.replace(0..3, "x");
        edits.insert(2, "y");
        assert!(edits.apply("abcdef", "a.ts", true).is_err());
    }
}
