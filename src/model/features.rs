//! What fitted models see of a sentence of a story: its words and their classes, who does what in which tense, and
//! where in the story it stands ([`place`](super::place)). Each feature is a group and a 32-bit key; the fit and the linter share this code.

use super::deed::{Deed, deed, form, person};
pub use super::place::context;
use super::tokens::{self, Token};
use crate::answer::Draft;
use crate::rules::Cue;
use crate::tables::{self, class};
use crate::text::words::flag;

/// Sorts of features. The fit drops rare features by group, and weighs some groups less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Group {
    /// The same for every sentence.
    Always,
    /// A word.
    Word,
    /// Two words in a row.
    Pair,
    /// Two shapes in a row.
    Shapes2,
    /// Three shapes in a row.
    Shapes3,
    /// The first shapes.
    Opening,
    /// The first word.
    FirstWord,
    /// The last word.
    LastWord,
    /// The last shapes.
    Closing,
    /// A class of words.
    Class,
    /// A cue, or more than one of its patterns.
    Cue,
    /// Who, and the form of the verb.
    Subject,
    /// Who, and the verb.
    SubjectVerb,
    /// Who, the form of the verb, and its class.
    SubjectClass,
    /// The first and the last subject.
    SubjectEnds,
    /// Tense, and who the sentence is about.
    Tense,
    /// Numbers, marks, capitals.
    Detail,
    /// Number of words.
    Length,
    /// Last three letters of a word.
    Suffix,
    /// Where in the answer.
    Place,
    /// Which eighths of the answer lie before.
    Passed,
    /// Quarter of the answer, tense and subject.
    PlaceTense,
    /// Quarter of the answer, who, and the form of the verb.
    PlaceSubject,
    /// Quarter of the answer, and a cue.
    PlaceCue,
    /// Beginnings and ends of paragraphs.
    Paragraph,
    /// Tense, subject and length of the sentences before and after.
    Neighbor,
    /// First word of the sentences before and after.
    NeighborWord,
    /// Cues of the sentences before and after.
    NeighborCue,
    /// What the story has told so far.
    Told,
}

/// Tense of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Tense {
    /// No verb that tells.
    #[default]
    None,
    /// Past only.
    Past,
    /// Present only.
    Present,
    /// Both.
    Mixed,
}

/// What neighbours and the place in the answer need to know of a sentence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Base {
    /// Number of words.
    pub words: u32,
    /// It opens a paragraph of an answer in paragraphs.
    pub opens: bool,
    /// It holds a number or an amount.
    pub number: bool,
    /// It holds a name.
    pub capital: bool,
    pub(super) tense: Tense,
    pub(super) who: u8,
    pub(super) subject: u8,
    pub(super) length: u8,
    pub(super) first_shape: u32,
    pub(super) subjects: [u32; 2],
    pub(super) subject_count: u8,
    pub(super) deed: bool,
    pub(super) cues: u64,
}

