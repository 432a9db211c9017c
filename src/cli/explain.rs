//! `answerlint explain`.

use std::io;
use std::path::Path;

use super::args::ExplainArgs;
use super::page::Page;
use super::{Exit, color, complain, setup};
use crate::content::{self, Question, QuestionKind};
use crate::emit::human::count;
use crate::rules::Rulebook;
use crate::rules::compile::nearest;

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &ExplainArgs) -> io::Result<Exit> {
    let Ok(setup) = setup::load(&args.config, Path::new(".")) else { return Ok(Exit::Error) };
    let book = &setup.rulebook;
    let stdout = io::stdout();
    let colored = color::enabled(args.color, &stdout);
    let mut out = stdout.lock();
    let mut page = Page::new(&mut out, colored);
    if let Some(number) = book.find_rule(&args.name) {
        rule(&mut page, book, number)?;
    } else if let Some(found) = content::resolve(&args.name) {
        question(&mut page, book, found.question)?;
    } else {
        complain(&unknown(book, &args.name));
        return Ok(Exit::Error);
    }
    Ok(Exit::Clean)
}

/// What to say of a name that is neither a rule nor a question.
fn unknown(book: &Rulebook, name: &str) -> String {
    let mut known: Vec<&str> = book.rules().iter().map(|r| r.id.as_str()).collect();
    for question in 0..content::len() {
        known.push(content::id_of(question));
    }
    match nearest(name, known.into_iter()) {
        Some(near) => format!("neither a rule nor a question: `{name}`; did you mean `{near}`?"),
        None => {
            format!("neither a rule nor a question: `{name}`; `answerlint rules` and `answerlint questions` list them")
        }
    }
}

fn rule(page: &mut Page, book: &Rulebook, number: usize) -> io::Result<()> {
    let rule = &book.rules()[number];
    let doc = book.doc(number);
    let level = if rule.off { "off unless selected".to_owned() } else { rule.severity.to_string() };
    let id = page.bold(&rule.id);
    page.line(&format!("{id} ({level})\n"))?;
    page.paragraph(&doc.summary, 0)?;
    page.heading("Why")?;
    page.paragraph(&doc.why, 2)?;
    page.heading("What to do")?;
    page.paragraph(&rule.help, 2)?;
    if let Some(bad) = doc.bad.first() {
        page.heading("Reported")?;
        page.paragraph(&bad.text, 2)?;
        if !bad.marks.is_empty() {
            page.line(&format!("  underlined: {}", bad.marks.join(" | ")))?;
        }
    }
    if !doc.good.is_empty() {
        page.heading("Left alone")?;
        for (at, good) in doc.good.iter().take(2).enumerate() {
            if at > 0 {
                page.line("")?;
            }
            page.paragraph(&good.text, 2)?;
        }
    }
    if let Some(measured) = &doc.measured {
        page.heading("How far to trust it")?;
        let of_100 = |share: f32| (share * 100.0).round();
        let (precision, recall) = (of_100(measured.precision), of_100(measured.recall));
        let text = format!(
            "Of 100 findings {precision} are right, and {recall} of 100 cases are found, measured on {}.",
            measured.on
        );
        page.paragraph(&text, 2)?;
    }
    page.line("")?;
    if let Some(source) = &doc.source {
        page.line(&format!("From the document: {source}"))?;
    }
    page.line(&format!("Silence it in a draft: <!-- answerlint-ignore {}: reason -->", rule.id))
}

fn question(page: &mut Page, book: &Rulebook, number: usize) -> io::Result<()> {
    let question = content::question(number);
    let title = page.bold(&question.title);
    page.line(&title)?;
    for line in [question.id.clone(), format!("{} · {}", question.source, question.section)] {
        let line = page.dim(&line);
        page.line(&line)?;
    }
    page.line("")?;
    page.paragraph(&question.prompt, 0)?;
    for half in &question.also_asks {
        page.paragraph(&format!("It also asks: {}.", half.name.trim_end_matches('.')), 0)?;
    }
    page.heading("What it tests")?;
    page.paragraph(&capitalised(&question.tests.join(", ")), 2)?;
    covers(page, &question)?;
    if !question.follow_ups.is_empty() {
        page.heading("Likely follow-ups")?;
        for follow_up in &question.follow_ups {
            page.item("-", follow_up)?;
        }
    }
    rules(page, book, &question)?;
    page.line("")?;
    if let Some(path) = content::model_answer(number) {
        page.line(&format!("Model answer: {path}"))?;
    }
    page.line(&format!("Start a draft: answerlint new {} --output FILE", question.source))
}

/// What a strong answer holds.
fn covers(page: &mut Page, question: &Question) -> io::Result<()> {
    page.heading("A strong answer covers")?;
    for concept in &question.concepts {
        page.item("-", &concept.name)?;
    }
    for (at, point) in question.strategy.iter().enumerate() {
        page.item(&format!("{}.", at + 1), &format!("{}: {}", point.name, point.advice))?;
    }
    match question.kind {
        QuestionKind::Technical => page.paragraph(
            "Each explained or used rather than named, with what it costs, and with something from a system you ran.",
            2,
        ),
        QuestionKind::Leadership => {
            let parts = &content::frameworks().structures[0].parts;
            for part in parts {
                page.item("-", &format!("{}: {}", part.label, part.guidance))?;
            }
            Ok(())
        }
        QuestionKind::Attitude => Ok(()),
    }
}

/// The rules that are made for such a question.
fn rules(page: &mut Page, book: &Rulebook, question: &Question) -> io::Result<()> {
    let kind = question.kind.name();
    let wider = if question.kind == QuestionKind::Technical { kind } else { "behavioral" };
    let (mut own, mut general) = (Vec::new(), 0);
    for (number, rule) in book.rules().iter().enumerate().filter(|(_, rule)| !rule.off) {
        let to = &rule.applies_to;
        if to.kinds.is_empty() && to.questions.is_empty() {
            general += 1;
        } else if to.kinds.iter().any(|k| k == kind || k == wider)
            || to.questions.iter().any(|id| *id == question.id || *id == question.source)
        {
            own.push(number);
        }
    }
    page.heading("Rules that look at an answer to it")?;
    let width = own.iter().map(|n| book.rules()[*n].id.len()).max().unwrap_or(0);
    for number in &own {
        let id = &book.rules()[*number].id;
        let summary = page.dim(&book.doc(*number).summary);
        page.line(&format!("  {id:<width$}  {summary}"))?;
    }
    let further = if own.is_empty() { "" } else { "and " };
    let general = count(general, "rule");
    page.paragraph(&format!("{further}{general} for every answer; `answerlint rules` lists them"), 2)
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
