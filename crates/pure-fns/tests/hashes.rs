//! A hash stands for what a function does: nothing else changes it, and what does changes it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use mion_pure_fns::{Options, PureFn, rewrite};
use mion_source::{Edits, Module};
use proptest::prelude::*;

fn function(path: &str, text: &str) -> PureFn {
    let module = Module::parse(path, text.into()).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    let found = rewrite(&module, &Options::default(), &mut Edits::default());
    assert_eq!(found.errors, [], "{text}");
    found.functions.into_iter().next().unwrap()
}

fn hash(argument: &str) -> String {
    hash_in("/a.ts", argument)
}

fn hash_in(path: &str, argument: &str) -> String {
    function(path, &format!("import {{pureServerFn as p}} from '@mionkit/core'; p({argument});")).body_hash
}

#[test]
fn hashes_do_not_change_between_versions() {
    // A client that was built before must find its functions on a server that is built today.
    assert_eq!(hash("(a: number, b: number) => a + b"), "p828oP-9o1-t2L");
    assert_eq!(hash("{pureFn: (utl) => () => 1, fnName: 'one', isFactory: true}"), "dkkHCokOon-M78");
}

#[test]
fn how_a_function_is_written_does_not_matter() {
    let original = hash("(a, b) => { const c = 'x'; if (a) return c + b.d; else return [1, {e: `f`}]; }");
    for same in [
        "(a, b) => { const c = \"x\"; if (a) return c + b.d; else return [1, {e: `f`}]; }",
        "(a, b) => {\n  const c = 'x'\n  if (a) return c + b.d\n  else return [1, {e: `f`,},]\n}",
        "(a, b) => {\r\n\tconst c = 'x';\r\n\tif (a) return (c + b.d);\r\n\telse return [1, {'e': `f`}];\r\n}",
        "(a, b) => { /* c */ const c = '\\x78'; // d\n if (a) return c + b.d; else return [0x1, {e: `f`}]; }",
        "(a: string, b?: {d: number}): any => { const c: string = 'x' as const; if (a) return c! + (b as any).d; else return [1, {e: `f`} satisfies object]; }",
        "<T,>(a: T, b: T) => { interface X {} type Y = X; const c = 'x';; if (a) return c + b.d; else return [1, {e: `f`}]; }",
        "function (a, b) { const c = 'x'; if (a) return c + b.d; else return [1, {e: `f`}]; }",
        "function named(a, b) { const c = 'x'; if (a) return c + b.d; else return [1, {e: `f`}]; }",
        "{pureFn(a, b) { const c = 'x'; if (a) return c + b.d; else return [1, {e: `f`}]; }}",
        "{pureFn: ((a, b) => { const c = 'x'; if (a) return c + b.d; else return [1, {e: `f`}]; }) as any, fnName: 'x'}",
    ] {
        assert_eq!(hash(same), original, "{same}");
    }
    assert_eq!(hash("(a) => a + 1"), hash("a => { return a + 1 }"));
    assert_eq!(hash("(a) => new a"), hash("(a) => new a()"));
    assert_eq!(hash("(a) => `x\ny`"), hash("(a) => `x\r\ny`"));
    assert_eq!(hash_in("/a.ts", "(a: number) => a"), hash_in("/b.js", "(a) => a"));
}

#[test]
fn where_a_function_stands_does_not_matter() {
    let expected = hash("(a: number) => a + 1");
    for text in [
        "import {pureServerFn} from '@mionkit/core'; const x = 1; pureServerFn((a: number) => a + 1);",
        "import * as m from '@mionjs/client'; m.pureServerFn((a: number) => a + 1);",
        "import {pureServerFn as p} from '@mionkit/client'; const inc = (a: number) => a + 1; p(inc);",
        "import {mapFrom} from '@mionkit/client'; mapFrom({}, (a: number) => a + 1);",
    ] {
        assert_eq!(function("/a.ts", text).body_hash, expected, "{text}");
    }
}

