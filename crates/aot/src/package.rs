//! Installed npm packages.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder of a package, as Node finds it from one of `starts`; links resolved, as Node does.
pub(crate) fn find(name: &str, starts: &[&Path]) -> Option<PathBuf> {
    let found = starts.iter().flat_map(|start| start.ancestors()).find_map(|folder| {
        let package = folder.join("node_modules").join(name);
        package.join("package.json").is_file().then_some(package)
    })?;
    Some(found.canonicalize().unwrap_or(found))
}

/// The version that a package says it has; empty if it says none.
pub(crate) fn version(package: &Path) -> String {
    let manifest = fs::read(package.join("package.json")).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap_or_default();
    manifest["version"].as_str().unwrap_or_default().to_owned()
}
