//! The programs that word patterns compile to.
//!
//! Each pattern is indexed by the rarest words that it cannot match without (its anchors), so that one pass over a
//! draft's words raises only the patterns that could match there.

use rustc_hash::FxHashMap;

use super::pattern::Node;
use super::vocabulary::WordId;

/// One step of a compiled pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The pattern has matched.
    Match,
    /// This word.
    Word(WordId),
    /// A word of set number so-and-so.
    Set(u32),
    /// Go on with the next step, or with the one so many steps ahead.
    Split(u32),
    /// Go on so many steps ahead.
    Jump(u32),
    /// Up to so many words.
    Gap(u32),
    /// A number.
    Number,
    /// Any one word.
    Any,
    /// Start of a clause.
    Start,
    /// End of a clause.
    End,
    /// The steps up to so many ahead, which end in a match, do not match here.
    Not(u32),
}

impl Step {
    /// The step packed into 32 bits: the kind in the upper four.
    #[must_use]
    pub fn pack(self) -> u32 {
        let (kind, value) = match self {
            Step::Match => (0, 0),
            Step::Word(v) => (1, v),
            Step::Set(v) => (2, v),
            Step::Split(v) => (3, v),
            Step::Jump(v) => (4, v),
            Step::Gap(v) => (5, v),
            Step::Number => (6, 0),
            Step::Any => (7, 0),
            Step::Start => (8, 0),
            Step::End => (9, 0),
            Step::Not(v) => (10, v),
        };
        kind << 28 | value
    }

    /// The step that [`Step::pack`] packed.
    #[must_use]
    #[inline]
    pub fn unpack(packed: u32) -> Self {
        let value = packed & 0x0fff_ffff;
        match packed >> 28 {
            1 => Step::Word(value),
            2 => Step::Set(value),
            3 => Step::Split(value),
            4 => Step::Jump(value),
            5 => Step::Gap(value),
            6 => Step::Number,
            7 => Step::Any,
            8 => Step::Start,
            9 => Step::End,
            10 => Step::Not(value),
            _ => Step::Match,
        }
    }
}

/// Fewest and most words that `node` matches.
#[must_use]
pub fn width(node: &Node) -> (u32, u32) {
    match node {
        Node::Words(_) | Node::Number | Node::Any => (1, 1),
        Node::Sequence(items) => items.iter().map(width).fold((0, 0), |(a, b), (c, d)| (a + c, b + d)),
        Node::Choice(branches) => branches.iter().map(width).fold((u32::MAX, 0), |(a, b), (c, d)| (a.min(c), b.max(d))),
        Node::Optional(inner) => (0, width(inner).1),
        Node::Gap(most) => (0, *most),
        Node::Start | Node::End | Node::Not(_) => (0, 0),
    }
}

/// The words that a match must hold one of, and how far from its start they may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchors {
    /// How common the words are, together.
    cost: u64,
    /// The words.
    pub words: Vec<WordId>,
    /// Fewest words before the anchor.
    pub nearest: u32,
    /// Most words before the anchor.
    pub farthest: u32,
}

/// The cheapest set of words that `node` cannot match without, if there is one.
#[must_use]
pub fn anchors(node: &Node) -> Option<Anchors> {
    match node {
        Node::Words(words) => Some(Anchors {
            cost: words.iter().map(|w| word_cost(*w)).sum(),
            words: words.clone(),
            nearest: 0,
            farthest: 0,
        }),
        Node::Sequence(items) => {
            let (mut least, mut most) = (0, 0);
            let mut best: Option<Anchors> = None;
            for item in items {
                if let Some(mut found) = anchors(item) {
                    found.nearest += least;
                    found.farthest += most;
                    if best.as_ref().is_none_or(|b| found.cost < b.cost) {
                        best = Some(found);
                    }
                }
                let (a, b) = width(item);
                least += a;
                most += b;
            }
            best
        }
        Node::Choice(branches) => {
            let mut all: Option<Anchors> = None;
            for branch in branches {
                let found = anchors(branch)?;
                all = Some(match all {
                    None => found,
                    Some(mut a) => {
                        a.cost += found.cost;
                        a.words.extend(found.words);
                        a.nearest = a.nearest.min(found.nearest);
                        a.farthest = a.farthest.max(found.farthest);
                        a
                    }
                });
            }
            all
        }
        _ => None,
    }
}

