//! Compiles the words of the questions into the index by which a question is found from what somebody wrote.

use std::collections::{BTreeMap, BTreeSet};

use super::build_tables::Writer;
use crate::text::terms::{INITIALS, initial, letters, stem, tokens};
use crate::text::vocabulary::{hash, slots};
use crate::text::{inflect, spelling};

/// Words that say nothing about which question is meant.
const STOP: &[&str] = &[
    "a",
    "about",
    "above",
    "actually",
    "after",
    "again",
    "against",
    "all",
    "already",
    "also",
    "although",
    "always",
    "am",
    "an",
    "and",
    "another",
    "answer",
    "answers",
    "any",
    "anybody",
    "anyone",
    "anything",
    "are",
    "as",
    "at",
    "basically",
    "be",
    "because",
    "been",
    "before",
    "being",
    "below",
    "best",
    "better",
    "between",
    "both",
    "but",
    "by",
    "came",
    "can",
    "cannot",
    "cant",
    "come",
    "comes",
    "could",
    "couldnt",
    "did",
    "didnt",
    "do",
    "does",
    "doesnt",
    "doing",
    "don",
    "dont",
    "down",
    "draft",
    "during",
    "each",
    "eg",
    "either",
    "else",
    "etc",
    "even",
    "ever",
    "every",
    "everyone",
    "everything",
    "few",
    "first",
    "for",
    "from",
    "further",
    "get",
    "go",
    "goes",
    "going",
    "good",
    "got",
    "had",
    "has",
    "have",
    "having",
    "he",
    "hence",
    "her",
    "here",
    "him",
    "his",
    "how",
    "however",
    "i",
    "ie",
    "if",
    "im",
    "in",
    "instead",
    "interview",
    "into",
    "is",
    "isnt",
    "it",
    "its",
    "itself",
    "ive",
    "just",
    "last",
    "let",
    "like",
    "lot",
    "made",
    "make",
    "makes",
    "many",
    "may",
    "maybe",
    "me",
    "might",
    "more",
    "most",
    "mostly",
    "much",
    "must",
    "my",
    "myself",
    "need",
    "needed",
    "needs",
    "neither",
    "never",
    "next",
    "no",
    "nobody",
    "nor",
    "not",
    "nothing",
    "now",
    "of",
    "off",
    "often",
    "on",
    "once",
    "one",
    "only",
    "or",
    "other",
    "our",
    "ourselves",
    "out",
    "over",
    "own",
    "per",
    "perhaps",
    "put",
    "question",
    "questions",
    "quite",
    "rather",
    "really",
    "s",
    "said",
    "same",
    "say",
    "says",
    "second",
    "shall",
    "she",
    "should",
    "shouldnt",
    "simply",
    "since",
    "so",
    "some",
    "somebody",
    "someone",
    "something",
    "sometimes",
    "still",
    "stories",
    "story",
    "such",
    "t",
    "take",
    "takes",
    "than",
    "that",
    "the",
    "their",
    "them",
    "themselves",
    "then",
    "there",
    "therefore",
    "these",
    "they",
    "thing",
    "things",
    "third",
    "this",
    "those",
    "though",
    "through",
    "thus",
    "to",
    "too",
    "took",
    "two",
    "under",
    "until",
    "up",
    "us",
    "use",
    "used",
    "uses",
    "using",
    "usually",
    "very",
    "via",
    "want",
    "wanted",
    "wants",
    "was",
    "wasnt",
    "way",
    "we",
    "well",
    "went",
    "were",
    "what",
    "whatever",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whom",
    "why",
    "will",
    "with",
    "within",
    "without",
    "wont",
    "would",
    "wouldnt",
    "yet",
    "you",
    "your",
];

/// Words that stand in nearly every prompt: they count for little.
const WEAK: &[&str] = &[
    "about",
    "approach",
    "architecture",
    "ask",
    "asked",
    "case",
    "describe",
    "design",
    "designing",
    "example",
    "explain",
    "give",
    "handle",
    "handling",
    "happen",
    "happened",
    "implement",
    "implementing",
    "instance",
    "interviewer",
    "microservice",
    "microservices",
    "questions",
    "service",
    "services",
    "share",
    "strategy",
    "system",
    "systems",
    "tell",
    "time",
    "walk",
];

