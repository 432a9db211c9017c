//! `answerlint init`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::args::InitArgs;
use super::{Exit, complain};
use crate::config;
use crate::emit::visible;

/// A configuration in which everything is said and nothing is set.
pub const CONFIGURATION: &str = include_str!("init/answerlint.yaml");
/// The hook, as `.pre-commit-config.yaml` holds it.
pub const HOOK: &str = include_str!("init/pre-commit-config.yaml");
/// The workflow.
pub const WORKFLOW: &str = include_str!("init/workflow.yml");

const HOOK_FILE: &str = ".pre-commit-config.yaml";

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &InitArgs) -> io::Result<Exit> {
    let folder = args.folder.as_path();
    let mut out = io::stdout().lock();
    let mut failed = false;
    let existing = config::NAMES.iter().map(|name| folder.join(name)).find(|path| path.exists());
    match existing {
        Some(path) => writeln!(out, "{}: there already, left as it is", shown(&path))?,
        None => failed |= !write_new(&mut out, &folder.join(config::NAMES[0]), CONFIGURATION)?,
    }
    let hook = folder.join(HOOK_FILE);
    if hook.exists() {
        let text = fs::read_to_string(&hook).unwrap_or_default();
        if text.contains("answerlint") {
            writeln!(out, "{}: names answerlint already, left as it is", shown(&hook))?;
        } else {
            writeln!(out, "{}: there already, left as it is; add this under `repos:`\n", shown(&hook))?;
            let entry = HOOK.split_once("repos:\n").map_or(HOOK, |(_, entry)| entry);
            writeln!(out, "{}", entry.trim_end())?;
        }
    } else {
        failed |= !write_new(&mut out, &hook, HOOK)?;
    }
    if args.workflow {
        let path = folder.join(".github/workflows/answerlint.yml");
        if path.exists() {
            writeln!(out, "{}: there already, left as it is", shown(&path))?;
        } else {
            failed |= !write_new(&mut out, &path, WORKFLOW)?;
        }
    }
    Ok(if failed { Exit::Error } else { Exit::Clean })
}

/// Writes a file that is not there yet, and says so; says what is wrong when it cannot be written.
fn write_new(out: &mut dyn Write, path: &Path, text: &str) -> io::Result<bool> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let made = folder.map_or(Ok(()), fs::create_dir_all);
    let written = made
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(path))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Ok(()) => {
            writeln!(out, "{}: written", shown(path))?;
            Ok(true)
        }
        Err(error) => {
            complain(&format!("{}: cannot be written: {error}", path.display()));
            Ok(false)
        }
    }
}

fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    visible::line(&path.display().to_string())
}
