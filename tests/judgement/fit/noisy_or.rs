//! Fits a model of sentences whose scores, as a noisy-or, also say whether the answer shows something at all.

use crate::lbfgs;
use crate::matrix::Rows;

const PRIOR: f64 = 12.0;
const FIRST_BIAS: f64 = -3.0;
const STEPS: usize = 60;

/// What is known of an answer: its sentences follow each other in the rows.
pub struct Bag {
    /// Of each sentence, whether it shows it, and what that counts.
    pub sentences: Vec<(bool, f64)>,
    /// Whether the answer shows it, and what that counts.
    pub shows: bool,
    pub weight: f64,
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

pub fn soft_plus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// Fits the weights of `columns` features, and the bias.
pub fn fit(bags: &[Bag], rows: &Rows, columns: usize) -> (Vec<f64>, f64) {
    let mut start = vec![0.0; columns + 1];
    start[columns] = FIRST_BIAS;
    let mut x = lbfgs::minimize(start, STEPS, 1e-5, |x, gradient| {
        gradient.fill(0.0);
        let mut loss = 0.0;
        let mut first = 0;
        for bag in bags {
            let n = bag.sentences.len();
            let scores: Vec<f64> = (first..first + n)
                .map(|row| x[columns] + rows.row(row).iter().map(|(f, v)| v * x[*f as usize]).sum::<f64>())
                .collect();
            let silent = scores.iter().map(|z| soft_plus(*z)).sum::<f64>().max(1e-6);
            let heard = -(-silent).exp_m1();
            let slope = if bag.shows {
                loss -= bag.weight * heard.max(1e-9).ln();
                -bag.weight * (-silent).exp() / heard.max(1e-9)
            } else {
                loss += bag.weight * silent;
                bag.weight
            };
            for (offset, (z, (shows, weight))) in scores.iter().zip(&bag.sentences).enumerate() {
                let shows = f64::from(u8::from(*shows));
                loss += weight * (soft_plus(*z) - shows * z);
                let by_score = weight * (logistic(*z) - shows) + slope * logistic(*z);
                gradient[columns] += by_score;
                for (feature, value) in rows.row(first + offset) {
                    gradient[*feature as usize] += by_score * value;
                }
            }
            first += n;
        }
        for (value, slope) in x[..columns].iter().zip(gradient.iter_mut()) {
            loss += 0.5 * PRIOR * value * value;
            *slope += PRIOR * value;
        }
        loss
    });
    let bias = x.pop().unwrap_or(FIRST_BIAS);
    (x, bias)
}
