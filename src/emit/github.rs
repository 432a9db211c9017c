//! GitHub workflow commands: a finding becomes an annotation on the pull request.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::place::Repository;
use super::{Emitter, FileReport, Summary, visible};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;

/// The format. GitHub shows only the first few of a step, so that the worst have to come first.
#[derive(Debug)]
pub struct Github {
    repository: Repository,
    commands: Vec<(Severity, String)>,
}

impl Github {
    /// The format for paths in `repository`.
    #[must_use]
    pub fn new(repository: Repository) -> Self {
        Self { repository, commands: Vec::new() }
    }
}

impl Emitter for Github {
    fn file(&mut self, _out: &mut dyn Write, report: &FileReport) -> io::Result<()> {
        let path = self.repository.path(report.source.path());
        self.commands.extend(report.diagnostics.iter().map(|d| (d.severity, command(&path, &report.source, d))));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        self.commands.sort_by_key(|(severity, _)| Reverse(*severity));
        self.commands.iter().try_for_each(|(_, command)| writeln!(out, "{command}"))
    }
}

fn command(path: &str, source: &Source, d: &Diagnostic) -> String {
    let name = match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let start = source.position(d.span.start as usize);
    let end = source.position(d.span.end as usize);
    let mut out = format!("::{name} file={},line={},endLine={}", property(path), start.line, end.line);
    // Columns of a range over several lines are refused.
    if start.line == end.line {
        out.push_str(&format!(",col={},endColumn={}", start.column, end.column));
    }
    out.push_str(&format!(",title={}::{}", property(&d.rule), data(&visible::line(&d.message))));
    if let Some(help) = &d.help {
        out.push_str("%0A");
        out.push_str(&data(&visible::line(help)));
    }
    out
}

/// The text after `::`, in which a line end would begin a command of the draft's own.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, in which `,` and `:` would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
