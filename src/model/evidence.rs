//! Which sentence of an answer shows a kind of evidence.

use super::signs::{self, Strength};
use crate::answer::evidence::EvidenceKind;
use crate::answer::{Answer, AnswerSentence, Draft};
use crate::rules::Part;
use crate::span::Span;

/// The sentence that shows `kind`, in the prose: the first with words that speak for themselves, or under a label that
/// says what it is, or with words that hint at it.
#[must_use]
pub fn find(draft: &Draft, answer: &Answer, kind: EvidenceKind) -> Option<Span> {
    let own: Vec<&AnswerSentence> = answer.own().map(|(_, s)| s).collect();
    let shows = |strength: Strength| {
        let from = first_twentieth(kind, strength) * own.len();
        let placed = own.iter().enumerate().filter(|(at, _)| (2 * at + 1) * 10 >= from).map(|(_, s)| s);
        let mut scoped = placed.filter(|s| in_scope(kind, s.part));
        let found = scoped.find(|s| signs::find(draft, s.index, kind, strength).is_some());
        found.map(|s| draft.sentences[s.index].span)
    };
    shows(Strength::Strong).or_else(|| labelled(draft, answer, kind)).or_else(|| shows(Strength::Weak))
}

/// From which twentieth of an answer on words count. Lessons and habits stand late: of some 200 in the labelled drafts of
/// three writers all but one come after half of the sentences.
fn first_twentieth(kind: EvidenceKind, strength: Strength) -> usize {
    match (kind, strength) {
        (EvidenceKind::Learning | EvidenceKind::Application, Strength::Strong) => 9,
        (EvidenceKind::Learning, Strength::Weak) => 11,
        (EvidenceKind::Application, Strength::Weak) => 12,
        _ => 0,
    }
}

/// What makes an answer checkable stands in its action or outcome.
fn in_scope(kind: EvidenceKind, part: Option<Part>) -> bool {
    kind != EvidenceKind::Specifics || part.is_none_or(|p| matches!(p, Part::Action | Part::Outcome))
}

/// The text under a label that says what it is.
fn labelled(draft: &Draft, answer: &Answer, kind: EvidenceKind) -> Option<Span> {
    let part = match kind {
        EvidenceKind::Learning => Part::Learning,
        EvidenceKind::Application => Part::Application,
        EvidenceKind::Outcome => Part::Outcome,
        _ => return None,
    };
    let found = answer.parts.iter().find(|p| p.part == part && p.labelled && !p.sentences.is_empty())?;
    let first = &answer.sentences[found.sentences.start];
    Some(draft.sentences[first.index].span)
}
