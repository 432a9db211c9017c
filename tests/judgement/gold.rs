//! Labelled drafts, as `drafts/FORMAT.md` describes them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// All that a folder of labelled drafts holds.
#[derive(Debug, Default)]
pub struct Gold {
    pub answers: Vec<Answer>,
    pub passages: Vec<Passage>,
    pub technical: Vec<Technical>,
    pub queries: Vec<Query>,
}

/// A behavioral answer.
#[derive(Debug, Deserialize)]
pub struct Answer {
    #[serde(skip)]
    pub text: String,
    #[serde(skip)]
    pub writer: String,
    pub file: String,
    pub question_source: String,
    pub template: String,
    pub sentences: Vec<(String, String)>,
    #[serde(default)]
    pub alternatives: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub missing: Vec<String>,
    #[serde(default)]
    pub red_flags: Option<Vec<Flag>>,
    #[serde(default)]
    pub quiet: Option<bool>,
    #[serde(default)]
    pub followups: Option<Vec<FollowUp>>,
    #[serde(default)]
    pub strategy: Option<BTreeMap<String, bool>>,
}

#[derive(Debug, Deserialize)]
pub struct Flag {
    pub rule: String,
    pub span: String,
}

#[derive(Debug, Deserialize)]
pub struct FollowUp {
    pub reply: String,
    pub steps: Vec<String>,
}

/// One to four sentences with or without a red flag.
#[derive(Debug, Deserialize)]
pub struct Passage {
    pub id: String,
    pub rule: String,
    pub expect: bool,
    pub trap: Option<String>,
    pub text: String,
    pub span: String,
}

/// A technical answer.
#[derive(Debug, Deserialize)]
pub struct Technical {
    #[serde(skip)]
    pub text: String,
    pub file: String,
    pub question_source: String,
    pub concepts: BTreeMap<String, Concept>,
    pub name_dropping: bool,
    pub trade_offs: bool,
    pub production_experience: bool,
}

#[derive(Debug, Deserialize)]
pub struct Concept {
    pub present: bool,
    pub explained: bool,
}

/// What somebody writes for a question.
#[derive(Debug, Deserialize)]
pub struct Query {
    pub query: String,
    pub question_source: Option<String>,
}

fn rows<T: for<'de> Deserialize<'de>>(path: &Path) -> Vec<T> {
    let Ok(text) = fs::read_to_string(path) else { return Vec::new() };
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{}: {e}: {line}", path.display())))
        .collect()
}

/// Reads a folder of labelled drafts.
pub fn read(folder: &Path) -> Gold {
    let mut gold = Gold::default();
    let mut writers: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    writers.sort();
    for writer in writers {
        let name = writer.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let load = |file: &str| fs::read_to_string(writer.join(file)).unwrap_or_else(|e| panic!("{name}/{file}: {e}"));
        let mut answers: Vec<Answer> = rows(&writer.join("answers.jsonl"));
        for answer in &mut answers {
            answer.text = load(&answer.file);
            answer.writer.clone_from(&name);
        }
        gold.answers.extend(answers);
        // Those of `extra` are there to fit on.
        if name != "extra" {
            gold.passages.extend(rows::<Passage>(&writer.join("passages.jsonl")));
        }
        let mut technical: Vec<Technical> = rows(&writer.join("technical.jsonl"));
        for answer in &mut technical {
            answer.text = load(&answer.file);
        }
        gold.technical.extend(technical);
        gold.queries.extend(rows::<Query>(&writer.join("question_match.jsonl")));
    }
    gold
}
