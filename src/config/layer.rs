//! Configuration, checked, and what it says for one file.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::raw::{RawConfig, RawLength, RawOverride};
use crate::check::Settings;
use crate::content;
use crate::diagnostic::Severity;
use crate::rules::{Rulebook, compile::nearest};
use crate::span::Span;
use crate::yaml::{self, Spanned};

/// A mistake: what and where.
type Mistake = (String, Span);

/// Settings that may be given for all files or for some; what is not given is left as it is.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// The rules that run, instead of the default ones.
    pub select: Option<Vec<usize>>,
    /// Rules that run besides.
    pub extend_select: Vec<usize>,
    /// Rules that do not run.
    pub ignore: Vec<usize>,
    /// Weight by rule.
    pub severity: Vec<(usize, Severity)>,
    /// The structure of answers.
    pub structure: Option<String>,
    /// Shortest speaking time, in seconds.
    pub min_seconds: Option<f32>,
    /// Longest speaking time, in seconds.
    pub max_seconds: Option<f32>,
    /// Share of concepts, from 0 to 1.
    pub coverage: Option<f32>,
    /// Words spoken in a minute.
    pub words_per_minute: Option<f32>,
}

/// What differs for some files.
#[derive(Clone, Debug)]
pub struct Override {
    base: PathBuf,
    files: GlobSet,
    layer: Layer,
}

/// A checked configuration.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file it comes from.
    pub path: Option<PathBuf>,
    layers: Vec<Layer>,
    overrides: Vec<Override>,
    answers: Vec<(PathBuf, GlobSet)>,
    exclude: Vec<(PathBuf, GlobSet)>,
    /// Suppressions must give a reason.
    pub require_reason: bool,
    /// Rules that cannot be silenced in a draft.
    pub forbidden: Vec<usize>,
}

/// What a configuration says for one file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileConfig {
    /// Weight of each rule by its number; none for one that does not run.
    pub severity: Vec<Option<Severity>>,
    /// The figures that checks use.
    pub settings: Settings,
    /// Every section of the file is an answer.
    pub all_answers: bool,
    /// Suppressions must give a reason.
    pub require_reason: bool,
    /// Rules that cannot be silenced in a draft.
    pub forbidden: Vec<usize>,
}

/// One configuration file, checked.
pub struct Checked {
    layer: Layer,
    overrides: Vec<Override>,
    answers: Option<(PathBuf, GlobSet)>,
    exclude: Option<(PathBuf, GlobSet)>,
    require_reason: bool,
    forbidden: Vec<usize>,
}

/// Checks one file's content.
pub(super) fn validate(raw: &RawConfig, text: &str, base: &Path, rulebook: &Rulebook) -> Result<Checked, Mistake> {
    let layer = layer(&raw.as_override(), text, rulebook)?;
    let mut overrides = Vec::new();
    for entry in raw.overrides.iter().flatten() {
        overrides.push(Override {
            base: base.to_path_buf(),
            files: globs(&entry.files, text)?,
            layer: self::layer(entry, text, rulebook)?,
        });
    }
    let based = |list: &Option<Vec<Spanned<String>>>| -> Result<Option<(PathBuf, GlobSet)>, Mistake> {
        list.as_ref().map(|l| Ok((base.to_path_buf(), globs(l, text)?))).transpose()
    };
    let suppression = raw.suppression.clone().unwrap_or_default();
    Ok(Checked {
        layer,
        overrides,
        answers: based(&raw.answers)?,
        exclude: based(&raw.exclude)?,
        require_reason: suppression.require_reason,
        forbidden: selectors(&suppression.forbidden, text, rulebook)?,
    })
}

fn layer(raw: &RawOverride, text: &str, rulebook: &Rulebook) -> Result<Layer, Mistake> {
    let mut severity = Vec::new();
    for (name, level) in raw.severity.iter().flatten() {
        let at = yaml::span_of(text, level);
        let rules = rulebook.select(name).map_err(|e| {
            let line = text[..at.start as usize].rfind(name.as_str());
            (e.to_string(), line.map_or(at, |l| Span::new(l, l + name.len())))
        })?;
        let level = severity_of(&level.value).ok_or_else(|| (unknown("severity", &level.value, SEVERITIES), at))?;
        severity.extend(rules.into_iter().map(|r| (r, level)));
    }
    if let Some(structure) = &raw.structure {
        let known = content::structure_names();
        if !known.contains(&structure.value.as_str()) {
            return Err((unknown("structure", &structure.value, &known), yaml::span_of(text, structure)));
        }
    }
    let RawLength { min, max } = raw.length.clone().unwrap_or_default();
    Ok(Layer {
        select: raw.select.as_ref().map(|l| selectors(l, text, rulebook)).transpose()?,
        extend_select: selectors(raw.extend_select.as_deref().unwrap_or_default(), text, rulebook)?,
        ignore: selectors(raw.ignore.as_deref().unwrap_or_default(), text, rulebook)?,
        severity,
        structure: raw.structure.as_ref().map(|s| s.value.clone()),
        min_seconds: number(min.as_ref(), text, "a length in seconds", 0.0, 36_000.0)?,
        max_seconds: number(max.as_ref(), text, "a length in seconds", 1.0, 36_000.0)?,
        coverage: number(raw.coverage.as_ref(), text, "a share", 0.0, 1.0)?,
        words_per_minute: number(raw.words_per_minute.as_ref(), text, "a speed", 20.0, 1000.0)?,
    })
}

