//! Minimisation by L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5) with a backtracking line search.

use std::collections::VecDeque;

/// Pairs of steps and gradient changes that are kept.
const MEMORY: usize = 8;

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Minimises `f`, which returns the value at a point and writes the gradient, from `x` on.
pub fn minimize(
    mut x: Vec<f64>,
    steps: usize,
    tolerance: f64,
    mut f: impl FnMut(&[f64], &mut [f64]) -> f64,
) -> Vec<f64> {
    let n = x.len();
    let mut gradient = vec![0.0; n];
    let mut value = f(&x, &mut gradient);
    let mut memory: VecDeque<(Vec<f64>, Vec<f64>, f64)> = VecDeque::new();
    let (mut next, mut next_gradient) = (vec![0.0; n], vec![0.0; n]);
    for step in 0..steps {
        let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
        let mut alphas = Vec::new();
        for (s, y, rho) in memory.iter().rev() {
            let alpha = rho * dot(s, &direction);
            direction.iter_mut().zip(y).for_each(|(d, y)| *d -= alpha * y);
            alphas.push(alpha);
        }
        match memory.back() {
            Some((s, y, _)) => {
                let scale = dot(s, y) / dot(y, y);
                direction.iter_mut().for_each(|d| *d *= scale);
            }
            None => {
                let scale = 1.0 / dot(&gradient, &gradient).sqrt().max(1.0);
                direction.iter_mut().for_each(|d| *d *= scale);
            }
        }
        for ((s, y, rho), alpha) in memory.iter().zip(alphas.iter().rev()) {
            let beta = rho * dot(y, &direction);
            direction.iter_mut().zip(s).for_each(|(d, s)| *d += (alpha - beta) * s);
        }
        let slope = dot(&gradient, &direction);
        if slope > -1e-12 {
            break;
        }
        let mut length = 1.0;
        let next_value = loop {
            next.iter_mut().zip(&x).zip(&direction).for_each(|((n, x), d)| *n = x + length * d);
            let tried = f(&next, &mut next_gradient);
            if tried <= value + 1e-4 * length * slope || length < 1e-8 {
                break tried;
            }
            length *= if step == 0 { 0.3 } else { 0.5 };
        };
        let s: Vec<f64> = next.iter().zip(&x).map(|(a, b)| a - b).collect();
        let y: Vec<f64> = next_gradient.iter().zip(&gradient).map(|(a, b)| a - b).collect();
        let curvature = dot(&s, &y);
        if curvature > 1e-10 {
            memory.push_back((s, y, 1.0 / curvature));
            if memory.len() > MEMORY {
                memory.pop_front();
            }
        }
        let gain = value - next_value;
        std::mem::swap(&mut x, &mut next);
        std::mem::swap(&mut gradient, &mut next_gradient);
        value = next_value;
        if gain <= tolerance * value.abs().max(1.0) {
            break;
        }
    }
    x
}
