//! Finding the question of the bank that a line of text means.
//!
//! The build script has made an index of the words of every question, and of questions that are not in the bank. A
//! line is weighed against all of them by the words they share, the rare ones most; what is nearest counts only when
//! enough of the line is explained by it and nothing else is as near.

use super::bank::{self, Match};
use crate::tables;
use crate::text::terms::{INITIALS, distance, initial, key, letters, stem, tokens};
use crate::text::vocabulary::{Vocabulary, hash};

static KEYS: Vocabulary = Vocabulary::from_table(tables::QUESTION_KEYS);
static TERMS: Vocabulary = Vocabulary::from_table(tables::TERM_SLOTS);

/// Most different terms of a line that are looked at.
const MAX_TERMS: usize = 64;
/// Fewest letters of a word in which a typing error is looked for.
const MIN_TYPO_LETTERS: usize = 5;
/// Words of this many letters may have two errors.
const TWO_ERRORS_FROM: usize = 7;
/// What a word found in spite of an error keeps of its weight.
const TYPO_SHARE: f32 = 0.9;
/// Weight of an unknown word, as a share of a word that stands in no question.
const UNKNOWN_SHARE: f32 = 0.75;
/// Added to a line's weight, so that one word does not make a certainty.
const SMOOTHING: f32 = 3.0;
/// A lead of more than this says no more.
const MAX_MARGIN: f32 = 0.6;
/// How much more a phrase counts that is the whole line.
const WHOLE_PHRASE: f32 = 2.0;

/// Fitted by logistic regression (see `tests/questions.rs` for what it reaches).
mod weight {
    pub const BIAS: f32 = -12.84;
    pub const MARGIN: f32 = 2.48;
    pub const SHARED: f32 = 2.48;
    pub const COVER: f32 = 4.76;
    pub const PHRASE: f32 = 0.51;
    pub const DEFINITION: f32 = -3.85;
    pub const NAMED: f32 = 1.1;
    pub const TERMS: f32 = 1.34;
}
/// The probability from which a match counts.
const THRESHOLD: f32 = 0.4;

/// The question that `text` means: an id, a source, or words for it.
#[must_use]
pub fn resolve(text: &str) -> Option<Match> {
    if let Some(question) = bank::find(text).or_else(|| titled(without_number(text))) {
        return Some(Match { question, score: 1.0 });
    }
    if is_name(text) {
        return None;
    }
    let nearest = nearest(text)?;
    let score = nearest.probability();
    (nearest.entry < bank::len() && score >= THRESHOLD).then_some(Match { question: nearest.entry, score })
}

/// Whether `text` is meant as an id or a source, right or wrong: "attitude/blame-gme", "technical:101".
#[must_use]
pub fn is_name(text: &str) -> bool {
    const KIND_ERRORS: usize = 2;
    let text = text.trim();
    let Some((kind, rest)) = text.split_once(['/', ':']) else { return false };
    !rest.is_empty()
        && !text.contains(char::is_whitespace)
        && ["technical", "leadership", "attitude"]
            .iter()
            .any(|known| distance(&kind.to_ascii_lowercase(), known, KIND_ERRORS).is_some())
}

/// The id or source that a wrong one is nearest to.
#[must_use]
pub fn nearest_name(name: &str) -> Option<&'static str> {
    let name = name.trim().to_ascii_lowercase();
    if let Some((kind, _)) = name.split_once(':') {
        // A wrong number has no neighbour; a wrong kind has.
        let at = ["technical", "leadership", "attitude"].into_iter().find(|k| distance(kind, k, 2).is_some())?;
        let number = &name[kind.len()..];
        let meant = format!("{at}{number}");
        return bank::find(&meant).map(bank::source_of);
    }
    let slug = name.rsplit('/').next().unwrap_or("");
    let ids = || (0..bank::len()).map(bank::id_of);
    ids()
        .find(|id| id.rsplit('/').next() == Some(slug))
        .or_else(|| crate::text::terms::closest(&name, ids()))
        .or_else(|| nearest(slug).filter(|n| n.entry < bank::len()).map(|n| bank::id_of(n.entry)))
}

/// The question of exactly this title or prompt, letter case and punctuation apart.
fn titled(text: &str) -> Option<usize> {
    let number = KEYS.find(key(text));
    (number > 0).then(|| number as usize - 1)
}

