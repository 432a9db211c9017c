//! What sort of text a section is: the account of somebody who was there, a technical note, or a guide for others.

use std::cell::RefCell;

use super::labels;
use super::sections::{is_invitation, is_question};
use super::{Answer, AnswerSentence, Asked, Draft, Passage, Role};
use crate::document::Document;
use crate::rules::Part;
use crate::tables::{self, genre};
use crate::text::memo::Memo;
use crate::text::vocabulary::{self, Vocabulary};
use crate::text::words::flag;

/// What sort of text a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Genre {
    /// Somebody tells what happened.
    Account,
    /// How something is built or works, whatever its labels.
    Technical,
    /// A template, advice on how to answer, or questions to the reader.
    Guide,
}

/// What the words of a section say of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// What sort of text it is.
    pub genre: Genre,
    /// How many of its lines tell what somebody did.
    pub told: usize,
}

/// Share of words of software from which a text without people is a technical note.
const NOTE_SHARE: f32 = 0.08;
/// The same for the answer to a question that asks for an explanation.
const EXPLANATION_SHARE: f32 = 0.07;
/// The same for a text in which "I" is rare.
const ESSAY_SHARE: f32 = 0.1;
/// Fewest lines of such a text.
const MIN_ESSAY: usize = 12;
/// "I" is rare in no more than this share of lines.
const RARE: f32 = 0.25;
/// People are rare in no more than this share of words.
const FEW_PEOPLE: f32 = 0.02;
/// Fewest lines of advice that make a guide.
const MIN_ADVICE: usize = 2;

/// How often signs of each sort stand in a section.
#[derive(Debug, Default)]
struct Signs {
    lines: usize,
    /// Lines in which somebody says "I" or "we", or what was done with the subject left out.
    told: usize,
    /// Lines in which "I" tells something.
    told_by_me: usize,
    /// Lines of advice, and questions to the reader.
    advice: usize,
    words: usize,
    /// Words in a past form.
    past: usize,
    people: usize,
    technical: usize,
}

/// What the passages under a title are.
pub(super) fn of<'a>(document: &Document, title: Option<&str>, passages: impl Iterator<Item = &'a Passage>) -> Reading {
    let mut signs = Signs::default();
    for passage in passages.filter(|p| matches!(p.role, Role::Body | Role::MaybeTitle)) {
        let text = document.text(passage.body);
        let mut start = 0;
        for (at, c) in text.char_indices() {
            let ends = c == '\n' || (matches!(c, '.' | '?' | '!') && text[at + 1..].starts_with([' ', '\n', '"', '”']));
            if ends {
                signs.add(&text[start..=at]);
                start = at + 1;
            }
        }
        signs.add(&text[start..]);
    }
    Reading { genre: signs.genre(title), told: signs.told }
}

impl Signs {
    fn genre(&self, title: Option<&str>) -> Genre {
        let asks_conduct = title.is_some_and(|t| is_invitation(t) || names(t, genre::CONDUCT));
        let asks = title.is_some_and(|t| t.trim_end_matches(['"', '”', '*', ' ']).ends_with('?'));
        let for_others = !asks && title.is_some_and(|t| names(t, genre::GUIDE) || opens_guide(t));
        if (self.advice >= MIN_ADVICE && self.advice > self.told) || (for_others && self.advice > 0) {
            return Genre::Guide;
        }
        let share = self.technical as f32 / self.words.max(1) as f32;
        let few = self.people as f32 <= FEW_PEOPLE * self.words as f32 + 1.0;
        let compares = title.is_some_and(|t| words(t).any(|w| w == "vs" || w == "versus"));
        let note = self.told_by_me == 0 && few && (share >= NOTE_SHARE || compares);
        let essay = self.lines >= MIN_ESSAY
            && self.told_by_me as f32 <= RARE * self.lines as f32
            && few
            && share >= ESSAY_SHARE;
        if !asks_conduct && (note || essay || (asks && share >= EXPLANATION_SHARE)) {
            return Genre::Technical;
        }
        if self.told == 0 && self.past == 0 { Genre::Guide } else { Genre::Account }
    }

