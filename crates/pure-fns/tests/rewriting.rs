//! What is added to a call, and to which calls.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use mion_pure_fns::{Kind, Options, rewrite};
use mion_source::{Edits, Module};

/// The source with its calls completed. Each hash is shown as `#1`, `#2`, in the order of its first appearance.
fn rewritten(source: &str) -> String {
    rewritten_with(source, &Options::default())
}

fn rewritten_with(source: &str, options: &Options) -> String {
    let module = Module::parse("/a.ts", source.into()).unwrap();
    let mut edits = Edits::default();
    let found = rewrite(&module, options, &mut edits);
    assert_eq!(found.errors, []);
    let mut code = edits.apply(source, "a.ts", false).unwrap().code;
    let mut hashes: Vec<&str> = Vec::new();
    for function in &found.functions {
        if !hashes.contains(&function.body_hash.as_str()) {
            hashes.push(&function.body_hash);
        }
    }
    for (index, hash) in hashes.iter().enumerate() {
        code = code.replace(hash, &format!("#{}", index + 1));
    }
    code
}

#[test]
fn each_call_gets_its_last_argument() {
    let source = "\
import {pureServerFn, registerPureFnFactory} from '@mionkit/core';
import {mapFrom} from '@mionkit/client';
const one = pureServerFn((a: number) => a + 1);
registerPureFnFactory('ns', 'twice', (utl) => { const f = utl.usePureFn('ns', 'once'); return (x) => f(f(x)); });
registerPureFnFactory('ns', 'once', () => (x: string) => `\"${x}\"`);
mapFrom(one, (user) => user.id);
";
    assert_eq!(
        rewritten(source),
        r##"import {pureServerFn, registerPureFnFactory} from '@mionkit/core';
import {mapFrom} from '@mionkit/client';
const one = pureServerFn((a: number) => a + 1, "#1");
registerPureFnFactory('ns', 'twice', (utl) => { const f = utl.usePureFn('ns', 'once'); return (x) => f(f(x)); }, {bodyHash: "#2", paramNames: ["utl"], code: "'use strict';const f=utl.usePureFn('ns','once');return(x)=>f(f(x));", pureFnDependencies: ["once"]});
registerPureFnFactory('ns', 'once', () => (x: string) => `"${x}"`, {bodyHash: "#3", paramNames: [], code: "'use strict';return (x)=>`\"${x}\"`;"});
mapFrom(one, (user) => user.id, "#4");
"##
    );
}

#[test]
fn imports_may_be_renamed_or_namespaces() {
    for (import, callee) in [
        ("{pureServerFn as pure}", "pure"),
        ("{default as d, 'pureServerFn' as pure}", "pure"),
        ("* as mion", "mion.pureServerFn"),
        ("* as mion", "mion['pureServerFn']"),
        ("{pureServerFn}", "(pureServerFn)"),
        ("{pureServerFn}", "pureServerFn<any>"),
    ] {
        for package in ["@mionkit/core", "@mionkit/client", "@mionjs/core", "@mionjs/client"] {
            let import = format!("import {import} from '{package}';\n");
            assert_eq!(
                rewritten(&format!("{import}{callee}(() => 1);")),
                format!("{import}{callee}(() => 1, \"#1\");")
            );
        }
    }
}

#[test]
fn other_calls_are_left_alone() {
    for source in [
        "import {pureServerFn} from './mine.js'; pureServerFn(() => this);",
        "import {pureServerFn} from '@mionkit/router'; pureServerFn(() => this);",
        "import type {pureServerFn} from '@mionkit/core'; declare const x: typeof pureServerFn; pureServerFn(() => 1);",
        "import {type pureServerFn} from '@mionkit/core'; pureServerFn(() => 1);",
        "import {pureServerFn} from '@mionkit/core'; function f(pureServerFn: any) { pureServerFn(() => this); }",
        "import {pureServerFn} from '@mionkit/core'; { const pureServerFn = (x: any) => x; pureServerFn(() => this); }",
        "import * as mion from '@mionkit/core'; { const mion: any = {}; mion.pureServerFn(() => this); }",
        "import * as mion from '@mionkit/core'; mion.jitUtils(() => this); mion[pureServerFn](() => this);",
        "import {jitUtils as pureServerFn} from '@mionkit/core'; pureServerFn(() => this);",
        "import {pureServerFn} from '@mionkit/core'; const o: any = {pureServerFn}; o.pureServerFn(() => this);",
        "import '@mionkit/core'; pureServerFn(() => this);",
        "const {pureServerFn} = require('@mionkit/core'); pureServerFn(() => this);",
    ] {
        assert_eq!(rewritten(source), source);
    }
}

