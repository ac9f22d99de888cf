//! The files that transforms read to learn what an imported name means, parsed once and shared.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, RwLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::SystemTime,
};

use mion_source::{Diagnostic, Module};
use rustc_hash::FxHashMap;

use crate::index::Index;

/// How many bytes of text are kept parsed. Their trees take about twenty times as much.
const MAX_BYTES: usize = 6 << 20;

/// A file that was read and parsed.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) module: Arc<Module>,
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
    /// When it was asked for last, counted in requests.
    used: AtomicU64,
}

/// Parsed files by path. An entry is good as long as its file's size and time are those it was read with;
/// a file that was only touched keeps its tree.
#[derive(Debug, Default)]
pub(crate) struct Files {
    entries: RwLock<Entries>,
    requests: AtomicU64,
}

#[derive(Debug, Default)]
struct Entries {
    by_path: FxHashMap<PathBuf, Entry>,
    /// The length of all texts.
    bytes: usize,
}

impl Files {
    /// The parsed file, or `None` when it cannot be read, is no script, or has a syntax error (which is reported
    /// where that file itself is built).
    pub(crate) fn get(&self, path: &Path) -> Option<Arc<Parsed>> {
        let stamp = stamp(path)?;
        if let Ok(entries) = self.entries.read()
            && let Some(entry) = entries.by_path.get(path)
            && entry.stamp == stamp
        {
            entry.used.store(self.requests.fetch_add(1, Relaxed), Relaxed);
            return entry.parsed.clone();
        }
        let text = std::fs::read_to_string(path).ok()?;
        let parsed = match self.known(path, &text) {
            Some(parsed) => Some(parsed),
            None => Module::parse(&path.to_string_lossy(), text.into()).ok().map(Parsed::new),
        };
        self.keep(path, stamp, parsed.clone());
        parsed
    }

    /// A module to transform, parsed once for itself and for those that import it: it is kept if its text is that
    /// of its file.
    ///
    /// # Errors
    /// Those of [`Module::parse`].
    pub(crate) fn parse(&self, path: &str, text: &str) -> Result<Arc<Module>, Diagnostic> {
        let file = Path::new(path);
        if let Some(parsed) = self.known(file, text) {
            return Ok(Arc::clone(&parsed.module));
        }
        let parsed = Parsed::new(Module::parse(path, text.into())?);
        if let Some(stamp) = stamp(file)
            && stamp.length == text.len() as u64
            && std::fs::read(file).is_ok_and(|bytes| bytes == text.as_bytes())
        {
            self.keep(file, stamp, Some(Arc::clone(&parsed)));
        }
        Ok(Arc::clone(&parsed.module))
    }

    /// The tree of a text, if it is the one that was last parsed for the path.
    fn known(&self, path: &Path, text: &str) -> Option<Arc<Parsed>> {
        let entries = self.entries.read().ok()?;
        let entry = entries.by_path.get(path)?;
        entry.used.store(self.requests.fetch_add(1, Relaxed), Relaxed);
        entry.parsed.clone().filter(|parsed| *parsed.module.text == *text)
    }

    fn keep(&self, path: &Path, stamp: Stamp, parsed: Option<Arc<Parsed>>) {
        let Ok(mut entries) = self.entries.write() else { return };
        let used = AtomicU64::new(self.requests.fetch_add(1, Relaxed));
        entries.insert(path.to_owned(), Entry { stamp, parsed, used });
        if entries.bytes > MAX_BYTES {
            entries.make_room();
        }
    }

    pub(crate) fn clear(&self) {
        if let Ok(mut entries) = self.entries.write() {
            *entries = Entries::default();
        }
    }
}

impl Entries {
    fn insert(&mut self, path: PathBuf, entry: Entry) {
        self.bytes += entry.bytes();
        if let Some(old) = self.by_path.insert(path, entry) {
            self.bytes -= old.bytes();
        }
    }

    /// Drops half of them at once, so that this is rare.
    fn make_room(&mut self) {
        let mut times: Vec<u64> = self.by_path.values().map(|entry| entry.used.load(Relaxed)).collect();
        times.sort_unstable();
        let middle = times[times.len() / 2];
        self.by_path.retain(|_, entry| entry.used.load(Relaxed) >= middle);
        self.bytes = self.by_path.values().map(Entry::bytes).sum();
    }
}

impl Parsed {
    pub(crate) fn new(module: Module) -> Arc<Self> {
        let index = Index::of(&module);
        Arc::new(Self { module: Arc::new(module), index })
    }
}

impl Entry {
    fn bytes(&self) -> usize {
        self.parsed.as_ref().map_or(0, |parsed| parsed.module.text.len())
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

    #[test]
    fn a_module_is_parsed_once_for_itself_and_for_its_importers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ts");
        let text = "export type A = string;";
        std::fs::write(&path, text).unwrap();
        let files = Files::default();
        let name = path.to_string_lossy();
        let own = files.parse(&name, text).unwrap();
        assert!(Arc::ptr_eq(&own, &files.get(&path).unwrap().module));
        assert!(Arc::ptr_eq(&own, &files.parse(&name, text).unwrap()));
        // Another plugin changed it: its importers see the file.
        let changed = files.parse(&name, "export type B = string;").unwrap();
        assert!(!Arc::ptr_eq(&own, &changed));
        assert!(Arc::ptr_eq(&own, &files.get(&path).unwrap().module));
    }

    #[test]
    fn old_files_make_room() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::default();
        let text = "/".repeat(MAX_BYTES / 4);
        for number in 0..8 {
            let path = folder.path().join(format!("{number}.ts"));
            std::fs::write(&path, &text).unwrap();
            files.get(&path).unwrap();
        }
        let entries = files.entries.read().unwrap();
        assert_eq!(entries.bytes, entries.by_path.values().map(Entry::bytes).sum::<usize>());
        assert!(entries.bytes <= MAX_BYTES);
        assert!(entries.by_path.contains_key(&folder.path().join("7.ts")));
    }
}
