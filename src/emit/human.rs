//! Findings as a compiler shows them: the words underlined, why, and what to do.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use ariadne::{Color, Config, IndexType, Label, Report, ReportKind};
use unicode_width::UnicodeWidthChar;

use super::{Emitter, FileReport, Summary, slashed, visible};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;
use crate::span::Span;

/// Narrowest and widest excerpt, in columns.
const WIDTH: Range<usize> = 40..160;
/// Columns that the frame takes.
const FRAME: usize = 12;
/// Most lines between the words underlined and a further place; a place farther off is told, not shown.
const MAX_LINES: usize = 120;

/// The format.
#[derive(Debug)]
pub struct Human {
    /// Whether to colour.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Say nothing after the last file.
    pub quiet: bool,
}

impl Emitter for Human {
    fn file(&mut self, out: &mut dyn Write, report: &FileReport) -> io::Result<()> {
        for diagnostic in &report.diagnostics {
            self.finding(out, &report.source, diagnostic)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        writeln!(out, "{}", closing(summary))?;
        if summary.answers == 0 && summary.files_without_answers > 0 {
            writeln!(out, "{WHAT_IS_AN_ANSWER}")?;
        }
        Ok(())
    }
}

/// What is said when no answer was found at all.
const WHAT_IS_AN_ANSWER: &str = "\
help: a draft is read as an answer when its front matter has `question:` (an id, or the question's text) or `kind:`, its
      heading names a question of the bank (`answerlint questions`), or at least two parts are labelled; `answers:`
      in answerlint.yaml names files that hold nothing else";

/// The closing line: "12 answers in 9 files: 3 errors, 2 warnings. 3 files hold no answer (--show-files lists them)."
#[must_use]
pub fn closing(summary: &Summary) -> String {
    let with_answers = summary.files - summary.files_without_answers;
    let mut out = format!("{} in {}: ", count(summary.answers, "answer"), count(with_answers, "file"));
    if summary.findings() == 0 {
        out.push_str("nothing to report");
    } else {
        let parts: Vec<String> =
            [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "suggestion")]
                .into_iter()
                .filter(|(n, _)| *n > 0)
                .map(|(n, what)| count(n, what))
                .collect();
        out.push_str(&crate::check::list(&parts));
        if summary.fixable > 0 {
            out.push_str(&format!(" ({} fixable with --fix)", summary.fixable));
        }
    }
    if summary.files_without_answers > 0 {
        let holds = if summary.files_without_answers == 1 { "holds" } else { "hold" };
        out.push_str(&format!(
            "; {} {holds} none, --show-files lists them",
            count(summary.files_without_answers, "file")
        ));
    }
    if summary.failures > 0 {
        out.push_str(&format!("; {} could not be read", count(summary.failures, "file")));
    }
    out
}

/// "1 file", "2 files".
#[must_use]
pub fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("{n} {what}") } else { format!("{n} {what}s") }
}

impl Human {
    fn finding(&self, out: &mut dyn Write, source: &Source, d: &Diagnostic) -> io::Result<()> {
        let code = format!("{}[{}]", d.severity, d.rule);
        let note = d.fix.as_ref().map(|fix| format!("fix: {}", fix.message));
        self.report(out, source, d.severity, &code, &d.message, d.span, &d.labels, d.help.as_deref(), note.as_deref())
    }

