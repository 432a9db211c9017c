//! A linear-chain conditional random field over the sentences of a story (Lafferty, McCallum and Pereira 2001): how
//! likely each label is for each sentence, and how likely it is that a label stands nowhere.

/// Labels: the six parts in their order, and none of them.
pub const LABELS: usize = 7;
/// The label of an aside.
pub const ASIDE: usize = 6;

/// What follows what, as factors.
#[derive(Clone, Debug)]
pub struct Chain {
    /// From a label (outer) to the next (inner).
    transitions: [[f64; LABELS]; LABELS],
    start: [f64; LABELS],
    end: [f64; LABELS],
}

impl Default for Chain {
    fn default() -> Self {
        Self { transitions: [[1.0; LABELS]; LABELS], start: [1.0; LABELS], end: [1.0; LABELS] }
    }
}

/// Divides by the sum, and returns it.
fn normalize(values: &mut [f64; LABELS]) -> f64 {
    let sum = values.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    values.iter_mut().for_each(|v| *v /= sum);
    sum
}

impl Chain {
    /// The chain of these log-weights.
    #[must_use]
    pub fn new(transitions: &[f32; LABELS * LABELS], start: &[f32; LABELS], end: &[f32; LABELS]) -> Self {
        let exp = |x: f32| f64::from(x).exp();
        Self {
            transitions: std::array::from_fn(|a| std::array::from_fn(|b| exp(transitions[a * LABELS + b]))),
            start: start.map(exp),
            end: end.map(exp),
        }
    }

    /// Scores of sentences as factors, the largest of each sentence being 1.
    #[must_use]
    pub fn factors(scores: &[[f32; LABELS]]) -> Vec<[f64; LABELS]> {
        scores
            .iter()
            .map(|row| {
                let most = row.iter().copied().fold(f32::MIN, f32::max);
                row.map(|score| f64::from(score - most).exp())
            })
            .collect()
    }

    fn forward_step(&self, before: &[f64; LABELS], factors: &[f64; LABELS]) -> [f64; LABELS] {
        let mut next = [0.0; LABELS];
        for (weight, row) in before.iter().zip(&self.transitions) {
            for (to, transition) in next.iter_mut().zip(row) {
                *to += weight * transition;
            }
        }
        std::array::from_fn(|label| next[label] * factors[label])
    }

    /// The logarithm of the sum over all labellings that use only the labels of `allowed`.
    #[must_use]
    pub fn log_sum(&self, factors: &[[f64; LABELS]], allowed: [bool; LABELS]) -> f64 {
        let mask = |values: [f64; LABELS]| -> [f64; LABELS] {
            std::array::from_fn(|label| if allowed[label] { values[label] } else { 0.0 })
        };
        let mut log = 0.0;
        let mut state = [0.0; LABELS];
        for (at, factors) in factors.iter().enumerate() {
            state = mask(match at {
                0 => std::array::from_fn(|label| self.start[label] * factors[label]),
                _ => self.forward_step(&state, factors),
            });
            log += normalize(&mut state).ln();
        }
        let last: f64 = state.iter().zip(&self.end).map(|(s, e)| s * e).sum();
        log + last.max(f64::MIN_POSITIVE).ln()
    }

    /// How likely each label is for each sentence.
    #[must_use]
    pub fn marginals(&self, factors: &[[f64; LABELS]]) -> Vec<[f32; LABELS]> {
        let mut forward: Vec<[f64; LABELS]> = Vec::with_capacity(factors.len());
        for factors in factors {
            let mut state = match forward.last() {
                None => std::array::from_fn(|label| self.start[label] * factors[label]),
                Some(before) => self.forward_step(before, factors),
            };
            normalize(&mut state);
            forward.push(state);
        }
        let mut out = vec![[0.0; LABELS]; factors.len()];
        let mut backward = self.end;
        for at in (0..factors.len()).rev() {
            let mut both: [f64; LABELS] = std::array::from_fn(|label| forward[at][label] * backward[label]);
            normalize(&mut both);
            out[at] = both.map(|p| p as f32);
            let ahead: [f64; LABELS] = std::array::from_fn(|label| factors[at][label] * backward[label]);
            backward = std::array::from_fn(|from| self.transitions[from].iter().zip(&ahead).map(|(t, a)| t * a).sum());
            normalize(&mut backward);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marginals_and_sums_agree() {
        let chain = Chain::new(&std::array::from_fn(|i| (i % 5) as f32 * 0.3), &[0.1; LABELS], &[0.2; LABELS]);
        let scores: Vec<[f32; LABELS]> =
            (0..4).map(|s| std::array::from_fn(|l| ((s * 3 + l * 5) % 7) as f32)).collect();
        let factors = Chain::factors(&scores);
        let marginals = chain.marginals(&factors);
        assert!(marginals.iter().all(|m| (m.iter().sum::<f32>() - 1.0).abs() < 1e-5));
        let all = chain.log_sum(&factors[..1], [true; LABELS]);
        let mut only = [false; LABELS];
        only[2] = true;
        let share = (chain.log_sum(&factors[..1], only) - all).exp();
        assert!((share - f64::from(chain.marginals(&factors[..1])[0][2])).abs() < 1e-6);
    }
}
