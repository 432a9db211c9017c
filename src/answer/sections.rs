//! Cutting a document into passages, and passages into sections with a title each.

use super::labels::{self, LabelForm, LabelMeaning};
use super::{Passage, Role};
use crate::document::{Block, BlockKind, Document, StyleKind};
use crate::rules::{Part, Parts};
use crate::span::Span;

/// The passages of a document, in order.
pub(super) fn passages(document: &Document) -> Vec<Passage> {
    let mut out = Vec::with_capacity(document.blocks.len());
    let mut heads: Vec<(u16, labels::PartLabel)> = Vec::new();
    let mut row_label: Option<(u32, u16, labels::PartLabel)> = None;
    let mut table = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Code | BlockKind::Rule => out.push(other(index, block)),
            BlockKind::Cell { row, column } => {
                if block.table != table {
                    table = block.table;
                    heads.clear();
                    row_label = None;
                }
                cell(document, index, block, row, column, &mut heads, &mut row_label, &mut out);
            }
            BlockKind::Heading(level) => out.push(heading(document, index, block, level)),
            BlockKind::Paragraph => paragraph(document, index, block, &mut out),
        }
    }
    out
}

fn other(index: usize, block: &Block) -> Passage {
    passage(index, Role::Other, None, block.prose, block.prose)
}

fn passage(block: usize, role: Role, label: Option<labels::PartLabel>, body: Span, whole: Span) -> Passage {
    Passage { block, role, label, body, whole, sentences: 0..0 }
}

fn heading(document: &Document, index: usize, block: &Block, level: u8) -> Passage {
    let end = Span { start: block.prose.end, end: block.prose.end };
    let Some((label, body)) = labels::at_line(document, block, block.prose) else {
        return passage(index, Role::Title(level), None, end, block.prose);
    };
    let role = match label.meaning {
        LabelMeaning::Parts(_) => Role::Body,
        LabelMeaning::FollowUps => Role::FollowUps(level),
        LabelMeaning::Note => Role::NoteHeading(level),
        LabelMeaning::Answer => Role::AnswerHeading(level),
        LabelMeaning::Question | LabelMeaning::Near(_) => Role::Title(level),
    };
    let body = Span { start: body, end: block.prose.end };
    passage(index, role, Some(label), body, block.prose)
}

/// A cell counts when its column's head or its row's first cell is a part's label.
#[expect(clippy::too_many_arguments, reason = "a table is read cell by cell")]
fn cell(
    document: &Document,
    index: usize,
    block: &Block,
    row: u16,
    column: u16,
    heads: &mut Vec<(u16, labels::PartLabel)>,
    row_label: &mut Option<(u32, u16, labels::PartLabel)>,
    out: &mut Vec<Passage>,
) {
    let text = document.text(block.prose).trim();
    let found = match labels::meaning(text.trim_matches(|c: char| !c.is_alphanumeric() && c != ')')) {
        Some(meaning @ LabelMeaning::Parts(_)) => {
            let at = document.text(block.prose).find(text).unwrap_or(0);
            let start = block.prose.start as usize + at;
            Some(labels::PartLabel { span: Span::new(start, start + text.len()), meaning, form: LabelForm::Cell })
        }
        _ => None,
    };
    if let Some(label) = found {
        if row == 0 && column > 0 {
            heads.push((column, label));
            out.push(other(index, block));
            return;
        }
        if column == 0 {
            if row == 0 {
                heads.push((column, label.clone()));
            }
            *row_label = Some((block.table, row, label));
            out.push(other(index, block));
            return;
        }
    }
    let by_row = row_label.as_ref().filter(|(table, r, _)| (*table, *r) == (block.table, row)).map(|(_, _, l)| l);
    let by_head = heads.iter().find(|(c, _)| *c == column).map(|(_, l)| l).filter(|_| row > 0 && heads.len() > 1);
    match by_row.or(by_head) {
        Some(label) => out.push(passage(index, Role::Body, Some(label.clone()), block.prose, block.prose)),
        None => out.push(other(index, block)),
    }
}

