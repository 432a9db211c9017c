//! `answerlint report`: the state of a whole collection of answers, and of the bank.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::{ReportArgs, ReportFormat, RuleArgs};
use super::page::Page;
use super::plan::Plan;
use super::setup;
use super::state::State;
use super::{Exit, color, complain, files, parallel};
use crate::check::length::time;
use crate::content::{self, Question};
use crate::emit::human::count;
use crate::emit::markdown::escaped;
use crate::emit::{json, visible};

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &ReportArgs) -> io::Result<Exit> {
    let named = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
    let Ok(tree) = setup::tree(&args.config, &named[0]) else { return Ok(Exit::Error) };
    let (mut paths, errors) = files::collect(&named);
    errors.iter().for_each(|error| complain(error));
    let Ok(plan) = Plan::new(&args.config, &RuleArgs::default(), &tree, &paths) else { return Ok(Exit::Error) };
    paths.retain(|path| !plan.excludes(path));
    let mut states = Vec::new();
    let mut failed = !errors.is_empty();
    let look = |path: &Path| -> Result<Vec<State>, String> {
        let text = files::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let (report, _) = plan.check(path, text);
        let (rulebook, config) = plan.of(path);
        Ok(State::all(&report, rulebook, &config))
    };
    parallel::in_order(&paths, parallel::threads(paths.len(), None), look, |result| {
        match result {
            Ok(found) => states.extend(found),
            Err(message) => {
                failed = true;
                complain(&message);
            }
        }
        Ok(())
    })?;
    let report = Report::new(states);
    let stdout = io::stdout();
    let colored = color::enabled(args.color, &stdout);
    let mut out = io::BufWriter::new(stdout.lock());
    match args.output_format {
        ReportFormat::Json => writeln!(out, "{}", json::text(&report.json()))?,
        ReportFormat::Markdown => report.markdown(&mut out)?,
        ReportFormat::Human => report.human(&mut Page::new(&mut out, colored))?,
    }
    out.flush()?;
    Ok(if failed { Exit::Error } else { Exit::Clean })
}

/// All answers, and the bank with those that answer it.
struct Report {
    answers: Vec<State>,
    questions: Vec<Question>,
    /// Numbers of the answers to each question.
    answered: Vec<Vec<usize>>,
}

/// A section or principle of the bank: its name, and its questions by number.
type Section = (String, Vec<usize>);

impl Report {
    fn new(answers: Vec<State>) -> Self {
        let questions: Vec<Question> = (0..content::len()).map(content::question).collect();
        let mut answered = vec![Vec::new(); questions.len()];
        for (number, answer) in answers.iter().enumerate() {
            if let Some(question) = answer.question {
                answered[question].push(number);
            }
        }
        Self { answers, questions, answered }
    }

    fn sections(&self) -> Vec<Section> {
        let mut out: Vec<Section> = Vec::new();
        for (number, question) in self.questions.iter().enumerate() {
            match out.iter_mut().find(|(name, _)| *name == question.section) {
                Some((_, numbers)) => numbers.push(number),
                None => out.push((question.section.clone(), vec![number])),
            }
        }
        out
    }

    /// "3 of 12" of some questions have an answer.
    fn share(&self, numbers: &[usize]) -> String {
        format!("{} of {}", numbers.iter().filter(|n| !self.answered[**n].is_empty()).count(), numbers.len())
    }

    /// "5 answers to 4 of 148 questions".
    fn headline(&self) -> String {
        let all: Vec<usize> = (0..self.questions.len()).collect();
        format!("{} to {} questions of the bank", count(self.answers.len(), "answer"), self.share(&all))
    }

