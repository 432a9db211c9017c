//! Every output format, read back by a real parser, over drafts that try to break out of it.

mod scratch;

use scratch::{Scratch, draft};
use serde_json::Value;

const FORMATS: &[&str] =
    &["human", "short", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjsonl", "markdown"];

/// Text that means something in one format or another.
const HOSTILE: &[&str] = &[
    "I shout::error::owned, and it was not my fault.",
    "I shout%0A::error::owned. It was not\n::warning::my fault.",
    "I shout\u{1b}[31mred\u{1b}[0m loudly.",
    "I shout]]>&amp;<b>\"'</failure> at it.",
    "I shout\u{202e}\u{2066}backwards\u{2028}next\u{85}line.",
    "I shout\u{0}\u{7f}\u{fffe}\u{ffff}nothing.",
    "I shout|cell|\\|`code`*bold*_x_[a](https://example.org)![i](https://example.org/x.png)@someone #1 www.example.org.",
    "日本語 I shout💥👩\u{200d}👩\u{200d}👧é at \"them\", 'all'.",
    "It was\r\nnot my\r\nfault, I shout\tabout\tit.",
];

fn hostile() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("a b/né,x%:1;.md", &format!("\u{feff}{}", draft(&HOSTILE.join("\n\n"))));
    let long = format!("It was {} not my fault. I shout{}", "very ".repeat(2000), "!".repeat(10_000));
    scratch.write("long.md", &draft(&long));
    scratch.write("clean.md", &draft("It was my fault."));
    #[cfg(unix)]
    scratch.write("odd\n::error::name<&\"'>|.md", &draft("It was not my fault."));
    scratch
}

/// The output of a format, which must leave the exit code as it is.
fn output(scratch: &Scratch, format: &str) -> String {
    let ran = scratch.run(&["check", "--output-format", format]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{format}");
    let again = scratch.run(&["check", "--output-format", format, "--threads", "2"]);
    assert_eq!(ran.out, again.out, "{format} is the same every time");
    ran.out
}

fn json_findings(scratch: &Scratch) -> Vec<Value> {
    let all: Value = serde_json::from_str(&output(scratch, "json")).expect("JSON");
    all["diagnostics"].as_array().expect("a list").clone()
}

#[test]
fn no_format_passes_control_characters_on() {
    let scratch = hostile();
    for format in FORMATS {
        for c in output(&scratch, format).chars() {
            let steers =
                (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            assert!(!steers || *format == "json", "{format} writes {c:?}");
        }
    }
}

#[test]
fn sarif_is_what_code_scanning_takes() {
    let scratch = hostile();
    let text = output(&scratch, "sarif");
    let log: Value = serde_json::from_str(&text).expect("JSON");
    assert!(!text.contains("\"\""), "no empty strings");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["semanticVersion"], env!("CARGO_PKG_VERSION"));
    let rules = driver["rules"].as_array().expect("rules");
    for rule in rules {
        for text in [&rule["shortDescription"]["text"], &rule["fullDescription"]["text"]] {
            let count = text.as_str().expect("a text").chars().count();
            assert!(count > 0 && count <= 1024);
        }
        assert!(rule["help"]["markdown"].is_string() && rule["help"]["text"].is_string());
        assert!(
            ["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().expect("a level"))
        );
        assert!(rule["properties"]["tags"].as_array().is_some_and(|t| !t.is_empty()));
    }
    let results = run["results"].as_array().expect("results");
    let findings = json_findings(&scratch);
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(&findings) {
        assert_eq!(result["ruleId"], finding["rule"]);
        assert_eq!(rules[result["ruleIndex"].as_u64().expect("an index") as usize]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "{uri}");
        assert_eq!(percent_decoded(uri), finding["path"].as_str().expect("a path"));
        let range = &finding["range"];
        assert_eq!(place["region"]["startLine"], range["start"]["line"]);
        assert_eq!(place["region"]["startColumn"], range["start"]["column"]);
        assert_eq!(place["region"]["endLine"], range["end"]["line"]);
        assert_eq!(place["region"]["endColumn"], range["end"]["column"]);
        let hash = result["partialFingerprints"]["primaryLocationLineHash"].as_str().expect("a hash");
        let (hex, count) = hash.split_once(':').expect("hex:occurrence");
        assert!(u64::from_str_radix(hex, 16).is_ok() && count.parse::<usize>().is_ok(), "{hash}");
    }
}

fn percent_decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            bytes.push(u8::from_str_radix(&uri[uri.len() - tail.len()..][..2], 16).expect("hex digits"));
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// A workflow command as the runner reads it.
#[derive(Debug)]
struct Command {
    name: String,
    properties: Vec<(String, String)>,
    message: String,
}

fn runner(line: &str) -> Option<Command> {
    let rest = line.trim_start().strip_prefix("::")?;
    let (head, message) = rest.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let unescape_data = |t: &str| t.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let unescape = |t: &str| {
        t.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
    };
    let properties = properties
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.trim().to_owned(), unescape(value)))
        .collect();
    Some(Command { name: name.to_owned(), properties, message: unescape_data(message) })
}

