//! Which modules get type metadata: TypeScript, within the globs of the options.

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use mion_source::Language;

use crate::{
    error::PluginError,
    options::{Globs, RunTypes},
};

/// The modules that `runTypes.include` and `runTypes.exclude` choose.
#[derive(Debug)]
pub struct Scope {
    /// `None`: every TypeScript module.
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Scope {
    /// # Errors
    /// `MION_OPTION_GLOB` for a glob that cannot be read.
    pub fn new(root: &Path, options: &RunTypes) -> Result<Self, PluginError> {
        let include = options
            .include
            .as_ref()
            .map(|globs| glob_set(root, "runTypes.include", globs.list()))
            .transpose()?;
        let default = [String::from("**/node_modules/**")];
        let exclude = options.exclude.as_ref().map_or(default.as_slice(), Globs::list);
        Ok(Self { include, exclude: glob_set(root, "runTypes.exclude", exclude)? })
    }

    /// Whether the module of this id (an absolute path, with or without a query) gets metadata.
    #[must_use]
    pub fn holds(&self, id: &str) -> bool {
        let typed = Language::of(id).is_some_and(|l| l.is_typescript() && l != Language::Declarations);
        let path = Path::new(id.split('?').next().unwrap_or(id));
        typed
            && self.include.as_ref().is_none_or(|globs| globs.is_match(path))
            && !self.exclude.is_match(path)
    }
}

/// Globs as Vite's `createFilter` reads them: relative ones start at the root, unless they start with `**`.
fn glob_set(root: &Path, option: &str, globs: &[String]) -> Result<GlobSet, PluginError> {
    let unreadable =
        |error: globset::Error| PluginError::new("MION_OPTION_GLOB", format!("option \"{option}\": {error}"));
    let root = root.to_string_lossy().replace('\\', "/");
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let anchored = if glob.starts_with("**") || Path::new(glob).is_absolute() {
            glob.clone()
        } else {
            format!("{}/{}", globset::escape(&root), glob.trim_start_matches("./"))
        };
        set.add(GlobBuilder::new(&anchored).literal_separator(true).build().map_err(unreadable)?);
    }
    set.build().map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(json: &str) -> Scope {
        Scope::new(Path::new("/app"), &serde_json::from_str(json).unwrap()).unwrap()
    }

    #[test]
    fn every_typescript_module_outside_of_node_modules_is_in_scope() {
        let scope = scope("{}");
        for id in ["/app/src/a.ts", "/lib/b.tsx", "/app/c.mts?v=2", "/app/A.vue?vue&type=script&lang.ts"] {
            assert!(scope.holds(id), "{id}");
        }
        for id in ["/app/a.js", "/app/a.d.ts", "/app/node_modules/x/a.ts", "/app/a.css", "\0virtual:a"] {
            assert!(!scope.holds(id), "{id}");
        }
    }

    #[test]
    fn globs_start_at_the_root() {
        let scope = scope(r#"{"include": ["src/*.ts", "**/shared/**"], "exclude": "./src/no*.ts"}"#);
        assert!(scope.holds("/app/src/a.ts") && scope.holds("/other/shared/x/y.ts"));
        assert!(!scope.holds("/app/src/deep/a.ts") && !scope.holds("/app/src/no-types.ts"));
    }

    #[test]
    fn an_unreadable_glob_is_an_error_that_names_the_option() {
        let options = serde_json::from_str(r#"{"include": "a["}"#).unwrap();
        let error = Scope::new(Path::new("/app"), &options).unwrap_err();
        assert_eq!(error.code, "MION_OPTION_GLOB");
        assert!(error.message.contains("runTypes.include"));
    }
}
