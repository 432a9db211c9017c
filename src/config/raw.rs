//! Configuration as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::yaml::{self, Spanned, YamlError};

/// One configuration file, or one entry of its `overrides`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawConfig {
    /// Files that this one builds on.
    #[serde(default)]
    pub extends: Option<Vec<Spanned<String>>>,
    /// Globs of files in which every section is an answer.
    #[serde(default)]
    pub answers: Option<Vec<Spanned<String>>>,
    /// Globs of files that are left alone.
    #[serde(default)]
    pub exclude: Option<Vec<Spanned<String>>>,
    /// Folders of own rules.
    #[serde(default)]
    pub rules: Option<Vec<Spanned<String>>>,
    /// The rules that run.
    #[serde(default)]
    pub select: Option<Vec<Spanned<String>>>,
    /// Rules that run besides.
    #[serde(default)]
    pub extend_select: Option<Vec<Spanned<String>>>,
    /// Rules that do not run.
    #[serde(default)]
    pub ignore: Option<Vec<Spanned<String>>>,
    /// Weight by rule.
    #[serde(default)]
    pub severity: Option<BTreeMap<String, Spanned<String>>>,
    /// The structure of answers.
    #[serde(default)]
    pub structure: Option<Spanned<String>>,
    /// Speaking time.
    #[serde(default)]
    pub length: Option<RawLength>,
    /// Share of concepts that an answer should cover.
    #[serde(default)]
    pub coverage: Option<Spanned<f32>>,
    /// Words spoken in a minute.
    #[serde(default)]
    pub words_per_minute: Option<Spanned<f32>>,
    /// What differs for some files.
    #[serde(default)]
    pub overrides: Option<Vec<RawOverride>>,
    /// What suppressions must and may not do.
    #[serde(default)]
    pub suppression: Option<RawSuppression>,
}

/// Speaking time in seconds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawLength {
    /// Shortest.
    #[serde(default)]
    pub min: Option<Spanned<f32>>,
    /// Longest.
    #[serde(default)]
    pub max: Option<Spanned<f32>>,
}

/// What differs for some files.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawOverride {
    /// Globs of the files.
    pub files: Vec<Spanned<String>>,
    /// See [`RawConfig`].
    #[serde(default)]
    pub select: Option<Vec<Spanned<String>>>,
    /// See [`RawConfig`].
    #[serde(default)]
    pub extend_select: Option<Vec<Spanned<String>>>,
    /// See [`RawConfig`].
    #[serde(default)]
    pub ignore: Option<Vec<Spanned<String>>>,
    /// See [`RawConfig`].
    #[serde(default)]
    pub severity: Option<BTreeMap<String, Spanned<String>>>,
    /// See [`RawConfig`].
    #[serde(default)]
    pub structure: Option<Spanned<String>>,
    /// See [`RawConfig`].
    #[serde(default)]
    pub length: Option<RawLength>,
    /// See [`RawConfig`].
    #[serde(default)]
    pub coverage: Option<Spanned<f32>>,
    /// See [`RawConfig`].
    #[serde(default)]
    pub words_per_minute: Option<Spanned<f32>>,
}

/// What suppressions must and may not do.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawSuppression {
    /// Each gives a reason.
    #[serde(default)]
    pub require_reason: bool,
    /// Rules that cannot be silenced in a draft.
    #[serde(default)]
    pub forbidden: Vec<Spanned<String>>,
}

impl RawConfig {
    /// The files that this one builds on, the most basic one first.
    pub fn extends(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.extends.iter().flatten()
    }

    /// The part of the settings that an override may change too.
    #[must_use]
    pub fn as_override(&self) -> RawOverride {
        RawOverride {
            files: Vec::new(),
            select: self.select.clone(),
            extend_select: self.extend_select.clone(),
            ignore: self.ignore.clone(),
            severity: self.severity.clone(),
            structure: self.structure.clone(),
            length: self.length.clone(),
            coverage: self.coverage.clone(),
            words_per_minute: self.words_per_minute.clone(),
        }
    }
}

/// Reads a configuration file.
///
/// # Errors
/// When it is no YAML or does not fit.
pub fn parse(text: &str) -> Result<RawConfig, YamlError> {
    // `extends: base.yaml` is as good as a list of one.
    #[derive(Deserialize)]
    struct One {
        extends: Spanned<String>,
    }
    if text.lines().all(|l| l.trim().is_empty() || l.trim_start().starts_with('#')) {
        return Ok(RawConfig::default());
    }
    match yaml::parse::<RawConfig>(text) {
        Err(error) => {
            let Ok(one) = yaml::parse::<One>(text) else { return Err(error) };
            let line = text.lines().find(|l| l.starts_with("extends:")).unwrap_or_default();
            let rest = text.replacen(line, &" ".repeat(line.len()), 1);
            let mut raw = if rest.trim().is_empty() { RawConfig::default() } else { yaml::parse::<RawConfig>(&rest)? };
            raw.extends = Some(vec![one.extends]);
            Ok(raw)
        }
        ok => ok,
    }
}
