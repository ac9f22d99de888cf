//! Among builds that need the same entry, one generates; the others wait and read.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;

/// How often a waiting build looks.
const POLL: Duration = Duration::from_millis(20);

/// Held while generating, and freed when it is dropped; the system frees it when its process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    /// None if waiting took longer than allowed, or the file system knows no locks: generate beside the other.
    _file: Option<File>,
    /// Somebody else was generating: there may be an entry now.
    pub(crate) waited: bool,
}

/// Takes the lock of `folder`, which is made if need be. Waits for `patience`, or until `cancel`.
pub(crate) async fn acquire(folder: &Path, patience: Duration, cancel: &CancellationToken) -> Lock {
    let open = || {
        fs::create_dir_all(folder)?;
        // Never removed: a second file of the same name would be a second lock.
        File::options().create(true).truncate(false).write(true).open(folder.join("lock"))
    };
    let begun = Instant::now();
    let mut waited = false;
    let Ok(file) = open() else { return Lock { _file: None, waited } };
    loop {
        match file.try_lock() {
            Ok(()) => return Lock { _file: Some(file), waited },
            Err(TryLockError::WouldBlock) if begun.elapsed() < patience => waited = true,
            Err(_) => return Lock { _file: None, waited },
        }
        tokio::select! {
            () = cancel.cancelled() => return Lock { _file: None, waited },
            () = tokio::time::sleep(POLL) => {}
        }
    }
}
