//! Bad input gets a clear error, and nothing is lost: the other files are checked, and the exit code is honest.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const BAD: &str = "---\nkind: behavioral\n---\n\nWe lost it. That's not my fault, the agency was late.\n";

fn answerlint(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_answerlint"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("ANSWERLINT_CONFIG")
        .env_remove("ANSWERLINT_OUTPUT_FORMAT")
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Checks a folder that holds a bad draft and one file that cannot be read.
fn beside_a_bad_draft(name: &str, bytes: &[u8], told: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("bad.md"), BAD).expect("written");
    fs::write(folder.path().join(name), bytes).expect("written");
    let out = answerlint(folder.path(), &["check", "--output-format", "short"]);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
    assert!(text(&out.stdout).contains("bad.md:5:"), "the other file is checked: {}", text(&out.stdout));
    let stderr = text(&out.stderr);
    assert!(stderr.contains(name) && stderr.contains(told), "{stderr}");
}

#[test]
fn files_that_are_no_text() {
    beside_a_bad_draft("latin.md", b"line one\ncaf\xe9\n", "not UTF-8: byte 0xe9 at line 2, column 4");
    beside_a_bad_draft("wide.md", b"\xff\xfeh\x00i\x00", "UTF-16");
    beside_a_bad_draft("blob.md", b"\x00\x01\xff\x02", "binary");
}

#[test]
fn a_file_too_large() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = fs::File::create(folder.path().join("huge.md")).expect("created");
    file.set_len(100 << 20).expect("sized");
    let out = answerlint(folder.path(), &["check"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("huge.md: is 100 MiB"), "{}", text(&out.stderr));
}

#[test]
fn paths_that_are_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("bad.md"), BAD).expect("written");
    let out = answerlint(folder.path(), &["check", "--output-format", "short", "gone.md", "bad.md"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("gone.md: there is no such file"));
    assert!(text(&out.stdout).contains("bad.md:5:"));
}

#[test]
fn a_folder_named_like_a_draft_and_links_in_a_circle() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("folder.md");
    fs::create_dir(&inner).expect("created");
    fs::write(inner.join("bad.md"), BAD).expect("written");
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path(), inner.join("circle")).expect("linked");
    let out = answerlint(folder.path(), &["check", "--output-format", "short", "folder.md"]);
    assert_eq!(out.status.code(), Some(1), "{}", text(&out.stderr));
    assert!(text(&out.stdout).contains("folder.md/bad.md:5:"), "{}", text(&out.stdout));
}

#[test]
fn nothing_steers_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let draft = "---\nkind: behavioral\n---\n\n\u{1b}[31mThat's not my fault\u{202e}, \u{7}they were late.\n";
    fs::write(folder.path().join("a.md"), draft).expect("written");
    for format in ["human", "short", "json", "github", "markdown"] {
        let out = answerlint(folder.path(), &["check", "--output-format", format]);
        let shown = text(&out.stdout);
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{format}: {shown:?}");
    }
}

#[test]
fn a_byte_order_mark_and_carriage_returns_move_no_column() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = BAD.to_owned();
    fs::write(folder.path().join("a.md"), &plain).expect("written");
    fs::write(folder.path().join("b.md"), plain.replace('\n', "\r\n")).expect("written");
    fs::write(folder.path().join("c.md"), format!("\u{feff}{plain}")).expect("written");
    let out = answerlint(folder.path(), &["check", "--select", "red-flag", "--output-format", "short"]);
    let shown = text(&out.stdout);
    let places: Vec<&str> = shown.lines().map(|line| line.get(4..9).unwrap_or_default()).collect();
    assert_eq!(places.len(), 3, "{shown}");
    assert!(places.iter().all(|p| *p == places[0]), "{shown}");
}

#[test]
fn front_matter_that_is_a_bomb() {
    let mut bomb = String::from("---\na: &a [x,x,x,x,x,x,x,x,x]\n");
    for (this, last) in [("b", "a"), ("c", "b"), ("d", "c"), ("e", "d"), ("f", "e"), ("g", "f"), ("h", "g"), ("i", "h")]
    {
        let items = vec![format!("*{last}"); 9].join(",");
        bomb.push_str(&format!("{this}: &{this} [{items}]\n"));
    }
    bomb.push_str("question: attitude:6\n---\n\nThat is a draft of a few words.\n");
    let deep = format!("---\nquestion: {}x{}\n---\nText of the answer.\n", "[".repeat(100_000), "]".repeat(100_000));
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("bomb.md"), bomb).expect("written");
    fs::write(folder.path().join("deep.md"), deep).expect("written");
    let out = answerlint(folder.path(), &["check", "--output-format", "short", "--select", "draft"]);
    assert!(matches!(out.status.code(), Some(0 | 1)), "{}", text(&out.stderr));
    assert!(text(&out.stdout).contains("deep.md:2:"), "{}", text(&out.stdout));
}

#[test]
fn markdown_nested_deeply() {
    let folder = tempfile::tempdir().expect("a folder");
    let quotes = format!("{}deep\n", "> ".repeat(20_000));
    let lists: String = (0..300).map(|n| format!("{}- item\n", "  ".repeat(n))).collect();
    fs::write(folder.path().join("quotes.md"), quotes).expect("written");
    fs::write(folder.path().join("lists.md"), format!("---\nkind: behavioral\n---\n{lists}")).expect("written");
    let out = answerlint(folder.path(), &["check", "--output-format", "short"]);
    assert!(matches!(out.status.code(), Some(0 | 1)), "{}", text(&out.stderr));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    use std::io::Read;
    let folder = tempfile::tempdir().expect("a folder");
    for n in 0..200 {
        fs::write(folder.path().join(format!("{n}.md")), BAD).expect("written");
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_answerlint"))
        .args(["check", "--color", "never"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the binary runs");
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("read");
    child.wait().expect("it ends");
    assert_eq!(stderr, "");
}

#[test]
fn the_same_output_whatever_the_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    for n in 0..60 {
        fs::write(folder.path().join(format!("{n:02}.md")), format!("{BAD}\nWe were {n} people.\n")).expect("written");
    }
    let one = answerlint(folder.path(), &["check", "--output-format", "json", "--threads", "1"]);
    let four = answerlint(folder.path(), &["check", "--output-format", "json", "--threads", "4"]);
    assert_eq!(text(&one.stdout), text(&four.stdout));
}

#[test]
fn excluded_paths_stay_excluded_when_named() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("answerlint.yaml"), "exclude: [\"*.old.md\"]\n").expect("written");
    fs::write(folder.path().join("a.old.md"), BAD).expect("written");
    let out = answerlint(folder.path(), &["check", "--output-format", "short", "a.old.md"]);
    assert_eq!((out.status.code(), text(&out.stdout).as_str()), (Some(0), ""));
    let out = answerlint(folder.path(), &["check", "--output-format", "short", "--no-exclude", "a.old.md"]);
    assert_eq!(out.status.code(), Some(1));
}
