//! Which part of the answer each sentence belongs to: by its label, or decoded over the whole answer.

use super::labels::{self, LabelForm, PartLabel};
use super::{Answer, Draft, Kind, PartSpan, Passage, Speaker};
use crate::model::story::Story;
use crate::rules::{Part, Parts};
use crate::span::Span;

/// Sets the part of each of an answer's own sentences, and the answer's parts.
pub(super) fn assign(draft: &Draft, answer: &mut Answer) {
    let mut labelled = Parts::default();
    for passage in &draft.passages[answer.passages.clone()] {
        if let Some(label) = &passage.label {
            labelled = label.parts().iter().fold(labelled, Parts::with);
        }
    }
    if labelled.count() >= 2 {
        answer.labelled = labelled;
        by_label(draft, answer);
    }
    if answer.kind == Kind::Behavioral {
        answer.story = Story::read(draft, answer);
        if answer.is_labelled() && under_unknown_labels(draft, answer) {
            answer.story = Story::read(draft, answer);
        }
    }
    if !answer.is_labelled() {
        decoded(draft, answer);
    }
}

/// A label holds until the next one. Text before the first label has no part.
fn by_label(draft: &Draft, answer: &mut Answer) {
    let mut parts: Vec<PartSpan> = Vec::new();
    let mut current: Option<Part> = None;
    let mut sentence = 0;
    for index in answer.passages.clone() {
        let passage = &draft.passages[index];
        let label = passage.label.as_ref().filter(|l| !l.parts().is_empty());
        if let Some(label) = label {
            let same_label = parts.last().is_some_and(|p| p.label == Some(label.span));
            if !same_label {
                let meant = meant(draft, label, &parts);
                current = meant.iter().next();
                for part in meant.iter() {
                    parts.push(PartSpan {
                        part,
                        labelled: true,
                        label: Some(label.span),
                        span: Span::empty(label.span.end as usize),
                        sentences: sentence..sentence,
                    });
                }
            }
        }
        while sentence < answer.sentences.len() && answer.sentences[sentence].passage == index {
            let s = &mut answer.sentences[sentence];
            if !s.reply && matches!(s.speaker, Speaker::Candidate | Speaker::Reported) {
                s.part = current;
                let span = draft.sentences[s.index].span;
                let label = parts.last().and_then(|p| p.label);
                for part in parts.iter_mut().rev().take_while(|p| p.label == label) {
                    if part.sentences.is_empty() {
                        part.sentences.start = sentence;
                        part.span = span;
                    } else {
                        part.span = part.span.join(span);
                    }
                    part.sentences.end = sentence + 1;
                }
            }
            sentence += 1;
        }
    }
    answer.labelled = parts.iter().fold(Parts::default(), |all, p| all.with(p.part));
    answer.parts = parts;
}

/// Below this likelihood a sentence is not of the part that the last known label names.
const UNLIKELY: f32 = 0.15;

/// Gives the sentences under labels that the linter does not know, set like those it knows ("my bit: …" between
/// "Setting: …" and "Result: …"), the part that they tell, where it surely is not that of the known label before. Returns
/// whether there were any.
fn under_unknown_labels(draft: &Draft, answer: &mut Answer) -> bool {
    let depth = |passage: &Passage| draft.document.blocks[passage.block].list_depth;
    let plain = |form: LabelForm| if form == LabelForm::Letter { LabelForm::Plain } else { form };
    let passages = &draft.passages[answer.passages.clone()];
    let mut known: Vec<(LabelForm, u8)> = Vec::new();
    for passage in passages {
        let Some(label) = passage.label.as_ref().filter(|l| !l.parts().is_empty()) else { continue };
        let set = (plain(label.form), depth(passage));
        if !known.contains(&set) {
            known.push(set);
        }
    }
    let is_set_alike = |passage: &Passage| {
        let block = &draft.document.blocks[passage.block];
        let form = labels::unknown(&draft.document, block, passage.body).filter(|_| passage.label.is_none());
        form.is_some_and(|form| known.contains(&(form, depth(passage))))
    };
    let own: Vec<usize> = answer.own().map(|(at, _)| at).collect();
    let told = answer.story.parts();
    let mut found = false;
    // Whether the passage of the last sentence is set alike: a passage may hold many sentences.
    let mut last = (usize::MAX, false);
    for ((at, part), marginals) in own.into_iter().zip(told).zip(answer.story.marginals.clone()) {
        let sentence = &answer.sentences[at];
        let Some(current) = sentence.part else { continue };
        if part == current || marginals[current as usize] >= UNLIKELY {
            continue;
        }
        if last.0 != sentence.passage {
            last = (sentence.passage, is_set_alike(&draft.passages[sentence.passage]));
        }
        if !last.1 {
            continue;
        }
        let span = draft.sentences[sentence.index].span;
        answer.sentences[at].part = Some(part);
        answer.labelled = answer.labelled.with(part);
        answer.parts.push(PartSpan { part, labelled: false, label: None, span, sentences: at..at + 1 });
        found = true;
    }
    found
}

/// What a label says after those before it. Letters stand for two parts each: the O of SOAR is the obstacle, the second
/// C the challenge, an A after the outcome the application.
fn meant(draft: &Draft, label: &PartLabel, before: &[PartSpan]) -> Parts {
    if label.form != LabelForm::Letter {
        return label.parts();
    }
    let seen = |part: Part| before.iter().any(|p| p.part == part);
    match draft.document.text(label.span) {
        "O" | "o" | "C" | "c" if seen(Part::Context) && !seen(Part::Action) => Parts::only(Part::Challenge),
        "A" | "a" if seen(Part::Outcome) => Parts::only(Part::Application),
        _ => label.parts(),
    }
}

fn decoded(draft: &Draft, answer: &mut Answer) {
    let own: Vec<usize> = answer.own().map(|(at, _)| at).collect();
    let parts = crate::model::parts::decode(draft, answer, &own);
    for (at, part) in own.iter().zip(&parts) {
        answer.sentences[*at].part = *part;
    }
    let mut spans: Vec<PartSpan> = Vec::new();
    for (at, part) in own.iter().zip(parts) {
        let Some(part) = part else { continue };
        let span = draft.sentences[answer.sentences[*at].index].span;
        match spans.last_mut().filter(|s| s.part == part) {
            Some(last) => {
                last.span = last.span.join(span);
                last.sentences.end = at + 1;
            }
            None => spans.push(PartSpan { part, labelled: false, label: None, span, sentences: *at..at + 1 }),
        }
    }
    answer.parts = spans;
}