#[test]
fn github_commands_are_ours_alone_and_the_worst_come_first() {
    let scratch = hostile();
    let findings = json_findings(&scratch);
    let text = output(&scratch, "github");
    let commands: Vec<Command> = text.lines().map(|line| runner(line).unwrap_or_else(|| panic!("{line}"))).collect();
    assert_eq!(commands.len(), findings.len());
    let weight = |name: &str| ["error", "warning", "notice"].iter().position(|n| *n == name).expect("a known command");
    assert!(commands.windows(2).all(|w| weight(&w[0].name) <= weight(&w[1].name)));
    for command in &commands {
        let get = |name: &str| command.properties.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        let level = if command.name == "notice" { "info" } else { &command.name };
        let finding = findings
            .iter()
            .find(|f| {
                f["severity"] == level
                    && f["path"].as_str() == get("file")
                    && get("line").and_then(|l| l.parse::<u64>().ok()) == f["range"]["start"]["line"].as_u64()
                    && f["rule"].as_str() == get("title")
            })
            .unwrap_or_else(|| panic!("{command:?} is none of the findings"));
        let one_line = finding["range"]["start"]["line"] == finding["range"]["end"]["line"];
        assert_eq!(get("col").is_some(), one_line);
        assert_eq!(get("endColumn").is_some(), one_line);
        assert!(command.message.ends_with(finding["help"].as_str().expect("help")));
    }
}

#[test]
fn gitlab_fingerprints_are_unique_and_outlive_other_lines() {
    let scratch = hostile();
    let text = output(&scratch, "gitlab");
    assert!(!text.starts_with('\u{feff}'));
    let issues: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let findings = json_findings(&scratch);
    assert_eq!(issues.len(), findings.len());
    let fingerprints = |issues: &[Value]| -> Vec<String> {
        let mut all: Vec<String> =
            issues.iter().map(|i| i["fingerprint"].as_str().expect("a text").to_owned()).collect();
        all.sort();
        all
    };
    for (issue, finding) in issues.iter().zip(&findings) {
        assert_eq!(issue["check_name"], finding["rule"]);
        assert_eq!(issue["location"]["path"], finding["path"]);
        assert_eq!(issue["location"]["positions"]["begin"]["line"], finding["range"]["start"]["line"]);
        assert!(issue["description"].as_str().expect("a text").starts_with(finding["rule"].as_str().expect("an id")));
        assert!(["info", "minor", "major"].contains(&issue["severity"].as_str().expect("a text")));
    }
    let before = fingerprints(&issues);
    let mut unique = before.clone();
    unique.dedup();
    assert_eq!(unique, before);

    scratch.write("twice.md", &draft("It was not my fault.\n\nIt was not my fault."));
    let twice = |s: &Scratch| -> Vec<Value> {
        serde_json::from_str(&s.run(&["check", "twice.md", "--output-format", "gitlab"]).out).expect("JSON")
    };
    let first = fingerprints(&twice(&scratch));
    assert_ne!(first[0], first[1]);
    scratch.write("twice.md", &draft("Something new.\n\nIt was not my fault.\n\nIt was not my fault."));
    assert_eq!(fingerprints(&twice(&scratch)), first);
}

#[test]
fn junit_has_a_suite_a_file_and_a_failure_a_finding() {
    let scratch = hostile();
    let text = output(&scratch, "junit");
    let document = roxmltree::Document::parse(&text).expect("XML");
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    let suites: Vec<_> = root.children().filter(|n| n.has_tag_name("testsuite")).collect();
    let failures = |node: &roxmltree::Node| node.descendants().filter(|n| n.has_tag_name("failure")).count();
    assert_eq!(suites.len(), std::fs::read_dir(scratch.path()).expect("a folder").count() - 2);
    assert_eq!(failures(&root), json_findings(&scratch).len());
    for suite in &suites {
        assert_eq!(suite.attribute("failures"), Some(failures(suite).to_string().as_str()));
        let tests = suite.children().filter(|n| n.has_tag_name("testcase")).count();
        assert_eq!(suite.attribute("tests"), Some(tests.to_string().as_str()));
        assert!(tests > 0);
    }
}

#[test]
fn checkstyle_lists_errors_by_file() {
    let scratch = hostile();
    let text = output(&scratch, "checkstyle");
    let document = roxmltree::Document::parse(&text).expect("XML");
    assert_eq!(document.root_element().attribute("version"), Some("4.3"));
    let findings = json_findings(&scratch);
    let errors: Vec<_> = document.descendants().filter(|n| n.has_tag_name("error")).collect();
    assert_eq!(errors.len(), findings.len());
    for (error, finding) in errors.iter().zip(&findings) {
        assert_eq!(error.attribute("line"), Some(finding["range"]["start"]["line"].to_string().as_str()));
        assert_eq!(error.attribute("column"), Some(finding["range"]["start"]["column"].to_string().as_str()));
        assert_eq!(error.attribute("severity"), finding["severity"].as_str());
        let rule = finding["rule"].as_str().expect("an id");
        assert_eq!(error.attribute("source"), Some(format!("answerlint.{rule}").as_str()));
        assert!(error.parent().is_some_and(|p| p.has_tag_name("file") && p.attribute("name").is_some()));
    }
}

