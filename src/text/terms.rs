//! Terms of a line of text: its tokens, and the stems by which they are compared.

/// Calls `each` with every token of `text` in lower case: letters and digits, a number apart from its unit ("100k" is
/// "100" and "k"), without what follows an apostrophe. Negated auxiliaries ("don't") are left out.
pub fn tokens(text: &str, buffer: &mut String, mut each: impl FnMut(&mut String)) {
    buffer.clear();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() {
            let last_digit = buffer.ends_with(|l: char| l.is_ascii_digit());
            if last_digit && c.is_alphabetic() && !quoted {
                each(buffer);
                buffer.clear();
            }
            if !quoted {
                if c.is_ascii() { buffer.push(c.to_ascii_lowercase()) } else { buffer.extend(c.to_lowercase()) }
            } else if c == 't' && buffer.ends_with('n') {
                buffer.clear();
            }
            continue;
        }
        let inside = chars.peek().is_some_and(|n| n.is_alphanumeric());
        if matches!(c, '\'' | '’' | 'ʼ') && inside && !buffer.is_empty() {
            quoted = true;
            continue;
        }
        if matches!(c, '.' | ',')
            && inside
            && !quoted
            && buffer.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && !buffer.is_empty()
        {
            if c == '.' && chars.peek().is_some_and(char::is_ascii_digit) {
                buffer.push('.');
                continue;
            }
            if c == ',' && chars.peek().is_some_and(char::is_ascii_digit) {
                continue;
            }
        }
        if !buffer.is_empty() {
            each(buffer);
            buffer.clear();
        }
        quoted = false;
    }
    if !buffer.is_empty() {
        each(buffer);
        buffer.clear();
    }
}

/// A hash of a text's tokens but for articles: equal for texts that differ in case, punctuation and marks only.
#[must_use]
pub fn key(text: &str) -> u64 {
    let mut key = 0;
    tokens(text, &mut String::new(), |token| {
        if !matches!(token.as_str(), "the" | "a" | "an") {
            key = super::vocabulary::mix(key ^ super::vocabulary::hash(token.as_bytes()));
        }
    });
    key
}

/// Derivational endings: the ending, how many letters must stay, and what takes its place. The longest that fits goes.
const ENDINGS: &[(&str, usize, &str)] = &[
    ("ization", 3, ""),
    ("isation", 3, ""),
    ("fulness", 3, ""),
    ("iveness", 3, ""),
    ("ousness", 3, ""),
    ("ability", 3, ""),
    ("ibility", 3, ""),
    ("ically", 3, ""),
    ("ation", 3, ""),
    ("ition", 4, "it"),
    ("ility", 3, ""),
    ("ivity", 3, ""),
    ("ment", 4, ""),
    ("ency", 4, ""),
    ("ancy", 4, ""),
    ("ance", 4, ""),
    ("ence", 4, ""),
    ("ible", 4, ""),
    ("able", 3, ""),
    ("ical", 4, ""),
    ("ness", 4, ""),
    ("less", 3, ""),
    ("izer", 3, ""),
    ("iser", 3, ""),
    ("ator", 3, ""),
    ("ally", 4, ""),
    ("ity", 4, ""),
    ("ion", 3, ""),
    ("ive", 4, ""),
    ("ize", 3, ""),
    ("ise", 4, ""),
    ("ate", 3, ""),
    ("ful", 4, ""),
    ("ent", 4, ""),
    ("ant", 4, ""),
    ("er", 4, ""),
    ("or", 4, ""),
    ("ly", 3, ""),
    ("al", 4, ""),
    ("ic", 4, ""),
    ("y", 4, ""),
];

/// Turns a word in lower case into its stem. Words with a digit lose nothing; short ones only a plural `s`.
pub fn stem(word: &mut String) {
    if word.bytes().any(|b| !b.is_ascii_lowercase()) {
        return;
    }
    if word.len() <= 3 {
        return;
    }
    if word.len() == 4 {
        if word.ends_with('s') && !word.ends_with("ss") {
            word.pop();
        }
        return;
    }
    plural(word);
    inflection(word);
    if let Some((ending, _, instead)) = ENDINGS.iter().find(|(ending, keep, _)| {
        word.len() >= ending.len() + keep && word.ends_with(ending) && has_vowel(&word[..word.len() - ending.len()])
    }) {
        word.truncate(word.len() - ending.len());
        word.push_str(instead);
    }
    if word.len() > 3 && word.ends_with('e') {
        word.pop();
    }
    if word.len() > 3 && word.ends_with(['i', 'y']) {
        word.pop();
    }
    if word.len() > 4 && word.ends_with("at") {
        word.truncate(word.len() - 2);
    }
    // "organizing" has lost its ending, "organize" not yet.
    if word.len() > 5 && word.ends_with("iz") {
        word.truncate(word.len() - 2);
    }
}

