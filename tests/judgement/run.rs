//! Runs the linter as its users do: the binary, with JSON.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn answerlint(arguments: &[&str], folder: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_answerlint"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("ANSWERLINT_CONFIG")
        .env_remove("ANSWERLINT_OUTPUT_FORMAT")
        .output()
        .expect("the binary runs");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{arguments:?}: {e}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// The findings on each text, with the text they underline.
pub fn check(texts: &[String], select: &str) -> Vec<Vec<Finding>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (number, text) in texts.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{number:05}.md")), text).expect("a draft is written");
    }
    let json = answerlint(
        &["check", "--isolated", "--exit-zero", "--output-format", "json", "--select", select, "."],
        folder.path(),
    );
    let mut out = vec![Vec::new(); texts.len()];
    for d in json["diagnostics"].as_array().into_iter().flatten() {
        let path = d["path"].as_str().unwrap_or_default();
        let number: usize = path.trim_end_matches(".md").parse().expect("a draft's number");
        let at = |end: &str| d["range"][end]["offset"].as_u64().unwrap_or(0) as usize;
        out[number].push(Finding {
            rule: d["rule"].as_str().unwrap_or_default().to_owned(),
            severity: d["severity"].as_str().unwrap_or_default().to_owned(),
            subjects: strings(&d["subjects"]),
            start: at("start"),
            end: at("end"),
        });
    }
    out
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    pub rule: String,
    pub severity: String,
    pub subjects: Vec<String>,
    pub start: usize,
    pub end: usize,
}

/// The strings of a JSON list.
pub fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// How a text is read.
pub fn outline(text: &str) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("draft.md"), text).expect("a draft is written");
    answerlint(&["outline", "--isolated", "--output-format", "json", "draft.md"], folder.path())
}

/// What rules say of their own precision and recall, as floors of the figures that this table has, too.
pub fn measured() -> String {
    let json = answerlint(&["rules", "--output-format", "json"], Path::new("."));
    let mut out = String::new();
    for rule in json["rules"].as_array().into_iter().flatten() {
        let id = rule["id"].as_str().unwrap_or_default();
        let fitted = ["red-flag/", "voice/", "evidence/"].iter().any(|category| id.starts_with(category));
        for figure in ["precision", "recall"] {
            if let Some(value) = rule["measured"][figure].as_f64().filter(|_| fitted) {
                out.push_str(&format!("{:.2}  {id} {figure}\n", value - 0.015));
            }
        }
    }
    out
}

/// The question that a text means, as its source.
pub fn resolve(query: &str) -> Option<String> {
    let json = answerlint(&["questions", "--match", query, "--output-format", "json"], Path::new("."));
    json["match"]["source"].as_str().map(str::to_owned)
}

/// A draft with front matter that names its question, unless it has its own.
pub fn with_question(text: &str, source: &str) -> String {
    if text.starts_with("---") { text.to_owned() } else { format!("---\nquestion: {source}\n---\n\n{text}") }
}
