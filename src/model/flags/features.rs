//! What the model looks at in a sentence, as hashed features.

use std::ops::Range;
use std::sync::LazyLock;

use super::tokens::{FUNCTION, Reading, Token};
use crate::rules::Cue;
use crate::text::vocabulary;

/// What the key of a feature is changed by when it is a neighbour's.
pub const NEIGHBOR: u32 = 0x5bd1_e995;
/// What it is changed by when all sentences of the window count alike.
pub const WINDOW: u32 = 0x2545_f491;
/// What neighbours weigh beside a sentence itself.
pub const NEIGHBOR_SHARE: f32 = 0.5;

/// The farthest apart, in words, that two classes are seen together.
const REACH: usize = 6;
/// Hashes that stand before the first word, after the last, and for a word of no class.
const START: u32 = 1;
const END: u32 = 2;
const NONE: u32 = 3;

/// Hashes of the words by which people speak of themselves.
static FIRST_PERSON: LazyLock<[u32; 4]> =
    LazyLock::new(|| ["i", "me", "my", "myself"].map(|word| vocabulary::hash(word.as_bytes()) as u32));

/// Sorts of features.
mod sort {
    pub const WORD: u32 = 1;
    pub const PAIR: u32 = 2;
    pub const TRIPLE: u32 = 3;
    pub const SKIP: u32 = 4;
    pub const CLASS: u32 = 5;
    pub const CLASS_PAIR: u32 = 6;
    pub const CLASS_TRIPLE: u32 = 7;
    pub const CLASSES_NEAR: u32 = 8;
    pub const SENTENCE: u32 = 9;
    pub const CUE: u32 = 10;
    pub const ROOT: u32 = 11;
    pub const CLUSTER: u32 = 12;
    pub const WIDE_CLUSTER: u32 = 13;
    pub const CLUSTER_PAIR: u32 = 14;
}

fn key(sort: u32, a: u32, b: u32, c: u32) -> u32 {
    let x = (u64::from(a) << 32 | u64::from(b)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (u64::from(c) << 32 | u64::from(sort)).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    ((x ^ x >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32) as u32
}

/// The features of a sentence: each key, and the tokens that it covers.
pub fn own(reading: &Reading, at: usize, mut emit: impl FnMut(u32, Range<usize>)) {
    as_neighbor(reading, at, &mut emit);
    private(reading, at, emit);
}

/// The features of a sentence that matter to itself only.
fn private(reading: &Reading, at: usize, mut emit: impl FnMut(u32, Range<usize>)) {
    let tokens = reading.of_sentence(at);
    skips(tokens, &mut emit);
    near(tokens, &mut emit);
    sentence(reading, at, &mut emit);
    clusters(tokens, &mut emit);
}

/// The features of a sentence that matter to the ones beside it.
pub fn as_neighbor(reading: &Reading, at: usize, mut emit: impl FnMut(u32, Range<usize>)) {
    let tokens = reading.of_sentence(at);
    words(tokens, &mut emit);
    classes(tokens, &mut emit);
    cues(reading, at, &mut emit);
}

/// Appends the keys of [`own`], those of [`as_neighbor`] first, and returns how many the latter are.
pub fn keys(reading: &Reading, at: usize, out: &mut Vec<u32>) -> usize {
    as_neighbor(reading, at, |key, _| out.push(key));
    let shared = out.len();
    private(reading, at, |key, _| out.push(key));
    shared
}

fn words(tokens: &[Token], emit: &mut impl FnMut(u32, Range<usize>)) {
    let n = tokens.len();
    let stem = |at: usize| match at {
        0 => START,
        _ => tokens.get(at - 1).map_or(END, |t| t.stem),
    };
    for (at, token) in tokens.iter().enumerate() {
        emit(key(sort::WORD, token.word, 0, 0), at..at + 1);
        emit(key(sort::ROOT, token.root, 0, 0), at..at + 1);
        emit(key(sort::TRIPLE, stem(at), stem(at + 1), stem(at + 2)), at.saturating_sub(1)..(at + 2).min(n));
    }
    for at in 0..=n {
        emit(key(sort::PAIR, stem(at), stem(at + 1), 0), at.saturating_sub(1)..(at + 1).min(n));
    }
}

fn skips(tokens: &[Token], emit: &mut impl FnMut(u32, Range<usize>)) {
    for (at, token) in tokens.iter().enumerate() {
        for gap in 2..=3 {
            if let Some(other) = tokens.get(at + gap) {
                emit(key(sort::SKIP, token.stem, other.stem, 0), at..at + gap + 1);
            }
        }
    }
}

/// The numbers of the bits that are set.
fn bits(mut set: u128) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let bit = set.trailing_zeros();
            set &= set - 1;
            bit
        })
    })
}

/// What stands for each word in patterns of classes: its classes, itself if it is a function word, or [`NONE`].
#[derive(Default)]
struct Symbols {
    all: Vec<u32>,
    starts: Vec<u32>,
}

