//! When a function's file last changed: what tells an older client from an older server.
//!
//! A hash has no order in time. So a build adds this to what it says of a function, and a server that does not know
//! a client's hash can say which of the two was built from older sources.

use std::{env, fs, path::Path, time::UNIX_EPOCH};

/// The time of the sources as a whole, for builds that give the same bytes wherever they run
/// (<https://reproducible-builds.org/specs/source-date-epoch/>).
const SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Seconds since 1970: `SOURCE_DATE_EPOCH` if that is set, else when the file of a module id was last written.
/// None for an id that no file has.
pub(crate) fn changed_at(id: &str) -> Option<u64> {
    if let Ok(seconds) = env::var(SOURCE_DATE_EPOCH)
        && let Ok(seconds) = seconds.trim().parse()
    {
        return Some(seconds);
    }
    let path = id.split_once('?').map_or(id, |(path, _)| path);
    let written = fs::metadata(Path::new(path)).and_then(|file| file.modified()).ok()?;
    Some(written.duration_since(UNIX_EPOCH).ok()?.as_secs())
}
