//! The file as a whole: front matter, placeholders, language.

use super::{Finding, Subject, list};
use crate::answer::{Answer, Draft, Role, Speaker};
use crate::content::{self, Meaning};
use crate::document::{BlockKind, StyleKind};
use crate::model::points;
use crate::span::Span;
use crate::text::vocabulary;
use crate::text::words::flag;

/// What is wrong with the front matter and the answers' directives.
#[must_use]
pub fn invalid_front_matter(draft: &Draft) -> Vec<Finding> {
    let mut out = Vec::new();
    if let Some(front) = draft.document.front_matter
        && front.unclosed
    {
        let start = front.span.start as usize;
        let finding =
            Finding::at(Span::new(start, start + 3)).fill("problem", "the front matter has no closing `---` line");
        out.push(finding);
    }
    let own = draft.answers.iter().flat_map(|a| &a.meta.problems);
    for problem in draft.meta.problems.iter().chain(own) {
        let mut finding = Finding::at(problem.span).fill("problem", problem.message.clone());
        finding.help.clone_from(&problem.help);
        if !out.iter().any(|f: &Finding| f.span == finding.span) {
            out.push(finding);
        }
    }
    out
}

/// Front matter and directives that name a question which the bank does not hold.
#[must_use]
pub fn unknown_question(draft: &Draft) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    let named = draft.answers.iter().filter_map(|a| a.meta.question.as_ref()).chain(&draft.meta.question);
    for (name, span) in named {
        if content::resolve(name).is_some() || out.iter().any(|f| f.span == *span) {
            continue;
        }
        let help = if content::is_name(name) {
            match content::nearest_name(name) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "sources run from technical:1 to technical:100, leadership:1.1 to leadership:16.2, and attitude:1 to \
                         attitude:16; `answerlint questions` lists the ids"
                    .to_owned(),
            }
        } else {
            "if it is a question of your own, leave `question:` out and say `kind: behavioral` or `kind: technical`; \
             otherwise name its id, which `answerlint questions` lists"
                .to_owned()
        };
        let mut finding = Finding::at(*span).fill("question", name.trim()).subject(name.trim());
        finding.help = Some(help);
        out.push(finding);
    }
    out
}

/// Words in capitals that stand for text still to be written.
const MARKERS: &[&str] = &["TBD", "TODO", "FIXME", "XXX", "TBC", "TK", "TKTK"];
/// Words that may stand in brackets for what is to be filled in: each word of the bracket is one of these.
const BLANKS: &[&str] = &[
    "company",
    "name",
    "team",
    "project",
    "product",
    "role",
    "title",
    "number",
    "amount",
    "date",
    "year",
    "month",
    "metric",
    "metrics",
    "result",
    "results",
    "outcome",
    "percentage",
    "percent",
    "client",
    "customer",
    "manager",
    "colleague",
    "boss",
    "situation",
    "task",
    "action",
    "problem",
    "challenge",
    "system",
    "technology",
    "tool",
    "skill",
    "example",
    "details",
    "insert",
    "your",
    "the",
    "a",
    "an",
    "of",
    "here",
    "something",
    "specific",
    "add",
    "fill",
    "in",
    "describe",
    "x",
    "y",
    "z",
    "n",
    "xx",
    "xyz",
    "how",
    "many",
    "much",
    "what",
    "why",
    "when",
    "who",
    "which",
    "time",
    "period",
    "duration",
    "impact",
    "figure",
    "stakeholder",
    "stakeholders",
    "competency",
    "industry",
    "department",
    "city",
    "lesson",
    "learning",
    "new",
    "old",
    "feature",
    "service",
    "person",
    "position",
    "value",
    "story",
    "placeholder",
    "tbd",
    "todo",
];

/// Text left to fill in, in an answer.
#[must_use]
pub fn placeholders(draft: &Draft, answer: &Answer, text: &str) -> Vec<Finding> {
    let mut out = Vec::new();
    for index in answer.passages.clone() {
        let passage = &draft.passages[index];
        let block = &draft.document.blocks[passage.block];
        if block.kind == BlockKind::Code || matches!(passage.role, Role::Note | Role::NoteHeading(_)) {
            continue;
        }
        let span = passage.whole;
        let prose = draft.document.text(span);
        for (start, end) in found_in(prose) {
            let at = Span { start: span.start + start as u32, end: span.start + end as u32 };
            if in_style(draft, at) {
                continue;
            }
            let source = draft.document.source_span(at).clamp_to(text);
            out.push(Finding::at(source).fill("text", draft.document.text(at)));
        }
    }
    out
}

