//! Fits the weights of strategy points and defence steps on labelled answers, and writes `rules/models/points.yaml`.
//!
//! `answerlint-fit-points [--rotate]`: each writer is left out once, and what the others' fit makes of his or her answers
//! is printed. Without `--rotate`, a fit on everything is then written.

#[path = "../fit/lbfgs.rs"]
mod lbfgs;
mod regression;
mod rows;

use std::path::Path;

use answerlint::model::points::STEP_FEATURES;
use regression::Regression;
use rows::Row;

/// Points less likely than this count as missing; the linter's own figure.
const ABSENT: f64 = 0.35;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rows = rows::read(&root.join("tests/judgement/drafts"));
    print("strategy points", &rows.strategy);
    print_warned(&rows.strategy);
    print("defence steps", &rows.steps);
    if std::env::args().any(|argument| argument == "--rotate") {
        return;
    }
    let strategy = Regression::fit(rows.strategy.iter());
    let steps = Regression::fit(rows.steps.iter());
    // Which step it is stands in the features after the first, as a bias of its own.
    let (weights, biases) = steps.weights.split_at(STEP_FEATURES);
    let biases = biases.iter().map(|own| own + steps.bias);
    let text = format!(
        "# Weights of strategy points and defence steps, written by `answerlint-fit-points`: those of the features in the \
         order of\n# `model/points.rs`, then the bias; for steps a bias each, in their order.\nstrategy: [{}]\nsteps: \
         [{}]\nstep-biases: [{}]\n",
        list(strategy.weights.iter().copied().chain([strategy.bias])),
        list(weights.iter().copied()),
        list(biases),
    );
    std::fs::write(root.join("rules/models/points.yaml"), text).expect("the weights can be written");
}

fn list(numbers: impl Iterator<Item = f64>) -> String {
    numbers.map(|n| format!("{n:.3}")).collect::<Vec<_>>().join(", ")
}

/// How likely each row is, by a fit on the rows of other writers.
fn left_out(rows: &[Row]) -> Vec<f64> {
    let mut likely = vec![0.0; rows.len()];
    let mut writers: Vec<&str> = rows.iter().map(|row| row.writer.as_str()).collect();
    writers.dedup();
    for writer in writers {
        let fit = Regression::fit(rows.iter().filter(|row| row.writer != writer));
        for (row, likely) in rows.iter().zip(&mut likely).filter(|(row, _)| row.writer == writer) {
            *likely = fit.likely(&row.features);
        }
    }
    likely
}

fn print(name: &str, rows: &[Row]) {
    let likely = left_out(rows);
    let count =
        |holds: &dyn Fn(bool, f64) -> bool| rows.iter().zip(&likely).filter(|(r, l)| holds(r.made, **l)).count();
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let (called, made) = (count(&|_, l| l > 0.5), count(&|made, _| made));
    let right = count(&|made, l| made && l > 0.5);
    let (absent, lacking) = (count(&|_, l| l < ABSENT), count(&|made, _| !made));
    let right_absent = count(&|made, l| !made && l < ABSENT);
    println!(
        "{name}: {} rows; made: precision {:.3}, recall {:.3}; missing: precision {:.3}, recall {:.3}",
        rows.len(),
        share(right, called),
        share(right, made),
        share(right_absent, absent),
        share(right_absent, lacking),
    );
}

/// Prints how many answers would be warned that half of their points are missing.
fn print_warned(rows: &[Row]) {
    let likely = left_out(rows);
    let (mut good, mut good_warned, mut lacking, mut lacking_warned) = (0, 0, 0, 0);
    let mut from = 0;
    while from < rows.len() {
        let same = |row: &&Row| row.writer == rows[from].writer && row.answer == rows[from].answer;
        let to = from + rows[from..].iter().take_while(same).count();
        let missing = likely[from..to].iter().filter(|l| **l < ABSENT).count();
        let absent = rows[from..to].iter().filter(|r| !r.made).count();
        let warned = usize::from(2 * missing >= to - from);
        if rows[from].quiet {
            good += 1;
            good_warned += warned;
        } else if 2 * absent >= to - from {
            lacking += 1;
            lacking_warned += warned;
        }
        from = to;
    }
    println!(
        "warned: {good_warned} of {good} good answers, {lacking_warned} of {lacking} that lack half of their points"
    );
}
