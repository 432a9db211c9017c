//! Which parts an answer holds, all told.

use super::weights::{KINDS, Model};
use crate::answer::evidence::Evidence;
use crate::answer::{Answer, Draft};
use crate::rules::{Cue, Part, Parts};

/// A sentence that is a part with this probability keeps the part from being reported missing, so that a report never
/// contradicts the outline. Measured on the labelled drafts: it costs 1 to 4 points of recall and silences half of the
/// false reports on good answers.
const SURE: f32 = 0.7;
/// So many sentences in which "I" act are an Action, whatever the story model takes them for.
const ACTS: usize = 3;

/// The parts that stand in an answer: under a label, or in its sentences. A part without a label is absent only when
/// the answer as a whole says so: how its sentences follow each other, each by itself, and the evidence in them.
#[must_use]
pub fn parts(draft: &Draft, answer: &Answer, _evidence: &Evidence) -> Parts {
    let Some(numbers) = answer.story.numbers() else { return answer.labelled };
    let model = Model::shipped();
    let surest = |part: Part| answer.story.marginals.iter().map(|m| m[part as usize]).fold(0.0, f32::max);
    let acts = |index: usize| draft.cue_hits(index).any(|(cue, _)| cue == Cue::OwnAction);
    let acted = answer.own().filter(|(_, s)| acts(s.index)).nth(ACTS - 1).is_some();
    let told = |part: Part| answer.labelled.has(part) || (acted && part == Part::Action);
    let absent =
        |part: &Part| !told(*part) && model.decide(KINDS + *part as usize, numbers) >= 0.0 && surest(*part) < SURE;
    Part::ALL.into_iter().filter(|part| !absent(part)).fold(Parts::default(), Parts::with)
}
