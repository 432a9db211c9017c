//! Points that an answer or a reply should make: strategy points, further halves of a question, universal principles,
//! defence steps.
//!
//! Each point has cues (patterns) and descriptions (weighted stems). The weights of strategy points and of defence steps
//! are logistic regressions on labelled answers, one set for all points (`rules/models/points.yaml`, written by
//! `tests/judgement/fit-points`); those of the points beside it help, because an answer that makes four of five points
//! tends to make the fifth.

use std::ops::Range;

use super::said::{Said, Speech, scaled};
use super::signs::{self, Strength};
use crate::answer::evidence::Evidence;
use crate::answer::{Answer, Draft, Speaker};
use crate::content::{self, Meaning, Question, QuestionKind, meaning};
use crate::rules::EvidenceKind;
use crate::span::Span;
use crate::tables;
use crate::text::normal;
use crate::text::stem::{Register, content_key};

/// The likelihood below which a point is surely not made, unless it has another.
const ABSENT: f32 = 0.15;

/// A point, and whether it is made.
#[derive(Clone, Debug)]
pub struct PointFound {
    /// How likely it is that it is made, from 0 to 1.
    pub likely: f32,
    /// The words that show it, in the prose.
    pub span: Option<Span>,
    /// What the judgement looked at: cue sentences (`ln(1 + n)`), any cue, best window, the same of the other points.
    pub features: [f32; 5],
    /// Words of all that was read, as `ln`.
    pub words: f32,
    /// The likelihood below which it is surely not made.
    pub absent_below: f32,
}

impl PointFound {
    /// Whether it is made.
    #[must_use]
    pub fn present(&self) -> bool {
        self.likely > 0.5
    }

    /// What tells a step of a reply: cue sentences, any cue, best window, words.
    #[must_use]
    pub fn features_of_step(&self) -> [f32; STEP_FEATURES] {
        let [cues, any, ways, ..] = self.features;
        [cues, any, ways, self.words]
    }

    /// Whether it is surely not made.
    #[must_use]
    pub fn missing(&self) -> bool {
        self.likely < self.absent_below
    }
}

/// Number of features of a strategy point.
pub const STRATEGY_FEATURES: usize = 18;
/// What says that a strategy point is made: what [`PointFound::features`] holds for the answer itself; how much more
/// cue sentences, any cue and other points' cues are with the replies; whether the point comes near to kinds of evidence,
/// and their strong and weak signs in the answer and in the replies; how many kinds have strong and weak signs in the
/// answer and strong ones in the replies; whether the answer shows a kind that the point comes near to, and how many
/// kinds it shows.
pub type StrategyFeatures = [f32; STRATEGY_FEATURES];
/// Number of features of a step, which has a bias of its own besides.
pub const STEP_FEATURES: usize = 4;

/// Points less likely than this are missing. Of the answers that a careful reader leaves alone, none lacks three of five
/// by this measure with its writer left out; of those that do lack three, half are found.
const STRATEGY_ABSENT: f32 = 0.35;
/// Weights for points that stand alone: set by hand, since no gold says which halves and principles are there. A
/// cue shows the point; without one the descriptions must come near.
const ALONE: ([f32; 5], f32) = ([2.6, 1.9, 0.8, 0.0, 0.0], -3.3);

/// What an answer and its replies say, read for the points that its question, the defence of a reply, and the principles
/// ask for.
#[must_use]
pub fn listen(draft: &Draft, answer: &Answer, question: Option<&Question>) -> Speech {
    let frameworks = content::frameworks();
    let of_question = question.into_iter().flat_map(|q| q.strategy.iter().chain(&q.also_asks));
    let steps = frameworks.steps.iter().filter(|_| !answer.follow_ups.is_empty());
    let attitude = answer.question_kind == Some(QuestionKind::Attitude);
    let principles = frameworks.principles.iter().filter(|_| attitude);
    let groups = of_question.chain(steps.chain(principles).map(|(_, meaning)| meaning)).map(|point| point.group);
    Speech::read(draft, answer, Register::Story, &meaning::index(groups), 0..answer.sentences.len(), |_| true)
}

/// Judges the points of an answer's question.
#[must_use]
pub fn strategy(
    draft: &Draft,
    answer: &Answer,
    speech: &Speech,
    evidence: &Evidence,
    points: &[&Meaning],
) -> Vec<PointFound> {
    let mut found = measure(draft, answer, points, speech, |said| !said.reply);
    let replied = match answer.follow_ups.is_empty() {
        true => found.clone(),
        false => measure(draft, answer, points, speech, |_| true),
    };
    let features = strategy_features(draft, answer, evidence, points, &found, &replied);
    for ((point, all), features) in found.iter_mut().zip(&replied).zip(features) {
        point.likely = weigh(&features, tables::STRATEGY_WEIGHTS);
        point.absent_below = STRATEGY_ABSENT;
        if point.span.is_none() {
            point.span.clone_from(&all.span);
        }
    }
    found
}

