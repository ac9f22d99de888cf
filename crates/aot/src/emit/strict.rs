//! Does strict AOT have all that it will ask for?
//!
//! In strict mode nothing is compiled at run time, so a function that is missing from the caches fails a request in
//! production. It has to fail the build.

use rustc_hash::FxHashSet;

use super::{literal::Value, table::Table};
use crate::error::Missing;

/// What the router and its clients ask for, of each type that a handler takes or gives, whatever the router's
/// `serializer`: requests say how they are written.
const ROUTE_FNS: [&str; 7] = ["is", "te", "tj", "fj", "sj", "tBi", "fBi"];
/// Headers are strings: those of a request are validated, those of an answer need nothing.
const HEADERS_FNS: [&str; 2] = ["is", "te"];
/// Raw middleFns have no types.
const RAW_MIDDLE_FN: f64 = 4.0;

/// Everything that `router` needs, through all dependencies, and that is in neither cache. `was_excluded` tells for a
/// key (`te_abc`, `namespace::name`) whether an option left it out.
pub(super) fn missing(
    jit_fns: &Table<'_>,
    pure_fns: &Table<'_>,
    router: &Table<'_>,
    was_excluded: impl Fn(&str) -> bool,
) -> Vec<Missing> {
    let mut search =
        Search { jit_fns, pure_fns, was_excluded, seen: FxHashSet::default(), missing: Vec::new() };
    for route in &router.entries {
        if route.value.get("type").and_then(Value::as_number) == Some(RAW_MIDDLE_FN) {
            continue;
        }
        let headers = route.value.get("headersParam").and_then(|headers| headers.get("jitHash"));
        for (hash, what, ids) in [
            (route.value.get("paramsJitHash"), "parameters", &ROUTE_FNS[..]),
            (route.value.get("returnJitHash"), "return value", &ROUTE_FNS[..]),
            (headers, "header parameters", &HEADERS_FNS[..]),
        ] {
            // An empty hash: there is nothing to check or to serialize.
            let Some(hash) = hash.and_then(Value::as_str).filter(|hash| !hash.is_empty()) else { continue };
            for id in ids {
                search.jit_fn(&format!("{id}_{hash}"), &route.key, what);
            }
        }
    }
    search.missing
}

struct Search<'a, E> {
    jit_fns: &'a Table<'a>,
    pure_fns: &'a Table<'a>,
    was_excluded: E,
    /// Also what makes cycles end.
    seen: FxHashSet<String>,
    missing: Vec<Missing>,
}

impl<E: Fn(&str) -> bool> Search<'_, E> {
    fn jit_fn(&mut self, key: &str, route: &str, needed_for: &str) {
        if !self.seen.insert(key.to_owned()) {
            return;
        }
        let Some(entry) = self.jit_fns.get("", key) else { return self.note(key, route, needed_for) };
        let by = format!("function {key}");
        for name in entry.get("jitDependencies").into_iter().flat_map(Value::strings) {
            self.jit_fn(name, route, &by);
        }
        for name in entry.get("pureFnDependencies").into_iter().flat_map(Value::strings) {
            self.pure_fn(name, route, &by);
        }
    }

    fn pure_fn(&mut self, name: &str, route: &str, needed_for: &str) {
        if !self.seen.insert(name.to_owned()) {
            return;
        }
        let (namespace, key) = name.split_once("::").unwrap_or(("", name));
        let Some(entry) = self.pure_fns.get(namespace, key) else {
            return self.note(name, route, needed_for);
        };
        let by = format!("pure function {name}");
        for other in entry.get("pureFnDependencies").into_iter().flat_map(Value::strings) {
            // Bare names of the same namespace.
            let other = if other.contains("::") { other.to_owned() } else { format!("{namespace}::{other}") };
            self.pure_fn(&other, route, &by);
        }
    }

    fn note(&mut self, function: &str, route: &str, needed_for: &str) {
        self.missing.push(Missing {
            route: route.to_owned(),
            function: function.to_owned(),
            needed_for: needed_for.to_owned(),
            excluded: (self.was_excluded)(function),
        });
    }
}
