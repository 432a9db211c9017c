//! From a markdown text to a [`Draft`]: which sections are answers, and what each holds.

use rustc_hash::FxHashMap;

use super::sections::{self, Section};
use super::{Answer, AnswerSentence, Draft, Kind, Meta, NearLabel, Role, Speaker};
use super::{follow_ups, genre, genre::Genre, labels::LabelForm, labels::LabelMeaning, meta, parts, quotes, speakers};
use crate::content;
use crate::document::{DirectiveKind, Document, StyleKind};
use crate::model::story::Story;
use crate::rules::{Part, Parts, Rulebook};
use crate::span::Span;
use crate::text::words::{self, flag};
use crate::timing::{self, Stage};

/// Most words of a first line that is looked up as a question.
const MAX_TITLE_WORDS: usize = 60;

/// What reading a draft needs to know.
pub struct Reader<'a> {
    /// Rules, whose patterns are looked for.
    pub rulebook: &'a Rulebook,
    /// The configuration says that every section of the file is an answer.
    pub all_answers: bool,
}

/// Reads a draft.
#[must_use]
pub fn read(text: &str, reader: &Reader) -> Draft {
    let document = timing::stage(Stage::Markdown, || Document::parse(text));
    let mut draft = timing::stage(Stage::Answers, || find_answers(text, document, reader));
    let mut hits = Vec::new();
    timing::stage(Stage::Patterns, || reader.rulebook.find(&draft.words, &draft.sentences, &mut hits));
    draft.hit_starts = (0..=draft.sentences.len() as u32)
        .scan(0, |from, sentence| {
            *from += hits[*from..].iter().take_while(|hit| hit.sentence < sentence).count();
            Some(*from as u32)
        })
        .collect();
    draft.hits = hits;
    let mut answers = std::mem::take(&mut draft.answers);
    timing::stage(Stage::Parts, || {
        for answer in &mut answers {
            speakers::settle(&draft, answer);
            parts::assign(&draft, answer);
        }
    });
    draft.answers = answers;
    draft
}

/// The answers of a document, each with its words and sentences, but nothing yet of what they say.
fn find_answers(text: &str, document: Document, reader: &Reader) -> Draft {
    let meta = document.front_matter.map(|f| meta::parse(text, f.yaml)).unwrap_or_default();
    let mut passages = sections::passages(&document);
    let stated = meta.question.is_some();
    let mut resolved: FxHashMap<String, Option<usize>> = FxHashMap::default();
    let mut resolve = |line: &str| -> Option<usize> {
        if let Some(found) = resolved.get(line) {
            return *found;
        }
        let found = title_question(line);
        resolved.insert(line.to_owned(), found);
        found
    };
    let sections = sections::sections(&document, &mut passages, &mut |line| resolve(line).is_some());
    let mut draft = Draft { document, meta, passages, ..Draft::default() };
    let whole_file = stated || draft.meta.kind.is_some() || reader.all_answers;
    let answers = choose(&draft, text, &sections, whole_file, stated, reader.all_answers, &mut resolve);
    for choice in answers {
        let answer = assemble(&mut draft, text, choice, reader);
        draft.answers.push(answer);
    }
    draft
}

/// Least score by which a title is taken for a question of the bank, where it asks something.
const ASKED_SCORE: f32 = 0.6;
/// The same where it only names a subject: notes have such headings, too.
const NAMED_SCORE: f32 = 0.7;

/// Fewest lines that tell something, of a story under a title that only names a subject of the bank.
const MIN_TOLD: usize = 3;

/// Score from which a title surely means its question.
const SURE_SCORE: f32 = 1.0;

/// Whether a title is a question's own.
fn is_exact(title: &str) -> bool {
    content::resolve(title.trim()).is_some_and(|found| found.score >= SURE_SCORE)
}

