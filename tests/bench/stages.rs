//! What each stage of checking a draft costs, over the labelled drafts: `cargo bench --bench stages`.

use std::path::Path;

use answerlint::answer::{self, Draft, Reader};
use answerlint::config::{Config, FileConfig, Layer};
use answerlint::document::Document;
use answerlint::emit::{Emitter, FileReport};
use answerlint::emit::{human::Human, json::Json};
use answerlint::engine;
use answerlint::model::flags::{self, tokens::Reading};
use answerlint::model::story::Story;
use answerlint::rules::Rulebook;
use answerlint::source::Source;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// The texts of the labelled drafts.
fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judgement/drafts");
    let entries = ignore::WalkBuilder::new(folder).build().filter_map(Result::ok);
    let mut paths: Vec<_> = entries.map(ignore::DirEntry::into_path).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "md"));
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

fn drafts(texts: &[String], rulebook: &Rulebook) -> Vec<Draft> {
    texts.iter().map(|text| answer::read(text, &Reader { rulebook, all_answers: false })).collect()
}

fn config(rulebook: &Rulebook) -> FileConfig {
    Config::default().for_file(Path::new("draft.md"), rulebook, &Layer::default())
}

fn bytes(texts: &[String]) -> BytesCount {
    BytesCount::new(texts.iter().map(String::len).sum::<usize>())
}

/// Rules and configuration, before the first file is read.
#[divan::bench]
fn start(bencher: Bencher) {
    bencher.bench(|| config(&Rulebook::builtin()));
}

/// From markdown to prose.
#[divan::bench]
fn parse(bencher: Bencher) {
    let texts = texts();
    bencher.counter(bytes(&texts)).bench(|| texts.iter().map(|text| Document::parse(text).blocks.len()).sum::<usize>());
}

/// From text to answers: parsing, segmenting, matching, decoding.
#[divan::bench]
fn read(bencher: Bencher) {
    let (texts, rulebook) = (texts(), Rulebook::builtin());
    bencher.counter(bytes(&texts)).bench(|| drafts(&texts, &rulebook).len());
}

/// Patterns in the words of all drafts.
#[divan::bench]
fn matching(bencher: Bencher) {
    let (texts, rulebook) = (texts(), Rulebook::builtin());
    let drafts = drafts(&texts, &rulebook);
    bencher.counter(bytes(&texts)).bench(|| {
        let mut hits = Vec::new();
        drafts.iter().for_each(|draft| rulebook.find(&draft.words, &draft.sentences, &mut hits));
        hits.len()
    });
}

/// Parts and evidence of all answers.
#[divan::bench]
fn decode(bencher: Bencher) {
    let (texts, rulebook) = (texts(), Rulebook::builtin());
    let drafts = drafts(&texts, &rulebook);
    bencher.counter(bytes(&texts)).bench(|| {
        let answers = drafts.iter().flat_map(|draft| draft.answers.iter().map(move |answer| (draft, answer)));
        answers.map(|(draft, answer)| Story::read(draft, answer).numbers.len()).sum::<usize>()
    });
}

/// The model of red flags over all answers.
#[divan::bench]
fn flag(bencher: Bencher) {
    let (texts, rulebook) = (texts(), Rulebook::builtin());
    let drafts = drafts(&texts, &rulebook);
    bencher.counter(bytes(&texts)).bench(|| {
        let answers = drafts.iter().flat_map(|draft| draft.answers.iter().map(move |answer| (draft, answer)));
        answers.map(|(draft, answer)| flags::judge(draft, answer, &Reading::of(draft, answer)).len()).sum::<usize>()
    });
}

/// Everything from text to findings.
#[divan::bench]
fn check(bencher: Bencher) {
    let rulebook = Rulebook::builtin();
    let (texts, config) = (texts(), config(&rulebook));
    let sources: Vec<Source> = texts.iter().map(|text| Source::new("draft.md", text.as_str())).collect();
    bencher.counter(bytes(&texts)).bench_local(|| {
        sources.iter().map(|source| engine::check(source, &rulebook, &config).diagnostics.len()).sum::<usize>()
    });
}

/// Findings as JSON and for people.
#[divan::bench(args = ["json", "human"])]
fn emit(bencher: Bencher, format: &str) {
    let rulebook = Rulebook::builtin();
    let (texts, config) = (texts(), config(&rulebook));
    let reports: Vec<FileReport> = texts
        .iter()
        .map(|text| {
            let source = Source::new("draft.md", text.as_str());
            let checked = engine::check(&source, &rulebook, &config);
            FileReport { source, diagnostics: checked.diagnostics, answers: checked.answers }
        })
        .collect();
    bencher.bench_local(|| {
        let mut out = Vec::new();
        let mut emitter: Box<dyn Emitter> = match format {
            "json" => Box::new(Json::default()),
            _ => Box::new(Human { color: false, width: 100, quiet: true }),
        };
        for report in &reports {
            emitter.file(&mut out, report).expect("memory takes it");
        }
        out.len()
    });
}
