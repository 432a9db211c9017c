//! Technical concepts in an answer: which it brings in, and which it explains, in whatever words.
//!
//! A concept shows in its names (patterns) and in descriptions of it (weighted stems, in the best window of one or two
//! sentences). Both are features of one logistic model for "present" and one for "explained".
//!
//! The weights were fitted by penalised logistic regression on 84 labelled answers of two writers, each the mean of two
//! fits: one with all features, and one with those of the concept alone. The first is right more often on whole
//! answers, because a good answer has most of its concepts; the second notices when just one of them is missing.

use rustc_hash::FxHashMap;

use super::said::{Said, Speech, scaled};
use crate::answer::{Answer, Draft};
use crate::content::meaning;
use crate::content::{Question, Signal};
use crate::span::Span;
use crate::text::matcher::Hit;
use crate::text::normal;
use crate::text::stem::{Register, content_key};
use crate::text::vocabulary;
use crate::text::words::flag;

/// How much a stem counts that stands in the question itself.
const IN_PROMPT: f32 = 0.3;
/// Names weigh no more than this, however rare their words.
const NAME_LIMIT: f32 = 8.0;

/// What is left of a name in a sentence that rejects the thing, and in one that says why.
const REJECTED: f32 = 0.3;
const REJECTED_WITH_REASON: f32 = 1.0;
/// The value of the names when each of them is only said not to have been used.
const DISMISSED: f32 = -0.5;
/// A sentence that does nothing but dismiss what the one before it named has at most so many words.
const SHORT_DISMISSAL: usize = 8;
/// So many words at most stand between "we did not need" and what was not needed.
const DISMISSED_NEAR: u32 = 7;

/// What a judgement of a concept looks at, in the order of the weights.
pub const FEATURES: [&str; 16] = [
    "best window",
    "second best sentence",
    "best windows of the other concepts",
    "best name",
    "different names",
    "names in lists only",
    "the bank's own term",
    "numbers in the answer",
    "lists in the answer",
    "buzzwords in the answer",
    "window is a list",
    "numbers in the window",
    "length of the window",
    "explaining words in the window",
    "length of the paragraph",
    "numbers in the paragraph",
];

/// Weights and bias for "present".
const PRESENT: ([f32; 16], f32) =
    ([0.499, 0.613, 0.339, 1.223, 0.816, 1.191, 0.0, 0.0, 1.219, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], -3.553);
/// Weights and bias for "explained".
const EXPLAINED: ([f32; 16], f32) = (
    [0.355, 0.887, 0.227, 1.29, 0.0, -0.676, -2.038, 0.243, -1.82, -0.35, -1.225, 0.035, 0.372, 0.431, 0.445, 0.408],
    -7.667,
);
/// The probability from which a judgement is yes.
const THRESHOLD: f32 = 0.43;

/// A concept that an answer is expected to cover, and how it does.
#[derive(Clone, Debug)]
pub struct ConceptFound {
    /// Its name.
    pub name: String,
    /// The answer brings it in.
    pub present: bool,
    /// The answer explains or uses it.
    pub explained: bool,
    /// The words that show it, in the prose.
    pub span: Option<Span>,
    /// What the judgement looked at.
    pub features: [f32; 16],
}

/// Figures of a technical answer as a whole.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Numbers in 100 words.
    pub numbers: f32,
    /// Share of words in sentences that only list.
    pub lists: f32,
    /// Buzzwords in 100 words.
    pub buzzwords: f32,
    /// Capitalised words in 100 words.
    pub capitals: f32,
    /// Matches of trade-off patterns, as `ln(1 + n)`; so are the following.
    pub trade_offs: f32,
    /// Matches of production patterns.
    pub production: f32,
    /// "We moved", "I ran".
    pub own_past: f32,
    /// "Would", "should", "will".
    pub modals: f32,
    /// "Not", "never", "without".
    pub negations: f32,
    /// Numbers.
    pub count: f32,
}

/// A technical answer, judged.
#[derive(Clone, Debug, Default)]
pub struct Technical {
    /// The concepts expected, in the order of the bank, then those of the front matter.
    pub concepts: Vec<ConceptFound>,
    /// Figures of the whole.
    pub figures: Figures,
    /// Number of sentences that were read.
    pub sentences: usize,
    /// The first sentence that only lists, in the prose.
    pub first_list: Option<Span>,
}