fn plural(word: &mut String) {
    if word.ends_with("sses") {
        word.truncate(word.len() - 2);
    } else if word.ends_with("ies") {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if ["ches", "shes", "xes"].iter().any(|e| word.ends_with(e)) {
        word.truncate(word.len() - 2);
    } else if word.ends_with('s') && !["ss", "us", "is"].iter().any(|e| word.ends_with(e)) {
        word.pop();
    }
}

fn inflection(word: &mut String) {
    for ending in ["ing", "ed"] {
        if word.len() >= ending.len() + 3 && word.ends_with(ending) && has_vowel(&word[..word.len() - ending.len()]) {
            word.truncate(word.len() - ending.len());
            let bytes = word.as_bytes();
            let last = bytes[bytes.len() - 1];
            if bytes.len() > 3 && bytes[bytes.len() - 2] == last && !matches!(last, b'l' | b's' | b'z') {
                word.pop();
            }
            return;
        }
    }
}

fn has_vowel(text: &str) -> bool {
    text.bytes().any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
}

/// How many groups [`initial`] makes.
pub const INITIALS: usize = 27;

/// The group of a word by its first letter: 1 to 26, or 0.
#[must_use]
pub fn initial(word: &str) -> usize {
    word.bytes().next().filter(u8::is_ascii_lowercase).map_or(0, |b| usize::from(b - b'a') + 1)
}

/// Letters of the alphabet that a word holds, a bit each.
#[must_use]
pub fn letters(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |mask, b| mask | 1 << (b - b'a'))
}

/// How many letters are wrong, missing, too many or swapped with the next between two words; `None` above `limit`.
#[must_use]
pub fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    const LONGEST: usize = 32;
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > limit || a.len() > LONGEST || b.len() > LONGEST {
        return None;
    }
    let mut before = [0u8; LONGEST + 1];
    let mut last: [u8; LONGEST + 1] = std::array::from_fn(|j| j as u8);
    for i in 1..=a.len() {
        let mut row = [0u8; LONGEST + 1];
        row[0] = i as u8;
        let mut least = row[0];
        for j in 1..=b.len() {
            let change = last[j - 1] + u8::from(a[i - 1] != b[j - 1]);
            row[j] = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
            least = least.min(row[j]);
        }
        if usize::from(least) > limit {
            return None;
        }
        before = last;
        last = row;
    }
    let found = usize::from(last[b.len()]);
    (found <= limit).then_some(found)
}

/// The known name that is nearest to `name`, when one is near enough to be meant.
#[must_use]
pub fn closest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let known: Vec<&str> = known.collect();
    similar::get_close_matches(name, &known, 1, 0.6).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        tokens(text, &mut String::new(), |token| out.push(token.clone()));
        out
    }

    #[test]
    fn tokens_are_words_and_numbers() {
        assert_eq!(
            all("What’s the N+1 problem at 100k req/s, or 1,000?"),
            ["what", "the", "n", "1", "problem", "at", "100", "k", "req", "s", "or", "1000"]
        );
        assert_eq!(
            all("I don't own 99.9% of the **customer's** data."),
            ["i", "own", "99.9", "of", "the", "customer", "data"]
        );
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for family in [
            ["scale", "scaling", "scaled"],
            ["organize", "organizing", "organization"],
            ["query", "queries", "queried"],
        ] {
            let stems: Vec<String> = family
                .iter()
                .map(|w| {
                    let mut w = (*w).to_owned();
                    stem(&mut w);
                    w
                })
                .collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{stems:?}");
        }
    }

    #[test]
    fn typing_errors_are_near() {
        assert_eq!(distance("distibuted", "distributed", 2), Some(1));
        assert_eq!(distance("recieve", "receive", 1), Some(1));
        assert_eq!(distance("saga", "cache", 2), None);
    }
}
