//! Configuration: `answerlint.yaml`, found upward from each file, layered, checked.

mod layer;
mod raw;
mod tree;

use std::path::{Path, PathBuf};

pub use layer::{Config, FileConfig, Layer, Override, SEVERITIES, severity_of};
pub use raw::RawConfig;
pub use tree::Tree;

use crate::rules::Rulebook;
use crate::span::Span;

/// The names a configuration file may have.
pub const NAMES: &[&str] = &["answerlint.yaml", ".answerlint.yaml"];

/// Deepest chain of `extends`.
const MAX_EXTENDS: usize = 8;

/// What is wrong with a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The file.
    pub path: PathBuf,
    /// Its text, when it could be read.
    pub text: String,
    /// What is wrong.
    pub message: String,
    /// Where, in bytes of the text.
    pub span: Span,
}

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message)
    }
}

impl std::error::Error for ConfigError {}

/// The configuration file that holds for files in `folder`: the nearest one upward, up to the repository's root.
#[must_use]
pub fn discover(tree: &Tree, folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    for ancestor in absolute.ancestors() {
        for name in NAMES {
            let candidate = ancestor.join(name);
            if tree.has_file(&candidate) {
                return Some(candidate);
            }
        }
        if tree.ends_at(ancestor) {
            break;
        }
    }
    None
}

/// A configuration as read from a file and those it extends, not yet checked against the rules.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The files, the most basic one first: path, text, content.
    files: Vec<(PathBuf, String, RawConfig)>,
}

impl Loaded {
    /// Reads `path` and what it extends.
    ///
    /// # Errors
    /// When a file cannot be read, is no YAML, or has an unknown key.
    pub fn read(tree: &Tree, path: &Path) -> Result<Self, ConfigError> {
        let mut files = Vec::new();
        read_chain(tree, path, &mut files, 0)?;
        Ok(Self { files })
    }

    /// The folders of users' rules, in order, each with the place that names it.
    #[must_use]
    pub fn rule_folders(&self) -> Vec<PathBuf> {
        let mut out = Vec::new();
        for (path, _, raw) in &self.files {
            let base = path.parent().unwrap_or(Path::new("."));
            for folder in raw.rules.iter().flatten() {
                out.push(base.join(&folder.value));
            }
        }
        out
    }

    /// The configuration, checked against the rules of a run.
    ///
    /// # Errors
    /// With the first value that means nothing.
    pub fn check(&self, rulebook: &Rulebook) -> Result<Config, ConfigError> {
        let mut config = Config::default();
        for (path, text, raw) in &self.files {
            let base = path.parent().unwrap_or(Path::new(".")).to_path_buf();
            let layer = layer::validate(raw, text, &base, rulebook).map_err(|(message, span)| ConfigError {
                path: path.clone(),
                text: text.clone(),
                message,
                span,
            })?;
            config.push(layer);
        }
        config.path = self.files.last().map(|(path, ..)| path.clone());
        Ok(config)
    }
}

fn read_chain(
    tree: &Tree,
    path: &Path,
    files: &mut Vec<(PathBuf, String, RawConfig)>,
    depth: usize,
) -> Result<(), ConfigError> {
    let error = |text: &str, message: String, span: Span| ConfigError {
        path: path.to_path_buf(),
        text: text.to_owned(),
        message,
        span,
    };
    let text = tree.read(path).map_err(|message| error("", message, Span::default()))?;
    let raw =
        raw::parse(&text).map_err(|e| error(&text, crate::rules::compile::with_suggestion(&e.message), e.span))?;
    for base in raw.extends() {
        if depth + 1 >= MAX_EXTENDS {
            let message = format!("more than {MAX_EXTENDS} configurations extend each other");
            return Err(error(&text, message, crate::yaml::span_of(&text, base)));
        }
        let target = path.parent().unwrap_or(Path::new(".")).join(&base.value);
        if !tree.has_file(&target) {
            let message = format!("there is no file `{}` to extend", target.display());
            return Err(error(&text, message, crate::yaml::span_of(&text, base)));
        }
        read_chain(tree, &target, files, depth + 1)?;
    }
    files.push((path.to_path_buf(), text, raw));
    Ok(())
}