    /// One report: a headline, an excerpt, and what is said below it.
    ///
    /// # Errors
    /// When `out` cannot be written.
    #[expect(clippy::too_many_arguments, reason = "a report has that many parts")]
    pub fn report(
        &self,
        out: &mut dyn Write,
        source: &Source,
        severity: Severity,
        code: &str,
        message: &str,
        span: Span,
        labels: &[crate::diagnostic::Label],
        help: Option<&str>,
        note: Option<&str>,
    ) -> io::Result<()> {
        let color = match severity {
            Severity::Error => Color::Red,
            Severity::Warning => Color::Yellow,
            Severity::Info => Color::Cyan,
        };
        let excerpt =
            Excerpt::new(source, span, labels, self.width.saturating_sub(FRAME).clamp(WIDTH.start, WIDTH.end));
        let path = visible::line(&slashed(source.path()));
        let main = excerpt.range(span);
        let mut report = Report::build(ReportKind::Custom(code, color), (path.as_str(), main.clone()))
            .with_config(
                Config::default()
                    .with_color(self.color)
                    .with_index_type(IndexType::Byte)
                    .with_tab_width(4)
                    .with_compact(false),
            )
            .with_message(visible::line(message));
        // Words under which nothing is written would not be underlined.
        report.add_label(Label::new((path.as_str(), main)).with_color(color).with_order(-1).with_message("here"));
        for label in labels.iter().filter(|l| excerpt.shows(l.span)) {
            report.add_label(
                Label::new((path.as_str(), excerpt.range(label.span)))
                    .with_message(visible::line(&label.message))
                    .with_color(Color::Blue),
            );
        }
        if let Some(help) = help {
            report.add_help(wrapped(&visible::line(help), self.width.clamp(WIDTH.start + FRAME, 100) - 14));
        }
        if let Some(note) = note {
            report.add_note(visible::line(note));
        }
        let mut text = Vec::new();
        report.finish().write((path.as_str(), ariadne::Source::from(excerpt.text.as_str())), &mut text)?;
        let mut text = String::from_utf8_lossy(&text).into_owned();
        if !self.color {
            // The headline is coloured whatever the configuration. Escapes of the draft are visible characters by now.
            text = anstream::adapter::strip_str(&text).to_string();
        }
        let mut text = renumbered(&text, excerpt.first_line, excerpt.last_line);
        // The excerpt is cut to the terminal's width, so its columns are not the file's.
        let position = source.position(span.start as usize);
        if let Some(at) = text.find(&format!("{path}:")) {
            let from = at + path.len();
            let to = from + text[from..].find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(0);
            text.replace_range(from..to, &format!(":{}:{}", position.line, position.column));
        }
        out.write_all(text.as_bytes())?;
        writeln!(out)
    }
}

/// A report whose margin counts the lines of an excerpt, with the numbers that they have in the file.
fn renumbered(report: &str, first_line: usize, last_line: usize) -> String {
    let digits = |n: usize| n.to_string().len();
    let wider = digits(last_line + 1) - digits(last_line - first_line + 1);
    let mut lines = report.split_inclusive('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let (blank, rest) = line.split_at(blank_length(line));
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        out.push_str(blank);
        match rest[..end].parse::<usize>() {
            Ok(number) => {
                let longer = digits(number + first_line) - end;
                // Numbers stand at the right: one that grows by more than the margin does takes blanks before it.
                out.truncate(out.len() - longer.saturating_sub(wider));
                out.extend(std::iter::repeat_n(' ', wider.saturating_sub(longer)));
                out.push_str(&(number + first_line).to_string());
                out.push_str(&rest[end..]);
            }
            Err(_) => {
                let filler = if rest.starts_with('─') { '─' } else { ' ' };
                out.extend(std::iter::repeat_n(filler, wider));
                out.push_str(rest);
            }
        }
    }
    out
}

/// How many bytes of blanks and colour escapes a line starts with.
fn blank_length(line: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = &line[length..];
        length += match rest.find('m') {
            Some(end) if rest.starts_with('\u{1b}') => end + 1,
            _ if rest.starts_with(' ') => 1,
            _ => return length,
        };
    }
}

/// Text in lines of at most `width` columns, indented below a "Help: ".
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split(' ') {
        let len = word.chars().count();
        if column > 0 && column + 1 + len > width {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += len;
    }
    out
}

/// The lines around a finding, cut to a width, with control characters made visible.
struct Excerpt {
    text: String,
    /// Line (from 0) of its first line in the file.
    first_line: usize,
    last_line: usize,
    /// Source byte and excerpt byte of every character, in order, and of the end.
    map: Vec<(u32, u32)>,
}

impl Excerpt {
    fn new(source: &Source, span: Span, labels: &[crate::diagnostic::Label], width: usize) -> Self {
        let end = |s: Span| if s.is_empty() { s.end } else { s.end - 1 };
        let mut first = source.line_of(span.start as usize);
        let mut last = source.line_of(end(span) as usize).max(first);
        let mut marks = vec![span];
        for label in labels {
            let (from, to) = (source.line_of(label.span.start as usize), source.line_of(end(label.span) as usize));
            if last.max(to) - first.min(from) <= MAX_LINES {
                first = first.min(from);
                last = last.max(to);
                marks.push(label.span);
            }
        }
        let mut excerpt = Self { text: String::new(), first_line: first, last_line: last, map: Vec::new() };
        for line in first..=last {
            let whole = source.line_span(line);
            let on_line: Vec<Span> =
                marks.iter().filter(|m| m.start <= whole.end && end(**m) >= whole.start).copied().collect();
            if on_line.is_empty() {
                excerpt.map.push((whole.start, excerpt.text.len() as u32));
            } else {
                excerpt.line(source, whole, &on_line, width);
            }
            excerpt.text.push('\n');
        }
        excerpt
    }

