//! The labelled drafts, as the linter reads them: its sentences, with what the gold says of the text they cover.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use answerlint::answer::{self, Answer, Draft, Reader};
use answerlint::model::chain::{ASIDE, LABELS};
use answerlint::model::features::{self, Base, Buffers, Group};
use answerlint::model::story;
use answerlint::model::weights::KINDS;
use answerlint::rules::EvidenceKind;
use answerlint::rules::{Part, Rulebook};
use serde::Deserialize;

/// Writers of fewer answers than this are left out together.
const FEW: usize = 20;

/// A line of gold.
#[derive(Deserialize)]
struct Gold {
    file: String,
    question_source: String,
    sentences: Vec<(String, String)>,
    #[serde(default)]
    alternatives: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    missing: Vec<String>,
    #[serde(default)]
    evidence: BTreeMap<String, Vec<String>>,
}

/// A sentence with its gold.
#[derive(Clone)]
pub struct Sentence {
    /// What the models see of it by itself.
    pub own: Vec<(Group, u32)>,
    pub base: Base,
    /// Its label.
    pub label: usize,
    /// Labels that are as right.
    pub others: [bool; LABELS],
    /// The kinds of evidence that it shows.
    pub shows: [bool; KINDS],
    /// Its part by the draft's own labels.
    pub labelled: Option<Part>,
}

/// An answer, or a version of it with a part left out.
#[derive(Clone)]
pub struct Story {
    pub writer: usize,
    pub file: String,
    pub sentences: Vec<Sentence>,
    /// Each sentence's features, those by its place included.
    pub features: Vec<Vec<(Group, u32)>>,
    /// Kinds of evidence that a careful reader misses.
    pub missing: [bool; KINDS],
    /// Whether a careful reader misses a part.
    pub incomplete: bool,
    /// The draft has labels of its own.
    pub has_labels: bool,
    /// The part left out.
    pub without: Option<usize>,
}

impl Story {
    /// Whether a sentence has the label.
    pub fn has(&self, label: usize) -> bool {
        self.sentences.iter().any(|s| s.label == label)
    }

    /// What the models see of the sentences.
    pub fn bases(&self) -> Vec<Base> {
        self.sentences.iter().map(|s| s.base).collect()
    }

    fn place(&mut self) {
        self.features = self.sentences.iter().map(|s| s.own.clone()).collect();
        let bases = self.bases();
        let features = &mut self.features;
        features::context(&bases, &mut |at, group, key| features[at].push((group, key)));
    }

