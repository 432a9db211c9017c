//! `answerlint check`.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Instant;

use super::args::{CheckArgs, FailOn, Format};
use super::changes::{Changed, Changes};
use super::known::{self, Known};
use super::output::{self, Outputs};
use super::setup::{self, Refused, Setup};
use super::{Exit, complain, diff, files};
use crate::config::{FileConfig, Layer};
use crate::diagnostic::Severity;
use crate::emit::place::absolute;
use crate::emit::{FileReport, Summary, human, slashed, visible};
use crate::engine::{self, Checked, Copies, Sketched};
use crate::fix::{self, Fixed};
use crate::rules::Rulebook;
use crate::source::Source;
use crate::timing::{self, Item, Stage};

/// Files a thread must have to be worth starting.
const FILES_PER_THREAD: usize = 8;
/// Reports that may wait for an earlier file.
const WAITING: usize = 256;

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
    match Run::start(args) {
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
    plan: Plan<'a>,
    paths: Vec<PathBuf>,
    stdin: bool,
    known: Option<Known>,
    changes: Option<Changes>,
    summary: Summary,
}

/// A file that was checked, and what fixes made of it.
struct Looked {
    report: FileReport,
    /// Its answers, to be compared with those of other files.
    sketches: Vec<Sketched>,
    /// The text that fixes lead to, when they change it.
    fixed: Option<Fixed>,
    /// Why they could not be written.
    failure: Option<String>,
    changed: Option<Changed>,
}

impl<'a> Run<'a> {
    fn start(args: &'a CheckArgs) -> Result<Self, Refused> {
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
        let (paths, errors) =
            if stdin { Default::default() } else { timing::stage(Stage::Walk, || files::collect(&named)) };
        let mut plan = timing::stage(Stage::Setup, || Plan::new(args, &paths, stdin))?;
        let paths = plan.keep(paths);
        let summary = Summary { failures: errors.len(), ..Summary::default() };
        errors.iter().for_each(|error| complain(error));
        let known =
            baseline.map(|(path, write, _)| Known::open(path, write, args.force)).transpose().map_err(refuse)?;
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
                    diff::write(out.first(), &report.source, &fixed.text)?;
                }
            }
            if args.statistics || args.diff {
                return Ok(());
            }
            timing::stage(Stage::Output, || out.file(&report))
        };
        if stdin {
            take(plan.read_stdin(changes.as_ref()))?;
        } else {
            let look = |path: &Path| {
                let name = || visible::line(&slashed(path));
                timing::item(Item::File, name, || plan.look(path, changes.as_ref()))
            };
            plan.each(&paths, look, take)?;
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

/// The configurations of a run and which file has which.
struct Plan<'a> {
    args: &'a CheckArgs,
    setups: Vec<(Setup, Layer)>,
    /// The configuration of each folder, by index in `setups`.
    folders: BTreeMap<PathBuf, usize>,
    /// What holds for a file whose configuration does not look at paths, by index in `setups`.
    plain: Vec<Option<FileConfig>>,
    here: PathBuf,
}

impl<'a> Plan<'a> {
    fn new(args: &'a CheckArgs, paths: &[PathBuf], stdin: bool) -> Result<Self, Refused> {
        let here = std::env::current_dir().unwrap_or_default();
        let mut plan = Self { args, setups: Vec::new(), folders: BTreeMap::new(), plain: Vec::new(), here };
        if args.config.config.is_some() || args.config.isolated {
            plan.add(setup::load(&args.config, Path::new("."))?)?;
            return Ok(plan);
        }
        let mut by_file: BTreeMap<Option<PathBuf>, usize> = BTreeMap::new();
        let named = if stdin { vec![args.stdin_filename.clone().unwrap_or_default()] } else { paths.to_vec() };
        for path in named.iter().map(PathBuf::as_path).chain(paths.is_empty().then_some(Path::new("x"))) {
            let folder = plan.here.join(path.parent().unwrap_or(Path::new("")));
            if plan.folders.contains_key(&folder) {
                continue;
            }
            let file = crate::config::discover(&folder);
            let index = match by_file.get(&file) {
                Some(index) => *index,
                None => {
                    let index = plan.add(setup::load_file(file.as_deref())?)?;
                    by_file.insert(file, index);
                    index
                }
            };
            plan.folders.insert(folder, index);
        }
        Ok(plan)
    }

    fn add(&mut self, setup: Setup) -> Result<usize, Refused> {
        let args = self.args;
        let layer = setup::layer(&setup.rulebook, &args.select, &args.extend_select, &args.ignore, &args.severity)
            .map_err(|message| {
                complain(&message);
                Refused
            })?;
        let plain = (!setup.config.by_path()).then(|| setup.config.for_file(Path::new(""), &setup.rulebook, &layer));
        self.plain.push(plain);
        self.setups.push((setup, layer));
        Ok(self.setups.len() - 1)
    }