/// The question that the title of a section means. A word or two that name a technology are the heading of a note.
fn title_question(line: &str) -> Option<usize> {
    let line = line.trim();
    if line.ends_with(':') {
        return None;
    }
    let found = content::resolve(line)?;
    let asks = sections::is_question(line);
    let words = line.split_whitespace().count();
    let technical = content::kind_of(found.question) == content::QuestionKind::Technical;
    let least = match () {
        () if found.score >= 1.0 => ASKED_SCORE,
        // "Tell me about a time": a story, whatever technology it names.
        () if technical && genre::asks_for_story(line) => STORY_SCORE,
        () if asks => ASKED_SCORE,
        () => NAMED_SCORE,
    };
    (found.score >= least && (asks || words > 2 || !technical)).then_some(found.question)
}

/// The same where it asks for a story and names a technology.
const STORY_SCORE: f32 = 0.95;

/// A stretch of passages that is an answer.
struct Choice {
    title: Option<usize>,
    passages: std::ops::Range<usize>,
    meta: Option<Meta>,
    resolved: Option<usize>,
    /// It reads as a technical note.
    technical: bool,
}

fn choose(
    draft: &Draft,
    text: &str,
    sections: &[Section],
    whole_file: bool,
    stated: bool,
    all_answers: bool,
    resolve: &mut dyn FnMut(&str) -> Option<usize>,
) -> Vec<Choice> {
    let mut out: Vec<(u8, bool, Choice)> = Vec::new();
    let mut open = false;
    for section in sections {
        let directive = directive_of(draft, text, section);
        let question = if stated { None } else { section_question(draft, section, resolve) };
        let question = question.filter(|_| !is_topic(draft, section));
        let reading = read_as(draft, section);
        let genre = match reading.genre {
            // What kind of answers such a file holds is not said.
            Genre::Technical if all_answers && draft.meta.kind.is_none() && !stated => Genre::Technical,
            _ if whole_file || directive.is_some() => Genre::Account,
            genre => genre,
        };
        let labelled = is_labelled(section) && genre != Genre::Guide;
        let below = open && out.last().is_some_and(|(level, ..)| section.level > *level);
        let asked = (draft.meta.kind.is_some() || all_answers)
            && title_text(draft, section).is_some_and(|title| {
                sections::is_question(title) || (all_answers && !below && section.level < sections::LINE_LEVEL)
            });
        let has_text = section_has_text(draft, section);
        // A title may name a subject of the bank over anything; what is told below decides.
        let exact = title_text(draft, section).is_none_or(|t| sections::is_question(t) || is_exact(t));
        let told = genre != Genre::Guide
            && question.is_some_and(|q| {
                let kind = content::kind_of(q);
                tells(draft, section, kind)
                    && (exact || kind == content::QuestionKind::Technical || reading.told >= MIN_TOLD)
            });
        let own = directive.is_some() || labelled || (told && has_text) || (asked && has_text);
        if own {
            out.push((
                section.level,
                section.by_line,
                Choice {
                    title: section.title,
                    passages: section.passages.clone(),
                    meta: directive,
                    resolved: question,
                    technical: genre == Genre::Technical,
                },
            ));
            open = true;
        } else if open && let Some((level, by_line, last)) = out.last_mut() {
            // A question in a row of question lines does not belong to the one before it.
            let sibling = *by_line && section.level >= sections::LINE_LEVEL && section.title.is_some();
            if section.level > *level && !sibling && last.passages.end == section.passages.start {
                last.passages.end = section.passages.end;
            } else {
                open = false;
            }
        }
    }
    let mut out: Vec<Choice> = out.into_iter().map(|(_, _, choice)| choice).collect();
    let any_text = draft.passages.iter().any(|p| matches!(p.role, Role::Body | Role::MaybeTitle));
    if whole_file && any_text {
        if out.is_empty() {
            let title = draft
                .passages
                .iter()
                .position(|p| p.role != Role::Other)
                .filter(|at| matches!(draft.passages[*at].role, Role::Title(_) | Role::MaybeTitle));
            out.push(Choice { title, passages: 0..draft.passages.len(), meta: None, resolved: None, technical: false });
        } else if stated && out.len() == 1 {
            // One labelled answer: what stands around it in the file belongs to it.
            let only = &mut out[0];
            only.passages.end = draft.passages.len();
        }
    }
    out
}

