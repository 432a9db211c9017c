//! Splitting text into words and sentences in one pass.
//!
//! Words are letters and digits with their inner apostrophes; a hyphen or slash splits, a decimal point or thousands
//! comma inside a number does not. Sentences end at `.`, `!`, `?` or `…` followed by white space, except after common
//! abbreviations and initials, and except before a lower-case letter when the mark belongs to a quotation.

use super::normal::{self, Expansion, MODAL_BEFORE_OF};
use super::vocabulary::{self, NUMBER_WORDS, Vocabulary, WordId};
use crate::span::Span;

/// Facts about a word, as bits.
pub mod flag {
    /// First word of a sentence.
    pub const SENTENCE: u16 = 1;
    /// First word after a comma, semicolon, colon, bracket or dash, or of a sentence.
    pub const CLAUSE: u16 = 1 << 1;
    /// Holds a digit, or is a number word.
    pub const NUMBER: u16 = 1 << 2;
    /// A number with a currency sign before or after it.
    pub const MONEY: u16 = 1 << 3;
    /// Starts with a capital letter.
    pub const CAPITAL: u16 = 1 << 4;
    /// All of its letters are capitals, and there are at least two.
    pub const CAPITALS: u16 = 1 << 5;
    /// A percent sign follows.
    pub const PERCENT: u16 = 1 << 6;
    /// Inline code.
    pub const CODE: u16 = 1 << 7;
    /// Inside quotation marks within a sentence: somebody's words, or a name.
    pub const QUOTED: u16 = 1 << 8;
    /// A quotation mark or bracket stands right before the word.
    pub const OPENED: u16 = 1 << 9;
    /// Text of a link.
    pub const LINK: u16 = 1 << 10;
    /// Holds a digit.
    pub const DIGIT: u16 = 1 << 11;
    /// A comma stands right before the word.
    pub const COMMA: u16 = 1 << 12;
    /// The text has another word in its place, or a mark.
    pub const REPLACED: u16 = 1 << 13;
}

/// One word in normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where the token stands that the word came from.
    pub span: Span,
    /// Number in the vocabulary, 0 when unknown.
    pub id: WordId,
    /// Bits of [`flag`].
    pub flags: u16,
    /// Bytes of the word in normal form (a stem is shorter than its token).
    pub len: u16,
    /// Hash of the lower-cased word.
    pub hash: u64,
}

impl Word {
    /// Whether any of the given flags is set.
    #[must_use]
    #[inline]
    pub fn is(&self, flags: u16) -> bool {
        self.flags & flags != 0
    }

    /// Whether its hash is that of its token's letters, up to its length, in lower case; `before` is the word before.
    #[must_use]
    #[inline]
    pub fn is_as_written(&self, before: Option<&Word>) -> bool {
        !self.is(flag::REPLACED) && self.len < u16::MAX && before.is_none_or(|before| before.span != self.span)
    }
}

/// One sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first character to its closing mark.
    pub span: Span,
    /// Index of its first word.
    pub first: u32,
    /// Index after its last word.
    pub last: u32,
    /// Ends in a question mark.
    pub question: bool,
}

impl Sentence {
    /// The indices of its words.
    #[must_use]
    pub fn words(&self) -> std::ops::Range<usize> {
        self.first as usize..self.last as usize
    }
}

/// Abbreviations whose full stop does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "approx", "e.g", "i.e", "eg", "ie", "cf", "fig", "inc", "ltd", "jr",
    "sr", "dept", "est", "gen", "sgt", "capt", "col", "rev", "al", "viz", "ca", "resp", "incl", "excl",
];

/// Abbreviations that end a sentence unless a digit or lower-case letter follows.
const BEFORE_NUMBER: &[&str] = &["no", "p", "pp", "vol", "art", "sec", "ch", "nr", "etc", "a.m", "p.m"];

