//! Check kinds. Each looks at an answer with its own parameters and returns findings; none knows configuration or YAML.

pub mod balance;
pub mod coverage;
pub mod draft;
pub mod economy;
pub mod evidence;
pub mod follow_up;
pub mod length;
pub mod pattern;
pub mod phrase;
pub mod reorder;
pub mod strategy;
pub mod structure;

use std::cell::OnceCell;

use crate::answer::evidence::Evidence;
use crate::answer::{Answer, Draft};
use crate::content::{Meaning, Question};
use crate::diagnostic::{Fix, Label, Severity};
use crate::model::concepts::{self, Technical};
use crate::model::flags::tokens::Reading;
use crate::model::flags::{self, Flagged};
use crate::model::points::{self, PointFound};
use crate::model::said::Speech;
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
    /// What several rules ask for.
    pub judged: &'a Judged,
}

/// Judgements of an answer that several rules need, made when the first of them asks.
#[derive(Debug, Default)]
pub struct Judged {
    technical: OnceCell<Technical>,
    strategy: OnceCell<Vec<PointFound>>,
    speech: OnceCell<Speech>,
    flags: OnceCell<Vec<Flagged>>,
    reading: OnceCell<Reading>,
    foreign: OnceCell<bool>,
}

impl Subject<'_> {
    /// The sentences that the model of red flags reports.
    #[must_use]
    pub fn flagged(&self) -> &[Flagged] {
        self.judged.flags.get_or_init(|| flags::judge(self.draft, self.answer, self.reading()))
    }

    /// The answer as the model of red flags reads it.
    #[must_use]
    pub fn reading(&self) -> &Reading {
        self.judged.reading.get_or_init(|| Reading::of(self.draft, self.answer))
    }

    /// Whether the answer is in another language than English.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        *self.judged.foreign.get_or_init(|| draft::is_foreign(self.draft, self.answer))
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

    /// The answer judged as a technical one.
    #[must_use]
    pub fn technical(&self) -> &Technical {
        self.judged.technical.get_or_init(|| concepts::judge(self.draft, self.answer, self.question))
    }

    /// What the answer and its replies say, as judgements of points need it.
    #[must_use]
    pub fn speech(&self) -> &Speech {
        self.judged.speech.get_or_init(|| points::listen(self.draft, self.answer, self.question))
    }

    /// The points of its question's strategy.
    #[must_use]
    pub fn strategy(&self) -> &[PointFound] {
        self.judged.strategy.get_or_init(|| {
            let points: Vec<&Meaning> = self.question.into_iter().flat_map(|q| &q.strategy).collect();
            points::strategy(self.draft, self.answer, self.speech(), self.evidence, &points)
        })
    }

    /// The structure that the answer follows.
    #[must_use]
    pub fn structure(&self) -> &str {
        self.answer.meta.structure.as_deref().or(self.settings.structure.as_deref()).unwrap_or("six-part")
    }

    /// Whether a lesson, and what came of it, is more advice than demand: the question asks for something other than a
    /// failure, feedback or a weakness, or the structure chosen has no place for it.
    #[must_use]
    pub fn lesson_is_advice(&self) -> bool {
        if matches!(self.structure(), "star" | "soar" | "car") {
            return true;
        }
        match self.question.and_then(|q| q.asks_for.as_deref()) {
            Some(asks) => !matches!(asks, "failure" | "feedback" | "weakness"),
            None => self.answer.asked.something && !self.answer.asked.failing,
        }
    }

    /// The words that stand for the whole answer in a finding about all of it: its title, or its first sentence.
    #[must_use]
    pub fn head(&self) -> Span {
        head(self.draft, self.text, self.answer)
    }
}

/// The words that stand for the whole of an answer, in the source `text`.
#[must_use]
pub fn head(draft: &Draft, text: &str, answer: &Answer) -> Span {
    let prose = answer.title.or_else(|| {
        let first = answer.own().next().map(|(_, s)| draft.sentences[s.index].span)?;
        // A long sentence need not be underlined whole.
        let text = draft.document.text(first);
        let words: usize = text.split_inclusive(' ').take(8).map(str::len).sum();
        Some(Span::new(first.start as usize, first.start as usize + text[..words].trim_end().len()))
    });
    let Some(span) = prose else { return Span::empty(answer.range.start as usize) };
    let words = draft.document.text(span);
    let lead = words.len() - words.trim_start().len();
    let start = span.start as usize + lead;
    draft.document.source_span(Span::new(start, start + words.trim().len())).clamp_to(text)
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
