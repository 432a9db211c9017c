//! The words that patterns know, each with a number.
//!
//! A word of a draft is looked up by the 64-bit hash of its lower-cased letters: half of the hash finds the slot, the
//! other half confirms it, so no strings are kept. British spellings have slots of their own with the number of the
//! American one.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::{inflect, spelling};

/// Number of a known word. Zero is every unknown word.
pub type WordId = u32;

/// The first words of every vocabulary: numbers written as words, so that "is it a number" is one comparison.
pub const NUMBER_WORDS: &[&str] = &[
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "dozen",
    "half",
    "quarter",
    "twice",
    "zero",
    "fortnight",
    "hundreds",
    "thousands",
    "millions",
    "dozens",
    "tenth",
    "third",
    "fifth",
    "halved",
    "doubled",
    "tripled",
];

/// The 64-bit FNV-1a hash (Fowler, Noll, Vo) of a word's lower-cased bytes, with a final mix so that both halves vary.
#[must_use]
pub const fn hash(word: &[u8]) -> u64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < word.len() {
        h = (h ^ word[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    mix(h)
}

/// Spreads every bit of `h` over all others (the finaliser of MurmurHash3, Appleby 2011).
#[must_use]
pub const fn mix(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h
}

/// A table from word hashes to word numbers, ready-made or built.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Pairs of (upper half of the hash, word number); number 0 marks an empty slot. A power of two of pairs.
    slots: Cow<'static, [[u32; 2]]>,
}

impl Vocabulary {
    /// The vocabulary over a table made by [`VocabularyBuilder::table`].
    #[must_use]
    pub const fn from_table(slots: &'static [[u32; 2]]) -> Self {
        Self { slots: Cow::Borrowed(slots) }
    }

    /// The number of the word with this hash, 0 when unknown.
    #[must_use]
    #[inline]
    pub fn find(&self, hash: u64) -> WordId {
        let mask = self.slots.len() - 1;
        let tag = (hash >> 32) as u32;
        let mut at = hash as usize & mask;
        loop {
            let [slot_tag, id] = self.slots[at];
            if id == 0 || slot_tag == tag {
                return id;
            }
            at = (at + 1) & mask;
        }
    }
}

/// A lookup table for [`Vocabulary`] of word hashes and their numbers, at most half full.
#[must_use]
pub fn slots(entries: Vec<(u64, WordId)>) -> Vec<[u32; 2]> {
    let size = (entries.len() * 2).next_power_of_two().max(8);
    let mut slots = vec![[0u32; 2]; size];
    for (hash, id) in entries {
        let mut at = hash as usize & (size - 1);
        while slots[at][1] != 0 {
            at = (at + 1) & (size - 1);
        }
        slots[at] = [(hash >> 32) as u32, id];
    }
    slots
}

/// Collects words and gives them numbers.
#[derive(Clone, Debug)]
pub struct VocabularyBuilder {
    words: Vec<String>,
    ids: FxHashMap<String, WordId>,
}

impl Default for VocabularyBuilder {
    fn default() -> Self {
        let mut builder = Self { words: vec![String::new()], ids: FxHashMap::default() };
        for word in NUMBER_WORDS.iter().chain(super::program::COMMON) {
            builder.intern(word);
        }
        builder
    }
}

impl VocabularyBuilder {
    /// A builder that already holds `words`, numbered from 1 in their order.
    #[must_use]
    pub fn with_words<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut builder = Self { words: vec![String::new()], ids: FxHashMap::default() };
        for word in words {
            builder.intern(word);
        }
        builder
    }

    /// The number of `word` (in normal form), newly given when it has none.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = self.words.len() as WordId;
        self.words.push(word.to_owned());
        self.ids.insert(word.to_owned(), id);
        id
    }

    /// The numbers of every inflection of `word`.
    pub fn intern_forms(&mut self, word: &str) -> Vec<WordId> {
        inflect::forms(word).iter().map(|form| self.intern(form)).collect()
    }

    /// The word of that number.
    #[must_use]
    pub fn word(&self, id: WordId) -> &str {
        &self.words[id as usize]
    }

    /// Every word, in the order of their numbers, from number 1.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words[1..].iter().map(String::as_str)
    }

    /// How many numbers are given, number 0 included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether no word is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.len() <= 1
    }

    /// The lookup table for [`Vocabulary`]: every word and its other spellings, at most half full.
    #[must_use]
    pub fn table(&self) -> Vec<[u32; 2]> {
        let mut entries: Vec<(u64, WordId)> = Vec::new();
        for (id, word) in self.words.iter().enumerate().skip(1) {
            entries.push((hash(word.as_bytes()), id as WordId));
        }
        for (id, word) in self.words.iter().enumerate().skip(1) {
            for other in spelling::variants(word) {
                if !self.ids.contains_key(&other) {
                    entries.push((hash(other.as_bytes()), id as WordId));
                }
            }
        }
        slots(entries)
    }

    /// A vocabulary of the words so far, the first of which, numbered below `known`, are those of the table `base`: what
    /// [`VocabularyBuilder::build`] makes, at less cost.
    #[must_use]
    pub fn build_on(&self, base: &[[u32; 2]], known: usize) -> Vocabulary {
        let used = base.iter().filter(|[_, id]| *id != 0).count();
        // Every word may have two more spellings, and a fuller table is slow to search.
        if (used + 3 * (self.words.len() - known)) * 4 > base.len() * 3 {
            return self.build();
        }
        let mut slots = base.to_vec();
        let mut put = |word: &str, id: usize, instead: bool| {
            let hash = hash(word.as_bytes());
            let mut at = hash as usize & (slots.len() - 1);
            while slots[at][1] != 0 && slots[at][0] != (hash >> 32) as u32 {
                at = (at + 1) & (slots.len() - 1);
            }
            if instead || slots[at][1] == 0 {
                slots[at] = [(hash >> 32) as u32, id as WordId];
            }
        };
        let new = || self.words.iter().enumerate().skip(known);
        new().for_each(|(id, word)| put(word, id, true));
        for (id, word) in new() {
            for other in spelling::variants(word).iter().filter(|other| !self.ids.contains_key(*other)) {
                put(other, id, false);
            }
        }
        Vocabulary { slots: Cow::Owned(slots) }
    }

    /// A vocabulary of the words so far.
    #[must_use]
    pub fn build(&self) -> Vocabulary {
        Vocabulary { slots: Cow::Owned(self.table()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_and_their_british_spelling() {
        let mut builder = VocabularyBuilder::default();
        let organize = builder.intern("organize");
        let fault = builder.intern("fault");
        let vocabulary = builder.build();
        assert_eq!(vocabulary.find(hash(b"organise")), organize);
        assert_eq!(vocabulary.find(hash(b"fault")), fault);
        assert_eq!(vocabulary.find(hash(b"default")), 0);
        let (base, known) = (builder.table(), builder.len());
        for word in ["zebra", "optimize", "default"] {
            builder.intern(word);
        }
        let (whole, extended) = (builder.build(), builder.build_on(&base, known));
        for word in ["organise", "zebra", "optimise", "default", "fault", "unheard"] {
            assert_eq!(whole.find(hash(word.as_bytes())), extended.find(hash(word.as_bytes())), "{word}");
        }
    }
}
