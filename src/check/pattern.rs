//! Regular expressions, for users' rules.

use std::cell::RefCell;

use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;

use super::phrase::shown;
use super::{Finding, Subject};
use crate::answer::Speaker;
use crate::rules::PatternCheck;
use crate::span::Span;

/// Largest compiled expression, in bytes.
const SIZE_LIMIT: usize = 1 << 20;

/// Compiles the expression of a rule.
///
/// # Errors
/// With the message of the regex crate, on one line.
pub fn compile(check: &PatternCheck) -> Result<Regex, String> {
    RegexBuilder::new(&check.regex).case_insensitive(!check.case_sensitive).size_limit(SIZE_LIMIT).build().map_err(
        |error| match error {
            regex::Error::CompiledTooBig(_) => "the expression is too large once compiled".to_owned(),
            other => {
                let text = other.to_string();
                let last = text.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or("not a regular expression");
                last.trim().trim_start_matches("error: ").to_owned()
            }
        },
    )
}

thread_local! {
    static COMPILED: RefCell<FxHashMap<String, Option<Regex>>> = RefCell::new(FxHashMap::default());
}

/// The findings of a rule with a regular expression: its matches in the candidate's sentences.
#[must_use]
pub fn check(subject: &Subject, check: &PatternCheck) -> Vec<Finding> {
    let key = format!("{}{}", check.case_sensitive, check.regex);
    COMPILED.with_borrow_mut(|compiled| {
        let Some(regex) = compiled.entry(key).or_insert_with(|| compile(check).ok()) else { return Vec::new() };
        let mut out = Vec::new();
        for sentence in &subject.answer.sentences {
            if sentence.speaker != Speaker::Candidate {
                continue;
            }
            let span = subject.draft.sentences[sentence.index].span;
            let text = subject.draft.document.text(span);
            for found in regex.find_iter(text).filter(|m| !m.is_empty()) {
                let start = span.start as usize;
                let prose = Span::new(start + found.start(), start + found.end());
                out.push(Finding::at(subject.source(prose)).fill("text", shown(found.as_str())));
            }
        }
        out
    })
}