/// A concept that is looked for.
struct Expected {
    name: String,
    group: Option<u32>,
    /// Stems of its name.
    term: Vec<u32>,
}

fn expected(answer: &Answer, question: Option<&Question>) -> Vec<Expected> {
    let from_bank = question.into_iter().flat_map(|q| &q.concepts).map(|c| (c.name.clone(), Some(c.group)));
    let own = answer.meta.concepts.iter().map(|name| (name.trim().to_owned(), meaning::concept_group(name)));
    let mut out: Vec<Expected> = Vec::new();
    for (name, group) in from_bank.chain(own) {
        if out.iter().any(|e| e.name.eq_ignore_ascii_case(&name)) {
            continue;
        }
        let term = normal::words(&name).iter().filter_map(|w| content_key(w, Register::Technical)).collect();
        out.push(Expected { name, group, term });
    }
    out
}

/// Judges a technical answer.
#[must_use]
pub fn judge(draft: &Draft, answer: &Answer, question: Option<&Question>) -> Technical {
    let expected = expected(answer, question);
    let signals = [
        Signal::TradeOff,
        Signal::Production,
        Signal::Explaining,
        Signal::Rejection,
        Signal::Buzzword,
        Signal::Everyday,
    ];
    let groups = expected.iter().filter_map(|e| e.group).chain(signals.map(meaning::signal_group));
    let index = meaning::index(groups);
    let speech = Speech::read(draft, answer, Register::Technical, &index, 0..answer.sentences.len(), |s| !s.reply);
    let figures = figures(&speech);
    let scores = Scores::of(&speech, &expected, answer.question);
    let concepts = expected
        .iter()
        .enumerate()
        .map(|(number, e)| {
            let (features, window) = features(draft, &speech, &scores, number, e, &figures);
            let present = probability(&features, &PRESENT) > THRESHOLD;
            let explained = present && probability(&features, &EXPLAINED) > THRESHOLD;
            let span = window.filter(|_| present).map(|w| speech.span(draft, answer, &w));
            ConceptFound { name: e.name.clone(), present, explained, span, features }
        })
        .collect();
    let first_list = (0..speech.said.len())
        .find(|at| speech.said[*at].is_list())
        .map(|at| speech.span(draft, answer, &(at..at + 1)));
    Technical { concepts, figures, sentences: speech.said.len(), first_list }
}

fn probability(features: &[f32; 16], (weights, bias): &([f32; 16], f32)) -> f32 {
    let sum: f32 = features.iter().zip(weights).map(|(f, w)| f * w).sum();
    super::logistic(sum + bias)
}

fn figures(speech: &Speech) -> Figures {
    let total = |of: fn(&Said) -> usize| speech.said.iter().map(of).sum::<usize>();
    let words = total(|s| s.words).max(1) as f32;
    let listed: usize = speech.said.iter().filter(|s| s.is_list()).map(|s| s.words).sum();
    let signal = |signal: Signal| speech.count(meaning::signal_group(signal));
    let log = |count: usize| (count as f32).ln_1p();
    Figures {
        numbers: 100.0 * total(|s| s.numbers) as f32 / words,
        lists: listed as f32 / words,
        buzzwords: 100.0 * signal(Signal::Buzzword) as f32 / words,
        capitals: 100.0 * total(|s| s.capitals) as f32 / words,
        trade_offs: log(signal(Signal::TradeOff)),
        production: log(signal(Signal::Production)),
        own_past: log(total(|s| s.own_past)),
        modals: log(total(|s| s.modals)),
        negations: log(total(|s| s.negations)),
        count: log(total(|s| s.numbers)),
    }
}

/// How near each window comes to the descriptions of each concept.
struct Scores {
    /// For each window, the score of each concept.
    windows: Vec<(std::ops::Range<usize>, Vec<f32>)>,
    /// The best score of each concept.
    best: Vec<f32>,
}