/// What is nearest to a line, and how near it is.
#[derive(Debug)]
struct Nearest {
    /// A question of the bank, or after them one that is not in it.
    entry: usize,
    /// How much nearer it is than the next one, as a share of the line.
    margin: f32,
    /// Weight of the shared terms and phrases.
    shared: f32,
    /// Share of the line's weight that is shared.
    cover: f32,
    /// Weight of the best phrase that stands there whole.
    phrase: f32,
    /// Share of the entry's title, prompt and match words that the line holds, by weight.
    named: f32,
    /// How many terms the line has.
    terms: f32,
    /// The line asks what something is.
    definition: bool,
}

impl Nearest {
    fn probability(&self) -> f32 {
        let z = weight::BIAS
            + weight::MARGIN * self.margin
            + weight::SHARED * self.shared.ln_1p()
            + weight::COVER * self.cover
            + weight::PHRASE * self.phrase.ln_1p()
            + weight::DEFINITION * f32::from(u8::from(self.definition))
            + weight::NAMED * self.named.sqrt()
            + weight::TERMS * self.terms.ln_1p();
        1.0 / (1.0 + (-z).exp())
    }
}

/// A term of a line that the index holds.
#[derive(Clone, Copy)]
struct Known {
    term: usize,
    weight: f32,
}

/// The terms of a line.
#[derive(Default)]
struct Line {
    known: Vec<Known>,
    /// Weight of all its terms.
    mass: f32,
    unknown: Vec<String>,
    telling: bool,
}

impl Line {
    fn read(text: &str) -> Self {
        let mut line = Self::default();
        let mut buffer = String::new();
        tokens(text, &mut buffer, |token| {
            let mut id = TERMS.find(hash(token.as_bytes()));
            if id == 0 {
                stem(token);
                id = TERMS.find(hash(token.as_bytes()));
            }
            if id == 0 {
                if line.unknown.len() < MAX_TERMS && !line.unknown.contains(token) {
                    line.unknown.push(token.clone());
                }
                return;
            }
            line.add(id as usize - 1, 1.0);
        });
        line
    }

    fn add(&mut self, term: usize, share: f32) {
        let weight = f32::from_bits(tables::TERM_WEIGHTS[term]);
        if weight == 0.0 || self.known.len() >= MAX_TERMS || self.known.iter().any(|k| k.term == term) {
            return;
        }
        self.telling |= tables::TERM_WEAK[term] == 0;
        self.mass += weight * (1.0 + share) / 2.0;
        self.known.push(Known { term, weight: weight * share });
    }

    /// Looks for the terms that unknown words were meant to be.
    fn mend(&mut self) -> usize {
        let mut unknown = 0;
        for word in std::mem::take(&mut self.unknown) {
            match meant(&word) {
                Some(term) => self.add(term, TYPO_SHARE),
                None => {
                    self.mass += UNKNOWN_SHARE * f32::from_bits(tables::TERM_UNKNOWN_WEIGHT[0]);
                    unknown += 1;
                }
            }
        }
        unknown
    }
}

fn term_text(term: usize) -> &'static str {
    &tables::TERMS[tables::TERM_STARTS[term] as usize..tables::TERM_STARTS[term + 1] as usize]
}

/// The indexed term that a word with a typing error was meant to be.
fn meant(word: &str) -> Option<usize> {
    let len = word.len();
    if len < MIN_TYPO_LETTERS || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let limit = if len < TWO_ERRORS_FROM { 1 } else { 2 };
    let own = letters(word);
    // The first letter is right, or has changed places with the second, or is missing.
    let (first, swapped) = (initial(word), initial(&word[1..]));
    let mut best: Option<(usize, bool, usize)> = None;
    for other_len in (len - limit).max(MIN_TYPO_LETTERS - 1)..=len + limit {
        for letter in [first, swapped] {
            let group = other_len * INITIALS + letter;
            let Some(&to) = tables::TERM_GROUPS.get(group + 1) else { continue };
            for term in tables::TERM_GROUPS[group] as usize..to as usize {
                if (tables::TERM_LETTERS[term] ^ own).count_ones() as usize > 2 * limit {
                    continue;
                }
                if let Some(errors) = distance(word, term_text(term), limit) {
                    let candidate = (errors, letter != first, term);
                    if best.is_none_or(|b| candidate < b) {
                        best = Some(candidate);
                    }
                }
            }
        }
    }
    best.map(|(_, _, term)| term)
}

