//! Fitting: features and labels of sentences, two regressions, and the table of weights.

use std::collections::HashMap;

use answerlint::answer::Speaker;
use answerlint::model::flags::features::{self, NEIGHBOR, NEIGHBOR_SHARE, WINDOW};
use answerlint::model::flags::tokens::Reading;
use answerlint::model::flags::weights::{self, OUTPUTS, Scores};

use crate::cases::{Case, Sort};
use crate::optimize::minimize;

/// A shared column and one for each output: what all red flags have in common is learned once.
const COLUMNS: usize = OUTPUTS + 1;
type Row = [f32; COLUMNS];

/// A sentence to learn from.
pub struct Unit {
    /// Index of its case.
    pub case: usize,
    /// The output it is to have, if any.
    label: Option<usize>,
    /// For passages, the output that they are for or tempt to.
    about: Option<usize>,
    /// Weight in the fit that finds flags among all sentences, and in the one that tells them from their traps.
    weight: f32,
    trap_weight: f32,
    extra: bool,
    /// Features in [`Data::entries`]: of the sentence and its neighbours, then of the window.
    centre: std::ops::Range<usize>,
    window: std::ops::Range<usize>,
}

/// All sentences to learn from.
pub struct Data {
    pub units: Vec<Unit>,
    /// The keys of features, by number.
    pub keys: Vec<u32>,
    entries: Vec<(u32, f32)>,
    /// Writer of each case.
    pub writers: Vec<String>,
}

impl Data {
    /// The sentences of all cases.
    pub fn of(cases: &[Case]) -> Self {
        let mut data = Data { units: Vec::new(), keys: Vec::new(), entries: Vec::new(), writers: Vec::new() };
        let mut numbers = HashMap::new();
        for (number, case) in cases.iter().enumerate() {
            data.writers.push(case.writer.clone());
            data.case(number, case, &mut numbers);
        }
        data.drop_rare(cases);
        data
    }

    fn case(&mut self, number: usize, case: &Case, numbers: &mut HashMap<u32, u32>) {
        let marked = case.marks.iter().flatten().filter(|m| !m.is_empty()).count().max(1) as f32;
        for (answer, marks) in case.draft.answers.iter().zip(&case.marks) {
            let reading = Reading::of(&case.draft, answer);
            for (at, sentence) in answer.sentences.iter().enumerate() {
                if sentence.speaker != Speaker::Candidate {
                    continue;
                }
                let hit = marks[at].first().copied();
                // Label, what it is about, weight, weight among traps.
                let (label, about, weight, trap_weight) = match (&case.sort, hit) {
                    (Sort::Passage { output, expect: true, .. }, Some(_)) => {
                        (Some(*output), Some(*output), 2.0 / marked, 1.0 / marked)
                    }
                    (Sort::Framed { output, expect: true }, Some(_)) => {
                        (Some(*output), Some(*output), 1.0 / marked, 0.3 / marked)
                    }
                    (Sort::Passage { output, expect: false, .. }, Some(_)) => {
                        (None, Some(*output), 1.0 / marked, 1.0 / marked)
                    }
                    (Sort::Framed { output, expect: false }, Some(_)) => {
                        (None, Some(*output), 0.5 / marked, 0.3 / marked)
                    }
                    (Sort::Passage { output, expect: false, .. }, None) => (None, Some(*output), 0.3, 0.3),
                    (Sort::Passage { .. }, None) => (None, None, 0.5, 0.0),
                    (Sort::Framed { .. }, None) => continue,
                    (Sort::Answer { .. }, Some(output)) => (Some(output), None, 2.0, 0.0),
                    (Sort::Answer { .. } | Sort::Corpus, _) => (None, None, 1.0, 0.0),
                };
                let from = self.entries.len();
                let mut own = Vec::new();
                features::own(&reading, at, |key, _| own.push(key));
                self.bag(&own, 1.0, numbers);
                let (mut neighbors, mut window) = (Vec::new(), Vec::new());
                for beside in reading.around(at) {
                    if beside != at {
                        features::as_neighbor(&reading, beside, |key, _| neighbors.push(key ^ NEIGHBOR));
                    }
                    features::own(&reading, beside, |key, _| window.push(key ^ WINDOW));
                }
                self.bag(&neighbors, NEIGHBOR_SHARE, numbers);
                let middle = self.entries.len();
                if about.is_some() {
                    self.bag(&window, 1.0, numbers);
                }
                self.units.push(Unit {
                    case: number,
                    label,
                    about,
                    weight,
                    trap_weight,
                    extra: case.writer == "extra",
                    centre: from..middle,
                    window: middle..self.entries.len(),
                });
            }
        }
    }

    fn bag(&mut self, keys: &[u32], share: f32, numbers: &mut HashMap<u32, u32>) {
        let value = share / (keys.len().max(1) as f32).sqrt();
        for key in keys {
            let number = *numbers.entry(*key).or_insert_with(|| {
                self.keys.push(*key);
                self.keys.len() as u32 - 1
            });
            self.entries.push((number, value));
        }
    }

