//! What the fitted models say of an answer: scores of each sentence, and the numbers that decisions stand on.

use super::chain::{ASIDE, Chain, LABELS};
use super::features::{self, Base, Buffers};
use super::weights::{COLUMNS, KINDS, Model};
use crate::answer::{Answer, Draft};
use crate::rules::Part;

/// Numbers about an answer, in this order: for each kind of evidence the log-odds that it is missing and the two best
/// sentences; the same for each part by itself; for each part, and for the last two together, the log-odds that the
/// chain has none of it; for each part the best sentence and the sum; figures and names in action and outcome; length;
/// and which of the last three parts a label announces.
pub const NUMBERS: usize = numbers::LABELLED + 3;

/// Where the numbers start.
pub mod numbers {
    use super::KINDS;

    /// Kinds of evidence, three numbers each.
    pub const EVIDENCE: usize = 0;
    /// Parts by themselves, three numbers each.
    pub const ALONE: usize = EVIDENCE + 3 * KINDS;
    /// Absence in the chain of each part, and of the last two.
    pub const ABSENT: usize = ALONE + 3 * KINDS;
    /// Best sentence of each part.
    pub const BEST: usize = ABSENT + KINDS + 1;
    /// Sum over the sentences for each part.
    pub const SUM: usize = BEST + KINDS;
    /// Figures and names.
    pub const FIGURES: usize = SUM + KINDS;
    /// Number of sentences.
    pub const LENGTH: usize = FIGURES + 5;
    /// Labels of outcome, learning, application.
    pub const LABELLED: usize = LENGTH + 1;
}

/// Log-odds are kept within this.
const MOST: f64 = 6.0;

/// What the models say of an answer. Sentences are the answer's own, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// How likely each label is for each sentence.
    pub marginals: Vec<[f32; LABELS]>,
    /// Scores of each sentence for each kind of evidence, then for each part by itself.
    pub scores: Vec<[f32; 2 * KINDS]>,
    /// The numbers of the answer as a whole.
    pub numbers: Vec<f32>,
}

impl Story {
    /// Reads the own sentences of an answer, whose labels (if it has any) are known.
    #[must_use]
    pub fn read(draft: &Draft, answer: &Answer) -> Self {
        let model = Model::shipped();
        let mut sums = Vec::new();
        let mut bases = Vec::new();
        let mut buffers = Buffers::default();
        let mut keys = Vec::new();
        let mut block = None;
        for at in own(answer) {
            let mut row = [0; COLUMNS];
            keys.clear();
            let index = answer.sentences[at].index;
            let mut base = features::sentence(draft, index, &mut buffers, &mut |_, key| keys.push(key));
            model.add_all(&keys, &mut row);
            let own_block = draft.passages[answer.sentences[at].passage].block;
            base.opens = !answer.is_labelled() && block.is_some_and(|before| before != own_block);
            block = Some(own_block);
            sums.push(row);
            bases.push(base);
        }
        features::context(&bases, &mut |at, _, key| model.add(key, &mut sums[at]));
        let labels: Option<Vec<Option<Part>>> =
            answer.is_labelled().then(|| own(answer).map(|at| answer.sentences[at].part).collect());
        Self::judge(model, &bases, &sums, labels.as_deref())
    }

    /// What `model` says of sentences with these sums of weights. `labels` are the parts of a labelled answer.
    #[must_use]
    pub fn judge(model: &Model, bases: &[Base], sums: &[[i32; COLUMNS]], labels: Option<&[Option<Part>]>) -> Self {
        if bases.is_empty() {
            return Self::default();
        }
        let all: Vec<[f32; COLUMNS]> = sums.iter().map(|row| model.scores(row)).collect();
        let chain: Vec<[f32; LABELS]> = all.iter().map(|row| std::array::from_fn(|label| row[label])).collect();
        let scores: Vec<[f32; 2 * KINDS]> = all.iter().map(|row| std::array::from_fn(|c| row[LABELS + c])).collect();
        let factors = Chain::factors(&chain);
        let marginals = model.chain.marginals(&factors);
        let mut numbers = [0.0f32; NUMBERS];
        for column in 0..2 * KINDS {
            let of_column = scores.iter().map(|row| row[column]);
            let at = numbers::EVIDENCE + 3 * column;
            numbers[at..at + 3].copy_from_slice(&noisy_or(of_column));
        }
        absences(&model.chain, &factors, &mut numbers);
        for part in 0..KINDS {
            let of_part = || marginals.iter().map(|row| row[part]);
            numbers[numbers::BEST + part] = of_part().fold(1e-3, f32::max).ln();
            numbers[numbers::SUM + part] = (of_part().sum::<f32>() + 0.05).ln();
        }
        figures(bases, &marginals, labels, &mut numbers);
        numbers[numbers::LENGTH] = (bases.len() as f32).ln();
        if let Some(labels) = labels {
            for (at, part) in [Part::Outcome, Part::Learning, Part::Application].into_iter().enumerate() {
                numbers[numbers::LABELLED + at] = if labels.contains(&Some(part)) { 1.0 } else { -1.0 };
            }
        }
        Self { marginals, scores, numbers: numbers.to_vec() }
    }

