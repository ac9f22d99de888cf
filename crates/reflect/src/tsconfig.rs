//! What tsconfig.json says about reflection, and which files have a say in it. The keys are those of
//! `@deepkit/type-compiler`, and stand beside `compilerOptions`:
//!
//! - `"reflection"`: `true`, `false`, the name of a mode, or path patterns, of which those with `!` leave files out;
//! - `"deepkitCompilerOptions"`: `{"reflection", "exclude": [patterns], "mergeStrategy": "merge" | "replace"}`, whose
//!   `reflection` then stands in for the one beside it;
//! - `"reflectionOptions"`: `{"exclude": [patterns]}`, its name in older versions.
//!
//! All are inherited along `extends`: a mode holds until a nearer configuration says another; patterns add up, or
//! with `"replace"` the nearer ones count alone.

use std::{
    path::{Component, Path, PathBuf},
    sync::{Arc, RwLock},
};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::options::Mode;

/// How many configurations are read for one: past any real chain of `extends`, so that a cycle ends.
const MAX_CONFIGS: usize = 64;

const TSCONFIG: &str = "tsconfig.json";

/// The configuration files that have a say, and those that would have if they existed.
#[derive(Debug, Default)]
pub(crate) struct ConfigFiles {
    pub(crate) read: Vec<PathBuf>,
    pub(crate) missing: Vec<PathBuf>,
}

/// What a tsconfig.json, with all that it extends, says about reflection.
#[derive(Debug)]
pub(crate) struct Rule {
    said: Option<Said>,
    /// Files that are never reflected.
    excluded: GlobSet,
}

#[derive(Debug)]
enum Said {
    Mode(Mode),
    /// A file that matches one of the first and none of the second is reflected.
    Patterns(GlobSet, GlobSet),
}

impl Rule {
    /// Whether there are files whose types are kept out of all metadata.
    pub(crate) fn has_exclusions(&self) -> bool {
        !self.excluded.is_empty()
    }

    /// Whether a file's types are kept out of all metadata, also where another file refers to them.
    pub(crate) fn excludes(&self, file: &Path) -> bool {
        self.excluded.is_match(file)
    }

    pub(crate) fn mode(&self, file: &Path) -> Mode {
        if self.excludes(file) {
            return Mode::Never;
        }
        match &self.said {
            None => Mode::Default,
            Some(Said::Mode(mode)) => *mode,
            Some(Said::Patterns(include, exclude)) if include.is_match(file) && !exclude.is_match(file) => {
                Mode::Default
            }
            Some(Said::Patterns(..)) => Mode::Never,
        }
    }
}

/// A tsconfig.json with all that it extends.
#[derive(Debug)]
struct Config {
    rule: Arc<Rule>,
    /// Itself, what it extends, and the projects that it refers to: what decides about paths and reflection.
    files: Vec<PathBuf>,
}

/// The configurations that were read, by the path of their tsconfig.json, and the tsconfig.json of each folder.
#[derive(Debug, Default)]
pub(crate) struct Configs {
    by_path: RwLock<FxHashMap<PathBuf, Arc<Config>>>,
    by_folder: RwLock<FxHashMap<PathBuf, Option<PathBuf>>>,
}

impl Configs {
    /// The rule of a given tsconfig.json, or of the nearest one above `file`.
    pub(crate) fn rule(&self, config: Option<&Path>, file: &Path) -> Option<Arc<Rule>> {
        Some(Arc::clone(&self.read(&self.path(config, file)?).rule))
    }

    /// The files that decide what holds for `file`. Those that are not there would be nearer to it.
    pub(crate) fn files(&self, config: Option<&Path>, file: &Path) -> ConfigFiles {
        let found = self.path(config, file);
        let mut files = ConfigFiles::default();
        if config.is_none() {
            let folders = file.parent().into_iter().flat_map(Path::ancestors);
            files.missing = folders
                .map(|folder| folder.join(TSCONFIG))
                .take_while(|path| Some(path) != found.as_ref())
                .collect();
        }
        if let Some(found) = found {
            files.read.clone_from(&self.read(&found).files);
        }
        files
    }

