//! `answerlint outline`: how a draft is read.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::args::{ListFormat, OutlineArgs};
use super::{Exit, color, complain, files, setup};
use crate::answer::evidence::Evidence;
use crate::answer::{self, Answer, AnswerSentence, Draft, Reader, Speaker};
use crate::check::length::time;
use crate::config::{FileConfig, Layer};
use crate::content;
use crate::emit::{json, slashed, visible};
use crate::model;
use crate::rules::{Cue, EvidenceKind};
use crate::source::Source;
use crate::span::Span;

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &OutlineArgs) -> io::Result<Exit> {
    let stdin = args.path.as_os_str() == "-";
    // The parent of a bare name is the empty path, which is no folder.
    let parent = args.path.parent().filter(|p| !stdin && !p.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new("."));
    let Ok(setup) = setup::load(&args.config, folder) else { return Ok(Exit::Error) };
    let text = if stdin {
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut io::stdin().lock(), &mut bytes)?;
        files::decode(bytes)
    } else {
        files::read(&args.path)
    };
    let text = match text {
        Ok(text) => text,
        Err(error) => {
            complain(&format!("{}: {error}", args.path.display()));
            return Ok(Exit::Error);
        }
    };
    let path = if stdin { Path::new("<stdin>") } else { &args.path };
    let absolute = std::path::absolute(path).unwrap_or_default();
    let config = setup.config.for_file(&absolute, &setup.rulebook, &Layer::default());
    let source = Source::new(path, text);
    let draft = answer::read(source.text(), &Reader { rulebook: &setup.rulebook, all_answers: config.all_answers });
    let view = View { source: &source, draft: &draft, config: &config };
    let mut out = io::BufWriter::new(io::stdout().lock());
    match args.output_format {
        ListFormat::Json => writeln!(out, "{}", json::text(&view.json()))?,
        ListFormat::Human => view.human(&mut out, color::enabled(args.color, &io::stdout()))?,
    }
    out.flush()?;
    Ok(Exit::Clean)
}

pub(super) struct View<'a> {
    pub(super) source: &'a Source,
    pub(super) draft: &'a Draft,
    pub(super) config: &'a FileConfig,
}