/// Appends the words and sentences of `text[range]` to `words` and `sentences`. Spans are offsets into `text`.
pub fn split(text: &str, range: Span, vocabulary: &Vocabulary, words: &mut Vec<Word>, sentences: &mut Vec<Sentence>) {
    Splitter {
        text,
        bytes: text.as_bytes(),
        at: range.start as usize,
        end: range.end as usize,
        vocabulary,
        words,
        sentences,
        lower: String::new(),
        pending: flag::SENTENCE | flag::CLAUSE,
        sentence_start: None,
        first_word: 0,
    }
    .run();
}

struct Splitter<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    end: usize,
    vocabulary: &'a Vocabulary,
    words: &'a mut Vec<Word>,
    sentences: &'a mut Vec<Sentence>,
    /// The current token, lower-cased.
    lower: String,
    /// Flags that the next word gets.
    pending: u16,
    sentence_start: Option<usize>,
    first_word: usize,
}

impl Splitter<'_> {
    fn run(&mut self) {
        self.first_word = self.words.len();
        while self.at < self.end {
            let byte = self.bytes[self.at];
            if byte.is_ascii_alphanumeric() {
                self.open_sentence();
                self.token();
            } else if byte < 0x80 {
                self.ascii_mark(byte);
            } else {
                let c = self.text[self.at..].chars().next().unwrap_or(' ');
                if c.is_alphanumeric() {
                    self.open_sentence();
                    self.token();
                } else {
                    self.other_mark(c);
                }
            }
        }
        let end = self.end;
        self.close_sentence(end, false);
    }

    fn open_sentence(&mut self) {
        if self.sentence_start.is_none() {
            self.sentence_start = Some(self.at);
        }
    }

    fn ascii_mark(&mut self, byte: u8) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b'.' | b'!' | b'?' => {
                self.end_mark(byte);
                return;
            }
            b',' => self.pending |= flag::CLAUSE | flag::COMMA,
            b';' | b':' | b')' => self.pending |= flag::CLAUSE,
            b'(' | b'[' => {
                self.open_sentence();
                self.pending |= flag::CLAUSE | flag::OPENED;
            }
            b'-' => {
                let spaced = self.at > 0 && self.bytes[self.at - 1].is_ascii_whitespace();
                let double = self.bytes.get(self.at + 1) == Some(&b'-');
                if spaced || double {
                    self.pending |= flag::CLAUSE;
                }
            }
            b'"' => {
                self.open_sentence();
                self.pending |= flag::OPENED;
            }
            b'%' => {
                if let Some(last) = self.words.last_mut()
                    && last.span.end as usize == self.at
                    && last.is(flag::DIGIT)
                {
                    last.flags |= flag::PERCENT;
                    self.lower.clear();
                    self.lower.push_str("percent");
                    self.push(Span::new(self.at, self.at + 1), flag::REPLACED);
                }
            }
            b'$' => {
                self.open_sentence();
                self.pending |= flag::MONEY;
            }
            _ => {}
        }
        self.at += 1;
    }

    fn other_mark(&mut self, c: char) {
        match c {
            '…' => {
                self.end_mark(b'.');
                return;
            }
            '。' | '！' | '？' => {
                self.at += c.len_utf8();
                let at = self.at;
                self.close_sentence(at, c == '？');
                return;
            }
            '–' | '—' => self.pending |= flag::CLAUSE,
            '“' | '«' | '‘' | '„' => {
                self.open_sentence();
                self.pending |= flag::OPENED;
            }
            '€' | '£' | '₹' | '¥' => {
                self.open_sentence();
                if let Some(last) = self.words.last_mut()
                    && last.span.end as usize + 1 >= self.at
                    && last.is(flag::DIGIT)
                {
                    last.flags |= flag::MONEY;
                } else {
                    self.pending |= flag::MONEY;
                }
            }
            _ => {}
        }
        self.at += c.len_utf8();
    }

    /// A full stop, question or exclamation mark: ends the sentence or not.
    fn end_mark(&mut self, mark: u8) {
        let mark_at = self.at;
        let mut question = mark == b'?';
        // Take the whole run of marks, then closing quotes and brackets.
        let mut at = mark_at;
        while at < self.end {
            let rest = &self.text[at..self.end];
            let Some(c) = rest.chars().next() else { break };
            if matches!(c, '.' | '!' | '?' | '…') {
                question |= c == '?';
                at += c.len_utf8();
            } else {
                break;
            }
        }
        let run = at - mark_at;
        let mut closed = false;
        while at < self.end {
            let Some(c) = self.text[at..self.end].chars().next() else { break };
            if matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']') {
                closed = true;
                at += c.len_utf8();
            } else {
                break;
            }
        }
        self.at = at;
        let next = self.text[at..self.end].chars().next();
        if next.is_some_and(|c| !c.is_whitespace() && !matches!(c, '—' | '–' | '|')) {
            return; // "3.x", "e.g.", a file name
        }
        let follows = self.text[at..self.end].trim_start().chars().find(|c| !matches!(c, '*' | '_'));
        let lower = follows.is_some_and(char::is_lowercase);
        if (closed || (run > 1 && !question)) && lower {
            return; // a quotation goes on, or a pause
        }
        if mark == b'.' && run == 1 && !closed && self.is_abbreviation(mark_at, follows) {
            return;
        }
        self.close_sentence(at, question);
    }

    fn is_abbreviation(&self, mark_at: usize, follows: Option<char>) -> bool {
        let before = &self.text[..mark_at];
        let start = before
            .rfind(|c: char| !(c.is_alphanumeric() || c == '.'))
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let word = before[start..].to_lowercase();
        if word.is_empty() || word.len() > 6 {
            return false;
        }
        let lower_or_digit = follows.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
        ABBREVIATIONS.contains(&word.as_str())
            || (BEFORE_NUMBER.contains(&word.as_str()) && lower_or_digit)
            || (word.chars().count() == 1 && word != "i" && word.chars().all(char::is_alphabetic) && follows.is_some())
    }

    fn close_sentence(&mut self, end: usize, question: bool) {
        let first = self.first_word;
        let last = self.words.len();
        if let Some(start) = self.sentence_start.take() {
            let text = &self.text[start..end];
            let end = start + text.trim_end().len();
            if last > first {
                self.sentences.push(Sentence {
                    span: Span::new(start, end),
                    first: first as u32,
                    last: last as u32,
                    question,
                });
            }
        }
        self.first_word = last;
        self.pending = flag::SENTENCE | flag::CLAUSE;
    }

    /// Reads the token at the current place and appends its words.
    fn token(&mut self) {
        let start = self.at;
        let mut flags = std::mem::take(&mut self.pending);
        let (end, digit) = self.token_end(start);
        self.at = end;
        let token = &self.text[start..end];
        let bytes = token.as_bytes();
        if bytes[0].is_ascii_uppercase() || (bytes[0] >= 0x80 && token.chars().next().is_some_and(char::is_uppercase)) {
            flags |= flag::CAPITAL;
            if bytes.len() > 1 && !token.chars().any(char::is_lowercase) {
                flags |= flag::CAPITALS;
            }
        }
        if digit {
            flags |= flag::NUMBER | flag::DIGIT;
        } else {
            flags &= !flag::MONEY;
        }
        let span = Span::new(start, end);
        self.lower.clear();
        if token.is_ascii() {
            self.lower.push_str(token);
            self.lower.make_ascii_lowercase();
        } else {
            for c in token.chars() {
                if matches!(c, '’' | 'ʼ' | '‘') {
                    self.lower.push('\'');
                } else {
                    self.lower.extend(c.to_lowercase());
                }
            }
        }
        if normal::may_expand(self.lower.as_bytes()) {
            match normal::expand(&self.lower) {
                Expansion::Word => {}
                Expansion::Stem { len, rest } => {
                    self.lower.truncate(len);
                    self.push(span, flags);
                    self.push_all(rest, span, flags);
                    return;
                }
                Expansion::Words(words) => {
                    self.push_all(words, span, flags | flag::REPLACED);
                    return;
                }
            }
        }
        if self.lower.contains('\'') {
            self.lower.retain(|c| c != '\'');
        }
        self.push(span, flags);
    }

    fn push_all(&mut self, words: &[&str], span: Span, mut flags: u16) {
        for (index, word) in words.iter().enumerate() {
            if index > 0 || self.words.last().is_some_and(|w| w.span == span) {
                flags &= !(flag::SENTENCE | flag::CLAUSE | flag::OPENED | flag::COMMA);
            }
            self.lower.clear();
            self.lower.push_str(word);
            self.push(span, flags);
        }
    }

    fn push(&mut self, span: Span, mut flags: u16) {
        let mut hash = vocabulary::hash(self.lower.as_bytes());
        if self.lower == "of"
            && let Some(before) = self.words.last()
            && self.words.len() > self.first_word
        {
            let token = self.text[before.span.range()].to_ascii_lowercase();
            if MODAL_BEFORE_OF.contains(&token.as_str()) {
                "have".clone_into(&mut self.lower);
                flags |= flag::REPLACED;
                hash = vocabulary::hash(b"have");
            }
        }
        let id = self.vocabulary.find(hash);
        if id != 0 && id as usize <= NUMBER_WORDS.len() {
            flags |= flag::NUMBER;
        }
        let len = u16::try_from(self.lower.len()).unwrap_or(u16::MAX);
        self.words.push(Word { span, id, flags, len, hash });
    }

    /// Where the token that starts at `start` ends, and whether it holds a digit.
    fn token_end(&self, start: usize) -> (usize, bool) {
        let mut at = start;
        let mut digit = false;
        while at < self.end {
            let byte = self.bytes[at];
            if byte.is_ascii_alphabetic() {
                at += 1;
            } else if byte.is_ascii_digit() {
                digit = true;
                at += 1;
            } else if byte == b'\'' {
                if at + 1 < self.end && self.bytes[at + 1].is_ascii_alphanumeric() {
                    at += 1;
                } else {
                    break;
                }
            } else if matches!(byte, b'.' | b',' | b':') {
                let digits = digit
                    && self.bytes[at - 1].is_ascii_digit()
                    && at + 1 < self.end
                    && self.bytes[at + 1].is_ascii_digit();
                if !digits {
                    break;
                }
                at += 1;
            } else if byte >= 0x80 {
                let Some(c) = self.text[at..self.end].chars().next() else { break };
                let after = at + c.len_utf8();
                if c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}') {
                    digit |= c.is_numeric();
                    at = after;
                } else if matches!(c, '’' | 'ʼ') && after < self.end && self.bytes[after].is_ascii_alphabetic() {
                    at = after;
                } else {
                    break;
                }
            } else {
                break;
            }
        }
        (at, digit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::vocabulary::VocabularyBuilder;

    fn sentences(text: &str) -> Vec<&str> {
        let vocabulary = VocabularyBuilder::default().build();
        let (mut words, mut sentences) = (Vec::new(), Vec::new());
        split(text, Span::new(0, text.len()), &vocabulary, &mut words, &mut sentences);
        sentences.iter().map(|s| &text[s.span.range()]).collect()
    }

    #[test]
    fn splits_at_sentence_ends_only() {
        assert_eq!(
            sentences("It cost 3.5 days, e.g. for Mr. Lee. then we left."),
            ["It cost 3.5 days, e.g. for Mr. Lee.", "then we left."]
        );
        assert_eq!(sentences("\"What now?\" he asked. I left…"), ["\"What now?\" he asked.", "I left…"]);
        assert_eq!(
            sentences("We met at 9 a.m. on Monday. Plan B. failed."),
            ["We met at 9 a.m. on Monday.", "Plan B. failed."]
        );
    }

    #[test]
    fn words_keep_the_span_of_their_token() {
        let vocabulary = VocabularyBuilder::default().build();
        let (mut words, mut sentences) = (Vec::new(), Vec::new());
        let text = "I don’t owe $4,000";
        split(text, Span::new(0, text.len()), &vocabulary, &mut words, &mut sentences);
        let tokens: Vec<&str> = words.iter().map(|w| &text[w.span.range()]).collect();
        assert_eq!(tokens, ["I", "don’t", "don’t", "owe", "4,000"]);
        assert!(words[4].is(flag::MONEY));
    }
}
