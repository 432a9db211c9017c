//! What sort of text a section is: the account of somebody who was there, a technical note, or a guide for others.

use std::cell::RefCell;

use super::sections::{is_invitation, is_question};
use super::{Answer, AnswerSentence, Asked, Draft, Passage, Role};
use crate::content;
use crate::document::Document;
use crate::rules::Part;
use crate::text::memo::Memo;
use crate::text::vocabulary;
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
        let lists = content::genre_words();
        let asks_conduct = title.is_some_and(|t| is_invitation(t) || names(t, &lists.conduct));
        let asks = title.is_some_and(|t| t.trim_end_matches(['"', '”', '*', ' ']).ends_with('?'));
        let for_others = !asks && title.is_some_and(|t| names(t, &lists.guide) || opens_guide(t));
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
        KNOWN.with_borrow_mut(|known| {
            for word in raw_words(line) {
                let bits = known.of(vocabulary::hash(word.as_bytes()), || sign::of(word));
                first.get_or_insert(bits);
                all |= bits;
                let is = |sign: u16| usize::from(bits & sign != 0);
                self.words += 1;
                self.technical += is(sign::IDENTIFIER) + is(sign::TECHNICAL);
                self.people += is(sign::PEOPLE);
                past += is(sign::PAST | sign::PAST_AUXILIARY);
            }
        });
        let Some(first) = first else { return };
        let me = all & sign::ME != 0;
        let own = all & (sign::ME | sign::US) != 0;
        let elided = first & sign::PAST != 0;
        let asks = line.trim_end_matches(['"', '”', '*', ')', ' ', '\n', ']']).ends_with('?');
        let advice = !own
            && ((all & sign::YOU != 0 && !elided)
                || (asks && first & sign::OPENS_QUESTION != 0)
                || first & sign::OPENS_ADVICE != 0);
        self.lines += 1;
        self.told += usize::from(!advice && (own || elided));
        self.told_by_me += usize::from(me);
        self.advice += usize::from(advice);
        self.past += usize::from(!asks) * past;
    }
}

thread_local! {
    /// The signs of words met before.
    static KNOWN: RefCell<Memo<u16>> = RefCell::default();
}

/// What a word is a sign of, as bits.
mod sign {
    use super::{PAST_AUX, is_identifier, normal};
    use crate::content;

    pub const IDENTIFIER: u16 = 1;
    pub const TECHNICAL: u16 = 1 << 1;
    pub const PEOPLE: u16 = 1 << 2;
    pub const PAST: u16 = 1 << 3;
    pub const PAST_AUXILIARY: u16 = 1 << 4;
    pub const ME: u16 = 1 << 5;
    pub const US: u16 = 1 << 6;
    pub const YOU: u16 = 1 << 7;
    pub const OPENS_QUESTION: u16 = 1 << 8;
    pub const OPENS_ADVICE: u16 = 1 << 9;

    /// The signs of a word as written.
    pub fn of(raw: &str) -> u16 {
        let lists = content::genre_words();
        let word = normal(raw);
        let own = [
            (IDENTIFIER, is_identifier(raw)),
            (PAST, (word.ends_with("ed") && word.len() > 4) || lists.past.contains(&word)),
            (TECHNICAL, lists.technical.contains(&word)),
            (PEOPLE, lists.people.contains(&word)),
            (OPENS_QUESTION, lists.question_openers.contains(&word)),
            (OPENS_ADVICE, lists.advice_openers.contains(&word)),
        ];
        let listed = [(PAST_AUXILIARY, PAST_AUX), (ME, super::ME), (US, super::US), (YOU, super::YOU)]
            .map(|(bit, list)| (bit, list.contains(&word.as_str())));
        own.into_iter().chain(listed).filter(|(_, holds)| *holds).fold(0, |bits, (bit, _)| bits | bit)
    }
}

const PAST_AUX: &[&str] = &["was", "were", "had", "did", "didn't", "wasn't", "weren't", "couldn't"];

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

const ME: &[&str] = &["i", "i'm", "i've", "i'd", "i'll", "my", "me", "mine", "myself"];
const US: &[&str] = &["we", "we're", "we've", "we'd", "we'll", "our", "us", "ours"];
const YOU: &[&str] = &["you", "you're", "you've", "you'd", "you'll", "your", "yours", "yourself"];

/// Whether a line has one of the words of a list.
pub(super) fn names(line: &str, list: &[String]) -> bool {
    words(line).any(|w| list.contains(&w))
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
    word.to_lowercase().replace('’', "'")
}

