//! What is worth saying: one absence deserves one finding, and a draft of a line or two deserves to be told so once.

use super::{Finding, Subject};
use crate::answer::genre;
use crate::rules::{Check, DraftProblem, EvidenceProblem, LengthProblem, Part, StructureProblem};

/// Words below which nobody expects a story to admit a cost.
const MIN_FOR_NUANCE: usize = 60;

/// Which findings an answer has, as far as others depend on it.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    short: bool,
    learning: bool,
    application: bool,
}

/// Takes out the findings of an answer that only repeat another, or ask of it what its question does not.
pub fn settle(subject: &Subject, findings: &mut Vec<(usize, &Check, Finding)>) {
    let mut found = Found::default();
    for (_, check, _) in findings.iter() {
        match check {
            Check::Length(LengthProblem::TooShort) => found.short = true,
            Check::Evidence(e) if e.kind == Some(EvidenceProblem::Learning) => found.learning = true,
            Check::Evidence(e) if e.kind == Some(EvidenceProblem::Application) => found.application = true,
            _ => {}
        }
    }
    findings.retain(|(_, check, finding)| match check {
        Check::Structure(StructureProblem::MissingPart) => part(subject, found, finding),
        Check::Evidence(evidence) => evidence.kind.is_none_or(|kind| statement(subject, found, kind)),
        Check::Draft(DraftProblem::HalfAnswered) | Check::FollowUp(_) | Check::Balance(_) => !found.short,
        _ => true,
    });
}

/// Whether the absence of a part is worth a finding of its own.
fn part(subject: &Subject, found: Found, finding: &Finding) -> bool {
    let missing = |part: Part| finding.subjects.iter().any(|s| s == part.name());
    if missing(Part::Action) || missing(Part::Outcome) {
        return !asks_practice(subject);
    }
    let said = (missing(Part::Learning) && found.learning) || (missing(Part::Application) && found.application);
    !said && !found.short && !asks_practice(subject)
}

/// Whether the absence of a statement is worth a finding.
fn statement(subject: &Subject, found: Found, kind: EvidenceProblem) -> bool {
    let advice = subject.lesson_is_advice();
    let in_bank = subject.question.is_some();
    match kind {
        EvidenceProblem::Learning => !(advice && (found.short || asks_practice(subject))),
        // What was not learned cannot be applied: where the lesson is advice, one of the two is enough.
        EvidenceProblem::Application => {
            !(found.short || asks_practice(subject) || (advice && !in_bank && found.learning))
        }
        EvidenceProblem::Ownership => {
            let owed = subject.answer.asked.failing
                || !subject.answer.asked.something
                || genre::tells_of_trouble(subject.draft, subject.answer);
            !asks_practice(subject) && (in_bank || (owed && (!found.short || subject.answer.asked.failing)))
        }
        EvidenceProblem::Specifics => !found.short,
        EvidenceProblem::Nuance => {
            let words = subject.answer.word_count(subject.draft);
            !found.short && !asks_practice(subject) && (in_bank || words >= MIN_FOR_NUANCE)
        }
        _ => true,
    }
}

/// Whether the title asks how somebody works, and the draft does not say which question of the bank is meant.
fn asks_practice(subject: &Subject) -> bool {
    subject.answer.asked.practice && !subject.answer.question_stated
}
