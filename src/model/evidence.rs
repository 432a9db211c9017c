//! Which sentence of an answer shows a kind of evidence.

use super::signs::{self, Strength};
use super::weights::Model;
use crate::answer::evidence::EvidenceKind;
use crate::answer::{Answer, Draft, Kind};
use crate::span::Span;

/// The sentence that shows `kind`, in the prose.
///
/// Each sentence of a story has a score; that the answer lacks the kind is decided on all of them together.
#[must_use]
pub fn find(draft: &Draft, answer: &Answer, kind: EvidenceKind) -> Option<Span> {
    if answer.kind == Kind::Technical {
        return answer
            .own()
            .find(|(_, s)| signs::find(draft, s.index, kind, Strength::Strong).is_some())
            .map(|(_, s)| draft.sentences[s.index].span);
    }
    let numbers = answer.story.numbers()?;
    if Model::shipped().decide(kind as usize, numbers) >= 0.0 {
        return None;
    }
    let scored = answer.own().zip(&answer.story.scores);
    let best = scored.max_by(|a, b| a.1[kind as usize].total_cmp(&b.1[kind as usize]));
    best.map(|((_, s), _)| draft.sentences[s.index].span)
}
