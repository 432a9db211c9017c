//! English inflections of a word: plural, third person, past, participle, and their irregular forms.
//!
//! Used when patterns are compiled (`blame+`); it errs on the side of too many forms, since a form that is no word
//! is never met.

/// Irregular verbs: base, past, participle (further forms after them).
const VERBS: &[&[&str]] = &[
    &["be", "is", "am", "are", "was", "were", "been", "being"],
    &["have", "has", "had", "having"],
    &["do", "does", "did", "done", "doing"],
    &["go", "goes", "went", "gone", "going"],
    &["arise", "arose", "arisen"],
    &["awake", "awoke", "awoken"],
    &["bear", "bore", "borne"],
    &["beat", "beaten"],
    &["become", "became"],
    &["begin", "began", "begun"],
    &["bend", "bent"],
    &["bet"],
    &["bind", "bound"],
    &["bite", "bit", "bitten"],
    &["bleed", "bled"],
    &["blow", "blew", "blown"],
    &["break", "broke", "broken"],
    &["bring", "brought"],
    &["build", "built"],
    &["burst"],
    &["buy", "bought"],
    &["cast"],
    &["catch", "caught"],
    &["choose", "chose", "chosen"],
    &["cling", "clung"],
    &["come", "came"],
    &["cost"],
    &["creep", "crept"],
    &["cut"],
    &["deal", "dealt"],
    &["dig", "dug"],
    &["draw", "drew", "drawn"],
    &["drink", "drank", "drunk"],
    &["drive", "drove", "driven"],
    &["eat", "ate", "eaten"],
    &["fall", "fell", "fallen"],
    &["feed", "fed"],
    &["feel", "felt"],
    &["fight", "fought"],
    &["find", "found"],
    &["fit"],
    &["flee", "fled"],
    &["fly", "flew", "flown"],
    &["forget", "forgot", "forgotten"],
    &["forgive", "forgave", "forgiven"],
    &["freeze", "froze", "frozen"],
    &["get", "got", "gotten"],
    &["give", "gave", "given"],
    &["grind", "ground"],
    &["grow", "grew", "grown"],
    &["hang", "hung"],
    &["hear", "heard"],
    &["hide", "hid", "hidden"],
    &["hit"],
    &["hold", "held"],
    &["hurt"],
    &["keep", "kept"],
    &["know", "knew", "known"],
    &["lay", "laid"],
    &["lead", "led"],
    &["learn", "learnt"],
    &["leave", "left"],
    &["lend", "lent"],
    &["let"],
    &["lie", "lay", "lain", "lied", "lying"],
    &["light", "lit"],
    &["lose", "lost"],
    &["make", "made"],
    &["mean", "meant"],
    &["meet", "met"],
    &["mistake", "mistook", "mistaken"],
    &["overcome", "overcame"],
    &["oversee", "oversaw", "overseen"],
    &["pay", "paid"],
    &["prove", "proven"],
    &["put"],
    &["quit"],
    &["read"],
    &["rebuild", "rebuilt"],
    &["redo", "redid", "redone"],
    &["rewrite", "rewrote", "rewritten"],
    &["rid"],
    &["ride", "rode", "ridden"],
    &["ring", "rang", "rung"],
    &["rise", "rose", "risen"],
    &["run", "ran"],
    &["say", "said"],
    &["see", "saw", "seen"],
    &["seek", "sought"],
    &["sell", "sold"],
    &["send", "sent"],
    &["set"],
    &["shake", "shook", "shaken"],
    &["shed"],
    &["shoot", "shot"],
    &["show", "shown"],
    &["shrink", "shrank", "shrunk"],
    &["shut"],
    &["sing", "sang", "sung"],
    &["sink", "sank", "sunk"],
    &["sit", "sat"],
    &["sleep", "slept"],
    &["slide", "slid"],
    &["speak", "spoke", "spoken"],
    &["speed", "sped"],
    &["spend", "spent"],
    &["spill", "spilt"],
    &["spin", "spun"],
    &["split"],
    &["spread"],
    &["spring", "sprang", "sprung"],
    &["stand", "stood"],
    &["steal", "stole", "stolen"],
    &["stick", "stuck"],
    &["strike", "struck"],
    &["swear", "swore", "sworn"],
    &["sweep", "swept"],
    &["swim", "swam", "swum"],
    &["swing", "swung"],
    &["take", "took", "taken"],
    &["teach", "taught"],
    &["tear", "tore", "torn"],
    &["tell", "told"],
    &["think", "thought"],
    &["throw", "threw", "thrown"],
    &["undergo", "underwent", "undergone"],
    &["understand", "understood"],
    &["undertake", "undertook", "undertaken"],
    &["undo", "undid", "undone"],
    &["upset"],
    &["wake", "woke", "woken"],
    &["wear", "wore", "worn"],
    &["weave", "wove", "woven"],
    &["win", "won"],
    &["wind", "wound"],
    &["withdraw", "withdrew", "withdrawn"],
    &["write", "wrote", "written"],
    &["overwrite", "overwrote", "overwritten"],
    &["withhold", "withheld"],
];

