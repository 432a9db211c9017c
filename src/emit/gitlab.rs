//! GitLab's code quality report.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::place::Repository;
use super::{Emitter, FileReport, Summary, json, visible};
use crate::baseline::context;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Position, Source};

/// The format.
#[derive(Debug)]
pub struct Gitlab {
    repository: Repository,
    issues: Vec<String>,
    /// How often each fingerprint has been given out.
    seen: BTreeMap<String, usize>,
}

impl Gitlab {
    /// The format for paths in `repository`.
    #[must_use]
    pub fn new(repository: Repository) -> Self {
        Self { repository, issues: Vec::new(), seen: BTreeMap::new() }
    }

    fn issue(&mut self, path: &str, source: &Source, d: &Diagnostic) -> Value {
        let severity = match d.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        };
        let position = |p: Position| json!({"line": p.line, "column": p.column});
        json!({
            "description": format!("{}: {}", d.rule, visible::line(&d.message)),
            "check_name": d.rule,
            "fingerprint": self.fingerprint(path, source, d),
            "severity": severity,
            "location": {
                "path": path,
                "positions": {
                    "begin": position(source.position(d.span.start as usize)),
                    "end": position(source.position(d.span.end as usize)),
                },
            },
        })
    }

    /// Rule, path and the words around; a further finding of the same is salted with its number.
    fn fingerprint(&mut self, path: &str, source: &Source, d: &Diagnostic) -> String {
        let words = context::words(source, d.span);
        let plain = context::hash([d.rule.as_str(), path].into_iter().chain(words.iter().map(String::as_str)));
        let count = self.seen.entry(plain.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { plain } else { context::hash([plain.as_str(), &count.to_string()]) }
    }
}

impl Emitter for Gitlab {
    fn file(&mut self, _out: &mut dyn Write, report: &FileReport) -> io::Result<()> {
        let path = self.repository.path(report.source.path());
        for diagnostic in &report.diagnostics {
            let issue = json::text(&self.issue(&path, &report.source, diagnostic));
            self.issues.push(issue);
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        super::array(out, &self.issues)
    }
}
