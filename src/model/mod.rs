//! Fitted models, and the features they look at.

pub mod evidence;
pub mod parts;
pub mod presence;
pub mod signs;
