//! Which part of a story each sentence belongs to, and the words that say so.

use super::chain::LABELS;
use super::features::{self, Group};
use super::tokens::{self, Token};
use super::weights::Model;
use crate::answer::{Answer, AnswerSentence, Draft};
use crate::rules::Part;
use crate::span::Span;

/// Words that decided a part weigh at least this much.
const TELLING: f32 = 0.15;
/// So many words are named.
const MOST: usize = 3;

/// The part of each of the own sentences of an answer, `own` being their indices.
#[must_use]
pub fn decode(_draft: &Draft, answer: &Answer, own: &[usize]) -> Vec<Option<Part>> {
    let mut parts: Vec<Option<Part>> = answer.story.parts().into_iter().map(Some).collect();
    parts.resize(own.len(), None);
    parts
}

/// The words of a sentence that speak most for the part that it was read as, in the order of the sentence.
#[must_use]
pub fn reasons(draft: &Draft, answer: &Answer, sentence: &AnswerSentence) -> Vec<Span> {
    let Some(part) = sentence.part.filter(|_| !answer.is_labelled()) else { return Vec::new() };
    let mut words: Vec<Token> = Vec::new();
    tokens::read(draft, sentence.index, &mut words);
    let mut told: Vec<(f32, Span)> = Vec::new();
    let mut weights = vec![0.0; words.len()];
    features::of_words(&words, &mut |tokens: std::ops::Range<usize>, _: Group, key| {
        let row = Model::shipped().weights(key);
        let mean = row[..LABELS].iter().sum::<f32>() / LABELS as f32;
        let share = (row[part as usize] - mean) / tokens.len() as f32;
        weights[tokens].iter_mut().for_each(|w| *w += share);
    });
    for (token, weight) in words.iter().zip(weights) {
        if weight >= TELLING && !token.is_mark() {
            told.push((weight, draft.words[token.word as usize].span));
        }
    }
    told.sort_by(|a, b| b.0.total_cmp(&a.0));
    told.dedup_by_key(|(_, span)| *span);
    told.truncate(MOST);
    told.sort_by_key(|(_, span)| span.start);
    told.into_iter().map(|(_, span)| span).collect()
}
