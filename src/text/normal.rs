//! The normal form of words: lower case, contractions expanded, apostrophes straightened.
//!
//! A written token becomes zero to three words. Both the draft's text and the patterns that are looked for in it go
//! through the same expansion, so a pattern written "it is" finds "it's", "it’s" and "its not".

/// What a token with an apostrophe, or a known token without its apostrophe, stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expansion {
    /// The token is one word, as written.
    Word,
    /// The first `len` bytes are a word, followed by the given words.
    Stem {
        /// Bytes of the token that make the first word.
        len: usize,
        /// The words that follow it.
        rest: &'static [&'static str],
    },
    /// The token is replaced by the given words.
    Words(&'static [&'static str]),
}

/// Contractions that are not a stem and a regular ending, and those that people type without the apostrophe.
/// Left out are the ones that are words of their own: "its", "were", "well", "ill", "shell", "id", "wed", "lets".
const WHOLE: &[(&str, &[&str])] = &[
    ("aint", &["is", "not"]),
    ("ain't", &["is", "not"]),
    ("arent", &["are", "not"]),
    ("can't", &["can", "not"]),
    ("cannot", &["can", "not"]),
    ("cant", &["can", "not"]),
    ("couldnt", &["could", "not"]),
    ("didnt", &["did", "not"]),
    ("doesnt", &["does", "not"]),
    ("dont", &["do", "not"]),
    ("dunno", &["do", "not", "know"]),
    ("gonna", &["going", "to"]),
    ("gotta", &["have", "to"]),
    ("hadnt", &["had", "not"]),
    ("hasnt", &["has", "not"]),
    ("havent", &["have", "not"]),
    ("hes", &["he", "is"]),
    ("im", &["i", "am"]),
    ("innit", &["is", "not", "it"]),
    ("isnt", &["is", "not"]),
    ("ive", &["i", "have"]),
    ("let's", &["let", "us"]),
    ("shan't", &["shall", "not"]),
    ("shes", &["she", "is"]),
    ("shouldnt", &["should", "not"]),
    ("thats", &["that", "is"]),
    ("theres", &["there", "is"]),
    ("theyre", &["they", "are"]),
    ("theyve", &["they", "have"]),
    ("wanna", &["want", "to"]),
    ("wasnt", &["was", "not"]),
    ("werent", &["were", "not"]),
    ("weve", &["we", "have"]),
    ("whats", &["what", "is"]),
    ("won't", &["will", "not"]),
    ("wont", &["will", "not"]),
    ("wouldnt", &["would", "not"]),
    ("y'all", &["you", "all"]),
    ("youre", &["you", "are"]),
    ("youve", &["you", "have"]),
    ("'twas", &["it", "was"]),
    ("o'clock", &["oclock"]),
];

/// Words after which `'s` is "is" or "has" and not a possessive.
const IS_AFTER: &[&str] = &[
    "it",
    "that",
    "there",
    "here",
    "what",
    "who",
    "where",
    "how",
    "he",
    "she",
    "this",
    "everything",
    "nothing",
    "something",
    "everybody",
    "nobody",
    "why",
    "when",
    "which",
];

/// How the lower-cased token `token` (apostrophes already straight) expands.
#[must_use]
pub fn expand(token: &str) -> Expansion {
    if let Ok(at) = WHOLE_SORTED.binary_search_by(|(word, _)| (*word).cmp(token)) {
        return Expansion::Words(WHOLE_SORTED[at].1);
    }
    let Some(quote) = token.find('\'') else { return Expansion::Word };
    let (stem, ending) = token.split_at(quote);
    let rest: &'static [&'static str] = match ending {
        "'s" if IS_AFTER.contains(&stem) => &["is"],
        "'s" | "'" => &[],
        "'re" => &["are"],
        "'ve" => &["have"],
        "'ll" => &["will"],
        "'d" => &["would"],
        "'m" => &["am"],
        "'d've" => &["would", "have"],
        "'t" if stem.ends_with('n') && stem.len() > 1 => return Expansion::Stem { len: quote - 1, rest: &["not"] },
        "'t've" if stem.ends_with('n') && stem.len() > 1 => {
            return Expansion::Stem { len: quote - 1, rest: &["not", "have"] };
        }
        _ => return Expansion::Word,
    };
    Expansion::Stem { len: quote, rest }
}

/// Whether [`expand`] could do anything but return [`Expansion::Word`]: a quick test by length and letters.
#[must_use]
pub fn may_expand(token: &[u8]) -> bool {
    token.contains(&b'\'')
        || (token.len() <= 8
            && token.len() >= 2
            && matches!(token[0], b'a' | b'c' | b'd' | b'g' | b'h' | b'i' | b's' | b't' | b'w' | b'y')
            && matches!(token[token.len() - 1], b't' | b's' | b'a' | b'm' | b'e' | b'o'))
}

static WHOLE_SORTED: std::sync::LazyLock<Vec<(&'static str, &'static [&'static str])>> =
    std::sync::LazyLock::new(|| {
        let mut all = WHOLE.to_vec();
        all.sort_unstable();
        all
    });

/// The words of a phrase in normal form, as patterns are written: split at anything that is not part of a word.
#[must_use]
pub fn words(phrase: &str) -> Vec<String> {
    let lower = phrase.to_lowercase().replace(['’', 'ʼ', '‘'], "'").replace('%', " percent ");
    let mut out = Vec::new();
    for token in lower.split(|c: char| !(c.is_alphanumeric() || c == '\'')) {
        let token = token.trim_matches('\'');
        if token.is_empty() {
            continue;
        }
        match expand(token) {
            Expansion::Word => out.push(token.replace('\'', "")),
            Expansion::Stem { len, rest } => {
                out.push(token[..len].replace('\'', ""));
                out.extend(rest.iter().map(|w| (*w).to_owned()));
            }
            Expansion::Words(words) => out.extend(words.iter().map(|w| (*w).to_owned())),
        }
    }
    for at in 1..out.len() {
        if out[at] == "of" && MODAL_BEFORE_OF.contains(&out[at - 1].as_str()) {
            "have".clone_into(&mut out[at]);
        }
    }
    out.iter().map(|w| super::spelling::american(w).into_owned()).collect()
}

/// "must of been" is how some write "must have been".
pub const MODAL_BEFORE_OF: &[&str] = &["must", "should", "could", "would", "might"];

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn contractions_are_expanded() {
        assert_eq!(words("That’s not my fault"), ["that", "is", "not", "my", "fault"]);
        assert_eq!(words("dont can't o'clock"), ["do", "not", "can", "not", "oclock"]);
        assert_eq!(words("it must of been theirs"), ["it", "must", "have", "been", "theirs"]);
        assert_eq!(words("customer's behaviour"), ["customer", "behavior"]);
        assert_eq!(words("cache-aside/write-through"), ["cache", "aside", "write", "through"]);
    }
}