#[test]
fn what_a_function_does_matters() {
    let all = [
        "(a, b) => a + b",
        "(b, a) => a + b",
        "(a, b) => b + a",
        "(a, b) => a - b",
        "(a, b) => { a + b }",
        "(a, b) => a + b + 1",
        "(a, b) => a + b + 1n",
        "(a, b) => a + (b + 1)",
        "(a, b) => a + b + '1'",
        "(a, b) => a + b + `1`",
        "(a, b) => a`1`",
        "(a, b) => a`\\x31`",
        "(a, b) => a?.b",
        "(a, b) => a.b",
        "(a, b) => a?.b.c",
        "(a, b) => (a?.b).c",
        "(a, b) => a?.b?.c",
        "(a, b) => a[b]",
        "(a, b) => a['b']",
        "(a, b) => a.b()",
        "(a, b) => new a.b()",
        "(a, b) => new (a.b())()",
        "(a, b) => !a",
        "(a, b) => !!a",
        "(a, b) => /a/.test(b)",
        "(a, b) => /a/i.test(b)",
        "(a, b) => a ?? b",
        "(a, b) => a || b",
        "(a, b) => (a, b)",
        "(a, b) => [a, b]",
        "(a, b) => [a, , b]",
        "(a, b) => [...a, b]",
        "(a, b) => ({a, b})",
        "(a, b) => ({a: b})",
        "(a, b) => ({[a]: b})",
        "(a, b) => ({get a() { return b }})",
        "(a, b) => ({set a(b) {}})",
        "(a, b) => ({a() { return b }})",
        "(a, b) => ({...a, b})",
        "(a, b) => ({__proto__: a})",
        "(a, b) => ({['__proto__']: a})",
        "(a, b) => a++",
        "(a, b) => ++a",
        "(a, b) => a--",
        "(a, b) => { a = b }",
        "(a, b) => { a += b }",
        "(a, b) => { ({a} = b) }",
        "(a, b) => { [a] = b }",
        "(a, b) => { [a = 1] = b }",
        "(a, b) => { [...a] = b }",
        "(a, b) => { var c = a }",
        "(a, b) => { let c = a }",
        "(a, b) => { const c = a }",
        "(a, b) => { let c = a; { let c = b } }",
        "(a, b) => { for (;;) break }",
        "(a, b) => { while (1) break }",
        "(a, b) => { do break; while (1) }",
        "(a, b) => { for (const c in a) ; }",
        "(a, b) => { for (const c of a) ; }",
        "(a, b) => { for (let c of a) ; }",
        "(a, b) => { c: for (;;) break c }",
        "(a, b) => { if (a) b }",
        "(a, b) => { if (a) b; else a }",
        "(a, b) => { if (a) { b } }",
        "(a, b) => { switch (a) { case b: } }",
        "(a, b) => { switch (a) { default: } }",
        "(a, b) => { try { a } finally { b } }",
        "(a, b) => { try { a } catch { b } }",
        "(a, b) => { try { a } catch (c) { b } }",
        "(a, b) => { throw a }",
        "(a, b) => { return a }",
        "(a, b) => { return; a }",
        "(a, b) => { 'use strict'; return a }",
        "(a, b) => { ('use strict'); return a }",
        "(a, b) => () => a",
        "(a, b) => function () { return a }",
        "(a, b) => function a() { return a }",
        "(a, b) => (c = 1) => a",
        "(a, b) => class {}",
        "(a, b) => class A {}",
        "(a, b) => class extends a {}",
        "(a, b) => class { a }",
        "(a, b) => class { #a }",
        "(a, b) => class { static a }",
        "(a, b) => class { a = 1 }",
        "(a, b) => class { a() {} }",
        "(a, b) => class { static {} }",
        "(a, b) => class { get a() {} }",
        "(a, b) => class { constructor() {} }",
        "(a, b) => typeof a",
        "(a, b) => void a",
        "(a, b) => a in b",
        "(a, b) => a instanceof b",
        "(a, b) => 0",
        "(a, b) => -0",
        "(a, b) => null",
        "(a, b) => undefined",
        "(a, b) => true",
        "(a, b) => ''",
        "(a, b) => ' '",
        "(a, b) => '  '",
        "(a, b) => '\\ud800'",
        "(a, b) => '\\ud801'",
        "(a, b) => a ? b : 1",
        "(a, b) => a(...b)",
        "(a, b) => a(b)",
        "(a, b) => a?.(b)",
        "(a) => a",
        "() => 1",
        "{pureFn: () => 1, namespace: 'n'}",
        "{pureFn: () => 1, isFactory: true}",
        "{pureFn: () => 1, isFactory: true, fnName: 'n'}",
        "{pureFn: () => 1, isFactory: true, fnName: 'm'}",
        "{pureFn: () => 1, isFactory: true, namespace: 'n'}",
        "function f(a) { return f }",
    ];
    let mut seen = std::collections::HashMap::new();
    for argument in all {
        if let Some(other) = seen.insert(hash(argument), argument) {
            panic!("one hash for {argument} and {other}");
        }
    }
}

/// The parser has assertions of its own, on in debug builds, that some broken texts do not hold.
fn parse(path: &str, text: &str) -> Option<Module> {
    std::panic::catch_unwind(|| Module::parse(path, text.into())).ok()?.ok()
}

/// Tokens that can stand between any two of the tokens of [`TOKENS`].
const TRIVIA: &[&str] = &[" ", "\n", "\r\n", "\t", "/* c */", "// c\n", "/* '\n` */", "\u{a0}", ""];