/// Spreads the bits of a key's elements.
#[inline]
pub(super) fn key(group: Group, elements: &[u32]) -> u32 {
    let mut h = 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(group as u64 + 1);
    for element in elements {
        h = (h ^ u64::from(*element)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h ^= h >> 32;
    }
    (h as u32).max(1)
}

/// Keys seen in a sentence: each feature counts once.
pub struct Seen {
    slots: Box<[u32; Self::SIZE]>,
    len: usize,
}

impl Default for Seen {
    fn default() -> Self {
        Self { slots: Box::new([0; Self::SIZE]), len: 0 }
    }
}

impl Seen {
    const SIZE: usize = 2048;

    fn clear(&mut self) {
        if self.len > 0 {
            self.slots.fill(0);
            self.len = 0;
        }
    }

    /// Whether the key is new. When the table is nearly full, every key is.
    #[inline]
    fn add(&mut self, key: u32) -> bool {
        let mut at = key as usize & (Self::SIZE - 1);
        while self.slots[at] != 0 {
            if self.slots[at] == key {
                return false;
            }
            at = (at + 1) & (Self::SIZE - 1);
        }
        if self.len < Self::SIZE * 3 / 4 {
            self.slots[at] = key;
            self.len += 1;
        }
        true
    }
}

/// Buffers that are used again for each sentence.
#[derive(Default)]
pub struct Buffers {
    tokens: Vec<Token>,
    seen: Seen,
}

/// Classes that matter with their subject.
const SUBJECT_CLASSES: &[u64] = &[
    class::SPEECH,
    class::MAKE,
    class::COGNITION,
    class::EFFECT,
    class::INSIGHT,
    class::STATE,
    class::DUTY,
    class::TROUBLE,
];

/// Emits the features that a sentence has by itself.
pub fn sentence(draft: &Draft, index: usize, buffers: &mut Buffers, emit: &mut impl FnMut(Group, u32)) -> Base {
    let Buffers { tokens, seen } = buffers;
    tokens::read(draft, index, tokens);
    seen.clear();
    let mut add = |group: Group, elements: &[u32]| {
        let key = key(group, elements);
        if seen.add(key) {
            emit(group, key);
        }
    };
    let mut base = Base::default();
    add(Group::Always, &[]);
    words(tokens, &mut base, &mut add);
    shapes(tokens, &mut add);
    let counts = classes(tokens, &mut add);
    cues(draft, index, &mut base, &mut add);
    let present = subjects(tokens, &mut base, &mut add);
    tense(tokens, &counts, present, &mut base, &mut add);
    details(draft, index, tokens, &mut base, &mut add);
    base
}

fn words(tokens: &[Token], base: &mut Base, add: &mut impl FnMut(Group, &[u32])) {
    let mut last = None;
    for token in tokens.iter().filter(|t| !t.is_mark()) {
        base.words += 1;
        add(Group::Word, &[token.key]);
        if token.suffix != 0 {
            add(Group::Suffix, &[token.suffix]);
        }
        last = Some(token);
    }
    for pair in tokens.windows(2) {
        add(Group::Pair, &[pair[0].key, pair[1].key]);
    }
    if let (Some(first), Some(last)) = (tokens.first(), last) {
        add(Group::FirstWord, &[first.key]);
        add(Group::LastWord, &[last.key]);
        base.first_shape = first.shape;
    }
    base.length = match base.words {
        0..4 => 0,
        4..8 => 1,
        8..14 => 2,
        14..22 => 3,
        22..32 => 4,
        _ => 5,
    };
    add(Group::Length, &[u32::from(base.length)]);
}

/// Emits the features that stand in single words and pairs of words, with the tokens they stand in.
pub fn of_words(tokens: &[Token], emit: &mut impl FnMut(std::ops::Range<usize>, Group, u32)) {
    for (at, token) in tokens.iter().enumerate().filter(|(_, t)| !t.is_mark()) {
        emit(at..at + 1, Group::Word, key(Group::Word, &[token.key]));
        for (_, class) in tables::CLASS_KEYS.iter().enumerate().filter(|(n, _)| token.is(1 << n)) {
            emit(at..at + 1, Group::Class, key(Group::Class, &[*class, 1]));
        }
        if token.is(class::SUBJECT)
            && let Some(deed) = deed(token, &tokens[at + 1..])
        {
            let end = tokens.len().min(at + 2);
            emit(at..end, Group::Subject, key(Group::Subject, &[deed.code()]));
        }
    }
    for (at, pair) in tokens.windows(2).enumerate() {
        emit(at..at + 2, Group::Pair, key(Group::Pair, &[pair[0].key, pair[1].key]));
    }
}

fn shapes(tokens: &[Token], add: &mut impl FnMut(Group, &[u32])) {
    for pair in tokens.windows(2) {
        add(Group::Shapes2, &[pair[0].shape, pair[1].shape]);
    }
    for three in tokens.windows(3) {
        add(Group::Shapes3, &[three[0].shape, three[1].shape, three[2].shape]);
    }
    let mut opening = [0; 3];
    for (at, token) in tokens.iter().take(3).enumerate() {
        opening[at] = token.shape;
        add(Group::Opening, &opening[..=at]);
    }
    for count in 1..=tokens.len().min(2) {
        let mut closing = [0; 2];
        for (to, token) in closing.iter_mut().zip(&tokens[tokens.len() - count..]) {
            *to = token.shape;
        }
        add(Group::Closing, &closing[..count]);
    }
}

/// How often each class stands in the sentence; the classes that are features come first.
fn classes(tokens: &[Token], add: &mut impl FnMut(Group, &[u32])) -> [u8; 64] {
    let mut counts = [0u8; 64];
    for token in tokens {
        let mut bits = token.bits;
        while bits != 0 {
            let number = bits.trailing_zeros() as usize;
            counts[number] = counts[number].saturating_add(1);
            bits &= bits - 1;
        }
    }
    for (class, count) in tables::CLASS_KEYS.iter().zip(counts) {
        for times in 1..=u32::from(count).min(2) {
            add(Group::Class, &[*class, times]);
        }
    }
    counts
}

fn cues(draft: &Draft, index: usize, base: &mut Base, add: &mut impl FnMut(Group, &[u32])) {
    let (mut once, mut more) = (0u64, 0u64);
    let mut last = None;
    for (cue, hit) in draft.cue_hits(index) {
        let bit = 1u64 << (cue as u32 & 63);
        if last != Some((cue, hit.first)) {
            more |= once & bit;
        }
        once |= bit;
        last = Some((cue, hit.first));
    }
    base.cues = once;
    for cue in each_cue(once) {
        add(Group::Cue, &[cue, 1]);
    }
    for cue in each_cue(more) {
        add(Group::Cue, &[cue, 2]);
    }
}

pub(super) fn each_cue(mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        (bits != 0).then(|| {
            let cue = bits.trailing_zeros();
            bits &= bits - 1;
            Cue::ALL.get(cue as usize).map_or(0, |cue| name_key(cue.name()))
        })
    })
}

