//! What a finding stands among: the words around it, and a hash of them that stays the same across releases.

use crate::source::Source;
use crate::span::Span;

/// Words taken before and after a finding.
const NEIGHBOURS: usize = 4;
/// Words taken of the finding itself.
const INSIDE: usize = 24;

/// The words of a finding and its neighbours in the same paragraph, in lower case and without punctuation or markup.
#[must_use]
pub fn words(source: &Source, span: Span) -> Vec<String> {
    let span = span.clamp_to(source.text());
    let paragraph = paragraph(source, span);
    let mut before = words_of(source.slice(Span { start: paragraph.start, end: span.start }));
    let mut out = before.split_off(before.len().saturating_sub(NEIGHBOURS));
    out.extend(words_of(source.slice(span)).into_iter().take(INSIDE));
    let after = source.slice(Span { start: span.end, end: paragraph.end });
    out.extend(words_of(after).into_iter().take(NEIGHBOURS));
    out
}

/// The lines around a span, up to a blank one on either side.
fn paragraph(source: &Source, span: Span) -> Span {
    let blank = |line: usize| source.slice(source.line_span(line)).trim().is_empty();
    let mut first = source.line_of(span.start as usize);
    let mut last = source.line_of(span.end as usize);
    while first > 0 && !blank(first) && !blank(first - 1) {
        first -= 1;
    }
    while last + 1 < source.line_count() && !blank(last) && !blank(last + 1) {
        last += 1;
    }
    let end = source.line_span(last).end.max(span.end);
    Span { start: source.line_span(first).start.min(span.start), end }
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// A hash of some words, as 32 hexadecimal digits.
///
/// It is FNV-1a of 128 bits: start at `0x6c62272e07bb014262b821756295c58d`; for each byte, xor it in, then multiply by
/// `0x1000000000000000000013b`. Each word's bytes in UTF-8 are followed by one byte of zero.
#[must_use]
pub fn hash<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    const START: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0100_0000_0000_0000_0000_013b;
    let bytes = words.into_iter().flat_map(|word| word.bytes().chain([0]));
    let hash = bytes.fold(START, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_never_changes() {
        assert_eq!(hash([]), "6c62272e07bb014262b821756295c58d");
        assert_eq!(hash(["red-flag/blame-shifting", "not", "my", "fault"]), "ffd862054a6a3ee087ac406bc165d41b");
    }

    #[test]
    fn words_come_from_the_paragraph_alone() {
        let source =
            Source::new("a.md", "Above it.\n\n**Action:** It was *really* not\nmy fault, I said.\n\nBelow it.\n");
        let at = source.text().find("not").unwrap_or_default();
        let span = Span::new(at, at + "not\nmy fault".len());
        assert_eq!(words(&source, span), ["action", "it", "was", "really", "not", "my", "fault", "i", "said"]);
    }
}
