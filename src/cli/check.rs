//! `answerlint check`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::{CheckArgs, FailOn, Format};
use super::changes::Changes;
use super::known::{self, Known};
use super::look::{Look, Looked};
use super::output::{self, Outputs};
use super::plan::Plan;
use super::setup::{self, Refused};
use super::{Exit, complain, diff, files, parallel, watch};
use crate::diagnostic::Severity;
use crate::emit::{FileReport, Summary, human, slashed, visible};
use crate::engine::{Checked, Copies, Sketched};
use crate::paths::absolute;
use crate::rules::Rulebook;
use crate::timing::{self, Item, Stage};

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &CheckArgs) -> io::Result<Exit> {
    if !args.timings {
        return start(args);
    }
    timing::enable();
    let begun = Instant::now();
    let exit = start(args)?;
    timing::report(&mut io::stderr().lock(), begun.elapsed())?;
    Ok(exit)
}

fn start(args: &CheckArgs) -> io::Result<Exit> {
    if args.watch { watch::run(args) } else { once(args, None) }
}

/// Checks once: all that the arguments name, or of that only the files of `only`, which are absolute paths.
///
/// # Errors
/// When the output cannot be written.
pub fn once(args: &CheckArgs, only: Option<&BTreeSet<PathBuf>>) -> io::Result<Exit> {
    match Run::start(args, only) {
        Ok(run) => run.go(),
        Err(Refused) => Ok(Exit::Error),
    }
}

/// Tells why a run cannot start.
fn refuse(message: String) -> Refused {
    complain(&message);
    Refused
}

/// Adds to a file's findings the answers that an earlier file holds too.
fn compare(copies: &mut Copies, report: &mut FileReport, sketches: Vec<Sketched>) {
    let diagnostics = std::mem::take(&mut report.diagnostics);
    let mut checked = Checked { diagnostics, answers: report.answers, sketches };
    let source = &report.source;
    copies.settle(&mut checked, |span| {
        format!("{}:{}", slashed(source.path()), source.position(span.start as usize).line)
    });
    report.diagnostics = checked.diagnostics;
}

/// A run, from its arguments.
struct Run<'a> {
    args: &'a CheckArgs,
    plan: Plan,
    paths: Vec<PathBuf>,
    stdin: bool,
    known: Option<Known>,
    changes: Option<Changes>,
    summary: Summary,
}

impl<'a> Run<'a> {
    fn start(args: &'a CheckArgs, only: Option<&BTreeSet<PathBuf>>) -> Result<Self, Refused> {
        if args.unsafe_fixes && !args.fix && !args.diff {
            return Err(refuse(
                "--unsafe-fixes: say --fix as well, or --diff to see what they would change".to_owned(),
            ));
        }
        let baseline = known::named(args).map_err(refuse)?;
        let mut named = args.paths.clone();
        named.extend(baseline.iter().filter_map(|(.., path)| path.clone()));
        if named.is_empty() {
            named.push(PathBuf::from("."));
        }
        let stdin = named.iter().any(|p| p.as_os_str() == "-");
        if stdin && args.fix && !args.diff {
            return Err(refuse("--fix: standard input cannot be changed; --diff shows what would be".to_owned()));
        }
        let place = if stdin { args.stdin_filename.as_ref() } else { named.first() };
        let tree = setup::tree(&args.config, place.map_or(Path::new("."), PathBuf::as_path))?;
        let (mut paths, errors) =
            if stdin { Default::default() } else { timing::stage(Stage::Walk, || files::collect(&named)) };
        if let Some(revision) = tree.revision().filter(|_| !stdin) {
            files::add_tracked(&mut paths, &named, &revision.repository).map_err(refuse)?;
        }
        let from = if stdin { vec![args.stdin_filename.clone().unwrap_or_default()] } else { Vec::new() };
        let files = if stdin { &from } else { &paths };
        let plan = timing::stage(Stage::Setup, || Plan::new(&args.config, &args.rules, &tree, files))?;
        paths.retain(|path| args.no_exclude || !plan.excludes(path));
        if let Some(only) = only {
            let here = std::env::current_dir().unwrap_or_default();
            paths.retain(|path| only.contains(&absolute(&here, path)));
        }
        let summary = Summary { failures: errors.len(), ..Summary::default() };
        errors.iter().for_each(|error| complain(error));
        let known =
            baseline.map(|(path, write, _)| Known::open(&tree, path, write, args.force)).transpose().map_err(refuse)?;
        let changes = match &args.diff_base {
            None => None,
            Some(revision) => {
                let place = if stdin { args.stdin_filename.as_ref() } else { paths.first().or(named.first()) };
                let place = place.map_or(Path::new("."), PathBuf::as_path);
                Some(Changes::since(revision, place).map_err(refuse)?)
            }
        };
        Ok(Self { args, plan, paths, stdin, known, changes, summary })
    }

