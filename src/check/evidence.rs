//! Statements that should be there, and claims that should not stand alone.

use super::phrase::shown;
use super::{Finding, Subject};
use crate::answer::{Kind, Speaker};
use crate::diagnostic::Severity;
use crate::model::signs;
use crate::rules::compile::owner;
use crate::rules::{Cue, EvidenceCheck, EvidenceKind, EvidenceProblem, Part};
use crate::span::Span;
use crate::text::words::flag;

/// The findings of evidence rule number `rule`.
#[must_use]
pub fn check(subject: &Subject, rule: usize, check: &EvidenceCheck) -> Vec<Finding> {
    if subject.answer.own().next().is_none() {
        return Vec::new();
    }
    let Some(kind) = check.kind else { return own_patterns(subject, rule, check) };
    if subject.answer.kind != Kind::Behavioral {
        return Vec::new();
    }
    match kind {
        EvidenceProblem::Ownership => absent(subject, EvidenceKind::Ownership, Part::Action),
        EvidenceProblem::Learning => absent(subject, EvidenceKind::Learning, Part::Outcome),
        EvidenceProblem::Application => absent(subject, EvidenceKind::Application, Part::Learning),
        EvidenceProblem::Specifics => absent(subject, EvidenceKind::Specifics, Part::Outcome),
        EvidenceProblem::Nuance => absent(subject, EvidenceKind::Nuance, Part::Outcome),
        EvidenceProblem::VagueOutcome => vague_outcome(subject),
        EvidenceProblem::OneSidedOutcome => one_sided(subject),
        EvidenceProblem::UnsupportedMetric => unsupported_metric(subject),
        EvidenceProblem::GenericLearning => generic_learning(subject),
    }
}

/// A user's rule: fewer statements than asked for.
fn own_patterns(subject: &Subject, rule: usize, check: &EvidenceCheck) -> Vec<Finding> {
    let wanted = owner::new(owner::EVIDENCE, rule as u32);
    let found =
        subject.answer.own().filter(|(_, s)| subject.draft.hits_in(s.index).iter().any(|h| h.owner == wanted)).count();
    if found >= check.at_least as usize {
        return Vec::new();
    }
    vec![Finding::at(subject.head()).fill("count", found.to_string())]
}

/// The finding when there is no evidence of a kind: at the end of the part that should hold it.
fn absent(subject: &Subject, kind: EvidenceKind, after: Part) -> Vec<Finding> {
    if subject.evidence.get(kind).is_some() {
        return Vec::new();
    }
    let place = subject
        .answer
        .parts
        .iter()
        .filter(|p| p.part <= after && !p.sentences.is_empty())
        .max_by_key(|p| (p.part, p.span.end))
        .map(|p| p.sentences.end - 1)
        .or_else(|| subject.answer.own().last().map(|(at, _)| at));
    let span = match place {
        Some(at) => last_words(subject, subject.sentence(at)),
        None => subject.head(),
    };
    let mut finding = Finding::at(span).subject(kind.name());
    if matches!(kind, EvidenceKind::Learning | EvidenceKind::Application) && subject.lesson_is_advice() {
        finding.severity = Some(Severity::Info);
    }
    vec![finding]
}

/// The last few words of a sentence, in the source: where something is missing after it.
fn last_words(subject: &Subject, sentence: Span) -> Span {
    let text = subject.draft.document.text(sentence);
    let mut start = text.len();
    for _ in 0..4 {
        start = text[..start].trim_end().rfind(char::is_whitespace).unwrap_or(0);
        if start == 0 {
            break;
        }
    }
    let start = start + (text[start..].len() - text[start..].trim_start().len());
    subject.source(Span::new(sentence.start as usize + start, sentence.end as usize))
}

/// The sentences of a part, or of the last third of an answer in which the part was not found.
fn sentences_of(subject: &Subject, part: Part) -> Vec<usize> {
    subject
        .answer
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, s)| s.part == Some(part) && !s.reply && s.speaker == Speaker::Candidate)
        .map(|(at, _)| at)
        .collect()
}

fn has_cue(subject: &Subject, at: usize, cue: Cue) -> bool {
    subject.draft.cue_hits(subject.answer.sentences[at].index).any(|(c, _)| c == cue)
}

