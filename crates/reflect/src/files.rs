//! The files that transforms read to learn what an imported name means, parsed once and shared.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
    time::SystemTime,
};

use mion_source::Module;
use rustc_hash::FxHashMap;

use crate::index::Index;

/// A file that was read and parsed.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) module: Module,
    pub(crate) index: Index,
}

/// What tells that a file has not been written since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
}

#[derive(Debug)]
struct Entry {
    stamp: Stamp,
    /// `None` for a file that could not be read or parsed.
    parsed: Option<Arc<Parsed>>,
}

/// Parsed files by path. An entry is good as long as its file's size and time are those it was read with;
/// a file that was only touched keeps its tree.
#[derive(Debug, Default)]
pub(crate) struct Files {
    entries: RwLock<FxHashMap<PathBuf, Entry>>,
}

impl Files {
    /// The parsed file, or `None` when it cannot be read, is no script, or has a syntax error (which is reported
    /// where that file itself is built).
    pub(crate) fn get(&self, path: &Path) -> Option<Arc<Parsed>> {
        let stamp = stamp(path)?;
        if let Ok(entries) = self.entries.read()
            && let Some(entry) = entries.get(path)
            && entry.stamp == stamp
        {
            return entry.parsed.clone();
        }
        let text = std::fs::read_to_string(path).ok()?;
        if let Ok(mut entries) = self.entries.write()
            && let Some(entry) = entries.get_mut(path)
            && let Some(parsed) = &entry.parsed
            && *parsed.module.text == text
        {
            entry.stamp = stamp;
            return entry.parsed.clone();
        }
        let parsed = Module::parse(&path.to_string_lossy(), text.into()).ok().map(|module| {
            let index = Index::of(&module);
            Arc::new(Parsed { module, index })
        });
        if let Ok(mut entries) = self.entries.write() {
            entries.insert(path.to_owned(), Entry { stamp, parsed: parsed.clone() });
        }
        parsed
    }

    pub(crate) fn clear(&self) {
        if let Ok(mut entries) = self.entries.write() {
            entries.clear();
        }
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(path).ok()?;
    metadata.is_file().then(|| Stamp { modified: metadata.modified().ok(), length: metadata.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_parsed_again_when_its_content_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ts");
        std::fs::write(&path, "export type A = string;").unwrap();
        let files = Files::default();
        let first = files.get(&path).unwrap();
        assert!(Arc::ptr_eq(&first, &files.get(&path).unwrap()));
        std::fs::write(&path, "export type A = number; export type B = A;").unwrap();
        assert_eq!(files.get(&path).unwrap().index.declarations.len(), 2);
        assert!(files.get(&folder.path().join("none.ts")).is_none());
    }
}