    /// The given tsconfig.json, or the nearest one above `file`.
    pub(crate) fn path(&self, config: Option<&Path>, file: &Path) -> Option<PathBuf> {
        match config {
            Some(config) => Some(config.to_owned()),
            None => self.nearest(file.parent()?),
        }
    }

    fn read(&self, path: &Path) -> Arc<Config> {
        if let Ok(configs) = self.by_path.read()
            && let Some(known) = configs.get(path)
        {
            return Arc::clone(known);
        }
        let config = Arc::new(read(path));
        if let Ok(mut configs) = self.by_path.write() {
            configs.insert(path.to_owned(), Arc::clone(&config));
        }
        config
    }

    pub(crate) fn clear(&self) {
        if let Ok(mut configs) = self.by_path.write() {
            configs.clear();
        }
        if let Ok(mut folders) = self.by_folder.write() {
            folders.clear();
        }
    }

    fn nearest(&self, folder: &Path) -> Option<PathBuf> {
        if let Some(found) = self.by_folder.read().ok()?.get(folder) {
            return found.clone();
        }
        let found = folder.ancestors().map(|folder| folder.join(TSCONFIG)).find(|path| path.is_file());
        self.by_folder.write().ok()?.insert(folder.to_owned(), found.clone());
        found
    }
}

/// What a chain of configurations says, put together from the nearest on.
#[derive(Debug, Default)]
struct Chain {
    reflection: Option<Reflection>,
    exclude: Option<Vec<String>>,
    replaces: Option<bool>,
}

#[derive(Debug)]
enum Reflection {
    Mode(Mode),
    /// Globs over absolute paths; `!` before those that leave files out.
    Patterns(Vec<String>),
}

impl Chain {
    fn add(&mut self, config: &Value, folder: &Path) {
        let own = config.get("deepkitCompilerOptions").filter(|options| options.is_object());
        if self.replaces.is_none() {
            let strategy = own.and_then(|options| options.get("mergeStrategy")).and_then(Value::as_str);
            self.replaces = strategy.map(|strategy| strategy == "replace");
        }
        let reflection = own.map_or_else(|| config.get("reflection"), |own| own.get("reflection"));
        if let Some(said) = reflection.and_then(|value| Reflection::of(value, folder)) {
            match (&mut self.reflection, said) {
                (nearest @ None, said) => *nearest = Some(said),
                (Some(Reflection::Patterns(nearer)), Reflection::Patterns(more))
                    if self.replaces != Some(true) =>
                {
                    nearer.extend(more);
                }
                _ => {}
            }
        }
        let older = config.get("reflectionOptions");
        for options in own.into_iter().chain(older) {
            let Some(patterns) = options.get("exclude") else { continue };
            let more = patterns_of(patterns, folder);
            match &mut self.exclude {
                nearest @ None => *nearest = Some(more),
                Some(nearer) if self.replaces != Some(true) => nearer.extend(more),
                Some(_) => {}
            }
        }
    }

    fn rule(self) -> Rule {
        let said = self.reflection.map(|reflection| match reflection {
            Reflection::Mode(mode) => Said::Mode(mode),
            Reflection::Patterns(patterns) => {
                let (exclude, include): (Vec<_>, Vec<_>) =
                    patterns.iter().map(String::as_str).partition(|pattern| pattern.starts_with('!'));
                let exclude = exclude.iter().map(|pattern| pattern.trim_start_matches('!'));
                Said::Patterns(glob_set(include.iter().copied()), glob_set(exclude))
            }
        });
        Rule { said, excluded: glob_set(self.exclude.iter().flatten().map(String::as_str)) }
    }
}

impl Reflection {
    /// `None` for what is neither a mode nor patterns.
    fn of(value: &Value, folder: &Path) -> Option<Self> {
        Some(match value {
            Value::Bool(true) => Self::Mode(Mode::Default),
            Value::Bool(false) => Self::Mode(Mode::Never),
            Value::String(name) => match Mode::parse(name) {
                Some(mode) => Self::Mode(mode),
                None => Self::Patterns(patterns_of(value, folder)),
            },
            Value::Array(_) => Self::Patterns(patterns_of(value, folder)),
            _ => return None,
        })
    }
}

