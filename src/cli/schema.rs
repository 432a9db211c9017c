//! `answerlint schema`: JSON Schemas of the files that people write, for editors.
//!
//! Names that the code knows (parts, problems, structures) are taken from it; `tests/schema.rs` holds every rule and
//! content file against the rest.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Exit;
use super::args::{SchemaArgs, SchemaOf};
use crate::config;
use crate::content;
use crate::rules::compile::KINDS;
use crate::rules::{
    CoverageProblem, DraftProblem, EvidenceKind, EvidenceProblem, FollowUpProblem, LengthProblem, Measure, Part,
    StrategyProblem, StructureProblem, SuppressionProblem,
};

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &SchemaArgs) -> io::Result<Exit> {
    let schema = match args.of {
        SchemaOf::Config => configuration(),
        SchemaOf::Rule => rule(),
        SchemaOf::Questions => questions(),
        SchemaOf::Concepts => concepts(),
        SchemaOf::FrontMatter => front_matter(),
    };
    writeln!(io::stdout().lock(), "{schema:#}")?;
    Ok(Exit::Clean)
}

/// The schema of `answerlint.yaml`.
#[must_use]
pub fn configuration() -> Value {
    let shared = || {
        vec![
            ("select", texts("The rules or categories that run, instead of the default ones; or `all`")),
            ("extend-select", texts("Rules or categories that run besides")),
            ("ignore", texts("Rules or categories that do not run")),
            (
                "severity",
                json!({
                    "description": "Weight by rule or category",
                    "type": "object",
                    "additionalProperties": {"enum": config::SEVERITIES},
                }),
            ),
            (
                "structure",
                one_of("What answers follow unless their front matter says otherwise", &content::structure_names()),
            ),
            (
                "length",
                object(
                    "Speaking time in seconds",
                    &[],
                    vec![("min", number("Shortest", 0.0, 36_000.0)), ("max", number("Longest", 1.0, 36_000.0))],
                ),
            ),
            ("coverage", number("Share of a question's concepts that an answer should cover", 0.0, 1.0)),
            ("words-per-minute", number("Words spoken in a minute", 20.0, 1000.0)),
        ]
    };
    let mut file = shared();
    let mut entry = shared();
    entry.insert(0, ("files", texts("Globs of the files, from the configuration's folder")));
    file.extend([
        (
            "extends",
            json!({
                "description": "Files that this one builds on, the most basic one first",
                "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            }),
        ),
        ("answers", texts("Globs of files in which every section is an answer")),
        ("exclude", texts("Globs of files that are left alone")),
        ("rules", texts("Folders of your own rules")),
        ("overrides", list("What differs for some files; later ones win", object("", &["files"], entry))),
        (
            "suppression",
            object(
                "What silencing a rule in a draft takes",
                &[],
                vec![
                    ("require-reason", json!({"description": "Each gives a reason", "type": "boolean"})),
                    ("forbidden", texts("Rules that cannot be silenced in a draft")),
                ],
            ),
        ),
    ]);
    let mut schema = document("answerlint configuration", object("", &[], file));
    // An empty file is a configuration too.
    schema["type"] = json!(["object", "null"]);
    schema
}

/// The schema of a rule file.
#[must_use]
pub fn rule() -> Value {
    let parts = Part::ALL.map(Part::name);
    let patterns = |what: &str| texts(&format!("{what}, as word patterns"));
    let count = |what: &str| json!({"description": what, "type": "integer", "minimum": 0});
    let one_place = ["before", "after", "sentence", "nearby"].map(|key| json!({"required": [key]}));
    let context = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "before": patterns("Words before the match, in its sentence"),
            "after": patterns("Words after the match, in its sentence"),
            "sentence": patterns("Words anywhere in the sentence"),
            "nearby": patterns("Words in the sentence or its neighbours"),
            "within": count("Most words between the context and the match"),
            "sentences": count("How many sentences before and after count as neighbours"),
        },
        "oneOf": one_place,
    });
    let phrase = object(
        "Word patterns",
        &[],
        vec![
            ("any", patterns("Any of these is a finding")),
            ("model", text("Name of a fitted model that finds further ones")),
            (
                "sure-alone",
                json!({
                    "description": "A match that is most of its sentence stands, whatever the model says of it",
                    "type": "boolean",
                }),
            ),
            ("speaker", one_of("Whose words are looked at", &["candidate", "answer", "reply", "anyone"])),
            ("parts", list("The only parts looked at", json!({"enum": parts}))),
            ("not-parts", list("Parts that are not looked at", json!({"enum": parts}))),
            ("unless", list("Contexts in which a match is no finding", context)),
            ("at-least", count("The fewest matches in an answer for any of them to count")),
        ],
    );
    let pattern = object(
        "A regular expression over each sentence as written",
        &["regex"],
        vec![
            ("regex", text("In the syntax of the regex crate")),
            ("case-sensitive", json!({"description": "Whether letter case counts", "type": "boolean"})),
        ],
    );
    let evidence = object(
        "Statements of a sort",
        &[],
        vec![
            ("kind", one_of("A sort that is built in", EvidenceProblem::NAMES)),
            ("any", patterns("For your own rules: one of these should be there")),
            ("at-least", count("Report when fewer statements than this are found")),
        ],
    );
    let balance = object(
        "A share or ratio, and the bound it must keep",
        &["measure"],
        vec![
            ("measure", one_of("What is measured", Measure::NAMES)),
            ("above", json!({"description": "A finding above this", "type": "number"})),
            ("below", json!({"description": "A finding below this", "type": "number"})),
            ("at-least", count("Fewest things measured for the figure to mean anything")),
        ],
    );
    let problem =
        |what: &str, names: &[&str]| object(what, &["problem"], vec![("problem", one_of("Which one", names))]);
    let mut check = object(
        "How it is checked: one kind",
        &[],
        vec![
            ("phrase", phrase),
            ("pattern", pattern),
            ("structure", problem("The parts of an answer", StructureProblem::NAMES)),
            ("evidence", evidence),
            ("balance", balance),
            ("length", problem("Speaking time", LengthProblem::NAMES)),
            ("coverage", problem("Technical concepts", CoverageProblem::NAMES)),
            ("strategy", problem("Best-answer strategy", StrategyProblem::NAMES)),
            ("follow-up", problem("Prepared replies", FollowUpProblem::NAMES)),
            ("draft", problem("The file as a whole", DraftProblem::NAMES)),
            ("suppression", problem("Suppressions", SuppressionProblem::NAMES)),
        ],
    );
    check["minProperties"] = json!(1);
    check["maxProperties"] = json!(1);
    let example = object(
        "",
        &["text"],
        vec![
            ("text", text("The draft, in markdown")),
            ("marks", texts("The words that must be underlined, each")),
            ("trap", text("Why it is hard")),
        ],
    );
    let examples = |what: &str, least: usize| {
        let mut examples = list(what, example.clone());
        examples["minItems"] = json!(least);
        examples
    };
    let fix = object(
        "What a finding's fix does",
        &["message"],
        vec![
            ("message", text("What the fix does")),
            ("replace", text("What replaces the words underlined; empty to delete them")),
            ("safe", json!({"description": "Whether the fix changes no meaning", "type": "boolean"})),
        ],
    );
    let applies = format!("Kinds of answers ({}), or question ids; all when absent", KINDS.join(", "));
    document(
        "answerlint rule",
        object(
            "",
            &["severity", "summary", "why", "help", "message", "check", "examples"],
            vec![
                ("severity", one_of("Weight unless configured otherwise", config::SEVERITIES)),
                ("off", json!({"description": "Runs only when asked for", "type": "boolean"})),
                ("aliases", texts("Former ids")),
                ("applies-to", texts(&applies)),
                ("summary", text("What it reports, in one line")),
                ("why", text("Why an interviewer cares")),
                ("help", text("What to do about a finding")),
                ("source", text("Where in the source document it comes from")),
                (
                    "measured",
                    object(
                        "How right its findings are, on labelled text that nothing was fitted on",
                        &["precision", "recall", "on"],
                        vec![
                            ("precision", number("Share of the findings that are right", 0.0, 1.0)),
                            ("recall", number("Share of what is to be found that is found", 0.0, 1.0)),
                            ("on", text("The text that was counted")),
                        ],
                    ),
                ),
                ("message", text("The message of a finding; {…} stand for its values")),
                ("check", check),
                ("fix", fix),
                (
                    "examples",
                    object(
                        "Texts with and without a finding",
                        &["bad", "good"],
                        vec![
                            ("bad", examples("Each must have a finding", 1)),
                            ("good", examples("None may have one", 2)),
                        ],
                    ),
                ),
            ],
        ),
    )
}

