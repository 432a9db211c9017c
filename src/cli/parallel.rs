//! Work on many files at a time, with the results in order.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Files a thread must have to be worth starting.
const FILES_PER_THREAD: usize = 8;
/// Results that may wait for an earlier one.
const WAITING: usize = 256;

/// How many threads are worth it for that many files.
pub fn threads(files: usize, asked: Option<usize>) -> usize {
    let cores = asked.unwrap_or_else(|| {
        if files < 2 * FILES_PER_THREAD { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) }
    });
    cores.min(files.div_ceil(FILES_PER_THREAD)).max(1)
}

/// Looks at every path and hands the results on in the order of the paths.
///
/// # Errors
/// The first that `take` gives.
pub fn in_order<T: Send>(
    paths: &[PathBuf],
    threads: usize,
    look: impl Fn(&Path) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    if threads == 1 {
        return paths.iter().try_for_each(|path| take(look(path)));
    }
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(WAITING);
        for _ in 0..threads {
            let (sender, next, look) = (sender.clone(), &next, &look);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = paths.get(at) else { break };
                    if sender.send((at, look(path))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (at, result) in receiver {
            waiting.insert(at, result);
            while let Some(result) = waiting.remove(&due) {
                take(result)?;
                due += 1;
            }
        }
        Ok(())
    })
}
