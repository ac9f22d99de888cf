//! What the caller decides about a transform.

use std::path::{Path, PathBuf};

use crate::aliases::Aliases;

/// Whether a file's types are reflected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// All types, but for those with `@reflection never`.
    #[default]
    Default,
    /// Those with `@reflection` only.
    Explicit,
    /// None.
    Never,
}

impl Mode {
    /// The mode of a name as tsconfig.json and the plugin's options spell it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "default" | "true" => Self::Default,
            "explicit" => Self::Explicit,
            "never" | "false" => Self::Never,
            _ => return None,
        })
    }
}

/// Tells something about a file by its path.
pub type PathFilter = Box<dyn Fn(&Path) -> bool + Send + Sync>;

/// Options of a [`crate::Reflector`].
#[derive(Default)]
pub struct Options {
    /// The tsconfig.json that holds for all files. Default: the nearest one above each file.
    pub tsconfig: Option<PathBuf>,
    /// Stands in for `paths` and `baseUrl` of tsconfig.json.
    pub aliases: Option<Aliases>,
    /// Overrides what tsconfig.json says under `"reflection"`.
    pub mode: Option<Mode>,
    /// Tells whether a source file is transformed too, so that its metadata can be imported from it. Files for
    /// which it is false are read, and what is used of them is embedded.
    /// Default: every TypeScript file outside of `node_modules`.
    pub is_transformed: Option<PathFilter>,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("tsconfig", &self.tsconfig)
            .field("aliases", &self.aliases)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}
