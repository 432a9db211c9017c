//! Words as fitted models read them: their class, and the shape of those that are no function words.

use crate::answer::Draft;
use crate::span::Span;
use crate::tables::{self, class};
use crate::text::vocabulary::{self, Vocabulary};
use crate::text::words::{Word, flag};

static CLASSES: Vocabulary = Vocabulary::from_table(tables::CLASS_SLOTS);

/// Shapes of words that do not stand for themselves. A function word's shape is its key.
pub mod shape {
    /// A clause mark.
    pub const MARK: u32 = 1;
    /// A number.
    pub const NUMBER: u32 = 2;
    /// A past form.
    pub const PAST: u32 = 3;
    /// A word in -ing.
    pub const ING: u32 = 4;
    /// A word in -ly.
    pub const LY: u32 = 5;
    /// A word in -s.
    pub const S: u32 = 6;
    /// Any other word.
    pub const OTHER: u32 = 7;
}

/// A word, or the mark between two clauses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Token {
    /// Which word it is; the same for all numbers.
    pub key: u32,
    /// Its classes.
    pub bits: u64,
    /// Its shape.
    pub shape: u32,
    /// Its last three letters, 0 for short and function words.
    pub suffix: u32,
    /// Index of its word in the draft.
    pub word: u32,
    /// A past form.
    pub past: bool,
    /// Ends in -ing.
    pub ing: bool,
    /// Ends in -en.
    pub en: bool,
    /// Ends in -s.
    pub s: bool,
}

impl Token {
    /// Whether it is in any of the given classes.
    #[must_use]
    #[inline]
    pub fn is(&self, classes: u64) -> bool {
        self.bits & classes != 0
    }

    /// Whether it is the mark between two clauses.
    #[must_use]
    #[inline]
    pub fn is_mark(&self) -> bool {
        self.shape == shape::MARK
    }

    /// Whether it is a number.
    #[must_use]
    #[inline]
    pub fn is_number(&self) -> bool {
        self.key == shape::NUMBER
    }
}

fn classes(hash: u64) -> u64 {
    match CLASSES.find(hash) {
        0 => 0,
        set => {
            let [low, high] = tables::CLASS_SETS[set as usize - 1];
            u64::from(low) | u64::from(high) << 32
        }
    }
}

/// Reads the words of a sentence into `out`, with a mark where a clause begins.
pub fn read(draft: &Draft, sentence: usize, out: &mut Vec<Token>) {
    out.clear();
    let range = draft.sentences[sentence].words();
    for at in range.clone() {
        let word = &draft.words[at];
        if word.is(flag::CLAUSE) && out.last().is_some_and(|t| !t.is_mark()) {
            out.push(Token { key: shape::MARK, shape: shape::MARK, ..Token::default() });
        }
        let later = at > range.start && draft.words[at - 1].span == word.span;
        let text = if later { "" } else { draft.document.text(word.span) };
        out.push(Token { word: at as u32, ..token(word, text.as_bytes()) });
    }
    had(draft, out);
}

/// "I'd" before a past form is "I had", which contractions leave open.
fn had(draft: &Draft, tokens: &mut [Token]) {
    for at in 1..tokens.len() {
        let contracted = tokens[at].is(class::WOULD) && span(draft, &tokens[at]) == span(draft, &tokens[at - 1]);
        let next = tokens[at + 1..].iter().find(|t| !t.is(class::ADVERB));
        if contracted && next.is_some_and(|t| t.past || t.is(class::BEFORE_HAD)) {
            tokens[at] = Token { word: tokens[at].word, past: true, ..of_hash(vocabulary::hash(b"had")) };
        }
    }
}

fn span(draft: &Draft, token: &Token) -> Span {
    draft.words[token.word as usize].span
}

/// A function word.
fn of_hash(hash: u64) -> Token {
    let key = fold(hash);
    Token { key, bits: classes(hash), shape: key, ..Token::default() }
}

/// The key of a word: never one of [`shape`].
fn fold(hash: u64) -> u32 {
    (hash ^ hash >> 32) as u32 | 1 << 4
}

fn token(word: &Word, text: &[u8]) -> Token {
    let bits = classes(word.hash);
    let text = &text[..text.len().min(word.len as usize)];
    let mut tail = [0u8; 3];
    for (to, from) in tail.iter_mut().rev().zip(text.iter().rev()) {
        *to = from.to_ascii_lowercase();
    }
    let len = text.len();
    let has = |class: u64| bits & class != 0;
    let number = has(class::NUMERAL) || (word.is(flag::DIGIT) && text.first().is_some_and(u8::is_ascii_digit));
    let past = has(class::PAST) || (len > 3 && tail[1..] == *b"ed" && !has(class::NOT_PAST));
    let ing = tail == *b"ing";
    let s = tail[2] == b's';
    let key = if number { shape::NUMBER } else { fold(word.hash) };
    let function = has(class::FUNCTION);
    let shape = match () {
        () if function => fold(word.hash),
        () if number => shape::NUMBER,
        () if past => shape::PAST,
        () if ing && len > 5 => shape::ING,
        () if tail[1..] == *b"ly" && len > 4 => shape::LY,
        () if s && tail[1] != b's' && len > 3 => shape::S,
        () => shape::OTHER,
    };
    let suffix = if len > 5 && !function && !number { u32::from_le_bytes([tail[0], tail[1], tail[2], 1]) } else { 0 };
    Token { key, bits, shape, suffix, word: 0, past, ing, en: tail[1..] == *b"en", s }
}
