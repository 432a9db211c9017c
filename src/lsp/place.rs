//! Places and files as editors name them.

use std::path::PathBuf;

use lsp_types::{Position, PositionEncodingKind, Range, Uri};

use crate::source::Source;
use crate::span::Span;

/// How columns are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-16 units, which every editor knows.
    Utf16,
    /// Bytes.
    Utf8,
}

impl Encoding {
    /// Bytes where the editor can, since nothing need be counted then.
    pub fn negotiate(offered: Option<&[PositionEncodingKind]>) -> Self {
        let bytes = offered.is_some_and(|kinds| kinds.contains(&PositionEncodingKind::UTF8));
        if bytes { Self::Utf8 } else { Self::Utf16 }
    }

    /// Its name.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf8 => PositionEncodingKind::UTF8,
        }
    }

    /// A place as the editor counts it.
    pub fn position(self, source: &Source, at: u32) -> Position {
        let at = Span::empty(at as usize).clamp_to(source.text()).start;
        let line = source.line_of(at as usize);
        let before = source.slice(Span { start: source.line_span(line).start, end: at });
        let column = match self {
            Self::Utf8 => before.len(),
            Self::Utf16 => before.encode_utf16().count(),
        };
        Position::new(line as u32, column as u32)
    }

    /// A span as the editor counts it.
    pub fn range(self, source: &Source, span: Span) -> Range {
        Range::new(self.position(source, span.start), self.position(source, span.end))
    }

    /// The byte at a place; one behind a line's end is that end.
    pub fn offset(self, source: &Source, position: Position) -> u32 {
        let span = source.line_span(position.line as usize);
        let line = source.slice(span);
        let mut left = position.character as usize;
        for (at, c) in line.char_indices() {
            let width = match self {
                Self::Utf8 => c.len_utf8(),
                Self::Utf16 => c.len_utf16(),
            };
            if left < width {
                return span.start + at as u32;
            }
            left -= width;
        }
        span.end
    }
}

/// The path of a file that an editor names; none for a text that has no file yet.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    // Before the path stands a host, which is this one.
    let rest = &rest[rest.find('/')?..];
    let bytes = rest.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = rest.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex.filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    let text = String::from_utf8(out).ok()?;
    // `/C:/drafts` on Windows.
    let drive = text.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if drive { text[1..].to_owned() } else { text }))
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    #[test]
    fn columns_go_there_and_back() {
        let source = Source::new("a.md", "né 😀 x\r\ny");
        let at = source.text().find('x').unwrap_or_default() as u32;
        for (encoding, column) in [(Encoding::Utf16, 6), (Encoding::Utf8, 9)] {
            assert_eq!(encoding.position(&source, at), Position::new(0, column));
            assert_eq!(encoding.offset(&source, Position::new(0, column)), at);
            assert_eq!(encoding.offset(&source, Position::new(0, 99)), at + 1);
            assert_eq!(encoding.offset(&source, Position::new(9, 0)) as usize, source.text().len());
        }
        // Half of a surrogate pair.
        assert_eq!(Encoding::Utf16.offset(&source, Position::new(0, 4)), 4);
    }

    #[test]
    fn names_of_files_are_decoded() {
        let of = |text: &str| Uri::from_str(text).ok().and_then(|uri| path(&uri));
        assert_eq!(of("file:///a%20b/n%C3%A9.md"), Some("/a b/né.md".into()));
        assert_eq!(of("file:///c%3A/a.md"), Some("c:/a.md".into()));
        assert_eq!(of("untitled:Untitled-1"), None);
    }
}
