//! What a draft says never commands the log of a build: `::command::` at the start of a line (blanks aside), and
//! `##[command]` or `##vso[command]` anywhere in one.

mod scratch;

use scratch::{Scratch, draft};

const HOSTILE: &str = "::error::owned";

fn hostile() -> Scratch {
    let scratch = Scratch::new();
    let text = "::stop-commands::x\n::error::not my fault ##[error]owned ##vso[task.complete]x\nI basically left.\n###[group]shout ##[add-mask]a";
    scratch.write(&format!("{HOSTILE}.md"), &draft(text));
    let labelled = "# ::error::title ##[error]x\n\n**Situation:** ::error::It broke.\n\n**Action:** I shout.\n";
    scratch.write("b.md", labelled);
    scratch
}

fn commands(text: &str) -> Vec<&str> {
    let is_command = |line: &&str| {
        let marked = line
            .match_indices('[')
            .any(|(at, _)| line[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric()).ends_with("##"));
        marked || line.trim_start().starts_with("::")
    };
    text.lines().filter(is_command).collect()
}

#[test]
fn no_format_lets_a_command_through() {
    let scratch = hostile();
    assert_eq!(commands(&format!("  {HOSTILE}\na ##[x]\n## [x]\na::b")).len(), 2);
    for format in ["human", "short", "json", "sarif", "gitlab", "junit", "checkstyle", "rdjsonl", "markdown"] {
        let ran = scratch.run(&["check", "--output-format", format]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert_eq!(commands(&ran.out), Vec::<&str>::new(), "{format}");
        assert_eq!(commands(&ran.err), Vec::<&str>::new(), "{format}");
        if format == "json" {
            let value: serde_json::Value = serde_json::from_str(&ran.out).expect("still JSON");
            assert!(value.to_string().contains("##[add-mask]a"), "a reader gets the text as it is: {value}");
        }
    }
    // In this format every line is a command, and none of the draft's own.
    let ran = scratch.run(&["check", "--output-format", "github"]);
    assert!(
        ran.out
            .lines()
            .all(|line| ["::error file=", "::warning file=", "::notice file="].iter().any(|c| line.starts_with(c)))
    );
}

#[test]
fn nor_does_any_other_command() {
    let scratch = hostile();
    let name = format!("{HOSTILE}.md");
    for arguments in [
        vec!["outline", &name],
        vec!["outline", "--output-format", "json", &name],
        vec!["report"],
        vec!["report", "--output-format", "markdown"],
        vec!["report", "--output-format", "json"],
        vec!["check", "--show-files"],
        vec!["check", "::error::gone.md", "##[error]gone.md"],
    ] {
        let ran = scratch.run(&arguments);
        assert_eq!(commands(&ran.out), Vec::<&str>::new(), "{arguments:?}");
        assert_eq!(commands(&ran.err), Vec::<&str>::new(), "{arguments:?}");
    }
}

#[test]
fn a_patch_is_exact_but_in_the_log_of_a_job() {
    let scratch = hostile();
    let job = [("GITHUB_ACTIONS", "true")];
    let shown = scratch.run_with(&["check", "--diff"], &job, "");
    assert!(shown.out.contains("+I so left."), "{}", shown.out);
    assert_eq!(commands(&shown.out), Vec::<&str>::new());
    scratch.run_with(&["check", "--diff", "--output-file", "patch"], &job, "");
    assert!(scratch.read("patch").contains("\n ::error::not my fault ##[error]owned"));
    assert_eq!(scratch.run(&["check", "--diff"]).out, scratch.read("patch"));
}
