//! Figures on each writer left out of the fit: parts of sentences (A), missing evidence (B), a part left out (C).

use answerlint::model::chain::ASIDE;
use answerlint::model::story::NUMBERS;
use answerlint::model::weights::{DECISIONS, KINDS, Model};
use answerlint::rules::EvidenceKind;
use answerlint::rules::Part;

use crate::decision::{Aim, value};
use crate::drafts::Story;
use crate::train::{Judgements, QUIET, decisions};
use crate::weights::{five, judge};

/// Prints the three tables.
pub fn print(writers: &[String], stories: &[(Story, Vec<Story>)], judgements: &mut Judgements) {
    println!("left out, in order: {}", writers.join(", "));
    parts(writers.len(), stories, judgements);
    evidence(writers.len(), stories, judgements);
    left_out(writers.len(), stories, judgements);
}

#[derive(Clone, Copy, Default)]
struct Counts {
    hit: f64,
    found: f64,
    gold: f64,
}

impl Counts {
    fn add(&mut self, gold: bool, found: bool) {
        self.hit += f64::from(u8::from(gold && found));
        self.found += f64::from(u8::from(found));
        self.gold += f64::from(u8::from(gold));
    }

    fn plus(self, other: Self) -> Self {
        Self { hit: self.hit + other.hit, found: self.found + other.found, gold: self.gold + other.gold }
    }

    fn precision(&self) -> f64 {
        if self.found > 0.0 { self.hit / self.found } else { 1.0 }
    }

    fn recall(&self) -> f64 {
        if self.gold > 0.0 { self.hit / self.gold } else { 1.0 }
    }

