//! Fitted models, and the features they look at.

pub mod chain;
pub mod concepts;
mod deed;
pub mod duplicates;
pub mod evidence;
pub mod features;
pub mod flags;
pub mod parts;
mod place;
pub mod points;
pub mod presence;
pub mod said;
pub mod signs;
pub mod story;
pub mod tokens;
pub mod weights;

/// The logistic function.
#[must_use]
pub fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
