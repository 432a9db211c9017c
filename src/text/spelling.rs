//! British and American spellings of a word.

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
pub fn american(word: &str) -> String {
    for (american, british) in PAIRS {
        if *british == word && !matches!(word, "got" | "til") {
            return (*american).to_owned();
        }
    }
    for stem in OUR {
        if let Some(tail) = word.strip_prefix(stem).and_then(|w| w.strip_prefix("our")) {
            return format!("{stem}or{tail}");
        }
    }
    for verb in DOUBLED_L {
        if let Some(tail) = word.strip_prefix(verb).and_then(|w| w.strip_prefix('l'))
            && ["ed", "ing", "er", "ers"].contains(&tail)
        {
            return format!("{verb}{tail}");
        }
    }
    for (s, z) in [("is", "iz"), ("ys", "yz")] {
        for tail in ["e", "es", "ed", "ing", "er", "ers", "ation", "ations"] {
            if let Some(stem) = word.strip_suffix(tail).and_then(|w| w.strip_suffix(s))
                && IZE.contains(&stem)
            {
                return format!("{stem}{z}{tail}");
            }
        }
    }
    word.to_owned()
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
