//! Where the time of a run goes, for `--timings`. Unless asked for, no clock is read.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

static ON: AtomicBool = AtomicBool::new(false);
static STAGES: [AtomicU64; Stage::NAMES.len()] = [const { AtomicU64::new(0) }; Stage::NAMES.len()];
static ITEMS: Mutex<BTreeMap<(Item, String), Duration>> = Mutex::new(BTreeMap::new());

/// So many rules and files are named.
const SHOWN: usize = 10;

/// A stage of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Finding the files to check.
    Walk,
    /// Configuration and rules.
    Setup,
    /// Reading files.
    Read,
    /// From markdown to prose.
    Markdown,
    /// From prose to answers, sentences, words.
    Answers,
    /// Patterns of rules and cues.
    Patterns,
    /// Speakers, parts, evidence.
    Parts,
    /// Rules.
    Rules,
    /// Comments that silence rules.
    Suppressions,
    /// Writing findings.
    Output,
}

impl Stage {
    /// The names of all stages, in the order of a run.
    pub const NAMES: [&'static str; 10] =
        ["walk", "setup", "read", "markdown", "answers", "patterns", "parts", "rules", "suppressions", "output"];
}

/// What is timed one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A rule.
    Rule,
    /// A file.
    File,
}

/// Starts to measure.
pub fn enable() {
    ON.store(true, Ordering::Relaxed);
}

fn clock() -> Option<Instant> {
    ON.load(Ordering::Relaxed).then(Instant::now)
}

/// Does some work as part of a stage.
#[inline]
pub fn stage<T>(stage: Stage, work: impl FnOnce() -> T) -> T {
    let start = clock();
    let done = work();
    if let Some(start) = start {
        STAGES[stage as usize].fetch_add(start.elapsed().as_nanos() as u64, Ordering::Relaxed);
    }
    done
}

/// Does some work for the rule or file of that name.
#[inline]
pub fn item<T>(item: Item, name: impl FnOnce() -> String, work: impl FnOnce() -> T) -> T {
    let start = clock();
    let done = work();
    if let Some(start) = start
        && let Ok(mut items) = ITEMS.lock()
    {
        *items.entry((item, name())).or_default() += start.elapsed();
    }
    done
}

/// Writes what was measured: the stages, and the slowest rules and files.
///
/// # Errors
/// When it cannot be written.
pub fn report(out: &mut dyn Write, total: Duration) -> io::Result<()> {
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    writeln!(out, "{:>10.2} ms  whole run; stages add up over threads", millis(total))?;
    for (name, nanos) in Stage::NAMES.iter().zip(&STAGES) {
        writeln!(out, "{:>10.2} ms  {name}", millis(Duration::from_nanos(nanos.load(Ordering::Relaxed))))?;
    }
    let Ok(items) = ITEMS.lock() else { return Ok(()) };
    for (item, title) in [
        (Item::Rule, "slowest rules; what several share counts for the first that asks"),
        (Item::File, "slowest files"),
    ] {
        let mut slowest: Vec<(&str, Duration)> = items
            .iter()
            .filter(|((kind, _), _)| *kind == item)
            .map(|((_, name), time)| (name.as_str(), *time))
            .collect();
        slowest.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
        if !slowest.is_empty() {
            writeln!(out, "{title}")?;
        }
        for (name, time) in slowest.iter().take(SHOWN) {
            writeln!(out, "{:>10.2} ms  {name}", millis(*time))?;
        }
    }
    Ok(())
}
