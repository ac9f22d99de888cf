//! A folder of client code, and the module that is made of it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::Path, sync::Arc};

use mion_pure_fns::{
    ExtractOptions, Extracted, Options, blocks, extract, functions_of, rewrite, server_module,
};
use mion_source::Edits;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::Builder::new().prefix("client").tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn options(root: &Path) -> ExtractOptions {
    ExtractOptions { root: root.to_owned(), ..ExtractOptions::default() }
}

fn names(extracted: &Extracted) -> Vec<&str> {
    extracted.functions.iter().map(|function| function.fn_name.as_str()).collect()
}

fn named(name: &str) -> String {
    format!(
        "import {{pureServerFn}} from '@mionkit/core'; pureServerFn({{pureFn: () => 1, fnName: '{name}'}});"
    )
}

fn read(files: &[(&str, &str)], change: impl FnOnce(&mut ExtractOptions)) -> (Extracted, Vec<String>) {
    let folder = folder(files);
    let mut options = options(folder.path());
    change(&mut options);
    let extracted = extract(&options).unwrap();
    let read = extracted
        .files
        .iter()
        .map(|path| path.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned())
        .collect();
    (extracted, read)
}

#[test]
fn every_script_of_the_folder_is_read_in_order() {
    let texts: Vec<(String, String)> = ["z.ts", "a/b.tsx", "a/a.mjs", "c.jsx", "d.cts"]
        .iter()
        .map(|path| ((*path).to_owned(), named(path)))
        .collect();
    let mut files: Vec<(&str, &str)> =
        texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let ignored = named("no");
    files.extend([
        ("x.d.ts", &*ignored),
        ("y.md", &ignored),
        ("node_modules/p/i.js", &ignored),
        (".hidden/a.ts", &ignored),
    ]);
    let (extracted, read) = read(&files, |_| {});
    assert_eq!(read, ["a/a.mjs", "a/b.tsx", "c.jsx", "d.cts", "z.ts"]);
    assert_eq!(extracted.errors, []);
    assert_eq!(names(&extracted), ["a/a.mjs", "a/b.tsx", "c.jsx", "d.cts", "z.ts"]);
}

#[test]
fn globs_and_gitignore_choose_the_files() {
    let text = named("f");
    let files = [
        ("src/a.ts", &*text),
        ("src/a.test.ts", &text),
        ("src/gen/b.ts", &text),
        ("lib/c.ts", &text),
        (".gitignore", "gen/\n"),
    ];
    let (_, all) = read(&files, |_| {});
    assert_eq!(all, ["lib/c.ts", "src/a.test.ts", "src/a.ts"]);
    let (_, some) = read(&files, |options| {
        options.include = vec!["src/**".to_owned()];
        options.exclude = vec!["**/*.test.ts".to_owned()];
    });
    assert_eq!(some, ["src/a.ts"]);
}

#[test]
fn one_file_can_be_the_root() {
    let folder = folder(&[("a.ts", &named("a")), ("b.ts", &named("b"))]);
    let extracted = extract(&options(&folder.path().join("b.ts"))).unwrap();
    assert_eq!(names(&extracted), ["b"]);
}

#[test]
fn all_errors_of_all_files_come_at_once() {
    let (extracted, _) = read(
        &[
            ("a.ts", "import {pureServerFn as p} from '@mionkit/core';\np(() => fetch());\np(() => this);"),
            ("b.ts", "// mapFrom\nlet = ;"),
            ("c.ts", &named("fine")),
            ("d.ts", "let = ; // has none of the names, so it is not parsed"),
        ],
        |_| {},
    );
    let errors: Vec<_> = extracted
        .errors
        .iter()
        .map(|error| (error.code, error.file.rsplit('/').next().unwrap(), error.line, error.column))
        .collect();
    assert_eq!(
        errors,
        [
            ("MION_PURE_FN_GLOBAL", "a.ts", 2, 8),
            ("MION_PURE_FN_THIS", "a.ts", 3, 8),
            ("MION_SYNTAX", "b.ts", 2, 6)
        ]
    );
    assert_eq!(names(&extracted), ["fine"]);
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let missing = extract(&options(Path::new("/does/not/exist"))).unwrap_err();
    assert_eq!((missing.code, missing.file.as_str()), ("MION_PURE_FN_OPTIONS", "/does/not/exist"));
    let folder = folder(&[("a.ts", "")]);
    let glob =
        extract(&ExtractOptions { include: vec!["a[".to_owned()], ..options(folder.path()) }).unwrap_err();
    assert_eq!(glob.code, "MION_PURE_FN_OPTIONS");
    fs::write(folder.path().join("latin1.ts"), b"// mapFrom \xe9").unwrap();
    let extracted = extract(&options(folder.path())).unwrap();
    assert!(extracted.errors[0].message.contains("UTF-8"), "{:?}", extracted.errors);
}

