//! The patterns and weighted stems by which text shows a concept, a strategy point, a step.

use super::bank;
use super::model::Signal;
use crate::tables;
use crate::text::matcher::{AnchorIndex, PatternSet};

/// The patterns of all groups; which of them are looked for is for an [`AnchorIndex`] to say.
pub static PATTERNS: PatternSet = PatternSet::from_tables(
    tables::BANK_STEPS,
    tables::BANK_SET_STARTS,
    tables::BANK_SET_WORDS,
    tables::BANK_PATTERNS,
    tables::BANK_NEEDS,
    &[],
    &[],
);

/// The index over the patterns of the given groups.
#[must_use]
pub fn index(groups: impl Iterator<Item = u32>) -> AnchorIndex {
    AnchorIndex::new(groups.map(|group| slice(tables::GROUP_ANCHORS, tables::GROUP_ANCHOR_STARTS, group as usize)))
}

/// The stems of a group's descriptions, each with its weight, sorted by stem.
pub fn stems(group: u32) -> impl Iterator<Item = (u32, f32)> {
    let stems = slice(tables::GROUP_STEMS, tables::GROUP_STEM_STARTS, group as usize);
    stems.iter().map(|[stem, weight]| (*stem, f32::from_bits(*weight)))
}

/// Whether a stem stands in the text of a question itself.
#[must_use]
pub fn is_in_prompt(question: usize, stem: u32) -> bool {
    slice(tables::PROMPT_STEMS, tables::PROMPT_STEM_STARTS, question).binary_search(&stem).is_ok()
}

/// How rare a stem is among the concepts: 0 for one that stands everywhere or nowhere.
#[must_use]
pub fn rarity(stem: u32) -> f32 {
    tables::STEM_RARITY
        .binary_search_by_key(&stem, |[s, _]| *s)
        .map_or(0.0, |at| f32::from_bits(tables::STEM_RARITY[at][1]))
}

/// The group of a signal's patterns.
#[must_use]
pub fn signal_group(signal: Signal) -> u32 {
    bank::frameworks().signals[signal as usize]
}

/// The group of the concept of that name.
#[must_use]
pub fn concept_group(name: &str) -> Option<u32> {
    let at = tables::CONCEPT_NAMES.iter().position(|known| known.eq_ignore_ascii_case(name.trim()))?;
    Some(tables::CONCEPT_GROUPS[at])
}

fn slice<T>(all: &'static [T], starts: &[u32], number: usize) -> &'static [T] {
    &all[starts[number] as usize..starts[number + 1] as usize]
}
