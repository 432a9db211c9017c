//! Validated rules.

use serde::{Deserialize, Serialize};

use super::raw::{Measured, RawExample};
use crate::diagnostic::Severity;

/// A sort of statement that an interviewer listens for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EvidenceKind {
    /// The candidate owns a part of what happened.
    Ownership,
    /// What was learned.
    Learning,
    /// What is done differently now.
    Application,
    /// A number, date, name or other concrete fact in Action or Outcome.
    Specifics,
    /// A cost, limit, trade-off, doubt or another's view.
    Nuance,
    /// What came of it.
    Outcome,
}

impl EvidenceKind {
    /// All kinds, in the order of the machine interface.
    pub const ALL: [EvidenceKind; 6] = [
        EvidenceKind::Ownership,
        EvidenceKind::Learning,
        EvidenceKind::Application,
        EvidenceKind::Specifics,
        EvidenceKind::Nuance,
        EvidenceKind::Outcome,
    ];

    /// The name in the machine interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            EvidenceKind::Ownership => "ownership",
            EvidenceKind::Learning => "learning",
            EvidenceKind::Application => "application",
            EvidenceKind::Specifics => "specifics",
            EvidenceKind::Nuance => "nuance",
            EvidenceKind::Outcome => "outcome",
        }
    }
}

/// Parts of an answer, whatever its draft calls them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Background.
    Context,
    /// The difficult situation, the task.
    Challenge,
    /// What was done.
    Action,
    /// What came of it.
    Outcome,
    /// What was gained.
    Learning,
    /// How it shapes what one does now.
    Application,
}

impl Part {
    /// All parts in their order.
    pub const ALL: [Part; 6] =
        [Part::Context, Part::Challenge, Part::Action, Part::Outcome, Part::Learning, Part::Application];

    /// The name in the machine interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Part::Context => "context",
            Part::Challenge => "challenge",
            Part::Action => "action",
            Part::Outcome => "outcome",
            Part::Learning => "learning",
            Part::Application => "application",
        }
    }

    /// The part of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// The name as a label in prose.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Part::Context => "Context",
            Part::Challenge => "Challenge",
            Part::Action => "Action",
            Part::Outcome => "Outcome",
            Part::Learning => "Learning",
            Part::Application => "Application",
        }
    }
}

/// A set of parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts(u8);

impl Parts {
    /// The set of one part.
    #[must_use]
    pub const fn only(part: Part) -> Self {
        Self(1 << part as u8)
    }

    /// The set with `part` added.
    #[must_use]
    pub fn with(self, part: Part) -> Self {
        Self(self.0 | 1 << part as u8)
    }

    /// Whether `part` is in the set.
    #[must_use]
    pub fn has(self, part: Part) -> bool {
        self.0 & (1 << part as u8) != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Number of parts in the set.
    #[must_use]
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// The parts in it, in order.
    pub fn iter(self) -> impl Iterator<Item = Part> {
        Part::ALL.into_iter().filter(move |part| self.has(*part))
    }
}

/// What kind of answers a rule looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliesTo {
    /// Kinds: behavioral, technical, leadership, attitude.
    pub kinds: Vec<String>,
    /// Question ids.
    pub questions: Vec<String>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// `category/name`.
    pub id: String,
    /// Weight unless configured otherwise.
    pub severity: Severity,
    /// Runs only when asked for.
    pub off: bool,
    /// Former ids.
    pub aliases: Vec<String>,
    /// What it looks at.
    pub applies_to: AppliesTo,
    /// Message, with `{…}` for what is filled in.
    pub message: String,
    /// What to do.
    pub help: String,
    /// How it is checked.
    pub check: Check,
    /// What its fix does.
    pub fix: Option<FixSpec>,
}

/// A fix as its rule describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixSpec {
    /// What it does.
    pub message: String,
    /// Replacement for the underlined text, for phrases and patterns.
    pub replace: Option<String>,
    /// Whether it changes no meaning.
    pub safe: bool,
}

/// What is told of a rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RuleDoc {
    /// What it reports, in one line.
    pub summary: String,
    /// Why an interviewer cares.
    pub why: String,
    /// Where in the source document it comes from.
    pub source: Option<String>,
    /// How right its findings are, where that is known.
    pub measured: Option<Measured>,
    /// Texts that must have a finding.
    pub bad: Vec<RawExample>,
    /// Texts that must have none.
    pub good: Vec<RawExample>,
}

/// How a rule is checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Check {
    /// Word patterns.
    Phrase(PhraseCheck),
    /// A regular expression.
    Pattern(PatternCheck),
    /// The parts of an answer.
    Structure(StructureProblem),
    /// Statements of a sort.
    Evidence(EvidenceCheck),
    /// Shares and ratios.
    Balance(BalanceCheck),
    /// Speaking time.
    Length(LengthProblem),
    /// Technical concepts.
    Coverage(CoverageProblem),
    /// Best-answer strategy.
    Strategy(StrategyProblem),
    /// Prepared replies.
    FollowUp(FollowUpProblem),
    /// The file as a whole.
    Draft(DraftProblem),
    /// Suppressions.
    Suppression(SuppressionProblem),
}

/// Whose words a phrase is looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhraseSpeaker {
    /// The candidate's, in the answer and in prepared replies.
    Candidate,
    /// The candidate's, in the answer only.
    Answer,
    /// The candidate's, in prepared replies only.
    Reply,
    /// Anybody's.
    Anyone,
}

