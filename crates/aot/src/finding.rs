//! What the plugin in the child found to warn of in the sources. It has no terminal there; whoever builds has.

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
    /// The same, of the file under the name that `name` gives it.
    #[must_use]
    pub(crate) fn renamed(&self, name: impl FnOnce(&str) -> String) -> Self {
        Self { file: self.file.as_deref().map(name), ..self.clone() }
    }
}
