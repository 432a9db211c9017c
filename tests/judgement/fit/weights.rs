//! All weights of sentences, fitted to the stories of some writers, and the file of them.

use std::collections::BTreeMap;

use answerlint::model::chain::{ASIDE, LABELS};
use answerlint::model::story::{NUMBERS, Story as Judged};
use answerlint::model::weights::{COLUMNS, DECISIONS, INDEX_BITS, KINDS, MAGIC, Model};
use answerlint::rules::Part;

use crate::chain;
use crate::decision::Decision;
use crate::drafts::Story;
use crate::matrix::{Columns, Rows, is_cue, is_place, scale};
use crate::noisy_or::{self, Bag};

/// How many versions of an answer without one of its parts the chain learns from, and what each counts.
const VERSIONS: usize = 2;
const VERSION_WEIGHT: f64 = 0.4;
/// What a sentence counts beside its answer, and one that does not show what its answer shows elsewhere.
const SENTENCE_WEIGHT: f64 = 0.3;
const UNQUOTED_WEIGHT: f64 = 0.3;

/// Weights by key, biases, and the order of labels.
pub struct Weights {
    rows: BTreeMap<u32, [f64; COLUMNS]>,
    biases: [f64; COLUMNS],
    chain: chain::Fitted,
}

/// A fixed choice of versions: the same answer always learns from the same ones.
fn choose(story: &Story, versions: &[Story]) -> Vec<usize> {
    let mut seed =
        story.file.bytes().fold(story.writer as u64 + 1, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let mut left: Vec<usize> = (0..versions.len()).collect();
    let mut out = Vec::new();
    while out.len() < VERSIONS && !left.is_empty() {
        seed = seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        out.push(left.remove((seed >> 33) as usize % left.len()));
    }
    out
}

impl Weights {
    /// Fits to stories, each with its versions.
    pub fn fit(stories: &[(&Story, &[Story])]) -> Self {
        let whole: Vec<&Story> = stories.iter().map(|(story, _)| *story).collect();
        let mut out = Self {
            rows: BTreeMap::new(),
            biases: [0.0; COLUMNS],
            chain: chain::Fitted {
                weights: Vec::new(),
                transitions: Vec::new(),
                start: [0.0; LABELS],
                end: [0.0; LABELS],
            },
        };
        let columns = Columns::of(&whole, 3, |group| !is_cue(group));
        let mut learnt: Vec<(&Story, f64)> = whole.iter().map(|s| (*s, 1.0)).collect();
        for (story, versions) in stories {
            learnt.extend(choose(story, versions).iter().map(|at| (&versions[*at], VERSION_WEIGHT)));
        }
        let rows = columns.rows(&learnt.iter().map(|(s, _)| *s).collect::<Vec<_>>());
        out.chain = chain::fit(&learnt, &rows, columns.features.len());
        for ((key, group), weights) in columns.features.iter().zip(&out.chain.weights) {
            let row = out.rows.entry(*key).or_insert([0.0; COLUMNS]);
            row.iter_mut().zip(weights).for_each(|(to, w)| *to = w * scale(*group));
        }
        let columns = Columns::of(&whole, 1, |_| true);
        let rows = columns.rows(&whole);
        for kind in 0..KINDS {
            let bags: Vec<Bag> = whole.iter().map(|s| evidence_bag(s, kind)).collect();
            out.noisy_or(&bags, &columns, &rows, LABELS + kind);
        }
        let columns = Columns::of(&whole, 1, |group| !is_place(group) && !is_cue(group));
        let rows = columns.rows(&whole);
        for part in 0..KINDS {
            let bags: Vec<Bag> = whole.iter().map(|s| part_bag(s, part)).collect();
            out.noisy_or(&bags, &columns, &rows, LABELS + KINDS + part);
        }
        out
    }

    fn noisy_or(&mut self, bags: &[Bag], columns: &Columns, rows: &Rows, column: usize) {
        let (weights, bias) = noisy_or::fit(bags, rows, columns.features.len());
        for ((key, group), weight) in columns.features.iter().zip(weights) {
            self.rows.entry(*key).or_insert([0.0; COLUMNS])[column] = weight * scale(*group);
        }
        self.biases[column] = bias;
    }

    /// The file of these weights and decisions.
    pub fn encode(&self, decisions: &[Decision; DECISIONS]) -> Vec<u8> {
        let scales: [f64; COLUMNS] =
            std::array::from_fn(|column| self.rows.values().map(|row| row[column].abs()).fold(1e-6, f64::max) / 127.0);
        let rounded = |row: &[f64; COLUMNS]| -> [i8; COLUMNS] {
            std::array::from_fn(|column| (row[column] / scales[column]).round() as i8)
        };
        let rows: Vec<(u32, [i8; COLUMNS])> = self
            .rows
            .iter()
            .map(|(key, row)| (*key, rounded(row)))
            .filter(|(_, row)| row.iter().any(|w| *w != 0))
            .collect();
        let mut out = MAGIC.to_vec();
        out.extend((rows.len() as u32).to_le_bytes());
        let mut floats = |values: &[f64]| out.extend(values.iter().flat_map(|v| (*v as f32).to_le_bytes()));
        floats(&scales);
        floats(&self.biases);
        floats(&self.chain.transitions.concat());
        floats(&self.chain.start);
        floats(&self.chain.end);
        for decision in decisions {
            floats(&decision.map(f64::from));
        }
        for bucket in 0..=1u64 << INDEX_BITS {
            let from = rows.partition_point(|(key, _)| u64::from(*key) < bucket << (32 - INDEX_BITS));
            out.extend(u16::try_from(from).expect("fewer than 65,536 features").to_le_bytes());
        }
        out.extend(rows.iter().flat_map(|(key, _)| key.to_le_bytes()));
        out.extend(rows.iter().flat_map(|(_, row)| row.map(|w| w.to_le_bytes()[0])));
        out
    }
}

fn evidence_bag(story: &Story, kind: usize) -> Bag {
    let shows = story.sentences.iter().any(|s| s.shows[kind]);
    let weight = |own: bool| SENTENCE_WEIGHT * if own || !shows { 1.0 } else { UNQUOTED_WEIGHT };
    let missing = story.missing[kind];
    Bag {
        sentences: story.sentences.iter().map(|s| (s.shows[kind], weight(s.shows[kind]))).collect(),
        shows: !missing,
        weight: f64::from(u8::from(missing || shows)),
    }
}

fn part_bag(story: &Story, part: usize) -> Bag {
    Bag {
        sentences: story
            .sentences
            .iter()
            .map(|s| (s.label == part, if s.others[part] && s.label != part { 0.0 } else { 1.0 }))
            .collect(),
        shows: story.has(part),
        weight: 1.0,
    }
}

/// What `model` says of a story, as the linter would: with the draft's own labels, or without.
pub fn judge(model: &Model, story: &Story, with_labels: bool) -> Judged {
    let mut sums = vec![[0; COLUMNS]; story.sentences.len()];
    for (sums, row) in sums.iter_mut().zip(&story.features) {
        row.iter().for_each(|(_, key)| model.add(*key, sums));
    }
    let labels: Option<Vec<Option<Part>>> =
        (with_labels && story.has_labels).then(|| story.sentences.iter().map(|s| s.labelled).collect());
    Judged::judge(model, &story.bases(), &sums, labels.as_deref())
}

/// The numbers of a judged story.
pub fn numbers(judged: &Judged) -> [f32; NUMBERS] {
    *judged.numbers().expect("a story has sentences")
}

/// The label in the table of five, learning and application being one.
pub fn five(label: usize) -> usize {
    if label == Part::Application as usize { Part::Learning as usize } else { label.min(ASIDE) }
}
