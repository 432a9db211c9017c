//! Evidence: statements of ownership, learning, application, specifics, nuance and outcome.

use super::{Answer, Draft};
use crate::rules::EvidenceKind;
use crate::span::Span;

/// What evidence an answer holds: for each kind, the sentence that shows it best, in the prose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence([Option<Span>; 6]);

impl Evidence {
    /// The sentence that shows `kind`, if any does.
    #[must_use]
    pub fn get(&self, kind: EvidenceKind) -> Option<Span> {
        self.0[kind as usize]
    }

    /// The evidence of an answer.
    #[must_use]
    pub fn of(draft: &Draft, answer: &Answer) -> Self {
        Self(EvidenceKind::ALL.map(|kind| crate::model::evidence::find(draft, answer, kind)))
    }
}