/// A function in pieces: what may be between two of them, a `0` says (anything) or a `1` (no line end) or a `2`
/// (at least one).
const TOKENS: &[(&str, u8)] = &[
    ("(", 0),
    ("a", 0),
    ("TYPE", 0),
    (",", 0),
    ("b", 0),
    (")", 1),
    ("=>", 0),
    ("{", 0),
    ("const", 2),
    ("c", 0),
    ("TYPE", 0),
    ("=", 0),
    ("a", 0),
    (".", 0),
    ("map", 0),
    ("(", 0),
    ("x", 1),
    ("=>", 0),
    ("x", 1),
    ("AS", 0),
    ("/ ", 0),
    ("2", 0),
    (")", 0),
    (";", 0),
    ("if", 0),
    ("(", 0),
    ("b", 0),
    (")", 0),
    ("return", 3),
    ("`  ${", 0),
    ("c", 1),
    ("AS", 0),
    ("}  `", 0),
    (";", 0),
    ("return", 3),
    ("{", 0),
    ("c", 0),
    (",", 0),
    ("'d'", 0),
    (":", 0),
    ("/ +/g", 0),
    (",", 0),
    ("...", 0),
    ("b", 0),
    ("}", 0),
    (";", 0),
    ("}", 0),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_comments_and_types_do_not_change_a_hash(
        trivia in proptest::collection::vec(0..TRIVIA.len(), TOKENS.len()),
        types in proptest::collection::vec(0..5_usize, TOKENS.len()),
    ) {
        let mut text = String::new();
        for (index, (token, rule)) in TOKENS.iter().enumerate() {
            match *token {
                "TYPE" => text += ["", ": any", ": {a: 'x'; b(): void}", ": Array<\n() => `x`>", "/* t */: T | U"][types[index]],
                "AS" => text += ["", " as any", "!", " as unknown as {x: ')'}", " satisfies T<U>"][types[index]],
                token => text += token,
            }
            let between = TRIVIA[trivia[index]];
            let has_line_end = between.contains('\n');
            text += match rule {
                1 | 3 if has_line_end => " ",
                2 | 3 if between.is_empty() => " ",
                _ => between,
            };
        }
        let plain = "(a, b) => { const c = a.map(x => x / 2); if (b) return `  ${c}  `; return {c, 'd': / +/g, ...b}; }";
        prop_assert_eq!(hash(&text), hash(plain), "{}", text);
    }

    #[test]
    fn no_text_makes_it_panic(text in "(import \\{pureServerFn as p, mapFrom\\} from '@mionkit/core';)?(p\\(|mapFrom\\(a, |[a-c(){}\\[\\];:,.<>=+/*'\"`$\\\\!?#@0-9 \n\u{e9}\u{1F600}-]|=>|function |class |const |as |return |type |this|await |async |\\.\\.\\.){0,60}\\)?;?") {
        for path in ["/a.ts", "/a.tsx", "/a.js"] {
            if let Some(module) = parse(path, &text) {
                let mut edits = Edits::default();
                rewrite(&module, &Options::default(), &mut edits);
                prop_assert!(edits.apply(&text, "a", true).is_ok());
            }
        }
        let in_block = format!("{text};");
        let parser_fails = ["a.ts", "a.jsx"].iter().any(|path| {
            std::panic::catch_unwind(|| Module::parse(path, in_block.as_str().into()).is_ok()).is_err()
        });
        for path in ["a.vue", "a.svelte", "a.astro"] {
            if parser_fails {
                continue;
            }
            let _ = mion_pure_fns::functions_of(path, &format!("<script>{text}</script>").into(), &Options::default());
            let _ = mion_pure_fns::functions_of(path, &text.as_str().into(), &Options::default());
        }
    }

    /// Pieces of real functions in any order: nearer to what parses than random characters are.
    #[test]
    fn no_mixture_of_cases_makes_it_panic(pieces in proptest::collection::vec(any::<(proptest::sample::Index, proptest::sample::Index, proptest::sample::Index)>(), 1..4)) {
        let mut text = String::from("import {pureServerFn as p} from '@mionkit/core';\np(");
        for (case, from, to) in pieces {
            let case = &table::ACCEPTED[case.index(table::ACCEPTED.len())].1;
            let boundaries: Vec<usize> = (0..=case.len()).filter(|&at| case.is_char_boundary(at)).collect();
            let (from, to) = (boundaries[from.index(boundaries.len())], boundaries[to.index(boundaries.len())]);
            text += &case[from.min(to)..from.max(to)];
        }
        text += ");";
        if let Some(module) = parse("/a.ts", &text) {
            let mut edits = Edits::default();
            rewrite(&module, &Options::default(), &mut edits);
            prop_assert!(edits.apply(&text, "a", false).is_ok());
        }
    }
}

#[expect(dead_code, reason = "each test reads its own table")]
mod table;
