//! Labels: "**Situation:** …", "- S: …", "## What I did", "1. Context" and their like.

use crate::content;
use crate::document::{Block, BlockKind, Document, StyleKind};
use crate::rules::{Part, Parts};
use crate::span::Span;

/// Longest label, in bytes.
const MAX_LABEL: usize = 64;
/// Most words of a label written without bold.
const MAX_PLAIN_WORDS: usize = 6;

/// How a label is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelForm {
    /// A heading of that level.
    Heading(u8),
    /// Bold.
    Bold,
    /// Words before a colon or dash.
    Plain,
    /// A single letter before a colon or dash.
    Letter,
    /// A line of its own, without colon.
    Bare,
    /// A cell of a table.
    Cell,
}

/// What a label says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelMeaning {
    /// One or more parts ("Situation & Task").
    Parts(Parts),
    /// Nearly a known label: the one meant.
    Near(&'static str),
    /// Follow-up questions.
    FollowUps,
    /// A note.
    Note,
    /// A question by the interviewer.
    Question,
    /// The answer itself.
    Answer,
}

/// A label found in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartLabel {
    /// Its words in the prose.
    pub span: Span,
    /// What it says.
    pub meaning: LabelMeaning,
    /// How it is set.
    pub form: LabelForm,
}

impl PartLabel {
    /// The first part that it names.
    #[must_use]
    pub fn part(&self) -> Option<Part> {
        self.parts().iter().next()
    }

    /// The parts that it names.
    #[must_use]
    pub fn parts(&self) -> Parts {
        match self.meaning {
            LabelMeaning::Parts(parts) => parts,
            _ => Parts::default(),
        }
    }
}

/// The label at the start of `line` (a line of `block`, in the prose), and where the text after it starts.
#[must_use]
pub fn at_line(document: &Document, block: &Block, line: Span) -> Option<(PartLabel, u32)> {
    let text = document.text(line);
    let lead = text.find(char::is_alphanumeric)?;
    if lead > 12 {
        return None;
    }
    let start = line.start as usize + lead;
    if let BlockKind::Heading(level) = block.kind {
        return heading(document, Span::new(start, line.end as usize), level);
    }
    if let Some(found) = bold(document, line, start) {
        return Some(found);
    }
    plain(document, block, Span::new(start, line.end as usize), lead == 0 || text[..lead].trim().len() <= 4)
}

fn heading(document: &Document, span: Span, level: u8) -> Option<(PartLabel, u32)> {
    let text = document.text(span);
    let form = LabelForm::Heading(level);
    let whole = trim_label(text);
    if let Some(meaning) = meaning(whole) {
        return Some((label(span.start, text, whole, meaning, form), span.end));
    }
    // "Situation: the outage", "Context — 30 seconds"
    let cut = text.find([':', '—', '–', '|']).or_else(|| text.find(" - "))?;
    let before = trim_label(&text[..cut]);
    let meaning = meaning(before)?;
    let after = span.start + cut as u32;
    // A heading with words after its label: the words belong to the text only when they are a sentence.
    matches!(meaning, LabelMeaning::Parts(_))
        .then(|| (label(span.start, text, before, meaning, form), after_mark(document, after, span.end)))
}

fn bold(document: &Document, line: Span, start: usize) -> Option<(PartLabel, u32)> {
    let style = strong_at(document, line, start)?;
    let span = Span::new(start, style.end as usize);
    let text = document.text(span);
    let rest_span = Span { start: style.end, end: line.end.max(style.end) };
    let rest = document.text(rest_span);
    let rest_trimmed = rest.trim_start();
    // "**Situation** (30 seconds): …"
    let (suffix, rest_after) = match rest_trimmed.strip_prefix('(').and_then(|r| r.split_once(')')) {
        Some((inner, after)) if inner.len() < 30 && after.trim_start().starts_with([':', '-', '—', '–']) => {
            (rest.len() - after.len(), after.trim_start())
        }
        _ => (0, rest_trimmed),
    };
    let marked = rest_after.starts_with([':', '-', '—', '–']);
    if let Some(cut) = text.find(':') {
        let before = trim_label(&text[..cut]);
        let meaning = meaning(before)?;
        let inside = text[cut + 1..].trim();
        let end = if inside.is_empty() {
            style.end
        } else {
            // "**Situation: we lost the master.**": the words after the colon are text.
            span.start + cut as u32 + 1
        };
        let form = form_of(before, LabelForm::Bold);
        return Some((label(span.start, text, before, meaning, form), after_mark(document, end, line.end)));
    }
    let whole = trim_label(text);
    let meaning = meaning(whole)?;
    let alone = rest_trimmed.trim_end_matches(['"', '”', '*', ' ']).is_empty();
    let strong = matches!(meaning, LabelMeaning::Parts(_));
    if !(marked || alone || strong || text.trim_end().ends_with(['.', '-', '—', '–', '?'])) {
        return None;
    }
    let end = if marked { style.end + suffix as u32 } else { style.end };
    let form = form_of(whole, LabelForm::Bold);
    Some((label(span.start, text, whole, meaning, form), after_mark(document, end, line.end)))
}

