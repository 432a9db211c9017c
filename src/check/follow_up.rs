//! Prepared replies: for the likely follow-ups, and with the steps of the defence.

use super::{Finding, Subject, list};
use crate::content::{self, Meaning};
use crate::model::points;
use crate::rules::FollowUpProblem;

/// A reply is weak that shows fewer steps than this.
const FEWEST_STEPS: usize = 2;

/// The findings of a follow-up rule.
#[must_use]
pub fn check(subject: &Subject, problem: FollowUpProblem) -> Vec<Finding> {
    match problem {
        FollowUpProblem::Unprepared => unprepared(subject),
        FollowUpProblem::WeakDefense => weak_defense(subject),
    }
}

fn unprepared(subject: &Subject) -> Vec<Finding> {
    let Some(question) = subject.question.filter(|q| !q.strategy.is_empty()) else { return Vec::new() };
    if subject.answer.own().next().is_none() {
        return Vec::new();
    }
    let missing = points::unprepared(subject.draft, subject.answer, &question.follow_ups);
    if missing.is_empty() {
        return Vec::new();
    }
    let mut finding = Finding::at(subject.head())
        .fill("count", missing.len().to_string())
        .fill("total", question.follow_ups.len().to_string())
        .fill("first", missing[0].clone());
    finding.subjects = missing;
    vec![finding]
}

fn weak_defense(subject: &Subject) -> Vec<Finding> {
    let steps = &content::frameworks().steps;
    let meanings: Vec<&Meaning> = steps.iter().map(|(_, meaning)| meaning).collect();
    let mut out = Vec::new();
    for follow_up in &subject.answer.follow_ups {
        if follow_up.sentences.is_empty() {
            continue;
        }
        let found = points::steps(subject.draft, subject.answer, subject.speech(), &meanings, &follow_up.sentences);
        if found.iter().filter(|s| !s.missing()).count() >= FEWEST_STEPS {
            continue;
        }
        let lacking: Vec<&(String, Meaning)> =
            steps.iter().zip(&found).filter(|(_, f)| !f.present()).map(|(step, _)| step).collect();
        let names: Vec<String> = lacking.iter().map(|(key, _)| key.clone()).collect();
        let mut finding = Finding::at(subject.sentence_head(follow_up.sentences.start)).fill("missing", list(&names));
        finding.help = lacking.first().map(|(_, meaning)| meaning.advice.trim().to_owned());
        finding.subjects = names;
        out.push(finding);
    }
    out
}
