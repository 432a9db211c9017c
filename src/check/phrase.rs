//! Word patterns in what somebody says.

use super::{Finding, Subject};
use crate::answer::{Answer, AnswerSentence, Speaker};
use crate::diagnostic::{Applicability, Edit, Fix, Severity};
use crate::model::flags;
use crate::rules::compile::owner;
use crate::rules::{Context, ContextPlace, FixSpec, PhraseCheck, PhraseSpeaker};
use crate::text::matcher::Hit;
use crate::text::words::flag;

/// The findings of phrase rule number `rule`.
#[must_use]
pub fn check(subject: &Subject, rule: usize, check: &PhraseCheck, fix: Option<&FixSpec>) -> Vec<Finding> {
    let wanted = owner::new(owner::RULE, rule as u32);
    let mut out: Vec<Finding> = Vec::new();
    let mut last: Option<(usize, u32, u32)> = None;
    for (at, sentence) in subject.answer.sentences.iter().enumerate() {
        if !applies(subject.answer, sentence, check) {
            continue;
        }
        let mut hits: Vec<&Hit> = subject.draft.hits_in(sentence.index).iter().filter(|h| h.owner == wanted).collect();
        // Of overlapping matches the longest is shown.
        hits.sort_by_key(|h| (h.first, std::cmp::Reverse(h.last)));
        for hit in hits {
            if last.is_some_and(|(s, _, end)| s == at && hit.first < end)
                || !stands(subject, at, hit.first, hit.last, check)
            {
                continue;
            }
            let whole = check.sure_alone && sentence_is(subject, sentence, hit);
            if check.output.is_some_and(|o| !whole && !flags::supports(subject.answer, subject.reading(), at, o)) {
                continue;
            }
            last = Some((at, hit.first, hit.last));
            let prose = subject.draft.hit_span(hit);
            let span = subject.source(prose);
            let mut finding = Finding::at(span).fill("text", shown(subject.draft.document.text(prose)));
            if let Some(FixSpec { message, replace: Some(text), safe }) = fix {
                finding.fix = Some(Fix {
                    message: message.clone(),
                    applicability: if *safe { Applicability::Safe } else { Applicability::Unsafe },
                    edits: vec![Edit { span, text: text.clone() }],
                });
            }
            out.push(finding);
        }
    }
    if let Some(output) = check.output {
        further(subject, rule, output, check, &mut out);
    }
    if out.len() < check.at_least as usize {
        out.clear();
    }
    out
}

/// Share of a sentence's words from which on a match is the sentence, which nothing in it can turn into another.
const WHOLE: f32 = 0.65;

fn sentence_is(subject: &Subject, sentence: &AnswerSentence, hit: &Hit) -> bool {
    let words = subject.draft.sentences[sentence.index].words();
    (hit.last - hit.first) as f32 >= WHOLE * words.len() as f32
}

/// The sentences that only the model sees. It is less sure than patterns are, so they are no errors.
fn further(subject: &Subject, rule: usize, output: u32, check: &PhraseCheck, out: &mut Vec<Finding>) {
    let wanted = owner::new(owner::RULE, rule as u32);
    for flagged in subject.flagged().iter().filter(|f| f.output == output) {
        let sentence = &subject.answer.sentences[flagged.at];
        let (first, last) = (flagged.words.start as u32, flagged.words.end as u32);
        let matched = subject
            .draft
            .hits_in(sentence.index)
            .iter()
            .any(|hit| hit.owner == wanted && stands(subject, flagged.at, hit.first, hit.last, check));
        if !applies(subject.answer, sentence, check) || matched || !stands(subject, flagged.at, first, last, check) {
            continue;
        }
        // Its words are often the whole sentence, in which a context may stand.
        let harmless = |context: &&Context| context.place == ContextPlace::Sentence;
        if check.unless.iter().filter(harmless).any(|context| excused(subject, flagged.at, 0, 0, context)) {
            continue;
        }
        let words = &subject.draft.words[flagged.words.clone()];
        let (Some(from), Some(to)) = (words.first(), words.last()) else { continue };
        let prose = from.span.join(to.span);
        let mut finding = Finding::at(subject.source(prose)).fill("text", shown(subject.draft.document.text(prose)));
        finding.severity = Some(Severity::Warning);
        out.push(finding);
    }
}

/// Words as a message shows them: on one line, not too many.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if out.len() + word.len() > 60 {
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether a phrase rule looks at a sentence of an answer at all. Parts are left out only where a label marks them:
/// what has no labels may have been put into the wrong one.
fn applies(answer: &Answer, sentence: &AnswerSentence, check: &PhraseCheck) -> bool {
    let speaker = match check.speaker {
        PhraseSpeaker::Candidate => sentence.speaker == Speaker::Candidate,
        PhraseSpeaker::Answer => sentence.speaker == Speaker::Candidate && !sentence.reply,
        PhraseSpeaker::Reply => sentence.speaker == Speaker::Candidate && sentence.reply,
        PhraseSpeaker::Anyone => sentence.speaker != Speaker::Note,
    };
    let part = sentence.part;
    speaker
        && (check.parts.is_empty() || part.is_some_and(|p| check.parts.has(p)))
        && !part.is_some_and(|p| check.not_parts.has(p) && answer.labelled.has(p))
}

/// Whether the words `first..last` are the speaker's own and in no context that makes them harmless.
fn stands(subject: &Subject, at: usize, first: u32, last: u32, check: &PhraseCheck) -> bool {
    let words = &subject.draft.words[first as usize..last as usize];
    if check.speaker != PhraseSpeaker::Anyone && words.iter().any(|w| w.is(flag::QUOTED | flag::CODE)) {
        return false;
    }
    !check.unless.iter().any(|context| excused(subject, at, first, last, context))
}

/// Whether `context` holds around the words `first..last` of the answer's sentence `at`.
#[must_use]
pub fn excused(subject: &Subject, at: usize, first: u32, last: u32, context: &Context) -> bool {
    let wanted = owner::new(owner::CONTEXT, context.number);
    // Words of the match itself are no context: "not my fault" holds "my fault".
    let hits = |sentence: usize| {
        let index = subject.answer.sentences[sentence].index;
        let overlaps = move |h: &&Hit| h.first < last && first < h.last;
        subject.draft.hits_in(index).iter().filter(move |h| h.owner == wanted && !overlaps(h))
    };
    match context.place {
        ContextPlace::Before(within) => hits(at).any(|h| h.last <= first && first - h.last <= within),
        ContextPlace::After(within) => hits(at).any(|h| h.first >= last && h.first - last <= within),
        ContextPlace::Sentence => hits(at).next().is_some(),
        ContextPlace::Nearby(sentences) => {
            let reach = sentences as usize;
            let from = at.saturating_sub(reach);
            let to = (at + reach).min(subject.answer.sentences.len() - 1);
            (from..=to).any(|s| hits(s).next().is_some())
        }
    }
}
