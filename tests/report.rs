//! `report` and `man`.

mod scratch;

use scratch::Scratch;
use serde_json::Value;

fn answers() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("answerlint.yaml", "exclude: [old]\n");
    scratch.write(
        "drafts/failure.md",
        "---\nquestion: attitude/blame-game\n---\n\n# The one that failed | [x](y)\n\n**Situation:** In 2021 I ran the move of a \
         bakery's till to a new firm.\n\n**Action:** I moved 14 shops in 2 days, and it was not my fault that it failed.\n",
    );
    scratch.write(
        "drafts/again.md",
        "---\nquestion: attitude:6\n---\n\nI planned the move of 14 shops and left out the tests.\n",
    );
    scratch.write("drafts/own.md", "---\nkind: behavioral\n---\n\n::error::owned ##[error]owned\n");
    scratch.write("drafts/notes.md", "# Notes\n\nNothing.\n");
    scratch.write("old/a.md", "---\nquestion: attitude/blame-game\n---\n\nOld.\n");
    scratch
}

#[test]
fn json_has_every_answer_and_every_question() {
    let scratch = answers();
    let ran = scratch.run(&["report", "--output-format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let report: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(report["version"], 1);
    let answers = report["answers"].as_array().expect("answers");
    assert_eq!(answers.len(), 3);
    let failure = answers.iter().find(|a| a["path"] == "drafts/failure.md").expect("the answer");
    assert_eq!(failure["question"]["source"], "attitude:6");
    assert_eq!(failure["line"], 5);
    let present = |group: &str, name: &str| {
        let items = failure[group].as_array().expect("a list");
        items.iter().find(|i| i["name"] == name).map(|i| i["present"].as_bool())
    };
    assert_eq!(present("parts", "Action"), Some(Some(true)), "{failure:#}");
    assert_eq!(present("parts", "Learning"), Some(Some(false)), "{failure:#}");
    assert_eq!(present("evidence", "specifics"), Some(Some(true)));
    assert_eq!(failure["strategy"].as_array().map(Vec::len), Some(5));
    assert!(failure["follow_ups"].as_array().is_some_and(|f| f.iter().all(|i| i["present"] == false)));
    let weights = ["error", "warning", "info"].map(|w| failure["summary"][w].as_u64().unwrap_or_default());
    assert!(weights.iter().sum::<u64>() > 0, "{failure:#}");
    let questions = report["questions"].as_array().expect("questions");
    assert_eq!(questions.len(), 148);
    let answered: Vec<&Value> = questions.iter().filter(|q| q["answers"] != serde_json::json!([])).collect();
    assert_eq!(answered.len(), 1);
    let paths: Vec<&str> =
        answered[0]["answers"].as_array().expect("places").iter().filter_map(|a| a["path"].as_str()).collect();
    assert_eq!(paths, ["drafts/again.md", "drafts/failure.md"]);
}

#[test]
fn people_and_pages_get_the_same() {
    let scratch = answers();
    let human = scratch.run(&["report", "drafts"]).out;
    let page = scratch.run(&["report", "--output-format", "markdown"]).out;
    for text in [&human, &page] {
        assert!(text.contains("3 answers to 1 of 148 questions of the bank"), "{text}");
        assert!(text.contains("The Blame Game"), "{text}");
        assert!(text.lines().all(|l| !l.trim_start().starts_with("::") && !l.contains("##[")), "{text}");
    }
    assert!(human.contains("  ✓ attitude:6"), "{human}");
    assert_eq!(human.matches("  ✗ ").count(), 147);
    assert!(human.contains("lacks parts: ") && human.contains("has   parts: "), "{human}");
    assert!(page.contains("- [x] ") && page.contains("drafts/again.md:5"), "{page}");
    assert_eq!(page.matches("- [ ] ").count(), 147);
    assert!(page.contains("The one that failed \\| x |"), "{page}");

    let empty = scratch.run(&["report", "drafts/notes.md"]);
    assert!(empty.out.contains("0 answers to 0 of 148"), "{}", empty.out);
    let gone = scratch.run(&["report", "gone.md"]);
    assert_eq!(gone.code, 2);
    assert!(gone.err.contains("gone.md: there is no such file"), "{}", gone.err);
}

#[test]
fn there_is_a_manual_page_for_every_command() {
    let scratch = Scratch::new();
    let program = scratch.run(&["man"]);
    assert!(program.code == 0 && program.out.contains(".TH answerlint 1"), "{}", program.out);
    let check = scratch.run(&["man", "check"]);
    assert!(check.out.contains(".TH answerlint-check 1") && check.out.contains("diff\\-base"), "{}", check.out);
    assert_eq!(scratch.run(&["man", "--folder", "man1"]).code, 0);
    let help = scratch.run(&["--help"]).out;
    let commands = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list");
    let names: Vec<&str> = commands.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        assert!(scratch.read(&format!("man1/answerlint-{name}.1")).contains(".SH SYNOPSIS"), "{name}");
    }
    assert!(scratch.read("man1/answerlint.1").contains("answerlint\\-check(1)"));
    assert_eq!(scratch.run(&["man", "chek"]).code, 2);
}
