//! The texts that the model is fitted on and measured with.

use std::fs;
use std::path::Path;

use answerlint::answer::{self, Draft, Reader};
use answerlint::model::flags;
use answerlint::rules::Rulebook;
use answerlint::span::Span;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A short text that has a red flag of one rule, or is a trap for it.
    Passage { output: usize, expect: bool, trap: String },
    /// The same between ordinary sentences.
    Framed { output: usize, expect: bool },
    /// An answer of a labelled writer's; quiet when nothing in it should be reported.
    Answer { quiet: bool },
    /// Text from elsewhere, without red flags.
    Corpus,
}

/// Stands for a rule that the model has no output for: what it marks is neither found nor ordinary.
pub const OTHER: usize = usize::MAX;

/// A text, read, with what is to be found in it.
pub struct Case {
    pub sort: Sort,
    /// Who wrote it: a folder of labelled drafts, `extra`, or `corpus-0` and `corpus-1`.
    pub writer: String,
    /// Number of the text; one that is framed keeps its own.
    pub text: usize,
    pub draft: Draft,
    /// For each answer of the draft, for each of its sentences: the outputs it is flagged for, or tempts to be.
    pub marks: Vec<Vec<Vec<usize>>>,
}

#[derive(Deserialize)]
struct PassageRow {
    rule: String,
    expect: bool,
    trap: Option<String>,
    text: String,
    span: String,
    #[serde(default)]
    spans: Vec<String>,
}

#[derive(Deserialize)]
struct AnswerRow {
    file: String,
    question_source: String,
    #[serde(default)]
    red_flags: Option<Vec<FlagRow>>,
    #[serde(default)]
    quiet: Option<bool>,
}

#[derive(Deserialize)]
struct FlagRow {
    rule: String,
    span: String,
}

#[derive(Deserialize)]
struct CorpusRow {
    kind: String,
    file: String,
    answer: String,
}

fn rows<T: DeserializeOwned>(path: &Path) -> Vec<T> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{}: {e}: {line}", path.display())))
        .collect()
}

fn output_of(rule: &str) -> Option<usize> {
    flags::rules().iter().position(|r| *r == rule)
}

/// Reads drafts, and finds the sentences of the marked spans.
struct Builder {
    rulebook: Rulebook,
    cases: Vec<Case>,
    texts: usize,
}

impl Builder {
    fn add(&mut self, sort: Sort, writer: &str, text: String, spans: &[(usize, &str)]) {
        let draft = answer::read(&text, &Reader { rulebook: &self.rulebook, all_answers: false });
        let places: Vec<(usize, Span)> = spans
            .iter()
            .filter_map(|(output, span)| text.find(span).map(|at| (*output, Span::new(at, at + span.len()))))
            .collect();
        let marks = draft
            .answers
            .iter()
            .map(|answer| {
                let of_sentence = |sentence: &answer::AnswerSentence| {
                    let source = draft.document.source_span(draft.sentences[sentence.index].span);
                    let overlaps = |s: &Span| s.start < source.end && source.start < s.end;
                    places.iter().filter(|(_, s)| overlaps(s)).map(|(output, _)| *output).collect()
                };
                answer.sentences.iter().map(of_sentence).collect()
            })
            .collect();
        if !matches!(sort, Sort::Framed { .. }) {
            self.texts += 1;
        }
        self.cases.push(Case { sort, writer: writer.to_owned(), text: self.texts, draft, marks });
    }

    /// The ordinary sentences of a writer's answers, as they stand.
    fn ordinary(&self, writer: &str) -> Vec<String> {
        let mut out = Vec::new();
        for case in
            self.cases.iter().filter(|c| c.writer == writer && matches!(c.sort, Sort::Answer { .. } | Sort::Corpus))
        {
            for (answer, marks) in case.draft.answers.iter().zip(&case.marks) {
                for (sentence, _) in answer.sentences.iter().zip(marks).filter(|(_, m)| m.is_empty()) {
                    let text = case.draft.document.text(case.draft.sentences[sentence.index].span);
                    if (7..25).contains(&text.split_whitespace().count()) {
                        out.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
                    }
                }
            }
        }
        out
    }

