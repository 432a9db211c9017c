//! Rules tested by their own examples.

use crate::config::{Config, Layer};
use crate::diagnostic::Diagnostic;
use crate::engine;
use crate::rules::{Check, Rulebook};
use crate::source::Source;

/// How a rule failed one of its examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A bad text without a finding.
    Missed,
    /// A good text with one; the words underlined.
    Noisy(String),
    /// A bad text whose finding is elsewhere; the words underlined.
    Misplaced(String),
}

/// One failed example.
#[derive(Clone, Debug)]
pub struct Failed {
    /// Number of the rule.
    pub rule: usize,
    /// How it failed.
    pub failure: Failure,
    /// The example's text.
    pub text: String,
}

/// Runs every example of every rule that `wanted` accepts; returns the failures and how many examples were run.
pub fn run(rulebook: &Rulebook, wanted: impl Fn(usize) -> bool) -> (Vec<Failed>, usize) {
    let config = Config::default();
    let mut failed = Vec::new();
    let mut count = 0;
    for number in (0..rulebook.rules().len()).filter(|n| wanted(*n)) {
        // What a suppression silences shows only when the other rules run too.
        let suppression = matches!(rulebook.rules()[number].check, Check::Suppression(_));
        let select = if suppression { None } else { Some(vec![number]) };
        let layer = Layer { select, ..Layer::default() };
        let mut file_config = config.for_file(std::path::Path::new("example.md"), rulebook, &layer);
        file_config.require_reason = suppression;
        let doc = rulebook.doc(number);
        let check = |text: &str| -> (Source, Vec<Diagnostic>) {
            let source = Source::new("example.md", draft(text));
            let mut checked = engine::check(&source, rulebook, &file_config);
            checked.diagnostics.retain(|d| d.rule == rulebook.rules()[number].id);
            (source, checked.diagnostics)
        };
        for example in &doc.bad {
            count += 1;
            let (source, found) = check(&example.text);
            let shown: Vec<&str> = found.iter().map(|d| source.slice(d.span)).collect();
            let failure = if found.is_empty() {
                Failure::Missed
            } else if example.marks.iter().all(|m| shown.contains(&m.as_str())) {
                continue;
            } else {
                Failure::Misplaced(shown.join(" | "))
            };
            failed.push(Failed { rule: number, failure, text: example.text.clone() });
        }
        for example in &doc.good {
            count += 1;
            let (source, found) = check(&example.text);
            if let Some(first) = found.first() {
                let failure = Failure::Noisy(source.slice(first.span).to_owned());
                failed.push(Failed { rule: number, failure, text: example.text.clone() });
            }
        }
    }
    (failed, count)
}

/// An example's text as a draft: without front matter of its own it is a behavioral answer.
fn draft(text: &str) -> String {
    if text.starts_with("---") { text.to_owned() } else { format!("---\nkind: behavioral\n---\n{text}") }
}
