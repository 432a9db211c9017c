//! From labelled stories to weights and decisions, with what models say of the writers that they were not fitted to.

use std::collections::BTreeMap;

use answerlint::model::story::NUMBERS;
use answerlint::model::weights::{DECISIONS, KINDS, Model};

use crate::decision::{self, Aim, Case, Decision};
use crate::drafts::Story;
use crate::weights::{Weights, judge, numbers};

/// What recall counts beside precision in warnings about evidence that is hard to tell.
pub const QUIET: f64 = 0.35;
/// Inverse strengths of the priors on decisions about evidence, and about parts.
const EVIDENCE_STRENGTH: f64 = 0.05;
const PART_STRENGTH: f64 = 0.1;
/// What a version without another part counts for a part's decision.
const OTHER_VERSION: f64 = 0.4;

/// What each decision of the shipped file aims at, in their order.
const AIMS: [Aim; DECISIONS] = [
    Aim::Precision(QUIET),
    Aim::Precision(0.6),
    Aim::Precision(0.6),
    Aim::F1,
    Aim::Precision(0.25),
    Aim::F1,
    Aim::Specificity(3.0),
    Aim::Specificity(2.0),
    Aim::Specificity(3.0),
    Aim::Specificity(3.0),
    Aim::Specificity(2.0),
    Aim::Specificity(3.0),
];

/// The numbers of one story: with its labels, and without labels for it and its versions.
struct Judged {
    labelled: [f32; NUMBERS],
    plain: Vec<[f32; NUMBERS]>,
}

/// Models fitted to all but some writers, and what they say of those writers.
pub struct Judgements<'a> {
    stories: &'a [(Story, Vec<Story>)],
    fitted: BTreeMap<Vec<usize>, (Weights, BTreeMap<usize, Judged>)>,
}

impl<'a> Judgements<'a> {
    pub fn new(stories: &'a [(Story, Vec<Story>)]) -> Self {
        Self { stories, fitted: BTreeMap::new() }
    }

    fn of(&mut self, without: &[usize]) -> &(Weights, BTreeMap<usize, Judged>) {
        let mut without = without.to_vec();
        without.sort_unstable();
        let stories = self.stories;
        self.fitted.entry(without.clone()).or_insert_with(|| {
            let learnt: Vec<(&Story, &[Story])> = stories
                .iter()
                .filter(|(s, _)| !without.contains(&s.writer))
                .map(|(story, versions)| (story, versions.as_slice()))
                .collect();
            let weights = Weights::fit(&learnt);
            let bytes = weights.encode(&[[0.0; NUMBERS + 1]; DECISIONS]);
            let model = Model::new(&bytes).expect("the file is well formed");
            let mut judged = BTreeMap::new();
            for (at, (story, versions)) in stories.iter().enumerate().filter(|(_, (s, _))| without.contains(&s.writer))
            {
                let plain = std::iter::once(story).chain(versions).map(|s| numbers(&judge(&model, s, false))).collect();
                judged.insert(at, Judged { labelled: numbers(&judge(&model, story, true)), plain });
            }
            eprintln!("fitted without {without:?}: {} bytes", bytes.len());
            (weights, judged)
        })
    }

    /// Weights fitted to all but these writers.
    pub fn weights(&mut self, without: &[usize]) -> &Weights {
        &self.of(without).0
    }

    /// The numbers of story `at` with its labels.
    pub fn labelled(&mut self, without: &[usize], at: usize) -> [f32; NUMBERS] {
        self.of(without).1[&at].labelled
    }

    /// The numbers of story `at` and of its versions, without labels.
    pub fn plain(&mut self, without: &[usize], at: usize) -> &[[f32; NUMBERS]] {
        &self.of(without).1[&at].plain
    }
}

/// Fits decision number `number` for each aim to all writers but `left_out`; each of them is judged by a model that
/// does not know it.
pub fn decisions(
    stories: &[(Story, Vec<Story>)],
    judgements: &mut Judgements,
    left_out: Option<usize>,
    number: usize,
    aims: &[Aim],
) -> Vec<Decision> {
    let mut known: Vec<(usize, Option<usize>, [f32; NUMBERS])> = Vec::new();
    for (at, (story, versions)) in stories.iter().enumerate() {
        if Some(story.writer) == left_out {
            continue;
        }
        let without: Vec<usize> = left_out.into_iter().chain([story.writer]).collect();
        if number < KINDS {
            known.push((at, None, judgements.labelled(&without, at)));
        } else {
            let plain = judgements.plain(&without, at);
            known.extend((0..=versions.len()).map(|v| (at, v.checked_sub(1), plain[v])));
        }
    }
    let cases: Vec<Case> = known
        .iter()
        .map(|(at, version, numbers)| {
            let (story, versions) = &stories[*at];
            let is = match number.checked_sub(KINDS) {
                None => story.missing[number],
                Some(part) => !version.map_or(story, |v| &versions[v]).has(part),
            };
            let counts = version.is_none_or(|v| versions[v].without == number.checked_sub(KINDS));
            Case { numbers, is, weight: if counts { 1.0 } else { OTHER_VERSION }, writer: story.writer, counts }
        })
        .collect();
    match number.checked_sub(KINDS) {
        None => decision::with_thresholds(&cases, &decision::evidence(number), EVIDENCE_STRENGTH, aims),
        Some(_) => decision::with_thresholds(&cases, &decision::part(), PART_STRENGTH, aims),
    }
}

/// The file of all weights and decisions, fitted to every writer.
pub fn ship(stories: &[(Story, Vec<Story>)], judgements: &mut Judgements) -> Vec<u8> {
    let decided: [Decision; DECISIONS] =
        std::array::from_fn(|number| decisions(stories, judgements, None, number, &[AIMS[number]])[0]);
    judgements.weights(&[]).encode(&decided)
}
