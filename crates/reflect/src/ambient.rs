//! What is in sight of a project's modules without an import, beside the standard library: the global declarations of
//! its own declaration files (those that tsconfig.json includes), and of the packages in `@types`.
//!
//! They are looked for when nothing else has a name. Then they are searched as texts first, and parsed where the name is.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;
use swc_core::atoms::Atom;

use crate::files::{Files, Parsed};
use crate::resolve::Specifiers;
use crate::tsconfig::{clean, extended, references};

/// The declaration files of projects, by the path of their tsconfig.json.
#[derive(Debug, Default)]
pub(crate) struct Ambients {
    by_config: RwLock<FxHashMap<PathBuf, Arc<Ambient>>>,
}

/// The declaration files of one project.
#[derive(Debug, Default)]
pub(crate) struct Ambient {
    /// Those of the project itself, which come and go with edits.
    pub(crate) own: Vec<PathBuf>,
    /// The folders that they were looked for in.
    pub(crate) folders: Vec<PathBuf>,
    /// All of them, with their texts.
    texts: Vec<(PathBuf, String)>,
}

impl Ambients {
    pub(crate) fn of(&self, config: &Path, specifiers: &Specifiers) -> Option<Arc<Ambient>> {
        if let Some(known) = self.by_config.read().ok()?.get(config) {
            return Some(Arc::clone(known));
        }
        // Whoever asks meanwhile waits: to read it as well would take longer.
        let mut by_config = self.by_config.write().ok()?;
        if let Some(known) = by_config.get(config) {
            return Some(Arc::clone(known));
        }
        let ambient = Arc::new(Ambient::read(config, specifiers));
        by_config.insert(config.to_owned(), Arc::clone(&ambient));
        Some(ambient)
    }

    pub(crate) fn clear(&self) {
        if let Ok(mut by_config) = self.by_config.write() {
            by_config.clear();
        }
    }
}

impl Ambient {
    fn read(config: &Path, specifiers: &Specifiers) -> Self {
        let mut queue = Vec::new();
        let mut own = Vec::new();
        let mut folders = Vec::new();
        let nearest = extended(config);
        let referred = nearest.first().and_then(|(path, value)| Some(references(path, value.as_ref()?)));
        for project in std::iter::once(nearest).chain(referred.iter().flatten().map(|path| extended(path))) {
            let project = Project::of(&project);
            own.extend(project.declaration_files());
            folders.extend(project.folders().into_iter().map(Path::to_owned));
            queue.extend(project.types(specifiers));
        }
        queue.extend_from_slice(&own);
        let mut known = FxHashSet::default();
        let mut texts = Vec::new();
        while let Some(path) = queue.pop() {
            if known.insert(path.clone())
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                queue.extend(referenced(&path, &text, specifiers));
                texts.push((path, text));
            }
        }
        own.sort_unstable();
        own.dedup();
        texts.sort_unstable();
        Self { own, folders, texts }
    }

    /// The files that declare a global type or namespace.
    pub(crate) fn declaring(&self, name: &Atom, files: &Files) -> Vec<(PathBuf, Arc<Parsed>)> {
        let finder = memmem::Finder::new(name.as_bytes());
        let named = self.texts.iter().filter(|(_, text)| finder.find(text.as_bytes()).is_some());
        let parsed = named.filter_map(|(path, _)| Some((path.clone(), files.get(path)?)));
        parsed.filter(|(_, parsed)| parsed.index.global_type(name).is_some()).collect()
    }
}

/// What a tsconfig.json, with all that it extends, says about the files that are taken in without an import.
#[derive(Debug, Default)]
struct Project {
    folder: PathBuf,
    files: Vec<PathBuf>,
    include: Vec<PathBuf>,
    exclude: Vec<PathBuf>,
    /// The packages whose declarations are global. `None` for all in `@types`.
    types: Option<Vec<String>>,
    type_roots: Option<Vec<PathBuf>>,
}

impl Project {
    /// `chain` is the configuration and what it extends, the nearest first.
    fn of(chain: &[(PathBuf, Option<Value>)]) -> Self {
        let Some((config, _)) = chain.first() else { return Self::default() };
        let root = config.parent().unwrap_or(Path::new(""));
        let nearest = |keys: &[&str]| {
            chain.iter().find_map(|(path, value)| {
                let value = keys.iter().try_fold(value.as_ref()?, |value, key| value.get(key))?;
                Some((path.parent().unwrap_or(Path::new("")), value))
            })
        };
        let strings = |keys: &[&str]| {
            let (folder, value) = nearest(keys)?;
            Some((folder, value.as_array()?.iter().filter_map(Value::as_str).collect::<Vec<_>>()))
        };
        let paths = |keys: &[&str]| {
            let (folder, list) = strings(keys)?;
            let absolute = |path: &str| match path.strip_prefix("${configDir}") {
                Some(rest) => clean(&root.join(rest.trim_start_matches('/'))),
                None => clean(&folder.join(path)),
            };
            Some(list.into_iter().map(absolute).collect::<Vec<_>>())
        };
        let files = paths(&["files"]);
        let include = match (&files, paths(&["include"])) {
            (_, Some(include)) => include,
            (Some(_), None) => Vec::new(),
            (None, None) => vec![root.join("**/*")],
        };
        let written = |key| {
            let (folder, value) = nearest(&["compilerOptions", key])?;
            Some(clean(&folder.join(value.as_str()?)))
        };
        let exclude = paths(&["exclude"])
            .unwrap_or_else(|| ["outDir", "declarationDir"].into_iter().filter_map(written).collect());
        let types = strings(&["compilerOptions", "types"])
            .map(|(_, list)| list.into_iter().map(str::to_owned).collect::<Vec<_>>())
            .filter(|list| !list.iter().any(|name| name == "*"));
        let type_roots = paths(&["compilerOptions", "typeRoots"]);
        Self {
            folder: root.to_owned(),
            files: files.unwrap_or_default(),
            include,
            exclude,
            types,
            type_roots,
        }
    }

