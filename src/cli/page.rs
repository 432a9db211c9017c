//! Text for people: paragraphs in lines of a width that reads well, headings, lists.

use std::io::{self, Write};

use crate::emit::visible;

/// Widest line of a paragraph.
const WIDTH: usize = 88;

/// Lines of so many bytes were broken for their length.
const BROKEN: usize = 80;

/// Writes pages of text, with or without colour.
pub struct Page<'a> {
    out: &'a mut dyn Write,
    color: bool,
}

impl<'a> Page<'a> {
    /// A page on `out`.
    pub fn new(out: &'a mut dyn Write, color: bool) -> Self {
        Self { out, color }
    }

    fn styled(&self, style: anstyle::Style, text: &str) -> String {
        if self.color && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// The text in bold.
    pub fn bold(&self, text: &str) -> String {
        self.styled(anstyle::Style::new().bold(), text)
    }

    /// The text dimmed.
    pub fn dim(&self, text: &str) -> String {
        self.styled(anstyle::Style::new().dimmed(), text)
    }

    /// A line as it is.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    /// A heading, with an empty line before it.
    pub fn heading(&mut self, text: &str) -> io::Result<()> {
        let text = self.bold(text);
        writeln!(self.out, "\n{text}")
    }

    /// Paragraphs, indented. A line that was only broken for its length goes on with the next one.
    pub fn paragraph(&mut self, text: &str, indent: usize) -> io::Result<()> {
        let mut lines = text.trim().lines().peekable();
        while let Some(line) = lines.next() {
            let mut whole = line.to_owned();
            let mut last = line;
            while let Some(next) = lines.next_if(|next| last.len() >= BROKEN && next.starts_with(char::is_alphanumeric))
            {
                whole.push(' ');
                whole.push_str(next);
                last = next;
            }
            self.wrapped(&whole, indent, indent)?;
        }
        Ok(())
    }

    /// An entry of a list.
    pub fn item(&mut self, mark: &str, text: &str) -> io::Result<()> {
        write!(self.out, "  {mark} ")?;
        let indent = 3 + mark.chars().count();
        self.wrapped(text, 0, indent)
    }

    /// Writes words, the first line after `lead` spaces, the others after `indent`; the first one is taken to start at
    /// `indent` all the same.
    fn wrapped(&mut self, text: &str, lead: usize, indent: usize) -> io::Result<()> {
        write!(self.out, "{:lead$}", "")?;
        let mut column = indent;
        for word in text.split_whitespace().map(visible::start) {
            let len = word.chars().count();
            if column > indent && column + 1 + len > WIDTH {
                write!(self.out, "\n{:indent$}", "")?;
                column = indent;
            } else if column > indent {
                write!(self.out, " ")?;
                column += 1;
            }
            write!(self.out, "{word}")?;
            column += len;
        }
        writeln!(self.out)
    }
}
