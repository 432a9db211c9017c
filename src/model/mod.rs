//! Fitted models, and the features they look at.

pub mod concepts;
pub mod duplicates;
pub mod evidence;
pub mod flags;
pub mod parts;
pub mod points;
pub mod presence;
pub mod said;
pub mod signs;

/// The logistic function.
#[must_use]
pub fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
