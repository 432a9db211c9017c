//! Where configuration is read from: the disk, or a revision of the repository.

use std::path::{Path, PathBuf};

use crate::git::Revision;

/// A tree of files.
#[derive(Clone, Debug, Default)]
pub enum Tree {
    /// The files on disk.
    #[default]
    Disk,
    /// The files as a revision has them, whatever is on disk now.
    Revision(Box<Revision>),
}

impl Tree {
    /// Whether there is a file of that path.
    #[must_use]
    pub fn has_file(&self, path: &Path) -> bool {
        match self {
            Tree::Disk => path.is_file(),
            Tree::Revision(revision) => revision.has_file(path),
        }
    }

    /// Whether nothing is looked for above `folder`.
    pub(super) fn ends_at(&self, folder: &Path) -> bool {
        match self {
            Tree::Disk => folder.join(".git").exists(),
            Tree::Revision(revision) => revision.is_root(folder),
        }
    }

    /// The text of a file.
    ///
    /// # Errors
    /// With the reason in words.
    pub fn read(&self, path: &Path) -> Result<String, String> {
        match self {
            Tree::Disk => std::fs::read_to_string(path).map_err(|e| format!("cannot be read: {e}")),
            Tree::Revision(revision) => revision.read(path),
        }
    }

    /// The YAML files below a folder, sorted; none when there is no such folder.
    #[must_use]
    pub fn yaml_files(&self, folder: &Path) -> Option<Vec<PathBuf>> {
        let mut files: Vec<PathBuf> = match self {
            Tree::Disk if !folder.is_dir() => return None,
            Tree::Disk => ignore::WalkBuilder::new(folder)
                .standard_filters(false)
                .build()
                .filter_map(Result::ok)
                .map(ignore::DirEntry::into_path)
                .filter(|p| p.is_file())
                .collect(),
            Tree::Revision(revision) => revision.below(folder)?,
        };
        files.retain(|p| p.extension().is_some_and(|e| e == "yaml" || e == "yml"));
        files.sort();
        Some(files)
    }

    /// The revision, if it is one.
    #[must_use]
    pub fn revision(&self) -> Option<&Revision> {
        match self {
            Tree::Disk => None,
            Tree::Revision(revision) => Some(revision),
        }
    }
}