    /// The versions with one part left out.
    pub fn versions(&self) -> Vec<Story> {
        let mut out = Vec::new();
        for part in 0..KINDS {
            let left = self.sentences.iter().filter(|s| s.label != part).count();
            if left == self.sentences.len() || left < 2 {
                continue;
            }
            let mut version = self.clone();
            version.sentences.clear();
            let mut opens = false;
            for sentence in &self.sentences {
                opens |= sentence.base.opens;
                if sentence.label != part {
                    let mut sentence = sentence.clone();
                    sentence.base.opens = opens && !version.sentences.is_empty();
                    version.sentences.push(sentence);
                    opens = false;
                }
            }
            version.without = Some(part);
            version.place();
            out.push(version);
        }
        out
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn label(name: &str) -> usize {
    Part::from_name(name).map_or(ASIDE, |part| part as usize)
}

/// The writers of behavioral answers below `folder`, and their answers.
pub fn read(folder: &Path) -> (Vec<String>, Vec<Story>) {
    let rulebook = Rulebook::builtin();
    let (mut writers, mut stories) = (Vec::new(), Vec::new());
    let mut folders: Vec<_> = fs::read_dir(folder).expect("a folder of drafts").flatten().map(|e| e.path()).collect();
    folders.sort();
    let mut strange = 0;
    let mut few = None;
    for folder in folders {
        let Ok(lines) = fs::read_to_string(folder.join("answers.jsonl")) else { continue };
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let writer = match few {
            Some(others) if lines.lines().count() < FEW => others,
            _ => writers.len(),
        };
        if writer == writers.len() {
            writers.push(name);
        } else {
            writers[writer] = format!("{} + {name}", writers[writer]);
        }
        if lines.lines().count() < FEW {
            few = Some(writer);
        }
        for line in lines.lines() {
            let gold: Gold = serde_json::from_str(line).expect("a line of gold");
            let text = fs::read_to_string(folder.join(&gold.file)).expect("a draft");
            let text = match text.starts_with("---") {
                true => text,
                false => format!("---\nquestion: {}\n---\n\n{text}", gold.question_source),
            };
            let draft = answer::read(&text, &Reader { rulebook: &rulebook, all_answers: false });
            let Some(answer) = draft.answers.iter().max_by_key(|a| a.own().count()) else {
                eprintln!("{}/{}: no answer is read", folder.display(), gold.file);
                continue;
            };
            let (story, lost) = story(&draft, answer, &gold, writer);
            strange += lost;
            stories.push(story);
        }
    }
    let count: usize = stories.iter().map(|s| s.sentences.len()).sum();
    eprintln!("{} answers, {count} sentences, {strange} of the gold's not read as the candidate's", stories.len());
    (writers, stories)
}

/// The answer with its gold, and how many sentences of the gold it lacks.
fn story(draft: &Draft, answer: &Answer, gold: &Gold, writer: usize) -> (Story, usize) {
    let mut all = String::new();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (text, _) in &gold.sentences {
        let start = all.len();
        all.push_str(&letters(text));
        ranges.push(start..all.len());
    }
    let mut shown: Vec<(usize, Range<usize>)> = Vec::new();
    for (number, kind) in EvidenceKind::ALL.iter().enumerate() {
        for text in gold.evidence.get(kind.name()).into_iter().flatten() {
            let text = letters(text);
            shown.extend(all.find(&text).map(|at| (number, at..at + text.len())));
        }
    }
    let overlap = |a: &Range<usize>, b: &Range<usize>| a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let mut covered = vec![false; ranges.len()];
    let mut buffers = Buffers::default();
    let mut from = 0;
    let mut sentences = Vec::new();
    for (at, own) in answer.own() {
        let mut features = Vec::new();
        let mut base =
            features::sentence(draft, own.index, &mut buffers, &mut |group, key| features.push((group, key)));
        base.opens = story::opens(draft, answer, at);
        let text = letters(draft.document.text(draft.sentences[own.index].span));
        let place = all[from..].find(&text).map(|at| from + at).or_else(|| all.find(&text));
        let place = place.map_or(0..0, |at| at..at + text.len());
        from = from.max(place.end);
        let mut sentence = Sentence {
            own: features,
            base,
            label: ASIDE,
            others: [false; LABELS],
            shows: [false; KINDS],
            labelled: if answer.is_labelled() { own.part } else { None },
        };
        let best = (0..ranges.len()).max_by_key(|n| overlap(&ranges[*n], &place)).unwrap_or(0);
        for number in (0..ranges.len()).filter(|n| overlap(&ranges[*n], &place) > 0) {
            covered[number] = true;
            let (text, part) = &gold.sentences[number];
            if number == best {
                sentence.label = label(part);
            } else {
                sentence.others[label(part)] = true;
            }
            for other in gold.alternatives.get(text).into_iter().flatten() {
                sentence.others[label(other)] = true;
            }
        }
        sentence.others[sentence.label] = false;
        for (kind, range) in &shown {
            sentence.shows[*kind] |= overlap(range, &place) > 0;
        }
        sentences.push(sentence);
    }
    let told = |number: usize| sentences.iter().any(|s: &Sentence| s.shows[number]);
    let misses = |kind: &EvidenceKind| {
        // What only a prepared reply tells is missing from the answer itself, which is all that the models see.
        let elsewhere = gold.evidence.get(kind.name()).is_some_and(|texts| !texts.is_empty()) && !told(*kind as usize);
        (elsewhere && !answer.follow_ups.is_empty()) || gold.missing.iter().any(|m| m == kind.name())
    };
    let missing = EvidenceKind::ALL.map(|kind| misses(&kind));
    let mut story = Story {
        writer,
        file: gold.file.clone(),
        sentences,
        features: Vec::new(),
        missing,
        incomplete: gold.missing.iter().any(|m| Part::from_name(m).is_some()),
        has_labels: answer.is_labelled(),
        without: None,
    };
    story.place();
    (story, covered.iter().filter(|c| !**c).count())
}
