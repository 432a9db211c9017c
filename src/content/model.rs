//! Content as a run uses it.

use crate::rules::EvidenceKind;
use serde::{Deserialize, Serialize};

/// What kind of question it is, by the part of the document that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuestionKind {
    /// One of the 100 technical questions.
    Technical,
    /// One of the 32 questions on leadership principles.
    Leadership,
    /// One of the 16 attitude questions.
    Attitude,
}

impl QuestionKind {
    /// The name in the machine interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            QuestionKind::Technical => "technical",
            QuestionKind::Leadership => "leadership",
            QuestionKind::Attitude => "attitude",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Technical, Self::Leadership, Self::Attitude].into_iter().find(|kind| kind.name() == name)
    }
}

/// One question of the bank.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// Where it stands in the document.
    pub source: String,
    /// Its kind.
    pub kind: QuestionKind,
    /// Section or principle.
    pub section: String,
    /// How a person would head a draft.
    pub title: String,
    /// The question.
    pub prompt: String,
    /// What the answer is mostly about, if the bank says.
    pub asks_for: Option<String>,
    /// Competencies.
    pub tests: Vec<String>,
    /// Its concepts: name and meaning.
    pub concepts: Vec<Meaning>,
    /// Likely follow-ups.
    pub follow_ups: Vec<String>,
    /// Further halves.
    pub also_asks: Vec<Meaning>,
    /// Points of its best-answer strategy.
    pub strategy: Vec<Meaning>,
}

/// Something that text may say in many ways.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Meaning {
    /// Number of its patterns and ways.
    pub group: u32,
    /// Its name.
    pub name: String,
    /// What to do, in one sentence.
    pub advice: String,
    /// Kinds of evidence that come near to it.
    pub evidence: Vec<EvidenceKind>,
}

/// What a pattern of the bank shows about its group.
pub mod pattern_kind {
    /// It names it.
    pub const NAME: u32 = 0;
    /// It describes it.
    pub const CUE: u32 = 1;
    /// It means something else.
    pub const NOT: u32 = 2;
}

/// A structure of answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Structure {
    /// Its name in front matter and configuration.
    pub name: String,
    /// Its name in prose.
    pub title: String,
    /// Its parts, in order.
    pub parts: Vec<StructurePart>,
}

/// A part of a structure.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StructurePart {
    /// The part.
    pub part: crate::rules::Part,
    /// What the structure calls it.
    pub label: String,
    /// What to write there.
    pub guidance: String,
}

/// The parts of the bank that are not questions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Frameworks {
    /// Structures.
    pub structures: Vec<Structure>,
    /// Defence steps: key, and what shows it.
    pub steps: Vec<(String, Meaning)>,
    /// Universal principles: key, and what shows it.
    pub principles: Vec<(String, Meaning)>,
    /// The group of each [`Signal`], in their order.
    pub signals: Vec<u32>,
}

/// What a sentence of a technical answer shows, whatever its concepts: `content/structures/technical.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// A cost, a rejected alternative, a failure mode.
    TradeOff,
    /// Having run it.
    Production,
    /// Words that explain.
    Explaining,
    /// A thing refused, put off, or left to others.
    Rejection,
    /// Words of brochures.
    Buzzword,
    /// Words of ordinary life.
    Everyday,
}

impl Signal {
    /// Their names in the file, in order.
    pub const NAMES: &'static [&'static str] =
        &["trade-off", "production", "explaining", "rejection", "buzzword", "everyday"];
}
