//! The rules of a run: the built-in ones, and the user's.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rustc_hash::FxHashMap;

use super::compile::{Compiler, RuleError, nearest, owner};
use super::cue::Cue;
use super::{Check, Rule, RuleDoc};
use crate::tables;
use crate::text::matcher::{Hit, PatternSet};
use crate::text::pattern::Lists;
use crate::text::vocabulary::{Vocabulary, VocabularyBuilder};
use crate::text::words::{Sentence, Word};

static CORE: PatternSet = PatternSet::from_tables(
    tables::CORE_STEPS,
    tables::CORE_SET_STARTS,
    tables::CORE_SET_WORDS,
    tables::CORE_PATTERNS,
    tables::CORE_NEEDS,
    tables::CORE_ANCHOR_STARTS,
    tables::CORE_ANCHORS,
);

/// The rules of a run, with the words and patterns that they look for.
#[derive(Clone, Debug)]
pub struct Rulebook {
    rules: Vec<Rule>,
    builtin: usize,
    user_docs: Vec<RuleDoc>,
    user_files: Vec<PathBuf>,
    vocabulary: Vocabulary,
    user_patterns: Option<PatternSet>,
}

/// A rule file of the user's.
#[derive(Clone, Debug)]
pub struct RuleFile {
    /// Its path.
    pub path: PathBuf,
    /// Its rule's id: its folder's name and its own.
    pub id: String,
    /// Its text.
    pub text: String,
}

impl Rulebook {
    /// The built-in rules.
    #[must_use]
    pub fn builtin() -> Self {
        let rules: Vec<Rule> = postcard::from_bytes(tables::RULES).unwrap_or_default();
        Self {
            builtin: rules.len(),
            rules,
            user_docs: Vec::new(),
            user_files: Vec::new(),
            vocabulary: Vocabulary::from_table(tables::VOCABULARY),
            user_patterns: None,
        }
    }

