//! What is measured, and how.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::gold::{Answer, Gold};
use crate::run::{self, Finding, with_question};
use crate::table::{Counts, Table, ratio};

const EVIDENCE: [&str; 5] = ["ownership", "learning", "application", "specifics", "nuance"];
const PARTS: [&str; 6] = ["context", "challenge", "action", "outcome", "learning", "application"];
const PHRASE_RULES: &str = "red-flag/blame-shifting,red-flag/moral-absolute,red-flag/dismissing-question,\
red-flag/no-weakness,red-flag/everyone-else-wrong,red-flag/badmouthing,red-flag/credit-hoarding,\
red-flag/humblebrag-weakness,voice/hypothetical";

/// Red flags: on labelled passages, and on ordinary sentences of whole answers.
pub fn red_flags(gold: &Gold, table: &mut Table) {
    let texts: Vec<String> =
        gold.passages.iter().map(|p| format!("---\nkind: behavioral\n---\n\n{}\n", p.text)).collect();
    let found = run::check(&texts, PHRASE_RULES);
    let mut by_rule: BTreeMap<&str, (Counts, BTreeMap<&str, usize>, usize)> = BTreeMap::new();
    let list = std::env::var_os("ANSWERLINT_LIST").is_some();
    for ((passage, text), findings) in gold.passages.iter().zip(&texts).zip(&found) {
        let entry = by_rule.entry(&passage.rule).or_default();
        let of_rule: Vec<&Finding> = findings.iter().filter(|f| f.rule == passage.rule).collect();
        entry.0.add(passage.expect, !of_rule.is_empty());
        if !passage.expect && !of_rule.is_empty() {
            *entry.1.entry(passage.trap.as_deref().unwrap_or("none")).or_default() += 1;
        }
        if list && passage.expect == of_rule.is_empty() {
            let what = if passage.expect { "MISSED" } else { "FALSE" };
            println!(
                "{what} {} {} [{}] {}",
                passage.rule,
                passage.id,
                passage.trap.as_deref().unwrap_or(""),
                passage.text
            );
        }
        if let (true, Some(first)) = (passage.expect, of_rule.first())
            && let Some(start) = text.find(&passage.span)
            && first.start < start + passage.span.len()
            && start < first.end
        {
            entry.2 += 1;
        }
    }
    for (rule, (counts, traps, placed)) in &by_rule {
        let traps: Vec<String> = traps.iter().map(|(trap, n)| format!("{trap} {n}")).collect();
        table.counts(rule, counts, &traps.join(", "));
        table.figure(format!("{rule} span overlap"), ratio(*placed, counts.hit), "");
    }
    let drafts: Vec<String> = gold.answers.iter().map(|a| with_question(&a.text, &a.question_source)).collect();
    let found = run::check(&drafts, PHRASE_RULES);
    let (mut false_alarms, mut sentences) = (0, 0);
    for ((answer, text), findings) in gold.answers.iter().zip(&drafts).zip(&found) {
        sentences += answer.sentences.len();
        for finding in findings {
            let expected = answer.red_flags.iter().flatten().any(|flag| {
                let near = text
                    .find(&flag.span)
                    .is_some_and(|at| finding.start < at + flag.span.len() + 200 && at < finding.end + 200);
                flag.rule == finding.rule && near
            });
            false_alarms += usize::from(!expected);
            if list && !expected {
                println!(
                    "FALSE in {}/{}: {} {:?}",
                    answer.writer,
                    answer.file,
                    finding.rule,
                    &text[finding.start..finding.end]
                );
            }
        }
    }
    if sentences > 0 {
        let rate = false_alarms as f64 * 1000.0 / sentences as f64;
        table.figure("red flags, false per 1000 sentences", rate, format!("{false_alarms} in {sentences}"));
    }
}

