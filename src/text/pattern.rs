//! Word patterns: their syntax. [`program`](super::program) compiles them.
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

use rustc_hash::FxHashMap;

use super::normal;
use super::program::anchors;
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
