//! The words of a flagged sentence that decided.

use std::ops::Range;

use super::features::{self, WINDOW};
use super::tokens::Reading;
use super::weights::Weights;
use crate::answer::Draft;
use crate::text::words::flag;

/// What is taken off each word's share, in standard deviations of the shares, for weak words not to be underlined.
const PENALTY: f32 = 0.35;
/// The edge of a clause that is at most so many words away is where the span ends.
const WIDEN: usize = 2;
/// A run of fewer words says too little by itself: its whole clause is taken.
const LEAST: usize = 3;

/// The run of words of sentence `at` that most of the score for `output` comes from, as indices of the draft's words.
pub fn find(weights: &Weights, draft: &Draft, reading: &Reading, at: usize, output: usize) -> Range<usize> {
    let tokens = reading.of_sentence(at);
    let mut shares = vec![0.0f32; tokens.len()];
    features::own(reading, at, |key, covered| {
        let weight = weights.weight(key, output) * weights.centre[output]
            + weights.weight(key ^ WINDOW, output) * weights.window[output];
        if weight != 0.0 && !covered.is_empty() {
            let share = weight / covered.len() as f32;
            shares[covered].iter_mut().for_each(|s| *s += share);
        }
    });
    let n = shares.len().max(1) as f32;
    let mean = shares.iter().sum::<f32>() / n;
    let deviation = (shares.iter().map(|s| (s - mean).powi(2)).sum::<f32>() / n).sqrt();
    let (from, to) = best_run(shares.iter().map(|s| s - PENALTY * deviation));
    let whole = reading.sentences[at].words.clone();
    match (tokens.get(from), tokens.get(to.wrapping_sub(1))) {
        (Some(first), Some(last)) => widen(draft, first.at as usize..last.at as usize + 1, &whole),
        _ => whole,
    }
}

/// The run with the greatest sum.
fn best_run(values: impl Iterator<Item = f32>) -> (usize, usize) {
    let (mut best, mut best_run) = (f32::MIN, (0, 0));
    let (mut sum, mut start) = (0.0, 0);
    for (at, value) in values.enumerate() {
        if sum <= 0.0 {
            (sum, start) = (0.0, at);
        }
        sum += value;
        if sum > best {
            (best, best_run) = (sum, (start, at + 1));
        }
    }
    best_run
}

/// A run of words, to the edges of its clause where they are near, and to whole tokens.
fn widen(draft: &Draft, run: Range<usize>, sentence: &Range<usize>) -> Range<usize> {
    let words = &draft.words;
    let opens = |at: usize| at == sentence.start || words[at].is(flag::CLAUSE);
    let reach = if run.len() < LEAST { sentence.len() } else { WIDEN };
    let (mut from, mut to) = (run.start, run.end);
    if let Some(edge) =
        (0..=reach).map(|by| from.saturating_sub(by)).take_while(|at| *at >= sentence.start).find(|at| opens(*at))
    {
        from = edge;
    }
    let closes = |at: usize| at == sentence.end || opens(at);
    if let Some(edge) = (0..=reach).map(|by| to + by).take_while(|at| *at <= sentence.end).find(|at| closes(*at)) {
        to = edge;
    }
    while from > sentence.start && words[from - 1].span == words[from].span {
        from -= 1;
    }
    while to < sentence.end && words[to].span == words[to - 1].span {
        to += 1;
    }
    from..to
}
