//! The fix for parts out of order: their blocks, moved.

use super::Subject;
use crate::answer::PartSpan;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::rules::Part;
use crate::span::Span;

/// Shortest label that says for certain which part it is of.
const MIN_LABEL: usize = 3;

/// A change that puts the parts of an answer in order; none unless each stands in a block of its own, under a label at
/// the start of a line, with nothing else before, between or right after them.
#[must_use]
pub fn fix(subject: &Subject) -> Option<Fix> {
    let blocks = blocks(subject)?;
    let text = |span: Span| &subject.text[span.range()];
    let gaps: Vec<&str> = blocks.windows(2).map(|w| text(Span { start: w[0].1.end, end: w[1].1.start })).collect();
    let gap = *gaps.first()?;
    if gaps.iter().any(|g| *g != gap) {
        return None;
    }
    let mut sorted: Vec<&(Part, Span)> = blocks.iter().collect();
    sorted.sort_by_key(|(part, _)| *part);
    let moved: Vec<&str> = sorted.iter().map(|(_, span)| text(*span)).collect();
    let whole = blocks.first()?.1.join(blocks.last()?.1);
    Some(Fix {
        message: "put the parts in order".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![Edit { span: whole, text: moved.join(gap) }],
    })
}

/// The part and text of each block, without blank lines around it.
fn blocks(subject: &Subject) -> Option<Vec<(Part, Span)>> {
    let text = subject.text;
    let parts = &subject.answer.parts;
    let labelled: Vec<&PartSpan> = parts.iter().filter(|p| p.labelled).collect();
    let mut starts: Vec<(Part, usize)> = Vec::new();
    let mut lead = None;
    for part in &labelled {
        // Single letters may spell another word than the one read.
        if subject.draft.document.text(part.label?).trim().len() < MIN_LABEL {
            return None;
        }
        let label = subject.source(part.label?).range().start;
        let start = text[..label].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[start..label];
        let plain = before.chars().all(|c| matches!(c, ' ' | '-' | '*' | '+' | '_'));
        let alike = *lead.get_or_insert(before) == before;
        let later = starts.iter().all(|(other, at)| *other != part.part && *at < start);
        if !plain || !alike || !later {
            return None;
        }
        starts.push((part.part, start));
    }
    let first = starts.first()?.1;
    let last = labelled.iter().map(|p| subject.source(p.span).range().end).max()?;
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
    let stray =
        parts.iter().any(|p| !p.labelled && !p.span.is_empty() && subject.source(p.span).range().start >= first);
    if stray || !subject.answer.follow_ups.is_empty() || !ends(&text[end..]) || !movable(text.get(first..end)?) {
        return None;
    }
    let ends = starts.iter().skip(1).map(|(_, start)| *start).chain([end]);
    let spans = starts.iter().zip(ends).map(|((part, start), end)| {
        let block = text[*start..end].trim_end();
        (*part, Span::new(*start, start + block.len()))
    });
    Some(spans.collect())
}

/// Whether an answer ends before `rest`: with the file, a heading, or a line across the page.
fn ends(rest: &str) -> bool {
    let next = rest.trim_start();
    next.is_empty() || next.starts_with('#') || next.starts_with("---") || next.starts_with("***")
}

/// Whether each line of the parts may be moved with its block: no heading, code, comment or line across the page.
fn movable(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| {
        let across = line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '));
        !across && !line.starts_with('#') && !["```", "~~~", "<!--"].iter().any(|mark| line.contains(mark))
    })
}
