//! Minimising a convex function of many variables (L-BFGS, Nocedal 1980).

const HISTORY: usize = 6;

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.chunks(256).zip(b.chunks(256)).map(|(a, b)| f64::from(a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>())).sum()
}

fn add(to: &mut [f32], factor: f64, what: &[f32]) {
    let factor = factor as f32;
    to.iter_mut().zip(what).for_each(|(t, w)| *t += factor * w);
}

/// Changes `x` towards the minimum of `f`, which returns its value and writes its gradient.
pub fn minimize(x: &mut Vec<f32>, steps: usize, mut f: impl FnMut(&[f32], &mut [f32]) -> f64) {
    let n = x.len();
    let mut gradient = vec![0.0; n];
    let mut value = f(x, &mut gradient);
    let mut history: std::collections::VecDeque<(Vec<f32>, Vec<f32>, f64)> = std::collections::VecDeque::new();
    let (mut next, mut next_gradient) = (vec![0.0; n], vec![0.0; n]);
    for step in 0..steps {
        let mut direction: Vec<f32> = gradient.iter().map(|g| -g).collect();
        let mut factors = Vec::new();
        for (s, y, sy) in history.iter().rev() {
            let factor = dot(s, &direction) / sy;
            add(&mut direction, -factor, y);
            factors.push(factor);
        }
        if let Some((_, y, sy)) = history.back() {
            let scale = (sy / dot(y, y)) as f32;
            direction.iter_mut().for_each(|d| *d *= scale);
        }
        for ((s, y, sy), factor) in history.iter().zip(factors.iter().rev()) {
            let back = dot(y, &direction) / sy;
            add(&mut direction, factor - back, s);
        }
        let slope = dot(&gradient, &direction);
        if slope > -1e-12 {
            break;
        }
        let mut length = if step == 0 { 1.0 / dot(&gradient, &gradient).sqrt().max(1e-9) } else { 1.0 };
        let mut tries = 0;
        let next_value = loop {
            next.copy_from_slice(x);
            add(&mut next, length, &direction);
            let value_there = f(&next, &mut next_gradient);
            if value_there <= value + 1e-4 * length * slope || tries == 12 {
                break value_there;
            }
            tries += 1;
            length *= 0.5;
        };
        if next_value >= value {
            break;
        }
        let s: Vec<f32> = next.iter().zip(x.iter()).map(|(a, b)| a - b).collect();
        let y: Vec<f32> = next_gradient.iter().zip(&gradient).map(|(a, b)| a - b).collect();
        let sy = dot(&s, &y);
        if sy > 1e-14 {
            history.push_back((s, y, sy));
            if history.len() > HISTORY {
                history.pop_front();
            }
        }
        std::mem::swap(x, &mut next);
        std::mem::swap(&mut gradient, &mut next_gradient);
        value = next_value;
    }
}