/// The features of the points of an answer's question.
#[must_use]
pub fn features_of_strategy(
    draft: &Draft,
    answer: &Answer,
    speech: &Speech,
    evidence: &Evidence,
    points: &[&Meaning],
) -> Vec<StrategyFeatures> {
    let own = measure(draft, answer, points, speech, |said| !said.reply);
    let all = measure(draft, answer, points, speech, |_| true);
    strategy_features(draft, answer, evidence, points, &own, &all)
}

fn strategy_features(
    draft: &Draft,
    answer: &Answer,
    evidence: &Evidence,
    points: &[&Meaning],
    own: &[PointFound],
    all: &[PointFound],
) -> Vec<StrategyFeatures> {
    let shown = EvidenceKind::ALL.into_iter().filter(|kind| evidence.get(*kind).is_some());
    let signs = Signs { shown: shown.fold(0, |set, kind| set | 1 << kind as u8), ..Signs::of(draft, answer) };
    let of_point = |((own, all), point): ((&PointFound, &PointFound), &&Meaning)| {
        features_of_point(&own.features, &all.features, &signs, &point.evidence)
    };
    own.iter().zip(all).zip(points).map(of_point).collect()
}

fn features_of_point(own: &[f32; 5], all: &[f32; 5], signs: &Signs, near: &[EvidenceKind]) -> StrategyFeatures {
    let near = near.iter().fold(0, |set, kind| set | 1 << *kind as u8);
    let any = |set: u8| f32::from(u8::from(set & near != 0));
    let count = |set: u8| (set & !(1 << EvidenceKind::Outcome as u8)).count_ones() as f32;
    let Signs { strong, weak, strong_reply, weak_reply, shown } = *signs;
    let [cues, cue, best, others, other_ways] = *own;
    [
        cues,
        cue,
        best,
        others,
        other_ways,
        all[0] - cues,
        all[1] - cue,
        all[3] - others,
        any(u8::MAX),
        any(strong),
        any(weak),
        any(strong_reply),
        any(weak_reply),
        count(strong),
        count(weak),
        count(strong_reply),
        any(shown),
        count(shown),
    ]
}

/// The kinds of evidence that have signs, as bits.
#[derive(Clone, Copy, Debug, Default)]
struct Signs {
    strong: u8,
    weak: u8,
    strong_reply: u8,
    weak_reply: u8,
    /// The kinds that the answer shows, all told.
    shown: u8,
}

impl Signs {
    fn of(draft: &Draft, answer: &Answer) -> Self {
        let mut out = Self::default();
        for sentence in answer.sentences.iter().filter(|s| s.speaker == Speaker::Candidate) {
            let (strong, weak) = match sentence.reply {
                true => (&mut out.strong_reply, &mut out.weak_reply),
                false => (&mut out.strong, &mut out.weak),
            };
            for kind in EvidenceKind::ALL {
                for (set, strength) in [(&mut *strong, Strength::Strong), (&mut *weak, Strength::Weak)] {
                    let bit = 1 << kind as u8;
                    if *set & bit == 0 && signs::find(draft, sentence.index, kind, strength).is_some() {
                        *set |= bit;
                    }
                }
            }
        }
        out
    }
}

/// Judges points of which each stands alone.
#[must_use]
pub fn alone(draft: &Draft, answer: &Answer, speech: &Speech, points: &[&Meaning]) -> Vec<PointFound> {
    let mut found = measure(draft, answer, points, speech, |said| !said.reply);
    let (weights, bias) = ALONE;
    for point in &mut found {
        point.likely = super::logistic(point.features.iter().zip(weights).map(|(f, w)| f * w).sum::<f32>() + bias);
    }
    found
}

/// Judges the defence steps of the reply that is the answer's sentences `reply`.
#[must_use]
pub fn steps(
    draft: &Draft,
    answer: &Answer,
    speech: &Speech,
    steps: &[&Meaning],
    reply: &Range<usize>,
) -> Vec<PointFound> {
    let mut found = measure(draft, answer, steps, speech, |said| reply.contains(&said.at));
    for (step, bias) in found.iter_mut().zip(tables::STEP_BIASES) {
        step.likely = super::logistic(dot(&step.features_of_step(), tables::STEP_WEIGHTS) + f32::from_bits(*bias));
    }
    found
}