/// One pattern or a list, as globs over absolute paths: one with a slash is relative to its tsconfig.json, one
/// without is a file's name in any folder.
fn patterns_of(value: &Value, folder: &Path) -> Vec<String> {
    let list = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
    let folder = folder.to_string_lossy().replace('\\', "/");
    let absolute = |pattern: &str| {
        let (not, pattern) = match pattern.strip_prefix('!') {
            Some(pattern) => ("!", pattern),
            None => ("", pattern),
        };
        if Path::new(pattern).is_absolute() || pattern.starts_with("**") {
            return format!("{not}{pattern}");
        }
        if !pattern.contains('/') {
            return format!("{not}**/{pattern}");
        }
        // Above the folder of the tsconfig.json as well.
        let mut folder = Path::new(&folder);
        let mut rest = pattern.trim_start_matches("./");
        while let Some(above) = rest.strip_prefix("../") {
            folder = folder.parent().unwrap_or(folder);
            rest = above.trim_start_matches("./");
        }
        format!("{not}{}/{rest}", globset::escape(&folder.to_string_lossy()))
    };
    list.iter().filter_map(Value::as_str).map(absolute).collect()
}

/// Globs that cannot be read match nothing, as in the peer.
fn glob_set<'a>(patterns: impl Iterator<Item = &'a str>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        if let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).build() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_default()
}

fn read(config: &Path) -> Config {
    let mut files = Vec::new();
    let mut chain = Chain::default();
    for (path, value) in extended(config) {
        files.push(path.clone());
        let Some(value) = value else { continue };
        chain.add(&value, path.parent().unwrap_or(Path::new("")));
        // The projects that it refers to say how their own files resolve imports, and nothing about reflection.
        files.extend(references(&path, &value));
    }
    Config { rule: Arc::new(chain.rule()), files }
}

/// A configuration and those that it extends, the nearest first. `None` is what cannot be read.
pub(crate) fn extended(config: &Path) -> Vec<(PathBuf, Option<Value>)> {
    let mut found: Vec<(PathBuf, Option<Value>)> = Vec::new();
    let mut queue = vec![config.to_owned()];
    while let Some(path) = queue.pop()
        && found.len() < MAX_CONFIGS
    {
        if found.iter().any(|(known, _)| *known == path) {
            continue;
        }
        let value = read_json(&path);
        let folder = path.parent().unwrap_or(Path::new(""));
        match value.as_ref().and_then(|value| value.get("extends")) {
            Some(Value::String(extends)) => queue.extend(resolve(folder, extends)),
            // Of several, the last one counts most.
            Some(Value::Array(list)) => {
                queue.extend(
                    list.iter().filter_map(Value::as_str).filter_map(|extends| resolve(folder, extends)),
                );
            }
            _ => {}
        }
        found.push((path, value));
    }
    found
}

/// The configurations of the projects that one refers to.
pub(crate) fn references(config: &Path, value: &Value) -> Vec<PathBuf> {
    let folder = config.parent().unwrap_or(Path::new(""));
    let list = value.get("references").and_then(Value::as_array).into_iter().flatten();
    let paths = list.filter_map(|reference| reference.get("path").and_then(Value::as_str));
    let paths = paths.map(|path| clean(&folder.join(path)));
    let paths = paths.map(|path| if path.is_dir() { path.join(TSCONFIG) } else { path });
    paths.filter(|path| path.is_file()).collect()
}

fn read_json(path: &Path) -> Option<Value> {
    let mut text = std::fs::read_to_string(path).ok()?;
    json_strip_comments::strip(&mut text).ok()?;
    serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()
}

/// The file that `extends` names: a path, or a package's.
fn resolve(folder: &Path, extends: &str) -> Option<PathBuf> {
    let with_extension = |path: PathBuf| {
        if path.is_file() {
            return Some(path);
        }
        let name = path.file_name()?.to_string_lossy().into_owned();
        let path = path.with_file_name(format!("{name}.json"));
        path.is_file().then_some(path)
    };
    if extends.starts_with('.') || Path::new(extends).is_absolute() {
        return with_extension(clean(&folder.join(extends)));
    }
    folder.ancestors().find_map(|folder| {
        let path = folder.join("node_modules").join(extends);
        if path.is_dir() { with_extension(path.join("tsconfig.json")) } else { with_extension(path) }
    })
}

