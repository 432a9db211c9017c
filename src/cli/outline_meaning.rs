//! The part of an outline that is judged by meaning: concepts, strategy points, prepared replies.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::outline::{Paint, View};
use crate::answer::evidence::Evidence;
use crate::answer::{Answer, Kind};
use crate::check::phrase::shown;
use crate::content::{self, Meaning, Question};
use crate::emit::visible;
use crate::model::concepts::{self, ConceptFound};
use crate::model::points::{self, PointFound};
use crate::span::Span;

/// A follow-up with its reply's steps, or a likely one without a reply.
pub(super) struct Prepared {
    pub(super) prompt: String,
    pub(super) steps: Option<Vec<PointFound>>,
}

impl View<'_> {
    /// The expected concepts, each with whether and where the answer has it.
    pub(super) fn concepts(&self, answer: &Answer) -> Vec<Value> {
        self.concepts_found(answer)
            .iter()
            .map(|c| {
                json!({
                    "concept": c.name,
                    "present": c.present,
                    "explained": c.explained,
                    "range": c.span.map(|s| self.range(s)),
                })
            })
            .collect()
    }

    pub(super) fn concepts_found(&self, answer: &Answer) -> Vec<ConceptFound> {
        if answer.kind != Kind::Technical {
            return Vec::new();
        }
        concepts::judge(self.draft, answer, question(answer).as_ref()).concepts
    }

    /// The points of the question's strategy.
    pub(super) fn strategy(&self, answer: &Answer) -> Vec<Value> {
        self.points_found(answer)
            .iter()
            .map(|(name, found)| {
                let span = found.span.filter(|_| found.present());
                json!({"point": name, "present": found.present(), "range": span.map(|s| self.range(s))})
            })
            .collect()
    }

    pub(super) fn points_found(&self, answer: &Answer) -> Vec<(String, PointFound)> {
        let Some(question) = question(answer) else { return Vec::new() };
        let points: Vec<&Meaning> = question.strategy.iter().collect();
        let speech = points::listen(self.draft, answer, Some(&question));
        let evidence = Evidence::of(self.draft, answer);
        let found = points::strategy(self.draft, answer, &speech, &evidence, &points);
        points.iter().map(|point| point.name.clone()).zip(found).collect()
    }

    /// The draft's follow-ups, then the likely ones without a reply.
    pub(super) fn follow_ups(&self, answer: &Answer) -> Vec<Value> {
        self.prepared(answer)
            .iter()
            .map(|follow_up| {
                let mut steps = Map::new();
                for (number, (key, _)) in content::frameworks().steps.iter().enumerate() {
                    let found = follow_up.steps.as_ref().and_then(|found| found.get(number));
                    steps.insert(key.clone(), Value::Bool(found.is_some_and(PointFound::present)));
                }
                json!({"prompt": follow_up.prompt, "prepared": follow_up.steps.is_some(), "steps": steps})
            })
            .collect()
    }

    pub(super) fn prepared(&self, answer: &Answer) -> Vec<Prepared> {
        let steps: Vec<&Meaning> = content::frameworks().steps.iter().map(|(_, step)| step).collect();
        let speech = points::listen(self.draft, answer, None);
        let mut out: Vec<Prepared> = answer
            .follow_ups
            .iter()
            .map(|follow_up| Prepared {
                prompt: self.draft.document.text(follow_up.prompt).trim().to_owned(),
                steps: (!follow_up.sentences.is_empty())
                    .then(|| points::steps(self.draft, answer, &speech, &steps, &follow_up.sentences)),
            })
            .collect();
        if let Some(question) = question(answer) {
            let missing = points::unprepared(self.draft, answer, &question.follow_ups);
            out.extend(missing.into_iter().map(|prompt| Prepared { prompt, steps: None }));
        }
        out
    }

    /// The same for people.
    pub(super) fn meanings_human(&self, out: &mut dyn Write, answer: &Answer, paint: &Paint) -> io::Result<()> {
        let concepts = self.concepts_found(answer);
        if !concepts.is_empty() {
            writeln!(out, "\n  {}", paint.bold("Concepts"))?;
        }
        for concept in concepts {
            let named = concept.present && !concept.explained;
            let note = if named { " (named, not explained)" } else { "" };
            self.line(out, paint, concept.present, &format!("{}{note}", concept.name), concept.span)?;
        }
        let points = self.points_found(answer);
        if !points.is_empty() {
            writeln!(out, "\n  {}", paint.bold("Strategy"))?;
        }
        for (name, found) in points {
            self.line(out, paint, found.present(), &name, found.span.filter(|_| found.present()))?;
        }
        let prepared = self.prepared(answer);
        if !prepared.is_empty() {
            writeln!(out, "\n  {}", paint.bold("Follow-ups"))?;
        }
        for follow_up in prepared {
            let note = match &follow_up.steps {
                None => "no reply prepared".to_owned(),
                Some(found) => {
                    let steps = &content::frameworks().steps;
                    let shown: Vec<&str> = steps
                        .iter()
                        .zip(found)
                        .filter(|(_, f)| f.present())
                        .map(|((key, _), _)| key.as_str())
                        .collect();
                    if shown.is_empty() { "none of the five steps".to_owned() } else { shown.join(", ") }
                }
            };
            let mark = if follow_up.steps.is_some() { paint.good("✓") } else { paint.bad("✗") };
            writeln!(out, "    {mark} {}", visible::line(&follow_up.prompt))?;
            writeln!(out, "      {}", paint.dim(&note))?;
        }
        Ok(())
    }

    fn line(&self, out: &mut dyn Write, paint: &Paint, yes: bool, name: &str, span: Option<Span>) -> io::Result<()> {
        let mark = if yes { paint.good("✓") } else { paint.bad("✗") };
        let place = span.map_or_else(String::new, |span| {
            let line = self.source.position(self.source_span(span).start as usize).line;
            let text = shown(self.draft.document.text(span));
            paint.dim(&format!("  {line}: {}", visible::line(&text)))
        });
        writeln!(out, "    {mark} {}{place}", visible::line(name))
    }
}

fn question(answer: &Answer) -> Option<Question> {
    answer.question.map(content::question)
}
