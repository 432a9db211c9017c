//! Shares and ratios within an answer.

use super::{Finding, Subject};
use crate::answer::{Kind, Speaker, spoken_words};
use crate::rules::{BalanceCheck, Cue, Measure, Part};
use crate::text::words::Word;

/// How much farther out a figure must be where the parts are inferred rather than labelled.
const UNLABELLED_SLACK: f32 = 1.4;

/// The finding when a figure is out of its bounds.
#[must_use]
pub fn check(subject: &Subject, check: &BalanceCheck) -> Vec<Finding> {
    if subject.answer.kind != Kind::Behavioral {
        return Vec::new();
    }
    let Some(measured) = measure(subject, check.measure) else { return Vec::new() };
    let by_parts = matches!(check.measure, Measure::SetupToAction | Measure::ActionShare);
    let slack = if by_parts && !subject.answer.is_labelled() { UNLABELLED_SLACK } else { 1.0 };
    let outside = check.above.is_some_and(|limit| measured.value > limit * slack)
        || check.below.is_some_and(|limit| measured.value < limit / slack);
    if !outside || measured.count < check.at_least {
        return Vec::new();
    }
    vec![
        Finding::at(measured.span)
            .fill("value", format!("{:.1}", measured.value))
            .fill("percent", format!("{:.0} %", measured.value * 100.0))
            .fill("count", measured.count.to_string()),
    ]
}

struct Measured {
    value: f32,
    /// How many things were measured.
    count: u32,
    span: crate::span::Span,
}

/// Sentences of Action, by index in the answer.
fn action(subject: &Subject) -> Vec<usize> {
    of_parts(subject, &[Part::Action])
}

/// Whether any sentence was read as Action. Where none was, another rule says so.
fn told(subject: &Subject) -> bool {
    !action(subject).is_empty()
}

fn of_parts(subject: &Subject, parts: &[Part]) -> Vec<usize> {
    let answer = subject.answer;
    (0..answer.sentences.len())
        .filter(|at| {
            let s = &answer.sentences[*at];
            !s.reply && s.speaker == Speaker::Candidate && s.part.is_some_and(|p| parts.contains(&p))
        })
        .collect()
}

fn words_in(subject: &Subject, sentences: &[usize]) -> usize {
    sentences.iter().map(|at| spoken_words(subject.draft, subject.answer.sentences[*at].index)).sum()
}

/// Fewest and most words of the answer's own sentences that are of these parts. Labels leave no doubt; where the parts are
/// inferred, a sentence may count by the share that it likely has in them.
fn words_of(subject: &Subject, parts: &[Part]) -> (f32, f32) {
    let read = words_in(subject, &of_parts(subject, parts)) as f32;
    if subject.answer.is_labelled() {
        return (read, read);
    }
    let own = subject.answer.own().zip(&subject.answer.story.marginals);
    let likely = own.map(|((_, sentence), likely)| {
        let share: f32 = parts.iter().map(|part| likely[*part as usize]).sum();
        share * spoken_words(subject.draft, sentence.index) as f32
    });
    let likely = likely.sum::<f32>();
    (read.min(likely), read.max(likely))
}

fn part_head(subject: &Subject, part: Part) -> crate::span::Span {
    match subject.answer.parts.iter().find(|p| p.part == part) {
        Some(found) => match found.label {
            Some(label) => subject.source(label),
            None => subject.sentence_head(found.sentences.start),
        },
        None => subject.head(),
    }
}

impl Subject<'_> {
    /// The first words of a sentence of the answer, in the source.
    #[must_use]
    pub fn sentence_head(&self, at: usize) -> crate::span::Span {
        let span = self.sentence(at);
        let text = self.draft.document.text(span);
        let len: usize = text.split_inclusive(' ').take(6).map(str::len).sum();
        let start = span.start as usize;
        self.source(crate::span::Span::new(start, start + text[..len].trim_end().len()))
    }
}

