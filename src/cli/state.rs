//! What an answer has and what it lacks, in short.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::outline::View;
use crate::answer::evidence::Evidence;
use crate::answer::{self, Answer, Kind, Reader};
use crate::content;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit::{FileReport, slashed};
use crate::model::{points::PointFound, presence};
use crate::rules::{EvidenceKind, Part, Rulebook};

/// One thing that an answer may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// Whether it has it.
    pub present: bool,
}

/// The state of one answer.
#[derive(Debug)]
pub struct State {
    /// The file.
    pub path: PathBuf,
    /// Its line, from 1.
    pub line: usize,
    /// Its title, or none.
    pub title: Option<String>,
    /// Number of its question in the bank.
    pub question: Option<usize>,
    /// Whether it tells or explains.
    pub kind: Kind,
    /// Parts, where it follows a structure.
    pub parts: Vec<Item>,
    /// Evidence, where it tells of behaviour.
    pub evidence: Vec<Item>,
    /// Concepts of its question.
    pub concepts: Vec<Item>,
    /// Points of its question's strategy.
    pub strategy: Vec<Item>,
    /// Follow-ups, by whether a reply is prepared.
    pub follow_ups: Vec<Item>,
    /// Words spoken.
    pub words: usize,
    /// Speaking time.
    pub seconds: f32,
    /// Errors, warnings and suggestions.
    pub findings: [usize; 3],
}

impl State {
    /// The state of each answer of a checked file.
    pub fn all(report: &FileReport, rulebook: &Rulebook, config: &crate::config::FileConfig) -> Vec<Self> {
        let source = &report.source;
        let draft = answer::read(source.text(), &Reader { rulebook, all_answers: config.all_answers });
        let view = View { source, draft: &draft, config };
        let answers = draft.answers.iter().enumerate();
        answers.map(|(number, answer)| Self::of(&view, answer, &report.diagnostics, number)).collect()
    }

    fn of(view: &View, answer: &Answer, diagnostics: &[Diagnostic], number: usize) -> Self {
        let evidence = Evidence::of(view.draft, answer);
        let item = |name: &str, present: bool| Item { name: name.to_owned(), present };
        let behavioral = answer.kind == Kind::Behavioral;
        let parts = presence::parts(view.draft, answer, &evidence);
        let named = |part: Part| {
            let structure = content::frameworks().structures.iter().find(|s| s.name == view.structure(answer));
            let own = structure.and_then(|s| s.parts.iter().find(|p| p.part == part));
            own.map_or_else(|| part.title().to_owned(), |p| p.label.clone())
        };
        let count = |severity: Severity| {
            diagnostics.iter().filter(|d| d.answer == Some(number) && d.severity == severity).count()
        };
        let title = answer.title.map(|t| view.draft.document.text(t).trim().to_owned());
        Self {
            path: view.source.path().to_path_buf(),
            line: view.source.position(answer.range.start as usize).line,
            title,
            question: answer.question,
            kind: answer.kind,
            parts: if behavioral && view.structure(answer) != "any" {
                Part::ALL.map(|part| item(&named(part), parts.has(part))).to_vec()
            } else {
                Vec::new()
            },
            evidence: if behavioral {
                EvidenceKind::ALL.map(|kind| item(kind.name(), evidence.get(kind).is_some())).to_vec()
            } else {
                Vec::new()
            },
            concepts: view.concepts_found(answer).iter().map(|c| item(&c.name, c.present)).collect(),
            strategy: view.points_found(answer).iter().map(|(name, p)| item(name, PointFound::present(p))).collect(),
            follow_ups: view.prepared(answer).iter().map(|f| item(&f.prompt, f.steps.is_some())).collect(),
            words: answer.word_count(view.draft),
            seconds: view.seconds(answer),
            findings: [Severity::Error, Severity::Warning, Severity::Info].map(count),
        }
    }

    /// What is looked for, by name.
    pub fn groups(&self) -> [(&'static str, &[Item]); 5] {
        [
            ("parts", &self.parts),
            ("evidence", &self.evidence),
            ("concepts", &self.concepts),
            ("strategy", &self.strategy),
            ("follow-ups", &self.follow_ups),
        ]
    }

    /// What people call it: its title, or that of its question.
    pub fn name(&self) -> String {
        match (&self.title, self.question) {
            (Some(title), _) if !title.is_empty() => title.clone(),
            (_, Some(question)) => content::question(question).title,
            _ => "(no title)".to_owned(),
        }
    }

    /// `path:line`.
    pub fn place(&self) -> String {
        format!("{}:{}", slashed(&self.path), self.line)
    }

    /// The state in the machine interface.
    pub fn json(&self) -> Value {
        let items = |items: &[Item]| -> Vec<Value> {
            items.iter().map(|i| json!({"name": i.name, "present": i.present})).collect()
        };
        let question = self.question.map(|q| json!({"id": content::id_of(q), "source": content::source_of(q)}));
        json!({
            "path": slashed(&self.path),
            "line": self.line,
            "title": self.title,
            "question": question,
            "kind": self.kind.name(),
            "parts": items(&self.parts),
            "evidence": items(&self.evidence),
            "concepts": items(&self.concepts),
            "strategy": items(&self.strategy),
            "follow_ups": items(&self.follow_ups),
            "words": self.words,
            "speaking_seconds": self.seconds.round() as u32,
            "summary": {"error": self.findings[0], "warning": self.findings[1], "info": self.findings[2]},
        })
    }
}
