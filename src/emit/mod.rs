//! Output formats: one file each. Every format gets the files in order, and says nothing that its users do not expect.

pub mod checkstyle;
mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod place;
pub mod rdjsonl;
pub mod sarif;
pub mod short;
pub mod visible;
mod xml;

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;

/// A checked file, as formats see it.
#[derive(Debug)]
pub struct FileReport {
    /// Its text; its path is the one that is shown.
    pub source: Source,
    /// Its findings, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many answers it holds.
    pub answers: usize,
}

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files read.
    pub files: usize,
    /// Files without any answer.
    pub files_without_answers: usize,
    /// Answers checked.
    pub answers: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are advice.
    pub infos: usize,
    /// Findings that have a safe fix.
    pub fixable: usize,
    /// Files that could not be read.
    pub failures: usize,
}

impl Summary {
    /// Counts a file in.
    pub fn add(&mut self, report: &FileReport) {
        self.files += 1;
        self.files_without_answers += usize::from(report.answers == 0);
        self.answers += report.answers;
        for diagnostic in &report.diagnostics {
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Info => self.infos += 1,
            }
            self.fixable += usize::from(
                diagnostic.fix.as_ref().is_some_and(|f| f.applicability == crate::diagnostic::Applicability::Safe),
            );
        }
    }

    /// Findings in all.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.infos
    }
}

/// A format.
pub trait Emitter {
    /// Writes what can be written of one file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    fn file(&mut self, out: &mut dyn Write, report: &FileReport) -> io::Result<()>;

    /// Writes what comes after the last file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()>;
}

/// A path with `/` between its folders and no `./` before it.
#[must_use]
pub fn slashed(path: &std::path::Path) -> String {
    let text = path.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() };
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

/// Writes values that are JSON already as an array, one a line.
fn array(out: &mut dyn Write, values: &[impl std::fmt::Display]) -> io::Result<()> {
    write!(out, "[")?;
    for (at, value) in values.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        write!(out, "{comma}\n{value}")?;
    }
    writeln!(out, "]")
}

/// Where the project is at home, if its package says so.
fn project_url() -> Option<&'static str> {
    [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")].into_iter().find(|url| !url.is_empty())
}
