//! Content files as they are written.

use crate::rules::EvidenceKind;
use serde::{Deserialize, Serialize};

/// `content/questions/**.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawQuestions {
    /// technical, leadership or attitude.
    pub kind: String,
    /// Section or principle.
    pub section: String,
    /// The questions, in the document's order.
    pub questions: Vec<RawQuestion>,
}

/// One question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawQuestion {
    /// `technical/<slug>`, `leadership/<principle>/<slug>` or `attitude/<slug>`.
    pub id: String,
    /// `technical:1`, `leadership:1.1` or `attitude:1`.
    pub source: String,
    /// How a person would head a draft.
    pub title: String,
    /// The question.
    pub prompt: String,
    /// What the answer is mostly about: failure, feedback, weakness, conflict, decision, achievement, ethics.
    #[serde(default)]
    pub asks_for: Option<String>,
    /// Competencies.
    pub tests: Vec<String>,
    /// Names of the concepts that the document's probe line names.
    #[serde(default)]
    pub concepts: Vec<String>,
    /// Likely follow-ups.
    #[serde(default)]
    pub follow_ups: Vec<String>,
    /// Further words by which people refer to the question.
    #[serde(default, rename = "match")]
    pub matches: Vec<String>,
    /// Further halves of the question.
    #[serde(default)]
    pub also_asks: Vec<RawMeaning>,
    /// Best-answer strategy.
    #[serde(default)]
    pub strategy: Vec<RawMeaning>,
}

/// Something that text may say in many ways: a strategy point, a half of a question, a defence step, a principle.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawMeaning {
    /// Its name.
    #[serde(alias = "point", alias = "asks", alias = "step", alias = "principle")]
    pub name: String,
    /// Its name in prose, where the other one is a key.
    #[serde(default)]
    pub title: Option<String>,
    /// What to do.
    #[serde(default)]
    pub advice: Option<String>,
    /// Kinds of evidence that come near to it.
    #[serde(default)]
    pub evidence: Vec<EvidenceKind>,
    /// Patterns, each of which shows it.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Plain sentences that show it.
    #[serde(default)]
    pub ways: Vec<String>,
    /// Patterns that look like it and are not.
    #[serde(default)]
    pub not: Vec<String>,
}

/// `content/concepts/**.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawConcepts {
    /// The concepts.
    pub concepts: Vec<RawConcept>,
}

/// One concept.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawConcept {
    /// The document's term.
    pub name: String,
    /// A concept whose aliases, ways and cues are this one's too.
    #[serde(default)]
    pub same_as: Option<String>,
    /// Names: synonyms, abbreviations, products.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Plain descriptions.
    #[serde(default)]
    pub ways: Vec<String>,
    /// Patterns of such descriptions.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Contexts in which an alias means something else.
    #[serde(default)]
    pub not: Vec<String>,
}

/// `content/structures/<name>.yaml` of a structure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawStructure {
    /// Its name in front matter and configuration.
    pub name: String,
    /// Its name in prose.
    pub title: String,
    /// Its parts, in order.
    pub parts: Vec<RawPart>,
}

/// A part of a structure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPart {
    /// The part that it is.
    pub part: String,
    /// What the structure calls it.
    pub label: String,
    /// What people call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What to write there.
    #[serde(default)]
    pub guidance: String,
}

/// `content/structures/defense.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSteps {
    /// What they are called.
    #[serde(default)]
    pub name: Option<String>,
    /// Their name in prose.
    #[serde(default)]
    pub title: Option<String>,
    /// The steps.
    pub steps: Vec<RawNamedMeaning>,
}

/// `content/structures/principles.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPrinciples {
    /// What they are called.
    #[serde(default)]
    pub name: Option<String>,
    /// Their name in prose.
    #[serde(default)]
    pub title: Option<String>,
    /// The principles.
    pub principles: Vec<RawNamedMeaning>,
}

/// A step or principle: a key and a name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawNamedMeaning {
    /// Its key in the machine interface.
    #[serde(alias = "step", alias = "principle")]
    pub key: String,
    /// Its name in prose.
    pub name: String,
    /// What to do.
    pub advice: String,
    /// Patterns, each of which shows it.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Plain sentences that show it.
    #[serde(default)]
    pub ways: Vec<String>,
}

/// `content/structures/sections.yaml`: headings and labels that are no part, in lower case.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawSections {
    /// Over follow-up questions.
    pub follow_ups: Vec<String>,
    /// Over notes.
    pub notes: Vec<String>,
    /// Before a question by the interviewer.
    pub questions: Vec<String>,
    /// Before the answer itself.
    pub answers: Vec<String>,
}

/// `content/structures/labels.yaml`: labels that say in words of their own what stands below.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawLabels {
    /// The part's name.
    pub part: String,
    /// Patterns of whole labels: `a|b` are alternatives, `*` is up to four words.
    pub labels: Vec<String>,
}

/// `content/structures/genre.yaml`: words that tell what sort of text a section is.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawGenre {
    /// "I" and its forms.
    pub me: Vec<String>,
    /// "We" and its forms.
    pub us: Vec<String>,
    /// "You" and its forms.
    pub you: Vec<String>,
    /// Auxiliaries in the past.
    pub past_auxiliaries: Vec<String>,
    /// Verbs that open advice.
    pub advice_openers: Vec<String>,
    /// Words that open a question asked of the reader.
    pub question_openers: Vec<String>,
    /// Past forms without -ed.
    pub past: Vec<String>,
    /// Words of people.
    pub people: Vec<String>,
    /// Words of a title that asks for conduct.
    pub conduct: Vec<String>,
    /// Words of a title that asks for a failure, criticism or a weakness.
    pub failing: Vec<String>,
    /// Words of a story in which something went wrong.
    pub trouble: Vec<String>,
    /// Words of hindsight, and of what is done since.
    pub hindsight: Vec<String>,
    /// Words in which one thing is weighed against another.
    pub contrast: Vec<String>,
    /// Words that set a task or name what stood in the way.
    pub difficulty: Vec<String>,
    /// Words of software.
    pub technical: Vec<String>,
    /// Words of a title over advice for others.
    pub guide: Vec<String>,
}

impl RawGenre {
    /// The lists of single words, each with the name of its bit.
    #[must_use]
    pub fn word_lists(&self) -> [(&'static str, &[String]); 15] {
        [
            ("ME", &self.me),
            ("US", &self.us),
            ("YOU", &self.you),
            ("PAST_AUXILIARY", &self.past_auxiliaries),
            ("OPENS_ADVICE", &self.advice_openers),
            ("OPENS_QUESTION", &self.question_openers),
            ("PAST", &self.past),
            ("PEOPLE", &self.people),
            ("CONDUCT", &self.conduct),
            ("FAILING", &self.failing),
            ("TROUBLE", &self.trouble),
            ("CONTRAST", &self.contrast),
            ("DIFFICULTY", &self.difficulty),
            ("TECHNICAL", &self.technical),
            ("GUIDE", &self.guide),
        ]
    }
}
