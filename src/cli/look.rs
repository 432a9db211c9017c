//! One file of a run: read, checked, fixed.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::changes::{Changed, Changes};
use super::files;
use super::plan::Plan;
use crate::emit::FileReport;
use crate::engine::Sketched;
use crate::fix::{self, Fixed};
use crate::timing::{self, Stage};

/// A file that was checked, and what fixes made of it.
pub struct Looked {
    /// Its findings.
    pub report: FileReport,
    /// Its answers, to be compared with those of other files.
    pub sketches: Vec<Sketched>,
    /// The text that fixes lead to, when they change it.
    pub fixed: Option<Fixed>,
    /// Why they could not be written.
    pub failure: Option<String>,
    /// The lines that count.
    pub changed: Option<Changed>,
}

/// How files are looked at.
pub struct Look<'a> {
    /// The command's arguments.
    pub args: &'a CheckArgs,
    /// The configurations.
    pub plan: &'a Plan,
}

impl Look<'_> {
    /// Checks the file at `path`, and fixes it where that is asked for.
    pub fn file(&self, path: &Path, changes: Option<&Changes>) -> Result<Looked, String> {
        let named = |e: String| format!("{}: {e}", path.display());
        let text = timing::stage(Stage::Read, || files::read(path)).map_err(named)?;
        let mut looked = self.text(path, text, changes);
        if let Some(fixed) = &looked.fixed
            && self.args.fix
            && !self.args.diff
        {
            match fix::write(path, looked.report.source.text(), &fixed.text) {
                Ok(()) => {
                    (looked.report, looked.sketches) = self.plan.check(path, fixed.text.clone());
                    looked.changed = changes.map(|c| c.again(path)).transpose()?;
                }
                Err(message) => {
                    looked.failure = Some(named(message));
                    looked.fixed = None;
                }
            }
        }
        Ok(looked)
    }

    /// Checks a text, and sees what fixes would make of it.
    fn text(&self, path: &Path, text: String, changes: Option<&Changes>) -> Looked {
        let (report, sketches) = self.plan.check(path, text);
        let changed = changes.map(|c| c.of(path));
        if !self.args.fix && !self.args.diff {
            return Looked { report, sketches, fixed: None, failure: None, changed };
        }
        // After one pass it is not known any more which lines had changed.
        let passes = if changed.is_some() { 1 } else { fix::MAX_PASSES };
        let text = report.source.text();
        let fixed = fix::until_stable(text, self.args.unsafe_fixes, passes, |text| {
            let (mut report, _) = self.plan.check(path, text.to_owned());
            if let Some(changed) = &changed {
                let FileReport { source, diagnostics, .. } = &mut report;
                diagnostics.retain(|d| changed.holds(source, d));
            }
            report.diagnostics
        });
        let fixed = (fixed.text != text).then_some(fixed);
        Looked { report, sketches, fixed, failure: None, changed }
    }

    /// Checks what standard input says.
    pub fn stdin(&self, changes: Option<&Changes>) -> Result<Looked, String> {
        let name = self.args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("<stdin>"));
        let mut bytes = Vec::new();
        io::stdin()
            .lock()
            .take(files::MAX_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| format!("standard input: {e}"))?;
        let text = files::decode(bytes).map_err(|e| format!("{}: {e}", name.display()))?;
        Ok(self.text(&name, text, changes))
    }
}
