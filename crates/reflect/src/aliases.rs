//! `paths` and `baseUrl` that the caller gives in place of those of tsconfig.json.

use std::path::PathBuf;

/// What an import that names no path may stand for, as `compilerOptions` of a tsconfig.json say it.
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    /// Where the targets of `paths` start. Absolute.
    pub base: PathBuf,
    /// Whether an import may also name a file below `base`.
    pub is_base_url: bool,
    /// `paths`: a specifier, or one with a `*`, and its targets in the order of their trial.
    pub paths: Vec<(String, Vec<String>)>,
}

impl Aliases {
    /// The paths that a specifier may stand for, the first one first.
    pub(crate) fn targets(&self, specifier: &str) -> Vec<PathBuf> {
        let exact =
            self.paths.iter().find(|(pattern, _)| pattern == specifier).map(|(_, targets)| (targets, ""));
        let wild = || {
            let matching = self.paths.iter().filter_map(|(pattern, targets)| {
                let (before, after) = pattern.split_once('*')?;
                let middle = specifier.strip_prefix(before)?.strip_suffix(after)?;
                Some((before.len(), targets, middle))
            });
            // Of several, the one that says most before its `*`.
            matching.max_by_key(|(length, ..)| *length).map(|(_, targets, middle)| (targets, middle))
        };
        let mut found: Vec<PathBuf> = exact.or_else(wild).map_or_else(Vec::new, |(targets, middle)| {
            targets.iter().map(|target| self.base.join(target.replacen('*', middle, 1))).collect()
        });
        if self.is_base_url {
            found.push(self.base.join(specifier));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_that_says_most_counts() {
        let list = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let aliases = Aliases {
            base: "/app".into(),
            is_base_url: false,
            paths: vec![
                ("@/*".into(), list(&["src/*"])),
                ("@/types/*".into(), list(&["types/*.ts", "more/*"])),
                ("#user".into(), list(&["user.ts"])),
            ],
        };
        let targets = |specifier: &str| -> Vec<String> {
            let targets = aliases.targets(specifier);
            targets.iter().map(|path| path.to_string_lossy().replace('\\', "/")).collect()
        };
        assert_eq!(targets("@/a/b"), ["/app/src/a/b"]);
        assert_eq!(targets("@/types/a"), ["/app/types/a.ts", "/app/more/a"]);
        assert_eq!(targets("#user"), ["/app/user.ts"]);
        assert!(targets("zod").is_empty());
        let based = Aliases { is_base_url: true, ..aliases.clone() };
        assert_eq!(based.targets("zod"), [PathBuf::from("/app/zod")]);
    }
}