/// The directive right under a section's title.
fn directive_of(draft: &Draft, text: &str, section: &Section) -> Option<Meta> {
    let source = |index: usize| draft.document.blocks[draft.passages[index].block].source;
    let start = source(section.passages.start).start;
    let end = section.passages.end;
    let end = if end < draft.passages.len() { source(end).start } else { text.len() as u32 };
    let directives = &draft.document.directives;
    directives[directives.partition_point(|d| d.span.start < start)..]
        .iter()
        .take_while(|d| d.span.start < end)
        .find(|d| d.kind == DirectiveKind::Answer)
        .and_then(|d| d.text)
        .map(|span| meta::parse(text, span))
}

/// Whether a section's title is an item of a list of topics that only names its subject, or an item below another.
fn is_topic(draft: &Draft, section: &Section) -> bool {
    let Some(title) = section.title.map(|t| &draft.passages[t]) else { return false };
    let text = draft.document.text(title.whole);
    let depth = draft.document.blocks[title.block].list_depth;
    let names = depth > 0 && !sections::is_question(text.trim());
    title.role == Role::MaybeTitle && (names || depth > 1) && !is_exact(text)
}

/// What the words of a section say of it. A question below its heading says more than the heading.
fn read_as(draft: &Draft, section: &Section) -> genre::Reading {
    let start = section.title.map_or(section.passages.start, |t| t + 1);
    let passages = &draft.passages[start..section.passages.end];
    let below = passages.iter().find(|p| p.role != Role::Other).filter(|p| p.role == Role::MaybeTitle);
    let below = below.map(|p| draft.document.text(p.body).trim()).filter(|text| sections::is_question(text));
    genre::of(&draft.document, below.or_else(|| title_text(draft, section)), passages.iter())
}

fn title_text<'d>(draft: &'d Draft, section: &Section) -> Option<&'d str> {
    section.title.map(|t| draft.document.text(draft.passages[t].whole))
}

/// The question of the bank that a section's title, or its first line, is.
fn section_question(draft: &Draft, section: &Section, resolve: &mut dyn FnMut(&str) -> Option<usize>) -> Option<usize> {
    if let Some(found) = title_text(draft, section).and_then(&mut *resolve) {
        return Some(found);
    }
    let start = section.title.map_or(section.passages.start, |t| t + 1);
    let first = draft.passages[start..section.passages.end]
        .iter()
        .find(|p| !matches!(p.role, Role::Other | Role::Note | Role::NoteHeading(_)))?;
    let line = draft.document.text(first.body).trim();
    let questioned = first.label.as_ref().is_some_and(|l| l.meaning == LabelMeaning::Question);
    let alone = matches!(first.role, Role::MaybeTitle) || questioned;
    let first_line = line.lines().next().unwrap_or("");
    if alone && line.split_whitespace().count() <= MAX_TITLE_WORDS {
        return resolve(line).or_else(|| resolve(last_sentence(line)?));
    }
    if section.title.is_none() && first.label.is_none() && line.contains('\n') && sections::is_question(first_line) {
        return resolve(first_line);
    }
    None
}

/// The last sentence of a line of several: "Thanks for coming. Tell me about …".
fn last_sentence(line: &str) -> Option<&str> {
    let line = line.trim();
    let body = line.trim_end_matches(['.', '?', '!', '"', '”']);
    body.rfind(['.', '?', '!']).map(|at| line[at + 1..].trim()).filter(|rest| sections::is_question(rest))
}

/// Whether labels make a section an answer. "Problem" and "Solution" alone do not: technical notes use them.
fn is_labelled(section: &Section) -> bool {
    let parts = section.parts;
    let told = parts.has(Part::Context) || parts.has(Part::Outcome) || parts.count() >= 3;
    parts.count() >= 2 && told && section.telling > 0
}