/// The functions of a component, and the errors with their places.
fn component(path: &str, text: &str) -> (Vec<String>, Vec<(&'static str, u32, u32)>) {
    let found = functions_of(path, &text.into(), &Options::default());
    for error in &found.errors {
        assert_eq!(error.file, path);
    }
    (
        found.functions.into_iter().map(|function| function.code).collect(),
        found.errors.iter().map(|error| (error.code, error.line, error.column)).collect(),
    )
}

#[test]
fn the_scripts_of_vue_components_are_read() {
    let text = "<!-- <script>let = ;</script> é -->
<template>
  <p>{{ a < b }}</p>
</template>
<script lang=\"ts\">
import {pureServerFn} from '@mionkit/core';
export default {}
</script>
<script setup lang=\"ts\">
const f = pureServerFn((a: number) => a + 1);
/* 😀 */ pureServerFn(() => fetch);
</script>
<style> a { b: c } </style>
";
    let (code, errors) = component("/src/App.vue", text);
    assert_eq!(code, ["'use strict';return a+1;"]);
    assert_eq!(errors, [("MION_PURE_FN_GLOBAL", 11, 28)]);
    let found = functions_of("/src/App.vue", &text.into(), &Options::default());
    assert!(found.errors[0].frame.contains("</script>"), "{}", found.errors[0].frame);
}

#[test]
fn the_scripts_of_svelte_components_are_read() {
    let (code, errors) = component(
        "/src/App.svelte",
        "<script context='module' lang='ts'>\r\n  import {mapFrom} from '@mionkit/client';\r\n</script>\r\n\r\n<script lang=ts>\r\n  export let x: number; $: y = mapFrom(x, (a) => a.id as string);\r\n  mapFrom(x, () => x);\r\n</script><b>{y < 1}</b>",
    );
    assert_eq!(code, ["'use strict';return a.id;"]);
    assert_eq!(errors, [("MION_PURE_FN_CLOSURE", 7, 19)]);
}

#[test]
fn the_scripts_of_astro_pages_are_read() {
    let (code, errors) = component(
        "/src/page.astro",
        "---\nimport {pureServerFn as p} from '@mionkit/core';\nconst a = p((x: number) => x);\nif (!a) return Astro.redirect('/');\n---\n<p>{a}</p>\n<script>\n  import {pureServerFn} from '@mionjs/core';\n  pureServerFn((y: number) => y); pureServerFn(() => this);\n</script>\n<script type=\"application/json\">{\"mapFrom\": 1}</script>\n<script is:inline src='x.js'/>\n",
    );
    assert_eq!(code, ["'use strict';return x;", "'use strict';return y;"]);
    assert_eq!(errors, [("MION_PURE_FN_THIS", 9, 53)]);
}

#[test]
fn a_broken_component_names_its_place() {
    let (_, errors) = component("/a.vue", "<template/>\n<script>\nmapFrom(\n</script>");
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].0, errors[0].1), ("MION_SYNTAX", 4));
}

fn module_of(files: &[(&str, &str)]) -> Result<String, Vec<mion_source::Diagnostic>> {
    let mut functions = Vec::new();
    for (path, text) in files {
        let text =
            format!("import {{pureServerFn as p, registerPureFnFactory as r}} from '@mionkit/core';\n{text}");
        let found = functions_of(path, &text.into(), &Options::default());
        assert_eq!(found.errors, []);
        functions.extend(found.functions);
    }
    server_module(&functions)
}

#[test]
fn the_server_module_holds_each_function_once_and_sorted() {
    let files = [
        ("/b.ts", "p({pureFn: (a: number) => a + 1, namespace: 'shop', fnName: 'inc'}); p((x) => x);"),
        (
            "/a.ts",
            "p({pureFn: (utl) => () => utl.usePureFn('shop', 'inc'), namespace: 'shop', fnName: 'dec', isFactory: true}); p((x) => x);",
        ),
    ];
    let text = module_of(&files).unwrap();
    assert_eq!(
        text,
        r#"export const serverPureFnsCache = {
  "pureServerFn": {
    "@0": {
      namespace: "pureServerFn",
      fnName: "@0",
      paramNames: ["x"],
      code: "'use strict';return x;",
      bodyHash: "@0",
      pureFnDependencies: [],
      isFactory: false,
      fn: function (x) {'use strict';return x;},
    },
  },
  "shop": {
    "dec": {
      namespace: "shop",
      fnName: "dec",
      paramNames: ["utl"],
      code: "'use strict';return ()=>utl.usePureFn('shop','inc');",
      bodyHash: "@1",
      pureFnDependencies: ["inc"],
      isFactory: true,
      createFn: function (utl) {'use strict';return ()=>utl.usePureFn('shop','inc');},
      fn: undefined,
    },
    "inc": {
      namespace: "shop",
      fnName: "inc",
      paramNames: ["a"],
      code: "'use strict';return a+1;",
      bodyHash: "@2",
      pureFnDependencies: [],
      isFactory: false,
      fn: function (a) {'use strict';return a+1;},
    },
  },
};
"#
        .replace("@0", &hash_of(&text, 0))
        .replace("@1", &hash_of(&text, 1))
        .replace("@2", &hash_of(&text, 2))
    );
    let reversed: Vec<_> = files.iter().rev().copied().collect();
    assert_eq!(module_of(&reversed).unwrap(), text);
    assert_eq!(module_of(&[]).unwrap(), "export const serverPureFnsCache = {\n};\n");
}

