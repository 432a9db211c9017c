//! Rules and configuration for a run, and what is wrong with them.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::args::{ColorChoice, ConfigArgs};
use super::color;
use crate::config::{self, Config, ConfigError, Layer, Loaded, Tree};
use crate::diagnostic::Severity;
use crate::emit::human::Human;
use crate::git::Revision;
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

/// What asks for the configuration of a revision.
const FLAG: &str = "--config-from";

/// Where configuration is read from, for a run on `place`.
///
/// # Errors
/// After telling on standard error that git knows no such revision.
pub fn tree(args: &ConfigArgs, place: &Path) -> Result<Tree, Refused> {
    let Some(revision) = &args.config_from else { return Ok(Tree::Disk) };
    Revision::open(revision, place, FLAG).map(|revision| Tree::Revision(Box::new(revision))).map_err(|message| {
        super::complain(&message);
        Refused
    })
}

/// Reads the configuration that holds for `folder`, and the rules it names.
///
/// # Errors
/// After telling on standard error what is wrong.
pub fn load(args: &ConfigArgs, folder: &Path) -> Result<Setup, Refused> {
    load_from(&tree(args, folder)?, args, folder)
}

/// The same, from a tree that is open already.
///
/// # Errors
/// After telling on standard error what is wrong.
pub fn load_from(tree: &Tree, args: &ConfigArgs, folder: &Path) -> Result<Setup, Refused> {
    let path = match (&args.config, args.isolated) {
        (Some(path), _) => Some(path.clone()),
        (None, true) => None,
        (None, false) => discover(tree, folder)?,
    };
    load_file(tree, path.as_deref())
}

/// The configuration file that holds for `folder`.
///
/// # Errors
/// After telling on standard error that the folder is not in the revision's repository.
pub fn discover(tree: &Tree, folder: &Path) -> Result<Option<PathBuf>, Refused> {
    let found = config::discover(tree, folder);
    let Some(revision) = tree.revision() else { return Ok(found) };
    if !revision.reaches(folder) {
        let root = revision.repository.root.display();
        super::complain(&format!("{FLAG}: {} lies outside the repository {root}", folder.display()));
        return Err(Refused);
    }
    if found.is_none()
        && let Some(unused) = config::discover(&Tree::Disk, folder)
    {
        let unused = shown(&unused);
        super::complain(&format!("{FLAG}: {} is not in {}; the defaults hold", unused.display(), revision.name));
    }
    Ok(found)
}

/// Reads the given configuration file (or none), and the rules it names.
///
/// # Errors
/// After telling on standard error what is wrong.
pub fn load_file(tree: &Tree, path: Option<&Path>) -> Result<Setup, Refused> {
    let Some(path) = path else { return Ok(Setup { rulebook: Rulebook::builtin(), config: Config::default() }) };
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let loaded = Loaded::read(tree, &path).map_err(|e| tell_config(tree, &e))?;
    let folders = loaded.rule_folders();
    let rulebook = if folders.is_empty() { Rulebook::builtin() } else { user_rules(tree, &folders)? };
    let config = loaded.check(&rulebook).map_err(|e| tell_config(tree, &e))?;
    Ok(Setup { rulebook, config })
}

/// The rule files below the given folders, and the word lists beside them.
fn user_rules(tree: &Tree, folders: &[PathBuf]) -> Result<Rulebook, Refused> {
    let (mut files, mut lists) = (Vec::new(), Vec::new());
    let mut failed = false;
    for folder in folders {
        let Some(paths) = tree.yaml_files(folder) else {
            super::complain(&format!(
                "{}: the configuration names this folder of rules, and there is none",
                named(tree, folder).display()
            ));
            failed = true;
            continue;
        };
        for path in paths {
            let text = match tree.read(&path) {
                Ok(text) => text,
                Err(error) => {
                    super::complain(&format!("{}: {error}", named(tree, &path).display()));
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
                        tell(&named(tree, &path), &text, &error.message, error.span);
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
            tell(&named(tree, &files[index].path), &files[index].text, &error.message, error.span);
        }
        Refused
    })
}

/// A file as messages name it: with its revision, as git writes one.
fn named(tree: &Tree, path: &Path) -> PathBuf {
    match tree.revision() {
        None => shown(path),
        Some(revision) => PathBuf::from(format!("{}:{}", revision.name, shown(path).display())),
    }
}

fn tell_config(tree: &Tree, error: &ConfigError) -> Refused {
    let path = named(tree, &error.path);
    if error.text.is_empty() {
        super::complain(&format!("{}: {}", path.display(), error.message));
    } else {
        tell(&path, &error.text, &error.message, error.span);
    }
    Refused
}

/// Tells of a mistake in a configuration or rule file, with its place underlined.
fn tell(path: &Path, text: &str, message: &str, span: Span) {
    let stderr = io::stderr();
    let human = Human { color: color::enabled(ColorChoice::Auto, &stderr), width: color::width(), quiet: true };
    let source = Source::new(path, text);
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
