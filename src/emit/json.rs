//! The machine interface, version 1.

use std::borrow::Cow;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Emitter, FileReport, Summary, slashed, visible};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::source::Source;
use crate::span::Span;

/// The format. The counts come first, so that findings are kept until the end.
#[derive(Debug, Default)]
pub struct Json {
    diagnostics: Vec<String>,
}

/// A value as text in which no log sees a command. Only strings can hold one.
#[must_use]
pub fn text(value: &Value) -> String {
    let text = value.to_string();
    match visible::disarmed(&text, "\\u005b") {
        Cow::Owned(text) => text,
        Cow::Borrowed(_) => text,
    }
}

/// A place as `{offset, line, column}`.
fn position(source: &Source, at: u32) -> Value {
    let p = source.position(at as usize);
    json!({"offset": p.offset, "line": p.line, "column": p.column})
}

/// A span as `{start, end}`.
#[must_use]
pub fn range(source: &Source, span: Span) -> Value {
    json!({"start": position(source, span.start), "end": position(source, span.end)})
}

/// A finding as an object.
#[must_use]
pub fn diagnostic(source: &Source, d: &Diagnostic) -> Value {
    let labels: Vec<Value> =
        d.labels.iter().map(|l| json!({"range": range(source, l.span), "message": l.message})).collect();
    let fix = d.fix.as_ref().map(|fix| {
        let edits: Vec<Value> =
            fix.edits.iter().map(|e| json!({"range": range(source, e.span), "text": e.text})).collect();
        let applicability = if fix.applicability == Applicability::Safe { "safe" } else { "unsafe" };
        json!({"message": fix.message, "applicability": applicability, "edits": edits})
    });
    json!({
        "rule": d.rule,
        "severity": d.severity.name(),
        "message": d.message,
        "path": slashed(source.path()),
        "range": range(source, d.span),
        "answer": d.answer,
        "question": d.question,
        "help": d.help,
        "labels": labels,
        "subjects": d.subjects,
        "fix": fix,
    })
}

impl Emitter for Json {
    fn file(&mut self, _out: &mut dyn Write, report: &FileReport) -> io::Result<()> {
        self.diagnostics.extend(report.diagnostics.iter().map(|d| text(&diagnostic(&report.source, d))));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let Summary { files, answers, errors, warnings, infos, .. } = summary;
        let counts = json!({"error": errors, "warning": warnings, "info": infos});
        write!(out, "{{\"version\":1,\"files\":{files},\"answers\":{answers},\"summary\":{counts},\"diagnostics\":[")?;
        for (at, diagnostic) in self.diagnostics.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            write!(out, "{comma}\n{diagnostic}")?;
        }
        writeln!(out, "]}}")
    }
}