/// A paragraph: cut at the lines that start with a label.
fn paragraph(document: &Document, index: usize, block: &Block, out: &mut Vec<Passage>) {
    let text = document.text(block.prose);
    let base = block.prose.start;
    let first = out.len();
    let mut at = 0;
    for (line_number, line) in text.split_inclusive('\n').enumerate() {
        let span = Span { start: base + at, end: base + at + line.trim_end_matches('\n').len() as u32 };
        at += line.len() as u32;
        let found = labels::at_line(document, block, span)
            .filter(|(l, _)| l.form != LabelForm::Bare || heads_a_paragraph(document, index));
        if let Some((label, body)) = found {
            let body = Span { start: body.min(span.end), end: span.end };
            out.push(passage(index, role_of(&label), Some(label), body, span));
        } else if line_number == 0 || out.len() == first {
            out.push(passage(index, Role::Body, None, span, span));
        } else if let Some(last) = out.last_mut() {
            last.body.end = span.end;
            last.whole.end = span.end;
            if last.body.is_empty() || document.text(last.body).trim().is_empty() {
                last.body = span;
            }
        }
    }
    if out.len() == first + 1 {
        let only = &mut out[first];
        if only.label.is_none() && maybe_title(document, block, only.body) {
            only.role = Role::MaybeTitle;
        }
    }
}

/// Whether a block without a mark after its label can be a label: a list item with text below it, or a line between
/// paragraphs. An item of a list of topics is none.
fn heads_a_paragraph(document: &Document, index: usize) -> bool {
    let block = &document.blocks[index];
    if block.list_depth == 0 {
        return true;
    }
    document.blocks.get(index + 1).is_some_and(|next| next.item == block.item || next.parent_item == block.item)
}

fn role_of(label: &labels::PartLabel) -> Role {
    match label.meaning {
        LabelMeaning::Parts(_) | LabelMeaning::Answer | LabelMeaning::Near(_) => Role::Body,
        LabelMeaning::FollowUps => Role::FollowUps(7),
        LabelMeaning::Note => Role::Note,
        LabelMeaning::Question => Role::MaybeTitle,
    }
}

/// Whether a paragraph without label may be the title of an answer: wholly bold, or a question on its own.
fn maybe_title(document: &Document, block: &Block, span: Span) -> bool {
    let text = document.text(span).trim();
    if text.is_empty() || text.len() > 300 || text.contains('\n') && text.len() > 200 {
        return false;
    }
    if is_bold(document, span) {
        return block.list_depth == 0 || block.numbered || text.contains('?');
    }
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '?' && c != ')');
    if block.list_depth > 0 && !block.numbered {
        return false;
    }
    is_question(bare)
}

/// Whether text reads as a question that an interviewer asks, and as nothing else.
pub(super) fn is_question(text: &str) -> bool {
    let lower = text.to_lowercase();
    let lower = unnumbered(&lower);
    let asks = lower.trim_end_matches(['"', '”', '*', ' ', ')']).ends_with('?');
    let invites = INVITATIONS.iter().any(|lead| lower.starts_with(lead));
    let own = [" i ", " my ", " me "].iter().any(|w| lower.contains(w)) || lower.starts_with("i ");
    (asks && !own && lower.split_whitespace().count() <= 45)
        || (invites && lower.split_whitespace().count() <= 45 && !own)
        || (invites && (lower.starts_with("tell me") || lower.starts_with("give me") || lower.starts_with("walk me")))
}

/// Whether text opens as interviewers open a question.
pub(super) fn is_invitation(text: &str) -> bool {
    let lower = text.to_lowercase();
    let lower = unnumbered(&lower);
    INVITATIONS.iter().any(|lead| lower.starts_with(lead))
}

/// The level from which on a section has a line for its title, below all headings.
pub(super) const LINE_LEVEL: u8 = 7;

/// Lower-case text without what numbers it: "5.", "Q5:", "Question 5 -".
fn unnumbered(lower: &str) -> &str {
    let text = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    let after = text.strip_prefix("question").or_else(|| text.strip_prefix('q')).map(str::trim_start);
    let number = after.map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    match (after, number) {
        (Some(after), Some(rest)) if rest.len() < after.len() => rest.trim_start_matches(|c: char| !c.is_alphabetic()),
        _ => text,
    }
}

