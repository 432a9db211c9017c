//! Directives in HTML comments: `<!-- answerlint-ignore RULE: reason -->` and `<!-- answerlint: question: … -->`.

use crate::span::Span;

/// What a directive asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveKind {
    /// Silence rules on this line, or on the next one when it stands alone.
    Ignore,
    /// Silence rules in the whole file.
    IgnoreFile,
    /// Front matter of one answer.
    Answer,
}

/// A rule named in a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The rule as written.
    pub rule: String,
    /// Where, in the source.
    pub span: Span,
}

/// One comment that speaks to the linter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// What it asks for.
    pub kind: DirectiveKind,
    /// The whole comment, in the source.
    pub span: Span,
    /// The rules it names, for the ignoring kinds.
    pub rules: Vec<Named>,
    /// The reason it gives, for the ignoring kinds; the YAML it holds, for [`DirectiveKind::Answer`].
    pub text: Option<Span>,
}

/// Appends the directives among the comments in `text[range]`.
pub(super) fn find(text: &str, range: Span, out: &mut Vec<Directive>) {
    let mut at = range.start as usize;
    let end = range.end as usize;
    while let Some(open) = text[at..end].find("<!--").map(|i| at + i) {
        let Some(close) = text[open..end].find("-->").map(|i| open + i) else { break };
        out.extend(parse(text, open, close));
        at = close + 3;
    }
}

/// The directive in the comment that opens at `open` and whose `-->` stands at `close`.
fn parse(text: &str, open: usize, close: usize) -> Option<Directive> {
    let inner = text.get(open + 4..close)?;
    let body_at = open + 4 + (inner.len() - inner.trim_start().len());
    let body = inner.trim();
    let span = Span::new(open, close + 3);
    let rest = body.strip_prefix("answerlint")?;
    let (kind, rest) = if let Some(rest) = rest.strip_prefix("-ignore-file") {
        (DirectiveKind::IgnoreFile, rest)
    } else if let Some(rest) = rest.strip_prefix("-ignore") {
        (DirectiveKind::Ignore, rest)
    } else if let Some(rest) = rest.strip_prefix(':') {
        let at = body_at + body.len() - rest.len();
        return Some(Directive {
            kind: DirectiveKind::Answer,
            span,
            rules: Vec::new(),
            text: Some(Span::new(at, body_at + body.len())),
        });
    } else {
        return None;
    };
    if !(rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r', ':'])) {
        return None;
    }
    let at = body_at + body.len() - rest.len();
    let (names, reason) = match rest.split_once(": ").or_else(|| rest.strip_suffix(':').map(|r| (r, ""))) {
        Some((names, reason)) => {
            let start = body_at + body.len() - reason.len();
            let lead = reason.len() - reason.trim_start().len();
            let reason_span = Span::new(start + lead, start + reason.trim_end().len().max(lead));
            (names, (!reason.trim().is_empty()).then_some(reason_span))
        }
        None => (rest, None),
    };
    let mut rules = Vec::new();
    let mut offset = 0;
    for piece in names.split(|c: char| c.is_whitespace() || c == ',') {
        if !piece.is_empty() {
            let start = at + offset;
            rules.push(Named { rule: piece.to_owned(), span: Span::new(start, start + piece.len()) });
        }
        offset += piece.len();
        offset += names[offset..].chars().next().map_or(0, char::len_utf8);
    }
    Some(Directive { kind, span, rules, text: reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_reason_have_their_places() {
        let text = "x <!-- answerlint-ignore red-flag/arguing, voice/filler: quoting myself --> y";
        let mut out = Vec::new();
        find(text, Span::new(0, text.len()), &mut out);
        assert_eq!(out.len(), 1);
        let names: Vec<&str> = out[0].rules.iter().map(|r| &text[r.span.range()]).collect();
        assert_eq!(names, ["red-flag/arguing", "voice/filler"]);
        assert_eq!(&text[out[0].text.unwrap_or_default().range()], "quoting myself");
    }

    #[test]
    fn other_comments_are_left_alone() {
        let text = "<!-- answerlinting is fun --><!-- note --><!-- answerlint-ignored x -->";
        let mut out = Vec::new();
        find(text, Span::new(0, text.len()), &mut out);
        assert!(out.is_empty());
    }
}
