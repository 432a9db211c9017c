//! Answers in a document: where each begins and ends, its parts, who speaks, what evidence it holds.

pub mod evidence;
mod follow_ups;
pub(crate) mod genre;
pub mod labels;
mod meta;
pub mod parts;
mod quotes;
mod read;
mod sections;
mod speakers;

use crate::content::QuestionKind;
use crate::document::Document;
use crate::model::story::Story;
use crate::rules::{Cue, Part, Parts, cue_of};
use crate::span::Span;
use crate::text::matcher::Hit;
use crate::text::words::{Sentence, Word};

pub use read::{Reader, read};

/// A draft, read: its document, its words, and the answers found in it.
#[derive(Debug, Default)]
pub struct Draft {
    /// The markdown.
    pub document: Document,
    /// What the front matter says.
    pub meta: Meta,
    /// Pieces of text, in order.
    pub passages: Vec<Passage>,
    /// Words of all passages that are part of an answer.
    pub words: Vec<Word>,
    /// Their sentences.
    pub sentences: Vec<Sentence>,
    /// Every place where a built-in or user pattern matches.
    pub hits: Vec<Hit>,
    /// Where the hits of each sentence start, and of one sentence more than there are.
    pub hit_starts: Vec<u32>,
    /// The answers.
    pub answers: Vec<Answer>,
}

impl Draft {
    /// The pattern matches in sentence number `sentence`.
    #[must_use]
    pub fn hits_in(&self, sentence: usize) -> &[Hit] {
        match self.hit_starts.get(sentence..sentence + 2) {
            Some(&[from, to]) => &self.hits[from as usize..to as usize],
            _ => &[],
        }
    }

    /// The cues in sentence number `sentence`.
    pub fn cue_hits(&self, sentence: usize) -> impl Iterator<Item = (Cue, &Hit)> {
        self.hits_in(sentence).iter().filter_map(|hit| cue_of(hit).map(|cue| (cue, hit)))
    }

    /// The words of a hit, in the prose.
    #[must_use]
    pub fn hit_span(&self, hit: &Hit) -> Span {
        let words = &self.words[hit.words()];
        match (words.first(), words.last()) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => Span::default(),
        }
    }
}

/// Front matter, or the directive of one answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// The question as written, and where in the source.
    pub question: Option<(String, Span)>,
    /// `behavioral` or `technical`.
    pub kind: Option<Kind>,
    /// Name of the structure.
    pub structure: Option<String>,
    /// Further expected concepts.
    pub concepts: Vec<String>,
    /// Rules that are silent.
    pub ignore: Vec<(String, Span)>,
    /// What is wrong with it, and where in the source.
    pub problems: Vec<MetaProblem>,
}

/// A mistake in front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetaProblem {
    /// What is wrong.
    pub message: String,
    /// Where in the source.
    pub span: Span,
    /// What to write instead.
    pub help: Option<String>,
}

/// Whether an answer tells of behaviour or explains technology.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Tells what happened.
    Behavioral,
    /// Explains how something is built.
    Technical,
}

impl Kind {
    /// The name in front matter and in the machine interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Behavioral => "behavioral",
            Kind::Technical => "technical",
        }
    }
}

/// What the title of an answer, or the question below it, asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Something is asked at all, or a subject named.
    pub something: bool,
    /// It is a question, not the name of a subject.
    pub outright: bool,
    /// How somebody works, rather than one event.
    pub practice: bool,
    /// A failure, criticism or a weakness.
    pub failing: bool,
}

/// What a passage is in its draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Title of an answer or section; its depth (1 to 6 for headings, more for bold or plain question lines).
    Title(u8),
    /// A line that may be the title of an answer: a question, or a line wholly in bold.
    MaybeTitle,
    /// Text of an answer.
    Body,
    /// A coach note, tag, timing.
    Note,
    /// The heading over follow-up questions; its depth.
    FollowUps(u8),
    /// A heading over notes; its depth.
    NoteHeading(u8),
    /// A heading over the answer itself ("My answer").
    AnswerHeading(u8),
    /// A thematic break or code block.
    Other,
}

/// A piece of text: a block, or the lines of a block under one label.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Index of its block.
    pub block: usize,
    /// What it is.
    pub role: Role,
    /// Its label, if it has one.
    pub label: Option<labels::PartLabel>,
    /// Its text without the label, in the prose.
    pub body: Span,
    /// All of it, in the prose.
    pub whole: Span,
    /// Its sentences in [`Draft::sentences`].
    pub sentences: std::ops::Range<usize>,
}