/// Whether a section's text can be an answer to a question of the kind: a story has somebody in it who says "I", while
/// advice on how to answer has not; an explanation has more than a line or two.
fn tells(draft: &Draft, section: &Section, kind: content::QuestionKind) -> bool {
    let start = section.title.map_or(section.passages.start, |t| t + 1);
    let bodies =
        draft.passages[start..section.passages.end].iter().filter(|p| matches!(p.role, Role::Body | Role::MaybeTitle));
    if kind == content::QuestionKind::Technical {
        return bodies.map(|p| draft.document.text(p.body).split_whitespace().count()).sum::<usize>()
            >= MIN_EXPLANATION;
    }
    let first_person = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|w| matches!(w, "I" | "i" | "my" | "My" | "me" | "we" | "We" | "our"))
    };
    let mut bodies = bodies;
    bodies.any(|p| first_person(draft.document.text(p.body)))
}

/// Fewest words of a technical answer that its title alone makes one.
const MIN_EXPLANATION: usize = 25;

fn section_has_text(draft: &Draft, section: &Section) -> bool {
    let start = section.title.map_or(section.passages.start, |t| t + 1);
    draft.passages[start..section.passages.end]
        .iter()
        .any(|p| matches!(p.role, Role::Body) && draft.document.text(p.body).split_whitespace().nth(4).is_some())
}

/// Reads one answer: its sentences, labels and follow-ups.
fn assemble(draft: &mut Draft, text: &str, choice: Choice, reader: &Reader) -> Answer {
    let Choice { title, passages, meta, resolved, technical } = choice;
    let mut meta = meta.unwrap_or_default();
    if meta.question.is_none() {
        meta.question.clone_from(&draft.meta.question);
    }
    meta.kind = meta.kind.or(draft.meta.kind);
    meta.structure = meta.structure.take().or_else(|| draft.meta.structure.clone());
    meta.concepts.extend(draft.meta.concepts.iter().cloned());
    meta.ignore.extend(draft.meta.ignore.iter().cloned());
    let stated = meta.question.as_ref().and_then(|(q, _)| content::resolve(q).map(|m| m.question));
    let question_stated = meta.question.is_some();
    let question = if question_stated { stated } else { resolved };
    let question_kind = question.map(content::kind_of);
    let kind = meta.kind.unwrap_or(match question_kind {
        Some(content::QuestionKind::Technical) => Kind::Technical,
        None if technical => Kind::Technical,
        _ => Kind::Behavioral,
    });
    let range = source_range(draft, text, &passages);
    let mut answer = Answer {
        title: title.map(|t| draft.passages[t].whole),
        passages: passages.clone(),
        range,
        meta,
        question,
        question_stated,
        kind,
        question_kind,
        sentences: Vec::new(),
        parts: Vec::new(),
        labelled: Parts::default(),
        near_labels: Vec::new(),
        question_sure: question_stated || title.is_some_and(|t| is_exact(draft.document.text(draft.passages[t].whole))),
        asked: genre::asked(asking(draft, &passages, title)),
        story: Story::default(),
        follow_ups: Vec::new(),
        body_end: 0,
    };
    let zones = zones(draft, &passages, title, question.is_some());
    let follow_up_prompts = follow_ups::find(draft, &passages, &zones);
    for (offset, zone) in zones.iter().enumerate() {
        let index = passages.start + offset;
        split_passage(draft, index, *zone, &follow_up_prompts, reader, &mut answer);
    }
    follow_ups::attach(draft, &mut answer, &follow_up_prompts);
    for index in passages {
        let passage = &draft.passages[index];
        if let Some(label) = &passage.label
            && let LabelMeaning::Near(meant) = label.meaning
        {
            answer.near_labels.push(NearLabel { span: label.span, meant: meant.to_owned() });
        }
    }
    // A near label counts only beside real ones, or beside another near one.
    let real = draft.passages[answer.passages.clone()]
        .iter()
        .filter(|p| p.label.as_ref().is_some_and(|l| !l.parts().is_empty()))
        .count();
    if real == 0 {
        answer.near_labels.clear();
    }
    answer
}

