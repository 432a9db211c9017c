//! Best-answer strategy: the points of a question, and the universal principles.

use super::{Finding, Subject, list};
use crate::content::{self, Meaning, QuestionKind};
use crate::diagnostic::Severity;
use crate::model::points;
use crate::rules::StrategyProblem;

/// The findings of a strategy rule.
#[must_use]
pub fn check(subject: &Subject, problem: StrategyProblem) -> Vec<Finding> {
    if subject.answer.own().next().is_none() {
        return Vec::new();
    }
    match problem {
        StrategyProblem::MissingPoint => missing_points(subject),
        StrategyProblem::MissingPrinciple => missing_principle(subject),
    }
}

fn missing_points(subject: &Subject) -> Vec<Finding> {
    let Some(question) = subject.question else { return Vec::new() };
    let missing: Vec<&Meaning> = question
        .strategy
        .iter()
        .zip(subject.strategy())
        .filter(|(_, found)| found.missing())
        .map(|(point, _)| point)
        .collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = missing.iter().map(|point| point.name.clone()).collect();
    let mut finding = Finding::at(subject.head()).fill("missing", list(&names));
    finding.help = Some(missing.iter().map(|point| point.advice.trim()).collect::<Vec<_>>().join(" "));
    // A point or two of five left out is no fault in an answer, only something that could be added.
    finding.severity = (missing.len() * 2 < question.strategy.len()).then_some(Severity::Info);
    finding.subjects = names;
    vec![finding]
}

fn missing_principle(subject: &Subject) -> Vec<Finding> {
    if subject.answer.question_kind != Some(QuestionKind::Attitude) {
        return Vec::new();
    }
    let principles = &content::frameworks().principles;
    let meanings: Vec<&Meaning> = principles.iter().map(|(_, meaning)| meaning).collect();
    let found = points::alone(subject.draft, subject.answer, subject.speech(), &meanings);
    if found.iter().any(|p| !p.missing()) {
        return Vec::new();
    }
    let mut finding = Finding::at(subject.head());
    finding.subjects = principles.iter().map(|(key, _)| key.clone()).collect();
    vec![finding]
}