/// How interviewers open a question that may lack its question mark.
const INVITATIONS: &[&str] = &[
    "tell me about",
    "tell us about",
    "describe a",
    "describe the",
    "describe your",
    "describe when",
    "describe how",
    "share a",
    "share an",
    "give me an",
    "give an example",
    "give us an",
    "walk me through",
    "talk about a",
    "talk me through",
    "explain how",
    "explain your",
    "explain the",
    "design a",
    "what is your",
    "what's your",
    "how do you",
    "how would you",
    "have you ever",
    "can you tell",
    "can you describe",
    "could you tell",
    "could you describe",
    "please describe",
    "please tell",
    "think of a time",
    "why do you",
    "what would you",
    "when have you",
    "discuss a",
];

/// Whether all of a stretch of prose is bold.
pub(super) fn is_bold(document: &Document, span: Span) -> bool {
    let text = document.text(span);
    let Some(first) = text.find(char::is_alphanumeric) else { return false };
    let start = span.start as usize + first;
    let from = document.styles.partition_point(|s| s.prose.start < span.start);
    document.styles[from..].iter().take_while(|s| s.prose.start as usize <= start).any(|s| {
        s.kind == StyleKind::Strong
            && document
                .text(Span { start: s.prose.end.min(span.end), end: span.end })
                .trim_matches(|c: char| !c.is_alphanumeric())
                .is_empty()
    })
}

/// A stretch of passages with one title.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// Index of the passage that is its title.
    pub title: Option<usize>,
    /// Depth of its title: 1 to 6 for headings, 7 for other lines, 0 without one.
    pub level: u8,
    /// Its passages, title included.
    pub passages: std::ops::Range<usize>,
    /// Parts that its labels name.
    pub parts: Parts,
    /// How many labels it has.
    pub labels: usize,
    /// Its title is a question line, or such a line stands right below its heading.
    pub by_line: bool,
    /// How many of them are of a story's own, not of notes as well ("Problem", "Solution", "Scenario").
    pub telling: usize,
}

/// Cuts the passages into sections. `is_known` tells whether a line's words are a question of the bank.
pub(super) fn sections(
    document: &Document,
    passages: &mut [Passage],
    is_known: &mut dyn FnMut(&str) -> bool,
) -> Vec<Section> {
    let mut out: Vec<Section> = vec![Section::new(None, 0, 0)];
    // Inside follow-ups only a heading as high as theirs opens a section.
    let mut follow_ups: Option<u8> = None;
    for index in 0..passages.len() {
        let level = match passages[index].role {
            Role::FollowUps(level) => {
                follow_ups = Some(level);
                None
            }
            Role::NoteHeading(level) | Role::AnswerHeading(level) => {
                if follow_ups.is_some_and(|f| level <= f) {
                    follow_ups = None;
                }
                None
            }
            Role::Title(level) => match follow_ups {
                Some(depth) if level > depth => None,
                _ => {
                    follow_ups = None;
                    Some(level)
                }
            },
            Role::MaybeTitle if follow_ups.is_none() => {
                let current = out.last().filter(|s| s.has_text(passages, index));
                let text = document.text(passages[index].body);
                let below_title = current.is_none();
                let opens = match current {
                    // Right below another title it is that title's question, or its text.
                    None => out.last().is_some_and(|s| s.title.is_none()),
                    // "Q:" after the answer to a question without such a mark is a follow-up.
                    Some(section) if asks_on(document, passages, section, index) => false,
                    Some(section) => {
                        passages[index].label.is_some()
                            || document.blocks[passages[index].block].numbered
                            || (section.labels > 0 && section.level >= LINE_LEVEL)
                            || is_known(text)
                            || is_question(text.trim())
                    }
                };
                if below_title
                    && is_question(text.trim())
                    && let Some(last) = out.last_mut()
                {
                    last.by_line = true;
                }
                opens.then_some(7)
            }
            _ => {
                if let Some(label) = &passages[index].label {
                    // A part's label by heading ends follow-ups that stand higher.
                    if let (LabelForm::Heading(level), true) = (label.form, !label.parts().is_empty())
                        && follow_ups.is_some_and(|f| level <= f)
                    {
                        follow_ups = None;
                    }
                }
                None
            }
        };
        if let Some(level) = level {
            if let Some(last) = out.last_mut() {
                last.passages.end = index;
            }
            out.push(Section::new(Some(index), level, index));
        }
        if follow_ups.is_none()
            && let Some(label) = &passages[index].label
            && !label.parts().is_empty()
        {
            restart(document, passages, index, &mut out);
        }
    }
    if let Some(last) = out.last_mut() {
        last.passages.end = passages.len();
    }
    out.retain(|s| !s.passages.is_empty());
    out
}

