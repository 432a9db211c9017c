//! The cost of checking a draft grows with its length and no faster, whatever it is made of.
//!
//! Instructions are counted where valgrind is installed, which is exact; elsewhere it is processor time, on Linux. Only
//! ratios between sizes are looked at.

mod scratch;

use std::fs;
use std::process::{Command, Stdio};

use answerlint::config::{Config, Layer};
use answerlint::engine;
use answerlint::rules::Rulebook;
use answerlint::source::Source;
use scratch::Scratch;

/// A draft that is this many times longer than another …
const LONGER: usize = 4;
/// … may cost at most so many times more. Quadratic work would cost sixteen times more.
const MOST: f64 = 6.0;

const OWNED: &str = "I told my team that the release was my mistake, and we fixed it within two days. ";
const BLAMED: &str = "Nobody told me about it, so it was not my fault. ";
const FRONT: &str = "---\nkind: behavioral\n---\n# A failure\n\n";

/// A way in which a draft can be long.
type Shape = (&'static str, usize, fn(usize) -> String);

fn each(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

fn label(number: usize) -> &'static str {
    ["Situation", "Task", "Action", "Result"][number % 4]
}

const SHAPES: &[Shape] = &[
    ("paragraphs", 15, |n| format!("{FRONT}{}", format!("{OWNED}{OWNED}{OWNED}\n\n").repeat(n))),
    ("answers", 15, |n| {
        each(n, |i| {
            format!("## Tell me about failure number {i}\n\n**Situation:** {OWNED}\n\n**Action:** {OWNED}{OWNED}\n\n")
        })
    }),
    ("copied answers", 10, |n| {
        format!("## Your biggest failure\n\n**Situation:** {OWNED}\n\n**Action:** {OWNED}{BLAMED}\n\n").repeat(n)
    }),
    ("titles", 100, |n| each(n, |i| format!("# How did you settle quarrel number {i}?\n\nBy talk.\n\n"))),
    ("findings", 30, |n| format!("{FRONT}{}", format!("{BLAMED}\n\n").repeat(n))),
    ("suppressions", 30, |n| {
        format!("{FRONT}{}", format!("<!-- answerlint-ignore red-flag/blame-shifting: old -->\n{BLAMED}\n\n").repeat(n))
    }),
    ("suppressions of the file", 100, |n| {
        let comments = each(n, |i| format!("<!-- answerlint-ignore-file red-flag/blame-shifting: {i} -->\n"));
        format!("{FRONT}{comments}\n{}", BLAMED.repeat(n / 8))
    }),
    ("directives", 50, |n| {
        each(n, |i| format!("## Part {i}\n\n<!-- answerlint\nquestion: attitude:6\n-->\n\n{OWNED}\n\n"))
    }),
    ("deep lists", 50, |n| format!("{FRONT}{}", each(n, |i| format!("{}- {OWNED}\n", "  ".repeat(i % 40))))),
    ("one paragraph", 50, |n| format!("{FRONT}{}", OWNED.repeat(n))),
    ("one sentence", 50, |n| format!("{FRONT}{}", "we fixed the release and told the team of it ".repeat(n))),
    ("part labels", 100, |n| format!("{FRONT}{}", each(n, |i| format!("**{}:** it was so\n\n", label(i))))),
    ("empty part labels", 500, |n| format!("{FRONT}{}", each(n, |i| format!("{}:\n\n", label(i))))),
    ("text under unknown labels", 30, |n| {
        let known = format!("- Situation: {OWNED}\n- Result: {OWNED}\n");
        format!("{FRONT}{}", each(n, |i| format!("{known}- my bit: {OWNED}{}\n", OWNED.repeat(i % 4))))
    }),
    ("one unknown label", 50, |n| {
        format!("{FRONT}- Situation: {OWNED}\n- Result: {OWNED}\n- my bit: {}\n", OWNED.repeat(n))
    }),
    ("misspelt labels", 50, |n| format!("{FRONT}{}", format!("**Situatoin:** {OWNED}\n\n").repeat(n))),
    ("follow-ups", 30, |n| {
        let asked = each(n, |i| format!("**What would you do differently in case {i}?**\n\n{OWNED}\n\n"));
        format!("{FRONT}{OWNED}\n\n## Follow-ups\n\n{asked}")
    }),
    ("quotation marks", 10_000, |n| format!("{FRONT}{}", "\"".repeat(n))),
    ("opening quotation marks", 2000, |n| format!("{FRONT}{}{}", "“".repeat(n), "'a ".repeat(n))),
    ("quotations", 200, |n| format!("{FRONT}{}", "\"a b\" ".repeat(n))),
    ("brackets", 2000, |n| format!("{FRONT}{}", "[".repeat(n))),
    ("emphasis", 150, |n| format!("{FRONT}{}", "**a** *b* `c` [d](e) ".repeat(n))),
    ("full stops", 1000, |n| format!("{FRONT}{}", "a.b... ".repeat(n))),
    ("words met once", 500, |n| format!("{FRONT}{}", each(n, |i| format!("word{i}ing ")))),
    ("a technical answer", 20, |n| {
        let said = "We use a saga with compensating steps and cache aside, because consistency matters. ";
        format!("# How do you invalidate caches?\n\n{}", format!("{said}{said}\n\n").repeat(n))
    }),
];

/// Instructions of a whole run, if they can be counted.
fn instructions(scratch: &Scratch) -> Option<f64> {
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", env!("CARGO_BIN_EXE_answerlint")])
        .args(["check", "--isolated", "--exit-zero", "--output-format", "short", "draft.md"])
        .current_dir(scratch.path())
        .stdout(Stdio::null())
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&run.stderr);
    let count = told.lines().find_map(|line| line.split_once("refs:"))?.1.trim().replace(',', "");
    count.parse().ok()
}

/// Processor time of checking a text: the least of some tries.
fn processor_time(text: &str) -> Option<f64> {
    let rulebook = Rulebook::builtin();
    let config = Config::default().for_file(std::path::Path::new("draft.md"), &rulebook, &Layer::default());
    let source = Source::new("draft.md", text);
    let now =
        || -> Option<f64> { fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok() };
    (0..5)
        .map(|_| {
            let start = now()?;
            let _ = engine::check(&source, &rulebook, &config);
            Some(now()? - start)
        })
        .try_fold(f64::MAX, |least, next| next.map(|next| least.min(next)))
}

/// What is wrong with the growth of some shapes.
fn faults(shapes: &[Shape]) -> Vec<String> {
    let scratch = Scratch::new();
    let exact = |text: &str| {
        scratch.write("draft.md", text);
        instructions(&scratch)
    };
    let start = exact("");
    let cost = |text: &str| match start {
        Some(start) => exact(text).map(|cost| cost - start),
        None => processor_time(text),
    };
    let mut wrong = Vec::new();
    for (name, count, shape) in shapes {
        // Processor time is told better in larger pieces.
        let count = if start.is_some() { *count } else { count * 8 };
        let (Some(short), Some(long)) = (cost(&shape(count)), cost(&shape(count * LONGER))) else { break };
        let ratio = long / short.max(1.0);
        if ratio > MOST {
            wrong.push(format!("{name}: {LONGER} times longer costs {ratio:.1} times more"));
        }
    }
    wrong
}

#[test]
fn cost_grows_with_length_only() {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let parts = SHAPES.chunks(SHAPES.len().div_ceil(threads)).map(|part| scope.spawn(|| faults(part)));
        parts.collect::<Vec<_>>().into_iter().flat_map(|part| part.join().expect("no panic")).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