fn in_style(draft: &Draft, span: Span) -> bool {
    let styles = &draft.document.styles;
    let end = styles.partition_point(|s| s.prose.start < span.end);
    styles[..end]
        .iter()
        .rev()
        .take(8)
        .any(|s| matches!(s.kind, StyleKind::Code | StyleKind::Link) && s.prose.overlaps(span))
}

/// The placeholders in a text, as byte ranges.
fn found_in(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'[' => {
                if let Some(len) = text[at + 1..].find([']', '[', '\n']).filter(|l| bytes[at + 1 + l] == b']') {
                    let end = at + len + 2;
                    let before = if at > 0 { bytes[at - 1] } else { b' ' };
                    let after = bytes.get(end).copied().unwrap_or(b' ');
                    let inner = &text[at + 1..end - 1];
                    if !before.is_ascii_alphanumeric() && after != b'(' && after != b'[' && is_blank(inner) {
                        out.push((at, end));
                    }
                    at = end;
                    continue;
                }
            }
            b'<' => {
                if let Some(len) = text[at + 1..].find(['>', '<', '\n']).filter(|l| bytes[at + 1 + l] == b'>') {
                    let inner = &text[at + 1..at + 1 + len];
                    if inner.contains(' ') && is_blank(inner) {
                        out.push((at, at + len + 2));
                    }
                }
            }
            b'_' => {
                let run = bytes[at..].iter().take_while(|b| **b == b'_').count();
                if run >= 3 {
                    out.push((at, at + run));
                }
                at += run;
                continue;
            }
            byte if byte.is_ascii_uppercase() && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric()) => {
                let len = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
                let word = &text[at..at + len];
                if MARKERS.contains(&word) {
                    out.push((at, at + len));
                }
                at += len.max(1);
                continue;
            }
            b'?' if text[at..].starts_with("???") => {
                let run = bytes[at..].iter().take_while(|b| **b == b'?').count();
                out.push((at, at + run));
                at += run;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    out
}

/// Whether the words in a bracket stand for something to be filled in: "?", "X", "Company", "insert metric here".
fn is_blank(inner: &str) -> bool {
    let trimmed = inner.trim();
    if trimmed.is_empty() || trimmed == "…" || trimmed == "..." {
        return !inner.is_empty() && !trimmed.is_empty();
    }
    if trimmed.chars().all(|c| c == '?' || c == '_' || c == '.') {
        return trimmed.contains(['?', '_']);
    }
    // A checked task, a footnote, an index, an issue.
    if matches!(trimmed, "x" | " ")
        || trimmed.starts_with(['#', '^', '@', '!'])
        || trimmed.chars().all(|c| c.is_ascii_digit())
    {
        return false;
    }
    if MARKERS.iter().any(|m| trimmed.starts_with(m)) {
        return true;
    }
    let words: Vec<String> =
        trimmed.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    !words.is_empty() && words.len() <= 8 && words.iter().all(|w| BLANKS.contains(&w.as_str()) || w == "x%")
}

/// A half of the question that is surely left out.
#[must_use]
pub fn half_answered(subject: &Subject) -> Vec<Finding> {
    let Some(question) = subject.question.filter(|_| subject.answer.own().next().is_some()) else { return Vec::new() };
    let halves: Vec<&Meaning> = question.also_asks.iter().collect();
    if halves.is_empty() {
        return Vec::new();
    }
    let found = points::alone(subject.draft, subject.answer, subject.speech(), &halves);
    let open: Vec<String> =
        halves.iter().zip(&found).filter(|(_, f)| f.missing()).map(|(half, _)| half.name.clone()).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let mut finding = Finding::at(subject.head()).fill("half", list(&open));
    finding.subjects = open;
    vec![finding]
}

/// Fewest words for a language to be told.
const MIN_LANGUAGE_WORDS: usize = 12;
/// English text has at least this share of its most frequent words (measured: 0.25 to 0.55 over the labelled drafts).
const MIN_COMMON_SHARE: f64 = 0.12;
/// Notes in telegram style hold few of those, but their words are English ones: at least this share of them is known.
const MIN_KNOWN_SHARE: f64 = 0.4;

