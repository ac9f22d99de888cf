//! What the file system says of a file: enough to know, without reading it, that it has not changed.

use std::{
    fs::{self, Metadata},
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};

/// A stamp that is younger than this when it is taken proves nothing: the file may change again within what its file
/// system can tell apart (2 s on FAT, a clock tick of 4 to 10 ms elsewhere).
pub(super) const SETTLED: Duration = Duration::from_secs(2);

/// What tells, without reading it, that a file has not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    size: u64,
    /// In nanoseconds.
    modified: u64,
    /// When the file's own record changed, in nanoseconds. No program can set it, unlike `modified`.
    pub(super) changed: u64,
    inode: u64,
}

impl Stamp {
    /// `None`: there is no such file.
    pub(super) fn of(file: &Path) -> Option<Self> {
        let metadata = fs::metadata(file).ok().filter(Metadata::is_file)?;
        let modified = nanoseconds(metadata.modified().ok()?);
        #[cfg(unix)]
        let (changed, inode) = {
            use std::os::unix::fs::MetadataExt;
            (unix_nanoseconds((metadata.ctime(), metadata.ctime_nsec())), metadata.ino())
        };
        #[cfg(not(unix))]
        let (changed, inode) = (modified, 0);
        Some(Self { size: metadata.len(), modified, changed, inode })
    }

    /// Whether `file`, whose stamp this is, may hold something else since `since`, in nanoseconds: it was written, or
    /// another came in its place.
    pub(super) fn is_newer(&self, file: &Path, since: u64) -> bool {
        self.changed >= since && (self.modified >= since || !has_only_new_links(file, since))
    }

    /// Not so young that the file could change again without a change of the stamp, nor from the future.
    pub(super) fn is_settled(&self, now: SystemTime) -> bool {
        let limit = nanoseconds(now.checked_sub(SETTLED).unwrap_or(UNIX_EPOCH));
        self.changed < limit && self.modified < limit
    }
}

/// Whether a package's file has hard links, and its place in the package is as it was: package managers that share files
/// between projects stamp the record of a file here when they install it elsewhere.
#[cfg(unix)]
fn has_only_new_links(file: &Path, since: u64) -> bool {
    use std::os::unix::fs::MetadataExt;

    const PACKAGES: &str = "node_modules";
    let is_old = |folder: &Path| {
        fs::metadata(folder).is_ok_and(|metadata| {
            let times =
                [(metadata.mtime(), metadata.mtime_nsec()), (metadata.ctime(), metadata.ctime_nsec())];
            times.iter().all(|&time| unix_nanoseconds(time) < since)
        })
    };
    fs::metadata(file).is_ok_and(|metadata| metadata.nlink() > 1)
        && file.components().any(|part| part.as_os_str() == PACKAGES)
        && file.ancestors().skip(1).take_while(|folder| !folder.ends_with(PACKAGES)).all(is_old)
}

#[cfg(not(unix))]
fn has_only_new_links(_: &Path, _: u64) -> bool {
    false
}

#[cfg(unix)]
fn unix_nanoseconds((seconds, nanoseconds): (i64, i64)) -> u64 {
    seconds.max(0) as u64 * 1_000_000_000 + nanoseconds.max(0) as u64
}

pub(super) fn nanoseconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos() as u64
}

/// Input by input; `None` where the subject has to be looked at again.
pub(crate) type Stamps = Vec<Option<Stamp>>;
