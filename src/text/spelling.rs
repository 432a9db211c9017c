//! British and American spellings of a word.

use std::borrow::Cow;

/// Stems that end in `-our` in British and `-or` in American English.
const OUR: &[&str] = &[
    "behavi", "col", "fav", "hon", "lab", "neighb", "rum", "harb", "hum", "endeav", "arm", "vig", "clam", "sav",
    "demean",
];

/// Verbs that double their final `l` before `-ed`, `-ing`, `-er` in British English only.
const DOUBLED_L: &[&str] = &[
    "cancel", "travel", "model", "label", "signal", "channel", "level", "total", "fuel", "counsel", "tunnel", "initial",
];

/// Whole words with two spellings, the American one first.
const PAIRS: &[(&str, &str)] = &[
    ("center", "centre"),
    ("centers", "centres"),
    ("centered", "centred"),
    ("defense", "defence"),
    ("offense", "offence"),
    ("license", "licence"),
    ("licenses", "licences"),
    ("practice", "practise"),
    ("practiced", "practised"),
    ("practicing", "practising"),
    ("practices", "practises"),
    ("program", "programme"),
    ("programs", "programmes"),
    ("judgment", "judgement"),
    ("judgments", "judgements"),
    ("acknowledgment", "acknowledgement"),
    ("acknowledgments", "acknowledgements"),
    ("learned", "learnt"),
    ("burned", "burnt"),
    ("spelled", "spelt"),
    ("dreamed", "dreamt"),
    ("leaned", "leant"),
    ("skeptical", "sceptical"),
    ("gray", "grey"),
    ("check", "cheque"),
    ("fulfill", "fulfil"),
    ("fulfills", "fulfils"),
    ("enroll", "enrol"),
    ("catalog", "catalogue"),
    ("catalogs", "catalogues"),
    ("dialog", "dialogue"),
    ("dialogs", "dialogues"),
    ("artifact", "artefact"),
    ("artifacts", "artefacts"),
    ("toward", "towards"),
    ("while", "whilst"),
    ("among", "amongst"),
    ("meter", "metre"),
    ("meters", "metres"),
    ("liter", "litre"),
    ("liters", "litres"),
    ("tire", "tyre"),
    ("tires", "tyres"),
    ("maneuver", "manoeuvre"),
    ("aging", "ageing"),
    ("ok", "okay"),
    ("mom", "mum"),
    ("till", "til"),
    ("gotten", "got"),
];

/// The British spellings of a word given in American spelling, if it has any.
#[must_use]
pub fn variants(word: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (american, british) in PAIRS {
        if *american == word {
            out.push((*british).to_owned());
        }
    }
    for (z, s) in [("iz", "is"), ("yz", "ys")] {
        for tail in ["e", "es", "ed", "ing", "er", "ers", "ation", "ations"] {
            if let Some(stem) = word.strip_suffix(tail).and_then(|w| w.strip_suffix(z))
                && stem.len() >= 3
            {
                out.push(format!("{stem}{s}{tail}"));
            }
        }
    }
    for stem in OUR {
        if let Some(tail) = word.strip_prefix(stem).and_then(|w| w.strip_prefix("or")) {
            out.push(format!("{stem}our{tail}"));
        }
    }
    for verb in DOUBLED_L {
        if let Some(tail) = word.strip_prefix(verb)
            && ["ed", "ing", "er", "ers"].contains(&tail)
        {
            out.push(format!("{verb}l{tail}"));
        }
    }
    out
}

