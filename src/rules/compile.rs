//! From a rule file to a [`Rule`], with its patterns added to a pattern set.

use super::model::*;
use super::raw::*;
use crate::span::Span;
use crate::text::pattern::{self, Lists};
use crate::text::program::PatternSetBuilder;
use crate::text::vocabulary::VocabularyBuilder;
use crate::yaml::{self, Spanned};

/// What a pattern of the core set belongs to: the kind in the upper eight bits, a number in the others.
pub mod owner {
    /// A phrase rule, by its number.
    pub const RULE: u32 = 0;
    /// A context of a phrase rule.
    pub const CONTEXT: u32 = 1;
    /// A cue.
    pub const CUE: u32 = 2;
    /// An evidence rule with patterns of its own, by its number.
    pub const EVIDENCE: u32 = 3;

    /// The owner of the given kind and number.
    #[must_use]
    pub const fn new(kind: u32, number: u32) -> u32 {
        kind << 24 | number
    }

    /// Kind and number of an owner.
    #[must_use]
    pub const fn split(owner: u32) -> (u32, u32) {
        (owner >> 24, owner & 0x00ff_ffff)
    }
}

/// What is wrong with a rule file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// What is wrong.
    pub message: String,
    /// Where, in bytes of the file.
    pub span: Span,
}

/// Collects compiled rules.
pub struct Compiler<'a> {
    /// The words that patterns know.
    pub vocabulary: VocabularyBuilder,
    /// The patterns of all rules.
    pub patterns: PatternSetBuilder,
    /// Word lists.
    pub lists: Lists<'a>,
    /// Number of the next rule.
    pub next_rule: u32,
    /// Number of the next context.
    pub next_context: u32,
    /// The fitted models: a name, and the ids of the rules they have an output for.
    pub models: Vec<(String, Vec<String>)>,
}

impl<'a> Compiler<'a> {
    /// A compiler that starts from the given words and lists.
    #[must_use]
    pub fn new(vocabulary: VocabularyBuilder, lists: Lists<'a>) -> Self {
        Self {
            vocabulary,
            patterns: PatternSetBuilder::default(),
            lists,
            next_rule: 0,
            next_context: 0,
            models: Vec::new(),
        }
    }

    /// Reads and compiles one rule file with the given text.
    ///
    /// # Errors
    /// With the place of the first mistake.
    pub fn rule(&mut self, id: &str, text: &str) -> Result<(Rule, RuleDoc), RuleError> {
        let raw: RawRule =
            yaml::parse(text).map_err(|e| RuleError { message: with_suggestion(&e.message), span: e.span })?;
        self.compile(id, text, raw)
    }

    fn compile(&mut self, id: &str, text: &str, raw: RawRule) -> Result<(Rule, RuleDoc), RuleError> {
        if raw.examples.bad.is_empty() || raw.examples.good.len() < 2 {
            let at = text.find("examples:").unwrap_or(0);
            return Err(RuleError {
                message: "a rule needs at least one `bad` example and two `good` ones".to_owned(),
                span: Span::new(at, at + "examples".len()),
            });
        }
        for example in &raw.examples.bad {
            for mark in &example.marks {
                if !example.text.contains(mark.as_str()) {
                    let at = text.find(mark.as_str()).unwrap_or(0);
                    return Err(RuleError {
                        message: format!("`{mark}` does not stand in the example's text"),
                        span: Span::new(at, at + mark.len()),
                    });
                }
            }
        }
        if raw
            .measured
            .as_ref()
            .is_some_and(|m| ![m.precision, m.recall].iter().all(|share| (0.0..=1.0).contains(share)))
        {
            let at = text.find("measured:").unwrap_or(0);
            return Err(RuleError {
                message: "`precision` and `recall` are shares from 0 to 1".to_owned(),
                span: Span::new(at, at + "measured".len()),
            });
        }
        let number = self.next_rule;
        self.next_rule += 1;
        let check = self.check(id, number, text, raw.check)?;
        let mut applies_to = AppliesTo::default();
        for entry in &raw.applies_to {
            let value = entry.value.as_str();
            if KINDS.contains(&value) {
                applies_to.kinds.push(value.to_owned());
            } else if value.contains('/') {
                applies_to.questions.push(value.to_owned());
            } else {
                return Err(unknown(text, entry, "kind of answer", KINDS));
            }
        }
        let rule = Rule {
            id: id.to_owned(),
            severity: raw.severity,
            off: raw.off,
            aliases: raw.aliases,
            applies_to,
            message: raw.message.trim().to_owned(),
            help: raw.help.trim().to_owned(),
            check,
            fix: raw.fix.map(|f| FixSpec { message: f.message, replace: f.replace, safe: f.safe }),
        };
        let doc = RuleDoc {
            summary: raw.summary.trim().to_owned(),
            why: raw.why.trim().to_owned(),
            source: raw.source,
            measured: raw.measured,
            bad: raw.examples.bad,
            good: raw.examples.good,
        };
        Ok((rule, doc))
    }