/// The words that ask: the question below the title, or the title.
fn asking<'d>(draft: &'d Draft, passages: &std::ops::Range<usize>, title: Option<usize>) -> Option<&'d str> {
    let start = title.map_or(passages.start, |t| t + 1);
    let first = draft.passages.get(start..passages.end)?.iter().find(|p| p.role != Role::Other);
    let below = first.map(|p| draft.document.text(p.body).trim()).filter(|text| sections::is_question(text));
    below.or_else(|| title.map(|t| draft.document.text(draft.passages[t].whole)))
}

fn source_range(draft: &Draft, text: &str, passages: &std::ops::Range<usize>) -> Span {
    let of = |index: usize| {
        let passage = &draft.passages[index];
        draft.document.source_span(passage.whole)
    };
    if passages.is_empty() {
        return Span::default();
    }
    let start = of(passages.start).start;
    let end = passages.clone().map(|p| of(p).end).max().unwrap_or(start);
    Span { start, end }.clamp_to(text)
}

/// What a passage of an answer is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// Its title, a heading, a break: nothing is said there.
    Silent,
    /// The answer itself.
    Answer,
    /// The question, repeated under the title.
    Question,
    /// Follow-ups and replies.
    FollowUps,
    /// Notes.
    Note,
}

/// The zone of each passage of an answer.
fn zones(draft: &Draft, passages: &std::ops::Range<usize>, title: Option<usize>, known: bool) -> Vec<Zone> {
    let mut out = Vec::with_capacity(passages.len());
    let mut mode = Zone::Answer;
    let mut note_item: Option<u32> = None;
    let mut started = false;
    for index in passages.clone() {
        let passage = &draft.passages[index];
        let block = &draft.document.blocks[passage.block];
        let zone = match passage.role {
            _ if Some(index) == title => Zone::Silent,
            // Follow-ups need no heading that says so: a question to the candidate after the answer begins them.
            Role::Title(_) | Role::MaybeTitle | Role::Body
                if mode == Zone::Answer && started && follow_ups::unannounced(draft, index) =>
            {
                mode = Zone::FollowUps;
                Zone::FollowUps
            }
            Role::Other => Zone::Silent,
            Role::FollowUps(_) => {
                mode = Zone::FollowUps;
                if passage.body.is_empty() { Zone::Silent } else { Zone::FollowUps }
            }
            Role::NoteHeading(_) => {
                mode = Zone::Note;
                Zone::Silent
            }
            Role::AnswerHeading(_) => {
                if mode != Zone::FollowUps {
                    mode = Zone::Answer;
                }
                Zone::Silent
            }
            Role::Title(_) if mode == Zone::FollowUps => Zone::FollowUps,
            Role::Title(_) => {
                mode = Zone::Answer;
                Zone::Silent
            }
            Role::Note => {
                note_item = Some(block.item);
                if passage.body.is_empty() && mode == Zone::Answer && block.list_depth == 0 {
                    // "**Tips:**" alone: the list below it is the note.
                    note_item = Some(u32::MAX);
                }
                Zone::Note
            }
            Role::MaybeTitle if mode == Zone::Answer && !started => {
                let text = draft.document.text(passage.body);
                let labelled = passage.label.as_ref().is_some_and(|l| l.meaning == LabelMeaning::Question);
                if labelled
                    || sections::is_question(text.trim())
                    || (known && sections::is_bold(&draft.document, passage.body))
                {
                    Zone::Question
                } else {
                    Zone::Answer
                }
            }
            Role::Body | Role::MaybeTitle => {
                let label_part = passage.label.as_ref().is_some_and(|l| !l.parts().is_empty());
                let answer_label = passage.label.as_ref().is_some_and(|l| l.meaning == LabelMeaning::Answer);
                if label_part || (answer_label && mode == Zone::Note) {
                    let heading = matches!(passage.label.as_ref().map(|l| l.form), Some(LabelForm::Heading(_)));
                    if mode == Zone::Note || heading {
                        mode = Zone::Answer;
                    }
                    note_item = None;
                }
                match note_item {
                    Some(u32::MAX) if block.list_depth > 0 => Zone::Note,
                    Some(item)
                        if item != 0 && item != u32::MAX && (block.item == item || block.parent_item == item) =>
                    {
                        Zone::Note
                    }
                    _ => {
                        note_item = None;
                        mode
                    }
                }
            }
        };
        started |= zone == Zone::Answer;
        out.push(zone);
    }
    out
}

