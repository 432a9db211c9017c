//! What a sentence's place in the story says of it.

use super::features::{Base, Group, Tense, each_cue, key};

/// What the sentences before and after a sentence add up to.
#[derive(Clone, Copy, Default)]
struct Told {
    words: u32,
    deeds: u32,
    presents: u32,
    openings: u32,
}

impl Told {
    fn with(self, base: &Base) -> Self {
        Self {
            words: self.words + base.words,
            deeds: self.deeds + u32::from(base.deed),
            presents: self.presents + u32::from(base.tense == Tense::Present),
            openings: self.openings + u32::from(base.opens),
        }
    }
}

/// Emits the features that each sentence has by its place in the answer.
pub fn context(bases: &[Base], emit: &mut impl FnMut(usize, Group, u32)) {
    let all = bases.iter().fold(Told::default(), |told, base| told.with(base));
    let mut before = Told::default();
    for (at, base) in bases.iter().enumerate() {
        let mut add = |group: Group, elements: &[u32]| emit(at, group, key(group, elements));
        place(bases, at, (2 * before.words + base.words) as f32 / (2 * all.words.max(1)) as f32, &mut add);
        let with = before.with(base);
        if base.opens {
            add(Group::Paragraph, &[1]);
        }
        if bases.get(at + 1).is_some_and(|next| next.opens) {
            add(Group::Paragraph, &[2]);
        }
        if all.openings > 0 {
            add(Group::Paragraph, &[3, with.openings.min(3), u32::from(with.openings == all.openings)]);
        }
        neighbor(base, 1, at.checked_sub(1).map(|n| &bases[n]), &mut add);
        neighbor(base, 2, bases.get(at + 1), &mut add);
        add(Group::Told, &[1, before.deeds.min(4)]);
        add(Group::Told, &[2, before.presents.min(2)]);
        add(Group::Told, &[3, (all.deeds - with.deeds).min(4)]);
        before = with;
    }
}

/// The place of the sentence whose middle is at `share` of the answer.
fn place(bases: &[Base], at: usize, share: f32, add: &mut impl FnMut(Group, &[u32])) {
    let base = &bases[at];
    let eighth = ((share * 8.0) as u32).min(7);
    add(Group::Place, &[1, eighth]);
    for passed in (1..8).filter(|k| share * 8.0 > *k as f32) {
        add(Group::Passed, &[passed]);
    }
    add(Group::Place, &[2, at.min(4) as u32]);
    add(Group::Place, &[3, (bases.len() - 1 - at).min(4) as u32]);
    let size = match bases.len() {
        0..5 => 0,
        5..9 => 1,
        9..13 => 2,
        13..18 => 3,
        _ => 4,
    };
    add(Group::Place, &[4, size]);
    let quarter = ((share * 4.0) as u32).min(3);
    for cue in each_cue(base.cues) {
        add(Group::PlaceCue, &[quarter, cue]);
    }
    let tense = base.tense as u32;
    add(Group::PlaceTense, &[1, quarter, tense, u32::from(base.who)]);
    add(Group::PlaceTense, &[2, quarter, u32::from(base.subject), tense]);
    for code in distinct(base) {
        add(Group::PlaceSubject, &[quarter, code]);
    }
}

/// The first two subjects, each once.
fn distinct(base: &Base) -> impl Iterator<Item = u32> {
    let [first, second] = base.subjects;
    let count = base.subject_count;
    [(count > 0).then_some(first), (count > 1 && first != second).then_some(second)].into_iter().flatten()
}

fn neighbor(base: &Base, side: u32, other: Option<&Base>, add: &mut impl FnMut(Group, &[u32])) {
    let Some(other) = other else {
        add(Group::Neighbor, &[side]);
        return;
    };
    for cue in each_cue(other.cues) {
        add(Group::NeighborCue, &[side, cue]);
    }
    let tense = other.tense as u32;
    add(Group::Neighbor, &[side, 1, tense, u32::from(other.who)]);
    add(Group::Neighbor, &[side, 2, u32::from(other.subject)]);
    add(Group::Neighbor, &[side, 3, u32::from(other.length)]);
    add(Group::Neighbor, &[side, 4, tense, base.tense as u32, u32::from(base.who)]);
    add(Group::NeighborWord, &[side, other.first_shape]);
}
