//! Follow-up questions and the replies prepared for them.

use super::labels::LabelMeaning;
use super::read::Zone;
use super::sections::{is_bold, is_question};
use super::{Answer, Draft, FollowUp, Role};
use crate::document::StyleKind;
use crate::span::Span;

/// Fewest words of a reply.
const MIN_REPLY_WORDS: usize = 4;

/// A follow-up question as it stands in a passage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prompt {
    /// Index of its passage.
    pub passage: usize,
    /// Its words in the prose.
    pub span: Span,
}

/// The questions among the passages of follow-up zones.
pub(super) fn find(draft: &Draft, passages: &std::ops::Range<usize>, zones: &[Zone]) -> Vec<Prompt> {
    let mut out: Vec<Prompt> = Vec::new();
    let mut answered = true;
    for (offset, zone) in zones.iter().enumerate() {
        if *zone != Zone::FollowUps {
            continue;
        }
        let index = passages.start + offset;
        let found = prompt(draft, index, answered);
        if let Some(span) = found {
            let rest = draft.passages[index].whole.end.saturating_sub(span.end);
            answered = rest as usize > MIN_REPLY_WORDS * 3;
            out.push(Prompt { passage: index, span });
        } else {
            answered = true;
        }
    }
    out
}

/// The question at the start of a passage. Where the last question has no reply yet (`answered` is false), a passage
/// in quotation marks is its reply and no question.
fn prompt(draft: &Draft, index: usize, answered: bool) -> Option<Span> {
    let passage = &draft.passages[index];
    if let Role::Title(_) = passage.role {
        return Some(passage.whole);
    }
    match passage.label.as_ref().map(|l| &l.meaning) {
        Some(LabelMeaning::Question) => return Some(passage.body),
        Some(LabelMeaning::Answer) => return None,
        _ => {}
    }
    let body = if passage.body.is_empty() { passage.whole } else { passage.body };
    let text = draft.document.text(body);
    if answered && is_aside(draft, index) && text.split_whitespace().count() <= MAX_PROMPT_WORDS {
        return Some(body);
    }
    let lead = text.find(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“'))?;
    let start = body.start + lead as u32;
    let trimmed = &text[lead..];
    // A bold or italic run first.
    for kind in [StyleKind::Strong, StyleKind::Emphasis] {
        let from = draft.document.styles.partition_point(|s| s.prose.start < body.start);
        let style = draft.document.styles[from..]
            .iter()
            .take_while(|s| s.prose.start <= start + 1)
            .find(|s| s.kind == kind && s.prose.end > start);
        if let Some(style) = style {
            let run = draft.document.text(style.prose).trim_end_matches(['"', '”', ' ', '*', ':']);
            let long = run.split_whitespace().count() >= 4;
            if run.ends_with('?') || (long && (answered || is_bold(&draft.document, body))) {
                return Some(Span { start: body.start, end: style.prose.end.min(body.end) });
            }
        }
    }
    // A quotation first.
    if let Some(open) = trimmed.chars().next().filter(|c| matches!(c, '"' | '“')) {
        let close = if open == '"' { '"' } else { '”' };
        let inner = &trimmed[open.len_utf8()..];
        if let Some(at) = inner.find(close) {
            let quoted = &inner[..at];
            let end = start + (open.len_utf8() + at + close.len_utf8()) as u32;
            let rest = draft.document.text(Span { start: end, end: body.end });
            if quoted.contains('?') && (answered || !rest.trim().is_empty() || quoted.trim_end().ends_with('?')) {
                return Some(Span { start: body.start, end });
            }
            if answered && quoted.split_whitespace().count() <= 30 && addresses(quoted) {
                return Some(Span { start: body.start, end });
            }
        }
        return None;
    }
    if is_question(trimmed.trim()) {
        return Some(body);
    }
    // "So you cannot delegate? I see why …": up to the last question mark of an opening run of questions.
    let block = &draft.document.blocks[passage.block];
    let first = trimmed.find('?')?;
    let opening = &trimmed[..=first];
    if answered && block.item_start && is_question(opening) {
        return Some(Span { start: body.start, end: start + first as u32 + 1 });
    }
    None
}

/// Whether a passage is a block quote before one that is none: a question with its reply below.
fn is_aside(draft: &Draft, index: usize) -> bool {
    let depth = |index: usize| draft.passages.get(index).map(|p| draft.document.blocks[p.block].quote_depth);
    depth(index) > Some(0) && depth(index + 1).is_some_and(|next| next == 0)
}

/// Longest question that is known for a follow-up without a heading that says so, in words.
const MAX_PROMPT_WORDS: usize = 45;

/// Whether a passage opens with a question put to the candidate: a heading, or words in bold or quotation marks.
pub(super) fn unannounced(draft: &Draft, index: usize) -> bool {
    let passage = &draft.passages[index];
    if passage.label.as_ref().is_some_and(|l| !l.parts().is_empty()) {
        return false;
    }
    let whole = if passage.body.is_empty() { passage.whole } else { passage.body };
    if passage.label.as_ref().is_some_and(|l| l.meaning == LabelMeaning::Question) {
        return addresses(draft.document.text(whole));
    }
    let text = draft.document.text(whole).trim_start();
    let lead = draft.document.text(whole).len() - text.len();
    let start = whole.start + lead as u32;
    let heading = matches!(passage.role, Role::Title(_));
    let set = |kind| draft.document.style_at(start, kind).map(|s| draft.document.text(s.prose));
    let bold = set(StyleKind::Strong).or_else(|| set(StyleKind::Emphasis));
    let quoted = text.strip_prefix(['"', '“']).and_then(|rest| rest.split(['"', '”']).next());
    let question = match (heading, bold, quoted) {
        (true, _, _) => text,
        (_, Some(bold), _) => bold,
        (_, _, Some(quoted)) => quoted,
        _ => return false,
    };
    let marked = question.trim_start().starts_with(['"', '“']);
    let question = question.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '*' | ':'));
    (question.ends_with('?') || (marked && question.contains('?')))
        && addresses(question)
        && question.split_whitespace().count() <= MAX_PROMPT_WORDS
}