    fn add(&mut self, line: &str) {
        let (mut first, mut all) = (None, 0);
        let mut past = 0;
        for word in raw_words(line) {
            let signs = known_signs(word);
            first.get_or_insert(signs);
            all |= signs;
            let is = |lists: u64| usize::from(has(signs, lists));
            self.words += 1;
            self.technical += is(IDENTIFIER.into()) + is(genre::TECHNICAL);
            self.people += is(genre::PEOPLE);
            past += is(genre::PAST | genre::PAST_AUXILIARY);
        }
        let Some(first) = first else { return };
        let me = has(all, genre::ME);
        let own = has(all, genre::ME | genre::US);
        let elided = has(first, genre::PAST);
        let asks = line.trim_end_matches(['"', '”', '*', ')', ' ', '\n', ']']).ends_with('?');
        let advice = !own
            && ((has(all, genre::YOU) && !elided)
                || (asks && has(first, genre::OPENS_QUESTION))
                || has(first, genre::OPENS_ADVICE));
        self.lines += 1;
        self.told += usize::from(!advice && (own || elided));
        self.told_by_me += usize::from(me);
        self.advice += usize::from(advice);
        self.past += usize::from(!asks) * past;
    }
}

thread_local! {
    /// The signs of words met before.
    static KNOWN: RefCell<Memo<u32>> = RefCell::default();
}

/// The words of the lists, each with the bits of those it is in.
static LISTED: Vocabulary = Vocabulary::from_table(tables::GENRE_SLOTS);
/// The bit of a word that is written as code is.
const IDENTIFIER: u32 = 1 << 31;

/// What a word as written is a sign of: bits of [`genre`], and [`IDENTIFIER`].
fn signs(raw: &str) -> u32 {
    let word = normal(raw);
    let past = if word.ends_with("ed") && word.len() > 4 { genre::PAST } else { 0 };
    let code = if is_identifier(raw) { IDENTIFIER } else { 0 };
    LISTED.find(vocabulary::hash(word.as_bytes())) | past as u32 | code
}

/// The same, remembered.
fn known_signs(raw: &str) -> u32 {
    KNOWN.with_borrow_mut(|known| known.of(vocabulary::hash(raw.as_bytes()), || signs(raw)))
}

/// Whether a word is written as code is: with a capital inside ("HashMap"), or underscores.
fn is_identifier(word: &str) -> bool {
    let inner = word.chars().skip(1).any(char::is_uppercase);
    let lower = word.chars().any(char::is_lowercase);
    (inner && lower && word.len() > 3) || word.trim_matches('_').contains('_')
}

/// Whether a title announces advice: "How to answer …".
fn opens_guide(title: &str) -> bool {
    let mut words = words(title).skip_while(|w| w.chars().all(|c| c.is_ascii_digit()));
    words.next().as_deref() == Some("how") && words.next().as_deref() == Some("to")
}

/// Whether a line has a word of a list.
pub(super) fn names(line: &str, list: u64) -> bool {
    raw_words(line).any(|word| has(known_signs(word), list))
}

/// Whether signs are of any of these lists.
fn has(signs: u32, lists: u64) -> bool {
    u64::from(signs) & lists != 0
}

/// The words of a line as written.
fn raw_words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '_'))
        .map(|w| w.trim_matches(['\'', '’']))
        .filter(|w| !w.is_empty())
}

/// The words of a line in lower case, apostrophes straightened.
fn words(line: &str) -> impl Iterator<Item = String> + '_ {
    raw_words(line).map(normal)
}

fn normal(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.to_lowercase().replace('’', "'")
}

/// The words of a title without what numbers it: "Q:", "Q5:", "Question 5 -".
fn unnumbered(title: &str) -> impl Iterator<Item = String> + '_ {
    let numbers = |w: &String| w == "question" || w == "q" || w.chars().any(|c| c.is_ascii_digit());
    words(title).skip_while(numbers)
}

/// Whether a title asks for a story: "Tell me about a time", "Describe a bug that …", "Have you ever …".
pub(super) fn asks_for_story(title: &str) -> bool {
    let words: Vec<String> = unnumbered(title).take(8).collect();
    let opens = |lead: &[&str]| words.len() >= lead.len() && words.iter().zip(lead).all(|(w, l)| w == l);
    let asks =
        [&["tell", "me", "about"][..], &["describe", "a"], &["describe", "an"], &["have", "you"], &["share", "a"]];
    asks.iter().any(|lead| opens(lead))
        || words.windows(2).any(|w| w[0] == "a" && matches!(w[1].as_str(), "time" | "situation"))
}

