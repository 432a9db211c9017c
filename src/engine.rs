//! Checking one file: from its text to its diagnostics.

use crate::answer::evidence::Evidence;
use crate::answer::{self, Answer, Draft, Reader};
use crate::check::{self, Finding, Judged, Settings, Subject};
use crate::config::FileConfig;
use crate::content::{self, Question};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::duplicates::{Seen, Sketch};
use crate::rules::{AppliesTo, Check, DraftProblem, Rule, Rulebook};
use crate::source::Source;
use crate::span::Span;
use crate::suppress;
use crate::timing::{self, Item, Stage};

/// What came of checking one file.
#[derive(Debug)]
pub struct Checked {
    /// Its findings, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many answers it holds.
    pub answers: usize,
    /// What the answers of other files are compared with.
    pub sketches: Vec<Sketched>,
}

/// An answer that may turn out a copy of another file's.
#[derive(Debug)]
pub struct Sketched {
    /// What is kept of it.
    pub sketch: Sketch,
    /// Where it stands.
    pub span: Span,
    /// The finding if it is a copy, but for the place of the other one; none where a comment silences it.
    finding: Option<Diagnostic>,
}

/// The answers of all files so far.
#[derive(Debug, Default)]
pub struct Copies {
    seen: Seen<String>,
}

impl Copies {
    /// Adds to a file's findings the answers that an earlier file holds too. `place` says where one of its answers is.
    pub fn settle(&mut self, checked: &mut Checked, place: impl Fn(Span) -> String) {
        let before = checked.diagnostics.len();
        let mut new = Vec::new();
        for Sketched { sketch, span, finding } in checked.sketches.drain(..) {
            match self.seen.find(&sketch) {
                Some(other) => checked.diagnostics.extend(finding.map(|found| copied(found, other))),
                None => new.push((sketch, place(span))),
            }
        }
        new.into_iter().for_each(|(sketch, place)| self.seen.add(sketch, place));
        if checked.diagnostics.len() > before {
            checked.diagnostics.sort_by(Diagnostic::order);
        }
    }
}

/// The finding with the place of the answer that it copies.
fn copied(mut finding: Diagnostic, other: &str) -> Diagnostic {
    finding.message = finding.message.replace("{other}", other);
    finding
}

/// Checks the text of one file.
#[must_use]
pub fn check(source: &Source, rulebook: &Rulebook, config: &FileConfig) -> Checked {
    let draft = answer::read(source.text(), &Reader { rulebook, all_answers: config.all_answers });
    let mut diagnostics = Vec::new();
    let (sketches, mut later) = timing::stage(Stage::Rules, || {
        check_file(&draft, rulebook, config, &mut diagnostics);
        for number in 0..draft.answers.len() {
            check_answer(&draft, source.text(), number, rulebook, config, &mut diagnostics);
        }
        sketches(source, &draft, rulebook, config, &mut diagnostics)
    });
    timing::stage(Stage::Suppressions, || {
        suppress::apply(source, &draft.document.directives, rulebook, config, &mut diagnostics, &mut later);
    });
    let sketches =
        sketches.into_iter().zip(later).map(|((sketch, span), finding)| Sketched { sketch, span, finding }).collect();
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
    Checked { diagnostics, answers: draft.answers.len(), sketches }
}

/// The sketches of a file's answers, each with the finding if it is another file's; within the file such findings are
/// made at once.
fn sketches(
    source: &Source,
    draft: &Draft,
    rulebook: &Rulebook,
    config: &FileConfig,
    out: &mut Vec<Diagnostic>,
) -> (Vec<(Sketch, Span)>, Vec<Option<Diagnostic>>) {
    let is_duplicate = |rule: &Rule| matches!(rule.check, Check::Draft(DraftProblem::DuplicateAnswer));
    let Some(number) = rulebook.rules().iter().position(is_duplicate) else { return Default::default() };
    let (rule, Some(severity)) = (&rulebook.rules()[number], config.severity[number]) else {
        return Default::default();
    };
    let mut seen = Seen::default();
    let (mut sketches, mut findings) = (Vec::new(), Vec::new());
    for (index, answer) in draft.answers.iter().enumerate() {
        let ignored =
            answer.meta.ignore.iter().any(|(name, _)| rulebook.select(name).is_ok_and(|r| r.contains(&number)));
        let Some(sketch) = Sketch::of(draft, answer).filter(|_| !ignored) else { continue };
        let span = check::head(draft, source.text(), answer);
        let finding = diagnostic(rule, severity, Finding::at(span), Some(index), answer.question);
        match seen.find(&sketch) {
            Some(line) => out.push(copied(finding, &format!("line {line}"))),
            None => {
                seen.add(sketch.clone(), source.position(span.start as usize).line);
                sketches.push((sketch, span));
                findings.push(Some(finding));
            }
        }
    }
    (sketches, findings)
}

