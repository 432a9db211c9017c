//! Looking things up in the question bank.

use std::sync::LazyLock;

use super::model::*;
use super::raw::{RawLabels, RawSections};
use crate::rules::Part;
use crate::tables;

/// Number of questions in the bank.
#[must_use]
pub fn len() -> usize {
    tables::QUESTION_IDS.len()
}

/// The id of question number `number`.
#[must_use]
pub fn id_of(number: usize) -> &'static str {
    tables::QUESTION_IDS[number]
}

/// Where question number `number` stands in the document.
#[must_use]
pub fn source_of(number: usize) -> &'static str {
    tables::QUESTION_SOURCES[number]
}

/// The kind of question number `number`.
#[must_use]
pub fn kind_of(number: usize) -> QuestionKind {
    let id = id_of(number);
    QuestionKind::from_name(id.split('/').next().unwrap_or("")).unwrap_or(QuestionKind::Attitude)
}

/// The number of the question with this id or source.
#[must_use]
pub fn find(name: &str) -> Option<usize> {
    let name = name.trim();
    tables::QUESTION_IDS
        .iter()
        .position(|id| *id == name)
        .or_else(|| tables::QUESTION_SOURCES.iter().position(|source| source.eq_ignore_ascii_case(name)))
}

/// The model answer to question number `number`, if the project has one: its path in the repository.
#[must_use]
pub fn model_answer(number: usize) -> Option<&'static str> {
    Some(tables::MODEL_ANSWERS[number]).filter(|path| !path.is_empty())
}

/// Question number `number`.
#[must_use]
pub fn question(number: usize) -> Question {
    let start = tables::QUESTIONS_STARTS[number] as usize;
    let end = tables::QUESTIONS_STARTS[number + 1] as usize;
    postcard::from_bytes(&tables::QUESTIONS[start..end]).expect("the build script wrote the bank")
}

/// The structures, defence steps and universal principles.
#[must_use]
pub fn frameworks() -> &'static Frameworks {
    static FRAMEWORKS: LazyLock<Frameworks> =
        LazyLock::new(|| postcard::from_bytes(tables::FRAMEWORKS).expect("the build script wrote the frameworks"));
    &FRAMEWORKS
}

/// The names of the structures, and `any`.
#[must_use]
pub fn structure_names() -> Vec<&'static str> {
    frameworks().structures.iter().map(|s| s.name.as_str()).chain(["any"]).collect()
}

/// Labels of sections that are no part.
#[must_use]
pub fn section_labels() -> &'static RawSections {
    static SECTIONS: LazyLock<RawSections> =
        LazyLock::new(|| postcard::from_bytes(tables::SECTION_LABELS).expect("the build script wrote the labels"));
    &SECTIONS
}

/// Labels that say in words of their own what stands below, by part.
#[must_use]
pub fn described_labels() -> &'static [RawLabels] {
    static LABELS: LazyLock<Vec<RawLabels>> =
        LazyLock::new(|| postcard::from_bytes(tables::DESCRIBED_LABELS).expect("the build script wrote the labels"));
    &LABELS
}

/// The part that a label (in lower case) stands for.
#[must_use]
pub fn part_label(label: &str) -> Option<Part> {
    let at = tables::PART_LABELS.binary_search(&label).ok()?;
    Part::ALL.get(tables::PART_LABEL_PARTS[at] as usize).copied()
}

/// A question found from what somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// Its number.
    pub question: usize,
    /// How sure the match is, from 0 to 1.
    pub score: f32,
}
