//! The lines that changed since a revision, as git tells them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::git::Repository;
use crate::source::Source;

/// What asks for it.
const FLAG: &str = "--diff-base";

/// What changed in a repository since a revision.
#[derive(Debug)]
pub struct Changes {
    repository: Repository,
    commit: String,
    /// The files git knows, as bytes of their paths from the root.
    tracked: BTreeSet<Vec<u8>>,
    /// Changed lines (from 0) of each file that changed.
    lines: BTreeMap<Vec<u8>, Vec<Range<usize>>>,
}

/// What changed in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// All of it: git does not know the file yet.
    All,
    /// These lines, from 0.
    Lines(Vec<Range<usize>>),
}

impl Changed {
    /// Whether a finding is on a changed line.
    #[must_use]
    pub fn holds(&self, source: &Source, diagnostic: &Diagnostic) -> bool {
        let Changed::Lines(ranges) = self else { return true };
        let first = source.line_of(diagnostic.span.start as usize);
        let last = source.line_of(diagnostic.span.end.saturating_sub(1).max(diagnostic.span.start) as usize);
        ranges.iter().any(|r| r.start <= last && first < r.end)
    }
}

impl Changes {
    /// Asks git what changed since `revision` in the repository around `place`, which is a file or folder.
    ///
    /// # Errors
    /// Outside a repository, or when git does not know the revision.
    pub fn since(revision: &str, place: &Path) -> Result<Self, String> {
        let repository = Repository::around(place, FLAG)?;
        let commit = repository.commit(revision, FLAG)?;
        let tracked = repository.tracked().map_err(|e| format!("{FLAG}: {e}"))?.into_iter().collect();
        let mut out = Self { repository, commit, tracked, lines: BTreeMap::new() };
        out.lines = out.diff(None)?;
        Ok(out)
    }

    /// What changed in the file at `path`.
    #[must_use]
    pub fn of(&self, path: &Path) -> Changed {
        let Some(name) = self.repository.name(path).filter(|name| self.tracked.contains(name)) else {
            return Changed::All;
        };
        Changed::Lines(self.lines.get(&name).cloned().unwrap_or_default())
    }

    /// What changed in the file at `path`, asked anew after it was written.
    ///
    /// # Errors
    /// When git cannot tell.
    pub fn again(&self, path: &Path) -> Result<Changed, String> {
        let Some(name) = self.repository.name(path).filter(|name| self.tracked.contains(name)) else {
            return Ok(Changed::All);
        };
        Ok(Changed::Lines(self.diff(Some(&name))?.remove(&name).unwrap_or_default()))
    }

    fn diff(&self, only: Option<&[u8]>) -> Result<BTreeMap<Vec<u8>, Vec<Range<usize>>>, String> {
        const OPTIONS: &[&str] = &[
            "diff",
            "--unified=0",
            "--inter-hunk-context=0",
            "--find-renames",
            "--text",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-relative",
            "--ignore-submodules",
            "--src-prefix=a/",
            "--dst-prefix=b/",
        ];
        let mut arguments: Vec<String> = OPTIONS.iter().map(|o| (*o).to_owned()).collect();
        arguments.extend([self.commit.clone(), "--".to_owned()]);
        if let Some(name) = only {
            // Looked at by itself, a renamed file counts as changed throughout; this is asked after a fix only.
            arguments.push(format!(":(top,literal){}", String::from_utf8_lossy(name)));
        }
        let text = self.repository.run(&arguments).map_err(|e| format!("{FLAG}: {e}"))?;
        Ok(parse(&text))
    }
}

/// The changed lines of each file in a diff without context.
///
/// Lines of a hunk are skipped by their number, never by what they look like: a draft may hold any text.
fn parse(diff: &[u8]) -> BTreeMap<Vec<u8>, Vec<Range<usize>>> {
    let mut out: BTreeMap<Vec<u8>, Vec<Range<usize>>> = BTreeMap::new();
    let mut file: Option<Vec<u8>> = None;
    let mut lines = diff.split(|b| *b == b'\n');
    while let Some(line) = lines.next() {
        if line.starts_with(b"diff --git ") {
            file = None;
        } else if let Some(name) = line.strip_prefix(b"+++ ") {
            file = unquoted(name).strip_prefix(b"b/").map(<[u8]>::to_vec);
        } else if let Some((removed, added)) = hunk(line) {
            for _ in 0..removed + added.len() {
                lines.next();
            }
            if let Some(name) = &file {
                out.entry(name.clone()).or_default().push(added);
            }
        }
    }
    out
}

/// Reads `@@ -12,3 +14,2 @@`: how many lines were removed, and the lines (from 0) that were added.
fn hunk(line: &[u8]) -> Option<(usize, Range<usize>)> {
    let text = std::str::from_utf8(line.strip_prefix(b"@@ -")?.split(|b| *b == b'@').next()?).ok()?;
    let (old, new) = text.trim().split_once(" +")?;
    let numbers = |part: &str| -> Option<(usize, usize)> {
        match part.split_once(',') {
            Some((start, count)) => Some((start.parse().ok()?, count.parse().ok()?)),
            None => Some((part.parse().ok()?, 1)),
        }
    };
    let (_, removed) = numbers(old)?;
    let (start, added) = numbers(new)?;
    let start = start.saturating_sub(usize::from(added > 0));
    Some((removed, start..start + added))
}

/// A path as git writes it: as it is, or in quotation marks with escapes as in C. A tab ends one with blanks in it.
fn unquoted(name: &[u8]) -> Vec<u8> {
    let Some(inside) = name.strip_prefix(b"\"").and_then(|n| n.strip_suffix(b"\"")) else {
        return name.strip_suffix(b"\t").unwrap_or(name).to_vec();
    };
    let mut out = Vec::with_capacity(inside.len());
    let mut bytes = inside.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        match bytes.next() {
            Some(first @ b'0'..=b'7') => {
                let mut value = u32::from(first - b'0');
                for _ in 0..2 {
                    if let Some(digit) = bytes.next_if(|b| (b'0'..=b'7').contains(b)) {
                        value = value * 8 + u32::from(digit - b'0');
                    }
                }
                out.push(value as u8);
            }
            Some(letter) => out.push(match letter {
                b'a' => 7,
                b'b' => 8,
                b't' => b'\t',
                b'n' => b'\n',
                b'v' => 11,
                b'f' => 12,
                b'r' => b'\r',
                other => other,
            }),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_looks_like_a_header_is_none() {
        let diff = b"diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -1 +1,3 @@ x\n-old\n+++ b/other.md\n\
            +@@ -1 +1,9 @@\n+x\n@@ -9,2 +11,0 @@\n-x\n-y\n@@ -20,0 +21 @@\n+z\n\\ No newline at end of file\n\
            diff --git \"a/t\\303\\251\\tb.md\" \"b/t\\303\\251\\tb.md\"\n--- /dev/null\n+++ \"b/t\\303\\251\\tb.md\"\n\
            @@ -0,0 +1,2 @@\n+a\n+b\n";
        let changed = parse(diff);
        assert_eq!(changed[&b"a.md".to_vec()], [0..3, 11..11, 20..21]);
        assert_eq!(changed["t\u{e9}\tb.md".as_bytes()], vec![0..2]);
        assert_eq!(changed.len(), 2);
    }
}
