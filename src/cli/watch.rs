//! `answerlint check --watch`: checks again what changes.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::args::CheckArgs;
use super::{Exit, check, complain, files};
use crate::config::{self, Loaded, Tree};
use crate::paths::absolute;

/// How long nothing must have changed before a check: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(60);
/// Most events that are waited out.
const MOST_EVENTS: usize = 10_000;

/// What changed.
#[derive(Debug, PartialEq, Eq)]
enum Change {
    /// A configuration or rule: everything is checked again.
    Everything,
    /// These drafts.
    Drafts(BTreeSet<PathBuf>),
}

/// Checks, and again after each change, until it is interrupted.
///
/// # Errors
/// When the output cannot be written, or the system watches no files.
pub fn run(args: &CheckArgs) -> io::Result<Exit> {
    if args.paths.iter().any(|p| p.as_os_str() == "-") {
        complain("--watch: standard input is read once");
        return Ok(Exit::Error);
    }
    if let Some(gone) = args.paths.iter().find(|path| !path.exists()) {
        complain(&format!("--watch: {}: there is no such file", gone.display()));
        return Ok(Exit::Error);
    }
    let places = Places::of(args);
    let (sender, receiver) = mpsc::channel();
    // Watching begins before the first check, so that no change falls between.
    let mut watcher = notify::recommended_watcher(move |event| {
        let _ = sender.send(event);
    })
    .map_err(failed)?;
    for (path, mode) in places.watched() {
        watcher.watch(path, mode).map_err(failed)?;
    }
    let mut change = Change::Everything;
    loop {
        clear()?;
        match &change {
            Change::Everything => check::once(args, None)?,
            Change::Drafts(paths) => check::once(args, Some(paths))?,
        };
        if !args.quiet {
            complain("watching for changes; ctrl-C ends it");
        }
        match next(&receiver, &places) {
            Some(next) => change = next,
            None => return Ok(Exit::Error),
        }
    }
}

fn failed(error: notify::Error) -> io::Error {
    io::Error::other(format!("--watch: {error}"))
}

/// Clears a terminal; a log keeps all.
fn clear() -> io::Result<()> {
    let mut out = io::stdout().lock();
    if out.is_terminal() {
        out.write_all(b"\x1b[2J\x1b[3J\x1b[H")?;
        out.flush()?;
    }
    Ok(())
}

/// Waits for a change that matters, and until no more follow at once.
fn next(receiver: &Receiver<notify::Result<Event>>, places: &Places) -> Option<Change> {
    let mut drafts = BTreeSet::new();
    let mut everything = false;
    for number in 0.. {
        let quiet = if drafts.is_empty() && !everything {
            take(receiver.recv().ok()?, places, &mut drafts, &mut everything);
            false
        } else {
            match receiver.recv_timeout(QUIET) {
                Ok(event) => {
                    take(event, places, &mut drafts, &mut everything);
                    number > MOST_EVENTS
                }
                Err(_) => true,
            }
        };
        if quiet {
            break;
        }
    }
    Some(if everything { Change::Everything } else { Change::Drafts(drafts) })
}

/// Notes what an event says has changed.
fn take(event: notify::Result<Event>, places: &Places, drafts: &mut BTreeSet<PathBuf>, everything: &mut bool) {
    match event {
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
        Ok(event) if !event.need_rescan() => {
            for path in event.paths {
                *everything |= places.is_setting(&path);
                if places.is_draft(&path) {
                    drafts.insert(path);
                }
            }
        }
        // Events were lost: who knows what changed.
        Ok(_) | Err(_) => *everything = true,
    }
}

/// What is watched.
#[derive(Debug, Default)]
struct Places {
    /// Folders with all that is in them.
    folders: Vec<PathBuf>,
    /// Files that are named.
    files: Vec<PathBuf>,
    /// Folders of configurations and rules that lie elsewhere.
    settings: Vec<PathBuf>,
}

impl Places {
    fn of(args: &CheckArgs) -> Self {
        let here = std::env::current_dir().unwrap_or_default();
        let mut out = Self::default();
        let named = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
        for path in named.iter().map(|path| absolute(&here, path)) {
            if path.is_dir() { out.folders.push(path) } else { out.files.push(path) }
        }
        let parents = out.files.iter().filter_map(|file| file.parent()).map(Path::to_path_buf);
        let starts: Vec<PathBuf> = out.folders.iter().cloned().chain(parents).collect();
        let found = match (&args.config.config, args.config.isolated) {
            (Some(path), _) => vec![absolute(&here, path)],
            (None, true) => Vec::new(),
            (None, false) => starts.iter().filter_map(|folder| config::discover(&Tree::Disk, folder)).collect(),
        };
        for path in found {
            out.settings.extend(path.parent().map(Path::to_path_buf));
            let rules = Loaded::read(&Tree::Disk, &path).map(|loaded| loaded.rule_folders()).unwrap_or_default();
            out.settings.extend(rules.iter().map(|folder| absolute(&here, folder)).filter(|folder| folder.is_dir()));
        }
        out
    }

    /// The folders to watch, each once.
    fn watched(&self) -> Vec<(&Path, RecursiveMode)> {
        let mut out: Vec<(&Path, RecursiveMode)> = Vec::new();
        let parents = self.files.iter().filter_map(|file| file.parent());
        let single = parents.chain(self.settings.iter().map(PathBuf::as_path));
        for folder in single.filter(|folder| !self.folders.iter().any(|outer| folder.starts_with(outer))) {
            if out.iter().all(|(other, _)| *other != folder) {
                out.push((folder, RecursiveMode::NonRecursive));
            }
        }
        out.extend(self.folders.iter().map(|folder| (folder.as_path(), RecursiveMode::Recursive)));
        out
    }

    fn is_draft(&self, path: &Path) -> bool {
        self.files.iter().any(|file| file == path)
            || (files::is_draft(path) && self.folders.iter().any(|folder| path.starts_with(folder)))
    }

    fn is_setting(&self, path: &Path) -> bool {
        path.extension().is_some_and(|e| e == "yaml" || e == "yml")
            && self.settings.iter().chain(&self.folders).any(|folder| path.starts_with(folder))
    }
}
