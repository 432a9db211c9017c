//! Front matter and answer directives: what they say, and what is wrong with them.

use serde::Deserialize;

use super::{Kind, Meta, MetaProblem};
use crate::content;
use crate::rules::compile::nearest;
use crate::span::Span;
use crate::yaml::{self, Spanned};

/// The keys that the linter reads; others are people's own.
#[derive(Debug, Default, Deserialize)]
struct RawMeta {
    #[serde(default)]
    question: Option<Spanned<String>>,
    #[serde(default)]
    kind: Option<Spanned<String>>,
    #[serde(default)]
    structure: Option<Spanned<String>>,
    #[serde(default)]
    concepts: Option<Vec<String>>,
    #[serde(default)]
    ignore: Option<Vec<Spanned<String>>>,
}

/// Reads the YAML in `text[span]`.
pub(super) fn parse(text: &str, span: Span) -> Meta {
    let written = &text[span.range()];
    let mut meta = Meta::default();
    if written.trim().is_empty() {
        return meta;
    }
    let shift = |s: Span| Span { start: s.start + span.start, end: s.end + span.start };
    let raw: RawMeta = match yaml::parse(written) {
        Ok(Some(raw)) => raw,
        Ok(None) => return meta,
        Err(error) => {
            let line_end = written[error.span.start as usize..]
                .find('\n')
                .map_or(written.len(), |at| error.span.start as usize + at);
            let shown = if error.span.is_empty() { Span::new(error.span.start as usize, line_end) } else { error.span };
            meta.problems.push(MetaProblem {
                message: format!("the front matter cannot be read: {}", error.message),
                span: shift(shown),
                help: Some("a value with a colon in it needs quotation marks".to_owned()),
            });
            return meta;
        }
    };
    let place = |value: &Spanned<String>| shift(yaml::span_of(written, value));
    if let Some(question) = raw.question.filter(|q| !q.value.trim().is_empty()) {
        let at = place(&question);
        meta.question = Some((question.value, at));
    }
    if let Some(kind) = raw.kind {
        meta.kind = match kind.value.to_lowercase().as_str() {
            "behavioral" | "behavioural" | "leadership" | "attitude" => Some(Kind::Behavioral),
            "technical" => Some(Kind::Technical),
            _ => {
                meta.problems.push(unknown("kind", &kind, place(&kind), &["behavioral", "technical"]));
                None
            }
        };
    }
    if let Some(structure) = raw.structure {
        let known = content::structure_names();
        if known.contains(&structure.value.as_str()) {
            meta.structure = Some(structure.value);
        } else {
            meta.problems.push(unknown("structure", &structure, place(&structure), &known));
        }
    }
    meta.concepts = raw.concepts.unwrap_or_default();
    meta.ignore = raw
        .ignore
        .unwrap_or_default()
        .into_iter()
        .map(|rule| {
            let at = place(&rule);
            (rule.value, at)
        })
        .collect();
    meta
}

fn unknown(key: &str, value: &Spanned<String>, span: Span, known: &[&str]) -> MetaProblem {
    let near = nearest(&value.value, known.iter().copied());
    MetaProblem {
        message: format!("unknown {key} `{}`", value.value),
        span,
        help: Some(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", known.join(", ")),
        }),
    }
}
