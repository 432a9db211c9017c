//! Which configuration holds for which file of a run.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::{ConfigArgs, RuleArgs};
use super::complain;
use super::setup::{self, Refused, Setup};
use crate::config::{Config, FileConfig, Layer, Tree};
use crate::emit::FileReport;
use crate::engine::{self, Sketched};
use crate::paths::absolute;
use crate::rules::Rulebook;
use crate::source::Source;

/// The configurations of a run.
pub(crate) struct Plan {
    /// Each with the command line's own layer.
    pub setups: Vec<(Setup, Layer)>,
    /// The configuration of each folder, by index in `setups`.
    folders: BTreeMap<PathBuf, usize>,
    /// What holds for a file whose configuration does not look at paths, by index in `setups`.
    plain: Vec<Option<FileConfig>>,
    here: PathBuf,
}

impl Plan {
    /// Reads the configurations of the files at `paths`, or of the current folder when there are none.
    ///
    /// # Errors
    /// After telling on standard error what is wrong.
    pub fn new(config: &ConfigArgs, rules: &RuleArgs, tree: &Tree, paths: &[PathBuf]) -> Result<Self, Refused> {
        let here = std::env::current_dir().unwrap_or_default();
        let mut plan = Self { setups: Vec::new(), folders: BTreeMap::new(), plain: Vec::new(), here };
        if config.config.is_some() || config.isolated {
            plan.add(setup::load_from(tree, config, Path::new("."))?, rules)?;
            return Ok(plan);
        }
        let mut by_file: BTreeMap<Option<PathBuf>, usize> = BTreeMap::new();
        for path in paths.iter().map(PathBuf::as_path).chain(paths.is_empty().then_some(Path::new("x"))) {
            let folder = plan.here.join(path.parent().unwrap_or(Path::new("")));
            if plan.folders.contains_key(&folder) {
                continue;
            }
            let file = setup::discover(tree, &folder)?;
            let index = match by_file.get(&file) {
                Some(index) => *index,
                None => {
                    let index = plan.add(setup::load_file(tree, file.as_deref())?, rules)?;
                    by_file.insert(file, index);
                    index
                }
            };
            plan.folders.insert(folder, index);
        }
        Ok(plan)
    }

    /// The defaults for every file.
    pub fn isolated() -> Self {
        let setup = Setup { rulebook: Rulebook::builtin(), config: Config::default() };
        let layer = Layer::default();
        let plain = setup.config.for_file(Path::new(""), &setup.rulebook, &layer);
        let here = std::env::current_dir().unwrap_or_default();
        Self { setups: vec![(setup, layer)], folders: BTreeMap::new(), plain: vec![Some(plain)], here }
    }

    fn add(&mut self, setup: Setup, rules: &RuleArgs) -> Result<usize, Refused> {
        let layer = setup::layer(&setup.rulebook, &rules.select, &rules.extend_select, &rules.ignore, &rules.severity)
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

    /// The configuration of the file at `path`.
    pub fn setup(&self, path: &Path) -> &Setup {
        &self.setups[self.index_of(path)].0
    }

    /// The rules for the file at `path`, and what holds for it.
    pub fn of(&self, path: &Path) -> (&Rulebook, Cow<'_, FileConfig>) {
        let index = self.index_of(path);
        let (setup, layer) = &self.setups[index];
        let config = match &self.plain[index] {
            Some(config) => Cow::Borrowed(config),
            None => Cow::Owned(setup.config.for_file(&absolute(&self.here, path), &setup.rulebook, layer)),
        };
        (&setup.rulebook, config)
    }

    /// Whether a rule runs on the file at `path`; one that is unknown would.
    pub fn ran(&self, rule: &str, path: &Path) -> bool {
        let (rulebook, config) = self.of(path);
        rulebook.find_rule(rule).is_none_or(|number| config.severity[number].is_some())
    }

    /// Whether the file at `path` is left alone.
    pub fn excludes(&self, path: &Path) -> bool {
        self.setup(path).config.excludes(&absolute(&self.here, path))
    }

    /// Checks the text of the file at `path`.
    pub fn check(&self, path: &Path, text: String) -> (FileReport, Vec<Sketched>) {
        let (rulebook, config) = self.of(path);
        let source = Source::new(path, text);
        let checked = engine::check(&source, rulebook, &config);
        (FileReport { source, diagnostics: checked.diagnostics, answers: checked.answers }, checked.sketches)
    }
}
