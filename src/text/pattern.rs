//! Word patterns: their syntax, and the programs that they compile to.
//!
//! | element | matches |
//! |---|---|
//! | `word`, `word+` | the word; in any inflection |
//! | `@name` | any entry of the word list of that name |
//! | `(a\|b c)` | one of the alternatives |
//! | `x?` | optionally |
//! | `..`, `..N` | up to three, up to N words |
//! | `#`, `_` | a number; any one word |
//! | `^`, `$` | start, end of a clause |
//! | `!x` | nothing, where what follows is not `x` |
//! | `time ?zone` | the two words, or the one that they make together |
//!
//! Each pattern is indexed by the rarest words that it cannot match without (its anchors), so that one pass over a
//! draft's words raises only the patterns that could match there.

use rustc_hash::FxHashMap;

use super::normal;
use super::vocabulary::{VocabularyBuilder, WordId};

/// Longest gap that a pattern may ask for, in words.
pub const MAX_GAP: u32 = 16;
/// Deepest nesting of brackets and lists.
const MAX_DEPTH: usize = 12;

/// A pattern as parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Any one of these words.
    Words(Vec<WordId>),
    /// All, one after the other.
    Sequence(Vec<Node>),
    /// One of these.
    Choice(Vec<Node>),
    /// Optionally this.
    Optional(Box<Node>),
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
    /// This does not follow.
    Not(Box<Node>),
}

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

/// What is wrong with a pattern, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// Byte offset in the pattern.
    pub at: usize,
    /// Length in bytes of what is wrong there.
    pub len: usize,
    /// What is wrong.
    pub message: String,
}

/// The word lists that patterns name with `@`, parsed when first used.
pub struct Lists<'a> {
    sources: FxHashMap<&'a str, &'a [String]>,
    parsed: FxHashMap<&'a str, Node>,
}

impl<'a> Lists<'a> {
    /// Lists by name, each with its entries.
    pub fn new(lists: impl Iterator<Item = (&'a str, &'a [String])>) -> Self {
        Self { sources: lists.collect(), parsed: FxHashMap::default() }
    }

    /// The names of all lists.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.sources.keys().copied()
    }
}

/// Parses `pattern`, adding its words to `vocabulary`.
///
/// # Errors
/// When brackets do not pair, a list is not known, a gap is too wide, or there is nothing that must be matched.
pub fn parse(pattern: &str, vocabulary: &mut VocabularyBuilder, lists: &mut Lists) -> Result<Node, PatternError> {
    let mut parser = Parser { text: pattern, at: 0, vocabulary, lists, depth: 0 };
    let node = parser.choice()?;
    if parser.at < pattern.len() {
        return Err(parser.error("unexpected ')'"));
    }
    if anchors(&node).is_none() {
        return Err(PatternError {
            at: 0,
            len: pattern.len(),
            message: "a pattern needs at least one word that it cannot match without".to_owned(),
        });
    }
    Ok(node)
}

struct Parser<'p, 'v, 'l> {
    text: &'p str,
    at: usize,
    vocabulary: &'v mut VocabularyBuilder,
    lists: &'v mut Lists<'l>,
    depth: usize,
}

