//! Control characters made visible, so that nothing in a draft can steer a terminal or a log.

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

/// `text` on one line, with every control character made visible.
#[must_use]
pub fn line(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            '\r' => ' ',
            c => substitute(c).unwrap_or(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(line("a\u{1b}[31mb\u{202e}c\nd"), "a␛[31mb\u{fffd}c d");
    }
}