/// Whether a sentence holds a figure that is no figure of speech.
fn has_figure(subject: &Subject, at: usize) -> bool {
    signs::figure(subject.draft, subject.answer.sentences[at].index).is_some()
}

/// "Everyone was happy" and its like, in an outcome that names no effect.
fn vague_outcome(subject: &Subject) -> Vec<Finding> {
    let outcome = sentences_of(subject, Part::Outcome);
    if outcome.is_empty() || outcome.iter().any(|at| has_figure(subject, *at) || has_cue(subject, *at, Cue::Outcome)) {
        return Vec::new();
    }
    for at in &outcome {
        let index = subject.answer.sentences[*at].index;
        if let Some((_, hit)) = subject.draft.cue_hits(index).find(|(c, _)| *c == Cue::VagueOutcome) {
            let prose = subject.draft.hit_span(hit);
            return vec![
                Finding::at(subject.source(prose))
                    .fill("text", shown(subject.draft.document.text(prose)))
                    .subject("outcome"),
            ];
        }
    }
    Vec::new()
}

/// A question about a failure or trade-off, and an outcome without anything that did not go well.
fn one_sided(subject: &Subject) -> Vec<Finding> {
    let asks = subject.question.and_then(|q| q.asks_for.as_deref());
    if !matches!(asks, Some("failure" | "decision" | "conflict" | "feedback" | "weakness")) {
        return Vec::new();
    }
    let outcome = sentences_of(subject, Part::Outcome);
    let all: Vec<usize> = subject.answer.own().map(|(at, _)| at).collect();
    let late = &all[all.len() / 2..];
    let admitted =
        outcome.iter().chain(late).any(|at| has_cue(subject, *at, Cue::Setback) || has_cue(subject, *at, Cue::Nuance));
    match outcome.last() {
        Some(last) if !admitted => vec![Finding::at(last_words(subject, subject.sentence(*last))).subject("outcome")],
        _ => Vec::new(),
    }
}

/// A percentage or factor with no baseline, period or count near it.
fn unsupported_metric(subject: &Subject) -> Vec<Finding> {
    let draft = subject.draft;
    let own: Vec<usize> = subject.answer.own().map(|(at, _)| at).collect();
    let mut out = Vec::new();
    for (order, at) in own.iter().enumerate() {
        let sentence = &draft.sentences[subject.answer.sentences[*at].index];
        let words = &draft.words[sentence.words()];
        let Some(position) = words.iter().position(|w| is_ratio(draft.document.text(w.span), w.flags)) else {
            continue;
        };
        let figures = words.iter().filter(|w| w.is(flag::NUMBER)).count();
        let neighbours = [order.checked_sub(1), Some(order + 1)];
        let near = neighbours.iter().flatten().filter_map(|o| own.get(*o)).any(|n| has_figure(subject, *n));
        if figures > 1 || near || has_cue(subject, *at, Cue::Baseline) || !has_cue(subject, *at, Cue::Improvement) {
            continue;
        }
        let word = words[position];
        let mut span = word.span;
        if word.is(flag::PERCENT) {
            span.end += 1;
        }
        out.push(Finding::at(subject.source(span)).fill("text", draft.document.text(span)));
    }
    out
}

/// "40%", "3x", "10x".
fn is_ratio(token: &str, flags: u16) -> bool {
    flags & flag::PERCENT != 0
        || (flags & flag::DIGIT != 0
            && token
                .strip_suffix(['x', 'X'])
                .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit() || b == b'.')))
}

/// Common wisdom as the only learning, with no changed behaviour.
fn generic_learning(subject: &Subject) -> Vec<Finding> {
    if subject.evidence.get(EvidenceKind::Application).is_some() {
        return Vec::new();
    }
    for (at, sentence) in subject.answer.own() {
        if let Some((_, hit)) = subject.draft.cue_hits(sentence.index).find(|(c, _)| *c == Cue::Platitude) {
            if has_figure(subject, at) {
                continue;
            }
            let prose = subject.draft.hit_span(hit);
            return vec![Finding::at(subject.source(prose)).fill("text", shown(subject.draft.document.text(prose)))];
        }
    }
    Vec::new()
}