/// A path without its `.` and `..`.
pub(crate) fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    fn mode(config: &Path, file: &Path) -> Option<Mode> {
        Configs::default().rule(Some(config), file).map(|rule| rule.mode(file))
    }

    #[test]
    fn the_key_is_inherited_along_extends() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        write(at, "base.json", "{ // JSON with comments\n \"reflection\": \"explicit\", }");
        let child = write(at, "app/tsconfig.json", "{\"extends\": \"../base\"}");
        let own = write(at, "own/tsconfig.json", "{\"extends\": \"../base\", \"reflection\": false}");
        let none = write(at, "none/tsconfig.json", "{\"extends\": \"./tsconfig.json\"}");
        let file = at.join("app/a.ts");
        assert_eq!(mode(&child, &file), Some(Mode::Explicit));
        assert_eq!(mode(&own, &file), Some(Mode::Never));
        assert_eq!(mode(&none, &file), Some(Mode::Default), "a cycle ends");
        assert_eq!(Configs::default().rule(None, &file).map(|rule| rule.mode(&file)), Some(Mode::Explicit));
    }

    #[test]
    fn patterns_pick_files() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let config = write(at, "tsconfig.json", "{\"reflection\": [\"./src/**/*.ts\", \"!*.test.ts\"]}");
        assert_eq!(mode(&config, &at.join("src/deep/a.ts")), Some(Mode::Default));
        assert_eq!(mode(&config, &at.join("src/a.test.ts")), Some(Mode::Never));
        assert_eq!(mode(&config, &at.join("other/a.ts")), Some(Mode::Never));
    }

    #[test]
    fn patterns_of_a_chain_add_up() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        write(
            at,
            "base.json",
            "{\"reflection\": [\"base/**\"], \"reflectionOptions\": {\"exclude\": [\"*.gen.ts\"]}}",
        );
        let own = |strategy: &str| {
            let options =
                format!("{{\"reflection\": [\"../own/*.ts\"], \"exclude\": [\"own/b.ts\"]{strategy}}}");
            format!("{{\"extends\": \"../base.json\", \"deepkitCompilerOptions\": {options}}}")
        };
        let merged = write(at, "app/tsconfig.json", &own(""));
        let alone = write(at, "app/alone.json", &own(", \"mergeStrategy\": \"replace\""));
        let reflected = |config: &Path| {
            ["own/a.ts", "base/deep/a.ts", "own/a.gen.ts", "app/own/b.ts", "c.ts"]
                .into_iter()
                .filter(|file| mode(config, &at.join(file)) == Some(Mode::Default))
                .collect::<Vec<_>>()
        };
        assert_eq!(reflected(&merged), ["own/a.ts", "base/deep/a.ts"]);
        assert_eq!(reflected(&alone), ["own/a.ts", "own/a.gen.ts"]);
        // A mode that is nearer than patterns holds alone.
        let near = write(at, "near.json", "{\"extends\": \"./base.json\", \"reflection\": \"explicit\"}");
        assert_eq!(mode(&near, &at.join("c.ts")), Some(Mode::Explicit));
    }

    #[test]
    fn all_files_that_have_a_say_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let base = write(at, "base.json", "{\"reflection\": true}");
        let lib = write(at, "lib/tsconfig.json", "{}");
        let near =
            "{\"extends\": \"../base\", \"reflection\": false, \"references\": [{\"path\": \"../lib\"}]}";
        let near = write(at, "app/tsconfig.json", near);
        let file = at.join("app/src/a.ts");
        let mut found = Configs::default().files(None, &file);
        found.read.sort();
        assert_eq!(found.read, [near, base.clone(), lib]);
        assert_eq!(found.missing, [at.join("app/src/tsconfig.json")]);
        let given = Configs::default().files(Some(&base), &file);
        assert_eq!((given.read, given.missing), (vec![base], Vec::new()));
    }
}