/// Families of words whose stems differ.
const FAMILIES: &[&[&str]] = &[
    &["fail", "failure", "failures"],
    &["choose", "choice", "choices"],
    &["prove", "proof"],
    &["deliver", "delivery", "deliveries"],
    &["arrive", "arrival"],
    &["decide", "decision", "decisions"],
    &["isolate", "isolation"],
    &["deploy", "deployment", "deployments"],
    &["die", "dies", "died", "dying", "dead"],
    &["late", "later", "latest"],
    &["slow", "slower", "slowest", "slowly"],
    &["db", "database", "databases"],
    &["k8s", "kubernetes"],
    &["auth", "authentication", "authenticate"],
    &["authz", "authorization", "authorize"],
    &["msg", "message", "messages"],
    &["org", "organization", "organizations"],
    &["dev", "developer", "developers"],
    &["repo", "repository", "repositories"],
    &["env", "environment", "environments"],
    &["config", "configuration", "configurations", "configure"],
    &["prod", "production"],
    &["perf", "performance"],
    &["async", "asynchronous", "asynchronously"],
    &["sync", "synchronous", "synchronously"],
    &["1", "one"],
    &["2", "two"],
    &["3", "three"],
    &["4", "four"],
    &["5", "five"],
    &["6", "six"],
    &["7", "seven"],
    &["8", "eight"],
    &["9", "nine"],
    &["10", "ten"],
    &["15", "fifteen"],
    &["50", "fifty"],
    &["100", "hundred", "hundreds"],
];
/// What a weak word keeps of its weight.
const WEAK_SHARE: f32 = 0.35;
/// What a phrase that stands there whole adds, as a share of its words' weight.
const PHRASE_SHARE: f32 = 0.35;
/// The same for a phrase of one word.
const LONE_PHRASE_SHARE: f32 = PHRASE_SHARE / 1.6;

/// A question as the index sees it: stretches of text, and how much their words count.
#[derive(Default)]
pub struct Entry {
    /// Text and weight.
    pub texts: Vec<(String, f32)>,
    /// Its title and its match words.
    pub phrases: Vec<String>,
}

impl Entry {
    /// The entry of something that is not in the bank.
    pub fn other(text: &str) -> Self {
        Self { texts: vec![(text.to_owned(), 1.0)], phrases: vec![text.to_owned()] }
    }
}

/// Terms and their other forms.
struct Stems {
    base: BTreeMap<String, String>,
    stop: BTreeSet<String>,
    weak: BTreeSet<String>,
    /// Every form met or derived, and its stem.
    forms: BTreeMap<String, String>,
}

impl Stems {
    fn new() -> Self {
        let mut base = BTreeMap::new();
        for row in FAMILIES.iter().copied().chain(inflect::irregular()) {
            for form in row {
                base.entry((*form).to_owned()).or_insert_with(|| row[0].to_owned());
            }
        }
        let mut stems = Self { base, stop: BTreeSet::new(), weak: BTreeSet::new(), forms: BTreeMap::new() };
        stems.stop = STOP.iter().map(|w| stems.of(w)).collect();
        stems.weak = WEAK.iter().map(|w| stems.of(w)).collect();
        stems
    }

    fn of(&mut self, word: &str) -> String {
        let american = spelling::american(word).into_owned();
        let base = self.base.get(&american).cloned().unwrap_or(american);
        let mut found = base.clone();
        stem(&mut found);
        self.forms.insert(found.clone(), found.clone());
        let family: Vec<String> = self.base.iter().filter(|(_, b)| **b == base).map(|(form, _)| form.clone()).collect();
        for form in spelling::variants(&base).into_iter().chain(family).chain([word.to_owned()]) {
            let mut stemmed = form.clone();
            stem(&mut stemmed);
            for form in [form, stemmed] {
                self.forms.entry(form).or_insert_with(|| found.clone());
            }
        }
        found
    }

    fn of_text(&mut self, text: &str) -> Vec<String> {
        let mut out = Vec::new();
        let mut words = Vec::new();
        tokens(text, &mut String::new(), |token| words.push(token.clone()));
        for word in words {
            let found = self.of(&word);
            if !self.stop.contains(&found) && !out.contains(&found) {
                out.push(found);
            }
        }
        out
    }
}

