//! Files that a result depends on, and whether they still are what they were.

use std::{
    fs::{self, Metadata},
    path::{Component, Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A stamp that is younger than this when it is taken proves nothing: the file may change again within what its file
/// system can tell apart (2 s on FAT, a clock tick of 4 to 10 ms elsewhere).
const SETTLED: Duration = Duration::from_secs(2);
pub(crate) type Hash = [u8; 32];

/// A file and what it held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Input {
    /// Relative to the root, with `/`.
    pub(crate) path: String,
    /// `None`: there was no such file.
    pub(crate) hash: Option<Hash>,
}

/// What tells, without reading it, that a file has not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    size: u64,
    /// In nanoseconds.
    modified: u64,
    /// When the file's own record changed, in nanoseconds. No program can set it, unlike `modified`.
    changed: u64,
    inode: u64,
}

/// Input by input; `None` where the file has to be read again.
pub(crate) type Stamps = Vec<Option<Stamp>>;

/// The inputs as they are now, sorted, with their stamps.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) inputs: Vec<Input>,
    pub(crate) stamps: Stamps,
    /// Files that changed after `since`, or are gone although they were there: what was made of them is not known.
    pub(crate) changed: Vec<PathBuf>,
}

/// Hashes `files`: absolute, each with whether it existed when it was read; `since` is when the child was started. `root` is absolute, its links resolved.
pub(crate) fn take(root: &Path, files: &[(PathBuf, bool)], since: SystemTime) -> Taken {
    let now = SystemTime::now();
    // Stamps are of the last clock tick, up to 10 ms ago: a change so soon after `since` looks older, and is: Node needs
    // longer than that to start, so the child has read what the file holds now.
    let since = nanoseconds(since);
    let taken: Vec<_> = files
        .par_iter()
        .map(|(file, existed)| {
            let stamp = Stamp::of(file);
            let hash = stamp.and_then(|_| hash(file));
            let changed = match stamp {
                Some(stamp) => stamp.changed >= since || hash.is_none(),
                None => *existed,
            };
            let input = Input { path: relative(root, file), hash };
            (input, stamp.filter(|stamp| stamp.is_settled(now)), changed.then(|| file.clone()))
        })
        .collect();
    let mut result = Taken { inputs: Vec::new(), stamps: Vec::new(), changed: Vec::new() };
    for (input, stamp, changed) in taken {
        result.inputs.push(input);
        result.stamps.push(stamp);
        result.changed.extend(changed);
    }
    result
}

/// What was read while looking for an entry, by relative path: entries share most of their inputs.
pub(crate) type Hashes = FxHashMap<String, Option<Hash>>;

/// Compares `inputs` with the files. The stamps of now, if all are as they were; else the first difference found.
///
/// `known` are the stamps taken when the inputs were last seen to be so; empty if there are none.
pub(crate) fn compare(
    root: &Path,
    inputs: &[Input],
    known: &[Option<Stamp>],
    hashes: &mut Hashes,
) -> Option<Stamps> {
    let seen: &Hashes = hashes;
    if inputs.iter().any(|input| seen.get(&input.path).is_some_and(|found| *found != input.hash)) {
        return None;
    }
    let now = SystemTime::now();
    let differs = AtomicBool::new(false);
    let compared: Vec<Compared> = inputs
        .par_iter()
        .with_min_len(64)
        .enumerate()
        .filter(|_| !differs.load(Ordering::Relaxed))
        .map(|(index, input)| {
            let known = known.get(index).copied().flatten();
            let compared = Compared::of(root, input, known, seen.contains_key(&input.path), now);
            if !compared.same {
                differs.store(true, Ordering::Relaxed);
            }
            compared
        })
        .collect();
    let mut stamps = Vec::with_capacity(inputs.len());
    for Compared { stamp, read, .. } in compared {
        stamps.push(stamp);
        hashes.extend(read);
    }
    (!differs.into_inner()).then_some(stamps)
}

/// One input beside its file.
struct Compared {
    same: bool,
    stamp: Option<Stamp>,
    /// What the file holds, if it had to be read.
    read: Option<(String, Option<Hash>)>,
}

impl Compared {
    /// `seen`: the file was read before, and is the same.
    fn of(root: &Path, input: &Input, known: Option<Stamp>, seen: bool, now: SystemTime) -> Self {
        let file = resolve(root, &input.path);
        let stamp = Stamp::of(&file);
        if stamp.is_some() && stamp == known {
            return Self { same: true, stamp, read: None };
        }
        let settled = stamp.filter(|stamp| stamp.is_settled(now));
        if seen {
            return Self { same: true, stamp: settled, read: None };
        }
        let found = stamp.and_then(|_| hash(&file));
        Self { same: found == input.hash, stamp: settled, read: Some((input.path.clone(), found)) }
    }
}

