//! Which files match the patterns of an `import.meta.glob`.

use std::{fs, path::Path};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Past any real tree: a link that leads back up ends.
const DEEPEST: usize = 64;

/// The files below `folder` that one of `patterns` matches and none of those that begin with `!`: paths relative to
/// `folder`, sorted, one a line. As Vite does, `node_modules` is not entered, nor is a folder whose name begins with a
/// dot, unless a pattern names it.
///
/// A pattern that cannot be read matches every file: better one generation too many than one too few.
pub(super) fn matches(folder: &Path, patterns: &[String]) -> String {
    matching(folder, patterns).join("\n")
}

/// The same as a list.
pub(crate) fn matching(folder: &Path, patterns: &[String]) -> Vec<String> {
    let (excluded, included): (Vec<&str>, Vec<&str>) =
        patterns.iter().map(String::as_str).partition(|pattern| pattern.starts_with('!'));
    let walk = Walk {
        include: set(included.iter().copied()),
        exclude: set(excluded.iter().map(|pattern| &pattern[1..])).unwrap_or_default(),
        // Only `**` reaches deeper than the pattern itself is long.
        deepest: included
            .iter()
            .map(|pattern| if pattern.contains("**") { DEEPEST } else { pattern.matches('/').count() })
            .max()
            .unwrap_or_default(),
        patterns,
    };
    let mut found = Vec::new();
    walk.folder(folder, "", 0, &mut found);
    found.sort_unstable();
    found
}

/// Whether a file at `path`, relative to the folder, would be among the matches.
pub(super) fn matches_one(path: &str, patterns: &[String]) -> bool {
    let (excluded, included): (Vec<&str>, Vec<&str>) =
        patterns.iter().map(String::as_str).partition(|pattern| pattern.starts_with('!'));
    set(included.into_iter()).is_none_or(|set| set.is_match(path))
        && set(excluded.iter().map(|pattern| &pattern[1..])).is_none_or(|set| !set.is_match(path))
}

struct Walk<'a> {
    /// `None`: everything.
    include: Option<GlobSet>,
    exclude: GlobSet,
    deepest: usize,
    patterns: &'a [String],
}

impl Walk<'_> {
    fn folder(&self, folder: &Path, prefix: &str, depth: usize, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let path = format!("{prefix}{name}");
            let Ok(metadata) = fs::metadata(entry.path()) else { continue };
            if metadata.is_dir() {
                if depth < self.deepest && self.enters(&name) {
                    self.folder(&entry.path(), &format!("{path}/"), depth + 1, found);
                }
            } else if self.include.as_ref().is_none_or(|set| set.is_match(&path))
                && !self.exclude.is_match(&path)
            {
                found.push(path);
            }
        }
    }

    fn enters(&self, name: &str) -> bool {
        let hidden = name == "node_modules" || name.starts_with('.');
        !hidden || self.patterns.iter().any(|pattern| pattern.split('/').any(|part| part == name))
    }
}

/// `None` when one of them cannot be read.
fn set<'a>(patterns: impl Iterator<Item = &'a str>) -> Option<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(GlobBuilder::new(pattern).literal_separator(true).build().ok()?);
    }
    set.build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_file_that_matches_is_seen_and_others_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        };
        let found = |patterns: &[&str]| {
            matches(folder.path(), &patterns.iter().map(|&pattern| pattern.to_owned()).collect::<Vec<_>>())
        };
        for name in ["a.ts", "b.md", "deep/c.ts", "node_modules/d.ts", "deep/a.test.ts"] {
            write(name);
        }
        assert_eq!(found(&["*.ts"]), "a.ts");
        assert_eq!(found(&["**/*.ts", "!**/*.test.ts"]), "a.ts\ndeep/c.ts");
        assert_eq!(found(&["deep/*.{ts,tsx}"]), "deep/a.test.ts\ndeep/c.ts");
        assert_eq!(found(&["[", "*.ts"]), "a.ts\nb.md", "what cannot be read matches all");
    }
}