/// Rules that look at the file whatever its answers.
fn check_file(draft: &Draft, rulebook: &Rulebook, config: &FileConfig, out: &mut Vec<Diagnostic>) {
    for (number, rule) in rulebook.rules().iter().enumerate() {
        let Some(severity) = config.severity[number] else { continue };
        let findings = match rule.check {
            Check::Draft(DraftProblem::InvalidFrontMatter) => check::draft::invalid_front_matter(draft),
            Check::Draft(DraftProblem::UnknownQuestion) => check::draft::unknown_question(draft),
            _ => continue,
        };
        out.extend(findings.into_iter().map(|f| diagnostic(rule, severity, f, None, None)));
    }
}

fn check_answer(
    draft: &Draft,
    text: &str,
    number: usize,
    rulebook: &Rulebook,
    config: &FileConfig,
    out: &mut Vec<Diagnostic>,
) {
    let answer = &draft.answers[number];
    let question = answer.question.map(content::question);
    let evidence = Evidence::of(draft, answer);
    let settings: &Settings = &config.settings;
    let judged = Judged::default();
    let subject =
        Subject { draft, text, answer, question: question.as_ref(), evidence: &evidence, settings, judged: &judged };
    let ignored: Vec<usize> =
        answer.meta.ignore.iter().flat_map(|(name, _)| rulebook.select(name).unwrap_or_default()).collect();
    let mut found = Vec::new();
    for (index, rule) in rulebook.rules().iter().enumerate() {
        if config.severity[index].is_none() {
            continue;
        }
        if ignored.contains(&index) || !applies(&rule.applies_to, answer, question.as_ref()) {
            continue;
        }
        // The English rules cannot judge another language; what is left to fill in shows in any.
        if subject.is_foreign() && !matches!(rule.check, Check::Draft(_)) {
            continue;
        }
        let own = timing::item(Item::Rule, || rule.id.clone(), || findings(&subject, index, rule));
        found.extend(own.into_iter().map(|finding| (index, &rule.check, finding)));
    }
    check::economy::settle(&subject, &mut found);
    for (index, _, finding) in found {
        let Some(severity) = config.severity[index] else { continue };
        out.push(diagnostic(&rulebook.rules()[index], severity, finding, Some(number), answer.question));
    }
}

fn findings(subject: &Subject, index: usize, rule: &Rule) -> Vec<Finding> {
    match &rule.check {
        Check::Phrase(phrase) => check::phrase::check(subject, index, phrase, rule.fix.as_ref()),
        Check::Pattern(pattern) => check::pattern::check(subject, pattern),
        Check::Structure(problem) => check::structure::check(subject, *problem),
        Check::Evidence(evidence) => check::evidence::check(subject, index, evidence),
        Check::Balance(balance) => check::balance::check(subject, balance),
        Check::Length(problem) => check::length::check(subject, *problem),
        Check::Coverage(problem) => check::coverage::check(subject, *problem),
        Check::Strategy(problem) => check::strategy::check(subject, *problem),
        Check::FollowUp(problem) => check::follow_up::check(subject, *problem),
        Check::Draft(DraftProblem::HalfAnswered) => check::draft::half_answered(subject),
        Check::Draft(DraftProblem::Placeholder) => {
            check::draft::placeholders(subject.draft, subject.answer, subject.text)
        }
        Check::Draft(DraftProblem::NotEnglish) => {
            check::draft::not_english(subject.draft, subject.answer, subject.text, subject.is_foreign())
        }
        _ => Vec::new(),
    }
}

fn applies(to: &AppliesTo, answer: &Answer, question: Option<&Question>) -> bool {
    if to.kinds.is_empty() && to.questions.is_empty() {
        return true;
    }
    let kind = answer.kind.name();
    let question_kind = answer.question_kind.map(content::QuestionKind::name);
    to.kinds.iter().any(|k| k == kind || Some(k.as_str()) == question_kind)
        || question.is_some_and(|q| to.questions.iter().any(|id| *id == q.id || *id == q.source))
}

fn diagnostic(
    rule: &Rule,
    severity: Severity,
    finding: Finding,
    answer: Option<usize>,
    question: Option<usize>,
) -> Diagnostic {
    let fill = |template: &str| {
        let mut text = template.to_owned();
        for (name, value) in &finding.fills {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    };
    // A finding's own weight gives way to a configured one.
    let severity = match finding.severity {
        Some(own) if severity == rule.severity => own.min(severity),
        _ => severity,
    };
    Diagnostic {
        rule: rule.id.clone(),
        severity,
        message: fill(&rule.message),
        span: finding.span,
        help: finding.help.clone().or_else(|| (!rule.help.is_empty()).then(|| fill(&rule.help))),
        labels: finding.labels,
        subjects: finding.subjects,
        answer,
        question: question.map(|q| content::id_of(q).to_owned()),
        fix: finding.fix,
    }
}
