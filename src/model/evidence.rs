//! x
use crate::answer::evidence::EvidenceKind;
use crate::answer::{Answer, Draft};
use crate::rules::Cue;
use crate::span::Span;

/// x
pub fn find(draft: &Draft, answer: &Answer, kind: EvidenceKind) -> Option<Span> {
    let cue = match kind {
        EvidenceKind::Ownership => Cue::Ownership,
        EvidenceKind::Learning => Cue::Learning,
        EvidenceKind::Application => Cue::Application,
        EvidenceKind::Specifics => Cue::Specifics,
        EvidenceKind::Nuance => Cue::Nuance,
        EvidenceKind::Outcome => Cue::Outcome,
    };
    answer.own().find(|(_, s)| draft.cue_hits(s.index).any(|(c, _)| c == cue)).map(|(_, s)| draft.sentences[s.index].span)
}