impl Stamp {
    /// `None`: there is no such file.
    fn of(file: &Path) -> Option<Self> {
        let metadata = fs::metadata(file).ok().filter(Metadata::is_file)?;
        let modified = nanoseconds(metadata.modified().ok()?);
        #[cfg(unix)]
        let (changed, inode) = {
            use std::os::unix::fs::MetadataExt;
            let changed =
                metadata.ctime().max(0) as u64 * 1_000_000_000 + metadata.ctime_nsec().max(0) as u64;
            (changed, metadata.ino())
        };
        #[cfg(not(unix))]
        let (changed, inode) = (modified, 0);
        Some(Self { size: metadata.len(), modified, changed, inode })
    }

    /// Not so young that the file could change again without a change of the stamp, nor from the future.
    fn is_settled(&self, now: SystemTime) -> bool {
        let limit = nanoseconds(now.checked_sub(SETTLED).unwrap_or(UNIX_EPOCH));
        self.changed < limit && self.modified < limit
    }
}

fn nanoseconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos() as u64
}

fn hash(file: &Path) -> Option<Hash> {
    fs::read(file).ok().map(|bytes| *blake3::hash(&bytes).as_bytes())
}

/// `path` as seen from `root`, with `/`. Both are absolute; on different drives it stays as it is.
pub(crate) fn relative(root: &Path, path: &Path) -> String {
    let mut from = root.components().peekable();
    let mut to = path.components().peekable();
    let mut shared = false;
    while let (Some(a), Some(b)) = (from.peek(), to.peek()) {
        if a != b {
            break;
        }
        shared = true;
        from.next();
        to.next();
    }
    if !shared {
        return path.to_string_lossy().into_owned();
    }
    let up = from.map(|_| "..".into());
    let down = to.map(|component| match component {
        Component::Normal(name) => name.to_string_lossy(),
        other => other.as_os_str().to_string_lossy(),
    });
    up.chain(down).collect::<Vec<_>>().join("/")
}

pub(crate) fn resolve(root: &Path, path: &str) -> PathBuf {
    let mut resolved = root.to_owned();
    let mut rest = path;
    // Without `..` left in it: `root` may be a link's target, and each `..` would cost the system a look-up.
    while let Some(above) = rest.strip_prefix("../") {
        resolved.pop();
        rest = above;
    }
    resolved.push(rest);
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_same_seen_from_the_root_and_back() {
        for (path, expected) in [
            ("/a/b/src/x.ts", "src/x.ts"),
            ("/a/types/y.ts", "../types/y.ts"),
            ("/z/w.ts", "../../z/w.ts"),
            ("/a/b", ""),
        ] {
            let root = Path::new("/a/b");
            assert_eq!(relative(root, Path::new(path)), expected);
            assert_eq!(resolve(root, expected).components().collect::<PathBuf>(), Path::new(path));
        }
    }

    fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ts");
        fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn an_edit_that_keeps_size_and_modification_time_is_seen() {
        let (folder, path) = file("aaa");
        let taken = take(folder.path(), &[(path.clone(), true)], UNIX_EPOCH);
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, "bbb").unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        assert_eq!(compare(folder.path(), &taken.inputs, &taken.stamps, &mut Hashes::default()), None);
    }

    #[test]
    fn a_young_stamp_is_not_trusted() {
        let (folder, path) = file("aaa");
        let taken = take(folder.path(), &[(path, true)], UNIX_EPOCH);
        assert_eq!(taken.stamps, [None]);
    }

    #[test]
    fn a_file_that_appears_and_one_that_goes_are_changes() {
        let (folder, path) = file("a");
        let other = folder.path().join("b.ts");
        let files = [(path.clone(), true), (other.clone(), false)];
        let taken = take(folder.path(), &files, SystemTime::now() + SETTLED);
        assert_eq!(taken.changed, Vec::<PathBuf>::new());
        let same = |taken: &Taken| {
            compare(folder.path(), &taken.inputs, &taken.stamps, &mut Hashes::default()).is_some()
        };
        assert!(same(&taken));
        fs::write(&other, "b").unwrap();
        assert!(!same(&taken));
        fs::remove_file(&other).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(!same(&taken));
        assert_eq!(take(folder.path(), &files, UNIX_EPOCH).changed, [path]);
    }

    #[test]
    fn a_file_that_changed_since_the_start_is_told() {
        let start = SystemTime::now();
        std::thread::sleep(Duration::from_millis(20));
        let (folder, path) = file("a");
        assert_eq!(take(folder.path(), &[(path.clone(), true)], start).changed, [path]);
    }
}
