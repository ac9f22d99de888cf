//! Functions that are refused: each violation of a file with its code, line and column.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod table;

use mion_pure_fns::{Options, rewrite};
use mion_source::{Edits, Module, Severity};

const IMPORTS: &str =
    "import {pureServerFn as p, registerPureFnFactory as register, mapFrom} from '@mionkit/core';\n";

/// The places of the `«` in a source, and the source without them.
fn marked(source: &str) -> (Vec<(u32, u32)>, String) {
    let (mut places, mut text) = (Vec::new(), String::new());
    for (index, part) in source.split('«').enumerate() {
        if index > 0 {
            let last_line = text.rsplit('\n').next().unwrap();
            places.push((text.matches('\n').count() as u32 + 1, last_line.encode_utf16().count() as u32));
        }
        text.push_str(part);
    }
    (places, text)
}

#[test]
fn each_violation_has_its_code_and_place() {
    let mut failures = Vec::new();
    for (codes, source) in table::REFUSED {
        let (places, text) = marked(&format!("{IMPORTS}{source}"));
        let expected: Vec<_> = codes
            .split(' ')
            .zip(&places)
            .map(|(code, &(line, column))| (format!("MION_PURE_FN_{code}"), line, column))
            .collect();
        assert_eq!(codes.split(' ').count(), places.len(), "{source}");
        let module =
            Module::parse("/case.ts", text.into()).unwrap_or_else(|error| panic!("{source} {error:?}"));
        let found = rewrite(&module, &Options::default(), &mut Edits::default());
        let seen: Vec<_> =
            found.errors.iter().map(|error| (error.code.to_owned(), error.line, error.column)).collect();
        if seen != expected {
            failures.push(format!("{source}\n  expected {expected:?}\n  seen     {seen:?}"));
        }
        for error in &found.errors {
            assert_eq!((error.severity, error.file.as_str()), (Severity::Error, "/case.ts"));
            assert!(error.frame.contains('^') && error.hint.is_some(), "{source}: {error:?}");
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn there_are_at_least_two_hundred_cases() {
    assert!(table::REFUSED.len() + table::ACCEPTED.len() >= 200);
}

#[test]
fn jsx_is_refused() {
    let text = format!("{IMPORTS}p((a: any) => <b>{{a}}</b>);");
    let module = Module::parse("/case.tsx", text.into()).unwrap();
    let found = rewrite(&module, &Options::default(), &mut Edits::default());
    let [error] = found.errors.as_slice() else { panic!("{found:?}") };
    assert_eq!((error.code, error.line, error.column), ("MION_PURE_FN_SYNTAX", 2, 14));
}

#[test]
fn clients_that_no_vite_builds_need_names() {
    let options = Options { no_vite_client: true, ..Options::default() };
    let errors = |call: &str| {
        let module = Module::parse("/case.ts", format!("{IMPORTS}{call}").into()).unwrap();
        let found = rewrite(&module, &options, &mut Edits::default());
        found.errors.iter().map(|error| (error.code, error.line, error.column)).collect::<Vec<_>>()
    };
    assert_eq!(errors("p(() => 1);"), [("MION_PURE_FN_NAME_REQUIRED", 2, 2)]);
    assert_eq!(errors("p({pureFn: () => 1});"), [("MION_PURE_FN_NAME_REQUIRED", 2, 2)]);
    assert_eq!(errors("p({pureFn: () => 1, fnName: 'one'});"), []);
    assert_eq!(errors("mapFrom({}, () => 1);"), []);
}

#[test]
fn text_that_would_mean_something_else_is_refused() {
    for (path, function) in [
        // Without the type, `get` and `foo` are a getter.
        ("/a.ts", "() => { class A { get: any\n foo() { return 1 } } return A }"),
        // The virtual module is TypeScript, where this is a call with a type argument.
        ("/a.js", "(a, b, c) => a<b>(c)"),
    ] {
        let module = Module::parse(path, format!("{IMPORTS}p({function});").into()).unwrap();
        let found = rewrite(&module, &Options::default(), &mut Edits::default());
        let [error] = found.errors.as_slice() else { panic!("{found:?}") };
        assert_eq!((error.code, error.line, error.column), ("MION_PURE_FN_SYNTAX", 2, 2));
    }
}
