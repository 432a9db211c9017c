//! Rule files as they are written. Everything here is checked when it becomes a [`super::Rule`].

use serde::{Deserialize, Serialize};

use crate::diagnostic::Severity;
use crate::yaml::Spanned;

/// One rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawRule {
    /// Weight unless configured otherwise.
    pub severity: Severity,
    /// Runs only when asked for.
    #[serde(default)]
    pub off: bool,
    /// Former ids.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Kinds of answers, or question ids, that it looks at; all when empty.
    #[serde(default)]
    pub applies_to: Vec<Spanned<String>>,
    /// What it reports, in one line.
    pub summary: String,
    /// Why an interviewer cares.
    pub why: String,
    /// What to do about a finding.
    pub help: String,
    /// Where in the source document it comes from.
    #[serde(default)]
    pub source: Option<String>,
    /// The message of a finding.
    pub message: String,
    /// How it is checked.
    pub check: RawCheck,
    /// How right its findings were where that has been counted.
    #[serde(default)]
    pub measured: Option<Measured>,
    /// What a finding's fix does, for rules that have one.
    #[serde(default)]
    pub fix: Option<RawFix>,
    /// Texts with and without a finding.
    pub examples: RawExamples,
}

/// How right the findings of a rule are, on labelled text that nothing was fitted on.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// Share of the findings that are right, from 0 to 1.
    pub precision: f32,
    /// Share of what is to be found that is found, from 0 to 1.
    pub recall: f32,
    /// The text that was counted.
    pub on: String,
}

/// The fix of a rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawFix {
    /// What the fix does.
    pub message: String,
    /// The text that replaces what is underlined; empty to delete it. Only for phrases and patterns.
    #[serde(default)]
    pub replace: Option<String>,
    /// Whether the fix changes no meaning.
    #[serde(default)]
    pub safe: bool,
}

/// Texts that show what a rule reports and what it leaves alone.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawExamples {
    /// Texts that must have a finding.
    pub bad: Vec<RawExample>,
    /// Texts that must have none.
    pub good: Vec<RawExample>,
}

/// One example.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RawExample {
    /// The draft, in markdown. Without front matter it is read as a behavioral answer in prose.
    pub text: String,
    /// The words that must be underlined, each; any when empty.
    #[serde(default)]
    pub marks: Vec<String>,
    /// Why it is hard.
    #[serde(default)]
    pub trap: Option<String>,
}

/// How a rule is checked: one key, the kind.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RawCheck {
    /// Word patterns.
    Phrase(RawPhrase),
    /// A regular expression over the source, for users' rules.
    Pattern(RawPattern),
    /// The parts of an answer.
    Structure(RawProblem),
    /// Statements of a sort.
    Evidence(RawEvidence),
    /// Shares and ratios.
    Balance(RawBalance),
    /// Speaking time.
    Length(RawProblem),
    /// Technical concepts.
    Coverage(RawProblem),
    /// Best-answer strategy.
    Strategy(RawProblem),
    /// Prepared replies.
    FollowUp(RawProblem),
    /// The file as a whole.
    Draft(RawProblem),
    /// Suppressions.
    Suppression(RawProblem),
}

/// A check of fixed meaning.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawProblem {
    /// Which problem it reports.
    pub problem: Spanned<String>,
}

/// Word patterns, and when they do not count.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawPhrase {
    /// Patterns, any of which is a finding.
    #[serde(default)]
    pub any: Vec<Spanned<String>>,
    /// Name of a fitted model that finds further ones.
    #[serde(default)]
    pub model: Option<Spanned<String>>,
    /// A match that is most of its sentence stands, whatever the model says of it.
    #[serde(default)]
    pub sure_alone: bool,
    /// Whose words are looked at; the candidate's unless given.
    #[serde(default)]
    pub speaker: Option<Spanned<String>>,
    /// The only parts looked at; all when empty.
    #[serde(default)]
    pub parts: Vec<Spanned<String>>,
    /// Parts that are not looked at where a label marks them.
    #[serde(default)]
    pub not_parts: Vec<Spanned<String>>,
    /// Contexts in which a match is no finding.
    #[serde(default)]
    pub unless: Vec<RawContext>,
    /// The fewest matches in an answer for any of them to count.
    #[serde(default)]
    pub at_least: Option<u32>,
}

/// Words around a match that make it harmless. Exactly one of the four places is given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawContext {
    /// Before the match, in its sentence.
    #[serde(default)]
    pub before: Vec<Spanned<String>>,
    /// After the match, in its sentence.
    #[serde(default)]
    pub after: Vec<Spanned<String>>,
    /// Anywhere in the sentence.
    #[serde(default)]
    pub sentence: Vec<Spanned<String>>,
    /// In the sentence or its neighbours.
    #[serde(default)]
    pub nearby: Vec<Spanned<String>>,
    /// Most words between the context and the match (`before`, `after`); any number when absent.
    #[serde(default)]
    pub within: Option<u32>,
    /// How many sentences before and after count as neighbours (`nearby`); 1 when absent.
    #[serde(default)]
    pub sentences: Option<u32>,
}

/// A regular expression.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawPattern {
    /// The expression, in the syntax of the regex crate, over each sentence as written.
    pub regex: Spanned<String>,
    /// Whether letter case counts.
    #[serde(default)]
    pub case_sensitive: bool,
}

/// Statements of a sort.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawEvidence {
    /// The built-in sort: ownership, learning, application, specifics, nuance, outcome, and others.
    #[serde(default)]
    pub kind: Option<Spanned<String>>,
    /// For users' rules: patterns, one of which the answer should hold.
    #[serde(default)]
    pub any: Vec<Spanned<String>>,
    /// Report when fewer statements than this are found; 1 when absent.
    #[serde(default)]
    pub at_least: Option<u32>,
}

/// A share or ratio, and the bound it must keep.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawBalance {
    /// What is measured.
    pub measure: Spanned<String>,
    /// A finding above this.
    #[serde(default)]
    pub above: Option<f32>,
    /// A finding below this.
    #[serde(default)]
    pub below: Option<f32>,
    /// Fewest things measured for the figure to mean anything.
    #[serde(default)]
    pub at_least: Option<u32>,
}
