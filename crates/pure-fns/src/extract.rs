//! All pure functions of a folder.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use globset::{Glob, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;
use mion_source::{Diagnostic, Module, Severity};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    blocks,
    calls::{Found, Options, find, may_have_calls},
    function::PureFn,
};

/// The parser recurses with the depth of the text.
const STACK_SIZE: usize = 64 << 20;

/// Where client code lies, and which of its files are read.
#[derive(Clone, Debug, Default)]
pub struct ExtractOptions {
    /// `clientSrcPath`: a folder, or one file.
    pub root: PathBuf,
    /// Globs of paths relative to `root`, `/` between their parts; empty: every script, Vue, Svelte and Astro file.
    pub include: Vec<String>,
    /// Globs of paths relative to `root`. Folders called `node_modules`, hidden files, declaration files and what
    /// `.gitignore` files name are never read.
    pub exclude: Vec<String>,
    /// Absolute paths of folders that are not read, unless `root` is one of them or lies below: what a build writes is
    /// no source.
    pub outputs: Vec<PathBuf>,
    pub calls: Options,
}

/// What a folder holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extracted {
    /// In the order of their files and places.
    pub functions: Vec<PureFn>,
    /// Every violation of every file, in the same order.
    pub errors: Vec<Diagnostic>,
    /// Every file that was read, sorted: a change of one of them, or of this list, changes the result.
    pub files: Vec<PathBuf>,
}

impl Extracted {
    /// A function is as old as its body: one that `earlier` has too keeps its time, though its file was written since.
    pub fn keep_times(&mut self, earlier: &[PureFn]) {
        let identity = |function: &PureFn| {
            (function.namespace.clone(), function.fn_name.clone(), function.body_hash.clone())
        };
        let times: FxHashMap<_, _> =
            earlier.iter().map(|function| (identity(function), function.changed_at)).collect();
        for function in &mut self.functions {
            if let Some(time) = times.get(&identity(function)) {
                function.changed_at = *time;
            }
        }
    }
}

/// Reads a folder, in parallel.
///
/// # Errors
/// `MION_PURE_FN_OPTIONS` for a root that cannot be read or a glob that is none. What is wrong with a file is
/// among [`Extracted::errors`].
pub fn extract(options: &ExtractOptions) -> Result<Extracted, Diagnostic> {
    let files = files(options)?;
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK_SIZE)
        .build()
        .map_err(|error| problem(&options.root, format!("no thread could be started: {error}")))?;
    let found: Vec<Found> =
        pool.install(|| files.par_iter().map(|path| guarded(path, &options.calls)).collect());
    let mut extracted = Extracted { files, ..Extracted::default() };
    for Found { functions, errors } in found {
        extracted.functions.extend(functions);
        extracted.errors.extend(errors);
    }
    Ok(extracted)
}

/// The pure functions of one file: a script by its extension, or the scripts of a Vue, Svelte or Astro file.
/// A text that has none of the three names is not parsed.
#[must_use]
pub fn functions_of(path: &str, text: &Arc<str>, options: &Options) -> Found {
    if !may_have_calls(text.as_bytes()) {
        return Found::default();
    }
    let modules = if blocks::has_blocks(path) {
        blocks::modules(path, text)
    } else {
        Module::parse(path, text.clone()).map(|module| vec![module])
    };
    match modules {
        Ok(modules) => {
            let mut all = Found::default();
            for module in modules {
                let found = find(&module, options);
                all.functions.extend(found.functions);
                all.errors.extend(found.errors);
            }
            all
        }
        Err(error) => Found { functions: Vec::new(), errors: vec![error] },
    }
}

/// One file must not stop the others, whatever the parser makes of it.
fn guarded(path: &Path, options: &Options) -> Found {
    std::panic::catch_unwind(|| functions_of_file(path, options)).unwrap_or_else(|_| Found {
        functions: Vec::new(),
        errors: vec![
            Diagnostic::new(
                "MION_INTERNAL",
                Severity::Error,
                &slashed(path),
                "",
                0..0,
                "reading the file failed in an unforeseen way",
            )
            .with_hint("Exclude the file with `serverPureFunctions.exclude`, and report it with its text."),
        ],
    })
}

fn functions_of_file(path: &Path, options: &Options) -> Found {
    let failed = |error: Diagnostic| Found { functions: Vec::new(), errors: vec![error] };
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return failed(problem(path, format!("cannot be read: {error}"))),
    };
    if !may_have_calls(&bytes) {
        return Found::default();
    }
    match String::from_utf8(bytes) {
        Ok(text) => functions_of(&slashed(path), &text.into(), options),
        Err(_) => failed(problem(path, "is not UTF-8".to_owned())),
    }
}

fn files(options: &ExtractOptions) -> Result<Vec<PathBuf>, Diagnostic> {
    let root = &options.root;
    let include = globs(root, &options.include)?;
    let exclude = globs(root, &options.exclude)?;
    let walk = WalkBuilder::new(root)
        .require_git(false)
        .filter_entry({
            let outputs = options.outputs.clone();
            move |entry| {
                let is_left_out = entry.file_name() == "node_modules"
                    || outputs.iter().any(|folder| folder == entry.path());
                entry.depth() == 0 || !is_left_out
            }
        })
        .build();
    let mut files = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| problem(root, format!("cannot be read: {error}")))?;
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        let path = entry.into_path();
        let relative = match path.strip_prefix(root) {
            Ok(inside) if inside != Path::new("") => slashed(inside),
            _ => slashed(path.file_name().map_or(&path, Path::new)),
        };
        let is_included = options.include.is_empty() || include.is_match(&relative);
        if blocks::is_source(&slashed(&path)) && is_included && !exclude.is_match(&relative) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn globs(root: &Path, patterns: &[String]) -> Result<GlobSet, Diagnostic> {
    let invalid = |error: globset::Error| problem(root, format!("a glob of its options is none: {error}"));
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(Glob::new(pattern).map_err(invalid)?);
    }
    set.build().map_err(invalid)
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

fn problem(path: &Path, message: String) -> Diagnostic {
    Diagnostic::new("MION_PURE_FN_OPTIONS", Severity::Error, &slashed(path), "", 0..0, message)
        .with_hint("Check `serverPureFunctions` of mionPlugin(): clientSrcPath, include, exclude.")
}