/// The American spelling of a word, which is itself for most words.
#[must_use]
pub fn american(word: &str) -> Cow<'_, str> {
    if may_be_pair(word.as_bytes())
        && !matches!(word, "got" | "til")
        && let Some((american, _)) = PAIRS.iter().find(|(_, british)| *british == word)
    {
        return Cow::Borrowed(american);
    }
    let bytes = word.as_bytes();
    if let Some(at) = bytes.windows(3).position(|letters| letters == b"our")
        && OUR.contains(&&word[..at])
    {
        return Cow::Owned(format!("{}or{}", &word[..at], &word[at + 3..]));
    }
    let doubled = bytes.windows(2).any(|letters| letters == b"ll");
    for tail in ["ed", "ing", "er", "ers"].into_iter().filter(|_| doubled) {
        if let Some(verb) = word.strip_suffix(tail).and_then(|w| w.strip_suffix('l'))
            && DOUBLED_L.contains(&verb)
        {
            return Cow::Owned(format!("{verb}{tail}"));
        }
    }
    let tail = ize_tail(word.as_bytes());
    if tail > 0 {
        let (front, tail) = word.split_at(word.len() - tail);
        for (s, z) in [("is", "iz"), ("ys", "yz")] {
            if let Some(stem) = front.strip_suffix(s)
                && IZE.contains(&stem)
            {
                return Cow::Owned(format!("{stem}{z}{tail}"));
            }
        }
    }
    Cow::Borrowed(word)
}

/// By the first letter of a British spelling in [`PAIRS`], the lengths that such words have, a bit each.
const PAIR_LENGTHS: [u32; 26] = {
    let mut lengths = [0; 26];
    let mut at = 0;
    while at < PAIRS.len() {
        let british = PAIRS[at].1.as_bytes();
        lengths[(british[0] - b'a') as usize] |= 1 << british.len();
        at += 1;
    }
    lengths
};

/// A quick test that most words fail which are no British spelling in [`PAIRS`].
fn may_be_pair(word: &[u8]) -> bool {
    let letter = word.first().map_or(26, |first| usize::from(first.wrapping_sub(b'a')));
    PAIR_LENGTHS.get(letter).is_some_and(|lengths| word.len() < 32 && lengths >> word.len() & 1 != 0)
}

/// How many letters follow the `is` or `ys` of a verb or noun that may be one in `-ise` or `-yse`; 0 for other words.
fn ize_tail(word: &[u8]) -> usize {
    match word {
        [.., b'i' | b'y', b's', b'e'] => 1,
        [.., b'i' | b'y', b's', b'e', b's' | b'd' | b'r'] => 2,
        [.., b'i' | b'y', b's', b'i', b'n', b'g'] | [.., b'i' | b'y', b's', b'e', b'r', b's'] => 3,
        [.., b'i' | b'y', b's', b'a', b't', b'i', b'o', b'n'] => 5,
        [.., b'i' | b'y', b's', b'a', b't', b'i', b'o', b'n', b's'] => 6,
        _ => 0,
    }
}

/// Stems whose verb ends in `-ize` or `-yze` in American English. Only these are folded from `-ise`: "promise",
/// "exercise" and their like have one spelling.
const IZE: &[&str] = &[
    "organ",
    "real",
    "recogn",
    "apolog",
    "priorit",
    "optim",
    "standard",
    "final",
    "central",
    "author",
    "general",
    "special",
    "minim",
    "maxim",
    "util",
    "custom",
    "summar",
    "emphas",
    "critic",
    "mobil",
    "normal",
    "serial",
    "synchron",
    "visual",
    "token",
    "random",
    "material",
    "denormal",
    "decentral",
    "container",
    "virtual",
    "modern",
    "monet",
    "categor",
    "character",
    "memor",
    "initial",
    "formal",
    "personal",
    "penal",
    "stabil",
    "steril",
    "subsid",
    "symbol",
    "sympath",
    "analy",
    "paraly",
    "cataly",
    "parallel",
    "pseudonym",
    "anonym",
    "harmon",
    "incentiv",
    "internal",
    "legal",
    "local",
    "neutral",
    "quant",
    "random",
    "rational",
    "revolution",
    "scrutin",
    "social",
    "trivial",
    "vandal",
    "victim",
    "weapon",
    "demoral",
    "jeopard",
    "capital",
    "econom",
    "hypothes",
    "patron",
    "fantas",
    "antagon",
    "agon",
    "deserial",
    "desensit",
    "sensit",
    "vocal",
];
