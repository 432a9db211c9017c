//! What the model makes of writers left out of its fit.

use std::collections::BTreeMap;

use answerlint::answer::{Kind, Speaker};
use answerlint::model::flags::tokens::Reading;
use answerlint::model::flags::weights::{OUTPUTS, Scores, Weights};
use answerlint::model::flags::{BESIDE, Scorer, TECHNICAL, rules};

use crate::cases::{Case, Sort};
use crate::train::{Data, fit};

/// Writers are left out this many at a time, for time's sake.
const FOLDS: usize = 6;
/// The threshold that scores are taken at, low enough for every choice of another.
const LOW: f32 = -1.0;
const HYPOTHETICAL: usize = 8;

/// A sentence of a writer left out.
pub struct Judged {
    case: usize,
    fold: usize,
    scores: Scores,
    marks: Vec<usize>,
}

/// Of each writer, and each half of the corpus, the fold it is left out in.
fn folds(cases: &[Case]) -> BTreeMap<&str, usize> {
    let mut writers: Vec<&str> = cases.iter().map(|c| c.writer.as_str()).filter(|w| *w != "extra").collect();
    writers.sort_unstable();
    writers.dedup();
    let mut people = 0;
    let mut fold_of = BTreeMap::new();
    for writer in writers {
        let half = writer.strip_prefix("corpus-").and_then(|n| n.parse::<usize>().ok());
        fold_of.insert(
            writer,
            half.unwrap_or_else(|| {
                people += 1;
                (people - 1) % FOLDS
            }),
        );
    }
    fold_of
}

/// The scores of every sentence, from a fit without its writer.
pub fn rotate(cases: &[Case], data: &Data) -> Vec<Judged> {
    let fold_of = folds(cases);
    let mut out = Vec::new();
    for fold in 0..FOLDS {
        let left_out = |case: usize| fold_of.get(data.writers[case].as_str()) == Some(&fold);
        // A half of the corpus is left out of every fit, so that the other fits see no more of it.
        let other_half = format!("corpus-{}", fold % 2);
        let bytes = fit(data, |case| !left_out(case) && data.writers[case] != other_half, [LOW; OUTPUTS]);
        let weights = Weights::parse(&bytes).expect("what was written is read");
        for (number, case) in
            cases.iter().enumerate().filter(|(n, c)| left_out(*n) && !matches!(c.sort, Sort::Framed { .. }))
        {
            for (answer, marks) in case.draft.answers.iter().zip(&case.marks) {
                let reading = Reading::of(&case.draft, answer);
                let mut scorer = Scorer::new(&weights, &reading);
                for (at, sentence) in answer.sentences.iter().enumerate() {
                    if sentence.speaker != Speaker::Candidate {
                        continue;
                    }
                    let mut scores = scorer.score(at, 2.5).unwrap_or([-9.0; OUTPUTS]);
                    if answer.kind == Kind::Technical {
                        scores.iter_mut().for_each(|s| *s -= TECHNICAL);
                        scores[HYPOTHETICAL] = -9.0;
                    }
                    out.push(Judged { case: number, fold, scores, marks: marks[at].clone() });
                }
            }
        }
        eprintln!("fold {fold}: {} bytes", bytes.len());
    }
    out
}

/// The outputs that a sentence is flagged for.
fn flagged(scores: &Scores, thresholds: &Scores) -> Vec<usize> {
    let excess = |o: usize| scores[o] - thresholds[o];
    let best = (0..OUTPUTS).map(excess).fold(f32::MIN, f32::max);
    (0..OUTPUTS).filter(|o| excess(*o) > 0.0 && excess(*o) >= best - BESIDE).collect()
}

/// Counts for one rule.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    positives: usize,
    hits: usize,
    alarms: usize,
}

/// What a choice of thresholds comes to on sentences that `wanted` accepts.
struct Figures {
    rules: [Counts; OUTPUTS],
    traps: BTreeMap<String, usize>,
    /// False findings and sentences: quiet labelled answers, other labelled answers, corpus.
    ordinary: [(usize, usize); 3],
    false_by_rule: [usize; OUTPUTS],
    in_answers: (usize, usize),
}

