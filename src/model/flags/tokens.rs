//! The words of an answer as the model sees them: stems and classes.

use std::cell::RefCell;
use std::ops::Range;

use crate::answer::{Answer, AnswerSentence, Draft, Speaker};
use crate::tables;
use crate::text::memo::Memo;
use crate::text::stem;
use crate::text::vocabulary::{self, Vocabulary};
use crate::text::words::{Word, flag};

/// The bit of function words among those of the classes.
pub const FUNCTION: u128 = 1 << 127;

static STEMS: Vocabulary = Vocabulary::from_table(tables::FLAG_STEMS);

/// As many quoted words in a sentence are somebody's, and stand for one token.
const SOMEBODYS_WORDS: usize = 4;

/// Letters of a stem that make its root.
const ROOT: usize = 5;

/// Words that contractions expand to, other than the start of their token.
const EXPANDED: &[&str] = &[
    "not", "is", "are", "have", "will", "would", "am", "us", "to", "know", "all", "it", "can", "do", "going", "let",
    "want", "he", "she", "i", "that", "there", "they", "we", "what", "you", "was", "oclock", "percent", "shall",
];

/// A word, or what stands for several.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Hash of the word.
    pub word: u32,
    /// Hash of its stem.
    pub stem: u32,
    /// Hash of how its stem begins.
    pub root: u32,
    /// Its stem in the table of classes, 0 for another.
    id: u32,
    /// Its classes, as bits, and [`FUNCTION`].
    pub classes: u128,
    /// Its cluster in the lower half and the one around that in the upper half, 0 for a word of none.
    pub clusters: u32,
    /// Index of the word in the draft.
    pub at: u32,
}

/// A sentence as the model sees it.
#[derive(Clone, Debug)]
pub struct Read {
    /// Its tokens in [`Reading::tokens`].
    pub tokens: Range<usize>,
    /// Its words in the draft.
    pub words: Range<usize>,
    /// Ends in a question mark.
    pub question: bool,
    /// Ends in an exclamation mark.
    pub exclamation: bool,
    /// Holds somebody's words.
    pub quotes: bool,
    /// Holds digits.
    pub figure: bool,
    /// Cues in it, as bits.
    pub cues: u64,
}

/// An answer as the model sees it.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The tokens of all sentences.
    pub tokens: Vec<Token>,
    /// Its sentences; as many as the answer has.
    pub sentences: Vec<Read>,
    /// Whether each belongs to the prose: notes and the interviewer's words do not.
    told: Vec<bool>,
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    stem: u32,
    root: u32,
    id: u32,
}

thread_local! {
    static KNOWN: RefCell<Memo<Known>> = RefCell::default();
}

impl Reading {
    /// Reads an answer.
    #[must_use]
    pub fn of(draft: &Draft, answer: &Answer) -> Self {
        let mut reading = Self::default();
        KNOWN.with_borrow_mut(|known| {
            for sentence in &answer.sentences {
                reading.sentence(draft, sentence, known);
            }
        });
        reading
    }

