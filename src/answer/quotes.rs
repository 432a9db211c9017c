//! Quotation marks: what a stretch of text quotes, and whether all of it stands in quotation marks.

use crate::span::Span;

/// Longest quotation that is somebody's words rather than a whole passage, as a share of the passage.
const WHOLE: f64 = 0.8;

/// The quotations in `text`, as offsets from `base`: the text between two marks of one kind. A mark that is never
/// closed quotes nothing.
pub(super) fn quotations(text: &str, base: u32, out: &mut Vec<Span>) {
    if !text.contains(['"', '“', '”', '«', '‘', '\'', '„']) {
        return;
    }
    let mut double: Option<usize> = None;
    let mut single: Option<usize> = None;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, c)| *c);
        match c {
            '"' => {
                if let Some(open) = double.take() {
                    push(out, base, open, at);
                } else {
                    double = Some(at + 1);
                }
            }
            '“' | '«' | '„' => double = Some(at + c.len_utf8()),
            '”' | '»' => {
                if let Some(open) = double.take() {
                    push(out, base, open, at);
                }
            }
            '‘' | '\'' | '’' => {
                let opens = c != '’' && !before.is_alphanumeric() && (after.is_alphanumeric() || after == '*');
                let closes = !after.is_alphanumeric() && !before.is_whitespace();
                match single {
                    Some(open) if closes && c != '‘' => {
                        // "the customers' data" closes nothing: a quotation holds a space or follows its mark closely.
                        push(out, base, open, at);
                        single = None;
                    }
                    None if opens => single = Some(at + c.len_utf8()),
                    _ => {}
                }
            }
            _ => {}
        }
        before = c;
    }
}

fn push(out: &mut Vec<Span>, base: u32, start: usize, end: usize) {
    if end > start {
        out.push(Span { start: base + start as u32, end: base + end as u32 });
    }
}

/// Whether the text at `span` is one quotation, or several one after the other.
pub(super) fn covers(quotations: &[Span], span: Span) -> bool {
    let quoted: usize = quotations.iter().filter(|q| span.contains(**q)).map(|q| q.len()).sum();
    quoted as f64 >= WHOLE * span.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_pairs_and_leaves_apostrophes_alone() {
        let text = "He said \"not mine\" and it's the customers' data, 'a thing' he called it.";
        let mut out = Vec::new();
        quotations(text, 0, &mut out);
        let found: Vec<&str> = out.iter().map(|s| &text[s.range()]).collect();
        assert_eq!(found, ["not mine", "a thing"]);
    }
}
