//! Features as numbered columns, and sentences as sparse rows of them.

use std::collections::{BTreeMap, BTreeSet};

use answerlint::model::features::Group;

use crate::drafts::Story;

/// In how many sentences a feature must stand to be kept.
fn least(group: Group) -> usize {
    match group {
        Group::Word | Group::LastWord | Group::SubjectVerb => 3,
        Group::Pair | Group::Shapes2 | Group::Suffix => 4,
        Group::Shapes3 => 5,
        _ => 2,
    }
}

/// What a feature counts when it is there.
pub fn scale(group: Group) -> f64 {
    match group {
        Group::Word => 0.8,
        Group::Pair | Group::Shapes2 => 0.7,
        Group::Shapes3 => 0.6,
        Group::Cue => 1.2,
        Group::Suffix => 0.5,
        _ => 1.0,
    }
}

/// Features that look at a sentence's place, or at its neighbours.
pub fn is_place(group: Group) -> bool {
    matches!(
        group,
        Group::Place
            | Group::Passed
            | Group::PlaceTense
            | Group::PlaceSubject
            | Group::PlaceCue
            | Group::Paragraph
            | Group::Neighbor
            | Group::NeighborWord
            | Group::NeighborCue
            | Group::Told
    )
}

/// Features that look at cues.
pub fn is_cue(group: Group) -> bool {
    matches!(group, Group::Cue | Group::PlaceCue | Group::NeighborCue)
}

/// The kept features, numbered.
pub struct Columns {
    /// The key and group of each.
    pub features: Vec<(u32, Group)>,
    numbers: BTreeMap<u32, u32>,
}

impl Columns {
    /// The features of the groups `wanted` that stand in `times` as many sentences as their group asks for.
    pub fn of(stories: &[&Story], times: usize, wanted: impl Fn(Group) -> bool) -> Self {
        let mut counts: BTreeMap<u32, (Group, usize)> = BTreeMap::new();
        for row in stories.iter().flat_map(|s| &s.features) {
            let each: BTreeSet<&(Group, u32)> = row.iter().filter(|(group, _)| wanted(*group)).collect();
            for (group, key) in each {
                counts.entry(*key).or_insert((*group, 0)).1 += 1;
            }
        }
        let kept = counts.into_iter().filter(|(_, (group, count))| *count >= times * least(*group));
        let features: Vec<(u32, Group)> = kept.map(|(key, (group, _))| (key, group)).collect();
        let numbers = features.iter().enumerate().map(|(at, (key, _))| (*key, at as u32)).collect();
        Self { features, numbers }
    }

    /// The sentences of `stories`, in order.
    pub fn rows(&self, stories: &[&Story]) -> Rows {
        let mut rows = Rows { starts: vec![0], cells: Vec::new() };
        for row in stories.iter().flat_map(|s| &s.features) {
            for (group, key) in row {
                if let Some(number) = self.numbers.get(key) {
                    rows.cells.push((*number, scale(*group)));
                }
            }
            rows.starts.push(rows.cells.len());
        }
        rows
    }
}

/// Sparse rows.
pub struct Rows {
    starts: Vec<usize>,
    cells: Vec<(u32, f64)>,
}

impl Rows {
    pub fn row(&self, at: usize) -> &[(u32, f64)] {
        &self.cells[self.starts[at]..self.starts[at + 1]]
    }
}
