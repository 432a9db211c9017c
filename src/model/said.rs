//! What an answer's sentences say, as stems: the ground that judgements of meaning stand on.

use std::cell::RefCell;
use std::ops::Range;

use crate::answer::{Answer, AnswerSentence, Draft, Speaker};
use crate::content::meaning::PATTERNS;
use crate::content::pattern_kind;
use crate::span::Span;
use crate::text::matcher::{AnchorIndex, Hit, Present};
use crate::text::memo::Memo;
use crate::text::stem::{Register, content_keys};
use crate::text::vocabulary;
use crate::text::words::{Word, flag};

/// As many quoted words in a sentence are somebody's, not a name in quotation marks.
const SOMEBODYS_WORDS: usize = 5;
/// What is added to the number of stems of a window, and the power that the sum is raised to, so that long windows do
/// not win by length. Both from trials over the labelled answers.
const WINDOW_START: f32 = 12.0;
const WINDOW_POWER: f32 = 0.45;

/// A sentence that says something.
#[derive(Clone, Debug)]
pub struct Said {
    /// Its index in the answer.
    pub at: usize,
    /// Its passage.
    pub passage: usize,
    /// Whether it is part of a prepared reply.
    pub reply: bool,
    /// Its stems in [`Speech::stems`], sorted, each once.
    pub stems: Range<usize>,
    /// Words with a stem or without, code and links left off.
    pub words: usize,
    /// Numbers among them.
    pub numbers: usize,
    /// Words with a capital that opens no sentence.
    pub capitals: usize,
    /// Commas and semicolons.
    pub marks: usize,
    /// Whether it has a verb.
    pub verb: bool,
    /// "We" or "I" with a verb in the past.
    pub own_past: usize,
    /// "Would", "should", "will".
    pub modals: usize,
    /// "No", "not", "never".
    pub negations: usize,
    /// Whether it says why: "because", "too", "than".
    pub reason: bool,
    /// The matches of the patterns looked for, in [`Speech::hits`].
    pub hits: Range<usize>,
}

impl Said {
    /// Whether it lists things rather than saying something of them.
    #[must_use]
    pub fn is_list(&self) -> bool {
        (self.marks >= 3 && 2 * self.words < 9 * (self.marks + 1)) || !self.verb
    }
}

/// The sentences of an answer, or of a reply, that say something: no questions, nobody else's words.
#[derive(Clone, Debug, Default)]
pub struct Speech {
    /// The sentences.
    pub said: Vec<Said>,
    /// Their stems.
    pub stems: Vec<u32>,
    /// For each stem, whether the sentence before, of the same passage, has it too.
    repeated: Vec<bool>,
    /// Where patterns match.
    pub hits: Vec<Hit>,
    /// The stem of each word from `first_word` on, 0 for one without content.
    word_stems: Vec<u32>,
    first_word: usize,
}

impl Speech {
    /// Reads those of the answer's sentences in `range` that `wanted` accepts.
    #[must_use]
    pub fn read(
        draft: &Draft,
        answer: &Answer,
        register: Register,
        index: &AnchorIndex,
        range: Range<usize>,
        wanted: impl Fn(&AnswerSentence) -> bool,
    ) -> Self {
        FORMS.with_borrow_mut(|forms| Self::read_with(draft, answer, register, index, range, wanted, forms))
    }

    fn read_with(
        draft: &Draft,
        answer: &Answer,
        register: Register,
        index: &AnchorIndex,
        range: Range<usize>,
        wanted: impl Fn(&AnswerSentence) -> bool,
        forms: &mut Memo<Form>,
    ) -> Self {
        let mut speech = Self::default();
        let mut present = Present::default();
        for at in range {
            let sentence = &answer.sentences[at];
            let read = &draft.sentences[sentence.index];
            if sentence.speaker != Speaker::Candidate || read.question || !wanted(sentence) {
                continue;
            }
            if speech.said.is_empty() {
                speech.first_word = read.words().start;
            }
            speech.word_stems.resize(read.words().end.max(speech.first_word) - speech.first_word, 0);
            speech.sentence(draft, at, sentence, register, forms);
            let from = speech.hits.len();
            PATTERNS.find_few(index, &draft.words, read, sentence.index, &mut present, &mut speech.hits);
            speech.drop_others_words(draft, read.words(), from);
            if let Some(said) = speech.said.last_mut() {
                said.hits = from..speech.hits.len();
            }
        }
        speech
    }

