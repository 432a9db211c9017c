//! The parts of an answer: missing, empty, out of order, twice, misspelt.

use super::{Finding, Subject};
use crate::answer::genre;
use crate::answer::labels::LabelForm;
use crate::answer::{Kind, PartSpan, Passage, Role};
use crate::content;
use crate::diagnostic::{Applicability, Edit, Fix, Severity};
use crate::model::signs::{self, Strength};
use crate::rules::{EvidenceKind, Part, Parts, StructureProblem};
use crate::span::Span;

/// The findings of a structure rule.
#[must_use]
pub fn check(subject: &Subject, problem: StructureProblem) -> Vec<Finding> {
    match problem {
        StructureProblem::MissingPart => missing(subject),
        StructureProblem::EmptyPart => empty(subject),
        StructureProblem::PartOrder => order(subject),
        StructureProblem::DuplicatePart => duplicate(subject),
        StructureProblem::UnknownPart => unknown(subject),
    }
}

/// What the answer's structure calls a part.
fn label_of(subject: &Subject, part: Part) -> String {
    let structure = content::frameworks().structures.iter().find(|s| s.name == subject.structure());
    let own = structure.and_then(|s| s.parts.iter().find(|p| p.part == part)).map(|p| p.label.clone());
    own.unwrap_or_else(|| part.title().to_owned())
}

fn missing(subject: &Subject) -> Vec<Finding> {
    if subject.answer.kind != Kind::Behavioral || subject.answer.own().next().is_none() || subject.structure() == "any"
    {
        return Vec::new();
    }
    let present = crate::model::presence::parts(subject.draft, subject.answer, subject.evidence);
    let mut out = Vec::new();
    for part in Part::ALL {
        if present.has(part) || told_under_another(subject, part) {
            continue;
        }
        let severity = match part {
            Part::Action | Part::Outcome => Some(Severity::Error),
            Part::Learning | Part::Application if subject.lesson_is_advice() => Some(Severity::Info),
            _ => None,
        };
        let (span, place) = insertion(subject, part);
        let mut finding =
            Finding::at(span).fill("part", label_of(subject, part)).fill("place", place).subject(part.name());
        finding.severity = severity;
        finding.help = guidance(subject, part);
        out.push(finding);
    }
    out
}

/// Fewest words before the first label that set a scene.
const MIN_LEAD: usize = 4;

/// Whether an answer with labels tells a part under the label of another: the challenge as the situation, the lesson at
/// the end of the result.
fn told_under_another(subject: &Subject, part: Part) -> bool {
    let answer = subject.answer;
    let leads = || {
        let first = answer.own().next();
        first.is_some_and(|(_, s)| s.part.is_none() && crate::answer::spoken_words(subject.draft, s.index) >= MIN_LEAD)
    };
    if !answer.is_labelled() {
        // Words that say "I learned" overrule the model.
        return part == Part::Learning && says_plainly(subject, EvidenceKind::Learning);
    }
    match part {
        Part::Action | Part::Outcome if answer.question_stated => false,
        Part::Outcome if says_plainly(subject, EvidenceKind::Outcome) => true,
        Part::Action | Part::Outcome => genre::has_foreign_labels(subject.draft, answer),
        // What stands before the first label sets the scene.
        Part::Context => !answer.question_stated && leads(),
        Part::Challenge => {
            (answer.labelled.has(Part::Context) || leads()) && genre::names_difficulty(subject.draft, answer)
        }
        Part::Learning => !answer.question_stated && says_plainly(subject, EvidenceKind::Learning),
        // A habit may be told in words that only hint at it.
        Part::Application => {
            !answer.question_stated
                && [Strength::Strong, Strength::Weak].into_iter().any(|s| says(subject, EvidenceKind::Application, s))
        }
    }
}

/// Whether some sentence shows a kind of evidence in words that speak for themselves.
fn says_plainly(subject: &Subject, kind: EvidenceKind) -> bool {
    says(subject, kind, Strength::Strong)
}