    fn index_of(&self, path: &Path) -> usize {
        if self.setups.len() == 1 {
            return 0;
        }
        let folder = self.here.join(path.parent().unwrap_or(Path::new("")));
        self.folders.get(&folder).copied().unwrap_or(0)
    }

    /// A path with its folder, links aside, as configurations name it.
    fn absolute(&self, path: &Path) -> PathBuf {
        absolute(&self.here, path)
    }

    /// Whether a rule runs on the file at `path`; one that is unknown would.
    fn ran(&self, rule: &str, path: &Path) -> bool {
        let (setup, layer) = &self.setups[self.index_of(path)];
        let Some(number) = setup.rulebook.find_rule(rule) else { return true };
        setup.config.for_file(&self.absolute(path), &setup.rulebook, layer).severity[number].is_some()
    }

    /// The paths that no configuration excludes.
    fn keep(&mut self, paths: Vec<PathBuf>) -> Vec<PathBuf> {
        if self.args.no_exclude {
            return paths;
        }
        paths.into_iter().filter(|p| !self.setups[self.index_of(p)].0.config.excludes(&self.absolute(p))).collect()
    }

    fn check(&self, path: &Path, text: String) -> (FileReport, Vec<Sketched>) {
        let index = self.index_of(path);
        let (setup, layer) = &self.setups[index];
        let source = Source::new(path, text);
        let own;
        let config = match &self.plain[index] {
            Some(config) => config,
            None => {
                own = setup.config.for_file(&self.absolute(path), &setup.rulebook, layer);
                &own
            }
        };
        let checked = engine::check(&source, &setup.rulebook, config);
        (FileReport { source, diagnostics: checked.diagnostics, answers: checked.answers }, checked.sketches)
    }

    /// Checks the file at `path`, and fixes it where that is asked for.
    fn look(&self, path: &Path, changes: Option<&Changes>) -> Result<Looked, String> {
        let named = |e: String| format!("{}: {e}", path.display());
        let text = timing::stage(Stage::Read, || files::read(path)).map_err(named)?;
        let mut looked = self.look_at(path, text, changes);
        if let Some(fixed) = &looked.fixed
            && self.args.fix
            && !self.args.diff
        {
            match fix::write(path, looked.report.source.text(), &fixed.text) {
                Ok(()) => {
                    (looked.report, looked.sketches) = self.check(path, fixed.text.clone());
                    looked.changed = changes.map(|c| c.again(path)).transpose()?;
                }
                Err(message) => {
                    looked.failure = Some(named(message));
                    looked.fixed = None;
                }
            }
        }
        Ok(looked)
    }

    /// Checks a text, and sees what fixes would make of it.
    fn look_at(&self, path: &Path, text: String, changes: Option<&Changes>) -> Looked {
        let (report, sketches) = self.check(path, text);
        let changed = changes.map(|c| c.of(path));
        if !self.args.fix && !self.args.diff {
            return Looked { report, sketches, fixed: None, failure: None, changed };
        }
        // After one pass it is not known any more which lines had changed.
        let passes = if changed.is_some() { 1 } else { fix::MAX_PASSES };
        let text = report.source.text();
        let fixed = fix::until_stable(text, self.args.unsafe_fixes, passes, |text| {
            let (mut report, _) = self.check(path, text.to_owned());
            if let Some(changed) = &changed {
                let FileReport { source, diagnostics, .. } = &mut report;
                diagnostics.retain(|d| changed.holds(source, d));
            }
            report.diagnostics
        });
        let fixed = (fixed.text != text).then_some(fixed);
        Looked { report, sketches, fixed, failure: None, changed }
    }

    fn read_stdin(&self, changes: Option<&Changes>) -> Result<Looked, String> {
        let name = self.args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("<stdin>"));
        let mut bytes = Vec::new();
        io::stdin()
            .lock()
            .take(files::MAX_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| format!("standard input: {e}"))?;
        let text = files::decode(bytes).map_err(|e| format!("{}: {e}", name.display()))?;
        Ok(self.look_at(&name, text, changes))
    }

    /// Checks every path and hands the reports on in the order of the paths.
    fn each(
        &self,
        paths: &[PathBuf],
        look: impl Fn(&Path) -> Result<Looked, String> + Sync,
        mut take: impl FnMut(Result<Looked, String>) -> io::Result<()>,
    ) -> io::Result<()> {
        let cores = self.args.threads.unwrap_or_else(|| {
            if paths.len() < 2 * FILES_PER_THREAD {
                1
            } else {
                std::thread::available_parallelism().map_or(1, usize::from)
            }
        });
        let threads = cores.min(paths.len().div_ceil(FILES_PER_THREAD)).max(1);
        // Two names may lead to one file, which must not be written twice at a time.
        if threads == 1 || self.args.fix {
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
    let (setup, layer) = &plan.setups[plan.index_of(path)];
    let config = setup.config.for_file(&plan.absolute(path), &setup.rulebook, layer);
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
