//! Control characters made visible, so that nothing in a draft can steer a terminal or a log.

use std::borrow::Cow;

/// What stands for a character that must not be written as it is.
#[must_use]
pub fn substitute(c: char) -> Option<char> {
    match c {
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => Some('␤'),
        // Bidirectional controls and invisible characters.
        '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => Some('\u{fffd}'),
        '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        _ => None,
    }
}

/// `text` on one line, with every control character made visible, and no `##[command]` of a build log in it.
#[must_use]
pub fn line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            '\r' => ' ',
            c => substitute(c).unwrap_or(c),
        })
        .collect();
    match disarmed(&plain, "(") {
        Cow::Owned(text) => text,
        Cow::Borrowed(_) => plain,
    }
}

/// The same for text that begins a line, where `::` begins a command of a GitHub job.
#[must_use]
pub fn start(text: &str) -> String {
    let mut text = line(text);
    if text.trim_start().starts_with("::") {
        text.insert(0, '\\');
    }
    text
}

/// `text` with `bracket` for the `[` of every `##[` and `##vso[`, which build logs take for commands wherever they stand.
#[must_use]
pub fn disarmed<'a>(text: &'a str, bracket: &str) -> Cow<'a, str> {
    let mut out = String::new();
    let mut done = 0;
    for (open, _) in text.match_indices('[') {
        if text[..open].trim_end_matches(|c: char| c.is_ascii_alphanumeric()).ends_with("##") {
            out.push_str(&text[done..open]);
            out.push_str(bracket);
            done = open + 1;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{line, start};

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(line("a\u{1b}[31mb\u{202e}c\nd"), "a␛[31mb\u{fffd}c d");
    }
    #[test]
    fn nothing_commands_a_log() {
        assert_eq!(line("a ##[error]b ###[x] ##vso[task.x]"), "a ##(error]b ###(x] ##vso(task.x]");
        assert_eq!(line("## [not] a ##command, x##"), "## [not] a ##command, x##");
        assert_eq!((start(" ::error::x").as_str(), start("a::b").as_str()), ("\\ ::error::x", "a::b"));
    }
}
