//! The modules that `aotCaches.include` names, beside those that the start script loads.

use std::path::{Path, PathBuf};

use crate::inputs::{Subject, matching};

/// The scripts and components that some pattern matches, and the pattern that none does.
#[derive(Debug)]
pub(crate) struct Included {
    /// Absolute and sorted.
    pub(crate) modules: Vec<PathBuf>,
    /// What the result depends on: one more file that matches is one more module.
    pub(crate) subject: Option<Subject>,
    pub(crate) unmatched: Vec<String>,
}

/// `patterns` are relative to `root`; those that begin with `!` leave out.
pub(crate) fn included(root: &Path, patterns: &[String]) -> Included {
    if patterns.is_empty() {
        return Included { modules: Vec::new(), subject: None, unmatched: Vec::new() };
    }
    let (folder, seen) = from_above(root, patterns);
    let excluded: Vec<&String> = seen.iter().filter(|pattern| pattern.starts_with('!')).collect();
    let mut unmatched = Vec::new();
    let mut modules = Vec::new();
    for (pattern, written) in seen.iter().zip(patterns).filter(|(pattern, _)| !pattern.starts_with('!')) {
        let alone: Vec<String> = std::iter::once(pattern).chain(excluded.iter().copied()).cloned().collect();
        let found: Vec<PathBuf> = matching(&folder, &alone)
            .into_iter()
            .filter(|path| is_module(path))
            .map(|path| folder.join(path))
            .collect();
        if found.is_empty() {
            unmatched.push(written.clone());
        }
        modules.extend(found);
    }
    modules.sort_unstable();
    modules.dedup();
    let subject = Subject::Glob { folder: folder.to_string_lossy().into_owned(), patterns: seen };
    Included { modules, subject: Some(subject), unmatched }
}

/// A folder that no pattern leads out of, and the patterns seen from there.
fn from_above(root: &Path, patterns: &[String]) -> (PathBuf, Vec<String>) {
    let bare: Vec<(&str, &str)> = patterns
        .iter()
        .map(|pattern| match pattern.strip_prefix('!') {
            Some(rest) => ("!", rest),
            None => ("", pattern.as_str()),
        })
        .map(|(mark, pattern)| (mark, pattern.strip_prefix("./").unwrap_or(pattern)))
        .collect();
    let steps = |pattern: &str| pattern.split('/').take_while(|part| *part == "..").count();
    let above = bare.iter().map(|(_, pattern)| steps(pattern)).max().unwrap_or_default();
    let mut folder = root.to_owned();
    // Outermost last.
    let mut names = Vec::new();
    for _ in 0..above {
        names.extend(folder.file_name().map(|name| globset::escape(&name.to_string_lossy())));
        folder.pop();
    }
    let seen = bare.iter().map(|(mark, pattern)| {
        let up = steps(pattern);
        let way = names.iter().skip(up).rev().map(|name| format!("{name}/")).collect::<String>();
        let rest: Vec<&str> = pattern.split('/').skip(up).collect();
        format!("{mark}{way}{}", rest.join("/"))
    });
    (folder, seen.collect())
}

fn is_module(path: &str) -> bool {
    const EXTENSIONS: [&str; 11] =
        ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte", "astro"];
    let declarations = [".d.ts", ".d.mts", ".d.cts"].iter().any(|end| path.ends_with(end));
    !declarations && path.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn patterns_name_modules_below_the_root_and_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["app/src/a.ts", "app/src/a.test.ts", "app/src/a.d.ts", "app/src/a.css", "types/b.ts"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let root = folder.path().join("app");
        let found = |patterns: &[&str]| {
            let patterns: Vec<String> = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
            let Included { modules, unmatched, .. } = included(&root, &patterns);
            let names = modules
                .iter()
                .map(|path| path.strip_prefix(folder.path()).unwrap().to_string_lossy().replace('\\', "/"));
            (names.collect::<Vec<_>>(), unmatched)
        };
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(found(&["src/**", "!**/*.test.ts"]), (names(&["app/src/a.ts"]), vec![]));
        assert_eq!(
            found(&["./src/a.ts", "../types/*.ts", "lib/*.ts"]),
            (names(&["app/src/a.ts", "types/b.ts"]), names(&["lib/*.ts"]))
        );
    }
}
