//! `answerlint questions`.

use std::io::{self, IsTerminal, Write};

use serde_json::{Value, json};

use super::args::{ListFormat, QuestionsArgs};
use super::page::Page;
use super::{Exit, color};
use crate::content::{self, Match, Question, QuestionKind};
use crate::emit::human::count;
use crate::emit::visible;

/// Columns from which ids stand beside the titles.
const WIDE: usize = 130;

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &QuestionsArgs) -> io::Result<Exit> {
    let stdout = io::stdout();
    let colored = color::enabled(args.color, &stdout);
    let wide = !stdout.is_terminal() || color::width() >= WIDE;
    let mut out = stdout.lock();
    if let Some(text) = &args.find {
        let found = content::resolve(text);
        match args.output_format {
            ListFormat::Json => {
                writeln!(out, "{:#}", json!({"version": 1, "query": text, "match": found.map(match_json)}))?
            }
            ListFormat::Human => match_human(&mut Page::new(&mut out, colored), text, found)?,
        }
        return Ok(Exit::Clean);
    }
    let wanted: Vec<Question> = (0..content::len()).map(content::question).filter(|q| is_wanted(q, args)).collect();
    match args.output_format {
        ListFormat::Json => {
            let all: Vec<Value> = wanted.iter().map(question_json).collect();
            writeln!(out, "{:#}", Value::Array(all))?;
        }
        ListFormat::Human => list(&mut Page::new(&mut out, colored), &wanted, wide)?,
    }
    Ok(Exit::Clean)
}

fn is_wanted(question: &Question, args: &QuestionsArgs) -> bool {
    let section_has = |part: &str| question.section.to_lowercase().contains(&part.trim().to_lowercase());
    args.kind.is_none_or(|k| k.kind() == question.kind)
        && args.section.as_deref().is_none_or(section_has)
        && args.principle.as_deref().is_none_or(|p| question.kind == QuestionKind::Leadership && section_has(p))
}

fn match_json(found: Match) -> Value {
    let score = (f64::from(found.score) * 100.0).round() / 100.0;
    json!({"id": content::id_of(found.question), "source": content::source_of(found.question), "score": score})
}

fn match_human(page: &mut Page, text: &str, found: Option<Match>) -> io::Result<()> {
    let Some(found) = found else {
        page.line(&format!("No question of the bank is near enough to \"{}\".", visible::line(text)))?;
        let hint = page.dim("`answerlint questions` lists them all.");
        return page.line(&hint);
    };
    let question = content::question(found.question);
    let title = page.bold(&question.title);
    let sure = page.dim(&format!("{:.0} % sure", found.score * 100.0));
    page.line(&format!("{title}  {sure}"))?;
    page.line(&format!("{} · {} · {}", question.id, question.source, question.section))?;
    page.line("")?;
    page.paragraph(&question.prompt, 2)
}

fn list(page: &mut Page, questions: &[Question], wide: bool) -> io::Result<()> {
    let title_width = questions.iter().map(|q| q.title.chars().count()).max().unwrap_or(0);
    let mut section = "";
    for question in questions {
        if question.section != section {
            if !section.is_empty() {
                page.line("")?;
            }
            section = &question.section;
            let head = page.bold(section);
            page.line(&head)?;
        }
        if wide {
            let id = page.dim(&question.id);
            page.line(&format!("  {:<15} {:<title_width$}  {id}", question.source, question.title))?;
        } else {
            page.line(&format!("  {:<15} {}", question.source, question.title))?;
        }
    }
    if questions.is_empty() {
        return page.line("No question is of that sort. `answerlint questions` lists them all.");
    }
    page.line("")?;
    let closing = format!(
        "{}. `answerlint explain {}` shows what one asks for, `answerlint new` starts a draft.",
        count(questions.len(), "question"),
        questions[0].source
    );
    let closing = page.dim(&closing);
    page.line(&closing)
}

/// A question with all its fields.
fn question_json(question: &Question) -> Value {
    let strategy: Vec<Value> = question.strategy.iter().map(|p| json!({"point": p.name, "advice": p.advice})).collect();
    let concepts: Vec<Value> = question.concepts.iter().map(|c| json!({"name": c.name})).collect();
    let halves: Vec<&String> = question.also_asks.iter().map(|m| &m.name).collect();
    json!({
        "id": question.id,
        "source": question.source,
        "kind": question.kind.name(),
        "title": question.title,
        "prompt": question.prompt,
        "section": question.section,
        "asks_for": question.asks_for,
        "tests": question.tests,
        "concepts": concepts,
        "strategy": strategy,
        "also_asks": halves,
        "follow_ups": question.follow_ups,
    })
}
