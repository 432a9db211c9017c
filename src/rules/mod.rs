//! Rules: from files to what a run needs of them.

pub mod compile;
pub mod cue;
pub mod model;
pub mod raw;
mod registry;

pub use cue::Cue;
pub use model::*;
pub use registry::*;