/// Whether the question with a "Q:" at passage `index` follows up the answer of `section`, whose own question stands in
/// its title without that mark.
fn asks_on(document: &Document, passages: &[Passage], section: &Section, index: usize) -> bool {
    let questioned = |p: &Passage| p.label.as_ref().is_some_and(|l| l.meaning == LabelMeaning::Question);
    let Some(title) = section.title.map(|t| &passages[t]) else { return false };
    let answered = |p: &Passage| p.label.as_ref().is_some_and(|l| l.meaning == LabelMeaning::Answer);
    let start = section.title.map_or(section.passages.start, |t| t + 1);
    questioned(&passages[index])
        && !questioned(title)
        && is_question(document.text(title.whole).trim())
        && !is_invitation(document.text(passages[index].body))
        && !passages[start..index].first().is_some_and(|p| questioned(p) || answered(p))
}

impl Section {
    fn new(title: Option<usize>, level: u8, start: usize) -> Self {
        Self {
            title,
            level,
            passages: start..start,
            parts: Parts::default(),
            labels: 0,
            by_line: level >= LINE_LEVEL,
            telling: 0,
        }
    }

    /// Whether anything but its title and notes stands in it before passage `until`.
    fn has_text(&self, passages: &[Passage], until: usize) -> bool {
        let start = self.title.map_or(self.passages.start, |t| t + 1);
        passages[start..until].iter().any(|p| matches!(p.role, Role::Body) && !(p.body.is_empty() && p.label.is_none()))
    }
}

/// Counts the label of passage `index`, or opens a new section there when the parts start again.
fn restart(document: &Document, passages: &[Passage], index: usize, out: &mut Vec<Section>) {
    let Some(label) = &passages[index].label else { return };
    let Some(current) = out.last_mut() else { return };
    let opening = Parts::only(Part::Context);
    let first = label.part().filter(|p| opening.has(*p) || !current.parts.has(Part::Context) && *p == Part::Challenge);
    let again = first.is_some_and(|p| current.parts.has(p)) && current.parts.count() >= 2 && current.closed();
    if again {
        let level = current.level.max(7);
        current.passages.end = index;
        let mut next = Section::new(None, level, index);
        next.parts = label.parts();
        next.labels = 1;
        next.telling = usize::from(is_telling(document.text(label.span)));
        out.push(next);
        return;
    }
    current.parts = label.parts().iter().fold(current.parts, Parts::with);
    current.labels += 1;
    current.telling += usize::from(is_telling(document.text(label.span)));
}

/// Labels that technical notes have as well.
const NOTE_LABELS: &[&str] = &[
    "problem",
    "problems",
    "the problem",
    "issue",
    "the issue",
    "solution",
    "solutions",
    "the solution",
    "my solution",
    "scenario",
    "approach",
    "my approach",
    "implementation",
    "steps",
    "impact",
    "application",
    "applications",
    "usage",
    "background",
    "context",
    "setting",
    "goal",
    "goals",
    "effect",
    "benefit",
    "benefits",
    "conclusion",
    "summary",
    "resolution",
    "response",
    "plan",
    "now",
    "today",
    "obstacle",
    "complication",
    "stakes",
    "consequence",
    "consequences",
    "takeaway",
    "takeaways",
    "key takeaway",
    "key takeaways",
    "strategy",
    "fix",
    "the fix",
    "root cause",
];

/// Whether a label is one that only stories have.
fn is_telling(label: &str) -> bool {
    !NOTE_LABELS.contains(&label.trim().to_lowercase().as_str())
}

impl Section {
    /// An Action or Outcome has been met, so that an opening part starts another answer.
    fn closed(&self) -> bool {
        self.parts.has(Part::Action) || self.parts.has(Part::Outcome)
    }
}
