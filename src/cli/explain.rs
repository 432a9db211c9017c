//! `answerlint explain`.

use std::io::{self, Write};
use std::path::Path;

use super::args::ExplainArgs;
use super::{Exit, complain, setup};
use crate::rules::Rulebook;

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &ExplainArgs) -> io::Result<Exit> {
    let Ok(setup) = setup::load(&args.config, Path::new(".")) else { return Ok(Exit::Error) };
    let book = &setup.rulebook;
    let mut out = io::stdout().lock();
    match book.find_rule(&args.name) {
        Some(number) => rule(&mut out, book, number)?,
        None => {
            complain(&book.unknown(&args.name).to_string());
            return Ok(Exit::Error);
        }
    }
    Ok(Exit::Clean)
}

fn rule(out: &mut dyn Write, book: &Rulebook, number: usize) -> io::Result<()> {
    let rule = &book.rules()[number];
    let doc = book.doc(number);
    let level = if rule.off { "off unless selected".to_owned() } else { rule.severity.to_string() };
    writeln!(out, "{} ({level})\n", rule.id)?;
    paragraph(out, &doc.summary, 0)?;
    writeln!(out, "\nWhy")?;
    paragraph(out, &doc.why, 2)?;
    writeln!(out, "\nWhat to do")?;
    paragraph(out, &rule.help, 2)?;
    if let Some(bad) = doc.bad.first() {
        writeln!(out, "\nReported")?;
        paragraph(out, &bad.text, 2)?;
        if !bad.marks.is_empty() {
            writeln!(out, "  underlined: {}", bad.marks.join(" | "))?;
        }
    }
    if !doc.good.is_empty() {
        writeln!(out, "\nLeft alone")?;
        for good in doc.good.iter().take(2) {
            paragraph(out, &good.text, 2)?;
            writeln!(out)?;
        }
    }
    if let Some(source) = &doc.source {
        writeln!(out, "From the document: {source}")?;
    }
    writeln!(out, "Silence it in a draft: <!-- answerlint-ignore {}: reason -->", rule.id)
}

/// Text in lines of at most 88 columns, indented.
fn paragraph(out: &mut dyn Write, text: &str, indent: usize) -> io::Result<()> {
    for line in text.trim().lines() {
        let mut column = 0;
        write!(out, "{:indent$}", "")?;
        for word in line.split_whitespace() {
            let len = word.chars().count();
            if column > 0 && column + 1 + len > 88 - indent {
                write!(out, "\n{:indent$}", "")?;
                column = 0;
            } else if column > 0 {
                write!(out, " ")?;
                column += 1;
            }
            write!(out, "{word}")?;
            column += len;
        }
        writeln!(out)?;
    }
    Ok(())
}
