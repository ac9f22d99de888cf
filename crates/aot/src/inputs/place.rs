//! Paths as entries keep them: relative to the root, so that a project and its cache can be moved together.

use std::path::{Component, Path, PathBuf};

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
}