    /// The declaration files that it includes.
    fn declaration_files(&self) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> =
            self.files.iter().filter(|path| is_declarations(path)).cloned().collect();
        let included = globs(&self.include);
        let excluded = globs(&self.exclude);
        for folder in self.folders() {
            let walk = ignore::WalkBuilder::new(folder)
                .standard_filters(false)
                .filter_entry(|entry| {
                    entry.depth() == 0 || !is_left_out(&entry.file_name().to_string_lossy())
                })
                .build();
            let paths = walk.filter_map(Result::ok).map(ignore::DirEntry::into_path);
            found.extend(
                paths.filter(|path| {
                    is_declarations(path) && included.is_match(path) && !excluded.is_match(path)
                }),
            );
        }
        found
    }

    /// The folders that hold all that it includes.
    fn folders(&self) -> Vec<&Path> {
        let mut folders: Vec<&Path> = self.include.iter().map(|pattern| fixed_part(pattern)).collect();
        folders.sort_unstable();
        folders.dedup_by(|inner, outer| inner.starts_with(outer));
        folders
    }

    /// The entries of the packages whose declarations are global.
    fn types(&self, specifiers: &Specifiers) -> Vec<PathBuf> {
        let from = self.folder.join("tsconfig.json");
        let roots = self.type_roots.clone().unwrap_or_else(|| {
            self.folder.ancestors().map(|folder| folder.join("node_modules/@types")).collect()
        });
        let entry = |package: PathBuf| specifiers.resolve(&from, &package.to_string_lossy());
        match &self.types {
            Some(names) => names
                .iter()
                .filter_map(|name| {
                    let packages = roots.iter().map(|root| root.join(name));
                    let package = packages.into_iter().find(|package| package.is_dir());
                    package.and_then(entry).or_else(|| specifiers.resolve(&from, name))
                })
                .collect(),
            None => {
                let entries = roots.iter().filter_map(|root| std::fs::read_dir(root).ok()).flatten();
                // Of one name, the nearest.
                let mut packages: Vec<PathBuf> = Vec::new();
                for package in entries.flatten().map(|entry| entry.path()) {
                    let is_known = packages.iter().any(|known| known.file_name() == package.file_name());
                    if !is_known && !is_left_out(&name_of(&package)) {
                        packages.push(package);
                    }
                }
                packages.into_iter().filter_map(entry).collect()
            }
        }
    }
}

/// The files that `/// <reference path>` and `/// <reference types>` name.
fn referenced(path: &Path, text: &str, specifiers: &Specifiers) -> Vec<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut found = Vec::new();
    for at in memmem::find_iter(text.as_bytes(), "<reference") {
        let line = text[at..].lines().next().unwrap_or("");
        let value = |key: &str| {
            let (_, rest) = line.split_once(key)?;
            rest.strip_prefix(['"', '\''])?.split(['"', '\'']).next()
        };
        if let Some(other) = value("path=") {
            found.push(clean(&folder.join(other)));
        } else if let Some(package) = value("types=") {
            let roots = folder.ancestors().map(|folder| folder.join("node_modules/@types").join(package));
            let declared = roots.into_iter().find(|package| package.is_dir());
            let specifier =
                declared.map_or_else(|| package.into(), |path| path.to_string_lossy().into_owned());
            found.extend(specifiers.resolve(path, &specifier));
        }
    }
    found
}

/// What a pattern with wildcards is below.
fn fixed_part(pattern: &Path) -> &Path {
    let is_fixed = |path: &Path| !path.to_string_lossy().contains(['*', '?']);
    pattern.ancestors().find(|path| is_fixed(path)).unwrap_or(pattern)
}

/// Globs of paths: that of a folder matches all that is in it.
fn globs(patterns: &[PathBuf]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let text = pattern.to_string_lossy().replace('\\', "/");
        let fixed = fixed_part(pattern).to_string_lossy().replace('\\', "/");
        let rest = text.strip_prefix(&fixed).unwrap_or_default();
        let escaped = format!("{}{rest}", globset::escape(&fixed));
        let is_open = name_of(pattern).contains(['*', '?']);
        let inside = (!is_open).then(|| format!("{escaped}/**"));
        for text in inside.into_iter().chain([escaped]) {
            if let Ok(glob) = GlobBuilder::new(&text).literal_separator(true).build() {
                set.add(glob);
            }
        }
    }
    set.build().unwrap_or_default()
}

fn is_declarations(path: &Path) -> bool {
    let name = name_of(path);
    [".d.ts", ".d.mts", ".d.cts"].iter().any(|end| name.ends_with(end))
}

/// Whether wildcards pass over a file or folder.
fn is_left_out(name: &str) -> bool {
    name.starts_with('.') || matches!(name, "node_modules" | "bower_components" | "jspm_packages")
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
