//! The table from words to their classes, `rules/models/classes.yaml`, for fitted models.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::build_tables::Writer;
use crate::text::{inflect, spelling, vocabulary};

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Classes that are features of a sentence.
    classes: BTreeMap<String, Vec<String>>,
    /// Classes by which a sentence is read.
    grammar: BTreeMap<String, Vec<String>>,
}

/// Writes the table.
pub fn write(file: &Path, tables: &mut Writer) {
    let text = crate::read(file);
    let File { classes, grammar } = match crate::yaml::parse(&text) {
        Ok(file) => file,
        Err(error) => crate::fail(file, &text, error.span.start as usize, &error.message),
    };
    let names: Vec<&String> = classes.keys().chain(grammar.keys()).collect();
    assert!(names.len() <= 64, "{}: more than 64 classes", file.display());
    let mut bits: BTreeMap<String, u64> = BTreeMap::new();
    for (number, entries) in classes.values().chain(grammar.values()).enumerate() {
        for entry in entries {
            let forms = entry.strip_suffix('+').map_or_else(|| vec![entry.clone()], inflect::forms);
            for form in forms {
                *bits.entry(form).or_default() |= 1 << number;
            }
        }
    }
    let mut spelt = bits.clone();
    for (word, mask) in &bits {
        for variant in spelling::variants(word) {
            spelt.entry(variant).or_insert(*mask);
        }
    }
    let mut sets: Vec<u64> = spelt.values().copied().collect();
    sets.sort_unstable();
    sets.dedup();
    let number_of = |mask: u64| sets.binary_search(&mask).map_or(0, |at| at as u32 + 1);
    let entries = spelt.iter().map(|(word, mask)| (vocabulary::hash(word.as_bytes()), number_of(*mask))).collect();
    tables.pairs("CLASS_SLOTS", &vocabulary::slots(entries));
    tables.pairs("CLASS_SETS", &sets.iter().map(|set| [*set as u32, (*set >> 32) as u32]).collect::<Vec<_>>());
    tables.numbers(
        "CLASS_KEYS",
        &classes.keys().map(|name| vocabulary::hash(name.as_bytes()) as u32).collect::<Vec<_>>(),
    );
    let masks: Vec<(String, u64)> =
        names.iter().enumerate().map(|(at, name)| (name.replace('-', "_").to_uppercase(), 1 << at)).collect();
    tables.masks("class", &masks);
}