/// The most frequent words of other languages in Latin letters that are no English words.
const FOREIGN: &[&str] = &[
    "de", "het", "een", "ik", "niet", "und", "der", "das", "ich", "nicht", "mit", "ein", "eine", "auf", "le", "les",
    "des", "et", "je", "pas", "dans", "une", "est", "que", "el", "los", "las", "una", "por", "para", "pero", "muy",
    "con", "na", "nao", "não", "um", "uma", "os", "eu", "di", "che", "il", "non", "per", "ho", "nie", "si", "się",
    "jest", "ze", "att", "och", "jag", "det", "som", "inte", "og", "jeg", "ikke", "ja", "ve", "bir", "bu", "ang", "ng",
    "sa", "ako", "yang", "dan", "saya", "tidak", "untuk", "hai", "ki", "ka", "ke", "va", "la", "du", "en",
];

/// The hashes of [`FOREIGN`] as bits, by which most other words are told at once.
const FOREIGN_BITS: [u64; 32] = {
    let mut bits = [0; 32];
    let mut at = 0;
    while at < FOREIGN.len() {
        let hash = vocabulary::hash(FOREIGN[at].as_bytes());
        bits[(hash >> 59) as usize] |= 1 << (hash & 63);
        at += 1;
    }
    bits
};

fn may_be_foreign(hash: u64) -> bool {
    FOREIGN_BITS[(hash >> 59) as usize] >> (hash & 63) & 1 != 0
}

/// Whether an answer's own words are not English. A few sentences in another language do not make it so.
#[must_use]
pub fn is_foreign(draft: &Draft, answer: &Answer) -> bool {
    let (mut words, mut common, mut known, mut foreign) = (0usize, 0usize, 0usize, 0usize);
    let (mut foreign_letters, mut letters) = (0usize, 0usize);
    for sentence in answer.sentences.iter().filter(|s| s.speaker == Speaker::Candidate) {
        for word in &draft.words[draft.sentences[sentence.index].words()] {
            if word.is(flag::CODE | flag::DIGIT) {
                continue;
            }
            words += 1;
            known += usize::from(word.id != 0);
            common += usize::from(crate::text::program::is_common(word.id));
            let text = draft.document.text(word.span);
            if word.len <= 5 && may_be_foreign(word.hash) {
                foreign += usize::from(FOREIGN.iter().any(|known| known.eq_ignore_ascii_case(text)));
            }
            if text.is_ascii() {
                letters += text.len();
                continue;
            }
            letters += text.chars().count();
            foreign_letters += text.chars().filter(|c| *c > '\u{24f}' && !matches!(c, '’' | '‘' | 'ʼ')).count();
        }
    }
    if letters > 20 && foreign_letters * 2 > letters {
        return true;
    }
    words >= MIN_LANGUAGE_WORDS
        && (common as f64) < MIN_COMMON_SHARE * words as f64
        && ((known as f64) < MIN_KNOWN_SHARE * words as f64 || foreign > common)
}

/// The finding for an answer in another language.
#[must_use]
pub fn not_english(draft: &Draft, answer: &Answer, text: &str, foreign: bool) -> Vec<Finding> {
    let first = answer.sentences.iter().find(|s| s.speaker == Speaker::Candidate);
    let Some(first) = first.filter(|_| foreign) else { return Vec::new() };
    let span = draft.sentences[first.index].span;
    vec![Finding::at(draft.document.source_span(span).clamp_to(text))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        found_in(text).into_iter().map(|(a, b)| &text[a..b]).collect()
    }

    #[test]
    fn what_is_to_be_filled_in() {
        assert_eq!(
            found("We cut it by [X]% at [Company] for [insert metric here]. TBD"),
            ["[X]", "[Company]", "[insert metric here]", "TBD"]
        );
        assert_eq!(found("It took [?] weeks and ___ people."), ["[?]", "___"]);
    }

    #[test]
    fn what_only_looks_like_it() {
        assert!(found("See [#152], arr[i], [1], [x] done, [the docs](url), snake_case and [sic].").is_empty());
    }
}
