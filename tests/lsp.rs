//! The language server, spoken to as an editor does.

mod scratch;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use scratch::{Scratch, draft};
use serde_json::{Value, json};

/// An editor.
struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    uri: String,
    id: i64,
}

impl Editor {
    /// Starts the server in a folder, for the draft `a b.md` there.
    fn start(scratch: &Scratch, encodings: Value) -> (Self, Value) {
        let mut command = scratch.command(env!("CARGO_BIN_EXE_answerlint"));
        let command = command.args(["lsp", "--stdio"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().expect("the server starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("an output"));
        let uri = format!("file://{}/a%20b.md", scratch.path().display());
        let mut editor = Self { child, input, output, uri, id: 0 };
        let capabilities = json!({"general": {"positionEncodings": encodings}});
        let result =
            editor.ask("initialize", json!({"processId": null, "rootUri": null, "capabilities": capabilities}));
        editor.tell("initialized", json!({}));
        (editor, result["capabilities"].clone())
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let text = message.to_string();
        let input = self.input.as_mut().expect("the input is open");
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
        input.flush().expect("the server reads");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).expect("a header") > 0, "the server went away");
            match line.trim().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse().expect("a length");
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a body");
        serde_json::from_slice(&body).expect("JSON")
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(json!({"method": method, "params": params}));
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        self.send(json!({"id": self.id, "method": method, "params": params}));
        let answer = self.receive();
        assert_eq!(answer["id"], self.id, "{answer}");
        if answer["error"].is_null() { answer["result"].clone() } else { answer["error"].clone() }
    }

    /// The findings that the server sends next.
    fn findings(&mut self) -> Vec<Value> {
        let message = self.receive();
        assert_eq!(message["method"], "textDocument/publishDiagnostics", "{message}");
        assert_eq!(message["params"]["uri"], self.uri.as_str());
        message["params"]["diagnostics"].as_array().expect("a list").clone()
    }

    fn open(&mut self, text: &str) -> Vec<Value> {
        let document = json!({"uri": self.uri, "languageId": "markdown", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
        self.findings()
    }

    fn change(&mut self, version: i32, text: &str) -> Vec<Value> {
        let document = json!({"uri": self.uri, "version": version});
        self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": text}]}));
        self.findings()
    }

    fn actions(&mut self, range: &Value, only: Value) -> Vec<Value> {
        let context =
            if only.is_null() { json!({"diagnostics": []}) } else { json!({"diagnostics": [], "only": only}) };
        let params = json!({"textDocument": {"uri": self.uri}, "range": range, "context": context});
        self.ask("textDocument/codeAction", params).as_array().expect("a list").clone()
    }

    /// The text after an action's edits, in a text of ASCII.
    fn apply(&self, text: &str, action: &Value) -> String {
        let mut out = text.to_owned();
        let edits = action["edit"]["changes"][&self.uri].as_array().expect("edits");
        let at = |place: &Value| {
            let line = place["line"].as_u64().expect("a line") as usize;
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            start + place["character"].as_u64().expect("a column") as usize
        };
        for edit in edits.iter().rev() {
            let range = at(&edit["range"]["start"])..at(&edit["range"]["end"]);
            out.replace_range(range, edit["newText"].as_str().expect("a text"));
        }
        out
    }

    fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        self.input = None;
        assert_eq!(self.child.wait().expect("it ends").code(), Some(0));
    }
}

#[test]
fn findings_follow_the_text() {
    let scratch = Scratch::new();
    let text = draft("😀 né: it was not my fault.");
    for (encodings, name, column) in [
        (json!(["utf-16"]), "utf-16", 14),
        (json!(["utf-32", "utf-8", "utf-16"]), "utf-8", 17),
        (Value::Null, "utf-16", 14),
    ] {
        let (mut editor, capabilities) = Editor::start(&scratch, encodings);
        assert_eq!(capabilities["positionEncoding"], name);
        let found = editor.open(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((&found[0]["code"], &found[0]["severity"]), (&json!("x/blame"), &json!(1)));
        assert_eq!(found[0]["range"]["start"], json!({"line": 4, "character": column}));
        assert_eq!(found[0]["range"]["end"], json!({"line": 4, "character": column + 12}));
        assert_eq!(editor.change(2, &draft("It was my fault.")), Vec::<Value>::new());
        assert_eq!(editor.change(3, &text).len(), 1);

        // A saved configuration holds at once, and one with a mistake is told of.
        scratch.write("answerlint.yaml", "rules: [own]\nselect: [x/shout]\n");
        editor.tell("textDocument/didSave", json!({"textDocument": {"uri": editor.uri}}));
        assert_eq!(editor.findings(), Vec::<Value>::new());
        scratch.write("answerlint.yaml", "rules: [own]\nselekt: [x]\n");
        editor.tell("workspace/didChangeWatchedFiles", json!({"changes": []}));
        editor.findings();
        assert_eq!(editor.receive()["method"], "window/showMessage");
        scratch.write("answerlint.yaml", "rules: [own]\nselect: [x]\nexclude: [\"a b.md\"]\n");
        editor.tell("textDocument/didSave", json!({"textDocument": {"uri": editor.uri}}));
        assert_eq!(editor.findings(), Vec::<Value>::new(), "an excluded draft is left alone");
        scratch.write("answerlint.yaml", "rules: [own]\nselect: [x]\n");
        editor.tell("textDocument/didClose", json!({"textDocument": {"uri": editor.uri}}));
        assert_eq!(editor.findings(), Vec::<Value>::new());
        editor.end();
    }
}

#[test]
fn actions_fix_and_silence() {
    let scratch = Scratch::new();
    let (mut editor, _) = Editor::start(&scratch, Value::Null);
    let text = draft("I basically left.\nIt was not my fault.");
    let found = editor.open(&text);
    assert_eq!(found.len(), 2);
    let range = found[1]["range"].clone();
    let actions = editor.actions(&range, json!(["quickfix"]));
    let titles: Vec<&str> = actions.iter().filter_map(|a| a["title"].as_str()).collect();
    assert_eq!(titles, ["x/blame: own it", "x/blame: silence it here", "x/blame: silence it in this file"]);
    assert_eq!(actions[0]["isPreferred"], false);
    assert_eq!(editor.apply(&text, &actions[0]), draft("I basically left.\nIt was partly my fault."));
    for silencing in &actions[1..] {
        let silent = editor.apply(&text, silencing);
        assert!(silent.contains("<!-- answerlint-ignore"), "{silent}");
        let left = editor.change(2, &silent);
        assert_eq!(left.len(), 1, "{silent}");
        assert_eq!(left[0]["code"], "x/filler");
        editor.change(3, &text);
    }
    let all = editor.actions(&range, json!(["source.fixAll"]));
    assert_eq!(all.len(), 1);
    assert_eq!(editor.apply(&text, &all[0]), draft("I so left.\nIt was not my fault."));
    assert_eq!(
        editor
            .actions(
                &json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}),
                json!(["quickfix"])
            )
            .len(),
        0
    );

    // What may not be silenced is not offered to be.
    scratch.write("answerlint.yaml", "rules: [own]\nselect: [x]\nsuppression: {forbidden: [x/blame]}\n");
    editor.tell("textDocument/didSave", json!({"textDocument": {"uri": editor.uri}}));
    editor.findings();
    assert_eq!(editor.actions(&range, json!(["quickfix"])).len(), 1);
    editor.end();
}

#[test]
fn hovering_explains() {
    let scratch = Scratch::new();
    let (mut editor, _) = Editor::start(&scratch, Value::Null);
    editor.open(&draft("It was not my fault."));
    let at = |line: u32, column: u32, uri: &str| json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": column}});
    let uri = editor.uri.clone();
    let shown = editor.ask("textDocument/hover", at(4, 9, &uri));
    let value = shown["contents"]["value"].as_str().expect("a text").to_owned();
    for part in
        ["**x/blame** (error)", "An interviewer hears no ownership.", "*What to do:* Say what you would do otherwise."]
    {
        assert!(value.contains(part), "{value}");
    }
    assert_eq!(shown["range"]["start"], json!({"line": 4, "character": 7}));
    assert_eq!(editor.ask("textDocument/hover", at(4, 2, &uri)), Value::Null);
    assert_eq!(editor.ask("textDocument/hover", at(0, 0, "file:///not/open.md")), Value::Null);
    assert_eq!(editor.ask("textDocument/rename", json!({}))["code"], -32601);
    assert_eq!(editor.ask("textDocument/hover", json!({"position": 7}))["code"], -32602);
    editor.end();
}
