//! Results kept on disk, many of them: switching branches must not regenerate.
//!
//! ```text
//! <cacheDir>/mion-aot/<hash of the settings>/lock
//!                                            <hash of the inputs>.entry    a result, with its inputs; can be moved
//!                                            <hash of the inputs>.stamps   their stamps on this machine; a shortcut
//!                      last.miss    why the start script was run last
//! ```
//!
//! Nothing that can be wrong with these files is an error: it is a miss.

mod envelope;
pub(crate) mod lock;
pub(crate) mod miss;

use std::{
    cmp::Reverse,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Serialize};

use crate::{
    Finding,
    emit::Caches,
    inputs::{self, Hashes, Input, Stamps, Taken, World},
    report::Counts,
    type_calls::ModuleCalls,
};

/// The folder below the cache folder.
pub(crate) const FOLDER: &str = "mion-aot";
/// How much is kept, over all settings. An entry of a large API takes about 1 MB.
const MOST_ENTRIES: usize = 200;
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// A temporary file that is older than this was left behind.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// The entries of one set of settings.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    /// `<cacheDir>/mion-aot`
    all: PathBuf,
    folder: PathBuf,
    settings: String,
    pub(crate) world: World,
}

/// A result with what it was made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) settings: String,
    pub(crate) inputs: Vec<Input>,
    pub(crate) caches: Caches,
    pub(crate) type_calls: Vec<ModuleCalls>,
    pub(crate) strict: bool,
    pub(crate) counts: Counts,
    /// Exclusions that named nothing: warned of on each build.
    pub(crate) unknown_excluded: Vec<String>,
    /// What is to be warned of in the sources, on each build; paths are relative to the root.
    pub(crate) findings: Vec<Finding>,
}

#[derive(Serialize, Deserialize)]
struct Shortcut {
    /// The stamps of a copy elsewhere mean nothing.
    root: PathBuf,
    stamps: Stamps,
}

impl Store {
    pub(crate) fn new(cache_dir: &Path, world: World, settings: String) -> Self {
        let all = cache_dir.join(FOLDER);
        let folder = all.join(&blake3::hash(settings.as_bytes()).to_hex()[..32]);
        Self { all, folder, settings, world }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The entry whose inputs all are as they were.
    pub(crate) fn find(&self) -> Option<Entry> {
        let mut hashes = Hashes::default();
        entries(&self.folder).into_iter().find_map(|kept| self.check(&kept.path, &mut hashes))
    }

    /// The file of the entry that `find` would give.
    pub(crate) fn find_path(&self) -> Option<PathBuf> {
        let mut hashes = Hashes::default();
        let found =
            entries(&self.folder).into_iter().find(|kept| self.check(&kept.path, &mut hashes).is_some());
        found.map(|kept| kept.path)
    }

    fn check(&self, path: &Path, hashes: &mut Hashes) -> Option<Entry> {
        let entry: Entry = envelope::read(path).filter(|entry: &Entry| entry.settings == self.settings)?;
        let shortcut_path = path.with_extension("stamps");
        let known = envelope::read(&shortcut_path)
            .filter(|shortcut: &Shortcut| shortcut.root == self.world.root)
            .map(|shortcut| shortcut.stamps)
            .unwrap_or_default();
        let stamps = inputs::compare(&self.world, &entry.inputs, &known, hashes)?;
        if stamps != known {
            // Without it the next look reads the files again.
            let _ = envelope::write(&shortcut_path, &Shortcut { root: self.world.root.clone(), stamps });
        }
        // The time of its last use decides what is dropped first; that it cannot be set is no harm.
        let _ = File::options().write(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
        Some(entry)
    }

    /// Keeps `entry`, whose inputs are `taken`'s, and drops what was used least recently.
    ///
    /// # Errors
    /// What the system says; no other entry is lost.
    pub(crate) fn keep(&self, mut entry: Entry, taken: Taken) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut key = blake3::Hasher::new();
        for Input { subject, hash, .. } in &taken.inputs {
            key.update(format!("{subject:?}").as_bytes())
                .update(&[0, u8::from(hash.is_some())])
                .update(&hash.unwrap_or_default());
        }
        entry.inputs = taken.inputs;
        entry.settings.clone_from(&self.settings);
        let path = self.folder.join(format!("{}.entry", &key.finalize().to_hex()[..32]));
        envelope::write(&path, &entry)?;
        let shortcut = Shortcut { root: self.world.root.clone(), stamps: taken.stamps };
        envelope::write(&path.with_extension("stamps"), &shortcut)?;
        self.drop_oldest();
        Ok(())
    }

    fn drop_oldest(&self) {
        let folders = folders(&self.all);
        let kept = all_entries(&self.all);
        let mut bytes = 0;
        for (index, entry) in kept.iter().enumerate() {
            bytes += entry.bytes;
            if index > 0 && (index >= MOST_ENTRIES || bytes > MOST_BYTES) {
                // Another build may have dropped it.
                let _ = fs::remove_file(&entry.path);
                let _ = fs::remove_file(entry.path.with_extension("stamps"));
            }
        }
        for folder in folders {
            sweep(&folder);
        }
    }
}

pub(crate) struct Kept {
    pub(crate) path: PathBuf,
    pub(crate) used: SystemTime,
    pub(crate) bytes: u64,
}

fn folders(all: &Path) -> Vec<PathBuf> {
    fs::read_dir(all).into_iter().flatten().flatten().map(|folder| folder.path()).collect()
}

/// The entries of all settings, the last used first.
pub(crate) fn all_entries(all: &Path) -> Vec<Kept> {
    let mut kept: Vec<Kept> = folders(all).iter().flat_map(|folder| entries(folder)).collect();
    kept.sort_by_key(|entry| Reverse(entry.used));
    kept
}

/// An entry as it lies on disk, if it is whole.
pub(crate) fn read(kept: &Kept) -> Option<Entry> {
    envelope::read(&kept.path)
}

/// The entries of a folder, the last used first.
fn entries(folder: &Path) -> Vec<Kept> {
    let mut found: Vec<Kept> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|file| {
            let path = file.path();
            let metadata =
                file.metadata().ok().filter(|_| path.extension().is_some_and(|ext| ext == "entry"))?;
            Some(Kept { path, used: metadata.modified().ok()?, bytes: metadata.len() })
        })
        .collect();
    found.sort_by(|a, b| b.used.cmp(&a.used).then_with(|| a.path.cmp(&b.path)));
    found
}

/// Removes what killed builds left behind.
fn sweep(folder: &Path) {
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let temporary = file.file_name().to_string_lossy().starts_with(envelope::TEMPORARY);
        let age = file.metadata().and_then(|metadata| metadata.modified()).map(|time| time.elapsed());
        if temporary && matches!(age, Ok(Ok(age)) if age > ABANDONED) {
            let _ = fs::remove_file(file.path());
        }
    }
}

#[cfg(test)]
mod tests;