fn plain(document: &Document, block: &Block, span: Span, clean: bool) -> Option<(PartLabel, u32)> {
    let text = document.text(span);
    let window = &text[..floor_boundary(text, MAX_LABEL)];
    let colon = window.find(':').filter(|at| !window[at + 1..].starts_with("//"));
    let dash = [" - ", " – ", " — ", "— ", "– "].iter().filter_map(|d| window.find(d)).min();
    let cut = match (colon, dash) {
        (Some(c), Some(d)) => Some(c.min(d)),
        (c, d) => c.or(d),
    };
    if let Some(cut) = cut {
        let before = trim_label(&window[..cut]);
        if word_count(before) <= MAX_PLAIN_WORDS {
            let by_colon = colon == Some(cut);
            if let Some(meaning) = meaning(before) {
                let letter = before.chars().count() == 1;
                let short = word_count(before) <= 2;
                let near = matches!(meaning, LabelMeaning::Near(_));
                let set_off = by_colon || letter || (short && matches!(meaning, LabelMeaning::Parts(_)));
                // Prose has colons too: a plain label starts with a capital, unless it opens an item.
                let cased = before.chars().next().is_some_and(char::is_uppercase) || block.item_start;
                if set_off && (by_colon || !near) && cased && clean {
                    let form = form_of(before, LabelForm::Plain);
                    let end = span.start + cut as u32;
                    return Some((label(span.start, text, before, meaning, form), after_mark(document, end, span.end)));
                }
            }
        }
    }
    // "(S) We had …", "S. We had …": a letter in brackets.
    let whole = trim_label(text);
    if text.len() <= MAX_LABEL && word_count(whole) <= 4 && whole.chars().count() > 1 {
        let meaning = meaning(whole).filter(|m| matches!(m, LabelMeaning::Parts(_) | LabelMeaning::FollowUps))?;
        let capital = whole.chars().next().is_some_and(char::is_uppercase);
        return capital.then(|| (label(span.start, text, whole, meaning, LabelForm::Bare), span.end));
    }
    None
}

/// Words of a label that the linter does not know, at most.
const MAX_UNKNOWN_WORDS: usize = 4;
/// Fewest words of text under it.
const MIN_UNDER: usize = 3;

/// The form of the label at the start of a passage that looks like one and says nothing that the linter knows: "Why: we
/// had built it for the wrong people". What only counts steps or days is none.
#[must_use]
pub fn unknown(document: &Document, block: &Block, body: Span) -> Option<LabelForm> {
    let whole = document.text(body);
    let text = whole.trim_start();
    let (label, rest) = text.split_once(':')?;
    let words = word_count(label);
    let cased = label.starts_with(char::is_uppercase) || block.item_start;
    let set_off = (1..=MAX_UNKNOWN_WORDS).contains(&words) && cased && word_count(rest) >= MIN_UNDER;
    let start = body.start as usize + whole.len() - text.len();
    let form = if strong_at(document, body, start).is_some() { LabelForm::Bold } else { LabelForm::Plain };
    (set_off && !label.contains(|c: char| c.is_ascii_digit())).then_some(form)
}

/// The bold or italic run of `line` that starts at or just before prose byte `start`, as its end.
fn strong_at(document: &Document, line: Span, start: usize) -> Option<Span> {
    let from = document.styles.partition_point(|s| s.prose.start < line.start);
    document.styles[from..]
        .iter()
        .take_while(|s| s.prose.start as usize <= start)
        .find(|s| matches!(s.kind, StyleKind::Strong | StyleKind::Emphasis) && s.prose.end as usize > start)
        .map(|s| Span { start: s.prose.start, end: s.prose.end.min(line.end) })
}