/// The levels that `severity` takes.
pub const SEVERITIES: &[&str] = &["error", "warning", "info"];

/// The severity of that name.
#[must_use]
pub fn severity_of(name: &str) -> Option<Severity> {
    match name {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "info" => Some(Severity::Info),
        _ => None,
    }
}

fn unknown(what: &str, value: &str, known: &[&str]) -> String {
    match nearest(value, known.iter().copied()) {
        Some(near) => format!("unknown {what} `{value}`; did you mean `{near}`?"),
        None => format!("unknown {what} `{value}`; known are {}", known.join(", ")),
    }
}

fn number(value: Option<&Spanned<f32>>, text: &str, what: &str, least: f32, most: f32) -> Result<Option<f32>, Mistake> {
    let Some(value) = value else { return Ok(None) };
    if value.value.is_finite() && (least..=most).contains(&value.value) {
        Ok(Some(value.value))
    } else {
        Err((format!("{what} is between {least} and {most}"), yaml::span_of(text, value)))
    }
}

fn selectors(list: &[Spanned<String>], text: &str, rulebook: &Rulebook) -> Result<Vec<usize>, Mistake> {
    let mut out = Vec::new();
    for entry in list {
        out.extend(rulebook.select(&entry.value).map_err(|e| (e.to_string(), yaml::span_of(text, entry)))?);
    }
    Ok(out)
}

fn globs(list: &[Spanned<String>], text: &str) -> Result<GlobSet, Mistake> {
    let mut builder = GlobSetBuilder::new();
    for entry in list {
        let at = yaml::span_of(text, entry);
        let written = entry.value.trim_start_matches("./");
        let folder = written.trim_end_matches('/');
        // A name without a slash holds at any depth, and a folder for all that is in it, as in .gitignore.
        let anywhere = !folder.trim_start_matches('/').contains('/');
        let core = folder.trim_start_matches('/');
        let mut forms = vec![core.to_owned(), format!("{core}/**")];
        if anywhere && !written.starts_with('/') {
            forms.push(format!("**/{core}"));
            forms.push(format!("**/{core}/**"));
        }
        for form in forms {
            let glob =
                GlobBuilder::new(&form).literal_separator(true).build().map_err(|e| (e.kind().to_string(), at))?;
            builder.add(glob);
        }
    }
    builder.build().map_err(|e| (e.to_string(), Span::default()))
}

fn matches(set: &(PathBuf, GlobSet), path: &Path) -> bool {
    path.strip_prefix(&set.0).is_ok_and(|inside| set.1.is_match(inside))
}

impl Config {
    /// Adds a file that builds on those before it.
    pub(super) fn push(&mut self, checked: Checked) {
        self.layers.push(checked.layer);
        self.overrides.extend(checked.overrides);
        if let Some(answers) = checked.answers {
            self.answers = vec![answers];
        }
        self.exclude.extend(checked.exclude);
        self.require_reason |= checked.require_reason;
        self.forbidden.extend(checked.forbidden);
    }

    /// Whether the file at `path` (absolute) is left alone.
    #[must_use]
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.iter().any(|set| matches(set, path))
    }

    /// Whether anything depends on a file's path.
    #[must_use]
    pub fn by_path(&self) -> bool {
        !(self.overrides.is_empty() && self.answers.is_empty() && self.exclude.is_empty())
    }

    /// What holds for the file at `path` (absolute), with the command line's settings on top.
    #[must_use]
    pub fn for_file(&self, path: &Path, rulebook: &Rulebook, command_line: &Layer) -> FileConfig {
        let mut severity: Vec<Option<Severity>> =
            rulebook.rules().iter().map(|r| (!r.off).then_some(r.severity)).collect();
        let mut settings = Settings::default();
        let over = self.overrides.iter().filter(|o| path.strip_prefix(&o.base).is_ok_and(|p| o.files.is_match(p)));
        for layer in self.layers.iter().chain(over.map(|o| &o.layer)).chain([command_line]) {
            apply(layer, rulebook, &mut severity, &mut settings);
        }
        FileConfig {
            severity,
            settings,
            all_answers: self.answers.iter().any(|set| matches(set, path)),
            require_reason: self.require_reason,
            forbidden: self.forbidden.clone(),
        }
    }
}

fn apply(layer: &Layer, rulebook: &Rulebook, severity: &mut [Option<Severity>], settings: &mut Settings) {
    if let Some(select) = &layer.select {
        for (number, slot) in severity.iter_mut().enumerate() {
            *slot = select.contains(&number).then(|| rulebook.rules()[number].severity);
        }
    }
    for number in &layer.extend_select {
        severity[*number] = severity[*number].or(Some(rulebook.rules()[*number].severity));
    }
    for number in &layer.ignore {
        severity[*number] = None;
    }
    for (number, level) in &layer.severity {
        if severity[*number].is_some() {
            severity[*number] = Some(*level);
        }
    }
    if layer.structure.is_some() {
        settings.structure.clone_from(&layer.structure);
    }
    settings.min_seconds = layer.min_seconds.unwrap_or(settings.min_seconds);
    settings.max_seconds = layer.max_seconds.unwrap_or(settings.max_seconds);
    settings.coverage = layer.coverage.unwrap_or(settings.coverage);
    settings.words_per_minute = layer.words_per_minute.unwrap_or(settings.words_per_minute);
}
