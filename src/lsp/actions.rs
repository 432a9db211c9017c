//! What an editor can do about findings.

use std::collections::HashMap;

use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, TextEdit, Uri, WorkspaceEdit};

use super::document::{Document, diagnostic};
use super::place::Encoding;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::fix;
use crate::span::Span;

/// All safe fixes of a draft.
pub const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.answerlint");

/// The actions for the findings in a range, and the one that fixes all of a draft.
pub fn all(document: &Document, params: &CodeActionParams, encoding: Encoding) -> Vec<CodeActionOrCommand> {
    let uri = &params.text_document.uri;
    let wanted = |kind: &CodeActionKind| {
        let only = params.context.only.as_deref();
        only.is_none_or(|only| only.iter().any(|o| covers(o.as_str(), kind.as_str())))
    };
    let mut out = Vec::new();
    if wanted(&CodeActionKind::QUICKFIX) {
        let source = document.source();
        let (from, to) = (encoding.offset(source, params.range.start), encoding.offset(source, params.range.end));
        for d in document.report.diagnostics.iter().filter(|d| d.span.start <= to && from <= d.span.end) {
            out.extend(fixed(document, d, uri, encoding));
            out.extend(silenced(document, d, uri, encoding));
        }
    }
    if wanted(&FIX_ALL) {
        out.extend(everything(document, uri, encoding));
    }
    out.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Whether a kind that is asked for holds another: `quickfix` holds `quickfix.x`.
fn covers(asked: &str, kind: &str) -> bool {
    asked.is_empty() || kind.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn fixed(document: &Document, d: &Diagnostic, uri: &Uri, encoding: Encoding) -> Option<CodeAction> {
    let fix = d.fix.as_ref()?;
    let title = format!("{}: {}", d.rule, fix.message);
    let mut action = action(document, d, title, &fix.edits, uri, encoding);
    action.is_preferred = Some(fix.applicability == Applicability::Safe);
    Some(action)
}

/// Comments that silence a finding: on its line, and in the whole file. Only what does silence it is offered.
fn silenced(document: &Document, d: &Diagnostic, uri: &Uri, encoding: Encoding) -> Vec<CodeAction> {
    let source = document.source();
    let line_end = source.line_span(source.line_of(d.span.start as usize)).end as usize;
    let end = source.text().len();
    let gap = if source.text().ends_with('\n') { "\n" } else { "\n\n" };
    let line = (line_end, format!(" <!-- answerlint-ignore {}: reason -->", d.rule), "here");
    let file = (end, format!("{gap}<!-- answerlint-ignore-file {}: reason -->\n", d.rule), "in this file");
    let mut out = Vec::new();
    for (at, text, place) in [line, file] {
        let edit = Edit { span: Span::empty(at), text };
        let mut changed = source.text().to_owned();
        changed.insert_str(at, &edit.text);
        let left = document.check(changed).diagnostics;
        let same = |other: &&Diagnostic| other.rule == d.rule && other.message == d.message;
        if left.iter().filter(same).count() < document.report.diagnostics.iter().filter(same).count() {
            out.push(action(document, d, format!("{}: silence it {place}", d.rule), &[edit], uri, encoding));
        }
    }
    out
}

fn action(
    document: &Document,
    d: &Diagnostic,
    title: String,
    edits: &[Edit],
    uri: &Uri,
    encoding: Encoding,
) -> CodeAction {
    CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic(document.source(), d, uri, encoding)]),
        edit: Some(workspace_edit(document, edits, uri, encoding)),
        ..CodeAction::default()
    }
}

fn everything(document: &Document, uri: &Uri, encoding: Encoding) -> Option<CodeAction> {
    let text = document.source().text();
    let fixed = fix::until_stable(text, false, fix::MAX_PASSES, |text| document.check(text.to_owned()).diagnostics);
    let whole = Edit { span: Span::new(0, text.len()), text: fixed.text };
    (whole.text != text).then(|| CodeAction {
        title: "Fix all that is safe to fix".to_owned(),
        kind: Some(FIX_ALL),
        edit: Some(workspace_edit(document, &[whole], uri, encoding)),
        ..CodeAction::default()
    })
}

#[allow(clippy::mutable_key_type, reason = "the protocol's own type")]
fn workspace_edit(document: &Document, edits: &[Edit], uri: &Uri, encoding: Encoding) -> WorkspaceEdit {
    let edits = edits
        .iter()
        .map(|edit| TextEdit::new(encoding.range(document.source(), edit.span), edit.text.clone()))
        .collect();
    WorkspaceEdit::new(HashMap::from([(uri.clone(), edits)]))
}
