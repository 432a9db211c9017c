//! Markdown as flat prose: blocks of text without markup, each byte of which knows where it came from.

mod builder;
mod directive;
mod front_matter;

use crate::span::Span;

pub use directive::{Directive, DirectiveKind};
pub use front_matter::FrontMatter;

/// What kind of block a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph, or the text of a list item.
    Paragraph,
    /// A code block. Its text is not part of the prose.
    Code,
    /// A cell of a table.
    Cell {
        /// Row, 0 being the head.
        row: u16,
        /// Column, from 0.
        column: u16,
    },
    /// A thematic break (`---`).
    Rule,
}

/// One block of a document.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text in [`Document::prose`].
    pub prose: Span,
    /// Where it stands in the source.
    pub source: Span,
    /// How many lists it is in.
    pub list_depth: u8,
    /// How many block quotes it is in.
    pub quote_depth: u8,
    /// The list item that it belongs to, numbered through the document from 1; 0 for none.
    pub item: u32,
    /// The item that holds the list that it belongs to; 0 for none.
    pub parent_item: u32,
    /// It is the first text of an item of a numbered list.
    pub numbered: bool,
    /// It is the first text of a list item.
    pub item_start: bool,
    /// It is a task (`- [ ]`).
    pub task: bool,
    /// Number of the table that a cell belongs to.
    pub table: u32,
}

/// How some words are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleKind {
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// Inline code.
    Code,
    /// The text of a link.
    Link,
}

/// Words set in a style.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Where, in the prose.
    pub prose: Span,
    /// How.
    pub kind: StyleKind,
}

/// A run of prose that stands the same way in the source.
#[derive(Clone, Copy, Debug)]
struct Segment {
    prose: u32,
    source: u32,
    /// Bytes in the source, which differ from those in the prose for an entity or escape.
    source_len: u32,
}

/// A markdown text, read.
#[derive(Debug, Default)]
pub struct Document {
    /// The text of all blocks without markup, a line feed after each.
    pub prose: String,
    /// The blocks, in order.
    pub blocks: Vec<Block>,
    /// The styles, in the order of their start.
    pub styles: Vec<Style>,
    /// Comment directives, in order.
    pub directives: Vec<Directive>,
    /// The front matter, if there is one.
    pub front_matter: Option<FrontMatter>,
    segments: Vec<Segment>,
}

impl Document {
    /// Reads a markdown text.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        builder::build(text)
    }

    /// Where a span of the prose stands in the source.
    #[must_use]
    pub fn source_span(&self, prose: Span) -> Span {
        let start = self.source_offset(prose.start, false);
        let end = if prose.is_empty() { start } else { self.source_offset(prose.end - 1, true) };
        Span::new(start, end)
    }

    /// The place in the source of the prose byte `at`: of its start, or of its end.
    fn source_offset(&self, at: u32, end: bool) -> usize {
        let index = self.segments.partition_point(|s| s.prose <= at).saturating_sub(1);
        let Some(segment) = self.segments.get(index) else { return 0 };
        let next = self.segments.get(index + 1).map_or(self.prose.len() as u32, |s| s.prose);
        let prose_len = next.saturating_sub(segment.prose);
        let inside = at.saturating_sub(segment.prose);
        if prose_len == segment.source_len {
            return (segment.source + inside + u32::from(end)) as usize;
        }
        // An entity, an escape, or a line break with its indentation: all or nothing.
        if segment.source_len < prose_len && inside < segment.source_len {
            return (segment.source + inside + u32::from(end)) as usize;
        }
        (if end { segment.source + segment.source_len } else { segment.source }) as usize
    }

    /// The prose at `span`.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        &self.prose[span.clamp_to(&self.prose).range()]
    }

    /// The style of the given kind that starts at prose byte `at`, if there is one.
    #[must_use]
    pub fn style_at(&self, at: u32, kind: StyleKind) -> Option<Style> {
        let from = self.styles.partition_point(|s| s.prose.start < at);
        self.styles[from..].iter().take_while(|s| s.prose.start == at).find(|s| s.kind == kind).copied()
    }
}
