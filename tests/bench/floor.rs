//! The least that a linter of markdown does: walk a folder, read its files, parse them; with the crates and as many
//! threads as `answerlint` uses. Prints how many parts the parser found, so that nothing is left out.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use pulldown_cmark::{Options, Parser};

/// Files a thread must have to be worth starting, as in the command.
const FILES_PER_THREAD: usize = 8;

fn main() {
    let (mut paths, mut named) = (Vec::new(), false);
    for path in std::env::args_os().skip(1).map(PathBuf::from) {
        if path.is_dir() {
            let entries = ignore::WalkBuilder::new(path).require_git(false).build().filter_map(Result::ok);
            paths.extend(entries.map(ignore::DirEntry::into_path).filter(|p| p.extension().is_some_and(|e| e == "md")));
        } else {
            paths.push(path);
        }
        named = true;
    }
    assert!(named, "name the folders and files to read");
    let cores = if paths.len() < 2 * FILES_PER_THREAD { 1 } else { available() };
    let (next, parts) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
            parts.fetch_add(Parser::new_ext(&text, options).into_offset_iter().count(), Ordering::Relaxed);
        }
    };
    if cores == 1 {
        work();
    } else {
        std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    }
    println!("{}", parts.into_inner());
}

fn available() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