    fn check(&mut self, id: &str, number: u32, text: &str, raw: RawCheck) -> Result<Check, RuleError> {
        Ok(match raw {
            RawCheck::Phrase(raw) => Check::Phrase(self.phrase(id, number, text, raw)?),
            RawCheck::Pattern(raw) => {
                Check::Pattern(PatternCheck { regex: raw.regex.value, case_sensitive: raw.case_sensitive })
            }
            RawCheck::Structure(p) => {
                Check::Structure(problem(text, &p.problem, StructureProblem::from_name, StructureProblem::NAMES)?)
            }
            RawCheck::Evidence(raw) => {
                let kind = match &raw.kind {
                    Some(kind) => Some(problem(text, kind, EvidenceProblem::from_name, EvidenceProblem::NAMES)?),
                    None => None,
                };
                self.patterns(text, &raw.any, owner::new(owner::EVIDENCE, number))?;
                Check::Evidence(EvidenceCheck { kind, at_least: raw.at_least.unwrap_or(1) })
            }
            RawCheck::Balance(raw) => Check::Balance(BalanceCheck {
                measure: problem(text, &raw.measure, Measure::from_name, Measure::NAMES)?,
                above: raw.above,
                below: raw.below,
                at_least: raw.at_least.unwrap_or(0),
            }),
            RawCheck::Length(p) => {
                Check::Length(problem(text, &p.problem, LengthProblem::from_name, LengthProblem::NAMES)?)
            }
            RawCheck::Coverage(p) => {
                Check::Coverage(problem(text, &p.problem, CoverageProblem::from_name, CoverageProblem::NAMES)?)
            }
            RawCheck::Strategy(p) => {
                Check::Strategy(problem(text, &p.problem, StrategyProblem::from_name, StrategyProblem::NAMES)?)
            }
            RawCheck::FollowUp(p) => {
                Check::FollowUp(problem(text, &p.problem, FollowUpProblem::from_name, FollowUpProblem::NAMES)?)
            }
            RawCheck::Draft(p) => {
                Check::Draft(problem(text, &p.problem, DraftProblem::from_name, DraftProblem::NAMES)?)
            }
            RawCheck::Suppression(p) => {
                Check::Suppression(problem(text, &p.problem, SuppressionProblem::from_name, SuppressionProblem::NAMES)?)
            }
        })
    }

    fn phrase(&mut self, id: &str, number: u32, text: &str, raw: RawPhrase) -> Result<PhraseCheck, RuleError> {
        self.patterns(text, &raw.any, owner::new(owner::RULE, number))?;
        let speaker = match raw.speaker.as_ref().map(|s| (s, s.value.as_str())) {
            None | Some((_, "candidate")) => PhraseSpeaker::Candidate,
            Some((_, "answer")) => PhraseSpeaker::Answer,
            Some((_, "reply")) => PhraseSpeaker::Reply,
            Some((_, "anyone")) => PhraseSpeaker::Anyone,
            Some((spanned, _)) => {
                return Err(unknown(text, spanned, "speaker", &["candidate", "answer", "reply", "anyone"]));
            }
        };
        let mut unless = Vec::new();
        for context in &raw.unless {
            unless.push(self.context(text, context)?);
        }
        let output = raw.model.as_ref().map(|model| self.output(id, text, model)).transpose()?;
        Ok(PhraseCheck {
            output,
            speaker,
            parts: parts(text, &raw.parts)?,
            not_parts: parts(text, &raw.not_parts)?,
            unless,
            sure_alone: raw.sure_alone,
            at_least: raw.at_least.unwrap_or(1),
        })
    }

