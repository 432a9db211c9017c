//! Paths as the formats of code hosts want them: from the repository's root.

use std::path::{Path, PathBuf};

use super::slashed;
use crate::paths::absolute;

/// The repository around the current folder, or just that folder.
#[derive(Clone, Debug)]
pub struct Repository {
    here: PathBuf,
    root: PathBuf,
}

impl Repository {
    /// The one around the current folder.
    #[must_use]
    pub fn here() -> Self {
        Self::around(std::env::current_dir().unwrap_or_default())
    }

    /// The one around `folder`, from which paths are given.
    #[must_use]
    pub fn around(folder: PathBuf) -> Self {
        let root = folder.ancestors().find(|a| a.join(".git").exists()).unwrap_or(&folder).to_path_buf();
        Self { here: folder, root }
    }

    /// A path from the root, with `/` between its folders; an absolute one when it lies outside.
    #[must_use]
    pub fn path(&self, path: &Path) -> String {
        let whole = absolute(&self.here, path);
        slashed(whole.strip_prefix(&self.root).unwrap_or(&whole))
    }

    /// The same as a URI reference.
    #[must_use]
    pub fn uri(&self, path: &Path) -> String {
        let path = self.path(path);
        let scheme = if path.starts_with('/') { "file://" } else { "" };
        format!("{scheme}{}", percent_encoded(&path))
    }
}

/// Every byte that may not stand in a path of a URI as `%XX`.
fn percent_encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_root() {
        let repository = Repository { here: "/repo/drafts".into(), root: "/repo".into() };
        assert_eq!(repository.path(Path::new("./a b.md")), "drafts/a b.md");
        assert_eq!(repository.uri(Path::new("../né:1.md")), "n%C3%A9%3A1.md");
        assert_eq!(repository.uri(Path::new("/tmp/x.md")), "file:///tmp/x.md");
    }
}