/// Word patterns. The patterns themselves are in the pattern set, under the rule's number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhraseCheck {
    /// The output of the fitted model that finds further ones.
    pub output: Option<u32>,
    /// Whose words.
    pub speaker: PhraseSpeaker,
    /// The only parts looked at; all when empty.
    pub parts: Parts,
    /// A match that is most of its sentence stands, whatever the model says of it.
    pub sure_alone: bool,
    /// Parts not looked at where a label marks them.
    pub not_parts: Parts,
    /// Contexts in which a match is no finding.
    pub unless: Vec<Context>,
    /// The fewest matches in an answer for any to count.
    pub at_least: u32,
}

/// Words around a match that make it harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Number of the context, under which its patterns are in the pattern set.
    pub number: u32,
    /// Where the words stand.
    pub place: ContextPlace,
}

/// Where the words of a context stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContextPlace {
    /// At most so many words before the match.
    Before(u32),
    /// At most so many words after it.
    After(u32),
    /// In its sentence.
    Sentence,
    /// At most so many sentences away.
    Nearby(u32),
}

/// A regular expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternCheck {
    /// The expression.
    pub regex: String,
    /// Whether case counts.
    pub case_sensitive: bool,
}

/// Statements of a sort.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceCheck {
    /// Which sort; none for a user's patterns.
    pub kind: Option<EvidenceProblem>,
    /// Fewest statements.
    pub at_least: u32,
}

/// A share or ratio.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BalanceCheck {
    /// What is measured.
    pub measure: Measure,
    /// A finding above this.
    pub above: Option<f32>,
    /// A finding below this.
    pub below: Option<f32>,
    /// Fewest things measured.
    pub at_least: u32,
}

macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($(#[$vdoc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $type { $($(#[$vdoc])* $variant,)* }

        impl $type {
            /// The names that rule files use.
            pub const NAMES: &'static [&'static str] = &[$($name,)*];

            /// The variant of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

named! {
    /// Problems with the parts of an answer.
    StructureProblem {
        /// A required part is absent.
        MissingPart = "missing-part",
        /// A label with nothing under it.
        EmptyPart = "empty-part",
        /// Parts out of order.
        PartOrder = "part-order",
        /// One part twice.
        DuplicatePart = "duplicate-part",
        /// A label that is nearly a known one.
        UnknownPart = "unknown-part",
    }
}

named! {
    /// Statements that should be there, or should not be alone.
    EvidenceProblem {
        /// No statement of an own share.
        Ownership = "ownership",
        /// No statement of what was learned.
        Learning = "learning",
        /// Nothing on what is done differently now.
        Application = "application",
        /// No number, date, name in Action or Outcome.
        Specifics = "specifics",
        /// No cost, limit, other view.
        Nuance = "nuance",
        /// An outcome without metric or named effect.
        VagueOutcome = "vague-outcome",
        /// Only what went well.
        OneSidedOutcome = "one-sided-outcome",
        /// A percentage without baseline.
        UnsupportedMetric = "unsupported-metric",
        /// A platitude as the learning.
        GenericLearning = "generic-learning",
    }
}

named! {
    /// What a balance rule measures.
    Measure {
        /// Words of Context and Challenge for each word of Action.
        SetupToAction = "setup-to-action",
        /// Words of Action as a share of the answer.
        ActionShare = "action-share",
        /// Sentences of Action about "we" for each about "I".
        WeToI = "we-to-i",
        /// Agentless passives as a share of the sentences of Action.
        PassiveShare = "passive-share",
        /// Hypothetical sentences as a share of the answer's.
        HypotheticalShare = "hypothetical-share",
    }
}

named! {
    /// Problems with speaking time.
    LengthProblem {
        /// Longer than the configured maximum.
        TooLong = "too-long",
        /// Shorter than the configured minimum.
        TooShort = "too-short",
    }
}

named! {
    /// Problems with technical concepts.
    CoverageProblem {
        /// Too few of the expected concepts.
        MissingConcepts = "missing-concepts",
        /// Concepts listed without use.
        NameDropping = "name-dropping",
        /// No trade-off.
        NoTradeOff = "no-trade-off",
        /// Nothing from having run it.
        NoProductionEvidence = "no-production-evidence",
    }
}

named! {
    /// Problems with a question's best-answer strategy.
    StrategyProblem {
        /// Points not addressed.
        MissingPoint = "missing-point",
        /// No universal principle visible.
        MissingPrinciple = "missing-principle",
    }
}

named! {
    /// Problems with prepared replies.
    FollowUpProblem {
        /// Likely follow-ups without one.
        Unprepared = "unprepared",
        /// Defence steps that a reply lacks.
        WeakDefense = "weak-defense",
    }
}

named! {
    /// Problems with a file as a whole.
    DraftProblem {
        /// Front matter that cannot be read.
        InvalidFrontMatter = "invalid-front-matter",
        /// A question that the bank does not hold.
        UnknownQuestion = "unknown-question",
        /// Text left to fill in.
        Placeholder = "placeholder",
        /// One half of a question unanswered.
        HalfAnswered = "half-answered",
        /// Nearly the same answer twice.
        DuplicateAnswer = "duplicate-answer",
        /// Text in another language.
        NotEnglish = "not-english",
    }
}

named! {
    /// Problems with suppressions.
    SuppressionProblem {
        /// Silences nothing.
        Unused = "unused",
        /// Names no rule.
        UnknownRule = "unknown-rule",
        /// Gives no reason where the configuration asks for one.
        MissingReason = "missing-reason",
    }
}
