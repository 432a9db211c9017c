//! Cues: word lists with a meaning that the code knows, `rules/cues/<name>.yaml`.

use serde::{Deserialize, Serialize};

macro_rules! cues {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A cue by its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Cue { $($(#[$doc])* $variant,)* }

        impl Cue {
            /// Every cue, in order.
            pub const ALL: &'static [Cue] = &[$(Cue::$variant,)*];

            /// The name of its file.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Cue::$variant => $name,)* }
            }
        }
    };
}

cues! {
    /// The candidate owns a part of what happened.
    Ownership = "ownership",
    /// Words in which people admit things, and tell others: worth less than [`Cue::Ownership`].
    Admission = "admission",
    /// Looks like ownership, and is not: a denial, or another's share.
    NotOwnership = "not-ownership",
    /// Something was learned.
    Learning = "learning",
    /// A truth in general terms, which is a lesson where it stands late in a story.
    Insight = "insight",
    /// Looks like learning, and is not: a fact or a skill acquired.
    NotLearning = "not-learning",
    /// What is done differently now.
    Application = "application",
    /// Something done in the present tense, which is a habit where it stands at the end of a story.
    Habit = "habit",
    /// A present habit of somebody else, or of the story.
    NotApplication = "not-application",
    /// A number, date, amount, name.
    Specifics = "specifics",
    /// Figures of speech that hold a number.
    NotSpecifics = "not-specifics",
    /// A cost, a limit, a doubt, another's view.
    Nuance = "nuance",
    /// What came of it, named.
    Outcome = "outcome",
    /// Satisfied people and things that went well, unnamed.
    VagueOutcome = "vague-outcome",
    /// What did not go well.
    Setback = "setback",
    /// Common wisdom as a lesson.
    Platitude = "platitude",
    /// Claims that something became more, less, faster, better.
    Improvement = "improvement",
    /// A baseline, period or count beside a figure.
    Baseline = "baseline",
    /// First-person action in the past.
    OwnAction = "own-action",
    /// What one would do.
    Hypothetical = "hypothetical",
    /// Agentless passives.
    Passive = "passive",
    /// Turns of phrase in stories, for the fitted models.
    StoryOwnNegativePast = "story-own-negative-past",
    /// Turns of phrase in stories, for the fitted models.
    StoryOwnMine = "story-own-mine",
    /// Turns of phrase in stories, for the fitted models.
    StoryOwnConfess = "story-own-confess",
    /// Turns of phrase in stories, for the fitted models.
    StoryLearnVerb = "story-learn-verb",
    /// Turns of phrase in stories, for the fitted models.
    StoryLearnGnomic = "story-learn-gnomic",
    /// Turns of phrase in stories, for the fitted models.
    StoryApplyNow = "story-apply-now",
    /// Turns of phrase in stories, for the fitted models.
    StoryActFirst = "story-act-first",
    /// Turns of phrase in stories, for the fitted models.
    StoryOutChange = "story-out-change",
    /// Turns of phrase in stories, for the fitted models.
    StoryCtxSetting = "story-ctx-setting",
    /// Turns of phrase in stories, for the fitted models.
    StoryChaNeed = "story-cha-need",
    /// Turns of phrase in stories, for the fitted models.
    StoryNuance = "story-nuance",
    /// Turns of phrase in stories, for the fitted models.
    StoryHypothetical = "story-hypothetical",
    /// Turns of phrase in stories, for the fitted models.
    StoryAsideMeta = "story-aside-meta",
    /// Turns of phrase in stories, for the fitted models.
    StoryApology = "story-apology",
    /// Turns of phrase in stories, for the fitted models.
    StoryVagueGood = "story-vague-good",
    /// Verbs that report somebody's words.
    Reporting = "reporting",
    /// Opens a question that an interviewer asks.
    Question = "question",
}

impl Cue {
    /// The cue of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|cue| cue.name() == name)
    }
}