fn measure(cases: &[Case], judged: &[Judged], thresholds: impl Fn(&Judged) -> Scores) -> Figures {
    let mut figures = Figures {
        rules: Default::default(),
        traps: BTreeMap::new(),
        ordinary: [(0, 0); 3],
        false_by_rule: [0; OUTPUTS],
        in_answers: (0, 0),
    };
    let mut at = 0;
    while at < judged.len() {
        let case = judged[at].case;
        let end = at + judged[at..].iter().take_while(|j| j.case == case).count();
        let sentences = &judged[at..end];
        at = end;
        match &cases[case].sort {
            Sort::Passage { output, expect, trap } => {
                let found = sentences.iter().any(|j| flagged(&j.scores, &thresholds(j)).contains(output));
                let counts = &mut figures.rules[*output];
                counts.positives += usize::from(*expect);
                counts.hits += usize::from(*expect && found);
                counts.alarms += usize::from(!expect && found);
                if !expect && found {
                    *figures.traps.entry(trap.clone()).or_default() += 1;
                }
            }
            Sort::Framed { .. } => {}
            sort => {
                let place = match sort {
                    Sort::Answer { quiet: true } => 0,
                    Sort::Answer { quiet: false } => 1,
                    _ => 2,
                };
                for sentence in sentences {
                    let found = flagged(&sentence.scores, &thresholds(sentence));
                    if sentence.marks.is_empty() {
                        figures.ordinary[place].0 += usize::from(!found.is_empty());
                        figures.ordinary[place].1 += 1;
                        found.iter().for_each(|o| figures.false_by_rule[*o] += 1);
                    } else {
                        figures.in_answers.0 += usize::from(found.iter().any(|o| sentence.marks.contains(o)));
                        figures.in_answers.1 += 1;
                    }
                }
            }
        }
    }
    figures
}

/// The least precision on passages and the most false findings in a thousand sentences that thresholds are chosen for.
/// On other writers than those they were chosen on there are a few more.
const PRECISION: f64 = 0.97;
const FALSE_IN_1000: f64 = 2.0;

/// What an alarm on a trap costs beside a hit, for single rules; the precision over all is checked for itself.
const ALARM: f64 = 1.5;
/// How far a rule's threshold may be from the one for all: a single rule has too few passages to be trusted further.
const APART: f32 = 1.2;

/// For each threshold of the grid, the hits and alarms of a rule on passages, and false findings in ordinary text.
type Trade = Vec<(f64, f64, f64)>;

/// Thresholds with the most hits that keep to [`PRECISION`] and so many false findings in a thousand sentences: halfway
/// between one for all rules and one for each.
fn choose(cases: &[Case], judged: &[Judged], false_in_1000: f64, wanted: impl Fn(&Judged) -> bool) -> Scores {
    // The best score of each passage for its rule; and the scores of ordinary sentences.
    let mut best: BTreeMap<usize, (usize, bool, f32)> = BTreeMap::new();
    let mut ordinary: Vec<&Scores> = Vec::new();
    for j in judged.iter().filter(|j| wanted(j)) {
        match &cases[j.case].sort {
            Sort::Passage { output, expect, .. } => {
                let entry = best.entry(j.case).or_insert((*output, *expect, f32::MIN));
                entry.2 = entry.2.max(j.scores[*output]);
            }
            Sort::Answer { quiet: true } | Sort::Corpus if j.marks.is_empty() => ordinary.push(&j.scores),
            _ => {}
        }
    }
    let allowed = false_in_1000 * ordinary.len() as f64 / 1000.0;
    let grid: Vec<f32> = (0..100).map(|n| LOW + 0.05 * n as f32).collect();
    let trades: Vec<Trade> = (0..OUTPUTS)
        .map(|r| {
            let passages: Vec<(bool, f32)> =
                best.values().filter(|(o, ..)| *o == r).map(|(_, expect, score)| (*expect, *score)).collect();
            let count = |t: f32, expect: bool| passages.iter().filter(|(e, s)| *e == expect && *s > t).count() as f64;
            let wrong = |t: f32| ordinary.iter().filter(|s| s[r] > t).count() as f64;
            grid.iter().map(|t| (count(*t, true), count(*t, false), wrong(*t))).collect()
        })
        .collect();
    let together = |n: usize| {
        let hits: f64 = trades.iter().map(|t| t[n].0).sum();
        let alarms: f64 = trades.iter().map(|t| t[n].1).sum();
        let wrong = ordinary.iter().filter(|s| s.iter().any(|s| *s > grid[n])).count() as f64;
        hits >= PRECISION * (hits + alarms) && wrong <= allowed
    };
    let one = grid[(0..grid.len()).find(|n| together(*n)).unwrap_or(grid.len() - 1)];
    let each = each(&grid, &trades, allowed);
    each.map(|own| (one + own.clamp(one - APART, one + APART)) / 2.0)
}

