//! The line hashes by which GitHub code scanning knows a finding again, as its upload action computes them.

use std::collections::HashMap;

/// Characters that a line's hash covers.
const BLOCK: usize = 100;
/// The multiplier of the polynomial.
const MULTIPLIER: i64 = 37;
/// What is hashed after the last character.
const END: u16 = 0xffff;

/// The hash of each line, the first at index 0, as `hex:occurrence`.
///
/// A line's hash is a polynomial over the hundred UTF-16 units from its start, the following lines' included, spaces
/// and tabs left out. CR, LF and CRLF all end a line and count as LF; the text ends in a unit of all ones and then
/// zeros. Equal hashes are numbered in the order in which they appear.
#[must_use]
pub fn line_hashes(text: &str) -> Vec<String> {
    let (units, starts) = units(text);
    let highest = (0..BLOCK).fold(1i64, |power, _| power.wrapping_mul(MULTIPLIER));
    let unit = |at: usize| i64::from(units.get(at).copied().unwrap_or(0));
    let mut seen: HashMap<i64, usize> = HashMap::new();
    let mut out = Vec::with_capacity(starts.len());
    let mut starts = starts.into_iter().peekable();
    let mut hash = (0..BLOCK).fold(0i64, |hash, at| hash.wrapping_mul(MULTIPLIER).wrapping_add(unit(at)));
    for at in 0..units.len() {
        if starts.next_if_eq(&at).is_some() {
            let count = seen.entry(hash).or_insert(0);
            *count += 1;
            out.push(format!("{:x}:{count}", hash as u64));
        }
        hash =
            hash.wrapping_mul(MULTIPLIER).wrapping_add(unit(at + BLOCK)).wrapping_sub(highest.wrapping_mul(unit(at)));
    }
    out
}

/// The units that are hashed, and the index of the first one of each line.
fn units(text: &str) -> (Vec<u16>, Vec<usize>) {
    const TAB: u16 = 9;
    const LF: u16 = 10;
    const CR: u16 = 13;
    const SPACE: u16 = 32;
    let (mut units, mut starts) = (Vec::with_capacity(text.len() + 1), Vec::new());
    let mut line_start = true;
    let mut after_cr = false;
    for unit in text.encode_utf16().chain([END]) {
        let skipped = unit == SPACE || unit == TAB || (after_cr && unit == LF);
        after_cr = unit == CR;
        if skipped {
            continue;
        }
        if std::mem::take(&mut line_start) {
            starts.push(units.len());
        }
        let unit = if unit == CR { LF } else { unit };
        line_start = unit == LF;
        units.push(unit);
    }
    (units, starts)
}

#[cfg(test)]
mod tests {
    use super::line_hashes;

    /// The expected values come from a separate implementation that streams its input through a ring of characters.
    fn assert_hashes(text: &str, expected: &[&str]) {
        assert_eq!(line_hashes(text), expected, "{text:?}");
    }

    #[test]
    fn short_texts_have_the_known_hashes() {
        assert_hashes("", &["c129715d7a2bc9a3:1"]);
        let expected = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        assert_hashes(" a\nb\n  \t\tc\n d", &expected);
    }

    #[test]
    fn equal_lines_are_numbered() {
        let expected = [
            "a7f2ff13bc495cf2:1",
            "a7f2ff13bc495cf2:2",
            "a7f2ff13bc495cf2:3",
            "a7f2ff13bc495cf2:4",
            "a7f2ff13bc495cf2:5",
            "a7f2ff13bc495cf2:6",
            "a7f2ff1481e87703:1",
            "a9cf91f7bbf1862b:1",
            "55ec222b86bcae53:1",
            "cc97dc7b1d7d8f7b:1",
            "c129715d7a2bc9a3:1",
        ];
        assert_hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10), &expected);
    }

    #[test]
    fn marks_surrogates_and_every_line_end_count_as_they_should() {
        let expected = [
            "6bbb6634fb4d96c8:1",
            "e9ebdb94f05d8e9f:1",
            "d6f69680be650a91:1",
            "19839a958579f48b:1",
            "2a25a153c214f968:1",
            "1f502b150de7799e:1",
            "c129715d7a2bc9a3:1",
        ];
        let text = "\u{feff}**Situation:** né 日本 👩\u{200d}👩\u{200d}👧\r\n\r \n\tI owned it.\r\rI owned it.\r";
        assert_hashes(text, &expected);
    }
}