/// Writes the index of `entries`; the first ones are the bank's questions in order.
pub fn write(entries: &[Entry], tables: &mut Writer) {
    let mut stems = Stems::new();
    let mut weights: Vec<BTreeMap<String, f32>> = Vec::new();
    for entry in entries {
        let mut own: BTreeMap<String, f32> = BTreeMap::new();
        for (text, weight) in &entry.texts {
            for term in stems.of_text(text) {
                let slot = own.entry(term).or_default();
                *slot = slot.max(*weight);
            }
        }
        weights.push(own);
    }
    let mut terms: Vec<String> = weights.iter().flat_map(|w| w.keys().cloned()).collect();
    terms.sort_by_key(|t| (t.len(), initial(t), t.clone()));
    terms.dedup();
    let indexed = terms.len();
    let mut others: Vec<String> = stems.stop.iter().chain(&stems.weak).cloned().collect();
    others.retain(|t| !terms.contains(t));
    terms.extend(others);
    let number: BTreeMap<&str, u32> = terms.iter().enumerate().map(|(n, t)| (t.as_str(), n as u32)).collect();

    let unknown = ((entries.len() + 1) as f32 / 0.5).ln();
    let idf = |term: &str| -> f32 {
        if stems.stop.contains(term) {
            return 0.0;
        }
        let holders = weights.iter().filter(|w| w.contains_key(term)).count();
        let idf = ((entries.len() + 1) as f32 / (holders as f32 + 0.5)).ln();
        if stems.weak.contains(term) { idf * WEAK_SHARE } else { idf }
    };
    let idfs: Vec<f32> = terms.iter().map(|t| idf(t)).collect();

    let mut posting_starts = vec![0];
    let mut postings = Vec::new();
    for term in &terms {
        for (entry, own) in weights.iter().enumerate() {
            if let Some(weight) = own.get(term) {
                postings.push([entry as u32, weight.to_bits()]);
            }
        }
        posting_starts.push(postings.len() as u32);
    }

    // A phrase is kept with its rarest term, so that it is looked at only when that one is met.
    let mut by_anchor: Vec<BTreeSet<(u32, Vec<u32>)>> = vec![BTreeSet::new(); terms.len()];
    let mut stems_of_phrases = Vec::new();
    for (entry, texts) in entries.iter().enumerate() {
        for phrase in &texts.phrases {
            stems_of_phrases.push((entry as u32, phrase.clone()));
        }
    }
    let mut stems_again = Stems::new();
    for (entry, phrase) in stems_of_phrases {
        let mut ids: Vec<u32> =
            stems_again.of_text(&phrase).iter().filter_map(|t| number.get(t.as_str()).copied()).collect();
        ids.sort_by(|a, b| idfs[*b as usize].total_cmp(&idfs[*a as usize]));
        if let Some(anchor) = ids.first() {
            by_anchor[*anchor as usize].insert((entry, ids));
        }
    }
    let (mut phrase_starts, mut phrases, mut phrase_terms) = (vec![0], Vec::new(), Vec::new());
    for anchored in &by_anchor {
        for (entry, ids) in anchored {
            let sum: f32 = ids.iter().map(|id| idfs[*id as usize]).sum();
            let bonus = sum * if ids.len() > 1 { PHRASE_SHARE } else { LONE_PHRASE_SHARE };
            phrases.push([*entry, bonus.to_bits(), phrase_terms.len() as u32]);
            phrase_terms.extend_from_slice(&ids[1..]);
        }
        phrase_starts.push(phrases.len() as u32);
    }
    phrases.push([u32::MAX, 0, phrase_terms.len() as u32]);

    // Number 0 marks an empty slot, so term numbers are one higher there.
    let entries_of_slots: Vec<(u64, u32)> = stems
        .forms
        .iter()
        .filter_map(|(form, term)| number.get(term.as_str()).map(|n| (hash(form.as_bytes()), n + 1)))
        .collect();
    let longest = terms[..indexed].iter().map(String::len).max().unwrap_or(0);
    let groups: Vec<u32> = (0..(longest + 2) * INITIALS)
        .map(|group| terms[..indexed].partition_point(|t| t.len() * INITIALS + initial(t) < group) as u32)
        .collect();
    let mut text_starts = vec![0];
    for term in &terms[..indexed] {
        text_starts.push(text_starts.last().copied().unwrap_or(0) + term.len() as u32);
    }
    tables.pairs("TERM_SLOTS", &slots(entries_of_slots));
    tables.text("TERMS", &terms[..indexed].concat());
    tables.numbers("TERM_STARTS", &text_starts);
    tables.numbers("TERM_LETTERS", &terms[..indexed].iter().map(|t| letters(t)).collect::<Vec<_>>());
    tables.numbers("TERM_GROUPS", &groups);
    tables.numbers("TERM_WEIGHTS", &idfs.iter().map(|w| w.to_bits()).collect::<Vec<_>>());
    tables.numbers("TERM_WEAK", &terms.iter().map(|t| u32::from(stems.weak.contains(t))).collect::<Vec<_>>());
    tables.numbers("TERM_UNKNOWN_WEIGHT", &[unknown.to_bits()]);
    tables.numbers("POSTING_STARTS", &posting_starts);
    tables.pairs("POSTINGS", &postings);
    tables.numbers("PHRASE_STARTS", &phrase_starts);
    tables.triples("PHRASES", &phrases);
    tables.numbers("PHRASE_TERMS", &phrase_terms);
    let whole: Vec<u32> = weights
        .iter()
        .map(|own| {
            own.iter().filter(|(_, w)| **w >= 1.0).map(|(term, _)| idfs[number[term.as_str()] as usize]).sum::<f32>()
        })
        .map(f32::to_bits)
        .collect();
    tables.numbers("ENTRY_WEIGHTS", &whole);
}
