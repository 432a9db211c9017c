//! The words that the model `flags` knows: classes of words, by the stems of their entries.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::build_tables::Writer;
use crate::flag_weights;
use crate::text::vocabulary::{hash, slots};
use crate::text::{normal, stem};

/// `rules/models/flags.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagsFile {
    /// Ids of the rules it has outputs for.
    pub rules: Vec<String>,
    /// Words that count as they are.
    function: Vec<String>,
    /// Entries of each class.
    classes: BTreeMap<String, Vec<String>>,
}

/// The bit of function words among those of the classes.
const FUNCTION: u32 = 127;

/// Writes the tables of classes and a copy of the weights in `rules/models/flags.bin`.
pub fn write(file: &FlagsFile, root: &Path, tables: &mut Writer, out: &Path) {
    assert!(file.classes.len() < FUNCTION as usize, "too many classes");
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    // By the number of an entry's first stem: its class, and the stems that follow.
    let mut sets: Vec<u128> = vec![0];
    let mut longer: Vec<Vec<Vec<u32>>> = vec![Vec::new()];
    let entries =
        file.classes.values().enumerate().flat_map(|(class, entries)| entries.iter().map(move |e| (class as u32, e)));
    let function = file.function.iter().map(|word| (FUNCTION, word));
    for (class, entry) in entries.chain(function) {
        let ids: Vec<u32> = normal::words(entry)
            .iter()
            .map(|word| {
                let next = numbers.len() as u32 + 1;
                let id = *numbers.entry(stem::uninflected(word)).or_insert(next);
                if id == next {
                    sets.push(0);
                    longer.push(Vec::new());
                }
                id
            })
            .collect();
        match ids.as_slice() {
            [] => {}
            [one] => sets[*one as usize] |= 1 << class,
            [first, rest @ ..] => longer[*first as usize].push([&[class], rest].concat()),
        }
    }
    tables.pairs("FLAG_STEMS", &slots(numbers.iter().map(|(stem, id)| (hash(stem.as_bytes()), *id)).collect()));
    let quarters = |set: &u128| (0..4).map(|q| (*set >> (32 * q)) as u32).collect::<Vec<_>>();
    tables.numbers("FLAG_SETS", &sets.iter().flat_map(quarters).collect::<Vec<_>>());
    let (mut starts, mut phrases) = (vec![0], Vec::new());
    for own in &mut longer {
        own.sort();
        own.dedup();
        for phrase in own {
            phrases.push(phrase.len() as u32 - 1);
            phrases.extend_from_slice(phrase);
        }
        starts.push(phrases.len() as u32);
    }
    tables.numbers("FLAG_PHRASE_STARTS", &starts);
    tables.numbers("FLAG_PHRASES", &phrases);
    tables.texts("FLAG_RULES", &file.rules);
    let weights = std::fs::read(root.join("rules/models/flags.bin")).unwrap_or_default();
    tables.array(out, "FLAG_FILTER", &flag_weights::filter(&weights));
    tables.blob(out, "FLAG_WEIGHTS", &weights);
}