/// The schema of a file in `content/questions`.
#[must_use]
pub fn questions() -> Value {
    let meaning = |name: &str, what: &str| {
        object(
            what,
            &[name],
            vec![
                (name, text("Its name")),
                ("title", text("Its name in prose, where the other one is a key")),
                ("advice", text("What to do, in one sentence")),
                (
                    "evidence",
                    list(
                        "Kinds of evidence that come near to it",
                        one_of("A kind", &EvidenceKind::ALL.map(EvidenceKind::name)),
                    ),
                ),
                ("cues", texts("Word patterns, each of which shows it")),
                ("ways", texts("Plain sentences that show it")),
                ("not", texts("Word patterns that look like it and are not")),
            ],
        )
    };
    let mut id = text("`technical/<slug>`, `leadership/<principle>/<slug>` or `attitude/<slug>`");
    id["pattern"] = json!("^(technical|leadership/[a-z0-9-]+|attitude)/[a-z0-9-]+$");
    let mut source = text("Where it stands in the document");
    source["pattern"] = json!("^(technical:[0-9]+|leadership:[0-9]+\\.[12]|attitude:[0-9]+)$");
    let asks_for = ["failure", "feedback", "weakness", "conflict", "decision", "achievement", "ethics"];
    let question = object(
        "",
        &["id", "source", "title", "prompt", "tests"],
        vec![
            ("id", id),
            ("source", source),
            ("title", text("How a person would head a draft")),
            ("prompt", text("The question")),
            ("asks-for", one_of("What the answer is mostly about", &asks_for)),
            ("tests", texts("Competencies")),
            ("concepts", texts("Names of concepts, in the document's order")),
            ("follow-ups", texts("Likely follow-ups")),
            ("match", texts("Further words by which people refer to it")),
            ("also-asks", list("Further halves of the question", meaning("asks", ""))),
            ("strategy", list("Points of its best-answer strategy", meaning("point", ""))),
        ],
    );
    document(
        "answerlint questions",
        object(
            "",
            &["kind", "section", "questions"],
            vec![
                ("kind", one_of("The part of the document", &["technical", "leadership", "attitude"])),
                ("section", text("Section or principle")),
                ("questions", list("In the document's order", question)),
            ],
        ),
    )
}

