//! Who says each sentence.

use super::{Answer, Draft, Speaker};
use crate::text::words::flag;

/// A sentence with more than this share of its words in an inner quotation is somebody else's.
const REPORTED_SHARE: f64 = 0.6;

/// Settles the speakers that need the words: reported speech, and questions put to the candidate.
pub(super) fn settle(draft: &Draft, answer: &mut Answer) {
    let mut first = true;
    for sentence in &mut answer.sentences {
        if sentence.speaker != Speaker::Candidate {
            continue;
        }
        let words = &draft.words[draft.sentences[sentence.index].words()];
        let quoted = words.iter().filter(|w| w.is(flag::QUOTED)).count();
        let code = words.iter().filter(|w| w.is(flag::CODE)).count();
        if quoted as f64 > REPORTED_SHARE * words.len() as f64 {
            sentence.speaker = Speaker::Reported;
        } else if code == words.len() {
            sentence.speaker = Speaker::Note;
        } else if first && !sentence.reply && draft.sentences[sentence.index].question {
            // The question may stand at the head of the answer.
            let text = draft.document.text(draft.sentences[sentence.index].span);
            if super::sections::is_invitation(text) {
                sentence.speaker = Speaker::Interviewer;
                continue;
            }
        }
        first = false;
    }
}
