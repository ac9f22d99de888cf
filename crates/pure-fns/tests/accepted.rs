//! Functions that are accepted: the server's copy gives what the original gives.
//!
//! Node evaluates both, the original with its types stripped by oxc-transform.

#[expect(dead_code, reason = "each test reads its own table")]
mod table;

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use mion_pure_fns::{Options, rewrite};
use mion_source::{Edits, Module};
use serde_json::json;

#[test]
fn the_servers_copy_gives_what_the_original_gives() {
    let cases: Vec<_> = table::ACCEPTED
        .iter()
        .map(|&(setup, function, check)| {
            let text = format!("import {{pureServerFn as p}} from '@mionkit/core';\n{setup}\np({function});");
            let module = Module::parse("/case.ts", text.into()).unwrap_or_else(|error| panic!("{error:?}"));
            let found = rewrite(&module, &Options::default(), &mut Edits::default());
            assert_eq!(found.errors, [], "{setup} {function}");
            let copy = &found.functions[0];
            assert_eq!(copy.body_hash.len(), 14);
            json!({
                "setup": setup,
                "function": function,
                "check": check,
                "paramNames": copy.param_names,
                "code": copy.code,
            })
        })
        .collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare.mjs");
    let mut node =
        Command::new("node").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    node.stdin.take().unwrap().write_all(&serde_json::to_vec(&cases).unwrap()).unwrap();
    let output = node.wait_with_output().unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{report}");
    assert_eq!(report.trim(), format!("{} alike", cases.len()));
}
