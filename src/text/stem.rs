//! Light stemming: what two words that mean the same have in common.
//!
//! Both the descriptions in the bank and the words of a draft go through it, so it need not be right, only the same.
//! It is lighter than Porter's (1980): an irregular form to its base, a plural, `-ing` or `-ed`, and one ending that
//! makes another sort of word.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::{spelling, vocabulary};
use crate::tables;

/// Words of one stem that no ending tells, the first of a line their base; lines are parted by semicolons.
const IRREGULAR: &str = "\
    be am is are was were been being; have has had having; do does did done doing; go goes went gone going; \
    take takes took taken taking; make makes made making; give gives gave given giving; \
    get gets got gotten getting; come comes came coming; see sees saw seen seeing; \
    know knows knew known knowing; think thinks thought thinking; keep keeps kept keeping; \
    tell tells told telling; say says said saying; send sends sent sending; build builds built building; \
    buy buys bought; bring brings brought bringing; catch catches caught catching; find finds found finding; \
    hold holds held holding; lose loses lost losing; leave leaves left leaving; \
    write writes wrote written writing; read reads reading; run runs ran running; \
    begin begins began begun beginning; break breaks broke broken breaking; \
    choose chooses chose chosen choosing; freeze freezes froze frozen; fall falls fell fallen falling; \
    grow grows grew grown growing; throw throws threw thrown throwing; draw draws drew drawn drawing; \
    show shows showed shown showing; drive drives drove driven driving; speak speaks spoke spoken; \
    steal steals stole stolen; rise rises rose risen; wear wears wore worn; meet meets met meeting; \
    pay pays paid paying; sell sells sold selling; mean means meant; spend spends spent spending; \
    feed feeds fed feeding; lead leads led leading; stick sticks stuck sticking; bind binds bound; \
    undo undoes undid undone undoing; redo redoes redid redone; \
    overwrite overwrites overwrote overwritten overwriting; rewrite rewrites rewrote rewritten; \
    rebuild rebuilds rebuilt rebuilding; wake wakes woke woken; hang hangs hung hanging; \
    split splits splitting; shut shuts shutting; cut cuts cutting; put puts putting; set sets setting; \
    let lets letting; shed sheds shedding; person people persons; child children; \
    index indexes indices indexed indexing; query queries queried querying; copy copies copied copying; \
    retry retries retried retrying; datum data; die dies died dying dead; lie lies lying; tie ties tied tying; \
    wait waits waited waiting; old older oldest; new newer newest; late later latest lately; \
    slow slower slowly slowest; fast faster fastest; cheap cheaper cheaply cheapest; \
    near nearer nearest nearby; stale staler staleness; fresh fresher freshness; \
    proof prove proves proved proven; choice choices; failure failures fail fails failed failing; \
    arrive arrives arrived arriving arrival arrivals; deploy deploys deployed deploying deployment deployments; \
    delivery deliver delivers delivered delivering deliveries; apply applies applied applying; \
    consistent consistency consistently; inconsistent inconsistency; \
    isolate isolates isolated isolating isolation;";

/// Endings, the letters that must be left before each, and what takes its place; the first that fits is cut.
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
    ("ator", 3, ""),
    ("ally", 4, ""),
    ("ity", 4, ""),
    ("ion", 3, ""),
    ("ive", 4, ""),
    ("ize", 3, ""),
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

/// Words without content of their own.
const STOP: &str = "\
    a an the and or but if then else so as of at by for with about against between into through during before \
    after above below to from up down in out on off over under again further once here there when where why how \
    all any both each few more most other some such no nor not only own same than too very s t can will just \
    should now i me my we our us you your he him his she her it its they them their what which who whom this \
    that these those am is are was were be been being have has had having do does did doing would could might \
    must may shall also because while until although though however since even still yet ever already one two \
    thing things something anything everything nothing lot way got get put let go goes going went come comes \
    came make makes made take takes took say says said use used uses using need needs needed want wants wanted \
    like really quite rather much many well good better best first second third last next per etc eg ie via \
    within without another every everyone somebody anybody nobody someone anyone whatever whether either \
    neither itself themselves ourselves myself always never often sometimes usually mostly hence thus therefore \
    instead maybe perhaps actually simply basically";

/// Of those, the ones that carry the sense of a story: who did it, and when.
const STORY: &str =
    "i my me myself not now before after because but until instead never always nobody no own same again every";

