//! Decisions about an answer as a whole: a logistic regression on its numbers, and a threshold.

use answerlint::model::story::{NUMBERS, numbers};
use answerlint::model::weights::KINDS;

use crate::lbfgs;
use crate::noisy_or::soft_plus;

/// An answer to learn a decision from.
pub struct Case<'a> {
    pub numbers: &'a [f32; NUMBERS],
    pub is: bool,
    pub weight: f64,
    pub writer: usize,
    /// Whether the threshold looks at it.
    pub counts: bool,
}

/// What the threshold is to favour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// The best F1.
    F1,
    /// The best F-score in which recall counts so much less than precision.
    Precision(f64),
    /// Recall plus so many times specificity.
    Specificity(f64),
}

/// Weights of all numbers, and last what is added to them.
pub type Decision = [f32; NUMBERS + 1];

/// The numbers that say whether a kind of evidence is missing, and how strong the weights may be.
pub fn evidence(kind: usize) -> Vec<usize> {
    let mut out: Vec<usize> = (0..3).map(|n| numbers::EVIDENCE + 3 * kind + n).collect();
    let absent = numbers::ABSENT..numbers::BEST;
    match kind {
        1 => {
            out.extend((0..KINDS).filter(|k| *k != kind).map(|k| numbers::EVIDENCE + 3 * k));
            out.extend(absent);
            out.extend((0..KINDS).flat_map(|k| [numbers::ALONE + 3 * k, numbers::ALONE + 3 * k + 1]));
            out.extend([numbers::LENGTH, numbers::LABELLED + 1]);
        }
        2 => {
            out.extend(absent);
            out.extend([numbers::LENGTH, numbers::LABELLED + 2]);
        }
        3 => out.extend(numbers::FIGURES..numbers::LENGTH),
        5 => out.push(numbers::LABELLED),
        _ => {}
    }
    out
}

/// The numbers that say whether a part is missing.
pub fn part() -> Vec<usize> {
    let mut out: Vec<usize> = (numbers::ABSENT..numbers::FIGURES).collect();
    out.extend((0..2 * KINDS).flat_map(|k| [3 * k, 3 * k + 1]));
    out.push(numbers::LENGTH);
    out
}

/// Fits a logistic regression to the `chosen` numbers, standardised; `strength` is the inverse of its prior's.
pub fn fit(cases: &[&Case], chosen: &[usize], strength: f64) -> Decision {
    let count = cases.len() as f64;
    let of = |case: &Case, number: usize| f64::from(case.numbers[number]);
    let means: Vec<f64> = chosen.iter().map(|n| cases.iter().map(|c| of(c, *n)).sum::<f64>() / count).collect();
    let spread = |n: usize, mean: f64| {
        let variance = cases.iter().map(|c| (of(c, n) - mean).powi(2)).sum::<f64>() / count;
        if variance > 1e-12 { variance.sqrt() } else { 1.0 }
    };
    let spreads: Vec<f64> = chosen.iter().zip(&means).map(|(n, mean)| spread(*n, *mean)).collect();
    let standard: Vec<Vec<f64>> = cases
        .iter()
        .map(|c| chosen.iter().zip(means.iter().zip(&spreads)).map(|(n, (m, s))| (of(c, *n) - m) / s).collect())
        .collect();
    let size = chosen.len();
    let x = lbfgs::minimize(vec![0.0; size + 1], 200, 1e-8, |x, gradient| {
        gradient.fill(0.0);
        let mut loss = 0.0;
        for (case, row) in cases.iter().zip(&standard) {
            let z = x[size] + row.iter().zip(x).map(|(r, w)| r * w).sum::<f64>();
            let is = f64::from(u8::from(case.is));
            loss += strength * case.weight * (soft_plus(z) - is * z);
            let slope = strength * case.weight * (1.0 / (1.0 + (-z).exp()) - is);
            gradient.iter_mut().zip(row).for_each(|(g, r)| *g += slope * r);
            gradient[size] += slope;
        }
        for (value, slope) in x[..size].iter().zip(gradient.iter_mut()) {
            loss += 0.5 * value * value;
            *slope += value;
        }
        loss
    });
    let mut out = [0.0; NUMBERS + 1];
    let mut bias = x[size];
    for (at, number) in chosen.iter().enumerate() {
        let weight = x[at] / spreads[at];
        out[*number] = weight as f32;
        bias -= weight * means[at];
    }
    out[NUMBERS] = bias as f32;
    out
}

/// The value of a decision; what it says holds from 0 on.
pub fn value(decision: &Decision, numbers: &[f32; NUMBERS]) -> f32 {
    decision[NUMBERS] + decision.iter().zip(numbers).map(|(w, n)| w * n).sum::<f32>()
}

/// Values of the cases, each by a regression on the other writers.
fn crossed(cases: &[Case], chosen: &[usize], strength: f64) -> Vec<f32> {
    let mut out = vec![0.0; cases.len()];
    let mut writers: Vec<usize> = cases.iter().map(|c| c.writer).collect();
    writers.sort_unstable();
    writers.dedup();
    for writer in writers {
        let others: Vec<&Case> = cases.iter().filter(|c| c.writer != writer).collect();
        let decision = fit(&others, chosen, strength);
        for (to, case) in out.iter_mut().zip(cases).filter(|(_, c)| c.writer == writer) {
            *to = value(&decision, case.numbers);
        }
    }
    out
}

/// A regression on all cases, with its threshold for each aim from cases of writers left out.
pub fn with_thresholds(cases: &[Case], chosen: &[usize], strength: f64, aims: &[Aim]) -> Vec<Decision> {
    let all: Vec<&Case> = cases.iter().collect();
    let fitted = fit(&all, chosen, strength);
    let crossed = crossed(cases, chosen, strength);
    let known: Vec<(f32, bool)> =
        cases.iter().zip(&crossed).filter(|(c, _)| c.counts).map(|(c, v)| (*v, c.is)).collect();
    let with = |aim: &Aim| {
        let mut decision = fitted;
        decision[NUMBERS] -= threshold(&known, *aim);
        decision
    };
    aims.iter().map(with).collect()
}

/// The middle of the thresholds that are nearly best.
fn threshold(known: &[(f32, bool)], aim: Aim) -> f32 {
    let positive = known.iter().filter(|(_, is)| *is).count() as f64;
    let negative = known.len() as f64 - positive;
    let mut values: Vec<f32> = known.iter().map(|(v, _)| *v).collect();
    values.sort_by(f32::total_cmp);
    values.dedup();
    let worth = |threshold: f32| {
        let found: Vec<bool> = known.iter().filter(|(v, _)| *v >= threshold).map(|(_, is)| *is).collect();
        let hits = found.iter().filter(|is| **is).count() as f64;
        let (count, recall) = (found.len() as f64, hits / positive);
        match aim {
            Aim::F1 => 2.0 * hits / (count + positive),
            Aim::Precision(beta) => (1.0 + beta * beta) * hits / (count + beta * beta * positive),
            Aim::Specificity(weight) => recall + weight * (1.0 - (count - hits) / negative),
        }
    };
    let worths: Vec<f64> = values.iter().map(|v| worth(*v)).collect();
    let best = worths.iter().copied().fold(f64::MIN, f64::max);
    let good: Vec<f32> = values.iter().zip(&worths).filter(|(_, w)| **w >= best - 0.008).map(|(v, _)| *v).collect();
    let middle = good.len() / 2;
    if good.len() % 2 == 1 { good[middle] } else { f32::midpoint(good[middle - 1], good[middle]) }
}