/// Words of this many or lower numbers are common ones; see [`COMMON`].
const COMMON_COST: u64 = 400;

/// Common words: the ones that patterns should not be looked up by when they hold any other. They are interned right
/// after the number words, so that their numbers are known here.
pub const COMMON: &[&str] = &[
    "the", "a", "an", "and", "to", "of", "i", "it", "in", "is", "was", "that", "for", "on", "we", "my", "with", "not",
    "they", "he", "she", "had", "have", "be", "at", "as", "but", "this", "by", "from", "me", "so", "are", "or", "all",
    "one", "what", "when", "were", "would", "if", "which", "do", "did", "there", "you", "their", "them", "no", "his",
    "her", "our", "us", "been", "will", "can", "could", "out", "up", "who", "has", "about", "more", "how", "than",
    "then", "into", "its", "now", "because", "only", "am", "does", "any", "every", "just", "after", "before", "own",
    "get", "got", "made", "make", "know", "never", "team", "time", "work", "people", "s", "your", "him", "am", "being",
    "should", "some", "other", "over", "also",
];

fn word_cost(word: WordId) -> u64 {
    let first = super::vocabulary::NUMBER_WORDS.len() as u64 + 1;
    let rank = u64::from(word).wrapping_sub(first);
    if rank < COMMON.len() as u64 { COMMON_COST / (1 + rank / 4) + 20 } else { 2 }
}

/// Which thing a pattern belongs to; see [`super::matcher::Hit`].
pub type Owner = u32;

/// Collects compiled patterns.
#[derive(Clone, Debug, Default)]
pub struct PatternSetBuilder {
    steps: Vec<u32>,
    sets: Vec<Vec<WordId>>,
    set_ids: FxHashMap<Vec<WordId>, u32>,
    patterns: Vec<[u32; 2]>,
    needs: Vec<u32>,
    anchors: Vec<(WordId, u32, u32, u32)>,
}

/// Words beside its anchors that a pattern is told by before it is tried: no more than so many in its place.
const MOST_NEEDED: usize = 24;

/// The cheapest words but the anchors that `node` cannot match without.
fn needed(node: &Node, anchors: &Anchors) -> Option<Vec<WordId>> {
    let mut all = Vec::new();
    required(node, &mut all);
    if let Some(at) = all.iter().position(|other| other.words == anchors.words) {
        all.remove(at);
    }
    all.retain(|other| other.words.len() <= MOST_NEEDED);
    all.into_iter().min_by_key(|other| other.cost).map(|other| other.words)
}

/// Every set of words that `node` cannot match without one of.
fn required(node: &Node, out: &mut Vec<Anchors>) {
    match node {
        Node::Sequence(items) => items.iter().for_each(|item| required(item, out)),
        _ => out.extend(anchors(node)),
    }
}

/// The tables of a set of patterns; see [`super::matcher::PatternSet`] for what each holds.
#[derive(Clone, Debug, Default)]
pub struct PatternTables {
    /// Packed steps of all patterns.
    pub steps: Vec<u32>,
    /// Where each set starts in `set_words`; one more entry than there are sets.
    pub set_starts: Vec<u32>,
    /// Words of all sets, sorted within a set.
    pub set_words: Vec<u32>,
    /// First step and owner of each pattern.
    pub patterns: Vec<[u32; 2]>,
    /// What each pattern needs beside its anchor anywhere in the sentence: a packed word or set, or 0 for nothing.
    pub needs: Vec<u32>,
    /// Where each word's anchors start in `anchors`; one more entry than there are words.
    pub anchor_starts: Vec<u32>,
    /// Pattern, and fewest and most words before the anchor (the latter in the upper half).
    pub anchors: Vec<[u32; 2]>,
}

