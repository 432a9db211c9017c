//! From the paths of a command line to the files to check, and their text.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::git::Repository;
use crate::paths::absolute;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 32 << 20;

/// Endings of drafts in folders. A file that is named is read whatever its ending.
const ENDINGS: &[&str] = &["md", "markdown", "mdown", "mkd"];

/// The files that `paths` mean, sorted and each once, and what could not be looked at.
#[must_use]
pub fn collect(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<String>) {
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => walk(path, &mut files, &mut errors),
            Ok(_) => files.push(path.clone()),
            Err(error) => errors.push(format!("{}: {}", path.display(), reason(&error))),
        }
    }
    if paths.len() > 1 || files.len() > 1 {
        files.sort();
        files.dedup();
    }
    (files, errors)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>, errors: &mut Vec<String>) {
    for entry in ignore::WalkBuilder::new(folder).require_git(false).build() {
        match entry {
            Ok(entry) => {
                let draft = is_draft(entry.path());
                let kind = entry.file_type();
                // A link is followed when it leads to a file; links to folders are not, so that no loop is walked.
                let file = kind.is_some_and(|k| k.is_file())
                    || (kind.is_some_and(|k| k.is_symlink()) && !entry.path().is_dir());
                if draft && file {
                    files.push(entry.into_path());
                }
            }
            Err(error) => errors.push(error.to_string()),
        }
    }
}

/// Whether a file in a folder is taken for a draft.
pub fn is_draft(path: &Path) -> bool {
    path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

/// Adds the drafts below the folders of `named` that git knows, so that no ignore file hides one.
///
/// # Errors
/// When git cannot tell which files it knows.
pub fn add_tracked(files: &mut Vec<PathBuf>, named: &[PathBuf], repository: &Repository) -> Result<(), String> {
    let here = std::env::current_dir().unwrap_or_default();
    let tracked = repository.tracked()?;
    let before = files.len();
    let known: std::collections::HashSet<PathBuf> = files.iter().map(|p| absolute(&here, p)).collect();
    for folder in named.iter().filter(|p| p.is_dir()) {
        let Some(prefix) = repository.name(&folder.join("x")) else { continue };
        let prefix = &prefix[..prefix.len() - 1];
        for name in &tracked {
            let Some(inside) = name.strip_prefix(prefix) else { continue };
            let inside = PathBuf::from(String::from_utf8_lossy(inside).into_owned());
            let hidden = inside.iter().any(|part| part.as_encoded_bytes().starts_with(b"."));
            let path = folder.join(&inside);
            if !hidden && is_draft(&inside) && path.is_file() && !known.contains(&absolute(&here, &path)) {
                files.push(path);
            }
        }
    }
    if files.len() > before {
        files.sort();
        files.dedup();
    }
    Ok(())
}

/// Why a file cannot be read, in words.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::IsADirectory => "is a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// The text of a file.
///
/// # Errors
/// With the reason in words, and the place where there is one, when it cannot be read as text.
pub fn read(path: &Path) -> Result<String, String> {
    let mut file = fs::File::open(path).map_err(|e| reason(&e))?;
    let size = file.metadata().map_or(0, |m| m.len());
    if size > MAX_BYTES {
        return Err(format!("is {} MiB; files over {} MiB are not read", size >> 20, MAX_BYTES >> 20));
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    // A device or pipe has no size: read no more than a file may have.
    Read::take(&mut file, MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|e| reason(&e))?;
    decode(bytes)
}

/// Bytes as text.
///
/// # Errors
/// With the reason in words when they are too many, binary, or not UTF-8.
pub fn decode(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("files over {} MiB are not read", MAX_BYTES >> 20));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("is UTF-16; save it as UTF-8".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        if bytes.contains(&0) {
            return "is a binary file".to_owned();
        }
        let line = bytes[..at].iter().filter(|b| **b == b'\n').count() + 1;
        let column = bytes[..at].iter().rev().take_while(|b| **b != b'\n').filter(|b| (**b as i8) >= -0x40).count() + 1;
        format!("is not UTF-8: byte 0x{:02x} at line {line}, column {column}", bytes[at])
    })
}
