//! Fixes, baselines and changed lines, through the built binary.

mod scratch;

use scratch::{Scratch, draft};

#[test]
fn safe_fixes_are_applied_and_the_rest_still_fails() {
    let scratch = Scratch::new();
    scratch.write("a.md", &draft("I basically left.\r\nIt was not my fault."));
    let ran = scratch.run(&["check", "--fix", "--output-format", "short"]);
    assert_eq!(ran.code, 1, "a finding is left");
    assert_eq!(ran.out.lines().count(), 1);
    assert_eq!(ran.err, "answerlint: 1 finding fixed in 1 file\n");
    assert_eq!(scratch.read("a.md"), draft("I so left.\r\nIt was not my fault."));

    let ran = scratch.run(&["check", "--fix", "--unsafe-fixes", "--output-format", "short"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(scratch.read("a.md"), draft("I so left.\r\nIt was partly my fault."));
    assert_eq!(scratch.run(&["check", "--unsafe-fixes"]).code, 2);
}

#[test]
fn a_diff_changes_nothing_and_git_takes_it() {
    let scratch = Scratch::new();
    let text = draft("I basically left.\n\nNo line end").trim_end().to_owned();
    scratch.write("a.md", &text);
    let ran = scratch.run(&["check", "--diff"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("--- a/a.md\n+++ b/a.md\n@@") && ran.out.contains("-I basically left.\n+I so left.\n"));
    assert_eq!(scratch.read("a.md"), text);
    scratch.write("patch", &ran.out);
    scratch.git(&["apply", "patch"]);
    assert_eq!(scratch.read("a.md"), text.replace("basically", "so"));
    let ran = scratch.run_with(&["check", "-", "--diff", "--isolated"], &[], "Nothing here.");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(scratch.run(&["check", "-", "--fix"]).code, 2);
}

#[cfg(unix)]
#[test]
fn permissions_are_kept_and_links_stay_in_the_repository() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let scratch = Scratch::new();
    scratch.write("repo/own/x/filler.yaml", scratch::FILLER);
    scratch.write("repo/answerlint.yaml", "rules: [own]\nselect: [x]\n");
    scratch.write("repo/real/a.md", &draft("I basically left."));
    scratch.write("outside.md", &draft("I basically left."));
    scratch.git(&["init", "-q", "repo"]);
    std::fs::set_permissions(scratch.at("repo/real/a.md"), std::fs::Permissions::from_mode(0o640)).expect("a mode");
    std::fs::create_dir(scratch.at("repo/links")).expect("a folder");
    symlink("../real/a.md", scratch.at("repo/links/a.md")).expect("a link");
    symlink("../../outside.md", scratch.at("repo/links/out.md")).expect("a link");

    let ran = scratch.run(&["check", "--fix", "repo/links/a.md"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(scratch.read("repo/real/a.md"), draft("I so left."));
    assert!(scratch.at("repo/links/a.md").is_symlink());
    let mode = std::fs::metadata(scratch.at("repo/real/a.md")).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);

    let ran = scratch.run(&["check", "--fix", "repo/links/out.md"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("outside the repository"), "{}", ran.err);
    assert!(ran.out.contains("x/filler"), "what could not be fixed is reported: {}", ran.out);
    assert_eq!(scratch.read("outside.md"), draft("I basically left."));
    let left: Vec<_> = std::fs::read_dir(scratch.at("repo/real")).expect("a folder").collect();
    assert_eq!(left.len(), 1, "no temporary file is left");
}

#[test]
fn a_baseline_silences_old_findings_and_only_shrinks() {
    let scratch = Scratch::new();
    scratch.write("drafts/a.md", &draft("It was not my fault.\n\nI basically left."));
    let ran = scratch.run(&["check", "drafts", "--baseline", "old.json", "--write-baseline"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let first = scratch.read("old.json");
    assert_eq!(first.matches("fingerprint").count(), 2);
    assert!(!first.contains("line\""));

    let check = ["check", "drafts", "--baseline", "old.json", "--output-format", "short"];
    assert_eq!(scratch.run(&check).code, 0);
    scratch.write(
        "drafts/a.md",
        &draft("New on top.\n\nIt was not my fault.\n\nI basically left it to chance.\n\nNot my fault!"),
    );
    let ran = scratch.run(&check);
    assert_eq!(ran.code, 1);
    let new: Vec<&str> = ran.out.lines().collect();
    assert_eq!(new.len(), 2, "{}", ran.out);
    assert!(ran.err.contains("stale in old.json: x/filler in drafts/a.md"), "{}", ran.err);

    // The flag's value may be a path to check when the file is known already.
    let ran = scratch.run(&["check", "--baseline", "old.json", "--write-baseline", "drafts"]);
    assert_eq!(ran.code, 1);
    let second = scratch.read("old.json");
    assert_eq!(second.matches("fingerprint").count(), 1, "{second}");
    assert_eq!(scratch.run(&["check", "drafts", "--write-baseline", "old.json", "--force"]).code, 0);
    assert_eq!(scratch.read("old.json").matches("fingerprint").count(), 3);

    // Rules and files that were not looked at leave their entries alone.
    scratch.write("drafts/b.md", &draft("All is well."));
    assert_eq!(scratch.run(&["check", "drafts/b.md", "--write-baseline", "old.json"]).err, "");
    assert_eq!(scratch.run(&["check", "--select", "x/shout", "--write-baseline", "old.json"]).err, "");
    assert_eq!(scratch.read("old.json").matches("fingerprint").count(), 3);

    std::fs::rename(scratch.at("drafts/a.md"), scratch.at("drafts/z.md")).expect("a rename");
    let ran = scratch.run(&check);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));

    scratch.write("bad.json", "{\"version\": 7}");
    assert_eq!(scratch.run(&["check", "--baseline", "bad.json"]).code, 2);
    assert_eq!(scratch.run(&["check", "--baseline", "none.json"]).code, 2);
    assert_eq!(scratch.run(&["check", "--write-baseline"]).code, 2);
}

/// What the fix of a part out of order makes of a draft.
fn reordered(text: &str) -> String {
    let scratch = Scratch::new();
    scratch.write("a.md", text);
    let ran = scratch.run(&["check", "--isolated", "--select", "structure/part-order", "--fix", "a.md"]);
    assert!(ran.code < 2, "{}", ran.err);
    let fixed = scratch.read("a.md");
    assert!(fixed == text || ran.code == 0, "{}", ran.out);
    fixed
}

#[test]
fn parts_in_blocks_are_put_in_order() {
    let text = "# One\r\n\r\nWe cut it by a third.\r\n\r\n**Action:** I read them.\r\n\r\n- each day\r\n\r\n\
        **Result:** It fell to 19 %.\r\n\r\n**Situation:** A firm asked me.\r\n\r\n# Two\r\n\r\n**Task:** Was it not?\r\n";
    let expected = "# One\r\n\r\nWe cut it by a third.\r\n\r\n**Situation:** A firm asked me.\r\n\r\n\
        **Action:** I read them.\r\n\r\n- each day\r\n\r\n**Result:** It fell to 19 %.\r\n\r\n\
        # Two\r\n\r\n**Task:** Was it not?\r\n";
    assert_eq!(reordered(text), expected);
    assert_eq!(
        reordered("- **Result**: It fell.\n  By half.\n- **Situation**: A firm asked.\n- **Action**: I read."),
        "- **Situation**: A firm asked.\n- **Action**: I read.\n- **Result**: It fell.\n  By half."
    );
}

#[test]
fn parts_that_are_no_plain_blocks_stay() {
    for text in [
        "**Action:** I read.\n\n**Situation:** A firm asked.\n\n**Result:** It fell.\n\n> Coach: nice.\n",
        "**Action:** I read.\n\n```\n**Task:** no\n```\n\n**Situation:** A firm asked.\n\n**Result:** It fell.\n",
        "- **S**ituation: A firm asked.\n- **A**pproach: I read.\n- **T**rade-off: It cost.\n- **O**utcome: It fell.\n",
        "> **Action:** I read.\n>\n> **Situation:** A firm asked.\n>\n> **Result:** It fell.\n",
        "1. **Action:** I read.\n2. **Situation:** A firm asked.\n3. **Result:** It fell.\n",
        "**Action:** I read.\n\n**Situation:** A firm asked.\n**Result:** It fell.\n",
    ] {
        assert_eq!(reordered(text), text);
    }
}

/// A repository with one committed draft that has findings.
fn repository() -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "-q"]);
    scratch.write("a b.md", &draft("It was not my fault.\n\n++ b/other.md\n\nThe end."));
    scratch.git(&["add", "."]);
    scratch.git(&["commit", "-qm", "Begin"]);
    scratch
}

fn changed(scratch: &Scratch, revision: &str) -> Vec<String> {
    let ran = scratch.run(&["check", "--diff-base", revision, "--output-format", "short"]);
    assert!(ran.code < 2, "{}", ran.err);
    ran.out.lines().map(|line| line.split(": ").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn only_changed_lines_are_reported() {
    let scratch = repository();
    assert_eq!(changed(&scratch, "HEAD"), Vec::<String>::new());
    scratch.write("a b.md", &draft("It was not my fault.\n\n++ b/other.md\n@@ -1 +1 @@\n\nStill not my fault."));
    assert_eq!(changed(&scratch, "HEAD"), ["a b.md:10:7"]);
    scratch.git(&["add", "."]);
    assert_eq!(changed(&scratch, "HEAD"), ["a b.md:10:7"], "staged changes count");
    scratch.write("new.md", &draft("Not my fault."));
    assert_eq!(changed(&scratch, "HEAD"), ["a b.md:10:7", "new.md:5:1"], "files that git does not know count");
    std::fs::remove_file(scratch.at("new.md")).expect("a file");

    scratch.git(&["mv", "a b.md", "né.md"]);
    assert_eq!(changed(&scratch, "HEAD"), ["né.md:10:7"], "a renamed file is not new");
    scratch.git(&["commit", "-qm", "Go on"]);
    scratch.git(&["checkout", "-q", "--detach"]);
    assert_eq!(changed(&scratch, "HEAD~1"), ["né.md:10:7"]);
    assert_eq!(changed(&scratch, "main"), Vec::<String>::new());
}

#[test]
fn user_settings_of_git_change_nothing() {
    let scratch = repository();
    scratch.write("a b.md", &draft("It was not my fault.\n\nNot my fault."));
    for (key, value) in [
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.interHunkContext", "9"),
        ("diff.relative", "true"),
        ("color.ui", "always"),
        ("diff.external", "false"),
    ] {
        scratch.git(&["config", key, value]);
    }
    assert_eq!(changed(&scratch, "HEAD"), ["a b.md:7:1"]);
}

#[test]
fn shallow_clones_and_bad_revisions() {
    let scratch = repository();
    scratch.write("a b.md", &draft("It was not my fault.\n\nNot my fault."));
    scratch.git(&["commit", "-qam", "Go on"]);
    let url = format!("file://{}", scratch.path().display());
    let clone = Scratch::new();
    clone.git(&["clone", "-q", "--depth", "1", &url, "clone"]);
    let run = |revision: &str| clone.run(&["check", "clone", "--diff-base", revision, "--output-format", "short"]);
    assert_eq!((run("HEAD").code, run("HEAD").out.as_str()), (0, ""));
    let ran = run("HEAD~1");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("unknown revision `HEAD~1`; the clone is shallow"), "{}", ran.err);
    clone.git(&["-C", "clone", "fetch", "-q", "--depth", "2"]);
    assert_eq!(run("HEAD~1").out.lines().count(), 1);

    for hostile in ["--output=owned", "-p", "--no-index", "", "HEAD --output=owned", "a b.md"] {
        let ran = run(hostile);
        assert_eq!(ran.code, 2, "{hostile:?}");
        assert!(ran.err.contains("unknown revision"), "{}", ran.err);
    }
    assert!(!clone.at("clone/owned").exists() && !clone.at("owned").exists());
    let outside = Scratch::new();
    outside.write("a.md", &draft("All is well."));
    let ran = outside.run(&["check", "--diff-base", "HEAD"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is in no git repository"), "{}", ran.err);
}

#[test]
fn fixes_keep_to_changed_lines() {
    let scratch = Scratch::new();
    scratch.git(&["init", "-q"]);
    scratch.write("a.md", &draft("I basically left.\n\nThe end."));
    scratch.git(&["add", "."]);
    scratch.git(&["commit", "-qm", "Begin"]);
    scratch.write("a.md", &draft("I basically left.\n\nI basically came back."));
    let ran = scratch.run(&["check", "--fix", "--diff-base", "HEAD"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(scratch.read("a.md"), draft("I basically left.\n\nI so came back."));
}
