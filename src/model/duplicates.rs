//! Answers that are nearly the same: sketches of their words, compared in constant time.
//!
//! A sketch is a one-permutation minhash (Li, Owen and Zhang 2012) over every three words in a row: the share of equal
//! bins estimates the share of equal word triples. Answers are looked up by pairs of bins, so that the cost of a run is
//! linear in the number of answers.

use rustc_hash::FxHashMap;

use crate::answer::{Answer, Draft};
use crate::text::vocabulary::mix;

/// Bins of a sketch.
const BINS: usize = 64;
/// Pairs of bins that an answer is looked up by.
const PAIRS: usize = 16;
/// Words in a row that make a shingle.
const SHINGLE: usize = 3;
/// Answers of fewer words say too little to be copies.
const MIN_WORDS: usize = 40;
/// Share of bins from which two answers are nearly the same.
const NEARLY: f32 = 0.5;

/// What is kept of an answer.
#[derive(Clone, Debug)]
pub struct Sketch([u32; BINS]);

impl Sketch {
    /// The sketch of an answer's own words, unless they are too few.
    #[must_use]
    pub fn of(draft: &Draft, answer: &Answer) -> Option<Self> {
        let mut bins = [u32::MAX; BINS];
        let mut recent = [0u64; SHINGLE];
        let mut count = 0usize;
        for (_, sentence) in answer.own() {
            for word in &draft.words[draft.sentences[sentence.index].words()] {
                recent.rotate_left(1);
                recent[SHINGLE - 1] = word.hash;
                count += 1;
                if count < SHINGLE {
                    continue;
                }
                let hash = recent.iter().fold(0u64, |h, word| mix(h.rotate_left(17) ^ word));
                let bin = &mut bins[hash as usize % BINS];
                *bin = (*bin).min((hash >> 32) as u32);
            }
        }
        (count >= MIN_WORDS).then_some(Self(bins))
    }

    /// The estimated share of word triples that two answers have in common.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f32 {
        let filled = self.0.iter().zip(&other.0).filter(|(a, b)| **a != u32::MAX || **b != u32::MAX);
        let (mut all, mut same) = (0u32, 0u32);
        for (a, b) in filled {
            all += 1;
            same += u32::from(a == b);
        }
        same as f32 / all.max(1) as f32
    }

    fn keys(&self) -> impl Iterator<Item = u32> {
        (0..PAIRS).filter_map(|pair| {
            let (a, b) = (self.0[2 * pair], self.0[2 * pair + 1]);
            (a != u32::MAX && b != u32::MAX).then(|| mix(u64::from(a) << 32 | u64::from(b) ^ pair as u64) as u32)
        })
    }
}

/// The answers seen so far, each with whatever tells where it stands.
#[derive(Debug)]
pub struct Seen<P> {
    sketches: Vec<(Sketch, P)>,
    index: FxHashMap<u32, u32>,
}

impl<P> Default for Seen<P> {
    fn default() -> Self {
        Self { sketches: Vec::new(), index: FxHashMap::default() }
    }
}

impl<P> Seen<P> {
    /// Where the first answer stands that is nearly the same.
    #[must_use]
    pub fn find(&self, sketch: &Sketch) -> Option<&P> {
        sketch
            .keys()
            .filter_map(|key| self.index.get(&key))
            .map(|at| &self.sketches[*at as usize])
            .find(|(other, _)| sketch.likeness(other) >= NEARLY)
            .map(|(_, place)| place)
    }

    /// Remembers an answer.
    pub fn add(&mut self, sketch: Sketch, place: P) {
        let number = self.sketches.len() as u32;
        for key in sketch.keys() {
            self.index.entry(key).or_insert(number);
        }
        self.sketches.push((sketch, place));
    }
}
