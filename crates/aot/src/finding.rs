//! What the plugin in the child found to warn of in the sources. It has no terminal there; whoever builds has.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// A warning about a source file, kept with the caches: it holds for each build that uses them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// Absolute; in an entry relative to the root.
    pub file: Option<String>,
    /// From 1.
    pub line: Option<u32>,
    /// From 0, in UTF-16 units.
    pub column: Option<u32>,
    pub code: String,
    pub message: String,
    pub frame: Option<String>,
    pub hint: Option<String>,
}

impl Finding {
    /// A module of `aotCaches.include` declares handlers, and no start script registers them.
    pub(crate) fn routes_not_loaded(module: PathBuf) -> Self {
        Self {
            file: Some(module.to_string_lossy().into_owned()),
            code: "MION_AOT_ROUTES_NOT_LOADED".to_owned(),
            message: format!(
                "{} declares routes and matches aotCaches.include, but the start script does not load it: its routes \
                 are not in the caches",
                module.file_name().unwrap_or_default().to_string_lossy()
            ),
            hint: Some("Import it from the start script, and register its routes.".to_owned()),
            ..Self::default()
        }
    }

    pub(crate) fn include_unmatched(pattern: &str) -> Self {
        Self {
            code: "MION_AOT_INCLUDE_UNMATCHED".to_owned(),
            message: format!("aotCaches.include: no module matches `{pattern}`"),
            hint: Some("Patterns are relative to Vite's root.".to_owned()),
            ..Self::default()
        }
    }

    /// The same, of the file under the name that `name` gives it.
    #[must_use]
    pub(crate) fn renamed(&self, name: impl FnOnce(&str) -> String) -> Self {
        Self { file: self.file.as_deref().map(name), ..self.clone() }
    }
}