/// The schema of a file in `content/concepts`.
#[must_use]
pub fn concepts() -> Value {
    let concept = object(
        "",
        &["name"],
        vec![
            ("name", text("The document's term")),
            ("same-as", text("A concept whose aliases, ways and cues are this one's too")),
            ("aliases", texts("Word patterns of its names: synonyms, abbreviations, products")),
            ("ways", texts("Plain descriptions that do not name it")),
            ("cues", texts("Word patterns of such descriptions")),
            ("not", texts("Word patterns: contexts in which an alias means something else")),
        ],
    );
    document("answerlint concepts", object("", &["concepts"], vec![("concepts", list("The concepts", concept))]))
}

/// The schema of a draft's front matter, and of `<!-- answerlint: … -->`.
#[must_use]
pub fn front_matter() -> Value {
    let kinds = ["behavioral", "behavioural", "leadership", "attitude", "technical"];
    let mut schema = document(
        "answerlint front matter",
        object(
            "",
            &[],
            vec![
                (
                    "question",
                    text("A question of the bank: its id (attitude/blame-game), its source (attitude:6), or its words"),
                ),
                ("kind", one_of("What kind of answer it is, for questions outside the bank", &kinds)),
                ("structure", one_of("What the answer follows", &content::structure_names())),
                ("concepts", texts("Further concepts that the answer should cover")),
                ("ignore", texts("Rules or categories that do not run on it")),
                ("tags", json!({"description": "Your own; not read"})),
            ],
        ),
    );
    // Other keys are people's own.
    schema["additionalProperties"] = json!(true);
    schema["type"] = json!(["object", "null"]);
    schema
}

fn document(title: &str, mut schema: Value) -> Value {
    let mut out = Map::new();
    out.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    out.insert("title".to_owned(), json!(title));
    if let Some(fields) = schema.as_object_mut() {
        out.append(fields);
    }
    Value::Object(out)
}

fn object(description: &str, required: &[&str], properties: Vec<(&str, Value)>) -> Value {
    let properties: Map<String, Value> = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let mut out = Map::new();
    if !description.is_empty() {
        out.insert("description".to_owned(), json!(description));
    }
    out.insert("type".to_owned(), json!("object"));
    out.insert("additionalProperties".to_owned(), json!(false));
    if !required.is_empty() {
        out.insert("required".to_owned(), json!(required));
    }
    out.insert("properties".to_owned(), Value::Object(properties));
    Value::Object(out)
}

fn text(description: &str) -> Value {
    json!({"description": description, "type": "string"})
}

fn texts(description: &str) -> Value {
    list(description, json!({"type": "string"}))
}

fn list(description: &str, items: Value) -> Value {
    json!({"description": description, "type": "array", "items": items})
}

fn one_of(description: &str, names: &[&str]) -> Value {
    json!({"description": description, "enum": names})
}

fn number(description: &str, least: f64, most: f64) -> Value {
    json!({"description": description, "type": "number", "minimum": least, "maximum": most})
}