    /// The built-in rules and the given ones. Word lists are files of a folder named `lists`.
    ///
    /// # Errors
    /// With every mistake found: the index of its file and the place in it.
    pub fn with_files(files: &[RuleFile], lists: &[(String, Vec<String>)]) -> Result<Self, Vec<(usize, RuleError)>> {
        let mut book = Self::builtin();
        if files.is_empty() {
            return Ok(book);
        }
        let builtin_lists: Vec<(String, Vec<String>)> = postcard::from_bytes(tables::LISTS).unwrap_or_default();
        let all_lists = builtin_lists.iter().chain(lists).map(|(name, entries)| (name.as_str(), entries.as_slice()));
        let mut compiler =
            Compiler::new(VocabularyBuilder::with_words(tables::WORDS.split('\n')), Lists::new(all_lists));
        let known = compiler.vocabulary.len();
        compiler.next_rule = book.builtin as u32;
        compiler.next_context = tables::CONTEXT_COUNT[0];
        let mut errors = Vec::new();
        let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
        for (index, file) in files.iter().enumerate() {
            if seen.insert(file.id.as_str(), index).is_some() || book.find_rule(&file.id).is_some() {
                errors.push((
                    index,
                    RuleError {
                        message: format!("there is a rule `{}` already", file.id),
                        span: crate::span::Span::default(),
                    },
                ));
                continue;
            }
            match compiler.rule(&file.id, &file.text) {
                Ok((rule, doc)) => {
                    if let Check::Pattern(check) = &rule.check
                        && let Err(message) = crate::check::pattern::compile(check)
                    {
                        let at = file.text.find("regex:").unwrap_or(0);
                        let span = crate::span::Span::new(at, at + "regex".len());
                        errors.push((index, RuleError { message, span }));
                        continue;
                    }
                    book.rules.push(rule);
                    book.user_docs.push(doc);
                    book.user_files.push(file.path.clone());
                }
                Err(error) => errors.push((index, error)),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let words = compiler.vocabulary.len();
        book.vocabulary = compiler.vocabulary.build_on(tables::VOCABULARY, known);
        book.user_patterns = Some(PatternSet::from(compiler.patterns.tables(words)));
        Ok(book)
    }

    /// All rules; a rule's index is its number.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Whether rule number `number` is the user's.
    #[must_use]
    pub fn is_user(&self, number: usize) -> bool {
        number >= self.builtin
    }

    /// What is told of rule number `number`.
    #[must_use]
    pub fn doc(&self, number: usize) -> RuleDoc {
        if number >= self.builtin {
            return self.user_docs[number - self.builtin].clone();
        }
        let start = tables::RULE_DOCS_STARTS[number] as usize;
        let end = tables::RULE_DOCS_STARTS[number + 1] as usize;
        postcard::from_bytes(&tables::RULE_DOCS[start..end]).unwrap_or_else(|_| RuleDoc {
            summary: String::new(),
            why: String::new(),
            source: None,
            measured: None,
            bad: Vec::new(),
            good: Vec::new(),
        })
    }

    /// The words that patterns know.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Appends every match of a rule's pattern, context or cue, in the order of sentences.
    pub fn find(&self, words: &[Word], sentences: &[Sentence], hits: &mut Vec<Hit>) {
        CORE.find(words, sentences, |_| true, hits);
        if let Some(patterns) = &self.user_patterns {
            patterns.find(words, sentences, |_| true, hits);
            hits.sort_by_key(|h| h.sentence);
        }
    }

    /// The number of the rule with this id or former id.
    #[must_use]
    pub fn find_rule(&self, id: &str) -> Option<usize> {
        self.rules
            .iter()
            .position(|r| r.id == id)
            .or_else(|| self.rules.iter().position(|r| r.aliases.iter().any(|a| a == id)))
    }

    /// The numbers of the rules that a selector means: an id, a category, or `all`.
    ///
    /// # Errors
    /// When it means none, with the nearest selector that does.
    pub fn select(&self, selector: &str) -> Result<Vec<usize>, UnknownRule> {
        if selector == "all" {
            return Ok((0..self.rules.len()).collect());
        }
        if let Some(number) = self.find_rule(selector) {
            return Ok(vec![number]);
        }
        let category = selector.trim_end_matches("/*").trim_end_matches('/');
        let found: Vec<usize> = self
            .rules
            .iter()
            .enumerate()
            .filter(|(_, r)| r.id.split('/').next() == Some(category))
            .map(|(number, _)| number)
            .collect();
        if found.is_empty() { Err(self.unknown(selector)) } else { Ok(found) }
    }

    /// The error for a selector that means no rule.
    #[must_use]
    pub fn unknown(&self, name: &str) -> UnknownRule {
        let ids = self.rules.iter().map(|r| r.id.as_str());
        let categories = self.categories();
        let names = ids.chain(categories.keys().copied());
        let short = self.rules.iter().find(|r| r.id.split('/').nth(1) == Some(name)).map(|r| r.id.as_str());
        UnknownRule { name: name.to_owned(), near: short.or_else(|| nearest(name, names)).map(str::to_owned) }
    }

    /// The categories, each with how many rules it has.
    #[must_use]
    pub fn categories(&self) -> BTreeMap<&str, usize> {
        let mut out = BTreeMap::new();
        for rule in &self.rules {
            *out.entry(rule.id.split('/').next().unwrap_or("")).or_insert(0) += 1;
        }
        out
    }
}

/// A name that means no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule {
    /// The name.
    pub name: String,
    /// The nearest one that does.
    pub near: Option<String>,
}

impl std::fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unknown rule `{}`", self.name)?;
        if let Some(near) = &self.near {
            write!(f, "; did you mean `{near}`?")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownRule {}

/// The cue that a hit is of, if it is one.
#[must_use]
pub fn cue_of(hit: &Hit) -> Option<Cue> {
    match owner::split(hit.owner) {
        (owner::CUE, number) => Cue::ALL.get(number as usize).copied(),
        _ => None,
    }
}