    /// The numbers of the answer, if it has sentences of its own.
    #[must_use]
    pub fn numbers(&self) -> Option<&[f32; NUMBERS]> {
        self.numbers.as_slice().try_into().ok()
    }

    /// The part of each sentence: the likeliest of them, learning and application counted together first.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        self.marginals.iter().map(likeliest).collect()
    }
}

fn likeliest(marginals: &[f32; LABELS]) -> Part {
    let [context, challenge, action, outcome, learning, application, _] = *marginals;
    let last = if application > learning { Part::Application } else { Part::Learning };
    let five = [
        (context, Part::Context),
        (challenge, Part::Challenge),
        (action, Part::Action),
        (outcome, Part::Outcome),
        (learning + application, last),
    ];
    five.into_iter().fold((-1.0, Part::Context), |best, next| if next.0 > best.0 { next } else { best }).1
}

/// The indices of the own sentences.
fn own(answer: &Answer) -> impl Iterator<Item = usize> {
    answer.own().map(|(at, _)| at)
}

/// Whether a sentence opens a paragraph, in an answer without labels.
#[must_use]
pub fn opens(draft: &Draft, answer: &Answer, at: usize) -> bool {
    if answer.is_labelled() {
        return false;
    }
    let block = |s: usize| draft.passages[answer.sentences[s].passage].block;
    let before = answer.own().map(|(other, _)| other).take_while(|other| *other < at).last();
    before.is_some_and(|before| block(before) != block(at))
}

/// The log-odds that no sentence shows it, and the scores of the two sentences that show it best.
fn noisy_or(scores: impl Iterator<Item = f32>) -> [f32; 3] {
    let (mut first, mut second, mut silent) = (f32::MIN, f32::MIN, 0.0);
    for score in scores {
        silent += soft_plus(f64::from(score));
        if score > first {
            (first, second) = (score, first);
        } else if score > second {
            second = score;
        }
    }
    let second = if second > f32::MIN { second } else { -MOST as f32 };
    [log_odds(silent), first, second]
}

fn soft_plus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// The log-odds of an event of probability `exp(-x)`.
fn log_odds(x: f64) -> f32 {
    let x = x.max(1e-6);
    (-x - (-(-x).exp_m1()).ln()).clamp(-MOST, MOST) as f32
}

fn absences(chain: &Chain, factors: &[[f64; LABELS]], numbers: &mut [f32; NUMBERS]) {
    let all = chain.log_sum(factors, [true; LABELS]);
    for part in 0..=KINDS {
        let mut allowed = [true; LABELS];
        match part {
            KINDS => allowed[ASIDE - 2..ASIDE].fill(false),
            _ => allowed[part] = false,
        }
        let absent = (chain.log_sum(factors, allowed) - all).max(-30.0);
        numbers[numbers::ABSENT + part] = log_odds(-absent);
    }
}

/// Figures and names where the answer says what was done and what came of it.
fn figures(bases: &[Base], marginals: &[[f32; LABELS]], labels: Option<&[Option<Part>]>, numbers: &mut [f32; NUMBERS]) {
    let (mut sum, mut most, mut names, mut all) = (0.0f32, 0.0f32, 0.0f32, 0.0f32);
    for (at, base) in bases.iter().enumerate() {
        let share = match labels.and_then(|labels| labels.get(at).copied().flatten()) {
            Some(part) => f32::from(u8::from(matches!(part, Part::Action | Part::Outcome))),
            None => marginals[at][Part::Action as usize] + marginals[at][Part::Outcome as usize],
        };
        if base.number {
            sum += share;
            most = most.max(share);
            all += 1.0;
        }
        if base.capital {
            names += share;
        }
    }
    numbers[numbers::FIGURES..numbers::FIGURES + 5].copy_from_slice(&[sum, most, names, all, sum.ln_1p()]);
}