/// Whether a title asks for a story: "Tell me about a time", "Describe a bug that …", "Have you ever …".
pub(super) fn asks_for_story(title: &str) -> bool {
    let words: Vec<String> = words(title).skip_while(|w| w.chars().any(|c| c.is_ascii_digit())).take(8).collect();
    let opens = |lead: &[&str]| words.len() >= lead.len() && words.iter().zip(lead).all(|(w, l)| w == l);
    let asks =
        [&["tell", "me", "about"][..], &["describe", "a"], &["describe", "an"], &["have", "you"], &["share", "a"]];
    asks.iter().any(|lead| opens(lead))
        || words.windows(2).any(|w| w[0] == "a" && matches!(w[1].as_str(), "time" | "situation"))
}

/// What a title asks for.
pub(super) fn asked(title: Option<&str>) -> Asked {
    let Some(title) = title else { return Asked::default() };
    let failing = names(title, &content::genre_words().failing);
    Asked { something: true, outright: is_question(title.trim()), practice: asks_for_practice(title), failing }
}

/// Fewest sentences about trouble of a story in which something went wrong.
const MIN_TROUBLE: usize = 2;

/// Whether an answer tells of something that went wrong.
pub(crate) fn tells_of_trouble(draft: &Draft, answer: &Answer) -> bool {
    let trouble = &content::genre_words().trouble;
    let told = |s: &&AnswerSentence| names(draft.document.text(draft.sentences[s.index].span), trouble);
    answer.own().map(|(_, s)| s).filter(told).nth(MIN_TROUBLE - 1).is_some()
}

/// Whether "I" did what went wrong: "I brought down the database".
pub(crate) fn admits(draft: &Draft, answer: &Answer) -> bool {
    let trouble = &content::genre_words().trouble;
    answer.own().any(|(_, s)| {
        let line: Vec<String> = words(draft.document.text(draft.sentences[s.index].span)).take(MAX_ADMISSION).collect();
        line.first().is_some_and(|w| w == "i") && line.iter().any(|w| w == "down" || trouble.contains(w))
    })
}

/// Whether what came of it includes something that went wrong.
pub(crate) fn ends_in_trouble(draft: &Draft, answer: &Answer) -> bool {
    let trouble = &content::genre_words().trouble;
    let outcome = answer.own().map(|(_, s)| s).filter(|s| s.part == Some(Part::Outcome));
    outcome.into_iter().any(|s| names(draft.document.text(draft.sentences[s.index].span), trouble))
}

/// Whether words of hindsight stand in an answer: enough where a lesson is not asked for.
pub(crate) fn looks_back(draft: &Draft, answer: &Answer) -> bool {
    let phrases = &content::genre_words().hindsight;
    answer.own().any(|(_, s)| {
        let line: Vec<String> = words(draft.document.text(draft.sentences[s.index].span)).collect();
        let line = format!(" {} ", line.join(" "));
        phrases.iter().any(|p| line.contains(&format!(" {p} ")))
    })
}

/// Whether an answer weighs one thing against another in words that anybody uses for that.
pub(crate) fn contrasts(draft: &Draft, answer: &Answer) -> bool {
    let contrast = &content::genre_words().contrast;
    answer.own().any(|(_, s)| names(draft.document.text(draft.sentences[s.index].span), contrast))
}

/// Most words from "I" to what went wrong.
const MAX_ADMISSION: usize = 5;

/// Words of a label that the linter does not know, at most.
const MAX_FOREIGN: usize = 4;
/// Fewest words of text under it.
const MIN_UNDER: usize = 3;

/// Whether text stands under labels that the linter does not know: "Why: we had built it for the wrong people".
pub(crate) fn has_foreign_labels(draft: &Draft, answer: &Answer) -> bool {
    draft.passages[answer.passages.clone()].iter().any(|p| {
        let text = draft.document.text(p.body).trim_start();
        p.role == Role::Body
            && p.label.is_none()
            && text.split_once(':').is_some_and(|(label, rest)| {
                let count = label.split_whitespace().count();
                (1..=MAX_FOREIGN).contains(&count)
                    && label.starts_with(char::is_uppercase)
                    && rest.split_whitespace().count() >= MIN_UNDER
            })
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
    let difficulty = &content::genre_words().difficulty;
    answer
        .own()
        .filter(|(_, s)| matches!(s.part, None | Some(Part::Context | Part::Challenge)))
        .any(|(_, s)| names(draft.document.text(draft.sentences[s.index].span), difficulty))
}

/// Whether a title asks how somebody works rather than for one event: "How do you …", "How would you …".
pub(super) fn asks_for_practice(title: &str) -> bool {
    let words: Vec<String> =
        words(title).skip_while(|w| w.chars().any(|c| c.is_ascii_digit()) || w == "question").take(4).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words[..],
        ["how", "do" | "would" | "will" | "should" | "are" | "can", ..]
            | ["what", "is" | "are" | "would", ..]
            | ["what's", ..]
            | ["why", ..]
    )
}