/// Whether some sentence shows a kind of evidence in words of that strength, and the answer as a whole does.
fn says(subject: &Subject, kind: EvidenceKind, strength: Strength) -> bool {
    let found = |at: usize| signs::find(subject.draft, at, kind, strength).is_some();
    subject.evidence.get(kind).is_some() && subject.answer.own().any(|(_, s)| found(s.index))
}

fn guidance(subject: &Subject, part: Part) -> Option<String> {
    let structures = &content::frameworks().structures;
    let find = |name: &str| {
        structures
            .iter()
            .find(|s| s.name == name)
            .and_then(|s| s.parts.iter().find(|p| p.part == part))
            .map(|p| p.guidance.clone())
    };
    find(subject.structure()).or_else(|| find("six-part")).filter(|g| !g.is_empty())
}

/// Where a missing part belongs: right after the part before it, or before the one that follows.
fn insertion(subject: &Subject, part: Part) -> (Span, String) {
    let parts = &subject.answer.parts;
    let filled = |p: &&PartSpan| !p.span.is_empty();
    if let Some(before) = parts.iter().filter(filled).filter(|p| p.part < part).max_by_key(|p| (p.part, p.span.end)) {
        return (subject.after(before.span), format!("after {}", before.part.title()));
    }
    match parts.iter().filter(filled).filter(|p| p.part > part).min_by_key(|p| p.span.start) {
        Some(after) => {
            let at = after.label.unwrap_or(after.span);
            (Span::empty(subject.source(at).start as usize), format!("before {}", after.part.title()))
        }
        None => (Span::empty(subject.head().start as usize), "here".to_owned()),
    }
}

/// The parts in the answer itself: the "A:" of a prepared reply is none.
fn own_parts<'a>(subject: &'a Subject) -> impl Iterator<Item = &'a PartSpan> {
    let follow_ups = subject.answer.follow_ups.iter().map(|f| f.prompt.start).min().unwrap_or(u32::MAX);
    subject.answer.parts.iter().filter(move |p| p.label.is_none_or(|label| label.start < follow_ups))
}

fn empty(subject: &Subject) -> Vec<Finding> {
    let mut out = Vec::new();
    let parts: Vec<&PartSpan> = own_parts(subject).collect();
    for (at, part) in parts.iter().enumerate() {
        let Some(label) = part.label.filter(|_| part.sentences.is_empty()) else { continue };
        // "Action", then "What I did first": the text stands under the smaller heading.
        if parts.get(at + 1).is_some_and(|next| next.part == part.part && !next.sentences.is_empty()) {
            continue;
        }
        // A heading over sub-headings, a table, or code holds something.
        if holds_other_text(subject, label) || out.iter().any(|f: &Finding| f.span == subject.source(label)) {
            continue;
        }
        out.push(
            Finding::at(subject.source(label))
                .fill("part", subject.draft.document.text(label))
                .subject(part.part.name()),
        );
    }
    out
}

/// Whether anything stands between a label and the next one: code, a table, or the question that a template asks there.
fn holds_other_text(subject: &Subject, label: Span) -> bool {
    use crate::document::BlockKind;
    let passages = &subject.draft.passages[subject.answer.passages.clone()];
    let Some(at) = passages.iter().position(|p| p.label.as_ref().is_some_and(|l| l.span == label)) else {
        return false;
    };
    let says = |p: &Passage| p.role != Role::Note && !subject.draft.document.text(p.body).trim().is_empty();
    let holds =
        |p: &Passage| matches!(subject.draft.document.blocks[p.block].kind, BlockKind::Code | BlockKind::Cell { .. });
    says(&passages[at]) || passages[at + 1..].iter().take_while(|p| p.label.is_none()).any(|p| holds(p) || says(p))
}

