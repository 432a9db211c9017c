//! YAML: the only module that names the parser. Every error knows its place, and depth, aliases and size are limited.

use serde::de::DeserializeOwned;

use crate::span::Span;

pub use serde_yaml::Spanned;

/// What is wrong with a YAML text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// What is wrong, in one line.
    pub message: String,
    /// Where, in bytes of the text.
    pub span: Span,
}

impl std::fmt::Display for YamlError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for YamlError {}

/// Reads `text` as a `T`.
///
/// # Errors
/// When it is not YAML, exceeds the parser's limits (nesting, aliases, events), or does not fit `T`.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    serde_yaml::from_str(text).map_err(|error| {
        let error = error.without_snippet();
        let span = error.location().map_or(Span::empty(0), |l| location_span(text, &l));
        let mut message = error.to_string();
        // The parser puts the place into the text of the message; here it is shown by the snippet.
        if let Some(at) = message.find(" at line ") {
            message.truncate(at);
        } else if let Some(at) = message.find(" (line ") {
            message.truncate(at);
        }
        let message = message.lines().next().unwrap_or("not valid YAML").trim_start_matches("error: ").to_owned();
        YamlError { message, span: span.clamp_to(text) }
    })
}

/// Where a value stands in the text that it was read from.
#[must_use]
pub fn span_of<T>(text: &str, value: &Spanned<T>) -> Span {
    location_span(text, &value.referenced).clamp_to(text)
}

fn location_span(text: &str, location: &serde_yaml::Location) -> Span {
    let span = location.span();
    if let (Some(start), Some(len)) = (span.byte_offset(), span.byte_len()) {
        let start = start as usize;
        return Span::new(start, start + len as usize);
    }
    let line = (location.line().max(1) - 1) as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let column = (location.column().max(1) - 1) as usize;
    let at = text[start.min(text.len())..].char_indices().nth(column).map_or(text.len(), |(i, _)| start + i);
    Span::new(at, at + 1)
}