    fn human(&self, page: &mut Page) -> io::Result<()> {
        for state in &self.answers {
            let (name, place) = (page.bold(&visible::start(&state.name())), page.dim(&visible::line(&state.place())));
            page.line(&format!("{name}  {place}"))?;
            page.line(&format!("  {}", facts(state)))?;
            for (label, present) in [("has", true), ("lacks", false)] {
                let text = listed(state, present);
                if !text.is_empty() {
                    page.item(&format!("{label:<5}"), &text)?;
                }
            }
            page.line("")?;
        }
        let headline = page.bold(&self.headline());
        page.line(&headline)?;
        for (section, numbers) in self.sections() {
            page.line("")?;
            let (name, share) = (page.bold(&section), page.dim(&self.share(&numbers)));
            page.line(&format!("{name}  {share}"))?;
            for number in numbers {
                let question = &self.questions[number];
                let places: Vec<String> = self.answered[number].iter().map(|a| self.answers[*a].place()).collect();
                let mark = if places.is_empty() { "✗" } else { "✓" };
                let places = page.dim(&visible::line(&places.join(", ")));
                let line = format!("  {mark} {:<15} {}  {places}", question.source, question.title);
                page.line(line.trim_end())?;
            }
        }
        Ok(())
    }

    fn markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "# State of the answers\n\n{}.", escaped(&self.headline()))?;
        if !self.answers.is_empty() {
            writeln!(out, "\n## Answers\n\n| Answer | Place | Findings | Time | Has | Lacks |")?;
            writeln!(out, "| --- | --- | --- | --- | --- | --- |")?;
        }
        for state in &self.answers {
            let cells = [
                state.name(),
                state.place(),
                findings(state),
                time(state.seconds),
                listed(state, true),
                listed(state, false),
            ];
            writeln!(out, "| {} |", cells.map(|cell| escaped(&cell)).join(" | "))?;
        }
        writeln!(out, "\n## Questions\n")?;
        for (section, numbers) in self.sections() {
            writeln!(out, "### {} ({})\n", escaped(&section), self.share(&numbers))?;
            for number in numbers {
                let question = &self.questions[number];
                let places: Vec<String> = self.answered[number].iter().map(|a| self.answers[*a].place()).collect();
                let mark = if places.is_empty() { " " } else { "x" };
                let places =
                    if places.is_empty() { String::new() } else { format!(": {}", escaped(&places.join(", "))) };
                writeln!(out, "- [{mark}] {} ({}){places}", escaped(&question.title), question.source)?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let questions: Vec<Value> = self
            .questions
            .iter()
            .zip(&self.answered)
            .map(|(question, answers)| {
                let answers: Vec<Value> = answers
                    .iter()
                    .map(|a| json!({"path": crate::emit::slashed(&self.answers[*a].path), "line": self.answers[*a].line}))
                    .collect();
                json!({
                    "id": question.id,
                    "source": question.source,
                    "kind": question.kind.name(),
                    "section": question.section,
                    "answers": answers,
                })
            })
            .collect();
        let answers: Vec<Value> = self.answers.iter().map(State::json).collect();
        json!({"version": 1, "answers": answers, "questions": questions})
    }
}

/// "attitude/blame-game · 1 error and 2 warnings · 240 words · 1 min 36 s".
fn facts(state: &State) -> String {
    let question = state.question.map_or("question not in the bank", content::id_of);
    format!("{question} · {} · {} · {}", findings(state), count(state.words, "word"), time(state.seconds))
}

fn findings(state: &State) -> String {
    let parts: Vec<String> = state
        .findings
        .iter()
        .zip(["error", "warning", "suggestion"])
        .filter(|(n, _)| **n > 0)
        .map(|(n, what)| count(*n, what))
        .collect();
    if parts.is_empty() { "nothing to report".to_owned() } else { crate::check::list(&parts) }
}

/// What an answer has, or what it lacks: "parts: Situation, Action; evidence: ownership".
fn listed(state: &State, present: bool) -> String {
    let mut out = Vec::new();
    for (group, items) in state.groups() {
        let wanted: Vec<&str> = items.iter().filter(|i| i.present == present).map(|i| i.name.as_str()).collect();
        // Questions are long: what is prepared of them is told by number.
        let whole = group == "follow-ups" && present;
        if whole && !wanted.is_empty() {
            out.push(format!("{} of {}", wanted.len(), count(items.len(), "follow-up")));
        } else if !wanted.is_empty() {
            out.push(format!("{group}: {}", wanted.join(", ")));
        }
    }
    out.join("; ")
}