/// Whole answers: parts, evidence, false alarms, follow-ups, strategy.
pub fn answers(gold: &Gold, table: &mut Table) {
    if gold.answers.is_empty() {
        return;
    }
    let drafts: Vec<String> = gold.answers.iter().map(|a| with_question(&a.text, &a.question_source)).collect();
    let found = run::check(&drafts, "all");
    let mut missing: BTreeMap<String, Counts> = BTreeMap::new();
    let (mut quiet, mut alarms) = (0, 0);
    let mut noisy: BTreeMap<&str, usize> = BTreeMap::new();
    let mut parts = PartScore::default();
    let mut steps: BTreeMap<String, Counts> = BTreeMap::new();
    let mut strategy = Counts::default();
    for ((answer, draft), findings) in gold.answers.iter().zip(&drafts).zip(&found) {
        for kind in EVIDENCE {
            let reported = findings.iter().any(|f| f.rule == format!("evidence/missing-{kind}"));
            missing
                .entry(format!("evidence/missing-{kind}"))
                .or_default()
                .add(answer.missing.iter().any(|m| m == kind), reported);
        }
        for part in ["outcome", "action", "context"] {
            let reported =
                findings.iter().any(|f| f.rule == "structure/missing-part" && f.subjects.iter().any(|s| s == part));
            missing
                .entry(format!("missing {part}"))
                .or_default()
                .add(answer.missing.iter().any(|m| m == part), reported);
        }
        if answer.quiet == Some(true) {
            quiet += 1;
            for finding in findings.iter().filter(|f| f.severity != "info") {
                alarms += 1;
                *noisy.entry(&finding.rule).or_default() += 1;
            }
        }
        let outline = run::outline(draft);
        parts.add(answer, &outline);
        follow_ups(answer, &outline, &mut steps);
        for (point, present) in answer.strategy.iter().flatten() {
            if let Some(row) = rows(&outline, "strategy").find(|r| r["point"].as_str() == Some(point)) {
                strategy.add(*present, row["present"].as_bool().unwrap_or(false));
            }
        }
    }
    for (name, counts) in &missing {
        table.counts(name, counts, "");
    }
    let noisy: Vec<String> = noisy.iter().map(|(rule, n)| format!("{rule} {n}")).collect();
    table.figure("warnings and errors per quiet answer", ratio(alarms, quiet), noisy.join(", "));
    parts.report(table);
    for (step, counts) in &steps {
        table.counts(&format!("defence step {step}"), counts, "");
    }
    table.counts("strategy points", &strategy, "");
}

fn rows<'a>(outline: &'a Value, key: &'a str) -> impl Iterator<Item = &'a Value> {
    outline["answers"].as_array().into_iter().flatten().flat_map(move |a| a[key].as_array().into_iter().flatten())
}

fn follow_ups(answer: &Answer, outline: &Value, steps: &mut BTreeMap<String, Counts>) {
    let gold: Vec<_> = answer.followups.iter().flatten().collect();
    let read: Vec<&Value> = rows(outline, "follow_ups").collect();
    if gold.len() != read.len() {
        return;
    }
    for (expected, row) in gold.iter().zip(read) {
        for step in ["acknowledge", "clarify", "connect", "demonstrate", "reassure"] {
            let found = row["steps"][step].as_bool().unwrap_or(false);
            let wanted = !expected.reply.is_empty() && expected.steps.iter().any(|s| s == step);
            steps.entry(step.to_owned()).or_default().add(wanted, found);
        }
    }
}

/// Parts of sentences in prose without labels.
#[derive(Default)]
struct PartScore {
    right: usize,
    all: usize,
    by_part: BTreeMap<String, Counts>,
}

/// Application counts as learning, as the goal says.
fn five(part: &str) -> &str {
    if part == "application" { "learning" } else { part }
}

impl PartScore {
    fn add(&mut self, answer: &Answer, outline: &Value) {
        if answer.template != "none" {
            return;
        }
        let read: Vec<(String, String)> = rows(outline, "sentences")
            .map(|s| {
                let text = s["text"].as_str().unwrap_or_default();
                (letters(text), s["part"].as_str().unwrap_or("none").to_owned())
            })
            .collect();
        for (text, part) in answer.sentences.iter().filter(|(_, part)| part != "none") {
            let wanted = letters(text);
            let head: String = wanted.chars().take(30).collect();
            let Some((_, got)) =
                read.iter().find(|(t, _)| t.contains(&head) || (t.len() > 12 && wanted.starts_with(t.as_str())))
            else {
                continue;
            };
            let alternatives = answer.alternatives.get(text);
            let right = five(got) == five(part) || alternatives.is_some_and(|a| a.iter().any(|a| five(a) == five(got)));
            self.all += 1;
            self.right += usize::from(right);
            let shown = if right { five(part) } else { five(got) };
            for label in ["context", "challenge", "action", "outcome", "learning"] {
                self.by_part.entry(label.to_owned()).or_default().add(five(part) == label, shown == label);
            }
        }
    }

