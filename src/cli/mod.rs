//! The command line: one file a command.

pub mod args;
mod changes;
mod check;
mod color;
mod completions;
mod diff;
mod exit;
mod explain;
mod files;
mod init;
mod known;
mod look;
mod man;
mod new;
mod outline;
mod outline_meaning;
mod output;
mod page;
mod parallel;
pub(crate) mod plan;
mod questions;
mod report;
mod rules;
pub mod schema;
pub(crate) mod setup;
mod state;
mod test;
mod watch;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
pub use exit::Exit;

/// Runs the command line.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Exit::Error as u8 } else { Exit::Clean as u8 });
        }
    };
    let result = match &cli.command {
        Command::Check(args) => check::run(args),
        Command::Outline(args) => outline::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Rules(args) => rules::run(args),
        Command::Questions(args) => questions::run(args),
        Command::New(args) => new::run(args),
        Command::Init(args) => init::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Report(args) => report::run(args),
        Command::Lsp(args) => crate::lsp::run(&args.config),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
        Command::Test(args) => test::run(args),
    };
    let exit = match result {
        Ok(exit) => exit,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Clean,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "answerlint: {error}");
            Exit::Error
        }
    };
    ExitCode::from(exit as u8)
}

/// Writes `answerlint: message` to standard error.
fn complain(message: &str) {
    let _ = writeln!(std::io::stderr(), "answerlint: {}", crate::emit::visible::line(message));
}
