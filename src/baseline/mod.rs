//! Findings that a team has agreed to live with for now.
//!
//! A baseline is a JSON file:
//!
//! ```json
//! {"version": 1, "findings": [
//!   {"path": "drafts/a.md", "rule": "red-flag/blame-shifting", "fingerprint": "0f…", "count": 2}
//! ]}
//! ```
//!
//! A fingerprint is the hash (see [`context::hash`]) of the rule's id and the words of the finding and around it (see
//! [`context::words`]), never of a line number, so that it outlives changes elsewhere in the file. The path, seen from
//! the baseline's folder, says whose findings an entry stands for; when there is no such file any more, the entry holds
//! for any file, so that a draft may be renamed. A baseline can only shrink: what is written over an existing one keeps
//! the smaller of both counts.

pub mod context;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// The version of the file's format.
const VERSION: u32 = 1;

/// One kind of finding in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// The file, seen from the baseline's folder.
    pub path: String,
    /// The rule's id.
    pub rule: String,
    /// Hash of the rule and the words around.
    pub fingerprint: String,
}

impl Key {
    /// The key of a finding in the file that is called `path`.
    #[must_use]
    pub fn of(path: &str, source: &Source, diagnostic: &Diagnostic) -> Self {
        let words = context::words(source, diagnostic.span);
        let hashed = std::iter::once(diagnostic.rule.as_str()).chain(words.iter().map(String::as_str));
        Self { path: path.to_owned(), rule: diagnostic.rule.clone(), fingerprint: context::hash(hashed) }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    key: Key,
    count: usize,
}

/// The findings of a baseline, and how many of them a run has met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    allowed: BTreeMap<Key, usize>,
    met: BTreeMap<Key, usize>,
}

impl Baseline {
    /// Reads a baseline file's text.
    ///
    /// # Errors
    /// With what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|e| format!("is no baseline: {e}"))?;
        if file.version != VERSION {
            return Err(format!("has version {}; this answerlint reads version {VERSION}", file.version));
        }
        let mut allowed = BTreeMap::new();
        for entry in file.findings {
            *allowed.entry(entry.key).or_insert(0) += entry.count;
        }
        Ok(Self { allowed, met: BTreeMap::new() })
    }

    /// Takes note of a finding, and says whether the baseline has it.
    ///
    /// Entries of files for which `exists` is false may stand for a finding in any file.
    pub fn covers(&mut self, key: &Key, exists: impl Fn(&str) -> bool) -> bool {
        let left = |key: &Key, met: &BTreeMap<Key, usize>, allowed: usize| met.get(key).copied().unwrap_or(0) < allowed;
        if let Some(allowed) = self.allowed.get(key)
            && left(key, &self.met, *allowed)
        {
            *self.met.entry(key.clone()).or_insert(0) += 1;
            return true;
        }
        let moved = self.allowed.iter().find(|(other, allowed)| {
            other.fingerprint == key.fingerprint
                && other.rule == key.rule
                && other.path != key.path
                && left(other, &self.met, **allowed)
                && !exists(&other.path)
        });
        match moved.map(|(other, _)| other.clone()) {
            Some(other) => {
                *self.met.entry(other).or_insert(0) += 1;
                true
            }
            None => false,
        }
    }

    /// The entries of which a run met fewer than they allow, where it could have met them: each with how many it did
    /// not meet.
    pub fn stale<'a>(&'a self, looked_at: impl Fn(&Key) -> bool + 'a) -> impl Iterator<Item = (&'a Key, usize)> {
        self.allowed
            .iter()
            .map(|(key, allowed)| (key, allowed - self.met.get(key).copied().unwrap_or(0).min(*allowed)))
            .filter(move |(key, left)| *left > 0 && looked_at(key))
    }

    /// The baseline without its stale entries.
    #[must_use]
    pub fn shrunk(&self, looked_at: impl Fn(&Key) -> bool) -> Self {
        let mut allowed = self.allowed.clone();
        for (key, left) in self.stale(looked_at) {
            match allowed.get_mut(key) {
                Some(count) if *count > left => *count -= left,
                _ => {
                    allowed.remove(key);
                }
            }
        }
        Self { allowed, met: BTreeMap::new() }
    }

    /// Lets a finding in.
    pub fn allow(&mut self, key: Key) {
        *self.allowed.entry(key).or_insert(0) += 1;
    }

    /// The text of its file: an entry a line, sorted, so that changes to it read well.
    #[must_use]
    pub fn to_text(&self) -> String {
        let entries: Vec<String> = self
            .allowed
            .iter()
            .filter_map(|(key, count)| serde_json::to_string(&Entry { key: key.clone(), count: *count }).ok())
            .map(|entry| format!("\n{entry}"))
            .collect();
        format!("{{\"version\":{VERSION},\"findings\":[{}\n]}}\n", entries.join(","))
    }
}

/// How a baseline in `folder` calls the file at `path`; both are absolute.
#[must_use]
pub fn path_from(folder: &Path, path: &Path) -> String {
    let text = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
    if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(path: &str, word: &str) -> Key {
        Key { path: path.to_owned(), rule: "voice/filler".to_owned(), fingerprint: context::hash([word]) }
    }

    #[test]
    fn a_baseline_silences_as_many_as_it_counts() {
        let mut baseline = Baseline::default();
        baseline.allow(key("a.md", "one"));
        baseline.allow(key("a.md", "one"));
        let mut read = Baseline::parse(&baseline.to_text()).expect("what was written can be read");
        assert_eq!(read, baseline);
        let covered: Vec<bool> = (0..3).map(|_| read.covers(&key("a.md", "one"), |_| true)).collect();
        assert_eq!(covered, [true, true, false]);
        assert_eq!(read.stale(|_| true).count(), 0);
    }

    #[test]
    fn a_baseline_only_shrinks() {
        let mut baseline = Baseline::default();
        for word in ["one", "one", "two"] {
            baseline.allow(key("a.md", word));
        }
        assert!(baseline.covers(&key("a.md", "one"), |_| true));
        assert!(!baseline.covers(&key("a.md", "three"), |_| true));
        let shrunk = baseline.shrunk(|_| true);
        assert_eq!(shrunk.allowed, BTreeMap::from([(key("a.md", "one"), 1)]));
        assert_eq!(baseline.shrunk(|_| false).allowed, baseline.allowed);
    }

    #[test]
    fn entries_of_a_renamed_file_hold() {
        let mut baseline = Baseline::default();
        baseline.allow(key("old.md", "one"));
        assert!(!baseline.clone().covers(&key("new.md", "one"), |_| true));
        assert!(baseline.covers(&key("new.md", "one"), |path| path != "old.md"));
    }
}
