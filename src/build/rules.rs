//! The crate's modules on rules that need no tables.

#[path = "../rules/compile.rs"]
pub mod compile;
#[path = "../rules/cue.rs"]
pub mod cue;
#[path = "../rules/model.rs"]
pub mod model;
#[path = "../rules/raw.rs"]
pub mod raw;

pub use model::*;