/// Whether words are said to the candidate.
fn addresses(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|w| matches!(w, "you" | "your"))
}

/// A passage's text cut into its question and the rest.
pub(super) fn pieces(body: Span, passage: usize, prompts: &[Prompt]) -> Vec<(Span, bool)> {
    let at = prompts.partition_point(|p| p.passage < passage);
    match prompts.get(at).filter(|p| p.passage == passage) {
        None => vec![(body, false)],
        Some(prompt) => {
            let end = prompt.span.end.clamp(body.start, body.end);
            let mut out = vec![(Span { start: body.start, end }, true)];
            if end < body.end {
                out.push((Span { start: end, end: body.end }, false));
            }
            out
        }
    }
}

/// Gives each question the sentences up to the next one.
pub(super) fn attach(draft: &Draft, answer: &mut Answer, prompts: &[Prompt]) {
    let starts: Vec<u32> = prompts.iter().map(|p| p.span.start).collect();
    for (number, prompt) in prompts.iter().enumerate() {
        let until = starts.get(number + 1).copied().unwrap_or(u32::MAX);
        let inside = |s: &super::AnswerSentence| {
            let span = draft.sentences[s.index].span;
            s.reply && span.start >= prompt.span.end && span.start < until && s.speaker == super::Speaker::Candidate
        };
        let start = |s: &super::AnswerSentence| draft.sentences[s.index].span.start;
        let from = answer.sentences.partition_point(|s| start(s) < prompt.span.end);
        let between = answer.sentences[from..].iter().take_while(|s| start(s) < until);
        let first = between.enumerate().find(|(_, s)| inside(s)).map(|(at, _)| from + at);
        let (sentences, reply) = match first {
            None => (0..0, Span::default()),
            Some(first) => {
                let count = answer.sentences[first..].iter().take_while(|s| inside(s)).count();
                let last = first + count;
                let from = draft.sentences[answer.sentences[first].index].span;
                let to = draft.sentences[answer.sentences[last - 1].index].span;
                (first..last, from.join(to))
            }
        };
        let words: usize = sentences.clone().map(|s| super::spoken_words(draft, answer.sentences[s].index)).sum();
        let prepared = words >= MIN_REPLY_WORDS;
        let prompt_text = draft.document.text(prompt.span);
        let trimmed =
            prompt_text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '*' | ':' | '-'));
        let at = prompt_text.find(trimmed).unwrap_or(0);
        let start = prompt.span.start as usize + at;
        answer.follow_ups.push(FollowUp {
            prompt: Span::new(start, start + trimmed.len()),
            reply: if prepared { reply } else { Span::default() },
            sentences: if prepared { sentences } else { 0..0 },
        });
    }
}
