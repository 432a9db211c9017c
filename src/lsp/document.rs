//! A draft that is open in an editor.

use std::path::{Path, PathBuf};

use lsp_types::{
    DiagnosticRelatedInformation, DiagnosticSeverity, Hover, HoverContents, Location, MarkupContent, MarkupKind,
    NumberOrString, Position, Uri,
};

use super::place::Encoding;
use crate::cli::args::{ConfigArgs, RuleArgs};
use crate::cli::plan::Plan;
use crate::cli::setup::{self, Refused};
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit::FileReport;
use crate::emit::markdown::escaped;
use crate::source::Source;

/// An open draft, checked.
pub struct Document {
    path: PathBuf,
    plan: Plan,
    /// Its text and what is found in it.
    pub report: FileReport,
    /// The editor's number for its state.
    pub version: i32,
}

impl Document {
    /// Reads the configuration for a draft and checks it. One that has a mistake gives way to the defaults, which is
    /// the second thing told; what is wrong stands on standard error, which editors keep in a log.
    pub fn open(config: &ConfigArgs, path: Option<PathBuf>, text: String, version: i32) -> (Self, bool) {
        let path = path.unwrap_or_else(|| PathBuf::from("untitled.md"));
        let with = |config: &ConfigArgs| -> Result<Plan, Refused> {
            let tree = setup::tree(config, &path)?;
            Plan::new(config, &RuleArgs::default(), &tree, std::slice::from_ref(&path))
        };
        let plan = with(config);
        let refused = plan.is_err();
        let plan = plan.unwrap_or_else(|Refused| Plan::isolated());
        let report = FileReport { source: Source::new(&path, ""), diagnostics: Vec::new(), answers: 0 };
        let mut document = Self { path, plan, report, version };
        document.change(text, version);
        (document, refused)
    }

    /// Checks a new state of the text.
    pub fn change(&mut self, text: String, version: i32) {
        self.version = version;
        self.report = self.check(text);
    }

    /// Its text.
    pub fn into_text(self) -> String {
        self.report.source.text().to_owned()
    }

    /// Its text and places.
    pub fn source(&self) -> &Source {
        &self.report.source
    }

    /// Checks a text as if it stood in this draft.
    pub fn check(&self, text: String) -> FileReport {
        if self.plan.excludes(&self.path) {
            return FileReport { source: Source::new(&self.path, text), diagnostics: Vec::new(), answers: 0 };
        }
        self.plan.check(&self.path, text).0
    }

    /// Its findings as editors want them.
    pub fn diagnostics(&self, uri: &Uri, encoding: Encoding) -> Vec<lsp_types::Diagnostic> {
        self.report.diagnostics.iter().map(|d| diagnostic(self.source(), d, uri, encoding)).collect()
    }

    /// What the rules say about the findings at a place.
    pub fn hover(&self, position: Position, encoding: Encoding) -> Option<Hover> {
        let source = self.source();
        let at = encoding.offset(source, position);
        let here: Vec<&Diagnostic> =
            self.report.diagnostics.iter().filter(|d| d.span.start <= at && at <= d.span.end).collect();
        let narrowest = here.iter().min_by_key(|d| d.span.len())?;
        let text: Vec<String> = here.iter().map(|d| self.explained(d)).collect();
        Some(Hover {
            contents: HoverContents::Markup(MarkupContent {
                kind: MarkupKind::Markdown,
                value: text.join("\n\n---\n\n"),
            }),
            range: Some(encoding.range(source, narrowest.span)),
        })
    }

    fn explained(&self, diagnostic: &Diagnostic) -> String {
        let (rulebook, _) = self.plan.of(Path::new(&self.path));
        let mut out = format!("**{}** ({})\n\n{}", diagnostic.rule, diagnostic.severity, escaped(&diagnostic.message));
        if let Some(number) = rulebook.find_rule(&diagnostic.rule) {
            let doc = rulebook.doc(number);
            out.push_str(&format!("\n\n{}", escaped(doc.why.trim())));
        }
        if let Some(help) = &diagnostic.help {
            out.push_str(&format!("\n\n*What to do:* {}", escaped(help.trim())));
        }
        out
    }
}

/// A finding as editors want it.
pub fn diagnostic(source: &Source, d: &Diagnostic, uri: &Uri, encoding: Encoding) -> lsp_types::Diagnostic {
    let labels: Vec<DiagnosticRelatedInformation> = d
        .labels
        .iter()
        .map(|label| DiagnosticRelatedInformation {
            location: Location::new(uri.clone(), encoding.range(source, label.span)),
            message: label.message.clone(),
        })
        .collect();
    lsp_types::Diagnostic {
        range: encoding.range(source, d.span),
        severity: Some(match d.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(d.rule.clone())),
        source: Some("answerlint".to_owned()),
        message: d.message.clone(),
        related_information: (!labels.is_empty()).then_some(labels),
        ..lsp_types::Diagnostic::default()
    }
}
