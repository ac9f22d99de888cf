//! No input breaks the transform: every TypeScript file that the repository's packages bring is put through it.
//!
//! It must not panic, its output must parse, and the input must be in it from the first character to the last,
//! with nothing but insertions between.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use mion_reflect::{Mode, Options, Reflector, TypeCalls};
use mion_source::{Edits, Module};
use rayon::prelude::*;

fn typescript_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut walk = ignore::WalkBuilder::new(root.join("node_modules"));
    walk.standard_filters(false);
    for more in ["tests/node_modules", "npm", "examples", "tests"] {
        walk.add(root.join(more));
    }
    let files = walk.filter_entry(|entry| entry.file_name() != ".programs").build();
    files
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|path| {
            let extension = path.extension().and_then(|extension| extension.to_str());
            matches!(extension, Some("ts" | "tsx" | "mts" | "cts")) && path.is_file()
        })
        .collect()
}

/// Whether `text` is `output` with pieces left out.
fn is_part_of(text: &str, output: &str) -> bool {
    let mut rest = output.bytes();
    text.bytes().all(|byte| rest.any(|other| other == byte))
}

fn check(reflector: &Reflector, path: &str, text: &Arc<str>) -> Result<(), String> {
    // Some files are broken on purpose (a compiler's own tests).
    let Ok(module) = Module::parse(path, Arc::clone(text)) else { return Ok(()) };
    let mut edits = Edits::default();
    reflector.transform(&module, TypeCalls::AtRunTime, &mut edits);
    let output = edits.apply(text, path, false).map_err(|error| format!("{path}: {error}"))?.code;
    if !is_part_of(text, &output) {
        return Err(format!("{path}: the input is not in the output"));
    }
    match Module::parse(path, output.into()) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("{path}:\n{} {}\n{}", error.code, error.message, error.frame)),
    }
}

#[test]
fn every_file_of_the_packages_goes_through() {
    let files = typescript_files();
    assert!(files.len() > 1000, "only {} files: are the packages installed?", files.len());
    let pool = rayon::ThreadPoolBuilder::new().stack_size(256 << 20).build().unwrap();
    let options = || Options {
        mode: Some(Mode::Default),
        is_transformed: Some(Box::new(|_| true)),
        ..Options::default()
    };
    let reflector = Reflector::new(options());
    let failed: Vec<String> = pool.install(|| {
        files
            .par_iter()
            .filter_map(|file| {
                let text: Arc<str> = std::fs::read_to_string(file).ok()?.into();
                let path = file.to_string_lossy();
                // A declaration file is read for its types, and goes through the transform as if it were a source:
                // as a source it is TypeScript too, of a kind that sources seldom are.
                let as_source =
                    path.replace(".d.ts", ".dd.ts").replace(".d.mts", ".dd.mts").replace(".d.cts", ".dd.cts");
                check(&reflector, &as_source, &text).err()
            })
            .collect()
    });
    assert!(
        failed.is_empty(),
        "{} of {} files fail:\n{}",
        failed.len(),
        files.len(),
        failed[..failed.len().min(5)].join("\n")
    );
}