impl Parser<'_, '_, '_> {
    fn error(&self, message: impl Into<String>) -> PatternError {
        let len = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        PatternError { at: self.at, len, message: message.into() }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn choice(&mut self) -> Result<Node, PatternError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("nested too deeply"));
        }
        let mut branches = vec![self.sequence()?];
        while self.peek() == Some(b'|') {
            self.at += 1;
            branches.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(choice(branches))
    }

    fn sequence(&mut self) -> Result<Node, PatternError> {
        let mut items = Vec::new();
        loop {
            match self.peek() {
                None | Some(b')' | b'|') => break,
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                Some(_) => {
                    let item = self.item()?;
                    if self.peek() == Some(b'?') {
                        self.at += 1;
                        items.push(Node::Optional(Box::new(item)));
                    } else if let Node::Sequence(inner) = item {
                        items.extend(inner);
                    } else {
                        items.push(item);
                    }
                }
            }
        }
        if items.is_empty() {
            return Err(self.error("an alternative is empty; write `(…)?` for something optional"));
        }
        Ok(if items.len() == 1 { items.remove(0) } else { Node::Sequence(items) })
    }

    fn item(&mut self) -> Result<Node, PatternError> {
        match self.peek() {
            Some(b'(') => {
                let open = self.at;
                self.at += 1;
                let node = self.choice()?;
                if self.peek() != Some(b')') {
                    return Err(PatternError { at: open, len: 1, message: "this bracket is never closed".to_owned() });
                }
                self.at += 1;
                Ok(node)
            }
            Some(b'#') => self.symbol(Node::Number),
            Some(b'_') => self.symbol(Node::Any),
            Some(b'^') => self.symbol(Node::Start),
            Some(b'$') => self.symbol(Node::End),
            Some(b'!') => {
                self.at += 1;
                Ok(Node::Not(Box::new(self.item()?)))
            }
            Some(b'@') => self.list(),
            Some(b'.') if self.text[self.at..].starts_with("..") => self.gap(),
            _ => self.word(),
        }
    }

    fn symbol(&mut self, node: Node) -> Result<Node, PatternError> {
        self.at += 1;
        Ok(node)
    }

    fn gap(&mut self) -> Result<Node, PatternError> {
        let at = self.at;
        self.at += 2;
        let digits = self.text[self.at..].bytes().take_while(u8::is_ascii_digit).count();
        let width = if digits == 0 { 3 } else { self.text[self.at..self.at + digits].parse().unwrap_or(u32::MAX) };
        self.at += digits;
        if width == 0 || width > MAX_GAP {
            let message = format!("a gap is 1 to {MAX_GAP} words wide");
            return Err(PatternError { at, len: self.at - at, message });
        }
        Ok(Node::Gap(width))
    }

    fn list(&mut self) -> Result<Node, PatternError> {
        let at = self.at;
        self.at += 1;
        let len = self.text[self.at..]
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .unwrap_or(self.text.len() - self.at);
        let name = &self.text[self.at..self.at + len];
        self.at += len;
        if let Some(node) = self.lists.parsed.get(name) {
            return Ok(node.clone());
        }
        let Some((&name, &entries)) = self.lists.sources.get_key_value(name) else {
            return Err(PatternError { at, len: len + 1, message: format!("there is no word list `{name}`") });
        };
        if self.depth >= MAX_DEPTH {
            return Err(PatternError { at, len: len + 1, message: "lists name each other too deeply".to_owned() });
        }
        let mut branches = Vec::with_capacity(entries.len());
        for entry in entries {
            let mut inner = Parser {
                text: entry,
                at: 0,
                vocabulary: &mut *self.vocabulary,
                lists: &mut *self.lists,
                depth: self.depth + 1,
            };
            let node = inner.choice().map_err(|e| PatternError {
                at,
                len: len + 1,
                message: format!("in the word list `{name}`, entry `{entry}`: {}", e.message),
            })?;
            branches.push(node);
        }
        let node = choice(branches);
        self.lists.parsed.insert(name, node.clone());
        Ok(node)
    }

    fn word(&mut self) -> Result<Node, PatternError> {
        let rest = &self.text[self.at..];
        if rest.starts_with('%') {
            self.at += 1;
            return Ok(Node::Words(vec![self.vocabulary.intern("percent")]));
        }
        let len = rest.find(|c: char| c.is_whitespace() || "()|?!@#^$+%".contains(c)).unwrap_or(rest.len());
        if len == 0 {
            return Err(self.error(format!("unexpected `{}`", &rest[..rest.chars().next().map_or(0, char::len_utf8)])));
        }
        let words = normal::words(&rest[..len]);
        if words.is_empty() {
            return Err(PatternError { at: self.at, len, message: format!("`{}` holds no word", &rest[..len]) });
        }
        self.at += len;
        if let Some(node) = self.joined(&words)? {
            return Ok(node);
        }
        let inflected = self.peek() == Some(b'+');
        if inflected {
            self.at += 1;
        }
        let last = words.len() - 1;
        let nodes: Vec<Node> = words
            .iter()
            .enumerate()
            .map(|(at, word)| {
                Node::Words(if inflected && at == last {
                    let mut ids = self.vocabulary.intern_forms(word);
                    ids.sort_unstable();
                    ids
                } else {
                    vec![self.vocabulary.intern(word)]
                })
            })
            .collect();
        Ok(if nodes.len() == 1 { nodes.into_iter().next().unwrap_or(Node::Any) } else { Node::Sequence(nodes) })
    }
}

impl Parser<'_, '_, '_> {
    /// The rest of `time ?zone+` after its first words: the words apart, or in one.
    fn joined(&mut self, before: &[String]) -> Result<Option<Node>, PatternError> {
        let rest = self.text[self.at..].trim_start_matches(' ');
        let spaced = rest.len() < self.text.len() - self.at;
        if !spaced || !rest.strip_prefix('?').is_some_and(|r| r.starts_with(char::is_alphanumeric)) {
            return Ok(None);
        }
        self.at = self.text.len() - rest.len() + 1;
        let after = self.word()?;
        let mut items: Vec<Node> = before.iter().map(|w| Node::Words(vec![self.vocabulary.intern(w)])).collect();
        // The forms of the last word, with the first word before each.
        let stem = before.last().cloned().unwrap_or_default();
        let words: Vec<WordId> = match &after {
            Node::Words(ids) => ids.clone(),
            _ => Vec::new(),
        };
        let together: Vec<WordId> = words
            .iter()
            .map(|id| {
                let word = format!("{stem}{}", self.vocabulary.word(*id));
                self.vocabulary.intern(&word)
            })
            .collect();
        items.push(after);
        let mut branches = vec![Node::Sequence(items)];
        if !together.is_empty() {
            branches.push(Node::Words(together));
        }
        Ok(Some(choice(branches)))
    }
}

/// One of `branches`, with all branches of a single word joined into one set.
#[must_use]
pub fn choice(branches: Vec<Node>) -> Node {
    let mut words: Vec<WordId> = Vec::new();
    let mut others = Vec::new();
    for branch in branches {
        match branch {
            Node::Words(ids) => words.extend(ids),
            Node::Choice(inner) => {
                for node in inner {
                    match node {
                        Node::Words(ids) => words.extend(ids),
                        other => others.push(other),
                    }
                }
            }
            other => others.push(other),
        }
    }
    words.sort_unstable();
    words.dedup();
    if !words.is_empty() {
        others.insert(0, Node::Words(words));
    }
    if others.len() == 1 { others.remove(0) } else { Node::Choice(others) }
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