/// Fewest words that make a part: "Difficulty: high" is a tag.
const MIN_PART_WORDS: usize = 3;

fn order(subject: &Subject) -> Vec<Finding> {
    let told = |p: &&PartSpan| subject.draft.document.text(p.span).split_whitespace().nth(MIN_PART_WORDS - 1).is_some();
    let parts: Vec<&PartSpan> = own_parts(subject).filter(|p| p.labelled).filter(told).collect();
    let mut out: Vec<Finding> = Vec::new();
    let mut highest: Option<&PartSpan> = None;
    let mut seen = Parts::default();
    for part in parts {
        if seen.has(part.part) {
            continue;
        }
        seen = seen.with(part.part);
        match highest {
            Some(high) if part.part < high.part => {
                let (Some(label), Some(other)) = (part.label, high.label) else { continue };
                if label == other {
                    continue;
                }
                let name = subject.draft.document.text(label).to_owned();
                let after = subject.draft.document.text(other).to_owned();
                out.push(
                    Finding::at(subject.source(label))
                        .fill("part", name)
                        .fill("after", after.clone())
                        .subject(part.part.name())
                        .label(subject.source(other), format!("{after} stands before it")),
                );
            }
            _ => highest = Some(part),
        }
    }
    if let Some(first) = out.first_mut() {
        first.fix = super::reorder::fix(subject);
    }
    out
}

fn duplicate(subject: &Subject) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut first: Vec<(Part, Span)> = Vec::new();
    let mut cells = Vec::new();
    for passage in &subject.draft.passages[subject.answer.passages.clone()] {
        if let Some(label) = &passage.label
            && label.form == LabelForm::Cell
        {
            cells.push(label.span);
        }
    }
    for part in own_parts(subject).filter(|p| p.labelled) {
        let Some(label) = part.label.filter(|l| !cells.contains(l)) else { continue };
        match first.iter().find(|(p, _)| *p == part.part) {
            None => first.push((part.part, label)),
            // "Situation & Task", then "Task": the second label only narrows the first.
            Some((_, earlier)) if *earlier == label || is_narrowed(subject, *earlier, part.part) => {}
            Some((_, earlier)) => {
                // Different words for one part ("Result" and "Impact") tell two sides of it.
                let same =
                    subject.draft.document.text(*earlier).eq_ignore_ascii_case(subject.draft.document.text(label));
                if same {
                    out.push(
                        Finding::at(subject.source(label))
                            .fill("part", subject.draft.document.text(label))
                            .subject(part.part.name())
                            .label(subject.source(*earlier), "first here"),
                    );
                }
            }
        }
    }
    // Several parts twice, or one label thrice, are rounds or sub-headings rather than an old draft beside a new one.
    if out.len() == 1 { out } else { Vec::new() }
}

fn is_narrowed(subject: &Subject, label: Span, part: Part) -> bool {
    let others = subject.answer.parts.iter().filter(|p| p.label == Some(label) && p.part != part);
    others.count() > 0
}

fn unknown(subject: &Subject) -> Vec<Finding> {
    subject
        .answer
        .near_labels
        .iter()
        .map(|near| {
            let span = subject.source(near.span);
            let written = subject.draft.document.text(near.span);
            let meant = cased_like(&near.meant, written);
            let mut finding = Finding::at(span).fill("text", written).fill("meant", meant.clone());
            finding.fix = Some(Fix {
                message: format!("write `{meant}`"),
                applicability: Applicability::Safe,
                edits: vec![Edit { span, text: meant }],
            });
            finding
        })
        .collect()
}

/// `word` in the letter case of `model`.
fn cased_like(word: &str, model: &str) -> String {
    let letters: Vec<char> = model.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.iter().all(|c| c.is_uppercase()) {
        word.to_uppercase()
    } else if letters.first().is_some_and(|c| c.is_lowercase()) {
        word.to_lowercase()
    } else {
        word.to_owned()
    }
}