    /// The number of the output for rule `id` of the model named.
    fn output(&self, id: &str, text: &str, model: &Spanned<String>) -> Result<u32, RuleError> {
        let Some((_, rules)) = self.models.iter().find(|(name, _)| *name == model.value) else {
            let names: Vec<&str> = self.models.iter().map(|(name, _)| name.as_str()).collect();
            return Err(unknown(text, model, "model", &names));
        };
        rules.iter().position(|rule| rule == id).map(|output| output as u32).ok_or_else(|| RuleError {
            message: format!("the model `{}` was not fitted for `{id}`", model.value),
            span: yaml::span_of(text, model),
        })
    }

    fn context(&mut self, text: &str, raw: &RawContext) -> Result<Context, RuleError> {
        let number = self.next_context;
        self.next_context += 1;
        let owner = owner::new(owner::CONTEXT, number);
        let within = raw.within.unwrap_or(u32::MAX);
        let places = [
            (&raw.before, ContextPlace::Before(within)),
            (&raw.after, ContextPlace::After(within)),
            (&raw.sentence, ContextPlace::Sentence),
            (&raw.nearby, ContextPlace::Nearby(raw.sentences.unwrap_or(1))),
        ];
        let mut given = places.iter().filter(|(patterns, _)| !patterns.is_empty());
        let (Some((patterns, place)), None) = (given.next(), given.next()) else {
            let at = text.find("unless:").unwrap_or(0);
            return Err(RuleError {
                message: "a context needs exactly one of `before`, `after`, `sentence`, `nearby`".to_owned(),
                span: Span::new(at, at + "unless".len()),
            });
        };
        self.patterns(text, patterns, owner)?;
        Ok(Context { number, place: *place })
    }

    fn patterns(&mut self, text: &str, patterns: &[Spanned<String>], owner: u32) -> Result<(), RuleError> {
        for written in patterns {
            self.pattern(&written.value, owner).map_err(|error| {
                let whole = yaml::span_of(text, written);
                // Quoted and folded scalars do not stand in the file as they are read; then all is underlined.
                let inside = text[whole.range()].find(&written.value);
                let span = inside.map_or(whole, |at| {
                    let start = whole.start as usize + at + error.at;
                    Span::new(start, start + error.len)
                });
                let message = with_list_suggestion(&error.message, &self.lists);
                RuleError { message, span: span.clamp_to(text) }
            })?;
        }
        Ok(())
    }

    /// Adds one pattern.
    ///
    /// # Errors
    /// When the pattern is not well formed.
    pub fn pattern(&mut self, pattern: &str, owner: u32) -> Result<u32, pattern::PatternError> {
        let node = pattern::parse(pattern, &mut self.vocabulary, &mut self.lists)?;
        Ok(self.patterns.add(&node, owner))
    }
}

/// Kinds of answers that `applies-to` may name.
pub const KINDS: &[&str] = &["behavioral", "technical", "leadership", "attitude"];

fn parts(text: &str, names: &[Spanned<String>]) -> Result<Parts, RuleError> {
    let mut parts = Parts::default();
    for name in names {
        let known = Part::ALL.map(Part::name);
        parts = parts.with(problem(text, name, Part::from_name, &known)?);
    }
    Ok(parts)
}

fn problem<T>(
    text: &str,
    name: &Spanned<String>,
    from: impl Fn(&str) -> Option<T>,
    known: &[&str],
) -> Result<T, RuleError> {
    from(&name.value).ok_or_else(|| unknown(text, name, "value", known))
}

fn unknown(text: &str, name: &Spanned<String>, what: &str, known: &[&str]) -> RuleError {
    let hint = nearest(&name.value, known.iter().copied())
        .map_or_else(|| format!("known are {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
    RuleError { message: format!("unknown {what} `{}`; {hint}", name.value), span: yaml::span_of(text, name) }
}

pub use crate::text::terms::closest as nearest;

/// serde's "unknown field `x`, expected one of `a`, `b`" with the nearest one named first.
#[must_use]
pub fn with_suggestion(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let Some(name) = quoted.next().filter(|_| message.starts_with("unknown ")) else { return message.to_owned() };
    match nearest(name, quoted) {
        Some(near) => {
            let what = message.split('`').next().unwrap_or("unknown ").trim();
            format!("{what} `{name}`; did you mean `{near}`?")
        }
        None => message.to_owned(),
    }
}

fn with_list_suggestion(message: &str, lists: &Lists) -> String {
    let Some(name) = message.strip_prefix("there is no word list `").and_then(|m| m.strip_suffix('`')) else {
        return message.to_owned();
    };
    match nearest(name, lists.names()) {
        Some(near) => format!("{message}; did you mean `{near}`?"),
        None => message.to_owned(),
    }
}
