//! Technical answers: concepts, trade-offs, experience.

use super::{Finding, Subject, list};
use crate::answer::Kind;
use crate::rules::CoverageProblem;

/// Name-dropping is reported from this probability on.
const NAME_DROPPING: f32 = 0.5;
/// An absence is reported below this probability, and only where at most one pattern shows the thing: numbers and
/// negations go with trade-offs and with experience, but their absence proves nothing.
const ABSENT: f32 = 0.35;
const MOST_SIGNS: f32 = 1.5;

/// The findings of a coverage rule.
#[must_use]
pub fn check(subject: &Subject, problem: CoverageProblem) -> Vec<Finding> {
    if subject.answer.kind != Kind::Technical {
        return Vec::new();
    }
    let technical = subject.technical();
    if technical.sentences == 0 {
        return Vec::new();
    }
    match problem {
        CoverageProblem::MissingConcepts => missing_concepts(subject),
        CoverageProblem::NameDropping if technical.name_dropping() > NAME_DROPPING => {
            let span = technical.first_list.map_or_else(|| subject.head(), |list| subject.source(list));
            let unexplained = technical.concepts.iter().filter(|c| c.present && !c.explained);
            let mut finding = Finding::at(span);
            finding.subjects = unexplained.map(|c| c.name.clone()).collect();
            vec![finding]
        }
        CoverageProblem::NoTradeOff
            if technical.trade_off() < ABSENT && technical.figures.trade_offs.exp_m1() < MOST_SIGNS =>
        {
            vec![Finding::at(subject.head())]
        }
        CoverageProblem::NoProductionEvidence
            if technical.production() < ABSENT && technical.figures.production.exp_m1() < MOST_SIGNS =>
        {
            vec![Finding::at(subject.head())]
        }
        _ => Vec::new(),
    }
}

fn missing_concepts(subject: &Subject) -> Vec<Finding> {
    let concepts = &subject.technical().concepts;
    let missing: Vec<String> = concepts.iter().filter(|c| !c.present).map(|c| c.name.clone()).collect();
    let covered = concepts.len() - missing.len();
    if missing.is_empty() || covered as f32 >= subject.settings.coverage * concepts.len() as f32 {
        return Vec::new();
    }
    let mut finding = Finding::at(subject.head())
        .fill("covered", covered.to_string())
        .fill("total", concepts.len().to_string())
        .fill("missing", list(&missing));
    finding.subjects = missing;
    vec![finding]
}
