//! `answerlint rules`.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::Exit;
use super::args::{ListFormat, RulesArgs};
use super::setup;
use crate::rules::{RuleDoc, Rulebook};

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &RulesArgs) -> io::Result<Exit> {
    let Ok(setup) = setup::load(&args.config, Path::new(".")) else { return Ok(Exit::Error) };
    let book = &setup.rulebook;
    let mut out = io::stdout().lock();
    if args.output_format == ListFormat::Json {
        let all: Vec<Value> = (0..book.rules().len()).map(|n| rule(book, n)).collect();
        writeln!(out, "{:#}", json!({"version": 1, "rules": all}))?;
        return Ok(Exit::Clean);
    }
    let mut category = "";
    for (number, rule) in book.rules().iter().enumerate() {
        let own = rule.id.split('/').next().unwrap_or("");
        if own != category {
            if !category.is_empty() {
                writeln!(out)?;
            }
            category = own;
        }
        let level = if rule.off { "off" } else { rule.severity.name() };
        writeln!(out, "{:<32} {level:<8} {}", rule.id, book.doc(number).summary)?;
    }
    writeln!(out, "\n`answerlint explain RULE` tells why a rule exists and what to do about its findings.")?;
    Ok(Exit::Clean)
}

/// A rule with all its fields.
fn rule(book: &Rulebook, number: usize) -> Value {
    let rule = &book.rules()[number];
    let RuleDoc { summary, why, source, measured, bad, good } = book.doc(number);
    let applies: Vec<&String> = rule.applies_to.kinds.iter().chain(&rule.applies_to.questions).collect();
    json!({
        "id": rule.id,
        "category": rule.id.split('/').next(),
        "severity": rule.severity.name(),
        "default": !rule.off,
        "aliases": rule.aliases,
        "applies_to": applies,
        "summary": summary,
        "why": why,
        "help": rule.help,
        "message": rule.message,
        "source": source,
        "measured": measured,
        "fix": rule.fix.as_ref().map(|f| json!({"message": f.message, "applicability": if f.safe { "safe" } else { "unsafe" }})),
        "user": book.is_user(number),
        "examples": {"bad": bad, "good": good},
    })
}
