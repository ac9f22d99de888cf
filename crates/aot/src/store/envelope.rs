//! A value in a file that is either whole or not there.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use serde::{Serialize, de::DeserializeOwned};

/// What every file begins with; the hash of the rest follows, then the value.
const MAGIC: &[u8; 16] = b"mion-aot cache 1";
const HASH: usize = 32;

/// Temporary files begin so; a build that was killed leaves one behind.
pub(super) const TEMPORARY: &str = ".tmp-";

/// Writes beside `path`, brings it to the disk, and renames: readers see the old file or the new one.
///
/// # Errors
/// What the system says.
pub(super) fn write<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    let bytes = postcard::to_stdvec(value).map_err(io::Error::other)?;
    let folder = path.parent().unwrap_or(path);
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)?;
    file.write_all(MAGIC)?;
    file.write_all(blake3::hash(&bytes).as_bytes())?;
    file.write_all(&bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// The value in `path`; `None` for whatever else may be there.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let bytes = fs::read(path).ok()?;
    let rest = bytes.strip_prefix(MAGIC)?;
    let (hash, value) = rest.split_at_checked(HASH)?;
    if blake3::hash(value).as_bytes() != hash {
        return None;
    }
    postcard::from_bytes(value).ok()
}
