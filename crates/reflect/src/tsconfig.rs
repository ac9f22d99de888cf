//! What tsconfig.json says: the `"reflection"` key, which stands beside `compilerOptions` and is inherited along
//! `extends`; and which files have a say in it.

use std::{
    path::{Component, Path, PathBuf},
    sync::{Arc, RwLock},
};

use globset::{Glob, GlobSet, GlobSetBuilder};
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

/// A tsconfig.json with all that it extends.
#[derive(Debug, Default)]
struct Config {
    rule: Option<Arc<Rule>>,
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
        self.read(&self.path(config, file)?).rule.clone()
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

    fn path(&self, config: Option<&Path>, file: &Path) -> Option<PathBuf> {
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

/// Follows `extends`; the first configuration with the key counts.
fn read(config: &Path) -> Config {
    let mut found = Config::default();
    let mut decided = false;
    let mut queue = vec![config.to_owned()];
    while let Some(path) = queue.pop()
        && found.files.len() < MAX_CONFIGS
    {
        if found.files.contains(&path) {
            continue;
        }
        found.files.push(path.clone());
        let Some(value) = read_json(&path) else { continue };
        let folder = path.parent().unwrap_or(Path::new(""));
        let reflection = value
            .get("deepkitCompilerOptions")
            .and_then(|options| options.get("reflection"))
            .or_else(|| value.get("reflection"));
        if let Some(reflection) = reflection.filter(|_| !decided) {
            found.rule = rule_of(reflection, folder).map(Arc::new);
            decided = true;
        }
        // The projects that it refers to say how their own files resolve imports, and nothing about reflection.
        for reference in value.get("references").and_then(Value::as_array).into_iter().flatten() {
            let path = reference.get("path").and_then(Value::as_str).map(|path| clean(&folder.join(path)));
            let path = path.map(|path| if path.is_dir() { path.join(TSCONFIG) } else { path });
            found.files.extend(path.filter(|path| path.is_file()));
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
    found
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
        return with_extension(clean(&folder.join(extends)));
    }
    folder.ancestors().find_map(|folder| {
        let path = folder.join("node_modules").join(extends);
        if path.is_dir() { with_extension(path.join("tsconfig.json")) } else { with_extension(path) }
    })
}

/// A path without its `.` and `..`.
fn clean(path: &Path) -> PathBuf {
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
        assert_eq!(mode(&none, &file), None, "a cycle ends");
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