    /// Forgets features met in one text only.
    fn drop_rare(&mut self, cases: &[Case]) {
        let mut met = vec![(0u32, usize::MAX); self.keys.len()];
        for unit in &self.units {
            let text = cases[unit.case].text;
            for (feature, _) in &self.entries[unit.centre.start..unit.window.end] {
                let (count, last) = &mut met[*feature as usize];
                *count += u32::from(*last != text);
                *last = text;
            }
        }
        let mut keys = Vec::new();
        let numbers: Vec<u32> = met
            .iter()
            .zip(&self.keys)
            .map(|((count, _), key)| {
                if *count < 2 {
                    return u32::MAX;
                }
                keys.push(*key);
                keys.len() as u32 - 1
            })
            .collect();
        self.keys = keys;
        let entries = std::mem::take(&mut self.entries);
        for unit in &mut self.units {
            for range in [&mut unit.centre, &mut unit.window] {
                let from = self.entries.len();
                let kept = entries[range.clone()].iter().map(|(f, v)| (numbers[*f as usize], *v));
                self.entries.extend(kept.filter(|(f, _)| *f != u32::MAX));
                *range = from..self.entries.len();
            }
        }
    }

    /// Fits over the units with a weight above zero: one column of weights shared, one for each output, and biases.
    /// The loss is a softmax over none and the outputs, or, `paired`, a logistic loss on the output that a unit is about.
    fn regress(&self, weights: &[f32], paired: bool, decay: f64, steps: usize) -> (Vec<Row>, Scores) {
        let entries = |unit: &Unit| &self.entries[if paired { unit.window.clone() } else { unit.centre.clone() }];
        let units: Vec<(usize, f32)> = weights.iter().copied().enumerate().filter(|(_, w)| *w > 0.0).collect();
        let mut used = vec![u32::MAX; self.keys.len()];
        let mut back = Vec::new();
        let mut starts = vec![0];
        let mut local: Vec<(u32, f32)> = Vec::new();
        for (unit, _) in &units {
            for (feature, value) in entries(&self.units[*unit]) {
                let slot = &mut used[*feature as usize];
                if *slot == u32::MAX {
                    *slot = back.len() as u32;
                    back.push(*feature);
                }
                local.push((*slot, *value));
            }
            starts.push(local.len());
        }
        let n = back.len();
        let total: f64 = units.iter().map(|(_, w)| f64::from(*w)).sum();
        let mut x = vec![0.0f32; (n + 1) * COLUMNS];
        x[n * COLUMNS..].fill(if paired { 0.0 } else { -3.0 });
        minimize(&mut x, steps, |x, gradient| {
            gradient.fill(0.0);
            let mut loss = 0.0f64;
            let (rows, _) = x.as_chunks::<COLUMNS>();
            let (slopes, _) = gradient.as_chunks_mut::<COLUMNS>();
            for (position, (unit, weight)) in units.iter().enumerate() {
                let unit = &self.units[*unit];
                let own = &local[starts[position]..starts[position + 1]];
                let mut sums: Row = [0.0; COLUMNS];
                for (feature, value) in own {
                    for (sum, w) in sums.iter_mut().zip(&rows[*feature as usize]) {
                        *sum += value * w;
                    }
                }
                let mut slope: Row = [0.0; COLUMNS];
                let bias = &rows[n];
                if let (true, Some(about)) = (paired, unit.about) {
                    let z = sums[about + 1] + sums[0] + bias[about + 1];
                    let y = if unit.label.is_some() { 1.0 } else { 0.0 };
                    let p = 1.0 / (1.0 + (-z).exp());
                    loss += f64::from(weight * (z.max(0.0) - y * z + (-z.abs()).exp().ln_1p()));
                    slope[about + 1] = weight * (p - y);
                } else {
                    let mut logits: Row = [0.0; COLUMNS];
                    for r in 1..COLUMNS {
                        logits[r] = sums[r] + sums[0] + bias[r];
                    }
                    let top = logits.iter().copied().fold(f32::MIN, f32::max);
                    let exps = logits.map(|l| (l - top).exp());
                    let all: f32 = exps.iter().sum();
                    let gold = unit.label.map_or(0, |r| r + 1);
                    loss -= f64::from(weight * ((exps[gold] / all).max(1e-12)).ln());
                    for r in 1..COLUMNS {
                        slope[r] = weight * (exps[r] / all - if r == gold { 1.0 } else { 0.0 });
                    }
                }
                for (at, s) in slope.iter().enumerate().skip(1) {
                    slopes[n][at] += s;
                }
                slope[0] = slope[1..].iter().sum();
                for (feature, value) in own {
                    for (g, s) in slopes[*feature as usize].iter_mut().zip(&slope) {
                        *g += value * s;
                    }
                }
            }
            let inverse = (1.0 / total) as f32;
            let mut squares = 0.0f64;
            for (row, slope) in rows[..n].iter().zip(slopes.iter_mut()) {
                squares += f64::from(row.iter().map(|w| w * w).sum::<f32>());
                for (g, w) in slope.iter_mut().zip(row) {
                    *g = *g * inverse + decay as f32 * w;
                }
            }
            slopes[n].iter_mut().for_each(|g| *g *= inverse);
            loss / total + 0.5 * decay * squares
        });
        let (rows, _) = x.as_chunks::<COLUMNS>();
        let mut out = vec![[0.0; COLUMNS]; self.keys.len()];
        for (row, feature) in rows.iter().zip(&back) {
            out[*feature as usize] = *row;
        }
        (out, std::array::from_fn(|r| rows[n][r + 1]))
    }
}

