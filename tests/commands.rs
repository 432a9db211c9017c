//! The commands that list, explain and start things.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use answerlint::content;
use serde_json::Value;

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_answerlint"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .output()
        .expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the output is text")
}

fn json(folder: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&stdout(&run(folder, args))).expect("the output is JSON")
}

#[test]
fn questions_come_in_the_documents_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let all = json(folder.path(), &["questions", "--output-format", "json"]);
    let all = all.as_array().expect("a list");
    assert_eq!(all.len(), 148);
    assert_eq!((&all[0]["source"], &all[99]["source"]), (&"technical:1".into(), &"technical:100".into()));
    assert_eq!((&all[100]["source"], &all[147]["source"]), (&"leadership:1.1".into(), &"attitude:16".into()));
    for key in ["id", "source", "kind", "prompt", "section", "tests", "concepts", "strategy", "follow_ups"] {
        assert!(all.iter().all(|q| q.get(key).is_some()), "{key}");
    }
    let of = |args: &[&str]| stdout(&run(folder.path(), args));
    assert_eq!(of(&["questions", "--kind", "leadership"]).matches("  leadership:").count(), 32);
    assert_eq!(of(&["questions", "--principle", "frugality"]).matches("  leadership:").count(), 2);
    assert!(of(&["questions", "--section", "security"]).contains("technical:86"));
}

#[test]
fn match_finds_one_or_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let found = json(folder.path(), &["questions", "--match", "## 3. The blame game", "--output-format", "json"]);
    assert_eq!(found["match"]["id"], "attitude/blame-game");
    let none = json(folder.path(), &["questions", "--match", "What is a service mesh?", "--output-format", "json"]);
    assert_eq!((&none["version"], &none["match"]), (&1.into(), &Value::Null));
}

#[test]
fn every_question_can_be_explained_and_started() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..content::len() {
        let question = content::question(number);
        let page = stdout(&run(folder.path(), &["explain", &question.source]));
        for text in [&question.title, &question.id] {
            assert!(page.contains(text.as_str()), "{page}");
        }
        for concept in &question.concepts {
            assert!(page.contains(&concept.name), "{page}");
        }
        assert!(page.lines().all(|l| l.chars().count() <= 120), "{page}");
        let name = format!("{number}.md");
        assert!(run(folder.path(), &["new", &question.id, "--output", &name]).status.success());
        let outline = json(folder.path(), &["outline", &name, "--output-format", "json"]);
        let answers = outline["answers"].as_array().expect("answers");
        assert_eq!(answers.len(), 1, "{}", question.id);
        assert_eq!(answers[0]["question"]["id"], question.id.as_str());
        // Nothing in a fresh draft is the candidate's yet.
        let sentences = answers[0]["sentences"].as_array().expect("sentences");
        let own: Vec<&Value> = sentences.iter().filter(|s| s["speaker"] == "candidate" && s["text"] != "[…]").collect();
        assert!(own.is_empty(), "{}: {own:#?}", question.id);
    }
    let found = json(folder.path(), &["check", "--output-format", "json", "--exit-zero"]);
    let expected = [
        "draft/placeholder",
        "structure/",
        "evidence/missing",
        "coverage/",
        "strategy/",
        "follow-up/",
        "length/too-short",
    ];
    for finding in found["diagnostics"].as_array().expect("diagnostics") {
        let rule = finding["rule"].as_str().unwrap_or_default();
        assert!(expected.iter().any(|e| rule.starts_with(e)), "{finding:#}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = ["draft.md", "answerlint.yaml", ".pre-commit-config.yaml"];
    for name in kept {
        fs::write(folder.path().join(name), "# mine\n").expect("a file");
    }
    assert_eq!(run(folder.path(), &["new", "attitude:6", "--output", "draft.md"]).status.code(), Some(2));
    let output = run(folder.path(), &["init"]);
    assert!(output.status.success());
    assert!(stdout(&output).contains("entry: answerlint check"));
    for name in kept {
        assert_eq!(fs::read_to_string(folder.path().join(name)).expect("a file"), "# mine\n");
    }
}

#[test]
fn a_fresh_configuration_holds() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(run(folder.path(), &["init", "--workflow"]).status.success());
    assert!(run(folder.path(), &["check"]).status.success());
    for name in ["answerlint.yaml", ".pre-commit-config.yaml", ".github/workflows/answerlint.yml"] {
        assert!(folder.path().join(name).is_file(), "{name}");
    }
}

#[test]
fn unknown_names_get_a_hint() {
    let folder = tempfile::tempdir().expect("a folder");
    for args in [["explain", "attitude/blame-gme"], ["new", "attitude/blame-gme"]] {
        let output = run(folder.path(), &args);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("did you mean `attitude/blame-game`?"), "{said}");
    }
}

#[test]
fn a_plain_plural_is_no_misspelling() {
    let folder = tempfile::tempdir().expect("a folder");
    let parts = ["Situations", "Challenges", "Approaches", "Results", "Key learnings", "Applications"];
    let text: String = parts.iter().map(|part| format!("**{part}:** I read the plan aloud to them.\n\n")).collect();
    fs::write(folder.path().join("a.md"), text).expect("a file");
    let found = json(folder.path(), &["check", "--output-format", "json", "--select", "structure/unknown-part"]);
    assert_eq!((&found["answers"], &found["diagnostics"]), (&1.into(), &Value::Array(Vec::new())), "{found:#}");
    let outline = json(folder.path(), &["outline", "a.md", "--output-format", "json"]);
    let labelled = outline["answers"][0]["parts"].as_array().expect("parts");
    assert_eq!(labelled.len(), 6);
    assert!(labelled.iter().all(|part| part["labelled"] == true), "{labelled:#?}");
}
