//! x
use crate::answer::{Answer, Draft};
use crate::rules::{Part, Cue};

/// x
pub fn decode(draft: &Draft, answer: &Answer, own: &[usize]) -> Vec<Option<Part>> {
    let n = own.len();
    own.iter().enumerate().map(|(i, at)| {
        let s = answer.sentences[*at].index;
        let has = |cue| draft.cue_hits(s).any(|(c, _)| c == cue);
        let r = (i as f32 + 0.5) / n as f32;
        Some(if has(Cue::Application) && r > 0.5 { Part::Application } else if has(Cue::Learning) && r > 0.5 { Part::Learning }
        else if r < 0.2 { Part::Context } else if r < 0.35 { Part::Challenge } else if r < 0.65 { Part::Action } else { Part::Outcome })
    }).collect()
}
