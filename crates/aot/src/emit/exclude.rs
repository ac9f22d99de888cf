//! The functions that are left out: those that the options name, and those that nobody asks for.

use globset::GlobBuilder;
use rustc_hash::FxHashSet;

use super::{
    literal::Value,
    reach::{Callers, Reach},
    table::{Entry, Table},
};
use crate::type_calls::ModuleCalls;

/// The function ids by the names that `createJitFunction` knows them by.
const FN_NAMES: [(&str, &str); 13] = [
    ("isType", "is"),
    ("typeErrors", "te"),
    ("prepareForJson", "tj"),
    ("restoreFromJson", "fj"),
    ("stringifyJson", "sj"),
    ("toBinary", "tBi"),
    ("fromBinary", "fBi"),
    ("isStrictType", "ist"),
    ("hasUnknownKeys", "hk"),
    ("stripUnknownKeys", "sk"),
    ("unknownKeyErrors", "uk"),
    ("unknownKeysToUndefined", "ku"),
    ("toJSCode", "tc"),
];

/// What was left out: keys, and `namespace::name` of pure functions.
pub(super) type Dropped = FxHashSet<String>;

/// Drops what nobody of `callers` asks for: of the functions that routes could need, those that neither a route's
/// serializer nor a call comes to.
pub(super) fn unneeded(
    jit_fns: &mut Table<'_>,
    pure_fns: &mut Table<'_>,
    roots: &Roots<'_>,
    callers: Callers<'_>,
) {
    let possible = roots.reach(jit_fns, pure_fns, Callers::Anyone, |_| true, false);
    let needed = roots.reach(jit_fns, pure_fns, callers, |_| true, true);
    drop_all(jit_fns, pure_fns, &possible.difference(&needed).cloned().collect());
}

/// Drops what the options name, and adds to `unknown`, as sentences, those that name nothing.
///
/// `excluded_fns`: a key, its hash without the function's id, the id (`te`), the id's name, or a glob of routes.
/// `excluded_pure_fns`: a glob of `namespace::name`, the name or hash in any namespace, or a glob of routes. Of a route
/// goes what no other route needs, and no call. What depends on a function that goes, goes too.
pub(super) fn excluded(
    jit_fns: &mut Table<'_>,
    pure_fns: &mut Table<'_>,
    roots: &Roots<'_>,
    [excluded_fns, excluded_pure_fns]: [&[String]; 2],
    unknown: &mut Vec<String>,
) -> Dropped {
    let mut dropped = Dropped::default();
    for (option, patterns) in [("excludedFns", excluded_fns), ("excludedPureFns", excluded_pure_fns)] {
        let is_pure = option == "excludedPureFns";
        for pattern in patterns {
            let glob = GlobBuilder::new(pattern).literal_separator(true).build();
            let glob = glob.ok().map(|glob| glob.compile_matcher());
            let matches =
                |text: &str| text == pattern || glob.as_ref().is_some_and(|glob| glob.is_match(text));
            let table: &Table<'_> = if is_pure { pure_fns } else { jit_fns };
            let named = table.entries.iter().filter(|entry| {
                if is_pure { names_pure_fn(entry, pattern, matches) } else { names_jit_fn(entry, pattern) }
            });
            let mut found: Vec<String> = named.map(Entry::name).collect();
            let mut known = !found.is_empty();
            if roots.router.entries.iter().any(|route| matches(&route.key)) {
                known = true;
                let of_route = roots.reach(jit_fns, pure_fns, Callers::Anyone, matches, false);
                let of_others = roots.reach(jit_fns, pure_fns, Callers::Anyone, |id| !matches(id), true);
                let only = of_route.difference(&of_others).filter(|name| name.contains("::") == is_pure);
                found.extend(only.cloned());
            }
            if !known {
                unknown.push(format!("aotCaches.{option}: no function and no route is called `{pattern}`"));
            }
            dropped.extend(found);
        }
    }
    add_dependents(jit_fns, pure_fns, &mut dropped);
    drop_all(jit_fns, pure_fns, &dropped);
    dropped
}

/// What depends on a function that is not there cannot be made: it goes with it.
fn add_dependents(jit_fns: &Table<'_>, pure_fns: &Table<'_>, dropped: &mut Dropped) {
    loop {
        let before = dropped.len();
        for entry in jit_fns.entries.iter().chain(&pure_fns.entries) {
            let needs =
                ["jitDependencies", "pureFnDependencies"].into_iter().filter_map(|key| entry.value.get(key));
            let mut needs = needs.flat_map(Value::strings);
            if needs.any(|need| {
                dropped.contains(need)
                    || (!entry.namespace.is_empty()
                        && dropped.contains(&format!("{}::{need}", entry.namespace)))
            }) {
                dropped.insert(entry.name());
            }
        }
        if dropped.len() == before {
            return;
        }
    }
}

fn names_jit_fn(entry: &Entry, pattern: &str) -> bool {
    let (id, hash) = entry.key.split_once('_').unwrap_or(("", &entry.key));
    let id = entry.value.get("fnID").and_then(Value::as_str).unwrap_or(id);
    let wanted = FN_NAMES.iter().find(|(name, _)| *name == pattern).map_or(pattern, |(_, id)| id);
    entry.key == pattern || hash == pattern || id == wanted
}

fn names_pure_fn(entry: &Entry, pattern: &str, matches: impl Fn(&str) -> bool) -> bool {
    let hash = entry.value.get("bodyHash").and_then(Value::as_str);
    entry.key == pattern || hash == Some(pattern) || matches(&entry.name())
}

fn drop_all(jit_fns: &mut Table<'_>, pure_fns: &mut Table<'_>, dropped: &Dropped) {
    if !dropped.is_empty() {
        jit_fns.entries.retain(|entry| !dropped.contains(&entry.name()));
        pure_fns.entries.retain(|entry| !dropped.contains(&entry.name()));
    }
}

/// Where functions are asked for.
pub(super) struct Roots<'a> {
    pub(super) router: &'a Table<'a>,
    pub(super) type_calls: &'a [ModuleCalls],
}

impl Roots<'_> {
    /// All that the routes whose ids `of` accepts come to, and the calls, if `calls`.
    fn reach(
        &self,
        jit_fns: &Table<'_>,
        pure_fns: &Table<'_>,
        callers: Callers<'_>,
        of: impl Fn(&str) -> bool,
        calls: bool,
    ) -> Dropped {
        let mut reach = Reach::new(jit_fns, pure_fns);
        for route in self.router.entries.iter().filter(|route| of(&route.key)) {
            reach.route(route, callers);
        }
        for module in self.type_calls.iter().filter(|_| calls) {
            for function in module.calls.iter().flat_map(|call| &call.functions) {
                reach.jit_fn(function, &module.module, "call");
            }
        }
        reach.seen
    }
}
