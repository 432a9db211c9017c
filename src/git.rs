//! What git tells of the repository around a place.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::paths::absolute;

/// A repository with a work tree.
#[derive(Clone, Debug)]
pub struct Repository {
    /// The folder of its work tree, links resolved.
    pub root: PathBuf,
    here: PathBuf,
}

impl Repository {
    /// The repository around `place`, which is a file or folder. `flag` is what asks for it, for messages.
    ///
    /// # Errors
    /// Outside a repository, or without git.
    pub fn around(place: &Path, flag: &str) -> Result<Self, String> {
        let here = std::env::current_dir().unwrap_or_default();
        let place = absolute(&here, place);
        let folder = if place.is_dir() { place.as_path() } else { place.parent().unwrap_or(&here) };
        let top = run(folder, ["rev-parse", "--show-toplevel"])
            .map_err(|e| format!("{flag}: {} is in no git repository ({e})", folder.display()))?;
        let root = PathBuf::from(String::from_utf8_lossy(&top).trim_end_matches(['\n', '\r']));
        Ok(Self { root, here })
    }

    /// The hash of the commit that `revision` means, so that no name is ever taken for an option or a path.
    ///
    /// # Errors
    /// When git does not know it.
    pub fn commit(&self, revision: &str, flag: &str) -> Result<String, String> {
        let name = format!("{revision}^{{commit}}");
        let commit = self.run(["rev-parse", "--verify", "--quiet", "--end-of-options", &name]).map_err(|_| {
            let shallow = self.run(["rev-parse", "--is-shallow-repository"]).is_ok_and(|o| o.starts_with(b"true"));
            let hint = if shallow { "; the clone is shallow: fetch it first" } else { "" };
            format!("{flag}: unknown revision `{revision}`{hint}")
        })?;
        Ok(String::from_utf8_lossy(&commit).trim().to_owned())
    }

    /// Runs git in the root of the work tree and gives its output.
    ///
    /// # Errors
    /// With the first line of what it says when it fails.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<Vec<u8>, String> {
        run(&self.root, arguments)
    }

    /// The files that git knows of the work tree, as bytes of their paths from the root.
    ///
    /// # Errors
    /// When git cannot tell.
    pub fn tracked(&self) -> Result<Vec<Vec<u8>>, String> {
        let list = self.run(["ls-files", "-z", "--full-name"])?;
        Ok(list.split(|b| *b == 0).filter(|p| !p.is_empty()).map(<[u8]>::to_vec).collect())
    }

    /// The path of a file of the work tree as git names it. The root has no links in it, and the file's folder may be
    /// reached by one.
    #[must_use]
    pub fn name(&self, path: &Path) -> Option<Vec<u8>> {
        let path = absolute(&self.here, path);
        let folder = path.parent()?.canonicalize().ok()?;
        let inside = folder.join(path.file_name()?).strip_prefix(&self.root).ok()?.to_path_buf();
        Some(slashed(inside.into_os_string().into_encoded_bytes()))
    }

    /// The path from the root of a file or folder that need not be in the work tree; none outside the root.
    fn inside(&self, path: &Path) -> Option<String> {
        let path = absolute(&self.here, path);
        let inside = match path.strip_prefix(&self.root) {
            Ok(inside) => inside.to_path_buf(),
            Err(_) => {
                // The nearest folder that is there tells which links lead here.
                let there = path.ancestors().find(|a| a.exists())?;
                let real = there.canonicalize().ok()?.join(path.strip_prefix(there).ok()?);
                real.strip_prefix(&self.root).ok()?.to_path_buf()
            }
        };
        let bytes = slashed(inside.into_os_string().into_encoded_bytes());
        Some(String::from_utf8_lossy(&bytes).trim_end_matches('/').to_owned())
    }
}

/// The files of one revision.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The repository.
    pub repository: Repository,
    /// The revision as the user names it.
    pub name: String,
    /// Mode and hash by path from the root.
    files: BTreeMap<String, (String, String)>,
}

impl Revision {
    /// Reads which files `revision` has, in the repository around `place`.
    ///
    /// # Errors
    /// Outside a repository, or when git does not know the revision.
    pub fn open(revision: &str, place: &Path, flag: &str) -> Result<Self, String> {
        let repository = Repository::around(place, flag)?;
        let commit = repository.commit(revision, flag)?;
        let list =
            repository.run(["ls-tree", "-r", "-z", "--full-tree", &commit]).map_err(|e| format!("{flag}: {e}"))?;
        let mut files = BTreeMap::new();
        for entry in list.split(|b| *b == 0) {
            let entry = String::from_utf8_lossy(entry);
            let Some((facts, path)) = entry.split_once('\t') else { continue };
            let mut facts = facts.split(' ');
            if let (Some(mode), Some("blob"), Some(hash)) = (facts.next(), facts.next(), facts.next()) {
                files.insert(path.to_owned(), (mode.to_owned(), hash.to_owned()));
            }
        }
        Ok(Self { repository, name: revision.to_owned(), files })
    }

    /// Whether a path is in the repository at all.
    #[must_use]
    pub fn reaches(&self, path: &Path) -> bool {
        self.repository.inside(path).is_some()
    }

    /// Whether a path is the root of the repository.
    #[must_use]
    pub fn is_root(&self, path: &Path) -> bool {
        self.repository.inside(path).is_some_and(|inside| inside.is_empty())
    }

    /// Whether the revision has a file of that path.
    #[must_use]
    pub fn has_file(&self, path: &Path) -> bool {
        self.repository.inside(path).is_some_and(|inside| self.files.contains_key(&inside))
    }

    /// The files below a folder, or none when the revision has no such folder.
    #[must_use]
    pub fn below(&self, folder: &Path) -> Option<Vec<PathBuf>> {
        let inside = self.repository.inside(folder)?;
        let prefix = if inside.is_empty() { inside } else { format!("{inside}/") };
        let names = self.files.range(prefix.clone()..).map(|(path, _)| path);
        let paths: Vec<PathBuf> =
            names.map_while(|path| path.strip_prefix(&prefix)).map(|path| folder.join(path)).collect();
        (!paths.is_empty()).then_some(paths)
    }

    /// The text of a file.
    ///
    /// # Errors
    /// With the reason in words.
    pub fn read(&self, path: &Path) -> Result<String, String> {
        let Some(inside) = self.repository.inside(path) else {
            return Err("lies outside the repository, so that the revision cannot hold it".to_owned());
        };
        let Some((mode, hash)) = self.files.get(&inside) else {
            return Err("there is no such file".to_owned());
        };
        if mode == "120000" {
            return Err("is a link; links of a revision are not followed".to_owned());
        }
        let bytes = self.repository.run(["cat-file", "blob", hash])?;
        String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())
    }
}

/// Bytes of a path, with `/` between its folders.
fn slashed(path: Vec<u8>) -> Vec<u8> {
    if std::path::MAIN_SEPARATOR == '\\' {
        path.into_iter().map(|b| if b == b'\\' { b'/' } else { b }).collect()
    } else {
        path
    }
}

/// Runs git in a folder and gives its output.
fn run<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Result<Vec<u8>, String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        // It overrides the context asked for.
        .env_remove("GIT_DIFF_OPTS")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .output()
        .map_err(|e| format!("git cannot be run: {e}"))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("git failed").to_owned())
    }
}