/// What a title asks for.
pub(super) fn asked(title: Option<&str>) -> Asked {
    let Some(title) = title else { return Asked::default() };
    let failing = names(title, genre::FAILING);
    Asked { something: true, outright: is_question(title.trim()), practice: asks_for_practice(title), failing }
}

/// Fewest sentences about trouble of a story in which something went wrong.
const MIN_TROUBLE: usize = 2;

/// Whether an answer tells of something that went wrong.
pub(crate) fn tells_of_trouble(draft: &Draft, answer: &Answer) -> bool {
    let told = |s: &&AnswerSentence| names(draft.document.text(draft.sentences[s.index].span), genre::TROUBLE);
    answer.own().map(|(_, s)| s).filter(told).nth(MIN_TROUBLE - 1).is_some()
}

/// Whether "I" did what went wrong: "I brought down the database".
pub(crate) fn admits(draft: &Draft, answer: &Answer) -> bool {
    answer.own().any(|(_, s)| {
        let line = raw_words(draft.document.text(draft.sentences[s.index].span)).take(MAX_ADMISSION);
        let mut words = line.peekable();
        words.peek().is_some_and(|w| w.eq_ignore_ascii_case("i"))
            && words.any(|w| w.eq_ignore_ascii_case("down") || has(known_signs(w), genre::TROUBLE))
    })
}

/// Whether what came of it includes something that went wrong.
pub(crate) fn ends_in_trouble(draft: &Draft, answer: &Answer) -> bool {
    let outcome = answer.own().map(|(_, s)| s).filter(|s| s.part == Some(Part::Outcome));
    outcome.into_iter().any(|s| names(draft.document.text(draft.sentences[s.index].span), genre::TROUBLE))
}

/// Whether words of hindsight stand in an answer: enough where a lesson is not asked for.
pub(crate) fn looks_back(draft: &Draft, answer: &Answer) -> bool {
    answer.own().any(|(_, s)| {
        let line: Vec<String> = words(draft.document.text(draft.sentences[s.index].span)).collect();
        let line = format!(" {} ", line.join(" "));
        tables::HINDSIGHT.iter().any(|p| line.contains(&format!(" {p} ")))
    })
}

/// Whether an answer weighs one thing against another in words that anybody uses for that.
pub(crate) fn contrasts(draft: &Draft, answer: &Answer) -> bool {
    answer.own().any(|(_, s)| names(draft.document.text(draft.sentences[s.index].span), genre::CONTRAST))
}

/// Most words from "I" to what went wrong.
const MAX_ADMISSION: usize = 5;

/// Whether text stands under labels that the linter does not know: "Why: we had built it for the wrong people".
pub(crate) fn has_foreign_labels(draft: &Draft, answer: &Answer) -> bool {
    draft.passages[answer.passages.clone()].iter().any(|p| {
        let block = &draft.document.blocks[p.block];
        p.role == Role::Body && p.label.is_none() && labels::unknown(&draft.document, block, p.body).is_some()
    })
}

/// Whether what was done, or what came of it, names a piece of code.
pub(crate) fn names_code(draft: &Draft, answer: &Answer) -> bool {
    answer.own().filter(|(_, s)| matches!(s.part, Some(Part::Action | Part::Outcome))).any(|(_, s)| {
        let sentence = &draft.sentences[s.index];
        draft.words[sentence.words()].iter().any(|w| w.is(flag::CODE))
            || raw_words(draft.document.text(sentence.span)).any(is_identifier)
    })
}

/// Whether what stands before the action sets a task or names what stood in the way.
pub(crate) fn names_difficulty(draft: &Draft, answer: &Answer) -> bool {
    answer
        .own()
        .filter(|(_, s)| matches!(s.part, None | Some(Part::Context | Part::Challenge)))
        .any(|(_, s)| names(draft.document.text(draft.sentences[s.index].span), genre::DIFFICULTY))
}

/// Whether a title asks how somebody works rather than for one event: "How do you …", "How would you …".
pub(super) fn asks_for_practice(title: &str) -> bool {
    let words: Vec<String> = unnumbered(title).take(4).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words[..],
        ["how", "do" | "would" | "will" | "should" | "are" | "can", ..]
            | ["what", "is" | "are" | "would" | "do" | "does" | "makes" | "motivates" | "drives" | "interests", ..]
            | ["what", "kind" | "type" | "sort", ..]
            | ["where", "do" | "would" | "will" | "are", ..]
            | ["do" | "are" | "would", "you", ..]
            | ["what's" | "why", ..]
    )
}
