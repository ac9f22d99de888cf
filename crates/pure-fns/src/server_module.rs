//! The text of `virtual:mion-server-pure-fns`.

use std::collections::BTreeMap;

use mion_source::{Diagnostic, Place, Severity};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    calls::{quote, quote_all},
    function::PureFn,
};

/// Prints `serverPureFnsCache`: sorted by namespace and name, the same bytes for the same functions in whatever
/// order they come.
///
/// # Errors
/// `MION_PURE_FN_DUPLICATE` for a name that stands for two functions, and `MION_PURE_FN_CYCLE` for factories
/// that need each other; all of them.
pub fn server_module(functions: &[PureFn]) -> Result<String, Vec<Diagnostic>> {
    let (cache, mut errors) = by_name(functions);
    errors.extend(cycles(&cache));
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut out = String::from("export const serverPureFnsCache = {\n");
    for (namespace, functions) in &cache {
        out += &format!("  {}: {{\n", quote(namespace));
        for (name, function) in functions {
            out += &entry(name, function);
        }
        out += "  },\n";
    }
    out += "};\n";
    Ok(out)
}

type Cache<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a PureFn>>;

fn by_name(functions: &[PureFn]) -> (Cache<'_>, Vec<Diagnostic>) {
    let mut sorted: Vec<&PureFn> = functions.iter().collect();
    sorted.sort_by_key(|function| place_key(&function.place));
    let mut cache = Cache::new();
    let mut errors = Vec::new();
    for function in sorted {
        let namespace = cache.entry(&function.namespace).or_default();
        let first = *namespace.entry(&function.fn_name).or_insert(function);
        if first.body_hash != function.body_hash {
            let Place { file, line, column, frame } = &first.place;
            errors.push(error_at(
                &function.place,
                "MION_PURE_FN_DUPLICATE",
                format!(
                    "\"{}::{}\" is the name of two different functions; the other is at {file}:{line}:{column}\n{frame}",
                    function.namespace, function.fn_name
                ),
                "Rename one of them, or leave `fnName` out: its hash is its name then.",
            ));
        }
    }
    (cache, errors)
}

fn place_key(place: &Place) -> (&str, u32, u32) {
    (&place.file, place.line, place.column)
}

fn error_at(place: &Place, code: &'static str, message: String, hint: &str) -> Diagnostic {
    Diagnostic {
        code,
        severity: Severity::Error,
        message,
        file: place.file.clone(),
        line: place.line,
        column: place.column,
        frame: place.frame.clone(),
        hint: Some(hint.to_owned()),
    }
}

/// One error for each circle of factories, at the one of them whose name is the least.
fn cycles(cache: &Cache<'_>) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for functions in cache.values() {
        let mut done = FxHashSet::default();
        for &start in functions.keys() {
            // Each entry: a function, and how many of its dependencies have been looked at.
            let mut path: Vec<(&str, usize)> = vec![(start, 0)];
            let mut on_path: FxHashMap<&str, usize> = [(start, 0)].into_iter().collect();
            if done.contains(start) {
                continue;
            }
            while let Some((name, next)) = path.last_mut() {
                let Some(dependency) = functions.get(name).and_then(|found| found.dependencies.get(*next))
                else {
                    done.insert(*name);
                    on_path.remove(*name);
                    path.pop();
                    continue;
                };
                *next += 1;
                if let Some(&from) = on_path.get(dependency.as_str()) {
                    let circle: Vec<&str> = path[from..].iter().map(|(name, _)| *name).collect();
                    if let Some(first) = functions.get(circle[0]) {
                        errors.push(error_at(
                            &first.place,
                            "MION_PURE_FN_CYCLE",
                            format!(
                                "pure functions of \"{}\" need each other: {} -> {}",
                                first.namespace,
                                circle.join(" -> "),
                                circle[0]
                            ),
                            "Move what they share into a third function that needs neither.",
                        ));
                    }
                } else if !done.contains(dependency.as_str()) && functions.contains_key(dependency.as_str()) {
                    on_path.insert(dependency, path.len());
                    path.push((dependency, 0));
                }
            }
        }
    }
    errors
}

fn entry(name: &str, function: &PureFn) -> String {
    let PureFn { namespace, param_names, code, body_hash, dependencies, is_factory, changed_at, .. } =
        function;
    let text = format!("function ({}) {{{code}}}", param_names.join(", "));
    let callable =
        if *is_factory { format!("createFn: {text},\n      fn: undefined") } else { format!("fn: {text}") };
    let changed_at = changed_at.map(|seconds| format!("changedAt: {seconds},\n      ")).unwrap_or_default();
    format!(
        "    {}: {{
      namespace: {},
      fnName: {},
      paramNames: {},
      code: {},
      bodyHash: {},
      pureFnDependencies: {},
      isFactory: {is_factory},
      {changed_at}{callable},
    }},
",
        quote(name),
        quote(namespace),
        quote(name),
        quote_all(param_names),
        quote(code),
        quote(body_hash),
        quote_all(dependencies),
    )
}