fn form_of(text: &str, otherwise: LabelForm) -> LabelForm {
    if text.chars().count() == 1 { LabelForm::Letter } else { otherwise }
}

fn label(start: u32, text: &str, words: &str, meaning: LabelMeaning, form: LabelForm) -> PartLabel {
    let at = words.as_ptr() as usize - text.as_ptr() as usize;
    PartLabel { span: Span::new(start as usize + at, start as usize + at + words.len()), meaning, form }
}

/// Skips the colon, dash and spaces after a label.
fn after_mark(document: &Document, at: u32, end: u32) -> u32 {
    let rest = document.text(Span { start: at, end });
    let skipped = rest.trim_start_matches([':', '-', '—', '–', ' ', '\t', '\n', '*', '.', ')']);
    end - skipped.len() as u32
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A label without numbering before it and marks around it.
fn trim_label(text: &str) -> &str {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let text = text.trim_end_matches(|c: char| c == ')' && !text.contains('('));
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    if digits > 0 && digits < 3 && rest.starts_with(['.', ')', ':', ' ']) {
        let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !rest.is_empty() {
            return rest;
        }
    }
    text
}

/// What the words of a label mean.
#[must_use]
pub fn meaning(text: &str) -> Option<LabelMeaning> {
    if text.is_empty() || text.len() > MAX_LABEL {
        return None;
    }
    let lower = text.to_lowercase();
    if let Some(parts) = parts_of(&lower) {
        return Some(LabelMeaning::Parts(parts));
    }
    let sections = content::section_labels();
    let words = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '#');
    if starts_with_any(&lower, &sections.follow_ups) {
        return Some(LabelMeaning::FollowUps);
    }
    if sections.questions.iter().any(|q| q == words) {
        return Some(LabelMeaning::Question);
    }
    if sections.answers.iter().any(|a| a == words) {
        return Some(LabelMeaning::Answer);
    }
    if let Some(part) = described(&lower) {
        return Some(LabelMeaning::Parts(Parts::only(part)));
    }
    if starts_with_any(&lower, &sections.notes) {
        return Some(LabelMeaning::Note);
    }
    near(&lower).map(LabelMeaning::Near)
}

/// Most words of a label that tells in words of its own what stands below.
const MAX_DESCRIBED: usize = 9;

/// The part that a label describes: "What I'd do differently", "How it ended".
fn described(lower: &str) -> Option<Part> {
    let lower = lower.replace('’', "'");
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|w| !w.is_empty())
        .take(MAX_DESCRIBED + 1)
        .collect();
    if !(2..=MAX_DESCRIBED).contains(&words.len()) || lower.ends_with('?') {
        return None;
    }
    let fits = |pattern: &String| fits(&pattern.split(' ').collect::<Vec<_>>(), &words);
    content::described_labels()
        .iter()
        .find(|labels| labels.labels.iter().any(fits))
        .and_then(|labels| Part::from_name(&labels.part))
}

/// Most words for which a `*` stands.
const MAX_GAP: usize = 4;

fn fits(pattern: &[&str], words: &[&str]) -> bool {
    match pattern.split_first() {
        None => words.is_empty(),
        Some((&"*", rest)) => (0..=MAX_GAP.min(words.len())).any(|n| fits(rest, &words[n..])),
        Some((alternatives, rest)) => words
            .split_first()
            .is_some_and(|(word, others)| alternatives.split('|').any(|a| a == *word) && fits(rest, others)),
    }
}

fn starts_with_any(text: &str, labels: &[String]) -> bool {
    labels.iter().any(|label| {
        text.strip_prefix(label.as_str()).is_some_and(|rest| {
            rest.is_empty() || (rest.starts_with([' ', ':', ',', '(', '/', '-']) && word_count(rest) <= 4)
        })
    })
}

/// The parts that a lower-case label names.
fn parts_of(lower: &str) -> Option<Parts> {
    let (outer, inner) = split_brackets(lower);
    if let Some(parts) = combined(outer.trim()) {
        // "S (Situation)": the word in brackets decides; "Action (my solution)": the word before it.
        if outer.trim().chars().count() == 1
            && let Some(inner) = inner.and_then(combined)
        {
            return Some(inner);
        }
        return Some(parts);
    }
    inner.and_then(combined).filter(|_| outer.trim().chars().count() <= 1)
}

