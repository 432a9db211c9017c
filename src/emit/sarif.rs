//! SARIF 2.1.0, as GitHub code scanning takes it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::fingerprint::line_hashes;
use super::place::Repository;
use super::{Emitter, FileReport, Summary, visible};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::rules::{Rule, RuleDoc, Rulebook};
use crate::source::Source;
use crate::span::Span;

/// Longest description of a rule, in characters.
const MAX_DESCRIPTION: usize = 1024;
/// Most results of a run; an upload with more is refused.
const MAX_RESULTS: usize = 25_000;

/// The format.
#[derive(Debug)]
pub struct Sarif {
    repository: Repository,
    rules: Vec<Value>,
    /// Index in `rules` by id.
    numbers: BTreeMap<String, usize>,
    results: Vec<(Severity, String)>,
}

impl Sarif {
    /// The format for paths in `repository`, with what the given rulebooks tell of their rules.
    #[must_use]
    pub fn new<'a>(repository: Repository, rulebooks: impl IntoIterator<Item = &'a Rulebook>) -> Self {
        let mut out = Self { repository, rules: Vec::new(), numbers: BTreeMap::new(), results: Vec::new() };
        for book in rulebooks {
            for (number, rule) in book.rules().iter().enumerate() {
                if !out.numbers.contains_key(&rule.id) {
                    out.numbers.insert(rule.id.clone(), out.rules.len());
                    out.rules.push(descriptor(rule, &book.doc(number)));
                }
            }
        }
        out
    }

    fn result(&self, uri: &str, source: &Source, hashes: &[String], d: &Diagnostic) -> Value {
        let line = source.position(d.span.start as usize).line;
        let mut out = json!({
            "ruleId": d.rule,
            "level": level(d.severity),
            "message": {"text": message(d)},
            "locations": [location(uri, source, d.span)],
        });
        if let Some(index) = self.numbers.get(&d.rule) {
            out["ruleIndex"] = json!(index);
        }
        if let Some(hash) = hashes.get(line - 1) {
            out["partialFingerprints"] = json!({"primaryLocationLineHash": hash});
        }
        if !d.labels.is_empty() {
            let related = d.labels.iter().enumerate().map(|(id, label)| {
                let mut place = location(uri, source, label.span);
                place["id"] = json!(id + 1);
                place["message"] = json!({"text": visible::line(&label.message)});
                place
            });
            out["relatedLocations"] = related.collect();
        }
        if let Some(fix) = &d.fix {
            out["fixes"] = json!([change(uri, source, fix)]);
        }
        out
    }
}