/// Splits a passage into words and sentences, with what is set as code, as a link, or in quotation marks.
fn split_passage(
    draft: &mut Draft,
    index: usize,
    zone: Zone,
    prompts: &[follow_ups::Prompt],
    reader: &Reader,
    answer: &mut Answer,
) {
    let body = draft.passages[index].body;
    if matches!(zone, Zone::Silent) || body.is_empty() {
        return;
    }
    let first_sentence = draft.sentences.len();
    let first_word = draft.words.len();
    let pieces = follow_ups::pieces(body, index, prompts);
    let mut quoted = Vec::new();
    let block = draft.document.blocks[draft.passages[index].block];
    for (piece, is_prompt) in pieces {
        let from = draft.sentences.len();
        words::split(
            &draft.document.prose,
            piece,
            reader.rulebook.vocabulary(),
            &mut draft.words,
            &mut draft.sentences,
        );
        quoted.clear();
        quotes::quotations(draft.document.text(piece), piece.start, &mut quoted);
        let own_voice = quotes::covers(&quoted, piece);
        if own_voice {
            let outer = quoted.iter().copied().max_by_key(|q| q.len());
            quoted.retain(|q| Some(*q) != outer && q.len() * 2 < piece.len());
        }
        for sentence in from..draft.sentences.len() {
            let speaker = match zone {
                Zone::Note => Speaker::Note,
                Zone::Question => Speaker::Interviewer,
                _ if is_prompt => Speaker::Interviewer,
                _ => Speaker::Candidate,
            };
            let first = sentence == from && piece.start == body.start;
            answer.sentences.push(AnswerSentence {
                index: sentence,
                passage: index,
                speaker,
                part: None,
                reply: zone == Zone::FollowUps,
                bullet: first && (block.item_start || block.list_depth > 0),
            });
        }
        flag_words(draft, first_word, &quoted);
    }
    draft.passages[index].sentences = first_sentence..draft.sentences.len();
    if zone == Zone::Answer {
        answer.body_end = answer.body_end.max(draft.passages[index].whole.end);
    }
}

/// Sets the flags of words that stand in code, a link, or a quotation.
fn flag_words(draft: &mut Draft, from: usize, quoted: &[Span]) {
    let Some((first, last)) = draft.words[from..].first().zip(draft.words.last()) else { return };
    let range = Span { start: first.span.start, end: last.span.end };
    let styles = &draft.document.styles;
    let start = styles.partition_point(|s| s.prose.end <= range.start);
    let mut spans: Vec<(Span, u16)> = quoted.iter().map(|q| (*q, flag::QUOTED)).collect();
    for style in styles[start..].iter().take_while(|s| s.prose.start < range.end) {
        match style.kind {
            StyleKind::Code => spans.push((style.prose, flag::CODE)),
            StyleKind::Link => spans.push((style.prose, flag::LINK)),
            _ => {}
        }
    }
    for (span, bit) in spans {
        let words = &mut draft.words[from..];
        let at = words.partition_point(|w| w.span.end <= span.start);
        for word in words[at..].iter_mut().take_while(|w| w.span.start < span.end) {
            word.flags |= bit;
        }
    }
}
