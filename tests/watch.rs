//! `check --watch`, on real files. Nothing here sleeps: each step waits for what the last one brings about.

#![cfg(unix)]

mod scratch;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use scratch::{Scratch, draft};

/// Longest wait for a line; only a failure takes that long.
const PATIENCE: Duration = Duration::from_secs(60);

struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(scratch: &Scratch, more: &[&str]) -> Self {
        let mut command = scratch.command(env!("CARGO_BIN_EXE_answerlint"));
        command.args(["check", "--watch", "--output-format", "short"]).args(more);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let (sender, lines) = channel();
        let (out, err) = (child.stdout.take().expect("an output"), child.stderr.take().expect("messages"));
        let other = sender.clone();
        std::thread::spawn(move || BufReader::new(out).lines().map_while(Result::ok).try_for_each(|l| sender.send(l)));
        std::thread::spawn(move || BufReader::new(err).lines().map_while(Result::ok).try_for_each(|l| other.send(l)));
        Self { child, lines }
    }

    /// The lines up to the one that says that a check is over.
    fn check(&self) -> Vec<String> {
        let mut out = Vec::new();
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("nothing came after {out:?}"));
            if line.contains("watching for changes") {
                // What was found may come by the other pipe a little later; it is waited for by name.
                return out;
            }
            out.push(line);
        }
    }

    fn expect(&self, part: &str) {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("`{part}` never came"));
            if line.contains(part) {
                return;
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn what_changes_is_checked_again() {
    let scratch = Scratch::new();
    scratch.write("a.md", &draft("All is well."));
    scratch.write("b.md", &draft("Not my fault."));
    let mut watching = Watching::start(&scratch, &["."]);
    watching.expect("b.md:5:1: error[x/blame]");
    watching.check();
    scratch.write("a.md", &draft("I basically left."));
    let seen = watching.check().join("\n");
    assert!(!seen.contains("b.md"), "only what changed is checked: {seen}");
    if !seen.contains("a.md:5:3: warning[x/filler]") {
        watching.expect("a.md:5:3: warning[x/filler]");
    }
    // An editor that writes beside and renames.
    scratch.write("new.tmp", &draft("I shout."));
    std::fs::rename(scratch.at("new.tmp"), scratch.at("new.md")).expect("a rename");
    watching.expect("new.md:5:3: info[x/shout]");
    // A configuration holds for all.
    scratch.write("answerlint.yaml", "rules: [own]\nselect: [x/blame]\n");
    watching.expect("b.md:5:1: error[x/blame]");
    scratch.write("answerlint.yaml", "rules: [own]\nselekt: [x]\n");
    watching.expect("unknown field");
    scratch.write("answerlint.yaml", "rules: [own]\nselect: [x]\n");
    watching.expect("b.md:5:1: error[x/blame]");

    let pid = watching.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("kill runs").success());
    // Its pipes close when it ends. Where the parent ignores the signal, so does the child.
    let mut rest: Vec<String> = Vec::new();
    loop {
        match watching.lines.recv_timeout(PATIENCE) {
            Ok(line) => rest.push(line),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => panic!("ctrl-C did not end it"),
        }
    }
    let status = watching.child.wait().expect("it ends");
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(2), "ctrl-C ends it");
    assert!(rest.iter().all(|line| !line.contains('\u{1b}')), "a log is not cleared: {rest:?}");
}

#[test]
fn a_file_by_name_and_what_cannot_be_watched() {
    let scratch = Scratch::new();
    scratch.write("drafts/a.txt", &draft("All is well."));
    scratch.write("drafts/b.md", &draft("All is well."));
    let watching = Watching::start(&scratch, &["drafts/a.txt"]);
    watching.check();
    scratch.write("drafts/b.md", &draft("Not my fault."));
    scratch.write("drafts/a.txt", &draft("Not my fault."));
    watching.expect("drafts/a.txt:5:1: error[x/blame]");
    for argument in ["-", "--fix", "gone"] {
        assert_eq!(scratch.run(&["check", "--watch", argument]).code, 2, "{argument}");
    }
    let (plain, without) = (scratch.run(&["check"]), scratch.run(&["check", "--no-cache"]));
    assert_eq!((plain.code, plain.out), (without.code, without.out));
}
