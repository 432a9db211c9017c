//! Evidence: statements of ownership, learning, application, specifics, nuance and outcome.

use super::{Answer, Draft};
use crate::span::Span;

/// A sort of statement that an interviewer listens for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvidenceKind {
    /// The candidate owns a part of what happened.
    Ownership,
    /// What was learned.
    Learning,
    /// What is done differently now.
    Application,
    /// A number, date, name or other concrete fact in Action or Outcome.
    Specifics,
    /// A cost, limit, trade-off, doubt or another's view.
    Nuance,
    /// What came of it.
    Outcome,
}

impl EvidenceKind {
    /// All kinds, in the order of the machine interface.
    pub const ALL: [EvidenceKind; 6] = [
        EvidenceKind::Ownership,
        EvidenceKind::Learning,
        EvidenceKind::Application,
        EvidenceKind::Specifics,
        EvidenceKind::Nuance,
        EvidenceKind::Outcome,
    ];

    /// The name in the machine interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            EvidenceKind::Ownership => "ownership",
            EvidenceKind::Learning => "learning",
            EvidenceKind::Application => "application",
            EvidenceKind::Specifics => "specifics",
            EvidenceKind::Nuance => "nuance",
            EvidenceKind::Outcome => "outcome",
        }
    }
}

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