impl PatternSetBuilder {
    /// Adds a pattern that belongs to `owner` and returns its number; the last one's when it is several alternatives.
    pub fn add(&mut self, node: &Node, owner: Owner) -> u32 {
        // Alternatives are patterns of their own, each found by its own rarest words.
        if let Node::Choice(branches) = node
            && branches.iter().all(|branch| anchors(branch).is_some())
        {
            return branches.iter().map(|branch| self.add(branch, owner)).last().unwrap_or_default();
        }
        let number = self.patterns.len() as u32;
        self.patterns.push([self.steps.len() as u32, owner]);
        let mut steps = Vec::new();
        self.compile(node, &mut steps);
        steps.push(Step::Match);
        self.steps.extend(steps.iter().map(|s| s.pack()));
        let anchors = anchors(node);
        let need = match anchors.as_ref().and_then(|anchors| needed(node, anchors)).as_deref() {
            None => Step::Match,
            Some([word]) => Step::Word(*word),
            Some(words) => Step::Set(self.set(words)),
        };
        self.needs.push(need.pack());
        if let Some(anchors) = anchors {
            let mut words = anchors.words;
            words.sort_unstable();
            words.dedup();
            for word in words {
                self.anchors.push((word, number, anchors.nearest, anchors.farthest));
            }
        }
        number
    }

    fn set(&mut self, words: &[WordId]) -> u32 {
        let mut words = words.to_vec();
        words.sort_unstable();
        words.dedup();
        let next = self.sets.len() as u32;
        *self.set_ids.entry(words.clone()).or_insert_with(|| {
            self.sets.push(words);
            next
        })
    }

    fn compile(&mut self, node: &Node, out: &mut Vec<Step>) {
        match node {
            Node::Words(words) if words.len() == 1 => out.push(Step::Word(words[0])),
            Node::Words(words) => out.push(Step::Set(self.set(words))),
            Node::Sequence(items) => items.iter().for_each(|item| self.compile(item, out)),
            Node::Optional(inner) => {
                let mut body = Vec::new();
                self.compile(inner, &mut body);
                out.push(Step::Split(body.len() as u32 + 1));
                out.append(&mut body);
            }
            Node::Choice(branches) => {
                let bodies: Vec<Vec<Step>> = branches
                    .iter()
                    .map(|branch| {
                        let mut body = Vec::new();
                        self.compile(branch, &mut body);
                        body
                    })
                    .collect();
                // Each branch but the last: split, body, jump to the end.
                let total: usize = bodies.iter().map(|b| b.len() + 2).sum::<usize>() - 2;
                let mut done = 0;
                for (at, mut body) in bodies.into_iter().enumerate() {
                    if at + 1 == branches.len() {
                        out.append(&mut body);
                    } else {
                        out.push(Step::Split(body.len() as u32 + 2));
                        done += body.len() + 2;
                        out.append(&mut body);
                        out.push(Step::Jump((total - done) as u32 + 1));
                    }
                }
            }
            Node::Gap(most) => out.push(Step::Gap(*most)),
            Node::Number => out.push(Step::Number),
            Node::Any => out.push(Step::Any),
            Node::Start => out.push(Step::Start),
            Node::End => out.push(Step::End),
            Node::Not(inner) => {
                let mut body = Vec::new();
                self.compile(inner, &mut body);
                out.push(Step::Not(body.len() as u32 + 2));
                out.append(&mut body);
                out.push(Step::Match);
            }
        }
    }

    /// The finished tables, for a vocabulary of `words` numbers.
    #[must_use]
    pub fn tables(mut self, words: usize) -> PatternTables {
        let mut set_starts = vec![0];
        let mut set_words = Vec::new();
        for set in &self.sets {
            set_words.extend_from_slice(set);
            set_starts.push(set_words.len() as u32);
        }
        self.anchors.sort_unstable();
        let mut anchor_starts = vec![0u32; words + 1];
        for (word, ..) in &self.anchors {
            anchor_starts[*word as usize + 1] += 1;
        }
        for at in 1..anchor_starts.len() {
            anchor_starts[at] += anchor_starts[at - 1];
        }
        let anchors = self.anchors.iter().map(|(_, pattern, near, far)| [*pattern, near | far << 16]).collect();
        let (steps, patterns, needs) = (self.steps, self.patterns, self.needs);
        PatternTables { steps, set_starts, set_words, patterns, needs, anchor_starts, anchors }
    }
}

/// Whether a word is one of the most common ones.
#[must_use]
pub fn is_common(word: WordId) -> bool {
    let first = super::vocabulary::NUMBER_WORDS.len() as u64 + 1;
    u64::from(word).wrapping_sub(first) < COMMON.len() as u64
}