#[test]
fn rdjsonl_columns_count_bytes() {
    let scratch = hostile();
    let lines: Vec<Value> =
        output(&scratch, "rdjsonl").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let findings = json_findings(&scratch);
    assert_eq!(lines.len(), findings.len());
    for (line, finding) in lines.iter().zip(&findings) {
        let path = line["location"]["path"].as_str().expect("a path");
        assert_eq!(line["code"]["value"], finding["rule"]);
        assert_eq!(line["source"]["name"], "answerlint");
        assert!(["ERROR", "WARNING", "INFO"].contains(&line["severity"].as_str().expect("a text")));
        let text = scratch.read(path);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let offset = |at: &Value| {
            let line = at["line"].as_u64().expect("a number") as usize;
            let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            before + at["column"].as_u64().expect("a number") as usize - 1
        };
        let range = &line["location"]["range"];
        let words = &text[offset(&range["start"])..offset(&range["end"])];
        assert!(words.starts_with("shout") || (words.starts_with("not") && words.ends_with("fault")), "{words:?}");
        if finding["rule"] == "x/blame" {
            assert_eq!(line["suggestions"][0]["text"], "partly my fault");
            assert_eq!(line["suggestions"][0]["range"], *range);
        }
    }
}

#[test]
fn markdown_is_a_table_and_nothing_else() {
    let scratch = hostile();
    let text = output(&scratch, "markdown");
    let rows: Vec<&str> = text.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| -")).skip(1).collect();
    assert_eq!(rows.len(), json_findings(&scratch).len());
    for row in rows {
        let bars = row.replace("\\\\", "").replace("\\|", "").matches('|').count();
        assert_eq!(bars, 5, "{row}");
        assert!(!row.contains('<') && !row.contains("](") && !row.contains("://") && !row.contains("@"), "{row}");
    }
}

#[test]
fn nothing_to_report_is_still_a_document() {
    let scratch = Scratch::new();
    scratch.write("clean.md", &draft("It was my fault."));
    for format in FORMATS {
        let ran = scratch.run(&["check", "--output-format", format]);
        assert_eq!(ran.code, 0, "{format}");
        match *format {
            "json" | "sarif" => drop(serde_json::from_str::<Value>(&ran.out).expect("JSON")),
            "gitlab" => assert_eq!(serde_json::from_str::<Value>(&ran.out).expect("JSON"), serde_json::json!([])),
            "junit" | "checkstyle" => drop(roxmltree::Document::parse(&ran.out).expect("XML")),
            "human" | "markdown" => assert!(ran.out.contains("nothing to report")),
            _ => assert_eq!(ran.out, ""),
        }
    }
}

#[test]
fn several_formats_at_once() {
    let scratch = Scratch::new();
    scratch.write("a.md", &draft("It was not my fault."));
    let both = ["--output-format", "short", "--output-format", "sarif=out.sarif"];
    let ran = scratch.run(&[&["check"], &both[..]].concat());
    assert_eq!((ran.code, ran.out.lines().count()), (1, 1));
    assert!(serde_json::from_str::<Value>(&scratch.read("out.sarif")).is_ok());

    let ran = scratch.run(&["check", "--output-format", "short", "--output-format", "json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("two formats go to standard output"), "{}", ran.err);
    let ran = scratch.run(&["check", "--output-format", "yaml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("known are human, short"), "{}", ran.err);
    let ran = scratch.run(&["check", "--output-format", "json=no/such/folder.json"]);
    assert_eq!(ran.code, 2);
}

#[test]
fn auto_knows_a_github_job() {
    let scratch = Scratch::new();
    scratch.write("a.md", &draft("It was not my fault."));
    let arguments = ["check", "--output-format", "auto"];
    assert!(scratch.run_with(&arguments, &[("GITHUB_ACTIONS", "true")], "").out.starts_with("::error file=a.md,"));
    assert!(scratch.run(&arguments).out.starts_with("error[x/blame]"));
    let ran = scratch.run_with(&["check"], &[("ANSWERLINT_OUTPUT_FORMAT", "short")], "");
    assert!(ran.out.starts_with("a.md:5:"));
}

#[test]
fn paths_are_seen_from_the_repository() {
    let scratch = Scratch::new();
    scratch.git(&["init", "-q"]);
    scratch.write("drafts/a.md", &draft("It was not my fault."));
    let mut command = scratch.command(env!("CARGO_BIN_EXE_answerlint"));
    command.current_dir(scratch.at("drafts")).args(["check", "--output-format", "github"]);
    let output = command.output().expect("the binary runs");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("::error file=drafts/a.md,line=5,"));
}