    fn sentence(
        &mut self,
        draft: &Draft,
        at: usize,
        sentence: &AnswerSentence,
        register: Register,
        forms: &mut Memo<Form>,
    ) {
        let read = &draft.sentences[sentence.index];
        let words = &draft.words[read.words()];
        let skipped = others_words(words);
        let text = draft.document.text(read.span);
        let first_stem = self.stems.len();
        let mut said = Said {
            at,
            passage: sentence.passage,
            reply: sentence.reply,
            stems: 0..0,
            words: 0,
            numbers: 0,
            capitals: 0,
            marks: text.bytes().filter(|b| matches!(b, b',' | b';')).count(),
            verb: false,
            own_past: 0,
            modals: 0,
            negations: 0,
            reason: false,
            hits: 0..0,
        };
        // Words since "we" or "I".
        let mut since_we = usize::MAX;
        for (offset, word) in words.iter().enumerate() {
            if word.is(skipped) {
                continue;
            }
            let form = form_of(draft, words, offset, forms);
            said.words += 1;
            said.numbers += usize::from(word.is(flag::NUMBER));
            let capital = word.is(flag::CAPITALS) || (word.is(flag::CAPITAL) && !word.is(flag::SENTENCE));
            said.capitals += usize::from(capital && form.is(form::LONG));
            let past = form.is(form::PAST);
            said.verb |= form.is(form::PAST | form::VERB);
            since_we = if form.is(form::WE) { 0 } else { since_we.saturating_add(1) };
            said.own_past += usize::from(past && (1..=2).contains(&since_we));
            said.modals += usize::from(form.is(form::MODAL));
            said.negations += usize::from(form.is(form::NEGATION));
            said.reason |= form.is(form::REASON);
            if let Some(stem) = form.keys[register as usize] {
                self.stems.push(stem);
                self.word_stems[read.words().start + offset - self.first_word] = stem;
            }
        }
        self.stems[first_stem..].sort_unstable();
        let mut kept = first_stem;
        for from in first_stem..self.stems.len() {
            if kept == first_stem || self.stems[kept - 1] != self.stems[from] {
                self.stems[kept] = self.stems[from];
                kept += 1;
            }
        }
        self.stems.truncate(kept);
        said.stems = first_stem..kept;
        let before = self.said.last().filter(|before| before.passage == said.passage).map(|b| b.stems.clone());
        for at in first_stem..kept {
            let repeats = before.clone().is_some_and(|b| self.stems[b].binary_search(&self.stems[at]).is_ok());
            self.repeated.push(repeats);
        }
        self.said.push(said);
    }

    /// Leaves out the matches from `from` on that hold code, a link, or somebody's words.
    fn drop_others_words(&mut self, draft: &Draft, sentence: Range<usize>, from: usize) {
        let skipped = others_words(&draft.words[sentence]);
        let mut kept = from;
        for at in from..self.hits.len() {
            let hit = self.hits[at];
            if !draft.words[hit.words()].iter().any(|w| w.is(skipped)) {
                self.hits[kept] = hit;
                kept += 1;
            }
        }
        self.hits.truncate(kept);
    }

    /// The stems in a hit.
    pub fn stems_of(&self, hit: &Hit) -> impl Iterator<Item = u32> {
        let words = hit.first as usize - self.first_word..hit.last as usize - self.first_word;
        self.word_stems[words].iter().copied().filter(|s| *s != 0)
    }

