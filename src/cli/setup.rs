//! Rules and configuration for a run, and what is wrong with them.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::args::{ColorChoice, ConfigArgs};
use super::color;
use crate::config::{self, Config, ConfigError, Layer, Loaded};
use crate::diagnostic::Severity;
use crate::emit::human::Human;
use crate::rules::{RuleFile, Rulebook};
use crate::source::Source;
use crate::span::Span;

/// Rules and configuration of a run.
#[derive(Debug)]
pub struct Setup {
    /// The rules.
    pub rulebook: Rulebook,
    /// What the configuration says.
    pub config: Config,
}

/// Why a run cannot start; what is wrong has been told.
#[derive(Debug)]
pub struct Refused;

/// Reads the configuration that holds for `folder`, and the rules it names.
///
/// # Errors
/// After telling on standard error what is wrong.
pub fn load(args: &ConfigArgs, folder: &Path) -> Result<Setup, Refused> {
    let path = match (&args.config, args.isolated) {
        (Some(path), _) => Some(path.clone()),
        (None, true) => None,
        (None, false) => config::discover(folder),
    };
    load_file(path.as_deref())
}

/// Reads the given configuration file (or none), and the rules it names.
///
/// # Errors
/// After telling on standard error what is wrong.
pub fn load_file(path: Option<&Path>) -> Result<Setup, Refused> {
    let Some(path) = path else { return Ok(Setup { rulebook: Rulebook::builtin(), config: Config::default() }) };
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let loaded = Loaded::read(&path).map_err(|e| tell_config(&e))?;
    let folders = loaded.rule_folders();
    let rulebook = if folders.is_empty() { Rulebook::builtin() } else { user_rules(&folders)? };
    let config = loaded.check(&rulebook).map_err(|e| tell_config(&e))?;
    Ok(Setup { rulebook, config })
}

/// The rule files below the given folders, and the word lists beside them.
fn user_rules(folders: &[PathBuf]) -> Result<Rulebook, Refused> {
    let (mut files, mut lists) = (Vec::new(), Vec::new());
    let mut failed = false;
    for folder in folders {
        if !folder.is_dir() {
            super::complain(&format!(
                "{}: the configuration names this folder of rules, and there is none",
                shown(folder).display()
            ));
            failed = true;
            continue;
        }
        let mut paths: Vec<PathBuf> = ignore::WalkBuilder::new(folder)
            .standard_filters(false)
            .build()
            .filter_map(Result::ok)
            .map(ignore::DirEntry::into_path)
            .filter(|p| p.is_file() && p.extension().is_some_and(|e| e == "yaml" || e == "yml"))
            .collect();
        paths.sort();
        for path in paths {
            let text = match std::fs::read_to_string(&path) {
                Ok(text) => text,
                Err(error) => {
                    super::complain(&format!("{}: cannot be read: {error}", shown(&path).display()));
                    failed = true;
                    continue;
                }
            };
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let parent = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
            if parent == "lists" {
                match crate::yaml::parse::<Vec<String>>(&text) {
                    Ok(entries) => lists.push((name, entries)),
                    Err(error) => {
                        tell(&path, &text, &error.message, error.span);
                        failed = true;
                    }
                }
            } else {
                files.push(RuleFile { path, id: format!("{parent}/{name}"), text });
            }
        }
    }
    if failed {
        return Err(Refused);
    }
    Rulebook::with_files(&files, &lists).map_err(|errors| {
        for (index, error) in errors {
            tell(&files[index].path, &files[index].text, &error.message, error.span);
        }
        Refused
    })
}

fn tell_config(error: &ConfigError) -> Refused {
    if error.text.is_empty() {
        super::complain(&format!("{}: {}", shown(&error.path).display(), error.message));
    } else {
        tell(&error.path, &error.text, &error.message, error.span);
    }
    Refused
}

/// Tells of a mistake in a configuration or rule file, with its place underlined.
fn tell(path: &Path, text: &str, message: &str, span: Span) {
    let stderr = io::stderr();
    let human = Human { color: color::enabled(ColorChoice::Auto, &stderr), width: color::width(), quiet: true };
    let source = Source::new(shown(path), text);
    let mut out = Vec::new();
    let _ = human.report(&mut out, &source, Severity::Error, "error", message, span, &[], None, None);
    let _ = stderr.lock().write_all(&out);
    let _ = stderr.is_terminal();
}

/// A path below the current folder as seen from it.
#[must_use]
pub fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).map_or_else(|_| path.to_path_buf(), Path::to_path_buf)
}

/// The command line's own layer of settings.
///
/// # Errors
/// With a message when a rule or level is unknown.
pub fn layer(
    rulebook: &Rulebook,
    select: &[String],
    extend_select: &[String],
    ignore: &[String],
    severity: &[String],
) -> Result<Layer, String> {
    let numbers = |names: &[String], flag: &str| -> Result<Vec<usize>, String> {
        let mut out = Vec::new();
        for name in names {
            out.extend(rulebook.select(name.trim()).map_err(|e| format!("{flag}: {e}"))?);
        }
        Ok(out)
    };
    let mut levels = Vec::new();
    for entry in severity {
        let Some((name, level)) = entry.split_once('=') else {
            return Err(format!("--severity: `{entry}` is not RULE=LEVEL"));
        };
        let level = config::severity_of(level)
            .ok_or_else(|| format!("--severity: unknown level `{level}`; known are error, warning, info"))?;
        let rules = rulebook.select(name.trim()).map_err(|e| format!("--severity: {e}"))?;
        levels.extend(rules.into_iter().map(|r| (r, level)));
    }
    Ok(Layer {
        select: if select.is_empty() { None } else { Some(numbers(select, "--select")?) },
        extend_select: numbers(extend_select, "--extend-select")?,
        ignore: numbers(ignore, "--ignore")?,
        severity: levels,
        ..Layer::default()
    })
}
