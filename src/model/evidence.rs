//! Which sentence of an answer shows a kind of evidence.

use super::signs;
use crate::answer::evidence::EvidenceKind;
use crate::answer::{Answer, Draft};
use crate::rules::Part;
use crate::span::Span;

/// The sentence that shows `kind`, in the prose.
#[must_use]
pub fn find(draft: &Draft, answer: &Answer, kind: EvidenceKind) -> Option<Span> {
    let shown = answer.own().find(|(_, s)| in_scope(kind, s.part) && signs::find(draft, s.index, kind).is_some());
    shown.map(|(_, s)| draft.sentences[s.index].span).or_else(|| labelled(draft, answer, kind))
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
