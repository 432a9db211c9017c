//! `answerlint man`.

use std::fs;
use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::args::{Cli, ManArgs};
use super::{Exit, complain};

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &ManArgs) -> io::Result<Exit> {
    let program = Cli::command();
    let own: Vec<Command> = program.get_subcommands().map(|command| titled(&program, command)).collect();
    if let Some(folder) = &args.folder {
        fs::create_dir_all(folder)?;
        for command in [program].into_iter().chain(own) {
            let path = folder.join(format!("{}.1", command.get_display_name().unwrap_or(command.get_name())));
            let failed = |e: io::Error| io::Error::other(format!("{}: cannot be written: {e}", path.display()));
            fs::write(&path, page(command)?).map_err(failed)?;
        }
        return Ok(Exit::Clean);
    }
    let page = match &args.command {
        None => page(program)?,
        Some(name) => match own.into_iter().find(|command| command.get_name() == name) {
            Some(command) => page(command)?,
            None => {
                complain(&format!("man: there is no command `{name}`; `answerlint --help` lists them"));
                return Ok(Exit::Error);
            }
        },
    };
    io::stdout().lock().write_all(&page)?;
    Ok(Exit::Clean)
}

/// A command under the names that its page has: `answerlint-check`, and `answerlint check` where it is typed.
fn titled(program: &Command, command: &Command) -> Command {
    let name = command.get_name();
    command
        .clone()
        .display_name(format!("{}-{name}", program.get_name()))
        .bin_name(format!("{} {name}", program.get_name()))
        .version(env!("CARGO_PKG_VERSION"))
}

fn page(command: Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command).manual("answerlint").render(&mut page)?;
    Ok(page)
}