    /// The sentence itself and those beside it.
    pub fn around(&self, at: usize) -> impl Iterator<Item = usize> + Clone + '_ {
        let to = (at + 2).min(self.sentences.len());
        (at.saturating_sub(1)..to).filter(move |s| *s == at || self.told[*s])
    }

    /// The tokens of a sentence.
    #[must_use]
    pub fn of_sentence(&self, at: usize) -> &[Token] {
        &self.tokens[self.sentences[at].tokens.clone()]
    }

    fn sentence(&mut self, draft: &Draft, sentence: &AnswerSentence, known: &mut Memo<Known>) {
        let read = &draft.sentences[sentence.index];
        let words = &draft.words[read.words()];
        let first = self.tokens.len();
        let quoted = words.iter().filter(|w| w.is(flag::QUOTED)).count() >= SOMEBODYS_WORDS;
        let mut figure = false;
        let mut skipping = 0;
        for (offset, word) in words.iter().enumerate() {
            let instead = if quoted && word.is(flag::QUOTED) {
                "\""
            } else if word.is(flag::CODE) {
                "`"
            } else if word.is(flag::DIGIT) {
                figure = true;
                "#"
            } else {
                ""
            };
            let at = (read.words().start + offset) as u32;
            if let Some(mark) = instead.bytes().next() {
                // A run of them is one token.
                if skipping != mark {
                    let hash = vocabulary::hash(instead.as_bytes()) as u32;
                    self.tokens.push(Token { word: hash, stem: hash, root: hash, id: 0, classes: 0, clusters: 0, at });
                }
                skipping = mark;
                continue;
            }
            skipping = 0;
            let Known { stem, root, id } = known.of(word.hash, || Known::of(&normal_form(draft, word)));
            self.tokens.push(Token {
                word: word.hash as u32,
                stem,
                root,
                id,
                classes: class_set(id),
                clusters: tables::FLAG_CLUSTERS[id as usize],
                at,
            });
        }
        self.phrases(first);
        let text = draft.document.text(read.span);
        let cues = draft.cue_hits(sentence.index).fold(0, |set, (cue, _)| set | 1u64 << (cue as u32 & 63));
        self.sentences.push(Read {
            tokens: first..self.tokens.len(),
            words: read.words(),
            question: read.question,
            exclamation: text.ends_with('!'),
            quotes: quoted,
            figure,
            cues,
        });
        self.told.push(!matches!(sentence.speaker, Speaker::Note | Speaker::Interviewer));
    }

    /// Gives the tokens from `first` on the classes of the phrases they are in.
    fn phrases(&mut self, first: usize) {
        for at in first..self.tokens.len() {
            let id = self.tokens[at].id as usize;
            // The words with classes have the first numbers.
            if id + 1 >= tables::FLAG_PHRASE_STARTS.len() {
                continue;
            }
            let mut next = tables::FLAG_PHRASE_STARTS[id] as usize;
            let end = tables::FLAG_PHRASE_STARTS[id + 1] as usize;
            let Some(follower) = self.tokens.get(at + 1).map(|token| token.id) else { break };
            while next < end {
                let more = tables::FLAG_PHRASES[next] as usize;
                let class = tables::FLAG_PHRASES[next + 1];
                let rest = &tables::FLAG_PHRASES[next + 2..next + 2 + more];
                next += 2 + more;
                if rest.first() != Some(&follower) {
                    continue;
                }
                let after = self.tokens.get(at + 1..at + 1 + more);
                if after.is_some_and(|t| t.iter().zip(rest).all(|(t, id)| t.id == *id)) {
                    self.tokens[at..=at + more].iter_mut().for_each(|t| t.classes |= 1 << class);
                }
            }
        }
    }
}

fn class_set(id: u32) -> u128 {
    let from = id as usize * 4;
    let set = tables::FLAG_SETS.get(from..from + 4).unwrap_or_default();
    set.iter().rev().fold(0, |set, quarter| set << 32 | u128::from(*quarter))
}

impl Known {
    fn of(word: &str) -> Self {
        let stem = stem::uninflected(word);
        let root = stem.char_indices().nth(ROOT).map_or(stem.as_str(), |(at, _)| &stem[..at]);
        let hash = vocabulary::hash(stem.as_bytes());
        Self { stem: hash as u32, root: vocabulary::hash(root.as_bytes()) as u32, id: STEMS.find(hash) }
    }
}

/// The lower-cased letters of a word: the start of its token, or what a contraction added.
fn normal_form(draft: &Draft, word: &Word) -> String {
    let text = draft.document.text(word.span);
    let mut lower = match text.bytes().all(|b| b.is_ascii() && b != b'\'') {
        true => text.to_ascii_lowercase(),
        false => {
            let letters = text.chars().filter(|c| !matches!(c, '\'' | '’' | 'ʼ' | '‘'));
            letters.flat_map(char::to_lowercase).collect()
        }
    };
    if lower.is_char_boundary(word.len as usize) {
        lower.truncate(word.len as usize);
    }
    if vocabulary::hash(lower.as_bytes()) != word.hash
        && let Some(known) = EXPANDED.iter().find(|w| vocabulary::hash(w.as_bytes()) == word.hash)
    {
        return (*known).to_owned();
    }
    lower
}
