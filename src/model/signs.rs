//! Signs of evidence that words alone give: cues, and what cancels them.

use crate::answer::Draft;
use crate::rules::{Cue, EvidenceKind};
use crate::span::Span;
use crate::text::words::{Word, flag};

/// How much words say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// They speak for themselves: "I should have", "it taught me".
    Strong,
    /// They hint: "I had told them", a truth in general terms, an act in the present tense.
    Weak,
}

/// The cue of a kind of evidence.
fn cue(kind: EvidenceKind, strength: Strength) -> Option<Cue> {
    match (kind, strength) {
        (EvidenceKind::Ownership, Strength::Strong) => Some(Cue::Ownership),
        (EvidenceKind::Ownership, Strength::Weak) => Some(Cue::Admission),
        (EvidenceKind::Learning, Strength::Strong) => Some(Cue::Learning),
        (EvidenceKind::Learning, Strength::Weak) => Some(Cue::Insight),
        (EvidenceKind::Application, Strength::Strong) => Some(Cue::Application),
        (EvidenceKind::Application, Strength::Weak) => Some(Cue::Habit),
        (EvidenceKind::Specifics, Strength::Strong) => Some(Cue::Specifics),
        (EvidenceKind::Nuance, Strength::Strong) => Some(Cue::Nuance),
        (EvidenceKind::Outcome, Strength::Strong) => Some(Cue::Outcome),
        (EvidenceKind::Specifics | EvidenceKind::Nuance | EvidenceKind::Outcome, Strength::Weak) => None,
    }
}

/// The cue of what only looks like a kind of evidence.
fn look_alike(kind: EvidenceKind) -> Option<Cue> {
    match kind {
        EvidenceKind::Ownership => Some(Cue::NotOwnership),
        EvidenceKind::Learning => Some(Cue::NotLearning),
        EvidenceKind::Application => Some(Cue::NotApplication),
        EvidenceKind::Specifics => Some(Cue::NotSpecifics),
        EvidenceKind::Nuance | EvidenceKind::Outcome => None,
    }
}

/// The words of sentence number `sentence` that show evidence of a kind, in the prose.
#[must_use]
pub fn find(draft: &Draft, sentence: usize, kind: EvidenceKind, strength: Strength) -> Option<Span> {
    let wanted = cue(kind, strength)?;
    let hit = draft.cue_hits(sentence).find(|(cue, hit)| {
        *cue == wanted
            && !draft.words[hit.words()].iter().all(|w| w.is(flag::QUOTED | flag::CODE))
            && look_alike(kind).is_none_or(|other| !overlaps(draft, sentence, hit.first, hit.last, other))
    });
    match hit {
        Some((_, hit)) => Some(draft.hit_span(hit)),
        None if kind == EvidenceKind::Specifics => figure(draft, sentence).or_else(|| place(draft, sentence)),
        None => None,
    }
}

/// Whether words `first..last` of a sentence overlap a match of `cue`.
fn overlaps(draft: &Draft, sentence: usize, first: u32, last: u32, cue: Cue) -> bool {
    draft.cue_hits(sentence).any(|(c, hit)| c == cue && hit.first < last && first < hit.last)
}

/// The first figure of a sentence that is no figure of speech.
#[must_use]
pub fn figure(draft: &Draft, sentence: usize) -> Option<Span> {
    draft.sentences[sentence]
        .words()
        .find(|at| {
            draft.words[*at].is(flag::NUMBER)
                && !overlaps(draft, sentence, *at as u32, *at as u32 + 1, Cue::NotSpecifics)
        })
        .map(|at| draft.words[at].span)
}

/// Words after which a name is that of a place, a firm or a system rather than a person.
const BEFORE_PLACES: &[&str] = &["in", "at", "from", "via", "on", "using", "near", "outside", "into", "to"];
/// Titles of persons.
const TITLES: &[&str] = &["mr", "mrs", "ms", "dr", "miss", "sister", "father", "sir", "madam"];

/// The first name of a place, firm or system.
fn place(draft: &Draft, sentence: usize) -> Option<Span> {
    let words = &draft.words[draft.sentences[sentence].words()];
    let text = |w: &Word| draft.document.text(w.span).to_ascii_lowercase();
    words.windows(2).find_map(|pair| {
        let name = &pair[1];
        let named = name.is(flag::CAPITAL) && !name.is(flag::CLAUSE | flag::QUOTED) && name.len > 2;
        let placed = named && BEFORE_PLACES.contains(&text(&pair[0]).as_str());
        (placed && !TITLES.contains(&text(name).as_str())).then_some(name.span)
    })
}