impl View<'_> {
    pub(super) fn range(&self, prose: Span) -> Value {
        json::range(self.source, self.source_span(prose))
    }

    pub(super) fn source_span(&self, prose: Span) -> Span {
        self.draft.document.source_span(prose).clamp_to(self.source.text())
    }

    /// The words that decided a sentence's part, or show evidence.
    fn cues(&self, answer: &Answer, sentence: &AnswerSentence) -> Vec<String> {
        let reasons = model::parts::reasons(self.draft, answer, sentence);
        let mut out: Vec<String> = reasons.iter().map(|span| self.draft.document.text(*span).to_owned()).collect();
        for (cue, hit) in self.draft.cue_hits(sentence.index) {
            let shown = matches!(
                cue,
                Cue::Ownership
                    | Cue::Learning
                    | Cue::Insight
                    | Cue::Application
                    | Cue::Habit
                    | Cue::Specifics
                    | Cue::Nuance
                    | Cue::Outcome
            );
            if !shown {
                continue;
            }
            let text = self.draft.document.text(self.draft.hit_span(hit)).to_owned();
            if !out.contains(&text) {
                out.push(text);
            }
        }
        out.truncate(6);
        out
    }

    pub(super) fn seconds(&self, answer: &Answer) -> f32 {
        answer.word_count(self.draft) as f32 * 60.0 / self.config.settings.words_per_minute
    }

    fn json(&self) -> Value {
        let answers: Vec<Value> = self.draft.answers.iter().map(|a| self.answer_json(a)).collect();
        json!({"version": 1, "path": slashed(self.source.path()), "answers": answers})
    }

    fn answer_json(&self, answer: &Answer) -> Value {
        let evidence = Evidence::of(self.draft, answer);
        let mut shown = serde_json::Map::new();
        for kind in EvidenceKind::ALL {
            let span = evidence.get(kind);
            shown.insert(
                kind.name().to_owned(),
                json!({"present": span.is_some(), "range": span.map(|s| self.range(s))}),
            );
        }
        let parts: Vec<Value> = answer
            .parts
            .iter()
            .map(|p| json!({"part": p.part.name(), "labelled": p.labelled, "range": self.range(p.span)}))
            .collect();
        let sentences: Vec<Value> = answer
            .sentences
            .iter()
            .map(|s| {
                let span = self.draft.sentences[s.index].span;
                json!({
                    "range": self.range(span),
                    "text": self.draft.document.text(span),
                    "speaker": s.speaker.name(),
                    "part": s.part.map(crate::rules::Part::name),
                    "cues": self.cues(answer, s),
                })
            })
            .collect();
        let question = answer.question.map(|q| json!({"id": content::id_of(q), "source": content::source_of(q)}));
        json!({
            "title": answer.title.map(|t| self.draft.document.text(t).trim()),
            "range": json::range(self.source, answer.range),
            "question": question,
            "kind": answer.kind.name(),
            "structure": self.structure(answer),
            "parts": parts,
            "sentences": sentences,
            "evidence": shown,
            "concepts": self.concepts(answer),
            "strategy": self.strategy(answer),
            "follow_ups": self.follow_ups(answer),
            "words": answer.word_count(self.draft),
            "speaking_seconds": self.seconds(answer).round() as u32,
        })
    }

    pub(super) fn structure(&self, answer: &Answer) -> String {
        let configured = self.config.settings.structure.clone();
        answer.meta.structure.clone().or(configured).unwrap_or_else(|| "six-part".to_owned())
    }

    fn human(&self, out: &mut dyn Write, color: bool) -> io::Result<()> {
        let paint = Paint { color };
        let path = visible::start(&slashed(self.source.path()));
        if self.draft.answers.is_empty() {
            writeln!(out, "{path}: no answer in it.\n")?;
            return writeln!(
                out,
                "A section is an answer when its front matter names a `question:` or a `kind:`, its heading is a question of\nthe bank, or it has at least two part labels (Situation, Action, Result, …)."
            );
        }
        for (number, answer) in self.draft.answers.iter().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            self.answer_human(out, &path, answer, &paint)?;
        }
        Ok(())
    }

    fn answer_human(&self, out: &mut dyn Write, path: &str, answer: &Answer, paint: &Paint) -> io::Result<()> {
        let line = self.source.position(answer.range.start as usize).line;
        let title = answer.title.map_or("(no title)", |t| self.draft.document.text(t).trim());
        writeln!(out, "{}  {}", paint.bold(&visible::start(title)), paint.dim(&format!("{path}:{line}")))?;
        let question = answer.question.map_or("question not in the bank", content::id_of);
        writeln!(
            out,
            "{question} · {} · {} · {} words · {}",
            answer.kind.name(),
            self.structure(answer),
            answer.word_count(self.draft),
            time(self.seconds(answer))
        )?;
        let mut shown: Option<Option<crate::rules::Part>> = None;
        for sentence in &answer.sentences {
            let other = match sentence.speaker {
                Speaker::Candidate => None,
                other => Some(other.name()),
            };
            if shown != Some(sentence.part) && !sentence.reply && other.is_none() {
                shown = Some(sentence.part);
                let name = sentence.part.map_or("No part", crate::rules::Part::title);
                let label = answer.parts.iter().find(|p| Some(p.part) == sentence.part).is_some_and(|p| p.labelled);
                writeln!(out, "\n  {}{}", paint.bold(name), paint.dim(if label { "  labelled" } else { "" }))?;
            }
            let span = self.draft.sentences[sentence.index].span;
            let text = visible::start(self.draft.document.text(span));
            match other {
                Some(other) => writeln!(out, "    {}", paint.dim(&format!("[{other}] {text}")))?,
                None => {
                    let cues = self.cues(answer, sentence);
                    let cues = if cues.is_empty() {
                        String::new()
                    } else {
                        format!("  ← {}", visible::line(&cues.join(" · ")))
                    };
                    let reply = if sentence.reply { "[reply] " } else { "" };
                    writeln!(out, "    {reply}{text}{}", paint.dim(&cues))?;
                }
            }
        }
        writeln!(out, "\n  {}", paint.bold("Evidence"))?;
        let evidence = Evidence::of(self.draft, answer);
        for kind in EvidenceKind::ALL {
            match evidence.get(kind) {
                Some(span) => {
                    let at = self.source.position(self.source_span(span).start as usize).line;
                    let text = crate::check::phrase::shown(self.draft.document.text(span));
                    writeln!(
                        out,
                        "    {} {:<12} {}",
                        paint.good("✓"),
                        kind.name(),
                        paint.dim(&format!("{at}: {}", visible::line(&text)))
                    )?;
                }
                None => writeln!(out, "    {} {}", paint.bad("✗"), kind.name())?,
            }
        }
        self.meanings_human(out, answer, paint)
    }
}

/// Colours, or none.
pub(super) struct Paint {
    color: bool,
}

impl Paint {
    fn with(&self, style: anstyle::Style, text: &str) -> String {
        if self.color && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    pub(super) fn bold(&self, text: &str) -> String {
        self.with(anstyle::Style::new().bold(), text)
    }

    pub(super) fn dim(&self, text: &str) -> String {
        self.with(anstyle::Style::new().dimmed(), text)
    }

    pub(super) fn good(&self, text: &str) -> String {
        self.with(anstyle::AnsiColor::Green.on_default(), text)
    }

    pub(super) fn bad(&self, text: &str) -> String {
        self.with(anstyle::AnsiColor::Red.on_default(), text)
    }
}
