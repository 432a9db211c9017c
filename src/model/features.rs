//! What fitted models see of a sentence of a story: its words and their classes, who does what in which tense, and
//! where in the story it stands. Each feature is a group and a 32-bit key; the fit and the linter share this code.

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
    tense: Tense,
    who: u8,
    subject: u8,
    length: u8,
    first_shape: u32,
    subjects: [u32; 2],
    subject_count: u8,
    deed: bool,
    cues: u64,
}

/// Spreads the bits of a key's elements.
#[inline]
fn key(group: Group, elements: &[u32]) -> u32 {
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

/// A subject with its verb.
#[derive(Clone, Copy)]
struct Deed {
    person: u32,
    form: u32,
    denied: bool,
    verb: Token,
    next: Token,
}

impl Deed {
    fn code(&self) -> u32 {
        key(Group::Subject, &[self.person, self.form, u32::from(self.denied)])
    }
}

mod person {
    pub const I: u32 = 1;
    pub const WE: u32 = 2;
    pub const THIRD: u32 = 3;
    pub const IT: u32 = 4;
    pub const YOU: u32 = 5;
}

/// Forms of a verb after its subject; a modal verb's form is its key.
mod form {
    pub const OTHER: u32 = 1;
    pub const PLUPERFECT: u32 = 2;
    pub const HAD: u32 = 3;
    pub const PERFECT: u32 = 4;
    pub const HAVE: u32 = 5;
    pub const PASSIVE: u32 = 6;
    pub const WAS_DOING: u32 = 7;
    pub const WAS: u32 = 8;
    pub const IS: u32 = 9;
    pub const DID: u32 = 10;
    pub const DO: u32 = 11;
    pub const PAST: u32 = 12;
    pub const PRESENT: u32 = 13;
    pub const THIRD_PRESENT: u32 = 14;
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

fn each_cue(mut bits: u64) -> impl Iterator<Item = u32> {
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

/// The verb of a subject: the first word after it that is no adverb.
fn deed(subject: &Token, rest: &[Token]) -> Option<Deed> {
    let mut denied = false;
    let mut verbs = rest.iter().filter(|t| {
        denied |= t.is(class::DENIAL);
        !t.is(class::ADVERB)
    });
    let verb = *verbs.next().filter(|t| !t.is_mark())?;
    let next = verbs.next().copied().unwrap_or_default();
    let person = match () {
        () if subject.is(class::FIRST_SINGULAR) => person::I,
        () if subject.is(class::FIRST_PLURAL) => person::WE,
        () if subject.is(class::THIRD_PERSON) => person::THIRD,
        () if subject.is(class::SECOND_PERSON) => person::YOU,
        () => person::IT,
    };
    let participle = next.past || next.en;
    let form = match () {
        () if verb.is(class::HAVE_PAST) => {
            if participle {
                form::PLUPERFECT
            } else {
                form::HAD
            }
        }
        () if verb.is(class::HAVE_PRESENT) => {
            if participle {
                form::PERFECT
            } else {
                form::HAVE
            }
        }
        () if verb.is(class::BE_PAST) => match () {
            () if next.past => form::PASSIVE,
            () if next.ing => form::WAS_DOING,
            () => form::WAS,
        },
        () if verb.is(class::BE_PRESENT) => form::IS,
        () if verb.is(class::DO_PAST) => form::DID,
        () if verb.is(class::DO_PRESENT) => form::DO,
        () if verb.is(class::AUXILIARY) => verb.key,
        () if verb.past => form::PAST,
        () if matches!(person, person::I | person::WE | person::YOU) || subject.is(class::THEY) => form::PRESENT,
        () if verb.s => form::THIRD_PRESENT,
        () => form::OTHER,
    };
    Some(Deed { person, form, denied, verb, next })
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

/// What the sentences before and after a sentence add up to.
#[derive(Clone, Copy, Default)]
struct Told {
    words: u32,
    deeds: u32,
    presents: u32,
    openings: u32,
}

impl Told {
    fn with(self, base: &Base) -> Self {
        Self {
            words: self.words + base.words,
            deeds: self.deeds + u32::from(base.deed),
            presents: self.presents + u32::from(base.tense == Tense::Present),
            openings: self.openings + u32::from(base.opens),
        }
    }
}

/// Emits the features that each sentence has by its place in the answer.
pub fn context(bases: &[Base], emit: &mut impl FnMut(usize, Group, u32)) {
    let all = bases.iter().fold(Told::default(), |told, base| told.with(base));
    let mut before = Told::default();
    for (at, base) in bases.iter().enumerate() {
        let mut add = |group: Group, elements: &[u32]| emit(at, group, key(group, elements));
        place(bases, at, (2 * before.words + base.words) as f32 / (2 * all.words.max(1)) as f32, &mut add);
        let with = before.with(base);
        if base.opens {
            add(Group::Paragraph, &[1]);
        }
        if bases.get(at + 1).is_some_and(|next| next.opens) {
            add(Group::Paragraph, &[2]);
        }
        if all.openings > 0 {
            add(Group::Paragraph, &[3, with.openings.min(3), u32::from(with.openings == all.openings)]);
        }
        neighbor(base, 1, at.checked_sub(1).map(|n| &bases[n]), &mut add);
        neighbor(base, 2, bases.get(at + 1), &mut add);
        add(Group::Told, &[1, before.deeds.min(4)]);
        add(Group::Told, &[2, before.presents.min(2)]);
        add(Group::Told, &[3, (all.deeds - with.deeds).min(4)]);
        before = with;
    }
}

/// The place of the sentence whose middle is at `share` of the answer.
fn place(bases: &[Base], at: usize, share: f32, add: &mut impl FnMut(Group, &[u32])) {
    let base = &bases[at];
    let eighth = ((share * 8.0) as u32).min(7);
    add(Group::Place, &[1, eighth]);
    for passed in (1..8).filter(|k| share * 8.0 > *k as f32) {
        add(Group::Passed, &[passed]);
    }
    add(Group::Place, &[2, at.min(4) as u32]);
    add(Group::Place, &[3, (bases.len() - 1 - at).min(4) as u32]);
    let size = match bases.len() {
        0..5 => 0,
        5..9 => 1,
        9..13 => 2,
        13..18 => 3,
        _ => 4,
    };
    add(Group::Place, &[4, size]);
    let quarter = ((share * 4.0) as u32).min(3);
    for cue in each_cue(base.cues) {
        add(Group::PlaceCue, &[quarter, cue]);
    }
    let tense = base.tense as u32;
    add(Group::PlaceTense, &[1, quarter, tense, u32::from(base.who)]);
    add(Group::PlaceTense, &[2, quarter, u32::from(base.subject), tense]);
    for code in distinct(base) {
        add(Group::PlaceSubject, &[quarter, code]);
    }
}

/// The first two subjects, each once.
fn distinct(base: &Base) -> impl Iterator<Item = u32> {
    let [first, second] = base.subjects;
    let count = base.subject_count;
    [(count > 0).then_some(first), (count > 1 && first != second).then_some(second)].into_iter().flatten()
}

fn neighbor(base: &Base, side: u32, other: Option<&Base>, add: &mut impl FnMut(Group, &[u32])) {
    let Some(other) = other else {
        add(Group::Neighbor, &[side]);
        return;
    };
    for cue in each_cue(other.cues) {
        add(Group::NeighborCue, &[side, cue]);
    }
    let tense = other.tense as u32;
    add(Group::Neighbor, &[side, 1, tense, u32::from(other.who)]);
    add(Group::Neighbor, &[side, 2, u32::from(other.subject)]);
    add(Group::Neighbor, &[side, 3, u32::from(other.length)]);
    add(Group::Neighbor, &[side, 4, tense, base.tense as u32, u32::from(base.who)]);
    add(Group::NeighborWord, &[side, other.first_shape]);
}