#[test]
fn a_call_that_has_the_argument_is_left_alone() {
    for source in [
        "import {pureServerFn} from '@mionkit/core'; pureServerFn(() => this, 'hash');",
        "import {mapFrom} from '@mionkit/client'; mapFrom({}, () => fetch, 'hash',);",
        "import {registerPureFnFactory as r} from '@mionkit/core'; r('a', 'b', () => () => this, {bodyHash: 'x'});",
    ] {
        assert_eq!(rewritten(source), source);
    }
}

#[test]
fn commas_comments_and_nesting_do_not_matter() {
    let import = "import {pureServerFn as p} from '@mionkit/core';\n";
    for (call, expected) in [
        ("p(() => 1,)", "p(() => 1, \"#1\",)"),
        ("p(\n  () => 1,\n)", "p(\n  () => 1, \"#1\",\n)"),
        ("p(() => 1 // one\n)", "p(() => 1, \"#1\" // one\n)"),
        ("p(/* a */ () => 1 /* b */ , /* c */ )", "p(/* a */ () => 1, \"#1\" /* b */ , /* c */ )"),
        ("p((() => 1) as any)", "p((() => 1) as any, \"#1\")"),
        ("f(p(() => 1), [p(() => 2)])", "f(p(() => 1, \"#1\"), [p(() => 2, \"#2\")])"),
        ("() => { class A { a = p(() => 1) } }", "() => { class A { a = p(() => 1, \"#1\") } }"),
        ("p({pureFn: () => 1, fnName: 'one'})", "p({pureFn: () => 1, fnName: 'one'}, \"#1\")"),
    ] {
        assert_eq!(rewritten(&format!("{import}{call}")), format!("{import}{expected}"));
    }
}

#[test]
fn packages_are_configurable() {
    let options = Options { packages: vec!["@acme/rpc".to_owned()], ..Options::default() };
    let source = "import {pureServerFn as p} from '@acme/rpc'; p(() => 1);";
    assert_eq!(rewritten_with(source, &options), source.replace("=> 1", "=> 1, \"#1\""));
    let source = "import {pureServerFn as p} from '@mionkit/core'; p(() => 1);";
    assert_eq!(rewritten_with(source, &options), source);
}

#[test]
fn a_function_tells_what_it_is() {
    let source = "\
import * as mion from '@mionkit/core';
mion.pureServerFn({pureFn: (utl) => () => utl.usePureFn('shop', 'tax'), namespace: 'shop', fnName: 'price', isFactory: true});
mion.pureServerFn((a, b) => a);
";
    let module = Module::parse("/a.ts", source.into()).unwrap();
    let found = rewrite(&module, &Options::default(), &mut Edits::default());
    let [factory, bare] = found.functions.as_slice() else { panic!("{found:?}") };
    assert_eq!((factory.namespace.as_str(), factory.fn_name.as_str()), ("shop", "price"));
    assert_eq!((factory.is_factory, factory.dependencies.as_slice()), (true, &["tax".to_owned()][..]));
    assert_eq!((factory.place.line, factory.place.column), (2, 0));
    assert_eq!((bare.kind, bare.namespace.as_str()), (Kind::PureServerFn, "pureServerFn"));
    assert_eq!(
        (&bare.fn_name, bare.param_names.as_slice()),
        (&bare.body_hash, &["a".to_owned(), "b".to_owned()][..])
    );
}

#[test]
fn what_pure_server_fn_gave_needs_no_hash_of_its_own() {
    let text = "import {mapFrom, pureServerFn} from '@mionkit/core';
const shout = pureServerFn({pureFn: (a) => a + '!', fnName: 'shout'});
mapFrom(source, shout);
mapFrom(source, pureServerFn((a) => a));";
    let module = Module::parse("/a.ts", text.into()).unwrap();
    let mut edits = Edits::default();
    let found = rewrite(&module, &Options::default(), &mut edits);
    assert_eq!(found.errors, []);
    assert_eq!(found.functions.len(), 2);
    let code = edits.apply(text, "a", false).unwrap().code;
    assert!(code.contains("mapFrom(source, shout);"), "{code}");
}
