//! A folder to run the built binary in, with rules of the test's own, and nothing of the environment but its path.

#![allow(dead_code)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A rule that a test can rely on, whatever the built-in ones become.
pub const BLAME: &str = r#"
severity: error
summary: Blames
why: An interviewer hears no ownership.
help: Say what you would do otherwise.
message: "`{text}` blames others"
check: {phrase: {any: [not my fault]}}
fix: {message: own it, replace: partly my fault}
examples: {bad: [{text: It was not my fault., marks: [not my fault]}], good: [{text: It was my fault.}, {text: I erred.}]}
"#;

/// A rule with a safe fix.
pub const FILLER: &str = r#"
severity: warning
summary: Fills
why: It wastes time.
help: Cut it.
message: "`{text}` says nothing"
check: {phrase: {any: [basically, basically honestly]}}
fix: {message: shorten it, replace: so, safe: true}
examples: {bad: [{text: I basically left., marks: [basically]}], good: [{text: I left.}, {text: I stayed.}]}
"#;

/// A rule that underlines words over which a draft has full control.
pub const SHOUT: &str = r#"
severity: info
summary: Shouts
why: It is loud.
help: Speak softly.
message: "`{text}` is loud"
check: {pattern: {regex: 'shout\S*( \S+)?'}}
examples: {bad: [{text: I shout at it., marks: [shout at]}], good: [{text: I left.}, {text: I stayed.}]}
"#;

/// A folder and the binary.
pub struct Scratch {
    folder: tempfile::TempDir,
}

/// What a run gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Scratch {
    /// A folder with the rules above and nothing else.
    pub fn new() -> Self {
        let scratch = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        scratch.write("own/x/blame.yaml", BLAME);
        scratch.write("own/x/filler.yaml", FILLER);
        scratch.write("own/x/shout.yaml", SHOUT);
        scratch.write("answerlint.yaml", "rules: [own]\nselect: [x]\n");
        scratch
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.at(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.at(name)).expect("the file can be read")
    }

    /// A command in the folder, with no environment but the search path.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path()).env_clear().env("HOME", self.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, &[], "")
    }

    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)], input: &str) -> Ran {
        let mut command = self.command(env!("CARGO_BIN_EXE_answerlint"));
        command.args(arguments).envs(environment.iter().copied());
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        // A run that reads nothing closes its input.
        let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the binary ends");
        Ran {
            code: output.status.code().expect("no signal ended it"),
            out: String::from_utf8(output.stdout).expect("output is text"),
            err: String::from_utf8(output.stderr).expect("messages are text"),
        }
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"];
        let output = self.command("git").args(identity).args(arguments).output().expect("git starts");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }
}

/// A draft with the given text as its only paragraph.
pub fn draft(text: &str) -> String {
    format!("---\nkind: behavioral\n---\n\n{text}\n")
}
