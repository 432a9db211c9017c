//! Which sentence of an answer shows a kind of evidence.

use super::signs::{self, Strength};
use super::weights::Model;
use crate::answer::{Answer, Draft, Kind, Speaker};
use crate::rules::{EvidenceKind, Part};
use crate::span::Span;

/// Where the models are no surer than this (in log-odds past the threshold) that a kind is missing, words that speak for
/// themselves decide.
const CLOSE: f32 = 1.0;

/// Answers of no more sentences than this are too short for the models, which were fitted on whole stories.
const SHORT: usize = 4;

/// The sentence that shows `kind`, in the prose.
///
/// Each sentence of a story has a score; that the answer lacks the kind is decided on all of them together. Text under
/// a label that says what it is counts as what it says.
#[must_use]
pub fn find(draft: &Draft, answer: &Answer, kind: EvidenceKind) -> Option<Span> {
    if answer.kind == Kind::Technical {
        return signed(draft, answer, kind, Strength::Strong).or_else(|| signed(draft, answer, kind, Strength::Weak));
    }
    let numbers = answer.story.numbers()?;
    let missing = Model::shipped().decide(kind as usize, numbers);
    if missing >= 0.0 {
        let short = answer.own().nth(SHORT).is_none();
        let close = short || (missing < CLOSE && kind != EvidenceKind::Nuance);
        let spoken = if close { signed(draft, answer, kind, Strength::Strong) } else { None };
        let hinted = if short { signed(draft, answer, kind, Strength::Weak) } else { None };
        let spoken = spoken.or(hinted);
        return labelled(draft, answer, kind).or(spoken).or_else(|| replied(draft, answer, kind));
    }
    let scored = answer.own().zip(&answer.story.scores);
    let best = scored.max_by(|a, b| a.1[kind as usize].total_cmp(&b.1[kind as usize]));
    best.map(|((_, s), _)| draft.sentences[s.index].span)
}

/// The first sentence with words of the given strength.
fn signed(draft: &Draft, answer: &Answer, kind: EvidenceKind, strength: Strength) -> Option<Span> {
    let found = answer.own().find(|(_, s)| signs::find(draft, s.index, kind, strength).is_some());
    found.map(|(_, s)| draft.sentences[s.index].span)
}

/// The first sentence of the prepared replies that shows a kind of evidence of the candidate's own. What happened is
/// told in the answer.
fn replied(draft: &Draft, answer: &Answer, kind: EvidenceKind) -> Option<Span> {
    let weak = match kind {
        EvidenceKind::Ownership | EvidenceKind::Nuance => false,
        EvidenceKind::Learning | EvidenceKind::Application => true,
        EvidenceKind::Specifics | EvidenceKind::Outcome => return None,
    };
    let shows = |strength: Strength| {
        let mut replies = answer.sentences.iter().filter(|s| s.reply && s.speaker == Speaker::Candidate);
        replies.find(|s| signs::find(draft, s.index, kind, strength).is_some())
    };
    let found = shows(Strength::Strong).or_else(|| if weak { shows(Strength::Weak) } else { None })?;
    Some(draft.sentences[found.index].span)
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
