//! What is worth saying: one absence deserves one finding, and a draft of a line or two deserves to be told so once.

use super::{Finding, Subject};
use crate::answer::{Kind, genre};
use crate::diagnostic::Severity;
use crate::model::signs::{self, Strength};
use crate::rules::{
    Check, CoverageProblem, DraftProblem, EvidenceKind, EvidenceProblem, LengthProblem, Part, StructureProblem,
};
use crate::span::Span;

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
    findings.retain_mut(|(_, check, finding)| match check {
        Check::Structure(StructureProblem::MissingPart) => part(subject, found, finding),
        Check::Evidence(evidence) => evidence.kind.is_none_or(|kind| statement(subject, found, kind)),
        // The labels of a technical note are no parts of a story.
        Check::Structure(_) => subject.answer.kind != Kind::Technical || subject.answer.meta.kind.is_some(),
        Check::Coverage(problem) => coverage(subject, *problem),
        Check::Strategy(_) => !asks_practice(subject, found),
        Check::Draft(DraftProblem::HalfAnswered) => subject.answer.question_sure && !found.short,
        Check::FollowUp(_) | Check::Balance(_) => !found.short,
        _ => true,
    });
}

/// Whether the absence of a part is worth a finding of its own.
fn part(subject: &Subject, found: Found, finding: &mut Finding) -> bool {
    let missing = |part: Part| finding.subjects.iter().any(|s| s == part.name());
    // What is done about a weakness today is the action.
    if missing(Part::Action) && asks_for_weakness(subject) && subject.evidence.get(EvidenceKind::Application).is_some()
    {
        return false;
    }
    if missing(Part::Action) || missing(Part::Outcome) {
        return !asks_practice(subject, found);
    }
    if !subject.answer.is_labelled() {
        // A reply may tell what came of it.
        let replied = |span: Span| {
            let sentences = subject.answer.sentences.iter().filter(|s| s.reply);
            sentences
                .map(|s| subject.draft.sentences[s.index].span)
                .any(|s| s.start <= span.start && span.start < s.end)
        };
        let told = |part: Part, kind: EvidenceKind| missing(part) && subject.evidence.get(kind).is_some_and(replied);
        if told(Part::Learning, EvidenceKind::Learning) || told(Part::Application, EvidenceKind::Application) {
            return false;
        }
        // In prose the challenge may lie in what was done about it.
        if missing(Part::Challenge) {
            finding.severity = Some(Severity::Info);
        }
    }
    let said = (missing(Part::Learning) && found.learning) || (missing(Part::Application) && found.application);
    if said && subject.answer.question_stated {
        // Whoever names the question is held to its parts: the statement that lacks is the finding, its place advice.
        finding.severity = Some(Severity::Info);
        return true;
    }
    !said && !found.short && !asks_practice(subject, found)
}

fn asks_for_weakness(subject: &Subject) -> bool {
    subject.question.is_some_and(|question| question.asks_for.as_deref() == Some("weakness"))
}

/// Share of a question's concepts from which an answer surely is to that question, where only its title says so.
const ON_TOPIC: f32 = 0.35;
/// The same for what lies beside its concepts.
const HALF: f32 = 0.5;

/// Whether what a technical answer lacks is worth a finding. A title that only resembles a question of the bank may ask
/// something simpler; a note to no question at all owes nothing.
fn coverage(subject: &Subject, problem: CoverageProblem) -> bool {
    let answer = subject.answer;
    if answer.question_sure || answer.meta.kind.is_some() {
        return true;
    }
    if subject.question.is_none() {
        return false;
    }
    let concepts = &subject.technical().concepts;
    let covered = concepts.iter().filter(|c| c.present).count() as f32 / concepts.len().max(1) as f32;
    match problem {
        CoverageProblem::MissingConcepts => covered >= if answer.asked.outright { ON_TOPIC } else { HALF },
        CoverageProblem::NameDropping | CoverageProblem::NoProductionEvidence => false,
        CoverageProblem::NoTradeOff => covered >= HALF && !genre::contrasts(subject.draft, answer),
    }
}

/// Whether the absence of a statement is worth a finding.
fn statement(subject: &Subject, found: Found, kind: EvidenceProblem) -> bool {
    let advice = subject.lesson_is_advice();
    let in_bank = subject.question.is_some();
    match kind {
        EvidenceProblem::Learning | EvidenceProblem::Application | EvidenceProblem::Ownership
            if asks_practice(subject, found) =>
        {
            false
        }
        EvidenceProblem::OneSidedOutcome => subject.answer.question_stated || !looks_back(subject),
        EvidenceProblem::Learning if advice && !in_bank && looks_back(subject) => false,
        EvidenceProblem::Learning => !(advice && found.short),
        // What was not learned cannot be applied: where the lesson is advice, one of the two is enough.
        EvidenceProblem::Application if advice && !in_bank && looks_back(subject) => false,
        EvidenceProblem::Application if !subject.answer.question_stated && applies(subject) => false,
        EvidenceProblem::Application => !(found.short || (advice && !in_bank && found.learning)),
        EvidenceProblem::Ownership => {
            let owed = subject.answer.asked.failing
                || !subject.answer.asked.something
                || genre::tells_of_trouble(subject.draft, subject.answer);
            in_bank || (owed && !found.short && !genre::admits(subject.draft, subject.answer))
        }
        EvidenceProblem::Specifics => {
            !found.short
                && (subject.answer.question_stated
                    || !(genre::names_code(subject.draft, subject.answer) || is_specific(subject)))
        }
        EvidenceProblem::Nuance => {
            let words = subject.answer.word_count(subject.draft);
            let admits = subject.answer.asked.failing
                || looks_back(subject)
                || (subject.answer.asked.something && genre::contrasts(subject.draft, subject.answer))
                || genre::ends_in_trouble(subject.draft, subject.answer);
            subject.answer.question_stated
                || !(found.short
                    || asks_practice(subject, found)
                    || admits
                    || (subject.answer.asked.something && words < MIN_FOR_NUANCE))
        }
        _ => true,
    }
}

/// Whether the candidate looks back somewhere, if only in a list of what to do next time.
fn looks_back(subject: &Subject) -> bool {
    subject.answer.labelled.has(Part::Application) || genre::looks_back(subject.draft, subject.answer)
}

/// Whether a habit of today is told in words that speak for themselves.
fn applies(subject: &Subject) -> bool {
    let plain = |at: usize| signs::find(subject.draft, at, EvidenceKind::Application, Strength::Strong).is_some();
    subject.answer.own().any(|(_, s)| plain(s.index))
}

/// Whether a figure, a date or a place stands in what was done or in what came of it.
fn is_specific(subject: &Subject) -> bool {
    subject
        .answer
        .own()
        .filter(|(_, s)| matches!(s.part, Some(Part::Action | Part::Outcome)))
        .any(|(_, s)| signs::find(subject.draft, s.index, EvidenceKind::Specifics, Strength::Strong).is_some())
}

/// Whether the title asks how somebody works rather than for one event, as far as the draft lets one see: a question of
/// the bank is meant only where more than a line or two answers it.
fn asks_practice(subject: &Subject, found: Found) -> bool {
    let answer = subject.answer;
    answer.asked.practice && !answer.question_sure && (subject.question.is_none() || found.short)
}
