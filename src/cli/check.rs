//! `answerlint check`.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use super::args::{CheckArgs, FailOn, Format};
use super::setup::{self, Refused, Setup};
use super::{Exit, color, complain, files};
use crate::config::{FileConfig, Layer};
use crate::diagnostic::Severity;
use crate::emit::{Emitter, FileReport, Summary, human, json, short, slashed, visible};
use crate::engine::{self, Checked, Copies};
use crate::source::Source;

/// Files a thread must have to be worth starting.
const FILES_PER_THREAD: usize = 8;
/// Reports that may wait for an earlier file.
const WAITING: usize = 256;

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &CheckArgs) -> io::Result<Exit> {
    let stdin = args.paths.iter().any(|p| p.as_os_str() == "-");
    let (paths, path_errors) = if stdin { (Vec::new(), Vec::new()) } else { files::collect(&args.paths) };
    let mut plan = match Plan::new(args, &paths, stdin) {
        Ok(plan) => plan,
        Err(Refused) => return Ok(Exit::Error),
    };
    let paths = plan.keep(paths);
    if args.show_settings {
        show_settings(&plan, paths.first().map_or(Path::new("."), |p| p))?;
        return Ok(Exit::Clean);
    }
    let mut summary = Summary { failures: path_errors.len(), ..Summary::default() };
    for error in &path_errors {
        complain(error);
    }
    let mut out = Output::open(args)?;
    let mut statistics: BTreeMap<String, usize> = BTreeMap::new();
    let mut worst: Option<Severity> = None;
    let mut copies = Copies::default();
    let mut take = |result: Result<Report, String>, summary: &mut Summary| -> io::Result<()> {
        match result {
            Err(message) => {
                summary.failures += 1;
                complain(&message);
                Ok(())
            }
            Ok(Report { source, mut checked }) => {
                copies.settle(&mut checked, |span| {
                    format!("{}:{}", slashed(source.path()), source.position(span.start as usize).line)
                });
                let report = FileReport { source, diagnostics: checked.diagnostics, answers: checked.answers };
                summary.add(&report);
                let shown = visible::line(&slashed(report.source.path()));
                if args.show_files {
                    return writeln!(out.writer, "{}\t{shown}", human::count(report.answers, "answer"));
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
                if args.statistics { Ok(()) } else { out.emitter.file(&mut out.writer, &report) }
            }
        }
    };
    if stdin {
        take(plan.read_stdin(), &mut summary)?;
    } else {
        plan.each(&paths, |result| take(result, &mut summary))?;
    }
    if args.show_files {
        out.writer.flush()?;
    } else if args.statistics {
        print_statistics(&mut out.writer, args.output_format, &statistics, &plan)?;
    } else {
        out.emitter.finish(&mut out.writer, &summary)?;
    }
    out.writer.flush()?;
    Ok(exit(args, &summary, worst))
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
    if !args.exit_zero && !args.show_files && worst.is_some_and(|w| w >= threshold) { Exit::Findings } else { Exit::Clean }
}

/// A file as it was checked by itself, before its answers are compared with those of the files before it.
struct Report {
    source: Source,
    checked: Checked,
}

/// Where findings go.
struct Output {
    writer: Box<dyn Write>,
    emitter: Box<dyn Emitter>,
}

impl Output {
    fn open(args: &CheckArgs) -> io::Result<Self> {
        let (writer, color): (Box<dyn Write>, bool) = match &args.output_file {
            Some(path) => {
                let file = std::fs::File::create(path)
                    .map_err(|e| io::Error::other(format!("{}: cannot be written: {e}", path.display())))?;
                (Box::new(io::BufWriter::new(file)), false)
            }
            None => {
                let stdout = io::stdout();
                let color = color::enabled(args.color, &stdout);
                (Box::new(io::BufWriter::with_capacity(1 << 16, stdout)), color)
            }
        };
        let emitter: Box<dyn Emitter> = match args.output_format {
            Format::Human => Box::new(human::Human { color, width: color::width(), quiet: args.quiet }),
            Format::Short => Box::new(short::Short),
            Format::Json => Box::new(json::Json::default()),
        };
        Ok(Self { writer, emitter })
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
        let joined = self.here.join(path);
        let mut out = PathBuf::new();
        for part in joined.components() {
            match part {
                std::path::Component::CurDir => {}
                std::path::Component::ParentDir => {
                    out.pop();
                }
                other => out.push(other),
            }
        }
        out
    }

    /// The paths that no configuration excludes.
    fn keep(&mut self, paths: Vec<PathBuf>) -> Vec<PathBuf> {
        if self.args.no_exclude {
            return paths;
        }
        paths.into_iter().filter(|p| !self.setups[self.index_of(p)].0.config.excludes(&self.absolute(p))).collect()
    }

    fn check(&self, path: &Path, text: String) -> Report {
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
        Report { source, checked }
    }

    fn check_path(&self, path: &Path) -> Result<Report, String> {
        let text = files::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(self.check(path, text))
    }

    fn read_stdin(&self) -> Result<Report, String> {
        let name = self.args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("<stdin>"));
        let mut bytes = Vec::new();
        io::stdin()
            .lock()
            .take(files::MAX_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| format!("standard input: {e}"))?;
        let text = files::decode(bytes).map_err(|e| format!("{}: {e}", name.display()))?;
        Ok(self.check(&name, text))
    }

    /// Checks every path and hands the reports on in the order of the paths.
    fn each(&self, paths: &[PathBuf], mut take: impl FnMut(Result<Report, String>) -> io::Result<()>) -> io::Result<()> {
        let cores = self.args.threads.unwrap_or_else(|| {
            if paths.len() < 2 * FILES_PER_THREAD { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) }
        });
        let threads = cores.min(paths.len().div_ceil(FILES_PER_THREAD)).max(1);
        if threads == 1 {
            return paths.iter().try_for_each(|path| take(self.check_path(path)));
        }
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel(WAITING);
            for _ in 0..threads {
                let (sender, next) = (sender.clone(), &next);
                scope.spawn(move || {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(path) = paths.get(at) else { break };
                        if sender.send((at, self.check_path(path))).is_err() {
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
