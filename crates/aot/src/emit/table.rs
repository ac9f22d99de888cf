//! One cache: its entries by key, from which some are left out, printed in one order.

use std::{cmp::Ordering, collections::hash_map, ops::Range};

use mion_source::{Diagnostic, Severity};
use rustc_hash::FxHashMap;

use super::literal::{self, Value};

/// The entries of a cache, sorted by key. `'a` is the text that the child sent.
#[derive(Clone, Debug)]
pub(super) struct Table<'a> {
    text: &'a str,
    pub(super) entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Empty but in the pure functions' cache, which has two levels.
    pub(super) namespace: String,
    pub(super) key: String,
    pub(super) value: Value,
}

impl<'a> Table<'a> {
    /// Parses `{key: {...}, ...}`, or `{namespace: {key: {...}, ...}, ...}` if `namespaces`.
    ///
    /// # Errors
    /// As [`literal::parse`]; an entry that is not an object.
    pub(super) fn parse(name: &str, text: &'a str, namespaces: bool) -> Result<Self, Diagnostic> {
        let value = literal::parse(name, text)?;
        let object = |value: Value| {
            let Value { range, kind } = value;
            match kind {
                literal::Kind::Object(entries) => Ok(entries),
                _ => Err(refuse(name, text, range, "is not an object")),
            }
        };
        let mut entries = Vec::new();
        for (key, value) in object(value)? {
            if namespaces {
                let namespace = key;
                for (key, value) in object(value)? {
                    entries.push(Entry { namespace: namespace.clone(), key, value });
                }
            } else {
                entries.push(Entry { namespace: String::new(), key, value });
            }
        }
        for Entry { key, value, .. } in &entries {
            if !matches!(value.kind, literal::Kind::Object(_)) {
                let message = format!("has under `{key}` something that is not an object");
                return Err(refuse(name, text, value.range.clone(), &message));
            }
        }
        entries
            .sort_by(|a, b| code_units(&a.namespace, &b.namespace).then_with(|| code_units(&a.key, &b.key)));
        Ok(Self { text, entries })
    }

    pub(super) fn get(&self, namespace: &str, key: &str) -> Option<&Value> {
        self.entries
            .binary_search_by(|entry| {
                code_units(&entry.namespace, namespace).then_with(|| code_units(&entry.key, key))
            })
            .ok()
            .map(|index| &self.entries[index].value)
    }

    /// The text of the object literal. The entries' own texts stand in it as they came, but for compiled functions
    /// from a core that fills in the rest: see [`short`](Self::short).
    pub(super) fn print(&self) -> String {
        let mut factories: FxHashMap<&str, &str> = FxHashMap::default();
        let mut printed = String::with_capacity(self.text.len() + 16);
        let mut namespace: Option<&str> = None;
        printed.push('{');
        for entry in &self.entries {
            let nested = !entry.namespace.is_empty();
            if nested && namespace != Some(&entry.namespace) {
                printed.push_str(if namespace.is_some() { "\n  },\n  " } else { "\n  " });
                print_key(&mut printed, &entry.namespace);
                printed.push_str(": {");
                namespace = Some(&entry.namespace);
            }
            printed.push_str(if nested { "\n    " } else { "\n  " });
            print_key(&mut printed, &entry.key);
            printed.push_str(": ");
            match self.short(entry) {
                None => printed.push_str(self.text_of(&entry.value)),
                Some("0") => printed.push('0'),
                Some(factory) => match factories.entry(factory) {
                    hash_map::Entry::Occupied(same) => printed.push_str(&quoted(same.get())),
                    hash_map::Entry::Vacant(first) => {
                        first.insert(entry.key.as_str());
                        printed.push_str(factory);
                    }
                },
            }
            printed.push(',');
        }
        if namespace.is_some() {
            printed.push_str("\n  },");
        }
        printed.push_str(if self.entries.is_empty() { "}" } else { "\n}" });
        printed
    }

    /// A core that restores `code` from the function leaves it out, and fills in all else: then a compiled function
    /// is emitted as its factory alone, or as `0` if it is a no-op. Other cores get what they sent.
    fn short(&self, entry: &Entry) -> Option<&'a str> {
        let factory = entry.value.get("createJitFn").filter(|_| entry.value.get("code").is_none())?;
        if entry.value.get("isNoop").is_some_and(Value::is_true) {
            return Some("0");
        }
        // A method's text cannot stand alone.
        Some(self.text_of(factory)).filter(|text| text.starts_with("function"))
    }

    fn text_of(&self, value: &Value) -> &'a str {
        &self.text[value.range.start as usize..value.range.end as usize]
    }
}

fn refuse(name: &str, text: &str, range: Range<u32>, message: &str) -> Diagnostic {
    Diagnostic::new("MION_AOT_BAD_MESSAGE", Severity::Error, name, text, range, message)
}

/// JavaScript's own order of strings, whatever the locale.
fn code_units(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

fn print_key(printed: &mut String, key: &str) {
    let mut characters = key.chars();
    let bare = characters.next().is_some_and(|first| first.is_ascii_alphabetic() || "_$".contains(first))
        && characters.all(|rest| rest.is_ascii_alphanumeric() || "_$".contains(rest));
    if bare {
        printed.push_str(key);
    } else {
        printed.push_str(&quoted(key));
    }
}

fn quoted(text: &str) -> String {
    // JSON's strings are JavaScript's.
    serde_json::Value::from(text).to_string()
}
