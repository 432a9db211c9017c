//! What the linter has to say about a place in a draft.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Advice.
    Info,
    /// An interviewer would mind.
    Warning,
    /// An interviewer would stop listening.
    Error,
}

impl Severity {
    /// The name that users write and read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A further place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place, in bytes of the source.
    pub span: Span,
    /// What is to be seen there.
    pub message: String,
}

/// Whether a fix may be applied without a person looking at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Changes no meaning.
    Safe,
    /// May change what the draft says.
    Unsafe,
}

/// One replacement in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced, in bytes of the source; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A change that resolves a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does.
    pub message: String,
    /// Whether it is safe.
    pub applicability: Applicability,
    /// The replacements, in the order of the source, not overlapping.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Id of the rule, such as `red-flag/blame-shifting`.
    pub rule: String,
    /// Its weight in this run.
    pub severity: Severity,
    /// One sentence on what is wrong here.
    pub message: String,
    /// The words it is about, in bytes of the source.
    pub span: Span,
    /// What to do about it.
    pub help: Option<String>,
    /// Further places.
    pub labels: Vec<Label>,
    /// What is missing or meant: parts, concepts, strategy points, defence steps.
    pub subjects: Vec<String>,
    /// Number of the answer in its file, from 0.
    pub answer: Option<usize>,
    /// Id of the answer's question in the bank.
    pub question: Option<String>,
    /// A change that resolves it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// The order in which findings of a file are shown: by place, then by rule.
    #[must_use]
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.span, &self.rule, &self.message).cmp(&(other.span, &other.rule, &other.message))
    }
}
