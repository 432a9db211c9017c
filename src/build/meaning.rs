//! What the plain descriptions in the bank weigh: for each group, its stems and how much each tells.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::normal;
use crate::text::stem::{Register, content_key};

/// How much the number of descriptions that hold a stem adds to its weight.
const COUNT_WEIGHT: f64 = 0.3;
/// What a name counts, beside a description.
const NAME_SHARE: f64 = 0.3;
/// Names beyond this many add nothing.
const MOST_NAMES: usize = 3;

/// The descriptions of one group.
pub struct Descriptions {
    /// How its words are read.
    pub register: Register,
    /// Names without pattern syntax.
    pub names: Vec<String>,
    /// Plain descriptions.
    pub ways: Vec<String>,
}

/// The stems of a text.
pub fn stems(text: &str, register: Register) -> BTreeSet<u32> {
    normal::words(text).iter().filter_map(|word| content_key(word, register)).collect()
}

/// Stems with weights, as tables hold them: the stem, and the bits of the weight.
pub struct Weights {
    /// Of each group, sorted by stem.
    pub groups: Vec<Vec<[u32; 2]>>,
    /// How rare each stem is among the concepts, sorted by stem.
    pub rarity: Vec<[u32; 2]>,
}

/// Weighs the stems of all groups. A stem is the rarer the fewer concepts (or, for stories, descriptions) hold it.
pub fn weigh(all: &[Descriptions]) -> Weights {
    let technical = rarity(
        all.iter()
            .filter(|d| d.register == Register::Technical)
            .map(|d| d.ways.iter().chain(&d.names).flat_map(|text| stems(text, Register::Technical)).collect()),
    );
    let story = rarity(
        all.iter()
            .filter(|d| d.register == Register::Story)
            .flat_map(|d| &d.ways)
            .map(|text| stems(text, Register::Story)),
    );
    let groups = all
        .iter()
        .map(|d| {
            let ways = counts(&d.ways, d.register);
            let names = counts(&d.names, d.register);
            let rare = if d.register == Register::Technical { &technical } else { &story };
            let every: BTreeSet<u32> = ways.keys().chain(names.keys()).copied().collect();
            every
                .into_iter()
                .map(|stem| {
                    let in_names = names.get(&stem).copied().unwrap_or(0).min(MOST_NAMES);
                    let count = ways.get(&stem).copied().unwrap_or(0) as f64 + NAME_SHARE * in_names as f64;
                    let weight = rare.get(&stem).copied().unwrap_or(0.0) * (1.0 + COUNT_WEIGHT * count.max(1.0).ln());
                    [stem, (weight as f32).to_bits()]
                })
                .collect()
        })
        .collect();
    Weights { groups, rarity: technical.into_iter().map(|(stem, value)| [stem, (value as f32).to_bits()]).collect() }
}

/// In how many texts each stem stands.
fn counts(texts: &[String], register: Register) -> BTreeMap<u32, usize> {
    let mut out = BTreeMap::new();
    for text in texts {
        for stem in stems(text, register) {
            *out.entry(stem).or_insert(0) += 1;
        }
    }
    out
}

/// The inverse document frequency of each stem, smoothed.
fn rarity(documents: impl Iterator<Item = BTreeSet<u32>>) -> BTreeMap<u32, f64> {
    let mut frequency: BTreeMap<u32, usize> = BTreeMap::new();
    let mut total = 0usize;
    for document in documents {
        total += 1;
        for stem in document {
            *frequency.entry(stem).or_insert(0) += 1;
        }
    }
    frequency
        .into_iter()
        .map(|(stem, held)| (stem, ((total as f64 + 1.0) / (held as f64 + 2.0)).ln().max(0.0)))
        .collect()
}
