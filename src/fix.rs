//! Fixes: the changes that findings offer, applied to a text and written back to its file.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::span::Span;

/// Most passes over a file; fixes that have not settled by then are left as they are.
pub const MAX_PASSES: usize = 10;

/// A text after some fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many fixes were applied.
    pub applied: usize,
}

/// Applies the fixes of some findings, in their order; of two that touch the same place, the first.
#[must_use]
pub fn apply(text: &str, diagnostics: &[Diagnostic], unsafe_too: bool) -> Fixed {
    let mut edits: Vec<&Edit> = Vec::new();
    let mut applied = 0;
    for fix in diagnostics.iter().filter_map(|d| d.fix.as_ref()) {
        let wanted = unsafe_too || fix.applicability == Applicability::Safe;
        let valid = fix.edits.iter().all(|e| e.span.clamp_to(text) == e.span);
        let free = fix.edits.iter().all(|e| edits.iter().all(|other| !touch(e.span, other.span)));
        if wanted && valid && free && !fix.edits.is_empty() {
            edits.extend(&fix.edits);
            applied += 1;
        }
    }
    edits.sort_by_key(|e| e.span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.range().start]);
        out.push_str(&edit.text);
        at = edit.span.range().end;
    }
    out.push_str(&text[at..]);
    Fixed { text: out, applied }
}

/// Whether two edits cannot both be made: they share a byte, or one inserts at an end of the other.
fn touch(a: Span, b: Span) -> bool {
    if a.is_empty() || b.is_empty() { a.start <= b.end && b.start <= a.end } else { a.overlaps(b) }
}

/// Checks a text and applies fixes until none is left, or `passes` are done.
#[must_use]
pub fn until_stable(
    text: &str,
    unsafe_too: bool,
    passes: usize,
    mut check: impl FnMut(&str) -> Vec<Diagnostic>,
) -> Fixed {
    let mut out = Fixed { text: text.to_owned(), applied: 0 };
    for _ in 0..passes {
        let next = apply(&out.text, &check(&out.text), unsafe_too);
        if next.text == out.text {
            break;
        }
        out = Fixed { text: next.text, applied: out.applied + next.applied };
    }
    out
}

/// Replaces the text of the file at `path`, whole or not at all, and keeps its permissions.
///
/// A link is followed when it leads to a file of the same repository.
///
/// # Errors
/// With the reason in words, when the file is not `old` any more, leads out of its repository, or cannot be written.
pub fn write(path: &Path, old: &str, new: &str) -> Result<(), String> {
    let target = target(path)?;
    let failed = |error: std::io::Error| format!("cannot be written: {error}");
    let metadata = std::fs::metadata(&target).map_err(failed)?;
    if metadata.permissions().readonly() {
        return Err("is read-only; not fixed".to_owned());
    }
    if std::fs::read(&target).map_err(failed)? != old.as_bytes() {
        return Err("has changed since it was read; not fixed".to_owned());
    }
    replace_file(&target, new, Some(&metadata)).map_err(failed)
}

/// Writes the file at `path`, new or not, whole or not at all.
///
/// # Errors
/// With the reason in words.
pub fn replace(path: &Path, text: &str) -> Result<(), String> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let metadata = std::fs::metadata(&target).ok();
    replace_file(&target, text, metadata.as_ref()).map_err(|e| format!("cannot be written: {e}"))
}

fn replace_file(target: &Path, text: &str, metadata: Option<&std::fs::Metadata>) -> std::io::Result<()> {
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".answerlint-");
    // What a file made anew would have, less what the user's mask takes away.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Some(metadata) = metadata {
        keep_owner(file.path(), metadata);
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(target).map_err(|e| e.error)?;
    Ok(())
}

/// Gives a new file the owner of the one it replaces, where the system lets one.
#[cfg(unix)]
fn keep_owner(path: &Path, metadata: &std::fs::Metadata) {
    use std::os::unix::fs::MetadataExt;
    let _ = std::os::unix::fs::chown(path, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_path: &Path, _metadata: &std::fs::Metadata) {}

/// The file that `path` leads to.
fn target(path: &Path) -> Result<PathBuf, String> {
    let failed = |error: std::io::Error| format!("cannot be written: {error}");
    let real = path.canonicalize().map_err(failed)?;
    let root = root_around(path).canonicalize().map_err(failed)?;
    if real.starts_with(&root) {
        Ok(real)
    } else {
        Err(format!("leads to {}, outside the repository; not fixed", real.display()))
    }
}

/// The repository that a path, links not followed, is in: the current folder's or else the nearest. Outside any, the
/// path's folder.
fn root_around(path: &Path) -> PathBuf {
    let root_of = |folder: &Path| folder.ancestors().find(|a| a.join(".git").exists()).map(Path::to_path_buf);
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = path.parent().unwrap_or(Path::new("/"));
    let here = std::env::current_dir().ok().and_then(|here| root_of(&here));
    here.filter(|root| path.starts_with(root)).or_else(|| root_of(folder)).unwrap_or_else(|| folder.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Fix, Severity};

    fn finding(edits: &[(usize, usize, &str)], applicability: Applicability) -> Diagnostic {
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(start, end, text)| Edit { span: Span::new(*start, *end), text: (*text).to_owned() })
            .collect();
        Diagnostic {
            rule: "x/y".to_owned(),
            severity: Severity::Warning,
            message: String::new(),
            span: edits[0].span,
            help: None,
            labels: Vec::new(),
            subjects: Vec::new(),
            answer: None,
            question: None,
            fix: Some(Fix { message: String::new(), applicability, edits }),
        }
    }

    #[test]
    fn the_first_of_two_that_overlap_wins() {
        let found = [
            finding(&[(0, 3, "ONE"), (8, 13, "THREE")], Applicability::Safe),
            finding(&[(2, 5, "")], Applicability::Safe),
            finding(&[(4, 7, "TWO")], Applicability::Safe),
            finding(&[(8, 8, "!")], Applicability::Safe),
        ];
        let fixed = apply("one two three", &found, false);
        assert_eq!((fixed.text.as_str(), fixed.applied), ("ONE TWO THREE", 2));
    }

    #[test]
    fn unsafe_fixes_wait_to_be_asked_for() {
        let found = [finding(&[(0, 1, "b")], Applicability::Unsafe)];
        assert_eq!(apply("a", &found, false).text, "a");
        assert_eq!(apply("a", &found, true).text, "b");
    }

    #[test]
    fn edits_outside_the_text_are_not_made() {
        let found = [finding(&[(1, 2, "x")], Applicability::Safe), finding(&[(9, 12, "x")], Applicability::Safe)];
        assert_eq!(apply("né", &found, true).applied, 0);
    }

    #[test]
    fn passes_are_bounded() {
        let mut passes = 0;
        let fixed = until_stable("a", false, MAX_PASSES, |text| {
            passes += 1;
            vec![finding(&[(0, 1, if text == "a" { "b" } else { "a" })], Applicability::Safe)]
        });
        assert_eq!((passes, fixed.applied), (MAX_PASSES, MAX_PASSES));
    }
}