    fn line(&mut self, source: &Source, whole: Span, marks: &[Span], width: usize) {
        let text = source.slice(whole);
        let from = marks.iter().map(|m| m.start.max(whole.start)).min().unwrap_or(whole.start);
        let to = marks.iter().map(|m| m.end.min(whole.end)).max().unwrap_or(whole.end).max(from);
        let window = window(text, (from - whole.start) as usize, (to - whole.start) as usize, width);
        if window.start > 0 {
            self.text.push('…');
        }
        let start = self.text.len();
        for (at, c) in text[window.clone()].char_indices() {
            let place = whole.start + (window.start + at) as u32;
            self.map.push((place, self.text.len() as u32));
            match c {
                '\t' => self.text.push(' '),
                c => self.text.push(visible::substitute(c).unwrap_or(c)),
            }
        }
        self.map.push((whole.start + window.end as u32, self.text.len() as u32));
        if let Cow::Owned(text) = visible::disarmed(&self.text[start..], "(") {
            self.text.replace_range(start.., &text);
        }
        if window.end < text.len() {
            self.text.push('…');
        } else if text.is_empty() || to == whole.end {
            // Room for a mark at the very end of a line.
            self.text.push(' ');
        }
    }

    /// Where a source span stands in the excerpt.
    fn range(&self, span: Span) -> Range<usize> {
        let place = |at: u32| {
            let index = self.map.partition_point(|(s, _)| *s < at).min(self.map.len().saturating_sub(1));
            self.map.get(index).map_or(0, |(_, e)| *e as usize)
        };
        let start = place(span.start);
        let end = place(span.end).max(start);
        let end = if end == start { (start + 1).min(self.text.len()) } else { end };
        let mut end = end;
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    fn shows(&self, span: Span) -> bool {
        self.map.first().is_some_and(|(s, _)| *s <= span.start)
            && self.map.last().is_some_and(|(s, _)| *s >= span.start)
            && self.last_line - self.first_line <= MAX_LINES
    }
}

/// The part of a line to show: at most `width` columns, with `from..to` in it.
fn window(text: &str, from: usize, to: usize, width: usize) -> Range<usize> {
    let columns = |s: &str| -> usize { s.chars().map(|c| c.width().unwrap_or(1)).sum() };
    if text.len() <= width || columns(text) <= width {
        return 0..text.len();
    }
    let marked = columns(&text[from..to]).min(width);
    let mut room = (width - marked) / 2;
    let mut start = from;
    for (at, c) in text[..from].char_indices().rev() {
        let w = c.width().unwrap_or(1);
        if w > room {
            break;
        }
        room -= w;
        start = at;
    }
    // Start at a word.
    if start > 0
        && let Some(space) = text[start..from].find(' ')
    {
        start += space + 1;
    }
    let mut left = width;
    let mut end = start;
    for (at, c) in text[start..].char_indices() {
        let w = c.width().unwrap_or(1);
        if w > left {
            break;
        }
        left -= w;
        end = start + at + c.len_utf8();
    }
    if end < text.len()
        && end > to
        && let Some(space) = text[to..end].rfind(' ')
    {
        end = to + space;
    }
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margin_counts_the_lines_of_the_file() {
        let text = format!("{}It was \u{1b}not my fault.\n", "\n".repeat(122));
        let at = text.find("not").unwrap_or_default();
        let span = Span::new(at, at + 12);
        let source = Source::new("a.md", text);
        for color in [false, true] {
            let mut out = Vec::new();
            let human = Human { color, width: 80, quiet: true };
            human.report(&mut out, &source, Severity::Error, "x", "m", span, &[], None, None).expect("it is written");
            let text = String::from_utf8_lossy(&out).into_owned();
            assert_eq!(text.contains('\u{1b}'), color);
            let plain = anstream::adapter::strip_str(&text).to_string();
            let lines: Vec<&str> = plain.lines().collect();
            assert_eq!(lines[1], "     ╭─[ a.md:123:9 ]");
            assert_eq!(lines[3], " 123 │ It was ␛not my fault.");
            assert!(lines[4].contains("──────┬─────"), "{plain}");
            assert_eq!(lines[6], "─────╯");
        }
    }
}
