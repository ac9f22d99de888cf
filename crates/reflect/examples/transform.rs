//! Transforms files and writes the results as JSON: how tests that run in Node call the crate.
//!
//! `transform <request.json> <response.json>`. The request is `{"files": [path], "tsconfig"?: path, "maps"?: bool}`,
//! the response `[{"file", "code", "map", "error", "warnings": [{code, message, line, column, hint}],
//! "dependencies": [path], "missing": [path]}]`, in the order of the request.

use std::{error::Error, path::PathBuf, thread};

use mion_reflect::{Options, Reflector, TypeCalls};
use mion_source::{Diagnostic, Edits, Module};
use rayon::prelude::*;
use serde_json::{Value, json};

#[derive(serde::Deserialize)]
struct Request {
    files: Vec<PathBuf>,
    tsconfig: Option<PathBuf>,
    #[serde(default)]
    maps: bool,
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(request), Some(response)) = (arguments.next(), arguments.next()) else {
        return Err("usage: transform <request.json> <response.json>".into());
    };
    let request: Request = serde_json::from_slice(&std::fs::read(request)?)?;
    let pool = rayon::ThreadPoolBuilder::new().stack_size(64 << 20).build()?;
    let worker = thread::Builder::new().stack_size(64 << 20).spawn(move || {
        let reflector = Reflector::new(Options { tsconfig: request.tsconfig, ..Options::default() });
        pool.install(|| {
            request.files.par_iter().map(|file| transform(&reflector, file, request.maps)).collect::<Vec<_>>()
        })
    })?;
    let results = worker.join().map_err(|_| "a transform panicked")?;
    std::fs::write(response, serde_json::to_vec(&results)?)?;
    Ok(())
}

fn transform(reflector: &Reflector, file: &PathBuf, maps: bool) -> Value {
    let path = file.to_string_lossy();
    let failed = |error: String| json!({ "file": path, "error": error });
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return failed(error.to_string()),
    };
    let module = match Module::parse(&path, text.into()) {
        Ok(module) => module,
        Err(error) => return failed(format!("{}:{} {}", error.line, error.column, error.message)),
    };
    let mut edits = Edits::default();
    let reflection = reflector.transform(&module, TypeCalls::AtRunTime, &mut edits);
    match edits.apply_to(&module, maps) {
        Ok(edited) => json!({
            "file": path,
            "code": edited.code,
            "map": edited.map,
            "warnings": reflection.warnings.iter().map(warning).collect::<Vec<_>>(),
            "dependencies": reflection.dependencies,
            "missing": reflection.missing,
        }),
        Err(error) => failed(error),
    }
}

fn warning(warning: &Diagnostic) -> Value {
    json!({
        "code": warning.code,
        "message": warning.message,
        "line": warning.line,
        "column": warning.column,
        "hint": warning.hint,
    })
}
