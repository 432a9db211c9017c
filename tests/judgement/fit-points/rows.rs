//! The points of labelled answers and the steps of their replies, as the linter measures them, with the gold.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use answerlint::answer::evidence::Evidence;
use answerlint::answer::{self, Answer, Draft, Reader};
use answerlint::content::{self, Meaning};
use answerlint::model::points;
use answerlint::rules::Rulebook;
use serde::Deserialize;

/// So many letters of a reply tell it from others.
const TELLING_LETTERS: usize = 40;

/// A point or a step.
pub struct Row {
    pub writer: String,
    /// The answer's file.
    pub answer: String,
    /// Whether a careful reader would leave the answer alone.
    pub quiet: bool,
    pub features: Vec<f64>,
    /// Whether it is made, by the gold.
    pub made: bool,
}

/// The rows of all answers.
#[derive(Default)]
pub struct Rows {
    pub strategy: Vec<Row>,
    pub steps: Vec<Row>,
}

/// A line of gold.
#[derive(Deserialize)]
struct Gold {
    file: String,
    question_source: String,
    quiet: Option<bool>,
    followups: Option<Vec<FollowUp>>,
    strategy: Option<BTreeMap<String, bool>>,
}

#[derive(Deserialize)]
struct FollowUp {
    reply: String,
    steps: Vec<String>,
}

/// Reads the answers below `folder`, by writer.
pub fn read(folder: &Path) -> Rows {
    let rulebook = Rulebook::builtin();
    let mut out = Rows::default();
    let mut writers: Vec<_> = fs::read_dir(folder).expect("a folder of drafts").flatten().map(|e| e.path()).collect();
    writers.sort();
    for writer in writers {
        let Ok(lines) = fs::read_to_string(writer.join("answers.jsonl")) else { continue };
        let name = writer.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for line in lines.lines() {
            let gold: Gold = serde_json::from_str(line).expect("a line of gold");
            let text = fs::read_to_string(writer.join(&gold.file)).expect("a draft");
            let text = match text.starts_with("---") {
                true => text,
                false => format!("---\nquestion: {}\n---\n\n{text}", gold.question_source),
            };
            let draft = answer::read(&text, &Reader { rulebook: &rulebook, all_answers: false });
            if let Some(answer) = draft.answers.iter().max_by_key(|a| a.own().count()) {
                add(&draft, answer, &gold, &name, &mut out);
            }
        }
    }
    out
}

fn add(draft: &Draft, answer: &Answer, gold: &Gold, writer: &str, out: &mut Rows) {
    let row = |features: Vec<f64>, made: bool| Row {
        writer: writer.to_owned(),
        answer: gold.file.clone(),
        quiet: gold.quiet == Some(true),
        features,
        made,
    };
    let question = answer.question.map(content::question);
    let speech = points::listen(draft, answer, question.as_ref());
    if let (Some(question), Some(strategy)) = (&question, &gold.strategy) {
        let points: Vec<&Meaning> = question.strategy.iter().collect();
        let evidence = Evidence::of(draft, answer);
        let features = points::features_of_strategy(draft, answer, &speech, &evidence, &points);
        for (point, features) in points.iter().zip(features) {
            if let Some(made) = strategy.get(&point.name) {
                out.strategy.push(row(features.map(f64::from).to_vec(), *made));
            }
        }
    }
    let steps = &content::frameworks().steps;
    let meanings: Vec<&Meaning> = steps.iter().map(|(_, meaning)| meaning).collect();
    for follow_up in answer.follow_ups.iter().filter(|f| !f.sentences.is_empty()) {
        let text: String = follow_up
            .sentences
            .clone()
            .map(|at| letters(draft.document.text(draft.sentences[answer.sentences[at].index].span)))
            .collect();
        let telling = |reply: &str| letters(reply).chars().take(TELLING_LETTERS).collect::<String>();
        let all = gold.followups.iter().flatten();
        let Some(known) = all.into_iter().find(|known| text.contains(&telling(&known.reply))) else { continue };
        let found = points::steps(draft, answer, &speech, &meanings, &follow_up.sentences);
        for (number, (step, (key, _))) in found.iter().zip(steps).enumerate() {
            let mut features: Vec<f64> = step.features_of_step().map(f64::from).to_vec();
            features.extend((0..steps.len()).map(|other| f64::from(u8::from(other == number))));
            out.steps.push(row(features, known.steps.iter().any(|made| made.eq_ignore_ascii_case(key))));
        }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