impl Scores {
    fn of(speech: &Speech, expected: &[Expected], question: Option<usize>) -> Self {
        let mut weights: FxHashMap<u32, Vec<(usize, f32)>> = FxHashMap::default();
        for (number, e) in expected.iter().enumerate() {
            let Some(group) = e.group else { continue };
            for (stem, weight) in meaning::stems(group) {
                weights.entry(stem).or_default().push((number, weight));
            }
        }
        for (stem, held) in &mut weights {
            // A stem that several concepts of the question share tells them apart the less.
            let mut factor = 1.0 / (held.len() as f32).sqrt();
            if question.is_some_and(|q| meaning::is_in_prompt(q, *stem)) {
                factor *= IN_PROMPT;
            }
            held.iter_mut().for_each(|(_, weight)| *weight *= factor);
        }
        let mut best = vec![0.0f32; expected.len()];
        let windows = speech
            .windows(|_| true)
            .map(|window| {
                let mut sums = vec![0.0f32; expected.len()];
                let mut count = 0;
                for at in speech.window_stems(&window) {
                    count += 1;
                    for (number, weight) in weights.get(&speech.stems[at]).into_iter().flatten() {
                        sums[*number] += weight;
                    }
                }
                for (sum, best) in sums.iter_mut().zip(&mut best) {
                    *sum = scaled(*sum, count);
                    *best = best.max(*sum);
                }
                (window, sums)
            })
            .collect();
        Self { windows, best }
    }
}

/// What shows a concept by its names.
#[derive(Default)]
struct Names {
    best: f32,
    different: Vec<Vec<u32>>,
    in_lists_only: bool,
    own_term: f32,
    /// The sentence of the best one.
    sentence: Option<usize>,
}

/// Whether what a name in sentence `at` stands for is only said not to have been used, and nothing says why.
///
/// "We did not need X", "X: we did not use it", "X is an option. We did not need it."
fn is_dismissed(draft: &Draft, speech: &Speech, at: usize, name: &Hit) -> bool {
    if speech.gives_reason(at) {
        return false;
    }
    let rejection = meaning::signal_group(Signal::Rejection);
    let negated = |said: &&Said| said.negations > 0;
    // "It" or the end of the sentence after a rejection: what is rejected was named before.
    let points_back = |hit: &Hit| {
        let next = draft.words.get(hit.last as usize);
        next.is_none_or(|word| word.is(flag::SENTENCE) || POINTING_BACK.contains(&word.hash))
    };
    let said = &speech.said[at];
    let here = Some(said).filter(negated).is_some_and(|said| {
        speech.hits_of(said, rejection).any(|hit| {
            let after = name.first >= hit.last && name.first - hit.last <= DISMISSED_NEAR;
            after || (name.last <= hit.first && points_back(hit))
        })
    });
    let next = speech.said.get(at + 1).filter(|next| next.passage == said.passage && next.words <= SHORT_DISMISSAL);
    here || next
        .filter(negated)
        .is_some_and(|next| !speech.gives_reason(at + 1) && speech.hits_of(next, rejection).any(points_back))
}

/// Words that take up what was named before.
const POINTING_BACK: [u64; 7] = [
    vocabulary::hash(b"it"),
    vocabulary::hash(b"them"),
    vocabulary::hash(b"that"),
    vocabulary::hash(b"this"),
    vocabulary::hash(b"these"),
    vocabulary::hash(b"those"),
    vocabulary::hash(b"any"),
];

fn names(draft: &Draft, speech: &Speech, expected: &Expected) -> Names {
    let mut out = Names { in_lists_only: true, ..Names::default() };
    let mut dismissed = false;
    let term_weight: f32 = expected.term.iter().map(|s| meaning::rarity(*s)).sum();
    for (at, said) in speech.said.iter().enumerate() {
        let rejected = speech.hits_of(said, meaning::signal_group(Signal::Rejection)).next().is_some();
        let reasoned = speech.gives_reason(at);
        let everyday = speech.hits_of(said, meaning::signal_group(Signal::Everyday)).count() as f32;
        let mut take = |mut stems: Vec<u32>| {
            stems.sort_unstable();
            stems.dedup();
            if stems.is_empty() {
                return;
            }
            let rarity: f32 = stems.iter().map(|s| meaning::rarity(*s)).sum();
            let mut value = rarity.min(NAME_LIMIT) / 4.0;
            if rejected {
                value *= if reasoned { REJECTED_WITH_REASON } else { REJECTED };
            }
            value /= 1.0 + 0.7 * everyday;
            if stems.len() > 1 {
                value += 0.3;
            }
            if value > out.best {
                out.best = value;
                out.sentence = Some(at);
            }
            let shared: f32 = stems.iter().filter(|s| expected.term.contains(s)).map(|s| meaning::rarity(*s)).sum();
            out.own_term = out.own_term.max((shared / (term_weight + 1e-6)).min(1.0));
            out.in_lists_only &= said.is_list();
            if !out.different.contains(&stems) {
                out.different.push(stems);
            }
        };
        match expected.group {
            Some(group) => {
                for hit in speech.hits_of(said, group) {
                    if is_dismissed(draft, speech, at, hit) {
                        dismissed = true;
                    } else {
                        take(speech.stems_of(hit).collect());
                    }
                }
            }
            None => {
                let stems = &speech.stems[said.stems.clone()];
                if expected.term.iter().all(|s| stems.binary_search(s).is_ok()) {
                    take(expected.term.clone());
                }
            }
        }
    }
    out.in_lists_only &= !out.different.is_empty();
    if dismissed && out.different.is_empty() {
        out.best = DISMISSED;
    }
    out
}

