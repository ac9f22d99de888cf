//! The functions that the options leave out.

use rustc_hash::FxHashSet;

use super::{
    literal::Value,
    table::{Entry, Table},
};

/// The function ids by the names that `createJitFunction` knows them by.
const FN_NAMES: [(&str, &str); 12] = [
    ("isType", "is"),
    ("typeErrors", "te"),
    ("prepareForJson", "tj"),
    ("restoreFromJson", "fj"),
    ("stringifyJson", "sj"),
    ("toBinary", "tBi"),
    ("fromBinary", "fBi"),
    ("hasUnknownKeys", "hk"),
    ("stripUnknownKeys", "sk"),
    ("unknownKeyErrors", "uk"),
    ("unknownKeysToUndefined", "ku"),
    ("toJSCode", "tc"),
];

/// Drops from `table` what `patterns` name: a key, its hash without the function's id, the id, or the id's name.
/// Returns the keys that were dropped; a pattern that names nothing is added to `unknown`, as a sentence.
pub(super) fn jit_fns(
    table: &mut Table<'_>,
    patterns: &[String],
    unknown: &mut Vec<String>,
) -> FxHashSet<String> {
    drop_matching(table, patterns, "excludedFns", unknown, |entry, pattern| {
        let (id, hash) = entry.key.split_once('_').unwrap_or(("", &entry.key));
        let id = entry.value.get("fnID").and_then(Value::as_str).unwrap_or(id);
        let wanted = FN_NAMES.iter().find(|(name, _)| *name == pattern).map_or(pattern, |(_, id)| id);
        entry.key == pattern || hash == pattern || id == wanted
    })
}

/// Drops from `table` what `patterns` name: `namespace::name`, or the name in any namespace.
/// Returns what was dropped, as `namespace::name`.
pub(super) fn pure_fns(
    table: &mut Table<'_>,
    patterns: &[String],
    unknown: &mut Vec<String>,
) -> FxHashSet<String> {
    drop_matching(table, patterns, "excludedPureFns", unknown, |entry, pattern| {
        match pattern.split_once("::") {
            Some((namespace, name)) => entry.namespace == namespace && entry.key == name,
            None => entry.key == pattern,
        }
    })
}

fn drop_matching(
    table: &mut Table<'_>,
    patterns: &[String],
    option: &str,
    unknown: &mut Vec<String>,
    matches: impl Fn(&Entry, &str) -> bool,
) -> FxHashSet<String> {
    let mut dropped = FxHashSet::default();
    for pattern in patterns {
        let found: Vec<usize> = table
            .entries
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| matches(entry, pattern).then_some(index))
            .collect();
        if found.is_empty() {
            unknown.push(format!("aotCaches.{option}: no function is called `{pattern}`"));
        }
        dropped.extend(found.into_iter().map(|index| table.entries[index].name()));
    }
    table.entries.retain(|entry| !dropped.contains(&entry.name()));
    dropped
}