/// What telling flags from traps counts beside finding them.
const TRAP_SHARE: f32 = 0.2;
/// Features kept.
const KEPT_CENTRE: usize = 35_000;
const KEPT_WINDOW: usize = 15_000;

/// The weights fitted on the cases that `wanted` accepts.
pub fn fit(data: &Data, wanted: impl Fn(usize) -> bool, thresholds: Scores) -> Vec<u8> {
    let of_case: Vec<bool> = (0..data.writers.len()).map(wanted).collect();
    let mut table: Vec<Scores> = vec![[0.0; OUTPUTS]; data.keys.len()];
    let mut bias: Scores = [0.0; OUTPUTS];
    let mut take = |(rows, own_bias): (Vec<Row>, Scores), share: f32| {
        for (weights, row) in table.iter_mut().zip(rows) {
            for (r, weight) in weights.iter_mut().enumerate() {
                *weight += share * (row[r + 1] + row[0]);
            }
        }
        bias.iter_mut().zip(own_bias).for_each(|(b, own)| *b += share * own);
    };
    // Two fits, averaged: the extra passages are blunter than what writers write, and count little.
    for share in [0.3, 0.0] {
        let weights: Vec<f32> = data
            .units
            .iter()
            .map(|u| match (of_case[u.case], u.extra) {
                (false, _) => 0.0,
                (true, false) => u.weight,
                (true, true) => u.weight * share * if u.label.is_none() { 2.0 } else { 1.0 },
            })
            .collect();
        take(data.regress(&weights, false, 3e-6, 60), 0.5);
    }
    let weights: Vec<f32> = data.units.iter().map(|u| if of_case[u.case] { u.trap_weight } else { 0.0 }).collect();
    let total: f32 = weights.iter().sum();
    take(data.regress(&weights, true, 0.01 / f64::from(total), 100), TRAP_SHARE);
    pack(data, &of_case, &table, bias, thresholds)
}

/// The table of the features that matter most.
fn pack(data: &Data, of_case: &[bool], table: &[Scores], bias: Scores, thresholds: Scores) -> Vec<u8> {
    let mut met = vec![[0u32; 2]; data.keys.len()];
    for unit in data.units.iter().filter(|u| of_case[u.case]) {
        for (sort, range) in [&unit.centre, &unit.window].into_iter().enumerate() {
            data.entries[range.clone()].iter().for_each(|(f, _)| met[*f as usize][sort] += 1);
        }
    }
    let (mut scales, mut features) = (Vec::new(), Vec::new());
    for (sort, kept) in [KEPT_CENTRE, KEPT_WINDOW].into_iter().enumerate() {
        let worth = |f: usize| {
            let most = table[f].iter().fold(0.0f32, |m, w| m.max(w.abs()));
            most * (met[f][sort] as f32).sqrt()
        };
        let mut numbers: Vec<usize> = (0..table.len()).filter(|f| met[*f][sort] > 0 && worth(*f) > 0.0).collect();
        numbers.sort_by(|a, b| worth(*b).total_cmp(&worth(*a)).then(a.cmp(b)));
        numbers.truncate(kept);
        let scale: Scores = std::array::from_fn(|r| {
            let mut sizes: Vec<f32> = numbers.iter().map(|f| table[*f][r].abs()).collect();
            sizes.sort_by(f32::total_cmp);
            // The few greatest are cut rather than that all others lose precision.
            sizes.get(sizes.len() * 9995 / 10_000).copied().unwrap_or(1.0).max(1e-9) / 127.0
        });
        let row = |f: usize| -> [i8; OUTPUTS] {
            std::array::from_fn(|r| (table[f][r] / scale[r]).round().clamp(-127.0, 127.0) as i8)
        };
        features.extend(numbers.iter().map(|f| (data.keys[*f], row(*f))).filter(|(_, row)| *row != [0; OUTPUTS]));
        scales.push(scale);
    }
    weights::write([scales[0], scales[1], bias, thresholds], features)
}