/// A key of a name, which stays when other names come or go.
fn name_key(name: &str) -> u32 {
    crate::text::vocabulary::hash(name.as_bytes()) as u32
}

/// Who does what. Returns how many of the verbs are in the present.
fn subjects(tokens: &[Token], base: &mut Base, add: &mut impl FnMut(Group, &[u32])) -> usize {
    let mut present = 0;
    let mut ends: Option<(Deed, Deed)> = None;
    let mut people = [false; 6];
    for (at, token) in tokens.iter().enumerate() {
        if !token.is(class::SUBJECT) {
            continue;
        }
        let Some(deed) = deed(token, &tokens[at + 1..]) else { continue };
        let code = deed.code();
        add(Group::Subject, &[code]);
        let auxiliary = deed.verb.is(class::AUXILIARY);
        let content =
            if auxiliary && deed.next.key != 0 && !deed.next.is(class::FUNCTION) { &deed.next } else { &deed.verb };
        add(Group::SubjectVerb, &[deed.person, u32::from(deed.denied), content.key]);
        let after = matches!(deed.form, form::PLUPERFECT | form::PERFECT | form::DID | form::DO);
        let verb = if after { &deed.next } else { &deed.verb };
        for class in SUBJECT_CLASSES.iter().filter(|c| verb.is(**c)) {
            add(Group::SubjectClass, &[code, class.trailing_zeros()]);
        }
        present += usize::from(deed.form == form::PRESENT);
        people[deed.person as usize] = true;
        base.deed |= deed.person == person::I && matches!(deed.form, form::PAST | form::DID);
        if let Some(slot) = base.subjects.get_mut(base.subject_count as usize) {
            *slot = code;
            base.subject_count += 1;
        }
        ends = Some((ends.map_or(deed, |(first, _)| first), deed));
    }
    if let Some((first, last)) = ends {
        add(Group::SubjectEnds, &[1, first.code()]);
        add(Group::SubjectEnds, &[2, last.code()]);
    }
    base.subject = match () {
        () if people[person::I as usize] => 1,
        () if people[person::WE as usize] => 2,
        () if ends.is_some() => 3,
        () => 0,
    };
    present
}

