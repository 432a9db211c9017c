//! Fits the chain by maximum likelihood, where a sentence may have several right labels.

use answerlint::model::chain::LABELS;

use crate::drafts::Story;
use crate::lbfgs;
use crate::matrix::Rows;

/// Strength of the prior on weights of features, and on those of the order of labels.
const PRIOR: f64 = 12.0;
const ORDER_PRIOR: f64 = 0.3;
/// Log-weight of an alternative beside the label itself.
const ALTERNATIVE: f64 = -1.0;
const STEPS: usize = 60;

type Row = [f64; LABELS];

/// Fitted weights: of each feature for each label, of pairs of labels, of the first and of the last.
pub struct Fitted {
    pub weights: Vec<Row>,
    pub transitions: Vec<Row>,
    pub start: Row,
    pub end: Row,
}

/// Which labels are right for each sentence, as factors.
fn right(story: &Story) -> Vec<Row> {
    let factor = |s: &crate::drafts::Sentence, label: usize| match () {
        () if s.label == label => 1.0,
        () if s.others[label] => ALTERNATIVE.exp(),
        () => 0.0,
    };
    story.sentences.iter().map(|s| std::array::from_fn(|label| factor(s, label))).collect()
}

/// Where the weights of the order stand in the vector of all weights.
struct Order<'a> {
    transitions: &'a [f64],
    start: &'a [f64],
    end: &'a [f64],
}

fn split(order: &[f64]) -> Order<'_> {
    let (transitions, ends) = order.split_at(LABELS * LABELS);
    let (start, end) = ends.split_at(LABELS);
    Order { transitions, start, end }
}

/// Adds `sign` times the expected counts under the labellings allowed by `factors` to the gradients; returns the
/// logarithm of their sum.
fn expected(factors: &[Row], order: &Order, sign: f64, nodes: &mut [Row], gradient: &mut [f64]) -> f64 {
    let n = factors.len();
    let mut forward = vec![[0.0; LABELS]; n];
    let mut scales = vec![0.0; n];
    for at in 0..n {
        let mut row = [0.0; LABELS];
        for (to, value) in row.iter_mut().enumerate() {
            *value = factors[at][to]
                * match at {
                    0 => order.start[to],
                    _ => (0..LABELS).map(|from| forward[at - 1][from] * order.transitions[from * LABELS + to]).sum(),
                };
        }
        scales[at] = row.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        forward[at] = row.map(|v| v / scales[at]);
    }
    let last: f64 = (0..LABELS).map(|l| forward[n - 1][l] * order.end[l]).sum::<f64>().max(f64::MIN_POSITIVE);
    let mut backward: Row = std::array::from_fn(|l| order.end[l] / last);
    for at in (0..n).rev() {
        for label in 0..LABELS {
            let p = forward[at][label] * backward[label];
            nodes[at][label] += sign * p;
            if at == 0 {
                gradient[LABELS * LABELS + label] += sign * p;
            }
            if at == n - 1 {
                gradient[LABELS * LABELS + LABELS + label] += sign * p;
            }
        }
        if at == 0 {
            break;
        }
        let ahead: Row = std::array::from_fn(|to| factors[at][to] * backward[to] / scales[at]);
        let mut before = [0.0; LABELS];
        for from in 0..LABELS {
            for to in 0..LABELS {
                let factor = order.transitions[from * LABELS + to] * ahead[to];
                before[from] += factor;
                gradient[from * LABELS + to] += sign * forward[at - 1][from] * factor;
            }
        }
        backward = before;
    }
    scales.iter().map(|s| s.ln()).sum::<f64>() + last.ln()
}

/// Fits the chain to stories of given weights; `rows` are their sentences, of `columns` features.
pub fn fit(stories: &[(&Story, f64)], rows: &Rows, columns: usize) -> Fitted {
    let rights: Vec<Vec<Row>> = stories.iter().map(|(s, _)| right(s)).collect();
    let order_at = columns * LABELS;
    let order_len = LABELS * LABELS + 2 * LABELS;
    let x = lbfgs::minimize(vec![0.0; order_at + order_len], STEPS, 1e-5, |x, gradient| {
        gradient.fill(0.0);
        let factors: Vec<f64> = x[order_at..].iter().map(|v| v.exp()).collect();
        let order = split(&factors);
        let mut loss = 0.0;
        let mut order_gradient = vec![0.0; order_len];
        let mut first = 0;
        for ((story, weight), right) in stories.iter().zip(&rights) {
            let n = story.sentences.len();
            let scores: Vec<Row> = (first..first + n).map(|row| score(x, rows.row(row))).collect();
            let most = |row: &Row| row.iter().copied().fold(f64::MIN, f64::max);
            let all: Vec<Row> = scores.iter().map(|row| row.map(|v| (v - most(row)).exp())).collect();
            let allowed: Vec<Row> =
                all.iter().zip(right).map(|(a, r)| std::array::from_fn(|l| a[l].max(1e-200) * r[l])).collect();
            let mut nodes = vec![[0.0; LABELS]; n];
            loss += weight * expected(&all, &order, *weight, &mut nodes, &mut order_gradient);
            loss -= weight * expected(&allowed, &order, -*weight, &mut nodes, &mut order_gradient);
            for (row, node) in (first..).zip(&nodes) {
                for (feature, value) in rows.row(row) {
                    let at = *feature as usize * LABELS;
                    gradient[at..at + LABELS].iter_mut().zip(node).for_each(|(g, p)| *g += value * p);
                }
            }
            first += n;
        }
        gradient[order_at..].copy_from_slice(&order_gradient);
        for (at, (value, slope)) in x.iter().zip(gradient.iter_mut()).enumerate() {
            let prior = if at < order_at { PRIOR } else { ORDER_PRIOR };
            loss += 0.5 * prior * value * value;
            *slope += prior * value;
        }
        loss
    });
    let order = split(&x[order_at..]);
    let row = |values: &[f64]| -> Row { std::array::from_fn(|l| values[l]) };
    Fitted {
        weights: x[..order_at].chunks(LABELS).map(row).collect(),
        transitions: order.transitions.chunks(LABELS).map(row).collect(),
        start: row(order.start),
        end: row(order.end),
    }
}

fn score(x: &[f64], row: &[(u32, f64)]) -> Row {
    let mut out = [0.0; LABELS];
    for (feature, value) in row {
        let at = *feature as usize * LABELS;
        out.iter_mut().zip(&x[at..at + LABELS]).for_each(|(o, w)| *o += value * w);
    }
    out
}
