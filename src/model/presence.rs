//! Which parts an answer holds, all told.

use crate::answer::evidence::{Evidence, EvidenceKind};
use crate::answer::{Answer, Draft};
use crate::rules::{Part, Parts};

/// The parts that stand in an answer: under a label, or in its sentences.
#[must_use]
pub fn parts(_draft: &Draft, answer: &Answer, evidence: &Evidence) -> Parts {
    let mut present = Parts::default();
    for part in &answer.parts {
        if !part.sentences.is_empty() || part.labelled {
            present = present.with(part.part);
        }
    }
    for (kind, part) in [(EvidenceKind::Learning, Part::Learning), (EvidenceKind::Application, Part::Application)] {
        if evidence.get(kind).is_some() {
            present = present.with(part);
        }
    }
    present
}
