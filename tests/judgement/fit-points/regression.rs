//! Logistic regression with a quadratic penalty on the weights, but not on the bias.

use super::lbfgs;
use super::rows::Row;

/// Most steps of the optimiser, and the gain below which it stops.
const STEPS: usize = 2000;
const TOLERANCE: f64 = 1e-9;

/// A fitted regression.
pub struct Regression {
    pub weights: Vec<f64>,
    pub bias: f64,
}

impl Regression {
    /// The fit on `rows`.
    pub fn fit<'r>(rows: impl Iterator<Item = &'r Row>) -> Self {
        let rows: Vec<&Row> = rows.collect();
        let count = rows.first().map_or(0, |row| row.features.len());
        let mut point = lbfgs::minimize(vec![0.0; count + 1], STEPS, TOLERANCE, |point, gradient| {
            let (weights, bias) = (&point[..count], point[count]);
            let mut value = weights.iter().map(|w| w * w / 2.0).sum::<f64>();
            gradient[..count].copy_from_slice(weights);
            gradient[count] = 0.0;
            for row in &rows {
                let score = bias + weights.iter().zip(&row.features).map(|(w, f)| w * f).sum::<f64>();
                let sign = if row.made { 1.0 } else { -1.0 };
                value += (-sign * score).max(0.0) + (-score.abs()).exp().ln_1p();
                let slope = logistic(score) - if row.made { 1.0 } else { 0.0 };
                gradient.iter_mut().zip(&row.features).for_each(|(g, f)| *g += slope * f);
                gradient[count] += slope;
            }
            value
        });
        let bias = point.pop().unwrap_or(0.0);
        Self { weights: point, bias }
    }

    /// How likely a point with these features is made.
    pub fn likely(&self, features: &[f64]) -> f64 {
        logistic(self.bias + self.weights.iter().zip(features).map(|(w, f)| w * f).sum::<f64>())
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