impl Symbols {
    fn of(tokens: &[Token]) -> Self {
        let mut out = Self::default();
        out.starts.push(0);
        for token in tokens {
            out.all.extend(bits(token.classes & !FUNCTION).map(|class| class << 8 | 7));
            if token.classes & FUNCTION != 0 {
                out.all.push(token.stem);
            }
            if token.classes == 0 {
                out.all.push(NONE);
            }
            out.starts.push(out.all.len() as u32);
        }
        out
    }

    fn at(&self, token: usize) -> &[u32] {
        &self.all[self.starts[token] as usize..self.starts[token + 1] as usize]
    }
}

fn is_class(symbol: u32) -> bool {
    symbol & 0xff == 7 && symbol >> 8 < 127
}

fn classes(tokens: &[Token], emit: &mut impl FnMut(u32, Range<usize>)) {
    let symbols = Symbols::of(tokens);
    for (at, token) in tokens.iter().enumerate() {
        for class in bits(token.classes & !FUNCTION) {
            emit(key(sort::CLASS, class, 0, 0), at..at + 1);
        }
        let Some(second) = tokens.get(at + 1) else { break };
        if token.classes != 0 || second.classes != 0 {
            for &a in symbols.at(at) {
                for &b in symbols.at(at + 1) {
                    emit(key(sort::CLASS_PAIR, a, b, 0), at..at + 2);
                }
            }
        }
        let Some(third) = tokens.get(at + 2) else { continue };
        if token.classes == 0 || third.classes == 0 || (token.classes | second.classes | third.classes) & !FUNCTION == 0
        {
            continue;
        }
        for &a in symbols.at(at) {
            for &c in symbols.at(at + 2) {
                let outer = is_class(a) || is_class(c);
                for &b in symbols.at(at + 1) {
                    if outer || is_class(b) {
                        emit(key(sort::CLASS_TRIPLE, a, b, c), at..at + 3);
                    }
                }
            }
        }
    }
}

fn near(tokens: &[Token], emit: &mut impl FnMut(u32, Range<usize>)) {
    for (at, token) in tokens.iter().enumerate() {
        let own = token.classes & !FUNCTION;
        if own == 0 {
            continue;
        }
        for other in tokens.iter().take(at + REACH + 1).skip(at + 2) {
            for a in bits(own) {
                for b in bits(other.classes & !FUNCTION) {
                    emit(key(sort::CLASSES_NEAR, a, b, 0), 0..0);
                }
            }
        }
    }
}

/// Words that keep the same company count alike: by themselves, and beside function words and each other.
fn clusters(tokens: &[Token], emit: &mut impl FnMut(u32, Range<usize>)) {
    let symbol = |token: &Token| match token.clusters >> 16 {
        _ if token.classes & FUNCTION != 0 => token.stem,
        0 => NONE,
        around => around << 8 | 9,
    };
    for (at, token) in tokens.iter().enumerate() {
        if token.classes & FUNCTION == 0 && token.clusters != 0 {
            emit(key(sort::CLUSTER, token.clusters & 0xffff, 0, 0), at..at + 1);
            emit(key(sort::WIDE_CLUSTER, token.clusters >> 16, 0, 0), at..at + 1);
        }
        let next = tokens.get(at + 1).map_or(END, symbol);
        emit(key(sort::CLUSTER_PAIR, symbol(token), next, 0), at..(at + 2).min(tokens.len()));
    }
}

fn sentence(reading: &Reading, at: usize, emit: &mut impl FnMut(u32, Range<usize>)) {
    let read = &reading.sentences[at];
    let tokens = reading.of_sentence(at);
    let function = |t: Option<&Token>| t.filter(|t| t.classes & FUNCTION != 0).map_or(NONE, |t| t.stem);
    let first_person = tokens.iter().any(|t| FIRST_PERSON.contains(&t.word));
    let mut fact = |number: u32, value: u32| emit(key(sort::SENTENCE, number, value, 0), 0..0);
    fact(0, (tokens.len() as u32 / 6).min(5));
    fact(7, u32::from(first_person));
    fact(1, function(tokens.first()));
    fact(2, function(tokens.last()));
    for (number, holds) in [(3, read.question), (4, read.exclamation), (5, read.quotes), (6, read.figure)] {
        if holds {
            fact(number, 0);
        }
    }
}

fn cues(reading: &Reading, at: usize, emit: &mut impl FnMut(u32, Range<usize>)) {
    for cue in bits(u128::from(reading.sentences[at].cues)) {
        // By its name, which stays when other cues come or go.
        let name = Cue::ALL.get(cue as usize).map_or("", |cue| cue.name());
        emit(key(sort::CUE, vocabulary::hash(name.as_bytes()) as u32, 0, 0), 0..0);
    }
}
