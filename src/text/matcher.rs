//! Finding word patterns in the words of a text.

use std::borrow::Cow;

use super::program::{Owner, PatternTables, Step};
use super::vocabulary::WordId;
use super::words::{Sentence, Word, flag};

/// A place where a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// What the pattern belongs to.
    pub owner: Owner,
    /// Index of the first word.
    pub first: u32,
    /// Index after the last word.
    pub last: u32,
    /// Index of the sentence.
    pub sentence: u32,
    /// Number of the pattern in its set.
    pub pattern: u32,
}

impl Hit {
    /// The indices of its words.
    #[must_use]
    pub fn words(&self) -> std::ops::Range<usize> {
        self.first as usize..self.last as usize
    }
}

/// Compiled patterns, ready-made or built; see [`PatternTables`] for the fields.
#[derive(Clone, Debug)]
pub struct PatternSet {
    steps: Cow<'static, [u32]>,
    set_starts: Cow<'static, [u32]>,
    set_words: Cow<'static, [u32]>,
    patterns: Cow<'static, [[u32; 2]]>,
    needs: Cow<'static, [u32]>,
    anchor_starts: Cow<'static, [u32]>,
    anchors: Cow<'static, [[u32; 2]]>,
}

impl PatternSet {
    /// A set over ready-made tables.
    #[must_use]
    pub const fn from_tables(
        steps: &'static [u32],
        set_starts: &'static [u32],
        set_words: &'static [u32],
        patterns: &'static [[u32; 2]],
        needs: &'static [u32],
        anchor_starts: &'static [u32],
        anchors: &'static [[u32; 2]],
    ) -> Self {
        Self {
            steps: Cow::Borrowed(steps),
            set_starts: Cow::Borrowed(set_starts),
            set_words: Cow::Borrowed(set_words),
            patterns: Cow::Borrowed(patterns),
            needs: Cow::Borrowed(needs),
            anchor_starts: Cow::Borrowed(anchor_starts),
            anchors: Cow::Borrowed(anchors),
        }
    }

    /// What pattern number `pattern` belongs to.
    #[must_use]
    pub fn owner(&self, pattern: u32) -> Owner {
        self.patterns[pattern as usize][1]
    }

    /// Number of patterns.
    #[must_use]
    pub fn len(&self) -> usize {
        self.patterns.len()
    }

    /// Whether the set holds no pattern.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Appends every match in `sentences` of a pattern whose owner `wanted` accepts, in the order of sentences. A
    /// pattern is reported once for each place where it starts.
    pub fn find(&self, words: &[Word], sentences: &[Sentence], wanted: impl Fn(Owner) -> bool, hits: &mut Vec<Hit>) {
        let known = self.anchor_starts.len().saturating_sub(1);
        let mut present = Present::default();
        for (number, sentence) in sentences.iter().enumerate() {
            let range = sentence.words();
            let from = hits.len();
            present.read(&words[range.clone()]);
            for at in range.clone() {
                let id = words[at].id as usize;
                if id == 0 || id >= known {
                    continue;
                }
                let anchors = self.anchor_starts[id] as usize..self.anchor_starts[id + 1] as usize;
                for &[pattern, reach] in &self.anchors[anchors] {
                    if self.may_match(pattern, &present) && wanted(self.owner(pattern)) {
                        self.around(words, &range, at, [pattern, reach], number, hits);
                    }
                }
            }
            settle(hits, from);
        }
    }

    /// Appends every match in sentence number `number`, which is what `present` has read, of the patterns in `index`.
    pub fn find_few(
        &self,
        index: &AnchorIndex,
        words: &[Word],
        sentence: &Sentence,
        number: usize,
        present: &mut Present,
        hits: &mut Vec<Hit>,
    ) {
        let range = sentence.words();
        let from = hits.len();
        present.read(&words[range.clone()]);
        for at in range.clone() {
            let id = words[at].id;
            if id == 0 {
                continue;
            }
            let first = index.anchors.partition_point(|a| a[0] < id);
            for &[word, pattern, reach] in &index.anchors[first..] {
                if word != id {
                    break;
                }
                if self.may_match(pattern, present) {
                    self.around(words, &range, at, [pattern, reach], number, hits);
                }
            }
        }
        settle(hits, from);
    }

    /// Whether what a pattern needs beside its anchor stands in the sentence.
    #[inline]
    fn may_match(&self, pattern: u32, present: &Present) -> bool {
        match Step::unpack(self.needs[pattern as usize]) {
            Step::Word(id) => present.holds(id),
            Step::Set(set) => self.set(set).iter().any(|id| present.holds(*id)),
            _ => true,
        }
    }

    fn set(&self, set: u32) -> &[WordId] {
        &self.set_words[self.set_starts[set as usize] as usize..self.set_starts[set as usize + 1] as usize]
    }

    /// Tries a pattern at every start from which its anchor could be the word at `at`.
    fn around(
        &self,
        words: &[Word],
        range: &std::ops::Range<usize>,
        at: usize,
        [pattern, reach]: [u32; 2],
        sentence: usize,
        hits: &mut Vec<Hit>,
    ) {
        let [first_step, owner] = self.patterns[pattern as usize];
        let (near, far) = ((reach & 0xffff) as usize, (reach >> 16) as usize);
        let Some(latest) = at.checked_sub(near).filter(|l| *l >= range.start) else { return };
        let earliest = at.saturating_sub(far).max(range.start);
        for start in earliest..=latest {
            let run = Run { set: self, words: &words[..range.end], first: range.start };
            if run.fails_at_once(first_step as usize, start) {
                continue;
            }
            if let Some(last) = run.from(first_step as usize, start) {
                let (first, last, sentence) = (start as u32, last as u32, sentence as u32);
                hits.push(Hit { owner, first, last, sentence, pattern });
            }
        }
    }
}