/// What features weigh together, as a likelihood. The last weight is the bias.
fn weigh(features: &[f32], weights: &[u32]) -> f32 {
    super::logistic(dot(features, weights) + weights.last().map_or(0.0, |bias| f32::from_bits(*bias)))
}

/// The sum of weighted features; weights are the bits of floats.
fn dot(features: &[f32], weights: &[u32]) -> f32 {
    features.iter().zip(weights).map(|(f, w)| f * f32::from_bits(*w)).sum()
}

/// Measures points in the sentences that are `wanted`.
fn measure(
    draft: &Draft,
    answer: &Answer,
    points: &[&Meaning],
    speech: &Speech,
    wanted: impl Fn(&Said) -> bool + Copy,
) -> Vec<PointFound> {
    let said = || speech.said.iter().enumerate().filter(|(_, said)| wanted(said));
    let words = (said().map(|(_, s)| s.words).sum::<usize>().max(1) as f32).ln();
    let windows: Vec<Range<usize>> = speech.windows(wanted).collect();
    let mut weights = vec![0.0; speech.stems.len()];
    let mut out: Vec<PointFound> = points
        .iter()
        .map(|point| {
            let mut with_cue = said().filter(|(_, s)| speech.hits_of(s, point.group).next().is_some());
            let cue = with_cue.next().map(|(at, _)| at);
            let cues = usize::from(cue.is_some()) + with_cue.count();
            weigh_stems(speech, point.group, wanted, &mut weights);
            let (best, window) = best_window(speech, &windows, &weights);
            let window = cue.map(|at| at..at + 1).or(window);
            PointFound {
                likely: 0.0,
                span: window.map(|w| speech.span(draft, answer, &w)),
                features: [(cues as f32).ln_1p(), f32::from(u8::from(cues > 0)), best, 0.0, 0.0],
                words,
                absent_below: ABSENT,
            }
        })
        .collect();
    let total = |at: usize| out.iter().map(|p| p.features[at]).sum::<f32>();
    let (cues, ways) = (total(0), total(2));
    let others = (points.len().max(2) - 1) as f32;
    for point in &mut out {
        point.features[3] = (cues - point.features[0]) / others;
        point.features[4] = (ways - point.features[2]) / others;
    }
    out
}

/// Sets what each stem of the sentences that are `wanted` weighs in a group's descriptions.
fn weigh_stems(speech: &Speech, group: u32, wanted: impl Fn(&Said) -> bool, weights: &mut [f32]) {
    for said in speech.said.iter().filter(|said| wanted(said)) {
        // Both are sorted.
        let mut described = meaning::stems(group).peekable();
        for at in said.stems.clone() {
            let stem = speech.stems[at];
            while described.next_if(|(other, _)| *other < stem).is_some() {}
            weights[at] = described.peek().filter(|(other, _)| *other == stem).map_or(0.0, |(_, weight)| *weight);
        }
    }
}

/// The window whose stems weigh most.
fn best_window(speech: &Speech, windows: &[Range<usize>], weights: &[f32]) -> (f32, Option<Range<usize>>) {
    let mut best = (0.0, None);
    for window in windows {
        let (mut sum, mut count) = (0.0, 0);
        for at in speech.window_stems(window) {
            count += 1;
            sum += weights[at];
        }
        let score = scaled(sum, count);
        if score > best.0 {
            best = (score, Some(window.clone()));
        }
    }
    best
}

/// Share of a question's rare words by which a prompt of the draft is taken for it.
const SAME_PROMPT: f32 = 0.3;

/// The likely follow-ups for which the answer holds no prepared reply. Whoever has prepared as many others has done the
/// work, so no more are returned than replies are wanting.
#[must_use]
pub fn unprepared(draft: &Draft, answer: &Answer, likely: &[String]) -> Vec<String> {
    let stems = |text: &str| -> Vec<u32> {
        let mut all: Vec<u32> =
            normal::words(text).iter().filter_map(|word| content_key(word, Register::Technical)).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let prepared: Vec<Vec<u32>> = answer
        .follow_ups
        .iter()
        .filter(|f| !f.sentences.is_empty())
        .map(|f| stems(draft.document.text(f.prompt)))
        .collect();
    let wanting = likely.len().saturating_sub(prepared.len());
    let is_prepared = |question: &String| {
        let own = stems(question);
        prepared.iter().any(|p| {
            let shared = own.iter().filter(|s| p.binary_search(s).is_ok()).count();
            shared as f32 >= SAME_PROMPT * own.len().min(p.len()).max(1) as f32
        })
    };
    likely.iter().filter(|question| !is_prepared(question)).take(wanting).cloned().collect()
}
