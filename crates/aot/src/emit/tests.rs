use std::sync::Arc;

use mion_source::Module;
use proptest::{collection, prelude::*};

use super::{
    literal::{Kind, Value},
    *,
};
use crate::error::Missing;

fn sent(jit_fns: &str, pure_fns: &str, router_cache: &str) -> Sent {
    Sent {
        jit_fns: jit_fns.to_owned(),
        pure_fns: pure_fns.to_owned(),
        router_cache: router_cache.to_owned(),
        strict: false,
        type_calls: Vec::new(),
        serializer: None,
    }
}

fn jit(text: &str) -> Result<String, AotError> {
    emit(&sent(text, "{}", "{}"), &LeaveOut::default()).map(|emitted| emitted.caches.jit_fns)
}

fn importer(core_package: &str) -> Importer<'_> {
    Importer { core_package, prefix: "virtual:mion-aot", is_client: false }
}

#[test]
fn entries_are_sorted_by_code_units_and_keep_their_text() {
    let printed =
        jit("{ b_1: {x: 1}, 'b-1': {  y:  `\n` /* kept */ }, a: {z: function (a) { return a }}, B: {} }");
    assert_eq!(
        printed.unwrap(),
        "{\n  B: {},\n  a: {z: function (a) { return a }},\n  \"b-1\": {  y:  `\n` /* kept */ },\n  b_1: {x: 1},\n}"
    );
    // JavaScript compares UTF-16: an emoji's first unit is below U+FF5E.
    assert_eq!(jit("{'～': {}, '😀': {}}").unwrap(), "{\n  \"😀\": {},\n  \"～\": {},\n}");
    assert_eq!(jit("{}").unwrap(), "{}");
}

#[test]
fn functions_of_a_core_that_restores_the_rest_are_emitted_alone_and_once() {
    let printed = jit("{
        is_a: {fnID: 'is', createJitFn:function(utl){return v => 1}, jitDependencies: []},
        is_b: {createJitFn:function(utl){return v => 1}}, is_c: {createJitFn:function(utl){return v => 2}},
        tj_c: {isNoop: true, createJitFn:function(utl){return v => v}}, tj_d: {createJitFn(utl) {}},
        sj_a: {code: 'return v => 1', createJitFn:function(utl){return v => 1}},
    }");
    assert_eq!(
        printed.unwrap(),
        "{\n  is_a: function(utl){return v => 1},\n  is_b: \"is_a\",\n  is_c: function(utl){return v => 2},\n  \
         sj_a: {code: 'return v => 1', createJitFn:function(utl){return v => 1}},\n  tj_c: 0,\n  \
         tj_d: {createJitFn(utl) {}},\n}"
    );
}

#[test]
fn namespaces_are_sorted_too() {
    let emitted =
        emit(&sent("{}", "{b: {y: {}, x: {}}, a: {}, A: {z: {}}}", "{}"), &LeaveOut::default()).unwrap();
    assert_eq!(
        emitted.caches.pure_fns,
        "{\n  A: {\n    z: {},\n  },\n  b: {\n    x: {},\n    y: {},\n  },\n}"
    );
    assert_eq!(emitted.counts.pure_fns, 3);
}

#[test]
fn data_and_functions_pass() {
    let text = r"{a: {
        n: null, u: undefined, t: true, i: 1, f: -1.5e3, h: 0xff, b: 10n, m: -10n, s: 'x', q: `plain`, r: /a/g,
        nan: NaN, inf: -Infinity, v: void 0, e: [], l: [1, [2], {}], 'quoted key': 1, 7: 'seven',
        fn: function named(a, b = outer) { return new Function(a + b) }, arrow: utl => utl.x(), method() { return this },
        async *generator() {}, paren: ({}),
    }}";
    jit(text).unwrap();
}