fn measure(subject: &Subject, measure: Measure) -> Option<Measured> {
    match measure {
        Measure::SetupToAction => {
            let (setup, _) = words_of(subject, &[Part::Context, Part::Challenge]);
            let (_, action) = words_of(subject, &[Part::Action]);
            told(subject).then(|| Measured {
                value: setup / action,
                count: setup as u32,
                span: part_head(subject, Part::Context),
            })
        }
        Measure::ActionShare => {
            let (_, words) = words_of(subject, &[Part::Action]);
            let all = words_in(subject, &subject.answer.own().map(|(at, _)| at).collect::<Vec<_>>());
            told(subject).then(|| Measured {
                value: words / all.max(1) as f32,
                count: all as u32,
                span: part_head(subject, Part::Action),
            })
        }
        Measure::WeToI => we_to_i(subject),
        Measure::PassiveShare => {
            let sentences = action(subject);
            let passive: Vec<usize> = sentences
                .iter()
                .copied()
                .filter(|at| {
                    subject.draft.cue_hits(subject.answer.sentences[*at].index).any(|(c, _)| c == Cue::Passive)
                })
                .collect();
            let first = *passive.first()?;
            let index = subject.answer.sentences[first].index;
            let hit = subject.draft.cue_hits(index).find(|(c, _)| *c == Cue::Passive)?.1;
            Some(Measured {
                value: passive.len() as f32 / sentences.len() as f32,
                count: sentences.len() as u32,
                span: subject.source(subject.draft.hit_span(hit)),
            })
        }
        Measure::HypotheticalShare => hypothetical(subject),
    }
}

/// Who acts in a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Actor {
    I,
    We,
    Other,
}

fn actor(subject: &Subject, at: usize) -> (Actor, Option<Word>) {
    let sentence = &subject.answer.sentences[at];
    let words = &subject.draft.words[subject.draft.sentences[sentence.index].words()];
    let text = |w: &Word| subject.draft.document.text(w.span).to_ascii_lowercase();
    let mut we = None;
    for word in words {
        let token = text(word);
        let token = token.split(['\'', '’']).next().unwrap_or("");
        match token {
            "i" | "my" | "myself" | "me" => return (Actor::I, None),
            "we" | "our" | "us" if we.is_none() => we = Some(*word),
            _ => {}
        }
    }
    if let Some(word) = we {
        return (Actor::We, Some(word));
    }
    // "- Built a script": the subject left out is the candidate.
    if sentence.bullet { (Actor::I, None) } else { (Actor::Other, None) }
}

fn we_to_i(subject: &Subject) -> Option<Measured> {
    let (mut i, mut we) = (0u32, 0u32);
    let mut first = None;
    for at in action(subject) {
        match actor(subject, at) {
            (Actor::I, _) => i += 1,
            (Actor::We, word) => {
                we += 1;
                first = first.or(word);
            }
            (Actor::Other, _) => {}
        }
    }
    // An inferred boundary may cut off the candidate's own steps: look for them around the action too.
    if !subject.answer.is_labelled() {
        let around = of_parts(subject, &[Part::Challenge, Part::Outcome]);
        i += around.into_iter().filter(|at| acts(subject, *at)).count() as u32;
    }
    let first = first?;
    Some(Measured { value: we as f32 / i.max(1) as f32, count: we + i, span: subject.source(first.span) })
}

/// Whether "I" did something in a sentence: "I called", "then I asked".
fn acts(subject: &Subject, at: usize) -> bool {
    subject.draft.cue_hits(subject.answer.sentences[at].index).any(|(c, _)| c == Cue::OwnAction)
}

fn hypothetical(subject: &Subject) -> Option<Measured> {
    let own: Vec<usize> = subject.answer.own().map(|(at, _)| at).collect();
    let would: Vec<usize> = own
        .iter()
        .copied()
        .filter(|at| subject.draft.cue_hits(subject.answer.sentences[*at].index).any(|(c, _)| c == Cue::Hypothetical))
        .collect();
    let first = *would.first()?;
    let index = subject.answer.sentences[first].index;
    let hit = subject.draft.cue_hits(index).find(|(c, _)| *c == Cue::Hypothetical)?.1;
    Some(Measured {
        value: would.len() as f32 / own.len() as f32,
        count: own.len() as u32,
        span: subject.source(subject.draft.hit_span(hit)),
    })
}
