//! What is kept, for the user who asks: the command line stands on this.

use std::{fs, io, path::PathBuf, time::SystemTime};

use crate::{
    AotError, Caches, Options, collect,
    generate::store_of,
    report::Counts,
    store::{
        self, all_entries,
        miss::{self, Miss, Reason},
    },
};

/// One entry.
#[derive(Clone, Debug)]
pub struct Kept {
    pub path: PathBuf,
    pub bytes: u64,
    pub used: SystemTime,
    /// `None`: it cannot be read, and counts as not there.
    pub counts: Option<Counts>,
    /// Whether it answers a build of now.
    pub current: bool,
}

/// Everything kept under `options.cache_dir`, the last used first; nothing when no cache is used.
///
/// # Errors
/// `RunnerNotFound`.
pub fn status(options: &Options) -> Result<Vec<Kept>, AotError> {
    let package = collect::runner_package(options)?;
    let (Some(store), Some(all)) = (store_of(options, &package), folder(options)) else {
        return Ok(Vec::new());
    };
    let current = store.find_path();
    let kept = all_entries(&all).into_iter().map(|kept| Kept {
        counts: store::read(&kept).map(|entry| entry.counts),
        current: current.as_ref() == Some(&kept.path),
        path: kept.path,
        bytes: kept.bytes,
        used: kept.used,
    });
    Ok(kept.collect())
}

/// Why a build would run the start script now, if it would, and why the last one that did had to.
///
/// # Errors
/// `RunnerNotFound`.
pub fn explain(options: &Options) -> Result<(Option<Reason>, Option<Miss>), AotError> {
    let package = collect::runner_package(options)?;
    let (Some(store), Some(all)) = (store_of(options, &package), folder(options)) else {
        return Ok((Some(Reason::Empty), None));
    };
    let now = if store.find_path().is_some() { None } else { Some(store.reason()) };
    Ok((now, miss::last(&all)))
}

/// The caches that a build would take from disk now.
///
/// # Errors
/// `RunnerNotFound`.
pub fn cached(options: &Options) -> Result<Option<Caches>, AotError> {
    let package = collect::runner_package(options)?;
    Ok(store_of(options, &package).and_then(|store| store.find()).map(|entry| entry.caches))
}

/// Drops all that is kept.
///
/// # Errors
/// What the system says; that nothing is there is none.
pub fn clear(options: &Options) -> io::Result<()> {
    match folder(options).map(fs::remove_dir_all) {
        Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn folder(options: &Options) -> Option<PathBuf> {
    options.cache_dir.as_ref().map(|folder| folder.join(store::FOLDER))
}
