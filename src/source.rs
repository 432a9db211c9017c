//! A file's text, and where in it a byte stands.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use crate::span::Span;

/// Bytes between two remembered column counts.
const CHECKPOINT: usize = 1024;

/// The text of one file.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    text: String,
    lines: OnceCell<Lines>,
}

/// A place in a text, as people and tools count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Bytes from the start of the file.
    pub offset: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
    /// Column in bytes, from 1.
    pub byte_column: usize,
}

#[derive(Debug)]
struct Lines {
    /// Offset of the first byte of each line.
    starts: Vec<u32>,
    /// Code points before every [`CHECKPOINT`]th byte (counting the bytes that start one); empty when all is ASCII.
    code_points: Vec<u32>,
}

impl Source {
    /// A source of the given path (which is only named, never read here) and text.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), lines: OnceCell::new() }
    }

    /// The path that diagnostics name.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text at `span`, moved to character boundaries.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.clamp_to(&self.text).range()]
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at as u32 + 1));
            let mut code_points = Vec::new();
            if !self.text.is_ascii() {
                let mut count = 0u32;
                for chunk in bytes.chunks(CHECKPOINT) {
                    code_points.push(count);
                    count += code_points_in(chunk);
                }
                code_points.push(count);
            }
            Lines { starts, code_points }
        })
    }

    /// Code points before byte `at` of the file.
    fn code_points_before(&self, at: usize) -> usize {
        let lines = self.lines();
        if lines.code_points.is_empty() {
            return at;
        }
        let checkpoint = at / CHECKPOINT;
        let from = checkpoint * CHECKPOINT;
        (lines.code_points[checkpoint] + code_points_in(&self.text.as_bytes()[from..at])) as usize
    }

    /// The line (from 0) that holds byte `at`.
    #[must_use]
    pub fn line_of(&self, at: usize) -> usize {
        self.lines().starts.partition_point(|start| *start as usize <= at).saturating_sub(1)
    }

    /// Number of lines; a text that ends in a line feed has an empty last one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines().starts.len()
    }

    /// The span of line `line` (from 0) without its line end.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let starts = &self.lines().starts;
        let Some(&start) = starts.get(line) else { return Span::empty(self.text.len()) };
        let end = starts.get(line + 1).map_or(self.text.len(), |next| *next as usize - 1);
        let end = if end > start as usize && self.text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end };
        Span::new(start as usize, end)
    }

    /// Where byte `offset` stands; one past the end of the text is its end. A byte order mark is no column.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = Span::empty(offset).clamp_to(&self.text).start as usize;
        let line = self.line_of(offset);
        let start = self.lines().starts[line] as usize;
        let mark = usize::from(line == 0 && self.text.starts_with('\u{feff}') && offset >= 3);
        Position {
            offset,
            line: line + 1,
            column: self.code_points_before(offset) - self.code_points_before(start) + 1 - mark,
            byte_column: offset - start + 1 - mark * 3,
        }
    }
}

fn code_points_in(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b as i8) >= -0x40).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points() {
        let source = Source::new("a.md", "né 日本\r\nx\n");
        let at = source.text().find('本').unwrap_or(0);
        assert_eq!((source.position(at).line, source.position(at).column, source.position(at).byte_column), (1, 5, 8));
        assert_eq!(source.slice(source.line_span(0)), "né 日本");
        let end = source.position(source.text().len());
        assert_eq!((end.line, end.column), (3, 1));
    }

    #[test]
    fn checkpoints_agree_with_counting() {
        let source = Source::new("a.md", "é".repeat(3000));
        assert_eq!(source.position(5000).column, 2501);
    }
}
