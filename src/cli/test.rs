//! `answerlint test`.

use std::io::{self, Write};
use std::path::Path;

use super::args::TestArgs;
use super::{Exit, complain, setup};
use crate::emit::human::count;
use crate::emit::visible;
use crate::selftest::{self, Failure};

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &TestArgs) -> io::Result<Exit> {
    let Ok(setup) = setup::load(&args.config, Path::new(".")) else { return Ok(Exit::Error) };
    let book = &setup.rulebook;
    let total = book.rules().len();
    let mut wanted = vec![false; total];
    if args.rules.is_empty() {
        let own = (0..total).any(|n| book.is_user(n));
        (0..total).for_each(|n| wanted[n] = !own || book.is_user(n));
    }
    for name in &args.rules {
        match book.select(name) {
            Ok(numbers) => numbers.into_iter().for_each(|n| wanted[n] = true),
            Err(error) => {
                complain(&error.to_string());
                return Ok(Exit::Error);
            }
        }
    }
    let (failed, examples) = selftest::run(book, |n| wanted[n]);
    let mut out = io::stdout().lock();
    for fail in &failed {
        let what = match &fail.failure {
            Failure::Missed => "Missed: a bad example without a finding".to_owned(),
            Failure::Noisy(text) => format!("Noisy: a good example has `{text}` underlined"),
            Failure::Misplaced(text) => format!("Misplaced: underlined is `{text}`"),
        };
        writeln!(out, "{}: {}", book.rules()[fail.rule].id, visible::line(&what))?;
        for line in fail.text.trim().lines() {
            writeln!(out, "    {}", visible::start(line))?;
        }
    }
    let rules = wanted.iter().filter(|w| **w).count();
    let verdict =
        if failed.is_empty() { "all as they should be".to_owned() } else { format!("{} wrong", failed.len()) };
    writeln!(out, "{} of {}: {verdict}", count(examples, "example"), count(rules, "rule"))?;
    Ok(if failed.is_empty() { Exit::Clean } else { Exit::Findings })
}
