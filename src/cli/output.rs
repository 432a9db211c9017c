//! Where findings go: one or several formats, to standard output or files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::{CheckArgs, ColorChoice, Format, FormatSpec};
use super::color;
use crate::emit::place::Repository;
use crate::emit::{
    Emitter, FileReport, Summary, checkstyle, github, gitlab, human, json, junit, markdown, rdjsonl, sarif, short,
};
use crate::rules::Rulebook;

/// All outputs of a run.
pub struct Outputs {
    all: Vec<Output>,
}

struct Output {
    writer: Box<dyn Write>,
    emitter: Box<dyn Emitter>,
}

impl Outputs {
    /// Opens what the arguments ask for.
    ///
    /// # Errors
    /// When two formats would go to one place, or a file cannot be written.
    pub fn open(args: &CheckArgs, rulebooks: &[&Rulebook]) -> io::Result<Self> {
        let specs = specs(args);
        let mut places: Vec<Option<&Path>> = Vec::new();
        for spec in &specs {
            let place = spec.file.as_deref();
            if places.contains(&place) {
                let name = place.map_or_else(|| "standard output".to_owned(), |p| p.display().to_string());
                let message = format!("--output-format: two formats go to {name}; write one of them as FORMAT=FILE");
                return Err(io::Error::other(message));
            }
            places.push(place);
        }
        let all = specs.iter().map(|spec| Output::open(args, spec, rulebooks)).collect::<io::Result<_>>()?;
        Ok(Self { all })
    }

    /// The first of them, for what is no finding.
    pub fn first(&mut self) -> &mut dyn Write {
        &mut self.all[0].writer
    }

    /// Writes the findings of a file.
    ///
    /// # Errors
    /// When an output cannot be written.
    pub fn file(&mut self, report: &FileReport) -> io::Result<()> {
        self.all.iter_mut().try_for_each(|o| o.emitter.file(&mut o.writer, report))
    }

    /// Writes what comes after the last file.
    ///
    /// # Errors
    /// When an output cannot be written.
    pub fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.all.iter_mut().try_for_each(|o| o.emitter.finish(&mut o.writer, summary))
    }

    /// Writes out what is buffered.
    ///
    /// # Errors
    /// When an output cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.all.iter_mut().try_for_each(|o| o.writer.flush())
    }
}

/// The formats asked for; one without a file of its own goes to `--output-file`.
pub fn specs(args: &CheckArgs) -> Vec<FormatSpec> {
    let mut specs = args.output_format.clone();
    let file_unused = args.output_file.is_some() && specs.iter().all(|s| s.file.is_some());
    if specs.is_empty() || file_unused {
        specs.insert(0, FormatSpec { format: Format::Human, file: None });
    }
    for spec in &mut specs {
        spec.file = spec.file.take().or_else(|| args.output_file.clone());
        if spec.format == Format::Auto {
            let github = std::env::var_os("GITHUB_ACTIONS").is_some_and(|v| v == "true");
            spec.format = if github { Format::Github } else { Format::Human };
        }
    }
    specs
}

impl Output {
    fn open(args: &CheckArgs, spec: &FormatSpec, rulebooks: &[&Rulebook]) -> io::Result<Self> {
        let (writer, color): (Box<dyn Write>, bool) = match &spec.file {
            Some(path) => (Box::new(io::BufWriter::new(create(path)?)), args.color == ColorChoice::Always),
            None => {
                let stdout = io::stdout();
                let color = color::enabled(args.color, &stdout);
                (Box::new(io::BufWriter::with_capacity(1 << 16, stdout)), color)
            }
        };
        let emitter: Box<dyn Emitter> = match spec.format {
            Format::Human | Format::Auto => Box::new(human::Human { color, width: color::width(), quiet: args.quiet }),
            Format::Short => Box::new(short::Short),
            Format::Json => Box::new(json::Json::default()),
            Format::Sarif => Box::new(sarif::Sarif::new(Repository::here(), rulebooks.iter().copied())),
            Format::Github => Box::new(github::Github::new(Repository::here())),
            Format::Gitlab => Box::new(gitlab::Gitlab::new(Repository::here())),
            Format::Junit => Box::new(junit::Junit::default()),
            Format::Checkstyle => Box::new(checkstyle::Checkstyle::default()),
            Format::Rdjsonl => Box::new(rdjsonl::Rdjsonl),
            Format::Markdown => Box::new(markdown::Markdown::default()),
        };
        Ok(Self { writer, emitter })
    }
}

fn create(path: &PathBuf) -> io::Result<std::fs::File> {
    std::fs::File::create(path).map_err(|e| io::Error::other(format!("{}: cannot be written: {e}", path.display())))
}