/// Where each word of [`IRREGULAR`] and its base stand there, found by the word's hash: start and length of both; a
/// length of 0 marks an empty slot. Worked out when the crate is compiled.
static BASES: [[u16; 4]; 1024] = {
    let text = IRREGULAR.as_bytes();
    let mut slots = [[0; 4]; 1024];
    let mut base = [0, 0];
    let mut at = 0;
    while at < text.len() {
        let start = at;
        while text[at] != b' ' && text[at] != b';' {
            at += 1;
        }
        if at > start {
            let word = [start as u16, (at - start) as u16];
            if base[1] == 0 {
                base = word;
            }
            let mut slot = base_slot(text, start, at);
            // What a word stands for is said where it first stands.
            while slots[slot][1] != 0 && !same(text, slots[slot], word) {
                slot = (slot + 1) % slots.len();
            }
            if slots[slot][1] == 0 {
                slots[slot] = [word[0], word[1], base[0], base[1]];
            }
        }
        if text[at] == b';' {
            base = [0, 0];
        }
        at += 1;
    }
    slots
};

/// The first slot of a word in [`BASES`].
const fn base_slot(text: &[u8], from: usize, to: usize) -> usize {
    let mut hash: u32 = 0x811c_9dc5;
    let mut at = from;
    while at < to {
        hash = (hash ^ text[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    (hash >> 16 ^ hash) as usize % 1024
}

const fn same(text: &[u8], slot: [u16; 4], word: [u16; 2]) -> bool {
    let mut at = 0;
    while at < word[1] as usize && slot[1] == word[1] {
        if text[slot[0] as usize + at] != text[word[0] as usize + at] {
            return false;
        }
        at += 1;
    }
    slot[1] == word[1]
}

/// The base of an irregular word.
fn base_of(word: &str) -> Option<&'static str> {
    let part = |start: u16, len: u16| &IRREGULAR[start as usize..(start + len) as usize];
    let mut slot = base_slot(word.as_bytes(), 0, word.len());
    loop {
        let [start, len, base, base_len] = BASES[slot];
        if len == 0 {
            return None;
        }
        if part(start, len) == word {
            return Some(part(base, base_len));
        }
        slot = (slot + 1) % BASES.len();
    }
}

/// Which words are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Register {
    /// Explanations: only words that name things and what happens to them.
    Technical,
    /// Stories: also who, when and not.
    Story,
}

/// Numbers of words without content, sorted, for each register.
struct Stops {
    technical: Cow<'static, [u32]>,
    story: Cow<'static, [u32]>,
}

static STOPS: LazyLock<Stops> = LazyLock::new(|| match tables::STOPS {
    // The build script, which makes these tables.
    [] => {
        let [technical, story] = stops().map(Cow::Owned);
        Stops { technical, story }
    }
    technical => Stops { technical: Cow::Borrowed(technical), story: Cow::Borrowed(tables::STORY_STOPS) },
});

/// The numbers of the words without content in either register, the technical one first, sorted.
#[must_use]
pub fn stops() -> [Vec<u32>; 2] {
    let (mut technical, mut story) = (BTreeSet::new(), BTreeSet::new());
    for word in STOP.split_whitespace().chain(vocabulary::NUMBER_WORDS.iter().copied()) {
        for form in [word.to_owned(), stem(word)] {
            technical.insert(key(&form));
            story.insert(key(&form));
        }
    }
    for word in STORY.split_whitespace() {
        story.remove(&key(&stem(word)));
        story.remove(&key(word));
    }
    [technical, story].map(|set| set.into_iter().collect())
}

/// The number that stands for a stem.
fn key(stem: &str) -> u32 {
    // Zero is no stem.
    (vocabulary::hash(stem.as_bytes()) as u32).max(1)
}

/// The number of the stem of `word` (in lower case), or none when the word has no content of its own.
#[must_use]
pub fn content_key(word: &str, register: Register) -> Option<u32> {
    content_keys(word)[register as usize]
}

/// The numbers of the stem of `word` in both registers, the technical one first.
#[must_use]
pub fn content_keys(word: &str) -> [Option<u32>; 2] {
    let number = key(&stem(word));
    let technical = word.len() >= 2 && STOPS.technical.binary_search(&number).is_err();
    let story = STOPS.story.binary_search(&number).is_err();
    [technical.then_some(number), story.then_some(number)]
}

/// The stem of `word`, which is in lower case.
#[must_use]
pub fn stem(word: &str) -> String {
    let american = spelling::american(word);
    let mut x = base_of(&american).map_or_else(|| american.to_string(), str::to_owned);
    if x.len() <= 3 || !x.is_ascii() || x.bytes().any(|b| b.is_ascii_digit()) {
        if x.len() == 4 && x.ends_with('s') && !x.starts_with(|c: char| c.is_ascii_digit()) {
            x.pop();
        }
        return x;
    }
    plural(&mut x);
    rebase(&mut x);
    participle(&mut x);
    // "organizing" has lost its ending, "organize" not yet.
    if x.len() > 5 && x.ends_with("iz") {
        x.truncate(x.len() - 2);
    }
    for (ending, left, instead) in ENDINGS {
        if x.as_bytes().last() == ending.as_bytes().last()
            && let Some(rest) = x.strip_suffix(ending)
            && rest.len() >= *left
            && has_vowel(rest)
        {
            let len = rest.len();
            x.truncate(len);
            x.push_str(instead);
            break;
        }
    }
    if x.len() > 3 && x.ends_with('e') {
        x.pop();
    }
    if x.len() > 3 && x.ends_with('i') {
        x.pop();
        x.push('y');
    }
    if x.len() > 4 && x.ends_with("at") {
        x.truncate(x.len() - 2);
    }
    x
}

/// `word` (in lower case) without its inflection: an irregular form to its base, a plural, `-ing`, `-ed`, `-ly`.
#[must_use]
pub fn uninflected(word: &str) -> String {
    let american = spelling::american(word);
    let mut x = base_of(&american).map_or_else(|| american.to_string(), str::to_owned);
    if x.len() <= 3 || !x.is_ascii() || x.bytes().any(|b| b.is_ascii_digit()) {
        return x;
    }
    plural(&mut x);
    rebase(&mut x);
    participle(&mut x);
    // "organizing" has lost its ending, "organize" not yet.
    if x.len() > 5 && x.ends_with("iz") {
        x.truncate(x.len() - 2);
    }
    for (ending, left) in [("ly", 4), ("e", 4)] {
        if x.len() >= ending.len() + left && x.ends_with(ending) {
            x.truncate(x.len() - ending.len());
        }
    }
    x
}

fn rebase(x: &mut String) {
    if let Some(base) = base_of(x) {
        base.clone_into(x);
    }
}

fn plural(x: &mut String) {
    if x.ends_with("sses") {
        x.truncate(x.len() - 2);
    } else if x.ends_with("ies") && x.len() > 4 {
        x.truncate(x.len() - 3);
        x.push('y');
    } else if ["ches", "shes", "xes"].iter().any(|e| x.ends_with(e)) {
        x.truncate(x.len() - 2);
    } else if x.ends_with('s') && !["ss", "us", "is"].iter().any(|e| x.ends_with(e)) {
        x.pop();
    }
}

fn participle(x: &mut String) {
    for ending in ["ing", "ed"] {
        let Some(rest) = x.strip_suffix(ending).filter(|r| r.len() >= 3 && has_vowel(r)) else { continue };
        let len = rest.len();
        x.truncate(len);
        let bytes = x.as_bytes();
        let (last, before) = (bytes[len - 1], bytes[len - 2]);
        if last == before && !matches!(last, b'l' | b's' | b'z') && len > 3 {
            x.pop();
        }
        x.push('e');
        if base_of(x).is_none() {
            x.pop();
        }
        rebase(x);
        return;
    }
}

fn has_vowel(word: &str) -> bool {
    word.bytes().any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
}

#[cfg(test)]
mod tests {
    use super::{Register, content_key, stem};

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for forms in [
            &["replicate", "replicates", "replicated", "replication"][..],
            &["write", "writes", "wrote", "written"],
            &["isolate", "isolation", "isolated"],
            &["organise", "organizing"],
            &["queries", "query", "queried"],
            &["stopped", "stopping", "stops"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
    }

    #[test]
    fn a_story_keeps_who_and_when() {
        assert_eq!(content_key("before", Register::Technical), None);
        assert!(content_key("before", Register::Story).is_some());
        assert_eq!(content_key("the", Register::Story), None);
    }
}
