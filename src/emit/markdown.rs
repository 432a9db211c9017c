//! A summary in markdown, fit for the summary page of a job.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::human::closing;
use super::{Emitter, FileReport, Summary, slashed, visible};
use crate::diagnostic::Severity;

/// Most findings listed; a summary page takes one mebibyte.
const MAX_ROWS: usize = 1000;
/// Longest message shown, in characters.
const MAX_MESSAGE: usize = 400;

/// The format. The worst findings come first.
#[derive(Debug, Default)]
pub struct Markdown {
    rows: Vec<(Severity, String)>,
}

impl Emitter for Markdown {
    fn file(&mut self, _out: &mut dyn Write, report: &FileReport) -> io::Result<()> {
        let path = escaped(&slashed(report.source.path()));
        for d in &report.diagnostics {
            let at = report.source.position(d.span.start as usize);
            let mut message: String = d.message.chars().take(MAX_MESSAGE).collect();
            if message.len() < d.message.len() {
                message.push('…');
            }
            let row = format!(
                "| {} | {path}:{}:{} | {} | {} |",
                d.severity,
                at.line,
                at.column,
                escaped(&d.rule),
                escaped(&message)
            );
            self.rows.push((d.severity, row));
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        writeln!(out, "## answerlint\n\n{}\n", escaped(&format!("{}.", closing(summary))))?;
        if self.rows.is_empty() {
            return Ok(());
        }
        self.rows.sort_by_key(|(severity, _)| Reverse(*severity));
        writeln!(out, "| Level | Place | Rule | Finding |\n| --- | --- | --- | --- |")?;
        for (_, row) in self.rows.iter().take(MAX_ROWS) {
            writeln!(out, "{row}")?;
        }
        match self.rows.len().saturating_sub(MAX_ROWS) {
            0 => Ok(()),
            more => writeln!(out, "\n…and {more} more."),
        }
    }
}

/// Text in which nothing is markup: no table cell, link, image, mention or tag comes of it.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible::line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    // No bare address becomes a link.
    out.replace("://", "&#58;//").replace("www.", "www&#46;")
}
