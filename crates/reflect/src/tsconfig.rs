//! The `"reflection"` key of tsconfig.json, which stands beside `compilerOptions` and is inherited along
//! `extends`.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use globset::{Glob, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::options::Mode;

/// How deep a chain of `extends` is followed: past any real one, so that a cycle ends.
const MAX_EXTENDS: usize = 16;

/// What a tsconfig.json says about reflection.
#[derive(Debug)]
pub(crate) enum Rule {
    Mode(Mode),
    /// Path patterns: a file that matches one of the first and none of the second is reflected.
    Patterns(GlobSet, GlobSet),
}

impl Rule {
    pub(crate) fn mode(&self, file: &Path) -> Mode {
        match self {
            Self::Mode(mode) => *mode,
            Self::Patterns(include, exclude) if include.is_match(file) && !exclude.is_match(file) => {
                Mode::Default
            }
            Self::Patterns(..) => Mode::Never,
        }
    }
}

/// The rules that were read, by the path of their tsconfig.json, and the tsconfig.json of each folder.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    by_config: RwLock<FxHashMap<PathBuf, Option<Arc<Rule>>>>,
    by_folder: RwLock<FxHashMap<PathBuf, Option<PathBuf>>>,
}

impl Rules {
    /// The rule of a given tsconfig.json, or of the nearest one above `file`.
    pub(crate) fn rule(&self, config: Option<&Path>, file: &Path) -> Option<Arc<Rule>> {
        let config = match config {
            Some(config) => config.to_owned(),
            None => self.nearest(file.parent()?)?,
        };
        if let Some(rule) = self.by_config.read().ok()?.get(&config) {
            return rule.clone();
        }
        let rule = read(&config).map(Arc::new);
        self.by_config.write().ok()?.insert(config, rule.clone());
        rule
    }

    pub(crate) fn clear(&self) {
        if let Ok(mut rules) = self.by_config.write() {
            rules.clear();
        }
        if let Ok(mut folders) = self.by_folder.write() {
            folders.clear();
        }
    }

    fn nearest(&self, folder: &Path) -> Option<PathBuf> {
        if let Some(found) = self.by_folder.read().ok()?.get(folder) {
            return found.clone();
        }
        let found = folder.ancestors().map(|folder| folder.join("tsconfig.json")).find(|path| path.is_file());
        self.by_folder.write().ok()?.insert(folder.to_owned(), found.clone());
        found
    }
}

/// Follows `extends` until a configuration has the key.
fn read(config: &Path) -> Option<Rule> {
    let mut queue = vec![config.to_owned()];
    for _ in 0..MAX_EXTENDS {
        let path = queue.pop()?;
        let Some(value) = read_json(&path) else { continue };
        let folder = path.parent().unwrap_or(Path::new(""));
        let reflection = value
            .get("deepkitCompilerOptions")
            .and_then(|options| options.get("reflection"))
            .or_else(|| value.get("reflection"));
        if let Some(reflection) = reflection {
            return rule_of(reflection, folder);
        }
        match value.get("extends") {
            Some(Value::String(extends)) => queue.extend(resolve(folder, extends)),
            // Of several, the last one counts most.
            Some(Value::Array(list)) => {
                queue.extend(
                    list.iter().filter_map(Value::as_str).filter_map(|extends| resolve(folder, extends)),
                );
            }
            _ => {}
        }
    }
    None
}

fn read_json(path: &Path) -> Option<Value> {
    let mut text = std::fs::read_to_string(path).ok()?;
    json_strip_comments::strip(&mut text).ok()?;
    serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()
}

fn rule_of(value: &Value, folder: &Path) -> Option<Rule> {
    let patterns: Vec<&str> = match value {
        Value::Bool(true) => return Some(Rule::Mode(Mode::Default)),
        Value::Bool(false) => return Some(Rule::Mode(Mode::Never)),
        Value::String(name) => match Mode::parse(name) {
            Some(mode) => return Some(Rule::Mode(mode)),
            None => vec![name],
        },
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let mut include = GlobSetBuilder::new();
    let mut exclude = GlobSetBuilder::new();
    for pattern in patterns {
        let (set, pattern) = match pattern.strip_prefix('!') {
            Some(pattern) => (&mut exclude, pattern),
            None => (&mut include, pattern),
        };
        // A pattern with a slash is relative to its tsconfig.json; one without is a name in any folder.
        let glob = if Path::new(pattern).is_absolute() {
            pattern.to_owned()
        } else if pattern.contains('/') {
            format!("{}/{}", folder.display(), pattern.trim_start_matches("./"))
        } else {
            format!("**/{pattern}")
        };
        if let Ok(glob) = Glob::new(&glob) {
            set.add(glob);
        }
    }
    Some(Rule::Patterns(include.build().ok()?, exclude.build().ok()?))
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
        return with_extension(folder.join(extends));
    }
    folder.ancestors().find_map(|folder| {
        let path = folder.join("node_modules").join(extends);
        if path.is_dir() { with_extension(path.join("tsconfig.json")) } else { with_extension(path) }
    })
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
        Rules::default().rule(Some(config), file).map(|rule| rule.mode(file))
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
        assert_eq!(mode(&none, &file), None, "a cycle ends");
        assert_eq!(Rules::default().rule(None, &file).map(|rule| rule.mode(&file)), Some(Mode::Explicit));
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
}
