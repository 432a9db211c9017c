//! Paths as text: nothing here looks at a disk.

use std::path::{Component, Path, PathBuf};

/// A path from the root of the file system, without `.` and `..`; links are not looked at.
#[must_use]
pub fn absolute(here: &Path, path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in here.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}
