//! Speaking time.

use super::{Finding, Subject};
use crate::answer::Kind;
use crate::rules::LengthProblem;

/// The finding when an answer is too long or too short to speak.
#[must_use]
pub fn check(subject: &Subject, problem: LengthProblem) -> Vec<Finding> {
    let words = subject.answer.word_count(subject.draft);
    let seconds = words as f32 * 60.0 / subject.settings.words_per_minute;
    // Rounded away from the limit, so that no answer takes "20 s, and 20 s is the least".
    let (limit, shown) = match problem {
        LengthProblem::TooLong if seconds > subject.settings.max_seconds => {
            (subject.settings.max_seconds, seconds.ceil())
        }
        // A note under labels is not for speaking as it stands.
        LengthProblem::TooShort if is_note(subject) => return Vec::new(),
        LengthProblem::TooShort if seconds < subject.settings.min_seconds && words > 0 => {
            (subject.settings.min_seconds, seconds.floor())
        }
        _ => return Vec::new(),
    };
    vec![
        Finding::at(subject.head())
            .fill("time", time(shown))
            .fill("limit", time(limit))
            .fill("words", words.to_string()),
    ]
}

/// Whether an answer is a technical note with labels, to no question of the bank.
fn is_note(subject: &Subject) -> bool {
    let answer = subject.answer;
    answer.kind == Kind::Technical && answer.question.is_none() && answer.meta.kind.is_none() && answer.is_labelled()
}

/// "45 s", "2 min 05 s".
#[must_use]
pub fn time(seconds: f32) -> String {
    let total = seconds.round() as u32;
    match (total / 60, total % 60) {
        (0, s) => format!("{s} s"),
        (m, 0) => format!("{m} min"),
        (m, s) => format!("{m} min {s:02} s"),
    }
}
