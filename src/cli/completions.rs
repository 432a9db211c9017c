//! `answerlint completions`.

use std::io::{self, Write};

use clap::CommandFactory;

use super::Exit;
use super::args::{Cli, CompletionsArgs};

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &CompletionsArgs) -> io::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "answerlint", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Exit::Clean)
}
