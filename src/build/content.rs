//! The crate's modules on content that need no tables.

#[path = "../content/model.rs"]
pub mod model;
#[path = "../content/raw.rs"]
pub mod raw;

pub use model::*;
