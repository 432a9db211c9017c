//! Who does what: a subject, its verb, and the verb's form.

use super::features::{Group, key};
use super::tokens::Token;
use crate::tables::class;

/// A subject with its verb.
#[derive(Clone, Copy)]
pub(super) struct Deed {
    pub person: u32,
    pub form: u32,
    pub denied: bool,
    pub verb: Token,
    pub next: Token,
}

impl Deed {
    pub fn code(&self) -> u32 {
        key(Group::Subject, &[self.person, self.form, u32::from(self.denied)])
    }
}

pub(super) mod person {
    pub const I: u32 = 1;
    pub const WE: u32 = 2;
    pub const THIRD: u32 = 3;
    pub const IT: u32 = 4;
    pub const YOU: u32 = 5;
}

/// Forms of a verb after its subject; a modal verb's form is its key.
pub(super) mod form {
    pub const OTHER: u32 = 1;
    pub const PLUPERFECT: u32 = 2;
    pub const HAD: u32 = 3;
    pub const PERFECT: u32 = 4;
    pub const HAVE: u32 = 5;
    pub const PASSIVE: u32 = 6;
    pub const WAS_DOING: u32 = 7;
    pub const WAS: u32 = 8;
    pub const IS: u32 = 9;
    pub const DID: u32 = 10;
    pub const DO: u32 = 11;
    pub const PAST: u32 = 12;
    pub const PRESENT: u32 = 13;
    pub const THIRD_PRESENT: u32 = 14;
}

/// The verb of a subject: the first word after it that is no adverb.
pub(super) fn deed(subject: &Token, rest: &[Token]) -> Option<Deed> {
    let mut denied = false;
    let mut verbs = rest.iter().filter(|t| {
        denied |= t.is(class::DENIAL);
        !t.is(class::ADVERB)
    });
    let verb = *verbs.next().filter(|t| !t.is_mark())?;
    let next = verbs.next().copied().unwrap_or_default();
    let person = match () {
        () if subject.is(class::FIRST_SINGULAR) => person::I,
        () if subject.is(class::FIRST_PLURAL) => person::WE,
        () if subject.is(class::THIRD_PERSON) => person::THIRD,
        () if subject.is(class::SECOND_PERSON) => person::YOU,
        () => person::IT,
    };
    let participle = next.past || next.en;
    let form = match () {
        () if verb.is(class::HAVE_PAST) => {
            if participle {
                form::PLUPERFECT
            } else {
                form::HAD
            }
        }
        () if verb.is(class::HAVE_PRESENT) => {
            if participle {
                form::PERFECT
            } else {
                form::HAVE
            }
        }
        () if verb.is(class::BE_PAST) => match () {
            () if next.past => form::PASSIVE,
            () if next.ing => form::WAS_DOING,
            () => form::WAS,
        },
        () if verb.is(class::BE_PRESENT) => form::IS,
        () if verb.is(class::DO_PAST) => form::DID,
        () if verb.is(class::DO_PRESENT) => form::DO,
        () if verb.is(class::AUXILIARY) => verb.key,
        () if verb.past => form::PAST,
        () if matches!(person, person::I | person::WE | person::YOU) || subject.is(class::THEY) => form::PRESENT,
        () if verb.s => form::THIRD_PRESENT,
        () => form::OTHER,
    };
    Some(Deed { person, form, denied, verb, next })
}
