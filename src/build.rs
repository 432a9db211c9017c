//! Compiles rules, word lists, cues and the question bank into tables that cost nothing to load.
//!
//! The modules that read and compile them are the crate's own, included here by path, so that a user's rule file and
//! a built-in one go through the same code.

#![allow(dead_code, unused_imports, unreachable_pub, missing_docs)]

#[path = "build/bank.rs"]
mod build_bank;
#[path = "build/classes.rs"]
mod build_classes;
#[path = "build/flags.rs"]
mod build_flags;
#[path = "build/meaning.rs"]
mod build_meaning;
#[path = "build/points.rs"]
mod build_points;
#[path = "build/resolve.rs"]
mod build_resolve;
#[path = "build/tables.rs"]
mod build_tables;
#[path = "build/content.rs"]
mod content;
mod diagnostic;
#[path = "model/flags/weights.rs"]
mod flag_weights;
#[path = "build/rules.rs"]
mod rules;
mod span;
/// What the crate finds in its tables, and the build script has yet to make.
mod tables {
    pub static STOPS: &[u32] = &[];
    pub static STORY_STOPS: &[u32] = &[];
}
mod text;
mod yaml;

use std::fs;
use std::path::{Path, PathBuf};

use rules::compile::{Compiler, owner};
use text::pattern::Lists;
use text::vocabulary::VocabularyBuilder;

fn main() {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    for folder in [
        "rules",
        "content",
        "examples/model-answers",
        "src/build",
        "src/build.rs",
        "src/rules",
        "src/text",
        "src/content",
        "src/model/flags/weights.rs",
        "src/yaml.rs",
    ] {
        println!("cargo:rerun-if-changed={}", root.join(folder).display());
    }
    link_at_fixed_address();
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets OUT_DIR"));

    let lists: Vec<(String, Vec<String>)> =
        yaml_files(&root.join("rules/lists")).iter().map(|file| (stem(file), read_entries(file))).collect();
    let mut compiler = Compiler::new(
        VocabularyBuilder::default(),
        Lists::new(lists.iter().map(|(name, entries)| (name.as_str(), entries.as_slice()))),
    );
    let flags_file = root.join("rules/models/flags.yaml");
    let flags_text = read(&flags_file);
    let flags: build_flags::FlagsFile = match yaml::parse(&flags_text) {
        Ok(flags) => flags,
        Err(error) => fail(&flags_file, &flags_text, error.span.start as usize, &error.message),
    };
    compiler.models = vec![("flags".to_owned(), flags.rules.clone())];

    let (mut all, mut docs) = (Vec::new(), Vec::new());
    for file in yaml_files(&root.join("rules")) {
        let folder = stem(file.parent().unwrap_or(Path::new("")));
        if matches!(folder.as_str(), "lists" | "cues" | "rules" | "models") {
            continue;
        }
        let text = read(&file);
        let id = format!("{folder}/{}", stem(&file));
        match compiler.rule(&id, &text) {
            Ok((rule, doc)) => {
                all.push(rule);
                docs.push(doc);
            }
            Err(error) => fail(&file, &text, error.span.start as usize, &error.message),
        }
    }
    for file in yaml_files(&root.join("rules/cues")) {
        let Some(cue) = rules::cue::Cue::from_name(&stem(&file)) else {
            fail(&file, "", 0, "no cue of this name; see src/rules/cue.rs");
        };
        let text = read(&file);
        for entry in read_entries(&file) {
            if let Err(error) = compiler.pattern(&entry, owner::new(owner::CUE, cue as u32)) {
                fail(&file, &text, text.find(&entry).unwrap_or(0), &error.message);
            }
        }
    }
    let bank = build_bank::build(&root, &mut compiler);

    let mut tables = build_tables::Writer::default();
    let words = compiler.vocabulary.len();
    tables.pairs("VOCABULARY", &compiler.vocabulary.table());
    let names: Vec<&str> = compiler.vocabulary.words().collect();
    tables.text("WORDS", &names.join("\n"));
    let core = std::mem::take(&mut compiler.patterns).tables(words);
    tables.patterns("CORE", &core);
    let [technical, story] = text::stem::stops();
    tables.numbers("STOPS", &technical);
    tables.numbers("STORY_STOPS", &story);
    tables.numbers("CONTEXT_COUNT", &[compiler.next_context]);
    tables.blob(&out, "RULES", &postcard::to_stdvec(&all).expect("rules serialise"));
    tables.blobs(&out, "RULE_DOCS", docs.iter().map(|doc| postcard::to_stdvec(doc).expect("docs serialise")));
    tables.blob(&out, "LISTS", &postcard::to_stdvec(&lists).expect("lists serialise"));
    build_flags::write(&flags, &root, &mut tables, &out);
    bank.write(&mut tables, &out);
    build_classes::write(&root.join("rules/models/classes.yaml"), &mut tables);
    build_points::write(&root.join("rules/models/points.yaml"), &mut tables);
    fs::write(out.join("tables.rs"), tables.finish()).expect("OUT_DIR can be written");
}

/// Links the command at a fixed address where that is known to work. Otherwise the loader would adjust some 16,000
/// pointers in the tables of libraries, and copy the pages they stand in, before anything runs: a third of the time that
/// one draft takes.
fn link_at_fixed_address() {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|v| v == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bin=answerlint=-no-pie");
    }
}

/// The entries of a word list or cue file: a YAML list.
fn read_entries(file: &Path) -> Vec<String> {
    let text = read(file);
    match yaml::parse(&text) {
        Ok(entries) => entries,
        Err(error) => fail(file, &text, error.span.start as usize, &error.message),
    }
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// All YAML files below `folder`, sorted.
fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return out };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(yaml_files(&path));
        } else if path.extension().is_some_and(|e| e == "yaml") {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// Stops the build with the place of a mistake.
fn fail(file: &Path, text: &str, at: usize, message: &str) -> ! {
    tell(file, text, at, message);
    std::process::exit(1);
}

/// Writes a mistake and its place.
fn tell(file: &Path, text: &str, at: usize, message: &str) {
    let line = text[..at.min(text.len())].matches('\n').count() + 1;
    eprintln!("{}:{line}: {message}", file.display());
}
