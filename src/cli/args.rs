//! The commands and their flags.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::content::QuestionKind;

/// A linter for prepared interview answers.
#[derive(Debug, Parser)]
#[command(
    name = "answerlint",
    version,
    about = "Reads prepared interview answers as a demanding interviewer would, and says what to change",
    after_help = "First time here? Run `answerlint check` in the folder of your drafts, `answerlint outline FILE` to see how a draft is read, and `answerlint explain RULE` to learn why a rule exists.",
    disable_help_subcommand = true
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check drafts and report what an interviewer would mind
    Check(Box<CheckArgs>),
    /// Show how a draft is read: speakers, parts, evidence, speaking time
    Outline(OutlineArgs),
    /// Explain a rule, or what a question asks for
    Explain(ExplainArgs),
    /// List the rules
    Rules(RulesArgs),
    /// List the questions of the bank, or find the one that some words mean
    Questions(QuestionsArgs),
    /// Start a draft: a question's headings, hints and follow-ups, to fill in
    New(NewArgs),
    /// Write a configuration and a pre-commit hook, where there is none
    Init(InitArgs),
    /// Print the JSON Schema of a kind of file
    Schema(SchemaArgs),
    /// Print a shell's completion script
    Completions(CompletionsArgs),
    /// Run the examples of rules
    Test(TestArgs),
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the words underlined, for people.
    Human,
    /// A finding a line.
    Short,
    /// The machine interface, version 1.
    Json,
    /// For code scanning.
    Sarif,
    /// Annotations of a GitHub job.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// A suite a file, a failure a finding.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
    /// Reviewdog's, an object a line.
    Rdjsonl,
    /// A summary page.
    Markdown,
    /// `github` inside a GitHub job, `human` elsewhere.
    Auto,
}

/// A format, and the file that it goes to, if that is not the run's output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatSpec {
    /// The format.
    pub format: Format,
    /// Its own file.
    pub file: Option<PathBuf>,
}

/// Reads `FORMAT` or `FORMAT=FILE`.
fn format_spec(text: &str) -> Result<FormatSpec, String> {
    let (name, file) = match text.split_once('=') {
        Some((_, "")) => return Err("there is no file after `=`".to_owned()),
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (text, None),
    };
    let format = Format::from_str(name, false).map_err(|_| {
        let known = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let known: Vec<String> = known.map(|v| v.get_name().to_owned()).collect();
        format!("unknown format `{name}`; known are {}", known.join(", "))
    })?;
    Ok(FormatSpec { format, file })
}

/// How lists and outlines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    #[default]
    Human,
    /// The machine interface, version 1.
    Json,
}

/// The level from which findings make the run fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors only.
    Error,
    /// Errors and warnings.
    #[default]
    Warning,
    /// Any finding.
    Info,
    /// Nothing.
    Never,
}

/// Where configuration comes from.
#[derive(Clone, Debug, Default, Args)]
pub struct ConfigArgs {
    /// Use this configuration file and look for no other
    #[arg(long, value_name = "FILE", env = "ANSWERLINT_CONFIG", help_heading = "Configuration")]
    pub config: Option<PathBuf>,
    /// Use no configuration file
    #[arg(long, conflicts_with = "config", help_heading = "Configuration")]
    pub isolated: bool,
}

