//! What fixes would change, as a unified diff.

use std::io::{self, IsTerminal, Write};

use similar::TextDiff;

use crate::emit::{slashed, visible};
use crate::source::Source;

/// Writes the difference between a source and its fixed text: as a patch, or for people and the log of a GitHub job
/// with every character visible.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(out: &mut dyn Write, to_file: bool, source: &Source, fixed: &str) -> io::Result<()> {
    let path = visible::line(&slashed(source.path()));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (source.text().split_inclusive('\n').collect(), fixed.split_inclusive('\n').collect());
    let text = TextDiff::configure()
        .newline_terminated(true)
        .diff_slices(&old, &new)
        .unified_diff()
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string();
    // Between a patch that can be applied and a text that is safe to show, what reads it decides.
    let shown =
        !to_file && (io::stdout().is_terminal() || std::env::var_os("GITHUB_ACTIONS").is_some_and(|v| v == "true"));
    if !shown {
        return out.write_all(text.as_bytes());
    }
    text.split_terminator('\n').try_for_each(|line| writeln!(out, "{}", visible::start(line)))
}
