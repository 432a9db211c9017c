//! The baseline of a run: findings it is silent about, and the file that lists them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::complain;
use crate::baseline::{Baseline, Key, path_from};
use crate::config::Tree;
use crate::emit::FileReport;
use crate::paths::absolute;

/// Most stale entries named.
const MAX_STALE: usize = 10;

/// A run's baseline.
#[derive(Debug)]
pub struct Known {
    path: PathBuf,
    folder: PathBuf,
    here: PathBuf,
    baseline: Baseline,
    /// Findings that are let in.
    new: Vec<Key>,
    write: bool,
    /// Whether new findings are let in.
    grows: bool,
    checked: BTreeSet<String>,
}

/// The baseline file that the arguments name, whether it is to be written, and a path to check that stands where the
/// flag's value may stand: after `--baseline F`, `--write-baseline` needs none.
pub fn named(args: &CheckArgs) -> Result<Option<(PathBuf, bool, Option<PathBuf>)>, String> {
    match (&args.baseline, &args.write_baseline) {
        (None, None) => Ok(None),
        (Some(path), None) => Ok(Some((path.clone(), false, None))),
        (Some(path), Some(value)) => Ok(Some((path.clone(), true, value.clone().filter(|v| v != path)))),
        (None, Some(Some(path))) if path.is_dir() => {
            Err(format!("--write-baseline: {} is a folder; name a file", path.display()))
        }
        (None, Some(Some(path))) => Ok(Some((path.clone(), true, None))),
        (None, Some(None)) => Err("--write-baseline: name the file, here or with --baseline".to_owned()),
    }
}

impl Known {
    /// Reads the baseline at `path`.
    ///
    /// # Errors
    /// With a message when there is none (and it is not to be written), or it cannot be read.
    pub fn open(tree: &Tree, path: PathBuf, write: bool, force: bool) -> Result<Self, String> {
        let here = std::env::current_dir().unwrap_or_default();
        if write && tree.revision().is_some() {
            return Err("--write-baseline: not with --config-from, which reads the baseline of another time".to_owned());
        }
        let found = tree.has_file(&path);
        let baseline = if found || !write {
            let revision = tree.revision().map_or_else(String::new, |revision| format!("{}:", revision.name));
            let text = tree.read(&path).map_err(|e| format!("{revision}{}: the baseline: {e}", path.display()))?;
            Baseline::parse(&text).map_err(|e| format!("{}: {e}", path.display()))?
        } else {
            Baseline::default()
        };
        let folder = absolute(&here, &path).parent().unwrap_or(&here).to_path_buf();
        let grows = write && (force || !found);
        Ok(Self { path, folder, here, baseline, new: Vec::new(), write, grows, checked: BTreeSet::new() })
    }

    /// Takes the findings that the baseline has out of a report.
    pub fn silence(&mut self, report: &mut FileReport) {
        let path = path_from(&self.folder, &absolute(&self.here, report.source.path()));
        self.checked.insert(path.clone());
        let FileReport { source, diagnostics, .. } = report;
        diagnostics.retain(|diagnostic| {
            let key = Key::of(&path, source, diagnostic);
            if self.baseline.covers(&key, |path| self.folder.join(path).is_file()) {
                return false;
            }
            if self.grows {
                self.new.push(key);
            }
            !self.grows
        });
    }

    /// Tells which entries are stale, or writes the file without them. `ran` says whether a rule ran on a file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(self, ran: impl Fn(&str, &Path) -> bool) -> std::io::Result<()> {
        let looked_at = |key: &Key| {
            let path = self.folder.join(&key.path);
            if self.checked.contains(&key.path) { ran(&key.rule, &path) } else { !path.is_file() }
        };
        if self.write {
            let mut baseline = self.baseline.shrunk(looked_at);
            self.new.into_iter().for_each(|key| baseline.allow(key));
            return crate::fix::replace(&self.path, &baseline.to_text())
                .map_err(|e| std::io::Error::other(format!("{}: {e}", self.path.display())));
        }
        let stale: Vec<(&Key, usize)> = self.baseline.stale(looked_at).collect();
        for (key, count) in stale.iter().take(MAX_STALE) {
            let times = if *count > 1 { format!(" ({count} times)") } else { String::new() };
            complain(&format!("stale in {}: {} in {}{times}", self.path.display(), key.rule, key.path));
        }
        if stale.len() > MAX_STALE {
            complain(&format!("…and {} more stale entries", stale.len() - MAX_STALE));
        }
        if !stale.is_empty() {
            complain("run with --write-baseline to take them out");
        }
        Ok(())
    }
}