impl Emitter for Sarif {
    fn file(&mut self, _out: &mut dyn Write, report: &FileReport) -> io::Result<()> {
        if report.diagnostics.is_empty() {
            return Ok(());
        }
        let uri = self.repository.uri(report.source.path());
        let hashes = line_hashes(report.source.text());
        for d in &report.diagnostics {
            let result = super::json::text(&self.result(&uri, &report.source, &hashes, d));
            self.results.push((d.severity, result));
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let left_out = leave_out(&mut self.results, MAX_RESULTS);
        let mut invocation = json!({"executionSuccessful": summary.failures == 0});
        if left_out > 0 {
            let text = format!("{left_out} findings of the least weight are left out; a run takes {MAX_RESULTS}.");
            invocation["toolExecutionNotifications"] = json!([{"level": "warning", "message": {"text": text}}]);
        }
        let mut driver = json!({
            "name": "answerlint",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": self.rules,
        });
        if let Some(url) = super::project_url() {
            driver["informationUri"] = json!(url);
        }
        write!(out, r#"{{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{{"#)?;
        write!(out, r#""tool":{},"invocations":[{invocation}],"#, json!({"driver": driver}))?;
        write!(out, r#""columnKind":"unicodeCodePoints","results":"#)?;
        let results: Vec<&String> = self.results.iter().map(|(_, result)| result).collect();
        super::array(out, &results)?;
        writeln!(out, "}}]}}")
    }
}

/// Drops the least weighty results beyond `most`, the last ones first, and says how many.
fn leave_out(results: &mut Vec<(Severity, String)>, most: usize) -> usize {
    let mut left_out = 0;
    for severity in [Severity::Info, Severity::Warning, Severity::Error] {
        let mut excess = results.len().saturating_sub(most);
        left_out += excess.min(results.iter().filter(|(s, _)| *s == severity).count());
        let mut at = results.len();
        while excess > 0 && at > 0 {
            at -= 1;
            if results[at].0 == severity {
                results.remove(at);
                excess -= 1;
            }
        }
    }
    left_out
}

fn descriptor(rule: &Rule, doc: &RuleDoc) -> Value {
    let category = rule.id.split('/').next().unwrap_or_default();
    let tags: Vec<&str> = std::iter::once(category).chain(rule.applies_to.kinds.iter().map(String::as_str)).collect();
    let weight = match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "recommendation",
    };
    let or_id = |text: &str| if text.trim().is_empty() { rule.id.clone() } else { cut(text.trim()) };
    let help = if rule.help.trim().is_empty() { doc.why.trim() } else { rule.help.trim() };
    json!({
        "id": rule.id,
        "shortDescription": {"text": or_id(&doc.summary)},
        "fullDescription": {"text": or_id(&doc.why)},
        "help": {"text": or_id(help), "markdown": help_markdown(rule, doc)},
        "defaultConfiguration": {"enabled": !rule.off, "level": level(rule.severity)},
        "properties": {"precision": precision(rule, doc), "problem.severity": weight, "tags": tags},
    })
}

/// How many of a rule's findings are right, in the words that code scanning knows: as measured, or by its weight.
fn precision(rule: &Rule, doc: &RuleDoc) -> &'static str {
    match (doc.measured.as_ref().map(|m| m.precision), rule.severity) {
        (Some(0.95..), _) => "very-high",
        (Some(0.85..), _) | (None, Severity::Error) => "high",
        (Some(0.7..), _) | (None, Severity::Warning) => "medium",
        _ => "low",
    }
}

fn help_markdown(rule: &Rule, doc: &RuleDoc) -> String {
    let mut out = format!("# {}\n\n{}\n", rule.id, doc.summary.trim());
    for (heading, text) in [("Why an interviewer cares", doc.why.trim()), ("What to do", rule.help.trim())] {
        if !text.is_empty() {
            out.push_str(&format!("\n## {heading}\n\n{text}\n"));
        }
    }
    let examples = [("Reported", doc.bad.first()), ("Left alone", doc.good.first())];
    for (heading, example) in examples {
        if let Some(example) = example {
            let quoted: Vec<String> = example.text.trim().lines().map(|l| format!("    {l}")).collect();
            out.push_str(&format!("\n## {heading}\n\n{}\n", quoted.join("\n")));
        }
    }
    out
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_DESCRIPTION) {
        None => text.to_owned(),
        Some(_) => text.chars().take(MAX_DESCRIPTION - 1).chain(['…']).collect(),
    }
}

fn message(d: &Diagnostic) -> String {
    let mut text = visible::line(&d.message);
    if let Some(help) = &d.help {
        text.push('\n');
        text.push_str(&visible::line(help));
    }
    text
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn region(source: &Source, span: Span) -> Value {
    let start = source.position(span.start as usize);
    let end = source.position(span.end as usize);
    json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column})
}

fn location(uri: &str, source: &Source, span: Span) -> Value {
    json!({"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region(source, span)}})
}

fn change(uri: &str, source: &Source, fix: &Fix) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            let mut out = json!({"deletedRegion": region(source, edit.span)});
            if !edit.text.is_empty() {
                out["insertedContent"] = json!({"text": edit.text});
            }
            out
        })
        .collect();
    json!({
        "description": {"text": visible::line(&fix.message)},
        "artifactChanges": [{"artifactLocation": {"uri": uri}, "replacements": replacements}],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_weighty_are_left_out_first() {
        let result = |severity: Severity, name: &str| (severity, name.to_owned());
        let mut results = vec![
            result(Severity::Info, "a"),
            result(Severity::Error, "b"),
            result(Severity::Warning, "c"),
            result(Severity::Info, "d"),
            result(Severity::Error, "e"),
        ];
        assert_eq!(leave_out(&mut results, 3), 2);
        let names: Vec<&str> = results.iter().map(|(_, n)| n.as_str()).collect();
        assert_eq!(names, ["b", "c", "e"]);
        assert_eq!(leave_out(&mut results, 1), 2);
        assert_eq!(results.len(), 1);
        assert_eq!(results[0].1, "b");
    }
}