fn tense(tokens: &[Token], counts: &[u8; 64], present: usize, base: &mut Base, add: &mut impl FnMut(Group, &[u32])) {
    const NOW: u64 = class::BE_PRESENT | class::DO_PRESENT | class::HAVE_PRESENT;
    let past = tokens.iter().any(|t| t.past);
    let present = present > 0 || tokens.iter().any(|t| t.is(NOW));
    base.tense = match (past, present) {
        (false, false) => Tense::None,
        (true, false) => Tense::Past,
        (false, true) => Tense::Present,
        (true, true) => Tense::Mixed,
    };
    let has = |class: u64| counts[class.trailing_zeros() as usize] > 0;
    base.who = match () {
        () if has(class::FIRST_SINGULAR) => 1,
        () if has(class::FIRST_PLURAL) => 2,
        () if has(class::THIRD_PERSON) => 3,
        () => 0,
    };
    let (tense, who) = (base.tense as u32, u32::from(base.who));
    add(Group::Tense, &[1, tense]);
    add(Group::Tense, &[2, who]);
    add(Group::Tense, &[3, tense, who]);
    add(Group::Tense, &[4, u32::from(base.subject), tense]);
    if let Some(first) = tokens.first() {
        if first.past {
            add(Group::Tense, &[5]);
        }
        if first.ing {
            add(Group::Tense, &[6]);
        }
    }
}

fn details(draft: &Draft, index: usize, tokens: &[Token], base: &mut Base, add: &mut impl FnMut(Group, &[u32])) {
    let sentence = &draft.sentences[index];
    let prose = draft.document.text(sentence.span).as_bytes();
    let start = sentence.span.start;
    let (mut numbers, mut capitals) = (0u32, 0u32);
    let mut seen = [false; 16];
    for (at, token) in tokens.iter().enumerate().filter(|(_, t)| !t.is_mark()) {
        let word = &draft.words[token.word as usize];
        seen[0] |= word.is(flag::DIGIT);
        numbers += u32::from(token.is_number() || word.is(flag::MONEY));
        seen[1] |= word.is(flag::PERCENT) || token.is(class::PERCENT);
        let text = || draft.document.text(word.span).as_bytes();
        if word.is(flag::DIGIT) {
            let currency = tokens.get(at + 1).is_some_and(|next| next.is(class::CURRENCY));
            seen[2] |= word.is(flag::MONEY) || currency || text().last().is_some_and(|b| b.eq_ignore_ascii_case(&b'k'));
            seen[3] |=
                matches!(text(), [b'1', b'9', a, b] | [b'2', b'0', a, b] if a.is_ascii_digit() && b.is_ascii_digit());
        }
        if word.is(flag::CAPITAL) && text().get(1).is_some_and(|b| b.is_ascii_lowercase() || *b >= 0x80) {
            let before = (word.span.start.saturating_sub(start)) as usize;
            let continues = |b: u8| b.is_ascii_lowercase() || matches!(b, b',' | b';' | b':');
            let inner = before >= 2 && prose[before - 1] == b' ' && continues(prose[before - 2]);
            capitals += u32::from(inner);
        }
    }
    for byte in prose {
        match byte {
            b'?' => seen[4] = true,
            b'!' => seen[5] = true,
            b'"' => seen[6] = true,
            b';' => seen[7] = true,
            b':' => seen[8] = true,
            _ => {}
        }
    }
    seen[6] |= draft.words[sentence.words()].iter().any(|w| w.is(flag::QUOTED));
    for (number, _) in seen.iter().enumerate().filter(|(_, seen)| **seen) {
        add(Group::Detail, &[1, number as u32]);
    }
    for count in 1..=numbers.min(3) {
        add(Group::Detail, &[2, count]);
    }
    for count in 1..=capitals.min(2) {
        add(Group::Detail, &[3, count]);
    }
    base.number = numbers > 0;
    base.capital = capitals > 0;
}