/// `answerlint check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files and folders to check; the current folder when there are none; `-` reads standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Name for what is read from standard input, in messages and for the configuration
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
    /// How to write findings: human, short, json, sarif, github, gitlab, junit, checkstyle, rdjsonl, markdown, or auto
    /// (github inside a GitHub job, human elsewhere); may be given several times, with files
    #[arg(
        long,
        value_name = "FORMAT[=FILE]",
        value_parser = format_spec,
        env = "ANSWERLINT_OUTPUT_FORMAT",
        help_heading = "Output"
    )]
    pub output_format: Vec<FormatSpec>,
    /// Write findings to this file instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub output_file: Option<PathBuf>,
    /// Count findings by rule
    #[arg(long, help_heading = "Output")]
    pub statistics: bool,
    /// When to colour
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub color: ColorChoice,
    /// Only findings, no closing line
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,
    /// Say more: which files hold no answer, which configuration holds
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Output")]
    pub verbose: bool,
    /// Run only these rules, categories, or `all`
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub select: Vec<String>,
    /// Do not run these
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub ignore: Vec<String>,
    /// Run these besides
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub extend_select: Vec<String>,
    /// Give a rule another weight: error, warning, info
    #[arg(long, value_name = "RULE=LEVEL", value_delimiter = ',', help_heading = "Rules")]
    pub severity: Vec<String>,
    /// The level from which findings make the run fail
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "warning", help_heading = "Exit code")]
    pub fail_on: FailOn,
    /// Apply safe fixes
    #[arg(long, conflicts_with_all = ["show_files", "show_settings", "statistics"], help_heading = "Fixes")]
    pub fix: bool,
    /// With --fix or --diff: fixes that may change what a draft says, too
    #[arg(long, help_heading = "Fixes")]
    pub unsafe_fixes: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long, conflicts_with_all = ["show_files", "show_settings", "statistics"], help_heading = "Fixes")]
    pub diff: bool,
    /// Be silent about the findings that this file lists
    #[arg(long, value_name = "FILE", help_heading = "Old findings")]
    pub baseline: Option<PathBuf>,
    /// Write the baseline (the file of --baseline, or FILE); an existing one can only shrink
    #[arg(long, value_name = "FILE", num_args = 0..=1, help_heading = "Old findings")]
    pub write_baseline: Option<Option<PathBuf>>,
    /// With --write-baseline: let new findings into an existing file
    #[arg(long, requires = "write_baseline", help_heading = "Old findings")]
    pub force: bool,
    /// Only findings on lines changed since this revision
    #[arg(long, value_name = "REV", allow_hyphen_values = true, help_heading = "Old findings")]
    pub diff_base: Option<String>,
    /// Exit with 0 whatever the findings
    #[arg(long, help_heading = "Exit code")]
    pub exit_zero: bool,
    /// Where configuration comes from.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// Check files named here even when the configuration excludes them
    #[arg(long, help_heading = "Configuration")]
    pub no_exclude: bool,
    /// List the files that would be checked, and how many answers each holds
    #[arg(long, help_heading = "Configuration")]
    pub show_files: bool,
    /// Show what holds for the first file
    #[arg(long, help_heading = "Configuration")]
    pub show_settings: bool,
    /// Threads to use; as many as there are cores when absent
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub threads: Option<usize>,
    /// Tell on standard error where the time went: stages, slowest rules, slowest files
    #[arg(long, help_heading = "Output")]
    pub timings: bool,
}

/// `answerlint outline`.
#[derive(Debug, Args)]
pub struct OutlineArgs {
    /// The draft; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// How to write it
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub output_format: ListFormat,
    /// When to colour
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// Where configuration comes from.
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// `answerlint explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A rule's id; or a question's id, source or words
    #[arg(value_name = "RULE|QUESTION")]
    pub name: String,
    /// When to colour
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// Where configuration comes from.
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// `answerlint rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// How to write it
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub output_format: ListFormat,
    /// Where configuration comes from.
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// `answerlint test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Rules or categories; the user's own rules, or all when there are none
    #[arg(value_name = "RULE")]
    pub rules: Vec<String>,
    /// Where configuration comes from.
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// A part of the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// The technical questions.
    Technical,
    /// The questions on leadership principles.
    Leadership,
    /// The attitude questions.
    Attitude,
}

impl Kind {
    /// The kind of question.
    #[must_use]
    pub fn kind(self) -> QuestionKind {
        match self {
            Self::Technical => QuestionKind::Technical,
            Self::Leadership => QuestionKind::Leadership,
            Self::Attitude => QuestionKind::Attitude,
        }
    }
}

/// `answerlint questions`.
#[derive(Debug, Args)]
pub struct QuestionsArgs {
    /// Only questions of this kind
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<Kind>,
    /// Only questions of sections with these words in their name
    #[arg(long, value_name = "TEXT")]
    pub section: Option<String>,
    /// Only questions on leadership principles with these words in their name
    #[arg(long, value_name = "TEXT")]
    pub principle: Option<String>,
    /// Find the question that this text means
    #[arg(long = "match", value_name = "TEXT", conflicts_with_all = ["kind", "section", "principle"])]
    pub find: Option<String>,
    /// How to write it
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub output_format: ListFormat,
    /// When to colour
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

/// `answerlint new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// A question's id, source or words
    #[arg(value_name = "QUESTION")]
    pub question: String,
    /// The structure to lay out: six-part, star, soar, car, any
    #[arg(long, value_name = "NAME")]
    pub structure: Option<String>,
    /// Write the draft to this file, which must not be there yet, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Where configuration comes from.
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// `answerlint init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder of the drafts
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub folder: PathBuf,
    /// Write a GitHub workflow too
    #[arg(long)]
    pub workflow: bool,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// `answerlint.yaml`.
    Config,
    /// A rule file.
    Rule,
    /// A file of questions.
    Questions,
    /// A file of concepts.
    Concepts,
    /// A draft's front matter.
    FrontMatter,
}

/// `answerlint schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The kind of file
    #[arg(value_enum, value_name = "OF", default_value = "config")]
    pub of: SchemaOf,
}

/// `answerlint completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}