fn hash_of(text: &str, index: usize) -> String {
    text.split("bodyHash: \"").nth(index + 1).unwrap()[..14].to_owned()
}

#[test]
fn a_name_for_two_functions_shows_both_places() {
    let errors = module_of(&[
        ("/b.ts", "p({pureFn: () => 2, fnName: 'same'});"),
        ("/a.ts", "p({pureFn: () => 1, fnName: 'same'});"),
        ("/c.ts", "p({pureFn: () => 1 /* as in a.ts */, fnName: 'same'});"),
    ])
    .unwrap_err();
    let [error] = errors.as_slice() else { panic!("{errors:?}") };
    assert_eq!((error.code, error.file.as_str(), error.line), ("MION_PURE_FN_DUPLICATE", "/b.ts", 2));
    assert!(error.message.contains("/a.ts:2:0") && error.message.contains("() => 1"), "{}", error.message);
    assert!(error.frame.contains("() => 2"), "{}", error.frame);
}

#[test]
fn factories_that_need_each_other_are_an_error() {
    let factory = |name: &str, uses: &str| {
        let uses: String = uses.chars().map(|used| format!("utl.usePureFn('n', '{used}');")).collect();
        format!("r('n', '{name}', (utl) => {{ {uses} return () => 1; }});\n")
    };
    let errors = |graph: &[(&str, &str)]| {
        let text: String = graph.iter().map(|(name, uses)| factory(name, uses)).collect();
        let errors = module_of(&[("/a.ts", &text)]).err().unwrap_or_default();
        errors
            .into_iter()
            .map(|error| {
                assert_eq!(error.code, "MION_PURE_FN_CYCLE");
                error.message.rsplit(": ").next().unwrap().to_owned()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(errors(&[("a", "bc"), ("b", "c"), ("c", "")]), Vec::<String>::new());
    assert_eq!(errors(&[("a", "a")]), ["a -> a"]);
    assert_eq!(errors(&[("a", "b"), ("b", "cz"), ("c", "a"), ("d", "a")]), ["a -> b -> c -> a"]);
}

#[test]
fn deep_and_long_texts_end() {
    let deep = |open: &str, close: &str, depth: usize| {
        format!(
            "import {{pureServerFn as p}} from '@mionkit/core'; p((a) => {}a{});",
            open.repeat(depth),
            close.repeat(depth)
        )
    };
    let long_sum = "a + ".repeat(2_000);
    let many = "p((a) => a);\n".repeat(2_000);
    let folder = folder(&[
        ("brackets.ts", &deep("[", "]", 300)),
        ("arrows.ts", &deep("() => ", "", 300)),
        ("templates.ts", &deep("`${", "}`", 300)),
        ("sum.ts", &deep(&long_sum, "", 1)),
        ("many.ts", &format!("import {{pureServerFn as p}} from '@mionkit/core';\n{many}")),
    ]);
    let extracted = extract(&options(folder.path())).unwrap();
    assert_eq!(extracted.errors, []);
    assert_eq!(extracted.functions.len(), 2_004);
}

#[test]
fn the_calls_of_a_whole_component_can_be_completed() {
    let text: Arc<str> = "<template>é</template>\n<script>\nimport {pureServerFn as p} from '@mionkit/core';\n</script>\n<script setup>\np(() => 1)</script>\n".into();
    let mut edits = Edits::default();
    let mut hashes = Vec::new();
    for module in blocks::modules("/a.vue", &text).unwrap() {
        let found = rewrite(&module, &Options::default(), &mut edits);
        hashes.extend(found.functions.into_iter().map(|function| function.body_hash));
    }
    let edited = edits.apply(&text, "/a.vue", false).unwrap().code;
    assert_eq!(edited, text.replace("() => 1", &format!("() => 1, \"{}\"", hashes[0])));
}