fn nearest(text: &str) -> Option<Nearest> {
    let text = without_number(text);
    let mut line = Line::read(text);
    // A line that shares no telling word with any question means none; most headings end here.
    if !line.telling {
        return None;
    }
    let unknown = line.mend();
    let entries = tables::ENTRY_WEIGHTS.len();
    let mut scores = vec![0f32; entries];
    for known in &line.known {
        for [entry, field] in postings(known.term) {
            scores[*entry as usize] += known.weight * f32::from_bits(*field);
        }
    }
    let mut phrases = vec![0f32; entries];
    for known in &line.known {
        let range = tables::PHRASE_STARTS[known.term] as usize..tables::PHRASE_STARTS[known.term + 1] as usize;
        for at in range {
            let [entry, bonus, start] = tables::PHRASES[at];
            let rest = &tables::PHRASE_TERMS[start as usize..tables::PHRASES[at + 1][2] as usize];
            if rest.iter().all(|t| line.known.iter().any(|k| k.term == *t as usize)) {
                // Nothing else in the line: it is the title, or another name of the question.
                let alone = unknown == 0 && rest.len() + 1 == line.known.len();
                let bonus = f32::from_bits(bonus) * if alone { WHOLE_PHRASE } else { 1.0 };
                let slot = &mut phrases[entry as usize];
                *slot = slot.max(bonus);
            }
        }
    }
    let (mut best, mut first, mut second) = (0, 0f32, 0f32);
    for (entry, (score, phrase)) in scores.iter().zip(&phrases).enumerate() {
        let total = score + phrase;
        // Of two that are as near, the one outside the bank, which comes later: right or nothing.
        if total >= first {
            (best, second, first) = (entry, first, total);
        } else if total > second {
            second = total;
        }
    }
    let mut named = 0f32;
    for known in &line.known {
        let field =
            postings(known.term).iter().find(|[e, _]| *e as usize == best).map_or(0.0, |[_, f]| f32::from_bits(*f));
        if field >= 1.0 {
            named += known.weight;
        }
    }
    let whole = line.mass + SMOOTHING;
    Some(Nearest {
        entry: best,
        margin: ((first - second) / whole).min(MAX_MARGIN),
        shared: first,
        named: named / f32::from_bits(tables::ENTRY_WEIGHTS[best]).max(1.0),
        terms: line.known.len() as f32 + unknown as f32,
        cover: scores[best] / (line.mass + 1e-6),
        phrase: phrases[best],
        definition: asks_what_it_is(text),
    })
}

fn postings(term: usize) -> &'static [[u32; 2]] {
    &tables::POSTINGS[tables::POSTING_STARTS[term] as usize..tables::POSTING_STARTS[term + 1] as usize]
}

/// A line without the number before it ("12.", "Q12:", "Question 3 -") and without the marks of a heading or a list.
fn without_number(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let bytes = text.as_bytes();
    let mut at = 0;
    for lead in ["question", "no", "q"] {
        if text.get(..lead.len()).is_some_and(|t| t.eq_ignore_ascii_case(lead)) {
            at = lead.len() + usize::from(bytes.get(lead.len()) == Some(&b'.'));
            break;
        }
    }
    at += bytes[at..].iter().take_while(|b| matches!(b, b' ' | b'#')).count();
    let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 || digits > 3 {
        return text;
    }
    let rest = text[at + digits..].trim_start();
    match rest.chars().next() {
        Some('.' | ')' | ':' | '-' | '–' | '—') => rest.trim_start_matches(|c: char| !c.is_alphanumeric()),
        _ => text,
    }
}

/// Whether a line asks for a definition or a comparison ("What is…", "Difference between…", "X or Y?"), which the bank's
/// questions do not.
fn asks_what_it_is(text: &str) -> bool {
    let lower = text.to_lowercase().replace('’', "'");
    let starts = |lead: &str| lower.strip_prefix(lead).filter(|rest| rest.starts_with([' ', ':']) || rest.is_empty());
    for lead in ["what is", "what's", "what are", "whats"] {
        if let Some(rest) = starts(lead) {
            let rest = rest.trim_start();
            let own = ["your ", "the most", "the hardest", "the worst", "the toughest", "the biggest"];
            return !own.iter().any(|o| rest.starts_with(o));
        }
    }
    let definitional = ["define", "when would you use", "how does", "what goes into", "which", "prefer"];
    if definitional.iter().any(|lead| starts(lead).is_some()) {
        return true;
    }
    if ["difference between", "differences between", " prefer", "definition"].iter().any(|w| lower.contains(w)) {
        return true;
    }
    let versus = [" vs ", " vs. ", " versus "].iter().any(|w| lower.contains(w));
    if versus && lower.split_whitespace().count() <= 7 {
        return true;
    }
    // "Kafka or RabbitMQ?"
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '#' | '/' | '-' | '_');
    lower.len() <= 84 && lower.trim_end().strip_suffix('?').is_some_and(|l| l.chars().all(plain) && l.contains(" or "))
}