fn split_brackets(text: &str) -> (String, Option<&str>) {
    let Some(open) = text.find(['(', '[']) else { return (text.to_owned(), None) };
    let close = text[open..].find([')', ']']).map_or(text.len(), |at| open + at);
    let rest = text.get(close + 1..).unwrap_or("");
    (format!("{} {}", text[..open].trim(), rest.trim()), Some(&text[open + 1..close]))
}

fn combined(text: &str) -> Option<Parts> {
    let text = text.trim().trim_end_matches([':', '.', '-', '—', '–', ' ']);
    if let Some(part) = single(text) {
        return Some(Parts::default().with(part));
    }
    let mut parts = Parts::default();
    let pieces = text.split(['/', '&', '+', ',']).flat_map(|piece| piece.split(" and "));
    let mut count = 0;
    for piece in pieces {
        if piece.trim().is_empty() {
            continue;
        }
        parts = parts.with(single(piece.trim())?);
        count += 1;
    }
    (count > 1).then_some(parts)
}

fn single(text: &str) -> Option<Part> {
    let text = text.trim();
    content::part_label(text).or_else(|| {
        let stripped = ["the ", "my ", "our ", "your ", "key ", "main ", "final "]
            .iter()
            .find_map(|lead| text.strip_prefix(lead))?;
        content::part_label(stripped)
    })
}

/// The known label of at least five letters that `lower` is nearly: one or two letters wrong, missing or swapped.
fn near(lower: &str) -> Option<&'static str> {
    let len = lower.chars().count();
    if !(5..=14).contains(&len) || lower.contains(' ') || !lower.chars().all(char::is_alphabetic) {
        return None;
    }
    const KNOWN: &[&str] = &[
        "Situation",
        "Context",
        "Background",
        "Task",
        "Challenge",
        "Problem",
        "Action",
        "Actions",
        "Result",
        "Results",
        "Outcome",
        "Learning",
        "Learnings",
        "Lesson",
        "Lessons",
        "Reflection",
        "Application",
        "Obstacle",
        "Impact",
    ];
    KNOWN.iter().copied().find(|known| {
        let known_lower = known.to_lowercase();
        let limit = if known.len() >= 8 { 2 } else { 1 };
        known.len().abs_diff(len) <= 2 && distance(&known_lower, lower) <= limit && !ORDINARY.contains(&lower)
    })
}

/// Words within reach of a label that are words of their own.
const ORDINARY: &[&str] = &[
    "contest",
    "content",
    "contexts",
    "faction",
    "fraction",
    "option",
    "caption",
    "actor",
    "auction",
    "lesion",
    "lessen",
    "leaning",
    "earning",
    "yearning",
    "learned",
    "results",
    "insult",
    "compact",
    "situated",
    "reaction",
    "section",
    "obstacles",
    "actions",
    "reactions",
    "income",
    "changed",
    "resulted",
    "problems",
    "outcomes",
    "traction",
    "active",
    "acting",
    "station",
    "citation",
    "mutation",
    "imitation",
    "visitation",
    "duplication",
    "complication",
    "replication",
    "implication",
    "deflection",
    "refection",
    "inflection",
    "lesions",
    "lessors",
    "insults",
    "adult",
    "mask",
    "desk",
    "text",
    "convert",
];

/// Edit distance with swaps of neighbours (optimal string alignment; Damerau 1964).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<Part> {
        match meaning(trim_label(text)) {
            Some(LabelMeaning::Parts(parts)) => parts.iter().collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn labels_of_all_sorts() {
        assert_eq!(parts("SITUATION"), [Part::Context]);
        assert_eq!(parts("S (Situation)"), [Part::Context]);
        assert_eq!(parts("Action (My Solution)"), [Part::Action]);
        assert_eq!(parts("1. Context"), [Part::Context]);
        assert_eq!(parts("Situation & Task"), [Part::Context, Part::Challenge]);
        assert_eq!(parts("The Result:"), [Part::Outcome]);
        assert_eq!(parts("Monday"), []);
    }

    #[test]
    fn labels_in_italics() {
        let document = Document::parse("*What I did:* rang the haulier.");
        let block = document.blocks[0];
        let found = at_line(&document, &block, block.prose).map(|(label, _)| label.parts());
        assert_eq!(found, Some(Parts::only(Part::Action)));
    }

    #[test]
    fn nearly_a_label() {
        assert_eq!(meaning("Sitaution"), Some(LabelMeaning::Near("Situation")));
        assert_eq!(meaning("Contest"), None);
    }
}