    fn f1(&self) -> f64 {
        2.0 * self.hit / (self.found + self.gold).max(1.0)
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn list(values: &[f64]) -> String {
    values.iter().map(|v| format!("{v:.3}")).collect::<Vec<_>>().join(" ")
}

fn parts(writers: usize, stories: &[(Story, Vec<Story>)], judgements: &mut Judgements) {
    let (mut accuracies, mut scores, mut sixes, mut strict) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut pooled = [Counts::default(); 5];
    for writer in 0..writers {
        let bytes = judgements.weights(&[writer]).encode(&[[0.0; NUMBERS + 1]; DECISIONS]);
        let model = Model::new(&bytes).expect("the file is well formed");
        let mut by_part = [Counts::default(); 5];
        let (mut all, mut right, mut six, mut exact) = (0.0, 0.0, 0.0, 0.0);
        for (story, _) in stories.iter().filter(|(s, _)| s.writer == writer) {
            for (sentence, part) in story.sentences.iter().zip(judge(&model, story, false).parts()) {
                if sentence.label == ASIDE {
                    continue;
                }
                let (gold, got) = (five(sentence.label), five(part as usize));
                let other = (0..KINDS).any(|l| sentence.others[l] && five(l) == got);
                let shown = if other { gold } else { got };
                all += 1.0;
                right += f64::from(u8::from(gold == shown));
                exact += f64::from(u8::from(gold == got));
                six += f64::from(u8::from(part as usize == sentence.label || sentence.others[part as usize]));
                for (label, counts) in by_part.iter_mut().enumerate() {
                    counts.add(gold == label, shown == label);
                }
            }
        }
        accuracies.push(right / all);
        sixes.push(six / all);
        strict.push(exact / all);
        scores.push(mean(&by_part.map(|c| c.f1())));
        pooled = std::array::from_fn(|label| pooled[label].plus(by_part[label]));
    }
    println!("A  accuracy {}  mean {:.3}", list(&accuracies), mean(&accuracies));
    println!("A  macro-F1 {}  mean {:.3}", list(&scores), mean(&scores));
    println!("A  six parts {}  mean {:.3}", list(&sixes), mean(&sixes));
    println!("A  alternatives not counted {}  mean {:.3}", list(&strict), mean(&strict));
    for (part, counts) in Part::ALL.iter().zip(&pooled) {
        println!("A  {:<11} F1 {:.3}", part.name(), counts.f1());
    }
}

fn evidence(writers: usize, stories: &[(Story, Vec<Story>)], judgements: &mut Judgements) {
    let aims = [Aim::F1, Aim::Precision(0.6), Aim::Precision(QUIET), Aim::Precision(0.25)];
    let mut counts = vec![vec![[Counts::default(); KINDS]; writers]; aims.len()];
    let mut values: [Vec<(f32, bool)>; KINDS] = Default::default();
    for writer in 0..writers {
        let decided: Vec<_> =
            (0..KINDS).map(|kind| decisions(stories, judgements, Some(writer), kind, &aims)).collect();
        for (at, (story, _)) in stories.iter().enumerate().filter(|(_, (s, _))| s.writer == writer) {
            let numbers = judgements.labelled(&[writer], at);
            for kind in 0..KINDS {
                values[kind].push((value(&decided[kind][0], &numbers), story.missing[kind]));
            }
            for (aim, row) in counts.iter_mut().enumerate() {
                for kind in 0..KINDS {
                    row[writer][kind].add(story.missing[kind], value(&decided[kind][aim], &numbers) >= 0.0);
                }
            }
        }
    }
    for (aim, rows) in aims.iter().zip(&counts) {
        for (kind, name) in EvidenceKind::ALL.iter().enumerate() {
            let all = rows.iter().fold(Counts::default(), |sum, row| sum.plus(row[kind]));
            let by_writer: Vec<String> =
                rows.iter().map(|r| format!("{:.2}/{:.2}", r[kind].precision(), r[kind].recall())).collect();
            println!(
                "B  {:<16} {:<11} n {:>2}  P {:.2} R {:.2}  average precision {:.3}  {}",
                format!("{aim:?}"),
                name.name(),
                all.gold,
                all.precision(),
                all.recall(),
                average_precision(&mut values[kind]),
                by_writer.join(" ")
            );
        }
    }
}

/// The mean precision at each hit, the highest values first.
fn average_precision(values: &mut [(f32, bool)]) -> f64 {
    values.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut hits, mut sum) = (0.0, 0.0);
    for (at, _) in values.iter().enumerate().filter(|(_, (_, is))| *is) {
        hits += 1.0;
        sum += hits / (at as f64 + 1.0);
    }
    sum / f64::max(hits, 1.0)
}

/// A story, the part deleted from it if any, and whether each part is reported missing.
type Reported = (usize, Option<usize>, [bool; KINDS]);

fn left_out(writers: usize, stories: &[(Story, Vec<Story>)], judgements: &mut Judgements) {
    let aims = [Aim::Specificity(2.0), Aim::Specificity(3.0), Aim::Specificity(5.0)];
    let mut reported: Vec<Vec<Reported>> = vec![Vec::new(); aims.len()];
    for writer in 0..writers {
        let decided: Vec<_> =
            (0..KINDS).map(|part| decisions(stories, judgements, Some(writer), KINDS + part, &aims)).collect();
        for (at, (story, versions)) in stories.iter().enumerate().filter(|(_, (s, _))| s.writer == writer) {
            let whole = !story.incomplete
                && !story.missing[1]
                && !story.missing[2]
                && !story.missing[5]
                && (0..KINDS).all(|p| story.has(p));
            if !whole {
                continue;
            }
            for version in 0..=versions.len() {
                let numbers = judgements.plain(&[writer], at)[version];
                let without = version.checked_sub(1).and_then(|v| versions[v].without);
                for (aim, rows) in reported.iter_mut().enumerate() {
                    rows.push((writer, without, std::array::from_fn(|p| value(&decided[p][aim], &numbers) >= 0.0)));
                }
            }
        }
    }
    for (aim, rows) in aims.iter().zip(&reported) {
        for (part, name) in Part::ALL.iter().enumerate() {
            let rate = |wanted: Option<usize>, writer: Option<usize>, test: &dyn Fn(&[bool; KINDS]) -> bool| {
                let of: Vec<f64> = rows
                    .iter()
                    .filter(|(w, without, _)| *without == wanted && writer.is_none_or(|o| o == *w))
                    .map(|(_, _, found)| f64::from(u8::from(test(found))))
                    .collect();
                mean(&of)
            };
            let found = rate(Some(part), None, &|f| f[part]);
            let silent = rate(None, None, &|f| !f[part]);
            let exact = rate(Some(part), None, &|f| f[part] && f.iter().filter(|x| **x).count() == 1);
            let by_writer: Vec<f64> = (0..writers)
                .map(|w| f64::midpoint(rate(Some(part), Some(w), &|f| f[part]), rate(None, Some(w), &|f| !f[part])))
                .collect();
            println!(
                "C  {:<16} {:<11} balanced {:.3}  found {found:.2} silent {silent:.2} alone {exact:.2}  {}",
                format!("{aim:?}"),
                name.name(),
                f64::midpoint(found, silent),
                list(&by_writer)
            );
        }
        let whole: Vec<_> = rows.iter().filter(|(_, without, _)| without.is_none()).collect();
        let silent = whole.iter().filter(|(_, _, found)| !found.contains(&true)).count();
        println!("C  {:<16} intact and silent {silent} of {}", format!("{aim:?}"), whole.len());
    }
}