fn features(
    draft: &Draft,
    speech: &Speech,
    scores: &Scores,
    number: usize,
    expected: &Expected,
    figures: &Figures,
) -> ([f32; 16], Option<std::ops::Range<usize>>) {
    let mut best: Option<&(std::ops::Range<usize>, Vec<f32>)> = None;
    let (mut first, mut second) = (0.0f32, 0.0f32);
    for window in &scores.windows {
        let score = window.1[number];
        if best.is_none_or(|b| score > b.1[number]) {
            best = Some(window);
        }
        if window.0.len() == 1 {
            if score > first {
                second = first;
                first = score;
            } else {
                second = second.max(score);
            }
        }
    }
    let others: f32 = match scores.best.len() {
        0 | 1 => scores.best.first().copied().unwrap_or(0.0),
        n => (scores.best.iter().sum::<f32>() - scores.best[number]) / (n - 1) as f32,
    };
    let names = names(draft, speech, expected);
    let window: Vec<&Said> = best.iter().flat_map(|(w, _)| &speech.said[w.clone()]).collect();
    let paragraph: Vec<&Said> = match window.first() {
        Some(s) => speech.said.iter().filter(|p| p.passage == s.passage).collect(),
        None => Vec::new(),
    };
    let sum = |of: &[&Said], value: fn(&Said) -> usize| of.iter().map(|s| value(s)).sum::<usize>() as f32;
    let explaining = meaning::signal_group(Signal::Explaining);
    let explains: usize = window.iter().map(|s| speech.hits_of(s, explaining).count()).sum();
    let flag = |yes: bool| f32::from(u8::from(yes));
    let features = [
        scores.best[number],
        second,
        others,
        names.best,
        (names.different.len() as f32).ln_1p(),
        flag(names.in_lists_only),
        names.own_term,
        figures.numbers,
        figures.lists,
        figures.buzzwords,
        flag(!window.is_empty() && window.iter().all(|s| s.is_list())),
        sum(&window, |s| s.numbers).ln_1p(),
        sum(&window, |s| s.words).ln_1p(),
        (explains as f32).ln_1p(),
        sum(&paragraph, |s| s.words).ln_1p(),
        sum(&paragraph, |s| s.numbers).ln_1p(),
    ];
    // Where the descriptions say little, the name is what shows it.
    let range = match (best, names.sentence) {
        (Some((_, scores)), Some(at)) if scores[number] < names.best => Some(at..at + 1),
        (Some((window, _)), _) => Some(window.clone()),
        (None, at) => at.map(|at| at..at + 1),
    };
    (features, range)
}

impl Technical {
    /// How sure it is that the answer lists terms without saying anything of them.
    #[must_use]
    pub fn name_dropping(&self) -> f32 {
        let f = &self.figures;
        super::logistic(9.708 * f.lists + 0.268 * f.capitals + 1.093 * f.buzzwords - 5.255)
    }

    /// How sure it is that the answer names a trade-off, a rejected alternative or a failure mode.
    #[must_use]
    pub fn trade_off(&self) -> f32 {
        let f = &self.figures;
        super::logistic(
            0.863 * f.trade_offs + 0.9 * f.negations + 0.749 * f.count - 0.655 * f.buzzwords + 0.415 * f.numbers
                - 3.891,
        )
    }

    /// How sure it is that the answer comes from having run it.
    #[must_use]
    pub fn production(&self) -> f32 {
        let f = &self.figures;
        super::logistic(
            1.281 * f.production + 1.458 * f.own_past + 0.862 * f.count
                - 0.621 * f.modals
                - 0.757 * f.buzzwords
                - 6.161 * f.lists
                - 0.267,
        )
    }
}
