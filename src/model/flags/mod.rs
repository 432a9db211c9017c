//! Red flags and hypothetical telling that no pattern foresaw: a linear model over words, their classes and their
//! neighbours, with an output for each rule.
//!
//! A sentence is scored by its own words; only where that comes near a threshold are the sentences beside it looked at.
//! `tests/judgement/fit-flags` fits the weights, through the same code.

pub mod features;
mod span;
pub mod tokens;
pub mod weights;

use std::ops::Range;

use crate::answer::{Answer, Draft, Kind, Speaker};
use features::{NEIGHBOR, WINDOW};
use tokens::Reading;
use weights::{OUTPUTS, Scores, Sum, Weights};

/// How far below its threshold the own words of a sentence may leave it for its neighbours to matter.
const NEAR: f32 = 2.5;
/// What technical answers need on top of the threshold: their vocabulary is not that of the texts fitted on.
pub const TECHNICAL: f32 = 1.0;
/// What prepared replies need on top of it: they talk to the interviewer, as the labelled flags seldom do. Of seven false
/// findings on model answers that nothing was fitted on, five stood in replies.
pub const REPLY: f32 = 1.0;
/// An output this far below the best of its sentence is no finding of its own.
pub const BESIDE: f32 = 0.5;

/// A sentence that the model flags.
#[derive(Clone, Debug, PartialEq)]
pub struct Flagged {
    /// Its index in the answer.
    pub at: usize,
    /// The output.
    pub output: u32,
    /// How far above its threshold.
    pub excess: f32,
    /// The words that decided, in the draft.
    pub words: Range<usize>,
}

/// The ids of the rules that the model has outputs for.
#[must_use]
pub fn rules() -> &'static [&'static str] {
    crate::tables::FLAG_RULES
}

/// The sentences of an answer that the shipped model flags.
#[must_use]
pub fn judge(draft: &Draft, answer: &Answer, reading: &Reading) -> Vec<Flagged> {
    match shipped() {
        Some(weights) => judge_with(&weights, draft, answer, reading),
        None => Vec::new(),
    }
}

/// The weights that come with the linter, if there are any.
fn shipped() -> Option<Weights<'static>> {
    Weights::parse(crate::tables::FLAG_WEIGHTS).map(|weights| weights.with_filter(crate::tables::FLAG_FILTER))
}

/// The sentences of an answer that a model of the given weights flags.
#[must_use]
pub fn judge_with(weights: &Weights, draft: &Draft, answer: &Answer, reading: &Reading) -> Vec<Flagged> {
    let of_kind = if answer.kind == Kind::Technical { TECHNICAL } else { 0.0 };
    let mut out = Vec::new();
    let mut scorer = Scorer::new(weights, reading);
    for at in 0..answer.sentences.len() {
        if answer.sentences[at].speaker != Speaker::Candidate {
            continue;
        }
        let shift = if answer.sentences[at].reply { of_kind.max(REPLY) } else { of_kind };
        let Some(scores) = scorer.score(at, NEAR - shift) else { continue };
        let excess = |output: usize| scores[output] - weights.thresholds[output] - shift;
        let best = (0..OUTPUTS).map(excess).fold(f32::MIN, f32::max);
        for output in (0..OUTPUTS).filter(|o| excess(*o) > 0.0 && excess(*o) >= best - BESIDE) {
            let words = span::find(weights, draft, reading, at, output);
            out.push(Flagged { at, output: output as u32, excess: excess(output), words });
        }
    }
    out
}

/// How far below its threshold a sentence may score for a pattern's match in it to stand.
///
/// By output. Chosen on the labelled drafts, as far as precision holds; what dismisses a question is said in so few words
/// that their surroundings, full of harmless questions, count for less.
const DOUBT: [f32; OUTPUTS] = [5.0, 3.5, 6.0, 3.5, 4.0, 3.5, 3.5, 3.5, 3.2];

/// Whether the shipped model lets a pattern's match in sentence `at` stand: patterns see the words, the model their
/// surroundings. Without weights, patterns decide alone.
#[must_use]
pub fn supports(answer: &Answer, reading: &Reading, at: usize, output: u32) -> bool {
    let Some(weights) = shipped() else { return true };
    if answer.sentences[at].speaker != Speaker::Candidate {
        return true;
    }
    let output = output as usize;
    let Some(scores) = score(&weights, reading, at, f32::MAX) else { return true };
    scores[output] - weights.thresholds[output] >= -DOUBT[output]
}

/// The scores of a sentence, unless it is more than `near` below every threshold by its own words.
#[must_use]
pub fn score(weights: &Weights, reading: &Reading, at: usize, near: f32) -> Option<Scores> {
    Scorer::new(weights, reading).score(at, near)
}

/// What the sentences of an answer score. Features of a sentence are worked out once, though its neighbours need them,
/// too.
pub struct Scorer<'a> {
    weights: &'a Weights<'a>,
    reading: &'a Reading,
    /// The last sentences that were looked at, each in the place that its number modulo three says.
    last: [Features; 3],
}

/// The features of a sentence.
#[derive(Default)]
struct Features {
    /// The sentence, if there is one.
    at: Option<usize>,
    /// Their keys.
    keys: Vec<u32>,
    /// How many of them matter to the sentences beside it.
    shared: usize,
    /// What they give to those, as neighbours and as part of the window.
    given: Option<(Sum, Sum)>,
}

impl<'a> Scorer<'a> {
    /// Nothing looked at yet.
    #[must_use]
    pub fn new(weights: &'a Weights<'a>, reading: &'a Reading) -> Self {
        Self { weights, reading, last: Default::default() }
    }

    /// The scores of a sentence, unless it is more than `near` below every threshold by its own words.
    pub fn score(&mut self, at: usize, near: f32) -> Option<Scores> {
        let weights = self.weights;
        let mut scores = weights.bias;
        let own = weights.sum(&self.features(at).keys, 0);
        own.add_to(&mut scores, &weights.centre, 1.0);
        if !(0..OUTPUTS).any(|o| scores[o] > weights.thresholds[o] - near) {
            return None;
        }
        let (mut neighbors, mut window) = (Sum::default(), Sum::default());
        for beside in self.reading.around(at) {
            let (as_neighbor, in_window) = self.given(beside);
            if beside != at {
                neighbors.add(&as_neighbor);
            }
            window.add(&in_window);
        }
        neighbors.add_to(&mut scores, &weights.centre, features::NEIGHBOR_SHARE);
        window.add_to(&mut scores, &weights.window, 1.0);
        Some(scores)
    }

    fn features(&mut self, at: usize) -> &mut Features {
        let features = &mut self.last[at % 3];
        if features.at != Some(at) {
            features.keys.clear();
            features.shared = features::keys(self.reading, at, &mut features.keys);
            features.at = Some(at);
            features.given = None;
        }
        features
    }

    fn given(&mut self, at: usize) -> (Sum, Sum) {
        let weights = self.weights;
        let features = self.features(at);
        *features.given.get_or_insert_with(|| {
            let keys = &features.keys;
            (weights.sum(&keys[..features.shared], NEIGHBOR), weights.sum(keys, WINDOW))
        })
    }
}