/// The known words of a sentence, as bits.
#[derive(Clone, Debug, Default)]
pub struct Present {
    bits: Vec<u64>,
    words: Vec<WordId>,
}

impl Present {
    /// Forgets the sentence before and reads the next.
    fn read(&mut self, words: &[Word]) {
        for id in self.words.drain(..) {
            self.bits[id as usize / 64] = 0;
        }
        for id in words.iter().map(|word| word.id).filter(|id| *id != 0) {
            let slot = id as usize / 64;
            if slot >= self.bits.len() {
                self.bits.resize((slot + 1).next_power_of_two(), 0);
            }
            self.bits[slot] |= 1 << (id % 64);
            self.words.push(id);
        }
    }

    #[inline]
    fn holds(&self, id: WordId) -> bool {
        self.bits.get(id as usize / 64).is_some_and(|bits| bits >> (id % 64) & 1 != 0)
    }
}

/// Sorts the hits of a sentence and leaves one of each.
fn settle(hits: &mut Vec<Hit>, from: usize) {
    let found = &mut hits[from..];
    found.sort_unstable_by_key(|h| (h.pattern, h.first, h.last));
    let mut kept = from;
    for at in from..hits.len() {
        if kept == from || hits[kept - 1] != hits[at] {
            hits[kept] = hits[at];
            kept += 1;
        }
    }
    hits.truncate(kept);
}

/// The anchors of a few patterns of a set, for finding those alone.
#[derive(Clone, Debug, Default)]
pub struct AnchorIndex {
    /// Word, pattern, and how far from its start the word stands; sorted.
    anchors: Vec<[u32; 3]>,
}

impl AnchorIndex {
    /// The index over the given lists of anchors.
    pub fn new<'t>(lists: impl Iterator<Item = &'t [[u32; 3]]>) -> Self {
        let mut anchors: Vec<[u32; 3]> = lists.flatten().copied().collect();
        // Word number 0 is every unknown word.
        anchors.retain(|a| a[0] != 0);
        // Each list is sorted, and a stable sort merges them.
        anchors.sort();
        Self { anchors }
    }
}

impl From<PatternTables> for PatternSet {
    fn from(tables: PatternTables) -> Self {
        Self {
            steps: Cow::Owned(tables.steps),
            set_starts: Cow::Owned(tables.set_starts),
            set_words: Cow::Owned(tables.set_words),
            patterns: Cow::Owned(tables.patterns),
            needs: Cow::Owned(tables.needs),
            anchor_starts: Cow::Owned(tables.anchor_starts),
            anchors: Cow::Owned(tables.anchors),
        }
    }
}

/// One attempt: words up to the sentence's end, `first` its first word.
struct Run<'a> {
    set: &'a PatternSet,
    words: &'a [Word],
    first: usize,
}

impl Run<'_> {
    /// The index after the match that starts with step `step` at word `at`, if there is one.
    fn from(&self, mut step: usize, mut at: usize) -> Option<usize> {
        loop {
            match Step::unpack(self.set.steps[step]) {
                Step::Match => return Some(at),
                Step::Word(id) => {
                    if self.words.get(at)?.id != id {
                        return None;
                    }
                    at += 1;
                }
                Step::Set(set) => {
                    if !self.in_set(set, at) {
                        return None;
                    }
                    at += 1;
                }
                Step::Split(ahead) => {
                    if !self.fails_at_once(step + 1, at)
                        && let Some(end) = self.from(step + 1, at)
                    {
                        return Some(end);
                    }
                    step += ahead as usize;
                    continue;
                }
                Step::Jump(ahead) => {
                    step += ahead as usize;
                    continue;
                }
                Step::Gap(most) => {
                    let most = (most as usize).min(self.words.len() - at);
                    return (at..=at + most)
                        .filter(|at| !self.fails_at_once(step + 1, *at))
                        .find_map(|at| self.from(step + 1, at));
                }
                Step::Number => {
                    if !self.words.get(at)?.is(flag::NUMBER) {
                        return None;
                    }
                    at += 1;
                }
                Step::Any => {
                    self.words.get(at)?;
                    at += 1;
                }
                Step::Start => {
                    if at != self.first && !self.words.get(at)?.is(flag::CLAUSE) {
                        return None;
                    }
                }
                Step::End => {
                    if self.words.get(at).is_some_and(|w| !w.is(flag::CLAUSE)) {
                        return None;
                    }
                }
                Step::Not(ahead) => {
                    if !self.fails_at_once(step + 1, at) && self.from(step + 1, at).is_some() {
                        return None;
                    }
                    step += ahead as usize;
                    continue;
                }
            }
            step += 1;
        }
    }

    /// Whether the step is for a word that does not stand here: most attempts end so, and need no call.
    #[inline]
    fn fails_at_once(&self, step: usize, at: usize) -> bool {
        match Step::unpack(self.set.steps[step]) {
            Step::Word(id) => self.words.get(at).is_none_or(|word| word.id != id),
            Step::Set(set) => !self.in_set(set, at),
            _ => false,
        }
    }

    fn in_set(&self, set: u32, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        word.id != 0 && self.set.set(set).binary_search(&word.id).is_ok()
    }
}