    fn report(&self, table: &mut Table) {
        table.figure(
            "parts of prose, accuracy",
            ratio(self.right, self.all),
            format!("{} of {}", self.right, self.all),
        );
        let macro_f1 = self.by_part.values().map(Counts::f1).sum::<f64>() / self.by_part.len().max(1) as f64;
        table.figure("parts of prose, macro-F1", macro_f1, "");
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Labels stripped, one part deleted: is exactly that part reported, and nothing on the whole?
pub fn missing_parts(gold: &Gold, table: &mut Table) {
    let prose = |answer: &Answer, without: Option<&str>| -> String {
        let kept: Vec<&str> =
            answer.sentences.iter().filter(|(_, p)| Some(p.as_str()) != without).map(|(s, _)| s.as_str()).collect();
        let body = kept.join(" ").replace("**", "");
        format!("---\nquestion: {}\n---\n\n{body}\n", answer.question_source)
    };
    let mut texts = Vec::new();
    let mut meta: Vec<(usize, Option<&str>)> = Vec::new();
    for (number, answer) in gold.answers.iter().enumerate() {
        let has = |part: &str| answer.sentences.iter().any(|(_, p)| p == part);
        if !PARTS.iter().all(|p| has(p)) || !answer.missing.is_empty() {
            continue;
        }
        texts.push(prose(answer, None));
        meta.push((number, None));
        for part in PARTS {
            texts.push(prose(answer, Some(part)));
            meta.push((number, Some(part)));
        }
    }
    if texts.is_empty() {
        return;
    }
    let found = run::check(&texts, "structure/missing-part");
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    let (mut silent, mut intact, mut exact, mut deleted) = (0, 0, 0, 0);
    for ((_, without), findings) in meta.iter().zip(&found) {
        let reported: Vec<&String> = findings.iter().flat_map(|f| &f.subjects).collect();
        match without {
            None => {
                intact += 1;
                silent += usize::from(reported.is_empty());
                for part in PARTS {
                    counts.entry(part).or_default().add(false, reported.iter().any(|r| *r == part));
                }
            }
            Some(part) => {
                deleted += 1;
                exact += usize::from(reported.len() == 1 && reported[0] == part);
                counts.entry(part).or_default().add(true, reported.iter().any(|r| r == part));
            }
        }
    }
    for (part, counts) in &counts {
        let balanced = f64::midpoint(counts.recall(), counts.specificity());
        let note = format!("recall {:.2}, specificity {:.2}", counts.recall(), counts.specificity());
        table.figure(format!("deleted {part}, balanced accuracy"), balanced, note);
    }
    table.figure("deleted part, reported and nothing else", ratio(exact, deleted), "");
    table.figure("intact answers without a missing part", ratio(silent, intact), format!("{silent} of {intact}"));
}

/// Technical answers: concepts present and explained, and what the coverage rules say.
pub fn technical(gold: &Gold, table: &mut Table) {
    if gold.technical.is_empty() {
        return;
    }
    let drafts: Vec<String> = gold.technical.iter().map(|a| with_question(&a.text, &a.question_source)).collect();
    let found = run::check(&drafts, "coverage");
    let (mut present, mut explained) = (Counts::default(), Counts::default());
    let (mut dropping, mut trade_off, mut production) = (Counts::default(), Counts::default(), Counts::default());
    for ((answer, draft), findings) in gold.technical.iter().zip(&drafts).zip(&found) {
        let outline = run::outline(draft);
        for (name, concept) in &answer.concepts {
            let row = rows(&outline, "concepts").find(|r| same_term(r["concept"].as_str().unwrap_or(""), name));
            let flag = |key: &str| row.is_some_and(|r| r[key].as_bool().unwrap_or(false));
            present.add(concept.present, flag("present"));
            explained.add(concept.explained, flag("explained"));
        }
        let reported = |rule: &str| findings.iter().any(|f| f.rule == rule);
        dropping.add(answer.name_dropping, reported("coverage/name-dropping"));
        trade_off.add(!answer.trade_offs, reported("coverage/no-trade-off"));
        production.add(!answer.production_experience, reported("coverage/no-production-evidence"));
        if std::env::var_os("ANSWERLINT_LIST").is_some() {
            for (name, concept) in &answer.concepts {
                let row = rows(&outline, "concepts").find(|r| same_term(r["concept"].as_str().unwrap_or(""), name));
                let found = row.is_some_and(|r| r["present"].as_bool().unwrap_or(false));
                if found != concept.present {
                    println!("CONCEPT {} {name}: gold {}, found {found}", answer.file, concept.present);
                }
            }
        }
    }
    table.counts("concept present", &present, "");
    table.figure("concept present F1", present.f1(), "");
    table.counts("concept explained", &explained, "");
    table.figure("concept explained F1", explained.f1(), "");
    table.counts("coverage/name-dropping", &dropping, "");
    table.counts("coverage/no-trade-off", &trade_off, "");
    table.counts("coverage/no-production-evidence", &production, "");
}

/// Gold terms leave out a leading "handling" here and there.
fn same_term(a: &str, b: &str) -> bool {
    let bare = |t: &str| t.to_lowercase().trim_start_matches("handling ").to_owned();
    bare(a) == bare(b)
}

/// Questions from what people write.
pub fn questions(gold: &Gold, table: &mut Table) {
    if gold.queries.is_empty() {
        return;
    }
    let (mut right, mut asked, mut none_right, mut none) = (0, 0, 0, 0);
    for query in &gold.queries {
        let got = run::resolve(&query.query);
        if query.question_source.is_some() {
            asked += 1;
            right += usize::from(got == query.question_source);
        } else {
            none += 1;
            none_right += usize::from(got.is_none());
        }
        if std::env::var_os("ANSWERLINT_LIST").is_some() && got != query.question_source {
            println!("QUERY {:?}: gold {:?}, got {got:?}", query.query, query.question_source);
        }
    }
    table.figure("question resolved from a paraphrase", ratio(right, asked), format!("{right} of {asked}"));
    table.figure("no question where there is none", ratio(none_right, none), format!("{none_right} of {none}"));
}