    /// The matches in a sentence of the patterns of `group`, but not those that stand in a `not` context.
    pub fn hits_of(&self, said: &Said, group: u32) -> impl Iterator<Item = &Hit> {
        let hits = &self.hits[said.hits.clone()];
        let not = group << 2 | pattern_kind::NOT;
        hits.iter().filter(move |hit| {
            hit.owner >> 2 == group
                && hit.owner != not
                && !hits.iter().any(|n| n.owner == not && n.first < hit.last && hit.first < n.last)
        })
    }

    /// Whether a sentence or the next of its paragraph says why.
    #[must_use]
    pub fn gives_reason(&self, at: usize) -> bool {
        let next = self.said.get(at + 1).filter(|next| next.passage == self.said[at].passage);
        self.said[at].reason || next.is_some_and(|next| next.reason)
    }

    /// Number of matches of a group's patterns.
    #[must_use]
    pub fn count(&self, group: u32) -> usize {
        self.said.iter().map(|s| self.hits_of(s, group).count()).sum()
    }

    /// The windows of sentences that are `wanted`: each, and each two neighbours of one paragraph; as ranges of
    /// [`Speech::said`].
    pub fn windows(&self, wanted: impl Fn(&Said) -> bool + Copy) -> impl Iterator<Item = Range<usize>> {
        let said = &self.said;
        (0..said.len()).filter(move |at| wanted(&said[*at])).flat_map(move |at| {
            let pair = said.get(at + 1).is_some_and(|next| next.passage == said[at].passage && wanted(next));
            [Some(at..at + 1), pair.then_some(at..at + 2)].into_iter().flatten()
        })
    }

    /// Where in [`Speech::stems`] the stems of a window stand, each stem once.
    pub fn window_stems(&self, window: &Range<usize>) -> impl Iterator<Item = usize> {
        let second = match window.len() {
            2 => self.said[window.start + 1].stems.clone(),
            _ => 0..0,
        };
        self.said[window.start].stems.clone().chain(second.filter(|at| !self.repeated[*at]))
    }

    /// The words of a window in the prose.
    #[must_use]
    pub fn span(&self, draft: &Draft, answer: &Answer, window: &Range<usize>) -> Span {
        let of = |at: usize| draft.sentences[answer.sentences[self.said[at].at].index].span;
        of(window.start).join(of(window.end - 1))
    }
}

/// A sum of weights over a window of so many stems, made independent of its length.
#[must_use]
pub fn scaled(sum: f32, stems: usize) -> f32 {
    sum / (stems as f32 + WINDOW_START).powf(WINDOW_POWER)
}

/// The flags of words that are not the speaker's own.
fn others_words(words: &[Word]) -> u16 {
    let quoted = words.iter().filter(|w| w.is(flag::QUOTED)).count();
    flag::CODE | flag::LINK | if quoted >= SOMEBODYS_WORDS { flag::QUOTED } else { 0 }
}

thread_local! {
    static FORMS: RefCell<Memo<Form>> = RefCell::default();
}

/// What matters of a word's form.
#[derive(Clone, Copy)]
struct Form {
    /// The number of its stem in either register.
    keys: [Option<u32>; 2],
    /// Bits of [`form`].
    bits: u8,
}

/// Facts about a word's form, as bits.
mod form {
    /// More than a letter.
    pub const LONG: u8 = 1;
    /// A past form.
    pub const PAST: u8 = 1 << 1;
    /// A frequent verb.
    pub const VERB: u8 = 1 << 2;
    /// "We" or "I".
    pub const WE: u8 = 1 << 3;
    /// "Would", "should", "will".
    pub const MODAL: u8 = 1 << 4;
    /// "No", "not", "never".
    pub const NEGATION: u8 = 1 << 5;
    /// A word by which a sentence says why.
    pub const REASON: u8 = 1 << 6;
}

