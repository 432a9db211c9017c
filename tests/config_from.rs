//! The configuration of another revision, so that a branch cannot loosen its own checks.

mod scratch;

use scratch::{Ran, Scratch, draft};

/// A repository whose commit `main` has rules and a strict configuration, and whose work tree has neither.
fn loosened() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("answerlint.yaml", "rules: [own]\nselect: [x/blame]\nsuppression: {forbidden: [x/blame]}\n");
    scratch.write("a.md", &draft("It was not my fault."));
    scratch.git(&["init", "-q"]);
    scratch.git(&["add", "."]);
    scratch.git(&["commit", "-qm", "Strict"]);
    scratch.git(&["checkout", "-qb", "topic"]);
    scratch.git(&["rm", "-qr", "own"]);
    scratch.write("answerlint.yaml", "ignore: [all]\nexclude: [\"*.md\"]\n");
    scratch.write("a.md", &draft("<!-- answerlint-ignore x/blame: mine -->\nIt was not my fault."));
    scratch.git(&["add", "."]);
    scratch.git(&["commit", "-qm", "Loose"]);
    scratch
}

fn check(scratch: &Scratch, more: &[&str]) -> Ran {
    let arguments: Vec<&str> = ["check", "--output-format", "short"].iter().chain(more).copied().collect();
    scratch.run(&arguments)
}

#[test]
fn a_branch_cannot_loosen_its_own_checks() {
    let scratch = loosened();
    assert_eq!(check(&scratch, &[]).code, 0, "the work tree's own configuration lets all pass");
    let ran = check(&scratch, &["--config-from", "main"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.starts_with("a.md:6:8: error[x/blame]"), "{}", ran.out);
    // A path, a folder, standard input, and a configuration that is named.
    assert_eq!(check(&scratch, &["--config-from", "main", "a.md"]).code, 1);
    assert_eq!(check(&scratch, &["--config-from=main", &scratch.path().display().to_string()]).code, 1);
    assert_eq!(check(&scratch, &["--config-from=main", "--config", "answerlint.yaml"]).code, 1);
    let text = draft("Not my fault.");
    let piped = ["check", "-", "--stdin-filename", "a.md", "--config-from", "main"];
    assert_eq!(scratch.run_with(&piped, &[], &text).code, 1);
    let rules = scratch.run(&["rules", "--config-from", "main"]);
    assert!(rules.out.contains("x/blame"), "{}{}", rules.out, rules.err);
}

#[test]
fn ignore_files_and_baselines_of_the_branch_hide_nothing() {
    let scratch = loosened();
    scratch.write(".gitignore", "*.md\n");
    scratch.write("old.json", "");
    assert_eq!(check(&scratch, &["--config-from", "main"]).code, 1);
    scratch.git(&["checkout", "-q", "main"]);
    std::fs::remove_file(scratch.at(".gitignore")).expect("a file");
    std::fs::remove_file(scratch.at("old.json")).expect("a file");
    assert_eq!(check(&scratch, &["--write-baseline", "old.json"]).code, 0);
    let ran = check(&scratch, &["--config-from", "main", "--baseline", "old.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("main:old.json: the baseline: there is no such file"), "{}", ran.err);
    scratch.git(&["add", "old.json"]);
    scratch.git(&["commit", "-qm", "Known"]);
    assert_eq!(check(&scratch, &["--config-from", "main", "--baseline", "old.json"]).code, 0);
    scratch.write("old.json", "{\"version\": 1, \"entries\": []}");
    assert_eq!(check(&scratch, &["--config-from", "main", "--baseline", "old.json"]).code, 0);
    assert_eq!(check(&scratch, &["--config-from", "main", "--write-baseline", "old.json"]).code, 2);
}

#[test]
fn what_it_extends_is_of_that_revision_too() {
    let scratch = loosened();
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["mv", "answerlint.yaml", "base.yaml"]);
    scratch.write("drafts/answerlint.yaml", "extends: ../base.yaml\n");
    scratch.git(&["mv", "a.md", "drafts/a.md"]);
    scratch.git(&["add", "."]);
    scratch.git(&["commit", "-qm", "Split"]);
    std::fs::remove_file(scratch.at("base.yaml")).expect("a file");
    assert_eq!(check(&scratch, &["drafts"]).code, 2);
    assert_eq!(check(&scratch, &["drafts", "--config-from", "HEAD"]).code, 1);
}

#[test]
fn errors_say_what_is_not_there() {
    let scratch = loosened();
    let fails = |arguments: &[&str], part: &str| {
        let ran = check(&scratch, arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.out);
        assert!(ran.err.contains(part), "{arguments:?}: {}", ran.err);
    };
    fails(&["--config-from", "nowhere"], "--config-from: unknown revision `nowhere`");
    fails(&["--config-from", "--output=owned"], "--config-from: unknown revision `--output=owned`");
    fails(&["--config-from", "main", "--config", "none.yaml"], "main:none.yaml: there is no such file");
    fails(&["--config-from", "main", "--config", "../none.yaml"], "lies outside the repository");
    fails(&["--config-from", "main", "--isolated"], "cannot be used with");

    scratch.git(&["checkout", "-q", "main"]);
    scratch.write("answerlint.yaml", "rules: [gone]\n");
    scratch.git(&["commit", "-qam", "Broken"]);
    fails(&["--config-from", "main"], "names this folder of rules, and there is none");
    scratch.write("answerlint.yaml", "selct: [x]\n");
    scratch.git(&["commit", "-qam", "Misspelt"]);
    scratch.write("answerlint.yaml", "");
    fails(&["--config-from", "main"], "main:answerlint.yaml:1:1");

    let outside = Scratch::new();
    outside.write("a.md", &draft("All is well."));
    let ran = check(&outside, &["--config-from", "main"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is in no git repository"), "{}", ran.err);
    let elsewhere = outside.path().display().to_string();
    fails(&["--config-from", "main", "a.md", &elsewhere], "lies outside the repository");
}

#[test]
fn without_a_configuration_there_the_defaults_hold() {
    let scratch = Scratch::new();
    std::fs::remove_file(scratch.at("answerlint.yaml")).ok();
    scratch.write("a.md", &draft("**Situation:** It broke.\n\n**Action:**"));
    scratch.git(&["init", "-q"]);
    scratch.git(&["add", "a.md"]);
    scratch.git(&["commit", "-qm", "Begin"]);
    let ran = check(&scratch, &["--config-from", "HEAD"]);
    assert!(ran.code == 1 && ran.out.contains("structure/empty-part") && ran.err.is_empty(), "{}", ran.err);
    scratch.write("answerlint.yaml", "ignore: [all]\n");
    let ran = check(&scratch, &["--config-from", "HEAD"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err, "answerlint: --config-from: answerlint.yaml is not in HEAD; the defaults hold\n");
}
