//! Reviewdog's diagnostic format, a JSON object a line. Columns count bytes, and ends are exclusive.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Emitter, FileReport, Summary, json, slashed, visible};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::source::Source;
use crate::span::Span;

/// The format.
#[derive(Debug, Default)]
pub struct Rdjsonl;

impl Emitter for Rdjsonl {
    fn file(&mut self, out: &mut dyn Write, report: &FileReport) -> io::Result<()> {
        let path = slashed(report.source.path());
        report
            .diagnostics
            .iter()
            .try_for_each(|d| writeln!(out, "{}", json::text(&diagnostic(&path, &report.source, d))))
    }

    fn finish(&mut self, _out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        Ok(())
    }
}

fn diagnostic(path: &str, source: &Source, d: &Diagnostic) -> Value {
    let severity = match d.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info => "INFO",
    };
    let mut message = visible::line(&d.message);
    if let Some(help) = &d.help {
        message.push('\n');
        message.push_str(&visible::line(help));
    }
    let mut tool = Map::from_iter([("name".to_owned(), json!("answerlint"))]);
    if let Some(url) = super::project_url() {
        tool.insert("url".to_owned(), json!(url));
    }
    let mut out = json!({
        "message": message,
        "location": {"path": path, "range": range(source, d.span)},
        "severity": severity,
        "source": tool,
        "code": {"value": d.rule},
    });
    if let Some(fix) = &d.fix {
        out["suggestions"] = json!([suggestion(source, fix)]);
    }
    if !d.labels.is_empty() {
        let related = d.labels.iter().map(|l| {
            json!({"message": visible::line(&l.message), "location": {"path": path, "range": range(source, l.span)}})
        });
        out["related_locations"] = related.collect();
    }
    out
}

/// A fix as one replacement, since each suggestion of a diagnostic is a choice of its own.
fn suggestion(source: &Source, fix: &Fix) -> Value {
    let whole = fix.edits.iter().map(|e| e.span).reduce(Span::join).unwrap_or_default();
    let mut text = String::new();
    let mut at = whole.start;
    for edit in &fix.edits {
        text.push_str(source.slice(Span { start: at, end: edit.span.start.max(at) }));
        text.push_str(&edit.text);
        at = edit.span.end;
    }
    json!({"range": range(source, whole), "text": text})
}

fn range(source: &Source, span: Span) -> Value {
    let position = |at: u32| {
        let p = source.position(at as usize);
        json!({"line": p.line, "column": p.byte_column})
    };
    json!({"start": position(span.start), "end": position(span.end)})
}