impl Form {
    fn of(word: &str) -> Self {
        let bit = |holds: bool, bit: u8| if holds { bit } else { 0 };
        let bits = bit(word.len() > 1, form::LONG)
            | bit(is_past(word), form::PAST)
            | bit(is_verb(word), form::VERB)
            | bit(matches!(word, "we" | "i"), form::WE)
            | bit(matches!(word, "would" | "should" | "will"), form::MODAL)
            | bit(matches!(word, "no" | "not" | "never" | "nobody" | "nothing" | "without"), form::NEGATION)
            | bit(REASONS.contains(&word), form::REASON);
        Self { keys: content_keys(word), bits }
    }

    fn is(self, bits: u8) -> bool {
        self.bits & bits != 0
    }
}

/// The form of word number `offset` of a sentence.
fn form_of(draft: &Draft, words: &[Word], offset: usize, forms: &mut Memo<Form>) -> Form {
    const NOT: u64 = vocabulary::hash(b"not");
    let word = &words[offset];
    let before = offset.checked_sub(1).map(|before| &words[before]);
    if word.is_as_written(before) {
        return forms.of(word.hash, || Form::of(&normal_form(draft, word)));
    }
    let form = match before.is_some_and(|before| before.span == word.span) {
        // "not" of "don't", "is" of "it's": words without content, which the negation alone needs.
        true if word.hash == NOT => "not".to_owned(),
        true => String::new(),
        false => normal_form(draft, word),
    };
    forms.of(vocabulary::hash(form.as_bytes()), || Form::of(&form))
}

/// The word's normal form: its token without what a contraction added.
fn normal_form(draft: &Draft, word: &Word) -> String {
    let text = draft.document.text(word.span);
    if text.bytes().all(|b| b.is_ascii() && b != b'\'') {
        return text[..text.len().min(word.len as usize)].to_ascii_lowercase();
    }
    let mut out = String::new();
    for c in text.chars() {
        if !matches!(c, '\'' | '’' | 'ʼ' | '‘') {
            out.extend(c.to_lowercase());
        } else if (word.len as usize) <= out.len() {
            break;
        }
    }
    let len = word.len as usize;
    if len < out.len() && out.is_char_boundary(len) {
        out.truncate(len);
    }
    out
}

/// Words by which a sentence says why.
const REASONS: &[&str] = &["because", "since", "so", "cost", "costs", "would", "too", "than"];

/// Irregular pasts by which people tell what they did.
const PASTS: &[&str] = &[
    "built", "chose", "cut", "did", "found", "gave", "got", "had", "kept", "lost", "made", "put", "ran", "saw", "took",
    "was", "went", "were", "wrote",
];

fn is_past(word: &str) -> bool {
    (word.len() >= 5 && word.ends_with("ed")) || PASTS.binary_search(&word).is_ok()
}

/// Frequent verbs in the present.
const VERBS: &[&str] = &[
    "add", "adds", "am", "are", "ask", "asks", "be", "became", "been", "call", "calls", "came", "can", "come", "comes",
    "could", "decide", "do", "does", "drop", "drops", "fail", "fails", "fill", "get", "gets", "give", "gives", "go",
    "goes", "has", "have", "held", "hold", "holds", "is", "keep", "keeps", "knew", "know", "knows", "learn", "let",
    "lets", "lose", "make", "makes", "may", "mean", "means", "meant", "might", "move", "moves", "must", "need",
    "needs", "read", "return", "run", "runs", "said", "say", "says", "see", "send", "sends", "sent", "set", "should",
    "show", "shows", "split", "start", "stop", "stops", "take", "takes", "think", "use", "wait", "waits", "want",
    "wants", "will", "work", "works", "would", "write", "writes",
];

fn is_verb(word: &str) -> bool {
    (word.len() >= 5 && word.ends_with("es")) || VERBS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn word_lists_are_sorted() {
        assert!(super::PASTS.is_sorted());
        assert!(super::VERBS.is_sorted());
    }
}