    fn writer(&mut self, folder: &Path, name: &str) {
        for row in rows::<AnswerRow>(&folder.join("answers.jsonl")) {
            let Ok(text) = fs::read_to_string(folder.join(&row.file)) else { continue };
            let text = if text.starts_with("---") {
                text
            } else {
                format!("---\nquestion: {}\n---\n\n{text}", row.question_source)
            };
            let spans: Vec<(usize, &str)> = row
                .red_flags
                .iter()
                .flatten()
                .map(|f| (output_of(&f.rule).unwrap_or(OTHER), f.span.as_str()))
                .collect();
            self.add(Sort::Answer { quiet: row.quiet == Some(true) }, name, text, &spans);
        }
        for row in rows::<AnswerRow>(&folder.join("technical.jsonl")) {
            let Ok(text) = fs::read_to_string(folder.join(&row.file)) else { continue };
            let text = format!("---\nquestion: {}\n---\n\n{text}", row.question_source);
            self.add(Sort::Answer { quiet: true }, name, text, &[]);
        }
    }

    fn passages(&mut self, folder: &Path, name: &str, random: &mut Random) {
        let mut ordinary = self.ordinary(name);
        if ordinary.is_empty() {
            ordinary = self.ordinary("corpus-0");
        }
        for row in rows::<PassageRow>(&folder.join("passages.jsonl")) {
            let Some(output) = output_of(&row.rule) else { continue };
            let mut spans: Vec<(usize, &str)> = row.spans.iter().map(|s| (output, s.as_str())).collect();
            spans.push((output, &row.span));
            let sort = Sort::Passage { output, expect: row.expect, trap: row.trap.unwrap_or_default() };
            self.add(sort, name, format!("---\nkind: behavioral\n---\n\n{}\n", row.text), &spans);
            if ordinary.is_empty() {
                continue;
            }
            let mut pick = || if random.below(10) < 6 { ordinary[random.below(ordinary.len())].as_str() } else { "" };
            let text = format!("---\nkind: behavioral\n---\n\n{} {} {}\n", pick(), row.text, pick());
            self.add(Sort::Framed { output, expect: row.expect }, name, text, &spans);
        }
    }

    fn corpus(&mut self, folder: &Path) {
        for row in rows::<CorpusRow>(&folder.join("qa.jsonl")) {
            let kind = if row.kind == "technical" { "technical" } else { "behavioral" };
            let text = format!("---\nkind: {kind}\n---\n\n{}\n", without_code(&row.answer));
            self.add(Sort::Corpus, half(&row.file), text, &[]);
        }
        let stars = fs::read_to_string(folder.join("star_sentences.tsv")).unwrap_or_default();
        let mut last = ("", "", String::new());
        for line in stars.lines().skip(1).chain(["\t\t\t"]) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [file, answer, _, sentence, ..] = columns.as_slice() else { continue };
            if (*file, *answer) != (last.0, last.1) {
                let body = std::mem::take(&mut last.2);
                if !body.is_empty() {
                    self.add(Sort::Corpus, half(last.0), format!("---\nkind: behavioral\n---\n\n{body}\n"), &[]);
                }
                (last.0, last.1) = (file, answer);
            }
            last.2.push_str(sentence);
            last.2.push(' ');
        }
    }
}

/// The half of the corpus that a file belongs to: by its source, but where most files are of one source, by file.
fn half(file: &str) -> &'static str {
    let sum = file.bytes().fold(7u32, |h, b| h.wrapping_mul(31).wrapping_add(u32::from(b)));
    if (sum >> 7) % 2 == 0 { "corpus-0" } else { "corpus-1" }
}

/// Text without code blocks, headings and tables.
fn without_code(text: &str) -> String {
    let mut out = String::new();
    let mut code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            code = !code;
        } else if !code && !line.starts_with(['#', '|']) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Numbers that look random and are the same every time (xorshift, Marsaglia 2003).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }
}

/// Reads all labelled drafts below `folder`, and the corpus.
pub fn read(folder: &Path, corpus: Option<&Path>) -> Vec<Case> {
    let mut builder = Builder { rulebook: Rulebook::builtin(), cases: Vec::new(), texts: 0 };
    let mut folders: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    let named: Vec<(&Path, String)> = folders
        .iter()
        .map(|f| (f.as_path(), f.file_name().unwrap_or_default().to_string_lossy().into_owned()))
        .collect();
    for (path, name) in &named {
        builder.writer(path, name);
    }
    if let Some(corpus) = corpus {
        builder.corpus(corpus);
    }
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for (path, name) in &named {
        builder.passages(path, name, &mut random);
    }
    builder.cases
}
