//! Exit codes.

/// What the process tells its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Nothing at or above the level to fail on.
    Clean = 0,
    /// Findings.
    Findings = 1,
    /// Usage, configuration, rule-file, or input and output errors.
    Error = 2,
}