/// A threshold for each rule: a false finding costs what makes all of them together stay below `allowed`.
fn each(grid: &[f32], trades: &[Trade], allowed: f64) -> Scores {
    let mut cost = 0.0;
    loop {
        let mut total = 0.0;
        let thresholds = std::array::from_fn(|r| {
            let worth = |n: &usize| {
                let (hits, alarms, wrong) = trades[r][*n];
                hits - ALARM * alarms - cost * wrong
            };
            let chosen = (0..grid.len()).max_by(|a, b| worth(a).total_cmp(&worth(b))).unwrap_or(0);
            total += trades[r][chosen].2;
            grid[chosen]
        });
        if total <= allowed || cost > 1000.0 {
            return thresholds;
        }
        cost = cost * 1.15 + 0.3;
    }
}

/// Thresholds chosen on all writers, each from a fit without him or her.
pub fn thresholds(cases: &[Case], judged: &[Judged]) -> Scores {
    choose(cases, judged, FALSE_IN_1000, |_| true)
}

fn show(title: &str, figures: &Figures) {
    let ratio = |a: usize, b: usize| a as f64 / (b.max(1)) as f64;
    println!("{title}");
    println!("{:30} {:>6} {:>6} {:>9} {:>7} {:>9}", "rule", "P", "R", "positives", "alarms", "ordinary");
    let mut all = Counts::default();
    for (r, counts) in figures.rules.iter().enumerate() {
        let p = ratio(counts.hits, counts.hits + counts.alarms);
        let wrong = figures.false_by_rule[r];
        println!(
            "{:30} {p:6.3} {:6.3} {:9} {:7} {wrong:9}",
            rules()[r],
            ratio(counts.hits, counts.positives),
            counts.positives,
            counts.alarms
        );
        all.positives += counts.positives;
        all.hits += counts.hits;
        all.alarms += counts.alarms;
    }
    println!("{:30} {:6.3} {:6.3}", "all", ratio(all.hits, all.hits + all.alarms), ratio(all.hits, all.positives));
    let traps: Vec<String> = figures.traps.iter().map(|(t, n)| format!("{t} {n}")).collect();
    println!("false alarms by trap: {}", traps.join(", "));
    for (name, (wrong, sentences)) in ["quiet answers", "other answers", "corpus"].iter().zip(figures.ordinary) {
        println!("{name}: {wrong} false in {sentences} sentences, {:.2} in 1,000", 1000.0 * ratio(wrong, sentences));
    }
    let (hits, all) = figures.in_answers;
    println!("marked sentences of answers: {hits} of {all}\n");
}

/// Prints what the thresholds come to, and what thresholds chosen on other writers than those measured would.
pub fn print(cases: &[Case], judged: &[Judged], thresholds: &Scores) {
    let nested: Vec<Scores> = (0..FOLDS).map(|fold| choose(cases, judged, FALSE_IN_1000, |j| j.fold != fold)).collect();
    show("Writers left out, thresholds from other writers", &measure(cases, judged, |j| nested[j.fold]));
    show("Writers left out, thresholds as shipped", &measure(cases, judged, |_| *thresholds));
    println!("thresholds {thresholds:.2?}\n");
    for false_in_1000 in [0.5, 1.0, 2.0, 4.0, 8.0] {
        let thresholds = choose(cases, judged, false_in_1000, |_| true);
        let figures = measure(cases, judged, |_| thresholds);
        let sum = |count: fn(&Counts) -> usize| figures.rules.iter().map(count).sum::<usize>();
        let (hits, alarms) = (sum(|c| c.hits), sum(|c| c.alarms));
        let per_1000 = figures.ordinary.map(|(wrong, sentences)| 1000.0 * wrong as f64 / sentences.max(1) as f64);
        println!(
            "at {false_in_1000} false in 1,000: P {:.3}, R {:.3}; quiet answers {:.2}, corpus {:.2}; {thresholds:.2?}",
            hits as f64 / (hits + alarms).max(1) as f64,
            hits as f64 / sum(|c| c.positives).max(1) as f64,
            per_1000[0],
            per_1000[2],
        );
    }
}