#[test]
fn what_is_not_a_plain_literal_is_refused_with_its_place() {
    for (text, message, place) in [
        ("{a: {b: evil()}}", "calls a function", (1, 8)),
        ("{a: {b: new Evil()}}", "calls a function", (1, 8)),
        ("{a: {b: evil`x`}}", "calls a function", (1, 8)),
        ("{a: {b: evil?.()}}", "calls a function", (1, 8)),
        ("{a: {b: (() => 1)()}}", "calls a function", (1, 8)),
        ("{a: {b: globalThis}}", "names `globalThis`", (1, 8)),
        ("{a: {b: process.env}}", "not a plain literal", (1, 8)),
        ("{a: {b: `${1}`}}", "not a plain literal", (1, 8)),
        ("{a: {b: 1 + 1}}", "not a plain literal", (1, 8)),
        ("{a: {b: x = 1}}", "not a plain literal", (1, 8)),
        ("{a: {b: class {}}}", "not a plain literal", (1, 8)),
        ("{a: {b: import('x')}}", "calls a function", (1, 8)),
        ("{a: {b: void evil()}}", "calls a function", (1, 13)),
        ("{a: {\n  b}}", "names `b`", (2, 2)),
        ("{a: {...b}}", "spread", (1, 5)),
        ("{a: {b: [...'x']}}", "spread", (1, 9)),
        ("{a: {b: [,1]}}", "hole", (1, 8)),
        ("{a: {[evil()]: 1}}", "computed", (1, 5)),
        ("{a: {get b() { return 1 }}}", "getter", (1, 5)),
        ("{a: {set b(v) {}}}", "getter", (1, 5)),
        ("{a: {__proto__: {}}}", "__proto__", (1, 5)),
        ("{a: {'__proto__': {}}}", "__proto__", (1, 5)),
        ("{a: {}, b: {}, 'a': {}}", "twice", (1, 15)),
        ("{a: {1: 1, '1': 2}}", "twice", (1, 11)),
        ("{a: {b: 1, ...{}}}", "spread", (1, 11)),
        ("{a: {\n  b: 1,\n  c: = 2}}", "xpected", (3, 5)),
        ("{a: 1}", "not an object", (1, 4)),
        ("[]", "not an object", (1, 0)),
        ("{} + {}", "not a plain literal", (1, 0)),
    ] {
        match jit(text) {
            Err(AotError::BadMessage { part: "jitFnsCode", reason, place: Some(found) }) => {
                assert!(reason.contains(message), "{text}: {reason}");
                assert_eq!((found.line, found.column), place, "{text}: {reason}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn text_that_leaves_its_literal_is_refused() {
    for text in [
        "{}); evil(); ({}",
        "{}, {}",
        "{}; evil()",
        "{}\n)(evil()\n",
        "",
        "{} // }\n; evil()",
        "{} as any",
        "{}!",
    ] {
        assert_eq!(jit(text).unwrap_err().code(), "MION_AOT_BAD_MESSAGE", "{text}");
    }
    jit("{} // a comment at the end").unwrap();
}

#[test]
fn text_that_typescript_reads_otherwise_is_refused() {
    let error = jit("{a: {f: function (f, a, b, c) { return f(a<b, c>(1)) }}}").unwrap_err();
    assert!(error.to_string().contains("TypeScript"), "{error}");
}

#[test]
fn deep_text_does_not_end_the_process() {
    // As deep as the stack of its thread allows with room to spare; `generate` walks on such a thread.
    let deep = format!("{{a: {{b: {}1{}}}}}", "[".repeat(2_000), "]".repeat(2_000));
    let walked = std::thread::Builder::new().stack_size(64 * 1024 * 1024).spawn(move || jit(&deep));
    walked.unwrap().join().unwrap().unwrap();
}

const FNS: [&str; 7] = ["is", "te", "tj", "fj", "sj", "tBi", "fBi"];

/// All seven functions of `hash`, with the members `more`.
fn seven(hash: &str, more: &str) -> String {
    FNS.map(|id| format!("{id}_{hash}: {{fnID: '{id}', {more}}}")).join(", ")
}

fn missing(jit_fns: &str, pure_fns: &str, router: &str, excluded: &[&str]) -> Vec<Missing> {
    let sent = Sent { strict: true, ..sent(jit_fns, pure_fns, router) };
    let excluded: Vec<String> = excluded.iter().map(|&name| name.to_owned()).collect();
    match emit(&sent, &LeaveOut { fns: excluded, ..LeaveOut::default() }) {
        Ok(_) => Vec::new(),
        Err(AotError::Incomplete { missing }) => missing,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn strict_caches_hold_all_that_a_route_needs() {
    let router = "{'users/get': {type: 1, paramsJitHash: 'p', returnJitHash: 'r'}, raw: {type: 4, paramsJitHash: 'x', returnJitHash: ''}}";
    let whole = format!("{{{}, {}}}", seven("p", ""), seven("r", ""));
    assert_eq!(missing(&whole, "{}", router, &[]), []);
    for id in FNS {
        let without = whole.replace(&format!("{id}_r: "), "other: ");
        let [one] = &missing(&without, "{}", router, &[])[..] else { panic!("{id}") };
        assert_eq!((one.route.as_str(), one.function.as_str()), ("users/get", format!("{id}_r").as_str()));
        assert_eq!((one.needed_for.as_str(), one.excluded), ("return value", false));
    }
    let [one] = &missing(&whole, "{}", router, &["te_p"])[..] else { panic!() };
    assert!(one.excluded);
}

#[test]
fn strict_caches_hold_the_headers_functions() {
    let router = "{auth: {type: 3, paramsJitHash: '', returnJitHash: '', headersParam: {headerNames: ['a'], jitHash: 'h'}, headersReturn: {headerNames: ['b'], jitHash: 'g'}}}";
    let found = missing("{}", "{}", router, &[]);
    assert_eq!(found.iter().map(|one| one.function.clone()).collect::<Vec<_>>(), ["is_h", "te_h"]);
    assert!(found.iter().all(|one| one.needed_for == "header parameters"), "{found:?}");
}

#[test]
fn strict_caches_hold_the_dependencies_which_may_form_cycles() {
    let router = "{r: {type: 1, paramsJitHash: 'p', returnJitHash: ''}}";
    let fns = format!(
        "{{{}, is_q: {{jitDependencies: ['is_p'], pureFnDependencies: ['mion::a']}}}}",
        seven("p", "jitDependencies: ['is_q']")
    );
    let pure = "{mion: {a: {pureFnDependencies: ['b']}, b: {pureFnDependencies: ['a']}}}";
    assert_eq!(missing(&fns, pure, router, &[]), []);
    let [one] = &missing(&fns, "{mion: {a: {pureFnDependencies: ['b']}}}", router, &[])[..] else { panic!() };
    assert_eq!((one.function.as_str(), one.needed_for.as_str()), ("mion::b", "pure function mion::a"));
    let [one] = &missing(&fns.replace("is_q: ", "is_z: "), pure, router, &[])[..] else { panic!() };
    assert_eq!(one.function, "is_q");
}

#[test]
fn the_modules_are_modules() {
    let emitted = emit(&sent("{a: {b: 1}}", "{m: {f: {}}}", "{r: {type: 1}}"), &LeaveOut::default()).unwrap();
    for module in VirtualModule::ALL {
        assert_eq!(VirtualModule::from_id(module.id()), Some(module));
        for caches in [None, Some(&emitted.caches)] {
            let text = virtual_module(module, caches, importer("@mionjs/core"));
            Module::parse("module.ts", Arc::from(text.as_str()))
                .unwrap_or_else(|error| panic!("{text}\n{error:?}"));
            assert_eq!(
                text.contains("@mionjs/core"),
                module == VirtualModule::Caches && caches.is_some(),
                "{text}"
            );
        }
    }
    assert_eq!(
        virtual_module(VirtualModule::JitFns, Some(&emitted.caches), importer("")),
        "export const jitFnsCache = {\n  a: {b: 1},\n};\n"
    );
    assert_eq!(
        virtual_module(VirtualModule::PureFns, None, importer("")),
        "export const pureFnsCache = {};\n"
    );
}

/// A literal, with the value that it must be read as.
#[derive(Clone, Debug)]
enum Json {
    Text(String),
    Number(f64),
    Boolean(bool),
    Null,
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        any::<String>().prop_map(Json::Text),
        (-1e9..1e9f64).prop_map(Json::Number),
        any::<bool>().prop_map(Json::Boolean),
        Just(Json::Null),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            collection::vec(inner.clone(), 0..5).prop_map(Json::List),
            entries(inner).prop_map(Json::Object),
        ]
    })
}

fn entries(value: impl Strategy<Value = Json>) -> impl Strategy<Value = Vec<(String, Json)>> {
    let key = prop_oneof!["[a-zA-Z_$][a-zA-Z0-9_$]{0,8}", any::<String>(), "[0-9]{1,4}"]
        .prop_filter("refused", |key: &String| key != "__proto__");
    collection::btree_map(key, value, 0..6).prop_map(|map| map.into_iter().collect())
}

impl Json {
    fn print(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Self::Text(text) => quoted(text),
            Self::Number(number) => number.to_string(),
            Self::Boolean(boolean) => boolean.to_string(),
            Self::Null => "null".to_owned(),
            Self::List(items) => {
                format!("[{}]", items.iter().map(Self::print).collect::<Vec<_>>().join(", "))
            }
            Self::Object(entries) => {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| format!("{}: {}", quoted(key), value.print()))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    fn is(&self, value: &Value) -> bool {
        match (self, &value.kind) {
            (Self::Text(a), Kind::String(b)) => a == b,
            (Self::Number(a), Kind::Number(b)) => a == b,
            (Self::Boolean(a), Kind::Boolean(b)) => a == b,
            (Self::Null, Kind::Other) => true,
            (Self::List(a), Kind::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is(b)),
            (Self::Object(a), Kind::Object(b)) => {
                a.len() == b.len()
                    && a.iter().all(|(key, a)| b.iter().any(|(name, b)| name == key && a.is(b)))
            }
            _ => false,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_cache_is_printed_with_its_value_in_one_order_only(
        table in entries(entries(json()).prop_map(Json::Object)),
        turned in any::<prop::sample::Index>(),
    ) {
        let printed = jit(&Json::Object(table.clone()).print()).unwrap();
        prop_assert!(Json::Object(table.clone()).is(&literal::parse("printed.js", &printed).unwrap()), "{}", printed);
        prop_assert_eq!(&jit(&printed).unwrap(), &printed);
        let mut other = table;
        if !other.is_empty() {
            let middle = turned.index(other.len());
            other.rotate_left(middle);
            other.reverse();
        }
        prop_assert_eq!(jit(&Json::Object(other).print()).unwrap(), printed);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]{}():,'`a0.=> \\\\\n/*$]{0,40}") {
        let _ = jit(&text);
    }
}
