//! `answerlint new`.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use super::args::NewArgs;
use super::{Exit, complain, setup};
use crate::content::{self, Question, QuestionKind, Structure};
use crate::emit::visible;
use crate::rules::compile::nearest;

/// What stands where the candidate is to write.
const BLANK: &str = "[…]";

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &NewArgs) -> io::Result<Exit> {
    let folder = args.output.as_deref().and_then(Path::parent).filter(|p| !p.as_os_str().is_empty());
    let Ok(setup) = setup::load(&args.config, folder.unwrap_or(Path::new("."))) else { return Ok(Exit::Error) };
    let Some(found) = content::resolve(&args.question) else {
        complain(&unknown(&args.question));
        return Ok(Exit::Error);
    };
    let question = content::question(found.question);
    let structures = &content::frameworks().structures;
    let path = args.output.clone().unwrap_or_else(|| "draft.md".into());
    let settings = setup.config.for_file(&path, &setup.rulebook, &crate::config::Layer::default()).settings;
    let name = match (&args.structure, question.kind) {
        (Some(name), _) => name.as_str(),
        (None, QuestionKind::Technical) => "any",
        (None, _) => settings.structure.as_deref().unwrap_or("six-part"),
    };
    let structure = structures.iter().find(|s| s.name == name);
    if structure.is_none() && name != "any" {
        let known = content::structure_names();
        let near = nearest(name, known.iter().copied());
        let hint =
            near.map_or_else(|| format!("known are {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
        complain(&format!("--structure: unknown structure `{name}`; {hint}"));
        return Ok(Exit::Error);
    }
    let draft = draft(&question, structure);
    let Some(path) = &args.output else {
        io::stdout().lock().write_all(draft.as_bytes())?;
        return Ok(Exit::Clean);
    };
    match OpenOptions::new().write(true).create_new(true).open(path).and_then(|mut f| f.write_all(draft.as_bytes())) {
        Ok(()) => {
            writeln!(io::stderr(), "{}: a draft for {}", visible::line(&path.display().to_string()), question.id)?;
            Ok(Exit::Clean)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            complain(&format!("{}: there already; nothing was written", path.display()));
            Ok(Exit::Error)
        }
        Err(error) => {
            complain(&format!("{}: cannot be written: {error}", path.display()));
            Ok(Exit::Error)
        }
    }
}

fn unknown(name: &str) -> String {
    match nearest(name, (0..content::len()).map(content::id_of)) {
        Some(near) => format!("no question of the bank is `{name}`; did you mean `{near}`?"),
        None => format!("no question of the bank is near enough to `{name}`; `answerlint questions` lists them"),
    }
}

/// The draft to fill in.
#[must_use]
pub fn draft(question: &Question, structure: Option<&Structure>) -> String {
    let mut out = format!("---\nquestion: {}\n", question.id);
    if let Some(structure) = structure {
        let _ = writeln!(out, "structure: {}", structure.name);
    }
    let _ = write!(out, "---\n\n# {}\n\n**Question:** {}\n", question.title, question.prompt);
    let mut notes = Vec::new();
    if !question.also_asks.is_empty() {
        let halves: Vec<&str> = question.also_asks.iter().map(|m| m.name.as_str()).collect();
        notes.push(format!("It also asks: {}.", halves.join("; ")));
    }
    if !question.strategy.is_empty() {
        notes.push("Points that a strong answer makes:".to_owned());
        notes.extend(question.strategy.iter().map(|p| format!("- [ ] {}: {}", p.name, p.advice)));
    }
    if !question.concepts.is_empty() {
        notes.push("Concepts to explain or use, not just to name:".to_owned());
        notes.extend(question.concepts.iter().map(|c| format!("- [ ] {}", c.name)));
    }
    if !notes.is_empty() {
        comment(&mut out, &notes);
    }
    match structure {
        Some(structure) => {
            for part in &structure.parts {
                let _ = writeln!(out, "\n## {}", part.label);
                comment(&mut out, std::slice::from_ref(&part.guidance));
                let _ = writeln!(out, "\n{BLANK}");
            }
        }
        None => {
            for guidance in TECHNICAL {
                comment(&mut out, &[(*guidance).to_owned()]);
                let _ = writeln!(out, "\n{BLANK}");
            }
        }
    }
    if !question.follow_ups.is_empty() {
        out.push_str("\n## Follow-ups\n");
        let steps: Vec<&str> = content::frameworks().steps.iter().map(|(_, step)| step.name.as_str()).collect();
        let behavioral = question.kind != QuestionKind::Technical;
        if behavioral {
            comment(&mut out, &[format!("Reply in this order: {}.", steps.join(", ").to_lowercase())]);
        }
        for follow_up in &question.follow_ups {
            let _ = write!(out, "\n**{follow_up}**\n\n{BLANK}\n");
        }
    }
    out
}

/// What the passages of a technical answer are for.
const TECHNICAL: &[&str] = &[
    "The answer in two or three sentences: what you would do, and what decides it.",
    "How it works, step by step, and what happens when a step fails.",
    "What it costs, what you would turn down, and when you would choose otherwise.",
    "Where you have run it: the system, its scale, what went wrong, the figures.",
];

/// A comment on lines of its own; what would end it early is taken apart.
fn comment(out: &mut String, lines: &[String]) {
    let text = lines.join("\n").replace("--", "- -");
    if lines.len() == 1 {
        let _ = write!(out, "\n<!-- {text} -->\n");
    } else {
        let _ = write!(out, "\n<!--\n{text}\n-->\n");
    }
}
