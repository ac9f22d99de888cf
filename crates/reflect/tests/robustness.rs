//! No input breaks the transform: every TypeScript file that the repository's packages bring is put through it, and
//! those below the folder that `MION_TEST_SOURCES` names.

mod support;

use std::path::{Path, PathBuf};

use mion_reflect::{Mode, Options, Reflector};
use rayon::prelude::*;

fn typescript_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut walk = ignore::WalkBuilder::new(root.join("node_modules"));
    walk.standard_filters(false);
    for more in ["tests/node_modules", "npm", "examples", "tests"] {
        walk.add(root.join(more));
    }
    if let Some(more) = std::env::var_os("MION_TEST_SOURCES") {
        walk.add(more);
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

#[test]
fn every_file_of_the_packages_goes_through() {
    let files = typescript_files();
    let least = if std::env::var_os("MION_TEST_SOURCES").is_some() { 6000 } else { 1000 };
    assert!(files.len() > least, "only {} files: are the packages installed?", files.len());
    let pool = rayon::ThreadPoolBuilder::new().stack_size(256 << 20).build().unwrap();
    let reflector = Reflector::new(Options {
        mode: Some(Mode::Default),
        is_transformed: Some(Box::new(|_| true)),
        ..Options::default()
    });
    let failed: Vec<String> = pool.install(|| {
        files
            .par_iter()
            .filter_map(|file| {
                let text = std::fs::read_to_string(file).ok()?;
                let path = file.to_string_lossy();
                // A declaration file is read for its types, and goes through the transform as if it were a source:
                // as a source it is TypeScript too, of a kind that sources seldom are.
                let as_source =
                    path.replace(".d.ts", ".dd.ts").replace(".d.mts", ".dd.mts").replace(".d.cts", ".dd.cts");
                support::fault(&reflector, &as_source, &text).map(|fault| format!("{path}: {fault}"))
            })
            .collect()
    });
    assert!(
        failed.is_empty(),
        "{} of {} files fail:\n{}",
        failed.len(),
        files.len(),
        failed
            .iter()
            .take(5)
            .map(|fault| fault.chars().take(3000).collect::<String>())
            .collect::<Vec<_>>()
            .join("\n\n")
    );
}