    fn go(self) -> io::Result<Exit> {
        let Self { args, plan, paths, stdin, mut known, changes, mut summary } = self;
        if args.show_settings {
            show_settings(&plan, paths.first().map_or(Path::new("."), |p| p))?;
            return Ok(Exit::Clean);
        }
        let rulebooks: Vec<&Rulebook> = plan.setups.iter().map(|(setup, _)| &setup.rulebook).collect();
        let mut out = Outputs::open(args, &rulebooks)?;
        let mut statistics: BTreeMap<String, usize> = BTreeMap::new();
        let mut worst: Option<Severity> = None;
        let (mut fixes, mut fixed_files) = (0, 0);
        let mut copies = Copies::default();
        let mut take = |result: Result<Looked, String>| -> io::Result<()> {
            let Looked { mut report, sketches, fixed, failure, changed } = match result {
                Ok(looked) => looked,
                Err(message) => {
                    summary.failures += 1;
                    complain(&message);
                    return Ok(());
                }
            };
            if let Some(message) = failure {
                summary.failures += 1;
                complain(&message);
            }
            compare(&mut copies, &mut report, sketches);
            if let Some(known) = &mut known {
                known.silence(&mut report);
            }
            if let Some(changed) = changed {
                let FileReport { source, diagnostics, .. } = &mut report;
                diagnostics.retain(|d| changed.holds(source, d));
            }
            summary.add(&report);
            let shown = visible::line(&slashed(report.source.path()));
            if args.show_files {
                return writeln!(out.first(), "{}\t{shown}", human::count(report.answers, "answer"));
            }
            if args.verbose && report.answers == 0 {
                complain(&format!("{shown}: no answer in it"));
            }
            for diagnostic in &report.diagnostics {
                worst = worst.max(Some(diagnostic.severity));
                if args.statistics {
                    *statistics.entry(diagnostic.rule.clone()).or_default() += 1;
                }
            }
            if let Some(fixed) = &fixed {
                fixes += fixed.applied;
                fixed_files += 1;
                if args.diff {
                    diff::write(out.first(), args.output_file.is_some(), &report.source, &fixed.text)?;
                }
            }
            if args.statistics || args.diff {
                return Ok(());
            }
            timing::stage(Stage::Output, || out.file(&report))
        };
        let look = Look { args, plan: &plan };
        if stdin {
            take(look.stdin(changes.as_ref()))?;
        } else {
            // Two names may lead to one file, which must not be written twice at a time.
            let threads = if args.fix { 1 } else { parallel::threads(paths.len(), args.threads) };
            let look = |path: &Path| {
                let name = || visible::line(&slashed(path));
                timing::item(Item::File, name, || look.file(path, changes.as_ref()))
            };
            parallel::in_order(&paths, threads, look, take)?;
        }
        if args.statistics {
            print_statistics(out.first(), output::specs(args)[0].format, &statistics, &plan)?;
        } else if !args.show_files && !args.diff {
            out.finish(&summary)?;
        }
        out.flush()?;
        if fixes > 0 && !args.quiet {
            let (done, files) = (if args.diff { "would be fixed" } else { "fixed" }, human::count(fixed_files, "file"));
            complain(&format!("{} {done} in {files}", human::count(fixes, "finding")));
        }
        if let Some(known) = known {
            known.finish(|rule, path| plan.ran(rule, path))?;
        }
        Ok(exit(args, &summary, worst))
    }
}

fn exit(args: &CheckArgs, summary: &Summary, worst: Option<Severity>) -> Exit {
    if summary.failures > 0 {
        return Exit::Error;
    }
    let threshold = match args.fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Info => Severity::Info,
        FailOn::Never => return Exit::Clean,
    };
    if !args.exit_zero && !args.show_files && worst.is_some_and(|w| w >= threshold) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

fn print_statistics(
    out: &mut dyn Write,
    format: Format,
    statistics: &BTreeMap<String, usize>,
    plan: &Plan,
) -> io::Result<()> {
    let mut rows: Vec<(&String, &usize)> = statistics.iter().collect();
    rows.sort_by_key(|(rule, count)| (std::cmp::Reverse(**count), (*rule).clone()));
    if format == Format::Json {
        let rows: Vec<serde_json::Value> =
            rows.iter().map(|(rule, count)| serde_json::json!({"rule": rule, "count": count})).collect();
        return writeln!(out, "{}", serde_json::json!({"version": 1, "statistics": rows}));
    }
    let width = rows.iter().map(|(_, count)| count.to_string().len()).max().unwrap_or(1);
    for (rule, count) in rows {
        let rulebook = &plan.setups[0].0.rulebook;
        let summary = rulebook.find_rule(rule).map(|n| rulebook.doc(n).summary).unwrap_or_default();
        writeln!(out, "{count:>width$}  {rule:<28} {summary}")?;
    }
    Ok(())
}

fn show_settings(plan: &Plan, path: &Path) -> io::Result<()> {
    let setup = plan.setup(path);
    let (_, config) = plan.of(path);
    let mut out = io::stdout().lock();
    let file = setup.config.path.as_ref().map_or_else(|| "none".to_owned(), |p| slashed(&setup::shown(p)));
    writeln!(out, "file: {}", slashed(path))?;
    writeln!(out, "configuration: {file}")?;
    let s = &config.settings;
    writeln!(out, "structure: {}", s.structure.as_deref().unwrap_or("six-part"))?;
    writeln!(out, "length: {} s to {} s at {} words a minute", s.min_seconds, s.max_seconds, s.words_per_minute)?;
    writeln!(out, "coverage: {:.0} %", s.coverage * 100.0)?;
    writeln!(out, "every section an answer: {}", config.all_answers)?;
    writeln!(out, "rules:")?;
    for (number, rule) in setup.rulebook.rules().iter().enumerate() {
        let level = config.severity[number].map_or("off", Severity::name);
        writeln!(out, "  {:<32} {level}", rule.id)?;
    }
    Ok(())
}
