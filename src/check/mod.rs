//! Check kinds. Each looks at an answer with its own parameters and returns findings; none knows configuration or YAML.

pub mod balance;
pub mod draft;
pub mod evidence;
pub mod length;
pub mod pattern;
pub mod phrase;
pub mod structure;

use std::cell::OnceCell;

use crate::answer::evidence::Evidence;
use crate::answer::{Answer, Draft};
use crate::content::Question;
use crate::diagnostic::{Fix, Label, Severity};
use crate::model::flags::{self, Flagged};
use crate::span::Span;

/// The figures that a run's configuration sets for an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Shortest speaking time, in seconds.
    pub min_seconds: f32,
    /// Longest speaking time, in seconds.
    pub max_seconds: f32,
    /// Words spoken in a minute.
    pub words_per_minute: f32,
    /// Share of a question's concepts that an answer should cover, from 0 to 1.
    pub coverage: f32,
    /// The structure that answers follow unless their front matter says otherwise.
    pub structure: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { min_seconds: 20.0, max_seconds: 180.0, words_per_minute: 150.0, coverage: 0.6, structure: None }
    }
}

/// An answer under check, with what is known of it.
pub struct Subject<'a> {
    /// The draft that holds it.
    pub draft: &'a Draft,
    /// The draft's source text.
    pub text: &'a str,
    /// The answer.
    pub answer: &'a Answer,
    /// Its question.
    pub question: Option<&'a Question>,
    /// The evidence in it.
    pub evidence: &'a Evidence,
    /// The run's figures.
    pub settings: &'a Settings,
    /// What the model of red flags says, once a rule has asked.
    pub flags: OnceCell<Vec<Flagged>>,
}

impl Subject<'_> {
    /// The sentences that the model of red flags reports.
    #[must_use]
    pub fn flagged(&self) -> &[Flagged] {
        self.flags.get_or_init(|| flags::judge(self.draft, self.answer))
    }

    /// A span of the prose, in the source.
    #[must_use]
    pub fn source(&self, prose: Span) -> Span {
        self.draft.document.source_span(prose).clamp_to(self.text)
    }

    /// The place in the source right after a span of the prose.
    #[must_use]
    pub fn after(&self, prose: Span) -> Span {
        Span::empty(self.source(prose).end as usize)
    }

    /// The span of a sentence of the answer, in the prose.
    #[must_use]
    pub fn sentence(&self, at: usize) -> Span {
        self.draft.sentences[self.answer.sentences[at].index].span
    }

    /// The structure that the answer follows.
    #[must_use]
    pub fn structure(&self) -> &str {
        self.answer.meta.structure.as_deref().or(self.settings.structure.as_deref()).unwrap_or("six-part")
    }

    /// The words that stand for the whole answer in a finding about all of it: its title, or its first sentence.
    #[must_use]
    pub fn head(&self) -> Span {
        let prose = self.answer.title.or_else(|| {
            let first = self.answer.own().next().map(|(at, _)| self.sentence(at))?;
            // A long sentence need not be underlined whole.
            let text = self.draft.document.text(first);
            let words: usize = text.split_inclusive(' ').take(8).map(str::len).sum();
            Some(Span::new(first.start as usize, first.start as usize + text[..words].trim_end().len()))
        });
        match prose {
            Some(span) => {
                let text = self.draft.document.text(span);
                let lead = text.len() - text.trim_start().len();
                let start = span.start as usize + lead;
                self.source(Span::new(start, start + text.trim().len()))
            }
            None => Span::empty(self.answer.range.start as usize),
        }
    }
}

/// What a check has found: the parts of a diagnostic that its rule does not say.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// Where, in the source.
    pub span: Span,
    /// Values for the `{…}` of the rule's message and help.
    pub fills: Vec<(&'static str, String)>,
    /// Further places, in the source.
    pub labels: Vec<Label>,
    /// What is missing or meant.
    pub subjects: Vec<String>,
    /// Weight, where it is not the rule's.
    pub severity: Option<Severity>,
    /// A change that resolves it.
    pub fix: Option<Fix>,
    /// Advice, where it is not the rule's.
    pub help: Option<String>,
}

impl Finding {
    /// A finding at `span`.
    #[must_use]
    pub fn at(span: Span) -> Self {
        Self { span, ..Self::default() }
    }

    /// The finding with a value for `{name}`.
    #[must_use]
    pub fn fill(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fills.push((name, value.into()));
        self
    }

    /// The finding with one more subject.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subjects.push(subject.into());
        self
    }

    /// The finding with a further place.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into() });
        self
    }
}

/// "a, b and c".
#[must_use]
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}