/// Who says a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// The candidate.
    Candidate,
    /// The interviewer.
    Interviewer,
    /// Somebody in the story.
    Reported,
    /// A coach note, timing or tag.
    Note,
}

impl Speaker {
    /// The name in the machine interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Speaker::Candidate => "candidate",
            Speaker::Interviewer => "interviewer",
            Speaker::Reported => "reported",
            Speaker::Note => "note",
        }
    }
}

/// A sentence as part of an answer.
#[derive(Clone, Debug)]
pub struct AnswerSentence {
    /// Index in [`Draft::sentences`].
    pub index: usize,
    /// Index of its passage.
    pub passage: usize,
    /// Who says it.
    pub speaker: Speaker,
    /// The part it belongs to, if any.
    pub part: Option<Part>,
    /// It stands in a prepared reply.
    pub reply: bool,
    /// It opens a list item or is one.
    pub bullet: bool,
}

/// A part of an answer as it stands in the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartSpan {
    /// The part.
    pub part: Part,
    /// Whether a label says so.
    pub labelled: bool,
    /// Its label in the prose, where labelled.
    pub label: Option<Span>,
    /// Its text in the prose.
    pub span: Span,
    /// Indices into [`Answer::sentences`].
    pub sentences: std::ops::Range<usize>,
}

/// A label that is nearly a known one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearLabel {
    /// The label in the prose.
    pub span: Span,
    /// The known label.
    pub meant: String,
}

/// A follow-up question and the reply prepared for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// The question in the prose.
    pub prompt: Span,
    /// The reply in the prose, empty when there is none.
    pub reply: Span,
    /// Indices into [`Answer::sentences`] of the reply's.
    pub sentences: std::ops::Range<usize>,
}

/// One answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its title in the prose.
    pub title: Option<Span>,
    /// Its passages, title included.
    pub passages: std::ops::Range<usize>,
    /// All of it, in the source.
    pub range: Span,
    /// What its directive (or the front matter) says.
    pub meta: Meta,
    /// Number of its question in the bank.
    pub question: Option<usize>,
    /// What the question comes from: stated in front matter, rather than read off the title.
    pub question_stated: bool,
    /// Whether it tells or explains.
    pub kind: Kind,
    /// Kind of its question.
    pub question_kind: Option<QuestionKind>,
    /// Its sentences.
    pub sentences: Vec<AnswerSentence>,
    /// Its parts, in the order of the draft.
    pub parts: Vec<PartSpan>,
    /// The parts that are labelled.
    pub labelled: Parts,
    /// Labels that are nearly known ones.
    pub near_labels: Vec<NearLabel>,
    /// The question is certain: stated, or titled in the bank's own words.
    pub question_sure: bool,
    /// What its title asks for.
    pub asked: Asked,
    /// What the fitted models say of its own sentences.
    pub story: Story,
    /// Follow-ups.
    pub follow_ups: Vec<FollowUp>,
    /// Where the body (all but follow-ups and notes) ends, in the prose.
    pub body_end: u32,
}

impl Answer {
    /// Its own sentences: the candidate's, in the answer itself.
    pub fn own(&self) -> impl Iterator<Item = (usize, &AnswerSentence)> {
        self.sentences.iter().enumerate().filter(|(_, s)| s.speaker == Speaker::Candidate && !s.reply)
    }

    /// Whether any part is labelled.
    #[must_use]
    pub fn is_labelled(&self) -> bool {
        !self.labelled.is_empty()
    }

    /// Words spoken by the candidate in the answer itself.
    #[must_use]
    pub fn word_count(&self, draft: &Draft) -> usize {
        self.sentences
            .iter()
            .filter(|s| !s.reply && matches!(s.speaker, Speaker::Candidate | Speaker::Reported))
            .map(|s| spoken_words(draft, s.index))
            .sum()
    }
}

/// Words of a sentence as spoken: a contraction is one.
#[must_use]
pub fn spoken_words(draft: &Draft, sentence: usize) -> usize {
    let words = &draft.words[draft.sentences[sentence].words()];
    let mut last = None;
    words
        .iter()
        .filter(|w| {
            let new = last != Some(w.span);
            last = Some(w.span);
            new
        })
        .count()
}