/// Irregular plurals.
const NOUNS: &[&[&str]] = &[
    &["person", "people", "persons"],
    &["man", "men"],
    &["woman", "women"],
    &["child", "children"],
    &["foot", "feet"],
    &["half", "halves"],
    &["life", "lives"],
    &["leaf", "leaves"],
    &["shelf", "shelves"],
    &["index", "indices", "indexes"],
    &["schema", "schemas", "schemata"],
    &["criterion", "criteria"],
    &["analysis", "analyses"],
    &["crisis", "crises"],
    &["basis", "bases"],
    &["replica", "replicas"],
    &["datum", "data"],
];

/// Verbs of more than one syllable that double their last consonant.
const DOUBLING: &[&str] = &[
    "admit", "begin", "commit", "control", "defer", "forget", "occur", "omit", "permit", "prefer", "refer", "regret",
    "submit", "transfer", "equip", "format", "recur", "upset", "offset", "reset", "overrun", "rerun", "handicap",
    "debug", "program",
];

/// The irregular verbs and nouns, each with its forms, the base first.
pub fn irregular() -> impl Iterator<Item = &'static [&'static str]> {
    VERBS.iter().chain(NOUNS).copied()
}

/// Every form of `word`, itself first, without duplicates.
#[must_use]
pub fn forms(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    let mut add = |form: String| {
        if !out.contains(&form) {
            out.push(form);
        }
    };
    for row in NOUNS {
        if row[0] == word {
            row[1..].iter().for_each(|f| add((*f).to_owned()));
            return out;
        }
    }
    let irregular = VERBS.iter().find(|row| row[0] == word);
    if let Some(row) = irregular {
        row[1..].iter().for_each(|f| add((*f).to_owned()));
        if matches!(word, "be" | "have" | "do" | "go") {
            return out;
        }
    }
    let bytes = word.as_bytes();
    let last = bytes.last().copied().unwrap_or(b' ');
    let before = if bytes.len() > 1 { bytes[bytes.len() - 2] } else { b' ' };
    let vowel = |b: u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u');
    // Third person and plural.
    if word.ends_with("ch") || word.ends_with("sh") || matches!(last, b's' | b'x' | b'z') {
        add(format!("{word}es"));
    } else if last == b'y' && !vowel(before) {
        add(format!("{}ies", &word[..word.len() - 1]));
    } else {
        add(format!("{word}s"));
        if last == b'o' {
            add(format!("{word}es"));
        }
    }
    // Past and participle.
    let syllables = bytes.windows(2).filter(|w| vowel(w[0]) && !vowel(w[1])).count();
    let closed = bytes.len() >= 3
        && !vowel(last)
        && !matches!(last, b'w' | b'x' | b'y')
        && vowel(before)
        && !vowel(bytes[bytes.len() - 3]);
    if last == b'e' {
        add(format!("{word}d"));
        add(format!("{}ing", &word[..word.len() - 1]));
        if word.ends_with("ee") || word.ends_with("oe") || word.ends_with("ye") {
            add(format!("{word}ing"));
        }
    } else if last == b'y' && !vowel(before) {
        add(format!("{}ied", &word[..word.len() - 1]));
        add(format!("{word}ing"));
    } else if closed && (syllables <= 1 || DOUBLING.contains(&word)) {
        let doubled = last as char;
        add(format!("{word}{doubled}ed"));
        add(format!("{word}{doubled}ing"));
    } else {
        add(format!("{word}ed"));
        add(format!("{word}ing"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn regular_and_irregular_forms() {
        assert!(forms("blame").contains(&"blaming".to_owned()));
        assert!(forms("take").contains(&"took".to_owned()));
        assert!(forms("drop").contains(&"dropped".to_owned()));
        assert!(forms("commit").contains(&"committed".to_owned()));
        assert!(forms("retry").contains(&"retries".to_owned()));
        assert!(forms("visit").contains(&"visited".to_owned()));
        assert!(forms("person").contains(&"people".to_owned()));
    }
}
