//! From markdown events to a [`Document`].

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Block, BlockKind, Document, Segment, Style, StyleKind, directive, front_matter};
use crate::span::Span;

pub(super) fn build(text: &str) -> Document {
    let front_matter = front_matter::find(text);
    let body_at = front_matter
        .as_ref()
        .map_or_else(|| text.len() - text.trim_start_matches('\u{feff}').len(), |f| f.span.end as usize);
    let body = &text[body_at..];
    let mut builder = Builder {
        text,
        base: body_at,
        document: Document { prose: String::with_capacity(body.len()), front_matter, ..Document::default() },
        open: None,
        lists: Vec::new(),
        items: Vec::new(),
        next_item: 1,
        quote_depth: 0,
        table: 0,
        row: 0,
        column: 0,
        item_fresh: false,
        task: false,
        styles: Vec::new(),
        skip: 0,
        code: false,
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        builder.event(event, range);
    }
    builder.document.styles.sort_by_key(|s| s.prose);
    builder.document
}

struct Builder<'a> {
    text: &'a str,
    /// Where the markdown starts in the text.
    base: usize,
    document: Document,
    /// The block being read.
    open: Option<Block>,
    /// Whether each open list is numbered.
    lists: Vec<bool>,
    /// Open items.
    items: Vec<u32>,
    next_item: u32,
    quote_depth: u8,
    table: u32,
    row: u16,
    column: u16,
    /// The innermost item has no text yet.
    item_fresh: bool,
    task: bool,
    /// Open styles: kind and start.
    styles: Vec<(StyleKind, usize)>,
    /// Depth of content that is left out (images, struck-out text).
    skip: u32,
    /// Inside a code block.
    code: bool,
}

impl Builder<'_> {
    fn source(&self, range: &Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn open_block(&mut self, kind: BlockKind, source: Span) {
        self.close_block();
        let at = self.document.prose.len();
        self.open = Some(Block {
            kind,
            prose: Span::empty(at),
            source,
            list_depth: u8::try_from(self.lists.len()).unwrap_or(u8::MAX),
            quote_depth: self.quote_depth,
            item: self.items.last().copied().unwrap_or(0),
            parent_item: self.items.len().checked_sub(2).map_or(0, |at| self.items[at]),
            numbered: self.item_fresh && self.lists.last() == Some(&true),
            item_start: self.item_fresh,
            task: std::mem::take(&mut self.task),
            table: self.table,
        });
        self.item_fresh = false;
    }

    fn close_block(&mut self) {
        if let Some(mut block) = self.open.take() {
            block.prose.end = self.document.prose.len() as u32;
            let end = self.document.source_span(block.prose).end;
            block.source.end = block.source.end.max(end);
            self.document.blocks.push(block);
            // The block's own line end keeps sentences and words of two blocks apart.
            self.segment(block.source.end as usize, 0);
            self.document.prose.push('\n');
        }
    }

    /// The text that follows stands at source byte `at`.
    fn segment(&mut self, at: usize, source_len: usize) {
        self.document.segments.push(Segment {
            prose: self.document.prose.len() as u32,
            source: at as u32,
            source_len: source_len as u32,
        });
    }

    fn push(&mut self, text: &str, source: Span) {
        if self.skip > 0 || text.is_empty() {
            return;
        }
        if self.open.is_none() {
            self.open_block(BlockKind::Paragraph, source);
        }
        self.segment(source.start as usize, source.len());
        self.document.prose.push_str(text);
    }

    fn start_style(&mut self, kind: StyleKind) {
        let at = self.document.prose.len();
        self.styles.push((kind, at));
    }

    fn end_style(&mut self, kind: StyleKind) {
        if let Some(at) = self.styles.iter().rposition(|(k, _)| *k == kind) {
            let (kind, start) = self.styles.remove(at);
            let prose = Span::new(start, self.document.prose.len());
            self.document.styles.push(Style { prose, kind });
        }
    }

    fn event(&mut self, event: Event, range: Range<usize>) {
        let source = self.source(&range);
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if !self.code => self.push(&text, source),
            Event::Code(code) => {
                let written = &self.text[source.range()];
                let inner = written.find(code.as_ref()).unwrap_or(0);
                let at = source.start as usize + inner;
                self.start_style(StyleKind::Code);
                self.push(&code, Span::new(at, at + code.len().min(written.len() - inner)));
                self.end_style(StyleKind::Code);
            }
            Event::SoftBreak | Event::HardBreak => self.push("\n", source),
            Event::Html(_) | Event::InlineHtml(_) => {
                let written = &self.text[source.range()];
                if written.starts_with("<br") {
                    self.push("\n", source);
                }
                if let Event::InlineHtml(_) = event {
                    directive::find(self.text, source, &mut self.document.directives);
                }
            }
            Event::Rule => {
                self.open_block(BlockKind::Rule, source);
                self.close_block();
            }
            Event::TaskListMarker(_) => self.task = true,
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag, source: Span) {
        match tag {
            Tag::Paragraph => self.open_block(BlockKind::Paragraph, source),
            Tag::Heading { level, .. } => self.open_block(BlockKind::Heading(level_number(level)), source),
            Tag::BlockQuote(_) => {
                self.close_block();
                self.quote_depth = self.quote_depth.saturating_add(1);
            }
            Tag::CodeBlock(_) => {
                self.open_block(BlockKind::Code, source);
                self.code = true;
            }
            Tag::HtmlBlock => {
                self.close_block();
                directive::find(self.text, source, &mut self.document.directives);
            }
            Tag::List(first) => {
                self.close_block();
                self.lists.push(first.is_some());
            }
            Tag::Item => {
                self.close_block();
                self.items.push(self.next_item);
                self.next_item += 1;
                self.item_fresh = true;
            }
            Tag::Table(_) => {
                self.close_block();
                self.table += 1;
                self.row = 0;
            }
            Tag::TableHead | Tag::TableRow => self.column = 0,
            Tag::TableCell => {
                self.open_block(BlockKind::Cell { row: self.row, column: self.column }, source);
            }
            Tag::Emphasis => self.start_style(StyleKind::Emphasis),
            Tag::Strong => self.start_style(StyleKind::Strong),
            Tag::Link { .. } => self.start_style(StyleKind::Link),
            Tag::Image { .. } | Tag::Strikethrough => self.skip += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.close_block(),
            TagEnd::BlockQuote(_) => {
                self.close_block();
                self.quote_depth = self.quote_depth.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.code = false;
                self.close_block();
            }
            TagEnd::List(_) => {
                self.close_block();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.close_block();
                self.items.pop();
                self.item_fresh = false;
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.close_block();
                self.row = self.row.saturating_add(1);
            }
            TagEnd::TableCell => {
                self.close_block();
                self.column = self.column.saturating_add(1);
            }
            TagEnd::Emphasis => self.end_style(StyleKind::Emphasis),
            TagEnd::Strong => self.end_style(StyleKind::Strong),
            TagEnd::Link => self.end_style(StyleKind::Link),
            TagEnd::Image | TagEnd::Strikethrough => self.skip = self.skip.saturating_sub(1),
            _ => {}
        }
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
